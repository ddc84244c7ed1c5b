#!/usr/bin/env bash
# Pyodide 314.0.7 (CPython 3.14.2) in Node, beside CPython 3.11 on Linux with glibc.
# Guess: strftime gives the same text in both, or leaves a sign that it does not know as it stands, as glibc leaves %Q.
# Seen: one sign that Pyodide's C library does not know (%P, am or pm; %k and %l, hours; %^a, capitals) makes the whole
# text empty, "day 6, " before it included, and nothing is raised. %-d, %e, %G-W%V are alike.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" pyodide@314.0.7
cat > dates.py <<'PYTHON'
import datetime

signs = ("%-d %e %G-W%V", "day %-d, %P", "%k", "%^a", "%Q")
str({sign: datetime.datetime(2024, 5, 6, 15, 4).strftime(sign) for sign in signs})
PYTHON
cat > dates.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
console.log(pyodide.runPython(readFileSync("dates.py", "utf-8")));
JAVASCRIPT
here=$(sed 's/^str(\(.*\))$/print(\1)/' dates.py | python3 -)
there=$(node dates.mjs)
echo "$here"
echo "$there"
test "$here" = "{'%-d %e %G-W%V': '6  6 2024-W19', 'day %-d, %P': 'day 6, pm', '%k': '15', '%^a': 'MON', '%Q': '%Q'}"
test "$there" = "{'%-d %e %G-W%V': '6  6 2024-W19', 'day %-d, %P': '', '%k': '', '%^a': '', '%Q': ''}"
