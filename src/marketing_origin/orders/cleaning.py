"""From an export's rows to one row an order: every row has one fate, and the fates add up to the file.

Traps are looked for one after the other; what a trap takes out is out for the next ones. Money is in whole
hundredths throughout.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders.columns import Proposal
from marketing_origin.orders.days import days
from marketing_origin.orders.money import amounts, cents

EXAMPLES = 3
GUESTS = (
    r"^(guest|gast|invité|invitado|anonymous|anonym|unknown|unbekannt|none|null|nan|n/?a|-|0|0\.0|游客|匿名)$"
)
DEAD = re.compile(
    r"cancel|void|refunded$|fail|declin|pending|abandon|unpaid|draft|storn|annul|offen|取消|退款|关闭|未付",
    re.IGNORECASE,
)
TESTS = re.compile(
    r"(?<![a-z])(test|tester|testing|dummy|sample order|测试)(?![a-z])|@example\.", re.IGNORECASE
)
SUMS = re.compile(r"^(grand )?(total|sum|summe|gesamt|合计|总计)$", re.IGNORECASE)
ONE_ID_FOR_ALL = 0.05  # of the orders, and twenty times the next customer's
AWAY = 180  # days between the log and what stands apart from it


@dataclass
class Finding:
    """A trap that the log holds: how much of it, three examples, what was done, what else can be said.

    `revenue` is in hundredths; `examples` are rows of the file under their line numbers.
    """

    name: str
    rows: int
    revenue: int
    examples: pd.DataFrame
    done: str
    otherwise: str


@dataclass
class Cleaning:
    """The rows on their way: `table` has each one's customer, order, day, cents and whether it is `left`."""

    raw: pd.DataFrame
    table: pd.DataFrame
    answers: dict
    columns: dict[str, Proposal]
    findings: list[Finding] = field(default_factory=list)
    account: list[dict] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)

    def says(self, name: str, otherwise: object = None) -> object:
        """Return the person's answer."""
        return self.answers.get(name, otherwise)

    def find(self, name: str, rows: pd.Series, done: str, otherwise: str) -> bool:
        """Note a trap among the rows that are left; tells whether there is one."""
        rows = rows & self.table["left"]
        if not rows.any():
            return False
        revenue = int(self.table.loc[rows, "cents"].sum())
        examples = self.raw.loc[rows.to_numpy()].head(EXAMPLES)
        self.findings.append(Finding(name, int(rows.sum()), revenue, examples, done, otherwise))
        return True

    def leave_out(self, name: str, rows: pd.Series, done: str, otherwise: str) -> None:
        """Take rows out, and say so in findings and account."""
        rows = rows & self.table["left"]
        if self.find(name, rows, done, otherwise):
            self.book(name, int(rows.sum()), int(self.table.loc[rows, "cents"].sum()), done)
            self.table.loc[rows, "left"] = False

    def book(self, step: str, rows: int, revenue: int, done: str) -> None:
        """Add a line to the account: rows and hundredths that do not go on."""
        self.account.append({"step": step, "rows": rows, "revenue": revenue, "what was done": done})


def begin(raw: pd.DataFrame, columns: dict[str, Proposal], answers: dict) -> Cleaning:
    """Read dates and money, and open the account with the file."""
    text = {part: _text(raw, columns[part].column) for part in ("customer", "order", "status", "currency")}
    day, told = days(
        _column(raw, columns["date"].column),
        columns["date"].column,
        answers.get("day_first"),
        answers.get("time_zone"),
    )
    value, how = _value(raw, columns, answers.get("decimal"))
    table = pd.DataFrame({**text, "day": day, "cents": value.fillna(0).astype("int64"), "left": True})
    table["unreadable"] = value.isna()
    cleaning = Cleaning(raw, table, answers, columns)
    cleaning.assumptions += [f"{p.part}: {p.column!r} ({p.reason})." for p in columns.values() if p.column]
    cleaning.assumptions += [*told, *([how] if how else [])]
    cleaning.book("the file", len(raw), int(table["cents"].sum()), "")
    return cleaning


def _column(raw: pd.DataFrame, name: str) -> pd.Series:
    column = raw[name]
    if pd.api.types.is_datetime64_any_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return column
    return (
        column.astype(str)
        .where(column.notna(), None)
        .map(lambda text: text if text and text.strip() else None)
    )


def _text(raw: pd.DataFrame, name: str | None) -> pd.Series:
    """Return a column as text without blanks around it, "" for what is missing; 17850.0 is 17850."""
    if name is None:
        return pd.Series("", index=raw.index, dtype=object)
    column = raw[name]
    if pd.api.types.is_float_dtype(column):
        whole = column.dropna()
        if (whole % 1 == 0).all():
            column = column.astype("Int64")
    text = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    return text.str.replace(r"^(\d+)\.0$", r"\1", regex=True)


