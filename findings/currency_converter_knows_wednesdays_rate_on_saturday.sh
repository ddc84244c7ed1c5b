#!/usr/bin/env bash
# CurrencyConverter 0.18.23 with the European Central Bank's rates that it brings, CPython 3.11.
# Guess: asked to fall back where a day has no rate, it gives an order of Saturday, 23 December 2023, Friday's rate, the
# last that was known then.
# Seen: it draws a line from Friday's rate to that of Wednesday after Christmas: 1.10314 dollars for 1.1023. Friday's comes
# with fallback_on_missing_rate_method="last_known".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile CurrencyConverter==0.18.23
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date

from currency_converter import CurrencyConverter

def rates(**options):
    converter = CurrencyConverter(**options)
    return [round(converter.convert(1, "EUR", "USD", date=date(2023, 12, day)), 5) for day in (22, 23, 26, 27)]

drawn = rates(fallback_on_missing_rate=True)
known = rates(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
print(drawn, known)
assert drawn == [1.1023, 1.10314, 1.10566, 1.1065]
assert known == [1.1023, 1.1023, 1.1023, 1.1065]
PYTHON
