"""Every question of the course against its bank of answers, and against anything at all."""

import contextlib
import functools
import itertools
import math
import re
import sys
import unittest.mock
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_builder.answers import bank_of, earns, made, mistakes_in
from marketing_origin import course_files
from marketing_origin.checks import choice, explanation, number, truth
from marketing_origin.checks.question import all_questions, chapters, loaded, question_files
from marketing_origin.checks.reading import ALONE

sys.path.insert(0, str(Path(__file__).parent / "wrong_ways"))
from measure import BY_HAND

ROOT = Path(__file__).parents[1]
TOYS = Path(__file__).parent / "toy_course" / "solutions" / "9_toys" / "9_9_toys.py"


def toys():
    """The questions of the toy chapter: a question of every kind."""
    return list(loaded(TOYS).questions.questions.values())


QUESTIONS = list(all_questions())
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@functools.cache
def bank(name):
    """The right and the wrong answers to one question."""
    answers = bank_of(question_files()[name.rpartition(".")[0]])
    return answers.RIGHT.get(name, []), answers.WRONG.get(name, [])


@functools.cache
def said_of_wrong(name):
    """What a question's check says of each wrong answer in the bank, which two tests look at."""
    (question,) = [question for question in QUESTIONS if question.name == name]
    return [question.judge(made(answer)) for answer, _ in bank(name)[1]]


@each_question
def test_right_answers_in_other_forms_pass(question):
    answers, _ = bank(question.name)
    expected = "self" if isinstance(question.expects, explanation) else "right"
    assert len(answers) >= 2
    for answer in map(made, answers):
        feedback = question.judge(answer)
        assert feedback.status == expected, f"{answer!r}: {feedback}"


@each_question
def test_wrong_answers_earn_their_hint(question):
    _, answers = bank(question.name)
    assert len(answers) >= 4
    unlike = []
    for (answer, earned), feedback in zip(answers, said_of_wrong(question.name), strict=True):
        if not earns(feedback, earned):
            unlike.append(f"{made(answer)!r}, not {earned!r}: {feedback}")
    assert not unlike, "\n".join(unlike)


@each_question
def test_every_known_mistake_is_made_in_the_bank(question):
    _, _, mistakes = question.key
    missing = {known.name for known, _, _ in mistakes}
    for feedback in said_of_wrong(question.name):
        missing -= mistakes_in(feedback)
    for _, make in BY_HAND.get(question.name, []):
        if not missing:
            break
        missing -= mistakes_in(question.judge(made(make)))
    assert not missing, f"no wrong answer in the bank makes {missing}"
    if isinstance(question.expects, choice):
        assert len(mistakes) >= len(question.expects.options) - 1, "every wrong option needs its mistake"
    if isinstance(question.expects, explanation):
        assert len(mistakes) == len(question.expects.sides) - 1 >= 1, "every other side needs its mistake"


@each_question
def test_nothing_said_holds_the_answer(question):
    if not isinstance(question.expects, number):
        return
    _, cells, mistakes = question.key
    value = abs(cells[ALONE])
    written = {f"{value:.{digits}f}" for digits in range(4)} | {
        f"{100 * value:.{digits}f} %" for digits in range(3)
    }
    written |= {f"{value:,.{digits}f}" for digits in range(3)}
    telling = {text for text in written if sum(letter.isdigit() for letter in text.strip("0.")) >= 3}
    said = " ".join([question.title, *question.hints, *(known.says for known, _, _ in mistakes)])
    assert not [text for text in telling if text in said.replace("\u202f", " ")]


# A sum written out, with numbers alone: 3 + 0.7 × 2, 60 × 0.5², 1 - 1/2.5. Commas part thousands.
SUM = re.compile(r"[(\d][\d.,\s()+×*/÷²³-]*[\d)²³]")
IN_PYTHON = str.maketrans({"×": "*", "÷": "/", "²": "**2", "³": "**3", ",": None, "−": "-"})
LONG = 30  # characters without spaces: a line of code as long as this is the answer, not its tool


def sums_in(hint):
    """What the sums that a hint writes out come to."""
    for text in SUM.findall(hint.replace("−", "-")):
        code = re.sub(r"(\d|\))\s*\(", r"\1*(", text.translate(IN_PYTHON))
        if re.search(r"[\d)]\s*[-+*/]", code):
            with contextlib.suppress(SyntaxError, TypeError, ArithmeticError):
                yield eval(code, {"__builtins__": {}})


