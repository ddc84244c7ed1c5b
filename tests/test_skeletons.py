"""Skeletons: what `new` makes is whole, at its place, and refused where it cannot be made."""

import re

import nbformat
import pytest
import yaml

from course_builder import cli, exercises, notebooks, skeleton
from course_builder.formatting import NOTEBOOK_WIDTH, ruff
from course_builder.paths import ROOT
from marketing_origin import course_files
from marketing_origin.checks import question
from marketing_origin.quizzes import read as read_quiz

TOYS = ("9.8", "--title", "Toys in use", "--part", "9 Toys")
TEXTS = {".md", ".toml", ".py", ".json"}  # suffixes of what a skeleton makes
PLACE = "9_toys/9_8_toys_in_use"


TOC = """# The contents.
format: jb-book
root: index
parts:
  - caption: 0 Start here
    chapters:
      - file: book/0_start_here/0_2_data
        sections:
          - file: book/0_start_here/data_small
            title: "Data: three small sets"
  - caption: 2 Economics
    chapters:
      - file: book/2_economics/2_4_budget
      - file: book/2_economics/2_10_more
  - caption: 4 Worth
    chapters:
      - file: book/4_worth/4_1_formula
  - caption: Appendices
    chapters:
      - file: book/appendices/glossary
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A small project, laid out as this one."""
    (tmp_path / "_toc.yml").write_text(TOC)
    for name in notebooks.files_named(yaml.safe_load(TOC)):
        page = tmp_path / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# {course_files.chapter_number(page.name) or ''} The CLV formula\n")
    for taken in ("solutions/4_worth/4_1_formula.md", "datasets/telco.resource.json"):
        (tmp_path / taken).parent.mkdir(parents=True)
        (tmp_path / taken).touch()
    for module in (skeleton, course_files):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def new(*arguments):
    return cli.main(["new", *arguments])


def written(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def titles(root):
    return [part["caption"] for part in yaml.safe_load((root / "_toc.yml").read_text())["parts"]]


def pages_of(root):
    return notebooks.files_named(yaml.safe_load((root / "_toc.yml").read_text()))


def test_a_chapter_of_a_new_part_has_all_its_files_and_its_place(root, capsys):
    assert new("chapter", *TOYS) == 0
    said = capsys.readouterr().out
    for path in (f"book/{PLACE}.md", f"book/{PLACE}.quiz.toml", f"solutions/{PLACE}.py"):
        assert (root / path).exists() and path in said
    assert titles(root)[-2:] == ["9 Toys", "Appendices"]
    assert f"book/{PLACE}" in pages_of(root)
    page = (root / f"book/{PLACE}.md").read_text()
    assert page.count(":class: try-it") == page.count(":tags: [try-it]") == 2 and "sittings:" in page


def test_a_skeleton_is_a_chapter_whose_quiz_and_checks_hold_what_tests_ask(root):
    new("chapter", *TOYS)
    new("exercise", "9.8")
    assert len(read_quiz("9.8", root / f"book/{PLACE}.quiz.toml").questions) == 3
    chapter = question.loaded(root / f"solutions/{PLACE}.py").questions
    assert list(chapter.questions) == [f"9.8.{own}" for own in "ab12345"] and chapter.title == "Toys in use"
    bank = question.loaded(root / f"tests/solutions/{PLACE}.py")
    for name, asked in chapter.questions.items():
        assert len(bank.RIGHT[name]) >= 2 and len(bank.WRONG[name]) >= 4
        for answer in bank.RIGHT[name]:
            assert asked.judge(answer).status in ("right", "self"), asked.judge(answer)
        for answer, earned in bank.WRONG[name]:
            feedback = asked.judge(answer)
            assert feedback.status == "not yet"
            assert earned == feedback.mistake or earned in feedback.message
    made = exercises.make_exercise(root / f"solutions/{PLACE}.md")
    assert made.cells[0].source.startswith("# Exercise 9.8: Toys in use")
    assert "answer_1 = None  # your answer" in "".join(cell.source for cell in made.cells)


def test_the_python_of_a_skeleton_is_formatted(root):
    new("chapter", *TOYS)
    new("exercise", "9.8")
    files = [root / f"{folder}/{PLACE}.py" for folder in ("solutions", "tests/solutions")]
    for check in (["check", "--extend-ignore", "D1"], ["format", "--check"]):
        done = ruff(*check, *map(str, files))
        assert done.returncode == 0, done.stdout


def test_the_code_cells_of_a_skeleton_are_formatted(root, tmp_path):
    new("chapter", *TOYS)
    new("exercise", "9.8")
    new("dataset", "stores", "--title", "Stores")
    for number, page in enumerate((f"book/{PLACE}", f"solutions/{PLACE}", "book/0_start_here/data_stores")):
        nbformat.write(notebooks.read(root / f"{page}.md"), tmp_path / f"solutions-{number}.ipynb")
    for check in (["check"], ["format", "--check"]):
        done = ruff(*check, "--line-length", NOTEBOOK_WIDTH, *map(str, tmp_path.glob("*.ipynb")))
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [
        ("2.1", "data_", "2_4_"),
        ("2.5", "2_4_", "2_10_"),
        ("2.11", "2_10_", "4_1_"),
        ("4.9", "4_1_", "glossary"),
    ],
)
def test_a_chapter_of_a_part_that_stands_comes_in_order(root, number, before, after):
    old = pages_of(root)
    assert new("chapter", number, "--title", "Another") == 0
    pages = pages_of(root)
    at = next(i for i, page in enumerate(pages) if page.endswith("_another"))
    assert before in pages[at - 1] and after in pages[at + 1]
    assert [*pages[:at], *pages[at + 1 :]] == old
    assert len(titles(root)) == len(set(titles(root)))


