"""Wrong ways through ten chapters, thought of from page and task alone, a fifth time: three single, one double.

RIGHT holds the way that the page teaches, to see that a wrong way is wrong.
"""

import functools

import numpy as np
import pandas as pd
from scipy import optimize

from marketing_origin import clv, data, economics, lifecycle

S = pd.Series


@functools.cache
def load(name):
    return data.load(name)


# 3.1 ------------------------------------------------------------------------------------------------------

ROWS = {
    "ana": [50],
    "ben": [202, 180, 150, 130, 130, 102],
    "eva": [46, 40],
    "kim": [390, 300, 150],
    "leo": [100, 95, 82, 70],
}


def _states(lend=1, limits=(2, 4), distinct=True, over=0):
    words = {}
    for name, days in ROWS.items():
        days = sorted(set(days)) if distinct else sorted(days)
        orders = len(days)
        rhythm = (lend * 30 + days[-1] - days[0]) / max(orders - 1 + lend + over, 1)
        gaps = days[0] / rhythm if rhythm else np.inf
        word = "loyal" if orders > 1 else "new"
        word = "dormant" if gaps > limits[0] else word
        words[name] = "churned" if gaps > limits[1] else word
    return words


def _came_back(state="churned", base="state", until=None):
    log = load("journey_baskets")
    states = lifecycle.customer_states(log, "household_id", "timestamp", at="2017-09-30")["state"]
    group = states.index[states.isin([state] if isinstance(state, str) else state)]
    later = log[log["timestamp"] >= "2017-10-01"]
    if until:
        later = later[later["timestamp"] < pd.Timestamp(until)]
    back = later["household_id"][later["household_id"].isin(group)]
    return (
        back.nunique()
        / {
            "state": len(group),
            "all": len(states),
            "later": later["household_id"].nunique(),
        }[base]
    )


MOVES = np.array([[0.80, 0.15, 0.05], [0.30, 0.50, 0.20], [0.10, 0.00, 0.90]])


def _labelled(vector):
    return dict(zip(("active", "dormant", "lost"), map(float, vector), strict=True))


def _steady(matrix=MOVES):
    values, vectors = np.linalg.eig(matrix.T)
    vector = np.real(vectors[:, np.argmax(np.real(values))])
    return _labelled(vector / vector.sum())


def _after(months, start=(1, 0, 0)):
    return _labelled(np.array(start) @ np.linalg.matrix_power(MOVES, months))


@functools.cache
def _history():
    log = load("cdnow")
    known = log[log["date"] <= "1997-09-30"].groupby("customer_id")["date"]
    days = known.agg(["min", "max", "nunique"])
    days = days[days["nunique"] > 1]
    gap = ((days["max"] - days["min"]).dt.days / (days["nunique"] - 1)).median()
    return lifecycle.states_by_month(log, "customer_id", "date", end="1998-06-30", typical_gap=gap)


def _report(months=9, one=None, how="once", seen="ordered", base="churned"):
    history, log = _history(), load("cdnow")
    start, after = history["1997-09-30"], history["1997-10-31"]
    group = start == "churned"
    rate = float((after[group] != "churned").mean()) if one is None else one()
    expected = {
        "once": 1 - (1 - rate) ** months,
        "sum": months * rate,
    }[how]
    ordered = set(log.loc[(log["date"] > "1997-09-30") & (log["date"] <= "1998-06-30"), "customer_id"])
    found = {
        "ordered": S(history.index.isin(ordered), history.index),
        "june": history["1998-06-30"] != "churned",
        "october": after != "churned",
    }[seen]
    share = (found & group).sum() / {"churned": group.sum(), "all": len(group)}[base]
    return {"expected": expected, "seen": float(share)}


def _rate_of_all_months():
    history = _history().loc[:, "1997-09-30":]
    pairs = list(zip(history, history.columns[1:], strict=False))
    left = sum(((history[a] == "churned") & (history[b] != "churned")).sum() for a, b in pairs)
    return float(left / sum((history[a] == "churned").sum() for a, _ in pairs))


def _lists(margin=0.2, off=True, per=False, whole=False, keep=("new", "loyal", "dormant"), buyers=False):
    log = load("cdnow_sample")
    known = log[log["date"] <= "1997-09-30"]
    states = lifecycle.customer_states(log, "customer_id", "date", at="1997-09-30")["state"]
    silence = (pd.Timestamp("1997-09-30") - known.groupby("customer_id")["date"].max()).dt.days
    later = log if whole else log[(log["date"] > "1997-09-30") & (log["date"] <= "1998-06-30")]
    spent = later.groupby("customer_id")["value"].sum().reindex(silence.index).fillna(0)
    lists = {
        "everybody": silence >= 0,
        "silent_60": silence <= 60,
        "silent_180": silence <= 180,
        "own_rhythm": states.reindex(silence.index).isin(keep),
    }
    earned = {}
    for name, on in lists.items():
        sent = (spent[on] > 0).sum() if buyers else on.sum()
        result = margin * spent[on].sum() - 5 * sent * off
        earned[name] = float(result / on.sum() if per else result)
    return earned


def _share_awake(base="dormant", one="1998-04-30", other="1998-05-31", to=("loyal",), of="dormant"):
    history = _history()
    start, end = history[one] == of, history[other].isin(to)
    below = {"dormant": start.sum(), "loyal": end.sum(), "all": len(start)}[base]
    return float((start & end).sum() / below)


RIGHT = {
    "3.1.1": _states,
    "3.1.2": _came_back,
    "3.1.3": _steady,
    "3.1.4": _report,
    "3.1.5": _lists,
    "3.1.a": lambda: 65 / ((40 + 60) / 3),
    "3.1.b": _share_awake,
}
WAYS = {
    "3.1.1": [
        ("rows of one day counted as two orders and gaps", lambda: _states(distinct=False)),
        ("no typical gap lent: span by one less than the orders", lambda: _states(lend=0)),
        ("the span and the loan divided by one more than the orders", lambda: _states(over=1)),
        (
            "the silence in typical gaps of the shop, not her own",
            lambda: {
                n: (
                    "churned"
                    if min(d) > 120
                    else "dormant"
                    if min(d) > 60
                    else "loyal"
                    if len(d) > 1
                    else "new"
                )
                for n, d in ROWS.items()
            },
        ),
        (
            "two: twice counted rows, and the limits one and three",
            lambda: _states(distinct=False, limits=(1, 3)),
        ),
    ],
    "3.1.2": [
        ("the dormant with the churned", lambda: _came_back(state=("churned", "dormant"))),
        ("of all households, not of the churned", lambda: _came_back(base="all")),
        ("only the month after", lambda: _came_back(until="2017-11-01")),
        ("the complement: who had no basket", lambda: 1 - _came_back()),
        ("two: the dormant, of all who came later", lambda: _came_back(state="dormant", base="later")),
    ],
    "3.1.3": [
        (
            "rows and columns exchanged: columns taken as from",
            lambda: _steady(MOVES.T / MOVES.T.sum(1)[:, None]),
        ),
        ("a year on from all active, not the steady state", lambda: _after(12)),
        ("the mean of the rows", lambda: _labelled(MOVES.mean(axis=0))),
        ("in per cent", lambda: {k: 100 * v for k, v in _steady().items()}),
        ("two: two months on only, all dormant at first", lambda: _after(2, (0, 1, 0))),
    ],
    "3.1.4": [
        ("seen in October only", lambda: _report(seen="october")),
        ("nine times the share of one month", lambda: _report(how="sum")),
        ("seen: no longer churned on 30 June", lambda: _report(seen="june")),
        ("the rate of all months, in place of October", lambda: _report(one=_rate_of_all_months)),
        ("two: eight months, and seen of all customers", lambda: _report(months=8, base="all")),
    ],
    "3.1.5": [
        ("all of what was spent counts, not the 20 cents", lambda: _lists(margin=1)),
        ("own_rhythm without the dormant", lambda: _lists(keep=("new", "loyal"))),
        ("a catalogue paid only for those who bought", lambda: _lists(buyers=True)),
        ("per customer on the list", lambda: _lists(per=True)),
        ("two: cost not taken off, and all spent since the start", lambda: _lists(off=False, whole=True)),
    ],
    "3.1.a": [
        ("no loan: her span by two gaps", lambda: 65 / 30),
        ("the loan and the span, by two", lambda: 65 / 50),
        ("in typical gaps", lambda: 65 / 40),
        ("the rhythm itself", lambda: 100 / 3),
        ("two: no loan, divided by three orders", lambda: 65 / 20),
    ],
    "3.1.b": [
        ("of the loyal at the end of May", lambda: _share_awake(base="loyal")),
        ("of all customers", lambda: _share_awake(base="all")),
        ("a month early: March to April", lambda: _share_awake(one="1998-03-31", other="1998-04-30")),
        ("the churned of May with the loyal", lambda: _share_awake(to=("loyal", "churned"))),
        ("two: of the churned, by June", lambda: _share_awake(of="churned", other="1998-06-30")),
    ],
}

