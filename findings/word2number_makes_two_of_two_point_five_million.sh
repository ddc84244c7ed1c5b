#!/usr/bin/env bash
# word2number 1.1, CPython 3.11.
# Guess: amounts as people say them: "two point five million" is 2,500,000, "half a million" and "minus five" are refused or
# right, "nineteen ninety nine" is 1999.
# Seen: 2, 1,000,000, 5 and 1719, and "one and a half" is 1, all without a word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile word2number==1.1
"$folder/venv/bin/python" - <<'PYTHON'
from word2number.w2n import word_to_num

said = ("two point five million", "half a million", "one and a half", "minus five", "nineteen ninety nine")
seen = {words: word_to_num(words) for words in said}
print(seen)
assert list(seen.values()) == [2, 1_000_000, 1, 5, 1719]
PYTHON
