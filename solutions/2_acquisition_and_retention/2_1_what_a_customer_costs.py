"""The questions of exercise 2.1: what a customer costs."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.checks import (
    Chapter,
    but,
    choice,
    explanation,
    items,
    mistake,
    mistake_when,
    number,
    series,
)

questions = Chapter(__file__)


@questions.add(
    "a",
    title="Which customers?",
    expects=number(unit="money per new member"),
    hints=[
        "The money won those who joined. How many were that? It is not written down.",
        "Members at the end are those at the beginning, and who joined, without who left.",
        "Members at the end less those at the beginning are too few: the leavers hide as many joiners. "
        "The money goes over all of them.",
    ],
    meaning="Net growth would make her look dearer, all members cheaper. Neither is who was won.",
)
def cost_of_those_who_joined():
    spent, beginning, end, gone = 18_000, 1350, 1500, 210
    joined = end - beginning + gone
    right = spent / joined
    return right, [
        mistake(
            "net_growth",
            spent / (end - beginning),
            "You divided by the growth. Those who left were replaced before anything could grow.",
        ),
        mistake(
            "all_members", spent / end, "You divided by all members at the end, most of them won earlier."
        ),
        mistake("members_before", spent / beginning, "You divided by the members who were there before."),
        mistake(
            "everybody_seen",
            spent / (beginning + joined),
            "You divided by everybody who was a member at some time in the year.",
        ),
        mistake("leavers", spent / gone, "You divided by those who left."),
        mistake(
            "leavers_taken_off",
            spent / (end - beginning - gone),
            "You took those who left off the growth. They have to be added: somebody took their place.",
        ),
        mistake(
            "growth_less_leavers",
            spent / abs(end - beginning - gone),
            "You took the growth off those who left. Add the two: somebody took the leavers' place.",
        ),
        mistake(
            "members_on_average",
            spent / ((beginning + end) / 2),
            "You divided by the members whom the studio had on average, most of them won earlier.",
        ),
        mistake(
            "end_without_leavers",
            spent / (end - gone),
            "You took those who left off the members at the end. They are off them already.",
        ),
        mistake(
            "who_was_there_all_year",
            spent / (beginning - gone),
            "You divided by those who were there before and stayed. None of them was won in the year.",
        ),
        mistake("joiners", joined, "That is how many joined. Divide the money by it."),
    ]


@questions.add(
    "b",
    title="A discount, once",
    expects=number(unit="money per new customer"),
    hints=[
        "What left the till to win her, and what came into it?",
        "The coupon is already in what she paid. Then it is not in the cost as well.",
        "Two sums stand against each other: what was spent on winning her beside the coupon, and what "
        "came into the till. The coupon is in one of them already.",
    ],
    meaning="With the list price and the coupon in the cost it is the same: once, in either place.",
)
def open_after_the_first_basket():
    listed, paid, spent = 48, 36, 55
    coupon = listed - paid
    right = spent - paid
    return right, [
        mistake(
            "discount_twice",
            spent + coupon - paid,
            "You counted the coupon twice: in the cost, and in the smaller sum that she paid.",
        ),
        mistake(
            "discount_never",
            spent - listed,
            "You counted the coupon nowhere: list price, or a coupon taken off the cost.",
        ),
        mistake("loaded_cost", spent + coupon, "That is her cost with the coupon in it. What has come in?"),
        mistake("coupon", coupon, "That is the coupon alone."),
        mistake(
            "payment_left_out",
            spent - coupon,
            "You took the coupon off the cost. What she paid has to come off it.",
        ),
        mistake(
            "cost_off_the_list_price",
            listed - spent,
            "You took the cost off the list price. She has paid less than that, and it comes off the cost.",
        ),
        mistake("spent_alone", spent, "That is what left the till. What has come into it?"),
        mistake("paid_alone", paid, "That is what she paid. Take it from what left the till."),
        mistake("payment_added", spent + paid, "You added what she paid. It comes in: take it off the cost."),
        mistake(
            "all_added",
            spent + coupon + paid,
            "You added the coupon and what she paid to the cost. What she paid comes in, and the coupon is off it "
            "already.",
        ),
        mistake(
            "share_of_the_cost",
            right / spent,
            "That is the share of the cost still to come. Asked is the money.",
        ),
        mistake(
            "ratio",
            spent / paid,
            "You divided the cost by what she paid. How much is still to come is a difference.",
        ),
    ]


@questions.add(
    "c",
    title="The next reader",
    expects=number(unit="money per added reader"),
    hints=[
        "How much money is added, and how many readers?",
        "The first readers come at the lower budget too: they are not among the added ones.",
        "Two differences, one over the other. The result is dearer than the average reader of either budget.",
    ],
    meaning="The average at the higher budget is below 50: the cheap first readers hide the dear last ones.",
)
def cost_of_an_added_reader():
    budgets, readers = (5000, 7000), (125, 150)
    money, added = budgets[1] - budgets[0], readers[1] - readers[0]
    averages = [budget / number for budget, number in zip(budgets, readers, strict=True)]
    return money / added, [
        mistake("average", averages[1], "That is the average of all readers at the higher budget."),
        mistake("average_before", averages[0], "That is the average at the lower budget."),
        mistake("difference_of_averages", averages[1] - averages[0], "You took one average from the other."),
        mistake(
            "whole_budget",
            budgets[1] / added,
            "You divided all the money by the added readers. Most of it would be spent anyway.",
        ),
        mistake(
            "all_readers",
            money / readers[1],
            "You divided the added money by all readers. Most of them would come without it.",
        ),
        mistake(
            "readers_before",
            money / readers[0],
            "You divided the added money by the readers of the lower budget. They come without it.",
        ),
        mistake(
            "lower_budget",
            budgets[0] / added,
            "You divided the lower budget by the added readers. It is spent in both cases.",
        ),
        mistake(
            "both_budgets",
            sum(budgets) / added,
            "You divided the two budgets together by the added readers. Only their difference is added.",
        ),
        mistake(
            "mean_of_averages",
            sum(averages) / 2,
            "That is the mean of two averages. Asked is what the added readers cost.",
        ),
        mistake(
            "one_average_of_both",
            sum(budgets) / sum(readers),
            "That is one average over both budgets. Asked is what the added readers cost.",
        ),
        mistake("readers_added", added, "That is how many readers are added. What does one of them cost?"),
        mistake("money_added", money, "That is the money added. How many readers does it bring?"),
    ]


PARTS = ["advertising", "labour", "promotion", "referral_rewards"]
PAID_OUT = ["advertising", "labour", "referral_rewards"]


@questions.add(
    "1",
    title="Whose bill is it?",
    expects=items(),
    hints=[
        "Ask of each line: was it spent to make a stranger sign, or on somebody who has signed?",
        "Labour is more than one line here. A gift or a reward is a cost even if no advertisement is in it.",
        "One line was spent to win people but has been felt already, by the revenue. Leave it out, and the "
        "three lines that are about people who are or were customers.",
    ],
    meaning="Divided by the quarter's new customers, these lines may stand beside revenue as paid.",
)
def whose_bill_is_it():
    advertising, wages = ["search_ads", "agency_fee"], ["sales_wages", "sales_training"]
    extras = ["welcome_gifts", "friend_rewards"]
    return advertising + wages + extras, [
        mistake_when(
            "discount_counted_twice",
            lambda read: "first_box_discounts" in read,
            "Revenue in these books is as paid, so the discount on the first box is off it already. In the "
            "cost it would count twice.",
        ),
        mistake_when(
            "serving_counted",
            lambda read: "hotline" in read or "ingredients_and_delivery" in read,
            "One line at least serves people who are customers already. That is no cost of winning them.",
        ),
        mistake_when(
            "winning_back_counted",
            lambda read: "win_back_vouchers" in read,
            "Whoever has cancelled was won before. Getting her back is another bill, unless returners count "
            "as new customers.",
        ),
        mistake("advertising_only", advertising, "You count advertising only. Who answers, sells, trains?"),
        mistake(
            "one_advertising_line",
            advertising[:1],
            "You count one line of advertising. Who makes the advertisements, who answers, who sells?",
        ),
        mistake(
            "agency_left_out",
            [advertising[0], *wages, *extras],
            "Somebody makes the advertisements. Who is paid for that?",
        ),
        mistake(
            "training_left_out",
            [*advertising, wages[0], *extras],
            "Your sellers are paid, and nobody taught them to sell. Labour is wages and training.",
        ),
        mistake("labour_left_out", advertising + extras, "Nobody is paid for selling in your list."),
        mistake(
            "extras_left_out",
            advertising + wages,
            "What new customers and their friends are given was spent to win them, too.",
        ),
        mistake(
            "rewards_left_out",
            [*advertising, *wages, "welcome_gifts"],
            "Customers whom a friend brings are not free. What does the firm pay for them?",
        ),
        mistake(
            "gifts_left_out",
            [*advertising, *wages, "friend_rewards"],
            "Something that every new customer gets, and nobody else, is not on your bill.",
        ),
    ]


@questions.add(
    "2",
    title="Sixty to win, twelve a month",
    expects=number(unit="payments"),
    hints=[
        "What does the average joiner pay in the second month, when 15 in 100 do not?",
        "Payment n (from 0) brings 12 × 0.85 to the power n. Add up until you reach 60.",
        "`cumsum()` adds the payments up as it goes. If so many sums are still below 60, which payment "
        "gets there?",
    ],
    meaning="Nearly twice as long as for a user who stays. Her cost must be earned by those who do.",
)
def sixty_to_win_twelve_a_month():
    cost, margin, stay = 60, 12, 0.85

    def payments(stay=stay, first=0, margin=margin, cost=cost):
        earned = (margin * stay ** np.arange(first, first + 60)).cumsum()
        return int((earned < cost).sum() + 1) if earned[-1] >= cost else np.inf

    exact = np.log(1 - cost * (1 - stay) / margin) / np.log(stay)
    return payments(stay), [
        mistake(
            "only_those_who_stay",
            but(payments, stay=1.0),
            "That holds for a user who stays. You paid for the others, too: what does the average joiner "
            "bring?",
        ),
        mistake(
            "counted_from_zero",
            payments(stay) - 1,
            "After so many payments a little is still missing. If you numbered the payments from 0, count "
            "them.",
        ),
        mistake_when(
            "not_whole",
            lambda read: payments(stay) - 1 < read < payments(stay) and abs(read - exact) < 0.1,
            "The arithmetic is right, but half a payment is never made: which payment gets past the cost?",
        ),
        mistake(
            "first_payment_uncertain",
            but(payments, first=1),
            "Your first payment is made by 85 in 100 only. Everybody makes it, at once.",
        ),
        mistake(
            "first_payment_uncertain_from_zero",
            payments(stay, first=1) - 1,
            "Your first payment is made by 85 in 100 only, where everybody makes it at once. And after so many "
            "a little is still missing.",
        ),
        mistake_when(
            "leavers_pay",
            lambda read: cost / (margin * (1 - stay)) - 0.1 < read <= 34,
            "You let 15 in 100 pay, the share that leaves, and the same share every month.",
            possible=True,
        ),
        mistake_when(
            "left_once",
            lambda read: cost / (margin * stay) - 0.01 < read <= 6,
            "You take 15 in 100 off once. They go again before every payment: of those still there.",
            possible=True,
        ),
        mistake_when(
            "payments_of_a_joiner",
            lambda read: 1 / (1 - stay) - 0.01 < read <= 7,
            "1 / 0.15 is how many payments a joiner makes on average, in all. The question asks after how "
            "many the cost is covered.",
        ),
        mistake(
            "one_more",
            payments(stay) + 1,
            "One payment more than it takes. Is the cost covered before it?",
        ),
        mistake(
            "leavers_for_stayers",
            np.inf,
            "In your count the cost is never paid back. Did you use the share that leaves, 0.15?",
        ),
        mistake(
            "value_of_a_joiner",
            margin / (1 - stay),
            "This is what a joiner brings in all. After how many payments is the cost covered?",
        ),
        mistake(
            "margin_over_cost",
            margin / cost,
            "This is the part of the cost that one payment brings. How many payments does it take?",
        ),
        mistake(
            "only_those_who_stay_after_the_first",
            int(np.ceil((cost - margin) / margin)),
            "So many more a user who stays makes *after* the first. Count that one, too, and those who leave.",
        ),
    ]


def club_costs_by_channel(parts=PARTS, start="2024-01-01", end="2024-12-31") -> pd.Series:
    """Return the money spent on each channel in a period."""
    costs = data.load("club_costs")
    spent = costs[costs["month"].between(start, end)]
    return spent.groupby("channel", observed=True)[list(parts)].sum().sum(axis="columns")


def club_joiners_by_channel(start="2024-01-01", end="2024-12-31") -> pd.Series:
    """Return the number of members who joined in a period, by channel."""
    members = data.load("club_members")
    joined = members[members["join_month"].between(start, end)]
    return joined.groupby("channel", observed=True).size()


@questions.add(
    "3",
    title="The club's channels",
    expects=series(by="channel", unit="money per new member"),
    hints=[
        "Two tables, one period: the months of 2024 in `costs`, the joiners of 2024 in `members`.",
        "Fees at list price know nothing of the joining discount. So where must it be counted?",
        "Which of the columns of `costs` belong above the line, if the fees stand at list price? Below "
        "it: the members of each channel with a `join_month` in the year.",
    ],
    meaning="Friends are not free, and the dearest channel costs two and a half times the cheapest.",
)
def clubs_channels():
    joiners, all_time = club_joiners_by_channel(), {"start": "2022-01-01", "end": "2024-12-31"}
    spent = club_costs_by_channel()
    members = data.load("club_members")
    new = members[members["join_month"] >= "2024-01-01"]
    discounts = new.groupby("channel", observed=True)["joining_discount"].sum()
    months = data.load("club_months")
    present = members[members["member_id"].isin(months.loc[months["month"] >= "2024-01-01", "member_id"])]
    present = present.groupby("channel", observed=True).size()
    rows = months[months["month"] >= "2024-01-01"].merge(members, on="member_id")
    rows = rows.groupby("channel", observed=True).size()
    costs = data.load("club_costs").set_index(["channel", "month"])[PARTS].sum(axis="columns")
    per_month = new.groupby(["channel", "join_month"], observed=True).size()
    monthly = (costs / per_month.rename_axis(costs.index.names)).dropna()
    years = {
        "2024": {},
        "2023": {"start": "2023-01-01", "end": "2023-12-31"},
        "2022": {"start": "2022-01-01", "end": "2022-12-31"},
        "all": all_time,
    }
    ways_in = {"channel": lambda new: new, "all": lambda new: new.sum(), "none": lambda new: 1}

    def fully_loaded(parts=tuple(PARTS), money="2024", people="", per="channel", months=1):
        new = club_joiners_by_channel(**years[people or money])
        return club_costs_by_channel(parts, **years[money]) / ways_in[per](new) / months

    return spent / joiners, [
        mistake(
            "joiners_of_2023",
            but(fully_loaded, people="2023"),
            "You divide the money of 2024 by the joiners of 2023. It won those of 2024.",
        ),
        mistake(
            "advertising_only",
            but(fully_loaded, parts=("advertising",)),
            "You count advertising only. Labour, promotion and rewards were spent on winning members, too.",
        ),
        mistake(
            "promotion_left_out",
            but(fully_loaded, parts=tuple(PAID_OUT)),
            "The discount is missing: the owner's fees are at list price, so nothing has counted it yet.",
        ),
        mistake(
            "rewards_left_out",
            but(fully_loaded, parts=("advertising", "labour", "promotion")),
            "The rewards to members who brought a friend are missing.",
        ),
        mistake(
            "labour_and_rewards_left_out",
            but(fully_loaded, parts=("advertising", "promotion")),
            "Labour and the rewards to members who brought a friend are missing.",
        ),
        mistake(
            "labour_left_out",
            but(fully_loaded, parts=("advertising", "promotion", "referral_rewards")),
            "Labour is missing: somebody sells, shows the rooms and signs people up.",
        ),
        mistake(
            "all_new_members",
            but(fully_loaded, per="all"),
            "You divide the money of one channel by the new members of all five.",
        ),
        mistake(
            "mean_of_months",
            monthly.groupby("channel", observed=True).mean(),
            "This is the mean of twelve monthly costs: a month with few joiners counts as much as January. "
            "Divide the year's money by the year's joiners.",
        ),
        mistake(
            "discount_twice",
            (spent + discounts) / joiners,
            "You count the joining discount twice: `promotion` is the sum of the members' joining discounts.",
        ),
        mistake(
            "all_months",
            but(fully_loaded, money="all"),
            "You took all three years. The question asks for 2024, in both tables.",
        ),
        *(
            mistake(
                f"only_{year}", but(fully_loaded, money=year), f"You took {year}. The question asks for 2024."
            )
            for year in ("2023",)
        ),
        mistake(
            "by_all_who_are_known",
            spent / len(members),
            "You divide by all members of the file. The money was spent to win those who are new.",
        ),
        mistake(
            "by_month", but(fully_loaded, months=12), "You divided by twelve months. Asked is per member."
        ),
        mistake(
            "costs_of_all_months",
            club_costs_by_channel(**all_time) / joiners,
            "Your money is that of three years, your members are those of one.",
        ),
        mistake(
            "everybody_who_ever_joined",
            but(fully_loaded, people="all"),
            "You divide the money of 2024 by everybody who ever joined. It won the members of 2024.",
        ),
        mistake(
            "all_members",
            spent / present,
            "You divide by all who were members in 2024. The money was spent to win the *new* ones.",
        ),
        mistake("new_members", joiners, "These are the new members. What did each of them cost?"),
        mistake(
            "per_month_of_membership",
            spent / rows,
            "You divide by months of membership in 2024, a row for each. Divide by the people who joined.",
        ),
        mistake(
            "totals",
            but(fully_loaded, per="none"),
            "These are totals. What did one new member of each channel cost?",
        ),
        mistake(
            "all_channels_together",
            spent.sum() / joiners.sum(),
            "This is the cost over all channels together. The question asks for one value per channel.",
        ),
        mistake(
            "members_per_money",
            joiners / spent,
            "You divided the other way round: these are members per unit of money.",
        ),
    ]


def joiners_of_2023() -> pd.DataFrame:
    """Return the table of the exercise: channel, joining discount and first-year margin, fees as paid."""
    members = data.load("club_members")
    months = data.load("club_months").merge(members, on="member_id").merge(data.load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    first_year = months[12 * (month.year - joined.year) + month.month - joined.month < 12]
    joiners = members[members["join_month"].dt.year == 2023].set_index("member_id")
    joiners = joiners[["channel", "joining_discount"]]
    joiners["first_year_margin"] = first_year.groupby("member_id")["margin"].sum()
    return joiners


@questions.add(
    "4",
    title="What is left of the joiners of 2023?",
    expects=number(unit="money per joiner"),
    hints=[
        "Which parts of the bill of 2023 has the margin felt already, and which not?",
        "Fees as paid are lower by the discount. So the cost that goes with them leaves `promotion` out.",
        "From the mean margin goes the cost for each joiner. Which three columns of 2023 are in it, if "
        "the fees are those that were paid?",
    ],
    meaning="So a joiner of 2023 was earned back within the year, whatever book the discount stands in.",
)
def what_is_left_of_the_joiners_of_2023():
    joiners = joiners_of_2023()
    margin, discount = joiners["first_year_margin"].mean(), joiners["joining_discount"].mean()
    by_way = joiners.groupby("channel", observed=True)["first_year_margin"].mean()
    all_time = {"start": "2022-01-01", "end": "2024-12-31"}
    money_of_all_years = club_costs_by_channel(PAID_OUT, **all_time).sum()
    in_2023 = {"start": "2023-01-01", "end": "2023-12-31"}

    def cost(parts, year=2023):
        spent = club_costs_by_channel(parts, f"{year}-01-01", f"{year}-12-31").sum()
        return spent / club_joiners_by_channel(f"{year}-01-01", f"{year}-12-31").sum()

    right = margin - cost(PAID_OUT)

    def left(parts=tuple(PAID_OUT), year=2023, list_price=0, people=1):
        return people * (margin + list_price * discount - cost(list(parts), year))

    return right, [
        mistake(
            "discount_twice",
            but(left, parts=tuple(PARTS)),
            "You count the discount twice: the fees are as paid, and `promotion` is in your cost.",
        ),
        mistake(
            "discount_never",
            but(left, list_price=1),
            "You put the margin at list price and left the discount out of the cost, too. Now nobody counts "
            "it.",
        ),
        mistake(
            "advertising_only",
            but(left, parts=("advertising",)),
            "You took off the advertising only. Labour and rewards were spent on winning these joiners, too.",
        ),
        mistake(
            "rewards_left_out",
            but(left, parts=("advertising", "labour")),
            "The rewards to members who brought a friend are missing from your cost.",
        ),
        mistake(
            "labour_left_out",
            but(left, parts=("advertising", "referral_rewards")),
            "Labour is missing from your cost.",
        ),
        mistake(
            "promotion_for_rewards",
            but(left, parts=("advertising", "labour", "promotion")),
            "Your cost holds the discount, which the fees have felt already, and leaves the rewards out.",
        ),
        mistake(
            "costs_of_another_year",
            but(left, year=2024),
            "Your cost is that of the joiners of 2024. These joined in 2023.",
        ),
        mistake(
            "cost_of_all_years",
            margin - money_of_all_years / club_joiners_by_channel(**all_time).sum(),
            "Your cost is the average of all three years. These joined in 2023.",
        ),
        mistake(
            "money_of_all_years",
            margin - money_of_all_years / len(joiners),
            "Your money is that of three years. It won more people than the joiners of 2023.",
        ),
        mistake(
            "mean_of_channels",
            (by_way - club_costs_by_channel(PAID_OUT, **in_2023) / club_joiners_by_channel(**in_2023)).mean(),
            "This is the mean of the five channels. They are not equally large: the question asks for the "
            "mean of the joiners.",
        ),
        mistake(
            "total_for_mean",
            but(left, people=len(joiners)),
            "This is what is left of all joiners together. The question asks for one joiner.",
        ),
        mistake(
            "median_margin",
            joiners["first_year_margin"].median() - cost(PAID_OUT),
            "You took the median margin. Those who bring most count too: take the mean.",
        ),
        mistake(
            "discount_three_times",
            margin - discount - cost(PARTS),
            "You count the discount three times: in the fees as paid, as `promotion`, and once more as "
            "`joining_discount`.",
        ),
        mistake(
            "by_all_who_ever_joined",
            margin - club_costs_by_channel(PAID_OUT, **in_2023).sum() / len(data.load("club_members")),
            "You divide the money of 2023 by everybody who ever joined. It won the joiners of 2023.",
        ),
        mistake(
            "ratio_for_difference",
            margin / cost(PAID_OUT),
            "That is the margin over the cost. Asked is what is left when the cost is paid.",
        ),
        mistake("margin_only", margin, "This is the margin. What did it cost to win these joiners?"),
        mistake("cost_only", cost(PAID_OUT), "This is the cost. What is left of the margin when it is paid?"),
        mistake(
            "money_of_2024",
            margin
            - club_costs_by_channel(PAID_OUT, start="2024-01-01", end="2024-12-31").sum() / len(joiners),
            "Your money is that of 2024. It won other people than the joiners of 2023.",
        ),
    ]


@questions.add(
    "5",
    title="The next student",
    expects=series(by="budget", unit="money per additional student"),
    hints=[
        "How many students did the second 2,000 bring *on top of* the first?",
        "Money added divided by students added, for each step.",
        "`.diff()` gives the difference of each row to the one before, for budgets and for students.",
    ],
    meaning="The additional student gets dearer with every step, and faster than the average shows.",
)
def next_student():
    budget, students = np.array([2000, 4000, 6000, 8000]), np.array([50, 84, 109, 124])

    def steps(values):
        return pd.Series(values, index=budget[1:])

    added, more = np.diff(budget), np.diff(students)

    def cost_of(money="step", people="step", upside_down=False, labels="higher"):
        above = {"step": added, "whole": budget[1:], "first": budget[1:] - budget[0]}[money]
        below = {"step": more, "all": students[1:], "first": students[1:] - students[0]}[people]
        values = below / above if upside_down else above / below
        return pd.Series(values, index=budget[1:] if labels == "higher" else budget[:-1])

    def near(value, other):
        return value is not None and abs(value - other) < 0.01 * other

    first_average = budget[0] / students[0]
    return steps(added / more), [
        mistake_when(
            "first_budget_from_nothing",
            lambda read: budget[0] in read and near(read.get(budget[1]), added[0] / more[0]),
            "Three steps make three values. The first 2,000 are no step in the table: what the school would have "
            "without them is not known (`.dropna()` or `.iloc[1:]`).",
        ),
        mistake_when(
            "average_of_every_budget",
            lambda read: read.get(budget[0]) == first_average,
            "These are averages over all students of a budget. What did the *additional* ones cost?",
        ),
        mistake_when(
            "row_numbers_for_budgets",
            lambda read: set(read) <= {0, 1, 2, 3},
            "Your labels are the numbers of the rows. Label each step by its higher budget (`set_index`).",
        ),
        mistake_when(
            "labelled_by_the_lower",
            lambda read: budget[0] in read and budget[-1] not in read,
            "Label each step by the *higher* of its two budgets: the first is the step to 4,000.",
        ),
        mistake_when(
            "step_to_the_first_budget",
            lambda read: budget[0] in read,
            "Three steps make three values; there is none for the first budget (`.dropna()` or `.iloc[1:]`).",
        ),
        mistake(
            "average",
            but(cost_of, money="whole", people="all"),
            "These are averages over all students of a budget. What did the *additional* ones cost?",
        ),
        mistake(
            "turned_over",
            but(cost_of, upside_down=True),
            "You have students per unit of money. Turn it over.",
        ),
        mistake(
            "whole_budget_for_the_step",
            but(cost_of, money="whole"),
            "You charge the whole budget to the additional students. The step cost only the money added.",
        ),
        mistake(
            "step_for_all_students",
            but(cost_of, people="all"),
            "You divide the money added by all students. It brought only the additional ones.",
        ),
        mistake(
            "from_the_first_budget",
            but(cost_of, money="first", people="first"),
            "You measure every step from 2,000. Measure each from the budget just before it.",
        ),
        mistake(
            "difference_of_averages",
            steps(np.diff(budget / students)),
            "This is by how much the *average* rises. What did the additional students cost?",
        ),
        mistake(
            "lower_budget_for_the_step",
            steps(budget[:-1] / more),
            "You charge the lower budget to the additional students. The step cost only the money added.",
        ),
        mistake(
            "wages_added",
            steps(added / more + 12),
            "You added the wages of the next question. Here it is advertising alone.",
        ),
        mistake(
            "by_the_weeks",
            steps(added / more / 40),
            "You divided by the forty weeks. Budget and students are both means of a week already.",
        ),
        mistake(
            "students_for_a_thousand",
            steps(1000 * more / added),
            "These are the students whom 1,000 more brings. What did one of them cost?",
        ),
        mistake(
            "average_of_the_lower_budget",
            steps(budget[:-1] / students[:-1]),
            "These are averages over all students of the lower budget. What did the *additional* ones cost?",
        ),
        mistake("students", steps(more), "These are the additional students. What did each of them cost?"),
        mistake(
            "rounded",
            steps(np.round(added / more)),
            "The steps are right, the values are rounded. Give them as they come.",
        ),
    ]


@questions.add(
    "6",
    title="How much to spend?",
    expects=choice(("2000", "4000", "6000", "8000")),
    hints=[
        "Look at one step at a time: what does an additional student cost, and what does she bring?",
        "An additional student costs her advertising *and* the wages of signing her up.",
        "Raise each cost of 2.1.5 by what signing somebody up costs. Then from the bottom up, step by "
        "step: which is the last one that pays?",
    ],
    meaning="One step further the school would pay more for a student than she brings in a year.",
)
def how_much_to_spend():
    return "4000", [
        mistake(
            "too_cautious",
            "2000",
            "The step to 4,000 brings additional students. Do they cost more than they bring?",
        ),
        mistake(
            "wages_forgotten",
            "6000",
            "The additional students of this step cost less than 90 in advertising. And with the wages?",
        ),
        mistake(
            "by_the_average",
            "8000",
            "On average a student of this budget pays. What about the students whom the last 2,000 brought?",
        ),
    ]


def calls_per_sale_table() -> pd.DataFrame:
    """Return the bank's clients as in the exercise: calls, deposit, called_before, year and previous."""
    bank = data.load("bank").rename(columns={"campaign": "calls"})
    bank["called_before"] = bank["previous"] > 0
    calendar = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    position = bank["month"].astype(str).map(calendar.index)
    bank["year"] = 2008 + (position.diff() < 0).cumsum()
    return bank


