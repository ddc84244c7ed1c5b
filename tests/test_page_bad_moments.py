"""The page that computes in a bad moment: without a network, over plain http, closed while it runs, run for long."""

import re
import threading

import pytest
from page_at_work import (
    AGAIN,
    DESK,
    HEAVY,
    LATER,
    START,
    UNFOLD,
    cell,
    output,
    press,
    run,
    said,
    watch,
    write,
)
from playwright.sync_api import expect

from course_builder import browser as browsers
from course_builder.server import server

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"
SHORT = "book/0_start_here/data_small"  # a page that is soon drawn
SMALL = "discount_rate = 0.10"


@pytest.fixture
def chapter(page, live):
    def opened(path: str = CHAPTER):
        found = page(f"{path}.html")
        found.evaluate(UNFOLD)
        return found

    return opened


def test_without_a_network_what_has_come_goes_on_and_what_is_missing_is_named(chapter):
    opened = chapter()
    small = cell(opened, SMALL)
    run(small)
    opened.context.set_offline(True)
    press(small, "Edit")
    plain = small.get_by_role("textbox")  # the editor has not come, and a plain box does
    expect(plain).to_be_focused()
    plain.fill("import pandas as pd\npd.Series([20, 22]).sum()")
    plain.press("Shift+Enter")
    said(small, "Run in")
    expect(output(small)).to_contain_text("42")
    plain.fill(LATER)
    run(small)
    expect(output(small)).to_contain_text("look whether this device is connected")
    plain.fill("import scipy")
    run(small)
    expect(output(small)).to_contain_text("look whether this device is connected")
    opened.context.set_offline(False)
    run(small)
    expect(output(small)).not_to_contain_text("did not arrive")
    opened.reload()
    expect(opened.locator(".mo-edited .cm-content")).to_have_text("import scipy")


def test_without_a_network_stop_says_what_to_do_and_the_next_run_starts_when_it_is_back(chapter):
    opened = chapter()
    small = cell(opened, SMALL)
    run(small)
    write(opened, small, "while True:\n    pass")
    press(small, "Run")
    expect(small.locator(".mo-said")).to_contain_text("Running", timeout=START)
    opened.context.set_offline(True)
    press(small, "Stop")
    said(small, "Stopped")
    write(opened, small, "6 * 7")
    press(small, "Run")
    said(small, "Python did not answer: it has not started")
    expect(opened.locator(".mo-python")).to_contain_text("Look whether this device is connected")
    opened.context.set_offline(False)
    run(small)
    expect(output(small)).to_contain_text("42")


@pytest.mark.parametrize("lost", [1, 3])
def test_where_no_word_comes_of_a_worker_another_one_is_asked_and_after_the_third_the_reader_is_told(
    chapter, lost
):
    opened, asked = chapter(), []

    def lose_the_first(route):
        asked.append(route)
        if len(asked) > lost:
            route.continue_()

    opened.clock.install()
    opened.context.route("**/page-*.mjs", lose_the_first)
    small = cell(opened, SMALL)
    write(opened, small, "6 * 7")
    with opened.expect_request("**/page-*.mjs"):
        press(small, "Run")
    for _ in range(min(lost, 2)):
        with opened.expect_request("**/page-*.mjs"):
            opened.clock.fast_forward(31_000)
    if lost == 3:
        opened.clock.fast_forward(31_000)
        said(small, "Python did not answer: it has not started")
        expect(opened.locator(".mo-python")).to_contain_text("run the cell again")
        run(small)
    said(small, "Run in")
    expect(output(small)).to_contain_text("42")
    assert len(asked) == lost + 1


