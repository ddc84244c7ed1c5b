"""From a log of a million rows to a customer summary and to the whole report, in time and in memory.

Against lifetimes 0.11.3 on pandas, in an environment of its own, and against SQL for DuckDB by hand: each run
is a process of its own, they take turns, and a row's numbers are the least of all turns, seconds by the clock
and of the processors: who else is at work on the machine lengthens the first, and the second hardly.
`report_ten_million` is the same on 1e7 rows, `report_hundred_million` on 1e8.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from models import FOLDER, WORKERS, peer_python

from marketing_origin.errors import CourseError
from marketing_origin.report.simulated import simulated_log

ROUNDS = 3
CHUNK = 250_000  # customers made at a time
#: A shop of three years: some 55 per cent of its customers bought once, and an order has 2.5 rows.
SHOP = {"start": "2022-01-01", "days": 1096, "rows_an_order": 2.5}
END = "2024-12-31"
ROWS_A_CUSTOMER = 6.2
HELD_TO_TARGETS = 10_000_000


def run(rows: int = 1_000_000) -> list[dict]:
    """Return rows: ours against each peer in time and memory, then the whole report."""
    log = write_log(rows)
    python = {"lifetimes": peer_python()}
    turns = [
        {
            tool: measure(python.get(tool, sys.executable), tool, log)
            for tool in ("ours", "lifetimes", "duckdb", "report")
        }
        for _ in range(ROUNDS)
    ]
    agree(turns[0])
    found = {tool: least([turn[tool] for turn in turns]) for tool in turns[0]}
    what = f"log → customer summary, {rows:.0e} rows"
    whole = f"whole report, {rows:.0e} rows, against the summary in lifetimes"
    compared = [
        (f"{what}, against lifetimes", "ours", "lifetimes", "seconds", 0.20),
        (f"{what}, against lifetimes", "ours", "lifetimes", "cpu_seconds", None),
        (f"{what}, against lifetimes", "ours", "lifetimes", "megabytes", 0.35),
        (f"{what}, against SQL by hand", "ours", "duckdb", "seconds", 1.15),
        (f"{what}, against SQL by hand", "ours", "duckdb", "cpu_seconds", None),
        (whole, "report", "lifetimes", "seconds", 1.5),
        (whole, "report", "lifetimes", "cpu_seconds", None),
        (whole, "report", "lifetimes", "megabytes", None),
    ]
    return [
        row(f"{name}: {unit}", found[ours], found[peer], unit, target if rows >= HELD_TO_TARGETS else None)
        for name, ours, peer, unit, target in compared
    ]


def row(what: str, ours: dict, peer: dict, unit: str, target: float | None) -> dict:
    """Return one row of the table."""
    measured = {"what": what, "ours": ours[unit], "peer": peer[unit], "ratio": ours[unit] / peer[unit]}
    return measured if target is None else measured | {"target": target, "ok": measured["ratio"] <= target}


def least(turns: list[dict]) -> dict:
    """Return the least of each number."""
    return {name: min(turn[name] for turn in turns) for name in turns[0]}


def measure(python: str | Path, tool: str, log: Path, *options: str) -> dict:
    """Run one tool once, and return what it measured."""
    command = [python, "-W", "ignore", WORKERS / "log_summary.py", tool, log, END, *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(f"{tool} on {log.name} ended early: {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout.splitlines()[-1])


def agree(turn: dict) -> None:
    """Raise where summaries differ; the 0 that lifetimes writes for a missing monetary value adds nothing."""
    for tool in ("lifetimes", "duckdb"):
        for name in ("customers", "frequency", "recency", "T", "monetary_value"):
            ours, theirs = turn["ours"][name], turn[tool][name]
            if abs(ours - theirs) > 1e-9 * abs(ours):
                raise AssertionError(f"{name}: {ours} here, {theirs} in {tool}")


def whole_customers(log: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Return customers of a log who have `rows` rows or hardly more, each with all of hers.

    A log cut off by rows would lack its last days, and a hold-out would find nobody there. They are taken by their
    names, which say nothing of when they came.
    """
    number = pd.factorize(log["customer"], sort=True)[0]
    last = np.searchsorted(np.bincount(number).cumsum(), rows)
    return log[number <= last]


def write_log(rows: int) -> Path:
    """Return the log's file, made where it is not there yet: customers in chunks, then all rows by day.

    It has `rows` rows or hardly more, so that no customer's last days are missing.
    """
    import duckdb
    import pyarrow as pa
    import pyarrow.parquet as pq

    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"whole_orders_{rows}.parquet"
    if path.exists():
        return path
    by_customer, part = path.with_suffix(".chunks"), path.with_suffix(".part")
    rng, writer, left = np.random.default_rng(13), None, rows
    while left > 0:
        size = min(CHUNK, round(left / ROWS_A_CUSTOMER) + 1)
        made = whole_customers(simulated_log(size, rng, name=f"c{left}-", **SHOP), left)
        table = pa.Table.from_pandas(made.astype({"day": "datetime64[us]"}), preserve_index=False)
        writer = writer or pq.ParquetWriter(by_customer, table.schema)
        writer.write_table(table)
        left -= len(made)
    writer.close()
    ordered = f"SELECT * FROM read_parquet('{by_customer}') ORDER BY day"
    session = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(FOLDER)})
    session.execute(f"COPY ({ordered}) TO '{part}' (FORMAT parquet)")
    by_customer.unlink()
    part.replace(path)
    return path
