"""A browser for tests and benchmarks: finding one, and weighing what it loads."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from marketing_origin.errors import CourseError

# The same browser without its window comes first: a whole one draws toolbars for every page, unseen, which takes ten
# times the work of an empty page.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FIREFOXES = ("firefox", "firefox-esr")
# For pages of our own on this machine; the rest keeps the browser from talking to its maker.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A browser without its window rounds the widths of letters to whole pixels, unless told to draw as the others do.
    "--font-render-hinting=none",
]
# Other hosts are behind a proxy that is not there: to abort requests one by one switches the browser's store off.
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
# A test asks Python for a few cells, and axe for a page or two: to compile WebAssembly, or a script, anew for speed
# costs more than that saves.
TEST_FLAGS = [*FLAGS, "--js-flags=--liftoff-only,--no-turbofan"]
# Bytes of a first load, gzipped, the page's own pictures aside.
TEXT_BUDGET, WIDGET_BUDGET = 250_000, 350_000
DOWNLOAD_SECONDS = 600
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find_browser() -> str:
    """Return the path of a Chromium or Chrome: `$CHROME`, one on PATH, Playwright's own, or one of Debian's packages.

    Playwright's is downloaded, and Debian's installed (where the user is root), if that is what it takes.

    Raises
    ------
    CourseError
        `$CHROME` is no program, or no browser can be had in any of these ways.
    """
    found = named_in("CHROME") or on_path() or playwrights() or debians(NAMES[0]) or debians()
    if not found:
        raise CourseError(
            "No browser: none on PATH (chromium, google-chrome), and neither Playwright's download nor "
            "Debian's package could be had. Install Chromium or Chrome, or name one in CHROME; "
            "`python3 course.py test --no-browser` leaves out what needs a browser."
        )
    return found


def find_firefox() -> str:
    """Return the path of a Firefox: `$FIREFOX`, one on PATH, or Debian's package, installed where the user is root.

    Raises
    ------
    CourseError
        `$FIREFOX` is no program, or no Firefox can be had in any of these ways.
    """
    found = named_in("FIREFOX") or on_path(FIREFOXES) or debians("firefox-esr", FIREFOXES)
    if not found:
        raise CourseError(
            "No Firefox: none on PATH, and Debian's package could not be had. Install Firefox (on Debian, as "
            "root: `apt-get install firefox-esr`), or name one in FIREFOX."
        )
    return found


def named_in(variable: str) -> str | None:
    """Return the browser that a variable of the environment names, if it names one."""
    named = os.environ.get(variable)
    found = shutil.which(named) if named else None
    if named and not found:
        raise CourseError(f"{variable}={named!r} is not a program: set it to a browser's path, or unset it.")
    return found


def on_path(names: tuple[str, ...] = NAMES) -> str | None:
    """Return the first browser on PATH that has one of these names."""
    return next(filter(None, map(shutil.which, names)), None)


def playwrights() -> str | None:
    """Return Playwright's own browser, downloading it if it is not there yet."""
    if not run(sys.executable, "-m", "playwright", "install", "chromium"):
        return None
    answer = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def debians(package: str = "chromium", names: tuple[str, ...] = NAMES) -> str | None:
    """Install a browser of Debian's, where the user may, and return it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    run("apt-get", "update")
    run("apt-get", "install", "--yes", "--no-install-recommends", package)
    return on_path(names)


def run(*command: str) -> bool:
    """Run a command quietly; tell whether it succeeded in time."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=DOWNLOAD_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def weight(html: str, requests: list, weighed: dict[str, int] | None = None) -> tuple[int, int]:
    """Return the bytes of a page's first load, gzipped, its own pictures aside, and its budget.

    Parameters
    ----------
    html : str
        The page.
    requests : list of playwright.sync_api.Request
        What loading it asked for, in any order, the page itself among it.
    weighed : dict, optional
        What came for each address before, where the browser has stored some of it; it is brought up to date.
    """
    weighed = {} if weighed is None else weighed
    for request in requests:
        # What comes from the browser's store has no weight, or less than none.
        sent = request.sizes()["responseBodySize"]
        weighed[request.url] = max(sent, weighed.get(request.url, sent))
    without_pictures = re.sub(r'<figure class="mo-figure".*?</figure>', "", html, flags=re.DOTALL)
    own = len(gzip.compress(without_pictures.encode(), 6))
    beside = sum(weighed[request.url] for request in requests if not is_the_page(request))
    return own + beside, WIDGET_BUDGET if '<div class="mo-explore' in html else TEXT_BUDGET


def is_the_page(request) -> bool:
    """Tell whether a request is for the page itself, not for what it holds; it may be reported after those."""
    return request.is_navigation_request() and request.frame.parent_frame is None
