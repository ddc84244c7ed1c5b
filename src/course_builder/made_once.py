"""What is made once and kept under `_build`: a folder beside which the hash of each file stands.

A killed run leaves nothing that looks finished, and what was damaged since is made anew.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return `folder`, which `make` has filled: now, or earlier if all of it is there as it was.

    Parameters
    ----------
    folder : Path
        Its name says what it is made from: another state has another name.
    make : callable
        Fills the empty folder that it is given.
    """
    if not is_whole(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            work = Path(scratch) / "made"
            work.mkdir()
            make(work)
            sums = Path(scratch) / "sums"
            sums.write_text(json.dumps(hashes_of(work)), encoding="utf-8")
            sums.replace(sums_of(folder))
            work.replace(folder)
    return folder


def forget_others(*kept: Path) -> None:
    """Remove what lies beside these folders: earlier states."""
    stay = {*kept, *map(sums_of, kept)}
    for path in kept[0].parent.iterdir():
        if path not in stay and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path not in stay:
            path.unlink(missing_ok=True)


def is_whole(folder: Path) -> bool:
    """Tell whether a folder holds what was made, to the byte."""
    try:
        return json.loads(sums_of(folder).read_bytes()) == hashes_of(folder) != {}
    except (OSError, ValueError):
        return False


def sums_of(folder: Path) -> Path:
    """Return the file that holds the hashes of a folder's files."""
    return folder.with_name(f"{folder.name}.sums.json")


def hashes_of(folder: Path) -> dict[str, str]:
    """Return the hash of each file below a folder."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
