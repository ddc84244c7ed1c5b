"""Wrong ways through ten chapters, thought of from the built pages and tasks alone, a third time.

The odd questions of each exercise that ask for a value, then its *Try it* boxes, five a chapter at most: chosen
before any of them was read. Some eight ways with one mistake each and three with two at once, written down with
the right way before any question's file was read or any answer was checked. As made, not as mended.
"""

import functools

import numpy as np
import pandas as pd

from marketing_origin import clv, data, economics, lifecycle

S = pd.Series


@functools.cache
def load(name):
    return data.load(name)


# ---- 2.4 Splitting the budget


def _point(share=0.4, spend=4000, log=np.log, ceiling=250, at="today"):
    scale = -spend / log(1 - share)
    return scale / ceiling * (np.exp(spend / scale) if at == "today" else 1)


@functools.cache
def _levels(raw=False):
    months = load("club_months").merge(load("club_members")[["member_id", "home_club"]], on="member_id")
    months = months.merge(
        load("club_cancellations")[["member_id", "month"]].assign(left=1), how="left"
    ).merge(load("club_retention_costs")[["month", "home_club", "care_per_member"]])
    months["quarter"] = months["month"].dt.to_period("Q").astype(str)
    quarters = months.groupby("quarter")["left"]
    months["if_equal"] = quarters.transform("count") / quarters.transform("size")
    by_care = months.groupby("care_per_member").agg(
        left=("left", "count"), if_equal=("if_equal", "sum"), size=("left", "size")
    )
    if raw:
        stay = 1 - by_care["left"] / by_care["size"]
    else:
        stay = 1 - months["left"].count() / len(months) * by_care["left"] / by_care["if_equal"]
    return stay.rename("stay").reset_index()


STEPS = ["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"]


def _steps(money="step", kept="step", raw=False, power=1, turned=False, times=1.0):
    t = _levels(raw)
    care, stay = t["care_per_member"].to_numpy(), t["stay"].to_numpy() ** power
    up = {"step": np.diff(care), "level": care[1:], "mean": (care[1:] + care[:-1]) / 2}[money]
    gain = {"step": np.diff(stay), "zero": stay[1:] - stay[0], "level": stay[1:], "relative": np.diff(stay) / stay[:-1]}
    found = up / gain[kept]
    return S(times * (1 / found if turned else found), index=STEPS)


SEARCH, POSTERS, CALL = (300, 6000), (80, 8000), (120, 3000)


def _split(budget=12_000, values=(120, 120, 200), clip=True, rescale=False, price=None, places=(SEARCH, POSTERS, CALL)):
    """Split by equal marginal values, by bisection on the price."""

    def spent(log_price):
        found = np.array(
            [scale * (np.log(v * c / scale) - log_price) for v, (c, scale) in zip(values, places, strict=True)]
        )
        return np.maximum(found, 0) if clip else found

    if price is not None:
        found = spent(np.log(price))
    else:
        low, high = -20.0, 20.0
        for _ in range(200):
            mid = (low + high) / 2
            low, high = (mid, high) if spent(mid).sum() > budget else (low, mid)
        found = spent(low)
    if rescale:
        found = np.maximum(found, 0)
        found = budget * found / found.sum()
    return S(found, index=["search", "posters", "call"])


def _to(weights, budget=12_000):
    weights = np.array(weights, dtype=float)
    return S(budget * weights / weights.sum(), index=["search", "posters", "call"])


