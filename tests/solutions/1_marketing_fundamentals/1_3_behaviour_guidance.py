"""Answers to test the questions of exercise 1.3 with."""

import numpy as np
import pandas as pd

from marketing_origin import experiments
from marketing_origin.checks import questions_of

_questions = questions_of("1.3")
HEADLINES = _questions.HEADLINES
cover = _questions.cover
customers = _questions.customers
p_values_by_morning = _questions.p_values_by_morning

TABLE = customers()
ABOVE = TABLE["motivation"] * TABLE["ability"] > 25
ASKED = TABLE["asked"]
TODAY = int((ABOVE & ASKED).sum())
ADDED = int(ABOVE.sum()) - TODAY


def switches(cap=10, asked=ASKED):
    """Customers who switch with each remedy, counted one by one."""
    found = {"reminder": 0, "simpler": 0, "gift": 0}
    for motivation, ability, ask in zip(TABLE["motivation"], TABLE["ability"], asked, strict=True):
        found["reminder"] += motivation * ability > 25
        found["simpler"] += bool(ask) and motivation * min(cap, ability + 2) > 25
        found["gift"] += bool(ask) and min(cap, motivation + 2) * ability > 25
    return pd.Series(found)


def per_additional(switched, gifts=None, reminders=800):
    """Cost over what is added."""
    paid = switched["gift"] if gifts is None else gifts
    return pd.Series({"reminder": 0.3 * reminders, "simpler": 900, "gift": 3 * paid}) / (switched - TODAY)


NOW = switches()
COST = per_additional(NOW)


def asked_before_and_after():
    after = switches(asked=[True] * 800)
    added = after - int(ABOVE.sum())
    return pd.Series({**COST, "simpler": 900 / added["simpler"], "gift": 3 * after["gift"] / added["gift"]})


def at_the_chapters_line():
    easier, keener = (TABLE["ability"] + 2).clip(upper=10), (TABLE["motivation"] + 2).clip(upper=10)
    today = (ASKED & ABOVE_20).sum()
    simpler = (ASKED & (TABLE["motivation"] * easier > 20)).sum()
    gift = (ASKED & (keener * TABLE["ability"] > 20)).sum()
    costs = {"reminder": 240, "simpler": 900, "gift": 3 * gift}
    return pd.Series(costs) / pd.Series(
        {"reminder": ABOVE_20.sum() - today, "simpler": simpler - today, "gift": gift - today}
    )


P1, P2, N = 48 / 1200, 78 / 1200, 1200
SE = np.sqrt(P1 * (1 - P1) / N + P2 * (1 - P2) / N)
WIDE = SE * 1.96


def test_of(middle, low, high):
    return {"difference": middle, "low": low, "high": high}


def around(half):
    return test_of(P2 - P1, P2 - P1 - half, P2 - P1 + half)


LOW, HIGH = experiments.difference_interval((48, N), (78, N), method="newcombe")
SMALL = p_values_by_morning() < 0.05


def size(to=0.05, formula="pooled", **options):
    return 2 * experiments.sample_size(0.04, to, formula=formula, **options)


RATES = cover().div(cover()["joiners"], axis="index")
MORE = RATES.loc["ticked box"] - RATES.loc["empty box"]

ERROR = np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400)
HIGH_BOTH = (TABLE["motivation"] > 5) & (TABLE["ability"] > 5)
ABOVE_20 = TABLE["motivation"] * TABLE["ability"] > 20
E1, E2 = np.sqrt(P1 * (1 - P1) / N), np.sqrt(P2 * (1 - P2) / N)

