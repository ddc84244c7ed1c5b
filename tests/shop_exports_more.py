"""The same shop's year as ten more kinds of software export it, each with the traps that are its own.

Columns and habits are those that the software's public documentation, and programs that read its exports,
describe.
"""

from shop_exports import continental, euros, grouped, text, writer


@writer
def ebay(orders):
    """A blank line above, a row for the order and then its items where there are several, two lines below."""
    rows = []
    for one in orders:
        if not one.alive:
            continue
        several = len(one.items) > 1
        whole = {
            "Sales Record Number": one.number,
            "Order Number": f"11-{one.number}-00001",
            "Buyer Username": f"buyer_{one.customer}" if one.customer else "",
            "Buyer Name": f"Person {one.customer}",
            "Buyer Email": f"{one.number}@members.ebay.org",  # another for each order
            "Item Number": "" if several else "2200000001",
            "Item Title": "" if several else "Lot of test tubes",
            "Quantity": sum(pieces for pieces, _ in one.items),
            "Sold For": f"${grouped(one.total)}",
            "Shipping And Handling": "$0.00",
            "Total Price": f"${grouped(one.total - one.given_back)}",
            "Payment Method": "Other",
            "Sale Date": f"{one.time:%b-%d-%y}",
            "Paid On Date": f"{one.time:%b-%d-%y}",
        }
        rows.append(whole)
        for number, (pieces, cents) in enumerate(one.items if several else ()):
            item = {"Item Number": 22000 + number, "Item Title": "Tea", "Quantity": pieces}
            money = {"Sold For": f"${grouped(cents)}", "Total Price": "", "Shipping And Handling": ""}
            rows.append(whole | item | money)
    below = f'\r\n"{len(rows)}","record(s) downloaded,"\r\n"Seller ID : shop"\r\n'
    return "eBay-OrdersReport.csv", b"\r\n" + text(rows, ends="\r\n", quoting=1) + below.encode()


@writer
def prestashop(orders):
    rows = [
        {
            "ID": one.number,
            "Reference": f"XK{one.number}",
            "New client": "1" if one.number % 3 else "0",
            "Delivery": "France",
            "Customer": f"J. DUPONT{one.customer}" if one.customer else "",
            "Total": f"€{grouped(one.total - one.given_back)}",
            "Payment": "Bank transfer",
            "Status": "Payment accepted" if one.alive else "Canceled",
            "Date": f"{one.time:%m/%d/%Y %H:%M:%S}",
        }
        for one in orders
    ]
    return "order_2024.csv", text(rows, ";", "utf-8-sig")


@writer
def shopware(orders):
    """A row an item, the order's total on each; the state of the order and that of its payment."""
    rows = []
    for one in orders:
        for pieces, cents in one.items:
            rows.append(
                {
                    "number": f"2{one.number}",
                    "customerNumber": f"{20_000 + one.customer}" if one.customer else "",
                    "orderTime": f"{one.time:%d.%m.%Y %H:%M:%S}",
                    "invoiceAmount": continental(one.total - one.given_back, ""),
                    "invoiceAmountNet": continental(round(one.total / 1.19), ""),
                    "orderState": "Komplett abgeschlossen" if one.alive else "Storniert / Abgelehnt",
                    "currency": "EUR",
                    "articleNumber": "SW10001",
                    "articleName": "Tee; grün",
                    "quantity": pieces,
                    "price": continental(cents, ""),
                    "email": one.mail,
                }
            )
    return "export.orders.csv", text(rows, ";", "cp1252", "\r\n")


