#!/usr/bin/env bash
# DuckDB 2.0.1, pandas 3.1.1, pyarrow 26.0.1, CPython 3.11.
# Guess: the sum of a BIGINT column, an exact HUGEINT in DuckDB, is written to Parquet as a decimal and reaches pandas
# exactly, as it reaches Python and Arrow.
# Seen: exact in Python (int) and Arrow (decimal128(38, 0)), but a double in Parquet and in a DataFrame:
# 9007199254740993 becomes ...992. Every sum() of a column of whole numbers is of this type, small ones too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import pyarrow.parquet as parquet

cents = "select sum(cents) as total from (values (9007199254740992::bigint), (1)) t(cents)"
duckdb.sql(f"copy ({cents}) to 'total.parquet'")
table = parquet.read_table("total.parquet")
python = duckdb.sql(cents).fetchall()[0][0]
frame = duckdb.sql(cents).df()["total"]
arrow = duckdb.connect().execute(cents).to_arrow_table()
print(python, frame.dtype, int(frame[0]), arrow.schema.types, arrow["total"].to_pylist(), table.schema.types)
assert python == int(arrow["total"][0].as_py()) == 2**53 + 1 and str(arrow.schema.types[0]) == "decimal128(38, 0)"
assert str(frame.dtype) == "float64" and int(frame[0]) == 2**53
assert str(table.schema.types[0]) == "double" and table["total"].to_pylist() == [2.0**53]
PYTHON
