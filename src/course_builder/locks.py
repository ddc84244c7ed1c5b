"""Renew the locks: exact versions with hashes, and no address of any package index in them."""

import json
import subprocess
import sys
import tomllib

from course_builder.node import npm_cli, run_node
from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

#: Groups that are installed on first use, each from a lock of its own beside requirements.lock.
ON_FIRST_USE = ("spark", "spark-cluster")


def renew() -> list[str]:
    """Renew requirements.lock, the locks of what comes on first use and package-lock.json: their names."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    named = [word for group in groups if group not in ON_FIRST_USE for word in ("--group", group)]
    failed = compile_lock("requirements.lock", "pyproject.toml", *named)
    for group in ON_FIRST_USE:
        # The same releases of what both locks hold.
        same = ["--constraint", "requirements.lock"]
        failed |= compile_lock(f"requirements-{group}.lock", "--group", group, *same)
    npm = run_node(npm_cli(), "install", "--package-lock-only", "--loglevel=error", cwd=ROOT)
    if failed or npm.returncode:
        raise CourseError("The locks were not renewed: what uv or npm says above is why.")
    without_addresses()
    return [
        "requirements.lock",
        *(f"requirements-{group}.lock" for group in ON_FIRST_USE),
        "package-lock.json",
    ]


def compile_lock(target: str, *wanted: str) -> int:
    """Have uv write a lock of what is wanted; returns its exit status."""
    options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    command = [sys.executable, "-m", "uv", "pip", "compile", *options, *wanted, "-o", target]
    return subprocess.run(command, cwd=ROOT).returncode


def without_addresses() -> None:
    """Drop from package-lock.json the addresses that npm has no option to leave out: of funding."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8", newline="\n")
