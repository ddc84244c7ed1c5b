"""What an edit costs before it shows, against making the whole site from nothing, in the same run.

In a copy of the project, so that no source of this one is touched. Each edit changes one kind of source, and
stays while the next is timed. The time of a change of the widgets' front end includes bundling it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course_builder.paths import NODE_MODULES, ROOT

ROUNDS = 3
COPIED = ("book", "datasets", "exercises", "solutions", "src")
TARGET, SECONDS = 0.25, 2.0
BOOK = ["course_builder.cli", "book", "--build-only", "--live=off"]
BUNDLE = ["course_builder.widget_bundle"]
CHAPTER = "4_customer_lifetime_value/4_1_clv_formula"
# What is edited -> the file, what is added at its end, and the modules to run.
EDITS = {
    "a sentence": (f"book/{CHAPTER}.md", "\nOne more sentence.\n", [BOOK]),
    "a model module, economics/budget.py": (
        "src/marketing_origin/economics/budget.py",
        "\n# One more remark.\n",
        [BOOK],
    ),
    "the widgets' front end": (
        "src/course_builder/widget_frontend/explore.css",
        "\n.mo-explore{--again:1}\n",
        [BUNDLE, BOOK],
    ),
    "datasets/README.md": ("datasets/README.md", "\nOne more sentence.\n", [BOOK]),
    "a file of questions": (f"solutions/{CHAPTER}.py", "\n# One more remark.\n", [BOOK]),
}


def run(rounds: int = ROUNDS) -> list[dict]:
    """Return a row for each edit: its seconds, those of the whole site, their ratio, whether that will do."""
    whole, edits = [], {what: [] for what in EDITS}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            project = copied(Path(folder))
            whole.append(seconds(project, [BOOK]))
            for what, (name, addition, modules) in EDITS.items():
                with (project / name).open("a", encoding="utf-8") as file:
                    file.write(addition)
                edits[what].append(seconds(project, modules))
    return [row(what, statistics.median(times), statistics.median(whole)) for what, times in edits.items()]


def copied(folder: Path) -> Path:
    """Copy what a build needs of the project."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    (folder / "node_modules").symlink_to(NODE_MODULES, target_is_directory=True)
    return folder


def seconds(project: Path, modules: list[list[str]]) -> float:
    """Return how long it takes to run modules of the project one after the other."""
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    environment.pop("MARKETING_ORIGIN_BUILD", None)
    started = time.monotonic()
    for module in modules:
        subprocess.run(
            [sys.executable, "-m", *module], cwd=project, env=environment, check=True, capture_output=True
        )
    return time.monotonic() - started


def row(what: str, ours: float, whole: float) -> dict:
    """Return a row; the target is the ratio, or SECONDS where that is more."""
    found = {"what": f"after an edit of {what} / whole site", "ours_seconds": ours, "peer_seconds": whole}
    ratio = ours / whole
    return found | {"ratio": ratio, "target": TARGET, "ok": ratio <= TARGET or ours < SECONDS}
