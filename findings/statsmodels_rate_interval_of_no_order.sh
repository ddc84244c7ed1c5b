#!/usr/bin/env bash
# statsmodels 0.15.0, CPython 3.11.
# Guess: the intervals for the rate of a customer with no order in 10 months, and for the ratio of 0 orders to 5, begin
# at 0: a rate that was seen lies in its own interval.
# Seen: the mid-p interval of confint_poisson begins where it ends, at 0.29957, and for the ratio 0 of
# confint_poisson_2indep's default both ends are 0.76829. The exact interval is (0, 0.369), the ratio's by
# method="mover" (0, 0.937).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile statsmodels==0.15.0
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep

warnings.simplefilter("ignore")
found = {
    "mid-p": confint_poisson(0, 10, method="midp-c"),
    "exact": confint_poisson(0, 10, method="exact-c"),
    "ratio": confint_poisson_2indep(0, 10, 5, 10),
    "ratio, mover": confint_poisson_2indep(0, 10, 5, 10, method="mover", compare="ratio"),
}
seen = {name: [round(float(end), 5) for end in ends] for name, ends in found.items()}
print(seen)
assert seen["mid-p"] == [0.29957, 0.29957] and seen["exact"] == [0, 0.36889]
assert seen["ratio"] == [0.76829, 0.76829] and seen["ratio, mover"] == [0, 0.93734]
PYTHON
