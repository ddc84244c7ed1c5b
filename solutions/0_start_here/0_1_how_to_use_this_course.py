"""The questions of exercise 0.1: how the checks answer, on the first number of the course."""

import pandas as pd

from marketing_origin.checks import (
    Chapter,
    but,
    choice,
    explanation,
    function,
    mistake,
    mistake_when,
    number,
    series,
)

questions = Chapter(__file__)


@questions.add(
    "a",
    title="Readers of a paper",
    expects=number(unit="fraction"),
    hints=[
        "After the first year 80 in 100 are left. *Of whom* do 20 in 100 leave in the second?",
        "Each year takes its share of those who are still there: multiply.",
        "The same factor once for each year. A little more than half of the readers are left.",
    ],
    meaning="About half, though “80% stay” sounds like nearly everybody.",
)
def readers_left():
    stays, years = 0.8, 3
    return stays**years, [
        mistake(
            "same_number_each_year",
            1 - years * (1 - stays),
            "You took twenty in 100 off for each year. From the second year on it is twenty in 100 of *fewer*.",
        ),
        mistake("gone", 1 - stays**years, "That is the share that has left."),
        mistake(
            "gone_added", years * (1 - stays), "You added the shares that leave. Which share is still there?"
        ),
        mistake("one_year", stays, "That is what is left after one year."),
        mistake("two_years", stays ** (years - 1), "That is what is left after two years."),
        mistake("four_years", stays ** (years + 1), "That is what is left after four years."),
        mistake(
            "leavers",
            (1 - stays) ** years,
            "You multiplied the share that *leaves*. Multiply the one that stays.",
        ),
        mistake("months", stays ** (12 * years), "You took 36 steps. The 80 in 100 are for a *year*."),
        mistake(
            "times_years",
            stays * years,
            "You multiplied by three. Each year multiplies by the share that stays.",
        ),
    ]


@questions.add(
    "b",
    title="Which verdict?",
    expects=choice(("holds", "holds under conditions", "folklore", "wrong as stated", "framework")),
    hints=[
        "Read the second column of the table once more.",
        "Nobody measured it, and nothing computed here speaks for it or against it. It is quoted all the same.",
        "Which verdict says that everybody quotes it?",
    ],
    meaning="It may even be true. As long as nobody has measured it, it belongs in no budget.",
)
def verdict_of_a_bad_day():
    return "folklore", [
        mistake("holds", "holds", "That takes a source and data. Here are neither."),
        mistake(
            "conditions",
            "holds under conditions",
            "That takes a case in which somebody has seen it come true. Here nobody measured it.",
        ),
        mistake("wrong", "wrong as stated", "That takes a computation that refutes it. No data at hand can."),
        mistake(
            "sorting",
            "framework",
            "A framework is a way to sort things. This sentence claims a number that could be measured.",
        ),
    ]


def orders() -> pd.DataFrame:
    """Return the orders of question 0.1.2."""
    return pd.DataFrame(
        {
            "customer": ["Ana", "Ben", "Ana", "Chen", "Ben", "Ana", "Chen", "Dora"],
            "value": [20, 35, 15, 50, 25, 40, 10, 30],
        }
    )


