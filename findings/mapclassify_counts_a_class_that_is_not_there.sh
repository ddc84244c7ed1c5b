#!/usr/bin/env bash
# mapclassify 2.10.0, CPython 3.11.
# Guess: five classes of equal size of customers' orders, of which sixty in a hundred are one, are an error, as with
# pandas' qcut, or as many classes as there can be, and `k` says how many.
# Seen: four classes, as a warning says, the second of them empty, for its upper end of 1.4 is interpolated; `k`, which the
# warning sets to four, says five.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile mapclassify==2.10.0
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import mapclassify

orders = [1] * 60 + [2] * 25 + [3] * 10 + [4, 5, 6, 7, 30]
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    classes = mapclassify.Quantiles(orders, k=5)
print(classes.bins.round(3).tolist(), classes.counts.tolist(), classes.k, [str(one.message) for one in said])
assert classes.bins.round(3).tolist() == [1.0, 1.4, 2.0, 30.0]
assert classes.counts.tolist() == [60, 0, 25, 15]
assert classes.k == 5
PYTHON
