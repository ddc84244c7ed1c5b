"""Packages that come when something first needs them, for they are large; each group has its own lock."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from course_builder.paths import ROOT
from course_builder.progress_bars import CONSOLE, step
from marketing_origin.errors import CourseError

#: By group: a module that tells whether it is there, and what it costs.
GROUPS = {"spark": ("pysail", "Spark Connect (pysail and its client): some 80 MB to fetch, 220 MB on disk")}


def bring(group: str) -> None:
    """Install a group of packages from its lock unless it is there; CourseError where it cannot be had."""
    module, size = GROUPS[group]
    if not find_spec(module):
        fill(sys.executable, ROOT / f"requirements-{group}.lock", size)


def fill(python: str | Path, lock: Path, size: str) -> None:
    """Install the packages of a lock into an environment, and say what they cost."""
    CONSOLE.print(f"On first use: {size}.")
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes"]
    group = lock.stem.removeprefix("requirements-")
    with step(f"packages for {group}"):
        done = subprocess.run([*command, "--python", python, "-r", lock], cwd=ROOT)
    if done.returncode:
        raise CourseError(
            f"The packages for {group} could not be installed (uv says why above): check the network or the "
            "proxy and run the same command again, or do without: the other engines are there."
        )
