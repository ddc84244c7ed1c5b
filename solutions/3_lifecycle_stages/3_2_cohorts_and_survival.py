"""The questions of chapter and exercise 3.2: cohorts and survival."""

import numpy as np
import pandas as pd

from marketing_origin import data, journeys
from marketing_origin.checks import (
    Chapter,
    but,
    explanation,
    mistake,
    mistake_when,
    number,
    parameters,
    series,
)
from marketing_origin.claims.survival import HIGH_END
from marketing_origin.lifecycle import BetaDiscreteWeibull, Geometric, ShiftedBetaGeometric

questions = Chapter(__file__)

MAGAZINE = ([200, 150, 120], [300, 210, 165], [500, 400])


@questions.add(
    "a",
    title="Three cohorts, two years",
    expects=number(unit="fraction"),
    hints=[
        "Which of the three cohorts could anybody have seen after two years?",
        "This year's cohort has no second year yet: it belongs neither above nor below the line.",
        "Above the line those of the first two cohorts after two years, below it all who joined in them.",
    ],
    meaning="This year's 500 have no vote yet.",
)
def share_after_two_years():
    seen = [cohort for cohort in MAGAZINE if len(cohort) > 2]
    there, joined = sum(cohort[2] for cohort in seen), sum(cohort[0] for cohort in seen)
    at_one = sum(cohort[1] for cohort in seen)
    right = there / joined
    return right, [
        *(
            mistake(
                f"cohort_{number + 1}_alone",
                cohort[2] / cohort[0],
                "That is one of the two cohorts. Put the customers of both together.",
            )
            for number, cohort in enumerate(seen)
        ),
        mistake(
            "last_year_guessed",
            (there + MAGAZINE[2][-1] ** 2 / MAGAZINE[2][0]) / sum(cohort[0] for cohort in MAGAZINE),
            "You guessed this year's second year. Take only those whose second year could be seen.",
        ),
        mistake(
            "kaplan_meier",
            sum(cohort[1] for cohort in MAGAZINE) / sum(cohort[0] for cohort in MAGAZINE) * there / at_one,
            "You let this year's joiners vote on the first year. That is a sound estimate, and not what is "
            "asked: only those whose two years could be seen.",
        ),
        mistake(
            "mean_of_retentions",
            np.mean([cohort[2] / cohort[1] for cohort in seen]),
            "That is the mean of two retention rates of the second year. Begin with all who joined.",
        ),
        mistake(
            "of_those_after_one",
            there / sum(cohort[1] for cohort in MAGAZINE),
            "You divided by those there after one year. Divide by those who joined, in the two older cohorts.",
        ),
        mistake(
            "future_is_zero",
            there / sum(cohort[0] for cohort in MAGAZINE),
            "You divided by all who joined. This year's could not be seen for two years: leave them out "
            "below "
            "the line, too.",
        ),
        mistake(
            "mean_of_shares",
            np.mean([cohort[2] / cohort[0] for cohort in seen]),
            "That is the mean of two shares. The cohorts differ in size: put their customers together.",
        ),
        mistake("complement", 1 - right, "That is the share who have left. How many are still there?"),
        mistake("one_year", at_one / joined, "That is the share after one year."),
        mistake(
            "one_year_of_all",
            sum(cohort[1] for cohort in MAGAZINE) / sum(cohort[0] for cohort in MAGAZINE),
            "That is the share after one year.",
        ),
        mistake(
            "retention",
            there / at_one,
            "You divided by those there after one year: that is the second year's retention rate.",
        ),
        mistake("count", there, "That is their number. Divide by those who joined."),
        mistake(
            "youngest_carried",
            (there + MAGAZINE[2][-1]) / sum(cohort[0] for cohort in MAGAZINE),
            "You took this year's 400, seen after one year, for a second year.",
        ),
        mistake(
            "mean_of_all_three",
            np.mean([cohort[-1] / cohort[0] for cohort in MAGAZINE]),
            "That is the mean of three shares, this year's after one year among them. Put the "
            "customers of the two older cohorts together.",
        ),
    ]


