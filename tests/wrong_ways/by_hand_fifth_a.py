"""Wrong ways through the chapters 0.1 to 2.4, thought of from page and task alone, a fifth time."""

import functools

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import brentq, minimize_scalar

from marketing_origin import data, economics, experiments

S = pd.Series
RIGHT, WAYS = {}, {}


@functools.cache
def load(name):
    return data.load(name)


# 0.1 ------------------------------------------------------------------------------------------------------


def _eight_orders():
    return pd.DataFrame(
        {
            "customer": ["Ana", "Ben", "Ana", "Chen", "Ben", "Ana", "Chen", "Dora"],
            "value": [20, 35, 15, 50, 25, 40, 10, 30],
        }
    )


def _per_customer(how):
    return _eight_orders().groupby("customer")["value"].agg(how)


def _left(rate, months):
    return rate**months


# 0.2 ------------------------------------------------------------------------------------------------------


def _parcels(column="value", by=("customer_id", "date"), rows=None, how="sum"):
    table = load("cdnow_sample")
    table = table if rows is None else rows(table)
    return table.groupby(list(by))[column].agg(how)


def _by_contract(telco=None, left="mean", tenure="median"):
    telco = load("telco") if telco is None else telco
    return telco.groupby("contract", observed=True).agg(
        subscribers=("customer_id", "count"), churn_rate=("churn", left), median_tenure=("tenure", tenure)
    )


def _leavers_share():
    table = _by_contract()
    left = table["subscribers"] * table["churn_rate"]
    return table.assign(churn_rate=left / left.sum())


def _stayers_tenure():
    telco = load("telco")
    stayed = telco[~telco["churn"].astype(bool)].groupby("contract", observed=True)["tenure"].median()
    return _by_contract().assign(median_tenure=stayed)


def _on_sunday(zone="America/New_York", day=6):
    stamp = load("journey_baskets")["timestamp"].dt.tz_localize("UTC")
    return stamp.dt.tz_convert(zone).dt.dayofweek == day


def _sunday_share(on, column="sales_value"):
    baskets = load("journey_baskets")
    return baskets.loc[on, column].sum() / baskets[column].sum()


def _households():
    return load("journey_baskets").groupby("household_id")["sales_value"].sum()


def _three_groups(spent, known, how="mean"):
    groups = {"all": spent, "known": spent[known], "unknown": spent[~known]}
    return S({name: getattr(group, how)() for name, group in groups.items()})


def _known_households(how="mean", only=None):
    spent = _households()
    people = load("journey_demographics")
    people = people if only is None else only(people)
    return _three_groups(spent, spent.index.isin(people["household_id"]), how)


def _known_baskets():
    baskets = load("journey_baskets")
    known = baskets["household_id"].isin(load("journey_demographics")["household_id"])
    return _three_groups(baskets["sales_value"], known)


def _per_all_households():
    table = _known_households("sum")
    return table / len(_households())


def _days(mask=lambda bank: bank["pdays"] >= 0, how="mean", by="deposit"):
    bank = load("bank")
    return bank[mask(bank)].groupby(by)["pdays"].agg(how)


def _parcel_log():
    return pd.DataFrame(
        {
            "customer": ["Ana", "Ana", "Ana", "Ben", "Ben", "Chen"],
            "day": [1, 1, 2, 1, 2, 2],
            "value": [10, 30, 20, 60, 100, 35],
        }
    )


