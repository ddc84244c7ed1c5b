"""The questions of exercise 2.3: what keeping customers does."""

import numpy as np
import pandas as pd

from marketing_origin import clv, data, economics
from marketing_origin.checks import (
    Chapter,
    but,
    explanation,
    function,
    items,
    mistake,
    mistake_when,
    number,
    parameters,
)

questions = Chapter(__file__)


@questions.add(
    "a",
    title="Where does it end?",
    expects=number(unit="readers"),
    hints=[
        "At which number do as many leave as are won?",
        "The leak is the share who do *not* stay. Leak times readers is what is lost a month.",
        "At the end what the leak loses is what is won. Solve that for the readers.",
    ],
    meaning="It shrinks, though it wins readers every month: the hole is too large for the tap.",
)
def level_in_the_end():
    start, won, stay = 4000, 120, 0.96
    end = won / (1 - stay)
    return end, [
        mistake("stay_for_leak", won / stay, "You divided by the share who stay. Divide by the leak."),
        mistake("one_month", start * stay + won, "That is the level after one month."),
        mistake("one_year", bucket_after(start, won, stay, 12), "That is the level after a year."),
        mistake(
            "added_to_start", start + end, "You added it to the readers of today. They leak away as well."
        ),
        mistake("change", end - start, "That is the change. With how many does it end?"),
        mistake("yearly_leak", won / (1 - stay**12), "You divided a month's readers by a year's leak."),
        mistake("yearly_won", 12 * won / (1 - stay), "You divided a year's readers by a month's leak."),
        mistake("nobody_leaves", start + 12 * won, "You let nobody leave."),
        mistake("lost_now", start * (1 - stay), "That is how many leave this month."),
        mistake("as_today", float(start), "That is the level of today. Do as many leave as are won?"),
        mistake("nobody_left", 0.0, "Not to nothing: 120 are won every month."),
        mistake(
            "one_month_more",
            end * stay,
            "That is the share of the final level who stay. What is won is missing.",
        ),
        mistake("how_many_fewer", start - end, "That is by how many it falls. With how many does it end?"),
        mistake(
            "leak", 1 - stay, "That is the share who leave in a month. Where is that as many as are won?"
        ),
        mistake(
            "yearly_won_over_stay",
            12 * won / stay,
            "You divided a year's readers by the share who stay. A month's, by the share who leave.",
        ),
        mistake(
            "one_month_all_leave",
            (start + won) * stay,
            "That is the level after one month, and you let the new ones leave in it.",
        ),
    ]


def bucket_after(start, won, stay, months):
    """Return the customers after some months: some leave, some are won."""
    for _ in range(months):
        start = start * stay + won
    return start


@questions.add(
    "b",
    title="Five, at 87",
    expects=number(unit="ratio"),
    hints=[
        "What is the leak before, and what is it afterwards?",
        "The level is what is won, divided by the leak. What is won stays, so only the leak counts.",
        "The level turns with the leak, the other way round: a smaller leak, a ratio above 1.",
    ],
    meaning="From 80 in 100 the same five points bring a third more. Where few leave, a point is a large part of them.",
)
def five_points_more():
    rate, five = 0.87, 0.05
    leak = 1 - rate
    return leak / (leak - five), [
        mistake(
            "of_the_rate", leak / (1 - rate * (1 + five)), "You took five per cent *of the rate*, not points."
        ),
        mistake("of_the_leak", 1 / (1 - five), "You took five per cent fewer leavers, not five points."),
        mistake(
            "rates_divided",
            (rate + five) / rate,
            "You divided the rates that stay. The level hangs on the leak.",
        ),
        mistake("five_per_cent", 1 + five, "You let the level grow as the rate. It hangs on the leak."),
        mistake(
            "change",
            leak / (leak - five) - 1,
            "That is by how much it grows. How many *times* as many is it?",
        ),
        mistake("at_eighty", 0.2 / 0.15, "That is the firm of the text, which starts at 80 in 100."),
        mistake(
            "upside", (leak - five) / leak, "That is what is left of the leak. The level goes the other way."
        ),
        mistake(
            "points", 100 * five, "Those are the points. How many times as many customers is that in the end?"
        ),
        mistake(
            "level_alone",
            1 / (leak - five),
            "That is the new level for each customer won. Divide it by the old one.",
        ),
        mistake(
            "old_level", 1 / leak, "That is the old level for each customer won. Compare the new one with it."
        ),
        mistake(
            "change_in_per_cent",
            100 * (leak / (leak - five) - 1),
            "That is by how many per cent it grows. How many *times* as many is it?",
        ),
        mistake(
            "leak_grows",
            leak / (leak + five),
            "You let five points more leave. Five points more *stay*: the leak becomes smaller.",
        ),
    ]


