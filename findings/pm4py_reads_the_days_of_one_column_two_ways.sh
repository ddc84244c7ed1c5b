#!/usr/bin/env bash
# pm4py 2.7.23.11, pandas 3.0.6, CPython 3.11.
# Guess: a column of days written 01.02.2024 to 14.02.2024 is read day first or month first throughout, or refused where
# that is impossible.
# Seen: format_dataframe() reads those up to the 12th month first and those after it day first, and the first fortnight
# of February ends in December.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pm4py==2.7.23.11 pandas==3.0.6
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import pm4py

days = pd.date_range("2024-02-01", "2024-02-14")
events = pd.DataFrame({"customer": "a", "step": "visit", "at": days.strftime("%d.%m.%Y")})
log = pm4py.format_dataframe(events, case_id="customer", activity_key="step", timestamp_key="at")
read = log["time:timestamp"].dt.strftime("%Y-%m-%d").tolist()
print(read)
wrong = [f"2024-{month:02}-02" for month in range(1, 13)]
assert sorted(read) == sorted([*wrong, "2024-02-13", "2024-02-14"])
try:
    pd.to_datetime(events["at"])
except ValueError as error:
    print("pandas:", str(error).splitlines()[0])
else:
    raise AssertionError("pandas does not refuse the column")
PYTHON
