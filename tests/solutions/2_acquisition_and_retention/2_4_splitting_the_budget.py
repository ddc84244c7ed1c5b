"""Answers to test the questions of exercise 2.4 with."""

from fractions import Fraction

import numpy as np
import pandas as pd

from marketing_origin.checks import questions_of

_questions = questions_of("2.4")
care_levels = _questions.care_levels

SCALE = -4000 / np.log(0.6)
BOXES = SCALE / 150
PLACES = ["search", "posters", "call"]
STEPS = ["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"]


def spending(log=np.log, cut=True, first=lambda ceiling, scale: scale / ceiling, times=True):
    """A learner's best_spend, with one of its parts exchanged."""

    def best_spend(worth, ceiling, scale):
        result = log(worth / first(ceiling, scale)) * (scale if times else 1)
        return max(0.0, float(result)) if cut else float(result)

    return lambda: best_spend


def by_loop(worth, ceiling, scale):
    low, high = 0.0, 50 * scale
    for _ in range(200):
        middle = (low + high) / 2
        if scale / ceiling * np.exp(middle / scale) < worth:
            low = middle
        else:
            high = middle
    return low


def until_average(worth, ceiling, scale):
    spend = 60 * scale
    for _ in range(5000):
        spend = worth * ceiling * (1 - np.exp(-spend / scale))
    return spend


def steps(column="stay", care=None):
    """The costs of the three steps, as a learner would compute them."""
    stay = care_levels()[column]
    given = stay.index.to_numpy(float)
    return pd.Series((np.diff(given) if care is None else given[1:]) / np.diff(stay), STEPS)


def against_none():
    stay = care_levels()["stay"]
    return pd.Series([care / (stay[care] - stay[0.0]) for care in (0.3, 0.8, 1.5)], STEPS)


def split(*money):
    return dict(zip(PLACES, money, strict=True))


RIGHT = {
    "2.4.a": [
        200 * (np.exp(-1) - np.exp(-2)),
        Fraction(465, 10),
        0.63 * 0.37 * 200,
        [46.5],
    ],
    "2.4.b": [2000, 2000.0, np.int64(2000), [2000]],
    "2.4.c": ["a", "A", "from keeping to winning"],
    "2.4.1": [BOXES, np.float64(BOXES), [BOXES], round(BOXES, 2)],
    "2.4.2": [spending(), lambda: by_loop],
    "2.4.3": [
        lambda: steps(),
        lambda: steps().sample(frac=1, random_state=1).to_dict(),
        lambda: steps().to_frame("cost"),
        lambda: steps().rename_axis("step").rename("cost").reset_index(),
    ],
    "2.4.4": [4.85, np.float64(4.8542), [4.86]],
    "2.4.5": [
        split(7424.64, 0, 4575.36),
        pd.Series(split(7424.6, 0.0, 4575.4))[::-1],
        pd.DataFrame({"place": PLACES, "money": [7430, 0, 4570]}),
    ],
    "2.4.6": [
        ["gym", "airline", "theatre"],
        {"theatre", "airline", "gym"},
        np.array(["airline", "gym", "theatre"]),
    ],
    "2.4.7": [["acquire", "retain", "engage"], ("acquire", "retain", "engage")],
    "2.4.8": [
        (
            "b",
            "Your 63 is an average with the first cheap joiners in it, and less than one counts members who "
            "would have stayed anyway. The next joiner costs 105, the next member kept 122, interval 95 to 216, "
            "so the two cannot be told apart. Another lottery around today's level of care would change my mind.",
        ),
        (
            "no large move: for the next member neither side is clearly cheaper",
            "六十三是平均成本，包含最先、最便宜的新会员；不到一的数字把本来就会留下的会员也算进去了。应该比较的是下一个："
            "获取约一百零五，留住约一百二十二，区间很宽，分不出高低。再做一轮抽签实验，结果可能改变我的判断。",
        ),
    ],
}

