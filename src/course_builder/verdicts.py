"""Claim checks: the verdict stands out in the colour of its kind, and check and ledger lead to each other."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from marketing_origin.claims import VERDICTS

LEDGER = "book/5_practice/5_2_claims_ledger"

log = logging.getLogger(__name__)


class Verdicts(SphinxPostTransform):
    """Give the **Verdict: …** of each claim check the look of its kind; warn where there is none."""

    default_priority = 900

    def run(self) -> None:
        """Look at every claim check of the page, and give each claim a place that a link can lead to."""
        self.anchor()
        for box in self.document.findall(nodes.admonition):
            if "claim-check" not in box["classes"]:
                continue
            said = [strong for strong in box.findall(nodes.strong) if strong.astext().startswith("Verdict")]
            kinds = [kind(strong.astext()) for strong in said]
            if len(said) != 1 or not kinds[0]:
                log.warning("A claim check needs one **Verdict: …**: %s.", ", ".join(VERDICTS), location=box)
                continue
            said[0]["classes"] += ["verdict", f"verdict-{kinds[0].replace(' ', '-')}"]

    def anchor(self) -> None:
        """Name the check of each claim, "claim-c1"; without a check the first paragraph that names it."""
        checks = [box for box in self.document.findall(nodes.admonition) if "claim-check" in box["classes"]]
        titles = [(box, box.next_node(nodes.title).astext()) for box in checks]
        named = [(box, title.partition(":")[0]) for box, title in titles]
        for box, title in named:
            self.point_to_ledger(box, numbers(title))
        named += [(text, text.astext()) for text in self.document.findall(nodes.paragraph)]
        known: set[str] = set()
        for element, text in named:
            claims = [f"claim-c{number}" for number in numbers(text)]
            element["ids"] += [name for name in dict.fromkeys(claims) if name not in known]
            known.update(claims)

    def point_to_ledger(self, box: nodes.admonition, claims: list[str]) -> None:
        """Let a check lead to its claims' rows in the ledger, where the book has one."""
        if LEDGER not in self.env.found_docs:
            return
        page = self.app.builder.get_relative_uri(self.env.docname, LEDGER)
        links = nodes.paragraph(classes=["in-ledger"])
        for at, number in enumerate(claims):
            name = f"C{number} in the ledger"
            links += [
                nodes.Text(" · "),
                nodes.reference("", name, refuri=f"{page}#C{number}", internal=True),
            ][not at :]
        box += links


def numbers(text: str) -> list[str]:
    """Return the numbers of the claims that a text names."""
    return re.findall(r"\bC([1-9]\d?)\b", text)


def kind(text: str) -> str:
    """Return the verdict that a text gives, "" for none; of two that fit the longer one."""
    said = " ".join(text.split()).removeprefix("Verdict: ").lower()
    return max((name for name in VERDICTS if said.startswith(name)), key=len, default="")
