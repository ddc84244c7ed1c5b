#!/usr/bin/env bash
# papermill 2.7.0, CPython 3.11.
# Guess: on papermill's command line, -p takes 12 and 2.5 for numbers and leaves what only looks like one, 01067 (a
# postcode), 1_000, 12e3 (an article number), or nan as text.
# Seen: they become 1067, 1000, 12000.0 and not a number; 0x10 and true stay text, True does not. -r keeps text as it
# is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile papermill==2.7.0
"$folder/venv/bin/python" - <<'PYTHON'
from click.testing import CliRunner
from unittest import mock

from papermill.cli import papermill

words = "01067 1_000 12e3 nan 0x10 true True".split()
seen = {}
for flag in ("-p", "-r"):
    options = [part for number, word in enumerate(words) for part in (flag, f"x{number}", word)]
    with mock.patch("papermill.cli.execute_notebook") as execute:
        result = CliRunner().invoke(papermill, ["in.ipynb", "out.ipynb", *options])
    assert result.exit_code == 0, result.output
    seen[flag] = [repr(value) for value in execute.call_args.kwargs["parameters"].values()]
print(seen)
assert seen["-p"] == ["1067", "1000", "12000.0", "nan", "'0x10'", "'true'", "True"]
assert seen["-r"] == [repr(word) for word in words]
PYTHON
