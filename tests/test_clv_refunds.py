"""Refunds are taken off the orders that they took back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_origin import clv
from marketing_origin.errors import CourseError


def log(*rows, names=("customer", "date", "value", "order")):
    frame = pd.DataFrame(rows, columns=list(names)[: len(rows[0])])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_the_remedy_for_a_negative_row_works_on_it():
    orders = log(("a", "2024-01-01", 20), ("a", "2024-01-05", 7700), ("a", "2024-01-06", -7700))
    with pytest.raises(CourseError, match="clv.net_refunds"):
        clv.customer_summary(orders, "customer", "date", "value", end="2024-02-01")
    netted = clv.net_refunds(orders, "customer", "date", "value")
    assert netted["value"].tolist() == [20]
    summary = clv.customer_summary(netted, "customer", "date", "value", end="2024-02-01")
    assert summary.loc["a", "frequency"] == 0


def test_without_an_order_number_the_latest_orders_up_to_that_day_are_taken_back():
    orders = log(
        ("a", "2024-01-01", 10.0),
        ("a", "2024-01-02", 5.0),
        ("a", "2024-01-03", -8.0),
        ("a", "2024-01-09", 30.0),
    )
    assert clv.net_refunds(orders, "customer", "date", "value")["value"].tolist() == [7.0, 30.0]


def test_without_an_order_number_the_order_of_the_same_worth_is_taken_back_first():
    orders = log(("a", "2024-01-01", 10.0), ("a", "2024-01-02", 25.0), ("a", "2024-01-03", -10.0))
    assert clv.net_refunds(orders, "customer", "date", "value")["value"].tolist() == [25.0]


def test_with_an_order_number_that_order_is_taken_back_even_if_the_refund_is_booked_first():
    orders = log(("a", "2024-01-02", -5.0, 1), ("a", "2024-01-03", 5.0, 1), ("a", "2024-01-03", 9.0, 2))
    netted = clv.net_refunds(orders, "customer", "date", "value", order="order")
    assert netted["value"].tolist() == [9.0] and netted.attrs["not_matched"] == 0


def test_a_refund_without_an_order_is_counted():
    orders = log(("a", "2024-01-01", -4.0), ("b", "2024-01-01", 3.0))
    netted = clv.net_refunds(orders, "customer", "date", "value")
    assert netted["value"].tolist() == [3.0] and netted.attrs["not_matched"] == 4.0


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(-50, 50)), min_size=1))
def test_money_adds_up_and_no_order_is_negative(rows):
    frame = pd.DataFrame(rows, columns=["customer", "day", "value"])
    frame["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(frame["day"], "D")
    netted = clv.net_refunds(frame, "customer", "date", "value")
    assert (netted["value"] > 0).all()
    assert np.isclose(netted["value"].sum() - netted.attrs["not_matched"], frame["value"].sum())
