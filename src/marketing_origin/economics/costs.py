"""What it costs to win a customer, and how long until that is earned back."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from marketing_origin.clv.formula import FIRST_MARGIN
from marketing_origin.errors import CourseError, nearest
from marketing_origin.inputs import column, numbers, one_of, positive, rate, shown

#: What winning a customer costs, by kind.
COMPONENTS = ("advertising", "labour", "promotion", "referral_rewards")
PROMOTION = ("cost", "taken off revenue")


def customer_acquisition_cost(
    costs: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    start: str | pd.Timestamp,
    end: str | pd.Timestamp,
    promotion: str,
    by: str | None = "channel",
    components: Sequence[str] = COMPONENTS,
    month: str = "month",
    joined: str = "join_month",
) -> pd.DataFrame:
    """Return what a new customer cost on average, component by component (fully loaded CAC).

    Each component's money of the period is divided by the number of customers who joined in the same
    period. That is an average: what the *next* customer costs is another number (`ResponseCurve`).

    Parameters
    ----------
    costs : a row for each month (and channel), with the column `month` and one for each component, in money.
    customers : a row for each customer, with the column `joined`. Only those who joined from `start` to `end`
        are counted.
    start, end : first and last month of the period, both included: ``"2024-01"`` to ``"2024-12"`` is a year.
    promotion : what the company has done with joining discounts. ``"cost"``: revenue is at list price, so
        they are a cost of winning the customer and counted here. ``"taken off revenue"``: fees or revenue are
        what was paid, so the discount is counted there already and is left out here. Doing both counts it
        twice.
    by : a column of both tables, such as ``"channel"``; None for all customers together (one row, "all").
    components : which columns of `costs` count. ``["advertising"]`` gives the cost that is usually quoted.

    Returns a frame with a row for each value of `by`: `new_customers`, each component and their sum `cac`,
    in money per new customer. A group that cost money and won nobody has an infinite cost.

    Raises CourseError for missing columns, a period without cost rows, a group of customers without any cost
    row, and a component that is missing or negative.

    Source: the components are those of common management accounting; Farris, P. W., Bendle, N. T., Pfeifer,
    P. E. & Reibstein, D. J. (2010), Marketing Metrics, 2nd ed., chapter 5, on average acquisition cost
    (from memory).
    """
    one_of(promotion, "promotion", PROMOTION)
    counted = [str(name) for name in ([components] if isinstance(components, str) else components)]
    if twice := sorted({name for name in counted if counted.count(name) > 1}):
        raise CourseError(f"components: {', '.join(twice)} is named twice, and would be counted twice.")
    if promotion == "taken off revenue":
        counted = [name for name in counted if name != "promotion"]
    if not counted:
        raise CourseError("components: nothing is left to count; name at least one, such as 'advertising'.")
    first, last = as_month(start, "start"), as_month(end, "end")
    if last < first:
        raise CourseError(f"end={end!r}: lies before start={start!r}.")
    spent = _within(costs, month, "month", first, last)
    if spent.empty:
        raise CourseError(f"costs: no row lies between {first} and {last}; check start and end.")
    new = _within(customers, joined, "joined", first, last)
    for name in counted:
        column(spent, name, "components")
        positive(spent[name], f"costs: {name}", zero=True)
    by = _groups(spent, new, by)
    total = spent.groupby(by, observed=True)[counted].sum()
    number = new.groupby(by, observed=True).size().reindex(total.index, fill_value=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = pd.DataFrame(total.to_numpy(float) / number.to_numpy()[:, None], total.index, counted)
    each = each.fillna(0.0).assign(cac=each.sum(axis=1))
    each.insert(0, "new_customers", number)
    return each


def payback_period(
    acquisition_cost: float,
    margin: float | Sequence[float],
    *,
    first_margin: str,
    retention_rate: float = 1.0,
    discount_rate: float = 0.0,
) -> float:
    """Return how many margins pay the acquisition cost back: 1 if the first counted does, inf for never.

    Parameters
    ----------
    acquisition_cost : money spent to win the customer, at time 0.
    margin : money earned in a period on a customer who is still there: one number, or a list with one for
        each period since joining (its end is the end of what is known: a cost that it does not earn back is
        never paid back).
    first_margin : as for `clv.customer_lifetime_value`: ``"now"``, ``"period_end"`` or ``"if_retained"``.
        The first margin counted falls at time 0 for ``"now"``, a period later otherwise.
    retention_rate : share of customers who stay from one period to the next. With 1.0, the default, the
        answer holds for a customer who stays; a company needs the average customer, who may leave before.
    discount_rate : per period; 0.0, the default, ignores the cost of waiting.

    Raises CourseError for a rate that is no fraction, and for a margin of 0 or less.
    """
    cost = positive(acquisition_cost, "acquisition_cost", zero=True, single=True)
    retention = rate(retention_rate, "retention_rate", one=True, single=True)
    discount = 1 + rate(discount_rate, "discount_rate", single=True)
    one_of(first_margin, "first_margin", FIRST_MARGIN)
    first = {"now": 1.0, "period_end": 1 / discount, "if_retained": retention / discount}[first_margin]
    ratio = retention / discount
    if np.ndim(margin) == 0:
        return _payback_of_constant(cost, positive(margin, "margin", single=True) * first, ratio)
    margins = numbers(margin, "margin").ravel()
    if not cost:
        return 0.0
    earned = np.cumsum(first * margins * ratio ** np.arange(margins.size))
    paid = np.flatnonzero(earned >= cost * (1 - 1e-12))
    return float(paid[0] + 1) if paid.size else np.inf


def _payback_of_constant(cost: float, first: float, ratio: float) -> float:
    """Return how many terms of first (1 + ratio + ratio² + …) it takes to reach the cost."""
    if not cost or not first:
        return np.inf if cost else 0.0
    share = cost / first
    if ratio < 1 and share * (1 - ratio) >= 1:
        return np.inf
    terms = share if ratio in (0, 1) else np.log1p(-share * (1 - ratio)) / np.log(ratio)
    return max(1.0, float(np.ceil(terms - 1e-9)))


def _groups(spent: pd.DataFrame, new: pd.DataFrame, by: str | None) -> str | list[pd.Index]:
    """Return what to group both tables by, after checking that every customer's group has costs."""
    if by is None:
        spent["all"] = new["all"] = "all"
        return "all"
    column(spent, by, "by (costs)")
    column(new, by, "by (customers)")
    for table in (spent, new):
        table[by] = table[by].astype(str)
    without = sorted(set(new[by]) - set(spent[by]))
    if without:
        raise CourseError(
            f"costs: {by} {shown(without[0])} has customers but no row of costs.{nearest(without[0], spent[by])} "
            "If it costs nothing, add rows with 0."
        )
    return by


def as_month(moment: str | pd.Timestamp, argument: str) -> pd.Period:
    """Return a moment as a month."""
    try:
        found = pd.Period(moment, "M")
    except (ValueError, TypeError):
        found = pd.NaT
    if found is pd.NaT or isinstance(moment, int | float):
        raise CourseError(f"{argument}={moment!r}: is not a month; write it as '2024-01'.")
    return found


def _within(table: pd.DataFrame, name: str, argument: str, first: pd.Period, last: pd.Period) -> pd.DataFrame:
    """Return a copy of the rows whose column `name` lies in the months from `first` to `last`."""
    when = column(table, name, argument)
    if not pd.api.types.is_datetime64_any_dtype(when.dtype):
        raise CourseError(
            f"{argument}: column {name!r} holds no dates; turn it into dates first: "
            f"pd.to_datetime(table[{name!r}])."
        )
    if when.isna().any():
        raise CourseError(
            f"{argument}: {when.isna().sum():,} rows have no date in {name!r} and belong to no period. Fill "
            f"them in, or leave them out: table[table[{name!r}].notna()]."
        )
    return table[(when >= first.start_time) & (when <= last.end_time)].copy()
