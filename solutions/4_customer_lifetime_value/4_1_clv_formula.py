"""The questions of exercise 4.1: value by formula."""

import pandas as pd

from marketing_origin import clv, data
from marketing_origin.checks import (
    Chapter,
    but,
    choice,
    explanation,
    function,
    items,
    mistake,
    mistake_when,
    number,
    series,
)

questions = Chapter(__file__)


@questions.add(
    "a",
    title="One entry of the table",
    expects=number(unit="money"),
    hints=[
        "How likely is she still there in year 2, and how long is the money waited for?",
        "Two years to stay and two to wait: a factor for each.",
        "The margin, twice times staying and twice over interest. Less than a fifth of it is left.",
    ],
    meaning="Leaving takes three quarters of it; waiting takes less than a third of the rest.",
)
def margin_of_year_two_today():
    margin, stays, interest = 60, 0.5, 0.2

    def worth(margin=margin, stays=stays, interest=interest, renewals=2, years_waited=2):
        return margin * stays**renewals / (1 + interest) ** years_waited

    return (
        worth(),
        [
            mistake(
                "year_three_not_discounted",
                but(worth, renewals=3, years_waited=0),
                "That is year 3, and nothing is taken off for waiting.",
            ),
            mistake(
                "year_one_not_discounted",
                but(worth, renewals=1, years_waited=0),
                "That is year 1, and nothing is taken off for waiting.",
            ),
            mistake(
                "without_end",
                margin / (1 - stays / (1 + interest)),
                "That is the sum of all years. Asked is one entry of the table, that of year 2.",
            ),
            mistake(
                "year_one",
                but(worth, renewals=1, years_waited=1),
                "That is year 1. The first margin is that of year 0.",
            ),
            mistake("year_three", but(worth, renewals=3, years_waited=3), "That is year 3."),
            mistake("not_discounted", but(worth, years_waited=0), "You left out the waiting."),
            mistake("sure_to_stay", but(worth, renewals=0), "You let her stay for certain."),
            mistake(
                "stays_once",
                but(worth, renewals=1),
                "You let her decide once. By year 2 she has had to stay twice.",
            ),
            mistake("waits_once", but(worth, years_waited=1), "You waited one year. It is two."),
            mistake(
                "simple_interest",
                margin * stays**2 / (1 + 2 * interest),
                "Interest compounds: 1.2 twice, not 1.4.",
            ),
            mistake(
                "interest_taken_off",
                margin * stays**2 * (1 - interest) ** 2,
                "You took 20% off for each year. Divide by 1.2: that is what today's money would grow by.",
            ),
            mistake(
                "year_one_sure",
                but(worth, renewals=0, years_waited=1),
                "That is year 1, and you let her stay for certain.",
            ),
            mistake(
                "waiting_makes_it_more",
                but(worth, years_waited=-2),
                "You multiplied by 1.2 twice. What is waited for is worth less today: divide.",
            ),
            mistake(
                "sum_so_far",
                sum(worth(renewals=year, years_waited=year) for year in range(3)),
                "That is the sum of the first three margins.",
            ),
        ],
        worth,
    )


@questions.add(
    "b",
    title="Two tools, one customer",
    expects=choice(
        {
            "a": "now and period_end",
            "b": "now and if_retained",
            "c": "period_end and if_retained",
        }
    ),
    hints=[
        "Is the difference of the two known to you, or their ratio?",
        "One pair of conventions differs by exactly one margin, another by exactly one year's interest.",
        "Work out both, 330 - 300 and 330 / 300. Only one of the two follows from a number of the task.",
    ],
    meaning="Every payment comes a year later with the second tool, and nothing else is different.",
)
def conventions_of_two_tools():
    return "a", [
        mistake("one_margin", "b", "These two differ by exactly one margin, which here is 50."),
        mistake(
            "retention_between",
            "c",
            "Of these the second is the first times the retention rate. With 300 / 330 for it and a margin of 50 "
            "neither comes out.",
        ),
    ]


