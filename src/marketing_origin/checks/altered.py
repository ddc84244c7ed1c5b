"""The worked way to an answer with one step done otherwise, so that what comes of it is recognised.

A question's function says how its right answer is computed. Its code is read, and one step at a time is done as
people do it wrongly: a factor left out, a ratio turned round, a bound that counts or not, a filter forgotten, one
period more. What comes out is compared with an answer that nothing else explains. What such a step is called is the
code's own: the functions of questions are written to be read.
"""

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from marketing_origin.checks.worked_way import ANSWER, Way, names_in, shown

#: What people take of several values in place of each other, as a method or by its name in a text.
STATISTICS = {
    "mean": ("median", "sum", "max", "min", "count"),
    "median": ("mean", "sum"),
    "sum": ("mean", "count", "max", "median"),
    "count": ("nunique", "sum", "size", "mean"),
    "nunique": ("count", "size"),
    "size": ("nunique", "count"),
    "max": ("min", "mean", "last"),
    "min": ("max", "mean", "first"),
    "first": ("last", "min"),
    "last": ("first", "max"),
    "std": ("var", "sem", "mean"),
    "var": ("std",),
}
SWAPPED_METHODS = STATISTICS | {
    "head": ("tail",),
    "tail": ("head",),
    "any": ("all",),
    "all": ("any",),
    "idxmax": ("idxmin",),
    "idxmin": ("idxmax",),
    "nlargest": ("nsmallest",),
    "nsmallest": ("nlargest",),
}
#: How many standard errors people take on each side, and what for.
ERRORS = {1.0: "one standard error", 1.645: "that of 90 %", 2.0: "two", 2.576: "that of 99 %"}
#: What holds data: its numbers are no steps.
DATA = (ast.List, ast.Tuple, ast.Dict, ast.Set)
#: Methods that people forget; of functions, those of one input.
LEFT_OUT_METHODS = frozenset(
    """drop_duplicates dropna fillna clip shift abs round cumsum cumprod diff query sort_values sort_index between where
    mask rename reindex normalize ffill bfill""".split()  # noqa: SIM905
)
ONE_ARGUMENT = frozenset("sqrt log exp log1p expm1 abs floor ceil round cumsum cumprod".split())  # noqa: SIM905
OPPOSITE = {
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
AT_THE_BOUND = {ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt}


@dataclass(frozen=True)
class Altered:
    """The way to an answer with one step done otherwise: what is said of it, and what computes it.

    `decides` tells whether the step is a condition: which rows, which names; `exchanged` whether one name of the way
    stands for another, which is less than a step.
    """

    says: str
    compute: Callable[[], object]
    decides: bool
    exchanged: bool


def altered(way: Way) -> Iterator[Altered]:
    """Yield a way with one step done otherwise each time, those nearest to the answer first; of a large way none."""
    if not way.is_small():
        return
    # Where the answer has a name of its own, another name for it is no step: `quantities` knows it.
    own = [
        (ast.Module([one], type_ignores=[]), at)
        for at, one in enumerate(way.statements)
        if not (isinstance(one, ast.Assign) and isinstance(one.value, ast.Name))
    ]
    helpers = [(ast.Module([one], type_ignores=[]), 0) for one in way.helpers]
    # A helper's place is before the first statement: all of it is gone again.
    exchanged = functools.partial(_exchanged, _bound(way))
    for change in (_otherwise, exchanged):
        for root, start in (*reversed(own), *helpers):
            for holder, place, node in _places(root):
                for says, new in change(node, holder):
                    compute = functools.partial(_run, way, start, holder, place, new)
                    yield Altered(
                        f"This is what comes out if {says}", compute, _decides(node), change is exchanged
                    )


def _run(way: Way, start: int, holder: ast.AST, place: tuple, new: ast.AST) -> object:
    """Go a way from a statement on with one node in place of another."""
    old = _put(holder, place, new)
    try:
        return way.run(start)
    finally:
        _put(holder, place, old)


def _put(holder: ast.AST, place: tuple, node: ast.AST) -> ast.AST:
    """Put a node in a place, and return what was there."""
    field, index = place
    old = getattr(holder, field)
    if index is None:
        setattr(holder, field, node)
        return old
    taken, old[index] = old[index], node
    return taken


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, tuple, ast.expr]]:
    """Yield (holder, place, node) for every expression whose value is used."""
    for holder in ast.walk(tree):
        for field, value in ast.iter_fields(holder):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                    yield holder, (field, index), node


