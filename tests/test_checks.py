"""What a learner sees of the checks, on a chapter of toys that has a question of every kind."""

import datetime
import json
import math
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from marketing_origin import course_files
from marketing_origin.checks import Chapter, check, hint, mistake, number, progress, solution, store
from marketing_origin.errors import CourseError

LONG = "Those who stay are those who would have bought more anyhow, so only an experiment can tell."


@pytest.fixture(autouse=True)
def toys(monkeypatch, tmp_path):
    """Only the chapter of toys, and a place for progress of the test's own."""
    monkeypatch.setattr(course_files, "ROOT", Path(__file__).parent / "toy_course")
    monkeypatch.setattr(store, "_session", {})
    monkeypatch.setattr(store, "_said", set())
    monkeypatch.setenv("MARKETING_ORIGIN_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path


def by_channel(**values):
    return pd.Series(values)


COHORTS = pd.Series(
    [1.0, 0.8, 1.0], index=pd.MultiIndex.from_tuples([(1, 0), (1, 1), (2, 0)], names=["cohort", "month"])
)


class OwnList(list):
    def __iter__(self):
        raise NotImplementedError


def spends_its_input(orders):
    mean = orders.mean()
    orders[:] = 0
    return mean


class Fitted:
    params_ = {"alpha": 4.414, "r": 0.243}


def right_value(margin, periods):
    return margin * (1 - 0.9**periods) / 0.1


RIGHT = [
    ("9.9.1", 366.6667),
    ("9.9.1", Decimal("366.66667")),
    ("9.9.1", Fraction(1100, 3)),
    ("9.9.1", np.float32(366.66666)),
    ("9.9.1", np.array(366.6667)),
    ("9.9.1", pd.Series({"value": 366.6667})),
    ("9.9.1", pd.DataFrame({"value": [366.6667]})),
    ("9.9.2", by_channel(TV=80, Post=20, Search=50)),
    ("9.9.2", {"search": 50, " tv ": np.int64(80), "POST": Decimal(20)}),
    ("9.9.2", pd.DataFrame({"cost": [50, 80, 20]}, index=["Search", "TV", "Post"])),
    ("9.9.2", pd.DataFrame({"channel": ["Post", "TV", "Search"], "cost": [20.0, 80.0, 50.0]})),
    ("9.9.2", pd.DataFrame({"cost": [20.0, 80.0, 50.0], "channel": ["Post", "TV", "Search"]})),
    ("9.9.2", pd.DataFrame([[50, 80, 20]], columns=["Search", "TV", "Post"])),
    ("9.9.2", [("TV", 80), ("Post", 20), ("Search", 50)]),
    ("9.9.3", [0.9, 0.8, 0.75]),
    ("9.9.3", np.array([0.9, 0.8, 0.75])),
    ("9.9.3", pd.Series([0.75, 0.9, 0.8], index=[3.0, 1.0, 2.0])),
    (
        "9.9.4",
        pd.DataFrame({"state": ["Old", "new"], "more": 1, "cost": [6, 5], "month": ["2024-02", "2024-01"]}),
    ),
    (
        "9.9.4",
        pd.DataFrame(
            {"cost": [5, 6], "state": ["new", "old"]}, index=pd.Index(["2024-01", "2024-02"], name="month")
        ),
    ),
    (
        "9.9.4",
        pd.DataFrame({"cost": [5, 6], "state": ["new", "old"]}, index=["2024-01", "2024-02"]),
    ),
    ("9.9.5", Fitted()),
    ("9.9.5", (0.243, 4.414)),
    ("9.9.5", pd.Series({"alpha": 4.42, "r": 0.2431})),
    ("9.9.6", "A"),
    ("9.9.6", "a)"),
    ("9.9.6", ["Hold"]),
    ("9.9.7", np.True_),
    ("9.9.7", np.array([True])),
    ("9.9.8", ["Promotion", "labour"]),
    ("9.9.8", pd.Index(["labour", "promotion"])),
    ("9.9.9", ("retention", "margin", "discount")),
    ("9.9.9", pd.Series(["retention", "margin", "discount"])),
    ("9.9.12", COHORTS),
    ("9.9.12", COHORTS.reset_index()),
    ("9.9.12", COHORTS.unstack()),
    ("9.9.12", COHORTS[::-1].to_frame("kept")),
    ("9.9.12", COHORTS.to_dict()),
    ("9.9.3", OwnList([0.9, 0.8, 0.75])),
    ("9.9.13", spends_its_input),
    ("9.9.13", lambda orders: orders.mean()),
    ("9.9.13", lambda orders: float(np.mean(list(orders)))),
    ("9.9.10", right_value),
    ("9.9.10", lambda periods, margin: right_value(margin, periods)),
    ("9.9.10", lambda m, n: np.array([right_value(m, n)])),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_every_correct_form_is_right(name, answer):
    assert check(name, answer).status == "right"


def test_months_and_dates_are_the_same_label_in_every_type():
    months = pd.date_range("2024-01-01", periods=3, freq="MS")
    kind_of_label = [months, months.to_period("M"), months.strftime("%Y-%m-%d"), [d.date() for d in months]]
    from marketing_origin.checks.reading import read_label

    assert len({tuple(read_label(label) for label in labels) for labels in kind_of_label}) == 1
    assert read_label(datetime.datetime(2024, 1, 1, 12)) != read_label(months[0])


def by_two(margin, periods):
    return right_value(margin, periods) / 2


def fails_at_none(margin, periods):
    return right_value(margin, periods) / (1 if periods else 0)


def no_return(margin, periods):
    right_value(margin, periods)


def sometimes_nothing(margin, periods):
    if periods > 20:
        return right_value(margin, periods)


def speaks(margin, periods):
    print("noise")
    return "text"


WRONG = [
    ("9.9.1", 266.6667, "left the first margin out"),
    ("9.9.1", 50, "more than one margin"),
    ("9.9.1", 36666.67, "a hundred times"),
    ("9.9.1", 3.66667, "a hundredth"),
    ("9.9.1", -366.66667, "sign"),
    ("9.9.1", 4400, "twelve times"),
    ("9.9.1", 365.0, "Very near"),
    ("9.9.1", 500, "too high"),
    ("9.9.1", float("nan"), "missing value (NaN)"),
    ("9.9.1", pd.NA, "missing value (NaN)"),
    ("9.9.1", 10**400, "infinite"),
    ("9.9.1", "366.6667", "leave the quotation marks out"),
    ("9.9.1", True, "This is True or False"),
    ("9.9.1", 1j, "complex"),
    ("9.9.1", [1, 2], "a list of 2 items"),
    ("9.9.1", pd.DataFrame(), "a table of 0 rows and 0 columns"),
    ("9.9.1", np.timedelta64(367, "D"), "asks for one number (money)"),
    ("9.9.1", len, "a function"),
    ("9.9.2", 150, "each channel"),
    ("9.9.2", {"Search": 30, "TV": 60, "Post": 5}, "advertising alone"),
    ("9.9.2", {"Search": 50, "TV": 80}, "missing: 'Post'"),
    ("9.9.2", {"Search": 50, "TV": 80, "Post": 20, "All": 150}, "not asked for: 'All'"),
    ("9.9.2", {"x": 50, "y": 80}, "None of its labels"),
    (
        "9.9.2",
        by_channel(Search=50, TV=90, Post=19),
        "1 of 3 values are right. Look again at 'TV' (too high), 'Post'",
    ),
    ("9.9.2", by_channel(Search=5000, TV=8000, Post=2000), "a hundred times"),
    ("9.9.2", by_channel(Search=50, TV=np.nan, Post=20), "missing value (NaN) for 'TV'"),
    ("9.9.2", by_channel(Search=50, TV="80", Post=20), "text or a truth value for 'TV'"),
    ("9.9.2", [50, 80, 20], "no labels"),
    ("9.9.2", pd.Series([1, 2, 3], index=["TV", "TV", "Post"]), "'TV' occurs more than once"),
    ("9.9.2", pd.DataFrame({"channel": ["TV"] * 3, "a": 1, "b": 2}), "choose the column"),
    ("9.9.2", {}, "It is empty"),
    ("9.9.3", [0.1, 0.2, 0.25], "leavers"),
    ("9.9.3", [0.9, 0.8], "one value per year"),
    ("9.9.4", {"month": 1}, "asks for a table"),
    ("9.9.4", pd.DataFrame({"month": ["2024-01"], "cost": [5]}), "lacks the column 'state'"),
    ("9.9.4", pd.DataFrame({"month": ["2024-01"] * 2, "cost": 5, "state": "new"}), "share their month"),
    (
        "9.9.4",
        pd.DataFrame({"month": ["2024-01", "2024-02"], "cost": [5, 7], "state": ["new", "new"]}),
        "`cost` of '2024-02' (too high), `state` of '2024-02' (not what it should be)",
    ),
    ("9.9.5", {"r": 4.414, "alpha": 0.243}, "another order"),
    ("9.9.5", {"r": 0.243}, "missing: 'alpha'"),
    ("9.9.5", (0.243,), "one value per parameter"),
    ("9.9.6", "let go", "still pays"),
    ("9.9.6", "d", "choose one of `a`, `b`, `c`"),
    ("9.9.7", False, "next customer"),
    ("9.9.7", "True", "asks for `True` or `False`"),
    ("9.9.8", ["labour", "rent"], "1 of 2 are there; 'rent' does not belong here and 1 still to find"),
    ("9.9.8", ["labour", "rent", "tax"], "do not belong here"),
    ("9.9.8", "labour, promotion", "asks for a list"),
    ("9.9.9", ["margin", "retention", "discount"], "in another order"),
    ("9.9.9", {"retention", "margin", "discount"}, "a set has no order"),
    ("9.9.9", frozenset(["retention", "margin", "discount"]), "a set has no order"),
    ("9.9.10", right_value(100, 1), "without brackets"),
    ("9.9.10", lambda margin, periods: margin * periods, "discount nothing"),
    ("9.9.10", by_two, "half of what it should be"),
    (
        "9.9.10",
        fails_at_none,
        "raised ZeroDivisionError (float division by zero) for `your_function(margin=100, periods=0)`",
    ),
    ("9.9.10", lambda margin: margin, "takes (margin); the question asks for (margin, periods)"),
    ("9.9.10", lambda margin, periods: -right_value(margin, periods), "but for its sign"),
    ("9.9.10", sometimes_nothing, "has every branch its `return`"),
    ("9.9.10", speaks, "returns something else. This is text"),
    ("9.9.10", lambda margin, periods: sys.exit(), "raised SystemExit"),
    ("9.9.10", 5.0, "its name, without brackets"),
    ("9.9.12", COHORTS.unstack().T, "not asked for: (0, 1), (0, 2)"),
    (
        "9.9.13",
        lambda orders: orders.median(),
        "Look again at `your_function(orders=pd.Series([18.8776, 29.0526, 28.7917, 52.9035, 51.2284]))`",
    ),
    (
        "9.9.13",
        lambda orders: orders.sort_values().iloc[-1:].index,
        "`your_function(orders=pd.Series([1.0, 5.0]))`",
    ),
    ("9.9.11", ("b", "Because."), "two or three full sentences"),
    ("9.9.11", ("b", 7), "write your explanation as text"),
    ("9.9.11", ("b", None), "Your reasons are missing"),
    ("9.9.11", 7, "hand in the pair `(side, text)`"),
    ("9.9.11", LONG, "`a`: stop the letters; `b`: stop them for half, by lot"),
    ("9.9.11", (None, LONG), "Mark the side that your text takes"),
    ("9.9.11", ("c", LONG), "Mark the side that your text takes"),
    ("9.9.11", (LONG, "b", "b"), "hand in the pair"),
]


@pytest.mark.parametrize(("name", "answer", "said"), WRONG)
def test_a_wrong_answer_earns_the_message_that_helps(name, answer, said, capsys):
    feedback = check(name, answer)
    assert feedback.status == "not yet"
    assert said in feedback.message
    assert feedback.mistake or f'hint("{name}")' in feedback.message
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", [f"9.9.{index}" for index in range(1, 14)])
@pytest.mark.parametrize("stub", [None, ..., "", " … "])
def test_the_untouched_stub_is_not_answered_yet(name, stub):
    feedback = check(name, stub)
    assert feedback.status == "unanswered"
    assert "Not answered yet" in repr(feedback)


def test_a_function_that_returns_nothing_is_not_answered_yet():
    feedback = check("9.9.10", no_return)
    assert feedback.status == "unanswered"
    assert "does it end in `return`?" in feedback.message


@pytest.mark.parametrize("side", ["b", "B)", "stop them for half, by lot"])
def test_an_open_question_shows_the_points_to_compare_with_to_who_takes_the_side_that_holds(side):
    feedback = check("9.9.11", (side, LONG))
    assert feedback.status == "self"
    assert "“stop them for half, by lot”" in feedback.message and "A lot tells" in feedback.message
    assert "Names a test." in repr(feedback) and "<li>Names a test.</li>" in feedback._repr_html_()
    assert check("9.9.11", ["b", "留下来的顾客本来就会买得更多因此只有实验才能回答"]).status == "self"


def test_a_text_for_another_side_is_told_what_it_overlooks_and_sees_no_point():
    feedback = check("9.9.11", ("a", LONG))
    assert feedback.status == "not yet" and feedback.mistake == "stopped_for_all"
    assert "Who then tells" in feedback.message and "Names a test." not in repr(feedback)


@pytest.mark.parametrize("answer", [(None, None), ["", "…"]])
def test_a_pair_of_stubs_is_not_answered_yet(answer):
    assert check("9.9.11", answer).status == "unanswered"


def test_feedback_tells_its_state_in_words_and_escapes_what_it_quotes():
    right = check("9.9.1", 366.66667)
    assert repr(right) == "9.9.1 Right. So pay up to `that`."
    shown = right._repr_html_()
    assert 'role="status"' in shown and "Right." in shown and "<code>that</code>" in shown
    assert "<script" not in check("9.9.2", {"<script>": 1})._repr_html_()


def test_hints_come_one_by_one_and_lead_to_the_solution():
    said = [repr(hint("9.9.2")) for _ in range(5)]
    assert "1 of 3, what to look at: Look at the first margin." in said[0]
    assert "2 of 3, the idea" in said[1] and "3 of 3, the step" in said[2]
    assert 'solution("9.9.2")' in said[3]
    assert said[4] == said[0]


@pytest.mark.parametrize("call", [check, hint, solution])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("9.9.99", "no question '9.9.99'. Did you mean '9.9.9'"),
        ("9.9", "Chapter 9.9 has 9.9.1, 9.9.2"),
        ("8", "There are chapters 9.9."),
        (9.9, 'check("4.1.3", answer)'),
        (None, 'check("4.1.3", answer)'),
    ],
)
def test_an_unknown_question_is_told_with_the_nearest(call, name, said):
    with pytest.raises(CourseError) as caught:
        call(name)
    assert said in str(caught.value)