RIGHT = {
    "1.3.a": [17.5, 140 * 5 / 40, np.float64(17.5), [17.5]],
    "1.3.b": [
        0.05 - 1.96 * np.sqrt(0.2 * 0.8 / 400 + 0.25 * 0.75 / 400),
        lambda: 0.05 - 1.96 * np.sqrt(2 * 0.225 * 0.775 / 400),
        lambda: experiments.difference_interval((80, 400), (100, 400), method="newcombe")[0],
        -0.0078,
    ],
    "1.3.c": [0.6, 120 / 200, np.float64(0.6), [0.6]],
    "1.3.1": [ADDED, float(ADDED), np.int64(ADDED), [ADDED]],
    "1.3.2": [
        COST,
        lambda: COST.to_dict(),
        lambda: COST.to_frame("cost"),
        lambda: COST[["gift", "simpler", "reminder"]],
        lambda: COST.rename_axis("remedy").reset_index(name="cost"),
    ],
    "1.3.3": [
        test_of(P2 - P1, LOW, HIGH),
        around(WIDE),
        lambda: pd.Series(test_of(P2 - P1, LOW, HIGH)),
        (P2 - P1, LOW, HIGH),
    ],
    "1.3.4": [
        2 * np.ceil(size() / 2),
        size(),
        lambda: 2 * 2.8**2 * (0.04 * 0.96 + 0.05 * 0.95) / 0.01**2,
        lambda: int(size(formula="unpooled")),
    ],
    "1.3.5": [
        lambda: SMALL.any(axis=1).mean(),
        lambda: (p_values_by_morning().min(axis=1) < 0.05).mean(),
        lambda: float(SMALL.any(axis=1).sum()) / 1000,
    ],
    "1.3.6": [["D", "B", "G"], {"B", "D", "G"}, pd.Index(["G", "D", "B"]), ("b", "d", "g")],
    "1.3.7": [
        MORE["cancelled"] / MORE["took"],
        lambda: (290 / 1000 - 8 / 2000) / (520 / 1000 - 160 / 2000),
        lambda: [(2 * 290 - 8) / (2 * 520 - 160)],
    ],
    "1.3.8": [
        (
            "c",
            "The test is fair, but when people must answer only 11 in 100 take the cover, and 65 of 100 whom the "
            "tick added cancel by letter. On Monday we use the form that asks and count cancellations in two "
            "months.",
        ),
        (
            "no ticked box: the test is sound and counts the wrong thing",
            "测试本身没有问题，但它测到的是人们没有动过的选项。必须回答时只有百分之十一的人选择保险；被默认勾选增加的人里约三分之二取消。",
        ),
    ],
}

