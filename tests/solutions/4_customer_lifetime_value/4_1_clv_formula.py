"""Answers to test the questions of exercise 4.1 with."""

from fractions import Fraction

import numpy as np
import pandas as pd

from marketing_origin import clv
from marketing_origin.checks import questions_of

_questions = questions_of("4.1")
club_joiners = _questions.club_joiners

SUBSCRIBER = 60 * 1.08 / (1.08 - 0.70)
MONTHLY, NOW = 1.12 ** (1 / 12) - 1, {"first_margin": "now"}
EATER = 9 * 1.12 ** (1 / 12) / (1.12 ** (1 / 12) - 0.93)


def looped(margin, retention_rate, discount_rate, periods):
    total, share = 0.0, 1.0
    for _ in range(periods):
        total += margin * share
        share *= retention_rate / (1 + discount_rate)
    return total


def closed(margin, retention_rate, discount_rate, periods):
    return (
        margin
        * (1 - (retention_rate / (1 + discount_rate)) ** periods)
        / (1 - retention_rate / (1 + discount_rate))
    )


def summed(years, survival=True, discount=True):
    """A learner's function that sums over other years, or leaves one of the factors out."""

    def value(margin, retention_rate, discount_rate, periods):
        t = np.array(list(years(periods)))
        r, i = retention_rate if survival else 1.0, discount_rate if discount else 0.0
        return float((margin * r**t / (1 + i) ** t).sum())

    return lambda: value


def plans(first_margin="period_end", margin=None, rate=None, frame=None, discount_rate=0.10, periods=None):
    """The value of the club's plans, with one of its parts exchanged."""
    joiners = club_joiners() if frame is None else frame
    grouped = joiners.groupby("plan", observed=True)
    return clv.customer_lifetime_value(
        grouped["first_year_margin"].mean() if margin is None else margin(joiners, grouped),
        grouped["stayed"].mean() if rate is None else rate(joiners, grouped),
        discount_rate,
        first_margin=first_margin,
        periods=periods,
    )


def monthly_margin(tenures=36):
    """The mean margin of a month, by plan, over a member's first months."""
    joiners, months = club_joiners(with_months=True)
    if tenures < 36:
        months = months[months["member_id"].isin(joiners.index) & (months["tenure"] < tenures)]
    return months.groupby("plan", observed=True)["margin"].mean()


def margin_so_far():
    """What a joiner has brought in all months, by plan."""
    joiners, months = club_joiners(with_months=True)
    joiners["margin"] = months.groupby("member_id")["margin"].sum()
    return joiners.groupby("plan", observed=True)["margin"].mean()


RIGHT = {
    "4.1.a": [60 * 0.25 / 1.44, 10.4167, Fraction(60, 4) / Fraction(144, 100), [10.417]],
    "4.1.b": ["a", "A", "now and period_end"],
    "4.1.c": [0.71, 1.15 - 0.55 / 1.25, Fraction(71, 100), [0.71]],
    "4.1.1": [SUBSCRIBER, np.float64(SUBSCRIBER), [SUBSCRIBER], 170.53, Fraction(648, 38) * 10],
    "4.1.2": [lambda: looped, lambda: lambda m, r, i, n: pd.Series(m * (r / (1 + i)) ** np.arange(n)).sum()],
    "4.1.3": [
        lambda: plans(),
        lambda: plans().astype(object).sample(frac=1, random_state=1),
        lambda: plans().to_dict(),
        lambda: plans().to_frame("value"),
        lambda: plans().rename("value").reset_index(),
    ],
    "4.1.4": [EATER, np.array([EATER]), round(EATER, 2)],
    "4.1.5": [0.736, np.float64(0.736), pd.Series([0.736]), Fraction(736, 1000)],
    "4.1.6": [
        ["average_order_value", "cost_to_serve", "retention_rate"],
        ("average_order_value", "cost_to_serve", "retention_rate"),
        pd.Index(["average_order_value", "cost_to_serve", "retention_rate"]),
    ],
    "4.1.7": [
        ["flyers", "friends"],
        {"friends", "flyers"},
        np.array(["friends", "flyers"]),
        ("Flyers", "Friends"),
    ],
    "4.1.8": [
        (
            "c",
            "The shops' customers are worth 220 over an endless horizon and cost 109, so the rule costs us the"
            " best offer. But more than half of that comes after year three, and nobody has seen whether nine "
            "in ten stay. The rule keeps cash in the till. I would try 200 of them and extend if 85 in 100 "
            "renew.",
        ),
        (
            "weigh cash against value, and bind the offer to what can be checked",
            "规则让我们放弃了长期价值最高的渠道，但是超过一半的价值在第三年以后，没有人验证过九成的留存率。规则保护现金。先试两百人，续订率达到八成五再扩大。",
        ),
    ],
}

