"""A shop's export, sound from end to end, and thirty faults to plant in it, each counted.

Each fault takes the sound rows and returns the rows with the fault, the name under which it has to be found,
and how many rows it has; the tests see whether that is what is found.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

CUSTOMERS, YEAR = 300, 2023
Planted = tuple[pd.DataFrame, str, int]
FAULTS: dict[str, Callable[[pd.DataFrame], Planted]] = {}


def sound(seed: int = 1) -> pd.DataFrame:
    """Return a year of orders as text, one row an order, in order: nothing is wrong with it."""
    rng = np.random.default_rng(seed)
    days = pd.date_range(f"{YEAR}-01-01", f"{YEAR}-12-31")
    count = 1200
    # Customers arrive through the year, so that the log does not begin in mid-life.
    arrives = np.sort(rng.integers(0, 300, CUSTOMERS))
    customer = rng.integers(0, CUSTOMERS, count)
    day = np.minimum(364, arrives[customer] + rng.exponential(60, count).astype(int))
    day[:1], day[-1:] = 0, 364
    frame = pd.DataFrame(
        {
            "order_id": "",
            "customer_id": [f"C{one:04d}" for one in customer],
            "created_at": days[day].strftime("%Y-%m-%d"),
            "total": [f"{cents / 100:.2f}" for cents in rng.integers(500, 20_000, count)],
            "status": "paid",
            "currency": "EUR",
            "email": [f"c{one}@shop.test.org".replace("test.", "") for one in customer],
        }
    ).sort_values("created_at", kind="stable", ignore_index=True)
    frame["order_id"] = [f"{1000 + number}" for number in range(count)]
    return frame


def fault(function: Callable[[pd.DataFrame], Planted]) -> Callable[[pd.DataFrame], Planted]:
    FAULTS[function.__name__] = function
    return function


def some(rows: pd.DataFrame, count: int, seed: int = 2) -> pd.Index:
    return rows.index[np.sort(np.random.default_rng(seed).choice(len(rows), count, replace=False))]


def changed(rows: pd.DataFrame, count: int, column: str, value: object) -> pd.DataFrame:
    rows = rows.copy()
    rows.loc[some(rows, count), column] = value
    return rows


def added(rows: pd.DataFrame, count: int, **values: object) -> pd.DataFrame:
    """Add rows that copy existing orders under new numbers, with these values."""
    more = rows.loc[some(rows, count)].assign(**values)
    if "order_id" not in values:
        more["order_id"] = [f"9{number:03d}" for number in range(count)]
    return pd.concat([rows, more], ignore_index=True)


@fault
def a_blank_line(rows):
    return pd.concat([rows, rows.head(3).assign(**dict.fromkeys(rows, ""))]), "blank lines", 3


@fault
def the_names_again(rows):
    return added(rows, 2, **{c: c for c in rows}), "the columns' names again", 2


@fault
def a_sum_below(rows):
    last = dict.fromkeys(rows, "") | {"order_id": "Total", "total": "123456.00"}
    return pd.concat([rows, pd.DataFrame([last])], ignore_index=True), "lines with a sum", 1


@fault
def further_rows_of_an_order(rows):
    more = rows.loc[some(rows, 40)].assign(customer_id="", created_at="", total="", status="")
    return (
        pd.concat([rows, more]).sort_index(kind="stable"),
        "further rows of an order, without its total",
        40,
    )


@fault
def further_rows_without_a_total_alone(rows):
    more = rows.loc[some(rows, 25)].assign(total="")
    return (
        pd.concat([rows, more]).sort_index(kind="stable"),
        "further rows of an order, without its total",
        25,
    )


@fault
def no_date(rows):
    return changed(rows, 7, "created_at", ""), "no date that can be read", 7


@fault
def a_day_that_does_not_exist(rows):
    return changed(rows, 5, "created_at", "2023-02-30"), "no date that can be read", 5


@fault
def no_amount(rows):
    return changed(rows, 6, "total", ""), "no amount that can be read", 6


@fault
def words_for_an_amount(rows):
    return changed(rows, 4, "total", "see note"), "no amount that can be read", 4


@fault
def cancelled(rows):
    return changed(rows, 30, "status", "cancelled"), "orders that came to nothing, by their status", 30


@fault
def never_paid(rows):
    return changed(rows, 12, "status", "Pending"), "orders that came to nothing, by their status", 12


@fault
def cancelled_in_german(rows):
    return changed(rows, 9, "status", "storniert"), "orders that came to nothing, by their status", 9


@fault
def cancelled_in_chinese(rows):
    return changed(rows, 8, "status", "已取消"), "orders that came to nothing, by their status", 8


@fault
def refunded_by_status(rows):
    return changed(rows, 8, "status", "refunded"), "orders that came to nothing, by their status", 8


@fault
def refunds_as_rows(rows):
    taken = rows.loc[some(rows, 20)]
    more = taken.assign(total=[f"-{amount}" for amount in taken["total"]])
    return pd.concat([rows, more], ignore_index=True), "refunds and cancellations", 20


@fault
def refunds_under_numbers_of_their_own(rows):
    taken = rows.loc[some(rows, 15)]
    numbers = [f"R{number}" for number in range(15)]
    more = taken.assign(total=[f"-{amount}" for amount in taken["total"]], order_id=numbers)
    return pd.concat([rows, more], ignore_index=True), "refunds and cancellations", 15


@fault
def refunds_in_brackets(rows):
    taken = rows.loc[some(rows, 10)]
    more = taken.assign(total=[f"({amount})" for amount in taken["total"]])
    return pd.concat([rows, more], ignore_index=True), "refunds and cancellations", 10


@fault
def guests_without_an_id(rows):
    return changed(rows, 90, "customer_id", ""), "orders without a customer", 90


@fault
def guests_by_name(rows):
    return changed(rows, 60, "customer_id", "Guest"), "orders without a customer", 60


@fault
def one_id_for_all_guests(rows):
    return changed(rows, 400, "customer_id", "C9999"), "orders without a customer", 400


@fault
def test_orders_by_mail(rows):
    return changed(rows, 5, "email", "test@shop.org"), "what looks like a test order", 5


@fault
def test_orders_by_customer(rows):
    return changed(rows, 3, "customer_id", "TEST"), "what looks like a test order", 3


@fault
def orders_worth_nothing(rows):
    return changed(rows, 11, "total", "0.00"), "orders worth nothing", 11


@fault
def the_same_rows_twice(rows):
    return pd.concat([rows, rows.loc[some(rows, 18)]]), "rows that repeat another in everything", 18


@fault
def a_total_on_each_row(rows):
    more = rows.loc[some(rows, 50)].assign(status="Paid")
    whole = pd.concat([rows, more]).sort_index(kind="stable")
    return whole, "an order's total again on its further rows", 50


@fault
def a_date_in_the_future(rows):
    return changed(rows, 3, "created_at", "2099-01-01"), "orders long after all others", 3


@fault
def a_date_at_the_beginning_of_time(rows):
    return changed(rows, 2, "created_at", "1970-01-01"), "orders long before all others", 2


@fault
def one_customer_with_much_of_the_revenue(rows):
    planted = rows.copy()
    at = planted["customer_id"] == planted["customer_id"].iloc[5]
    planted.loc[at, "total"] = "50000.00"
    return planted, "one customer with much of the revenue", int(at.sum())


@fault
def ids_of_orders_for_customers(rows):
    return rows.assign(customer_id=rows["order_id"]), "customers who order once each", len(rows)


@fault
def an_end_in_mid_month(rows):
    cut = rows[rows["created_at"] <= "2023-12-17"]
    return cut, "an end in mid-month", int((cut["created_at"] >= "2023-12-01").sum())


@fault
def a_beginning_in_mid_life(rows):
    cut = rows[rows["created_at"] >= "2023-06-01"]
    old = cut["created_at"] < "2023-07-01"
    more = pd.concat([cut[old]] * 4, ignore_index=True)
    more["customer_id"] = [f"X{number}" for number in range(len(more))]
    more["order_id"] = [f"7{number:04d}" for number in range(len(more))]
    whole = pd.concat([cut, more], ignore_index=True)
    return whole, "a log that begins in mid-life", int((whole["created_at"] < "2023-07-01").sum())


@fault
def orders_of_several_customers(rows):
    more = rows.loc[some(rows, 6)]
    more = more.assign(customer_id=[f"{one}b" for one in more["customer_id"]], total="1.00")
    return pd.concat([rows, more], ignore_index=True), "orders with several customers", 12
