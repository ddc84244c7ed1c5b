"""The course's notebooks as the site builder sees them: which there are, what each needs, reading them."""

import copy
import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
import yaml

from course_builder.paths import ROOT
from marketing_origin.course_files import chapter_number, page_of
from marketing_origin.errors import CourseError

# libyaml's, where PyYAML has it: the table of contents is read for every page.
YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What loads a data set, in a notebook's code.
LOADED = re.compile(r"\bdata\.load\(\s*[\"'](\w+)[\"']")


@dataclass(frozen=True)
class Page:
    """A page of the book: `name` is its path below the root without suffix, `path` its source."""

    name: str
    path: Path

    @property
    def kind(self) -> str:
        """`book`, `exercises` or `solutions`; `front` for the landing page."""
        return self.name.split("/")[0] if "/" in self.name else "front"

    @property
    def number(self) -> str | None:
        """The chapter's number, "4.1", where the file's name has one."""
        return chapter_number(self.path.name)

    @property
    def executes(self) -> bool:
        """Whether the page has code that is run when the book is built."""
        return self.kind in ("book", "solutions") and self.path.suffix == ".md" and has_code(self.path)

    @property
    def runs(self) -> bool:
        """Whether it is a notebook that a reader can run."""
        return self.executes or self.kind == "exercises"


def has_code(path: Path) -> bool:
    """Tell whether a MyST page is a notebook."""
    return "\n```{code-cell}" in path.read_text(encoding="utf-8")


def table_of_contents(
    root: Path = ROOT, solutions: bool = True, only: str | None = None, standing: Container[str] = ()
) -> dict:
    """Read `_toc.yml`, with each chapter's exercise and solution, without pages not wanted and empty parts.

    `_toc.yml` names a chapter once. Where `solutions/` has a file of the chapter's name, its exercise follows
    the chapter as the first of its sections, and its solution stands in a last part.

    Parameters
    ----------
    root : Path
        The project's folder.
    solutions : bool
        Whether pages that hold a worked solution are wanted.
    only : str, optional
        The number of the one chapter wanted ("2.1"), beside the pages that belong to none.
    standing : container of str
        Names of pages that are wanted all the same.
    """
    written = yaml.load((root / "_toc.yml").read_text(encoding="utf-8"), YAML)
    toc = _with_exercises(written, root)

    def wanted(name: str) -> bool:
        number = chapter_number(Path(name).name)
        chosen = not only or number in (None, only) or name in standing
        return chosen and (solutions or not name.startswith("solutions/"))

    return _filtered(toc, wanted)


def _with_exercises(toc: dict, root: Path) -> dict:
    """Add to a table of contents the exercise of each chapter, and the part of the solutions."""
    solved = []
    for chapter in [chapter for part in toc.get("parts", []) for chapter in part.get("chapters", [])]:
        folder, _, place = chapter["file"].partition("/")
        number = chapter_number(Path(place).name)
        if folder == "book" and number and (root / f"solutions/{place}.md").exists():
            exercise = {"file": f"exercises/{place}", "title": f"Exercise {number}"}
            chapter["sections"] = [exercise, *chapter.get("sections", [])]
            solved.append({"file": f"solutions/{place}", "title": f"Solution {number}"})
    return toc | {"parts": [*toc["parts"], {"caption": "Solutions", "chapters": solved}]} if solved else toc


def _filtered(entry, wanted: Callable[[str], bool]):
    """Copy a table of contents without the pages that are not wanted."""
    if isinstance(entry, list):
        kept = [_filtered(child, wanted) for child in entry]
        return [child for child in kept if child is not None]
    if not isinstance(entry, dict):
        return entry
    if "file" in entry and not wanted(entry["file"]):
        return None
    result = {key: _filtered(value, wanted) for key, value in entry.items()}
    if "caption" in result and not result.get("chapters"):
        return None
    return {key: value for key, value in result.items() if value != []}


def pages(root: Path = ROOT, solutions: bool = True, only: str | None = None) -> list[Page]:
    """List the pages that the table of contents names, in reading order (see `table_of_contents`)."""
    return [
        Page(name, source_of(root, name)) for name in files_named(table_of_contents(root, solutions, only))
    ]


