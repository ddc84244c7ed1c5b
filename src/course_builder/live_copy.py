"""A learner's working copy of the course's notebooks, in live/."""

import hashlib
import json
from pathlib import Path

import nbformat

from course_builder import notebooks, sources
from course_builder.paths import DATASETS, LIVE
from course_builder.readable import readable
from course_builder.stage import add_header, copy_if_changed, number_cells, with_glued_numbers
from marketing_origin.errors import CourseError

MADE = ".made.json"


def notebook_for_reader(
    page: notebooks.Page, executed: nbformat.NotebookNode | None, solutions: bool = True
) -> nbformat.NotebookNode:
    """Return a chapter or exercise as a plain notebook: numbers in the text, no outputs yet to trust.

    Parameters
    ----------
    page : Page
        The page.
    executed : NotebookNode or None
        The page's notebook with outputs, where it is executed for the book.
    solutions : bool
        Whether an exercise may point at its solution.
    """
    source = notebooks.read(page.path) if executed is None else with_glued_numbers(executed, page.name)
    add_header(source, page, solutions)
    result = readable(source, page.name)
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    number_cells(result)
    result.metadata.pop("course", None)
    # Which a notebook has that was executed just now, and one that was kept has not.
    result.metadata.pop("language_info", None)
    return result


def update(made_now: dict[str, nbformat.NotebookNode], folder: Path = LIVE) -> list[str]:
    """Bring the working copy up to date and return the notebooks of it that were kept as their user has them.

    A notebook that differs from what was last made here has been worked in: it is never overwritten.

    Parameters
    ----------
    made_now : dict
        The notebooks as the course has them now, by page name.
    folder : Path
        The working copy.
    """
    record = folder / MADE
    made_before = recorded(record)
    kept = []
    for name, notebook in made_now.items():
        path, text = folder / f"{name}.ipynb", nbformat.writes(notebook) + "\n"
        # What is no text any more is its user's, too.
        now = path.read_text(encoding="utf-8", errors="replace") if path.exists() else None
        if now is not None and _hash(now) != made_before.get(name) and now != text:
            kept.append(f"{name}.ipynb")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        made_before[name] = _hash(text)
    for path in DATASETS.iterdir():
        if path.suffix in (".csv", ".gz", ".json", ".md"):
            copy_if_changed(path, folder / "datasets" / path.name)
    part = record.with_suffix(".part")
    part.write_text(json.dumps(made_before, indent=1), encoding="utf-8")
    part.replace(record)
    return kept


def recorded(record: Path) -> dict[str, str]:
    """Return the hash of each notebook as it was last made; none where the record is missing or damaged.

    Every notebook that differs from what is made now is then taken for its user's.
    """
    try:
        found = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def prepare() -> list[str]:
    """Make live/ from the course as it stands; returns the notebooks that were kept for their user."""
    from course_builder.execute import execute_pages
    from course_builder.progress_bars import execution_bars

    sources.require_readable()
    shown = [page for page in notebooks.pages() if page.kind in ("book", "exercises", "solutions")]
    run = [page for page in shown if page.executes]
    with execution_bars(run) as report:
        executed = execute_pages(run, report)
    wanted = [page for page in shown if page.executes or page.kind == "exercises"]
    if not wanted:
        raise CourseError("_toc.yml names no chapter and no exercise: there is nothing to open.")
    return update({page.name: notebook_for_reader(page, executed.get(page.name)) for page in wanted})