def test_the_solution_is_found_beside_the_notebook(toys, monkeypatch):
    here = toys / "live" / "exercises" / "9_toys"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert "made without solutions" in repr(solution("9.9.1"))
    file = toys / "live" / "solutions" / "9_toys" / "9_9_toys.ipynb"
    file.parent.mkdir(parents=True)
    file.touch()
    assert 'href="../../solutions/9_toys/9_9_toys.ipynb"' in solution("9.9.1")._repr_html_()
    texts = ["# Toys", "## 9.9.11 More", "Now:\n\n## 9.9.1 How many?\n\nOne."]
    cells = [nbformat.v4.new_markdown_cell(text, id=f"cell-{i}") for i, text in enumerate(texts)]
    file.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells)))
    assert 'href="../../solutions/9_toys/9_9_toys.ipynb#cell-id=cell-2"' in solution("9.9.1")._repr_html_()
    file.unlink()
    file.with_suffix(".md").write_text("\n\n".join(texts))
    assert 'href="../../solutions/9_toys/9_9_toys.md"' in solution("9.9.1")._repr_html_()
    monkeypatch.setenv("MARKETING_ORIGIN_SOLUTIONS", "https://course.example/solutions/")
    assert "https://course.example/solutions/9_toys/9_9_toys.html#q9.9.1" in repr(solution("9.9.1"))
    monkeypatch.setenv("MARKETING_ORIGIN_SOLUTIONS", "")
    assert "made without solutions" in repr(solution("9.9.1"))


