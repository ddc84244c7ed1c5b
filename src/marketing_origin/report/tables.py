"""The report's tables, each written once, for pandas, DuckDB and Spark.

Every function takes and returns a narwhals LazyFrame: nothing is computed before `collect`. So that all
engines agree to the last row, money is integer cents, a day is an integer (1 is 1 January of the year 1, as
in
`datetime.date.toordinal`), a month is 12 × year + month - 1, and nothing is compared that may be missing.

::

    purchases(log)                   customer and day: month, orders, cents
    customers(bought)                customer: first, last, purchases, orders, cents, repeat_cents
    customer_summary(people, end)    customer: frequency, recency, T, monetary_value, orders, revenue
    histories(people, end)           frequency, recency, T: customers, orders, cents, repeat_cents
    spending(people)                 frequency, mean_cents: customers
    holdout(bought, cut, end, days)  histories up to the cut, and what came before and after it
    activity(bought)                 customer and month: what she had bought by its end, and her next month
    by_month(active)                 month: customers, new, orders, cents, new_cents
    cohorts(active, months)          cohort and age: customers, cents
    state_moves(active, gap, ends)   group, month, state, next_state: customers
    concentration(people)            cents: customers
"""

from collections.abc import Mapping, Sequence
from functools import partial

import narwhals as nw

#: Columns of a clean log, a row an order.
COLUMNS = ("customer", "order", "day", "cents")
#: A day and its money as one integer, so that the smallest is the first day's: no window, no order needed.
MONEY_BITS = 42
MOST_CENTS = 2 ** (MONEY_BITS - 1)
#: Customers fall into as many groups, by the day of their first purchase: what a jackknife leaves out in
#: turn.
GROUPS = 20
NEVER = 10**9  # a month that does not come

Frame = nw.LazyFrame


def day_number(name: str) -> nw.Expr:
    """Return the day of a date column as an integer, as `datetime.date.toordinal` counts."""
    day = nw.col(name)
    years = day.dt.year().cast(nw.Int64) - 1
    leap_days = years // 4 - years // 100 + years // 400
    return years * 365 + leap_days + day.dt.ordinal_day().cast(nw.Int64)


def month_number(name: str) -> nw.Expr:
    """Return the month of a date column as an integer: 12 × year + month - 1."""
    day = nw.col(name)
    return day.dt.year().cast(nw.Int64) * 12 + day.dt.month().cast(nw.Int64) - 1


def grouped(
    frame: Frame,
    by: Sequence[str],
    rows: str = "",
    *,
    sums: Sequence[str] = (),
    least: Mapping[str, str] | None = None,
    most: Mapping[str, str] | None = None,
) -> Frame:
    """Return groups with their number of rows, sums, and least and most values ({new name: column}).

    Plain columns only: on pandas an expression within an aggregation is a Python call for each group. Sums
    are cast to 64 bits, for DuckDB's own are twice as long.
    """
    counted = [nw.len().alias(rows)] if rows else []
    ends = [nw.col(of).min().alias(name) for name, of in (least or {}).items()]
    ends += [nw.col(of).max().alias(name) for name, of in (most or {}).items()]
    found = frame.group_by(*by).agg(*counted, *(nw.col(name).sum() for name in sums), *ends)
    return found.with_columns(nw.col(name).cast(nw.Int64) for name in [*([rows] if rows else []), *sums])


def extent(log: Frame) -> Frame:
    """Return one row: orders, how many lack customer, day or cents; least, most cents; first, last day."""
    missing = [
        nw.col(name).is_null().cast(nw.Int64).sum().alias(f"no_{name}")
        for name in ("customer", "day", "cents")
    ]
    money = [nw.col("cents").min().alias("least"), nw.col("cents").max().alias("most")]
    days = [nw.col("day").min().alias("first"), nw.col("day").max().alias("last")]
    return log.select(nw.len().alias("orders"), *missing, *money, *days)


def purchases(log: Frame) -> Frame:
    """Return a row for each customer and day: all of her orders of a day are one purchase (chapter 4.2)."""
    day, month = day_number("day").alias("day"), month_number("day").alias("month")
    return grouped(log, ["customer", "day"], "orders", sums=["cents"]).select(
        "customer", day, month, "orders", "cents"
    )