@questions.add(
    "b",
    title="Survival by hand",
    expects=number(unit="fraction"),
    hints=[
        "At which months does somebody leave, and how many are watched then?",
        "Months 1, 3 (two leave) and 6. Whoever ended with a + before a month is not watched in it.",
        "One factor for each of the three months. Between two of them the watched lose those who left and "
        "those who ended with a +.",
    ],
    meaning="Those with a + had a vote as long as they were watched.",
)
def survival_after_six_months():
    def product(leaving, watched):
        return float(np.prod(1 - np.array(leaving) / np.array(watched)))

    right = product([1, 2, 1], [8, 6, 3])

    def survival(leaving=(1, 2, 1), watched=(8, 6, 3), left=False):
        months = min(len(leaving), len(watched))
        kept = product(leaving[:months], watched[:months])
        return 1 - kept if left else kept

    return right, [
        mistake(
            "leavers_only_before_six",
            1 / 4,
            "Two things: those with a + count as long as they were watched, and one leaves in month 6.",
        ),
        mistake(
            "early_ones_dropped",
            2 / 6,
            "You left out those with a + before month 6, or gave the share who leave in it. All have a vote in the "
            "months in which they were seen; multiply the shares who stay.",
        ),
        mistake(
            "hazards_added",
            1 - (1 / 8 + 2 / 6 + 1 / 3),
            "You added the hazards up. Multiply the shares who stay.",
        ),
        mistake(
            "second_kept_in_view",
            but(survival, watched=(8, 7, 3)),
            "In month 3 the second member has dropped out of view already.",
        ),
        mistake(
            "leaver_not_watched",
            but(survival, watched=(8, 6, 2)),
            "Who leaves in month 6 was there in it: three are watched.",
        ),
        mistake(
            "censored_left",
            2 / 8,
            "You counted those with a + before month 6 as having left. Nobody saw them leave.",
        ),
        mistake(
            "censored_stay",
            4 / 8,
            "You counted those with a + among the watched for ever. After their last month they have no "
            "vote.",
        ),
        mistake("leavers_only", 0.0, "You kept only those who left; of these all are gone by month 6."),
        mistake(
            "before_six",
            but(survival, leaving=(1, 2)),
            "That is the survival just before month 6; one leaves in it.",
        ),
        mistake("complement", but(survival, left=True), "That is the share who have left by then."),
        mistake(
            "tie_once",
            product([1, 1, 1], [8, 6, 3]),
            "In month 3 two leave, not one.",
        ),
        mistake(
            "last_factor",
            2 / 3,
            "That is the share who stay in month 6 alone. Multiply with the months before.",
        ),
        mistake(
            "at_six_censored",
            but(survival, watched=(8, 7, 4)),
            "In month 3 the second member has dropped out of view already, and in month 6 the fifth.",
        ),
        mistake(
            "all_watched_for_ever",
            but(survival, watched=(8, 8, 8)),
            "You divided by all eight each time. Whoever has left, or ended with a +, is not watched any more.",
        ),
        mistake(
            "one_of_two_dropped",
            but(survival, leaving=(1, 1, 1), watched=(7, 5, 3)),
            "You counted the two with 3 months as one member. They are two of the eight.",
        ),
        mistake(
            "leavers_not_watched",
            but(survival, watched=(7, 4, 2)),
            "You took the leavers off before you divided. Who leaves in a month is watched in it.",
        ),
    ]


def steady_and_restless(years, groups=((300, 0.2), (700, 0.6))):
    """Those still there after some years, of groups of (customers, churn rate)."""
    return sum(size * (1 - churn) ** years for size, churn in groups)


@questions.add(
    "c",
    title="Nobody changes",
    expects=number(unit="fraction"),
    hints=[
        "How many are there after two years, of each kind, and how many after three?",
        "300 × 0.8² and 700 × 0.4² are there after two years. Their mix is not 300 to 700 any more.",
        "Those of both kinds who are there after three years, over those who are there after two. It is "
        "more than stayed in the first year, though nobody has changed.",
    ],
    meaning="Higher than the 0.52 of the first year, and nobody has changed.",
)
def retention_in_year_three():
    there = [steady_and_restless(year) for year in range(5)]
    right = there[3] / there[2]

    def kept(year=3, groups=((300, 0.2), (700, 0.6)), left=False):
        share = steady_and_restless(year, groups) / steady_and_restless(year - 1, groups)
        return 1 - share if left else share

    return right, [
        mistake(
            "first_year",
            but(kept, year=1),
            "That is the first year's rate. By the third the mix is another.",
        ),
        mistake("second_year", but(kept, year=2), "That is the second year: from one to two."),
        mistake("fourth_year", but(kept, year=4), "That is the fourth year: from three to four."),
        mistake(
            "groups_swapped",
            but(kept, groups=((700, 0.2), (300, 0.6))),
            "You gave 700 a chance of 1 in 5. It is 300 who leave so seldom.",
        ),
        mistake(
            "leaving_for_staying",
            but(kept, groups=((300, 0.8), (700, 0.4))),
            "1 in 5 and 3 in 5 are the chances to *leave*. 4 in 5 and 2 in 5 stay.",
        ),
        *(
            mistake(
                f"mix_after_{year}",
                steady_and_restless(year, ((300, 0.2),)) / there[year],
                "That is the share of steady ones among those who are there. Which share of all stays?",
            )
            for year in (2, 3)
        ),
        mistake(
            "restless_share",
            steady_and_restless(2, ((700, 0.6),)) / there[2],
            "That is the share of restless ones among those who are there. Which share of all stays?",
        ),
        mistake(
            "first_rate_three_times",
            (there[1] / there[0]) ** 3,
            "You took the first year's rate three times. The mix changes, and one year alone is asked.",
        ),
        mistake(
            "survival",
            there[3] / there[0],
            "You divided by all 1,000 who began. Divide by those there after two.",
        ),
        mistake(
            "survival_two", there[2] / there[0], "That is the share of all who are there after two years."
        ),
        mistake("churn", but(kept, left=True), "That is the share who leave in the third year."),
        mistake(
            "plain_mean",
            0.6,
            "You averaged 0.8 and 0.4 as if there were as many of one kind as of the other.",
        ),
        mistake("count", there[3], "That is how many are there. Divide by those there a year before."),
    ]


