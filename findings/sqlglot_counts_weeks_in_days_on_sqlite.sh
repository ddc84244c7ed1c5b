#!/usr/bin/env bash
# sqlglot 30.30.0, DuckDB 2.0.1, SQLite 3 of CPython 3.11.
# Guess: date_diff of weeks, months and years, written for DuckDB, gives the same on SQLite after sqlglot has translated
# it, or is refused.
# Seen: 2 weeks become 14, the days, with a line in the log that WEEK is unsupported; a month is 30 days, without a
# word: 1 January to 31 December is 12 months and 1 year, DuckDB says 11 and 0, and 31 January to 1 February is 0,
# DuckDB says 1.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile sqlglot==30.30.0 duckdb==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import sqlite3

import duckdb
import sqlglot

spans = {
    "week": ("2024-05-06", "2024-05-20"),
    "month": ("2024-01-01", "2024-12-31"),
    "year": ("2024-01-01", "2024-12-31"),
    "month ": ("2024-01-31", "2024-02-01"),
}
seen = {}
for unit, (start, end) in spans.items():
    query = f"select date_diff('{unit.strip()}', date '{start}', date '{end}')"
    (translated,) = sqlglot.transpile(query, read="duckdb", write="sqlite")
    found = sqlite3.connect(":memory:").execute(translated).fetchall()[0][0]
    seen[unit] = duckdb.sql(query).fetchall()[0][0], found
print(seen)
assert seen == {"week": (2, 14), "month": (11, 12), "year": (0, 1), "month ": (1, 0)}
PYTHON
