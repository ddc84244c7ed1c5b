"""An exercise done on its page: checked, helped, kept, and known to the notebook and to the other pages."""

import re

import pytest
from notebook_in_browser import cell_of, open_notebook, output_of
from notebook_in_browser import write as write_in_notebook
from page_at_work import START, UNFOLD, cell, looked_at, output, press, said, write
from playwright.sync_api import expect

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"
VERDICT = r"4\.1\.\d (Right|Not yet|Not answered yet|Compare)"
REASONS = (
    "So I would buy a first two hundred of these customers, count how many renew after one year, and extend the "
    "offer if at least eighty-five in a hundred do."
)
RIGHT = 'value_of_subscriber = 60 * 1.08 / (1.08 - 0.70)\n\ncheck("4.1.1", value_of_subscriber)'


@pytest.fixture
def exercise(page, live):
    def opened(**options):
        found = page(f"{EXERCISE}.html", **options)
        found.evaluate(UNFOLD)
        return found

    return opened


def check(where):
    press(where, "Check")
    said(where, VERDICT)


def test_a_question_is_answered_on_its_page_and_every_place_knows(exercise, site_url):
    opened = exercise()
    first = cell(opened, 'check("4.1.1"')
    expect(first.locator(".mo-state")).to_have_text("○ open")
    expect(opened.locator(".mo-exercise")).to_contain_text(re.compile(r"0 of \d+ questions"))
    assert "4.1" in opened.locator("a[aria-current=page]").first.inner_text()
    check(first)
    expect(output(first)).to_contain_text("Not answered yet")
    # One clicks into the code and writes.
    first.locator("pre").first.click()
    first.locator(".cm-content").wait_for()
    write(opened, first, 'check("4.1.1", 60)')
    check(first)
    expect(output(first)).to_contain_text("Not yet")
    expect(first.locator(".mo-state")).to_have_text("↻ tried")
    write(opened, first, RIGHT)
    check(first)
    expect(output(first)).to_contain_text("Right")
    expect(first.locator(".mo-state")).to_have_text("✓ right")
    expect(opened.locator(".mo-exercise")).to_contain_text(re.compile(r"1 of \d+ questions"))
    link = opened.locator(".mo-contents a", has_text="4.1 The CLV formula").first
    expect(link).to_contain_text(re.compile(r"1/\d+, 1 of \d+ questions done"))
    # Also on the first page, and in the notebook.
    home = opened.context.new_page()
    home.goto(site_url)
    expect(home.locator(".mo-map a", has_text="4.1 The CLV formula")).to_contain_text(re.compile(r"1/\d+"))
    notebook = open_notebook(opened.context, site_url, EXERCISE)
    done = cell_of(notebook, "import numpy as np")
    written = "from marketing_origin import progress\nprint(progress())"
    write_in_notebook(notebook, done, written)
    expect(output_of(cell_of(notebook, "print(progress())"))).to_contain_text(
        re.compile(r"4\.1 .*: 1 of \d+ done \(4\.1\.1 right"), timeout=START
    )
    # What is done stays done, in a page that is opened again, too.
    opened.reload()
    expect(cell(opened, 'check("4.1.1"').locator(".mo-state")).to_have_text("✓ right")
    assert opened.troubles == []


def test_hints_come_one_a_press_and_the_solution_after_asking(exercise):
    opened = exercise()
    question = cell(opened, 'check("4.1.4"')
    hints = question.locator(".mo-hints > *")
    press(question, "Hint")
    expect(hints).to_have_count(1, timeout=START)
    expect(hints.first).to_contain_text("1 of 3")
    press(question, "Next hint")
    expect(hints).to_have_count(2)
    press(question, "Next hint")
    expect(hints).to_have_count(3)
    expect(question.get_by_role("button", name="No more hints")).to_be_visible()
    press(question, "Solution")
    asked = question.get_by_role("group", name="The solution of 4.1.4")
    press(asked, "Not yet")
    expect(asked).to_have_count(0)
    press(question, "Solution")
    with opened.context.expect_page() as new:
        asked.get_by_role("link", name="Open the solution").click()
    solved = new.value
    solved.wait_for_load_state()
    there = "document.getElementById(location.hash.slice(1)).closest('section').textContent"
    assert solved.evaluate(there).strip().startswith("4.1.4")


