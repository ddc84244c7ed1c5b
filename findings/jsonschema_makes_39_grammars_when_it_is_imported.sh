#!/usr/bin/env bash
# jsonschema 4.26.0 with the extra that jupyter-events asks for, nbformat 5.11.1, CPython 3.11.
# Guess: who imports nbformat to read a notebook waits some hundredths of a second; what checks formats is made when a format
# is checked.
# Seen: nbformat imports jsonschema, that a checker of internationalised addresses where it is installed, and that makes 39
# parsers of their grammar at once: about a second in every process, though no address is ever checked.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile "jsonschema[format-nongpl]==4.26.0" rfc3987-syntax==1.1.0 lark==1.3.1 nbformat==5.11.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import time

import lark

made, make = [], lark.Lark.__init__


def counted(self, *arguments, **named):
    made.append(self)
    make(self, *arguments, **named)


lark.Lark.__init__ = counted
started = time.perf_counter()
import nbformat

print(nbformat.__version__, f"{time.perf_counter() - started:.2f} s", len(made), "parsers")
assert len(made) == 39 and "rfc3987_syntax" in sys.modules
PYTHON
