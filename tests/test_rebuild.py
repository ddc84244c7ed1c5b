"""What is executed again after each kind of change, in a copy of the project; and who imports whom."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("src", "book", "solutions", "datasets")
# Executes the pages of a folder at every line of its input, and says which of them ran.
PROGRAM = """
import json, sys
from pathlib import Path
from course_builder import execute
from course_builder.notebooks import Page

for _ in sys.stdin:
    pages = [Page(f"book/{path.stem}", path) for path in Path(sys.argv[1]).glob("*.md")]
    ran = []
    execute.execute_pages(pages, lambda name, seconds: ran.append(name[5:]) if seconds else None)
    print(json.dumps(sorted(ran)), flush=True)
"""
PAGES = {
    "plain": ["1 + 1"],
    "model": ["from marketing_origin import economics", "economics.ResponseCurve(100, 0.1).response(5)"],
    "other_model": ["from marketing_origin import journeys", "journeys.__name__"],
    "data": ["from marketing_origin import data", "len(data.load('book_club'))"],
    "question": ["from marketing_origin import check", "check('1.3.1', None)"],
    "quiz": ["from marketing_origin import quiz", "quiz('1.1')"],
    "progress": ["from marketing_origin import progress", "progress()"],
    "widget": [
        "from marketing_origin import explore",
        "from marketing_origin.widgets import number, slider",
        "explore(lambda a: number('a', a), a=slider(0, 1))",
    ],
}
QUESTIONS = "solutions/1_marketing_fundamentals/1_3_behaviour_guidance.py"
# In a text, where the list of all questions finds it and nothing runs.
NEW_NAME = '\n"""\nquestions.add("c")\n"""\n'
CHAPTER = "book/1_marketing_fundamentals/1_3_behaviour_guidance.md"


class Project:
    """A copy of the project with pages of its own, and a process that executes what has changed."""

    def __init__(self, folder: Path):
        self.folder, self.pages = folder, folder / "pages"
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "requirements.lock", folder)
        self.pages.mkdir()
        for name, cells in PAGES.items():
            self.write(name, cells)
        environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
        environment.pop("MARKETING_ORIGIN_BUILD", None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, self.pages],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def write(self, name: str, cells: list[str]) -> None:
        code = "".join(f"\n```{{code-cell}} ipython3\n{cell}\n```\n" for cell in cells)
        head = "---\nkernelspec: {display_name: Python 3, language: python, name: python3}\n---\n"
        (self.pages / f"{name}.md").write_text(f"{head}\n# {name}\n{code}")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")

    def ran(self) -> set[str]:
        """Execute what needs it and say what that was."""
        print("now", file=self.process.stdin, flush=True)
        return set(json.loads(self.process.stdout.readline()))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = Project(tmp_path_factory.mktemp("project"))
    assert made.ran() == set(PAGES)
    assert made.ran() == set()
    yield made
    made.process.stdin.close()
    made.process.wait()


# Each edit with what must run again: no more, and above all no less.
@pytest.mark.parametrize(
    "name, old, new, again",
    [
        ("src/marketing_origin/economics/budget.py", "", "\nMORE = 1\n", {"model"}),
        ("src/marketing_origin/inputs.py", "", "\nMORE = 1\n", {"model", "other_model"}),
        ("src/marketing_origin/widgets/controls.py", "", "\nMORE = 1\n", {"widget"}),
        ("src/marketing_origin/widgets/static/widget.js", "", "\n// More.\n", set()),
        ("src/course_builder/widget_frontend/draw.js", "", "\n// More.\n", set()),
        ("datasets/book_club.csv.gz", None, None, {"data"}),
        ("datasets/datapackage.json", "", "\n", {"data"}),
        ("datasets/README.md", "", "\nMore.\n", set()),
        (QUESTIONS, "", "\nMORE = 1\n", {"question"}),
        (QUESTIONS, "", NEW_NAME, {"question", "progress"}),
        ("book/1_marketing_fundamentals/1_1_what_marketing_is_for.quiz.toml", "", "\n# More.\n", {"quiz"}),
        (CHAPTER, "", "\nMore.\n", set()),
        (CHAPTER, "# 1.3 ", "# 1.3 Newly: ", {"progress"}),
        ("pages/plain.md", "1 + 1", "1 + 2", {"plain"}),
        ("pages/data.md", "# data", "# data\n\nMore text.", set()),
        ("requirements.lock", "", "\n# More.\n", set(PAGES)),
    ],
)
def test_a_change_executes_what_rests_on_it_and_nothing_else(project, name, old, new, again):
    path = project.folder / name
    before = path.read_bytes()
    if old is None:
        path.write_bytes(before + b"\0")  # gzip's readers pass over zeros at the end
    else:
        project.edit(name, old, new)
    try:
        assert project.ran() == again
        assert project.ran() == set()
    finally:
        path.write_bytes(before)
    assert project.ran() == set(), "going back to an earlier state executes nothing"


def test_a_new_file_of_questions_is_seen_by_who_lists_them_all(project):
    new = project.folder / QUESTIONS.replace("1_3_behaviour_guidance", "1_8_new")
    new.write_text('"""Questions."""\n')
    try:
        assert project.ran() == {"progress"}
    finally:
        new.unlink()


def imported(path: Path) -> set[str]:
    """The packages that a file's import statements name, wherever in it they stand."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def test_what_a_notebook_imports_never_imports_the_builder():
    files = [*(ROOT / "src" / "marketing_origin").rglob("*.py"), *ROOT.glob("solutions/*/*.py")]
    assert len(files) > 40
    assert not [path for path in files if "course_builder" in imported(path)]


def test_the_library_works_where_there_is_no_builder():
    program = """
import pkgutil, sys
from importlib import import_module
sys.modules["course_builder"] = None
import marketing_origin
for found in pkgutil.walk_packages(marketing_origin.__path__, "marketing_origin."):
    import_module(found.name)
from marketing_origin import check, explore, quiz
from marketing_origin.widgets import number, slider
from marketing_origin.widgets.page import page_data
widget = explore(lambda a: number("a", a), a=slider(0, 1))
page_data(widget.explorable)
check("1.3.1", 1), quiz("1.1")
print(type(widget).__name__)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "Explore\n", done.stderr
