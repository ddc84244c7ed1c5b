"""The questions of exercise 2.2: three misconceptions of acquisition."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.checks import (
    Chapter,
    but,
    choice,
    explanation,
    mistake,
    mistake_when,
    number,
    parameters,
    series,
)
from marketing_origin.experiments import difference_interval, proportion_interval

questions = Chapter(__file__)


@questions.add(
    "a",
    title="A discount that does nothing",
    expects=number(unit="percentage points"),
    hints=[
        "How many takers are there, and of which kind? And how many who do not take it?",
        "Of each group, count the leavers: 30% of its price-sensitive people and 10% of its others.",
        "Two shares, leavers over people: one of the takers, one of all who do not take it. Subtract them "
        "in this order.",
    ],
    meaning="All of it is who takes the discount: nobody behaves differently because of it.",
)
def takers_against_the_rest():
    people, takes, leave = np.array([200, 400]), np.array([120, 80]), np.array([0.3, 0.1])
    rest = people - takes
    gone_with, gone_without = (takes * leave).sum(), (rest * leave).sum()
    share_with, share_without = gone_with / takes.sum(), gone_without / rest.sum()
    return 100 * (share_with - share_without), [
        mistake(
            "what_it_does",
            0,
            "That is what the discount does to each person. A report compares all takers with all others.",
        ),
        mistake(
            "between_kinds",
            100 * (leave[0] - leave[1]),
            "That is how far the two kinds of people are apart. There are both kinds on either side.",
        ),
        mistake("takers_only", 100 * share_with, "That is the share of the takers who leave."),
        mistake(
            "rest_only", 100 * share_without, "That is the share of those without the discount who leave."
        ),
        mistake(
            "who_takes",
            100 * (takes[0] / people[0] - takes[1] / people[1]),
            "That is how much more often the price-sensitive take it. Who leaves?",
        ),
        mistake(
            "of_everybody",
            100 * (gone_with - gone_without) / people.sum(),
            "You divided both sides by all 600. Each side has a size of its own.",
        ),
        mistake(
            "persons", gone_with - gone_without, "You compared numbers of leavers: the sides differ in size."
        ),
        mistake(
            "persons_reversed",
            gone_without - gone_with,
            "You compared numbers of leavers: the sides differ in size.",
        ),
        mistake("leavers_of_takers", gone_with, "That is how many takers leave. Of how many takers?"),
        mistake(
            "less_everybody",
            100 * (share_with - (gone_with + gone_without) / people.sum()),
            "You compared the takers with everybody, takers among them. Compare with those who do not take it.",
        ),
        mistake(
            "all_leavers",
            100 * (gone_with + gone_without) / people.sum(),
            "That is the share of all who leave, takers or not. Compare the two sides.",
        ),
        mistake(
            "share_of_takers", 100 * takes.sum() / people.sum(), "That is the share who take it. Who leaves?"
        ),
        mistake(
            "shares_for_people",
            100 * ((takes / people) * leave) @ [1, -1],
            "You multiplied the shares who take it by the shares who leave. Count people: the kinds differ in size.",
        ),
        mistake(
            "ratio",
            share_with / share_without,
            "That is the takers' share over that of the others. Points are the difference of the shares.",
        ),
        mistake(
            "per_cent_more",
            100 * (share_with / share_without - 1),
            "That is by how many per cent the takers' share is higher. Points are the difference of the shares.",
        ),
        mistake(
            "takers_of_everybody",
            100 * gone_with / people.sum(),
            "That is the leaving takers, of all 600. What share of the takers leaves, and of the others?",
        ),
    ]


@questions.add(
    "b",
    title="Against themselves",
    expects=number(unit="money per week"),
    hints=[
        "How much did each of the two groups change?",
        "The redeemers were better customers before. What everybody did more of is not the coupon's either.",
        "Two changes, each after less before. What both groups did more of must be gone from the answer.",
    ],
    meaning="A fraction of the gap after the campaign, and still no clean answer: nobody drew the redeemers by lot.",
)
def change_against_change():
    redeemed, others = (48, 57), (21, 26)
    own, usual = redeemed[1] - redeemed[0], others[1] - others[0]
    return own - usual, [
        mistake(
            "gap_after",
            redeemed[1] - others[1],
            "That is the gap after the campaign. Most of it was there before.",
        ),
        mistake("gap_before", redeemed[0] - others[0], "That is the gap before the campaign."),
        mistake("own_change", own, "That is the redeemers' change. Those without the coupon changed, too."),
        mistake("others_change", usual, "That is the change of those who did not redeem."),
        mistake("changes_added", own + usual, "You added the two changes: what the others did comes off."),
        mistake(
            "relative_changes",
            redeemed[1] / redeemed[0] - others[1] / others[0],
            "You compared relative changes. The question asks for money a week.",
        ),
        mistake(
            "ratio_of_changes",
            own / usual,
            "That is the redeemers' change over the others'. Take the one from the other.",
        ),
        mistake(
            "ratio_of_gaps",
            (redeemed[1] - others[1]) / (redeemed[0] - others[0]),
            "That is the gap after over the gap before. Take the one from the other.",
        ),
        mistake(
            "gaps_added",
            redeemed[1] - others[1] + redeemed[0] - others[0],
            "You added the two gaps. The gap was there before: take it off.",
        ),
        mistake(
            "ratio_after",
            redeemed[1] / others[1],
            "That is how many times as much the redeemers spent afterwards. They spent more before, too.",
        ),
        mistake(
            "growth_of_redeemers",
            redeemed[1] / redeemed[0],
            "That is what the redeemers' spending was multiplied by. The question asks for money a week, the others' "
            "change taken off.",
        ),
        mistake(
            "per_cent_of_redeemers",
            100 * own / redeemed[0],
            "That is the redeemers' change in per cent. The question asks for money a week, the others' change taken "
            "off.",
        ),
        mistake(
            "across",
            redeemed[1] - others[0],
            "You took the others before from the redeemers after. Take each group from itself first.",
        ),
    ]


@questions.add(
    "c",
    title="The same bill, other customers",
    expects=number(unit="money per new customer"),
    hints=[
        "The money stays. How many customers did it win?",
        "An old customer under a new number was not won this year.",
        "The same money goes over fewer customers: the cost rises, and by more than a fifth.",
    ],
    meaning="A fifth of lost links makes a customer look a fifth cheaper than she was.",
)
def cost_with_the_links_found():
    spent, shown, known = 36_000, 1000, 200
    return spent / (shown - known), [
        mistake(
            "as_booked", spent / shown, "That is the cost that the file shows, old customers among the new."
        ),
        mistake(
            "links_added",
            spent / (shown + known),
            "You added the old customers. They were in the file already.",
        ),
        mistake("old_ones", spent / known, "You divided by the old customers. The money won the others."),
        mistake(
            "money_cut",
            spent * (shown - known) / shown / shown,
            "You took a fifth off the money. The bill stays what it was; the customers are fewer.",
        ),
        mistake(
            "both_cut",
            spent / shown * (1 + known / shown),
            "You put a fifth on the cost. Fewer customers by a fifth is more than that: divide anew.",
        ),
        mistake(
            "money_cut_over_the_old_ones",
            spent * (shown - known) / shown / known,
            "You took a fifth off the money, and divided it by the old customers. It won the others, and all of it.",
        ),
        mistake("new_ones", shown - known, "That is how many were won. Divide the money by it."),
        mistake(
            "difference_of_costs",
            spent / (shown - known) - spent / shown,
            "That is by how much the file made her look cheaper. What did she cost?",
        ),
        mistake(
            "money_of_new_ones",
            spent * (shown - known) / shown,
            "You took a fifth off the money, for all. The bill stays what it was: divide it by who was won.",
        ),
        mistake(
            "money_cut_twice",
            36 * 0.8 * 0.8,
            "You took a fifth off the money, and once more. The bill stays what it was; the customers are fewer.",
        ),
    ]


def cdnow_days() -> pd.DataFrame:
    """Return CDNOW's rows: customer_id, days since the customer's first order, month of that order."""
    orders = data.load("cdnow")[["customer_id", "date"]]
    first = orders.groupby("customer_id")["date"].transform("min")
    return orders.assign(days=(orders["date"] - first).dt.days, month=first.dt.month)


def months_apart(rows: pd.DataFrame) -> pd.Series:
    """Return the calendar months from a customer's first order (all in 1997) to each row."""
    return 12 * (rows["date"].dt.year - 1997) + rows["date"].dt.month - rows["month"]


