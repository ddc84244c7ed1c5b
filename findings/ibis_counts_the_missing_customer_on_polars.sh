#!/usr/bin/env bash
# ibis 12.0.0 on DuckDB 2.0.1 and polars 2.1.0, CPython 3.11.
# Guess: nunique() leaves missing values out on both, as SQL's count(distinct) does and as ibis has one meaning for it.
# Seen: two customers and some orders of guests (null) are 2 customers on DuckDB and 3 on polars.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "ibis-framework[duckdb,polars]==12.0.0" \
  duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import ibis
import pyarrow as pa

orders = ibis.memtable(pa.table({"customer": [3, None, 1, 3]}))
count = orders.customer.nunique()
seen = [backend.connect().to_pyarrow(count).as_py() for backend in (ibis.duckdb, ibis.polars)]
print(seen)
assert seen == [2, 3]
PYTHON
