#!/usr/bin/env bash
# polars 2.1.0, DuckDB 2.0.1, pyarrow 26.0.1, CPython 3.11.
# Guess: an order of Wednesday 15 May 2024 belongs to the same week of seven days, and to the same fortnight, in all
# three, for all begin weeks on Monday.
# Seen: weeks agree, 13 May. The fortnight begins on 13 May in polars and on 6 May in DuckDB and pyarrow; "7d" of polars
# and seven days of pyarrow begin on Thursday (9 May), time_bucket of 7 days on Monday.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

day = datetime.date(2024, 5, 15)
seen = {}
for polars, days, multiple, unit in (("1w", 7, 1, "week"), ("7d", 7, 7, "day"), ("2w", 14, 2, "week")):
    found = [
        pl.select(pl.lit(day).dt.truncate(polars)).item(),
        duckdb.sql(f"select time_bucket(interval {days} days, date '{day}')").fetchall()[0][0],
        pc.floor_temporal(pa.array([day]), multiple=multiple, unit=unit)[0].as_py(),
    ]
    seen[polars] = [f"{start:%a %d}" for start in found]
print(seen)
assert seen["1w"] == ["Mon 13"] * 3
assert seen["7d"] == ["Thu 09", "Mon 13", "Thu 09"] and seen["2w"] == ["Mon 13", "Mon 06", "Mon 06"]
PYTHON
