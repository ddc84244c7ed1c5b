"""What is in a file that was packed to be sent: gzip and zip."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from marketing_origin.errors import CourseError

TEXT = (".csv", ".tsv", ".txt")  # the endings of text tables
PACKED = (".gz", ".zip")


def unpacked(path: Path) -> dict[str, bytes]:
    """Return a file's content by name, without the gzip or the zip around it; a zip may hold several tables.

    CourseError where it is packed and cannot be unpacked.
    """
    content = path.read_bytes()
    try:
        if content.startswith(b"\x1f\x8b"):
            return {path.name: gzip.decompress(content)}
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                inside = [
                    name
                    for name in sorted(packed.namelist())
                    if name.lower().endswith(TEXT) and not name.startswith(("__MACOSX", "."))
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
