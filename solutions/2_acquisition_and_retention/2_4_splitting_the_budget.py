"""The questions of exercise 2.4: splitting the budget."""

import functools
import math

import numpy as np
import pandas as pd
from scipy.special import lambertw

from marketing_origin import data
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
from marketing_origin.economics import ResponseCurve, blattberg_deighton, split_budget

questions = Chapter(__file__)


@questions.add(
    "a",
    title="The second 5,000",
    expects=number(unit="joiners", rel=0.01),
    hints=[
        "How many come for 5,000, and how many for 10,000?",
        "The first scale brings 63% of the ceiling, the second 63% of what was left of it.",
        "At 5,000 you are one scale along the curve, at 10,000 two. The answer is what lies between, less "
        "than half of what the first 5,000 brought.",
    ],
    meaning="Little more than a third of what the first 5,000 brought, for the same money.",
)
def joiners_of_the_second_scale():
    ceiling = 200
    first, both = (ceiling * (1 - math.exp(-n)) for n in (1, 2))
    return both - first, [
        mistake("first", first, "That is what the first 5,000 brings. The second finds fewer people left."),
        mistake("both", both, "That is what 10,000 brings. Take off what the first half of it brought."),
        mistake("left_over", ceiling - both, "That is what even 10,000 does not reach."),
        mistake(
            "left_after_first",
            ceiling - first,
            "That is what is left for the second 5,000. It brings a part of it.",
        ),
        mistake(
            "mean", both / 2, "That is the mean of the two halves. The second brings less than the first."
        ),
        mistake(
            "as_much_of_what_the_first_brought",
            first**2 / ceiling,
            "You took 63% of what the first 5,000 *brought*. It is 63% of what they left.",
        ),
        mistake(
            "half_each_time",
            ceiling * (0.5 - 0.5**2),
            "You let each 5,000 bring half of what is left. The curve has e in it, not 2: it brings 63%.",
        ),
        mistake(
            "half_of_the_first",
            first / 2,
            "You halved what the first 5,000 brings. The second brings 63% of what the first left.",
        ),
        mistake("straight", 2 * first, "You doubled the first. The curve bends."),
        mistake("share", (both - first) / ceiling, "That is a share of the ceiling. How many joiners is it?"),
        mistake(
            "third", ceiling * (math.exp(-2) - math.exp(-3)), "That is what a *third* 5,000 would bring."
        ),
        mistake(
            "slope_after_the_first",
            ceiling / 5000 * math.exp(-1),
            "That is the slope after the first 5,000: joiners for one more unit of money.",
        ),
        mistake(
            "half_of_the_ceiling",
            ceiling / 2,
            "That is half of the ceiling. The curve bends: what does the first 5,000 bring, and what both?",
        ),
        mistake("ceiling", float(ceiling), "That is the ceiling, which no budget reaches."),
        mistake("cost_of_each", 5000 / (both - first), "That is what each of them costs. How many are they?"),
        mistake(
            "share_of_both", both / ceiling, "That is the share of the ceiling that both together bring."
        ),
    ]


@questions.add(
    "b",
    title="Where to stop",
    expects=number(unit="money a month"),
    hints=[
        "What does one customer more cost at each step?",
        "Divide the money that a step adds by the customers that it adds. Go on while that is below 64.",
        "Three steps of 1,000 each. Which is the first whose customers cost more than they are worth?",
    ],
    meaning="At 3,000 and 4,000 the average still looks fine, and each step loses money.",
)
def budget_to_stop_at():
    budgets, customers, worth = (1000, 2000, 3000, 4000), (30, 50, 62, 68), 64
    earned = [worth * won - spent for won, spent in zip(customers, budgets, strict=True)]
    return budgets[earned.index(max(earned))], [
        mistake(
            "by_the_average",
            budgets[3],
            "You went on while the *average* customer costs less than 64. What do the last six cost?",
        ),
        mistake(
            "one_step_too_far",
            budgets[2],
            "The step to there costs more for each customer than she is worth.",
        ),
        mistake(
            "too_early", budgets[0], "The next step still costs less for each customer than she is worth."
        ),
        mistake("earned", max(earned), "That is what is earned there. Which budget is it?"),
        mistake(
            "next_cost",
            1000 / 20,
            "That is what a customer costs at the last step that pays. Which budget is it?",
        ),
        mistake("between_the_budgets", 2500.0, "Only the four budgets were tried: choose one of them."),
        mistake("nothing_spent", 0.0, "The first 1,000 win customers for less than they are worth."),
        mistake(
            "average_cost",
            budgets[0] / customers[0],
            "That is what a customer costs on average at 1,000. Which budget is it?",
        ),
        mistake(
            "mean_at_the_best",
            budgets[1] / customers[1],
            "That is what a customer costs on average there. Which budget is it?",
        ),
        mistake("place_in_the_list", 1.0, "That is the place in the list, counted from 0. Give the budget."),
    ]


