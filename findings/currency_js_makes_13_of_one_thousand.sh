#!/usr/bin/env bash
# currency.js 2.0.4, Node 20.20.
# Guess: an amount that a program wrote as 1e3 is 1,000 or an error; 5.00-, a refund as accounting programs write it, is -5,
# as (5.00) is.
# Seen: 1e3 is 13, for what is no digit is taken out; (5.00) is -5, and 5.00- is NaN, without an error though errorOnInvalid is
# asked for.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" currency.js@2.0.4
cat > seen.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import currency from "currency.js";

const found = ["1e3", "(5.00)", "5.00-"].map((text) => currency(text, { errorOnInvalid: true }).value);
console.log(found);
assert.deepEqual(found, [13, -5, NaN]);
JAVASCRIPT
node seen.mjs