WRONG = {
    "2.4.a": [
        (100 * (1 - np.exp(-1)), "half_of_the_first"),
        (126.4, "first"),
        (172.9, "both"),
        (200 * np.exp(-2), "left_over"),
        (73.6, "left_after_first"),
        (86.5, "mean"),
        (252.8, "straight"),
        (0.2325, "share"),
    ],
    "2.4.b": [
        (4000, "by_the_average"),
        (3000, "one_step_too_far"),
        (1000, "too_early"),
        (64 * 50 - 2000, "earned"),
        (50, "next_cost"),
    ],
    "2.4.c": [
        ("b", "by_the_average"),
        ("c", "no_move"),
        ("d", "not among the options"),
        ("nine", "not among the options"),
        (["a", "b"], "one of"),
    ],
    "2.4.1": [
        (4000 / 250 * np.e, "spending_for_the_scale"),
        (40, "average_cost"),
        (SCALE / 250, "first_customer"),
        (SCALE, "scale_of_the_curve"),
        (16, "spending_by_ceiling"),
        (SCALE / 100, "won_for_still_out"),
        (150 / SCALE, "slope_for_cost"),
        (BOXES * np.log(10), "logarithm_to_ten"),
        (Fraction(80, 3), "straight_line"),
        (4000 / np.log(2.5) / 100, "reached_for_still_out"),
        (4000 / np.log(2.5) / 150, "reached_for_still_out_in_the_scale"),
        (SCALE * np.log(150 / 149), "one_whole_customer"),
        (BOXES * 1.01, "rounding"),
        ("52.2", "quotation marks"),
        (float("inf"), "infinite"),
    ],
    "2.4.2": [
        (
            lambda: (
                lambda worth, ceiling, scale: (
                    spending()()(worth, ceiling, scale) if worth * ceiling > 2 * scale else 0
                )
            ),
            "nothing_below_twice",
        ),
        (spending(cut=False), "negative_spending"),
        (lambda: until_average, "average_for_next"),
        (spending(log=np.log10), "logarithm_to_ten"),
        (spending(times=False), "scale_left_out"),
        (spending(first=lambda ceiling, scale: ceiling / scale), "inside_out"),
        (spending(first=lambda ceiling, scale: 1), "first_cost_left_out"),
        (lambda: lambda worth, ceiling, scale: worth * ceiling, "worth_of_all"),
        (spending(first=lambda ceiling, scale: scale), "always_nothing"),
        (spending(first=lambda ceiling, scale: scale, cut=False), "ceiling_left_out"),
        (
            lambda: lambda worth, ceiling, scale: max(0, np.log(worth * ceiling) / scale),
            "scale_outside_the_logarithm",
        ),
        (
            lambda: lambda worth, ceiling, scale: max(0, ceiling * np.log(worth * ceiling / scale)),
            "ceiling_times_the_logarithm",
        ),
        (lambda: lambda worth, ceiling: worth, "the question asks for (worth"),
        (2302.6, "a number"),
    ],
    "2.4.3": [
        (lambda: against_none(), "from_no_care"),
        (
            lambda: pd.Series([care / care_levels()["stay"][care] for care in (0.3, 0.8, 1.5)], STEPS),
            "all_who_stay",
        ),
        (
            lambda: pd.Series(np.array([0.3, 0.5, 0.7]) / care_levels()["stay"].to_numpy()[1:], STEPS),
            "step_over_all_who_stay",
        ),
        (lambda: 1 / steps(), "slope_for_cost"),
        (lambda: steps("as_counted"), "as_counted"),
        (lambda: steps(care="whole"), "whole_care_over_step"),
        (pd.Series([0.3, 0.5, 0.7], STEPS), "money_of_the_step"),
        (lambda: -steps(), "sign"),
        (lambda: steps().drop("0.8 to 1.5"), "missing: '0.8 to 1.5'"),
        (lambda: steps().to_list(), "carry no labels"),
        (lambda: pd.Series(dtype=float), "empty"),
    ],
    "2.4.4": [
        (3.60, "worth_without_care"),
        (5.5676, "care_left_out_of_worth"),
        (0.0, "stopped_at_margin"),
        (377.53, "worth_for_spending"),
        (0.97, "share_for_spending"),
        (2, "scale_of_the_curve"),
        (12.09, "average_for_next"),
        (17.64, "average_of_all_who_stay"),
        (5.5115, "not_discounted"),
        (2.6618, "ten_per_cent"),
        (5.4456, "one_per_cent_a_year"),
        (1.03, "club_of_the_chapter"),
        (1.7, "end_of_the_grid"),
        (1.99, "end_of_the_grid"),
        (3.0, "end_of_the_grid"),
        (np.float64(3.999), "end_of_the_grid"),
        (2.5, "too low"),
        (6.5, "too high"),
        (float("nan"), "NaN"),
    ],
    "2.4.5": [
        (
            lambda: {
                name: top * (1 - np.exp(-spent / scale))
                for (name, spent), top, scale in zip(
                    split(7424.64, 0, 4575.36).items(), (300, 80, 120), (6000, 8000, 3000), strict=True
                )
            },
            "customers_for_money",
        ),
        (
            lambda: {
                name: worth * top / scale * np.exp(-spent / scale)
                for (name, spent), worth, top, scale in zip(
                    split(7424.64, 0, 4575.36).items(),
                    (120, 120, 200),
                    (300, 80, 120),
                    (6000, 8000, 3000),
                    strict=True,
                )
            },
            "gain_for_money",
        ),
        (split(4000, 4000, 4000), "in_equal_parts"),
        (split(6000 * np.log(6), 8000 * np.log(1.2), 3000 * np.log(8)), "budget_ignored"),
        (split(8446.29, 0, 3553.71), "worth_ignored"),
        (split(12000, 0, 0), "all_in_one_place"),
        (split(12000 * 6 / 15.2, 12000 * 1.2 / 15.2, 12000 * 8 / 15.2), "in_proportion_to_the_first"),
        (split(0, 0, 12000), "all_in_the_call"),
        (split(8474.98, -1575.52, 5100.54), "negative_money"),
        (split(7491.41, 0, 4508.59), "cut_off_and_stretched"),
        (split(8000, 0, 4000), "too high"),
        (12000, "total_only"),
        (split(9000, 0, 4000), "over_budget"),
        (split(7000, 0, 4000), "money_left"),
        (split(7500, 700, 3800), "posters_funded"),
        (split(7000, 0, 5000), "too low"),
        (split(0.619, 0, 0.381), "shares"),
        (split(61.9, 0, 38.1), "shares"),
        ([7425, 0, 4575], "carry no labels"),
    ],
    "2.4.6": [
        (["bank", "shop", "airline"], "large_ratios"),
        (["bank", "gym", "shop", "airline"], "every_ratio_above_one"),
        (["bank"], "wrong_way"),
        (["shop", "bank"], "famous_nine"),
        (["gym", "airline"], "average_must_agree"),
        (["gym", "shop", "airline", "theatre"], "equal_moved_too"),
        (["bank", "gym", "shop", "airline", "theatre"], "all"),
        (["gym"], "some_only"),
        (["gym", "airline", "bank"], "does not belong"),
        (3, "a list"),
    ],
    "2.4.7": [
        (["retain", "acquire", "engage"], "elasticity_only"),
        (["engage", "acquire", "retain"], "cheapest_first"),
        (["engage", "retain", "acquire"], "smallest_first"),
        (["acquire", "engage", "retain"], "engage_before_retain"),
        (["retain", "engage", "acquire"], "first_margin_left_out"),
        (["a", "r", "b"], "letters"),
        (["acquire"], "one_alone"),
        ("acquire", "list"),
    ],
    "2.4.8": [
        (
            (
                "a",
                "You are right. At 63 to win a member and less than one to keep one, every unit of "
                "money does far more for keeping. I would move half of the advertising into care now,"
                " since members who stay need not be won again, and look at the result next year.",
            ),
            "averages_for_the_next_member",
        ),
        (
            (
                "c",
                "The next member costs about 105 by search and about 122 by care, so winning is the "
                "cheaper of the two. I would therefore take the money from care and put it into "
                "search, because each unit brings more members there, and the split would be better "
                "than it is today.",
            ),
            "difference_that_nobody_saw",
        ),
        (
            (
                "d",
                "That winning costs nine times as much as keeping is a myth that nobody has ever "
                "measured. Consultants repeat it since it sounds good. So your comparison has no "
                "basis, and there is no reason at all to change the split of the budget that we have "
                "used for years.",
            ),
            "myth_and_no_decision",
        ),
        (("b", "Because nine is a myth."), "very short"),
        ((None, RIGHT["2.4.8"][0][1]), "Mark the side"),
        (RIGHT["2.4.8"][0][1], "hand in the pair"),
        (("b", 105), "write your explanation as text"),
    ],
}