def share_with(rows: pd.DataFrame, chosen: pd.Series) -> pd.Series:
    """Return the share of customers who have a chosen row, by the month of their first order."""
    by_customer = chosen.groupby([rows["month"], rows["customer_id"]]).any()
    return by_customer.groupby("month").mean()


@questions.add(
    "1",
    title="Who came back?",
    expects=series(by="month", unit="fraction"),
    hints=[
        "One row is one article or order; you want one yes or no per *customer*.",
        "A customer came back if at least one of her rows lies 1 to 90 days after her first order.",
        "`between` marks the rows, `groupby(…).any()` makes one yes or no of a customer's, and its mean "
        "by month is the share. Whose month is it, the row's or that of her first order?",
    ],
    meaning="Three customers in ten, in each month: these are rates of the shop's first quarter.",
)
def who_came_back():
    rows = cdnow_days()
    in_window = rows["days"].between(1, 90)
    right = share_with(rows, in_window)
    customers = rows.groupby("month")["customer_id"].nunique()
    again = rows.duplicated("customer_id")  # rows go by date within a customer
    months_on = months_apart(rows)

    def rate(first_day=1, last_day=90, of="month", back=True, per=1):
        chosen = again if first_day == "same" else rows["days"] >= first_day
        share = share_with(rows, chosen & (rows["days"] <= last_day))
        came = share * customers
        share = {"month": share, "all": came / customers.sum(), "came": came / came.sum()}[of]
        return per * (share if back else 1 - share)

    return right, [
        mistake(
            "same_day_counted",
            but(rate, first_day="same"),
            "You count a second row of the *same day* as coming back. The question asks for a later day.",
        ),
        mistake(
            "no_limit",
            but(rate, last_day=10_000),
            "You count everybody who ever came back. The question stops at day 90.",
        ),
        mistake(
            "any_second_row",
            share_with(rows, again),
            "You count every customer with two rows. Two of the same day are one order, and a row after day "
            "90 comes too late.",
        ),
        mistake(
            "day_90_left_out",
            but(rate, last_day=89),
            "Your window ends at day 89. Day 90 counts.",
        ),
        mistake(
            "first_order_counted",
            share_with(rows, rows["days"] <= 90),
            "Everybody has a row within 90 days: the first order itself.",
        ),
        mistake(
            "rows_for_customers",
            in_window.groupby(rows["month"]).mean(),
            "This is a share of rows. Somebody who ordered five times counts five times in it: ask once per "
            "customer.",
        ),
        mistake(
            "rows_per_customer",
            in_window.groupby(rows["month"]).sum() / customers,
            "These are repeat rows per customer. Somebody with five of them is still one customer who came "
            "back.",
        ),
        mistake(
            "day_91_counted", but(rate, last_day=91), "Your window reaches to day 91. It ends with day 90."
        ),
        mistake(
            "calendar_months",
            share_with(rows, (rows["days"] > 0) & (months_on <= 3)),
            "You count to the end of the third calendar month after the first order. That is up to 120 days; the "
            "question stops at day 90.",
        ),
        mistake(
            "three_calendar_months_after",
            share_with(rows, months_on.between(1, 3)),
            "You count the three calendar months after that of the first order. The question counts days: from the "
            "day after it to day 90.",
        ),
        mistake(
            "months_added_up",
            (right * customers).cumsum() / customers.cumsum(),
            "Each of your months holds the ones before. Each month has its own new customers.",
        ),
        mistake("thirty_days", but(rate, last_day=30), "You stopped after 30 days. Day 90 counts."),
        mistake(
            "of_all_months",
            but(rate, of="all"),
            "You divided by the customers of all three months. Divide by those of the month.",
        ),
        mistake(
            "of_those_who_came",
            but(rate, of="came"),
            "You divided by all who came back. Divide by the new customers of the month.",
        ),
        mistake("not_back", but(rate, back=False), "These are the shares who did *not* come back."),
        mistake("per_cent", but(rate, per=100), "These are per cent. The question asks for fractions."),
        mistake("counts", right * customers, "These are numbers of customers. Divide by all of the month."),
        mistake("one_rate", float(in_window.groupby(rows["customer_id"]).any().mean()), "One rate a month."),
        mistake(
            "orders_per_customer",
            in_window[~rows.duplicated(["customer_id", "date"])].groupby(rows["month"]).sum() / customers,
            "These are repeat orders per customer. Somebody with five of them is still one customer who came back.",
        ),
        mistake(
            "of_all_who_came_back",
            share_with(rows, in_window) / share_with(rows, rows["days"] > 0),
            "You divided by those who ever came back. Divide by all new customers of the month.",
        ),
    ]


