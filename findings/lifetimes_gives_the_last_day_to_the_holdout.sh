#!/usr/bin/env bash
# lifetimes 0.11.3 on pandas 2.3.3, CPython 3.11.
# Guess: an order at 10:00 of 6 May is in the calibration period that ends on "2024-05-06", as it is in the summary
# whose observation period ends on that date.
# Seen: the summary counts it; calibration_and_holdout_data puts it into the holdout, though T counts that day as
# observed. The customer has frequency 0 and T 5 in one, frequency 1 and T 5 in the other. An order at 10:00 of the
# holdout's last day is in neither period. With times of day cut off beforehand the two agree.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile lifetimes==0.11.3 pandas==2.3.3
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import pandas as pd
from lifetimes.utils import calibration_and_holdout_data, summary_data_from_transaction_data

warnings.simplefilter("ignore")
days = ["2024-05-01 10:00", "2024-05-06 10:00", "2024-05-09 10:00", "2024-05-12 10:00"]
orders = pd.DataFrame({"customer": 1, "day": pd.to_datetime(days)})


def both(log):
    one = summary_data_from_transaction_data(log, "customer", "day", observation_period_end="2024-05-06")
    two = calibration_and_holdout_data(log, "customer", "day", "2024-05-06", "2024-05-12")
    columns = ["frequency_cal", "T_cal", "frequency_holdout"]
    return one[["frequency", "T"]].iloc[0].tolist(), two[columns].iloc[0].tolist()


seen = both(orders), both(orders.assign(day=orders["day"].dt.normalize()))
print(seen)
assert seen == (([1, 5], [0, 5, 2]), ([1, 5], [1, 5, 2]))
PYTHON
