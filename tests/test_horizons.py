"""What is said to bring, earn, gain or be worth an amount says in the same sentence over which time."""

import re

import pytest

from course_builder import notebooks

CHAPTERS = [page for page in notebooks.pages() if page.kind == "book" and (page.number or "0")[0] in "234"]
SAID = re.compile(r"\b(brings?|earns?|gains|(?:is|are) worth)\b")
AMOUNT = re.compile(r"\{glue:text\}")
HORIZON = re.compile(
    r"\b(years?|months?|weeks?|quarters?|today|until|by then|lifetimes?|memberships?|for ever|in the end"
    r"|payments?)\b"
)
# What is counted and is no money: it has no horizon to tell.
COUNTED = re.compile(
    r"\b(joiners?|members won|margins|points|orders|of that value|a poster's|times as much|by a factor"
    r"|log-likelihood)\b"
)


def sentences(page):
    for cell in notebooks.read(page.path).cells:
        if cell.cell_type == "markdown":
            yield from re.split(r"(?<=[.!?:])\s+", " ".join(cell.source.split()))


def without_horizon(text):
    return SAID.search(text) and AMOUNT.search(text) and not HORIZON.search(text) and not COUNTED.search(text)


@pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.number)
def test_money_that_something_brings_has_its_horizon_in_the_same_sentence(page):
    assert not [text for text in sentences(page) if without_horizon(text)]


def test_a_sentence_without_its_horizon_is_found():
    assert without_horizon("A poster member brings {glue:text}`margin`.")
    assert not without_horizon("A poster member brings {glue:text}`margin` in her first year.")
    assert not without_horizon("The campaign brings {glue:text}`more` joiners.")