WAYS_2_4 = {
    "2.4.1": [
        ("the average", lambda: 4000 / 100),
        ("the first customer's cost", lambda: _point(at="zero")),
        ("customers a unit of money", lambda: 1 / _point()),
        ("0.4 left for 0.6 left", lambda: _point(share=0.6)),
        ("logarithm to the base 10", lambda: _point(log=np.log10)),
        ("money over the customers still to be won", lambda: 4000 / 150),
        ("the scale", lambda: -4000 / np.log(0.6)),
        ("250 further ones", lambda: _point(share=100 / 350, ceiling=350)),
        ("two: base 10, the first customer's", lambda: _point(log=np.log10, at="zero")),
        ("two: 0.4 left, customers a unit of money", lambda: 1 / _point(share=0.6)),
        ("two: 350, the first customer's", lambda: _point(share=100 / 350, ceiling=350, at="zero")),
    ],
    "2.4.3": [
        ("kept a unit of money", lambda: _steps(turned=True)),
        ("the level of care, not the step", lambda: _steps(money="level")),
        ("from no care to each level", lambda: _steps(money="level", kept="zero")),
        ("all who stay, not those kept", lambda: _steps(kept="level")),
        ("the step over the gain from zero", lambda: _steps(kept="zero")),
        ("raw shares, quarters not compared", lambda: _steps(raw=True)),
        ("a year's care", lambda: _steps(times=12)),
        ("a year's retention", lambda: _steps(power=12)),
        ("two: raw, from no care", lambda: _steps(raw=True, money="level", kept="zero")),
        ("two: the level of care, a year's", lambda: _steps(money="level", times=12)),
        ("two: level, kept a unit of money", lambda: _steps(money="level", turned=True)),
    ],
    "2.4.5": [
        ("values left out", lambda: _split(values=(1, 1, 1))),
        ("values exchanged", lambda: _split(values=(200, 200, 120))),
        ("a third each", lambda: _to([1, 1, 1])),
        ("posters below nothing", lambda: _split(clip=False)),
        ("posters cut at nothing, rest shrunk", lambda: _split(clip=False, rescale=True)),
        ("until a unit brings a unit", lambda: _split(price=1)),
        ("by what endless money would bring", lambda: _to([300 * 120, 80 * 120, 120 * 200])),
        ("by the first unit's value", lambda: _to([6, 1.2, 8])),
        ("two: no values, posters below nothing", lambda: _split(values=(1, 1, 1), clip=False)),
        ("two: 120 for all, posters cut, rest shrunk", lambda: _split(values=(120, 120, 120), clip=False, rescale=True)),
        ("two: a unit a unit, values changed over", lambda: _split(price=1, values=(200, 200, 120))),
    ],
    "2.4.7": [
        ("by elasticity", lambda: ["retain", "acquire", "engage"]),
        ("by the size of the rise", lambda: ["engage", "acquire", "retain"]),
        ("the least first", lambda: ["engage", "retain", "acquire"]),
        ("first margin forgotten", lambda: ["retain", "engage", "acquire"]),
        ("in the order of the years", lambda: ["acquire", "engage", "retain"]),
        ("the best alone", lambda: ["acquire"]),
        ("letters for names", lambda: ["a", "r", "b"]),
        ("nouns", lambda: ["acquisition", "retention", "engagement"]),
    ],
    "2.4.a": [
        ("both 5,000", lambda: 200 * (1 - np.exp(-2))),
        ("the first 5,000", lambda: 200 * (1 - np.exp(-1))),
        ("what is left after the first", lambda: 200 * np.exp(-1)),
        ("what is left after both", lambda: 200 * np.exp(-2)),
        ("the mean of the two", lambda: 100 * (1 - np.exp(-2))),
        ("a share of the ceiling", lambda: np.exp(-1) - np.exp(-2)),
        ("63% of the first's joiners", lambda: 200 * (1 - np.exp(-1)) ** 2),
        ("powers of 2", lambda: 200 * (0.5 - 0.25)),
        ("two: both, as a share", lambda: 1 - np.exp(-2)),
        ("two: half of the first's", lambda: 100 * (1 - np.exp(-1))),
        ("two: first off by one, third 5,000", lambda: 200 * (np.exp(-2) - np.exp(-3))),
    ],
}

# ---- 3.1 Stages, phases, states

AGO = {
    "ana": [50],
    "ben": [202, 180, 150, 130, 130, 102],
    "eva": [46, 40],
    "kim": [390, 300, 150],
    "leo": [100, 95, 82, 70],
}


