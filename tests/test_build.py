"""Executing and building: what is done again after a change, what survives a kill, what an error says."""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from sphinx.search import js_index

from course_builder import build as builder
from course_builder import (
    execute,
    in_kernel,
    kept,
    kernels,
    made_once,
    notebooks,
    progress_bars,
    reference,
    sources,
    stage,
)
from course_builder.browser_python.in_page import stand_ins
from course_builder.exercises import BEGIN, END
from course_builder.notebooks import Page
from course_builder.readable import plain_markdown
from course_builder.sphinx_extension import mended
from course_builder.stage import PREFIX, with_glued_numbers
from course_builder.widgets import with_widgets
from marketing_origin.errors import CourseError
from marketing_origin.glued import TEXTS, glue

ROOT = Path(__file__).resolve().parents[1]
PAGES = [page for page in notebooks.pages() if page.executes]
HEADER = (ROOT / PAGES[0].path).read_text(encoding="utf-8").split("---")[1]


def page_of(folder: Path, name: str, *code: str) -> Page:
    cells = "".join(f"\n```{{code-cell}} ipython3\n{cell}\n```\n" for cell in code)
    path = folder / f"{name}.md"
    path.write_text(f"---{HEADER}---\n\n# {name}\n{cells}", encoding="utf-8")
    return Page(f"book/{name}", path)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "EXECUTED", tmp_path / "executed")
    return tmp_path


def executed_names(pages: list[Page]) -> list[str]:
    ran = []
    execute.execute_pages(pages, lambda name, seconds: ran.append(name) if seconds else None)
    return ran


def test_a_change_of_one_page_executes_that_page_alone(cache):
    pages = [page_of(cache, "one", "1 + 1"), page_of(cache, "two", "2 + 2")]
    assert sorted(executed_names(pages)) == ["book/one", "book/two"]
    assert executed_names(pages) == []
    page_of(cache, "two", "2 + 3")
    assert executed_names(pages) == ["book/two"]


def test_pages_are_executed_where_an_event_loop_runs_as_in_a_notebook(cache):
    pages = [page_of(cache, "one", "1 + 1")]

    async def in_a_notebook():
        return executed_names(pages)

    # In a thread of its own: tests of a browser, before this one, leave a loop running in theirs.
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(asyncio.run, in_a_notebook()).result() == ["book/one"]


def test_a_change_of_the_text_executes_nothing_and_shows(cache):
    page = page_of(cache, "one", "1 + 1")
    executed_names([page])
    page.path.write_text(page.path.read_text() + "\nA new sentence.\n")
    done = execute.execute_pages([page])["book/one"]
    assert executed_names([page]) == []
    assert "A new sentence." in done.cells[-1].source
    assert done.cells[1].outputs[0].data["text/plain"] == "2"


def test_kept_outputs_that_cannot_be_read_are_made_anew(cache):
    page = page_of(cache, "one", "1 + 1")
    executed_names([page])
    (path,) = (cache / "executed").glob("*.ipynb")
    for damage in (path.read_text()[:200], "[]", ""):
        path.write_text(damage)
        assert executed_names([page]) == ["book/one"]
        assert executed_names([page]) == []


def test_a_comment_in_a_module_executes_nothing_and_a_change_of_its_code_does(tmp_path):
    module = tmp_path / "module.py"

    def written(text):
        module.write_text(text)
        return kept.digest(tmp_path, "module.py")

    first = written("def double(x):\n    return 2 * x\n")
    assert written("# Why.\ndef double(x):\n    return 2 * x  # as asked\n") == first
    assert written("def double(x):\n    return 3 * x\n") != first
    assert written('def double(x):\n    """Shown."""\n    return 2 * x\n') != first
    assert written("def double(x:\n") != first  # not even Python: all of it counts


def test_outputs_of_a_source_that_changed_meanwhile_are_not_kept(cache):
    notebook = notebooks.read(page_of(cache, "one", "1 + 1").path)
    name = "datasets/README.md"
    written = (ROOT / name).stat().st_mtime
    kept.keep(notebook, [name], started=written)
    assert kept.find(notebook) is None
    kept.keep(notebook, [name], started=written + 1)
    assert kept.find(notebook) is not None


