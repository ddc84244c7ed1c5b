"""Answers to test the questions of exercise 3.4 with."""

import numpy as np
import pandas as pd

from marketing_origin.checks import questions_of
from marketing_origin.lifecycle import net_promoter_score

DEPTHS = ["25%", "50%", "75%", "100%"]


def answers():
    counts = questions_of("3.4").answers_by_score()
    return np.repeat(counts.index.to_numpy(), counts)


def score(promoters=9, detractors=6, silent=0, width=None):
    """The score and its interval as a learner would compute them, with one part exchanged."""
    given = answers()
    points = np.r_[(given >= promoters) * 1.0 - (given <= detractors) * 1.0, np.zeros(silent)]
    half = 1.96 * points.std() / np.sqrt(points.size) if width is None else width
    return {"score": points.mean(), "low": points.mean() - half, "high": points.mean() + half}


def over_those_asked():
    mean = 30 / 800
    half = 1.96 * np.sqrt((150 / 240 - mean**2) / 800)
    return {"score": mean, "low": mean - half, "high": mean + half}


def by_library():
    found = net_promoter_score(answers())
    return pd.Series({"high": found.high, "low": found.low, "score": found.value})


def curve(*gains):
    return dict(zip(DEPTHS, gains, strict=True))


RIGHT = {
    "3.4.a": [-50, np.float64(-50.0), [-50]],
    "3.4.b": [0.3125, 6 / (0.12 * 160), pd.Series([0.3125])],
    "3.4.c": [0.0625, [0.0625]],
    "3.4.1": [score, by_library, lambda: pd.Series(score()).rename_axis("what").reset_index()],
    "3.4.2": [0.02, np.float64(0.02)],
    "3.4.3": [0.2, pd.Series([0.2])],
    "3.4.4": [514, 514.0, [514]],
    "3.4.5": [
        curve(0.005, 0.03, 0.05, 0.05),
        pd.Series(curve(0.005, 0.03, 0.05, 0.05))[::-1],
        pd.DataFrame({"depth": DEPTHS, "gain": [0.005, 0.03, 0.05, 0.05]}),
    ],
    "3.4.6": [504, np.int64(504)],
    "3.4.7": [
        (
            "c",
            "The model says who may leave, not whom a call keeps. The lot, read along the list with an interval, "
            "says so: here the middle gains and the top hardly. A call costs money and a kept customer is worth "
            "more over a year than over a quarter. In the club the top was right, so measure again.",
        ),
        (
            "call where the lot shows that most are kept, and measure again",
            "模型只预测谁会离开，不说明打电话能留住谁。要知道这一点，需要抽签分组，沿着名单比较并给出区间。"
            "第五题里名单的中段收益最大，最上面几乎没有。还要看成本、留住一个客户值多少钱以及时间跨度。别处可能不同，下个季度再测一次。",
        ),
    ],
}

