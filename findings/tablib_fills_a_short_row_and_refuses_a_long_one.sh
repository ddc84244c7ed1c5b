#!/usr/bin/env bash
# tablib 3.10.0, CPython 3.11.
# Guess: a line of an export with a cell too few is refused, as one with a cell too many is; a Decimal is a number in JSON.
# Seen: the short line is filled up with "" and its cells stay where they are, without a word; the long one is refused
# (InvalidDimensions). A Decimal is text in JSON, beside the numbers of the same column.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile tablib==3.10.0
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import tablib
from tablib.exceptions import InvalidDimensions

short = tablib.Dataset().load("order,customer,value\n1,5\n2,A1,7\n", format="csv").dict
print(short)
assert short[0] == {"order": "1", "customer": "5", "value": ""}
try:
    tablib.Dataset().load("order,customer\n1,A1,7\n", format="csv")
    raise SystemExit("a long line is taken")
except InvalidDimensions:
    print("a long line is refused")
values = tablib.Dataset([Decimal("1.10")], [2.5], headers=["value"]).export("json")
print(values)
assert values == '[{"value": "1.10"}, {"value": 2.5}]'
PYTHON
