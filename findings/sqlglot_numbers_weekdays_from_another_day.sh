#!/usr/bin/env bash
# sqlglot 30.30.0, DuckDB 2.0.1, CPython 3.11.
# Guess: DAYOFWEEK of MySQL, Spark and BigQuery, 1 for Sunday to 7 for Saturday by their manuals, is shifted when it is
# translated for DuckDB, whose dayofweek has 0 for Sunday, as sqlglot does for the ISO numbering of Presto.
# Seen: it is left as it is: Saturday 3 February 2007 is 7 in MySQL's manual and 6 after the translation, Sunday is 0.
# From Presto to BigQuery and Spark, Monday is 1 by a formula of its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile sqlglot==30.30.0 duckdb==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import sqlglot

seen = {}
for dialect in ("mysql", "spark", "bigquery"):
    day = "EXTRACT(DAYOFWEEK FROM DATE '2007-02-03')" if dialect == "bigquery" else "DAYOFWEEK('2007-02-03')"
    (translated,) = sqlglot.transpile(f"SELECT {day}", read=dialect, write="duckdb")
    seen[dialect] = duckdb.sql(translated).fetchall()[0][0]
(shifted,) = sqlglot.transpile("SELECT DAY_OF_WEEK(d)", read="presto", write="spark")
print(seen, shifted)
assert seen == {"mysql": 6, "spark": 6, "bigquery": 6} and shifted == "SELECT ((DAYOFWEEK(d) % 7) + 1)"
PYTHON
