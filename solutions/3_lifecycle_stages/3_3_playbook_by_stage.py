"""The questions of exercise 3.3, and the *Try it* of its chapter."""

import numpy as np
import pandas as pd

from marketing_origin.checks import Chapter, but, explanation, items, mistake, mistake_when, number, series
from marketing_origin.decisions import DecisionChain, order_of_spending

questions = Chapter(__file__)

STATES = ["reader", "lapsed"]


def magazine(
    cost=3.0, returns=0.10, alone=0.02, discount_rate=0.02, margin=20.0, stays=0.85, returners_pay=0.0
):
    """Return the chain of question 3: a reader stays or lapses; a letter brings more of the lapsed back."""
    wait = pd.DataFrame([[stays, 1 - stays], [alone, 1 - alone]], STATES, STATES)
    write = pd.DataFrame([[returns, 1 - returns]], ["lapsed"], STATES)
    returned = {"wait": alone * returners_pay, "write": returns * returners_pay - cost}
    rewards = pd.DataFrame({"wait": [margin, returned["wait"]], "write": [np.nan, returned["write"]]}, STATES)
    return DecisionChain({"wait": wait, "write": write}, rewards, discount_rate)


def spending_lines():
    """Return the table of question 5."""
    return pd.DataFrame(
        {
            "customers": [200, 100, 150, 300],
            "cost": [2.0, 10.0, 4.0, 1.0],
            "lift": [0.05, 0.10, 0.12, 0.02],
            "worth": [120.0, 240.0, 75.0, 40.0],
        },
        index=["letter", "call", "lesson", "message"],
    )


def evidence_lines():
    """Return the table of question 6."""
    return pd.DataFrame(
        {
            "cost": [2.0, 5.0, 3.0, 4.0, 1.0],
            "value": [6.0, 9.0, 12.0, 5.5, 0.4],
            "low": [3.0, 3.5, 9.0, 4.2, 0.1],
            "high": [9.0, 14.5, 15.0, 6.8, 0.7],
            "groups": ["by lot", "by lot", "chosen by staff", "by lot", "by lot"],
        },
        index=["letter", "call", "gift", "lesson", "message"],
    )


def leaver_groups():
    """Return the table of question 7."""
    return pd.DataFrame(
        {
            "leaves": [0.50, 0.30, 0.20, 0.08],
            "leaves_if_called": [0.48, 0.24, 0.12, 0.07],
            "worth": [90.0, 60.0, 75.0, 400.0],
        },
        index=["furious", "drifting", "unsettled", "loyal"],
    )


@questions.add(
    "a",
    title="A half-life",
    expects=number(unit="months"),
    hints=[
        "By what factor has the surprise fallen?",
        "Each half-life halves it. How many halvings lead from 8 to 2?",
        "Count the halvings on the way from 8 to 2. The months between are shared among them.",
    ],
    meaning="A year after the improvement hardly any of it would be noticed.",
)
def half_life_of_a_surprise():
    right = 10 / np.log2(8 / 2)
    return right, [
        mistake(
            "times_the_halvings",
            10 * np.log2(4),
            "You multiplied the months by the halvings. Each halving takes a part of the 10 months.",
        ),
        mistake(
            "times_four", 10.0 * 8 / 2, "It fell to a quarter in 10 months. One halving took less, not more."
        ),
        mistake(
            "halvings", np.log2(8 / 2), "So many halvings fit into the 10 months. How long does one take?"
        ),
        mistake(
            "value_at_half",
            8 / 2,
            "That is the value at the first halving. After how many months is it there?",
        ),
        mistake(
            "three_halvings",
            10 / 3,
            "You counted 8, 4, 2 as three halvings. From 8 to 4 is one, from 4 to 2 another.",
        ),
        mistake(
            "monthly_factor",
            (2 / 8) ** (1 / 10),
            "That is what is left after one month. When is half of it left?",
        ),
        mistake(
            "monthly_loss",
            1 - (2 / 8) ** (1 / 10),
            "That share wears off each month. When is half of it gone?",
        ),
        mistake(
            "rate",
            np.log(8 / 2) / 10,
            "That is the rate a month. The half-life is ln 2 divided by it.",
        ),
        mistake("logarithm", np.log(8 / 2), "That is ln 4. Divide: how many halvings is it, in 10 months?"),
        mistake("one_halving", 10.0, "In 10 months it was halved more than once."),
        mistake("quarter_taken_for_four", 10 / 4, "It fell to a quarter: that is two halvings, not four."),
        mistake(
            "natural_logarithm", 10 / np.log(4), "That is the time in which it falls to 1/e, not to half."
        ),
        mistake("straight_line", 8 / 2 / 6 * 10, "It does not fall by the same amount each month."),
    ]


