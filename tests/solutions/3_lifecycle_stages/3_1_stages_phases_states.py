"""Answers to test the questions of chapter and exercise 3.1 with."""

from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd

from marketing_origin import clv, data, lifecycle
from marketing_origin.checks import questions_of

FIVE = {"ana": "new", "ben": "dormant", "eva": "dormant", "kim": "loyal", "leo": "churned"}
STEADY = {"active": 1 / 2.4, "dormant": 0.3 / 2.4, "lost": 1.1 / 2.4}
AUTUMN, SUMMER = "1997-09-30", "1998-06-30"


@cache
def history():
    return questions_of("3.1").cdnow_history()


def awake(before="dormant", month="1998-04-30", later="1998-05-31", after="loyal"):
    """A learner's count: moves from one state and month to another, over those who were there before."""
    found = history()
    return (found.loc[found[month] == before, later] == after).sum() / (found[month] == before).sum()


def woke():
    found = history()
    return (found["1998-04-30"] == "dormant") & (found["1998-05-31"] == "loyal")


def newly_dormant():
    found = history()
    fresh = (found["1998-03-31"] != "dormant") & (found["1998-04-30"] == "dormant")
    return (found.loc[fresh, "1998-05-31"] == "loyal").mean()


def of_loyal_in_may():
    return woke().sum() / (history()["1998-05-31"] == "loyal").sum()


def from_scratch():
    """The states of the five customers, written as a learner would."""
    rows = questions_of("3.1").BEFORE
    found = {}
    for name, days in rows.items():
        orders = len(set(days))
        gaps = min(days) / ((30 + max(days) - min(days)) / orders)
        found[name] = "churned" if gaps > 4 else "dormant" if gaps > 2 else "loyal" if orders > 1 else "new"
    return found


@cache
def households(state=("churned",), at="2017-09-30", since="2017-10-01", until="2019-01-01"):
    """Of the households in a state: which share had a basket between two days."""
    baskets = data.load("journey_baskets")
    found = lifecycle.customer_states(baskets, "household_id", "timestamp", at=at)["state"]
    later = baskets[(baskets["timestamp"] >= since) & (baskets["timestamp"] < until)]["household_id"]
    return found[found.isin(state)].index.isin(later).mean(), found, later


def transposed():
    """The shares that stand still if a column says where the customers of a state go."""
    moves = np.array([[0.80, 0.15, 0.05], [0.30, 0.50, 0.20], [0.10, 0.00, 0.90]])
    shares = np.ones(3) / 3
    for _ in range(500):
        shares = moves / moves.sum(axis=0) @ shares
    return dict(zip(STEADY, shares, strict=True))


def state_in_december():
    _, found, _ = households()
    _, end, _ = households(at="2017-12-31")
    return (end.reindex(found.index)[found == "churned"] != "churned").mean()


def churned_of_later():
    _, found, later = households()
    return (found[found.index.isin(later)] == "churned").mean()


def loyal_in_december():
    _, found, _ = households()
    _, end, _ = households(at="2017-12-31")
    return (end.reindex(found.index)[found == "churned"] == "loyal").mean()


def dormant_of_later():
    _, found, later = households()
    return later[later.isin(found.index[found == "dormant"])].nunique() / later.nunique()


def baskets_each():
    _, found, later = households()
    return later.isin(found.index[found == "churned"]).sum() / (found == "churned").sum()


def of_all_who_came():
    share, found, later = households()
    return share * (found == "churned").sum() / later.nunique()


def of_all_households():
    share, found, _ = households()
    return share * (found == "churned").mean()


def thirty():
    baskets = data.load("journey_baskets")
    found = lifecycle.customer_states(baskets, "household_id", "timestamp", at="2017-09-30", typical_gap=30)[
        "state"
    ]
    later = baskets.loc[baskets["timestamp"] >= "2017-10-01", "household_id"]
    return found.index[found == "churned"].isin(later).mean()


def baskets_of_churned():
    _, found, later = households()
    return (later.map(found) == "churned").mean()


def report(months=9, keep=False, monthly=None, **changed):
    """The right report, with a part of it exchanged."""
    log, found = data.load("cdnow"), history()
    lost = found[found[AUTUMN] == "churned"]
    share = (lost["1997-10-31"] != "churned").mean() if monthly is None else monthly(found)
    away = (1 - share) ** months
    later = log.loc[log["date"] > AUTUMN, "customer_id"]
    right = {"expected": away if keep else 1 - away, "seen": lost.index.isin(later).mean()}
    return right | {label: value(lost, later, share) for label, value in changed.items()}


def from_autumn_on(found):
    return all_moves(found.loc[:, AUTUMN:])