@questions.add(
    "2",
    title="Does March differ from January?",
    expects=parameters(abs=2e-4),
    hints=[
        "You need two numbers of each month: how many came back, out of how many.",
        "The variances of the two shares add up; the root of their sum is the standard error.",
        "`experiments.difference_interval` takes two pairs (came back, all): the month that you compare "
        "*with* goes first. Newcombe's interval is one of its methods.",
    ],
    meaning="Zero lies inside: chance alone could do it. That is not the same as “no difference”.",
)
def does_march_differ_from_january():
    rows = cdnow_days()
    chosen = rows["days"].between(1, 90).groupby([rows["month"], rows["customer_id"]]).any()
    counts = chosen.groupby("month").agg(["sum", "size"])
    (x1, n1), (x2, n2), (x3, n3) = january, february, march = [
        tuple(counts.loc[month]) for month in (1, 2, 3)
    ]
    low, high = difference_interval(january, march, method="newcombe")
    from_february = difference_interval(february, march, method="newcombe")
    february_on = difference_interval(january, february, method="newcombe")
    from_both = difference_interval((x1 + x2, n1 + n2), march, method="newcombe")
    p1, p3 = x1 / n1, x3 / n3
    e1, e3 = np.sqrt(p1 * (1 - p1) / n1), np.sqrt(p3 * (1 - p3) / n3)

    ever = (rows["days"] > 0).groupby([rows["month"], rows["customer_id"]]).any().groupby("month").mean()
    shares = {"90 days": counts["sum"] / counts["size"], "ever": ever}

    def by_hand(errors=1.96, before=1, after=3, reversed=False, until="90 days"):
        share = shares[until]
        half = errors * np.sqrt((share * (1 - share) / counts["size"])[[before, after]].sum())
        middle = (share[after] - share[before]) * (-1 if reversed else 1)
        return {"low": middle - half, "high": middle + half}

    def around(half, centre=p3 - p1):
        return {"low": centre - half, "high": centre + half}

    return {"low": low, "high": high}, [
        mistake_when(
            "points_for_fractions",
            lambda read: max(abs(read["low"] / 100 - low), abs(read["high"] / 100 - high)) < 2e-4,
            "Right, but in percentage points: the question asks for fractions (one point is 0.01).",
        ),
        mistake(
            "january_less_march",
            {"low": -high, "high": -low},
            "That is January less March. The question asks for March less January.",
        ),
        mistake(
            "ends_exchanged",
            {"low": high, "high": low},
            "Your `low` lies above your `high`.",
        ),
        mistake(
            "one_standard_error",
            but(by_hand, errors=1.0),
            "One standard error to each side holds the truth in two samples of three. For 95% take 1.96.",
        ),
        mistake(
            "errors_added",
            around(1.96 * (e1 + e3)),
            "You add the two months' widths. The *variances* add up: chance seldom pushes both at once.",
        ),
        mistake(
            "march_only",
            around(1.96 * e3, p3),
            "This is the interval of March's rate. The question asks for a difference.",
        ),
        mistake(
            "only_march_varies",
            around(1.96 * e3),
            "You let March vary by chance, and take January's rate as known. Both are samples.",
        ),
        mistake(
            "difference_alone",
            float(p3 - p1),
            "This is the difference alone. Chance moves both months: how far?",
        ),
        mistake(
            "per_cent_of_january",
            {"low": low / p1, "high": high / p1},
            "You divided by January's rate. The question asks for the difference of the two rates.",
        ),
        mistake(
            "less_february",
            {"low": from_february.low, "high": from_february.high},
            "That is March less February. The question asks for March less January.",
        ),
        mistake("ninety", but(by_hand, errors=1.645), "1.645 standard errors make a 90% interval."),
        mistake("ninety_nine", but(by_hand, errors=2.576), "2.576 standard errors make a 99% interval."),
        mistake("two_errors", but(by_hand, errors=2.0), "For 95% take 1.96 standard errors, not 2."),
        mistake(
            "width_alone",
            around(1.96 * np.hypot(e1, e3), 0),
            "Your interval lies around 0. It belongs around the difference.",
        ),
        mistake(
            "ends_less_ends",
            {"low": p3 - p1 - 1.96 * (e3 - e1), "high": p3 - p1 + 1.96 * (e3 - e1)},
            "You took the low ends from each other and the high ends. That lets both months have the same luck.",
        ),
        mistake(
            "no_root",
            around(1.96 * (e1**2 + e3**2)),
            "You forgot the root: the sum of the variances is the *square* of the standard error.",
        ),
        mistake(
            "spread_of_customers",
            around(1.96 * np.hypot(e1 * np.sqrt(n1), e3 * np.sqrt(n3))),
            "Your width is that of single customers. A share of many varies less: divide each variance by its number.",
        ),
        mistake(
            "january_only",
            around(1.96 * e1, p1),
            "This is the interval of January's rate. The question asks for a difference.",
        ),
        mistake(
            "february_less_january",
            {"low": february_on.low, "high": february_on.high},
            "That is February less January. The question asks for March less January.",
        ),
        mistake(
            "two_rates",
            {"low": p3, "high": p1},
            "These are the two rates. Asked are the ends of the interval of their difference.",
        ),
        mistake(
            "less_february",
            but(by_hand, before=2),
            "That is March less February. The question asks for March less January.",
        ),
        mistake(
            "january_less_march",
            but(by_hand, reversed=True),
            "That is January less March. The question asks for March less January.",
        ),
        mistake(
            "less_both",
            {"low": from_both.low, "high": from_both.high},
            "You compare March with the two months before. The question asks for January alone.",
        ),
        mistake(
            "no_limit",
            but(by_hand, until="ever"),
            "You compare who ever came back. Take the rates of 2.2.1, which stop at day 90.",
        ),
    ]


