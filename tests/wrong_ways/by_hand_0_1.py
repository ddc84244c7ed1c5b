"""Wrong ways through exercises 0.1 to 1.3, thought of from the tasks alone.

WAYS holds question -> [(what was done, what makes the answer)].

A way that holds two mistakes begins with "two:". The answers are computed as a learner would, not taken from
the questions' own code.
"""

import numpy as np
import pandas as pd

from marketing_origin import data


def _sample():
    log = data.load("cdnow_sample").copy()
    log["first"] = log.groupby("customer_id")["date"].transform("min")
    return log


def _after_first(days=180, inclusive=True, what="value", window=True, rows=False, of="all", log=None):
    log = _sample() if log is None else log
    age = (log["date"] - log["first"]).dt.days
    kept = log[(age <= days if inclusive else age < days)] if window else log
    first = (
        ~kept.sort_values(["customer_id", "date"], kind="stable").duplicated("customer_id").sort_index()
        if rows
        else kept["date"] == kept["first"]
    )
    amount = kept[what] if what else pd.Series(1.0, kept.index)
    later = amount[~first].sum()
    return later / (amount.sum() if of == "all" else amount[first].sum())


def _baskets(zone="America/New_York", naive=False):
    baskets = data.load("journey_baskets").copy()
    stamp = baskets["timestamp"]
    baskets["local"] = stamp if naive else stamp.dt.tz_localize("UTC").dt.tz_convert(zone)
    return baskets


def _sunday(day=6, zone="America/New_York", naive=False, money=True):
    baskets = _baskets(zone, naive)
    on = baskets["local"].dt.dayofweek == day
    weight = baskets["sales_value"] if money else pd.Series(1.0, baskets.index)
    return weight[on].sum() / weight.sum()


def _contracts(**changed):
    telco = data.load("telco")
    table = telco.groupby("contract", observed=True).agg(
        subscribers=("customer_id", "count"),
        churn_rate=("churn", "mean"),
        median_tenure=("tenure", "median"),
    )
    return table.assign(**{name: make(telco, table) for name, make in changed.items()})


def _by_contract(column, how):
    return lambda telco, table: telco.groupby("contract", observed=True)[column].agg(how)


def _households(how="mean", per_basket=False, swap=False):
    baskets, people = data.load("journey_baskets"), data.load("journey_demographics")
    spent = baskets["sales_value"].groupby(baskets["household_id"]).agg("mean" if per_basket else "sum")
    known = spent.index.isin(people["household_id"])
    result = {"all": spent.agg(how), "known": spent[known].agg(how), "unknown": spent[~known].agg(how)}
    if swap:
        result["known"], result["unknown"] = result["unknown"], result["known"]
    return result


def _bank(called=lambda bank: bank["previous"] > 0, how="mean"):
    bank = data.load("bank")
    return bank[called(bank)].groupby("deposit")["pdays"].agg(how)


LEARNERS = pd.DataFrame(
    {
        "need": [220, 180, 150, 250, 150, 140],
        "hour_worth": [2.0, 1.5, 1.0, 5.0, 0.5, 0.5],
        "attention": [6, 10, 4, 12, 3, 8],
        "cost_to_serve": [70, 70, 95, 60, 70, 100],
    },
    index=["Fay", "Gus", "Hana", "Ivo", "Jun", "Kim"],
)


def _surplus(need=0.8, price=90, hours=20, attention=1, serve=0):
    table = LEARNERS
    return (
        need * table["need"]
        - price
        - hours * table["hour_worth"]
        - attention * table["attention"]
        - serve * table["cost_to_serve"]
    )


def _town(believed=0.9, delivered=0.5, fee=90, effort=True, how="sum", all_of_them=False, sign=1):
    rng = np.random.default_rng(113)
    town = pd.DataFrame({"need": rng.gamma(4, 40, size=3000)})
    town["effort"] = 20 * rng.uniform(0, 2, size=3000)
    town["effort"] += rng.uniform(0, 15, size=3000)
    books = believed * town["need"] > 90 + town["effort"]
    gain = delivered * town["need"] - fee - (town["effort"] if effort else 0)
    return sign * (gain if all_of_them else gain[books]).agg(how)


def _leaflets():
    rng = np.random.default_rng(114)
    first = pd.DataFrame({"household": np.arange(1, 701), "course": 1})
    first["leaflet"] = ["bold"] * 420 + ["plain"] * 280
    chance = first["leaflet"].map({"bold": 0.25, "plain": 0.75})
    second = first[rng.random(len(first)) < chance].assign(course=2)
    third = second[rng.random(len(second)) < 0.7].assign(course=3)
    log = pd.concat([first, second, third])
    return {number: log[log["course"] == number].groupby("leaflet").size() for number in (1, 2, 3)}


def _rate(above=(2,), below=(1,), minus=0):
    counts = _leaflets()
    return sum(counts[n] for n in above) / sum(counts[n] for n in below) - minus


