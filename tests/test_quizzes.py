"""The quizzes: every one is well formed, and what is not is told."""

import html.parser
import re
from collections import Counter
from pathlib import Path

import pytest
from IPython.utils.capture import capture_output

from marketing_origin import glue, glued, quizzes
from marketing_origin.errors import CourseError
from marketing_origin.markup import to_html
from marketing_origin.quizzes import files, quiz, read

TOY = """
[[question]]
ask = "Is **5** > `4`?"
[[question.option]]
say = "Yes"
right = true
why = "Count *again*."
[[question.option]]
say = "<script>No</script>"
why = "It is."
"""
ROOT = Path(__file__).parents[1]


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "9_9.toml"
    path.write_text(TOY, "utf-8")
    return path


class Elements(html.parser.HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("name", files())
def test_every_quiz_of_the_course_is_well_formed(name):
    shown = read(name, files()[name])
    assert 3 <= len(shown.questions) <= 8
    assert list(ROOT.glob(f"book/*/{name.replace('.', '_')}_*.md"))
    letters = Counter(next(i for i, o in enumerate(options) if o.right) for _, options in shown.questions)
    assert len(letters) > 1, "the right option always stands at the same place"
    assert all(len(options) >= 3 for _, options in shown.questions)


# Words that make a sentence careful: where one option alone has them, it looks like the right one.
CAREFUL = re.compile(
    r"\b(unless|until|probably|may|might|could|perhaps|usually|as a rule|at least|about|mostly|if|cannot tell"
    r"|depends|on average|give or take|almost|hardly|not yet|as far as|nearly|another|a little|well be)\b",
    re.IGNORECASE,
)

# An option that declines to answer looks like the right one, too.
DECLINES = re.compile(
    r"\b(cannot (be )?(said|say|tell|told)|do(es)? not say|depends|nothing can be said|nothing at all|nothing yet"
    r"|not yet|not been reached)\b",
    re.IGNORECASE,
)


def right_by_looks(mark) -> float:
    """Return how often an option is right that `mark` tells from the others, over all quizzes."""
    found = []
    for name, file in files().items():
        for _, options in read(name, file).questions:
            marked = mark([re.sub(r"\{\{.*?\}\}", "9", option.say) for option in options])
            if 0 < sum(marked) < len(options):
                found.append(sum(o.right for o, m in zip(options, marked, strict=True) if m) / sum(marked))
    return sum(found) / len(found)


@pytest.mark.parametrize(
    ("mark", "most"),
    [
        (lambda says: [len(say) == max(map(len, says)) for say in says], 0.42),
        (lambda says: [len(say) == min(map(len, says)) for say in says], 0.42),
        (lambda says: [bool(CAREFUL.search(say)) for say in says], 0.5),
        (lambda says: [bool(DECLINES.search(say)) for say in says], 0.5),
    ],
    ids=["longest", "shortest", "careful", "declines"],
)
def test_the_right_option_is_not_known_by_its_looks(mark, most):
    # By chance it would be right in one case of three.
    assert right_by_looks(mark) <= most


@pytest.mark.parametrize("name", files())
def test_no_quiz_is_answered_by_its_longest_options(name):
    shown = read(name, files()[name])
    longest = [ask for ask, options in shown.questions if max(options, key=lambda o: len(o.say)).right]
    if len(longest) > len(shown.questions) / 2:
        asked = "\n".join(longest)
        pytest.fail(
            f"{name}: in more than half of the questions the right option is the longest, and a reader sees it. "
            f"Shorten it, or say more in a wrong one:\n{asked}",
            pytrace=False,
        )


@pytest.mark.parametrize("name", files())
def test_every_quiz_has_its_labels_and_ids_and_no_script(name):
    page = Elements(read(name, files()[name])._repr_html_())
    ids = [attributes["id"] for attributes in page.all("input")]
    assert len(set(ids)) == len(ids) and [label["for"] for label in page.all("label")] == ids
    assert len({attributes["name"] for attributes in page.all("input")}) == len(page.all("fieldset"))
    assert len(page.all("legend")) == len(page.all("fieldset"))
    assert not page.all("script") and not any(key.startswith("on") for _, each in page.found for key in each)


def test_a_quiz_shows_the_numbers_that_its_chapter_has_glued(toy, monkeypatch):
    toy.write_text(TOY.replace("Count *again*.", "It is {{ five_is }} now."), "utf-8")
    monkeypatch.setattr(quizzes, "files", lambda: {"9.9": toy})
    monkeypatch.setattr(glued, "TEXTS", {})
    with pytest.raises(CourseError, match="shows the number 'five_is': run the cells above"):
        quiz("9.9")
    with capture_output():
        glue("five_is", 5.04, ".1f")
    assert "1a) Right. It is 5.0 now." in repr(quiz("9.9"))


def test_a_quiz_is_text_in_a_terminal(toy):
    shown = repr(read("9.9", toy))
    assert "1. Is **5** > `4`?" in shown and "a) Yes" in shown
    assert "1a) Right. Count *again*." in shown and "1b) Not so. It is." in shown


def test_texts_are_escaped_and_the_same_at_every_build(toy):
    page = read("9.9", toy)._repr_html_()
    assert page == read("9.9", toy)._repr_html_()
    assert "Is <strong>5</strong> &gt; <code>4</code>?" in page
    assert "<script" not in page and "&lt;script&gt;No" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("`a*b*c` & *d*", "<code>a*b*c</code> &amp; <em>d</em>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("a `b", "a `b"),
    ],
)
def test_the_little_markdown(text, shown):
    assert to_html(text) == shown


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("right = true", "right = false", "question 1: exactly one option needs `right = true`"),
        ('why = "It is."', 'why = "It is."\nright = true', "exactly one option"),
        ('why = "It is."', "", "question 1, option b: `why` is missing"),
        ('why = "It is."', 'why = ""', "option b: `why` has to be a filled str"),
        ('why = "It is."', 'wy = "It is."', "option b: 'wy' is not known. Did you mean 'why'?"),
        ("right = true", 'right = "yes"', "option a: `right` has to be a filled bool"),
        ("ask =", "asks =", "question 1: 'asks' is not known. Did you mean 'ask'?"),
        ("<script>No</script>", "Yes", "two or more options, all different"),
        (
            TOY[TOY.index("[[question.option]]") :],
            'option = "Yes"',
            "question 1: `option` has to be a filled list",
        ),
        ("question", "frage", "holds no [[question]]"),
        ("ask = ", "ask ", "9_9.toml is not TOML"),
    ],
)
def test_a_malformed_quiz_is_told_in_one_message(toy, old, new, said):
    toy.write_text(TOY.replace(old, new), "utf-8")
    with pytest.raises(CourseError) as caught:
        read("9.9", toy)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["9.7", 4.1, None])
def test_an_unknown_quiz_is_told(name):
    with pytest.raises(CourseError, match="There is no quiz"):
        quiz(name)
