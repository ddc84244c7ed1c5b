"""Makes the exercises that learners open from the worked solutions, their one source.

In a code cell of a solution, what a learner has to write stands between two lines:

    ### BEGIN SOLUTION
    #: A comment that starts like this one is a hint: it stays.
    answer_1 = margin * retention_rate / (1 + discount_rate - retention_rate)
    ### END SOLUTION

In the exercise `answer_1 = None  # your answer` takes its place (whatever name of the block the visible code
uses; `...` in the body of a function). A cell tagged `solution` is left out as a whole: code with the line
`:tags: [solution]`, text below the line `+++ {"tags": ["solution"]}`, up to the next cell.
"""

import ast
import re
from pathlib import Path

import jupytext
import nbformat

from course_builder.notebooks import exercise_title
from marketing_origin.errors import CourseError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def make_all(root: Path, check: bool = False) -> list[Path]:
    """Make every exercise below `root` from its solution, and remove those whose solution is gone.

    Parameters
    ----------
    root : Path
        The project's folder.
    check : bool
        Write nothing.

    Returns
    -------
    list of Path
        The exercises that were written or removed (with `check`: that are not what the solutions make).

    Raises
    ------
    CourseError
        If a solution has unbalanced markers or is no readable notebook.
    """
    root, changed = Path(root), []
    for source in sorted(root.glob("solutions/*/*.md")):
        target = exercise_of(root, source)
        if not target.exists() or target.read_text("utf-8") != text_of(source):
            changed.append(target)
            if not check:
                write_exercise(root, source)
    orphans = [path for path in strays(root) if check or f'"id": "{path.stem}-01"' in path.read_text("utf-8")]
    for path in [] if check else orphans:
        path.unlink()
    return [*changed, *orphans]


def write_exercise(root: Path, solution: Path) -> Path:
    """Write the exercise that a solution makes, and return its file."""
    target = exercise_of(root, solution)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text_of(solution), "utf-8", newline="\n")
    return target


def text_of(solution: Path) -> str:
    """Return the content of the file of an exercise."""
    return nbformat.writes(make_exercise(solution)) + "\n"


def exercise_of(root: Path, solution: Path) -> Path:
    """Return the file of the exercise that a solution makes."""
    return root / "exercises" / solution.relative_to(root / "solutions").with_suffix(".ipynb")


def strays(root: Path) -> list[Path]:
    """List the notebooks in exercises/ that no solution makes."""
    known = {exercise_of(root, source) for source in root.glob("solutions/*/*.md")}
    return sorted(set(root.glob("exercises/**/*.ipynb")) - known)


def make_exercise(path: Path) -> nbformat.NotebookNode:
    """Return the exercise of one solution as a notebook without outputs, the same at every call.

    Raises CourseError, naming the file and the line, if a marker has no partner, and for an answer's text without tag.
    """
    path = Path(path)
    text = path.read_text("utf-8")
    require_balance(path, text)
    try:
        solved = jupytext.reads(text, fmt="md:myst")
    except Exception as error:
        raise CourseError(f"{path}: not a readable MyST notebook ({error}).") from error
    require_kept_back(path, solved.cells)
    solved.cells[0].source = f"# {exercise_title(path)}\n\n{solved.cells[0].source}"
    cells = [cell for cell in solved.cells if "solution" not in cell.metadata.get("tags", [])]
    trees = {index: _parse(path, cell) for index, cell in enumerate(cells) if cell.cell_type == "code"}
    used = {name for index, tree in trees.items() for name in _names_used(tree, cells[index].source)}
    for index, cell in enumerate(cells):
        if index in trees:
            cell.source = _with_stubs(cell.source, trees[index], used)
            cell.outputs, cell.execution_count = [], None
        cell.id = f"{path.stem}-{index + 1:02}"
    about = {"course": solved.metadata["course"]} if "course" in solved.metadata else {}
    exercise = nbformat.v4.new_notebook(cells=cells, metadata=about)
    exercise.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    exercise.metadata["language_info"] = {"name": "python"}
    return exercise


