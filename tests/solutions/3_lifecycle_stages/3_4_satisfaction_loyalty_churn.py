"""Answers to the questions of 3.4: right in other forms, wrong with the hint that each earns."""

RIGHT = {
    "3.4.a": [80, [80.0]],  # TODO
    "3.4.b": [80, [80.0]],  # TODO
    "3.4.1": [80, [80.0]],  # TODO
    "3.4.2": [80, [80.0]],  # TODO
    "3.4.3": [80, [80.0]],  # TODO
    "3.4.4": [80, [80.0]],  # TODO
    "3.4.5": [  # TODO
        "Many stay because they would have stayed anyhow, so that only an experiment shows what it brought.",
        "The number rests on one assumption, that every period is alike, and nobody has looked yet.",
    ],
}
WRONG = {
    "3.4.a": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "3.4.b": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "3.4.1": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "3.4.2": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "3.4.3": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "3.4.4": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "3.4.5": [("yes", "very short"), (5, "as text"), ([], "as text"), ("It pays off.", "very short")],
}
