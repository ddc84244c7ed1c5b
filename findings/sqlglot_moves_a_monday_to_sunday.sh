#!/usr/bin/env bash
# sqlglot 30.30.0, DuckDB 2.0.1, CPython 3.11.
# Guess: date_trunc('week', ...) of Postgres and DuckDB, a Monday, becomes WEEK(MONDAY) or ISOWEEK for BigQuery, whose
# WEEK begins on Sunday, and is the same day after a translation back.
# Seen: it becomes TIMESTAMP_TRUNC(d, WEEK). sqlglot itself knows that this is a Sunday: translated back, the week of 8
# May 2024 begins on 5 May rather than 6 May.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile sqlglot==30.30.0 duckdb==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import sqlglot

query = "SELECT DATE_TRUNC('week', d) FROM (SELECT DATE '2024-05-08' AS d) AS t"
(there,) = sqlglot.transpile(query, read="duckdb", write="bigquery")
(back,) = sqlglot.transpile(there, read="bigquery", write="duckdb")
days = [f"{duckdb.sql(one).fetchall()[0][0]:%a %d}" for one in (query, back)]
print(there, days)
assert there.startswith("SELECT TIMESTAMP_TRUNC(d, WEEK) FROM") and days == ["Mon 06", "Sun 05"]
PYTHON