@questions.add(
    "7",
    title="Known people are cheaper?",
    expects=series(by="period", unit="times"),
    hints=[
        "Calls per sale: all calls to a group, over the deposits sold to it. Calls to those who did not buy "
        "count.",
        "Group by `called_before` and sum `calls` and `deposit` (True counts as 1). Then divide.",
        "Do the same on the rows with `year` of 2009 or later. Never called stands above the line.",
    ],
    meaning="Most of the difference was the calendar: in 2008 nearly everybody was new, and few bought.",
)
def known_people_are_cheaper():
    bank = calls_per_sale_table()

    late = bank["year"] >= 2009

    def twice(ratio):
        return pd.Series({"whole file": ratio(bank), "from 2009": ratio(bank[late])})

    def never_alone(rows):
        never = rows[~rows["called_before"]]
        return never["calls"].sum() / never["deposit"].sum()

    def against(outcome):
        known = bank["poutcome"].eq(outcome) | ~bank["called_before"]
        return pd.Series({"whole file": per_sale(bank[known]), "from 2009": per_sale(bank[known & late])})

    def never_to_before(values):
        return float(values[False] / values[True])

    def per_sale(rows, effort="calls"):
        sums = rows.groupby("called_before")[[effort, "deposit"]].sum()
        return never_to_before(sums[effort] / sums["deposit"])

    def everybody_to_before(rows):
        known = rows[rows["called_before"]]
        return (rows["calls"].sum() / rows["deposit"].sum()) / (known["calls"].sum() / known["deposit"].sum())

    right = twice(per_sale)
    periods = {"late": late, "2009": bank["year"] == 2009, "2010": bank["year"] == 2010}
    periods |= {"2008": ~late, "first two": bank["year"] <= 2009, "all": late | True}

    def measured(rows, of):
        by = rows.groupby("called_before")
        calls, sales, people = by["calls"].sum(), by["deposit"].sum(), by.size()
        return {
            "sale": calls / sales,
            "client": calls / people,
            "sold": sales / people,
            "people": people / sales,
        }[of]

    def compared(of="sale", period="late", upside_down=False, exchanged=False, less=0):
        values = [never_to_before(measured(rows, of)) for rows in (bank, bank[periods[period]])]
        values = [1 / value for value in values] if upside_down else values
        values = [value - less for value in values]
        return dict(zip(right.index, reversed(values) if exchanged else values, strict=True))

    return right, [
        mistake(
            "turned_over",
            but(compared, upside_down=True),
            "You have the calls of people called before over those of the others. The question asks the "
            "other way round.",
        ),
        mistake(
            "calls_per_client",
            but(compared, of="client"),
            "These are calls per client. How many calls does one *sale* take?",
        ),
        mistake(
            "calls_to_buyers_only",
            twice(lambda rows: per_sale(rows[rows["deposit"]])),
            "You count only the calls to clients who bought. Those to the others had to be made, too.",
        ),
        mistake(
            "people_per_sale",
            but(compared, of="people"),
            "You count people called, each once. Count calls: many got several.",
        ),
        mistake(
            "earlier_calls_added",
            twice(lambda rows: per_sale(rows.assign(all=rows["calls"] + rows["previous"]), "all")),
            "You added the calls of earlier campaigns. A fair thought, but the question asks for this "
            "campaign's.",
        ),
        mistake(
            "first_year_only",
            but(compared, period="2009"),
            "`from 2009` holds 2009 only. The file goes on to 2010.",
        ),
        mistake(
            "last_year_only",
            but(compared, period="2010"),
            "`from 2009` holds 2010 only: 2009 belongs to it, too.",
        ),
        mistake(
            "first_part_only",
            but(compared, period="2008"),
            "`from 2009` holds 2008, the year that should be left out.",
        ),
        mistake(
            "labels_exchanged",
            but(compared, exchanged=True),
            "The two values stand under each other's labels.",
        ),
        mistake(
            "buyers_only",
            against("success"),
            "You compare with those who *bought* last time. The question asks for all called before.",
        ),
        mistake(
            "refusers_only",
            against("failure"),
            "You compare with those who *refused* last time. The question asks for all called before.",
        ),
        mistake(
            "no_ratio",
            twice(never_alone),
            "These are the calls per sale among people never called before. How many times those of the "
            "others is that?",
        ),
        mistake(
            "whole_file_twice",
            but(compared, period="all"),
            "Both values are those of the whole file: choose the rows from 2009 on for the second.",
        ),
        mistake(
            "first_two_years",
            but(compared, period="first two"),
            "`from 2009` holds 2008 and 2009. The year 2008 should be left out, and 2010 be in it.",
        ),
        mistake(
            "everybody_for_never_called",
            twice(everybody_to_before),
            "Above the line you have everybody. It should be the people never called before.",
        ),
        mistake(
            "seconds_for_calls",
            twice(lambda rows: per_sale(rows, "duration")),
            "You count the seconds of the last call. Count calls.",
        ),
        mistake(
            "calls_per_refusal",
            twice(lambda rows: per_sale(rows.assign(deposit=~rows["deposit"]))),
            "You divide by those who did *not* buy. How many calls does one *sale* take?",
        ),
        mistake(
            "share_sold", but(compared, of="sold"), "These are shares of clients who bought. Count calls."
        ),
        mistake(
            "total_calls",
            twice(lambda rows: never_to_before(rows.groupby("called_before")["calls"].sum())),
            "These are all calls. How many does one *sale* take, in each group?",
        ),
        mistake(
            "buyers_against_all_others",
            twice(lambda rows: per_sale(rows.assign(called_before=rows["poutcome"].eq("success")))),
            "You compare those who *bought* last time with all others. Asked are all called before, and never called.",
        ),
    ]


