"""Wrong ways through six chapters, thought of from the tasks alone once more.

FIRST holds some twelve a question, thought of before any of the questions' own files was read; MORE four more,
thought of after the first had been counted and after the names of the known mistakes had been seen.
"""

import functools

import numpy as np
import pandas as pd

from marketing_origin import data, economics

S = pd.Series
ORDERS = pd.DataFrame(
    {
        "customer": ["Ana", "Ben", "Ana", "Chen", "Ben", "Ana", "Chen", "Dora"],
        "value": [20, 35, 15, 50, 25, 40, 10, 30],
    }
)


def _by(how):
    return getattr(ORDERS.groupby("customer")["value"], how)()


def _f(body):
    """Return a function that a learner may have written."""
    return lambda: body


@functools.cache
def load(name):
    return data.load(name)


def _parcels(by=("customer_id", "date"), least=50, strict=True, measure="value"):
    sums = load("cdnow_sample").groupby(list(by))[measure].sum()
    return int((sums > least).sum() if strict else (sums >= least).sum())


def _contracts(**changes):
    telco = load("telco")
    left = telco["churn"].astype(bool) if telco["churn"].dtype != object else telco["churn"].eq("Yes")
    telco = telco.assign(left=left.astype(float))
    table = telco.groupby("contract", observed=True).agg(
        subscribers=("customer_id", "count"), churn_rate=("left", "mean"), median_tenure=("tenure", "median")
    )
    for name, change in changes.items():
        table[name] = change(telco, table)
    return table


def _sunday(shift="America/New_York", day=6, what="sales"):
    baskets = load("journey_baskets")
    at = baskets["timestamp"].dt.tz_localize("UTC")
    at = (
        at.dt.tz_convert(shift)
        if isinstance(shift, str)
        else baskets["timestamp"] + pd.Timedelta(hours=shift)
    )
    is_day = at.dt.dayofweek == day
    if what == "sales":
        return baskets.loc[is_day, "sales_value"].sum() / baskets["sales_value"].sum()
    if what == "rows":
        return is_day.mean()
    if what == "total":
        return baskets.loc[is_day, "sales_value"].sum()
    if what == "mean":
        return baskets.loc[is_day, "sales_value"].mean() / baskets["sales_value"].mean()
    if what == "rest":
        return baskets.loc[is_day, "sales_value"].sum() / baskets.loc[~is_day, "sales_value"].sum()
    return None


def _households(how="mean", of="household"):
    baskets, people = load("journey_baskets"), load("journey_demographics")
    if of == "household":
        spent = baskets.groupby("household_id")["sales_value"].sum()
        known = spent.index.isin(people["household_id"])
    else:
        spent, known = baskets["sales_value"], baskets["household_id"].isin(people["household_id"]).to_numpy()
    return S(
        {
            "all": getattr(spent, how)(),
            "known": getattr(spent[known], how)(),
            "unknown": getattr(spent[~known], how)(),
        }
    )


def _pdays(how="mean", keep=lambda b: b["pdays"] >= 0):
    bank = load("bank")
    bank = bank[keep(bank)]
    return getattr(bank.groupby(bank["deposit"].astype(bool))["pdays"], how)()


LEARNERS = pd.DataFrame(
    {
        "need": [220, 180, 150, 250, 150, 140],
        "hour_worth": [2.0, 1.5, 1.0, 5.0, 0.5, 0.5],
        "attention": [6, 10, 4, 12, 3, 8],
        "cost_to_serve": [70, 70, 95, 60, 70, 100],
    },
    index=["Fay", "Gus", "Hana", "Ivo", "Jun", "Kim"],
).rename_axis("learner")


def _gain(price=90, hours=20, quality=0.8, attention=1, cost=0):
    t = LEARNERS
    return (
        t["need"] * quality
        - price
        - hours * t["hour_worth"]
        - attention * t["attention"]
        - cost * t["cost_to_serve"]
    )


def _town(promise=0.9, delivered=0.5, fee=90, how="sum", believe=None, effort=1.0, wants_effort=1.0):
    rng = np.random.default_rng(113)
    town = pd.DataFrame({"need": rng.gamma(4, 40, size=3000)})
    town["effort"] = 20 * rng.uniform(0, 2, size=3000)
    town["effort"] += rng.uniform(0, 15, size=3000)
    books = town["need"] * promise > fee + wants_effort * town["effort"]
    gain = town["need"] * delivered - fee - effort * town["effort"]
    if how == "all":
        return gain.sum()
    if how == "losers":
        return gain[books & (gain < 0)].sum()
    if how == "winners":
        return gain[books & (gain > 0)].sum()
    if how == "count":
        return int(books.sum())
    if how == "share":
        return (gain[books] < 0).mean()
    if how == "not":
        return gain[~books].sum()
    return getattr(gain[books], how)()


def _log():
    rng = np.random.default_rng(114)
    first = pd.DataFrame({"household": np.arange(1, 701), "course": 1})
    first["leaflet"] = ["bold"] * 420 + ["plain"] * 280
    chance = first["leaflet"].map({"bold": 0.25, "plain": 0.75})
    second = first[rng.random(len(first)) < chance].assign(course=2)
    third = second[rng.random(len(second)) < 0.7].assign(course=3)
    log = pd.concat([first, second, third])
    return log.sort_values(["household", "course"], ignore_index=True)


LOG = _log()


def _came(course):
    return LOG[LOG["course"] == course].groupby("leaflet").size()


def _students(start=400, stay=0.7, won=150, years=3, late=True):
    s = start
    for _ in range(years):
        s = s * stay + won if late else (s + won) * stay
    return s


def _times(rate=0.7, i=0.1, new=None, worth=None):
    worth = worth or (lambda r: (1 + i) / (1 + i - r))
    new = new or {
        "per_cent": rate * 1.05,
        "points": rate + 0.05,
        "fewer_leave": 1 - (1 - rate) * 0.95,
        "never_leaves": 1.0,
    }
    return S({k: worth(v) / worth(rate) for k, v in new.items()})


def _gym(
    base="profit", margin=120, rent=120_000, cost=90, won=500, first=None, end=None, before=2000, plus=0
):
    first = 2000 * 0.8 + won if first is None else first
    end = won / 0.2 if end is None else end

    def prof(n):
        return margin * n - rent - cost * won

    return {
        "first_year": prof(first) / prof(before) - 1 + plus,
        "in_the_end": prof(end) / prof(before) - 1 + plus,
    }


def _client(first=1, pay_late=True, last="ever", cost=1, stay_first=True, years=2000):
    def value(profits, retention_rate, discount_rate, acquisition_cost):
        total = 0.0
        n = years if last == "ever" else (len(profits) if last == "list" else last)
        for t in range(n):
            p = profits[min(t, len(profits) - 1)]
            total += (
                p
                * retention_rate ** (t if stay_first else t + 1)
                / (1 + discount_rate) ** (t + (1 if pay_late else 0))
            )
        return total - cost * acquisition_cost

    return value


@functools.cache
def _cds():
    log = data.load("cdnow")
    orders = log.groupby(["customer_id", "date"], as_index=False)["quantity"].sum()
    orders["number"] = orders.groupby("customer_id").cumcount() + 1
    return orders


def _fuller(what):
    o = _cds()
    rep, first = o[o["number"] > 1], o[o["number"] == 1]
    between = rep["quantity"].mean() / first["quantity"].mean() - 1
    back = rep["customer_id"].unique()
    mine = rep.groupby("customer_id")["quantity"].mean()
    ofirst = first[first["customer_id"].isin(back)]["quantity"]
    within = mine.mean() / ofirst.mean() - 1
    ratios = (mine / first.set_index("customer_id")["quantity"].reindex(mine.index) - 1).mean()
    pooled = rep["quantity"].mean() / ofirst.mean() - 1
    second = o[o["number"] == 2]["quantity"].mean()
    return {
        "right": (between, within),
        "ratios of each": (between, ratios),
        "pooled": (between, pooled),
        "factor": (1 + between, 1 + within),
        "swapped": (within, between),
        "base": (1 - 1 / (1 + between), 1 - 1 / (1 + within)),
        "all firsts": (between, mine.mean() / first["quantity"].mean() - 1),
        "difference": (rep["quantity"].mean() - first["quantity"].mean(), mine.mean() - ofirst.mean()),
        "second only": (second / first["quantity"].mean() - 1, second / ofirst.mean() - 1),
        "median": (
            rep["quantity"].median() / first["quantity"].median() - 1,
            mine.median() / ofirst.median() - 1,
        ),
        "pc": (100 * between, 100 * within),
        "two": (1 + between, 1 + pooled),
        "two2": (100 * between, 100 * ratios),
    }[what]


def _two(what):
    return dict(zip(("between", "within"), _fuller(what), strict=True))


@functools.cache
def _paid():
    paid = data.load("club_months").merge(
        data.load("club_members")[["member_id", "join_month"]], on="member_id"
    )
    return paid.loc[paid["month"] >= "2024-01-01", ["member_id", "month", "join_month", "fee"]]


def _share(before=None, after=None, weight="fee"):
    p = _paid()
    w = p["fee"] if weight == "fee" else S(1.0, p.index)
    before = p["join_month"] < "2024-01-01" if before is None else before(p)
    after = p["join_month"] < p["month"] if after is None else after(p)
    return {"joined_before": w[before].sum() / w.sum(), "after_first_month": w[after].sum() / w.sum()}


def _scale(c=250, won=100, spend=4000):
    return -spend / np.log(1 - won / c)


def _next(c=250, won=100, spend=4000, at=4000):
    s = _scale(c, won, spend)
    return s / c * np.exp(at / s)


@functools.cache
def _levels():
    months = data.load("club_months").merge(
        data.load("club_members")[["member_id", "home_club"]], on="member_id"
    )
    months = months.merge(data.load("club_cancellations")[["member_id", "month"]].assign(left=1), how="left")
    months = months.merge(data.load("club_retention_costs")[["month", "home_club", "care_per_member"]])
    months["quarter"] = months["month"].dt.to_period("Q").astype(str)
    quarters = months.groupby("quarter")["left"]
    months["if_equal"] = quarters.transform("count") / quarters.transform("size")
    by_care = months.groupby("care_per_member").agg(left=("left", "count"), if_equal=("if_equal", "sum"))
    share_left = months["left"].count() / len(months)
    stay = 1 - share_left * by_care["left"] / by_care["if_equal"]
    raw = 1 - months.groupby("care_per_member")["left"].agg(lambda s: s.notna().mean())
    return stay.rename("stay").reset_index(), raw.to_numpy()


STEPS = ["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"]