def handed_over(hints, cells, solution):
    """What the hints do in the learner's place: a sum that comes to the answer, a line of the solution."""
    due = [abs(value) for value in cells.values() if isinstance(value, (int, float)) and value]
    sums = [value for hint in hints for value in sums_in(hint)]
    done = [value for value in sums if any(math.isclose(abs(value), one, rel_tol=1e-3) for one in due)]
    lines = ["".join(code.split()) for hint in hints for code in re.findall(r"`([^`]+\([^`]+)`", hint)]
    solution = "".join(solution.split()).replace("'", '"')
    return done + [line for line in lines if len(line) >= LONG and line.replace("'", '"') in solution]


@each_question
def test_the_hints_leave_something_to_do(question):
    _, cells, _ = question.key
    solution = question_files()[question.name.rpartition(".")[0]].with_suffix(".md")
    assert not handed_over(question.hints, cells, solution.read_text(encoding="utf-8"))


def test_a_hint_that_does_it_in_the_learners_place_is_found():
    code = "answer = orders.groupby( 'day' )['value'].sum().mean()"
    for hint in ("First 3 + 0.7 × 2, then look.", "(1,100 - 440) / 150", "2.2²×(1/1.1)", "11 (1 - 0.6)"):
        assert handed_over([hint], {ALONE: 4.4}, code), hint
    assert handed_over(['Take `orders.groupby("day")["value"].sum()`.'], {ALONE: 4.4}, code)
    leads = [
        "3 + 0.7, then?",
        "`experiments.difference_interval` does it",
        "Take `orders.groupby(…)`, and of it `.sum()`.",
        "From 1998-04-30 to 4.4",
    ]
    assert not handed_over(leads, {ALONE: 4.4}, f"{code} - experiments.difference_interval(*both)")


each_chapter = pytest.mark.parametrize("chapter", chapters().values(), ids=lambda chapter: chapter.number)


@each_chapter
def test_a_chapter_has_its_questions_and_its_pages(chapter):
    exercise = [question for name, question in chapter.questions.items() if name[-1].isdigit()]
    assert 5 <= len(exercise) <= 8
    assert any(isinstance(question.expects, explanation) for question in exercise)
    for folder, ending in (("book", "md"), ("solutions", "md"), ("exercises", "ipynb")):
        assert (ROOT / folder / f"{chapter.page}.{ending}").exists()


@each_chapter
def test_the_sides_of_an_open_question_stand_in_its_task(chapter):
    task = (ROOT / "solutions" / f"{chapter.page}.md").read_text("utf-8")
    for name, question in chapter.questions.items():
        if isinstance(question.expects, explanation):
            below = task[task.index(f"\n## {name} ") :]
            for letter, words in question.expects.sides.items():
                assert f"\n- `{letter}`: {words}\n" in below, name


@each_chapter
def test_every_try_it_of_a_chapter_asks_a_question_of_its_own_and_each_is_asked(chapter):
    page = (ROOT / "book" / f"{chapter.page}.md").read_text("utf-8")
    asked = re.findall(r"^check\(\"([\d.]+[a-z])\"", page, re.MULTILINE)
    assert asked == [name for name in chapter.questions if not name[-1].isdigit()]


def test_every_file_of_questions_has_a_bank_and_no_bank_is_without_questions():
    asked = {course_files.page_of(path) for path in question_files().values()}
    assert asked == {course_files.page_of(path) for path in Path(__file__).parent.glob("solutions/*/*.py")}


# --- anything at all -------------------------------------------------------------------------------------


class Liar:
    """Claims to be a number, to equal everything, and to hold whatever is looked for."""

    __class__ = float

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __float__(self):
        return 1.0

    def __array__(self, *_, **__):
        return np.ones(3)

    def __len__(self):
        return 3

    def __getitem__(self, key):
        return 1.0


def _refuse(*_, **__):
    raise RuntimeError("hostile")


HOSTILE_METHODS = (
    "__eq__ __hash__ __repr__ __str__ __bool__ __len__ __iter__ __array__ __float__ __getattr__ __call__"
)
Hostile = type(
    "Hostile", (), dict.fromkeys(HOSTILE_METHODS.split(), _refuse) | {"__class__": property(_refuse)}
)
HostileList = type("HostileList", (list,), {"__len__": _refuse, "__iter__": lambda self: iter(int, 1)})
HostileDict = type("HostileDict", (dict,), {"items": _refuse, "keys": _refuse, "__iter__": _refuse})
HostileSeries = type(
    "HostileSeries", (pd.Series,), {"index": property(_refuse), "_constructor": property(_refuse)}
)


class Quitter:
    @property
    def params_(self):
        raise SystemExit


def endless():
    while True:
        yield 1.0


def _itself():
    inside = []
    inside.append(inside)
    return inside


def _recurse(*arguments):
    return _recurse(*arguments)


def _quit(*_):
    raise SystemExit


