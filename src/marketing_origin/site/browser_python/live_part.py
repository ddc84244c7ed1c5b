"""The live part of the site: every chapter and exercise as a notebook that runs in the reader's browser."""

import base64
import json
import shutil
from pathlib import Path

import nbformat

from marketing_origin.site.browser_python import distribution, fetch, lite, packages, wheels
from marketing_origin.site.live_copy import notebook_for_reader
from marketing_origin.site.notebooks import Page
from marketing_origin.site.paths import BUILD

WORK = BUILD / "live"
FOLDER = "live"  # of the site
DATA = "/lib/python3.14/site-packages/marketing_origin/_datasets"  # in the reader's Python
MODES = ("auto", "require", "off")


def python_of_the_browser() -> dict[str, Path]:
    """Return the reader's Python: verified, compiled wheels by name, and the standard library.

    Raises
    ------
    NotToBeHad
        Packages are missing and no source has them.
    CourseError
        A file is not what the locks name, or the wheels do not make a closed set.
    """
    found = fetch.fetch(packages.needed())
    found |= lite.kernel_wheels()
    found[wheels.STANDARD_LIBRARY] = packages.PYODIDE / wheels.STANDARD_LIBRARY
    return wheels.quick(found)


def build_live_part(
    shown: list[Page], executed: dict[str, nbformat.NotebookNode], solutions: bool, into: Path
) -> None:
    """Write the live part into the folder `into`.

    Parameters
    ----------
    shown : list of Page
        The pages of the book; those with code, and the exercises, become notebooks.
    executed : dict
        The notebooks with outputs, by page name, for the numbers in their text.
    solutions : bool
        Whether worked solutions are among the notebooks.
    into : Path
        The folder of the site to fill; made anew.
    """
    distribution.lay_out(python_of_the_browser(), WORK / "pyodide")
    write_manifest(WORK / "pyodide", solutions)
    notebooks = WORK / "notebooks"
    shutil.rmtree(notebooks, ignore_errors=True)
    for page in runnable(shown):
        path = notebooks / f"{page.name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = notebook_for_reader(page, executed.get(page.name), solutions)
        notebook.metadata.kernelspec = lite.KERNELSPEC
        notebook.metadata.language_info = {"name": "python"}
        path.write_text(nbformat.writes(notebook), encoding="utf-8", newline="\n")
    program = lite.make_program(WORK / "program", notebooks)
    shutil.rmtree(into, ignore_errors=True)
    lite.copy_program(program, into)
    shutil.copytree(WORK / "pyodide", into / "pyodide")


def runnable(shown: list[Page]) -> list[Page]:
    """List the pages that a reader can run."""
    return [page for page in shown if page.executes or page.kind == "exercises"]


def write_manifest(folder: Path, solutions: bool) -> None:
    """Tell the worker what to load, what a notebook may read later, and whether the site has solutions."""
    lock = json.loads((folder / distribution.LOCK).read_text(encoding="utf-8"))
    digests = {entry["file_name"]: entry["sha256"] for entry in lock["packages"].values()}
    files = {}
    for path in sorted(
        path for path in folder.rglob("*") if path.suffix in (".wasm", ".zip", ".whl", ".json")
    ):
        name = path.relative_to(folder).as_posix()
        files[name] = {"bytes": path.stat().st_size}
        if name in digests:
            digest = base64.b64encode(bytes.fromhex(digests[name])).decode()
            files[name]["integrity"] = f"sha256-{digest}"
    later = {}
    for path in wheels.large_data():
        name = f"data/{fetch.sha256(path)[:12]}/{path.name}"
        distribution.put(path, folder / name)
        later[f"{DATA}/{path.name}"] = name
    manifest = {"files": files, "later": later, "packages": lite.PRELOADED, "solutions": solutions}
    (folder / "course.json").write_text(json.dumps(manifest), encoding="utf-8", newline="\n")
    shutil.copyfile(lite.FRONTEND / "course.mjs", folder / "course.mjs")
    (folder / "kernel.mjs").write_text(lite.kernel_worker(), encoding="utf-8", newline="\n")