def _five(once=True, lend=30, per=0, ruler=None, silence=min, limits=(2, 4), loyal=2):
    found = {}
    for name, days in AGO.items():
        days = sorted(set(days)) if once else days
        n, span = len(days), max(days) - min(days)
        rhythm = ruler or ((lend + span) / (n - per) if n > per else np.nan)
        gaps = silence(days) / rhythm if rhythm else np.inf
        found[name] = (
            "churned" if gaps > limits[1] else "dormant" if gaps > limits[0] else "loyal" if n >= loyal else "new"
        )
    return found


MATRIX = np.array([[0.80, 0.15, 0.05], [0.30, 0.50, 0.20], [0.10, 0.00, 0.90]])
THREE = ["active", "dormant", "lost"]


def _steady(matrix=MATRIX):
    found = np.linalg.matrix_power(matrix / matrix.sum(axis=1, keepdims=True), 5000)[0]
    return S(found, index=THREE)


@functools.cache
def _tenth():
    log = load("cdnow_sample")
    known, later = log[log["date"] <= "1997-09-30"], log[log["date"] > "1997-09-30"]
    people = known.groupby("customer_id")["date"].agg(["min", "max"])
    people["silent"] = (pd.Timestamp("1997-09-30") - people["max"]).dt.days
    people["age"] = (pd.Timestamp("1997-09-30") - people["min"]).dt.days
    people["later"] = later.groupby("customer_id")["value"].sum()
    people["all"] = log.groupby("customer_id")["value"].sum()
    people["before"] = known.groupby("customer_id")["value"].sum()
    people["quantity"] = later.groupby("customer_id")["quantity"].sum()
    state = lifecycle.customer_states(log, "customer_id", "date", at="1997-09-30")["state"]
    return people.fillna(0).assign(state=state.astype(str))


def _lists(money="later", margin=0.2, cost=5, below=60, strict=False, days="silent", keep=None, turned=False, only=False, mean=False):
    t = _tenth()
    near = {
        "everybody": t["silent"] >= 0,
        "silent_60": t[days] < 60 if strict else t[days] <= 60,
        "silent_180": t[days] < 180 if strict else t[days] <= 180,
        "own_rhythm": t["state"].isin(keep) if keep else t["state"] != "churned",
    }
    found = {}
    for name, mask in near.items():
        mask = ~mask if turned and name != "everybody" else mask
        chosen = t[mask & (t["later"] > 0)] if only else t[mask]
        made = margin * chosen[money] - cost
        found[name] = made.mean() if mean else made.sum()
    return S(found)


@functools.cache
def _history():
    log = load("cdnow")
    known = log[log["date"] <= "1997-09-30"].groupby("customer_id")["date"]
    days = known.agg(["min", "max", "nunique"])
    days = days[days["nunique"] > 1]
    span = (days["max"] - days["min"]).dt.days
    return lifecycle.states_by_month(
        log, "customer_id", "date", end="1998-06-30", typical_gap=(span / (days["nunique"] - 1)).median()
    )


def _awake(base="dormant", then="loyal", first="1998-04-30", second="1998-05-31", of="first"):
    history = _history()
    at, after = history[first].astype(str), history[second].astype(str)
    both = ((at == base) & (after == then)).sum()
    return both / {"first": (at == base).sum(), "second": (after == then).sum(), "all": len(at)}[of]


def _all_months():
    history = _history().astype(str).to_numpy()
    before, after = history[:, :-1].ravel(), history[:, 1:].ravel()
    return ((before == "dormant") & (after == "loyal")).sum() / (before == "dormant").sum()


GAPS = 65 / ((40 + 20 + 40) / 3)

