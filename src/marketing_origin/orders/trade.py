"""What orders came to: currencies, statuses, kinds of rows, money given back, tests."""

import re

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders import money
from marketing_origin.orders.cleaning import Cleaning, amounts_of, core, matching, text_of

PARTLY = re.compile(r"part|teil|parcial|parzial|gedeelt|częściow|部分", re.IGNORECASE)
DEAD = re.compile(
    r"cancel|void|fail|declin|denied|reject|pending|abandon|unpaid|not paid|draft|expired|revers|chargeback"
    r"|on.?hold|awaiting.?payment|incomplete|quotation|\bquote\b|angebot|\bdevis\b|presupuesto|preventivo"
    r"|refund|returned|returning|storn|annul|offen|ausstehend|erstattet|retour"
    r"|rembours|reembols|rimbors|devuel|devolv|geannuleerd|anulowan|cancelad|无效|取消|退款|退货|关闭|未付|待付|等待买家付款"
    r"|キャンセル|返品|返金|未入金|취소|반품|환불|미결제|미입금|iptal|iade|batal|pengembalian|recusad|estornad"
    r"|ملغ|مسترجع|مسترد|مرتجع|отмен|возврат",
    re.IGNORECASE,
)
ADJUSTED = re.compile(r"adjustment", re.IGNORECASE)
GIVEN_BACK = re.compile(
    r"(payment |sales? |order |item |partial |full )?"
    r"(refund(ed)?|return(ed)?|cancell?ed order|credit( ?(note|memo))?|chargeback|reversal|gutschrift|retoure?|storno"
    r"|stornorechnung|rechnungskorrektur|avoir|remboursement|reembolso|rimborso|devolución|退款|退货)s?( .*)?",
    re.IGNORECASE,
)
NO_ORDER = re.compile(
    r".*(withdrawal|payout|transfer|deposit|\bfees?\b|conversion|\bhold\b|adjustment|gebühr|auszahlung|提现|手续费"
    r"|authori[sz]ation|\bvoid|angebot|offerte|quotation|\bquote\b|devis|presupuesto|preventivo|estimate|pro.?forma).*",
    re.IGNORECASE,
)
#: What a ledger says of money that came for an invoice, or went back for a credit note.
PAID = re.compile(
    r"(customer |vendor |incoming |outgoing )?(payment|receipt|refund)s?|zahlung(seingang|sausgang)?|paiement|pago"
    r"|pagamento|betaling",
    re.IGNORECASE,
)
NAMES_ANOTHER = re.compile(r"reference|original|parent|related|initial|ursprung|origine|原", re.IGNORECASE)
#: Papers of one sale, the one that counts first.
PAPERS = (
    re.compile(r"rechnung|invoice|facture|factura|fattura|faktura|发票|請求", re.IGNORECASE),
    re.compile(r"auftrag|order|commande|pedido|ordine|bestelling|注文", re.IGNORECASE),
    re.compile(r"liefer|delivery|livraison|albar[aá]n|bolla|納品", re.IGNORECASE),
)
SIDES = {"S", "H", "SOLL", "HABEN"}  # of a ledger's account: what customers owe, and what is taken off it
STORE = re.compile(
    r"store|shop|branch|outlet|filiale|register|kasse|standort|location|magasin|boutique|tienda|negozio|loja|门店|店铺|店舗",
    re.IGNORECASE,
)
HALF = 0.5  # of the refunds
ENOUGH = 5  # orders that two kinds of rows tell alike
SAME = 0.95  # of them
NO = {"", "0", "0.0", "false", "f", "no", "n", "nein", "non", "none", "null", "nan", "nat", "否", "-"}
TESTS = re.compile(
    r"(?<![a-z])(test|tests|testing|dummy|sample order|测试)(?![a-z])|@example\.|@test\.", re.IGNORECASE
)
SAID_OF_PEOPLE = re.compile(r"mail|name|note|tag|comment|company|备注|留言", re.IGNORECASE)
SAID_OF_GOODS = re.compile(
    r"item|product|article|sku|discount|campaign|coupon|ship|file|user agent", re.IGNORECASE
)


