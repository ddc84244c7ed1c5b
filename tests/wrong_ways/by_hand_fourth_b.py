"""Wrong ways through the chapters 2.3 to 3.4, thought of from page and task alone, a fourth time."""

import functools

import numpy as np
import pandas as pd

from marketing_origin import data, economics, journeys, lifecycle

S = pd.Series
RIGHT = {}
WAYS = {}


@functools.cache
def load(name):
    return data.load(name)


# 2.3 ------------------------------------------------------------------------------------------------------


def _school(years=3, kept=0.7, won=150, at_once=False, base=None):
    students = 400.0
    for _ in range(years):
        gone = (1 - kept) * (base or students)
        students = (students + won) * kept if at_once else students - gone + won
    return students


def _times(discount=0.1, first="now", less=0.0, **other):
    def value(kept):
        step = kept / (1 + discount)
        return (1 if first == "now" else kept) / (1 - step)

    rates = {
        "per_cent": 0.7 * 1.05,
        "points": 0.75,
        "fewer_leave": 1 - 0.3 * 0.95,
        "never_leaves": 1.0,
    } | other
    return S({name: value(kept) / value(0.7) - less for name, kept in rates.items()})


def _gym(rent=120000, price=90, there="end"):
    def profit(members):
        return members * 120 - 500 * price - rent

    first = {
        "end": 2000 * 0.8 + 500,
        "left only": 2000 * 0.8,
        "mean": 1000 + 1000 * 0.8 + 500 / 2,
    }
    settled = 500 / (1 - 0.8)
    usual = profit(2000)
    return S({"first_year": profit(first[there]) / usual - 1, "in_the_end": profit(settled) / usual - 1})


def _client(certain=True, begin=0, last="for ever", cost="today"):
    def value_of_client(profits, retention_rate, discount_rate, acquisition_cost):
        long = list(profits) + ([profits[-1]] * 1000 if last == "for ever" else [])
        if last == "mean":
            long = [sum(profits) / len(profits)] * 1000
        total = 0.0
        for year, profit in enumerate(long):
            stays = retention_rate ** (year if certain else year + 1)
            total += profit * stays / (1 + discount_rate) ** (year + 1 - begin)
        paid = {"today": acquisition_cost, "year end": acquisition_cost / (1 + discount_rate), "none": 0.0}[
            cost
        ]
        return total - paid

    return value_of_client


def _run(score, keep=lambda table: table["left"] > 0, least=False):
    table = pd.DataFrame(
        {
            "customers": [5000, 3000, 20_000, 1000, 8000],
            "before": [4.0, 180, -3, 60, 100],
            "after": [12.0, 207, 7, 84, 108],
            "cost": [10.0, 12, 5, 10, 9],
        },
        index=["letters", "helpline", "app", "gifts", "calls"],
    )
    table["more"] = table["after"] - table["before"]
    table["left"] = table["more"] - table["cost"]
    table = table[keep(table)]
    return list(score(table).sort_values(ascending=least, kind="stable").index)


@functools.cache
def _baskets():
    log = load("cdnow")
    orders = log.groupby(["customer_id", "date"], as_index=False)["quantity"].sum()
    orders["number"] = orders.groupby("customer_id").cumcount() + 1
    orders["rows"] = log.groupby(["customer_id", "date"]).size().to_numpy()
    return orders


def _fuller(between="mean", within="mean", second=False):
    orders = _baskets()
    first = orders[orders["number"] == 1].set_index("customer_id")["quantity"]
    again = orders[orders["number"] == 2 if second else orders["number"] > 1]
    own = again.groupby("customer_id")["quantity"].mean()
    theirs = first[own.index]
    found = {
        "mean": lambda: again["quantity"].mean() / first.mean() - 1,
        "discs": lambda: again["quantity"].mean() - first.mean(),
    }
    inside = {
        "mean": lambda: own.mean() / theirs.mean() - 1,
        "ratios": lambda: (own / theirs.where(theirs > 0)).mean() - 1,
        "orders": lambda: again["quantity"].mean() / theirs.mean() - 1,
        "all first": lambda: own.mean() / first.mean() - 1,
        "discs": lambda: (own - theirs).mean(),
    }
    return S({"between": found[between](), "within": inside[within]()})


def _whose(before="2024-01-01", column="fee", after="month"):
    paid = load("club_months").merge(load("club_members")[["member_id", "join_month"]], on="member_id")
    paid = paid[paid["month"].dt.year == 2024]
    weight = paid["fee"] if column == "fee" else pd.Series(1.0, index=paid.index)
    old = paid["join_month"] < before
    later = {
        "month": paid["month"] > paid["join_month"],
        "joined in 2024": (paid["month"] > paid["join_month"]) & ~old,
        "two months": paid["month"] > paid["join_month"] + pd.DateOffset(months=1),
    }[after]
    return S(
        {
            "joined_before": weight[old].sum() / weight.sum(),
            "after_first_month": weight[later].sum() / weight.sum(),
        }
    )