@questions.add(
    "c",
    title="Paid for luck",
    expects=number(unit="money"),
    hints=[
        "What does the contract pay in each of the two cases?",
        "In the bad case it pays nothing; nobody pays anything back.",
        "Two payments, equally likely. Their mean is not what the mean difference would pay.",
    ],
    meaning="For nothing. Had she to pay below zero, it would be 0 on average.",
)
def pay_for_a_useless_programme():
    points, price = 3, 10_000
    return 0.5 * points * price, [
        mistake(
            "below_zero_too", 0, "That is the average if she pays below zero. This contract stops at zero."
        ),
        mistake(
            "lucky_case", points * price, "That is what it pays if luck is good. Half of the time it is not."
        ),
        mistake("one_point", 0.5 * price, "You counted one point. By luck it shows three."),
        mistake("both_pay", 2 * points * price, "You let both cases pay."),
        mistake("points_alone", float(points), "Those are points. The question asks for money."),
        mistake(
            "lucky_and_half",
            1.5 * points * price / 2,
            "You let bad luck pay as well, by half. It pays nothing.",
        ),
        mistake(
            "loses",
            -points * price,
            "That is what bad luck would cost without the limit. The contract pays nothing below zero.",
        ),
        mistake(
            "half_of_half",
            points * price / 8,
            "You halved too often: it pays for three points, half of the time.",
        ),
        mistake(
            "price_of_a_point",
            price,
            "Two cases, each as likely, none in between: what does the contract pay in each? 10,000 is for one point.",
        ),
        mistake(
            "mean_points",
            0.5 * points,
            "Those are points, the mean of the two cases. The question asks for money.",
        ),
        mistake(
            "quarter",
            points * price / 4,
            "You halved once too often: three points, half of the time.",
        ),
    ]


@questions.add(
    "1",
    title="A school that leaks",
    expects=number(unit="students"),
    hints=[
        "Write down what happens in one year: who is still there, and who is added?",
        "Students after a year = students before × 0.70 + 150. The new ones are not in the first part.",
        "Start with 400 and take that step three times, in a loop or with `economics.leaky_bucket`.",
    ],
    meaning="Two thirds of the way to 150 / 0.30, where as many leave as are won.",
)
def school_that_leaks():
    start, won, stay, years = 400, 150, 0.70, 3

    def walk(stay=stay, won=won, years=years, new_leave_too=False, start=start, without=0):
        students = start
        for year in range(int(years)):
            new = won if year >= without else 0
            students = (students + new) * stay if new_leave_too else students * stay + new
        return students

    return (
        walk(),
        [
            mistake(
                "two_years",
                but(walk, years=2),
                "That is the number after two years. Take the step once more.",
            ),
            mistake(
                "four_years", but(walk, years=4), "That is the number after four years: one step too many."
            ),
            mistake(
                "new_ones_from_the_second_year",
                but(walk, without=1),
                "You let nobody be won in the first year.",
            ),
            mistake("one_year", but(walk, years=1), "That is the number after one year. Two more to go."),
            mistake(
                "new_leave_at_once",
                but(walk, new_leave_too=True),
                "You let the new students leave in the year they come. They can leave from the next year on.",
            ),
            mistake(
                "steady_state",
                economics.steady_state(won, stay),
                "That is where the school ends, once as many leave as are won. Three years are not "
                "enough for "
                "that.",
            ),
            mistake(
                "churn_for_retention",
                but(walk, stay=1 - stay),
                "You kept 30 in 100 and let 70 go. It is the other way round.",
            ),
            mistake(
                "nobody_won", but(walk, won=0), "That is what is left of the first 400. And the new ones?"
            ),
            mistake("nobody_leaves", but(walk, stay=1), "You added the new students, but nobody left."),
            mistake(
                "new_ones_stay",
                start * stay**years + won * years,
                "You let only the first 400 leave. The new ones can leave too, from the year after "
                "they came.",
            ),
            mistake(
                "same_number_leaves",
                start + years * (won - start * (1 - stay)),
                "You let 120 leave every year. It is 30 in 100 of those who are there, and they become more.",
            ),
            mistake(
                "in_the_end_at_the_leak",
                won / stay,
                "You divided what is won by the share who stay: that is where a school ends of which 70 in 100 leave.",
            ),
        ],
        walk,
    )


