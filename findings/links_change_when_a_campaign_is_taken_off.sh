#!/usr/bin/env bash
# furl 2.1.4, yarl 1.25.1, w3lib 2.5.0, CPython 3.11.
# Guess: who takes utm_source off a link has the rest as it was, byte for byte, so that a signature over it still holds.
# Seen: so with w3lib alone. furl writes a blank as a plus sign; yarl does so, too, puts a comma in place of its %2C, and
# an equals sign behind a flag.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile furl==2.1.4 yarl==1.25.1 w3lib==2.5.0
"$folder/venv/bin/python" - <<'PYTHON'
from furl import furl
from w3lib.url import url_query_cleaner
from yarl import URL

link = "https://shop.example/p?ids=1%2C2&utm_source=mail&name=a%20b&flag"
by_furl = furl(link)
by_furl.remove(args=["utm_source"])
found = {
    "w3lib": url_query_cleaner(link, ["utm_source"], remove=True),
    "furl": by_furl.url,
    "yarl": str(URL(link).without_query_params("utm_source")),
}
print(found)
assert found == {
    "w3lib": "https://shop.example/p?ids=1%2C2&name=a%20b&flag",
    "furl": "https://shop.example/p?ids=1%2C2&name=a+b&flag",
    "yarl": "https://shop.example/p?ids=1,2&name=a+b&flag=",
}
PYTHON
