"""Answers to test the questions of exercise 4.4 with."""

import numpy as np
import pandas as pd

from marketing_origin import data

SLIDES = ["total", "alone", "free", "paid"]
D = 1.08**-2


def family(value, k, cost, d=1.0, generations=200):
    """A family's worth, added up generation by generation."""
    return sum(value * (k * d) ** g for g in range(generations)) - sum(
        cost * (k * d) ** g for g in range(1, generations)
    )


def by_age(channel="partner", last=18, shift=0, seen_at_least=0):
    """Friends of a channel's members by age, month by month, as a learner would count them."""
    members = data.load("club_members")
    month = 12 * members["join_month"].dt.year + members["join_month"].dt.month
    seen = 12 * 2024 + 12 - month
    of = (
        (seen >= seen_at_least)
        if channel is None
        else (members["channel"] == channel) & (seen >= seen_at_least)
    )
    joined = month.set_axis(members["member_id"])
    friends = members[members["referred_by"].isin(members.loc[of, "member_id"])]
    age = month[friends.index] - friends["referred_by"].map(joined)
    return sum((age == a).sum() / max((seen[of] >= max(a + shift, 0)).sum(), 1) for a in range(last + 1))


def totals(last=None):
    """Friends of partner members, and partner members, without going by age."""
    members = data.load("club_members")
    month = 12 * members["join_month"].dt.year + members["join_month"].dt.month
    of = members["channel"] == "partner"
    joined = month.set_axis(members["member_id"])
    friends = members[members["referred_by"].isin(members.loc[of, "member_id"])]
    age = month[friends.index] - friends["referred_by"].map(joined)
    return ((age <= last).sum() if last else len(friends)) / of.sum()


def partner_months():
    members = data.load("club_members")
    month = 12 * members["join_month"].dt.year + members["join_month"].dt.month
    seen = (12 * 2024 + 12 - month)[members["channel"] == "partner"]
    return totals(18) * len(seen) / seen.clip(upper=18).add(1).sum()


def slides(*four):
    return dict(zip(SLIDES, four, strict=True))


RIGHT = {
    "4.4.a": [142 / 0.6, lambda: family(150, 0.4, 20), [236.667]],
    "4.4.b": [0.25, pd.Series([0.25])],
    "4.4.c": [0.25, np.float64(0.25)],
    "4.4.1": [lambda: family(240, 0.3, 30, D), (240 - 0.3 * D * 30) / (1 - 0.3 * D), 312.71],
    "4.4.2": [by_age, lambda: [round(by_age(), 4)]],
    "4.4.3": [
        slides(0.6, 0.5, 0.35, 0.4375),
        pd.Series(slides(0.6, 0.5, 0.35, 0.4375))[::-1],
        pd.DataFrame({"slide": SLIDES, "k": [0.6, 0.5, 0.35, 0.4375]}),
    ],
    "4.4.4": [(41000 / 650) / (38000 / 525) - 1, -0.1285],
    "4.4.5": [(295 / 0.75 - 300) / (295 / 0.75 - 80), 0.29787],
    "4.4.6": [12.4, np.float64(12.4)],
    "4.4.7": [2400, 2400.0],
    "4.4.8": [
        "A k of 1.3 cannot last: after a year there would be more readers than people. It was counted "
        "over one "
        "week, and over readers who invited somebody instead of all readers. Who came by invitation "
        "might have come "
        "anyway, and friends differ before they join. Draw lots: half of the readers get the button with "
        "the reward, "
        "half the button without, and count new readers per reader after three months.",
        "1.3 不可能持续：朋友的朋友往往是同一批人。它只统计了一周，"
        "分母只有发过邀请的读者，而邀请也不等于新读者。"
        "通过邀请来的人也许本来就会来；他们在加入之前就与别人不同，所以留存更好一部分是选择效应。"
        "应当抽签：一半读者有奖励按钮，一半没有，三个月后比较每位读者带来的新读者数，"
        "再决定是否值得花这笔钱。",
    ],
}

