#!/usr/bin/env bash
# segno 1.6.6, CPython 3.11.
# Guess: `segno.make` makes a QR code, of version 1 where it holds a coupon's few letters.
# Seen: up to some 20 letters it is a Micro QR code (M1 to M4), with one corner mark in place of three, which the cameras of
# telephones do not read; a longer coupon or an address gives the QR code. `make_qr` makes one always, or `micro=False`.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile segno==1.6.6
"$folder/venv/bin/python" - <<'PYTHON'
import segno

seen = {text: (segno.make(text).designator, segno.make_qr(text).designator)
        for text in ("10", "SALE10", "SUMMER SALE 20", "https://shop.example/s10")}
print(seen)
assert seen == {
    "10": ("M1", "1-H"),
    "SALE10": ("M2-L", "1-H"),
    "SUMMER SALE 20": ("M3-L", "1-Q"),
    "https://shop.example/s10": ("2-M", "2-M"),
}
PYTHON