def _step(how):
    lv, raw = _levels()
    c, s = lv["care_per_member"].to_numpy(), lv["stay"].to_numpy()
    dc, ds = np.diff(c), np.diff(s)
    v = {
        "upside": ds / dc,
        "from zero": c[1:] / (s[1:] - s[0]),
        "average": c[1:] / s[1:],
        "points": dc / (100 * ds),
        "level over gain": c[1:] / ds,
        "without quarters": dc / np.diff(raw),
        "negative": -dc / ds,
        "reversed": (dc / ds)[::-1],
        "of leavers": dc / ds * (1 - s[1:]),
        "year": 12 * dc / ds,
        "two": (c[1:] / (s[1:] - s[0])) / 100,
        "two2": (ds / dc)[::-1],
        "relative": dc / (ds / (1 - s[:-1])),
    }[how]
    return S(v, index=STEPS)


def _care(m=18, i=0.01, floor=0.92, ceiling=0.98, k=0.5, kind="right"):
    x = np.linspace(0, 40, 400_001)
    r = floor + (ceiling - floor) * (1 - np.exp(-k * x))
    w = {
        "right": ((1 + i) * m - x) / (1 + i - r),
        "start": (m - x) * (1 + i) / (1 + i - r),
        "end": (m - x) / (1 + i - r),
        "retained": ((1 + i) * m - x) * r / (1 + i - r),
        "month": r * m - x,
        "nodisc": (m - x) / (1 - r),
    }[kind]
    return float(x[np.argmax(w)])


PLACES = {"search": (300, 6000, 120), "posters": (80, 8000, 120), "call": (120, 3000, 200)}


def _split(budget=12_000, values=None, equal="marginal"):
    p = {k: (c, s, (values or {}).get(k, v)) for k, (c, s, v) in PLACES.items()}
    lo, hi = 1e-9, 100.0
    for _ in range(200):
        lam = (lo * hi) ** 0.5
        x = {k: max(0.0, s * np.log(c * v / s / lam)) for k, (c, s, v) in p.items()}
        lo, hi = (lam, hi) if sum(x.values()) > budget else (lo, lam)
    return S(x)


FIRMS = pd.DataFrame(
    {
        "average_won": [450, 60, 90, 200, 30],
        "average_kept": [50, 50, 10, 25, 40],
        "next_won": [480, 180, 150, 600, 50],
        "next_kept": [700, 90, 150, 250, 45],
    },
    index=pd.Index(["bank", "gym", "shop", "airline", "theatre"], name="firm"),
)


def _rule(n=4000, car=1600, home=500, both=300, **c):
    r = {"rate": both / home, "lift": both * n / car / home, "beyond": both - car * home / n}
    return r | c


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


def _profit(returns="both", service=5):
    y = YEAR
    back = y["returned"] / y["sales"]
    if returns == "both":
        return (y["sales"] - y["goods"]) * (1 - back) - service * y["contacts"]
    if returns == "sales":
        return y["sales"] - y["returned"] - y["goods"] - service * y["contacts"]
    if returns == "none":
        return y["sales"] - y["goods"] - service * y["contacts"]
    return None


OFFERS = pd.DataFrame(
    {
        "accepted": [0.25, 0.10, 0.05, 0.40],
        "margin": [12.0, 70.0, 90.0, 5.0],
        "listens": [0.92, 0.70, 0.90, 0.80],
    },
    index=["card", "loan", "pension", "insurance"],
)


def _ranked(key, up=False):
    return list(key.sort_values(ascending=up, kind="stable").index)


def _aimed(
    reg=-2.5, rare=7.0, share=0.75, z=1.96, sr=30**2 / 3000 * 2, sx=25**2 / 1000 + 24**2 / 1000, kind="right"
):
    se = np.sqrt(sr) * share
    g = -reg * share
    if kind == "total rare":
        g, se = rare * (1 - share), (1 - share) * np.sqrt(sx)
    if kind == "unweighted":
        g, se = -reg, np.sqrt(sr)
    if kind == "net":
        g, se = rare * (1 - share) + reg * share, np.sqrt(share**2 * sr + (1 - share) ** 2 * sx)
    if kind == "diff":
        g, se = rare - reg, np.sqrt(sr + sx)
    return {"gain": g, "low": g - z * se, "high": g + z * se}


CAMP = pd.DataFrame(
    {
        "cost": [3000.0, 1000.0, 6000.0],
        "clicks": [2600, 1100, 300],
        "orders": [900, 1800, 1000],
        "control_orders": [880, 880, 880],
        "later_orders": [5300, 4700, 5700],
        "control_later": [5280, 5280, 5280],
        "money_off": [0.0, 5.0, 0.0],
    },
    index=["film", "coupon", "guide"],
)


def _brought(later=1, off="all", cost=1, control=1, later_off=0, margin=15):
    c = CAMP
    extra = c["orders"] - control * c["control_orders"]
    more = later * (c["later_orders"] - control * c["control_later"])
    on = {"all": c["orders"], "extra": extra, "none": 0, "later": c["orders"] + c["later_orders"]}[off]
    return margin * (extra + more) - on * c["money_off"] - cost * c["cost"]


point = economics.ResponseCurve.from_point
CURVES = {
    "acquire": point(12.0, 0.08, ceiling=0.15),
    "engage": point(30.0, 0.70, ceiling=0.80, floor=0.40),
    "retain": point(40.0, 0.88, ceiling=0.90, floor=0.60),
}


def _brings(i=0.1, m=200, y=30, z=40, a=0.08, b=0.7, r=0.88, minus=0, slopes=True, **other):
    w = m - z
    long = w / (1 + i - r)
    sl = {
        k: float(CURVES[k].marginal_response(s)) if slopes else 1.0
        for k, s in {"acquire": 12.0, "engage": 30.0, "retain": 40.0}.items()
    }
    # a unit on each customer: engage is spent once a customer, retain once a year
    v = {
        "acquire": sl["acquire"] * (m - y + b * long),
        "engage": sl["engage"] * long,
        "retain": sl["retain"] * long,
    }
    v |= {k: f(sl, long) for k, f in other.items()}
    return S(v) - minus


