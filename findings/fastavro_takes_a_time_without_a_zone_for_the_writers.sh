#!/usr/bin/env bash
# fastavro 1.13.1, CPython 3.11; the time zone is set.
# Guess: an order of 23:30 without a time zone, written as timestamp-millis, is read as 23:30 UTC wherever it was written.
# Seen: it is taken for the time of the machine that writes: written in New York it is read as 03:30 UTC of the next day,
# and counts for another day. As local-timestamp-millis it stays 23:30.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile fastavro==1.13.1
"$folder/venv/bin/python" - <<'PYTHON'
import datetime
import io
import os
import time

import fastavro

KINDS = ("timestamp-millis", "local-timestamp-millis")
FIELDS = [{"name": kind.replace("-", "_"), "type": {"type": "long", "logicalType": kind}} for kind in KINDS]
SCHEMA = fastavro.parse_schema({"type": "record", "name": "order", "fields": FIELDS})

def read_again(zone):
    os.environ["TZ"] = zone
    time.tzset()
    file, at = io.BytesIO(), datetime.datetime(2024, 7, 1, 23, 30)
    fastavro.writer(file, SCHEMA, [{field["name"]: at for field in FIELDS}])
    file.seek(0)
    (order,) = fastavro.reader(file)
    return [f"{value:%d %H:%M}" for value in order.values()]

found = {zone: read_again(zone) for zone in ("UTC", "America/New_York")}
print(found)
assert found == {"UTC": ["01 23:30", "01 23:30"], "America/New_York": ["02 03:30", "01 23:30"]}
PYTHON
