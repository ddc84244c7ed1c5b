"""Orders as companies far apart have them: marketplaces of other countries, ledgers, banks, bills of subscriptions.

Columns and habits are those that the software's public documentation, and programs that read its exports, describe.
"""

import pandas as pd
from shop_exports import continental, euros, grouped, text
from shop_exports_odd import by_customer, net

ABROAD = {}
ARABIC = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")


def writer(function):
    ABROAD[function.__name__] = function
    return function


def lakhs(cents: int) -> str:
    """Write an amount as in India: 1,23,456.00."""
    whole, part = f"{cents / 100:.2f}".split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail]) + "." + part


@writer
def rakuten(orders):
    """Whole yen, in the encoding of Japanese programs; an order's sum stands on each of its items' rows."""
    rows = []
    for one in orders:
        for pieces, cents in one.items:
            rows.append(
                {
                    "注文番号": f"123456-{one.time:%Y%m%d}-{one.number:010d}",
                    "ステータス": "処理済" if one.alive else "キャンセル確定",
                    "注文日時": f"{one.time:%Y-%m-%d %H:%M:%S}",
                    "商品名": "お茶",
                    "単価": euros(cents),
                    "個数": pieces,
                    "商品合計金額": euros(one.total),
                    "消費税合計": "0",
                    "送料合計": "0",
                    "合計金額": euros(net(one)),
                    "請求金額": euros(net(one)),
                    "注文者メールアドレス": one.mail,
                    "注文者姓": "山田",
                }
            )
    return "dl_normal-order.csv", text(rows, encoding="cp932", ends="\r\n", quoting=1)


@writer
def nuvemshop(orders):
    """A Brazilian shop: decimal commas; further items' rows have no total."""
    rows = []
    for one in orders:
        status = "Pago" if one.alive else "Recusado"
        for at, (pieces, cents) in enumerate(one.items):
            first = at == 0
            rows.append(
                {
                    "Número do Pedido": one.number,
                    "E-mail": one.mail,
                    "Data": f"{one.time:%d/%m/%Y %H:%M:%S}",
                    "Status do Pedido": ("Aberto" if one.alive else "Cancelado") if first else "",
                    "Status do Pagamento": status if first else "",
                    "Status do Envio": "Enviado" if first else "",
                    "Moeda": "BRL" if first else "",
                    "Subtotal": continental(one.total) if first else "",
                    "Desconto": "0,00" if first else "",
                    "Valor do Frete": "0,00" if first else "",
                    "Total": continental(net(one)) if first else "",
                    "Nome do comprador": f"João {one.customer}" if first else "",
                    "Nome do Produto": "Chá",
                    "Valor do Produto": continental(cents),
                    "Quantidade Comprada": pieces,
                }
            )
    return "vendas.csv", text(rows, ";", "latin-1", "\r\n", quoting=1)


@writer
def zoho_books(orders):
    """An Indian company's invoices: rupees in lakhs, with and without tax, void ones among them."""
    rows = [
        {
            "Invoice Date": f"{one.time:%d-%b-%Y}",
            "Invoice ID": f"4600000000{one.number}",
            "Invoice Number": f"INV-{one.number:06d}",
            "Invoice Status": "Closed" if one.alive else "Void",
            "Customer ID": f"460000000008{one.customer:03d}" if one.customer else "",
            "Customer Name": f"Sharma {one.customer}" if one.customer else "",
            "GST Treatment": "consumer",
            "Currency Code": "INR",
            "Exchange Rate": "1.00",
            "SubTotal": f"₹{lakhs(round(net(one) / 1.18) * 40)}",
            "CGST": f"₹{lakhs(round(net(one) * 0.09) * 40)}",
            "SGST": f"₹{lakhs(round(net(one) * 0.09) * 40)}",
            "Total": f"₹{lakhs(net(one) * 40)}",
            "Balance": "₹0.00",
            "Sales person": "Asha",
        }
        for one in orders
    ]
    return "Invoice.csv", text(rows)


