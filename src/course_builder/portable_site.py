"""One archive of the built site, to carry to a room without a network."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from course_builder.paths import BUILD, HTML

HERE = Path(__file__).parent
NAME = "origin-of-marketing"
# At the archive's top: how to start, for a reader and for Python.
BESIDE = {"START-HERE.html": HERE / "start_here.html", "start.py": HERE / "server.py"}
PACKED = {".files", ".snapshot", ".zip", ".gz", ".woff2", ".png"}
RUNNABLE, PLAIN = 0o100755 << 16, 0o100644 << 16


def pack(site: Path = HTML, into: Path = BUILD) -> Path:
    """Write the site, a launcher and a page that says what to do into one zip; returns its path."""
    target = into / f"{NAME}.zip"
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w") as archive:
        for name, path in contents(site):
            info = zipfile.ZipInfo.from_file(path, f"{NAME}/{name}")
            info.external_attr = RUNNABLE if path.suffix == ".py" and name in BESIDE else PLAIN
            info.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    part.replace(target)
    return target


def contents(site: Path) -> Iterator[tuple[str, Path]]:
    """List the archive's files: the name of each below the archive's folder, and where it is now."""
    yield from BESIDE.items()
    for path in sorted(site.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield f"site/{path.relative_to(site).as_posix()}", path
