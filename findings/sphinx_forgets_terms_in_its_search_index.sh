#!/usr/bin/env bash
# Sphinx 7.4.7 (the newest that Jupyter Book 1 takes), CPython 3.11.
# Guess: after a second build, for which one other page was changed, the search index holds the terms of the glossary as
# before, since it is added to.
# Seen: the words of the glossary's page are still there, its terms are not: `indexentries` is empty, and a search no longer
# leads to the term. It comes back when the glossary's own page changes, or all is built anew.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile sphinx==7.4.7
mkdir "$folder/source"
cd "$folder/source"
printf 'project = "Terms"\n' >conf.py
printf 'Terms\n=====\n\n.. toctree::\n\n   glossary\n   orders\n' >index.rst
printf 'Glossary\n========\n\n.. glossary::\n\n   retention rate\n      The share that stays.\n' >glossary.rst
printf 'Orders\n======\n\nA page.\n' >orders.rst
"$folder/venv/bin/sphinx-build" -q -b html . "$folder/site"
cp "$folder/site/searchindex.js" "$folder/first.js"
printf 'One more sentence.\n' >>orders.rst
"$folder/venv/bin/sphinx-build" -q -b html . "$folder/site"
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
from pathlib import Path

from sphinx.search import js_index

folder = Path(sys.argv[1])
first, second = (
    js_index.loads(path.read_text(encoding="utf-8")) for path in (folder / "first.js", folder / "site/searchindex.js")
)
print(first["indexentries"], second["indexentries"], second["docnames"])
assert list(first["indexentries"]) == ["retention rate"]
assert second["indexentries"] == {} and "glossary" in second["docnames"]
PYTHON
