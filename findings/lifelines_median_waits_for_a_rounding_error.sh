#!/usr/bin/env bash
# lifelines 0.30.3, statsmodels 0.15.0, CPython 3.11.
# Guess: of 4, 8, 10 and 20 members, one of whom leaves in each month, half have left by month 2, 4, 5 and 10: that is
# the median lifetime, in both.
# Seen: lifelines says 2, 5, 5 and 11: for 8 and 20 its curve is at 0.5000000000000001 in the month in which half have
# left, which is not yet 0.5. statsmodels says 3, 5, 6 and 11, always the next month, for it asks for fewer than half.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lifelines==0.30.3 statsmodels==0.15.0
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from lifelines import KaplanMeierFitter
from statsmodels.duration.survfunc import SurvfuncRight

seen = {}
for members in (4, 8, 10, 20):
    months, left = np.arange(1.0, members + 1), np.ones(members, dtype="int64")
    curve = KaplanMeierFitter().fit(months, left)
    median = float(curve.median_survival_time_), float(SurvfuncRight(months, left).quantile(0.5))
    seen[members] = *median, float(curve.survival_function_.iloc[members // 2, 0])
print(seen)
assert [seen[members][0] for members in seen] == [2, 5, 5, 11]
assert [seen[members][1] for members in seen] == [3, 5, 6, 11]
assert seen[8][2] > 0.5 and abs(seen[8][2] - 0.5) < 1e-15
PYTHON
