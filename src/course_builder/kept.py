"""Outputs of executed notebooks, kept by what they rest on.

What a notebook uses is known only after it has run. So its outputs are kept under a hash of its code, with
the list of the project's files that it used and the hash of each: modules of the library, data, questions,
quizzes. They serve for as long as all of these are what they were.
"""

import ast
import contextlib
import hashlib
import json
import platform
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import nbformat

from course_builder.in_kernel import NAMES_ONLY
from course_builder.paths import EXECUTED, ROOT
from marketing_origin.checks.question import ADDED

HERE = Path(__file__).parent
# Whatever a notebook uses, its outputs rest on the locked packages and on how kernels are started.
ALWAYS = [
    ROOT / "requirements.lock",
    *(HERE / f"{name}.py" for name in ("in_kernel", "kernels", "narrow", "preloaded")),
]
# Who reads the questions of all chapters reads those of a chapter to come.
QUESTIONS = "solutions/*/*.py"
# All that a notebook reads of a chapter's page is the title.
PAGE = re.compile(r"book/.*\.md")
TITLE = re.compile(r"\A(?:(?!# ).*\n)*(# .*)")
WHOLE = re.compile(r"\A.*\Z", re.DOTALL)
USED = "course_used"
NARROW = "course_narrow"
# Outputs of the same code that are kept, so that going back to an earlier state executes nothing.
MOST = 8


def find(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """Return an execution of the notebook's code whose every source is now as it was; None where none is."""
    for path in _kept(notebook):
        try:
            executed = json.loads(path.read_text(encoding="utf-8"))
            used = executed["metadata"].pop(USED)
            if all(digest(ROOT, name) == known for name, known in used.items()):
                return nbformat.from_dict(executed)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            path.unlink(missing_ok=True)  # Cut short or damaged: it is made anew.
    return None


def keep(
    executed: nbformat.NotebookNode, names: list[str], started: float, narrow: Iterable[str] = ()
) -> None:
    """Keep an executed notebook.

    Parameters
    ----------
    executed : NotebookNode
        The notebook with its outputs.
    names : list of str
        What it used, as `in_kernel.Record` writes it down.
    started : float
        When its execution began (`time.time()`). Where a source has changed since, nobody can tell which of
        its states the outputs show, and they are not kept.
    narrow : iterable of str
        What it holds in 32 bits, kept under NARROW in the metadata.
    """
    files = {name.removesuffix(NAMES_ONLY) for name in names}
    if any((ROOT / name).stat().st_mtime >= started for name in files if (ROOT / name).exists()):
        return
    if {path.relative_to(ROOT).as_posix() for path in ROOT.glob(QUESTIONS)} <= files:
        names = [*names, QUESTIONS]
    used = {name: digest(ROOT, name) for name in sorted(names)}
    content = nbformat.from_dict(executed)
    content.metadata = {**executed.metadata, USED: used, NARROW: list(narrow)}
    version = hashlib.sha256(json.dumps(used).encode()).hexdigest()[:16]
    path = EXECUTED / f"{code_key(executed)}.{version}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and renamed: a build killed here leaves no half notebook.
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
    for old in _kept(executed)[MOST:]:
        old.unlink(missing_ok=True)


def _kept(notebook: nbformat.NotebookNode) -> list[Path]:
    """Return what is kept of a notebook's code, the newest first."""
    return sorted(EXECUTED.glob(f"{code_key(notebook)}.*.ipynb"), key=lambda path: -path.stat().st_mtime_ns)


def code_key(notebook: nbformat.NotebookNode) -> str:
    """Hash a notebook's code cells, and what the outputs of all notebooks rest on."""
    code = [
        [cell.source, cell.metadata.get("tags", [])] for cell in notebook.cells if cell.cell_type == "code"
    ]
    world = [platform.python_version(), *(hashlib.sha256(path.read_bytes()).hexdigest() for path in ALWAYS)]
    return hashlib.sha256(json.dumps([code, world]).encode()).hexdigest()[:32]


def digest(root: Path, name: str) -> str:
    """Hash what counts of a file below `root`: "" where it is gone; of QUESTIONS, which files there are."""
    if name == QUESTIONS:
        content = "\n".join(sorted(path.relative_to(root).as_posix() for path in root.glob(name)))
        return hashlib.sha256(content.encode()).hexdigest()
    path = root / name.removesuffix(NAMES_ONLY)
    try:
        status = path.stat()
    except FileNotFoundError:
        return ""
    part = ADDED if name.endswith(NAMES_ONLY) else TITLE if PAGE.fullmatch(name) else WHOLE
    return _digest(path, part, status.st_mtime_ns, status.st_size)


@cache
def _digest(path: Path, part: re.Pattern, *state: int) -> str:
    """Hash the part of a file that counts; read once for as long as its time and size stay."""
    if part is WHOLE and path.suffix == ".py":
        with contextlib.suppress(SyntaxError, ValueError):
            # What runs, without comments and layout; docstrings are part of it.
            return hashlib.sha256(ast.dump(ast.parse(path.read_bytes())).encode()).hexdigest()
    found = part.findall(path.read_text(encoding="latin-1"))
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()