RIGHT |= {
    "2.3.a": lambda: 120 / 0.04,
    "2.3.b": lambda: 0.13 / 0.08,
    "2.3.c": lambda: 0.5 * 30_000,
    "2.3.1": lambda: _school(),
    "2.3.2": lambda: _times(),
    "2.3.3": lambda: _gym(),
    "2.3.4": lambda: _client(),
    "2.3.5": lambda: _run(lambda t: t["customers"] * t["left"]),
    "2.3.6": lambda: _fuller(),
    "2.3.7": lambda: _whose(),
}
WAYS |= {
    "2.3.a": [
        ("one month on", lambda: 4000 * 0.96 + 120),
        ("those won settle at 3,000, and today's 4,000 stay beside them", lambda: 4000 + 120 / 0.04),
        ("those won leave in their first month already", lambda: 120 * 0.96 / 0.04),
        ("two: a year on, nobody won", lambda: 4000 * 0.96**12),
    ],
    "2.3.b": [
        ("five per cent of 87, to 91.35", lambda: 0.13 / 0.0865),
        ("five per cent fewer leave", lambda: 1 / 0.95),
        ("how many more, not how many times", lambda: 0.13 / 0.08 - 1),
        ("two: rates in place of leaks, to 91.35", lambda: 0.9135 / 0.87),
    ],
    "2.3.c": [
        ("half of one point", lambda: 0.5 * 10_000),
        ("six points between luck and bad luck, each paid half", lambda: 0.5 * 60_000),
        ("a loss in the bad half is paid back", lambda: 0.5 * 30_000 - 0.5 * 30_000),
        ("two: one point, in a good and in a bad trial", lambda: 10_000),
    ],
    "2.3.1": [
        ("after two years", lambda: _school(2)),
        ("30 of each first hundred leave: 120 every year", lambda: _school(base=400)),
        ("the new ones may leave in the year they come", lambda: _school(at_once=True)),
        ("70 in 100 taken as those who leave", lambda: _school(kept=0.3)),
        ("two: four years, nobody won", lambda: _school(4, won=0)),
    ],
    "2.3.2": [
        ("discounted at five per cent, the tile's number", lambda: _times(0.05)),
        ("this year's margin left out", lambda: _times(first="later")),
        ("fewer leave read as points: 0.25 leave", lambda: _times(fewer_leave=0.75)),
        (
            "two: this year's margin left out, gains and not multiples",
            lambda: _times(first="later", less=1.0),
        ),
    ],
    "2.3.3": [
        ("the year's margin on the mean of start and end", lambda: _gym(there="mean")),
        ("winning not paid for", lambda: _gym(price=0)),
        ("those won in the first year bring nothing yet", lambda: _gym(there="left only")),
        ("two: no rent, winning not paid for", lambda: _gym(rent=0, price=0)),
    ],
    "2.3.4": [
        ("each profit at the beginning of its year", lambda: _client(begin=1)),
        ("the mean of the profits for every year", lambda: _client(last="mean")),
        ("the cost of winning at the end of the first year", lambda: _client(cost="year end")),
        ("two: first one not certain, ends with the list", lambda: _client(certain=False, last="list")),
    ],
    "2.3.5": [
        ("by what a unit of cost brings", lambda: _run(lambda t: t["more"] / t["cost"])),
        (
            "those with a negative worth before left out",
            lambda: _run(lambda t: t["customers"] * t["left"], lambda t: (t["left"] > 0) & (t["before"] > 0)),
        ),
        (
            "all whose value rises, by the rise in all",
            lambda: _run(lambda t: t["customers"] * t["more"], lambda t: t["more"] > 0),
        ),
        ("two: per customer, the smallest first", lambda: _run(lambda t: t["left"], least=True)),
    ],
    "2.3.6": [
        ("the second order alone as the repeat", lambda: _fuller(second=True)),
        ("within by the mean of each one's ratio", lambda: _fuller(within="ratios")),
        ("within by all repeat orders, not one mean a customer", lambda: _fuller(within="orders")),
        ("two: in discs, within against all first orders", lambda: _fuller("discs", "all first")),
    ],
    "2.3.7": [
        ("paid months counted, not fees", lambda: _whose(column="months")),
        ("those who joined in January 2024 among the old", lambda: _whose("2024-02-01")),
        ("the first two months of each left out", lambda: _whose(after="two months")),
        (
            "two: months counted, of those joined in 2024 alone",
            lambda: _whose(column="months", after="joined in 2024"),
        ),
    ],
}


# 2.4 ------------------------------------------------------------------------------------------------------


def _next_customer(what="slope"):
    scale = -4000 / np.log(0.6)
    return {
        "slope": lambda: scale / 150,
        "first": lambda: scale / 250,
        "won": lambda: scale / 100,
        "rest": lambda: 4000 / 150,
    }[what]()


def _best(clip=True, log=np.log, inside=lambda w, c, s: w * c / s, outside=lambda s, c: s):
    def best_spend(worth, ceiling, scale):
        found = outside(scale, ceiling) * log(inside(worth, ceiling, scale))
        return max(0.0, float(found)) if clip else float(found)

    return best_spend


@functools.cache
def _stay(within=True):
    months = load("club_months").merge(load("club_members")[["member_id", "home_club"]], on="member_id")
    cancelled = load("club_cancellations")[["member_id", "month"]].assign(left=1)
    months = months.merge(cancelled, how="left")
    months = months.merge(load("club_retention_costs")[["month", "home_club", "care_per_member"]])
    months["quarter"] = months["month"].dt.to_period("Q").astype(str)
    quarters = months.groupby("quarter")["left"]
    months["if_equal"] = quarters.transform("count") / quarters.transform("size")
    by_care = months.groupby("care_per_member").agg(
        left=("left", "count"), if_equal=("if_equal", "sum"), size=("left", "size")
    )
    if not within:
        return 1 - by_care["left"] / by_care["size"]
    return 1 - months["left"].count() / len(months) * by_care["left"] / by_care["if_equal"]


def _steps(within=True, what="step", power=1):
    stay = _stay(within) ** power
    care, kept = stay.index.to_numpy(), stay.to_numpy()
    found = {
        "step": np.diff(care) / np.diff(kept),
        "from none": (care[1:] - care[0]) / (kept[1:] - kept[0]),
        "level": care[1:] / np.diff(kept),
    }[what]
    return S(found, index=["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"])


def _care(rate=0.01, when="chapter"):
    curve = economics.ResponseCurve(floor=0.92, ceiling=0.98, k=0.5)
    spend = np.linspace(0, 20, 200_001)
    kept = np.asarray(curve.response(spend))
    value = {
        "chapter": ((1 + rate) * 18.0 - spend) / (1 + rate - kept),
        "both at once": (18.0 - spend) * (1 + rate) / (1 + rate - kept),
        "kept paid": ((1 + rate) * 18.0 - spend * kept) / (1 + rate - kept),
        "month": kept * 18.0 - spend,
        "worth as without care": kept * (1 + rate) * 18.0 / (1 + rate - 0.92) - spend,
    }[when]
    best = float(spend[value.argmax()])
    return best


def _places(values=(120, 120, 200), budget=12_000, how="best"):
    ceilings, scales, names = [300, 80, 120], [6000, 8000, 3000], ["search", "posters", "call"]
    curves = {
        n: economics.ResponseCurve(ceiling=c, k=1 / s)
        for n, c, s in zip(names, ceilings, scales, strict=True)
    }
    worth = dict(zip(names, values, strict=True))
    shares = {
        "ceilings": S(ceilings, index=names) * S(worth),
        "scales": S(scales, index=names),
        "equal": S(1.0, index=names),
        "first slope": S(ceilings, index=names) / S(scales, index=names) * S(worth),
    }
    if how == "best":
        return economics.split_budget(curves, worth, budget).spend.reindex(names)
    return budget * shares[how] / shares[how].sum()


