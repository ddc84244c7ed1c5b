#!/usr/bin/env bash
# workalendar 17.0.0, holidays 0.109, CPython 3.11.
# Guess: two calendars of public holidays give the same days for the United States, the United Kingdom and Bavaria in
# 2023.
# Seen: workalendar has no Juneteenth for the United States (a federal holiday since 2021) and no Coronation (8 May) for
# the United Kingdom, but takes Easter Sunday and two days of parts of the kingdom for everybody's; holidays has no
# Assumption (15 August) for Bavaria unless asked for its Catholic towns.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile workalendar==17.0.0 holidays==0.109
"$folder/venv/bin/python" - <<'PYTHON'
import holidays
from workalendar.europe import UnitedKingdom
from workalendar.europe.germany import Bavaria
from workalendar.usa import UnitedStates

pairs = {
    "US": (UnitedStates(), holidays.US(years=2023)),
    "GB": (UnitedKingdom(), holidays.GB(years=2023)),
    "BY": (Bavaria(), holidays.DE(subdiv="BY", years=2023)),
}
seen = {}
for name, (one, other) in pairs.items():
    ones, others = {str(day) for day, _ in one.holidays(2023)}, {str(day) for day in other}
    seen[name] = sorted(ones - others), sorted(others - ones)
print(seen)
assert seen["US"] == ([], ["2023-06-19"])
assert seen["GB"] == (["2023-04-09", "2023-04-10", "2023-08-28"], ["2023-05-08"])
assert seen["BY"][0][-1] == "2023-08-15" and not seen["BY"][1]
PYTHON
