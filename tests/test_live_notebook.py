"""The notebook in the reader's browser off the straight road: pressed too early, stopped, twice, corrected, refused."""

import gzip
import json
import re
from pathlib import Path

import page_at_work
import pytest
from made_workbooks import FORMS
from notebook_in_browser import (
    START,
    WORKER,
    address_of,
    cell_of,
    draw_notebook,
    drawn,
    keyboard,
    new_cell,
    open_again,
    open_notebook,
    output_of,
    ready,
    run_from_menu,
    without_python,
    write,
)
from playwright.sync_api import expect

EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"
ANSWER = 'value_of_subscriber = {}\n\ncheck("4.1.1", value_of_subscriber)'
expect.set_options(timeout=30_000)  # a busy machine draws a notebook slowly
AXE = """async (include) => (await axe.run({include})).violations
  .map(({ id, nodes }) => `${id}: ${nodes[0].html}`)"""
STORED = """async () => {
  const found = {};
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("JupyterLite Storage")) continue;
    const database = await new Promise((resolve) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
    });
    for (const store of ["files", "checkpoints"]) {
      if (!database.objectStoreNames.contains(store)) continue;
      found[store] = await new Promise((resolve) => {
        const request = database.transaction(store).objectStore(store).getAllKeys();
        request.onsuccess = () => resolve(request.result);
      });
    }
    database.close();
  }
  return found;
}"""

# Buttons of a toolbar that are smaller than 32 px, or that a press just inside a corner misses.
MISSED = """(toolbar) => [...toolbar.querySelectorAll(".jp-ToolbarButtonComponent")]
  .filter((button) => {
    const { left, top, right, bottom, width, height } = button.getBoundingClientRect();
    const corners = [[left + 1, top + 1], [right - 1, top + 1], [left + 1, bottom - 1], [right - 1, bottom - 1]];
    const hit = corners.every(([x, y]) => button.contains(document.elementFromPoint(x, y)));
    return width && (width < 32 || height < 32 || !hit);
  })
  .map((button) => button.textContent || button.ariaLabel)"""


@pytest.fixture(scope="module")
def at_work(site_url, browser, live):
    """A notebook and its one Python, for the tests that ask for neither to be fresh."""
    with page_at_work.of_a_reader(browser, site_url) as context:
        yield open_notebook(context, site_url, EXERCISE)


def stored(page) -> list[str]:
    """Return what the notebook program keeps in this browser: files and checkpoints."""
    return sum(page.evaluate(STORED).values(), [])


def written_in(page, code: str, text: str) -> None:
    """Write text in place of what the cell with some code holds, and do not run it."""
    cell_of(page, code).locator(".cm-content").click()
    keyboard(page).press("Control+A")
    keyboard(page).insert_text(text)


def text_cells(page, text: str):
    return page.locator(".jp-RenderedMarkdown", has_text=text)


def kept(page) -> None:
    """Wait until what was done last is kept."""
    page.wait_for_timeout(2500)


def test_cells_asked_for_before_there_is_a_kernel_run_when_it_comes(context, site_url, live):
    kernels = list(live.glob("extensions/@jupyterlite/pyodide-kernel-extension/static/*.js"))
    (code,) = [path for path in kernels if re.search(r"\binitWorker\(", path.read_text(encoding="utf-8"))]
    page, held = context.new_page(), []
    page.route(f"**/{code.name}*", lambda route: held.append(route))
    page.goto(address_of(site_url, EXERCISE))
    drawn(page)
    run_from_menu(page, "Run All Cells")
    expect(page.locator(".jp-CodeCell .jp-InputArea-prompt").first).to_have_text("[*]:")
    expect(page.locator("#course-start")).to_contain_text("What you asked to run runs then")
    assert len(held) == 1
    held[0].continue_()
    expect(output_of(cell_of(page, 'check("4.1.1"'))).to_contain_text("Not answered yet", timeout=START)
    prompts = page.locator(".jp-CodeCell .jp-InputArea-prompt:visible")
    expect(prompts.last).to_have_text(re.compile(r"\[\d+\]:"), timeout=START)
    assert [text for text in prompts.all_inner_texts() if not re.fullmatch(r"\[\d+\]:", text)] == []


