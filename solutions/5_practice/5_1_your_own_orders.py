"""The questions of exercise 5.1, and the *Try it* of its chapter."""

import pandas as pd

from marketing_origin import data, orders
from marketing_origin.checks import Chapter, but, choice, explanation, mistake, number, series

questions = Chapter(__file__)


def raw():
    """Return the eight rows of questions 1 and 2."""
    return pd.DataFrame(
        {
            "order": ["A1", "A1", "A2", "A3", "A4", "R1", "A5", "A6"],
            "customer": ["k1", None, "k2", "k1", "k3", "k2", "", "k4"],
            "total": ["1.200,00", None, "80,00", "45,50", "65,00", "-30,00", "25,00", "99,00"],
            "status": ["paid", None, "paid", "paid", "cancelled", "paid", "paid", "paid"],
            "currency": ["EUR", None, "EUR", "EUR", "EUR", "EUR", "EUR", "CHF"],
        }
    )


def account():
    """Return the account of question 3."""
    return pd.DataFrame(
        {"rows": [9_400, 310, 120, 45, 8_900], "revenue": [512_000.0, 18_300.0, 9_450.0, 2_050.0, 480_700.0]},
        index=["the file", "no customer", "cancelled", "in francs", "orders"],
    )


def visits():
    """Return the orders of question 5: a customer each row; guests have none."""
    who = ["k1"] * 3 + ["k2"] * 2 + ["k3"] * 4 + ["k4", "k5"] + [None] * 9
    return pd.DataFrame({"order": [f"B{n}" for n in range(len(who))], "customer": who})


def held_out():
    """Return the table of question 6."""
    return pd.DataFrame(
        {"customers": [800, 300, 90], "actual": [160, 150, 270], "forecast": [120, 165, 216]},
        index=["1", "2 to 4", "5 or more"],
    )


def file_account():
    """Return the chapter's account."""
    export = data.load("shop_export")
    lines = orders.clean(export, {"only_currency": "EUR"}).account.set_index("step")
    return lines.rename(index={lines.index[-1]: "orders"})


@questions.add(
    "a",
    title="The share without a customer",
    expects=number(unit="fraction of the file's revenue"),
    hints=[
        "One line of the account has these orders.",
        "Divide by the revenue of the whole file, its first line.",
        "`account` has a column `step`: pick the row whose step says that there was no customer.",
    ],
    meaning="Whether they count is your decision; how much hangs on it is not.",
)
def share_without_a_customer():
    lines = file_account()
    file, nobody = lines.loc["the file"], lines.loc["orders without a customer"]
    kept = lines.loc["orders"]
    right = nobody["revenue"] / file["revenue"]
    out = 1 - kept["revenue"] / file["revenue"]
    return right, [
        mistake("rows", nobody["rows"] / file["rows"], "That is the share of rows. Money was asked for."),
        mistake(
            "rows_of_those_kept",
            nobody["rows"] / kept["rows"],
            "That is rows over rows, and over those that are kept. Take the money, and divide by the file's.",
        ),
        mistake("all_left_out", out, "That is all that was left out, by whatever line."),
        mistake(
            "of_the_orders",
            nobody["revenue"] / kept["revenue"],
            "You divided by what is left. Divide by the file.",
        ),
        mistake(
            "of_what_left",
            nobody["revenue"] / (file["revenue"] - kept["revenue"]),
            "You divided by all that was left out. Divide by the file.",
        ),
        mistake("percentage", 100 * right, "That is in per cent. A fraction was asked for: 5 % is 0.05."),
        mistake(
            "the_rest_in_per_cent",
            100 * (1 - right),
            "That is in per cent, and of all other rows. What share was left out for this reason, as a fraction?",
        ),
        mistake(
            "kept",
            kept["revenue"] / file["revenue"],
            "That is the share that is kept. How much was left out for want of a customer?",
        ),
        mistake("money", nobody["revenue"] / 100, "That is money. Divide it by the file's."),
        mistake(
            "nobody_lacks_one",
            0.0,
            "Not nothing: some orders of the account have no customer. In which line do they stand?",
        ),
    ]


