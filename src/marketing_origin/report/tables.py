"""The report's tables, each written once, for pandas, DuckDB and Spark.

Every function but `state_moves` takes and returns a narwhals LazyFrame: nothing is computed before `collect`. So
that all engines agree to the last row, money is integer cents, a day is an integer (1 is 1 January of the year 1,
as in `datetime.date.toordinal`), a month is 12 × year + month - 1, and nothing is compared that may be missing.

::

    purchases(log)                   customer and day: month, orders, cents
    customers(bought, cut, days)     customer: first, last, purchases, orders, cents, repeat_cents
    known(people, cut)               the same as it was on the day of the cut
    customer_summary(people, end)    customer: frequency, recency, T, monetary_value, orders, revenue
    histories(people, end)           frequency, recency, T: customers, orders, cents, repeat_cents
    spending(people)                 frequency, mean_cents: customers
    holdout(people, cut, days)       histories up to the cut, and what came before and after it
    later_by_spend(people, cut)      cents spent by the cut: customers, and what they spent later
    between(bought, first, last)     purchases and cents of some days
    activity(bought)                 customer and month: what she had bought by its end, and her next month
    cohort_months(active, months)    month and that of the first purchase: customers, purchases, orders, cents
    by_month(found)                  month: customers, new, purchases, orders, cents, new_cents
    cohorts(found, months)           cohort and age: customers, cents
    spells(active, gap, last_month)  distinct silences, from a purchase to the next: customers
    state_moves(spells, months)      group, month, state, next_state: customers
    concentration(people)            cents: customers
"""

from collections.abc import Mapping, Sequence

import narwhals as nw
import numpy as np
import pandas as pd

#: Columns of a clean log, a row an order.
COLUMNS = ("customer", "order", "day", "cents")
#: A day and its money as one integer, so that the smallest is the first day's: no window, no order needed.
MONEY_BITS = 42
MOST_CENTS = 2 ** (MONEY_BITS - 1)
#: Two numbers of days as one integer: a customer has no more purchases than there are days.
COUNT_BITS = 24
#: Customers fall into as many groups, by the day of their first purchase: what a jackknife leaves out in
#: turn.
GROUPS = 20
NEVER = 10**9  # a month that does not come

#: Of `lifecycle.STATES` those that a log can show, by number, and that of nobody.
STATES = ("new", "loyal", "dormant", "churned", "")
#: What tells silences apart in `spells`.
SPELL = ("group", "month", "next_month", "again", "dormant", "churned", "next_state")

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


def first_day(month: nw.Expr) -> nw.Expr:
    """Return the number of a month's first day; the year runs from March, so that leap days are at its end."""
    years, months = (month - 2) // 12, (month - 2) % 12
    return years * 365 + years // 4 - years // 100 + years // 400 + (months * 153 + 2) // 5 - 305


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
        nw.col(name).is_null().cast(nw.Int64).sum().cast(nw.Int64).alias(f"no_{name}")
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