@pytest.mark.parametrize("lost", [1, 3])
def test_where_no_word_comes_of_a_worker_another_one_is_started_and_after_the_third_the_reader_is_told(
    context, site_url, lost
):
    page, asked = context.new_page(), []

    def lose_the_first(route):
        asked.append(route)
        if len(asked) > lost:
            route.continue_()

    page.clock.install()
    context.route(WORKER, lose_the_first)
    with page.expect_request(WORKER):
        page.goto(address_of(site_url, EXERCISE))
    drawn(page)
    for _ in range(min(lost, 2)):
        with page.expect_request(WORKER):
            page.clock.fast_forward(31_000)
    if lost == 3:
        page.clock.fast_forward(31_000)
        expect(page.locator("#course-start")).to_contain_text("nothing was heard of it. Reload this page")
        open_again(page)
    else:
        ready(page)
    expect(new_cell(page, "print(6 * 7, clv.__name__)")).to_contain_text(
        "42 marketing_origin.clv", timeout=START
    )
    assert len(asked) == lost + 1


def test_opening_alone_keeps_nothing_and_running_keeps(context, site_url):
    page = open_notebook(context, site_url, EXERCISE)
    kept(page)
    keyboard(page).press("Control+S")
    kept(page)
    assert stored(page) == []
    write(page, cell_of(page, 'check("4.1.1"'), ANSWER.format(60))
    expect(output_of(cell_of(page, 'check("4.1.1"'))).to_contain_text("Not yet", timeout=START)
    kept(page)
    assert stored(page).count(f"{EXERCISE}.ipynb") >= 1


def correct_original(context, mark: str, changes: dict[str, str] | None = None, more: int = 0) -> None:
    """Have the site give a corrected notebook from now on: with other words in its code, and new cells at its top."""

    def corrected(route):
        notebook = json.loads(route.fetch().text())
        notebook["metadata"]["marketing_origin"]["original"] = mark
        cells = notebook["cells"]
        cells[1]["source"] = [f"A sentence that was corrected: {mark}."]
        for cell in cells:
            for old, new in (changes or {}).items():
                cell["source"] = "".join(cell["source"]).replace(old, new)
        for _ in range(more):
            cells.insert(2, {"cell_type": "markdown", "metadata": {}, "source": "A cell that has come."})
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
        route.fulfill(json=notebook)

    context.route(f"**/files/{EXERCISE}.ipynb*", corrected)


def answered(context, home: str, value) -> None:
    """Open the exercise, answer its first question, and close it."""
    page = open_notebook(context, home, EXERCISE)
    write(page, cell_of(page, 'check("4.1.1"'), ANSWER.format(value))
    expect(output_of(cell_of(page, 'check("4.1.1"'))).to_contain_text("Not yet", timeout=START)
    kept(page)
    page.close()


def found_by_axe(page, axe: str, *where: str) -> list[str]:
    """Return what axe finds in parts of the notebook's page, light and dark."""
    page.evaluate(axe)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"document.body.dataset.jpThemeLight === '{str(scheme == 'light').lower()}'")
        found += [f"{scheme}: {wrong}" for wrong in page.evaluate(AXE, [[one] for one in where])]
    page.emulate_media(color_scheme="light")
    return found


