"""Wrong ways through the chapters 4.1 to 5.2, thought of from page and task alone, a fourth time."""

import functools

import numpy as np
import pandas as pd

from marketing_origin import clv, data, economics, orders

S = pd.Series
RIGHT = {}
WAYS = {}


@functools.cache
def load(name):
    return data.load(name)


# 4.1 ------------------------------------------------------------------------------------------------------


def _value(margin=60, kept=0.7, rate=0.08, first="now"):
    return clv.customer_lifetime_value(margin, kept, rate, first_margin=first)


def _first(start=0, more=0, discount=True, stay=True, closed=False, simple=False, later=0):
    def value_of_first(margin, retention_rate, discount_rate, periods):
        kept = retention_rate if stay else 1.0
        waiting = 1 + (discount_rate if discount else 0.0)
        if closed:
            step = kept / waiting
            return margin if step == 1 else margin * (1 - step**periods) / (1 - step)
        years = range(start, periods + start + more)
        if simple:
            return sum(margin * kept**k / (1 + discount_rate * k) for k in years)
        return sum(margin * kept**k / waiting ** (k + later) for k in years)

    return value_of_first


@functools.cache
def _joiners():
    members = load("club_members")
    months = load("club_months").merge(members, on="member_id").merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    months["tenure"] = 12 * (month.year - joined.year) + month.month - joined.month
    early = members["join_month"] <= "2023-12-01"
    joiners = members.loc[early, ["member_id", "plan"]].set_index("member_id")
    joiners["first_year_margin"] = months[months["tenure"] < 12].groupby("member_id")["margin"].sum()
    joiners["all_margin"] = months.groupby("member_id")["margin"].sum()
    joiners["stayed"] = joiners.index.isin(months.loc[months["tenure"] == 12, "member_id"])
    return joiners


def _plans(first="period_end", margin="mean", of="all", kept="plan", column="first_year_margin"):
    joiners = _joiners()
    earned = joiners if of == "all" else joiners[joiners["stayed"]]
    groups = earned.groupby("plan", observed=True)[column]
    stayed = joiners.groupby("plan", observed=True)["stayed"].mean()
    if kept == "club":
        stayed = S(joiners["stayed"].mean(), index=stayed.index)
    return clv.customer_lifetime_value(getattr(groups, margin)(), stayed, 0.1, first_margin=first)


def _eater(rate=1.12 ** (1 / 12) - 1, kept=0.93, margin=9, first="now"):
    return _value(margin, kept, rate, first)


def _rate_for(kept, rate, first="now", more=1.25):
    target = _value(1, kept, rate, first) * more
    return float(clv.required_retention_rate(target, 1, rate, first_margin=first))


def _levers(gross=0.35, points=False, least=False):
    def value(kept=0.5, order=60.0, cost=31.0):
        return _value(3 * order * gross - cost, kept, 0.1)

    change = {
        "retention_rate": value(kept=0.6 if points else 0.55),
        "average_order_value": value(order=66),
        "cost_to_serve": value(cost=27.9),
    }
    return sorted(change, key=change.get, reverse=not least)


def _signed(first="now", periods=3, rate=0.1, stay=True):
    offers = pd.DataFrame(
        {
            "margin": [50, 90, 60, 40, 50],
            "kept": [0.80, 0.30, 0.70, 0.90, 0.20],
            "price": [120, 120, 70, 109, 100],
        },
        index=["radio", "flyers", "friends", "shops", "raffle"],
    )
    kept = offers["kept"] if stay else 1.0
    worth = clv.customer_lifetime_value(offers["margin"], kept, rate, first_margin=first, periods=periods)
    return list(offers.index[worth >= offers["price"]])