def other_currencies(work: Cleaning) -> None:
    """Leave out rows in other currencies than the one that was chosen; without a choice, ask."""
    table = work.table
    name = work.columns["currency"].column
    if name:
        named = table["currency"].map({one: money.currency(one) for one in table["currency"].unique()})
    else:
        part = "value" if work.columns["value"].column else "price"
        name, named = work.columns[part].column, money.units(work.column(part))
    table["currency"] = named
    counts = named[work.left & (named != "")].value_counts()
    wanted = work.says("only_currency")
    wanted = money.currency(str(wanted)) if wanted else None
    if len(counts) > 1 and not wanted:
        listed = ", ".join(f"{currency} ({count:,} rows)" for currency, count in counts.items())
        raise CourseError(
            f"{name}: the rows are in {len(counts)} currencies: {listed}. Money of several cannot be added "
            f'up: say which counts, answers={{"only_currency": "{counts.index[0]}"}}, or convert the amounts '
            "first."
        )
    if wanted and len(counts) and wanted not in counts.index:
        raise CourseError(
            f'answers["only_currency"]={wanted!r}: no row is in it; there are {", ".join(counts.index)}.'
        )
    if wanted:
        done = f"left out: {wanted} alone counts"
        other = ~named.isin([wanted, ""])
        work.leave_out("other currencies", other, done, 'answers={"only_currency": …} names another')
    work.find(
        "rows without a currency among others with one",
        (named == "") & bool(len(counts)) & (table["cents"] != 0),
        f"kept: counted as {wanted or ''.join(counts.index[:1])}",
        'answers={"currency": ""} takes no notice of the column' if work.columns["currency"].column else "",
    )


def of_no_order(work: Cleaning) -> pd.Series:
    """Tell which rows are none of an order's by their kind: payouts, fees, estimates."""
    table = work.table
    found = matching(table["kind"], NO_ORDER.fullmatch)
    if not found.any():
        return found
    # What a platform takes off an order afterwards is the order's.
    sold = table.loc[work.left & ~found & (table["cents"] > 0) & (table["order"] != ""), "order"].unique()
    return found & ~(
        matching(table["kind"], ADJUSTED.search) & (table["cents"] < 0) & table["order"].isin(sold)
    )


def kinds_of_rows(work: Cleaning) -> None:
    """Leave out rows that are no orders; count as given back what a row of refunds says without a minus."""
    table = work.table
    if not work.columns["kind"].column:
        return
    no_order = of_no_order(work)
    work.leave_out(
        "rows that are no orders, by their kind",
        no_order,
        f"left out: {', '.join(_named(work, table['kind'], no_order))}",
        'answers={"kind": ""} says that the column tells nothing of it',
    )
    _settlements(work)
    work.count_as(
        "refunds written without a minus",
        (matching(table["kind"], GIVEN_BACK.fullmatch) | _in_haben(table["kind"])) & (table["cents"] > 0),
        -table["cents"],
        "counted as money given back",
        'answers={"kind": ""} says that the column tells nothing of it',
    )
    _further_papers(work)


def _settlements(work: Cleaning) -> None:
    """Leave out what a ledger books as paid for its invoices, and as paid back for its credit notes."""
    table = work.table
    invoices = work.left & (table["cents"] > 0) & matching(table["kind"], PAPERS[0].search)
    paid = matching(table["kind"], PAID.fullmatch) & ~invoices
    if not invoices.any() or not (work.left & paid & (table["cents"] < 0)).any():
        return
    work.leave_out(
        "payments of invoices that count themselves",
        paid,
        f"left out: {', '.join(_named(work, table['kind'], paid))}; "
        f"{', '.join(_named(work, table['kind'], invoices))} counts",
        'answers={"kind": ""} says that the column tells nothing of it',
    )


