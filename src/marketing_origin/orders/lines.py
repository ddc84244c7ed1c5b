"""Lines of an export that are no rows of orders, rows that say only a part, and rows that are there twice."""

import re

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders.cleaning import Cleaning, decimal_of, matching
from marketing_origin.orders.money import amounts
from marketing_origin.orders.trade import of_no_order

SUMS = re.compile(
    r"(grand |sub[- ]?|overall )?"
    r"(totals?|sum|summe|gesamt|gesamtsumme|zwischensumme|somme|totale|suma|razem|合计|总计|小计)"
    r"([\s:.,/\d-]*|\s*(for|für|of|von|pour|de|di|per|[-–:])\s.+)",
    re.IGNORECASE,
)
LEAST_BLANK, ENOUGH_NAMED = 0.3, 20  # rows without a name, names: with fewer, blanks are guests
BLANK = re.compile(r"\s*([-=_+]{3,}\s*)*")
ENOUGH = 5  # orders with a total on each row, to see that it is one
BY_NAME = re.compile(r"total|gesamt|summe|order|payment|实付|订单|总", re.IGNORECASE)
SAME = 0.95  # of the orders with several rows: then it is the order's total, and no item's
SAME_UNNAMED, ENOUGH_UNNAMED = 0.99, 30


def blank_lines(work: Cleaning) -> None:
    """Leave out lines that hold nothing, or a rule and nothing else."""
    empty = work.left.copy()
    for column in work.raw:
        rows = np.flatnonzero(empty)
        if not len(rows):
            return
        some = work.raw[column].iloc[rows]
        known = some.notna().to_numpy() & ~matching(some.astype(str), BLANK.fullmatch).to_numpy()
        empty.iloc[rows[known]] = False
    work.leave_out("blank lines", empty, "left out")


def names_again(work: Cleaning) -> None:
    """Leave out the columns' names where files were put together with them."""
    rows = np.arange(len(work.raw))
    for column in work.raw:
        rows = rows[work.raw[column].iloc[rows].astype(str).str.strip().to_numpy() == str(column)]
    again = pd.Series(np.isin(np.arange(len(work.raw)), rows), index=work.table.index)
    work.leave_out("the columns' names again", again, "left out: files were put together with them")


def long_lines(work: Cleaning) -> None:
    """Leave out lines with more cells than there are columns, but for those that could be mended."""
    mended = pd.Series(work.export.mended, index=work.table.index)
    name, left_out = "lines with more cells than columns", 'answers={"long_lines": "leave out"}'
    if work.says("long_lines") == "leave out":
        work.leave_out(f"{name}, mended", mended, "left out, as you said", 'answers={"long_lines": "mend"}')
    done = "kept: cells were put together so that dates stand under dates, and numbers under numbers"
    work.find(f"{name}, mended", mended, done, left_out)
    work.leave_out(
        name,
        pd.Series(work.export.long, index=work.table.index),
        "left out: a separator inside a value has moved the others, and which ones is not known; quote that "
        "value in the file",
    )


def sums_below(work: Cleaning) -> None:
    """Leave out lines that sum up others."""
    table = work.table
    bare = table["day"].isna() & work.left
    sums, dated = pd.Series(False, index=table.index), pd.Series(False, index=table.index)
    for column in work.raw:
        if not pd.api.types.is_numeric_dtype(work.raw[column]):
            named = matching(work.raw[column].reset_index(drop=True).astype(str).str.strip(), SUMS.fullmatch)
            sums |= named & bare
            dated |= _summing_up(work, named & ~bare & work.left)
    # The last of all may stand there without a word.
    said = table["customer"].ne("") | table["order"].ne("")
    before = table["cents"].where(work.left & ~sums & ~dated, 0).cumsum().shift(fill_value=0)
    sums |= bare & ~said & table["cents"].ne(0) & (table["cents"] == before)
    if work.says("sums") == "keep":
        work.find("lines with a sum", sums | dated, "kept, as you said", 'answers={"sums": "leave out"}')
        return
    work.leave_out(
        "lines with a sum",
        sums | dated,
        "left out: they count what other rows hold",
        'answers={"sums": "keep"}',
    )


