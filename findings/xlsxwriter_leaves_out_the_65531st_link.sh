#!/usr/bin/env bash
# xlsxwriter 3.3.1 with pandas 3.0.2, read by python-calamine 0.9.1, CPython 3.11.
# Guess: a list of 65,532 products with their addresses becomes a sheet with as many; past the number of links that Excel
# allows they are text.
# Seen: there is a warning that a link is ignored, and the cell stays empty: the last two products have no address.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pandas==3.0.2 xlsxwriter==3.3.1 python-calamine==0.9.1
"$folder/venv/bin/python" - <<'PYTHON'
import io
import warnings

import pandas as pd

held = io.BytesIO()
products = pd.DataFrame({"product": range(65_532)})
products["address"] = [f"https://shop.example/{one}" for one in products["product"]]
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    products.to_excel(held, index=False, engine="xlsxwriter")
found = pd.read_excel(held, engine="calamine")
print(found.tail(3), len(told))
assert len(told) == 2 and "Ignoring URL" in str(told[0].message)
assert found["address"].isna().tolist() == [False] * 65_530 + [True] * 2
PYTHON
