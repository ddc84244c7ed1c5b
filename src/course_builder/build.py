"""Build the site: execute, stage, run Jupyter Book, publish."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course_builder.paths import BUILD, HTML, ROOT, SOURCE
from marketing_origin.errors import CourseError

STAMP = HTML / ".stamp"
# What was asked for -> the outcomes of an earlier build that serve it: "live", "off" as it was told, or
# "without" because what the live part takes could not be had.
# One chapter alone leaves it "as it is".
SERVING = {
    "auto": ("live", "without"),
    "require": ("live",),
    "off": ("off", "without"),
    "as it is": ("live", "off", "without"),
}
# What a page can depend on; caches and the environment are left out.
INPUTS = (
    "book",
    "exercises",
    "solutions",
    "datasets",
    "src",
    "_toc.yml",
    "_config.yml",
    "index.md",
    "requirements.lock",
    "package-lock.json",
)


def build(solutions: bool = True, clean: bool = False, only: str | None = None, live: str = "auto") -> None:
    """Make `_build/html` current; at once where nothing has changed.

    Parameters
    ----------
    solutions : bool
        Whether the site holds the worked solutions. Without, no page, source or search index has any.
    clean : bool
        Forget every earlier execution and build first.
    only : str, optional
        Build this chapter alone, to look at while writing it. What an earlier build has made of the others
        stays as it is; where nothing was built before, links to them are dead.
    live : str
        Whether pages run in the reader's browser: "auto" where what that takes can be had and the whole
        book is built, "require", "off".

    Raises
    ------
    CourseError
        A notebook raised, Jupyter Book warned or failed, or the live part is required and cannot be made.
    """
    from course_builder import notebooks, sources

    sources.require_readable()
    notebooks.require_chapter(only)
    if only and live == "auto":
        live = "as it is"
    if clean:
        for name in ("executed", "source", "sphinx", "html"):
            shutil.rmtree(BUILD / name, ignore_errors=True)
    inputs = inputs_of(solutions, only)
    if is_current(inputs, live) or (only and is_current(inputs_of(solutions, None), live)):
        return
    with alone():
        if not is_current(inputs, live):
            has_live = _build(solutions, only, live)
            outcome = "live" if has_live else "without" if live == "auto" else "off"
            STAMP.write_text(f"{inputs} {outcome}")


@contextmanager
def alone() -> Iterator[None]:
    """Hold the build's lock: two builds at a time would write into each other's pages.

    Where another holds it, say who, and wait.
    """
    import filelock

    BUILD.mkdir(parents=True, exist_ok=True)
    lock, builder = filelock.FileLock(BUILD / "build.lock"), BUILD / "builder"
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        who = builder.read_text(encoding="utf-8", errors="replace") if builder.exists() else "another process"
        print(f"The site is being built by {who}: this build waits for it.", file=sys.stderr, flush=True)
        lock.acquire()
    try:
        builder.write_text(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}", encoding="utf-8")
        yield
    finally:
        lock.release()


def is_current(inputs: str, live: str) -> bool:
    """Tell whether the published site was made from these inputs and serves what is asked."""
    return STAMP.exists() and STAMP.read_bytes() in [
        f"{inputs} {outcome}".encode() for outcome in SERVING[live]
    ]


def inputs_of(solutions: bool, only: str | None) -> str:
    """Hash the names, sizes and times of every input: quick, and any edit shows."""
    seen = []
    for name in INPUTS:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                status = file.stat()
                seen.append([str(file.relative_to(ROOT)), status.st_size, status.st_mtime_ns])
    return hashlib.sha256(json.dumps([solutions, only, seen]).encode()).hexdigest()


def _build(solutions: bool, only: str | None, live: str) -> bool:
    """Build and publish; tells whether the site has its live part."""
    from course_builder import notebooks
    from course_builder.browser_python import lite
    from course_builder.browser_python.live_part import FOLDER, build_live_part, preparing
    from course_builder.execute import execute_pages
    from course_builder.exercises import require_balance
    from course_builder.progress_bars import execution_bars, step
    from course_builder.stage import stage

    notebooks.require_all_named()
    for page in notebooks.pages(solutions=solutions, only=only):
        if page.kind == "solutions":
            require_balance(page.path, page.path.read_text(encoding="utf-8"))
    executed_pages = [page for page in notebooks.pages(solutions=solutions, only=only) if page.executes]
    standing = live == "as it is" and (HTML / FOLDER).exists()
    with preparing("off" if live == "as it is" else live) as python:
        with execution_bars(executed_pages) as report:
            executed = execute_pages(executed_pages, report)
        with step("build"):
            whole = stage(executed, solutions, only, live=standing or bool(python))
            fresh = copied(run_jupyter_book(strict=whole))
        if python:
            with step("live part"):
                build_live_part(python.result(), executed, solutions, only, fresh / FOLDER)
    if standing:
        lite.keep_notebooks_of(HTML / FOLDER, {page.name for page in notebooks.pages(solutions=solutions)})
        (HTML / FOLDER).rename(fresh / FOLDER)
    publish(fresh)
    return standing or bool(python)


def run_jupyter_book(strict: bool = True) -> Path:
    """Run Jupyter Book on the staged sources, and return the folder of its pages.

    Where it is the whole book that is staged (`strict`), a warning is fatal. Else those are shown that are not
    due to a chapter that is not there.
    """
    # Sphinx keeps pages that the table of contents has dropped: each table gets a folder of its own.
    contents = hashlib.sha256((SOURCE / "_toc.yml").read_bytes()).hexdigest()[:12]
    output, unfinished = BUILD / "sphinx" / contents, BUILD / "sphinx" / f"{contents}.unfinished"
    if unfinished.exists():
        # Killed half way: pages half written look finished to Sphinx.
        shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    start = (
        "import sys; from course_builder.with_parent import end_with_parent; end_with_parent(); "
        "from jupyter_book.cli.main import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", start, "build", str(SOURCE), "--path-output", str(output)]
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command += [*(["-W", "-n", "--keep-going"] if strict else []), "-q"]
    # Into a file: a pipe stays open, and this waiting, as long as any program that the build started lives.
    log = output / "build.log"
    with log.open("w", encoding="utf-8") as sink:
        done = subprocess.run(command, stdout=sink, stderr=subprocess.STDOUT, env=environment)
    output_text = log.read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        raise CourseError(f"The site does not build:\n{complaints(output_text)}")
    if not strict:
        for complaint in of_what_is_staged(warnings(output_text)):
            print(complaint, file=sys.stderr)
    unfinished.unlink()
    return output / "_build" / "html"


def complaints(output: str) -> str:
    """Return what is wrong by Jupyter Book's output: its warnings and errors, or else its last lines."""
    return "\n".join(warnings(output) or output.splitlines()[-20:])


