#!/usr/bin/env bash
# DuckDB 2.0.1, CPython 3.11.
# Guess: a CSV column of words such as "no", "t" or "f" stays text; only true and false are read as BOOLEAN.
# Seen: a file of orders from Norway alone (NO) has a BOOLEAN country, all False; one with an order from Sweden (SE) has
# text, so that two months of one shop do not fit together; "t" and "f", yes and no become BOOLEAN too, Y and N do not.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==2.0.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

seen = {}
for words in ("NO NO", "NO SE", "yes no", "t f", "Y N"):
    with open("orders.csv", "w") as file:
        file.write("order,word\n" + "".join(f"{order},{word}\n" for order, word in enumerate(words.split())))
    table = duckdb.sql("from 'orders.csv'")
    seen[words] = (str(table.types[1]), [word for _, word in table.fetchall()])
print(seen)
assert seen["NO NO"] == ("BOOLEAN", [False, False]) and seen["NO SE"] == ("VARCHAR", ["NO", "SE"])
assert [seen[words][0] for words in ("yes no", "t f", "Y N")] == ["BOOLEAN", "BOOLEAN", "VARCHAR"]
PYTHON
