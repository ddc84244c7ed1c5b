#!/usr/bin/env bash
# scikit-uplift 0.5.1 on scikit-learn 1.9.1, CPython 3.11.
# Guess: a measure of a targeting score does not change when the rows are shuffled; tied scores share their fate.
# Seen: qini_auc_score does not change, uplift_at_k does wherever the k-th customer's score is tied (a score of few
# values, such as a rule or a small tree gives): which of the tied count as chosen follows the file's order.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet scikit-uplift==0.5.1 scikit-learn==1.9.1
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from sklift.metrics import qini_auc_score, uplift_at_k

rng = np.random.default_rng(0)
bought, offered = rng.integers(0, 2, 1000), rng.integers(0, 2, 1000)
score, shuffled = rng.integers(0, 5, 1000).astype(float), rng.permutation(1000)


def both(rows):
    answer = bought[rows], score[rows], offered[rows]
    return round(qini_auc_score(*answer), 6), round(uplift_at_k(*answer, strategy="overall", k=0.3), 6)


first, second = both(np.arange(1000)), both(shuffled)
print(first, second)
assert first[0] == second[0] and first[1] != second[1]
PYTHON