@questions.add(
    "1",
    title="Who is left?",
    expects=number(unit="fraction"),
    hints=[
        "After the first month 96 in 100 are left. *Of whom* do 4 in 100 leave in the second month?",
        "Each month takes its share of those who are still there, so the shares are multiplied.",
        "A power is written with two stars: 0.9 times itself three times is `0.9**3`.",
    ],
    meaning="So a club that “keeps 96%” has lost more than half of today's members in 20 months.",
)
def who_is_left():
    stays, months = 0.96, 20
    right = stays**months

    def left(retention_rate=stays, months=months, straight=False, gone=False):
        share = 1 - months * (1 - retention_rate) if straight else retention_rate**months
        return 1 - share if gone else share

    return (
        right,
        [
            mistake(
                "mean_of_the_months",
                sum(stays**month for month in range(1, months + 1)) / months,
                "That is the mean of what is left over the months. Asked is the share after the last of them.",
            ),
            mistake(
                "straight_line",
                but(left, straight=True),
                "You took four in 100 off for each month. But from the second month on four in 100 "
                "of *fewer* "
                "members leave.",
            ),
            mistake(
                "gone",
                but(left, gone=True),
                "This is the share that has left. Asked is the share still there.",
            ),
            mistake(
                "gone_straight",
                months * (1 - stays),
                "You added four in 100 up, month by month. That is neither the share still there nor "
                "the share "
                "that has left: each month fewer members can leave.",
            ),
            mistake(
                "leavers_multiplied",
                but(left, retention_rate=1 - stays),
                "You multiplied the share that *leaves*. Multiply the share that stays.",
            ),
            mistake(
                "average_stay",
                1 / (1 - stays),
                "This is how many months a member stays on average. Asked is a share of the members.",
            ),
            mistake_when(
                "whole_per_cent",
                lambda read: read == round(100 * right),
                "This is a whole per cent. Give a fraction, with all its digits.",
            ),
            mistake(
                "one_month_more",
                but(left, months=months + 1),
                "You went one month too far: after *one* month the share is 0.96, once.",
            ),
            mistake(
                "one_month_less",
                but(left, months=months - 1),
                "One month is missing: after *one* month the share is 0.96 already.",
            ),
            mistake(
                "rate_of_the_chapter",
                but(left, retention_rate=0.95),
                "You took 0.95, the rate of the chapter. Here 96 in 100 stay.",
            ),
            mistake(
                "one_year", stays**12, "This is the share after a year. The question asks for 20 months."
            ),
            mistake(
                "one_month",
                stays,
                "This is the share after one month. A rate belongs to its period; the question has "
                "20 of them.",
            ),
            mistake(
                "times",
                stays * months,
                "You multiplied by 20. Multiply by 0.96, 20 times over: that is a power.",
            ),
            mistake(
                "divided",
                stays / months,
                "You divided by 20. Multiply by 0.96, 20 times over: that is a power.",
            ),
            mistake(
                "years",
                but(left, months=12 * months),
                "That is the share after 20 years. The rate belongs to a month, and the question "
                "asks for 20 months.",
            ),
        ],
        left,
    )


@questions.add(
    "2",
    title="What has each customer bought?",
    expects=series(by="customer", unit="money"),
    hints=[
        "A row is an order, and the answer has a row for each customer.",
        "Put the rows of one customer together, then add up their values.",
        "`orders.groupby(…)` puts the rows together by one column; of the groups take the column to be "
        "added up, and call `sum()`.",
    ],
    meaning="A row was an order and is a customer now. Most slips in marketing data happen at this step.",
)
def what_has_each_customer_bought():
    values = orders().groupby("customer")["value"]
    right = values.sum()
    return right, [
        mistake("mean", values.mean(), "This is each customer's average order. Add the orders up instead."),
        mistake("count", values.count(), "This is how many orders each customer made, not their sum."),
        mistake("largest", values.max(), "This is each customer's largest order. All of them count."),
        mistake("first", values.first(), "This is each customer's first order. All of them count."),
        mistake("last", values.last(), "This is each customer's last order. All of them count."),
        mistake(
            "all_customers",
            right.sum(),
            "This is the total over all customers. The question asks for each of them: a Series.",
        ),
        mistake(
            "average_customer",
            right.mean(),
            "This is what a customer has bought on average. The question stops one step earlier.",
        ),
    ]


