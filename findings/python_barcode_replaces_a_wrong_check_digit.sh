#!/usr/bin/env bash
# python-barcode 0.16.1, CPython 3.11.
# Guess: an article number whose last digit does not check, as after a typing error, is refused.
# Seen: the last digit is thrown away and another one computed: a code is printed, without a word, of a number that nobody
# gave. So for EAN-13, EAN-8 and UPC-A.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile python-barcode==0.16.1
"$folder/venv/bin/python" - <<'PYTHON'
from barcode import EAN8, EAN13, UPCA

given = {EAN13: "4006381333932", EAN8: "96385075", UPCA: "012345678906"}
printed = {kind.__name__: (number, kind(number).get_fullcode()) for kind, number in given.items()}
print(printed)
assert printed == {
    "EuropeanArticleNumber13": ("4006381333932", "4006381333931"),
    "EuropeanArticleNumber8": ("96385075", "96385074"),
    "UniversalProductCodeA": ("012345678906", "012345678905"),
}
PYTHON
