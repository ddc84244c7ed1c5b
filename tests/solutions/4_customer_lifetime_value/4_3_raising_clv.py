"""Answers to test the questions of exercise 4.3 with."""

import numpy as np
import pandas as pd

from marketing_origin import economics
from marketing_origin.checks import questions_of

STAGES = ["acquire", "engage", "retain"]
LATER = 160 / 0.22
GAIN, HALF = 0.75 * 2.5, 0.75 * 1.96 * np.sqrt(2 * 30**2 / 3000)
RARE = 1.96 * np.sqrt(25**2 / 1000 + 24**2 / 1000)


def ends(gain, half):
    return {"gain": gain, "low": gain - half, "high": gain + half}


def campaigns():
    return questions_of("4.3").three_campaigns()


def brought(control=True, later=True, off="all", cost=True, orders_only=False):
    """The campaigns' money, as a learner would compute it, with one part left out."""
    table = campaigns()
    orders = table["orders"] - (table["control_orders"] if control else 0)
    further = orders + ((table["later_orders"] - table["control_later"]) if later else 0)
    if orders_only:
        return further
    given = {"all": table["orders"], "further": orders, "none": 0 * orders}[off] * table["money_off"]
    return 15 * further - given - (table["cost"] if cost else 0)


def school(net=False):
    found = economics.stage_returns(**questions_of("4.3").music_school())["next_return"]
    return found - 1 if net else found


def slopes():
    firm = questions_of("4.3").music_school()
    return np.array([firm["curves"][stage].marginal_response(firm["spend"][stage]) for stage in STAGES])


def by_stage(values):
    return dict(zip(STAGES, values, strict=True))


def worths(start=30.0, yearly=40.0):
    later = (200 - yearly) / 0.22
    return np.array([200 - start + 0.7 * later, later, later])


RIGHT = {
    "4.3.a": [1.2, np.float64(1.2), [1.2]],
    "4.3.b": [4.85, pd.Series([4.85])],
    "4.3.c": [-4700, np.int64(-4700), [-4700.0]],
    "4.3.1": [
        {"rate": 0.6, "lift": 1.5, "beyond": 100},
        pd.Series({"beyond": 100.0, "rate": 0.6, "lift": 1.5}),
    ],
    "4.3.2": [["Ben", "Cleo", "Gül"], {"Gül", "Cleo", "Ben"}, pd.Index(["Cleo", "Ben", "Gül"])],
    "4.3.3": [21 / 1.1, round(21 / 1.1, 2), [21 / 1.1]],
    "4.3.4": [
        ["pension", "card", "loan", "insurance"],
        ("pension", "card", "loan", "insurance"),
        pd.Index(["pension", "card", "loan", "insurance"]),
    ],
    "4.3.5": [lambda: ends(GAIN, HALF), lambda: pd.Series(ends(GAIN, HALF))[::-1]],
    "4.3.6": [
        brought,
        lambda: brought().to_dict(),
        lambda: brought()[::-1].rename_axis("campaign").rename("money").reset_index(),
    ],
    "4.3.7": [school, lambda: by_stage(slopes() * worths()), lambda: school()[::-1].round(3)],
    "4.3.8": [
        (
            "c",
            "An elasticity has no costs in it: I would ask what the next point of retention costs and what a "
            "pupil kept brings, and draw lots for the additional care, counting margin over two years.",
        ),
        (
            "ask first what one more point costs and brings, by lot",
            "弹性没有包含成本。需要两个数字：多留住一个百分点要花多少钱，以及留住的学员带来多少利润。"
            "先做随机对照试验，两年内比较毛利，再决定。只有在留存率高而且曲线仍然陡峭的公司，老板才是对的。",
        ),
    ],
}