@questions.add(
    "2",
    title="The tile that says 5×",
    expects=parameters(),
    hints=[
        "What is the new retention rate under each of the four readings? Write the four rates down first.",
        "With the first margin now a customer is worth m(1 + i) / (1 + i - r). Divide by the same at 0.70: "
        "margin and (1 + i) cancel.",
        "Write down the four rates; three of them add between one and five points. All that cancels in "
        "the ratio need not be known: what is left is the gap 1.10 - r, before over after.",
    ],
    meaning="Even a customer who never leaves falls short of 5×: the tile's unit is wrong.",
)
def tile_that_says_5():
    before, discount_rate = 0.70, 0.10
    rates = {
        "per_cent": before * 1.05,
        "points": before + 0.05,
        "fewer_leave": 1 - (1 - before) * 0.95,
        "never_leaves": 1.0,
    }

    def times(rates=rates, first_margin="now", discount_rate=discount_rate, gain=0, exchanged=()):
        rates = rates | {name: rates[other] for name, other in exchanged}
        new = clv.customer_lifetime_value(1, pd.Series(rates), discount_rate, first_margin=first_margin)
        old = clv.customer_lifetime_value(1, before, discount_rate, first_margin=first_margin)
        return dict(new / old - gain)

    right = times()
    return right, [
        mistake(
            "gains",
            but(times, gain=1),
            "These are gains: by how much more she is worth. The question asks how many *times* as much; "
            "unchanged is 1.",
        ),
        mistake(
            "five_per_cent_interest",
            but(times, discount_rate=0.05),
            "You discounted at 5%. Five is what the retention rate rises by; look up the interest.",
        ),
        mistake("rates", rates, "These are the new retention rates. What is a customer worth at each?"),
        mistake(
            "rates_compared",
            {label: rate / before for label, rate in rates.items()},
            "You divided the retention rates. A customer's value does not move in proportion to them.",
        ),
        mistake(
            "first_margin_left_out",
            but(times, first_margin="if_retained"),
            "You left this year's margin out, r / (1 + i - r). Here it counts, earned now.",
        ),
        mistake(
            "per_cent_and_points_swapped",
            but(times, exchanged=(("per_cent", "points"), ("points", "per_cent"))),
            "Per cent and points are swapped: 5% of 0.70 are less than five points.",
        ),
        mistake(
            "fewer_leave_in_points",
            but(times, exchanged=(("fewer_leave", "points"),)),
            "“Five per cent fewer leave”: five per cent of the 0.30 who leave, not five points.",
        ),
        mistake(
            "leak_of_five_per_cent_of_leak",
            times(rates | {"fewer_leave": 1 - (1 - before) * 0.05}),
            "“Five per cent fewer leave”: of the 0.30 who leave 95 in 100 still do. You let only five leave.",
        ),
        mistake_when(
            "values",
            lambda read: (
                read["points"] > 2 * right["points"]
                and all(
                    abs(read[label] / read["points"] - value / right["points"]) < 0.01
                    for label, value in right.items()
                )
                and abs(read["points"] / right["points"] - 100) > 1
            ),
            "These are what she is worth. Divide by what she is worth at 0.70.",
        ),
        mistake_when(
            "never_leaves_without_interest",
            lambda read: read["never_leaves"] > 4.5 and 1.05 < read["points"] < 1.25,
            "You let a customer who never leaves be worth more than four times as much. Her later margins are "
            "discounted: put r = 1 into the formula.",
            possible=True,
        ),
        mistake(
            "a_tenth_off_a_year",
            {label: (1 - 0.9 * before) / (1 - 0.9 * rate) for label, rate in rates.items()},
            "You multiplied by 0.9 for each year of waiting. A discount rate of 0.10 divides by 1.1.",
        ),
        mistake(
            "rate_of_the_firm",
            dict(
                clv.customer_lifetime_value(
                    1,
                    pd.Series({"per_cent": 0.84, "points": 0.85, "fewer_leave": 0.81, "never_leaves": 1.0}),
                    discount_rate,
                    first_margin="now",
                )
                / clv.customer_lifetime_value(1, 0.8, discount_rate, first_margin="now")
            ),
            "You began at 0.80, the firm of the chapter. This customer stays with 0.70.",
        ),
        mistake(
            "worths_if_retained",
            dict(clv.customer_lifetime_value(1, pd.Series(rates), discount_rate, first_margin="if_retained")),
            "These are worths, and this year's margin is missing. Divide by her worth at 0.70, with the margin of now.",
        ),
    ]


