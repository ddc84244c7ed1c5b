"""The cells of a page, run where they stand: in Chromium on the built site, which is the only host."""

import gzip
import re

import pytest
from page_at_work import (
    DESK,
    NOT_HERE,
    START,
    UNFOLD,
    cell,
    looked_at,
    output,
    press,
    run,
    said,
    watch,
    write,
)
from playwright.sync_api import expect

from course_builder.audit import PHONE

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
OURS = re.compile(
    r"<style>\.mo-live.*?</style>|<script>// On a page with a notebook.*?</script>|"
    r"<script data-live.*?</script>| id=\"code-\d+\"",
    re.DOTALL,
)
CUT = """() => [...document.querySelectorAll(".cell_input pre")]
  .filter((code) => code.scrollWidth > code.clientWidth + 1).length"""
DIFFERENT = """() => {
  const text = (cell, of) => (cell.querySelector(of)?.textContent ?? "").replace(/\\s+/g, " ").trim();
  return [...document.querySelectorAll(".cell:has(.mo-run):not(:has(.mo-explore))")]
    .filter((cell) => text(cell, ".cell_output:not(.mo-computed)") !== text(cell, ".mo-computed"))
    .map((cell) => cell.textContent);
}"""


@pytest.fixture
def chapter(page, live):
    """Open the chapter, folded code unfolded."""

    def opened(path: str = CHAPTER, **options):
        found = page(f"{path}.html", **options)
        found.evaluate(UNFOLD)
        return found

    return opened


@pytest.fixture(scope="module")
def at_work(site_url, browser, live):
    """Return the chapter in one page, and its one Python, for tests that leave both as they found them."""
    context = browser.new_context(viewport=DESK)
    shared = context.new_page()
    shared.troubles, shared.loaded = watch(shared, site_url), []
    shared.on("requestfinished", lambda request: shared.loaded.append(request))
    shared.goto(f"{site_url}{CHAPTER}.html")
    shared.evaluate(UNFOLD)

    def cleared():
        for edited in shared.locator(".mo-edited").all():
            press(edited, "Original")
        shared.set_viewport_size(DESK)
        shared.emulate_media(color_scheme="light")
        return shared

    yield cleared
    context.close()


def test_a_page_asks_for_nothing_before_a_press_and_is_hardly_heavier(chapter, site):
    opened = chapter()
    opened.wait_for_load_state("networkidle")
    assert [
        request.url for request in opened.loaded if "/live/" in request.url or "/cells/" in request.url
    ] == []
    assert opened.evaluate("indexedDB.databases().then(all => all.length)") == 0
    text = (site / f"{CHAPTER}.html").read_text(encoding="utf-8")
    without = OURS.sub("", text)
    added = len(gzip.compress(text.encode())) - len(gzip.compress(without.encode()))
    assert 0 < added <= 6_000


def test_every_cell_run_in_the_page_says_what_is_printed(chapter):
    opened = chapter()
    last = opened.locator(".cell:has(.mo-run)").last
    run(last, "Run all above")
    run(last)
    different = opened.evaluate(DIFFERENT)
    assert different == []
    assert opened.locator(".mo-computed table").count() > 2
    assert opened.locator(".mo-computed figure.mo-figure svg[role='img']").count() > 2
    assert opened.troubles == []


def test_a_cell_runs_those_that_it_needs_and_says_so(chapter):
    opened = chapter()
    joiners = cell(opened, "retention_rate = joiners")
    run(joiners)
    said(joiners, "1 earlier cell that it needs ran first")
    expect(output(joiners)).to_contain_text("retention rate")
    # Changed code counts in the cells below, whether it was run or not.
    write(opened, cell(opened, "discount_rate = 0.10"), "discount_rate = 0.5\noffer = 150")
    table = cell(opened, "table = pd.DataFrame")
    before = table.locator(".cell_output").first.inner_text()
    run(table)
    assert output(table).inner_text() != before
    press(table, "Original")
    expect(output(table)).to_have_count(0)
    assert table.locator(".cell_output").first.inner_text() == before


