#!/usr/bin/env bash
# dateparser 1.5.0, CPython 3.11; "today" is set to 28 November 2024.
# Guess: the day of China's largest sale, written 11月11日, is 11 November of the year; a compact 20241112 is 12 November
# 2024; a quarter, "Q3 2024", is not read.
# Seen: 11月11日 is 28 November 2011 (2024年11月11日 is right), 20241112 is not read, and "Q3 2024" is 28 August 2024.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet dateparser==1.5.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import dateparser

today = {"RELATIVE_BASE": datetime.datetime(2024, 11, 28)}
texts = ("11月11日", "2024年11月11日", "20241112", "Q3 2024")
seen = {text: str(dateparser.parse(text, settings=today)) for text in texts}
print(seen)
assert seen["11月11日"] == "2011-11-28 00:00:00" and seen["2024年11月11日"] == "2024-11-11 00:00:00"
assert seen["20241112"] == "None" and seen["Q3 2024"] == "2024-08-28 00:00:00"
PYTHON
