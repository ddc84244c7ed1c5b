#!/usr/bin/env bash
# DuckDB 2.0.1, pandas 3.1.1, CPython 3.11.
# Guess: a price with cents that comes after 25,000 whole prices in a CSV file is kept, or refused with a message.
# Seen: neither. The column was taken for whole numbers from some 20,000 rows at its start, and 2.50 is read as 3, 12.49
# as 12, without a word; after 20,000 whole prices they are kept. pandas keeps the cents. read_csv(..., sample_size=-1)
# looks at all rows first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet duckdb==2.0.1 pandas==3.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import pandas as pd

seen = {}
for whole in (20_000, 25_000):
    with open("orders.csv", "w") as file:
        file.write("order,price\n" + "".join(f"{order},10\n" for order in range(whole)) + "98,2.50\n99,12.49\n")
    last = duckdb.sql(f"select price from 'orders.csv' offset {whole}").fetchall()
    seen[whole] = [price for (price,) in last]
pandas = pd.read_csv("orders.csv")["price"].tolist()[-2:]
whole = duckdb.sql("select price from read_csv('orders.csv', sample_size=-1) offset 25000").fetchall()
print(seen, pandas, whole)
assert seen == {20_000: [2.5, 12.49], 25_000: [3, 12]}
assert pandas == [2.5, 12.49] and whole == [(2.5,), (12.49,)]
PYTHON
