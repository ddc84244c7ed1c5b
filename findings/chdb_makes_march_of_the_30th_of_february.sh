#!/usr/bin/env bash
# chdb 4.4.0, chdb-core 26.9.0 (ClickHouse in a process), CPython 3.11.
# Guess: toDate('2024-02-30') is an error, as toDate('no day') is; a week begins on Monday.
# Seen: it is 1 March, without a word, and 30 February 2023 is 2 March; toStartOfWeek(Wednesday, 3 January 2024) is Sunday,
# 31 December 2023.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile chdb==4.4.0 chdb-core==26.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import chdb

def ask(what):
    return chdb.query(f"select {what}", "CSV").bytes().decode().strip().strip('"')

found = [ask("toDate('2024-02-30')"), ask("toDate('2023-02-30')"), ask("toStartOfWeek(toDate('2024-01-03'))")]
print(found)
assert found == ["2024-03-01", "2023-03-02", "2023-12-31"]
try:
    ask("toDate('no day')")
except Exception as error:
    print(type(error).__name__)
else:
    raise AssertionError("'no day' is a date")
PYTHON