def customers(bought: Frame) -> Frame:
    """Return a row for each customer: first, last day, purchases, orders, cents, cents of repeats."""
    packed = nw.col("day") * 2**MONEY_BITS + nw.col("cents") + MOST_CENTS
    found = grouped(
        bought.with_columns(packed=packed),
        ["customer"],
        "purchases",
        sums=["orders", "cents"],
        least={"first": "day", "packed": "packed"},
        most={"last": "day"},
    )
    first_cents = nw.col("packed") - nw.col("first") * 2**MONEY_BITS - MOST_CENTS
    return found.with_columns(repeat_cents=nw.col("cents") - first_cents).drop("packed")


def customer_summary(people: Frame, end: int, keep: Sequence[str] = ()) -> Frame:
    """Return frequency, recency and T in days, monetary value (missing for one purchase), orders, revenue."""
    names = ("customer", "frequency", "recency", "T")
    money = _monetary_value(), nw.col("orders"), _money("cents").alias("revenue")
    return _with_history(people, end).select(*names, *money, *keep)


def histories(people: Frame, end: int) -> Frame:
    """Return the distinct histories (frequency, recency, T in days), and how many customers have each.

    A model is fitted to these: its cost is that of the distinct ones.
    """
    keys = ["frequency", "recency", "T"]
    return grouped(_with_history(people, end), keys, "customers", sums=["orders", "cents", "repeat_cents"])


