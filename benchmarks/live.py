"""What it costs to run a chapter in the browser: from the click to the first pandas output, and bytes.

The site as `python3 course.py book` serves it, in a Chromium that reaches no other host. "Cold" is a browser
that has never seen the site, "warm" the same one started anew. The reader presses Run All as soon as the
notebook is there, and waits. The best of three rounds counts: the others tell what else the machine did.
"""

import contextlib
import gzip
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial

from playwright.sync_api import Page, sync_playwright

from course_builder.browser import FLAGS, find_browser
from course_builder.build import build
from course_builder.paths import HTML
from course_builder.server import HERE, Handler, Server

CHAPTER = "book/2_acquisition_and_retention/2_1_what_a_customer_costs"
ROUNDS = 3
SECONDS = {"cold": 15, "warm": 10}
MEGABYTES = {"cold": 45, "warm": 0.5}
WHOLE = 70
# Not by Playwright's routes: they would switch the browser's own cache off.
ALONE = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}"
PATIENCE = 180_000
LIVE_PARTS_OF_A_PAGE = re.compile(
    r"<style>\.mo-live.*?</style>|<(a|button) class=\"mo-tool mo-live.*?</\1>|"
    r"<script>// On a page with a notebook.*?</script>",
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


def run() -> list[dict]:
    """Return rows: what was measured, its value, the target and whether it was met."""
    build(live="require")
    seconds, sent = {name: [] for name in SECONDS}, {name: [] for name in SECONDS}
    before = []
    with serving() as home:
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                for name in SECONDS:
                    started, taken, asked = visit(home, profile)
                    seconds[name].append(started)
                    sent[name].append(taken / 1e6)
                    before += asked
    whole = sum(path.stat().st_size for path in (HTML / "live").rglob("*") if path.is_file()) / 1e6
    rows = [row(f"click to first pandas output, {n}", min(seconds[n]), "s", SECONDS[n]) for n in SECONDS]
    rows += [row(f"sent from the click to then, {n}", max(sent[n]), "MB", MEGABYTES[n]) for n in SECONDS]
    return [
        *rows,
        row("the live part on the disk", whole, "MB", WHOLE),
        row("files of the live part that its pages ask for before a click", len(set(before)), "", 0),
        {"what": "what the live part adds to a page, gzipped", "value": f"{added_to_a_page()} bytes"},
    ]


def row(what: str, value: float, unit: str, target: float) -> dict:
    """Return a row with an upper limit."""
    shown = f"{value:.1f} {unit}" if unit else f"{value:.0f}"
    return {"what": what, "value": shown, "target": f"≤ {target} {unit}".strip(), "ok": value <= target}


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve the site, counting; yields its address."""
    with Server((HERE, 0), partial(Counted, directory=str(HTML))) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://{HERE}:{site.server_port}/"
        site.shutdown()


def visit(home: str, profile: str) -> tuple[float, int, list[str]]:
    """Open a chapter and run it as a reader does.

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
        begun, sent = time.monotonic(), Counted.sent
        with context.expect_page() as opened:
            page.get_by_role("link", name="Open as a notebook").click()
        run_all(opened.value)
        opened.value.locator(".jp-OutputArea-output table.dataframe").first.wait_for(timeout=PATIENCE)
        taken = time.monotonic() - begun, Counted.sent - sent
        # What it keeps is written in time for the next start.
        opened.value.wait_for_timeout(1000)
        context.close()
    return *taken, early


def run_all(notebook: Page) -> None:
    """Press Run All as soon as there are cells."""
    notebook.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=PATIENCE)
    notebook.get_by_role("menuitem", name="Run", exact=True).click()
    notebook.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def added_to_a_page() -> int:
    """Return the bytes, gzipped, by which the live part's button makes a page heavier."""
    page = (HTML / f"{CHAPTER}.html").read_text(encoding="utf-8")
    without, count = LIVE_PARTS_OF_A_PAGE.subn("", page)
    if count < 3:
        raise LookupError("the page does not hold the live part's button, style and script where they were")
    return len(gzip.compress(page.encode(), 6)) - len(gzip.compress(without.encode(), 6))
