#!/usr/bin/env bash
# ibis 12.0.0 on DuckDB 2.0.1 and polars 2.1.0, CPython 3.11.
# Guess: length() of a name and max() of a column with a NaN are the same on both, and any() of no rows is the same,
# too.
# Seen: "Zoë" has 3 characters on DuckDB and 4 on polars, which counts bytes; the largest of 1, NaN, 3 is NaN on DuckDB
# and 3 on polars; any() of no rows is null on DuckDB and False on polars.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile "ibis-framework[duckdb,polars]==12.0.0" duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import ibis
import pyarrow as pa

names = ibis.memtable(pa.table({"name": ["Zoë"], "paid": [True]}))
spent = ibis.memtable(pa.table({"x": [1.0, float("nan"), 3.0]}))
expressions = names.name.length().max(), spent.x.max(), names.filter(~names.paid).paid.any()
seen = [[str(backend.connect().to_pyarrow(one)) for backend in (ibis.duckdb, ibis.polars)] for one in expressions]
print(seen)
assert seen == [["3", "4"], ["nan", "3.0"], ["None", "False"]]
PYTHON
