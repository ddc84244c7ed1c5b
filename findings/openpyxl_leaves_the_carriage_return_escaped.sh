#!/usr/bin/env bash
# openpyxl 3.1.5, python-calamine 0.9.1, XlsxWriter 3.3.1, pandas 3.1.1, CPython 3.11.
# Guess: an address of two lines, "Street 1" and "Town" with \r\n between, comes back from a workbook as it was written,
# by either engine of pandas.
# Seen: openpyxl, pandas' default, gives "Street 1_x000D_" and "Town": the escape of the file format is left in the
# text. calamine gives \r\n. A lone \n is the same in both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile openpyxl==3.1.5 python-calamine==0.9.1 XlsxWriter==3.3.1 pandas==3.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import xlsxwriter

written = ["Street 1\r\nTown", "Street 1\nTown"]
book = xlsxwriter.Workbook("customers.xlsx")
book.add_worksheet().write_column(0, 0, written)
book.close()
engines = "openpyxl", "calamine"
seen = {engine: pd.read_excel("customers.xlsx", header=None, engine=engine)[0].tolist() for engine in engines}
print(seen, pd.read_excel("customers.xlsx", header=None)[0].tolist() == seen["openpyxl"])
assert seen["calamine"] == written and seen["openpyxl"] == ["Street 1_x000D_\nTown", "Street 1\nTown"]
PYTHON
