"""Reference outputs: what every notebook showed when its author last looked, in a form that tests compare.

Pictures and widgets are kept by what they tell (their text alternatives), HTML by its text, numbers with a
tolerance: the last digits of a float differ between processors and between Pythons.
"""

import html
import math
import re
from pathlib import Path

import nbformat

from course_builder.notebooks import Page, pages, require_chapter
from course_builder.paths import ROOT
from course_builder.stage import number_cells
from marketing_origin.glued import PREFIX

OUTPUTS = ROOT / "tests" / "outputs"
RELATIVE, ABSOLUTE = 1e-6, 1e-9
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?")
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
UNSEEN = re.compile(r"<(script|style|svg|template)\b.*?</\1>", re.DOTALL)
LABELS = re.compile(r'<svg\b[^>]*aria-label="([^"]*)"')


def path_of(page: Page) -> Path:
    """Return where the page's reference outputs stand."""
    return OUTPUTS / f"{page.name}.ipynb"


def reduced(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook's code cells with outputs reduced to the text that they tell."""
    result = nbformat.v4.new_notebook()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            kept = nbformat.v4.new_code_cell(cell.source)
            text = "\n".join(filter(None, map(told, with_whole_streams(cell.outputs))))
            # The table of progress names every chapter there is: it would change with each new one.
            text = "" if cell.source.strip() == "progress()" else text
            kept.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
            result.cells.append(kept)
    number_cells(result)
    return result


def with_whole_streams(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Join the parts of a stream: where a kernel cuts it depends on how busy the machine was."""
    result = []
    for output in outputs:
        last = result[-1] if result else output
        if result and output.output_type == last.output_type == "stream" and output.name == last.name:
            result[-1] = nbformat.v4.new_output("stream", name=last.name, text=last.text + output.text)
        else:
            result.append(output)
    return result


def told(output: nbformat.NotebookNode) -> str:
    """Return what one output tells a reader, as text."""
    if output.output_type == "stream":
        return ADDRESS.sub("0x…", output.text.rstrip())
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    data, metadata = output.data, output.metadata
    if f"{PREFIX}text/plain" in data:
        return f"glued {metadata['scrapbook']['name']}: {data[f'{PREFIX}text/plain']}"
    plain = data.get("text/plain", "")
    if "text/html" in data and plain.startswith("<"):
        return text_of(data["text/html"])
    return ADDRESS.sub("0x…", plain)


def text_of(page: str) -> str:
    """Return the text of HTML, pictures by their labels, one line a block."""
    page = LABELS.sub(lambda match: f"\n[picture: {html.unescape(match[1])}]\n<svg ", page)
    text = re.sub(r"<[^>]+>", "\n", UNSEEN.sub("", page))
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def settled(reference: str, now: str) -> str:
    """Return `now` with each number that agrees with the reference's within tolerance written as there."""
    if NUMBER.sub("#", reference) != NUMBER.sub("#", now):
        return now
    known = iter(NUMBER.findall(reference))
    return NUMBER.sub(lambda match: _agreed(next(known), match[0]), now)


def _agreed(reference: str, now: str) -> str:
    near = math.isclose(
        float(reference.replace(",", "")), float(now.replace(",", "")), rel_tol=RELATIVE, abs_tol=ABSOLUTE
    )
    return reference if near else now


def compared(reference: nbformat.NotebookNode, now: nbformat.NotebookNode) -> str:
    """Return how `now` differs from the reference, "" where it does not.

    Raises
    ------
    ValueError
        The code cells are not the same: the reference is of another version of the notebook.
    """
    from pytest_notebook.diffing import diff_notebooks, diff_to_string

    if [cell.source for cell in reference.cells] != [cell.source for cell in now.cells]:
        raise ValueError("its code has changed")
    for old, new in zip(reference.cells, now.cells, strict=True):
        for before, after in zip(old.outputs, new.outputs, strict=False):
            after.text = settled(before.text, after.text)
    difference = diff_notebooks(reference, now)
    return diff_to_string(reference, difference, use_git=False, use_color=False) if difference else ""


def renew(only: str | None = None) -> list[str]:
    """Write the reference outputs of every executed page and return the names of those that changed.

    Parameters
    ----------
    only : str, optional
        A chapter's number, "4.1": its page and its exercise, beside the pages that belong to no chapter; the
        references of all others stay as they are.

    Raises
    ------
    CourseError
        No page has that number.
    """
    from course_builder.execute import execute_pages
    from course_builder.progress_bars import execution_bars

    require_chapter(only)
    shown = [page for page in pages(only=only) if page.executes]
    with execution_bars(shown) as report:
        executed = execute_pages(shown, report)
    changed, wanted = [], set()
    for page in shown:
        path, text = path_of(page), nbformat.writes(reduced(executed[page.name])) + "\n"
        wanted.add(path)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(page.name)
    for stray in set() if only else set(OUTPUTS.rglob("*.ipynb")) - wanted:
        stray.unlink()
    return changed
