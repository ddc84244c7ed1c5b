"""Pack the states of a widget into a few bytes of text, for pages that have no kernel.

A state is a tree of dictionaries, lists, text and numbers. Over a whole grid most of it repeats, so each
place of the tree (say "parts.0.series.1.y") is a column: its different values, each stored once, and for
every state which of them it has. A list of numbers is rounded to a decimal place at least 10^digits times
finer than its own range, and kept as the second differences of the whole numbers that this leaves: for a
smooth curve these are small. All of it is JSON, deflated, in base64. The front end's `grid.js` unpacks it.
"""

import base64
import json
import math
import zlib

import numpy as np

# Digits to which a list of numbers is kept, relative to its own range: as many of these as fit the budget.
DIGITS = (5, 4, 3)


def pack(states: list[dict], digits: int = DIGITS[0]) -> str:
    """Return the states as text.

    Parameters
    ----------
    states : trees of dictionaries with text keys (no "." in them), lists, text, finite numbers, booleans and
    None. digits : each list of numbers is exact to half of 10^-digits of its range, or better; single numbers
        to ten significant digits; everything else is exact.
    """
    columns: dict[str, _Column] = {"": _Column()}
    for number, state in enumerate(states):
        leaves: dict[str, object] = {}
        skeleton = _split(state, "", leaves, digits)
        for path, leaf in {"": skeleton, **leaves}.items():
            columns.setdefault(path, _Column()).add(number, leaf)
    packed = {path: column.packed(len(states)) for path, column in columns.items()}
    text = json.dumps(packed, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


class _Column:
    """The different values of one place in the tree, and which of them each state has."""

    def __init__(self):
        self.rows: dict[str, int] = {}
        self.at: dict[int, int] = {}

    def add(self, state: int, leaf: object) -> None:
        self.at[state] = self.rows.setdefault(json.dumps(leaf, separators=(",", ":")), len(self.rows))

    def packed(self, states: int) -> dict:
        at = [self.at.get(state, -1) for state in range(states)]
        rows = [json.loads(row) for row in self.rows]
        return {"rows": rows} if set(at) == {0} else {"rows": rows, "at": at}


def _split(tree: object, path: str, leaves: dict, digits: int) -> object:
    """Return the tree with its leaves taken out (None in their place) and put into `leaves` by path."""
    if isinstance(tree, dict):
        return {key: _split(item, f"{path}.{key}", leaves, digits) for key, item in tree.items()}
    if isinstance(tree, list):
        if tree and all(item is None or _is_number(item) for item in tree) and any(map(_is_number, tree)):
            leaves[path] = numbers(tree, digits)
            return None
        return [_split(item, f"{path}.{i}", leaves, digits) for i, item in enumerate(tree)]
    if isinstance(tree, str):
        leaves[path] = tree
        return None
    if _is_number(tree):
        leaves[path] = float(f"{tree:.10g}")
        return None
    return tree


def numbers(values: list, digits: int) -> dict:
    """Return a list of numbers (None for a gap) as whole numbers of a decimal place and their differences.

    Values that span more than three powers of ten on one side of zero are kept to `digits` significant digits
    each instead, so that a logarithmic axis can show the smallest as well as the largest.
    """
    known = np.array([value for value in values if value is not None], dtype=float)
    low, high = float(known.min()), float(known.max())
    size = max(abs(low), abs(high))
    if low * high > 0 and size > 1000 * min(abs(low), abs(high)):
        return {"v": [None if value is None else float(f"{value:.{digits}g}") for value in values]}
    finest = (high - low) or size or 1.0
    place = max(-300, math.floor(math.log10(finest)) - digits)  # 10^300 is still a number, 10^310 is not.
    whole = [round(float(value)) for value in _scaled(known, place)]
    second = np.diff(np.array([0, 0, *whole], dtype=object), 2).tolist()
    following = iter(second)
    return {"p": place, "d": [None if value is None else next(following) for value in values]}


def _scaled(known: np.ndarray, place: int) -> np.ndarray:
    """Return the numbers in units of 10^place; the power with a positive exponent is the exact one."""
    return known * 10.0**-place if place < 0 else known / 10.0**place


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
