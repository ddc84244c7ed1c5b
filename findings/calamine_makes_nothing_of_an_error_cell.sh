#!/usr/bin/env bash
# python-calamine 0.9.1, openpyxl 3.1.5, xlsxwriter 3.3.1, CPython 3.11.
# Guess: a price that the shop's sheet could not look up, #N/A, is told apart from one that was never written.
# Seen: calamine reads both as an empty text; openpyxl reads "#N/A" and None. A midnight is a date where calamine reads .xlsx,
# though the sheet shows a time with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile python-calamine==0.9.1 openpyxl==3.1.5 xlsxwriter==3.3.1
"$folder/venv/bin/python" - <<'PYTHON'
import datetime
import io

import openpyxl
import python_calamine
import xlsxwriter

held = io.BytesIO()
book = xlsxwriter.Workbook(held)
sheet, time = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
sheet.write_row(0, 0, ["order", "price", "day"])
for row, day in ((1, datetime.datetime(2024, 3, 1)), (2, datetime.datetime(2024, 3, 1, 8, 26))):
    sheet.write_number(row, 0, row)
    sheet.write_datetime(row, 2, day, time)
sheet.write_formula(1, 1, "=NA()", value="#N/A")
book.close()
calamine = python_calamine.CalamineWorkbook.from_object(io.BytesIO(held.getvalue())).get_sheet_by_index(0).to_python()
other = [[cell.value for cell in row] for row in openpyxl.load_workbook(held, data_only=True).active.rows]
print(calamine, other)
assert [row[1] for row in calamine[1:]] == ["", ""] and [row[1] for row in other[1:]] == ["#N/A", None]
assert [type(row[2]) for row in calamine[1:]] == [datetime.date, datetime.datetime]
PYTHON