@questions.add(
    "c",
    title="Nine, and the next unit",
    expects=choice(
        {"a": "from keeping to winning", "b": "from winning to keeping", "c": "nowhere, the split is right"}
    ),
    hints=[
        "Which of the two numbers is about the money that would be moved?",
        "An average is about all the money spent so far. Moved is the next unit.",
        "A unit taken where it brings less, and put where it brings more, gains the difference.",
    ],
    meaning="A unit moved gains 0.30, until the two are equal. The nine plays no part in it.",
)
def where_the_next_unit_goes():
    return "a", [
        mistake(
            "by_the_average",
            "b",
            "You went by the nine. It is about averages; the next unit in keeping brings less than in winning.",
        ),
        mistake("no_move", "c", "The next unit brings more in one place than in the other: moving it gains."),
    ]


@questions.add(
    "1",
    title="A curve from one point",
    expects=number(unit="money per customer"),
    hints=[
        "Two numbers describe the curve. The ceiling is given; which scale makes 4,000 bring 100?",
        "Of the ceiling, 1 - 100/250 is still out at a spending of 4,000, and that must equal e to the power "
        "-4000/scale. The slope is what is still out, in customers, divided by the scale.",
        "Logarithms give the scale, between 7,000 and 9,000. A curve of "
        "`economics.ResponseCurve.from_point` finds it, too, and knows its `marginal_cost`.",
    ],
    meaning="Almost a third above the average of 40. All of it hangs on the owner's guess of the ceiling.",
)
def curve_from_one_point():
    spend, won, ceiling = 4000, 100, 250
    scale = -spend / math.log(1 - won / ceiling)
    right = scale / (ceiling - won)

    def next_cost(spending=spend, won=won, ceiling=ceiling, at="today", result="cost", log=math.log):
        scale = -spending / log(1 - won / ceiling)
        out = {"today": ceiling - won, "first": ceiling, "won": won}[at]
        return {
            "cost": scale / out,
            "slope": out / scale,
            "scale": scale,
            "average": spending / won,
            "at twice": scale / ceiling * math.exp(2 * spending / scale),
        }[result]

    return (
        right,
        [
            mistake(
                "average_cost",
                but(next_cost, result="average"),
                "That is the average cost, 4,000 / 100. The next customer comes further up the curve.",
            ),
            mistake(
                "first_customer",
                but(next_cost, at="first"),
                "That is what the *first* customer cost, at a spending of 0. The question is about today's.",
            ),
            mistake(
                "scale_of_the_curve",
                but(next_cost, result="scale"),
                "That is the curve's scale: it brings 63% of the ceiling. How steep is the curve at 4,000?",
            ),
            mistake(
                "spending_by_ceiling",
                spend / ceiling,
                "You divided the spending by the ceiling, which it does not reach. Find the scale first.",
            ),
            mistake(
                "won_for_still_out",
                but(next_cost, at="won"),
                "You divided the scale by the customers already won. The slope depends on those still out.",
            ),
            mistake(
                "slope_for_cost",
                but(next_cost, result="slope"),
                "That is the slope: customers per unit of money. The cost of the next one is one "
                "divided by it.",
            ),
            mistake(
                "logarithm_to_ten",
                but(next_cost, log=math.log10),
                "You took the logarithm to the base 10. The curve has e in it: use `np.log`.",
            ),
            mistake(
                "straight_line",
                spend / (ceiling - won),
                "You divided the spending by the customers still out. First find the curve's scale.",
            ),
            mistake(
                "ceiling_on_top",
                but(next_cost, ceiling=ceiling + won),
                "You took 250 for those still to be won. It is the ceiling: the 100 are among them.",
            ),
            mistake(
                "logarithm_to_ten_in_the_scale",
                _next_with_wrong_scale(spend, won, ceiling),
                "You took the logarithm to the base 10 for the scale. The curve has e in it: use `np.log`.",
            ),
            mistake(
                "reached_for_still_out",
                -spend / math.log(won / ceiling) / won,
                "Your e^(-4000/scale) is 100/250, the part that is reached. It is the part that is still *out*.",
            ),
            mistake(
                "reached_for_still_out_in_the_scale",
                -spend / math.log(won / ceiling) / (ceiling - won),
                "For your scale, e^(-4000/scale) is 100/250, the part that is reached. It is the part still *out*.",
            ),
            mistake(
                "one_whole_customer",
                scale * math.log((ceiling - won) / (ceiling - won - 1)),
                "You went up by a whole customer, from 100 to 101. Take one divided by the slope *at* 4,000.",
            ),
            mistake(
                "won_off_the_ceiling",
                but(next_cost, ceiling=ceiling - won),
                "You took 150 for the ceiling. It is 250; 150 are still to be won.",
            ),
            mistake(
                "twice_the_spending",
                but(next_cost, result="at twice"),
                "That is what the next customer costs at 8,000. Asked is today's spending.",
            ),
            mistake(
                "mean_of_the_next_budget",
                spend / (ceiling * (1 - won / ceiling) * (won / ceiling)),
                "You divided another 4,000 by what it would win: that is the mean of those, not the very next one.",
            ),
            mistake(
                "spending_for_the_scale",
                spend / ceiling * math.e,
                "You took 4,000 for the scale. The scale is the one at which 4,000 wins 100 of the 250.",
            ),
            mistake(
                "both_averaged",
                spend / (ceiling + won),
                "You divided by 350, the ceiling and those won together. The spending has won 100.",
            ),
            mistake(
                "first_customer_with_the_ceiling_on_top",
                but(next_cost, ceiling=ceiling + won, at="first"),
                "Two things at once: you took the 250 for those still to be won, and it "
                "is what the *first* customer cost.",
            ),
        ],
        next_cost,
    )