@questions.add(
    "c",
    title="A quarter more",
    expects=number(unit="fraction"),
    hints=[
        "Which part of the formula does the retention rate change?",
        "The value grows as the gap 1 + i - r shrinks: a quarter more value, a gap of 1/1.25.",
        "How large is the gap today? Make it smaller by the factor, and ask which rate leaves such a gap.",
    ],
    meaning="More than a quarter of those who leave today would have to stay.",
)
def rate_for_a_quarter_more():
    rate, interest, more = 0.60, 0.15, 1.25
    gap = 1 + interest - rate
    right = 1 + interest - gap / more
    multiple = more * rate / gap
    multiple_alone = more * rate / (1 - rate)
    return right, [
        mistake(
            "rate_raised",
            rate * more,
            "You raised the rate by a quarter. The value does not grow as the rate.",
        ),
        mistake("points", rate + more - 1, "You added 25 points to the rate."),
        mistake(
            "gap_less_a_quarter",
            1 + interest - gap * (2 - more),
            "You took a quarter off the gap. Divide it by 1.25.",
        ),
        mistake(
            "gap_multiplied", 1 + interest - gap * more, "You made the gap larger. Then the value falls."
        ),
        mistake(
            "interest_left_out", 1 - (1 - rate) / more, "You left out the interest: the gap is 1 + i - r."
        ),
        mistake(
            "fewer_leavers",
            1 - (1 - rate) * (2 - more),
            "You let a quarter fewer leave. The gap holds the interest as well, and it is divided by 1.25.",
        ),
        mistake(
            "if_retained",
            multiple * (1 + interest) / (1 + multiple),
            "You used the convention of a first margin in a year. Here it counts at once.",
        ),
        mistake(
            "if_retained_not_discounted",
            multiple_alone / (1 + multiple_alone),
            "You used r / (1 - r): the first margin in a year, and no interest. Here it counts at once, and the gap "
            "is 1 + i - r.",
        ),
        mistake(
            "a_third_more",
            1 + interest - gap / 1.35,
            "You took the 35% of the fitness chain. Here it is a quarter more.",
        ),
        mistake("gap", gap / more, "That is the new gap. Which rate belongs to it?"),
        mistake("rise", right - rate, "That is the rise. Asked is the rate."),
        mistake(
            "rise_in_per_cent",
            100 * (right - rate),
            "That is the rise in points. Asked is the new rate, a fraction.",
        ),
        mistake(
            "of_the_leavers",
            (right - rate) / (1 - rate),
            "That is the share of the leavers who must stay. Asked is the rate.",
        ),
    ]


@questions.add(
    "1",
    title="A subscriber who pays in advance",
    expects=number(unit="money per subscriber"),
    hints=[
        "When is the first payment made, and can it still fail to come?",
        "A payment that is made today and sure is neither discounted nor multiplied by the retention rate.",
        "Write down the payments of the first three years, each with its survival and its discount, and "
        "see by which factor each differs from the one before. A geometric series adds up to first / (1 - "
        "factor).",
    ],
    meaning="That is the most the roaster may spend to win a subscriber, if the rates hold for years.",
)
def subscriber_who_pays_in_advance():
    margin, retention_rate, discount_rate = 60, 0.70, 0.08
    growth = 1 + discount_rate
    right = margin * growth / (growth - retention_rate)

    def value(
        margin=margin, retention_rate=retention_rate, discount_rate=discount_rate, first="now", years=0
    ):
        growth = 1 + discount_rate
        at = {"now": (0, 0), "period_end": (0, 1), "if_retained": (1, 1)}[first]
        if years:
            each = [retention_rate ** (t + at[0]) / growth ** (t + at[1]) for t in range(years)]
            return margin * sum(each)
        return margin * retention_rate ** at[0] * growth ** (1 - at[1]) / (growth - retention_rate)

    return (
        right,
        [
            mistake(
                "mean_stay_discounted_once",
                margin / (1 - retention_rate) / growth,
                "You took the margin times the mean stay, and discounted it for one year. Each payment waits as long "
                "as it takes to come.",
            ),
            mistake(
                "two_years", but(value, years=2), "You stopped after two payments. Go on, without an end."
            ),
            mistake(
                "three_years", but(value, years=3), "You stopped after three payments. Go on, without an end."
            ),
            mistake("one_payment", margin, "That is the first payment alone. What do the later ones bring?"),
            mistake(
                "one_renewal",
                margin * retention_rate,
                "That is the second payment before its discount. What do the first and the later ones bring?",
            ),
            mistake(
                "renewal_for_the_first",
                right * retention_rate,
                "You multiplied the first payment by the renewal rate. It is made today, by everybody.",
            ),
            mistake(
                "discount_rate_of_the_chapter",
                but(value, discount_rate=0.10),
                "You discounted by 10%, as in the chapter. The owner takes 8%.",
            ),
            mistake(
                "renewals_not_discounted",
                margin * retention_rate / (1 - retention_rate),
                "You left the first payment out, and summed the later ones without discounting.",
            ),
            mistake(
                "rates_added",
                margin / (1 - retention_rate - discount_rate),
                "You put the discount rate on the side of the retention rate. It makes the gap "
                "larger: 1 + i - r.",
            ),
            mistake(
                "for_ever_next_year",
                margin / discount_rate,
                "You discounted but let everybody stay for ever: where is the retention rate?",
            ),
            mistake(
                "first_margin_left_out",
                but(value, first="if_retained"),
                "You left the first payment out, or made it depend on a renewal. She pays in advance: it is "
                "sure.",
            ),
            mistake(
                "margin_at_period_end",
                but(value, first="period_end"),
                "You let each payment come at the end of its year. This subscription is paid in advance.",
            ),
            mistake(
                "not_discounted",
                but(value, discount_rate=0),
                "You summed the payments without discounting: 60 next year counts as much as 60 today.",
            ),
            mistake(
                "nobody_leaves",
                but(value, retention_rate=1),
                "You discounted but let everybody stay for ever: where is the retention rate?",
            ),
            mistake(
                "churn_for_retention",
                but(value, retention_rate=1 - retention_rate),
                "You used the share that leaves in place of the share that renews.",
            ),
            mistake(
                "discount_in_per_cent",
                but(value, discount_rate=100 * discount_rate),
                "You put the discount rate in as 8. A rate is a fraction: 8% is 0.08.",
            ),
            mistake(
                "interest_taken_off",
                margin / (1 - retention_rate * (1 - discount_rate)),
                "You took 8% off for each year. Divide by 1.08: that is what today's money would grow by.",
            ),
            mistake(
                "eight_tenths",
                but(value, discount_rate=10 * discount_rate),
                "You discounted by 80% a year. 8% is 0.08.",
            ),
        ],
        value,
    )


