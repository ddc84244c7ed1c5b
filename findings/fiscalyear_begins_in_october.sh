#!/usr/bin/env bash
# fiscalyear 0.4.0, CPython 3.11.
# Guess: as long as no other beginning is set, a fiscal year is the calendar's, as in most firms' books.
# Seen: it is that of the United States' government: 1 November 2024 is in 2025, and 15 January in its second quarter.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile fiscalyear==0.4.0
"$folder/venv/bin/python" - <<'PYTHON'
from fiscalyear import FiscalDate

november, january = FiscalDate(2024, 11, 1), FiscalDate(2024, 1, 15)
print(november.fiscal_year, november.fiscal_quarter, january.fiscal_year, january.fiscal_quarter)
assert (november.fiscal_year, november.fiscal_quarter) == (2025, 1)
assert (january.fiscal_year, january.fiscal_quarter) == (2024, 2)
PYTHON
