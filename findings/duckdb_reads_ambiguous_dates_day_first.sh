#!/usr/bin/env bash
# DuckDB 2.0.1, CPython 3.11.
# Guess: a column of dates that fit both ways (05/06/2024) is read month first, as pandas 3.1 reads it, or stays text.
# Seen: DuckDB reads it day first, pandas month first, and neither says a word: the same order log has its orders in
# June in one and in May in the other.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==2.0.1 pandas==3.1.1
cd "$folder"
printf 'order,day\n1,05/06/2024\n2,07/06/2024\n3,01/02/2024\n' > orders.csv
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import duckdb
import pandas as pd

warnings.simplefilter("error")
duck = [str(day) for (day,) in duckdb.sql("select day from 'orders.csv'").fetchall()]
pandas = pd.to_datetime(pd.read_csv("orders.csv")["day"]).dt.strftime("%Y-%m-%d").tolist()
print(duck, pandas)
assert duck == ["2024-06-05", "2024-06-07", "2024-02-01"]
assert pandas == ["2024-05-06", "2024-07-06", "2024-01-02"]
PYTHON
