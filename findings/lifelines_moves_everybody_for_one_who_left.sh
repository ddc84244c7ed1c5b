#!/usr/bin/env bash
# lifelines 0.30.3, statsmodels 0.15.0, CPython 3.11.
# Guess: the share that has left by each reason (Aalen-Johansen) is the same in both, also in monthly data: of 100
# members 10 leave by themselves in month 1, so 0.1.
# Seen: it is, as long as two or more leave for the other reason in that month. Where exactly one does, lifelines warns
# of ties and moves every leaving by chance, some behind those who were last seen in that month and so no longer count:
# 0.116 and 0.115 with two seeds rather than 0.1, and another number at each fit without one. statsmodels has 0.1 both
# times.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile lifelines==0.30.3 statsmodels==0.15.0
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import numpy as np
from lifelines import AalenJohansenFitter
from statsmodels.duration.survfunc import CumIncidenceRight

warnings.simplefilter("ignore")
seen = {}
# Of 100 members 10 and these leave in month 1, 40 are last seen in it, the others in month 2.
for others in (2, 1):
    why = np.repeat([1, 2, 0, 0], [10, others, 40, 50 - others])
    month = np.repeat([1.0, 1, 1, 2], [10, others, 40, 50 - others])
    fits = [AalenJohansenFitter(seed=seed).fit(month, why, event_of_interest=1) for seed in (1, 2)]
    exact = CumIncidenceRight(month, why).cinc[0][0]
    seen[others] = [round(float(share), 3) for share in (*(fit.cumulative_density_.iloc[-1, 0] for fit in fits), exact)]
print(seen)
assert seen[2] == [0.1, 0.1, 0.1] and seen[1][2] == 0.1
assert min(seen[1][:2]) > 0.11 and seen[1][0] != seen[1][1]
PYTHON
