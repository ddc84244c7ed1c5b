"""What people do to a number that is otherwise right: slips that every question knows without its author.

A slip turns cells (label -> value) into the cells that somebody who makes it hands in. It is tried on the right answer
and, where two things went wrong at once, on what a known mistake leads to. What it does to a number is said as it is,
what may have led to it as a possibility.
"""

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from marketing_origin.checks.reading import is_a


@dataclass(frozen=True)
class Slip:
    """A slip: what is said of it, after "Your answer is", and what it does to one number."""

    says: str
    change: Callable[[float], float]
    fits: Callable[[float], bool] = lambda value: True


def _times(factor: float, says: str) -> Slip:
    """Return the slip of a value that is off by a factor."""
    return Slip(says, lambda value: value * factor)


def _share(value: float) -> bool:
    """Tell whether a value can be a share."""
    return 0 < value < 1


def _small(value: float) -> bool:
    """Tell whether a value can be a ratio or a relative change."""
    return abs(value) < 20 and value % 1 != 0


# The order decides which is said first where two lead to one number.
SLIPS = (
    _times(
        100.0,
        "a hundred times what it should be: a per cent for a fraction (5 % is 0.05), or cents for money",
    ),
    _times(
        0.01, "a hundredth of what it should be: a fraction for a per cent, or divided by 100 once too often"
    ),
    _times(-1.0, "right but for its sign: which of the two is taken from which, or who pays whom"),
    Slip(
        "1 less what it should be: the share of the others, such as those who leave for those who stay",
        lambda value: 1 - value,
        _share,
    ),
    Slip(
        "turned upside down: perhaps the two are divided the wrong way round", lambda value: 1 / value, bool
    ),
    Slip(
        "the odds, not the share: perhaps divided by the others instead of by all",
        lambda value: value / (1 - value),
        _share,
    ),
    Slip(
        "1 too high: one too many is counted, or the ratio of the two stands for the change",
        lambda value: value + 1,
        _small,
    ),
    Slip(
        "1 too low: one too few is counted, or the change stands for the ratio of the two",
        lambda value: value - 1,
        _small,
    ),
    Slip(
        "as if measured against the other of the two: perhaps divided by what came after, not by what was there before",
        lambda value: value / (1 + value),
        lambda value: _small(value) and value != -1,
    ),
    Slip(
        "as if measured against the other of the two, and from the other side: look which is taken from which, and "
        "which one it is divided by",
        lambda value: 1 / (1 + value) - 1,
        lambda value: _small(value) and value != -1,
    ),
    _times(12.0, "twelve times what it should be: perhaps years where months are asked, or the reverse"),
    _times(1 / 12, "a twelfth of what it should be: perhaps months where years are asked, or the reverse"),
    _times(7.0, "seven times what it should be: perhaps days where weeks are asked, or the reverse"),
    _times(1 / 7, "a seventh of what it should be: perhaps weeks where days are asked, or the reverse"),
    _times(52.0, "52 times what it should be: perhaps years where weeks are asked, or the reverse"),
    _times(1 / 52, "a 52nd of what it should be: perhaps weeks where years are asked, or the reverse"),
    *(
        _times(days**power, "off by the days of a month: perhaps days where months are asked, or the reverse")
        for days in (30.0, 30.4375, 30.44, 365 / 12)
        for power in (1, -1)
    ),
    *(
        _times(days**power, "off by the days of a year: perhaps days where years are asked, or the reverse")
        for days in (365.0, 365.25)
        for power in (1, -1)
    ),
    *(
        _times(
            (days / 7) ** power,
            "off by the weeks of a month: perhaps weeks where months are asked, or the reverse",
        )
        for days in (30.4375, 365 / 12)
        for power in (1, -1)
    ),
    # Four may be anything: what it is is said first.
    _times(4.0, "four times what it should be: perhaps something is counted four times, or weeks for months"),
    _times(0.25, "a quarter of what it should be: perhaps halved twice, or months for weeks"),
    _times(
        1000.0,
        "a thousand times what it should be: perhaps in thousands, or how many of a thousand for their share",
    ),
    _times(0.001, "a thousandth of what it should be: perhaps in thousands where the whole number is asked"),
    _times(2.0, "twice what it should be: perhaps something is counted twice, or not halved"),
    _times(0.5, "half of what it should be: perhaps one of two parts is missing, or halved once too often"),
)
#: Two of the commonest at once, which are looked for in a right answer alone.
TWICE = (
    _times(-100.0, "a hundred times what it should be, and of the other sign"),
    _times(-0.01, "a hundredth of what it should be, and of the other sign"),
)
#: So many of them are common enough to be told of an answer with few digits, and of one with hardly any.
COMMONEST = 8
PLAINEST = 4


def applied(slip: Slip, cells: dict) -> dict | None:
    """Return the cells after a slip, words unchanged; None where it does not fit or changes nothing."""
    changed = {}
    for key, value in cells.items():
        if not is_a(value, float) or math.isnan(value):
            changed[key] = value
        elif not math.isfinite(value) or not (value == 0 or slip.fits(value)):
            return None
        else:
            try:
                changed[key] = slip.change(value)
            except ZeroDivisionError:
                return None
    return changed if changed != cells else None


def leading(value: object, wanted: float, most: int | None) -> tuple[Slip, ...]:
    """Return which of the first slips may turn one number into another, to a part in a hundred; from a word, all."""
    if not is_a(value, float) or not math.isfinite(value):
        return SLIPS[:most]
    far = 0.01 * abs(wanted) + 1e-12
    return tuple(slip for slip, led in _ends(value)[:most] if led is None or abs(led - wanted) <= far)