def test_a_widget_made_in_the_page_asks_python(at_work):
    opened = at_work()
    small = cell(opened, "discount_rate = 0.10")
    write(
        opened,
        small,
        "from marketing_origin import explore\nfrom marketing_origin.widgets import number, slider\n"
        "explore(lambda x: number('squared', x**2 + 1), x=slider(1, 9, 1), title='Squares')",
    )
    run(small)
    output(small).get_by_role("slider").focus()
    opened.keyboard.press("End")
    expect(output(small)).to_contain_text("82")


FAULTS = {
    "1 / 0": "ZeroDivisionError: division by zero",
    "def f(x):\n    return x.y\n\nf(1)": "Line 2",
    "if True print(1)": "SyntaxError",
    **NOT_HERE,
    "from marketing_origin import data\ndata.load('clubs')": "No data set is named 'clubs'",
    "import ipywidgets": "open this page as a notebook",
    "import requests": "No module named 'requests'",
    "%timeit 1 + 1": "A page takes one of them, `%pip install`",
    "exit()": "exit",
}


def test_errors_say_what_is_wrong_in_few_lines_and_python_goes_on(at_work):
    opened = at_work()
    small = cell(opened, "discount_rate = 0.10")
    for code, words in FAULTS.items():
        write(opened, small, code)
        run(small)
        expect(output(small)).to_contain_text(words)
        assert len(output(small).inner_text().splitlines()) < 12, code
    write(opened, small, "for i in range(200_000):\n    print(i)")
    run(small)
    expect(output(small)).to_contain_text("more is printed")
    write(opened, small, "'still ' + 'here'")
    run(small)
    expect(output(small)).to_contain_text("still here")


def test_stop_ends_a_loop_without_end_and_the_next_run_begins_with_what_it_needs(at_work):
    opened = at_work()
    small = cell(opened, "discount_rate = 0.10")
    run(cell(opened, "retention_rate = joiners"))
    write(opened, small, "while True:\n    pass")
    press(small, "Run")
    said_now = small.locator(".mo-said")
    expect(said_now).to_contain_text("Running", timeout=START)
    press(small, "Stop")
    said(small, "Stopped")
    joiners = cell(opened, "retention_rate = joiners")
    run(joiners)
    said(joiners, "1 earlier cell that it needs ran first")


def test_edits_are_kept_marked_and_can_be_undone(chapter):
    opened = chapter()
    small = cell(opened, "discount_rate = 0.10")
    write(opened, small, "discount_rate = 0.2  # mine")
    # Kept at once: on a busy machine a tab is closed before what is done on leaving.
    assert opened.evaluate("Object.values(localStorage).some((one) => one.includes('# mine'))")
    opened.reload()
    mine = opened.locator(".mo-edited")
    expect(mine.locator(".cm-content")).to_have_text("discount_rate = 0.2  # mine")
    assert "Edited by you" in mine.evaluate(
        "e => getComputedStyle(e.querySelector('.cell_input'), '::before').content"
    )
    press(mine, "Original")
    expect(opened.locator(".mo-edited")).to_have_count(0)
    opened.reload()
    opened.wait_for_load_state("networkidle")
    expect(opened.locator(".mo-edited")).to_have_count(0)


# As if the original had another number when it was edited.
CORRECT_THE_PAGE = """() => {
  const [key] = Object.keys(localStorage).filter((name) => name.startsWith("marketing-origin edit"));
  const record = JSON.parse(localStorage[key]);
  localStorage.removeItem(key);
  record.original = record.original.replace("150", "140");
  localStorage[`${key}-older`] = JSON.stringify(record);
}"""
REFUSE = """
const refuse = () => { throw new DOMException("refused", "SecurityError"); };
Object.defineProperty(window, "localStorage", { get: refuse });
indexedDB.open = refuse;
"""


