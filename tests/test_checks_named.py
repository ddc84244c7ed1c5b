"""What the checks say to wrong answers that no bank holds; whether the tasks' numbers keep mistakes apart."""

import inspect
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from marketing_origin.checks import function, number
from marketing_origin.checks.diagnosis import apart
from marketing_origin.checks.question import all_questions, find

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "wrong_ways"))
import measure  # noqa: E402

#: Ways whose answer is the right one's, to less than anybody's rounding: (question, way) and why.
INSEPARABLE = {
    ("1.3.4", "unpooled"): "the two formulas differ by 0.04 %, rounding 0.8416 to 0.84 by 0.1 %",
    ("2.2.2", "two: ends_exchanged, reversed"): "exchanged twice",
    ("2.2.2", "two: ends_exchanged, sorted values, labels kept"): "exchanged twice",
}
VERDICTS = ["named", "generic", "misdirected", "accepted"]
QUESTIONS = list(all_questions())


def shares(rows):
    """The share of each verdict."""
    rows = [row for row in rows if (row.question, row.way) not in INSEPARABLE]
    counts = Counter(row.verdict for row in rows)
    return {verdict: counts[verdict] / len(rows) for verdict in VERDICTS}


def table(rows):
    """Questions down, verdicts and recognisers across: what is still generic stands out."""
    frame = pd.DataFrame([(row.question, row.verdict, row.mistake or "slip") for row in rows])
    frame.columns = ["question", "verdict", "recogniser"]
    counts = pd.crosstab(frame["question"], frame["verdict"]).reindex(columns=VERDICTS, fill_value=0)
    generic = [f"  {row.question} [{row.way}] {row.message[:120]}" for row in rows if row.verdict != "named"]
    return "\n".join(["", counts.to_string(), "not named:", *generic])


@pytest.mark.parametrize("source", [measure.by_hand, measure.made], ids=["by hand", "made"])
def test_wrong_answers_that_no_bank_holds_are_named(source):
    told = list(source())
    for double, least in ((False, 0.9), (True, 0.6)):
        rows = [row for row in told if row.double == double]
        found = shares(rows)
        assert found["named"] >= least, table(rows)
        assert found["misdirected"] <= 0.005, table(rows)
        assert found["accepted"] == 0, table(rows)


def known(question):
    """The known mistakes that lead to an answer of the question's own kind."""
    return [
        (mistake.name, cells)
        for mistake, kind, cells in question.key[2]
        if mistake.test is None and kind is question.expects
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_numbers_keep_every_known_mistake_apart_from_the_right_way(question):
    due = question.key[1]
    for name, cells in known(question):
        assert not question.expects.same(cells, due), f"{name} is right"
        if cells.keys() == due.keys() and math.isfinite(distance := apart(cells, due)):
            assert distance > 2 * min(question.expects.rel, 5e-4), f"{name} is nearly right: {distance:.5f}"


def exercise_text(name):
    """The task of a question, as the exercise shows it."""
    _, chapter = find(name)
    notebook = json.loads((HERE.parent / "exercises" / f"{chapter.page}.ipynb").read_text("utf-8"))
    texts = ["".join(cell["source"]) for cell in notebook["cells"]]
    start = next((index for index, text in enumerate(texts) if text.startswith(f"## {name} ")), None)
    if start is None:
        return ""
    end = next(
        (index for index in range(start + 1, len(texts)) if texts[index].startswith("## ")), len(texts)
    )
    return "\n".join(texts[start:end])


PROMISED = re.compile(r"(two|three|four) (?:digits after the point|decimals)")


@pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if PROMISED.search(exercise_text(question.name))],
    ids=lambda question: question.name,
)
def test_the_decimals_that_a_task_promises_are_enough(question):
    digits = {"two": 2, "three": 3, "four": 4}[PROMISED.search(exercise_text(question.name))[1]]
    right = question.key[0]
    assert question.judge(round(float(right), digits)).status == "right"


SHOWN = re.compile(r"looks\s+like\s+`-?\d[\d,]*\.(\d+)`")


