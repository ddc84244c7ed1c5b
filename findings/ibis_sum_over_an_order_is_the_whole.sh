#!/usr/bin/env bash
# ibis 12.0.0 on DuckDB 2.0.1, CPython 3.11.
# Guess: spend.sum().over(order_by=day) is a running total, as SQL's sum(spend) over (order by day) is, which DuckDB
# runs.
# Seen: it is the total of all rows in each row, for ibis writes a frame of all rows into the SQL. cumsum(order_by=day)
# is the running total, with another difference: orders of one day are added one by one there, SQL adds them together.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile "ibis-framework[duckdb,polars]==12.0.0" duckdb==2.0.1 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import ibis
import pyarrow as pa

orders = pa.table({"day": [1, 1, 2, 3], "spend": [10, 20, 30, 40]})
table = ibis.memtable(orders)
con = ibis.duckdb.connect()
seen = {
    "over": table.mutate(total=table.spend.sum().over(order_by=table.day)),
    "cumsum": table.mutate(total=table.spend.cumsum(order_by=table.day)),
}
seen = {name: sorted(con.to_pyarrow(expression)["total"].to_pylist()) for name, expression in seen.items()}
sql = duckdb.sql("select sum(spend) over (order by day) from orders").fetchall()
seen["SQL"] = sorted(int(total) for (total,) in sql)
print(seen)
assert seen["over"] == [100] * 4 and seen["SQL"] == [30, 30, 60, 100]
assert len(set(seen["cumsum"])) == 4 and seen["cumsum"][1:] == [30, 60, 100]
PYTHON
