"""What is in a file that was packed to be sent: gzip and zip."""

import gzip
import io
import re
import zipfile
import zlib
from pathlib import Path

from marketing_origin.data import workbooks
from marketing_origin.errors import CourseError

TEXT = (".csv", ".tsv", ".txt")  # the endings of text tables
PACKED = (".gz", ".zip")
TABLES = (*TEXT, *workbooks.ENDINGS)
# What systems add to a zip, and Excel's note that a workbook is open.
NO_TABLE = re.compile(r"^__MACOSX|(^|/)(\.|~\$)[^/]*$")
# How pages, mails of pages and Excel's XML of 2003 begin, which programs save under a workbook's name.
MARKUP = re.compile(
    rb"[\xef\xbb\xbf\s]*(<(\?xml|!doctype|!--|html|head|meta|style|body|div|table|workbook)\b|mime-version:)",
    re.IGNORECASE,
)


def unpacked(path: Path) -> dict[str, bytes]:
    """Return a file's content by name, without the gzip or the zip around it; a zip may hold several tables.

    A workbook, which is a zip as well, is returned as it is.

    CourseError where it is packed and cannot be unpacked.
    """
    content = path.read_bytes()
    try:
        if content.startswith(b"\x1f\x8b"):
            return {path.name: gzip.decompress(content)}
        if content.startswith(b"PK\x03\x04") and not workbooks.is_workbook(content):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                inside = [
                    name
                    for name in sorted(packed.namelist())
                    if name.lower().endswith(TABLES) and not NO_TABLE.search(name)
                ]
                if len(inside) == 1:
                    return {path.name: packed.read(inside[0])}
                if inside:
                    return {name: packed.read(name) for name in inside}
    except zipfile.BadZipFile:
        pass
    except (OSError, EOFError, RuntimeError, zlib.error) as error:
        raise CourseError(
            f"{path.name} cannot be unpacked ({error}): fetch it again, or unpack it first."
        ) from None
    return {path.name: content}


def holds_no_table(content: bytes) -> str:
    """Say what a file is that holds no table, and what to do; "" where it is neither zip nor markup."""
    if MARKUP.match(content):
        return f"is a page or XML, as some programs save what they call a workbook: {workbooks.SAVE}"
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # a column may be called PK
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            inside = packed.namelist()
    except zipfile.BadZipFile:
        return (
            "is a zip or a workbook that was cut off or damaged: fetch it again, or export it anew, as CSV."
        )
    if any(name.startswith("Index/") for name in inside):
        return f"is a workbook of Numbers: {workbooks.SAVE}"
    if not inside:
        return "is a zip with nothing in it: export it anew, as CSV."
    listed = ", ".join(sorted(inside)[:3]) + (", …" if len(inside) > 3 else "")
    return (
        f"is a zip with no table in it ({listed}): unpack it, and give the file that holds the table, "
        "saved as CSV."
    )
