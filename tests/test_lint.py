"""Ruff over every Python file, and over the code cells of chapters, solutions and exercises."""

from pathlib import Path

import pytest

from course_builder.formatting import FOLDERS, NOTEBOOK_WIDTH, ruff, write_notebooks

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