@questions.add(
    "b",
    title="What a reminder earns",
    expects=number(unit="money per reminder"),
    hints=[
        "Some come back without a reminder.",
        "Multiply the *further* share who return with what a returner brings.",
        "A share times money is what one reminder brings. Everybody who is reminded costs, so the cost "
        "comes off once.",
    ],
    meaning="Little, and it rests on a difference of three points: look at its interval.",
)
def what_a_reminder_earns():
    right = (0.09 - 0.06) * 20 - 0.5

    def earned(returning=0.09, without=0.06, worth=20, cost=0.5):
        return (returning - without) * worth - cost

    return (
        right,
        [
            mistake(
                "base_and_no_cost",
                but(earned, returning=0.06, without=0, cost=0),
                "Two things: that is for those without a reminder, and a reminder costs.",
            ),
            mistake("base", but(earned, returning=0.06, without=0), "That is for those without a reminder."),
            mistake(
                "one_returner",
                20 - 0.5,
                "That is one returner, less one reminder. Most reminders bring nobody back.",
            ),
            mistake(
                "lift",
                0.09 - 0.06,
                "That is the further share who return. What does it bring, after the cost?",
            ),
            mistake(
                "all_and_no_cost",
                0.09 * 20,
                "Two things: some return without a reminder, and a reminder costs.",
            ),
            mistake(
                "break_even",
                0.5 / 20,
                "That is the further share at which it pays. What does one reminder earn?",
            ),
            mistake("return_on_cost", right / 0.5, "That is per unit of money spent. Give it per reminder."),
            mistake(
                "per_returner",
                right / 0.03,
                "That is per further customer who returns. Give it per reminder.",
            ),
            mistake(
                "shares_added", (0.09 + 0.06) * 20 - 0.5, "You added the two shares. Take their difference."
            ),
            mistake(
                "relative",
                (0.09 / 0.06 - 1) * 20 - 0.5,
                "You took the change relative to 6%. Take the difference: three in a hundred.",
            ),
            mistake(
                "cost_for_both",
                0.03 * 20 - 2 * 0.5,
                "You charged those without a reminder, too. It costs nothing not to send one.",
            ),
            mistake(
                "points_without_cost",
                3 * 20,
                "Two things: three points are 0.03, and the reminder costs 0.50.",
            ),
            mistake(
                "all_who_return",
                but(earned, without=0),
                "You credit the reminder with those who return without it.",
            ),
            mistake("cost_left_out", but(earned, cost=0), "That is before the cost of the reminder."),
            mistake(
                "cost_for_returners_only",
                (0.09 - 0.06) * (20 - 0.5),
                "Every reminder costs, not only those that work.",
            ),
            mistake(
                "cost_of_all_who_return",
                0.03 * 20 - 0.09 * 0.5,
                "Every reminder costs, not only those that work.",
            ),
        ],
        earned,
    )


@questions.add(
    "c",
    title="Two actions, one budget",
    expects=number(unit="customers"),
    hints=[
        "What does each action bring for a unit of money?",
        "A nets 6 for 10, B nets 2 for 2. Which goes first?",
        "What brings more for a unit of money goes first, to all whom there are. How many of the other "
        "does the rest pay for?",
    ],
    meaning="A brings more a customer, B more a unit of money; the budget makes the second count.",
)
def customers_who_get_a():
    right = (300 - 100 * 2) / 10
    return right, [
        mistake(
            "half_of_b",
            (300 - 50 * 2) / 10,
            "You gave B to 50 of the 100. The better line gets all it can use.",
        ),
        mistake(
            "half_the_money",
            300 / 2 / 10,
            "You gave A half of the money. The better line gets all it can use.",
        ),
        mistake(
            "left_over_when_a_first",
            300 / 10 - 10,
            "You began with all for A and took some back. Begin with what a unit of money does most in.",
        ),
        mistake("value_of_a", 16, "That is what A brings. How many customers get it?"),
        mistake(
            "by_share_of_net",
            300 * 6 / (6 + 2) / 10,
            "You split the money by what a customer brings. One goes first.",
        ),
        mistake(
            "a_first", 300 / 10, "You gave the money to A first. What does a unit of money bring in each?"
        ),
        mistake("budget_ignored", 100.0, "A for all of them alone costs 1,000."),
        mistake("none", 0.0, "After B there is money left, and A pays, too."),
        mistake("both_for_each", 300 / 12, "Not everybody needs to get both. Which one goes first?"),
    ]


