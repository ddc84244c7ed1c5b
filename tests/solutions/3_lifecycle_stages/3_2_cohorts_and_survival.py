"""Answers to test the questions of chapter and exercise 3.2 with."""

from fractions import Fraction

import numpy as np
import pandas as pd

from marketing_origin import data, journeys
from marketing_origin.checks import questions_of
from marketing_origin.claims.survival import HIGH_END
from marketing_origin.lifecycle import BetaDiscreteWeibull, Geometric, ShiftedBetaGeometric, cohort_table

QUARTERS = ["1997Q2", "1997Q3", "1997Q4", "1998Q1", "1998Q2"]


def asked():
    return questions_of("3.2")


def shop():
    """The row of the library's table, by another way than the question's."""
    table = cohort_table(
        data.load("cdnow"), customer="customer_id", time="date", period="quarter", by="calendar"
    )
    row = table.iloc[0] / table.iloc[0, 0]
    return row.set_axis(row.index.astype(str))


def shop_of(what):
    orders = asked().first_quarters_orders()
    size = orders["customer_id"].nunique()
    if what == "orders":
        orders = orders.drop_duplicates(["customer_id", "date"])
    return orders.groupby("quarter").size(), size


def bought_later():
    orders = asked().first_quarters_orders()
    later = orders[orders["quarter"] > "1997Q1"]
    return later.groupby("quarter")["customer_id"].nunique() / later["customer_id"].nunique()


def every_quarter():
    orders = asked().first_quarters_orders()
    still, found = set(orders["customer_id"]), {}
    for quarter in QUARTERS:
        still &= set(orders.loc[orders["quarter"] == quarter, "customer_id"])
        found[quarter] = len(still) / orders["customer_id"].nunique()
    return found


def money_each():
    orders = asked().first_quarters_orders()
    return (orders.groupby("quarter")["value"].sum() / orders["customer_id"].nunique()).loc[QUARTERS]


def last_seen():
    orders = asked().first_quarters_orders()
    last = orders.groupby("customer_id")["date"].max().dt.to_period("Q").astype(str)
    return {quarter: (last >= quarter).mean() for quarter in QUARTERS}


def club(**changed):
    november, december = asked().november_and_december()
    right = {
        "churn": 1 - len(november & december) / len(november),
        "growth": (len(december) - len(november)) / len(november),
    }
    counts = {"n": len(november), "d": len(december), "left": len(november - december)}
    return right | {name: change(right, counts) for name, change in changed.items()}


def joiners(counts):
    return counts["d"] - counts["n"] + counts["left"]


def late(turned=False, **more):
    frame = asked().LATE
    left = ~frame["left"] if turned else frame["left"]
    return float(journeys.kaplan_meier(frame["months"], left, **more)["survival"].loc[:8].iloc[-1])


def by_hand(watched):
    return float(np.prod([1 - leaving / at for leaving, at in zip((1, 2, 1, 1), watched, strict=True)]))


def plans(function):
    return {plan: function(part) for plan, part in asked().memberships().groupby("plan")}


def until(share, turned=False):
    def months(part):
        seen = ~part["left"] if turned else part["left"]
        return journeys.time_until(journeys.kaplan_meier(part["months"], seen), share)

    return plans(months)


def with_pauses():
    paid = data.load("club_months").groupby("member_id").size()

    def months(part):
        curve = journeys.kaplan_meier(paid.reindex(part.index), part["left"])
        return journeys.time_until(curve, 0.5)

    return plans(months)


def after_a_year(part):
    return journeys.kaplan_meier(part["months"], part["left"])["survival"].loc[12]


def projected(year=12, last=4, **models):
    models = {"differ": ShiftedBetaGeometric, "one_rate": Geometric} | models
    first = list(HIGH_END[: last + 1])
    return {name: 100 * model().fit(first, customers=1000).survival(year) for name, model in models.items()}