def test_who_has_a_copy_is_told_of_a_newer_original_and_loses_neither(context, site_url, axe):
    answered(context, site_url, 77)
    without_python(context)
    correct_original(context, "first")
    page = draw_notebook(context, site_url, EXERCISE)
    told = page.locator(".course-notice", has_text="has been corrected")
    told.get_by_role("button", name="See the difference").click()
    difference = page.locator(".course-difference")
    expect(difference.locator("ins")).to_contain_text(["+", "A sentence that was corrected: first."])
    expect(difference.locator("del", has_text="value_of_subscriber = 77")).to_have_count(1)
    assert found_by_axe(page, axe, ".course-notice", ".jp-Dialog") == []
    page.get_by_role("dialog").get_by_role("button", name="Close").click()

    told.get_by_role("button", name="Keep mine").click()
    kept(page)
    open_again(page)
    expect(cell_of(page, "value_of_subscriber = 77")).to_have_count(1)
    kept(page)
    assert page.locator(".course-notice").count() == 0

    # Taken, it has the reader's answer in its place, and the site's words where the reader has written nothing.
    correct_original(context, "second", {'check("4.1.2"': '# mended\ncheck("4.1.2"'}, more=2)
    open_again(page)
    page.get_by_role("button", name="Take the new one").click()
    expect(page.locator(".course-notice", has_text="with the cell that you wrote")).to_have_count(1)
    expect(text_cells(page, "A sentence that was corrected: second.")).to_have_count(1)
    expect(text_cells(page, "A cell that has come.")).to_have_count(2)
    expect(page.locator(".jp-CodeCell", has_text='check("4.1.1"')).to_have_count(1)
    expect(cell_of(page, "value_of_subscriber = 77")).to_contain_text('check("4.1.1"')
    expect(output_of(cell_of(page, "value_of_subscriber = 77"))).to_contain_text("Not yet")
    expect(cell_of(page, 'check("4.1.2"')).to_contain_text("# mended")
    kept(page)

    # Where the site has changed the very cell both are there.
    correct_original(context, "third", {"value_of_subscriber = None": "value_of_subscriber = ...  # third"})
    open_again(page)
    page.get_by_role("button", name="Take the new one").click()
    expect(page.locator(".course-notice", has_text="both are there")).to_have_count(1)
    expect(text_cells(page, "A cell that has come.")).to_have_count(0)
    answers = page.locator(".jp-CodeCell", has_text='check("4.1.1"')
    expect(answers).to_contain_text(["value_of_subscriber = 77", "as the corrected notebook has it"])
    expect(answers.last).to_contain_text("# third")
    kept(page)
    open_again(page)
    expect(answers).to_contain_text(["value_of_subscriber = 77", "as the corrected notebook has it"])
    earlier = page.locator(".course-notice", has_text="Your earlier work on this notebook is kept")
    earlier.wait_for()
    assert page.locator(".course-notice", has_text="has been corrected").count() == 0
    with context.expect_page() as opened:
        earlier.get_by_role("button").first.click()
    expect(cell_of(opened.value, "value_of_subscriber = 77")).to_have_count(1)
    expect(opened.value.locator(".course-notice")).to_contain_text("your earlier copy")


def test_a_notebook_that_was_only_opened_shows_the_corrected_original(context, site_url):
    without_python(context)
    draw_notebook(context, site_url, EXERCISE).close()
    correct_original(context, "first")
    page = draw_notebook(context, site_url, EXERCISE)
    expect(text_cells(page, "A sentence that was corrected: first.")).to_have_count(1)
    kept(page)
    assert page.locator(".course-notice").count() == 0


@pytest.mark.parametrize("by", ["keyboard", "button"])
def test_an_endless_loop_is_stopped(context, site_url, by):
    page = open_notebook(context, site_url, EXERCISE)
    first = cell_of(page, "from marketing_origin import")
    expect(new_cell(page, "made_before = 4")).to_be_attached()
    loop = cell_of(page, 'check("4.1.1"')
    write(page, loop, "print('here it hangs')\nwhile True:\n    pass")
    expect(output_of(cell_of(page, "here it hangs"))).to_contain_text("here it hangs", timeout=START)
    loop = cell_of(page, "here it hangs")
    if by == "keyboard":
        for key in ("Escape", "i", "i"):
            keyboard(page).press(key)
    else:
        page.locator(
            "[data-command='notebook:interrupt-kernel'], [data-jp-item-name=interrupt]"
        ).first.click()
    note = loop.locator(".course-note")
    expect(note).to_contain_text("Stopped. Python had to start anew", timeout=30_000)
    ready(page)
    expect(loop.locator(".jp-InputArea-prompt")).not_to_have_text("[*]:")
    note.get_by_role("button", name="Run the cells above").click()
    expect(first.locator(".jp-InputArea-prompt")).to_have_text(re.compile(r"\[\d+\]:"), timeout=START)
    expect(note).to_have_count(0)
    expect(new_cell(page, "print(made_before + 1, clv.__name__)")).to_contain_text(
        "5 marketing_origin.clv", timeout=START
    )