@writer
def odoo(orders):
    """Order lines below their order, which has the rest; what is only an offer stands among the orders."""
    rows = []
    for one in orders:
        for at, (pieces, cents) in enumerate(one.items):
            first = at == 0
            rows.append(
                {
                    "Order Reference": f"S{one.number:05d}" if first else "",
                    "Creation Date": f"{one.time:%Y-%m-%d %H:%M:%S}" if first else "",
                    "Customer": f"Azure {one.customer}, Anna" if first and one.customer else "",
                    "Salesperson": "Mitchell Admin" if first else "",
                    "Total": euros(one.total - one.given_back) if first else "",
                    "Status": ("Sales Order" if one.alive else "Cancelled") if first else "",
                    "Order Lines/Product": "[E-COM11] Cabinet",
                    "Order Lines/Quantity": f"{pieces:.2f}",
                    "Order Lines/Subtotal": euros(pieces * cents),
                }
            )
        if one.number % 20 == 0:
            offer = dict(
                rows[-len(one.items)], **{"Order Reference": f"S9{one.number}", "Status": "Quotation"}
            )
            rows.append(offer)
    return "sale.order.csv", text(rows, quoting=1)


@writer
def bigcommerce(orders):
    """Guests have the customer 0; an order never finished is Incomplete or Awaiting Payment."""
    dead = ("Cancelled", "Declined", "Incomplete", "Awaiting Payment")
    rows = [
        {
            "Order ID": one.number,
            "Customer ID": one.customer,
            "Customer Name": f"Person {one.customer}",
            "Customer Email": one.mail,
            "Order Date": f"{one.time:%d/%m/%Y}",
            "Order Status": "Completed" if one.alive else dead[one.number % 4],
            "Subtotal (inc tax)": euros(one.total),
            "Subtotal (ex tax)": euros(round(one.total / 1.2)),
            "Shipping Cost (inc tax)": "0.00",
            "Order Total (inc tax)": euros(one.total),
            "Order Total (ex tax)": euros(round(one.total / 1.2)),
            "Refund Amount": euros(one.given_back),
            "Order Currency Code": "EUR",
            "Order Currency Exchange Rate": "1.0000000000",
            "Product Details": f"Product ID: 1, Product Qty: {len(one.items)}, Product Name: Tea",
        }
        for one in orders
    ]
    return "orders-2024-01-01.csv", text(rows, quoting=1)


@writer
def squarespace(orders):
    rows = []
    for one in orders:
        for at, (pieces, cents) in enumerate(one.items):
            first = at == 0
            rows.append(
                {
                    "Order ID": f"{one.number:05d}",
                    "Email": one.mail if first else "",
                    "Financial Status": ("PAID" if one.alive else "CANCELED") if first else "",
                    "Paid at": f"{one.time:%Y-%m-%d %H:%M:%S} -0500" if first else "",
                    "Currency": "EUR" if first else "",
                    "Subtotal": euros(one.total) if first else "",
                    "Shipping": "0.00" if first else "",
                    "Taxes": "0.00" if first else "",
                    "Amount Refunded": euros(one.given_back) if first else "",
                    "Total": euros(one.total) if first else "",
                    "Created at": f"{one.time:%Y-%m-%d %H:%M:%S} -0500" if first else "",
                    "Lineitem quantity": pieces,
                    "Lineitem name": "Tea",
                    "Lineitem price": euros(cents),
                    "Billing Name": f"Person {one.customer}" if first else "",
                    "Cancelled at": "" if one.alive or not first else f"{one.time:%Y-%m-%d %H:%M:%S} -0500",
                    "Channel Name": "Squarespace" if first else "",
                }
            )
    return "orders.csv", text(rows)


@writer
def wix(orders):
    """A row an item; the order's own columns, its total among them, stand on each."""
    rows = []
    for one in orders:
        for pieces, cents in one.items:
            rows.append(
                {
                    "Order number": one.number,
                    "Date created": f"{one.time:%b} {one.time.day}, {one.time:%Y}",
                    "Time": f"{one.time:%I:%M %p}",
                    "Total order quantity": sum(pieces for pieces, _ in one.items),
                    "Contact email": one.mail,
                    "Note from customer": "",
                    "Item": "Tea",
                    "Qty": pieces,
                    "Quantity refunded": 0,
                    "Price": euros(cents),
                    "Recipient name": f"Person {one.customer}",
                    "Billing name": f"Person {one.customer}",
                    "Payment status": "Paid" if one.alive else "Unpaid",
                    "Shipping rate": "0",
                    "Total tax": "0",
                    "Total": euros(one.total),
                    "Currency": "EUR",
                    "Refunded amount": euros(one.given_back),
                    "Net amount": euros(one.total - one.given_back),
                    "Fulfillment status": "Fulfilled",
                }
            )
    return "Orders.csv", text(rows, encoding="utf-8-sig")


