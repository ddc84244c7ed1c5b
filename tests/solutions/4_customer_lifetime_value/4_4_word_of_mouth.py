"""Answers to test the questions of exercise 4.4 with."""

import numpy as np
import pandas as pd

from marketing_origin import data, economics

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


def partners():
    return (data.load("club_members")["channel"] == "partner").sum()


def long_seen(last, of_all=False):
    """Friends of the partner members seen for 18 months (or of all of them), over those so long seen."""
    members = data.load("club_members")
    old = members[(members["channel"] == "partner") & (members["join_month"] <= "2023-06-01")]
    if of_all:
        return totals(last) * partners() / len(old)
    return members["referred_by"].isin(old["member_id"]).sum() / len(old)


def library(others=False):
    members = data.load("club_members")
    of = members["channel"] == "partner"
    return economics.mean_cumulative_referrals(members, end="2024-12", of=~of if others else of)


def slides(*four):
    return dict(zip(SLIDES, four, strict=True))


RIGHT = {
    "4.4.a": [142 / 0.6, lambda: family(150, 0.4, 20), [236.667]],
    "4.4.b": [0.26, pd.Series([0.26])],
    "4.4.c": [10 / 35, np.float64(10 / 35)],
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
        (
            "c",
            "A k of 1.3 cannot last: after a year there would be more readers than people. It was counted "
            "over one "
            "week, and over readers who invited somebody instead of all readers. Who came by invitation "
            "might have come "
            "anyway, and friends differ before they join. Draw lots: half of the readers get the button with "
            "the reward, "
            "half the button without, and count new readers per reader after three months.",
        ),
        (
            "find out by lot what button and reward add; advertising goes on until then",
            "1.3 不可能持续：朋友的朋友往往是同一批人。它只统计了一周，"
            "分母只有发过邀请的读者，而邀请也不等于新读者。"
            "通过邀请来的人也许本来就会来；他们在加入之前就与别人不同，所以留存更好一部分是选择效应。"
            "应当抽签：一半读者有奖励按钮，一半没有，三个月后比较每位读者带来的新读者数，"
            "再决定是否值得花这笔钱。",
        ),
    ],
}

