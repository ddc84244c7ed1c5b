"""Packages that come when something first needs them, for they are large; each group has its own lock."""

import subprocess
import sys
from importlib.util import find_spec

from course_builder.paths import ROOT
from course_builder.progress_bars import CONSOLE, step
from marketing_origin.errors import CourseError

#: By group: a module that tells whether it is there, and what it costs.
GROUPS = {"spark": ("pysail", "Spark Connect (pysail and its client): some 80 MB to fetch, 220 MB on disk")}


def bring(group: str) -> None:
    """Install a group of packages from its lock unless it is there; CourseError where it cannot be had."""
    module, size = GROUPS[group]
    if find_spec(module):
        return
    CONSOLE.print(f"On first use: {size}.")
    lock = ROOT / f"requirements-{group}.lock"
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes"]
    with step(f"packages for {group}"):
        done = subprocess.run([*command, "--python", sys.executable, "-r", lock], cwd=ROOT)
    if done.returncode:
        raise CourseError(
            f"The packages for {group} could not be installed (uv says why above): check the network or the "
            "proxy and run the same command again, or do without: the other engines are there."
        )
