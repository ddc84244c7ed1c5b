"""A notebook of the live part, worked in as a reader does; shared by the tests that open one.

`place` is a Playwright page, or a frame in one.
"""

import re

from playwright.sync_api import Locator, expect

START = 180_000  # milliseconds that a start of Python may take where the machine is busy
WORKER = "**/pyodide-*/kernel.mjs*"


def ready(place) -> None:
    """Wait until Python has started."""
    place.locator("html[data-python=ready]").wait_for(timeout=START, state="attached")


def address_of(home: str, name: str) -> str:
    """Return where the site has a page's notebook."""
    return f"{home}live/notebooks/index.html?path={name}.ipynb"


def open_notebook(context, home: str, name: str):
    """Open a notebook by its address, and wait for Python."""
    page = context.new_page()
    page.goto(address_of(home, name))
    ready(page)
    return page


def drawn(page) -> None:
    """Wait until the notebook is drawn; Python may start later."""
    page.locator(".jp-Notebook h1").first.wait_for(timeout=START)


def without_python(context) -> None:
    """Have Python never start from now on, for what a notebook does before: a start costs more than all the rest."""
    context.route(WORKER, lambda route: None)


def draw_notebook(context, home: str, name: str):
    """Open a notebook by its address, and wait for no Python."""
    page = context.new_page()
    page.goto(address_of(home, name))
    drawn(page)
    return page


def open_again(page) -> None:
    """Load a notebook's page again, and wait for no Python."""
    page.reload()
    drawn(page)


def keyboard(place):
    return getattr(place, "page", place).keyboard


def run_from_menu(place, command: str) -> None:
    """Press a command of the menu *Run*."""
    place.get_by_role("menuitem", name="Run", exact=True).click()
    place.get_by_role("menuitem", name=command, exact=True).click()


def run_all(place) -> None:
    """Run all cells from the menu, and wait until the last one has run; each cell has as long as a start."""
    run_from_menu(place, "Run All Cells")
    # A folded cell shows no number.
    prompts = place.locator(".jp-CodeCell .jp-InputArea-prompt:visible")
    to_run = prompts.filter(has_text="[*]:")
    while left := to_run.count():
        expect(to_run).not_to_have_count(left, timeout=START)
    expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"), timeout=START)


def cell_of(place, code: str) -> Locator:
    """Return the code cell that holds some code."""
    return place.locator(".jp-CodeCell").filter(has_text=code).first


def output_of(cell: Locator) -> Locator:
    return cell.locator(".jp-OutputArea").first


def write(place, cell: Locator, code: str) -> None:
    """Put code into a cell by typing it, and run it."""
    cell.locator(".cm-content").click()
    keyboard(place).press("Control+A")
    keyboard(place).insert_text(code)
    keyboard(place).press("Control+Enter")


def new_cell(place, code: str) -> Locator:
    """Write code into a new cell below the title and run it; returns its output."""
    cells = place.locator(".jp-Notebook-cell")
    count = cells.count()
    place.locator(".jp-Notebook h1").first.click()
    keyboard(place).press("Escape")
    keyboard(place).press("b")
    expect(cells).to_have_count(count + 1)
    write(place, cells.nth(1), code)
    return output_of(cell_of(place, code.splitlines()[-1]))
