#!/usr/bin/env bash
# tea-tasting 1.14.0, pandas 3.0.6, CPython 3.11.
# Guess: customers whose value is missing are left out of the mean and of how many there are, so that the p value is
# that of the rows with a value.
# Seen: they are left out of the mean alone and counted in its error: p = 0.023 where the rows with a value give 0.044,
# which is what SciPy says with or without the missing ones; for NaN and for pandas' NA.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile tea-tasting==1.14.0 pandas==3.0.6
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import tea_tasting as tt
from scipy.stats import ttest_ind

control, treated = [0, 1, None] * 30, [1, 1, 0] * 30
rows = pd.DataFrame({"variant": [0] * 90 + [1] * 90, "value": control + treated}).astype({"value": float})
experiment = tt.Experiment(value=tt.Mean("value"))
tables = {"with NaN": rows, "with NA": rows.astype({"value": "Float64"}), "without": rows.dropna()}
p = {name: round(float(experiment.analyze(table)["value"].pvalue), 3) for name, table in tables.items()}
arms = [rows.loc[rows["variant"] == arm, "value"] for arm in (0, 1)]
p["SciPy"] = round(float(ttest_ind(*arms, equal_var=False, nan_policy="omit").pvalue), 3)
print(p)
assert p == {"with NaN": 0.023, "with NA": 0.023, "without": 0.044, "SciPy": 0.044}
means = {name: experiment.analyze(table)["value"].control for name, table in tables.items()}
assert set(means.values()) == {0.5}
PYTHON