@writer
def salla(orders):
    """Arabic heads, digits and signs between them."""
    rows = [
        {
            "رقم الطلب": one.number,
            "حالة الطلب": "تم التنفيذ" if one.alive else "ملغي",
            "تاريخ الطلب": f"{one.time:%Y/%m/%d %H:%M}".translate(ARABIC),
            "اسم العميل": f"عميل {one.customer}" if one.customer else "",
            "المدينة": "الرياض",
            "إجمالي الطلب": f"{grouped(net(one)).translate(ARABIC)} ر.س",
            "طريقة الدفع": "مدى",
        }
        for one in orders
    ]
    return "orders.csv", text(rows, encoding="utf-8-sig")


@writer
def datev(orders):
    """Postings of a ledger: a line above with the year, days without one, S and H in place of a sign."""
    rows = []
    for customer, own in by_customer(orders).items():
        for one in own:
            for cents, side in ((one.total, "S"), *([(one.given_back, "H")] if one.given_back else [])):
                rows.append(
                    {
                        "Umsatz (ohne Soll/Haben-Kz)": continental(cents, ""),
                        "Soll/Haben-Kennzeichen": side,
                        "WKZ Umsatz": "EUR",
                        "Kurs": "",
                        "Konto": 10_000 + customer,
                        "Gegenkonto (ohne BU-Schlüssel)": 8400,
                        "BU-Schlüssel": "",
                        "Belegdatum": f"{one.time:%d%m}",
                        "Belegfeld 1": f"RE{one.number}",
                        "Buchungstext": f"Rechnung {one.number}",
                    }
                    | {f"Beleginfo - {what} {at}": "" for at in range(1, 9) for what in ("Art", "Inhalt")}
                )
    above = '"EXTF";700;21;"Buchungsstapel";13;20240105101500000;;"RE";"";"";1001;1;20230101;4;20230101;20231231\r\n'
    return "EXTF_Buchungsstapel.csv", above.encode() + text(rows, ";", "cp1252", "\r\n")


@writer
def lexware(orders):
    """Each order is an offer, an order confirmation, a delivery note and an invoice; credit notes have no minus."""
    rows = []
    for one in orders:
        kinds = ["Angebot", "Auftragsbestätigung"] + ["Lieferschein", "Rechnung"] * one.alive
        kinds += ["Gutschrift"] * bool(one.alive and one.given_back)
        for at, kind in enumerate(kinds):
            cents = one.given_back if kind == "Gutschrift" else one.total
            rows.append(
                {
                    "Belegart": kind,
                    "Belegnr.": f"{at + 1}{one.number}",
                    "Belegdatum": f"{one.time:%d.%m.%Y}",
                    "Kundennr.": 10_000 + one.customer if one.customer else "",
                    "Kunde": f"Meier {one.customer}" if one.customer else "",
                    "Netto": continental(round(cents / 1.19)),
                    "MwSt.": continental(cents - round(cents / 1.19)),
                    "Brutto": continental(cents),
                    "Währung": "EUR",
                }
            )
    return "Belege.csv", text(rows, ";", "cp1252", "\r\n")


@writer
def bank_statement(orders):
    """A savings bank's turnover: customers pay by transfer, and the shop pays suppliers and the bank."""
    rows = []

    def row(one, kind, cents, who, purpose):
        rows.append(
            {
                "Auftragskonto": "DE00500105170000000001",
                "Buchungstag": f"{one.time:%d.%m.%y}",
                "Valutadatum": f"{one.time:%d.%m.%y}",
                "Buchungstext": kind,
                "Verwendungszweck": purpose,
                "Beguenstigter/Zahlungspflichtiger": who,
                "Kontonummer/IBAN": f"DE{one.number}",
                "BIC (SWIFT-Code)": "XXXXDEFF",
                "Betrag": continental(cents, ""),
                "Waehrung": "EUR",
                "Info": "Umsatz gebucht",
            }
        )

    for own in by_customer(orders).values():
        for one in own:
            row(one, "GUTSCHR. UEBERWEISUNG", one.total, f"MEIER {one.customer}", f"Rechnung {one.number}")
            if one.given_back:
                row(one, "UEBERWEISUNG", -one.given_back, f"MEIER {one.customer}", f"Erstattung {one.number}")
    rows.sort(key=lambda each: (each["Buchungstag"][6:], each["Buchungstag"][3:5], each["Buchungstag"][:2]))
    return "umsaetze.csv", text(rows[::-1], ";", "cp1252", "\r\n", quoting=1)