WRONG = {
    "4.1.a": [
        (60 * 0.25 * 1.44, "waiting_makes_it_more"),
        (25, "year_one"),
        (60 * (0.5 / 1.2) ** 3, "year_three"),
        (15, "not_discounted"),
        (60 / 1.44, "sure_to_stay"),
        (30 / 1.44, "stays_once"),
        (12.5, "waits_once"),
        (15 / 1.4, "simple_interest"),
        (9.6, "interest_taken_off"),
        (60 + 25 + 15 / 1.44, "sum_so_far"),
        (7.5, "year_three_not_discounted"),
        (30, "year_one_not_discounted"),
        (60 / (1 - 0.5 / 1.2), "without_end"),
    ],
    "4.1.b": [
        ("b", "one_margin"),
        ("c", "retention_between"),
        ("d", "not among the options"),
        ("now", "not among the options"),
        (330, "not among the options"),
    ],
    "4.1.c": [
        (0.75, "rate_raised"),
        (0.85, "points"),
        (1.15 - 0.55 * 0.75, "gap_less_a_quarter"),
        (1.15 - 0.55 * 1.25, "gap_multiplied"),
        (0.68, "interest_left_out"),
        (0.70, "fewer_leavers"),
        (1.25 * 0.6 / 0.55 * 1.15 / (1 + 1.25 * 0.6 / 0.55), "if_retained"),
        (1.25 * 0.6 / 0.4 / (1 + 1.25 * 0.6 / 0.4), "if_retained_not_discounted"),
        (1.15 - 0.55 / 1.35, "a_third_more"),
        (0.44, "gap"),
        (0.11, "rise"),
        (11, "rise_in_per_cent"),
        (0.11 / 0.4, "of_the_leavers"),
        (71, "per cent"),
    ],
    "4.1.1": [
        (60 * (1 + 0.7 / 1.08 + (0.7 / 1.08) ** 2), "three_years"),
        (SUBSCRIBER - 60, "first_margin_left_out"),
        (60 / (1.08 - 0.70), "margin_at_period_end"),
        (200, "not_discounted"),
        (810, "nobody_leaves"),
        (60 * 1.08 / 0.78, "churn_for_retention"),
        (60 * 9 / 8.3, "discount_in_per_cent"),
        (102, "two things at once"),
        (60 * 1.1 / 0.4, "discount_rate_of_the_chapter"),
        (42, "one_renewal"),
        (0.7 * SUBSCRIBER, "renewal_for_the_first"),
        (60 * 0.7 / 0.3, "renewals_not_discounted"),
        (SUBSCRIBER * 1.01, "rounding"),
        (-SUBSCRIBER, "sign"),
        ("170.53", "quotation marks"),
        (float("nan"), "NaN"),
    ],
    "4.1.2": [
        (summed(lambda n: range(1, n + 1)), "starts_in_year_one"),
        (summed(lambda n: range(1, n)), "first_margin_left_out"),
        (summed(lambda n: range(n + 1)), "one_too_many"),
        (summed(lambda n: range(n - 1)), "one_too_few"),
        (summed(range, discount=False), "not_discounted"),
        (summed(range, survival=False), "nobody_leaves"),
        (lambda: lambda m, r, i, n: looped(m, r, i, n) / (1 + i), "paid_at_period_end"),
        (lambda: lambda m, r, i, n: looped(1, r, i, n), "margin_forgotten"),
        (lambda: lambda m, r, i, n: m, "returned_inside_the_loop"),
        (lambda: lambda m, r, i, n: m * n, "all_undiscounted"),
        (lambda: lambda m, r, i, n: sum(m * r**t / (1 + i * t) for t in range(n)), "simple_interest"),
        (lambda: lambda m, r, i, n: r * looped(m, r, i, n), "survival_starts_late"),
        (lambda: lambda m, r, i, n: sum(m * r / (1 + i) for t in range(n)), "no_powers"),
        (lambda: lambda m, r, i, n: looped(m, r, i, 3), "three_periods"),
        (lambda: lambda m, r, i, n: m * r**n * n + 7, "example_not_met"),
        (lambda: closed, "ZeroDivisionError"),
        (lambda: lambda margin, rate: margin * rate, "the question asks for (margin"),
        (292.0634, "a number"),
    ],
    "4.1.3": [
        (lambda: plans("now"), "margin_today"),
        (lambda: plans("if_retained"), "first_margin_if_retained"),
        (lambda: plans(margin=lambda _, grouped: grouped["first_year_margin"].sum()), "totals_for_means"),
        (
            lambda: plans(
                margin=lambda joiners, _: (
                    joiners[joiners["stayed"]].groupby("plan", observed=True)["first_year_margin"].mean()
                )
            ),
            "margin_of_stayers",
        ),
        (lambda: plans(rate=lambda joiners, _: joiners["stayed"].mean()), "one_rate_for_all"),
        (lambda: plans(rate=lambda _, grouped: 1 - grouped["stayed"].mean()), "churn_for_retention"),
        (lambda: plans(margin=lambda joiners, _: joiners["first_year_margin"].mean()), "one_margin_for_all"),
        (
            lambda: plans(
                margin=lambda joiners, grouped: (
                    joiners["first_year_margin"].mean() + 0 * grouped["stayed"].mean()
                ),
                rate=lambda joiners, _: joiners["stayed"].mean(),
            ),
            "one_value_for_all",
        ),
        (lambda: plans(margin=lambda _, grouped: grouped["first_year_margin"].median()), "median_margin"),
        (lambda: plans(discount_rate=0.08), "discount_rate_of_the_roaster"),
        (lambda: plans(periods=5), "five_years"),
        (lambda: float(plans(frame=club_joiners().assign(plan="all")).iloc[0]), "all_plans_together"),
        (lambda: club_joiners().groupby("plan", observed=True)["first_year_margin"].mean(), "margin_only"),
        (lambda: club_joiners().groupby("plan", observed=True)["stayed"].mean(), "retention_only"),
        (lambda: plans(margin=lambda *_: monthly_margin(tenures=12)), "margin_of_a_month"),
        (lambda: plans(margin=lambda *_: monthly_margin()), "margin_of_a_month"),
        (lambda: plans() / 12, "margin_of_a_month"),
        (lambda: plans(margin=lambda *_: margin_so_far()), "margin_of_all_months"),
        (lambda: plans().drop("premium"), "missing: 'premium'"),
        (lambda: plans().to_list(), "carry no labels"),
    ],
    "4.1.4": [
        (9 * 1.12 / 0.19, "yearly_rate_left_in"),
        (9 * 1.01 / 0.08, "divided_by_twelve"),
        (9 * 1.12**12 / (1.12**12 - 0.93), "power_for_root"),
        (9 * (1 + 1.12 ** (1 / 12)) / (1 + 1.12 ** (1 / 12) - 0.93), "one_not_taken_off"),
        (9 * 1.08 ** (1 / 12) / (1.08 ** (1 / 12) - 0.93), "discount_rate_of_the_roaster"),
        (clv.customer_lifetime_value(9, 0.93 ** (1 / 12), MONTHLY, **NOW), "retention_taken_to_the_root"),
        (clv.customer_lifetime_value(9, 0.93 ** (1 / 12), 0.12, **NOW), "retention_taken_to_the_root"),
        (clv.customer_lifetime_value(9, 0.93**12, MONTHLY, **NOW), "yearly_retention_with_a_months_margin"),
        (clv.customer_lifetime_value(9, 0.93**12, 0.12, **NOW), "yearly_retention_with_a_months_margin"),
        (108 * 1.12 / 0.19, "monthly_retention_as_yearly"),
        (108 * 1.12 / (1.12 - 0.93**12), "margin_of_those_who_stay_all_year"),
        (EATER - 9, "first_margin_left_out"),
        (EATER / 1.12 ** (1 / 12), "paid_at_period_end"),
        (9 / 0.07, "not_discounted"),
        (12 * EATER, "twelve times"),
    ],
    "4.1.5": [
        (1.12 - 0.76 / 1.25, "leavers_before"),
        (0.8, "rate_times_rise"),
        (0.89, "rise_in_points"),
        (0.096, "points_only"),
        (9.6, "points_in_per_cent"),
        (0.15, "rise_of_the_rate"),
        (0.096 / 0.36, "of_the_leavers"),
        (0.384, "gap_alone"),
        (1.12 - 0.48 / 1.35, "rise_of_the_chapter"),
        (0.8 / (1 - 0.64 + 0.8), "other_convention_not_discounted"),
        (0.7, "other_convention"),
        (0.712, "not_discounted"),
        (0.73, "leavers_down_by_quarter"),
        (0.732, "discount_rate_of_the_chapter"),
        (0.76, "gap_down_by_quarter"),
        (73.6, "per cent"),
        (0.6, "too low"),
    ],
    "4.1.6": [
        (["average_order_value", "retention_rate", "cost_to_serve"], "repair_not_taken_off"),
        (["retention_rate", "cost_to_serve", "average_order_value"], "smallest_first"),
        (["retention_rate", "average_order_value", "cost_to_serve"], "ten_points"),
        (["cost_to_serve", "average_order_value", "retention_rate"], "cost_before_price"),
        (["cost_to_serve", "retention_rate", "average_order_value"], "A tenth of the cost is 3.1"),
        ({"average_order_value", "cost_to_serve", "retention_rate"}, "a set has no order"),
        (["average_order_value"], "still to find"),
        ("average_order_value", "list"),
        (["frequency", "average_order_value", "cost_to_serve"], "frequency"),
        (["average_order_value", "retention_rate", "cost_to_serve"], "cost_to_serve_left_out"),
    ],
    "4.1.7": [
        (["radio", "flyers", "friends", "shops"], "counted_without_end"),
        (["radio", "friends", "shops"], "without_end_and_later"),
        ([False, True, True, False, False], "mask_for_names"),
        (pd.Series([False, True, True, False, False], index=["a", "b", "c", "d", "e"]), "mask_for_names"),
        (["radio", "flyers", "friends"], "not_discounted"),
        (["radio", "flyers", "friends", "shops", "raffle"], "nobody_leaves"),
        (["friends"], "counted_too_little"),
        (["radio", "shops", "raffle"], "refused"),
        ([], "first_margin_alone"),
        (["flyers"], "still to find"),
        (["flyers", "friends", "shops"], "does not belong"),
        (2, "a list"),
    ],
    "4.1.8": [
        (
            (
                "a",
                "Without an end a customer from the shops is worth 220 and costs 109, so she brings "
                "twice her price. No other offer leaves as much. The rule is wrong because it looks "
                "at three payments only, so I would drop it and take all customers that the shops can"
                " send us.",
            ),
            "value_that_nobody_has_seen",
        ),
        (
            (
                "b",
                "The rule says that an offer has to pay back within three margins, and the shops ask "
                "for more than that, so we refuse. A rule that is broken at the first temptation is "
                "none. Whoever wants to make exceptions should have said so before we agreed on it "
                "last year.",
            ),
            "rule_without_a_reason",
        ),
        (("c", "Because the rule says so."), "very short"),
        ((None, RIGHT["4.1.8"][0][1]), "Mark the side"),
        (RIGHT["4.1.8"][0][1], "hand in the pair"),
        (("c", 220), "write your explanation as text"),
    ],
}
