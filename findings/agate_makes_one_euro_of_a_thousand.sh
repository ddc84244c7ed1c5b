#!/usr/bin/env bash
# agate 1.14.2 (what csvkit reads tables with), CPython 3.11.
# Guess: a column of continental prices, "1.234,50 €" and "2,50 €", stays text where no locale is named, as "1 234,50"
# does; a column of percentages stays text, too, or 7% becomes 0.07.
# Seen: the column is a number without a word: the comma is dropped as a thousands separator wherever it stands, 1.23450
# and 250, and so is the euro; 7% is 7. With locale="de_DE" the prices are right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet agate==1.14.2
"$folder/venv/bin/python" - <<'PYTHON'
import io
from decimal import Decimal

import agate


def read(words, **how):
    file = io.StringIO("order;price\n" + "".join(f"{order};{word}\n" for order, word in enumerate(words)))
    return list(agate.Table.from_csv(file, delimiter=";", **how).columns["price"])


prices = ["1.234,50 €", "2,50 €"]
german = agate.TypeTester(types=[agate.Number(locale="de_DE")])
seen = [read(prices), read(["1 234,50"]), read(["7%"]), read(prices, column_types=german)]
print(seen)
assert seen[0] == [Decimal("1.23450"), Decimal("250")] and seen[1] == ["1 234,50"] and seen[2] == [Decimal(7)]
assert seen[3] == [Decimal("1234.50"), Decimal("2.50")]
PYTHON