NEW = 60 * (0.7 + 0.56 / 1.12 + 0.49 / 1.12**2)
OLD = 60 / 490 * (450 + 423 / 1.12 + 402 / 1.12**2)

RIGHT = {
    "3.2.a": [0.57, Fraction(57, 100), np.float64(0.57)],
    "3.2.b": [7 / 18, Fraction(7, 18), pd.Series([7 / 18])],
    "3.2.c": [198.4 / 304, np.float64(198.4 / 304), 0.6526],
    "3.2.1": [
        lambda: shop().loc[QUARTERS],
        lambda: shop().loc[QUARTERS].to_dict(),
        lambda: shop().loc[QUARTERS][::-1].to_frame("share"),
    ],
    "3.2.2": [lambda: club(), lambda: pd.Series(club()), lambda: pd.Series(club()).to_frame("rate")],
    "3.2.3": [lambda: late(entry=asked().LATE["entry"]), 9 / 64, Fraction(9, 64), by_hand((4, 4, 4, 2))],
    "3.2.4": [
        lambda: until(0.5),
        lambda: pd.Series(until(0.5)),
        lambda: pd.Series(until(0.5)).astype("int64"),
    ],
    "3.2.5": [lambda: projected(), lambda: pd.Series(projected()), lambda: pd.Series(projected()).round(1)],
    "3.2.6": [
        {"new": NEW, "old": OLD},
        pd.Series({"old": OLD, "new": NEW}),
        {"new": round(NEW, 2), "old": round(OLD, 2)},
    ],
    "3.2.7": [
        (
            "c",
            "The rise alone shows no change: if customers differ and never change, the restless leave first and "
            "the rate of those who are left goes up. A gift carries people to year five who are not like those "
            "who got there. I would draw lots, give half the gift and compare renewals in the year after it.",
        ),
        (
            "try the gift on half of the new customers, by lot, before all get it",
            "上升的留存率不说明有人变得忠诚。客户本来就不同，容易离开的人先走了，留下来的人本来就稳定。用礼物把人带到第五年，并不会让他们变成那样的人。先抽签，一半新客户得到礼物，比较礼物之后一年的续约率，再决定。",
        ),
    ],
}

