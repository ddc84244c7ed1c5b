"""The instructor's guide, in MyST: what stands in the chapters, and beside it what a person has written of each."""

import re
import tomllib

from course_builder import minutes, notebooks
from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

WRITTEN = ROOT / "book" / "appendices" / "instructors_guide.toml"
SAID = {
    "helps": "A question that helps",
    "hear": "What you want to hear",
    "board": "On the board",
    "discuss": "To discuss",
    "skip": "When time is short, skip",
}
QUESTION = re.compile(r'\bcheck\("\d\.\d\.\d+"')
FOLDED = re.compile(r"^:{3,}\{admonition\} (?:Deeper: )?(.+)\n:class: [^\n]*\bdeeper\b", re.MULTILINE)


def guide() -> str:
    """Return a section a chapter.

    Raises
    ------
    CourseError
        Nothing is written of a chapter, or something of one that is not there.
    """
    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))
    pages = {page.number: page for page in notebooks.pages() if page.kind == "book" and page.number}
    for number in pages.keys() ^ written.keys():
        what = (
            f'has no section for chapter {number}: add ["{number}"] with {", ".join(SAID)}, a line each.'
            if number in pages
            else f"has a section for a chapter that is not there, {number}: take it out."
        )
        raise CourseError(f"book/appendices/{WRITTEN.name} {what}")
    return "\n\n".join(_section(page, written[number]) for number, page in pages.items())


def _section(page: notebooks.Page, written: dict[str, str]) -> str:
    notebook = notebooks.read(page.path)
    text = page.path.read_text(encoding="utf-8")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)[1]
    found = minutes.sittings(notebook, page.name)
    lines = [f"## [{title}](/{page.name})", "", "**At its end people can**", ""]
    lines += [f"- {aim}" for aim in notebook.metadata["course"]["objectives"]]
    times = ", ".join(f"{one.title or 'The page'} ({one.minutes} min)" for one in found)
    lines += ["", f"**Sittings.** {times}.", ""]
    traps = ". ".join(_traps(text)) or written.get("trips")
    if not traps:
        raise CourseError(
            f"{WRITTEN.name}: chapter {page.number} lists no common mistakes; write what trips people as `trips`."
        )
    lines += [f"**What trips people.** {traps}.", ""]
    lines += [line for key, said in SAID.items() for line in (f"**{said}.** {written[key]}", "")]
    if titles := [_plain(title).rstrip("?") for title in FOLDED.findall(text)]:
        lines += [
            f"**Folded on the page.** {'. '.join(title[0].upper() + title[1:] for title in titles)}.",
            "",
        ]
    exercise = ROOT / "exercises" / f"{page.name.partition('/')[2]}.ipynb"
    if exercise.exists():
        count = len(set(QUESTION.findall(exercise.read_text(encoding="utf-8").replace('\\"', '"'))))
        lines.append(
            f"**Afterwards.** [Exercise {page.number}](/exercises/{page.name.partition('/')[2]}), {count} questions."
        )
    return "\n".join(lines)


def _traps(text: str) -> list[str]:
    """Return the common mistakes that a chapter lists, each by its first words."""
    part = re.search(r"^## Common mistakes[^\n]*\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    # A list of them, or a paragraph each that begins in bold.
    items = re.findall(r"^- (.+(?:\n  .+)*)|^(\*\*.+)", part[1], re.MULTILINE) if part else []
    items = [listed or paragraph for listed, paragraph in items]
    bold = (re.match(r"\*\*(.+?)\*\*", item, re.DOTALL) for item in items)
    found = (match[1] if match else item for match, item in zip(bold, items, strict=True))
    return [_plain(one).rstrip(".") for one in found]


def _plain(text: str) -> str:
    """Return a text without roles, on one line."""
    return re.sub(r"\{[\w:]+\}`([^`<]+?)(?: <[^>]+>)?`", r"\1", " ".join(text.split()))