@pytest.mark.parametrize(
    "question",
    [
        question
        for question in QUESTIONS
        if isinstance(question.expects, number) and SHOWN.search(exercise_text(question.name))
    ],
    ids=lambda question: question.name,
)
def test_an_answer_with_the_decimals_of_the_tasks_example_is_right(question):
    digits = len(SHOWN.search(exercise_text(question.name))[1])
    assert question.judge(round(float(question.key[0]), digits)).status == "right"


def test_a_rounded_answer_is_told_how_many_decimals_are_needed_and_these_are_right():
    told = 0
    for question in QUESTIONS:
        if not isinstance(question.expects, number) or not math.isfinite(right := float(question.key[0])):
            continue
        for digits in (1, 2):
            answer = round(right, digits)
            found = re.search(r"rounded too far: .* (\d+) decimal", question.judge(answer).message)
            if found:
                told += 1
                assert question.judge(round(right, int(found[1]))).status == "right", question.name
    assert told >= 10


FUNCTIONS = [question for question in QUESTIONS if isinstance(question.expects, function)]


@pytest.mark.parametrize("question", FUNCTIONS, ids=lambda question: question.name)
def test_what_fails_is_a_call_that_can_be_run_as_printed(question):
    name = question.expects.name
    assert f"def {name}(" in exercise_text(question.name)
    right = question.key[0]
    assert list(inspect.signature(right).parameters) == list(question.expects.inputs)

    def odd(*arguments, **named):
        return right(*arguments, **named) * 1.37 + 1.234

    odd.__signature__ = inspect.signature(right)
    message = question.judge(odd).message
    call = re.search(rf"`({name}\(.*?\))`", message)[1]
    value = eval(call, {name: right, "pd": pd, "np": np})
    assert np.isfinite(value)


def test_several_ways_to_one_answer_are_told_as_either_or():
    question, _ = find("4.1.6")
    feedback = question.judge(["retention_rate", "average_order_value", "cost_to_serve"])
    assert feedback.mistake == "first_margin_late or ten_points"
    # A ranking of three has six possible answers: what a learner did need be none of those known.
    assert feedback.message.startswith(
        "Several ways lead to this answer; yours may be one of these. Either: "
    )
    assert " Or: " in feedback.message
    question, _ = find("3.3.4")
    told = question.judge(0.10 * question.key[0] / 0.08)
    assert told.mistake == "added or all_who_return"
    assert told.message.startswith("Several ways lead to this answer. Either: ")


def test_what_may_have_led_to_a_number_is_not_said_as_what_was_done():
    question, _ = find("4.4.4")
    by_the_other = 1 - (38000 / 525) / (41000 / 650)
    assert question.judge(by_the_other).message.startswith(
        "Your answer is as if measured against the other of the two: perhaps divided by what came after"
    )


def test_what_is_right_in_a_table_or_series_is_said():
    question, _ = find("0.2.2")
    right = question.key[0]
    feedback = question.judge(right.assign(churn_rate=1 - right["churn_rate"], median_tenure=0.0))
    assert feedback.message.startswith("`subscribers` is right. `churn_rate`: 1 less what it should be")
    question, _ = find("2.2.3")
    feedback = question.judge(dict(question.key[0]) | {"same kind": 17.0})
    assert "1 of 2 values are right" in feedback.message or "'naive' is right" in feedback.message


def test_of_two_labels_a_sum_or_a_difference_is_only_perhaps_a_row_of_them():
    question, _ = find("0.2.5")
    others, buyers = question.key[0][False], question.key[0][True]
    for second, said in (
        (others + buyers, "the sum of both"),
        (buyers - others, "the second less the first"),
    ):
        message = question.judge({False: others, True: second}).message
        assert said in message and "perhaps" in message


def test_feedback_does_not_depend_on_the_order_of_a_set():
    question, _ = find("2.4.7")
    # A list keeps its own order.
    assert "'z', 'x', 'y'" in question.judge(["z", "x", "y"]).message
    # Three sets of one content, which may keep it in different orders; a ranking takes no set.
    assert "a set has no order" in question.judge({"z", "x", "y"}).message
    question, _ = find("4.1.7")
    told = {
        question.judge(set(names)).message for names in (["z", "x", "y"], ["y", "z", "x"], ["x", "y", "z"])
    }
    assert len(told) == 1
    assert "'x', 'y', 'z'" in told.pop()
