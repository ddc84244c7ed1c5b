#!/usr/bin/env bash
# xlsx2csv 0.8.6, XlsxWriter 3.3.1, CPython 3.11.
# Guess: a cell with 5 that a sheet shows as "5 days" (number format 0 "days") is 5 in the CSV file, or 5 days.
# Seen: the d of the quoted word is taken for a day of the month: the cell becomes 0 "04ays", and the 5 is lost; "5
# Stück" becomes 0 "stück". An amount of 1234.567 with the format 0.00 is rounded to 1234.57, with #,##0.00 it is
# 1234.567.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile xlsx2csv==0.8.6 XlsxWriter==3.3.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import csv

import xlsxwriter
from xlsx2csv import Xlsx2csv

cells = [(5, '0 "days"'), (5, '0 "Stück"'), (5, "0"), (1234.567, "0.00"), (1234.567, "#,##0.00")]
book = xlsxwriter.Workbook("orders.xlsx")
sheet = book.add_worksheet()
for row, (number, form) in enumerate(cells):
    sheet.write_number(row, 0, number, book.add_format({"num_format": form}))
book.close()
Xlsx2csv("orders.xlsx", outputencoding="utf-8").convert("orders.csv")
with open("orders.csv", encoding="utf-8", newline="") as file:
    seen = [row[0] for row in csv.reader(file)]
print(seen)
assert seen == ['0 "04ays"', '0 "stück"', "5", "1234.57", "1234.567"]
PYTHON