@questions.add(
    "1",
    title="A letter with a gift",
    expects=number(unit="money per letter"),
    hints=[
        "Who gets the gift: all who get a letter, all who return with one, or only the additional ones?",
        "Compare the money of an arm per person in it: with a letter, and without.",
        "In one arm the returners' money less their gifts, over all in it, less the letter; in the other "
        "there is neither gift nor letter. The letter changes less than 1 a person.",
    ],
    meaning="It works and it loses: the gift goes to those, too, who would have returned anyway.",
)
def letter_with_a_gift():
    offered, control = 96 / 800, 30 / 400
    right = offered * (70 - 10) - control * 70 - 2.5

    def earned(
        with_letter=offered,
        without_letter=control,
        worth=70,
        gift=10,
        letter=2.5,
        gift_to="returners",
        per="letter",
    ):
        gifts = {"returners": with_letter, "added": with_letter - without_letter, "all": 1.0}[gift_to]
        one = with_letter * worth - gifts * gift - without_letter * worth - letter
        return one * {"letter": 1, "all": 800, "added": 1 / (offered - control), "returner": 1 / offered}[per]

    return (
        right,
        [
            mistake(
                "letter_to_returners",
                (offered - control) * 70 - offered * (10 + 2.5),
                "You charged the letter to those who return only. Each one costs 2.50.",
            ),
            mistake(
                "control_of_800",
                (96 - 30) / 400 * 70 - 3.7,
                "The groups differ in size: 96 of 800 and 30 of 400. Compare shares, not counts.",
            ),
            mistake(
                "one_returner",
                70 - 10 - 2.5,
                "That is one returner, less one letter and one gift. Most letters bring nobody back.",
            ),
            mistake(
                "all_and_no_gift",
                offered * 70 - 2.5,
                "Two things: some return without a letter, and the gift costs.",
            ),
            mistake(
                "revenue", offered * 70, "That is what all who return bring: no costs, and no comparison."
            ),
            mistake(
                "relative",
                (offered / control - 1) * 70 - 3.7,
                "You took the change relative to those without a letter. Take the difference of the two shares.",
            ),
            mistake(
                "both_groups_together",
                (96 + 30) / (800 + 400) * 70 - 3.7,
                "You put both groups together. The letter's doing is the difference between them.",
            ),
            mistake(
                "letter_left_out_and_gift_for_the_additional",
                but(earned, letter=0, gift_to="added"),
                "Two things: the letter costs 2.50, and all who return with one get the gift.",
            ),
            mistake(
                "gift_left_out_at_all",
                (offered - control) * 70,
                "You left out both costs: the letter's and the gift's.",
            ),
            mistake("lift", offered - control, "That is the further share who return. What does it bring?"),
            mistake(
                "per_additional",
                but(earned, per="added"),
                "That is per additional customer who returns. The question asks per letter.",
            ),
            mistake(
                "counts_over_800",
                but(earned, without_letter=30 / 800),
                "The groups differ in size: 30 of 400 are a share of their own. Compare shares, not counts.",
            ),
            mistake(
                "costs_added",
                but(earned, gift=-10, letter=-2.5),
                "You added the costs. Gift and letter are taken off.",
            ),
            mistake("gift_left_out", but(earned, gift=0), "You left the gift out. Who gets it?"),
            mistake(
                "gift_for_the_additional",
                but(earned, gift_to="added"),
                "You gave the gift to the additional returners only. All who return with a letter get it.",
            ),
            mistake(
                "gift_for_all", but(earned, gift_to="all"), "The gift goes to those who return, not to all."
            ),
            mistake(
                "no_control",
                but(earned, without_letter=0),
                "Some return without a letter. What do they bring?",
            ),
            mistake("letter_left_out", but(earned, letter=0), "You left out what a letter costs."),
            mistake(
                "for_all_letters",
                but(earned, per="all"),
                "That is for all 800 letters. The question asks for one.",
            ),
            mistake(
                "per_returner",
                but(earned, per="returner"),
                "That is per customer who returns. The question asks per letter.",
            ),
            mistake(
                "all_letters_without_the_gift",
                but(earned, gift=0, per="all"),
                "Two things: the gift costs, and the question asks for one letter, not for all 800.",
            ),
        ],
        earned,
    )


