#!/usr/bin/env bash
# lifelines 0.30.0, scikit-survival 0.28.0, CPython 3.11.
# Guess: the Nelson-Aalen estimate is the same in both: of 4 members 2 leave in month 1, which adds 2/4.
# Seen: scikit-survival adds 2/4, lifelines 1/4 + 1/3, as if the two had left one after the other, unless it is told
# nelson_aalen_smoothing=False: with monthly data its default is another estimate.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lifelines==0.30.0 scikit-survival==0.28.0
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from lifelines import NelsonAalenFitter
from sksurv.nonparametric import nelson_aalen_estimator

months, left = np.array([1.0, 1, 2, 3]), np.array([True, True, True, False])
seen = [
    float(NelsonAalenFitter(nelson_aalen_smoothing=smoothing).fit(months, left).cumulative_hazard_.loc[1].iloc[0])
    for smoothing in (True, False)
]
default = float(NelsonAalenFitter().fit(months, left).cumulative_hazard_.loc[1].iloc[0])
other = float(nelson_aalen_estimator(left, months)[1][0])
print(default, seen, other)
assert default == seen[0] and abs(default - (1 / 4 + 1 / 3)) < 1e-9 and seen[1] == other == 0.5
PYTHON
