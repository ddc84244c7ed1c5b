#!/usr/bin/env bash
# growthbook 4.0.0 (the SDK, no server), CPython 3.11.
# Guess: an experiment whose weights add up to 1.1, 0.9 for the old page and 0.2 for the new one, is an error, or keeps
# their proportion of nine to two.
# Seen: every second customer gets the new page. Weights of 0.9 and 0.1 are kept.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile growthbook==4.0.0
"$folder/venv/bin/python" - <<'PYTHON'
from collections import Counter

from growthbook import Experiment, GrowthBook

def shown(weights, customers=4000):
    seen = Counter()
    for number in range(customers):
        book = GrowthBook(attributes={"id": str(number)})
        seen[book.run(Experiment(key="page", variations=["old", "new"], weights=weights)).value] += 1
    return seen["new"] / customers

found = {str(weights): round(shown(weights), 2) for weights in ([0.9, 0.1], [0.9, 0.2])}
print(found)
assert abs(found["[0.9, 0.1]"] - 0.1) < 0.02
assert abs(found["[0.9, 0.2]"] - 0.5) < 0.02
PYTHON
