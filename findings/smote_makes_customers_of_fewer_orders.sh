#!/usr/bin/env bash
# imbalanced-learn 0.14.2, scikit-learn 1.9.1, pandas 3.0.6, CPython 3.11.
# Guess: between two customers with whole numbers of orders, SMOTE makes one with the nearest whole number, so that the
# customers it makes order as much on average as those it makes them from.
# Seen: whole-number columns are cut, not rounded: mean orders are 2.80 where those who left have 3.04, and 2.99 where
# the same numbers are given as floats.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile imbalanced-learn==0.14.2 scikit-learn==1.9.1 pandas==3.0.6 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE

rng = np.random.default_rng(1)
customers = pd.DataFrame({"orders": rng.poisson(3, 4000), "months": rng.integers(1, 40, 4000)})
left = np.arange(4000) < 400
means = {"who left": customers["orders"][left].mean()}
for name, table in {"made of whole numbers": customers, "made of floats": customers.astype(float)}.items():
    more, _ = SMOTE(random_state=1).fit_resample(table, left)
    means[name] = more["orders"].iloc[4000:].mean()
print({name: round(float(mean), 3) for name, mean in means.items()})
assert abs(means["made of floats"] - means["who left"]) < 0.1
assert means["who left"] - means["made of whole numbers"] > 0.2
PYTHON