def all_moves(found):
    return lifecycle.transition_table(found).loc[("churned", "loyal"), "probability"]


def before_october(found):
    return lifecycle.transition_table(found.loc[:, :AUTUMN]).loc[("churned", "loyal"), "probability"]


def came_as_base(found):
    return (found.loc[found["1997-10-31"] != "churned", AUTUMN] == "churned").mean()


def chain_of_june():
    """Nine steps of a matrix of one month, by hand."""
    found = history()
    matrix = pd.crosstab(found[AUTUMN], found["1997-10-31"], normalize="index")
    shares = pd.Series({state: float(state == "churned") for state in matrix.index})
    for _ in range(9):
        shares = shares @ matrix
    return 1 - shares["churned"]


def lists(margin=0.20, cost=5.0, money="holdout_value", buyers=False, strict=False, invert=False, mean=False):
    """The four lists, with a part of the sum exchanged."""
    log = data.load("cdnow_sample")
    people = clv.holdout_summary(log, "customer_id", "date", "value", end=AUTUMN, holdout_end=SUMMER)
    people = people.join(lifecycle.customer_states(log, "customer_id", "date", at=AUTUMN))
    before = log[log["date"] <= AUTUMN].groupby("customer_id")["value"].sum()
    ever = log.groupby("customer_id")["value"].sum()
    spent = {"before": before, "ever": ever}[money] if money in ("before", "ever") else people[money]
    charged = cost * (people["holdout_frequency"] > 0) if buyers else cost
    each = margin * spent - charged
    masks = {
        "everybody": people["T"] >= 0,
        "silent_60": people["silence"] <= 60,
        "silent_180": people["silence"] <= 180,
        "own_rhythm": people["state"] == "loyal" if strict else people["state"] != "churned",
    }
    found = {name: each[~mask if invert else mask] for name, mask in masks.items()}
    return {name: values.mean() if mean else values.sum() for name, values in found.items()}


def sizes():
    return {name: round(value) for name, value in lists(margin=0.0, cost=-1.0).items()}


RIGHT = {
    "3.1.a": [1.95, Fraction(39, 20), [1.95], np.float64(65 / (100 / 3))],
    "3.1.b": [awake, lambda: pd.Series([awake()]), lambda: round(awake(), 5)],
    "3.1.1": [
        FIVE,
        pd.Series(FIVE)[::-1],
        from_scratch,
        {name: state.upper() for name, state in FIVE.items()},
    ],
    "3.1.2": [
        lambda: households()[0],
        lambda: np.array([households()[0]]),
        lambda: round(households()[0], 4),
    ],
    "3.1.3": [
        STEADY,
        pd.Series(STEADY),
        {"lost": Fraction(11, 24), "active": Fraction(5, 12), "dormant": 0.125},
    ],
    "3.1.4": [report, lambda: pd.Series(report()), lambda: pd.Series(report()).to_frame("share")],
    "3.1.5": [
        lists,
        lambda: pd.Series(lists()),
        lambda: {name: round(value, 2) for name, value in lists().items()},
    ],
    "3.1.6": [
        (
            "c",
            "Churned is a guess from silence of four own gaps, no cancellation. Of those called churned 17% "
            "ordered within nine months. It is an alarm for each customer, and does not say who is worth a "
            "catalogue. Who would have bought without one nobody knows, so leave some out by lot. On Monday "
            "delete nobody and rank by worth.",
        ),
        (
            "delete nobody; send to those who are expected to bring more than it costs",
            "没有合同，流失只是根据沉默时间的猜测：超过自身四个购买间隔就叫流失。九月底的流失客户里，大约六分之一后来又下了单。"
            "状态是警报，说明她变了；值不值得寄目录是另一个问题，要按预期价值排序。没有目录谁也会买，日志里看不到，"
            "要抽签留出一组。星期一一个也不要删。",
        ),
    ],
}