WRONG = {
    "4.3.a": [
        (90 / 300, "share_only"),
        (90 / 500, "other_share_only"),
        (0.05, "difference"),
        (1 / 1.2, "upside_down"),
        (2.0, "own_base"),
        (0.045, "both"),
        (0.25 * 0.15, "expected_share"),
        (75, "expected"),
        (90 - 75, "beyond"),
        (0.18 / 0.14, "against_the_rest"),
        (90 / 150_000, "people"),
    ],
    "4.3.b": [
        (4.4, "worth_first"),
        (5.0, "all_listen"),
        (4.1, "wrong_listeners"),
        (18.25, "margins_alone"),
        (2, "q_alone"),
        (2.85, "second_alone"),
        (3.5, "refusers_only"),
        (40, "index_of_q"),
        (4.925, "accepters_alone_stop"),
        (3 + 0.8 * 0.7 * 2, "worth_first_without_who_accept"),
    ],
    "4.3.c": [
        (-500, "week_only"),
        (300, "discount_on_further"),
        (1800, "discount_on_kept"),
        (9300, "no_control"),
        (2800, "no_discount"),
        (14 * 200 - 5 * 1200, "missing_at_nine"),
        (3700, "missing_added"),
        (4500, "nine_for_further"),
        (-5000, "given_away"),
        (200, "orders"),
        (-0.47, "per_customer"),
        (4700, "sign"),
        (7000, "week_before_discount"),
    ],
    "4.3.1": [
        ({"rate": 300 / 1600, "lift": 1.5, "beyond": 100}, "other_way_round"),
        ({"rate": 0.6, "lift": 4.8, "beyond": 100}, "base_of_home"),
        ({"rate": 0.6, "lift": 0.2, "beyond": 100}, "lift_as_difference"),
        ({"rate": 0.6, "lift": 1.5, "beyond": 300}, "all_of_both"),
        ({"rate": 0.6, "lift": 1.5, "beyond": 200}, "expected"),
        ({"rate": 0.4, "lift": 1.5, "beyond": 100}, "base_for_rate"),
        ({"rate": 0.6, "lift": 0.6 / (1300 / 3500), "beyond": 100}, "against_the_rest"),
        ({"rate": 0.6, "lift": 1.5, "beyond": 0.2}, "beyond_in_points"),
        ({"rate": 0.6, "lift": 1.5, "beyond": 0.025}, "beyond_of_all"),
        ({"rate": 0.075, "lift": 0.1875, "beyond": 100}, "rate_of_all"),
    ],
    "4.3.2": [
        (["Ben", "Cleo", "Eve", "Gül"], "single_category_too"),
        (["Ben", "Cleo", "Gül", "Hana"], "goods_lost"),
        (["Ben", "Gül"], "more_than_two"),
        (["Dov", "Finn", "Hana"], "who_earn"),
        ([], "service_forgotten"),
        (["Cleo", "Gül"], "returns_forgotten"),
        ([False, True, True, False, False, False, True, False], "mask"),
        ([], "goods_forgotten"),
    ],
    "4.3.3": [
        (15.2, "premium_zero"),
        (17 / 1.4, "basic_zero"),
        (30 / 1.1, "fees_only"),
        (20, "rounded_up"),
        (15, "visit_cost_of_basic"),
        (21 / 3.9, "visit_costs_added"),
        (39 / 1.1, "month_costs_added"),
        (9 / 1.1, "month_costs_only"),
        (23.2, "fee_over_visit"),
        (8.4, "whole_visit_cost"),
        (12.0, "fees_and_whole_cost"),
    ],
    "4.3.4": [
        (["loan", "pension", "card", "insurance"], "by_worth"),
        (["insurance", "card", "loan", "pension"], "by_acceptance"),
        (["pension", "loan", "card", "insurance"], "by_margin"),
        (["card", "pension", "insurance", "loan"], "by_listening"),
        (["insurance", "loan", "card", "pension"], "upside_down"),
        (["card", "insurance", "pension", "loan"], "acceptance_used_up"),
        (["card", "loan", "pension", "insurance"], "as_they_stand"),
    ],
    "4.3.5": [
        (lambda: ends(2.5, HALF / 0.75), "per_head_left_out"),
        (lambda: ends(0.25 * 7, 0.25 * RARE), "against_nobody"),
        (lambda: ends(-GAIN, HALF), "wrong_sign"),
        (lambda: ends(7, RARE), "rare_per_head"),
        (lambda: ends(0.25 * 2.5, HALF / 3), "share_of_the_rare"),
        (lambda: ends(4 * GAIN, 4 * HALF), "per_rare_customer"),
        (lambda: ends(-0.125, np.hypot(HALF, 0.25 * RARE)), "everybody_against_nobody"),
        (lambda: ends(9.5, np.hypot(HALF / 0.75, RARE)), "difference_of_effects"),
        (lambda: ends(GAIN, 0.75 * 1.96 * 30 / np.sqrt(3000)), "error_of_one_arm"),
        (lambda: ends(GAIN, 0.75 * 1.96 * 60 / np.sqrt(3000)), "errors_added"),
        (lambda: ends(8000 * GAIN, 8000 * HALF), "in_all"),
        (lambda: ends(GAIN, np.hypot(HALF, 0.25 * RARE)), "errors_of_both"),
        (lambda: ends(GAIN, HALF / 1.96), "one_standard_error"),
        (lambda: ends(GAIN, HALF / 0.75), "share_left_out_of_error"),
    ],
    "4.3.6": [
        (lambda: brought(later=False), "weeks_only"),
        (
            lambda: (
                15 * campaigns()["orders"]
                - campaigns()["money_off"] * campaigns()["orders"]
                - campaigns()["cost"]
            ),
            "no_control",
        ),
        (lambda: brought(off="further"), "discount_on_further"),
        (lambda: brought(off="none"), "discount_left_out"),
        (lambda: brought(control=False) + 15 * 5280, "no_control_at_all"),
        (lambda: brought() + 15 * 5280, "later_without_control"),
        (lambda: brought() - campaigns()["money_off"] * campaigns()["later_orders"], "discount_later_too"),
        (lambda: brought() - campaigns()["money_off"] * 880, "given_away_twice"),
        ({"film": -2700, "coupon": -9700, "guide": 300}, "later_only"),
        (lambda: brought(cost=False), "cost_left_out"),
        (lambda: brought() / 10_000, "per_head"),
        (lambda: brought(orders_only=True), "orders_not_money"),
    ],
    "4.3.7": [
        (by_stage([1.0, 0.7497, 2.9987]), "elasticity"),
        (by_stage([0.17994, 0.12119, 1.65433]), "price"),
        (lambda: by_stage(slopes()), "slopes"),
        (lambda: by_stage(slopes() * [170 + 0.7 * 160 / 0.12, 160 / 0.12, 160 / 0.12]), "not_discounted"),
        (lambda: by_stage(slopes() * [170 + 112, 160, 160]), "one_year"),
        (lambda: by_stage(slopes() * worths() * [1, 0.08, 0.056]), "share_again"),
        (lambda: by_stage(slopes() * worths() * [1, 1, 0.7]), "who are there"),
        (lambda: by_stage(slopes() * worths(yearly=0.0)), "yearly_left_out"),
        (lambda: by_stage(slopes() * worths() / [1, 1, 0.22]), "every year"),
        (lambda: by_stage(slopes() * LATER), "first year, too"),
        (lambda: by_stage(slopes() * [200 + 0.7 * LATER, LATER, LATER]), "costs 30"),
        (lambda: by_stage(slopes() * [170 + LATER, LATER, LATER]), "70%"),
        (lambda: by_stage(slopes() * 200), "margin_times_slope"),
        (lambda: by_stage(np.array([0.08 / 12, 0.7 / 30, 0.88 / 40]) * worths()), "average"),
        (lambda: by_stage(slopes() * worths(0.0, 0.0)), "spending_left_out"),
        (lambda: school(net=True), "net"),
        (lambda: by_stage(slopes() * [170 + 0.7 * 800, 800, 800]), "later_years_today"),
        (lambda: by_stage(slopes() * [170 + 0.7 * 800, 800, 160 / 0.22]), "later_years_today_but_for_retain"),
    ],
    "4.3.8": [
        (
            (
                "a",
                "One per cent more retention raises the value by three per cent, and no other lever "
                "comes near it. So the next unit of money does most there, and the owner is right to "
                "put the whole budget of next year into keeping pupils rather than into winning new "
                "ones.",
            ),
            "elasticity_without_costs",
        ),
        (
            (
                "b",
                "Acquisition matters more than retention in every school. Without new pupils there is"
                " nobody to keep, and the curve of retention is nearly at its end anyway. So all of "
                "next year's money belongs into advertising, and the owner should forget about the "
                "elasticity that somebody has shown him.",
            ),
            "same_mistake_other_stage",
        ),
        (("c", "Retention matters."), "very short"),
        ((None, RIGHT["4.3.8"][0][1]), "Mark the side"),
        (RIGHT["4.3.8"][0][1], "hand in the pair"),
        (("c", 42), "write your explanation as text"),
    ],
}
