#!/usr/bin/env bash
# mdit-py-plugins 0.7.0, markdown-it-py 4.3.0 (what MyST reads Markdown with), CPython 3.11.
# Guess: "from US$5 to US$10" keeps its dollars, for a formula in Markdown is not closed before a digit, as pandoc has
# it, nor opened by a dollar that follows a letter.
# Seen: "5 to US" is set as a formula and the dollars are gone, in any text with two prices; in two cells of a table
# they stay. With allow_digits=False the prices stay and $x_1$ is still a formula.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile markdown-it-py==4.3.0 mdit-py-plugins==0.7.0
"$folder/venv/bin/python" - <<'PYTHON'
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

texts = "from US$5 to US$10", "| $5 | $10 |\n|---|---|", "$x_1$"
seen = {}
for digits in (True, False):
    options = {} if digits else {"allow_digits": False}
    reader = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, **options)
    seen[digits] = ["math" in reader.render(text) for text in texts]
print(seen, MarkdownIt().use(dollarmath_plugin).render(texts[0]))
assert seen == {True: [True, False, True], False: [False, False, True]}
PYTHON
