"""What only a person can say of a log, kept beside it in a small file that a person edits."""

import tomllib
from pathlib import Path

from marketing_origin.errors import CourseError, nearest

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
    "cancelled": "the column that says whether, or when, an order was cancelled",
    "only_currency": 'the currency that counts, "EUR"; rows in others are left out',
    "decimal": 'the decimal sign, "." or ","',
    "day_first": "whether 03/04/2024 is the 3rd of April",
    "time_zone": 'the place whose days count, "Europe/Berlin"',
    "guests": '"leave out" or "each order its own customer"',
    "not_persons": "ids of customers that are no single customer, such as one for all guests",
    "left_out_statuses": "statuses of orders that do not count",
    "refunds": '"net" (taken off their orders) or "leave out"',
    "duplicates": '"leave out" or "keep" rows that repeat another in everything',
    "zero": '"leave out" or "keep" orders worth nothing',
    "tests": '"leave out" or "keep" what looks like a test order',
    "first_day": "the first day that counts, 2023-01-01",
    "last_day": "the last day that counts, 2024-12-31",
}
CHOICES = {
    "decimal": (".", ","),
    "guests": ("leave out", "each order its own customer"),
    "refunds": ("net", "leave out"),
    "duplicates": ("leave out", "keep"),
    "zero": ("leave out", "keep"),
    "tests": ("leave out", "keep"),
}
LISTS = ("not_persons", "left_out_statuses")


def path_beside(source: object) -> Path | None:
    """Return where the answers for a log are kept: `orders.csv` has `orders.answers.toml`."""
    if isinstance(source, list | tuple) and source:
        source = source[0]
    if not isinstance(source, str | Path):
        return None
    path = Path(str(source).partition("::")[0])
    return path.with_name(f"{path.name.partition('.')[0]}.answers.toml")


def known_answers(source: object, given: dict | None) -> dict:
    """Return the answers kept beside a log, overruled by those given.

    Raises
    ------
    CourseError
        The file cannot be read, or an answer is none that is asked for.
    """
    path = path_beside(source)
    answers = {}
    if path and path.exists():
        try:
            answers = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CourseError(
                f"{path.name} cannot be read ({error}): mend that line, or move the file away and answer "
                "anew."
            ) from None
    answers |= given or {}
    for name, answer in answers.items():
        _check(name, answer)
    return answers


def _check(name: str, answer: object) -> None:
    if name not in KNOWN:
        raise CourseError(
            f"answers: nothing is asked that is named {name!r}.{nearest(name, KNOWN)} "
            f"There are: {', '.join(KNOWN)}."
        )
    if name in CHOICES and answer not in CHOICES[name]:
        known = " or ".join(repr(choice) for choice in CHOICES[name])
        raise CourseError(f'answers["{name}"]={answer!r}: must be {known}.')
    if name in LISTS and not isinstance(answer, list | tuple):
        raise CourseError(f'answers["{name}"]={answer!r}: a list is needed, like ["{answer}"].')
    if name == "day_first" and not isinstance(answer, bool):
        raise CourseError(f'answers["day_first"]={answer!r}: must be True or False.')


def keep(source: object, answers: dict) -> Path:
    """Write the answers beside the log, with what each means and those not given as comments.

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
    lines = ["# What was said of this log. Edit it, and make the report again.", ""]
    for name, meaning in KNOWN.items():
        lines.append(f"# {meaning}")
        lines.append(f"{name} = {_toml(answers[name])}" if name in answers else f"# {name} =")
    aside = path.with_suffix(".part")
    aside.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    aside.replace(path)
    return path


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
