"""The questions of exercise 4.4, and the *Try it* of its chapter."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.checks import Chapter, but, explanation, mistake, number, series
from marketing_origin.economics import (
    blended_acquisition_cost,
    mean_cumulative_referrals,
    referrals_needed,
    referred_share_needed,
    value_with_referrals,
)

questions = Chapter(__file__)


def channels():
    """Return the table of question 4."""
    return pd.DataFrame(
        {"spent": [24000.0, 9000.0, 5000.0, 3000.0], "new_customers": [300, 100, 125, 125]},
        index=pd.Index(["search", "posters", "partners", "referral"], name="channel"),
    )


def plans():
    """Return the table of question 6."""
    return pd.DataFrame(
        {
            "plan": ["basic", "basic", "premium", "premium"],
            "referred": [False, True, False, True],
            "customers": [800, 60, 200, 140],
            "margin": [50.0, 54.0, 180.0, 196.0],
        }
    )


def towns():
    """Return the table of question 7."""
    return pd.DataFrame(
        {"before": [240, 320], "after": [390, 400]},
        index=pd.Index(["with story", "without"], name="towns"),
    )


@questions.add(
    "a",
    title="A club of cyclists",
    expects=number(unit="money per member"),
    hints=[
        "Write the sentence about families, now with payments.",
        "Her family is worth: her own value, and for each one brought the worth of a family less the "
        "payment.",
        "The unknown stands on both sides: her family, and that of each one brought, less the payment. It "
        "is worth more than 200.",
    ],
    meaning="A good deal less than without the payments, and more than she alone.",
)
def cyclist_with_all_she_brings():
    def worth(own=150, brings=0.4, payment=20, for_herself=False, over="the rest"):
        paid = payment if for_herself else brings * payment
        return (own - paid) / (brings if over == "k" else 1 - brings)

    right = value_with_referrals(150, 0.4, referral_cost=20)
    return (
        right,
        [
            mistake("cost_left_out", but(worth, payment=0), "You left the payments out."),
            mistake("first_generation", 150 + 0.4 * (150 - 20), "Those whom she brings bring others, too."),
            mistake(
                "cost_once",
                150 / 0.6 - 0.4 * 20,
                "You paid for the first generation only. The later ones are paid for, too.",
            ),
            mistake(
                "cost_for_herself",
                but(worth, for_herself=True),
                "You paid for the first member as well. Nobody brought her.",
            ),
            mistake("times_k", 150 * 1.4, "Count more than one generation, and the payments."),
            mistake(
                "two_generations",
                150 + (0.4 + 0.4**2) * (150 - 20),
                "You stopped after two generations. The third brings others, too.",
            ),
            mistake(
                "one_payment",
                150 / 0.6 - 20,
                "You took off one payment of 20. It is paid for each one who descends from her.",
            ),
            mistake(
                "payments_alone",
                150 - 0.4 * 20,
                "You took her payments off, and left out what those whom she brings are worth.",
            ),
            mistake(
                "over_k",
                but(worth, over="k"),
                "You divided by k. Solve W = 150 + k (W - 20): what is left below the line?",
            ),
            mistake(
                "payments_added", but(worth, payment=-20), "You added the payments. The club makes them."
            ),
            mistake(
                "descendants_free",
                150 / 0.6 - 150,
                "That is what those whom she brings are worth, before the payments. Her own value belongs to "
                "it, and the payments come off.",
            ),
            mistake("descendants_only", right - 150, "That is what she brings. Her own value belongs to it."),
        ],
        worth,
    )


@questions.add(
    "b",
    title="Three ages",
    expects=number(unit="customers brought per customer"),
    hints=[
        "Who could bring somebody at age 2? Only those whose age 2 was seen.",
        "For each age divide those brought by those seen at it. Then add.",
        "Three fractions, one for each age; the number below the line falls from age to age.",
    ],
    meaning="Well above those brought divided by all customers.",
)
def k_of_three_ages():
    right = 6 / 100 + 12 / 80 + 2 / 40
    return right, [
        mistake(
            "age_short_over_all",
            18 / 100,
            "Two things: age 2 belongs to it, and not all 100 were seen at age 1.",
        ),
        mistake("over_all", 20 / 100, "You divided by all 100. Not all of them were seen at ages 1 and 2."),
        mistake(
            "over_all_seen", 20 / 220, "You added the customers of all ages. Divide age by age, then add."
        ),
        mistake("mean_of_ages", right / 3, "That is the mean of the three. k adds them up."),
        mistake("last_age", 2 / 40, "That is age 2 alone. k counts all ages up to it."),
        mistake("over_last", 20 / 40, "You divided all by those seen at age 2. More were seen before."),
        mistake(
            "over_age_1", 20 / 80, "You divided all by those seen at age 1. Each age has its own number."
        ),
        mistake(
            "over_mean",
            20 / (220 / 3),
            "You divided by the average number seen. Divide age by age, then add.",
        ),
        mistake("one_age_short", 6 / 100 + 12 / 80, "Age 2 belongs to it."),
    ]


@questions.add(
    "c",
    title="A fifth less",
    expects=number(unit="a fraction of new customers"),
    hints=[
        "Which blended cost does the shop want?",
        "Each customer who is referred and not bought saves the difference of the two costs.",
        "A mix of two costs, with the shares s and 1 - s, is a fifth below the dearer one. Less than a "
        "third must be referred.",
    ],
    meaning="More than the fifth itself, because referrals cost something.",
)
def share_for_a_fifth_less():
    right = referred_share_needed(0.20, 50, referral_cost=15)
    return right, [
        mistake(
            "free_per_bought",
            0.2 / 0.8,
            "Two things: a referral costs something, and a share of *all* new customers is asked.",
        ),
        mistake(
            "over_the_cost_of_a_referral",
            10 / 15,
            "A referred customer saves the difference of the two costs, not what she costs.",
        ),
        mistake("free_referrals", 0.20, "That would do if referred customers cost nothing."),
        mistake(
            "costs_multiplied", 0.20 * (1 - 15 / 50), "Referrals that cost something ask for more, not less."
        ),
        mistake("the_others", 1 - right, "That is the share of those who are bought."),
        mistake("over_the_new_cost", 10 / 40, "The saving of a referred customer is 50 less 15."),
        mistake("wanted_cost", 40.0, "That is the blended cost which the shop wants. Which share gives it?"),
        mistake("wanted_as_share", 0.8, "That is the wanted cost over 50. Which share of referred gives it?"),
        mistake("ratio_not_share", right / (1 - right), "That is referred per bought customer, not of all."),
    ]


@questions.add(
    "1",
    title="A gardener's word",
    expects=number(unit="money per customer"),
    hints=[
        "What is a friend's family worth on the day when the friend joins, and what today?",
        "W = 240 + 0.3 × (W - 30) discounted by two years.",
        "Two years of discounting make one factor for the friend's family and its reward alike. The "
        "unknown stands on both sides: bring it to one.",
    ],
    meaning="Two years' delay takes a noticeable part of what word of mouth adds.",
)
def gardeners_word():
    d = 1.08**-2

    def worth(own=240, brings=0.3, cost=30, delay=2, discount_rate=0.08, for_herself=False, paid_today=False):
        later = brings / (1 + discount_rate) ** delay
        paid = cost if for_herself else cost * (brings if paid_today else later)
        return (own - paid) / (1 - later)

    right = value_with_referrals(240, 0.3, referral_cost=30, delay=2, discount_rate=0.08)
    return (
        right,
        [
            mistake(
                "first_generation_and_rewards",
                (240 - 0.3 * d * 30) * (1 + 0.3 * d),
                "You stopped after those whom she brings. They bring others, too, without an end.",
            ),
            mistake(
                "two_generations",
                (240 - 0.3 * d * 30) * (1 + 0.3 * d + (0.3 * d) ** 2),
                "You stopped after the friends' friends. They bring friends as well, without an end.",
            ),
            mistake("no_delay", but(worth, delay=0), "Friends join two years later."),
            mistake("cost_left_out", but(worth, cost=0), "You left out what a friend costs."),
            mistake("no_delay_no_cost", 240 / 0.7, "Two things are left out: the delay and the cost."),
            mistake(
                "one_year",
                but(worth, delay=1),
                "You discounted one year. Friends join after two.",
            ),
            mistake(
                "all_at_once",
                240 + d * (value_with_referrals(240, 0.3, referral_cost=30) - 240),
                "You discounted all generations by two years. The friends' friends come after four.",
            ),
            mistake("first_generation", 240 + 0.3 * d * (240 - 30), "Friends bring friends, too."),
            mistake(
                "two_generations",
                240 + (0.3 * d + (0.3 * d) ** 2) * (240 - 30),
                "You stopped after two generations. The third brings others, too.",
            ),
            mistake(
                "one_generation_free",
                240 * (1 + 0.3 * d),
                "Two things are left out: what each friend costs, and the friends' friends.",
            ),
            mistake(
                "one_reward",
                240 / (1 - 0.3 * d) - 30,
                "You took off one reward of 30. It is paid for each one who descends from her.",
            ),
            mistake(
                "eight_off",
                value_with_referrals(240, 0.3 * 0.92**2, referral_cost=30),
                "You took 8% off, twice. To discount is to divide by 1.08, twice.",
            ),
            mistake(
                "herself_discounted",
                d * value_with_referrals(240, 0.3, referral_cost=30),
                "You discounted her own 240, too. She is here today.",
            ),
            mistake(
                "cost_today",
                but(worth, paid_today=True),
                "A friend's cost is paid when the friend joins, in two years.",
            ),
            mistake(
                "cost_once",
                240 / (1 - 0.3 * d) - 0.3 * d * 30,
                "You paid for the first generation only. Each friend costs 30.",
            ),
            mistake(
                "simple_interest",
                value_with_referrals(240, 0.3 / 1.16, referral_cost=30),
                "Interest compounds: divide by 1.08 twice.",
            ),
            mistake(
                "cost_for_herself",
                but(worth, for_herself=True),
                "You paid 30 for the first customer as well. Nobody brought her.",
            ),
            mistake(
                "own_value_twice",
                240 + right,
                "You counted her own 240 twice: they are in the worth with all who descend from her.",
            ),
            mistake("descendants_only", right - 240, "That is what she brings. Her own value belongs to it."),
            mistake(
                "interest_turned",
                (240 - 0.3 * 1.08**2 * 30) / (1 - 0.3 * 1.08**2),
                "You multiplied by the interest. Later money is worth less today.",
            ),
        ],
        worth,
    )


@questions.add(
    "2",
    title="Friends of the partners' members",
    expects=number(unit="friends per member"),
    hints=[
        "Who joined last spring has not been seen for 18 months, and tells something of the first months "
        "all the same.",
        "For each age from 0 to 18: friends brought at it by members of `partner`, divided by those of "
        "them whose "
        "age at the end is that or more.",
        "`economics.mean_cumulative_referrals` takes the members, the `end`, and in `of` whose friends "
        "are counted. Its row for an age has the `k`.",
    ],
    meaning="Above their friends over all of them, and about what members of all channels bring.",
)
def friends_of_partners_members():
    members = data.load("club_members")
    of = members["channel"] == "partner"
    found = mean_cumulative_referrals(members, end="2024-12", of=of)
    everybody = mean_cumulative_referrals(members, end="2024-12")["k"]
    right, seen, brought = found["k"], found["customers"].to_numpy(), found["referrals"].to_numpy()
    joined = 12 * members["join_month"].dt.year + members["join_month"].dt.month
    long_seen = of & (12 * 2024 + 12 - joined >= 18)
    of_long = mean_cumulative_referrals(members, end="2024-12", of=long_seen)["k"]
    friends = members["referred_by"].isin(members.loc[of, "member_id"]).sum()
    of_old = members["referred_by"].isin(members.loc[long_seen, "member_id"]).sum()
    return right[18], [
        mistake(
            "everybody_month_12",
            everybody[12],
            "Two things: that is for members of all channels, and it stops at month 12.",
        ),
        mistake("month_12", right[12], "You stopped at month 12. The question ends with month 18."),
        mistake(
            "all_over_all",
            friends / of.sum(),
            "You divided all their friends by all of them. Most of these had less than 18 months.",
        ),
        mistake(
            "up_to_18_over_all",
            brought[:19].sum() / of.sum(),
            "You left out later friends, but still divided by members who were not seen for 18 months.",
        ),
        mistake("age_18_missing", right[17], "Month 18 belongs to it."),
        mistake("all_ages", right.iloc[-1], "You added all ages. The question ends with month 18."),
        mistake("age_19_too", right[19], "You added one month too many. The question ends with month 18."),
        mistake(
            "up_to_18_over_long_seen",
            brought[:19].sum() / long_seen.sum(),
            "You counted the friends of all of them, and divided by those seen for 18 months alone.",
        ),
        mistake(
            "long_seen_all_ages",
            of_old / long_seen.sum(),
            "You took those seen for 18 months, and counted what they brought after month 18, too.",
        ),
        mistake("friends", float(brought[:19].sum()), "That is a number of friends. Friends per member?"),
        mistake("low_end", found.at[18, "low"], "That is the lower end of the interval. Take `k`."),
        mistake("high_end", found.at[18, "high"], "That is the upper end of the interval. Take `k`."),
        mistake(
            "other_channels",
            mean_cumulative_referrals(members, end="2024-12", of=~of).at[18, "k"],
            "That is for the members who did not come through `partner`.",
        ),
        mistake("age_18_only", right[18] - right[17], "That is month 18 alone. k adds up the months to it."),
        mistake("everybody", everybody[18], "That is for members of all channels."),
        mistake(
            "one_month_short",
            (brought[:19] / seen[1:20]).sum(),
            "You asked that a member be seen a month longer than the age. At age a she needs a months.",
        ),
        mistake(
            "one_month_long",
            (brought[:19] / np.append(of.sum(), seen[:18])).sum(),
            "You counted members a month too young as seen at an age.",
        ),
        mistake(
            "long_seen_only",
            of_long[18],
            "You used only those seen for 18 months. It throws away what the others tell of the early "
            "months: "
            "go age by age.",
        ),
        mistake(
            "over_member_months",
            brought[:19].sum() / seen[:19].sum(),
            "That is per member and month. Divide age by age, and add.",
        ),
    ]


@questions.add(
    "3",
    title="What four slides need",
    expects=series(by="slide"),
    hints=[
        "Which of the four speak of a total, and which of a part of it?",
        "1 / (1 - k) is the total; k / (1 - k) word of mouth alone; the referred share of all new ones is k.",
        "Three of the formulas are to be solved for k. In the last each referred customer still costs a "
        "part of a bought one: more are needed than where they are free.",
    ],
    meaning="Four slides, four numbers that one count of referrals can contradict.",
)
def what_four_slides_need():
    def four(total, alone, free, paid):
        return pd.Series({"total": total, "alone": alone, "free": free, "paid": paid})

    total, alone, paid = referrals_needed(2.5), referrals_needed(1 + 1), 0.35 / 0.8
    return four(total, alone, 0.35, paid), [
        mistake(
            "multiple_turned",
            four(1 / 1.5, alone, 0.35, paid),
            "For `total` you divided 1 by what others add. The total is 1 / (1 - k): solve that for k.",
        ),
        mistake(
            "alone_as_total",
            four(total, 0.0, 0.35, paid),
            "In `alone` the customer's own value is not counted: her total is twice her value.",
        ),
        mistake(
            "total_as_alone",
            four(2.5 / 3.5, alone, 0.35, paid),
            "In `total` her own value is counted already.",
        ),
        mistake(
            "one_over",
            four(1 / 2.5, alone, 0.35, paid),
            "For `total`: 1/2.5 is the share of the total that is her own. What is left of 1?",
        ),
        mistake(
            "one_generation",
            four(1.5, 1.0, 0.35, paid),
            "You counted one generation. Those brought bring others.",
        ),
        mistake(
            "cost_forgotten",
            four(total, alone, 0.35, 0.35),
            "In `paid` each referred customer costs a fifth of a bought one: it takes more of them.",
        ),
        mistake(
            "cost_multiplied",
            four(total, alone, 0.35, 0.35 * 0.8),
            "In `paid` referrals cost something: it takes more of them, not fewer.",
        ),
        mistake(
            "multiple_itself",
            four(2.5, 2.0, 0.35, paid),
            "That is how many times her own value the total is. Which k makes it so?",
        ),
        mistake(
            "cost_for_saving",
            four(total, alone, 0.35, 0.35 / 0.2),
            "In `paid` you divided by what a referred customer costs. Divide by what she saves.",
        ),
        mistake(
            "times_cost",
            four(total, alone, 0.35, 0.35 * 0.2),
            "In `paid` 0.2 is what a referred customer costs. How much does each one save?",
        ),
        mistake(
            "cost_added",
            four(total, alone, 0.35, 0.35 * 1.2),
            "In `paid` each referred customer saves 0.8 of a bought one: 0.35 is 0.8 times the share.",
        ),
        mistake(
            "cost_on_top",
            four(total, alone, 0.35, 0.35 + 0.2),
            "In `paid` you added a cost to a share. Each referred customer saves 0.8 of a bought one.",
        ),
        mistake(
            "per_bought",
            four(total, alone, 0.35 / 0.65, paid / (1 - paid)),
            "For `free` and `paid` you divided by the bought customers. k is the share of all new ones.",
        ),
        mistake(
            "alone_and_cost",
            four(total, 0.0, 0.35, 0.35),
            "Two things: `alone` does not count her own value, and in `paid` referrals cost something.",
        ),
    ]


@questions.add(
    "4",
    title="Blended against bought",
    expects=number(unit="relative change, a fraction"),
    hints=[
        "Which customers, and which money, belong to each of the two averages?",
        "Bought: the money and customers of the three paid channels. Blended: all four.",
        "One average over the other, less 1: which is the one compared with? The blended one is lower, so "
        "it comes out negative.",
    ],
    meaning="Smaller than the referred share, since referred customers cost something.",
)
def blended_against_bought():
    table = channels()
    paid = table.drop(index="referral").sum()
    bought = paid["spent"] / paid["new_customers"]
    every = table.sum()
    share = table.at["referral", "new_customers"] / every["new_customers"]
    each = table["spent"] / table["new_customers"]
    cost = each["referral"]
    right = blended_acquisition_cost(bought, share, referral_cost=cost) / bought - 1
    return right, [
        mistake(
            "mean_of_channels_in_money",
            each.mean() - each.drop("referral").mean(),
            "Two things: add money and customers first, for the channels differ in size; and give a share, not money.",
        ),
        mistake("referrals_free", -share, "You let referred customers cost nothing. They cost 3,000."),
        mistake(
            "mean_of_channels",
            each.mean() / each.drop("referral").mean() - 1,
            "You averaged the channels' costs. The channels differ in size: add money and customers first.",
        ),
        mistake(
            "mean_of_bought",
            every["spent"] / every["new_customers"] / each.drop("referral").mean() - 1,
            "You averaged the costs of the three bought channels. They differ in size: add money and "
            "customers first.",
        ),
        mistake(
            "share_of_spending",
            -table.at["referral", "spent"] / every["spent"],
            "That is the referrals' share of the spending. Compare two costs of a customer.",
        ),
        mistake(
            "against_search",
            every["spent"] / every["new_customers"] / each["search"] - 1,
            "You compared with search alone. Bought are the customers of three channels together.",
        ),
        mistake(
            "base_swapped",
            bought / (bought * (1 + right)) - 1,
            "You divided by the blended cost. The change is measured from the bought one.",
        ),
        mistake(
            "all_money_over_bought",
            every["spent"] / paid["new_customers"] / bought - 1,
            "You divided all the money by the bought customers alone. Blended means all customers.",
        ),
        mistake(
            "in_money", bought * right, "That is money per customer. The question asks for a relative change."
        ),
        mistake("referral_alone", cost / bought - 1, "That compares a referred customer with a bought one."),
        mistake(
            "blended_itself",
            every["spent"] / every["new_customers"],
            "That is the blended cost itself. By which share does it differ from the bought one?",
        ),
        mistake("ratio", 1 + right, "That is the ratio. Take 1 off for the change."),
        mistake(
            "share_of_the_referred",
            share,
            "That is the share of the referred among new customers. By which share does the *cost* differ?",
        ),
        mistake(
            "bought_itself",
            bought,
            "That is the cost of a bought customer itself. By which share is the blended one lower?",
        ),
    ]


@questions.add(
    "5",
    title="The dearer reward",
    expects=number(unit="friends per customer, k"),
    hints=[
        "What is a customer worth today with all whom she brings, after rewards?",
        "At the k you look for, her total with the new reward is the same.",
        "Solve today's total first, then keep it: with the new reward only k is unknown, and it must be "
        "higher than today's.",
    ],
    meaning="Nearly a fifth more friends, only to stand still.",
)
def k_for_the_dearer_reward():
    today = value_with_referrals(300, 0.25, referral_cost=20)
    right = referrals_needed(today / 300, value=300, referral_cost=80)
    once = 300 + 0.25 * (300 - 20)
    return right, [
        mistake(
            "reward_off_once",
            (300 / 0.75 - 0.25 * 20 - 300) / (300 / 0.75 - 0.25 * 20 - 80),
            "You took today's reward off for the first generation alone. It is paid in every one.",
        ),
        mistake("lift", right / 0.25 - 1, "That is how many more, as a share. The question asks for k."),
        mistake("further", right - 0.25, "That is the further k. The question asks for the whole."),
        mistake(
            "first_generation",
            (once - 300) / (300 - 80),
            "You counted one generation. Friends bring friends, and get rewards, too.",
        ),
        mistake(
            "today_without_cost",
            referrals_needed(1 / 0.75, value=300, referral_cost=80),
            "You left out today's reward of 20.",
        ),
        mistake(
            "paid_for_herself",
            1 - (300 - 80) / ((300 - 20) / 0.75),
            "You paid a reward for the first customer as well. Nobody brought her.",
        ),
        mistake(
            "worth_with_the_new_reward",
            value_with_referrals(300, 0.25, referral_cost=80),
            "That is her worth with the new reward, if she brings as many as today. Which k makes up for it?",
        ),
        mistake(
            "rewards_added",
            1 - (300 + 80) / ((300 + 0.25 * 20) / 0.75 + 80),
            "You added the rewards to the worth. The firm pays them.",
        ),
        mistake("same_outlay", 0.25 * 20 / 80, "That keeps the money for rewards the same, not the value."),
        mistake(
            "unchanged",
            0.25,
            "The dearer reward is paid for *all* friends, also for those who would have come for 20.",
        ),
        mistake("fourfold", 1.0, "The reward is four times as large. Need the friends be?"),
        mistake(
            "worth_today", today, "That is her worth today with all who descend from her. Which k gives it?"
        ),
        mistake("ratio", right / 0.25, "That is the new k over today's. The question asks for k."),
        mistake(
            "new_cost_left_out",
            referrals_needed(today / 300),
            "You left out the new reward of 80. The new k is then lower than today's.",
        ),
        mistake(
            "difference_on_free",
            referrals_needed(1 / 0.75, value=300, referral_cost=60),
            "Two things: today each one costs 20, and the new reward is 80, not the difference.",
        ),
        mistake(
            "reward_difference",
            referrals_needed(today / 300, value=300, referral_cost=60),
            "The new reward is 80, not the difference.",
        ),
    ]


@questions.add(
    "6",
    title="Like with like",
    expects=number(unit="money per customer"),
    hints=[
        "By how much do referred and other customers differ *within* each plan?",
        "Average the two differences over the plans that *referred* customers have.",
        "A mean with weights of the two differences: whose numbers, the referred customers' or "
        "everybody's? It lies nearer to that of the plan with more of them.",
    ],
    meaning="Of the raw difference most came from the plans. What the plans do not show is still in it.",
)
def like_with_like():
    table = plans().pivot(index="plan", columns="referred", values=["customers", "margin"])
    people, margin = table["customers"], table["margin"]
    within = margin[True] - margin[False]

    def averaged(weights):
        return float((within * weights).sum() / weights.sum())

    raw = (margin * people).sum() / people.sum()
    right = averaged(people[True])
    return right, [
        mistake(
            "over_everybody_relative",
            float((within / margin[False] * people.sum(axis=1)).sum() / people.sum(axis=1).sum()),
            "Two things: average over the *referred* customers' plans, and give money, not a share.",
        ),
        mistake(
            "raw", raw[True] - raw[False], "You compared all with all. Referred customers have other plans."
        ),
        mistake("plain_mean", float(within.mean()), "You weighted the two plans alike. How many have each?"),
        mistake(
            "over_the_others",
            averaged(people[False]),
            "You averaged over the plans of those who were *not* referred.",
        ),
        mistake(
            "over_everybody",
            averaged(people.sum(axis=1)),
            "You averaged over everybody's plans, not the referred's.",
        ),
        mistake(
            "sum_of_both",
            float(within.sum()),
            "You added the two differences. Average them.",
        ),
        mistake(
            "selection_part",
            raw[True] - raw[False] - right,
            "That is the part that comes from the plans. The question asks for the rest.",
        ),
        mistake("in_all", right * 200, "That is for all referred customers together."),
        mistake("basic_alone", float(within["basic"]), "That is within basic alone."),
        mistake("premium_alone", float(within["premium"]), "That is within premium alone."),
        mistake(
            "weights_exchanged",
            averaged(people[True][["premium", "basic"]].set_axis(["basic", "premium"])),
            "You exchanged the weights: 60 referred have basic, 140 premium.",
        ),
        mistake(
            "referred_mean", float(raw[True]), "That is what a referred customer brings. How much *more*?"
        ),
        mistake(
            "relative",
            float((within / margin[False] * people[True]).sum() / people[True].sum()),
            "That is how much more as a share of the others' margin. The question asks for money.",
        ),
    ]


@questions.add(
    "7",
    title="A story in the papers",
    expects=number(unit="money"),
    hints=[
        "How many would have joined in the towns with the story, had it not appeared?",
        "They would have grown by the same factor as the towns without.",
        "Take off what would have come anyway; the rest is customers, and each has a worth. The stunt was "
        "paid once.",
    ],
    meaning="Three fifths of the rise can be credited to the story, if the lot made the towns alike.",
)
def what_the_story_earned():
    table = towns()
    factor = table.at["without", "after"] / table.at["without", "before"]
    before, after = table.loc["with story", ["before", "after"]]
    right = (after - before * factor) * 60 - 3000
    return right, [
        mistake(
            "before_after",
            (after - before) * 60 - 3000,
            "You credited the whole rise. The towns without a story rose, too.",
        ),
        mistake("cost_left_out", right + 3000, "You left out what the story cost."),
        mistake("customers", after - before * factor, "These are customers. The question asks for money."),
        mistake(
            "same_number",
            (after - before - table.loc["without"].diff()["after"]) * 60 - 3000,
            "You took off the same *number* of customers. The task says: the same factor.",
        ),
        mistake(
            "after_only",
            (after - table.at["without", "after"]) * 60 - 3000,
            "You compared the towns afterwards. They differed before.",
        ),
        mistake("all_of_them", after * 60 - 3000, "You credited all who joined."),
        mistake("cost_added", right + 2 * 3000, "You added the cost. The stunt has to earn it back."),
        mistake(
            "share_of_before",
            before * (after / before / factor - 1) * 60 - 3000,
            "The 30% are above the 300 who would have come, not above the 240 of the quarter before.",
        ),
        mistake(
            "share_of_after",
            after * (after / before / factor - 1) * 60 - 3000,
            "The 30% are above the 300 who would have come. You took 30% of those who did come.",
        ),
        mistake(
            "after_over_factor",
            (after - after / factor) * 60 - 3000,
            "You divided those who came by the factor. Multiply those of the quarter *before* by it.",
        ),
        mistake(
            "same_number_gross",
            (after - before - table.loc["without"].diff()["after"]) * 60,
            "Two things: the task says the same *factor*, and the stunt cost something.",
        ),
        mistake(
            "before_after_gross",
            (after - before) * 60,
            "Two things: the other towns rose, too, and the story cost something.",
        ),
        mistake(
            "groups_exchanged",
            (table.at["without", "after"] - table.at["without", "before"] * after / before) * 60 - 3000,
            "You exchanged the groups: the story was told in the towns of the first row.",
        ),
        mistake(
            "factors_apart",
            (after / before - factor) * 60 - 3000,
            "That is by how much the two factors differ, not customers: multiply by those of the "
            "quarter before.",
        ),
        mistake(
            "after_only_gross",
            (after - table.at["without", "after"]) * 60,
            "Two things: the towns differed before, and the stunt cost something.",
        ),
    ]


@questions.add(
    "8",
    title="The viral newsletter",
    expects=explanation(
        sides={
            "a": "pay the 5 and stop advertising: it grows by itself",
            "b": "pay the 5, and go on advertising: invited readers stay longer",
            "c": "find out by lot what button and reward add; advertising goes on until then",
        },
        points=(
            "Says over which time, or by which age, the number was counted, and that it cannot last at 1.3.",
            "Says that invitations sent are not customers won, or that the denominator has to be all "
            "customers.",
            "Doubts that those who came by an invitation came because of it, and that the reward caused it.",
            "Says that friends differ from others before they join, so their better figures are in part "
            "selection.",
            "Proposes a lot: some customers with the reward or the button and some without, and what to "
            "count.",
        ),
        least_words=30,
    ),
    hints=[
        "What does a k above 1 mean after a year?",
        "What was counted, over whom, and for how long?",
        "A sentence on the 1.3, one on who is counted, one on cause, one on the friends, one on how to "
        "find out.",
    ],
)
def viral_newsletter():
    return "c", [
        mistake(
            "k_that_cannot_last",
            "a",
            "What would a k of 1.3 mean after a year? Over which week was it counted, and over "
            "which readers? And who brings the first reader of each family?",
        ),
        mistake(
            "friends_differ_anyway",
            "b",
            "Friends of readers differ from others before they join, and some would have come "
            "without a button. You would pay the 5 for every one of them. What does the reward "
            "*add*?",
        ),
    ]
