"""Rows with more cells than columns: a separator inside a value has moved the rest, and is put back where that is sure.

Where one way alone of putting neighbours together leaves dates under dates and numbers under numbers, it is taken.
"""

import re

from marketing_origin.orders import money

MAIL = re.compile(r"\S+@\S+")
DAY = re.compile(r"\d{1,4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,4}日?([ T].*)?")
WORD = re.compile(r"\S+")
KINDS = (MAIL.fullmatch, DAY.fullmatch, money.written, WORD.fullmatch)  # the narrowest first
LOOKED_AT = 500  # rows
FEW = 0.2  # of all rows: with more, the columns' names are what is wrong
NEARLY_ALL = 0.98


def mended(
    rows: list[list[str]], width: int, separator: str
) -> tuple[list[list[str]], list[bool], list[bool]]:
    """Return rows of one width, which of them were put together, and which are too long still.

    Parameters
    ----------
    rows : list of list of str
        The cells of each row; short rows are filled up with nothing.
    width : int
        How many columns there are.
    separator : str
        What stands between cells.
    """
    long = [any(cell.strip() for cell in row[width:]) for row in rows]
    even = [row for row, is_long in zip(rows, long, strict=True) if not is_long and len(row) >= width]
    kinds = _kinds(even[:LOOKED_AT], width, separator) if sum(long) <= FEW * len(rows) else []
    together = [False] * len(rows)
    found = []
    for at, row in enumerate(rows):
        if long[at] and kinds and (whole := _put_together(row, kinds, separator)):
            row, long[at], together[at] = whole, False, True
        found.append(row[:width] + [""] * (width - len(row)))
    return found, together, long


def _kinds(even: list[list[str]], width: int, separator: str) -> list[tuple]:
    """Return for each column what its values are, whether one may be blank, and whether one may hold a separator."""
    found = []
    for column in range(width):
        known = [row[column].strip() for row in even if row[column].strip()]
        kind = next((kind for kind in KINDS if known and _share(map(kind, known)) >= NEARLY_ALL), None)
        found.append((kind, len(known) < len(even), kind is None or any(separator in one for one in known)))
    return found if even else []


def _share(told: object) -> float:
    told = list(map(bool, told))
    return sum(told) / len(told)


def _put_together(row: list[str], kinds: list[tuple], separator: str) -> list[str] | None:
    """Return the row with some neighbours in one cell, where one way alone fits the columns."""
    while len(row) > len(kinds) and not row[-1].strip():
        row = row[:-1]
    more = len(row) - len(kinds)
    ways = [
        (at, [*row[:at], separator.join(row[at : at + more + 1]), *row[at + more + 1 :]])
        for at, (_, _, holds_separators) in enumerate(kinds)
        if holds_separators
    ]
    fitting = [(at, way) for at, way in ways if all(map(_fits, way, kinds))]
    if len(fitting) > 1:  # after a comma of a sentence stands a blank
        fitting = [
            (at, way) for at, way in fitting if all(cell[:1] == " " for cell in row[at + 1 : at + more + 1])
        ]
    return fitting[0][1] if len(fitting) == 1 else None


def _fits(cell: str, kind: tuple) -> bool:
    pattern, may_be_blank, _ = kind
    cell = cell.strip()
    return may_be_blank if not cell else pattern is None or bool(pattern(cell))
