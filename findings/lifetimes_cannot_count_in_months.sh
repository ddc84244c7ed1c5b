#!/usr/bin/env bash
# lifetimes 0.11.3 on pandas 3.1.1, CPython 3.11.
# Guess: lifetimes, which still fits its models and plots under this pandas, counts recency and T in months (freq="M")
# as it always did.
# Seen: summary_data_from_transaction_data raises ValueError, for "M" is no unit of a Timedelta; days and weeks work.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lifetimes==0.11.3 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import pandas as pd
from lifetimes.utils import summary_data_from_transaction_data

warnings.simplefilter("ignore")
orders = pd.DataFrame({"customer": [1, 1], "day": pd.to_datetime(["2024-01-31", "2024-03-31"])})
seen = {}
for unit in "DWM":
    try:
        seen[unit] = float(summary_data_from_transaction_data(orders, "customer", "day", freq=unit)["T"].iloc[0])
    except ValueError as error:
        seen[unit] = str(error)
print(seen)
assert seen["D"] == 60 and seen["W"] == 8 and seen["M"].startswith("Unit M is not supported")
PYTHON