@questions.add(
    "3",
    title="A gym, this year and in the end",
    expects=parameters(),
    hints=[
        "How many members has the gym at the end of the first year, and how many in the end? What does it "
        "pay out, whatever the members?",
        "First year: 2,000 × 0.80 + 500 members. In the end: as many leave as are won, 500 / 0.20. Winning, "
        "rent and salaries stay as they are.",
        "Only the margin goes with the members; the two other amounts stay. Work out the profit with "
        "2,000 members first: the answers are multiples of it.",
    ],
    meaning="In money: 12,000 more in the first year, 60,000 a year in the end, the programme not yet paid.",
)
def gym_this_year_and_in_the_end():
    members, margin, won, cost_to_win, rent = 2000, 120, 500, 90, 120_000
    then = {"first_year": members * 0.80 + won, "in_the_end": won / (1 - 0.80)}

    def gains(
        then=then,
        won_then=won,
        cost_to_win=cost_to_win,
        rent=rent,
        margin=margin,
        result="gain",
        swapped=False,
    ):
        before = margin * members - cost_to_win * won - rent
        found = {}
        for label, there in then.items():
            after = margin * there - cost_to_win * won_then - rent
            found[label] = {
                "gain": after / before - 1,
                "ratio": after / before,
                "money": after - before,
                "profit": after,
                "of the profit after": 1 - before / after,
            }[result]
        return dict(zip(found, reversed(found.values()), strict=True)) if swapped else found

    right = gains()
    per_cent = {"first_year": members * 0.75 * 1.05 + won, "in_the_end": won / (1 - 0.75 * 1.05)}
    replaced = {"first_year": members, "in_the_end": members}
    return (
        right,
        [
            mistake("rent_left_out", but(gains, rent=0), "The gain is in profit *after* rent and salaries."),
            mistake(
                "winning_left_out",
                but(gains, cost_to_win=0),
                "You did not take off what winning 500 members a year costs.",
            ),
            mistake(
                "members_for_profit",
                {label: number / members - 1 for label, number in then.items()},
                "That is by how much the *members* grow. Profit starts from a smaller base: costs come off.",
            ),
            mistake(
                "money",
                but(gains, result="money"),
                "That is the gain in money. The question asks for it as a fraction of the profit before.",
            ),
            mistake(
                "profits",
                but(gains, result="profit"),
                "These are the profits themselves. By what fraction do they lie above the profit before?",
            ),
            mistake(
                "ratios",
                but(gains, result="ratio"),
                "These are ratios of profit after to profit before. No rise at all would be 0.",
            ),
            mistake(
                "members_at_the_start",
                right | {"first_year": 0.0},
                "For `first_year` you counted the members at the start of the year. Count those at its end.",
            ),
            mistake(
                "members_on_average",
                but(gains, then=then | {"first_year": (members + then["first_year"]) / 2}),
                "For `first_year` you took the middle between start and end. Count the members at its end.",
            ),
            mistake(
                "swapped",
                but(gains, swapped=True),
                "The two are swapped: the bucket fills over the years.",
            ),
            mistake(
                "per_cent_for_points",
                but(gains, then=per_cent),
                "You raised the retention rate by five per cent of itself. It goes from 0.75 to 0.80.",
            ),
            mistake(
                "wins_fewer",
                gains(replaced, won_then=members * 0.20),
                "You let the gym win only as many as leave. It goes on winning 500 a year, and grows.",
            ),
            mistake(
                "winning_the_leavers_alone",
                right | {"first_year": gains(won_then=members * 0.20)["first_year"]},
                "For `first_year` you paid for 400 new members, as many as leave. The gym wins 500.",
            ),
            mistake_when(
                "end_at_first_year",
                lambda read: abs(read["in_the_end"] - read["first_year"]) < 1e-9,
                "Both are the same. The members go on growing after the first year: to where?",
            ),
            mistake(
                "settles_at_four_thousand",
                right | gains({"in_the_end": 2.0 * members}),
                "For `in_the_end` you doubled the members. The leak goes from 25 to 20 in "
                "100: what is 500 divided by it?",
            ),
        ],
        gains,
    )


def clients(rng: np.random.Generator) -> list[float]:
    """Draw a client's profits, two to five years of them."""
    return [float(round(profit)) for profit in rng.uniform(10, 100, size=rng.integers(2, 6))]


