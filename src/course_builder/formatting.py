"""Format the Python of the project: files, and the code cells of chapters and solutions.

A page shows some 80 characters of code beside its two columns: notebooks are formatted to that width.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from course_builder import notebooks
from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

FOLDERS = ("course.py", "hatch_build.py", "src", "solutions", "tests", "benchmarks", "datasets", "docs")
NOTEBOOK_WIDTH = "80"
# Sorts imports; what else the linter finds is for people to mend, so that its status does not count here.
IMPORTS = ("check", "--select", "I", "--fix", "--quiet")


def ruff(*arguments: str) -> subprocess.CompletedProcess:
    """Run ruff with the project's settings."""
    command = [sys.executable, "-m", "ruff", *arguments, "--config", "pyproject.toml"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


def write_notebooks(folder: Path) -> dict[Path, Path]:
    """Write every executed page as a notebook into `folder`; returns page sources by notebook."""
    written = {}
    for page in notebooks.pages():
        if page.executes:
            path = folder / f"{page.name.replace('/', '-')}.ipynb"
            nbformat.write(notebooks.read(page.path), path)
            written[path] = page.path
    return written


def format_everything() -> list[str]:
    """Format all Python files and code cells; returns the pages that changed."""
    ruff(*IMPORTS, *FOLDERS)
    done = ruff("format", *FOLDERS)
    changed = []
    with tempfile.TemporaryDirectory() as name:
        pages = write_notebooks(Path(name))
        before = {path: _code(path) for path in pages}
        ruff(*IMPORTS, "--line-length", NOTEBOOK_WIDTH, name)
        cells = ruff("format", "--line-length", NOTEBOOK_WIDTH, name)
        if done.returncode or cells.returncode:
            raise CourseError(f"Not everything could be formatted:\n{done.stderr}{cells.stderr}")
        for path, source in pages.items():
            text = source.read_text(encoding="utf-8")
            for old, new in zip(before[path], _code(path), strict=True):
                text = text.replace(f"\n{old}\n```", f"\n{new}\n```", 1)
            if text != source.read_text(encoding="utf-8"):
                source.write_text(text, encoding="utf-8", newline="\n")
                changed.append(str(source.relative_to(ROOT)))
    return changed


def left_to_mend() -> str:
    """Return what the linter says of formatted files and code cells; "" where it has nothing to say."""
    with tempfile.TemporaryDirectory() as name:
        write_notebooks(Path(name))
        checks = [FOLDERS, ("--line-length", NOTEBOOK_WIDTH, name, "exercises")]
        done = [ruff("check", "--output-format", "concise", *check) for check in checks]
    told = [one.stdout + one.stderr for one in done if one.returncode]
    return "".join(told).replace(f"{name}/", "").strip()


def _code(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code" and cell.source]
