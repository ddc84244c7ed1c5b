"""The rows of an export on their way to orders: each has one fate, and the fates add up to the file."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders import money
from marketing_origin.orders.columns import Proposal
from marketing_origin.orders.days import Days, days
from marketing_origin.orders.once import each_once
from marketing_origin.orders.reading import Export

EXAMPLES = 3
AROUND = re.compile(r"^\D+|\D+$")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\d{4})?(?!\d)")  # 2023, 20230101
MAIL = r"^\S+@\S+$"


@dataclass
class Finding:
    """A trap that the log holds.

    Attributes
    ----------
    name : str
        What it is.
    rows : int
        How many rows of the file.
    revenue : int
        What they are worth, in hundredths of the currency.
    examples : pandas.DataFrame
        Three of them, as they stand in the file, under their line numbers.
    done : str
        What was done with them.
    otherwise : str
        What else can be said of them, as an answer; "" where nothing can.
    """

    name: str
    rows: int
    revenue: int
    examples: pd.DataFrame
    done: str
    otherwise: str


@dataclass
class Cleaning:
    """The rows on their way.

    Attributes
    ----------
    export : Export
        The file as it stands.
    table : pandas.DataFrame
        A row for each of the file's, numbered from 0: customer, order, status, kind and currency (text), day,
        cents, whether the amount is `unreadable`, whether its day was told `elsewhere`, whether it is `left`.
    columns : dict of Proposal
        Which column plays which part.
    answers : dict
        What the person has said.
    findings, account, assumptions : list
        What is told in the end.
    read : dict of Series
        Columns that were looked at.
    signs : dict
        The sign before the decimals in the column of each part.
    dates : Days
        How the dates were read.
    """

    export: Export
    table: pd.DataFrame
    columns: dict[str, Proposal]
    answers: dict
    findings: list[Finding] = field(default_factory=list)
    account: list[dict] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    read: dict[str, pd.Series] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)
    dates: Days | None = None

    @property
    def raw(self) -> pd.DataFrame:
        """The file's rows."""
        return self.export.rows

    @property
    def left(self) -> pd.Series:
        """Which rows are still on their way."""
        return self.table["left"]

    def says(self, name: str, otherwise: object = None) -> object:
        """Return the person's answer."""
        return self.answers.get(name, otherwise)

    def column(self, part: str) -> pd.Series | None:
        """Return the column of a part, blanks as missing, rows numbered as the table's; None without one."""
        name = self.columns[part].column
        if name is None:
            return None
        if name not in self.read:
            self.read[name] = present(self.raw[name])
        return self.read[name]

    def find(
        self, name: str, rows: pd.Series, done: str, otherwise: str = "", revenue: int | None = None
    ) -> bool:
        """Note a trap among the rows that are left; tells whether there is one."""
        rows = rows & self.left
        if not rows.any():
            return False
        if revenue is None:
            revenue = int(self.table.loc[rows, "cents"].sum())
        examples = self.raw[rows.to_numpy()].head(EXAMPLES)
        self.findings.append(Finding(name, int(rows.sum()), revenue, examples, done, otherwise))
        return True

    def leave_out(self, name: str, rows: pd.Series, done: str, otherwise: str = "") -> None:
        """Take rows out, and say so in findings and account."""
        rows = rows & self.left
        if self.find(name, rows, done, otherwise):
            self.book(name, int(rows.sum()), int(self.table.loc[rows, "cents"].sum()), done)
            self.table.loc[rows, "left"] = False

    def count_as(
        self,
        name: str,
        rows: pd.Series,
        cents: pd.Series | int,
        done: str,
        otherwise: str = "",
        revenue: int | None = None,
    ) -> None:
        """Count rows with another worth than they have in the file, and book the difference."""
        rows = rows & self.left
        before = int(self.table.loc[rows, "cents"].sum())
        if self.find(name, rows, done, otherwise, revenue):
            self.table.loc[rows, "cents"] = cents[rows] if isinstance(cents, pd.Series) else cents
            self.book(name, 0, before - int(self.table.loc[rows, "cents"].sum()), done)

    def book(self, step: str, rows: int, revenue: int, done: str) -> None:
        """Add a line to the account: rows and hundredths that do not go on."""
        self.account.append({"step": step, "rows": rows, "revenue": revenue, "what was done": done})