def _bound(way: Way) -> list[str]:
    """Return the names that the statements of a way bind, as they stand in them."""
    names = dict.fromkeys(name for one in way.statements for name in sorted(names_in(one, ast.Store)))
    return [name for name in names if name != ANSWER]


def _exchanged(names: list[str], node: ast.expr, holder: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield each other name of the way in place of one."""
    if isinstance(node, ast.Name) and node.id in names:
        for other in names:
            if other != node.id:
                yield f"`{other}` stands for `{node.id}`", ast.Name(other, ast.Load())


def _otherwise(node: ast.expr, holder: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield (what is said after "if", node) for what people do in place of one step."""
    match node:
        case ast.BinOp():
            yield from _operation(node)
        case ast.Compare(ops=[_], comparators=[_]):
            yield from _comparison(node)
        case ast.UnaryOp(op=ast.Invert()):
            yield f"those are taken for whom {shown(node.operand)}", node.operand
        case ast.UnaryOp(op=ast.USub()) if not isinstance(node.operand, ast.Constant):
            yield f"the minus before {shown(node.operand)} is left out", node.operand
        case ast.Call():
            yield from _call(node)
        case ast.Subscript():
            yield from _choice(node)
        # What stands in a list or a dict is data.
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool) and not isinstance(
            holder, DATA
        ):
            yield from _constant(node, holder)
        case ast.Constant(value=str()) if node.value in STATISTICS:
            for other in STATISTICS[node.value]:
                yield f"`{other}` is taken where `{node.value}` is", ast.Constant(other)
        case ast.Name() if not (isinstance(holder, ast.Call) and holder.func is node):
            yield f"1 less `{node.id}` stands for `{node.id}`", ast.BinOp(ast.Constant(1), ast.Sub(), node)
            mean = ast.Call(ast.Attribute(node, "mean", ast.Load()), [], [])
            yield f"`{node.id}` is one for all, its mean", mean


def _decides(node: ast.expr) -> bool:
    """Tell whether a step is a condition, or a choice by one."""
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        return isinstance(node.op, ast.BitAnd | ast.BitOr | ast.Invert)
    return isinstance(node, ast.Compare | ast.Subscript)


