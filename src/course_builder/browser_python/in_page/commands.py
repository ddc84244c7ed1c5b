"""Commands that stand in the cells of tutorials and are no Python: what page and notebook make of them."""

import ast
import re

INSTALL = re.compile(r"^(\s*)[%!] *(?:python3? -m )?pip3? install ([^#\n]*).*$", re.MULTILINE)
FIGURES = re.compile(r"^(\s*)%matplotlib\b.*$", re.MULTILINE)  # which a page shows in any case
REFUSED = "Lines that begin with % or ! are commands of a notebook. A page takes one of them, `%pip install`."


def as_python(cells: list[str]) -> list[str]:
    """Return the code of cells with the commands that a page takes put into Python, each in its line."""
    return [cell if is_python(cell) else FIGURES.sub(r"\1pass", INSTALL.sub(install, cell)) for cell in cells]


def is_python(code: str) -> bool:
    """Tell whether code needs nothing: it holds none of the commands, or only in a text."""
    if not INSTALL.search(code) and not FIGURES.search(code):
        return True
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


def install(command: re.Match) -> str:
    """Return the Python for `%pip install …`; options mean nothing to micropip."""
    wanted = [word.strip("\"'") for word in command[2].split() if not word.startswith("-")]
    return f"{command[1]}await __import__('micropip').install({wanted})"


async def in_notebook(lines: list[str]) -> list[str]:
    """Return a cell's lines with each `%pip install …` as Python, as the notebook's kernel asks for them."""
    code = "".join(lines)
    return lines if is_python(code) else INSTALL.sub(install, code).splitlines(keepends=True)