def warnings(output: str) -> list[str]:
    """Pick the lines of Jupyter Book's output that say what is wrong, with the author's own paths."""
    from course_builder.execute import COLOURS

    lines = COLOURS.sub("", output).replace(f"{SOURCE}{os.sep}", "").splitlines()
    return [at_source(line) for line in lines if "WARNING:" in line or "ERROR:" in line or "rror:" in line]


def of_what_is_staged(complaints: list[str]) -> list[str]:
    """Leave out the links to pages, and to places in them, that the book has and that are not staged."""
    from course_builder import notebooks

    away = [page for page in notebooks.pages() if not any(SOURCE.glob(f"{page.name}.*"))]
    places = {f"/{page.name}" for page in away}
    for page in away:
        places |= set(re.findall(r"^\((.+)\)=$", page.path.read_text(encoding="utf-8"), re.MULTILINE))

    def leads_away(complaint: str) -> bool:
        found = re.search(r"cross-reference target not found: '(?P<target>[^']*)'", complaint)
        return bool(found) and found["target"].partition("#")[0] in places

    return [complaint for complaint in complaints if not leads_away(complaint)]


def at_source(line: str) -> str:
    """Lead a complaint about a staged notebook to the author's file and line.

    MyST-NB numbers the lines of a notebook as 10,000 times the cell and the line in it; the author's file has
    the same line, if not at the same place.
    """
    if not (found := re.match(r"(?P<page>.+)\.ipynb:(?P<number>\d{5,}): (?P<said>.*)", line, re.DOTALL)):
        return re.sub(r"\.ipynb(?=:)", ".md", line)
    cell, number = divmod(int(found["number"]), 10_000)
    staged = json.loads((SOURCE / f"{found['page']}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "".join(staged[min(cell, len(staged)) - 1]["source"]).splitlines()
    path = ROOT / f"{found['page']}.md"
    written = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    # MyST-NB counts a cell's first line as its second.
    place = line_in(written, text, max(0, min(number - 1, len(text)) - 1))
    return f"{found['page']}.md{f':{place}' if place else ''}: {found['said']}"


def line_in(written: list[str], cell: list[str], at: int) -> int:
    """Return the line of the author's file, from 1, that stands in a cell at a place; 0 where it is not there.

    Of several alike it is the one with most of the cell's lines about it.
    """
    if not cell or not cell[at].strip():
        return 0

    def alike(line: int) -> int:
        about = range(max(0, at - 3), min(len(cell), at + 4))
        return sum(written[max(0, line + near - at) :][:1] == [cell[near]] for near in about)

    lines = [line for line, text in enumerate(written) if text == cell[at]]
    return max(lines, key=alike) + 1 if lines else 0


def copied(built: Path) -> Path:
    """Copy the built pages to a folder beside the one that is served, and return it."""
    fresh = BUILD / "html.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(built, fresh)
    return fresh


def publish(fresh: Path) -> None:
    """Put the new pages where they are served from, in one move."""
    shutil.rmtree(HTML, ignore_errors=True)
    fresh.rename(HTML)