@questions.add(
    "2",
    title="Before the third improvement",
    expects=number(unit="money a month"),
    hints=[
        "What is left of the first improvement after 12 months, and of the second after 6?",
        "Twelve months are three half-lives of 4, six months one and a half.",
        "2 to the power of minus the number of half-lives is what is left of an improvement. Of the two "
        "together less than a quarter is left.",
    ],
    meaning="Less than half of one improvement: most of the time members expect what they get.",
)
def surprise_before_the_third():
    right = 12 * (2 ** (-12 / 4) + 2 ** (-6 / 4))

    def left(value=12, half_life=4, ages=(12, 6), base=2.0, late=0, gone=False):
        ages = [age + late if age else 0 for age in ages]
        still = sum(value * base ** (-age / half_life) for age in ages)
        return len(ages) * value - still if gone else still

    return (
        right,
        [
            mistake(
                "a_quarter_a_month_last_one_only",
                12 * 0.75**6,
                "Two things: a quarter a month is more than half in four, and something is left of the first.",
            ),
            mistake(
                "both_twelve_months_old",
                but(left, ages=(12, 12)),
                "You let both wear off for twelve months. The second has had six.",
            ),
            mistake(
                "after_the_second",
                but(left, ages=(6, 0)),
                "That is month 6, after the second improvement. Six months more pass.",
            ),
            mistake(
                "both_six_months_old",
                but(left, ages=(6, 6)),
                "You let both wear off for six months. The first has had twelve.",
            ),
            mistake(
                "whole_halvings",
                12 * (2**-2 + 2**-1),
                "You halved once for six months. The half-life is 4: six months are one and a half of them.",
            ),
            mistake(
                "an_eighth_a_month",
                12 * (0.875**12 + 0.875**6),
                "An eighth of it each month is not half in four months: what is taken off shrinks as well.",
            ),
            mistake(
                "a_quarter_a_month",
                12 * (0.75**12 + 0.75**6),
                "A quarter of it each month is more than half in four months.",
            ),
            mistake(
                "half_life_over_time",
                12 * (2 ** (-4 / 6) + 2 ** (-4 / 12)),
                "Upside down: divide the months by the half-life.",
            ),
            mistake(
                "six_months_after_the_third",
                but(left, ages=(18, 12, 6)),
                "That is before a fourth, in month 18. The third comes in month 12.",
            ),
            mistake(
                "nothing_fades",
                but(left, half_life=1e12),
                "Nothing fades in your sum. Half is gone in 4 months.",
            ),
            mistake(
                "straight_line",
                12 * (1 - 6 / 8),
                "You took the same amount off each month. Half of what is *there* goes in 4 months.",
            ),
            mistake(
                "share",
                but(left, value=1),
                "That is a number of improvements. What are they worth a month?",
            ),
            mistake(
                "years",
                but(left, half_life=48),
                "You put months over years: half-life and time are both in months.",
            ),
            mistake(
                "after_the_third",
                but(left, ages=(12, 6, 0)),
                "That is after the third improvement. The question asks for just before.",
            ),
            mistake(
                "last_one_only", but(left, ages=(6,)), "Something is left of the first improvement, too."
            ),
            mistake("first_one_only", but(left, ages=(12,)), "There has been a second improvement since."),
            mistake("base_e", but(left, base=np.e), "A half-life halves: 2 to the power, not e."),
            mistake(
                "one_month_late",
                but(left, late=1),
                "You counted a month too many: from month 0 to month 12 there are 12.",
            ),
            mistake(
                "one_month_early",
                but(left, late=-1),
                "You counted a month too few: from month 0 to month 12 there are 12.",
            ),
            mistake(
                "gone_instead",
                but(left, gone=True),
                "That is what has worn off. The question asks for what is left.",
            ),
        ],
        left,
    )


