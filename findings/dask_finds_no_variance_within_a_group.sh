#!/usr/bin/env bash
# dask 2026.8.0, pandas 3.0.6, CPython 3.11.
# Guess: the variance of a group (order numbers, or seconds since 1970, around 1e9) is that of pandas up to rounding, as the
# variance of the whole column is.
# Seen: groupby().var() returns 0 where pandas and the definition say 0.8; Series.var() of the same numbers is right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile dask[dataframe]==2026.8.0 pandas==3.0.6 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import dask.dataframe as dd
import pandas as pd

frame = pd.DataFrame({"shop": ["a"] * 6, "second": [1e9 + 1, 1e9 + 2, 1e9 + 3] * 2})
split = dd.from_pandas(frame, npartitions=3)
found = {
    "pandas, group": frame.groupby("shop")["second"].var().iloc[0],
    "Dask, group": split.groupby("shop")["second"].var().compute().iloc[0],
    "Dask, column": split["second"].var().compute(),
}
print(found)
assert found["Dask, group"] == 0
assert abs(found["pandas, group"] - 0.8) < 1e-6 and abs(found["Dask, column"] - 0.8) < 1e-6
PYTHON