@questions.add(
    "b",
    title="What has to be settled first",
    expects=choice(
        (
            "each guest a customer",
            "without the wholesaler",
            "refunds not netted",
            "cancelled orders count",
            "the log begins in 2023",
        )
    ),
    hints=[
        "Look at the column `worth a year`, and at the figure below the table.",
        "Compare each row with “as proposed”, up or down.",
        "The longest bar, whichever way it points.",
    ],
    meaning="A mean over one wholesaler and two thousand households describes neither.",
)
def decision_that_moves_most():
    return "without the wholesaler", [
        mistake(
            "guests",
            "each guest a customer",
            "Guests move the worth less than half as far. Look at the longest bar.",
        ),
        mistake("refunds", "refunds not netted", "People argue about refunds; look how little they move."),
        mistake("cancelled", "cancelled orders count", "Hardly anything moves with these."),
        mistake(
            "begin",
            "the log begins in 2023",
            "It moves the worth up by some; another moves it further, down.",
        ),
    ]


@questions.add(
    "1",
    title="Revenue that counts",
    expects=number(unit="euros"),
    hints=[
        "Which rows are no sale, and which are no euros?",
        "A refund is taken off; a cancelled order was never a sale; an order without a customer is still revenue.",
        "Leave the status cancelled and the francs out, then add up, the refund with its sign.",
    ],
    meaning="Revenue does not ask who ordered. The numbers per customer do.",
)
def revenue_that_counts():
    right = 1200 + 80 + 45.5 - 30 + 25
    return right, [
        mistake(
            "refund_added_guest_left_out",
            right + 60 - 25,
            "Two things: the refund comes off, and an order without a customer is money all the same.",
        ),
        mistake("refund_ignored", right + 30, "The refund R1 is missing: it is a row with a minus."),
        mistake("refund_added", right + 60, "You added the refund. It was paid back."),
        mistake("cancelled_counted", right + 65, "One order was cancelled: it is no sale."),
        mistake("francs_counted", right + 99, "One order is in francs. It cannot be added to euros."),
        mistake("guest_left_out", right - 25, "An order without a customer is money all the same."),
        mistake(
            "everything", right + 65 + 99, "You added up all rows. One was cancelled, and one is in francs."
        ),
        mistake(
            "refunded_order_left_out",
            right - 50,
            "You left A2 out with its refund. Only a part of it was paid back.",
        ),
        mistake(
            "counted_each_row", right + 1200, "You counted A1 twice: its second row is an item, no order."
        ),
        mistake("cents", 100 * right, "That is in cents. Euros were asked for."),
        mistake(
            "cancelled_taken_off",
            right - 65,
            "You took the cancelled order off. Nothing came in for it, so nothing goes: leave it out.",
        ),
        mistake(
            "refunded_order_out_and_off",
            right - 80,
            "You left A2 out and took its refund off as well. It was sold, and a part was paid back.",
        ),
        mistake("point_misread", right - 1200 + 1.2, "1.200,00 is one thousand two hundred."),
        mistake(
            "positive_rows",
            right + 30 + 65 + 99,
            "You added up what is above 0, whatever its status and currency.",
        ),
    ]