@questions.add(
    "3",
    title="The same for every club",
    expects=function(
        {"retention_rate": (0.5, 0.99), "months": (1, 36)},
        cases=(
            {"retention_rate": 0.95, "months": 0},
            {"retention_rate": 0.95, "months": 1},
            {"retention_rate": 0.9, "months": 24},
        ),
        name="share_left_after",
        returns=number(unit="fraction"),
    ),
    hints=[
        "What stood in 0.1.1 where 0.96 and 20 were?",
        "The names in the brackets take their places: whoever calls the function gives the numbers.",
        "Write `return`, and behind it the line of 0.1.1 with the two names in place of the numbers.",
    ],
    meaning="It was tried on inputs that you have not seen, and on 0 months, after which everybody is there.",
)
def same_for_every_club():
    def right(retention_rate, months):
        return retention_rate**months

    return right, [
        mistake(
            "always_the_same",
            lambda retention_rate, months: 0.96**20,
            "Your function returns the same whatever it is given: use its two names in place of 0.96 and 20.",
        ),
        mistake(
            "straight_line",
            lambda retention_rate, months: 1 - months * (1 - retention_rate),
            "Your function takes the same number off each month. A month takes a share of those still there.",
        ),
        mistake(
            "straight_line_to_nothing",
            lambda retention_rate, months: max(0, 1 - months * (1 - retention_rate)),
            "Your function takes the same number off each month until nobody is left. A month takes a share "
            "of those still there.",
        ),
        mistake(
            "one_rate",
            lambda retention_rate, months: 0.96**months,
            "Your function gives every club the rate of 0.1.1: use `retention_rate` in place of 0.96.",
        ),
        mistake(
            "one_time",
            lambda retention_rate, months: retention_rate**20,
            "Your function counts 20 months whatever it is given: use `months` in place of 20.",
        ),
        mistake(
            "leavers_multiplied",
            lambda retention_rate, months: (1 - retention_rate) ** months,
            "Your function multiplies the share that *leaves*. Multiply the share that stays.",
        ),
        mistake(
            "rounded",
            lambda retention_rate, months: round(retention_rate**months, 2),
            "Your function rounds. Return the share with all its digits.",
        ),
        mistake(
            "gone",
            lambda retention_rate, months: 1 - retention_rate**months,
            "Your function returns the share that has left. The question asks for the share that is left.",
        ),
        mistake(
            "one_month_more",
            lambda retention_rate, months: retention_rate ** (months + 1),
            "Your function goes one month too far: after 0 months it must return 1.",
        ),
        mistake(
            "one_month_less",
            lambda retention_rate, months: retention_rate ** (months - 1),
            "Your function stops one month too early: after 0 months it must return 1, not more.",
        ),
        mistake(
            "times",
            lambda retention_rate, months: retention_rate * months,
            "One star multiplies, two make a power: the rate is multiplied by itself, month by month.",
        ),
        mistake(
            "rate_of_a_year",
            lambda retention_rate, months: retention_rate ** (months / 12),
            "Your function divides the months by 12. The rate is that of a month: take as many as there are.",
        ),
        mistake(
            "turned_round",
            lambda retention_rate, months: months**retention_rate,
            "Rate and months have changed places: which of them is multiplied by itself?",
        ),
    ]


@questions.add(
    "4",
    title="Which verdict?",
    expects=choice(
        {
            "a": "holds",
            "b": "holds under conditions",
            "c": "folklore",
            "d": "wrong as stated",
        }
    ),
    hints=[
        "There are two sentences in quotation marks. Which of them is the claim that asks for a verdict?",
        "To say what membership *does*, compare the same people at two times, not two kinds of people.",
        "Somebody measured exactly that, and it came out flat. Look for this case in the table of verdicts.",
    ],
    meaning="The first sentence is true, the second does not follow: who comes often is who stays.",
)
def which_verdict():
    return "d", [
        mistake(
            "first_sentence",
            "a",
            "The *first* sentence holds. The claim is the second, and the members were followed to test it.",
        ),
        mistake(
            "no_condition",
            "b",
            "Which condition would that be? The members who were followed did not come more often.",
        ),
        mistake(
            "measured",
            "c",
            "Folklore is what nobody is known to have measured. Here somebody has measured it.",
        ),
    ]


@questions.add(
    "5",
    title="Write to the owner",
    expects=explanation(
        sides={
            "a": "he is right: the money goes into winning",
            "b": "he is wrong: the money goes into keeping",
            "c": "his rate does not decide it: something else has to be measured first",
        },
        points=(
            "Turns the monthly rate into a longer period, with a number: of 100 members about 54 are left "
            "after a year.",
            "Says that a rate means nothing without its period, or asks which period is meant.",
            "Says what it takes to stand still: with 1,000 members, 50 have to be won each month.",
            "Does not conclude that the money belongs to keeping instead: what the *next* unit of money "
            "brings on either side decides.",
            "Says what should be measured or tried before the money moves.",
        ),
    ),
    hints=[
        "What does the owner's number say, and of which period?",
        "Two numbers help: how many of 100 are left after a year, and how many must be won to stand still.",
        "End with a question that the club's ledger or a trial can answer, not with an opinion.",
    ],
    meaning="A high monthly rate is no argument, neither for winning nor for keeping.",
)
def to_the_owner():
    return "c", [
        mistake(
            "rate_without_its_period",
            "a",
            "95% is a rate of one month. How many of 100 members are left after a year, and how "
            "many have to be won each month only to stand still? And no rate says what more money"
            " would change.",
        ),
        mistake(
            "mistake_turned_round",
            "b",
            "You make the owner's mistake with the sign turned round. How many leave is one "
            "thing; how many of them money would keep, and at what price, is another, and the "
            "rate is silent about it.",
        ),
    ]