WAYS_3_1 = {
    "3.1.1": [
        ("two rows of a day are two orders", lambda: _five(once=False)),
        ("no gap lent", lambda: _five(lend=0, per=1)),
        ("30 days for everybody", lambda: _five(ruler=30)),
        ("divided by the orders, nothing lent", lambda: _five(lend=0)),
        ("lent, divided by one less", lambda: _five(per=1)),
        ("silence since the first order", lambda: _five(silence=max)),
        ("dormant above one gap, churned above two", lambda: _five(limits=(1, 2))),
        ("above four is dormant, nobody above eight", lambda: _five(limits=(4, 8))),
        ("two: nothing lent, limits one and two", lambda: _five(lend=0, per=1, limits=(1, 2))),
        ("two: 30 for all, loyal from three", lambda: _five(ruler=30, loyal=3)),
        ("two: 30 for all, since the first order", lambda: _five(ruler=30, silence=max)),
    ],
    "3.1.3": [
        ("columns for rows", lambda: _steady(MATRIX.T)),
        ("a third each", lambda: S(1 / 3, index=THREE)),
        ("means of the columns", lambda: S(MATRIX.mean(axis=0), index=THREE)),
        ("a year on from all active", lambda: S(np.linalg.matrix_power(MATRIX, 12)[0], index=THREE)),
        ("two months on", lambda: S((MATRIX @ MATRIX)[0], index=THREE)),
        ("in parts of the active", lambda: _steady() / _steady()["active"]),
        ("lost never come back", lambda: _steady(np.vstack([MATRIX[:2], [0, 0, 1]]))),
        ("vector of length one", lambda: _steady() / np.sqrt((_steady() ** 2).sum())),
        ("two: per cent, active and lost exchanged", lambda: S(100 * _steady().to_numpy()[::-1], index=THREE)),
        ("two: a year on, in per cent", lambda: S(100 * np.linalg.matrix_power(MATRIX, 12)[0], index=THREE)),
        ("two: columns, parts of the active", lambda: _steady(MATRIX.T) / _steady(MATRIX.T)["active"]),
    ],
    "3.1.5": [
        ("catalogues forgotten", lambda: _lists(cost=0)),
        ("80 cents are left", lambda: _lists(margin=0.8)),
        ("sales for earnings", lambda: _lists(margin=1.0)),
        ("60 and 180 left out", lambda: _lists(strict=True)),
        ("all orders, the ones before, too", lambda: _lists(money="all")),
        ("silence since the first order", lambda: _lists(days="age")),
        ("loyal alone keep the rhythm", lambda: _lists(keep=["loyal"])),
        ("cost for buyers alone", lambda: _lists(only=True)),
        ("two: no cost, strict", lambda: _lists(cost=0, strict=True)),
        ("two: per customer, sales", lambda: _lists(margin=1.0, mean=True)),
        ("two: the other customers, all orders", lambda: _lists(turned=True, money="all")),
    ],
    "3.1.a": [
        ("no gap lent", lambda: 65 / 30),
        ("the typical gap alone", lambda: 65 / 40),
        ("lent, divided by her two gaps", lambda: 65 / 50),
        ("her span over three orders", lambda: 65 / 20),
        ("since the first order", lambda: 125 / (100 / 3)),
        ("the other way up", lambda: 1 / GAPS),
        ("her rhythm", lambda: 100 / 3),
        ("two typical gaps lent", lambda: 65 / 35),
        ("two: since the first order, nothing lent", lambda: 125 / 30),
        ("two: nothing lent, the other way up", lambda: 30 / 65),
        ("two: since 21 March, the typical gap alone", lambda: 105 / 40),
    ],
    "3.1.b": [
        ("of those loyal in May", lambda: _awake(of="second")),
        ("of all customers", lambda: _awake(of="all")),
        ("not loyal", lambda: 1 - _awake()),
        ("dormant who stay dormant", lambda: _awake(then="dormant")),
        ("loyal who turned dormant", lambda: _awake(base="loyal", then="dormant")),
        ("churned who turned loyal", lambda: _awake(base="churned")),
        ("a month early", lambda: _awake(first="1998-03-31", second="1998-04-30")),
        ("all months at once", _all_months),
        ("two: a month late, of those loyal then", lambda: _awake(first="1998-05-31", second="1998-06-30", of="second")),
        ("two: churned, of all", lambda: _awake(base="churned", of="all")),
        ("two: a month early, not loyal", lambda: 1 - _awake(first="1998-03-31", second="1998-04-30")),
    ],
}