def customers(bought: Frame, cut: int | None = None, days: int = 0) -> Frame:
    """Return a row for each customer: first, last day, purchases, orders, cents, cents of repeats.

    With a day `cut`, also what was known on it (`known_last`, `known_purchases`, `known_orders`, `known_cents`)
    and what she bought in the `days` up to it (`previous`, `previous_cents`), for `known` and `holdout`: one pass
    over the log serves both.
    """
    packed = nw.col("day") * 2**MONEY_BITS + nw.col("cents") + MOST_CENTS
    # Groups that do not fit into memory are written as wide as their sums: days and counts take as little as they can.
    found, most = (
        bought.with_columns(packed=packed, short_day=nw.col("day").cast(nw.Int32)),
        {"last": "short_day"},
    )
    sums = ["orders", "cents"]
    if cut is not None:
        past = nw.col("day") <= cut
        near = past & (nw.col("day") > cut - days)
        found = found.with_columns(
            nw.when(chosen).then(value).otherwise(0).cast(nw.Int64).alias(name)
            for name, chosen, value in (
                ("counts", past, nw.when(near).then(1 + 2**COUNT_BITS).otherwise(1)),
                ("known_orders", past, nw.col("orders")),
                ("known_cents", past, nw.col("cents")),
                ("previous_cents", near, nw.col("cents")),
            )
        ).with_columns(known_day=nw.when(past).then(nw.col("short_day")).otherwise(0).cast(nw.Int32))
        sums += ["counts", "known_orders", "known_cents", "previous_cents"]
        most["known_last"] = "known_day"
    found = grouped(found, ["customer"], "purchases", sums=sums, least={"packed": "packed"}, most=most)
    # A least day beside it would cost memory. Spark divides in floats, which hold multiples of 2**42, not all else.
    money, count = nw.col("packed") % 2**MONEY_BITS, nw.col("counts") % 2**COUNT_BITS
    counted = (
        {"known_purchases": count, "previous": (nw.col("counts") - count) // 2**COUNT_BITS}
        if cut is not None
        else {}
    )
    return found.with_columns(
        *(nw.col(name).cast(nw.Int64) for name in most),
        *(of.cast(nw.Int64).alias(name) for name, of in counted.items()),
        first=((nw.col("packed") - money) // 2**MONEY_BITS).cast(nw.Int64),
        repeat_cents=nw.col("cents") - (money - MOST_CENTS),
    ).drop("packed", *(["counts"] if cut is not None else []))


def known(people: Frame, cut: int) -> Frame:
    """Return `customers` as they were on the day `cut`; those who came later are none yet."""
    later_cents = nw.col("cents") - nw.col("known_cents")
    return people.filter(nw.col("first") <= cut).select(
        "customer",
        "first",
        *(nw.col(f"known_{name}").alias(name) for name in ("last", "purchases", "orders", "cents")),
        (nw.col("repeat_cents") - later_cents).alias("repeat_cents"),
    )


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


def holdout(people: Frame, cut: int, days: int) -> Frame:
    """Return what was known on the day `cut`, and what the same customers did later.

    `people` are `customers` with that cut and as many days. A row for each distinct frequency, recency, T, repeat
    purchases in the `days` up to the cut (`previous`; a first purchase does not come again) and purchases after
    it (`later`): customers, repeat_cents, previous_cents, later_cents.
    """
    new = (nw.col("first") > cut - days).cast(nw.Int64)
    later_cents = nw.col("cents") - nw.col("known_cents")
    held = people.filter(nw.col("first") <= cut).select(
        frequency=nw.col("known_purchases") - 1,
        recency=nw.col("known_last") - nw.col("first"),
        T=cut - nw.col("first"),
        repeat_cents=nw.col("repeat_cents") - later_cents,
        previous=nw.col("previous") - new,
        previous_cents=nw.col("previous_cents") - new * (nw.col("cents") - nw.col("repeat_cents")),
        later=nw.col("purchases") - nw.col("known_purchases"),
        later_cents=later_cents,
    )
    keys = ["frequency", "recency", "T", "previous", "later"]
    return grouped(held, keys, "customers", sums=["repeat_cents", "previous_cents", "later_cents"])


def first_seen(people: Frame, cut: int) -> Frame:
    """Return, of customers whose first purchase is after the cut, how many there are, purchases and cents."""
    sums = [nw.col(name).sum().cast(nw.Int64) for name in ("purchases", "cents")]
    later = people.filter(nw.col("first") > cut)
    return later.select(nw.len().cast(nw.Int64).alias("customers"), *sums)


def later_by_spend(people: Frame, cut: int) -> Frame:
    """Return, by what customers had spent by the day `cut` (cents), how many there are and what they did later.

    `people` are `customers` with that cut. `came` are those who bought after it, `later_cents` what they spent then.
    """
    held = people.filter(nw.col("first") <= cut).select(
        came=(nw.col("purchases") > nw.col("known_purchases")).cast(nw.Int64),
        later_cents=nw.col("cents") - nw.col("known_cents"),
        cents=nw.col("known_cents"),
    )
    return grouped(held, ["cents"], "customers", sums=["came", "later_cents"])


def between(bought: Frame, first: int, last: int) -> Frame:
    """Return the purchases of the days from `first` to `last`, and their cents: one row."""
    days = bought.filter((nw.col("day") >= first) & (nw.col("day") <= last))
    return days.select(nw.len().cast(nw.Int64).alias("purchases"), nw.col("cents").sum().cast(nw.Int64))


def activity(bought: Frame) -> Frame:
    """Return a row for each customer and month with a purchase, and what comes before and after it.

    `born` and `born_month` (of the first purchase), `bought` (purchases up to the month's end), `last` (the
    last day up to then), `next_month` (of her next purchase, or one that never comes), `next_bought`,
    `next_last`.
    """
    # It is sorted, kept and read three times, on disk where it is long: what is small takes four bytes.
    short = bought.with_columns(nw.col(name).cast(nw.Int32) for name in ("day", "month"))
    found = grouped(
        short,
        ["customer", "month"],
        "purchases",
        sums=["orders", "cents"],
        least={"first": "day"},
        most={"last": "day"},
    ).with_columns(nw.col("purchases").cast(nw.Int32))

    # One window for all of them: its sort is what this table costs.
    def in_time(of: nw.Expr) -> nw.Expr:
        return of.over("customer", order_by="month")

    found = found.with_columns(
        born=in_time(nw.col("first").cum_min()),
        born_month=in_time(nw.col("month").cum_min()),
        bought=in_time(nw.col("purchases").cum_sum()).cast(nw.Int32),
        next_month=in_time(nw.col("month").shift(-1)).fill_null(NEVER).cast(nw.Int32),
        next_purchases=in_time(nw.col("purchases").shift(-1)).fill_null(0).cast(nw.Int32),
        next_last=in_time(nw.col("last").shift(-1)).fill_null(0).cast(nw.Int32),
    )
    found = found.with_columns(next_bought=nw.col("bought") + nw.col("next_purchases"))
    return found.drop("first", "next_purchases")


def cohort_months(active: Frame, months: int) -> Frame:
    """Return what the customers who came in one month (`born_month`) bought in each: one pass serves three tables.

    customers, purchases, orders, cents; `lasting` are the customers who did not buy again in the period of `months`
    that the month is in.
    """
    # A customer counts in the last of her months in a period, so that nobody need be told apart again.
    over = nw.col("next_month").cast(nw.Int64) // months > nw.col("month").cast(nw.Int64) // months
    counted = active.with_columns(
        nw.col("month").cast(nw.Int64), nw.col("born_month").cast(nw.Int64), lasting=over.cast(nw.Int64)
    )
    sums = ["lasting", "purchases", "orders", "cents"]
    return grouped(counted, ["born_month", "month"], "customers", sums=sums)


def by_month(found: Frame) -> Frame:
    """Return each month's customers, the new ones among them, purchases, orders and money, of `cohort_months`."""
    new = nw.col("month") == nw.col("born_month")
    counted = found.with_columns(
        nw.when(new).then(nw.col(of)).otherwise(0).alias(name)
        for name, of in (("new", "customers"), ("new_cents", "cents"))
    )
    return grouped(counted, ["month"], sums=["customers", "new", "purchases", "orders", "cents", "new_cents"])


def cohorts(found: Frame, months: int) -> Frame:
    """Return how many of each cohort bought at each age, and for how much, by periods of `months`.

    `cohort` numbers the period of the first purchase, `age` the periods since; `found` are the `cohort_months` of
    these periods, or of any others for single months.
    """
    cohort, period = nw.col("born_month") // months, nw.col("month") // months
    customers = nw.col("lasting" if months > 1 else "customers")
    aged = found.select("cents", cohort=cohort, age=period - cohort, customers=customers)
    return grouped(aged, ["cohort", "age"], sums=["customers", "cents"])


def spells(
    active: Frame, gap: float, last_month: int, *, dormant_after: float, churned_after: float
) -> Frame:
    """Return distinct silences, from a month with a purchase to the next, and how many customers had each.

    The states are those of `lifecycle.customer_states`: silence against a rhythm of the customer's own, with
    the typical gap, in days, as one more gap. A row for each group of customers (see `GROUPS`), month of the
    last purchase, `next_month` of the next, `again` (1 where it was a repeat one), the months at whose ends she
    had become `dormant` and `churned` (where not in time, the next month, or the one after `last_month`), and
    `next_state` at the end of the next month. A next month after `last_month` never comes.
    """
    rules = {"gap": gap, "dormant_after": dormant_after, "churned_after": churned_after}
    days = ("month", "last", "born", "bought", "next_month", "next_last", "next_bought")
    found = active.filter(nw.col("month") <= last_month).with_columns(
        nw.col(name).cast(nw.Int64) for name in days
    )
    found = found.with_columns(
        next_month=nw.when(nw.col("next_month") <= last_month).then(nw.col("next_month")).otherwise(NEVER),
        dormant_day=_first_day_of_silence(dormant_after, gap),
        churned_day=_first_day_of_silence(churned_after, gap),
    )
    found = found.with_columns(
        dormant=_month_or_before("dormant_day"),
        churned=_month_or_before("churned_day"),
        end=first_day(nw.col("next_month") + 1) - 1,
    )
    found = found.with_columns(_month_of("dormant_day", "dormant"), _month_of("churned_day", "churned"))
    until = nw.min_horizontal(nw.col("next_month"), nw.lit(last_month + 1, nw.Int64))
    seen = nw.col("next_month") < NEVER
    keys = found.select(
        "month",
        "next_month",
        group=nw.col("born") % GROUPS,
        again=(nw.col("bought") > 1).cast(nw.Int64),
        dormant=nw.min_horizontal(nw.col("dormant"), until),
        churned=nw.min_horizontal(nw.col("churned"), until),
        next_state=nw.when(seen).then(_state("next_bought", "next_last", **rules)).otherwise(nw.lit("")),
    )
    return grouped(keys, SPELL, "customers")


def state_moves(found: pd.DataFrame, months: Sequence[int]) -> pd.DataFrame:
    """Return how many customers were in each state at each month's end, and in which at the next one's.

    `found` are the collected `spells` until the last of the `months`. A row for each group of customers, month,
    state and state a month later ("" after the last month).
    """
    group, start, until, again, dormant, churned = (found[name].to_numpy() for name in SPELL[:-1])
    customers, after = found["customers"].to_numpy(), pd.Categorical(found["next_state"], STATES).codes

    def silent(there: np.ndarray, month: int) -> np.ndarray:
        """Return the number of the state at a month's end of who has not bought since."""
        codes = np.where(dormant[there] <= month, 2, again[there])
        return np.where(churned[there] <= month, 3, codes)

    parts = []
    for month in months:
        there = np.flatnonzero((start <= month) & (until > month))
        later = np.where(until[there] == month + 1, after[there], silent(there, month + 1))
        if month == months[-1]:
            later[:] = STATES.index("")
        cell = (group[there] * len(STATES) + silent(there, month)) * len(STATES) + later
        counts = np.bincount(cell, customers[there])
        cells = np.flatnonzero(counts)
        parts.append(np.stack([np.full_like(cells, month), cells, counts[cells].astype("int64")]))
    month, cell, counts = np.concatenate(parts, axis=1)
    moves = pd.DataFrame({"month": month, "group": cell // len(STATES) ** 2})
    names = np.array(STATES)
    moves["state"] = names[cell // len(STATES) % len(STATES)]
    moves["next_state"] = names[cell % len(STATES)]
    return moves.assign(customers=counts)


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


def _state(bought: str, last: str, *, gap: float, dormant_after: float, churned_after: float) -> nw.Expr:
    """Return the state on the day `end` of who has made so many purchases, the last one then."""
    # Silence above k rhythms, where the rhythm is (gap + span) / purchases: multiplied out, so that a tie is
    # one.
    silence = (nw.col("end") - nw.col(last)) * nw.col(bought)
    span = gap + nw.col(last) - nw.col("born")
    active = nw.when(nw.col(bought) > 1).then(nw.lit("loyal")).otherwise(nw.lit("new"))
    silent = nw.when(silence > dormant_after * span).then(nw.lit("dormant")).otherwise(active)
    return nw.when(silence > churned_after * span).then(nw.lit("churned")).otherwise(silent)


def _first_day_of_silence(after: float, gap: float) -> nw.Expr:
    """Return the first day on which silence is above so many rhythms; the rule of `_state`, solved for the day."""
    # Whole numbers are above a threshold where they are above its floor: no quotient, no tie lost.
    most = (after * (gap + nw.col("last") - nw.col("born"))).floor().cast(nw.Int64)
    return nw.col("last") + most // nw.col("bought") + 1


def _month_or_before(day: str) -> nw.Expr:
    """Return a day's month or the one before: by the mean length of a month, 146,097 days to 4,800."""
    return (nw.col(day) * 9600 + 23 * 146_097) // (2 * 146_097)


def _month_of(day: str, month: str) -> nw.Expr:
    """Return the month of a day, which is that of a column or the one after."""
    return (nw.col(month) + (nw.col(day) >= first_day(nw.col(month) + 1)).cast(nw.Int64)).alias(month)
