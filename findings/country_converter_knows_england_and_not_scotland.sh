#!/usr/bin/env bash
# country_converter 1.3.2, pandas 2.3.3 (with pandas 3.1.1 it does not start), CPython 3.11.
# Guess: of what customers write as their country, England, Scotland and Northern Ireland are all GB or all unknown; a
# person's name, Chad Smith, is "not found".
# Seen: England is GB; Scotland, Wales and Northern Ireland are not found. Whoever is called Chad or Jordan lives there,
# where the columns have got mixed up, and Georgia, USA is not found, while Paris, France is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile country_converter==1.3.2 pandas==2.3.3
"$folder/venv/bin/python" - <<'PYTHON'
import logging

import country_converter

logging.disable(logging.CRITICAL)
names = ("England", "Scotland", "Wales", "Northern Ireland", "Chad Smith", "Jordan Peters", "Georgia, USA", "Paris, France")
seen = {name: country_converter.convert(name, to="ISO2") for name in names}
print(seen)
assert list(seen.values()) == ["GB", *["not found"] * 3, "TD", "JO", "not found", "FR"]
PYTHON
