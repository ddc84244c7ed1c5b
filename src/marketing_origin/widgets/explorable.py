"""A function with controls: what the live widget and the static page have in common."""

import inspect
import itertools
import math
import re
import time
import traceback
from collections.abc import Callable, Mapping

from marketing_origin.errors import CourseError, nearest
from marketing_origin.widgets.controls import Control
from marketing_origin.widgets.pictures import Picture
from marketing_origin.widgets.text import as_label

# How long a live widget may spend on looking for its axes' limits before it shows its first picture.
PATIENCE = 1.0
MOST_CORNERS = 64


class Explorable:
    """A picture function, its controls, title and text alternative, checked against each other.

    Parameters
    ----------
    function : called with one value per control, by name; returns a `Picture`.
    controls : parameter name -> `Control`.
    title : heading; by default made from the function's name.
    alt : text, or a function of the same parameters returning text; None leaves it to the picture.
    name : what links call this widget; by default made from the title.
    """

    def __init__(
        self, function: Callable, controls: Mapping[str, Control], title: str, alt: object, name: str
    ):
        if not callable(function):
            raise CourseError(f"explore: the first argument must be a function that draws, not {function!r}.")
        _check_controls(function, controls)
        self.function = function
        self.controls = dict(controls)
        self.called = getattr(function, "__name__", "function")
        self.title = title or as_label(self.called)
        self.alt = alt
        self.name = name or re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-") or "widget"

    @property
    def start(self) -> dict:
        """The values the controls start at."""
        return {name: control.values[control.start] for name, control in self.controls.items()}

    @property
    def positions(self) -> int:
        """How many positions the controls have together."""
        return math.prod(len(control.values) for control in self.controls.values())

    def header(self) -> dict:
        """Return what the front end needs besides the pictures."""
        return {
            "title": self.title,
            "name": self.name,
            "controls": [control.spec(name) for name, control in self.controls.items()],
        }

    def checked(self, values: Mapping) -> dict:
        """Return `values` completed by the starting values, or raise CourseError for one no control has."""
        for name in values:
            if name not in self.controls:
                raise CourseError(f"There is no control {name!r}.{nearest(name, self.controls)}")
        chosen = {**self.start, **values}
        return {n: control.values[control.index(chosen[n], n)] for n, control in self.controls.items()}

    def states(self):
        """Iterate over the values of every position of the controls, the last control changing fastest."""
        every = (control.values for control in self.controls.values())
        return (dict(zip(self.controls, values, strict=True)) for values in itertools.product(*every))

    def corners(self):
        """Iterate over every combination of the controls' first and last values."""
        ends = ((control.values[0], control.values[-1]) for control in self.controls.values())
        for values in itertools.product(*ends):
            yield dict(zip(self.controls, values, strict=True))

    def picture(self, values: Mapping) -> Picture:
        """Call the function; a failure is a CourseError that says at which values and why."""
        call = f"{self.called}({', '.join(f'{name}={value!r}' for name, value in values.items())})"
        try:
            picture = self.function(**values)
        except CourseError as error:
            raise CourseError(f"{call}: {error}") from error
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1]
            raise CourseError(
                f"{call} raised {type(error).__name__}: {error} "
                f"(line {line.lineno} of {line.name}: {line.line})."
            ) from error
        if not isinstance(picture, Picture):
            raise CourseError(
                f"{call} returned {type(picture).__name__} where a picture is expected: return "
                "lines(…), bars(…), points(…), heat(…), number(…) or several(…) of them."
            )
        return picture

    def state(self, values: Mapping, picture: Picture, limits: "Limits") -> dict:
        """Return what the front end shows at `values`: the parts with their axes' limits, and the words."""
        alt = self.alt(**values) if callable(self.alt) else self.alt
        parts = [{**part.spec, "limits": limits.of(i, part)} for i, part in enumerate(picture.parts)]
        return {"parts": parts, "alt": picture.alt if alt is None else str(alt)}

    def likely_limits(self) -> "Limits":
        """Return limits from the controls' corners, within PATIENCE: all states would take too long."""
        limits, started = Limits(), time.monotonic()
        for values in itertools.islice(self.corners(), MOST_CORNERS):
            try:
                limits.include(self.picture(values))
            except CourseError:
                continue  # Shown when, and only if, the reader moves there.
            if time.monotonic() - started > PATIENCE:
                break
        return limits


class Limits:
    """The axes' limits over many states: each axis as wide as the widest picture asks."""

    def __init__(self):
        self.known: dict[tuple, tuple[float, float]] = {}

    def include(self, picture: Picture) -> None:
        """Widen the limits to take in one more picture."""
        for i, part in enumerate(picture.parts):
            for axis, (low, high) in part.extents.items():
                key = i, part.spec["kind"], axis
                known = self.known.get(key, (math.inf, -math.inf))
                self.known[key] = min(low, known[0]), max(high, known[1])

    def of(self, i: int, part) -> dict[str, list[float]]:
        """Return the limits by axis of part number `i`."""
        found = {}
        for axis, wanted in part.limits.items():
            if wanted == "fixed":
                wanted = self.known[i, part.spec["kind"], axis]
            elif wanted == "auto":
                wanted = part.extents[axis]
            found[axis] = [_short(number) for number in wanted]
        return found


def _short(number: float) -> float:
    """Drop digits beyond the seventh: nothing on a screen is that fine."""
    return float(f"{number:.7g}")


def _check_controls(function: Callable, controls: Mapping[str, Control]) -> None:
    """Raise CourseError unless the controls and the function's parameters go by the same names."""
    called = getattr(function, "__name__", "function")
    parameters = inspect.signature(function).parameters.values()
    named = {p.name: p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    open_ended = any(p.kind is p.VAR_KEYWORD for p in parameters)
    for name, control in controls.items():
        if not isinstance(control, Control):
            raise CourseError(
                f"explore: {name}={control!r} is not a control. Use {name}=slider(minimum, maximum, step), "
                "choice([…]) or tick()."
            )
        if name not in named and not open_ended:
            raise CourseError(
                f"explore: {called} has no parameter {name!r}.{nearest(name, named)} Its parameters: "
                f"{', '.join(named) or 'none'}."
            )
    for name, parameter in named.items():
        if parameter.default is parameter.empty and name not in controls:
            raise CourseError(
                f"explore: the parameter {name!r} of {called} has neither a control nor a default."
            )
    if not controls:
        raise CourseError(
            f"explore: give {called} at least one control, such as "
            f"{next(iter(named), 'x')}=slider(0, 1, 0.1)."
        )