def _value(raw: pd.DataFrame, columns: dict[str, Proposal], decimal: str | None) -> tuple[pd.Series, str]:
    if name := columns["value"].column:
        return cents(_column(raw, name), name, decimal)
    quantity, price = columns["quantity"].column, columns["price"].column
    pieces, _ = amounts(_column(raw, quantity), quantity, decimal)
    each, how = amounts(_column(raw, price), price, decimal)
    value, _ = cents(pd.Series(pieces * each, index=raw.index), price)
    return value, how or f"A row is worth {quantity} × {price}."


# Each trap in turn; the first takes out what no other should see.


def blank_lines(work: Cleaning) -> None:
    """Leave out lines that hold nothing."""
    empty = pd.Series(True, index=work.raw.index)
    for column in work.raw:
        values = work.raw[column]
        blank = values.isna()
        if not (pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values)):
            blank |= values.astype(str).str.fullmatch(r"\s*")
        empty &= blank
        if not empty.any():
            return
    work.leave_out("blank lines", empty, "left out", "")


def names_again(work: Cleaning) -> None:
    """Leave out the columns' names where files were put together with them."""
    names = pd.Series(True, index=work.raw.index)
    for column in work.raw:
        names &= work.raw[column].astype(str).str.strip() == str(column)
    work.leave_out("the columns' names again", names, "left out: files were put together with them", "")


def sums_below(work: Cleaning) -> None:
    """Leave out lines that sum up others."""
    sums = pd.Series(False, index=work.raw.index)
    for column in work.raw:
        if not pd.api.types.is_numeric_dtype(work.raw[column]):
            sums |= work.raw[column].astype(str).str.strip().str.match(SUMS)
    sums &= work.table["day"].isna() | (work.table["customer"] == "")
    work.leave_out("lines with a sum", sums, "left out: they count what other rows hold", "")


def continuation_rows(work: Cleaning) -> None:
    """Give further rows of an order what only its first says: the customer, the date, the total."""
    table = work.table
    numbered = table["left"] & (table["order"] != "")
    lacking = numbered & (table["unreadable"] | table["day"].isna() | (table["customer"] == ""))
    some = table[numbered & table["order"].isin(table.loc[lacking, "order"].unique())]
    if some.empty:
        return
    parts = ["customer", "status", "currency"]
    first = some.assign(**{part: some[part].replace("", None) for part in parts}).groupby("order")
    for part in parts:
        known = first[part].transform("first").fillna("")
        table.loc[some.index, part] = some[part].where(some[part] != "", known)
    table.loc[some.index, "day"] = some["day"].fillna(first["day"].transform("first"))
    has_total = (~some["unreadable"]).groupby(some["order"]).transform("any")
    bare = some["unreadable"] & has_total & (_written(work, "value").loc[some.index] == "")
    bare = bare.reindex(table.index, fill_value=False)
    name, done = (
        "further rows of an order, without its total",
        "counted with their order, which has the total",
    )
    if work.find(name, bare, done, ""):
        table.loc[bare, "unreadable"] = False


def _written(work: Cleaning, part: str) -> pd.Series:
    column = work.columns[part].column
    return _text(work.raw, column) if column else pd.Series("?", index=work.raw.index)


def unreadable_dates(work: Cleaning) -> None:
    """Leave out rows whose date says no day."""
    work.leave_out(
        "no date that can be read",
        work.table["day"].isna(),
        "left out: when it was ordered is not known",
        'answers={"day_first": …} where the day and the month were mixed up',
    )


def unreadable_values(work: Cleaning) -> None:
    """Leave out rows whose amount is none."""
    work.leave_out(
        "no amount that can be read",
        work.table["unreadable"],
        "left out: what it was worth is not known",
        'answers={"decimal": …} where comma and point were mixed up',
    )


def other_currencies(work: Cleaning) -> None:
    """Leave out rows in other currencies than the one that was chosen; without a choice, ask."""
    left = work.table[work.table["left"]]
    counts = left.loc[left["currency"] != "", "currency"].value_counts()
    wanted = work.says("only_currency")
    if len(counts) > 1 and not wanted:
        listed = ", ".join(f"{name} ({count:,} rows)" for name, count in counts.items())
        raise CourseError(
            f"{work.columns['currency'].column}: the rows are in {len(counts)} currencies: {listed}. Money "
            "of several cannot be added up: say which counts, "
            f'answers={{"only_currency": "{counts.index[0]}"}}, or convert the amounts first.'
        )
    if wanted and len(counts) and wanted not in counts.index:
        raise CourseError(
            f'answers["only_currency"]={wanted!r}: no row is in it; there are {", ".join(counts.index)}.'
        )
    if wanted:
        other = ~work.table["currency"].isin([wanted, ""])
        work.leave_out(
            "other currencies", other, f"left out: {wanted} alone counts", 'answers={"only_currency": …}'
        )