def _next_with_wrong_scale(spend: float, won: float, ceiling: float) -> float:
    """Return the cost of the next customer on the curve with a scale from the logarithm to the base 10."""
    scale = -spend / math.log10(1 - won / ceiling)
    return scale / ceiling * math.exp(spend / scale)


@questions.add(
    "2",
    title="Where to stop",
    expects=function(
        {"worth": (5.0, 400.0), "ceiling": (50.0, 500.0), "scale": (500.0, 9000.0)},
        cases=(
            {"worth": 50, "ceiling": 200, "scale": 1000},
            {"worth": 4, "ceiling": 200, "scale": 1000},
            {"worth": 6, "ceiling": 200, "scale": 1000},
        ),
        name="best_spend",
        returns=number(unit="money a month"),
    ),
    hints=[
        "What does the next customer cost at a spending of 0, and by which factor does it grow as you spend?",
        "The slope is ceiling / scale × e^(-spend / scale), so the next customer costs scale / ceiling × "
        "e^(spend / scale). Set this equal to the worth and solve for the spending.",
        "Take logarithms: the spending stands in the exponent alone. For a poor channel the solution is "
        "negative; what is to be spent then?",
    ],
    meaning="This one line is the whole budget rule of a channel without a limit.",
)
def where_to_stop():
    def rule(least=0.0, log=math.log, inside="first", times_scale=True):
        def best_spend(worth, ceiling, scale):
            ratio = {
                "first": ceiling / scale,
                "inverse": scale / ceiling,
                "none": 1.0,
                "down": scale / ceiling / worth**2,
            }
            found = log(worth * ratio[inside])
            return max(least, scale * found if times_scale else found)

        return best_spend

    def until_average(worth, ceiling, scale):
        """Return the spending at which spending / customers is `worth`, by Lambert's W."""
        first = worth * ceiling / scale
        return scale * max(0.0, float(first + lambertw(-first * math.exp(-first)).real))

    return rule(), [
        mistake(
            "average_for_next",
            until_average,
            "You stopped where the *average* customer costs `worth`. By then the last ones cost far more.",
        ),
        mistake(
            "negative_spending",
            but(rule, least=-math.inf),
            "Where the first customer costs more than the worth, your spending is negative. It must be 0.",
        ),
        mistake(
            "logarithm_to_ten",
            but(rule, log=math.log10),
            "You took the logarithm to the base 10. The curve has e in it: use `np.log`.",
        ),
        mistake(
            "scale_left_out",
            but(rule, times_scale=False),
            "You have spend / scale. Multiply by the scale.",
        ),
        mistake(
            "inside_out",
            but(rule, inside="inverse"),
            "The first customer costs scale / ceiling; you have it upside down.",
        ),
        mistake(
            "first_cost_left_out",
            but(rule, inside="none"),
            "You let the first customer cost 1. She costs scale / ceiling.",
        ),
        mistake(
            "worth_of_all",
            lambda worth, ceiling, scale: worth * ceiling,
            "That is what all customers up to the ceiling are worth, not where to stop.",
        ),
        mistake(
            "turned_over",
            but(rule, inside="down"),
            "What stands in your logarithm is upside down: the worth divided by what the first "
            "customer costs.",
        ),
        mistake(
            "nothing_below_twice",
            lambda worth, ceiling, scale: (
                scale * math.log(worth * ceiling / scale) if worth * ceiling > 2 * scale else 0.0
            ),
            "You spend nothing although the first customer costs less than the worth. Spend from there on.",
        ),
        mistake(
            "divided_by_scale",
            lambda worth, ceiling, scale: max(0.0, math.log(worth * ceiling / scale) / scale),
            "You divided by the scale. What you have found is spend / scale: multiply.",
        ),
        mistake(
            "always_nothing",
            lambda worth, ceiling, scale: 0.0,
            "Your function returns 0 for every input. If there is a logarithm: what stands in it must be above 1 "
            "where the first customer costs less than the worth.",
        ),
        mistake(
            "ceiling_left_out",
            lambda worth, ceiling, scale: scale * math.log(worth / scale),
            "You left the ceiling out. The first customer costs scale / ceiling.",
        ),
        mistake(
            "ceiling_times_the_logarithm",
            lambda worth, ceiling, scale: max(0.0, ceiling * math.log(worth * ceiling / scale)),
            "You multiplied the logarithm by the ceiling. What it gives is spend / scale.",
        ),
        mistake(
            "scale_outside_the_logarithm",
            lambda worth, ceiling, scale: max(0.0, math.log(worth * ceiling) / scale),
            "Your logarithm is of worth × ceiling alone. The scale divides inside it, and multiplies outside.",
        ),
        mistake(
            "customers_for_money",
            lambda worth, ceiling, scale: max(0.0, ceiling - scale / worth),
            "That is how many customers this spending wins. The spending is asked for.",
        ),
        mistake(
            "first_cost_for_the_logarithm",
            lambda worth, ceiling, scale: max(0.0, scale * (worth * ceiling / scale - 1)),
            "You have the ratio of worth and first cost, less 1. On this curve it is the logarithm of the ratio.",
        ),
        mistake(
            "sign_taken_off",
            lambda worth, ceiling, scale: abs(scale * math.log(worth * ceiling / scale)),
            "You took the sign off a negative spending. Where the first customer costs too much it is 0.",
        ),
        mistake_when(
            "one_answer_for_all",
            lambda read: len(set(read.values())) == 1 and next(iter(read.values())) > 0,
            "Your function returns the same for every input. Compute with its three arguments.",
        ),
        mistake(
            "log_of_one_more",
            lambda worth, ceiling, scale: max(0.0, scale * math.log1p(worth * ceiling / scale)),
            "What stands in your logarithm is 1 too large: the ratio itself, and 0 where it is below 1.",
        ),
        mistake(
            "slope_alone",
            lambda worth, ceiling, scale: ceiling / scale,
            "That is how steep the curve begins. Where has it fallen so far that the next customer costs `worth`?",
        ),
    ]


