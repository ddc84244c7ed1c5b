#!/usr/bin/env bash
# babel 2.19.0, CPython 3.11.
# Guess: parse_date reads, in each locale, what format_date writes with the same settings, and otherwise raises
# ParseError.
# Seen: only where the form is of digits (German: 06.05.2024). American "May 6, 2024", French "6 mai 2024" and the
# medium form of most locales, the default of both functions, end in IndexError, which is no ValueError.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet babel==2.19.0
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

from babel.dates import ParseError, format_date, parse_date

day = datetime.date(2024, 5, 6)
seen = {}
for locale in ("de", "en_GB", "en_US", "fr"):
    text = format_date(day, locale=locale)
    try:
        seen[text] = str(parse_date(text, locale=locale))
    except (IndexError, ParseError) as error:
        seen[text] = type(error).__name__
print(seen)
assert issubclass(ParseError, ValueError) and seen == {
    "06.05.2024": "2024-05-06",
    "6 May 2024": "IndexError",
    "May 6, 2024": "IndexError",
    "6 mai 2024": "IndexError",
}
PYTHON
