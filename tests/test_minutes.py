"""A chapter is read in sittings that one can keep to: their minutes are counted and told."""

import nbformat
import pytest

from course_builder import cli, minutes, notebooks, stage
from marketing_origin.errors import CourseError

CHAPTERS = [page for page in notebooks.pages() if page.kind == "book" and page.number]


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
    assert len(found) in (2, 3)
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
    page = CHAPTERS[-1]
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
