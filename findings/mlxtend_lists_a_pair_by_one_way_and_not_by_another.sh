#!/usr/bin/env bash
# mlxtend 0.25.0, pandas 3.0.2, CPython 3.11.
# Guess: of 100 baskets 7 hold tea and a cup; asked for what is in at least 0.07 of the baskets, each of mlxtend's ways
# lists the pair.
# Seen: apriori lists it; fpgrowth, hmine and fpmax do not, for they ask for a whole number of baskets above 0.07 * 100,
# which is 7.000000000000001. So it is with 14, 28, 55 and 56 of 100, and with no other number up to 79.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile mlxtend==0.25.0 pandas==3.0.2
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import apriori, fpgrowth, fpmax, hmine

def pairs(way, together):
    baskets = np.zeros((100, 2), dtype=bool)
    baskets[:together] = True
    baskets[together : together + 10, 0] = baskets[together + 10 : together + 20, 1] = True  # one of the two
    found = way(pd.DataFrame(baskets, columns=["tea", "cup"]), min_support=together / 100, use_colnames=True)
    return sum(len(items) == 2 for items in found["itemsets"])

found = {way.__name__: [n for n in range(1, 80) if not pairs(way, n)] for way in (apriori, fpgrowth, hmine, fpmax)}
print(found)
left_out = [7, 14, 28, 55, 56]
assert found == {"apriori": [], "fpgrowth": left_out, "fpmax": left_out, "hmine": left_out}
PYTHON