WIDTHS = """
import pandas as pd

months = pd.Series(pd.to_datetime(["2024-02-01", "2024-03-01"])).dt.month
frame = pd.DataFrame({"narrow": months, "wide": [1, 2]})
frame.index = months
parts = {"one": months.to_numpy(), "all": frame["wide"].reset_index(drop=True)}
"""


def test_what_a_notebook_holds_in_32_bits_is_kept_with_its_outputs(cache):
    page = page_of(cache, "widths", WIDTHS)
    execute.execute_pages([page])
    found = kept.find(notebooks.read(page.path)).metadata[kept.NARROW]
    assert found == ["frame, index", "frame[narrow]", "months", "parts[one]"]


WIDGET = """
from marketing_origin import explore
from marketing_origin.widgets import number, slider
def payback(margin):
    return number("Payback", 400 / margin)
"""


def test_a_widget_that_fails_at_any_position_stops_the_build_and_is_named(cache):
    page = page_of(cache, "broken", WIDGET, "explore(payback, margin=slider(0, 100, 50, value=50))")
    with pytest.raises(CourseError, match=r"code cell 2 of 2 failed: CourseError: payback\(margin=0\)"):
        execute.execute_pages([page])


def test_a_widget_is_kept_as_data_and_drawn_when_its_page_is_staged(cache):
    page = page_of(cache, "one", WIDGET, "explore(payback, margin=slider(50, 100, 50, value=50))")
    for _ in range(2):  # Executed, and as it was kept.
        done = execute.execute_pages([page])
        (output,) = done["book/one"].cells[2].outputs
        assert set(output.data) == {in_kernel.WIDGET, "text/plain"} and not output.metadata
        assert output.data["text/plain"] == "Payback. Payback: 8."
        (output,) = with_widgets(done)["book/one"].cells[2].outputs
        assert set(output.data) == {"text/html", "text/plain"}
        assert 'class="mo-explore"' in output.data["text/html"]


def test_a_slow_widget_is_named_with_what_it_costs(cache, monkeypatch, capsys):
    monkeypatch.setattr(execute, "SLOW_SECONDS", 0.2)
    slow = WIDGET.replace("    return", "    import time; time.sleep(0.1)\n    return")
    page = page_of(cache, "one", slow, "explore(payback, margin=slider(50, 100, 10), title='Slow')")
    execute.execute_pages([page])
    told = " ".join(capsys.readouterr().err.split())
    assert "book/one: the widget “Slow” took" in told
    assert "payback was called for 6 positions of its controls, 0.1" in told


def test_a_page_that_the_contents_do_not_name_is_an_error_with_its_remedy(tmp_path):
    (tmp_path / "book").mkdir()
    for name in ("index", "book/known", "book/draft"):
        (tmp_path / f"{name}.md").write_text("# Hello\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: book/known\n")
    with pytest.raises(CourseError, match=r"does not name book/draft\.md.*`- file: book/draft`"):
        notebooks.require_all_named(tmp_path)
    (tmp_path / "book/draft.md").unlink()
    notebooks.require_all_named(tmp_path)


def test_a_cell_that_raises_stops_the_build_and_is_named(cache):
    page = page_of(cache, "broken", "margin = 1", "margin / 0")
    with pytest.raises(
        CourseError, match="book/broken: code cell 2 of 2 failed: ZeroDivisionError"
    ) as caught:
        execute.execute_pages([page])
    assert "margin / 0" in str(caught.value)
    assert not list((cache / "executed").glob("*.ipynb"))


def test_a_cell_without_end_is_named_and_where_it_stands(cache, monkeypatch):
    monkeypatch.setattr(execute, "CELL_SECONDS", 2)
    page = page_of(cache, "endless", "margin = 1", "while True:\n    pass", "margin")
    with pytest.raises(CourseError, match=r"code cell 2 of 3 failed: it ran for more than 2 s") as caught:
        execute.execute_pages([page])
    at = page.path.read_text().splitlines().index("while True:") + 1
    assert f"(book/endless.md, line {at})" in str(caught.value)