@questions.add(
    "4",
    title="Profits that change with the years",
    expects=function(
        {
            "profits": clients,
            "retention_rate": (0.3, 0.95),
            "discount_rate": (0.02, 0.2),
            "acquisition_cost": (0.0, 200.0),
        },
        cases=(
            {
                "profits": [30, 42, 44, 49, 55],
                "retention_rate": 0.9,
                "discount_rate": 0.1,
                "acquisition_cost": 51,
            },
            {"profits": [80], "retention_rate": 0.5, "discount_rate": 0.1, "acquisition_cost": 0},
            # Fifty years are not for ever.
            {"profits": [40, 50], "retention_rate": 0.98, "discount_rate": 0.02, "acquisition_cost": 20},
        ),
        name="value_of_client",
        returns=number(unit="money per client", abs=0.01),
    ),
    hints=[
        "Three things happen to the profit of year t on its way to today: does she still come, how long do "
        "you wait, and what of the years after the list?",
        "Year t counts profit × r to the power t - 1, divided by (1 + i) to the power t. After the list the "
        "last profit goes on.",
        "No formula is needed for the years after the list: let the last profit go on for some hundred "
        "years, and they are in the sum. What was paid to win her comes off once.",
    ],
    meaning="With this function you can check any slide that shows a profile and a percentage.",
)
def profits_that_change_with_the_years():
    def value(
        profits,
        retention_rate,
        discount_rate,
        cost,
        *,
        repeats=True,
        survival=-1,
        wait=0,
        interest=True,
        end=2000,
    ):
        years = (list(profits) + [profits[-1]] * 2000)[: len(profits) if not repeats else end]
        t = np.arange(1, len(years) + 1)
        i = discount_rate if interest else 0.0
        kept = retention_rate ** (t + survival) if survival is not None else 1.0
        return float((np.array(years) * kept / (1 + i) ** (t + wait)).sum() - cost)

    def wrong(leaves=False, years=None, cost="paid", **settings):
        def value_of_client(profits, retention_rate, discount_rate, acquisition_cost):
            paid = {"paid": 1, "left out": 0, "added": -1, "discounted": 1 / (1 + discount_rate)}[cost]
            stay = 1 - retention_rate if leaves else retention_rate
            return value(profits[:years], stay, discount_rate, paid * acquisition_cost, **settings)

        return value_of_client

    return wrong(), [
        mistake(
            "stops_with_the_list",
            but(wrong, repeats=False),
            "Your years end with the list. The last profit goes on for ever.",
        ),
        mistake(
            "first_year_uncertain",
            but(wrong, survival=0),
            "The first year is certain: it takes no renewal. Year t has survived t - 1 of them.",
        ),
        mistake(
            "first_profit_today",
            but(wrong, wait=-1),
            "You discount every profit a year too little: the first comes at the *end* of year 1.",
        ),
        mistake("not_discounted", but(wrong, interest=False), "You added the years up without discounting."),
        mistake(
            "nobody_leaves",
            but(wrong, survival=None),
            "Every client stays for ever: where is the retention rate?",
        ),
        mistake(
            "leaves_for_stays",
            but(wrong, leaves=True),
            "You let her stay with 1 - retention_rate. That is the rate of those who leave.",
        ),
        mistake(
            "first_profit_for_ever",
            but(wrong, years=1),
            "You used the first profit for every year. Year 2 brings the second of the list, and so on.",
        ),
        mistake(
            "cost_left_out",
            but(wrong, cost="left out"),
            "The cost of winning the client is to be taken off.",
        ),
        mistake(
            "cost_added",
            but(wrong, cost="added"),
            "You added the cost of winning the client. It is paid, not earned.",
        ),
        mistake(
            "cost_discounted",
            but(wrong, cost="discounted"),
            "You discounted the cost as well. It is paid today.",
        ),
        *(
            mistake(
                f"{end}_years",
                but(wrong, end=end),
                f"You stop after {end} years. A client who nearly always stays brings something after "
                f"that, too: "
                "make it longer.",
            )
            for end in (10, 20, 50, 100)
        ),
        mistake(
            "list_alone_undiscounted",
            lambda profits, retention_rate, discount_rate, acquisition_cost: sum(profits) - acquisition_cost,
            "You add up the list as it is. Later profits are uncertain, worth less today, and the last goes on.",
        ),
        mistake(
            "mean_after_the_list",
            lambda profits, retention_rate, discount_rate, acquisition_cost: value(
                [*profits, sum(profits) / len(profits)], retention_rate, discount_rate, acquisition_cost
            ),
            "After the list you let the *mean* of the profits go on. It is the last one that does.",
        ),
        mistake(
            "rates_subtracted",
            lambda profits, retention_rate, discount_rate, acquisition_cost: value(
                profits, retention_rate - discount_rate, 0, acquisition_cost
            ),
            "You took the discount rate off the retention rate. Each year stays with `retention_rate`, and its money "
            "is *divided* by 1 + discount_rate once for every year from today.",
        ),
        mistake(
            "mean_profit_for_ever",
            lambda profits, retention_rate, discount_rate, acquisition_cost: value(
                [sum(profits) / len(profits)], retention_rate, discount_rate, acquisition_cost
            ),
            "You used the mean profit for every year. Year 1 brings the first of the list, and so on.",
        ),
    ]


