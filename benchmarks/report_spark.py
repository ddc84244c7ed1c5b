"""The report on a real Spark cluster on this machine: what a second worker makes faster, stage by stage.

One worker, then two, each of one core; ten million rows, or as many as `MO_ROWS` says. By name only: it takes long,
and Spark comes on first use. Seconds by the clock, and of the processors: of the workers with their executors, of the
server (Spark's driver) and of Python. On a machine of two cores the second worker shares them with the server and with
Python, so that what it gains is a lower bound.
"""

import os
import tempfile
import time
from pathlib import Path

from report import END, write_log

from course_builder.extra_packages import bring
from course_builder.spark_cluster import SparkCluster
from marketing_origin.report import lifecycle_report

ROWS = int(os.environ.get("MO_ROWS", "10000000"))
WHERE = ("workers", "server", "python")


def run() -> list[dict]:
    """Return rows: each stage with one worker and with two."""
    bring("spark")
    log = write_log(ROWS)
    one, two = (stages(log, workers) for workers in (1, 2))
    rows = []
    for name, alone in one.items():
        row = {"what": f"{name}, {ROWS:.0e} rows: seconds, two workers against one"}
        row |= {"ours": two[name]["seconds"], "peer": alone["seconds"]}
        row["ratio"] = row["ours"] / row["peer"] if row["peer"] else 1.0
        rows.append(row | {f"cpu, {where}": two[name][where] for where in WHERE})
    return rows


def stages(log: Path, workers: int) -> dict[str, dict[str, float]]:
    """Return for each stage of a report its seconds by the clock and of the processors, and for all together."""
    with tempfile.TemporaryDirectory() as folder, SparkCluster(Path(folder), workers) as cluster:
        warm(cluster)
        marks: list[tuple[str, dict[str, float]]] = []
        made = lifecycle_report(
            log,
            master=cluster.address,
            end=END,
            progress=lambda step, done, of: marks.append((step, clocks(cluster))),
        )
        marks.append(("page", clocks(cluster)))
        made.write(Path(folder) / "report.html")
        marks.append(("", clocks(cluster)))
    found = {}
    for (name, before), (_, after) in zip(marks, marks[1:], strict=False):
        spent = {clock: after[clock] - before[clock] for clock in before}
        known = found.get(name, dict.fromkeys(spent, 0.0))
        found[name] = {clock: known[clock] + spent[clock] for clock in spent}
    found["all"] = {clock: sum(one[clock] for one in found.values()) for clock in ("seconds", *WHERE)}
    return found


def warm(cluster: SparkCluster) -> None:
    """Have every worker start its executor, so that this is not counted."""
    from marketing_origin.report.spark import session

    session(cluster.address).range(0, 1_000_000, 1, 8).groupBy("id").count().count()


def clocks(cluster: SparkCluster) -> dict[str, float]:
    """Return the time by the clock, and that of the processors so far: a worker's with all that it has started."""
    spent = dict.fromkeys(WHERE, 0.0) | {"seconds": time.perf_counter(), "python": time.process_time()}
    groups = {process.pid: name for name, process in cluster.processes.items() if name != "master"}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = place.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if name := groups.get(int(told[2])):
            ticks = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
            spent["server" if name == "connect" else "workers"] += ticks
    return spent
