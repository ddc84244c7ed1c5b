"""The live part in Firefox, where there is one: opened, run, moved, answered, reloaded."""

import time

import firefox
import pytest

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"
START = 180  # seconds that a start of Python may take where the machine is busy
LAST = (
    "[...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]"
    ".filter(prompt => prompt.checkVisibility()).at(-1)"
)


@pytest.fixture(scope="module")
def browser(firefox_program, live, tmp_path_factory):
    running = firefox.Firefox(firefox_program, tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


def ready(tab):
    tab.wait("document.documentElement.dataset.python === 'ready'", START)


def output_of(code):
    """The text below the cell that holds some code, in JavaScript."""
    cell = f"[...document.querySelectorAll('.jp-CodeCell')].find(cell => cell.textContent.includes({code!r}))"
    return f"({cell}?.querySelector('.jp-OutputArea')?.textContent ?? '')"


def new_cell(tab, code):
    """Write one line of code into a new cell below the title, and run it."""
    tab.click(".jp-Notebook h1")
    tab.press("Escape")
    before = tab.evaluate("document.querySelectorAll('.jp-Notebook-cell').length")
    tab.press("b")
    tab.wait(f"document.querySelectorAll('.jp-Notebook-cell').length === {before + 1}")
    tab.press("Enter")
    tab.write(code)
    tab.press("Control+Enter")


def test_a_reader_works_in_firefox(browser, site_url):
    page = browser.tabs()[0]
    page.goto(f"{site_url}{EXERCISE}.html")
    page.click("a", "Open as a notebook")
    while len(browser.tabs()) == 1:
        time.sleep(0.2)
    notebook = browser.tabs()[-1]
    ready(notebook)
    notebook.click("[role=menuitem]", "Run")
    notebook.click("[role=menuitem]", "Run All Cells")
    notebook.wait(rf"/\[\d+\]:/.test({LAST}.textContent)", START)

    new_cell(
        notebook,
        "from marketing_origin.widgets import explore, number, slider; "
        "explore(lambda x: number('squared', x**2 + 1), x=slider(1, 9, 1), title='Squares')",
    )
    notebook.click(".mo-explore input[type=range]")
    notebook.press("End")
    notebook.wait(f"{output_of('squared')}.includes('82')", START)
    new_cell(notebook, "import ipywidgets; ipywidgets.interact(lambda x: print('cubed', x**3), x=(0, 9));")
    notebook.click(".widget-slider .noUi-handle, .widget-slider [role=slider]")
    notebook.press("End")
    notebook.wait(f"{output_of('interact')}.includes('cubed 729')", START)

    new_cell(notebook, "check('4.1.1', 60)")
    notebook.wait(f"{output_of(', 60)')}.includes('Not yet')", START)
    new_cell(notebook, "hint('4.1.1')")
    notebook.wait(f"{output_of('hint(')}.includes('1 of 3')", START)
    new_cell(notebook, "check('4.1.1', 60 * 1.08 / (1.08 - 0.70))")
    notebook.wait(f"{output_of('1.08 / (1.08')}.includes('Right')", START)
    time.sleep(2.5)

    notebook.goto(f"{site_url}live/notebooks/index.html?path={EXERCISE}.ipynb")
    ready(notebook)
    assert notebook.evaluate("document.body.textContent.includes('1.08 / (1.08')")
    new_cell(notebook, "from marketing_origin import progress; print(progress())")
    notebook.wait(f"{output_of('print(progress')}.includes('4.1.1 right')", START)
