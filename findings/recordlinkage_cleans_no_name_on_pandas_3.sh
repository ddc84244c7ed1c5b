#!/usr/bin/env bash
# recordlinkage 0.14, pandas 3.1.1, CPython 3.11.
# Guess: clean() makes "müller söhne" of a firm's name: small letters, without what stands in brackets and without signs,
# as its options say; phonenumbers() leaves digits and the plus.
# Seen: small letters are all that comes of it. Brackets, signs and double blanks stay, and a telephone number stays as
# it is written: the patterns are taken for plain text, which is never found. Nothing is said.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile recordlinkage==0.14 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
from recordlinkage.preprocessing import clean, phonenumbers

names = clean(pd.Series(["Mueller & Soehne  (Wien)", "Mueller Soehne"])).tolist()
numbers = phonenumbers(pd.Series(["+43 (1) 234-56", "+43123456"])).tolist()
print(names, numbers)
assert names == ["mueller & soehne  (wien)", "mueller soehne"]
assert numbers == ["+43 (1) 234-56", "+43123456"]
PYTHON