QUARTERS = ["1997Q2", "1997Q3", "1997Q4", "1998Q1", "1998Q2"]


def first_quarters_orders():
    """Return the orders of CDNOW's customers, with quarter and quarter of the first order, as text."""
    orders = data.load("cdnow")
    first = orders.groupby("customer_id")["date"].transform("min")
    return orders.assign(
        quarter=orders["date"].dt.to_period("Q").astype(str), cohort=first.dt.to_period("Q").astype(str)
    )


@questions.add(
    "1",
    title="A shop's cohort, by calendar",
    expects=series(by="quarter"),
    hints=[
        "Each customer counts once a quarter, however often she ordered in it.",
        "Group by quarter, count *different* customers (`nunique`), and divide by all of the cohort.",
        "`nunique()` counts each customer once: by quarter for the upper numbers, in the whole table for "
        "the lower one. The first quarter is no answer: everybody ordered in it.",
    ],
    meaning="No survival curve: it may rise again, because silence is not leaving.",
)
def shop_by_calendar():
    orders = first_quarters_orders()
    size = orders["customer_id"].nunique()
    grouped = orders.groupby("quarter")["customer_id"]
    customers = grouped.nunique()
    right = (customers / size).loc[QUARTERS]
    days = orders.drop_duplicates(["customer_id", "date"]).groupby("quarter").size()
    there = orders.groupby(["customer_id", "quarter"]).size().unstack(fill_value=0) > 0
    still = there.loc[:, ::-1].cummax(axis=1).mean()[QUARTERS]
    first = orders.groupby("customer_id")["date"].transform("min")
    came_back = orders.loc[orders["date"] > first, "customer_id"].nunique()
    counts = {"customers": customers, "rows": grouped.size(), "days": days}
    counts["money"] = orders.groupby("quarter")["value"].sum()

    buyers_later = orders.loc[orders["quarter"].isin(QUARTERS), "customer_id"].nunique()
    always = there[QUARTERS].cummin(axis=1).mean()

    def share(of="customers", over="cohort", others=False, total=False, per=1):
        count = counts[of]
        below = {"cohort": size, "before": count.shift(), "sum": count.sum(), "back": came_back}
        below = (below | {"first": count.iloc[0], "later": buyers_later})[over]
        found = per * (count / below).loc[QUARTERS]
        found = found.cumsum() if total else found
        return per - found if others else found

    seen = there[QUARTERS].cummax(axis=1).sum()
    return right, [
        mistake(
            "money_of_the_first",
            but(share, of="money", over="first"),
            "You divided a quarter's money by the first quarter's. Count customers.",
        ),
        mistake_when(
            "first_quarter_kept",
            lambda read: "1997q1" in read,
            "The first quarter is the one in which the cohort was won: leave it out.",
        ),
        mistake(
            "of_those_who_came_back",
            but(share, over="back"),
            "You divided by those who ever came back. Divide by all of the cohort.",
        ),
        mistake(
            "of_those_who_bought_later",
            but(share, over="later"),
            "You divided by those who bought in the five quarters. Divide by all of the cohort.",
        ),
        mistake(
            "every_quarter_so_far",
            always,
            "You kept only those who bought in every quarter so far. Each quarter stands for itself.",
        ),
        mistake(
            "rows_of_the_first",
            but(share, of="rows", over="first"),
            "You divided rows by the first quarter's rows. Count customers.",
        ),
        mistake(
            "money_each", but(share, of="money"), "That is money per customer of the cohort. Count customers."
        ),
        mistake(
            "money", but(share, of="money", over="sum"), "These are shares of the money. Count customers."
        ),
        mistake(
            "row_shares", but(share, of="rows", over="sum"), "These are shares of all rows. Count customers."
        ),
        mistake(
            "running_total", but(share, total=True), "You added the quarters up. Each stands for itself."
        ),
        mistake(
            "seen_so_far",
            seen / size,
            "You counted those who had bought in that quarter *or before*. Who bought in it?",
        ),
        mistake(
            "rows",
            but(share, of="rows"),
            "You counted rows: a customer with three counts three times.",
        ),
        mistake(
            "orders",
            but(share, of="days"),
            "You counted days with an order. Count each customer once a quarter.",
        ),
        mistake("complement", but(share, others=True), "These are the shares who did *not* buy."),
        mistake(
            "counts",
            customers.loc[QUARTERS],
            "These are numbers of customers. Divide by the size of the cohort.",
        ),
        mistake(
            "of_the_quarter_before",
            but(share, over="before"),
            "You divided by the buyers of the quarter before. Divide by all of the cohort.",
        ),
        mistake(
            "shares_of_buyers",
            but(share, over="sum"),
            "You divided by the sum of all quarters' buyers. Divide by the size of the cohort.",
        ),
        mistake(
            "one_quarter_off",
            (customers / size).shift(1).loc[QUARTERS],
            "Every value stands a quarter too late: 1997Q2 has the cohort's own first quarter.",
        ),
        mistake(
            "not_seen_later",
            still,
            "You counted those who were seen in that quarter *or later*. Who bought in it?",
        ),
    ]