def require_balance(path: Path, text: str) -> None:
    """Raise CourseError, with file and line, for a marker without its partner in the same code cell."""
    begun, fence = 0, None
    for number, line in enumerate(text.splitlines(), 1):
        marker = line.strip()
        if fence is None and (opening := re.match(r"(`{3,}|~{3,})\s*\{code-cell", line)):
            fence = opening[1]
        elif fence and marker == fence:
            if begun:
                raise CourseError(f"{path}, line {begun}: {BEGIN!r} has no {END!r} in its cell.")
            fence = None
        elif marker in (BEGIN, END):
            if fence is None:
                raise CourseError(f"{path}, line {number}: {marker!r} stands outside of a code cell.")
            if (marker == BEGIN) == bool(begun):
                raise CourseError(f"{path}, line {number}: {marker!r} has no partner before the next marker.")
            begun = number if marker == BEGIN else 0


def require_kept_back(path: Path, cells: list[nbformat.NotebookNode]) -> None:
    """Raise CourseError for text that belongs to code which is kept back, and would be seen with the question."""
    answered = False
    for cell in cells:
        solution = "solution" in cell.metadata.get("tags", [])
        if cell.cell_type == "code":
            answered |= solution
        elif cell.source.startswith("#"):
            answered = False
        elif answered and not solution:
            raise CourseError(
                f"{path}: the text {cell.source[:40]!r} … follows code of the solution and would be in the exercise. "
                f'Write `+++ {{"tags": ["solution"]}}` above it, and `+++` where it ends.'
            )


def _blocks(source: str) -> list[tuple[int, int]]:
    """Return the line numbers (from 1) of the markers around each solution block of a cell."""
    lines = [line.strip() for line in source.splitlines()]
    return list(
        zip(
            [number for number, line in enumerate(lines, 1) if line == BEGIN],
            [number for number, line in enumerate(lines, 1) if line == END],
            strict=True,
        )
    )


def _parse(path: Path, cell: nbformat.NotebookNode) -> ast.Module:
    """Parse a code cell; a line magic counts as blank."""
    try:
        return ast.parse(re.sub(r"(?m)^[%!].*$", "", cell.source))
    except SyntaxError as error:
        raise CourseError(f"{path}: the cell with {error.text!r} is not Python ({error.msg}).") from error


def _names_used(tree: ast.Module, source: str) -> set[str]:
    """Return the names that a cell reads outside of its solution blocks."""
    blocks = _blocks(source)
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        if not any(begin < node.lineno < end for begin, end in blocks)
    }


def _with_stubs(source: str, tree: ast.Module, used: set[str]) -> str:
    """Replace every solution block of a cell by its hints and its stub."""
    lines = source.splitlines()
    for begin, end in reversed(_blocks(source)):
        indent = lines[begin - 1][: -len(lines[begin - 1].lstrip())]
        hints = [
            line.replace("#: ", "# ", 1) for line in lines[begin : end - 1] if line.lstrip().startswith("#: ")
        ]
        names = [name for name in _names_bound(tree, begin, end, len(indent)) if name in used]
        stubs = [f"{indent}{name} = None  # your answer" for name in names]
        blank = f"{indent}...  # your code" if indent else "# your code"
        lines[begin - 1 : end] = [*hints, *(stubs or [blank])]
    return "\n".join(lines)


def _names_bound(tree: ast.Module, begin: int, end: int, column: int) -> list[str]:
    """Return, in order, the names that the statements of a solution block bind at its own level."""
    names: dict[str, None] = {}
    for statement in ast.walk(tree):
        if not isinstance(statement, ast.stmt) or statement.col_offset != column:
            continue
        if not begin < statement.lineno < end:
            continue
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            names[statement.name] = None
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names[node.id] = None
            elif isinstance(node, ast.alias):
                names[node.asname or node.name.partition(".")[0]] = None
    return list(names)
