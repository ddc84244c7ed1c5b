"""Which column of an export is what: a proposal with its reasons, from names and from what is in them."""

import re
from dataclasses import dataclass

import pandas as pd

from marketing_origin.errors import CourseError, nearest
from marketing_origin.orders import days, money

# What exports call a column, the surest first; in small letters, without blanks and signs.
NAMES = {
    "order": (
        "orderid orderno ordernumber ordernum ordernr invoiceno invoiceid invoicenumber invoice order "
        "salesdocument verkaufsbeleg verkbeleg transactionid transactionno saleid salesid saleno "
        "salenumber basketid basket checkid bookingid bookingnumber bookingno booknumber bookingreference "
        "reservationid reservationnumber reservationno confirmationcode confirmationnumber "
        "bestellnummer bestellnr bestellung auftragsnummer auftragsnr auftrag rechnungsnummer rechnungsnr "
        "belegnummer belegnr numérodecommande numerocommande ncommande commande numerodepedido "
        "númerodepedido pedido númerodeventa numerodeventa deventa idordine numeroordine ordine "
        "ordernummer bestelnummer zamówienie "
        "nrzamówienia 订单编号 订单号 主订单编号 订单id 订单 交易号 "
        "单号 訂單編號 訂單號碼 訂單 čísloobjednávky objednávka name id receiptno receiptnumber receiptid "
        "receipt number nummer docnum documentno documentnumber num"
        " 注文番号 受注番号 注文id 주문번호 siparişnumarası siparişno siparişid nopesanan "
        "nomorpesanan رقمالطلب номерзаказа"
        " заказ belegfeld1"
    ),
    "customer": (
        "customeruniqueid customerid customerno customernumber customernr customerkey clientid userid "
        "memberid buyeruserid buyerid buyerusername shopperid accountid householdid householdkey "
        "contactid contactemail patientid loyaltyid cardid customercode customeremail buyeremail emailbilling "
        "billingemail fromemailaddress customer client user member buyer account household soldtoparty "
        "kundennummer kundennr kundenid kunde mitglied debitor auftraggeber auftrgeber besteller "
        "idclient numéroclient numeroclient "
        "codeclient idcliente cliente codcliente comprador klant klantnummer "
        "klient клиент 下单账号 客户编号 客户id 客户 会员号 会员id "
        "会员名 会员 用户id 用户 买家会员名 买家昵称 买家id "
        "买家 買家帳號 客戶編號 客戶 會員 買家 zákazník customername buyername clientname email mail fullname "
        "billingname billtoname customerproject customerprojectcompanyname companyname company firma"
        " 会員番号 会員id 顧客番号 顧客id 顧客コード 得意先コード お客様番号 注文者メールアドレス "
        "購入者メールアドレス 顧客 得意先 購入者 注文者 구매자id 주문자id 회원번호 회원id"
        " 고객번호 고객id 고객명 구매자명 주문자 구매자 고객 müşterino müşteriid müşteri alıcı "
        "usernamepembeli pelanggan"
        " namapembeli pembeli رقمالعميل البريدالإلكتروني رقمالجوال اسمالعميل العميل покупатель loyaltycard"
        " loyaltycardno loyaltynumber membershipno membershipnumber membercard"
        " beguenstigterzahlungspflichtiger begünstigterzahlungspflichtiger zahlungspflichtiger konto"
        " bookedby guestid guestemail guestname guestnames guest"
    ),
    "date": (
        "orderdate invoicedate orderpurchasetimestamp createdat datecreated createdon created "
        "creationdate orderedat ordered placedat ordertime purchasedate saledate salesdate "
        "transactiondate transactiontimestamp processedat documentdate bookingdate bookedon bookedat paidat paidon "
        "paymentdate date day timestamp datetime bestelldatum auftragsdatum rechnungsdatum belegdatum "
        "kaufdatum datum datedecommande datecommande fecha fechapedido fechadepedido data dataordine "
        "besteldatum datazamówienia дата 订单创建时间 下单时间 下单日期 "
        "订单日期 创建时间 付款时间 订单付款时间 日期 时间 "
        "訂單日期 下單時間 訂單成立時間 付款時間 時間 datumobjednávky time"
        " 注文日時 注文日 受注日時 受注日 購入日時 購入日 売上日 日付 日時 결제일시 결제일 주문일시 "
        "주문일자 주문일 구매일 sipariştarihi tarih"
        " waktupesanandibuat tanggalpesanan tanggal تاريخالطلب التاريخ датазаказа buchungstag buchungsdatum"
    ),
    "value": (
        "ingresosporproductos ordertotal totalprice grandtotal grandtotalpurchased totalamount totalpaid ordervalue "
        "orderamount total grosstransactionamount grossamount netamount linetotal amount saleamount "
        "salesamount salesvalue netsales revenue "
        "sales turnover value grandtotalbase netvalue gross net paymentvalue subtotal spend spent "
        "gesamtbetrag gesamtsumme nettowert nettobetrag auftragswert rechnungsbetrag betrag gesamt umsatz "
        "summe warenwert totalttc "
        "montantttc montanttotal montant totalht importe importetotal importo totale totaal bedrag kwota "
        "suma сумма 买家实际支付金额 实付金额 实付款 结算金额 应付金额 订单金额 买家应付货款 总金额 金额 总价 "
        "買家總支付金額 訂單金額 總金額 金額 總計 celkem částka payment"
        " 合計金額 請求金額 総合計 税込合計 売上金額 注文金額 購入金額 合計 최종상품별총주문금액 "
        "총주문금액 실결제금액 결제금액 주문금액 판매금액 금액 합계 faturalanacaktutar"
        " geneltoplam toplamtutar sipariştutarı satıştutarı tutar toplam totalpembayaran إجماليالطلب "
        "الإجمالي"
        " المجموع стоимость bruttobetrag brutto netto"
    ),
    "quantity": (
        "quantity qty quantityordered lineitemquantity itemquantity units pieces menge anzahl stück "
        "quantité quantite cantidad quantità aantal ilość количество 数量 件数 數量 množství"
        " 個数 수량 adet miktar jumlah الكمية"
    ),
    "price": (
        "unitprice priceeach lineitemprice itemprice price einzelpreis stückpreis preis prixunitaire prix "
        "preciounitario precio prezzounitario prezzo prijs cena цена 单价 价格 單價 價格"
        " 単価 상품가격 단가 판매가 birimfiyat fiyat hargasatuan harga السعر"
    ),
    "status": (
        "financialstatus orderstatus paymentstatus transactionstatus status orderstate state "
        "bestellstatus zustand statut état etat estado stato 订单状态 状态 訂單狀態 狀態 stav"
        " ステータス 注文ステータス 受注ステータス 状態 주문상태 상태 siparişstatüsü siparişdurumu "
        "durum statuspesanan حالةالطلب الحالة"
        " статусзаказа статус"
    ),
    "currency": (
        "currency currencycode ordercurrency documentcurrency währung waehrung währg devise moneda valuta "
        "waluta 币种 货币 幣別 měna"
        " 通貨 통화 العملة"
    ),
    "kind": (
        "type linetype transactiontype ordertype recordtype rowtype doctype documenttype eventtype belegart "
        "vorgang event 类型 单据类型"
        " kind sollhabenkennzeichen"
    ),
    "refunded": (
        "refundedamount amountrefunded totalrefunded refundamount orderrefundamount refundtotal refunded "
        "erstattet erstattungsbetrag montantremboursé anulacionesyreembolsos reembolsos 退款金额"
    ),
    "adjusted": "adjustedordertotal adjustedtotal adjustedgrandtotal adjustedamount totalafterrefund totalafterrefunds",
    "cancelled": (
        "cancelledat canceledat cancelled canceled iscancelled iscanceled cancellationdate storniert "
        "storno annulé 取消时间"
    ),
}
# Words that make a name another column's.
NOT = {
    "order": (
        "date time status total amount value price note type source line item count channel priority at by"
    ),
    "customer": (
        "note comment group type segment country city state region phone since age gender status count "
        "address zip postal postcode lifetime service tax vat marketing company title agent manager first "
        "last locale lat lng guests confirmation "
        "时间 日期 金额 留言 备注 地址 時間 日時 金額 住所 電話 주소 tarihi تاريخ"
    ),
    "date": (
        "ship shipped shipping deliver delivery delivered due birth updated update modified fulfilled "
        "cancelled canceled refund refunded approved estimated expiry expires limit review answer first "
        "last end carrier completed returned printed birthday since"
    ),
    "value": (
        "tax taxes vat mwst shipping discount discounts refund refunded fee fees tip tips profit cost "
        "costs margin weight items item qty quantity count rank percent rate points balance outstanding "
        "duties returned method shipped type id status currency date reference terms installments "
        "sequential channel rep person commission provision 消費税 送料 割引 优惠 运费 邮费 退款 手续费 할인 배송 "
        "indirim kargo خصم ضريبة شحن"
    ),
    "quantity": "stock refunded returned shipped cancelled available",
    "price": "compare list original shipping gift total",
    "status": "fulfillment fulfilment shipping item line marketing tax delivery code",
    "currency": "rate exchange",
    "kind": "id",
    "refunded": "date at reason tax id",
    "adjusted": "net fee fees tax",
    "cancelled": "reason by",
}
NUMBERS = ("value", "quantity", "price", "refunded", "adjusted")
WHOLE = ("order", "kind", "status", "cancelled")  # a part of a longer name says nothing of these
LOOKED_AT = 2_000  # values
MOSTLY, HALF = 0.8, 0.5  # of the values are of the kind; half will do where the name says it all
FEW = 40  # different values of a status
ONCE = 0.98  # customers for an order


