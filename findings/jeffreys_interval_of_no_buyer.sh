#!/usr/bin/env bash
# statsmodels 0.15.0, astropy 8.0.2, CPython 3.11.
# Guess: Jeffreys' interval for 0 buyers of 10 begins at 0 in both, as Brown, Cai and DasGupta (2001) have it.
# Seen: in astropy it does; in statsmodels it begins at 0.00005, so that the rate that was seen lies outside its own
# interval (and the share of 10 in 10, too).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet statsmodels==0.15.0 astropy==8.0.2
"$folder/venv/bin/python" - <<'PYTHON'
from astropy.stats import binom_conf_interval
from statsmodels.stats.proportion import proportion_confint

seen = {}
for bought in (0, 10):
    one = proportion_confint(bought, 10, method="jeffreys")
    other = binom_conf_interval(bought, 10, confidence_level=0.95, interval="jeffreys")
    seen[bought] = [[round(float(end), 5) for end in ends] for ends in (one, other)]
print(seen)
assert seen == {0: [[0.00005, 0.21720], [0, 0.21720]], 10: [[0.78280, 0.99995], [0.78280, 1]]}
PYTHON
