"""Take the pictures of the course that the README and chapter 0.1 show.

    .venv/bin/python docs/screenshots.py             all of them
    .venv/bin/python docs/screenshots.py laptop      those whose name holds the word

Builds the site, with Python for the browser where that can be had, and opens pages and notebooks. Those
of chapter 0.1 stand beside its text, small enough for a page: light colours, WebP.
"""

import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from course_builder import live_copy, notebooks
from course_builder.browser import FLAGS, find_browser
from course_builder.build import build
from course_builder.execute import execute_pages
from course_builder.paths import HTML, ROOT
from course_builder.server import server

CLV = "book/4_customer_lifetime_value/4_1_clv_formula"
CHAPTER = "book/0_start_here/0_1_how_to_use_this_course"
EXERCISE = "exercises/0_start_here/0_1_how_to_use_this_course"
BESIDE = (ROOT / CHAPTER).parent
MOST_BYTES = 60_000
# No questions about news; cells out of sight are drawn, too.
LAB_SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
START = 180_000  # milliseconds that a Python may take to start


def main(wanted: str = "") -> None:
    """Take every picture whose name holds `wanted`."""
    shots = {
        ROOT / "docs" / "screenshot.png": question_on_a_desktop,
        BESIDE / "read.webp": widget_on_a_phone,
        BESIDE / "browser.webp": exercise_in_the_browser,
        BESIDE / "laptop.webp": chapter_on_a_laptop,
    }
    build(live="auto")
    with server(HTML, 0) as site, sync_playwright() as playwright:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for path, shot in shots.items():
            if wanted in path.name:
                picture = shot(browser, f"http://127.0.0.1:{site.server_port}")
                print(f"{path.relative_to(ROOT)}: {keep(path, picture) if picture else 'left as it was'}")
        browser.close()
        site.shutdown()


def keep(path: Path, picture: bytes) -> str:
    """Write a picture in the form that its name asks for, and tell its size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if path.suffix == ".png":
        image.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
        return f"{path.stat().st_size / 1000:.0f} kB"
    for quality in range(90, 30, -5):
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            break
    return f"{path.stat().st_size / 1000:.0f} kB, {image.width} by {image.height}, quality {quality}"


def question_on_a_desktop(browser: Browser, site: str) -> bytes | None:
    """Answer a question in the text of chapter 4.1, wrongly; None where the site has no live part."""
    if not (HTML / "live").exists():
        return None
    page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
    page.goto(f"{site}/{CLV}.html")
    cell = page.locator(".cell:has(.mo-run)").filter(has_text='check("4.1.a"')
    cell.get_by_role("button", name="Edit", exact=True).click()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text('year_two_today = 60 * 0.5**2\n\ncheck("4.1.a", year_two_today)')
    cell.get_by_role("button", name="Check", exact=True).click()
    cell.locator(".mo-computed").get_by_text("Not yet.").wait_for(timeout=START)
    page.locator(".mo-python").wait_for(state="hidden", timeout=START)
    cell.evaluate("cell => window.scrollTo(0, cell.getBoundingClientRect().top + scrollY - 480)")
    page.wait_for_timeout(1000)
    return page.screenshot()


def widget_on_a_phone(browser: Browser, site: str) -> bytes:
    """Show that of chapter 0.1 on a telephone."""
    look = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 1.5}
    return widget(browser.new_page(**look, color_scheme="light"), f"{site}/{CHAPTER}.html")


def widget(page: Page, address: str) -> bytes:
    """Scroll to a page's widget and take what is seen."""
    page.goto(address)
    page.locator(".mo-explore").first.evaluate("block => window.scrollTo(0, block.offsetTop - 120)")
    page.wait_for_timeout(1000)
    return page.screenshot()


def exercise_in_the_browser(browser: Browser, site: str) -> bytes | None:
    """Exercise 0.1 in the site's own notebook, a mistake named; None where the site has no live part."""
    if not (HTML / "live").exists():
        return None
    page = notebook_page(browser)
    page.goto(f"{site}/live/notebooks/index.html?path={EXERCISE}.ipynb")
    page.locator("html[data-python=ready]").wait_for(timeout=START, state="attached")
    page.locator("#course-start").wait_for(state="detached")
    run_cell(page, "from marketing_origin import", "")
    run_cell(page, 'check("0.1.1"', 'share_left = 1 - 20 * 0.04\n\ncheck("0.1.1", share_left)')
    page.get_by_role("status").filter(has_text="Not yet.").wait_for(timeout=START)
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text('hint("0.1.1")')
    page.keyboard.press("Control+Enter")
    page.get_by_role("status").filter(has_text="Hint.").wait_for(timeout=START)
    page.get_by_role("heading", name="0.1.1 Who is left?").first.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    return page.screenshot()


def chapter_on_a_laptop(browser: Browser, site: str) -> bytes:
    """Chapter 0.1 in JupyterLab, its widget moved."""
    with jupyterlab() as address:
        page = notebook_page(browser)
        page.goto(f"{address}/lab/tree/{CHAPTER}.ipynb?reset")
        page.get_by_text("(ipykernel) | Idle").wait_for(timeout=START)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        moved = page.locator(".mo-explore").get_by_role("slider").first
        moved.wait_for(timeout=START)
        moved.focus()
        for _ in range(2):
            moved.press("ArrowRight")
        page.locator(".mo-explore").evaluate("widget => widget.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(1000)
        return page.screenshot()


def notebook_page(browser: Browser) -> Page:
    """Open a page on which a notebook's text is large enough to be read in a small picture."""
    look = {"viewport": {"width": 1000, "height": 640}, "device_scale_factor": 1.4}
    return browser.new_page(**look, color_scheme="light")


def run_cell(page: Page, holds: str, code: str) -> None:
    """Run the cell that holds some code, with other code in its place where that is given."""
    cell = page.locator(".jp-CodeCell").filter(has_text=holds).first
    cell.locator(".cm-content").click()
    if code:
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")


@contextmanager
def jupyterlab() -> Iterator[str]:
    """Start JupyterLab over a working copy of its own and yield its address."""
    pages = [page for page in notebooks.pages() if page.kind in ("book", "exercises") and page.runs]
    executed = execute_pages([page for page in pages if page.executes])
    made = {page.name: live_copy.notebook_for_reader(page, executed.get(page.name)) for page in pages}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as scratch:
        live = Path(scratch) / "live"
        live.mkdir()
        live_copy.update(made, live)
        settings = Path(scratch) / "settings"
        for name, setting in LAB_SETTINGS.items():
            path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(setting))
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}"]
        command += ["--IdentityProvider.token=", "--allow-root"]
        running = subprocess.Popen(
            command,
            cwd=live,
            env={**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(settings)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield answering(f"http://127.0.0.1:{port}")
        finally:
            running.terminate()
            running.wait()


def answering(address: str) -> str:
    """Wait until a server answers, and return its address."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/api")
            return address
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    main(*sys.argv[1:2])
