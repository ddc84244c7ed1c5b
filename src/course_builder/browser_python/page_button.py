"""What the site's pages show of the live part: buttons under every cell, and the way to the notebook.

A Sphinx extension of its own. `course_live` in the configuration says whether the site has a live part.
"""

import hashlib
import json
from pathlib import Path
from urllib.parse import quote

import nbformat
from docutils import nodes
from sphinx.application import Sphinx

from course_builder import notebooks
from course_builder.browser_python.bundled import bundled
from course_builder.browser_python.packages import pyodide_version

FRONTEND = Path(__file__).parent / "frontend"
AFTER_THE_THEME = 900


def setup(app: Sphinx) -> dict:
    """Register the extension."""
    # Changed files of the front end have every page written anew.
    app.add_config_value("course_live", "", "html")
    app.connect("doctree-resolved", name_cells)
    app.connect("html-page-context", offer_live, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def name_cells(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Give every code cell's element the id by which the page's script knows it."""
    if not app.config.course_live:
        return
    for node in doctree.findall(nodes.container):
        if node.get("nb_element") == "cell_code":
            node["ids"].append(f"code-{node['cell_index']}")


def offer_live(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Give the page's template what its cells need to run, and the address of its notebook."""
    if not app.config.course_live or page not in {found.name for found in notebooks.pages() if found.runs}:
        return

    def address(name: str) -> str:
        return context["pathto"](name, 1)

    live = {
        "page": page,
        "site": address("") or "./",
        "cells": address(write_cells(app, page)),
        "module": address(f"live/{bundled().name}/session.mjs"),
        "worker": address(f"live/pyodide-{pyodide_version()}/page-{bundled().name}.mjs"),
        "style": address("_static/explore.css"),
    }
    context["live"] = f"{address('live/notebooks/index.html')}?path={quote(page)}.ipynb"
    context["live_style"] = (FRONTEND / "page.css").read_text(encoding="utf-8")
    context["live_script"] = (FRONTEND / "page.js").read_text(encoding="utf-8")
    context["live_cells"] = json.dumps(live)
    context["live_offer"] = (bundled() / "offer.js").read_text(encoding="utf-8")
    context["live_in_place"] = page.startswith("exercises/")


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
    styles = "".join((FRONTEND / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return hashlib.sha256(f"{styles}{bundled().name}".encode()).hexdigest()
