#!/usr/bin/env bash
# chdb 4.4.0, chdb-core 26.9.0 (ClickHouse in a process), CPython 3.11.
# Guess: a left join leaves the order of a customer who has none empty, so that count(order) counts one order here and the
# mean of the totals is 20.5.
# Seen: that customer has order 0 of 1 January 1970 for 0; two orders are counted, with a mean of 10.25. With
# join_use_nulls = 1 it is as guessed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile chdb==4.4.0 chdb-core==26.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import chdb

JOIN = """
select count(o.id) orders, avg(o.total) mean, min(o.day) first
from (select arrayJoin([1, 2]) id) c
left join (select 7 id, 1 customer, toDate('2024-05-01') day, 20.5 total) o on o.customer = c.id
"""
found = [chdb.query(JOIN + more, "CSV").bytes().decode().strip() for more in ("", "settings join_use_nulls = 1")]
print(found)
assert found == ['2,10.25,"1970-01-01"', '1,20.5,"2024-05-01"']
PYTHON