@writer
def sheet_with_two_heads(orders):
    """A title, names of groups of columns, the columns' names, days as numbers, an empty column, totals below."""
    lines = ["Tea Shop: sales 2023,,,,,", ",,,,,", ",Customer,,Order,,", ",No.,Name,No.,Date,Amount"]
    rows = [one for one in orders if one.alive and one.customer]
    for one in rows:
        day = (one.time.normalize() - pd.Timestamp("1899-12-30")).days
        lines.append(f',C{one.customer},Jo,{one.number},{day},"{grouped(net(one))}"')
    lines += [",,,,,", f',Total,,,,"{grouped(sum(map(net, rows)))}"', ",Printed on 05/01/2024,,,,"]
    return "Sales 2023.csv", "\r\n".join(lines).encode()


@writer
def chargebee(orders):
    """Bills of subscriptions: a line for the plan, one below zero for what was paid for unused days."""
    rows = []
    for one in orders:
        whole = {
            "Invoice Number": f"DEMO-{one.number}",
            "Customer Id": f"AzqX{one.customer}" if one.customer else "",
            "Customer Email": one.mail,
            "Subscription Id": f"sub{one.customer}",
            "Invoice Date": f"{one.time:%d-%b-%Y %H:%M}",
            "Status": "Paid" if one.alive else "Voided",
            "Currency": "EUR",
        }
        credit = one.given_back or one.total // 10
        lines = [
            ("Plan", net(one) + credit, "Tea a month"),
            ("Plan", -credit, "Tea a month - Prorated Credits"),
        ]
        for at, (kind, cents, what) in enumerate(lines):
            rows.append(
                whole
                | {
                    "Line Item Id": f"li_{one.number}_{at}",
                    "Entity Type": kind,
                    "Entity Description": what,
                    "Date From": f"{one.time:%d-%b-%Y %H:%M}",
                    "Date To": f"{one.time + pd.Timedelta(days=30):%d-%b-%Y %H:%M}",
                    "Unit Amount": euros(cents),
                    "Quantity": 1,
                    "Discount": "0.00",
                    "Tax Total": "0.00",
                    "Amount": euros(cents),
                }
            )
    return "InvoiceLineItems.csv", text(rows)


@writer
def etsy_adjusted(orders):
    """What was sent back is in the adjusted total alone."""
    rows = [
        {
            "Sale Date": f"{one.time:%m/%d/%y}",
            "Order ID": 3_000_000_000 + one.number,
            "Buyer User ID": f"c{one.customer}" if one.customer else "",
            "Full Name": f"Person {one.customer}",
            "Number of Items": len(one.items),
            "Payment Method": "Credit Card",
            "Currency": "EUR",
            "Order Value": grouped(one.total),
            "Coupon Code": "",
            "Discount Amount": "0.00",
            "Shipping": "0.00",
            "Sales Tax": "0.00",
            "Order Total": grouped(one.total),
            "Status": "Complete" if one.alive else "Canceled",
            "Card Processing Fees": "1.20",
            "Order Net": grouped(one.total - 120),
            "Adjusted Order Total": grouped(net(one)) if one.given_back else "0.00",
            "Adjusted Card Processing Fees": "0.00",
            "Adjusted Net Order Amount": "0.00",
        }
        for one in orders
    ]
    return "EtsySoldOrders2023-1.csv", text(rows)


