"""Answers to test the questions of exercise 2.3 with."""

from fractions import Fraction

import numpy as np
import pandas as pd

from marketing_origin import data

SCHOOL = 400 * 0.7**3 + 150 * (1 + 0.7 + 0.49)
TIMES = {"per_cent": 0.4 / 0.365, "points": 0.4 / 0.35, "fewer_leave": 0.4 / 0.385, "never_leaves": 4.0}
RUN = ["app", "helpline", "gifts"]


def closed(profits, retention_rate, discount_rate, acquisition_cost):
    """A learner's own closed form."""
    growth = 1 + discount_rate
    value, discount = -acquisition_cost, 1 / growth
    for profit in profits[:-1]:
        value += profit * discount
        discount *= retention_rate / growth
    return value + profits[-1] * discount / (1 - retention_rate / growth)


def looped(years=3000, first=1, renewals=-1, interest=True, repeats=True, cost="off"):
    """A learner's loop, with one of its parts exchanged."""

    def value(profits, retention_rate, discount_rate, acquisition_cost):
        i = discount_rate if interest else 0.0
        total = 0.0
        for t in range(1, (years if repeats else len(profits)) + 1):
            profit = profits[min(t, len(profits)) - 1]
            kept = 1.0 if renewals is None else retention_rate ** (t + renewals)
            total += profit * kept / (1 + i) ** (t + first - 1)
        paid = {"off": -1, "out": 0, "added": 1, "later": -1 / (1 + discount_rate)}[cost]
        return total + paid * acquisition_cost

    return lambda: value


def baskets():
    """The orders of exercise 2.3.6: all first ones, repeat ones, each returning customer's mean and first."""
    orders = data.load("cdnow").groupby(["customer_id", "date"], as_index=False)["quantity"].sum()
    orders["number"] = orders.groupby("customer_id").cumcount()
    first = orders[orders["number"] == 0].set_index("customer_id")["quantity"]
    repeat = orders[orders["number"] > 0]
    own = repeat.groupby("customer_id")["quantity"].mean()
    return orders, first, repeat, own


def fuller(**changed):
    _, first, repeat, own = baskets()
    right = {
        "between": repeat["quantity"].mean() / first.mean() - 1,
        "within": own.mean() / first[own.index].mean() - 1,
    }
    return right | {label: value(*baskets()) for label, value in changed.items()}


def of_the_log(column="value", merged=True):
    """Both answers to 2.3.6 from another column, or from the log's rows."""
    log = data.load("cdnow").sort_values(["customer_id", "date"], kind="stable")
    log = log.groupby(["customer_id", "date"], as_index=False)[column].sum() if merged else log
    again = log.duplicated("customer_id")
    first = log[~again].set_index("customer_id")[column]
    own = log[again].groupby("customer_id")[column].mean()
    return {
        "between": log.loc[again, column].mean() / first.mean() - 1,
        "within": own.mean() / first[own.index].mean() - 1,
    }


def fees(weight="fee", start="2024-01-01"):
    paid = data.load("club_months").merge(data.load("club_members"), on="member_id").assign(rows=1.0)
    paid = paid[paid["month"] >= start]
    total = paid[weight].sum()
    return {
        "joined_before": paid.loc[paid["join_month"] < "2024-01-01", weight].sum() / total,
        "after_first_month": paid.loc[paid["join_month"] < paid["month"], weight].sum() / total,
    }


def paid_in_2024():
    paid = data.load("club_months").merge(data.load("club_members")[["member_id", "join_month"]])
    return paid[paid["month"] >= "2024-01-01"]


def of_members():
    paid = paid_in_2024()
    everybody = paid["member_id"].nunique()
    return {
        "joined_before": paid.loc[paid["join_month"] < "2024-01-01", "member_id"].nunique() / everybody,
        "after_first_month": paid.loc[paid["join_month"] < paid["month"], "member_id"].nunique() / everybody,
    }


