#!/usr/bin/env bash
# RapidFuzz 3.14.6, CPython 3.11.
# Guess: two customers without a name are the same to every score of names: 100.
# Seen: 100 by ratio, partial_ratio and token_sort_ratio, 0 by token_set_ratio and by WRatio, which process.extract takes
# unless told otherwise: a cut-off of 90 makes one customer of them or keeps them apart by the score chosen.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile rapidfuzz==3.14.6
"$folder/venv/bin/python" - <<'PYTHON'
from rapidfuzz import fuzz

scores = ["ratio", "partial_ratio", "WRatio", "token_sort_ratio", "token_set_ratio"]
seen = {name: getattr(fuzz, name)("", "") for name in scores}
print(seen)
assert [name for name, score in seen.items() if score == 100] == ["ratio", "partial_ratio", "token_sort_ratio"]
assert [name for name, score in seen.items() if score == 0] == ["WRatio", "token_set_ratio"]
PYTHON
