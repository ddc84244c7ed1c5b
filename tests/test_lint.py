"""Ruff over every Python file, and over the code cells of chapters, solutions and exercises."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from course_builder.formatting import FOLDERS, NOTEBOOK_WIDTH, ruff, write_notebooks
from course_builder.paths import ROOT

CHECKS = pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=["lint", "format"])


def complaints(*arguments: str) -> str:
    done = ruff(*arguments)
    mend = "\n`python3 course.py format` mends what is only format."
    return done.stdout + done.stderr + mend if done.returncode else ""


@CHECKS
def test_python_files(check):
    assert not complaints(*check, *FOLDERS)


@CHECKS
def test_code_cells(check, tmp_path):
    write_notebooks(tmp_path)
    # A long string (a figure's text alternative) may be longer than the page shows.
    assert not complaints(*check, "--line-length", NOTEBOOK_WIDTH, str(tmp_path), "exercises")


def test_a_badly_formatted_cell_is_found(tmp_path):
    bad = Path(tmp_path) / "bad.py"
    bad.write_text("import pandas\nx=1\n")
    assert complaints("format", "--check", str(bad)) and complaints("check", str(bad))


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ('"""Say it."""\n\nfrom .data import load\n\nload()\n', "TID252"),
        (
            '"""Say it."""\n\n\ndef f():\n    """Go.\n\n    Raises:\n        ValueError: no.\n    """\n',
            "D406",
        ),
        ('"""Say it."""\n\n\ndef f():\n    return 1\n', "D103"),
    ],
    ids=["relative import", "another convention of docstrings", "no docstring"],
)
def test_imports_are_absolute_and_docstrings_follow_numpys_convention(source, rule, tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(source)
    assert rule in complaints("check", str(bad))


def test_no_section_of_a_docstring_is_in_another_convention():
    # What the linter does not know as a section of its convention it takes for text.
    google = re.compile(r"^ +(Args|Arguments|Keyword Args|Kwargs):$", re.MULTILINE)
    files = [path for path in (ROOT / "src").rglob("*.py") if google.search(path.read_text("utf-8"))]
    assert not files


#: What takes a row by its place, or one of several that are equal.
PICKS = {
    "head",
    "tail",
    "first",
    "last",
    "nth",
    "drop_duplicates",
    "duplicated",
    "cumsum",
    "cumcount",
    "shift",
    "iloc",
}


def _chain(node: ast.AST) -> Iterator[ast.AST]:
    """Give an expression and what stands to the left of its dots and brackets."""
    while True:
        yield node
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        else:
            return


def _sorts_unstably(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("sort_values", "argsort")
        and not any(keyword.arg == "kind" for keyword in node.keywords)
    )


def picked_from_an_unstable_sort(source: str) -> list[str]:
    """Return the lines that pick rows by their place after a sort in which equal keys may come in any order."""
    unstable, found = set(), []

    def bad(node: ast.AST) -> bool:
        chain = list(_chain(node))
        return any(map(_sorts_unstably, chain)) or any(
            isinstance(n, ast.Name) and n.id in unstable for n in chain
        )

    nodes = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            (unstable.add if bad(node.value) else unstable.discard)(node.targets[0].id)
        if isinstance(node, ast.Attribute) and node.attr in PICKS and bad(node.value):
            found.append(source.splitlines()[node.lineno - 1].strip())
    return found


def test_no_row_is_picked_from_an_unstable_sort(tmp_path):
    # Which of two equal rows comes first differs between processors, and in the browser: kind="stable", and every
    # key that decides.
    sources = {path: path.read_text("utf-8") for path in [*(ROOT / "src").rglob("*.py")]}
    for notebook, page in write_notebooks(tmp_path).items():
        cells = nbformat.read(notebook, 4).cells
        code = (cell.source for cell in cells if cell.cell_type == "code")
        sources[page] = "\n".join(re.sub(r"^[%!].*", "", text, flags=re.MULTILINE) for text in code)
    found = {
        str(path): lines for path, text in sources.items() if (lines := picked_from_an_unstable_sort(text))
    }
    assert not found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('log.sort_values("month").drop_duplicates("id")', 1),
        ('log = log.sort_values("month")\nlog = log[log["a"] > 0]\nfirst = log.groupby("id").first()', 1),
        ('log = log.sort_values("month", kind="stable")\nlog.head(3)', 0),
        ('names = log.sort_values("month").index', 0),
    ],
)
def test_a_row_picked_from_an_unstable_sort_is_found(source, lines):
    assert len(picked_from_an_unstable_sort(source)) == lines
