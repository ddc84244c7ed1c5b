"""A chapter is read in sittings that one can keep to: their minutes are counted and told."""

import re

import nbformat
import pytest

from course_builder import cli, minutes, notebooks, stage
from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

CHAPTERS = [page for page in notebooks.pages() if page.kind == "book" and page.number]
# One question of the self-assessment a chapter with a quiz, but 0.1.
ASKED = len(list((ROOT / "book").rglob("*.quiz.toml"))) - 1
EVENINGS = {8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve"}


def text(source):
    return nbformat.v4.new_markdown_cell(source)


def code(source, *tags):
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})


def notebook(*cells, sittings=()):
    metadata = {"course": {"sittings": list(sittings)}} if sittings else {}
    return nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.number)
def test_a_chapter_is_read_in_sittings_of_25_minutes_and_in_55_at_most(page):
    found = minutes.sittings(notebooks.read(page.path), page.name)
    each = {sitting.title: sitting.minutes for sitting in found}
    assert len(found) in (2, 3) or sum(each.values()) <= 25
    assert max(each.values()) <= 25, each
    assert sum(each.values()) <= 55, each


@pytest.mark.parametrize(
    ("source", "seconds"),
    [
        ("word " * 180, 60),
        ("one {term}`two three <four>` — five", 5 / 3),
        ("$$x^2$$", 20),
        (":::{math}\nx^2\n:::", 20),
        ("| a | b |\n|---|---|\n| 1 | 2 |", 20),
        (":::{admonition} Deeper: proof\n:class: dropdown deeper\n\n" + "word " * 500 + "\n:::", 0),
        (":::{admonition} Try it\n:class: try-it\n\n" + "word " * 60 + "\n:::", 0),
        (":::{admonition} Claim check\n:class: claim-check\n" + "word " * 178 + "\n:::", 60),
        ("::::{grid}\n:::{grid-item}\n" + "word " * 90 + "\n:::\n::::", 30),
    ],
)
def test_what_text_takes(source, seconds):
    assert minutes.seconds_of_text(source) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (code("a = 1\n\nb = a\n"), 12),
        (code("a = 1\na"), 32),
        (code("a = 1\nshow(a, alt='')", "hide-input"), 20),
        (code("for a in range(3):\n    print(a)", "hide-input"), 20),
        (code("a = 1\na", "hide-cell"), 0),
        (code("glue('a', 1)", "hide-input"), 0),
        (code("answer = None\ncheck('3.2.a', answer)", "try-it"), 120),
        (code('quiz("3.2")', "remove-input"), 5 * 45),
        (code("a = 1\nself_assessment()", "hide-input"), ASKED * 45),
    ],
)
def test_what_a_cell_takes(cell, seconds):
    assert minutes.seconds_of_code(cell) == seconds


def test_a_sitting_goes_from_its_heading_to_the_next_and_the_opening_belongs_to_the_first():
    page = notebook(
        text("# T\n\n" + "word " * 180 + "\n\n## One\n\n" + "word " * 180 + "\n\n## Between\n"),
        code("a = 1"),
        text("## Two\n\n" + "word " * 360),
        sittings=["One", "Two"],
    )
    assert minutes.sittings(page) == [minutes.Sitting("One", 3), minutes.Sitting("Two", 2)]
    assert [sitting.minutes for sitting in minutes.sittings(notebook(*page.cells))] == [5]


@pytest.mark.parametrize("sittings", [["Two", "One"], ["One", "Three"]])
def test_a_sitting_that_begins_nowhere_is_named(sittings):
    with pytest.raises(CourseError, match="the page: the sitting '(One|Three)'"):
        minutes.sittings(notebook(text("# T\n\n## One\n\n## Two\n"), sittings=sittings), "the page")


def test_the_header_tells_the_sittings_their_sum_and_each_begins_with_its_own():
    page = next(page for page in CHAPTERS if page.number == "2.4")
    made = notebooks.read(page.path)
    found = minutes.sittings(made, page.name)
    stage.add_header(made, page, solutions=True)
    header = made.cells[1].source
    assert f"{sum(one.minutes for one in found)} minutes in {len(found)} sittings" in header
    rest = "\n".join(cell.source for cell in made.cells[2:])
    for number, one in enumerate(found, 1):
        assert f"<sitting-{page.number.replace('.', '-')}-{number}>` · {one.minutes} min\n" in header
        assert (
            f"## {one.title}\n\n:::{{div}} mo-sitting\nSitting {number} of {len(found)} · {one.minutes} "
            in rest
        )


def test_the_minutes_of_every_chapter_are_a_table(capsys):
    assert cli.main(["minutes"]) == 0
    told = capsys.readouterr().out
    for page in CHAPTERS:
        found = [one.minutes for one in minutes.sittings(notebooks.read(page.path), page.name)]
        assert f"{page.number:<8}{sum(found):>5}  {' + '.join(map(str, found))}\n" in told


def test_the_plans_of_chapter_0_1_name_every_chapter_and_fit_their_time():
    text = (ROOT / "book" / "0_start_here" / "0_1_how_to_use_this_course.md").read_text(encoding="utf-8")
    plans = [found.split() for found in re.findall(r"\{minutes\}`([^`]+)`", text)]
    evenings = [plan for plan in plans if len(plan) < 4]
    told = re.search(r"^\| (\w+) evenings \| all \|", text, re.MULTILINE)[1].lower()
    numbered = re.findall(r"[①-⑳]", text[text.index("The evenings: ") :])
    assert len(plans) == len(evenings) + 2 and len(numbered) == len(evenings)
    assert told == EVENINGS[len(evenings)]
    for also in ("index.md", "book/appendices/instructors_guide.md"):
        assert f"{told} evenings" in (ROOT / also).read_text("utf-8"), (
            f"{also} names another number of evenings"
        )
    read = {page.number for page in notebooks.pages() if page.kind == "book" and page.number}
    assert {number for plan in evenings for number in plan} == read - {"0.1", "5.2"}

    def hours(plan):
        told = minutes.in_hours(plan)
        return sum(int(n) * {"h": 60, "min": 1}[unit] for n, unit in re.findall(r"(\d+) (h|min)", told)) / 60

    assert all(hours(plan) <= 2.5 for plan in evenings)
    day, two_days = (plan for plan in plans if len(plan) >= 4)
    assert hours(day) <= 7 and hours(two_days) <= 14


def test_minutes_of_a_chapter_that_is_not_there_are_an_error():
    with pytest.raises(CourseError, match=r"chapter 9\.9"):
        minutes.in_hours(["1.1", "9.9"])
