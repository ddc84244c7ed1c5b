#!/usr/bin/env bash
# pyarrow 26.0.1, DuckDB 2.0.1, polars 2.1.0, CPython 3.11.
# Guess: the mean and the median of the prices 1.00 and 1.01 are the same wherever decimal(10, 2) is read: 1.005.
# Seen: pyarrow's mean is a decimal of two places, 1.01; DuckDB's median is, too, but cut rather than rounded: 1.00, and
# -1.00 for the refunds. DuckDB's avg, pyarrow's quantile and both of polars are floats, 1.005.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

prices = pa.array([Decimal("1.00"), Decimal("1.01")], pa.decimal128(10, 2))
orders = duckdb.from_arrow(pa.table({"price": prices}))
arrow = str(pc.mean(prices).as_py()), pc.quantile(prices, 0.5)[0].as_py()
duck = [str(value) for value in orders.aggregate("avg(price), median(price), median(-price)").fetchall()[0]]
polars = pl.from_arrow(prices).mean(), pl.from_arrow(prices).median()
print(arrow, duck, polars)
assert arrow == ("1.01", 1.005) and duck == ["1.005", "1.00", "-1.00"] and polars == (1.005, 1.005)
PYTHON
