#!/usr/bin/env bash
# Papa Parse 5.7.1, Node 20.20.
# Guess: of a table that a German spreadsheet has saved, with semicolons between the columns and commas in the amounts,
# the separator is found to be the semicolon.
# Seen: with two columns of amounts, and with a column of names in which commas stand, it is the comma; with four columns
# it is the semicolon.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" papaparse@5.7.1
cat > seen.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import Papa from "papaparse";

const tables = [
  "net;gross\n1,50;1,79\n2,50;2,98\n",
  "customer;choices\nAnn;tea, cup, tray\nLi;tea, cup, pot\n",
  "customer;net;tax;gross\nAnn;1,50;0,29;1,79\nLi;2,50;0,48;2,98\n",
];
const found = tables.map((table) => Papa.parse(table).meta.delimiter);
console.log(found);
assert.deepEqual(found, [",", ",", ";"]);
JAVASCRIPT
node seen.mjs