RIGHT |= {
    "2.4.a": lambda: 200 * (np.exp(-1) - np.exp(-2)),
    "2.4.b": lambda: 2000,
    "2.4.1": lambda: _next_customer(),
    "2.4.2": lambda: _best(),
    "2.4.3": lambda: _steps(),
    "2.4.4": lambda: _care(),
    "2.4.5": lambda: _places(),
    "2.4.6": lambda: ["gym", "airline", "theatre"],
    "2.4.7": lambda: ["acquire", "retain", "engage"],
}
WAYS |= {
    "2.4.a": [
        ("those still missing after the first 5,000", lambda: 200 * np.exp(-1)),
        ("half of what 10,000 bring", lambda: 100 * (1 - np.exp(-2))),
        ("those still missing after both", lambda: 200 * np.exp(-2)),
        ("two: those still missing after both, halved", lambda: 100 * np.exp(-2)),
    ],
    "2.4.b": [
        ("the largest whose average cost is below 64", lambda: 4000),
        ("one step further: the first that costs more than 64", lambda: 3000),
        ("the one with the lowest average cost", lambda: 1000),
        ("two: one step further, in customers", lambda: 62),
    ],
    "2.4.1": [
        ("the first customer's cost, at no spending", lambda: _next_customer(what="first")),
        ("today's money over those not won yet", lambda: _next_customer(what="rest")),
        ("the scale over those won", lambda: _next_customer(what="won")),
        ("two: those whom 8,000 would win, paid with 4,000, on average", lambda: 4000 / (250 * (1 - 0.6**2))),
    ],
    "2.4.2": [
        ("below 0 where the first costs more", lambda: _best(clip=False)),
        ("the logarithm to base 10", lambda: _best(log=np.log10)),
        ("the ceiling in front of the logarithm", lambda: _best(outside=lambda s, c: c)),
        ("two: worth over the scale alone, below 0", lambda: _best(clip=False, inside=lambda w, c, s: w / s)),
    ],
    "2.4.3": [
        ("from no care on, an average of all steps", lambda: _steps(what="from none")),
        ("the whole care of the higher level on each step", lambda: _steps(what="level")),
        ("months not compared within quarters", lambda: _steps(within=False)),
        ("the share who stay a year: the month's to the twelfth", lambda: _steps(power=12)),
        ("two: from no care on, not within quarters", lambda: _steps(False, "from none")),
    ],
    "2.4.4": [
        ("care at the beginning of the month, with the margin", lambda: _care(when="both at once")),
        ("care paid for those alone who stay", lambda: _care(when="kept paid")),
        ("a kept one worth what she is without any care", lambda: _care(when="worth as without care")),
        ("two: 1% a year, care at the beginning", lambda: _care(0.01 / 12, when="both at once")),
    ],
    "2.4.5": [
        ("all three worth 120", lambda: _places((120, 120, 120))),
        ("in proportion to what the first unit brings", lambda: _places(how="first slope")),
        ("in proportion to ceiling times worth", lambda: _places(how="ceilings")),
        ("two: worths exchanged, half of the money kept back", lambda: _places((200, 200, 120), 6000)),
    ],
    "2.4.6": [
        ("by averages", lambda: ["bank", "gym", "shop", "airline"]),
        ("by averages and by the next ones, both", lambda: ["gym", "airline"]),
        (
            "where the next one kept costs no more: the equal one, too",
            lambda: ["gym", "shop", "airline", "theatre"],
        ),
        ("two: by averages, to winning", lambda: ["theatre"]),
    ],
    "2.4.7": [
        ("by the per cent that the 1,000 buys", lambda: ["engage", "acquire", "retain"]),
        ("per cent read as points for r: 0.815", lambda: ["retain", "acquire", "engage"]),
        ("the worth of later years alone, without the first margin", lambda: ["retain", "engage", "acquire"]),
        ("two: without the first margin, least first", lambda: ["acquire", "engage", "retain"]),
    ],
}


# 3.1 ------------------------------------------------------------------------------------------------------


def _five(loan=True, rows=False, typical=False, silence="last", less=0, four=4):
    names = ["ana"] + ["ben"] * 6 + ["eva"] * 2 + ["kim"] * 3 + ["leo"] * 4
    ago = [50, 202, 180, 150, 130, 130, 102, 46, 40, 390, 300, 150, 100, 95, 82, 70]
    found = {}
    for name, one in pd.DataFrame({"customer": names, "ago": ago}).groupby("customer")["ago"]:
        span, orders = one.max() - one.min(), len(one) if rows else one.nunique()
        rhythm = (30 + span) / (orders - less if orders > less else 1)
        if not loan:
            rhythm = span / (orders - 1) if orders > 1 else 30
        if typical:
            rhythm = 30
        if typical == "last gap":
            latest = np.sort(one.unique())[:2]
            rhythm = latest[1] - latest[0] if len(latest) > 1 else 30
        waited = {"last": one.min(), "first": one.max(), "second": sorted(one)[1 % len(one)]}[silence]
        gaps = waited / rhythm
        state = "loyal" if orders > 1 else "new"
        state = "dormant" if gaps > 2 else state
        found[name] = "churned" if gaps > four else state
    return found


@functools.cache
def _homes(at="2017-09-30"):
    return lifecycle.customer_states(load("journey_baskets"), "household_id", "timestamp", at=at)


def _back(states=("churned",), how="share", until=None):
    baskets = load("journey_baskets")
    later = baskets[baskets["timestamp"] >= "2017-10-01"]
    if until:
        later = later[later["timestamp"] < until]
    homes = _homes("2017-09-30")
    called, came = homes["state"].isin(states), homes.index.isin(later["household_id"].unique())
    return {
        "share": lambda: came[called].mean(),
        "of the back": lambda: called[came].mean(),
        "of all": lambda: (called & came).mean(),
        "again churned": lambda: (
            _homes("2017-12-31")["state"].reindex(homes.index[called]) != "churned"
        ).mean(),
    }[how]()