def test_an_edit_of_a_cell_that_was_corrected_since_is_shown_beside_it(chapter):
    opened = chapter()
    write(opened, cell(opened, "discount_rate = 0.10"), "discount_rate = 0.2  # mine\noffer = 140")
    opened.wait_for_timeout(600)
    opened.evaluate(CORRECT_THE_PAGE)
    opened.reload()
    offered = opened.get_by_role("group", name=re.compile("This cell has changed since you wrote in it"))
    expect(offered.locator("pre")).to_contain_text("# mine")
    small = cell(opened, "offer = 150")
    expect(small).to_contain_text("discount_rate = 0.10")
    offered.get_by_role("button", name="Use what I wrote").click()
    expect(small.locator(".cm-content")).to_contain_text("# mine")
    opened.reload()
    expect(opened.locator(".mo-edited .cm-content")).to_contain_text("# mine")
    expect(opened.locator(".mo-offer")).to_have_count(0)


def test_two_tabs_on_a_page_lose_no_edit(chapter):
    one = chapter()
    two = one.context.new_page()
    two.goto(one.url)
    write(one, cell(one, "discount_rate = 0.10"), "discount_rate = 0.3  # one")
    press(cell(two, "discount_rate = 0.10"), "Edit")
    expect(two.locator(".mo-edited .cm-content")).to_contain_text("# one")
    write(two, two.locator(".mo-edited"), "discount_rate = 0.4  # two")
    expect(one.locator(".mo-edited .cm-content")).to_contain_text("# two")
    # Written in both at once, before either has heard of the other.
    for tab in (one, two):
        tab.locator(".mo-edited .cm-content").click()
        tab.keyboard.press("ControlOrMeta+a")
    one.keyboard.insert_text("both = 1")
    two.keyboard.insert_text("both = 2")
    one.wait_for_timeout(1500)
    three = one.context.new_page()
    three.goto(one.url)
    expect(three.locator(".mo-edited .cm-content")).to_contain_text("both")
    kept = three.locator(".mo-edited").inner_text()
    assert "both = 1" in kept
    assert "both = 2" in kept


OVERWRITE = """() => {
  const key = Object.keys(localStorage).find((one) => JSON.parse(localStorage[one] || "{}").text?.includes("# two"));
  const { original, index } = JSON.parse(localStorage[key]);
  localStorage[key] = JSON.stringify({ original, index, text: "unseen = 1", others: [], revision: "1", history: [] });
}"""


def test_an_edit_that_another_tab_has_overwritten_unseen_is_kept(chapter):
    """Two processes of a browser may write in the same moment, neither having seen what the other one kept."""
    one = chapter()
    two = one.context.new_page()
    two.goto(one.url)
    write(one, cell(one, "discount_rate = 0.10"), "discount_rate = 0.3  # one")
    press(cell(two, "discount_rate = 0.10"), "Edit")
    write(two, two.locator(".mo-edited"), "discount_rate = 0.4  # two")
    expect(one.locator(".mo-edited .cm-content")).to_contain_text("# two")
    one.evaluate(OVERWRITE)
    expect(two.locator(".mo-offer")).to_contain_text("unseen = 1")
    expect(two.locator(".mo-edited .cm-content")).to_contain_text("# two")
    three = one.context.new_page()
    three.goto(one.url)
    expect(three.locator(".mo-edited .cm-content")).to_contain_text("# two")
    expect(three.locator(".mo-offer")).to_contain_text("unseen = 1")


def test_a_browser_that_keeps_nothing_says_so_and_runs(chapter, page):
    opened = chapter()
    opened.add_init_script(REFUSE)
    opened.reload()
    opened.evaluate(UNFOLD)
    small = cell(opened, "discount_rate = 0.10")
    press(small, "Edit")
    expect(small.locator(".cm-content")).to_be_visible()  # the editor is fetched at its first use
    expect(opened.locator(".mo-live-note")).to_contain_text("This browser keeps nothing")
    write(opened, small, "6 * 7")
    run(small)
    expect(output(small)).to_contain_text("42")


