"""Which earlier cells a cell needs: read from the names in their code, so that what is run is right and little.

Every cell binds names (`table = …`), changes what others stand for (`table["x"] = …`, `ax.plot(…)`) and uses
names. From the wanted cell backwards, a cell that binds or changes a name in want is needed; it is run again
where it has been run with other code, or where a cell that should come later has bound the name since.
"""

import ast
from dataclasses import dataclass, field

# What a call changes although it only looks: a stream of random numbers.
STREAMS = ("default_rng", "Generator", "RandomState")


@dataclass
class Names:
    """The names of a cell: bound whatever came before, bound or changed at all, and used."""

    binds: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)
    uses: set[str] = field(default_factory=set)


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
    """Return the names of what a node changes in place: an item, an attribute, or by a call that stands alone."""
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
    found = set()
    for source in sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(word in ast.unparse(node.value) for word in STREAMS):
                found |= bound_by(node)
    return frozenset(found)


class Order:
    """What has been run, and what has to be run before a cell."""

    def __init__(self):
        self.ran: dict[int, str] = {}
        self.last: dict[str, int] = {}  # name -> the cell that bound or changed it last

    def note(self, index: int, source: str, streams: frozenset[str] = frozenset()) -> None:
        """Take down that a cell has been run to its end."""
        self.ran[index] = source
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
        wanted = set(names_in(sources[target], streams).uses)
        needed = []
        for index in range(target - 1, -1, -1):
            names = names_in(sources[index], streams)
            concerned = names.touches & wanted
            if not concerned:
                continue
            fresh = self.ran.get(index) == sources[index]
            if fresh and all(self.last.get(name) == index for name in concerned):
                wanted -= concerned
            else:
                needed.append(index)
                wanted = (wanted - names.binds) | names.uses
        return needed[::-1]