RIGHT |= {
    "4.1.a": lambda: 60 * 0.5**2 / 1.2**2,
    "4.1.c": lambda: _rate_for(0.60, 0.15),
    "4.1.1": lambda: _value(),
    "4.1.2": lambda: _first(),
    "4.1.3": lambda: _plans(),
    "4.1.4": lambda: _eater(),
    "4.1.5": lambda: _rate_for(0.64, 0.12),
    "4.1.6": lambda: _levers(),
    "4.1.7": lambda: _signed(),
}
WAYS |= {
    "4.1.a": [
        ("simple interest, 40% for the two years", lambda: 60 * 0.25 / 1.4),
        ("20% taken off for each year, not divided", lambda: 60 * 0.25 * 0.8**2),
        ("all years up to year 2 added up", lambda: 60 + 25 + 60 * 0.25 / 1.44),
        ("two: year 3 by count, 20% taken off", lambda: 60 * 0.5**3 * 0.8**3),
    ],
    "4.1.c": [
        ("a quarter of those who leave now stay", lambda: 1 - 0.40 * 0.75),
        ("the convention if_retained", lambda: _rate_for(0.60, 0.15, "if_retained")),
        ("for a value 25% of the old one more, without discounting", lambda: 1 - 0.40 / 1.25),
        ("two: if_retained and no discounting", lambda: _rate_for(0.60, 0.0, "if_retained")),
    ],
    "4.1.1": [
        ("70 in 100 taken as those who leave", lambda: _value(kept=0.30)),
        ("the next year's interest left out of the numerator", lambda: _value(first="period_end")),
        ("the mean stay times the margin, then one year's discount", lambda: 60 / 0.30 / 1.08),
        ("two: those who leave, the first payment left out", lambda: _value(kept=0.30, first="if_retained")),
    ],
    "4.1.2": [
        ("closed form, one margin where the step is 1", lambda: _first(closed=True)),
        ("simple interest in place of compound", lambda: _first(simple=True)),
        ("one margin more than asked for", lambda: _first(more=1)),
        ("nobody leaves: discounted alone", lambda: _first(stay=False)),
        ("each margin at the end of its year", lambda: _first(later=1)),
        ("two: begins a year later, never discounts", lambda: _first(start=1, discount=False)),
    ],
    "4.1.3": [
        ("the median of the first year's margins", lambda: _plans(margin="median")),
        ("one retention rate for the club, by plan only the margin", lambda: _plans(kept="club")),
        ("all margins of a member to date as a year's margin", lambda: _plans(column="all_margin")),
        ("two: margin of those who stayed, first one now", lambda: _plans("now", of="stayed")),
    ],
    "4.1.4": [
        ("1% a month, a twelfth of the 12%", lambda: _eater(rate=0.12 / 12)),
        ("in years: 108 at once, 0.93 to the twelfth, 12%", lambda: _eater(0.12, 0.93**12, 108)),
        ("paid at the end of each month", lambda: _eater(first="period_end")),
        ("two: 93% as a year's retention, paid at the end", lambda: _eater(0.12, 0.93, 108, "period_end")),
    ],
    "4.1.5": [
        (
            "64 in 100 is what it came to, the old rate asked for",
            lambda: _rate_for(0.64, 0.12, more=1 / 1.25),
        ),
        ("the discount rate of the chapter, 10%", lambda: _rate_for(0.64, 0.10)),
        ("by how many points it rose", lambda: _rate_for(0.64, 0.12) - 0.64),
        ("two: if_retained, in points", lambda: _rate_for(0.64, 0.12, "if_retained") - 0.64),
    ],
    "4.1.6": [
        ("the whole rent as margin, 35% forgotten", lambda: _levers(gross=1)),
        ("retention up by ten points, not by a tenth", lambda: _levers(points=True)),
        ("the lever that adds least first", lambda: _levers(least=True)),
        ("two: ten points, least first", lambda: _levers(points=True, least=True)),
    ],
    "4.1.7": [
        ("the three margins not discounted", lambda: _signed(rate=0.0)),
        ("four margins: the first today and three more", lambda: _signed(periods=4)),
        ("nobody leaves in three years", lambda: _signed(stay=False)),
        ("two: nobody leaves, margins at the end of each year", lambda: _signed("period_end", stay=False)),
    ],
}


# 4.2 ------------------------------------------------------------------------------------------------------

_END, _LATER = pd.Timestamp("1997-12-30"), pd.Timestamp("1998-06-30")


def _four(
    merge=True, unit=7, until=_END, recency="span", money="repeats", missing=np.nan, start="first", less=1
):
    log = load("cdnow")
    log = log[log["customer_id"].isin([24, 608, 941, 2275]) & (log["date"] <= until)]
    if merge:
        log = log.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    groups = log.groupby("customer_id")
    first, last = groups["date"].min(), groups["date"].max()
    repeats = log[log["date"] > log["customer_id"].map(first)] if money == "repeats" else log
    begins = first if start == "first" else pd.Timestamp("1997-01-01")
    return pd.DataFrame(
        {
            "frequency": groups.size() - less,
            "recency": (last - first if recency == "span" else until - last).dt.days / unit,
            "T": (until - begins).dt.days / unit if start == "first" else (until - begins).days / unit,
            "monetary_value": (
                repeats.groupby("customer_id")["value"].sum()
                if money == "sum"
                else repeats.groupby("customer_id")["value"].mean()
            ),
        },
        index=groups.size().index,
    ).fillna({"monetary_value": missing})