def test_a_table_of_contents_of_another_layout_is_left_alone(root, capsys):
    (root / "_toc.yml").write_text("{root: index, parts: [{caption: 4 Lifetime, chapters: [{file: a}]}]}\n")
    before = written(root)
    assert new("chapter", "4.9", "--title", "Another") == 2
    assert "_toc.yml is laid out in another way" in capsys.readouterr().err
    assert written(root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chapter", "four", "--title", "A"], "write it like 2.1"),
        (["chapter", "4.1", "--title", "A"], "Chapter 4.1 exists already"),
        (["chapter", "9.1", "--title", "A"], '--part "9 …"'),
        (["chapter", "9.1", "--title", "A", "--part", "Toys"], '--part "9 Toys"'),
        (["chapter", "4.9", "--title", "A", "--part", "4 Worth"], "leave --part out"),
        (["chapter", "4.9"], 'needs its title: python3 course.py new chapter 4.9 --title "…"'),
        (["chapter", "4.9", "--title", "！"], "makes no file's name"),
        (["exercise", "9.8"], "first python3 course.py new chapter 9.8"),
        (["exercise", "4.1"], "exists already"),
        (["exercise", "4.1", "--title", "Another"], "is its chapter's, 'The CLV formula'"),
        (["dataset", "Stores!", "--title", "A"], "lower-case letters"),
        (["dataset", "telco", "--title", "A"], "exists already"),
        (["dataset", "stores", "--title", "A", "--part", "9 Toys"], "--part belongs to a new chapter"),
    ],
)
def test_what_cannot_be_made_is_one_message_and_nothing_is_written(arguments, said, root, capsys):
    before = written(root)
    assert new(*arguments) == 2
    assert said in capsys.readouterr().err
    assert written(root) == before


def test_a_data_set_is_described_made_and_introduced(root, capsys):
    assert new("dataset", "stores", "--title", 'Stores and their "sales"') == 0
    said = capsys.readouterr().out
    for path in ("datasets/stores.resource.json", "datasets/stores.csv", "book/0_start_here/data_stores.md"):
        assert (root / path).exists() and path in said
    pages = pages_of(root)
    assert pages.index("book/0_start_here/data_stores") == pages.index("book/0_start_here/data_small") + 1


def test_nothing_in_the_course_is_left_as_a_skeleton_made_it():
    folders = ("book", "solutions", "tests/solutions", "datasets")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    left = [
        f"{path.relative_to(ROOT)}, line {number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\bTODO\b|\btodo_", line)
    ]
    assert files and not left


@pytest.mark.parametrize(
    "page",
    [page for page in notebooks.pages() if page.kind == "book" and page.number],
    ids=lambda page: page.name,
)
def test_the_sittings_of_a_chapter_begin_at_headings_of_it(page):
    sittings = notebooks.read(page.path).metadata.get("course", {}).get("sittings", [])
    headings = re.findall(r"^## (.+)$", page.path.read_text("utf-8"), re.MULTILINE)
    at = [headings.index(title) for title in sittings]
    assert at == sorted(set(at))