FIRST = {
    "0.1.a": [
        ("lost share", lambda: 1 - 0.8**3),
        ("two years", lambda: 0.8**2),
        ("four years", lambda: 0.8**4),
        ("linear", lambda: 1 - 3 * 0.2),
        ("thrice", lambda: 0.8 * 3),
        ("leave rate", lambda: 0.2**3),
        ("per cent", lambda: 51.2),
        ("two: lost share in per cent", lambda: 48.8),
        ("two: two years, lost", lambda: 1 - 0.8**2),
    ],
    "0.1.b": [
        ("holds", lambda: "holds"),
        ("conditions", lambda: "holds under conditions"),
        ("wrong", lambda: "wrong as stated"),
        ("framework", lambda: "framework"),
        ("letter", lambda: "c"),
        ("false", lambda: "false"),
        ("whole sentence", lambda: "It is a myth"),
        ("number", lambda: 3),
    ],
    "0.1.1": [
        ("left", lambda: 1 - 0.96**20),
        ("linear", lambda: 1 - 20 * 0.04),
        ("19 months", lambda: 0.96**19),
        ("21 months", lambda: 0.96**21),
        ("rounded", lambda: 0.44),
        ("per cent", lambda: 100 * 0.96**20),
        ("leavers' power", lambda: 0.04**20),
        ("twenty years", lambda: 0.96**240),
        ("two: gone in per cent", lambda: 100 * (1 - 0.96**20)),
        ("two: gone by 19", lambda: 1 - 0.96**19),
        ("two: linear, gone", lambda: 0.8),
    ],
    "0.1.2": [
        ("mean", lambda: _by("mean")),
        ("count", lambda: _by("count")),
        ("whole sum", lambda: ORDERS["value"].sum()),
        ("largest", lambda: _by("max")),
        ("first", lambda: _by("first")),
        ("last", lambda: _by("last")),
        ("running", lambda: ORDERS.groupby("customer")["value"].cumsum()),
        ("without Dora", lambda: _by("sum").drop("Dora")),
        ("two: mean, one missing", lambda: _by("mean").drop("Dora")),
        ("two: share in per cent", lambda: 100 * _by("sum") / 225),
    ],
    "0.1.3": [
        ("left", _f(lambda retention_rate, months: 1 - retention_rate**months)),
        ("linear", _f(lambda retention_rate, months: 1 - months * (1 - retention_rate))),
        ("product", _f(lambda retention_rate, months: retention_rate * months)),
        ("one less", _f(lambda retention_rate, months: retention_rate ** (months - 1))),
        ("per cent", _f(lambda retention_rate, months: 100 * retention_rate**months)),
        ("of the club", _f(lambda retention_rate, months: 0.96**months)),
        ("rounded", _f(lambda retention_rate, months: round(retention_rate**months, 2))),
        ("exchanged", _f(lambda retention_rate, months: months**retention_rate)),
        ("two: gone in per cent", _f(lambda retention_rate, months: 100 * (1 - retention_rate**months))),
        ("two: one more, gone", _f(lambda retention_rate, months: 1 - retention_rate ** (months + 1))),
    ],
    "0.1.4": [
        ("a", lambda: "a"),
        ("b", lambda: "b"),
        ("d?", lambda: "c"),
        ("word", lambda: "holds"),
        ("number", lambda: 4),
        ("list", lambda: ["c", "d"]),
        ("framework", lambda: "e"),
        ("bool", lambda: False),
    ],
    "0.2.a": [
        ("per row", lambda: 255 / 6),
        ("per customer", lambda: 85.0),
        ("per day", lambda: 127.5),
        ("median", lambda: 37.5),
        ("total", lambda: 255),
        ("count", lambda: 5),
        ("first row a day", lambda: (10 + 20 + 60 + 100 + 35) / 5),
        ("rounded", lambda: 50),
        ("two: total, rows one less", lambda: 245),
        ("mean of customers' means", lambda: np.mean([30, 80, 35])),
        ("list", lambda: [40, 20, 60, 100, 35]),
    ],
    "0.2.b": [
        ("simple mean", lambda: 65.0),
        ("kept", lambda: 90),
        ("swapped", lambda: (300 * 40 + 200 * 90) / 500),
        ("only known over all", lambda: 300 * 90 / 500),
        ("over 300", lambda: 35000 / 300),
        ("sum", lambda: 35000),
        ("weights out of 800", lambda: (500 * 90 + 300 * 40) / 800),
        ("500 and 200", lambda: (500 * 90 + 200 * 40) / 700),
        ("two: swapped, over 300", lambda: 30000 / 300),
    ],
    "0.2.1": [
        ("rows", lambda: int((load("cdnow_sample")["value"] > 50).sum())),
        ("at least", lambda: _parcels(strict=False)),
        ("customers", lambda: _parcels(by=("customer_id",))),
        ("days", lambda: _parcels(by=("date",))),
        ("all parcels", lambda: _parcels(least=-1)),
        ("not insured", lambda: _parcels(least=-1) - _parcels()),
        ("share", lambda: _parcels() / _parcels(least=-1)),
        (
            "whole log",
            lambda: int((load("cdnow").groupby(["customer_id", "date"])["value"].sum() > 50).sum()),
        ),
        ("times ten", lambda: 10 * _parcels()),
        (
            "mean a parcel",
            lambda: int((load("cdnow_sample").groupby(["customer_id", "date"])["value"].mean() > 50).sum()),
        ),
        ("cds", lambda: _parcels(measure="quantity")),
        ("two: customers, at least", lambda: _parcels(by=("customer_id",), strict=False)),
        ("two: rows, whole log", lambda: int((load("cdnow")["value"] > 50).sum())),
        ("two: rows, at least", lambda: int((load("cdnow_sample")["value"] >= 50).sum())),
    ],
    "0.2.2": [
        (
            "mean tenure",
            lambda: _contracts(
                median_tenure=lambda d, t: d.groupby("contract", observed=True)["tenure"].mean()
            ),
        ),
        ("stayers", lambda: _contracts(churn_rate=lambda d, t: 1 - t["churn_rate"])),
        ("per cent", lambda: _contracts(churn_rate=lambda d, t: 100 * t["churn_rate"])),
        ("count left", lambda: _contracts(churn_rate=lambda d, t: t["churn_rate"] * t["subscribers"])),
        ("of all", lambda: _contracts(churn_rate=lambda d, t: t["churn_rate"] * t["subscribers"] / len(d))),
        (
            "of leavers",
            lambda: _contracts(
                churn_rate=lambda d, t: (
                    t["churn_rate"] * t["subscribers"] / (t["churn_rate"] * t["subscribers"]).sum()
                )
            ),
        ),
        ("share of subscribers", lambda: _contracts(subscribers=lambda d, t: t["subscribers"] / len(d))),
        ("years", lambda: _contracts(median_tenure=lambda d, t: t["median_tenure"] / 12)),
        (
            "stayed only",
            lambda: _contracts(subscribers=lambda d, t: t["subscribers"] * (1 - t["churn_rate"])),
        ),
        ("odds", lambda: _contracts(churn_rate=lambda d, t: t["churn_rate"] / (1 - t["churn_rate"]))),
        (
            "two: mean tenure and per cent",
            lambda: _contracts(
                median_tenure=lambda d, t: d.groupby("contract", observed=True)["tenure"].mean(),
                churn_rate=lambda d, t: 100 * t["churn_rate"],
            ),
        ),
        (
            "two: stayers and stayed",
            lambda: _contracts(
                churn_rate=lambda d, t: 1 - t["churn_rate"],
                subscribers=lambda d, t: t["subscribers"] * t["churn_rate"],
            ),
        ),
    ],
    "0.2.3": [
        ("utc", lambda: _sunday(0)),
        ("plus five", lambda: _sunday(5)),
        ("winter always", lambda: _sunday(-5)),
        ("summer always", lambda: _sunday(-4)),
        ("rows", lambda: _sunday(what="rows")),
        ("dollars", lambda: _sunday(what="total")),
        ("ratio to rest", lambda: _sunday(what="rest")),
        ("saturday", lambda: _sunday(day=5)),
        ("monday", lambda: _sunday(day=0)),
        ("rest of the week", lambda: 1 - _sunday()),
        ("per cent", lambda: 100 * _sunday()),
        ("mean basket", lambda: _sunday(what="mean")),
        ("two: utc, rows", lambda: _sunday(0, what="rows")),
        ("two: utc, saturday", lambda: _sunday(0, day=5)),
        ("two: utc, per cent", lambda: 100 * _sunday(0)),
        ("two: utc, against rest", lambda: _sunday(0, what="rest")),
    ],
    "0.2.4": [
        ("median", lambda: _households("median")),
        ("per basket", lambda: _households(of="basket")),
        ("sum", lambda: _households("sum")),
        ("count", lambda: _households("count")),
        (
            "swapped",
            lambda: S(dict(zip(("all", "known", "unknown"), _households().iloc[[0, 2, 1]], strict=True))),
        ),
        ("simple mean for all", lambda: S({**_households(), "all": _households().iloc[1:].mean()})),
        ("without unknown", lambda: _households().drop("unknown")),
        ("one number", lambda: float(_households()["all"])),
        (
            "2500 households",
            lambda: S({**_households(), "all": load("journey_baskets")["sales_value"].sum() / 2500}),
        ),
        ("per month", lambda: _households() / 12),
        (
            "two: median, swapped",
            lambda: S(
                dict(zip(("all", "known", "unknown"), _households("median").iloc[[0, 2, 1]], strict=True))
            ),
        ),
        (
            "two: per basket, swapped",
            lambda: S(
                dict(zip(("all", "known", "unknown"), _households(of="basket").iloc[[0, 2, 1]], strict=True))
            ),
        ),
    ],
    "0.2.5": [
        ("with the code", lambda: _pdays(keep=lambda b: b["pdays"] > -5)),
        ("median", lambda: _pdays("median")),
        (
            "code as zero",
            lambda: (
                load("bank")
                .assign(pdays=load("bank")["pdays"].clip(lower=0))
                .groupby(load("bank")["deposit"].astype(bool))["pdays"]
                .mean()
            ),
        ),
        ("exchanged", lambda: S({False: _pdays()[True], True: _pdays()[False]})),
        ("weeks", lambda: _pdays() / 7),
        ("count", lambda: _pdays("count")),
        ("only buyers", lambda: float(_pdays()[True])),
        ("difference", lambda: float(_pdays()[False] - _pdays()[True])),
        ("never called only", lambda: _pdays(keep=lambda b: b["pdays"] < 0)),
        ("poutcome success", lambda: _pdays(keep=lambda b: b["poutcome"] == "success")),
        (
            "two: code, exchanged",
            lambda: S(
                {
                    False: _pdays(keep=lambda b: b["pdays"] > -5)[True],
                    True: _pdays(keep=lambda b: b["pdays"] > -5)[False],
                }
            ),
        ),
        ("two: median, exchanged", lambda: S({False: _pdays("median")[True], True: _pdays("median")[False]})),
    ],
    "0.2.6": [
        (
            "all",
            lambda: ["age", "balance", "housing", "duration", "campaign", "poutcome", "previous", "deposit"],
        ),
        ("with campaign", lambda: ["age", "balance", "housing", "campaign", "poutcome", "previous"]),
        ("with duration", lambda: ["age", "balance", "housing", "duration", "poutcome", "previous"]),
        ("without history", lambda: ["age", "balance", "housing"]),
        ("the forbidden", lambda: ["duration", "campaign", "deposit"]),
        ("no balance", lambda: ["age", "housing", "poutcome", "previous"]),
        ("no poutcome", lambda: ["age", "balance", "housing", "previous"]),
        ("positions", lambda: [0, 1, 2, 5, 6]),
        ("pdays", lambda: ["age", "balance", "housing", "pdays", "poutcome", "previous"]),
        ("two: duration and no previous", lambda: ["age", "balance", "housing", "duration", "poutcome"]),
        ("two: campaign, no poutcome", lambda: ["age", "balance", "housing", "campaign", "previous"]),
    ],
    "0.2.7": [
        (
            "telco for months",
            lambda: S(
                {"first months": "telco", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
            ),
        ),
        (
            "journey for second",
            lambda: S(
                {"first months": "club", "second order": "journey", "calls": "bank", "coupons": "journey"}
            ),
        ),
        (
            "club for coupons",
            lambda: S({"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "club"}),
        ),
        (
            "telco for calls",
            lambda: S(
                {"first months": "club", "second order": "cdnow", "calls": "telco", "coupons": "journey"}
            ),
        ),
        (
            "club second",
            lambda: S(
                {"first months": "club", "second order": "club", "calls": "bank", "coupons": "journey"}
            ),
        ),
        (
            "cdnow coupons",
            lambda: S({"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "cdnow"}),
        ),
        ("list", lambda: ["club", "cdnow", "bank", "telco"]),
        ("missing", lambda: S({"first months": "club", "second order": "cdnow", "calls": "bank"})),
        (
            "turned",
            lambda: S(
                {"club": "first months", "cdnow": "second order", "bank": "calls", "journey": "coupons"}
            ),
        ),
        (
            "two: telco, journey",
            lambda: S(
                {"first months": "telco", "second order": "journey", "calls": "bank", "coupons": "journey"}
            ),
        ),
        (
            "two: telco, club",
            lambda: S({"first months": "telco", "second order": "cdnow", "calls": "bank", "coupons": "club"}),
        ),
    ],
    "1.1.a": [
        ("ticket only", lambda: 34),
        ("without nuisance", lambda: 14),
        ("without time", lambda: 31),
        ("sum of costs", lambda: 37),
        ("hours not money", lambda: 48 - 14 - 5 - 3),
        ("sign", lambda: -11),
        ("without ticket", lambda: 25),
        ("added", lambda: 85),
        ("nuisance added", lambda: 17),
        ("two: time only", lambda: 28),
        ("two: hours as money, nuisance left out", lambda: 29),
        ("two: no time, no nuisance", lambda: 34.0),
    ],
    "1.1.b": [
        ("all of second", lambda: 0.75),
        ("per leaflet", lambda: 48 / 1000),
        ("base second", lambda: 48 / 60),
        ("lost", lambda: 0.4),
        ("new share", lambda: 12 / 80),
        ("number", lambda: 48),
        ("per cent", lambda: 60),
        ("new of second", lambda: 0.2),
        ("sum over", lambda: 60 / 92),
        ("two: lost in per cent", lambda: 40),
        ("two: all per leaflet", lambda: 60 / 1000),
    ],
    "1.1.1": [
        ("no attention", lambda: _gain(attention=0)),
        ("perfect", lambda: _gain(quality=1)),
        ("no hours", lambda: _gain(hours=0)),
        ("one hour", lambda: _gain(hours=1)),
        ("without price", lambda: _gain(price=0)),
        ("cost to serve too", lambda: _gain(cost=1)),
        ("cost in place of price", lambda: _gain(price=0, cost=1)),
        ("school's margin", lambda: 90 - LEARNERS["cost_to_serve"]),
        ("positive only", lambda: _gain()[_gain() > 0]),
        ("mask", lambda: _gain() > 0),
        ("sum", lambda: _gain().sum()),
        ("sign", lambda: -_gain()),
        ("two: perfect, no attention", lambda: _gain(quality=1, attention=0)),
        ("two: no hours, no attention", lambda: _gain(hours=0, attention=0)),
        ("two: no hours, perfect", lambda: _gain(hours=0, quality=1)),
    ],
    "1.1.2": [
        ("learners' yes", lambda: list(_gain()[_gain() > 0].index)),
        ("school's yes", lambda: list(LEARNERS.index[LEARNERS["cost_to_serve"] < 90])),
        ("total gain", lambda: list(LEARNERS.index[_gain() + 90 - LEARNERS["cost_to_serve"] > 0])),
        (
            "no attention",
            lambda: list(LEARNERS.index[(_gain(attention=0) > 0) & (LEARNERS["cost_to_serve"] < 90)]),
        ),
        ("mask", lambda: (_gain() > 0) & (LEARNERS["cost_to_serve"] < 90)),
        ("all", lambda: list(LEARNERS.index)),
        ("positions", lambda: list(np.flatnonzero((_gain() > 0) & (LEARNERS["cost_to_serve"] < 90)))),
        ("or", lambda: list(LEARNERS.index[(_gain() > 0) | (LEARNERS["cost_to_serve"] < 90)])),
        ("opposite", lambda: list(LEARNERS.index[~((_gain() > 0) & (LEARNERS["cost_to_serve"] < 90))])),
        ("no hours", lambda: list(LEARNERS.index[(_gain(hours=0) > 0) & (LEARNERS["cost_to_serve"] < 90)])),
        ("two: perfect, learners' yes", lambda: list(_gain()[_gain(quality=1) > 0].index)),
        ("two: no hours, learners' yes", lambda: list(_gain()[_gain(hours=0) > 0].index)),
    ],
    "1.1.3": [
        ("expected gain", lambda: _town(delivered=0.9)),
        ("mean", lambda: _town(how="mean")),
        ("all households", lambda: _town(how="all")),
        ("books by delivered", lambda: _town(promise=0.5)),
        ("losers", lambda: _town(how="losers")),
        ("winners", lambda: _town(how="winners")),
        ("count", lambda: _town(how="count")),
        ("no effort in gain", lambda: _town(effort=0)),
        ("no effort in booking", lambda: _town(wants_effort=0)),
        ("no fee", lambda: _town(fee=0)),
        ("not booking", lambda: _town(how="not")),
        ("sign", lambda: -_town()),
        ("two: mean, no effort", lambda: _town(how="mean", effort=0)),
        ("two: mean over the town", lambda: _town(how="all") / 3000),
        ("two: expected, mean", lambda: _town(delivered=0.9, how="mean")),
        ("two: no effort anywhere", lambda: _town(effort=0, wants_effort=0)),
    ],
    "1.1.4": [
        ("third by second", lambda: _came(3) / _came(2)),
        ("per leaflets", lambda: _came(2) / 1000),
        ("counts", lambda: _came(2)),
        ("of all rows", lambda: _came(2) / LOG.groupby("leaflet").size()),
        ("later rows", lambda: (_came(2) + _came(3)) / _came(1)),
        ("upside down", lambda: _came(1) / _came(2)),
        ("lost", lambda: 1 - _came(2) / _came(1)),
        (
            "exchanged",
            lambda: S({"bold": (_came(2) / _came(1))["plain"], "plain": (_came(2) / _came(1))["bold"]}),
        ),
        ("third by first", lambda: _came(3) / _came(1)),
        ("of all 700", lambda: _came(2) / 700),
        ("per cent", lambda: 100 * _came(2) / _came(1)),
        ("one rate", lambda: float(_came(2).sum() / 700)),
        ("two: lost per leaflet", lambda: 1 - _came(2) / 1000),
        ("two: lost, per cent", lambda: 100 * (1 - _came(2) / _came(1))),
        (
            "two: third by first, exchanged",
            lambda: S({"bold": (_came(3) / _came(1))["plain"], "plain": (_came(3) / _came(1))["bold"]}),
        ),
    ],
    "1.1.5": [
        (
            "one block only",
            _f(lambda blocks, promise, quality, learning: promise + learning * (quality - promise)),
        ),
        (
            "learning and rest",
            _f(lambda blocks, promise, quality, learning: quality + learning**blocks * (promise - quality)),
        ),
        (
            "one more",
            _f(
                lambda blocks, promise, quality, learning: (
                    quality + (1 - learning) ** (blocks + 1) * (promise - quality)
                )
            ),
        ),
        (
            "linear",
            _f(lambda blocks, promise, quality, learning: promise + blocks * learning * (quality - promise)),
        ),
        (
            "half always",
            _f(lambda blocks, promise, quality, learning: quality + 0.5**blocks * (promise - quality)),
        ),
        (
            "exchanged",
            _f(
                lambda blocks, promise, quality, learning: (
                    promise + (1 - learning) ** blocks * (quality - promise)
                )
            ),
        ),
        (
            "the gap",
            _f(lambda blocks, promise, quality, learning: (1 - learning) ** blocks * (promise - quality)),
        ),
        ("towards zero", _f(lambda blocks, promise, quality, learning: promise * (1 - learning) ** blocks)),
        (
            "two: one less, half",
            _f(
                lambda blocks, promise, quality, learning: quality + 0.5 ** (blocks + 1) * (promise - quality)
            ),
        ),
        (
            "two: rest and one more",
            _f(
                lambda blocks, promise, quality, learning: (
                    quality + learning ** (blocks + 1) * (promise - quality)
                )
            ),
        ),
        ("quality", _f(lambda blocks, promise, quality, learning: quality)),
    ],
    "1.1.6": [
        (
            "single course",
            lambda: next(n for n in range(1, 99) if 400 * 0.6 ** (n - 1) > 600 * 0.3 ** (n - 1)),
        ),
        (
            "one early",
            lambda: (
                next(n for n in range(1, 99) if sum(400 * 0.6**k - 600 * 0.3**k for k in range(n)) > 0) - 1
            ),
        ),
        (
            "one late",
            lambda: (
                next(n for n in range(1, 99) if sum(400 * 0.6**k - 600 * 0.3**k for k in range(n)) > 0) + 1
            ),
        ),
        ("first", lambda: 1),
        ("never", lambda: 0),
        ("bookings", lambda: 600),
        ("stays, of first", lambda: 2),
        ("months", lambda: 12),
        ("total", lambda: 1000),
        ("two: single, from zero", lambda: 1),
        ("none", lambda: float("inf")),
    ],
    "1.1.7": [
        ("a", lambda: "a"),
        ("b", lambda: "b"),
        ("d", lambda: "d"),
        ("word", lambda: "selection"),
        ("number", lambda: 3),
        ("pair", lambda: ["a", "c"]),
        ("e", lambda: "e"),
        ("bool", lambda: True),
    ],
    "2.3.a": [
        ("one month", lambda: 4000 * 0.96 + 120),
        ("lost", lambda: 160),
        ("over kept", lambda: 120 / 0.96),
        ("plus start", lambda: 7000),
        ("same", lambda: 4000),
        ("a year", lambda: _students(4000, 0.96, 120, 12)),
        ("zero", lambda: 0),
        ("times kept", lambda: 3000 * 0.96),
        ("two: over kept with start", lambda: 4000 + 120 / 0.96),
        ("decline", lambda: 4000 - 3000),
        ("thousands", lambda: 3),
        ("rate of 4%: 12 months", lambda: 3000 / 12),
    ],
    "2.3.b": [
        ("rate ratio", lambda: 0.92 / 0.87),
        ("gain", lambda: 0.625),
        ("upside down", lambda: 0.08 / 0.13),
        ("per cent of", lambda: 0.13 / (1 - 0.87 * 1.05)),
        ("fewer leave", lambda: 1 / 0.95),
        ("points", lambda: 5),
        ("per cent", lambda: 162.5),
        ("one year", lambda: 1.05 / 1.0),
        ("customers", lambda: 1 / 0.08),
        ("two: per cent reading, gain", lambda: 0.13 / 0.0865 - 1),
        ("two: fewer leave, gain", lambda: 1 / 0.95 - 1),
    ],
    "2.3.c": [
        ("cancels", lambda: 0),
        ("twice", lambda: 30000),
        ("per point half", lambda: 5000),
        ("four", lambda: 60000),
        ("negative", lambda: -15000),
        ("thousands", lambda: 10),
        ("one point", lambda: 3),
        ("half once more", lambda: 3750),
        ("two: loses", lambda: -30000),
        ("quarter", lambda: 22500),
    ],
    "2.3.1": [
        ("two years", lambda: _students(years=2)),
        ("four years", lambda: _students(years=4)),
        ("in the end", lambda: 150 / 0.3),
        ("leave at once", lambda: _students(late=False)),
        ("leavers kept", lambda: _students(stay=0.3)),
        ("no new", lambda: 400 * 0.7**3),
        ("new stay all", lambda: 400 * 0.7**3 + 450),
        ("one year", lambda: _students(years=1)),
        ("linear loss", lambda: 400 - 3 * 120 + 450),
        ("two: leave at once, two years", lambda: _students(late=False, years=2)),
        ("two: leavers, four", lambda: _students(stay=0.3, years=4)),
        ("two: leave at once, four", lambda: _students(late=False, years=4)),
    ],
    "2.3.2": [
        ("gains", lambda: _times() - 1),
        ("per cent", lambda: 100 * _times()),
        ("if retained", lambda: _times(worth=lambda r: r / (1.1 - r))),
        ("no discount", lambda: _times(i=1e-12)),
        (
            "worths",
            lambda: S(
                {
                    k: 1.1 / (1.1 - r)
                    for k, r in {
                        "per_cent": 0.735,
                        "points": 0.75,
                        "fewer_leave": 0.715,
                        "never_leaves": 1.0,
                    }.items()
                }
            ),
        ),
        ("upside down", lambda: 1 / _times()),
        ("rates", lambda: S({"per_cent": 0.735, "points": 0.75, "fewer_leave": 0.715, "never_leaves": 1.0})),
        (
            "ratio of rates",
            lambda: S(
                {"per_cent": 1.05, "points": 0.75 / 0.7, "fewer_leave": 0.715 / 0.7, "never_leaves": 1 / 0.7}
            ),
        ),
        (
            "readings exchanged",
            lambda: S(
                dict(
                    zip(
                        ("per_cent", "points", "fewer_leave", "never_leaves"),
                        _times().iloc[[1, 0, 2, 3]],
                        strict=True,
                    )
                )
            ),
        ),
        ("rate 0.8", lambda: _times(rate=0.8)),
        ("two: gains in per cent", lambda: 100 * (_times() - 1)),
        ("two: if retained, gains", lambda: _times(worth=lambda r: r / (1.1 - r)) - 1),
        ("two: no discount, gains", lambda: _times(i=1e-12) - 1),
    ],
    "2.3.3": [
        ("customers' gain", lambda: {"first_year": 0.05, "in_the_end": 0.25}),
        ("no rent", lambda: _gym(rent=0)),
        ("no winning", lambda: _gym(cost=0)),
        ("factor", lambda: _gym(plus=1)),
        ("per cent", lambda: {k: 100 * v for k, v in _gym().items()}),
        ("start members", lambda: _gym(first=2000)),
        ("settled at 4000", lambda: _gym(end=2000 / 0.5)),
        ("money", lambda: {"first_year": 12000, "in_the_end": 60000}),
        ("five points of 75", lambda: _gym(first=2000 * 1.05, end=2000 * 1.05)),
        ("per cent reading", lambda: _gym(first=2000 * 0.7875 + 500, end=500 / (1 - 0.7875))),
        ("swapped", lambda: dict(zip(("in_the_end", "first_year"), _gym().values(), strict=True))),
        ("two: no rent, factor", lambda: _gym(rent=0, plus=1)),
        (
            "two: per cent reading, per cent",
            lambda: {k: 100 * v for k, v in _gym(first=2000 * 0.7875 + 500, end=500 / (1 - 0.7875)).items()},
        ),
        ("two: no rent, no winning", lambda: _gym(rent=0, cost=0)),
    ],
    "2.3.4": [
        ("only the list", lambda: _client(last="list")),
        ("paid at start", lambda: _client(pay_late=False)),
        ("no cost", lambda: _client(cost=0)),
        ("first uncertain", lambda: _client(stay_first=False)),
        ("cost added", lambda: _client(cost=-1)),
        ("ten years", lambda: _client(last=10)),
        (
            "no discount",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client()(
                    profits, retention_rate, 0.0, acquisition_cost
                )
            ),
        ),
        (
            "first profit for ever",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client()(
                    profits[:1], retention_rate, discount_rate, acquisition_cost
                )
            ),
        ),
        (
            "churn for retention",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client()(
                    profits, 1 - retention_rate, discount_rate, acquisition_cost
                )
            ),
        ),
        ("two: no cost, paid at start", lambda: _client(cost=0, pay_late=False)),
        ("two: only the list, no cost", lambda: _client(last="list", cost=0)),
        ("two: first uncertain, only the list", lambda: _client(last="list", stay_first=False)),
        (
            "cost discounted",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client()(
                    profits, retention_rate, discount_rate, acquisition_cost / (1 + discount_rate)
                )
            ),
        ),
    ],
    "2.3.5": [
        ("by slide", lambda: ["letters", "gifts", "helpline", "calls", "app"]),
        ("all by total", lambda: ["app", "helpline", "gifts", "letters", "calls"]),
        ("by gain", lambda: ["helpline", "gifts", "app"]),
        ("with calls", lambda: ["app", "helpline", "gifts", "calls"]),
        ("without cost", lambda: ["app", "helpline", "calls", "letters", "gifts"]),
        ("positions", lambda: [2, 1, 3]),
        ("one", lambda: ["app"]),
        ("reversed", lambda: ["gifts", "helpline", "app"]),
        ("helpline first", lambda: ["helpline", "app", "gifts"]),
        ("no app", lambda: ["helpline", "gifts"]),
        ("two: by slide, kept", lambda: ["gifts", "helpline"]),
        ("mask", lambda: [False, True, True, True, False]),
    ],
    "2.3.6": [
        *[
            (k, functools.partial(_two, k))
            for k in (
                "ratios of each",
                "pooled",
                "factor",
                "swapped",
                "base",
                "all firsts",
                "difference",
                "second only",
                "median",
                "pc",
            )
        ],
        ("two: factor, pooled", lambda: _two("two")),
        ("two: per cent, ratios", lambda: _two("two2")),
        ("two: swapped, factor", lambda: dict(zip(("within", "between"), _fuller("factor"), strict=True))),
    ],
    "2.3.7": [
        ("rows", lambda: _share(weight="rows")),
        ("complement", lambda: {k: 1 - v for k, v in _share().items()}),
        ("per cent", lambda: {k: 100 * v for k, v in _share().items()}),
        (
            "swapped",
            lambda: dict(zip(("after_first_month", "joined_before"), _share().values(), strict=True)),
        ),
        ("with january", lambda: _share(before=lambda p: p["join_month"] <= "2024-01-01")),
        ("before 2023", lambda: _share(before=lambda p: p["join_month"] < "2023-01-01")),
        ("all", lambda: _share(after=lambda p: p["join_month"] <= p["month"])),
        (
            "after two months",
            lambda: _share(after=lambda p: p["month"] > p["join_month"] + pd.DateOffset(months=1)),
        ),
        (
            "members",
            lambda: {
                "joined_before": _paid().drop_duplicates("member_id")["join_month"].lt("2024-01-01").mean(),
                "after_first_month": _share()["after_first_month"],
            },
        ),
        ("sums", lambda: {k: v * _paid()["fee"].sum() for k, v in _share().items()}),
        ("two: rows, complement", lambda: {k: 1 - v for k, v in _share(weight="rows").items()}),
        (
            "two: rows, swapped",
            lambda: dict(
                zip(("after_first_month", "joined_before"), _share(weight="rows").values(), strict=True)
            ),
        ),
        ("two: rows, per cent", lambda: {k: 100 * v for k, v in _share(weight="rows").items()}),
    ],
    "2.4.a": [
        ("first 5000", lambda: 200 * (1 - np.exp(-1))),
        ("both", lambda: 200 * (1 - np.exp(-2))),
        ("third", lambda: 200 * (np.exp(-2) - np.exp(-3))),
        ("slope", lambda: 200 / 5000 * np.exp(-1)),
        ("left over", lambda: 200 * np.exp(-2)),
        ("half", lambda: 100),
        ("all", lambda: 200),
        ("left after first", lambda: 200 * np.exp(-1)),
        ("rounded", lambda: 47),
        ("two: slope times 5000 at 10000", lambda: 200 * np.exp(-2.0)),
        ("two: share, both", lambda: 1 - np.exp(-2)),
        ("share", lambda: np.exp(-1) - np.exp(-2)),
        ("cost", lambda: 5000 / (200 * (np.exp(-1) - np.exp(-2)))),
    ],
    "2.4.b": [
        ("1000", lambda: 1000),
        ("2000 or 4000", lambda: 4000),
        ("3000?", lambda: 3000),
        ("customers", lambda: 50),
        ("net value", lambda: 50 * 64 - 2000),
        ("average", lambda: 1000 / 30),
        ("thousands", lambda: 2),
        ("letter", lambda: "b"),
        ("off the table", lambda: 2500),
        ("nothing", lambda: 0),
    ],
    "2.4.c": [
        ("b", lambda: "b"),
        ("c", lambda: "c"),
        ("word", lambda: "winning"),
        ("number", lambda: 1.4),
        ("d", lambda: "d"),
        ("nine", lambda: 9),
        ("both", lambda: ["a", "b"]),
        ("keeping", lambda: "from winning to keeping"),
    ],
    "2.4.1": [
        ("average", lambda: 40),
        ("first", lambda: _scale() / 250),
        ("slope", lambda: 1 / _next()),
        ("scale", lambda: _scale()),
        ("ceiling 350", lambda: _next(c=350)),
        ("ceiling as share", lambda: _next(c=150)),
        ("at 8000", lambda: _next(at=8000)),
        ("at 4001", lambda: 1 / (250 * (np.exp(-4000 / _scale()) - np.exp(-8000 / _scale()))) * 4000),
        ("linear to ceiling", lambda: 4000 / 250),
        ("rounded", lambda: round(_next())),
        ("log10", lambda: (-4000 / np.log10(0.6)) / 250 / 0.6),
        ("share won", lambda: _scale() / 250 / 0.4),
        ("two: first, at ceiling 350", lambda: _scale(c=350) / 350),
        ("two: average of ceiling 350", lambda: 4000 / 350),
        ("two: slope at zero", lambda: 250 / _scale()),
        ("two: log10, first", lambda: (-4000 / np.log10(0.6)) / 250),
    ],
    "2.4.2": [
        ("no floor", _f(lambda worth, ceiling, scale: scale * np.log(worth * ceiling / scale))),
        ("upside down", _f(lambda worth, ceiling, scale: max(0, scale * np.log(scale / (worth * ceiling))))),
        ("log10", _f(lambda worth, ceiling, scale: max(0, scale * np.log10(worth * ceiling / scale)))),
        ("without scale", _f(lambda worth, ceiling, scale: max(0, np.log(worth * ceiling / scale)))),
        ("average", _f(lambda worth, ceiling, scale: worth * ceiling)),
        ("no ceiling", _f(lambda worth, ceiling, scale: max(0, scale * np.log(worth / scale)))),
        ("first cost", _f(lambda worth, ceiling, scale: max(0, scale * (worth * ceiling / scale - 1)))),
        ("joiners", _f(lambda worth, ceiling, scale: max(0, ceiling - scale / worth))),
        ("example", _f(lambda worth, ceiling, scale: 2302.6)),
        ("never zero", _f(lambda worth, ceiling, scale: abs(scale * np.log(worth * ceiling / scale)))),
        ("two: log10 no floor", _f(lambda worth, ceiling, scale: scale * np.log10(worth * ceiling / scale))),
        (
            "two: upside down, no floor",
            _f(lambda worth, ceiling, scale: scale * np.log(scale / (worth * ceiling))),
        ),
        (
            "rounded",
            _f(lambda worth, ceiling, scale: round(max(0, scale * np.log(worth * ceiling / scale)), -2)),
        ),
    ],
    "2.4.3": [
        *[
            (k if k[:3] != "two" else f"two: {k}", functools.partial(_step, k))
            for k in (
                "upside",
                "from zero",
                "average",
                "points",
                "level over gain",
                "without quarters",
                "negative",
                "reversed",
                "of leavers",
                "year",
                "two",
                "two2",
                "relative",
            )
        ]
    ],
    "2.4.4": [
        ("no discount", lambda: _care(i=0.0)),
        ("start", lambda: _care(kind="start")),
        ("end", lambda: _care(kind="end")),
        ("retained", lambda: _care(kind="retained")),
        ("this month", lambda: _care(kind="month")),
        ("10%", lambda: _care(i=0.1)),
        ("margin a year", lambda: _care(m=216)),
        ("yearly discount", lambda: _care(i=0.01 / 12)),
        ("margin per year of care", lambda: 12 * _care()),
        ("retention there", lambda: 0.98 - 0.06 * np.exp(-0.5 * _care())),
        ("scale", lambda: 2.0),
        ("worth", lambda: 18 * 1.01 / (1.01 - 0.97)),
        ("two: month and year", lambda: 12 * _care(kind="month")),
        ("two: no discount, retained", lambda: _care(i=1e-9, kind="retained")),
        ("two: year, no discount", lambda: 12 * _care(i=0.0)),
        ("k 2", lambda: _care(k=2)),
    ],
    "2.4.5": [
        ("equal", lambda: S({"search": 4000, "posters": 4000, "call": 4000})),
        ("same worth", lambda: _split(values={"call": 120})),
        ("by customers", lambda: _split(values={"call": 1, "search": 1, "posters": 1})),
        ("ceilings", lambda: S({"search": 7200, "posters": 1920, "call": 2880})),
        ("worths exchanged", lambda: _split(values={"call": 120, "search": 200, "posters": 200})),
        ("all search", lambda: S({"search": 12000, "posters": 0, "call": 0})),
        ("shares", lambda: _split() / 12000),
        (
            "customers won",
            lambda: S({k: c * (1 - np.exp(-_split()[k] / s)) for k, (c, s, v) in PLACES.items()}),
        ),
        ("budget 10000", lambda: _split(10_000)),
        ("thousands", lambda: _split() / 1000),
        (
            "exchanged",
            lambda: S(
                {"search": _split()["call"], "posters": _split()["posters"], "call": _split()["search"]}
            ),
        ),
        ("no posters rounding", lambda: _split().round(-3)),
        ("two: same worth, shares", lambda: _split(values={"call": 120}) / 12000),
        ("two: by number, budget 6000", lambda: _split(6000, values={"call": 1, "search": 1, "posters": 1})),
        ("unlimited", lambda: S({k: s * np.log(c * v / s) for k, (c, s, v) in PLACES.items()})),
    ],
    "2.4.6": [
        ("by average", lambda: list(FIRMS.index[FIRMS["average_won"] > FIRMS["average_kept"]])),
        ("other way", lambda: list(FIRMS.index[FIRMS["next_won"] < FIRMS["next_kept"]])),
        ("with shop", lambda: list(FIRMS.index[FIRMS["next_won"] >= FIRMS["next_kept"]])),
        ("nine", lambda: ["bank", "shop"]),
        ("mask", lambda: FIRMS["next_won"] > FIRMS["next_kept"]),
        ("positions", lambda: list(np.flatnonzero(FIRMS["next_won"] > FIRMS["next_kept"]))),
        ("all", lambda: list(FIRMS.index)),
        ("none", lambda: []),
        ("next won above average", lambda: list(FIRMS.index[FIRMS["next_won"] > 2 * FIRMS["average_won"]])),
        ("without theatre", lambda: ["gym", "airline"]),
        ("two: average, other way", lambda: list(FIRMS.index[FIRMS["average_won"] < FIRMS["average_kept"]])),
        ("two: other way with tie", lambda: list(FIRMS.index[FIRMS["next_won"] <= FIRMS["next_kept"]])),
        ("average against next", lambda: list(FIRMS.index[FIRMS["average_won"] > FIRMS["next_kept"]])),
    ],
    "2.4.7": [
        ("reverse", lambda: ["retain", "engage", "acquire"]),
        ("elasticity", lambda: ["retain", "acquire", "engage"]),
        ("by per cent", lambda: ["engage", "acquire", "retain"]),
        ("e r a", lambda: ["engage", "retain", "acquire"]),
        ("a e r", lambda: ["acquire", "engage", "retain"]),
        ("letters", lambda: ["a", "b", "r"]),
        ("numbers", lambda: [3, 3.5, 1.5]),
        ("one", lambda: ["retain"]),
    ],
    "4.3.a": [
        ("rate", lambda: 90 / 500),
        ("other rate", lambda: 90 / 300),
        ("upside down", lambda: 75 / 90),
        ("beyond", lambda: 15),
        ("expected", lambda: 75),
        ("support", lambda: 90 / 2000),
        ("minus one", lambda: 0.2),
        ("of all", lambda: 0.3 / 0.25 * 2),
        ("per cent", lambda: 120),
        ("two: beyond over all", lambda: 15 / 2000),
        ("two: upside down minus one", lambda: 75 / 90 - 1),
        ("difference", lambda: 0.3 - 0.25),
        ("or", lambda: 90 / 710),
    ],
    "4.3.b": [
        ("P first", lambda: 3 + 0.7 * 2),
        ("all listen", lambda: 5.0),
        ("both discounted", lambda: 0.95 * 2 + 0.7 * 3),
        ("margins", lambda: 15 + 0.7 * 4),
        ("one only", lambda: 3.0),
        ("listen twice", lambda: 3 + 0.7 * 0.95 * 2),
        ("who accept drop", lambda: 3 + 0.8 * 2),
        ("names", lambda: ["Q", "P"]),
        ("two: P first, wrong listening", lambda: 3 + 0.95 * 2),
        ("two: Q first, wrong listening", lambda: 2 + 0.7 * 3),
        ("not listening", lambda: 2 + 0.05 * 3),
    ],
    "4.3.c": [
        ("no later", lambda: 500 * 14 - 1500 * 5),
        ("no discount", lambda: 200 * 14),
        ("discount on extra", lambda: 500 * 9 - 300 * 14),
        ("later at 9", lambda: 1500 * 9 - 1000 * 14 - 300 * 9),
        ("no control", lambda: 1500 * 9),
        ("no control, later", lambda: 1500 * 9 - 300 * 14),
        ("later added", lambda: 1500 * 9 - 14000 + 4200),
        ("sign", lambda: 4700),
        ("orders", lambda: 200),
        ("per head", lambda: -0.47),
        ("per order", lambda: -4700 / 1500),
        ("two: discount on extra, no later", lambda: 500 * 9),
        ("two: control at 9, later at 9", lambda: 200 * 9),
        ("two: later at 9, no discount", lambda: 500 * 14 - 300 * 9),
        ("all orders off", lambda: 200 * 14 - 10000 * 5),
    ],
    "4.3.1": [
        ("other base", lambda: _rule(rate=300 / 1600)),
        ("rate of all", lambda: _rule(rate=300 / 4000)),
        ("expected", lambda: _rule(beyond=200.0)),
        ("beyond share", lambda: _rule(beyond=100 / 4000)),
        ("lift of rates", lambda: _rule(lift=0.6 / (300 / 1600))),
        ("upside lift", lambda: _rule(lift=1 / 1.5)),
        ("lift minus one", lambda: _rule(lift=0.5)),
        ("per cent", lambda: _rule(rate=60.0)),
        ("car rate", lambda: _rule(rate=0.4)),
        (
            "exclusive",
            lambda: _rule(
                rate=300 / 800,
            ),
        ),
        ("swapped", lambda: {"rate": 1.5, "lift": 0.6, "beyond": 100.0}),
        ("lift over home share", lambda: _rule(lift=0.6 / 0.125)),
        ("beyond negative", lambda: _rule(beyond=-100.0)),
        ("two: other base, lift minus one", lambda: _rule(rate=300 / 1600, lift=0.5)),
        ("two: per cent, expected", lambda: _rule(rate=60.0, beyond=200.0)),
        ("two: both bases", lambda: _rule(rate=300 / 1600, lift=300 / 1600 / 0.4)),
    ],
    "4.3.2": [
        ("all", lambda: list(YEAR.index[_profit() < 0])),
        ("no service", lambda: list(YEAR.index[(_profit(service=0) < 0) & (YEAR["categories"] >= 2)])),
        ("goods kept", lambda: list(YEAR.index[(_profit("sales") < 0) & (YEAR["categories"] >= 2)])),
        ("no returns", lambda: list(YEAR.index[(_profit("none") < 0) & (YEAR["categories"] >= 2)])),
        ("three or more", lambda: list(YEAR.index[(_profit() < 0) & (YEAR["categories"] >= 3)])),
        ("profitable", lambda: list(YEAR.index[(_profit() > 0) & (YEAR["categories"] >= 2)])),
        ("multi", lambda: list(YEAR.index[YEAR["categories"] >= 2])),
        ("mask", lambda: (_profit() < 0) & (YEAR["categories"] >= 2)),
        ("positions", lambda: list(np.flatnonzero((_profit() < 0) & (YEAR["categories"] >= 2)))),
        ("one a contact", lambda: list(YEAR.index[(_profit(service=1) < 0) & (YEAR["categories"] >= 2)])),
        ("two: all, no returns", lambda: list(YEAR.index[_profit("none") < 0])),
        ("two: all, goods kept", lambda: list(YEAR.index[_profit("sales") < 0])),
        (
            "goods twice",
            lambda: list(
                YEAR.index[
                    ((YEAR["sales"] - YEAR["returned"] - 2 * YEAR["goods"] - 5 * YEAR["contacts"]) < 0)
                    & (YEAR["categories"] >= 2)
                ]
            ),
        ),
    ],
    "4.3.3": [
        ("fees only", lambda: 30 / 1.1),
        ("costs only", lambda: 9 / 1.1),
        ("premium breaks even", lambda: 38 / 2.5),
        ("basic breaks even", lambda: 17 / 1.4),
        ("sum of visit costs", lambda: 21 / 3.9),
        ("added costs", lambda: 39 / 1.1),
        ("upside", lambda: 1.1 / 21),
        ("difference", lambda: 21),
        ("only premium's visit", lambda: 21 / 2.5),
        ("only basic's", lambda: 21 / 1.4),
        ("rounded", lambda: 19),
        ("a year", lambda: 12 * 21 / 1.1),
        ("sign", lambda: -21 / 1.1),
        ("off", lambda: 20),
        ("two: fees only, premium's visit", lambda: 30 / 2.5),
        ("two: fees only, a year", lambda: 360 / 1.1),
        ("two: costs added, sum", lambda: 39 / 3.9),
    ],
    "4.3.4": [
        ("by gain", lambda: _ranked(OFFERS["accepted"] * OFFERS["margin"])),
        ("by margin", lambda: _ranked(OFFERS["margin"])),
        ("by accepted", lambda: _ranked(OFFERS["accepted"])),
        ("by listens", lambda: _ranked(OFFERS["listens"])),
        ("gain times listens", lambda: _ranked(OFFERS["accepted"] * OFFERS["margin"] * OFFERS["listens"])),
        (
            "reverse",
            lambda: _ranked(OFFERS["accepted"] * OFFERS["margin"] / (1 - OFFERS["listens"]), up=True),
        ),
        ("gain over listens", lambda: _ranked(OFFERS["accepted"] * OFFERS["margin"] / OFFERS["listens"])),
        ("margin over lost", lambda: _ranked(OFFERS["margin"] / (1 - OFFERS["listens"]))),
        ("accepted over lost", lambda: _ranked(OFFERS["accepted"] / (1 - OFFERS["listens"]))),
        ("one", lambda: ["card"]),
        ("numbers", lambda: list(OFFERS["accepted"] * OFFERS["margin"])),
        ("two: by gain, up", lambda: _ranked(OFFERS["accepted"] * OFFERS["margin"], up=True)),
        ("two: by listens, up", lambda: _ranked(OFFERS["listens"], up=True)),
        (
            "two: gain times lost",
            lambda: _ranked(OFFERS["accepted"] * OFFERS["margin"] * (1 - OFFERS["listens"])),
        ),
    ],
    "4.3.5": [
        ("rare only", lambda: _aimed(kind="total rare")),
        ("unweighted", lambda: _aimed(kind="unweighted")),
        ("everybody", lambda: _aimed(kind="net")),
        ("difference of effects", lambda: _aimed(kind="diff")),
        ("90%", lambda: _aimed(z=1.645)),
        ("one se", lambda: _aimed(z=1.0)),
        ("sd for se", lambda: _aimed(sr=2 * 30**2)),
        (
            "sign",
            lambda: {
                "gain": -1.875,
                "low": -1.875 - 1.96 * 0.75 * np.sqrt(0.6),
                "high": -1.875 + 1.96 * 0.75 * np.sqrt(0.6),
            },
        ),
        ("one arm", lambda: _aimed(sr=30**2 / 3000)),
        ("ends swapped", lambda: {"gain": 1.875, "low": _aimed()["high"], "high": _aimed()["low"]}),
        ("share of 1/4", lambda: _aimed(share=0.25)),
        ("total", lambda: {k: 8000 * v for k, v in _aimed().items()}),
        (
            "halfwidth",
            lambda: {"gain": 1.875, "low": 1.96 * 0.75 * np.sqrt(0.6), "high": 1.96 * 0.75 * np.sqrt(0.6)},
        ),
        ("two: unweighted, 90%", lambda: _aimed(kind="unweighted", z=1.645)),
        ("two: one arm, one se", lambda: _aimed(sr=0.3, z=1)),
        ("two: quarter, 90", lambda: _aimed(share=0.25, z=1.645)),
        (
            "se unweighted",
            lambda: {"gain": 1.875, "low": 1.875 - 1.96 * np.sqrt(0.6), "high": 1.875 + 1.96 * np.sqrt(0.6)},
        ),
    ],
    "4.3.6": [
        ("no later", lambda: _brought(later=0)),
        ("no money off", lambda: _brought(off="none")),
        ("off on extra", lambda: _brought(off="extra")),
        ("no cost", lambda: _brought(cost=0)),
        ("no control", lambda: _brought(control=0)),
        ("off later too", lambda: _brought(off="later")),
        ("per click", lambda: _brought() / CAMP["clicks"]),
        ("sum", lambda: float(_brought().sum())),
        ("cost a customer", lambda: _brought() / 10000),
        ("orders", lambda: CAMP["orders"] - 880 + CAMP["later_orders"] - 5280),
        ("sign", lambda: -_brought()),
        ("return", lambda: _brought(cost=0) / CAMP["cost"]),
        ("later only", lambda: 15.0 * (CAMP["later_orders"] - 5280) - CAMP["cost"]),
        ("two: no later, no money off", lambda: _brought(later=0, off="none")),
        ("two: no later, no cost", lambda: _brought(later=0, cost=0)),
        ("two: off on extra, no cost", lambda: _brought(off="extra", cost=0)),
        ("two: no control, no later", lambda: _brought(control=0, later=0)),
    ],
    "4.3.7": [
        (
            "slopes",
            lambda: S(
                {
                    k: float(CURVES[k].marginal_response(s))
                    for k, s in {"acquire": 12.0, "engage": 30.0, "retain": 40.0}.items()
                }
            ),
        ),
        ("worth, no slopes", lambda: _brings(slopes=False)),
        ("no spending off", lambda: _brings(y=0, z=0)),
        ("no discount", lambda: _brings(i=0.0)),
        (
            "average response",
            lambda: (
                S({"acquire": 0.08 / 12, "engage": 0.7 / 30, "retain": 0.88 / 40}) * _brings(slopes=False)
            ),
        ),
        ("unit off", lambda: _brings(minus=1)),
        ("engage start off", lambda: _brings(engage=lambda s, w: s["engage"] * (170 + w))),
        ("acquire first year only", lambda: _brings(acquire=lambda s, w: s["acquire"] * 170)),
        ("engage one year", lambda: _brings(engage=lambda s, w: s["engage"] * 160)),
        ("acquire without b", lambda: _brings(acquire=lambda s, w: s["acquire"] * (170 + w))),
        ("two: no spending off, no discount", lambda: _brings(y=0, z=0, i=0.0)),
        (
            "two: slopes upside down",
            lambda: (
                1
                / S(
                    {
                        k: float(CURVES[k].marginal_response(s))
                        for k, s in {"acquire": 12.0, "engage": 30.0, "retain": 40.0}.items()
                    }
                )
            ),
        ),
        ("two: unit off, no discount", lambda: _brings(minus=1, i=0.0)),
        ("y left out", lambda: _brings(y=0)),
        ("z left out", lambda: _brings(z=0)),
    ],
}

MORE = {
    "0.1.a": [
        ("rounded", lambda: 0.51),
        ("twelve months", lambda: 0.8 ** (1 / 4)),
        ("sum", lambda: 1 - 0.2 - 0.16),
        ("two: four years, lost", lambda: 1 - 0.8**4),
    ],
    "0.1.b": [
        ("true", lambda: "true"),
        ("holds!", lambda: "Holds"),
        ("capital wrong", lambda: "Wrong as stated"),
    ],
    "0.1.1": [
        ("0.95", lambda: 0.95**20),
        ("product", lambda: 0.96 * 20),
        ("whole per cent", lambda: 44),
        ("two: 0.95, lost", lambda: 1 - 0.95**20),
    ],
    "0.1.2": [("list", lambda: [75, 60, 60, 30]), ("sorted", lambda: S({"Ana": 75, "Ben": 60, "Chen": 60}))],
    "0.1.3": [
        ("prints", _f(lambda retention_rate, months: None)),
        ("list", _f(lambda retention_rate, months: [retention_rate**m for m in range(months + 1)])),
        ("two: linear, lost", _f(lambda retention_rate, months: months * (1 - retention_rate))),
    ],
    "0.1.4": [("words", lambda: "holds under conditions"), ("none of these", lambda: "none")],
    "0.2.a": [
        (
            "distinct values",
            lambda: np.mean(
                [
                    10,
                    30,
                    20,
                    60,
                    100,
                    35,
                ]
            ),
        ),
        ("last row", lambda: (30 + 20 + 60 + 100 + 35) / 5),
        ("per three customers", lambda: 255 / 3),
        ("dates", lambda: 255 / 2),
    ],
    "0.2.b": [
        ("lost zero over 300", lambda: 90.0),
        ("median", lambda: 40),
        ("300 of 90 and 500 of 40", lambda: (300 * 90 + 500 * 40) / 800),
        ("two: sum in thousands", lambda: 35),
    ],
    "0.2.1": [
        ("Series", lambda: load("cdnow_sample").groupby(["customer_id", "date"])["value"].sum()),
        (
            "sum of money",
            lambda: float(
                load("cdnow_sample")
                .groupby(["customer_id", "date"])["value"]
                .sum()
                .loc[lambda s: s > 50]
                .sum()
            ),
        ),
        (
            "customers with one",
            lambda: int(
                load("cdnow_sample")
                .groupby(["customer_id", "date"])["value"]
                .sum()
                .loc[lambda s: s > 50]
                .index.get_level_values(0)
                .nunique()
            ),
        ),
        ("two: not insured share", lambda: 1 - _parcels() / _parcels(least=-1)),
    ],
    "0.2.2": [
        ("no contract", lambda: _contracts().reset_index(drop=True)),
        ("one row each", lambda: load("telco")[["contract", "tenure", "churn"]]),
        ("mean of all", lambda: _contracts(churn_rate=lambda d, t: t["churn_rate"] * 0 + 0.265)),
        ("two: per cent and mean", lambda: _contracts(churn_rate=lambda d, t: 100 * (1 - t["churn_rate"]))),
    ],
    "0.2.3": [
        ("weekend", lambda: _sunday() + _sunday(day=5)),
        ("per weekday mean", lambda: _sunday() * 7),
        ("minus six", lambda: _sunday(-6)),
        ("two: rows, monday", lambda: _sunday(day=0, what="rows")),
    ],
    "0.2.4": [
        ("std", lambda: _households("std")),
        ("share of known", lambda: S({"all": 1.0, "known": 801 / 2500, "unknown": 1 - 801 / 2500})),
        ("weeks", lambda: _households() / 52),
        (
            "two: sum, swapped",
            lambda: S(
                dict(zip(("all", "known", "unknown"), _households("sum").iloc[[0, 2, 1]], strict=True))
            ),
        ),
    ],
    "0.2.5": [
        ("yes/no", lambda: S({"yes": _pdays()[True], "no": _pdays()[False]})),
        ("max", lambda: _pdays("max")),
        ("months", lambda: _pdays() / 30),
        ("two: counts exchanged", lambda: S({False: _pdays("count")[True], True: _pdays("count")[False]})),
    ],
    "0.2.6": [
        ("only poutcome and age", lambda: ["age", "poutcome"]),
        ("no housing", lambda: ["age", "balance", "poutcome", "previous"]),
        ("string", lambda: "age, balance"),
        ("two: deposit, no age", lambda: ["balance", "housing", "poutcome", "previous", "deposit"]),
    ],
    "0.2.7": [
        (
            "journey first",
            lambda: S(
                {"first months": "journey", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
            ),
        ),
        (
            "telco second",
            lambda: S(
                {"first months": "club", "second order": "telco", "calls": "bank", "coupons": "journey"}
            ),
        ),
        (
            "cdnow calls",
            lambda: S(
                {"first months": "club", "second order": "cdnow", "calls": "club", "coupons": "journey"}
            ),
        ),
        (
            "two: all shifted",
            lambda: S(
                {"first months": "cdnow", "second order": "bank", "calls": "journey", "coupons": "club"}
            ),
        ),
    ],
    "1.1.a": [
        ("hour of four only ticket", lambda: 48 - 14 - 5 * 4 + 3 - 3),
        ("hours twice", lambda: 48 - 14 - 40 - 3),
        ("half", lambda: 5.5),
        ("two: sum of cost without ticket", lambda: 23),
    ],
    "1.1.b": [
        ("80 to 60", lambda: -0.25),
        ("of both", lambda: 48 / 140),
        ("odds", lambda: 48 / 32),
        ("two: lost of the leaflets", lambda: 1 - 0.048),
    ],
    "1.1.1": [
        ("minutes", lambda: _gain(hours=1200)),
        ("quality of 1-0.8", lambda: _gain(quality=0.2)),
        ("rounded", lambda: _gain().round(-1)),
        ("two: no price, no hours", lambda: _gain(price=0, hours=0)),
    ],
    "1.1.2": [
        (
            "value over price",
            lambda: [
                n for n in LEARNERS.index if LEARNERS.need[n] * 0.8 > 90 and LEARNERS.cost_to_serve[n] < 90
            ],
        ),
        ("cheapest", lambda: ["Ivo"]),
        ("with Hana", lambda: ["Fay", "Gus", "Hana", "Jun"]),
        ("two: frame", lambda: LEARNERS[(_gain() > 0) & (LEARNERS.cost_to_serve < 90)]),
    ],
    "1.1.3": [
        ("median", lambda: _town(how="median")),
        ("share losing", lambda: _town(how="share")),
        ("fee doubled", lambda: _town(fee=180)),
        ("two: sign, mean", lambda: -_town(how="mean")),
    ],
    "1.1.4": [
        ("second over second and third", lambda: _came(2) / (_came(2) + _came(3))),
        ("one minus third", lambda: 1 - _came(3) / _came(2)),
        ("odds", lambda: _came(2) / (_came(1) - _came(2))),
        ("two: third of leaflets", lambda: _came(3) / 1000),
    ],
    "1.1.5": [
        (
            "loop one less",
            _f(
                lambda blocks, promise, quality, learning: (
                    quality + (promise - quality) * (1 - learning) ** (blocks - 1)
                )
            ),
        ),
        ("promise only", _f(lambda blocks, promise, quality, learning: promise)),
        ("average", _f(lambda blocks, promise, quality, learning: (promise + quality) / 2)),
        ("two: gap, half", _f(lambda blocks, promise, quality, learning: (promise - quality) * 0.5**blocks)),
    ],
    "1.1.6": [
        ("difference", lambda: 600 - 400),
        ("five", lambda: 5),
        ("fraction", lambda: 3.4),
        ("two", lambda: 3),
    ],
    "1.1.7": [("letter wrong", lambda: "B"), ("none", lambda: ""), ("text", lambda: "survivors")],
    "2.3.a": [
        ("a year of wins", lambda: 1440),
        ("leak share", lambda: 0.04),
        ("won over 4", lambda: 30),
        ("two: years end", lambda: 120 * 12 / 0.04),
    ],
    "2.3.b": [
        ("old level", lambda: 1 / 0.13),
        ("0.92/0.08", lambda: 11.5),
        ("half", lambda: 1.05),
        ("two: change per cent", lambda: 62.5),
    ],
    "2.3.c": [
        ("one and a half", lambda: 22500),
        ("two points each", lambda: 10000 * 0.25),
        ("per trial", lambda: 1000),
        ("two: both, one point", lambda: 20000),
    ],
    "2.3.1": [
        ("five", lambda: _students(years=5)),
        ("no start", lambda: _students(start=0)),
        ("0.3 lost of new too once", lambda: 400 * 0.343 + 150 * 0.7 * 3),
        ("two: no start two", lambda: _students(start=0, years=2)),
    ],
    "2.3.2": [
        ("per month", lambda: _times(i=0.1 / 12)),
        ("end of the year", lambda: _times(worth=lambda r: r / (1.1 - r))),
        (
            "two: worths if retained",
            lambda: S(
                {
                    k: r / (1.1 - r)
                    for k, r in {
                        "per_cent": 0.735,
                        "points": 0.75,
                        "fewer_leave": 0.715,
                        "never_leaves": 1.0,
                    }.items()
                }
            ),
        ),
    ],
    "2.3.3": [
        ("one number", lambda: 0.5),
        ("new margin only", lambda: _gym(margin=12)),
        ("two: no rent, per cent", lambda: {k: 100 * v for k, v in _gym(rent=0).items()}),
    ],
    "2.3.4": [
        (
            "beginning of year",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client(pay_late=False)(
                    profits, retention_rate, discount_rate, acquisition_cost
                )
            ),
        ),
        (
            "last times",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: (
                    sum(profits) - acquisition_cost
                )
            ),
        ),
        (
            "mean profit",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client()(
                    [sum(profits) / len(profits)], retention_rate, discount_rate, acquisition_cost
                )
            ),
        ),
        (
            "two: churn, no cost",
            _f(
                lambda profits, retention_rate, discount_rate, acquisition_cost: _client(cost=0)(
                    profits, 1 - retention_rate, discount_rate, acquisition_cost
                )
            ),
        ),
    ],
    "2.3.5": [
        ("by after", lambda: ["helpline", "calls", "gifts"]),
        ("alphabet", lambda: ["app", "gifts", "helpline"]),
        ("table", lambda: pd.DataFrame({"x": [1]})),
        ("two: by slide with letters dropped reversed", lambda: ["helpline", "gifts"]),
    ],
    "2.3.6": [
        ("sum", lambda: {"between": 2.0, "within": 3.0}),
        ("sign", lambda: {k: -v for k, v in _two("right").items()}),
        ("rounded", lambda: {k: round(v, 1) for k, v in _two("right").items()}),
        ("two: base, swapped", lambda: dict(zip(("within", "between"), _fuller("base"), strict=True))),
    ],
    "2.3.7": [
        ("one", lambda: _share()["joined_before"]),
        ("median", lambda: {k: round(v, 1) for k, v in _share().items()}),
        ("odds", lambda: {k: v / (1 - v) for k, v in _share().items()}),
        (
            "two: complement swapped",
            lambda: dict(
                zip(("after_first_month", "joined_before"), [1 - v for v in _share().values()], strict=True)
            ),
        ),
    ],
    "2.4.a": [
        ("10,000 at scale 10,000", lambda: 200 * (1 - np.exp(-0.5))),
        ("linear", lambda: 200 / 2),
        ("rounded one", lambda: 46.5 * 2),
        ("two: third share", lambda: np.exp(-2) - np.exp(-3)),
    ],
    "2.4.b": [
        ("index", lambda: 1),
        ("marginal", lambda: 1000 / 12),
        ("per customer", lambda: 2000 / 50),
        ("two: earned at 3000", lambda: 62 * 64 - 3000),
    ],
    "2.4.c": [("winning words", lambda: "from winning"), ("A?", lambda: "C"), ("1.27", lambda: 1.4 / 1.1)],
    "2.4.1": [
        ("ceiling less", lambda: (250 - 100) / _scale()),
        ("two points", lambda: 4000 / 250 * 100),
        ("log2", lambda: (-4000 / np.log2(0.6)) / 150),
        ("two: rounded scale", lambda: round(_scale(), -3) / 150),
    ],
    "2.4.2": [
        ("minimum one", _f(lambda worth, ceiling, scale: max(1, scale * np.log(worth * ceiling / scale)))),
        ("slope", _f(lambda worth, ceiling, scale: ceiling / scale)),
        ("log1p", _f(lambda worth, ceiling, scale: max(0, scale * np.log1p(worth * ceiling / scale)))),
        ("two: no ceiling, no floor", _f(lambda worth, ceiling, scale: scale * np.log(worth / scale))),
    ],
    "2.4.3": [
        ("sum", lambda: float(_step("from zero").sum())),
        ("cumulative", lambda: (-_step("negative")).cumsum()),
        ("int", lambda: (-_step("negative")).round(-1)),
        ("two: without quarters, upside", lambda: 1 / _step("without quarters")),
    ],
    "2.4.4": [
        ("half", lambda: _care() / 2),
        ("worth max", lambda: _care(floor=0.9)),
        ("rounded", lambda: round(_care())),
        ("two: yearly margin, ten", lambda: _care(m=216, i=0.1)),
    ],
    "2.4.5": [
        ("two places", lambda: S({"search": 6000, "posters": 0, "call": 6000})),
        (
            "by value",
            lambda: S({"search": 12000 * 120 / 440, "posters": 12000 * 120 / 440, "call": 12000 * 200 / 440}),
        ),
        ("list", lambda: list(_split())),
        ("two: shares per cent", lambda: _split() / 120),
    ],
    "2.4.6": [
        ("bank and gym", lambda: ["bank", "gym"]),
        ("highest next won", lambda: ["airline"]),
        ("kept cheap", lambda: ["shop"]),
        ("two: numbers", lambda: [180, 600, 50]),
    ],
    "2.4.7": [
        ("full formula", lambda: ["a", "r", "b"]),
        ("dict", lambda: {"acquire": 1, "engage": 2, "retain": 3}),
        ("ere", lambda: ["engage", "engage", "retain"]),
    ],
    "4.3.a": [
        ("sum of shares", lambda: 0.25 + 0.15),
        ("less one half", lambda: 90 / 400),
        ("lift other", lambda: 0.18 / 0.25),
        ("two: rate per cent", lambda: 30),
    ],
    "4.3.b": [
        ("P margin only", lambda: 15 * 0.2 + 0.5 * 4 * 0.5),
        ("difference", lambda: 4.85 - 4.4),
        ("Q twice", lambda: 4.0),
        ("two: all listen margins", lambda: 19),
    ],
    "4.3.c": [
        ("price off all 1,500+1,000", lambda: 200 * 14 - 2500 * 5),
        ("missing at five", lambda: 500 * 14 - 1500 * 5 - 300 * 5),
        ("ratio", lambda: 1.5),
        ("two: no control, per head", lambda: (13500 - 4200) / 10000),
    ],
    "4.3.1": [
        ("share home", lambda: _rule(rate=500 / 4000)),
        ("beyond over home", lambda: _rule(beyond=100 / 500)),
        ("two: sign and lift", lambda: _rule(lift=1 / 1.5, beyond=-100.0)),
    ],
    "4.3.2": [
        (
            "sales below goods",
            lambda: [n for n in YEAR.index if YEAR.sales[n] - YEAR.returned[n] < YEAR.goods[n]],
        ),
        ("highest contacts", lambda: ["Gül"]),
        ("all eight", lambda: list(YEAR.index)),
        (
            "two: three or more, no returns",
            lambda: list(YEAR.index[(_profit("none") < 0) & (YEAR.categories >= 3)]),
        ),
    ],
    "4.3.3": [
        ("fees over cost", lambda: 58 / 28),
        ("costs 20/2.5", lambda: 20 / 2.5),
        ("sum of fees", lambda: (58 + 28) / 1.1),
        ("two: off sign rounded", lambda: -19),
    ],
    "4.3.4": [
        ("alphabet", lambda: ["card", "insurance", "loan", "pension"]),
        ("expected lost", lambda: _ranked(OFFERS.margin * OFFERS.listens)),
        ("up margin", lambda: _ranked(OFFERS.margin, up=True)),
        ("two: up accept", lambda: _ranked(OFFERS.accepted, up=True)),
    ],
    "4.3.5": [
        ("without factor", lambda: {"gain": 2.5, "low": 1.0, "high": 4.0}),
        ("pooled", lambda: _aimed(z=2.576)),
        ("only gain", lambda: 1.875),
        (
            "two: sign, one se",
            lambda: {
                "gain": -1.875,
                "low": -1.875 - 0.75 * np.sqrt(0.6),
                "high": -1.875 + 0.75 * np.sqrt(0.6),
            },
        ),
    ],
    "4.3.6": [
        ("clicks times margin", lambda: 15.0 * CAMP.clicks - CAMP.cost),
        ("cost added", lambda: _brought(cost=-1)),
        ("margin of the coupon only", lambda: _brought(off="none", cost=0)),
        ("two: later only no cost", lambda: 15.0 * (CAMP.later_orders - 5280)),
    ],
    "4.3.7": [
        ("dict upside", lambda: 1 / _brings()),
        ("r 0.8", lambda: _brings(r=0.8)),
        ("z at start", lambda: _brings(z=30, y=40)),
        ("two: no spending, unit off", lambda: _brings(y=0, z=0, minus=1)),
    ],
}

WAYS = {name: FIRST.get(name, []) + MORE.get(name, []) for name in FIRST | MORE}