def _which(**other):
    right = {"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
    return S(right | {name.replace("_", " "): value for name, value in other.items()})


RIGHT |= {
    "0.1.1": lambda: 0.96**20,
    "0.1.2": lambda: _per_customer("sum"),
    "0.1.3": lambda: _left,
    "0.1.a": lambda: 0.8**3,
    "0.2.1": lambda: int((_parcels() > 50).sum()),
    "0.2.2": lambda: _by_contract(),
    "0.2.3": lambda: _sunday_share(_on_sunday()),
    "0.2.4": lambda: _known_households(),
    "0.2.5": lambda: _days(),
    "0.2.6": lambda: ["age", "balance", "housing", "poutcome", "previous"],
    "0.2.7": lambda: _which(),
    "0.2.a": lambda: _parcel_log().groupby(["customer", "day"])["value"].sum().mean(),
    "0.2.b": lambda: (300 * 90 + 200 * 40) / 500,
}
WAYS |= {
    "0.1.1": [
        ("the chapter's 95 in 100 in place of 96", lambda: 0.95**20),
        ("a year in place of 20 months", lambda: 0.96**12),
        (
            "an average over the 20 months of the share that is there",
            lambda: np.mean(0.96 ** np.arange(1, 21)),
        ),
        ("two: the chapter's 95 in 100, and the share gone", lambda: 1 - 0.95**20),
    ],
    "0.1.2": [
        ("a customer's largest order", lambda: _per_customer("max")),
        ("a customer's last order", lambda: _per_customer("last")),
        ("a customer's share of all that was bought", lambda: _per_customer("sum") / 225),
        (
            "two: a customer's mean order, as a share of the mean of all orders",
            lambda: _per_customer("mean") / _eight_orders()["value"].mean(),
        ),
    ],
    "0.1.3": [
        (
            "the rate read as a yearly one: months / 12 in the power",
            lambda: lambda retention_rate, months: retention_rate ** (months / 12),
        ),
        (
            "rounded to two digits",
            lambda: lambda retention_rate, months: round(retention_rate**months, 2),
        ),
        (
            "the same number off each month, and nothing below 0",
            lambda: lambda retention_rate, months: max(0.0, 1 - months * (1 - retention_rate)),
        ),
        (
            "two: the same number off each month, and the share gone",
            lambda: lambda retention_rate, months: months * (1 - retention_rate),
        ),
    ],
    "0.1.a": [
        ("yearly steps: two in place of three", lambda: 0.8**2),
        ("20 off for each year", lambda: 1 - 3 * 0.2),
        ("the share that has left", lambda: 1 - 0.8**3),
        ("two: two yearly steps, and the share that has left", lambda: 1 - 0.8**2),
    ],
    "0.2.1": [
        (
            "customers who ever had such a parcel",
            lambda: int((_parcels() > 50).groupby("customer_id").any().sum()),
        ),
        (
            "the mean of a parcel's rows in place of their sum",
            lambda: int((_parcels(how="mean") > 50).sum()),
        ),
        (
            "the dearest row of a parcel in place of the sum",
            lambda: int((_parcels(how="max") > 50).sum()),
        ),
        (
            "two: rows in place of parcels, and in all of CDNOW",
            lambda: int((load("cdnow")["value"] > 50).sum()),
        ),
    ],
    "0.2.2": [
        ("the share of all leavers who had this contract, for the churn rate", _leavers_share),
        ("the tenure of those who stayed", _stayers_tenure),
        (
            "subscribers without those who left",
            lambda: _by_contract().assign(subscribers=lambda t: t["subscribers"] * (1 - t["churn_rate"])),
        ),
        (
            "two: the mean tenure, and the number who left for the churn rate",
            lambda: _by_contract(left="sum", tenure="mean"),
        ),
    ],
    "0.2.3": [
        ("the whole weekend", lambda: _sunday_share(_on_sunday() | _on_sunday(day=5))),
        ("day 7 taken for day 0: Mondays", lambda: _sunday_share(_on_sunday(day=0))),
        ("units in place of sales", lambda: _sunday_share(_on_sunday(), "units")),
        (
            "two: world time, and the share of the baskets",
            lambda: (load("journey_baskets")["timestamp"].dt.dayofweek == 6).mean(),
        ),
    ],
    "0.2.4": [
        ("the median of the households", lambda: _known_households("median")),
        ("each group's sales over the number of all households", _per_all_households),
        ("sales per basket in place of per household", _known_baskets),
        (
            "two: sales per basket, and known and unknown exchanged",
            lambda: _known_baskets()[["all", "unknown", "known"]].set_axis(["all", "known", "unknown"]),
        ),
    ],
    "0.2.5": [
        ("the median of the days", lambda: _days(how="median")),
        (
            "those of whom the outcome of the earlier campaign is known",
            lambda: _days(lambda bank: ~bank["poutcome"].isin(["unknown", "other"])),
        ),
        (
            "the code -1 set to 0 and left in the mean",
            lambda: (
                load("bank")
                .assign(pdays=lambda b: b["pdays"].clip(lower=0))
                .groupby("deposit")["pdays"]
                .mean()
            ),
        ),
        (
            "two: the median, and the buyers and the others exchanged",
            lambda: _days(how="median").rename({True: False, False: True}),
        ),
    ],
    "0.2.6": [
        (
            "the calls of this campaign let in",
            lambda: ["age", "balance", "housing", "poutcome", "previous", "campaign"],
        ),
        ("the outcome of the earlier campaign left out", lambda: ["age", "balance", "housing", "previous"]),
        ("only what the client is, nothing of earlier calls", lambda: ["age", "balance", "housing"]),
        (
            "two: the calls of this campaign let in, the contacts before it left out",
            lambda: ["age", "balance", "housing", "poutcome", "campaign"],
        ),
    ],
    "0.2.7": [
        ("the coupons at the music shop", lambda: _which(coupons="cdnow")),
        ("the first months at the telephone company", lambda: _which(first_months="telco")),
        ("the second order at the grocer's", lambda: _which(second_order="journey")),
        (
            "two: the first months at the telephone company, its calls for the sale's calls",
            lambda: _which(first_months="telco", calls="telco"),
        ),
    ],
    "0.2.a": [
        (
            "per day, whoever bought",
            lambda: _parcel_log().groupby("day")["value"].sum().mean(),
        ),
        (
            "the mean of each customer's mean parcel",
            lambda: (
                _parcel_log().groupby(["customer", "day"])["value"].sum().groupby("customer").mean().mean()
            ),
        ),
        (
            "the parcel in the middle",
            lambda: _parcel_log().groupby(["customer", "day"])["value"].sum().median(),
        ),
        (
            "two: rows in place of parcels, and the one in the middle",
            lambda: _parcel_log()["value"].median(),
        ),
    ],
    "0.2.b": [
        ("the plain mean of 90 and 40", lambda: (90 + 40) / 2),
        ("the lost ones count as having spent nothing", lambda: 300 * 90 / 500),
        ("300 and 500 as weights", lambda: (300 * 90 + 500 * 40) / 800),
        ("two: the lost ones spent nothing, and are 500 more than the 300", lambda: 300 * 90 / 800),
    ],
}


# 1.1 ------------------------------------------------------------------------------------------------------


def _learners():
    return pd.DataFrame(
        {
            "need": [220, 180, 150, 250, 150, 140],
            "hour_worth": [2.0, 1.5, 1.0, 5.0, 0.5, 0.5],
            "attention": [6, 10, 4, 12, 3, 8],
            "cost_to_serve": [70, 70, 95, 60, 70, 100],
        },
        index=["Fay", "Gus", "Hana", "Ivo", "Jun", "Kim"],
    ).rename_axis("learner")


def _gain(quality=0.8, price=90, hours=20, attention=1, served=0):
    table = _learners()
    value = quality * table["need"] - price - hours * table["hour_worth"]
    return value - attention * table["attention"] - served * table["cost_to_serve"]


def _exchange(of_learner, of_school):
    return list(_learners().index[of_learner & of_school])


def _town():
    rng = np.random.default_rng(113)
    town = pd.DataFrame({"need": rng.gamma(4, 40, size=3000)})
    town["effort"] = 20 * rng.uniform(0, 2, size=3000)
    town["effort"] += rng.uniform(0, 15, size=3000)
    return town


def _gain_of_town(books=0.9, lives=0.5, effort=1, effort_in_booking=1, fee=90, mean=False):
    town = _town()
    booked = town["need"] * books > fee + effort_in_booking * town["effort"]
    gain = (town["need"] * lives - fee - effort * town["effort"])[booked]
    return gain.mean() if mean else gain.sum()


def _leaflet_log():
    rng = np.random.default_rng(114)
    first = pd.DataFrame({"household": range(1, 701), "course": 1})
    first["leaflet"] = ["bold"] * 420 + ["plain"] * 280
    chance = first["leaflet"].map({"bold": 0.25, "plain": 0.75})
    second = first[rng.random(len(first)) < chance].assign(course=2)
    third = second[rng.random(len(second)) < 0.7].assign(course=3)
    return pd.concat([first, second, third])


def _courses():
    return _leaflet_log().groupby(["leaflet", "course"]).size().unstack()


def _expects(blocks, promise, quality, learning):
    return quality + (promise - quality) * (1 - learning) ** blocks


def _recent_mean(blocks, promise, quality, learning):
    return promise + learning * (quality - promise) if blocks else promise


def _adds_up(blocks, promise, quality, learning):
    return promise + blocks * learning * (quality - promise)


def _stays_with_promise(blocks, promise, quality, learning):
    return quality + (promise - quality) * learning**blocks


def _stays_and_adds(blocks, promise, quality, learning):
    return promise + blocks * (1 - learning) * (quality - promise)


def _ahead(total=True):
    courses = np.arange(60)
    bookings = [600 * 0.3**courses, 400 * 0.6**courses]
    if total:
        bookings = [column.cumsum() for column in bookings]
    return int(np.argmax(bookings[1] > bookings[0])) + 1


RIGHT |= {
    "1.1.1": lambda: _gain(),
    "1.1.2": lambda: _exchange(_gain() > 0, _learners()["cost_to_serve"] < 90),
    "1.1.3": lambda: _gain_of_town(),
    "1.1.4": lambda: _courses()[2] / _courses()[1],
    "1.1.5": lambda: _expects,
    "1.1.6": lambda: _ahead(),
    "1.1.a": lambda: 48 - 14 - 5 * 4 - 3,
    "1.1.b": lambda: 48 / 80,
}
WAYS |= {
    "1.1.1": [
        ("twelve hours, as in the chapter", lambda: _gain(hours=12)),
        ("the chapter's quality of 0.7", lambda: _gain(quality=0.7)),
        ("the price taken for the school's cost", lambda: _gain(price=0, served=1)),
        ("two: the chapter's quality, and attention left out", lambda: _gain(quality=0.7, attention=0)),
    ],
    "1.1.2": [
        (
            "whoever gains together with the school, whichever side loses",
            lambda: list(_learners().index[_gain(price=0, served=1) > 0]),
        ),
        (
            "the learner's side alone",
            lambda: list(_learners().index[_gain() > 0]),
        ),
        (
            "the school's side alone",
            lambda: list(_learners().index[_learners()["cost_to_serve"] < 90]),
        ),
        (
            "two: twelve hours as in the chapter, and the learner's side alone",
            lambda: list(_learners().index[_gain(hours=12) > 0]),
        ),
    ],
    "1.1.3": [
        ("the effort forgotten in the booking alone", lambda: _gain_of_town(effort_in_booking=0)),
        ("the fee of the chapter, 60", lambda: _gain_of_town(fee=60)),
        ("the chapter's quality of 0.7 for what is delivered", lambda: _gain_of_town(lives=0.7)),
        (
            "two: booked at the true quality, the effort left out of the gain",
            lambda: _gain_of_town(0.5, effort=0),
        ),
    ],
    "1.1.4": [
        ("course 3 out of course 2", lambda: _courses()[3] / _courses()[2]),
        ("out of the 1,000 households with a leaflet", lambda: _courses()[2] / 1000),
        (
            "the mean number of courses after the first",
            lambda: (_courses()[2] + _courses()[3]) / _courses()[1],
        ),
        ("two: course 3, and out of the 1,000 households", lambda: _courses()[3] / 1000),
    ],
    "1.1.5": [
        ("the step of the first block, as often as there are blocks", lambda: _adds_up),
        ("one block, however many", lambda: _recent_mean),
        (
            "one block too few",
            lambda: (
                lambda blocks, promise, quality, learning: _expects(
                    max(blocks - 1, 0), promise, quality, learning
                )
            ),
        ),
        ("two: the first step as often as blocks, by the share that is kept", lambda: _stays_and_adds),
    ],
    "1.1.6": [
        (
            "in each later course as many as in the second",
            lambda: next(n + 1 for n in range(20) if 400 + 240 * n > 600 + 180 * n),
        ),
        ("the course in which the plain one brings more", lambda: _ahead(total=False)),
        (
            "the courses after the first counted from 1",
            lambda: _ahead() - 1,
        ),
        (
            "two: the course in which the plain one brings more, counted from 0",
            lambda: _ahead(total=False) - 1,
        ),
    ],
    "1.1.a": [
        ("one hour in place of five", lambda: 48 - 14 - 4 - 3),
        ("without the ticket", lambda: 48 - 5 * 4 - 3),
        ("the full price, not what is left", lambda: 14 + 5 * 4 + 3),
        ("two: the booking forgotten, and one hour in place of five", lambda: 48 - 14 - 4),
    ],
    "1.1.b": [
        ("all 60 of the second course over the 80", lambda: 60 / 80),
        ("48 over the 60 of the second course", lambda: 48 / 60),
        ("48 over the 92 different people of both courses", lambda: 48 / 92),
        ("two: all 60, and over the people of both courses", lambda: 60 / 92),
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


def _half_year(days=180, what="share", calendar=False):
    orders = load("cdnow_sample").groupby(["customer_id", "date"], as_index=False)["value"].sum()
    first = orders.groupby("customer_id")["date"].transform("min")
    start = pd.Timestamp("1997-01-01") if calendar else first
    age = (orders["date"] - start).dt.days
    orders = orders.assign(later=orders["date"] > first)[age <= days]
    if what == "orders":
        return orders["later"].mean()
    if what == "per customer":
        spent = orders["value"].where(orders["later"], 0).groupby(orders["customer_id"]).sum()
        return (spent / orders.groupby("customer_id")["value"].sum()).mean()
    if what == "people":
        return orders.groupby("customer_id")["later"].any().mean()
    return orders.loc[orders["later"], "value"].sum() / orders["value"].sum()


def _studio(worth=(10, 45, 5), moves=None, start=0):
    stay = np.array([[0.0, 0.4, 0.0], [0.0, 0.85, 0.1], [0.0, 0.3, 0.4]]) if moves is None else moves
    return np.linalg.solve(np.eye(3) - stay, np.array(worth, dtype=float))[start]


def _no_way_back():
    return _studio(moves=np.array([[0.0, 0.4, 0.0], [0.0, 0.85, 0.1], [0.0, 0.0, 0.4]]))


def _months_of(months):
    stay = np.array([[0.0, 0.4, 0.0], [0.0, 0.85, 0.1], [0.0, 0.3, 0.4]])
    here, total = np.array([1.0, 0.0, 0.0]), 0.0
    for _ in range(months):
        total += here @ [10, 45, 5]
        here = here @ stay
    return total


def _persuaded(stopped=(0.8, 0.1), moved=(0.5, 0.25), orders=(1.25, 10)):
    weight = np.array(stopped) * np.array(moved)
    return float(weight @ np.array(orders) / weight.sum())


TRIAL_DAYS = np.array([2, 3, 5, 5, 8, 9, 12, 14, 20, 30])
TRIAL_PAID = np.array([True, False] * 5)


def _paid_by(day, seen_last=True):
    waiting = 1.0
    for at in np.unique(TRIAL_DAYS[TRIAL_PAID]):
        if at <= day:
            watched = (at < TRIAL_DAYS) | ((at == TRIAL_DAYS) & (TRIAL_PAID | seen_last))
            waiting *= 1 - 1 / watched.sum()
    return 1 - waiting


def _readers():
    readers = load("cdnow_sample").groupby("customer_id")["value"].sum().to_frame("spent")
    rng = np.random.default_rng(41)
    readers["newsletter"] = rng.choice(list("ABCDEFGHIJKL"), size=len(readers))
    readers["half"] = rng.choice(["first", "second"], size=len(readers))
    return readers


def _followed(best_in="first", look_in="second", against="second", how="mean"):
    readers = _readers()
    halves = {"first": readers[readers["half"] == "first"], "second": readers[readers["half"] == "second"]}
    halves["both"] = readers
    letter = halves[best_in].groupby("newsletter")["spent"].mean().idxmax()
    seen, base = halves[look_in], halves[against]
    mine = seen.loc[seen["newsletter"] == letter, "spent"].agg(how)
    return mine / base["spent"].agg(how) - 1


RIGHT |= {
    "1.2.1": lambda: (MONTH / MONTH.shift()).iloc[1:],
    "1.2.3": lambda: _half_year(),
    "1.2.4": lambda: _studio(),
    "1.2.5": lambda: _persuaded(),
    "1.2.6": lambda: _paid_by(14),
    "1.2.7": lambda: _followed(),
    "1.2.a": lambda: 300 * 36 / 240,
    "1.2.b": lambda: 20 + 0.5 * 4 * 30,
}
WAYS |= {
    "1.2.1": [
        ("the share lost at each step", lambda: 1 - (MONTH / MONTH.shift()).iloc[1:]),
        ("each step out of all who saw the ad", lambda: MONTH.iloc[1:] / 80_000),
        (
            "the rates one label too early, with the step that is left",
            lambda: S((MONTH / MONTH.shift()).iloc[1:].to_numpy(), MONTH.index[:-1]),
        ),
        ("two: out of all who saw the ad, and what is lost", lambda: 1 - MONTH.iloc[1:] / 80_000),
    ],
    "1.2.3": [
        ("180 days from the first of January for everybody", lambda: _half_year(calendar=True)),
        ("the mean of the customers' own shares", lambda: _half_year(what="per customer")),
        ("the share of the orders in place of the money", lambda: _half_year(what="orders")),
        (
            "two: the share of the customers who came again, and in 90 days",
            lambda: _half_year(90, what="people"),
        ),
    ],
    "1.2.4": [
        ("the value of a member, not of a trial", lambda: _studio(start=1)),
        ("the first twelve months alone", lambda: _months_of(12)),
        ("whoever pauses never comes back", _no_way_back),
        ("two: no way back from a pause, and the trial month left out", lambda: _no_way_back() - 10),
    ],
    "1.2.5": [
        (
            "the shares persuaded exchanged between the kinds",
            lambda: _persuaded(moved=(0.25, 0.5)),
        ),
        (
            "everybody of a kind could be persuaded, not only who would have stopped",
            lambda: _persuaded(stopped=(1, 1)),
        ),
        ("the order with the voucher left out", lambda: _persuaded() - 1),
        (
            "two: each who would have stopped as likely as the other, and the order with the voucher left out",
            lambda: _persuaded(moved=(1, 1)) - 1,
        ),
    ],
    "1.2.6": [
        (
            "those seen last on a day no longer watched on it",
            lambda: _paid_by(14, seen_last=False),
        ),
        ("all ten as base", lambda: (TRIAL_PAID & (TRIAL_DAYS <= 14)).mean()),
        (
            "who was seen last by day 14 left out altogether",
            lambda: 4 / 6,
        ),
        ("two: the share still waiting, and up to day 20", lambda: 1 - _paid_by(20)),
    ],
    "1.2.7": [
        (
            "how far it stood above the mean in the first half",
            lambda: _followed(look_in="first", against="first"),
        ),
        ("the mean of the first half as the measure", lambda: _followed(against="first")),
        (
            "its readers of both halves against all readers",
            lambda: _followed(look_in="both", against="both"),
        ),
        (
            "two: the best of both halves together, and medians in the second half",
            lambda: _followed(best_in="both", how="median"),
        ),
    ],
    "1.2.a": [
        ("half of the 2,000 invited come", lambda: 1000 * 36 / 240),
        ("half of the 240 more", lambda: 360 * 36 / 240),
        ("36 of the 600 who said so as the last rate", lambda: 300 * 36 / 600),
        ("two: half of the 2,000, and 36 of the 600", lambda: 1000 * 36 / 600),
    ],
    "1.2.b": [
        ("the second order alone, no loop", lambda: 20 + 0.5 * 30),
        ("three repeat orders, the second one not counted", lambda: 20 + 0.5 * 3 * 30),
        ("every first-time buyer enters the loop", lambda: 20 + 4 * 30),
        ("two: the first order left out, and every buyer enters the loop", lambda: 4 * 30),
    ],
}


# 1.3 ------------------------------------------------------------------------------------------------------


def _insured_customers():
    rng = np.random.default_rng(231)
    return pd.DataFrame(
        {
            "motivation": rng.uniform(0, 10, size=800),
            "ability": rng.uniform(0, 10, size=800),
            "asked": rng.random(800) < 0.5,
        }
    )


def _switch(motivation=0, ability=0, ask_all=False, bar=25, top=10):
    table = _insured_customers()
    product = (table["motivation"] + motivation).clip(upper=top) * (table["ability"] + ability).clip(
        upper=top
    )
    return int(((product > bar) & (table["asked"] | ask_all)).sum())


def _remedies(base=None, reminded=800, gifts=None, top=10):
    base = _switch() if base is None else base
    reminder, simpler, gift = (
        _switch(ask_all=True),
        _switch(ability=2, top=top),
        _switch(motivation=2, top=top),
    )
    paid = gift if gifts is None else gifts(gift)
    return S(
        {
            "reminder": 0.3 * reminded / (reminder - base),
            "simpler": 900 / (simpler - base),
            "gift": 3 * paid / (gift - base),
        }
    )


OLD_BUTTON, NEW_BUTTON = (48, 1200), (78, 1200)


def _buttons(one=OLD_BUTTON, two=NEW_BUTTON, method="newcombe", z=None):
    gap = two[0] / two[1] - one[0] / one[1]
    if z:
        error = np.sqrt(sum(k / n * (1 - k / n) / n for k, n in (one, two)))
        return {"difference": gap, "low": gap - z * error, "high": gap + z * error}
    interval = experiments.difference_interval(one, two, method=method)
    return {"difference": gap, "low": interval.low, "high": interval.high}


def _relative(result):
    return {name: value / 0.04 for name, value in result.items()}


def _people(arms=2, goal=0.05, power=0.8, formula="pooled"):
    return arms * np.ceil(experiments.sample_size(0.04, goal, power=power, formula=formula))


def _mornings():
    rng = np.random.default_rng(235)
    mornings = np.arange(1, 22, dtype="int64")
    one, two = (rng.binomial(200, 0.08, size=(1000, 21)).cumsum(axis=1) for _ in range(2))
    pooled = (one + two) / (2 * 200 * mornings)
    z = (two - one) / np.sqrt(2 * pooled * (1 - pooled) * 200 * mornings)
    return pd.DataFrame(2 * stats.norm.sf(np.abs(z)), columns=mornings)


HEADLINES = S(
    {
        "A": 0.032,
        "B": 0.0044,
        "C": 0.27,
        "D": 0.0004,
        "E": 0.61,
        "F": 0.041,
        "G": 0.0048,
        "H": 0.12,
        "I": 0.83,
        "J": 0.011,
        "K": 0.44,
        "L": 0.019,
    }
)


def _claimed(bars):
    values = HEADLINES.sort_values()
    passed = values.to_numpy() <= bars
    many = len(passed) if passed.all() else int(np.argmin(passed))
    return list(values.index[:many])


RIGHT |= {
    "1.3.1": lambda: _switch(ask_all=True) - _switch(),
    "1.3.2": lambda: _remedies(),
    "1.3.3": lambda: _buttons(),
    "1.3.4": lambda: _people(),
    "1.3.5": lambda: (_mornings() < 0.05).any(axis=1).mean(),
    "1.3.6": lambda: _claimed(0.05 / np.arange(12, 0, -1)),
    "1.3.7": lambda: (290 / 1000 - 8 / 2000) / (520 / 1000 - 160 / 2000),
    "1.3.a": lambda: 140 * 5 / 40,
    "1.3.b": lambda: _buttons((80, 400), (100, 400), z=1.96)["low"],
    "1.3.c": lambda: (132 - 12) / (260 - 60),
}
WAYS |= {
    "1.3.1": [
        ("all who are over the line", lambda: _switch(ask_all=True)),
        ("all who are not asked today", lambda: int((~_insured_customers()["asked"]).sum())),
        ("as many as switch today, since half are asked", lambda: _switch()),
        (
            "two: all who are over the line, and the chapter's line of 20",
            lambda: _switch(ask_all=True, bar=20),
        ),
    ],
    "1.3.2": [
        ("the reminder paid for those alone who are not asked yet", lambda: _remedies(reminded=366)),
        ("gifts for the additional switches alone", lambda: _remedies(gifts=lambda gift: gift - _switch())),
        ("motivation and ability above 10 let stand", lambda: _remedies(top=99)),
        (
            "two: per switch and not per additional one, with gifts for all 800",
            lambda: _remedies(base=0, gifts=lambda gift: 800),
        ),
    ],
    "1.3.3": [
        ("old less new", lambda: _buttons(NEW_BUTTON, OLD_BUTTON)),
        ("as a fraction of the old rate", lambda: _relative(_buttons())),
        ("one standard error to either side", lambda: _buttons(z=1)),
        (
            "two: old less new, and in percentage points",
            lambda: {name: 100 * value for name, value in _buttons(NEW_BUTTON, OLD_BUTTON).items()},
        ),
    ],
    "1.3.4": [
        ("by the rule of 16", lambda: _people(formula="rule_of_16")),
        ("a power of 90%", lambda: _people(power=0.9)),
        ("a rise to 4.5 in 100", lambda: _people(goal=0.045)),
        ("two: one arm, by the rule of 16", lambda: _people(arms=1, formula="rule_of_16")),
    ],
    "1.3.5": [
        ("the share of mornings below 0.05", lambda: (_mornings() < 0.05).to_numpy().mean()),
        ("below 0.05 on at least two mornings", lambda: ((_mornings() < 0.05).sum(axis=1) >= 2).mean()),
        ("the first of the mornings alone", lambda: (_mornings()[1] < 0.05).mean()),
        (
            "two: the share that declares none, looking on the last morning alone",
            lambda: (_mornings()[21] >= 0.05).mean(),
        ),
    ],
    "1.3.6": [
        (
            "Holm's steps among those below 0.05 alone, as if only seven had been tried",
            lambda: _claimed(0.05 / np.r_[7:0:-1, np.full(5, 1e9)]),
        ),
        ("the false ones held to 5 in 100 of the claims", lambda: list("DBGJL")),
        ("those that cannot be claimed", lambda: list("ACEFHIJKL")),
        ("two: by 0.05 without any steps, and those that cannot be claimed", lambda: list("CEHIK")),
    ],
    "1.3.7": [
        ("compared with those who must answer", lambda: (0.290 - 0.005) / (0.520 - 0.110)),
        ("of all who took the cover with the tick", lambda: (290 / 1000 - 8 / 2000) / (520 / 1000)),
        ("the difference of the two shares that cancelled", lambda: 290 / 520 - 8 / 160),
        (
            "two: the numbers of unequal arms, and all who took the cover as base",
            lambda: (290 - 8) / 520,
        ),
    ],
    "1.3.a": [
        ("the vouchers over all who buy", lambda: 140 * 5 / 140),
        ("vouchers for all 1,000 visitors", lambda: 1000 * 5 / 40),
        ("vouchers for the 100 who buy anyway", lambda: 100 * 5 / 40),
        ("two: vouchers for all visitors, over all who buy", lambda: 1000 * 5 / 140),
    ],
    "1.3.b": [
        ("the upper end", lambda: _buttons((80, 400), (100, 400), z=1.96)["high"]),
        ("one standard error", lambda: _buttons((80, 400), (100, 400), z=1)["low"]),
        (
            "the lower end of the new letter's own share",
            lambda: 0.25 - 1.96 * np.sqrt(0.25 * 0.75 / 400),
        ),
        ("two: one standard error, and old less new", lambda: _buttons((100, 400), (80, 400), z=1)["low"]),
    ],
    "1.3.c": [
        ("the added ones' undoing over all with the tick", lambda: (132 - 12) / 260),
        ("over the 500 of the arm", lambda: (132 - 12) / 500),
        ("all 132 over the added ones", lambda: 132 / (260 - 60)),
        ("two: all 132 over the 500", lambda: 132 / 500),
    ],
}


# 2.1 ------------------------------------------------------------------------------------------------------


ON_THE_BILL = [
    "search_ads",
    "agency_fee",
    "sales_wages",
    "sales_training",
    "welcome_gifts",
    "friend_rewards",
]


def _bill(add=(), leave=()):
    return [name for name in [*ON_THE_BILL, *add] if name not in leave]


def _payments(cost=60, margin=12, stay=0.85, first=1.0):
    paid = np.cumsum(first * margin * stay ** np.arange(200))
    return int(np.argmax(paid >= cost)) + 1


PARTS = ["advertising", "labour", "promotion", "referral_rewards"]


def _cac(parts=PARTS, year="2024", joiners=None):
    costs, members = load("club_costs"), load("club_members")
    spent = costs[costs["month"].dt.year == int(year)].groupby("channel", observed=True)[list(parts)].sum()
    new = members[members["join_month"].dt.year == int(year)] if joiners is None else joiners(members)
    return spent.sum(axis=1) / new["channel"].value_counts()


def _active_in_2024(members):
    months = load("club_months")
    here = months.loc[months["month"] >= "2024-01-01", "member_id"].unique()
    return members[members["member_id"].isin(here)]


@functools.cache
def _joiners_of_2023():
    members = load("club_members")
    months = load("club_months").merge(members, on="member_id").merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    first_year = months[12 * (month.year - joined.year) + month.month - joined.month < 12]
    joiners = members[members["join_month"].dt.year == 2023].set_index("member_id")
    joiners = joiners[["channel", "joining_discount"]]
    joiners["first_year_margin"] = first_year.groupby("member_id")["margin"].sum()
    return joiners


def _what_is_left(parts=("advertising", "labour", "referral_rewards"), year=2023, how="mean", discount=0):
    joiners, costs = _joiners_of_2023(), load("club_costs")
    spent = costs.loc[costs["month"].dt.year == year, list(parts)].sum().sum()
    brought = joiners["first_year_margin"].agg(how)
    return brought + discount * joiners["joining_discount"].mean() - spent / len(joiners)


def _left_by_channel():
    joiners = _joiners_of_2023()
    brought = joiners.groupby("channel", observed=True)["first_year_margin"].mean()
    return (brought - _cac(["advertising", "labour", "referral_rewards"], "2023")).mean()


def _next_student():
    return S({4000: 2000 / 34, 6000: 2000 / 25, 8000: 2000 / 15})


def _bank_years():
    bank = load("bank")
    calendar = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    position = bank["month"].astype(str).map(calendar.index)
    return bank.assign(
        year=2008 + (position.diff() < 0).astype("int64").cumsum(), before=bank["previous"] > 0
    )


def _calls_ratio(measure="per sale", since=2009, before=None):
    bank = _bank_years()
    bank = bank if before is None else bank.assign(before=before(bank))

    def ratio(rows):
        groups = rows.groupby("before")
        if measure == "per sale":
            each = groups["campaign"].sum() / groups["deposit"].sum()
        elif measure == "per client":
            each = groups["campaign"].mean()
        elif measure == "of buyers":
            each = rows[rows["deposit"]].groupby("before")["campaign"].mean()
        elif measure == "clients per sale":
            each = 1 / groups["deposit"].mean()
        return each[False] / each[True]

    return S({"whole file": ratio(bank), "from 2009": ratio(bank[bank["year"] >= since])})


RIGHT |= {
    "2.1.1": lambda: ON_THE_BILL,
    "2.1.2": lambda: _payments(),
    "2.1.3": lambda: _cac(),
    "2.1.4": lambda: _what_is_left(),
    "2.1.5": lambda: _next_student(),
    "2.1.6": lambda: 4000,
    "2.1.7": lambda: _calls_ratio(),
    "2.1.a": lambda: 18_000 / (1500 - 1350 + 210),
    "2.1.b": lambda: 55 - 36,
    "2.1.c": lambda: 2000 / 25,
}
WAYS |= {
    "2.1.1": [
        ("the vouchers for those who have cancelled let in", lambda: _bill(add=["win_back_vouchers"])),
        ("the agency's fee left out, as no advertising", lambda: _bill(leave=["agency_fee"])),
        ("the gifts left out, as goods", lambda: _bill(leave=["welcome_gifts"])),
        (
            "two: the discounts let in, the training left out",
            lambda: _bill(add=["first_box_discounts"], leave=["sales_training"]),
        ),
    ],
    "2.1.2": [
        ("everybody goes on paying", lambda: _payments(stay=1)),
        ("the first payment, too, from 85 in 100", lambda: _payments(first=0.85)),
        ("the cost over 85 in 100 of the margin", lambda: int(np.ceil(60 / (12 * 0.85)))),
        ("two: everybody goes on paying, and counted in months after the first payment", lambda: 4),
    ],
    "2.1.3": [
        ("the year 2023", lambda: _cac(year="2023")),
        ("labour left out", lambda: _cac(["advertising", "promotion", "referral_rewards"])),
        (
            "over the members who were there in 2024, of the channel",
            lambda: _cac(joiners=_active_in_2024),
        ),
        (
            "two: advertising and promotion alone, over all who ever joined",
            lambda: _cac(["advertising", "promotion"], joiners=lambda members: members),
        ),
    ],
    "2.1.4": [
        ("the bill of 2024", lambda: _what_is_left(year=2024)),
        ("the discount put back on the margin, and not on the bill", lambda: _what_is_left(discount=1)),
        ("the plain mean over the channels", _left_by_channel),
        (
            "two: the discount on the bill, and the median of the margins",
            lambda: _what_is_left(PARTS, how="median"),
        ),
    ],
    "2.1.5": [
        (
            "the higher budget over the students of the step",
            lambda: S({4000: 4000 / 34, 6000: 6000 / 25, 8000: 8000 / 15}),
        ),
        ("students for 1,000 more in place of money a student", lambda: 1000 / _next_student()),
        (
            "the step's money over all students of the higher budget",
            lambda: S({4000: 2000 / 84, 6000: 2000 / 109, 8000: 2000 / 124}),
        ),
        (
            "two: the average at each budget, and at the lower one of the step",
            lambda: S({4000: 2000 / 50, 6000: 4000 / 84, 8000: 6000 / 109}),
        ),
    ],
    "2.1.6": [
        ("the wages forgotten", lambda: 6000),
        ("the average cost against 78", lambda: 8000),
        ("the cheapest students on average", lambda: 2000),
    ],
    "2.1.7": [
        ("clients per sale in place of calls per sale", lambda: _calls_ratio("clients per sale")),
        ("the year 2010 alone for from 2009", lambda: _calls_ratio(since=2010)),
        (
            "called before taken for bought before",
            lambda: _calls_ratio(before=lambda bank: bank["poutcome"] == "success"),
        ),
        (
            "two: the calls of the buyers alone, and among called before over never called",
            lambda: 1 / _calls_ratio("of buyers"),
        ),
    ],
    "2.1.a": [
        ("the growth in place of the joiners", lambda: 18_000 / 150),
        ("the members at the end", lambda: 18_000 / 1500),
        ("the leavers taken off the growth, the sign forgotten", lambda: 18_000 / (210 - 150)),
        ("two: members of the beginning and the leavers", lambda: 18_000 / (1350 + 210)),
    ],
    "2.1.b": [
        ("the basket at list price", lambda: 55 - 48),
        ("the coupon on the bill, the basket as paid", lambda: 55 + 12 - 36),
        ("the coupon alone taken off, not the basket", lambda: 55 - 12),
        ("two: the basket at list price, and the other way round", lambda: 48 - 55),
    ],
    "2.1.c": [
        ("the average of the higher budget", lambda: 7000 / 150),
        ("the higher budget over the added readers", lambda: 7000 / 25),
        ("how much dearer the average has become", lambda: 7000 / 150 - 5000 / 125),
        ("two: the lower budget over the added readers", lambda: 5000 / 25),
    ],
}


# 2.2 ------------------------------------------------------------------------------------------------------


@functools.cache
def _orders_with_first():
    orders = load("cdnow")[["customer_id", "date"]]
    first = orders.groupby("customer_id")["date"].min()
    return orders.merge(first.rename("first"), on="customer_id")


def _came_again(days=90):
    orders = _orders_with_first()
    gap = (orders["date"] - orders["first"]).dt.days
    again = gap.between(1, days).groupby(orders["customer_id"]).any()
    first = orders.groupby("customer_id")["first"].min()
    return again.groupby(first.dt.month).agg(["sum", "size"])


def _rate(**how):
    table = _came_again(**how)
    return table["sum"] / table["size"]


def _share_of_repeaters():
    again = _came_again()["sum"]
    return again / again.sum()


def _quarter_of_months():
    orders = _orders_with_first()
    months = orders["date"].dt.month + 12 * (orders["date"].dt.year - 1997) - orders["first"].dt.month
    again = months.between(1, 3).groupby(orders["customer_id"]).any()
    return again.groupby(orders.groupby("customer_id")["first"].min().dt.month).mean()


def _ends(one=1, two=3, z=1.96, arms=(1, 1)):
    table = _came_again()
    p, n = table["sum"] / table["size"], table["size"]
    error = np.sqrt(arms[0] * p[one] * (1 - p[one]) / n[one] + arms[1] * p[two] * (1 - p[two]) / n[two])
    gap = p[two] - p[one]
    return {"low": gap - z * error, "high": gap + z * error}


def _separate_ends():
    table = _came_again()
    one, two = (experiments.proportion_interval(*table.loc[m], method="wilson") for m in (1, 3))
    return {"low": two[0] - one[1], "high": two[1] - one[0]}


def _vouchers(weights=(600, 400), naive=0.26 - 0.175):
    within = np.array([0.17 - 0.15, 0.29 - 0.30])
    return S({"naive": naive, "same kind": float(np.average(within, weights=weights))})


@functools.cache
def _former():
    months = load("club_months").merge(load("club_members")[["member_id", "plan"]], on="member_id")
    months = months.merge(load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    former = load("club_winback").query("offer_month <= '2024-06-01'")
    since = months.merge(former[["member_id", "returned_month"]], on="member_id")
    since = since[since["month"] >= since["returned_month"]]
    plans = months.drop_duplicates("member_id").set_index("member_id")["plan"]
    earned = since.groupby("member_id")["margin"].sum()
    return former.assign(
        plan=former["member_id"].map(plans), margin=former["member_id"].map(earned).fillna(0.0)
    )


def _letters(cost=1, base="mean", only_returned=False):
    former = _former()
    if only_returned:
        former = former[former["margin"] != 0]
    table = former.groupby(["plan", "arm"], observed=True)["margin"].agg(base).unstack()
    letter = former[former["arm"] == "offer"].groupby("plan", observed=True)["contact_cost"].agg(base)
    return table["offer"] - table["control"] - cost * letter


def _all_letters_alike():
    former = _former()
    arms = former.groupby("arm", observed=True)["margin"].mean()
    table = former[former["arm"] == "offer"].groupby("plan", observed=True)["margin"].mean()
    return table - arms["control"] - 4


def _audit(share=lambda p: 1 - p, z=1.96, n=400):
    p = 60 / 400
    error = z * np.sqrt(p * (1 - p) / n)
    values = [25 / share(q) for q in (p, p - error, p + error)]
    low, high = sorted(values[1:])
    return {"cost": values[0], "low": low, "high": high}


def _audit_about_the_cost():
    cost = 25 / 0.85
    half = 1.96 * np.sqrt(0.15 * 0.85 / 400)
    return {"cost": cost, "low": cost * (1 - half), "high": cost * (1 + half)}


def _audit_times():
    half = 1.96 * np.sqrt(0.15 * 0.85 / 400)
    return {"cost": 25 * 0.85, "low": 25 * (0.85 - half), "high": 25 * (0.85 + half)}


RIGHT |= {
    "2.2.1": lambda: _rate(),
    "2.2.2": lambda: _ends(),
    "2.2.3": lambda: _vouchers(),
    "2.2.5": lambda: 260 * (33 - 5) - 200 * (40 - 5),
    "2.2.6": lambda: _letters(),
    "2.2.7": lambda: _audit(),
    "2.2.a": lambda: 100 * ((120 * 0.3 + 80 * 0.1) / 200 - (80 * 0.3 + 320 * 0.1) / 400),
    "2.2.b": lambda: (57 - 48) - (26 - 21),
    "2.2.c": lambda: 36_000 / 800,
}
WAYS |= {
    "2.2.1": [
        ("as long as the log runs", lambda: _rate(days=10_000)),
        ("in one of the three calendar months after the first", _quarter_of_months),
        ("the months' shares of all who came again", _share_of_repeaters),
        ("two: 30 days, and the share that did not come", lambda: 1 - _rate(days=30)),
    ],
    "2.2.2": [
        ("February less January", lambda: _ends(two=2)),
        ("the ends of the two months' own intervals taken from each other", _separate_ends),
        ("January's chance left out", lambda: _ends(arms=(0, 1))),
        ("two: January less March, at 90%", lambda: _ends(one=3, two=1, z=1.645)),
    ],
    "2.2.3": [
        ("the two kinds as equal halves", lambda: _vouchers(weights=(1, 1))),
        ("those with a voucher as weights", lambda: _vouchers(weights=(100, 300))),
        (
            "naive: the plain mean of the kinds' shares with, less without",
            lambda: _vouchers(naive=0.23 - 0.225),
        ),
        (
            "two: the two kinds as equal halves, and naive over all 1,000",
            lambda: _vouchers(weights=(1, 1), naive=104 / 1000 - 105 / 1000),
        ),
    ],
    "2.2.5": [
        ("the parcel put on the margin", lambda: 260 * (33 + 5) - 200 * (40 + 5)),
        ("the additional 60 at the coupon's margin", lambda: 60 * (33 - 5)),
        ("per new customer", lambda: (33 - 5) - (40 - 5)),
        ("two: the additional 60 alone, without the parcel", lambda: 60 * 33),
    ],
    "2.2.6": [
        ("control of all plans together", _all_letters_alike),
        ("only those who came back in each arm", lambda: _letters(only_returned=True)),
        ("all letters of a plan together", lambda: _letters(base="sum")),
        (
            "two: only those who came back, and the letter's cost left out",
            lambda: _letters(cost=0, only_returned=True),
        ),
    ],
    "2.2.7": [
        ("the share's half width taken off and added to the cost", _audit_about_the_cost),
        ("12,000 for the size of the audit", lambda: _audit(n=12_000)),
        ("times the share in place of over it", _audit_times),
        ("two: over the old customers, and one standard error", lambda: _audit(lambda p: p, z=1)),
    ],
    "2.2.a": [
        (
            "the kinds' plain difference",
            lambda: 30 - 10,
        ),
        ("the takers less all", lambda: 100 * (44 / 200 - 100 / 600)),
        ("takers of each kind over all 600", lambda: 100 * (44 / 600 - 56 / 600)),
        ("two: the other way round, and as a fraction", lambda: 56 / 400 - 44 / 200),
    ],
    "2.2.b": [
        ("after it alone", lambda: 57 - 26),
        ("the changes in per cent of before", lambda: 100 * (9 / 48 - 5 / 21)),
        ("the changes added up", lambda: 9 + 5),
        ("two: before it alone, the other way round", lambda: 21 - 48),
    ],
    "2.2.c": [
        ("200 on top of the 1,000", lambda: 36_000 / 1200),
        ("20% more than before", lambda: 36 * 1.2),
        ("the bill less a fifth", lambda: 36_000 * 0.8 / 1000),
        ("two: the bill less a fifth, over the old ones", lambda: 36_000 * 0.8 / 200),
    ],
}


# 2.3 ------------------------------------------------------------------------------------------------------


def _school(years=3, stay=0.7, won=150, start=400, first_won=True):
    students = start
    for year in range(years):
        students = students * stay + (won if year or first_won else 0)
    return students


def _joiners_leave_at_once():
    students = 400
    for _ in range(3):
        students = (students + 150) * 0.7
    return students


def _times(value):
    rates = {"per_cent": 0.7 * 1.05, "points": 0.75, "fewer_leave": 1 - 0.3 * 0.95, "never_leaves": 1.0}
    return {name: value(rate) / value(0.7) for name, rate in rates.items()}


def _worth_now(rate, discount=0.1):
    return (1 + discount) / (1 + discount - rate)


def _gym(base=75_000, before=75_000, rent=120_000, first=2100, end=2500):
    after = {"first_year": first, "in_the_end": end}
    return {name: (n * 120 - 45_000 - rent - before) / base for name, n in after.items()}


def _client(when=1, cost_at=0, last="last"):
    """Return a way to value a client: when a profit is paid, when the cost, and what goes on."""

    def value_of_client(profits, retention_rate, discount_rate, acquisition_cost):
        tail = {"last": profits[-1], "none": 0, "mean": np.mean(profits)}[last]
        flow = np.array([*profits, *[tail] * 4000], dtype=float)
        year = np.arange(1, len(flow) + 1)
        there = retention_rate ** (year - 1)
        worth = (flow * there / (1 + discount_rate) ** (year - 1 + when)).sum()
        return worth - acquisition_cost / (1 + discount_rate) ** cost_at

    return value_of_client


def _client_discounts_leaving(profits, retention_rate, discount_rate, acquisition_cost):
    year = np.arange(1, 4000)
    flow = np.array([*profits, *[profits[-1]] * 4000], dtype=float)[: len(year)]
    return (flow * (retention_rate - discount_rate) ** (year - 1)).sum() - acquisition_cost


PROGRAMMES = pd.DataFrame(
    {
        "customers": [5000, 3000, 20_000, 1000, 8000],
        "before": [4, 180, -3, 60, 100],
        "after": [12, 207, 7, 84, 108],
        "cost": [10, 12, 5, 10, 9],
    },
    index=["letters", "helpline", "app", "gifts", "calls"],
)


def _run(gain, keep=None):
    gain = gain(PROGRAMMES)
    keep = gain > 0 if keep is None else keep(PROGRAMMES)
    return list(gain[keep].sort_values(ascending=False).index)


def _net(table):
    return table["customers"] * (table["after"] - table["before"] - table["cost"])


@functools.cache
def _cd_orders(column="quantity"):
    log = load("cdnow")
    orders = log.groupby(["customer_id", "date"], as_index=False)[column].sum()
    orders["number"] = orders.groupby("customer_id").cumcount() + 1
    return orders.rename(columns={column: "size"})


def _fuller(column="quantity", second=False, base="own"):
    orders = _cd_orders(column)
    is_first = orders["number"] == 1
    later = orders["number"] == 2 if second else ~is_first
    between = orders.loc[later, "size"].mean() / orders.loc[is_first, "size"].mean() - 1
    came = orders["customer_id"].isin(orders.loc[~is_first, "customer_id"])
    own = orders[later].groupby("customer_id")["size"].mean()
    first = orders[is_first & came].set_index("customer_id")["size"]
    if base == "everybody's":
        first = orders[is_first].set_index("customer_id")["size"]
    within = own.mean() / first.mean() - 1
    if base == "ratios":
        within = (own / first).mean() - 1
    return {"between": between, "within": within}


@functools.cache
def _paid():
    paid = load("club_months").merge(load("club_members")[["member_id", "join_month"]], on="member_id")
    return paid[paid["month"] >= "2024-01-01"]


def _shares(before="2024-01-01", months=0, weight="fee"):
    paid = _paid()
    fee = paid["fee"] if weight == "fee" else pd.Series(1.0, paid.index)
    age = 12 * (paid["month"].dt.year - paid["join_month"].dt.year)
    age += paid["month"].dt.month - paid["join_month"].dt.month
    return {
        "joined_before": fee[paid["join_month"] < before].sum() / fee.sum(),
        "after_first_month": fee[age > months].sum() / fee.sum(),
    }


def _shares_of_people():
    paid = _paid()
    joined = paid.drop_duplicates("member_id")["join_month"]
    again = paid[paid["month"] > paid["join_month"]]["member_id"].nunique()
    return {"joined_before": (joined < "2024-01-01").mean(), "after_first_month": again / len(joined)}


def _of_new_members_only():
    paid = _paid()
    new = paid[paid["join_month"] >= "2024-01-01"]
    later = new.loc[new["month"] > new["join_month"], "fee"].sum() / paid["fee"].sum()
    return _shares() | {"after_first_month": later}


RIGHT |= {
    "2.3.1": lambda: _school(),
    "2.3.2": lambda: _times(_worth_now),
    "2.3.3": lambda: _gym(),
    "2.3.4": lambda: _client(),
    "2.3.5": lambda: _run(_net),
    "2.3.6": lambda: _fuller(),
    "2.3.7": lambda: _shares(),
    "2.3.a": lambda: 120 / 0.04,
    "2.3.b": lambda: 0.13 / 0.08,
    "2.3.c": lambda: (3 * 10_000 + 0) / 2,
}
WAYS |= {
    "2.3.1": [
        ("the new ones leave, too, in the year in which they come", _joiners_leave_at_once),
        ("30 in 100 stay", lambda: _school(stay=0.3)),
        ("400 thinned three times and 450 on top", lambda: 400 * 0.7**3 + 450),
        ("two: four years, and the new ones only from the second on", lambda: _school(4, first_won=False)),
    ],
    "2.3.2": [
        ("this year's margin left out", lambda: _times(lambda rate: rate / (1.1 - rate))),
        ("times 0.9 in place of over 1.1", lambda: _times(lambda rate: 1 / (1 - rate * 0.9))),
        ("the gain in place of the ratio", lambda: {k: v - 1 for k, v in _times(_worth_now).items()}),
        (
            "two: this year's margin left out, and the gain in place of the ratio",
            lambda: {k: v - 1 for k, v in _times(lambda rate: rate / (1.1 - rate)).items()},
        ),
    ],
    "2.3.3": [
        ("of the margin before in place of the profit", lambda: _gym(base=240_000)),
        (
            "the cost of winning only for the members replaced: 400, then 500",
            lambda: {
                "first_year": (2100 * 120 - 400 * 90 - 120_000) / 75_000 - 1,
                "in_the_end": _gym()["in_the_end"],
            },
        ),
        ("the year's margin on the members of its beginning", lambda: _gym(first=2000)),
        (
            "two: rent left out before and after, and new ones not counted in the first year",
            lambda: _gym(base=195_000, before=195_000, rent=0, first=1600),
        ),
    ],
    "2.3.4": [
        ("the cost paid at the end of the first year", lambda: _client(cost_at=1)),
        ("the mean of the profits goes on for ever", lambda: _client(last="mean")),
        ("the retention rate less the discount rate in one factor", lambda: _client_discounts_leaving),
        (
            "two: the first profit today, and nothing after the list",
            lambda: _client(when=0, last="none"),
        ),
    ],
    "2.3.5": [
        (
            "the programmes' costs left out",
            lambda: _run(lambda t: t["customers"] * (t["after"] - t["before"])),
        ),
        ("by what one customer leaves", lambda: _run(lambda t: t["after"] - t["before"] - t["cost"])),
        (
            "by money back for each unit spent",
            lambda: _run(lambda t: (t["after"] - t["before"]) / t["cost"], lambda t: _net(t) > 0),
        ),
        (
            "two: the customers' worth after it less the cost, all that is positive",
            lambda: _run(lambda t: t["customers"] * (t["after"] - t["cost"])),
        ),
    ],
    "2.3.6": [
        ("dollars in place of CDs", lambda: _fuller(column="value")),
        ("the second order alone for all repeat orders", lambda: _fuller(second=True)),
        ("within: the mean of each customer's own ratio", lambda: _fuller(base="ratios")),
        (
            "two: dollars, and within against everybody's first orders",
            lambda: _fuller(column="value", base="everybody's"),
        ),
    ],
    "2.3.7": [
        ("members in place of fees", _shares_of_people),
        ("joined_before: by the end of 2024's January", lambda: _shares(before="2024-02-01")),
        ("after_first_month: of those who joined in 2024 alone", _of_new_members_only),
        (
            "two: paid months in place of fees, and after the second month",
            lambda: _shares(months=1, weight="months"),
        ),
    ],
    "2.3.a": [
        ("120 over the share that stays", lambda: 120 / 0.96),
        ("after one month", lambda: 4000 * 0.96 + 120),
        ("after a year", lambda: _school(12, 0.96, 120, 4000)),
        ("two: over the share that stays, and as a change from today", lambda: 120 / 0.96 - 4000),
    ],
    "2.3.b": [
        ("five per cent of the rate", lambda: 0.13 / (1 - 0.87 * 1.05)),
        ("by how much more, not times", lambda: 0.13 / 0.08 - 1),
        ("five points fewer of 0.87: the leak grows", lambda: 0.13 / 0.18),
        ("two: five per cent fewer leave, and by how much more", lambda: 0.13 / (0.13 * 0.95) - 1),
    ],
    "2.3.c": [
        ("three points times 10,000, without the half", lambda: 30_000),
        ("the luck below zero paid back", lambda: 0),
        ("one point, in half of the cases", lambda: 5000),
        ("two: the half of one point, and the sign of the loss", lambda: -5000),
    ],
}


# 2.4 ------------------------------------------------------------------------------------------------------


def _boxes(spend=4000, won=100, ceiling=250):
    scale = spend / -np.log(1 - won / ceiling)
    return scale, scale / ceiling * np.exp(spend / scale)


def _best_spend(worth, ceiling, scale):
    return max(0.0, scale * np.log(worth * ceiling / scale))


def _average_stop(worth, ceiling, scale):
    def over(spend):
        return spend / (ceiling * (1 - np.exp(-spend / scale))) - worth

    return brentq(over, 1e-6, 1e9) if over(1e-6) < 0 else 0.0


def _log10_spend(worth, ceiling, scale):
    return max(0.0, scale * np.log10(worth * ceiling / scale))


def _spend_without_scale(worth, ceiling, scale):
    return max(0.0, scale * np.log(worth * ceiling))


@functools.cache
def _care():
    months = load("club_months").merge(load("club_members")[["member_id", "home_club"]], on="member_id")
    left = load("club_cancellations")[["member_id", "month"]].assign(left=1)
    months = months.merge(left, how="left")
    months = months.merge(load("club_retention_costs")[["month", "home_club", "care_per_member"]])
    quarters = months.groupby(months["month"].dt.to_period("Q").astype(str))["left"]
    months["if_equal"] = quarters.transform("count") / quarters.transform("size")
    by_care = months.groupby("care_per_member").agg(
        left=("left", "count"), if_equal=("if_equal", "sum"), size=("if_equal", "size")
    )
    by_care["stay"] = 1 - months["left"].count() / len(months) * by_care["left"] / by_care["if_equal"]
    by_care["plain"] = 1 - by_care["left"] / by_care["size"]
    return by_care


STEPS = ["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"]


def _steps(column="stay", power=1, money=None, base="step"):
    stay = _care()[column].to_numpy() ** power
    level = np.array([0, 0.3, 0.8, 1.5])
    money = np.diff(level) if money is None else money(level)
    gained = np.diff(stay) if base == "step" else stay[1:] - stay[0]
    return S(money / gained, STEPS)


def _kept_per_unit():
    return 1 / _steps()


NEWSPAPER = economics.ResponseCurve(floor=0.92, ceiling=0.98, k=0.5)


def _best_care(discount=0.01, curve=NEWSPAPER):
    def loss(spend):
        return (spend - (1 + discount) * 18) / (1 + discount - curve.response(spend))

    return float(minimize_scalar(loss, bounds=(0, 30), method="bounded").x)


CURVES = {
    "search": economics.ResponseCurve(ceiling=300, k=1 / 6000),
    "posters": economics.ResponseCurve(ceiling=80, k=1 / 8000),
    "call": economics.ResponseCurve(ceiling=120, k=1 / 3000),
}


def _split(values=(120, 120, 200), places=("search", "posters", "call")):
    worth = dict(zip(CURVES, values, strict=True))
    curves = {place: CURVES[place] for place in places}
    spend = economics.split_budget(curves, {place: worth[place] for place in places}, budget=12_000).spend
    return spend.reindex(list(CURVES), fill_value=0.0)


def _in_proportion(weights):
    weights = np.array(weights, dtype=float)
    return S(12_000 * weights / weights.sum(), list(CURVES))


def _no_budget():
    spend = S(
        {name: CURVES[name].spend_where(worth) for name, worth in zip(CURVES, (120, 120, 200), strict=True)}
    )
    return spend / spend.sum() * 12_000


RIGHT |= {
    "2.4.1": lambda: _boxes()[1],
    "2.4.2": lambda: _best_spend,
    "2.4.3": lambda: _steps(),
    "2.4.4": lambda: _best_care(),
    "2.4.5": lambda: _split(),
    "2.4.6": lambda: ["gym", "airline", "theatre"],
    "2.4.7": lambda: ["acquire", "retain", "engage"],
    "2.4.a": lambda: 200 * (np.exp(-1) - np.exp(-2)),
    "2.4.b": lambda: 2000,
}
WAYS |= {
    "2.4.1": [
        ("the cost of the first customer, at no spending", lambda: _boxes()[0] / 250),
        ("the 100 taken for the scale's share: 4,000 as the scale", lambda: 4000 / 250 * np.exp(1)),
        ("the average of the customers still to be won", lambda: 4000 / 150),
        (
            "two: 100 and 250 added to a ceiling of 350, and the first customer's cost",
            lambda: _boxes(ceiling=350)[0] / 350,
        ),
    ],
    "2.4.2": [
        ("until the average costs what she is worth", lambda: _average_stop),
        ("the logarithm to the base of 10", lambda: _log10_spend),
        ("the scale left out of the logarithm", lambda: _spend_without_scale),
        (
            "two: the scale left out of the logarithm, to the base of 10",
            lambda: lambda worth, ceiling, scale: max(0.0, scale * np.log10(worth * ceiling)),
        ),
    ],
    "2.4.3": [
        ("not compared within the quarters", lambda: _steps("plain")),
        ("from no care to the level each time, with the step's money", lambda: _steps(base="first")),
        ("members kept for a unit of money", _kept_per_unit),
        (
            "two: the whole level's money, not compared within the quarters",
            lambda: _steps("plain", money=lambda level: level[1:]),
        ),
    ],
    "2.4.4": [
        ("at 12% a month", lambda: _best_care(discount=0.12)),
        ("undiscounted", lambda: _best_care(discount=0)),
        (
            "k turned over: 2 in place of 0.5",
            lambda: _best_care(curve=economics.ResponseCurve(floor=0.92, ceiling=0.98, k=2)),
        ),
        (
            "two: 12% a month, and k turned over",
            lambda: _best_care(discount=0.12, curve=economics.ResponseCurve(floor=0.92, ceiling=0.98, k=2)),
        ),
    ],
    "2.4.5": [
        ("a customer kept worth 120 as well", lambda: _split((120, 120, 120))),
        ("in proportion to the ceilings", lambda: _in_proportion((300, 80, 120))),
        ("what each would get without a budget, cut down alike", _no_budget),
        (
            "two: the worth of won and kept exchanged, and no posters",
            lambda: _split((200, 200, 120), places=("search", "call")),
        ),
    ],
    "2.4.6": [
        ("where winning costs more on average", lambda: ["bank", "gym", "shop", "airline"]),
        (
            "where the next won costs more than nine times the average kept",
            lambda: ["bank", "shop", "airline"],
        ),
        ("where the next one is dearer on the keeping side", lambda: ["bank"]),
        (
            "two: by the averages, and towards winning",
            lambda: ["theatre"],
        ),
    ],
    "2.4.7": [
        ("by how many per cent each is raised", lambda: ["engage", "acquire", "retain"]),
        ("by the elasticities, whatever the 1,000 moves", lambda: ["retain", "acquire", "engage"]),
        ("the first margin left out of the worth", lambda: ["retain", "engage", "acquire"]),
        ("two: the first margin left out, and the least first", lambda: ["acquire", "engage", "retain"]),
    ],
    "2.4.a": [
        ("what both bring together", lambda: 200 * (1 - np.exp(-2))),
        ("as much as the first 5,000", lambda: 200 * (1 - np.exp(-1))),
        ("half of what the first bring", lambda: 200 * (1 - np.exp(-1)) / 2),
        ("two: both together, and as a share of the ceiling", lambda: 1 - np.exp(-2)),
    ],
    "2.4.b": [
        ("the last whose average is below 64", lambda: 4000),
        ("one step too far: the first whose step costs more than 64", lambda: 3000),
        ("the cheapest customers on average", lambda: 1000),
    ],
}
