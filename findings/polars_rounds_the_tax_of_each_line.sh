#!/usr/bin/env bash
# polars 2.1.0, pyarrow 26.0.1, DuckDB 2.0.1, ibis 12.0.0, CPython 3.11.
# Guess: a price times a tax rate, both decimals of two places, has four places: 9.99 * 0.19 = 1.8981, as in DuckDB,
# pyarrow and Python.
# Seen: polars keeps two and rounds each product, 1.90, so that 100 lines have 190.00 of tax rather than 189.81; 10.00 /
# 3 is 3.33 there. ibis on DuckDB promises two places, too, and then raises ArrowInvalid when the result comes as a
# table of Arrow.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1 "ibis-framework[duckdb,polars]==12.0.0"
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import duckdb
import ibis
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

price, rate = Decimal("9.99"), Decimal("0.19")
lines = pl.DataFrame({"price": [price] * 100, "rate": [rate] * 100})
tax = lines.select(pl.col("price") * pl.col("rate")).to_series()
third = pl.select(pl.lit(Decimal("10.00")) / 3).item()
others = [pc.multiply(pa.scalar(price), pa.scalar(rate)).as_py(), duckdb.sql("select 9.99 * 0.19").fetchall()[0][0]]
memory = ibis.memtable(lines.to_arrow())
try:
    ibis.duckdb.connect().to_pyarrow(memory.select(tax=memory.price * memory.rate))
    said = ""
except pa.ArrowInvalid as error:
    said = str(error)
print(tax[0], tax.sum(), third, others, said)
assert (str(tax[0]), str(tax.sum()), str(third)) == ("1.90", "190.00", "3.33") and "data loss" in said
assert [str(product) for product in others] == ["1.8981", "1.8981"]
PYTHON