@functools.cache
def care_levels() -> pd.DataFrame:
    """Return the share who stay by level of care, within quarters (as in the exercise) and as counted."""
    members = data.load("club_members")[["member_id", "home_club"]]
    months = data.load("club_months").merge(members, on="member_id")
    months = months.merge(data.load("club_cancellations")[["member_id", "month"]].assign(left=1), how="left")
    months = months.merge(data.load("club_retention_costs")[["month", "home_club", "care_per_member"]])
    months["quarter"] = months["month"].dt.to_period("Q").astype(str)
    quarters = months.groupby("quarter")["left"]
    months["if_equal"] = quarters.transform("count") / quarters.transform("size")
    levels = months.groupby("care_per_member").agg(
        counted=("left", "size"), left=("left", "count"), if_equal=("if_equal", "sum")
    )
    overall = months["left"].count() / len(months)
    return pd.DataFrame(
        {
            "stay": 1 - overall * levels["left"] / levels["if_equal"],
            "as_counted": 1 - levels["left"] / levels["counted"],
        }
    )


@questions.add(
    "3",
    title="Three steps of care",
    expects=series(by="step", unit="money per further member kept"),
    hints=[
        "On a step two things change: the care that everybody gets, and the share who stay.",
        "The step from 0.3 to 0.8 costs 0.5 a member. Which share of members does it keep in addition?",
        "`levels.diff()` has both differences, and one over the other is the cost. Its first row is no "
        "step; the three that are left take the labels `steps`.",
    ],
    meaning="Each step is dearer than the one before. Each rests on few draws: the intervals are wide.",
)
def three_steps_of_care():
    levels = care_levels()
    labels = ["0 to 0.3", "0.3 to 0.8", "0.8 to 1.5"]

    def steps(of="stay", money="step", kept="step", slope=False, per=1, months=1):
        care, stay = levels.index.to_numpy(float), levels[of].to_numpy() ** months
        above = {"step": np.diff(care), "whole": care[1:]}[money]
        below = {"step": np.diff(stay), "all": stay[1:], "none": stay[1:] - stay[0]}[kept]
        return pd.Series(below / above if slope else above / below, labels) * per

    right = steps()
    return (
        right,
        [
            mistake(
                "from_no_care",
                but(steps, money="whole", kept="none"),
                "You compared each level with no care at all: an average over all steps so far. Compare it with "
                "the level below.",
            ),
            mistake(
                "all_who_stay",
                but(steps, money="whole", kept="all"),
                "You divided the care by all who stay. Most of them would have stayed without it: take the "
                "*further* share who stay.",
            ),
            mistake(
                "step_over_all_who_stay",
                but(steps, kept="all"),
                "You divided the step by all who stay. Most of them would have stayed without it: take the "
                "*further* share who stay.",
            ),
            mistake(
                "slope_for_cost",
                but(steps, slope=True),
                "That is the further share kept per unit of money. The cost is one divided by it.",
            ),
            mistake(
                "as_counted",
                but(steps, of="as_counted"),
                "You used the shares as counted over all quarters. Use the column `stay`, which compares within "
                "quarters.",
            ),
            mistake(
                "whole_care_over_step",
                but(steps, money="whole"),
                "You divided the *whole* care of the upper level by what the step adds. Only the step is new.",
            ),
            mistake(
                "kept",
                pd.Series(np.diff(levels["stay"]), labels),
                "These are the further shares who stay. What does one further member kept cost?",
            ),
            mistake(
                "money_of_the_step",
                pd.Series(np.diff(levels.index.to_numpy(float)), labels),
                "That is what the step costs for *each* member, kept by it or not. Divide by the "
                "further share who stay.",
            ),
            mistake(
                "relative_to_the_leavers",
                pd.Series(
                    np.diff(levels.index.to_numpy(float))
                    / (np.diff(levels["stay"]) / (1 - levels["stay"].to_numpy()[:-1])),
                    labels,
                ),
                "You divided by the *relative* fall of those who leave. One further member "
                "kept is a member, so take the difference of the shares.",
            ),
            mistake(
                "times_the_leavers",
                right * (1 - levels["stay"].to_numpy()[1:]),
                "You took only those who leave for those who cost care. Every member gets it.",
            ),
            mistake(
                "step_over_the_gain_since_none",
                but(steps, kept="none"),
                "You divided the step by all that is kept since no care. Compare its upper level with the lower one.",
            ),
            mistake(
                "over_a_years_retention",
                but(steps, months=12),
                "You divided a month's care by the further share who stay a *year*. Take a month for both.",
            ),
        ],
        steps,
    )


