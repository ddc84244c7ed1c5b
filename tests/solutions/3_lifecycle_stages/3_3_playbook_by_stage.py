"""Answers to test the questions of exercise 3.3 with."""

import numpy as np
import pandas as pd

from marketing_origin.checks import questions_of

ACTIONS = ["letter", "call", "lesson", "message"]
GROUPS = ["furious", "drifting", "unsettled", "loyal"]
SURPRISE = 12 * (2**-3 + 2**-1.5)


def magazine(**other):
    return questions_of("3.3").magazine(**other)


def worths(late=False, number=3000, **other):
    """The worths of the magazine's readers, as a learner would iterate them, with one part exchanged."""
    chain = {"cost": 3.0, "returns": 0.10, "rate": 0.02, "write": True, "alone": 0.02, "margin": 20} | other
    reader = lapsed = 0.0
    for _ in range(number):
        wait = (chain["alone"] * reader + (1 - chain["alone"]) * lapsed) / (1 + chain["rate"])
        write = (chain["returns"] * reader + (1 - chain["returns"]) * lapsed) / (1 + chain["rate"])
        write -= chain["cost"]
        stays = (0.85 * reader + 0.15 * lapsed) / (1 + chain["rate"])
        reader, lapsed = chain["margin"] + stays, max(wait, write) if chain["write"] else wait
    both = pd.Series({"reader": reader, "lapsed": lapsed})
    return both / 1.02 if late else both


def written_once():
    never = worths(write=False)
    return {"reader": never["reader"], "lapsed": (0.1 * never["reader"] + 0.9 * never["lapsed"]) / 1.02 - 3}


def added_by_letters(cost=3.0):
    return worths(cost=cost)["lapsed"] - worths(write=False)["lapsed"]


def gap(share, write=False, discounted=True, **other):
    both = worths(write=write, **other)
    return share * (both["reader"] - both["lapsed"]) / (1.02 if discounted else 1)


def treated(*people):
    return dict(zip(ACTIONS, people, strict=True))


RIGHT = {
    "3.3.a": [5, np.float64(5.0), [5.0]],
    "3.3.b": [0.1, pd.Series([0.1])],
    "3.3.c": [10, np.int64(10)],
    "3.3.1": [-0.55, np.float64(-0.55), [-0.55]],
    "3.3.2": [SURPRISE, round(SURPRISE, 3)],
    "3.3.3": [
        worths,
        lambda: worths()[::-1].to_dict(),
        lambda: worths().rename_axis("state").rename("worth").reset_index(),
        lambda: magazine().solve().value,
    ],
    "3.3.4": [lambda: gap(0.08), lambda: [round(gap(0.08), 3)]],
    "3.3.5": [
        treated(200, 60, 0, 0),
        pd.Series(treated(200.0, 60.0, 0.0, 0.0))[::-1],
        pd.DataFrame({"action": ACTIONS, "treated": [200, 60, 0, 0]}),
    ],
    "3.3.6": [["letter", "lesson"], {"lesson", "letter"}, np.array(["lesson", "letter"])],
    "3.3.7": [["unsettled", "loyal", "drifting", "furious"], ("unsettled", "loyal", "drifting", "furious")],
    "3.3.8": [
        (
            "c",
            "The score says who may leave, not whom a call keeps nor what she is worth. Care for rare visitors "
            "was drawn by lot for each club; its interval lies above the cost. A gift was never tried, so it has "
            "no number. The worth comes from a chain that forgets the past. We leave a tenth untreated by lot.",
        ),
        (
            "keep to what was measured by lot, and try the list against the table",
            "流失分数只说明谁可能离开，不说明打电话能留住谁，也不说明留住的人值多少钱。"
            "关怀是按俱乐部抽签分配的，区间在成本之上；"
            "礼物从未测量，所以没有数字。价值来自一个忘记过去的链。名单中留十分之一不处理，由抽签决定，三月再比较。",
        ),
    ],
}

