"""The way on which a question's function comes to its right answer, read from its code.

`altered` does one step of it otherwise, `quantities` looks at what its steps come to.
"""

import ast
import copy
import functools
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

LONGEST = 45  # characters of code that a message shows: enough to tell a step, too few to tell the way
MOST_ROWS = 2_000
ROUNDS = 100_000  # turns of a loop that a way may take: a step done otherwise may keep it from ending


ROWS = (pd.DataFrame, pd.Series, pd.Index, np.ndarray, list, tuple, dict)


@dataclass(frozen=True)
class Way:
    """The code that leads to a right answer.

    `statements` are those that the answer rests on, the last one of which gives it to the name ANSWER; `whole` are all
    before the return; `helpers` are the functions of the same file that they call; `known` the names of that file.
    """

    statements: list[ast.stmt]
    whole: list[ast.stmt]
    helpers: list[ast.stmt]
    known: dict

    def run(self, start: int = 0) -> object:
        """Go the way as its nodes are now, from a statement on, and return the answer.

        What the statements before have come to is kept, unless one of the way changes what it has been given.
        """
        if not self._can_be_cut():
            start = 0
        names = (
            dict(self._before[start]) if start else run([*self.helpers], self.known | {"_going": _counter()})
        )
        return run(self.statements[start:], names | {"_going": _counter()})[ANSWER]

    def _can_be_cut(self) -> bool:
        """Tell whether each statement binds names of its own, so that what is kept stays what it was."""
        return all(isinstance(one, ast.FunctionDef) or _only_binds(one) for one in self.statements)

    @functools.cached_property
    def _before(self) -> list[dict]:
        """The names as they are before each statement of the way as it should be gone."""
        names = run([*self.helpers], self.known | {"_going": _counter()})
        found = []
        for statement in self.statements:
            found.append(names)
            names = run([statement], dict(names))
        return found

    def is_small(self) -> bool:
        """Tell whether the way works on few rows only: of many, a step done otherwise may make too many to hold."""
        read = {name for one in (*self.statements, *self.helpers) for name in names_in(one)}
        # Known by its name: whoever imports the data sets rests on all of them.
        if any(getattr(self.known.get(name), "__name__", "") == "marketing_origin.data" for name in read):
            return False
        values = [self.known.get(name) for name in read]
        if self._can_be_cut():
            values += [value for names in self._before[-1:] for value in names.values()]
        return all(len(value) <= MOST_ROWS for value in values if isinstance(value, ROWS))

    def steps(self, change: ast.NodeTransformer, **more: object) -> None:
        """Go the whole way with its statements changed, where some more names are known."""
        names = run([*self.helpers], self.known | {"_going": _counter()} | more)
        run([change.visit(copy.deepcopy(one)) for one in self.whole], names)


ANSWER = "_answer"


def run(statements: list[ast.stmt], names: dict) -> dict:
    """Run statements where these names are known, and return the names as they are then."""
    tree = ast.Module(statements, type_ignores=[])
    if any(isinstance(node, ast.While) for node in ast.walk(tree)):
        tree = _Ending().visit(copy.deepcopy(tree))
    exec(compile(ast.fix_missing_locations(tree), "<way>", "exec"), names)
    return names


def _only_binds(statement: ast.stmt) -> bool:
    """Tell whether a statement gives names to what it computes, and changes nothing."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [ast.Constant(None)]
    return all(isinstance(one, ast.Name | ast.Tuple) and not names_in(one) for one in targets)


class _Ending(ast.NodeTransformer):
    """Has every `while` ask `_going`, too."""

    def visit_While(self, node: ast.While) -> ast.While:
        self.generic_visit(node)
        going = ast.Call(ast.Name("_going", ast.Load()), [], [])
        node.test = ast.BoolOp(ast.And(), [going, node.test])
        return node


def _counter() -> Callable[[], bool]:
    """Return a function that may be called ROUNDS times."""
    left = iter(range(ROUNDS))

    def going() -> bool:
        if next(left, None) is None:
            raise RuntimeError("This way does not end.")
        return True

    return going


def way_of(solve: Callable) -> Way | None:
    """Return the way of a question's function; None where it has none, or its source cannot be had."""
    function = _source(solve)
    if function is None or not isinstance(last := function.body[-1], ast.Return):
        return None
    if not isinstance(last.value, ast.Tuple) or isinstance(right := last.value.elts[0], ast.Constant):
        return None
    before = [one for one in function.body[:-1] if not _is_text(one)]
    answer = ast.Assign([ast.Name(ANSWER, ast.Store())], right)
    whole = [*before, answer]
    known = solve.__globals__
    return Way([*_leading_to(right, before), answer], whole, _called(whole, known), known)


def shown(node: ast.AST) -> str:
    """Return a step's code for a message, cut where it is long."""
    code = " ".join(ast.unparse(node).split())
    return f"`{code if len(code) <= LONGEST else code[: LONGEST - 1] + '…'}`"


def names_in(node: ast.AST, context: type = ast.Load) -> set[str]:
    """Return the names that code reads (or, with `ast.Store`, binds)."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, context)}


def _source(function: Callable) -> ast.FunctionDef | None:
    """Return a function's code; None where there is none to read."""
    try:
        found = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    return found if isinstance(found, ast.FunctionDef) else None


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _leading_to(value: ast.AST, statements: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements that a value rests on, in order."""
    needed, kept = names_in(value), []
    for statement in reversed(statements):
        changes = names_in(statement) if isinstance(statement, ast.Expr) else _bound(statement)
        if changes & needed:
            kept.append(statement)
            needed |= names_in(statement)
    return kept[::-1]


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds or changes: of `table["x"] = 1` that is table."""
    if isinstance(statement, ast.FunctionDef):
        return {statement.name}
    return names_in(statement, ast.Store).union(*map(names_in, getattr(statement, "targets", [])))


def _called(statements: list[ast.stmt], known: dict) -> list[ast.stmt]:
    """Return the functions of the same file that statements call, and those that they call."""
    found: dict[str, ast.stmt] = {}
    waiting: list[ast.stmt] = list(statements)
    while waiting:
        for name in sorted(names_in(waiting.pop()) - found.keys()):
            value = known.get(name)
            if callable(value) and getattr(value, "__module__", None) == known.get("__name__"):
                helper = _source(inspect.unwrap(value))
                if helper:
                    helper.decorator_list = []
                    found[name] = helper
                    waiting.append(helper)
    return list(found.values())