def _doubt(odds=lambda p: (1 - p) / p, by=lambda x, rate: np.log(x) / rate):
    return lambda rate, dropout: float(by(odds(dropout), rate))


@functools.cache
def _summary(end=_END, unit="W", name="cdnow"):
    return clv.holdout_summary(
        load(name), "customer_id", "date", "value", end=end, holdout_end=_LATER, unit=unit
    )


@functools.cache
def _model(end=_END, unit="W", name="cdnow", kind="BetaGeoNBD", only=False):
    summary = _summary(end, unit, name)
    return getattr(clv, kind)().fit(summary[summary["frequency"] > 0] if only else summary)


def _numbers(**how):
    return S({name: float(_model(**how).params_[name]) for name in ("r", "alpha", "a", "b")})


def _miss(weeks=26, base="actual", what=None):
    summary = _summary()
    model = _model()
    forecast, actual = model.expected_purchases(weeks, summary), summary["holdout_frequency"]
    if what == "new":
        forecast = model.expected_purchases(weeks, {"frequency": 0, "recency": 0, "T": 0}) * np.ones(
            len(summary)
        )
    if what == "returned":
        forecast, actual = forecast[summary["frequency"] > 0], actual[summary["frequency"] > 0]
    if what == "each":
        return (forecast - actual).abs().sum() / actual.sum()
    return (forecast.sum() - actual.sum()) / (actual.sum() if base == "actual" else forecast.sum())


def _lost(below=0.1, how="share"):
    summary = _summary()
    alive = _model().probability_alive(summary)
    lost, bought = alive < below, summary["holdout_frequency"] > 0
    return {
        "share": lambda: bought[lost].mean(),
        "of buyers": lambda: lost[bought].mean(),
        "of money": lambda: summary.loc[lost, "holdout_value"].sum() / summary["holdout_value"].sum(),
        "any": lambda: _model().probability_of_any_purchase(26, summary)[lost].mean(),
    }[how]()


@functools.cache
def _spend():
    summary = _summary()
    return clv.GammaGamma().fit(summary[summary["monetary_value"] > 0])


def _zero(how="sales"):
    summary = _summary()
    none, expected = summary["frequency"] == 0, _model().expected_purchases(26, summary)
    sales = expected * _spend().expected_spend(summary)
    return {
        "sales": lambda: sales[none].sum() / sales.sum(),
        "purchases": lambda: expected[none].sum() / expected.sum(),
        "seen": lambda: summary.loc[none, "holdout_value"].sum() / summary["holdout_value"].sum(),
        "spend": lambda: (
            _spend().expected_spend(summary)[none].sum() / _spend().expected_spend(summary).sum()
        ),
        "mean": lambda: sales[none].mean() / sales.mean(),
    }[how]()


def _most(rate=None, first="margin", spend="unknown", orders="discounted"):
    new = {"frequency": 0, "recency": 0, "T": 0}
    rate = float(clv.rate_per_period(0.15, 52)) if rate is None else rate
    log = load("cdnow")
    day = log[log["date"] == log.groupby("customer_id")["date"].transform("min")]
    opening = day.groupby("customer_id")["value"].sum().mean()
    each = float(_spend().expected_spend({"frequency": 0, "monetary_value": np.nan}))
    if spend == "first":
        each = opening
    if spend == "observed":
        each = _summary()["monetary_value"].mean()
    later = (
        float(_model().discounted_expected_purchases(new, discount_rate=rate, horizon=156))
        if orders == "discounted"
        else float(_model().expected_purchases(156, new))
    )
    return {"margin": 0.3, "none": 0, "all": 1}[first] * opening + 0.3 * later * each


