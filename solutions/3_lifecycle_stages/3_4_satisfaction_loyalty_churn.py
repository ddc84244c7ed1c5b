"""The questions of chapter 3.4; `marketing_origin.checks` says how they are written."""

from marketing_origin.checks import Chapter, explanation, mistake, number

questions = Chapter(__file__)


@questions.add(
    "a",
    title="TODO: what is asked",
    expects=number(unit="TODO: a unit in words"),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
    meaning="TODO: what the right answer means.",
)
def todo_name_what_a_asks():
    members, retention_rate = 100, 0.8
    right = members * retention_rate
    return right, [
        mistake("todo_those_who_left", members - right, "TODO: what they did, and why it fails."),
        mistake("todo_two_periods", right * retention_rate, "TODO: what they did, and why it fails."),
    ]


@questions.add(
    "b",
    title="TODO: what is asked",
    expects=number(unit="TODO: a unit in words"),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
    meaning="TODO: what the right answer means.",
)
def todo_name_what_b_asks():
    members, retention_rate = 100, 0.8
    right = members * retention_rate
    return right, [
        mistake("todo_those_who_left", members - right, "TODO: what they did, and why it fails."),
        mistake("todo_two_periods", right * retention_rate, "TODO: what they did, and why it fails."),
    ]


@questions.add(
    "1",
    title="TODO: what is asked",
    expects=number(unit="TODO: a unit in words"),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
    meaning="TODO: what the right answer means.",
)
def todo_name_what_1_asks():
    members, retention_rate = 100, 0.8
    right = members * retention_rate
    return right, [
        mistake("todo_those_who_left", members - right, "TODO: what they did, and why it fails."),
        mistake("todo_two_periods", right * retention_rate, "TODO: what they did, and why it fails."),
    ]


@questions.add(
    "2",
    title="TODO: what is asked",
    expects=number(unit="TODO: a unit in words"),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
    meaning="TODO: what the right answer means.",
)
def todo_name_what_2_asks():
    members, retention_rate = 100, 0.8
    right = members * retention_rate
    return right, [
        mistake("todo_those_who_left", members - right, "TODO: what they did, and why it fails."),
        mistake("todo_two_periods", right * retention_rate, "TODO: what they did, and why it fails."),
    ]


@questions.add(
    "3",
    title="TODO: what is asked",
    expects=number(unit="TODO: a unit in words"),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
    meaning="TODO: what the right answer means.",
)
def todo_name_what_3_asks():
    members, retention_rate = 100, 0.8
    right = members * retention_rate
    return right, [
        mistake("todo_those_who_left", members - right, "TODO: what they did, and why it fails."),
        mistake("todo_two_periods", right * retention_rate, "TODO: what they did, and why it fails."),
    ]


@questions.add(
    "4",
    title="TODO: what is asked",
    expects=number(unit="TODO: a unit in words"),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
    meaning="TODO: what the right answer means.",
)
def todo_name_what_4_asks():
    members, retention_rate = 100, 0.8
    right = members * retention_rate
    return right, [
        mistake("todo_those_who_left", members - right, "TODO: what they did, and why it fails."),
        mistake("todo_two_periods", right * retention_rate, "TODO: what they did, and why it fails."),
    ]


questions.add(
    "5",
    title="TODO: what to judge",
    expects=explanation(("TODO: Says that …", "TODO: Names …")),
    hints=["TODO: what to look at.", "TODO: the idea.", "TODO: the step."],
)
