#!/usr/bin/env bash
# Polars 2.1.0 with fastexcel 0.21.0, xlsxwriter 3.3.1, CPython 3.11.
# Guess: a workbook has 1,500 orders with numbers and then one B77, a return; Polars reads the column as text, or says
# that it cannot.
# Seen: it looks at the first thousand rows, reads whole numbers, and B77 is null, without a word; where all rows are looked
# at, it is text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile polars==2.1.0 fastexcel==0.21.0 xlsxwriter==3.3.1
"$folder/venv/bin/python" - <<'PYTHON'
import io

import polars as pl
import xlsxwriter

held = io.BytesIO()
book = xlsxwriter.Workbook(held)
sheet = book.add_worksheet()
for at, row in enumerate([["order", "value"], *([order, 20] for order in range(1500)), ["B77", -20]]):
    sheet.write_row(at, 0, row)
book.close()
found = pl.read_excel(held.getvalue())
print(found.tail(2))
assert found.schema["order"] == pl.Int64 and found["order"][-1] is None and len(found) == 1501
assert pl.read_excel(held.getvalue(), infer_schema_length=None)["order"][-1] == "B77"
PYTHON