@dataclass(frozen=True)
class Proposal:
    """Which column plays a part, and why.

    Attributes
    ----------
    part : str
        customer, order, date, value, quantity, price, status, currency, kind, refunded, adjusted or cancelled.
    column : str or None
        The column; None where none plays it.
    reason : str
        Why this one, or why none.
    others : tuple of str
        Other columns that could play it.
    instead_of : str
        For the customer: a column with a likelier name that names somebody new in each order.
    """

    part: str
    column: str | None
    reason: str
    others: tuple[str, ...] = ()
    instead_of: str = ""


def propose(raw: pd.DataFrame, answers: dict) -> dict[str, Proposal]:
    """Return for each part (customer, order, date, value, …) the column that plays it.

    Parameters
    ----------
    raw : pandas.DataFrame
        The export's rows.
    answers : dict
        What the person has said: a part's name with its column settles that part, with "" that none plays it.

    Raises
    ------
    CourseError
        An answer names no column, or a part that is needed has none.
    """
    found = {part: _as_said(part, answers[part], raw) for part in NAMES if part in answers}
    for part in NAMES:
        if part not in found:
            taken = {proposal.column for proposal in found.values()}
            found[part] = _guessed(part, raw[[column for column in raw if column not in taken]])
    if "customer" not in answers:
        found["customer"] = _who_comes_back(found, raw)
    if not found["value"].column and found["price"].column and not found["quantity"].column:
        reason = f"{found['price'].reason}; there is no quantity, so that a row is one piece"
        found["value"] = Proposal("value", found["price"].column, reason)
    if found["value"].column:
        for part in ("quantity", "price"):
            if part not in answers or not {"quantity", "price"} <= answers.keys():
                reason = f"a row's worth is {found['value'].column!r} alone"
                found[part] = Proposal(part, None, reason, _tuple(found[part].column))
        if {"quantity", "price"} <= answers.keys() and "value" not in answers:
            reason = "you said that quantity × price is a row's worth"
            found["value"] = Proposal("value", None, reason, _tuple(found["value"].column))
    _require(found, raw)
    return found


