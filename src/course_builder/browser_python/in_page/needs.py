"""Which earlier cells a cell needs, read from the names in their code: what is run is right, and little.

Every cell binds names (`table = …`), changes what others stand for (`table["x"] = …`, `ax.plot(…)`) and uses
names. From the wanted cell backwards, the cell that last binds or changes a name in want is needed, and what
that one needs. A needed cell is run again where its code, or what it takes, has changed since it was run, and
where a cell that should come later has bound its name since: every result is that of the page read from its
top.
"""

import ast
from dataclasses import dataclass, field
from functools import cache

# What a call changes although it only looks: a stream of random numbers.
STREAMS = ("default_rng", "Generator", "RandomState")


@dataclass
class Names:
    """The names of a cell: bound whatever came before, bound or changed at all, and used."""

    binds: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)


@cache
def names_in(source: str, streams: frozenset[str] = frozenset()) -> Names:
    """Read the names of a cell; code that is not Python has none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return Names()
    found = Names()
    found.binds = {name for statement in tree.body for name in bound_by(statement)} - read_first(tree)
    for node in ast.walk(tree):
        found.touches |= bound_by(node) | changed_by(node)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.uses.add(node.id)
        elif isinstance(node, ast.AugAssign):
            found.uses |= {base_of(node.target)} - {""}
    found.touches |= found.uses & streams
    return found


def bound_by(node: ast.AST) -> set[str]:
    """Return the names that a statement binds."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    targets = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign | ast.For | ast.AsyncFor | ast.NamedExpr | ast.AugAssign):
        targets = [node.target]
    elif isinstance(node, ast.With | ast.AsyncWith):
        targets = [item.optional_vars for item in node.items if item.optional_vars]
    names = {child for target in targets for child in ast.walk(target)}
    return {name.id for name in names if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}


def changed_by(node: ast.AST) -> set[str]:
    """Return the names of what is changed in place: by an item, an attribute or a call that stands alone."""
    if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
        return {base_of(node)} - {""}
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return {base_of(node.value.func)} - {""} if isinstance(node.value.func, ast.Attribute) else set()
    return set()


def base_of(node: ast.AST) -> str:
    """Return the name at the beginning of `name.attribute[item].call()`, "" where there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def read_first(tree: ast.Module) -> set[str]:
    """Return the names that a cell reads in or before the statement that first binds them."""
    read, bound = set(), set()
    for statement in tree.body:
        here = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        if isinstance(statement, ast.AugAssign):
            here.add(base_of(statement.target))
        read |= here - bound
        bound |= bound_by(statement)
    return read


def streams_in(sources: list[str]) -> frozenset[str]:
    """Return the names that stand for a stream of random numbers, whose state every call changes."""
    return frozenset().union(*map(streams_of, sources))


@cache
def streams_of(source: str) -> frozenset[str]:
    """Return the names that one cell binds to a stream of random numbers."""
    if not any(word in source for word in STREAMS):
        return frozenset()
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return frozenset()
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    return frozenset(
        name
        for node in made
        if any(word in ast.unparse(node.value) for word in STREAMS)
        for name in bound_by(node)
    )


class Order:
    """What has been run, and what has to be run before a cell."""

    def __init__(self):
        self.ran: dict[int, str] = {}
        self.turn: dict[int, int] = {}  # cell -> which run of all it was
        self.last: dict[str, int] = {}  # name -> the cell that bound or changed it last

    def note(self, index: int, source: str, streams: frozenset[str] = frozenset()) -> None:
        """Take down that a cell has been run to its end."""
        self.ran[index] = source
        self.turn[index] = 1 + max(self.turn.values(), default=0)
        self.last |= dict.fromkeys(names_in(source, streams).touches, index)

    def before(self, sources: list[str], target: int) -> list[int]:
        """Return the cells that have to be run before cell number `target`, in order.

        Parameters
        ----------
        sources : list of str
            The code of all cells as it stands now.
        target : int
            The position of the cell that is to be run.
        """
        streams = streams_in(sources)
        names = {index: names_in(sources[index], streams) for index in range(target + 1)}
        made_by = providers(names, target)
        again: set[int] = set()
        while True:
            users = {target, *again}
            wanted = {p for user in users for name, p in made_by[user].items() if self.last.get(name) != p}
            stale = {c for c in made_by if c != target and self.is_stale(c, sources[c], made_by[c], again)}
            if wanted | stale <= again:
                return sorted(again)
            again |= wanted | stale

    def is_stale(self, index: int, source: str, made_by: dict[str, int], again: set[int]) -> bool:
        """Tell whether a cell has not been run as it stands, after what it uses."""
        if self.ran.get(index) != source:
            return True
        return any(p in again or self.turn.get(p, 0) > self.turn[index] for p in made_by.values())


def providers(names: dict[int, Names], target: int) -> dict[int, dict[str, int]]:
    """Return for a cell, and each that it needs, which earlier cell makes each name that it takes."""
    found, waiting = {}, [target]
    while waiting:
        user = waiting.pop()
        if user in found:
            continue
        # What a cell changes, or binds in some case only, depends on what was there.
        taken = (names[user].uses | names[user].touches) - names[user].binds
        found[user] = {}
        for name in taken:
            maker = next((i for i in range(user - 1, -1, -1) if name in names[i].touches), None)
            if maker is not None:
                found[user][name] = maker
                waiting.append(maker)
    return found
