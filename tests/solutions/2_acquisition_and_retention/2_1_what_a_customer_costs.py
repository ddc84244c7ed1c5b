"""Answers to test the questions of exercise 2.1 with."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.checks import questions_of

_questions = questions_of("2.1")
PAID_OUT = _questions.PAID_OUT
PARTS = _questions.PARTS
calls_per_sale_table = _questions.calls_per_sale_table
joiners_of_2023 = _questions.joiners_of_2023

BILL = [
    "search_ads",
    "agency_fee",
    "sales_wages",
    "sales_training",
    "welcome_gifts",
    "friend_rewards",
]


def channels(parts=PARTS, start="2024", end="2025", joined=None, money=None):
    """The club's cost by channel as a learner may compute it."""
    costs, members = data.load("club_costs"), data.load("club_members")
    spent = costs[(costs["month"] >= f"{start}-01-01") & (costs["month"] < f"{end}-01-01")]
    spent = spent.groupby("channel", observed=True)[parts].sum().sum(axis=1)
    since, until = joined or (start, end)
    new = members[(members["join_month"] >= f"{since}-01-01") & (members["join_month"] < f"{until}-01-01")]
    if money:
        spent = money(spent, new)
    return spent / new["channel"].value_counts()


def left(parts=PAID_OUT, list_price=False, year=2023, joined=None):
    """What is left of a joiner's first-year margin, with one of its parts exchanged."""
    joiners, costs, members = joiners_of_2023(), data.load("club_costs"), data.load("club_members")
    spent = costs.loc[costs["month"].dt.year.isin(np.atleast_1d(year)), parts].sum().sum()
    margin = joiners["first_year_margin"] + list_price * joiners["joining_discount"]
    return margin.mean() - spent / members["join_month"].dt.year.isin(np.atleast_1d(joined or year)).sum()


def ratios(ratio):
    """A learner's ratio, for the whole file and from 2009 on."""
    bank = calls_per_sale_table()
    return pd.Series({"whole file": ratio(bank), "from 2009": ratio(bank[bank["year"] > 2008])})


def calls_per_sale(rows):
    never, before = rows[~rows["called_before"]], rows[rows["called_before"]]
    return (never["calls"].sum() / never["deposit"].sum()) / (before["calls"].sum() / before["deposit"].sum())


def second_period(chosen):
    """The right ratio of the whole file, beside that of other years than the question's."""
    bank = calls_per_sale_table()
    return pd.Series(
        {"whole file": calls_per_sale(bank), "from 2009": calls_per_sale(bank[chosen(bank["year"])])}
    )


def against(outcome):
    """A ratio to those with one outcome of an earlier campaign only."""
    return lambda rows: calls_per_sale(rows[~rows["called_before"] | (rows["poutcome"] == outcome)])


def means(column):
    return lambda rows: (
        rows.loc[~rows["called_before"], column].mean() / rows.loc[rows["called_before"], column].mean()
    )


def all_members_of_2024():
    costs, members, months = (data.load(f"club_{name}") for name in ("costs", "members", "months"))
    there = months.loc[months["month"].dt.year == 2024, "member_id"].unique()
    spent = costs[costs["month"].dt.year == 2024].groupby("channel", observed=True)[PARTS].sum().sum(axis=1)
    return spent / members[members["member_id"].isin(there)]["channel"].value_counts()


def per_month_of_membership():
    costs, members, months = (data.load(f"club_{name}") for name in ("costs", "members", "months"))
    rows = months[months["month"].dt.year == 2024].merge(members, on="member_id")
    spent = costs[costs["month"].dt.year == 2024].groupby("channel", observed=True)[PARTS].sum().sum(axis=1)
    return spent / rows["channel"].value_counts()


def over_all():
    costs, members = data.load("club_costs"), data.load("club_members")
    return (
        costs.loc[costs["month"].dt.year == 2024, PARTS].sum().sum()
        / (members["join_month"].dt.year == 2024).sum()
    )