_MOVES = np.array([[0.80, 0.15, 0.05], [0.30, 0.50, 0.20], [0.10, 0.00, 0.90]])


def _steady(moves=_MOVES):
    shares = np.full(3, 1 / 3)
    for _ in range(2000):
        shares = shares @ moves
        shares = shares / shares.sum()
    return S(shares, index=["active", "dormant", "lost"])


def _named(values):
    return S(np.asarray(values, dtype=float), index=["active", "dormant", "lost"])


@functools.cache
def _history():
    log = load("cdnow")
    days = log[log["date"] <= "1997-09-30"].groupby("customer_id")["date"].agg(["min", "max", "nunique"])
    days = days[days["nunique"] > 1]
    typical = ((days["max"] - days["min"]).dt.days / (days["nunique"] - 1)).median()
    return lifecycle.states_by_month(log, "customer_id", "date", end="1998-06-30", typical_gap=typical)


def _awake(before="1998-04-30", after="1998-05-31", how="from"):
    first, second = _history()[before], _history()[after]
    both = (first == "dormant") & (second == "loyal")
    return {
        "from": lambda: both.sum() / (first == "dormant").sum(),
        "to": lambda: both.sum() / (second == "loyal").sum(),
        "all": lambda: both.mean(),
        "left": lambda: (second[first == "dormant"] != "dormant").mean(),
        "levels": lambda: (second == "loyal").sum() / (first == "dormant").sum(),
    }[how]()


def _report(expected=lambda p: 1 - (1 - p) ** 9, seen="ordered", rate="september"):
    history, log = _history(), load("cdnow")
    churned = history["1997-09-30"] == "churned"
    back = (history.loc[churned, "1997-10-31"] != "churned").mean()
    if rate == "all months":
        months = list(history.columns)
        pairs = [(history[a] == "churned", history[b]) for a, b in zip(months, months[1:], strict=False)]
        back = sum((b[a] != "churned").sum() for a, b in pairs) / sum(a.sum() for a, _ in pairs)
    later = log[(log["date"] > "1997-09-30") & (log["date"] <= "1998-06-30")]
    ordered = history.index.isin(later["customer_id"].unique())
    found = {
        "ordered": lambda: ordered[churned].mean(),
        "june": lambda: (history.loc[churned, "1998-06-30"] != "churned").mean(),
        "orders": lambda: later["customer_id"].isin(history.index[churned]).sum() / churned.sum(),
    }[seen]()
    return S({"expected": expected(back), "seen": found})


def _lists(margin=0.2, cost=5.0, states=("churned",), base="list", money="holdout"):
    log = load("cdnow_sample")
    today = pd.Timestamp("1997-09-30")
    people = lifecycle.customer_states(log, "customer_id", "date", at=today)
    last = log[log["date"] <= today].groupby("customer_id")["date"].max()
    silence = (today - last.reindex(people.index)).dt.days
    later = {
        "holdout": log[log["date"] > today],
        "1997": log[(log["date"] > today) & (log["date"] <= "1997-12-31")],
    }[money]
    spent = later.groupby("customer_id")["value"].sum().reindex(people.index).fillna(0)
    lists = {
        "everybody": pd.Series(True, index=people.index),
        "silent_60": silence <= 60,
        "silent_180": silence <= 180,
        "own_rhythm": ~people["state"].isin(states),
    }
    if base == "opposite":
        lists |= {name: ~lists[name] for name in ("silent_60", "silent_180")}
    earned = {}
    for name, on in lists.items():
        paid = {
            "list": on.sum(),
            "opposite": on.sum(),
            "buyers": (on & (spent > 0)).sum(),
            "everybody": len(on),
        }[base]
        earned[name] = margin * spent[on].sum() - cost * paid
    return S(earned)


RIGHT |= {
    "3.1.a": lambda: 65 / ((40 + 60) / 3),
    "3.1.b": lambda: _awake(),
    "3.1.1": lambda: _five(),
    "3.1.2": lambda: _back(),
    "3.1.3": lambda: _steady(),
    "3.1.4": lambda: _report(),
    "3.1.5": lambda: _lists(),
}
WAYS |= {
    "3.1.a": [
        ("lent a gap, but still divided by one less than the orders", lambda: 65 / ((40 + 60) / 2)),
        ("the mean of the typical gap and of her own mean gap", lambda: 65 / ((40 + 30) / 2)),
        ("counted the silence from the first order", lambda: 125 / ((40 + 60) / 3)),
        ("two: silence from the first order, no gap lent", lambda: 125 / (60 / 2)),
    ],
    "3.1.b": [
        ("left dormant in either direction, churned included", lambda: _awake(how="left")),
        ("the move a month earlier, March to April", lambda: _awake("1998-03-31", "1998-04-30")),
        ("all who are loyal in May over all who were dormant in April", lambda: _awake(how="levels")),
        ("two: a month earlier, of those loyal", lambda: _awake("1998-03-31", "1998-04-30", "to")),
    ],
    "3.1.1": [
        ("her latest gap alone as her rhythm", lambda: _five(typical="last gap")),
        ("four gaps from the beginning of dormancy on: churned above six", lambda: _five(four=6)),
        ("lent a gap, divided by one less than the orders", lambda: _five(less=1)),
        ("no gap lent: her own mean gap, 30 days where there is none", lambda: _five(loan=False)),
        ("two: rows as orders, silence from the first order", lambda: _five(rows=True, silence="first")),
    ],
    "3.1.2": [
        ("came back in October alone", lambda: _back(until="2017-11-01")),
        ("all who are not called loyal: dormant ones too", lambda: _back(("churned", "dormant"))),
        ("no longer called churned at the end of the year", lambda: _back(how="again churned")),
        ("two: dormant ones, of all who came back", lambda: _back(("dormant",), "of the back")),
    ],
    "3.1.3": [
        ("two months on from equal shares", lambda: _named(np.full(3, 1 / 3) @ _MOVES @ _MOVES)),
        ("took rows as to and columns as from", lambda: _steady(_MOVES.T)),
        ("solved for staying alone, the diagonal in proportion", lambda: _named(np.diag(_MOVES) / 2.2)),
        (
            "two: everybody active at first, three months on",
            lambda: _named([1, 0, 0] @ _MOVES @ _MOVES @ _MOVES),
        ),
    ],
    "3.1.4": [
        ("expected by eight months, since October is done", lambda: _report(lambda p: 1 - (1 - p) ** 8)),
        ("the rate of all pairs of months, as on the page", lambda: _report(rate="all months")),
        ("orders counted and not customers", lambda: _report(seen="orders")),
        ("two: nine times the rate, seen by the state of June", lambda: _report(lambda p: 9 * p, "june")),
    ],
    "3.1.5": [
        ("a catalogue paid for those alone who buy", lambda: _lists(base="buyers")),
        ("own rhythm keeps neither churned nor dormant", lambda: _lists(states=("churned", "dormant"))),
        ("the money of three months, to the end of the year", lambda: _lists(money="1997")),
        ("two: 4 dollars and 30 cents, as in the chapter", lambda: _lists(0.30, 4.0)),
    ],
}


