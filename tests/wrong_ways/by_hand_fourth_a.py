"""Wrong ways through the chapters 0.1 to 2.2, thought of from page and task alone, a fourth time."""

import functools

import numpy as np
import pandas as pd
from scipy import stats

from marketing_origin import data, experiments

S = pd.Series
RIGHT = {}
WAYS = {}


@functools.cache
def load(name):
    return data.load(name)


# 0.1 ------------------------------------------------------------------------------------------------------

_ORDERS = pd.DataFrame(
    {
        "customer": ["Ana", "Ben", "Ana", "Chen", "Ben", "Ana", "Chen", "Dora"],
        "value": [20, 35, 15, 50, 25, 40, 10, 30],
    }
)


def _share(step=lambda now, rate, month: now * rate, more=0, percent=False):
    def share_left_after(retention_rate, months):
        now = 1.0
        for month in range(1, months + 1 + more):
            now = step(now, retention_rate, month)
        return 100 * now if percent else now

    return share_left_after


RIGHT |= {
    "0.1.a": lambda: 0.8**3,
    "0.1.1": lambda: 0.96**20,
    "0.1.2": lambda: _ORDERS.groupby("customer")["value"].sum(),
    "0.1.3": lambda: _share(),
}
WAYS |= {
    "0.1.a": [
        ("this year counted as the first: two years on", lambda: 0.8**2),
        ("eight in ten divided by three years", lambda: 0.8 / 3),
        ("those who are gone", lambda: 1 - 0.8**3),
        ("two: two years on, gone", lambda: 1 - 0.8**2),
    ],
    "0.1.1": [
        ("twelve months, a year", lambda: 0.96**12),
        ("to the nearest whole per cent", lambda: 0.44),
        ("the mean of what is left over the 20 months", lambda: float(np.mean(0.96 ** np.arange(1, 21)))),
        ("two: one month too few, those gone", lambda: 1 - 0.96**19),
    ],
    "0.1.2": [
        ("an order's mean", lambda: _ORDERS.groupby("customer")["value"].mean()),
        ("the share of the whole", lambda: _ORDERS.groupby("customer")["value"].sum() / 225),
        ("the last order", lambda: _ORDERS.groupby("customer")["value"].last()),
        ("two: the last order, as a share of all", lambda: _ORDERS.groupby("customer")["value"].last() / 225),
    ],
    "0.1.3": [
        ("the same number leaves each month", lambda: _share(lambda n, r, m: n - (1 - r))),
        ("one month more", lambda: _share(more=1)),
        ("divided by the months", lambda: _share(lambda n, r, m: r / m)),
        ("two: one month more, in per cent", lambda: _share(more=1, percent=True)),
    ],
}


# 0.2 ------------------------------------------------------------------------------------------------------


def _parcels(by=("customer_id", "date"), how="sum"):
    log = load("cdnow_sample")
    keys = [log["date"].dt.to_period("W") if key == "week" else log[key] for key in by]
    return int((getattr(log.groupby(keys)["value"], how)() > 50).sum())


def _telco(tenure="median", of="all", churn="mean", subscribers="size"):
    telco = load("telco").assign(left=lambda table: table["churn"].astype(float))
    groups = telco.groupby("contract", observed=True)
    part = {"all": telco, "stayed": telco[~telco["churn"]], "left": telco[telco["churn"]]}[of]
    rate = {
        "mean": groups["left"].mean(),
        "kept": 1 - groups["left"].mean(),
        "of all": groups["left"].sum() / len(telco),
    }[churn]
    heads = {
        "size": groups.size(),
        "share": groups.size() / len(telco),
        "stay": groups.size() - groups["left"].sum(),
    }
    return pd.DataFrame(
        {
            "subscribers": heads[subscribers],
            "churn_rate": rate,
            "median_tenure": getattr(part.groupby("contract", observed=True)["tenure"], tenure)(),
        }
    )


def _sundays(zone="America/New_York", days=(6,), how="share", column="sales_value"):
    baskets = load("journey_baskets")
    stamp = baskets["timestamp"]
    if zone:
        stamp = stamp.dt.tz_localize("UTC").dt.tz_convert(zone)
    on, sales = stamp.dt.dayofweek.isin(days), baskets[column]
    return {
        "share": lambda: sales[on].sum() / sales.sum(),
        "mean": lambda: sales[on].mean() / sales[~on].mean(),
        "rest": lambda: sales[on].sum() / sales[~on].sum(),
    }[how]()


def _households(statistic="mean", per="household", known="all"):
    baskets, people = load("journey_baskets"), load("journey_demographics")
    if per == "household":
        spent = baskets.groupby("household_id")["sales_value"].sum()
    elif per == "month":
        spent = baskets.groupby("household_id")["sales_value"].sum() / 12
    else:
        spent = baskets.set_index("household_id")["sales_value"]
    of = people if known == "all" else people.dropna()
    mask = spent.index.isin(of["household_id"])
    parts = {"all": spent, "known": spent[mask], "unknown": spent[~mask]}
    return S({name: getattr(part, statistic)() for name, part in parts.items()})


def _called(rows="called", statistic="mean"):
    bank = load("bank")
    of = {
        "called": bank[bank["previous"] > 0],
        "all": bank,
        "zero": bank.assign(pdays=bank["pdays"].clip(lower=0)),
        "success": bank[bank["poutcome"] == "success"],
        "again": bank[bank["previous"] > 1],
    }[rows]
    return getattr(of.groupby("deposit")["pdays"], statistic)()


_TONIGHT = ["age", "balance", "housing", "poutcome", "previous"]


