"""Skeletons: what `new` makes is whole, at its place, and refused where it cannot be made."""

import json
import re
import shutil
import subprocess
import sys
import tomllib

import nbformat
import pytest
import yaml

from course_builder import answers, catalogue, cli, exercises, guide, notebooks, skeleton
from course_builder.formatting import NOTEBOOK_WIDTH, ruff
from course_builder.paths import ROOT
from marketing_origin import course_files
from marketing_origin.checks import question
from marketing_origin.errors import CourseError
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


GUIDE = """# What is written for instructors.

["0.2"]
helps = "What is a row?"

["4.1"]
helps = "When?"
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
    (tmp_path / "book/appendices/instructors_guide.toml").write_text(GUIDE)
    shutil.copy(ROOT / "datasets" / "rebuild.py", tmp_path / "datasets")
    (tmp_path / "datasets/telco.resource.json").write_text("[]")
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
    for test in re.findall(r"tests/test_\w+\.py", said):
        assert (ROOT / test).exists(), test
    assert "course.py test --only 9.8" in said and "outputs --only 0.1" in said and "$" not in said


@pytest.mark.parametrize(("number", "sections"), [("9.8", "0.2 4.1 9.8"), ("2.5", "0.2 2.5 4.1")])
def test_a_chapter_has_its_section_for_instructors_in_order(number, sections, root, capsys):
    new("chapter", number, "--title", "Another", *(["--part", "9 Toys"] if number == "9.8" else []))
    assert "book/appendices/instructors_guide.toml" in capsys.readouterr().out
    written = tomllib.loads((root / "book/appendices/instructors_guide.toml").read_text())
    assert list(written) == sections.split()
    assert {*guide.SAID} == {*written[number]} and all("TODO" in text for text in written[number].values())


def test_the_code_of_a_chapter_runs_as_it_is_made(root, tmp_path):
    new("chapter", *TOYS)
    cells = notebooks.read(root / f"book/{PLACE}.md").cells
    code = [
        cell.source
        for cell in cells
        if cell.cell_type == "code" and "try-it" not in cell.metadata.get("tags", [])
    ]
    script = "\n".join(source for source in code if not source.startswith("quiz("))
    assert "explore(" in script
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


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
        (["dataset", "2stores", "--title", "A"], "a letter first"),
        (["dataset", "", "--title", "A"], "a letter first"),
        (["dataset", "small", "--title", "A"], "data_small.md exists already"),
        (["dataset", "stores"], 'needs its title: python3 course.py new dataset stores --title "…"'),
        (["exercise", "four"], "write it like 2.1"),
        (["exercise", "9.8", "--part", "9 Toys"], "--part belongs to a new chapter"),
        (["chapter", "2.05", "--title", "A"], "write it like 2.1"),
        (["chapter", "2.0", "--title", "A"], "write it like 2.1"),
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
    added = said.split("Added to:\n")[1].split("\n\n")[0].split()
    assert added == ["_toc.yml", "datasets/datapackage.json"]
    pages = pages_of(root)
    assert pages.index("book/0_start_here/data_stores") == pages.index("book/0_start_here/data_small") + 1
    package = json.loads((root / "datasets/datapackage.json").read_text())
    assert [(table["name"], table["rows"]) for table in package["resources"]] == [("stores", 2)]


def test_a_table_that_nobody_entered_into_the_package_is_named_with_the_command(monkeypatch, tmp_path):
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets/stores.resource.json").write_text('{"name": "stores"}')
    (tmp_path / "datasets/datapackage.json").write_text('{"resources": []}')
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    with pytest.raises(CourseError, match="'stores'.*python3 course.py data stores"):
        catalogue.catalogue()


def test_a_data_set_with_a_page_of_its_own_is_linked_to_it():
    made = catalogue.catalogue()
    for name in ("club", "cdnow"):
        section = made.split(f"## `{name}`\n")[1].split("\n## ")[0]
        assert f"(/book/0_start_here/data_{name})" in section
    assert "(/book/0_start_here/data_small)" in made


def test_what_is_said_to_every_answer_of_a_bank_can_be_read(capsys):
    assert cli.main(["answers", "4.1"]) == 0
    said = capsys.readouterr().out
    assert "4.1.a One entry of the table\n" in said and "    not yet: simple_interest\n" in said
    assert "    NOT " not in said
    # Not 9.8: whoever follows the examples of the guide has one.
    assert cli.main(["answers", "99.9"]) == 2
    assert "There is no chapter '99.9'" in capsys.readouterr().err


def test_a_bank_that_misses_is_shown_where_it_does(root, monkeypatch):
    new("chapter", *TOYS)
    bank = root / f"tests/solutions/{PLACE}.py"
    text = bank.read_text().replace('(20, "todo_those_who_left")', '(30, "todo_those_who_left")')
    bank.write_text(text.replace("[80, [80.0]]", "[81, [80.0]]"))
    monkeypatch.setattr(answers, "ROOT", root)
    said = answers.said_to("9.8")
    assert "81\n    NOT RIGHT not yet: " in said
    assert "30\n    NOT 'todo_those_who_left' not yet: " in said
    assert "the bank has no answer that makes the mistake 'todo_those_who_left'" in said
    bank.unlink()
    with pytest.raises(CourseError, match=rf"There is no tests/solutions/{PLACE}.py yet"):
        answers.said_to("9.8")


@pytest.mark.each_chapter
def test_nothing_in_the_course_is_left_as_a_skeleton_made_it():
    folders = ("book", "solutions", "tests/solutions", "datasets")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    left = [
        f"{path.relative_to(ROOT)}, line {number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\bTODO\b|\btodo_", line)
    ]
    assert len(files) > 100
    if left:
        pytest.fail("\n".join(["Still to be written (TODO):", *left]), pytrace=False)


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
