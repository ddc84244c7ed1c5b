#!/usr/bin/env bash
# nbdime 4.0.4, CPython 3.11.
# Guess: a notebook in which a result went from true to 1, or from 1 to 1.0, differs from the one before, for the two
# files do; one whose missing value stayed a missing value does not differ.
# Seen: the other way about. nbdime compares as Python does, where True == 1 == 1.0, and says there is no difference;
# NaN against the same NaN is one. A bool against a word is a difference as expected.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile nbdime==4.0.4
"$folder/venv/bin/python" - <<'PYTHON'
import nbdime
import nbformat.v4 as new


def notebook(value):
    output = new.new_output("display_data", data={"application/json": {"bought": value}})
    return new.new_notebook(cells=[new.new_code_cell("bought", id="a", outputs=[output])])


pairs = (True, 1), (1, 1.0), (True, "yes"), (float("nan"), float("nan"))
seen = [bool(nbdime.diff_notebooks(notebook(one), notebook(other))) for one, other in pairs]
print(seen)
assert seen == [False, False, True, True]
PYTHON
