"""The clean log: rows put together to orders, refunds taken off, and what to know of the whole."""

import pandas as pd

from marketing_origin.clv.refunds import net_refunds
from marketing_origin.errors import CourseError
from marketing_origin.orders.cleaning import Cleaning

MUCH = 0.3  # of the revenue, with one customer
BURST = 2.5  # new customers in the first month, against the later months' median
ONCE = 0.98  # customers for an order
ENOUGH = 50  # orders, to say anything of a log's shape


def orders_of(work: Cleaning) -> pd.DataFrame:
    """Return one row an order, and close the account.

    Raises
    ------
    CourseError
        No order is left.
    """
    rows = work.table[work.table["left"]]
    own = rows["order"].where(
        rows["order"] != "", "row " + rows.index.astype(str).to_series(index=rows.index)
    )
    rows = rows.assign(order=own)
    _tell_of_rows(work, rows)
    grouped = rows.groupby("order", sort=False)
    orders = grouped.agg(
        customer=("customer", "first"), day=("day", "min"), cents=("cents", "sum")
    ).reset_index()
    kept, unmatched = orders, 0
    if (orders["cents"] < 0).any():
        kept = net_refunds(orders, "customer", "day", "cents")
        unmatched = round(kept.attrs.pop("not_matched"))
        kept["cents"] = kept["cents"].round().astype("int64")
    if unmatched:
        work.book(
            "refunds without an order to take them off",
            0,
            -unmatched,
            "left out: their order came before the log",
        )
    kept = kept[(kept["cents"] > 0) | (work.says("zero") == "keep")]
    if kept.empty:
        taken = max(work.account[1:], key=lambda line: line["rows"], default=None)
        why = (
            f" Most rows were left out as “{taken['step']}” ({taken['rows']:,} of {len(work.table):,})."
            if taken
            else ""
        )
        raise CourseError(
            f"No order is left.{why} Look at the columns that were taken: {'; '.join(work.assumptions)}"
        )
    work.book("orders", len(rows), int(kept["cents"].sum()), "what the report counts")
    return kept.sort_values(["day", "order"], kind="stable", ignore_index=True)[
        ["customer", "order", "day", "cents"]
    ]


def _tell_of_rows(work: Cleaning, rows: pd.DataFrame) -> None:
    count = rows["order"].nunique()
    if count < len(rows):
        work.assumptions.append(
            f"Rows with one order's number are one order: {len(rows):,} rows make {count:,}."
        )
    several = rows.groupby("order")["customer"].nunique()
    mixed = rows["order"].isin(several[several > 1].index).reindex(work.table.index, fill_value=False)
    work.find(
        "orders with several customers",
        mixed,
        "the customer of the order's first row counts",
        'answers={"customer": …} names a column with the person who ordered',
    )


def look_at_the_whole(work: Cleaning, orders: pd.DataFrame) -> None:
    """Note what the log's shape says: nothing is left out for it."""
    if len(orders) < ENOUGH:
        return
    rows = work.table["left"]
    by_customer = orders.groupby("customer")["cents"].sum().sort_values(ascending=False, kind="stable")
    share = by_customer.iloc[0] / by_customer.sum()
    if share >= MUCH:
        work.find(
            "one customer with much of the revenue",
            rows & (work.table["customer"] == by_customer.index[0]),
            f"kept: {by_customer.index[0]} has {share:.0%} of it, and every mean hangs on this one",
            f'answers={{"not_persons": ["{by_customer.index[0]}"]}} leaves it out',
        )
    if len(by_customer) >= ONCE * len(orders):
        work.find(
            "customers who order once each",
            rows,
            "kept: the column may hold whoever an order named, and not the person who comes back",
            'answers={"customer": …} names another column',
        )
    _look_at_the_ends(work, orders)


def _look_at_the_ends(work: Cleaning, orders: pd.DataFrame) -> None:
    rows, day = work.table["left"], work.table["day"]
    first, last = orders["day"].min(), orders["day"].max()
    new = orders.groupby("customer")["day"].min().dt.to_period("M").value_counts().sort_index()
    if len(new) >= 6 and new.iloc[0] > BURST * new.iloc[3:-1].median():
        work.find(
            "a log that begins in mid-life",
            rows & (day.dt.to_period("M") == first.to_period("M")),
            f"kept: {new.iloc[0]:,} customers seem new in {first:%B %Y}, against some "
            f"{new.iloc[3:-1].median():,.0f} a month later: most of them were there before, and their "
            "earlier orders are not in the log",
            'answers={"first_day": …} begins later',
        )
    if last != last + pd.offsets.MonthEnd(0):
        work.find(
            "an end in mid-month",
            rows & (day.dt.to_period("M") == last.to_period("M")),
            f"kept: the log ends on {last:%Y-%m-%d}, and its last month is not whole",
            'answers={"last_day": …} ends earlier',
        )