def _summing_up(work: Cleaning, named: pd.Series) -> pd.Series:
    """Tell whether rows with a day that are called a sum are one: of their order, of those above, or of all so far."""
    nothing = pd.Series(False, index=named.index)
    if not named.any():
        return nothing
    table = work.table
    others = table["cents"].where(work.left & ~named, 0)
    so_far = others.cumsum()
    at = table.index[named]
    right = np.zeros(len(at), bool)
    cents, whole = table["cents"][at].to_numpy(), so_far[at].to_numpy()
    right |= (cents == whole) | (cents == np.diff(whole, prepend=0))
    if work.columns["order"].column:
        numbered = (table["order"][at] != "").to_numpy()
        right |= numbered & (cents == others.groupby(table["order"]).transform("sum")[at].to_numpy())
    return named if (right & (cents != 0)).mean() >= SAME else nothing


def continuation_rows(work: Cleaning) -> None:
    """Give further rows of an order what only its first says: number, customer, date, total."""
    table = work.table
    below = _without_number(work)
    table.loc[below, "order"] = table["order"].where(~below).replace("", None).ffill()[below]
    numbered = work.left & (table["order"] != "")
    lacking = numbered & (table["unreadable"] | table["day"].isna() | (table["customer"] == ""))
    some = table[numbered & table["order"].isin(table.loc[lacking, "order"].unique())]
    if some.empty:
        return
    written = work.column("date").notna()
    for part in ("customer", "status", "currency"):
        known = some[part].replace("", None).groupby(some["order"]).transform("first")
        table.loc[some.index, part] = some[part].where(some[part] != "", known.fillna(""))
    day = some["day"].groupby(some["order"]).transform("first")
    table.loc[some.index, "day"] = some["day"].where(some["day"].notna() | written[some.index], day)
    _without_total(work, some)


def _without_number(work: Cleaning) -> pd.Series:
    """Tell which rows say neither order nor customer nor date, and so belong to the order above them."""
    table = work.table
    if not work.columns["order"].column:
        return pd.Series(False, index=table.index)
    below = work.left & (table["order"] == "") & (table["customer"] == "")
    below &= work.column("date").isna() & (table["order"] != "").cummax()
    below &= ~of_no_order(work)
    # A file's first rows do not belong to the file before it.
    file = pd.Series(work.export.file)
    return below & (file == file.where(table["order"] != "").ffill())


def _without_total(work: Cleaning, some: pd.DataFrame) -> None:
    table = work.table
    blank = pd.Series(True, index=table.index)
    for part in ("value", "quantity", "price"):
        if work.columns[part].column:
            blank &= work.column(part).isna()
    has_total = (~some["unreadable"]).groupby(some["order"]).transform("any")
    bare = (some["unreadable"] & has_total & blank[some.index]).reindex(table.index, fill_value=False)
    name = "further rows of an order, without its total"
    if work.find(name, bare, "counted with their order, which has the total"):
        table.loc[bare, "unreadable"] = False


def merged_cells(work: Cleaning) -> None:
    """Ask for the customer where each is named once and blanks follow: of merged cells only the first is exported.

    Raises
    ------
    CourseError
        Blanks may be such cells or guests, and nothing was said of it.
    """
    table = work.table
    at = work.left & table["day"].notna()
    named = table["customer"] != ""
    names = table.loc[work.left & named, "customer"]
    blank = at & ~named & named.cummax()
    if work.says("blanks") == "nobody" or blank.sum() < LEAST_BLANK * at.sum() or len(names) < ENOUGH_NAMED:
        return
    if not work.says("blanks") and (not names.is_unique or "guests" in work.answers):
        return
    if not work.says("blanks"):
        column = work.columns["customer"].column
        raise CourseError(
            f"{column}: {int(blank.sum()):,} rows are blank, and no name stands there twice. If each holds for the "
            'blank rows below it, as where cells were merged, say answers={"blanks": "as above"}; if they are guests, '
            'answers={"blanks": "nobody"}.'
        )
    work.find(
        "rows that have their customer from a row above",
        blank,
        "the name above holds for them, as you said",
        'answers={"blanks": "nobody"}',
    )
    table.loc[blank, "customer"] = table["customer"].where(named).ffill()[blank]


