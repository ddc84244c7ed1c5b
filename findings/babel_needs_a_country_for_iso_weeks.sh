#!/usr/bin/env bash
# babel 2.19.0, CPython 3.11.
# Guess: the week of 1 January 2021 in German is 53 of 2020, the ISO week, whether the locale is called "de" or "de_DE".
# Seen: "de" says week 1 of 2021, and so do "fr", "sv" and "nl": without a country Babel takes the world's default,
# where a week with one day in January is the first. "de_DE", "fr_FR", "sv_SE" and "nl_NL" say 53 of 2020.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet babel==2.19.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

from babel.dates import format_date

day = datetime.date(2021, 1, 1)
names = "de fr sv nl de_DE fr_FR sv_SE nl_NL"
seen = {name: format_date(day, "w Y", locale=name) for name in names.split()}
print(seen, day.isocalendar())
assert {seen[name] for name in ("de", "fr", "sv", "nl")} == {"1 2021"}
assert {seen[name] for name in ("de_DE", "fr_FR", "sv_SE", "nl_NL")} == {"53 2020"}
assert day.isocalendar()[:2] == (2020, 53)
PYTHON
