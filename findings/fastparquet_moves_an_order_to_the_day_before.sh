#!/usr/bin/env bash
# fastparquet 2026.9.0 on pandas 3.0.6, DuckDB 2.0.1, CPython 3.11.
# Guess: an order at 00:30 of 6 May in Berlin, a point in time with a zone in Parquet, is one with a zone in pandas,
# too, so that it can be told from a clock's time without one; a price of decimal(18, 2) is a Decimal.
# Seen: both columns have the same kind, datetime64[us] without a zone: the order is at 22:30 of 5 May beside the
# shop's own clock at 00:30 of 6 May, and nothing tells which is which. The price is a float; 9007199254740993.01
# becomes 9007199254740994.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile fastparquet==2026.9.0 pandas==3.0.6 duckdb==2.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
from fastparquet import ParquetFile

duckdb.sql("""
    copy (
        select timestamptz '2024-05-06 00:30:00+02' as ordered, timestamp '2024-05-06 00:30:00' as clock,
            '9007199254740993.01'::decimal(18, 2) as price
    ) to 'orders.parquet'
""")
types = [str(kind) for kind in duckdb.sql("from 'orders.parquet'").types]
frame = ParquetFile("orders.parquet").to_pandas()
seen = [str(cell) for cell in frame.iloc[0]]
print(types, frame.dtypes.tolist(), seen)
assert types == ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP", "DECIMAL(18,2)"]
assert [str(kind) for kind in frame.dtypes] == ["datetime64[us]", "datetime64[us]", "float64"]
assert seen[:2] == ["2024-05-05 22:30:00", "2024-05-06 00:30:00"] and int(frame["price"][0]) == 2**53 + 2
PYTHON