def test_a_package_that_does_not_arrive_is_named(at_work):
    opened = at_work()
    opened.route("**/scipy-*.files", lambda route: route.fulfill(status=404, body=""))
    small = cell(opened, "discount_rate = 0.10")
    write(opened, small, "import scipy")
    run(small)
    expect(output(small)).to_contain_text(re.compile(r"scipy-.*files did not arrive"))
    opened.unroute("**/scipy-*.files")
    run(small)
    expect(output(small)).not_to_contain_text("did not arrive")


def test_what_a_tutorial_installs_is_there_where_the_site_has_it(at_work):
    opened = at_work()
    small = cell(opened, "discount_rate = 0.10")
    asked = "!pip install -q scipy tzdata\nimport micropip\nawait micropip.install('matplotlib')\n"
    write(
        opened,
        small,
        f"{asked}from importlib.metadata import version\nprint(version('scipy'), version('pillow'))",
    )
    run(small)
    expect(output(small)).to_have_text(re.compile(r"^1\.\d+\.\d+ \d+\.\d+\.\d+\s*$"))


def test_the_keyboard_alone_edits_runs_and_leaves(at_work):
    opened = at_work()
    small = cell(opened, "discount_rate = 0.10")
    small.get_by_role("button", name="Edit", exact=True).focus()
    opened.keyboard.press("Enter")
    expect(small.locator(".cm-content")).to_be_focused()
    opened.keyboard.press("ControlOrMeta+a")
    opened.keyboard.type("1 + 1")
    opened.keyboard.press("Shift+Enter")
    said(small, "Run in")
    expect(output(small)).to_contain_text("2")
    opened.keyboard.press("Escape")
    opened.keyboard.press("Tab")
    expect(small.get_by_role("button", name="Run", exact=True)).to_be_focused()


def test_a_page_at_work_is_open_to_everyone_and_fits(at_work, axe):
    opened = at_work()
    small = cell(opened, "discount_rate = 0.10")
    run(cell(opened, "retention_rate = joiners"))
    write(opened, small, "import pandas as pd\nprint('x' * 500)\n1 / 0")
    run(small)
    opened.set_viewport_size(PHONE)
    heights = small.get_by_role("button").evaluate_all(
        "all => all.map(b => b.getBoundingClientRect().height)"
    )
    assert min(height for height in heights if height) >= 44
    assert looked_at(opened, axe) == []


def test_code_wraps_on_a_phone_and_what_scrolls_shows_that_more_is_there(chapter):
    assert chapter(viewport=PHONE).evaluate(CUT) == 0
    opened = chapter("book/0_start_here/data_journey", viewport=PHONE)
    assert opened.evaluate(CUT) == 0
    wide = opened.locator(".output.text_html[tabindex='0']").first
    assert "local" in wide.evaluate("box => getComputedStyle(box).backgroundAttachment")


def test_a_file_of_ones_own_is_read_and_stays_on_the_machine(at_work):
    opened = at_work()
    table = "Kunde;Betrag\nAnn;1.234,50\nBo;20,00\n"
    with opened.expect_file_chooser() as chosen:
        opened.get_by_role("button", name="Use a file of yours").click()
    chosen.value.set_files({"name": "orders.csv", "mimeType": "text/csv", "buffer": table.encode("cp1252")})
    expect(opened.locator(".mo-live-note")).to_contain_text("nothing leaves this device", timeout=START)
    small = cell(opened, "discount_rate = 0.10")
    write(opened, small, "from marketing_origin import data\ndata.own('orders.csv')['Betrag'].sum()")
    run(small)
    expect(output(small)).to_contain_text("1254.5")
    write(opened, small, "data.own('order.csv')")
    run(small)
    expect(output(small)).to_contain_text("Did you mean 'orders.csv'?")
    assert [request.url for request in opened.loaded if request.post_data] == []
