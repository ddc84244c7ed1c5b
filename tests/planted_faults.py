"""A shop's export, sound from end to end, and more than fifty faults to plant in it, each known by rows and money.

Each fault takes the sound rows and returns those with the fault, the name under which it has to be found,
and which rows have it; what they are worth is computed here, from the text, and not by the library.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

CUSTOMERS, YEAR, COUNT = 300, 2023, 1200
FAULTS: dict[str, Callable[[pd.DataFrame], "Planted"]] = {}


@dataclass
class Planted:
    """Rows with a fault: `name` is what it is called, `at` which rows have it, `also` what may follow."""

    rows: pd.DataFrame
    name: str
    at: np.ndarray
    cents: int | None = None
    also: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return int(self.at.sum())

    @property
    def worth(self) -> int:
        return sum(map(cents_of, self.rows["total"][self.at])) if self.cents is None else self.cents


def cents_of(text: str) -> int:
    text = f"-{text[1:-1]}" if text.startswith("(") else text
    try:
        return round(float(text) * 100)
    except ValueError:
        return 0


def sound(seed: int = 1) -> pd.DataFrame:
    """Return a year of orders as text, one row an order, in order: nothing is wrong with it."""
    rng = np.random.default_rng(seed)
    days = pd.date_range(f"{YEAR}-01-01", f"{YEAR}-12-31")
    # Customers arrive through the year, so that the log does not begin in mid-life.
    arrives = np.sort(rng.integers(0, 300, CUSTOMERS))
    customer = rng.integers(0, CUSTOMERS, COUNT)
    day = np.minimum(364, arrives[customer] + rng.exponential(60, COUNT).astype("int64"))
    day[:1], day[-1:] = 0, 364
    frame = pd.DataFrame(
        {
            "order_id": "",
            "customer_id": [f"C{one:04d}" for one in customer],
            "created_at": days[day].strftime("%Y-%m-%d"),
            "total": [f"{cents / 100:.2f}" for cents in rng.integers(500, 20_000, COUNT)],
            "status": "paid",
            "currency": "EUR",
            "email": [f"c{one}@shop.org" for one in customer],
        }
    ).sort_values("created_at", kind="stable", ignore_index=True)
    frame["order_id"] = [f"{1000 + number}" for number in range(COUNT)]
    return frame


def fault(function: Callable[[pd.DataFrame], Planted]) -> Callable[[pd.DataFrame], Planted]:
    FAULTS[function.__name__] = function
    return function


def some(rows: pd.DataFrame, count: int, seed: int = 2) -> np.ndarray:
    """Return which rows to plant something in."""
    at = np.zeros(len(rows), bool)
    at[np.random.default_rng(seed).choice(len(rows), count, replace=False)] = True
    return at


def changed(rows: pd.DataFrame, count: int, name: str, also: set[str] = frozenset(), **values) -> Planted:
    at, rows = some(rows, count), rows.copy()
    for column, value in values.items():
        rows.loc[at, column] = value
    return Planted(rows, name, at, also=set(also))


def added(rows: pd.DataFrame, more: pd.DataFrame, name: str, also: set[str] = frozenset()) -> Planted:
    whole = pd.concat([rows, more], ignore_index=True)
    return Planted(whole, name, np.arange(len(whole)) >= len(rows), also=set(also))


def between(rows: pd.DataFrame, more: pd.DataFrame, name: str) -> Planted:
    """Put further rows below those whose index they have."""
    mark = pd.concat([pd.Series(False, rows.index), pd.Series(True, more.index)])
    whole = pd.concat([rows, more])
    order = np.argsort(whole.index, kind="stable")
    return Planted(whole.iloc[order].reset_index(drop=True), name, mark.to_numpy()[order])


def copies(rows: pd.DataFrame, count: int, start: int, **values: object) -> pd.DataFrame:
    """Return copies of some orders, under new numbers, with these values."""
    more = rows[some(rows, count)].assign(**values)
    return more.assign(order_id=[f"{start + number}" for number in range(count)])


REFUNDS = "refunds and cancellations"
NOTHING = "orders that came to nothing, by their status"
NOBODY = "orders without a customer"
WHOLE = "orders taken back as a whole"

# Faults of one column: how many rows, what they are found as, and what stands in the column instead.
IN_ONE_COLUMN = {
    "no_date": (7, "no date that can be read", "created_at", ""),
    "a_day_that_does_not_exist": (5, "no date that can be read", "created_at", "2023-02-30"),
    "no_amount": (6, "no amount that can be read", "total", ""),
    "words_for_an_amount": (4, "no amount that can be read", "total", "see note"),
    "a_broken_amount": (4, "no amount that can be read", "total", "12.3.4"),
    "cancelled": (30, NOTHING, "status", "cancelled"),
    "never_paid": (12, NOTHING, "status", "Pending"),
    "cancelled_in_german": (9, NOTHING, "status", "storniert"),
    "cancelled_in_chinese": (8, NOTHING, "status", "已取消"),
    "refunded_by_status": (8, NOTHING, "status", "refunded"),
    "guests_without_an_id": (90, NOBODY, "customer_id", ""),
    "guests_by_name": (60, NOBODY, "customer_id", "Guest"),
    "guests_as_zero": (30, NOBODY, "customer_id", "0"),
    "one_id_for_all_guests": (400, NOBODY, "customer_id", "C9999"),
    "orders_cut_by_a_spreadsheet_program": (
        35,
        "numbers of the order cut by a spreadsheet program",
        "order_id",
        "5.36E+11",
    ),
    "test_orders_by_mail": (5, "what looks like a test order", "email", "test@shop.org"),
    "test_orders_by_customer": (3, "what looks like a test order", "customer_id", "TEST"),
    "orders_worth_nothing": (11, "orders worth nothing", "total", "0.00"),
    "dates_in_the_far_future": (3, "orders long after all others", "created_at", "2099-01-01"),
    "dates_at_the_beginning_of_time": (2, "orders long before all others", "created_at", "1970-01-01"),
}


def _in_one_column(count: int, name: str, column: str, value: str) -> Callable[[pd.DataFrame], Planted]:
    return lambda rows: changed(rows, count, name, **{column: value})


FAULTS |= {name: _in_one_column(*planted) for name, planted in IN_ONE_COLUMN.items()}


@fault
def blank_lines(rows):
    return added(rows, rows.head(3).assign(**dict.fromkeys(rows, "")), "blank lines")


@fault
def the_names_again(rows):
    return added(rows, rows.head(2).assign(**{c: c for c in rows}), "the columns' names again")


@fault
def a_sum_below(rows):
    last = dict.fromkeys(rows, "") | {"order_id": "Total", "total": "123456.00"}
    return added(rows, pd.DataFrame([last]), "lines with a sum")


@fault
def a_sum_below_without_a_word(rows):
    whole = sum(map(cents_of, rows["total"]))
    last = dict.fromkeys(rows, "") | {"total": f"{whole / 100:.2f}"}
    return added(rows, pd.DataFrame([last]), "lines with a sum")


@fault
def further_rows_of_an_order(rows):
    more = rows[some(rows, 40)].assign(customer_id="", created_at="", total="", status="")
    return between(rows, more, "further rows of an order, without its total")


@fault
def further_rows_with_the_customer(rows):
    more = rows[some(rows, 25)].assign(total="")
    return between(rows, more, "further rows of an order, without its total")


@fault
def further_rows_without_even_a_number(rows):
    blank = dict.fromkeys(["order_id", "customer_id", "created_at", "total", "currency", "email"], "")
    return between(rows, rows[some(rows, 20)].assign(**blank), "further rows of an order, without its total")


@fault
def cancelled_by_a_time(rows):
    planted = changed(rows.assign(cancelled_at=""), 14, NOTHING, cancelled_at="2023-12-30 10:00")
    return planted


@fault
def cancelled_by_a_flag(rows):
    return changed(rows.assign(is_cancelled="false"), 11, NOTHING, is_cancelled="true")


@fault
def cancelled_and_given_back(rows):
    planted = changed(rows, 10, NOTHING, status="cancelled")
    back = planted.rows[planted.at]
    back = back.assign(status="paid", total=[f"-{amount}" for amount in back["total"]])
    whole = pd.concat([planted.rows, back], ignore_index=True)
    return Planted(whole, NOTHING, np.append(planted.at, np.ones(10, bool)), 0)


@fault
def refunds_as_rows(rows):
    more = rows[some(rows, 20)]
    return added(rows, more.assign(total=[f"-{amount}" for amount in more["total"]]), REFUNDS, {WHOLE})


@fault
def refunds_of_a_part(rows):
    return added(rows, rows[some(rows, 20)].assign(total="-1.50"), REFUNDS)


@fault
def refunds_under_numbers_of_their_own(rows):
    more = copies(rows, 15, 8000)
    more = more.assign(total=[f"-{amount}" for amount in more["total"]])
    return added(rows, more, REFUNDS, {WHOLE})


@fault
def refunds_in_brackets(rows):
    more = rows[some(rows, 10)]
    return added(rows, more.assign(total=[f"({amount})" for amount in more["total"]]), REFUNDS, {WHOLE})


@fault
def refunds_without_a_minus(rows):
    rows = rows.assign(type="Sale")
    more = rows[some(rows, 12)].assign(type="Refund", total="2.00")
    return added(rows, more, "refunds written without a minus", {REFUNDS})


@fault
def refunds_in_a_column(rows):
    name = "money given back, in a column of its own"
    planted = changed(rows.assign(refunded_amount="0.00"), 16, name, refunded_amount="1.25")
    planted.cents = -16 * 125
    return planted


@fault
def refunds_of_what_is_not_in_the_log(rows):
    more = copies(rows, 5, 8000, customer_id="C9999", total="-7.00")
    return added(rows, more, "refunds without an order to take them off", {REFUNDS})


@fault
def payouts_among_the_orders(rows):
    rows = rows.assign(type="Payment")
    return added(
        rows, copies(rows, 6, 8000, type="Payout", total="-900.00"), "rows that are no orders, by their kind"
    )


@fault
def guests_by_an_address_for_all(rows):
    rows = rows.drop(columns="customer_id")
    return changed(rows, 40, NOBODY, email="no-reply@shop.org")


@fault
def customers_cut_by_a_spreadsheet_program(rows):
    name = "numbers of the customer cut by a spreadsheet program"
    return changed(rows, 35, name, {NOBODY}, customer_id="5.36E+11")


@fault
def addresses_in_capitals(rows):
    rows = rows.drop(columns="customer_id")
    first = rows["email"].duplicated() & (rows.groupby("email")["email"].transform("size") > 2)
    at = (first & ~rows.assign(first=first)[["email", "first"]].duplicated()).to_numpy()
    planted = rows.copy()
    planted.loc[at, "email"] = rows.loc[at, "email"].str.upper()
    return Planted(planted, "customers written in several ways", at)


@fault
def the_same_rows_twice(rows):
    return between(rows, rows[some(rows, 18)], "rows that repeat another in everything")


@fault
def a_total_on_each_row(rows):
    name = "an order's total again on its further rows"
    return between(rows, rows[some(rows, 50)].assign(status="Paid"), name)


@fault
def an_amount_that_is_the_orders_on_each_row(rows):
    rows = rows.rename(columns={"total": "amount"}).assign(sku="A")
    planted = between(
        rows, rows[some(rows, 60)].assign(sku="B"), "an order's total again on its further rows"
    )
    planted.cents = sum(map(cents_of, planted.rows["amount"][planted.at]))
    return planted


@fault
def days_in_utc(rows):
    rows = rows.assign(created_at=rows["created_at"] + "T23:30:00Z")
    return Planted(rows, "days told in UTC or in several offsets", np.ones(len(rows), bool))


@fault
def days_in_offsets_of_a_continent(rows):
    at = some(rows, 300)
    offset = np.where(at, " -0800", " -0500")
    rows = rows.assign(created_at=rows["created_at"] + " 12:00:00" + offset)
    return Planted(rows, "days told in UTC or in several offsets", np.ones(len(rows), bool))


@fault
def orders_of_days_to_come(rows):
    # The log ends today, but for what is dated next week.
    today = pd.Timestamp.today().normalize()
    days = pd.to_datetime(rows["created_at"], errors="coerce") + (today - pd.Timestamp("2023-12-31"))
    rows = rows.assign(created_at=days.dt.strftime("%Y-%m-%d").fillna(rows["created_at"]))
    planted = changed(
        rows, 4, "orders of days to come", created_at=f"{today + pd.Timedelta(days=7):%Y-%m-%d}"
    )
    planted.also = {"a beginning in mid-month", "an end in mid-month", "a log that begins in mid-life"}
    return planted


@fault
def one_customer_with_much_of_the_revenue(rows):
    at = (rows["customer_id"] == rows["customer_id"].iloc[5]).to_numpy()
    planted = rows.copy()
    planted.loc[at, "total"] = "50000.00"
    return Planted(planted, "one customer with much of the revenue", at)


@fault
def ids_of_orders_for_customers(rows):
    rows = rows.assign(customer_id=rows["order_id"]).drop(columns="email")
    return Planted(rows, "customers who order once each", np.ones(len(rows), bool))


@fault
def ids_of_contacts_for_customers(rows):
    rows = rows.assign(customer_id=[f"a{number}" for number in range(len(rows))])
    return Planted(rows, "customers who order once each", np.ones(len(rows), bool))


@fault
def an_end_in_mid_month(rows):
    cut = rows[rows["created_at"] <= "2023-12-17"].reset_index(drop=True)
    return Planted(cut, "an end in mid-month", (cut["created_at"] >= "2023-12-01").to_numpy())


@fault
def a_beginning_in_mid_month(rows):
    cut = rows[rows["created_at"] >= "2023-02-14"].reset_index(drop=True)
    at = (cut["created_at"] < "2023-03-01").to_numpy()
    return Planted(cut, "a beginning in mid-month", at, also={"a log that begins in mid-life"})


@fault
def a_beginning_in_mid_life(rows):
    cut = rows[rows["created_at"] >= "2023-06-01"]
    old = cut["created_at"] < "2023-07-01"
    more = pd.concat([cut[old]] * 4, ignore_index=True)
    more["customer_id"] = [f"X{number}" for number in range(len(more))]
    more["order_id"] = [f"7{number:04d}" for number in range(len(more))]
    whole = pd.concat([cut, more], ignore_index=True)
    return Planted(whole, "a log that begins in mid-life", (whole["created_at"] < "2023-07-01").to_numpy())


@fault
def orders_of_several_customers(rows):
    at = some(rows, 6)
    more = rows[at].assign(customer_id=[f"{one}b" for one in rows["customer_id"][at]], total="1.00")
    whole = pd.concat([rows, more], ignore_index=True)
    return Planted(whole, "orders with several customers", np.append(at, np.ones(6, bool)))


@fault
def numbers_used_again(rows):
    at = some(rows, 6)
    more = rows[at].assign(customer_id="D1", created_at="2023-12-31", total="1.00")
    whole = pd.concat([rows, more], ignore_index=True)
    return Planted(whole, "numbers of orders used again for other customers", np.append(at, np.ones(6, bool)))


@fault
def cancelled_and_given_back_under_another_number(rows):
    planted = changed(rows, 10, NOTHING, status="cancelled")
    back = planted.rows[planted.at]
    back = back.assign(
        status="paid",
        order_id=[f"R{number}" for number in back["order_id"]],
        total=[f"-{amount}" for amount in back["total"]],
    )
    whole = pd.concat([planted.rows, back], ignore_index=True)
    return Planted(whole, NOTHING, np.append(planted.at, np.ones(10, bool)), 0)


@fault
def several_rows_an_order(rows):
    at = some(rows, 30)
    whole = between(rows, rows[at].assign(total="1.00"), "several rows an order")
    whole.at = whole.rows["order_id"].isin(rows.loc[at, "order_id"]).to_numpy()
    return whole


@fault
def days_before_months(rows):
    rows = rows.assign(created_at=pd.to_datetime(rows["created_at"]).dt.strftime("%d/%m/%Y"))
    day, month = (rows["created_at"].str[part].astype("int64") for part in (slice(0, 2), slice(3, 5)))
    at = ((day <= 12) & (day != month)).to_numpy()
    return Planted(rows, "dates that could be read the other way round", at)


@fault
def months_before_days(rows):
    planted = days_before_months(rows)
    dates = pd.to_datetime(rows["created_at"]).dt.strftime("%m/%d/%Y")
    return Planted(rows.assign(created_at=dates), planted.name, planted.at)


@fault
def each_order_told_three_times(rows):
    # As tills export it: the sale, its lines, and how it was paid.
    kinds = {"Sale": rows, "Sale Line": rows, "Payment": rows.assign(status="closed")}
    whole = pd.concat([part.assign(line_type=kind) for kind, part in kinds.items()])
    whole = whole.sort_index(kind="stable").reset_index(drop=True)
    at = whole["line_type"].ne("Sale").to_numpy()
    return Planted(whole, "rows that tell an order again, by their kind", at)


@fault
def customers_rounded_by_a_spreadsheet_program(rows):
    at = some(rows, 60)
    long = [f"{number:015d}000" for number in 100_000_000_000_000 + np.arange(at.sum()) // 2]
    rows = rows.copy()
    rows.loc[at, "customer_id"] = long
    name = "numbers of the customer that end in zeros where a program has rounded them"
    return Planted(rows, name, at)


@fault
def orders_rounded_by_a_spreadsheet_program(rows):
    name = "numbers of the order that end in zeros where a program has rounded them"
    numbers = [f"{100_000_000_000_000 + number}000" for number in range(len(rows))]
    return Planted(rows.assign(order_id=numbers), name, np.ones(len(rows), bool))


@fault
def sums_of_each_month_among_the_orders(rows):
    month = rows["created_at"].str[:7]
    cents = rows["total"].map(cents_of).groupby(month).sum()
    last = rows.groupby(month).tail(1)
    more = last.assign(
        order_id="",
        customer_id="",
        status="Subtotal",
        total=[f"{cents[day[:7]] / 100:.2f}" for day in last["created_at"]],
    )
    return between(rows, more, "lines with a sum")


@fault
def a_sum_below_each_order(rows):
    at = some(rows, 40)
    more = rows[at].assign(status="Total")
    return between(rows, more, "lines with a sum")


@fault
def a_counter_that_began_anew(rows):
    # The same customers under the same numbers, ten months later.
    early = (rows["created_at"] < "2023-02-20").to_numpy()
    more = rows[early].assign(created_at="2023-12-30", total="7.00")
    whole = pd.concat([rows, more], ignore_index=True)
    at = whole["order_id"].isin(rows.loc[early, "order_id"]).to_numpy()
    return Planted(whole, "numbers of orders that come back a month later or more", at)


@fault
def nobody_new_any_more(rows):
    known = rows.loc[rows["created_at"] < "2023-05-01", "customer_id"].unique()
    left = rows[rows["customer_id"].isin(known)].reset_index(drop=True)
    at = (left["created_at"] >= "2023-05-01").to_numpy()
    return Planted(left, "months without new customers", at, also={"an end in mid-month"})