@questions.add(
    "3",
    title="The evening school",
    expects=series(by="comparison", unit="fraction"),
    hints=[
        "For `naive` forget the kinds: add people and gone over both, then compare the two shares.",
        "For `same kind` compute the difference of the shares within each kind. Two numbers come out.",
        "Each kind weighs as much as it has people, with and without a voucher together. The answer lies "
        "between the two differences.",
    ],
    meaning="Nearly all of the naive difference is who took the voucher, not what it did.",
)
def evening_school():
    people = np.array([[500, 100], [100, 300]])  # rows: kinds; columns: without, with
    gone = np.array([[75, 17], [30, 87]])
    within = np.diff(gone / people, axis=1)[:, 0]
    shares = gone.sum(axis=0) / people.sum(axis=0)
    naive = shares[1] - shares[0]

    def both(same_kind, naive=naive):
        return {"naive": naive, "same kind": same_kind}

    right = both(within @ people.sum(axis=1) / people.sum())
    sums = gone.sum(axis=0)
    naive_ways = {
        "difference": naive,
        "mean of rates": within.mean(),
        "ratio": shares[1] / shares[0],
        "change": shares[1] / shares[0] - 1,
        "of all": (sums[1] - sums[0]) / people.sum(),
    }
    weight_ways = {
        "all": people.sum(axis=1),
        "even": [1, 1],
        "takers": people[:, 1],
        "others": people[:, 0],
        "plan": [1, 0],
        "price": [0, 1],
    }

    def compared(weights="all", naive="difference", exchanged=False, reversed=False):
        values = [naive_ways[naive], np.average(within, weights=weight_ways[weights])]
        values = [-value for value in values] if reversed else values
        return dict(zip(right, values[::-1] if exchanged else values, strict=True))

    return right, [
        mistake(
            "unweighted",
            but(compared, weights="even"),
            "`same kind` gives both kinds the same weight. One kind has more people: let them count.",
        ),
        mistake(
            "weighted_by_takers",
            but(compared, weights="takers"),
            "`same kind` weighs with the people who took the voucher. The question asks for *all* of a kind.",
        ),
        mistake(
            "weighted_by_others",
            but(compared, weights="others"),
            "`same kind` weighs with the people without a voucher. The question asks for *all* of a kind.",
        ),
        mistake(
            "exchanged",
            but(compared, exchanged=True),
            "The two are right but stand under each other's label.",
        ),
        mistake(
            "weighted_by_gone",
            both(np.average(within, weights=gone.sum(axis=1))),
            "`same kind` weighs with those who are gone. The question asks for *all* people of a kind.",
        ),
        mistake(
            "numbers_for_shares",
            both(right["same kind"], float(sums[1] - sums[0])),
            "`naive` compares numbers of people. Compare shares: the two groups differ in size.",
        ),
        mistake(
            "with_voucher_only",
            both(right["same kind"], shares[1]),
            "`naive` is the share gone with a voucher. Take the share without one off it.",
        ),
        mistake(
            "ratios",
            both(
                (gone / people)[:, 1] / (gone / people)[:, 0] @ people.sum(axis=1) / people.sum(),
                shares[1] / shares[0],
            ),
            "These are ratios of shares. The question asks for differences.",
        ),
        mistake(
            "sum_of_kinds",
            both(within.sum()),
            "`same kind` is the sum of the two differences. Average them, with weights.",
        ),
        mistake(
            "naive_by_mean_of_shares",
            but(compared, naive="mean of rates"),
            "`naive` averages the shares of the two kinds. Naive means: add up the people first.",
        ),
        mistake(
            "ratio",
            but(compared, naive="ratio"),
            "`naive` is a ratio of the two shares. The question asks for their difference.",
        ),
        mistake(
            "per_cent_more",
            but(compared, naive="change"),
            "`naive` says how many per cent larger the share is. The question asks for the difference of the "
            "two shares.",
        ),
        mistake(
            "shares_of_all",
            but(compared, naive="of all"),
            "`naive` divides by all 1,000 people. Each share has its own people below: with a voucher, and "
            "without.",
        ),
        *(
            mistake(
                f"{kind}_only",
                but(compared, weights=kind),
                f"`same kind` is that of those who asked for the {kind} first. Average the two kinds.",
            )
            for kind in ("plan", "price")
        ),
        mistake(
            "without_less_with",
            but(compared, reversed=True),
            "You took the share with a voucher from the one without. The question asks the other way round.",
        ),
    ]


