#!/usr/bin/env bash
# pandas 3.1.1, CPython 3.11.
# Guess: a customer number of 16 digits is found in a list of such numbers, and no other is, whether or not the list has
# a missing value.
# Seen: a single NaN in the list makes floats of it: 9007199254740993 is not found although it is there, and
# 9007199254740992 is although it is not. With None in place of NaN both are right.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd

there, other = 2**53 + 1, 2**53
ids = pd.Series([there, other])
seen = {
    "alone": ids.isin([there]).tolist(),
    "beside NaN": ids.isin([there, np.nan]).tolist(),
    "beside None": ids.isin([there, None]).tolist(),
}
print(seen)
assert seen == {"alone": [True, False], "beside NaN": [False, True], "beside None": [True, False]}
PYTHON