def _tuple(column: str | None) -> tuple[str, ...]:
    return (column,) if column else ()


def _require(found: dict[str, Proposal], raw: pd.DataFrame) -> None:
    """Refuse an export that does not say who ordered, when, and for how much."""
    lacking = [part for part in ("customer", "date") if found[part].column is None]
    if found["value"].column is None and None in (found["quantity"].column, found["price"].column):
        lacking.append("value")
    if not lacking:
        return
    part = lacking[0]
    what = {"customer": "who ordered", "date": "when it was ordered", "value": "what an order was worth"}
    also = ', or for "quantity" and "price"' if part == "value" else ""
    if part == "customer":
        also = ". Where none does, export the orders with their buyers: without them nobody can be said to come back"
    raise CourseError(
        f"No column says {what[part]} ({found[part].reason}); the columns are: "
        f'{", ".join(map(str, raw.columns))}. Name the one that does: answers={{"{part}": "…"}}{also}.'
    )


def _as_said(part: str, column: object, raw: pd.DataFrame) -> Proposal:
    if column == "" or column is None:
        return Proposal(part, None, "you said that there is none")
    if column not in raw.columns:
        raise CourseError(
            f'answers["{part}"]: there is no column {column!r}; the columns are: '
            f"{', '.join(map(str, raw.columns))}.{nearest(column, map(str, raw.columns))}"
        )
    return Proposal(part, str(column), "you said so")


def _guessed(part: str, raw: pd.DataFrame) -> Proposal:
    """Propose the column whose name fits best among those whose values fit."""
    ranked = sorted(
        (
            (rank, place, column)
            for place, column in enumerate(raw)
            if (rank := _rank(part, column)) is not None
        ),
    )
    why, fitting = "no column is called so", []
    for rank, _, column in ranked:
        fits, seen = _fits(part, raw[column], MOSTLY if rank[0] else HALF, named=True)
        if fits:
            fitting.append((column, f"its name, and {seen}"))
        elif not fitting:
            why = f"{column!r} is called so, but {seen}"
    if not fitting and part == "date":
        dates = [column for column in raw if _fits(part, raw[column])[0] and not _numeric(raw[column])]
        fitting = [(column, "no other column has dates") for column in dates if len(dates) == 1]
    if not fitting:
        return Proposal(part, None, why)
    column, reason = fitting[0]
    return Proposal(part, column, reason, tuple(other for other, _ in fitting[1:]))