@writer
def wp_all_export(orders):
    """Guests have user 0 and a mail address; with and without tax; states as the database has them."""
    rows = []
    for one in orders:
        for at, (pieces, cents) in enumerate(one.items):
            rows.append(
                {
                    "Order Number": one.number,
                    "Order Status": "wc-completed" if one.alive else "wc-failed",
                    "Order Date": f"{one.time:%Y-%m-%d %H:%M}",
                    "Customer User ID": one.customer,
                    "Email (Billing)": one.mail,
                    "Order Subtotal Amount": euros(round(one.total / 1.2)),
                    "Cart Discount Amount": "0",
                    "Order Refund Amount": euros(one.given_back),
                    "Order Total Amount": euros(one.total),
                    "Order Total Tax Amount": euros(one.total - round(one.total / 1.2)),
                    "Item #": at + 1,
                    "Item Name": "Tea",
                    "Quantity (- Refund)": pieces,
                    "Item Cost": euros(cents),
                }
            )
    return "orders-export.csv", text(rows, encoding="utf-8-sig")


@writer
def youzan(orders):
    rows = [
        {
            "订单号": f"E2023{one.number}",
            "订单类型": "普通订单",
            "订单状态": "交易完成" if one.alive else "交易关闭",
            "订单创建时间": f"{one.time:%Y-%m-%d %H:%M:%S}",
            "买家付款时间": f"{one.time:%Y-%m-%d %H:%M:%S}" if one.alive else "",
            "商品金额合计": euros(one.total),
            "店铺优惠合计": "0.00",
            "应收订单金额": euros(one.total),
            "订单实付金额": euros(one.total),
            "订单已退款金额": euros(one.given_back),
            "买家姓名": "张三",
            "买家手机号": f"1380000{one.customer:04d}" if one.customer else "",
            "收货人/提货人": "李四",
            "全部商品名称": "绿茶 500g(1件)",
        }
        for one in orders
    ]
    return "订单列表.csv", text(rows, encoding="gb18030", ends="\r\n")


@writer
def ebay_transactions(orders):
    """Explanations above, -- for nothing; payouts and fees among orders, refunds under the order's number."""
    rows = []
    for one in orders:
        if not one.alive:
            continue
        order = {
            "Transaction creation date": f"{one.time:%b} {one.time.day}, {one.time.year}",
            "Type": "Order",
            "Order number": f"12-{one.number}-00001",
            "Legacy order ID": f"1100-{one.number}",
            "Buyer username": f"buyer_{one.customer}" if one.customer else "--",
            "Buyer name": f"Jo {one.customer}",
            "Ship to city": "Leeds",
            "Net amount": euros(one.total - 120),
            "Payout currency": "GBP",
            "Payout date": f"{one.time:%b} {one.time.day}, {one.time.year}",
            "Item subtotal": euros(one.total),
            "Postage and packaging": "0",
            "Final Value Fee - fixed": "-1.2",
            "Gross transaction amount": euros(one.total),
            "Transaction currency": "GBP",
            "Reference ID": "--",
            "Description": "--",
        }
        rows.append(order)
        blank = dict.fromkeys(order, "--")
        day = {
            name: order[name]
            for name in ("Transaction creation date", "Payout currency", "Transaction currency")
        }
        if one.given_back:
            money = {
                name: euros(-one.given_back)
                for name in ("Net amount", "Gross transaction amount", "Item subtotal")
            }
            rows.append(order | money | {"Type": "Refund", "Reference ID": f"R{one.number}"})
        if one.number % 10 == 0:
            rows.append(
                blank | day | {"Type": "Payout", "Net amount": "-500", "Gross transaction amount": "-500"}
            )
            rows.append(
                blank | day | {"Type": "Other fee", "Net amount": "-3", "Gross transaction amount": "-3"}
            )
    above = (
        "".join(
            f'"{line}"\r\n' for line in ("Transaction report", "Gross transaction amount: before fees", "")
        )
        + "\r\n"
    )
    return "Transaction_report.csv", above.encode() + text(rows, ends="\r\n", quoting=1)


@writer
def tills_of_two_stores(orders):
    """Each store counts its receipts for itself, so that a number stands for two orders of one day."""
    rows = []
    for at, one in enumerate(orders):
        if one.alive:
            for pieces, cents in one.items:
                rows.append(_receipt(one, at, pieces, pieces * cents))
            if one.given_back:
                rows.append(_receipt(one, at, -1, -one.given_back))
    return "receipts.csv", text(rows)