@questions.add(
    "3",
    title="A magazine and its lapsed readers",
    expects=series(by="state", unit="money"),
    hints=[
        "Begin with worths of 0 and repeat: money now + average worth next month / 1.02.",
        "For `lapsed` take the larger of two: 0 + (0.02 reader + 0.98 lapsed) / 1.02, and the same with "
        "0.10, 0.90 and a cost of 3.",
        "Do 2,000 rounds, always with the worths of the round before, and return both.",
    ],
    meaning="The lapsed are worth something only because there is a way back.",
)
def magazine_readers():
    right = magazine().solve().value

    def pair(reader, lapsed):
        return pd.Series({"reader": reader, "lapsed": lapsed})

    course, reader, lapsed = [], 0.0, 0.0
    while reader < 0.997 * right["reader"]:
        wait, write = (0.02 * reader + 0.98 * lapsed) / 1.02, (0.1 * reader + 0.9 * lapsed) / 1.02 - 3
        reader, lapsed = 20 + (0.85 * reader + 0.15 * lapsed) / 1.02, max(wait, write)
        course.append([reader, lapsed])

    never = magazine().evaluate("wait")
    once = pair(never["reader"], (0.1 * never["reader"] + 0.9 * never["lapsed"]) / 1.02 - 3)

    def worths(policy="best", late=0, swapped=False, stays=0.85, months=1, **numbers):
        chain = magazine(stays=stays, **numbers)
        value = chain.evaluate("wait")
        if (
            policy == "best"
        ):  # of two plans: solved at once, where rounds would take a second for every ten ways
            writes = chain.evaluate({"reader": "wait", "lapsed": "write"})
            value = max(value, writes, key=lambda worth: worth["lapsed"])
        found = [months * float(value[state]) / 1.02**late for state in STATES]
        return pair(*(found[::-1] if swapped else found))

    return right, [
        mistake(
            "less_two_per_cent",
            but(worths, discount_rate=1 / 0.98 - 1),
            "You multiplied by 0.98. A month later is worth 1 / 1.02.",
        ),
        mistake(
            "hardly_discounted",
            but(worths, discount_rate=0.02 / 12),
            "You divided 2% by 12. It is a month's.",
        ),
        mistake(
            "income_at_the_end",
            but(worths, margin=20 / 1.02),
            "You let the reader pay at the end of the month. She pays at its beginning.",
        ),
        mistake(
            "letter_at_the_end",
            but(worths, cost=3 / 1.02),
            "You discounted the letter. It is paid at the beginning of the month.",
        ),
        mistake(
            "one_letter",
            once,
            "You let the magazine write once, and never again. Each month it may decide anew.",
        ),
        mistake(
            "lapsed_nothing",
            right.where(right.index != "lapsed", 0.0),
            "Your lapsed are worth nothing. A share of them returns, and pays again.",
        ),
        mistake(
            "after_the_first_payment",
            right - [20.0, 0.0],
            "You left this month's 20 out. The reader pays at the beginning of the month.",
        ),
        mistake(
            "returners_pay_at_once",
            but(worths, returners_pay=20.0),
            "You let who returns pay in the same month already. She pays from the next beginning of "
            "a month on.",
        ),
        mistake_when(
            "still_moving",
            lambda read: any(
                np.allclose([read[state] for state in STATES], pair, rtol=1e-4) for pair in course
            ),
            "Your worths still move: too few rounds. Go on until they stand.",
        ),
        mistake("swapped", but(worths, swapped=True), "The two stand under each other's labels."),
        mistake(
            "stays_for_leaves", but(worths, stays=0.15), "You let 85 in 100 lapse each month. They stay."
        ),
        mistake(
            "twelve_per_cent", but(worths, discount_rate=0.12), "You discounted at 12% a month. It is 2%."
        ),
        mistake(
            "neither_discounted_nor_back",
            pair(20 / 0.15, 0.0),
            "That is what a reader brings until she lapses, undiscounted. Discount, and let the "
            "lapsed return.",
        ),
        mistake(
            "of_a_year", but(worths, months=12), "You took twelve times the money: 20 and 3 are a month's."
        ),
        mistake(
            "never_write", but(worths, policy="wait"), "You never write. Is the letter not worth its cost?"
        ),
        mistake(
            "no_way_back",
            pair(20 * 1.02 / (1.02 - 0.85), 0.0),
            "In your chain nobody comes back. A share of the lapsed does.",
        ),
        mistake("letter_for_nothing", but(worths, cost=0.0), "You left out what a letter costs."),
        mistake(
            "margin_late", but(worths, late=1), "You discounted the first month, too. Its money comes now."
        ),
        mistake(
            "twenty_per_cent",
            but(worths, discount_rate=0.2),
            "You discounted at 20% a month. It is 2%: 0.02.",
        ),
        mistake(
            "returns_added",
            but(worths, returns=0.12),
            "You added the 2% to the 10%. With a letter 10% return in all.",
        ),
    ]


