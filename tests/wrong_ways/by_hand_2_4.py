"""Wrong ways through exercises 2.1 to 4.2, thought of from the tasks alone.

WAYS holds question -> [(what was done, what makes the answer)].

A way that holds two mistakes begins with "two:". The answers are computed as a learner would, not taken from
the questions' own code.
"""

import functools

import numpy as np
import pandas as pd

from marketing_origin import clv, data, lifecycle


def _pays(first=1, stay=0.85, margin=12, cost=60):
    total, n = 0.0, 0
    while total < cost and n < 100:
        total += margin * stay ** (n + 1 - first)
        n += 1
    return n


@functools.cache
def _club():
    return data.load("club_costs"), data.load("club_members")


def _channel(year=2024, discount=True, per="new"):
    costs, members = _club()
    at = costs if year is None else costs[costs["month"].dt.year == year]
    joined = members if year is None else members[members["join_month"].dt.year == year]
    numbers = [
        c
        for c in at.columns
        if c not in ("month", "channel", "campaign") and pd.api.types.is_numeric_dtype(at[c])
    ]
    spent = at.groupby("channel", observed=True)[numbers].sum().sum(axis=1)
    if not discount:
        gone = joined.groupby("channel", observed=True)["joining_discount"].sum()
        spent = spent.sub(gone, fill_value=0)
    counts = joined["channel"].value_counts()
    if per == "total":
        return spent
    if per == "all":
        return spent / len(members)
    if per == "upside down":
        return counts / spent
    if per == "mean":
        return float(spent.sum() / counts.sum())
    return spent / counts


TRIAL = pd.DataFrame({"budget": [2000, 4000, 6000, 8000], "students": [50, 84, 109, 124]})


def _steps(kind="next"):
    b, s = TRIAL["budget"], TRIAL["students"]
    found = {
        "next": b.diff() / s.diff(),
        "average": b / s,
        "upside down": s.diff() / b.diff(),
        "from zero": (b - 2000) / (s - 50),
        "whole budget": b / s.diff(),
        "whole students": b.diff() / s,
        "students": s.diff(),
    }[kind]
    return pd.Series(found.to_numpy(), index=b).iloc[1:]


@functools.cache
def _bank():
    bank = data.load("bank").rename(columns={"campaign": "calls"})
    bank["called_before"] = bank["previous"] > 0
    calendar = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    position = bank["month"].astype(str).map(calendar.index)
    bank["year"] = 2008 + (position.diff() < 0).cumsum()
    return bank


def _calls(kind="per sale", swap=False, years=(2009, 2010), flip=False, whole=None):
    def ratio(rows):
        groups = rows.groupby("called_before")
        value = {
            "per sale": lambda: groups["calls"].sum() / groups["deposit"].sum(),
            "per client": lambda: groups["calls"].mean(),
            "of buyers": lambda: rows[rows["deposit"]].groupby("called_before")["calls"].mean(),
            "sales": lambda: groups["deposit"].mean(),
            "total": lambda: groups["calls"].sum(),
        }[kind]()
        return value[False] / value[True] if not flip else value[True] / value[False]

    bank = _bank()
    answer = {"whole file": ratio(bank), "from 2009": ratio(bank[bank["year"].isin(years)])}
    return pd.Series(dict(zip(answer, reversed(answer.values()), strict=False)) if swap else answer)


@functools.cache
def _cdnow():
    orders = data.load("cdnow")[["customer_id", "date", "value", "quantity"]]
    return orders.assign(first=orders.groupby("customer_id")["date"].transform("min"))


def _repeat(days=90, strict=True, last=True, of="customers", whole=False):
    orders = _cdnow()
    age = (orders["date"] - orders["first"]).dt.days
    hit = (age > 0 if strict else age >= 0) & ((age <= days) if last else (age < days))
    if not strict:
        again = orders.duplicated("customer_id") & (age <= days)
        hit = again
    month = orders["first"].dt.month
    if of == "rows":
        return hit.groupby(month).mean()
    if of == "orders":
        return hit.groupby(month).sum() / orders.groupby(month)["customer_id"].nunique()
    came = orders[hit].groupby(month)["customer_id"].nunique()
    if of == "count":
        return came
    if of == "all":
        return came / orders["customer_id"].nunique()
    if of == "share":
        return came / came.sum()
    return came / orders.groupby(month)["customer_id"].nunique()


def _march(swap=False, z=1.96, scale=1, against=1):
    orders = _cdnow()
    rate, n = _repeat(), orders.groupby(orders["first"].dt.month)["customer_id"].nunique()
    d = rate[3] - rate[against]
    se = np.sqrt(sum(rate[m] * (1 - rate[m]) / n[m] for m in (3, against)))
    d = -d if swap else d
    return {"low": scale * (d - z * se), "high": scale * (d + z * se)}


SCHOOL = {
    ("plan", False): (500, 75),
    ("plan", True): (100, 17),
    ("price", False): (100, 30),
    ("price", True): (300, 87),
}


def _school(weights="all", sign=1, naive="rates", scale=1, swap=False):
    rate = {key: gone / people for key, (people, gone) in SCHOOL.items()}
    gap = {k: rate[k, True] - rate[k, False] for k in ("plan", "price")}
    w = {
        "all": {"plan": 600, "price": 400},
        "even": {"plan": 1, "price": 1},
        "voucher": {"plan": 100, "price": 300},
        "without": {"plan": 500, "price": 100},
        "plan": {"plan": 1, "price": 0},
        "price": {"plan": 0, "price": 1},
    }[weights]
    same = sum(w[k] * gap[k] for k in w) / sum(w.values())
    crude = {
        "rates": 104 / 400 - 105 / 600,
        "ratio": (104 / 400) / (105 / 600),
        "mean": (0.17 + 0.29) / 2 - (0.15 + 0.30) / 2,
        "stay": 105 / 600 - 104 / 400,
        "share": 104 / 209 - 105 / 209,
        "of all": 104 / 1000 - 105 / 1000,
    }[naive]
    answer = {"naive": sign * scale * crude, "same kind": sign * scale * same}
    return pd.Series(dict(zip(answer, reversed(answer.values()), strict=False)) if swap else answer)


