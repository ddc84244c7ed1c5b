#!/usr/bin/env bash
# DuckDB 2.0.1, CPython 3.11.
# Guess: a cast to INTEGER gives what round() gives, and text such as '2.5' cannot be cast to INTEGER at all.
# Seen: 2.5 becomes 2 where it is a DOUBLE (halves to the even number), 3 where it is a DECIMAL (as written in SQL), and
# 3 where it is text; round() makes 3 of the DOUBLE. The same column of stars or quantities sums to another whole number
# after it went through Parquet as a DOUBLE.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

found = duckdb.sql(
    "select 2.5::double::int, 2.5::decimal(3, 1)::int, '2.5'::int, round(2.5::double), 2.5::int, 0.5::double::int"
).fetchall()[0]
print(found)
assert found == (2, 3, 3, 3.0, 3, 0)
PYTHON
