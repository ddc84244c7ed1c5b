"""Packages that come when code imports them: fetched, verified and unpacked in the middle of the import."""

import hashlib
import json
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from site import getsitepackages

from compression import zstd

SITE = Path(getsitepackages()[0])
# Widgets of these need a notebook's connection to their front end; a page has none.
NOTEBOOK_ONLY = ("ipywidgets", "anywidget", "IPython")


def unpack(packed: bytes) -> None:
    """Put a package's files where Python imports from; how they stand in one, says precompile.py, `join`."""
    joined = memoryview(zstd.decompress(packed))
    at = 4 + int.from_bytes(joined[:4], "little")
    for name, size in json.loads(bytes(joined[4:at])):
        path = SITE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(joined[at : at + size])
        at += size
    look_again()


def look_again() -> None:
    """Have imports see files that are new; only there, or the standard library would be fetched for it."""
    for place, finder in list(sys.path_importer_cache.items()):
        if place.startswith(str(SITE)) and finder is not None:
            finder.invalidate_caches()


class OnImport:
    """Finds modules in packages that are not here yet, and gets them with what they depend on.

    Parameters
    ----------
    lock : str
        Pyodide's lock as JSON.
    here : list of str
        The packages that have been unpacked.
    fetch : callable
        Takes a file's name below Pyodide's folder and returns its content.
    """

    def __init__(self, lock: str, here, fetch):
        self.packages = json.loads(lock)["packages"]
        self.home = {module: name for name, entry in self.packages.items() for module in entry["imports"]}
        self.here = set(here)
        self.fetch = fetch

    def find_spec(self, name: str, path=None, target=None):
        """Answer the import system."""
        if path is not None or name not in self.home:
            return None
        if name in NOTEBOOK_ONLY:
            raise ImportError(
                f"{name} works in the notebook, not in the page: open this page as a notebook for it."
            )
        if self.home[name] in self.here:
            return None
        self.get(self.home[name])
        return PathFinder.find_spec(name)

    def get(self, package: str) -> None:
        """Unpack a package after those that it depends on."""
        if package in self.here or package in NOTEBOOK_ONLY:
            return
        self.here.add(package)
        entry = self.packages[package]
        for other in entry["depends"]:
            self.get(other)
        try:
            packed = self.fetch(entry["file_name"]).to_bytes()
            if hashlib.sha256(packed).hexdigest() != entry["sha256"]:
                raise ImportError(f"{package} arrived damaged: reload the page to fetch it again.")
        except Exception:
            self.here.discard(package)
            raise
        unpack(packed)


def install(finder: OnImport) -> None:
    """Have imports ask the finder after the folders, before Pyodide's own words about what is missing."""
    sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, finder)
