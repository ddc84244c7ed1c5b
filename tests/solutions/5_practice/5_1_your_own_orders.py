"""Answers to test the questions of exercise 5.1 with."""

import functools

import numpy as np
import pandas as pd

from marketing_origin.checks import questions_of

FATES = ["sale", "further row", "sale", "sale", "cancelled", "refund", "no customer", "other currency"]
CLASSES = ["1", "2 to 4", "5 or more"]


@functools.cache
def account():
    return questions_of("5.1").file_account()


def line(step, column="revenue"):
    return account().loc[step, column]


def share(column="revenue", of="the file"):
    return line("orders without a customer", column) / line(of, column)


def fates(**other):
    return pd.Series([other.get(fate.replace(" ", "_"), fate) for fate in FATES])


def off(function):
    table = questions_of("5.1").held_out()
    return function(table["forecast"], table["actual"], table["customers"])


RIGHT = {
    "5.1.a": [share, lambda: np.float64(share()), lambda: pd.Series([share()])],
    "5.1.b": ["without the wholesaler", "Without the wholesaler"],
    "5.1.1": [1320.5, lambda: pd.Series([1320.5]), np.float64(1320.5)],
    "5.1.2": [FATES, fates, lambda: dict(enumerate(FATES))],
    "5.1.3": [1500, 1500.0],
    "5.1.4": ["month first", "Month first"],
    "5.1.5": [100 * (3 / 14 - 3 / 5), -38.5714, lambda: 100 * (3 / 14 - 3 / 5)],
    "5.1.6": [
        lambda: off(lambda f, a, c: f / a - 1),
        lambda: dict(zip(CLASSES, [-0.25, 0.1, -0.2], strict=True)),
    ],
    "5.1.7": ["b", "B"],
    "5.1.8": [
        (
            "b",
            "The account begins with 10,927 rows. Most left as guests: 390 rows, 3 per cent of the money. The "
            "wholesaler moves the worth from 42 to 24. The forecast was off by 7 per cent, last quarter's by 32. "
            "On Monday we call the wholesaler, and we do not know why the others left.",
        ),
        (
            "the number under both choices of the decision that moves it most",
            "A customer here is an account. Every line of the account has a reason. Without the wholesaler a "
            "customer is worth 24 a year, with it 42. The forecast missed by 7 per cent. On Monday we write to "
            "the dormant.",
        ),
    ],
}

