#!/usr/bin/env bash
# pycountry 26.2.16, CPython 3.11.
# Guess: of the countries that search_fuzzy() finds for an address, the one whose whole name is asked for comes first.
# Seen: it does for Guinea, Congo, Georgia and Dominica, and not for Niger, where Nigeria comes first.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile pycountry==26.2.16
"$folder/venv/bin/python" - <<'PYTHON'
import pycountry

asked = ["Guinea", "Congo", "Georgia", "Dominica", "Niger"]
first = {name: pycountry.countries.search_fuzzy(name)[0].name for name in asked}
print(first)
assert first == {name: name for name in asked[:-1]} | {"Niger": "Nigeria"}
assert [country.name for country in pycountry.countries.search_fuzzy("Niger")] == ["Nigeria", "Niger"]
assert pycountry.countries.lookup("Niger").name == "Niger"
PYTHON