@questions.add(
    "5",
    title="Five programmes",
    expects=items(ordered=True),
    hints=[
        "What does a programme add to one customer, in money, and what does it cost for her?",
        "After - before - cost, times the number of customers. A value that rises from a loss rises too.",
        "Compute that column for the whole table, keep what is above 0, sort from the largest, and list the "
        "index.",
    ],
    meaning="The slide's champion is not among them, and its loser is first.",
)
def five_programmes():
    table = pd.DataFrame(
        {
            "customers": [5000, 3000, 20_000, 1000, 8000],
            "before": [4, 180, -3, 60, 100],
            "after": [12, 207, 7, 84, 108],
            "cost": [10, 12, 5, 10, 9],
        },
        index=["letters", "helpline", "app", "gifts", "calls"],
    )
    each = table["after"] - table["before"]
    net = each - table["cost"]

    def ranked(score, keep):
        return list(score[keep].sort_values(ascending=False).index)

    everyone = pd.Series(True, table.index)
    total = net * table["customers"]
    right = ranked(total, net > 0)
    return right, [
        mistake(
            "cost_not_taken_off",
            ranked(each * table["customers"], everyone),
            "You ranked what the programmes add. What they cost comes off, and two of them do not earn it.",
        ),
        mistake(
            "all_five",
            ranked(total, everyone),
            "The order is right, but two of these cost more than they add.",
        ),
        mistake(
            "per_customer",
            ranked(net, net > 0),
            "You ranked by money per customer. The question asks what is left in all: how many customers are "
            "there?",
        ),
        mistake(
            "smallest_first",
            right[::-1],
            "The right ones, the wrong way round: by the least money first, by the slide's percentages, or by what "
            "each unit of cost brings. Asked is the most money in all first.",
        ),
        mistake_when(
            "letters_first",
            lambda read: read.get(0) == "letters",
            "Letters have the largest percentage, on a base of 4. What do they add, and what do they cost?",
        ),
        mistake_when(
            "loss_left_out",
            lambda read: "helpline" in read.values() and "app" not in read.values(),
            "You left the app out. From a loss of 3 to a profit of 7: how much more is that per customer?",
        ),
        mistake_when(
            "losers_kept",
            lambda read: len(read) > 3 and {"letters", "calls"} & set(read.values()),
            "You kept a programme that costs more per customer than it adds.",
        ),
        mistake_when(
            "best_alone",
            lambda read: len(read) == 1,
            "You named one. Every programme that earns more than it costs is asked for.",
        ),
    ]


