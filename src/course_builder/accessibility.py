"""The figures of the accessibility statement, from the last audit (`python3 course.py audit`) of the site."""

import json
import re

from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

KEPT = ROOT / "book" / "appendices" / "accessibility.json"
# A figure of the last audit: {audit}`pages`.
AUDIT_ROLE = re.compile(r"\{audit\}`(\w+)`")


def with_figures(text: str) -> str:
    """Return a page's text with the figures of the last audit in place of their roles.

    Raises
    ------
    CourseError
        The audit has no figure of a name.
    """
    if not AUDIT_ROLE.search(text):
        return text
    known = figures(json.loads(KEPT.read_text(encoding="utf-8")))

    def figure(match: re.Match) -> str:
        if match[1] not in known:
            raise CourseError(f"The audit has no figure {match[1]!r}; it has: {', '.join(known)}.")
        return known[match[1]]

    return AUDIT_ROLE.sub(figure, text)


def figures(kept: dict) -> dict[str, str]:
    """Return what the statement tells, as text by name.

    Parameters
    ----------
    kept : dict
        What the audit has kept: its date, browser, version of axe and rules, and for each page what was found.
    """
    pages = kept["pages"].values()
    found = [said for page in pages for said in page["found"]]
    counted = {
        "pages": len(pages),
        "rules": len(kept["rules"]),
        "stops": sum(page["stops"] for page in pages),
        "unsure": sum(page["unsure"] for page in pages),
        "wider": sum("pixels wider" in said for said in found),
        "keyboard_found": sum(said.startswith("keyboard: ") for said in found),
    }
    counted["axe_found"] = len(found) - counted["wider"] - counted["keyboard_found"]
    smallest = {
        f"contrast_{scheme}": min(page["contrast"][scheme] for page in pages if scheme in page["contrast"])
        for scheme in ("light", "dark")
    }
    told = {name: f"{count:,}" if count else "none" for name, count in counted.items()}
    told |= {name: f"{ratio:.1f} to 1" for name, ratio in smallest.items()}
    return told | {name: kept[name] for name in ("date", "browser", "axe")}
