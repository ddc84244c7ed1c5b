"""How long a reader in the browser waits for the first check of exercise 0.1.

The browser's Python, under Node: Pyodide with the site's packages, started anew for each measurement. The
cells of the solved exercise before its first check are run; the cell with the check is timed. The peer does
in that cell what every first check once did: it loads the questions of every chapter. The two take turns; the
best of the rounds counts, for the others tell what else the machine did.
"""

import json
import tempfile
from pathlib import Path

from course_builder.browser_python import distribution, live_part, packages, snapshot
from course_builder.browser_python.wheels import run_in_pyodide
from course_builder.notebooks import read
from marketing_origin.checks.question import question_files

ROUNDS = 3
TARGET = 0.25
LOAD_ALL = "from marketing_origin.checks.question import chapters\nchapters()\n"
# Runs inside Pyodide, in the folder /disk.
TIMED = """
import json, time
from pathlib import Path

before, cell = json.loads(Path("/disk/cells.json").read_text())
names = {"__name__": "__main__"}
exec(before, names)
started = time.perf_counter()
exec(cell, names)
Path("/disk/seconds").write_text(str(time.perf_counter() - started))
"""


def run() -> list[dict]:
    """Return rows: what was measured, its value, the peer's, the target and whether it was met."""
    before, cell = cells()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder, live_part.preparing("require") as python:
        pyodide = Path(folder) / "pyodide"
        wheels = python.result()
        distribution.lay_out(wheels, pyodide)
        imported = [
            wheels[name].with_suffix(kind) for name in packages.IMPORTED for kind in (".files", ".code")
        ]
        made = snapshot.snapshot_of(pyodide, imported)
        live_part.write_control_files(pyodide, made, solutions=True)
        for _ in range(ROUNDS):
            ours.append(seconds(before, cell, pyodide))
            theirs.append(seconds(before, LOAD_ALL + cell, pyodide))
    ratio = min(ours) / min(theirs)
    return [
        {
            "what": f"first check of exercise 0.1; peer: with the questions of all {len(question_files())}",
            "value": f"{1000 * min(ours):.0f} ms",
            "peer": f"{1000 * min(theirs):.0f} ms",
            "target": f"≤ {TARGET} of the peer's",
            "ok": ratio <= TARGET,
        }
    ]


def cells() -> tuple[str, str]:
    """Return the code of the solved exercise 0.1 before its first check, and the cell with that check."""
    solved = read(question_files()["0.1"].with_suffix(".md"))
    code = [cell.source for cell in solved.cells if cell.cell_type == "code"]
    first = next(index for index, source in enumerate(code) if "check(" in source)
    return "\n".join(code[:first]), code[first]


def seconds(before: str, cell: str, pyodide: Path) -> float:
    """Return how long a cell takes in a Python started anew."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "cells.json").write_text(json.dumps([before, cell]), encoding="utf-8")
        (work / "timed.py").write_text(TIMED, encoding="utf-8")
        run_in_pyodide(work / "timed.py", work, pyodide)
        return float((work / "seconds").read_text())
