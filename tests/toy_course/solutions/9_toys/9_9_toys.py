"""A chapter with a question of every kind, for the tests of the machinery."""

import pandas as pd

from marketing_origin.checks import (
    Chapter,
    choice,
    explanation,
    function,
    items,
    mistake,
    mistake_when,
    number,
    parameters,
    series,
    table,
    truth,
)

HINTS = ["Look at the first margin.", "What is sure is not discounted.", "Write down three terms."]
questions = Chapter(__file__)


@questions.add(
    "1", title="A number", expects=number(unit="money"), hints=HINTS, meaning="So pay up to `that`."
)
def a_number():
    return 1100 / 3, [
        mistake("first_margin_left_out", 800 / 3, "You left the first margin out."),
        mistake_when(
            "below_a_margin", lambda value: 30 < value < 100, "A member is worth more than one margin."
        ),
    ]


@questions.add("2", title="A Series", expects=series(by="channel", unit="money"), hints=HINTS)
def a_series():
    right = pd.Series({"Search": 50.0, "TV": 80.0, "Post": 20.0})
    return right, [
        mistake("total", 150.0, "This is the total; the question asks for each channel."),
        mistake("ads_only", {"Search": 30.0, "TV": 60.0, "Post": 5.0}, "You counted advertising alone."),
    ]


@questions.add("3", title="Values by year", expects=series(by="year"), hints=HINTS)
def values_by_year():
    return {1: 0.9, 2: 0.8, 3: 0.75}, [mistake("hazard", {1: 0.1, 2: 0.2, 3: 0.25}, "These are the leavers.")]


@questions.add("4", title="A table", expects=table(keys=("month",)), hints=HINTS)
def a_table():
    return pd.DataFrame({"month": ["2024-01", "2024-02"], "cost": [5.0, 6.0], "state": ["new", "old"]}), []


@questions.add("5", title="Parameters", expects=parameters(rel=5e-3), hints=HINTS)
def a_parameters():
    return {"r": 0.243, "alpha": 4.414}, [
        mistake("swapped", {"r": 4.414, "alpha": 0.243}, "In another order.")
    ]


@questions.add("6", title="A choice", expects=choice({"a": "hold", "b": "let go", "c": "ask"}), hints=HINTS)
def a_choice():
    return "a", [mistake("let_go", "b", "He still pays."), mistake("ask", "c", "He has just answered.")]


@questions.add("7", title="Yes or no", expects=truth(), hints=HINTS)
def yes_or_no():
    return True, [mistake("average", False, "The average says nothing of the next customer.")]


@questions.add("8", title="A set", expects=items(), hints=HINTS)
def set():
    return {"labour", "promotion"}, []


@questions.add("9", title="A ranking", expects=items(ordered=True), hints=HINTS)
def ranking():
    return ["retention", "margin", "discount"], []


@questions.add(
    "10",
    title="A function",
    expects=function(
        {"margin": (1.0, 500.0), "periods": (1, 40)},
        cases=({"margin": 100.0, "periods": 0},),
        returns=number(),
    ),
    hints=HINTS,
)
def a_function():
    def value(margin, periods):
        return margin * sum(0.9**t for t in range(periods))

    def not_discounted(margin, periods):
        return margin * periods

    return value, [mistake("not_discounted", not_discounted, "You discount nothing.")]


@questions.add(
    "11",
    title="Why",
    expects=explanation(
        sides={"a": "stop the letters", "b": "stop them for half, by lot"},
        points=("Says who stays.", "Names a test."),
    ),
    hints=HINTS,
    meaning="A lot tells what a letter does.",
)
def why():
    return "b", [mistake("stopped_for_all", "a", "Who then tells what the letters did?")]


@questions.add("12", title="Two-part labels", expects=series(by="cohort and month"), hints=HINTS)
def two_part_labels():
    return {(1, 0): 1.0, (1, 1): 0.8, (2, 0): 1.0}, []


@questions.add(
    "13",
    title="A function of data",
    expects=function(
        {"orders": lambda rng: pd.Series(rng.gamma(2, 20, size=5))},
        cases=({"orders": pd.Series([1.0, 5.0])},),
    ),
    hints=HINTS,
)
def function_of_data():
    return pd.Series.mean, []