# 3.2 ------------------------------------------------------------------------------------------------------

QUARTERS = ["1997Q2", "1997Q3", "1997Q4", "1998Q1", "1998Q2"]


def _quarters(rows=False, base="cohort", money=False, still=False):
    log = load("cdnow")
    quarter = log["date"].dt.to_period("Q").astype(str)
    people = log["customer_id"].groupby(quarter)
    buyers = people.size() if rows else people.nunique()
    if rows:
        buyers = buyers.where(buyers.index != buyers.index[0], log["customer_id"].nunique())
    if money:
        buyers = log["value"].groupby(quarter).sum()
    below = {"cohort": buyers.iloc[0], "before": buyers.shift(), "all": buyers.sum()}[base]
    share = (buyers / below).loc[QUARTERS]
    if still:
        last = log.groupby("customer_id")["date"].max().dt.to_period("Q").astype(str)
        share = S({q: float((last >= q).mean()) for q in QUARTERS})
    return share


def _club_rates(churn="lost", growth="november"):
    months = load("club_months")
    november = set(months.loc[months["month"] == "2024-11-01", "member_id"])
    december = set(months.loc[months["month"] == "2024-12-01", "member_id"])
    lost, n, d = len(november - december), len(november), len(december)
    return {
        "churn": {
            "lost": lost / n,
            "of december": lost / d,
            "mean": lost / ((n + d) / 2),
            "net": (n - d) / n,
        }[churn],
        "growth": {
            "november": d / n - 1,
            "december": 1 - n / d,
            "joined": len(december - november) / n,
        }[growth],
    }


NINE = [(0, 2, 1), (0, 4, 0), (0, 5, 1), (0, 7, 0), (4, 5, 1), (4, 12, 0), (6, 7, 1), (6, 8, 1), (9, 12, 0)]


def _kaplan(rows, at, late=True, everybody_left=False, drop=False, from_view=False, upto=True):
    rows = [(e if late else 0, m, left or everybody_left) for e, m, left in rows if left or not drop]
    if from_view:
        rows = [(0, m - e, left) for e, m, left in rows]
    survival = 1.0
    for month in sorted({m for _, m, left in rows if left}):
        if month > at or (month == at and not upto):
            break
        at_risk = sum(e < month <= m for e, m, _ in rows)
        survival *= 1 - sum(left and m == month for _, m, left in rows) / at_risk
    return survival


def _plans(level=0.5, statistic=None, leavers=False, everybody=False, total=False):
    members = load("club_members")
    paid = load("club_months").merge(members[["member_id", "join_month"]], on="member_id")
    paid = paid.sort_values(["member_id", "month"], kind="stable")
    number = lambda dates: dates.dt.year * 12 + dates.dt.month  # noqa: E731
    age = number(paid["month"]) - number(paid["join_month"])
    unbroken = age == paid.groupby("member_id").cumcount()
    people = members.set_index("member_id")[["plan", "join_month"]].copy()
    kept = pd.Series(True, paid.index) if total else unbroken
    people["months"] = kept.groupby(paid["member_id"]).sum().astype("int64")
    people["left"] = people["months"] < 2024 * 12 + 13 - number(people["join_month"])
    if leavers:
        people = people[people["left"]]
    found = {}
    for plan, group in people.groupby("plan", observed=True):
        months, left = group["months"].to_numpy(), group["left"].to_numpy() | everybody
        if statistic:
            found[plan] = float(getattr(group["months"], statistic)())
            continue
        survival = 1.0
        for month in range(1, 37):
            survival *= 1 - (left & (months == month)).sum() / (months >= month).sum()
            if survival <= level:
                found[plan] = month
                break
    return found


HIGH_END = [100, 86.9, 74.3, 65.3, 59.3]


def _sbg(alpha, beta, until):
    age = np.arange(1, until + 1)
    return np.concatenate([[1], np.cumprod((beta + age - 1) / (alpha + beta + age - 1))])


@functools.cache
def _fit(geometric=False):
    there, n = np.array(HIGH_END), len(HIGH_END)
    lost = -np.diff(there)

    def misfit(p):
        curve = np.exp(-np.exp(p[0]) * np.arange(n)) if geometric else _sbg(*np.exp(p), n - 1)
        return -(lost @ np.log(-np.diff(curve)) + there[-1] * np.log(curve[-1]))

    start = [-2.0] if geometric else [0.0, 0.0]
    return np.exp(
        optimize.minimize(misfit, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11}).x
    )


def _twelve(year=12, one=None, from_four=False):
    differ = float(_sbg(*_fit(), year)[year]) * 100
    rate = {
        None: lambda: float(np.exp(-_fit(geometric=True)[0])),
        "ends": lambda: (HIGH_END[4] / 100) ** 0.25,
        "last": lambda: HIGH_END[4] / HIGH_END[3],
        "first": lambda: HIGH_END[1] / HIGH_END[0],
    }[one]()
    if from_four:
        return {"differ": HIGH_END[4] * differ / 100, "one_rate": HIGH_END[4] * rate**year}
    return {"differ": differ, "one_rate": 100 * rate**year}


THERE = [1000, 700, 560, 490, 450, 423, 402]


def _renewals(discount=0.12, off=0, base="own", count=3):
    def value(year):
        below = THERE[year] if base == "own" else THERE[0]
        return sum(60 * THERE[year + 1 + n] / below / (1 + discount) ** (n + off) for n in range(count))

    return {"new": value(0), "old": value(3)}


def _one_rate_renewals():
    value = lambda rate: sum(60 * rate ** (n + 1) / 1.12**n for n in range(3))  # noqa: E731
    return {"new": value(0.7), "old": value(450 / 490)}


EIGHT = [(0, 1, 1), (0, 2, 0), (0, 3, 1), (0, 3, 1), (0, 5, 0), (0, 6, 1), (0, 7, 0), (0, 8, 0)]

