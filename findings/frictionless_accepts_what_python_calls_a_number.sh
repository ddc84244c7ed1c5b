#!/usr/bin/env bash
# frictionless 5.21.0, CPython 3.11.
# Guess: an integer is validated by Table Schema's lexical rules, digits with a sign: 1_000 and the full-width １２ are
# refused as 1,234 is, and so is a date that is not YYYY-MM-DD, 2024-5-6.
# Seen: all three are valid and read as 1000, 12 and 6 May; only 1,234 is refused. What it passes, another reader of the
# same description need not take.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet frictionless==5.21.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from frictionless import Resource, Schema

fields = [{"name": "quantity", "type": "integer"}, {"name": "day", "type": "date"}]
with open("orders.csv", "w", encoding="utf-8") as file:
    file.write("quantity,day\n1_000,2024-05-06\n１２,2024-5-6\n\"1,234\",2024-05-06\n")
resource = Resource(path="orders.csv", schema=Schema.from_descriptor({"fields": fields}))
rows = [(row["quantity"], str(row["day"])) for row in resource.read_rows()]
errors = resource.validate().flatten(["rowNumber", "fieldName", "type"])
print(rows, errors)
assert rows == [(1000, "2024-05-06"), (12, "2024-05-06"), (None, "2024-05-06")]
assert errors == [[4, "quantity", "type-error"]]
PYTHON
