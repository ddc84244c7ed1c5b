"""The maker of exercises, and that the committed exercises are what it makes and run untouched."""

import ast
import json
import re
from pathlib import Path

import jupytext
import matplotlib
import nbformat
import pytest

import marketing_origin
from course_builder.exercises import BEGIN, END, make_all, make_exercise, strays
from marketing_origin import checks
from marketing_origin.checks import store
from marketing_origin.checks.question import chapters
from marketing_origin.errors import CourseError

ROOT = Path(__file__).parents[1]
SOLUTIONS = sorted(ROOT.glob("solutions/*/*.md"))
each_solution = pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)

TOY = """\
---
kernelspec:
  display_name: Python 3
  name: python3
course:
  minutes: 40
---

Compute **two** numbers.

```{code-cell} ipython3
:tags: [hide-input]

margin, retention_rate = 100, 0.8
```

```{code-cell} ipython3
### BEGIN SOLUTION
#: A sum of a series: no loop is needed.
ratio = retention_rate / 1.1
answer_1 = margin / (1 - ratio)
### END SOLUTION
checked = [answer_1]
```

```{code-cell} ipython3
:tags: [solution]

print("the answer is", answer_1)
```

+++ {"tags": ["solution"]}

The model answer.

+++

## The next task

```{code-cell} ipython3
def value(margin, rate):
    \"\"\"Return the value.\"\"\"
    ### BEGIN SOLUTION
    return margin / (1.1 - rate)
    ### END SOLUTION


### BEGIN SOLUTION
def other(margin):
    return margin * 12
answer_2, unused = [month for month in range(3)], 5
### END SOLUTION
checked += [value(1, 0.5), other, answer_2]
```
"""


@pytest.fixture
def toy(tmp_path):
    path = tmp_path / "solutions" / "9_toys" / "9_9_toys.md"
    path.parent.mkdir(parents=True)
    path.write_text(TOY, "utf-8")
    chapter = tmp_path / "book" / "9_toys" / "9_9_toys.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text("# 9.9 Toys\n", "utf-8")
    return path


def sources(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_stub_and_hint_stand_where_the_solution_stood(toy):
    code = sources(make_exercise(toy))
    assert code[1] == (
        "# A sum of a series: no loop is needed.\nanswer_1 = None  # your answer\nchecked = [answer_1]"
    )
    assert '"""Return the value."""\n    ...  # your code\n' in code[2]
    assert "other = None  # your answer\nanswer_2 = None  # your answer\nchecked +=" in code[2]


def test_no_trace_of_the_solution_is_left_and_the_rest_is_untouched(toy):
    text = nbformat.writes(make_exercise(toy))
    for secret in (
        "ratio",
        "unused",
        "* 12",
        "1.1 - rate",
        "the answer is",
        "SOLUTION",
        "month",
        "model answer",
    ):
        assert secret not in text
    assert "Compute **two** numbers." in text and "The next task" in text
    assert "hide-input" in text and "retention_rate = 100, 0.8" in text


def test_the_exercise_runs_untouched(toy):
    names = {}
    for source in sources(make_exercise(toy)):
        exec(source, names)
    assert names["checked"] == [None, None, None, None]


def test_an_exercise_is_the_same_bytes_every_time(toy):
    first = nbformat.writes(make_exercise(toy))
    assert first == nbformat.writes(make_exercise(toy))
    notebook = json.loads(first)
    assert [cell["id"] for cell in notebook["cells"]][:2] == ["9_9_toys-01", "9_9_toys-02"]
    assert all(not cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert notebook["metadata"]["course"] == {"minutes": 40}
    nbformat.validate(nbformat.from_dict(notebook))


def test_exercises_are_written_only_where_they_changed(toy):
    root = toy.parents[2]
    target = root / "exercises" / "9_toys" / "9_9_toys.ipynb"
    assert make_all(root, check=True) == [target] and not target.exists()
    assert make_all(root) == [target]
    assert make_all(root) == make_all(root, check=True) == []
    target.write_text(target.read_text("utf-8").replace("two", "three"), "utf-8")
    assert make_all(root, check=True) == [target]
    assert make_all(root) == [target]


def test_an_exercise_goes_with_its_solution_and_a_notebook_of_ones_own_stays(toy):
    root = toy.parents[2]
    (exercise,) = make_all(root)
    own = exercise.with_name("old.ipynb")
    own.write_text("{}")
    toy.unlink()
    assert make_all(root, check=True) == [exercise, own] and exercise.exists()
    assert make_all(root) == [exercise] and not exercise.exists()
    assert strays(root) == [own] and own.exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("### END SOLUTION\nchecked = ", "checked = ", 18, "has no '### END SOLUTION' in its cell"),
        ("### BEGIN SOLUTION\n#:", "#:", 21, "'### END SOLUTION' has no partner"),
        ("#: A sum", "### BEGIN SOLUTION\n#: A sum", 19, "'### BEGIN SOLUTION' has no partner"),
        ("## The next task", "### BEGIN SOLUTION", 38, "outside of a code cell"),
    ],
)
def test_an_unbalanced_marker_is_told_with_file_and_line(toy, old, new, line, said):
    toy.write_text(TOY.replace(old, new, 1), "utf-8")
    with pytest.raises(CourseError) as caught:
        make_exercise(toy)
    assert f"9_9_toys.md, line {line}: " in str(caught.value) and said in str(caught.value)


