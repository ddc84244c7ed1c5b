#!/usr/bin/env bash
# great-tables 1.1.0 on pandas 3.0.6, CPython 3.11.
# Guess: fmt_integer writes the whole number that stands in the cell, of however many digits, as Python's format does.
# Seen: the order number 9007199254740993 is shown as 9007199254740992, since every number becomes a float first;
# without a format the cell is right. 2.5 boxes are 2, and 3.5 are 4. vals.fmt_integer, for lists, asks for polars where
# only pandas is installed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile great-tables==1.1.0 pandas==3.0.6
"$folder/venv/bin/python" - <<'PYTHON'
import re

import pandas as pd
from great_tables import GT, vals


def shown(table):
    return re.findall(r"<td[^>]*>(.*?)</td>", table.as_raw_html())


number = 9007199254740993
orders, boxes = GT(pd.DataFrame({"order": [number]})), GT(pd.DataFrame({"boxes": [2.5, 3.5]}))
seen = shown(orders.fmt_integer("order", use_seps=False)), shown(orders), shown(boxes.fmt_integer("boxes"))
try:
    missing = str(vals.fmt_integer([5]))
except ModuleNotFoundError as error:
    missing = error.name
print(seen, missing)
assert seen == (["9007199254740992"], [str(number)], ["2", "4"]) and missing == "polars"
PYTHON