RIGHT |= {
    "4.2.a": lambda: 70 / 7,
    "4.2.b": lambda: 15 / (15 + 10),
    "4.2.1": lambda: _four(),
    "4.2.2": lambda: _doubt(),
    "4.2.3": lambda: _numbers(),
    "4.2.4": lambda: _miss(),
    "4.2.5": lambda: _lost(),
    "4.2.6": lambda: _zero(),
    "4.2.7": lambda: _most(),
}
WAYS |= {
    "4.2.a": [
        ("from the first repeat to the last", lambda: (70 - 28) / 7),
        ("from day 28 to the end of the watch", lambda: (105 - 28) / 7),
        ("in months of 30 days", lambda: 70 / 30),
        ("two: the silence, in days", lambda: 35),
    ],
    "4.2.b": [
        ("five sixths bought nothing", lambda: 75 / (75 + 10)),
        ("one in six of all 100 silent by chance", lambda: (100 / 6) / (100 / 6 + 10)),
        ("those active over those gone, the odds", lambda: 15 / 10),
        ("two: of all 100, five sixths", lambda: 75 / 100),
    ],
    "4.2.1": [
        ("the first order in the mean, too", lambda: _four(money="all")),
        ("T from the beginning of the log, for all alike", lambda: _four(start="log")),
        ("the log to its end in June 1998, T as well", lambda: _four(until=_LATER)),
        ("recency as the time since the last purchase", lambda: _four(recency="silence")),
        ("0 where there is no repeat", lambda: _four(missing=0.0)),
        ("the first purchase counted among the repeats", lambda: _four(less=0)),
        ("two: rows not merged, in days", lambda: _four(merge=False, unit=1)),
    ],
    "4.2.2": [
        ("until half of the active ones have bought, the drop-out left out", lambda: _doubt(lambda p: 2)),
        (
            "the silence set to the drop-out over one half, without those who stay",
            lambda: _doubt(lambda p: 0.5 / p),
        ),
        ("the logarithm to base 10", lambda: _doubt(by=lambda x, rate: np.log10(x) / rate)),
        (
            "two: odds of 1 over p, times the rate",
            lambda: _doubt(lambda p: 1 / p, lambda x, rate: np.log(x) * rate),
        ),
    ],
    "4.2.3": [
        ("those who came back alone", lambda: _numbers(only=True)),
        ("the tenth of the chapter to December", lambda: _numbers(name="cdnow_sample")),
        ("the model with a coin after the first purchase", lambda: _numbers(kind="ModifiedBetaGeoNBD")),
        ("two: to 30 September, in days", lambda: _numbers(end=pd.Timestamp("1997-09-30"), unit="D")),
    ],
    "4.2.4": [
        ("those who came back alone", lambda: _miss(what="returned")),
        ("the misses of the customers added up without sign", lambda: _miss(what="each")),
        ("a new customer's expectation for everybody", lambda: _miss(what="new")),
        ("two: 39 weeks, of the forecast", lambda: _miss(39, base="forecast")),
    ],
    "4.2.5": [
        ("what the model expects of them, any purchase", lambda: _lost(how="any")),
        ("below one half in place of 0.10", lambda: _lost(below=0.5)),
        ("their share of the money of the 26 weeks", lambda: _lost(how="of money")),
        ("two: below one half, of all buyers", lambda: _lost(0.5, "of buyers")),
    ],
    "4.2.6": [
        ("what they did bring in the hold-out", lambda: _zero("seen")),
        ("their share of expected spend on an order, without purchases", lambda: _zero("spend")),
        ("mean expected sales of one over the mean of all", lambda: _zero("mean")),
        (
            "two: purchases only, the others' in the denominator",
            lambda: (lambda p: p / (1 - p))(_zero("purchases")),
        ),
    ],
    "4.2.7": [
        ("later orders at the value of the first", lambda: _most(spend="first")),
        ("the mean of the repeat values seen for later orders", lambda: _most(spend="observed")),
        ("15% over 52 weeks in parts: 0.15 / 52", lambda: _most(rate=0.15 / 52)),
        ("two: first order left out, not discounted", lambda: _most(first="none", orders="sum")),
    ],
}


# 4.3 ------------------------------------------------------------------------------------------------------


def _rule(rate=300 / 500, lift=300 * 4000 / (500 * 1600), beyond=300 - 500 * 1600 / 4000):
    return {"rate": rate, "lift": lift, "beyond": beyond}


def _costly(least=2, goods="back"):
    year = pd.DataFrame(
        {
            "categories": [1, 3, 2, 4, 1, 2, 3, 5],
            "sales": [100.0, 400, 150, 260, 60, 200, 320, 520],
            "goods": [60.0, 240, 90, 156, 48, 120, 192, 312],
            "returned": [0.0, 380, 0, 20, 0, 30, 0, 200],
            "contacts": [1, 2, 14, 3, 6, 2, 30, 6],
        },
        index=["Ada", "Ben", "Cleo", "Dov", "Eve", "Finn", "Gül", "Hana"],
    )
    kept = 1 - year["returned"] / year["sales"]
    cost = year["goods"] * kept if goods == "back" else year["goods"]
    sales = year["sales"] - year["returned"]
    if goods == "no returns":
        sales, cost = year["sales"], year["goods"]
    left = sales - cost - 5 * year["contacts"]
    return list(year.index[(left < 0) & (year["categories"] >= least)])


def _sequence(score, least=False):
    offers = pd.DataFrame(
        {
            "accepted": [0.25, 0.10, 0.05, 0.40],
            "margin": [12.0, 70.0, 90.0, 5.0],
            "listens": [0.92, 0.70, 0.90, 0.80],
        },
        index=["card", "loan", "pension", "insurance"],
    )
    return list(score(offers).sort_values(ascending=least, kind="stable").index)


