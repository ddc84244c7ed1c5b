"""A page of the site, worked in as a reader does; shared by the tests that run its cells."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from course_builder.audit import RULES, in_views, too_wide
from course_builder.audit import WIDE as DESK

START = 120_000  # milliseconds that a start of Python may take where the machine is busy
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"
# All of axe's rules, or those that are named.
AXE = """async (only) => {
  const options = { resultTypes: ["violations"], preload: false, selectors: false, ...(only && { runOnly: only }) };
  return (await axe.run(document, options)).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}"""

# Presses a button and waits until Python has done it, so many times; in the page itself, which is quicker. The page
# counts.
AGAIN = """async ([id, times]) => {
  const cell = document.getElementById(id);
  const busy = (is) => new Promise((done) => {
    const look = () => (cell.getAttribute("aria-busy") === String(is) ? done() : setTimeout(look, 2));
    look();
  });
  for (window.ranAgain = 0; window.ranAgain < times; window.ranAgain += 1) {
    cell.querySelector("[data-do='run']").click();
    await busy(true);
    await busy(false);
  }
}"""
# A table and a figure as a reader's cell makes them, and what Python holds: of the browser's memory, and objects.
HEAVY = """import gc
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pyodide_js
from marketing_origin import explore, show
from marketing_origin.widgets import number, slider

figure, axes = plt.subplots(figsize=(1.6, 1.1), layout="none")
axes.plot([1, 2, 3])
show(figure, alt="a line")
numbers = pd.DataFrame(np.random.default_rng(1).normal(size=(20_000, 8)))
print("memory", pyodide_js._module.HEAPU8.length, len(gc.get_objects()))
display(numbers.describe())
explore(lambda x: number("squared", x**2), x=slider(1, 9, 1), title="Squares")
"""
# A table that comes when it is asked for, and its rows.
LATER, ROWS = "from marketing_origin import data; len(data.load('telco'))", "7043"
# What a browser's Python has not, and the words that say what to do.
NOT_HERE = {
    "input('name?')": "write the value into the code",
    "import threading\nthreading.Thread(target=print).start()": "has one thread",
    "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(print)": "has one thread",
}


def cell(opened, code: str) -> Locator:
    """Return the cell that holds some code."""
    return opened.locator(".cell:has(.mo-run)").filter(has_text=code).first


def press(where: Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).click()


def run(where: Locator, name: str = "Run") -> None:
    """Press a button and wait until Python has done what it asks for."""
    press(where, name)
    said(where, r"Run in|have run|has run|ended with an error|has failed|Stopped")


def said(where: Locator, words: str) -> None:
    """Wait until a cell says so; where it runs many cells and counts them, each has that long."""
    told, counted = where.locator(".mo-said").first, re.compile(r"Running (\d+) of (\d+) cells")
    while going := counted.search(told.inner_text()):
        expect(told).not_to_contain_text(f"Running {going[1]} of", timeout=START)
    expect(told).to_contain_text(re.compile(words), timeout=START)
    expect(where).not_to_have_attribute("aria-busy", "true", timeout=START)


def write(opened, where: Locator, code: str) -> None:
    """Put this code into a cell, as a reader does."""
    edit = where.get_by_role("button", name="Edit", exact=True)
    if edit.is_visible():
        edit.click()
    where.locator(".cm-content").click()
    opened.keyboard.press("ControlOrMeta+a")
    opened.keyboard.insert_text(code)


def output(where: Locator) -> Locator:
    return where.locator(".mo-computed")


def looked_at(opened, axe: str) -> list[str]:
    """Return what axe finds in a page and whether it is too wide, at two widths in both schemes."""
    opened.evaluate(axe)
    found = []
    for where, _, rules in in_views(opened):
        found += too_wide(opened)
        wrong = opened.evaluate(AXE, None if rules is RULES else rules)
        found += [f"{where}: {what}" for what in wrong]
    return found


@contextmanager
def of_a_reader(browser, home: str) -> Iterator:
    """One reader's browser, which reaches the site alone: nothing else may be asked for."""
    context = browser.new_context(viewport=DESK, accept_downloads=True)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_default_timeout(60_000)
    yield context
    context.close()
    assert [url for url in asked if not is_own(url, home)] == []


def is_own(url: str, home: str) -> bool:
    return url.startswith((home, "data:", "blob:"))


def watch(page, home: str) -> list[str]:
    """Note whatever goes wrong, and every request to another host."""
    troubles = []

    def asked(request) -> None:
        if not is_own(request.url, home):
            troubles.append(f"asked another host for {request.url}")

    def failed(request) -> None:
        # What a page that the reader leaves was still fetching has not failed.
        if request.failure != "net::ERR_ABORTED":
            troubles.append(f"failed: {request.url}")

    def logged(message) -> None:
        if message.type in ("error", "warning"):
            troubles.append(f"{message.type}: {message.text} ({message.location['url']})")

    page.on("request", asked)
    page.on("console", logged)
    page.on("pageerror", lambda error: troubles.append(f"uncaught: {error}"))
    page.on("requestfailed", failed)
    return troubles
