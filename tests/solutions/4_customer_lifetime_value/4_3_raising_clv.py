"""Answers to the questions of 4.3: right in other forms, wrong with the hint that each earns."""

RIGHT = {
    "4.3.a": [80, [80.0]],  # TODO
    "4.3.b": [80, [80.0]],  # TODO
    "4.3.1": [80, [80.0]],  # TODO
    "4.3.2": [80, [80.0]],  # TODO
    "4.3.3": [80, [80.0]],  # TODO
    "4.3.4": [80, [80.0]],  # TODO
    "4.3.5": [  # TODO
        "Many stay because they would have stayed anyhow, so that only an experiment shows what it brought.",
        "The number rests on one assumption, that every period is alike, and nobody has looked yet.",
    ],
}
WRONG = {
    "4.3.a": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "4.3.b": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "4.3.1": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "4.3.2": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "4.3.3": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "4.3.4": [  # TODO: at least four
        (20, "todo_those_who_left"),
        (64, "todo_two_periods"),
        (90, "too high"),
        (float("nan"), "missing value"),
    ],
    "4.3.5": [("yes", "very short"), (5, "as text"), ([], "as text"), ("It pays off.", "very short")],
}
