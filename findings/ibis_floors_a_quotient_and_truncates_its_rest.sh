#!/usr/bin/env bash
# ibis 12.0.0 on DuckDB 2.0.1 and polars 2.1.0, CPython 3.11.
# Guess: with // rounding down for negative numbers on both, as it does, % is its rest on both, as in Python.
# Seen: on DuckDB -7 // 2 is -4 and -7 % 2 is -1, so that 2 * (x // 2) + x % 2 is -9 rather than -7; polars says 1.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "ibis-framework[duckdb,polars]==12.0.0" \
  duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import ibis
import pyarrow as pa

days = ibis.memtable(pa.table({"x": [-7, 7]}))
both = days.select(quotient=days.x // 2, rest=days.x % 2, again=2 * (days.x // 2) + days.x % 2)
seen = [backend.connect().to_pyarrow(both).to_pydict() for backend in (ibis.duckdb, ibis.polars)]
print(seen)
assert seen[0] == {"quotient": [-4, 3], "rest": [-1, 1], "again": [-9, 7]}
assert seen[1] == {"quotient": [-4, 3], "rest": [1, 1], "again": [-7, 7]}
PYTHON