def test_the_line_that_raises_is_shown_and_told_in_the_authors_file(cache):
    page = page_of(cache, "broken", "\n".join([f"x{i} = {i}" for i in range(16)] + ["x1 / 0", "x2"]))
    with pytest.raises(CourseError) as caught:
        execute.execute_pages([page])
    at = page.path.read_text().splitlines().index("x1 / 0") + 1
    assert f"(book/broken.md, line {at})" in str(caught.value) and "    x1 / 0" in str(caught.value)


def test_a_complaint_of_the_build_names_the_authors_file_and_line(tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "SOURCE", tmp_path / "staged")
    monkeypatch.setattr(builder, "ROOT", tmp_path)
    (tmp_path / "staged").mkdir()
    cells = [
        nbformat.v4.new_markdown_cell("# A page"),
        nbformat.v4.new_markdown_cell("One.\n\nSee [this](#x)."),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "staged" / "page.ipynb")
    (tmp_path / "page.md").write_text("---\n---\n# A page\n\nOne.\n\nSee [this](#x).\n")
    told = builder.complaints(f"{tmp_path}/staged/page.ipynb:20004: WARNING: no such target: x\n")
    assert told == "page.md:7: WARNING: no such target: x"


def test_one_chapter_alone_shows_what_is_wrong_with_it_and_not_what_other_chapters_lack(
    tmp_path, monkeypatch, capsys
):
    toc = "format: jb-book\nroot: index\nchapters:\n- file: book/1_1_here\n- file: book/1_2_away\n"
    staged = tmp_path / "staged"
    for folder in (tmp_path, staged):
        (folder / "book").mkdir(parents=True)
        (folder / "index.md").write_text("# Home\n")
        (folder / "book" / "1_1_here.md").write_text(
            "# 1.1 Here\n\n[a chapter](/book/1_2_away), [a place in it](the-place), [nowhere](/book/1_9_none)\n\n"
            "{term}`nonsense rate`\n\n![a picture](none.png)\n\n[no place](no-such-place)\n"
        )
    (tmp_path / "_toc.yml").write_text(toc)
    (tmp_path / "book" / "1_2_away.md").write_text("# 1.2 Away\n\n(the-place)=\n## A place\n")
    (staged / "_toc.yml").write_text(toc.replace("- file: book/1_2_away\n", ""))
    (staged / "_config.yml").write_text("title: Toy\nexecute:\n  execute_notebooks: 'off'\n")
    monkeypatch.setattr(builder, "SOURCE", staged)
    monkeypatch.setattr(builder, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(notebooks, "pages", partial(notebooks.pages, root=tmp_path))
    assert (builder.run_jupyter_book(strict=False) / "book" / "1_1_here.html").exists()
    told = capsys.readouterr().err.splitlines()
    assert all(line.startswith("book/1_1_here.md:") for line in told), told
    for wrong in ("/book/1_9_none", "nonsense rate", "none.png", "no-such-place"):
        assert [line for line in told if wrong in line], (wrong, told)
    assert len(told) == 4


def test_a_solution_marker_without_its_partner_stops_the_build(monkeypatch, tmp_path):
    page = next(page for page in notebooks.pages(only="1.1") if page.kind == "solutions")
    broken = tmp_path / "1_1_broken.md"
    text = page.path.read_text(encoding="utf-8")
    broken.write_text(f"{text}\n```{{code-cell}} ipython3\n{BEGIN}\nanswer = 1\n```\n", encoding="utf-8")
    monkeypatch.setattr(notebooks, "pages", lambda *_, **__: [Page(page.name, broken)])
    monkeypatch.setattr(notebooks, "require_all_named", lambda: None)
    with pytest.raises(CourseError, match=r"1_1_broken\.md, line \d+: '### BEGIN SOLUTION' has no"):
        builder._build(solutions=True, only=None, live="off")


def test_long_silence_is_broken_where_there_is_no_terminal(monkeypatch, capsys):
    monkeypatch.setattr(progress_bars, "EVERY", 0.05)
    with progress_bars.step("build"):
        time.sleep(0.3)
    assert capsys.readouterr().err.count("build … ") >= 2


def test_a_kernel_starts_with_a_clean_state(cache):
    pages = [page_of(cache, "one", "margin = 1"), page_of(cache, "two", '"margin" in globals()')]
    done = execute.execute_pages(pages, workers=1)
    assert done["book/two"].cells[1].outputs[0].data["text/plain"] == "False"


@pytest.mark.skipif(not kernels.CAN_FORK, reason="this system has ports alone")
def test_a_kernel_takes_no_port_that_another_program_may_take_before_it(cache, monkeypatch):
    def taken(*_):
        raise OSError("Address already in use")

    monkeypatch.setattr(socket.socket, "bind", taken)
    pages = [page_of(cache, "one", "1 + 1"), page_of(cache, "two", "2 + 2")]
    done = execute.execute_pages(pages, workers=2)
    assert done["book/two"].cells[1].outputs[0].data["text/plain"] == "4"


def test_a_number_in_the_text_that_no_cell_glued_is_an_error(cache):
    page = page_of(cache, "glued", 'from marketing_origin import glue\nglue("clv", 266.667, ",.1f")')
    page.path.write_text(page.path.read_text() + "\nWorth {glue:text}`clv`.\n")
    done = execute.execute_pages([page])["book/glued"]
    assert with_glued_numbers(done, "glued").cells[-1].source == "Worth 266.7."
    done.cells[-1].source = "Worth {glue:text}`value`."
    with pytest.raises(CourseError, match=r"\{glue:text\}`value`.*glued are: clv"):
        with_glued_numbers(done, "glued")


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (-0.0004, ".3f", "0.000"),
        (-0.0004, "+.1%", "0.0%"),
        (-0.0, "", "0.0"),
        (-0.4, ".0f", "0"),
        (-0.4, ".1f", "-0.4"),
        (-0.004, ".3f", "-0.004"),
        (-10, "d", "-10"),
        (0.0004, "+.1f", "+0.0"),
    ],
)
def test_zero_has_no_minus(value, spec, text):
    glue("shown", value, spec)
    assert TEXTS["shown"] == text


