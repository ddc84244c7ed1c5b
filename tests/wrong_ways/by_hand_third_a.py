"""Wrong ways through seven chapters, thought of from page and task alone, a third time.

Eight of one mistake a question and three of two at once, made up before any question's own file was opened.
RIGHT holds the way that the page teaches, to see that a wrong way is wrong.
"""

import functools

import numpy as np
import pandas as pd
from scipy import stats

from marketing_origin import data, experiments

S = pd.Series


@functools.cache
def load(name):
    return data.load(name)


# 0.2 ------------------------------------------------------------------------------------------------------


def _sums(by=("customer_id", "date"), column="value"):
    return load("cdnow_sample").groupby(list(by))[column].sum()


def _insured(by=("customer_id", "date"), column="value", more=50):
    return int((_sums(by, column) > more).sum())


def _contracts(unit=1, statistic="median", rate=None, subscribers=None):
    telco = load("telco").assign(left=lambda table: table["churn"].astype(float))
    groups = telco.groupby("contract", observed=True)
    table = pd.DataFrame(
        {
            "subscribers": groups["customer_id"].count(),
            "churn_rate": groups["left"].mean() * unit,
            "median_tenure": getattr(groups["tenure"], statistic)(),
        }
    )
    if rate:
        table["churn_rate"] = rate(telco, groups)
    if subscribers:
        table["subscribers"] = subscribers(telco, groups)
    return table


def _tenure_of_leavers():
    telco = load("telco")
    left = telco[telco["churn"]].groupby("contract", observed=True)["tenure"].median()
    return _contracts().assign(median_tenure=left)


def _sunday(clock="shop", day=(6,), how="share"):
    baskets = load("journey_baskets")
    stamp = baskets["timestamp"]
    at = {
        "shop": lambda: stamp.dt.tz_localize("UTC").dt.tz_convert("America/New_York"),
        "utc": lambda: stamp,
        "wrong way": lambda: stamp.dt.tz_localize(
            "America/New_York", ambiguous="NaT", nonexistent="NaT"
        ).dt.tz_convert("UTC"),
        "winter": lambda: stamp - pd.Timedelta(hours=5),
    }[clock]()
    on = at.dt.dayofweek.isin(day)
    sales = baskets["sales_value"]
    return {
        "share": lambda: sales[on].sum() / sales.sum(),
        "baskets": lambda: on.mean(),
        "money": lambda: sales[on].sum(),
        "mean": lambda: sales[on].mean() / sales.mean(),
        "rest": lambda: sales[on].sum() / sales[~on].sum(),
        "discounts": lambda: baskets.loc[on, "retail_discount"].sum() / baskets["retail_discount"].sum(),
    }[how]()


def _known(how="mean", column="sales_value", per="household"):
    baskets, people = load("journey_baskets"), load("journey_demographics")
    if per == "basket":
        spent, known = baskets[column], baskets["household_id"].isin(people["household_id"])
    else:
        spent = baskets.groupby("household_id")[column].sum()
        known = spent.index.isin(people["household_id"])
    parts = {"all": spent, "known": spent[known], "unknown": spent[~known]}
    return S({name: getattr(part, how)() for name, part in parts.items()})


def _mean_of_two():
    spent = _known()
    return S({**spent, "all": (spent["known"] + spent["unknown"]) / 2})


def _all_less_known():
    spent = _known()
    return S({**spent, "unknown": spent["all"] - spent["known"]})


def _swapped(series, one, other):
    return series.rename({one: other, other: one})


def _pdays(mask=lambda bank: bank["pdays"] >= 0, how="mean", column="pdays", by="deposit"):
    bank = load("bank")
    return getattr(bank[mask(bank)].groupby(by)[column], how)()


def _no_code():
    bank = load("bank")
    return bank["pdays"].replace(-1, 0).groupby(bank["deposit"]).mean()


def _turned(series):
    return S({False: series[True], True: series[False]})


