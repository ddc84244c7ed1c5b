#!/usr/bin/env bash
# pandas 3.1.1, CPython 3.11.
# Guess: a row with more cells than there are columns is an error wherever it stands, as index_col=False asks for no
# guessing.
# Seen: as the second row it is an error ("Expected 3 fields in line 2, saw 4"); as the first one its last cell is
# dropped with a ParserWarning, and the frame looks whole.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pandas==3.1.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import io
import warnings

import pandas as pd

how = {"header": None, "names": ["a", "b", "c"], "index_col": False}
try:
    pd.read_csv(io.StringIO("1,2,3\n4,5,6,7\n"), **how)
    second = "read"
except pd.errors.ParserError as error:
    second = str(error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    first = pd.read_csv(io.StringIO("4,5,6,7\n1,2,3\n"), **how).to_numpy().tolist()
print(second, first, [warning.category.__name__ for warning in caught])
assert "Expected 3 fields in line 2, saw 4" in second
assert first == [[4, 5, 6], [1, 2, 3]]
assert [warning.category for warning in caught] == [pd.errors.ParserWarning]
PYTHON
