#!/usr/bin/env bash
# pendulum 3.3.0, python-dateutil 2.9.0.post0, CPython 3.11.
# Guess: on 29 February 2024 who joined on 30 January has been a member for as many months as who joined on the 31st, or
# more; and who joined on that day has, on 28 February 2025, for as many as who joined on the 28th of the year before.
# Seen: who joined on 31 January for one month, on the 30th for none; who joined on 29 February 2024 for 11, on the 28th for
# 12. relativedelta gives 1, 1, 12 and 12.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pendulum==3.3.0 python-dateutil==2.9.0.post0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import pendulum
from dateutil.relativedelta import relativedelta

def months(joined, today):
    whole = relativedelta(datetime.date(*today), datetime.date(*joined))
    return pendulum.date(*joined).diff(pendulum.date(*today)).in_months(), 12 * whole.years + whole.months

asked = [((2024, 1, 31), (2024, 2, 29)), ((2024, 1, 30), (2024, 2, 29))]
asked += [((2024, 2, 29), (2025, 2, 28)), ((2024, 2, 28), (2025, 2, 28))]
found = [months(*pair) for pair in asked]
print(found)
assert found == [(1, 1), (0, 1), (11, 12), (12, 12)]
PYTHON