@lru_cache(maxsize=2**12)  # a question's known mistakes are slipped from again and again
def _ends(value: float) -> list[tuple[Slip, float | None]]:
    """Return where each slip leads from a number, None where that cannot be said."""
    ends = []
    for slip in SLIPS:
        try:
            ends.append((slip, slip.change(value)))
        except (ZeroDivisionError, OverflowError):
            ends.append((slip, None))
    return ends


def slipped(
    cells: dict, most: int | None = None, slips: tuple[Slip, ...] | None = None
) -> Iterator[tuple[str, dict]]:
    """Yield (what is said, cells) for every slip on each number, then those between the cells; or the first.

    `slips` are those of the first that are worth the while: most lead far off, which one number tells.
    """
    for slip in SLIPS[:most] if slips is None else slips:
        changed = applied(slip, cells)
        if changed:
            yield slip.says, changed
    yield from widened(cells)
    if most is None:
        yield from _between(cells)


def slipped_twice(cells: dict) -> Iterator[tuple[str, dict]]:
    """Yield (what is said, cells) for every two slips that are common together."""
    for slip in TWICE:
        changed = applied(slip, cells)
        if changed:
            yield slip.says, changed


#: How much narrower or wider an interval of 95 % becomes, and by what.
WIDTHS = (
    (1 / 1.959964, "with one standard error on each side: for 95 % it takes 1.96"),
    (
        1.644854 / 1.959964,
        "with 1.645 standard errors on each side, an interval of 90 %: for 95 % it takes 1.96",
    ),
    (
        2.575829 / 1.959964,
        "with 2.576 standard errors on each side, an interval of 99 %: for 95 % it takes 1.96",
    ),
    (2.0, "twice as wide as it should be: 1.96 standard errors on each side, not in all"),
    (0.5, "half as wide as it should be: 1.96 standard errors on each side, not in all"),
)


def widened(cells: dict) -> Iterator[tuple[str, dict]]:
    """Yield the intervals of another width about the same middle, where cells hold the ends `low` and `high`."""
    ends = {key for key in cells if is_a(key, str) and key in ("low", "high")}
    if len(ends) < 2 or not all(is_a(cells[key], float) and math.isfinite(cells[key]) for key in ends):
        return
    middle, half = (cells["low"] + cells["high"]) / 2, (cells["high"] - cells["low"]) / 2
    for times, says in WIDTHS:
        yield (
            f"right but for its width: {says}",
            cells | {"low": middle - times * half, "high": middle + times * half},
        )


def _between(cells: dict) -> Iterator[tuple[str, dict]]:
    """Yield the slips that mix the cells of one answer: running totals, shifted and exchanged labels."""
    keys, values = list(cells), list(cells.values())
    if len(values) < 2 or not all(is_a(value, float) and math.isfinite(value) for value in values):
        return
    if len(values) == 2:
        yield (
            "right, but under each other's label: the two have changed places",
            dict(zip(keys, values[::-1], strict=True)),
        )
    for says, changed in (
        *_in_a_row(values),
        *(_moved(values) if len(values) > 2 else ()),
        ("made relative: each value is divided by the sum of all", _over(values, sum(values))),
        ("made relative: per cents of the sum of all", _over(values, sum(values) / 100)),
        ("made relative: each value is divided by the first", _over(values, values[0])),
        ("one value for all labels: the mean of what is asked", [sum(values) / len(values)] * len(values)),
        ("one value for all labels: the sum of what is asked", [sum(values)] * len(values)),
    ):
        if changed and changed != values:
            yield says, dict(zip(keys, changed, strict=True))


def _in_a_row(values: list[float]) -> Iterator[tuple[str, list[float]]]:
    """Yield what becomes of values that are added up from label to label, or taken off each other.

    Of two labels that is one sum or difference, which may mean something else: it is said what it is.
    """
    running, changes = (
        "running totals where each is asked alone",
        "the change from label to label where the level is asked",
    )
    if len(values) == 2:
        running = f"the sum of both at its second label: perhaps {running}"
        changes = f"the second less the first at its second label: perhaps {changes}"
    else:
        running = f"added up from label to label: {running}"
    yield running, _running(values)
    yield changes, [values[0], *_changes(values)]


def _moved(values: list[float]) -> Iterator[tuple[str, list[float]]]:
    """Yield what becomes of values that stand under other labels than their own."""
    yield "right, but under the labels in reverse order", values[::-1]
    yield "right, but each value stands under the label before its own", [*values[1:], values[0]]
    yield "right, but each value stands under the label after its own", [values[-1], *values[:-1]]
    for downwards in (False, True):
        yield (
            "right, but sorted: the values no longer belong to their labels",
            sorted(values, reverse=downwards),
        )


def _running(values: list[float]) -> list[float]:
    """Return the running totals."""
    return list(itertools.accumulate(values))


def _changes(values: list[float]) -> list[float]:
    """Return each value less the one before."""
    return [after - before for before, after in zip(values[:-1], values[1:], strict=True)]


def _over(values: list[float], whole: float) -> list[float]:
    """Return the values divided by a whole, nothing where it is 0."""
    return [value / whole for value in values] if whole else []


def single(cells: dict, place: Callable) -> Iterator[tuple[str, float]]:
    """Yield (what is said, number) for one number handed in where each label should have its own.

    `place` names a label for a message.
    """
    numbers = {key: value for key, value in cells.items() if is_a(value, float) and math.isfinite(value)}
    if len(numbers) > 1:
        yield "the sum of what is asked", sum(numbers.values())
        yield "the mean of what is asked", sum(numbers.values()) / len(numbers)
        for key, value in numbers.items():
            yield f"the value of {place(key)} alone", value
        values = list(numbers.values())
        yield "the last of the values less the first", values[-1] - values[0]