@questions.add(
    "4",
    title="When to let go",
    expects=number(unit="money per letter"),
    hints=[
        "At the cost you look for, writing and waiting are worth the same.",
        "So use the worths *without* letters: what does one more returner bring, next month?",
        "What a letter changes is a share; what a returner brings is the difference of two worths, a "
        "month from now. Take the worths of 3.3.3 with the letters left out.",
    ],
    meaning="Above it let them go. No letter so dear can be justified by “they were such good readers”.",
)
def highest_cost_of_a_letter():
    waiting = magazine().evaluate("wait")
    gap = waiting["reader"] - waiting["lapsed"]
    writing = magazine().solve().value
    worths = {"wait": waiting, "write": writing}

    def limit(
        returns=0.10, alone=0.02, when="wait", lapsed=1, months=1, less=0.0, times=1, discount_rate=0.02
    ):
        chain = magazine(returns=returns, alone=alone, discount_rate=discount_rate)
        value = worths[when] if (alone, discount_rate) == (0.02, 0.02) else chain.evaluate("wait")
        gained = value["reader"] - lapsed * value["lapsed"]
        return times * ((returns - alone) * gained / (1 + discount_rate) ** months - less)

    free = magazine(cost=0.0).solve().value
    return 0.08 * gap / 1.02, [
        mistake(
            "twelve_per_cent_of_the_gap",
            0.12 * gap / 1.02,
            "You added the 2% to the 10%. With a letter 10% return in all.",
        ),
        mistake("difference", gap, "That is reader less lapsed. A letter brings back only a further share."),
        mistake(
            "what_writing_is_worth",
            writing["lapsed"] - waiting["lapsed"],
            "That is what writing for 3 each month is worth, over all months. At which cost of one letter is it 0?",
        ),
        mistake(
            "writing_and_its_cost",
            writing["lapsed"] - waiting["lapsed"] + 3,
            "You added 3 to what writing is worth over all months. Look for the cost of one letter.",
        ),
        mistake(
            "worths_of_free_letters",
            0.08 * (free["reader"] - free["lapsed"]) / 1.02,
            "You took the worths with letters for nothing. At the limit the letter adds nothing.",
        ),
        mistake(
            "free_letters",
            free["lapsed"] - waiting["lapsed"],
            "That is what letters for nothing add, over all months. Look for the cost of one letter.",
        ),
        mistake("three", 3.0, "That is what a letter costs. How dear might it be?"),
        mistake(
            "discounted_twice", but(limit, months=2), "You discounted twice. The returner begins next month."
        ),
        mistake(
            "less_two_per_cent",
            but(limit, discount_rate=1 / 0.98 - 1),
            "You multiplied by 0.98. A month later is worth 1 / 1.02.",
        ),
        mistake(
            "per_returner",
            0.08 * gap / 1.02 / 0.10,
            "That is per customer who returns. The cost of one letter is asked.",
        ),
        mistake(
            "no_way_back",
            0.08 * 20 / (1 - 0.85 / 1.02) / 1.02,
            "You let nobody come back, and the lapsed be worth nothing. Some return by themselves.",
        ),
        mistake(
            "of_a_year", but(limit, times=12), "That is twelve times as much. The letter goes out monthly."
        ),
        mistake(
            "nobody_returns_alone",
            but(limit, alone=0.0),
            "You let nobody return alone. Two in 100 do, and they make the lapsed worth something.",
        ),
        mistake(
            "all_and_a_readers_worth",
            0.10 * writing["reader"],
            "You took 10% of a reader's worth. A share returns anyhow, and the lapsed are worth something.",
        ),
        mistake(
            "a_readers_worth_with_letters",
            but(limit, when="write", lapsed=0),
            "Somebody who does not return is worth something, too: take the difference of the two worths, as "
            "they are without letters.",
        ),
        mistake(
            "less_three", but(limit, less=3.0), "You took 3 off. The question is how dear a letter may be."
        ),
        mistake(
            "rate_of_a_year", but(limit, discount_rate=0.02 / 12), "You divided 2% by 12. It is a month's."
        ),
        mistake(
            "added",
            but(limit, returns=0.12),
            "You added the 2% to the 10%. With a letter 10% return in all.",
        ),
        mistake(
            "all_who_return", 0.10 * gap / 1.02, "A share returns without a letter: take the further share."
        ),
        mistake(
            "worth_of_a_reader",
            but(limit, lapsed=0),
            "Somebody who does not return is worth something, too: take the difference of the two worths.",
        ),
        mistake("not_discounted", but(limit, months=0), "The returner begins next month: discount once."),
        mistake(
            "worths_with_letters",
            but(limit, when="write"),
            "You took the worths with letters at a cost of 3. At the limit the letter adds nothing.",
        ),
        mistake(
            "gain_after_cost",
            0.08 * (writing["reader"] - writing["lapsed"]) / 1.02 - 3,
            "That is what a letter for 3 gains. The question is how dear it may be.",
        ),
        mistake(
            "all_and_undiscounted",
            0.10 * gap,
            "Two things: a share returns without a letter, and the returner begins next month.",
        ),
        mistake(
            "month_of_the_returner",
            0.08 * 20,
            "You took one month's 20 for what a returner brings. She stays for more, and the lapsed "
            "are worth something, too.",
        ),
    ]