def _receipt(one, at, pieces, cents):
    return {
        "Store ID": f"S{at % 2 + 1}",
        "Receipt No": at // 2 + 1,
        "Transaction Date": f"{one.time:%Y-%m-%d}",
        "Loyalty Card": f"L{one.customer}" if one.customer else "",
        "SKU": "T1",
        "Qty": pieces,
        "Line Total": euros(cents),
        "Cashier": "7",
    }


@writer
def tenders(orders):
    """An order's payments, a row each: part of it with a gift card."""
    rows = []
    for one in orders:
        half = one.total // 3
        parts = (
            [("gift_card", half), ("card", one.total - half)]
            if one.number % 4 == 0
            else [("card", one.total)]
        )
        for kind, cents in parts:
            rows.append(_payment(one, "sale", kind, cents))
        if one.given_back and one.alive:
            rows.append(_payment(one, "refund", "card", one.given_back))
    return "transactions_export_1.csv", text(rows)


def _payment(one, kind, gateway, cents):
    return {
        "Order": f"{5_000_000 + one.number}",
        "Name": f"#{one.number}",
        "Kind": kind,
        "Gateway": gateway,
        "Created At": f"{one.time:%Y-%m-%d %H:%M:%S} +0100",
        "Status": "success" if one.alive else "failure",
        "Amount": euros(cents),
        "Currency": "EUR",
        "Customer Email": one.mail,
    }


@writer
def naver(orders):
    """A Korean marketplace: a row for each item, its own money, whole won with commas."""
    rows = []
    for one in orders:
        back = one.given_back
        for at, (pieces, cents) in enumerate(one.items):
            off = min(back, pieces * cents)
            own, back = pieces * cents - off, back - off
            rows.append(
                {
                    "상품주문번호": f"2023{one.number}{at}",
                    "주문번호": f"2023{one.number}",
                    "주문상태": "구매확정" if one.alive else "취소",
                    "구매자명": "김철수",
                    "구매자ID": f"nv{one.customer}" if one.customer else "",
                    "결제일": f"{one.time:%Y-%m-%d %H:%M:%S}",
                    "상품명": "녹차",
                    "수량": pieces,
                    "상품가격": f"{cents * 100:,}",
                    "최종 상품별 총 주문금액": f"{own * 100:,}",
                    "배송비 합계": "0",
                }
            )
    return "스마트스토어.csv", text(rows, encoding="cp949", ends="\r\n")


@writer
def trendyol(orders):
    rows = [
        {
            "Sipariş Numarası": 900_000 + one.number,
            "Sipariş Tarihi": f"{one.time:%d-%m-%Y %H:%M}",
            "Alıcı": f"Ayşe {one.customer}" if one.customer else "",
            "Sipariş Statüsü": "Teslim Edildi" if one.alive else "İptal Edildi",
            "Adet": 1,
            "Satış Tutarı": f"{continental(one.total)} TL",
            "İndirim Tutarı": "0,00 TL",
            "Faturalanacak Tutar": f"{continental(net(one))} TL",
        }
        for one in orders
    ]
    return "Siparisler.csv", text(rows, ";", "utf-8-sig")


@writer
def shopee(orders):
    """An Indonesian marketplace: whole rupiah with points between thousands."""
    rows = [
        {
            "No. Pesanan": f"230105{one.number}AB",
            "Status Pesanan": "Selesai" if one.alive else "Batal",
            "Alasan Pembatalan": "" if one.alive else "Lainnya",
            "Waktu Pesanan Dibuat": f"{one.time:%Y-%m-%d %H:%M}",
            "Nama Produk": "Teh hijau",
            "Jumlah": 1,
            "Total Harga Produk": f"Rp {one.total * 100:,}".replace(",", "."),
            "Total Pembayaran": f"Rp {net(one) * 100:,}".replace(",", "."),
            "Username (Pembeli)": f"teh{one.customer}" if one.customer else "",
        }
        for one in orders
    ]
    return "Order.all.csv", text(rows)