USABLE = ["age", "balance", "housing", "poutcome", "previous"]
SETS = {"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
SALES = pd.DataFrame(
    {
        "customer": ["Ana", "Ana", "Ana", "Ben", "Ben", "Chen"],
        "day": [1, 1, 2, 1, 2, 2],
        "value": [10, 30, 20, 60, 100, 35],
    }
)


def _without(names, *less):
    return [name for name in names if name not in less]


RIGHT = {
    "0.2.1": lambda: _insured(),
    "0.2.2": lambda: _contracts(),
    "0.2.3": lambda: _sunday(),
    "0.2.4": lambda: _known(),
    "0.2.5": lambda: _pdays(),
    "0.2.6": lambda: USABLE,
    "0.2.7": lambda: S(SETS),
    "0.2.a": lambda: SALES.groupby(["customer", "day"])["value"].sum().mean(),
    "0.2.b": lambda: (300 * 90 + 200 * 40) / 500,
}

WAYS = {
    "0.2.1": [
        ("rows above 50", lambda: int((load("cdnow_sample")["value"] > 50).sum())),
        ("the sum of a customer above 50", lambda: _insured(by=("customer_id",))),
        (
            "the mean row of a parcel above 50",
            lambda: int((load("cdnow_sample").groupby(["customer_id", "date"])["value"].mean() > 50).sum()),
        ),
        ("more than 50 CDs", lambda: _insured(column="quantity")),
        ("their money", lambda: float(_sums()[_sums() > 50].sum())),
        ("their share", lambda: float((_sums() > 50).mean())),
        ("customers who have one", lambda: _sums()[_sums() > 50].index.get_level_values(0).nunique()),
        ("parcels up to 50", lambda: int((_sums() <= 50).sum())),
        ("two: share, of the rows", lambda: float((load("cdnow_sample")["value"] > 50).mean())),
        (
            "two: customers, with a row above 50",
            lambda: load("cdnow_sample").query("value > 50")["customer_id"].nunique(),
        ),
        ("two: customers, share", lambda: float((_sums(("customer_id",)) > 50).mean())),
    ],
    "0.2.2": [
        ("per cent", lambda: _contracts(unit=100)),
        ("the mean tenure", lambda: _contracts(statistic="mean")),
        ("the number who left", lambda: _contracts(rate=lambda telco, groups: groups["left"].sum())),
        ("the share who stayed", lambda: _contracts(rate=lambda telco, groups: 1 - groups["left"].mean())),
        (
            "those who left, of all subscribers",
            lambda: _contracts(rate=lambda telco, groups: groups["left"].sum() / len(telco)),
        ),
        (
            "the contracts of those who left",
            lambda: _contracts(rate=lambda telco, groups: groups["left"].sum() / telco["left"].sum()),
        ),
        ("subscribers who stayed", lambda: _contracts(subscribers=lambda t, g: g.size() - g["left"].sum())),
        ("the tenure of those who left", _tenure_of_leavers),
        ("two: mean tenure, per cent", lambda: _contracts(unit=100, statistic="mean")),
        (
            "two: mean tenure, share who stayed",
            lambda: _contracts(statistic="mean", rate=lambda t, groups: 1 - groups["left"].mean()),
        ),
        (
            "two: shares of subscribers, per cent left",
            lambda: _contracts(unit=100, subscribers=lambda t, g: g.size() / len(t)),
        ),
    ],
    "0.2.3": [
        ("the clock as it stands", lambda: _sunday("utc")),
        ("Saturday", lambda: _sunday(day=(5,))),
        ("Monday as day 0", lambda: _sunday(day=(0,))),
        ("the clock turned the other way", lambda: _sunday("wrong way")),
        ("share of baskets", lambda: _sunday(how="baskets")),
        ("five hours in summer, too", lambda: _sunday("winter")),
        ("money", lambda: _sunday(how="money")),
        ("against the other days", lambda: _sunday(how="rest")),
        ("two: the clock as it stands, baskets", lambda: _sunday("utc", how="baskets")),
        ("two: the clock as it stands, Saturday", lambda: _sunday("utc", (5,))),
        ("two: the clock as it stands, money", lambda: _sunday("utc", how="money")),
    ],
    "0.2.4": [
        ("per basket", lambda: _known(per="basket")),
        ("medians", lambda: _known("median")),
        ("known and unknown exchanged", lambda: _swapped(_known(), "known", "unknown")),
        ("all as the mean of the two", _mean_of_two),
        ("a month", lambda: _known() / 12),
        ("totals", lambda: _known("sum")),
        ("units", lambda: _known(column="units")),
        ("unknown as all less known", _all_less_known),
        ("two: medians, exchanged", lambda: _swapped(_known("median"), "known", "unknown")),
        ("two: per basket, exchanged", lambda: _swapped(_known(per="basket"), "known", "unknown")),
        ("two: medians, per basket", lambda: _known("median", per="basket")),
    ],
    "0.2.5": [
        ("with the code", lambda: _pdays(lambda bank: bank["pdays"] > -2)),
        ("medians", lambda: _pdays(how="median")),
        ("0 for the code", _no_code),
        ("only who bought earlier", lambda: _pdays(lambda bank: bank["poutcome"] == "success")),
        ("labels exchanged", lambda: _turned(_pdays())),
        ("called twice at least", lambda: _pdays(lambda bank: bank["previous"] > 1)),
        ("the earlier contacts", lambda: _pdays(column="previous")),
        ("clients", lambda: _pdays(how="count")),
        ("two: with the code, medians", lambda: _pdays(lambda bank: bank["pdays"] > -2, "median")),
        ("two: with the code, exchanged", lambda: _turned(_pdays(lambda bank: bank["pdays"] > -2))),
        ("two: in months, medians", lambda: _pdays(how="median") / 30),
    ],
    "0.2.6": [
        ("with campaign", lambda: [*USABLE, "campaign"]),
        ("with duration", lambda: [*USABLE, "duration"]),
        ("with the outcome", lambda: [*USABLE, "deposit"]),
        ("without poutcome", lambda: _without(USABLE, "poutcome")),
        ("without previous", lambda: _without(USABLE, "previous")),
        ("without balance", lambda: _without(USABLE, "balance")),
        ("those that are not known", lambda: ["duration", "campaign", "deposit"]),
        ("nothing of the earlier campaign", lambda: _without(USABLE, "poutcome", "previous")),
        ("two: with campaign, without poutcome", lambda: [*_without(USABLE, "poutcome"), "campaign"]),
        ("two: with campaign and duration", lambda: [*USABLE, "campaign", "duration"]),
        ("two: with deposit, without previous", lambda: [*_without(USABLE, "previous"), "deposit"]),
    ],
    "0.2.7": [
        ("months in telco", lambda: S({**SETS, "first months": "telco"})),
        ("second order in journey", lambda: S({**SETS, "second order": "journey"})),
        (
            "cdnow and club exchanged",
            lambda: S({**SETS, "first months": "cdnow", "second order": "club"}),
        ),
        ("calls in telco", lambda: S({**SETS, "calls": "telco"})),
        ("coupons in cdnow", lambda: S({**SETS, "coupons": "cdnow"})),
        ("coupons in club", lambda: S({**SETS, "coupons": "club"})),
        ("second order in club", lambda: S({**SETS, "second order": "club"})),
        ("cdnow and journey exchanged", lambda: S({**SETS, "second order": "journey", "coupons": "cdnow"})),
        (
            "two: months in telco, second order in journey",
            lambda: S({**SETS, "first months": "telco", "second order": "journey"}),
        ),
        (
            "two: calls in telco, coupons in cdnow",
            lambda: S({**SETS, "calls": "telco", "coupons": "cdnow"}),
        ),
        (
            "two: months in telco, calls in club",
            lambda: S({**SETS, "first months": "telco", "calls": "club"}),
        ),
    ],
    "0.2.a": [
        ("the mean row", lambda: SALES["value"].mean()),
        ("a customer", lambda: SALES.groupby("customer")["value"].sum().mean()),
        ("a day", lambda: SALES.groupby("day")["value"].sum().mean()),
        ("the median parcel", lambda: SALES.groupby(["customer", "day"])["value"].sum().median()),
        (
            "the mean of the customers' means",
            lambda: SALES.groupby(["customer", "day"])["value"].sum().groupby("customer").mean().mean(),
        ),
        ("the total", lambda: SALES["value"].sum()),
        ("the first row of a parcel", lambda: SALES.groupby(["customer", "day"])["value"].first().mean()),
        ("the dearest row of a parcel", lambda: SALES.groupby(["customer", "day"])["value"].max().mean()),
        ("two: rows, the median", lambda: SALES["value"].median()),
        ("two: customers, the median", lambda: SALES.groupby("customer")["value"].sum().median()),
        ("two: the first row, over all rows", lambda: 225 / 6),
    ],
    "0.2.b": [
        ("the mean of the two means", lambda: (90 + 40) / 2),
        ("who was left", lambda: 90),
        ("who was lost", lambda: 40),
        ("the total", lambda: 300 * 90 + 200 * 40),
        ("weights exchanged", lambda: (200 * 90 + 300 * 40) / 500),
        ("the lost spend nothing", lambda: 300 * 90 / 500),
        ("over those left", lambda: (300 * 90 + 200 * 40) / 300),
        ("500 for the lost", lambda: (300 * 90 + 500 * 40) / 800),
        ("two: weights exchanged, the total", lambda: 200 * 90 + 300 * 40),
        ("two: the lost spend nothing, the total", lambda: 300 * 90),
        ("two: means added, over all", lambda: (90 + 40) / 500),
    ],
}

# 1.1 ------------------------------------------------------------------------------------------------------

LEARNERS = pd.DataFrame(
    {
        "need": [220, 180, 150, 250, 150, 140],
        "hour_worth": [2.0, 1.5, 1.0, 5.0, 0.5, 0.5],
        "attention": [6, 10, 4, 12, 3, 8],
        "cost_to_serve": [70, 70, 95, 60, 70, 100],
    },
    index=["Fay", "Gus", "Hana", "Ivo", "Jun", "Kim"],
).rename_axis("learner")


def _surplus(price=90, hours=20, quality=0.8, attention=1):
    table = LEARNERS
    full = price + hours * table["hour_worth"] + attention * table["attention"]
    return table["need"] * quality - full


def _learners(mask):
    return list(LEARNERS.index[mask])


@functools.cache
def _town():
    rng = np.random.default_rng(113)
    town = pd.DataFrame({"need": rng.gamma(4, 40, size=3000)})
    town["effort"] = 20 * rng.uniform(0, 2, size=3000)
    town["effort"] += rng.uniform(0, 15, size=3000)
    return town


def _gain(expects=0.9, gets=0.5, books=None, effort=1, seen_effort=1, fee=90):
    town = _town()
    chosen = town["need"] * expects > 90 + seen_effort * town["effort"] if books is None else books(town)
    return (town["need"] * gets - fee - effort * town["effort"])[chosen]


@functools.cache
def _log():
    rng = np.random.default_rng(114)
    first = pd.DataFrame({"household": np.arange(1, 701), "course": 1})
    first["leaflet"] = ["bold"] * 420 + ["plain"] * 280
    chance = first["leaflet"].map({"bold": 0.25, "plain": 0.75})
    second = first[rng.random(len(first)) < chance].assign(course=2)
    third = second[rng.random(len(second)) < 0.7].assign(course=3)
    log = pd.concat([first, second, third])
    return log.sort_values(["household", "course"], ignore_index=True)


def _took(*courses):
    log = _log()
    return log[log["course"].isin(courses)].groupby("leaflet").size()


def _expectation(blocks, promise, quality, learning):
    return quality + (promise - quality) * (1 - learning) ** blocks


RIGHT |= {
    "1.1.1": lambda: _surplus(),
    "1.1.2": lambda: ["Fay", "Gus", "Jun"],
    "1.1.3": lambda: _gain().sum(),
    "1.1.4": lambda: _took(2) / _took(1),
    "1.1.5": lambda: _expectation,
    "1.1.6": lambda: 4,
    "1.1.a": lambda: 48 - 14 - 5 * 4 - 3,
    "1.1.b": lambda: (60 - 12) / 80,
}

WAYS |= {
    "1.1.1": [
        ("without attention", lambda: _surplus(attention=0)),
        ("without the hours", lambda: _surplus(hours=0)),
        ("the whole need", lambda: _surplus(quality=1)),
        ("one hour", lambda: _surplus(hours=1)),
        ("the chapter's twelve hours", lambda: _surplus(hours=12)),
        ("the cost to serve taken off, too", lambda: _surplus() - LEARNERS["cost_to_serve"]),
        ("without the fee", lambda: _surplus(price=0)),
        ("the full price", lambda: LEARNERS["need"] * 0.8 - _surplus()),
        ("two: without attention, twelve hours", lambda: _surplus(hours=12, attention=0)),
        ("two: the whole need, one hour", lambda: _surplus(quality=1, hours=1)),
        ("two: the fee alone, the whole need", lambda: LEARNERS["need"] - 90),
    ],
    "1.1.2": [
        ("the learner's side", lambda: _learners(_surplus() > 0)),
        ("the school's side", lambda: _learners(LEARNERS["cost_to_serve"] < 90)),
        ("gain together", lambda: _learners(_surplus() + 90 - LEARNERS["cost_to_serve"] > 0)),
        ("either side", lambda: list(LEARNERS.index)),
        ("no exchange", lambda: ["Hana", "Ivo", "Kim"]),
        ("surplus above the cost to serve", lambda: _learners(_surplus() > LEARNERS["cost_to_serve"])),
        (
            "the whole need above fee and cost",
            lambda: _learners(LEARNERS["need"] > 90 + LEARNERS["cost_to_serve"]),
        ),
        ("one forgotten", lambda: ["Fay", "Gus"]),
        ("two: the learner's side, not the school's", lambda: ["Hana", "Kim"]),
        ("two: the school's side, not the learner's", lambda: ["Ivo"]),
        ("two: gain together, one forgotten", lambda: ["Fay", "Gus", "Hana", "Ivo"]),
    ],
    "1.1.3": [
        ("at the promised quality", lambda: _gain(gets=0.9).sum()),
        ("everybody", lambda: _gain(books=lambda town: town["need"] > 0).sum()),
        ("who would book on the truth", lambda: _gain(expects=0.5).sum()),
        ("how many book", lambda: len(_gain())),
        ("each", lambda: _gain().mean()),
        ("without effort", lambda: _gain(effort=0).sum()),
        ("effort not seen when booking", lambda: _gain(seen_effort=0).sum()),
        ("only who loses", lambda: _gain().clip(upper=0).sum()),
        ("two: each, at the promised quality", lambda: _gain(gets=0.9).mean()),
        (
            "two: everybody, at the promised quality",
            lambda: (_town()["need"] * 0.9 - 90 - _town()["effort"]).sum(),
        ),
        ("two: without effort, when booking either", lambda: _gain(effort=0, seen_effort=0).sum()),
    ],
    "1.1.4": [
        ("out of the leaflets", lambda: _took(2) / 1000),
        ("the third out of the second", lambda: _took(3) / _took(2)),
        ("the third out of the first", lambda: _took(3) / _took(1)),
        ("of all bookings", lambda: _took(2) / _took(1, 2, 3)),
        ("all later bookings", lambda: _took(2, 3) / _took(1)),
        ("out of both leaflets' first", lambda: _took(2) / 700),
        ("who did not come", lambda: 1 - _took(2) / _took(1)),
        ("the number", lambda: _took(2)),
        ("two: all later, out of the leaflets", lambda: _took(2, 3) / 1000),
        ("two: who did not come, per cent", lambda: 100 - 100 * _took(2) / _took(1)),
        (
            "two: shares of the second, exchanged",
            lambda: _swapped(_took(2) / _took(2).sum(), "bold", "plain"),
        ),
    ],
    "1.1.5": [
        ("learning to the power", lambda: lambda n, p, q, k: q + (p - q) * k**n),
        ("one block too many", lambda: lambda n, p, q, k: _expectation(n + 1, p, q, k)),
        ("one block too few", lambda: lambda n, p, q, k: _expectation(max(n - 1, 0), p, q, k)),
        ("one step only", lambda: lambda n, p, q, k: p + k * (q - p)),
        ("the chapter's half", lambda: lambda n, p, q, k: _expectation(n, p, q, 0.5)),
        ("the same step each time", lambda: lambda n, p, q, k: p + n * k * (q - p)),
        ("away from the quality", lambda: lambda n, p, q, k: p - (_expectation(n, p, q, k) - p)),
        ("from the quality to the promise", lambda: lambda n, p, q, k: _expectation(n, q, p, k)),
        ("two: the chapter's half, one too many", lambda: lambda n, p, q, k: _expectation(n + 1, p, q, 0.5)),
        (
            "two: learning to the power, one too many",
            lambda: lambda n, p, q, k: q + (p - q) * k ** (n + 1),
        ),
        ("two: the same step, away", lambda: lambda n, p, q, k: p - n * k * (q - p)),
    ],
    "1.1.6": [
        ("in the course itself", lambda: 2),
        ("one too early", lambda: 3),
        ("one too late", lambda: 5),
        ("the total there", lambda: 400 * (1 + 0.6 + 0.36 + 0.216)),
        ("the lead there", lambda: 400 * (1 + 0.6 + 0.36 + 0.216) - 600 * (1 + 0.3 + 0.09 + 0.027)),
        ("the first bookings", lambda: 1),
        ("never", lambda: 0),
        ("a fraction", lambda: 3.5),
        ("two: all first ones come again each time, counted from 0", lambda: 6),
        ("two: rates exchanged, in the long run", lambda: 10),
        ("two: the customers of that course, rounded", lambda: 86),
    ],
    "1.1.a": [
        ("without the booking", lambda: 48 - 14 - 20),
        ("without the hours", lambda: 48 - 14 - 3),
        ("without the ticket", lambda: 48 - 20 - 3),
        ("one hour", lambda: 48 - 14 - 4 - 3),
        ("the full price", lambda: 14 + 20 + 3),
        ("less is negative", lambda: 14 + 20 + 3 - 48),
        ("the ticket alone", lambda: 48 - 14),
        ("a ratio", lambda: (14 + 20 + 3) / 48),
        ("two: one hour, without the ticket", lambda: 48 - 4 - 3),
        ("two: one hour, without the booking", lambda: 48 - 14 - 4),
        ("two: five for the hours, without the ticket", lambda: 48 - 5 - 3),
    ],
    "1.1.b": [
        ("with the new ones", lambda: 60 / 80),
        ("out of the leaflets", lambda: 48 / 1000),
        ("out of the second", lambda: 48 / 60),
        ("the new ones", lambda: 12 / 60),
        ("who did not come", lambda: 32 / 80),
        ("the number", lambda: 48),
        ("the new out of the first", lambda: 12 / 80),
        ("turned over", lambda: 80 / 48),
        ("two: with the new, out of the leaflets", lambda: 60 / 1000),
        ("two: the new added, too", lambda: 72 / 80),
        ("two: the first out of the leaflets, per cent", lambda: 8.0),
    ],
}

# 1.2 ------------------------------------------------------------------------------------------------------

MONTH = S(
    {
        "saw the ad": 80_000,
        "opened the site": 5_600,
        "chose a date": 1_960,
        "filled in the form": 490,
        "booked": 343,
    }
)


def _steps(series):
    return series.iloc[1:]


@functools.cache
def _orders(column="value", by=("customer_id", "date")):
    sample = load("cdnow_sample")
    orders = sample.groupby(list(by), as_index=False)[column].sum() if by else sample.sort_values("date")
    first = orders.groupby("customer_id")["date"].transform("min")
    orders = orders.assign(day=(orders["date"] - first).dt.days, amount=orders[column])
    return orders.assign(first=orders["date"] == first)


def _after_first(until=180, how="share", column="value", rows=False, strict=False):
    orders = _orders(column, None if rows else ("customer_id", "date"))
    if rows:
        orders = orders.assign(first=~orders.duplicated("customer_id"))
    part = orders[orders["day"] < until] if strict else orders[orders["day"] <= until]
    later = part.loc[~part["first"], "amount"]
    return {
        "share": lambda: later.sum() / part["amount"].sum(),
        "orders": lambda: len(later) / len(part),
        "first": lambda: 1 - later.sum() / part["amount"].sum(),
        "money": lambda: later.sum(),
        "ratio": lambda: later.sum() / part.loc[part["first"], "amount"].sum(),
        "of all": lambda: later.sum() / orders["amount"].sum(),
        "customers": lambda: (
            part["amount"].where(~part["first"], 0).groupby(part["customer_id"]).sum()
            / part.groupby("customer_id")["amount"].sum()
        ).mean(),
        "who": lambda: part.loc[~part["first"], "customer_id"].nunique() / part["customer_id"].nunique(),
    }[how]()


STATES = ["trial", "member", "paused", "gone"]
MOVES = pd.DataFrame(
    [[0.00, 0.40, 0.00, 0.60], [0.00, 0.85, 0.10, 0.05], [0.00, 0.30, 0.40, 0.30], [0.00, 0.00, 0.00, 1.00]],
    index=STATES,
    columns=STATES,
)


def _worth(brings=(10, 45, 5), moves=MOVES, start="trial", months=None):
    inner = moves.loc[STATES[:3], STATES[:3]].to_numpy()
    if months:
        total, here = 0.0, np.eye(3)[0]
        for _ in range(months):
            total += here @ np.array(brings)
            here = here @ inner
        return float(total)
    return float(np.linalg.solve(np.eye(3) - inner, np.array(brings))[STATES.index(start)])


def _moves(changes):
    moves = MOVES.copy()
    for (one, other), chance in changes.items():
        moves.loc[one, other] = chance
    return moves


NO_WAY_BACK = _moves({("paused", "member"): 0.0, ("paused", "gone"): 0.6})
NO_PAUSE = _moves({("member", "paused"): 0.0, ("member", "gone"): 0.15})

TRIALS = pd.DataFrame({"days": [2, 3, 5, 5, 8, 9, 12, 14, 20, 30], "paid": [True, False] * 5})


def _waiting(until=14, watched=lambda day: (TRIALS["days"] >= day).sum()):
    left = 1.0
    for day in TRIALS.loc[TRIALS["paid"] & (TRIALS["days"] <= until), "days"]:
        left *= 1 - 1 / watched(day)
    return left


@functools.cache
def _readers():
    log = load("cdnow_sample")
    readers = log.groupby("customer_id")["value"].sum().to_frame("spent")
    rng = np.random.default_rng(41)
    readers["newsletter"] = rng.choice(list("ABCDEFGHIJKL"), size=len(readers))
    readers["half"] = rng.choice(["first", "second"], size=len(readers))
    return readers


def _followed(
    choose="first", look="second", how="mean", base="second", best="idxmax", show="fraction", by="mean"
):
    readers = _readers()
    halves = {"first": readers[readers["half"] == "first"], "second": readers[readers["half"] == "second"]}
    halves["all"] = readers
    name = getattr(getattr(halves[choose].groupby("newsletter")["spent"], by)(), best)()
    seen = getattr(halves[look].loc[halves[look]["newsletter"] == name, "spent"], how)()
    against = getattr(halves[base]["spent"], how)()
    return {"fraction": seen / against - 1, "ratio": seen / against, "money": seen - against}[show]


def _own_first_half():
    readers = _readers()
    means = readers.groupby(["half", "newsletter"])["spent"].mean()
    name = means["first"].idxmax()
    return means["second"][name] / means["first"][name] - 1


def _against_the_others():
    readers = _readers()
    name = readers[readers["half"] == "first"].groupby("newsletter")["spent"].mean().idxmax()
    second = readers[readers["half"] == "second"]
    its = second["newsletter"] == name
    return second.loc[its, "spent"].mean() / second.loc[~its, "spent"].mean() - 1


RIGHT |= {
    "1.2.1": lambda: _steps(MONTH / MONTH.shift()),
    "1.2.3": lambda: _after_first(),
    "1.2.4": lambda: _worth(),
    "1.2.5": lambda: (0.4 * 1.25 + 0.025 * 10) / 0.425,
    "1.2.6": lambda: 1 - _waiting(),
    "1.2.7": lambda: _followed(),
    "1.2.a": lambda: 300 * 36 / 240,
    "1.2.b": lambda: 20 + 0.5 * 4 * 30,
}

WAYS |= {
    "1.2.1": [
        ("out of all who saw the ad", lambda: _steps(MONTH / 80_000)),
        ("turned over", lambda: _steps(MONTH.shift() / MONTH)),
        ("per cent", lambda: _steps(100 * MONTH / MONTH.shift())),
        ("who is lost", lambda: _steps(1 - MONTH / MONTH.shift())),
        ("named after where it begins", lambda: S(_steps(MONTH / MONTH.shift()).tolist(), MONTH.index[:-1])),
        ("how many are lost", lambda: _steps(MONTH.shift() - MONTH)),
        ("out of those who booked", lambda: _steps(343 / MONTH)),
        ("of all counts", lambda: _steps(MONTH / MONTH.sum())),
        ("two: out of all, per cent", lambda: _steps(100 * MONTH / 80_000)),
        ("two: who is lost, out of all", lambda: _steps((MONTH.shift() - MONTH) / 80_000)),
        (
            "two: turned over, named after where it begins",
            lambda: S(_steps(MONTH.shift() / MONTH).tolist(), MONTH.index[:-1]),
        ),
    ],
    "1.2.3": [
        ("the whole log", lambda: _after_first(10_000)),
        ("90 days", lambda: _after_first(90)),
        ("a row for an order", lambda: _after_first(rows=True)),
        ("orders", lambda: _after_first(how="orders")),
        ("the first orders", lambda: _after_first(how="first")),
        ("the mean of the customers' shares", lambda: _after_first(how="customers")),
        ("against the first", lambda: _after_first(how="ratio")),
        ("of all revenue ever", lambda: _after_first(how="of all")),
        ("two: the whole log, orders", lambda: _after_first(10_000, "orders")),
        ("two: the whole log, against the first", lambda: _after_first(10_000, "ratio")),
        ("two: the first orders, 90 days", lambda: _after_first(90, "first")),
    ],
    "1.2.4": [
        ("without the trial", lambda: _worth((0, 45, 5))),
        ("a member", lambda: _worth(start="member")),
        ("no way back", lambda: _worth(moves=NO_WAY_BACK)),
        ("nobody pauses", lambda: _worth(moves=NO_PAUSE)),
        ("one month each", lambda: 10 + 0.4 * 45),
        ("a pause brings nothing", lambda: _worth((10, 45, 0))),
        ("everybody becomes a member", lambda: 10 + _worth(start="member")),
        ("a year", lambda: _worth(months=12)),
        ("two: without the trial, no way back", lambda: _worth((0, 45, 5), NO_WAY_BACK)),
        ("two: a member, nobody pauses", lambda: _worth(moves=NO_PAUSE, start="member")),
        ("two: without the trial, one month each", lambda: 0.4 * 45),
    ],
    "1.2.5": [
        ("half of each kind", lambda: (1.25 + 10) / 2),
        ("as many of both persuaded", lambda: (0.8 * 1.25 + 0.1 * 10) / 0.9),
        ("as many of both stop", lambda: (0.5 * 1.25 + 0.25 * 10) / 0.75),
        ("without the voucher's order", lambda: (0.4 * 1.25 + 0.025 * 10) / 0.425 - 1),
        ("with the first order", lambda: (0.4 * 1.25 + 0.025 * 10) / 0.425 + 1),
        ("those who came by themselves", lambda: (0.2 * 1.25 + 0.9 * 10) / 1.1),
        ("one over the chance to go on", lambda: (0.4 / 0.2 + 0.025 / 0.9) / 0.425),
        ("for each who got a voucher", lambda: (0.4 * 1.25 + 0.025 * 10) / 2),
        ("two: half of each kind, with the first", lambda: (1.25 + 10) / 2 + 1),
        (
            "two: as many stop, without the voucher's order",
            lambda: (0.5 * 1.25 + 0.25 * 10) / 0.75 - 1,
        ),
        ("two: persuaded as if they went on, the chances", lambda: (0.1 * 1.25 + 0.225 * 10) / 0.325),
    ],
    "1.2.6": [
        ("who waits", lambda: _waiting()),
        ("of all ten", lambda: 4 / 10),
        ("of those who paid", lambda: 4 / 5),
        ("the other of day 5 is gone", lambda: 1 - 0.9 * 6 / 7 * 5 / 6 * 3 / 4),
        ("to the end", lambda: 1 - _waiting(30)),
        ("those watched for 14 days", lambda: 4 / 7),
        ("always ten", lambda: 1 - _waiting(watched=lambda day: 10)),
        ("the chances added", lambda: 1 / 10 + 1 / 8 + 1 / 6 + 1 / 4),
        ("two: who waits, to the end", lambda: _waiting(30)),
        ("two: who waits, the other of day 5 is gone", lambda: 0.9 * 6 / 7 * 5 / 6 * 3 / 4),
        ("two: of all ten, at any time", lambda: 5 / 10),
    ],
    "1.2.7": [
        ("what the first half did", lambda: _followed(look="first", base="first")),
        ("the ratio", lambda: _followed(show="ratio")),
        ("money", lambda: _followed(show="money")),
        ("against all readers", lambda: _followed(base="all")),
        ("the best of the second half", lambda: _followed(choose="second")),
        ("the worst of the first half", lambda: _followed(best="idxmin")),
        ("against the others", _against_the_others),
        ("against its own first half", _own_first_half),
        ("two: the ratio, against all", lambda: _followed(base="all", show="ratio")),
        ("two: both halves, against all", lambda: _followed("all", "all", base="all")),
        ("two: medians, the best of both halves", lambda: _followed("all", by="median", how="median")),
    ],
    "1.2.a": [
        ("the additional ones", lambda: 45 - 36),
        ("half of those who stay away come, too", lambda: (240 + 180) * 0.15),
        ("who comes", lambda: 300),
        ("the last rate of those who said so", lambda: 300 * 36 / 600),
        ("all come", lambda: 600 * 0.15),
        ("half as many again", lambda: 36 * 1.5),
        ("300 more come", lambda: 540 * 0.15),
        ("half of the invited say so", lambda: 1000 * 0.4 * 0.15),
        ("two: additional, half of those who stay away come", lambda: 63 - 36),
        ("two: half of the invited come", lambda: 1000 * 0.15),
        ("two: the rate of all, of those who said so", lambda: 300 * 36 / 2000),
    ],
    "1.2.b": [
        ("without the first", lambda: 60),
        ("one repeat order", lambda: 20 + 0.5 * 30),
        ("one over three quarters", lambda: 20 + 0.5 / 0.75 * 30),
        ("everybody orders again", lambda: 20 + 4 * 30),
        ("three repeat orders", lambda: 20 + 0.5 * 3 * 30),
        ("20 and 30 exchanged", lambda: 30 + 0.5 * 4 * 20),
        ("a half throughout", lambda: 20 + 0.5 / 0.5 * 30),
        ("a second and a third order", lambda: 20 + 0.5 * 30 + 0.5 * 0.75 * 30),
        ("two: without the first, three repeat orders", lambda: 0.5 * 3 * 30),
        ("two: without the first, everybody orders again", lambda: 4 * 30),
        ("two: everybody, three repeat orders", lambda: 20 + 3 * 30),
    ],
}

# 1.3 ------------------------------------------------------------------------------------------------------


@functools.cache
def _customers():
    rng = np.random.default_rng(231)
    return pd.DataFrame(
        {
            "motivation": rng.uniform(0, 10, size=800),
            "ability": rng.uniform(0, 10, size=800),
            "asked": rng.random(800) < 0.5,
        }
    )


def _switch(motivation=0, ability=0, ask_all=False, line=25, top=10):
    people = _customers()
    above = (people["motivation"] + motivation).clip(upper=top) * (people["ability"] + ability).clip(
        upper=top
    ) > line
    return int((above & (people["asked"] | ask_all)).sum())


def _remedies(
    line=25, top=10, reminded=800, reminder=0.30, form=900, gift=3, given="all", per="additional", ask=False
):
    now = _switch(line=line)
    switch = S(
        {
            "reminder": _switch(ask_all=True, line=line),
            "simpler": _switch(ability=2, line=line, top=top, ask_all=ask),
            "gift": _switch(motivation=2, line=line, top=top, ask_all=ask),
        }
    )
    gifts = {"all": switch["gift"], "additional": switch["gift"] - now, "everybody": 800}[given]
    cost = S({"reminder": reminder * reminded, "simpler": form, "gift": gift * gifts})
    return {
        "additional": lambda: cost / (switch - now),
        "switch": lambda: cost / switch,
        "cost": lambda: cost,
        "turned": lambda: (switch - now) / cost,
        "people": lambda: cost / 800,
    }[per]()


def _button(z=1.96, old=(48, 1200), new=(78, 1200), unit=1, pooled=False, root=True):
    p, q = old[0] / old[1], new[0] / new[1]
    both = (old[0] + new[0]) / (old[1] + new[1])
    variance = p * (1 - p) / old[1] + q * (1 - q) / new[1]
    if pooled:
        variance = both * (1 - both) * (1 / old[1] + 1 / new[1])
    half = z * (np.sqrt(variance) if root else variance)
    return {"difference": unit * (q - p), "low": unit * (q - p - half), "high": unit * (q - p + half)}


@functools.cache
def _p_values():
    rng = np.random.default_rng(235)
    mornings = np.arange(1, 22)
    one, two = (rng.binomial(200, 0.08, size=(1000, 21)).cumsum(axis=1) for _ in range(2))
    pooled = (one + two) / (2 * 200 * mornings)
    z = (two - one) / np.sqrt(2 * pooled * (1 - pooled) * 200 * mornings)
    return pd.DataFrame(2 * stats.norm.sf(np.abs(z)), columns=mornings)


HEADLINES = "ABCDEFGHIJKL"


def _size(one=0.04, two=0.05, arms=2, power=0.8, formula="pooled"):
    return arms * experiments.sample_size(one, two, power=power, formula=formula)


RIGHT |= {
    "1.3.1": lambda: _switch(ask_all=True) - _switch(),
    "1.3.2": lambda: _remedies(),
    "1.3.3": lambda: _button(),
    "1.3.4": lambda: _size(),
    "1.3.5": lambda: (_p_values() < 0.05).any(axis=1).mean(),
    "1.3.6": lambda: list("DBG"),
    "1.3.7": lambda: (0.29 - 0.004) / (0.52 - 0.08),
    "1.3.a": lambda: 5 * 140 / 40,
    "1.3.b": lambda: 0.05 - 1.96 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400),
    "1.3.c": lambda: 120 / 200,
}

