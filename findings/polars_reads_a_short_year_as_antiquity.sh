#!/usr/bin/env bash
# polars 2.1.0, CPython 3.11.
# Guess: 06.05.24, the short date of a German till, is null or an error where polars infers the form of dates, or 6 May
# 2024.
# Seen: str.to_date() and read_csv(..., try_parse_dates=True) make it 6 May of the year 24, and 24-05-06 is 24 May of
# the year 6. With "%d.%m.%y" it is 2024; 69 is then 2069, where Python has 1969.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet polars==2.1.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import polars as pl

seen = [str(pl.Series([text]).str.to_date().item()) for text in ("06.05.24", "24-05-06", "06.05.2024")]
read = str(pl.read_csv(b"day\n06.05.24\n07.05.24\n", try_parse_dates=True)["day"][0])
told = [str(day) for day in pl.Series(["06.05.24", "06.05.69"]).str.to_date("%d.%m.%y")]
python = datetime.datetime.strptime("06.05.69", "%d.%m.%y").year
print(seen, read, told, python)
assert seen == ["0024-05-06", "0006-05-24", "2024-05-06"] and read == "0024-05-06"
assert told == ["2024-05-06", "2069-05-06"] and python == 1969
PYTHON
