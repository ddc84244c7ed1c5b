#!/usr/bin/env bash
# py-moneyed 3.0, CPython 3.11.
# Guess: an amount finer than a cent (a tax, a discount of a third) has the same cents however it is asked for them.
# Seen: 1.999 dollars are written "$2.00" and are 199 in get_amount_in_sub_unit(), which cuts; 2.50 yen are written 2
# (halves to the even number), and -0.999 dollars -$1.00, in cents -99.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile py-moneyed==3.0
"$folder/venv/bin/python" - <<'PYTHON'
from moneyed import Money
from moneyed.l10n import format_money

amounts = [Money("1.999", "USD"), Money("-0.999", "USD"), Money("2.50", "JPY")]
seen = [(format_money(amount, locale="en_US"), amount.get_amount_in_sub_unit()) for amount in amounts]
print(seen)
assert seen == [("$2.00", 199), ("-$1.00", -99), ("¥2", 2)]
PYTHON
