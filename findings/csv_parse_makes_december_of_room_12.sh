#!/usr/bin/env bash
# csv-parse 7.0.3, Node 20.20.
# Guess: with cast and cast_date texts that are dates become dates, and the product Room 12 stays a text; 0x10, an article's
# number, is a text or 16.
# Seen: Room 12 is the first of December 2001, and Size 10 the first of October, for it asks the engine's own reading
# of dates; 0x10 is 0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" csv-parse@7.0.3
cat > seen.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";

const rows = parse("product,article\nRoom 12,0x10\nSize 10,12\nTray,7\n", { columns: true, cast: true, cast_date: true });
console.log(rows);
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()];
assert.deepEqual(day(rows[0].product), [2001, 12, 1]);
assert.deepEqual(day(rows[1].product), [2001, 10, 1]);
assert.equal(rows[2].product, "Tray");
assert.equal(rows[0].article, 0);
JAVASCRIPT
node seen.mjs
