"""The whole report on a hundred million rows, in 3 GB of memory: for it takes long, it is asked for by name.

Its time is held against the median of three runs of ten million: one run is luck, and a short one the most.
Its log is made first, in pieces, and deleted afterwards. What does not fit into memory goes to disk: have 20 GB free.
"""

import statistics
import sys

from report import measure, write_log

ROWS, FEWER = 100_000_000, 10_000_000
MEMORY, MOST_MB, MOST_TIMES = "3GB", 3000, 12
RUNS_OF_FEWER = 3


def run() -> list[dict]:
    """Return rows: time against that of ten million rows, by the clock and of the processors, and memory."""
    log = write_log(ROWS)
    try:
        many = measure(sys.executable, "report", log, MEMORY)
    finally:
        log.unlink()
    short = write_log(FEWER)
    runs = [measure(sys.executable, "report", short, MEMORY) for _ in range(RUNS_OF_FEWER)]
    few = {unit: statistics.median(run[unit] for run in runs) for unit in many}
    what = f"whole report, {ROWS:.0e} rows in {MEMORY}"
    rows = []
    for unit, target in (("seconds", MOST_TIMES), ("cpu_seconds", None)):
        ratio = many[unit] / few[unit]
        row = {
            "what": f"{what}: {unit}, against {FEWER:.0e}, median of {RUNS_OF_FEWER}",
            "ours": many[unit],
            "peer": few[unit],
            "ratio": ratio,
        }
        rows.append(row if target is None else row | {"target": target, "ok": ratio <= target})
    peak = many["megabytes"]
    return [*rows, {"what": f"{what}: peak MB", "ours": peak, "target": MOST_MB, "ok": peak < MOST_MB}]