def november_and_december():
    """Return the members who paid in November 2024, and those who paid in December, as sets."""
    months = data.load("club_months")
    return tuple(set(months.loc[months["month"] == f"2024-{month}-01", "member_id"]) for month in (11, 12))


@questions.add(
    "2",
    title="Of whom?",
    expects=parameters(rel=1e-3),
    hints=[
        "Who can leave between the two months? Only who paid in November.",
        "Churn: of those who paid in November, the share who did not pay in December. Growth needs both "
        "numbers.",
        "`isin` marks who is in another month, `~` turns it round, and a mean makes a share of it. Which "
        "month's customers are the rows, for churn?",
    ],
    meaning="The club grew while it lost members: net growth hides the leak.",
)
def of_whom():
    november, december = november_and_december()
    joiners = len(december - november)
    left = len(november - december)
    right = {"churn": left / len(november), "growth": len(december) / len(november) - 1}
    everybody = len(data.load("club_members"))
    bases = {"november": len(november), "december": len(december), "all": everybody}
    bases["mean"] = (len(november) + len(december)) / 2

    def rates(churn_of="november", growth_of="november", stayed=False, ratio=False, swapped=False):
        churn = left / bases[churn_of]
        growth = (len(december) - len(november)) / bases[growth_of]
        values = [1 - churn if stayed else churn, 1 + growth if ratio else growth]
        return dict(zip(right, values[::-1] if swapped else values, strict=True))

    return right, [
        mistake(
            "joiners_of_december",
            right | {"churn": joiners / len(december)},
            "That `churn` is the share of December's members who are new. Who is missing of November's?",
        ),
        mistake(
            "joiners_for_leavers",
            right | {"churn": joiners / len(november)},
            "For `churn` you counted those who joined. Count those of November who are missing in December.",
        ),
        mistake(
            "joiners_forgotten",
            right | {"growth": -left / len(november)},
            "That `growth` has those who left, and not those who joined.",
        ),
        mistake(
            "of_both_months",
            right | {"churn": left / len(november | december)},
            "You divided the leavers by everybody of both months. They left November's members.",
        ),
        mistake(
            "churn_of_a_year",
            right | {"churn": 1 - (1 - left / len(november)) ** 12},
            "You made a year of `churn`. The month alone is asked.",
        ),
        mistake(
            "logarithm",
            right | {"growth": float(np.log(len(december) / len(november)))},
            "That `growth` is the logarithm of the ratio: near it for small changes, and not the fraction.",
        ),
        mistake(
            "of_the_mean",
            but(rates, churn_of="mean"),
            "You divided the leavers by the mean of the two months. They left November's members.",
        ),
        mistake(
            "retention",
            but(rates, stayed=True),
            "`churn` is the share who stayed. Turn it round.",
        ),
        mistake(
            "net",
            right | {"churn": 1 - len(december) / len(november)},
            "For `churn` you compared the numbers of members; those who joined hide those who left.",
        ),
        mistake(
            "of_december",
            but(rates, churn_of="december"),
            "You divided the leavers by December's members. They left November's.",
        ),
        mistake(
            "of_everybody",
            but(rates, churn_of="all"),
            "You divided by all who ever joined; most had left long ago.",
        ),
        mistake(
            "ratio",
            but(rates, ratio=True),
            "`growth` is the ratio. No growth would be 0.",
        ),
        mistake(
            "counts",
            {"churn": left, "growth": len(december) - len(november)},
            "These are numbers of members. Divide by November's.",
        ),
        mistake(
            "joiners",
            right | {"growth": joiners / len(november)},
            "For `growth` you counted the joiners and forgot those who left.",
        ),
        mistake("swapped", but(rates, swapped=True), "The two are swapped."),
        mistake(
            "growth_of_december",
            but(rates, growth_of="december"),
            "You divided the growth by December's members. It starts from November's.",
        ),
    ]


LATE = pd.DataFrame(
    {
        "entry": [0, 0, 0, 0, 4, 4, 6, 6, 9],
        "months": [2, 4, 5, 7, 5, 12, 7, 8, 12],
        "left": [True, False, True, False, True, False, True, True, False],
    }
)