def restart(monkeypatch):
    monkeypatch.setattr(store, "_session", {})


def test_progress_outlives_the_session_and_nothing_done_is_undone(monkeypatch):
    check("9.9.1", 366.66667)
    check("9.9.2", 5)
    check("9.9.11", ("b", LONG))
    restart(monkeypatch)
    check("9.9.1", 5)
    shown = repr(progress())
    assert "Toys: 2 of 13 done" in shown
    assert "9.9.1 right" in shown and "9.9.2 tried" in shown and "9.9.3 open" in shown
    assert "2 of 13" in progress()._repr_html_()


def test_progress_is_kept_in_the_working_copy_but_not_for_worked_solutions(toys, monkeypatch):
    monkeypatch.delenv("MARKETING_ORIGIN_PROGRESS")
    for folder in ("exercises", "solutions"):
        (toys / "live" / folder / "9_toys").mkdir(parents=True)
    monkeypatch.chdir(toys / "live" / "solutions" / "9_toys")
    check("9.9.1", 366.66667)
    assert not (toys / "live" / "progress.json").exists()
    restart(monkeypatch)
    monkeypatch.chdir(toys / "live" / "exercises" / "9_toys")
    check("9.9.1", 366.66667)
    assert json.loads((toys / "live" / "progress.json").read_text()) == {"9.9.1": "right"}
    restart(monkeypatch)
    monkeypatch.chdir(toys)
    assert "0 of 13" in repr(progress()) and "course.py lab" in repr(progress())


