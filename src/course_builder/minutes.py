"""The minutes that a chapter takes, sitting by sitting: counted from its source, never typed.

Prose is read at 180 words a minute, visible code at 6 seconds a line; a formula, a figure, a table takes 20
seconds, a question of the quiz 45, a *Try it* two minutes with its task. What a page shows folded is not
counted: admonitions of the class `dropdown`, and the code of cells tagged `hide-input`.
"""

import ast
import math
import re
from dataclasses import dataclass

import nbformat

from course_builder import notebooks
from course_builder.readable import FENCE, FOLDED, OPTION, closing
from marketing_origin import quizzes
from marketing_origin.course_files import chapter_files
from marketing_origin.errors import CourseError

WORDS_A_MINUTE = 180
SECONDS = {"formula": 20, "line": 6, "picture": 20, "question": 45, "try it": 120}
#: What a reader can take in at once, and what a chapter may take in all.
LONGEST_SITTING, LONGEST_CHAPTER = 25, 55
HEADING = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
FORMULA = re.compile(r"\$\$.+?\$\$", re.DOTALL)
ROLE_NAME = re.compile(r"\{[\w:.-]+\}(?=`)")
ROW = re.compile(r"^\s*\|.*\|\s*$")
QUIZ = re.compile(r'^quiz\("([\d.]+)"', re.MULTILINE)
NOTHING_SHOWN = {"hide-cell", "remove-cell", "hide-output", "remove-output"}
SELF_ASSESSMENT = re.compile(r"^self_assessment\(\)", re.MULTILINE)
# Calls whose result is nothing to look at, as the last line of a cell.
SILENT = {"check", "glue", "quiz", "self_assessment", "show", "print", "explore"}


@dataclass(frozen=True)
class Sitting:
    """What is read at a time: the heading that begins it (the first has what is above, too), its minutes."""

    title: str
    minutes: int


def sittings(notebook: nbformat.NotebookNode, name: str = "") -> list[Sitting]:
    """Return a chapter's sittings with their minutes, rounded up; one where it names none.

    Parameters
    ----------
    notebook : NotebookNode
        The page, executed or not; `course: sittings:` in its metadata names the headings that begin them.
    name : str
        The page's name, for the message.

    Raises
    ------
    CourseError
        A sitting is no heading of the page, or they are not in its order.
    """
    named = notebook.metadata.get("course", {}).get("sittings", [])
    seconds, reached = [0.0], 0
    for heading, took in _sections(notebook):
        if heading in named:
            if named.index(heading) != reached:
                raise CourseError(
                    f"{name}: the sitting {heading!r} is not where `sittings` has it; see their order."
                )
            reached += 1
            # What stands above the first heading is read with it.
            seconds += [0.0] if reached > 1 else []
        seconds[-1] += took
    if reached < len(named):
        raise CourseError(f"{name}: the sitting {named[reached]!r} begins at no heading `## …` of the page.")
    minutes = [max(1, math.ceil(took / 60)) for took in seconds]
    return [Sitting(*found) for found in zip(named or [""], minutes, strict=True)]


