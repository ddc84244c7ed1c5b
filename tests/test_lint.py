"""Ruff over every Python file and notebook: lint and format."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from marketing_origin.site import notebooks

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ["course.py", "src", "tests", "benchmarks", "datasets", "exercises"]


CHECKS = pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=["lint", "format"])


def complaints(check: list[str], *paths: str) -> str:
    command = [sys.executable, "-m", "ruff", *check, "--config", "pyproject.toml", *paths]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    return done.stdout + done.stderr if done.returncode else ""


@CHECKS
def test_python_files_and_exercises(check):
    assert not complaints(check, *FOLDERS)


@CHECKS
def test_the_code_of_chapters_and_solutions(check, tmp_path):
    for page in notebooks.pages():
        if page.executes:
            path = tmp_path / f"{page.name.replace('/', '-')}.ipynb"
            nbformat.write(notebooks.read(page.path), path)
    assert not complaints(check, str(tmp_path))
