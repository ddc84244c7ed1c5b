"""Exports of tills, billing services, hosts, ledgers and hotels give the shop's orders, and say what they left out."""

import pandas as pd
import pytest
from shop_exports import due, shop, text
from shop_exports_trades import TRADES

from marketing_origin import orders

CALLED = {
    "toast_checks": "Jo {}",
    "recurly_invoices": "acct-{}",
    "host_payouts": "Jo {}",
    "customer_ledger": "D{:05d}",
    "hotel_bookings": "Dupont {}",
}
#: The columns that a person would name: customer, order, date, value.
MEANT = {
    "toast_checks": ("Customer", "Check Id", "Opened Date", "Total"),
    "recurly_invoices": ("account_code", "invoice_number", "invoice_date", "total_paid"),
    "host_payouts": ("Guest", "Confirmation code", "Booking date", "Amount"),
    "customer_ledger": ("Customer No.", "Document No.", "Posting Date", "Amount"),
    "hotel_bookings": ("Booked by", "Book number", "Booked on", "Price"),
}


@pytest.mark.parametrize("trade", TRADES)
def test_an_export_of_another_trade_is_read_as_it_was_meant(trade, tmp_path):
    sold = shop()
    name, content = TRADES[trade](sold)
    path = tmp_path / name
    path.write_bytes(content)
    parts = orders.propose(path)
    assert tuple(parts[part].column for part in ("customer", "order", "date", "value")) == MEANT[trade]
    clean = orders.clean(path)
    found = clean.orders.groupby(["customer", "day"])["cents"].sum()
    pd.testing.assert_series_equal(found, due(sold, CALLED[trade]), check_index_type=False)
    account = clean.account
    assert account["rows"].iloc[1:].sum() == account["rows"].iloc[0]
    assert account["revenue"].iloc[1:].sum() == account["revenue"].iloc[0]
    assert path.read_bytes() == content


def cleaned(tmp_path, rows, answers=None):
    path = tmp_path / "export.csv"
    path.write_bytes(text(rows))
    return orders.clean(path, answers)


def rows_of(clean, start):
    return sum(one.rows for one in clean.findings if one.name.startswith(start))


def test_what_a_platform_pays_out_is_told_once_for_what_it_is(tmp_path):
    name, content = TRADES["host_payouts"](shop())
    path = tmp_path / name
    path.write_bytes(content)
    clean = orders.clean(path)
    payouts = content.count(b",Payout,")
    assert rows_of(clean, "rows that are no orders") == payouts
    assert (
        not rows_of(clean, "no date")
        and not rows_of(clean, "no amount")
        and not rows_of(clean, "further rows")
    )


LEDGER = [
    {"Posting Date": f"2023-{month:02d}-14", "Document Type": kind, "Customer No.": who, "Amount": amount}
    for month, kind, who, amount in [
        (1, "Invoice", "D1", 100),
        (2, "Payment", "D1", -100),
        (3, "Invoice", "D2", 80),
        (4, "Payment", "D2", -80),
        (5, "Credit Memo", "D2", -30),
        (6, "Refund", "D2", 30),
        (7, "Invoice", "D1", 50),
    ]
]


def test_a_ledgers_payments_do_not_take_its_invoices_back(tmp_path):
    clean = cleaned(tmp_path, LEDGER)
    assert clean.orders.groupby("customer")["cents"].sum().to_dict() == {"D1": 15_000, "D2": 5_000}
    assert rows_of(clean, "payments of invoices") == 3
    (told,) = [one for one in clean.findings if one.name.startswith("payments of invoices")]
    assert told.otherwise.startswith('answers={"kind": ""} says')
    assert not rows_of(cleaned(tmp_path, LEDGER, {"kind": ""}), "payments of invoices")
    # What a payment is called says nothing where no invoice stands beside it: they are the sales.
    sales = [row | {"Amount": 70, "Document Type": "Payment"} for row in LEDGER if row["Amount"] > 50]
    clean = cleaned(tmp_path, [*sales, sales[0] | {"Amount": -20, "Document Type": "Refund"}])
    assert clean.orders["cents"].sum() == 70 * 100 * len(sales) - 2_000


def test_an_adjustment_counts_where_it_names_an_order_that_was_sold(tmp_path):
    rows = [
        {"Date": f"2023-0{month}-14", "Type": kind, "Order": order, "Buyer": who, "Amount": amount}
        for month, kind, order, who, amount in [
            (1, "Sale", "A1", "Jo", 90),
            (2, "Sale", "A2", "Kim", 60),
            (3, "Adjustment", "A1", "Jo", -40),
            (4, "Adjustment", "", "", -15),
            (5, "Sale", "A3", "Jo", 20),
        ]
    ]
    clean = cleaned(tmp_path, rows)
    assert clean.orders.groupby("customer")["cents"].sum().to_dict() == {"Jo": 7_000, "Kim": 6_000}
    assert rows_of(clean, "rows that are no orders") == 1


def test_who_booked_is_the_customer_and_not_how_many_came(tmp_path):
    rows = [
        {
            "Booked on": f"2023-0{1 + at}-14",
            "Number of guests": 1 + at % 3,
            "Guest": f"G{at % 4}",
            "Price": 90 + at,
        }
        for at in range(8)
    ]
    parts = orders.propose(pd.DataFrame(rows))
    assert (parts["customer"].column, parts["date"].column, parts["value"].column) == (
        "Guest",
        "Booked on",
        "Price",
    )
