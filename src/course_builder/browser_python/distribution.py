"""Lay out the reader's Pyodide: its core, the packages, and the lock that says what `import` finds where."""

import json
import shutil
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import canonicalize_name

from course_builder.browser_python.fetch import sha256
from course_builder.browser_python.packages import PYODIDE, names_of, pyodide_lock
from course_builder.browser_python.wheels import STANDARD_LIBRARY
from marketing_origin.errors import CourseError

WASM = "pyodide.asm.wasm"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", WASM)
LOCK = "pyodide-lock.json"


def lay_out(packages: dict[str, Path], into: Path) -> None:
    """Fill the folder `into` with a Pyodide that knows exactly these packages.

    Each gets a folder named by its hash: what a browser has kept from an earlier build is never taken
    for the new one.

    Parameters
    ----------
    packages : dict
        The `.files` of each package by its name, and the standard library under its file's name.
    into : Path
        The folder, which is not there yet.
    """
    into.mkdir(parents=True)
    for name in CORE:
        shutil.copyfile(PYODIDE / name, into / name)
    shutil.copyfile(packages[STANDARD_LIBRARY], into / STANDARD_LIBRARY)
    entries = {}
    for name, path in packages.items():
        if name != STANDARD_LIBRARY:
            entry = entries[name] = lock_entry(name, path)
            (into / entry["file_name"]).parent.mkdir()
            shutil.copyfile(path, into / entry["file_name"])
    check_closure(entries)
    lock = {"info": pyodide_lock()["info"], "packages": entries}
    (into / LOCK).write_text(json.dumps(lock, indent=1), encoding="utf-8", newline="\n")


def lock_entry(name: str, files: Path) -> dict:
    """Describe a package as Pyodide's lock does."""
    digest = sha256(files)
    told = json.loads(files.with_suffix(".about").read_text(encoding="utf-8"))
    about = HeaderParser().parsestr(told["metadata"])
    return {
        "name": name,
        "version": about["Version"],
        "file_name": f"{digest[:12]}/{files.name}",
        "install_dir": "site",
        "sha256": digest,
        "package_type": "package",
        "imports": imports_of(told["names"]),
        "depends": sorted(set(names_of(about.get_all("Requires-Dist") or []))),
        "unvendored_tests": False,
    }


def imports_of(names: list[str]) -> list[str]:
    """Return the top-level modules among a package's files."""
    found = set()
    for name in names:
        top, slash, rest = name.partition("/")
        if slash and rest.split("/")[-1].startswith("__init__.") and rest.count("/") == 0:
            found.add(top)
        elif not slash and top.endswith((".py", ".pyc", ".so")):
            found.add(top.split(".")[0])
    return sorted(found)


def check_closure(entries: dict[str, dict]) -> None:
    """Raise a CourseError where a package depends on one that is missing: a kernel would hang in silence."""
    lacking = sorted(
        f"{name} needs {dependency}"
        for name, entry in entries.items()
        for dependency in entry["depends"]
        if canonicalize_name(dependency) not in entries
    )
    if lacking:
        raise CourseError(f"The browser's Python would not start: {'; '.join(lacking)}.")
