"""Which pieces of JupyterLab's program nobody asks for, once what a notebook of the course does without is gone."""

import re
from pathlib import Path

from marketing_origin.errors import CourseError

# Drawing languages with their layout engines, and terminals: by a word that only the piece with the library holds.
WITHOUT = {
    "Mermaid": "dagre-wrapper",
    "ELK": "org.eclipse.elk",
    "Vega": "vega-lite/",
    "xterm": "CoreMouseService",
}
NUMBERED = re.compile(r"(\d+)\.[0-9a-f]+\.js")
# What webpack makes of an import in the middle of code: the pieces that it loads.
IMPORT = re.compile(r"Promise\.all\(\[(?:[^\[\]]*?\.e\(\d+\),?)+\]\)|[\w$]+\.e\(\d+\)")
PIECE = re.compile(r"\.e\((\d+)\)")


def unused_pieces(build: Path) -> set[Path]:
    """Return the pieces of a program that are reached by way of the libraries in WITHOUT alone.

    Parameters
    ----------
    build : Path
        The folder `build` of what JupyterLite has made.

    Raises
    ------
    CourseError
        A library is not found by its word.
    """
    text = {path: path.read_text(encoding="utf-8") for path in build.rglob("*.js")}
    pieces = {match[1]: path for path in text if (match := NUMBERED.fullmatch(path.name))}
    unwanted = set()
    for library, word in WITHOUT.items():
        holding = {number for number, path in pieces.items() if word in text[path]}
        if not holding:
            raise CourseError(f"JupyterLab's program has changed: no piece of it holds {library} ({word!r}).")
        unwanted |= holding
    waiting = [path for path in text if path not in pieces.values()]
    reached = set(waiting)
    while waiting:
        for asked in IMPORT.findall(text[waiting.pop()]):
            numbers = set(PIECE.findall(asked))
            if numbers & unwanted:
                continue
            new = {pieces[number] for number in numbers if number in pieces} - reached
            reached |= new
            waiting += new
    return set(pieces.values()) - reached
