"""The live part in a real browser: opened from its buttons, run, changed, closed and opened again."""

import json
import re
import threading

import pytest
from playwright.sync_api import expect

from marketing_origin.site import browser as browsers
from marketing_origin.site.serve import server

pytestmark = pytest.mark.live
CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"
START = 120_000  # milliseconds that a start of Python may take where the machine is busy


@pytest.fixture(scope="module")
def context(live, site_url, browser):
    """One reader's browser: what it keeps, it keeps for all tests of this file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.elsewhere = []
    context.on("request", lambda request: note_elsewhere(request, site_url, context.elsewhere))
    context.route(lambda url: not url.startswith((site_url, "data:", "blob:")), lambda route: route.abort())
    context.set_default_timeout(30_000)
    yield context
    context.close()


def note_elsewhere(request, home, found):
    if not request.url.startswith((home, "data:", "blob:")):
        found.append(request.url)


@pytest.fixture(scope="module")
def chapter(context, site_url):
    """The chapter's notebook, opened from the button on its page, with Python ready."""
    page = context.new_page()
    page.goto(f"{site_url}{CHAPTER}.html")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Run in the browser").click()
    page.close()
    notebook = opened.value
    bar = notebook.locator("#course-start")
    expect(bar).to_contain_text("seconds")
    notebook.said = [bar.inner_text()]
    ready(notebook)
    yield notebook
    notebook.close()


def ready(notebook):
    notebook.locator("html[data-python=ready]").wait_for(timeout=START, state="attached")


def open_notebook(context, site_url, name):
    page = context.new_page()
    page.goto(f"{site_url}live/notebooks/index.html?path={name}.ipynb")
    ready(page)
    return page


def run_all(page):
    """Run all cells from the menu, as a reader does, and wait until the last one has run."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # A folded cell shows no number.
    last = page.locator(".jp-CodeCell .jp-InputArea-prompt:visible").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=START)
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()


def write(page, cell, code):
    """Put code into a cell by typing it, and run it."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)
    page.keyboard.press("Control+Enter")


def new_cell(page, code):
    """Write code into a new cell below the last one and run it; returns its outputs."""
    page.locator(".jp-Notebook-cell").last.locator(".jp-InputArea-editor, .jp-MarkdownOutput").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    cell = page.locator(".jp-Notebook-cell").last
    write(page, cell, code)
    return cell.locator(".jp-OutputArea")


def cell_of(page, code):
    return page.locator(".jp-CodeCell").filter(has_text=code).first


def test_run_all_shows_every_output(chapter):
    run_all(chapter)
    assert chapter.locator(".jp-OutputArea-output table").count()
    assert chapter.locator(".jp-OutputArea-output svg").count()
    assert chapter.locator("[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts() == []


def test_the_wait_is_explained(chapter):
    assert re.search(r"10 to 20 seconds", chapter.said[0])


def test_an_explore_control_makes_python_compute_again(chapter):
    output = new_cell(
        chapter,
        "from marketing_origin.explore import number, slider\n"
        "explore(lambda x: number(x**2 + 1, 'squared'), x=slider(1, 9, 1), title='Squares')",
    )
    expect(output).to_contain_text("2", timeout=START)
    output.get_by_role("slider").focus()
    chapter.keyboard.press("End")
    expect(output).to_contain_text("82")


def test_an_ipywidgets_control_makes_python_compute_again(chapter):
    output = new_cell(
        chapter,
        "import ipywidgets\n"
        "_ = ipywidgets.interact(lambda x: print('cubed', x**3), x=ipywidgets.IntSlider(2, 0, 9))",
    )
    expect(output).to_contain_text("cubed 8", timeout=START)
    output.get_by_role("slider").focus()
    chapter.keyboard.press("ArrowRight")
    expect(output).to_contain_text("cubed 27")


def test_every_data_set_can_be_read(chapter):
    output = new_cell(chapter, "sum(len(data.load(name)) > 0 for name in data.NAMES) == len(data.NAMES)")
    expect(output).to_contain_text("True", timeout=START)


def test_a_figure_follows_the_notebook_s_dark_colours(chapter):
    text = chapter.locator(".jp-OutputArea-output figure svg text").first
    chapter.emulate_media(color_scheme="dark")
    chapter.locator("body[data-jp-theme-light=false]").wait_for()
    light = text.evaluate(
        "text => getComputedStyle(text).fill.match(/\\d+/g).slice(0, 3).every(c => c > 128)"
    )
    chapter.emulate_media(color_scheme="light")
    assert light


def test_answers_edits_and_progress_are_kept(context, site_url):
    page = open_notebook(context, site_url, EXERCISE)
    run_all(page)
    question = cell_of(page, 'check("4.1.1"')
    answer = "value_of_subscriber = {}\n\ncheck('4.1.1', value_of_subscriber)"
    write(page, question, answer.format(60))
    expect(question.locator(".jp-OutputArea")).to_contain_text("Not yet")
    write(page, question, "hint('4.1.1')")
    expect(question.locator(".jp-OutputArea")).to_contain_text("1 of 3")
    write(page, question, answer.format("60 * 1.08 / (1.08 - 0.70)"))
    expect(question.locator(".jp-OutputArea")).to_contain_text("Right")
    # No button is pressed to save. The browser is closed when the notebook says that it has.
    expect(page.locator(".jp-NotebookCheckpoint, .jp-NotebookPanel-toolbar").first).to_be_visible()
    page.wait_for_timeout(2500)
    page.close()

    again = open_notebook(context, site_url, EXERCISE)
    assert cell_of(again, "60 * 1.08 / (1.08 - 0.70)").count() == 1
    output = new_cell(again, "from marketing_origin import progress\nprint(progress())")
    expect(output).to_contain_text(re.compile(r"4\.1 [^\n]*: 1 of \d+ done \(4\.1\.1 right"), timeout=START)

    with again.expect_download() as saved:
        again.get_by_text("Download my work").click()
    kept = json.loads(saved.value.path().read_text())
    assert saved.value.suggested_filename == "4_1_clv_formula.ipynb"
    assert any("60 * 1.08" in "".join(cell["source"]) for cell in kept["cells"])
    assert kept["metadata"]["kernelspec"]["name"] == "python3"

    again.get_by_text("Bring the original back").click()
    again.get_by_role("dialog").get_by_text("Bring the original back", exact=True).last.click()
    expect(cell_of(again, "60 * 1.08")).to_have_count(0)
    expect(cell_of(again, "value_of_subscriber = None")).to_have_count(1)
    again.close()


def test_a_solution_is_one_click_away(context, site_url, site):
    page = open_notebook(context, site_url, EXERCISE)
    output = new_cell(page, "from marketing_origin import solution\nsolution('4.1.1')")
    link = output.get_by_role("link")
    link.wait_for(timeout=START)
    address = link.get_attribute("href").partition("#")[0]
    assert address == f"{site_url}{EXERCISE.replace('exercises', 'solutions')}.html"
    page.close()


def test_python_can_be_started_again(context, site_url):
    page = open_notebook(context, site_url, EXERCISE)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("Restart Kernel and Run All Cells")).click()
    page.get_by_role("dialog").get_by_text("Restart", exact=True).click()
    question = cell_of(page, 'check("4.1.1"').locator(".jp-OutputArea")
    expect(question).to_contain_text("Not answered yet", timeout=START)
    page.close()


