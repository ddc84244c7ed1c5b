"""Which tests stay together and which begin, where several processes share them.

A file's tests stay in one process, which makes once what they share. A process that is free takes the next
group: the longest come first and single tests last, so that none is left with a long one when the others have
done.
"""

import re
from pathlib import PurePath

import pytest
from xdist.scheduler import LoadScopeScheduling

# A page's tests share nothing with another page's.
ALONE = ("test_site_browser.py",)
# What a chapter's answers are computed from is read once.
BY_CHAPTER = ("test_checks_banks.py",)
# The files that take longest, by the processor's seconds.
LONGEST = (
    "test_checks_named.py",
    "test_live_notebook.py",
    "test_page_cells.py",
    "test_page_bad_moments.py",
    "test_live_browser.py",
    "test_build.py",
    "test_page_questions.py",
    "test_checks_banks.py",
    "test_rebuild.py",
    "test_data_package.py",
    "test_clv_models.py",
    "test_claims.py",
)


def group_of(nodeid: str) -> str:
    """Return the group of a test, by its name."""
    file, _, test = nodeid.partition("::")
    name = PurePath(file).name
    chapter = re.search(r"\[(\d+\.\d+)", test)
    if name in ALONE:
        return nodeid
    return f"{file} {chapter[1]}" if name in BY_CHAPTER and chapter else file


class InGroups(LoadScopeScheduling):
    """Hands out tests by group, in the order of collection."""

    def __init__(self, config: pytest.Config, log=None):
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def put_in_order(items: list[pytest.Item]) -> None:
    """Begin with what makes the site and runs its notebooks; while it is made, go on with what needs none."""
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        groups.setdefault(group_of(item.nodeid), []).append(item)

    def place(group: list[pytest.Item]) -> tuple[bool, bool, bool, int]:
        asked, file = {name for item in group for name in item.fixturenames}, group[0].path.name
        rank = LONGEST.index(file) if file in LONGEST else len(LONGEST)
        return "ran" not in asked, "site" in asked, file in ALONE, rank

    items[:] = [item for group in sorted(groups.values(), key=place) for item in group]
