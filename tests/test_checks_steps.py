"""What the worked way of a question tells of a wrong answer: one step done otherwise, or its quantities."""

import ast

import pandas as pd
import pytest

from marketing_origin.checks import Chapter, explanation, mistake, mistake_when, number, series
from marketing_origin.checks.altered import altered
from marketing_origin.checks.diagnosis import GUESS
from marketing_origin.checks.question import all_questions
from marketing_origin.checks.worked_way import way_of

questions = Chapter("9_1_steps.py")
ask = {"title": "A question", "hints": ["look", "idea", "step"]}
ORDERS = pd.DataFrame(
    {
        "customer": ["a", "a", "b", "c", "c", "c", "d"],
        "value": [17.31, 5.02, 41.77, 9.5, 12.25, 30.0, 20.0],
        "paid": [True, True, False, True, True, False, True],
    }
)


def paid_orders() -> pd.DataFrame:
    return ORDERS[ORDERS["paid"]]


@questions.add("1", expects=number(), **ask)
def money_each():
    kept = paid_orders()
    large = kept[kept["value"] >= 15]
    right = kept["value"].sum() / kept["customer"].nunique() - 0.37 * len(large)
    return right, []


@questions.add("2", expects=series(by="customer"), **ask)
def worth_of_each():
    by_customer = ORDERS.groupby("customer")["value"]
    total, fee = by_customer.sum(), 1.13
    right = (total - fee) / by_customer.count()
    return right, []


@questions.add("3", expects=number(), **ask)
def until_paid_back():
    owed, month = 913.7, 0
    while owed > 0:
        owed = owed * 1.013 - 87.3
        month += 1
    return month + owed / 87.3, []


@questions.add("4", expects=number(), **ask)
def what_remains():
    return 61.7283, [
        mistake("few_digits", 40, "You kept the others."),
        mistake("many_digits", 38.2717, "You forgot a month."),
        mistake_when("in_a_range", lambda read: 50 < read < 55, "You took a half.", possible=True),
        mistake_when("negative", lambda read: read < 0, "You gave less than nothing."),
    ]


@questions.add("5", expects=series(by="plan"), **ask)
def rates_of_plans():
    return {"basic": 0.41327, "plus": 0.52711, "gift": 0.71931}, [
        mistake("of_all", {"basic": 0.61813, "plus": 0.41153, "gift": 0.71931}, "You divided by all."),
        mistake(
            "gifts_bought", {"basic": 0.41327, "plus": 0.52711, "gift": 0.81937}, "You counted gifts bought."
        ),
    ]


KEPT = ORDERS[ORDERS["paid"]]
MONEY = KEPT["value"].sum()
TOTAL = ORDERS.groupby("customer")["value"].sum()
COUNT = ORDERS.groupby("customer")["value"].count()


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("1", MONEY / len(KEPT) - 0.74, "`count` is taken of `kept['customer']`, not `nunique`"),
        ("1", MONEY / 3, "if `0.37 * len(large)` is not taken off"),
        ("1", MONEY / 3 - 0.37 * 3, "the others are taken: `kept['value'] <= 15`"),
        ("1", MONEY / 3 - 0.37 * 5, "all are taken, not only those where `kept['value'] >= 15`"),
        ("1", MONEY / 3 + 0.74, "`0.37 * len(large)` is added, not taken off"),
        ("1", 3 / MONEY - 0.74, "the division by `kept['customer'].nunique()` is turned round"),
        ("1", ORDERS["value"].sum() / 4 - 0.37 * 4, "all are taken, not only those where `ORDERS['paid']`"),
        ("1", MONEY, "This is `kept['value'].sum()`"),
        ("1", MONEY / 2, "`kept['value'].sum()` divided by `len(large)`"),
        ("1", MONEY * 3, "It may be two things at once"),
        ("1", 7 * (MONEY / len(KEPT) - 0.74), "It may be two things at once"),
        ("2", (TOTAL + 1.13) / COUNT, "`fee` is added, not taken off"),
        ("2", TOTAL / COUNT, "`fee` is not taken off"),
        ("2", TOTAL - 1.13, "nothing is divided by `by_customer.count()`"),
        ("2", TOTAL, "This is `total`"),
    ],
)
def test_one_step_done_otherwise_is_named(name, answer, said):
    feedback = questions[name].judge(answer)
    assert feedback.status == "not yet"
    assert said in feedback.message


@pytest.mark.parametrize(
    ("answer", "name", "said"),
    [
        (40, "few_digits", f"{GUESS}You kept the others."),
        (38.2717, "many_digits", "You forgot a month."),
        (38.27, "many_digits", "You forgot a month."),
        (38.2561, "many_digits", f"{GUESS}You forgot a month."),
        (53.1, "in_a_range", f"{GUESS}You took a half."),
        (-3.0, "negative", "You gave less than nothing."),
    ],
)
def test_what_an_answer_does_not_show_is_said_as_one_possibility(answer, name, said):
    feedback = questions["4"].judge(answer)
    assert (feedback.mistake, feedback.message) == (name, said)


def test_a_part_that_a_mistake_would_not_have_spoilt_alone_is_told_as_one_possibility():
    right = {"basic": 0.41327, "plus": 0.52711, "gift": 0.71931}
    both, alone, another = (
        questions["5"].judge(right | changed).message
        for changed in (
            {"basic": 0.61813, "plus": 0.41153, "gift": 0.81937},
            {"basic": 0.61813},
            {"gift": 0.81937, "plus": 0.6},
        )
    )
    assert both.startswith("It may be two things at once. You divided by all. And: You counted gifts bought.")
    assert "'basic' (perhaps): You divided by all." in alone
    assert "'gift': You counted gifts bought." in another


def test_an_answer_of_which_nothing_is_known_stays_unnamed():
    assert questions["1"].judge(7.4321987).message.startswith("Your answer is too low")


def test_a_step_that_would_keep_a_loop_from_ending_is_left_out():
    feedback = questions["3"].judge(11.0)
    assert feedback.status == "not yet"


def test_the_answer_itself_is_no_quantity():
    assert all("right" not in code for code in questions["1"].steps.quantities)


def test_a_function_without_source_has_no_way():
    made: dict = {}
    exec("def solve():\n    x = 2\n    return x, []", made)
    assert way_of(made["solve"]) is None


COMPUTED = [one for one in all_questions() if not isinstance(one.expects, explanation)]


@pytest.mark.parametrize("question", COMPUTED, ids=lambda question: question.name)
def test_the_way_leads_to_the_right_answer_and_stays_as_it_was(question):
    way = question.steps.way
    if way is None:  # the answer is written down, not computed
        assert isinstance(question.solved[0], str | bool | list)
        return
    cells = question.expects.read(way.run(), question.solved[0])
    assert question.expects.same(cells, question.key[1])
    before = [ast.dump(one) for one in (*way.statements, *way.helpers)]
    for step, _ in zip(altered(way), range(12), strict=False):
        try:
            step.compute()
        except Exception:
            continue
    assert [ast.dump(one) for one in (*way.statements, *way.helpers)] == before
