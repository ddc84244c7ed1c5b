"""Refunds in a log of orders: what they leave of the orders that they took back."""

import numpy as np
import pandas as pd

from marketing_origin.clv.summary import days_of
from marketing_origin.inputs import column, numbers


def net_refunds(
    log: pd.DataFrame, customer: str, date: str, value: str, *, order: str | None = None
) -> pd.DataFrame:
    """Return a log of orders whose refunds have been taken off the orders that they took back.

    A refund is a row with a negative value. With `order`, the column that names what is refunded, it is taken
    off that order of that customer. Without, it is taken off her latest order up to its day, and what is more
    than that off the one before. Orders with nothing left are gone.

    Parameters
    ----------
    log : a row for each order or refund.
    customer, date, value : its columns: who, when, money (negative for a refund).
    order : the column with the number of the order, the same for an order and its refunds; None if none has.

    Returns the rows of orders, values less refunds, in the log's order. `attrs["not_matched"]` holds the
    money of refunds without an order to take them off (an order before the log began, say), 0 or more.

    Raises CourseError for missing columns, dates or values.
    """
    ids, days = column(log, customer, "customer"), days_of(column(log, date, "date"), date)
    money = numbers(column(log, value, "value"), value).copy()
    marks = ids if order is None else pd.MultiIndex.from_arrays([ids, column(log, order, "order")])
    groups = pd.Series(range(len(log))).groupby(pd.factorize(marks)[0]).indices
    unmatched = 0.0
    for rows in groups.values():
        if not (money[rows] < 0).any():
            continue
        rows = rows[np.argsort(days[rows], kind="stable")]
        for place, row in enumerate(rows):
            if money[row] < 0:
                earlier = rows[::-1] if order is not None else rows[:place][::-1]
                unmatched += _taken_off(money, row, [one for one in earlier if money[one] > 0])
    result = log.assign(**{value: money})[money > 0]
    result.attrs["not_matched"] = unmatched
    return result


def _taken_off(money: np.ndarray, refund: int, orders: list[int]) -> float:
    """Take a refund off the orders, the first first, in place; return what no order was left for."""
    left = -money[refund]
    money[refund] = 0.0
    for row in orders:
        part = min(left, money[row])
        money[row] -= part
        left -= part
    return left