# 3.2 ------------------------------------------------------------------------------------------------------


def _quarters(base="all", count="customers", which="that"):
    orders = load("cdnow")
    orders = orders.assign(quarter=orders["date"].dt.to_period("Q").astype(str))
    names = ["1997Q1", "1997Q2", "1997Q3", "1997Q4", "1998Q1", "1998Q2"]
    groups = orders.groupby("quarter")["customer_id"]
    there = (groups.nunique() if count == "customers" else groups.size()).reindex(names).astype(float)
    first = orders.groupby("customer_id")["date"].transform("min")
    if which == "own age":
        age = (orders["date"] - first).dt.days // 91
        there = orders.groupby(age)["customer_id"].nunique().reindex(range(6)).set_axis(names).astype(float)
    if which == "last seen":
        latest = orders.groupby("customer_id")["date"].max().dt.to_period("Q").astype(str)
        there = S({name: float((latest >= name).sum()) for name in names})
    if which == "first again":
        again = orders[orders["quarter"] > "1997Q1"].groupby("customer_id")["date"].min()
        there = again.dt.to_period("Q").astype(str).value_counts().reindex(names).fillna(0.0).astype(float)
    share = {
        "all": lambda: there / orders["customer_id"].nunique(),
        "rows": lambda: there / len(orders),
        "q1 rows": lambda: there / (orders["quarter"] == "1997Q1").sum(),
    }[base]()
    return share.iloc[1:].set_axis(names[1:])


def _november(churn="right", growth="right"):
    months = load("club_months")
    before = set(months.loc[months["month"] == "2024-11-01", "member_id"])
    after = set(months.loc[months["month"] == "2024-12-01", "member_id"])
    gone, come = len(before - after), len(after - before)
    rates = {
        "right": gone / len(before),
        "of december": gone / len(after),
        "joined": come / len(before),
        "of both": gone / len(before | after),
    }
    grown = {
        "right": len(after) / len(before) - 1,
        "of december": 1 - len(before) / len(after),
        "joined": come / len(before),
        "share of new": come / len(after),
    }
    return S({"churn": rates[churn], "growth": grown[growth]})


def _nine(entry="late", at=8, drop=None):
    nine = pd.DataFrame(
        {
            "entry": [0, 0, 0, 0, 4, 4, 6, 6, 9],
            "months": [2, 4, 5, 7, 5, 12, 7, 8, 12],
            "left": [True, False, True, False, True, False, True, True, False],
        }
    )
    if drop == "late":
        nine = nine[nine["entry"] == 0]
    if drop == "after":
        nine = nine[nine["entry"] < 8]
    if entry == "since":
        nine["months"] = nine["months"] - nine["entry"]
    left = 1.0
    for month in sorted(nine.loc[nine["left"], "months"].unique()):
        if month > at:
            break
        risk = nine["months"] >= month
        if entry == "late":
            risk &= nine["entry"] < month
        if entry == "ended drop first":
            risk = (nine["entry"] < month) & (
                (nine["months"] > month) | (nine["left"] & (nine["months"] == month))
            )
        left *= 1 - (nine["left"] & (nine["months"] == month)).sum() / risk.sum()
    return left


@functools.cache
def _people():
    members = load("club_members")
    paid = load("club_months").merge(members[["member_id", "join_month"]], on="member_id")
    paid = paid.sort_values(["member_id", "month"], kind="stable")

    def number(dates):
        return dates.dt.year * 12 + dates.dt.month

    age = number(paid["month"]) - number(paid["join_month"])
    unbroken = age == paid.groupby("member_id").cumcount()
    people = members.set_index("member_id")[["plan", "join_month"]]
    people["months"] = unbroken.groupby(paid["member_id"]).sum().astype("int64")
    people["paid"] = paid.groupby("member_id").size()
    people["watched"] = 2024 * 12 + 13 - number(people["join_month"])
    people["left"] = people["months"] < people["watched"]
    return people


def _half(share=0.5, months="months", of=lambda people: people, how="survival"):
    found = {}
    for plan, part in of(_people()).groupby("plan", observed=True):
        stay = journeys.kaplan_meier(part[months], part["left"])
        found[plan] = {
            "survival": lambda part, stay: journeys.time_until(stay, share),
            "median": lambda part, stay: part[months].median(),
            "mean": lambda part, stay: part[months].mean(),
        }[how](part, stay)
    return S(found)


_HIGH = [100, 86.9, 74.3, 65.3, 59.3]


def _twelve(differ=12, one="fitted", unit=100):
    model = lifecycle.ShiftedBetaGeometric().fit(_HIGH, customers=1000)
    geometric = lifecycle.Geometric().fit(_HIGH, customers=1000)
    rates = {
        "fitted": geometric.survival(12),
        "first": 0.869**12,
        "last": (59.3 / 65.3) ** 12,
        "mean": np.mean(np.array(_HIGH[1:]) / np.array(_HIGH[:-1])) ** 12,
        "sixteen": geometric.survival(16),
        "from four": 0.593 * geometric.survival(8),
    }
    kept = {"retention": model.retention_rate(12), "from four": 0.593 * model.survival(8)}
    value = kept[differ] if differ in kept else model.survival(differ)
    return S({"differ": float(value) * unit, "one_rate": float(rates[one]) * unit})


