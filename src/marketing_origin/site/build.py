"""Build the site: execute, stage, run Jupyter Book."""

import hashlib
import json
import os
import shutil
import subprocess
import sys

from marketing_origin.errors import CourseError
from marketing_origin.site.paths import BUILD, HTML, ROOT, SOURCE

STAMP = HTML / ".stamp"
SPHINX = BUILD / "_build"
# What a page can depend on; caches and the environment are left out.
INPUTS = ("book", "exercises", "solutions", "datasets", "src", "_toc.yml", "_config.yml", "index.md",
          "requirements.lock", "package-lock.json")  # fmt: skip


def build(solutions: bool = True, clean: bool = False) -> None:
    """Make `_build/html` current; at once where nothing has changed.

    Parameters
    ----------
    solutions : bool
        Whether the site holds the worked solutions. Without, no page, source or search index has any.
    clean : bool
        Forget every earlier execution and build first.

    Raises
    ------
    CourseError
        A notebook raised, or Jupyter Book warned or failed.
    """
    if clean:
        shutil.rmtree(BUILD, ignore_errors=True)
    stamp = fingerprint(solutions)
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    from marketing_origin.site import notebooks
    from marketing_origin.site.execute import execute_pages
    from marketing_origin.site.progress import execution_bars, step
    from marketing_origin.site.stage import stage

    shown = notebooks.pages(solutions=solutions)
    executed_pages = [page for page in shown if page.executes]
    with execution_bars(executed_pages) as report:
        executed = execute_pages(executed_pages, report)
    with step("build"):
        STAMP.unlink(missing_ok=True)
        stage(executed, solutions)
        run_jupyter_book()
        publish()
    STAMP.write_text(stamp)


def fingerprint(solutions: bool) -> str:
    """Hash the names, sizes and times of every input: quick, and any edit shows."""
    seen = []
    for name in INPUTS:
        path = ROOT / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                status = file.stat()
                seen.append([str(file.relative_to(ROOT)), status.st_size, status.st_mtime_ns])
    return hashlib.sha256(json.dumps([solutions, seen]).encode()).hexdigest()


def run_jupyter_book() -> None:
    """Run Jupyter Book on the staged sources; a warning is a failure."""
    run = "import sys; from jupyter_book.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "build", str(SOURCE), "--path-output", str(BUILD)]
    options = ["-W", "-n", "--keep-going", "-q"]
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    if done.returncode:
        shutil.rmtree(SPHINX, ignore_errors=True)
        lines = (done.stdout + done.stderr).replace(f"{SOURCE}{os.sep}", "").splitlines()
        told = [line for line in lines if "WARNING" in line or "ERROR" in line or "rror:" in line]
        raise CourseError("The site does not build:\n" + "\n".join(told or lines[-20:]))


def publish() -> None:
    """Put the built pages where they are served from, in one move."""
    fresh = BUILD / "html.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(SPHINX / "html", fresh)
    shutil.rmtree(HTML, ignore_errors=True)
    fresh.rename(HTML)
