#!/usr/bin/env bash
# pingouin 0.7.0, CPython 3.11.
# Guess: the t test of two groups of unequal spread does not take their variances to be equal, as in R, or always does.
# Seen: it does where both groups are of one size (58 degrees of freedom for 30 and 30, though one spreads eight times as
# wide) and does not where one has a customer more (30.85 for 30 and 31).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pingouin==0.7.0
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pingouin

random = np.random.default_rng(1)
steady, wild = random.normal(50, 5, 30), random.normal(55, 40, 31)
degrees = [float(pingouin.ttest(steady, wild[:size])["dof"].iloc[0]) for size in (30, 31)]
print(degrees)
assert degrees[0] == 58
assert 30 < degrees[1] < 33
PYTHON