@questions.add(
    "4",
    title="Which comparison?",
    expects=choice(
        {
            "a": "same age, course and kind",
            "b": "vouchers to half of the list",
            "c": "a coin at the desk",
            "d": "ask those who leave",
        }
    ),
    hints=[
        "In which comparison are the *same kinds of people* on both sides, the hidden kinds included?",
        "Two of the four use a lot. At what moment is it drawn, and what has the voucher changed by then?",
        "If the voucher can change who signs, a lot that is drawn before signing leaves different people on "
        "the two sides among those who sign.",
    ],
    meaning="The lot falls after everybody has signed, so nothing but the money differs.",
)
def which_comparison():
    return "c", [
        mistake(
            "by_what_is_seen",
            "a",
            "Age, course and kind are equal then. What else makes people take a voucher, and leave?",
        ),
        mistake(
            "lot_before_signing",
            "b",
            "A fair lot, but the voucher changes *who signs*. Those who sign in the two halves are different "
            "people.",
        ),
        mistake(
            "stated_reasons",
            "d",
            "People say what is polite or at hand. And whom would you compare them with?",
        ),
    ]


@questions.add(
    "5",
    title="A coupon week",
    expects=number(unit="money per week"),
    hints=[
        "Compare two weeks, not two customers: what does each week leave in all?",
        "The coupon also went to customers who would have come anyway. Their smaller margin must count.",
        "A week leaves what each of its new customers leaves once the parcel is packed. Both numbers "
        "differ between the weeks: compare two weeks, not the 60 customers more.",
    ],
    meaning="The average customer is worth less and the week is worth more: a little.",
)
def coupon_week():
    usual, coupon, margin, lower, parcel = 200, 260, 40.0, 33.0, 5.0

    def week(customers, margin):
        return customers * (margin - parcel)

    right = week(coupon, lower) - week(usual, margin)

    def more(
        usual_customers=usual,
        coupon_customers=coupon,
        usual_margin=margin,
        coupon_margin=lower,
        usual_parcel=parcel,
        coupon_parcel=parcel,
        result="money",
    ):
        before = usual_customers * (usual_margin - usual_parcel)
        after = coupon_customers * (coupon_margin - coupon_parcel)
        return {
            "money": after - before,
            "reversed": before - after,
            "ratio": after / before,
            "share": after / before - 1,
            "coupon week": after,
            "usual week": before,
            "per customer": after / coupon_customers - before / usual_customers,
        }[result]

    return (
        right,
        [
            mistake(
                "averages",
                but(more, result="per customer"),
                "You compare the average customer. Nobody became worse, and more came: compare the weeks.",
            ),
            mistake(
                "additional_only",
                week(coupon - usual, lower),
                "You count the additional customers only. The others got the coupon too, and bring "
                "less with it.",
            ),
            mistake(
                "additional_at_full_margin",
                week(coupon - usual, margin),
                "You count the additional customers, at the margin of a usual week. They came with a "
                "coupon, and "
                "so did the others.",
            ),
            mistake(
                "parcel_forgotten",
                but(more, usual_parcel=0, coupon_parcel=0),
                "The parcels are missing: there are more of them in a coupon week.",
            ),
            mistake(
                "parcels_of_one_week",
                but(more, usual_parcel=0),
                "Only the coupon week pays for its parcels. A usual week sends them too.",
            ),
            mistake(
                "parcels_added",
                but(more, usual_parcel=-parcel, coupon_parcel=-parcel),
                "You added the parcels to the margin. They are a cost: take them off.",
            ),
            mistake(
                "coupon_twice",
                week(coupon, lower - (margin - lower)) - week(usual, margin),
                "You took the coupon off once more. The margin of 33 has it off already.",
            ),
            mistake(
                "per_cent_more",
                but(more, result="share"),
                "This is a share of what a usual week leaves. The question asks for money.",
            ),
            mistake(
                "given_away_only",
                usual * (lower - margin),
                "This is what the usual customers bring less. What do the additional ones bring?",
            ),
            mistake(
                "one_week_only",
                but(more, result="coupon week"),
                "This is what a coupon week leaves. How much *more* than a usual one is it?",
            ),
            mistake(
                "additional_without_parcel",
                (coupon - usual) * lower,
                "You count the additional customers only, and not their parcels. The others got the coupon too, and "
                "bring less with it.",
            ),
            mistake(
                "additional_at_the_difference",
                (coupon - usual) * (lower - margin),
                "You gave the additional customers the loss of a usual one. They bring money, and the usual ones lose.",
            ),
            mistake(
                "parcels_alone",
                (coupon - usual) * parcel,
                "That is what the additional parcels cost. What do the customers bring?",
            ),
            mistake(
                "usual_week_only",
                but(more, result="usual week"),
                "This is what a usual week leaves. How much more does a coupon week?",
            ),
            mistake(
                "additional_at_the_old_price",
                (coupon - usual) * margin,
                "You count the additional customers only, at a margin of 40 that they never brought.",
            ),
            mistake(
                "parcels_of_the_usual_week",
                but(more, coupon_parcel=0, usual_parcel=-parcel),
                "You took the parcels of a usual week off a coupon week. Each week sends a parcel to each of its own.",
            ),
            mistake("ratio", but(more, result="ratio"), "This is a ratio. The question asks for money."),
            mistake("reversed", but(more, result="reversed"), "That is a usual week less a coupon week."),
            mistake(
                "one_parcel",
                coupon * lower - usual * margin - parcel,
                "You took one parcel off. Each new customer gets one.",
            ),
            mistake(
                "all_at_the_difference",
                coupon * (lower - margin),
                "You gave all customers of a coupon week the loss per customer. The additional ones "
                "bring money.",
            ),
            mistake(
                "one_week_without_parcels",
                coupon * lower,
                "This is what a coupon week leaves before its parcels. How much *more* than a usual one is it?",
            ),
        ],
        more,
    )


