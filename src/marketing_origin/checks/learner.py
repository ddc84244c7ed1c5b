"""What a learner calls: `check`, `hint`, `solution`, `progress`."""

import html
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from marketing_origin import course_files
from marketing_origin.checks import store
from marketing_origin.checks.feedback import Feedback
from marketing_origin.checks.question import HINTS, find, names_in, question_files
from marketing_origin.markup import to_html

_hints_given: Counter[str] = Counter()
SIGNS = {"right": "✓ right", "self": "✎ compared", "not yet": "↻ tried", "": "–"}


def check(name: str, answer: object = ...) -> Feedback:
    """Say whether an answer is right and, where it is not, which mistake it shows.

    Parameters
    ----------
    name : str
        The question, such as "4.1.3".
    answer : object
        Any form of the answer: numbers of any type, a Series in any order, a dict, a table with one column …

    Returns
    -------
    Feedback
        Shows itself in a notebook; in a program, print it. Its `status` is "right", "not yet", "unanswered"
        or, for an open question, "self". The right answer is never in it.

    Raises
    ------
    CourseError
        If there is no such question. Nothing in `answer` raises.
    """
    question, _ = find(name)
    feedback = question.judge(answer)
    return replace(feedback, note=store.write(name, feedback.status))


def hint(name: str) -> Feedback:
    """Give the next hint: what to look at, then the idea, then the step; never the answer.

    Raises CourseError if there is no such question.
    """
    question, _ = find(name)
    given = _hints_given[name]
    if given == len(HINTS):
        _hints_given[name] = 0
        return Feedback(
            name,
            "hint",
            f'That was the last one. `solution("{name}")` leads to the worked solution; '
            f'`hint("{name}")` begins again.',
        )
    _hints_given[name] += 1
    return Feedback(name, "hint", f"{given + 1} of {len(HINTS)}, {HINTS[given]}: {question.hints[given]}")


def solution(name: str) -> Feedback:
    """Lead to the worked solution: beside this notebook, or on the site.

    The environment variable MARKETING_ORIGIN_SOLUTIONS, where it is set, is the address of the site's
    solutions (empty: there are none). Raises CourseError if there is no such question.
    """
    _, chapter = find(name)
    site = os.environ.get("MARKETING_ORIGIN_SOLUTIONS")
    if site:
        link = (
            f"{site.rstrip('/')}/{chapter.page}.html#q{name}",
            f"Chapter {chapter.number}, question {name}",
        )
    elif site is None and (file := _beside(chapter.page)):
        shown = Path(os.path.relpath(file, Path.cwd())).as_posix()
        link = (quote(shown) + _cell_of(file, name), shown)
    else:
        message = (
            "This copy of the course was made without solutions. "
            if site == ""
            else "No worked solution is beside this notebook: it stands alone or was made without solutions. "
        )
        message += (
            f'Look on the course\'s site, under "Solution {chapter.number}"; or ask whoever gave it to you.'
        )
        return Feedback(name, "solution", message)
    return Feedback(name, "solution", "", link=link)


def _beside(page: str) -> Path | None:
    """Return the file of a worked solution in a folder above the notebook."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        for ending in (".ipynb", ".md"):
            file = folder / "solutions" / f"{page}{ending}"
            if file.is_file():
                return file
    return None


def _cell_of(file: Path, name: str) -> str:
    """Return the anchor of the cell with the heading of a question, "" where a notebook has none.

    JupyterLab opens a notebook at a cell by its id. Headings have anchors too, but what they are called
    differs between its own Markdown and that of its extensions.
    """
    try:
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if re.search(rf"^#+ +{re.escape(name)} ", "".join(cell["source"]), re.MULTILINE):
                return f"#cell-id={cell['id']}"
    except (OSError, ValueError, KeyError, TypeError):
        pass  # Markdown, or no notebook: the file itself is a better place to say what is wrong with it
    return ""


@dataclass(frozen=True)
class Progress:
    """Which questions of which exercise are done: rows of (chapter, title, {question: status})."""

    rows: list[tuple[str, str, dict[str, str]]]
    note: str = ""

    def __repr__(self) -> str:
        lines = [
            f"{number} {title}: {_done(marks)} of {len(marks)} done ("
            + ", ".join(f"{name} {SIGNS[status][2:] or 'open'}" for name, status in marks.items())
            + ")"
            for number, title, marks in self.rows
        ]
        return "\n".join([*lines, *[self.note] * bool(self.note)])

    def _repr_html_(self) -> str:
        left = 'style="text-align:left"'
        longest = max((len(marks) for _, _, marks in self.rows), default=0)
        head = "".join(f'<th scope="col">{index}</th>' for index in range(1, longest + 1))
        rows = "".join(
            f'<tr><th {left} scope="row">{number} {html.escape(title)}</th>'
            f"<td>{_done(marks)} of {len(marks)}</td>"
            + "".join(f"<td>{SIGNS[status]}</td>" for status in marks.values())
            + "<td></td>" * (longest - len(marks))
            + "</tr>"
            for number, title, marks in self.rows
        )
        note = f"<p><em>{to_html(self.note)}</em></p>" if self.note else ""
        return (
            '<div style="overflow-x:auto" tabindex="0" role="region" aria-label="Progress"><table>'
            '<caption style="text-align:left;color:inherit">Your progress by question</caption>'
            f'<thead><tr><th scope="col" {left}>Exercise</th><th scope="col">Done</th>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{note}</div>"
        )


def progress() -> Progress:
    """Show which questions of which exercise are done; kept between sessions for this learner alone."""
    kept, note = store.read()
    rows = [
        (
            number,
            course_files.title_of(course_files.page_of(path)),
            {name: kept.get(name, "") for name in names_in(path) if name[-1].isdigit()},
        )
        for number, path in question_files().items()
    ]
    if not store.place():
        note = note or (
            "Kept until this session ends. To keep it for good, open the exercises in the course's own "
            "folder with `python3 course.py lab` (a command for the terminal; the README tells more)."
        )
    return Progress(rows, note)


def _done(marks: dict[str, str]) -> int:
    """Count the questions that are done."""
    return sum(status in ("right", "self") for status in marks.values())