@questions.add(
    "4",
    title="The best care",
    expects=number(unit="money per subscriber and month", rel=5e-3),
    hints=[
        "Compute what a subscriber is worth at R = 0, 1, 2, 3 … Where does it stop rising?",
        "At the top the next subscriber kept costs what a subscriber is worth *at that spending*.",
        "Compute the worth on a fine grid of R, `np.linspace(…)`, and find the largest with `argmax`. If "
        "that is the last R of your grid, the grid ends too early.",
    ],
    meaning="At this care the last subscriber kept costs exactly what a subscriber is worth.",
)
def best_care():
    stay, margin, discount_rate = ResponseCurve(0.98, 0.5, 0.92), 18.0, 0.01
    gross = 1 + discount_rate
    best = blattberg_deighton(ResponseCurve(0.5, 1.0), stay, margin, discount_rate)
    right = float(best.spend["retention"])
    spend = np.linspace(0, 10, 100_001)
    # Care left out of the worth: r'(R) V = 1 with V = (1 + i) m / (1 + i - r(R)).
    free = gross * margin / (gross - stay.response(spend))

    grid = np.linspace(0, 60, 60_001)

    def best_at(
        discount_rate=discount_rate, margin=margin, result="care", months=1, margin_late=False, k=stay.k
    ):
        gross, stays = (1 + discount_rate) ** months, ResponseCurve(0.98, k, 0.92).response(grid)
        worth = ((margin if margin_late else gross * margin) - grid) / (gross - stays)
        at = worth.argmax()
        return {
            "care": grid[at],
            "worth": worth[at],
            "share": stays[at],
            "yearly": 12 * grid[at],
            "if retained": grid[(worth * stays).argmax()],
        }[result]

    wide = np.linspace(0.01, 40, 40_000)
    worth = (gross * margin - wide) / (gross - stay.response(wide))
    average = wide / (stay.response(wide) - stay.floor)
    # Where a grid may end below the best: at a whole number, one step before it, at that of the chapter's curve.
    ends = [1.7, *(whole - step for whole in range(1, 5) for step in (0, 0.1, 0.01, 0.001))]
    return (
        right,
        [
            mistake(
                "paid_for_those_kept",
                float(
                    grid[
                        (
                            (gross * margin - grid * stay.response(grid)) / (gross - stay.response(grid))
                        ).argmax()
                    ]
                ),
                "You paid the care of those alone who stay. It is paid for everybody, also for who leaves.",
            ),
            mistake(
                "average_for_next",
                float(wide[average <= worth][-1]),
                "You stopped where those kept cost on *average* what a subscriber is worth. By then "
                "the last one "
                "costs far more.",
            ),
            mistake(
                "average_of_all_who_stay",
                float(wide[stay.average_cost(wide) <= worth][-1]),
                "You divided the care by all who stay, and took an average. What does the *next* one "
                "kept cost?",
            ),
            mistake(
                "not_discounted",
                but(best_at, discount_rate=0.0),
                "You left the discount rate out: money a month later is worth 1% less.",
            ),
            mistake(
                "ten_per_cent",
                but(best_at, discount_rate=0.1),
                "You discounted at 10% a month. The newspaper's rate is 1% a month: i = 0.01.",
            ),
            mistake(
                "one_per_cent_a_year",
                but(best_at, discount_rate=1.01 ** (1 / 12) - 1),
                "You took the 1% for a year's rate. It is a month's already.",
            ),
            mistake(
                "worth_without_care",
                stay.spend_where(gross * margin / (gross - stay.floor)),
                "You stopped at the worth of a subscriber without care. With care she stays longer "
                "and is worth "
                "more, so it pays to go on.",
            ),
            mistake(
                "care_left_out_of_worth",
                float(spend[np.abs(stay.marginal_cost(spend) - free).argmin()]),
                "You left the cost of the care out of the subscriber's worth: (1 + i) m less R.",
            ),
            mistake(
                "stopped_at_margin",
                stay.spend_where(margin),
                "No care at all would be best if one kept paid for a single month. She pays for longer.",
            ),
            mistake(
                "worth_for_spending",
                but(best_at, result="worth"),
                "That is what a subscriber is worth at the best care. The question is how much care that is.",
            ),
            mistake(
                "share_for_spending",
                but(best_at, result="share"),
                "That is the share who stay at the best care. The question is how much care that is.",
            ),
            mistake(
                "scale_of_the_curve",
                1 / stay.k,
                "That is the curve's scale, 1 / k, and the end of the chapter's grid. Where to stop depends on "
                "the margin, too; on a grid, look beyond 2.",
            ),
            mistake_when(
                "end_of_the_grid",
                lambda read: 0.5 < read < right and any(abs(read - end) < 1e-9 for end in ends),
                "If that is the last value of your grid, the grid ends too early: the worth still rises there. Make "
                "it longer, until the best lies inside.",
            ),
            mistake(
                "care_of_a_year",
                but(best_at, result="yearly"),
                "That is the care of a year. Asked is a month's.",
            ),
            mistake(
                "margin_of_a_year", but(best_at, margin=12 * margin), "Your margin is that of a year, 216."
            ),
            mistake(
                "twelve_per_cent",
                but(best_at, discount_rate=0.12),
                "You discounted at 12% a month. It is 1%.",
            ),
            mistake(
                "club_of_the_chapter",
                1.03,
                "That is the club's best care, from the chapter. The newspaper has another margin and another curve.",
            ),
            mistake(
                "margin_late",
                but(best_at, margin_late=True),
                "With you margin and care come at the same time. Here the margin comes at the beginning of the month, "
                "(1 + i) m, and the care at its end.",
            ),
            mistake(
                "worth_if_retained",
                but(best_at, result="if retained"),
                "You took her worth from the next month on. This month's margin and care count.",
            ),
            mistake(
                "worth_at_ninety_seven",
                gross * margin / (gross - 0.97),
                "That is a subscriber's worth. The question is how much to spend.",
            ),
            mistake(
                "scale_for_its_inverse",
                but(best_at, k=2.0),
                "You took 2 for k, which is 0.5: the scale is 1 / k.",
            ),
        ],
        best_at,
    )


