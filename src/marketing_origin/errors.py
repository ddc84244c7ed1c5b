"""A user's mistake, told in one clear message."""

import difflib
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path


class CourseError(ValueError):
    """A mistake of the person using the course: its message names the input and the remedy.

    In a notebook only the message is shown, without a traceback.
    """

    def _render_traceback_(self) -> list[str]:
        """Give IPython what to show in place of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class CourseWarning(UserWarning):
    """What a person using the course should know of a result that is given all the same.

    In a notebook, and on a page, only the message is shown: the place would be a file that nobody can open.
    """


def warn(message: str) -> None:
    """Warn with a CourseWarning that points to the caller's own line, not to one of the library's."""
    frame, depth = sys._getframe(1), 2
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("marketing_origin."):
        frame, depth = frame.f_back, depth + 1
    if warnings.formatwarning is not _formatted:
        _formatted.usual, warnings.formatwarning = warnings.formatwarning, _formatted
    warnings.warn(message, CourseWarning, stacklevel=depth)


def _formatted(message: object, category: type, filename: str, *place: object, **line: object) -> str:
    """Return how a warning is shown: ours without its place where that is a cell and no file."""
    if issubclass(category, CourseWarning) and not Path(filename).is_file():
        return f"{category.__name__}: {message}\n"
    return _formatted.usual(message, category, filename, *place, **line)


def nearest(name: object, choices: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the choice most like `name`, or "" where none is near."""
    found = difflib.get_close_matches(str(name), list(choices), 1, cutoff=0.5)
    return f" Did you mean {found[0]!r}?" if found else ""