def _renewals(first=0, rate=0.12, steps="there", shift=1):
    there = [1000, 700, 560, 490, 450, 423, 402]
    worth = {}
    for name, start in (("new", 0), ("old", 3)):
        if steps == "there":
            shares = [there[start + shift + k] / there[start] for k in range(3)]
        elif steps == "of 1000":
            shares = [there[start + shift + k] / 1000 for k in range(3)]
        elif steps == "one by one":
            shares = [there[start + 1 + k] / there[start + k] for k in range(3)]
        elif steps == "first rate":
            shares = [(there[start + 1] / there[start]) ** (k + 1) for k in range(3)]
        worth[name] = 60 * sum(share / (1 + rate) ** (k + first) for k, share in enumerate(shares))
    return S(worth)


def _eight(way):
    months, left = [1, 2, 3, 3, 5, 6, 7, 8], [1, 0, 1, 1, 0, 1, 0, 0]
    table = pd.DataFrame({"months": months, "left": left}).astype("int64")
    if way == "ended kept to the end":
        table.loc[table["left"] == 0, "months"] = 9
    if way == "ended dropped":
        table = table[(table["left"] == 1) | (table["months"] > 6)]
    if way == "one at a time out of order":
        return 7 / 8 * 5 / 6 * 5 / 6 * 2 / 3
    return float(
        journeys.kaplan_meier(table["months"], table["left"].astype(bool)).loc[:6, "survival"].iloc[-1]
    )


def _mixture(first=300, second=700, stay=(0.8, 0.4), year=3):
    there = [first * stay[0] ** t + second * stay[1] ** t for t in range(year + 1)]
    return there[year] / there[year - 1]


RIGHT |= {
    "3.2.a": lambda: (120 + 165) / 500,
    "3.2.b": lambda: _eight("right"),
    "3.2.c": lambda: _mixture(),
    "3.2.1": lambda: _quarters(),
    "3.2.2": lambda: _november(),
    "3.2.3": lambda: _nine(),
    "3.2.4": lambda: _half(),
    "3.2.5": lambda: _twelve(),
    "3.2.6": lambda: _renewals(),
}
WAYS |= {
    "3.2.a": [
        ("of those who were there after one year", lambda: 285 / 360),
        ("the mean of the two cohorts' shares, not weighted", lambda: (0.6 + 0.55) / 2),
        ("the newest cohort carried on at four fifths, 400 of 500", lambda: (120 + 165 + 400) / 1000),
        ("two: the newest in the base, the yearly rate of it", lambda: (285 / 1000) ** 0.5),
    ],
    "3.2.b": [
        ("kept everybody with a plus at risk to the end", lambda: _eight("ended kept to the end")),
        ("left out those whose plus came before month six", lambda: _eight("ended dropped")),
        ("two leave in month three: 5 of 6 twice, not 4 of 6", lambda: _eight("one at a time out of order")),
        ("two: nobody with a plus, share not left by month five", lambda: 1 / 4),
    ],
    "3.2.c": [
        ("retention of the second year", lambda: _mixture(year=2)),
        ("retention of the fourth year, three after the first", lambda: _mixture(year=4)),
        ("took the two groups for equally large", lambda: _mixture(500, 500)),
        ("two: chances of leaving as staying, year two", lambda: _mixture(stay=(0.2, 0.6), year=2)),
    ],
    "3.2.1": [
        ("buyers of that quarter or of any later one", lambda: _quarters(which="last seen")),
        ("each customer in the quarter of her first repeat alone", lambda: _quarters(which="first again")),
        ("quarters of 91 days from each one's first order", lambda: _quarters(which="own age")),
        ("two: rows counted, of the rows of the first quarter", lambda: _quarters("q1 rows", "rows")),
    ],
    "3.2.2": [
        ("growth as the share of new ones in December", lambda: _november(growth="share of new")),
        ("churn of all who paid in either month", lambda: _november("of both")),
        ("growth with December as its base", lambda: _november(growth="of december")),
        (
            "two: churn of December's members, growth by joiners alone",
            lambda: _november("of december", "joined"),
        ),
    ],
    "3.2.3": [
        ("left out all who came into view later", lambda: _nine(drop="late")),
        ("whoever is last seen in a month is not at risk in it", lambda: _nine("ended drop first")),
        ("survival before the eighth month's leaver", lambda: _nine(at=7)),
        ("two: months since entry, without the last member", lambda: _nine("since", drop="after")),
    ],
    "3.2.4": [
        ("all months paid, after a pause too", lambda: _half(months="paid")),
        ("until a quarter has left", lambda: _half(0.25)),
        (
            "those who joined in 2022 alone",
            lambda: _half(of=lambda p: p[p["join_month"] < "2023-01-01"], how="median"),
        ),
        ("two: the mean, of leavers", lambda: _half(of=lambda p: p[p["left"]], how="mean")),
    ],
    "3.2.5": [
        ("one rate from the last year seen", lambda: _twelve(one="last")),
        ("one rate carried on from the 59.3 of year 4", lambda: _twelve(one="from four")),
        ("twelve years after year 4: year 16", lambda: _twelve(16, "sixteen")),
        ("as fractions", lambda: _twelve(unit=1)),
        ("two: retention for differ, the first year's rate", lambda: _twelve("retention", "first")),
    ],
    "3.2.6": [
        ("one margin more: today's customers count, too", lambda: _renewals(shift=0)),
        ("each year's rate for itself, not multiplied on", lambda: _renewals(steps="one by one")),
        ("the first year's rate for all three renewals", lambda: _renewals(steps="first rate")),
        ("the three renewals not discounted", lambda: _renewals(rate=0.0)),
        ("two: old ones of the 1,000, first renewal discounted", lambda: _renewals(steps="of 1000", first=1)),
    ],
}


# 3.3 ------------------------------------------------------------------------------------------------------


def _letter(extra=96 / 800 - 30 / 400, gift=10, gifted=96 / 800):
    return extra * 70 - 2.5 - gifted * gift


def _surprise(starts=(0, 6), at=12, half=4, base=2.0):
    return sum(12 * base ** (-(at - start) / half) for start in starts)


def _magazine(back=0.1, rounds=5000, when="begin", write="best", itself=0.02):
    factor, reader, lapsed = 1 / 1.02, 0.0, 0.0
    for _ in range(rounds):
        silent = factor * (itself * reader + (1 - itself) * lapsed)
        letter = factor * (back * reader + (1 - back) * lapsed) - 3
        kept = factor * (0.85 * reader + 0.15 * lapsed)
        best = {"best": max(silent, letter), "never": silent}[write]
        reader, lapsed = (20.0 if when == "begin" else 20.0 * factor) + kept, best
    return S({"reader": reader, "lapsed": lapsed})


