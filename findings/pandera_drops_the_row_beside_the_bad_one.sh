#!/usr/bin/env bash
# pandera 0.35.0 on pandas 3.1.1, CPython 3.11.
# Guess: a schema with drop_invalid_rows=True drops the row that is not valid (a quantity of -1) and keeps the other
# two, also after two months' files were put together, with each its own row numbers.
# Seen: it drops every row of the same number: of the rows 0, 0 and 1 with 5, -1 and 2 only 2 is left, the valid 5 is
# gone without a word. After reset_index both are kept.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pandera==0.35.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import pandera.pandas as pa

schema = pa.DataFrameSchema({"quantity": pa.Column(int, pa.Check.gt(0))}, drop_invalid_rows=True)
orders = pd.concat([pd.DataFrame({"quantity": [5]}), pd.DataFrame({"quantity": [-1, 2]})])
seen = [
    schema.validate(frame, lazy=True)["quantity"].tolist() for frame in (orders, orders.reset_index(drop=True))
]
print(orders.index.tolist(), seen)
assert seen == [[2], [5, 2]]
PYTHON
