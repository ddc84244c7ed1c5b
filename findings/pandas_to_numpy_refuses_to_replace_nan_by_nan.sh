#!/usr/bin/env bash
# pandas 3.1.1 (3.0.2, too), NumPy 2.4.6, CPython 3.11.
# Guess: `frame.to_numpy(dtype=object, na_value=np.nan)`, the way to one kind of missing value whatever the columns are,
# works for every frame; for one of floats there is nothing to replace.
# Seen: a frame of floats with a NaN in it raises "assignment destination is read-only". Other columns (text, nullable),
# another na_value (None, 0.0) and a frame of floats beside text are answered.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pandas==3.1.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd

floats = pd.DataFrame({"spend": [1.0, np.nan]})
try:
    floats.to_numpy(dtype=object, na_value=np.nan)
    said = ""
except ValueError as error:
    said = str(error)
print(said, floats.to_numpy(dtype=object, na_value=None).tolist())
assert said == "assignment destination is read-only"
assert floats.to_numpy(dtype=object, na_value=None).tolist() == [[1.0], [None]]
assert floats.assign(name=["a", "b"]).to_numpy(dtype=object, na_value=np.nan).shape == (2, 2)
PYTHON
