"""The course's colours for series, told apart by colour-blind readers and legible as text on the page.

The same six, in the same order, are used by the widgets and by the figures. Their one source is
`palette.json`; the widgets' style sheet is made from it, too.
"""

import json
from pathlib import Path

_SOURCE = Path(__file__).parent / "palette.json"
_PALETTE = json.loads(_SOURCE.read_text(encoding="utf-8"))

SERIES_LIGHT: list[str] = _PALETTE["light"]
"""Hexadecimal colours for series on a light page: contrast at least 4.5 to 1 against white."""

SERIES_DARK: list[str] = _PALETTE["dark"]
"""The same series on a dark page: contrast at least 4.5 to 1 against its background."""
