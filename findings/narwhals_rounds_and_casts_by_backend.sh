#!/usr/bin/env bash
# narwhals 2.29.0 on pandas 3.1.1, polars 2.1.0, pyarrow 26.0.1 and DuckDB 2.0.1, CPython 3.11.
# Guess: round() and cast(Int64) give the same on all, as // and % of negative numbers, dates and sorting of nulls do.
# Seen: 0.5 and 2.5 round to 0 and 2 on pandas and polars, to 1 and 3 on pyarrow and DuckDB; as Int64, 2.7 is 2 on
# pandas and polars and 3 on DuckDB, and pyarrow refuses with ArrowInvalid.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet narwhals==2.29.0 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa

table = pa.table({"x": [0.5, 2.5, 2.7]})
frames = {"pandas": table.to_pandas(), "polars": pl.from_arrow(table), "pyarrow": table}
frames["duckdb"] = duckdb.from_arrow(table)


def on_all(expression):
    seen = {}
    for name, frame in frames.items():
        try:
            found = nw.from_native(frame).select(expression)
            seen[name] = (found.collect() if hasattr(found, "collect") else found)["x"].to_list()
        except pa.ArrowInvalid as error:
            seen[name] = str(error)
    return seen


rounded, cast = on_all(nw.col("x").round()), on_all(nw.col("x").cast(nw.Int64))
print(rounded, cast)
assert rounded["pandas"] == rounded["polars"] == [0, 2, 3] and rounded["pyarrow"] == rounded["duckdb"] == [1, 3, 3]
assert cast["pandas"] == cast["polars"] == [0, 2, 2] and cast["duckdb"] == [0, 2, 3] and "truncated" in cast["pyarrow"]
PYTHON
