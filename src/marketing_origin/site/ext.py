"""The course's one Sphinx extension: everything of ours that stands on Jupyter Book and its theme."""

from pathlib import Path

from sphinx.application import Sphinx

THEME = Path(__file__).parent / "theme"


def setup(app: Sphinx) -> dict:
    """Register the extension's parts."""
    return {"parallel_read_safe": True, "parallel_write_safe": True}
