"""From the file that a shop's software exports to a clean log: one row an order, and every row accounted for.

Use it so::

    from marketing_origin import orders

    orders.propose("orders.csv")        which column is what, and why
    clean = orders.clean("orders.csv")
    clean.orders                        customer, order, day, cents
    clean.account                       what was left out, in rows and money: it adds up to the file
    clean.findings                      each trap that the log holds, with examples and other answers
    orders.clean("orders.csv", {"guests": "each order its own customer"}, keep_answers=True)

`orders.ANSWERS` lists what can be said; answers are kept beside the log, in `orders.answers.toml`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders import answers as kept_answers
from marketing_origin.orders import cleaning, lines, log, people, period, reading, trade
from marketing_origin.orders.answers import KNOWN as ANSWERS
from marketing_origin.orders.cleaning import Finding
from marketing_origin.orders.columns import Proposal
from marketing_origin.orders.columns import propose as _propose

__all__ = ["ANSWERS", "CleanLog", "Finding", "Proposal", "clean", "propose"]

# Each trap in turn; the first take out what no other should see.
STEPS = (
    lines.blank_lines,
    lines.names_again,
    lines.long_lines,
    lines.sums_below,
    trade.numbers_of_each_store,
    lines.continuation_rows,
    lines.merged_cells,
    people.cut_ids,
    lines.unreadable_dates,
    lines.unreadable_values,
    trade.other_currencies,
    lines.rows_of_two_files,
    trade.test_orders,
    trade.kinds_of_rows,
    trade.told_again,
    trade.dead_statuses,
    lines.repeated_rows,
    lines.totals_on_every_row,
    trade.changed_later,
    trade.amounts_given_back,
    period.outside_the_days,
    period.clocks_elsewhere,
    period.days_or_months,
    trade.prices_below_zero,
    trade.orders_named_by_refunds,
    trade.refunds,
    people.spellings,
    people.guests,
)


@dataclass(frozen=True)
class CleanLog:
    """A log that can be counted on.

    Attributes
    ----------
    orders : pandas.DataFrame
        One row an order, net of refunds, by day: `customer` and `order` (text), `day` (datetime64[s],
        midnight), `cents` (int64, hundredths of the currency, above 0).
    currency : str or None
        The one currency, where the export names it.
    account : pandas.DataFrame
        `step`, `rows`, `revenue` (hundredths), `what was done`: first the file, last what is kept, between
        them what was left out or counted otherwise. Rows and revenue of all but the first add
        up to the first.
    findings : list of Finding
        What the log holds that a reader should know, with three examples each.
    assumptions : list of str
        What was taken for granted, in sentences.
    answers : dict
        What the person has said.
    """

    orders: pd.DataFrame
    currency: str | None
    account: pd.DataFrame
    findings: list[Finding]
    assumptions: list[str]
    answers: dict


def propose(source: object, answers: dict | None = None) -> dict[str, Proposal]:
    """Return which column plays which part (customer, order, date, value, …), each with its reason.

    Parameters
    ----------
    source : str, Path, list of them, or a frame
        The export; see `clean`.
    answers : dict, optional
        What is known already; see `ANSWERS`.

    Raises
    ------
    CourseError
        The export cannot be read, or nothing says who ordered, when, or for how much.
    """
    said = kept_answers.known_answers(source, answers)
    return _propose(reading.read(source, said.get("encoding")).even, said)


def clean(
    source: object,
    answers: dict | None = None,
    *,
    keep_answers: bool = False,
    tell: Callable[[str], None] = lambda step: None,
) -> CleanLog:
    """Return the clean log of an export; the export itself is never changed.

    Parameters
    ----------
    source : str, Path, list of them, or a frame
        A text table (CSV), also gzipped or zipped; a workbook, of which `shop.xlsx::Orders` is one sheet; a Parquet
        file; a table of a database as `shop.duckdb::orders` or `shop.sqlite::orders`; several files with much the
        same columns, as a list, a folder or a pattern (`orders-*.csv`); or a frame of pandas, or what makes one of
        itself.
    answers : dict, optional
        What only a person can say; `ANSWERS` lists it all. Answers kept beside the log hold where none is
        given.
    keep_answers : bool
        Write the answers beside the log, into `NAME.answers.toml`, where the next call finds them.
    tell : callable, optional
        Told each step as it begins, for a progress bar.

    Raises
    ------
    CourseError
        The export cannot be read, a part is missing, or a question is open that only a person can settle: the
        message says which answer settles it.
    """
    said = kept_answers.known_answers(source, answers)
    tell("reading the file")
    export = reading.read(source, said.get("encoding"))
    columns = _propose(export.even, said)
    _require_in_all(export, columns)
    work = cleaning.begin(export, columns, said)
    work.assumptions += kept_answers.told(said)
    for step in STEPS:
        tell(step.__name__.replace("_", " "))
        step(work)
    tell("orders")
    orders = log.orders_of(work)
    log.look_at_the_whole(work, orders)
    period.ends(work, orders)
    account = pd.DataFrame(work.account)
    _require_sum(account)
    if keep_answers:
        kept_answers.keep(source, said)
    named = work.table.loc[work.left & (work.table["currency"] != ""), "currency"]
    currency = str(named.iloc[0]) if len(named) else None
    return CleanLog(orders, currency, account, work.findings, work.assumptions, said)


def _require_in_all(export: reading.Export, columns: dict[str, Proposal]) -> None:
    """Refuse files put together of which one does not say who ordered, when, or for how much."""
    for part in ("customer", "order", "date", "value", "quantity", "price"):
        for name, lacks in export.lacking:
            if (column := columns[part].column) in lacks:
                raise CourseError(
                    f"{name} has no column {column!r}, which the others have for the {part}: rename the one that is "
                    "that in it, or give the files one by one."
                )


def _require_sum(account: pd.DataFrame) -> None:
    """Raise where rows or money of the file were lost on the way: that would be a fault of this module."""
    file, rest = account.iloc[0], account.iloc[1:]
    if rest["rows"].sum() != file["rows"] or rest["revenue"].sum() != file["revenue"]:
        raise AssertionError(f"the account does not add up to the file:\n{account}")
