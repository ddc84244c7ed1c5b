#!/usr/bin/env bash
# DuckDB 2.0.1, frictionless 5.21.0, pandas 3.1.1, CPython 3.11.
# Guess: whatever infers types makes a customer number such as 00123 the integer 123, so that it no longer joins with
# a table that has it as text.
# Seen: DuckDB's sniffer keeps such a column as text; frictionless' schema and pandas make it an integer.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==2.0.1 frictionless==5.21.0 pandas==3.1.1
cd "$folder"
printf 'customer,value\n00123,1\n00124,2\n' > orders.csv
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import pandas as pd
from frictionless import describe

duck = duckdb.sql("select customer from 'orders.csv'").fetchall()
schema = describe("orders.csv").schema.get_field("customer").type
frame = pd.read_csv("orders.csv")["customer"].tolist()
print(duck, schema, frame)
assert duck == [("00123",), ("00124",)] and schema == "integer" and frame == [123, 124]
PYTHON
