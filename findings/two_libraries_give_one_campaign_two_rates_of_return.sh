#!/usr/bin/env bash
# numpy-financial 1.0.0, pyxirr 0.10.8, numpy 2.4.6, CPython 3.11.
# Guess: where two rates make the flows worth nothing (100 out, 230 in, 132 out: 10 % and 20 %), both irr() return the
# same of the two, or none.
# Seen: numpy-financial returns 10 %, pyxirr 20 %, neither with a word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile numpy-financial==1.0.0 pyxirr==0.10.8 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import numpy_financial
import pyxirr

warnings.simplefilter("error")
flows = [-100, 230, -132]
rates = {library.__name__: round(float(library.irr(flows)), 6) for library in (numpy_financial, pyxirr)}
print(rates)
assert rates == {"numpy_financial": 0.1, "pyxirr": 0.2}
assert all(abs(pyxirr.npv(rate, flows)) < 1e-9 for rate in (0.1, 0.2))
PYTHON