def _rare(gain=0.75 * 2.5, share=0.75, z=1.96, sd=(30, 30), people=(3000, 3000)):
    error = z * (share**2 * (sd[0] ** 2 / people[0] + sd[1] ** 2 / people[1])) ** 0.5
    return {"gain": gain, "low": gain - error, "high": gain + error}


def _campaigns(later=True, control=True, off="all", cost=True):
    orders, before = np.array([900.0, 1800, 1000]), 880.0 if control else 0.0
    after, usual = np.array([5300.0, 4700, 5700]), 5280.0 if control else 0.0
    money_off, paid = np.array([0.0, 5.0, 0.0]), np.array([3000.0, 1000, 6000])
    given = {
        "all": orders * money_off,
        "extra": (orders - before) * money_off,
        "later too": (orders + after) * money_off,
    }[off]
    brought = (orders - before) * 15 - given
    brought = brought + (after - usual) * 15 if later else brought
    return S(brought - paid if cost else brought, index=["film", "coupon", "guide"])


def _next_unit(slope="marginal", margin_later=160.0, whole=False, less=0.0):
    point = economics.ResponseCurve.from_point
    curves = {
        "acquire": point(12.0, 0.08, ceiling=0.15),
        "engage": point(30.0, 0.70, ceiling=0.80, floor=0.40),
        "retain": point(40.0, 0.88, ceiling=0.90, floor=0.60),
    }
    spend = {"acquire": 12.0, "engage": 30.0, "retain": 40.0}
    if slope == "marginal":
        slopes = {name: float(curve.marginal_response(spend[name])) for name, curve in curves.items()}
    elif slope == "average":
        slopes = {name: float(curve.response(spend[name])) / spend[name] for name, curve in curves.items()}
    elif slope == "from the floor":
        floors = {"acquire": 0.0, "engage": 0.40, "retain": 0.60}
        slopes = {
            name: (float(c.response(spend[name])) - floors[name]) / spend[name] for name, c in curves.items()
        }
    later = margin_later / (1 + 0.1 - 0.88)
    customer = 200 - 30.0 + 0.7 * later
    worth = {
        "acquire": customer,
        "engage": customer if whole else later,
        "retain": customer if whole else later,
    }
    return S({name: slopes[name] * worth[name] - less for name in curves})


