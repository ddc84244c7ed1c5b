"""Summaries and fits against lifetimes 0.11.3, in an environment of its own.

Two workers, one for each library, read the same logs once and then do one task at a time by turns, so that
both meet the same machine. A row's seconds are medians.
"""

import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow

from course_builder.paths import BUILD
from marketing_origin import data
from marketing_origin.errors import CourseError

WORKERS = Path(__file__).parent / "workers"
FOLDER = BUILD / "bench"
# The same releases as here, so that the libraries alone differ.
PEER = [
    "lifetimes==0.11.3",
    "setuptools<81",
    f"numpy=={np.__version__}",
    f"pandas=={pd.__version__}",
    "scipy==1.17.*",
    f"pyarrow=={pyarrow.__version__}",
]
ROUNDS = 9
LEAST_GAIN = -1e-4
TASKS = {
    "BG/NBD fit, all of CDNOW": ("bg_nbd", "cdnow", 0.20),
    "BG/NBD fit, the sample": ("bg_nbd", "cdnow_sample", 0.15),
    "Pareto/NBD fit, all of CDNOW": ("pareto_nbd", "cdnow", 0.10),
    "gamma-gamma fit, all of CDNOW": ("gamma_gamma", "cdnow", 0.50),
    "gamma-gamma fit, the sample": ("gamma_gamma", "cdnow_sample", 0.50),
    "customer summary, 69,659 rows by customer": ("summary", "cdnow", 0.25),
    "customer summary, 69,659 rows by date": ("summary", "cdnow_by_date", 0.25),
    "customer summary, a million rows by customer": ("summary", "million", 0.35),
    "customer summary, a million rows by date": ("summary", "million_by_date", 0.35),
}


def run() -> list[dict]:
    """Return a row for each task (medians, ratio, target), and one for the likelihood of each fit."""
    write_logs()
    rows = []
    with worker(sys.executable, "ours.py") as ours, worker(peer_python(), "theirs.py") as theirs:
        for what, (task, log, target) in TASKS.items():
            turns = [(ask(ours, task, log), ask(theirs, task, log)) for _ in range(ROUNDS + 1)][1:]
            mine, peer = (statistics.median(turn[side]["seconds"] for turn in turns) for side in (0, 1))
            row = {"what": what, "ours_seconds": mine, "peer_seconds": peer, "ratio": mine / peer}
            rows.append(row | {"target": target, "ok": mine / peer <= target})
            if "log_likelihood" in turns[0][0]:
                gain = turns[0][0]["log_likelihood"] - turns[0][1]["log_likelihood"]
                row = {"what": f"{what}: log-likelihood gained", "gain": gain}
                rows.append(row | {"target": LEAST_GAIN, "ok": gain >= LEAST_GAIN})
    return rows


def worker(python: str | Path, script: str) -> subprocess.Popen:
    """Return a running worker, which answers a line for each line it is sent, and ends with its input."""
    return subprocess.Popen(
        [python, "-W", "ignore", WORKERS / script, FOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(process: subprocess.Popen, task: str, log: str) -> dict:
    """Have a worker do one task, and return what it measured."""
    process.stdin.write(f"{task} {log}\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise CourseError(
            f"The worker {process.args[-2]} ended while it did {task} on {log}; its error is above."
        )
    return json.loads(answer)


def write_logs() -> None:
    """Write the logs that both workers read."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    cdnow, sample = (data.load(name)[["customer_id", "date", "value"]] for name in ("cdnow", "cdnow_sample"))
    copies = [cdnow.assign(customer_id=cdnow["customer_id"] + 30_000 * copy) for copy in range(15)]
    million = pd.concat(copies, ignore_index=True).iloc[:1_000_000]
    logs = {"cdnow": cdnow, "cdnow_sample": sample, "million": million}
    logs |= {
        f"{name}_by_date": logs[name].sort_values("date", kind="stable") for name in ("cdnow", "million")
    }
    for name, log in logs.items():
        log.to_csv(FOLDER / f"{name}.csv", index=False)


def peer_python() -> Path:
    """Return the Python of an environment with lifetimes, made where it is not there yet."""
    folder = FOLDER / "lifetimes"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    made = folder / "made-from.txt"
    if not made.exists() or made.read_text() != " ".join(PEER):
        uv = Path(sys.executable).parent / "uv"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            base = sys.executable if sys.version_info[:2] == (3, 11) else "3.11"
            subprocess.run([uv, "venv", "--quiet", "--python", base, folder], check=True)
            subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *PEER], check=True)
        except subprocess.CalledProcessError:
            raise CourseError(
                "The environment for lifetimes could not be made (uv says why above); it needs Python 3.11 "
                "and a package index."
            ) from None
        made.write_text(" ".join(PEER))
    return python
