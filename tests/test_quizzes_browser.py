"""A quiz in a browser, with scripts off: choosing explains, by mouse and keyboard; paper shows everything.

One program writes them all, so the longest is looked at here; each is looked at with its page in test_site_browser.
"""

import pytest

from course_builder.node import NODE_MODULES
from marketing_origin.quizzes import files, read

PAGE = (
    "<!doctype html><html lang='en'><meta name='viewport' content='width=device-width'><title>Quiz</title>"
    "<body style='margin:1rem;color-scheme:{scheme};background:{paper};color:{ink}'>"
    "<main><h1>Quiz</h1>{quiz}</main>"
)
LIGHT = {"scheme": "light", "paper": "#fff", "ink": "#222"}
DARK = {"scheme": "dark", "paper": "#121212", "ink": "#ddd"}


def quiz(name):
    """The HTML of a chapter's quiz."""
    return read(name, files()[name])._repr_html_()


@pytest.fixture(scope="module")
def name():
    return max(files(), key=lambda name: len(quiz(name)))


@pytest.fixture
def shown(browser):
    """Show a quiz on a page of its own, 360 pixels wide."""
    contexts = []

    def show(name, scripts=False, look=LIGHT):
        contexts.append(
            browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 800})
        )
        page = contexts[-1].new_page()
        page.set_content(PAGE.format(quiz=quiz(name), **look))
        return page

    yield show
    for context in contexts:
        context.close()


def test_choosing_an_option_explains_it_alone(shown, name):
    page = shown(name)
    question = page.locator("fieldset").first
    options = question.locator(".mo-quiz-option")
    assert not question.locator("p").filter(visible=True).count()
    for index in range(options.count()):
        options.nth(index).locator("label").click()
        (explained,) = question.locator("p").filter(visible=True).all_inner_texts()
        assert explained == options.nth(index).locator("p").inner_text()
        assert explained.split()[1] in ("Right.", "Not")
    page.locator("text=Clear my choices").click()
    assert not question.locator("p").filter(visible=True).count()


def test_the_keyboard_alone_is_enough(shown, name):
    page = shown(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # must not submit: that would lose the choices
    assert page.locator("input").nth(1).is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("fieldset").nth(1).locator("input").first.is_checked()


def test_paper_shows_every_explanation_below_the_questions(shown, name):
    page = shown(name)
    assert not page.locator(".mo-quiz-answers").is_visible()
    page.emulate_media(media="print")
    on_paper = page.locator(".mo-quiz-answers")
    assert on_paper.is_visible() and not page.locator("button").filter(visible=True).count()
    assert on_paper.locator("p").count() == 1 + page.locator(".mo-quiz-option").count()
    assert on_paper.bounding_box()["y"] > page.locator("fieldset").last.bounding_box()["y"]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_a_quiz_is_accessible_and_fits_a_phone(shown, name, look):
    page = shown(name, scripts=True, look=look)
    for question in page.locator("fieldset").all():
        question.locator("label").last.click()
    page.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    assert not [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