@writer
def vend(orders):
    """Each sale is told three times: as a sale, by its lines, and by its payment."""
    rows = []
    for one in orders:
        if not one.alive:
            continue
        whole = {
            "Date": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "Receipt Number": one.number,
            "Line Type": "Sale",
            "Customer Code": f"Jo-{one.customer}" if one.customer else "WALKIN",
            "Customer Name": f"Jo {one.customer}" if one.customer else "Walk-in",
            "Quantity": sum(pieces for pieces, _ in one.items),
            "Total": euros(one.total),
            "Details": "",
            "Register": "Main",
            "Status": "Closed",
        }
        rows.append(whole)
        for pieces, cents in one.items:
            line = {"Line Type": "Sale Line", "Quantity": pieces, "Total": euros(pieces * cents)}
            rows.append(whole | line | {"Details": "Tea"})
        rows.append(whole | {"Line Type": "Payment", "Quantity": "", "Details": "Cash"})
        if one.given_back:
            back = {"Receipt Number": f"{one.number}-R", "Total": euros(-one.given_back)}
            for kind in ("Sale", "Sale Line", "Payment"):
                rows.append(whole | back | {"Line Type": kind, "Quantity": -1})
    return "vend-sales-history.csv", text(rows)


@writer
def opencart(orders):
    rows = [
        {
            "order_id": one.number,
            "store_name": "Your Store",
            "customer_id": one.customer,
            "customer": f"Person {one.customer}",
            "email": one.mail,
            "total": f"{(one.total - one.given_back) / 100:.4f}",
            "order_status": "Complete" if one.alive else "Canceled Reversal",
            "currency_code": "EUR",
            "currency_value": "1.00000000",
            "date_added": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "date_modified": f"{one.time:%Y-%m-%d %H:%M:%S}",
        }
        for one in orders
    ]
    return "oc_order.csv", text(rows, "\t", ends="\r\n")


@writer
def jingdong(orders):
    rows = [
        {
            "订单号": f"{one.number}\t",
            "下单账号": f"jd_{one.customer}" if one.customer else "",
            "下单时间": f"{one.time:%Y/%m/%d %H:%M}",
            "订单金额": euros(one.total),
            "结算金额": euros(one.total - one.given_back),
            "余额支付": "0.00",
            "应付金额": euros(one.total - one.given_back),
            "订单状态": "完成" if one.alive else "(删除)取消",
            "客户姓名": "张三",
            "运费金额": "0.00",
        }
        for one in orders
    ]
    return "订单.csv", text(rows, encoding="gb18030", ends="\r\n")


@writer
def woocommerce_analytics(orders):
    """The customer is a name, and the net revenue stands there twice, once with its sign written for a page."""
    rows = [
        {
            "Date": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "Order #": one.number,
            "N. Revenue (formatted)": f"&euro;{grouped(one.total - one.given_back)}",
            "Status": "Completed" if one.alive else "Failed",
            "Customer": f"Person {one.customer}" if one.customer else "",
            "Customer type": "returning" if one.number % 2 else "new",
            "Product(s)": f"{len(one.items)}× Tea",
            "Items sold": sum(pieces for pieces, _ in one.items),
            "Coupon(s)": "",
            "N. Revenue": euros(one.total - one.given_back),
            "Attribution": "Direct",
        }
        for one in orders
    ]
    return "orders.csv", text(rows)