WRONG = {
    "3.1.a": [
        (65 / 35, "as_much_lent_as_hers"),
        (2, "whole"),
        (65 / 30, "nothing_lent"),
        (3.25, "three_gaps_of_her_own"),
        (1.625, "typical_for_all"),
        (1.3, "divided_by_two"),
        (100 / 3, "rhythm"),
        (65, "days"),
        (1 / 1.95, "upside_down"),
        (1.98, "a_day_too_many"),
        (3.75, "from_first_order"),
        ("1.95", "quotation marks"),
        (float("nan"), "NaN"),
    ],
    "3.1.b": [
        (lambda: 1 - awake(after="dormant"), "no_longer_dormant"),
        (lambda: 1 - awake(after="churned"), "not_churned"),
        (newly_dormant, "newly_dormant"),
        (
            lambda: (history()["1998-05-31"] == "loyal").sum() / (history()["1998-04-30"] == "dormant").sum(),
            "numbers_of_two_months",
        ),
        (of_loyal_in_may, "base_swapped"),
        (lambda: woke().mean(), "of_all"),
        (lambda: woke().sum(), "count"),
        (lambda: 1 - awake(), "complement"),
        (lambda: awake(after="dormant"), "stayed"),
        (lambda: awake(after="churned"), "churned"),
        (lambda: awake(before="churned"), "from_churned"),
        (lambda: awake(month="1998-03-31", later="1998-04-30"), "month_early"),
        (lambda: awake(month="1998-05-31", later="1998-06-30"), "month_late"),
        (
            lambda: lifecycle.transition_table(history()).loc[("dormant", "loyal"), "probability"],
            "all_months",
        ),
        (lambda: 100 * awake(), "per cent"),
        (lambda: awake(before="churned", later="1998-06-30"), "churned_by_june"),
    ],
    "3.1.1": [
        ({"ana": 1.67, "ben": 3.92, "eva": 2.22, "kim": 1.67, "leo": 4.67}, "gaps_for_words"),
        (FIVE | {"ana": "loyal"}, "one_order_loyal"),
        (FIVE | {"leo": "lost"}, "another_word"),
        (FIVE | {"ben": "churned"}, "rows_for_orders"),
        (FIVE | {"ben": "churned", "eva": "churned"}, "nothing_lent"),
        (FIVE | {"eva": "loyal", "kim": "churned", "leo": "dormant"}, "typical_for_all"),
        (FIVE | {"eva": "loyal", "leo": "dormant"}, "divided_by_gaps"),
        (FIVE | {"ben": "churned", "kim": "churned"}, "since_first_order"),
        (FIVE | {"ben": "churned", "eva": "churned", "leo": "dormant"}, "names_swapped"),
        (FIVE | {"ben": "loyal", "eva": "loyal"}, "one_threshold"),
        (FIVE | {"leo": "dormant"}, "never_churned"),
        ({"ana": "new", "ben": "dormant"}, "missing"),
        (pd.Series(FIVE) == "loyal", "mask"),
        (["new", "dormant"], "no labels"),
        (
            {"ana": "dormant", "ben": "churned", "eva": "dormant", "kim": "dormant", "leo": "churned"},
            "divided_by_one_more",
        ),
        (
            {"ana": "dormant", "ben": "churned", "eva": "dormant", "kim": "dormant", "leo": "churned"},
            "rows_and_other_limits",
        ),
    ],
    "3.1.2": [
        (of_all_who_came, "of_all_who_came"),
        (loyal_in_december, "loyal_at_the_end"),
        (baskets_each, "baskets_each"),
        (lambda: 1 - households()[0], "complement"),
        (churned_of_later, "base_swapped"),
        (of_all_households, "of_all"),
        (lambda: households()[0] * (households()[1] == "churned").sum(), "count"),
        (lambda: households(("dormant",))[0], "dormant"),
        (lambda: households(("dormant", "churned"))[0], "dormant_too"),
        (lambda: households(("new", "loyal", "dormant", "churned"))[0], "everybody"),
        (state_in_december, "state_at_the_end"),
        (lambda: households(at="2017-12-31")[0], "states_of_december"),
        (lambda: households(until="2017-11-01")[0], "october_only"),
        (baskets_of_churned, "baskets_for_households"),
        (thirty, "thirty_days"),
        (lambda: households(until="2018-01-01")[0], "cut_at_new_year"),
        (lambda: 100 * households()[0], "per cent"),
        (dormant_of_later, "dormant_of_later"),
    ],
    "3.1.3": [
        ({"active": 0.6598, "dormant": 0.1979, "lost": 0.7258}, "not_scaled"),
        ({"active": 0.42, "dormant": 0.12, "lost": 0.46}, "rounded"),
        (transposed, "transposed"),
        ({"active": 0.8, "dormant": 0.15, "lost": 0.05}, "one_step"),
        ({"active": 0.44244, "dormant": 0.13788, "lost": 0.41968}, "twelve_steps"),
        ({"active": 0.4, "dormant": 0.65 / 3, "lost": 1.15 / 3}, "mean_of_rows"),
        ({"active": 0.8, "dormant": 0.5, "lost": 0.9}, "diagonal"),
        ({"active": 0.8 / 2.2, "dormant": 0.5 / 2.2, "lost": 0.9 / 2.2}, "diagonal_scaled"),
        (dict.fromkeys(STEADY, 1 / 3), "thirds"),
        ({"active": 0, "dormant": 0, "lost": 1}, "no_way_back"),
        ({"active": 1.0, "dormant": 0.3, "lost": 1.1}, "scaled_to_active"),
        ({"active": 1.1 / 2.4, "dormant": 0.125, "lost": 1 / 2.4}, "reversed"),
        ({name: 100 * share for name, share in STEADY.items()}, "per cent"),
        ({"active": 0.5}, "missing"),
    ],
    "3.1.4": [
        (lambda: report(expected=lambda lost, later, share: share**9), "power_of_the_share"),
        (lambda: report(months=12), "twelve_months"),
        (lambda: report(monthly=before_october), "months_before"),
        (lambda: report(monthly=came_as_base), "those_who_came_as_base"),
        (lambda: report(expected=lambda lost, later, share: chain_of_june()), "chain_of_june"),
        (
            lambda: report(seen=lambda lost, later, share: later[later.isin(lost.index)].nunique() / 23570),
            "of_all_customers",
        ),
        (lambda: report(seen=lambda lost, later, share: later.nunique() / 23570), "everybody"),
        (lambda: report(seen=lambda lost, later, share: share), "october_alone"),
        (lambda: dict(zip(("seen", "expected"), report().values(), strict=True)), "swapped"),
        (lambda: {label: 1 - value for label, value in report().items()}, "stayed_away"),
        (lambda: report(expected=lambda lost, later, share: share), "monthly"),
        (lambda: report(expected=lambda lost, later, share: 9 * share), "nine_times"),
        (lambda: report(keep=True), "still_away"),
        (lambda: report(months=8), "eight_months"),
        (lambda: report(months=10), "ten_months"),
        (lambda: report(monthly=all_moves), "all_months"),
        (
            lambda: report(seen=lambda lost, later, share: (lost["1998-06-30"] != "churned").mean()),
            "state_in_june",
        ),
        (
            lambda: report(seen=lambda lost, later, share: np.isin(later.unique(), lost.index).mean()),
            "base_swapped",
        ),
        (lambda: report(seen=lambda lost, later, share: later.isin(lost.index).mean()), "rows_for_customers"),
        (lambda: {label: 100 * value for label, value in report().items()}, "per cent"),
        (0.2, "indexed by parameter"),
        (lambda: report(monthly=from_autumn_on), "months_from_autumn_on"),
    ],
    "3.1.5": [
        (lambda: lists(money="ever"), "all_they_ever_spent"),
        (lambda: lists(cost=4.0), "chapters_cost"),
        (lambda: lists(margin=0.30), "chapters_margin"),
        (lambda: {name: lists(cost=0.0)[name] - 5 * sizes()["everybody"] for name in sizes()}, "sent_to_all"),
        (lambda: lists(cost=1.0), "margin_of_the_cost"),
        (lambda: {name: value / 9 for name, value in lists().items()}, "a_month"),
        (
            lambda: {name: value - lists()["everybody"] for name, value in lists().items()},
            "against_everybody",
        ),
        (lambda: lists(margin=1.0), "revenue"),
        (lambda: lists(cost=0.0), "cost_left_out"),
        (lambda: lists(margin=1.0, cost=0.0), "revenue_without_cost"),
        (lambda: lists(buyers=True), "cost_of_buyers"),
        (lambda: lists(money="before"), "calibration_spending"),
        (lambda: lists(invert=True), "struck_off"),
        (lambda: lists(invert=True) | {"everybody": lists()["everybody"]}, "struck_off_by_a_list"),
        (lambda: lists(mean=True), "per_person"),
        (lambda: lists(strict=True), "dormant_struck_off"),
        (lambda: lists(strict=True, cost=0.0), "loyal_only_and_no_cost"),
        (lambda: lists(margin=0.30, cost=4.0), "other_constants"),
        (sizes, "counts"),
        (lambda: sum(lists().values()), "indexed by parameter"),
    ],
    "3.1.6": [
        (
            (
                "a",
                "Two thirds of the list are churned, which means that these customers have left us. A"
                " catalogue for somebody who has left is money thrown away, and dead addresses spoil "
                "all our statistics. So delete them on Monday, keep only the active third, and use "
                "what is saved for winning new customers.",
            ),
            "guess_taken_for_a_fact",
        ),
        (
            (
                "b",
                "Churned is only a word that a computer has put beside a name. Nobody has cancelled, "
                "and about one in six of these customers ordered again within nine months. So the "
                "state means nothing at all: send the catalogue to everybody as before, and delete "
                "nobody, since each of them might order again some day.",
            ),
            "signal_thrown_away",
        ),
        (("c", "Delete them all."), "very short"),
        ((None, RIGHT["3.1.6"][0][1]), "Mark the side"),
        (RIGHT["3.1.6"][0][1], "hand in the pair"),
        (("c", 17), "write your explanation as text"),
    ],
}