def _in_haben(kinds: pd.Series) -> pd.Series:
    """Tell which rows stand on the side of a customer's account that takes off."""
    sides = kinds.str.upper()
    return sides.isin(["H", "HABEN"]) & bool(set(sides) - {""} <= SIDES)


def _further_papers(work: Cleaning) -> None:
    """Leave out papers of sales that another counts: the order confirmation and the delivery note of an invoice."""
    table = work.table
    sold = work.left & (table["cents"] > 0)
    kinds = pd.Series(table.loc[sold, "kind"].unique(), dtype=object)
    found = [
        [one for one in kinds if paper.search(one) and not GIVEN_BACK.fullmatch(one)] for paper in PAPERS
    ]
    present = [some for some in found if some]
    if len(present) < 2:
        return
    sales = pd.MultiIndex.from_frame(table[["customer", "cents"]])
    counted = sales[sold & table["kind"].isin(present[0])]
    again = sold & table["kind"].isin([one for some in present[1:] for one in some if one not in present[0]])
    if not again.any() or sales[again].isin(counted).mean() < HALF:
        return
    named = ", ".join(_named(work, table["kind"], again))
    work.leave_out(
        "papers of sales that another paper counts",
        again,
        f"left out: {named}; {', '.join(present[0])} counts",
        'answers={"kind": ""} counts them all',
    )


def numbers_of_each_store(work: Cleaning) -> None:
    """Tell orders of several stores apart, where each counts its own from 1."""
    table = work.table
    if not work.columns["order"].column or work.says("numbers_again") == "one order":
        return
    taken = {proposal.column for proposal in work.columns.values()}
    numbered = work.left & (table["order"] != "")
    for column in work.raw:
        if column in taken or not STORE.search(str(column)):
            continue
        store = pd.Series(text_of(work.raw[column]), index=table.index)
        # An order's further rows may leave it blank.
        first = (table["order"] != table["order"].shift()) | (store != "")
        store = store.groupby(first.cumsum()).transform("first")
        rows = table[numbered & (store != "")].assign(store=store)
        known = rows[(rows["customer"] != "") & rows["day"].notna() & (rows["cents"] > 0)]
        different = known[["order", "store", "customer", "day"]].drop_duplicates()
        several = different["order"].duplicated(keep=False)
        within = different[["order", "store"]].duplicated(keep=False)
        if several.sum() < ENOUGH or within.sum() > (1 - SAME) * several.sum():
            continue
        stores = rows.groupby("order")["store"].nunique()
        again = numbered & table["order"].isin(stores.index[stores > 1])
        work.find(
            "numbers of orders that several stores have",
            again,
            f"kept: what each has under the number, by {column!r}, is an order of its own",
            'answers={"numbers_again": "one order"} makes one of it',
        )
        table.loc[again, "order"] += " (" + store[again] + ")"
        return


def told_again(work: Cleaning) -> None:
    """Leave out rows of a kind that say once more what others say of their orders: a sale, its lines, its payment."""
    table = work.table
    if not work.columns["kind"].column or not work.columns["order"].column:
        return
    rows = table[work.left & (table["order"] != "") & (table["kind"] != "")]
    sums = rows.groupby(["order", "kind"], sort=False)["cents"].sum().unstack()
    if sums.shape[1] < 2:
        return
    # The kind that stands with most orders, and has a row for each.
    orders, lines = sums.notna().sum(), rows["kind"].value_counts()
    first = min(pd.unique(rows["kind"]), key=lambda kind: (-orders[kind], lines[kind]))
    again = []
    for kind in sums.columns.drop(first):
        both = sums[[first, kind]].dropna()
        enough = len(both) >= max(ENOUGH, SAME * orders[first])
        if enough and both[first].any() and (both[first] == both[kind]).mean() >= SAME:
            again.append(kind)
    work.leave_out(
        "rows that tell an order again, by their kind",
        table["kind"].isin(again),
        f"left out: {', '.join(again)}, for {first} says what the order was worth",
        'answers={"kind": ""} counts them all',
    )