WRONG = {
    "5.1.a": [
        (lambda: share("rows"), "rows"),
        (lambda: 1 - line("orders") / line("the file"), "all_left_out"),
        (lambda: share(of="orders"), "of_the_orders"),
        (lambda: line("orders without a customer") / 100, "money"),
        (lambda: 100 * share(), "percentage"),
        (lambda: share() / (1 - line("orders") / line("the file")), "of_what_left"),
        ("orders without a customer", "text"),
        (0, "nobody_lacks_one"),
    ],
    "5.1.b": [
        ("each guest a customer", "guests"),
        ("refunds not netted", "refunds"),
        ("cancelled orders count", "cancelled"),
        ("the log begins in 2023", "begin"),
        ("as proposed", "without the wholesaler"),
    ],
    "5.1.1": [
        (1350.5, "refund_ignored"),
        (1380.5, "refund_added"),
        (1385.5, "cancelled_counted"),
        (1419.5, "francs_counted"),
        (1295.5, "guest_left_out"),
        (1484.5, "everything"),
        (1270.5, "refunded_order_left_out"),
        (2520.5, "counted_each_row"),
        (132_050, "cents"),
        (1255.5, "cancelled_taken_off"),
        (1240.5, "refunded_order_out_and_off"),
        (121.7, "point_misread"),
        (1514.5, "positive_rows"),
        (1355.5, "refund_added_guest_left_out"),
    ],
    "5.1.2": [
        (lambda: fates(further_row="no customer"), "further_row_without_customer"),
        (lambda: fates(further_row="sale"), "further_row_as_sale"),
        (["further row", *FATES[1:]], "both_rows_of_an_order"),
        ([*FATES[:2], "refund", *FATES[3:]], "refunded_order_as_refund"),
        ([*FATES[:3], "further row", *FATES[4:]], "customer_seen_before"),
        (lambda: fates(refund="sale"), "refund_as_sale"),
        (lambda: fates(no_customer="sale"), "guest_as_sale"),
        (lambda: fates(cancelled="sale"), "cancelled_as_sale"),
        (lambda: fates(further_row="other currency"), "blank_as_currency"),
        (lambda: fates(refund="cancelled"), "refund_as_cancelled"),
        (lambda: fates(cancelled="refund"), "cancelled_as_refund"),
        (lambda: fates(no_customer="further row"), "guest_as_further_row"),
        (lambda: fates(other_currency="sale"), "francs_as_sale"),
    ],
    "5.1.3": [
        (19_800, "no_customer_forgotten"),
        (25, "rows"),
        (31_300, "left_out"),
        (29_800, "explained"),
        (450_900, "taken_off_the_orders"),
        (482_200, "orders_forgotten"),
        (1500 / 512_000, "share"),
        (1500 / 31_300, "share_of_what_left"),
        (1500 / 480_700, "share_of_the_orders"),
        (1525, "rows_and_euros"),
        (0, "nothing"),
        (510_500, "sum"),
    ],
    "5.1.4": [
        ("day first", "day"),
        ("cannot be told", "unknown"),
        ("year first", "day first"),
        (5, "not among the options"),
    ],
    "5.1.5": [
        (100 * (3 / 5 - 3 / 14), "sign"),
        (3 / 14 - 3 / 5, "fraction"),
        (100 * (3 / 14 / (3 / 5) - 1), "relative"),
        (100 * (4 / 6 - 3 / 5), "one_for_all"),
        (100 * (3 / 6 - 3 / 5), "one_who_left"),
        (100 * (2 / 14 - 2 / 5), "more_than_two"),
        (100 * (6 / 20 - 6 / 11), "later_orders"),
        (100 * (3 / 20 - 3 / 11), "of_the_orders"),
        (100 * 3 / 14, "share_itself"),
        (3 / 14, "share_itself_as_fraction"),
        (60, "first_share"),
        (3 / 5 - 3 / 14, "turned_fraction"),
        (3 / 14 / (3 / 5) - 1, "relative_fraction"),
        (100 * (3 / 20 - 3 / 5), "by_orders_once"),
        (100 * (9 / 20 - 9 / 11), "orders"),
    ],
    "5.1.6": [
        (lambda: off(lambda f, a, c: a / f - 1), "of_the_forecast"),
        (lambda: off(lambda f, a, c: f / a), "ratio"),
        (lambda: off(lambda f, a, c: 1 - a / f), "by_the_forecast"),
        (lambda: off(lambda f, a, c: a / f), "ratio_turned"),
        (lambda: off(lambda f, a, c: (f / a - 1).abs()), "without_sign"),
        (lambda: off(lambda f, a, c: (f - a) / a.sum()), "of_all_purchases"),
        (lambda: off(lambda f, a, c: f - a), "difference"),
        (lambda: off(lambda f, a, c: (f - a) / c), "a_customer"),
        (lambda: off(lambda f, a, c: (f - a) / c.sum()), "all_customers"),
        (lambda: off(lambda f, a, c: 1 - f / a), "turned"),
        (lambda: 100 * off(lambda f, a, c: f / a - 1), "per cent"),
    ],
    "5.1.7": [("a", "active"), ("c", "loyal"), ("d", "growth"), ("e", "not among the options")],
    "5.1.8": [
        (
            (
                "a",
                "The report says that a customer of ours is worth 42 a year and that next quarter "
                "brings 210,000. On Monday we put both numbers into the plan and tell the sales team "
                "to reach them.",
            ),
            "one_number_as_if_given",
        ),
        (
            (
                "c",
                "The export has guests, refunds and one wholesaler in it, and nobody can say who is a"
                " customer. As long as the shop's software writes such files no number of the report "
                "can be used.",
            ),
            "faults_without_an_account",
        ),
        (("b", "It went well."), "very short"),
        ((None, RIGHT["5.1.8"][0][1]), "Mark the side"),
        (RIGHT["5.1.8"][0][1], "hand in the pair"),
        (("b", 5), "write your explanation as text"),
    ],
}
