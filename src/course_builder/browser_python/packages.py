"""Which packages the reader's Python has, which version of each, and the hashes that it must have.

Two locks of the project say so: Pyodide's own (in the npm package, itself pinned by package-lock.json) for
what is compiled, requirements.lock for pure Python and for what its makers have compiled for Pyodide themselves, so
that both Pythons hold the same versions.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from course_builder.paths import NODE_MODULES, ROOT
from marketing_origin.errors import CourseError

PYODIDE = NODE_MODULES / "pyodide"
OURS = "marketing-origin"
# What the notebook program starts the kernel with, beside what the course imports.
KERNEL = ("comm", "ipython", "jedi", "micropip")
# What a page starts with: pandas and what it imports, which is done when the site is built. The rest comes when a cell
# imports it.
IMPORTED = ("numpy", "python-dateutil", "pandas")
FIRST = (*IMPORTED, OURS)
# Comes when it is imported, to pages and notebooks alike: what few readers need. A wheel for Pyodide lies beside the
# others in the package registry.
ON_IMPORT = ("python-calamine",)
# Front ends of the widgets, which the page brings itself; IPython's terminal; matplotlib's PDF files.
NOT_IN_A_BROWSER = {"jupyterlab-widgets", "widgetsnbextension", "prompt-toolkit", "wcwidth", "fonttools"}
LOCKED = re.compile(r"^(?P<what>[^\s#].*?)(?P<hashes>(?: *\\\n +--hash=\S+)+)", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """A package of the reader's Python: one of the files with these SHA-256 hashes.

    `file` is the file's name where Pyodide's lock gives it, "" for a wheel of requirements.lock.
    """

    name: str
    version: str
    hashes: frozenset[str]
    file: str = ""


@cache
def pyodide_lock() -> dict:
    """Return Pyodide's own lock, as its npm package carries it."""
    path = PYODIDE / "pyodide-lock.json"
    if not path.exists():
        raise CourseError(
            "Pyodide is not installed: run `python3 course.py book`, which installs package-lock.json."
        )
    return json.loads(path.read_text(encoding="utf-8"))


def pyodide_platform() -> str:
    """Return what wheels for this Pyodide are tagged with, "pyemscripten_2026_0_wasm32" (PEP 783)."""
    info = pyodide_lock()["info"]
    return f"pyemscripten_{info['abi_version']}_{info['arch']}"


def pyodide_version() -> str:
    """Return Pyodide's version, "314.0.3"."""
    return json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]


@cache
def marker_environment() -> dict[str, str]:
    """Return what the markers of requirements see in the reader's Python."""
    python = pyodide_lock()["info"]["python"]
    return {
        "implementation_name": "cpython",
        "implementation_version": python,
        "os_name": "posix",
        "platform_machine": "wasm32",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": "Emscripten",
        "platform_version": "",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "emscripten",
        "extra": "",
    }


def applies(requirement: Requirement) -> bool:
    """Tell whether a requirement holds in the reader's Python."""
    if canonicalize_name(requirement.name) in NOT_IN_A_BROWSER:
        return False
    return requirement.marker is None or requirement.marker.evaluate(marker_environment())


def names_of(requirements: Iterable[str]) -> list[str]:
    """Return the names of the requirements that hold in the reader's Python."""
    read = (Requirement(line) for line in requirements)
    return [canonicalize_name(requirement.name) for requirement in read if applies(requirement)]


def needed() -> list[Package]:
    """List every package of the reader's Python but our own, by name.

    Raises
    ------
    CourseError
        A package is in neither lock.
    """
    found, waiting = {}, [*KERNEL, *names_of(requires(OURS))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _locked(name)
            waiting += names_of(_requirements(name))
    return [found[name] for name in sorted(found)]


def _requirements(name: str) -> list[str]:
    """Return what an installed package requires; what is not installed here is pure and needs no more.

    `distribution` checks the closure again by what the packages themselves say.
    """
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def _locked(name: str) -> Package:
    """Take a package from requirements.lock where a registry has it for Pyodide, else from Pyodide's lock."""
    of_pyodide = pyodide_lock()["packages"].get(name)
    compiled = of_pyodide and not of_pyodide["file_name"].endswith("-none-any.whl") and name not in ON_IMPORT
    if not compiled and name in _requirements_lock():
        return _requirements_lock()[name]
    if of_pyodide:
        hashes = frozenset([of_pyodide["sha256"]])
        return Package(name, of_pyodide["version"], hashes, of_pyodide["file_name"])
    raise CourseError(
        f"{name} is needed in the browser, but neither requirements.lock nor Pyodide's lock has it: "
        "add it to pyproject.toml and run `python3 course.py lock`."
    )


@cache
def _requirements_lock(path: Path = ROOT / "requirements.lock") -> dict[str, Package]:
    """Read requirements.lock as the reader's Python would."""
    result = {}
    for match in LOCKED.finditer(path.read_text(encoding="utf-8")):
        requirement = Requirement(match["what"])
        if applies(requirement):
            version = next(iter(requirement.specifier)).version
            hashes = frozenset(re.findall(r"sha256:([0-9a-f]+)", match["hashes"]))
            name = canonicalize_name(requirement.name)
            result[name] = Package(name, version, hashes)
    return result
