"""Where the course's own files are, in a checkout or inside the installed wheel: questions, quizzes, data.

A chapter is known by the file of its page: `4_1_clv_formula.md` is chapter 4.1, and what belongs to it goes
by the same part folder and name: `solutions/4_…/4_1_clv_formula.py` holds its questions,
`book/4_…/4_1_clv_formula.quiz.toml` its quiz.
"""

import json
import re
from functools import cache
from pathlib import Path

_INSTALLED = Path(__file__).parent / "_course"
ROOT = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2]
#: What the wheel knows of the chapters' titles, since it does not carry their pages.
TITLES = "titles.json"
_NUMBERED = re.compile(r"(\d+)_(\d+)_")
_TITLE = re.compile(r"^# (?:\d+\.\d+ )?(.+)$", re.MULTILINE)


def chapter_number(name: str) -> str | None:
    """Return "4.1" for a file such as `4_1_clv_formula.md`, None for a file of no single chapter."""
    found = _NUMBERED.match(name)
    return f"{found[1]}.{found[2]}" if found else None


def chapter_files(folder: str, ending: str) -> dict[str, Path]:
    """Return the files of `folder` ("book", "solutions") with an ending, by chapter ("4.1"), in order."""
    found = {
        number: path
        for path in (ROOT / folder).glob(f"*/*{ending}")
        if (number := chapter_number(path.name)) and path.name.count(".") == ending.count(".")
    }
    return dict(sorted(found.items(), key=lambda item: [*map(int, item[0].split("."))]))


def page_of(path: Path) -> str:
    """Return a chapter's place below book/, solutions/ and exercises/: "4_…/4_1_clv_formula"."""
    return f"{path.parent.name}/{path.name.partition('.')[0]}"


@cache
def title_of(page: str) -> str:
    """Return a chapter's title as its page has it, without the number; "" where there is no such page."""
    source = ROOT / "book" / f"{page}.md"
    if source.exists():
        found = _TITLE.search(source.read_text(encoding="utf-8"))
        return found[1] if found else ""
    titles = ROOT / TITLES
    return json.loads(titles.read_text(encoding="utf-8")).get(page, "") if titles.exists() else ""