def require_chapter(number: str | None) -> None:
    """Raise CourseError if one chapter is wanted and there is none of its number."""
    if number and number not in [page.number for page in pages()]:
        raise CourseError(f"_toc.yml names no chapter {number!r}: write its number, like 4.1.")


def require_all_named(root: Path = ROOT) -> None:
    """Raise CourseError if a page in `book/` is missing from the table of contents: nobody would find it."""
    named = {page.path for page in pages(root)}
    for path in sorted([*root.glob("book/**/*.md"), *root.glob("book/**/*.ipynb")]):
        if path not in named:
            place = path.relative_to(root)
            raise CourseError(
                f"_toc.yml does not name {place.as_posix()}, so no reader would find it. Add the line "
                f"`- file: {place.with_suffix('').as_posix()}` to its part; drafts wait outside of book/."
            )


def files_named(entry) -> list[str]:
    """List the pages that a table of contents, or an entry of it, names, in order."""
    if isinstance(entry, list):
        return [name for child in entry for name in files_named(child)]
    if not isinstance(entry, dict):
        return []
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for value in entry.values() for name in files_named(value)]


def source_of(root: Path, name: str) -> Path:
    """Return the source file of the page `name` of `_toc.yml`."""
    for suffix in (".md", ".ipynb"):
        path = root / f"{name}{suffix}"
        if path.exists():
            return path
    if name.startswith("exercises/"):
        raise CourseError(
            f"{name}.ipynb is not made from its solution yet: run `python3 course.py exercises`."
        )
    raise CourseError(f"_toc.yml names {name!r}, but there is no {name}.md or {name}.ipynb.")


def chapters_using(data_set: str, root: Path = ROOT) -> list[Page]:
    """List the chapters that load a data set or one of its tables (`club`: `club_members` …), in order.

    A chapter's exercise counts as part of it. Part 0, which loads them all to introduce them, does not count.
    """
    written = [page for page in pages(root) if page.number and not page.number.startswith("0.")]
    using = {
        page.number
        for page in written
        if page.kind in ("book", "solutions")
        for table in LOADED.findall(page.path.read_text(encoding="utf-8"))
        if f"{table}_".startswith(f"{data_set}_")
    }
    return [page for page in written if page.kind == "book" and page.number in using]


def read(path: Path) -> nbformat.NotebookNode:
    """Read a notebook, MyST-Markdown or .ipynb; the message of a broken one names the file.

    A worked solution has no title of its own: it begins with the one that its chapter gives it.
    """
    try:
        notebook = jupytext.read(path)
    except Exception as error:
        raise CourseError(f"{path.name} cannot be read as a notebook: {error}") from error
    if path.parent.parent.name == "solutions":
        notebook.cells[0].source = f"# {exercise_title(path)}\n\n{notebook.cells[0].source}"
    return notebook


def line_of_code_cell(path: Path, number: int) -> int:
    """Return the line of a MyST-Markdown file on which its code cell of this number begins, or 0.

    The line is that of the fence, or of the last option below it: the code's first line is the next one.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    begun = [index for index, line in enumerate(lines) if re.match(r"`{3,}\{code-cell\}", line)]
    if path.suffix != ".md" or number > len(begun):
        return 0
    at = begun[number - 1] + 1
    while at < len(lines) and (lines[at].startswith(":") or not lines[at].strip()):
        at += 1
    return at


def exercise_title(solution: Path) -> str:
    """Return the title of an exercise, "Exercise 4.1: The CLV formula", from its solution's file."""
    number, page = chapter_number(solution.name), page_of(solution)
    chapter = solution.parents[2] / "book" / f"{page}.md"
    if not chapter.exists():
        raise CourseError(f"solutions/{page}.md belongs to no chapter: there is no book/{page}.md.")
    title = re.search(r"^# (?:\d+\.\d+ )?(.+)$", chapter.read_text(encoding="utf-8"), re.MULTILINE)
    return f"Exercise {number}: {title[1]}"


def with_outputs(notebook: nbformat.NotebookNode, executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return `notebook` with the outputs of an execution of the same code cells."""
    result = copy.deepcopy(notebook)
    ran = (cell for cell in executed.cells if cell.cell_type == "code")
    for cell in result.cells:
        if cell.cell_type == "code":
            done = next(ran)
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    return result