def test_zero_has_no_minus_in_a_table_of_the_page_nor_in_one_computed_there():
    table = pd.DataFrame({"change": [-0.0004, 0.0, -0.012]}).round(3)
    assert "<td>-0.000</td>" in table.to_html()
    for shown in (stand_ins.bundle_of(table)["text/html"], mended(table.to_html())):
        assert re.findall("<td>(.+?)</td>", shown) == ["0.000", "0.000", "-0.012"]


def test_a_negative_number_has_a_minus_sign_in_the_text(cache):
    page = page_of(
        cache, "cold", 'from marketing_origin import glue\nglue("t", -5, ".1f")\nglue("so", "so-so")'
    )
    page.path.write_text(page.path.read_text() + "\nIt is {glue:text}`t`, {glue:text}`so`.\n")
    done = execute.execute_pages([page])["book/cold"]
    assert with_glued_numbers(done, "cold").cells[-1].source == "It is \u22125.0, so-so."


def test_the_chapters_that_use_a_data_set_are_found_by_their_code_and_their_exercises(tmp_path):
    loading = {
        "book/0_2_data": 'data.load("club_members")',
        "book/1_1_people": "members = data.load(\n    'club_members'\n)",
        "book/1_2_clubs": 'data.load("clubs")',
        "book/2_1_costs": "1 + 1",
        "solutions/2_1_costs": 'data.load("club_costs")',
        "book/data_club": 'data.load("club_months")',
    }
    for name, code in loading.items():
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# A page\n\n```{{code-cell}}\n{code}\n```\n")
    (tmp_path / "index.md").write_text("# Hello\n")
    named = "".join(f"- file: {name}\n" for name in loading)
    (tmp_path / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{named}")
    using = [page.number for page in notebooks.chapters_using("club", tmp_path)]
    assert using == ["1.1", "2.1"]


def test_a_page_names_the_chapters_that_use_a_data_set():
    text = "Used in {chapters}`bank`, {chapters}`atlantis`."
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    shown = with_glued_numbers(notebook, "book/x").cells[0].source
    assert "[2.1](/book/2_acquisition_and_retention/2_1_what_a_customer_costs)" in shown
    assert shown.endswith("a chapter to come.")


def test_a_chapter_that_a_sentence_mentions_is_a_link_and_a_number_is_none():
    text = (
        "Chapters 1.1 and\n2.1 (2.4, 3.3) do; this one, chapter 1.2, too. Not 3.1 and (0.1%), `chapter 4.1`, "
        "$(4.1)$, $$(4.1)$$ [chapter 4.2](x), nor {glue:text}`rate` ({glue:text}`rate`). See chapter 2.1."
    )
    glued = [
        nbformat.v4.new_output(
            "display_data", data={f"{PREFIX}text/plain": "2.3"}, metadata={"scrapbook": {"name": "rate"}}
        )
    ]
    cells = [
        nbformat.v4.new_code_cell("glue('rate', 2.3)", outputs=glued),
        nbformat.v4.new_markdown_cell(text),
    ]
    shown = with_glued_numbers(nbformat.v4.new_notebook(cells=cells), "book/1_x/1_2_y").cells[1].source
    linked = re.findall(r"\[([^\]]+)\]\(/book/\d_\w+/(\d_\d)_", shown)
    numbers = {"Chapters 1.1": "1_1", "2.1": "2_1", "2.4": "2_4", "3.3": "3_3", "chapter 2.1": "2_1"}
    assert linked == list(numbers.items())
    assert "chapter 1.2, too" in shown and "[chapter 4.2](x), nor 2.3 (2.3)." in shown


def test_unreadable_table_of_contents_entry_is_named(tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: book/missing\n")
    (tmp_path / "index.md").write_text("# Hello\n")
    with pytest.raises(CourseError, match="book/missing"):
        notebooks.pages(tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_outputs_are_the_reference_outputs(page, executed):
    path = reference.path_of(page)
    assert path.exists(), "no reference outputs yet: python3 course.py outputs"
    difference = reference.compared(nbformat.read(path, as_version=4), reference.reduced(executed[page.name]))
    assert not difference, f"{difference}\nIf the new outputs are right: python3 course.py outputs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_computes_can_be_seen_on_it(page):
    """A cell whose code is nowhere on the page only shows a quiz: what is shown runs in the order shown."""
    for cell in notebooks.read(page.path).cells:
        if {"remove-cell", "remove-input"} & set(cell.metadata.get("tags", [])):
            assert re.fullmatch(
                r'(from marketing_origin import quiz\n\n)?(quiz\("[\d.]+"\)|self_assessment\(\))', cell.source
            ), cell.source


def test_a_print_that_came_in_two_parts_is_one_output():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("clv", id="a")])
    parts = ["CLV 366\n", "CAC 60\n"]
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text=part) for part in parts]
    assert reference.reduced(notebook).cells[0].outputs[0].text == "CLV 366\nCAC 60"


