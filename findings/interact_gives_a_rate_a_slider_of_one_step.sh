#!/usr/bin/env bash
# ipywidgets 8.1.9, CPython 3.11.
# Guess: interact(f, rate=0.02) makes a slider on which a rate can be moved in small steps, for its range is made of the
# value.
# Seen: the range is, from -0.02 to 0.06, the step is 0.1 whatever the value: larger than the whole slider. interact(f,
# n=5) has -5 to 15 in steps of 1, and half of it is of no use for a rate or a count.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ipywidgets==8.1.9
"$folder/venv/bin/python" - <<'PYTHON'
from ipywidgets import interactive

seen = {}
for value in (0.02, 5):
    slider = interactive(lambda value: value, value=value).children[0]
    seen[value] = slider.min, slider.max, slider.step
print(seen)
assert seen[5] == (-5, 15, 1)
assert [round(number, 9) for number in seen[0.02]] == [-0.02, 0.06, 0.1]
PYTHON