# ---- 3.2 Cohorts and survival

QUARTERS = ["1997Q2", "1997Q3", "1997Q4", "1998Q1", "1998Q2"]


@functools.cache
def _quarters():
    orders = load("cdnow").copy()
    orders["quarter"] = orders["date"].dt.to_period("Q").astype(str)
    return orders


def _cohort(how="customers", of="all", times=1.0, index=QUARTERS):
    orders = _quarters()
    sizes = orders.groupby("quarter")["customer_id"].agg(["nunique", "size"])
    bought = sizes["size" if how == "rows" else "nunique"]
    if how == "money":
        bought = orders.groupby("quarter")["value"].sum()
    if how == "later":
        last = orders.groupby("customer_id")["quarter"].max()
        bought = S({q: (last >= q).sum() for q in ["1997Q1", *QUARTERS]})
    if how == "so far":
        later = orders[orders["quarter"] > "1997Q1"].groupby("customer_id")["quarter"].min()
        bought = S({q: (later <= q).sum() for q in ["1997Q1", *QUARTERS]})
    base = {
        "all": orders["customer_id"].nunique(),
        "rows": len(orders),
        "before": bought.shift(),
        "repeat": orders[orders["quarter"] > "1997Q1"]["customer_id"].nunique(),
        "money": orders.groupby("quarter")["value"].sum()["1997Q1"],
        "none": 1,
    }[of]
    return S((times * bought / base)[list(index)].to_numpy(), index=QUARTERS)


LATE = [(0, 2, 1), (0, 4, 0), (0, 5, 1), (0, 7, 0), (4, 5, 1), (4, 12, 0), (6, 7, 1), (6, 8, 1), (9, 12, 0)]


def _km(rows=LATE, until=8, late=True, left_all=False, drop=None, after=False, clock=False, total=None):
    """Survival after `until` months, with the slips of a hand that draws it up."""
    rows = [(0, m - e, d) for e, m, d in rows] if clock else rows
    rows = [(e, m, d) for e, m, d in rows if drop is None or not drop(e, m, d)]
    share = 1.0
    for time in sorted({m for _, m, d in rows if (d or left_all) and m <= until}):
        gone = sum(m == time and (d or left_all) for _, m, d in rows)
        at_risk = total or sum(m >= time and (not late or e < time) for e, m, d in rows)
        at_risk -= gone if after else 0
        share *= 1 - gone / at_risk if at_risk else 0
    return share


EIGHT = [(0, 1, 1), (0, 2, 0), (0, 3, 1), (0, 3, 1), (0, 5, 0), (0, 6, 1), (0, 7, 0), (0, 8, 0)]

FIRST = [100, 86.9, 74.3, 65.3, 59.3]


@functools.cache
def _fit(kind, points=5):
    return getattr(lifecycle, kind)().fit(S(FIRST[:points], index=range(points)), customers=1000)


def _twelve(year=12, points=5, kinds=("ShiftedBetaGeometric", "Geometric"), times=100):
    found = [float(np.asarray(_fit(kind, points).survival(np.arange(year + 1)))[-1]) for kind in kinds]
    return S({"differ": times * found[0], "one_rate": times * found[1]})


