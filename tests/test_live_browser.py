"""The live part in a real browser: opened from its buttons, run, changed, closed and opened again."""

import json
import re

from notebook_in_browser import (
    START,
    cell_of,
    keyboard,
    new_cell,
    open_notebook,
    output_of,
    ready,
    run_all,
    write,
)
from playwright.sync_api import expect

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"


def test_a_chapter_runs_and_its_controls_make_python_compute(context, site_url):
    page = context.new_page()
    page.goto(f"{site_url}{CHAPTER}.html")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Open as a notebook").click()
    page.close()
    notebook = opened.value
    # What the wait is for, and how long it usually is: each step of the start says so, and the first is soon over.
    expect(notebook.locator("#course-start")).to_contain_text(re.compile("Python.*[:;] 10 to 20 seconds"))
    ready(notebook)
    expect(notebook.locator("#course-start")).to_contain_text(
        re.compile(r"Python is ready, after \d+ seconds")
    )

    run_all(notebook)
    assert notebook.locator(".jp-OutputArea-output table").count()
    assert notebook.locator(".jp-OutputArea-output svg").count()
    assert notebook.locator("[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts() == []
    the_figures_follow_the_dark_colours(notebook)

    squares = new_cell(
        notebook,
        "from marketing_origin.widgets import number, slider\n"
        "explore(lambda x: number('squared', x**2 + 1), x=slider(1, 9, 1), title='Squares')",
    )
    squares.get_by_role("slider").wait_for(timeout=START)
    squares.get_by_role("slider").focus()
    keyboard(notebook).press("End")
    expect(squares).to_contain_text("82")
    cubes = new_cell(
        notebook,
        "import ipywidgets\n"
        "_ = ipywidgets.interact(lambda x: print('cubed', x**3), x=ipywidgets.IntSlider(2, 0, 9))",
    )
    expect(cubes).to_contain_text("cubed 8", timeout=START)
    cubes.get_by_role("slider").focus()
    keyboard(notebook).press("ArrowRight")
    expect(cubes).to_contain_text("cubed 27")
    every = new_cell(notebook, "sum(len(data.load(name)) > 0 for name in data.NAMES) == len(data.NAMES)")
    expect(every).to_contain_text("True", timeout=START)


def the_figures_follow_the_dark_colours(notebook):
    text = notebook.locator(".jp-OutputArea-output figure svg text").first
    notebook.emulate_media(color_scheme="dark")
    notebook.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    fill = text.evaluate("text => getComputedStyle(text).fill.match(/\\d+/g).slice(0, 3).map(Number)")
    notebook.emulate_media(color_scheme="light")
    assert min(fill) > 128


def test_an_exercise_is_worked_as_a_notebook_and_kept(context, site_url):
    frame = open_notebook(context, site_url, EXERCISE)
    expect(frame.locator(".jp-Notebook h1").first).to_contain_text("Exercise 4.1")
    run_all(frame)
    question = cell_of(frame, 'check("4.1.1"')
    expect(output_of(question)).to_contain_text("Not answered yet")
    answer = 'value_of_subscriber = {}\n\ncheck("4.1.1", value_of_subscriber)'
    write(frame, question, answer.format(60))
    expect(output_of(question)).to_contain_text("Not yet")
    expect(new_cell(frame, 'hint("4.1.1")')).to_contain_text("1 of 3")
    write(frame, question, answer.format("60 * 1.08 / (1.08 - 0.70)"))
    expect(output_of(question)).to_contain_text("Right")
    # Nobody presses a button to save: a second after the last change the work is kept.
    frame.wait_for_timeout(2500)
    frame.close()

    again = open_notebook(context, site_url, EXERCISE)
    assert cell_of(again, "60 * 1.08 / (1.08 - 0.70)").count() == 1
    output = new_cell(again, "from marketing_origin import progress\nprint(progress())")
    expect(output).to_contain_text(re.compile(r"4\.1 [^\n]*: 1 of \d+ done \(4\.1\.1 right"), timeout=START)
    the_solution_is_one_click_away(again, site_url)
    the_work_is_downloaded(again)
    the_original_comes_back(again)
    python_starts_again(again)


def the_solution_is_one_click_away(page, site_url):
    output = new_cell(page, "from marketing_origin import solution\nsolution('4.1.1')  # to read")
    link = output.get_by_role("link")
    link.wait_for(timeout=START)
    address = link.get_attribute("href").partition("#")[0]
    assert address == f"{site_url}{EXERCISE.replace('exercises', 'solutions')}.html"


def the_work_is_downloaded(page):
    with page.expect_download() as saved:
        page.get_by_text("Download my work").click()
    kept = json.loads(saved.value.path().read_text())
    assert saved.value.suggested_filename == "4_1_clv_formula.ipynb"
    assert any("60 * 1.08" in "".join(cell["source"]) for cell in kept["cells"])
    assert kept["metadata"]["kernelspec"]["name"] == "python3"


def the_original_comes_back(page):
    page.get_by_text("Bring the original back").click()
    page.get_by_role("dialog").get_by_text("Bring the original back", exact=True).last.click()
    expect(cell_of(page, "60 * 1.08")).to_have_count(0)
    expect(cell_of(page, "value_of_subscriber = None")).to_have_count(1)


def python_starts_again(page):
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("Restart Kernel and Run All Cells")).click()
    page.get_by_role("dialog").get_by_text("Restart", exact=True).click()
    expect(output_of(cell_of(page, 'check("4.1.1"'))).to_contain_text("Not answered yet", timeout=START)


def test_a_file_that_does_not_load_is_named(context, site_url):
    page = context.new_page()
    page.route("**/pandas-*.files", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{site_url}live/notebooks/index.html?path={EXERCISE}.ipynb")
    bar = page.locator("#course-start")
    expect(bar).to_contain_text(re.compile(r"pandas-.*files did not load .*Reload"), timeout=START)
