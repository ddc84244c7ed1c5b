"""Chapter 0.1: the self-assessment marks where to begin, without a script; its map names what there is."""

import re

import pytest
from IPython.utils.capture import capture_output

from course_builder import notebooks, stage
from marketing_origin import glue, glued
from marketing_origin.errors import CourseError
from marketing_origin.quizzes import files
from marketing_origin.self_assessment import self_assessment

PAGES = [page for page in notebooks.pages() if page.kind == "book" and page.number]
CHAPTER = next((page for page in PAGES if page.number == "0.1"), None)
pytestmark = pytest.mark.skipif(CHAPTER is None, reason="0.1 is not in _toc.yml")


@pytest.fixture
def text():
    return CHAPTER.path.read_text(encoding="utf-8")


@pytest.fixture
def questions(text, monkeypatch):
    monkeypatch.setattr(glued, "TEXTS", {})
    with capture_output():
        for name in re.findall(r"\{\{(\w+)\}\}", (stage.ROOT / QUESTIONS).read_text(encoding="utf-8")):
            glue(name, name)
    return self_assessment().questions


QUESTIONS = "book/0_start_here/0_1_how_to_use_this_course.self_assessment.toml"


@pytest.mark.each_chapter
def test_each_chapter_has_a_question_that_leads_to_its_line_in_the_list(text, questions):
    block = text[text.index("{div} mo-begin") :]
    listed = re.findall(r"^\d+\. \{chapter\}`(\d\.\d) ", block[: block.index("::::\n")], re.MULTILINE)
    asked = [re.match(r"Chapter (\d\.\d) ", options[-1].why)[1] for _, options in questions]
    due = [number for number in files() if number != "0.1"]
    assert listed == due, f"the list *Where to begin* in {CHAPTER.name}.md"
    assert asked == due, f"the questions in {QUESTIONS}"
    assert {number[0] for number in asked} == {page.number[0] for page in PAGES}


def test_every_question_can_be_answered_by_not_knowing(questions):
    assert all(options[-1].say == "I do not know." and not options[-1].right for _, options in questions)


def test_the_numbers_of_the_questions_come_from_the_chapter(monkeypatch):
    monkeypatch.setattr(glued, "TEXTS", {})
    with pytest.raises(CourseError, match="run the cells above, which glue it, first"):
        self_assessment()


@pytest.mark.each_chapter
def test_the_map_has_a_box_for_each_part(text):
    boxes = re.findall(r'(\d+): \["', text[text.index("\nrows = [") :].partition("\n]")[0])
    assert sorted(boxes) == sorted({page.number.partition(".")[0] for page in PAGES}), "the figure's `rows`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.number)
def test_the_map_calls_every_chapter_by_its_title(page, text):
    title = page.path.read_text(encoding="utf-8").split("\n# ", 1)[1].split("\n")[0]
    named = page is CHAPTER or f"{{chapter}}`{title}`" in text
    assert named, f"the map in {CHAPTER.name}.md does not name {title}"


def test_a_chapter_that_is_to_come_is_named_without_a_link():
    assert stage.linked_chapter("9.9 Stars", "9.9") == "9.9 Stars (to come)"
    link = stage.linked_chapter("0.1 Here", "0.1")
    assert link == f"[0.1 Here](/{CHAPTER.name})"


@pytest.fixture
def opened(page):
    return page(f"{CHAPTER.name}.html", java_script_enabled=False)


def mark(opened, line):
    style = "line => getComputedStyle(line.querySelector('p'), '::before').content"
    return opened.locator(".mo-begin li").nth(line - 1).evaluate(style)


def test_the_page_says_how_long_the_questions_take(opened, questions):
    mark = opened.locator("#find-your-place-a-question-a-chapter .mo-sitting").first.inner_text()
    told = int(re.search(r"(\d+) minutes", mark)[1])
    assert 0.75 * len(questions) < told <= 20


def test_a_later_part_is_where_to_begin_for_who_knows_the_earlier_ones(opened, questions):
    for question in range(1, 14):
        choose(opened, question, right=True)
    for question in range(14, len(questions) + 1):
        choose(opened, question, right=False)
    assert "Begin here" in mark(opened, 14) and "Not yet" in mark(opened, len(questions))
    choose(opened, 14, right=True)
    assert "Begin here" in mark(opened, 15)


def choose(opened, question, right):
    options = opened.locator(".mo-start fieldset").nth(question - 1).locator(".mo-quiz-option")
    wanted = options.filter(has=opened.locator(".mo-right")) if right else options.last
    wanted.locator("label").click()


def test_the_first_chapter_not_known_is_where_to_begin(opened):
    for question, right in ((1, True), (3, False), (7, False)):
        choose(opened, question, right)
    assert [mark(opened, line).strip('"') for line in (1, 2, 3, 7)] == [
        "✓ Known. ",
        "none",
        "→ Begin here. ",
        "↻ Not yet. ",
    ]
    choose(opened, 2, right=False)
    assert "Begin here" in mark(opened, 2) and "Not yet" in mark(opened, 3)
    choose(opened, 2, right=True)
    assert "Known" in mark(opened, 2) and "Begin here" in mark(opened, 3)


def test_who_does_not_know_the_code_may_begin_by_reading(opened):
    for question, right in ((1, False), (2, True), (4, False), (7, False)):
        choose(opened, question, right)
    for line, said in ((1, "if you write code"), (2, "Known"), (4, "if you only read"), (7, "Not yet")):
        assert said in mark(opened, line)
    choose(opened, 1, right=True)
    assert mark(opened, 4).strip('"') == "→ Begin here. "


def test_clearing_the_choices_clears_the_list(opened):
    choose(opened, 1, right=False)
    assert "Begin here" in mark(opened, 1)
    opened.locator(".mo-start").get_by_role("button", name="Clear my choices").click()
    assert mark(opened, 1) == "none"