WAYS_3_2 = {
    "3.2.1": [
        ("rows for customers", lambda: _cohort(how="rows")),
        ("of all rows", lambda: _cohort(how="rows", of="rows")),
        ("of the quarter before", lambda: _cohort(of="before")),
        ("of those who came back", lambda: _cohort(of="repeat")),
        ("in this quarter or later", lambda: _cohort(how="later")),
        ("by then, once or more", lambda: _cohort(how="so far")),
        ("money for customers", lambda: _cohort(how="money", of="money")),
        ("from the first quarter on", lambda: _cohort(index=["1997Q1", *QUARTERS[:4]])),
        ("two: rows, of the quarter before", lambda: _cohort(how="rows", of="before")),
        ("two: of those who came back, per cent", lambda: _cohort(of="repeat", times=100)),
        ("two: rows, as numbers", lambda: _cohort(how="rows", of="none")),
    ],
    "3.2.3": [
        ("entry ignored", lambda: _km(late=False)),
        ("at risk after who has left", lambda: _km(after=True)),
        ("months since entry", lambda: _km(clock=True)),
        ("whoever is out of sight has left", lambda: _km(left_all=True)),
        ("those from the start alone", lambda: _km(drop=lambda e, m, d: e > 0)),
        ("before eight, not after", lambda: _km(until=7)),
        ("left until then", lambda: 1 - _km()),
        ("still there, over nine", lambda: 1 - 5 / 9),
        ("two: entry ignored, before eight", lambda: _km(late=False, until=7)),
        ("two: those who left alone, entry ignored", lambda: _km(late=False, drop=lambda e, m, d: not d)),
        ("two: before eight, left until then", lambda: 1 - _km(until=7)),
    ],
    "3.2.5": [
        ("year 11", lambda: _twelve(year=11)),
        ("year 13", lambda: _twelve(year=13)),
        ("fractions", lambda: _twelve(times=1)),
        ("labels exchanged", lambda: S(_twelve().to_numpy()[::-1], index=["differ", "one_rate"])),
        ("year 8: twelve less four", lambda: _twelve(year=8)),
        ("the last rate goes on", lambda: S({"differ": 59.3 * (59.3 / 65.3) ** 8, "one_rate": _twelve()["one_rate"]})),
        ("the first rate for all", lambda: S({"differ": _twelve()["differ"], "one_rate": 100 * 0.869**12})),
        ("of those there in year 4", lambda: _twelve() / _twelve(year=4) * 100),
        ("two: year 13, fractions", lambda: _twelve(year=13, times=1)),
        ("two: exchanged, year 11", lambda: S(_twelve(year=11).to_numpy()[::-1], index=["differ", "one_rate"])),
        ("two: have left, fractions", lambda: 1 - _twelve(times=1)),
    ],
    "3.2.a": [
        ("of all customers", lambda: 285 / 1000),
        ("mean of the shares", lambda: (0.6 + 0.55) / 2),
        ("of those there after one", lambda: 285 / 360),
        ("after one year", lambda: 760 / 1000),
        ("left after two", lambda: 215 / 500),
        ("with this year's 400", lambda: 685 / 1000),
        ("one year after the other, the young in it", lambda: 760 / 1000 * 285 / 360),
        ("first cohort alone", lambda: 120 / 200),
        ("two: after one, without the young", lambda: 360 / 500),
        ("two: mean of three shares, this year's as it is", lambda: (0.6 + 0.55 + 0.8) / 3),
        ("two: left, of all", lambda: 1 - 285 / 1000),
    ],
    "3.2.b": [
        ("before six", lambda: _km(EIGHT, until=5)),
        ("seen beyond six, of eight", lambda: 2 / 8),
        ("at risk after who has left", lambda: _km(EIGHT, until=6, after=True)),
        ("four of eight have left", lambda: 4 / 8),
        ("still members never leave the base", lambda: _km(EIGHT, until=6, total=8)),
        ("left by then", lambda: 1 - _km(EIGHT, until=6)),
        ("two threes counted once", lambda: _km([*EIGHT[:3], *EIGHT[4:]], until=6)),
        ("of those at six, who stays", lambda: 2 / 3),
        ("two: before six, has left", lambda: 1 - _km(EIGHT, until=5)),
        ("two: base of eight, before six", lambda: _km(EIGHT, until=5, total=8)),
        ("two: still members out, threes once", lambda: 1 / 3),
    ],
}
WAYS = {**WAYS_2_4, **WAYS_3_1, **WAYS_3_2}