RIGHT |= {
    "3.2.1": _quarters,
    "3.2.2": _club_rates,
    "3.2.3": lambda: _kaplan(NINE, 8),
    "3.2.4": _plans,
    "3.2.5": _twelve,
    "3.2.6": _renewals,
    "3.2.a": lambda: 285 / 500,
    "3.2.b": lambda: _kaplan(EIGHT, 6),
    "3.2.c": lambda: (300 * 0.8**3 + 700 * 0.4**3) / (300 * 0.8**2 + 700 * 0.4**2),
}
WAYS |= {
    "3.2.1": [
        ("rows for customers above, customers below", lambda: _quarters(rows=True)),
        ("of the buyers of the quarter before", lambda: _quarters(base="before")),
        ("still there: last order in the quarter or later", lambda: _quarters(still=True)),
        ("two: dollars, of the dollars of all six quarters", lambda: _quarters(money=True, base="all")),
    ],
    "3.2.2": [
        ("churn: the fall of the number of members", lambda: _club_rates(churn="net")),
        ("churn of the mean of both months' members", lambda: _club_rates(churn="mean")),
        ("growth: those who came in December, leavers forgotten", lambda: _club_rates(growth="joined")),
        ("two: both of December's members", lambda: _club_rates(churn="of december", growth="december")),
    ],
    "3.2.3": [
        ("those seen still there left out", lambda: _kaplan(NINE, 8, drop=True)),
        ("months counted from coming into view", lambda: _kaplan(NINE, 8, from_view=True)),
        ("survival before month eight's leaver", lambda: _kaplan(NINE, 8, upto=False)),
        (
            "two: entry ignored, everybody taken as left",
            lambda: _kaplan(NINE, 8, late=False, everybody_left=True),
        ),
    ],
    "3.2.4": [
        ("the mean months paid", lambda: _plans(statistic="mean")),
        ("the median of the leavers only", lambda: _plans(leavers=True)),
        ("when a quarter had left", lambda: _plans(level=0.75)),
        ("two: breaks ignored, who is still there taken as left", lambda: _plans(total=True, everybody=True)),
    ],
    "3.2.5": [
        ("one_rate from the ends, (59.3 %) to the power 1/4", lambda: _twelve(one="ends")),
        ("one_rate from the latest year's rate", lambda: _twelve(one="last")),
        ("year 13 for year 12", lambda: _twelve(year=13)),
        (
            "two: twelve years after year 4, one_rate from the first year",
            lambda: _twelve(one="first", from_four=True),
        ),
    ],
    "3.2.6": [
        ("one rate for ever: the first for new, the latest for old", _one_rate_renewals),
        ("old per customer won, not per customer who is there", lambda: _renewals(base="won")),
        ("the first renewal discounted a year", lambda: _renewals(off=1)),
        ("two: two renewals, not discounted", lambda: _renewals(count=2, discount=0)),
    ],
    "3.2.a": [
        ("the mean of the two cohorts' shares", lambda: (120 / 200 + 165 / 300) / 2),
        ("of those still there after one", lambda: 285 / 360),
        ("the third cohort's one-year people with them", lambda: (120 + 165 + 400) / 1000),
        ("two: all three below, shares of the first year", lambda: (150 + 210 + 400) / 1000),
    ],
    "3.2.b": [
        ("+ taken as left", lambda: _kaplan(EIGHT, 6, everybody_left=True)),
        ("+ left out", lambda: _kaplan(EIGHT, 6, drop=True)),
        ("before the one who left in month six", lambda: _kaplan(EIGHT, 6, upto=False)),
        ("two: + left out, before month six", lambda: _kaplan(EIGHT, 6, drop=True, upto=False)),
    ],
    "3.2.c": [
        (
            "a chance of 1 in 5 and 3 in 5 taken as chance to stay",
            lambda: (300 * 0.2**3 + 700 * 0.6**3) / (300 * 0.2**2 + 700 * 0.6**2),
        ),
        ("of all who were there at the beginning", lambda: (300 * 0.8**3 + 700 * 0.4**3) / 1000),
        ("the first year's mean, 0.3 and 0.7 the weights", lambda: 0.3 * 0.8 + 0.7 * 0.4),
        (
            "two: a year early, and its complement",
            lambda: 1 - (300 * 0.64 + 700 * 0.16) / (300 * 0.8 + 700 * 0.4),
        ),
    ],
}
# 3.3 ------------------------------------------------------------------------------------------------------


def _letter(base=30 / 400, gift="returners"):
    share = 96 / 800
    gifts = {"returners": share, "lift": share - base, "all": 1, "none": 0}[gift]
    return (share - base) * 70 - 2.5 - gifts * 10


def _surplus(improvements=(0, 6), how="halves"):
    keep = {"halves": 0.5 ** (1 / 4), "e": np.exp(-1 / 4)}[how]
    return sum(12 * keep ** (12 - at) for at in improvements)


def _magazine(cost=3.0, written=0.10, rate=0.02, write=None, end=False):
    discount, reader, lapsed = 1 / (1 + rate), 0.0, 0.0
    for _ in range(4000):
        next_reader = (discount if end else 1) * 20 + discount * (0.85 * reader + 0.15 * lapsed)
        left = discount * (0.02 * reader + 0.98 * lapsed)
        sent = -cost + discount * (written * reader + (1 - written) * lapsed)
        reader, lapsed = next_reader, {None: max(left, sent), True: sent, False: left}[write]
    return {"reader": float(reader), "lapsed": float(lapsed)}


def _highest_cost(lift=0.08, discount=1 / 1.02, worth="gap", write=False):
    value = _magazine(write=write)
    gap = value["reader"] - (value["lapsed"] if worth == "gap" else 0)
    return lift * gap * discount


ACTIONS = pd.DataFrame(
    {
        "customers": [200, 100, 150, 300],
        "cost": [2.0, 10.0, 4.0, 1.0],
        "lift": [0.05, 0.10, 0.12, 0.02],
        "worth": [120.0, 240.0, 75.0, 40.0],
    },
    index=["letter", "call", "lesson", "message"],
)