def _letters():
    months = data.load("club_months").merge(data.load("club_members")[["member_id", "plan"]], on="member_id")
    months = months.merge(data.load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    former = data.load("club_winback").query("offer_month <= '2024-06-01'")
    since = months.merge(former[["member_id", "returned_month"]], on="member_id")
    since = since[since["month"] >= since["returned_month"]]
    former = former.assign(
        plan=former["member_id"].map(months.drop_duplicates("member_id").set_index("member_id")["plan"]),
        margin=former["member_id"].map(since.groupby("member_id")["margin"].sum()).fillna(0.0),
    )
    return former


def _letter(cost=True, control=True, how="mean", sign=1, only_back=False, cost_twice=False):
    former = _letters()
    arms = sorted(former["arm"].astype(str).unique())
    sent = former.groupby("arm", observed=True)["contact_cost"].mean().idxmax()
    other = next(arm for arm in arms if arm != str(sent))
    rows = former[former["margin"] != 0] if only_back else former
    table = rows.groupby(["arm", "plan"], observed=True)["margin"].agg(how).unstack()
    spent = (
        former.groupby(["arm", "plan"], observed=True)["contact_cost"]
        .agg("mean" if how != "sum" else "sum")
        .unstack()
    )
    value = table.loc[sent]
    if control:
        value = value - table.loc[other]
    if cost:
        value = value - spent.loc[sent] * (2 if cost_twice else 1)
    return sign * value


def _audit(mode="right", z=1.96):
    p, se = 60 / 400, np.sqrt(0.15 * 0.85 / 400)
    if mode == "old":
        return {"cost": 25 / p, "low": 25 / (p + z * se), "high": 25 / (p - z * se)}
    if mode == "times":
        return {"cost": 25 * 0.85, "low": 25 * (0.85 - z * se), "high": 25 * (0.85 + z * se)}
    if mode == "more":
        return {"cost": 25 * 1.15, "low": 25 * (1.15 - z * se), "high": 25 * (1.15 + z * se)}
    cost = 25 / 0.85
    low, high = 25 / (0.85 + z * se), 25 / (0.85 - z * se)
    if mode == "swapped":
        low, high = high, low
    if mode == "total":
        return {"cost": 300_000 / 340, "low": low, "high": high}
    if mode == "counts":
        return {"cost": 12_000 * 0.85, "low": 12_000 * (0.85 - z * se), "high": 12_000 * (0.85 + z * se)}
    return {"cost": cost, "low": low, "high": high}


def _veg(at=4000, ceiling=250, won=100, kind="next"):
    scale = -at / np.log(1 - won / ceiling)
    slope = ceiling / scale * np.exp(-at / scale)
    return {
        "next": 1 / slope,
        "average": at / won,
        "slope": slope,
        "first": scale / ceiling,
        "scale": scale,
        "log10": 1
        / (ceiling / (-at / np.log10(1 - won / ceiling)) * np.exp(-at / (-at / np.log10(1 - won / ceiling)))),
        "linear": 4000 / 150,
    }[kind]


def _best(kind):
    def best_spend(worth, ceiling, scale):
        if kind == "no floor":
            return scale * np.log(worth * ceiling / scale)
        if kind == "log10":
            return max(0.0, scale * np.log10(worth * ceiling / scale))
        if kind == "upside down":
            return max(0.0, scale * np.log(scale / (worth * ceiling)))
        if kind == "customers":
            return max(0.0, ceiling * (1 - scale / (worth * ceiling)))
        if kind == "no scale":
            return max(0.0, np.log(worth * ceiling / scale))
        if kind == "average":
            low, high = 0.0, worth * ceiling
            for _ in range(200):
                mid = (low + high) / 2
                low, high = (mid, high) if ceiling * (1 - np.exp(-mid / scale)) * worth > mid else (low, mid)
            return low
        if kind == "cap":
            return min(scale, max(0.0, scale * np.log(worth * ceiling / scale)))
        return max(0.0, np.log(worth * ceiling / scale) / scale)

    return lambda: best_spend


def _care():
    months = data.load("club_months").merge(
        data.load("club_members")[["member_id", "home_club"]], on="member_id"
    )
    months = months.merge(data.load("club_cancellations")[["member_id", "month"]].assign(left=1), how="left")
    months = months.merge(data.load("club_retention_costs")[["month", "home_club", "care_per_member"]])
    months["quarter"] = months["month"].dt.to_period("Q").astype(str)
    quarters = months.groupby("quarter")["left"]
    months["if_equal"] = quarters.transform("count") / quarters.transform("size")
    by = months.groupby("care_per_member").agg(left=("left", "count"), if_equal=("if_equal", "sum"))
    stay = 1 - months["left"].count() / len(months) * by["left"] / by["if_equal"]
    return stay.rename("stay").reset_index()


def _step(kind="next"):
    levels, steps = _care(), ["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"]
    c, s = levels["care_per_member"], levels["stay"]
    found = {
        "next": c.diff() / s.diff(),
        "average": c / s,
        "upside down": s.diff() / c.diff(),
        "from zero": c / (s - s.iloc[0]),
        "whole care": c / s.diff(),
        "kept": s.diff(),
        "per stayer": c.diff() / s,
        "of the leavers": c.diff() / (1 - s).diff(),
        "points": c.diff() / (100 * s.diff()),
        "with members": (c * s).diff() / s.diff(),
    }[kind]
    return pd.Series(found.iloc[1:].to_numpy(), index=steps)


def _paper(margin=18, i=0.01, k=0.5, kind="value"):
    def curve(R):
        return 0.92 + 0.06 * (1 - np.exp(-k * R))

    R = np.linspace(0, 60, 600_001)
    r = curve(R)
    if kind == "value":
        return float(R[np.argmax(((1 + i) * margin - R) / (1 + i - r))])
    if kind == "worth":
        return float((((1 + i) * margin - R) / (1 + i - r)).max())
    if kind == "rate":
        return float(r[np.argmax(((1 + i) * margin - R) / (1 + i - r))])
    if kind == "no cost":
        return float(R[np.argmax(r * margin - R)])
    if kind == "end of month":
        return float(R[np.argmax((margin - R) / (1 + i - r))])
    if kind == "later":
        return float(R[np.argmax(r * margin / (1 + i - r) - R)])
    return float("nan")


def _split(values=(120, 120, 200), budget=12_000, kind="best"):
    curves = [(300, 1 / 6000), (80, 1 / 8000), (120, 1 / 3000)]
    if kind == "even":
        spend = [budget / 3] * 3
    elif kind == "first":
        w = np.array([v * c * k for v, (c, k) in zip(values, curves, strict=False)])
        spend = list(budget * w / w.sum())
    elif kind == "ceiling":
        w = np.array([v * c for v, (c, _) in zip(values, curves, strict=False)])
        spend = list(budget * w / w.sum())
    elif kind == "one":
        spend = [budget, 0, 0]
    else:
        spend, step = np.zeros(3), 1.0
        for _ in range(int(budget / step)):
            gains = [v * c * k * np.exp(-k * s) for v, (c, k), s in zip(values, curves, spend, strict=False)]
            spend[int(np.argmax(gains))] += step
        spend = list(spend)
    return pd.Series(dict(zip(("search", "posters", "call"), map(float, spend), strict=False)))


FIRMS = pd.DataFrame(
    {
        "average_won": [450, 60, 90, 200, 30],
        "average_kept": [50, 50, 10, 25, 40],
        "next_won": [480, 180, 150, 600, 50],
        "next_kept": [700, 90, 150, 250, 45],
    },
    index=["bank", "gym", "shop", "airline", "theatre"],
)


@functools.cache
def _back(only=True, until="2017-09-30", state="churned", whole_log=False):
    log = data.load("journey_baskets")[["household_id", "timestamp"]]
    known = log if whole_log else log[log["timestamp"] <= pd.Timestamp(until) + pd.Timedelta(days=1)]
    states = lifecycle.customer_states(known, "household_id", "timestamp", at=until)
    states = states["state"] if isinstance(states, pd.DataFrame) else states
    later = set(log.loc[log["timestamp"] >= pd.Timestamp(until) + pd.Timedelta(days=1), "household_id"])
    those = states.index[states.astype(str) == state]
    return np.mean([h in later for h in those]), len(those), sum(h in later for h in those)


MATRIX = np.array([[0.8, 0.15, 0.05], [0.3, 0.5, 0.2], [0.1, 0, 0.9]])


def _steady(matrix=MATRIX, periods=2000, start=(1, 0, 0), labels=("active", "dormant", "lost")):
    at = np.array(start, float)
    for _ in range(periods):
        at = at @ matrix
    return dict(zip(labels, map(float, at), strict=False))


def _lists(
    margin=0.2, cost=5.0, strict=False, days=(60, 180), until="1998-06-30", whole=False, what="profit"
):
    log = data.load("cdnow" if whole else "cdnow_sample")
    day = pd.Timestamp("1997-09-30")
    known, later = log[log["date"] <= day], log[(log["date"] > day) & (log["date"] <= until)]
    silent = (day - known.groupby("customer_id")["date"].max()).dt.days
    states = lifecycle.customer_states(known, "customer_id", "date", at="1997-09-30")
    states = states["state"] if isinstance(states, pd.DataFrame) else states
    spent = later.groupby("customer_id")["value"].sum().reindex(silent.index).fillna(0.0)
    lists = {
        "everybody": silent >= 0,
        "silent_60": silent < days[0] if strict else silent <= days[0],
        "silent_180": silent < days[1] if strict else silent <= days[1],
        "own_rhythm": (states.astype(str) != "churned").reindex(silent.index),
    }
    return {
        name: float(
            {
                "profit": margin * spent[on].sum() - cost * on.sum(),
                "mean": (margin * spent[on] - cost).mean(),
                "count": on.sum(),
            }[what]
        )
        for name, on in lists.items()
    }


QUARTERS = ["1997Q2", "1997Q3", "1997Q4", "1998Q1", "1998Q2"]


def _quarters(of="all", kind="share"):
    orders = data.load("cdnow")
    orders = orders.assign(quarter=orders["date"].dt.to_period("Q").astype(str))
    buyers = orders.groupby("quarter")["customer_id"].nunique()
    rows = orders.groupby("quarter").size()
    n = orders["customer_id"].nunique()
    first = _cdnow()
    later = orders[first["date"] > first["first"]]
    if kind == "rows":
        return (rows / n)[QUARTERS]
    if kind == "share of rows":
        return (rows / rows.sum())[QUARTERS]
    if kind == "count":
        return buyers[QUARTERS]
    if kind == "previous":
        return (buyers / buyers.shift())[QUARTERS]
    if kind == "of buyers":
        return (buyers / later["customer_id"].nunique())[QUARTERS]
    if kind == "first quarter too":
        return buyers / n
    if kind == "money":
        return (orders.groupby("quarter")["value"].sum() / orders["value"].sum())[QUARTERS]
    if kind == "ever":
        seen, result = set(), {}
        for quarter in QUARTERS:
            seen |= set(orders.loc[orders["quarter"] == quarter, "customer_id"])
            result[quarter] = len(seen) / n
        return pd.Series(result)
    if kind == "still":
        last = orders.groupby("customer_id")["date"].max().dt.to_period("Q").astype(str)
        return pd.Series({quarter: float((last >= quarter).mean()) for quarter in QUARTERS})
    return (buyers / n)[QUARTERS]


def _rates():
    months = data.load("club_months")
    november = set(months.loc[months["month"] == "2024-11-01", "member_id"])
    december = set(months.loc[months["month"] == "2024-12-01", "member_id"])
    return len(november), len(december), len(november - december), len(december - november)


NINE = pd.DataFrame(
    {
        "entry": [0, 0, 0, 0, 4, 4, 6, 6, 9],
        "months": [2, 4, 5, 7, 5, 12, 7, 8, 12],
        "left": [True, False, True, False, True, False, True, True, False],
    }
)


def _late(at=8, entry=True, complement=False, drop=False, strict=False):
    table = NINE[NINE["entry"] == 0] if drop else NINE
    stay = 1.0
    for time in sorted(table.loc[table["left"], "months"].unique()):
        if time <= at:
            there = (table["months"] >= time) & ((table["entry"] < time) if entry else True)
            if strict:
                there = (table["months"] > time) & (table["entry"] < time) | (
                    table["left"] & (table["months"] == time)
                )
            stay *= 1 - (table["left"] & (table["months"] == time)).sum() / there.sum()
    return 1 - stay if complement else stay


@functools.cache
def _plans():
    members = data.load("club_members")
    paid = data.load("club_months").merge(members[["member_id", "join_month"]], on="member_id")
    paid = paid.sort_values(["member_id", "month"], kind="stable")

    def number(dates):
        return dates.dt.year * 12 + dates.dt.month

    age = number(paid["month"]) - number(paid["join_month"])
    unbroken = age == paid.groupby("member_id").cumcount()
    people = members.set_index("member_id")[["plan", "join_month"]]
    people["months"] = unbroken.groupby(paid["member_id"]).sum().astype("int64")
    people["left"] = people["months"] < 2024 * 12 + 13 - number(people["join_month"])
    return people


def _survive(rows, level=0.5):
    stay = 1.0
    for time in sorted(rows.loc[rows["left"], "months"].unique()):
        stay *= 1 - (rows["left"] & (rows["months"] == time)).sum() / (rows["months"] >= time).sum()
        if stay <= level:
            return float(time)
    return float("inf")


def _half(kind="km", level=0.5):
    people = _plans()
    return {
        "km": lambda: people.groupby("plan", observed=True).apply(lambda rows: _survive(rows, level)),
        "of leavers": lambda: people[people["left"]].groupby("plan", observed=True)["months"].median(),
        "of all": lambda: people.groupby("plan", observed=True)["months"].median(),
        "mean": lambda: people.groupby("plan", observed=True)["months"].mean(),
        "left": lambda: people.groupby("plan", observed=True)["left"].mean(),
        "together": lambda: _survive(people),
    }[kind]()


RENEW = pd.Series([1000, 700, 560, 490, 450, 423, 402])


def _three(start=0, first_today=True, i=0.12, kind="seen", now=False, of=None):
    total = 0.0
    for t in range(1, 4):
        if kind == "seen":
            share = RENEW[start + t] / (of or RENEW[start])
        elif kind == "one rate":
            share = (402 / 1000) ** (t / 6)
        elif kind == "first rate":
            share = (RENEW[start + 1] / RENEW[start]) ** t
        elif kind == "certain first":
            share = RENEW[start + t - 1] / RENEW[start]
        else:
            share = 1.0
        total += 60 * share / (1 + i) ** (t - 1 if first_today else t)
    return total


def _worths(**how):
    return {"new": _three(0, **how), "old": _three(3, **how)}


def _magazine(
    stay=0.85, back=0.02, letter=0.10, cost=3.0, i=0.02, margin=20.0, policy="best", when=0, after=True
):
    reader = lapsed = 0.0
    for _ in range(5000):
        d = 1 / (1 + i)
        wait = d * (back * reader + (1 - back) * lapsed)
        write = -cost + d * (letter * reader + (1 - letter) * lapsed)
        lapsed_new = {"best": max(wait, write), "never": wait, "always": write}[policy]
        reader = margin * (d if when else 1) + d * (stay * reader + (1 - stay) * lapsed)
        lapsed = lapsed_new
    return {"reader": reader, "lapsed": lapsed}


def _limit(**how):
    low, high = 0.0, 60.0
    never = _fixed("never", 0, **how)
    for _ in range(60):
        mid = (low + high) / 2
        low, high = (mid, high) if _fixed("always", mid, **how) > never else (low, mid)
    return low


def _fixed(policy, cost, stay=0.85, back=0.02, letter=0.10, i=0.02, margin=20.0):
    move = letter if policy == "always" else back
    d = 1 / (1 + i)
    matrix = np.eye(2) - d * np.array([[stay, 1 - stay], [move, 1 - move]])
    return float(np.linalg.solve(matrix, [margin, -cost if policy == "always" else 0.0])[1])


def _first(kind):
    def value_of_first(margin, retention_rate, discount_rate, periods):
        ratio = retention_rate / (1 + discount_rate)
        terms = {
            "late": [margin * retention_rate**t / (1 + discount_rate) ** (t + 1) for t in range(periods)],
            "uncertain": [margin * ratio ** (t + 1) for t in range(periods)],
            "more": [margin * ratio**t for t in range(periods + 1)],
            "less": [margin * ratio**t for t in range(periods - 1)],
            "undiscounted": [margin * retention_rate**t for t in range(periods)],
            "nobody leaves": [margin / (1 + discount_rate) ** t for t in range(periods)],
            "churn": [margin * ((1 - retention_rate) / (1 + discount_rate)) ** t for t in range(periods)],
            "last": [margin * ratio ** (periods - 1)],
            "minus": [margin * (retention_rate - discount_rate) ** t for t in range(periods)],
            "one minus": [margin * (retention_rate * (1 - discount_rate)) ** t for t in range(periods)],
            "straight": [margin * periods],
            "two late churn": [
                margin * (1 - retention_rate) ** t / (1 + discount_rate) ** (t + 1) for t in range(periods)
            ],
            "two undiscounted more": [margin * retention_rate**t for t in range(periods + 1)],
            "two undiscounted uncertain": [margin * retention_rate ** (t + 1) for t in range(periods)],
        }
        return sum(terms[kind])

    return lambda: value_of_first


@functools.cache
def _joiners():
    members = data.load("club_members")
    months = data.load("club_months").merge(members, on="member_id").merge(data.load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    months["tenure"] = 12 * (month.year - joined.year) + month.month - joined.month
    joiners = members.loc[members["join_month"] <= "2023-12-01", ["member_id", "plan"]].set_index("member_id")
    joiners["first_year_margin"] = months[months["tenure"] < 12].groupby("member_id")["margin"].sum()
    joiners["stayed"] = joiners.index.isin(months.loc[months["tenure"] == 12, "member_id"])
    return joiners.groupby("plan", observed=True).agg(
        m=("first_year_margin", "mean"),
        s=("first_year_margin", "sum"),
        r=("stayed", "mean"),
        n=("stayed", "size"),
    )


def _plan_values(kind):
    t, i = _joiners(), 0.10
    m, r = t["m"], t["r"]
    return {
        "now": m * (1 + i) / (1 + i - r),
        "late and uncertain": m * r / (1 + i - r),
        "churn": m / (1 + i - (1 - r)),
        "sum": t["s"] / (1 + i - r),
        "undiscounted": m / (1 - r),
        "first year": m,
        "rates": r,
        "all plans one rate": m / (1 + i - (r * t["n"]).sum() / t["n"].sum()),
        "monthly": m / 12 / (1 + i - r),
        "three": m / 1.1 * (1 + r / 1.1 + (r / 1.1) ** 2),
        "mean": float((m / (1 + i - r)).mean()),
        "two: sum, now": t["s"] * (1 + i) / (1 + i - r),
        "two: undiscounted, uncertain": m * r / (1 - r),
        "two: churn, now": m * (1 + i) / (i + r),
    }[kind]


END, HOLD = pd.Timestamp("1997-12-30"), pd.Timestamp("1998-06-30")
FOUR = [24, 608, 941, 2275]


def _rfm(
    days=1,
    unit=7.0,
    end=END,
    frequency=-1,
    first_money=False,
    rows=False,
    per="transaction",
    to="end",
    nan=True,
):
    log = data.load("cdnow")
    log = log[log["customer_id"].isin(FOUR) & (log["date"] <= end)]
    orders = log if rows else log.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    table = pd.DataFrame(index=pd.Index(FOUR, name="customer_id"))
    for customer, own in orders.groupby("customer_id"):
        own = own.sort_values("date", kind="stable")
        later = own if first_money else own.iloc[1:]
        table.loc[customer, "frequency"] = len(own) + frequency
        first, last = own["date"].iloc[0], own["date"].iloc[-1]
        table.loc[customer, "recency"] = ((last - first) if to == "end" else (end - last)).days / unit
        table.loc[customer, "T"] = (end - first).days / unit
        table.loc[customer, "monetary_value"] = (
            later["value"].sum() if per == "sum" else later["value"].mean()
        )
    return table if nan else table.fillna(0)


def _doubt(kind):
    def weeks_until_doubt(rate, dropout):
        odds = (1 - dropout) / dropout
        return {
            "log10": np.log10(odds) / rate,
            "upside down": np.log(1 / odds) / rate,
            "inverse": np.log(1 / dropout) / rate,
            "no rate": np.log(odds),
            "times rate": np.log(odds) * rate,
            "half life": np.log(2) / rate,
            "rate in days": np.log(odds) / rate * 7,
            "dropout over time": np.log(2) / dropout,
            "log of stay": -np.log(1 - dropout) / rate,
            "per dropout": np.log(2) / (rate * dropout),
            "two: log10, no rate": np.log10(odds),
            "two: inverse, days": 7 * np.log(1 / dropout) / rate,
        }[kind]

    return lambda: weeks_until_doubt


@functools.cache
def _summary(name="cdnow", end="1997-12-30"):
    log = data.load(name)
    return clv.holdout_summary(log, "customer_id", "date", "value", end=end, holdout_end="1998-06-30")


@functools.cache
def _model(name="cdnow", end="1997-12-30"):
    return clv.BetaGeoNBD().fit(_summary(name, end))


def _forecast(name="cdnow", weeks=26):
    s, m = _summary(name), _model(name)
    return np.asarray(m.expected_purchases(weeks, s), float)


def _alive():
    s, m = _summary(), _model()
    return np.asarray(m.probability_alive(s), float)


def _miss(weeks=26, base="actual", sign=1, name="cdnow"):
    actual, said = _summary(name)["holdout_frequency"].sum(), _forecast(name, weeks).sum()
    return {
        "actual": sign * (said / actual - 1),
        "forecast": sign * (said - actual) / said,
        "ratio": said / actual,
        "number": said - actual,
        "forecast itself": said,
        "per customer": (said - actual) / len(_summary(name)),
        "inverse": actual / said,
    }[base]


def _lost(threshold=0.10, of="those", above=False):
    s = _summary()
    these = _alive() > threshold if above else _alive() < threshold
    bought = s["holdout_frequency"].to_numpy() > 0
    return {
        "those": bought[these].mean(),
        "all": (bought & these).mean(),
        "buyers": (bought & these).sum() / bought.sum(),
        "count": int((bought & these).sum()),
        "size": these.mean(),
        "alive": _alive()[these].mean(),
        "expected": _forecast()[these].mean(),
        "orders": s["holdout_frequency"].to_numpy()[these].mean(),
    }[of]


WAYS = {
    "2.1.2": [
        ("nobody leaves", lambda: 5),
        ("first uncertain", lambda: _pays(first=0)),
        ("one late", lambda: _pays() + 1),
        ("one early", lambda: _pays() - 1),
        ("payments after the first", lambda: _pays() - 1),
        ("share that pays", lambda: 12 / 60),
        ("margin 60 over 12 times 0.85", lambda: 60 / (12 * 0.85)),
        ("mean lifetime", lambda: 1 / 0.15),
        ("value", lambda: 12 / 0.15),
        ("not rounded up", lambda: np.log(1 - 60 * 0.15 / 12) / np.log(0.85)),
        ("never", lambda: float("inf")),
    ],
    "2.1.3": [
        ("total", lambda: _channel(per="total")),
        ("all years", lambda: _channel(year=None)),
        ("2023", lambda: _channel(year=2023)),
        ("by all members", lambda: _channel(per="all")),
        ("discount taken off", lambda: _channel(discount=False)),
        ("upside down", lambda: _channel(per="upside down")),
        ("one number", lambda: _channel(per="mean")),
        ("per month", lambda: _channel() / 12),
        ("two: total, all years", lambda: _channel(year=None, per="total")),
        ("two: 2023, discount off", lambda: _channel(year=2023, discount=False)),
    ],
    "2.1.5": [
        ("average", lambda: _steps("average")),
        ("upside down", lambda: _steps("upside down")),
        ("from 2,000", lambda: _steps("from zero")),
        ("whole budget", lambda: _steps("whole budget")),
        ("all students", lambda: _steps("whole students")),
        ("students", lambda: _steps("students")),
        ("lower budget as label", lambda: pd.Series(_steps().to_numpy(), index=[2000, 4000, 6000])),
        ("mean", lambda: float(_steps().mean())),
        ("sign", lambda: -_steps()),
        ("thousands", lambda: _steps() / 1000),
        (
            "two: upside down, lower label",
            lambda: pd.Series(_steps("upside down").to_numpy(), index=[2000, 4000, 6000]),
        ),
        (
            "two: average, lower label",
            lambda: pd.Series(_steps("average").to_numpy(), index=[2000, 4000, 6000]),
        ),
        ("two: from 2,000, upside down", lambda: 1 / _steps("from zero")),
    ],
    "2.1.6": [
        ("average", lambda: 8000),
        ("one step early", lambda: 2000),
        ("one step late", lambda: 6000),
        ("students", lambda: 84),
    ],
    "2.1.7": [
        ("per client", lambda: _calls("per client")),
        ("among buyers", lambda: _calls("of buyers")),
        ("conversion", lambda: _calls("sales")),
        ("upside down", lambda: _calls(flip=True)),
        ("swapped", lambda: _calls(swap=True)),
        ("only 2009", lambda: _calls(years=(2009,))),
        ("2008 and 2009", lambda: _calls(years=(2008, 2009))),
        ("only 2010", lambda: _calls(years=(2010,))),
        ("total", lambda: _calls("total")),
        ("less one", lambda: _calls() - 1),
        (
            "whole file twice",
            lambda: pd.Series({"whole file": _calls().iloc[0], "from 2009": _calls().iloc[0]}),
        ),
        ("two: per client, upside down", lambda: _calls("per client", flip=True)),
        ("two: upside down, only 2009", lambda: _calls(flip=True, years=(2009,))),
        ("two: swapped, per client", lambda: _calls("per client", swap=True)),
    ],
    "2.2.1": [
        ("same day counts", lambda: _repeat(strict=False)),
        ("89 days", lambda: _repeat(last=False)),
        ("30 days", lambda: _repeat(30)),
        ("ever", lambda: _repeat(10_000)),
        ("rows", lambda: _repeat(of="rows")),
        ("orders a customer", lambda: _repeat(of="orders")),
        ("count", lambda: _repeat(of="count")),
        ("of all customers", lambda: _repeat(of="all")),
        ("share of returners", lambda: _repeat(of="share")),
        ("not back", lambda: 1 - _repeat()),
        ("odds", lambda: _repeat() / (1 - _repeat())),
        ("per cent", lambda: 100 * _repeat()),
        ("names of months", lambda: _repeat().rename({1: "January", 2: "February", 3: "March"})),
        (
            "months as dates",
            lambda: _repeat().rename(
                {1: pd.Period("1997-01"), 2: pd.Period("1997-02"), 3: pd.Period("1997-03")}
            ),
        ),
        ("two: ever, not back", lambda: 1 - _repeat(10_000)),
        ("two: 89 days, per cent", lambda: 100 * _repeat(last=False)),
        ("two: same day, of all", lambda: _repeat(strict=False, of="all")),
    ],
    "2.2.2": [
        ("January less March", lambda: _march(swap=True)),
        ("90 per cent", lambda: _march(z=1.645)),
        ("99 per cent", lambda: _march(z=2.576)),
        ("one standard error", lambda: _march(z=1)),
        ("February", lambda: _march(against=2)),
        ("per cent", lambda: _march(scale=100)),
        ("ends swapped", lambda: dict(zip(("high", "low"), _march().values(), strict=False))),
        ("the two rates", lambda: {"low": float(_repeat()[3]), "high": float(_repeat()[1])}),
        ("two: January less March, per cent", lambda: _march(swap=True, scale=100)),
        ("two: 90 per cent, January less March", lambda: _march(z=1.645, swap=True)),
        ("two: February, 99 per cent", lambda: _march(against=2, z=2.576)),
    ],
    "2.2.3": [
        ("even weights", lambda: _school("even")),
        ("weights of those with", lambda: _school("voucher")),
        ("weights of those without", lambda: _school("without")),
        ("plan only", lambda: _school("plan")),
        ("without less with", lambda: _school(sign=-1)),
        ("swapped", lambda: _school(swap=True)),
        ("naive ratio", lambda: _school(naive="ratio")),
        ("mean of rates", lambda: _school(naive="mean")),
        ("of all people", lambda: _school(naive="of all")),
        ("points", lambda: _school(scale=100)),
        ("two: even weights, sign", lambda: _school("even", sign=-1)),
        ("two: swapped, sign", lambda: _school(sign=-1, swap=True)),
        ("two: even weights, mean of rates", lambda: _school("even", naive="mean")),
    ],
    "2.2.5": [
        ("parcel left out", lambda: 260 * 33.0 - 200 * 40.0),
        ("parcel once", lambda: 260 * 33.0 - 200 * 40.0 - 5),
        ("parcel in the coupon week alone", lambda: 260 * 28.0 - 200 * 40.0),
        ("usual less coupon", lambda: -(260 * 28.0 - 200 * 35.0)),
        ("what it leaves", lambda: 260 * 28.0),
        ("margin gap times all", lambda: -7 * 260.0),
        ("per customer", lambda: 28.0 - 35.0),
        ("additional customers at 28", lambda: 60 * 28.0),
        ("parcel added", lambda: 260 * 38.0 - 200 * 45.0),
        ("ratio", lambda: 260 * 28.0 / (200 * 35.0)),
        ("fraction", lambda: 260 * 28.0 / (200 * 35.0) - 1),
        ("two: parcel left out, sign", lambda: 200 * 40.0 - 260 * 33.0),
        ("two: parcel left out, ratio", lambda: 260 * 33.0 / (200 * 40.0)),
        ("two: parcel left out, per customer", lambda: -7.0),
    ],
    "2.2.6": [
        ("cost left out", lambda: _letter(cost=False)),
        ("without the control", lambda: _letter(control=False)),
        ("sum", lambda: _letter(how="sum")),
        ("median", lambda: _letter(how="median")),
        ("returners alone", lambda: _letter(only_back=True)),
        ("sign", lambda: _letter(sign=-1)),
        ("cost twice", lambda: _letter(cost_twice=True)),
        ("all plans", lambda: float(_letter().mean())),
        ("two: cost left out, no control", lambda: _letter(cost=False, control=False)),
        ("two: returners alone, no control", lambda: _letter(only_back=True, control=False)),
        ("two: cost left out, sign", lambda: _letter(cost=False, sign=-1)),
    ],
    "2.2.7": [
        ("of the old", lambda: _audit("old")),
        ("times", lambda: _audit("times")),
        ("more by 15 per cent", lambda: _audit("more")),
        ("ends swapped", lambda: _audit("swapped")),
        ("one standard error", lambda: _audit(z=1)),
        ("90 per cent", lambda: _audit(z=1.645)),
        ("by the sample", lambda: _audit("total")),
        ("customers", lambda: _audit("counts")),
        ("25", lambda: {"cost": 25, "low": 25, "high": 25}),
        ("share", lambda: {"cost": 0.15, "low": 0.115, "high": 0.185}),
        ("two: times, 90 per cent", lambda: _audit("times", z=1.645)),
        ("two: more, one standard error", lambda: _audit("more", z=1)),
        (
            "two: of the old, ends swapped",
            lambda: {
                "cost": _audit("old")["cost"],
                "low": _audit("old")["high"],
                "high": _audit("old")["low"],
            },
        ),
    ],
    "2.4.1": [
        ("average", lambda: _veg(kind="average")),
        ("slope", lambda: _veg(kind="slope")),
        ("first", lambda: _veg(kind="first")),
        ("scale", lambda: _veg(kind="scale")),
        ("log10", lambda: _veg(kind="log10")),
        ("straight to the ceiling", lambda: _veg(kind="linear")),
        ("ceiling 350", lambda: _veg(ceiling=350)),
        ("4,000 / 150", lambda: 4000 / 150),
        ("yearly", lambda: 12 * _veg()),
        ("thousands", lambda: _veg() / 1000),
        ("two: scale in thousands", lambda: _veg(kind="scale") / 1000),
        ("two: slope at ceiling 350", lambda: _veg(ceiling=350, kind="slope")),
    ],
    "2.4.2": [
        ("below zero", _best("no floor")),
        ("log10", _best("log10")),
        ("upside down", _best("upside down")),
        ("customers", _best("customers")),
        ("scale left out", _best("no scale")),
        ("average cost", _best("average")),
        ("divided by scale", _best("divided")),
        (
            "two: log10, below zero",
            lambda: lambda worth, ceiling, scale: scale * np.log10(worth * ceiling / scale),
        ),
        (
            "two: scale left out, below zero",
            lambda: lambda worth, ceiling, scale: np.log(worth * ceiling / scale),
        ),
    ],
    "2.4.3": [
        ("average", lambda: _step("average")),
        ("upside down", lambda: _step("upside down")),
        ("from zero care", lambda: _step("from zero")),
        ("whole care", lambda: _step("whole care")),
        ("kept", lambda: _step("kept")),
        ("per stayer", lambda: _step("per stayer")),
        ("sign", lambda: _step("of the leavers")),
        ("points", lambda: _step("points")),
        ("numbered", lambda: _step().reset_index(drop=True)),
        ("per year", lambda: 12 * _step()),
        ("two: upside down, points", lambda: 100 * _step("upside down")),
        ("two: from zero, upside down", lambda: 1 / _step("from zero")),
        ("two: whole care, points", lambda: _step("whole care") / 100),
    ],
    "2.4.4": [
        ("value", lambda: _paper(kind="worth")),
        ("rate", lambda: _paper(kind="rate")),
        ("one month's margin", lambda: _paper(kind="no cost")),
        ("margin at the end", lambda: _paper(kind="end of month")),
        ("discount 12 % a month", lambda: _paper(i=0.12)),
        ("no discount", lambda: _paper(i=0.0)),
        ("yearly", lambda: 12 * _paper()),
        ("margin 216", lambda: _paper(margin=216)),
        ("upside down", lambda: 1 / _paper()),
        ("whole numbers", lambda: float(round(_paper()))),
        ("two: no discount, value", lambda: _paper(i=0.0, kind="worth")),
        ("two: no discount, yearly", lambda: 12 * _paper(i=0.0)),
    ],
    "2.4.5": [
        ("even", lambda: _split(kind="even")),
        ("by the first gain", lambda: _split(kind="first")),
        ("by worth of the ceiling", lambda: _split(kind="ceiling")),
        ("all to one", lambda: _split(kind="one")),
        ("worth left out", lambda: _split((1, 1, 1))),
        ("worths swapped", lambda: _split((200, 200, 120))),
        ("shares", lambda: _split() / 12_000),
        ("half the budget", lambda: _split(budget=6000)),
        ("twice the budget", lambda: _split(budget=24_000)),
        ("call left out", lambda: _split((120, 120, 0))),
        ("two: worth left out, shares", lambda: _split((1, 1, 1)) / 12_000),
        ("two: worths swapped, half the budget", lambda: _split((200, 200, 120), budget=6000)),
        ("two: even, shares", lambda: _split(kind="even") / 12_000),
    ],
    "2.4.6": [
        ("averages", lambda: list(FIRMS.index[FIRMS["average_kept"] < FIRMS["average_won"]])),
        ("nine times", lambda: ["bank", "shop"]),
        ("from keeping to winning", lambda: ["bank"]),
        ("equal too", lambda: ["gym", "airline", "theatre", "shop"]),
        (
            "next kept above average kept",
            lambda: list(FIRMS.index[FIRMS["next_kept"] > FIRMS["average_kept"]]),
        ),
        ("next won above average won", lambda: list(FIRMS.index)),
        ("mask", lambda: FIRMS["next_kept"] < FIRMS["next_won"]),
        ("table", lambda: FIRMS[FIRMS["next_kept"] < FIRMS["next_won"]]),
        ("positions", lambda: [1, 3, 4]),
        ("numbers", lambda: [90, 250, 45]),
    ],
    "2.4.7": [
        ("turned round", lambda: ["retain", "engage", "acquire"][::-1]),
        ("by the percentages", lambda: ["engage", "acquire", "retain"]),
        ("retain first", lambda: ["retain", "acquire", "engage"]),
        ("numbers", lambda: [3.0, 2.1, 1.5]),
        ("letters", lambda: ["a", "b", "r"]),
    ],
    "3.1.2": [
        ("did not come back", lambda: 1 - _back()[0]),
        ("count", lambda: _back()[2]),
        ("the churned", lambda: _back()[1]),
        ("of all", lambda: _back()[2] / 2469),
        ("dormant", lambda: _back(state="dormant")[0]),
        ("per cent", lambda: 100 * _back()[0]),
        ("31 August", lambda: _back(until="2017-08-31")[0]),
        ("31 October", lambda: _back(until="2017-10-31")[0]),
        ("two: dormant, complement", lambda: 1 - _back(state="dormant")[0]),
        ("two: 31 October, complement", lambda: 1 - _back(until="2017-10-31")[0]),
    ],
    "3.1.3": [
        ("one month", lambda: _steady(periods=1)),
        ("twelve months", lambda: _steady(periods=12)),
        (
            "columns for rows",
            lambda: dict(
                zip(("active", "dormant", "lost"), (MATRIX.T @ np.ones(3) / 3).tolist(), strict=False)
            ),
        ),
        (
            "transposed",
            lambda: dict(zip(("active", "dormant", "lost"), np.full(3, 1 / 3).tolist(), strict=False)),
        ),
        ("diagonal", lambda: {"active": 0.8, "dormant": 0.5, "lost": 0.9}),
        ("per cent", lambda: {k: 100 * v for k, v in _steady().items()}),
        ("lost left out", lambda: {"active": 2 / 3, "dormant": 1 / 3, "lost": 0.0}),
        ("six months", lambda: _steady(periods=6)),
        ("not scaled", lambda: {k: v / _steady()["active"] for k, v in _steady().items()}),
        ("reversed", lambda: dict(zip(_steady(), reversed(_steady().values()), strict=False))),
        ("time to stay", lambda: {"active": 5.0, "dormant": 2.0, "lost": 10.0}),
        ("two: twelve months, per cent", lambda: {k: 100 * v for k, v in _steady(periods=12).items()}),
        (
            "two: not scaled, reversed",
            lambda: dict(
                zip(_steady(), reversed([v / _steady()["active"] for v in _steady().values()]), strict=False)
            ),
        ),
    ],
    "3.1.5": [
        ("sales", lambda: _lists(margin=1, cost=0)),
        ("cost left out", lambda: _lists(cost=0)),
        ("margin left out", lambda: _lists(margin=1)),
        ("80 cents", lambda: _lists(margin=0.8)),
        ("per customer", lambda: _lists(what="mean")),
        ("how many", lambda: _lists(what="count")),
        ("60 not counted", lambda: _lists(strict=True)),
        ("three months", lambda: _lists(until="1997-12-31")),
        ("whole log", lambda: _lists(whole=True)),
        ("sign", lambda: {k: -v for k, v in _lists().items()}),
        ("90 and 360", lambda: _lists(days=(90, 360))),
        ("two: three months, margin left out", lambda: _lists(until="1997-12-31", margin=1)),
        ("two: whole log, cost left out", lambda: _lists(whole=True, cost=0)),
        ("two: 80 cents, per customer", lambda: _lists(margin=0.8, what="mean")),
    ],
    "3.2.1": [
        ("rows a customer", lambda: _quarters(kind="rows")),
        ("share of rows", lambda: _quarters(kind="share of rows")),
        ("counts", lambda: _quarters(kind="count")),
        ("of the quarter before", lambda: _quarters(kind="previous")),
        ("of those who came back", lambda: _quarters(kind="of buyers")),
        ("with the first quarter", lambda: _quarters(kind="first quarter too")),
        ("money", lambda: _quarters(kind="money")),
        ("ever so far", lambda: _quarters(kind="ever")),
        ("still to buy", lambda: _quarters(kind="still")),
        ("did not buy", lambda: 1 - _quarters()),
        ("per cent", lambda: 100 * _quarters()),
        ("running total", lambda: _quarters().cumsum()),
        ("numbered", lambda: _quarters().set_axis(range(1, 6))),
        ("two: rows, per cent", lambda: 100 * _quarters(kind="rows")),
        ("two: of the quarter before, complement", lambda: 1 - _quarters(kind="previous")),
        ("two: of those who came back, complement", lambda: 1 - _quarters(kind="of buyers")),
    ],
    "3.2.2": [
        (
            "of December",
            lambda: {"churn": _rates()[2] / _rates()[1], "growth": _rates()[1] / _rates()[0] - 1},
        ),
        (
            "growth of December",
            lambda: {"churn": _rates()[2] / _rates()[0], "growth": 1 - _rates()[0] / _rates()[1]},
        ),
        ("stay", lambda: {"churn": 1 - _rates()[2] / _rates()[0], "growth": _rates()[1] / _rates()[0] - 1}),
        ("ratio", lambda: {"churn": _rates()[2] / _rates()[0], "growth": _rates()[1] / _rates()[0]}),
        ("counts", lambda: {"churn": _rates()[2], "growth": _rates()[1] - _rates()[0]}),
        (
            "net for gross",
            lambda: {"churn": 1 - _rates()[1] / _rates()[0], "growth": _rates()[1] / _rates()[0] - 1},
        ),
        ("new for growth", lambda: {"churn": _rates()[2] / _rates()[0], "growth": _rates()[3] / _rates()[0]}),
        ("swapped", lambda: {"growth": _rates()[2] / _rates()[0], "churn": _rates()[1] / _rates()[0] - 1}),
        (
            "per cent",
            lambda: {
                "churn": 100 * _rates()[2] / _rates()[0],
                "growth": 100 * (_rates()[1] / _rates()[0] - 1),
            },
        ),
        (
            "mean of the two months",
            lambda: {"churn": 2 * _rates()[2] / sum(_rates()[:2]), "growth": _rates()[1] / _rates()[0] - 1},
        ),
        (
            "two: stay of December",
            lambda: {"churn": 1 - _rates()[2] / _rates()[1], "growth": _rates()[1] / _rates()[0] - 1},
        ),
        (
            "two: of December, ratio",
            lambda: {"churn": _rates()[2] / _rates()[1], "growth": _rates()[1] / _rates()[0]},
        ),
        (
            "two: stay, ratio",
            lambda: {"churn": 1 - _rates()[2] / _rates()[0], "growth": _rates()[1] / _rates()[0]},
        ),
    ],
    "3.2.3": [
        ("entry ignored", lambda: _late(entry=False)),
        ("late ones dropped", lambda: _late(drop=True)),
        ("left", lambda: _late(complement=True)),
        ("after seven", lambda: _late(at=7)),
        ("naive", lambda: 4 / 9),
        ("of those seen", lambda: 2 / 9),
        ("per cent", lambda: 100 * _late()),
        ("after five", lambda: _late(at=5)),
        ("months less entry", lambda: _late(entry=False) * 0.9),
        ("two: entry ignored, left", lambda: _late(entry=False, complement=True)),
        ("two: dropped, left", lambda: _late(drop=True, complement=True)),
        ("two: entry ignored, after seven", lambda: _late(entry=False, at=7)),
    ],
    "3.2.4": [
        ("of the leavers", lambda: _half("of leavers")),
        ("of all", lambda: _half("of all")),
        ("mean", lambda: _half("mean")),
        ("share left", lambda: _half("left")),
        ("together", lambda: _half("together")),
        ("one month less", lambda: _half() - 1),
        ("one month more", lambda: _half() + 1),
        ("years", lambda: _half() / 12),
        ("a quarter left", lambda: _half(level=0.75)),
        ("three quarters left", lambda: _half(level=0.25)),
        ("two: of the leavers, less one", lambda: _half("of leavers") - 1),
        ("two: of all, in years", lambda: _half("of all") / 12),
        ("two: mean in years", lambda: _half("mean") / 12),
    ],
    "3.2.6": [
        ("next not now", lambda: _worths(first_today=False)),
        ("undiscounted", lambda: _worths(i=0.0)),
        ("one rate", lambda: _worths(kind="one rate")),
        ("first renewal certain", lambda: _worths(kind="certain first")),
        ("all certain", lambda: _worths(kind="all")),
        ("old of the first 1,000", lambda: {"new": _three(0), "old": _three(3, of=1000)}),
        ("swapped", lambda: {"new": _three(3), "old": _three(0)}),
        ("first rate for ever", lambda: _worths(kind="first rate")),
        ("of all customers", lambda: {k: 1000 * v for k, v in _worths().items()}),
        ("without margin", lambda: {k: v / 60 for k, v in _worths().items()}),
        ("two: undiscounted, certain first", lambda: _worths(i=0.0, kind="certain first")),
        ("two: next not now, certain first", lambda: _worths(first_today=False, kind="certain first")),
        ("two: swapped, undiscounted", lambda: {"new": _three(3, i=0.0), "old": _three(0, i=0.0)}),
    ],
    "3.3.1": [
        ("control left out", lambda: 96 / 800 * 60 - 2.5),
        ("letter left out", lambda: 96 / 800 * 60 - 30 / 400 * 70),
        ("gift left out", lambda: 0.045 * 70 - 2.5),
        ("gift on the lift alone", lambda: 0.045 * 60 - 2.5),
        ("gift for all", lambda: 0.045 * 70 - 12.5),
        ("gift for controls too", lambda: 0.12 * 60 - 0.075 * 60 - 2.5),
        ("in all", lambda: 800 * (0.12 * 60 - 0.075 * 70 - 2.5)),
        ("per additional", lambda: (0.12 * 60 - 0.075 * 70 - 2.5) / 0.045),
        ("counts", lambda: (96 * 60 - 30 * 70) / 800 - 2.5),
        ("costs added", lambda: 0.12 * 80 - 0.075 * 70 + 2.5),
        ("sign", lambda: -(0.12 * 60 - 0.075 * 70 - 2.5)),
        ("lift", lambda: 0.045),
        ("two: control and letter left out", lambda: 96 / 800 * 60),
        ("two: gift and letter left out", lambda: 0.045 * 70),
        ("two: control and gift left out", lambda: 96 / 800 * 70 - 2.5),
        ("two: gift left out, in all", lambda: 800 * (0.045 * 70 - 2.5)),
    ],
    "3.3.2": [
        ("with the third", lambda: 12 * (2 ** (-12 / 4) + 2 ** (-6 / 4) + 1)),
        ("first alone", lambda: 12 * 2 ** (-12 / 4)),
        ("second alone", lambda: 12 * 2 ** (-6 / 4)),
        ("half-life as rate", lambda: 12 * (np.exp(-12 / 4) + np.exp(-6 / 4))),
        ("nothing fades", lambda: 24.0),
        ("what has gone", lambda: 24 - 12 * (2 ** (-12 / 4) + 2 ** (-6 / 4))),
        ("share", lambda: 2 ** (-12 / 4) + 2 ** (-6 / 4)),
        ("straight line", lambda: 12 * (1 - 6 / 8)),
        ("half-life in years", lambda: 12 * (2 ** (-1 / 4) + 2 ** (-0.5 / 4))),
        ("in month 11", lambda: 12 * (2 ** (-11 / 4) + 2 ** (-5 / 4))),
        ("two: e and first alone", lambda: 12 * np.exp(-12 / 4)),
        ("two: with the third, share", lambda: 2 ** (-12 / 4) + 2 ** (-6 / 4) + 1),
        ("two: with the third, month 11", lambda: 12 * (2 ** (-11 / 4) + 2 ** (-5 / 4) + 1)),
    ],
    "3.3.3": [
        ("never write", lambda: _magazine(policy="never")),
        ("letter on top", lambda: _magazine(letter=0.12)),
        ("letter free", lambda: _magazine(cost=0)),
        ("no discount, 12 % a month", lambda: _magazine(i=0.12)),
        ("margin at the end", lambda: _magazine(when=1)),
        ("lapsed worth nothing", lambda: {"reader": 20 * 1.02 / (1.02 - 0.85), "lapsed": 0.0}),
        ("swapped", lambda: dict(zip(("lapsed", "reader"), _magazine().values(), strict=False))),
        ("churn", lambda: _magazine(stay=0.15)),
        ("undiscounted a year", lambda: {"reader": 20 / 0.15, "lapsed": 0.0}),
        ("yearly", lambda: {k: 12 * v for k, v in _magazine().items()}),
        ("two: never write, margin at the end", lambda: _magazine(policy="never", when=1)),
        ("two: letter on top, free", lambda: _magazine(letter=0.12, cost=0)),
        (
            "two: swapped, never write",
            lambda: dict(zip(("lapsed", "reader"), _magazine(policy="never").values(), strict=False)),
        ),
    ],
    "3.3.4": [
        ("letter on top", lambda: _limit(letter=0.12)),
        ("10 points against none", lambda: _limit(back=0.0)),
        ("worth of the reader", lambda: 0.1 * _magazine()["reader"]),
        ("lift times reader", lambda: 0.08 * _magazine()["reader"]),
        ("lift times reader, next month", lambda: 0.08 * _magazine()["reader"] / 1.02),
        ("no discount to next month", lambda: 1.02 * _limit()),
        ("yearly discount", lambda: _limit(i=0.02 / 12)),
        ("yearly", lambda: 12 * _limit()),
        ("less the 3", lambda: _limit() - 3),
        ("two: on top, undiscounted", lambda: 1.02 * _limit(letter=0.12)),
        ("two: against none, undiscounted", lambda: 1.02 * _limit(back=0.0)),
    ],
    "4.1.1": [
        ("first payment late", lambda: 60 / (1.08 - 0.7)),
        ("first payment left out", lambda: 60 * 0.7 / (1.08 - 0.7)),
        ("undiscounted", lambda: 60 / 0.3),
        ("churn", lambda: 60 * 1.08 / (1.08 - 0.3)),
        ("one year", lambda: 60.0),
        ("two years", lambda: 60 + 42 / 1.08),
        ("perpetuity", lambda: 60 / 0.08),
        ("discount 0.8", lambda: 60 * 1.8 / (1.8 - 0.7)),
        ("discount added", lambda: 60 / (1 - 0.7 - 0.08)),
        ("margin left out", lambda: 1.08 / (1.08 - 0.7)),
        ("two: churn, first late", lambda: 60 / (1.08 - 0.3)),
        ("two: undiscounted, first left out", lambda: 60 * 0.7 / 0.3),
        ("two: churn, undiscounted", lambda: 60 / 0.7),
        ("two: churn, first left out", lambda: 60 * 0.3 / (1.08 - 0.3)),
    ],
    "4.1.2": [
        ("late", _first("late")),
        ("uncertain", _first("uncertain")),
        ("one more", _first("more")),
        ("one less", _first("less")),
        ("undiscounted", _first("undiscounted")),
        ("nobody leaves", _first("nobody leaves")),
        ("churn", _first("churn")),
        ("last alone", _first("last")),
        ("rate minus rate", _first("minus")),
        ("discount as one minus", _first("one minus")),
        ("straight", _first("straight")),
        (
            "for ever",
            lambda: (
                lambda margin, retention_rate, discount_rate, periods: (
                    margin * (1 + discount_rate) / (1 + discount_rate - retention_rate)
                    if discount_rate or retention_rate < 1
                    else margin * periods
                )
            ),
        ),
        ("two: late, churn", _first("two late churn")),
        ("two: undiscounted, one more", _first("two undiscounted more")),
        ("two: undiscounted, uncertain", _first("two undiscounted uncertain")),
    ],
    "4.1.3": [
        ("margin now", lambda: _plan_values("now")),
        ("late and uncertain", lambda: _plan_values("late and uncertain")),
        ("churn", lambda: _plan_values("churn")),
        ("sum of margins", lambda: _plan_values("sum")),
        ("undiscounted", lambda: _plan_values("undiscounted")),
        ("first year alone", lambda: _plan_values("first year")),
        ("rates", lambda: _plan_values("rates")),
        ("one rate for all", lambda: _plan_values("all plans one rate")),
        ("monthly margin", lambda: _plan_values("monthly")),
        ("three years", lambda: _plan_values("three")),
        ("mean", lambda: _plan_values("mean")),
        ("two: sum, margin now", lambda: _plan_values("two: sum, now")),
        ("two: undiscounted, uncertain", lambda: _plan_values("two: undiscounted, uncertain")),
        ("two: churn, margin now", lambda: _plan_values("two: churn, now")),
    ],
    "4.1.4": [
        ("one per cent a month", lambda: 9 * 1.01 / (1.01 - 0.93)),
        ("12 per cent a month", lambda: 9 * 1.12 / (1.12 - 0.93)),
        ("undiscounted", lambda: 9 / 0.07),
        ("end of the month", lambda: 9 / (1.12 ** (1 / 12) - 0.93)),
        ("first left out", lambda: 9 * 0.93 / (1.12 ** (1 / 12) - 0.93)),
        ("yearly rates and margins", lambda: 108 * 1.12 / (1.12 - 0.93**12)),
        ("yearly margin", lambda: 108 * 1.12 / (1.12 - 0.93)),
        ("churn", lambda: 9 * 1.0095 / (1.0095 - 0.07)),
        ("a year", lambda: sum(9 * 0.93**t / 1.12 ** (t / 12) for t in range(12))),
        ("twelfth root of 0.12", lambda: 9 * (1 + 0.12 ** (1 / 12)) / (1 + 0.12 ** (1 / 12) - 0.93)),
        ("two: one per cent, end of the month", lambda: 9 / (1.01 - 0.93)),
        ("two: 12 per cent a month, end", lambda: 9 / (1.12 - 0.93)),
        ("two: one per cent, first left out", lambda: 9 * 0.93 / (1.01 - 0.93)),
        ("two: undiscounted, first left out", lambda: 9 * 0.93 / 0.07),
    ],
    "4.1.5": [
        ("times 1.25", lambda: 0.8),
        ("plus 0.25", lambda: 0.89),
        ("undiscounted", lambda: 1 - 0.36 / 1.25),
        ("churn", lambda: 1 - (1.12 - 0.48 / 1.25)),
        ("down by 25 %", lambda: 1.12 - 0.48 / 0.75),
        ("rise in points", lambda: 1.12 - 0.48 / 1.25 - 0.64),
        ("leave less by 25 %", lambda: 1 - 0.36 * 0.75),
        ("per cent", lambda: 100 * (1.12 - 0.48 / 1.25)),
        ("ratio of rates", lambda: (1.12 - 0.48 / 1.25) / 0.64),
        ("first left out", lambda: 1.25 * 0.64 * 1.12 / (0.48 + 1.25 * 0.64)),
        ("two: undiscounted, churn", lambda: 0.36 / 1.25),
        ("two: undiscounted, points", lambda: 1 - 0.36 / 1.25 - 0.64),
        ("two: in per cent, undiscounted", lambda: 100 * (1 - 0.36 / 1.25)),
    ],
    "4.1.7": [
        ("without an end", lambda: ["radio", "friends", "shops"]),
        ("undiscounted", lambda: ["radio", "friends", "flyers", "shops"]),
        ("those refused", lambda: ["flyers", "shops", "raffle"]),
        ("all", lambda: ["radio", "flyers", "friends", "shops", "raffle"]),
        ("positions", lambda: [0, 2]),
        (
            "mask",
            lambda: pd.Series(
                [True, False, True, False, False], ["radio", "flyers", "friends", "shops", "raffle"]
            ),
        ),
        ("table", lambda: pd.DataFrame({"margin": [50, 60]}, index=["radio", "friends"])),
    ],
    "4.2.1": [
        ("days", lambda: _rfm(unit=1.0)),
        ("months", lambda: _rfm(unit=30.4375)),
        ("all orders counted", lambda: _rfm(frequency=0)),
        ("first order in the money", lambda: _rfm(first_money=True)),
        ("rows for orders", lambda: _rfm(rows=True)),
        ("sum of the money", lambda: _rfm(per="sum")),
        ("recency to the end", lambda: _rfm(to="now")),
        ("T to the end of the hold-out", lambda: _rfm().assign(T=_rfm(end=HOLD)["T"])),
        ("all to the end of the hold-out", lambda: _rfm(end=HOLD)),
        ("zero for missing", lambda: _rfm(nan=False)),
        ("September", lambda: _rfm(end=pd.Timestamp("1997-09-30"))),
        ("transposed", lambda: _rfm().T),
        ("recency and T swapped", lambda: _rfm().rename(columns={"recency": "T", "T": "recency"})),
        ("customers numbered", lambda: _rfm().reset_index(drop=True)),
        ("two: days, all orders counted", lambda: _rfm(unit=1.0, frequency=0)),
        ("two: rows for orders, first in the money", lambda: _rfm(rows=True, first_money=True)),
        ("two: recency to the end, days", lambda: _rfm(to="now", unit=1.0)),
        ("two: all orders counted, sum", lambda: _rfm(frequency=0, per="sum")),
    ],
    "4.2.2": [
        (name, _doubt(name))
        for name in (
            "log10",
            "upside down",
            "inverse",
            "no rate",
            "times rate",
            "half life",
            "rate in days",
            "dropout over time",
            "log of stay",
            "per dropout",
            "two: log10, no rate",
            "two: inverse, days",
        )
    ],
    "4.2.4": [
        ("of the forecast", lambda: _miss(base="forecast")),
        ("ratio", lambda: _miss(base="ratio")),
        ("upside down", lambda: _miss(base="inverse")),
        ("number", lambda: _miss(base="number")),
        ("forecast", lambda: _miss(base="forecast itself")),
        ("sign", lambda: _miss(sign=-1)),
        ("per cent", lambda: 100 * _miss()),
        ("182 days as weeks", lambda: _miss(weeks=182)),
        ("half a year", lambda: _miss(weeks=0.5)),
        ("39 weeks", lambda: _miss(weeks=39)),
        ("sample", lambda: _miss(name="cdnow_sample")),
        ("two: of the forecast, sign", lambda: -_miss(base="forecast")),
        ("two: 39 weeks, of the forecast", lambda: _miss(weeks=39, base="forecast")),
        ("two: sample, ratio", lambda: _miss(name="cdnow_sample", base="ratio")),
    ],
    "4.2.5": [
        ("of all", lambda: _lost(of="all")),
        ("of the buyers", lambda: _lost(of="buyers")),
        ("count", lambda: _lost(of="count")),
        ("how many they are", lambda: _lost(of="size")),
        ("mean P(alive)", lambda: _lost(of="alive")),
        ("expected purchases", lambda: _lost(of="expected")),
        ("orders for buyers", lambda: _lost(of="orders")),
        ("not back", lambda: 1 - _lost()),
        ("above 0.10", lambda: _lost(above=True)),
        ("0.5", lambda: _lost(threshold=0.5)),
        ("per cent", lambda: 100 * _lost()),
        ("two: above, complement", lambda: 1 - _lost(above=True)),
        ("two: 0.5, of all", lambda: _lost(threshold=0.5, of="all")),
        ("two: orders, of 0.5", lambda: _lost(threshold=0.5, of="orders")),
    ],
}