@pytest.mark.parametrize("damage", ["{", '{"9.9.1": "perfect"}', "[]", '{"9.9.1": []}', "[" * 5000, "\0"])
def test_a_damaged_file_of_progress_is_kept_aside(toys, damage):
    (toys / "progress.json").write_text(damage)
    assert "kept as progress.json.bak" in check("9.9.1", 366.66667).note
    assert (toys / "progress.json.bak").read_text() == damage
    assert "1 of 13" in repr(progress())
    assert not check("9.9.2", 5).note


def test_without_permission_to_write_progress_lives_for_the_session(toys, monkeypatch):
    (toys / "a file").touch()
    monkeypatch.setenv("MARKETING_ORIGIN_PROGRESS", str(toys / "a file" / "progress.json"))
    feedback = check("9.9.1", 366.66667)
    assert feedback.status == "right" and "this session only" in feedback.note
    assert not check("9.9.2", {"Search": 50, "TV": 80, "Post": 20}).note
    assert "2 of 13" in repr(progress())


def test_an_infinite_answer_can_be_the_right_one():
    chapter = Chapter("solutions/9_toys/9_8_more_toys.py")
    chapter.add("1", title="", expects=number(), hints=["look", "idea", "step"])(lambda: (math.inf, []))
    assert chapter.questions["9.8.1"].judge(np.float64("inf")).status == "right"
    assert "too low" in chapter.questions["9.8.1"].judge(1e300).message


