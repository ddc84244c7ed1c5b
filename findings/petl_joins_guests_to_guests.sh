#!/usr/bin/env bash
# petl 1.7.30, CPython 3.11.
# Guess: an order without a customer (None) finds no customer in petl's join, as in SQL, and antijoin, which gives the
# orders that find none, gives it.
# Seen: None equals None there: each guest's order is joined with each record without a customer, so that of 2 orders
# and 2 complaints of guests 4 rows come, where SQLite has none; antijoin gives no row.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet petl==1.7.30
"$folder/venv/bin/python" - <<'PYTHON'
import sqlite3

import petl

orders = [["customer", "number"], [None, 1], [None, 2], [7, 3]]
complaints = [["customer", "complaint"], [None, "a"], [None, "b"], [7, "c"]]
joined = petl.join(orders, complaints, key="customer")
alone = petl.antijoin(orders, complaints, key="customer")
shop = sqlite3.connect(":memory:")
for name, table in {"orders": orders, "complaints": complaints}.items():
    shop.execute(f"create table {name} ({', '.join(table[0])})")
    shop.executemany(f"insert into {name} values (?, ?)", table[1:])
sql = shop.execute("select * from orders join complaints using (customer)").fetchall()
print(petl.nrows(joined), petl.nrows(alone), sql)
assert petl.nrows(joined) == 5 and petl.nrows(alone) == 0 and sql == [(7, 3, "c")]
PYTHON
