"""Ruff over every Python file, and over the code cells of chapters, solutions and exercises."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from course_builder import formatting
from course_builder.formatting import FOLDERS, NOTEBOOK_WIDTH, ruff, write_notebooks
from course_builder.paths import ROOT

CHECKS = pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids=["lint", "format"])


def complaints(*arguments: str) -> str:
    done = ruff(*arguments)
    mend = "\n`python3 course.py format` mends layout and what is marked [*]; the rest is mended by hand."
    return done.stdout + done.stderr + mend if done.returncode else ""


def require_none(told: str) -> None:
    if told:
        pytest.fail(told, pytrace=False)


@CHECKS
@pytest.mark.each_chapter
def test_python_files(check):
    require_none(complaints(*check, *FOLDERS))


@CHECKS
@pytest.mark.each_chapter
def test_code_cells(check, tmp_path):
    write_notebooks(tmp_path)
    # A long string (a figure's text alternative) may be longer than the page shows.
    require_none(complaints(*check, "--line-length", NOTEBOOK_WIDTH, str(tmp_path), "exercises"))


def test_a_badly_formatted_cell_is_found(tmp_path):
    bad = Path(tmp_path) / "bad.py"
    bad.write_text("import pandas\nx=1\n")
    assert complaints("format", "--check", str(bad)) and complaints("check", str(bad))


def test_what_formatting_cannot_mend_is_told(tmp_path, monkeypatch):
    long = tmp_path / "long.py"
    long.write_text('"""Say it."""\n\nWORDS = "' + "x" * 120 + '"\n')
    monkeypatch.setattr(formatting, "FOLDERS", (str(long),))
    assert re.search(r"long\.py:3:.* E501 ", formatting.left_to_mend())
    long.write_text('"""Say it."""\n')
    assert formatting.left_to_mend() == ""


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ('"""Say it."""\n\nfrom .data import load\n\nload()\n', "TID252"),
        (
            '"""Say it."""\n\n\ndef f():\n    """Go.\n\n    Raises:\n        ValueError: no.\n    """\n',
            "D406",
        ),
        ('"""Say it."""\n\n\ndef f():\n    return 1\n', "D103"),
    ],
    ids=["relative import", "another convention of docstrings", "no docstring"],
)
def test_imports_are_absolute_and_docstrings_follow_numpys_convention(source, rule, tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(source)
    assert rule in complaints("check", str(bad))


def test_no_section_of_a_docstring_is_in_another_convention():
    # What the linter does not know as a section of its convention it takes for text.
    google = re.compile(r"^ +(Args|Arguments|Keyword Args|Kwargs):$", re.MULTILINE)
    files = [path for path in (ROOT / "src").rglob("*.py") if google.search(path.read_text("utf-8"))]
    assert not files


#: What takes a row by its place, or one of several that are equal.
PICKS = {
    "head",
    "tail",
    "first",
    "last",
    "nth",
    "drop_duplicates",
    "duplicated",
    "cumsum",
    "cumcount",
    "shift",
    "iloc",
}


def _chain(node: ast.AST) -> Iterator[ast.AST]:
    """Give an expression and what stands to the left of its dots and brackets."""
    while True:
        yield node
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        else:
            return


def _sorts_unstably(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("sort_values", "argsort")
        and not any(keyword.arg == "kind" for keyword in node.keywords)
    )


def picked_from_an_unstable_sort(source: str) -> list[str]:
    """Return the lines that pick rows by their place after a sort in which equal keys may come in any order."""
    unstable, found = set(), []

    def bad(node: ast.AST) -> bool:
        chain = list(_chain(node))
        return any(map(_sorts_unstably, chain)) or any(
            isinstance(n, ast.Name) and n.id in unstable for n in chain
        )

    nodes = [node for node in ast.walk(ast.parse(source)) if hasattr(node, "lineno")]
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            (unstable.add if bad(node.value) else unstable.discard)(node.targets[0].id)
        if isinstance(node, ast.Attribute) and node.attr in PICKS and bad(node.value):
            found.append(source.splitlines()[node.lineno - 1].strip())
    return found


@pytest.fixture(scope="module")
def code_of_pages(tmp_path_factory) -> dict[Path, str]:
    """The code cells of every executed page as one program, by the page's file."""
    sources = {}
    for notebook, page in write_notebooks(tmp_path_factory.mktemp("notebooks")).items():
        cells = nbformat.read(notebook, 4).cells
        code = (cell.source for cell in cells if cell.cell_type == "code")
        sources[page] = "\n".join(re.sub(r"^[%!].*", "", text, flags=re.MULTILINE) for text in code)
    return sources