def test_a_file_of_ones_own_is_read_and_is_there_after_a_restart(at_work):
    page = at_work
    table = {
        "name": "orders.csv",
        "mimeType": "text/csv",
        "buffer": b"Kunde;Betrag\nAnn;1.234,50\nBo;20,00\n",
    }
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Use a file of yours").click()
    chosen.value.set_files([table | {"name": "answers.toml"}])
    notice = page.locator(".course-notice", has_text="nothing leaves this device")
    expect(notice.get_by_role("button")).to_have_text(
        ["Close"], timeout=START
    )  # a report's answers are no table
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Use a file of yours").click()
    again = {"all.csv.gz": gzip.compress(table["buffer"]), "due.xlsx": FORMS["due.xlsx"]}
    chosen.value.set_files([table, *(table | {"name": name, "buffer": held} for name, held in again.items())])
    notice.get_by_role("button", name="Read it in a new cell").click()
    reads = cell_of(page, 'data.own("orders.csv"), data.own("all.csv.gz"), data.own("due.xlsx")')
    keyboard(page).press("Control+Enter")
    expect(output_of(reads)).to_contain_text(re.compile("1234.5.*1234.5.*Zoë", re.DOTALL), timeout=START)
    expect(notice).to_have_count(0)
    page.get_by_role("button", name="Restart the kernel", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    ready(page)
    expect(new_cell(page, "print(open('orders.csv').read()[:5])")).to_contain_text("Kunde", timeout=START)


def test_after_a_reload_no_cell_misses_what_the_first_one_imports(context, site_url):
    answered(context, site_url, 60)
    page = open_notebook(context, site_url, EXERCISE)
    question = cell_of(page, 'check("4.1.1"')
    question.locator(".cm-content").click()
    keyboard(page).press("Control+Enter")
    expect(question.locator(".jp-InputArea-prompt")).to_have_text("[2]:", timeout=START)
    expect(output_of(question)).to_contain_text("Not yet")
    expect(page.locator("#course-start")).to_contain_text("the first code cell runs first")


def test_a_new_cell_before_all_others_finds_what_the_notebook_imports(context, site_url):
    page = open_notebook(context, site_url, EXERCISE)
    expect(new_cell(page, "print(clv.__name__)")).to_contain_text("marketing_origin.clv", timeout=START)
    expect(page.locator("#course-start")).to_contain_text("the first code cell runs first")


def test_what_a_tutorial_installs_is_there_where_the_site_has_it(at_work):
    asked = "!pip install -q scipy tzdata\nimport micropip\nawait micropip.install('matplotlib')\n"
    expect(new_cell(at_work, f"{asked}print('all', 'there')")).to_have_text("all there", timeout=START)


def test_on_a_phone_download_is_in_sight_and_every_button_is_hit_where_it_stands(context, site_url):
    without_python(context)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address_of(site_url, EXERCISE))
    drawn(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download my work").click()
    assert saved.value.suggested_filename == f"{EXERCISE.rpartition('/')[2]}.ipynb"
    # A press at a corner, as of a thumb, does what the button says.
    missed = page.locator(".jp-NotebookPanel-toolbar").evaluate(MISSED)
    assert missed == []


def test_names_are_offered_however_long_python_takes_to_answer(at_work):
    page = at_work
    expect(new_cell(page, "print(clv.__name__)")).to_contain_text("marketing_origin.clv", timeout=START)
    write(page, cell_of(page, "clv.__name__"), "import time; time.sleep(5); print('awake')")
    written_in(page, "check(", "clv.customer_")
    keyboard(page).press("Tab")
    expect(page.locator(".jp-Completer", has_text="customer_lifetime_value")).to_be_visible()
    expect(output_of(cell_of(page, "time.sleep(5)"))).to_have_text("awake")


def test_a_name_from_a_cell_that_has_not_run_is_told_with_a_button_that_helps(context, site_url):
    page = open_notebook(context, site_url, EXERCISE)
    question = cell_of(page, 'check("4.1.2"')
    write(page, question, "print('half of it is', value_of_subscriber)")
    question = cell_of(page, "half of it is")
    note = question.locator(".course-note")
    expect(note).to_contain_text(
        "value_of_subscriber comes from a cell above that has not run since Python started", timeout=START
    )
    note.get_by_role("button", name="Run the cells above, then this one").click()
    expect(output_of(question)).to_contain_text("half of it is None", timeout=START)


def test_two_tabs_on_one_notebook_lose_nothing(context, site_url):
    without_python(context)
    one = draw_notebook(context, site_url, EXERCISE)
    other = draw_notebook(context, site_url, EXERCISE)
    write(one, cell_of(one, 'check("4.1.1"'), "print('from the one')")
    write(other, cell_of(other, 'check("4.1.2"'), "print('from the other')")
    for page in (one, other):
        expect(cell_of(page, "from the one")).to_have_count(1)
        expect(cell_of(page, "from the other")).to_have_count(1)
        expect(page.locator(".course-notice", has_text="in another tab")).to_have_count(1)
    kept(one)

    # The same cell, by one that the other does not hear of.
    one.evaluate("() => { BroadcastChannel.prototype.postMessage = () => {}; }")
    for page, text in ((one, "'left'"), (other, "'right'")):
        written_in(page, "from the one", text)
        kept(page)
    expect(other.locator(".course-notice", has_text="You wrote in the same cell in two tabs")).to_have_count(
        1
    )
    for page in (one, other):
        expect(cell_of(page, "'left'")).to_have_count(1)
        expect(cell_of(page, "'right'")).to_have_count(1)
        assert page.get_by_role("dialog").count() == 0
    kept(one)
    open_again(one)
    expect(cell_of(one, "Also written in this cell, in another tab")).to_contain_text("'left'")
    expect(cell_of(one, "'right'")).to_have_count(1)


def test_what_is_written_as_a_tab_closes_while_another_one_saves_is_found_again(context, site_url):
    without_python(context)
    saving = context.new_page()
    saving.goto(site_url)
    # Another tab is at it, and takes its time.
    saving.evaluate(
        "() => void navigator.locks.request('marketing-origin / notebooks', () => new Promise((done) => {"
        " window.done = done; }))"
    )
    page = context.new_page()
    page.goto(address_of(site_url, EXERCISE))
    written_in(page, 'check("4.1.1"', "'written last'")
    page.goto("about:blank")
    saving.evaluate("done()")
    page.goto(address_of(site_url, EXERCISE))
    expect(cell_of(page, "'written last'")).to_have_count(1)
    expect(page.locator(".course-notice")).to_contain_text("What you wrote last")
    page.wait_for_function(
        f"async (path) => Object.values(await ({STORED})()).flat().includes(path)", arg=f"{EXERCISE}.ipynb"
    )
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(' left ')).length") == 0
    open_again(page)
    expect(cell_of(page, "'written last'")).to_have_count(1)
    assert page.locator(".course-notice").all_inner_texts() == []