WRONG = {
    "3.3.a": [
        (20, "times_the_halvings"),
        (40, "times_four"),
        (2, "halvings"),
        (4, "value_at_half"),
        (10 / 3, "three_halvings"),
        (0.25**0.1, "monthly_factor"),
        (1 - 0.25**0.1, "monthly_loss"),
        (np.log(4) / 10, "rate"),
        (np.log(4), "logarithm"),
        (10, "one_halving"),
        (2.5, "quarter_taken_for_four"),
        (10 / np.log(4), "natural_logarithm"),
        (20 / 3, "straight_line"),
        (-5, "sign"),
    ],
    "3.3.b": [
        (0.06 * 20 - 0.5, "base"),
        (19.5, "one_returner"),
        (0.03, "lift"),
        (1.8, "all_and_no_cost"),
        (0.025, "break_even"),
        (0.2, "return_on_cost"),
        (0.1 / 0.03, "per_returner"),
        (2.5, "shares_added"),
        (9.5, "relative"),
        (-0.4, "cost_for_both"),
        (60, "points_without_cost"),
        (1.3, "all_who_return"),
        (0.6, "cost_left_out"),
        (0.585, "cost_for_returners_only"),
        (0.555, "cost_of_all_who_return"),
        (1.2, "base_and_no_cost"),
    ],
    "3.3.c": [
        (15, "half_the_money"),
        (20, "left_over_when_a_first"),
        (16, "value_of_a"),
        (22.5, "by_share_of_net"),
        (30, "a_first"),
        (100, "budget_ignored"),
        (0, "none"),
        (25, "both_for_each"),
        (-10, "sign"),
        (20, "half_of_b"),
    ],
    "3.3.1": [
        (0.045 * 70 - 0.12 * 12.5, "letter_to_returners"),
        (66 / 400 * 70 - 3.7, "control_of_800"),
        (57.5, "one_returner"),
        (0.12 * 70 - 2.5, "all_and_no_gift"),
        (0.12 * 70, "revenue"),
        (0.6 * 70 - 3.7, "relative"),
        (126 / 1200 * 70 - 3.7, "both_groups_together"),
        (0.045 * 60, "letter_left_out_and_gift_for_the_additional"),
        (0.045 * 70, "gift_left_out_at_all"),
        (0.65, "gift_left_out"),
        (0.2, "gift_for_the_additional"),
        (-9.35, "gift_for_all"),
        (4.7, "no_control"),
        (1.95, "letter_left_out"),
        (66 / 800 * 70 - 1.2 - 2.5, "counts_over_800"),
        (-440, "for_all_letters"),
        (-0.55 / 0.12, "per_returner"),
        (0.55, "sign"),
    ],
    "3.3.2": [
        (12 + 12 * 2**-1.5, "after_the_second"),
        (24 * 2**-1.5, "both_six_months_old"),
        (9, "whole_halvings"),
        ((12 * 0.875**6 + 12) * 0.875**6, "an_eighth_a_month"),
        ((12 * 0.75**6 + 12) * 0.75**6, "a_quarter_a_month"),
        (12 * 2 ** (-4 / 6) + 12 * 2 ** (-4 / 12), "half_life_over_time"),
        (12 * (2**-4.5 + 2**-3 + 2**-1.5), "six_months_after_the_third"),
        (SURPRISE + 12, "after_the_third"),
        (12 * 2**-1.5, "last_one_only"),
        (1.5, "first_one_only"),
        (12 * (np.exp(-3) + np.exp(-1.5)), "base_e"),
        (12 * (2**-3.25 + 2**-1.75), "one_month_late"),
        (12 * (2**-2.75 + 2**-1.25), "one_month_early"),
        (24 - SURPRISE, "gone_instead"),
        (float("nan"), "NaN"),
        (24 / 8, "both_twelve_months_old"),
        (12 * 0.75**6, "a_quarter_a_month_last_one_only"),
    ],
    "3.3.3": [
        (lambda: worths(rate=1 / 0.98 - 1), "less_two_per_cent"),
        (lambda: worths(rate=0.02 / 12, number=9000), "hardly_discounted"),
        (lambda: worths(margin=20 / 1.02), "income_at_the_end"),
        (lambda: worths(cost=3 / 1.02), "letter_at_the_end"),
        (written_once, "one_letter"),
        (lambda: worths() * [1, 0], "lapsed_nothing"),
        (lambda: worths() - [20, 0], "after_the_first_payment"),
        (lambda: worths(number=10), "still_moving"),
        (lambda: worths(number=100), "still_moving"),
        (lambda: worths(write=False), "never_write"),
        ({"reader": 120.0, "lapsed": 0.0}, "no_way_back"),
        (lambda: worths(cost=0.0), "letter_for_nothing"),
        (lambda: worths(late=True), "margin_late"),
        (lambda: worths(rate=0.2), "twenty_per_cent"),
        (lambda: worths(returns=0.12), "returns_added"),
        (lambda: worths(late=True, cost=0.0), "two things at once"),
        (lambda: worths().drop("lapsed"), "missing: 'lapsed'"),
        (lambda: worths().to_list(), "carry no labels"),
    ],
    "3.3.4": [
        (0.08 * 20, "month_of_the_returner"),
        (lambda: gap(0.12), "twelve_per_cent_of_the_gap"),
        (lambda: gap(1, discounted=False), "difference"),
        (added_by_letters, "what_writing_is_worth"),
        (lambda: added_by_letters() + 3, "writing_and_its_cost"),
        (lambda: gap(0.08, write=True, cost=0.0), "worths_of_free_letters"),
        (lambda: added_by_letters(cost=0.0), "free_letters"),
        (3, "three"),
        (lambda: gap(0.08) / 1.02, "discounted_twice"),
        (lambda: gap(0.08, discounted=False, rate=1 / 0.98 - 1) * 0.98, "less_two_per_cent"),
        (lambda: gap(0.08) / 0.1, "per_returner"),
        (0.08 * 120 / 1.02, "no_way_back"),
        (lambda: gap(0.10), "all_who_return"),
        (lambda: 0.08 * worths(write=False)["reader"] / 1.02, "worth_of_a_reader"),
        (lambda: gap(0.08, discounted=False), "not_discounted"),
        (lambda: gap(0.08, write=True), "worths_with_letters"),
        (lambda: gap(0.08, write=True) - 3, "gain_after_cost"),
        (lambda: gap(0.10, discounted=False), "all_and_undiscounted"),
        ("8.4", "quotation marks"),
    ],
    "3.3.5": [
        ({"letter": 200, "call": 0, "lesson": 150, "message": 0}, "lift_for_money"),
        ({"letter": 200, "call": 100, "lesson": 0, "message": 0}, "over_the_budget"),
        ({"letter": 0, "call": 1000, "lesson": 0, "message": 0}, "money_by_net"),
        ({"letter": 0, "call": 400, "lesson": 600, "message": 0}, "money_by_lift"),
        ({"letter": 100, "call": 50, "lesson": 75, "message": 0}, "in_proportion"),
        ({"letter": 800, "call": 840, "lesson": 0, "message": 0}, "what_it_earns"),
        (treated(125, 25, 62, 250), "in_equal_parts"),
        (treated(2.0, 1.4, 1.25, -0.2), "ratio_of_value_and_cost"),
        (treated(400, 600, 0, 0), "money_for_people"),
        (treated(0, 100, 0, 0), "by_net"),
        (treated(0, 40, 150, 0), "by_lift"),
        (treated(200, 0, 75, 300), "cheapest_first"),
        (treated(200, 100, 150, 0), "budget_ignored"),
        (treated(200, 30, 0, 300), "loses"),
        ([200, 60, 0, 0], "carry no labels"),
        (pd.Series(dtype=float), "empty"),
    ],
    "3.3.6": [
        (["letter"], "letter_only"),
        (["lesson"], "lesson_only"),
        (["letter", "lesson", "message"], "message_there"),
        (["letter", "gift"], "gift_there"),
        (["letter", "call"], "call_there"),
        (["letter", "gift", "lesson"], "staff_chose"),
        (["letter", "call", "lesson"], "best_guess"),
        (["letter", "call", "gift", "lesson"], "guess_and_staff"),
        (["letter", "call", "lesson", "message"], "above_zero"),
        (["letter", "call", "gift", "lesson", "message"], "above_zero_and_staff"),
        (["call", "gift", "message"], "complement"),
        ([True, False, False, True, False], ""),
        ([0, 3], ""),
    ],
    "3.3.7": [
        (["unsettled", "drifting", "loyal", "furious"], "by_relative_change_alone"),
        (["loyal", "unsettled", "furious", "drifting"], "by_what_stays"),
        (["loyal", "furious", "drifting", "unsettled"], "smallest_lift_first"),
        (["drifting", "unsettled", "furious", "loyal"], "least_worth_first"),
        (["furious", "drifting", "unsettled", "loyal"], "by_risk"),
        (["unsettled", "drifting", "furious", "loyal"], "by_lift"),
        (["loyal", "furious", "unsettled", "drifting"], "by_worth"),
        (["furious", "loyal", "drifting", "unsettled"], "by_risk_times_worth"),
        (["loyal", "unsettled", "drifting", "furious"], "by_relative_change"),
        (["furious", "drifting", "loyal", "unsettled"], "smallest_first"),
        (["unsettled"], "still to find"),
        ([2, 3, 1, 0], ""),
    ],
    "3.3.8": [
        (
            (
                "a",
                "The score finds more of those who leave than our five states do, so it is the better"
                " instrument. Whoever is likely to leave must be called first, and there is no reason"
                " to use a coarse table if a model knows it better. I would call the list from the "
                "top.",
            ),
            "risk_for_effect",
        ),
        (
            (
                "b",
                "The model is not accurate enough. Many of those at the top of its list stay in any "
                "case, and some at the bottom leave, so we cannot rely on it. As long as it makes "
                "such mistakes we should keep to our states, which everybody in the club understands "
                "and can check.",
            ),
            "accuracy_for_effect",
        ),
        (
            (
                "d",
                "The manager is right that our loyal members get nothing. A gift will please them, "
                "and pleased members stay longer, so I would write a cautious guess of its effect "
                "into the table. Some number is better than none, and next year we can still see "
                "whether it was about right.",
            ),
            "guess_among_measured",
        ),
        (("c", "Because scores are bad."), "very short"),
        ((None, RIGHT["3.3.8"][0][1]), "Mark the side"),
        (RIGHT["3.3.8"][0][1], "hand in the pair"),
        (("c", 42), "write your explanation as text"),
    ],
}