def mean_of_months():
    costs, members = data.load("club_costs"), data.load("club_members")
    year = pd.date_range("2024-01-01", periods=12, freq="MS")
    spent = costs.pivot_table(index="month", columns="channel", values=PARTS, aggfunc="sum", observed=True)
    joined = pd.crosstab(members["join_month"], members["channel"])
    return (spent.T.groupby(level="channel", observed=True).sum().T / joined).loc[year].mean()


def mean_of_channels():
    joiners, costs = joiners_of_2023(), data.load("club_costs")
    spent = (
        costs[costs["month"].dt.year == 2023].groupby("channel", observed=True)[PAID_OUT].sum().sum(axis=1)
    )
    margin = joiners.groupby("channel", observed=True)["first_year_margin"].mean()
    return (margin - spent / joiners["channel"].value_counts()).mean()


def by_all_who_ever_joined():
    joiners, costs = joiners_of_2023(), data.load("club_costs")
    spent = costs.loc[costs["month"].dt.year == 2023, PAID_OUT].sum().sum()
    return joiners["first_year_margin"].mean() - spent / len(data.load("club_members"))


STEPS = {4000: 2000 / 34, 6000: 80.0, 8000: 2000 / 15}

RIGHT = {
    "2.1.a": [50, 50.0, np.float64(50), [18_000 / 360]],
    "2.1.b": [19, 19.0, (48 - (55 + 12)) * -1, pd.Series([19])],
    "2.1.c": [80, 80.0, np.array([2000 / 25])],
    "2.1.1": [BILL, set(BILL), pd.Index(BILL), np.array(BILL[::-1]), tuple(BILL)],
    "2.1.2": [9, 9.0, np.int64(9), [9]],
    "2.1.3": [
        lambda: channels(),
        lambda: channels().sort_values().astype(object),
        lambda: channels().to_dict(),
        lambda: channels().to_frame("cac"),
        lambda: channels().rename("cac").reset_index(),
        lambda: channels().round(2),
    ],
    "2.1.4": [
        lambda: left(),
        lambda: left(PARTS, list_price=True),
        lambda: np.array([left()]),
        lambda: round(left(), 2),
    ],
    "2.1.5": [
        STEPS,
        pd.Series(STEPS),
        pd.Series(STEPS).iloc[::-1],
        list(STEPS.values()),
        pd.DataFrame({"budget": STEPS.keys(), "cost": STEPS.values()}),
    ],
    "2.1.6": [4000, "4000", np.int64(4000), 4000.0],
    "2.1.7": [
        lambda: ratios(calls_per_sale),
        lambda: ratios(calls_per_sale).to_dict(),
        lambda: ratios(calls_per_sale).iloc[::-1],
        lambda: ratios(calls_per_sale).round(3),
    ],
    "2.1.8": [
        (
            "c",
            "Nobody was found who measured nine, and six is one of many ratios: with advertising only it is "
            "below four. It compares averages and would fall if we wasted money on care. What counts is what the"
            " next unit of money brings in winning and in keeping. I would test more care in clubs drawn by lot "
            "for two quarters, and move money if a saved member costs less than she brings.",
        ),
        (
            "find out first what the next unit of money brings on each side",
            "九倍没有找到出处，六倍只是同一本账里许多比值之一。它比较的是平均值，不知道留存支出到底有没有效果。应当比较下一元钱在获取和留存两边各带来多少利润。先抽签选几家店试两个季度，再决定。",
        ),
    ],
}