@questions.add(
    "5",
    title="Where the 1,000 goes",
    expects=series(by="action", unit="customers"),
    hints=[
        "What does each action bring, per customer, before its cost?",
        "Value is lift × worth. Rank by (value - cost) / cost.",
        "`decisions.order_of_spending` does it, given a column `value` (what a customer who is treated "
        "brings) and the budget. Read its column `treated`.",
    ],
    meaning="The call brings most a customer and comes second: a unit of money does more in letters.",
)
def where_the_thousand_goes():
    lines = spending_lines()
    lines["value"] = lines["lift"] * lines["worth"]
    order = order_of_spending(lines, 1000)
    net = lines["value"] - lines["cost"]

    def in_order(score, budget=1000.0, most=lines["customers"]):
        treated = pd.Series(0.0, lines.index)
        for name in score.sort_values(ascending=False, kind="stable").index:
            treated[name] = min(most[name], budget // lines.at[name, "cost"])
            budget -= treated[name] * lines.at[name, "cost"]
        return treated

    score = (lines["value"] - lines["cost"]) / lines["cost"]
    return order["treated"], [
        mistake(
            "lift_for_money",
            in_order(lines["lift"] / lines["cost"]),
            "You ranked by lift per unit of money. What a kept customer is worth differs, too.",
        ),
        mistake(
            "over_the_budget",
            lines["customers"].where(score > 1.39, 0),
            "That takes more than 1,000: for the second line the money ends on the way.",
        ),
        mistake(
            "money_by_net",
            in_order(net) * lines["cost"],
            "Two things: you ranked by what a customer brings, and gave money for customers.",
        ),
        mistake(
            "money_by_lift",
            in_order(lines["lift"]) * lines["cost"],
            "Two things: you ranked by lift, and gave money for customers.",
        ),
        mistake(
            "in_proportion",
            lines["customers"].where(net > 0, 0) * 1000 / (lines["customers"] * lines["cost"])[net > 0].sum(),
            "You gave each line that pays the same part. The best line comes first, as far as its customers go.",
        ),
        mistake(
            "what_it_earns", order["earned"], "That is what each line earns. How many customers are treated?"
        ),
        mistake(
            "by_worth", in_order(lines["worth"]), "You ranked by worth alone. Lift and cost differ, too."
        ),
        mistake("by_value", in_order(lines["value"]), "You ranked by value per customer. What does it cost?"),
        mistake(
            "in_equal_parts",
            (250.0 / lines["cost"]).clip(upper=lines["customers"]) // 1,
            "You split the money in equal parts. The best line comes first, as far as its customers go.",
        ),
        mistake(
            "ratio_of_value_and_cost",
            score,
            "This is what a unit of money brings. How many customers of each line do you treat?",
        ),
        mistake("money_for_people", order["spent"], "That is money. The question asks for customers."),
        mistake(
            "by_net",
            in_order(net),
            "You ranked by what a *customer* brings. Under a budget it counts what a unit of money brings.",
        ),
        mistake("by_lift", in_order(lines["lift"]), "You ranked by lift alone. Worth and cost differ, too."),
        mistake("cheapest_first", in_order(-lines["cost"]), "You began with the cheapest. Does it pay?"),
        mistake(
            "budget_ignored",
            lines["customers"].where(net > 0, 0),
            "You funded all that pays. That takes more than 1,000.",
        ),
        mistake(
            "more_than_there_are",
            in_order(score, most=lines["customers"] * np.inf),
            "You gave the best line all the money. It has only so many customers.",
        ),
        mistake_when(
            "loses",
            lambda read: read.get("message", 0) > 0,
            "You funded the message. What does one bring, and what does it cost?",
        ),
    ]


@questions.add(
    "6",
    title="Which lines are shown to pay",
    expects=items(),
    hints=[
        "Where does each number come from, and how far may it be off?",
        "A line is shown to pay where groups were drawn by lot and the *whole* interval lies above the cost.",
        "Two conditions joined with `&`: how the groups came about, and one end of the interval against "
        "the cost. Which end?",
    ],
    meaning="The call may pay: it needs a larger group. The gift needs a group without it.",
)
def lines_shown_to_pay():
    lines = evidence_lines()
    by_lot = lines["groups"] == "by lot"

    def where(rows):
        return list(lines.index[rows])

    return where(by_lot & (lines["low"] > lines["cost"])), [
        *(
            mistake(
                f"{name}_only",
                [name],
                "That one is shown to pay. Another is, too: look where `low` lies above `cost`.",
            )
            for name in ("letter", "lesson")
        ),
        mistake_when(
            "message_there",
            lambda read: "message" in read and "call" not in read,
            "Of the message not even the upper end lies above its cost.",
        ),
        mistake(
            "staff_chose",
            where(lines["low"] > lines["cost"]),
            "One of them compares people whom the staff chose. What else differs between the groups?",
        ),
        mistake_when(
            "gift_there",
            lambda read: "gift" in read and "call" not in read,
            "The gift's groups were chosen by staff. What else differs between them?",
        ),
        mistake_when(
            "call_there",
            lambda read: "call" in read and len(read) == 2,
            "The call's interval reaches below its cost: it is not *shown* to pay.",
        ),
        mistake(
            "best_guess",
            where(by_lot & (lines["value"] > lines["cost"])),
            "For one of them the interval reaches below its cost: it is not *shown* to pay.",
        ),
        mistake(
            "guess_and_staff",
            where(lines["value"] > lines["cost"]),
            "Two things: one line's groups were chosen by staff, and one interval reaches below its cost.",
        ),
        mistake(
            "above_zero",
            where(by_lot & (lines["low"] > 0)),
            "You asked whether the value is above 0. It has to be above the cost.",
        ),
        mistake(
            "above_zero_and_staff", where(lines["low"] > 0), "Above 0 is not enough, and look at `groups`."
        ),
        mistake("complement", where(~(by_lot & (lines["low"] > lines["cost"]))), "These are the others."),
    ]


@questions.add(
    "7",
    title="Whom to call first",
    expects=items(ordered=True),
    hints=[
        "A call costs the same for all. What does it *change* in each group?",
        "Multiply the share that a call keeps with what a kept customer is worth.",
        "A difference of two columns times the third. Neither who leaves most nor who is worth most need "
        "come first.",
    ],
    meaning="The likeliest leavers come last: they leave, called or not.",
)
def whom_to_call_first():
    groups = leaver_groups()
    lift = groups["leaves"] - groups["leaves_if_called"]

    def ranked(score):
        return list(score.sort_values(ascending=False, kind="stable").index)

    right = ranked(lift * groups["worth"])
    return right, [
        mistake(
            "by_relative_change_alone",
            ranked(lift / groups["leaves"]),
            "You took the change relative to the risk, and left the worth out.",
        ),
        mistake(
            "by_what_stays",
            ranked((1 - groups["leaves"]) * groups["worth"]),
            "You ranked by who stays anyway, times worth. What does the call change?",
        ),
        mistake(
            "smallest_lift_first",
            ranked(-lift),
            "You began where the call changes least, and left the worth out.",
        ),
        mistake(
            "least_worth_first",
            ranked(-groups["worth"]),
            "You began with those who are worth least. What does a call change, and what is that worth?",
        ),
        mistake("by_risk", ranked(groups["leaves"]), "You ranked by the risk. What does the call change?"),
        mistake(
            "by_lift",
            ranked(lift),
            "You ranked by what the call changes. A kept customer's worth differs, too.",
        ),
        mistake(
            "by_worth", ranked(groups["worth"]), "You ranked by worth. Many of them stay without a call."
        ),
        mistake(
            "by_risk_times_worth",
            ranked(groups["leaves"] * groups["worth"]),
            "Risk times worth is what may be lost. A call saves only a part, not the same in each group.",
        ),
        mistake(
            "by_relative_change",
            ranked(lift / groups["leaves"] * groups["worth"]),
            "You took the change relative to the risk. Count customers kept: the difference in points.",
        ),
        mistake("smallest_first", right[::-1], "This begins with the smallest. The largest comes first."),
    ]


@questions.add(
    "8",
    title="Defend the table",
    expects=explanation(
        sides={
            "a": "call the analyst's list: it finds the leavers better",
            "b": "refuse the list: its model is not accurate enough",
            "c": "keep to what was measured by lot, and try the list against the table",
            "d": "add the gift for the loyal: a guess is better than an empty line",
        },
        points=(
            "Says that a risk of leaving is not what a call changes, and not what a kept member is worth.",
            "Names a measured number with its interval and where it was measured.",
            "Says what was never measured, and does not fill the gap with a guess.",
            "Says what the value leaves out or assumes: the horizon, or that the chain forgets the past.",
            "Proposes a check that could change the decision: some of the list untreated, by lot.",
        ),
        least_words=30,
    ),
    hints=[
        "What does the score predict, and what do you need to know?",
        "Which lines of the table rest on a lot? How wide are their intervals?",
        "A sentence on the score, one on the best line, one on what is missing, one on how to find out.",
    ],
)
def defend_the_table():
    return "c", [
        mistake(
            "risk_for_effect",
            "a",
            "The score says who leaves. Whom does a call keep, and what is she worth? A risk is "
            "neither of the two.",
        ),
        mistake(
            "accuracy_for_effect",
            "b",
            "It may be perfect and still be the wrong list: what does it predict, and what do you"
            " need to know?",
        ),
        mistake(
            "guess_among_measured",
            "d",
            "In a table of measured numbers a guess looks like one of them. What would have to be"
            " done before the line has a number?",
        ),
    ]
