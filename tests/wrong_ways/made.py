"""Wrong answers made from right ones and from known wrong ones, by what learners do to numbers and tables.

Nothing here is taken from the checks' own recognisers: an answer is taken as a learner would hand it in,
changed, and handed in again. `made_from(kind, answer)` yields (what was done, changed answer).
"""

import inspect
import math

import numpy as np
import pandas as pd

from marketing_origin.checks import (
    choice,
    explanation,
    function,
    items,
    number,
    parameters,
    series,
    table,
    truth,
)

ON_NUMBERS = {
    "complement": lambda x: 1 - x,
    "reciprocal": lambda x: 1 / x,
    "odds": lambda x: x / (1 - x),
    "sign": lambda x: -x,
    "ratio for change": lambda x: 1 + x,
    "change for ratio": lambda x: x - 1,
    "hundredfold": lambda x: 100 * x,
    "hundredth": lambda x: x / 100,
    "thousandth": lambda x: x / 1000,
    "twelvefold": lambda x: 12 * x,
    "twelfth": lambda x: x / 12,
    "sevenfold": lambda x: 7 * x,
    "seventh": lambda x: x / 7,
}
FRACTION_ONLY = {"complement", "odds"}
NEAR_ONE = {"ratio for change", "change for ratio"}


def _applies(name, values):
    numbers = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    if not numbers:
        return False
    if name in FRACTION_ONLY:
        return all(0 < value < 1 for value in numbers)
    if name in NEAR_ONE:
        return all(abs(value) < 5 for value in numbers)
    if name == "reciprocal":
        return all(value != 0 for value in numbers)
    if name in ("hundredth", "thousandth"):
        return all(abs(value) > 1 for value in numbers)
    return True


def _as_series(answer):
    """A Series of one level with floats, or None."""
    if isinstance(answer, dict):
        answer = pd.Series(answer)
    if isinstance(answer, pd.DataFrame) and len(answer.columns) == 1:
        answer = answer.iloc[:, 0]
    if not isinstance(answer, pd.Series) or answer.index.nlevels > 1:
        return None
    return answer if pd.api.types.is_numeric_dtype(answer) and answer.dtype != bool else None


def _series_ways(values):
    values = values.astype(float)
    for name, change in ON_NUMBERS.items():
        if _applies(name, list(values)):
            yield name, values.map(change)
            if len(values) > 1:
                one = values.copy()
                one.iloc[-1] = change(one.iloc[-1])
                yield f"{name} of the last alone", one
    if len(values) > 1:
        yield "reversed", pd.Series(values.to_numpy()[::-1], index=values.index)
        yield "running total", values.cumsum()
        yield "shares of the total", values / values.sum()
        yield "sum", float(values.sum())
        yield "mean", float(values.mean())
        yield "numbered", values.reset_index(drop=True)
        yield "names alone", list(values.index)
        yield "sorted values, labels kept", pd.Series(np.sort(values.to_numpy()), index=values.index)
        yield "one left out", values.iloc[:-1]
        yield "a mask", values > values.mean()
        yield "the last alone", float(values.iloc[-1])


def _function_ways(answer):
    def wrapped(change):
        def again(*arguments, **named):
            return change(answer(*arguments, **named))

        again.__signature__ = inspect.signature(answer)
        return again

    def moved(by):
        def again(*arguments, **named):
            arguments = [*arguments, *named.values()]
            last = [
                argument + by
                if isinstance(argument, (int, np.integer)) and not isinstance(argument, bool)
                else argument
                for argument in arguments
            ]
            return answer(*last)

        again.__signature__ = inspect.signature(answer)
        return again

    for name in ("sign", "hundredfold", "twelvefold", "reciprocal", "complement"):
        yield name, wrapped(ON_NUMBERS[name])
    yield "a period more", moved(1)
    yield "rounded", wrapped(lambda value: round(float(value), 1))


def _items_ways(answer, pool):
    answer = list(answer)
    yield "reversed", answer[::-1]
    yield "one left out", answer[:-1]
    yield "positions", list(range(len(answer)))
    yield "a mask", pd.Series([True] * len(answer) + [False] * 2)
    yield "one text", ", ".join(map(str, answer))
    yield "as numbers", [1.5 * n for n in range(1, len(answer) + 1)]


def _table_ways(answer):
    numeric = [
        name
        for name in answer.columns
        if pd.api.types.is_numeric_dtype(answer[name]) and answer[name].dtype != bool
    ]
    for name in numeric:
        for way in ("hundredfold", "twelvefold", "sevenfold", "complement", "sign"):
            values = [float(value) for value in answer[name] if value == value]
            if _applies(way, values):
                yield f"{way} in {name}", answer.assign(**{name: ON_NUMBERS[way](answer[name].astype(float))})
    if len(numeric) > 1:
        yield "two columns swapped", answer.rename(columns={numeric[0]: numeric[1], numeric[1]: numeric[0]})
    yield "transposed", answer.T
    yield "one row", answer.iloc[:1]
    yield "numbered rows", answer.reset_index(drop=True)
    yield "reversed rows", pd.DataFrame(answer.to_numpy()[::-1], index=answer.index, columns=answer.columns)


def made_from(kind, answer):
    """Yield (what was done, answer) for the ways that fit the kind of the question and this answer."""
    if isinstance(kind, (explanation, choice, truth)):
        return
    try:
        if isinstance(kind, number):
            value = float(np.ravel(np.asarray(answer, dtype=float))[0])
            for name, change in ON_NUMBERS.items():
                if _applies(name, [value]):
                    yield name, change(value)
        elif isinstance(kind, (series, parameters)):
            values = _as_series(answer)
            if values is not None:
                yield from _series_ways(values)
        elif isinstance(kind, function):
            yield from _function_ways(answer)
        elif isinstance(kind, items):
            yield from _items_ways(answer, ())
        elif isinstance(kind, table) and isinstance(answer, pd.DataFrame):
            yield from _table_ways(answer)
    except (TypeError, ValueError, ZeroDivisionError):
        return