WRONG = {
    "2.1.a": [
        (120, "net_growth"),
        (12, "all_members"),
        (18_000 / 1350, "members_before"),
        (13.33, "members_before"),
        (18_000 / 1710, "everybody_seen"),
        (18_000 / 210, "leavers"),
        (-300, "leavers_taken_off"),
        (360, "joiners"),
        (300, "growth_less_leavers"),
        (18_000 / 1425, "members_on_average"),
        (18_000 / 1290, "end_without_leavers"),
        (18_000 / 1140, "who_was_there_all_year"),
        (0.02, "upside down"),
        (50 / 12, "twelfth"),
    ],
    "2.1.b": [
        (48 - 55, "cost_off_the_list_price"),
        (55 / 36, "ratio"),
        (31, "discount_twice"),
        (7, "discount_never"),
        (67, "loaded_cost"),
        (12, "coupon"),
        (43, "payment_left_out"),
        (55, "spent_alone"),
        (36, "paid_alone"),
        (91, "payment_added"),
        (103, "all_added"),
        (19 / 55, "share_of_the_cost"),
        (55 - 12 - 36, "discount_never"),
        (-19, "sign"),
        ("none", "text"),
    ],
    "2.1.c": [
        (7000 / 150, "average"),
        (46.67, "average"),
        (40, "average_before"),
        (20 / 3, "difference_of_averages"),
        (280, "whole_budget"),
        (2000 / 150, "all_readers"),
        (16, "readers_before"),
        (200, "lower_budget"),
        (480, "both_budgets"),
        ((40 + 7000 / 150) / 2, "mean_of_averages"),
        (12_000 / 275, "one_average_of_both"),
        (25, "readers_added"),
        (2000, "money_added"),
        (1 / 80, "upside down"),
    ],
    "2.1.1": [
        ([*BILL, "first_box_discounts"], "discount_counted_twice"),
        ([*BILL, "hotline"], "serving_counted"),
        ([*BILL, "ingredients_and_delivery"], "serving_counted"),
        ([*BILL, "win_back_vouchers"], "winning_back_counted"),
        (["search_ads", "agency_fee"], "advertising_only"),
        (["search_ads"], "one_advertising_line"),
        ([BILL[0], *BILL[2:]], "agency_left_out"),
        ([*BILL[:3], *BILL[4:]], "training_left_out"),
        (["search_ads", "agency_fee", "welcome_gifts", "friend_rewards"], "labour_left_out"),
        (BILL[:4], "extras_left_out"),
        (BILL[:5], "rewards_left_out"),
        ([*BILL[:4], BILL[5]], "gifts_left_out"),
        (BILL[1:], "1 still to find"),
        (77_000, "list"),
        ("search_ads", "list"),
    ],
    "2.1.2": [
        (4, "only_those_who_stay_after_the_first"),
        (5, "only_those_who_stay"),
        (8, "counted_from_zero"),
        (8.53, "not_whole"),
        (8.57, "not_whole"),
        (13, "first_payment_uncertain_from_zero"),
        (34, "leavers_pay"),
        (60 / (12 * 0.15), "leavers_pay"),
        (14, "first_payment_uncertain"),
        (6, "left_once"),
        (60 / (12 * 0.85), "left_once"),
        (7, "payments_of_a_joiner"),
        (1 / 0.15, "payments_of_a_joiner"),
        (10, "one_more"),
        (float("inf"), "leavers_for_stayers"),
        (20, "too high"),
        ("nine", "text"),
        (float("nan"), "NaN"),
    ],
    "2.1.3": [
        (lambda: channels(["promotion", "advertising"]), "labour_and_rewards_left_out"),
        (lambda: channels(["advertising"]), "advertising_only"),
        (lambda: channels(PAID_OUT), "promotion_left_out"),
        (lambda: channels(["advertising", "labour", "promotion"]), "rewards_left_out"),
        (lambda: channels(["advertising", "promotion", "referral_rewards"]), "labour_left_out"),
        (
            lambda: channels(money=lambda spent, new: spent * new["channel"].value_counts() / len(new)),
            "all_new_members",
        ),
        (mean_of_months, "mean_of_months"),
        (
            lambda: channels(
                money=lambda spent, new: (
                    spent + new.groupby("channel", observed=True)["joining_discount"].sum()
                )
            ),
            "discount_twice",
        ),
        (lambda: channels(start="2022"), "all_months"),
        (lambda: channels(["advertising"], start="2022"), "two things at once"),
        (lambda: channels(start="2022", joined=("2024", "2025")), "costs_of_all_months"),
        (lambda: channels(joined=("2022", "2025")), "everybody_who_ever_joined"),
        (all_members_of_2024, "all_members"),
        (lambda: channels(money=lambda spent, new: spent * new["channel"].value_counts()), "totals"),
        (over_all, "all_channels_together"),
        (lambda: 1 / channels(), "members_per_money"),
        (lambda: channels().drop("referral"), "missing: 'referral'"),
        (lambda: channels().to_list(), "carry no labels"),
        (lambda: channels(start="2023", end="2024"), "only_2023"),
        (lambda: channels() / 12, "by_month"),
        (lambda: channels(money=lambda spent, new: new["channel"].value_counts() ** 2), "new_members"),
        (per_month_of_membership, "per_month_of_membership"),
        (
            lambda: channels(money=lambda spent, new: spent * new["channel"].value_counts() / 20_015),
            "by_all_who_are_known",
        ),
    ],
    "2.1.4": [
        (lambda: left(year=2024, joined=2023), "money_of_2024"),
        (lambda: left(PARTS), "discount_twice"),
        (lambda: left(list_price=True), "discount_never"),
        (lambda: left(["advertising"]), "advertising_only"),
        (lambda: left(["advertising", "labour"]), "rewards_left_out"),
        (lambda: left(["advertising", "labour", "promotion"]), "promotion_for_rewards"),
        (lambda: left(["advertising", "referral_rewards"]), "labour_left_out"),
        (lambda: left(year=2024), "costs_of_another_year"),
        (lambda: left(year=[2022, 2023, 2024]), "cost_of_all_years"),
        (lambda: left(year=[2022, 2023, 2024], joined=2023), "money_of_all_years"),
        (mean_of_channels, "mean_of_channels"),
        (lambda: left() * len(joiners_of_2023()), "total_for_mean"),
        (lambda: joiners_of_2023()["first_year_margin"].mean(), "margin_only"),
        (lambda: joiners_of_2023()["first_year_margin"].mean() - left(), "cost_only"),
        (lambda: -left(), "sign"),
        (
            lambda: left() + joiners_of_2023()["first_year_margin"].agg(lambda m: m.median() - m.mean()),
            "median_margin",
        ),
        (lambda: left(PARTS) - joiners_of_2023()["joining_discount"].mean(), "discount_three_times"),
        (by_all_who_ever_joined, "by_all_who_ever_joined"),
        (
            lambda: (mean := joiners_of_2023()["first_year_margin"].mean()) / (mean - left()),
            "ratio_for_difference",
        ),
        (lambda: joiners_of_2023()["first_year_margin"], "one number"),
    ],
    "2.1.5": [
        ({4000: 40.0, 6000: 4000 / 84, 8000: 6000 / 109}, "average_of_the_lower_budget"),
        ({4000: 17.0, 6000: 12.5, 8000: 7.5}, "students_for_a_thousand"),
        ({4000: 4000 / 84, 6000: 6000 / 109, 8000: 8000 / 124}, "average"),
        ({4000: 34 / 2000, 6000: 25 / 2000, 8000: 15 / 2000}, "turned_over"),
        ({4000: 4000 / 34, 6000: 6000 / 25, 8000: 8000 / 15}, "whole_budget_for_the_step"),
        ({4000: 2000 / 84, 6000: 2000 / 109, 8000: 2000 / 124}, "step_for_all_students"),
        ({4000: 2000 / 34, 6000: 4000 / 59, 8000: 6000 / 74}, "from_the_first_budget"),
        ({2000: 40.0, 4000: 4000 / 84, 6000: 6000 / 109, 8000: 8000 / 124}, "average_of_every_budget"),
        ({2000: float("nan"), **STEPS}, "first_budget_from_nothing"),
        ({2000: 0.0, 4000: 1.0, 6000: 2.0, 8000: 3.0}, "step_to_the_first_budget"),
        ({2000: 2000 / 34, 4000: 80.0, 6000: 2000 / 15}, "labelled_by_the_lower"),
        (pd.Series([float("nan"), *STEPS.values()]), "row_numbers_for_budgets"),
        (pd.Series(STEPS.values(), index=[1, 2, 3]), "row_numbers_for_budgets"),
        (
            {4000: 4000 / 84 - 40, 6000: 6000 / 109 - 4000 / 84, 8000: 8000 / 124 - 6000 / 109},
            "difference_of_averages",
        ),
        ({4000: 59, 6000: 80, 8000: 133}, "rounded"),
        ({2000: 40.0, **STEPS}, "first_budget_from_nothing"),
        ({4000: 2000 / 34, 6000: 4000 / 25, 8000: 6000 / 15}, "lower_budget_for_the_step"),
        ({step: cost + 12 for step, cost in STEPS.items()}, "wages_added"),
        ({step: cost / 40 for step, cost in STEPS.items()}, "by_the_weeks"),
        ([80.0], "one value per budget"),
        (80.0, "Series"),
    ],
    "2.1.6": [
        (2000, "too_cautious"),
        (6000, "wages_forgotten"),
        (8000, "by_the_average"),
        (5000, "not among the options"),
        ([4000, 6000], "one of"),
    ],
    "2.1.7": [
        (
            lambda: ratios(
                lambda rows: calls_per_sale(rows.assign(called_before=rows["poutcome"].eq("success")))
            ),
            "buyers_against_all_others",
        ),
        (lambda: 1 / ratios(calls_per_sale), "turned_over"),
        (lambda: ratios(means("calls")), "calls_per_client"),
        (lambda: ratios(lambda rows: means("calls")(rows[rows["deposit"]])), "calls_to_buyers_only"),
        (lambda: ratios(lambda rows: 1 / means("deposit")(rows)), "people_per_sale"),
        (
            lambda: ratios(lambda rows: calls_per_sale(rows.assign(calls=rows["calls"] + rows["previous"]))),
            "earlier_calls_added",
        ),
        (
            lambda: ratios(
                lambda rows: calls_per_sale(
                    rows if rows["year"].min() == 2008 else rows[rows["year"] == 2009]
                )
            ),
            "first_year_only",
        ),
        (lambda: ratios(lambda rows: calls_per_sale(calls_per_sale_table())), "whole_file_twice"),
        (lambda: second_period(lambda year: year > 2009), "last_year_only"),
        (lambda: second_period(lambda year: year < 2009), "first_part_only"),
        (lambda: ratios(calls_per_sale).iloc[::-1].set_axis(["whole file", "from 2009"]), "labels_exchanged"),
        (lambda: ratios(against("success")), "buyers_only"),
        (lambda: ratios(against("failure")), "refusers_only"),
        (
            lambda: ratios(
                lambda rows: (
                    rows.loc[~rows["called_before"], "calls"].sum()
                    / rows.loc[~rows["called_before"], "deposit"].sum()
                )
            ),
            "no_ratio",
        ),
        (
            lambda: ratios(
                lambda rows: calls_per_sale(
                    pd.concat([rows.assign(called_before=False), rows[rows["called_before"]]])
                )
            ),
            "everybody_for_never_called",
        ),
        (
            lambda: ratios(lambda rows: calls_per_sale(rows.assign(calls=rows["duration"]))),
            "seconds_for_calls",
        ),
        (
            lambda: ratios(lambda rows: calls_per_sale(rows.assign(deposit=~rows["deposit"]))),
            "calls_per_refusal",
        ),
        (lambda: ratios(calls_per_sale).rename({"from 2009": "2009"}), "not asked for"),
        (lambda: ratios(calls_per_sale).to_list(), "carry no labels"),
    ],
    "2.1.8": [
        (
            (
                "a",
                "Whether it is nine or six, winning a member costs many times what keeping one costs."
                " So every unit of money does more on the side of keeping, and half of the "
                "acquisition budget should be moved there at once, before we lose more of the members"
                " whom we have won so dearly.",
            ),
            "averages_for_the_next_unit",
        ),
        (
            (
                "b",
                "Nine is folklore and our six counts wages and promotion that do not belong there. "
                "With advertising alone it is below four, so winning is not nearly as dear as you "
                "say. Therefore nothing has to be moved, and the acquisition budget stays exactly as "
                "it is this year.",
            ),
            "ratio_against_ratio",
        ),
        (("c", "Because averages mislead."), "very short"),
        ((None, RIGHT["2.1.8"][0][1]), "Mark the side"),
        (RIGHT["2.1.8"][0][1], "hand in the pair"),
        (("c", 9), "write your explanation as text"),
    ],
}
