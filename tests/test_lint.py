"""Ruff over every Python file, and over the code cells of chapters, solutions and exercises."""

import re
from pathlib import Path

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
