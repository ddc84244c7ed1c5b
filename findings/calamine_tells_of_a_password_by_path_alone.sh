#!/usr/bin/env bash
# python-calamine 0.9.1, CPython 3.11.
# Guess: a workbook behind a password is a PasswordError, whether its path is given or its bytes.
# Seen: by its path it is; by its bytes, as a web page or an upload has them, it is "Cannot detect file format".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile python-calamine==0.9.1 msoffcrypto-tool==6.0.0 xlsxwriter==3.3.1
"$folder/venv/bin/python" - <<'PYTHON'
import io
import tempfile
from pathlib import Path

import python_calamine
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

plain, locked = io.BytesIO(), io.BytesIO()
book = xlsxwriter.Workbook(plain)
book.add_worksheet().write_row(0, 0, ["order", 20])
book.close()
OOXMLFile(plain).encrypt("lifecycle", locked)

def error(source):
    try:
        python_calamine.CalamineWorkbook.from_object(source)
    except python_calamine.CalamineError as error:
        return type(error).__name__, str(error)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "orders.xlsx"
    path.write_bytes(locked.getvalue())
    by_path, by_bytes = error(str(path)), error(io.BytesIO(locked.getvalue()))
print(by_path, by_bytes)
assert by_path == ("PasswordError", "Workbook is password protected")
assert by_bytes == ("CalamineError", "Cannot detect file format")
PYTHON