WRONG = {
    "4.4.a": [
        (250, "cost_left_out"),
        (202, "first_generation"),
        (242, "cost_once"),
        (130 / 0.6, "cost_for_herself"),
        (210, "times_k"),
        (142 / 0.6 - 150, "descendants_only"),
        ("236.67", "quotation marks"),
    ],
    "4.4.b": [
        (0.19, "over_all"),
        (19 / 220, "over_all_seen"),
        (0.25 / 3, "mean_of_ages"),
        (0.05, "last_age"),
        (19 / 40, "over_last"),
        (0.2, "one_age_short"),
        (25, "per cent"),
    ],
    "4.4.c": [
        (0.2, "free_referrals"),
        (0.16, "costs_multiplied"),
        (0.75, "the_others"),
        (0.3125, "over_the_new_cost"),
        (1 / 3, "ratio_not_share"),
        (25, "per cent"),
    ],
    "4.4.1": [
        (lambda: family(240, 0.3, 30), "no_delay"),
        (lambda: family(240, 0.3, 0, D), "cost_left_out"),
        (240 / 0.7, "no_delay_no_cost"),
        (lambda: family(240, 0.3, 30, 1 / 1.08), "one_year"),
        (240 + D * (330 - 240), "all_at_once"),
        (240 + 0.3 * D * 210, "first_generation"),
        (231 / (1 - 0.3 * D), "cost_today"),
        (240 / (1 - 0.3 * D) - 0.3 * D * 30, "cost_once"),
        (lambda: family(240, 0.3, 30, 1 / 1.16), "simple_interest"),
        (lambda: family(240, 0.3, 30, D) - 240, "descendants_only"),
        (lambda: family(240, 0.3, 30, 1 / D), "interest_turned"),
    ],
    "4.4.2": [
        (totals, "all_over_all"),
        (lambda: totals(18), "up_to_18_over_all"),
        (lambda: by_age(last=17), "age_18_missing"),
        (lambda: by_age(last=35), "all_ages"),
        (lambda: by_age() - by_age(last=17), "age_18_only"),
        (lambda: by_age(channel=None), "everybody"),
        (lambda: by_age(shift=1), "one_month_short"),
        (lambda: by_age(shift=-1), "one_month_long"),
        (lambda: by_age(seen_at_least=18), "long_seen_only"),
        (partner_months, "over_member_months"),
        (lambda: 100 * by_age(), "per cent"),
    ],
    "4.4.3": [
        (slides(0.6, 0.0, 0.35, 0.4375), "alone_as_total"),
        (slides(2.5 / 3.5, 0.5, 0.35, 0.4375), "total_as_alone"),
        (slides(0.4, 0.5, 0.35, 0.4375), "one_over"),
        (slides(1.5, 1.0, 0.35, 0.4375), "one_generation"),
        (slides(0.6, 0.5, 0.35, 0.35), "cost_forgotten"),
        (slides(0.6, 0.5, 0.35, 0.28), "cost_multiplied"),
        (slides(0.6, 0.5, 0.35 / 0.65, 0.4375 / 0.5625), "per_bought"),
        (slides(0.6, 0.0, 0.35, 0.35), "alone_and_cost"),
        ([0.6, 0.5, 0.35, 0.4375], "carry no labels"),
    ],
    "4.4.4": [
        (-125 / 650, "referrals_free"),
        ((80 + 90 + 40 + 24) / 4 / 70 - 1, "mean_of_channels"),
        ((38000 / 525) / (41000 / 650) - 1, "base_swapped"),
        (41 / 38 - 1, "all_money_over_bought"),
        (41000 / 650 - 38000 / 525, "in_money"),
        (24 / (38000 / 525) - 1, "referral_alone"),
        (41000 / 650, "blended_itself"),
        ((41000 / 650) / (38000 / 525), "ratio"),
        (0.1285, "sign"),
        (-12.85, "per cent"),
    ],
    "4.4.5": [
        ((295 / 0.75 - 300) / (295 / 0.75 - 80) / 0.25 - 1, "lift"),
        ((295 / 0.75 - 300) / (295 / 0.75 - 80) - 0.25, "further"),
        (70 / 220, "first_generation"),
        (100 / 320, "today_without_cost"),
        (0.0625, "same_outlay"),
        (0.25, "unchanged"),
        (1, "fourfold"),
        ((295 / 0.75 - 300) / (295 / 0.75 - 60), "reward_difference"),
    ],
    "4.4.6": [
        ((60 * 54 + 140 * 196) / 200 - (800 * 50 + 200 * 180) / 1000, "raw"),
        (10, "plain_mean"),
        (6.4, "over_the_others"),
        ((860 * 4 + 340 * 16) / 1200, "over_everybody"),
        (20, "sum_of_both"),
        (65, "selection_part"),
        (2480, "in_all"),
        (-12.4, "sign"),
    ],
    "4.4.7": [
        (6000, "before_after"),
        (5400, "cost_left_out"),
        (90, "customers"),
        (600, "same_number"),
        (-6600, "after_only"),
        (20400, "all_of_them"),
        (9000, "before_after_gross"),
        ("2400", "quotation marks"),
    ],
    "4.4.8": [
        (42, "text"),
        ("Because virality ends.", "short"),
        (["a list"], "text"),
        (True, "text"),
    ],
}
