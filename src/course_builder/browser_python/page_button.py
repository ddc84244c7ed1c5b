"""What the site's pages show of the live part: a button on every page that a reader can run.

A Sphinx extension of its own. `course_live` in the configuration says whether the site has a live part.
"""

from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from course_builder import notebooks

FRONTEND = Path(__file__).parent / "frontend"
AFTER_THE_THEME = 900


def setup(app: Sphinx) -> dict:
    """Register the extension."""
    # Changed files of the front end have every page written anew.
    app.add_config_value("course_live", "", "html")
    app.connect("html-page-context", offer_live, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def offer_live(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Give the page's template the address of its notebook in the live part, where there is one."""
    if not app.config.course_live or page not in {found.name for found in notebooks.pages() if found.runs}:
        return
    program = context["pathto"]("live/notebooks/index.html", 1)
    context["live"] = f"{program}?path={quote(page)}.ipynb"
    context["live_style"] = (FRONTEND / "page.css").read_text(encoding="utf-8")
    context["live_script"] = (FRONTEND / "page.js").read_text(encoding="utf-8")
    context["live_in_place"] = page.startswith("exercises/")


def live_version() -> str:
    """Return what `course_live` is set to: it changes with what this extension puts into pages."""
    return "".join((FRONTEND / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