@questions.add(
    "6",
    title="Fuller baskets?",
    expects=parameters(abs=2e-4),
    hints=[
        "Who is in the mean of the first orders? And who in the mean of the repeat orders?",
        "For `between` every order counts once. For `within` every customer who came back counts once, with "
        "her own first order on the other side.",
        "`groupby('customer_id')` on the repeat orders gives each customer's own mean. Its index tells "
        "whose first orders stand against it.",
    ],
    meaning="Those who came back had larger baskets from the first day. Hardly anybody's basket grew.",
)
def fuller_baskets():
    log = data.load("cdnow")
    orders = log.groupby(["customer_id", "date"], as_index=False)["quantity"].sum()
    orders["number"] = orders.groupby("customer_id").cumcount() + 1
    first = orders[orders["number"] == 1].set_index("customer_id")["quantity"]
    repeat = orders[orders["number"] > 1]
    own = repeat.groupby("customer_id")["quantity"].mean()
    theirs = first[own.index]
    right = {
        "between": repeat["quantity"].mean() / first.mean() - 1,
        "within": own.mean() / theirs.mean() - 1,
    }
    all_orders = orders[orders["customer_id"].isin(own.index)].groupby("customer_id")["quantity"].mean()
    orders["value"] = log.groupby(["customer_id", "date"])["value"].sum().to_numpy()
    rows = log.sort_values(["customer_id", "date"], kind="stable")

    def fuller(column="quantity", of_rows=False, less=1, against="their own"):
        sizes = rows if of_rows else orders
        number = sizes.groupby("customer_id").cumcount()
        first = sizes[number == 0].set_index("customer_id")[column]
        repeat = sizes[number > 0]
        own = repeat.groupby("customer_id")[column].mean()
        ratios = {
            "between": repeat[column].mean() / first.mean(),
            "within": own.mean() / (first if against == "everybody's" else first[own.index]).mean(),
        }
        return {label: ratio - less for label, ratio in ratios.items()}

    return right, [
        mistake(
            "ratios",
            but(fuller, less=0),
            "These are ratios. By what fraction are they *larger*? No difference would be 0.",
        ),
        mistake(
            "swapped",
            {"between": right["within"], "within": right["between"]},
            "The two labels are swapped.",
        ),
        mistake(
            "more_discs",
            {"between": repeat["quantity"].mean() - first.mean(), "within": own.mean() - theirs.mean()},
            "These are CDs more per order. Divide by the mean of the first orders.",
        ),
        mistake(
            "between_by_customer",
            right | {"between": own.mean() / first.mean() - 1},
            "For `between` you let each customer count once. There each repeat order counts once.",
        ),
        mistake(
            "between_against_one_timers",
            right | {"between": repeat["quantity"].mean() / first.drop(own.index).mean() - 1},
            "For `between` you left out the first orders of those who came back. Take all first orders.",
        ),
        mistake(
            "within_against_all_firsts",
            but(fuller, against="everybody's"),
            "For `within` you compare with the first orders of *everybody*. Take those of the same "
            "customers.",
        ),
        mistake(
            "within_by_order",
            right | {"within": repeat["quantity"].mean() / theirs.mean() - 1},
            "For `within` every repeat order counts once, so heavy buyers count many times. Let each "
            "customer count once.",
        ),
        mistake(
            "mean_of_ratios",
            right | {"within": (own / theirs).mean() - 1},
            "You took the mean of each customer's ratio: a first order of one CD makes it huge. Divide the "
            "two means.",
        ),
        mistake(
            "first_among_repeats",
            right | {"within": all_orders.mean() / theirs.mean() - 1},
            "For `within` the first order is among the repeat orders. Number 2 and later only.",
        ),
        mistake(
            "comers_against_one_timers",
            right | {"between": theirs.mean() / first.drop(own.index).mean() - 1},
            "For `between` you compared two kinds of *first* orders. Take all repeat orders against all first"
            " orders.",
        ),
        mistake(
            "second_orders_alone",
            {
                "between": float(orders.loc[orders["number"] == 2, "quantity"].mean() / first.mean() - 1),
                "within": float(orders.loc[orders["number"] == 2, "quantity"].mean() / theirs.mean() - 1),
            },
            "You took second orders alone. All later ones are repeat orders, too.",
        ),
        mistake(
            "medians",
            {
                "between": float(repeat["quantity"].median() / first.median() - 1),
                "within": float(own.median() / theirs.median() - 1),
            },
            "You compared medians. The question asks for means.",
        ),
        mistake(
            "dollars",
            but(fuller, column="value"),
            "These are dollars per order. The question asks for CDs: `quantity`.",
        ),
        mistake(
            "rows_for_orders",
            but(fuller, of_rows=True),
            "You numbered the rows of the log. Add up each customer's rows of a day first: they are one order.",
        ),
    ]


