"""The controls of a widget: slider, choice and tick box. Each is a finite list of values to choose from."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketing_origin.errors import CourseError, nearest
from marketing_origin.widgets.text import as_label, check_format, number_text

MOST_STEPS = 1000


@dataclass(frozen=True)
class Control:
    """One control: the values it can take, how each is written, and which it starts at.

    Made by `slider`, `choice` and `tick`. `values` holds what the function is called with (numbers, text or
    booleans), `texts` what the reader sees, `start` an index into both.
    """

    kind: str
    label: str | None
    values: tuple
    texts: tuple[str, ...]
    start: int

    def spec(self, name: str) -> dict:
        """Return what the front end needs to draw this control for the parameter `name`."""
        return {
            "name": name,
            "kind": self.kind,
            "label": self.label or as_label(name),
            "values": list(self.values),
            "texts": list(self.texts),
            "start": self.start,
        }

    def index(self, value: object, name: str) -> int:
        """Return where `value` stands among this control's values, or raise CourseError."""
        for index, known in enumerate(self.values):
            if value == known or (isinstance(known, float) and _same(value, known)):
                return index
        known = f"{self.texts[0]} to {self.texts[-1]}" if self.kind == "slider" else ", ".join(self.texts)
        raise CourseError(f"{name}={value!r} is not a value of its control, which has {known}.")


def slider(
    minimum: float,
    maximum: float,
    step: float = 1,
    value: float | None = None,
    *,
    label: str | None = None,
    unit: str = "",
    format: str | None = None,
) -> Control:
    """Return a slider over `minimum`, `minimum + step`, …, `maximum`.

    Parameters
    ----------
    minimum, maximum, step : numbers; `maximum` must be a whole number of steps from `minimum`. With whole
        numbers the function is called with `int`, otherwise with `float`.
    value : where it starts; the middle by default. Must be one of the steps.
    label : the text beside it; by default made from the parameter's name.
    unit : written behind the value ("months").
    format : number format of the value, for instance ".0%" for a rate; by default the step's decimals.

    Raises
    ------
    CourseError : if the numbers do not make a list of at least two steps, or `value` is not among them.
    """
    for name, number in (("minimum", minimum), ("maximum", maximum), ("step", step), ("value", value)):
        if not _is_number(number) and not (name == "value" and number is None):
            raise CourseError(f"slider: {name}={number!r} is not a finite number.")
    if step <= 0 or maximum <= minimum:
        raise CourseError(
            f"slider({minimum}, {maximum}, {step}): the maximum must exceed the minimum, "
            "and the step be positive."
        )
    # Decimal arithmetic on what was typed: 0.5 + 6 * 0.05 is then 0.8 and not 0.8000000000000002.
    low, high, by = (Decimal(str(_plain(number))) for number in (minimum, maximum, step))
    steps = (high - low) / by
    if steps != steps.to_integral_value():
        fitting = low + by * int(steps)
        raise CourseError(
            f"slider({minimum}, {maximum}, {step}): the last step falls short of the maximum. "
            f"Make the maximum {fitting} or {fitting + by}."
        )
    if steps >= MOST_STEPS:
        raise CourseError(
            f"slider({minimum}, {maximum}, {step}) has {int(steps) + 1} steps, more than a hand can "
            f"tell apart. Use a step of at least {float((high - low) / (MOST_STEPS // 5)):.3g}."
        )
    exact = [low + by * i for i in range(int(steps) + 1)]
    whole = all(number == number.to_integral_value() for number in (low, by))
    values = tuple(int(number) if whole else float(number) for number in exact)
    decimals = max(0, -low.as_tuple().exponent, -by.as_tuple().exponent)
    spec = check_format(format, "slider: format") or f",.{0 if whole else decimals}f"
    start = len(values) // 2
    if value is not None:
        start = min(range(len(values)), key=lambda index: abs(values[index] - value))
        if not _same(values[start], value):
            raise CourseError(
                f"slider: value={value} is not one of its steps from {minimum} by {step}. "
                f"The nearest is {values[start]}."
            )
    texts = tuple(number_text(number, spec, unit) for number in values)
    return Control("slider", label, values, texts, start)


def choice(
    options: Sequence | Mapping[str, object], value: object = None, *, label: str | None = None
) -> Control:
    """Return a list to choose one option from.

    Parameters
    ----------
    options : a list of texts or numbers, or a dictionary from what the reader sees to what the function gets.
    value : the option it starts at (as the function gets it); the first by default.
    label : the text beside it; by default made from the parameter's name.

    Raises
    ------
    CourseError : with fewer than two options, repeated ones, ones of another kind, or a `value` not among
        them.
    """
    pairs = (
        list(options.items()) if isinstance(options, Mapping) else [(option, option) for option in options]
    )
    values = tuple(_plain(item) for _, item in pairs)
    for item in values:
        if not isinstance(item, str) and not _is_number(item):
            raise CourseError(
                f"choice: the option {item!r} is neither text nor a finite number. "
                "Give a dictionary from text to the value and look up anything else inside the function."
            )
    texts = tuple(map(str, (text for text, _ in pairs)))
    if len(values) < 2 or len(set(values)) < len(values) or len(set(texts)) < len(texts):
        raise CourseError(f"choice: give at least two different options, not {list(texts)}.")
    if value is None:
        value = values[0]
    if value not in values:
        raise CourseError(f"choice: value={value!r} is not an option.{nearest(value, map(str, values))}")
    return Control("choice", label, values, texts, values.index(value))


def tick(value: bool = False, *, label: str | None = None) -> Control:
    """Return a tick box; the function is called with True or False.

    Parameters
    ----------
    value : whether it starts ticked.
    label : the text beside it; by default made from the parameter's name.
    """
    if not isinstance(value, bool):
        raise CourseError(f"tick: value={value!r} must be True or False; the text belongs in label=….")
    return Control("tick", label, (False, True), ("no", "yes"), int(value))


def _plain(value: object) -> object:
    """Return NumPy's scalars as Python's own."""
    return value.item() if hasattr(value, "item") else value


def _is_number(value: object) -> bool:
    value = _plain(value)
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _same(a: object, b: float) -> bool:
    return _is_number(a) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
