#!/usr/bin/env bash
# pandera 0.35.0 on pandas 3.1.1, CPython 3.11.
# Guess: coerce=True turns what is of another kind into the column's kind, "3" into 3, and refuses what cannot be turned
# without loss: 2.7 for a whole number, "no" or a missing value for a bool, as it refuses "x" for a number.
# Seen: 2.7 becomes 2 (refused for the kind Int64), "no" and NaN become True, all valid from then on.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pandera==0.35.0 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import pandera.pandas as pa


def coerced(kind, value):
    try:
        schema = pa.DataFrameSchema({"x": pa.Column(kind, coerce=True)})
        return schema.validate(pd.DataFrame({"x": [value]}))["x"].tolist()[0]
    except (pa.errors.SchemaError, pa.errors.SchemaErrors):
        return "refused"


values = ((int, "3"), (int, "x"), (int, 2.7), ("Int64", 2.7), (bool, "no"), (bool, float("nan")))
seen = [coerced(kind, value) for kind, value in values]
print(seen)
assert seen == [3, "refused", 2, "refused", True, True]
PYTHON
