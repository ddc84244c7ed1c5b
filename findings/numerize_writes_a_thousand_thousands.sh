#!/usr/bin/env bash
# numerize 0.12, millify 0.1.1, CPython 3.11.
# Guess: 999,999 of revenue is "1M" on a dashboard, once it is rounded to two digits.
# Seen: the unit is chosen before the number is rounded: numerize writes "1000K", millify "1000k", beside the "1M" of one
# euro more. What is more than its largest unit numerize writes out, 16 digits without a sign between.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile numerize==0.12 millify==0.1.1
"$folder/venv/bin/python" - <<'PYTHON'
from millify import millify
from numerize import numerize

seen = [numerize.numerize(revenue) for revenue in (999_999, 1_000_000, 10**15)]
also = [millify(revenue, precision=1) for revenue in (999_999, 1_000_000)]
print(seen, also)
assert seen == ["1000K", "1M", "1000000000000000"]
assert also == ["1000k", "1M"]
PYTHON