def test_a_changed_number_is_seen_and_a_last_digit_is_not():
    def shown(text):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("clv", id="a")])
        notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
        return notebook

    before = shown("CLV 366.666666667 of 1,000 customers")
    assert reference.compared(before, shown("CLV 366.666666668 of 1,000 customers")) == ""
    assert "366.7" in reference.compared(before, shown("CLV 366.7 of 1,000 customers"))
    assert "1,001" in reference.compared(before, shown("CLV 366.666666667 of 1,001 customers"))
    assert "value" in reference.compared(before, shown("value 366.666666667 of 1,000 customers"))


def test_every_page_becomes_plain_markdown_for_a_notebook(executed):
    raw = ("{term}", "{cite", "{glue", "{code-cell}", ":::", "{admonition}", ")=\n")
    for page in notebooks.pages():
        if page.executes or page.kind == "exercises":
            source = executed.get(page.name) or notebooks.read(page.path)
            for cell in with_glued_numbers(source, page.name).cells:
                if cell.cell_type == "markdown":
                    text = plain_markdown(cell.source, page.name)
                    assert not [mark for mark in raw if mark in text], text


def test_no_two_sources_are_cited_alike():
    from course_builder.readable import _author_year, _bibliography

    cited = [_author_year(key) for key in _bibliography()]
    assert len(cited) == len(set(cited)), "give one of them a letter: year = {2005a}"


