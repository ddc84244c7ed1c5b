"""Executing and building the book, against plain `jupyter-book build` in the same run."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course_builder.paths import ROOT

ROUNDS = 3
EXECUTE = """
from course_builder import notebooks
from course_builder.execute import execute_pages
if __name__ == "__main__":
    execute_pages([page for page in notebooks.pages() if page.executes])
"""


def seconds(command: list, **environment: str) -> float:
    """Return how long a command took."""
    started = time.monotonic()
    subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    return time.monotonic() - started


def run() -> list[dict]:
    """Time execution and whole builds, interleaved, from nothing cached."""
    execution, whole, plain, again = [], [], [], []
    jupyter_book = [
        Path(sys.executable).parent / "jupyter-book",
        "build",
        ".",
        "--all",
        "-q",
        "--path-output",
    ]
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = Path(folder) / "ours", Path(folder) / "theirs"
            script = Path(folder) / "execute.py"
            script.write_text(EXECUTE)
            execution.append(seconds([sys.executable, script], MARKETING_ORIGIN_BUILD=str(ours)))
            shutil.rmtree(ours)
            book = [sys.executable, "-m", "course_builder.cli", "book", "--build-only", "--live=off"]
            whole.append(seconds(book, MARKETING_ORIGIN_BUILD=str(ours)))
            again.append(seconds(book, MARKETING_ORIGIN_BUILD=str(ours)))
            plain.append(seconds([*jupyter_book, theirs]))
    peer = statistics.median(plain)
    return [
        row("all notebooks in parallel / plain jupyter-book build", execution, peer, 0.6),
        row("whole build / plain jupyter-book build", whole, peer, None),
        {
            "what": "second build, nothing changed",
            "ours_seconds": statistics.median(again),
            "target": 2.0,
            "ok": statistics.median(again) < 2.0,
        },
    ]


def row(what: str, times: list[float], peer: float, target: float | None) -> dict:
    """Return a row with the ratio of medians."""
    ours = statistics.median(times)
    result = {"what": what, "ours_seconds": ours, "peer_seconds": peer, "ratio": ours / peer}
    return result | ({"target": target, "ok": ours / peer <= target} if target else {})