@questions.add(
    "2",
    title="The fate of each row",
    expects=series(by="row"),
    hints=[
        "Each row has one fate: the first in the order of the list that fits it.",
        "A row without a total belongs to the order above it.",
        "A5 is paid and in euros: what does it lack?",
    ],
    meaning="Eight rows, eight fates: counted like this, nothing gets lost.",
)
def fate_of_each_row():
    right = pd.Series(
        ["sale", "further row", "sale", "sale", "cancelled", "refund", "no customer", "other currency"],
        index=range(8),
    )
    return right, [
        mistake(
            "further_row_without_customer",
            right.replace({"further row": "no customer"}),
            "The second row has no customer of its own because it belongs to A1, which has one.",
        ),
        mistake(
            "further_row_as_sale",
            right.replace({"further row": "sale"}),
            "The second row has no total of its own: it is an item of A1.",
        ),
        mistake(
            "both_rows_of_an_order",
            pd.Series(["further row", *right.iloc[1:]]),
            "A1's first row has its total, so it is the sale. Only the second is a further row.",
        ),
        mistake(
            "refunded_order_as_refund",
            pd.Series([*right.iloc[:2], "refund", *right.iloc[3:]]),
            "A2 is the order, sold for 80,00. The row that takes money back is R1.",
        ),
        mistake(
            "customer_seen_before",
            pd.Series([*right.iloc[:3], "further row", *right.iloc[4:]]),
            "A3 is an order of its own. That its customer ordered before does not make it a further row.",
        ),
        mistake("refund_as_sale", right.replace({"refund": "sale"}), "R1 has a minus: it takes money back."),
        mistake(
            "guest_as_sale",
            right.replace({"no customer": "sale"}),
            "A5 is paid, but by whom? It has a fate of its own.",
        ),
        mistake("cancelled_as_sale", right.replace({"cancelled": "sale"}), "Look at the status of A4."),
        mistake(
            "blank_as_currency",
            right.replace({"further row": "other currency"}),
            "The second row names no currency at all: A1's stands on its first row.",
        ),
        mistake(
            "refund_as_cancelled",
            right.replace({"refund": "cancelled"}),
            "R1 is paid. What it is, its minus says.",
        ),
        mistake(
            "cancelled_as_refund",
            right.replace({"cancelled": "refund"}),
            "A4 has no minus: nothing was paid back, for nothing was paid.",
        ),
        mistake(
            "guest_as_further_row",
            right.replace({"no customer": "further row"}),
            "A5 has a total of its own, so it is an order.",
        ),
        mistake("francs_as_sale", right.replace({"other currency": "sale"}), "Look at the currency of A6."),
    ]


@questions.add(
    "3",
    title="What the account does not say",
    expects=number(unit="euros"),
    hints=[
        "An account adds up: everything below the file, the orders too, makes the file.",
        "Add the four lines below the first, and compare.",
        "Subtract what the lines add up to from the file's revenue.",
    ],
    meaning="Somebody dropped rows without a word. Ask for the line, with its reason, before you read on.",
)
def missing_from_the_account():
    revenue = account()["revenue"]
    right = revenue.iloc[0] - revenue.iloc[1:].sum()
    lines = [float(money) for money in revenue]

    def left_over(
        file=lines[0], no_customer=lines[1], cancelled=lines[2], in_francs=lines[3], orders=lines[4]
    ):
        return file - no_customer - cancelled - in_francs - orders

    return (
        right,
        [
            mistake("rows", 9_400 - (310 + 120 + 45 + 8_900), "That is rows. Money was asked for."),
            mistake(
                "left_out",
                revenue.iloc[0] - revenue.iloc[-1],
                "That is all that was left out, what the account explains too.",
            ),
            mistake(
                "explained", revenue.iloc[1:4].sum(), "That is what the account explains. What does it not?"
            ),
            mistake(
                "taken_off_the_orders",
                revenue.iloc[-1] - revenue.iloc[1:4].sum(),
                "You took the lines off the orders. They leave the file; the orders are what is kept.",
            ),
            mistake(
                "orders_forgotten",
                but(left_over, orders=0),
                "The orders are a line too. Take them off as well.",
            ),
            mistake("share", right / revenue.iloc[0], "That is a share of the file. Euros were asked for."),
            mistake(
                "share_of_what_left",
                right / (revenue.iloc[0] - revenue.iloc[-1]),
                "That is a share of what left. Euros were asked for.",
            ),
            mistake(
                "share_of_the_orders",
                right / revenue.iloc[-1],
                "That is a share of the orders. Euros were asked for.",
            ),
            mistake(
                "rows_and_euros",
                right + 9_400 - (310 + 120 + 45 + 8_900),
                "Rows are added to euros in it. Take the column `revenue` alone.",
            ),
            mistake(
                "in_francs_forgotten",
                but(left_over, in_francs=0),
                "You left out the francs. They are a line too.",
            ),
            mistake(
                "cancelled_forgotten",
                but(left_over, cancelled=0),
                "You left out the cancelled orders. They are a line too.",
            ),
            mistake(
                "no_customer_forgotten",
                but(left_over, no_customer=0),
                "You left out the orders without a customer. They are a line too.",
            ),
            mistake("nothing", 0, "The lines do not add up to the file: add them and compare."),
            mistake(
                "sum",
                revenue.iloc[1:].sum(),
                "That is what the lines add up to. How much is the file above it?",
            ),
        ],
        left_over,
    )


