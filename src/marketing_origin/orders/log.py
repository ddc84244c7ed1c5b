"""The clean log: rows put together to orders, refunds taken off, and what to know of the whole."""

import numpy as np
import pandas as pd

from marketing_origin.clv.refunds import settled
from marketing_origin.errors import CourseError
from marketing_origin.orders.cleaning import Cleaning, core

MUCH = 0.3  # of the revenue, with one customer
ONCE = 0.98  # customers for an order
ENOUGH = 50  # orders, to say anything of a log's shape
AGAIN = 28  # days after which an order's number comes back


def orders_of(work: Cleaning) -> pd.DataFrame:
    """Return one row an order, and close the account.

    Raises
    ------
    CourseError
        No order is left.
    """
    if not work.left.any():
        raise _nothing_left(work)
    rows = _keyed(work)
    orders = _grouped(rows)
    net, over = _settled(orders)
    _book(work, rows, orders, net, over)
    kept = net > 0
    if work.says("zero") == "keep":
        kept |= orders["cents"].eq(0).to_numpy()
    if not kept.any():
        raise _nothing_left(work)
    kept_rows = rows["key"].map(pd.Series(kept, index=orders.index)).sum()
    how = "refunds left out" if work.says("refunds") == "leave out" else "net of refunds"
    work.book("what is kept", int(kept_rows), int(net[kept].sum()), f"{int(kept.sum()):,} orders, {how}")
    return (
        orders.assign(cents=net.astype("int64"))[kept]
        .sort_values(["day", "order"], kind="stable", ignore_index=True)[
            ["customer", "order", "day", "cents"]
        ]
        .astype({"day": "datetime64[s]"})
    )


def _keyed(work: Cleaning) -> pd.DataFrame:
    """Return the rows that are left with the key of their order, and that order's name."""
    rows = work.table[work.left].copy()
    lines = pd.Series(work.raw.index.astype(str), index=work.table.index)[rows.index]
    if not work.columns["order"].column:
        by_day = rows["customer"] + " " + rows["day"].dt.strftime("%Y-%m-%d")
        work.assumptions.append("There is no order's number: what a customer bought on one day is one order.")
        return _tell_of_several(work, rows.assign(order=by_day, key=pd.factorize(by_day)[0]))
    rows["order"] = rows["order"].where(rows["order"] != "", "row " + lines)
    _one_customer_each(work, rows)
    _numbers_again(work, rows)
    rows["key"] = pd.factorize(rows["order"])[0]
    return _tell_of_several(work, rows)


def _tell_of_several(work: Cleaning, rows: pd.DataFrame) -> pd.DataFrame:
    # A credit note of many rows is no order.
    several = rows["key"].duplicated(keep=False) & (rows.groupby("key")["cents"].transform("max") > 0)
    made = rows.loc[several, "key"].nunique()
    done = f"kept: {several.sum():,} rows make {made:,} orders, before what was given back is taken off"
    otherwise = 'answers={"order": ""} makes one order of a customer\'s day'
    numbered = bool(work.columns["order"].column)
    every = several.reindex(work.table.index, fill_value=False)
    work.find("several rows an order", every, done, otherwise if numbered else "")
    return rows


def _one_customer_each(work: Cleaning, rows: pd.DataFrame) -> None:
    """Settle whose an order is that names several customers; changes `rows`."""
    first = rows.groupby("order")["customer"].transform("first")
    if (first == rows["customer"]).all():
        return
    several = rows["order"].isin(rows.loc[first != rows["customer"], "order"].unique())
    days = rows[several].groupby("order")["day"]
    apart = (days.transform("max") > days.transform("min")).reindex(rows.index, fill_value=False)
    every = work.table.index
    one_order = work.says("numbers_again") == "one order"
    work.find(
        "numbers of orders used again for other customers",
        (several & apart).reindex(every, fill_value=False),
        "kept as one order, as you said: the customer of its first row counts"
        if one_order
        else "kept: what each customer has under the number is an order of its own",
        'answers={"numbers_again": "one order"} makes one of it; "each time its own" parts a customer\'s, too',
    )
    work.find(
        "orders with several customers",
        (several & ~apart).reindex(every, fill_value=False),
        "kept: the customer of the order's first row counts",
        'answers={"customer": "…"} names a column with the person who ordered',
    )
    rows.loc[several & apart & (not one_order), "order"] += " (" + rows["customer"] + ")"
    rows.loc[several & (one_order | ~apart), "customer"] = first