@questions.add(
    "3",
    title="Seen too late",
    expects=number(unit="fraction"),
    hints=[
        "For each month in which somebody leaves: who had come into view *before* it, and is still there?",
        "In month 2 only the first four were in view. In month 5 the fifth and the sixth are as well.",
        "A row for each month with a leaver: in view before it, less all who have ended before it. The "
        "four of month 2 are not always the same four.",
    ],
    meaning="Few are watched at any time: say how many are at risk when you show such a curve.",
)
def seen_too_late():
    def after_eight(frame, **more):
        return float(journeys.kaplan_meier(frame["months"], frame["left"], **more)["survival"].loc[8])

    right = after_eight(LATE, entry=LATE["entry"])
    shifted = LATE.assign(months=LATE["months"] - LATE["entry"])
    in_view = journeys.kaplan_meier(shifted["months"], shifted["left"])["survival"]

    def survival(entry=True, at=8, left=False, rows=9, seen_leaving=True):
        kept = LATE.iloc[:rows]
        more = {"entry": kept["entry"]} if entry else {}
        ended = kept["left"] | (not seen_leaving)
        curve = journeys.kaplan_meier(kept["months"], ended, **more)["survival"].loc[:at]
        return float(1 - curve.iloc[-1] if left else curve.iloc[-1])

    def product(leaving, watched):
        return float(np.prod(1 - np.array(leaving) / np.array(watched)))

    return right, [
        mistake(
            "after_five",
            but(survival, at=5),
            "That is the survival after five months. Go on to month 8.",
        ),
        mistake(
            "month_eight_alone",
            product([1], [2]),
            "That is month 8 alone. Multiply with the months before.",
        ),
        mistake(
            "leavers_only",
            0.0,
            "You kept only those who left. Who is still there counts while she was watched.",
        ),
        mistake(
            "tie_once",
            product([1, 1, 1, 1], [4, 4, 4, 2]),
            "In month 5 two leave, not one.",
        ),
        mistake(
            "tie_once_before_eight",
            product([1, 1, 1], [4, 4, 4]),
            "Two things: in month 5 two leave, and in month 8 one more does.",
        ),
        mistake(
            "last_month_not_counted",
            product([1, 2, 1, 1], [4, 4, 3, 2]),
            "In month 7 four are watched: who is seen up to month 7 counts in it.",
        ),
        mistake(
            "flags_turned",
            after_eight(LATE.assign(left=~LATE["left"])),
            "`left` is True where leaving was *seen*. You have it the other way round, and forgot `entry`.",
        ),
        mistake(
            "flags_turned_late",
            float(
                journeys.kaplan_meier(LATE["months"], ~LATE["left"], entry=LATE["entry"])["survival"]
                .loc[:8]
                .iloc[-1]
            ),
            "`left` is True where leaving was *seen*. You have it the other way round.",
        ),
        mistake(
            "no_entry",
            but(survival, entry=False),
            "You let everybody count from the start. The last five could not have been seen leaving before "
            "they came into view.",
        ),
        mistake(
            "clock_restarted",
            float(in_view.loc[:8].iloc[-1]),
            "You measured time since each came into view. Time runs from joining.",
        ),
        mistake(
            "late_ones_dropped",
            but(survival, rows=4),
            "You kept only those seen from the start. The others count too, from when they came into view.",
        ),
        mistake("complement", but(survival, left=True), "That is the share who have left."),
        mistake(
            "share_of_file",
            float((LATE["months"] > 8).mean()),
            "That is the share of the file who stayed longer than eight months. Five of the file came late.",
        ),
        mistake(
            "before_eight",
            but(survival, at=7),
            "That is the survival after seven months. In month 8 one more leaves.",
        ),
        mistake(
            "all_left",
            float(1 - LATE["left"].mean()),
            "That is the share of the file who did not leave, whenever they came.",
        ),
        mistake(
            "out_of_sight_has_left",
            but(survival, seen_leaving=False),
            "You let everybody leave in the last month in which she was seen. Where `left` is False "
            "nobody saw her leave.",
        ),
        mistake(
            "leavers_not_watched",
            product([1, 2, 1, 1], [3, 2, 3, 1]),
            "You took the leavers off before you divided. Who leaves in a month is watched in it.",
        ),
    ]


def memberships():
    """Return the club's joiners: plan, months paid without a break, months paid in all, whether they left."""
    members = data.load("club_members")
    paid = data.load("club_months").merge(members[["member_id", "join_month"]], on="member_id")
    paid = paid.sort_values(["member_id", "month"], kind="stable")

    def month_number(dates):
        return dates.dt.year * 12 + dates.dt.month

    age = month_number(paid["month"]) - month_number(paid["join_month"])
    unbroken = age == paid.groupby("member_id").cumcount()
    people = members[["member_id", "plan", "join_month"]].set_index("member_id")
    people["plan"] = people["plan"].astype(str)
    people["months"] = unbroken.groupby(paid["member_id"]).sum().astype("int64")
    people["paid"] = paid.groupby("member_id").size()
    people["left"] = people["months"] < 2024 * 12 + 13 - month_number(people["join_month"])
    return people