@questions.add(
    "5",
    title="One budget, three places",
    expects=series(by="place", unit="money this month", rel=5e-3, abs=30.0),
    hints=[
        "What does the first unit of money bring in each place, in money? And after 4,000?",
        "The last unit of money must bring the same, worth / cost of the next, in each place that gets any; "
        "a place whose first unit brings less gets nothing.",
        "`economics.split_budget` takes the curves, what a customer is worth in each place, and the "
        "budget. `.spend` is the split, and `.marginal_value` shows whether it is one.",
    ],
    meaning="The posters get nothing: even their first unit would bring less than the last one elsewhere.",
)
def one_budget_three_places():
    curves = {
        "search": ResponseCurve(300, 1 / 6000),
        "posters": ResponseCurve(80, 1 / 8000),
        "call": ResponseCurve(120, 1 / 3000),
    }
    values = {"search": 120, "posters": 120, "call": 200}
    budget = 12_000
    names = list(curves)
    first = pd.Series({name: values[name] * curves[name].marginal_response(0.0) for name in names})
    best = split_budget(curves, values, budget=budget)
    won = pd.Series({name: values[name] * curves[name].ceiling for name in names})
    # What the equal marginal values ask for where spending may be negative, cut off at 0 and stretched.
    scale = pd.Series({name: 1 / curves[name].k for name in names})

    def stretched(first):
        price = math.exp((float((scale * np.log(first)).sum()) - budget) / scale.sum())
        cut = (scale * np.log(first / price)).clip(lower=0)
        return cut * budget / cut.sum()

    by_worth = {"right": values, "none": dict.fromkeys(names, 120)}
    by_worth |= {"turned": {"search": 200, "posters": 200, "call": 120}, "won alone": values | {"call": 1e-6}}

    def split(worth="right", budget=budget, shares=False, rule="margin"):
        ways = {
            "equal": lambda: pd.Series(budget / 3, names),
            "first": lambda: budget * first / first.sum(),
            "all": lambda: budget * won / won.sum(),
            "one": lambda: pd.Series({"search": budget, "posters": 0, "call": 0}),
            "margin": lambda: split_budget(curves, by_worth[worth], budget=budget).spend,
        }
        return ways[rule]() / (budget if shares else 1)

    return best.spend, [
        mistake(
            "customers_for_money",
            pd.Series({name: curves[name].response(best.spend[name]) for name in names}),
            "These are the customers won and kept. The split, in money, is asked for: `.spend`.",
        ),
        mistake(
            "gain_for_money",
            best.marginal_value,
            "This is what the last unit brings in each place. The split, in money, is asked for: `.spend`.",
        ),
        mistake(
            "in_equal_parts",
            but(split, rule="equal"),
            "You split it in equal parts. Then the last unit brings more in one place than in another.",
        ),
        mistake(
            "budget_ignored",
            split_budget(curves, values).spend,
            "You spent in each place until the next customer costs her worth. That takes more than 12,000.",
        ),
        mistake(
            "worth_ignored",
            but(split, worth="none"),
            "You made the *costs* of the next customers equal. A customer kept is worth more than one won.",
        ),
        mistake(
            "all_in_one_place",
            but(split, rule="one"),
            "You put all of it in one place. What does its last unit bring, and what would it elsewhere?",
        ),
        mistake(
            "in_proportion_to_the_first",
            but(split, rule="first"),
            "You split in proportion to what the first unit brings. Look at the last unit.",
        ),
        mistake(
            "in_proportion_to_all",
            but(split, rule="all"),
            "You split in proportion to what all the customers of a place are worth. Look at the last unit.",
        ),
        mistake(
            "worths_turned_round",
            but(split, worth="turned"),
            "You gave those won 200 and those kept 120. It is the other way round.",
        ),
        mistake(
            "worth_ignored_and_stretched",
            stretched(first / pd.Series(values)),
            "Two things: a customer kept is worth more than one won; and where a place would get less "
            "than nothing, solve again without it instead of stretching the rest.",
        ),
        mistake("half_of_it", but(split, budget=budget / 2), "You split 6,000. There are 12,000."),
        mistake("shares_exactly", but(split, shares=True), "These are shares of the budget. Asked is money."),
        mistake("total_only", budget, "That is the whole budget. The question asks for each place's part."),
        mistake("in_thousands", best.spend / 1000, "This is in thousands. Give the money itself."),
        mistake_when(
            "shares",
            lambda read: 0.98 < sum(read.values()) < 1.02 or 98 < sum(read.values()) < 102,
            "These are shares of the budget. The question asks for money.",
        ),
        mistake(
            "cut_off_and_stretched",
            stretched(first),
            "You left out the place that would get less than nothing and stretched the rest to 12,000. Then their last "
            "units no longer bring the same: solve again without it.",
        ),
        mistake_when(
            "negative_money",
            lambda read: min(read.values()) < -30,
            "A place gets less than nothing. Give it 0, and share the 12,000 between the others anew.",
        ),
        mistake_when(
            "all_in_the_call",
            lambda read: read["call"] > budget - 90 and abs(read["search"]) + abs(read["posters"]) < 90,
            "You put all of it in one place. What does its last unit bring, and what would it elsewhere?",
        ),
        mistake_when(
            "over_budget",
            lambda read: sum(read.values()) > budget + 90,
            "Your parts add up to more than 12,000.",
        ),
        mistake_when(
            "money_left",
            lambda read: sum(read.values()) < budget - 90,
            "Your parts add up to less than 12,000, and the next unit would still bring more than itself.",
        ),
        mistake_when(
            "posters_funded",
            lambda read: read["posters"] > 30,
            "You gave the posters money. What does their first unit bring, and what the last one elsewhere?",
        ),
    ]


