#!/usr/bin/env bash
# numpy-financial 1.0.0, numpy 2.4.6, CPython 3.11.
# Guess: without interest, 1200 owed and 100 paid a month are 12 payments, the limit of a small rate.
# Seen: nper() returns -12 at a rate of 0, and 12 at 1e-9; pmt() and pv() are the same for both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile numpy-financial==1.0.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import numpy_financial as npf

warnings.simplefilter("ignore", RuntimeWarning)

none, small = 0, 1e-9
payments = [float(npf.nper(rate, -100, 1200)) for rate in (none, small)]
print(payments)
assert payments[0] == -12 and abs(payments[1] - 12) < 1e-5
for function in (npf.pmt, npf.pv):
    without, almost = (float(function(rate, 12, 1200)) for rate in (none, small))
    assert abs(without - almost) < 0.01, (without, almost)
PYTHON