def _let_go(extra=0.08, factor=1 / 1.02, write="never", what="gap"):
    found = _magazine(write=write)
    gap = {"gap": found["reader"] - found["lapsed"], "reader": found["reader"], "margin": 20 / 0.15}[what]
    return extra * factor * gap


_ACTIONS = pd.DataFrame(
    {
        "customers": [200, 100, 150, 300],
        "cost": [2.0, 10.0, 4.0, 1.0],
        "lift": [0.05, 0.10, 0.12, 0.02],
        "worth": [120.0, 240.0, 75.0, 40.0],
    },
    index=pd.Index(["letter", "call", "lesson", "message"], name="action"),
)


def _spent(score, budget=1000, least=None):
    table, left = _ACTIONS, budget
    treated = S(0.0, index=table.index)
    for name in score(table).sort_values(ascending=False, kind="stable").index:
        if least is not None and score(table)[name] < least:
            continue
        treated[name] = min(table.at[name, "customers"], left / table.at[name, "cost"])
        left -= treated[name] * table.at[name, "cost"]
    return treated


def _calls(score):
    kinds = pd.DataFrame(
        {
            "leaves": [0.50, 0.30, 0.20, 0.08],
            "called": [0.48, 0.24, 0.12, 0.07],
            "worth": [90.0, 60.0, 75.0, 400.0],
        },
        index=["furious", "drifting", "unsettled", "loyal"],
    )
    return list(score(kinds).sort_values(ascending=False, kind="stable").index)


RIGHT |= {
    "3.3.a": lambda: 10 / np.log2(8 / 2),
    "3.3.b": lambda: (0.09 - 0.06) * 20 - 0.50,
    "3.3.c": lambda: (300 - 100 * 2) / 10,
    "3.3.1": lambda: _letter(),
    "3.3.2": lambda: _surprise(),
    "3.3.3": lambda: _magazine(),
    "3.3.4": lambda: _let_go(),
    "3.3.5": lambda: _spent(lambda t: t["lift"] * t["worth"] / t["cost"] - 1, least=0),
    "3.3.6": lambda: ["letter", "lesson"],
    "3.3.7": lambda: _calls(lambda k: (k["leaves"] - k["called"]) * k["worth"]),
}
WAYS |= {
    "3.3.a": [
        ("as if it wore off by the same amount each month: half of 8 is gone when", lambda: 4 / (6 / 10)),
        ("ten months for the factor of four, divided by it", lambda: 10 / 4),
        ("the e-folding time in place of the half-life", lambda: 10 / np.log(4)),
        ("two: e-folding, of the 6 that are gone", lambda: 10 / np.log(6)),
    ],
    "3.3.b": [
        ("the reminder paid for those alone who return", lambda: 0.03 * 20 - 0.09 * 0.50),
        ("the rise as a share of the 6%", lambda: 0.03 / 0.06 * 20 - 0.50),
        ("for each one returning in addition and not for each reminder", lambda: 20 - 0.50 / 0.03),
        ("two: all who return, the cost for them alone", lambda: 0.09 * (20 - 0.50)),
    ],
    "3.3.c": [
        ("half of the money for each action", lambda: 150 / 10),
        ("A and B in pairs of 12 until the money is gone", lambda: 300 / 12),
        ("the customers of B in place of those of A", lambda: 100),
        ("two: A first, paid by what it brings", lambda: 300 / 16),
    ],
    "3.3.1": [
        ("the gift for those alone who would not have returned", lambda: _letter(gifted=0.045)),
        ("the difference of the counts over the 800", lambda: _letter(extra=(96 - 30) / 800)),
        ("the gift with every letter", lambda: _letter(gifted=1)),
        ("two: gift forgotten, all who return with a letter", lambda: _letter(extra=0.12, gift=0)),
    ],
    "3.3.2": [
        ("the addition of month 6 alone", lambda: _surprise((6,))),
        ("worn off with e in place of 2", lambda: _surprise(base=np.e)),
        ("half a month short: at the end of month 11", lambda: _surprise(at=11)),
        ("two: the third improvement too, half lost each month", lambda: _surprise((0, 6, 12), half=1)),
    ],
    "3.3.3": [
        ("10% return in addition to the 2%", lambda: _magazine(back=0.12)),
        ("stopped after twelve rounds", lambda: _magazine(rounds=12)),
        ("the margin of 20 at the end of the month", lambda: _magazine(when="end")),
        ("two: never wrote, and nobody returns", lambda: _magazine(write="never", itself=0.0)),
    ],
    "3.3.4": [
        ("values of the best plan with letters at 3, not of never writing", lambda: _let_go(write="best")),
        ("worth of a reader, without what a lapsed one is worth", lambda: _let_go(what="reader")),
        ("next month's gain not discounted", lambda: _let_go(factor=1)),
        ("two: all 10%, not discounted", lambda: _let_go(0.10, 1)),
    ],
    "3.3.5": [
        (
            "by what remains per customer, in money",
            lambda: _spent(lambda t: t["lift"] * t["worth"] - t["cost"], least=0),
        ),
        ("by worth of one kept over cost", lambda: _spent(lambda t: t["worth"] / t["cost"])),
        (
            "a quarter of the money for each action",
            lambda: (250 / _ACTIONS["cost"]).clip(upper=_ACTIONS["customers"]),
        ),
        ("two: the cheapest first, the losing message with it", lambda: _spent(lambda t: -t["cost"], 1000)),
    ],
    "3.3.6": [
        ("value twice the cost at least, by lot", lambda: ["letter"]),
        ("interval's lower end above 0, by lot", lambda: ["letter", "call", "lesson", "message"]),
        ("the upper end above the cost, by lot", lambda: ["letter", "call", "lesson"]),
        ("two: value above cost, chosen by staff too", lambda: ["letter", "call", "gift", "lesson"]),
    ],
    "3.3.7": [
        (
            "by the fall of leaving relative to leaving",
            lambda: _calls(lambda k: 1 - k["called"] / k["leaves"]),
        ),
        ("by what is still lost after the call", lambda: _calls(lambda k: k["called"] * k["worth"])),
        ("by the share who leave, as the score does", lambda: _calls(lambda k: k["leaves"])),
        ("two: points of leaving, smallest first", lambda: _calls(lambda k: k["called"] - k["leaves"])),
    ],
}


