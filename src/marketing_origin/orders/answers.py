"""What only a person can say of a log, kept beside it in a small file that a person edits."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from marketing_origin.data.own import file_and_table
from marketing_origin.errors import CourseError, nearest
from marketing_origin.orders.reading import DATABASES, ENDINGS

# Each answer: what it says, and what is done without it.
KNOWN = {
    "customer": "the column with the customer",
    "order": 'the column with the order\'s number; "" if there is none',
    "date": "the column with the day of the order",
    "value": "the column with what a row is worth",
    "quantity": "the column with the number of pieces, where value = quantity × price",
    "price": "the column with the price of a piece",
    "status": 'the column with the order\'s status; "" if there is none',
    "currency": 'the column with the currency; "" if there is none',
    "kind": "the column that says whether a row is a sale or a refund",
    "refunded": "the column with what was given back of an order",
    "adjusted": "the column with what an order came to, where it was changed later",
    "cancelled": "the column that says whether, or when, an order was cancelled",
    "only_currency": 'the currency that counts, "EUR"; rows in others are left out',
    "encoding": 'the encoding of a text file, "cp1252", "gb18030" or "cp932"',
    "decimal": 'the decimal sign, "." or ","',
    "day_first": "whether 03/04/2024 is the 3rd of April",
    "year": "the year of days that are written without one",
    "time_zone": 'the place whose days count, "Europe/Berlin"; "" for the days as they are written',
    "guests": '"leave out" or "each order its own customer"',
    "blanks": 'rows without a name below one that has: "as above" or "nobody"',
    "not_persons": "ids of customers that are no single customer, such as one for all guests",
    "persons": "ids of customers that are one customer each, whatever they look like",
    "spellings": 'mail addresses and names in capitals or not: "one customer" or "each its own"',
    "left_out_statuses": "statuses of orders that do not count",
    "refunds": '"net" (taken off their orders) or "leave out"',
    "long_lines": '"mend" or "leave out" lines with more cells than columns',
    "duplicates": '"leave out" or "keep" rows that repeat another in everything',
    "zero": '"leave out" or "keep" orders worth nothing',
    "totals": 'a total that stands on each row of its order: "once" or "each row"',
    "tests": '"leave out" or "keep" what looks like a test order',
    "sums": '"leave out" or "keep" lines that sum up others',
    "cut_customers": (
        'customers whose number a spreadsheet program has cut: "no customer", or "as it is", one for each number left'
    ),
    "cut_orders": 'orders whose number it has cut: "each row", "a customer\'s day" or "as it is"',
    "numbers_again": 'orders\' numbers that come back: "each customer\'s own", "each time its own" or "one order"',
    "first_day": "the first day that counts, 2023-01-01",
    "last_day": "the last day that counts, 2024-12-31",
}
#: What may be said, as `KNOWN` has it behind a comma: 'the currency that counts, "EUR"; …'.
EXAMPLE = re.compile(r',( such as)? ("[^"]*"|\d{4}-\d\d-\d\d)(, "[^"]*")*( or "[^"]*")?')
CHOICES = {
    "decimal": (".", ","),
    "guests": ("leave out", "each order its own customer"),
    "blanks": ("as above", "nobody"),
    "spellings": ("one customer", "each its own"),
    "refunds": ("net", "leave out"),
    "long_lines": ("mend", "leave out"),
    "duplicates": ("leave out", "keep"),
    "zero": ("leave out", "keep"),
    "totals": ("once", "each row"),
    "tests": ("leave out", "keep"),
    "sums": ("leave out", "keep"),
    "cut_customers": ("no customer", "as it is"),
    "cut_orders": ("each row", "a customer's day", "as it is"),
    "numbers_again": ("each customer's own", "each time its own", "one order"),
}
TEXTS = ("only_currency", "time_zone", "encoding")
LISTS = ("not_persons", "persons", "left_out_statuses")


def path_beside(source: object) -> Path | None:
    """Return where the answers for a log are kept: `orders.csv` has `orders.answers.toml` beside it.

    A table of several in a file has its own, `shop.Orders.answers.toml`. For several files it is the first one's
    place; for a folder or a pattern the folder's own name.
    """
    if isinstance(source, list | tuple) and source:
        source = source[0]
    if not isinstance(source, str | Path):
        return None
    path, table = file_and_table(source)
    if any(sign in path.name for sign in "*?"):
        path = path.parent.resolve()
    name = path.name
    while name.lower().endswith((*ENDINGS, *DATABASES)) and "." in name.strip("."):
        name = name[: name.rindex(".")]
    table = re.sub(r'[\\/:*?"<>|]', "_", table)
    return path.with_name(f"{name}.{table}.answers.toml" if table else f"{name}.answers.toml")


def known_answers(source: object, given: dict | None) -> dict:
    """Return the answers kept beside a log, overruled by those given.

    Raises
    ------
    CourseError
        The file cannot be read, or an answer is none that is asked for.
    """
    path = path_beside(source)
    answers = _read(path) if path and path.is_file() else {}
    if given is not None and not isinstance(given, Mapping):
        raise CourseError(
            f'answers={given!r}: give them by name, like {{"guests": "leave out"}}; orders.ANSWERS has all.'
        )
    answers |= given or {}
    for name, answer in answers.items():
        _check(name, answer)
    return answers


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(
            f"{path.name} cannot be read ({error}): mend that line, or move the file away and answer anew."
        ) from None


def _check(name: str, answer: object) -> None:
    if name not in KNOWN:
        raise CourseError(
            f"answers: nothing is asked that is named {name!r}.{nearest(name, KNOWN)} "
            f"There are: {', '.join(KNOWN)}."
        )
    said = f'answers["{name}"]={answer!r}'
    if name in CHOICES and answer not in CHOICES[name]:
        raise CourseError(f"{said}: must be {' or '.join(map(repr, CHOICES[name]))}.")
    if name in LISTS and not isinstance(answer, list | tuple):
        raise CourseError(f'{said}: a list is needed, like ["{answer}"].')
    if name == "day_first" and not isinstance(answer, bool):
        raise CourseError(f"{said}: must be True or False.")
    if name == "year" and (
        isinstance(answer, bool) or not isinstance(answer, int) or not 1970 <= answer < 2100
    ):
        raise CourseError(f"{said}: a year is needed, like 2024.")
    if name in TEXTS and not isinstance(answer, str):
        raise CourseError(f'{said}: text is needed, like "{answer}".')


def told(answers: dict) -> list[str]:
    """Return what the person has said, in sentences; what it means where the answer does not say it."""
    meant = {name: "" if name in CHOICES else f": {EXAMPLE.sub('', KNOWN[name])}" for name in answers}
    return [f"You said {name} = {_toml(answer)}{meant[name]}." for name, answer in answers.items()]


def keep(source: object, answers: dict) -> Path:
    """Write the answers beside the log, with what each means and those not given as comments.

    Where a person has edited the file, only the lines of answers that are new or other are changed.

    Raises
    ------
    CourseError
        The log is no file, so that nothing stands beside it.
    """
    path = path_beside(source)
    if path is None:
        raise CourseError(
            "keep_answers: a frame has no place beside which to keep them; give the file's path."
        )
    text = _edited(path.read_text(encoding="utf-8-sig"), answers) if path.is_file() else None
    aside = path.with_name(f"{path.name}.part")
    aside.write_text(text or _whole(answers), encoding="utf-8", newline="\n")
    aside.replace(path)
    return path


def _whole(answers: dict) -> str:
    lines = ["# What was said of this log. Edit it, and make the report again.", ""]
    for name, meaning in KNOWN.items():
        lines.append(f"# {meaning}")
        lines.append(f"{name} = {_toml(answers[name])}" if name in answers else f"# {name} =")
    return "\n".join(lines) + "\n"


def _edited(text: str, answers: dict) -> str | None:
    """Return a person's file with these answers, its other lines as they are; None where that cannot be."""
    before = tomllib.loads(text)
    for name, answer in answers.items():
        if before.get(name) == answer:
            continue
        line = f"{name} = {_toml(answer)}"
        text, found = re.subn(rf"(?m)^[ \t]*(# ?)?{name} *=.*$", lambda _, line=line: line, text, count=1)
        text += "" if found else f"\n{line}\n"
    try:
        right = tomllib.loads(text) == {name: _as_toml(answer) for name, answer in answers.items()}
    except tomllib.TOMLDecodeError:
        return None
    return text if right else None


def _as_toml(value: object) -> object:
    return tomllib.loads(f"value = {_toml(value)}")["value"]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
