#!/usr/bin/env bash
# Pyodide 314.0.7 (CPython 3.14.2) in Node, beside CPython 3.11 on Linux with glibc.
# Guess: random.Random(1) gives the same numbers in both, whatever is drawn, for the generator is the same and so is the
# arithmetic of floats.
# Seen: random() and gammavariate() do; of 2000 draws of gauss() 62 differ in their last digit, for the sine and the
# cosine of the two C libraries do: simulated customers are not equal to those of the same seed on Linux.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --prefix "$folder" pyodide@314.0.7
cat > draws.py <<'PYTHON'
import json
import random

seed = random.Random(1)
uniform, normal = [seed.random() for _ in range(2000)], [seed.gauss(0, 1) for _ in range(2000)]
json.dumps([uniform, normal, [seed.gammavariate(0.24, 4.4) for _ in range(2000)]])
PYTHON
cat > draws.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const pyodide = await loadPyodide();
console.log(pyodide.runPython(readFileSync("draws.py", "utf-8")));
JAVASCRIPT
sed 's/^json.dumps(\(.*\))$/print(json.dumps(\1))/' draws.py | python3 - > here.json
node draws.mjs > there.json
python3 - <<'PYTHON'
import json
from pathlib import Path

here, there = (json.loads(Path(name).read_text()) for name in ("here.json", "there.json"))
apart = [[abs(one - other) / abs(one) for one, other in zip(*pair) if one != other] for pair in zip(here, there)]
print([len(some) for some in apart], max(apart[1]))
assert not apart[0] and not apart[2] and 10 < len(apart[1]) < 200 and max(apart[1]) < 1e-14
PYTHON
