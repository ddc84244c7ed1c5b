"""Reading what a learner hands in, whatever it is.

Only well-known types are opened, recognised by `type()`: an object that lies about its class, its equality
or its length is told what it is and nothing of it is believed.
"""

import datetime
import math
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from types import MethodType

import numpy as np
import pandas as pd

Cell = float | str
MISSING = "(missing)"
#: The label of an answer that is one value.
ALONE = ""


class Word(str):
    """A label or word: equal to another whatever its case, shown as it was written."""

    def __new__(cls, text: str = "") -> "Word":
        """Make a word that keeps its folded form."""
        word = str.__new__(cls, text)
        word.folded = str.casefold(word)  # once: words are compared by the million
        return word

    def __eq__(self, other: object) -> bool:
        if type(other) is Word:
            return self.folded == other.folded
        return is_a(other, str) and self.folded == str.casefold(other)

    def __hash__(self) -> int:
        return hash(self.folded)


class Unreadable(Exception):
    """The answer is not of the kind asked for; the message tells the learner what it is instead."""


class Untouched(Unreadable):
    """The answer is still the stub of the exercise."""


def is_a(answer: object, *types: type) -> bool:
    """Tell whether the answer's true type is one of `types`: `isinstance` would believe `__class__`."""
    return issubclass(type(answer), types)


def is_stub(answer: object) -> bool:
    """Tell whether the answer is what an untouched exercise holds: None, ... or an empty text."""
    return answer is None or answer is ... or (is_a(answer, str) and not str.strip(answer, " .…\t\n"))


def in_words(answer: object) -> str:
    """Say in a few words what an answer is, without calling anything of its own."""
    if is_a(answer, bool, np.bool_):
        return "True or False"
    if is_a(answer, str):
        return "text"
    if is_a(answer, Number, np.number):
        return "a number"
    if is_a(answer, pd.DataFrame):
        return f"a table of {len(answer.index):,} rows and {len(answer.columns):,} columns"
    if is_a(answer, pd.Series):
        return f"a Series of {len(answer.index):,} values"
    if is_a(answer, np.ndarray, list, tuple, set, frozenset, dict):
        size = answer.size if is_a(answer, np.ndarray) else len(answer)
        name = "array" if is_a(answer, np.ndarray) else type(answer).__name__
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name} of {size:,} items"
    if is_a(answer, pd.api.typing.SeriesGroupBy, pd.api.typing.DataFrameGroupBy):
        return "a table in groups, from which nothing has been computed yet"
    if is_a(answer, MethodType):
        return "a method without its brackets ()"
    if is_a(answer, type(in_words), type(len)):
        return "a function"
    return f"an object of type {type(answer).__name__[:40]}"


def contents(answer: object) -> list | None:
    """Return the items of a list, tuple or set, past any `__iter__` of a subclass; None for anything else.

    Those of a set come sorted by what they look like: its own order changes from session to session.
    """
    for base in (list, tuple, set, frozenset):
        if is_a(answer, base):
            found = list(base.__iter__(answer))
            return found if base in (list, tuple) else sorted(found, key=repr)
    return None


def only(answer: object) -> object:
    """Take a single value out of the container it may have come in (a one-row Series, a 1×1 table, [5])."""
    for _ in range(3):  # a list may hold itself
        if is_a(answer, pd.DataFrame, pd.Series, pd.Index, np.ndarray):
            inside = list(np.ravel(np.asarray(answer, dtype=object))) if answer.size == 1 else []
        else:
            inside = contents(answer) or []
        if len(inside) != 1:
            return answer
        answer = inside[0]
    return answer


def read_number(answer: object, wanted: str = "one number") -> float:
    """Read a number of any type as a float; a missing value as NaN, one beyond float's range as infinite."""
    answer = only(answer)
    if is_a(answer, complex, np.complexfloating):
        raise Unreadable(f"This is a complex number; the question asks for {wanted}.")
    if answer is pd.NA or answer is pd.NaT or answer is None:
        return math.nan
    if is_a(answer, int, float, np.integer, np.floating, Decimal, Fraction) and not is_a(
        answer, bool, np.timedelta64
    ):
        try:
            return float(answer)
        except OverflowError:
            return math.inf if answer > 0 else -math.inf
    if is_a(answer, str):
        raise Unreadable(f"This is text; the question asks for {wanted}: leave the quotation marks out.")
    raise Unreadable(f"This is {in_words(answer)}; the question asks for {wanted}.")