def _sections(notebook: nbformat.NotebookNode):
    """Yield heading (None where the last section goes on) and seconds, in the order of the page."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield None, seconds_of_code(cell)
            continue
        parts = HEADING.split(cell.source)
        yield None, seconds_of_text(parts[0])
        for heading, text in zip(parts[1::2], parts[2::2], strict=True):
            yield heading, seconds_of_text(text)


def seconds_of_text(text: str) -> float:
    """Return the seconds that Markdown takes, without what stands folded and what a *Try it* covers."""
    text = "\n".join(_unfolded(text.splitlines()))
    formulas = len(FORMULA.findall(text))
    lines = FORMULA.sub("", text).splitlines()
    rows = [bool(ROW.match(line)) for line in lines]
    tables = sum(row and not before for row, before in zip(rows, [False, *rows], strict=False))
    prose = " ".join(line for line, row in zip(lines, rows, strict=True) if not row)
    words = sum(any(letter.isalnum() for letter in word) for word in ROLE_NAME.sub("", prose).split())
    return 60 * words / WORDS_A_MINUTE + SECONDS["formula"] * formulas + SECONDS["picture"] * tables


def _unfolded(lines: list[str]):
    """Yield the lines that a reader sees: not those of folded boxes, of a *Try it*, nor the fences."""
    position = 0
    while position < len(lines):
        opening = FENCE.match(lines[position])
        position += 1
        if not opening:
            yield lines[position - 1]
            continue
        end = closing(lines, position - 1, opening["marks"])
        body = lines[position:end]
        classes = set()
        while body and (option := OPTION.match(body[0])):
            classes |= set(option[2].split()) if option[1] == "class" else set()
            body = body[1:]
        if opening["name"] == "math":
            yield "$$" + " ".join(body) + "$$"
        elif opening["name"] != "dropdown" and not classes & {"dropdown", "try-it"}:
            yield opening["argument"]
            yield from _unfolded(body)
        position = end + 1


def seconds_of_code(cell: nbformat.NotebookNode) -> float:
    """Return the seconds that a code cell takes: its lines if one sees them, and what it shows."""
    tags = set(cell.metadata.get("tags", []))
    if "try-it" in tags:
        return SECONDS["try it"]
    lines = [] if tags & FOLDED else [line for line in cell.source.splitlines() if line.strip()]
    seen = (
        0
        if tags & {"hide-cell", "remove-cell", "hide-output", "remove-output"}
        else SECONDS["picture"] * shown(cell)
    )
    return SECONDS["line"] * len(lines) + seen + questions(cell) * SECONDS["question"]


def shown(cell: nbformat.NotebookNode) -> int:
    """Count what a cell puts on the page: figures, widgets, what it prints, the table of its last line."""
    statements = ast.parse(cell.source).body
    called = [_called(node) for node in ast.walk(ast.Module(statements, [])) if isinstance(node, ast.Call)]
    pictures = called.count("show") + called.count("explore") + called.count("display") + ("print" in called)
    last = statements[-1] if statements else None
    table = isinstance(last, ast.Expr) and not (
        isinstance(last.value, ast.Call) and _called(last.value) in SILENT
    )
    return pictures + table


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def questions(cell: nbformat.NotebookNode) -> int:
    """Count the questions of the quiz, or of the self-assessment, that a cell shows."""
    if SELF_ASSESSMENT.search(cell.source):
        number, ending = "0.1", ".self_assessment.toml"
    elif quiz := QUIZ.search(cell.source):
        number, ending = quiz[1], ".quiz.toml"
    else:
        return 0
    return len(quizzes.read(number, chapter_files("book", ending)[number]).questions)


def in_hours(numbers: list[str]) -> str:
    """Return how long chapters take to read together, such as "1 h 25 min".

    Raises
    ------
    CourseError
        There is no chapter of a number.
    """
    chapters = {page.number: page for page in notebooks.pages() if page.kind == "book" and page.number}
    if unknown := [number for number in numbers if number not in chapters]:
        raise CourseError(f"{{minutes}} names chapter {unknown[0]}, and _toc.yml does not.")
    pages = [chapters[number] for number in numbers]
    total = sum(one.minutes for page in pages for one in sittings(notebooks.read(page.path), page.name))
    return f"{total // 60} h {total % 60:02d} min" if total >= 60 else f"{total} min"


def table() -> str:
    """Return the minutes of every chapter, a line each."""
    lines = [f"{'chapter':<8}{'sum':>5}  sittings"]
    for page in notebooks.pages():
        if page.kind == "book" and page.number:
            found = sittings(notebooks.read(page.path), page.name)
            every = " + ".join(f"{sitting.minutes}" for sitting in found)
            lines.append(f"{page.number:<8}{sum(sitting.minutes for sitting in found):>5}  {every}")
    lines.append(f"at most {LONGEST_SITTING} minutes a sitting, {LONGEST_CHAPTER} a chapter")
    return "\n".join(lines)
