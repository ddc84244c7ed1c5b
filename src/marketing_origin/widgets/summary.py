"""A picture in words, made from its numbers: the text alternative where an author wrote none."""

from marketing_origin.widgets.text import number_text

MOST_VALUES = 12


def words_of(spec: dict) -> str:
    """Return one or more sentences that say what a part of a picture shows."""
    return _DESCRIBE[spec["kind"]](spec)


def _lines(spec: dict) -> str:
    x_spec, y_spec = spec["x_format"], spec["y_format"]
    sentences = [f"Line chart{_of(spec['y_label'])}{_against(spec['x_label'])}."]
    for series in spec["series"]:
        known = [(y, x) for x, y in zip(spec["x"], series["y"], strict=True) if y is not None]
        if not known:
            sentences.append(f"{series['label'] or 'The line'}: no values.")
            continue
        (first, start), (last, end), (top, at) = known[0], known[-1], max(known, key=lambda pair: pair[0])
        text = (
            f"{series['label'] or 'The line'}: from {number_text(first, y_spec)} at "
            f"{number_text(start, x_spec)} to {number_text(last, y_spec)} at {number_text(end, x_spec)}"
        )
        if top > max(first, last):
            text += f", highest {number_text(top, y_spec)} at {number_text(at, x_spec)}"
        sentences.append(text + ".")
    return " ".join(sentences + _marks(spec, x_spec, y_spec))


def _points(spec: dict) -> str:
    counts = ", ".join(
        f"{len(s['x'])} {('points of ' + s['label']) if s['label'] else 'points'}" for s in spec["series"]
    )
    text = f"Chart of points{_of(spec['y_label'])}{_against(spec['x_label'])}: {counts}."
    return " ".join([text, *_marks(spec, spec["x_format"], spec["y_format"])])


def _bars(spec: dict) -> str:
    sentences = [f"Bar chart{_of(spec['value_label'])}."]
    for series in spec["series"]:
        pairs = list(zip(spec["categories"], series["values"], strict=True))
        listed = ", ".join(
            f"{name} {number_text(value, spec['format'])}" for name, value in pairs[:MOST_VALUES]
        )
        more = f" and {len(pairs) - MOST_VALUES} more" if len(pairs) > MOST_VALUES else ""
        sentences.append(f"{series['label']}: {listed}{more}." if series["label"] else f"{listed}{more}.")
    return " ".join(sentences + _marks(spec, None, spec["format"]))


def _heat(spec: dict) -> str:
    cells = [
        (value, row, column)
        for row, values in zip(spec["rows"], spec["values"], strict=True)
        for column, value in zip(spec["columns"], values, strict=True)
        if value is not None
    ]
    text = f"Heat map{_of(spec['label'])}: {len(spec['rows'])} rows by {len(spec['columns'])} columns."
    if cells:
        ends = [
            f"{word} {number_text(value, spec['format'])} at row {row}, column {column}"
            for word, (value, row, column) in (("Lowest", min(cells)), ("highest", max(cells)))
        ]
        text += f" {'; '.join(ends)}."
    return text


def _number(spec: dict) -> str:
    return f"{spec['label']}: {' '.join(filter(None, (spec['text'] or 'not defined', spec['unit'])))}."


def _marks(spec: dict, x_spec: str | None, y_spec: str | None) -> list[str]:
    """Say each labelled reference and where it stands."""
    found = []
    for mark in spec["marks"]:
        at = [number_text(mark[axis], form) for axis, form in (("x", x_spec), ("y", y_spec)) if axis in mark]
        if mark["label"]:
            found.append(f"Marked: {mark['label']}, at {' and '.join(at)}.")
    return found


def _of(label: str) -> str:
    return f" of {label}" if label else ""


def _against(label: str) -> str:
    return f" against {label}" if label else ""


_DESCRIBE = {"lines": _lines, "points": _points, "bars": _bars, "heat": _heat, "number": _number}
