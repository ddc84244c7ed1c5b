"""What it costs to run a chapter in the browser: from the click to the first pandas output, and bytes.

The site as `python3 course.py book` serves it, in a Chromium that reaches no other host. "Cold" is a browser
that has never seen the site, "warm" the same one started anew. In the notebook the reader presses Run All as
soon as it is there, in the page Run below the first cell, and waits. The best of three rounds counts: the
others tell what else the machine did. The page is held against the notebook of the same rounds.
"""

import contextlib
import gzip
import re
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright

from course_builder.browser import FLAGS, find_browser
from course_builder.build import build
from course_builder.paths import HTML
from course_builder.server import HERE, Handler, Server

CHAPTER = "book/2_acquisition_and_retention/2_1_what_a_customer_costs"
ROUNDS = 3
SECONDS = {"cold": 15, "warm": 10}
PAGE_RATIO = {"cold": 0.25, "warm": 0.22}
PAGE_MEGABYTES = 24
AGAIN = {"median": 60, "95th percentile": 150}  # milliseconds
ADDED = 6000
PRESSES = 60
WAYS = ("notebook", "page")
ORDERS = 'from marketing_origin import data\norders = data.load("cdnow")'
GROUPED = 'orders.groupby("customer_id")["value"].sum().head()'
PRESS_AND_WAIT = """(cell) => new Promise((resolve) => {
  const begun = performance.now();
  const busy = new MutationObserver(() => {
    if (cell.getAttribute("aria-busy") !== "false") return;
    busy.disconnect();
    resolve((performance.now() - begun) / 1000);
  });
  busy.observe(cell, { attributes: true });
  cell.querySelector("[data-do='run']").click();
})"""
# Playwright looks twice a second; the page itself knows at once.
WAIT = """([selector, patience]) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(`no ${selector} within ${patience} ms`)), patience);
  const look = () => document.querySelector(selector) && resolve();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})"""
MEGABYTES = {"cold": 45, "warm": 0.5}
WHOLE = 70
# Not by Playwright's routes: they would switch the browser's own cache off.
ALONE = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}"
PATIENCE = 180_000
LIVE_PARTS_OF_A_PAGE = re.compile(
    r"<style>\.mo-live.*?</style>|<a class=\"mo-tool mo-live.*?</a>|<script data-live.*?</script>|"
    r" id=\"code-\d+\"",
    re.DOTALL,
)


class Counted(Handler):
    """A handler that adds up what goes over the wire."""

    sent = 0
    lock = threading.Lock()

    def setup(self) -> None:
        """Put the count between the handler and its connection."""
        super().setup()
        write = self.wfile.write

        def counted(data: bytes) -> int:
            with Counted.lock:
                Counted.sent += len(data)
            return write(data)

        self.wfile.write = counted

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:
        """Send a file's bytes through the count, not by the system itself."""
        shutil.copyfileobj(source, outputfile)


def run() -> list[dict]:
    """Return rows: what was measured, its value, the target and whether it was met."""
    build(live="require")
    taken = {(way, state): [] for way in WAYS for state in SECONDS}
    sent = {key: [] for key in taken}
    before = []
    with serving() as home:
        for _ in range(ROUNDS):
            for way in WAYS:
                with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                    for state in SECONDS:
                        seconds, came, asked = visit(home, profile, way)
                        taken[way, state].append(seconds)
                        sent[way, state].append(came / 1e6)
                        # Who has written in the page gets the editor again, unasked.
                        before += asked if state == "cold" else []
        again = presses(home)
    best = {key: min(seconds) for key, seconds in taken.items()}
    whole = sum(path.stat().st_size for path in (HTML / "live").rglob("*") if path.is_file()) / 1e6
    rows = [row(f"click to first pandas output, {n}", best["notebook", n], "s", SECONDS[n]) for n in SECONDS]
    rows += [
        row(f"the same in the page, {n}, to the notebook's", best["page", n] / best["notebook", n], "×", most)
        for n, most in PAGE_RATIO.items()
    ]
    rows += [
        row(f"sent from the click to then, {n}", max(sent["notebook", n]), "MB", MEGABYTES[n])
        for n in SECONDS
    ]
    rows += [row("the same in the page, cold", max(sent["page", "cold"]), "MB", PAGE_MEGABYTES)]
    rows += [
        row(f"second cell, press to output, {n}", 1000 * again[n], "ms", most) for n, most in AGAIN.items()
    ]
    return [
        *rows,
        row("the live part on the disk", whole, "MB", WHOLE),
        row("files of the live part that its pages ask for before a click", len(set(before)), "", 0),
        row("what the live part adds to a page, gzipped", added_to_a_page(), "bytes", ADDED),
    ]


