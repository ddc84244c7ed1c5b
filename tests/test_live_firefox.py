"""The live part in Firefox, where there is one: chapter, exercise and notebook, in good moments and bad ones."""

import functools
import re
import threading
import time

import firefox
import pytest
from page_at_work import AGAIN, HEAVY, LATER, NOT_HERE, ROWS

from course_builder.server import HERE, Handler, Server

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"
START = 180  # seconds that a start of Python may take where the machine is busy
SMALL = "discount_rate = 0.10"  # the cell of the chapter that the tests change
UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true })"
LAST = (
    "[...document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')]"
    ".filter(prompt => prompt.checkVisibility()).at(-1)"
)


class Withholding(Handler):
    """A handler that has no file whose name holds one of `withheld`."""

    withheld: set[str] = set()

    def do_GET(self) -> None:
        """Answer as the site does, but for what is withheld."""
        if any(part in self.path for part in self.withheld):
            return self.send_missing()
        return super().do_GET()


@pytest.fixture(scope="module")
def home(site, live):
    """The address of the site, with a slash at its end."""
    with Server((HERE, 0), functools.partial(Withholding, directory=str(site))) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://{HERE}:{serving.server_port}/"
        serving.shutdown()


@pytest.fixture(scope="module")
def browser(firefox_program, live, tmp_path_factory):
    """One Firefox for all tests of this file."""
    running = firefox.Firefox(firefox_program, tmp_path_factory.mktemp("profile"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def at_work(browser, home):
    """The chapter in a tab, and its one Python, for all tests that leave both as they found them."""
    tab = browser.new_tab()
    opened(tab, f"{home}{CHAPTER}.html")
    return tab


@pytest.fixture
def chapter(at_work):
    """The chapter in its tab, no cell edited."""
    yield at_work
    while at_work.evaluate("document.querySelectorAll('.mo-edited').length"):
        at_work.click(".mo-edited [data-do='original']")


def opened(tab, address: str) -> None:
    tab.goto(address)
    tab.evaluate(UNFOLD)


def cell(tab, code: str) -> str:
    """Return the selector of the page's cell that holds some code."""
    found = "[...document.querySelectorAll('.cell[id]:has(.mo-run)')]"
    return "#" + tab.evaluate(f"{found}.find(cell => cell.textContent.includes({code!r})).id")


def press(tab, where: str, what: str) -> None:
    tab.click(f"{where} [data-do='{what}']")


def write(tab, where: str, code: str) -> None:
    """Put this code into a cell as a reader does, who types a line and pastes several."""
    if tab.evaluate(f"document.querySelector({where + ' [data-do=edit]'!r}).checkVisibility()"):
        press(tab, where, "edit")
    tab.click(f"{where} .cm-content")
    tab.press("Control+a")
    (tab.paste if "\n" in code else tab.write)(code)


def says(tab, where: str, words: str, seconds: float = 30) -> None:
    """Wait until a cell's line, or another element, holds some words."""
    tab.wait(f"/{words}/.test(document.querySelector({where!r})?.textContent ?? '')", seconds)


def run(tab, where: str, what: str = "run") -> None:
    """Press a button, and wait until Python has done what it asks for."""
    # A press is done before the page has heard of it: what an earlier run left does not count.
    tab.evaluate(f"document.querySelector({where!r}).setAttribute('aria-busy', 'pressed')")
    press(tab, where, what)
    tab.wait(f"document.querySelector({where!r}).getAttribute('aria-busy') === 'false'", START)


def output(tab, where: str) -> str:
    return tab.evaluate(f"document.querySelector({where + ' .mo-computed'!r})?.innerText ?? ''")


def test_a_cell_runs_after_those_it_needs_is_edited_and_is_put_back(chapter):
    joiners = cell(chapter, "retention_rate = joiners")
    run(chapter, joiners)
    says(chapter, f"{joiners} .mo-said", "1 earlier cell that it needs ran first")
    assert "retention rate" in output(chapter, joiners)
    small = cell(chapter, SMALL)
    write(chapter, small, "import pandas as pd; pd.Series([20, 22]).sum()")
    chapter.press("Shift+Enter")
    says(chapter, f"{small} .mo-said", "Run in")
    assert "42" in output(chapter, small)
    write(chapter, small, "1 / 0")
    run(chapter, small)
    assert "ZeroDivisionError: division by zero" in output(chapter, small)
    # By keyboard alone: Escape, then Tab leaves the editor.
    chapter.click(f"{small} .cm-content")
    for key in ("Escape", "Tab"):
        chapter.press(key)
    assert chapter.evaluate("document.activeElement.textContent") == "Run"
    press(chapter, small, "original")
    chapter.wait(f"!document.querySelector({small + ' .mo-computed'!r})")


def test_a_figure_and_a_widget_are_drawn(chapter):
    small = cell(chapter, SMALL)
    write(
        chapter,
        small,
        "import matplotlib.pyplot as plt; from marketing_origin import explore; "
        "from marketing_origin.widgets import number, slider; plt.plot([1, 2]); "
        "explore(lambda x: number('squared', x**2 + 1), x=slider(1, 9, 1), title='Squares')",
    )
    run(chapter, small)
    assert chapter.evaluate(f"document.querySelectorAll({small + ' .mo-computed svg'!r}).length")
    chapter.click(f"{small} .mo-computed input[type=range]")
    chapter.press("End")
    says(chapter, f"{small} .mo-computed", "82")


def test_stop_ends_a_loop_without_end_and_python_comes_back(chapter):
    small = cell(chapter, SMALL)
    write(chapter, small, "while True: pass")
    press(chapter, small, "run")
    says(chapter, f"{small} .mo-said", "Running")
    press(chapter, small, "stop")
    says(chapter, f"{small} .mo-said", "Stopped")
    write(chapter, small, "6 * 7")
    run(chapter, small)
    assert "42" in output(chapter, small)


def test_without_a_network_what_has_come_goes_on_and_what_is_missing_is_named(chapter):
    small = cell(chapter, SMALL)
    write(chapter, small, "6 * 7")
    run(chapter, small)
    with chapter.offline():
        write(chapter, small, "6 * 8")
        run(chapter, small)
        assert "48" in output(chapter, small)
        write(chapter, small, "import scipy")
        run(chapter, small)
        assert "look whether this device is connected" in output(chapter, small)
        write(chapter, small, LATER)
        run(chapter, small)
        assert "look whether this device is connected" in output(chapter, small)
    run(chapter, small)
    assert ROWS in output(chapter, small)
    write(chapter, small, "import scipy")
    run(chapter, small)
    assert "did not arrive" not in output(chapter, small)


def test_a_package_that_does_not_arrive_is_named(chapter):
    small = cell(chapter, SMALL)
    write(chapter, small, "import jedi")
    Withholding.withheld.add("/jedi-")
    run(chapter, small)
    Withholding.withheld.clear()
    assert re.search(r"jedi-.*files did not arrive \(the server answers 404\)", output(chapter, small))


def test_input_and_threads_are_told_what_to_do(chapter):
    small = cell(chapter, SMALL)
    for code, words in NOT_HERE.items():
        write(chapter, small, code)
        run(chapter, small)
        assert words in output(chapter, small), code
        assert len(output(chapter, small).splitlines()) < 12, code
    write(chapter, small, "import time; time.sleep(0.2); 'still ' + 'here'")
    run(chapter, small)
    assert "still here" in output(chapter, small)


def test_a_million_lines_are_cut_and_the_page_stays_alive(chapter):
    small = cell(chapter, SMALL)
    write(chapter, small, "for i in range(1_000_000): print(i)")
    press(chapter, small, "run")
    says(chapter, f"{small} .mo-said", "Running")
    # The page answers while Python prints.
    assert chapter.evaluate("new Promise(done => requestAnimationFrame(() => done(1)))") == {}
    chapter.wait(f"document.querySelector({small!r}).getAttribute('aria-busy') === 'false'", START)
    assert "more is printed" in output(chapter, small)
    assert len(output(chapter, small)) < 110_000
    write(chapter, small, "'still ' + 'here'")
    run(chapter, small)
    assert "still here" in output(chapter, small)


def test_two_hundred_runs_take_hardly_more_memory_than_twenty(chapter, browser):
    small = cell(chapter, SMALL)
    write(chapter, small, HEAVY)
    run(chapter, small)

    def held(times: int) -> list[int]:
        """Run so many times; return Python's bytes and objects, and the page's elements and own bytes."""
        chapter.evaluate(f"void ({AGAIN})([{small[1:]!r}, {times}])")
        for done in range(1, times + 1):  # how long all of them take is the machine's business
            chapter.wait(f"window.ranAgain >= {done}", START)
        python = re.search(r"memory (\d+) (\d+)", output(chapter, small))
        elements = chapter.evaluate("document.querySelectorAll('*').length")
        return [*map(int, python.groups()), elements, browser.bytes_of(chapter.evaluate("location.href"))]

    before = held(19)
    after = held(180)
    assert all(now <= 1.2 * then for now, then in zip(after, before, strict=True)), (before, after)


def test_a_tab_closed_while_it_runs_loses_no_edit_and_the_next_one_runs(browser, home):
    tab = browser.new_tab()
    opened(tab, f"{home}{CHAPTER}.html")
    small = cell(tab, SMALL)
    write(tab, small, "while True: pass  # mine")
    press(tab, small, "run")
    says(tab, f"{small} .mo-said", "Running", START)
    write(tab, small, "6 * 7  # written while it ran")
    tab.close()
    tab = browser.new_tab()
    opened(tab, f"{home}{CHAPTER}.html")
    says(tab, f"{small}.mo-edited .cm-content", "6 \\* 7  # written while it ran")
    run(tab, small)
    assert "42" in output(tab, small)
    press(tab, small, "original")
    tab.wait(f"!document.querySelector({small + '.mo-edited'!r})")
    tab.close()


def test_over_plain_http_by_a_local_name_cells_run_and_answers_are_kept(browser, home):
    address = f"{home.replace(HERE, firefox.LOCAL_NAME)}{EXERCISE}.html"
    tab = browser.new_tab()
    opened(tab, address)
    assert not tab.evaluate("isSecureContext")
    first = cell(tab, 'check("4.1.1"')
    write(tab, first, 'check("4.1.1", 60 * 1.08 / (1.08 - 0.70))')
    run(tab, first)
    says(tab, f"{first} .mo-said", "4.1.1 Right")
    opened(tab, address)
    says(tab, f"{first} .mo-state", "✓ right")
    says(tab, f"{first}.mo-edited .cm-content", "60 \\* 1.08")
    tab.close()


def test_two_tabs_on_a_page_lose_no_edit(chapter, browser):
    one, two = chapter, browser.new_tab()
    opened(two, one.evaluate("location.href"))
    small = cell(one, SMALL)
    write(one, small, "discount_rate = 0.3  # one")
    press(two, small, "edit")
    says(two, f"{small}.mo-edited .cm-content", "# one")
    write(two, small, "discount_rate = 0.4  # two")
    says(one, f"{small}.mo-edited .cm-content", "# two")
    # Left in the moment in which it is written: now and then Firefox breaks off the first script that runs then.
    for last in range(5):
        write(two, small, f"discount_rate = 0.5  # last {last}")
        two.close()
        says(one, f"{small}.mo-edited .cm-content", f"# last {last}")
        two = browser.new_tab()
        opened(two, one.evaluate("location.href"))
        says(two, f"{small}.mo-edited .cm-content", f"# last {last}")
    two.close()
    opened(one, one.evaluate("location.href"))
    says(one, f"{small}.mo-edited .cm-content", "# last 4")


def test_an_exercise_is_checked_helped_and_kept(browser, home):
    tab = browser.new_tab()
    opened(tab, f"{home}{EXERCISE}.html")
    first = cell(tab, 'check("4.1.1"')
    write(tab, first, 'check("4.1.1", 60)')
    run(tab, first)
    says(tab, f"{first} .mo-said", "Not yet")
    press(tab, first, "hint")
    says(tab, f"{first} .mo-hints", "1 of 3")
    write(tab, first, 'check("4.1.1", 60 * 1.08 / (1.08 - 0.70))')
    run(tab, first)
    says(tab, f"{first} .mo-said", "4.1.1 Right")
    opened(tab, f"{home}{EXERCISE}.html")
    says(tab, f"{first} .mo-state", "✓ right")
    says(tab, f"{first}.mo-edited .cm-content", "60 \\* 1.08")
    tab.close()


def test_where_all_storage_is_refused_the_page_says_so_and_runs(browser, home):
    with browser.keeping_nothing(home.rstrip("/")):
        tab = browser.new_tab()
        opened(tab, f"{home}{EXERCISE}.html")
        assert (
            tab.evaluate("(() => { try { return localStorage.length; } catch { return 'refused'; } })()")
            == "refused"
        )
        first = cell(tab, 'check("4.1.1"')
        write(tab, first, 'check("4.1.1", 60)')
        says(tab, ".mo-live-note", "This browser keeps nothing")
        run(tab, first)
        says(tab, f"{first} .mo-said", "Not yet")
        tab.close()


def test_a_private_window_works_and_knows_nothing_of_the_others(browser, home):
    tab = browser.private_tab()
    opened(tab, f"{home}{EXERCISE}.html")
    first = cell(tab, 'check("4.1.1"')
    assert tab.evaluate(f"document.querySelector({first + ' .mo-state'!r}).textContent") == "○ open"
    write(tab, first, 'check("4.1.1", 60 * 1.08 / (1.08 - 0.70))')
    run(tab, first)
    says(tab, f"{first} .mo-said", "4.1.1 Right")
    opened(tab, f"{home}{EXERCISE}.html")
    says(tab, f"{first} .mo-state", "✓ right")
    says(tab, f"{first}.mo-edited .cm-content", "60 \\* 1.08")
    tab.close()


def ready(tab):
    tab.wait("document.documentElement?.dataset.python === 'ready'", START)


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


def test_a_reader_works_in_firefox(browser, home):
    page = browser.new_tab()
    page.goto(f"{home}{EXERCISE}.html")
    notebook = page.opens(lambda: page.click("a", "Open as a notebook"))
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

    notebook.goto(f"{home}live/notebooks/index.html?path={EXERCISE}.ipynb")
    ready(notebook)
    assert notebook.evaluate("document.body.textContent.includes('1.08 / (1.08')")
    new_cell(notebook, "from marketing_origin import progress; print(progress())")
    notebook.wait(f"{output_of('print(progress')}.includes('4.1.1 right')", START)
    without_a_network_the_notebook_goes_on(notebook)


def without_a_network_the_notebook_goes_on(notebook):
    with notebook.offline():
        new_cell(notebook, "import pandas as pd; pd.Series([20, 28]).sum()")
        notebook.wait(f"{output_of('20, 28')}.includes('48')", START)
        new_cell(notebook, f"{LATER}  # away")
        notebook.wait(f"{output_of('# away')}.includes('look whether this device is connected')", START)
        new_cell(notebook, "from marketing_origin import check; check('4.1.1', 60)  # still")
        notebook.wait(f"{output_of('# still')}.includes('Not yet')", START)
        time.sleep(2.5)
    new_cell(notebook, f"{LATER}  # again")
    notebook.wait(f"{output_of('# again')}.includes('{ROWS}')", START)
