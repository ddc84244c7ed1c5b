"""Numbers as text: one way of writing them for controls, numbers, tooltips and text alternatives.

Thousands are set apart by a comma and a per cent sign stands at its number, as in the course's prose; minus
is a real minus sign. The front end's `text.js` writes numbers the same way.
"""

import math
import re

from marketing_origin.errors import CourseError

_FORMAT = re.compile(r"\+?,?(\.\d+)?[%fegd]?")


def check_format(spec: str | None, argument: str) -> str | None:
    """Return a number format both Python and the front end understand, or raise CourseError."""
    if spec is None or (isinstance(spec, str) and _FORMAT.fullmatch(spec)):
        return spec
    raise CourseError(
        f"{argument}={spec!r} is not a number format used here. Give one such as ',.0f' (whole numbers), "
        "'.2f' (two decimals) or '.0%' (a fraction as per cent)."
    )


def number_text(value: float | None, spec: str | None = None, unit: str = "") -> str:
    """Return a number as the course writes it.

    Parameters
    ----------
    value : the number; None or NaN is written "not defined".
    spec : a Python number format such as ",.0f" or ".0%"; by default as many decimals as say something
        (about three significant digits, never fewer than the whole number).
    unit : written behind the number, with a space; of a word in the plural the singular behind a 1.
    """
    if value is None or math.isnan(value):
        return "not defined"
    if spec is None:
        text = format(value, f",.{default_decimals(value)}f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = format(round(value) if spec.endswith("d") else value, spec)
    text = text.replace("-", "\u2212")
    if text == "1":
        unit = _singular(unit)
    return f"{text} {unit}" if unit else text


def _singular(unit: str) -> str:
    """Return the singular of a unit in the plural, such as "visits a month"; of any other the unit itself."""
    word, rest = re.fullmatch(r"(.*?)((?: (?:a|an|in|of|per) .*)?)", unit).groups()
    if not re.search(r"(^| )[a-z]{3,}s$", word) or word.endswith(("ss", "us", "is", "series")):
        return unit
    if word.endswith("ies"):
        return f"{word[:-3]}y{rest}"
    return word[: -2 if word.endswith(("sses", "xes", "ches", "shes")) else -1] + rest


def default_decimals(value: float) -> int:
    """Return how many decimals a number needs to show about three significant digits, none if it is whole."""
    if value == 0 or float(value).is_integer():
        return 0
    return max(0, min(6, 2 - math.floor(math.log10(abs(value)))))


def as_label(name: str) -> str:
    """Return a parameter's name as a label: "retention_rate" becomes "Retention rate"."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
