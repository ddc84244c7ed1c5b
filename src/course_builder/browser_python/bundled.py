"""The front end of the live part, bundled by esbuild: once for each state of its sources."""

import hashlib
from functools import cache
from pathlib import Path

from course_builder.made_once import forget_others, made_once
from course_builder.node import run_whole
from course_builder.paths import BUILD

HERE = Path(__file__).parent
SOURCES = (HERE / "frontend", HERE.parent / "widget_frontend")
KINDS = {".js", ".mjs"}
FOLDER = BUILD / "live" / "frontend"


@cache
def bundled() -> Path:
    """Return the folder of the bundled front end; its name changes with what is in it.

    It holds `offer.js`, which stands in the pages, `notebook.js`, which the notebook program loads, `course.mjs` and
    `worker.mjs` for the workers of notebook and page, `unpacking.mjs` for the one beside that, and the folder
    `page` of what a page loads at the first press.

    Raises
    ------
    CourseError
        A source does not bundle; the message is esbuild's.
    """
    files = sorted(path for folder in SOURCES for path in folder.rglob("*") if path.suffix in KINDS)
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(HERE.parent).as_posix()}\n".encode() + path.read_bytes())
    made = made_once(FOLDER / digest.hexdigest()[:12], _bundle)
    forget_others(made)
    return made


def _bundle(folder: Path) -> None:
    run_whole("The front end of the live part does not bundle:", HERE / "frontend" / "bundle.mjs", folder)