RIGHT |= {
    "4.3.a": lambda: 90 * 2000 / (500 * 300),
    "4.3.b": lambda: 0.5 * 4 + 0.95 * 0.2 * 15,
    "4.3.c": lambda: 1500 * 9 - 1000 * 14 - 300 * 14,
    "4.3.1": lambda: _rule(),
    "4.3.2": lambda: _costly(),
    "4.3.3": lambda: (58 - 20 - 28 + 11) / (2.5 - 1.4),
    "4.3.4": lambda: _sequence(lambda o: o["accepted"] * o["margin"] / (1 - o["listens"])),
    "4.3.5": lambda: _rare(),
    "4.3.6": lambda: _campaigns(),
    "4.3.7": lambda: _next_unit(),
}
WAYS |= {
    "4.3.a": [
        ("both over all who have one or the other", lambda: 90 / (500 + 300 - 90)),
        ("against those who have no credit card", lambda: (90 / 300) / (410 / 1700)),
        ("the lift less one, as what is above chance", lambda: 0.2),
        ("two: of the card holders' share, turned round", lambda: (300 / 2000) / (90 / 300)),
    ],
    "4.3.b": [
        ("Q first, and the second heard by those who did not accept", lambda: 0.5 * 4 + 0.5 * 0.2 * 15),
        ("Q first, P weighed by its own listening", lambda: 0.5 * 4 + 0.7 * 0.2 * 15),
        ("listening taken off the first offer, too", lambda: 0.95 * 0.5 * 4 + 0.95 * 0.2 * 15),
        ("two: P first, Q for those who declined", lambda: 0.2 * 15 + 0.8 * 0.5 * 4),
    ],
    "4.3.c": [
        ("5 off for the additional orders alone", lambda: 500 * 9 - 300 * 14),
        ("the missing later orders at 9, as if discounted", lambda: 1500 * 9 - 1000 * 14 - 300 * 9),
        ("the 300 fewer added and not taken off", lambda: 1500 * 9 - 1000 * 14 + 300 * 14),
        ("two: no discount counted, later weeks left out", lambda: 500 * 14),
    ],
    "4.3.1": [
        ("rate of all customers", lambda: _rule(rate=300 / 4000)),
        ("lift against customers without home insurance", lambda: _rule(lift=0.6 / (1300 / 3500))),
        ("beyond as the home customers without car insurance", lambda: _rule(beyond=200)),
        ("two: rate of car customers, lift less one", lambda: _rule(rate=300 / 1600, lift=0.5)),
    ],
    "4.3.2": [
        ("returned goods paid and lost", lambda: _costly(goods="lost")),
        ("returns not taken off", lambda: _costly(goods="no returns")),
        ("a category is enough", lambda: _costly(least=1)),
        ("two: goods lost, more than two categories", lambda: _costly(3, "lost")),
    ],
    "4.3.3": [
        ("the fees alone against the costs of a visit", lambda: (58 - 28) / (2.5 - 1.4)),
        ("from where on premium itself brings less than nothing", lambda: (58 - 20) / 2.5),
        ("the costs of a month added and not taken off", lambda: (58 + 20 - 28 - 11) / (2.5 - 1.4)),
        ("two: fees alone, premium's visits alone", lambda: (58 - 28) / 2.5),
    ],
    "4.3.4": [
        (
            "by what a contact brings, accepted times margin",
            lambda: _sequence(lambda o: o["accepted"] * o["margin"]),
        ),
        ("by how many still listen", lambda: _sequence(lambda o: o["listens"])),
        (
            "acceptances over those lost, without the margin",
            lambda: _sequence(lambda o: o["accepted"] / (1 - o["listens"])),
        ),
        ("two: by the margin, the smallest first", lambda: _sequence(lambda o: o["margin"], least=True)),
    ],
    "4.3.5": [
        ("per regular customer, not per head of all", lambda: _rare(2.5, 1.0)),
        (
            "what the rare bring with it, per head of all, above nobody",
            lambda: _rare(0.25 * 7, 0.25, sd=(25, 24), people=(1000, 1000)),
        ),
        ("the weight three quarters not squared in the interval", lambda: _rare(1.875, 0.75**0.5)),
        ("two: no weight, one standard error", lambda: _rare(2.5, 1.0, 1.0)),
    ],
    "4.3.6": [
        ("money off for the orders above the control group", lambda: _campaigns(off="extra")),
        ("money off on the later orders, too", lambda: _campaigns(off="later too")),
        ("the half year after left out", lambda: _campaigns(later=False)),
        ("two: no control group, no cost", lambda: _campaigns(control=False, cost=False)),
    ],
    "4.3.7": [
        ("the whole 200 a year, the 40 of later years left in", lambda: _next_unit(margin_later=200.0)),
        ("the rise from the floor over the spending", lambda: _next_unit("from the floor")),
        ("a whole customer's worth at every stage", lambda: _next_unit(whole=True)),
        ("two: averages in place of slopes, the unit taken off", lambda: _next_unit("average", less=1.0)),
    ],
}


# 4.4 ------------------------------------------------------------------------------------------------------


def _garden(years=2, cost=30, generations=None, cost_years=None, own_cost=0):
    wait = (1 + 0.08) ** -years
    paid = (1 + 0.08) ** -(years if cost_years is None else cost_years)
    total = sum((0.3 * wait) ** g for g in range((generations or 200) + (1 if generations else 0)))
    return total * (240 - 0.3 * paid * cost) - own_cost


def _friends(channel="partner", age=18, how="seen"):
    members = load("club_members")
    of = members["channel"] == channel if channel else pd.Series(True, index=members.index)
    number = members["join_month"].dt.year * 12 + members["join_month"].dt.month
    joined = S(number.to_numpy(), index=members["member_id"])
    friends = members[members["referred_by"].notna()].copy()
    friends["age"] = number[friends.index] - friends["referred_by"].astype("int64").map(joined).astype(
        "int64"
    )
    ids = members.loc[of, "member_id"]
    own = friends[friends["referred_by"].isin(ids)]
    if how == "all members":
        return (own["age"] <= age).sum() / len(ids)
    if how == "long seen":
        old = members.loc[of & (number <= 2024 * 12 + 12 - age), "member_id"]
        return (own["referred_by"].isin(old) & (own["age"] <= age)).sum() / len(old)
    if how == "bringers":
        return own.loc[own["age"] <= age, "referred_by"].nunique() / len(ids)
    table = economics.mean_cumulative_referrals(members, end="2024-12-01", of=of if channel else None)
    return float(table.loc[age, "k"])


def _slides(total=0.6, alone=0.5, free=0.35, paid=0.35 / 0.8):
    return S({"total": total, "alone": alone, "free": free, "paid": paid})


