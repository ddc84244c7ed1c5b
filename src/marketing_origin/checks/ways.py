"""A right answer as a function of the task's numbers, so that what comes of other numbers is recognised.

The function's parameters have the task's numbers as defaults. A known mistake is the function with one of
them changed, `mistake("two_years", but(walk, years=2), "...")`; two mistakes that change different ones are
then known together without being written down. And where the function itself is returned as the third item
of a question, each number is also tried as people take it wrongly: left out, the other share, one more, per
month for per year.
"""

import inspect
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marketing_origin.checks.reading import is_a


@dataclass(frozen=True)
class Variant:
    """What comes of a function of the task's numbers with some of them changed."""

    compute: Callable
    changes: dict

    def value(self) -> object:
        """Compute it."""
        return self.compute(**self.changes)


def but(compute: Callable, **changes) -> Variant:
    """Return the wrong way of computing an answer that differs from the right one in these inputs."""
    return Variant(compute, changes)


def given(compute: Callable) -> Iterator[tuple[str, float]]:
    """Yield (what is said, number) for every number among a function's defaults that is not a small one."""
    for name, parameter in inspect.signature(compute).parameters.items():
        value = parameter.default
        if is_a(value, int, float) and not is_a(value, bool) and math.isfinite(value) and abs(value) >= 20:
            yield (
                f"This is a number of the task as it stands there, the {name.replace('_', ' ')}: what is to be "
                "done with it?",
                float(value),
            )


def varied(compute: Callable) -> Iterator[tuple[str, dict]]:
    """Yield (what is said, changed input) for every number among a function's defaults."""
    for name, parameter in inspect.signature(compute).parameters.items():
        value = parameter.default
        if not is_a(value, int, float) or is_a(value, bool) or not math.isfinite(value):
            continue
        word = name.replace("_", " ")
        for says, changed in _changed(value, word):
            yield f"{says}.", {name: changed}


def _changed(value: float, word: str) -> Iterator[tuple[str, float]]:
    """Yield what people take for a number of the task."""
    if value:
        yield f"This is what comes out if the {word} is left out, as if it were 0", 0
    if value not in (0, 1):
        yield f"This is what comes out if the {word} is left out, as if it were 1", 1
    if 0 < value < 1:
        yield f"This is what comes out with 1 less the {word} in place of the {word}", 1 - value
        yield f"This is what comes out with the {word} a hundred times as large: 5 % is 0.05", 100 * value
        yield f"This is what comes out with the {word} divided by 12", value / 12
        yield f"This is what comes out with the {word} times 12", value * 12
        yield (
            f"This is what comes out with the {word} taken down to a month as a 12th power",
            (1 + value) ** (1 / 12) - 1,
        )
        yield f"This is what comes out with the {word} taken up to a year as a 12th power", value**12
    elif is_a(value, int) and 1 < value <= 60:
        yield f"This is what comes out with one too many: the {word}", value + 1
        yield f"This is what comes out with one too few: the {word}", value - 1
    if abs(value) > 1:
        yield f"This is what comes out with the {word} a twelfth, by month", value / 12
        yield f"This is what comes out with the {word} times 12, by year", value * 12
        yield (
            f"This is what comes out with the {word} of the wrong sign: what is taken off is added, "
            f"or the reverse",
            -value,
        )
    if value:
        yield f"This is what comes out with the {word} twice", 2 * value
