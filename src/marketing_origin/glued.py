"""Numbers that prose takes from code: computed in a cell, shown in a sentence."""

import re

from marketing_origin.errors import CourseError

PREFIX = "application/papermill.record/"
_MINUS_ZERO = re.compile(r"^-(?=0(?:\.0+)?(?![\d.]))")
TEXTS: dict[str, str] = {}  # what this notebook has glued, for the quiz at its end


def in_prose(text: str) -> str:
    """Return what was glued as a sentence shows it: a negative number with a minus sign, not a hyphen."""
    return re.sub(r"^-(?=[\d.])", "\u2212", text)


def without_minus_zero(text: str) -> str:
    """Return a number as it was formatted, but zero, in the digits that are shown, without a minus."""
    return _MINUS_ZERO.sub("", text)


def glue(name: str, value: object, spec: str = "") -> None:
    """Keep `value` under `name`, so that the chapter's text can show it.

    The text writes ``{glue:text}`name` `` where the number is to stand. Nothing is displayed here.

    Parameters
    ----------
    name : str
        What the text calls it; letters, digits, `_` and `-`.
    value : object
        What was computed.
    spec : str
        A format specification as in `format(value, spec)`: ".1f", ",.0f", ".1%".

    Raises
    ------
    CourseError
        The value cannot be shown in that format.
    """
    from IPython.display import publish_display_data

    try:
        text = without_minus_zero(format(value, spec))
    except (TypeError, ValueError) as error:
        raise CourseError(f"glue({name!r}): {value!r} cannot be shown as {spec!r}: {error}.") from None
    TEXTS[name] = text
    publish_display_data({f"{PREFIX}text/plain": text}, {"scrapbook": {"name": name, "mime_prefix": PREFIX}})