def former_members() -> pd.DataFrame:
    """Return the table of the exercise: arm, plan, cost of the letter, and margin since returning."""
    members = data.load("club_members").set_index("member_id")
    plans = data.load("club_plans").set_index("plan")
    former = data.load("club_winback").query("offer_month <= '2024-06-01'").set_index("member_id")
    months = data.load("club_months").query("member_id in @former.index").copy()
    plan = months["member_id"].map(members["plan"]).astype(str)
    serving = plan.map(plans["cost_per_month"]) + plan.map(plans["cost_per_visit"]) * months["visits"]
    months["margin"] = months["fee"] - serving
    months = months[months["month"] >= months["member_id"].map(former["returned_month"])]
    return former.assign(
        plan=members["plan"].astype(str),
        margin=months.groupby("member_id")["margin"].sum().reindex(former.index, fill_value=0.0),
    )


@questions.add(
    "6",
    title="Whom to write to?",
    expects=series(by="plan", unit="money per letter"),
    hints=[
        "Some would have come back without a letter. Which rows tell how much they bring?",
        "Mean margin per former member, those who did not return included, in each arm of each plan.",
        "Two means for each plan, one an arm; whoever did not return counts in them. Then the cost that "
        "only one of the two arms has.",
    ],
    meaning="With intervals, only one of the three is clear of zero; all three together are.",
)
def whom_to_write_to():
    former = former_members()
    by_arm = former.groupby(["plan", "arm"], observed=True)["margin"]
    mean, total = by_arm.mean().unstack(), by_arm.sum().unstack()
    cost = float(former.loc[former["arm"] == "offer", "contact_cost"].mean())
    back = former[former["returned_month"].notna()]
    per_returner = back.groupby(["plan", "arm"], observed=True)["margin"].mean().unstack()
    letters = by_arm.size().unstack()["offer"]
    returned = former["returned_month"].notna()
    back_shares = returned.groupby([former["plan"], former["arm"]], observed=True).mean().unstack()
    right = mean["offer"] - mean["control"] - cost
    brought = former[former["margin"] > 0].groupby(["plan", "arm"], observed=True)["margin"].mean().unstack()
    by_value = {"mean": mean, "sum": total, "median": by_arm.median().unstack()}
    by_value |= {"returners": per_returner, "brought": brought}

    def letter(of="mean", without=1, cost_times=1, letters_sent=1, sign=1):
        arms = by_value[of]
        sent = letters if of == "sum" else 1
        return letters_sent * sign * (arms["offer"] - without * arms["control"] - cost_times * cost * sent)

    everybody = former.groupby("arm", observed=True)["margin"].mean()
    return right, [
        mistake(
            "one_difference_for_all",
            mean["offer"] * 0
            + float(everybody["offer"] - everybody["control"])
            - former[former["arm"] == "offer"].groupby("plan", observed=True)["contact_cost"].mean(),
            "You gave every plan the difference of all. Each plan has its own.",
        ),
        mistake(
            "control_forgotten",
            but(letter, without=0),
            "You credit the letter with everybody who came back. Some come back without one: see `control`.",
        ),
        mistake("cost_forgotten", but(letter, cost_times=0), "The letter itself is not paid yet."),
        mistake("medians", but(letter, of="median"), "These are medians: most never return. Take means."),
        mistake("cost_twice", but(letter, cost_times=2), "You took the letter off twice."),
        mistake(
            "reversed",
            but(letter, sign=-1),
            "Your sign is the other one: what the letter adds, less its cost.",
        ),
        mistake("cost_added", but(letter, cost_times=-1), "You added the cost of the letter. Take it off."),
        mistake(
            "cost_over_both_arms",
            mean["offer"] - mean["control"] - former.groupby("plan")["contact_cost"].mean(),
            "You spread the cost over both arms. Only those in `offer` got a letter.",
        ),
        mistake(
            "arms_mixed",
            (former["margin"] - former["contact_cost"]).groupby(former["plan"]).mean(),
            "Both arms are mixed here. What does a letter add? Keep `offer` and `control` apart.",
        ),
        mistake(
            "neither",
            but(letter, without=0, cost_times=0),
            "This is what is earned after a letter. What would have been earned without one, and what does a "
            "letter cost?",
        ),
        mistake(
            "control_alone",
            mean["control"],
            "This is what those without a letter bring. What does the letter add to it?",
        ),
        mistake(
            "arms_mixed_letter_off",
            former.groupby("plan")["margin"].mean() - cost,
            "Both arms are mixed here, with a letter taken off for each. Keep `offer` and `control` apart.",
        ),
        mistake(
            "mean_cost_of_all",
            mean["offer"] - mean["control"] - former["contact_cost"].mean(),
            "Your cost is the mean over both arms. A letter costs what it costs in `offer`.",
        ),
        mistake(
            "per_former_member",
            (total["offer"] - total["control"] - cost * letters) / by_arm.size().unstack().sum(axis=1),
            "You took sums, and divided by both arms. The arms differ in size: take the mean of each.",
        ),
        mistake(
            "shares_returned",
            back_shares["offer"] - back_shares["control"],
            "These are shares who return. What do they bring, in money?",
        ),
        mistake(
            "margin_per_cost",
            mean["offer"] / cost,
            "This is the margin after a letter over its cost. The question asks for what is left, the control off.",
        ),
        mistake(
            "per_returner",
            but(letter, of="returners", without=0),
            "This is per member who *returned*. A letter goes to everybody, also to those who stay away.",
        ),
        mistake(
            "returners_compared",
            but(letter, of="returners"),
            "You compare returners with returners. The letter works by making more people return: divide by "
            "all.",
        ),
        mistake(
            "totals",
            but(letter, of="sum"),
            "These are totals, and the two arms are not equally large. Take means.",
        ),
        mistake(
            "all_letters",
            but(letter, letters_sent=letters),
            "This is for all letters of a plan. Divide by the letters.",
        ),
        mistake(
            "all_plans",
            float(everybody["offer"] - everybody["control"] - cost),
            "This is one number over all plans. The question asks for one per plan.",
        ),
        mistake(
            "turned_over",
            mean["control"] - mean["offer"] - cost,
            "You took the arm with the letter from the one without.",
        ),
        mistake(
            "gainful_returners_compared",
            but(letter, of="brought"),
            "You kept only those who brought something. The letter works by making more people return: divide by all.",
        ),
        mistake(
            "control_of_all_plans",
            mean["offer"] - float(everybody["control"]) - cost,
            "You took off the control group of all plans together. Each plan has one of its own.",
        ),
        mistake(
            "per_unit_of_cost",
            right / cost,
            "You divided by the cost of a letter. The question asks for what is left of one letter, in money.",
        ),
    ]


