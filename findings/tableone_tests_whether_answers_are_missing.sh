#!/usr/bin/env bash
# tableone 0.9.6 on pandas 2.3.3, CPython 3.11.
# Guess: shares and p-value of a categorical variable are of the answers that are known, the missing counted beside
# them, as for a number.
# Seen: a missing answer is a category of its own by default. Two groups that answer alike, half yes, half no, and of
# which one answers half as often, differ with p <0.001 by the test of answers; with include_null=False p is 1.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile tableone==0.9.6 pandas==2.3.3
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import pandas as pd
from tableone import TableOne

warnings.simplefilter("ignore")
group = pd.Series(["offer"] * 80 + ["none"] * 80)
answer = pd.Series(["yes"] * 40 + ["no"] * 40 + ["yes"] * 20 + ["no"] * 20 + [None] * 40)
frame = pd.DataFrame({"group": group, "answer": answer})
seen = {}
for nulls in (True, False):
    table = TableOne(
        frame, columns=["answer"], categorical=["answer"], groupby="group", pval=True, include_null=nulls
    ).tableone
    p = [value for value in table.iloc[:, -1] if value]
    seen[nulls] = p, table.index.get_level_values(1).tolist()
print(seen)
assert seen[True] == (["<0.001"], ["", "None", "no", "yes"])
assert seen[False][1] == ["", "no", "yes"] and float(seen[False][0][0]) == 1
PYTHON