def test_plain_markdown_of_each_form():
    text = "\n".join(
        [
            "(here)=",
            ":::{admonition} Claim check",
            ":class: claim-check",
            "A {term}`churn rate <churn>` of 5 %.{.verdict}",
            ":::",
            "See [the chapter](/book/4_customer_lifetime_value/4_1_clv_formula).",
            "After {cite}`fader2005counting`.",
        ]
    )
    plain = plain_markdown(text, "exercises/4_customer_lifetime_value/4_1_clv_formula")
    assert "> **Claim check**" in plain and "> A churn rate of 5 %." in plain and ":::" not in plain
    assert "](../../book/4_customer_lifetime_value/4_1_clv_formula.ipynb)" in plain
    assert "(Fader et al., 2005a)" in plain
    with pytest.raises(CourseError, match="tabs"):
        plain_markdown(":::{tabs}\nx\n:::", "book/x")


def test_the_solution_markers_do_not_reach_the_site(site):
    for path in (site / "solutions").rglob("*.html"):
        assert BEGIN not in path.read_text(encoding="utf-8") and END not in path.read_text(encoding="utf-8")


def solution_lines() -> set[str]:
    """Code that stands only in solutions: what a site without solutions must not hold."""
    lines = set()
    for page in notebooks.pages():
        if page.kind == "solutions":
            for cell in notebooks.read(page.path).cells:
                _, *blocks = cell.source.split(BEGIN)
                for block in blocks:
                    lines |= {
                        line.strip() for line in block.split(END)[0].splitlines() if len(line.strip()) > 30
                    }
    # A chapter may teach the very line.
    taught = "".join(
        page.path.read_text(encoding="utf-8") for page in notebooks.pages() if page.kind == "book"
    )
    return {line for line in lines if line not in taught and not line.startswith("#")}


def build(folder: Path, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "course_builder.cli", "book", "--build-only", "--live=off", *options]
    environment = {**os.environ, "MARKETING_ORIGIN_BUILD": str(folder)}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=300)


# What a chapter that was renamed meanwhile leaves behind: its page, and its source as it was staged.
GONE = ("html/book/9_9_gone.html", "source/book/9_9_gone.ipynb")


@pytest.fixture(scope="module")
def without_solutions(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("without") / "_build"
    shutil.copytree(site.parent / "executed", folder / "executed")
    for name in GONE:
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("old")
    done = build(folder, "--without-solutions")
    assert done.returncode == 0, done.stderr
    return folder


def test_without_solutions_no_solution_exists_anywhere(without_solutions):
    html = without_solutions / "html"
    assert not (html / "solutions").exists() and not (html / "_sources" / "solutions").exists()
    secrets = solution_lines()
    assert secrets
    for path in html.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".ipynb", ".js", ".json", ".txt", ".md", ".inv"):
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert "solutions/" not in text, path
            assert not [line for line in secrets if line in text], path


def test_a_current_build_is_left_alone_and_holds_nothing_of_a_chapter_that_is_gone(without_solutions):
    stamp = without_solutions / "html" / ".stamp"
    made = stamp.stat().st_mtime_ns
    assert build(without_solutions, "--without-solutions").returncode == 0
    assert stamp.stat().st_mtime_ns == made
    assert not [name for name in GONE if (without_solutions / name).exists()]


