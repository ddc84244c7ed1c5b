#!/usr/bin/env bash
# pandas 3.0.6 with tabulate 0.10.0, CPython 3.11.
# Guess: to_markdown writes a column of text as it stands.
# Seen: where each cell looks like a number the column becomes numbers: the article number 12e3 is 12000, the price
# 12.50 is 12.5 and 9007199254740993 is 9.0072e+15. Postcodes, 01067, are kept as long as all are whole; with 2.5
# among them 01067 is 1067. disable_numparse=True leaves all as they are.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pandas==3.0.6 tabulate==0.10.0
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd


def written(*cells, **how):
    lines = pd.DataFrame({"x": cells}).to_markdown(index=False, **how).splitlines()[2:]
    return [line.strip("| ") for line in lines]


columns = [("12e3", "7"), ("12.50", "3"), ("9007199254740993", "2.5"), ("01067", "04109"), ("01067", "2.5")]
seen = [written(*cells) for cells in columns]
print(seen)
assert seen == [["12000", "7"], ["12.5", "3"], ["9.0072e+15", "2.5"], ["01067", "04109"], ["1067", "2.5"]]
assert [tuple(written(*cells, disable_numparse=True)) for cells in columns] == columns
PYTHON
