#!/usr/bin/env bash
# ipywidgets 8.1.9, CPython 3.11.
# Guess: a dropdown whose list is renewed (the months of an export that grew) keeps the month chosen while it is in the
# new list, as a SelectMultiple's choice or a slider's value within the new range is kept.
# Seen: the slider's is; the dropdown goes to the first of the list, and the SelectMultiple to none.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ipywidgets==8.1.9
"$folder/venv/bin/python" - <<'PYTHON'
from ipywidgets import Dropdown, IntSlider, SelectMultiple

one = Dropdown(options=["May", "June"], value="June")
some = SelectMultiple(options=["May", "June"], value=["June"])
one.options = some.options = ["May", "June", "July"]
slider = IntSlider(min=0, max=10, value=5)
slider.max = 20
print(one.value, some.value, slider.value)
assert (one.value, some.value, slider.value) == ("May", (), 5)
PYTHON
