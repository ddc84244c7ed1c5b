#!/usr/bin/env bash
# phonenumbers 9.0.43, CPython 3.11.
# Guess: a German mobile number that a spreadsheet robbed of its plus sign (4915112345678 for +49 151 12345678) is read
# as that number, or is not valid in Germany.
# Seen: it is read as +49 4915 112345678, somebody else's fixed line, and valid; without the plus sign a British number
# is read as what it was.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile phonenumbers==9.0.43
"$folder/venv/bin/python" - <<'PYTHON'
import phonenumbers

def read(number, country):
    parsed = phonenumbers.parse(number, country)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), phonenumbers.is_valid_number(parsed)

found = {number: read(number, country) for number, country in [
    ("0151 12345678", "DE"), ("4915112345678", "DE"), ("07400 123456", "GB"), ("447400123456", "GB")]}
print(found)
assert found["0151 12345678"] == ("+4915112345678", True)
assert found["4915112345678"] == ("+494915112345678", True)
assert found["07400 123456"] == found["447400123456"] == ("+447400123456", True)
PYTHON