def fees_of_2024(**conditions):
    """The right shares, with one of them taken of the rows that meet another condition."""
    paid = paid_in_2024()
    return fees() | {
        label: paid.loc[condition(paid), "fee"].sum() / paid["fee"].sum()
        for label, condition in conditions.items()
    }


def mean_of_months():
    paid = paid_in_2024()
    paid["old"] = paid["fee"].where(paid["join_month"] < "2024-01-01", 0.0)
    sums = paid.groupby("month")[["old", "fee"]].sum()
    return fees() | {"joined_before": (sums["old"] / sums["fee"]).mean()}


def members_for_fees():
    members = data.load("club_members").set_index("member_id")["join_month"]
    months = data.load("club_months")
    there = months.loc[months["month"] >= "2024-01-01", "member_id"].unique()
    return fees() | {"joined_before": (members[there] < "2024-01-01").mean()}


def gym(**changed):
    return {"first_year": 0.16, "in_the_end": 0.8} | changed


def ends_with_the_mean(profits, retention_rate, discount_rate, acquisition_cost):
    """A learner's closed form, with the mean of the list for ever after it."""
    return closed([*profits, np.mean(profits)], retention_rate, discount_rate, acquisition_cost)


def one_factor(profits, retention_rate, discount_rate, acquisition_cost):
    """A learner's loop that takes interest off the rate of those who stay."""
    kept = retention_rate - discount_rate
    rest = sum(profit * kept**year for year, profit in enumerate(profits[:-1]))
    return rest + profits[-1] * kept ** (len(profits) - 1) / (1 - kept) - acquisition_cost


RIGHT = {
    "2.3.a": [3000, 3000.0, 120 / (1 - 0.96), Fraction(120) / Fraction(4, 100)],
    "2.3.b": [1.625, 0.13 / 0.08, [1.625], 13 / 8],
    "2.3.c": [15_000, 15_000.0, 0.5 * 3 * 10_000, [15_000]],
    "2.3.1": [SCHOOL, np.float64(SCHOOL), [465.7], Fraction(4657, 10)],
    "2.3.2": [TIMES, pd.Series(TIMES), pd.Series(TIMES).to_frame("times"), tuple(TIMES.values())],
    "2.3.3": [gym(), pd.Series(gym()), {"in_the_end": Fraction(4, 5), "first_year": np.float64(0.16)}],
    "2.3.4": [lambda: closed, looped()],
    "2.3.5": [RUN, tuple(RUN), pd.Index(RUN), ["App", "Helpline", "Gifts"]],
    "2.3.6": [
        lambda: fuller(),
        lambda: pd.Series(fuller())[::-1],
        lambda: {label: round(value, 5) for label, value in fuller().items()},
    ],
    "2.3.7": [lambda: fees(), lambda: pd.Series(fees()), lambda: pd.Series(fees()).to_frame("share")],
    "2.3.8": [
        (
            "d",
            "The 75 is the present value of one card customer, from 10 to 5 in 100 leaving and at a low discount "
            "rate, and we start at 25. For the gym's next year the five points bring 12,000, which is 16%. The "
            "cost is missing, and so is any evidence. I would budget a trial by lot and nothing else.",
        ),
        (
            "no gain yet: the cost of a trial, the gym's own figure as a ceiling",
            "百分之七十五说的是一个信用卡客户的现值，不是公司明年的利润。起点是流失率百分之十，折现率很低。我们明年最多增加一万二，也就是百分之十六，成本还没有扣除。先抽签做试验，再写预算。",
        ),
    ],
}