@pytest.mark.parametrize("between", ["", "+++\n\n"], ids=["in one cell with the next task", "in its own"])
def test_text_that_follows_code_of_the_solution_is_kept_back_or_told(toy, between):
    code = "\n```{code-cell} ipython3\n:tags: [solution]\n\nanswer_1\n```\n\n"
    toy.write_text(f"{TOY}{code}It is 367.\n\n{between}## Next\n\nMore.\n", "utf-8")
    with pytest.raises(CourseError, match=re.escape("the text 'It is 367.")) as caught:
        make_exercise(toy)
    above, below = re.findall(r"`(\+\+\+.*?)`", str(caught.value))
    toy.write_text(f"{TOY}{code}{above}\n\nIt is 367.\n\n{below}\n\n## Next\n\nMore.\n", "utf-8")
    said = [cell.source for cell in make_exercise(toy).cells]
    assert said[-1] == "## Next\n\nMore." and not [text for text in said if "367" in text]


def test_a_cell_that_is_not_python_is_told(toy):
    toy.write_text(TOY.replace("checked = [answer_1]", "checked = [answer_1"), "utf-8")
    with pytest.raises(CourseError, match="9_9_toys.md: the cell with .* is not Python"):
        make_exercise(toy)


# --- the course's own exercises --------------------------------------------------------------------------


def test_committed_exercises_are_what_the_solutions_make():
    changed = [path.relative_to(ROOT).as_posix() for path in make_all(ROOT, check=True)]
    assert not changed, "run `python3 course.py exercises`, and delete exercises that have no solution"


@each_solution
def test_no_line_of_a_solution_is_in_the_exercise(path):
    notebook = jupytext.read(path)
    exercise = "\n".join(cell.source for cell in make_exercise(path).cells)
    secret, open_to_all, hidden = set(), set(), False
    for cell in notebook.cells:
        dropped = "solution" in cell.metadata.get("tags", [])
        for line in map(str.strip, cell.source.splitlines()):
            hidden = line == BEGIN or (hidden and line != END)
            (secret if hidden or dropped else open_to_all).add(line)
    # A line with nothing but the opening of a call, `pd.DataFrame(`, gives nothing away.
    says_nothing = re.compile(r"###.*|#: .*|[\w.]+[(\[{]|.{0,12}")
    telling = {line for line in secret - open_to_all if not says_nothing.fullmatch(line)}
    assert not [line for line in telling if line in exercise]


def run(notebook, monkeypatch):
    """Run a notebook's code in one namespace and return the feedback of every check in it."""
    feedback = []

    def check(*arguments):
        feedback.append(checks.check(*arguments))
        return feedback[-1]

    matplotlib.use("Agg")
    monkeypatch.setattr(marketing_origin, "check", check, raising=False)
    monkeypatch.setattr(store, "place", lambda: None)
    monkeypatch.setattr(store, "_session", {})
    names = {"__name__": "__main__"}
    for source in sources(notebook):
        exec(compile(ast.parse(source), "cell", "exec"), names)
    return feedback


def asked_in(path):
    """The names of the questions that a solution answers; those in the chapter's text have letters."""
    page = path.relative_to(ROOT / "solutions").with_suffix("").as_posix()
    names = [name for chapter in chapters().values() if chapter.page == page for name in chapter.questions]
    return [name for name in names if name.rpartition(".")[2].isdigit()]


@each_solution
def test_a_solution_passes_all_its_checks(path, monkeypatch):
    feedback = run(jupytext.read(path), monkeypatch)
    assert [each for each in feedback if each.status not in ("right", "self")] == []
    assert {each.name for each in feedback} == set(asked_in(path))


@each_solution
def test_an_untouched_exercise_runs_and_says_not_answered_yet(path, monkeypatch):
    feedback = run(make_exercise(path), monkeypatch)
    assert [each for each in feedback if each.status != "unanswered"] == []
    assert {each.name for each in feedback} == set(asked_in(path))
