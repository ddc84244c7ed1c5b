"""What a widget can draw: lines, bars, points, a heat map, numbers, and several of these together.

Each function checks what it is given and returns a `Picture`: a description in plain lists and text that the
front end draws. Nothing here draws.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real

import numpy as np

from marketing_origin.errors import CourseError
from marketing_origin.widgets import summary
from marketing_origin.widgets.text import check_format, number_text

MOST_SERIES = 12


@dataclass(frozen=True)
class Part:
    """One chart or number: its description, the extent of its axes, how their limits are chosen, its text.

    `extents` and `limits` go by axis ("x", "y", "colour"): an extent is (low, high) of the data; a limit is
    "fixed" (the same whatever the controls say), "auto" (this picture's own extent) or a pair of numbers.
    """

    spec: dict
    alt: str
    extents: dict[str, tuple[float, float]] = field(default_factory=dict)
    limits: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """What a widget shows: one part or several, top to bottom."""

    parts: tuple[Part, ...]

    @property
    def alt(self) -> str:
        """The picture in words."""
        return " ".join(part.alt for part in self.parts)


def several(*pictures: Picture) -> Picture:
    """Return the pictures as one, top to bottom; numbers next to each other share a row."""
    for picture in pictures:
        if not isinstance(picture, Picture):
            raise CourseError(
                f"several(…) takes pictures such as lines(…) and number(…), not {_kind(picture)}."
            )
    return Picture(tuple(part for picture in pictures for part in picture.parts))


def mark(*, x: float | None = None, y: float | None = None, label: str = "") -> dict:
    """Return a reference for a chart: a vertical line at `x`, a horizontal one at `y`, a dot at both.

    Parameters
    ----------
    x, y : float, optional
        Where, in the chart's own numbers; at least one of them.
    label : str
        The words beside it.
    """
    if x is None and y is None:
        raise CourseError("mark(…) needs x=… (a vertical line), y=… (a horizontal line) or both (a dot).")
    found = {"label": str(label)}
    for name, value in (("x", x), ("y", y)):
        if value is not None:
            found[name] = _number(value, f"mark: {name}")
    return found


def lines(
    x: Iterable,
    series: Mapping[str, Iterable] | Iterable,
    *,
    x_label: str = "",
    y_label: str = "",
    x_format: str | None = None,
    y_format: str | None = None,
    bands: Mapping[str, tuple[Iterable, Iterable]] | None = None,
    marks: Sequence[dict] = (),
    dots: Sequence[str] = (),
    steps: bool = False,
    x_limits: object = "fixed",
    y_limits: object = "fixed",
    x_log: bool = False,
    y_log: bool = False,
    alt: str | None = None,
) -> Picture:
    """Return a line chart.

    Parameters
    ----------
    x : numbers, shape (n,): where the lines have their points.
    series : from each line's label to its n values; NaN leaves a gap. A bare list is one line without a
    label. x_label, y_label : what the axes show, with the unit.
    x_format, y_format : number formats such as ".0%" or ",.0f"; by default as many digits as needed.
    bands : from a label to (low, high), n values each: an interval drawn as an area. With a line's own label
        it takes that line's colour.
    marks : reference lines and dots made by `mark`.
    dots : labels of series to draw as dots rather than a line (observations beside a fitted curve).
    steps : draw each value as holding until the next point, as in a survival curve.
    x_limits, y_limits : "fixed" (the same for every position of the controls), "auto" (as this picture's data
        ask) or (low, high).
    x_log, y_log : whether an axis is logarithmic; its values must then be positive.
    alt : the picture in words; by default made from its numbers.

    Raises
    ------
    CourseError : naming the argument that has the wrong length, is not numeric or is infinite.
    """
    xs = _numbers(x, "lines: x", gaps=False)
    lines_ = _series(series, len(xs), "lines")
    areas = {
        str(label): tuple(_numbers(edge, f"lines: band {label!r}", len(xs)) for edge in _pair(edges, label))
        for label, edges in (bands or {}).items()
    }
    for name in dots:
        if name not in lines_:
            raise CourseError(
                f"lines: dots names {name!r}, which is not a series. The series are {list(lines_)}."
            )
    ys = [*lines_.values(), *(edge for pair in areas.values() for edge in pair)]
    spec = {
        "kind": "lines",
        "x": xs,
        "series": [{"label": label, "y": y, "dots": label in dots} for label, y in lines_.items()],
        "bands": [{"label": label, "low": low, "high": high} for label, (low, high) in areas.items()],
        "marks": list(marks),
        "steps": bool(steps),
        **_axes("lines", x_label, y_label, x_format, y_format, x_log, y_log),
    }
    extents = {
        "x": _extent([xs, [m["x"] for m in marks if "x" in m]], log=x_log, argument="lines: x"),
        "y": _extent(
            [*ys, [m["y"] for m in marks if "y" in m]], log=y_log, zero=not y_log, argument="lines: y"
        ),
    }
    return _picture(spec, alt, extents, {"x": x_limits, "y": y_limits})


def points(
    series: Mapping[str, tuple[Iterable, Iterable]],
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    x_label: str = "",
    y_label: str = "",
    x_format: str | None = None,
    y_format: str | None = None,
    marks: Sequence[dict] = (),
    x_limits: object = "fixed",
    y_limits: object = "fixed",
    x_log: bool = False,
    y_log: bool = False,
    alt: str | None = None,
) -> Picture:
    """Return a chart of points.

    Parameters
    ----------
    series : from each group's label to its points (x, y), two lists of the same length.
    names : from a group's label to a name for each of its points, shown when a point is pointed at.
    x_label, y_label, x_format, y_format, marks, x_limits, y_limits, x_log, y_log, alt : as in `lines`.

    Raises
    ------
    CourseError : naming the argument that has the wrong length, is not numeric or is infinite.
    """
    if not isinstance(series, Mapping) or not series:
        raise CourseError("points: give a dictionary from a label to (x, y), two lists of the same length.")
    groups = []
    for label, pair in series.items():
        x, y = _pair(pair, label)
        xs = _numbers(x, f"points: x of {label!r}", gaps=False)
        group = {
            "label": str(label),
            "x": xs,
            "y": _numbers(y, f"points: y of {label!r}", len(xs), gaps=False),
        }
        called = (names or {}).get(label)
        if called is not None:
            if len(called) != len(xs):
                raise CourseError(f"points: {len(called)} names for the {len(xs)} points of {label!r}.")
            group["names"] = [str(name) for name in called]
        groups.append(group)
    spec = {
        "kind": "points",
        "series": groups,
        "marks": list(marks),
        **_axes("points", x_label, y_label, x_format, y_format, x_log, y_log),
    }
    extents = {
        axis: _extent(
            [*(group[axis] for group in groups), [m[axis] for m in marks if axis in m]],
            log=log,
            zero=not log,
            argument=f"points: {axis}",
        )
        for axis, log in (("x", x_log), ("y", y_log))
    }
    return _picture(spec, alt, extents, {"x": x_limits, "y": y_limits})


def bars(
    categories: Iterable,
    series: Mapping[str, Iterable] | Iterable,
    *,
    stacked: bool = False,
    horizontal: bool = False,
    label: str = "",
    category_label: str = "",
    format: str | None = None,
    marks: Sequence[dict] = (),
    limits: object = "fixed",
    alt: str | None = None,
) -> Picture:
    """Return a bar chart.

    Parameters
    ----------
    categories : the bars' names, n of them; text or numbers, all different.
    series : from a label to its n values, drawn side by side; a bare list is one series without a label. NaN
        leaves a bar out.
    stacked : pile the series on each other instead, positive values up and negative ones down. With
        `horizontal=True` and one series below and one above zero, that is a tornado chart.
    horizontal : let the bars run sideways; the better choice for long names.
    label : what the values are, with the unit.
    category_label : what the categories are.
    format : number format of the values, such as ",.0f".
    marks : reference lines at a value: `mark(y=…)`, whichever way the bars run.
    limits : of the value axis: "fixed", "auto" or (low, high), as in `lines`.
    alt : the picture in words; by default made from its numbers.

    Raises
    ------
    CourseError : naming the argument that has the wrong length, is not numeric or is infinite.
    """
    names = _names(categories, "bars: categories")
    if len(set(names)) < len(names) or not names:
        raise CourseError(
            f"bars: categories must be different from each other and at least one, not {names}."
        )
    heights = _series(series, len(names), "bars")
    for reference in marks:
        if "y" not in reference or "x" in reference:
            raise CourseError(
                "bars: a reference line stands at a value, mark(y=…), also where bars run sideways."
            )
    if stacked:
        table = np.array([[value or 0.0 for value in row] for row in heights.values()])
        shown = [np.where(table > 0, table, 0).sum(axis=0), np.where(table < 0, table, 0).sum(axis=0)]
    else:
        shown = list(heights.values())
    spec = {
        "kind": "bars",
        "categories": names,
        "series": [{"label": label_, "values": values} for label_, values in heights.items()],
        "stacked": bool(stacked),
        "horizontal": bool(horizontal),
        "marks": list(marks),
        "value_label": str(label),
        "category_label": str(category_label),
        "format": check_format(format, "bars: format"),
    }
    extents = {"y": _extent([*shown, [m["y"] for m in marks], [0.0]], argument="bars: values")}
    return _picture(spec, alt, extents, {"y": limits})


def heat(
    columns: Iterable,
    rows: Iterable,
    values: Iterable[Iterable],
    *,
    x_label: str = "",
    y_label: str = "",
    label: str = "",
    format: str | None = None,
    limits: object = "fixed",
    alt: str | None = None,
) -> Picture:
    """Return a heat map: a table whose cells are coloured by their value.

    Parameters
    ----------
    columns, rows : names of the columns (left to right) and rows (top to bottom); text or numbers.
    values : shape (rows, columns); NaN leaves a cell empty.
    x_label, y_label : what columns and rows are.
    label : what the values are, with the unit.
    format : number format of the values, such as ".0%".
    limits : of the colours: "fixed", "auto" or (low, high), as in `lines`. Where they stand on both sides of
        zero, zero is the neutral colour and both signs have a colour of their own.
    alt : the picture in words; by default made from its numbers.

    Raises
    ------
    CourseError : naming the argument that has the wrong shape, is not numeric or is infinite.
    """
    across, down = _names(columns, "heat: columns"), _names(rows, "heat: rows")
    table = [
        _numbers(row, f"heat: row {i}", len(across)) for i, row in enumerate(_list(values, "heat: values"))
    ]
    if len(table) != len(down):
        raise CourseError(f"heat: values has {len(table)} rows for {len(down)} names of rows.")
    spec = {
        "kind": "heat",
        "columns": across,
        "rows": down,
        "values": table,
        "x_label": str(x_label),
        "y_label": str(y_label),
        "label": str(label),
        "format": check_format(format, "heat: format"),
    }
    return _picture(spec, alt, {"colour": _extent(table, argument="heat: values")}, {"colour": limits})


def number(label: str, value: float, *, unit: str = "", format: str | None = None, note: str = "") -> Picture:
    """Return one number in large type, with its unit.

    Parameters
    ----------
    label : what the number is.
    value : the number; NaN is shown as "not defined".
    unit : written behind it ("per customer").
    format : number format such as ",.0f" or ".1%"; by default about three significant digits.
    note : a short line below, in small type.

    Raises
    ------
    CourseError : if `value` is not a number, or infinite.
    """
    found = _number(value, f"number({label!r})", gap=True)
    spec = {
        "kind": "number",
        "label": str(label),
        "text": "" if found is None else number_text(found, check_format(format, "number: format")),
        "unit": "" if found is None else str(unit),
        "note": str(note),
    }
    return _picture(spec, None, {}, {})


def _picture(spec: dict, alt: str | None, extents: dict, limits: dict) -> Picture:
    for axis, wanted in limits.items():
        if not (wanted in ("fixed", "auto") if isinstance(wanted, str) else _is_range(wanted)):
            name = {"colour": "limits", "y": "limits" if spec["kind"] == "bars" else "y_limits"}.get(
                axis, "x_limits"
            )
            raise CourseError(
                f"{spec['kind']}: {name}={wanted!r} must be 'fixed', 'auto' or two rising finite "
                "numbers (low, high)."
            )
        if spec.get(f"{axis}_log") and not isinstance(wanted, str) and wanted[0] <= 0:
            raise CourseError(
                f"{spec['kind']}: {axis}_limits={wanted!r} must be positive on a logarithmic axis."
            )
    return Picture((Part(spec, alt if alt is not None else summary.words_of(spec), extents, limits),))


def _axes(kind, x_label, y_label, x_format, y_format, x_log, y_log) -> dict:
    return {
        "x_label": str(x_label),
        "y_label": str(y_label),
        "x_format": check_format(x_format, f"{kind}: x_format"),
        "y_format": check_format(y_format, f"{kind}: y_format"),
        "x_log": bool(x_log),
        "y_log": bool(y_log),
    }


def _series(series: object, length: int, kind: str) -> dict[str, list]:
    """Return label -> numbers, each checked to have `length` of them."""
    named = series.items() if isinstance(series, Mapping) else [("", series)]
    found = {
        str(label): _numbers(values, f"{kind}: series {label!r}" if label else f"{kind}: the series", length)
        for label, values in named
    }
    if not found:
        raise CourseError(f"{kind}: there is no series to draw.")
    if len(found) > MOST_SERIES:
        raise CourseError(
            f"{kind}: {len(found)} series are more than a reader can tell apart. Draw at most {MOST_SERIES}, "
            "for instance by grouping the smallest."
        )
    return found


def _numbers(values: Iterable, argument: str, length: int | None = None, gaps: bool = True) -> list:
    """Return numbers as a list of floats, None for NaN, or raise CourseError naming the argument."""
    listed = _list(values, argument)
    odd = next((value for value in listed if not _is_real(value) and not _is_missing(value)), None)
    if odd is not None:
        raise CourseError(f"{argument} must hold numbers only, not {_kind(odd)}.")
    array = np.array([float(value) if _is_real(value) else math.nan for value in listed])
    if not listed:
        raise CourseError(f"{argument} must be a list of at least one number.")
    if length is not None and len(array) != length:
        raise CourseError(f"{argument} has {len(array)} values where {length} are expected.")
    if np.isinf(array).any():
        raise CourseError(
            f"{argument} is infinite at position {int(np.argmax(np.isinf(array)))}: nothing can draw that."
        )
    if not gaps and np.isnan(array).any():
        raise CourseError(
            f"{argument} is missing (NaN) at position {int(np.argmax(np.isnan(array)))}: drop it first."
        )
    return [None if math.isnan(value) else value for value in array.tolist()]


def _number(value: object, argument: str, gap: bool = False) -> float | None:
    (found,) = _numbers([value], argument, gaps=gap)
    return found


def _list(values: Iterable, argument: str) -> list:
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise CourseError(f"{argument} must be a list or array, not {_kind(values)}.")
    return list(values)


def _names(given: Iterable, argument: str) -> list[str]:
    """Return categories as text; a whole number stays without spaces, as it may be a year."""
    return [f"{name:.15g}" if isinstance(name, float) else str(name) for name in _list(given, argument)]


def _pair(pair: object, label: str) -> tuple:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise CourseError(f"{label!r} must be a pair of two lists of the same length, not {_kind(pair)}.")
    return tuple(pair)


def _extent(rows: list, log: bool = False, zero: bool = False, argument: str = "") -> tuple[float, float]:
    """Return the (low, high) of all numbers, taking in zero where that costs little room."""
    known = [value for row in rows for value in _flat(row) if value is not None]
    if not known:
        return (1.0, 10.0) if log else (0.0, 1.0)
    low, high = float(min(known)), float(max(known))
    if log and low <= 0:
        raise CourseError(f"{argument} holds {low:g}: a logarithmic axis has room for positive numbers only.")
    if zero and low > 0 and high - low > 0.3 * high:
        low = 0.0
    elif zero and high < 0 and high - low > 0.3 * -low:
        high = 0.0
    return low, high


def _flat(row: Iterable) -> Iterable:
    return (value for item in row for value in (item if isinstance(item, list) else [item]))


def _is_range(wanted: object) -> bool:
    try:
        low, high = wanted
        return math.isfinite(low) and math.isfinite(high) and low < high
    except (TypeError, ValueError):
        return False


def _is_real(value: object) -> bool:
    """Whether this is a number; NumPy counts its time spans among them."""
    return isinstance(value, Real) and not isinstance(value, np.timedelta64)


def _is_missing(value: object) -> bool:
    """Whether this stands for a missing number: None, or pandas' NA."""
    return value is None or str(value) == "<NA>"


def _kind(value: object) -> str:
    return f"{type(value).__name__} {str(value)[:40]!r}"