def _operation(node: ast.BinOp) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is done in place of a + b, a - b, a * b, a / b, a ** b, a & b, a | b."""
    left, right = node.left, node.right

    def instead(operator: ast.operator, first: ast.expr = left, second: ast.expr = right) -> ast.BinOp:
        return ast.BinOp(first, operator, second)

    a, b = shown(left), shown(right)
    match node.op:
        case ast.Mult():
            yield f"{b} is left out", left
            yield f"{a} is left out", right
            yield f"it is divided by {b}, not multiplied", instead(ast.Div())
        case ast.Div():
            yield f"nothing is divided by {b}", left
            yield f"it stays at {b}, by which something is to be divided", right
            yield f"it is multiplied by {b}, not divided", instead(ast.Mult())
            yield f"the division by {b} is turned round", instead(ast.Div(), right, left)
        case ast.Add():
            yield f"{b} is left out", left
            yield f"{a} is left out", right
            yield f"{b} is taken off, not added", instead(ast.Sub())
        case ast.Sub():
            yield f"{b} is not taken off", left
            yield f"it stays at {b}, which is to be taken off something", right
            yield f"{b} is added, not taken off", instead(ast.Add())
            yield f"something is taken off {b}, and not the reverse", instead(ast.Sub(), right, left)
        case ast.Pow():
            yield f"nothing is raised to {b}", left
            yield f"it is multiplied by {b}, not raised to it", instead(ast.Mult())
            yield (
                f"one period too many is counted: {b} and one more",
                instead(ast.Pow(), left, _plus(right, 1)),
            )
            yield f"one period too few is counted: {b} less one", instead(ast.Pow(), left, _plus(right, -1))
        case ast.BitAnd():
            yield f"nobody asks whether {b}", left
            yield f"nobody asks whether {a}", right
            yield "one of two conditions is enough", instead(ast.BitOr())
        case ast.BitOr():
            yield f"{b} is left out", left
            yield f"{a} is left out", right
            yield "both of two conditions are asked", instead(ast.BitAnd())


def _plus(node: ast.expr, step: int) -> ast.BinOp:
    return ast.BinOp(node, ast.Add(), ast.Constant(step))


def _comparison(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    """Yield a comparison whose bound counts or does not, and its opposite."""
    kind, bound = type(node.ops[0]), node.comparators
    if kind in AT_THE_BOUND:
        new = ast.Compare(node.left, [AT_THE_BOUND[kind]()], bound)
        yield f"the bound itself is taken the other way: {shown(new)}", new
    if kind in OPPOSITE:
        new = ast.Compare(node.left, [OPPOSITE[kind]()], bound)
        yield f"the others are taken: {shown(new)}", new


def _call(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield a call of another method, without one, with its inputs exchanged, or without one that is named."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Attribute):
        of = node.func.value
        for other in SWAPPED_METHODS.get(name, ()):
            new = ast.Call(ast.Attribute(of, other, ast.Load()), node.args, node.keywords)
            yield f"`{other}` is taken of {shown(of)}, not `{name}`", new
        if name in LEFT_OUT_METHODS:
            yield f"`{name}` is left out after {shown(of)}", of
    if name in ONE_ARGUMENT and len(node.args) == 1:
        yield f"`{name}` is left out before {shown(node.args[0])}", node.args[0]
    if len(node.args) == 2 and not any(isinstance(one, ast.Starred) for one in node.args):
        yield (
            f"the two inputs of {shown(node)} change places",
            ast.Call(node.func, node.args[::-1], node.keywords),
        )
    for index, keyword in enumerate(node.keywords):
        if keyword.arg:
            rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
            yield f"{shown(keyword)} is left out of `{name}`", ast.Call(node.func, node.args, rest)


def _choice(node: ast.Subscript) -> Iterator[tuple[str, ast.expr]]:
    """Yield all rows for those chosen by a condition, and the others."""
    chosen, of = node.slice, node.value
    loc = isinstance(of, ast.Attribute) and of.attr == "loc"
    condition = chosen.elts[0] if loc and isinstance(chosen, ast.Tuple) and chosen.elts else chosen
    if isinstance(condition, ast.Slice):
        if not loc and (condition.lower or condition.upper):
            yield f"all are taken, not only {shown(node)}", of
        return
    if not isinstance(condition, ast.Compare | ast.BinOp | ast.UnaryOp | ast.Name | ast.Call | ast.Subscript):
        return
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.USub):
        return
    everything = ast.Slice() if loc else None
    others = ast.UnaryOp(ast.Invert(), condition)
    if loc and isinstance(chosen, ast.Tuple):
        whole = ast.Subscript(of, ast.Tuple([everything, *chosen.elts[1:]], ast.Load()), ast.Load())
        rest = ast.Subscript(of, ast.Tuple([others, *chosen.elts[1:]], ast.Load()), ast.Load())
    else:
        whole = of.value if loc else of
        rest = ast.Subscript(of, others, ast.Load())
    yield f"all are taken, not only those where {shown(condition)}", whole
    yield f"those are taken for whom {shown(condition)} does not hold", rest


def _constant(node: ast.Constant, holder: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield one more and one less for a small whole number, the other share for a share."""
    value = node.value
    where = f" in {shown(holder)}" if isinstance(holder, ast.expr) else ""
    if isinstance(value, int) and 0 <= value <= 400:
        for other in (value + 1, value - 1):
            yield f"{other} stands for {value}{where}", ast.Constant(other)
        for other in {0, 1} - {value, value + 1, value - 1}:
            yield f"{other} stands for {value}{where}", ast.Constant(other)
    elif isinstance(value, float):
        if 1.95 < value < 1.97:
            yield from (
                (f"the error is taken times {what}", ast.Constant(times)) for times, what in ERRORS.items()
            )
        if 0 < value < 1:
            yield f"{1 - value:.6g} stands for {value:.6g}{where}", ast.Constant(1 - value)
        for other in (0.0, 1.0):
            if other != value:
                yield f"{other:g} stands for {value:.6g}{where}", ast.Constant(other)