WAYS |= {
    "1.3.1": [
        ("the chapter's line", lambda: _switch(ask_all=True, line=20) - _switch(line=20)),
        ("all who switch", lambda: _switch(ask_all=True)),
        ("who switches today", lambda: _switch()),
        (
            "not asked, below the line",
            lambda: int((~_customers()["asked"]).sum()) - (_switch(ask_all=True) - _switch()),
        ),
        ("all who are not asked", lambda: int((~_customers()["asked"]).sum())),
        ("the sum above 25", lambda: 0),
        (
            "each above 5",
            lambda: int(
                (
                    (_customers()["motivation"] > 5) & (_customers()["ability"] > 5) & ~_customers()["asked"]
                ).sum()
            ),
        ),
        ("a share", lambda: (_switch(ask_all=True) - _switch()) / 800),
        ("two: the chapter's line, all who switch", lambda: _switch(ask_all=True, line=20)),
        ("two: the chapter's line, today", lambda: _switch(line=20)),
        ("two: a share, of those not asked below", lambda: _switch(ask_all=True) / 800),
    ],
    "1.3.2": [
        ("each who switches", lambda: _remedies(per="switch")),
        ("gifts for the additional ones", lambda: _remedies(given="additional")),
        ("above 10", lambda: _remedies(top=20)),
        ("the chapter's line", lambda: _remedies(line=20)),
        ("the reminder for those not asked", lambda: _remedies(reminded=int((~_customers()["asked"]).sum()))),
        ("gifts for everybody", lambda: _remedies(given="everybody")),
        ("turned over", lambda: _remedies(per="turned")),
        ("with everybody asked", lambda: _remedies(ask=True)),
        ("two: above 10, gifts for the additional", lambda: _remedies(top=20, given="additional")),
        ("two: each who switches, above 10", lambda: _remedies(top=20, per="switch")),
        (
            "two: the reminder for those not asked, gifts for everybody",
            lambda: _remedies(reminded=int((~_customers()["asked"]).sum()), given="everybody"),
        ),
    ],
    "1.3.3": [
        ("old less new", lambda: _button(old=(78, 1200), new=(48, 1200))),
        ("90%", lambda: _button(1.645)),
        ("one standard error", lambda: _button(1)),
        ("per cent", lambda: _button(unit=100)),
        ("the relative lift", lambda: {**_button(), "difference": 78 / 48 - 1}),
        (
            "the new button's interval",
            lambda: {"difference": 0.025, **_ends(0.065, 1.96 * np.sqrt(0.065 * 0.935 / 1200))},
        ),
        (
            "low and high exchanged",
            lambda: {"difference": 0.025, "low": _button()["high"], "high": _button()["low"]},
        ),
        ("without the root", lambda: _button(root=False)),
        ("two: old less new, one standard error", lambda: _button(1, (78, 1200), (48, 1200))),
        ("two: per cent, 90%", lambda: _button(1.645, unit=100)),
        ("two: old less new, per cent", lambda: _button(old=(78, 1200), new=(48, 1200), unit=100)),
    ],
    "1.3.4": [
        ("one arm", lambda: _size(arms=1)),
        ("rule of 16", lambda: _size(formula="rule_of_16")),
        ("from the control's rate", lambda: _size(formula="baseline")),
        ("power 90%", lambda: _size(power=0.9)),
        ("one-sided", lambda: 2 * (1.645 + 0.8416) ** 2 * 2 * 0.045 * 0.955 / 0.01**2),
        ("the chapter's rates", lambda: _size(0.10, 0.12)),
        ("five points more", lambda: _size(0.04, 0.09)),
        ("the significance alone", lambda: 2 * 1.96**2 * 2 * 0.045 * 0.955 / 0.01**2),
        ("two: one arm, rule of 16", lambda: _size(arms=1, formula="rule_of_16")),
        ("two: one arm, power 90%", lambda: _size(arms=1, power=0.9)),
        ("two: one arm, five per cent more", lambda: _size(0.04, 0.042, arms=1)),
    ],
    "1.3.5": [
        ("the last morning", lambda: (_p_values()[21] < 0.05).mean()),
        ("the first morning", lambda: (_p_values()[1] < 0.05).mean()),
        ("all mornings together", lambda: float((_p_values() < 0.05).to_numpy().mean())),
        ("the number", lambda: int((_p_values() < 0.05).any(axis=1).sum())),
        ("who declares none", lambda: 1 - (_p_values() < 0.05).any(axis=1).mean()),
        ("0.05 over 21", lambda: (_p_values() < 0.05 / 21).any(axis=1).mean()),
        ("as if mornings were new each time", lambda: 1 - 0.95**21),
        ("mornings in which any test does", lambda: (_p_values() < 0.05).any(axis=0).mean()),
        ("two: the number, the last morning", lambda: int((_p_values()[21] < 0.05).sum())),
        ("two: none, the last morning", lambda: (_p_values()[21] >= 0.05).mean()),
        ("two: 0.1, the last morning", lambda: (_p_values()[21] < 0.1).mean()),
    ],
    "1.3.6": [
        ("all below 0.05", lambda: list("ABDFGJL")),
        ("Bonferroni", lambda: list("D")),
        ("false discovery rate", lambda: list("BDGJL")),
        ("one too many", lambda: list("BDGJ")),
        ("one too few", lambda: list("BD")),
        ("those not claimed", lambda: [name for name in HEADLINES if name not in "BDG"]),
        ("the largest", lambda: list("I")),
        ("below 0.04", lambda: list("ABDGJL")),
        ("two: Bonferroni, those not claimed", lambda: [name for name in HEADLINES if name != "D"]),
        ("two: below 0.05, those not claimed", lambda: list("CEHIK")),
        ("two: one too few, not the first", lambda: list("BG")),
    ],
    "1.3.7": [
        ("numbers for rates", lambda: (290 - 8) / (520 - 160)),
        ("of all who took it", lambda: 290 / 520),
        ("against those who must answer", lambda: 0.285 / 0.41),
        ("those of the empty box not taken off", lambda: 0.29 / 0.44),
        ("more cancelled of all who took it", lambda: 0.286 / 0.52),
        ("who kept it", lambda: 1 - 0.286 / 0.44),
        ("of the joiners", lambda: 0.286),
        ("the share added", lambda: 0.44),
        ("two: numbers, none taken off", lambda: 290 / 360),
        ("two: numbers, who kept it", lambda: 1 - 282 / 360),
        ("two: difference of the shares cancelled, per cent", lambda: 100 * (290 / 520 - 8 / 160)),
    ],
    "1.3.a": [
        ("5", lambda: 5),
        ("for those who buy anyway", lambda: 5 * 100 / 40),
        ("for all visitors", lambda: 5 * 1000 / 40),
        ("the bill", lambda: 5 * 140),
        ("over the buyers of today", lambda: 5 * 140 / 100),
        ("turned over", lambda: 40 / 700),
        ("the bill of the additional", lambda: 5 * 40),
        ("over all visitors", lambda: 700 / 1000),
        ("two: for all visitors, over all buyers", lambda: 5000 / 140),
        ("two: for those who buy anyway, over all", lambda: 500 / 140),
        ("two: for all visitors, over those of today", lambda: 5000 / 100),
    ],
    "1.3.b": [
        ("the upper end", lambda: 0.05 + 1.96 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        ("half its width", lambda: 1.96 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        ("one standard error", lambda: 0.05 - np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        ("per cent", lambda: 5 - 196 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        ("90%", lambda: 0.05 - 1.645 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        ("old less new", lambda: -0.05 - 1.96 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        ("the new letter's", lambda: 0.25 - 1.96 * np.sqrt(0.25 * 0.75 / 400)),
        ("without the root", lambda: 0.05 - 1.96 * (0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        (
            "two: the upper end, one standard error",
            lambda: 0.05 + np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400),
        ),
        ("two: the upper end, 90%", lambda: 0.05 + 1.645 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)),
        (
            "two: one error's root of the sum of rates, old letter",
            lambda: 0.2 - 1.96 * np.sqrt(0.2 * 0.8 / 400),
        ),
    ],
    "1.3.c": [
        ("of all who took it", lambda: 132 / 260),
        ("those of the empty box not taken off", lambda: 132 / 200),
        ("more of all who took it", lambda: 120 / 260),
        ("who keeps it", lambda: 0.4),
        ("of all 500", lambda: 120 / 500),
        ("those of the empty box", lambda: 12 / 60),
        ("difference of the shares", lambda: 132 / 260 - 12 / 60),
        ("the number", lambda: 120),
        ("two: none taken off, who keeps it", lambda: 1 - 132 / 200),
        ("two: of all 500, none taken off", lambda: 132 / 500),
        ("two: added instead of taken off", lambda: 144 / 320),
    ],
}


def _ends(middle, half, names=("low", "high")):
    return dict(zip(names, (middle - half, middle + half), strict=True))


# 2.1 ------------------------------------------------------------------------------------------------------

PARTS = ("advertising", "labour", "promotion", "referral_rewards")
ON_THE_BILL = ["search_ads", "agency_fee", "sales_wages", "sales_training", "welcome_gifts", "friend_rewards"]
BOOKS = [*ON_THE_BILL, "first_box_discounts", "hotline", "ingredients_and_delivery", "win_back_vouchers"]


def _year(table, column, years):
    return table[table[column].dt.year.isin(years)]


def _channels(parts=PARTS, years=(2024,), of=(2024,)):
    costs, members = load("club_costs"), load("club_members")
    money = _year(costs, "month", years).groupby("channel", observed=True)[list(parts)].sum().sum(axis=1)
    people = _year(members, "join_month", of).groupby("channel", observed=True).size()
    return money, people


def _cost(parts=PARTS, years=(2024,), of=None):
    money, people = _channels(parts, years, of or years)
    return money / people


@functools.cache
def _joiners():
    members = load("club_members")
    months = load("club_months").merge(members, on="member_id").merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    first_year = months[12 * (month.year - joined.year) + month.month - joined.month < 12]
    joiners = members[members["join_month"].dt.year == 2023].set_index("member_id")
    joiners = joiners[["channel", "joining_discount"]]
    joiners["first_year_margin"] = first_year.groupby("member_id")["margin"].sum()
    return joiners


PAID_OUT = ("advertising", "labour", "referral_rewards")


def _left(parts=PAID_OUT, years=(2023,), how="each", discount=0, statistic="mean"):
    joiners = _joiners()
    spent = _year(load("club_costs"), "month", years)[list(parts)].sum().sum()
    margin = joiners["first_year_margin"] + discount * joiners["joining_discount"]
    return {
        "each": lambda: getattr(margin, statistic)() - spent / len(joiners),
        "total": lambda: margin.sum() - spent,
        "margin": lambda: margin.mean(),
        "cost": lambda: spent / len(joiners),
        "month": lambda: margin.mean() / 12 - spent / len(joiners),
    }[how]()


TRIAL = pd.DataFrame({"budget": [2000, 4000, 6000, 8000], "students": [50, 84, 109, 124]}).set_index("budget")
STUDENTS = TRIAL["students"]
NEXT = (2000 / STUDENTS.diff()).dropna()


@functools.cache
def _calls():
    bank = load("bank").rename(columns={"campaign": "calls"})
    bank["called_before"] = bank["previous"] > 0
    calendar = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    position = bank["month"].astype(str).map(calendar.index)
    bank["year"] = 2008 + (position.diff() < 0).cumsum()
    return bank


def _ratios(
    how="per sale", since=lambda year: year >= 2009, before=lambda bank: bank["called_before"], turned=False
):
    def ratio(rows):
        groups = rows.assign(known=before(rows)).groupby("known")
        each = {
            "per sale": lambda: groups["calls"].sum() / groups["deposit"].sum(),
            "people": lambda: groups.size() / groups["deposit"].sum(),
            "calls": lambda: groups["calls"].sum(),
            "mean": lambda: groups["calls"].mean(),
            "buyers": lambda: rows[rows["deposit"]].groupby(before(rows))["calls"].mean(),
            "sales": lambda: groups["deposit"].sum(),
        }[how]()
        return each[True] / each[False] if turned else each[False] / each[True]

    bank = _calls()
    return S({"whole file": ratio(bank), "from 2009": ratio(bank[since(bank["year"])])})


def _per_sale(known):
    bank = _calls()

    def each(rows):
        rows = rows[rows["called_before"] == known]
        return rows["calls"].sum() / rows["deposit"].sum()

    return S({"whole file": each(bank), "from 2009": each(bank[bank["year"] >= 2009])})


RIGHT |= {
    "2.1.1": lambda: ON_THE_BILL,
    "2.1.2": lambda: 9,
    "2.1.3": lambda: _cost(),
    "2.1.4": lambda: _left(),
    "2.1.5": lambda: NEXT,
    "2.1.7": lambda: _ratios(),
    "2.1.a": lambda: 18_000 / 360,
    "2.1.b": lambda: 55 - 36,
    "2.1.c": lambda: 2000 / 25,
}

WAYS |= {
    "2.1.1": [
        ("with discounts", lambda: [*ON_THE_BILL, "first_box_discounts"]),
        ("without training", lambda: _without(ON_THE_BILL, "sales_training")),
        ("without friends", lambda: _without(ON_THE_BILL, "friend_rewards")),
        ("without gifts", lambda: _without(ON_THE_BILL, "welcome_gifts")),
        ("with win-back", lambda: [*ON_THE_BILL, "win_back_vouchers"]),
        ("with the hotline", lambda: [*ON_THE_BILL, "hotline"]),
        ("advertising alone", lambda: ["search_ads", "agency_fee"]),
        ("the other lines", lambda: _without(BOOKS, *ON_THE_BILL)),
        (
            "two: with discounts, without gifts",
            lambda: [*_without(ON_THE_BILL, "welcome_gifts"), "first_box_discounts"],
        ),
        ("two: with win-back and hotline", lambda: [*ON_THE_BILL, "win_back_vouchers", "hotline"]),
        (
            "two: without training and friends",
            lambda: _without(ON_THE_BILL, "sales_training", "friend_rewards"),
        ),
    ],
    "2.1.2": [
        ("everybody stays", lambda: 5),
        ("the first at a loss already", lambda: 14),
        ("one too few", lambda: 8),
        ("one too many", lambda: 10),
        ("a fraction", lambda: np.log(1 - 60 * 0.15 / 12) / np.log(0.85)),
        ("a lifetime", lambda: 1 / 0.15),
        ("those who leave pay", lambda: 34),
        ("a usual month of 85 in 100", lambda: 6),
        ("two: everybody stays, after the first", lambda: 4),
        ("two: the first at a loss, one too few", lambda: 13),
        ("two: a usual month, a fraction", lambda: 60 / (12 * 0.85)),
    ],
    "2.1.3": [
        ("without promotion", lambda: _cost(PAID_OUT)),
        ("advertising alone", lambda: _cost(PARTS[:1])),
        ("all years", lambda: _cost(years=(2022, 2023, 2024))),
        ("over all members", lambda: _cost(of=(2022, 2023, 2024))),
        ("totals", lambda: _channels()[0]),
        ("without rewards", lambda: _cost(PARTS[:3])),
        ("over the members of all channels", lambda: _channels()[0] / _channels()[1].sum()),
        ("the year 2023", lambda: _cost(years=(2023,))),
        ("two: without promotion, all years", lambda: _cost(PAID_OUT, (2022, 2023, 2024))),
        ("two: advertising alone, over all members", lambda: _cost(PARTS[:1], of=(2022, 2023, 2024))),
        ("two: without promotion, totals", lambda: _channels(PAID_OUT)[0]),
    ],
    "2.1.4": [
        ("the discount twice", lambda: _left(PARTS)),
        ("advertising alone", lambda: _left(PARTS[:1])),
        ("the bill of 2024", lambda: _left(years=(2024,))),
        ("the discount not at all", lambda: _left(discount=1)),
        ("total", lambda: _left(how="total")),
        ("without rewards", lambda: _left(PAID_OUT[:2])),
        ("the median margin", lambda: _left(statistic="median")),
        ("the bill of all years", lambda: _left(years=(2022, 2023, 2024))),
        ("two: the discount twice, 2024", lambda: _left(PARTS, (2024,))),
        ("two: advertising alone, total", lambda: _left(PARTS[:1], how="total")),
        ("two: the discount twice, total", lambda: _left(PARTS, how="total")),
    ],
    "2.1.5": [
        ("averages", lambda: (STUDENTS.index / STUDENTS).iloc[1:]),
        ("turned over", lambda: 1 / NEXT),
        ("named after the lower budget", lambda: S(NEXT.tolist(), [2000, 4000, 6000])),
        ("the whole budget over the added", lambda: (STUDENTS.index / STUDENTS.diff()).dropna()),
        ("from 2,000 on", lambda: ((STUDENTS.index - 2000) / (STUDENTS - 50)).iloc[1:]),
        ("students", lambda: STUDENTS.diff().dropna()),
        ("2,000 over all students", lambda: (2000 / STUDENTS).iloc[1:]),
        ("the averages' differences", lambda: (STUDENTS.index / STUDENTS).diff().dropna()),
        ("two: turned over, named after the lower", lambda: S((1 / NEXT).tolist(), [2000, 4000, 6000])),
        (
            "two: averages, named after the lower",
            lambda: S((STUDENTS.index / STUDENTS).iloc[1:].tolist(), [2000, 4000, 6000]),
        ),
        ("two: averages, turned over", lambda: (STUDENTS / STUDENTS.index).iloc[1:]),
    ],
    "2.1.7": [
        ("turned over", lambda: _ratios(turned=True)),
        ("people", lambda: _ratios("people")),
        ("calls of a client", lambda: _ratios("mean")),
        ("who bought before", lambda: _ratios(before=lambda bank: bank["poutcome"] == "success")),
        ("2009 alone", lambda: _ratios(since=lambda year: year == 2009)),
        ("2010 alone", lambda: _ratios(since=lambda year: year == 2010)),
        ("calls of those who bought", lambda: _ratios("buyers")),
        ("labels exchanged", lambda: _swapped(_ratios(), "whole file", "from 2009")),
        ("two: people, turned over", lambda: _ratios("people", turned=True)),
        ("two: a client, turned over", lambda: _ratios("mean", turned=True)),
        ("two: a sale of those never called, no ratio", lambda: _per_sale(False)),
    ],
    "2.1.a": [
        ("the growth", lambda: 18_000 / 150),
        ("who left", lambda: 18_000 / 210),
        ("all at the end", lambda: 18_000 / 1500),
        ("all at the start", lambda: 18_000 / 1350),
        ("the number won", lambda: 360),
        ("who stayed", lambda: 18_000 / 1140),
        ("turned over", lambda: 360 / 18_000),
        ("growth less those who left", lambda: 18_000 / 60),
        ("two: all who were there, and left", lambda: 18_000 / 1710),
        ("two: the mean of start and end", lambda: 18_000 / 1425),
        ("two: the growth, turned over", lambda: 150 / 18_000),
    ],
    "2.1.b": [
        ("not at all", lambda: 55 - 48),
        ("twice", lambda: 55 + 12 - 36),
        ("less is negative", lambda: 36 - 55),
        ("the cost with the coupon", lambda: 55 + 12),
        ("the coupon", lambda: 12),
        ("without the basket", lambda: 55),
        ("the coupon for the basket", lambda: 55 - 12),
        ("a ratio", lambda: 55 / 36),
        ("two: not at all, negative", lambda: 48 - 55),
        ("two: twice, negative", lambda: 36 - 67),
        ("two: both off", lambda: 55 - 48 - 12),
    ],
    "2.1.c": [
        ("the average", lambda: 7000 / 150),
        ("the average before", lambda: 5000 / 125),
        ("the averages' difference", lambda: 7000 / 150 - 40),
        ("the whole budget", lambda: 7000 / 25),
        ("over all", lambda: 2000 / 150),
        ("turned over", lambda: 25 / 2000),
        ("the number added", lambda: 25),
        ("over those before", lambda: 2000 / 125),
        ("two: budgets and readers added", lambda: 12_000 / 275),
        ("two: the old budget over the added", lambda: 5000 / 25),
        ("two: the average, turned over", lambda: 150 / 7000),
    ],
}

# 2.2 ------------------------------------------------------------------------------------------------------


@functools.cache
def _first_orders():
    orders = load("cdnow")[["customer_id", "date"]]
    first = orders.groupby("customer_id")["date"].min()
    orders = orders.merge(first.rename("first"), on="customer_id")
    return orders.assign(gap=(orders["date"] - orders["first"]).dt.days, month=orders["first"].dt.month)


def _back(low=1, high=90, how="rate", by="month"):
    orders = _first_orders()
    orders = orders.assign(order_month=orders["date"].dt.month)
    again = orders[orders["gap"].between(low, high)]
    came = again.groupby(by)["customer_id"].nunique()
    won = orders.groupby("month")["customer_id"].nunique()
    return {
        "rate": lambda: came / won,
        "number": lambda: came,
        "of all": lambda: came / won.sum(),
        "rest": lambda: 1 - came / won,
        "per cent": lambda: 100 * came / won,
        "orders": lambda: again.drop_duplicates(["customer_id", "date"]).groupby("month").size() / won,
        "of returners": lambda: came / orders[orders["gap"] > 0].groupby("month")["customer_id"].nunique(),
    }[how]()


def _same_day():
    orders = _first_orders()
    orders = orders[orders["gap"] <= 90]
    return orders.groupby(["month", "customer_id"]).size().gt(1).groupby("month").mean()


def _by_order_month():
    orders = _first_orders()
    again = orders[orders["gap"].between(1, 90)]
    came = again.groupby(again["date"].dt.month)["customer_id"].nunique().loc[1:3]
    return came / orders.groupby("month")["customer_id"].nunique()


def _arms(one=1, other=3, high=90):
    won = _first_orders().groupby("month")["customer_id"].nunique()
    came = _back(1, high, "number")
    return (int(came[one]), int(won[one])), (int(came[other]), int(won[other]))


def _march(one=1, other=3, high=90, z=1.96, unit=1, root=True):
    (a, n), (b, m) = _arms(one, other, high)
    p, q = a / n, b / m
    variance = p * (1 - p) / n + q * (1 - q) / m
    return _ends(unit * (q - p), unit * z * (np.sqrt(variance) if root else variance))


def _single(month=3, z=1.96):
    (a, n), _ = _arms(month, month)
    return _ends(a / n, z * np.sqrt(a / n * (1 - a / n) / n))


def _of_intervals():
    january, march = _single(1), _single(3)
    return {"low": march["low"] - january["high"], "high": march["high"] - january["low"]}


SCHOOL = pd.DataFrame(
    {
        "kind": ["plan first", "plan first", "price first", "price first"],
        "voucher": [False, True, False, True],
        "people": [500, 100, 100, 300],
        "gone": [75, 17, 30, 87],
    }
)


def _school(weights=(600, 400), naive=0.26 - 0.175, sign=1, unit=1):
    within = np.average([0.17 - 0.15, 0.29 - 0.30], weights=weights)
    return S({"naive": sign * unit * naive, "same kind": sign * unit * within})


@functools.cache
def _former():
    months = load("club_months").merge(load("club_members")[["member_id", "plan"]], on="member_id")
    months = months.merge(load("club_plans"), on="plan")
    serving = months["cost_per_month"] + months["cost_per_visit"] * months["visits"]
    months["margin"] = months["fee"] - serving
    former = load("club_winback").query("offer_month <= '2024-06-01'")
    since = months.merge(former[["member_id", "returned_month"]], on="member_id")
    since = since[since["month"] >= since["returned_month"]]
    plan = months.drop_duplicates("member_id").set_index("member_id")["plan"]
    former = former.assign(
        plan=former["member_id"].map(plan),
        margin=former["member_id"].map(since.groupby("member_id")["margin"].sum()).fillna(0.0),
    )
    return former[["arm", "plan", "contact_cost", "margin"]]


def _letter(how="mean", less="control", cost=1.0, rows=lambda former: former["margin"] > -1e9):
    former = _former()[rows(_former())]
    groups = former.groupby(["plan", "arm"], observed=True)["margin"]
    margin = getattr(groups, how)().unstack()
    letters = getattr(former.groupby(["plan", "arm"], observed=True)["contact_cost"], how)().unstack()[
        "offer"
    ]
    control = {
        "control": margin["control"],
        "nobody": 0.0,
        "everybody": former.loc[former["arm"] == "control", "margin"].mean(),
    }[less]
    return margin["offer"] - control - cost * letters


def _truly(z=1.96, people=12_000, found=60, looked=400):
    share = 1 - found / looked
    half = z * np.sqrt(share * (1 - share) / looked)
    bill = 300_000
    return {
        "cost": bill / (people * share),
        "low": bill / (people * (share + half)),
        "high": bill / (people * (share - half)),
    }


def _additive(cost, half):
    return {"cost": cost, "low": cost - half, "high": cost + half}


RIGHT |= {
    "2.2.1": lambda: _back(),
    "2.2.2": lambda: _march(),
    "2.2.3": lambda: _school(),
    "2.2.5": lambda: 260 * 28 - 200 * 35,
    "2.2.6": lambda: _letter(),
    "2.2.7": lambda: _truly(),
    "2.2.a": lambda: 22 - 14,
    "2.2.b": lambda: 9 - 5,
    "2.2.c": lambda: 36_000 / 800,
}

WAYS |= {
    "2.2.1": [
        ("ever", lambda: _back(high=10_000)),
        ("30 days", lambda: _back(high=30)),
        ("rows of the first day, too", _same_day),
        ("who did not come", lambda: _back(how="rest")),
        ("the number", lambda: _back(how="number")),
        ("orders", lambda: _back(how="orders")),
        ("out of the customers of all months", lambda: _back(how="of all")),
        ("out of all who ever came back", lambda: _back(how="of returners")),
        ("two: ever, who did not come", lambda: _back(high=10_000, how="rest")),
        ("two: ever, the number", lambda: _back(high=10_000, how="number")),
        ("two: per cent, 30 days", lambda: _back(high=30, how="per cent")),
    ],
    "2.2.2": [
        ("January less March", lambda: _march(3, 1)),
        ("one standard error", lambda: _march(z=1)),
        ("90%", lambda: _march(z=1.645)),
        ("March's own interval", lambda: _single(3)),
        ("less February", lambda: _march(2, 3)),
        ("ever", lambda: _march(high=10_000)),
        ("per cent", lambda: _march(unit=100)),
        ("the ends of the two intervals", _of_intervals),
        ("two: January less March, one standard error", lambda: _march(3, 1, z=1)),
        ("two: February less January, per cent", lambda: _march(1, 2, unit=100)),
        ("two: ever, January less March", lambda: _march(3, 1, high=10_000)),
    ],
    "2.2.3": [
        ("weights of the takers", lambda: _school((100, 300))),
        ("weights of the others", lambda: _school((500, 100))),
        ("no weights", lambda: _school((1, 1))),
        ("without less with", lambda: _school(sign=-1)),
        ("points", lambda: _school(unit=100)),
        ("labels exchanged", lambda: _swapped(_school(), "naive", "same kind")),
        ("naive by the means of the kinds", lambda: _school(naive=(0.17 + 0.29) / 2 - (0.15 + 0.30) / 2)),
        ("naive as a ratio", lambda: _school(naive=0.26 / 0.175)),
        ("two: no weights, points", lambda: _school((1, 1), unit=100)),
        ("two: no weights, without less with", lambda: _school((1, 1), sign=-1)),
        (
            "two: naive of all people, weights of the takers",
            lambda: _school((100, 300), naive=(104 - 105) / 1000),
        ),
    ],
    "2.2.5": [
        ("no parcel", lambda: 260 * 33 - 200 * 40),
        ("each customer", lambda: 28 - 35),
        ("the additional customers", lambda: 60 * 28),
        ("the coupon taken off again", lambda: 260 * (28 - 7) - 200 * 35),
        ("usual less coupon", lambda: 200 * 35 - 260 * 28),
        ("the coupon week", lambda: 260 * 28),
        ("parcels of the coupon week alone", lambda: 260 * 28 - 200 * 40),
        ("the parcel added", lambda: 260 * 38 - 200 * 45),
        ("two: no parcel, additional customers", lambda: 60 * 33),
        ("two: no parcel, the coupon week", lambda: 260 * 33),
        ("two: no parcel, usual less coupon", lambda: 200 * 40 - 260 * 33),
    ],
    "2.2.6": [
        ("without the control group", lambda: _letter(less="nobody")),
        ("without the cost", lambda: _letter(cost=0)),
        ("of those who returned", lambda: _letter(rows=lambda former: former["margin"] > 0)),
        ("control less letter", lambda: -_letter()),
        ("the control group of all plans", lambda: _letter(less="everybody")),
        ("the cost twice", lambda: _letter(cost=2)),
        ("totals", lambda: _letter("sum")),
        ("for each unit of cost", lambda: _letter() / 4),
        ("two: no control group, no cost", lambda: _letter(less="nobody", cost=0)),
        ("two: no cost, totals", lambda: _letter("sum", cost=0)),
        (
            "two: of those who returned, no control group",
            lambda: _letter(less="nobody", rows=lambda f: f["margin"] > 0),
        ),
    ],
    "2.2.7": [
        ("times the share", lambda: _additive(25 * 0.85, 1.96 * 25 * np.sqrt(0.85 * 0.15 / 400))),
        ("15% more", lambda: _additive(25 * 1.15, 1.96 * 25 * np.sqrt(0.85 * 0.15 / 400))),
        ("one standard error", lambda: _truly(1)),
        ("90%", lambda: _truly(1.645)),
        ("60 of the 12,000", lambda: {**_truly(), "cost": 300_000 / 11_940}),
        ("by the share of the old", lambda: _truly(found=340)),
        ("low and high exchanged", lambda: {**_truly(), "low": _truly()["high"], "high": _truly()["low"]}),
        ("the ends of the share", lambda: {**_truly(), **_ends(0.85, 1.96 * np.sqrt(0.85 * 0.15 / 400))}),
        (
            "two: one standard error, exchanged",
            lambda: {**_truly(1), "low": _truly(1)["high"], "high": _truly(1)["low"]},
        ),
        ("two: by the share of the old, 90%", lambda: _truly(1.645, found=340)),
        ("two: per cent of the 400 for the bill, exchanged", lambda: _additive(300_000 / 340, 10)),
    ],
    "2.2.a": [
        ("the kinds", lambda: 20),
        ("nothing", lambda: 0),
        ("a fraction", lambda: 0.08),
        ("the takers", lambda: 22),
        ("the others less the takers", lambda: -8),
        ("relative", lambda: 100 * (22 / 14 - 1)),
        ("out of all", lambda: 100 * (44 - 56) / 600),
        ("against everybody", lambda: 22 - 100 / 6),
        ("two: a ratio, turned over", lambda: 14 / 22),
        ("two: a fraction, the others less the takers", lambda: -0.08),
        ("two: out of all, the takers", lambda: 100 * 44 / 600),
    ],
    "2.2.b": [
        ("the redeemers", lambda: 57 - 48),
        ("afterwards", lambda: 57 - 26),
        ("before", lambda: 48 - 21),
        ("the others less the redeemers", lambda: 5 - 9),
        ("a ratio", lambda: 9 / 5),
        ("added", lambda: 9 + 5),
        ("in per cent", lambda: 100 * (9 / 48 - 5 / 21)),
        ("the others", lambda: 26 - 21),
        ("two: afterwards, a ratio", lambda: 57 / 26),
        ("two: in per cent, the others less the redeemers", lambda: 100 * (5 / 21 - 9 / 48)),
        ("two: means of before and after", lambda: (57 + 48) / 2 - (26 + 21) / 2),
    ],
    "2.2.c": [
        ("as the file says", lambda: 36),
        ("200 more", lambda: 36_000 / 1200),
        ("four fifths", lambda: 36 * 0.8),
        ("the old ones", lambda: 36_000 / 200),
        ("a fifth more", lambda: 36 * 1.2),
        ("by how much more", lambda: 45 - 36),
        ("turned over", lambda: 800 / 36_000),
        ("the bill of the new", lambda: 36_000 * 0.8),
        ("two: a fifth more, the bill", lambda: 36_000 * 1.2),
        ("two: 200 more, turned over", lambda: 1200 / 36_000),
        ("two: a fifth off twice", lambda: 36 * 0.8 * 0.8),
    ],
}

# 2.3 ------------------------------------------------------------------------------------------------------


def _bucket(start=400, stay=0.7, won=150, years=3, after=True):
    for _ in range(years):
        start = start * stay + won if after else (start + won) * stay
    return start


READINGS = {"per_cent": 0.735, "points": 0.75, "fewer_leave": 0.715, "never_leaves": 1.0}


def _value(rate, discount=0.10, now=True):
    kept = rate / (1 + discount)
    return 1 / (1 - kept) if now else kept / (1 - kept)


def _times(discount=0.10, now=True, readings=READINGS, less=0):
    return {
        name: _value(rate, discount, now) / _value(0.7, discount, now) - less
        for name, rate in readings.items()
    }


def _gym(rent=120_000, win=90, rate=0.80, first=2100, less=1, per=1):
    def profit(members):
        return 120 * members - 500 * win - rent

    now, settled = profit(2000), 500 / (1 - rate)
    return {
        "first_year": per * (profit(first) / now - less),
        "in_the_end": per * (profit(settled) / now - less),
    }


def _client(profits, r, d, cost, late=1, certain=1, last=True, paid=1):
    years = list(profits) + [profits[-1]] * (3000 if last else 0)
    return sum(p * r ** (t + 1 - certain) / (1 + d) ** (t + late) for t, p in enumerate(years)) - paid * cost


PROGRAMMES = pd.DataFrame(
    {
        "customers": [5000, 3000, 20_000, 1000, 8000],
        "before": [4, 180, -3, 60, 100],
        "after": [12, 207, 7, 84, 108],
        "cost": [10, 12, 5, 10, 9],
    },
    index=["letters", "helpline", "app", "gifts", "calls"],
)


@functools.cache
def _discs(column="quantity", rows=False):
    log = load("cdnow")
    if rows:
        orders = log.sort_values(["customer_id", "date"], kind="stable")
    else:
        orders = log.groupby(["customer_id", "date"], as_index=False)[column].sum()
    return orders.assign(size=orders[column], number=orders.groupby("customer_id").cumcount() + 1)


def _fuller(
    column="quantity", rows=False, how="mean", less=1, per=1, later=lambda number: number > 1, within="own"
):
    orders = _discs(column, rows)
    first = orders[orders["number"] == 1].set_index("customer_id")["size"]
    repeat = orders[later(orders["number"])]
    each = repeat.groupby("customer_id")["size"].mean()
    own = first[each.index]
    ratio = {
        "own": lambda: getattr(each, how)() / getattr(own, how)(),
        "orders": lambda: repeat["size"].mean() / own.mean(),
        "all first": lambda: each.mean() / first.mean(),
        "ratios": lambda: (each / own.where(own > 0)).mean(),
    }[within]()
    between = getattr(repeat["size"], how)() / getattr(first, how)()
    return {"between": per * (between - less), "within": per * (ratio - less)}


@functools.cache
def _paid(all_years=False):
    paid = load("club_months").merge(load("club_members")[["member_id", "join_month"]], on="member_id")
    return paid if all_years else paid[paid["month"] >= "2024-01-01"]


def _share(how="fees", all_years=False, before="2024-01-01", upto=False, after=0):
    paid = _paid(all_years)
    old = paid["join_month"] <= before if upto else paid["join_month"] < before
    age = 12 * (paid["month"].dt.year - paid["join_month"].dt.year)
    age += paid["month"].dt.month - paid["join_month"].dt.month
    masks = {"joined_before": old, "after_first_month": age > after}
    return {
        name: {
            "fees": lambda mask=mask: paid.loc[mask, "fee"].sum() / paid["fee"].sum(),
            "rows": lambda mask=mask: mask.mean(),
            "rest": lambda mask=mask: paid.loc[~mask, "fee"].sum() / paid["fee"].sum(),
            "ratio": lambda mask=mask: paid.loc[mask, "fee"].sum() / paid.loc[~mask, "fee"].sum(),
            "money": lambda mask=mask: paid.loc[mask, "fee"].sum(),
            "members": lambda mask=mask: paid.loc[mask, "member_id"].nunique() / paid["member_id"].nunique(),
            "per cent": lambda mask=mask: 100 * paid.loc[mask, "fee"].sum() / paid["fee"].sum(),
        }[how]()
        for name, mask in masks.items()
    }


def _exchanged(answer):
    one, other = answer
    return {one: answer[other], other: answer[one]}


RIGHT |= {
    "2.3.1": lambda: _bucket(),
    "2.3.2": lambda: _times(),
    "2.3.3": lambda: _gym(),
    "2.3.4": lambda: _client,
    "2.3.5": lambda: ["app", "helpline", "gifts"],
    "2.3.6": lambda: _fuller(),
    "2.3.7": lambda: _share(),
    "2.3.a": lambda: 120 / 0.04,
    "2.3.b": lambda: 0.13 / 0.08,
    "2.3.c": lambda: 0.5 * 3 * 10_000,
}

WAYS |= {
    "2.3.1": [
        ("the new leave at once", lambda: _bucket(after=False)),
        ("a year short", lambda: _bucket(years=2)),
        ("a year too many", lambda: _bucket(years=4)),
        ("in the end", lambda: 150 / 0.3),
        ("70 leave", lambda: _bucket(stay=0.3)),
        ("nobody won", lambda: _bucket(won=0)),
        ("as many each year", lambda: 400 + 3 * (150 - 120)),
        ("the new stay for good", lambda: 400 * 0.7**3 + 3 * 150),
        ("two: the new leave at once, two years", lambda: _bucket(years=2, after=False)),
        ("two: 70 leave, in the end", lambda: 150 / 0.7),
        ("two: 70 leave, the new at once", lambda: _bucket(stay=0.3, after=False)),
    ],
    "2.3.2": [
        (
            "no discounting",
            lambda: {**_times(0, readings={**READINGS, "never_leaves": 0.99}), "never_leaves": np.inf},
        ),
        ("without this year", lambda: _times(now=False)),
        ("the gains", lambda: _times(less=1)),
        (
            "rate and points exchanged",
            lambda: _times(readings={**READINGS, "per_cent": 0.75, "points": 0.735}),
        ),
        ("of the rates", lambda: {name: rate / 0.7 for name, rate in READINGS.items()}),
        ("the values", lambda: {name: _value(rate) for name, rate in READINGS.items()}),
        ("turned over", lambda: {name: 1 / times for name, times in _times().items()}),
        ("five per cent of all leave less", lambda: _times(readings={**READINGS, "fewer_leave": 0.75})),
        ("two: without this year, the gains", lambda: _times(now=False, less=1)),
        ("two: the gains, at 5%", lambda: _times(0.05, less=1)),
        (
            "two: without this year, the values",
            lambda: {name: _value(rate, now=False) for name, rate in READINGS.items()},
        ),
    ],
    "2.3.3": [
        ("no rent", lambda: _gym(rent=0)),
        ("winning is free", lambda: _gym(win=0)),
        ("members at the start", lambda: _gym(first=2000)),
        ("the ratio", lambda: _gym(less=0)),
        ("per cent", lambda: _gym(per=100)),
        ("money", lambda: {"first_year": 12_000, "in_the_end": 60_000}),
        ("of the new profit", lambda: {"first_year": 12 / 87, "in_the_end": 60 / 135}),
        ("the members", lambda: {"first_year": 0.05, "in_the_end": 0.25}),
        ("two: winning is free, the ratio", lambda: _gym(win=0, less=0)),
        ("two: no rent, the ratio", lambda: _gym(rent=0, less=0)),
        ("two: five per cent of the rate, no rent", lambda: _gym(rent=0, rate=0.7875, first=2075)),
    ],
    "2.3.4": [
        ("the list ends", lambda: lambda p, r, d, c: _client(p, r, d, c, last=False)),
        ("the first profit now", lambda: lambda p, r, d, c: _client(p, r, d, c, late=0)),
        ("the first uncertain", lambda: lambda p, r, d, c: _client(p, r, d, c, certain=0)),
        ("the cost forgotten", lambda: lambda p, r, d, c: _client(p, r, d, c, paid=0)),
        ("the cost added", lambda: lambda p, r, d, c: _client(p, r, d, c, paid=-1)),
        ("no discounting", lambda: lambda p, r, d, c: _client(p, r, 0, c)),
        ("nobody leaves", lambda: lambda p, r, d, c: _client(p, 1, d, c)),
        ("the first profit for ever", lambda: lambda p, r, d, c: _client(p[:1], r, d, c)),
        (
            "two: the list ends, cost forgotten",
            lambda: lambda p, r, d, c: _client(p, r, d, c, last=False, paid=0),
        ),
        ("two: the first now, uncertain", lambda: lambda p, r, d, c: _client(p, r, d, c, late=0, certain=0)),
        (
            "two: the first now, cost forgotten",
            lambda: lambda p, r, d, c: _client(p, r, d, c, late=0, paid=0),
        ),
    ],
    "2.3.5": [
        ("by the slide", lambda: ["letters", "gifts", "helpline", "calls", "app"]),
        ("by customer", lambda: ["helpline", "gifts", "app"]),
        ("losses, too", lambda: ["app", "helpline", "gifts", "calls", "letters"]),
        ("least first", lambda: ["gifts", "helpline", "app"]),
        ("the cost forgotten", lambda: ["app", "helpline", "calls", "letters", "gifts"]),
        ("by the slide, those that pay", lambda: ["gifts", "helpline", "app"]),
        ("as in the table", lambda: ["helpline", "app", "gifts"]),
        ("the best alone", lambda: ["app"]),
        ("two: by customer, least first", lambda: ["app", "gifts", "helpline"]),
        ("two: the cost forgotten, least first", lambda: ["gifts", "letters", "calls", "helpline", "app"]),
        ("two: the cost forgotten, by customer", lambda: ["helpline", "gifts", "app", "letters", "calls"]),
    ],
    "2.3.6": [
        ("ratios", lambda: _fuller(less=0)),
        ("dollars", lambda: _fuller("value")),
        ("rows", lambda: _fuller(rows=True)),
        ("within, orders", lambda: _fuller(within="orders")),
        ("within, everybody's first", lambda: _fuller(within="all first")),
        ("within, the mean of ratios", lambda: _fuller(within="ratios")),
        ("the second order alone", lambda: _fuller(later=lambda number: number == 2)),
        ("labels exchanged", lambda: _exchanged(_fuller())),
        ("two: dollars, ratios", lambda: _fuller("value", less=0)),
        ("two: labels exchanged, ratios", lambda: _exchanged(_fuller(less=0))),
        ("two: rows, per cent", lambda: _fuller(rows=True, per=100)),
    ],
    "2.3.7": [
        ("rows", lambda: _share("rows")),
        ("the others", lambda: _share("rest")),
        ("all years", lambda: _share(all_years=True)),
        ("members", lambda: _share("members")),
        ("joined in January, too", lambda: _share(upto=True)),
        ("without the second month", lambda: _share(after=1)),
        ("labels exchanged", lambda: _exchanged(_share())),
        ("against the others", lambda: _share("ratio")),
        ("two: rows, the others", lambda: {name: 1 - part for name, part in _share("rows").items()}),
        ("two: rows, all years", lambda: _share("rows", all_years=True)),
        ("two: labels exchanged, per cent", lambda: _exchanged(_share("per cent"))),
    ],
    "2.3.a": [
        ("next month", lambda: 4000 * 0.96 + 120),
        ("over the retention rate", lambda: 120 / 0.96),
        ("who leaves", lambda: 4000 * 0.04),
        ("how many fewer", lambda: 4000 - 3000),
        ("those won added", lambda: 4000 + 120 / 0.04),
        ("after a year", lambda: 3000 + 1000 * 0.96**12),
        ("won before they leave", lambda: 120 * 0.96 / 0.04),
        ("a year's", lambda: 12 * 120 / 0.04),
        ("two: a year, over the retention rate", lambda: 12 * 120 / 0.96),
        ("two: next month, the new leave at once", lambda: 4120 * 0.96),
        ("two: after a year, how many fewer", lambda: 1000 - 1000 * 0.96**12),
    ],
    "2.3.b": [
        ("of the rates", lambda: 0.92 / 0.87),
        ("1.05", lambda: 1.05),
        ("five per cent of the rate", lambda: 0.13 / 0.0865),
        ("the gain", lambda: 0.625),
        ("turned over", lambda: 0.08 / 0.13),
        ("five per cent fewer leave", lambda: 1 / 0.95),
        ("per cent", lambda: 162.5),
        ("five points added to the leak", lambda: 0.13 / 0.18),
        ("two: five per cent of the rate, the gain", lambda: 0.13 / 0.0865 - 1),
        ("two: of the rates, the gain", lambda: 0.92 / 0.87 - 1),
        ("two: five per cent fewer leave, turned over", lambda: 0.95),
    ],
    "2.3.c": [
        ("nothing", lambda: 0),
        ("what it pays with luck", lambda: 30_000),
        ("one point", lambda: 5000),
        ("a point's price", lambda: 10_000),
        ("both ways", lambda: 60_000),
        ("three outcomes", lambda: 30_000 / 3),
        ("the points", lambda: 1.5),
        ("below zero she pays, and nothing above", lambda: -15_000),
        ("two: one point, three outcomes", lambda: 10_000 / 3),
        ("two: what it pays with luck, negative", lambda: -30_000),
        ("two: one point, a quarter", lambda: 2500),
    ],
}
