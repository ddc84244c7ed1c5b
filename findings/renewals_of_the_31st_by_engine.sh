#!/usr/bin/env bash
# DuckDB 2.0.1, polars 2.1.0, pandas 3.1.1, CPython 3.11.
# Guess: a subscription that began on 31 January renews on 29 February, 31 March and 30 April 2024 in a series of months
# by any of the three, each date counted from the first.
# Seen: only in polars. DuckDB's generate_series and pandas' date_range with an offset of one month count from the date
# before: 29 February, 29 March, 29 April. Adding 1, 2 and 3 months to the first day gives the 31st and 30th in all.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile duckdb==2.0.1 polars==2.1.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import duckdb
import pandas as pd
import polars as pl

first, last = datetime.date(2024, 1, 31), datetime.date(2024, 4, 30)
month = pd.DateOffset(months=1)
duck = duckdb.sql("select unnest(generate_series(date '2024-01-31', date '2024-04-30', interval 1 month)) as day")
seen = {
    "DuckDB": [f"{day:%m-%d}" for (day,) in duck.fetchall()],
    "pandas": list(pd.date_range(first, last, freq=month).strftime("%m-%d")),
    "polars": pl.date_range(first, last, "1mo", eager=True).dt.strftime("%m-%d").to_list(),
}
added = [day for (day,) in duckdb.sql("select date '2024-01-31' + to_months(n::int) from range(4) t(n)").fetchall()]
print(seen, added)
assert seen["DuckDB"] == seen["pandas"] == ["01-31", "02-29", "03-29", "04-29"]
assert seen["polars"] == ["01-31", "02-29", "03-31", "04-30"] == [f"{day:%m-%d}" for day in added]
PYTHON