@questions.add(
    "4",
    title="Half of them, by plan",
    expects=series(by="plan"),
    hints=[
        "When had half of the joiners left? Those who are still there count as long as they were watched.",
        "`journeys.kaplan_meier` for each plan, then the first month at which survival is 0.5 or less.",
        "`journeys.time_until` reads a curve of `journeys.kaplan_meier`: the first month in which so "
        "large a share, or less, is left. One curve for each plan.",
    ],
    meaning="Plans are chosen, not drawn by lot: the longer stay need not be the plan's doing.",
)
def half_of_them():
    people = memberships()

    def by_plan(function):
        return pd.Series({plan: float(function(part)) for plan, part in people.groupby("plan")})

    def until(part, share=0.5):
        return journeys.time_until(journeys.kaplan_meier(part["months"], part["left"]), share)

    right = by_plan(until)

    def months_by_plan(who="all watched", how="half", late=0, unit=1):
        def one(part):
            rows = part[part["left"]] if who == "leavers" else part
            if who == "all watched":
                return until(part, {"half": 0.5, "quarter": 0.25, "three quarters": 0.75}[how])
            return rows["months"].mean() if how == "mean" else rows["months"].median()

        return (by_plan(one) + late) / unit

    return right, [
        mistake(
            "all_plans_thrice",
            by_plan(lambda part: until(people)),
            "You gave each plan the median of all. Estimate one curve for each plan's members.",
        ),
        mistake(
            "with_pauses",
            by_plan(lambda part: until(part.assign(months=part["paid"]))),
            "You counted the months after a pause, too. First memberships end with the first pause.",
        ),
        mistake(
            "one_rate",
            by_plan(lambda part: part["months"].sum() / part["left"].sum()),
            "Months over leavers is the mean stay if one rate held for ever. When had half left?",
        ),
        mistake(
            "half_at_one_rate",
            by_plan(lambda part: np.log(2) * part["months"].sum() / part["left"].sum()),
            "You took one rate for all ages. Young members leave faster: use the curve.",
        ),
        mistake(
            "still_there",
            by_plan(lambda part: part.loc[~part["left"], "months"].median()),
            "That is the median of those still there, until today.",
        ),
        mistake(
            "survival_of_a_year",
            by_plan(lambda part: journeys.kaplan_meier(part["months"], part["left"])["survival"].loc[12]),
            "These are the shares still there after a year. After how many months was it half?",
        ),
        mistake("years", but(months_by_plan, unit=12), "These are years. The question asks for months."),
        mistake(
            "share_left",
            by_plan(lambda part: part["left"].mean()),
            "These are the shares who have left so far. After how many months was it half?",
        ),
        mistake(
            "all_plans",
            float(until(people)),
            "That is the median over all plans. The question asks for one value per plan.",
        ),
        mistake(
            "leavers",
            but(months_by_plan, who="leavers"),
            "That is the median of those who left. Those still there are missing from it.",
        ),
        mistake(
            "all_as_left",
            but(months_by_plan, who="all"),
            "You took today as the end of every membership. Many are not over.",
        ),
        mistake(
            "mean",
            but(months_by_plan, who="all", how="mean"),
            "That is a mean, of months seen until today. The question asks when half had left.",
        ),
        mistake(
            "mean_of_leavers",
            but(months_by_plan, who="leavers", how="mean"),
            "That is a mean, and of those who left only.",
        ),
        mistake(
            "flags_turned",
            by_plan(
                lambda part: journeys.time_until(journeys.kaplan_meier(part["months"], ~part["left"]), 0.5)
            ),
            "The second argument is True where leaving was *seen*. You have it the other way round.",
        ),
        mistake("quarter", but(months_by_plan, how="quarter"), "That is when a quarter had left."),
        mistake(
            "three_quarters",
            but(months_by_plan, how="three quarters"),
            "That is when three quarters had left: `time_until` takes the share who have *left*.",
        ),
        mistake(
            "one_month_late",
            but(months_by_plan, late=1),
            "One month too many: the month itself at which survival is 0.5 or less.",
        ),
        mistake(
            "one_month_early",
            but(months_by_plan, late=-1),
            "One month too few: at that month more than half are still there.",
        ),
        mistake(
            "leavers_one_month_early",
            but(months_by_plan, who="leavers", late=-1),
            "You took those who left alone, and a month too few. Whoever is still there counts, too.",
        ),
    ]