def dead_statuses(work: Cleaning) -> None:
    """Leave out orders that came to nothing: cancelled, failed, never paid."""
    statuses = work.table["status"]
    chosen = work.says("left_out_statuses")
    dead = (
        statuses.isin(chosen)
        if chosen is not None
        else statuses.map({s: bool(DEAD.search(s)) for s in statuses.unique()})
    )
    named = ", ".join(sorted(set(statuses[dead.astype(bool) & work.table["left"]])))
    work.leave_out(
        "orders that came to nothing, by their status",
        dead.astype(bool),
        f"left out: {named}",
        'answers={"left_out_statuses": […]} names those that do not count',
    )


def test_orders(work: Cleaning) -> None:
    """Leave out what somebody ordered to try the shop."""
    if work.says("tests") == "keep":
        return
    test = pd.Series(False, index=work.raw.index)
    for part in ("customer", "order", "status"):
        known = work.table[part]
        test |= known.map({text: bool(TESTS.search(text)) for text in known.unique()}).astype(bool)
    for column in work.raw:
        if re.search(
            r"mail|name|note|tag|备注", str(column), re.IGNORECASE
        ) and not pd.api.types.is_numeric_dtype(work.raw[column]):
            known = work.raw[column].astype(str)
            test |= known.map({text: bool(TESTS.search(text)) for text in known.unique()}).astype(bool)
    work.leave_out("what looks like a test order", test, "left out", 'answers={"tests": "keep"}')


def repeated_rows(work: Cleaning) -> None:
    """Leave out exact copies of orders; of an order's items there may be two of a kind, and they stay."""
    copies = work.raw.astype(str).duplicated() & work.table["left"]
    if not copies.any():
        return
    left = work.table[work.table["left"] & ~copies]
    one_row_an_order = not work.columns["order"].column or left["order"].is_unique
    chosen = work.says("duplicates", "leave out" if one_row_an_order else "keep")
    name = "rows that repeat another in everything"
    if chosen == "leave out":
        work.leave_out(name, copies, "left out: counted once", 'answers={"duplicates": "keep"}')
    else:
        done = "kept: an order's item may be there twice" if not one_row_an_order else "kept, as you said"
        work.find(name, copies, done, 'answers={"duplicates": "leave out"}')


def totals_on_every_row(work: Cleaning) -> None:
    """Count an order's total once where it stands on each of its rows."""
    table, column = work.table, work.columns["value"].column
    if not column or not work.columns["order"].column or "total" not in column.lower():
        return
    rows = table[table["left"] & (table["order"] != "") & (table["cents"] != 0)]
    values = rows.groupby("order")["cents"].agg(["size", "nunique"])
    several = values[values["size"] > 1]
    if len(several) < 5 or (several["nunique"] == 1).mean() < 0.95:
        return
    same = rows["order"].map(values["nunique"]) == 1
    again = rows[same].duplicated("order")
    again = again[again].index
    repeated = pd.Series(table.index.isin(again), index=table.index)
    name, done = "an order's total again on its further rows", "counted once an order"
    if work.find(name, repeated, done, 'answers={"value": …} names a column with the worth of each row'):
        work.book(name, 0, int(table.loc[repeated, "cents"].sum()), done)
        table.loc[repeated, "cents"] = 0


def prices_below_zero(work: Cleaning) -> None:
    """Note rows whose price is none: gifts, samples, corrections of the stock."""
    if column := work.columns["price"].column:
        each, _ = amounts(_column(work.raw, column), column, work.says("decimal"))
        done = "kept in an order that is worth something, where it is a gift; else left out as worth nothing"
        work.find("rows without a positive price", pd.Series(each <= 0, index=work.raw.index), done, "")


def refunds(work: Cleaning) -> None:
    """Note negative rows, which are taken off their orders later; leave them out where that is wanted."""
    negative = work.table["cents"] < 0
    if work.says("refunds") == "leave out":
        done, otherwise = "left out, as you said", 'answers={"refunds": "net"}'
        work.leave_out("refunds and cancellations", negative, done, otherwise)
    else:
        done = "taken off the order of their number, else off the customer's latest one up to their day"
        work.find("refunds and cancellations", negative, done, 'answers={"refunds": "leave out"}')