WRONG = {
    "2.3.a": [
        (4120 * 0.96, "one_month_all_leave"),
        (12 * 120 / 0.96, "yearly_won_over_stay"),
        (125, "stay_for_leak"),
        (3960, "one_month"),
        (3000 + 1000 * 0.96**12, "one_year"),
        (7000, "added_to_start"),
        (-1000, "change"),
        (120 / (1 - 0.96**12), "yearly_leak"),
        (36_000, "yearly_won"),
        (5440, "nobody_leaves"),
        (160, "lost_now"),
    ],
    "2.3.b": [
        (0.13 / 0.18, "leak_grows"),
        (0.13 / 0.0865, "of_the_rate"),
        (0.13 / (0.13 * 0.95), "of_the_leak"),
        (0.92 / 0.87, "rates_divided"),
        (1.05, "five_per_cent"),
        (0.625, "change"),
        (4 / 3, "at_eighty"),
        (0.08 / 0.13, "upside"),
        (162.5, "per cent"),
    ],
    "2.3.c": [
        (7500, "quarter"),
        (1.5, "mean_points"),
        (10_000, "price_of_a_point"),
        (0, "below_zero_too"),
        (30_000, "lucky_case"),
        (5000, "one_point"),
        (60_000, "both_pay"),
        (-15_000, "sign"),
    ],
    "2.3.1": [
        (400 * 0.343 + 150 * 1.7, "new_ones_from_the_second_year"),
        (150 / 0.7, "in_the_end_at_the_leak"),
        (451, "two_years"),
        (430, "one_year"),
        (475.99, "four_years"),
        (500, "steady_state"),
        (lambda: ((550 * 0.7 + 150) * 0.7 + 150) * 0.7, "new_leave_at_once"),
        (lambda: ((400 * 0.3 + 150) * 0.3 + 150) * 0.3 + 150, "churn_for_retention"),
        (137.2, "nobody_won"),
        (850, "nobody_leaves"),
        (137.2 + 450, "new_ones_stay"),
        (400 + 3 * 30, "same_number_leaves"),
        (470, "Very near"),
        ("466", "quotation marks"),
        (float("nan"), "NaN"),
    ],
    "2.3.2": [
        (
            {
                "per_cent": 0.37 / 0.3385,
                "points": 0.37 / 0.325,
                "fewer_leave": 0.37 / 0.3565,
                "never_leaves": 3.7,
            },
            "a_tenth_off_a_year",
        ),
        ({label: value - 1 for label, value in TIMES.items()}, "gains"),
        ({"per_cent": 0.735, "points": 0.75, "fewer_leave": 0.715, "never_leaves": 1.0}, "rates"),
        (
            {"per_cent": 1.05, "points": 0.75 / 0.7, "fewer_leave": 0.715 / 0.7, "never_leaves": 1 / 0.7},
            "rates_compared",
        ),
        (
            {
                label: value * rate / 0.7
                for (label, value), rate in zip(TIMES.items(), (0.735, 0.75, 0.715, 1.0), strict=True)
            },
            "first_margin_left_out",
        ),
        (TIMES | {"per_cent": TIMES["points"], "points": TIMES["per_cent"]}, "per_cent_and_points_swapped"),
        (TIMES | {"fewer_leave": TIMES["points"]}, "fewer_leave_in_points"),
        (TIMES | {"fewer_leave": 0.4 / (1.1 - 0.985)}, "leak_of_five_per_cent_of_leak"),
        ({label: 275 * value for label, value in TIMES.items()}, "values"),
        ({label: 2.75 * value for label, value in TIMES.items()}, "values"),
        ({label: 100 * value for label, value in TIMES.items()}, "per cent"),
        (TIMES | {"never_leaves": 5.0}, "never_leaves_without_interest"),
        (
            {
                "per_cent": 0.3 / 0.265,
                "points": 1.2,
                "fewer_leave": 0.3 / 0.285,
                "never_leaves": float("inf"),
            },
            "never_leaves_without_interest",
        ),
        ({"per_cent": 1.1, "points": 1.14}, "missing"),
        (4.0, "indexed by parameter"),
    ],
    "2.3.3": [
        (gym(first_year=(2100 * 120 - 400 * 90 - 120_000) / 75_000 - 1), "winning_the_leavers_alone"),
        ({"first_year": 12_000 / 195_000, "in_the_end": 60_000 / 195_000}, "rent_left_out"),
        ({"first_year": 0.1, "in_the_end": 0.5}, "winning_left_out"),
        ({"first_year": 0.05, "in_the_end": 0.25}, "members_for_profit"),
        ({"first_year": 12_000, "in_the_end": 60_000}, "money"),
        ({"first_year": 87_000, "in_the_end": 135_000}, "profits"),
        (gym(first_year=1.16, in_the_end=1.8), "ratios"),
        (gym(first_year=0.0), "members_at_the_start"),
        (gym(first_year=50 * 120 / 75_000), "members_on_average"),
        (gym(first_year=0.8, in_the_end=0.16), "swapped"),
        (
            {"first_year": 75 * 120 / 75_000, "in_the_end": (500 / 0.2125 - 2000) * 120 / 75_000},
            "per_cent_for_points",
        ),
        ({"first_year": 0.12, "in_the_end": 0.12}, "wins_fewer"),
        (gym(in_the_end=0.16), "end_at_first_year"),
        ({"first_year": 16, "in_the_end": 80}, "per cent"),
        (gym(in_the_end=0.7), "in_the_end"),
    ],
    "2.3.4": [
        (lambda: one_factor, "rates_subtracted"),
        (lambda: ends_with_the_mean, "mean_after_the_list"),
        (looped(years=10), "10_years"),
        (looped(years=20), "20_years"),
        (looped(years=50), "50_years"),
        (looped(years=100), "100_years"),
        (looped(repeats=False), "stops_with_the_list"),
        (looped(renewals=0), "first_year_uncertain"),
        (looped(first=0), "first_profit_today"),
        (looped(years=2000, interest=False), "not_discounted"),
        (looped(renewals=None), "nobody_leaves"),
        (
            lambda: (
                lambda profits, retention_rate, discount_rate, acquisition_cost: closed(
                    profits, 1 - retention_rate, discount_rate, acquisition_cost
                )
            ),
            "leaves_for_stays",
        ),
        (
            lambda: (
                lambda profits, retention_rate, discount_rate, acquisition_cost: closed(
                    profits[:1], retention_rate, discount_rate, acquisition_cost
                )
            ),
            "first_profit_for_ever",
        ),
        (looped(cost="out"), "cost_left_out"),
        (looped(cost="added"), "cost_added"),
        (looped(cost="later"), "cost_discounted"),
        (lambda: lambda profits, rate: sum(profits), "the question asks for (profits"),
        (
            lambda: lambda profits, retention_rate, discount_rate, acquisition_cost: profits[7],
            "IndexError",
        ),
        (181.92, "a number"),
    ],
    "2.3.5": [
        (["app", "helpline", "calls", "letters", "gifts"], "cost_not_taken_off"),
        (["app", "helpline", "gifts", "calls", "letters"], "all_five"),
        (["helpline", "gifts", "app"], "per_customer"),
        (["gifts", "helpline", "app"], "smallest_first"),
        (["letters", "gifts", "helpline", "calls", "app"], "letters_first"),
        (["helpline", "gifts"], "loss_left_out"),
        (["app", "helpline"], "still to find"),
        (pd.Series([100_000, 45_000, 14_000], RUN), "numbers by name"),
        (["helpline", "app", "gifts"], "another order"),
        ("app", "list"),
        (3, "a list"),
    ],
    "2.3.6": [
        (lambda: of_the_log("quantity", merged=False), "rows_for_orders"),
        (lambda: of_the_log(), "dollars"),
        (lambda: {label: value + 1 for label, value in fuller().items()}, "ratios"),
        (
            lambda: dict(zip(("within", "between"), fuller().values(), strict=True)),
            "swapped",
        ),
        (
            lambda: {
                "between": baskets()[2]["quantity"].mean() - baskets()[1].mean(),
                "within": baskets()[3].mean() - baskets()[1][baskets()[3].index].mean(),
            },
            "more_discs",
        ),
        (
            lambda: fuller(between=lambda _, first, repeat, own: own.mean() / first.mean() - 1),
            "between_by_customer",
        ),
        (
            lambda: fuller(
                between=lambda _, first, repeat, own: (
                    repeat["quantity"].mean() / first.drop(own.index).mean() - 1
                )
            ),
            "between_against_one_timers",
        ),
        (
            lambda: fuller(within=lambda _, first, repeat, own: own.mean() / first.mean() - 1),
            "within_against_all_firsts",
        ),
        (
            lambda: fuller(
                within=lambda _, first, repeat, own: repeat["quantity"].mean() / first[own.index].mean() - 1
            ),
            "within_by_order",
        ),
        (
            lambda: fuller(within=lambda _, first, repeat, own: (own / first[own.index]).mean() - 1),
            "mean_of_ratios",
        ),
        (
            lambda: fuller(
                within=lambda orders, first, repeat, own: (
                    orders[orders["customer_id"].isin(own.index)]
                    .groupby("customer_id")["quantity"]
                    .mean()
                    .mean()
                    / first[own.index].mean()
                    - 1
                )
            ),
            "first_among_repeats",
        ),
        (
            lambda: fuller(
                between=lambda _, first, repeat, own: (
                    first[own.index].mean() / first.drop(own.index).mean() - 1
                )
            ),
            "comers_against_one_timers",
        ),
        (lambda: {label: 100 * value for label, value in fuller().items()}, "per cent"),
        (0.2, "indexed by parameter"),
    ],
    "2.3.7": [
        (
            lambda: fees_of_2024(
                after_first_month=lambda paid: (
                    (paid["join_month"] >= "2024") & (paid["month"] > paid["join_month"])
                )
            ),
            "of_the_years_joiners_alone",
        ),
        (
            lambda: fees_of_2024(
                after_first_month=lambda paid: paid["month"] > paid["join_month"] + pd.DateOffset(months=1)
            ),
            "two_months_taken_off",
        ),
        (lambda: of_members(), "members_in_both"),
        (lambda: fees("rows"), "rows_for_fees"),
        (members_for_fees, "members_for_fees"),
        (
            lambda: fees_of_2024(joined_before=lambda paid: paid["join_month"] <= "2024-01-01"),
            "january_counted",
        ),
        (mean_of_months, "mean_of_months"),
        (
            lambda: fees_of_2024(after_first_month=lambda paid: paid["member_id"].duplicated()),
            "first_row_of_the_year",
        ),
        (lambda: {label: 1 - value for label, value in fees().items()}, "new_for_existing"),
        (lambda: fees(start="2022-01-01"), "all_years"),
        (
            lambda: dict(zip(("after_first_month", "joined_before"), fees().values(), strict=True)),
            "swapped",
        ),
        (lambda: {label: value * 3_763_482 for label, value in fees().items()}, "money_for_share"),
        (lambda: {label: 100 * value for label, value in fees().items()}, "per cent"),
    ],
    "2.3.8": [
        (
            (
                "a",
                "It was measured that five points of retention bring 75% more profit, and our "
                "programme brings exactly five points. So I would write plus 75% into next year's "
                "budget and pay for the programme out of it, since the gain is many times as large as"
                " any cost could be.",
            ),
            "value_of_a_customer_for_next_year",
        ),
        (
            (
                "b",
                "75% is exaggerated, as such figures always are, since other firms have other "
                "customers and a consultant wants to sell something. To be careful I would take only "
                "about half of it, so plus 40% in next year's budget, and would be glad if a little "
                "more comes in.",
            ),
            "number_corrected_question_left",
        ),
        (
            (
                "c",
                "The 75 is about one customer of another firm and over all years. For our gym five "
                "points bring 100 more members after a year, which is 12,000 or 16% of our profit. So"
                " I would write plus 16% into next year's budget, since this is our own figure.",
            ),
            "cost_and_evidence_missing",
        ),
        (("d", "75% is exaggerated."), "very short"),
        ((None, RIGHT["2.3.8"][0][1]), "Mark the side"),
        (RIGHT["2.3.8"][0][1], "hand in the pair"),
        (("d", 75), "write your explanation as text"),
    ],
}
