"""Every notebook of the live part, run by its kernel under Node: it runs, says the same, reads well."""

import json
import re
import runpy
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock

from course_builder import kept as kept_outputs
from course_builder import narrow, notebooks, reference
from course_builder.browser_python import wheels
from course_builder.browser_python.wheels import run_in_pyodide
from course_builder.execute import execute_pages
from course_builder.paths import BUILD

RUNNER = Path(__file__).parent / "in_pyodide" / "run_notebooks.py"
TYPES = RUNNER.with_name("dtypes.py")
NARROW = Path(narrow.__file__)
WOKEN_BY = Path(wheels.__file__).with_name("run_python.mjs")
PAGES = [page for page in notebooks.pages() if page.runs]
of_each = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
EXECUTED = [page for page in PAGES if page.executes]
EXERCISES = [page for page in PAGES if page.kind == "exercises"]


@pytest.fixture(scope="session")
def ran(live) -> Path:
    """The folder of the notebooks with outputs from Pyodide; run once for the same library and notebooks."""
    pyodide = next(live.glob("pyodide-*"))
    digest = sha256((pyodide / "course.json").read_bytes() + RUNNER.read_bytes() + NARROW.read_bytes())
    for path in [WOKEN_BY, *sorted((WOKEN_BY.parent / "frontend").glob("*.mjs"))]:
        digest.update(path.read_bytes())
    files = sorted((live / "files").rglob("*.ipynb"), key=lambda path: -path.stat().st_size)
    for path in files:
        digest.update(path.read_bytes())
    kept = BUILD / "live-outputs" / digest.hexdigest()[:16]
    kept.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(kept.parent / "lock"):
        if not kept.exists():
            for old in kept.parent.glob("*/"):
                shutil.rmtree(old)
            with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
                # The longest apart: two Pyodides share the notebooks, and a machine's two cores.
                halves = [laid_out(files[n::2], live / "files", Path(scratch) / str(n)) for n in (0, 1)]
                with ThreadPoolExecutor(2) as together:
                    list(together.map(lambda folder: run_in_pyodide(RUNNER, folder, pyodide), halves))
                for folder in halves:
                    shutil.copytree(folder / "outputs", Path(scratch) / "all", dirs_exist_ok=True)
                shutil.copytree(Path(scratch) / "all", kept)
    return kept


def laid_out(files: list[Path], root: Path, folder: Path) -> Path:
    """Copy notebooks to where the runner looks for them."""
    for path in files:
        target = folder / "notebooks" / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    shutil.copyfile(NARROW, folder / NARROW.name)
    return folder


def read(folder: Path, page: notebooks.Page) -> nbformat.NotebookNode:
    return nbformat.read(folder / f"{page.name}.ipynb", as_version=4)


def errors(notebook: nbformat.NotebookNode) -> list[str]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [f"{output.ename}: {output.evalue}" for output in outputs if output.output_type == "error"]


@pytest.mark.parametrize("page", EXECUTED, ids=lambda page: page.name)
def test_a_notebook_says_the_same_in_both_pythons(page, ran):
    notebook = read(ran, page)
    assert errors(notebook) == []
    known = nbformat.read(reference.path_of(page), as_version=4)
    assert reference.compared(known, reference.reduced(notebook)) == ""


@pytest.mark.parametrize("page", EXECUTED, ids=lambda page: page.name)
def test_no_frame_holds_the_default_integer(page, ran):
    # In the browser it has 32 bits, and wraps in a running total: only what has 32 bits everywhere, such as the
    # months of dates, may have them there. That is known since the outputs were made: nothing is executed for it.
    if found := read(ran, page).metadata.narrow:
        execute_pages([page])
        everywhere = kept_outputs.find(notebooks.read(page.path)).metadata[kept_outputs.NARROW]
        assert [part for part in found if part not in everywhere] == []


def test_public_results_have_the_same_types_in_both_pythons(live, tmp_path):
    run_in_pyodide(TYPES, tmp_path, next(live.glob("pyodide-*")))
    there = json.loads((tmp_path / "dtypes.json").read_text())
    here = runpy.run_path(str(TYPES))["found"]()
    assert {name: types for name, types in there.items() if types != here[name]} == {}
    assert "int32" not in (json.dumps(here) + json.dumps(there))


@pytest.mark.parametrize("page", EXERCISES, ids=lambda page: page.name)
def test_an_untouched_exercise_runs_and_says_not_answered_yet(page, ran):
    notebook = read(ran, page)
    assert errors(notebook) == []
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    asked = re.findall(r'^check\("([\d.]+)"', source, re.MULTILINE)
    told = [reference.told(output) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert asked
    assert re.findall(r"^([\d.]+) Not answered yet", "\n".join(told), re.MULTILINE) == asked


# What MyST knows and a notebook does not: directives, roles, labels, attributes, comments.
RAW = re.compile(r"^\s*:{3,}|^\s*`{3,}\{|\{[\w:.-]+\}`|^\([\w.-]+\)=\s*$|^%|\]\{[.#]|\|\s*\{", re.MULTILINE)


@of_each
def test_the_text_is_plain_markdown(page, live):
    for cell in read(live / "files", page).cells:
        if cell.cell_type == "markdown":
            assert not RAW.findall(without_code(cell.source)), cell.source


@of_each
def test_formulas_are_whole(page, live):
    for cell in read(live / "files", page).cells:
        if cell.cell_type == "markdown":
            assert without_code(cell.source).count("$$") % 2 == 0, cell.source


@of_each
def test_links_lead_to_a_notebook_or_a_page(page, live, site):
    text = "\n".join(cell.source for cell in read(live / "files", page).cells if cell.cell_type == "markdown")
    folder = (live / "files" / page.name).parent
    for target in re.findall(r"\]\(([^)#\s:]+)(?:#[\w-]*)?\)", without_code(text)):
        path = (folder / target).resolve()
        shown = site / path.relative_to((live / "files").resolve()).with_suffix(".html")
        assert path.exists() or shown.exists(), target


def without_code(markdown: str) -> str:
    """Leave out what is shown as code."""
    return re.sub(r"`[^`\n]+`", "", re.sub(r"^```\w*\n.*?^```", "", markdown, flags=re.DOTALL | re.MULTILINE))


def test_every_page_that_runs_is_among_the_notebooks(live):
    found = {
        path.relative_to(live / "files").with_suffix("").as_posix()
        for path in (live / "files").rglob("*.ipynb")
    }
    assert found == {page.name for page in PAGES}


def test_the_reader_gets_no_outputs_before_running(live):
    for page in PAGES:
        assert not any(cell.get("outputs") for cell in read(live / "files", page).cells)


def test_both_pythons_have_the_same_versions(live):
    lock = json.loads(next(live.glob("pyodide-*/pyodide-lock.json")).read_text())["packages"]
    wanted = Path(__file__).parents[1].joinpath("requirements.lock").read_text()
    for name in ("numpy", "pandas", "matplotlib", "scipy", "ipywidgets", "anywidget", "ipython"):
        assert f"\n{name}=={lock[name]['version']} " in wanted, name