WRONG = {
    "1.3.a": [
        (5, "face_value"),
        (12.5, "old_buyers_only"),
        (7, "per_old_buyer"),
        (0.7, "per_visitor"),
        (700, "total"),
        (40, "added_buyers"),
        (125, "vouchers_for_all_visitors"),
        (5000 / 140, "vouchers_for_all_visitors_per_buyer"),
        (200, "bill_of_the_added"),
        (40 / 700, "upside down"),
    ],
    "1.3.b": [
        (0.05 + np.sqrt(0.16 / 400 + 0.1875 / 400), "one standard error"),
        (0.1078, "high_end"),
        (0.05, "difference"),
        (0.0205, "one_error"),
        (-0.0316, "errors_added"),
        (0.0578, "half_width"),
        (0.0295, "error"),
        (-0.1078, "old_less_new"),
        (0.05 - 1.96 * np.sqrt(0.1875 / 400), "one_group"),
        (0.05 - 1.96 * 0.00086875, "root_forgotten"),
        (-0.78, "points"),
        (0.05 - 1.645 * ERROR, "ninety"),
        (0.05 - 2.576 * ERROR, "ninety_nine"),
        (0.05 - 2 * ERROR, "two_errors"),
        (0.05 - 1.96 * ERROR / np.sqrt(2), "both_groups_in_each"),
        (0.05 - 1.96 * np.sqrt(0.16 + 0.1875), "not_divided"),
        (0.25 - 1.96 * np.sqrt(0.1875 / 400), "low_end_of_the_new"),
        (0.05 - 1.96 * (np.sqrt(0.1875 / 400) - 0.02), "ends_subtracted"),
        ((0.05 - 1.96 * ERROR) / 0.2, "relative"),
        (20 - 1.96 * ERROR, "buyers"),
    ],
    "1.3.c": [
        (144 / 320, "empty_box_added"),
        (132 / 260, "of_the_ticked"),
        (0.66, "all_undone"),
        (120 / 260, "all_who_took"),
        (0.264, "of_the_arm"),
        (0.24, "more_of_the_arm"),
        (0.2, "of_the_empty"),
        (132 / 260 - 0.2, "difference_of_shares"),
        (0.4, "complement"),
        (200, "added"),
        (120, "persons"),
        (60, "per cent"),
    ],
    "1.3.1": [
        (int(ABOVE.sum()), "all_who_switch"),
        (TODAY, "today"),
        (int((~ASKED).sum()), "all_not_asked"),
        (int((~ABOVE & ~ASKED).sum()), "below_the_line"),
        (ADDED / 800, "share"),
        (0, "sum_for_product"),
        (int(((TABLE["motivation"] * TABLE["ability"] > 20) & ~ASKED).sum()), "chapters_line"),
        (int((ASKED & ~ABOVE).sum()), "asked_in_vain"),
        (400, "half_of_all"),
        (int((~ABOVE).sum()), "all_below_the_line"),
        (int(ABOVE_20.sum()), "chapters_line_all"),
        (int((HIGH_BOTH & ~ASKED).sum()), "five_and_five"),
        (int(HIGH_BOTH.sum()), "five_and_five_all"),
        (int(((TABLE["motivation"] + TABLE["ability"] > 10) & ~ASKED).sum()), "sum_above_ten"),
        (ABOVE.sum() / TODAY, "ratio_to_today"),
        (ADDED + 1, "near"),
        (700, "too high"),
        ("many", "text"),
        (ABOVE & ~ASKED, "one number"),
    ],
    "1.3.2": [
        (lambda: per_additional(NOW) * (NOW - TODAY) / NOW, "per_switch"),
        (lambda: per_additional(NOW, gifts=NOW["gift"] - TODAY), "gift_to_added_only"),
        (lambda: per_additional(NOW, gifts=800), "gift_to_all"),
        (lambda: COST * (NOW - TODAY), "total_cost"),
        (lambda: NOW - TODAY, "added"),
        (lambda: per_additional(switches(cap=99)), "not_capped"),
        (lambda: per_additional(switches(asked=[True] * 800)), "everybody_asked"),
        (lambda: per_additional(NOW, reminders=int((~ASKED).sum())), "reminder_to_unasked"),
        (lambda: pd.Series({**COST, "reminder": 0.2 * 800 / ADDED}), "chapters_price"),
        (asked_before_and_after, "asked_before_and_after"),
        (lambda: pd.Series({**COST, "simpler": 800 * COST["simpler"]}), "simpler_for_each"),
        (lambda: pd.Series({**COST, "simpler": COST["simpler"] / 800}), "simpler_spread"),
        (lambda: per_additional(NOW, gifts=TODAY), "gift_to_those_of_today"),
        (lambda: pd.Series({**COST, "reminder": 0.3}), "one_reminder"),
        (lambda: per_additional(NOW, reminders=int(ABOVE.sum())), "reminder_to_those_who_switch"),
        (lambda: per_additional(NOW, reminders=int(ASKED.sum())), "reminder_to_asked"),
        (
            lambda: pd.Series({"reminder": 160, "simpler": 600, "gift": 4 * NOW["gift"]}) / (NOW - TODAY),
            "chapters_prices",
        ),
        (at_the_chapters_line, "chapters_line"),
        (lambda: (NOW - TODAY) / [240, 900, 3 * NOW["gift"]], "turned_over"),
        (lambda: COST.drop("gift"), "missing"),
        (3.0, "asks for a Series"),
    ],
    "1.3.3": [
        (test_of(P1 - P2, -HIGH, -LOW), "reversed"),
        (test_of(P2 - P1, HIGH, LOW), "ends_swapped"),
        (around(SE), "one_standard_error"),
        (around(1.645 * SE), "ninety"),
        (
            lambda: test_of(P2 - P1, 0.05241 - 0.05265, 0.08041 - 0.03031),
            "You added the doubts of the two arms",
        ),
        (
            lambda: test_of(P2 - P1, *experiments.proportion_interval(78, N, method="wilson")),
            "of_the_new_rate",
        ),
        (test_of(0.025, 0.05105, 0.07895), "of_the_new_rate_by_hand"),
        (around(1.96 * np.sqrt(P1 * (1 - P1) / 2400 + P2 * (1 - P2) / 2400)), "everybody_in_each_arm"),
        (test_of(0.025, WIDE, WIDE), "distance_to_the_ends"),
        (test_of(30, 1200 * LOW, 1200 * HIGH), "per_arm"),
        (test_of((P2 - P1) / P1, LOW / P1, HIGH / P1), "relative"),
        (
            lambda: around(1.96 * (np.sqrt(P1 * (1 - P1) / N) + np.sqrt(P2 * (1 - P2) / N))),
            "You added the doubts of the two arms",
        ),
        ({"difference": P2 - P1}, "missing"),
        (test_of(2.5, 100 * LOW, 100 * HIGH), "per cent"),
        ({name: value / P1 for name, value in around(WIDE).items()}, "relative_by_hand"),
        ({name: N * value for name, value in around(WIDE).items()}, "per_arm_by_hand"),
        (around(1.96 * (E2 - E1)), "ends_less_ends"),
        (around(1.96 * SE**2), "no_root"),
        (around(WIDE * np.sqrt(N)), "spread_of_visitors"),
        (test_of(P2, P2 - 1.96 * E2, P2 + 1.96 * E2), "new_rate_for_the_difference"),
    ],
    "1.3.4": [
        (size() / 2, "one_arm"),
        (size() / 4, "half_of_one_arm"),
        (size(0.042), "relative_lift"),
        (size(0.0404), "one_per_cent_lift"),
        (size(alpha=0.10), "one_sided"),
        (size(power=0.5), "no_power"),
        (size(power=0.9), "power_90"),
        (size(formula="baseline"), "baseline"),
        (size(formula="rule_of_16"), "rule_of_16"),
        (lambda: 2 * experiments.sample_size(0.1, 0.12, formula="pooled"), "chapters_rates"),
        (lambda: 2 * experiments.sample_size(0.4, 0.5, formula="pooled"), "tenfold_rates"),
        (10_000, "too low"),
        (size(0.09), "five_points_more"),
        (size(power=0.2), "eighty_missed"),
        (size(alpha=0.2), "eighty_per_cent_sure"),
        (4 * 2.8**2 / 0.01**2, "no_variance"),
        ("13,490 visitors", "text"),
    ],
    "1.3.5": [
        ((SMALL.sum(axis=1) > 1).mean(), "two_mornings"),
        (SMALL[21].mean(), "last_morning"),
        (SMALL[1].mean(), "first_morning"),
        (SMALL.to_numpy().mean(), "all_cells"),
        (1 - SMALL.any(axis=1).mean(), "no_winner"),
        (int(SMALL.any(axis=1).sum()), "count"),
        (1 - 0.95**21, "independent_looks"),
        (SMALL.any(axis=0).mean(), "any_morning_of_all"),
        (0.05, "one_look"),
        (1.05, "added_up"),
        (SMALL.sum().sum() / len(SMALL), "all_alarms"),
        (lambda: (p_values_by_morning().min(axis=1) < 0.05 / 21).mean(), "corrected_limit"),
        (SMALL.iloc[:, :7].any(axis=1).mean(), "a_week"),
        (SMALL.iloc[:, 1:].any(axis=1).mean(), "from_the_second_morning"),
        (lambda: (p_values_by_morning() < 0.01).any(axis=1).mean(), "limit_of_one"),
        (lambda: (p_values_by_morning() < 0.5).any(axis=1).mean(), "limit_of_fifty"),
        (lambda: p_values_by_morning().min(axis=1).mean(), "mean_of_the_smallest"),
        (lambda: p_values_by_morning().stack().median(), "middle_p_value"),
        (SMALL.any(axis=1), "one number"),
        (100 * SMALL.any(axis=1).mean(), "per cent"),
    ],
    "1.3.6": [
        (["I"], "large_p_values"),
        ([name for name, p in HEADLINES.items() if p < 0.05], "uncorrected"),
        (["D"], "bonferroni"),
        (["D", "B", "G", "J", "L"], "benjamini_hochberg"),
        ([name for name in HEADLINES if name not in "BDG"], "the_others"),
        (["B"], "best_only"),
        (pd.Series(HEADLINES) < 0.01, "mask_for_letters"),
        (pd.Series({"B": 0.0484, "D": 0.0048, "G": 0.0484}), "values_for_letters"),
        (["D", "B"], "stopped_too_early"),
        (["D", "G"], "stopped_too_early"),
        (["D", "B", "G", "J"], "one_too_many"),
        (["D", "B", "G", "A"], "does not belong here"),
        (["G"], "still to find"),
        ([], "nothing_claimed"),
        (list(HEADLINES), "all_claimed"),
        (["C", "E", "H", "I", "K"], "large_p_values"),
        (3, "list"),
    ],
    "1.3.7": [
        (282 / 360, "counts"),
        (290 / 520, "all_takers"),
        (0.29 / 0.44, "all_cancelled_over_added"),
        (290 / 520 - 8 / 160, "difference_of_shares"),
        (0.286, "per_joiner"),
        (0.44, "added_only"),
        ((0.29 - 0.005) / (0.52 - 0.11), "against_must_answer"),
        (1 - 0.65, "kept"),
        (0.44 / 0.286, "turned_over"),
        (0.286 / 0.52, "more_cancelled_over_all"),
        (0.11 / 0.52, "would_choose"),
        (0.29, "cancelled_per_joiner"),
        (282, "number"),
        (274 / 200, "empty_box_twice"),
        (282 / 440, "counts_above_rates_below"),
        (0.41 / 0.44, "would_not_choose"),
        (8 / 160, "share_of_the_empty_box"),
        (290 / 520 / 0.05, "times_the_empty_box"),
        (298 / 680, "both_arms_together"),
        (286, "number_per_1000"),
        (65.0, "per cent"),
        (cover(), "one number"),
    ],
    "1.3.8": [
        (
            (
                "a",
                "The test was drawn by lot and 44 points are far beyond chance. Customers can cancel "
                "at any time, so nobody is harmed, and we use the ticked box in every form from "
                "Monday on.",
            ),
            "left_alone_taken_for_wanted",
        ),
        (
            (
                "b",
                "Plus 44 points cannot be true. The sample was surely too small or not drawn by lot, "
                "and with another test the effect would be gone, so we do not use the ticked box.",
            ),
            "arithmetic_doubted",
        ),
        (("c", "The empty box."), "very short"),
        ((None, RIGHT["1.3.8"][0][1]), "Mark the side"),
        (RIGHT["1.3.8"][0][1], "hand in the pair"),
        (("c", 0.65), "write your explanation as text"),
    ],
}
