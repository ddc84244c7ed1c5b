#!/usr/bin/env bash
# narwhals 2.29.0, pysail 0.7.2, pyspark-client 4.2.0, pandas 3.0.2, CPython 3.11.
# Guess: `nw.col("x") / 2.0` is a division on every engine.
# Seen: narwhals writes try_divide for Spark, and pysail's takes whole numbers only: two integers are divided, two
# floats are an AnalysisException.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet narwhals==2.29.0 pysail==0.7.2 pyspark-client==4.2.0 pandas==3.0.2 pyarrow
cd "$folder"
cat > divide.py <<'PYTHON'
import warnings

import narwhals as nw
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

warnings.simplefilter("ignore")
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
session = SparkSession.builder.remote("sc://{}:{}".format(*server.listening_address)).create()
frame = nw.from_native(session.sql("SELECT 7 AS whole, CAST(7 AS DOUBLE) AS broken"))
whole = frame.select(nw.col("whole") / 2).to_native().toPandas().iloc[0, 0]
try:
    frame.select(nw.col("broken") / 2.0).to_native().toPandas()
    said = "divided"
except Exception as error:
    said = type(error).__name__
print(whole, said)
assert whole == 3.5 and said == "AnalysisException"
PYTHON
RUST_LOG=off "$folder/venv/bin/python" divide.py