@questions.add(
    "7",
    title="An audit of the file",
    expects=series(by="name", rel=7e-3),
    hints=[
        "How many of the 12,000 are truly new, by the audit?",
        "The bill stays the same; the number below the line gets smaller. The same for the interval's ends.",
        "First an interval for a share: which function of `experiments` gives one? Then the cost at both "
        "of its ends; the higher share makes the dearer end.",
    ],
    meaning="So the reported 25 lies below the whole interval: the file made customers cheap.",
)
def audit_of_the_file():
    def cost(share):
        return 300_000 / (12_000 * (1 - share))

    share = 60 / 400
    low, high = proportion_interval(60, 400, method="wilson")
    right = {"cost": cost(share), "low": cost(low), "high": cost(high)}

    def answers(turn):
        return {"cost": turn(share), "low": turn(low), "high": turn(high)}

    error = np.sqrt(share * (1 - share) / 400)
    wide = 1.96 * error
    of_sixty = wide * np.sqrt(400 / 60)
    whole = proportion_interval(1_800, 12_000, method="wilson")
    return right, [
        mistake(
            "cheaper",
            {"cost": 25 * (1 - share), "low": 25 * (1 - high), "high": 25 * (1 - low)},
            "You made the cost *smaller*. The bill is the same, and fewer customers are truly new.",
        ),
        mistake(
            "share_added",
            answers(lambda x: 25 * (1 + x)),
            "You raised the 25 by the share. The same bill is divided by fewer people: divide by 1 less the "
            "share.",
        ),
        mistake(
            "old_customers_below",
            answers(lambda x: 300_000 / (12_000 * x)),
            "You divide by the *old* customers among the 12,000.",
        ),
        mistake(
            "sample_for_file",
            {name: 300_000 / (400 * (1 - x)) for name, x in zip(right, (share, low, high), strict=True)},
            "You divide the bill of 12,000 by the people of the audit. The audit gives the share.",
        ),
        mistake(
            "ends_exchanged",
            {"cost": right["cost"], "low": right["high"], "high": right["low"]},
            "Your `low` lies above your `high`. Which share makes customers dear?",
        ),
        mistake(
            "one_standard_error",
            {"cost": cost(share), "low": cost(share - error), "high": cost(share + error)},
            "Your interval is plus and minus one standard error of the share. For 95% it takes 1.96.",
        ),
        mistake(
            "no_interval",
            dict.fromkeys(right, right["cost"]),
            "The audit looked at 400 of 12,000. How far could its share be off by chance?",
        ),
        mistake("cost_only", right["cost"], "The cost is right. Its interval is asked too."),
        mistake_when(
            "sixty_of_the_file",
            lambda read: abs(read["cost"] - 300_000 / (12_000 - 60)) < 0.01,
            "You took 60 off the 12,000. The 60 are out of 400: how many would they be out of 12,000?",
        ),
        mistake(
            "sample_of_12_000",
            {"cost": right["cost"], "low": cost(whole.low), "high": cost(whole.high)},
            "Your interval is that of 12,000 people looked at. The auditor looked at 400.",
        ),
        *(
            mistake(
                f"{name}_per_cent",
                {"cost": cost(share), "low": cost(share - z * error), "high": cost(share + z * error)},
                f"{z} standard errors make an interval of {name}%. For 95% it takes 1.96.",
            )
            for name, z in (("90", 1.645), ("99", 2.576))
        ),
        mistake(
            "share_for_money",
            {"cost": right["cost"], "low": right["cost"] - wide, "high": right["cost"] + wide},
            "You gave the cost the share's own width. That is no money: put each end of the share into the division.",
        ),
        mistake(
            "share_of_the_cost",
            {"cost": right["cost"], "low": right["cost"] * (1 - wide), "high": right["cost"] * (1 + wide)},
            "You let the cost vary by as many per cent as the share by points. Put each end of the share into the "
            "division.",
        ),
        mistake(
            "sixty_looked_at",
            {"cost": right["cost"], "low": cost(share - of_sixty), "high": cost(share + of_sixty)},
            "Your interval is that of 60 people looked at. The auditor looked at 400.",
        ),
        mistake(
            "spread_of_one",
            {"cost": right["cost"], "low": cost(share - 20 * wide), "high": cost(share + 20 * wide)},
            "Your width is that of a single customer. The share of 400 varies less: divide by the root of 400.",
        ),
        mistake(
            "interval_of_the_25",
            {"cost": 25, "low": 25 * (1 - wide), "high": 25 * (1 + wide)},
            "Your cost is still the 25 of the report. Fewer customers are truly new.",
        ),
        mistake_when(
            "shares_new",
            lambda read: abs(read["cost"] - (1 - share)) < 0.01,
            "These are shares of truly new customers. Divide the bill by their number.",
        ),
        mistake_when(
            "shares_old",
            lambda read: abs(read["cost"] - share) < 0.01,
            "These are shares of old customers. What did a new one cost?",
        ),
        mistake_when(
            "numbers_new",
            lambda read: abs(read["cost"] - (12_000 * (1 - share))) < 0.01,
            "These are numbers of truly new customers. Divide the bill by them.",
        ),
        mistake_when(
            "old_customers_below_too",
            lambda read: abs(read["cost"] - cost(1 - share)) < 0.5,
            "You divide by the *old* customers among the 12,000.",
        ),
        mistake_when(
            "share_added_too",
            lambda read: abs(read["cost"] - 25 * (1 + share)) < 0.01,
            "You raised the 25 by the share. The same bill is divided by fewer people: divide by 1 less the share.",
        ),
        mistake(
            "interval_of_the_share",
            {"cost": right["cost"], "low": low, "high": high},
            "Your ends are those of the *share* of old customers. Turn each of them into a cost, as you did "
            "with the share.",
        ),
        mistake(
            "width_times_25",
            {"cost": right["cost"], "low": right["cost"] - 25 * wide, "high": right["cost"] + 25 * wide},
            "You gave the cost the share's width, times 25. Divide by 1 less the share at each end instead.",
        ),
        mistake(
            "interval_of_the_new_share",
            {"cost": right["cost"], "low": 1 - high, "high": 1 - low},
            "Your ends are those of the *share* of truly new customers. Turn each into a cost, too.",
        ),
    ]


