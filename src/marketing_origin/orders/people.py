"""Who ordered: ids of nobody, of many, in several spellings, or cut by a spreadsheet program."""

import json
import re

import pandas as pd

from marketing_origin.orders.cleaning import MAIL, Cleaning, matching

NOBODY = re.compile(
    r"(guest|gast|gäste|invité|invitado|ospite|anonymous|anonym|unknown|unbekannt|none|null|nan|n/?a|nil"
    r"|undefined|-+|0+|0\.0"
    r"|#n/?a|walk[- ]?in( customer)?|cash( customer| sale)?|laufkundschaft|barverkauf|not set"
    r"|\(not set\)|guest customer"
    r"|游客|匿名|散客)",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"(guest|gast|no-?reply|noemail|no-?mail|none|unknown|anonymous)[\w.+-]*@.*", re.IGNORECASE
)
CUT = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
EXACT = 15  # digits of a number that a spreadsheet program keeps
ENOUGH, NEARLY_ALL = 5, 0.95
EXPORT_ANEW = "export the file anew, without opening it in a spreadsheet program"
A_DAY, AS_IT_IS = "a customer's day", "as it is"
CUT_DONE = {AS_IT_IS: "kept, as you said", A_DAY: "what a customer bought on a day is one order, as you said"}
CUT_OTHERWISE = {
    "customer": f'answers={{"cut_customers": "{AS_IT_IS}"}} takes each number that is left for one customer',
    "order": f'answers={{"cut_orders": "{A_DAY}"}} makes one order of what a customer bought on a day',
}
WITHOUT_ID = {
    "customer": "taken for no customer, as who it was is lost",
    "order": "taken for no number, so that each row is an order",
}
MANY = 5  # times the mean
ONE_ID_FOR_ALL = 0.05  # of the orders, and twenty times the next customer's


def cut_ids(work: Cleaning) -> None:
    """Take ids such as 5.36E+11 for none: a spreadsheet program has cut them, and many became one."""
    table = work.table
    for part, otherwise in CUT_OTHERWISE.items():
        chosen = work.says(f"cut_{part}s")
        cut, rounded = matching(table[part], CUT.fullmatch), _rounded(table[part])
        done = CUT_DONE.get(chosen, f"{WITHOUT_ID[part]}; {EXPORT_ANEW}")
        work.find(f"numbers of the {part} cut by a spreadsheet program", cut, done, otherwise)
        if not chosen:
            done = f"kept: any that differed in their last digits are now one; {EXPORT_ANEW}"
            otherwise = (
                otherwise
                if part == "order"
                else 'answers={"cut_customers": "no customer"} takes them for none'
            )
        work.find(
            f"numbers of the {part} that end in zeros where a program has rounded them",
            rounded,
            done,
            otherwise,
        )
        gone = (cut | rounded) & (chosen != AS_IT_IS) if chosen else cut
        table.loc[gone, part] = ""
        if chosen == A_DAY:
            gone &= table["day"].notna()
            table.loc[gone, part] = table["customer"] + " " + table["day"].dt.strftime("%Y-%m-%d")


def _rounded(ids: pd.Series) -> pd.Series:
    """Tell which ids of more than 15 digits have lost the rest: nearly all of them then end in zeros."""
    long = pd.Series(ids.unique(), dtype=object)
    long = long[long.str.fullmatch(r"\d{16,}")]
    zeros = long[[not one[EXACT:].strip("0") for one in long]]
    return ids.isin(zeros) & bool(len(zeros) >= max(ENOUGH, NEARLY_ALL * len(long)))


def spellings(work: Cleaning) -> None:
    """Take a mail address, or a name, in large and small letters for one customer."""
    table = work.table
    if work.says("spellings") == "each its own":
        return
    ids = pd.Series(table["customer"].unique(), dtype=object)
    plain = ids.str.lower().str.split().str.join(" ")
    # Ids without a blank or an @ may differ in nothing else.
    soft = ids.str.fullmatch(MAIL) | ids.str.contains(r"\s")
    one = dict(zip(ids, plain.where(soft, ids), strict=True))
    counts = table.loc[work.left, "customer"].value_counts().rename_axis("written").reset_index(name="rows")
    counts["one"] = counts["written"].map(one)
    counts = counts.sort_values(["rows", "written"], ascending=[False, True], kind="stable")
    rarer = counts.loc[counts["one"].duplicated(), "written"]
    work.find(
        "customers written in several ways",
        table["customer"].isin(rarer),
        "taken for one: large letters and blanks aside",
        'answers={"spellings": "each its own"}',
    )
    common = counts.drop_duplicates("one").set_index("one")["written"].str.split().str.join(" ")
    table["customer"] = table["customer"].map(one).map(common).fillna(table["customer"])


def guests(work: Cleaning) -> None:
    """Leave out rows without a customer, and with an id that stands for many."""
    table = work.table
    known = set(table.loc[work.left, "customer"].unique()) - {""}
    told = {str(one) for one in work.says("not_persons", [])}
    ids = {one for one in known if NOBODY.fullmatch(one) or NO_REPLY.fullmatch(one)} | (told & known)
    persons = {str(one) for one in work.says("persons", [])}
    ids -= _zeros_of_a_count(work, ids - told) | persons
    if one := _one_id_for_all(work, ids | persons):
        ids.add(one)
    nobody = (table["customer"] == "") | table["customer"].isin(ids)
    name = "orders without a customer"
    named = f" (no single customer: {', '.join(sorted(ids)[:3])})" if ids else ""
    if work.says("guests") == "each order its own customer":
        done = f"each order is a customer of its own{named}"
        alone = nobody & work.left
        if work.find(name, alone, done, 'answers={"guests": "leave out"}'):
            lines = pd.Series(work.raw.index.astype(str), index=table.index)
            table.loc[alone, "customer"] = "guest " + table["order"].where(table["order"] != "", lines)[alone]
        return
    others = work.columns["customer"].others
    instead = f', or answers={{"customer": "{others[0]}"}} where that column knows them' if others else ""
    if likely := one or min(ids - told, default=""):
        likely = json.dumps(likely, ensure_ascii=False)
        instead += f'; answers={{"persons": [{likely}]}} says that this id is one customer'
    work.leave_out(
        name,
        nobody,
        f"left out: nobody can be said to come back{named}",
        f'answers={{"guests": "each order its own customer"}}{instead}',
    )


def _zeros_of_a_count(work: Cleaning, ids: set[str]) -> set[str]:
    """Return a customer 0 where customers were counted from 0, and 0 has no more orders than others."""
    rows = work.table.loc[work.left & (work.table["customer"] != ""), "customer"].value_counts()
    numbers = pd.to_numeric(pd.Series(rows.index), errors="coerce")
    counted = set(numbers) == set(range(len(numbers)))
    return {one for one in ids & {"0"} if counted and rows[one] < MANY * rows.mean()}


def _one_id_for_all(work: Cleaning, known: set[str]) -> str | None:
    """Return an id with so many orders that it cannot be a person."""
    if "not_persons" in work.answers:
        return None
    left = work.table[work.left & (work.table["customer"] != "") & ~work.table["customer"].isin(known)]
    if work.columns["order"].column:
        left = left.drop_duplicates(["customer", "order"])
    counts = left["customer"].value_counts()
    if len(counts) < 20 or counts.iloc[0] < max(20 * counts.iloc[1], ONE_ID_FOR_ALL * counts.sum()):
        return None
    return str(counts.index[0])
