#!/usr/bin/env bash
# Pyodide 314.0.7 (CPython 3.14.2) in Node.
# Guess: setlocale(LC_ALL, "de_DE.UTF-8") raises locale.Error where no such locale is installed, as in a bare container.
# Seen: it is taken and returned, getlocale() says German, and numbers and months stay as in C: 1234.50, May. Code that
# tries a locale and falls back on another way of writing when it raises never falls back.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" pyodide@314.0.7
cat > german.mjs <<'JAVASCRIPT'
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
console.log(
  pyodide.runPython(`
import datetime
import locale

taken = locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
number = locale.format_string("%.2f", 1234.5, grouping=True)
" ".join([taken, locale.getlocale()[0], number, datetime.date(2024, 5, 6).strftime("%B")])
`),
);
JAVASCRIPT
seen=$(node german.mjs)
echo "$seen"
test "$seen" = "de_DE.UTF-8 de_DE 1234.50 May"