def unreadable_dates(work: Cleaning) -> None:
    """Leave out rows whose date says no day."""
    other = f'answers={{"day_first": {not work.dates.day_first}}} reads some of them, and not the others'
    work.leave_out(
        "no date that can be read",
        work.table["day"].isna() & ~of_no_order(work),  # which are left out for what they are
        "left out: when it was ordered is not known",
        other if work.dates.reads_others else "",
    )


def unreadable_values(work: Cleaning) -> None:
    """Leave out rows whose amount is none."""
    rows = work.table["unreadable"] & work.left & ~of_no_order(work)
    otherwise = ""
    for part in ("value", "quantity", "price"):
        if work.columns[part].column and rows.any():
            values = work.column(part)[rows]
            for sign in (".", ","):
                if sign != decimal_of(work, part) and np.isfinite(amounts(values, sign)).any():
                    otherwise = f'answers={{"decimal": "{sign}"}} reads some of them, and not the others'
    work.leave_out(
        "no amount that can be read",
        rows,
        "left out: what it was worth is not known",
        otherwise,
    )


def rows_of_two_files(work: Cleaning) -> None:
    """Count rows once that stand in more than one file: exports whose periods overlap."""
    file = work.export.file
    if not file.any():
        return
    content = pd.util.hash_pandas_object(work.raw.astype(str), index=False).to_numpy()
    # The second of two equal rows of one file is another row than the first.
    place = pd.Series(0, index=work.table.index).groupby([content, file]).cumcount()
    again = pd.DataFrame({"content": content, "place": place}).duplicated() & (pd.Series(file) > 0)
    work.leave_out(
        "rows of a file that another holds, too",
        again & (work.says("duplicates") != "keep"),
        "left out: counted once, as their periods overlap",
        'answers={"duplicates": "keep"}',
    )


def repeated_rows(work: Cleaning) -> None:
    """Leave out exact copies of orders; of an order's items there may be two of a kind, and they stay."""
    # Two further rows that say nothing of their order may be of two.
    every = work.raw.reset_index(drop=True).astype(str).assign(**{"\0order": work.table["order"]})
    copies = every.duplicated() & work.left
    if not copies.any():
        return
    left = work.table[work.left & ~copies & (work.table["cents"] >= 0)]
    one_row_an_order = bool(work.columns["order"].column) and not left["order"].duplicated().any()
    chosen = work.says("duplicates", "leave out" if one_row_an_order else "keep")
    name = "rows that repeat another in everything"
    if chosen == "leave out":
        work.leave_out(name, copies, "left out: counted once", 'answers={"duplicates": "keep"}')
    else:
        done = "kept, as you said" if one_row_an_order else "kept: two of a kind may have been bought"
        work.find(name, copies, done, 'answers={"duplicates": "leave out"}')


def totals_on_every_row(work: Cleaning) -> None:
    """Count an order's total once where it stands on each of its rows."""
    table, column = work.table, work.columns["value"].column
    if not column or not work.columns["order"].column or work.says("totals") == "each row":
        return
    rows = table[work.left & (table["order"] != "") & (table["cents"] > 0)]
    rows = rows[rows["order"].duplicated(keep=False)]
    values = rows.groupby("order")["cents"].agg(["min", "max"])
    same = values["min"] == values["max"]
    named = bool(BY_NAME.search(column))
    enough, share = (ENOUGH, SAME) if named else (ENOUGH_UNNAMED, SAME_UNNAMED)
    if len(same) < enough or same.mean() < share:
        return
    again = rows[rows["order"].isin(same.index[same]) & rows["order"].duplicated()].index
    work.count_as(
        "an order's total again on its further rows",
        pd.Series(table.index.isin(again), index=table.index),
        0,
        "counted once an order",
        'answers={"totals": "each row"} counts each',
    )