def begin(export: Export, columns: dict[str, Proposal], answers: dict) -> Cleaning:
    """Read dates and money, and open the account with the file."""
    raw = export.rows
    text = {
        part: text_of(raw[columns[part].column]) if columns[part].column else ""
        for part in ("customer", "order", "status", "kind", "currency")
    }
    dates = columns["date"].column
    table = pd.DataFrame(text, index=pd.RangeIndex(len(raw)))
    work = Cleaning(export, table, columns, answers)
    year = answers.get("year") or _year_of(export.above)
    read = days(work.column("date"), dates, answers.get("day_first"), answers.get("time_zone"), year)
    table["day"], table["elsewhere"] = read.day, read.elsewhere
    work.assumptions += export.notes
    work.assumptions += [f"{p.part}: {p.column!r} ({p.reason})." for p in columns.values() if p.column]
    work.assumptions += read.told
    work.dates = read
    value = _value(work)
    table["unreadable"] = value.isna()
    table["cents"] = value.fillna(0).astype("int64")
    table["left"] = True
    work.book("the file", len(raw), int(table["cents"].sum()), "")
    return work


def _year_of(above: str) -> int | None:
    """Return the one year that the lines above the columns' names speak of."""
    years = set(YEAR.findall(above))
    return int(years.pop()) if len(years) == 1 else None


def present(column: pd.Series) -> pd.Series:
    """Return a column with what is blank as missing, its rows numbered from 0."""
    column = column.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return column
    values = each_once(column, lambda value: None if str(value).strip() == "" else value, None)
    return pd.Series(values, index=column.index)


def text_of(column: pd.Series) -> np.ndarray:
    """Return a column as text without blanks around it, "" for what is missing; 17850.0 is 17850."""
    return each_once(column, _plain, "")


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("\u200b", "").replace("\ufeff", "").replace("\u00a0", " ").strip()
    if text.startswith('="') and text.endswith('"'):  # a spreadsheet program's way to keep zeros in front
        text = text[2:-1].strip()
    text = text.removeprefix("'")
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text


def matching(values: pd.Series, holds: Callable[[str], object]) -> pd.Series:
    """Tell for each text whether something holds of it; each is looked at once."""
    told = each_once(values, lambda value: bool(holds(str(value))), False, bool)
    return pd.Series(told, index=values.index)


def core(number: str) -> str:
    """Return the number in a refund's number (R1001); where it is too short to say anything, all of it."""
    inside = AROUND.sub("", number)
    return inside if len(inside) > 2 else number


def amounts_of(work: Cleaning, part: str) -> pd.Series:
    """Return the numbers in the column that plays a part."""
    values = work.column(part)
    return pd.Series(money.amounts(values, decimal_of(work, part)), index=values.index)


def decimal_of(work: Cleaning, part: str) -> str:
    """Return the sign before the decimals of a part's column; another's where that leaves it open."""
    if part not in work.signs:
        try:
            sign = work.says("decimal") or money.decimal_sign(work.column(part), work.columns[part].column)
        except CourseError:
            if not work.signs:
                raise
            sign = next(iter(work.signs.values()))
        work.signs[part] = sign or "."
    return work.signs[part]


def _value(work: Cleaning) -> pd.Series:
    """Return what each row is worth, in hundredths, and say how it was read."""
    if work.columns["value"].column:
        worth = amounts_of(work, "value")
    else:
        quantity, price = (work.columns[part].column for part in ("quantity", "price"))
        work.assumptions.append(
            f"A row is worth {quantity} × {price}. Where {price!r} is what the whole row was worth, say "
            f'answers={{"value": "{price}"}}.'
        )
        worth = _each_first(work)
    for part, sign in work.signs.items():
        if sign == ",":
            work.assumptions.append(f"{work.columns[part].column}: the comma is the decimal sign.")
    return money.cents(worth.to_numpy(), worth.index)


def _each_first(work: Cleaning) -> pd.Series:
    """Multiply quantity and price, the one first whose decimal sign is sure: it settles the other's."""
    try:
        price = amounts_of(work, "price")
    except CourseError as open_one:
        if money.decimal_sign(work.column("quantity"), "") is None:
            raise open_one from None
        quantity = amounts_of(work, "quantity")
        return quantity * amounts_of(work, "price")
    return price * amounts_of(work, "quantity")
