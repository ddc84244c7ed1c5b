#!/usr/bin/env bash
# datacompy 1.1.0, pandas 3.0.6, polars 1.44.2, CPython 3.11.
# Guess: whether a column of dates equals a column of text such as 02/01/2024 does not depend on which frames hold them.
# Seen: with pandas frames the text is read month first, with Polars frames day first: the same two tables match on one
# and differ on the other, both ways round.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile datacompy==1.1.0 pandas==3.0.6 polars==1.44.2 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import datacompy
import pandas as pd
import polars as pl

dates = pd.DataFrame({"order": [1, 2, 3], "day": pd.to_datetime(["2024-02-01", "2024-03-01", "2024-04-01"])})
texts = {
    "month first": dates.assign(day=["02/01/2024", "03/01/2024", "04/01/2024"]),
    "day first": dates.assign(day=["01/02/2024", "01/03/2024", "01/04/2024"]),
}
matches = {
    name: [
        datacompy.PandasCompare(dates, text, join_columns="order").matches(),
        datacompy.PolarsCompare(pl.from_pandas(dates), pl.from_pandas(text), join_columns="order").matches(),
    ]
    for name, text in texts.items()
}
print(matches)
assert matches == {"month first": [True, False], "day first": [False, True]}
PYTHON
