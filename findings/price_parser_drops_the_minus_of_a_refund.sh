#!/usr/bin/env bash
# price-parser 0.5.1, CPython 3.11.
# Guess: a library that reads prices in any country's way reads "-12.50 €", a refund line of an export, as -12.50.
# Seen: 12.50. The sign is dropped wherever it stands, so that a refund counts as a sale; and "0,500" is 500, although
# no thousands group begins with a lone zero ("0,50" is 0.50).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet price-parser==0.5.1
"$folder/venv/bin/python" - <<'PYTHON'
from price_parser import Price

seen = {text: str(Price.fromstring(text).amount) for text in ("-12.50 €", "€ -12,50", "12.50-", "0,50", "0,500")}
print(seen)
assert seen == {"-12.50 €": "12.50", "€ -12,50": "12.50", "12.50-": "12.50", "0,50": "0.50", "0,500": "500"}
PYTHON