def _numeric(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) or bool(
        _known(values).astype(str).str.fullmatch(r"\s*[-+]?\d*[.,]?\d*\s*").all()
    )


def _rank(part: str, column: object) -> tuple[int, int] | None:
    """Return how well a name says that a column plays a part, the lower the better; or None."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", str(column)).lower())
    plain = re.sub(r"[\W_]+", "", str(column).lower())
    names = NAMES[part].lower().split()
    if plain in names:
        return 0, names.index(plain)
    others = [word for word in NOT[part].split() if word in (words if word.isascii() else plain)]
    if others and not (others == ["tax"] and {"inc", "incl", "including", "with"} & set(words)):
        return None
    if part in WHOLE:
        part_of = [at for at, name in enumerate(names) if len(name) > 5 and name in plain]
    else:
        part_of = [at for at, name in enumerate(names) if (len(name) > 4 and name in plain) or name in words]
    part_of += [at for at, name in enumerate(names) if not name.isascii() and len(name) > 1 and name in plain]
    return (1, min(part_of)) if part_of else None


def _known(values: pd.Series) -> pd.Series:
    """Return the first values that are any."""
    for some in (values.head(LOOKED_AT), values):
        known = some[some.notna() & (some.astype(str).str.strip() != "")]
        if len(known) > min(20, len(values) // 2):
            break
    return known.head(LOOKED_AT)


def _fits(part: str, values: pd.Series, least: float = MOSTLY, named: bool = False) -> tuple[bool, str]:
    """Tell whether a column's values are of a part's kind, and what was seen; a `named` one may lack years."""
    known = _known(values).reset_index(drop=True)
    if known.empty:
        return False, "it is empty"
    if part == "date":
        # Days without a year are no more than numbers, but for what the column is called.
        share = _share_of_dates(known, days.SOME_YEAR if named else None)
        return share >= least, f"{_share(share)} of its first values are dates"
    if part in NUMBERS:
        share = _share_of_numbers(known)
        return share >= least, f"{_share(share)} of its first values are numbers"
    count = known.nunique()
    if part in ("status", "currency", "kind"):
        return count <= FEW, f"its first values are {count:,} different ones"
    if part == "order":
        # "Name" is an order's number in some exports, and a person's in others.
        numbered = known.astype(str).str.contains(r"\d").mean()
        if numbered < MOSTLY or len(known) < min(LOOKED_AT, len(values)) // 4:
            return False, f"only {numbered:.0%} of its first values have a digit, or most are empty"
        return count > 1 or len(known) == 1, f"{count:,} different values in its first {len(known):,}"
    if part == "customer" and count <= 2 and len(known) > 20:
        return False, f"its first {len(known):,} values are {count} different ones"
    return True, f"{count:,} different values in its first {len(known):,}"


def _share(share: float) -> str:
    return "all" if share == 1 else f"{share:.0%}"


def _share_of_dates(known: pd.Series, year: int | None) -> float:
    if pd.api.types.is_datetime64_any_dtype(known):
        return 1.0
    # Which of day and month comes first is for the whole column to tell.
    read = days.days(known, "", day_first=True, year=year).day.notna()
    if not read.all():
        read |= days.days(known, "", day_first=False, year=year).day.notna()
    return float(read.mean())


def _share_of_numbers(known: pd.Series) -> float:
    if pd.api.types.is_numeric_dtype(known):
        return 1.0
    point, comma = money.amounts(known, "."), money.amounts(known, ",")
    return float((~pd.isna(point) | ~pd.isna(comma)).mean())


def _who_comes_back(found: dict[str, Proposal], raw: pd.DataFrame) -> Proposal:
    """Prefer another column where the first names somebody new in each order, and the other does not."""
    first, order = found["customer"], found["order"].column
    if not first.column:
        return first
    rows = raw.drop_duplicates(order) if order else raw
    taken = {proposal.column for part, proposal in found.items() if part != "customer"}
    for other in first.others:
        known = rows[other][rows[other].notna() & (rows[other].astype(str).str.strip() != "")]
        if (
            len(known) > 0.5 * len(rows)
            and rows[first.column].nunique() >= ONCE * len(rows)
            and known.nunique() < 0.95 * len(known)
            and known.nunique() > 0.02 * len(known)
            and other not in taken
        ):
            others = (first.column, *(one for one in first.others if one != other))
            reason = f"its name, and {first.column!r} names somebody new in each order"
            return Proposal("customer", other, reason, others, first.column)
    return first
