"""The memory of a Python that has started: a page that takes it up need not start one."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from course_builder.browser_python.fetch import CACHE, sha256
from course_builder.node import run_node
from marketing_origin.errors import CourseError

HERE = Path(__file__).parent
MADE = CACHE / "snapshot"
PROGRAM, IMPORTS, KEEPING = (
    HERE / name for name in ("make_snapshot.mjs", "imported_in_snapshot.py", "kept_code.py")
)


def snapshot_of(pyodide: Path, code: list[Path]) -> Path:
    """Return the compressed snapshot of a Pyodide, made once for each state of it.

    Parameters
    ----------
    pyodide : Path
        The folder of a Pyodide as the site has it: the snapshot holds for these very files.
    code : list of Path
        The compiled modules that it keeps, as precompile.py joins them.

    Raises
    ------
    CourseError
        Pyodide makes none; the message ends with what it said.
    """
    parts = (*code, PROGRAM, IMPORTS, KEEPING, pyodide / "pyodide.asm.wasm", pyodide / "python_stdlib.zip")
    digest = hashlib.sha256("".join(map(sha256, parts)).encode()).hexdigest()[:12]
    made = MADE / digest / "python.snapshot"
    if not made.exists():
        shutil.rmtree(MADE, ignore_errors=True)
        MADE.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=MADE) as scratch:
            whole = Path(scratch) / "whole"
            whole.mkdir()
            kept = Path(scratch) / "kept"
            kept.mkdir()
            for path in code:
                shutil.copyfile(path, kept / path.name)
            command = [PROGRAM, pyodide, IMPORTS, KEEPING, kept, whole / made.name]
            done = run_node(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
            if done.returncode:
                raise CourseError(f"No snapshot of the browser's Python was made:\n{done.stdout[-2000:]}")
            whole.replace(made.parent)
    return made