@questions.add(
    "8",
    title="Defend it",
    expects=explanation(
        sides={
            "a": "move the half: winning is dearer, whichever ratio is right",
            "b": "move nothing: counted properly, the ratio is far below nine",
            "c": "find out first what the next unit of money brings on each side",
        },
        points=(
            "Says that nobody could be found who measured nine, and that other ratios come out of the same "
            "ledgers, by choice of what is counted and per what.",
            "Says that the ratio compares averages, and that a decision is about the next unit of money.",
            "Says that the ratio does not know what keeping *did*: money wasted on care would make keeping "
            "look dearer, and the ratio smaller.",
            "Names the two numbers that decide: the margin that one more unit of money brings in winning, "
            "and in keeping.",
            "Decides on a first step that can be checked: how much, where, by lot, for how long, and which "
            "result would change it.",
        ),
        least_words=30,
    ),
    hints=[
        "What was divided by what? Change one of the two and see what becomes of the six.",
        "Suppose that the money for keeping members were spent and nobody stayed longer. What would the "
        "ratio say?",
        "Two sentences on the ratio, one on the numbers that would decide, two on what you would do first "
        "and how you would see whether it works.",
    ],
)
def nine_times():
    return "c", [
        mistake(
            "averages_for_the_next_unit",
            "a",
            "The ratio divides averages of what was spent. Suppose that the money for keeping had"
            " been spent in vain: what would the ratio say? And what would be added on each side "
            "by the money that you move?",
        ),
        mistake(
            "ratio_against_ratio",
            "b",
            "You fight a ratio with another ratio. A smaller one divides averages just the same, "
            "and says as little about the next unit of money, for the step or against it.",
        ),
    ]