@questions.add(
    "2",
    title="Your own formula, with an end",
    expects=function(
        {
            "margin": (1.0, 500.0),
            "retention_rate": (0.05, 0.99),
            "discount_rate": (0.01, 0.3),
            "periods": (2, 30),
        },
        cases=(
            {"margin": 100, "retention_rate": 0.5, "discount_rate": 0.0, "periods": 3},  # the task's example
            {"margin": 100, "retention_rate": 0.8, "discount_rate": 0.1, "periods": 5},
            {"margin": 100, "retention_rate": 1.0, "discount_rate": 0.0, "periods": 5},
        ),
        name="value_of_first",
        returns=number(unit="money per customer"),
    ),
    hints=[
        "Which years are in the sum when `periods` is 3? The first margin comes today: count from there.",
        "Year t adds margin × survival × discount, with survival r to the power t and discount 1 / (1 + i)"
        " to the power t. Year 0 has both at 1.",
        "Let t run over `range(periods)`, in a loop or with `np.arange`, add up, and `return` the sum.",
    ],
    meaning="Added up year by year, it would also value margins that differ, which no closed form does.",
)
def your_own_formula_with_an_end():
    def right(margin, retention_rate, discount_rate, periods):
        return rule()(margin, retention_rate, discount_rate, periods)

    def rule(first=0, more=0, wait=0, kept_first=0, stay="rate", interest="rate", money="margin"):
        def value_of_first(margin, retention_rate, discount_rate, periods):
            kept = {"rate": retention_rate, "all": 1.0, "leavers": 1 - retention_rate}[stay]
            kept = retention_rate - discount_rate if interest == "taken off" else kept
            growth = {"rate": 1 + discount_rate, "none": 1.0, "taken off": 1.0}
            growth["one less"] = 1 / (1 - discount_rate)
            years = range(first, periods + first + more)
            if interest == "simple":
                return margin * sum(kept**year / (1 + year * discount_rate) for year in years)
            growth = growth[interest]
            total = kept**kept_first * sum((kept / growth) ** year for year in years) / growth**wait
            return total * (margin if money == "margin" else 1)

        return value_of_first

    return rule(), [
        mistake(
            "starts_in_year_one",
            but(rule, first=1),
            "Your sum starts in year 1. The first margin is earned today, in year 0.",
        ),
        mistake(
            "first_margin_left_out",
            but(rule, first=1, more=-1),
            "Your sum has one margin too few: the one of today, year 0, is missing.",
        ),
        mistake(
            "one_too_many",
            but(rule, more=1),
            "Your sum has one margin too many. Counting from year 0, the last of `periods` margins is that"
            " of year `periods - 1`.",
        ),
        mistake(
            "one_too_few",
            but(rule, more=-1),
            "Your sum has one margin too few: it stops before the last. How many numbers are in your range?",
        ),
        mistake(
            "not_discounted",
            but(rule, interest="none"),
            "Later margins are not discounted: nothing divides by (1 + discount_rate).",
        ),
        mistake(
            "nobody_leaves",
            but(rule, stay="all"),
            "Nobody leaves in your sum: where is the survival, retention_rate to the power of the year?",
        ),
        mistake(
            "paid_at_period_end",
            but(rule, wait=1),
            "Every margin is discounted a year too much, also the one of today.",
        ),
        mistake(
            "margin_forgotten",
            but(rule, money="one"),
            "What you return is the margin multiple, the value of a margin of 1. Multiply by the margin.",
        ),
        mistake(
            "churn_for_retention",
            but(rule, stay="leavers"),
            "Your sum keeps the share that *leaves*. Keep the share that stays.",
        ),
        mistake(
            "discount_rate_taken_off",
            but(rule, interest="taken off"),
            "You took the discount rate off the retention rate. Divide by (1 + discount_rate).",
        ),
        mistake(
            "one_less_discount_rate",
            but(rule, interest="one less"),
            "You multiplied by (1 - discount_rate). Discounting divides by (1 + discount_rate).",
        ),
        mistake(
            "all_undiscounted",
            but(rule, stay="all", interest="none"),
            "You multiplied the margin by the periods. Some leave, and later margins count less.",
        ),
        mistake(
            "simple_interest",
            but(rule, interest="simple"),
            "Interest compounds: year t is divided by (1 + discount_rate) to the power t, not by "
            "1 + t × discount_rate.",
        ),
        mistake(
            "survival_starts_late",
            but(rule, kept_first=1),
            "Your first margin is multiplied by the retention rate. It is certain: year 0 has a survival of 1.",
        ),
        mistake(
            "no_powers",
            lambda margin, retention_rate, discount_rate, periods: (
                margin * periods * retention_rate / (1 + discount_rate)
            ),
            "Every year in your sum is alike. Each stays and waits one year more: take both to the power of the year.",
        ),
        mistake(
            "three_periods",
            lambda margin, retention_rate, discount_rate, periods: right(
                margin, retention_rate, discount_rate, 3
            ),
            "Your function always adds three margins. How many is for `periods` to say.",
        ),
        mistake(
            "last_margin",
            lambda margin, retention_rate, discount_rate, periods: (
                margin * (retention_rate / (1 + discount_rate)) ** (periods - 1)
            ),
            "You return the last margin alone. Add them up.",
        ),
        mistake(
            "returned_inside_the_loop",
            lambda margin, retention_rate, discount_rate, periods: margin,
            "You return the first margin alone. Does `return` stand inside the loop? It ends the function "
            "there.",
        ),
        mistake_when(
            "example_not_met",
            lambda read: abs(next(iter(read.values())) - 175) > 0.1,
            "Begin with the example: `value_of_first(100, 0.5, 0.0, 3)` must give 175.0. Write its three "
            "margins on paper, and see which of them yours counts otherwise.",
            vague=True,
        ),
    ]


