#!/usr/bin/env bash
# lifelines 0.30.0, statsmodels 0.15.0, scikit-survival 0.28.0, CPython 3.11.
# Late entry can empty the set of those at risk early: the only member watched leaves, others are watched from then on.
# Guess: all three give a survival curve that is 0 from there on, as the product rule says.
# Seen: scikit-survival does; lifelines refuses with StatError; statsmodels comes to 5e-17 at the next event.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lifelines==0.30.0 statsmodels==0.15.0 scikit-survival==0.28.0
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.exceptions import StatError
from sksurv.nonparametric import kaplan_meier_estimator
from statsmodels.duration.survfunc import SurvfuncRight

time, left, entry = np.array([1.0, 5, 6]), np.array([True, True, False]), np.array([0.0, 2, 3])
_, curve = kaplan_meier_estimator(left, time, time_enter=entry)
statsmodels = SurvfuncRight(time, left.astype("int64"), entry=entry).surv_prob
try:
    KaplanMeierFitter().fit(time, left, entry=entry)
    refused = ""
except StatError as error:
    refused = str(error)
print(curve.tolist(), statsmodels.tolist(), refused)
assert curve.tolist() == [1, 0, 0, 0, 0, 0] and statsmodels[0] == 0 and 0 < statsmodels[1] < 1e-16
assert refused.startswith("There are too few early truncation times")
PYTHON