def dead_statuses(work: Cleaning) -> None:
    """Leave out orders that came to nothing (cancelled, failed, never paid), with their refunds."""
    table = work.table
    chosen = work.says("left_out_statuses")
    if chosen is None:
        dead = matching(table["status"], lambda text: DEAD.search(text) and not PARTLY.search(text))
    else:
        dead = table["status"].isin([str(one) for one in chosen])
    named = _named(work, table["status"], dead)
    otherwise = (
        ['answers={"left_out_statuses": []} counts them; name those in it that do not count'] if named else []
    )
    if (flag := work.column("cancelled")) is not None:
        flagged = matching(flag.fillna("").astype(str).str.strip().str.lower(), lambda text: text not in NO)
        flagged &= work.left
        if (flagged & ~dead).any():
            column = work.columns["cancelled"].column
            named.append(f"{column} is filled in")
            otherwise.append('answers={"cancelled": ""} takes no notice of ' + repr(column))
        dead |= flagged
    dead &= work.left
    if dead.any() and (table["order"] != "").any():
        dead |= _refunds_of(work, dead)
    work.leave_out(
        "orders that came to nothing, by their status",
        dead,
        f"left out: {', '.join(named)}",
        "; ".join(otherwise),
    )
    kept = _named(work, table["status"], work.left & (table["status"] != ""))
    if kept:
        more = f" and {len(kept) - 8} more" if len(kept) > 8 else ""
        work.assumptions.append(
            f"{work.columns['status'].column}: orders count that are {', '.join(kept[:8])}{more}."
        )


def _refunds_of(work: Cleaning, dead: pd.Series) -> pd.Series:
    """Tell what was given back for orders that are out, also under a number such as R1001."""
    table = work.table
    refund = work.left & ~dead & (table["cents"] < 0)
    numbers = table["order"].copy()
    numbers[refund] = numbers[refund].map(core)
    # Numbers in place of the texts: to look a text up among many is slow.
    codes, _ = pd.factorize(pd.concat([table["order"], numbers]))
    own, named = codes[: len(table)], codes[len(table) :]
    is_dead, is_alive = np.zeros(codes.max() + 1, bool), np.zeros(codes.max() + 1, bool)
    is_dead[own[dead & (table["order"] != "")]] = True
    is_alive[own[work.left & ~dead & (table["cents"] > 0)]] = True
    return work.left & is_dead[named] & ~is_alive[own] & ~is_alive[named]


def _named(work: Cleaning, texts: pd.Series, rows: pd.Series) -> list[str]:
    return sorted(set(texts[rows & work.left]) - {""})


def test_orders(work: Cleaning) -> None:
    """Leave out what somebody ordered to try the shop."""
    if work.says("tests") == "keep":
        return
    test = pd.Series(False, index=work.table.index)
    for part in ("customer", "order", "status"):
        test |= matching(work.table[part], TESTS.search)
    for column in work.raw:
        name = str(column)
        if SAID_OF_PEOPLE.search(name) and not SAID_OF_GOODS.search(name):
            values = work.raw[column].reset_index(drop=True)
            if not pd.api.types.is_numeric_dtype(values):
                test |= matching(values, TESTS.search)
    if test.any():
        numbers = work.table.loc[test & work.left & (work.table["order"] != ""), "order"].unique()
        test |= work.table["order"].isin(numbers)
    work.leave_out("what looks like a test order", test, "left out", 'answers={"tests": "keep"}')