def same(read: dict, values: pd.Series) -> bool:
    """Tell whether an answer read as label -> number is these values."""
    return set(read) == set(values.index) and all(
        abs(read[label] - due) <= 1e-3 * abs(due) for label, due in values.items()
    )


def club_joiners(with_months: bool = False) -> pd.DataFrame | tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table of the exercise: plan, first-year margin and whether there a year after joining.

    With `with_months`, also the table behind it: a row per member and month, with `margin` and `tenure`.
    """
    members = data.load("club_members")
    months = data.load("club_months").merge(members, on="member_id").merge(data.load("club_plans"), on="plan")
    months["margin"] = months["fee"] - months["cost_per_month"] - months["cost_per_visit"] * months["visits"]
    joined, month = months["join_month"].dt, months["month"].dt
    months["tenure"] = 12 * (month.year - joined.year) + month.month - joined.month
    joiners = members.loc[members["join_month"] <= "2023-12-01", ["member_id", "plan"]].set_index("member_id")
    joiners["first_year_margin"] = months[months["tenure"] < 12].groupby("member_id")["margin"].sum()
    joiners["stayed"] = joiners.index.isin(months.loc[months["tenure"] == 12, "member_id"])
    return (joiners, months) if with_months else joiners


@questions.add(
    "3",
    title="Three plans",
    expects=series(by="plan", unit="money per joiner"),
    hints=[
        "Group the joiners by plan. Which two numbers of each group does the formula need?",
        "Both are means over *all* joiners of the plan: of `first_year_margin`, and of `stayed` (True "
        "counts as 1).",
        "pandas computes a formula with two Series plan by plan. Which of the three conventions has the "
        "first margin certain, and at the end of the year?",
    ],
    meaning="Premium is worth about three times basic, and hardly by retention: look at the two means.",
)
def three_plans():
    joiners, months = club_joiners(with_months=True)
    plans = joiners.groupby("plan", observed=True)
    margin, rate, discount_rate = plans["first_year_margin"].mean(), plans["stayed"].mean(), 0.10

    def value(margin, rate):
        return clv.customer_lifetime_value(margin, rate, discount_rate, first_margin="period_end")

    stayers = joiners[joiners["stayed"]].groupby("plan", observed=True)["first_year_margin"].mean()
    whole = joiners["plan"].to_frame().assign(margin=months.groupby("member_id")["margin"].sum())
    first_year = months[months["member_id"].isin(joiners.index) & (months["tenure"] < 12)]

    def by_plan(frame):
        return frame.groupby("plan", observed=True)["margin"].mean()

    of_each = joiners["plan"].to_frame().assign(margin=first_year.groupby("member_id")["margin"].mean())
    monthly = [by_plan(first_year), by_plan(months), margin / 12, by_plan(of_each)]
    margins = {
        "joiner": margin,
        "stayers": stayers,
        "all months": by_plan(whole),
        "total": plans["first_year_margin"].sum(),
        "club": joiners["first_year_margin"].mean() + 0 * margin,
        "median": plans["first_year_margin"].median(),
    }
    rates = {"plan": rate, "club": joiners["stayed"].mean() + 0 * rate, "left": 1 - rate}

    def worth(of="joiner", retention="plan", discount_rate=discount_rate, first_margin="period_end", years=0):
        m, r = margins[of], rates[retention]
        if years:
            return sum(m * r**t / (1 + discount_rate) ** (t + 1) for t in range(years))
        late = {"now": 1 + discount_rate, "period_end": 1.0, "if_retained": r}[first_margin]
        return m * late / (1 + discount_rate - r)

    return value(margin, rate), [
        mistake(
            "not_discounted", but(worth, discount_rate=0), "You did not discount: the rate is 0.10 a year."
        ),
        mistake("three_years", but(worth, years=3), "You stopped after three years. Go on, without an end."),
        mistake("five_years", but(worth, years=5), "You stopped after five years. Go on, without an end."),
        mistake(
            "discount_rate_of_the_roaster",
            but(worth, discount_rate=0.08),
            "You discounted by 8%, as the roaster does. Here it is 0.10.",
        ),
        mistake(
            "one_margin_for_all",
            but(worth, of="club"),
            "You gave every plan the margin of the whole club. Each plan has its own.",
        ),
        mistake(
            "one_value_for_all",
            but(worth, of="club", retention="club"),
            "You gave every plan the value of the whole club's joiner. Group by plan before you take the means.",
        ),
        mistake(
            "median_margin",
            but(worth, of="median"),
            "You took the median margin. A sum over many members needs the mean: those who pay most count too.",
        ),
        mistake_when(
            "margin_of_a_month",
            lambda read: any(same(read, value(of_month, rate)) for of_month in monthly),
            "Your margin is that of a month, and the retention rate is that of a year. Take what a joiner "
            "brings in the first year: `first_year_margin`.",
        ),
        mistake(
            "margin_of_all_months",
            but(worth, of="all months"),
            "Your margin is what joiners have brought in all their months so far. The later years are what "
            "the formula adds: take the first year's.",
        ),
        mistake(
            "margin_today",
            but(worth, first_margin="now"),
            "You count the first margin today. The question asks for the cautious way: at the end of the "
            "year.",
        ),
        mistake(
            "first_margin_if_retained",
            but(worth, first_margin="if_retained"),
            "You count the first year's margin only of those who renew. It is certain here.",
        ),
        mistake(
            "totals_for_means",
            but(worth, of="total"),
            "You used the plan's total margin. A customer's value needs the margin per joiner.",
        ),
        mistake(
            "margin_of_stayers",
            but(worth, of="stayers"),
            "Your margin is that of the members who stayed. Those who left paid something too, and less: "
            "take the mean over all joiners.",
        ),
        mistake(
            "one_rate_for_all",
            but(worth, retention="club"),
            "You gave every plan the retention rate of the whole club. Each plan has its own.",
        ),
        mistake(
            "churn_for_retention",
            but(worth, retention="left"),
            "You used the share that left in place of the share that stayed.",
        ),
        mistake(
            "all_plans_together",
            value(joiners["first_year_margin"].mean(), joiners["stayed"].mean()),
            "This is the value over all plans together. The question asks for one value per plan.",
        ),
        mistake("margin_only", margin, "This is the first year's margin. What about the years after it?"),
        mistake("retention_only", rate, "This is the share that stayed. Now the value."),
    ]


@questions.add(
    "4",
    title="Months and years",
    expects=number(unit="money per customer"),
    hints=[
        "Say the period of each number aloud: margin a …, retention a …, discount a ….",
        "All three must be of the same period. Twelve monthly steps of (1 + monthly rate) must make 1.12.",
        "A twelfth of the 12% is a little too much for a month: it is a root, not a division. Then the "
        "formula with the first margin now.",
    ],
    meaning="The yearly discount rate in a monthly formula would have taken away more than half of it.",
)
def months_and_years():
    margin, retention_rate, yearly = 9, 0.93, 0.12

    def value(margin, retention_rate, discount_rate, first_margin="now"):
        return clv.customer_lifetime_value(margin, retention_rate, discount_rate, first_margin=first_margin)

    monthly = clv.rate_per_period(yearly, 12)
    right = value(margin, retention_rate, monthly)
    growths = {"root": 1 + monthly, "year": 1 + yearly, "twelfth": 1 + yearly / 12, "none": 1.0}
    growths["root of the rate"] = 1 + yearly ** (1 / 12)
    growths["power"], growths["root and one"] = (1 + yearly) ** 12, 2 + monthly
    growths["roaster's"] = 1.08 ** (1 / 12)

    def worth(margin=margin, retention_rate=retention_rate, discount="root", first="now", months=0):
        growth = growths[discount]
        if months:
            return sum(margin * (retention_rate / growth) ** t for t in range(months))
        late = {"now": growth, "period_end": 1.0, "left out": retention_rate}[first]
        return margin * late / (growth - retention_rate)

    return (
        right,
        [
            mistake("one_year", but(worth, months=12), "You stopped after a year. Go on, without an end."),
            mistake(
                "churn_for_retention",
                but(worth, retention_rate=1 - retention_rate),
                "You used the share that leaves in place of the share that stays.",
            ),
            mistake(
                "root_of_the_rate",
                but(worth, discount="root of the rate"),
                "You took the twelfth root of 0.12. Take that of 1.12, and 1 off.",
            ),
            mistake(
                "power_for_root",
                but(worth, discount="power"),
                "You took 1.12 to the power of 12, as if 12% were the rate of a month. Take the root.",
            ),
            mistake(
                "one_not_taken_off",
                but(worth, discount="root and one"),
                "You put in the root itself, about 1.0095. That is 1 plus the rate: take 1 off.",
            ),
            mistake(
                "discount_rate_of_the_roaster",
                but(worth, discount="roaster's"),
                "You discounted by 8% a year, as the roaster does. Here it is 12%.",
            ),
            mistake(
                "yearly_rate_left_in",
                but(worth, discount="year"),
                "You discount every month by the rate of a whole year.",
            ),
            mistake_when(
                "retention_taken_to_the_root",
                lambda read: any(
                    abs(read - value(margin, retention_rate ** (1 / 12), i)) < 0.1 for i in (monthly, yearly)
                ),
                "You took the twelfth root of 0.93. It is a *monthly* rate already; only the "
                "discount rate is "
                "yearly.",
            ),
            mistake_when(
                "yearly_retention_with_a_months_margin",
                lambda read: any(
                    abs(read - value(margin, retention_rate**12, i)) < 0.005 for i in (monthly, yearly)
                ),
                "0.93 to the power of 12 is the share that stays a *year*, and 9 is the margin of a *month*. "
                "Leave both monthly and bring the discount rate to the month.",
            ),
            mistake(
                "divided_by_twelve",
                but(worth, discount="twelfth"),
                "You divided the yearly rate by twelve. Twelve such months compound to more than "
                "12%: take the"
                " root.",
            ),
            mistake(
                "monthly_retention_as_yearly",
                but(worth, margin=12 * margin, discount="year"),
                "You made the margin yearly and left the retention rate monthly: 93 in 100 stay a *month*.",
            ),
            mistake(
                "margin_of_those_who_stay_all_year",
                value(12 * margin, retention_rate**12, yearly),
                "Your yearly margin is twelve payments, but most customers leave within the year and "
                "make fewer. "
                "Count in months.",
            ),
            mistake(
                "first_margin_left_out",
                but(worth, first="left out"),
                "You left the first month's payment out. It is made at once.",
            ),
            mistake(
                "paid_at_period_end",
                but(worth, first="period_end"),
                "You let customers pay at the end of the month. They pay at its beginning.",
            ),
            mistake(
                "not_discounted",
                but(worth, discount="none"),
                "You summed the payments without discounting.",
            ),
        ],
        worth,
    )


@questions.add(
    "5",
    title="A headline, turned round",
    expects=number(unit="fraction"),
    hints=[
        "Only one thing in the formula changes: the retention rate. In which part of it does it stand?",
        "With the first margin now, the value is proportional to 1 / (1 + i - r). For 25% more, this gap "
        "must be smaller by the factor 1.25.",
        "Compute the gap at 0.64, make it smaller by that factor, and ask which r leaves such a gap.",
    ],
    meaning="Nearly ten points: more than a quarter of those who used to leave must have stayed.",
)
def headline_turned_round():
    before, discount_rate, rise = 0.64, 0.12, 1.25
    gap = 1 + discount_rate - before
    right = 1 + discount_rate - gap / rise
    multiple = rise * before / gap

    def rate(before=before, discount_rate=discount_rate, rise=rise, result="rate"):
        after = 1 + discount_rate - (1 + discount_rate - before) / rise
        results = {
            "rate": after,
            "points": after - before,
            "ratio": after / before,
            "rise": after / before - 1,
            "leavers": 1 - after,
            "of the leavers": (after - before) / (1 - before),
            "gap": 1 + discount_rate - after,
        }
        return results[result]

    return (
        right,
        [
            mistake(
                "leavers", but(rate, result="leavers"), "That is the share that leaves. Asked is who stays."
            ),
            mistake(
                "value_down", but(rate, rise=0.75), "You let the value *fall* by a quarter. It rose by 25%."
            ),
            mistake(
                "ratio_of_rates",
                but(rate, result="ratio"),
                "That is the new rate over the old one. The question asks for the new rate.",
            ),
            mistake(
                "rise_of_the_rate",
                but(rate, result="rise"),
                "That is by what share the rate rises. The question asks for the new rate.",
            ),
            mistake(
                "of_the_leavers",
                but(rate, result="of the leavers"),
                "That is the share of those who left who must have stayed. The question asks for the new rate.",
            ),
            mistake(
                "gap_alone",
                but(rate, result="gap"),
                "That is the new gap, 1 + i - r. Which rate belongs to it?",
            ),
            mistake(
                "points_in_per_cent",
                100 * (right - before),
                "That is the rise in points. The question asks for the new rate, as a fraction.",
            ),
            mistake(
                "rise_of_the_chapter",
                but(rate, rise=1.35),
                "You took the 35% of the fitness chain. This gym says 25%.",
            ),
            mistake(
                "other_convention_not_discounted",
                rise * before / (1 - before + rise * before),
                "You inverted r / (1 - r): no discount, and the first margin left out. Here it is counted.",
            ),
            mistake(
                "rate_times_rise",
                before * rise,
                "You raised the retention rate itself by 25%. The value does not move in proportion to it.",
            ),
            mistake(
                "rise_in_points",
                before + rise - 1,
                "You added 25 points to the retention rate. It is the value that rose, by 25%.",
            ),
            mistake(
                "points_only",
                but(rate, result="points"),
                "That is by how much the rate must rise. The question asks where it must arrive.",
            ),
            mistake(
                "other_convention",
                multiple * (1 + discount_rate) / (1 + multiple),
                "You inverted r / (1 + i - r), which leaves the first margin out. Here it is counted.",
            ),
            mistake(
                "not_discounted",
                but(rate, discount_rate=0),
                "You left the discount rate out: the gap is 1 + i - r, not 1 - r.",
            ),
            mistake(
                "discount_rate_of_the_chapter",
                but(rate, discount_rate=0.10),
                "You used a discount rate of 0.10, as in the chapter. This gym's is 0.12.",
            ),
            mistake(
                "gap_down_by_quarter",
                1 + discount_rate - gap * (2 - rise),
                "You made the gap smaller by a quarter, times 0.75. A value that is 1.25 times as "
                "large needs a "
                "gap *divided* by 1.25.",
            ),
            mistake(
                "leavers_down_by_quarter",
                1 - (1 - before) * (2 - rise),
                "You let a quarter fewer leave. That is a guess near the answer; solve the formula for r.",
            ),
            mistake(
                "leavers_before",
                but(rate, before=1 - before),
                "You began with 36 who stay. 64 in 100 stayed.",
            ),
        ],
        rate,
    )


@questions.add(
    "6",
    title="Which lever?",
    expects=items(ordered=True),
    hints=[
        "What is left of a year's rents when wear, repair and service are paid?",
        "Write the value as a function of the three levers. Then change one at a time and leave the others.",
        "A function of the three levers, called four times: as it is, and with one lever a tenth better "
        "at a time. Which of the levers gets better by falling?",
    ],
    meaning=(
        "The order value adds most, and retention least. What a tenth of each would cost is another question."
    ),
)
def which_lever():
    levers = {"retention_rate": 0.50, "average_order_value": 60, "cost_to_serve": 31}

    def ranked(left_after_repair=0.35, discount_rate=0.10, first_margin="now", points=False, served=True):
        def value(retention_rate, average_order_value, cost_to_serve):
            margin = 3 * average_order_value * left_after_repair - cost_to_serve * served
            return clv.customer_lifetime_value(
                margin, retention_rate, discount_rate, first_margin=first_margin
            )

        better = {"retention_rate": 1.2 if points else 1.1, "average_order_value": 1.1, "cost_to_serve": 0.9}
        values = {lever: value(**levers | {lever: levers[lever] * by}) for lever, by in better.items()}
        return sorted(values, key=values.get, reverse=True)

    return ranked(), [
        mistake(
            "cost_to_serve_left_out",
            but(ranked, served=False),
            "You left out the cost to serve: a year more is worth what is left after it.",
        ),
        mistake(
            "not_discounted",
            but(ranked, discount_rate=0.0),
            "Without the discount rate the later years weigh more, and with them retention. Discount.",
        ),
        mistake(
            "first_margin_late",
            but(ranked, first_margin="if_retained"),
            "In your values the first margin depends on retention. It is earned now.",
        ),
        mistake(
            "ten_points",
            but(ranked, points=True),
            "You raised retention by ten *points*. A tenth of 0.50 is five points.",
        ),
        mistake(
            "repair_not_taken_off",
            but(ranked, left_after_repair=1),
            "This is the ranking if all of the rent were left. Only 35% of it is, and the margin is "
            "thinner than that.",
        ),
        mistake(
            "smallest_first",
            ranked()[::-1],
            "This is the ranking from the smallest effect to the largest. The largest comes first.",
        ),
        mistake_when(
            "cost_before_price",
            lambda read: read.get(0) == "cost_to_serve",
            f"A tenth of the cost is {levers['cost_to_serve'] / 10} a year. What is a tenth of the revenue, after wear "
            "and repair?",
        ),
    ]


@questions.add(
    "7",
    title="Five offers",
    expects=items(),
    hints=[
        "For each offer: which three margins count, and what is each worth today?",
        "Three margins mean years 0, 1 and 2. `periods=3` in the library, or your function of 4.1.2.",
        "Compute the value for the whole table at once, compare it with the column `price`, and list the "
        "index.",
    ],
    meaning="Counted without end, radio and shops would cover their price too: see the next question.",
)
def five_offers():
    offers = pd.DataFrame(
        {
            "margin": [50, 90, 60, 40, 50],
            "retention_rate": [0.80, 0.30, 0.70, 0.90, 0.20],
            "price": [120, 120, 70, 109, 100],
        },
        index=["radio", "flyers", "friends", "shops", "raffle"],
    )

    def signed(first_margin="now", periods=3, discount_rate=0.10, retention_rate=offers["retention_rate"]):
        value = clv.customer_lifetime_value(
            offers["margin"], retention_rate, discount_rate, first_margin=first_margin, periods=periods
        )
        return list(offers.index[value >= offers["price"]])

    right = signed()
    too_little = signed("if_retained")
    assert too_little == signed("period_end") == signed(periods=2)
    endless_later = signed("period_end", periods=None)
    assert endless_later == signed("if_retained", periods=None)
    endless = signed(periods=None)
    return right, [
        mistake_when(
            "mask_for_names",
            lambda read: {str(item) for item in read} <= {"True", "False"},
            "That is a mask: True and False, one for each offer. Take the names where it is True: "
            "`offers.index[mask]`.",
        ),
        mistake(
            "refused",
            [name for name in offers.index if name not in right],
            "These are the offers to refuse. Sign those whose three margins cover the price.",
        ),
        mistake(
            "counted_without_end",
            endless,
            "You counted more than three margins, or all without an end. The bank counts three.",
        ),
        mistake(
            "without_end_and_later",
            endless_later,
            "You counted all margins, without end, and let the first come later than today. The bank counts "
            "three, the first one today.",
        ),
        mistake(
            "not_discounted",
            signed(discount_rate=0.0),
            "You summed three margins without discounting the second and the third.",
        ),
        mistake(
            "nobody_leaves",
            signed(retention_rate=1.0),
            "You counted three whole margins. The second and the third come only from those who are still "
            "there.",
        ),
        mistake(
            "counted_too_little",
            too_little,
            "You counted too little: the first of the three margins is earned today and certain, and years"
            " 1 and 2 belong to it.",
        ),
        mistake(
            "first_margin_alone",
            [],
            "No offer is paid back by its first margin alone. Add the second and the third.",
        ),
        mistake(
            "refused_without_end",
            [name for name in offers.index if name not in endless],
            "Two things: you counted all margins, without end, and named the offers to *refuse*.",
        ),
        mistake(
            "churn_for_retention",
            signed(retention_rate=1 - offers["retention_rate"]),
            "You took the share that leaves for the share that stays.",
        ),
        mistake(
            "nobody_leaves_and_late",
            signed("period_end", retention_rate=1.0),
            "Two things: the second and the third margin come only from those who are still there, "
            "and the "
            "first one is earned today.",
        ),
    ]


of_shops = {
    periods: clv.customer_lifetime_value(40, 0.90, 0.10, first_margin="now", periods=periods)
    for periods in (3, None)
}


@questions.add(
    "8",
    title="Defend it",
    expects=explanation(
        sides={
            "a": "take them all: they are worth twice their price",
            "b": "refuse them: the rule is the rule",
            "c": "weigh cash against value, and bind the offer to what can be checked",
        },
        points=(
            f"Says what the rule costs, with both numbers: {of_shops[3]:.1f} by the rule, "
            f"{of_shops[None]:.0f} without an end, twice the price; no other offer leaves more.",
            "Says where that value lies: more than half of it after the third payment, resting on nine in ten"
            " staying every year.",
            "Says what nobody knows: whether these customers are like those on whom the 0.90 was measured,"
            " and whether one rate holds for years.",
            "Says what the rule protects: cash. After three margins the price is not yet recovered.",
            "Decides, with a condition that can be checked: for instance a trial of a stated size, what "
            "will be measured, and the retention rate from which the offer is extended.",
        ),
        least_words=30,
    ),
    hints=[
        "Compute the value of a customer from the shops twice: three margins, and without end.",
        "How much of the endless value comes after the third payment? Who has seen that time?",
        "Two sentences on what the rule costs and saves, one on what is unknown, one with your decision "
        "and the number that would change it.",
    ],
)
def customers_of_the_shops():
    return "c", [
        mistake(
            "value_that_nobody_has_seen",
            "a",
            "How much of that value comes after the third payment, and who has watched these "
            "customers for as long? Until when is the price not recovered?",
        ),
        mistake(
            "rule_without_a_reason",
            "b",
            "A rule is no reason. What does it cost you here, in what the best offer leaves? And "
            "what does it protect, so that one can ask whether you need the protection?",
        ),
    ]