@questions.add(
    "4",
    title="Day or month",
    expects=choice(("day first", "month first", "cannot be told")),
    hints=[
        "No number above 12 stands at either place.",
        "The rows of an export are usually in order of time: try both readings.",
        "Read the five dates with the day first: are they in order? And with the month first?",
    ],
    meaning="The order of the rows told. Where it does not, only somebody who knows the shop's software can.",
)
def day_or_month():
    return "month first", [
        mistake(
            "day",
            "day first",
            "Then the dates read 3 November, 6 November, 7 April: the rows would not be in order.",
        ),
        mistake(
            "unknown",
            "cannot be told",
            "No single date tells. Read all five in the order in which they stand.",
        ),
    ]


@questions.add(
    "5",
    title="Guests, and who came back",
    expects=number(unit="percentage points"),
    hints=[
        "Compute the share of customers with two orders or more twice.",
        "Once without the guests' orders; once with each of them a customer who ordered once.",
        "Points are a difference of shares times 100: the second share minus the first.",
    ],
    meaning="The shop is the same. By definition a guest never comes back.",
)
def guests_and_who_came_back():
    without, each = 3 / 5, 3 / 14
    one_for_all, one_not_back = 4 / 6, 3 / 6
    return 100 * (each - without), [
        mistake("sign", 100 * (without - each), "The share falls: take the second minus the first."),
        mistake(
            "each_guest_came_back",
            100 * (12 / 14 - without),
            "You counted each guest among those who came back. Each ordered once.",
        ),
        mistake(
            "relative_turned",
            100 * (1 - each / without),
            "That is the change in per cent of the first share. Take the first share from the second, in points.",
        ),
        mistake("fraction", each - without, "Percentage points were asked for: times 100."),
        mistake(
            "relative",
            100 * (each / without - 1),
            "That is the change in per cent of the first share, not in points.",
        ),
        mistake(
            "one_for_all",
            100 * (one_for_all - without),
            "You took all guests for one customer, who came back eight times.",
        ),
        mistake(
            "one_who_left",
            100 * (one_not_back - without),
            "You took all guests for one customer, who did not come back. Each of the nine orders is one.",
        ),
        mistake(
            "more_than_two",
            100 * (2 / 14 - 2 / 5),
            "You counted those with more than two orders. The second order is a return.",
        ),
        mistake(
            "later_orders",
            100 * (6 / 20 - 6 / 11),
            "That is the share of orders that are not a first one. Count customers.",
        ),
        mistake(
            "of_the_orders",
            100 * (3 / 20 - 3 / 11),
            "You divided customers by orders. Divide by the number of customers.",
        ),
        mistake(
            "share_itself",
            100 * each,
            "That is the share with guests, in per cent. By how many points does it differ?",
        ),
        mistake(
            "share_itself_as_fraction",
            each,
            "That is the share with guests. By how many points does it differ from the one without?",
        ),
        mistake(
            "first_share",
            100 * without,
            "That is the share without guests, in per cent. By how many points does it change?",
        ),
        mistake(
            "turned_fraction",
            without - each,
            "The share falls: take the second minus the first, and times 100 for points.",
        ),
        mistake(
            "relative_fraction",
            each / without - 1,
            "That is the change as a fraction of the first share. Take one share from the other, times 100.",
        ),
        mistake(
            "by_orders_once",
            100 * (3 / 20 - without),
            "The second share is divided by orders. With each guest a customer there are fourteen.",
        ),
        mistake(
            "orders",
            100 * (9 / 20 - 9 / 11),
            "You divided orders by orders. Count customers: how many have two or more?",
        ),
    ]