# 3.4 ------------------------------------------------------------------------------------------------------

_COUNTS = [6, 2, 3, 4, 5, 15, 25, 40, 50, 45, 45]


def _score(unhappy=6, happy=9, z=1.96, of=240, spread="both"):
    counts = S(_COUNTS)
    up, down = counts.loc[happy:].sum() / 240, counts.loc[:unhappy].sum() / 240
    score = up - down
    variance = {
        "both": up + down - score**2,
        "independent": up * (1 - up) + down * (1 - down),
    }[spread]
    error = z * (variance / of) ** 0.5
    return S({"score": score, "low": score - error, "high": score + error})


def _all_members(weights=(600, 300, 100)):
    return float(np.average([-0.2, 0.3, 0.5], weights=weights))


_RISKS = pd.DataFrame(
    {"customers": [500, 300, 100, 60, 40], "risk": [0.05, 0.15, 0.25, 0.40, 0.60]}, index=list("ABCDE")
)


def _list_earns(groups="CDE", saved=0.2, paid="all"):
    part = _RISKS.loc[list(groups)]
    leaving = part["customers"] * part["risk"]
    base = {"all": part["customers"], "leavers": leaving, "saved": leaving * saved}[paid].sum()
    return leaving.sum() * saved * 90 - 4.0 * base


def _curve(base=400, cumulative=True, order=(0, 1, 2, 3), line=False):
    called, control = np.array([42, 70, 84, 95.0])[list(order)], np.array([40, 60, 76, 95.0])[list(order)]
    gain = np.cumsum(called - control) if cumulative else called - control
    gain = gain / (np.array([100, 200, 300, 400]) if base == "called" else base)
    if line:
        gain = gain - gain[-1] * np.array([0.25, 0.5, 0.75, 1])
    return S(gain, index=["25%", "50%", "75%", "100%"])


RIGHT |= {
    "3.4.a": lambda: 100 * (90 - 40 - 300) / 500,
    "3.4.b": lambda: 6 / (0.12 * 160),
    "3.4.c": lambda: (0.05 / 20) / 0.04,
    "3.4.1": lambda: _score(),
    "3.4.2": lambda: _all_members(),
    "3.4.3": lambda: (0.12 - 0.05) / (0.40 - 0.05),
    "3.4.4": lambda: _list_earns(),
    "3.4.5": lambda: _curve(),
    "3.4.6": lambda: 120 * (0.35 - 0.05) * 14,
}
WAYS |= {
    "3.4.a": [
        ("forgot the 40 detractors who answered", lambda: 100 * (90 - 300) / 500),
        ("the silent and the passives as detractors", lambda: 100 * (90 - 70 - 40 - 300) / 500),
        ("the silent as passives: they count in the base alone", lambda: 100 * (90 - 40) / 500),
        ("two: silent as detractors, of the 300 alone, without the 40", lambda: 100 * (90 - 300) / 300),
    ],
    "3.4.b": [
        ("saved as those who leave all the same, 88%", lambda: 6 / (0.88 * 160)),
        ("the cost taken off the worth first", lambda: 6 / (0.12 * (160 - 6))),
        ("the probability of staying above which no call pays", lambda: 1 - 6 / (0.12 * 160)),
        ("two: the share saved forgotten, cost off the worth", lambda: 6 / (160 - 6)),
    ],
    "3.4.c": [
        ("the margin falls by a twentieth, so the churn rate too", lambda: 1 / 20),
        ("in percentage points and not as a share", lambda: 0.05 / 20),
        ("the new churn rate over the old", lambda: 0.0375 / 0.04),
        ("two: margin rises by the cost, in points", lambda: 0.05 - 0.05 * 20 / 21),
    ],
    "3.4.1": [
        ("passives up to 6 taken in: detractors 0 to 5", lambda: _score(unhappy=5)),
        ("the interval of all 800 asked", lambda: _score(of=800)),
        (
            "promoters' and detractors' variances added as if independent",
            lambda: _score(spread="independent"),
        ),
        ("two: promoters from 8, one standard error", lambda: _score(happy=8, z=1)),
    ],
    "3.4.2": [
        ("weighted by those who kept silent", lambda: _all_members((540, 150, 20))),
        ("weighted by the response rates", lambda: _all_members((0.1, 0.5, 0.8))),
        ("the middle group's score, the median", lambda: 0.3),
        ("two: weighted by answers, in points", lambda: 100 * _all_members((60, 150, 80))),
    ],
    "3.4.3": [
        ("the false ticks off, then by the 40%, without their taking part", lambda: (0.12 - 0.05) / 0.40),
        ("of those who ticked, the share for whom it was the cause", lambda: 0.40 * 0.2 / 0.12),
        ("ticked truly plus unticked falsely as one sum", lambda: 0.12 * 0.40 + 0.88 * 0.05),
        ("two: all ticks true, and only 95% hold", lambda: 0.12 / 0.40 * 0.95),
    ],
    "3.4.4": [
        ("the call paid for the leavers alone", lambda: _list_earns(paid="leavers")),
        ("group C left out: its risk of 25% just not above", lambda: _list_earns("DE")),
        ("B called, too: 15% counted as above", lambda: _list_earns("BCDE")),
        ("two: every leaver called stays, all groups called", lambda: _list_earns("ABCDE", saved=1)),
    ],
    "3.4.5": [
        ("each band's own gain, not added up", lambda: _curve(cumulative=False)),
        ("per customer called so far", lambda: _curve("called")),
        ("above calling as many drawn by lot", lambda: _curve(line=True)),
        ("two: from band 4 on, per customer of 800", lambda: _curve(800, order=(3, 2, 1, 0))),
    ],
    "3.4.6": [
        ("the fall taken as 5% of the late ones", lambda: 120 * 0.35 * 0.95 * 14),
        ("a twelfth, since the margin is of twelve months", lambda: 120 * 0.30 * 14 / 12),
        ("what the late ones that remain cost", lambda: 120 * 0.05 * 14),
        ("two: all late ones, times twelve months", lambda: 120 * 0.35 * 14 * 12),
    ],
}