def spending(people: Frame) -> Frame:
    """Return the distinct pairs of frequency and mean repeat purchase (to the cent), of repeat buyers."""
    again = people.filter(nw.col("purchases") > 1).with_columns(frequency=nw.col("purchases") - 1)
    mean = (nw.col("repeat_cents") + nw.col("frequency") // 2) // nw.col("frequency")
    return grouped(again.with_columns(mean_cents=mean), ["frequency", "mean_cents"], "customers")


def holdout(bought: Frame, cut: int, end: int, days: int) -> Frame:
    """Return what was known on the day `cut`, and what the same customers did up to `end`.

    A row for each distinct frequency, recency, T, repeat purchases in the `days` up to the cut (`previous`;
    a first purchase does not come again) and purchases after it (`later`): customers, repeat_cents,
    previous_cents, later_cents.
    """
    known = bought.filter(nw.col("day") <= cut)
    new = (nw.col("first") > cut - days).cast(nw.Int64)
    first_cents = new * (nw.col("cents") - nw.col("repeat_cents"))
    people = customers(known).with_columns(new=new, first_cents=first_cents)
    people = _with_history(people, cut).drop("first", "last", "purchases", "orders", "cents")
    before = _bought_in(known, cut - days, "previous")
    after = _bought_in(bought.filter(nw.col("day") <= end), cut, "later")
    names = ["previous", "previous_cents", "later", "later_cents"]
    joined = people.join(before, on="customer", how="left").join(after, on="customer", how="left")
    filled = joined.with_columns(nw.col(name).fill_null(0).cast(nw.Int64) for name in names)
    filled = filled.with_columns(
        previous=nw.col("previous") - nw.col("new"),
        previous_cents=nw.col("previous_cents") - nw.col("first_cents"),
    )
    keys = ["frequency", "recency", "T", "previous", "later"]
    return grouped(filled, keys, "customers", sums=["repeat_cents", "previous_cents", "later_cents"])


def first_seen(bought: Frame, cut: int, end: int) -> Frame:
    """Return, of customers whose first purchase is after the cut, how many there are, purchases and cents."""
    later = customers(bought.filter(nw.col("day") <= end)).filter(nw.col("first") > cut)
    sums = [nw.col(name).sum().cast(nw.Int64) for name in ("purchases", "cents")]
    return later.select(nw.len().cast(nw.Int64).alias("customers"), *sums)


def activity(bought: Frame) -> Frame:
    """Return a row for each customer and month with a purchase, and what comes before and after it.

    `born` and `born_month` (of the first purchase), `bought` (purchases up to the month's end), `last` (the
    last day up to then), `next_month` (of her next purchase, or one that never comes), `next_bought`,
    `next_last`.
    """
    found = grouped(
        bought,
        ["customer", "month"],
        "purchases",
        sums=["orders", "cents"],
        least={"first": "day"},
        most={"last": "day"},
    )
    found = found.with_columns(
        born=nw.col("first").min().over("customer"),
        born_month=nw.col("month").min().over("customer"),
        bought=nw.col("purchases").cum_sum().over("customer", order_by="month").cast(nw.Int64),
    )
    return found.with_columns(
        nw.col(of)
        .shift(-1)
        .over("customer", order_by="month")
        .fill_null(never)
        .cast(nw.Int64)
        .alias(f"next_{of}")
        for of, never in (("month", NEVER), ("bought", 1), ("last", 1))
    )


def by_month(active: Frame) -> Frame:
    """Return each month's customers, the new ones among them, purchases, orders and money."""
    new = nw.col("month") == nw.col("born_month")
    counted = active.with_columns(
        new=nw.when(new).then(1).otherwise(0), new_cents=nw.when(new).then(nw.col("cents")).otherwise(0)
    )
    sums = ["new", "purchases", "orders", "cents", "new_cents"]
    return grouped(counted, ["month"], "customers", sums=sums)


def cohorts(active: Frame, months: int) -> Frame:
    """Return how many of each cohort bought at each age, and for how much, by periods of `months`.

    `cohort` numbers the period of the first purchase, `age` the periods since.
    """
    periods = active.with_columns(cohort=nw.col("born_month") // months, period=nw.col("month") // months)
    of_customer = grouped(periods, ["customer", "cohort", "period"], sums=["cents"])
    aged = of_customer.with_columns(age=nw.col("period") - nw.col("cohort"))
    return grouped(aged, ["cohort", "age"], "customers", sums=["cents"])


def state_moves(
    active: Frame, gap: float, ends: Mapping[int, int], *, dormant_after: float, churned_after: float
) -> Frame:
    """Return how many customers were in each state at each month's end, and in which at the next one's.

    The states are those of `lifecycle.customer_states`: silence against a rhythm of the customer's own, with
    the typical gap, in days, as one more gap. `ends` are the months' last days. A row for each group of
    customers (see `GROUPS`), month, state and state a month later ("" after the last month).
    """
    found = []
    state = partial(_state, gap=gap, dormant_after=dormant_after, churned_after=churned_after)
    for month, end in ends.items():
        now, later = state("bought", "last", end=end), nw.lit("")
        if month + 1 in ends:
            bought_again = nw.col("next_month") == month + 1
            same = state("bought", "last", end=ends[month + 1])
            again = state("next_bought", "next_last", end=ends[month + 1])
            later = nw.when(bought_again).then(again).otherwise(same)
        there = _there(active, month).select(
            (nw.col("born") % GROUPS).alias("group"), now.alias("state"), later.alias("next_state")
        )
        counted = grouped(there, ["group", "state", "next_state"], "customers")
        found.append(counted.with_columns(month=nw.lit(month, nw.Int64)))
    return nw.concat(found, how="vertical")


def concentration(people: Frame) -> Frame:
    """Return how many customers spent each sum: shares of the top do not depend on the order of equals."""
    return grouped(people, ["cents"], "customers")


def _with_history(people: Frame, end: int) -> Frame:
    """Return customers with frequency, recency and T, in days; those who came after `end` are none yet."""
    return people.filter(nw.col("first") <= end).with_columns(
        frequency=nw.col("purchases") - 1,
        recency=nw.col("last") - nw.col("first"),
        T=end - nw.col("first"),
    )


def _money(cents: str) -> nw.Expr:
    """Return cents as money. Whole numbers only are divided: pysail's division takes no others."""
    return nw.col(cents) / nw.lit(100, nw.Int64)


def _monetary_value() -> nw.Expr:
    """Return the mean repeat purchase in money; missing where there is none."""
    repeats = nw.when(nw.col("frequency") > 0).then(nw.col("frequency"))
    return (nw.col("repeat_cents") / (repeats * 100)).alias("monetary_value")


def _bought_in(bought: Frame, after: int, name: str) -> Frame:
    """Return each customer's purchases and cents later than a day."""
    found = grouped(bought.filter(nw.col("day") > after), ["customer"], name, sums=["cents"])
    return found.rename({"cents": f"{name}_cents"})


def _there(active: Frame, month: int) -> Frame:
    """Return, of each customer won by then, the row that tells of her at a month's end."""
    return active.filter(nw.col("month") <= month, nw.col("next_month") > month)


def _state(
    bought: str, last: str, *, gap: float, end: int, dormant_after: float, churned_after: float
) -> nw.Expr:
    """Return the state on the day `end` of who has made so many purchases, the last one then."""
    # Silence above k rhythms, where the rhythm is (gap + span) / purchases: multiplied out, so that a tie is
    # one.
    silence = (end - nw.col(last)) * nw.col(bought)
    span = gap + nw.col(last) - nw.col("born")
    active = nw.when(nw.col(bought) > 1).then(nw.lit("loyal")).otherwise(nw.lit("new"))
    silent = nw.when(silence > dormant_after * span).then(nw.lit("dormant")).otherwise(active)
    return nw.when(silence > churned_after * span).then(nw.lit("churned")).otherwise(silent)