@questions.add(
    "5",
    title="Year 12 from five years",
    expects=parameters(rel=5e-3),
    hints=[
        "Which model lets customers differ, and takes shares of 1,000 customers?",
        "`ShiftedBetaGeometric().fit(first, customers=1000)`, with years 0 to 4; `Geometric` likewise.",
        "Once fitted, a model has `.survival(year)`. It is a share; in which unit is the answer asked for?",
    ],
    meaning="Printed for year 12: 39.4. Neither has it; one rate for all misses by more than twice as much.",
)
def year_twelve():
    def projected(year=12, last=4, survival=HIGH_END, left=False, swapped=False, per=100, since=0):
        first = list(survival[: last + 1])
        models = {"differ": ShiftedBetaGeometric(), "one_rate": Geometric()}
        found = [model.fit(first, customers=1000) for model in models.values()]
        found = [model.survival(year) / model.survival(since) for model in found]
        found = [per * (1 - value if left else value) for value in found]
        return dict(zip(models, found[::-1] if swapped else found, strict=True))

    def rates():
        first = list(HIGH_END[:5])
        return {
            "differ": 100 * ShiftedBetaGeometric().fit(first, customers=1000).retention_rate(12),
            "one_rate": 100 * Geometric().fit(first, customers=1000).retention_rate(12),
        }

    right = projected()
    return right, [
        mistake(
            "latest_rate",
            right | {"one_rate": 100 * (HIGH_END[4] / HIGH_END[3]) ** 12},
            "For `one_rate` you took the last year's rate alone. `Geometric` uses all four renewals.",
        ),
        mistake("of_a_thousand", but(projected, per=1000), "These are of 1,000. Per cent are of a hundred."),
        mistake(
            "of_those_after_four",
            but(projected, since=4),
            "That is of those who are there in year 4. Per cent of *all* are asked.",
        ),
        mistake(
            "from_what_was_seen",
            {name: HIGH_END[4] * share / 100 for name, share in projected(since=4).items()},
            "You went on from the 59.3 that were seen. The models have a year 4 of their own.",
        ),
        mistake("year_eight", but(projected, year=8), "That is year 8. Year 12 counts from the start."),
        mistake("year_sixteen", but(projected, year=16), "That is year 16. Year 12 counts from the start."),
        mistake(
            "hazard",
            {name: 100 - rate for name, rate in rates().items()},
            "These are year 12's hazards. How many of all are still there?",
        ),
        mistake(
            "last_rate",
            right | {"differ": HIGH_END[4] * (HIGH_END[4] / HIGH_END[3]) ** 8},
            "For `differ` you carried the last year's rate on. In the model retention goes on rising.",
        ),
        mistake(
            "weibull",
            right | {"differ": 100 * BetaDiscreteWeibull().fit(HIGH_END[:5], customers=1000).survival(12)},
            "That is the beta-discrete-Weibull. `differ` is the shifted beta-geometric.",
        ),
        mistake(
            "printed",
            right | {"differ": HIGH_END[12]},
            "That is what was printed. What does the model expect?",
        ),
        mistake("swapped", but(projected, swapped=True), "The two are swapped."),
        mistake(
            "retention", rates(), "These are year 12's retention rates. How many of all are still there?"
        ),
        mistake(
            "complement",
            but(projected, left=True),
            "These are those who have left.",
        ),
        mistake("five_years", but(projected, last=5), "You fitted years 0 to 5. Take 0 to 4: five numbers."),
        mistake("three_years", but(projected, last=3), "You fitted years 0 to 3. Take 0 to 4: five numbers."),
        mistake(
            "all_years",
            but(projected, last=12),
            "You fitted all thirteen numbers. Then nothing is projected.",
        ),
        mistake("year_eleven", but(projected, year=11), "That is year 11. Year 0 is the start."),
        mistake("year_thirteen", but(projected, year=13), "That is year 13. Year 0 is the start."),
        mistake(
            "first_rate",
            right | {"one_rate": 100 * (HIGH_END[1] / 100) ** 12},
            "For `one_rate` you took the first year's rate alone. `Geometric` uses all four renewals.",
        ),
        mistake(
            "mean_rate",
            right | {"one_rate": 100 * (HIGH_END[4] / 100) ** 3},
            "For `one_rate` you carried the mean of the four years on. `Geometric` divides leavers by "
            "renewals due.",
        ),
    ]


SURVIVORS = {0: 1000, 1: 700, 2: 560, 3: 490, 4: 450, 5: 423, 6: 402}


def per_customer(first, last, rate=0.12, margin=60.0, base=None, delay=0):
    """Return the present value of renewals `first` to `last`, per customer there the year before."""
    there = SURVIVORS[first - 1 if base is None else base]
    return sum(
        margin * SURVIVORS[year] / there / (1 + rate) ** (year - first + delay)
        for year in range(first, last + 1)
    )