def row(what: str, value: float, unit: str, target: float) -> dict:
    """Return a row with an upper limit."""
    shown = f"{value:.2f} {unit}" if unit else f"{value:.0f}"
    return {"what": what, "value": shown, "target": f"≤ {target} {unit}".strip(), "ok": value <= target}


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve the site, counting; yields its address."""
    with Server((HERE, 0), partial(Counted, directory=str(HTML))) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://{HERE}:{site.server_port}/"
        site.shutdown()


def visit(home: str, profile: str, way: str) -> tuple[float, int, list[str]]:
    """Open a chapter and run it as a reader does, in the notebook or in the page.

    Returns the seconds and bytes from the click to the first pandas output, and what was asked of the live
    part before the click.
    """
    with sync_playwright() as playwright:
        options = {"executable_path": find_browser(), "args": [*FLAGS, ALONE]}
        context = playwright.chromium.launch_persistent_context(profile, **options)
        page, asked = context.pages[0], []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{home}{CHAPTER}.html", wait_until="networkidle")
        early = [url for url in asked if url.startswith(f"{home}live/")]
        sent = Counted.sent
        if way == "page":
            write(page, 0, ORDERS + "\norders.head()")
        begun = time.monotonic()
        shown = (in_notebook if way == "notebook" else in_page)(context, page)
        taken = time.monotonic() - begun, Counted.sent - sent
        # What it keeps is written in time for the next start.
        shown.wait_for_timeout(1000)
        context.close()
    return *taken, early


def in_notebook(context: BrowserContext, page: Page) -> Page:
    """Run all in the notebook, and wait for the first table."""
    with context.expect_page() as opened:
        page.get_by_role("link", name="Open as a notebook").click()
    run_all(opened.value)
    opened.value.evaluate(WAIT, [".jp-OutputArea-output table.dataframe", PATIENCE])
    return opened.value


def in_page(context: BrowserContext, page: Page) -> Page:
    """Run a cell that needs pandas, and wait for its table."""
    page.locator(".cell:has(.mo-run)").first.get_by_role("button", name="Run", exact=True).click()
    page.evaluate(WAIT, [".mo-computed table.dataframe", PATIENCE])
    return page


def write(page: Page, number: int, code: str) -> Locator:
    """Put code into a cell of the page, and return the cell."""
    cell = page.locator(".cell:has(.mo-run)").nth(number)
    # What was written in an earlier visit is there again.
    if (edit := cell.get_by_role("button", name="Edit", exact=True)).is_visible():
        edit.click()
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)
    return cell


def presses(home: str) -> dict[str, float]:
    """Return the seconds that a second cell takes from the press to its output, over many presses."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*FLAGS, ALONE])
        page = browser.new_page()
        page.goto(f"{home}{CHAPTER}.html")
        write(page, 0, ORDERS).evaluate(PRESS_AND_WAIT)
        second = write(page, 1, GROUPED)
        second.evaluate(PRESS_AND_WAIT)
        taken = sorted(second.evaluate(PRESS_AND_WAIT) for _ in range(PRESSES))
        browser.close()
    return {"median": statistics.median(taken), "95th percentile": taken[int(0.95 * PRESSES)]}


def run_all(notebook: Page) -> None:
    """Press Run All as soon as there are cells."""
    notebook.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=PATIENCE)
    notebook.get_by_role("menuitem", name="Run", exact=True).click()
    notebook.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def added_to_a_page() -> int:
    """Return the bytes, gzipped, by which the live part makes a page heavier before any press."""
    page = (HTML / f"{CHAPTER}.html").read_text(encoding="utf-8")
    without, count = LIVE_PARTS_OF_A_PAGE.subn("", page)
    if count < 3:
        raise LookupError("the page does not hold the live part's link, style and script where they were")
    return len(gzip.compress(page.encode(), 6)) - len(gzip.compress(without.encode(), 6))
