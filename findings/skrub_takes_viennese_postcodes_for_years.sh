#!/usr/bin/env bash
# skrub 0.11.0 on pandas 3.0.6, CPython 3.11.
# Guess: skrub's Cleaner, which finds the kinds of a table's columns by itself, leaves postcodes as text, as it leaves
# those of Dresden (01067), and reads 06.05.2024, with dots, as 6 May or leaves it.
# Seen: a column of Viennese postcodes, 1010 and 1040, are the New Year's Days of 1010 and 1040; those of 8010 (Graz)
# are days of the year 8010. 06.05.2024 is 5 June, unless another day of the column is past the 12th. Nothing is said.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile skrub==0.11.0 pandas==3.0.6
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import pandas as pd
from skrub import Cleaner

warnings.simplefilter("error")
columns = {
    "Vienna": ["1010", "1040"],
    "Graz": ["8010", "8020"],
    "Dresden": ["01067", "01069"],
    "early": ["06.05.2024", "07.05.2024"],
    "late": ["06.05.2024", "17.05.2024"],
}
cleaned = Cleaner().fit_transform(pd.DataFrame(columns))
seen = {name: [str(cell)[:10] for cell in cleaned[name]] for name in columns}
print(seen)
assert seen["Vienna"] == ["1010-01-01", "1040-01-01"] and seen["Graz"] == ["8010-01-01", "8020-01-01"]
assert seen["Dresden"] == columns["Dresden"]
assert seen["early"] == ["2024-06-05", "2024-07-05"] and seen["late"] == ["2024-05-06", "2024-05-17"]
PYTHON