def test_a_badly_written_chapter_is_refused():
    chapter = Chapter("solutions/9_toys/9_8_more_toys.py")
    three = ["look", "idea", "step"]
    with pytest.raises(CourseError, match="misnamed"):
        chapter.add("9.9.1", title="", expects=number(), hints=three)
    with pytest.raises(CourseError, match="needs 3 hints"):
        chapter.add("1", title="", expects=number(), hints=three[:2])
    chapter.add("1", title="", expects=number(), hints=three)(lambda: (5, [mistake("odd", "x", "…")]))
    with pytest.raises(CourseError, match="mistake 'odd'"):
        chapter.questions["9.8.1"].judge(3)
    with pytest.raises(CourseError, match="defined twice"):
        chapter.add("1", title="", expects=number(), hints=three)


@pytest.fixture
def two_chapters(monkeypatch, tmp_path):
    """The chapter of toys beside a chapter 9.8 whose file is the test's own."""
    course = tmp_path / "course"
    shutil.copytree(Path(__file__).parent / "toy_course", course)
    monkeypatch.setattr(course_files, "ROOT", course)
    return course / "solutions" / "9_toys" / "9_8_broken.py"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import a_package_that_nobody_has", "line 4: ModuleNotFoundError: No module named"),
        ("questions = Chapter(__file__", "line 4: SyntaxError: '(' was never closed"),
        ("questions.add()", "line 4: NameError: name 'questions' is not defined"),
        (
            "from marketing_origin.checks import Chapter; answers = Chapter(__file__)",
            "has no `questions = Chapter(__file__)`",
        ),
        ("questions = None", "has no `questions = Chapter(__file__)`"),
        ("raise SystemExit", "line 4: SystemExit"),
    ],
)
@pytest.mark.parametrize("call", [check, hint, solution])
def test_a_file_that_cannot_be_loaded_is_one_message_for_its_own_chapter_alone(
    call, source, said, two_chapters
):
    two_chapters.write_text(f'"""Chapter 9.8:\n@questions.add("1")\n"""\n{source}\n')
    with pytest.raises(CourseError) as caught:
        call("9.8.1", 1) if call is check else call("9.8.1")
    assert str(caught.value).startswith("The questions of chapter 9.8 cannot be loaded: 9_8_broken.py")
    assert said in str(caught.value)
    assert check("9.9.1", 366.66667).status == "right"
    shown = repr(progress())
    assert "9.8 " in shown and "9.9.1 right" in shown


