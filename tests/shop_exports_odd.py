"""More of the same: lists with sums and rules, merged cells, events, refunds that name their order elsewhere."""

import pandas as pd
from shop_exports import NARROW, continental, euros, grouped, text, writer

#: What has to be said of some: the first run asks for it.
TOLD = {
    "merged_cells": {"blanks": "as above"},
    "quickbooks": {"customer": "column 1", "blanks": "as above"},
    "paypal_in_two_currencies": {"only_currency": "EUR"},
}
MONTHS = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"]
MONTHS += ["noviembre", "diciembre"]


def net(one):
    return one.total - one.given_back


def by_customer(orders):
    """The orders of each known customer, those that came to nothing aside."""
    found = {}
    for one in orders:
        if one.alive and one.customer:
            found.setdefault(one.customer, []).append(one)
    return found


@writer
def mercado_libre(orders):
    rows = [
        {
            "# de venta": f"20000{one.number:011d}",
            "Fecha de venta": f"{one.time.day} de {MONTHS[one.time.month - 1]} de {one.time:%Y %H:%M} hs.",
            "Estado": "Entregado" if one.alive else "Cancelada por el comprador",
            "Unidades": 1,
            "Ingresos por productos (ARS)": euros(one.total),
            "Cargo por venta e impuestos": euros(-one.total // 8),
            "Anulaciones y reembolsos (ARS)": euros(-one.given_back) if one.given_back else "",
            "Total (ARS)": euros(net(one) - one.total // 8),
            "Título de la publicación": "Té verde",
            "Comprador": f"COMPRADOR{one.customer}" if one.customer else "",
        }
        for one in orders
    ]
    title = "Ventas de Mercado Libre,,,\nActualizado el 3 de enero de 2024,,,\n\n"
    return "Ventas_AR.csv", title.encode() + text(rows)


@writer
def sap_list(orders):
    rule = "-" * 74
    names = "|Verk.beleg|Auftr.geber|Belegdatum|  Nettowert|Währg|AbGr|"
    lines = [
        "03.01.2024          Dynamische Listenausgabe          1",
        "",
        "Verkaufsorg. 1000",
        rule,
        names,
        rule,
    ]
    for own in by_customer(orders).values():
        lines += [
            f"|{one.number:010d}|{one.customer:011d}|{one.time:%d.%m.%Y}|{continental(net(one)):>11}|EUR  |    |"
            for one in own
        ]
    return "liste.txt", "\r\n".join([*lines, rule]).encode("cp1252")


@writer
def netsuite(orders):
    rows, name = [], "Customer/Project: Company Name"
    for customer, own in by_customer(orders).items():
        for one in own:
            rows.append(
                {
                    name: f"CUST-{customer} Jo",
                    "Type": "Invoice",
                    "Date": f"{one.time:%m/%d/%Y}",
                    "Document Number": f"INV{one.number}",
                    "Amount": grouped(net(one)),
                }
            )
        rows.append({name: f"Total - CUST-{customer} Jo", "Amount": grouped(sum(map(net, own)))})
    rows.append(
        {
            name: "Total",
            "Amount": grouped(sum(net(one) for own in by_customer(orders).values() for one in own)),
        }
    )
    title = "Tea Shop\nSales by Customer Detail\nFrom Jan 1, 2023 to Dec 31, 2023\n\n"
    return "SalesbyCustomerDetail.csv", title.encode() + text(rows)


@writer
def quickbooks(orders):
    rows = []
    for customer, own in by_customer(orders).items():
        rows.append({"": f"Azure {customer}", "Date": ""})
        rows += [
            {
                "": "",
                "Date": f"{one.time:%m/%d/%Y}",
                "Transaction Type": "Invoice",
                "Num": one.number,
                "Amount": grouped(net(one)),
            }
            for one in own
        ]
        rows.append({"": f"Total for Azure {customer}", "Amount": f"${grouped(sum(map(net, own)))}"})
    frame = pd.DataFrame(rows).astype({"Num": "Int64"})
    title = "Sales by Customer Detail,,,,\nTea Shop,,,,\nJanuary - December 2023,,,,\n,,,,\n"
    return "sales.csv", title.encode() + text(frame)


@writer
def merged_cells(orders):
    rows = [
        {
            "Customer": "" if at else f"Jo {customer}",
            "Order date": f"{one.time:%b} {one.time.day}, {one.time.year}",
            "Order #": one.number,
            "Total": f"€{grouped(net(one))}",
        }
        for customer, own in by_customer(orders).items()
        for at, one in enumerate(own)
    ]
    return "Sales - Sheet1.csv", text(rows)


@writer
def klaviyo(orders):
    rows = []
    for one in orders:
        events = [
            "Opened Email",
            *(["Placed Order"] * one.alive),
            *(["Refunded Order"] * bool(one.given_back and one.alive)),
        ]
        worth = {"Placed Order": euros(one.total), "Refunded Order": euros(one.given_back)}
        rows += [
            {
                "Event": event,
                "Person: Email": one.mail,
                "Datetime": f"{one.time:%Y-%m-%d %H:%M:%S}+00:00",
                "$value": worth.get(event, ""),
                "OrderId": one.number if event in worth else "",
            }
            for event in events
        ]
    return "events.csv", text(rows)


@writer
def paypal_in_two_currencies(orders):
    rows = []

    def row(one, kind, number, cents, currency="EUR", mail="", reference=""):
        rows.append(
            {
                "Date": f"{one.time:%d/%m/%Y}",
                "Type": kind,
                "Status": "Completed" if one.alive else "Pending",
                "Currency": currency,
                "Gross": grouped(cents),
                "Fee": grouped(-abs(cents) // 50),
                "From Email Address": mail,
                "Transaction ID": number,
                "Reference Txn ID": reference,
            }
        )

    for at, one in enumerate(orders):
        row(one, "Express Checkout Payment", f"TX{one.number}", one.total, mail=one.mail)
        if one.given_back and one.alive:  # by the shop, to the customer
            row(
                one,
                "Payment Refund",
                f"RF{one.number}",
                -one.given_back,
                mail="shop@tea.org",
                reference=f"TX{one.number}",
            )
        if at % 20 == 0:
            row(one, "General Currency Conversion", f"CA{one.number}", 5000, "USD")
            row(one, "General Currency Conversion", f"CB{one.number}", -4600)
    return "Download.csv", text(rows, encoding="utf-8-sig")


@writer
def magento_grid(orders):
    rows = [
        {
            "ID": f"{one.number:09d}",
            "Purchase Point": "Main Website\nMain Website Store\n   Default Store View",
            "Purchase Date": f"{one.time:%b} {one.time.day}, {one.time:%Y} 9:30:00 AM",
            "Bill-to Name": f"Jo {one.customer}" if one.customer else "",
            "Ship-to Name": "a neighbour",
            "Grand Total (Base)": f"€{grouped(one.total)}",
            "Grand Total (Purchased)": f"€{grouped(one.total)}",
            "Status": "Complete" if one.alive else "Canceled",
            "Total Refunded": f"€{grouped(one.given_back)}",
        }
        for one in orders
    ]
    return "export.csv", text(rows)


@writer
def prestashop_in_french(orders):
    rows = [
        {
            "id": one.number,
            "Référence": f"XKBK{one.number}",
            "Nouveau client": 0,
            "Client": f"Dupont {one.customer}" if one.customer else "",
            "Total": f"{continental(net(one), NARROW)} €",
            "État": "Livré" if one.alive else "Annulé",
            "Date": f"{one.time:%d/%m/%Y %H:%M:%S}",
        }
        for one in orders
    ]
    return "commandes.csv", text(rows, separator=";")
