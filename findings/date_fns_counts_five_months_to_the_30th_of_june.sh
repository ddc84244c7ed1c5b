#!/usr/bin/env bash
# date-fns 4.4.0, Node 20.20.
# Guess: a member who joined on the last day of December has been one for six months on 30 June, as one who joined on
# 31 May has been for one: a month that ends sooner is over on its last day.
# Seen: differenceInMonths gives one month from 31 May and five from 31 December; addMonths of six months to 31 December is
# 30 June all the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" date-fns@4.4.0
cat > seen.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { addMonths, differenceInMonths } from "date-fns";

const june = new Date(2024, 5, 30);
const months = [new Date(2024, 4, 31), new Date(2023, 11, 31)].map((joined) => differenceInMonths(june, joined));
console.log(months);
assert.deepEqual(months, [1, 5]);
assert.deepEqual(addMonths(new Date(2023, 11, 31), 6), june);
JAVASCRIPT
node seen.mjs
