"""What the site's pages show of the live part: buttons under every cell, and the way to the notebook.

A Sphinx extension of its own. `course_live` in the configuration says whether the site has a live part.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

import nbformat
from docutils import nodes
from sphinx.application import Sphinx

from course_builder import notebooks
from course_builder.browser_python.bundled import bundled
from course_builder.browser_python.packages import pyodide_version
from marketing_origin.checks.question import names_in, question_files

FRONTEND = Path(__file__).parent / "frontend"
AFTER_THE_THEME = 900
QUESTION_TITLE = re.compile(r"(\d+\.\d+\.\d+) ")


def setup(app: Sphinx) -> dict:
    """Register the extension."""
    # Changed files of the front end have every page written anew.
    app.add_config_value("course_live", "", "html")
    app.connect("doctree-resolved", name_cells)
    app.connect("html-page-context", offer_live, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def name_cells(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Give every code cell's element, and every question's solution, the id by which other pages know it."""
    for node in doctree.findall(nodes.container):
        if app.config.course_live and node.get("nb_element") == "cell_code":
            node["ids"].append(f"code-{node['cell_index']}")
    for title in doctree.findall(nodes.title) if page.startswith("solutions/") else ():
        if question := QUESTION_TITLE.match(title.astext()):
            title.parent["ids"].append(f"q{question[1]}")


def offer_live(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Give the page's template what its cells need to run, and the address of its notebook."""
    if not app.config.course_live:
        return

    def address(name: str) -> str:
        return context["pathto"](name, 1)

    live = {"site": address("") or "./", "totals": questions_by_chapter()}
    if any(found.name == page and found.runs for found in notebooks.pages()):
        live |= {
            "page": page,
            "cells": address(write_cells(app, page)),
            "module": address(f"live/{bundled().name}/session.mjs"),
            "worker": address(f"live/pyodide-{pyodide_version()}/page-{bundled().name}.mjs"),
            "style": address("_static/explore.css"),
        }
        context["live"] = f"{address('live/notebooks/index.html')}?path={quote(page)}.ipynb"
    solution = page.replace("exercises/", "solutions/", 1)
    if page.startswith("exercises/") and solution in app.env.found_docs:
        live["solution"] = context["pathto"](solution)
    context["live_style"] = (FRONTEND / "page.css").read_text(encoding="utf-8")
    context["live_cells"] = json.dumps(live)
    context["live_offer"] = (bundled() / "offer.js").read_text(encoding="utf-8")


@cache
def questions_by_chapter() -> dict[str, int]:
    """Count the questions of every chapter, those of its exercise and those that stand in its text."""
    return {number: len(names_in(path)) for number, path in question_files().items()}


def write_cells(app: Sphinx, page: str) -> str:
    """Write the code of a page's cells, also of those that it does not show; returns the file's address."""
    notebook = nbformat.read(app.env.doc2path(page), as_version=4)
    cells = [
        {"index": index, "source": cell.source} | ({"onlyShows": True} if only_shows(cell) else {})
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
    ]
    text = json.dumps(cells, ensure_ascii=False)
    name = f"_static/cells/{page.replace('/', '-')}.json"
    target = Path(app.outdir) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return f"{name}?v={hashlib.sha256(text.encode()).hexdigest()[:8]}"


def only_shows(cell: nbformat.NotebookNode) -> bool:
    """Tell whether a cell stands in the page by its output alone: a quiz, a widget."""
    return "remove-input" in cell.metadata.get("tags", [])


def live_version() -> str:
    """Return what `course_live` is set to: it changes with what this extension puts into pages."""
    style = (FRONTEND / "page.css").read_text(encoding="utf-8")
    return hashlib.sha256(f"{style}{bundled().name}".encode()).hexdigest()
