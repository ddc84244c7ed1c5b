#!/usr/bin/env bash
# lifelines 0.30.0, CPython 3.11.
# Guess: with late entry the column at_risk of a Kaplan-Meier fit's event table is what the estimate divides by.
# Seen: it is not, where a customer comes under observation at the very time of an event. The table counts her (3 at
# risk), the estimate does not (1 - 1/2), which is the right one: she could not have been seen to leave.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet lifelines==0.30.0
"$folder/venv/bin/python" - <<'PYTHON'
from lifelines import KaplanMeierFitter

# Three customers: seen from 0 until they leave at 2; from 2 until they leave at 5; from 0, still there at 6.
fit = KaplanMeierFitter().fit([2, 5, 6], [1, 1, 0], entry=[0, 2, 0])
at_risk = int(fit.event_table.loc[2, "at_risk"])
survival = float(fit.survival_function_.loc[2, "KM_estimate"])
print(at_risk, survival)
assert at_risk == 3 and survival == 0.5
PYTHON
