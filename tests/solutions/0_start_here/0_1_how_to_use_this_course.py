"""Answers to test the questions of exercise 0.1 with."""

from fractions import Fraction

import numpy as np
import pandas as pd

from marketing_origin.checks import questions_of

_questions = questions_of("0.1")
orders = _questions.orders

TOTALS = {"Ana": 75, "Ben": 60, "Chen": 60, "Dora": 30}


def by_customer(how):
    """One number a customer, by the name of a pandas method."""
    return getattr(orders().groupby("customer")["value"], how)()


def looped(rate, n):
    """Multiply month by month."""
    share = 1
    for _ in range(n):
        share *= rate
    return share


RIGHT = {
    "0.1.a": [0.512, 0.8**3, lambda: np.float64(0.8) ** 3, [0.512]],
    "0.1.b": ["folklore", "Folklore", ["folklore"]],
    "0.1.1": [
        0.96**20,
        0.44200,
        Fraction(96, 100) ** 20,
        lambda: np.float32(0.96**20),
        lambda: pd.Series([0.96**20]),
    ],
    "0.1.2": [
        TOTALS,
        lambda: pd.Series(TOTALS).sort_values(),
        lambda: pd.Series(TOTALS).astype(float).to_frame("bought"),
        lambda: orders().groupby("customer", as_index=False)["value"].sum(),
        {"ana": 75.0, "ben": 60.0, "chen": 60.0, "dora": 30.0},
    ],
    "0.1.3": [
        lambda: lambda retention_rate, months: retention_rate**months,
        lambda: looped,
        lambda: lambda r, m: np.exp(m * np.log(r)),
    ],
    "0.1.4": ["d", "D", "wrong as stated"],
    "0.1.5": [
        (
            "c",
            "95% a month means that of 100 members about 54 are left after a year. With 1,000 members we have to "
            "win 50 a month to stand still. Whether more money for winning pays depends on what the next members "
            "cost, and on what the same money would save; let us try both in a few clubs first.",
        ),
        (
            "his rate does not decide it: something else has to be measured first",
            "每月留存95%，一年之后一百人里只剩下大约五十四人。要保持一千名会员，每个月必须赢得五十名新会员。"
            "钱该花在获取还是留存，要看下一元钱在两边各带来多少，先在几家店里试一试，再作决定。",
        ),
    ],
}

WRONG = {
    "0.1.a": [
        (0.4, "same_number_each_year"),
        (1 - 0.8**3, "gone"),
        (0.6, "gone_added"),
        (0.8, "one_year"),
        (0.64, "two_years"),
        (0.8**4, "four_years"),
        (0.2**3, "leavers"),
        (0.8**36, "months"),
        (2.4, "times_years"),
        (100 * 0.8**3, "per cent"),
        ("half", "text"),
    ],
    "0.1.b": [
        ("holds", "holds"),
        ("holds under conditions", "conditions"),
        ("wrong as stated", "wrong"),
        ("framework", "sorting"),
        ("a legend", "not among the options"),
        (9, "not among the options"),
    ],
    "0.1.1": [
        (0.95**20, "rate_of_the_chapter"),
        (1 - 20 * 0.04, "straight_line"),
        (1 - 0.96**20, "gone"),
        (20 * 0.04, "gone_straight"),
        (0.04**20, "leavers_multiplied"),
        (1 / 0.04, "average_stay"),
        (44, "whole_per_cent"),
        (0.96**21, "one_month_more"),
        (0.96**19, "one_month_less"),
        (0.96**12, "one_year"),
        (0.96, "one_month"),
        (0.96 * 20, "times"),
        (100 * 0.96**20, "per cent"),
        (0.44, "rounded too far"),
        ("about half", "text"),
        (float("nan"), "NaN"),
    ],
    "0.1.2": [
        (lambda: by_customer("mean"), "mean"),
        (lambda: by_customer("count"), "count"),
        (lambda: by_customer("max"), "largest"),
        (lambda: by_customer("first"), "first"),
        (lambda: by_customer("last"), "last"),
        (lambda: orders().groupby("customer")["value"], "nothing has been computed"),
        (lambda: orders().groupby("customer")["value"].sum, "without its brackets"),
        (225, "all_customers"),
        (56.25, "average_customer"),
        ({"Ana": 75, "Ben": 60, "Chen": 60}, "missing: 'Dora'"),
        ([75, 60, 60, 30], "carry no labels"),
        ({**TOTALS, "Ben": 35}, "are right. 'Ben'"),
        ("Ana", "Series"),
    ],
    "0.1.3": [
        (lambda: lambda rate, months: rate ** (months / 12), "rate_of_a_year"),
        (lambda: lambda retention_rate, months: 0.96**20, "always_the_same"),
        (lambda: lambda r, m: 1 - m * (1 - r), "straight_line"),
        (lambda: lambda r, m: max(0, 1 - m * (1 - r)), "straight_line_to_nothing"),
        (lambda: lambda r, m: 0.96**m, "one_rate"),
        (lambda: lambda r, m: r**20, "one_time"),
        (lambda: lambda r, m: (1 - r) ** m, "leavers_multiplied"),
        (lambda: lambda r, m: round(r**m, 2), "rounded"),
        (lambda: lambda r, m: 1 - r**m, "gone"),
        (lambda: lambda r, m: r ** (m + 1), "one_month_more"),
        (lambda: lambda r, m: r ** (m - 1), "one_month_less"),
        (lambda: lambda r, m: r * m, "times"),
        (lambda: lambda r, m: m**r, "turned_round"),
        (lambda: lambda r, m: f"{r**m:.0%}", "text"),
        (lambda: lambda r: r**20, "takes (r)"),
        (0.96**20, "asks for the function"),
    ],
    "0.1.4": [
        ("a", "first_sentence"),
        ("holds under conditions", "no_condition"),
        ("folklore", "measured"),
        ("e", "not among the options"),
        (True, "one of"),
    ],
    "0.1.5": [
        (
            (
                "a",
                "He is right. With 95 of 100 staying there is hardly anything left to gain by keeping"
                " members, so the whole budget should go into winning new ones.",
            ),
            "rate_without_its_period",
        ),
        (
            (
                "b",
                "He is wrong. Of 100 members only 54 are left after a year, so nearly half of the "
                "club has to be replaced, and all the money belongs into keeping them.",
            ),
            "mistake_turned_round",
        ),
        (("c", "Keep them."), "very short"),
        ((None, RIGHT["0.1.5"][0][1]), "Mark the side"),
        (RIGHT["0.1.5"][0][1], "hand in the pair"),
        (("c", 0.54), "write your explanation as text"),
    ],
}