@pytest.mark.each_chapter
def test_no_row_is_picked_from_an_unstable_sort(code_of_pages):
    # Which of two equal rows comes first differs between processors, and in the browser: kind="stable", and every
    # key that decides.
    files = [path for folder in ("src", "solutions") for path in (ROOT / folder).rglob("*.py")]
    sources = {path: path.read_text("utf-8") for path in files} | code_of_pages
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path, text in sources.items()
        for line in picked_from_an_unstable_sort(text)
    ]
    remedy = (
        "These pick rows by their place after a sort that leaves equal ones in any order; the sort itself may stand "
        'above. Write sort_values(…, kind="stable"), by every key that decides, even where you know of no equal ones:'
    )
    require_none("\n".join([remedy, *found]) if found else "")


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('log.sort_values("month").drop_duplicates("id")', 1),
        ('log = log.sort_values("month")\nlog = log[log["a"] > 0]\nfirst = log.groupby("id").first()', 1),
        ('log = log.sort_values("month", kind="stable")\nlog.head(3)', 0),
        ('names = log.sort_values("month").index', 0),
    ],
)
def test_a_row_picked_from_an_unstable_sort_is_found(source, lines):
    assert len(picked_from_an_unstable_sort(source)) == lines


INT64 = 'write .astype("int64") or dtype="int64"'
ARANGE = 'write np.arange(…, dtype="int64"), or range(…) where nothing is computed with it'


def _is_default(node: ast.AST) -> bool:
    """Tell whether an expression names the default integer."""
    return (
        isinstance(node, ast.Name)
        and node.id == "int"
        or isinstance(node, ast.Constant)
        and node.value == "int"
    )


def _is_narrow_range(node: ast.AST) -> bool:
    """Tell whether an expression is an `np.arange`, in brackets or not, whose numbers get the default type."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "np.arange"
        and not any(keyword.arg == "dtype" for keyword in node.keywords)
        and not any(
            isinstance(part, ast.Constant) and isinstance(part.value, float) for part in ast.walk(node)
        )
    )


def _kept(node: ast.AST, by_name: bool) -> list[ast.AST]:
    """Return what a piece of code keeps as it is: under a name, as a column, as an index or as a frame's values."""
    if isinstance(node, ast.Assign) and by_name:
        return [node.value, *(node.value.elts if isinstance(node.value, ast.Tuple) else [])]
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Call) and re.search(
        r"\bpd\.|\.(assign|groupby|reindex)$", ast.unparse(node.func)
    ):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    return []


def default_integers(source: str) -> list[str]:
    """Return the lines of code that make the default integer, each with what to write instead."""
    found, tree = [], ast.parse(source)
    # What a function names is gone when it returns.
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    inside = {part for function in functions for part in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "astype":
            asked = node.args
        elif isinstance(node, ast.keyword) and node.arg == "dtype":
            asked = [node.value]
        else:
            asked = []
        types = [part for each in asked for part in (each.values if isinstance(each, ast.Dict) else [each])]
        if any(map(_is_default, types)):
            found.append((types[0].lineno, INT64))
        found += [
            (value.lineno, ARANGE) for value in _kept(node, node not in inside) if _is_narrow_range(value)
        ]
    lines = source.splitlines()
    return [f"{lines[number - 1].strip()}: {remedy}" for number, remedy in sorted(found)]


@pytest.mark.each_chapter
def test_no_default_integer_is_kept(code_of_pages):
    # In the browser it has 32 bits, and wraps in a product or a running total without a word. What no rule of
    # spelling sees, the notebooks in the browser's Python tell (test_no_frame_holds_the_default_integer).
    library = {path: path.read_text("utf-8") for path in [*(ROOT / "src").rglob("*.py")]}
    cast = {
        path: [line for line in default_integers(text) if INT64 in line] for path, text in library.items()
    }
    found = cast | {path: default_integers(text) for path, text in code_of_pages.items()}
    assert {str(path): lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ('log["month"] = log["month"].astype(int)', INT64),
        ('log = log.astype({"month": "int"})', INT64),
        ("seen = pd.Series(0, index=log.index, dtype=int)", INT64),
        ("year = np.arange(10)", ARANGE),
        ("row = np.arange(len(names))[::-1]", ARANGE),
        ('log = pd.DataFrame({"customer": np.arange(1, n + 1)})', ARANGE),
        ("log = log.assign(row=np.arange(len(log)))", ARANGE),
        ('year = np.arange(10, dtype="int64")', ""),
        ("share = np.arange(0, 1.01, 0.05)", ""),
        ("present = (0.9 ** np.arange(12)).sum()", ""),
        ("def worth(n): t = np.arange(n); return (0.9**t).sum()", ""),
        ('log["month"] = log["month"].astype("int64")', ""),
    ],
)
def test_a_default_integer_is_found(source, remedy):
    assert default_integers(source) == ([f"{source}: {remedy}"] if remedy else [])


def test_no_name_of_a_test_holds_what_was_packed_while_collecting(request):
    # Such a name holds the second of collecting, and test processes would have different tests.
    names = [item.nodeid for item in request.session.items]
    assert not [name for name in names if r"\x1f\x8b" in name or r"\x03\x04" in name]