@questions.add(
    "6",
    title="How far off, by class",
    expects=series(by="purchases made before"),
    hints=[
        "Off by: how far the forecast is from what came.",
        "Divide by what came, not by the forecast.",
        "What came stands below the line, for each class. A forecast that was too low comes out negative.",
    ],
    meaning="The total is too low and does not show that one class is too high: it misses in both directions.",
)
def off_by_class():
    table = held_out()
    right = table["forecast"] / table["actual"] - 1
    return right, [
        mistake(
            "of_the_forecast",
            table["actual"] / table["forecast"] - 1,
            "You divided by the forecast, and the sign is turned. What came is the measure.",
        ),
        mistake(
            "by_the_forecast",
            1 - table["actual"] / table["forecast"],
            "You divided by the forecast. What came is the measure.",
        ),
        mistake(
            "ratio_turned",
            table["actual"] / table["forecast"],
            "You divided what came by the forecast. The other way round, and then less 1.",
        ),
        mistake(
            "without_sign",
            right.abs(),
            "The sizes are right. Where the forecast was too low, the number is below 0.",
        ),
        mistake(
            "of_all_purchases",
            (table["forecast"] - table["actual"]) / table["actual"].sum(),
            "You divided by the purchases of all classes. Divide each class by its own.",
        ),
        mistake(
            "ratio", table["forecast"] / table["actual"], "That is the ratio. Off by is the ratio less 1."
        ),
        mistake(
            "difference",
            table["forecast"] - table["actual"],
            "That is in purchases. A share of what came was asked for.",
        ),
        mistake(
            "a_customer",
            (table["forecast"] - table["actual"]) / table["customers"],
            "You divided by customers. Divide by the purchases that came.",
        ),
        mistake(
            "all_customers",
            (table["forecast"] - table["actual"]) / table["customers"].sum(),
            "You divided by all customers. Divide each class by the purchases that came in it.",
        ),
        mistake(
            "turned",
            1 - table["forecast"] / table["actual"],
            "The sign is turned: a forecast that is too low is below 0.",
        ),
    ]


@questions.add(
    "7",
    title="Which number may go on the page",
    expects=choice(
        {
            "a": "12,400 active customers",
            "b": "12,400 customers with an order in the last 12 months",
            "c": "12,400 loyal customers",
            "d": "12,400 customers in 2024, 35 % more than in 2023",
        }
    ),
    hints=[
        "Could somebody else count it again from the log, and come to the same number?",
        "Which words need a definition that is not there?",
        "The log begins in June 2023. Which of the four compares a whole year with seven months?",
    ],
    meaning="It says who counts, in what time: it can be counted again.",
)
def number_for_the_page():
    return "b", [
        mistake("active", "a", "Active since when? Somebody else would count others."),
        mistake("loyal", "c", "A log shows who ordered again, and not why."),
        mistake("growth", "d", "The log begins in June 2023: twelve months are compared with seven."),
    ]


@questions.add(
    "8",
    title="Your own company",
    expects=explanation(
        sides={
            "a": "the number of the report, as it came out",
            "b": "the number under both choices of the decision that moves it most",
            "c": "no number: the export is too faulty",
        },
        points=(
            "The account begins with the number of rows of the export, and every line that leaves has a reason.",
            "Names the decision that moves the main number most, and gives the number under the other choice.",
            "Tells how far off the forecast was on the last quarter, beside “the same as last quarter”.",
            "Says what a customer is in this file: a person, a household, a company, an address.",
            "Says one thing that will be done on Monday because of it, and one that the log cannot tell.",
        ),
    ),
    hints=[
        "Which line of your account would somebody from sales doubt?",
        "Decide one thing otherwise, run it again, and write both numbers down.",
        "End with what you will do on Monday, and with what you do not know.",
    ],
    meaning="Read it aloud to a colleague who was not there. What she asks is missing.",
)
def your_own_company():
    return "b", [
        mistake(
            "one_number_as_if_given",
            "a",
            "The director will believe that the file gave this number. Decide one thing otherwise"
            " (the largest buyer, the guests, the refunds) and run it again: how far does the "
            "number move?",
        ),
        mistake(
            "faults_without_an_account",
            "c",
            "Every export has faults, and an account names each line that leaves, with its "
            "reason. What can be told within two bounds is worth telling; of what use is a page "
            "on which nobody can decide anything?",
        ),
    ]