def _file(**other):
    right = {"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
    return S(right | {name.replace("_", " "): value for name, value in other.items()})


RIGHT |= {
    "0.2.a": lambda: 255 / 5,
    "0.2.b": lambda: (300 * 90 + 200 * 40) / 500,
    "0.2.1": lambda: _parcels(),
    "0.2.2": lambda: _telco(),
    "0.2.3": lambda: _sundays(),
    "0.2.4": lambda: _households(),
    "0.2.5": lambda: _called(),
    "0.2.6": lambda: _TONIGHT,
    "0.2.7": lambda: _file(),
}
WAYS |= {
    "0.2.a": [
        ("the mean of each customer's mean parcel", lambda: (30 + 80 + 35) / 3),
        ("one parcel for each customer", lambda: 255 / 3),
        ("the median parcel", lambda: 40),
        ("two: one parcel a day for all customers, the first day alone", lambda: 100),
    ],
    "0.2.b": [
        ("what was spent with an address, over all", lambda: 300 * 90 / 500),
        ("weights of the two groups exchanged", lambda: (200 * 90 + 300 * 40) / 500),
        ("everybody's money over those with an address", lambda: 35_000 / 300),
        ("two: the lost ones' money, over those left", lambda: 200 * 40 / 300),
    ],
    "0.2.1": [
        ("the dearest row of a parcel above 50", lambda: _parcels(how="max")),
        ("the mean row of a parcel above 50", lambda: _parcels(how="mean")),
        ("all that goes to a customer in a week in one parcel", lambda: _parcels(("customer_id", "week"))),
        ("two: parcels of a week, their dearest row", lambda: _parcels(("customer_id", "week"), how="max")),
    ],
    "0.2.2": [
        ("median tenure of those who stayed", lambda: _telco(of="stayed")),
        ("leavers of the contract over all subscribers", lambda: _telco(churn="of all")),
        ("subscribers left after the month", lambda: _telco(subscribers="stay")),
        ("two: mean tenure, share of those who stay", lambda: _telco("mean", churn="kept")),
    ],
    "0.2.3": [
        ("sales of Sundays over those of the other days", lambda: _sundays(how="rest")),
        ("Mondays: the day with the number 0", lambda: _sundays(days=(0,))),
        ("Saturday and Sunday", lambda: _sundays(days=(5, 6))),
        ("two: world time, the discounts of Sundays", lambda: _sundays(None, column="retail_discount")),
    ],
    "0.2.4": [
        ("the median household", lambda: _households("median")),
        ("only those whose every field is filled in as known", lambda: _households(known="filled")),
        ("a month, a twelfth of the year", lambda: _households(per="month")),
        ("two: baskets, the median one", lambda: _households("median", "basket")),
    ],
    "0.2.5": [
        ("those whose earlier campaign was a success", lambda: _called("success")),
        ("the median of those called", lambda: _called(statistic="median")),
        ("the code for never called as 0 days", lambda: _called("zero")),
        ("two: median, of those called twice or more", lambda: _called("again", statistic="median")),
    ],
    "0.2.6": [
        ("nothing of earlier campaigns", lambda: ["age", "balance", "housing"]),
        ("calls in the campaign as known", lambda: [*_TONIGHT, "campaign"]),
        ("the balance moves daily, so left out", lambda: [name for name in _TONIGHT if name != "balance"]),
        (
            "two: the outcome on it, the earlier outcome not",
            lambda: ["age", "balance", "housing", "previous", "deposit"],
        ),
    ],
    "0.2.7": [
        (
            "subscribers of telco have a tenure, so they have first months",
            lambda: _file(first_months="telco"),
        ),
        ("a second order at the grocer's", lambda: _file(second_order="journey")),
        ("coupons among the club's discounts", lambda: _file(coupons="club")),
        (
            "two: the grocer for orders, CDNOW for coupons",
            lambda: _file(second_order="journey", coupons="cdnow"),
        ),
    ],
}


# 1.1 ------------------------------------------------------------------------------------------------------

_LEARNERS = pd.DataFrame(
    {
        "need": [220, 180, 150, 250, 150, 140],
        "hour_worth": [2.0, 1.5, 1.0, 5.0, 0.5, 0.5],
        "attention": [6, 10, 4, 12, 3, 8],
        "cost_to_serve": [70, 70, 95, 60, 70, 100],
    },
    index=["Fay", "Gus", "Hana", "Ivo", "Jun", "Kim"],
)


def _surplus(quality=0.8, price=90, hours=20, attention=1, serve=0):
    table = _LEARNERS
    gives = price + hours * table["hour_worth"] + attention * table["attention"]
    return quality * table["need"] - gives - serve * table["cost_to_serve"]


def _both(surplus, school=None):
    own = surplus > 0
    return list(_LEARNERS.index[own & (school if school is not None else _LEARNERS["cost_to_serve"] < 90)])


def _town(by="promise", at=0.5, of="bookers", how="sum", effort=True):
    rng = np.random.default_rng(113)
    town = pd.DataFrame({"need": rng.gamma(4, 40, size=3000)})
    town["effort"] = 20 * rng.uniform(0, 2, size=3000)
    town["effort"] += rng.uniform(0, 15, size=3000)
    price = 90 + (town["effort"] if effort else 0)
    booked = {"promise": 0.9, "delivered": 0.5, "all": np.inf}[by] * town["need"] > price
    gain = at * town["need"] - 90 - town["effort"]
    if of == "losers":
        booked &= gain < 0
    return float(getattr(gain[booked], how)())


@functools.cache
def _bookings():
    rng = np.random.default_rng(114)
    first = pd.DataFrame({"household": np.arange(1, 701), "course": 1})
    first["leaflet"] = ["bold"] * 420 + ["plain"] * 280
    chance = first["leaflet"].map({"bold": 0.25, "plain": 0.75})
    second = first[rng.random(len(first)) < chance].assign(course=2)
    third = second[rng.random(len(second)) < 0.7].assign(course=3)
    log = pd.concat([first, second, third])
    return log.sort_values(["household", "course"], kind="stable", ignore_index=True)


def _again(of=1, who=(2,), base=None):
    log = _bookings()
    top = log[log["course"].isin(who)].groupby("leaflet")["household"].size()
    if base == "rows":
        return top / log.groupby("leaflet").size()
    under = 1000 if base == "leaflets" else log[log["course"] == of].groupby("leaflet")["household"].size()
    return top / under


def _expects(step=lambda now, quality, promise, learning: now + learning * (quality - now), more=0):
    def expectation_after(blocks, promise, quality, learning):
        now = promise
        for _ in range(blocks + more):
            now = step(now, quality, promise, learning)
        return now

    return expectation_after


RIGHT |= {
    "1.1.a": lambda: 48 - 14 - 5 * 4 - 3,
    "1.1.b": lambda: (60 - 12) / 80,
    "1.1.1": lambda: _surplus(),
    "1.1.2": lambda: _both(_surplus()),
    "1.1.3": lambda: _town(),
    "1.1.4": lambda: _again(),
    "1.1.5": lambda: _expects(),
    "1.1.6": lambda: 4,
}
WAYS |= {
    "1.1.a": [
        ("one hour's worth for the five hours", lambda: 48 - 14 - 4 - 3),
        ("the nuisance of booking left out", lambda: 48 - 14 - 20),
        ("the full price, what she gives in all", lambda: 14 + 20 + 3),
        ("two: one hour's worth, the nuisance left out", lambda: 48 - 14 - 4),
    ],
    "1.1.b": [
        ("of those in the second course", lambda: 48 / 60),
        ("the new ones of the first course's customers", lambda: 12 / 80),
        ("those who did not come again", lambda: 32 / 80),
        ("two: all of the second course, of the leaflets", lambda: 60 / 1000),
    ],
    "1.1.1": [
        ("the quality taken off the hours, too: 16", lambda: _surplus(hours=16)),
        ("what serving her costs taken off her gain", lambda: _surplus(serve=1)),
        ("the price weighed by the quality", lambda: _surplus(price=72)),
        ("two: full mastery, the cost of serving off", lambda: _surplus(quality=1, serve=1)),
    ],
    "1.1.2": [
        (
            "both sides' gains added up are above zero",
            lambda: _both(_surplus() + 90 - _LEARNERS["cost_to_serve"], True),
        ),
        (
            "the learner gains more than the school",
            lambda: _both(_surplus() - 90 + _LEARNERS["cost_to_serve"]),
        ),
        ("the learner's side alone", lambda: _both(_surplus(), True)),
        ("two: money alone, the learner's side alone", lambda: _both(_surplus(hours=0, attention=0), True)),
    ],
    "1.1.3": [
        ("those who lose by it alone", lambda: _town(of="losers")),
        ("those book whom the delivered quality would bring", lambda: _town("delivered")),
        ("booked by the fee alone, the effort felt only later", lambda: _town(effort=False)),
        ("at the quality that they expected", lambda: _town(at=0.9)),
        ("two: booked by the fee alone, the mean of them", lambda: _town(effort=False, how="mean")),
    ],
    "1.1.4": [
        ("course 3 of those in course 2", lambda: _again(2, (3,))),
        ("bookings of course 2 and of course 3 over course 1", lambda: _again(1, (2, 3))),
        ("of all rows of the leaflet", lambda: _again(base="rows")),
        ("two: course 3 of the 1,000 leaflets", lambda: _again(who=(3,), base="leaflets")),
    ],
    "1.1.5": [
        ("the distance of the promise, each time", lambda: _expects(lambda n, q, p, s: n + s * (q - p))),
        ("a block more", lambda: _expects(more=1)),
        (
            "keeps the share learning of the old expectation",
            lambda: _expects(lambda n, q, p, s: s * n + (1 - s) * q),
        ),
        (
            "two: a block more, keeps the share learning",
            lambda: _expects(lambda n, q, p, s: s * n + (1 - s) * q, 1),
        ),
    ],
    "1.1.6": [
        ("the first course that more book by the plain one", lambda: 2),
        ("how many courses the bold one is ahead", lambda: 3),
        ("the course after the one in which plain overtakes", lambda: 5),
        ("two: in the course alone, the first course not counted", lambda: 1),
    ],
}


# 1.2 ------------------------------------------------------------------------------------------------------

_MONTH = pd.Series(
    {
        "saw the ad": 80_000,
        "opened the site": 5_600,
        "chose a date": 1_960,
        "filled in the form": 490,
        "booked": 343,
    }
)


def _within(days=180, how="money"):
    log = load("cdnow_sample")
    daily = log.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    first = daily.groupby("customer_id")["date"].transform("min")
    age = (daily["date"] - first).dt.days
    seen = daily[age <= days] if days else daily
    later = (seen["date"] - seen["customer_id"].map(daily.groupby("customer_id")["date"].min())).dt.days > 0
    by_person = seen.assign(later=later * seen["value"]).groupby("customer_id")[["later", "value"]].sum()
    return {
        "money": lambda: seen.loc[later, "value"].sum() / seen["value"].sum(),
        "orders": lambda: later.mean(),
        "people": lambda: (by_person["later"] / by_person["value"].where(by_person["value"] > 0)).mean(),
        "to first": lambda: seen.loc[later, "value"].sum() / seen.loc[~later, "value"].sum(),
    }[how]()


def _trial(way_back=0.3, paused=5, trial=10, joins=0.4, months=None):
    moves = np.array([[0, joins, 0], [0, 0.85, 0.1], [0, way_back, 0.40]])
    brings = np.array([trial, 45, paused])
    at, total = np.array([1.0, 0, 0]), 0.0
    for _ in range(months or 5000):
        total += at @ brings
        at = at @ moves
    return total


def _persuaded(weights=(0.5 * 0.8 * 0.5, 0.5 * 0.1 * 0.25), more=0):
    return float(np.average([1 / 0.8, 1 / 0.1], weights=weights)) + more


def _waiting(tie="watched", paid=True):
    days = [2, 3, 5, 5, 8, 9, 12, 14, 20, 30]
    left = 1.0
    for day in (2, 5, 8, 12, 20):
        if day > 14:
            break
        risk = sum(d >= day for d in days)
        risk -= 1 if tie == "gone" and day == 5 else 0
        left *= 1 - 1 / risk
    return 1 - left if paid else left


def _letters(choose="first", judge="second", of="all", statistic="mean"):
    log = load("cdnow_sample")
    readers = log.groupby("customer_id")["value"].sum().to_frame("spent")
    rng = np.random.default_rng(41)
    readers["newsletter"] = rng.choice(list("ABCDEFGHIJKL"), size=len(readers))
    readers["half"] = rng.choice(["first", "second"], size=len(readers))
    halves = dict(iter(readers.groupby("half"))) | {"both": readers}
    best = getattr(halves[choose].groupby("newsletter")["spent"], statistic)().idxmax()
    part = halves[judge]
    mine = part.loc[part["newsletter"] == best, "spent"].mean()
    base = {
        "all": part["spent"].mean(),
        "others": part.loc[part["newsletter"] != best, "spent"].mean(),
        "before": halves[choose].loc[halves[choose]["newsletter"] == best, "spent"].mean(),
    }[of]
    return mine / base - 1


RIGHT |= {
    "1.2.a": lambda: 300 * 36 / 240,
    "1.2.b": lambda: 20 + 0.5 * 30 / (1 - 0.75),
    "1.2.1": lambda: (_MONTH / _MONTH.shift()).dropna(),
    "1.2.3": lambda: _within(),
    "1.2.4": lambda: _trial(),
    "1.2.5": lambda: _persuaded(),
    "1.2.6": lambda: _waiting(),
    "1.2.7": lambda: _letters(),
}
WAYS |= {
    "1.2.a": [
        ("half as many bookings again", lambda: 36 * 1.5),
        ("how many more than today", lambda: 45 - 36),
        ("half of those invited come", lambda: 1000 * 36 / 240),
        ("two: by those who said so, how many fewer", lambda: 36 - 300 * 36 / 600),
    ],
    "1.2.b": [
        ("the half of first-time buyers forgotten: everybody orders again", lambda: 20 + 30 / (1 - 0.75)),
        ("three orders after the first one for half: 0.75 over 0.25", lambda: 20 + 0.5 * 30 * 3),
        ("repeat orders at 20, too", lambda: 20 + 0.5 * 20 / (1 - 0.75)),
        ("two: everybody orders again, the first left out", lambda: 30 / (1 - 0.75)),
    ],
    "1.2.1": [
        ("the share who drop out at each step", lambda: 1 - (_MONTH / _MONTH.shift()).dropna()),
        (
            "labelled by the step that is left",
            lambda: S((_MONTH / _MONTH.shift()).dropna().to_numpy(), _MONTH.index[:-1]),
        ),
        ("of those who opened the site", lambda: (_MONTH / 5_600).iloc[1:]),
        ("two: of all who saw the ad, who are lost", lambda: (1 - _MONTH / 80_000).iloc[1:]),
    ],
    "1.2.3": [
        ("90 days in place of 180", lambda: _within(90)),
        ("the mean of each customer's own share", lambda: _within(how="people")),
        ("later revenue over first orders' revenue", lambda: _within(how="to first")),
        ("two: the whole log, share of orders", lambda: _within(None, "orders")),
    ],
    "1.2.4": [
        ("who pauses comes back no more", lambda: _trial(way_back=0.0)),
        ("a year and no longer", lambda: _trial(months=12)),
        ("a month as a member for everybody who starts a trial", lambda: _trial(joins=1.0)),
        ("two: no trial money, paused months free", lambda: _trial(trial=0, paused=0)),
    ],
    "1.2.5": [
        ("kinds weighed by the share persuaded alone, a half and a quarter", lambda: _persuaded((0.5, 0.25))),
        ("the order with the voucher left out", lambda: _persuaded(more=-1)),
        ("kinds weighed by those who would have stopped", lambda: _persuaded((0.8, 0.1))),
        ("two: equal weights, the first order with it", lambda: _persuaded((0.5, 0.5), more=1)),
    ],
    "1.2.6": [
        ("on day 5 the one last seen is gone first", lambda: _waiting(tie="gone")),
        ("the share still waiting by day 14", lambda: _waiting(paid=False)),
        ("paid by day 14 over those who paid or were watched longer", lambda: 4 / 7),
        ("two: over all ten, those who had not paid", lambda: 6 / 10),
    ],
    "1.2.7": [
        ("against the readers of the other newsletters", lambda: _letters(of="others")),
        ("against its own first half", lambda: _letters(of="before")),
        ("the best by the median of the first half", lambda: _letters(statistic="median")),
        ("looked up among the readers of both halves", lambda: _letters(judge="both")),
        ("two: chosen on both halves, by the sum", lambda: _letters("both", statistic="sum")),
    ],
}


# 1.3 ------------------------------------------------------------------------------------------------------


def _ask(how="product", who="not asked", half=False):
    rng = np.random.default_rng(231)
    motivation, ability = rng.uniform(0, 10, size=800), rng.uniform(0, 10, size=800)
    asked = rng.random(800) < 0.5
    able = {
        "product": motivation * ability > 25,
        "sum": motivation + ability > 10,
        "each": (motivation > 5) & (ability > 5),
        "all": motivation > -1,
    }[how]
    found = {"not asked": able & ~asked, "asked": able & asked, "all": able}[who]
    return int(found.sum() // 2 if half else found.sum())


def _remedies(reminded=800, paid="all", clip=True, everybody=False, less="today"):
    rng = np.random.default_rng(231)
    motivation, ability = rng.uniform(0, 10, size=800), rng.uniform(0, 10, size=800)
    asked = rng.random(800) < 0.5
    top = 10 if clip else 99
    who = np.ones(800, dtype=bool) if everybody else asked
    today = (motivation * ability > 25) & asked
    simpler = (motivation * np.minimum(ability + 2, top) > 25) & who
    gifted = (np.minimum(motivation + 2, top) * ability > 25) & who
    reminder = motivation * ability > 25
    base = today.sum() if less == "today" else 0
    more = {
        name: on.sum() - base for name, on in zip(("r", "s", "g"), (reminder, simpler, gifted), strict=True)
    }
    bill = {"all": gifted.sum(), "more": gifted.sum() - today.sum(), "everybody": 800}[paid] * 3
    return S({"reminder": 0.3 * reminded / more["r"], "simpler": 900 / more["s"], "gift": bill / more["g"]})


def _button(z=1.96, variance="own", sign=1, relative=False):
    old, new = 48 / 1200, 78 / 1200
    both = (48 + 78) / 2400
    error = {
        "own": old * (1 - old) / 1200 + new * (1 - new) / 1200,
        "pooled": 2 * both * (1 - both) / 1200,
        "new": new * (1 - new) / 1200,
        "together": both * (1 - both) / 2400,
    }[variance] ** 0.5
    ends = sorted([sign * (new - old) - z * error, sign * (new - old) + z * error])
    by = old if relative else 1.0
    return {"difference": sign * (new - old) / by, "low": ends[0] / by, "high": ends[1] / by}


def _visitors(new=0.05, arms=2, **how):
    return float(arms * experiments.sample_size(0.04, new, formula="pooled", **how))


def _mornings(how="any"):
    rng = np.random.default_rng(235)
    mornings = np.arange(1, 22)
    one, two = (rng.binomial(200, 0.08, size=(1000, 21)).cumsum(axis=1) for _ in range(2))
    pooled = (one + two) / (2 * 200 * mornings)
    z = (two - one) / np.sqrt(2 * pooled * (1 - pooled) * 200 * mornings)
    low = 2 * stats.norm.sf(np.abs(z)) < 0.05
    return {
        "any": lambda: low.any(axis=1).mean(),
        "two in a row": lambda: (low[:, 1:] & low[:, :-1]).any(axis=1).mean(),
        "winner": lambda: (low & (z > 0)).any(axis=1).mean(),
        "formula": lambda: 1 - 0.95**21,
    }[how]()


def _low_end(z=1.96, variance="own", sign=1):
    old, new, both = 80 / 400, 100 / 400, 180 / 800
    error = {
        "own": old * (1 - old) / 400 + new * (1 - new) / 400,
        "pooled": 2 * both * (1 - both) / 400,
        "new": new * (1 - new) / 400,
        "added": ((old * (1 - old) / 400) ** 0.5 + (new * (1 - new) / 400) ** 0.5) ** 2,
    }[variance] ** 0.5
    return sign * (new - old) - z * error


RIGHT |= {
    "1.3.a": lambda: 140 * 5 / 40,
    "1.3.b": lambda: _low_end(),
    "1.3.c": lambda: (132 - 12) / (260 - 60),
    "1.3.1": lambda: _ask(),
    "1.3.2": lambda: _remedies(),
    "1.3.3": lambda: _button(),
    "1.3.4": lambda: _visitors(),
    "1.3.5": lambda: _mornings(),
    "1.3.6": lambda: ["B", "D", "G"],
    "1.3.7": lambda: (0.290 - 0.004) / (0.52 - 0.08),
}
WAYS |= {
    "1.3.a": [
        ("the vouchers of those alone who come anyway", lambda: 100 * 5 / 40),
        ("all vouchers over today's buyers", lambda: 140 * 5 / 100),
        ("a voucher for each of the 1,000 visitors", lambda: 1000 * 5 / 40),
        ("two: of those who come anyway, over all buyers", lambda: 100 * 5 / 140),
    ],
    "1.3.b": [
        ("the standard errors of both arms added up", lambda: _low_end(variance="added")),
        ("the error of the new arm alone", lambda: _low_end(variance="new")),
        ("the low end of old less new", lambda: _low_end(sign=-1)),
        ("two: the new arm alone, one standard error", lambda: _low_end(1.0, "new")),
    ],
    "1.3.c": [
        ("all who undo, of those added", lambda: 132 / 200),
        ("those who undo more, of all with a ticked box", lambda: 120 / 500),
        ("of those added, who keep it", lambda: 80 / 200),
        ("two: all who undo, of the 500", lambda: 132 / 500),
    ],
    "1.3.1": [
        ("both above five in place of the product", lambda: _ask("each")),
        ("those asked who switch today", lambda: _ask(who="asked")),
        ("half of all who would switch, since half are asked", lambda: _ask(who="all", half=True)),
        ("two: the sum above ten, everybody", lambda: _ask("sum", who="all")),
    ],
    "1.3.2": [
        ("the reminder paid for those alone who were not asked", lambda: _remedies(reminded=400)),
        ("the gift given to those alone who switch in addition", lambda: _remedies(paid="more")),
        ("ability and motivation rise above ten", lambda: _remedies(clip=False)),
        (
            "two: everybody asked throughout, per switch and not per additional one",
            lambda: _remedies(everybody=True, less="0"),
        ),
    ],
    "1.3.3": [
        ("the error of one rate over all 2,400", lambda: _button(variance="together")),
        ("as a share of the old rate", lambda: _button(relative=True)),
        ("90% and not 95%", lambda: _button(1.645)),
        ("two: old less new, the error of the new arm alone", lambda: _button(variance="new", sign=-1)),
    ],
    "1.3.4": [
        ("a power of 90%", lambda: _visitors(power=0.9)),
        ("one-sided at 5%", lambda: _visitors(alpha=0.1)),
        ("a rise by 5 per cent of itself, to 0.042", lambda: _visitors(new=0.042)),
        ("two: one arm, one-sided", lambda: _visitors(arms=1, alpha=0.1)),
    ],
    "1.3.5": [
        ("as if the mornings were independent", lambda: _mornings("formula")),
        ("p below 0.05 on two mornings in a row", lambda: _mornings("two in a row")),
        ("the new one wins: only differences above zero", lambda: _mornings("winner")),
        ("two: a week of mornings, 5% for each added up", lambda: 0.05 * 7),
    ],
    "1.3.6": [
        ("Bonferroni for all twelve", lambda: ["D"]),
        ("each at 5%", lambda: list("ABDFGJL")),
        ("Holm's divisors from the largest p on, as for the false discovery rate", lambda: list("BDGJL")),
        ("two: Bonferroni, those not claimed", lambda: list("ABCEFGHIJKL")),
    ],
    "1.3.7": [
        ("counts, though the arms differ in size", lambda: (290 - 8) / (520 - 160)),
        ("compared with the form that must be answered", lambda: (290 - 5) / (520 - 110)),
        ("the empty box's eight not halved", lambda: (290 - 8) / 440),
        ("two: of all who took the ticked one, less the empty box's rate", lambda: 290 / 520 - 8 / 160),
    ],
}


# 2.1 ------------------------------------------------------------------------------------------------------

_BILL = ["search_ads", "agency_fee", "sales_wages", "sales_training", "welcome_gifts", "friend_rewards"]
_PARTS = ("advertising", "labour", "promotion", "referral_rewards")


def _payments(kept=0.85, first=0, number=1):
    total, alive = 0.0, kept**first
    for payment in range(1, 200):
        total += 12 * alive
        alive *= kept
        if total >= 60 - 1e-9:
            return payment if number == 1 else payment - 1
    return None


def _channels(parts=_PARTS, year=2024, joined=None, base="joiners"):
    costs, members = load("club_costs"), load("club_members")
    spent = (
        costs[costs["month"].dt.year == year].groupby("channel", observed=True)[list(parts)].sum().sum(axis=1)
    )
    won = members[members["join_month"].dt.year == (joined or year)]
    heads = won["channel"].value_counts()
    if base == "paying":
        months = load("club_months")
        there = months.loc[months["month"] == "2024-12-01", "member_id"].unique()
        heads = members.loc[members["member_id"].isin(there), "channel"].value_counts()
    if base == "everybody":
        return spent / len(won)
    return spent / heads.reindex(spent.index)


@functools.cache
def _joiners_2023():
    members = load("club_members")
    months = load("club_months").merge(members, on="member_id").merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    age = 12 * (month.year - joined.year) + month.month - joined.month
    joiners = members[members["join_month"].dt.year == 2023].set_index("member_id")[
        ["channel", "joining_discount"]
    ]
    joiners["margin"] = months[age < 12].groupby("member_id")["margin"].sum()
    joiners["ever"] = months.groupby("member_id")["margin"].sum()
    joiners["fees"] = months[age < 12].groupby("member_id")["fee"].sum()
    return joiners


def _left(parts=("advertising", "labour", "referral_rewards"), column="margin", year=2023, how="mean"):
    joiners, costs = _joiners_2023(), load("club_costs")
    spent = costs.loc[costs["month"].dt.year == year, list(parts)].sum().sum()
    middle = getattr(joiners[column], how)()
    return middle - spent / len(joiners)


def _sale(first=2008, how="per sale", last=2010):
    bank = load("bank").rename(columns={"campaign": "calls"})
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    position = bank["month"].astype(str).map(names.index)
    bank = bank.assign(before=bank["previous"] > 0, year=2008 + (position.diff() < 0).cumsum())
    bank = bank[bank["year"].between(first, last)]
    never, before = bank[~bank["before"]], bank[bank["before"]]
    measure = {
        "per sale": lambda part: part["calls"].sum() / part["deposit"].sum(),
        "of buyers": lambda part: part.loc[part["deposit"], "calls"].mean(),
        "clients": lambda part: len(part) / part["deposit"].sum(),
        "median": lambda part: part.loc[part["deposit"], "calls"].median(),
    }[how]
    return measure(never) / measure(before)


def _sales(late=2009, how="per sale", turned=False, last=2010):
    found = S({"whole file": _sale(how=how), "from 2009": _sale(late, how, last)})
    return 1 / found if turned else found


RIGHT |= {
    "2.1.a": lambda: 18_000 / (1500 - 1350 + 210),
    "2.1.b": lambda: 55 - 36,
    "2.1.c": lambda: 2000 / 25,
    "2.1.1": lambda: _BILL,
    "2.1.2": lambda: _payments(),
    "2.1.3": lambda: _channels(),
    "2.1.4": lambda: _left(),
    "2.1.5": lambda: S([2000 / 34, 2000 / 25, 2000 / 15], index=[4000, 6000, 8000]),
    "2.1.6": lambda: 4000,
    "2.1.7": lambda: _sales(),
}
WAYS |= {
    "2.1.a": [
        ("the growth alone", lambda: 18_000 / 150),
        ("those who left alone", lambda: 18_000 / 210),
        ("those at the end less those who left", lambda: 18_000 / (1500 - 210)),
        ("two: the mean of the members, without those who left", lambda: 18_000 / ((1350 + 1500) / 2 - 210)),
    ],
    "2.1.b": [
        ("the coupon as cost, what was paid as revenue", lambda: 55 + 12 - 36),
        ("the coupon not counted at all", lambda: 55 - 48),
        ("the whole cost, the coupon with it", lambda: 55 + 12),
        ("two: the coupon off the cost, the list price as revenue", lambda: 55 - 12 - 48),
    ],
    "2.1.c": [
        ("the higher budget over the readers added", lambda: 7000 / 25),
        ("the difference of the two averages", lambda: 7000 / 150 - 5000 / 125),
        ("all readers of the higher budget for the money added", lambda: 2000 / 150),
        ("two: the higher budget, over the readers of the lower", lambda: 7000 / 125),
    ],
    "2.1.1": [
        ("training left out: wages alone", lambda: [name for name in _BILL if name != "sales_training"]),
        ("vouchers for those who have cancelled, too", lambda: [*_BILL, "win_back_vouchers"]),
        ("the knife in the first box as goods", lambda: [name for name in _BILL if name != "welcome_gifts"]),
        ("two: discounts on it, friends' rewards not", lambda: [*_BILL[:5], "first_box_discounts"]),
    ],
    "2.1.2": [
        ("the payment before the one that covers it", lambda: _payments(number=0)),
        ("leaves before the first payment, too", lambda: _payments(first=1)),
        ("the mean number of payments, 1 over 0.15, rounded up", lambda: 7),
        ("everybody goes on paying", lambda: _payments(kept=1.0)),
        ("two: nobody leaves, the last one not counted", lambda: 4),
    ],
    "2.1.3": [
        (
            "joining discounts left out, though fees are at list price",
            lambda: _channels(_PARTS[:2] + _PARTS[3:]),
        ),
        ("the members who pay in December 2024 as those won", lambda: _channels(base="paying")),
        ("each channel's money over all who joined", lambda: _channels(base="everybody")),
        ("the money of 2024 over the joiners of 2023", lambda: _channels(joined=2023)),
        ("two: advertising and wages alone, of 2023", lambda: _channels(_PARTS[:2], 2023)),
    ],
    "2.1.4": [
        ("promotion on the bill, though the fees are as paid", lambda: _left(_PARTS)),
        ("the bill of 2024", lambda: _left(year=2024)),
        ("all margins to December 2024", lambda: _left(column="ever")),
        (
            "two: the median margin, wages forgotten",
            lambda: _left(("advertising", "referral_rewards"), how="median"),
        ),
    ],
    "2.1.5": [
        (
            "all money above 2,000 over all students above 50",
            lambda: S([2000 / 34, 4000 / 59, 6000 / 74], [4000, 6000, 8000]),
        ),
        (
            "the higher budget over the students it adds",
            lambda: S([4000 / 34, 6000 / 25, 8000 / 15], [4000, 6000, 8000]),
        ),
        ("the labels one budget too early", lambda: S([2000 / 34, 2000 / 25, 2000 / 15], [2000, 4000, 6000])),
        ("two: averages, one budget too early", lambda: S([40, 4000 / 84, 6000 / 109], [4000, 6000, 8000])),
    ],
    "2.1.6": [
        ("the 12 for signing up forgotten", lambda: 6000),
        ("the average cost of all students below 78", lambda: 8000),
        ("the cheapest average", lambda: 2000),
        ("two: the 12 forgotten, in students", lambda: 109),
    ],
    "2.1.7": [
        ("clients called, not calls", lambda: _sales(how="clients")),
        ("calls to those who bought alone", lambda: _sales(how="of buyers")),
        ("2009 without 2010", lambda: _sales(last=2009)),
        ("two: 2010 alone, called before over never", lambda: _sales(2010, turned=True)),
    ],
}


# 2.2 ------------------------------------------------------------------------------------------------------


def _repeat(days=90, later="day", base=None):
    orders = load("cdnow")[["customer_id", "date"]]
    first = orders.groupby("customer_id")["date"].min()
    orders = orders.merge(first.rename("first"), on="customer_id")
    age = (orders["date"] - orders["first"]).dt.days
    again = (age > 0) & (age <= days)
    if later == "row":
        again = (orders.groupby("customer_id").cumcount() > 0) & (age <= days)
    if later == "calendar":
        again = (age > 0) & (orders["date"] <= "1997-03-31")
    came = again.groupby(orders["customer_id"]).any()
    by = first.dt.month
    if base == "orders":
        return again.groupby(orders["first"].dt.month).sum() / by.value_counts().sort_index()
    if base == "all":
        return came.groupby(by).sum() / len(first)
    return came.groupby(by).mean()


def _march(z=1.96, sign=1, relative=False, months=(1, 3), variance="own"):
    rate = _repeat()
    orders = load("cdnow")
    n = orders.groupby("customer_id")["date"].min().dt.month.value_counts()
    a, b = months
    each = rate * (1 - rate) / n
    error = {
        "own": (each[a] + each[b]) ** 0.5,
        "added": each[a] ** 0.5 + each[b] ** 0.5,
    }[variance]
    middle = sign * (rate[b] - rate[a])
    by = rate[a] if relative else 1.0
    return {"low": float((middle - z * error) / by), "high": float((middle + z * error) / by)}


def _voucher(weights=(600, 400), naive=104 / 400 - 105 / 600, relative=False):
    inside = np.array([17 / 100 - 75 / 500, 87 / 300 - 30 / 100])
    if relative:
        inside = inside / np.array([0.15, 0.30])
    return S({"naive": naive, "same kind": float(np.average(inside, weights=weights))})


@functools.cache
def _former():
    months = load("club_months").merge(load("club_members")[["member_id", "plan"]], on="member_id")
    months = months.merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    former = load("club_winback").query("offer_month <= '2024-06-01'")
    since = months.merge(former[["member_id", "returned_month"]], on="member_id")
    since = since[since["month"] >= since["returned_month"]]
    plans = months.drop_duplicates("member_id").set_index("member_id")["plan"]
    former = former.assign(
        plan=former["member_id"].map(plans),
        margin=former["member_id"].map(since.groupby("member_id")["margin"].sum()).fillna(0.0),
    )
    return former[["arm", "plan", "contact_cost", "margin", "returned_month"]]


def _letter_earns(how="mean", cost=1, control=True, of="all", plans=True):
    former = _former()
    if of == "returned":
        former = former[former["returned_month"].notna()]
    keys = ["plan", "arm"] if plans else ["arm"]
    table = getattr(former.groupby(keys, observed=True)["margin"], how)().unstack("arm") if plans else None
    paid = former[former["arm"] == "offer"].groupby("plan", observed=True)["contact_cost"].mean()
    if not plans:
        overall = former.groupby("arm", observed=True)["margin"].mean()
        return S(overall["offer"] - overall["control"], index=paid.index) - cost * paid
    return table["offer"] - (table["control"] if control else 0) - cost * paid


def _really_new(z=1.96, swap=False, way="share"):
    share, each = 1 - 60 / 400, 300_000 / 12_000
    error = (share * (1 - share) / 400) ** 0.5
    if way == "of 12,000":
        error = (share * (1 - share) / 12_000) ** 0.5
    if way == "more":
        old_share = 1 - share
        ends = [each * (1 + old_share + side * z * error) for side in (-1, 1)]
        return {"cost": each * (1 + old_share), "low": ends[0], "high": ends[1]}
    ends = {"low": each / (share + z * error), "high": each / (share - z * error)}
    return {"cost": each / share} | ({"low": ends["high"], "high": ends["low"]} if swap else ends)


RIGHT |= {
    "2.2.a": lambda: 100 * ((36 + 8) / 200 - (24 + 32) / 400),
    "2.2.b": lambda: (57 - 48) - (26 - 21),
    "2.2.c": lambda: 36_000 / 800,
    "2.2.1": lambda: _repeat(),
    "2.2.2": lambda: _march(),
    "2.2.3": lambda: _voucher(),
    "2.2.5": lambda: 260 * 28 - 200 * 35,
    "2.2.6": lambda: _letter_earns(),
    "2.2.7": lambda: _really_new(),
}
WAYS |= {
    "2.2.a": [
        ("how often all takers leave", lambda: 100 * 44 / 200),
        ("the price-sensitive against the others", lambda: 30 - 10),
        (
            "the share of sensitive ones among takers, less among the others",
            lambda: 100 * (120 / 200 - 80 / 400),
        ),
        ("two: relative to those who do not take it, as a fraction", lambda: 0.22 / 0.14 - 1),
    ],
    "2.2.b": [
        ("the redeemers' change, the others' left out", lambda: 57 - 48),
        ("how much more the redeemers spend afterwards", lambda: 57 - 26),
        ("the changes as shares of what was spent before, in points", lambda: 100 * (9 / 48 - 5 / 21)),
        ("two: both changes added up, as a share of 48", lambda: (9 + 5) / 48),
    ],
    "2.2.c": [
        ("a fifth added to the 36", lambda: 36 * 1.2),
        ("the cost of one of the 200", lambda: 36_000 / 200),
        ("the 200 added to the new customers", lambda: 36_000 / 1200),
        ("two: a fifth of the bill taken off, the old ones kept in the base", lambda: 36_000 * 0.8 / 1000),
    ],
    "2.2.1": [
        ("ordered again by the end of March", lambda: _repeat(later="calendar")),
        ("orders within the 90 days, not customers", lambda: _repeat(base="orders")),
        ("of all new customers of the quarter", lambda: _repeat(base="all")),
        ("two: rows of the first day count, however late", lambda: _repeat(9999, "row")),
    ],
    "2.2.2": [
        ("the two standard errors added up", lambda: _march(variance="added")),
        ("relative to January's rate", lambda: _march(relative=True)),
        ("February less January", lambda: _march(months=(1, 2))),
        ("two: January less March, one standard error", lambda: _march(z=1, sign=-1)),
    ],
    "2.2.3": [
        ("kinds weighed by those who got a voucher", lambda: _voucher((100, 300))),
        (
            "naive as the mean of the kinds' shares",
            lambda: _voucher(naive=(0.17 + 0.29) / 2 - (0.15 + 0.30) / 2),
        ),
        ("kinds weighed by those who are gone", lambda: _voucher((92, 117))),
        (
            "two: relative to no voucher, weighed alike",
            lambda: _voucher((1, 1), naive=0.26 / 0.175 - 1, relative=True),
        ),
    ],
    "2.2.5": [
        ("the parcel in coupon weeks alone", lambda: 260 * 28 - 200 * 40),
        ("the parcels left out", lambda: 260 * 33 - 200 * 40),
        ("what the additional customers leave, and no others", lambda: 60 * 28),
        ("two: additional customers alone, no parcel", lambda: 60 * 33),
    ],
    "2.2.6": [
        ("of those who returned alone", lambda: _letter_earns(of="returned")),
        ("the letter's cost left out", lambda: _letter_earns(cost=0)),
        ("one difference for all plans", lambda: _letter_earns(plans=False)),
        ("the difference of the medians", lambda: _letter_earns("median")),
        (
            "two: those who returned, without the group with no letter",
            lambda: _letter_earns(control=False, of="returned"),
        ),
    ],
    "2.2.7": [
        ("low and high exchanged, as for the share", lambda: _really_new(swap=True)),
        ("the interval of a sample of 12,000", lambda: _really_new(way="of 12,000")),
        ("15% added to the 25, and to its ends", lambda: _really_new(way="more")),
        ("two: exchanged, one standard error", lambda: _really_new(z=1.0, swap=True)),
    ],
}