WRONG = {
    "3.4.a": [
        (25, "of_the_answers"),
        (10, "silent_as_passive"),
        (70, "highest"),
        (-64, "passives_too"),
        (-0.5, "fraction"),
        (-125, "of_answers_only"),
        (-60, "answers_forgotten"),
        (-68, "promoters_forgotten"),
        (-42, "detractors_forgotten"),
        (-100, "the_silent_alone"),
        (25 - 60, "two_shares_added"),
        (-37.5, "mean_of_two_scores"),
        (50, "sign"),
    ],
    "3.4.b": [
        (0.0375, "all_are_saved"),
        (3.2, "upside_down"),
        (0.12, "share_saved"),
        (6 / (0.12 * 154), "cost_off_the_worth"),
        (6 / (0.88 * 160), "the_others_left"),
        (31.25, "per_cent"),
        (0.5, "one_half"),
        (19.2, "saved_worth"),
        (13.2, "saved_worth_less_cost"),
        (50, "worth_left_out"),
        (6 * 0.12 / 160, "share_on_top"),
        (0.25, "of_the_text"),
        (3.75, "all_saved_per_cent"),
    ],
    "3.4.c": [
        (0.0025, "points_of_churn"),
        (0.05, "no_discount"),
        (0.0375, "new_rate"),
        (0.0025 / 0.0375, "of_the_new_rate"),
        (0.9375, "what_is_left"),
        (0.002, "no_discount_in_points"),
        (0.05 / 19 / 0.04, "of_the_margin_left"),
        (0.25, "points_in_per_cent"),
        (0.0125, "discount_alone"),
        (6.25, "per cent"),
    ],
    "3.4.1": [
        (lambda: score(detractors=5), "detractors_to_5"),
        (lambda: score(promoters=8), "promoters_from_8"),
        (lambda: score(silent=560), "silent_counted"),
        (lambda: {"score": 0.375, "low": 0.375 - 0.06125, "high": 0.375 + 0.06125}, "promoters_only"),
        (lambda: score(width=1.96 * 0.7823), "no_root"),
        (lambda: score(width=0.06125), "interval_of_a_share"),
        (lambda: score(width=0.0505), "one_standard_error"),
        (lambda: {name: 100 * value for name, value in score().items()}, "in_points"),
        (lambda: score(width=1.96 * 0.7823 / np.sqrt(800)), "of_those_asked"),
        (lambda: score(width=1.96 * 0.7823 / 240), "root_forgotten"),
        (lambda: score(width=1.96 * np.sqrt(0.125 * 0.875 / 240)), "score_as_a_share"),
        (lambda: score(width=1.96 * np.sqrt((0.375 * 0.625 + 0.25 * 0.75) / 240)), "two_shares_apart"),
        (lambda: score(width=1.96 * np.sqrt(0.625 / 240)), "mean_left_in"),
        ({"score": 0.125, "low": 0.3 * 0.125 - 0.7, "high": 0.3 * 0.125 + 0.7}, "bounds_of_the_silent"),
        (lambda: score(detractors=7), "detractors_to_7"),
        (lambda: {"score": 0.125}, "missing: 'low'"),
        (lambda: list(score().values()), "carry no labels"),
        (over_those_asked, "over_those_asked"),
    ],
    "3.4.2": [
        (0.35, "new_left_out"),
        (0.6, "scores_added"),
        (73 / 290, "by_answers"),
        (0.2, "groups_alike"),
        (0.53 / 1.4, "by_response"),
        (0.073, "silent_as_zero"),
        (-53 / 710, "by_silent"),
        (0.073 - 0.71, "silent_as_detractors"),
        (0.26, "minus_lost"),
        (20, "count"),
        (2, "per cent"),
        (163 / 710, "by_silent_minus_lost"),
    ],
    "3.4.3": [
        (0.12, "ticks"),
        (0.3, "ticks_of_others_left_in"),
        (0.07, "ticks_less_others"),
        (0.175, "others_taken_off_all"),
        (0.048, "product"),
        (0.8, "other_causes"),
        (0.12 * 0.4 + 0.88 * 0.05, "ticks_read_backwards"),
        (0.12 / 0.35, "others_not_taken_off"),
        (0.12 / 0.45, "shares_added"),
        (0.4 * 0.2 / 0.12, "of_those_who_tick"),
        (0.048 / 0.092, "ticks_as_prior"),
        (20, "per cent"),
    ],
    "3.4.4": [
        (-1426, "everybody"),
        (272, "above_one_half"),
        (464, "stopped_early"),
        (8870, "all_saved"),
        (2002, "cost_of_leavers_only"),
        (2459.6, "cost_of_saved_only"),
        (1314, "before_cost"),
        (124, "one_too_many"),
        (5770, "all_saved_of_those_called"),
        (1022, "cost_of_leavers_called"),
        (1255.6, "cost_of_saved_called"),
        (800, "cost_alone"),
        (14.6, "people_saved"),
        (10.5, "one_of_each_group"),
        (2800, "risk_left_out"),
        (2.57, "a_call"),
        ("514", "quotation marks"),
    ],
    "3.4.5": [
        (curve(0.02, 0.06, 0.2 / 3, 0.05), "per_customer_treated"),
        (curve(0.02, 0.1, 0.08, 0.0), "band_alone"),
        (curve(0.005, 0.025, 0.02, 0.0), "band_alone_of_list"),
        (curve(0.105, 0.28, 0.49, 0.7275), "no_control"),
        (curve(0.0, 0.02, 0.045, 0.05), "safest_first"),
        (curve(2, 12, 20, 20), "in_counts"),
        (curve(0.02, 0.12, 0.2, 0.2), "effects_added"),
        (curve(0.01, 0.06, 0.1, 0.1), "of_200"),
        (curve(0.0025, 0.015, 0.025, 0.025), "of_800"),
        (curve(0.005, 0.05, 0.06, 0.0), "depth_by_band"),
        (curve(-0.0075, 0.005, 0.0125, 0.0), "over_the_lot"),
        (curve(0.025, 0.045, 0.05, 0.05), "best_band_first"),
        ([0.005, 0.03, 0.05, 0.05], "carry no labels"),
        (pd.Series(dtype=float), "empty"),
        (curve(0.42, 0.56, 196 / 300, 291 / 400), "stayed_of_the_called"),
    ],
    "3.4.6": [
        (120 * 0.35 * 0.95 * 14, "by_five_per_cent_of_itself"),
        (1680, "all_incidents"),
        (588, "all_late"),
        (84, "still_late"),
        (1440, "relative_fall"),
        (6048, "a_year"),
        (36, "repaired_only"),
        (1092, "in_time_before"),
        (1596, "in_time_after"),
        (672, "shares_added"),
        (4.2, "one_incident"),
        (42, "a_twelfth"),
        (-504, "sign"),
        (1008, "still_late_a_year"),
    ],
    "3.4.7": [
        (
            (
                "a",
                "The model is calibrated, so its probabilities can be believed. In band 1 most "
                "customers leave, which means that there is most to save. Every call to the other "
                "bands reaches people who would have stayed anyway. So I would call all of band 1 and"
                " nobody else in the next quarter.",
            ),
            "risk_for_effect",
        ),
        (
            (
                "b",
                "The article is right. Whoever is most likely to leave has already decided, and a "
                "call only reminds her that she wanted to cancel. Our own experiment shows the same, "
                "since hardly anybody of band 1 was kept. So we never call the likeliest leavers, in "
                "this company or elsewhere.",
            ),
            "one_lot_made_a_law",
        ),
        (
            (
                "d",
                "The model is wrong, or else the calls to its band 1 would have kept more customers "
                "than the calls to the bands below. As long as it puts the wrong people at the top we"
                " should not call anybody, but have the analyst build a better one with more data "
                "first.",
            ),
            "accuracy_for_effect",
        ),
        (("c", "Because risk is risk."), "very short"),
        ((None, RIGHT["3.4.7"][0][1]), "Mark the side"),
        (RIGHT["3.4.7"][0][1], "hand in the pair"),
        (("c", 42), "write your explanation as text"),
    ],
}
