"""The live part of the site: every chapter and exercise as a notebook that runs in the reader's browser."""

import base64
import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import nbformat

from course_builder import notebooks
from course_builder.browser_python import distribution, fetch, lite, packages, snapshot, wheels
from course_builder.browser_python.bundled import bundled
from course_builder.live_copy import notebook_for_reader
from course_builder.paths import BUILD
from course_builder.progress_bars import CONSOLE

WORK = BUILD / "live"
FOLDER = "live"  # of the site
DATA = "/lib/python3.14/site-packages/marketing_origin/_course/datasets"  # in the reader's Python
LOADED = (".wasm", ".zip", ".files", ".snapshot", ".json")
WITHOUT = """The site is built without its live part: no chapter runs in the reader's browser.
{reason}
To have it: `python3 course.py book --live=require` fetches the packages where the network allows; elsewhere
name a folder that holds them in PYODIDE_PACKAGES, or the address of a copy in PYODIDE_BASE_URL, before it."""
# After it was said that the packages are not to be had, nobody is asked again for a day.
TOLD, ASK_AGAIN = fetch.CACHE / "not-to-be-had", 86_400


@contextmanager
def preparing(mode: str) -> Iterator[Future | None]:
    """Get the reader's Python ready beside other work; yields None where the site goes without.

    Parameters
    ----------
    mode : str
        "auto": without, where the packages cannot be had, which is said once a day; "require": then an error;
        "off": without.

    Raises
    ------
    NotToBeHad
        The packages are required and cannot be had.
    CourseError
        A file is not what the locks name.
    """
    if mode == "off" or (mode == "auto" and told_lately()):
        yield None
        return
    try:
        files = fetch.fetch(packages.needed())
    except fetch.NotToBeHad as reason:
        if mode == "require":
            raise
        CONSOLE.print(WITHOUT.format(reason=reason), markup=False)
        TOLD.touch()
        yield None
        return
    TOLD.unlink(missing_ok=True)
    files |= lite.kernel_wheels()
    files[wheels.STANDARD_LIBRARY] = packages.PYODIDE / wheels.STANDARD_LIBRARY
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(wheels.quick, files)


def told_lately() -> bool:
    """Tell whether a build has said within a day that the packages are not to be had."""
    return TOLD.exists() and time.time() - TOLD.stat().st_mtime < ASK_AGAIN


def build_live_part(
    python: dict[str, Path],
    executed: dict[str, nbformat.NotebookNode],
    solutions: bool,
    only: str | None,
    into: Path,
) -> None:
    """Write the live part into the folder `into`, which is not there yet.

    Parameters
    ----------
    python : dict
        The packages of the reader's Python by name, as `wheels.quick` returns them.
    executed : dict
        The notebooks with outputs, by page name, for the numbers in their text.
    solutions : bool
        Whether worked solutions are among the notebooks.
    only : str, optional
        The chapter that alone is built.
    into : Path
        The folder of the site to fill.
    """
    pyodide = into / f"pyodide-{packages.pyodide_version()}"
    distribution.lay_out(python, pyodide)
    imported = [python[name].with_suffix(kind) for name in packages.IMPORTED for kind in (".files", ".code")]
    version = write_control_files(pyodide, snapshot.snapshot_of(pyodide, imported), solutions)
    written = WORK / "notebooks"
    shutil.rmtree(written, ignore_errors=True)
    for page in [page for page in notebooks.pages(solutions=solutions, only=only) if page.runs]:
        path = written / f"{page.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = notebook_for_reader(page, executed.get(page.name), solutions)
        notebook.metadata.kernelspec = lite.KERNELSPEC
        notebook.metadata.language_info = {"name": "python"}
        notebook.metadata.marketing_origin = {"original": digest_of(notebook)}
        path.write_text(nbformat.writes(notebook), encoding="utf-8", newline="\n")
    shutil.copytree(bundled() / "page", into / bundled().name)
    lite.add_program(WORK / "program", written, f"{pyodide.name}/{{}}?v={version}", into)


def digest_of(notebook: nbformat.NotebookNode) -> str:
    """Return a hash of a notebook's cells, by which a reader's copy knows from which original it began."""
    cells = json.dumps([[cell.cell_type, cell.source] for cell in notebook.cells])
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


def write_control_files(folder: Path, made: Path, solutions: bool) -> str:
    """Write what the workers of page and notebook go by, and return a version that changes whenever any of it does.

    `course.json` says what there is, what each of them begins with, which data come later, and whether the site has
    solutions.
    """
    lock = json.loads((folder / distribution.LOCK).read_text(encoding="utf-8"))
    woken = folder / made.name  # below its hash, as the packages are
    shutil.copytree(made, woken)
    files = {
        path.relative_to(folder).as_posix(): described(path, folder)
        for path in sorted(path for path in folder.rglob("*") if path.suffix in LOADED)
    }
    later = {}
    for path in wheels.large_data():
        name = f"data/{fetch.sha256(path)[:12]}/{path.name}"
        (folder / name).parent.mkdir(parents=True)
        shutil.copyfile(path, folder / name)
        later[f"{DATA}/{path.name}"] = {"name": name, "bytes": path.stat().st_size}
    rest = sorted(set(lock["packages"]) - {*packages.IMPORTED, *packages.ON_IMPORT})
    course = {
        "files": files,
        "later": later,
        "solutions": solutions,
        "snapshot": (woken / snapshot.MEMORY).relative_to(folder).as_posix(),
        "links": (woken / snapshot.LINKS).relative_to(folder).as_posix(),
        "imported": packages.IMPORTED,
        "page": {"ahead": [distribution.WASM], "packages": packages.FIRST},
        "notebook": {
            "ahead": [distribution.WASM, wheels.STANDARD_LIBRARY],
            "packages": [*packages.IMPORTED, *rest],
        },
    }
    version = hashlib.sha256(f"{json.dumps([course, lock])}{bundled().name}".encode()).hexdigest()[:12]
    texts = {
        "course.json": json.dumps(course),
        "course.mjs": (bundled() / "course.mjs").read_text(encoding="utf-8"),
        "kernel.mjs": lite.kernel_worker(version),
        f"page-{bundled().name}.mjs": (bundled() / "worker.mjs").read_text(encoding="utf-8"),
        "beside.mjs": (bundled() / "unpacking.mjs").read_text(encoding="utf-8"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return version


def described(path: Path, folder: Path) -> dict:
    """Describe a file below `folder` to a worker that fetches it; what stands below a hash has its own told."""
    about = {"bytes": path.stat().st_size}
    return about | ({"integrity": integrity(fetch.sha256(path))} if path.parent != folder else {})


def integrity(digest: str) -> str:
    """Return a SHA-256 in hexadecimal digits as browsers want it."""
    return f"sha256-{base64.b64encode(bytes.fromhex(digest)).decode()}"