@pytest.fixture
def staged(tmp_path, monkeypatch):
    """The folder of a staged book of two pages, which `run_jupyter_book` makes."""
    folder = tmp_path / "staged"
    (folder / "book").mkdir(parents=True)
    (folder / "index.md").write_text("# Home\n")
    (folder / "book" / "1_1_here.md").write_text("# 1.1 Here\n\nA page that is whole.\n")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: book/1_1_here\n")
    (folder / "_config.yml").write_text("title: Toy\nexecute:\n  execute_notebooks: 'off'\n")
    monkeypatch.setattr(builder, "SOURCE", folder)
    monkeypatch.setattr(builder, "BUILD", tmp_path / "_build")
    return folder


@pytest.mark.parametrize("killed", [True, False])
def test_a_build_killed_half_way_is_mended(staged, killed):
    page = builder.run_jupyter_book() / "book" / "1_1_here.html"
    # What a kill leaves behind: a page cut short, and the mark of an unfinished build.
    page.write_text(page.read_text(encoding="utf-8")[:500], encoding="utf-8")
    (output,) = (path for path in page.parents if path.parent.name == "sphinx")
    assert not list(output.parent.glob("*.unfinished"))
    if killed:
        output.with_name(f"{output.name}.unfinished").touch()
    builder.run_jupyter_book()
    # To Sphinx the page looks finished.
    assert ("A page that is whole." in page.read_text(encoding="utf-8")) == killed


def search_index(html: Path) -> dict:
    return js_index.loads((html / "searchindex.js").read_text(encoding="utf-8"))


def test_one_chapter_leaves_the_others_standing(without_solutions):
    html = without_solutions / "html"
    page, other = (next(html.glob(f"book/*/{name}*.html")) for name in ("2_1_", "4_1_"))
    stamp, before = (html / ".stamp").read_text(), other.read_bytes()
    found = search_index(html)
    (html / ".stamp").unlink()
    (made,) = without_solutions.glob(f"sphinx/*/_build/html/{page.relative_to(html)}")
    made.unlink()
    done = build(without_solutions, "--without-solutions", "--only", "2.1")
    assert done.returncode == 0, done.stderr
    assert other.read_bytes() == before
    assert made.exists() and other.name in page.read_text(encoding="utf-8")
    assert found["indexentries"] and search_index(html) == found
    (html / ".stamp").write_text(stamp)


def test_one_chapter_takes_away_the_notebooks_of_chapters_that_the_book_has_no_more(tmp_path, monkeypatch):
    html, fresh = tmp_path / "html", tmp_path / "fresh"
    live = html / "live"
    standing = next(page.name for page in notebooks.pages(only="4.1") if page.number == "4.1")
    names = [f"{standing}.ipynb", "book/9_toys/9_8_toys.ipynb", f"{Path(standing).parent}/4_9_gone.ipynb"]
    for name in names:
        (live / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (live / "files" / name).write_text("{}")
    for folder in ("book", "book/9_toys", Path(standing).parent):
        entries = sorted((live / "files" / folder).iterdir())
        listed = [{"name": one.name, "path": one.relative_to(live / "files").as_posix()} for one in entries]
        (live / "api/contents" / folder).mkdir(parents=True)
        (live / "api/contents" / folder / "all.json").write_text(json.dumps({"content": listed}))
    fresh.mkdir()
    monkeypatch.setattr(builder, "HTML", html)
    monkeypatch.setattr(builder, "run_jupyter_book", lambda strict: fresh)
    monkeypatch.setattr(builder, "copied", lambda built: built)
    monkeypatch.setattr(stage, "stage", lambda *_, **__: False)
    monkeypatch.setattr(execute, "execute_pages", lambda *_: {})
    assert builder._build(solutions=True, only="2.1", live="as it is")
    assert [path.relative_to(live / "files").as_posix() for path in live.rglob("*.ipynb")] == names[:1]
    told = {
        path.parent.name: [one["name"] for one in json.loads(path.read_text())["content"]]
        for path in live.rglob("all.json")
    }
    part = Path(standing).parent.name
    assert told == {"book": [part], "9_toys": [], part: [f"{Path(standing).name}.ipynb"]}


def test_a_second_build_waits_and_says_who_builds(tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "BUILD", tmp_path)
    program = "from course_builder.build import alone\nwith alone():\n    print('mine')"
    environment = {**os.environ, "MARKETING_ORIGIN_BUILD": str(tmp_path)}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment}
    with builder.alone():
        second = subprocess.Popen([sys.executable, "-c", program], **options)
        assert f"is being built by process {os.getpid()}," in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate()[0] == "mine\n"


