#!/usr/bin/env bash
# num2words 0.5.14, CPython 3.11.
# Guess: an invoice's total in words says the same for 12, 12.0 and Decimal("12"): twelve euro; and 0.995 has as many
# cents as a float as it has as a decimal, 99 or 100.
# Seen: 12 is "zero euro, twelve cents", in every language: an int is taken for cents, a float, a decimal and the text
# "12" for euros. 0.995 has 99 cents as a float and is one euro as a decimal.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet num2words==0.5.14
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

from num2words import num2words

totals = [12, 12.0, Decimal("12"), "12", 0.995, Decimal("0.995")]
seen = [num2words(total, to="currency", currency="EUR") for total in totals]
print(seen, num2words(12, to="currency", currency="EUR", lang="de"))
twelve = "twelve euro, zero cents"
assert seen[:4] == ["zero euro, twelve cents", twelve, twelve, twelve]
assert seen[4:] == ["zero euro, ninety-nine cents", "one euro, zero cents"]
PYTHON