def tab_to(opened, wanted, most: int = 150) -> None:
    """Press Tab until this has the focus."""
    for _ in range(most):
        opened.keyboard.press("Tab")
        if wanted.count() and wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_the_keyboard_alone_does_an_exercise_and_hears_of_it(exercise):
    opened = exercise()
    spoken = opened.locator("p.mo-spoken")

    def button(where, name):
        return where.get_by_role("button", name=name, exact=True)

    def answered(where, code, verdict):
        tab_to(opened, button(where, "Edit"))
        opened.keyboard.press("Enter")
        expect(where.locator(".cm-content")).to_be_focused()
        opened.keyboard.press("ControlOrMeta+a")
        opened.keyboard.insert_text(code)
        # Tab writes in the editor; after Escape it leaves, and that is said.
        opened.keyboard.press("Escape")
        expect(spoken).to_have_text("Press Tab to leave the editor.")
        opened.keyboard.press("Tab")
        expect(button(where, "Check")).to_be_focused()
        opened.keyboard.press("Enter")
        said(where, VERDICT)
        expect(spoken).to_contain_text(verdict)
        expect(button(where, "Check")).to_be_focused()

    first = cell(opened, 'check("4.1.1"')
    opened.keyboard.press("Tab")
    expect(opened.get_by_role("link", name=re.compile("[Ss]kip"))).to_be_focused()
    opened.keyboard.press("Enter")
    answered(first, RIGHT, "4.1.1 Right.")
    tab_to(opened, button(first, "Hint"), 3)
    opened.keyboard.press("Enter")
    expect(first.locator(".mo-hints > *")).to_have_count(1)
    tab_to(opened, button(first, "Solution"), 3)
    opened.keyboard.press("Enter")
    asked = first.get_by_role("group", name="The solution of 4.1.1")
    expect(asked.get_by_role("link")).to_be_focused()
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    expect(button(first, "Solution")).to_be_focused()
    # On to the last question, past all the others and the tables between.
    last = cell(opened, 'check("4.1.8"')
    words = "Their value without an end rests on years that nobody has seen, and the rule keeps cash."
    text = f"{words} {REASONS}"
    answered(last, f'check("4.1.8", ("a", "{text}"))', "4.1.8 Not yet.")
    expect(output(last)).to_contain_text("third payment")
    opened.keyboard.press("Shift+Tab")
    expect(last.locator(".cm-content")).to_be_focused()
    opened.keyboard.press("ControlOrMeta+a")
    opened.keyboard.insert_text(f'check("4.1.8", ("c", "{text}"))')
    opened.keyboard.press("Shift+Enter")
    said(last, "Compare with the model answer")
    expect(output(last)).to_contain_text("Says what the rule protects")
    expect(last.locator(".mo-state")).to_have_text("✎ compared")


def test_progress_counts_where_a_browser_keeps_nothing(exercise):
    opened = exercise()
    opened.add_init_script("indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); }")
    opened.reload()
    first = cell(opened, 'check("4.1.1"')
    write(opened, first, RIGHT)
    check(first)
    expect(first.locator(".mo-state")).to_have_text("✓ right")


def test_an_exercise_at_work_is_open_to_everyone(exercise, axe):
    opened = exercise()
    first = cell(opened, 'check("4.1.1"')
    write(opened, first, RIGHT)
    check(first)
    press(first, "Hint")
    expect(first.locator(".mo-hints > *")).to_have_count(1, timeout=START)
    press(first, "Solution")
    assert looked_at(opened, axe) == []


def test_without_a_script_and_on_paper_an_exercise_is_the_text_alone(page, live):
    still = page(f"{EXERCISE}.html", java_script_enabled=False)
    assert still.locator(".mo-run").count() == 0
    assert 'check("4.1.1"' in still.locator("main").inner_text()
    paper = page(f"{EXERCISE}.html")
    paper.emulate_media(media="print")
    assert paper.locator(".mo-run").first.is_hidden()
    assert paper.locator(".mo-exercise").is_hidden()
