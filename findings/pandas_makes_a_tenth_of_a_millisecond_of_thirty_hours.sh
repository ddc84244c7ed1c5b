#!/usr/bin/env bash
# pandas 3.0.2, CPython 3.11.
# Guess: the times between two orders of three customers, [30, 1.5, 2] hours, become 30, 1.5 and 2 hours by
# to_timedelta(unit="h"), in whatever order they stand.
# Seen: the whole number that stands before the first fraction becomes 0.000108 seconds, 30 times 3,600 nanoseconds, without
# a word; with 1.5 first, or in an array of floats, it is 30 hours. In days it is the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pandas==3.0.2
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd

found = pd.to_timedelta([30, 1.5, 2], unit="h")
print(list(found))
assert found[0] == pd.Timedelta(nanoseconds=30 * 3600)
assert list(found[1:]) == [pd.Timedelta(hours=1.5), pd.Timedelta(hours=2)]
assert pd.to_timedelta([1.5, 30, 2], unit="h")[1] == pd.Timedelta(hours=30)
assert pd.to_timedelta(np.array([30, 1.5, 2]), unit="h")[0] == pd.Timedelta(hours=30)
assert pd.to_timedelta([30, 1.5], unit="D")[0] == pd.Timedelta(nanoseconds=30 * 86_400)
PYTHON
