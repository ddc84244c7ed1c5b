"""The set-up of the course: makes the environment, then hands over to the course's command line.

Standard library only: this file runs before anything is installed. What course.py starts with.
"""

import contextlib
import hashlib
import os
import re
import runpy
import shutil
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "course-stamp"
WEB_PACKAGES = ROOT / "node_modules" / ".package-lock.json"  # what npm writes when all are there
FRONTEND = ROOT / "src" / "course_builder" / "widget_frontend"
PALETTE = ROOT / "src" / "marketing_origin" / "palette.json"  # the widgets' colours
MADE_FROM = [
    *(ROOT / name for name in ("requirements.lock", "package-lock.json", "pyproject.toml")),
    Path(__file__).resolve(),
]
# For processes that share the cores: threads beside them wait for each other at full speed.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
COMMANDS = runpy.run_path(str(ROOT / "src" / "course_builder" / "commands.py"))["COMMANDS"]


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print("Usage: python3 course.py COMMAND [OPTIONS]   (COMMAND --help tells its options)\n")
        print("\n".join(f"  {name:<10} {line}" for name, line in COMMANDS.items()))
        return 0
    if arguments[0] not in COMMANDS:
        import difflib

        near = difflib.get_close_matches(arguments[0], COMMANDS, 1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        return stop(f"There is no command {arguments[0]!r}.{meant} `python3 course.py` lists the commands.")
    try:
        prepare()
    except (subprocess.CalledProcessError, OSError) as error:
        return stop(explain(error))
    os.environ["COURSE_STARTED_IN"] = os.getcwd()  # where a path that was typed is looked for
    os.chdir(ROOT)
    keep_compiled()
    return hand_over([str(PYTHON), "-m", "course_builder.cli", *arguments])


def keep_compiled() -> None:
    """Where Python is told to keep no compiled code beside the sources, have it kept in the environment.

    Kernels, builds and tests start some hundred processes with the same imports; compiled each time anew they
    take twice as long.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "compiled"))


def hand_over(command: list[str]) -> int:
    """Become another program where the system can, so that whoever ends this process ends it, too."""
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


def stop(message: str) -> int:
    """Print one clear message and return the exit status of a mistake."""
    print(message, file=sys.stderr)
    return 2


def explain(error: Exception) -> str:
    """Say what a failed set-up means for the person at the keyboard."""
    if isinstance(error, PermissionError):
        return (
            f"No permission to write {error.filename}. The course keeps its environment in {ROOT}: "
            "make that folder writable, or clone the project into one of your own."
        )
    if isinstance(error, OSError):
        return f"Setting up stopped: {error}. Run the same command again: it goes on from here."
    output = (error.stderr or error.output or "").strip()
    return "\n".join(
        [
            *output.splitlines()[-12:],
            f"\nSetting up stopped at: {' '.join(map(str, error.cmd[:4]))} …",
            f"{remedy_for(output)} Then run the same command again: it goes on from here; nothing is lost.",
        ]
    )


# What a failed step says -> what helps.
REMEDIES = {
    r"no space left|disk quota|ENOSPC": "The disk is full: the course needs some {needed} here in all.",
    r"proxy": "A proxy is in the way: look at HTTPS_PROXY here, and ask your network's people for it.",
    r"do not match the hashes|hash mismatch|EINTEGRITY": (
        "A package that arrived is not the one that the lock names: a mirror or a proxy has changed it. "
        "Use the registries themselves, or ask who runs your network."
    ),
    r"\b(gcc|cc|clang|cl\.exe|rustc|cargo|cmake|ninja|meson)\b|build(ing)? wheel|compiler": (
        "A package has no build for this machine, and there is no compiler to make one: use a Python from "
        "python.org of version {pythons} for an ordinary Linux, macOS or Windows."
    ),
}
NETWORK = "The first set-up needs the package registries (PyPI and npm): check the network or the proxy."
NEEDED = 1_500_000_000  # bytes: the environment, the web packages, what is built


def remedy_for(output: str) -> str:
    """Say what helps against a step's failure, by what it printed."""
    for pattern, remedy in REMEDIES.items():
        if re.search(pattern, output, re.IGNORECASE):
            return remedy.format(needed=f"{NEEDED / 1e9:.1f} GB", pythons="3.11 to 3.14")
    return NETWORK


def require_space() -> None:
    """Raise an OSError where the disk has no room for the environment."""
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED:
        raise OSError(
            f"the disk that holds {ROOT} has {free / 1e9:.1f} GB free, and the first set-up and build need "
            f"some {NEEDED / 1e9:.1f} GB; make room there, or clone the project onto another disk"
        )


def prepare() -> None:
    """Make or renew the environment; instant when the stamp says that nothing changed."""
    front_end = [path for path in FRONTEND.rglob("*") if path.is_file()]
    stamp = f"{hash_of(MADE_FROM)} {hash_of([*sorted(front_end), PALETTE])}"
    made = STAMP.exists() and PYTHON.exists() and WEB_PACKAGES.exists()
    known = STAMP.read_text(errors="replace") if made else ""
    if known == stamp:
        return
    steps = [
        ("Python environment", make_environment),
        ("Python packages", install_packages),
        ("web packages", install_web_packages),
        ("widget front end", bundle_frontend),
    ]
    if known.split()[:1] == stamp.split()[:1]:
        steps = steps[-1:]
    if not VENV.exists():
        require_space()
    for number, (name, step) in enumerate(steps, 1):
        started = time.monotonic()
        bar = "█" * number + "░" * (len(steps) - number)
        line = f"set-up {bar} {number}/{len(steps)} {name}"
        show(f"{line} …")
        with now_and_then(
            lambda seconds, line=line: show(f"{line} … {seconds:.0f} s", end=not sys.stderr.isatty())
        ):
            step()
        show(f"{line}: {time.monotonic() - started:.1f} s", end=True)
    STAMP.write_text(stamp)


@contextlib.contextmanager
def now_and_then(tell: Callable[[float], None], every: float = 10.0) -> Iterator[None]:
    """Call `tell` with the seconds so far, every so many seconds: long silence looks like a standstill."""
    over, started = threading.Event(), time.monotonic()

    def keep_telling() -> None:
        while not over.wait(every):
            tell(time.monotonic() - started)

    threading.Thread(target=keep_telling, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def show(line: str, end: bool = False) -> None:
    """Rewrite the progress line on a terminal; elsewhere print only finished steps."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="\n" if end else "", file=sys.stderr, flush=True)
    elif end:
        print(line, file=sys.stderr, flush=True)


def hash_of(files: list[Path]) -> str:
    """Hash files, where they stand, and this Python."""
    digest = hashlib.sha256(f"{sys.version}{ROOT}".encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(*command: object, **environment: str) -> None:
    """Run a step of the set-up quietly; its output is shown only if it fails."""
    subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **environment},
    )


def make_environment() -> None:
    """Create .venv, anew where a killed set-up or another Python left an unusable one."""
    STAMP.unlink(missing_ok=True)
    if not usable():
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)


def usable() -> bool:
    """Tell whether .venv holds a working Python of this very version, with pip."""
    check = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def locked(package: str) -> str:
    """Return a package's own lines of the lock, hashes included."""
    lock = (ROOT / "requirements.lock").read_text()
    return re.search(rf"^{package}==(?:.*\\\n)*.*\n", lock, re.MULTILINE).group(0)


def install_packages() -> None:
    """Install the lock with hashes checked: uv (itself from the lock), or plain pip where uv has no build."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    lock = ROOT / "requirements.lock"
    only_uv = VENV / "uv.lock"
    only_uv.write_text(locked("uv"))
    try:
        run(*pip, "--no-deps", "-r", only_uv)
        uv = [PYTHON, "-m", "uv", "pip"]
        run(*uv, "sync", "--require-hashes", "--python", PYTHON, lock)
        run(*uv, "install", "--no-deps", "--no-build-isolation", "--python", PYTHON, "-e", ROOT)
    except (subprocess.CalledProcessError, OSError):
        show("Python packages: uv did not work here, plain pip goes on (slower) …", end=True)
        run(*pip, "--no-deps", "-r", lock)
        run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_web_packages() -> None:
    """Install node_modules from package-lock.json, with the Node that came from PyPI."""
    run(PYTHON, "-m", "course_builder.node", "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")


def bundle_frontend() -> None:
    """Bundle the widget's front end into the package."""
    run(PYTHON, "-m", "course_builder.widget_bundle")