def _numbers_again(work: Cleaning, rows: pd.DataFrame) -> None:
    """Look for an order's number that comes back much later: a counter that began anew, a subscription's id.

    Changes `rows`, where each time is to be an order of its own; a refund goes with what was sold before it.
    """
    order = pd.Series(pd.factorize(rows["order"])[0], index=rows.index)
    sold = pd.DataFrame({"order": order, "day": rows["day"]})[rows["cents"] > 0]
    sold = sold.sort_values(["order", "day"], kind="stable")
    pause = sold["day"].diff().where(sold["order"] == sold["order"].shift())
    begins = pause >= pd.Timedelta(days=AGAIN)
    if not begins.any():
        return
    again = order.isin(sold.loc[begins, "order"].unique())
    each = work.says("numbers_again") == "each time its own"
    work.find(
        "numbers of orders that come back a month later or more",
        again.reindex(work.table.index, fill_value=False),
        f"each time is an order of its own, as you said: {int(begins.sum()):,} more"
        if each
        else "kept: all under a number is one order, on the number's first day",
        'answers={"numbers_again": "each time its own"} parts them',
    )
    if each:
        by_day = rows.assign(at=order, begins=begins.reindex(rows.index, fill_value=False))[again]
        by_day = by_day.sort_values(["at", "day"], kind="stable")
        time = by_day.groupby("at")["begins"].cumsum()[lambda number: number > 0]
        rows.loc[time.index, "order"] += " (" + (time + 1).astype(str) + ")"


