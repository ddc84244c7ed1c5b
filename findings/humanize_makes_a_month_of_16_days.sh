#!/usr/bin/env bash
# humanize 4.17.0, CPython 3.11.
# Guess: a silence of 25 days is "25 days" and one of 364 "11 months": what is told is never more than has passed.
# Seen: it is rounded, from half a month on: 16 days are "a month", as 45 are, 46 are "2 months", and 355 "a year".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile humanize==4.17.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import timedelta

from humanize import naturaldelta

seen = {days: naturaldelta(timedelta(days=days)) for days in (15, 16, 45, 46, 350, 355)}
print(seen)
assert list(seen.values()) == ["15 days", "a month", "a month", "2 months", "11 months", "a year"]
PYTHON
