"""Which column of an export is what: a proposal with its reasons, from names and from what is in them."""

import re
from dataclasses import dataclass

import pandas as pd

from marketing_origin.errors import CourseError, nearest
from marketing_origin.orders import days, money

# Names by which exports call a column, the surest first; compared in small letters without blanks and signs.
NAMES = {
    "customer": (
        "customerid customer_id customer customerno customernumber clientid client kundennr kundennummer "
        "kunde userid user memberid member buyerid buyer accountid account email customeremail shoppername "
        "客户编号 客户id 客户 会员号 会员id 会员 用户id 用户 买家"
    ),
    "order": (
        "orderid order_id orderno ordernumber order invoiceno invoice invoiceid invoicenumber bestellnr "
        "bestellnummer bestellung rechnungsnr transactionid "
        "transaction receipt receiptno basketid basket name "
        "订单编号 订单号 订单id 订单"
    ),
    "date": (
        "orderdate invoicedate date createdat paidat purchasedate transactiondate day timestamp datetime "
        "datum bestelldatum rechnungsdatum time created 下单时间 订单日期 日期 付款时间 时间"
    ),
    "value": (
        "total ordertotal totalprice amount totalamount revenue sales salesvalue value netamount betrag "
        "gesamtbetrag gesamt umsatz summe montant importe 订单金额 实付金额 金额 总价"
    ),
    "quantity": "quantity qty lineitemquantity menge anzahl units pieces 数量 件数",
    "price": "unitprice price lineitemprice itemprice preis einzelpreis stückpreis 单价 价格",
    "status": "financialstatus orderstatus status state paymentstatus zustand statut 订单状态 状态",
    "currency": "currency currencycode währung waehrung devise 币种 货币",
}
REQUIRED = ("customer", "date")
LOOKED_AT = 2_000  # rows
MOSTLY = 0.8
FEW = 25  # different values of a status


@dataclass(frozen=True)
class Proposal:
    """Which column plays a part, and why: `column` is None where none does."""

    part: str
    column: str | None
    reason: str


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
    found: dict[str, Proposal] = {}
    for part in NAMES:
        if part in answers:
            found[part] = _as_said(part, answers[part], raw)
        else:
            taken = {proposal.column for proposal in found.values()}
            found[part] = _guessed(part, raw[[column for column in raw if column not in taken]])
    if found["value"].column:
        for part in ("quantity", "price"):
            if part not in answers:
                found[part] = Proposal(part, None, f"the value is {found['value'].column!r} alone")
    for part in REQUIRED:
        if found[part].column is None:
            raise _lacking(part, raw, found[part].reason)
    if found["value"].column is None and None in (found["quantity"].column, found["price"].column):
        raise _lacking("value", raw, found["value"].reason)
    return found


def _lacking(part: str, raw: pd.DataFrame, reason: str) -> CourseError:
    what = {"customer": "who ordered", "date": "when it was ordered", "value": "what an order was worth"}[
        part
    ]
    also = ' (or both "quantity" and "price")' if part == "value" else ""
    return CourseError(
        f"No column says {what} ({reason}); the columns are: {', '.join(map(str, raw.columns))}. Name the "
        f'one that does: answers={{"{part}": "…"}}{also}.'
    )


def _as_said(part: str, column: str, raw: pd.DataFrame) -> Proposal:
    if not column:
        return Proposal(part, None, "you said that there is none")
    if column not in raw.columns:
        raise CourseError(
            f'answers["{part}"]: there is no column {column!r}; the columns are: '
            f"{', '.join(map(str, raw.columns))}.{nearest(column, map(str, raw.columns))}"
        )
    return Proposal(part, column, "you said so")


def _guessed(part: str, raw: pd.DataFrame) -> Proposal:
    """Propose the column whose name fits best among those whose values fit."""
    names = [_plain(name) for name in NAMES[part].split()]
    best, found, why = None, None, "no column is called so"
    for column in raw:
        plain = _plain(str(column))
        if plain in names:
            rank = names.index(plain)
        elif part not in ("order", "status") and any(len(name) > 4 and name in plain for name in names):
            rank = len(names)
        else:
            continue
        fits, reason = _fits(part, raw[column].head(LOOKED_AT))
        if not fits:
            why = f"{column!r} is called so, but {reason}"
        elif best is None or rank < best:
            best, found, why = rank, column, f"its name, and {reason}"
    return Proposal(part, found, why)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _fits(part: str, values: pd.Series) -> tuple[bool, str]:
    """Tell whether a column's values are of a part's kind, and what was seen."""
    known = values[values.notna() & (values.astype(str).str.strip() != "")]
    if known.empty:
        return False, "its first rows are empty"
    if part == "date":
        share = _share_of_dates(known)
        return share >= MOSTLY, f"{share:.0%} of its first values are dates"
    if part in ("value", "quantity", "price"):
        share = _share_of_numbers(known)
        return share >= MOSTLY, f"{share:.0%} of its first values are numbers"
    if part in ("status", "currency"):
        count = known.nunique()
        return count <= FEW, f"its first values are {count} different ones"
    return True, f"{known.nunique():,} different values in its first {len(known):,}"


def _share_of_dates(known: pd.Series) -> float:
    if pd.api.types.is_datetime64_any_dtype(known):
        return 1.0
    # Which of day and month comes first is for the whole column to tell.
    read, _ = days.days(known.reset_index(drop=True), "", day_first=True)
    other, _ = days.days(known.reset_index(drop=True), "", day_first=False)
    return float((read.notna() | other.notna()).mean())


def _share_of_numbers(known: pd.Series) -> float:
    read, _ = money.amounts(known.reset_index(drop=True), "", decimal=".")
    other, _ = money.amounts(known.reset_index(drop=True), "", decimal=",")
    return float((~pd.isna(read) | ~pd.isna(other)).mean())