def test_the_first_check_loads_no_other_chapter(tmp_path):
    code = (
        "import sys\n"
        "from marketing_origin import check, hint, solution, progress\n"
        "check('0.1.1', 1), hint('0.1.1'), solution('0.1.1'), progress()\n"
        "print(*(name for name in sys.modules if name.startswith('marketing_origin_questions.')))"
    )
    place = {**os.environ, "MARKETING_ORIGIN_PROGRESS": str(tmp_path / "progress.json")}
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True, env=place).split()
    assert loaded == ["marketing_origin_questions.0_1_how_to_use_this_course"]


def test_the_engine_needs_numpy_and_pandas_alone():
    code = "import sys, marketing_origin.checks, marketing_origin.quizzes; print(*sys.modules)"
    loaded = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    assert not loaded & {"scipy", "matplotlib", "IPython", "jupytext", "nbformat", "ipywidgets"}


def test_readme_example_of_the_authors_guide_is_true():
    import marketing_origin.checks as checks

    example = re.search(r"\n    @questions.add\(.*?\n        \]\n", checks.__doc__, re.DOTALL)[0]
    names = {"questions": Chapter("4_1_clv_formula.py"), "number": number, "mistake": mistake}
    exec("\n".join(line[4:] for line in example.splitlines()), names)
    question = names["questions"].questions["4.1.1"]
    assert question.judge(366.6667).status == "right"
    assert question.judge(266.6667).mistake == "first_margin_left_out"
