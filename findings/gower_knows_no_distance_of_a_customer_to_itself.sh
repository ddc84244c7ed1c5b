#!/usr/bin/env bash
# gower 0.1.2, pandas 2.3.3, CPython 3.11.
# Guess: as Gower defined it, what is missing is left out of the comparison: a customer whose age is not known is compared by
# all the rest, and is at no distance from itself.
# Seen: one missing number makes all of the customer's distances missing, that to itself too; a missing text is a category of
# its own, so that two customers of whom nothing is known are alike.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile gower==0.1.2 pandas==2.3.3 numpy==2.4.3
"$folder/venv/bin/python" - <<'PYTHON'
import gower
import numpy as np
import pandas as pd

customers = pd.DataFrame({"city": ["Graz", "Graz", "Linz"], "age": [20, np.nan, 40]})
ages = gower.gower_matrix(customers)
cities = gower.gower_matrix(pd.DataFrame({"city": [None, None, "Linz"], "age": [20.0, 20.0, 40.0]}))
print(ages, cities, sep="\n")
assert np.isnan(ages[1]).all() and np.isnan(ages[:, 1]).all() and ages[0, 0] == 0 and ages[0, 2] == 1
assert cities[0, 1] == 0 and cities[0, 2] == 1
PYTHON
