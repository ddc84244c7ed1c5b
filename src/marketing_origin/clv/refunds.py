"""Refunds in a log of orders: what they leave of the orders that they took back."""

import numpy as np
import pandas as pd

from marketing_origin.inputs import column, numbers
from marketing_origin.purchases import days_of


def net_refunds(
    log: pd.DataFrame, customer: str, date: str, value: str, *, order: str | None = None
) -> pd.DataFrame:
    """Return a log of orders whose refunds have been taken off the orders that they took back.

    A refund is a row with a negative value. With `order`, the column that names what is refunded, it is taken
    off that order of that customer. Without, it is taken off her latest order up to its day that was worth
    exactly as much, or else off her latest one, and what is more than that off the one before. Orders with
    nothing left are gone.

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
    money = numbers(column(log, value, "value"), value)
    marks = ids if order is None else pd.MultiIndex.from_arrays([ids, column(log, order, "order")])
    money, left = settled(pd.factorize(marks)[0], days, money, later=order is not None)
    result = log.assign(**{value: money})[money > 0]
    result.attrs["not_matched"] = float(left.sum())
    return result


def settled(
    marks: np.ndarray, days: np.ndarray, money: np.ndarray, *, later: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Take negative amounts off positive ones of the same mark.

    Parameters
    ----------
    marks : whole numbers from 0, the same for a refund and what it may be taken off; -1 for none.
    days : when each was booked.
    money : the amounts.
    later : whether a refund may be taken off what was booked after it, too.

    Returns the amounts with 0 for each refund, and what of each refund nothing was left for (0 or more).
    """
    money, left = np.array(money, dtype=float), np.zeros(len(money))
    refunded = np.isin(marks, marks[(money < 0) & (marks >= 0)])
    places = np.flatnonzero(refunded)
    places = places[np.lexsort((days[places], marks[places]))]
    ends = np.flatnonzero(np.diff(marks[places])) + 1
    for rows in np.split(places, ends) if len(places) else []:
        if later:
            rows = np.concatenate([rows[money[rows] > 0], rows[money[rows] <= 0]])
        _take_off(money, left, rows.tolist())
    unmarked = (marks < 0) & (money < 0)
    left[unmarked], money[unmarked] = -money[unmarked], 0.0
    return money, left


def _take_off(money: np.ndarray, left: np.ndarray, rows: list[int]) -> None:
    """Take each refund off the orders before it, in place; `left` gets what no order was left for."""
    orders: list[int] = []  # the latest last; those with nothing left are dropped when they come up
    worth: dict[float, list[int]] = {}
    for row in rows:
        if money[row] > 0:
            orders.append(row)
            worth.setdefault(money[row], []).append(row)
        elif money[row] < 0:
            due, money[row] = -money[row], 0.0
            same = worth.get(due, [])
            while same and money[same[-1]] != due:  # something was taken off it since
                same.pop()
            if same:
                money[same.pop()] = due = 0.0
            while due > 0 and orders:
                part = min(due, money[orders[-1]])
                money[orders[-1]] -= part
                due -= part
                if money[orders[-1]] == 0:
                    orders.pop()
            left[row] = due