def _expect(step=0, swap=False, share=False, once=False):
    def expectation_after(blocks, promise, quality, learning):
        if swap:
            promise, quality = quality, promise
        keep = learning if share else 1 - learning
        number = max(min(blocks, 1) if once else blocks + step, 0)
        return quality + (promise - quality) * keep**number

    return lambda: expectation_after


STEPS = pd.Series(
    {
        "saw the ad": 80_000,
        "opened the site": 5_600,
        "chose a date": 1_960,
        "filled in the form": 490,
        "booked": 343,
    }
)
RATES = (STEPS / STEPS.shift()).dropna()


def _matrix(rewards=(10, 45, 5, 0), moves=None, start=0, periods=None):
    moves = (
        np.array([[0, 0.4, 0, 0.6], [0, 0.85, 0.1, 0.05], [0, 0.3, 0.4, 0.3], [0, 0, 0, 1]])
        if moves is None
        else moves
    )
    if periods is None:
        inner = np.linalg.inv(np.eye(3) - moves[:3, :3])
        return (inner @ np.array(rewards[:3], float))[start]
    at, total = np.eye(4)[start], 0.0
    for _ in range(periods):
        total += at @ np.array(rewards, float)
        at = at @ moves
    return total


def _waiting(day=14, events=True, strict=False, drop=False):
    days = np.array([2, 3, 5, 5, 8, 9, 12, 14, 20, 30])
    paid = np.array([1, 0, 1, 0, 1, 0, 1, 0, 1, 0], bool)
    stay = 1.0
    for at in sorted(set(days[paid])):
        if at <= day:
            risk = (
                (days > at).sum() + (0 if drop else (days == at).sum())
                if not strict
                else ((days >= at) & ~((days == at) & ~paid)).sum()
            )
            stay *= 1 - ((days == at) & paid).sum() / risk
    return 1 - stay


def _newsletter(best="max", picked="first", judged="second", how="mean", ratio=True, base="all", rows=False):
    log = data.load("cdnow_sample")
    readers = log.groupby("customer_id")["value"].sum().to_frame("spent")
    rng = np.random.default_rng(41)
    readers["newsletter"] = rng.choice(list("ABCDEFGHIJKL"), size=len(readers))
    readers["half"] = rng.choice(["first", "second"], size=len(readers))
    means = readers.groupby(["half", "newsletter"])["spent"].agg(how).unstack()
    name = means.loc[picked].idxmax() if best == "max" else means.loc[picked].idxmin()
    whole = readers if base == "both" else readers[readers["half"] == (judged if base == "all" else picked)]
    level = means.loc[judged].mean() if base == "others" else whole["spent"].agg(how)
    return means.loc[judged, name] / level - 1 if ratio else means.loc[judged, name] - level


def _bills(rule="product", asked=True):
    rng = np.random.default_rng(231)
    m, a, asked_now = rng.uniform(0, 10, size=800), rng.uniform(0, 10, size=800), rng.random(800) < 0.5
    return m, a, asked_now


def _switch(m, a, asked):
    return int(((m * a > 25) & asked).sum())


def _remedies(cap=True, per="additional", asked_reminder=800, gift="switch"):
    m, a, asked = _bills()
    now = _switch(m, a, asked)
    clip = (lambda v: np.minimum(v, 10)) if cap else (lambda v: v)
    after = {
        "reminder": _switch(m, a, np.ones(800, bool)),
        "simpler": _switch(m, clip(a + 2), asked),
        "gift": _switch(clip(m + 2), a, asked),
    }
    cost = {
        "reminder": 0.3 * asked_reminder,
        "simpler": 900.0,
        "gift": 3.0 * (after["gift"] if gift == "switch" else gift),
    }
    if per == "cost":
        return cost
    base = now if per == "additional" else 0
    return {name: cost[name] / (after[name] - base) for name in cost}


def _mornings(how="any", level=0.05, first=21):
    from scipy import stats

    rng = np.random.default_rng(235)
    mornings = np.arange(1, 22)
    one, two = (rng.binomial(200, 0.08, size=(1000, 21)).cumsum(axis=1) for _ in range(2))
    pooled = (one + two) / (2 * 200 * mornings)
    z = (two - one) / np.sqrt(2 * pooled * (1 - pooled) * 200 * mornings)
    p = pd.DataFrame(2 * stats.norm.sf(np.abs(z)), columns=mornings)
    hit = p.iloc[:, :first] < level
    return {
        "any": hit.any(axis=1).mean(),
        "last": hit.iloc[:, -1].mean(),
        "first": hit.iloc[:, 0].mean(),
        "share": hit.to_numpy().mean(),
        "all": hit.all(axis=1).mean(),
        "count": int(hit.any(axis=1).sum()),
    }[how]