def test_the_header_has_objectives_and_minutes():
    notebook = notebooks.read(PAGES[0].path)
    stage.add_header(notebook, PAGES[0], solutions=True)
    text = notebook.cells[1].source
    assert "What you will be able to do" in text and " minutes" in text
    assert f"exercise {PAGES[0].number}" in text


@pytest.mark.parametrize("path", sorted(reference.OUTPUTS.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_no_output_shows_how_numpy_writes_a_number(path):
    told = [output.text for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", [])]
    assert not re.findall(r"np\.\w+\(.*", "\n".join(told))


def test_an_authors_file_that_cannot_be_read_is_told_with_its_line(tmp_path):
    page = tmp_path / "book" / "part" / "page.md"
    page.parent.mkdir(parents=True)
    note, code = ":::{note}\nmore\n", "```{code-cell}\n:::\n"
    said = {
        b"# A page\n\nca\xe9t\n": "book/part/page.md, line 3: the byte 0xe9 is no text in UTF-8",
        f"# A page\n\n{note}\n{code}```\n".encode(): "page.md, line 3: ':::{note}' is never closed",
        f"# A page\n\n:{note}:::\n::::\n\n{code}".encode(): "page.md, line 8: '```{code-cell}' is never closed",
    }
    for content, words in said.items():
        page.write_bytes(content)
        with pytest.raises(CourseError, match=re.escape(words)):
            sources.require_readable(tmp_path)
    page.write_bytes(b"# A page\n")
    (tmp_path / "_toc.yml").write_text("root: index\nparts: [\n", encoding="utf-8")
    with pytest.raises(CourseError, match="_toc.yml, line 3: it is no YAML"):
        sources.require_readable(tmp_path)


def test_what_was_made_once_is_made_anew_where_it_was_damaged(tmp_path):
    times = []

    def make(folder):
        times.append(1)
        (folder / "inside").mkdir()
        (folder / "inside" / "made.txt").write_text("whole")

    made = tmp_path / "kept" / "0a1b"
    for damage in (
        lambda: None,
        lambda: (made / "inside" / "made.txt").write_bytes(b"\xff\xfe"),
        lambda: (made / "inside" / "made.txt").unlink(),
        lambda: made_once.sums_of(made).write_bytes(b"\xff{"),
    ):
        if made.exists():
            damage()
        assert made_once.made_once(made, make) == made
        assert (made / "inside" / "made.txt").read_text() == "whole"
    assert len(times) == 4
    made_once.made_once(made, make)
    assert len(times) == 4
    later = made_once.made_once(tmp_path / "kept" / "2c3d", make)
    made_once.forget_others(later)
    assert {path.name for path in later.parent.iterdir()} == {"2c3d", "2c3d.sums.json"}


# Starts a kernel, says its process and dies with no chance to look after it.
KILLED = """
import asyncio, os, signal, tempfile
from course_builder.kernels import CourseKernelManager, reached_in

async def main():
    with tempfile.TemporaryDirectory() as folder:
        manager = CourseKernelManager(config=reached_in(folder))
        await manager.start_kernel()
        print(manager.provisioner.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at in /proc")
def test_a_kernel_ends_with_a_build_that_is_killed(tmp_path):
    (tmp_path / "killed.py").write_text(KILLED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / "killed.py"], stdout=subprocess.PIPE, text=True, timeout=60
    )
    kernel = int(done.stdout)
    until = time.monotonic() + 20

    def lives() -> bool:
        state = Path(f"/proc/{kernel}/stat")
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"

    while lives() and time.monotonic() < until:
        time.sleep(0.05)
    assert not lives()