def _blended(bought=38000 / 525, blended=41000 / 650, base="bought"):
    return (blended - bought) / (bought if base == "bought" else blended)


def _like(weights=(60, 140), of="money"):
    more = np.array([54.0 - 50, 196.0 - 180])
    if of == "share":
        more = more / np.array([50.0, 180])
    return float(np.average(more, weights=weights))


RIGHT |= {
    "4.4.a": lambda: (150 - 0.4 * 20) / 0.6,
    "4.4.b": lambda: 6 / 100 + 12 / 80 + 2 / 40,
    "4.4.c": lambda: 0.2 * 50 / (50 - 15),
    "4.4.1": lambda: _garden(),
    "4.4.2": lambda: _friends(),
    "4.4.3": lambda: _slides(),
    "4.4.4": lambda: _blended(),
    "4.4.5": lambda: (295 / 0.75 - 300) / (295 / 0.75 - 80),
    "4.4.6": lambda: _like(),
    "4.4.7": lambda: (390 - 240 * 400 / 320) * 60 - 3000,
}
WAYS |= {
    "4.4.a": [
        ("the payments of her own friends alone taken off at the end", lambda: 150 / 0.6 - 0.4 * 20),
        ("20 taken off everybody's worth, her own too", lambda: (150 - 20) / 0.6),
        ("what the others alone are worth", lambda: (150 - 0.4 * 20) / 0.6 - 150),
        ("two: friends of the first generation alone, unpaid", lambda: 150 * 1.4),
    ],
    "4.4.b": [
        ("the brought over the customers, summed over months", lambda: 20 / 220),
        ("up to age 1: age 2 not included", lambda: 6 / 100 + 12 / 80),
        ("the mean of the three ages", lambda: (0.06 + 0.15 + 0.05) / 3),
        ("two: age 0 left out, of the first 100", lambda: 14 / 100),
    ],
    "4.4.c": [
        ("15 over 50 as the saving of one referral", lambda: 0.2 / (15 / 50)),
        ("one referred for each bought: the odds", lambda: 10 / 25),
        ("those who must be bought", lambda: 1 - 10 / 35),
        ("two: referrals free, the share bought", lambda: 0.8),
    ],
    "4.4.1": [
        ("the payments not discounted", lambda: _garden(cost_years=0)),
        ("two generations after her", lambda: _garden(generations=2)),
        ("a payment for herself, too", lambda: _garden(own_cost=30)),
        ("two: one year's delay, payments left out", lambda: _garden(years=1, cost=0)),
    ],
    "4.4.2": [
        ("members who could be seen for 18 months, and no others", lambda: _friends(how="long seen")),
        ("months 0 to 17", lambda: _friends(age=17)),
        ("members who brought anybody, each once", lambda: _friends(how="bringers")),
        ("two: all channels, over all members however long seen", lambda: _friends(None, how="all members")),
    ],
    "4.4.3": [
        ("alone by the first generation: k of 1", lambda: _slides(alone=1.0)),
        ("free as k over those bought: 0.35 over 0.65", lambda: _slides(free=0.35 / 0.65)),
        ("paid with a fifth off the 35 per cent, not by 0.8", lambda: _slides(paid=0.35 * 0.8)),
        ("two: total from 1 + k, a fifth added to paid", lambda: _slides(total=1.5, paid=0.35 + 0.2)),
    ],
    "4.4.4": [
        ("referral's 3,000 left out of the blended cost", lambda: _blended(blended=38000 / 650)),
        (
            "the mean of the three channels' costs as the bought one",
            lambda: _blended(bought=(80 + 90 + 40) / 3),
        ),
        ("the difference over the blended cost", lambda: _blended(base="blended")),
        (
            "two: mean of four channels against mean of three",
            lambda: _blended((80 + 90 + 40) / 3, (80 + 90 + 40 + 24) / 4),
        ),
    ],
    "4.4.5": [
        ("the same total of rewards: k a quarter", lambda: 0.25 * 20 / 80),
        ("the first generation's gain kept equal: 280 against 220", lambda: 0.25 * 280 / 220),
        ("today's family worth without its rewards", lambda: (400 - 300) / (400 - 80)),
        ("two: today's without rewards, the dearer one's without", lambda: 0.25 * 300 / (300 - 80)),
    ],
    "4.4.6": [
        ("weighted by all customers of the plan", lambda: _like((860, 340))),
        ("weighted by those who were not referred", lambda: _like((800, 200))),
        ("as a share of the others' margin", lambda: _like(of="share")),
        ("two: the whole groups, the difference as a share", lambda: 153.4 / 76 - 1),
    ],
    "4.4.7": [
        ("the others' growth in heads: 80", lambda: (390 - 240 - 80) * 60 - 3000),
        ("against the towns without a story as they are", lambda: (390 - 400) * 60 - 3000),
        ("the quarter before as the base, growth left out", lambda: (390 - 240) * 60 - 3000),
        ("two: in heads, the cost left out", lambda: (390 - 240 - 80) * 60),
    ],
}