@pytest.fixture
def by_name(browser, site, live):
    """Open a page over plain http by the name that a machine has in a local network."""
    rules = "--host-resolver-rules=MAP course.local 127.0.0.1"
    found = browser.browser_type.launch(
        executable_path=browsers.find_browser(), args=[*browsers.TEST_FLAGS, rules]
    )
    with server(site, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        home = f"http://course.local:{serving.server_port}/"

        def opened(path: str):
            shown = found.new_page()
            shown.troubles = watch(shown, home)
            shown.goto(f"{home}{path}.html")
            shown.evaluate(UNFOLD)
            return shown

        yield opened
        serving.shutdown()
    found.close()


def test_over_plain_http_by_a_local_name_cells_run_and_answers_are_kept(by_name):
    opened = by_name(EXERCISE)
    assert not opened.evaluate("isSecureContext")
    first = cell(opened, 'check("4.1.1"')
    write(opened, first, 'check("4.1.1", 60 * 1.08 / (1.08 - 0.70))')
    press(first, "Check")
    said(first, r"4\.1\.1 Right")
    opened.reload()
    first = cell(opened, 'check("4.1.1"')
    expect(first.locator(".mo-state")).to_have_text("✓ right")
    expect(first.locator(".cm-content")).to_contain_text("60 * 1.08")
    assert opened.troubles == []


def test_a_tab_closed_while_it_runs_loses_no_edit_and_the_next_one_runs(chapter):
    opened = chapter()
    context, address = opened.context, opened.url
    small = cell(opened, SMALL)
    write(opened, small, "while True:\n    pass  # mine")
    press(small, "Run")
    expect(small.locator(".mo-said")).to_contain_text("Running", timeout=START)
    write(opened, small, "6 * 7  # written while it ran")
    opened.close()
    again = context.new_page()
    again.goto(address)
    kept = again.locator(".mo-edited")
    expect(kept.locator(".cm-content")).to_have_text("6 * 7  # written while it ran")
    run(kept)
    expect(output(kept)).to_contain_text("42")


@pytest.fixture
def compiling(browser, live, site_url):
    """A page in a browser that compiles for speed, as readers' do: so many runs take a third less time there."""
    with browser.browser_type.launch(
        executable_path=browsers.find_browser(), args=browsers.FLAGS, proxy=browsers.NOWHERE
    ) as quick:
        opened = quick.new_page(viewport=DESK)
        opened.goto(f"{site_url}{SHORT}.html")
        yield opened


def test_two_hundred_runs_take_hardly_more_memory_than_twenty(compiling):
    opened = compiling
    small = opened.locator(".cell:has(.mo-run)").first
    write(opened, small, HEAVY)
    run(small)
    protocol = opened.context.new_cdp_session(opened)

    def held() -> list[int]:
        """Return Python's bytes and objects, the bytes of the page's script, and the page's elements."""
        protocol.send("HeapProfiler.collectGarbage")
        measured = protocol.send("Performance.getMetrics")["metrics"]
        script = next(one["value"] for one in measured if one["name"] == "JSHeapUsedSize")
        python = re.search(r"memory (\d+) (\d+)", output(small).inner_text())
        return [*map(int, python.groups()), script, opened.evaluate("document.querySelectorAll('*').length")]

    protocol.send("Performance.enable")
    name = small.get_attribute("id")
    opened.evaluate(AGAIN, [name, 19])
    before = held()
    opened.evaluate(AGAIN, [name, 180])
    after = held()
    assert all(now <= 1.2 * then for now, then in zip(after, before, strict=True)), (before, after)


def test_a_million_lines_are_cut_and_the_page_stays_alive(chapter):
    opened = chapter()
    small = cell(opened, SMALL)
    write(opened, small, "for i in range(1_000_000):\n    print(i)")
    press(small, "Run")
    expect(small.locator(".mo-said")).to_contain_text("Running", timeout=START)
    # The page answers while Python prints.
    assert opened.evaluate("() => new Promise((done) => requestAnimationFrame(() => done(true)))")
    said(small, r"Run in")
    expect(output(small)).to_contain_text("more is printed")
    assert len(output(small).inner_text()) < 110_000
    write(opened, small, "'still ' + 'here'")
    run(small)
    expect(output(small)).to_contain_text("still here")
