"""One shop's year of orders, written as fifteen kinds of shop software export it.

Each writer gets the same orders and returns the file's name and content, in the columns, forms and habits
of that software; what has to come out is the same for all.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

NARROW = "\u202f"  # a French blank between thousands
WRITERS: dict[str, Callable[[list["Order"]], tuple[str, bytes]]] = {}


@dataclass
class Order:
    """An order of one to three items; `given_back` cents of it were refunded; cancelled if not `alive`."""

    number: int
    customer: int  # 0 is a guest
    time: pd.Timestamp
    items: list[tuple[int, int]]  # pieces, cents for one
    alive: bool = True
    given_back: int = 0

    @property
    def mail(self) -> str:
        return f"c{self.customer}@post.org" if self.customer else ""

    @property
    def total(self) -> int:
        return sum(pieces * cents for pieces, cents in self.items)


def shop(seed: int = 3, count: int = 260) -> list[Order]:
    rng = np.random.default_rng(seed)
    times = pd.Timestamp("2023-01-01 09:30") + pd.to_timedelta(np.sort(rng.integers(0, 364, count)), "D")
    found = []
    for at in range(count):
        items = [(int(rng.integers(1, 4)), int(rng.integers(500, 90_000))) for _ in range(rng.integers(1, 4))]
        found.append(Order(1001 + at, int(rng.integers(1, 90)), times[at], items))
    for one in found[5::40]:
        one.alive = False
    for one in found[7::30]:
        one.given_back = one.total // 3
    for one in found[9::50]:
        one.customer = 0
    found[11].given_back = 0
    return found


def due(orders: list[Order], customer: str) -> pd.Series:
    """Return the cents that have to come out by customer and day."""
    rows = [
        (customer.format(one.customer), one.time.normalize(), one.total - one.given_back)
        for one in orders
        if one.alive and one.customer
    ]
    frame = pd.DataFrame(rows, columns=["customer", "day", "cents"])
    return frame.groupby(["customer", "day"])["cents"].sum()


def writer(function):
    WRITERS[function.__name__] = function
    return function


def euros(cents: int) -> str:
    return f"{cents / 100:.2f}"


def grouped(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def continental(cents: int, between: str = ".") -> str:
    return grouped(cents).replace(",", "\0").replace(".", ",").replace("\0", between)


def text(rows: list[dict], separator=",", encoding="utf-8", ends="\n", **how) -> bytes:
    out = io.StringIO()
    pd.DataFrame(rows).to_csv(out, sep=separator, index=False, lineterminator=ends, **how)
    return out.getvalue().encode(encoding)


@writer
def shopify(orders):
    rows = []
    for one in orders:
        status = "voided" if not one.alive else "partially_refunded" if one.given_back else "paid"
        for at, (pieces, cents) in enumerate(one.items):
            first = at == 0
            rows.append(
                {
                    "Name": f"#{one.number}",
                    "Email": one.mail,
                    "Financial Status": status if first else "",
                    "Paid at": f"{one.time:%Y-%m-%d %H:%M:%S} +0100" if first and one.alive else "",
                    "Fulfillment Status": "fulfilled" if first else "",
                    "Currency": "EUR" if first else "",
                    "Subtotal": euros(one.total) if first else "",
                    "Total": euros(one.total) if first else "",
                    "Created at": f"{one.time:%Y-%m-%d %H:%M:%S} +0100",
                    "Lineitem quantity": pieces,
                    "Lineitem name": "Pregnancy test" if at else "Tea, green",
                    "Lineitem price": euros(cents),
                    "Cancelled at": "" if one.alive or not first else f"{one.time:%Y-%m-%d} 12:00:00 +0100",
                    "Refunded Amount": euros(one.given_back) if first else "",
                    "Id": 9_000_000 + one.number if first else "",
                }
            )
    return "orders_export_1.csv", text(rows)


@writer
def woocommerce(orders):
    rows = [
        {
            "order_id": one.number,
            "order_number": one.number,
            "date": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "status": "cancelled" if not one.alive else "completed",
            "shipping_total": "0.00",
            "order_total": euros(one.total),
            "refunded_total": euros(one.given_back),
            "order_currency": "EUR",
            "customer_id": one.customer,
            "customer_note": "",
        }
        for one in orders
    ]
    return "orders.csv", text(rows, encoding="utf-8-sig")


@writer
def magento(orders):
    rows = [
        {
            "ID": f"{one.number:09d}",
            "Purchase Point": "Main Website",
            "Purchase Date": f"{one.time:%b} {one.time.day}, {one.time:%Y}, 9:30:00 AM",
            "Bill-to Name": f"Customer {one.customer}",
            "Grand Total (Base)": f"€{grouped(one.total)}",
            "Grand Total (Purchased)": f"€{grouped(one.total)}",
            "Status": "complete" if one.alive else "canceled",
            "Customer Email": one.mail,
            "Customer Group": "General",
            "Subtotal": f"€{grouped(one.total)}",
            "Total Refunded": f"€{grouped(one.given_back)}",
        }
        for one in orders
    ]
    return "export.csv", text(rows, quoting=1)


@writer
def amazon(orders):
    rows = []
    for one in orders:
        whole = {
            "amazon-order-id": f"302-{one.number}-1",
            "merchant-order-id": "",
            "purchase-date": f"{one.time:%Y-%m-%dT%H:%M:%S}+00:00",
            "last-updated-date": f"{one.time:%Y-%m-%dT%H:%M:%S}+00:00",
            "order-status": "Shipped" if one.alive else "Cancelled",
            "sales-channel": "Amazon.de",
        }
        for pieces, cents in one.items:
            line = {
                "quantity": pieces,
                "currency": "EUR",
                "item-price": euros(cents),
                "buyer-email": one.mail,
            }
            rows.append(whole | line)
        if one.given_back:
            line = {
                "quantity": -1,
                "currency": "EUR",
                "item-price": euros(one.given_back),
                "buyer-email": one.mail,
            }
            rows.append(whole | line)
    return "orders.txt", text(rows, "\t")


@writer
def etsy(orders):
    rows = [
        {
            "Sale Date": f"{one.time:%m/%d/%y}",
            "Order ID": one.number,
            "Buyer User ID": f"c{one.customer}" if one.customer else "",
            "Full Name": f"Person {one.customer}",
            "Number of Items": len(one.items),
            "Date Shipped": f"{one.time + pd.Timedelta(days=2):%m/%d/%y}",
            "Currency": "EUR",
            "Order Value": grouped(one.total),
            "Discount Amount": "0.00",
            "Order Total": grouped(one.total),
            "Order Net": grouped(one.total - 100),
            "Status": "Complete" if one.alive else "Canceled",
            "Refund Amount": grouped(one.given_back),
        }
        for one in orders
    ]
    return "EtsySoldOrders2023.csv", text(rows)


@writer
def square(orders):
    rows = []
    for one in orders:
        if not one.alive:
            continue
        line = {
            "Date": f"{one.time:%m/%d/%y}",
            "Time": f"{one.time:%H:%M:%S}",
            "Time Zone": "Eastern Time",
            "Gross Sales": f"€{grouped(one.total)}",
            "Discounts": "€0.00",
            "Net Sales": f"€{grouped(one.total)}",
            "Fees": "-€1.20",
            "Transaction ID": f"T{one.number}",
            "Event Type": "Payment",
            "Customer ID": f"c{one.customer}" if one.customer else "",
        }
        rows.append(line)
        if one.given_back:
            back = f"(€{grouped(one.given_back)})"
            more = {"Event Type": "Refund", "Gross Sales": back, "Net Sales": back}
            rows.append(line | more | {"Transaction ID": f"RF{one.number}"})
    return "transactions.csv", text(rows)


@writer
def stripe(orders):
    rows = [
        {
            "id": f"ch_{one.number}",
            "Created date (UTC)": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "Amount": continental(one.total, ""),
            "Amount Refunded": continental(one.given_back, ""),
            "Currency": "eur",
            "Captured": "true",
            "Fee": "1,20",
            "Status": "Paid" if one.alive else "Failed",
            "Customer ID": f"cus_{one.customer}" if one.customer else "",
            "Customer Description": "",
        }
        for one in orders
    ]
    return "unified_payments.csv", text(rows)


@writer
def paypal(orders):
    rows = []
    for one in orders:
        line = {
            "Datum": f"{one.time:%d.%m.%Y}",
            "Uhrzeit": f"{one.time:%H:%M:%S}",
            "Name": f"Person {one.customer}",
            "Type": "Express Checkout Payment",
            "Status": "Completed" if one.alive else "Denied",
            "Currency": "EUR",
            "Gross": continental(one.total),
            "Fee": "-1,20",
            "Net": continental(one.total - 120),
            "From Email Address": one.mail,
            "Transaction ID": f"{one.number}X",
        }
        rows.append(line)
        if one.given_back and one.alive:
            money = {"Gross": continental(-one.given_back), "Net": continental(-one.given_back)}
            rows.append(line | money | {"Type": "Payment Refund", "Transaction ID": f"{one.number}X"})
        if one.number % 50 == 0:
            rows.append(line | {"Type": "General Withdrawal", "Gross": "-500,00", "Transaction ID": "W"})
    return "Download.CSV", text(rows, ",", "utf-8-sig", "\r\n", quoting=1)


@writer
def taobao(orders):
    rows = [
        {
            "订单编号": f'="{one.number}"',
            "买家会员名": f"买家{one.customer}" if one.customer else "",
            "买家应付货款": euros(one.total),
            "总金额": euros(one.total),
            "买家实际支付金额": euros(one.total),
            "订单状态": "交易成功" if one.alive else "交易关闭",
            "收货人姓名": "张三",
            "订单创建时间": f"{one.time:%Y-%m-%d %H:%M:%S}\t",
            "退款金额": euros(one.given_back),
        }
        for one in orders
    ]
    return "ExportOrderList.csv", text(rows, encoding="gb18030", ends="\r\n")


@writer
def german_shop(orders):
    rows = [
        {
            "Bestellnummer": one.number,
            "Kundennummer": f"K{one.customer:04d}" if one.customer else "Gast",
            "Bestelldatum": f"{one.time:%d.%m.%Y %H:%M}",
            "Gesamtbetrag": f"{continental(one.total)} €",
            "Erstattet": f"{continental(one.given_back)} €",
            "Bestellstatus": "abgeschlossen" if one.alive else "storniert",
            "Währung": "EUR",
        }
        for one in orders
    ]
    return "Bestellungen.csv", text(rows, ";", "cp1252", "\r\n")


@writer
def french_shop(orders):
    rows = []
    for one in orders:
        line = {
            "N° commande": one.number,
            "Client": f"Dupont {one.customer}" if one.customer else "invité",
            "Date de commande": f"{one.time:%d/%m/%Y}",
            "Montant TTC": f"{continental(one.total, NARROW)}\u00a0€",
            "Statut": "Livrée" if one.alive else "Annulée",
        }
        rows.append(line)
        if one.given_back:
            rows.append(line | {"Montant TTC": f"-{continental(one.given_back, NARROW)}\u00a0€"})
    return "commandes.csv", text(rows, ";", "utf-8-sig")


@writer
def ledger_with_a_title(orders):
    rows = []
    for one in orders:
        line = {
            "Sales Document": one.number,
            "Sold-to party": f"{one.customer:010d}" if one.customer else "",
            "Document Date": f"{one.time:%Y/%m/%d}",
            "Net Value": grouped(one.total),
            "Document Currency": "EUR",
            "Order status": "Open" if one.alive else "Rejected",
        }
        rows.append(line)
        if one.given_back:
            rows.append(line | {"Net Value": f"{grouped(one.given_back)}-"})
    whole = sum(one.total - one.given_back for one in orders)
    title = "List of sales documents\t\t\t\t\t\nFrom 2023-01-01 to 2023-12-31\t\t\t\t\t\n\n"
    return "list.txt", title.encode() + text(rows, "\t") + f"Total\t\t\t{grouped(whole)}\tEUR\t\n".encode()


@writer
def items_of_a_till(orders):
    rows = []
    for one in orders:
        if one.alive:
            for pieces, cents in one.items:
                rows.append(_till(one, f"{one.number}", pieces, euros(cents)))
            if one.given_back:
                rows.append(_till(one, f"C{one.number}", -1, euros(one.given_back)))
    return "online.csv", text(rows)


def _till(one, number, pieces, price):
    return {
        "Invoice": number,
        "StockCode": "85123A",
        "Description": 'T-LIGHT, "WHITE"',
        "Quantity": pieces,
        "InvoiceDate": f"{one.time.month}/{one.time.day}/{one.time:%Y} {one.time.hour}:{one.time:%M}",
        "Price": price,
        "Customer ID": f"{one.customer}.0" if one.customer else "",
        "Country": "United Kingdom",
    }


@writer
def a_database(orders):
    rows = [
        {
            "id": one.number,
            "user_id": one.customer or "",
            "created_at": int(one.time.timestamp() * 1000),
            "total_amount": euros(one.total),
            "refund_amount": euros(one.given_back) if one.given_back else "",
            "is_cancelled": "false" if one.alive else "true",
        }
        for one in orders
    ]
    return "dump.csv", text(rows)


@writer
def a_spreadsheet(orders):
    rows = [
        {
            "Order": one.number,
            "Customer": f"Person  {one.customer}" if one.number % 2 else f"PERSON {one.customer}",
            "Date": (one.time - pd.Timestamp("1899-12-30")) / pd.Timedelta(days=1),
            "Amount": euros(one.total - one.given_back),
        }
        for one in orders
        if one.alive and one.customer
    ]
    return "sheet.csv", b"sep=;\r\n" + text(rows, ";", ends="\r\n")