# 5.1 ------------------------------------------------------------------------------------------------------


@functools.cache
def _account():
    return orders.clean(load("shop_export"), {"only_currency": "EUR"}).account.set_index("step")


def _guests(column="revenue", of="the file", what=("orders without a customer",)):
    account = _account()[column].astype(float)
    return float(account[list(what)].sum() / account[of])


_OUT = ("orders without a customer", "orders that came to nothing, by their status", "other currencies")


def _sold(lines=("A1", "A2", "A3", "A5"), refund=-30.0, wrong=None):
    worth = {"A1": 1200.0, "A2": 80.0, "A3": 45.5, "A4": 65.0, "A5": 25.0, "A6": 99.0} | (wrong or {})
    return sum(worth[line] for line in lines) + refund


_FATE = ["sale", "further row", "sale", "sale", "cancelled", "refund", "no customer", "other currency"]


def _fate(**other):
    return [other.get(f"row{number}", fate) for number, fate in enumerate(_FATE)]


def _off(base="actual", sign=1):
    actual, forecast, of = np.array([160.0, 150, 270]), np.array([120.0, 165, 216]), np.array([800, 300, 90])
    under = {"actual": actual, "forecast": forecast, "customers": of, "total": actual.sum()}[base]
    return S(sign * (forecast - actual) / under, index=["1", "2 to 4", "5 or more"])


RIGHT |= {
    "5.1.a": lambda: _guests(),
    "5.1.1": lambda: _sold(),
    "5.1.2": lambda: _fate(),
    "5.1.3": lambda: 512_000 - 18_300 - 9_450 - 2_050 - 480_700,
    "5.1.5": lambda: 100 * (3 / 14 - 3 / 5),
    "5.1.6": lambda: _off(),
}
WAYS |= {
    "5.1.a": [
        ("of what is kept", lambda: _guests(of="what is kept")),
        ("of the rows", lambda: _guests("rows")),
        ("in per cent", lambda: 100 * _guests()),
        (
            "two: cancelled and francs with them, of what is kept",
            lambda: _guests(of="what is kept", what=_OUT),
        ),
    ],
    "5.1.1": [
        ("the guest's order left out", lambda: _sold(("A1", "A2", "A3"))),
        ("the refunded order A2 left out, and its refund taken off", lambda: _sold(("A1", "A3", "A5"))),
        ("point and comma read the English way: 1.20", lambda: _sold(wrong={"A1": 1.2})),
        ("two: francs added as euros, refund left out", lambda: _sold(("A1", "A2", "A3", "A5", "A6"), 0.0)),
    ],
    "5.1.2": [
        ("the second row of A1 as one without a customer", lambda: _fate(row1="no customer")),
        ("A2 as refund, since it was refunded", lambda: _fate(row2="refund")),
        ("the guest's order as a sale", lambda: _fate(row6="sale")),
        ("two: the second row a sale, the francs a sale", lambda: _fate(row1="sale", row7="sale")),
    ],
    "5.1.3": [
        ("the francs not counted among the lines", lambda: 512_000 - 18_300 - 9_450 - 480_700),
        ("the rows in no line", lambda: 9_400 - 310 - 120 - 45 - 8_900),
        (
            "the cancelled not counted: no revenue to the colleague",
            lambda: 512_000 - 18_300 - 2_050 - 480_700,
        ),
        ("two: file less orders, guests added", lambda: 512_000 - 480_700 + 18_300),
    ],
    "5.1.5": [
        ("all guests as one customer who came back", lambda: 100 * (4 / 6 - 3 / 5)),
        ("a change relative to the share before", lambda: 100 * ((3 / 14) / (3 / 5) - 1)),
        ("shares of the orders that are repeats", lambda: 100 * (6 / 20 - 6 / 11)),
        ("two: guests as one who did not come back, as a fraction", lambda: 3 / 6 - 3 / 5),
    ],
    "5.1.6": [
        ("of the forecast", lambda: _off("forecast")),
        ("of everything that came, all classes", lambda: _off("total")),
        ("actual less forecast", lambda: _off(sign=-1)),
        ("two: per customer, actual less forecast", lambda: _off("customers", sign=-1)),
    ],
}