WRONG = {
    "4.4.a": [
        (250, "cost_left_out"),
        (202, "first_generation"),
        (242, "cost_once"),
        (130 / 0.6, "cost_for_herself"),
        (210, "times_k"),
        (150 + 52 + 0.4 * 52, "two_generations"),
        (230, "one_payment"),
        (142, "payments_alone"),
        (142 / 0.6 - 150, "descendants_only"),
        ("236.67", "quotation marks"),
    ],
    "4.4.b": [
        (0.2, "over_all"),
        (20 / 220, "over_all_seen"),
        (0.26 / 3, "mean_of_ages"),
        (0.05, "last_age"),
        (20 / 40, "over_last"),
        (20 / 80, "over_age_1"),
        (20 / np.mean([100, 80, 40]), "over_mean"),
        (0.21, "one_age_short"),
        (26, "per cent"),
        (0.18, "age_short_over_all"),
    ],
    "4.4.c": [
        (0.2, "free_referrals"),
        (0.14, "costs_multiplied"),
        (25 / 35, "the_others"),
        (0.25, "over_the_new_cost"),
        (40, "wanted_cost"),
        (0.8, "wanted_as_share"),
        (0.4, "ratio_not_share"),
        (1000 / 35, "per cent"),
        (10 / 15, "over_the_cost_of_a_referral"),
        (1 / 4, "free_per_bought"),
    ],
    "4.4.1": [
        (lambda: family(240, 0.3, 30), "no_delay"),
        (lambda: family(240, 0.3, 0, D), "cost_left_out"),
        (240 / 0.7, "no_delay_no_cost"),
        (lambda: family(240, 0.3, 30, 1 / 1.08), "one_year"),
        (240 + D * (330 - 240), "all_at_once"),
        (240 + 0.3 * D * 210, "first_generation"),
        (lambda: family(240, 0.3, 30, D, generations=3), "two_generations"),
        (240 + 0.3 * D * 240, "one_generation_free"),
        (240 / (1 - 0.3 * D) - 30, "one_reward"),
        (lambda: family(240, 0.3, 30, 0.92**2), "eight_off"),
        (330 * D, "herself_discounted"),
        (231 / (1 - 0.3 * D), "cost_today"),
        (240 / (1 - 0.3 * D) - 0.3 * D * 30, "cost_once"),
        (lambda: family(240, 0.3, 30, 1 / 1.16), "simple_interest"),
        (lambda: family(240, 0.3, 30, D) - 240, "descendants_only"),
        (lambda: family(240, 0.3, 30, 1 / D), "interest_turned"),
        ((240 - 9 * D) * (1 + 0.3 * D), "first_generation_and_rewards"),
    ],
    "4.4.2": [
        (totals, "all_over_all"),
        (lambda: totals(18), "up_to_18_over_all"),
        (lambda: by_age(last=17), "age_18_missing"),
        (lambda: by_age(last=35), "all_ages"),
        (lambda: by_age(last=19), "age_19_too"),
        (lambda: long_seen(18, of_all=True), "up_to_18_over_long_seen"),
        (lambda: long_seen(None), "long_seen_all_ages"),
        (lambda: totals(18) * partners(), "friends"),
        (lambda: library().at[18, "low"], "low_end"),
        (lambda: library().at[18, "high"], "high_end"),
        (lambda: library(others=True).at[18, "k"], "other_channels"),
        (lambda: by_age() - by_age(last=17), "age_18_only"),
        (lambda: by_age(channel=None), "everybody"),
        (lambda: by_age(shift=1), "one_month_short"),
        (lambda: by_age(shift=-1), "one_month_long"),
        (lambda: by_age(seen_at_least=18), "long_seen_only"),
        (partner_months, "over_member_months"),
        (lambda: 100 * by_age(), "per cent"),
        (lambda: by_age(last=12), "month_12"),
        (lambda: by_age(None, last=12), "everybody_month_12"),
    ],
    "4.4.3": [
        (slides(0.6, 0.0, 0.35, 0.4375), "alone_as_total"),
        (slides(2.5 / 3.5, 0.5, 0.35, 0.4375), "total_as_alone"),
        (slides(0.4, 0.5, 0.35, 0.4375), "one_over"),
        (slides(1.5, 1.0, 0.35, 0.4375), "one_generation"),
        (slides(0.6, 0.5, 0.35, 0.35), "cost_forgotten"),
        (slides(0.6, 0.5, 0.35, 0.28), "cost_multiplied"),
        (slides(2.5, 0.5, 0.35, 0.4375), "how many times her own value"),
        (slides(2.5, 2, 0.35, 0.4375), "multiple_itself"),
        (slides(0.6, 0.5, 0.35, 1.75), "cost_for_saving"),
        (slides(0.6, 0.5, 0.35, 0.07), "times_cost"),
        (slides(0.6, 0.5, 0.35, 0.42), "cost_added"),
        (slides(0.6, 0.5, 0.35, 0.55), "cost_on_top"),
        (slides(0.6, 0.5, 0.35 / 0.65, 0.4375 / 0.5625), "per_bought"),
        (slides(0.6, 0.0, 0.35, 0.35), "alone_and_cost"),
        ([0.6, 0.5, 0.35, 0.4375], "carry no labels"),
        (slides(1 / 1.5, 0.5, 0.35, 0.4375), "multiple_turned"),
    ],
    "4.4.4": [
        (38_000 / 525, "bought_itself"),
        (125 / 650, "share_of_the_referred"),
        (-125 / 650, "referrals_free"),
        ((80 + 90 + 40 + 24) / 4 / 70 - 1, "mean_of_channels"),
        ((41000 / 650) / 70 - 1, "mean_of_bought"),
        (-3 / 41, "share_of_spending"),
        ((41000 / 650) / 80 - 1, "against_search"),
        ((38000 / 525) / (41000 / 650) - 1, "base_swapped"),
        (41 / 38 - 1, "all_money_over_bought"),
        (41000 / 650 - 38000 / 525, "in_money"),
        (24 / (38000 / 525) - 1, "referral_alone"),
        (41000 / 650, "blended_itself"),
        ((41000 / 650) / (38000 / 525), "ratio"),
        (0.1285, "sign"),
        (-12.85, "per cent"),
        (-11.5, "mean_of_channels_in_money"),
    ],
    "4.4.5": [
        ((295 / 0.75 - 300) / (295 / 0.75 - 80) / 0.25 - 1, "lift"),
        ((295 / 0.75 - 300) / (295 / 0.75 - 80) - 0.25, "further"),
        (70 / 220, "first_generation"),
        (100 / 320, "today_without_cost"),
        (0.0625, "same_outlay"),
        (0.25, "unchanged"),
        (1, "fourfold"),
        (295 / 0.75, "worth_today"),
        ((295 / 0.75 - 300) / (295 / 0.75 - 80) / 0.25, "ratio"),
        (1 - 300 / (295 / 0.75), "new_cost_left_out"),
        (100 / 340, "difference_on_free"),
        ((295 / 0.75 - 300) / (295 / 0.75 - 60), "reward_difference"),
        (95 / 315, "reward_off_once"),
    ],
    "4.4.6": [
        ((4 / 50 * 60 + 16 / 180 * 140) / 200, "relative"),
        ((60 * 54 + 140 * 196) / 200 - (800 * 50 + 200 * 180) / 1000, "raw"),
        (10, "plain_mean"),
        (6.4, "over_the_others"),
        ((860 * 4 + 340 * 16) / 1200, "over_everybody"),
        (20, "sum_of_both"),
        (65, "selection_part"),
        (2480, "in_all"),
        (4, "basic_alone"),
        (16, "premium_alone"),
        ((140 * 4 + 60 * 16) / 200, "weights_exchanged"),
        (153.4, "referred_mean"),
        (-12.4, "sign"),
        ((860 * 4 / 50 + 340 * 16 / 180) / 1200, "over_everybody_relative"),
    ],
    "4.4.7": [
        (6000, "before_after"),
        (5400, "cost_left_out"),
        (90, "customers"),
        (1200, "same_number"),
        (-3600, "after_only"),
        (20400, "all_of_them"),
        (8400, "cost_added"),
        (0.3 * 240 * 60 - 3000, "share_of_before"),
        (0.3 * 390 * 60 - 3000, "share_of_after"),
        ((390 - 390 / 1.25) * 60 - 3000, "after_over_factor"),
        (4200, "same_number_gross"),
        (9000, "before_after_gross"),
        ("2400", "quotation marks"),
    ],
    "4.4.8": [
        (
            (
                "a",
                "Each reader brings 1.3 new ones, so the newsletter grows without any help from now "
                "on. Advertising is no longer needed, and the 5 for an invitation that works is much "
                "less than a new reader cost us before. I would start on Monday and stop all "
                "campaigns at once.",
            ),
            "k_that_cannot_last",
        ),
        (
            (
                "b",
                "A k above 1 cannot last, so advertising has to go on. But readers who were invited "
                "stay longer than the others, which shows that an invitation makes better readers. "
                "For such a reader 5 is cheap, and we should pay it for each invitation that works "
                "from now on.",
            ),
            "friends_differ_anyway",
        ),
        (("c", "Because virality ends."), "very short"),
        ((None, RIGHT["4.4.8"][0][1]), "Mark the side"),
        (RIGHT["4.4.8"][0][1], "hand in the pair"),
        (("c", 42), "write your explanation as text"),
    ],
}
