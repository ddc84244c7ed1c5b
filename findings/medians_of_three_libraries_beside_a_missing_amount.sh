#!/usr/bin/env bash
# simple-statistics 7.12.1, jStat 1.9.6, d3-array 3.2.4, Node 20.20.
# Guess: where an amount is NaN the median is NaN or that of the others, wherever the NaN stands; where one is null,
# a mean leaves it out or is NaN; the first quartile of 1 to 5 is 2.
# Seen: d3's median leaves NaN out; simple-statistics' depends on where it stands: of 3, 1 and 2 it is 1.5 with a NaN
# behind them or among them, and NaN with one before. jStat's mean counts null as 0, simple-statistics' is NaN, d3's
# leaves it out. jStat's first quartile of 1 to 5 is 1, the others' 2.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" simple-statistics@7.12.1 jstat@1.9.6 d3-array@3.2.4
cat > seen.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { mean, median, quantile } from "d3-array";
import jstat from "jstat";
import * as simple from "simple-statistics";

const { jStat } = jstat;
const amounts = [[3, 1, NaN, 2], [NaN, 3, 1, 2], [3, 1, 2, NaN]];
const seen = amounts.map((some) => [median(some), simple.median(some)]);
const means = [mean([1, null, 3]), jStat.mean([1, null, 3]), simple.mean([1, null, 3])];
const quartiles = [quantile([1, 2, 3, 4, 5], 0.25), jStat.quartiles([1, 2, 3, 4, 5])[0], simple.quantile([1, 2, 3, 4, 5], 0.25)];
console.log(seen, means, quartiles);
assert.ok(seen.every(([left]) => left === 2));
assert.ok(new Set(seen.map(([, found]) => String(found))).size > 1);
assert.deepEqual(means, [2, 4 / 3, NaN]);
assert.deepEqual(quartiles, [2, 1, 2]);
JAVASCRIPT
node seen.mjs