@questions.add(
    "8",
    title="Defend it",
    expects=explanation(
        sides={
            "a": "stop the discounts: they drive people away",
            "b": "keep the discounts: correlation is not causation",
            "c": "let a lot decide who gets one, and count what a month's joiners bring",
        },
        points=(
            "Says what the interval shows: the difference is not chance. And that it does not show a cause.",
            "Names the other explanation: price-sensitive people take discounts, and leave sooner anyway.",
            "Says why comparing within plans does not settle it: what makes people take it is not recorded.",
            "Turns to money: all that a month's joiners bring, less what goes to those who would have come "
            "anyway; not the average joiner.",
            "Proposes a test by lot (months, or a coin for those who have signed), and which result would "
            "change the decision.",
        ),
        least_words=30,
    ),
    hints=[
        "Two stories fit the difference. Which is the second one?",
        "Suppose that the second story is true: what would change if the discounts stopped?",
        "One sentence on chance, two on who takes a discount, one on money, two on what you would draw by "
        "lot and what would convince you.",
    ],
)
def discounts_and_leavers():
    return "c", [
        mistake(
            "selection_taken_for_cause",
            "a",
            "Significant means that it is not chance, no more. Who takes a discount? People who "
            "watch prices leave sooner with one or without, and no plan or channel records who "
            "they are. And what would a month without discounts lose?",
        ),
        mistake(
            "no_cause_and_no_decision",
            "b",
            "True, and it decides nothing: with the same sentence any discount could be kept. The"
            " owner has to do something. What would have to be seen, in money, and which lot "
            "could show it?",
        ),
    ]
