#!/usr/bin/env bash
# statsmodels 0.15.0 on scipy 1.17.1, CPython 3.11.
# Guess: the interval of a difference between two equal proportions is symmetric about 0 by every method, and exists for
# 0 of 10 against 0 of 10.
# Seen: the score interval (method="score", Miettinen and Nurminen) of 1 of 10 against 1 of 10 is (-0.286, 0.331); of 0
# of 10 against 0 or 1 of 10 it raises ValueError out of the root finder. Newcombe's is symmetric and exists for all of
# them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet statsmodels==0.15.0 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

from statsmodels.stats.proportion import confint_proportions_2indep

warnings.simplefilter("ignore")
seen = {}
for counts in ((1, 1), (0, 0), (0, 1)):
    for method in ("score", "newcomb"):
        try:
            found = confint_proportions_2indep(counts[0], 10, counts[1], 10, method=method)
            seen[counts, method] = tuple(round(float(end), 3) for end in found)
        except ValueError as error:
            seen[counts, method] = str(error)
print(seen)
assert seen[(1, 1), "score"] == (-0.286, 0.331) and seen[(1, 1), "newcomb"] == (-0.315, 0.315)
assert "NaN" in seen[(0, 0), "score"] and seen[(0, 0), "newcomb"] == (-0.278, 0.278)
assert "different signs" in seen[(0, 1), "score"] and seen[(0, 1), "newcomb"] == (-0.404, 0.189)
PYTHON
