#!/usr/bin/env bash
# narwhals 2.29.0, pandas 3.0.2, CPython 3.11.
# Guess: `.agg(nw.len().cast(nw.Int64))` costs what `.agg(nw.len())` and a cast afterwards cost.
# Seen: on pandas an expression around the aggregation is a Python call for each group: with 20,000 groups some
# thousand times as long.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet narwhals==2.29.0 pandas==3.0.2 pyarrow
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import time

import narwhals as nw
import pandas as pd

frame = nw.from_native(pd.DataFrame({"who": [str(n % 20_000) for n in range(60_000)], "cents": 1}))


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


plain = lambda: frame.group_by("who").agg(n=nw.len()).with_columns(nw.col("n").cast(nw.Int64))
within = lambda: frame.group_by("who").agg(n=nw.len().cast(nw.Int64))
plain()
fast, slow = seconds(plain), seconds(within)
print(f"cast afterwards {fast:.3f} s, within {slow:.3f} s: {slow / fast:.0f} times")
assert slow > 20 * fast
PYTHON
