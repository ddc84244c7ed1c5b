"""The same orders as trades without a web shop have them: a restaurant's till, a billing service, a host's payouts,
the ledger of an enterprise's software, a hotel's bookings.
"""

import pandas as pd
from shop_exports import Order, euros, grouped, text

TRADES = {}


def trade(function):
    TRADES[function.__name__] = function
    return function


def net(one: Order) -> int:
    return one.total - one.given_back


@trade
def toast_checks(orders):
    """A till's checks: date and time apart, guests by telephone, a voided check's items under its number."""
    rows = [
        {
            "Location Id": "2f3c",
            "Location Code": "",
            "Opened Date": f"{one.time.month}/{one.time.day}/{one.time:%y}",
            "Opened Time": f"{one.time:%I:%M %p}",
            "Item Description": "Tea, Cake",
            "Server": "Kim P.",
            "Tender": "Visa" if one.alive else "Voided",
            "Check Id": f"3000000{one.number}",
            "Check #": one.number % 50 + 1,
            "Total": grouped(net(one)) if one.alive else "0.00",
            "Customer Id": "",
            "Customer": f"Jo {one.customer}" if one.customer else "",
            "Customer Phone": f"555-010-{one.customer:04d}" if one.customer else "",
            "Customer Email": "",
            "Table Size": 2,
            "Discount": "0.00",
            "Reason of Discount": "",
            "Tax": grouped(net(one) // 11),
        }
        for one in orders
    ]
    return "CheckDetails.csv", text(rows)


@trade
def recurly_invoices(orders):
    """A billing service's invoices: credit invoices name theirs, free trials are 0, some renewals failed."""
    rows, number = [], 50_000
    for one in orders:
        about = {
            "invoice_number": f"{one.number}",
            "account_code": f"acct-{one.customer}" if one.customer else "",
            "billing_company": "",
            "status": "paid" if one.alive else "failed",
            "type": "charge",
            "origin": "renewal",
            "invoice_date": f"{one.time:%Y-%m-%d %H:%M:%S} UTC",
            "closed_at": f"{one.time + pd.Timedelta(days=3):%Y-%m-%d %H:%M:%S} UTC",
            "currency": "EUR",
            "subtotal": euros(one.total),
            "discount": "0.00",
            "tax": "0.00",
            "total": euros(one.total),
            "total_paid": euros(one.total if one.alive else 0),
            "original_invoice_number": "",
            "refundable_total": euros(net(one)),
            "po_number": "",
            "net_terms": 0,
        }
        if one.number % 25 == 0 and one.customer:
            number += 1
            trial = {"invoice_number": f"{number}", "origin": "purchase", "refundable_total": "0.00"}
            rows.append(
                about
                | trial
                | {"status": "paid"}
                | dict.fromkeys(("subtotal", "total", "total_paid"), "0.00")
            )
        rows.append(about)
        if one.given_back and one.alive:
            number += 1
            money = dict.fromkeys(("subtotal", "total", "total_paid"), euros(-one.given_back))
            later = f"{one.time + pd.Timedelta(days=20):%Y-%m-%d %H:%M:%S} UTC"
            credit = {"type": "credit", "origin": "refund", "status": "closed", "invoice_date": later}
            credit |= {"original_invoice_number": f"{one.number}", "refundable_total": "0.00"}
            rows.append(about | money | credit | {"invoice_number": f"{number}"})
    return "invoices.csv", text(rows)


@trade
def host_payouts(orders):
    """A host's payouts: what the platform pays out stands between the stays that it pays for, without a guest."""
    rows = []
    for one in orders:
        if not one.alive:
            continue
        arrival = one.time + pd.Timedelta(days=30)
        about = {
            "Date": f"{arrival + pd.Timedelta(days=1):%m/%d/%Y}",
            "Type": "Reservation",
            "Confirmation code": f"HM{one.number}QX",
            "Booking date": f"{one.time:%m/%d/%Y}",
            "Start date": f"{arrival:%m/%d/%Y}",
            "End date": f"{arrival + pd.Timedelta(days=2):%m/%d/%Y}",
            "Nights": 2,
            "Guest": f"Jo {one.customer}" if one.customer else "",
            "Listing": "Flat by the park",
            "Details": "",
            "Reference code": "",
            "Currency": "EUR",
            "Amount": euros(one.total),
            "Paid out": "",
            "Service fee": euros(one.total // 30),
            "Cleaning fee": "20.00",
            "Gross earnings": euros(one.total),
        }
        paid = dict.fromkeys(about, "") | {name: about[name] for name in ("Date", "Currency")}
        rows += [
            paid
            | {"Type": "Payout", "Details": "Transfer to Jo Host, IBAN 1234", "Paid out": euros(one.total)},
            about,
        ]
        if one.given_back:
            back = euros(-one.given_back)
            rows.append(about | {"Type": "Resolution Adjustment", "Amount": back, "Gross earnings": back})
    return "airbnb_.csv", text(rows)


@trade
def customer_ledger(orders):
    """Customers' ledger entries: each invoice has its payment, a credit memo its refund; the own currency is blank."""
    rows, entry = [], 2_800

    def add(one, kind, number, cents, days=0):
        nonlocal entry
        entry += 1
        rows.append(
            {
                "Posting Date": f"{one.time + pd.Timedelta(days=days):%d/%m/%Y}",
                "Document Type": kind,
                "Document No.": number,
                "Customer No.": f"D{one.customer:05d}" if one.customer else "",
                "Customer Name": "Adatum" if one.customer else "",
                "Description": f"{kind} {number}",
                "Currency Code": "",
                "Original Amount": grouped(cents),
                "Amount": grouped(cents),
                "Amount (LCY)": grouped(cents),
                "Remaining Amount": "0.00",
                "Due Date": f"{one.time + pd.Timedelta(days=30):%d/%m/%Y}",
                "Open": "No",
                "Entry No.": entry,
            }
        )

    for one in orders:
        if not one.alive:
            continue
        add(one, "Invoice", f"PS-INV10{one.number}", one.total)
        before = one.number // 30 % 2  # the credit memo is paid back where the invoice was paid before it
        add(one, "Payment", f"GR{one.number}", -(one.total if before else net(one)), 3 if before else 14)
        if one.given_back:
            if before:
                add(one, "Refund", f"BP{one.number}", one.given_back, 9)
            add(one, "Credit Memo", f"PS-CR10{one.number}", -one.given_back, 5)
    return "Customer Ledger Entries.csv", text(rows, encoding="utf-8-sig")


@trade
def hotel_bookings(orders):
    """A hotel's bookings: three dates, prices with their currency, who did not come and who cancelled."""
    rows = []
    for one in orders:
        arrival = one.time + pd.Timedelta(days=40)
        status = "ok" if one.alive else ("no_show", "cancelled_by_guest")[one.number % 2]
        rows.append(
            {
                "Book number": 2_000_000_000 + one.number,
                "Booked by": f"Dupont {one.customer}" if one.customer else "",
                "Guest name(s)": "somebody else",
                "Check-in": f"{arrival:%Y-%m-%d}",
                "Check-out": f"{arrival + pd.Timedelta(days=2):%Y-%m-%d}",
                "Booked on": f"{one.time:%Y-%m-%d %H:%M:%S}",
                "Status": status,
                "Rooms": 1,
                "Persons": 2,
                "Price": f"{euros(net(one))} EUR",
                "Commission %": 15,
                "Commission amount": f"{euros(net(one) * 15 // 100 if one.alive else 0)} EUR",
                "Payment status": "",
                "Remarks": "",
                "Booker country": "fr",
                "Duration (nights)": 2,
                "Cancellation date": "" if one.alive else f"{one.time:%Y-%m-%d %H:%M:%S}",
                "Phone number": "",
            }
        )
    return "Check-in 2023.csv", text(rows)
