"""The quantities on the way to an answer, alone and two together, so that an answer made of them is recognised.

A learner often hands in a step of the way (the number of leavers, not their share), or puts two of its quantities
together in another manner (a ratio for a difference). The way is run once, and what its expressions come to is kept
under their code.
"""

import ast
import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from marketing_origin.checks.reading import Unreadable, is_a
from marketing_origin.checks.worked_way import Way, shown

#: So many quantities are put together two by two.
MOST = 40
LONG = 200  # values that are no answer any more
SMALL = 8  # values that a list, dict or Series may hold, for each to count as a quantity
# What is looked at: a step with a value of its own.
STEPS = (ast.Name, ast.Subscript, ast.BinOp, ast.Call, ast.Attribute)
# What is not looked into: it runs later, or many times.
LATER = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
#: What people put together of two numbers, and what is said of it.
TOGETHER = (
    ("{a} less {b}", lambda a, b: a - b),
    ("{b} less {a}", lambda a, b: b - a),
    ("{a} divided by {b}", lambda a, b: a / b),
    ("{b} divided by {a}", lambda a, b: b / a),
    ("{a} and {b} added", lambda a, b: a + b),
    ("{a} and {b} multiplied", lambda a, b: a * b),
    ("{a} divided by {b}, less 1", lambda a, b: a / b - 1),
    ("{b} divided by {a}, less 1", lambda a, b: b / a - 1),
    ("{a} divided by {b}, in per cent", lambda a, b: 100 * a / b),
    ("{b} divided by {a}, in per cent", lambda a, b: 100 * b / a),
    ("{a} divided by {b}, less 1, in per cent", lambda a, b: 100 * (a / b - 1)),
    ("{b} divided by {a}, less 1, in per cent", lambda a, b: 100 * (b / a - 1)),
    ("1 less {a} divided by {b}", lambda a, b: 1 - a / b),
    ("1 less {b} divided by {a}", lambda a, b: 1 - b / a),
)


def quantities(way: Way, read: Callable[[object], dict]) -> dict[str, dict]:
    """Return what the steps of a way come to: cells by the step's code, the shortest of several for one value.

    `read` turns a value into an answer's cells, or raises Unreadable.
    """
    seen: dict[str, object] = {}

    def keep(code: str, value: object) -> object:
        seen.setdefault(code, value)
        return value

    way.steps(_Watched(), _keep=keep)
    found: dict[str, dict] = {}
    for code, value in sorted(_taken_apart(seen), key=lambda item: len(item[0])):
        if _long(value):
            continue
        try:
            cells = read(value)
        except Unreadable:
            continue
        if _numbers(cells) and cells not in found.values():
            found[code] = cells
    return found


def together(known: dict[str, dict]) -> Iterator[tuple[str, dict]]:
    """Yield (what is said, cells) for every two quantities put together as people do."""
    for (one, first), (other, second) in itertools.combinations(list(known.items())[:MOST], 2):
        if first.keys() != second.keys():
            continue
        for says, put in TOGETHER:
            try:
                cells = {key: put(first[key], second[key]) for key in first}
            except (ZeroDivisionError, OverflowError):
                continue
            yield says.format(a=one, b=other), cells


def _long(value: object) -> bool:
    """Tell whether a value holds more than any answer does: reading it would take long."""
    try:
        return len(value) > LONG
    except TypeError:
        return False


def _numbers(cells: dict) -> bool:
    return bool(cells) and all(is_a(value, float) and math.isfinite(value) for value in cells.values())


def _taken_apart(seen: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield quantities, and those that a small one holds."""
    for code, value in seen.items():
        yield f"`{code}`", value
        if is_a(value, pd.Series, dict) and 1 < len(value) <= SMALL:
            yield from ((f"`{code}[{label!r}]`", one) for label, one in value.items())
        elif is_a(value, list, tuple, np.ndarray) and 1 < len(value) <= SMALL:
            yield from ((f"`{code}[{index}]`", one) for index, one in enumerate(value))
        if is_a(value, pd.Series, np.ndarray, list, tuple) and len(value) > 1:
            try:
                total = float(np.sum(value))
                yield f"the sum of `{code}`", total
                yield f"the mean of `{code}`", total / len(value)
            except (TypeError, ValueError):
                continue


class _Watched(ast.NodeTransformer):
    """Has each step hand its value to `_keep` as well; what runs many times, or only when called, is left alone."""

    def visit(self, node: ast.AST) -> ast.AST:
        """Visit what is within a step, then the step."""
        if isinstance(node, LATER):
            return node
        code = shown(node)[1:-1] if isinstance(node, STEPS) and isinstance(_use(node), ast.Load) else ""
        node = self.generic_visit(node)
        if not code or code.endswith("…"):
            return node
        return ast.Call(ast.Name("_keep", ast.Load()), [ast.Constant(code), node], [])


def _use(node: ast.AST) -> ast.AST:
    return getattr(node, "ctx", ast.Load())