def amounts_given_back(work: Cleaning) -> None:
    """Take off what a column of its own says was given back of an order."""
    table = work.table
    if not work.columns["refunded"].column or work.says("refunds") == "leave out":
        return
    given = money.cents(amounts_of(work, "refunded").abs().to_numpy(), table.index).fillna(0).astype("int64")
    given = given.where(work.left & (table["cents"] >= 0), 0)
    numbered = table["order"] != ""
    # Not again where rows of their own say it; once, where each row of the order repeats it.
    given[table["order"].isin(table.loc[work.left & (table["cents"] < 0) & numbered, "order"])] = 0
    key = table["order"].where(numbered, "\0" + table.index.astype(str))
    some = given[given > 0]
    grouped = some.groupby(key[some.index])
    repeated = (grouped.transform("min") == grouped.transform("max")) & key[some.index].duplicated()
    given[repeated.index[repeated]] = 0
    worth = table["cents"].where(work.left, 0).groupby(key).transform("sum")
    excess = (given.groupby(key).transform("sum") - worth).clip(lower=0)
    rows = given > 0
    first = rows & ~key.where(rows).duplicated()
    given = (given - excess.where(first, 0)).clip(lower=0)
    work.count_as(
        "money given back, in a column of its own",
        rows,
        table["cents"] - given,
        f"taken off its order: {given.sum() / 100:,.2f}",
        'answers={"refunded": ""} counts the orders whole',
        -int(given.sum()),
    )


def changed_later(work: Cleaning) -> None:
    """Count an order as what it came to after changes, where a column of its own says that of some."""
    table = work.table
    if not work.columns["adjusted"].column:
        return
    worth = money.cents(amounts_of(work, "adjusted").to_numpy(), table.index)
    nothing = worth.eq(0).fillna(False)
    # Where most are 0, that means unchanged.
    known = worth.notna() & ~(nothing & (nothing.sum() > HALF * worth.notna().sum()))
    worth = worth.fillna(0).astype("int64")
    work.count_as(
        "orders whose total was changed later",
        known & (table["cents"] > 0) & (worth != table["cents"]),
        worth,
        f"counted as {work.columns['adjusted'].column!r} says",
        'answers={"adjusted": ""} takes no notice of the column',
    )


def prices_below_zero(work: Cleaning) -> None:
    """Note rows whose price is none: gifts, samples, corrections of the stock."""
    if work.columns["price"].column:
        done = "kept in an order that is worth something, where it is a gift; else left out as worth nothing"
        work.find("rows without a positive price", amounts_of(work, "price") <= 0, done)


def orders_named_by_refunds(work: Cleaning) -> None:
    """Give refunds the order, and its customer, that another column of theirs names."""
    table = work.table
    back = work.left & (table["cents"] < 0)
    if not back.any() or not work.columns["order"].column:
        return
    sold = table[work.left & (table["cents"] > 0) & (table["order"] != "")].drop_duplicates("order")
    sold = sold.set_index("order")
    for column in work.raw:
        if column == work.columns["order"].column or not NAMES_ANOTHER.search(str(column)):
            continue
        named = pd.Series(text_of(work.raw[column]), index=table.index)
        known = back & named.isin(sold.index) & (named != table["order"])
        if known.sum() < HALF * back.sum():
            continue
        work.find(
            "refunds that name their order in a column of their own",
            known,
            f"taken off the order that {column!r} names, and off its customer",
            'answers={"refunds": "leave out"}',
        )
        for part, of in (("order", named), ("customer", named.map(sold["customer"]))):
            table.loc[known, part] = of[known]
        return


def refunds(work: Cleaning) -> None:
    """Note negative rows, which are taken off their orders later; leave them out where that is wanted."""
    negative = work.table["cents"] < 0
    if work.says("refunds") == "leave out":
        done, otherwise = "left out, as you said", 'answers={"refunds": "net"}'
        work.leave_out("refunds and cancellations", negative, done, otherwise)
    else:
        done = (
            "taken off the order of their number, else off the customer's latest one of that worth, or else "
            "off the latest ones up to their day"
        )
        work.find("refunds and cancellations", negative, done, 'answers={"refunds": "leave out"}')