def _flat(answer: object) -> list:
    """Return what a Series, table, array or list holds, in a row; nothing for anything else."""
    if is_a(answer, pd.DataFrame, pd.Series, pd.Index, np.ndarray):
        return list(np.ravel(np.asarray(answer, dtype=object)))
    return contents(answer) or []


def mask_for(answer: object, wanted: str) -> str:
    """Say that an answer is a column of True and False where what it marks is asked for; else ""."""
    inside = _flat(answer)
    if len(inside) < 2 or not all(is_a(value, bool, np.bool_) for value in inside):
        return ""
    return (
        f"This is a mask, True and False row by row; the question asks for {wanted}. A mask chooses rows, "
        "`table[mask]`; its `.sum()` counts them and its `.mean()` is their share."
    )


def unfinished(answer: object, right: float, wanted: str) -> str:
    """Say that an answer is a column whose sum, mean, length or end is what is asked for; else ""."""
    asked = f"the question asks for {wanted}"
    if is_a(answer, pd.DataFrame) and len(answer.columns) > 1:
        return f"These are the right rows; {asked}: how many are they?" if len(answer.index) == right else ""
    try:
        values = np.asarray(_flat(answer), dtype=float)
    except (TypeError, ValueError):
        return ""
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return ""
    steps = {
        "their sum": values.sum(),
        "their mean": values.mean(),
        "how many they are": len(values),
        "how many are above 0": (values > 0).sum(),
        "the first of them": values[0],
        "the last of them": values[-1],
        "the largest of them": values.max(),
    }
    found = [name for name, value in steps.items() if abs(value - right) <= 1e-6 * max(abs(right), 1e-9)]
    return (
        f"This is {in_words(answer)}; {asked}. A step is missing: take {' or '.join(found)}." if found else ""
    )


def values_for_names(answer: object, due: Iterable[object]) -> str:
    """Say that an answer holds numbers, or is a table, where a list of names is asked for; else ""."""
    if is_a(answer, pd.DataFrame) and len(answer.columns) > 1:
        return (
            f"This is {in_words(answer)}; the question asks for a list: the names that stand in its "
            f"index or in "
            "one column, such as `list(table.index)`."
        )
    labels = list(answer.index) if is_a(answer, pd.Series) else list(answer) if type(answer) is dict else []
    inside = list(answer.values()) if type(answer) is dict else _flat(answer)
    if not inside or not all(is_a(value, int, float, np.integer, np.floating) for value in inside):
        return ""
    if any(is_a(name, float) for name in due):
        return ""
    if any(is_a(label, str) for label in labels):
        return (
            "These are numbers by name; the question asks for a list of the names alone, those in the index."
        )
    return "These are numbers, positions or values; the question asks for a list of names, as text."


def read_label(value: object) -> Cell | tuple:
    """Read a key or a word so that equal things compare equal.

    These are ' Search' and 'search', 3 and 3.0, a date and its text, a month and its first day.
    """
    if is_a(value, str):
        return Word(str.strip(value))
    if is_a(value, bool, np.bool_):
        return str(bool(value))
    if value is None or value is pd.NA or value is pd.NaT:
        return MISSING
    if is_a(value, pd.Period):
        value = value.start_time
    if is_a(value, datetime.date, np.datetime64):
        moment = pd.Timestamp(value)
        return moment.date().isoformat() if moment == moment.normalize() else moment.isoformat()
    if is_a(value, tuple):
        return tuple(read_label(item) for item in contents(value))
    number = read_number(value, "a label")
    return MISSING if math.isnan(number) else number


def read_cell(value: object) -> Cell | tuple:
    """Read one value of a Series or table: a float where it is a number, else its label."""
    try:
        return read_number(value)
    except Unreadable:
        return read_label(value)