def _grouped(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each order or refund, by its key."""
    sold = rows["day"].where(rows["cents"] >= 0, rows["day"].max() + pd.Timedelta(days=1))
    grouped = rows.assign(sold=sold).groupby("key")
    orders = grouped.agg(
        customer=("customer", "first"),
        order=("order", "first"),
        day=("day", "min"),
        sold=("sold", "min"),
        cents=("cents", "sum"),
        lowest=("cents", "min"),
        highest=("cents", "max"),
    )
    # A refund under the order's own number may be booked before it.
    orders["day"] = orders["day"].where(orders["highest"] <= 0, orders["sold"])
    return orders


def _settled(orders: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Take refunds off: first off the order whose number theirs holds (R1001, 1001-2), then off any of hers.

    Returns what is left of each, and of each refund what no order was left for.
    """
    net, over = orders["cents"].to_numpy(float), np.zeros(len(orders))
    if not (net < 0).any():
        return net, over
    days = orders["day"].to_numpy("datetime64[D]").astype("int64")
    customer = pd.factorize(orders["customer"])[0]
    refunds = net < 0
    numbers = orders["order"].copy()
    numbers[refunds] = numbers[refunds].map(core)
    marks = pd.factorize(pd.MultiIndex.from_arrays([customer, numbers]))[0]
    after, left = settled(marks, days, net)
    net, over = settled(customer, days, np.where(refunds, -left, after))
    return net, over


def _book(
    work: Cleaning, rows: pd.DataFrame, orders: pd.DataFrame, net: np.ndarray, over: np.ndarray
) -> None:
    """Enter what does not become an order in the account."""
    cents = orders["cents"].to_numpy()
    refund = cents < 0
    gone = (cents > 0) & (net == 0)
    nothing = (cents == 0) & (orders["highest"] > 0).to_numpy()
    worthless = (cents == 0) & ~nothing
    homeless = refund & (over == -cents)
    at = {
        name: rows["key"].map(pd.Series(which, index=orders.index))
        for name, which in (
            ("gone", gone | nothing),
            ("worthless", worthless),
            ("homeless", homeless),
            ("off", refund & ~homeless),
        )
    }
    every = work.table.index
    at = {name: which.astype(bool).reindex(every, fill_value=False) for name, which in at.items()}
    if work.says("zero") == "keep":
        work.find(
            "orders worth nothing", at["worthless"], "kept, as you said", 'answers={"zero": "leave out"}'
        )
    else:
        work.leave_out("orders worth nothing", at["worthless"], "left out", 'answers={"zero": "keep"}')
    if at["gone"].any():
        done = "left out: all of it was given back"
        work.find("orders taken back as a whole", at["gone"], done, revenue=int(cents[gone].sum()))
        work.book("orders taken back as a whole", int(at["gone"].sum()), 0, done)
    if at["off"].any():
        off = -int((cents + over)[refund].sum())
        done = f"taken off their orders, whose worth below is net of it: {off / 100:,.2f}"
        work.book("refunds and cancellations", int(at["off"].sum()), 0, done)
    if over.any():
        name, done = "refunds without an order to take them off", "left out: their order is not in the log"
        lost = int(round(over.sum()))
        partly = rows["key"].map(pd.Series(over > 0, index=orders.index)).astype(bool)
        partly = partly.reindex(every, fill_value=False)
        some = int(partly.sum() - at["homeless"].sum())
        covered = (
            f"; of {some:,} of the rows an order was there for a part, which is taken off" if some else ""
        )
        work.find(name, partly, done + covered, "", revenue=-lost)
        work.book(name, int(at["homeless"].sum()), -lost, done)
    work.table.loc[at["gone"] | at["homeless"] | at["off"], "left"] = False


def _nothing_left(work: Cleaning) -> CourseError:
    """Say what took most rows, and the answers that have it otherwise."""
    total = len(work.table)
    taken = [one for one in work.findings if one.done.startswith(("left out", "taken for no"))]
    taken = sorted(taken, key=lambda one: -one.rows)[:2]
    why = "".join(f" {one.rows:,} of {total:,} rows are “{one.name}” ({one.done})." for one in taken)
    instead = [one.otherwise for one in taken if one.otherwise]
    instead = f" To have that otherwise: {'; '.join(instead)}." if instead else ""
    columns = ", ".join(f"{part} = {p.column!r}" for part, p in work.columns.items() if p.column)
    return CourseError(
        f"No order is left.{why}{instead} Or look at the columns that were taken ({columns}), and name others where "
        'they are wrong, as in answers={"value": "…"}.'
    )


def look_at_the_whole(work: Cleaning, orders: pd.DataFrame) -> None:
    """Note what the log's customers say of it: nothing is left out for it."""
    if len(orders) < ENOUGH:
        return
    by_customer = orders.groupby("customer")["cents"].sum().sort_values(ascending=False, kind="stable")
    share = by_customer.iloc[0] / max(by_customer.sum(), 1)
    if share >= MUCH:
        first = by_customer.index[0]
        work.find(
            "one customer with much of the revenue",
            work.table["customer"] == first,
            f"kept: {first} has {share:.0%} of it, and every mean hangs on this one",
            f'answers={{"not_persons": ["{first}"]}} leaves it out',
        )
    customer = work.columns["customer"]
    if customer.instead_of:
        work.find(
            "customers who order once each",
            work.left,
            f"{customer.column!r} is taken for the customer: {customer.instead_of!r} names somebody new in "
            "each order",
            f'answers={{"customer": "{customer.instead_of}"}}',
        )
    elif len(by_customer) >= ONCE * len(orders):
        others = customer.others
        work.find(
            "customers who order once each",
            work.left,
            "kept: the column may hold whoever an order named, and not the person who comes back",
            f'answers={{"customer": "{others[0] if others else "…"}"}} names another column',
        )