@questions.add(
    "6",
    title="Five firms",
    expects=items(),
    hints=[
        "Which of the four columns are about money that is still to be spent?",
        "Money should go from where the next customer is dear to where the next one is cheap.",
        "Two of the four columns are averages of money that is gone. Compare the two others firm by firm; "
        "where they are equal, nothing is to move.",
    ],
    meaning="The bank and the shop have the famous nine. One should do the opposite, the other nothing.",
)
def five_firms():
    firms = pd.DataFrame(
        {
            "average_won": [450, 60, 90, 200, 30],
            "average_kept": [50, 50, 10, 25, 40],
            "next_won": [480, 180, 150, 600, 50],
            "next_kept": [700, 90, 150, 250, 45],
        },
        index=["bank", "gym", "shop", "airline", "theatre"],
    )

    def where(rows):
        return list(firms.index[rows])

    ratio = firms["average_won"] / firms["average_kept"]
    moves = firms["next_kept"] < firms["next_won"]
    return where(moves), [
        mistake(
            "large_ratios",
            where(ratio > 2),
            "You went by a ratio with an average in it. An average tells what was bought, not what the next unit "
            "buys.",
        ),
        mistake(
            "every_ratio_above_one",
            where(ratio > 1),
            "You took all firms where winning is dearer *on average*. Look at the next customers.",
        ),
        mistake(
            "wrong_way",
            where(firms["next_kept"] > firms["next_won"]),
            "That is where the next customer kept is the dearer one. Money should not go there.",
        ),
        mistake(
            "average_must_agree",
            where(moves & (ratio > 1)),
            "You asked the averages to agree. One firm should move although keeping is dearer on average.",
        ),
        mistake(
            "equal_moved_too",
            where(firms["next_kept"] <= firms["next_won"]),
            "One of these firms has both marginal costs equal: it has nothing to gain from moving.",
        ),
        mistake(
            "famous_nine",
            where(ratio == 9),
            "These two have the famous nine, a ratio of averages. Is the next customer kept the cheaper one there?",
        ),
        mistake("all", where(ratio > 0), "Not all of them. For one the money should go the other way."),
        mistake(
            "nobody",
            [],
            "There are such firms: compare the cost of the next customer won with that of "
            "the next one kept, row by row.",
        ),
        mistake(
            "average_against_next",
            where(firms["average_won"] > firms["next_kept"]),
            "You compared the average cost of winning with the cost of the *next* one "
            "kept. Take the next on both sides.",
        ),
        mistake(
            "cheaper_to_win_on_average",
            where(ratio < 1),
            "That is where winning is cheaper on average. Look at the next customers.",
        ),
        mistake(
            "wrong_way_with_the_tie",
            where(firms["next_kept"] >= firms["next_won"]),
            "That is where the next customer kept costs as much or more. Money should not go there.",
        ),
        mistake_when(
            "some_only",
            lambda read: 0 < len(read) < 3 and set(read) < set(where(moves)),
            "What you have belongs here; the same holds for others. Compare the last two columns in every row.",
        ),
        mistake(
            "bank_and_gym",
            ["bank", "gym"],
            "At one of these the next customer kept is the dearer one. Compare the last two columns in every row.",
        ),
        mistake(
            "tie_alone",
            ["shop"],
            "At this one both next customers cost the same: nothing is gained by moving.",
        ),
    ]


