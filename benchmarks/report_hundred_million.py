"""The whole report on a hundred million rows, in 3 GB of memory: for it takes long, it is asked for by name.

Its log is made first, in pieces, and deleted afterwards. What does not fit into memory goes to disk: have 20 GB free.
"""

import sys

from report import measure, write_log

ROWS, FEWER = 100_000_000, 10_000_000
MEMORY, MOST_MB, MOST_TIMES = "3GB", 3000, 12


def run() -> list[dict]:
    """Return rows: time against that of ten million rows, by the clock and of the processors, and memory."""
    log = write_log(ROWS)
    try:
        many, few = (measure(sys.executable, "report", path, MEMORY) for path in (log, write_log(FEWER)))
    finally:
        log.unlink()
    what = f"whole report, {ROWS:.0e} rows in {MEMORY}"
    rows = []
    for unit, target in (("seconds", MOST_TIMES), ("cpu_seconds", None)):
        ratio = many[unit] / few[unit]
        row = {
            "what": f"{what}: {unit}, against {FEWER:.0e}",
            "ours": many[unit],
            "peer": few[unit],
            "ratio": ratio,
        }
        rows.append(row if target is None else row | {"target": target, "ok": ratio <= target})
    peak = many["megabytes"]
    return [*rows, {"what": f"{what}: peak MB", "ours": peak, "target": MOST_MB, "ok": peak < MOST_MB}]