def test_an_exercise_opens_in_its_page_and_nothing_loads_before(context, site_url):
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}{EXERCISE}.html")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/live/" in url] == []
    page.get_by_role("button", name="Work here").click()
    frame = page.frame_locator("iframe")
    frame.locator("html[data-python=ready]").wait_for(timeout=START, state="attached")
    expect(frame.locator("h1").first).to_contain_text("Exercise 4.1")
    page.get_by_role("button", name="Close the notebook").click()
    expect(page.locator("iframe")).to_have_count(0)
    page.close()


def test_no_other_host_was_asked(context):
    assert context.elsewhere == []


def test_a_file_that_does_not_load_is_named(context, site_url):
    page = context.new_page()
    page.route("**/pandas-*.whl", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{site_url}live/notebooks/index.html?path={EXERCISE}.ipynb")
    bar = page.locator("#course-start")
    expect(bar).to_contain_text(re.compile(r"pandas.*did not load.*404.*Reload"), timeout=START)
    page.close()


def test_pages_opened_as_files_say_what_to_do(live, site, browser):
    page = browser.new_page()
    page.goto((site / f"{EXERCISE}.html").as_uri())
    expect(page.get_by_text("Python needs a server")).to_be_visible()
    expect(page.get_by_role("link", name="Run in the browser")).to_have_count(0)
    page.close()


def test_it_works_on_plain_http_by_a_name_of_the_local_network(live, site, browser):
    """Where a page is not trusted (no service workers, no cryptography) as it is on localhost."""
    with server(site, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        name = f"course.lan:{serving.server_port}"
        flags = [*browsers.FLAGS, "--host-resolver-rules=MAP course.lan 127.0.0.1"]
        # Playwright takes one browser a thread: this one is asked for another.
        other = browser.browser_type.launch(executable_path=browsers.find_browser(), args=flags)
        context = other.new_context()
        page = open_notebook(context, f"http://{name}/", EXERCISE)
        assert not page.evaluate("isSecureContext")
        run_all(page)
        question = cell_of(page, 'check("4.1.1"')
        write(page, question, "check('4.1.1', 60 * 1.08 / (1.08 - 0.70))")
        expect(question.locator(".jp-OutputArea")).to_contain_text("Right")
        page.wait_for_timeout(2500)
        page.close()
        again = open_notebook(context, f"http://{name}/", EXERCISE)
        assert cell_of(again, "60 * 1.08").count() == 1
        output = new_cell(again, "from marketing_origin import progress\nprint(progress())")
        expect(output).to_contain_text("4.1.1 right", timeout=START)
        other.close()
        serving.shutdown()
