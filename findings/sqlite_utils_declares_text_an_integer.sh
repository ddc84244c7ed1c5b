#!/usr/bin/env bash
# sqlite-utils 4.2.1, CPython 3.11.
# Guess: a CSV column of quantities in which one reads 1_000 is text in the table that sqlite-utils makes, or 1000.
# Seen: the column is declared INTEGER, since Python's int() reads 1_000, and holds the text 1_000, since SQLite does
# not: sum() of 1_000 and 3 is 4. A full-width １２ counts as 0 in the same way. A customer number 00123 is 123.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet sqlite-utils==4.2.1
cd "$folder"
printf 'customer,quantity,boxes\n00123,1_000,１２\n00124,3,5\n' > orders.csv
venv/bin/sqlite-utils insert shop.db orders orders.csv --csv --silent
"$folder/venv/bin/python" - <<'PYTHON'
import sqlite3

shop = sqlite3.connect("shop.db")
kinds = [(name, kind) for _, name, kind, *_ in shop.execute("pragma table_info(orders)")]
rows = shop.execute("select * from orders").fetchall()
sums = shop.execute("select sum(quantity), sum(boxes) from orders").fetchone()
print(kinds, rows, sums)
assert [kind for _, kind in kinds] == ["INTEGER", "INTEGER", "INTEGER"]
assert rows == [(123, "1_000", "１２"), (124, 3, 5)] and sums == (4, 5)
PYTHON
