"""Compiled modules that are in Python's memory before it starts: their import looks for, reads, decodes nothing.

Imported inside Pyodide when the snapshot of its memory is made, and with it in every page.
"""

import json
import marshal
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourcelessFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path, PurePosixPath
from types import CodeType

INSTALLED = PurePosixPath("/lib/python3.14/site-packages")
HEADER = 16  # bytes before the code of a compiled file

code: dict[str, CodeType] = {}
packages: set[str] = set()


def keep(joined: Path) -> None:
    """Keep the code of compiled files that stand one after the other as precompile.py, `join`, says."""
    with joined.open("rb") as file:
        length = int.from_bytes(file.read(4), "little")
        for path, size in json.loads(file.read(length)):
            parts = PurePosixPath(path).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if parts[-1] == "__init__":
                packages.add(name)
            # Read piece by piece: what was read all at once would stand in the snapshot, too.
            code[name] = marshal.loads(file.read(size)[HEADER:])


class KeptCode(SourcelessFileLoader):
    """Loads a module whose code is kept; its other files are where they always are."""

    def get_code(self, name: str) -> CodeType:
        """Return the code of the module."""
        return code[name]


def find_spec(name: str, path=None, target=None) -> ModuleSpec | None:
    """Answer the import system."""
    if name not in code:
        return None
    folder = INSTALLED / name.replace(".", "/")
    file = str(folder / "__init__.pyc" if name in packages else folder.with_suffix(".pyc"))
    inside = [str(folder)] if name in packages else None
    return spec_from_file_location(name, file, loader=KeptCode(name, file), submodule_search_locations=inside)


sys.meta_path.insert(sys.meta_path.index(PathFinder), sys.modules[__name__])