ODD = [
    lambda: Liar(),
    lambda: [Liar()],
    lambda: Hostile(),
    lambda: [Hostile(), Hostile()],
    lambda: {"search": Hostile()},
    lambda: pd.Series([Hostile(), Liar()], index=["search", "tv"], dtype=object),
    lambda: pd.DataFrame([[Hostile(), Liar()]], columns=["a", "b"], dtype=object),
    lambda: HostileList([1, 2]),
    lambda: HostileDict(a=1),
    lambda: HostileSeries([1.0, 2.0]),
    lambda: Quitter(),
    lambda: unittest.mock.MagicMock(),
    lambda: unittest.mock.MagicMock(spec=float),
    lambda: unittest.mock.MagicMock(spec=pd.DataFrame),
    endless,
    _itself,
    lambda: {"itself": _itself()},
    lambda: functools.reduce(lambda inner, _: (inner,), range(5000), ()),
    lambda: _recurse,
    lambda: _quit,
    lambda: lambda *arguments: Hostile(),
    lambda: lambda *arguments: Liar(),
    lambda: lambda *arguments: endless(),
    lambda: lambda *arguments, **named: unittest.mock.MagicMock(),
    lambda: lambda: 1,
    lambda: type,
    lambda: Hostile,
    lambda: sys,
    lambda: len,
    lambda: range(10**12),
    lambda: memoryview(b"abc"),
    lambda: b"abc",
    lambda: 10**5000,
    lambda: -(10**400),
    lambda: 7e300 + 1j,
    lambda: Decimal("sNaN"),
    lambda: Decimal("Infinity"),
    lambda: math.nan,
    lambda: -math.inf,
    lambda: np.timedelta64(7, "D"),
    lambda: np.datetime64("NaT"),
    lambda: np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    lambda: np.zeros((3, 0)),
    lambda: np.full((2, 2, 2), np.nan),
    lambda: pd.NA,
    lambda: pd.NaT,
    lambda: pd.Series(dtype=float),
    lambda: pd.Series([1, 2], index=[("a", ("b",)), None]),
    lambda: pd.DataFrame(),
    lambda: pd.DataFrame([[1, 2]], columns=["a", "a"]),
    lambda: pd.DataFrame(np.nan, index=range(3), columns=pd.MultiIndex.from_product([["a"], ["b", "c"]])),
    lambda: pd.Series(pd.Categorical(["a", None])),
    lambda: pd.Series(pd.arrays.SparseArray([0, 1])),
    lambda: pd.date_range("2024-01-01", periods=3, tz="Asia/Taipei"),
    lambda: pd.interval_range(0, 3),
]

# Numbers and words that no question can be asking for: a lucky hit would not be a fault.
words = st.text(max_size=8).map("zq".__add__)
numbers = st.one_of(
    st.floats(min_value=1e13),
    st.floats(max_value=-1e13),
    st.integers(min_value=10**13),
    st.complex_numbers(),
    st.just(math.nan),
)
leaves = st.one_of(words, numbers, st.none(), st.binary(max_size=4), st.datetimes(), st.timedeltas())
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(words, inner, max_size=4),
        st.dictionaries(words, inner, max_size=4).map(lambda d: pd.Series(d, dtype=object)),
        st.lists(inner, max_size=3).map(lambda column: pd.DataFrame({"zq": pd.Series(column, dtype=object)})),
        st.lists(inner, max_size=4).map(lambda values: np.fromiter(values, dtype=object)),
        inner.map(lambda value: lambda *arguments, **named: value),
    ),
    max_leaves=8,
)


def assert_harmless(question, answer):
    """The check neither raises nor passes, and what it says can be shown."""
    feedback = question.judge(answer)
    assert feedback.status in ("not yet", "unanswered"), question.name
    assert len(repr(feedback)) < 2000 and feedback._repr_html_()


every_question = pytest.mark.parametrize(
    "question", [*toys(), *QUESTIONS], ids=lambda question: question.name
)


@every_question
def test_nothing_odd_raises_or_passes(question):
    for make in ODD:
        assert_harmless(question, make())
    if not isinstance(question.expects, truth):
        for value in (True, False, np.True_):
            assert_harmless(question, value)


BY_CHAPTER = {
    number: list(questions)
    for number, questions in itertools.groupby(
        [*toys(), *QUESTIONS], key=lambda question: question.name.rpartition(".")[0]
    )
}


@pytest.mark.parametrize("number", BY_CHAPTER)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(answer=anything)
def test_no_object_raises_or_passes(number, answer):
    # Drawing an object takes longer than looking at it: all questions of a chapter get each.
    for question in BY_CHAPTER[number]:
        assert_harmless(question, answer)
