#!/usr/bin/env bash
# holidays 0.109, pandas 3.1.1, CPython 3.11.
# Guess: orders.isin(holidays.US()) marks the orders of holidays, since `day in holidays.US()` is true for the same
# days.
# Seen: nothing is marked. The calendar fills itself while single days are looked up, and isin takes what is in it
# before; with the year named it finds dates, yet none in a datetime64 column, for its keys are dates. map() finds them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet holidays==0.109 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import holidays
import pandas as pd

christmas = datetime.date(2024, 12, 25)
dates, times = pd.Series([christmas]), pd.Series(pd.to_datetime(["2024-12-25"]))
asked = pd.Timestamp(christmas) in holidays.US()
seen = [dates.isin(holidays.US())[0], dates.isin(holidays.US(years=2024))[0], times.isin(holidays.US(years=2024))[0]]
mapped = times.map(holidays.US(years=2024))[0]
print(asked, [bool(found) for found in seen], mapped)
assert asked and [bool(found) for found in seen] == [False, True, False] and mapped == "Christmas Day"
PYTHON