@questions.add(
    "6",
    title="Three renewals",
    expects=parameters(rel=1e-3),
    hints=[
        "Whose renewals? For an old customer start from those there in year 3, not from all who ever joined.",
        "Margin × share still there, of the group's own start, for each of the three renewals; the first is "
        "not discounted.",
        "Each group has three terms: margin × share of its own start, one year of interest more each "
        "time. The old customers are worth more, by less than half.",
    ],
    meaning="Same firm, same contract, same three renewals: the old ones are worth far more.",
)
def three_renewals():
    right = {"new": per_customer(1, 3), "old": per_customer(4, 6)}
    pooled = sum(SURVIVORS[year] for year in range(1, 7)) / sum(SURVIVORS[year] for year in range(6))
    curves = {
        "seen": lambda start, k: SURVIVORS[start + k] / SURVIVORS[start],
        "of all": lambda start, k: SURVIVORS[start + k] / SURVIVORS[0],
        "mean rate": lambda start, k: pooled**k,
        "six years": lambda start, k: (SURVIVORS[6] / SURVIVORS[0]) ** (k / 6),
        "first rate": lambda start, k: (SURVIVORS[start + 1] / SURVIVORS[start]) ** k,
        "sure first": lambda start, k: SURVIVORS[start + k - 1] / SURVIVORS[start],
        "nobody leaves": lambda start, k: 1.0,
        "each year's": lambda start, k: SURVIVORS[start + k] / SURVIVORS[start + k - 1],
    }

    def worths(margin=60, discount_rate=0.12, renewals=3, curve="seen", swapped=False, delay=0, customers=1):
        found = [
            customers
            * sum(
                margin * curves[curve](start, k) / (1 + discount_rate) ** (k - 1 + delay)
                for k in range(1, renewals + 1)
            )
            for start in (0, 3)
        ]
        return dict(zip(right, found[::-1] if swapped else found, strict=True))

    return (
        right,
        [
            mistake(
                "one_rate_over_six_years",
                but(worths, curve="six years"),
                "You gave both the same rate, that of all six years. Take each group's own renewals.",
            ),
            mistake(
                "chapters_margin", but(worths, margin=100), "You took the chapter's margin of 100. It is 60."
            ),
            mistake(
                "chapters_rate", but(worths, discount_rate=0.10), "You took the chapter's 10%. It is 12%."
            ),
            mistake(
                "each_years_retention",
                but(worths, curve="each year's"),
                "You took each year's retention rate. Whoever pays the third renewal has made the two before.",
            ),
            mistake(
                "interest_added",
                but(worths, discount_rate=1 / 1.12 - 1),
                "You multiplied by 1.12. A later margin is worth less today, not more.",
            ),
            mistake(
                "margin_of_today",
                {name: value + 60 for name, value in right.items()},
                "You added a sure margin. The first that counts is Monday's, and not everybody renews.",
            ),
            mistake(
                "old_at_joining",
                right | {"old": right["old"] / 1.12**3},
                "You discounted `old` to the day when she was won. Her next renewal is on Monday as well.",
            ),
            mistake(
                "new_for_both",
                right | {"old": right["new"]},
                "You gave `old` the renewals of a new customer. Begin with the 490 of year 3.",
            ),
            mistake(
                "for_ever",
                {
                    name: 60 * rate * 1.12 / (1.12 - rate)
                    for name, rate in zip(right, (700 / 1000, 450 / 490), strict=True)
                },
                "That is for ever, at each group's first rate. Three renewals are asked, and they are in the table.",
            ),
            mistake(
                "first_rate_for_ever",
                but(worths, curve="first rate"),
                "You carried each group's first rate on. Its second and third renewal are in the table.",
            ),
            mistake(
                "nobody_leaves",
                but(worths, curve="nobody leaves"),
                "Nobody leaves in your sum: multiply each margin by the share who are still there.",
            ),
            mistake(
                "of_a_thousand",
                but(worths, customers=1000),
                "These are worths of 1,000 customers. Of one, please.",
            ),
            mistake(
                "of_all",
                but(worths, curve="of all"),
                "For `old` you divided by all 1,000. You are asked for a customer who *has* stayed "
                "three years.",
            ),
            mistake(
                "one_rate",
                but(worths, curve="mean rate"),
                "You gave both the same rate. Take each group's own renewals.",
            ),
            mistake(
                "first_discounted",
                but(worths, delay=1),
                "You discounted the first renewal too. It is due on Monday.",
            ),
            mistake(
                "not_discounted",
                but(worths, discount_rate=0),
                "You did not discount the second and third renewal.",
            ),
            mistake("swapped", but(worths, swapped=True), "The two are swapped."),
            mistake(
                "renewals",
                {name: value / 60 for name, value in right.items()},
                "These are numbers of margins. Multiply by 60.",
            ),
            mistake(
                "totals",
                {"new": right["new"] * 1000, "old": right["old"] * SURVIVORS[3]},
                "These are totals of all customers. Per customer, please.",
            ),
            mistake(
                "old_from_four",
                right | {"old": per_customer(4, 6, base=4)},
                "For `old` you divided by those there in year 4: the first renewal would be certain.",
            ),
            mistake(
                "sure_first",
                but(worths, curve="sure first"),
                "You counted the first renewal as certain. On Monday each may still leave.",
            ),
        ],
        worths,
    )


@questions.add(
    "7",
    title="“They grow loyal”",
    expects=explanation(
        sides={
            "a": "pay the gift: who gets to year five is loyal",
            "b": "no gift: people never change",
            "c": "try the gift on half of the new customers, by lot, before all get it",
            "d": "no gift: make them as satisfied as those who stayed",
        },
        points=(
            "Says that the rise alone does not show that anybody changed: customers who differ and never "
            "change give the same curve, because those likely to leave have left.",
            "Says why carrying people to year 5 need not make them like those who got there.",
            "Names something that would tell sorting from change: the same person twice, a trait known at "
            "the "
            "start, or a lottery.",
            "Proposes a decision: for instance a gift for half of the new customers, drawn by lot, and what "
            "is "
            "compared after how long.",
        ),
        least_words=30,
    ),
    hints=[
        "Could the curve look like this if nobody ever changed?",
        "Think of the steady and the restless. What would a gift do to a restless customer's rate?",
        "One sentence on what the curve shows, one on what it cannot, one on the lottery, one decision.",
    ],
)
def they_grow_loyal():
    return "c", [
        mistake(
            "sorted_taken_for_changed",
            "a",
            "The two rates are of different people: all who joined, and those who are left. Could"
            " the curve look like this if nobody ever changed? What would a gift do to the rate "
            "of a restless customer once it is spent?",
        ),
        mistake(
            "sorting_taken_for_proved",
            "b",
            "That nobody changes is shown as little as that they do: sorting *can* make such a "
            "curve, and so can change. What would tell the two apart?",
        ),
        mistake(
            "another_cause_not_shown",
            "d",
            "You name another cause that the two rates cannot show. Nobody was asked, and whoever"
            " stayed may have been another person from the first day.",
        ),
    ]
