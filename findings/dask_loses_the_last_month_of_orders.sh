#!/usr/bin/env bash
# dask 2026.8.0, pandas 3.0.6, CPython 3.11.
# Guess: one order a day for a year is 366 orders, summed by month or quarter, in however many partitions.
# Seen: in 12 partitions resample("ME").sum() has 0 for December and says nothing, in 4 it does so for the last quarter;
# in one partition, and by "MS" or "W", all are counted.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile dask[dataframe]==2026.8.0 pandas==3.0.6 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import dask.dataframe as dd
import pandas as pd

orders = pd.Series(1, index=pd.date_range("2024-01-01", "2024-12-31", freq="D"))
counted = {
    (every, parts): dd.from_pandas(orders, npartitions=parts).resample(every).sum().compute()
    for every in ("ME", "QE", "MS", "W")
    for parts in (1, 4, 12)
}
totals = {f"{every} in {parts}": int(sums.sum()) for (every, parts), sums in counted.items()}
print(totals)
assert {name: total for name, total in totals.items() if total != 366} == {
    "ME in 12": 335, "QE in 4": 274, "QE in 12": 274}
assert counted["ME", 12].iloc[-1] == 0 and str(counted["ME", 12].index[-1].date()) == "2024-12-31"
PYTHON