def _button(z=1.96, swap=False, pooled=False, scale=1, variance_only=False):
    p, q, n = 48 / 1200, 78 / 1200, 1200
    d = (p - q) if swap else (q - p)
    mean = (p + q) / 2
    se = np.sqrt(2 * mean * (1 - mean) / n) if pooled else np.sqrt(p * (1 - p) / n + q * (1 - q) / n)
    return {"difference": scale * d, "low": scale * (d - z * se), "high": scale * (d + z * se)}


def _size(p=0.04, q=0.05, power=0.8416212, level=1.959964, arms=2, pooled=True):
    mean = (p + q) / 2
    if pooled:
        n = (level * np.sqrt(2 * mean * (1 - mean)) + power * np.sqrt(p * (1 - p) + q * (1 - q))) ** 2 / (
            q - p
        ) ** 2
    else:
        n = (level + power) ** 2 * (p * (1 - p) + q * (1 - q)) / (q - p) ** 2
    return arms * n


WAYS = {
    "0.1.1": [
        ("the share that has gone", lambda: 1 - 0.96**20),
        ("a straight line", lambda: 1 - 20 * 0.04),
        ("one month more", lambda: 0.96**21),
        ("one month less", lambda: 0.96**19),
        ("one month", lambda: 0.96),
        ("months for years, 20 years", lambda: 0.96**240),
        ("churn compounded", lambda: 0.04**20),
        ("rounded", lambda: 0.44),
        ("divided", lambda: 0.96 / 20),
        ("mean lifetime", lambda: 1 / 0.04),
        ("two: the share gone, a month less", lambda: 1 - 0.96**19),
        ("two: in per cent, a month more", lambda: 100 * 0.96**21),
        ("two: gone, in per cent", lambda: 100 * (1 - 0.96**20)),
    ],
    "0.1.2": [
        ("mean", lambda: pd.Series({"Ana": 25, "Ben": 30, "Chen": 30, "Dora": 30})),
        ("count", lambda: pd.Series({"Ana": 3, "Ben": 2, "Chen": 2, "Dora": 1})),
        ("largest", lambda: pd.Series({"Ana": 40, "Ben": 35, "Chen": 50, "Dora": 30})),
        ("first", lambda: pd.Series({"Ana": 20, "Ben": 35, "Chen": 50, "Dora": 30})),
        ("last", lambda: pd.Series({"Ana": 40, "Ben": 25, "Chen": 10, "Dora": 30})),
        ("shares", lambda: pd.Series({"Ana": 75, "Ben": 60, "Chen": 60, "Dora": 30}) / 225),
        ("running total", lambda: pd.Series({"Ana": 75, "Ben": 135, "Chen": 195, "Dora": 225})),
        ("total", lambda: 225),
        ("values alone", lambda: [75, 60, 60, 30]),
        ("names alone", lambda: ["Ana", "Ben", "Chen", "Dora"]),
    ],
    "0.1.3": [
        ("the share gone", lambda: lambda retention_rate, months: 1 - retention_rate**months),
        ("straight line", lambda: lambda retention_rate, months: 1 - months * (1 - retention_rate)),
        ("times", lambda: lambda retention_rate, months: retention_rate * months),
        ("a month more", lambda: lambda retention_rate, months: retention_rate ** (months + 1)),
        ("a month less", lambda: lambda retention_rate, months: retention_rate ** (months - 1)),
        ("churn", lambda: lambda retention_rate, months: (1 - retention_rate) ** months),
        ("rounded", lambda: lambda retention_rate, months: round(retention_rate**months, 2)),
        ("in per cent", lambda: lambda retention_rate, months: 100 * retention_rate**months),
        ("power the other way", lambda: lambda retention_rate, months: months**retention_rate),
        ("numbers of 0.1.1", lambda: lambda retention_rate, months: 0.96**20),
    ],
    "0.2.1": [
        ("rows", lambda: len(data.load("cdnow_sample"))),
        ("rows with money", lambda: int((data.load("cdnow_sample")["value"] > 50).sum())),
        (
            "parcels, free ones too",
            lambda: len(data.load("cdnow_sample").drop_duplicates(["customer_id", "date"])),
        ),
        (
            "duplicates dropped, money above 0",
            lambda: int(
                (data.load("cdnow_sample").drop_duplicates(["customer_id", "date"])["value"] > 50).sum()
            ),
        ),
        ("customers", lambda: data.load("cdnow_sample")["customer_id"].nunique()),
        ("dates", lambda: data.load("cdnow_sample")["date"].nunique()),
        (
            "parcels not insured",
            lambda: int(
                (data.load("cdnow_sample").groupby(["customer_id", "date"])["value"].sum() <= 50).sum()
            ),
        ),
        (
            "whole log",
            lambda: int((data.load("cdnow").groupby(["customer_id", "date"])["value"].sum() > 50).sum()),
        ),
        ("whole rows dropped if equal", lambda: len(data.load("cdnow_sample").drop_duplicates())),
        (
            "the parcels, not their number",
            lambda: data.load("cdnow_sample").groupby(["customer_id", "date"])["value"].sum(),
        ),
        ("a mask", lambda: data.load("cdnow_sample").groupby(["customer_id", "date"])["value"].sum() > 50),
        (
            "two: whole log, free ones too",
            lambda: len(data.load("cdnow").drop_duplicates(["customer_id", "date"])),
        ),
        ("two: whole log, rows", lambda: int((data.load("cdnow")["value"] > 50).sum())),
    ],
    "0.2.2": [
        ("mean tenure", lambda: _contracts(median_tenure=_by_contract("tenure", "mean"))),
        ("who stays", lambda: _contracts(churn_rate=lambda telco, table: 1 - table["churn_rate"])),
        ("count of leavers", lambda: _contracts(churn_rate=_by_contract("churn", "sum"))),
        ("in per cent", lambda: _contracts(churn_rate=lambda telco, table: 100 * table["churn_rate"])),
        (
            "share of all leavers",
            lambda: _contracts(
                churn_rate=lambda telco, table: (
                    _by_contract("churn", "sum")(telco, table) / telco["churn"].sum()
                )
            ),
        ),
        (
            "tenure in years",
            lambda: _contracts(median_tenure=lambda telco, table: table["median_tenure"] / 12),
        ),
        (
            "share of subscribers",
            lambda: _contracts(subscribers=lambda telco, table: table["subscribers"] / len(telco)),
        ),
        (
            "tenure of those who left",
            lambda: _contracts(
                median_tenure=lambda telco, table: (
                    telco[telco["churn"]].groupby("contract", observed=True)["tenure"].median()
                )
            ),
        ),
        ("columns named differently", lambda: _contracts().rename(columns={"churn_rate": "churn"})),
        ("transposed", lambda: _contracts().T),
        (
            "two: mean tenure, who stays",
            lambda: _contracts(
                median_tenure=_by_contract("tenure", "mean"),
                churn_rate=lambda telco, table: 1 - table["churn_rate"],
            ),
        ),
        (
            "two: in per cent, tenure in years",
            lambda: _contracts(
                churn_rate=lambda telco, table: 100 * table["churn_rate"],
                median_tenure=lambda telco, table: table["median_tenure"] / 12,
            ),
        ),
    ],
    "0.2.3": [
        ("clock not turned", lambda: _sunday(naive=True)),
        ("Saturday", lambda: _sunday(day=5)),
        ("Monday", lambda: _sunday(day=0)),
        ("baskets", lambda: _sunday(money=False)),
        ("in per cent", lambda: 100 * _sunday()),
        ("other days", lambda: 1 - _sunday()),
        ("Chicago", lambda: _sunday(zone="America/Chicago")),
        ("Taipei", lambda: _sunday(zone="Asia/Taipei")),
        ("day 7 of seven: none", lambda: _sunday(day=7)),
        ("an even seventh", lambda: 1 / 7),
        (
            "Sunday sales in money",
            lambda: _baskets().loc[lambda b: b["local"].dt.dayofweek == 6, "sales_value"].sum(),
        ),
        ("two: clock not turned, baskets", lambda: _sunday(naive=True, money=False)),
        ("two: clock not turned, Saturday", lambda: _sunday(naive=True, day=5)),
        ("two: Monday and baskets", lambda: _sunday(day=0, money=False)),
    ],
    "0.2.4": [
        ("median", lambda: pd.Series(_households("median"))),
        ("total", lambda: pd.Series(_households("sum"))),
        ("counts", lambda: pd.Series(_households("count"))),
        ("per basket, then households", lambda: pd.Series(_households(per_basket=True))),
        ("known and unknown swapped", lambda: pd.Series(_households(swap=True))),
        ("per week", lambda: pd.Series(_households()) / 52),
        ("per month", lambda: pd.Series(_households()) / 12),
        (
            "all is the mean of the two",
            lambda: (
                pd.Series(_households()) | {}
                if False
                else pd.Series(
                    {**_households(), "all": (_households()["known"] + _households()["unknown"]) / 2}
                )
            ),
        ),
        ("two: median, swapped", lambda: pd.Series(_households("median", swap=True))),
        ("two: per month, swapped", lambda: pd.Series(_households(swap=True)) / 12),
    ],
    "0.2.5": [
        ("code counted as days", lambda: _bank(lambda bank: bank["pdays"] > -2)),
        ("median", lambda: _bank(how="median")),
        ("count", lambda: _bank(how="count")),
        (
            "-1 as 0",
            lambda: (
                data.load("bank")
                .assign(pdays=lambda b: b["pdays"].clip(lower=0))
                .groupby("deposit")["pdays"]
                .mean()
            ),
        ),
        ("weeks", lambda: _bank() / 7),
        ("swapped", lambda: _bank().rename({True: False, False: True})),
        ("0 and 1 as labels", lambda: _bank().rename({True: 1, False: 0})),
        ("yes and no as labels", lambda: _bank().rename({True: "yes", False: "no"})),
        ("difference", lambda: float(_bank().diff().iloc[-1])),
        (
            "two: code counted, swapped",
            lambda: _bank(lambda bank: bank["pdays"] > -2).rename({True: False, False: True}),
        ),
        ("two: median, weeks", lambda: _bank(how="median") / 7),
    ],
    "1.1.1": [
        ("whole need", lambda: _surplus(need=1)),
        ("price left out", lambda: _surplus(price=0)),
        ("hours left out", lambda: _surplus(hours=0)),
        ("one hour", lambda: _surplus(hours=1)),
        ("attention left out", lambda: _surplus(attention=0)),
        ("cost to serve taken off", lambda: _surplus(serve=1)),
        ("0.2 delivered", lambda: _surplus(need=0.2)),
        ("attention per hour", lambda: _surplus(attention=20)),
        ("nothing given: gross", lambda: 0.8 * LEARNERS["need"]),
        ("sign", lambda: -_surplus()),
        ("sum", lambda: float(_surplus().sum())),
        ("mask", lambda: _surplus() > 0),
        ("two: whole need, attention left out", lambda: _surplus(need=1, attention=0)),
        ("two: hours left out, cost to serve", lambda: _surplus(hours=0, serve=1)),
        ("two: price and hours left out", lambda: _surplus(price=0, hours=0)),
    ],
    "1.1.2": [
        ("her side only", lambda: list(LEARNERS.index[_surplus() > 0])),
        ("school's side only", lambda: list(LEARNERS.index[LEARNERS["cost_to_serve"] < 90])),
        ("mask", lambda: (_surplus() > 0) & (LEARNERS["cost_to_serve"] < 90)),
        ("table", lambda: LEARNERS[(_surplus() > 0) & (LEARNERS["cost_to_serve"] < 90)]),
        ("positions", lambda: [0, 1]),
        ("either", lambda: list(LEARNERS.index[(_surplus() > 0) | (LEARNERS["cost_to_serve"] < 90)])),
        (
            "those without",
            lambda: list(LEARNERS.index[~((_surplus() > 0) & (LEARNERS["cost_to_serve"] < 90))]),
        ),
        (
            "sum of the two above 0",
            lambda: list(LEARNERS.index[_surplus() + 90 - LEARNERS["cost_to_serve"] > 0]),
        ),
        ("two: whole need, her side only", lambda: list(LEARNERS.index[_surplus(need=1) > 0])),
    ],
    "1.1.3": [
        ("at the promise", lambda: _town(delivered=0.9)),
        ("everybody", lambda: _town(all_of_them=True)),
        ("mean", lambda: _town(how="mean")),
        ("effort left out", lambda: _town(effort=False)),
        ("fee left out", lambda: _town(fee=0)),
        ("who books at 0.5", lambda: _town(believed=0.5)),
        ("sign", lambda: _town(sign=-1)),
        ("count", lambda: int(_town(how="count"))),
        ("in thousands", lambda: _town() / 1000),
        ("whole need delivered", lambda: _town(delivered=1)),
        ("two: everybody, effort left out", lambda: _town(all_of_them=True, effort=False)),
        ("two: mean, at the promise", lambda: _town(how="mean", delivered=0.9)),
        ("two: sign, effort left out", lambda: _town(sign=-1, effort=False)),
    ],
    "1.1.4": [
        ("third among second", lambda: _rate((3,), (2,))),
        ("third among first", lambda: _rate((3,), (1,))),
        ("second and third", lambda: _rate((2, 3), (1,))),
        ("second of all rows", lambda: _rate((2,), (1, 2, 3))),
        ("of the thousand", lambda: _leaflets()[2] / 1000),
        ("first of the thousand", lambda: _leaflets()[1] / 1000),
        ("counts", lambda: _leaflets()[2]),
        ("not repeating", lambda: 1 - _rate()),
        ("upside down", lambda: 1 / _rate()),
        ("per cent", lambda: 100 * _rate()),
        ("together", lambda: float(_leaflets()[2].sum() / 700)),
        ("share of second bookings", lambda: _leaflets()[2] / _leaflets()[2].sum()),
        ("odds", lambda: _rate() / (1 - _rate())),
        ("two: third among second, complement", lambda: 1 - _rate((3,), (2,))),
        ("two: of all rows, per cent", lambda: 100 * _rate((2,), (1, 2, 3))),
        ("two: second and third, of the thousand", lambda: (_leaflets()[2] + _leaflets()[3]) / 1000),
    ],
    "1.1.5": [
        ("a block more", _expect(1)),
        ("a block less", _expect(-1)),
        ("promise and quality swapped", _expect(swap=True)),
        ("learning kept", _expect(share=True)),
        ("one step", _expect(once=True)),
        (
            "always one half",
            lambda: lambda blocks, promise, quality, learning: quality + (promise - quality) * 0.5**blocks,
        ),
        (
            "straight line",
            lambda: (
                lambda blocks, promise, quality, learning: promise + blocks * learning * (quality - promise)
            ),
        ),
        (
            "ends at quality",
            lambda: lambda blocks, promise, quality, learning: quality if blocks else promise,
        ),
        (
            "distance",
            lambda: lambda blocks, promise, quality, learning: (promise - quality) * (1 - learning) ** blocks,
        ),
        ("two: swapped, a block more", _expect(1, swap=True)),
        ("two: learning kept, a block more", _expect(1, share=True)),
    ],
    "1.1.6": [
        ("single course", lambda: 2),
        ("one late", lambda: 6),
        ("one early", lambda: 3),
        ("text", lambda: "4"),
        ("never", lambda: float("inf")),
    ],
    "1.2.1": [
        ("of the top", lambda: (STEPS / 80_000).iloc[1:]),
        ("who leaves", lambda: 1 - RATES),
        ("per cent", lambda: 100 * RATES),
        ("upside down", lambda: 1 / RATES),
        ("labelled by the step before", lambda: pd.Series(RATES.to_numpy(), index=STEPS.index[:-1])),
        ("with the first", lambda: STEPS / STEPS.shift()),
        ("change", lambda: STEPS.pct_change().dropna()),
        ("counts", lambda: STEPS.iloc[1:]),
        ("lost", lambda: -STEPS.diff().dropna()),
        ("overall", lambda: 343 / 80_000),
        ("labels numbered", lambda: pd.Series(RATES.to_numpy())),
        ("names only", lambda: list(RATES.index)),
        ("share of all", lambda: (STEPS / STEPS.sum()).iloc[1:]),
        ("two: of the top, who leaves", lambda: 1 - (STEPS / 80_000).iloc[1:]),
        ("two: per cent, who leaves", lambda: 100 * (1 - RATES)),
        (
            "two: of the top, labelled by the step before",
            lambda: pd.Series((STEPS / 80_000).iloc[1:].to_numpy(), index=STEPS.index[:-1]),
        ),
    ],
    "1.2.3": [
        ("whole time", lambda: _after_first(window=False)),
        ("179 days", lambda: _after_first(inclusive=False)),
        ("first orders' share", lambda: 1 - _after_first()),
        ("of the first orders", lambda: _after_first(of="first")),
        ("discs", lambda: _after_first(what="quantity")),
        ("rows counted", lambda: _after_first(what=None)),
        ("first row is the first order", lambda: _after_first(rows=True)),
        ("90 days", lambda: _after_first(days=90)),
        (
            "whole log",
            lambda: _after_first(
                log=data.load("cdnow").assign(
                    first=lambda log: log.groupby("customer_id")["date"].transform("min")
                )
            ),
        ),
        (
            "calendar: to the end of June",
            lambda: _after_first(window=False, log=_sample()[lambda log: log["date"] <= "1997-06-30"]),
        ),
        ("duplicates dropped", lambda: _after_first(log=_sample().drop_duplicates(["customer_id", "date"]))),
        ("per cent", lambda: 100 * _after_first()),
        ("money", lambda: _after_first() * 150_000),
        ("two: whole time, discs", lambda: _after_first(window=False, what="quantity")),
        ("two: first row, whole time", lambda: _after_first(window=False, rows=True)),
        ("two: 179 days, rows counted", lambda: _after_first(inclusive=False, what=None)),
        ("two: first orders' share, whole time", lambda: 1 - _after_first(window=False)),
    ],
    "1.2.4": [
        ("as a member", lambda: _matrix(start=1)),
        ("trial left out", lambda: _matrix() - 10),
        ("six months", lambda: _matrix(periods=6)),
        ("twelve months", lambda: _matrix(periods=12)),
        ("no pauses", lambda: 10 + 0.4 * 45 / 0.15),
        (
            "transposed",
            lambda: _matrix(
                periods=12,
                moves=np.array([[0, 0.4, 0, 0.6], [0, 0.85, 0.1, 0.05], [0, 0.3, 0.4, 0.3], [0, 0, 0, 1]]).T,
            ),
        ),
        ("months, not money", lambda: _matrix(rewards=(1, 1, 1, 0))),
        ("one step", lambda: 10 + 0.4 * 45),
        ("pause as member", lambda: _matrix(rewards=(10, 45, 45, 0))),
        ("pause brings nothing", lambda: _matrix(rewards=(10, 45, 0, 0))),
        ("all states", lambda: np.array([_matrix(start=0), _matrix(start=1), _matrix(start=2), 0])),
        ("two: trial left out, pause nothing", lambda: _matrix(rewards=(0, 45, 0, 0))),
        ("two: as a member, pause nothing", lambda: _matrix(rewards=(10, 45, 0, 0), start=1)),
        ("two: twelve months, trial left out", lambda: _matrix(periods=12) - 10),
    ],
    "1.2.5": [
        ("mean rate", lambda: 1 / (1 - 0.55)),
        ("those who come back anyway", lambda: (0.5 * 0.2 / 0.8 + 0.5 * 0.9 / 0.1) / 0.55),
        ("the order with the voucher left out", lambda: (0.4 * 0.25 + 0.025 * 9) / 0.425),
        ("weights half", lambda: 0.5 * 1.25 + 0.5 * 10),
        ("low kind", lambda: 1.25),
        ("high kind", lambda: 10.0),
        ("the first order counted", lambda: 1 + (0.4 * 1.25 + 0.025 * 10) / 0.425),
        ("weights by repeaters", lambda: (0.2 * 1.25 + 0.9 * 10) / 1.1),
        ("upside down", lambda: 0.425 / 0.75),
        ("who would stop, all of them", lambda: (0.8 * 1.25 + 0.1 * 10) / 0.9),
        ("who is persuaded, as if all stopped", lambda: (0.5 * 1.25 + 0.25 * 10) / 0.75),
        ("two: weights half, voucher's left out", lambda: 0.5 * 0.25 + 0.5 * 9),
        ("two: weights by repeaters, voucher's left out", lambda: (0.2 * 0.25 + 0.9 * 9) / 1.1),
    ],
    "1.2.6": [
        ("not paid", lambda: 1 - _waiting()),
        ("naive", lambda: 0.4),
        ("of those seen 14 days", lambda: 4 / 7),
        ("only payers' days", lambda: 1.0),
        ("by day 8", lambda: _waiting(day=8)),
        ("those of day 5 not at risk", lambda: _waiting(strict=True)),
        ("sum of hazards", lambda: 1 / 10 + 1 / 8 + 1 / 6 + 1 / 4),
        ("per cent", lambda: 100 * _waiting()),
        ("of the watched ones", lambda: 4 / 8),
        ("count", lambda: 4),
        ("two: not paid, by day 8", lambda: 1 - _waiting(day=8)),
        ("two: day 5 not at risk, not paid", lambda: 1 - _waiting(strict=True)),
    ],
    "1.2.7": [
        ("the first half's lead", lambda: _newsletter(judged="first")),
        ("ratio", lambda: 1 + _newsletter()),
        ("dollars", lambda: _newsletter(ratio=False)),
        ("worst one", lambda: _newsletter(best="min")),
        ("mean of the first half", lambda: _newsletter(base="first")),
        ("mean of both halves", lambda: _newsletter(base="both")),
        ("mean of newsletters", lambda: _newsletter(base="others")),
        ("median", lambda: _newsletter(how="median")),
        ("picked in the second", lambda: _newsletter(picked="second")),
        ("per cent", lambda: 100 * _newsletter()),
        ("sign", lambda: -_newsletter()),
        ("two: picked in the second, dollars", lambda: _newsletter(picked="second", ratio=False)),
        ("two: worst, mean of both", lambda: _newsletter(best="min", base="both")),
        ("two: first half's lead, dollars", lambda: _newsletter(judged="first", ratio=False)),
    ],
    "1.3.1": [
        ("all who switch", lambda: _switch(*_bills()[:2], np.ones(800, bool))),
        ("those who switch today", lambda: _switch(*_bills())),
        ("not asked", lambda: int((~_bills()[2]).sum())),
        ("sum of the two", lambda: int((~_bills()[2] & (_bills()[0] + _bills()[1] > 25)).sum())),
        ("a share of all", lambda: _switch(_bills()[0], _bills()[1], ~_bills()[2]) / 800),
        ("a half of those able", lambda: _switch(*_bills()[:2], np.ones(800, bool)) / 2),
        ("mask", lambda: (_bills()[0] * _bills()[1] > 25) & ~_bills()[2]),
        ("table", lambda: pd.DataFrame({"m": _bills()[0]})[(_bills()[0] * _bills()[1] > 25) & ~_bills()[2]]),
        (
            "share of those not asked",
            lambda: _switch(_bills()[0], _bills()[1], ~_bills()[2]) / int((~_bills()[2]).sum()),
        ),
        ("sign", lambda: -_switch(_bills()[0], _bills()[1], ~_bills()[2])),
    ],
    "1.3.2": [
        ("not capped", lambda: pd.Series(_remedies(cap=False))),
        ("per switch", lambda: pd.Series(_remedies(per="switch"))),
        ("cost", lambda: pd.Series(_remedies(per="cost"))),
        ("only those not asked", lambda: pd.Series(_remedies(asked_reminder=int((~_bills()[2]).sum())))),
        ("gift for everybody", lambda: pd.Series(_remedies(gift=800))),
        ("upside down", lambda: 1 / pd.Series(_remedies())),
        ("gift 3", lambda: pd.Series(_remedies() | {"gift": 3.0})),
        ("in cents", lambda: 100 * pd.Series(_remedies())),
        ("two: not capped, per switch", lambda: pd.Series(_remedies(cap=False, per="switch"))),
        (
            "two: only those not asked, gift for everybody",
            lambda: pd.Series(_remedies(asked_reminder=int((~_bills()[2]).sum()), gift=800)),
        ),
    ],
    "1.3.3": [
        ("old less new", lambda: _button(swap=True)),
        ("one standard error", lambda: _button(z=1)),
        ("90 per cent", lambda: _button(z=1.645)),
        ("99 per cent", lambda: _button(z=2.576)),
        ("per cent", lambda: _button(scale=100)),
        ("ends swapped", lambda: {"difference": 0.025, "low": 0.0429, "high": 0.0071}),
        ("ratio", lambda: {"difference": 0.625, "low": 0.15, "high": 1.3}),
        ("counts", lambda: {"difference": 30, "low": 9, "high": 51}),
        ("the two rates", lambda: {"difference": 0.025, "low": 0.04, "high": 0.065}),
        ("half width", lambda: {"difference": 0.025, "low": -0.0179, "high": 0.0179}),
        ("two: old less new, per cent", lambda: _button(swap=True, scale=100)),
        ("two: 90 per cent, old less new", lambda: _button(z=1.645, swap=True)),
        ("two: 99 per cent, in per cent", lambda: _button(z=2.576, scale=100)),
    ],
    "1.3.4": [
        ("one arm", lambda: _size(arms=1)),
        ("unpooled", lambda: _size(pooled=False)),
        ("one sided", lambda: _size(level=1.644854)),
        ("power 90", lambda: _size(power=1.281552)),
        ("power 50", lambda: _size(power=0)),
        ("rule of 16, both", lambda: 2 * 16 * 0.04 * 0.96 / 0.01**2),
        ("rise of 1 per cent of itself", lambda: _size(q=0.0404)),
        ("from 5 to 6", lambda: _size(p=0.05, q=0.06)),
        ("four arms", lambda: _size(arms=4)),
        ("99 per cent", lambda: _size(level=2.575829)),
        ("in thousands", lambda: _size() / 1000),
        ("two: one arm, unpooled", lambda: _size(arms=1, pooled=False)),
        ("two: one arm, one sided", lambda: _size(arms=1, level=1.644854)),
        ("two: one arm, power 90", lambda: _size(arms=1, power=1.281552)),
        ("two: unpooled, one sided", lambda: _size(pooled=False, level=1.644854)),
    ],
    "1.3.5": [
        ("last morning", lambda: _mornings("last")),
        ("first morning", lambda: _mornings("first")),
        ("all p values", lambda: _mornings("share")),
        ("every morning", lambda: _mornings("all")),
        ("count", lambda: _mornings("count")),
        ("no winner", lambda: 1 - _mornings()),
        ("by theory", lambda: 1 - 0.95**21),
        ("nominal", lambda: 0.05),
        ("Bonferroni", lambda: _mornings(level=0.05 / 21)),
        ("level 0.1", lambda: _mornings(level=0.1)),
        ("fourteen mornings", lambda: _mornings(first=14)),
        ("per cent", lambda: 100 * _mornings()),
        ("twenty-one times", lambda: 21 * 0.05),
        ("two: fourteen mornings, count", lambda: _mornings("count", first=14)),
        ("two: last morning, complement", lambda: 1 - _mornings("last")),
    ],
    "1.3.6": [
        ("all below 0.05", lambda: ["A", "B", "D", "F", "G", "J", "L"]),
        ("Bonferroni", lambda: ["D"]),
        ("smallest three", lambda: ["D", "B"]),
        ("Benjamini-Hochberg", lambda: ["D", "B", "G", "J"]),
        ("those not claimed", lambda: ["A", "C", "E", "F", "H", "I", "K", "L"]),
        ("p values", lambda: [0.0004, 0.0044, 0.0048]),
        ("positions", lambda: [3, 1, 6]),
        ("mask", lambda: [False, True, False, True, False, False, True] + [False] * 5),
        ("one string", lambda: "BDG"),
    ],
    "1.3.7": [
        ("of all who took", lambda: 290 / 520),
        ("without taking off", lambda: 290 / (520 - 80)),
        ("counts as they are", lambda: (290 - 8) / (520 - 160)),
        ("against must answer", lambda: (0.29 - 0.005) / (0.52 - 0.11)),
        ("who stayed", lambda: 1 - (0.29 - 0.004) / (0.52 - 0.08)),
        ("of joiners", lambda: 0.29),
        ("of joiners, less the empty box's", lambda: 0.29 - 0.004),
        ("added share", lambda: 0.44),
        ("difference of rates of cancelling", lambda: 290 / 520 - 8 / 160),
        ("upside down", lambda: 0.44 / 0.286),
        ("per cent", lambda: 65.0),
        ("two: against must answer, counts", lambda: (290 - 5) / (520 - 110) * 1.0001),
        ("two: counts, without taking off", lambda: 290 / (520 - 160)),
        ("two: who stayed, counts as they are", lambda: 1 - (290 - 8) / (520 - 160)),
    ],
}