def guests(work: Cleaning) -> None:
    """Leave out rows without a customer, and with an id that stands for many."""
    table = work.table
    known = table.loc[table["left"], "customer"]
    told = {str(one) for one in work.says("not_persons", [])}
    ids = {one for one in known.unique() if re.match(GUESTS, one, re.IGNORECASE)} | (
        told & set(known.unique())
    )
    if one := _one_id_for_all(work, ids):
        ids.add(one)
    nobody = (table["customer"] == "") | table["customer"].isin(ids)
    name = "orders without a customer"
    named = f" ({', '.join(sorted(ids)[:3])} stands for many)" if ids else ""
    if work.says("guests") == "each order its own customer":
        alone = nobody & table["left"]
        if work.find(
            name, alone, f"each order is a customer of its own{named}", 'answers={"guests": "leave out"}'
        ):
            mark = table["order"].where(
                table["order"] != "", table.index.astype(str).to_series(index=table.index)
            )
            table.loc[alone, "customer"] = "guest " + mark[alone]
        return
    work.leave_out(
        name,
        nobody,
        f"left out: nobody can be said to come back{named}",
        'answers={"guests": "each order its own customer"}',
    )


def _one_id_for_all(work: Cleaning, known: set[str]) -> str | None:
    """Return an id with so many orders that it cannot be a person."""
    if "not_persons" in work.answers:
        return None
    left = work.table[
        work.table["left"] & (work.table["customer"] != "") & ~work.table["customer"].isin(known)
    ]
    if work.columns["order"].column:
        left = left.drop_duplicates(["customer", "order"])
    counts = left["customer"].value_counts()
    if len(counts) < 20 or counts.iloc[0] < max(20 * counts.iloc[1], ONE_ID_FOR_ALL * counts.sum()):
        return None
    return counts.index[0]


def outside_the_days(work: Cleaning) -> None:
    """Leave out orders outside of the days that were said, or far from all others."""
    day = work.table["day"]
    for name, said, rows in (
        ("orders before the first day", "first_day", lambda bound: day < bound),
        ("orders after the last day", "last_day", lambda bound: day > bound),
    ):
        if said in work.answers:
            bound = pd.to_datetime(str(work.answers[said]), errors="coerce")
            if pd.isna(bound):
                raise CourseError(
                    f'answers["{said}"]={work.answers[said]!r}: a day is needed, like "2024-12-31".'
                )
            work.leave_out(
                name, rows(bound), f"left out: {said} is {bound:%Y-%m-%d}", f'answers={{"{said}": …}}'
            )
    early, late = _apart(day[work.table["left"]])
    if "first_day" not in work.answers:
        work.leave_out(
            "orders long before all others",
            day < early,
            "left out: a date by mistake",
            'answers={"first_day": …}',
        )
    if "last_day" not in work.answers:
        work.leave_out(
            "orders long after all others",
            day > late,
            "left out: a date by mistake",
            'answers={"last_day": …}',
        )


def _apart(day: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the days between which the log lies; a hundredth of the rows at most may stand far away."""
    ordered = day.sort_values(ignore_index=True)
    if ordered.empty:
        return pd.Timestamp.min, pd.Timestamp.max
    few = len(ordered) // 100
    early, late = ordered.iloc[0], ordered.iloc[-1]
    gaps = ordered.diff().dt.days
    head, tail = gaps.iloc[1 : few + 1], gaps.iloc[len(ordered) - few :]
    if (head > AWAY).any():
        early = ordered.iloc[head[head > AWAY].index[-1]]
    if (tail > AWAY).any():
        late = ordered.iloc[tail[tail > AWAY].index[0] - 1]
    return early, late


def nothing_worth(work: Cleaning) -> None:
    """Leave out orders worth nothing; in an order that is worth something, such rows are gifts."""
    table = work.table
    zero = (table["cents"] == 0) & table["left"]
    if work.columns["order"].column:
        worth = table.loc[table["left"] & (table["cents"] != 0), "order"].unique()
        zero &= ~(table["order"].isin(worth) & (table["order"] != ""))
    if work.says("zero") == "keep":
        work.find("orders worth nothing", zero, "kept, as you said", 'answers={"zero": "leave out"}')
    else:
        work.leave_out("orders worth nothing", zero, "left out", 'answers={"zero": "keep"}')


TRAPS = (
    blank_lines,
    names_again,
    sums_below,
    continuation_rows,
    unreadable_dates,
    unreadable_values,
    other_currencies,
    test_orders,
    dead_statuses,
    repeated_rows,
    totals_on_every_row,
    outside_the_days,
    prices_below_zero,
    refunds,
    guests,
    nothing_worth,
)


def steps(work: Cleaning) -> Iterator[str]:
    """Run every trap; yields what is being looked for."""
    for trap in TRAPS:
        yield trap.__name__.replace("_", " ")
        trap(work)
