#!/usr/bin/env bash
# papermill 2.7.0, NumPy 2.4.6, CPython 3.11.
# Guess: parameters keep their types: a count from NumPy (np.int64(5)) is the number 5 in the notebook as
# np.float64(2.5) is 2.5, and a dictionary of prices by customer number keeps its whole numbers as keys.
# Seen: np.int64(5) becomes the text "5", as do np.bool_ and a tuple, without a word; the keys become text.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile papermill==2.7.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from papermill.translators import PythonTranslator

values = np.int64(5), np.float64(2.5), np.bool_(True), (1, 2), [1, 2], {17: 4.99}
seen = [PythonTranslator.translate(value) for value in values]
print(seen)
assert seen == ['"5"', "2.5", '"True"', '"(1, 2)"', "[1, 2]", '{"17": 4.99}']
PYTHON
