#!/usr/bin/env bash
# river 0.26.1, scikit-learn 1.9.1, CPython 3.11.
# Guess: the area under the ROC curve says how well customers are ranked, and does not change when all probabilities are
# divided by ten; river's, kept up one customer at a time, is that of scikit-learn to a hundredth or so.
# Seen: river's counts at ten thresholds between 0 and 1. Six customers ranked without a fault have 100 %, at half the
# probabilities 94 %, at a tenth 50 %; of 5,000 customers of whom 2 % buy, with probabilities to match, 51 % where it is
# 82 %. With n_thresholds=1000 it is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile river==0.26.1 scikit-learn==1.9.1
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
from river import metrics
from sklearn.metrics import roc_auc_score


def area(bought, chances, **how):
    metric = metrics.ROCAUC(**how)
    for one, chance in zip(bought, chances):
        metric.update(bool(one), float(chance))
    return round(metric.get(), 3)


chances = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
few = [area([0, 0, 0, 1, 1, 1], chances * scale) for scale in (1, 0.5, 0.1)]
rng = np.random.default_rng(1)
bought = rng.random(5000) < 0.02
chances = np.where(bought, rng.beta(3, 60, 5000), rng.beta(2, 90, 5000))
many = area(bought, chances), area(bought, chances, n_thresholds=1000), round(roc_auc_score(bought, chances), 3)
print(few, many)
assert few == [1.0, 0.944, 0.5]
assert many[0] == 0.511 and abs(many[1] - many[2]) < 0.002 and many[2] == 0.817
PYTHON
