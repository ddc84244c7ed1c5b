#!/usr/bin/env bash
# lifelines 0.30.0, pandas 3.1.1, CPython 3.11.
# Guess: datetimes_to_durations(freq="M") counts months of the calendar: from 31 January to 29 February is one, and so is
# every step from the first of a month to the first of the next.
# Seen: it counts average months of 30.44 days and cuts. From first to first is 1 after a month of 31 days and 0 after a
# shorter one; from 1 March to 1 March is 0 years where no 29 February lies between: whoever left on the anniversary of
# a contract of a year has a duration of nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile lifelines==0.30.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from lifelines.utils import datetimes_to_durations

months = [f"2023-{month:02d}-01" for month in range(1, 13)]
from_first_to_first, _ = datetimes_to_durations(months[:-1], months[1:], freq="M")
to_the_end_of_february, _ = datetimes_to_durations(["2024-01-31"], ["2024-02-29"], freq="M")
years, _ = datetimes_to_durations(["2022-03-01", "2023-03-01"], ["2023-03-01", "2024-03-01"], freq="Y")
print(from_first_to_first, to_the_end_of_february, years)
assert from_first_to_first.tolist() == [1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0]
assert to_the_end_of_february.tolist() == [0]
assert years.tolist() == [0, 1]
PYTHON