def read_word(answer: object, wanted: str = "one word") -> Word:
    """Read a choice or a word: 'B', 'b)', a one-item list of it."""
    answer = only(answer)
    if not is_a(answer, str, int, float, np.integer, np.floating):
        raise Unreadable(f"This is {in_words(answer)}; the question asks for {wanted}.")
    word = read_label(answer)
    return Word(word.strip("().: ") if is_a(word, str) else f"{word:g}")


def read_items(answer: object) -> list:
    """Read a list, tuple, set, array, Index, Series or one-column table as a list of labels."""
    if is_a(answer, pd.DataFrame) and len(answer.columns) == 1:
        answer = answer.iloc[:, 0]
    found = contents(answer)
    if is_a(answer, pd.Index, pd.Series) or (is_a(answer, np.ndarray) and answer.ndim == 1):
        found = list(answer)
    if found is not None:
        return [read_label(item) for item in found]
    if is_a(answer, str):
        raise Unreadable("This is one text; the question asks for a list, such as `['first', 'second']`.")
    raise Unreadable(f"This is {in_words(answer)}; the question asks for a list.")


def read_pairs(answer: object, by: str, order: list | None = None, levels: int = 1) -> dict[object, object]:
    """Read a Series, dict, list of pairs, or a table that is a Series in disguise, as label -> value.

    `order` lists the labels that a plain list or array may be taken to follow (None: it may not), `levels`
    tells how many parts a label has (a cohort and its month: 2).
    """
    if is_a(answer, pd.DataFrame):
        answer = _as_series(answer, by, levels)
    if is_a(answer, pd.Series):
        keys, values = list(answer.index), list(answer.array)
    elif is_a(answer, dict):
        keys, values = list(dict.keys(answer)), list(dict.values(answer))
    elif is_a(answer, list, tuple, np.ndarray, pd.Index):
        values = list(answer) if is_a(answer, np.ndarray, pd.Index) else contents(answer)
        if values and all(is_a(pair, tuple) and len(pair) == 2 for pair in values):
            keys, values = [pair[0] for pair in values], [pair[1] for pair in values]
        elif order is None:
            raise Unreadable(
                f"These values carry no labels, so nobody can tell which belongs to which {by}: "
                f"give a Series indexed by {by}."
            )
        elif len(values) != len(order):
            raise Unreadable(f"This is {in_words(answer)}; the question asks for one value per {by}.")
        else:
            keys = order
    else:
        raise Unreadable(f"This is {in_words(answer)}; the question asks for a Series indexed by {by}.")
    labels = [read_label(key) for key in keys]
    twice = [label for label, times in Counter(labels).items() if times > 1]
    if twice:
        raise Unreadable(
            f"{show_label(twice[0])} occurs more than once; the question asks for one value per {by}."
        )
    return dict(zip(labels, values, strict=True))


def _as_series(frame: pd.DataFrame, by: str, levels: int) -> pd.Series:
    """Take the Series out of a table.

    It may be of one column, of columns of labels and one of values, of one row, or have one part of the label
    down and one across.
    """
    rows, columns = frame.shape
    if columns == 1:
        return frame.iloc[:, 0]
    if columns == levels + 1 and is_a(frame.index, pd.RangeIndex):
        names = list(frame.columns)
        value = names[0] if names[1:] == [by] else names[-1]
        return frame.set_index([name for name in names if name != value])[value]
    if levels == 2:
        return frame.stack().dropna()
    if rows == 1:
        return frame.iloc[0]
    raise Unreadable(
        f"This is {in_words(frame)}; the question asks for one value per {by}: choose the column."
    )


def show_label(label: object) -> str:
    """Write a label for a message."""
    if is_a(label, float):
        return f"{label:g}"
    if is_a(label, tuple):
        return "(" + ", ".join(map(show_label, label)) + ")"
    return f"'{label}'"


def listed(names: Iterable[str], at_most: int = 4) -> str:
    """Join a few names for a message, and say how many more there are."""
    names = list(names)
    shown = ", ".join(names[:at_most])
    return f"{shown} and {len(names) - at_most} more" if len(names) > at_most else shown
