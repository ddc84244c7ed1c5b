"""Renew the two locks: exact versions with hashes, and no address of any package index in them."""

import json
import subprocess
import sys
import tomllib

from course_builder.node import npm_cli, run_node
from course_builder.paths import ROOT
from marketing_origin.errors import CourseError


def renew() -> list[str]:
    """Renew requirements.lock and package-lock.json; returns their names."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    options = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    named = [word for group in groups for word in ("--group", group)]
    target = ["pyproject.toml", "-o", "requirements.lock"]
    uv = subprocess.run([sys.executable, "-m", "uv", "pip", "compile", *options, *named, *target], cwd=ROOT)
    npm = run_node(npm_cli(), "install", "--package-lock-only", "--loglevel=error", cwd=ROOT)
    if uv.returncode or npm.returncode:
        raise CourseError("The locks were not renewed: what uv or npm says above is why.")
    without_addresses()
    return ["requirements.lock", "package-lock.json"]


def without_addresses() -> None:
    """Drop from package-lock.json the addresses that npm has no option to leave out: of funding."""
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8", newline="\n")