@questions.add(
    "7",
    title="Whose sales?",
    expects=parameters(),
    hints=[
        "What is in the denominator of both shares? And what does each count above it?",
        "Sum fees, not rows or members. The first definition looks at `join_month` alone, the second "
        "compares it with `month`.",
        "`paid.loc[condition, 'fee'].sum()` adds up the fees of some rows; both shares have the same sum "
        "below. One condition compares `join_month` with a fixed day, the other with a second column.",
    ],
    meaning="Same fees, two definitions. A share of “existing” customers needs its definition beside it.",
)
def whose_sales():
    paid = data.load("club_months").merge(
        data.load("club_members")[["member_id", "join_month"]], on="member_id"
    )
    year = paid[paid["month"] >= "2024-01-01"]

    def shares(frame=year, after_month=1):
        """Return the two shares by their conditions, and what they are shares of."""
        age = 12 * (frame["month"].dt.year - frame["join_month"].dt.year)
        age = age + frame["month"].dt.month - frame["join_month"].dt.month + 1
        before, after = frame["join_month"] < "2024-01-01", age > after_month
        fee = frame["fee"] / frame["fee"].sum()
        return {"joined_before": float(fee[before].sum()), "after_first_month": float(fee[after].sum())}

    right = shares()
    total = year["fee"].sum()
    january = year.loc[year["join_month"] <= "2024-01-01", "fee"].sum()
    of_month = year[year["join_month"] < "2024-01-01"].groupby("month")["fee"].sum()
    first_rows = year.drop_duplicates("member_id")["fee"].sum()
    heads = year.drop_duplicates("member_id")["join_month"] < "2024-01-01"
    return right, [
        mistake(
            "rows_for_fees",
            but(shares, frame=year.assign(fee=1.0)),
            "You counted paid months. Members pay different fees: sum the money.",
        ),
        mistake(
            "members_for_fees",
            right | {"joined_before": float(heads.mean())},
            "For `joined_before` you counted members. Most of the year's joiners paid few months: sum fees.",
        ),
        mistake(
            "january_counted",
            right | {"joined_before": january / total},
            "For `joined_before` you counted those who joined in January 2024. That is not *before* 2024.",
        ),
        mistake(
            "mean_of_months",
            right | {"joined_before": (of_month / year.groupby("month")["fee"].sum()).mean()},
            "For `joined_before` you averaged twelve monthly shares. Divide the year's sums.",
        ),
        mistake(
            "first_row_of_the_year",
            right | {"after_first_month": 1 - first_rows / total},
            "For `after_first_month` you left out each member's first row of 2024. It is the month of "
            "joining only for those who joined in 2024.",
        ),
        mistake(
            "of_the_years_joiners_alone",
            right | {"after_first_month": right["after_first_month"] - right["joined_before"]},
            "For `after_first_month` you counted those alone who joined in 2024. What the older members paid is no "
            "month of joining either.",
        ),
        mistake(
            "new_for_existing",
            {label: 1 - value for label, value in right.items()},
            "These are the shares of *new* members. The report asks for existing ones.",
        ),
        mistake(
            "all_years",
            but(shares, frame=paid),
            "You took all three years. The question is about 2024.",
        ),
        mistake(
            "swapped",
            {"joined_before": right["after_first_month"], "after_first_month": right["joined_before"]},
            "The two labels are swapped.",
        ),
        mistake_when(
            "money_for_share",
            lambda read: min(read.values()) > 1000,
            "These are sums of money. Divide by all fees of 2024.",
        ),
        mistake(
            "a_year_too_early",
            right
            | {"joined_before": float(year.loc[year["join_month"] < "2023-01-01", "fee"].sum() / total)},
            "For `joined_before` you counted those who joined before 2023.",
        ),
        mistake(
            "first_month_kept",
            right | {"after_first_month": 1.0},
            "For `after_first_month` you kept the month of joining: then it is everybody.",
        ),
        mistake(
            "two_months_taken_off",
            but(shares, after_month=2),
            "For `after_first_month` you took off two months of each member. Only the month of joining goes.",
        ),
        mistake(
            "members_in_both",
            {
                "joined_before": float(heads.mean()),
                "after_first_month": year.loc[year["month"] > year["join_month"], "member_id"].nunique()
                / len(heads),
            },
            "These are shares of members. Those who pay longer, or a higher fee, weigh more: sum fees.",
        ),
    ]


@questions.add(
    "8",
    title="Next year's budget",
    expects=explanation(
        sides={
            "a": "+75%, as measured",
            "b": "a smaller percentage, to be careful",
            "c": "the gym's own gain in the first year",
            "d": "no gain yet: the cost of a trial, the gym's own figure as a ceiling",
        },
        points=(
            "Says what the 75 is: the present value of one customer, not a firm's profit, and not next "
            "year's.",
            "Says on what it rests: a start where only 10 in 100 leave, and a low discount rate. The gym "
            "starts with 25 in 100.",
            "Gives the gym's own figure for next year: 12,000, or 16% of its profit; the larger one of 2.3.3 "
            "is reached only after many years.",
            "Says what is missing: what the programme costs, and any evidence that it brings five points or "
            "keeps members who then stay.",
            "Decides what to write, with a way to find out: for instance nothing but the cost of a trial in "
            "which a lot decides who gets the programme.",
        ),
        least_words=30,
    ),
    hints=[
        "Whose profit is the 75, over which time, and from which start?",
        "Your answer to 2.3.3 has the gym's first year and its end. Which of the two is next year?",
        "Two sentences on what the 75 is, one with the gym's own figure, one on what is missing, one with "
        "your decision.",
    ],
)
def next_years_budget():
    return "d", [
        mistake(
            "value_of_a_customer_for_next_year",
            "a",
            "The 75 is the value of *one customer* of another firm, over all her years, and from "
            "another start. What did 2.3.3 give for the gym itself, in its first year?",
        ),
        mistake(
            "number_corrected_question_left",
            "b",
            "You correct the number and leave the question wrong. A smaller share of one "
            "customer's value is still no profit of a gym in its next year. Which figure is about"
            " the gym, and what is missing from that one, too?",
        ),
        mistake(
            "cost_and_evidence_missing",
            "c",
            "The right firm and the right year. But what does the programme cost, and who has "
            "shown that it brings the five points, of members who then stay?",
        ),
    ]