def test_page_and_notebook_keep_what_was_written_in_each(context, site_url):
    without_python(context)
    notebook = draw_notebook(context, site_url, EXERCISE)
    page = context.new_page()
    page.goto(f"{site_url}{EXERCISE}.html")
    page_at_work.write(page, page_at_work.cell(page, 'check("4.1.1"'), "'on the page'")
    written_in(notebook, 'check("4.1.1"', "'in the notebook'")
    kept(notebook)
    page.reload()
    open_again(notebook)
    expect(page.locator(".mo-edited .cm-content")).to_contain_text("'on the page'")
    expect(cell_of(notebook, "'in the notebook'")).to_have_count(1)
    kept(notebook)
    assert page.locator(".mo-offer").count() == 0
    assert notebook.get_by_role("dialog").count() == 0


REFUSE = """
const refuse = () => { throw new DOMException("refused", "SecurityError"); };
Object.defineProperty(window, "localStorage", { get: refuse });
indexedDB.open = refuse;
navigator.locks.request = async () => refuse();
"""


def test_a_browser_that_keeps_nothing_says_so_and_works(context, site_url):
    context.add_init_script(REFUSE)
    errors = []
    context.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page = open_notebook(context, site_url, EXERCISE)
    expect(page.locator(".course-notice")).to_contain_text("This browser keeps nothing for this site")
    expect(page.locator(".jp-Notebook h1").first).to_contain_text("Exercise 4.1")
    write(page, cell_of(page, 'check("4.1.1"'), ANSWER.format(60))
    expect(output_of(cell_of(page, 'check("4.1.1"'))).to_contain_text("Not yet", timeout=START)
    kept(page)
    assert page.get_by_role("dialog").count() == 0
    assert errors == []
    with page.expect_download() as saved:
        page.locator(".course-notice").get_by_role("button", name="Download my work").click()
    notebook = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert any("value_of_subscriber = 60" in "".join(cell["source"]) for cell in notebook["cells"])
