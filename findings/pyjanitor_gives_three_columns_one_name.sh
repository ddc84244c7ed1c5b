#!/usr/bin/env bash
# pyjanitor 0.32.60, pandas 3.1.1, CPython 3.11.
# Guess: clean_names() keeps names apart: "Kunde", "kunde " and "KUNDE" of an export come out as three names.
# Seen: all three are called kunde, without a word; frame["kunde"] is a frame of three columns from then on. The € of
# another name stays where it is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pyjanitor==0.32.60 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import janitor  # noqa: F401 - gives frames their new methods
import pandas as pd

orders = pd.DataFrame([["A1", "Ann", "ANN", 5]], columns=["Kunde", "kunde ", "KUNDE", "Umsatz (€)"])
found = orders.clean_names()
print(list(found), found["kunde"].shape)
assert list(found) == ["kunde", "kunde", "kunde", "umsatz_€_"]
assert found["kunde"].shape == (1, 3)
PYTHON
