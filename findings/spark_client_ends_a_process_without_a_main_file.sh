#!/usr/bin/env bash
# pyspark-client 4.2.0, pandas 3.0.2, CPython 3.11.
# Guess: a Spark Connect client works the same in a script, in `python -c` and in a worker of a test runner.
# Seen: where the main module has no file it takes itself for its own doctest, looks for SPARK_HOME, prints a page about
# it and ends the process (SystemExit), before it has asked any server.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pyspark-client==4.2.0 pandas==3.0.2 pyarrow
cd "$folder"
printf 'import pyspark.sql.connect.utils as utils\nutils.check_dependencies()\nprint("goes on")\n' > check.py
script=$("$folder/venv/bin/python" -W ignore check.py)
piece=$("$folder/venv/bin/python" -W ignore -c "$(cat check.py)" 2>&1 || echo "ended with $?")
echo "script: $script"
echo "-c: $piece" | tail -n 3
test "$script" = "goes on"
case "$piece" in *"Could not find valid SPARK_HOME"*"ended with"*) ;; *) exit 1 ;; esac