WRONG = {
    "3.2.a": [
        (0.6, "cohort_1_alone"),
        (0.55, "cohort_2_alone"),
        ((285 + 320) / 1000, "last_year_guessed"),
        (0.76 * 285 / 360, "kaplan_meier"),
        ((120 / 150 + 165 / 210) / 2, "mean_of_retentions"),
        (285 / 760, "of_those_after_one"),
        (0.285, "future_is_zero"),
        (0.575, "mean_of_shares"),
        (0.43, "complement"),
        (0.72, "one_year"),
        (0.76, "one_year_of_all"),
        (285 / 360, "retention"),
        (285, "count"),
        (0.685, "youngest_carried"),
        (57, "per cent"),
    ],
    "3.2.b": [
        (1 / 3, "early_ones_dropped"),
        (1 - 19 / 24, "hazards_added"),
        (7 / 8 * 5 / 7 * 2 / 3, "second_kept_in_view"),
        (7 / 8 * 4 / 6 * 1 / 2, "leaver_not_watched"),
        (0.25, "censored_left"),
        (0.5, "censored_stay"),
        (0.0, "leavers_only"),
        (7 / 12, "before_six"),
        (11 / 18, "complement"),
        (7 / 8 * 5 / 6 * 2 / 3, "tie_once"),
        (2 / 3, "last_factor"),
        (7 / 8 * 5 / 7 * 3 / 4, "at_six_censored"),
        (1 / 4, "leavers_only_before_six"),
    ],
    "3.2.c": [
        ((700 * 0.8**3 + 300 * 0.4**3) / (700 * 0.8**2 + 300 * 0.4**2), "groups_swapped"),
        ((300 * 0.2**3 + 700 * 0.6**3) / (300 * 0.2**2 + 700 * 0.6**2), "leaving_for_staying"),
        (192 / 304, "mix_after_2"),
        (153.6 / 198.4, "mix_after_3"),
        (112 / 304, "restless_share"),
        (0.52**3, "first_rate_three_times"),
        ((700 * 0.8**2 + 300 * 0.4**2) / (700 * 0.8 + 300 * 0.4), "two things at once"),
        (0.52, "first_year"),
        (304 / 520, "second_year"),
        (140.8 / 198.4, "fourth_year"),
        (0.1984, "survival"),
        (0.304, "survival_two"),
        (105.6 / 304, "churn"),
        (0.6, "plain_mean"),
        (198.4, "count"),
    ],
    "3.2.1": [
        (bought_later, "of_those_who_bought_later"),
        (every_quarter, "every_quarter_so_far"),
        (lambda: (shop_of("rows")[0] / shop_of("rows")[0].iloc[0]).loc[QUARTERS], "rows_of_the_first"),
        (money_each, "money_each"),
        (lambda: {"1997Q1": 1.0, **shop().loc[QUARTERS].to_dict()}, "first_quarter_kept"),
        (lambda: (shop_of("rows")[0] / shop_of("rows")[1]).loc[QUARTERS], "rows"),
        (lambda: (shop_of("orders")[0] / shop_of("orders")[1]).loc[QUARTERS], "orders"),
        (lambda: 1 - shop().loc[QUARTERS], "complement"),
        (lambda: (shop() * shop_of("rows")[1]).loc[QUARTERS], "counts"),
        (lambda: (shop() / shop().shift()).loc[QUARTERS], "of_the_quarter_before"),
        (lambda: (shop() / shop().sum()).loc[QUARTERS], "shares_of_buyers"),
        (lambda: shop().shift().loc[QUARTERS], "one_quarter_off"),
        (last_seen, "not_seen_later"),
        (
            lambda: (shop_of("rows")[0] / shop_of("rows")[0].shift()).loc[QUARTERS],
            "two things at once",
        ),
    ],
    "3.2.2": [
        (lambda: club(churn=lambda right, n: joiners(n) / n["d"]), "joiners_of_december"),
        (lambda: club(churn=lambda right, n: joiners(n) / n["n"]), "joiners_for_leavers"),
        (lambda: club(growth=lambda right, n: -right["churn"]), "joiners_forgotten"),
        (lambda: club(churn=lambda right, n: n["left"] / (n["n"] + joiners(n))), "of_both_months"),
        (lambda: club(churn=lambda right, n: 1 - (1 - right["churn"]) ** 12), "churn_of_a_year"),
        (lambda: club(growth=lambda right, n: np.log(n["d"] / n["n"])), "logarithm"),
        (lambda: club(churn=lambda right, n: 1 - right["churn"]), "retention"),
        (lambda: club(churn=lambda right, n: -right["growth"]), "net"),
        (lambda: club(churn=lambda right, n: n["left"] / n["d"]), "of_december"),
        (lambda: club(churn=lambda right, n: n["left"] / len(data.load("club_members"))), "of_everybody"),
        (lambda: club(growth=lambda right, n: n["d"] / n["n"]), "ratio"),
        (lambda: club(churn=lambda right, n: n["left"], growth=lambda right, n: n["d"] - n["n"]), "counts"),
        (lambda: club(growth=lambda right, n: (n["d"] - n["n"] + n["left"]) / n["n"]), "joiners"),
        (
            lambda: club(churn=lambda right, n: right["growth"], growth=lambda right, n: right["churn"]),
            "swapped",
        ),
        (lambda: club(growth=lambda right, n: (n["d"] - n["n"]) / n["d"]), "growth_of_december"),
        (
            lambda: club(churn=lambda right, n: 1 - right["churn"], growth=lambda right, n: n["d"] / n["n"]),
            "Turn it round",
        ),
    ],
    "3.2.3": [
        (1 / 2, "month_eight_alone"),
        (0.0, "leavers_only"),
        (3 / 4 * 3 / 4 * 3 / 4 * 1 / 2, "tie_once"),
        (27 / 64, "tie_once_before_eight"),
        (by_hand((4, 4, 3, 2)), "last_month_not_counted"),
        (lambda: late(turned=True), "flags_turned"),
        (lambda: late(turned=True, entry=asked().LATE["entry"]), "flags_turned_late"),
        (lambda: late(), "no_entry"),
        (7 / 9 * 5 / 7 * 2 / 3, "clock_restarted"),
        (3 / 8, "late_ones_dropped"),
        (55 / 64, "complement"),
        (2 / 9, "share_of_file"),
        (by_hand((4, 4, 4, np.inf)), "before_eight"),
        (4 / 9, "all_left"),
        (lambda: 1 - late(), "two things at once"),
    ],
    "3.2.4": [
        (lambda: dict.fromkeys(until(0.5), 12.0), "all_plans_thrice"),
        (with_pauses, "with_pauses"),
        (lambda: plans(lambda part: part["months"].sum() / part["left"].sum()), "one_rate"),
        (
            lambda: plans(lambda part: np.log(2) * part["months"].sum() / part["left"].sum()),
            "half_at_one_rate",
        ),
        (lambda: plans(lambda part: part.loc[~part["left"], "months"].median()), "still_there"),
        (lambda: plans(after_a_year), "survival_of_a_year"),
        (lambda: plans(lambda part: part.loc[part["left"], "months"].median()), "leavers"),
        (lambda: plans(lambda part: part["months"].median()), "all_as_left"),
        (lambda: plans(lambda part: part["months"].mean()), "mean"),
        (lambda: plans(lambda part: part.loc[part["left"], "months"].mean()), "mean_of_leavers"),
        (lambda: until(0.5, turned=True), "flags_turned"),
        (lambda: until(0.25), "quarter"),
        (lambda: until(0.75), "three_quarters"),
        (lambda: pd.Series(until(0.5)) + 1, "one_month_late"),
        (lambda: pd.Series(until(0.5)) - 1, "one_month_early"),
    ],
    "3.2.5": [
        (lambda: 10 * pd.Series(projected()), "of_a_thousand"),
        (lambda: 100 * pd.Series(projected()) / pd.Series(projected(year=4)), "of_those_after_four"),
        (lambda: 59.3 * pd.Series(projected()) / pd.Series(projected(year=4)), "from_what_was_seen"),
        (lambda: projected(year=8), "year_eight"),
        (lambda: projected(year=16), "year_sixteen"),
        (
            lambda: {
                "differ": 100
                - 100 * ShiftedBetaGeometric().fit(HIGH_END[:5], customers=1000).retention_rate(12),
                "one_rate": 100 - 100 * Geometric().fit(HIGH_END[:5], customers=1000).retention_rate(12),
            },
            "hazard",
        ),
        (lambda: projected() | {"differ": 59.3 * (59.3 / 65.3) ** 8}, "last_rate"),
        (lambda: projected(differ=BetaDiscreteWeibull), "weibull"),
        (lambda: projected() | {"differ": 39.4}, "printed"),
        (lambda: projected(differ=Geometric, one_rate=ShiftedBetaGeometric), "swapped"),
        (
            lambda: {
                "differ": 100 * ShiftedBetaGeometric().fit(HIGH_END[:5], customers=1000).retention_rate(12),
                "one_rate": 100 * Geometric().fit(HIGH_END[:5], customers=1000).retention_rate(12),
            },
            "retention",
        ),
        (lambda: 100 - pd.Series(projected()), "complement"),
        (lambda: projected(last=5), "five_years"),
        (lambda: projected(last=3), "three_years"),
        (lambda: projected(last=12), "all_years"),
        (lambda: projected(year=11), "year_eleven"),
        (lambda: projected(year=13), "year_thirteen"),
        (lambda: projected() | {"one_rate": 100 * 0.869**12}, "first_rate"),
        (lambda: projected() | {"one_rate": 100 * 0.593**3}, "mean_rate"),
        (lambda: projected() | {"one_rate": 100 * (59.3 / 65.3) ** 12}, "latest_rate"),
    ],
    "3.2.6": [
        ({"new": NEW * 100 / 60, "old": OLD * 100 / 60}, "chapters_margin"),
        (
            {
                "new": 60 * (0.7 + 0.56 / 1.1 + 0.49 / 1.1**2),
                "old": 60 / 490 * (450 + 423 / 1.1 + 402 / 1.1**2),
            },
            "chapters_rate",
        ),
        (
            {
                "new": 60 * (0.7 + 0.8 / 1.12 + 0.875 / 1.12**2),
                "old": 60 * (450 / 490 + 423 / 450 / 1.12 + 402 / 423 / 1.12**2),
            },
            "each_years_retention",
        ),
        (
            {
                "new": 60 * (0.7 + 0.56 * 1.12 + 0.49 * 1.12**2),
                "old": 60 / 490 * (450 + 423 * 1.12 + 402 * 1.12**2),
            },
            "interest_added",
        ),
        ({"new": NEW + 60, "old": OLD + 60}, "margin_of_today"),
        ({"new": NEW, "old": OLD / 1.12**3}, "old_at_joining"),
        ({"new": NEW, "old": NEW}, "new_for_both"),
        ({"new": 60 * 0.7 * 1.12 / 0.42, "old": 60 * 450 / 490 * 1.12 / (1.12 - 450 / 490)}, "for_ever"),
        ({"new": NEW, "old": OLD * 0.49}, "of_all"),
        (
            {
                name: 60 * sum((3025 / 3623) ** k / 1.12 ** (k - 1) for k in (1, 2, 3))
                for name in ("new", "old")
            },
            "one_rate",
        ),
        ({"new": NEW / 1.12, "old": OLD / 1.12}, "first_discounted"),
        ({"new": 60 * 1.75, "old": 60 * 1275 / 490}, "not_discounted"),
        ({"new": OLD, "old": NEW}, "swapped"),
        ({"new": NEW / 60, "old": OLD / 60}, "renewals"),
        ({"new": 1000 * NEW, "old": 490 * OLD}, "totals"),
        ({"new": NEW, "old": OLD * 490 / 450}, "old_from_four"),
        (
            {
                "new": 60 * (1 + 0.7 / 1.12 + 0.56 / 1.12**2),
                "old": 60 / 490 * (490 + 450 / 1.12 + 423 / 1.12**2),
            },
            "sure_first",
        ),
        ({"new": NEW / 1.12, "old": OLD / 1.12 * 0.49}, "two things at once"),
    ],
    "3.2.7": [
        (
            (
                "a",
                "The numbers show it: in the first year 0.7 renew and in the fifth 0.9, so customers "
                "become loyal with time. A gift that carries somebody over the first years pays for "
                "itself, because from then on she hardly leaves any more. I would give it to every "
                "new customer from now on.",
            ),
            "sorted_taken_for_changed",
        ),
        (
            (
                "b",
                "The rise comes from sorting alone: the restless have left, the steady are still "
                "here, and nobody has changed at all. People are as they are, so a gift can never "
                "make a loyal customer out of a restless one, and every unit of money spent on it "
                "would be lost.",
            ),
            "sorting_taken_for_proved",
        ),
        (
            (
                "d",
                "Those who still renew in the fifth year must have been satisfied, or else they would"
                " have left us before. So a gift is the wrong means: we should ask what made them "
                "satisfied and do the same for all new customers, and then they will renew with 0.9, "
                "too.",
            ),
            "another_cause_not_shown",
        ),
        (("c", "They grow loyal."), "very short"),
        ((None, RIGHT["3.2.7"][0][1]), "Mark the side"),
        (RIGHT["3.2.7"][0][1], "hand in the pair"),
        (("c", 0.9), "write your explanation as text"),
    ],
}