@questions.add(
    "7",
    title="The lever and its price",
    expects=items(ordered=True),
    hints=[
        "For each stage: what is the worth of a person approached before and after the 1,000?",
        "The formula gives the worth for any b and r. a and m only multiply: leave them at 1.",
        "Four worths: today's, and one with each change. Look at what each adds; the largest percentage "
        "need not add most.",
    ],
    meaning="The longest lever and the cheapest one both lose: what counts is lever times movement.",
)
def lever_and_its_price():
    def worth(a=1.0, b=0.6, r=0.8, first=1.0):
        return a * (first + b / (1.1 - r))

    def ranked(by_a=0.03, by_b=0.035, by_r=0.015, first=1.0):
        new = {
            "acquire": worth(a=1 + by_a, first=first),
            "engage": worth(b=0.6 * (1 + by_b), first=first),
            "retain": worth(r=0.8 * (1 + by_r), first=first),
        }
        return sorted(new, key=new.get, reverse=True)

    right = ranked()
    elasticity_only = ranked(0.01, 0.01, 0.01)
    cheapest_first = ["engage", "acquire", "retain"]
    rankings = (right, elasticity_only, cheapest_first, right[::-1], ranked(first=0.0))
    assert len({tuple(each) for each in rankings}) == len(rankings)
    return right, [
        mistake(
            "elasticity_only",
            elasticity_only,
            "This is the ranking if each were raised by the same per cent (or r by 1.5 *points*). The 1,000 "
            "does not raise them equally: r goes to 0.8 × 1.015.",
        ),
        mistake(
            "cheapest_first",
            cheapest_first,
            "This ranks what the 1,000 moves most, not what that adds to the worth.",
        ),
        mistake("smallest_first", right[::-1], "This begins with the smallest. The largest comes first."),
        mistake(
            "first_margin_left_out",
            ranked(first=0.0),
            "You left the first margin out, the 1 in the bracket. A larger a brings more of it, too.",
        ),
        mistake_when(
            "other_words",
            lambda read: (
                not set(read.values()) & set(right)
                and {str(word)[:3].lower() for word in read.values()} == {"acq", "eng", "ret"}
            ),
            'These are other words. Write "acquire", "engage" and "retain", as the task does.',
        ),
        mistake_when(
            "letters",
            lambda read: set(read.values()) <= {"a", "b", "r"},
            "These are the letters of the formula. The question asks for the names of the stages.",
        ),
        mistake_when(
            "engage_before_retain",
            lambda read: read.get(0) == "acquire" and read.get(1) == "engage",
            "The first is right. Compare the other two again: a change of r works on all later years.",
        ),
        mistake_when("one_alone", lambda read: len(read) == 1, "You named one. A ranking has all three."),
    ]


@questions.add(
    "8",
    title="Defend it",
    expects=explanation(
        sides={
            "a": "she is right: move a large part from winning to keeping",
            "b": "no large move: for the next member neither side is clearly cheaper",
            "c": "the other way: move from keeping to winning",
            "d": "leave it: that winning costs nine times as much is a myth",
        },
        points=(
            "Says what her 63 is: an average over all joiners, the early cheap ones included, which no "
            "further money can buy again.",
            "Says what her “less than one” counts: every member who stays, most of whom would have stayed "
            "without care.",
            "Names the two numbers to look at, the cost of the next member won (about 105 by search) and of "
            "the next member kept (about 122), and that they are about equal.",
            "Says how sure that is: the interval for care is wide and holds the other number; so "
            "large moves are ruled out, small ones are not decided.",
            "Says what would change the advice, in a way that can be checked: another round of the lot, or "
            "members kept who are worth several times as much as new ones.",
        ),
        least_words=30,
    ),
    hints=[
        "Which members are in the denominator of each of her numbers?",
        "Of the members who stay, how many does care keep? And what did the last joiners cost?",
        "One sentence on each of her numbers, two on the marginal costs with their interval, one with the "
        "measurement that would change your mind.",
    ],
)
def split_of_the_budget():
    return "b", [
        mistake(
            "averages_for_the_next_member",
            "a",
            "Both of her numbers are averages over members whom the move does not touch: joiners "
            "won long ago, and members who would have stayed without any care. What does the "
            "*next* member cost, won and kept?",
        ),
        mistake(
            "difference_that_nobody_saw",
            "c",
            "You look at the right two numbers and read a difference into them. How wide is the "
            "interval of the second, and is the first one inside?",
        ),
        mistake(
            "myth_and_no_decision",
            "d",
            "True, and it does not say what to do: she has not used the nine. Which two numbers "
            "would she have to look at?",
        ),
    ]