def _funded(by="return", whole=False):
    value = ACTIONS["lift"] * ACTIONS["worth"]
    score = {
        "return": value / ACTIONS["cost"],
        "net": value - ACTIONS["cost"],
        "lift": ACTIONS["lift"],
        "worth": ACTIONS["worth"],
        "cheap": -ACTIONS["cost"],
    }[by]
    treated, budget = dict.fromkeys(ACTIONS.index, 0), 1000
    for name in score.sort_values(ascending=False).index:
        number = min(ACTIONS.at[name, "customers"], budget // ACTIONS.at[name, "cost"])
        if whole and number < ACTIONS.at[name, "customers"]:
            continue
        treated[name] = int(number)
        budget -= number * ACTIONS.at[name, "cost"]
    return S(treated)


def _calls(by="gain"):
    leaves, called = S([0.50, 0.30, 0.20, 0.08]), S([0.48, 0.24, 0.12, 0.07])
    worth = S([90.0, 60.0, 75.0, 400.0])
    score = {
        "gain": (leaves - called) * worth,
        "lift": leaves - called,
        "risk worth": leaves * worth,
        "relative": (leaves - called) / leaves,
    }[by]
    score.index = ["furious", "drifting", "unsettled", "loyal"]
    return list(score.sort_values(ascending=False, kind="stable").index)


RIGHT |= {
    "3.3.1": _letter,
    "3.3.2": _surplus,
    "3.3.3": lambda: S(_magazine()),
    "3.3.4": _highest_cost,
    "3.3.5": _funded,
    "3.3.6": lambda: ["letter", "lesson"],
    "3.3.7": _calls,
    "3.3.a": lambda: 5,
    "3.3.b": lambda: 0.03 * 20 - 0.5,
    "3.3.c": lambda: 10,
}
WAYS |= {
    "3.3.1": [
        ("the gift only for the additional returners", lambda: _letter(gift="lift")),
        ("the gift for every letter", lambda: _letter(gift="all")),
        ("the letter paid by returners only", lambda: 0.045 * 70 - 0.12 * 2.5 - 0.12 * 10),
        ("two: all returners counted, no gift", lambda: _letter(base=0, gift="none")),
    ],
    "3.3.2": [
        ("just after the third improvement", lambda: _surplus(improvements=(0, 6, 12))),
        ("a half-life read as e-folding time", lambda: _surplus(how="e")),
        ("half the sum: both improvements aged twelve months", lambda: 2 * 12 * 0.5**3),
        ("two: only the second, with a quarter lost a month", lambda: 12 * 0.75**6),
    ],
    "3.3.3": [
        ("10% on top of the 2%", lambda: S(_magazine(written=0.12))),
        ("never writes", lambda: S(_magazine(write=False))),
        (
            "not discounted by 2% but by 0.02 as the factor's loss: 0.98",
            lambda: S(_magazine(rate=1 / 0.98 - 1)),
        ),
        ("two: payments at the month's end, letter free", lambda: S(_magazine(end=True, cost=0.0))),
    ],
    "3.3.4": [
        ("all 10% counted for the letter", lambda: _highest_cost(lift=0.10)),
        ("the return counted as the whole worth of a reader", lambda: _highest_cost(worth="reader")),
        ("from the values with letters at a cost of 3", lambda: _highest_cost(write=True)),
        ("two: not discounted, all 10%", lambda: _highest_cost(lift=0.10, discount=1)),
    ],
    "3.3.5": [
        ("by value less cost per customer", lambda: _funded("net")),
        ("the cheapest first", lambda: _funded("cheap")),
        ("by lift", lambda: _funded("lift")),
        ("two: by worth, whole groups only", lambda: _funded("worth", whole=True)),
    ],
    "3.3.6": [
        ("the gift too, though chosen by staff", lambda: ["letter", "gift", "lesson"]),
        ("all by lot whose mean is above the cost", lambda: ["letter", "call", "lesson"]),
        ("all by lot whose interval leaves out 0", lambda: ["letter", "call", "lesson", "message"]),
        ("two: the mean above the cost, with the gift", lambda: ["letter", "call", "gift", "lesson"]),
    ],
    "3.3.7": [
        ("by lift without the worth", lambda: _calls("lift")),
        ("by risk times worth", lambda: _calls("risk worth")),
        ("by the share of the risk that a call takes off", lambda: _calls("relative")),
        ("two: by lift without the worth, the smallest first", lambda: _calls("lift")[::-1]),
    ],
    "3.3.a": [
        ("linear: three quarters in ten months, half in 6.67", lambda: 10 * 0.5 / 0.75),
        ("half the time", lambda: 10 / 4),
        ("the e-folding time", lambda: 10 / np.log(4)),
        ("two: 2 of 8 taken as 8 to 1, three half-lives", lambda: 10 / 3),
    ],
    "3.3.b": [
        ("the cost forgotten", lambda: 0.03 * 20),
        ("all who come back", lambda: 0.09 * 20 - 0.5),
        ("the cost paid for those who come back only", lambda: 0.03 * 20 - 0.09 * 0.5),
        ("two: those without one, no cost", lambda: 0.06 * 20),
    ],
    "3.3.c": [
        ("A first: what brings more per customer", lambda: 30),
        ("B for nobody: the rest after A is money", lambda: 0),
        ("the money halved between them", lambda: 15),
        ("two: B for 50, the rest to A", lambda: 20),
    ],
}

# 3.4 ------------------------------------------------------------------------------------------------------

COUNTS = np.array([6, 2, 3, 4, 5, 15, 25, 40, 50, 45, 45])


def _score(lowest=9, highest=6, base=None, z=1.96, spread="score"):
    n = COUNTS.sum()
    points = np.where(np.arange(11) >= lowest, 1, np.where(np.arange(11) <= highest, -1, 0))
    score = (points * COUNTS).sum() / (base or n)
    share = COUNTS[points == 1].sum() / n
    variance = {
        "score": (COUNTS * points**2).sum() / n - score**2,
        "share": share * (1 - share),
    }[spread]
    error = z * np.sqrt(variance / (base or n))
    return S({"score": score, "low": score - error, "high": score + error})


def _list(saved=0.2, over=None, off=True, paid="all"):
    customers, risks = np.array([500, 300, 100, 60, 40]), np.array([0.05, 0.15, 0.25, 0.40, 0.60])
    on = risks > (4 / (saved * 90) if over is None else over)
    costs = 4 if paid == "all" else 4 * risks
    return float((customers * (risks * saved * 90 - costs * off))[on].sum())


CALLED, NOT = np.array([42, 70, 84, 95]), np.array([40, 60, 76, 95])


def _qini(order=1, mean=False, cumulate=True, base=NOT):
    lift = (CALLED - base)[::order] / 100
    gain = lift.cumsum() if cumulate else lift
    gain = gain / (np.arange(1, 5) if mean else 4)
    return S(dict(zip(("25%", "50%", "75%", "100%"), map(float, gain), strict=True)))


RIGHT |= {
    "3.4.1": _score,
    "3.4.2": lambda: 0.6 * -0.2 + 0.3 * 0.3 + 0.1 * 0.5,
    "3.4.3": lambda: (0.12 - 0.05) / 0.35,
    "3.4.4": _list,
    "3.4.5": _qini,
    "3.4.6": lambda: 120 * 0.30 * 14,
    "3.4.a": lambda: -50,
    "3.4.b": lambda: 6 / (0.12 * 160),
    "3.4.c": lambda: 1 - 0.0375 / 0.04,
}
WAYS |= {
    "3.4.1": [
        ("the answer 6 taken as passive", lambda: _score(highest=5)),
        ("the spread of the promoters' share only", lambda: _score(spread="share")),
        ("of the 800 asked, not the answers", lambda: _score(base=800)),
        ("two: 8 taken as promoter, one standard error", lambda: _score(lowest=8, z=1)),
    ],
    "3.4.2": [
        ("the mean of the answers", lambda: (60 * -0.2 + 150 * 0.3 + 80 * 0.5) / 290),
        ("the plain mean of three groups", lambda: 0.2),
        ("weighted by the rate of answering", lambda: (0.1 * -0.2 + 0.5 * 0.3 + 0.8 * 0.5) / 1.4),
        (
            "two: weighted by the silent of each group, the minus of new lost",
            lambda: (540 * 0.2 + 150 * 0.3 + 20 * 0.5) / 710,
        ),
    ],
    "3.4.3": [
        ("ticks by the 40%", lambda: 0.12 / 0.4),
        ("40% of the ticks", lambda: 0.4 * 0.12),
        ("other causes taken off, not divided by the difference", lambda: (0.12 - 0.05) / 0.4),
        ("two: 40% and 5% added below, ticks by that", lambda: 0.12 / 0.45),
    ],
    "3.4.4": [
        ("a call costs only for leavers", lambda: _list(paid="leavers")),
        ("the best group only", lambda: _list(over=0.5)),
        ("all groups called", lambda: _list(over=0)),
        ("two: every leaver called stays, cost not taken off", lambda: _list(saved=1, off=False, over=0.2)),
    ],
    "3.4.5": [
        ("per customer called, not of the whole list", lambda: _qini(mean=True)),
        ("from the other end of the list", lambda: _qini(order=-1)),
        ("each band by itself", lambda: _qini(cumulate=False)),
        ("two: the stayed of the called, mean of those called", lambda: _qini(base=NOT * 0, mean=True)),
    ],
    "3.4.6": [
        ("all the late ones, not down to 5%", lambda: 120 * 0.35 * 14),
        ("14 a month for twelve months", lambda: 120 * 0.30 * 14 * 12),
        ("14 spread over twelve months", lambda: 120 * 0.30 * 14 / 12),
        ("two: down by 5 points, in a year", lambda: 120 * 0.05 * 14 * 12),
    ],
    "3.4.a": [
        ("the silent left out: those who answered", lambda: 25),
        ("the silent as passives", lambda: 10),
        ("a fraction", lambda: -0.5),
        ("two: the silent as detractors, the promoters not counted", lambda: -68),
    ],
    "3.4.b": [
        ("share saved forgotten", lambda: 6 / 160),
        ("cost of those who stay only: 6 by 160 less 6", lambda: 6 / (0.12 * 160 - 6)),
        ("12% off the risk: 88% used", lambda: 6 / (0.88 * 160)),
        ("two: per cent, share forgotten", lambda: 600 / 160),
    ],
    "3.4.c": [
        ("in points of the rate", lambda: 0.04 - 0.0375),
        ("one twentieth: discount forgotten", lambda: 0.05),
        ("what the rate must fall to", lambda: 0.0375),
        ("two: 1 of 19, no discount", lambda: 1 / 19),
    ],
}

# 4.1 ------------------------------------------------------------------------------------------------------


def _worth(margin=60, stay=0.7, rate=0.08, periods=None, how="now"):
    chain = stay / (1 + rate)
    times = np.arange(1000 if periods is None else periods)
    total = float((chain**times).sum())
    return margin * {"now": total, "end": total / (1 + rate), "retained": total - 1}[how]


def _first_margins(change):
    def value_of_first(margin, retention_rate, discount_rate, periods):
        total = 0.0
        for time in range(periods):
            total += margin * change(retention_rate, discount_rate, time, periods)
        return total

    return value_of_first


@functools.cache
def _joiners():
    members = load("club_members")
    months = load("club_months").merge(members, on="member_id").merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    months["tenure"] = 12 * (month.year - joined.year) + month.month - joined.month
    joiners = members.loc[members["join_month"] <= "2023-12-01", ["member_id", "plan"]].set_index("member_id")
    joiners["first"] = months[months["tenure"] < 12].groupby("member_id")["margin"].sum()
    joiners["stayed"] = joiners.index.isin(months.loc[months["tenure"] == 12, "member_id"])
    return joiners


def _by_plan(how="end", pooled=False, stayers=False, statistic="mean"):
    joiners = _joiners()
    groups = joiners.groupby("plan", observed=True)
    stay = groups["stayed"].mean()
    if pooled:
        stay = stay * 0 + joiners["stayed"].mean()
    if stayers:
        margin = joiners[joiners["stayed"]].groupby("plan", observed=True)["first"].mean()
    else:
        margin = getattr(groups["first"], statistic)()
    below = 1.10 - stay
    return margin * {"end": 1 / below, "now": 1.10 / below, "retained": stay / below}[how]


def _eater(monthly=1.12 ** (1 / 12) - 1, stay=0.93, margin=9, how="now"):
    below = 1 + monthly - stay
    return margin * {"now": (1 + monthly) / below, "end": 1 / below, "retained": stay / below}[how]


def _lever_list(how="value"):
    def value(stay=0.5, order=60.0, serve=31.0):
        return (3 * order * 0.35 - serve) * 1.1 / (1.1 - stay)

    base = value()
    added = {
        "retention_rate": value(stay=0.55) - base,
        "average_order_value": value(order=66) - base,
        "cost_to_serve": value(serve=0.9 * 31) - base,
    }
    if how == "gross":
        added["retention_rate"] = value(stay=0.55, serve=0) - value(serve=0)
    return sorted(added, key=added.get, reverse=how != "rising")


OFFERS = {
    "radio": (50, 0.80, 120),
    "flyers": (90, 0.30, 120),
    "friends": (60, 0.70, 70),
    "shops": (40, 0.90, 109),
    "raffle": (50, 0.20, 100),
}


def _signed(periods=3, rate=0.10, how="now", stay=None):
    return [
        name
        for name, (margin, kept, price) in OFFERS.items()
        if _worth(margin, kept if stay is None else stay, rate, periods, how) >= price
    ]


RIGHT |= {
    "4.1.1": _worth,
    "4.1.2": lambda: _first_margins(lambda stay, rate, time, _: (stay / (1 + rate)) ** time),
    "4.1.3": _by_plan,
    "4.1.4": _eater,
    "4.1.5": lambda: 1.12 - (1.12 - 0.64) / 1.25,
    "4.1.6": _lever_list,
    "4.1.7": _signed,
    "4.1.a": lambda: 60 * 0.5**2 / 1.2**2,
    "4.1.c": lambda: 1.15 - (1.15 - 0.60) / 1.25,
}
WAYS |= {
    "4.1.1": [
        ("the first payment not counted", lambda: _worth(how="retained")),
        ("margin by the share who leave, no discount", lambda: 60 / 0.3),
        ("at the end of each year", lambda: _worth(how="end")),
        ("two: 30 in 100 taken as renewing, no discount", lambda: _worth(stay=0.3, rate=0)),
    ],
    "4.1.2": [
        ("one margin too few", lambda: _first_margins(lambda s, d, t, n: (s / (1 + d)) ** t * (t < n - 1))),
        ("everything a period later", lambda: _first_margins(lambda s, d, t, _: s**t / (1 + d) ** (t + 1))),
        ("retention forgotten", lambda: _first_margins(lambda s, d, t, _: 1 / (1 + d) ** t)),
        ("discounts by 1 - d", lambda: _first_margins(lambda s, d, t, _: (s * (1 - d)) ** t)),
        (
            "two: first only if retained, not discounted",
            lambda: _first_margins(lambda s, d, t, _: s ** (t + 1)),
        ),
    ],
    "4.1.3": [
        ("the first margin now, not at the end", lambda: _by_plan("now")),
        ("one retention rate for all plans", lambda: _by_plan(pooled=True)),
        ("the margin of those who stayed", lambda: _by_plan(stayers=True)),
        ("two: medians, the first only if retained", lambda: _by_plan("retained", statistic="median")),
    ],
    "4.1.4": [
        ("12% taken as the monthly rate", lambda: _eater(0.12)),
        ("a twelfth of 12%", lambda: _eater(0.01)),
        ("at the end of each month", lambda: _eater(how="end")),
        ("two: yearly retention 0.93, twelve times 9, at 12% a year", lambda: _eater(0.12, 0.93, 108)),
    ],
    "4.1.5": [
        ("25% more of the retention rate", lambda: 0.64 * 1.25),
        ("a quarter of the leavers kept", lambda: 0.64 + 0.25 * 0.36),
        ("no discount: the life 25% longer", lambda: 1 - 0.36 / 1.25),
        ("two: the first margin not counted, no discount", lambda: _other_first(0.64, 0)),
    ],
    "4.1.6": [
        (
            "retention first: it is said to be the strongest",
            lambda: ["retention_rate", "average_order_value", "cost_to_serve"],
        ),
        ("the least first", lambda: _lever_list("rising")),
        ("the retention lever without the cost to serve", lambda: _lever_list("gross")),
        ("two: that, and the least first", lambda: _lever_list("gross")[::-1]),
    ],
    "4.1.7": [
        ("without an end", lambda: _signed(None)),
        ("the first two margins", lambda: _signed(2)),
        ("margins at the ends of the years", lambda: _signed(how="end")),
        ("two: three full margins, neither leaving nor discount", lambda: _signed(rate=0, stay=1)),
    ],
    "4.1.a": [
        ("survival alone", lambda: 60 * 0.25),
        ("discounted alone", lambda: 60 / 1.44),
        ("year 1", lambda: 60 * 0.5 / 1.2),
        ("two: year 3, not discounted", lambda: 60 * 0.125),
    ],
    "4.1.c": [
        ("25% more of the retention rate", lambda: 0.75),
        ("no discount", lambda: 1 - 0.4 / 1.25),
        ("the first margin not counted", lambda: _other_first()),
        ("two: a quarter off the churn and the discount", lambda: 1.15 - 0.55 * 0.75),
    ],
}


def _other_first(stay=0.6, rate=0.15):
    target = 1.25 * stay / (1 + rate - stay)
    return target * (1 + rate) / (1 + target)


# 4.2 ------------------------------------------------------------------------------------------------------

END, LATER = pd.Timestamp("1997-12-30"), pd.Timestamp("1998-06-30")


def _four(end=END, per=7, rows=False, all_orders=False, last=False):
    log = load("cdnow")
    known = log[log["customer_id"].isin([24, 608, 941, 2275])]
    known = known[known["date"] <= end]
    if not rows:
        known = known.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    dates = known.groupby("customer_id")["date"].agg(["min", "max", "size"])
    money = known if all_orders else known[known["date"] > known["customer_id"].map(dates["min"])]
    table = pd.DataFrame(
        {
            "frequency": dates["size"] - 1,
            "recency": (dates["max"] - dates["min"]).dt.days / per,
            "T": (end - dates["min"]).dt.days / per,
            "monetary_value": money.groupby("customer_id")["value"].mean(),
        }
    )
    if last:
        table["recency"] = (end - dates["max"]).dt.days / per
    return table


@functools.cache
def _held():
    log = load("cdnow")
    return clv.holdout_summary(log, "customer_id", "date", "value", end=END, holdout_end=LATER)


@functools.cache
def _model(how="right"):
    log = load("cdnow")
    summary = _held()
    if how == "days":
        summary = clv.customer_summary(
            log, "customer_id", "date", "value", end=END, unit="D", after_end="drop"
        )
    elif how == "september":
        summary = clv.customer_summary(
            log[log["date"] <= "1997-09-30"], "customer_id", "date", "value", end="1997-09-30"
        )
    elif how == "whole":
        summary = clv.customer_summary(log, "customer_id", "date", "value", end=LATER)
    elif how == "repeaters":
        summary = summary[summary["frequency"] > 0]
    elif how == "sample":
        sample = load("cdnow_sample")
        summary = clv.customer_summary(sample, "customer_id", "date", "value", end=END, after_end="drop")
    elif how == "orders":
        summary = summary.assign(frequency=summary["frequency"] + 1)
    elif how == "silence":
        summary = summary.assign(recency=summary["T"] - summary["recency"])
    return clv.BetaGeoNBD().fit(summary)


def _params(how="right"):
    return {name: float(value) for name, value in dict(_model(how).params_).items()}


def _miss(model="right", base="actual", sign=1, fresh=False, repeaters=False):
    held = _held()
    expected = S(_model(model).expected_purchases(26, held), held.index)
    if fresh:
        expected = S(_model(model).expected_purchases_new_customer(26), held.index)
    on = held["frequency"] > (0 if repeaters else -1)
    expected, actual = expected[on], held["holdout_frequency"][on]
    below = {"actual": actual.sum(), "people": len(actual)}[base]
    return float(sign * (expected.sum() - actual.sum()) / below)


def _given_up(above=False, base="group", mean=False):
    held = _held()
    alive = S(_model().probability_alive(held), held.index)
    on = (alive >= 0.10) if above else (alive < 0.10)
    bought = held["holdout_frequency"] > 0
    if mean:
        return float(alive[on].mean())
    return float((on & bought).sum() / {"group": on.sum(), "all": len(on), "buyers": bought.sum()}[base])


@functools.cache
def _spend():
    held = _held()
    on = (held["frequency"] > 0) & (held["monetary_value"] > 0)
    return clv.GammaGamma().fit(held[on])


def _wiped(what="sales", base="all", who="none", weeks=26):
    held = _held()
    purchases = S(_model().expected_purchases(weeks, held), held.index)
    spend = S(_spend().expected_spend(held), held.index)
    zero = (held["frequency"] == 0) if who == "none" else held["frequency"] <= 1
    each = {
        "sales": purchases * spend,
        "purchases": purchases,
        "people": purchases * 0 + 1,
    }[what]
    return float(each[zero].sum() / (each[~zero] if base == "others" else each).sum())


def _first_order():
    log = load("cdnow")
    first = log["date"] == log["customer_id"].map(log.groupby("customer_id")["date"].min())
    return float(log[first].groupby("customer_id")["value"].sum().mean())


def _most(margin=0.3, first=1.0, how="week", spend="model", first_margin=None):
    weekly = 0.15 if how == "year" else float(clv.rate_per_period(0.15, 52))
    new = {"frequency": 0, "recency": 0.0, "T": 0.0, "monetary_value": np.nan}
    if how == "none":
        ahead = float(_model().expected_purchases_new_customer(156))
    else:
        ahead = float(_model().discounted_expected_purchases(new, discount_rate=weekly, horizon=156))
    first_order = _first_order()
    worth = {
        "model": float(_spend().expected_spend(new)),
        "first": first_order,
    }[spend]
    return (margin if first_margin is None else first_margin) * first * first_order + margin * ahead * worth


RIGHT |= {
    "4.2.1": _four,
    "4.2.2": lambda: lambda rate, dropout: np.log((1 - dropout) / dropout) / rate,
    "4.2.3": _params,
    "4.2.4": _miss,
    "4.2.5": _given_up,
    "4.2.6": _wiped,
    "4.2.7": _most,
    "4.2.a": lambda: 10,
    "4.2.b": lambda: 15 / 25,
}
WAYS |= {
    "4.2.1": [
        ("in days", lambda: _four(per=1)),
        ("recency as the silence since the latest order", lambda: _four(last=True)),
        ("the first order among the money", lambda: _four(all_orders=True)),
        ("two: rows not put together, to the end of June", lambda: _four(rows=True, end=LATER)),
    ],
    "4.2.2": [
        ("the drop-out forgotten: log 2 by the rate", lambda: lambda rate, dropout: np.log(2) / rate),
        (
            "p by 1 - p, the odds the other way up",
            lambda: lambda rate, dropout: np.log(dropout / (1 - dropout)) / rate,
        ),
        ("1 by p, not the odds", lambda: lambda rate, dropout: -np.log(dropout) / rate),
        ("two: times the rate, 1 by p", lambda: lambda rate, dropout: -np.log(dropout) * rate),
    ],
    "4.2.3": [
        ("in days", lambda: _params("days")),
        ("known at the end of September", lambda: _params("september")),
        ("repeat buyers only", lambda: _params("repeaters")),
        ("the tenth of the chapter", lambda: _params("sample")),
        (
            "two: a and b exchanged, in days",
            lambda: {**_params("days"), "a": _params("days")["b"], "b": _params("days")["a"]},
        ),
    ],
    "4.2.4": [
        ("the miss per customer", lambda: _miss(base="people")),
        ("actual less forecast", lambda: _miss(sign=-1)),
        ("everybody forecast like a new customer", lambda: _miss(fresh=True)),
        ("repeat buyers only", lambda: _miss(repeaters=True)),
        ("two: fitted until September, actual less forecast", lambda: _miss("september", sign=-1)),
    ],
    "4.2.5": [
        ("of all customers", lambda: _given_up(base="all")),
        ("of those who bought", lambda: _given_up(base="buyers")),
        ("the mean P(alive) of them", lambda: _given_up(mean=True)),
        ("two: above 0.10, who did not buy", lambda: 1 - _given_up(above=True)),
    ],
    "4.2.6": [
        ("the share of purchases, not sales", lambda: _wiped("purchases")),
        ("of the sales of the others", lambda: _wiped(base="others")),
        ("the share of customers", lambda: _wiped("people")),
        ("two: of half the weeks, one repeat order counts as none", lambda: _wiped(weeks=13, who="one")),
    ],
    "4.2.7": [
        ("the first order without its margin: its sales in full", lambda: _most(first_margin=1)),
        ("the first order forgotten", lambda: _most(first=0)),
        ("each later order as large as the first", lambda: _most(spend="first")),
        ("15% taken as the weekly rate", lambda: _most(how="year")),
        ("two: not discounted, margin not taken", lambda: _most(how="none", margin=1)),
    ],
    "4.2.a": [
        ("until the end of the watch", lambda: 15),
        ("the silence since", lambda: 5),
        ("in days", lambda: 70),
        ("two: in days, until the end", lambda: 105),
    ],
    "4.2.b": [
        ("of all hundred", lambda: 0.15),
        ("of those who stay", lambda: 1 / 6),
        ("the gone ones", lambda: 0.4),
        ("two: one in six of the hundred, and the gone of the silent", lambda: 10 / (10 + 100 / 6)),
    ],
}

# 4.3 ------------------------------------------------------------------------------------------------------


def _rule(rate=300 / 500, lift=300 / 500 / 0.4, beyond=300 - 1600 * 500 / 4000):
    return {"rate": rate, "lift": lift, "beyond": beyond}


YEAR = pd.DataFrame(
    {
        "categories": [1, 3, 2, 4, 1, 2, 3, 5],
        "sales": [100.0, 400.0, 150.0, 260.0, 60.0, 200.0, 320.0, 520.0],
        "goods": [60.0, 240.0, 90.0, 156.0, 48.0, 120.0, 192.0, 312.0],
        "returned": [0.0, 380.0, 0.0, 20.0, 0.0, 30.0, 0.0, 200.0],
        "contacts": [1, 2, 14, 3, 6, 2, 30, 6],
    },
    index=["Ada", "Ben", "Cleo", "Dov", "Eve", "Finn", "Gül", "Hana"],
)


def _costly(goods="share", service=5, least=2):
    year = YEAR
    back = year["returned"] / year["sales"]
    cost = {"share": year["goods"] * (1 - back), "all": year["goods"], "none": 0}[goods]
    left = year["sales"] - year["returned"] - cost - service * year["contacts"]
    return list(year.index[(left < 0) & (year["categories"] >= least)])


BANK = {
    "card": (0.25, 12.0, 0.92),
    "loan": (0.10, 70.0, 0.70),
    "pension": (0.05, 90.0, 0.90),
    "insurance": (0.40, 5.0, 0.80),
}


def _in_a_row(by="index"):
    score = {
        "index": lambda a, m, q: a * m / (1 - q),
        "worth": lambda a, m, q: a * m,
        "margin": lambda a, m, q: m,
        "listens": lambda a, m, q: q,
        "accepted index": lambda a, m, q: a / (1 - q),
    }[by]
    return sorted(BANK, key=lambda name: -score(*BANK[name]))


def _aimed(weight=0.75, against="everybody", sign=1, z=1.96):
    regular, rare = 42.0 - 44.5, 19.0 - 12.0
    v_regular, v_rare = 2 * 30.0**2 / 3000, (25.0**2 + 24.0**2) / 1000
    gain, variance = {
        "everybody": (-weight * regular, weight**2 * v_regular),
        "nobody": ((1 - weight) * rare, (1 - weight) ** 2 * v_rare),
    }[against]
    error = z * np.sqrt(variance)
    return {"gain": sign * gain, "low": sign * gain - error, "high": sign * gain + error}


def _campaigns(later=True, control=True, money_off="all", cost=True):
    table = pd.DataFrame(
        {
            "cost": [3000.0, 1000.0, 6000.0],
            "orders": [900, 1800, 1000],
            "later": [5300, 4700, 5700],
            "off": [0.0, 5.0, 0.0],
        },
        index=["film", "coupon", "guide"],
    )
    more = table["orders"] - 880 * control
    after = (table["later"] - 5280 * control) * later
    given = table["off"] * {"all": table["orders"], "more": more}[money_off]
    return 15 * (more + after) - given - cost * table["cost"]


def _school():
    point = economics.ResponseCurve.from_point
    curves = {
        "acquire": point(12.0, 0.08, ceiling=0.15),
        "engage": point(30.0, 0.70, ceiling=0.80, floor=0.40),
        "retain": point(40.0, 0.88, ceiling=0.90, floor=0.60),
    }
    spend = {"acquire": 12.0, "engage": 30.0, "retain": 40.0}
    return curves, spend


def _next_unit(less=0.0, flat=False, late=True, start=30.0, keep=40.0):
    curves, spend = _school()
    slope = {name: curves[name].marginal_response(spend[name]) for name in curves}
    if flat:
        slope = {name: curves[name].response(spend[name]) / spend[name] for name in curves}
    stay, kept = 0.70, 0.88
    later = (200 - keep) * 1.10 / (1.10 - kept)
    discount = 1 / 1.10 if late else 1
    pupil = 200 - start + discount * stay * later
    return (
        S(
            {
                "acquire": slope["acquire"] * pupil,
                "engage": slope["engage"] * discount * later,
                "retain": slope["retain"] * later / 1.10,
            }
        )
        - less
    )


def _days(later=True, control=1000, off=1500):
    return 14 * (1500 - control - 300 * later) - 5 * off


RIGHT |= {
    "4.3.1": _rule,
    "4.3.2": _costly,
    "4.3.3": lambda: 21 / 1.1,
    "4.3.4": _in_a_row,
    "4.3.5": _aimed,
    "4.3.6": _campaigns,
    "4.3.7": _next_unit,
    "4.3.a": lambda: 90 * 2000 / (500 * 300),
    "4.3.b": lambda: 3 + 0.7 * 2 if 3 + 0.7 * 2 > 2 + 0.95 * 3 else 2 + 0.95 * 3,
    "4.3.c": _days,
}
WAYS |= {
    "4.3.1": [
        ("rate: of the car customers", lambda: _rule(rate=300 / 1600)),
        ("lift: the rate by the share of home customers", lambda: _rule(lift=0.6 / (500 / 4000))),
        ("beyond: the car customers without home", lambda: _rule(beyond=300 - 1600 * 0.1)),
        ("two: rate of all, the lift less one", lambda: _rule(rate=300 / 4000, lift=0.5)),
    ],
    "4.3.2": [
        ("the goods of what came back counted as lost", lambda: _costly(goods="all")),
        ("those of one category too", lambda: _costly(least=1)),
        ("service forgotten", lambda: _costly(service=0)),
        ("two: goods forgotten, one category too", lambda: _costly(goods="none", least=1)),
    ],
    "4.3.3": [
        ("fees only by the costs of a visit", lambda: 30 / 1.1),
        ("the differences of the costs added", lambda: 39 / 1.1),
        ("by premium's cost of a visit", lambda: 21 / 2.5),
        ("two: fees only, the costs of both visits added", lambda: 30 / 3.9),
    ],
    "4.3.4": [
        ("by accepted times margin", lambda: _in_a_row("worth")),
        ("by margin", lambda: _in_a_row("margin")),
        ("by the share who listen after", lambda: _in_a_row("listens")),
        (
            "two: accepted by who stops listening, the smallest first",
            lambda: _in_a_row("accepted index")[::-1],
        ),
    ],
    "4.3.5": [
        ("above sending it to nobody", lambda: _aimed(against="nobody")),
        ("everybody above the rare only: sign", lambda: _aimed(sign=-1)),
        ("not by three quarters: a regular customer's loss", lambda: _aimed(weight=1)),
        ("two: a half regular, one standard error", lambda: _aimed(weight=0.5, z=1)),
    ],
    "4.3.6": [
        ("money off only for the additional orders", lambda: _campaigns(money_off="more")),
        ("the half year after left out", lambda: _campaigns(later=False)),
        ("the cost not taken off", lambda: _campaigns(cost=False)),
        ("two: no control group, no later orders", lambda: _campaigns(control=False, later=False)),
    ],
    "4.3.7": [
        ("the unit itself taken off", lambda: _next_unit(less=1.0)),
        ("the mean of the curve, response by spend", lambda: _next_unit(flat=True)),
        ("later spending not taken off", lambda: _next_unit(start=0.0, keep=0.0)),
        (
            "two: later years not discounted to the start, start's cost not off",
            lambda: _next_unit(late=False, start=0.0),
        ),
    ],
    "4.3.a": [
        ("the share of card customers with a plan", lambda: 0.3),
        ("the lift turned over: expected by observed", lambda: 500 * 300 / (2000 * 90)),
        ("the rate by the card's share", lambda: 0.3 / 0.15),
        ("two: who has both, of all, and no lift made of it", lambda: 90 / 2000),
    ],
    "4.3.b": [
        ("the order by listening", lambda: 3 + 0.7 * 2),
        ("both in full", lambda: 5),
        ("only those who accept stop listening", lambda: 2 + (1 - 0.5 * 0.05) * 3),
        ("two: the other order, with who did not accept only", lambda: 3 + 0.8 * 0.7 * 2),
    ],
    "4.3.c": [
        ("without the later weeks", lambda: _days(later=False)),
        ("5 off only for 500 additional orders", lambda: _days(off=500)),
        ("no control group", lambda: _days(control=0)),
        ("two: no money off, no later weeks", lambda: _days(off=0, later=False)),
    ],
}

# 4.4 ------------------------------------------------------------------------------------------------------


def _garden(rate=0.08, years=2, reward=30, now=False, generations=None):
    later = 1 / (1 + rate) ** years
    paid = 0.3 * reward * (1 if now else later)
    if generations:
        return (240 - paid) * sum((0.3 * later) ** n for n in range(generations + 1))
    return (240 - paid) / (1 - 0.3 * later)


@functools.cache
def _referrals(channel="partner", month=18, how="ages"):
    members = load("club_members")
    of = members["channel"] == channel if channel else members["channel"].notna()
    if how == "ages":
        table = economics.mean_cumulative_referrals(members, end="2024-12", of=of)
        return float(table["k"].loc[month])
    number = lambda dates: dates.dt.year * 12 + dates.dt.month  # noqa: E731
    joined = number(members["join_month"])
    parents = members.loc[of, "member_id"]
    age = joined - members["referred_by"].map(pd.Series(joined.values, members["member_id"]))
    on = members["referred_by"].isin(parents)
    if how == "all":
        return float(on.sum() / len(parents))
    return float((on & (age <= month)).sum() / len(parents))


SLIDES = {"total": 0.6, "alone": 0.5, "free": 0.35, "paid": 0.35 / 0.8}
SPENDING = pd.DataFrame(
    {"spent": [24000.0, 9000.0, 5000.0, 3000.0], "new": [300, 100, 125, 125]},
    index=["search", "posters", "partners", "referral"],
)


def _blended(how="right"):
    bought = SPENDING.iloc[:3]
    each = SPENDING["spent"] / SPENDING["new"]
    blended, paid = (
        SPENDING["spent"].sum() / SPENDING["new"].sum(),
        bought["spent"].sum() / bought["new"].sum(),
    )
    return float(
        {
            "right": blended / paid - 1,
            "of blended": 1 - paid / blended,
            "means": each.mean() / each.iloc[:3].mean() - 1,
            "search": blended / each.iloc[0] - 1,
            "mean money": each.mean() - each.iloc[:3].mean(),
        }[how]
    )


def _dearer(today=(300 - 0.25 * 20) / 0.75, reward=80):
    return (today - 300) / (today - reward)


def _like(how="right"):
    basic, premium = 54 - 50, 196 - 180
    referred, others = (60 * 54 + 140 * 196) / 200, (800 * 50 + 200 * 180) / 1000
    return {
        "right": 0.3 * basic + 0.7 * premium,
        "raw": referred - others,
        "plain": (basic + premium) / 2,
        "others": 0.8 * basic + 0.2 * premium,
    }[how]


def _story(how="right", cost=3000):
    more = {
        "right": 390 - 240 * 400 / 320,
        "raw": 390 - 240,
        "points": (390 - 240) - (400 - 320),
        "after": 390 - 400,
    }[how]
    return 60 * more - cost


RIGHT |= {
    "4.4.1": _garden,
    "4.4.2": _referrals,
    "4.4.3": lambda: S(SLIDES),
    "4.4.4": _blended,
    "4.4.5": _dearer,
    "4.4.6": _like,
    "4.4.7": _story,
    "4.4.a": lambda: (150 - 8) / 0.6,
    "4.4.b": lambda: 6 / 100 + 12 / 80 + 2 / 40,
    "4.4.c": lambda: 10 / 35,
}
WAYS |= {
    "4.4.1": [
        ("the reward paid today, when the customer comes", lambda: _garden(now=True)),
        ("only those whom she brings herself", lambda: _garden(generations=1)),
        ("one year between the generations", lambda: _garden(years=1)),
        ("two: no delay, no reward", lambda: _garden(rate=0, reward=0)),
    ],
    "4.4.2": [
        ("all friends seen, by all members of partner", lambda: _referrals(how="all")),
        ("those within 18 months by everybody, however long seen", lambda: _referrals(how="within")),
        ("of members of all channels", lambda: _referrals(None)),
        ("month 17: the last not counted", lambda: _referrals(month=17)),
        ("two: all channels, by month 12", lambda: _referrals(None, month=12)),
    ],
    "4.4.3": [
        ("total: 2.5 less one, turned over", lambda: S(SLIDES | {"total": 1 / 1.5})),
        ("alone: one friend for herself", lambda: S(SLIDES | {"alone": 1.0})),
        ("paid: the reward not counted", lambda: S(SLIDES | {"paid": 0.35})),
        ("free: by 65% left", lambda: S(SLIDES | {"free": 0.35 / 0.65})),
        (
            "two: free and paid, each as referred per bought customer",
            lambda: S(SLIDES | {"free": 0.35 / 0.65, "paid": 0.4375 / 0.5625}),
        ),
    ],
    "4.4.4": [
        ("of the blended cost", lambda: _blended("of blended")),
        ("the means of the channels' costs", lambda: _blended("means")),
        ("search for the bought ones", lambda: _blended("search")),
        ("two: means of the channels' costs, in money", lambda: _blended("mean money")),
    ],
    "4.4.5": [
        ("today's reward of 20 forgotten", lambda: _dearer(300 / 0.75)),
        ("the same payment a customer: k falls", lambda: 0.25 * 20 / 80),
        ("today's reward taken off once, not in every generation", lambda: _dearer(300 / 0.75 - 5)),
        ("two: 20 forgotten, 60 for the reward", lambda: _dearer(300 / 0.75, 60)),
    ],
    "4.4.6": [
        ("all referred against all others", lambda: _like("raw")),
        ("the plain mean of the two plans", lambda: _like("plain")),
        ("weighted by the others' plans", lambda: _like("others")),
        ("two: weighted by all customers, as a share", lambda: (860 * 4 / 50 + 340 * 16 / 180) / 1200),
    ],
    "4.4.7": [
        ("growth in numbers, not by the factor", lambda: _story("points")),
        ("before and after of the towns with it", lambda: _story("raw")),
        ("the cost not taken off", lambda: _story(cost=0)),
        ("two: after against after, cost not off", lambda: _story("after", cost=0)),
    ],
    "4.4.a": [
        ("the reward on top of the whole, once", lambda: 150 / 0.6 - 20),
        ("the payments forgotten", lambda: 250),
        ("one generation", lambda: 150 + 0.4 * 130),
        ("two: one generation, no payment", lambda: 210),
    ],
    "4.4.b": [
        ("all friends by all customers", lambda: 0.2),
        ("age 2 left out", lambda: 0.21),
        ("friends by customer-months", lambda: 20 / 220),
        ("two: to age 1, by a hundred", lambda: 0.18),
    ],
    "4.4.c": [
        ("a free referral", lambda: 0.2),
        ("by the cost of a referral", lambda: 10 / 15),
        ("share still paid", lambda: 25 / 35),
        ("two: a free referral, and referred per bought customer", lambda: 0.25),
    ],
}

# 5.1 ------------------------------------------------------------------------------------------------------

FATE = ["sale", "further row", "sale", "sale", "cancelled", "refund", "no customer", "other currency"]


def _fate(**changed):
    fate = FATE.copy()
    for row, word in changed.items():
        fate[int(row[1:])] = word
    return fate


def _off(base="actual", sign=1):
    customers, actual, forecast = S([800, 300, 90]), S([160, 150, 270]), S([120, 165, 216])
    gap = sign * (forecast - actual)
    result = gap / {"actual": actual, "forecast": forecast, "customers": customers, "one": 1}[base]
    result.index = ["1", "2 to 4", "5 or more"]
    return result


RIGHT |= {
    "5.1.1": lambda: 1200 + 80 + 45.5 + 25 - 30,
    "5.1.2": _fate,
    "5.1.3": lambda: 1500,
    "5.1.5": lambda: 100 * (3 / 14 - 3 / 5),
    "5.1.6": _off,
    "5.1.a": lambda: 18473.61 / 597151.94,
}
WAYS |= {
    "5.1.1": [
        ("the refund not taken off", lambda: 1350.5),
        ("guests left out", lambda: 1295.5),
        ("the cancelled order counted", lambda: 1385.5),
        ("the francs counted as euros", lambda: 1419.5),
        ("two: the refund added, guests left out", lambda: 1355.5),
    ],
    "5.1.2": [
        ("the refund a sale", lambda: _fate(r5="sale")),
        ("the order in francs a sale", lambda: _fate(r7="sale")),
        ("the further row without a customer", lambda: _fate(r1="no customer")),
        (
            "two: the guest a sale, the refunded order too called refund",
            lambda: _fate(r6="sale", r2="refund"),
        ),
    ],
    "5.1.3": [
        ("francs left out of the lines", lambda: 3550),
        ("the file less the orders", lambda: 31300),
        ("the rows in no line", lambda: 25),
        ("two: the sign, with the francs left out", lambda: -3550),
    ],
    "5.1.5": [
        ("guests together one customer", lambda: 100 * (3 / 6 - 3 / 5)),
        ("a fraction", lambda: 3 / 14 - 3 / 5),
        ("the share of itself, in per cent", lambda: 100 * (3 / 14 / 0.6 - 1)),
        ("two: of orders, rising for falling", lambda: 100 * (9 / 11 - 9 / 20)),
    ],
    "5.1.6": [
        ("of the forecast", lambda: _off("forecast")),
        ("what came less the forecast", lambda: _off(sign=-1)),
        ("in purchases", lambda: _off("one")),
        ("two: per customer, what came less the forecast", lambda: _off("customers", -1)),
    ],
    "5.1.a": [
        ("of what is kept", lambda: 18473.61 / 565358.48),
        ("the share of rows", lambda: 390 / 10927),
        ("of all that was left out", lambda: 18473.61 / (597151.94 - 565358.48)),
        ("two: rows, of those kept", lambda: 390 / 10020),
    ],
}
