"""The questions of exercise 4.3, and the *Try it* of its chapter."""

from itertools import permutations

import numpy as np
import pandas as pd

from marketing_origin import economics
from marketing_origin.checks import (
    Chapter,
    but,
    explanation,
    items,
    mistake,
    mistake_when,
    number,
    parameters,
    series,
)

questions = Chapter(__file__)


def insurance_customers():
    """Return the counts of question 1: customers by what they hold."""
    return {"all": 4000, "car": 1600, "home": 500, "car and home": 300}


def catalogue_year():
    """Return the table of question 2: a year of eight customers, in money and counts."""
    return pd.DataFrame(
        {
            "categories": [1, 3, 2, 4, 1, 2, 3, 5],
            "sales": [100.0, 400.0, 150.0, 260.0, 60.0, 200.0, 320.0, 520.0],
            "goods": [60.0, 240.0, 90.0, 156.0, 48.0, 120.0, 192.0, 312.0],
            "returned": [0.0, 380.0, 0.0, 20.0, 0.0, 30.0, 0.0, 200.0],
            "contacts": [1, 2, 14, 3, 6, 2, 30, 6],
        },
        index=pd.Index(["Ada", "Ben", "Cleo", "Dov", "Eve", "Finn", "Gül", "Hana"], name="customer"),
    )


def margins_of_a_year(returns="both", contact=5.0):
    """Return the customers' margins: returned goods are sold again, unless `returns` says otherwise."""
    year = catalogue_year()
    kept = 1 - year["returned"] / year["sales"]
    sales, goods = year["sales"], year["goods"]
    if returns in ("both", "sales"):
        sales = sales * kept
    if returns == "both":
        goods = goods * kept
    return sales - goods - contact * year["contacts"]


def cross_buyers_who_lose(**other):
    """Return the customers of two categories or more whose margin is negative."""
    year = catalogue_year()
    return list(year.index[(year["categories"] > 1) & (margins_of_a_year(**other) < 0)])


def bank_offers():
    """Return the table of question 4."""
    return pd.DataFrame(
        {
            "accepted": [0.25, 0.10, 0.05, 0.40],
            "margin": [12.0, 70.0, 90.0, 5.0],
            "listens": [0.92, 0.70, 0.90, 0.80],
        },
        index=["card", "loan", "pension", "insurance"],
    )


def best_order():
    """Return the order of the offers that brings most, found by trying all of them."""
    offers = bank_offers()

    def worth(order):
        listening, brought = 1.0, 0.0
        for name in order:
            brought += listening * offers.at[name, "accepted"] * offers.at[name, "margin"]
            listening *= offers.at[name, "listens"]
        return brought

    return list(max(permutations(offers.index), key=worth))


def coffee_test():
    """Return the table of question 5: group, arm, people, mean and standard deviation of the margin."""
    return pd.DataFrame(
        {
            "group": ["regular", "regular", "rare", "rare"],
            "arm": ["sent", "control", "sent", "control"],
            "people": [3000, 3000, 1000, 1000],
            "mean": [42.0, 44.5, 19.0, 12.0],
            "sd": [30.0, 30.0, 25.0, 24.0],
        }
    )


def effect_and_error(group):
    """Return what the offer changed in a group, and the standard error."""
    arms = coffee_test().set_index(["group", "arm"]).loc[group]
    effect = arms.at["sent", "mean"] - arms.at["control", "mean"]
    return effect, np.sqrt((arms["sd"] ** 2 / arms["people"]).sum())


def aimed_gain(group="regular", share=0.75, sign=-1.0, error=None):
    """Return what sending to the rare only adds to sending to all, with its interval."""
    effect, own_error = effect_and_error(group)
    half = 1.96 * share * (own_error if error is None else error)
    gain = sign * share * effect
    return {"gain": gain, "low": gain - half, "high": gain + half}


def three_campaigns():
    """Return the table of question 6: each sent to 10,000 customers, with a control group of as many."""
    return pd.DataFrame(
        {
            "cost": [3000.0, 1000.0, 6000.0],
            "clicks": [2600, 1100, 300],
            "orders": [900, 1800, 1000],
            "control_orders": [880, 880, 880],
            "later_orders": [5300, 4700, 5700],
            "control_later": [5280, 5280, 5280],
            "money_off": [0.0, 5.0, 0.0],
        },
        index=["film", "coupon", "guide"],
    )


def campaign_values(margin=15.0):
    """Return what each campaign of question 6 brought until the later orders end."""
    table = three_campaigns()
    further = table["orders"] - table["control_orders"] + table["later_orders"] - table["control_later"]
    return margin * further - table["money_off"] * table["orders"] - table["cost"]


def music_school():
    """Return the firm of question 7, as `economics.stage_returns` takes it."""
    point = economics.ResponseCurve.from_point
    return {
        "curves": {
            "acquire": point(12.0, 0.08, 0.15),
            "engage": point(30.0, 0.70, 0.80, 0.40),
            "retain": point(40.0, 0.88, 0.90, 0.60),
        },
        "spend": {"acquire": 12.0, "engage": 30.0, "retain": 40.0},
        "margin": 200.0,
        "discount_rate": 0.1,
    }


@questions.add(
    "a",
    title="A lift on foot",
    expects=number(unit="times"),
    hints=[
        "What share of all customers would hold both if the one had nothing to do with the other?",
        "The product of the two base rates. And what share does hold both?",
        "Three shares of all 2,000: of each product, and of both. Which of them is what would come about "
        "by chance?",
    ],
    meaning=(
        "Card holders have a plan somewhat more often than others. What an offer of it would "
        "change, it does not say."
    ),
)
def lift_on_foot():
    right = (90 / 2000) / ((500 / 2000) * (300 / 2000))
    return right, [
        mistake(
            "against_those_without_a_card",
            (90 / 300) / (410 / 1700),
            "You compared with those who have no card. A lift compares with all customers.",
        ),
        mistake(
            "share_only",
            90 / 300,
            "That is the share of card holders with a plan. Compare it with a base rate.",
        ),
        mistake(
            "other_share_only",
            90 / 500,
            "That is the share of plan holders with a card. Compare it with a base rate.",
        ),
        mistake(
            "difference",
            90 / 300 - 500 / 2000,
            "That is the difference from the base rate. A lift is a ratio.",
        ),
        mistake(
            "upside_down", 1 / right, "Upside down: what was found stands above, what was expected below."
        ),
        mistake("own_base", (90 / 300) / (300 / 2000), "You divided by the base rate of the card itself."),
        mistake(
            "own_base_of_the_plan",
            (90 / 500) / (500 / 2000),
            "You divided by the base rate of the plan itself.",
        ),
        mistake(
            "both", 90 / 2000, "That is the share of all who have both. Compare it with what was expected."
        ),
        mistake(
            "expected_share",
            500 / 2000 * (300 / 2000),
            "That is the share expected to have both. Compare what was found with it.",
        ),
        mistake(
            "expected", 75.0, "That is how many would have both by chance. How many times that have both?"
        ),
        mistake("beyond", 15.0, "That is how many more have both than expected. A lift is a ratio."),
        mistake(
            "against_the_rest",
            (90 / 500) / (210 / 1500),
            "You compared with customers who have no plan. A lift compares with all customers.",
        ),
        mistake(
            "people",
            90 / (500 * 300),
            "With counts in place of shares the number of all customers is missing.",
        ),
        mistake(
            "either_of_them",
            90 / 710,
            "You divided by all who have one of the two or both. A lift compares with what chance would give.",
        ),
        mistake(
            "beyond_of_all",
            15 / 2000,
            "That is how many more have both than expected, as a share of all. A lift is a ratio.",
        ),
        mistake(
            "either_share",
            500 / 2000 + 300 / 2000,
            "You added the two shares. By chance both come together as often as their *product*.",
        ),
    ]


@questions.add(
    "b",
    title="Which comes first?",
    expects=number(unit="money per customer"),
    hints=[
        "Compute the worth of each offer first: the share who accept times what it brings.",
        "The second offer is heard only by those who still listen after the first.",
        "Write both orders as sums: the first offer's worth in full, the second's for those who still "
        "listen. The one that is worth more by itself need not go first.",
    ],
    meaning="Q is worth less and goes first: it uses up fewer listeners.",
)
def which_comes_first():
    p, q = 0.2 * 15, 0.5 * 4
    right = q + 0.95 * p
    return right, [
        mistake(
            "worth_first_without_who_accept",
            p + 0.8 * 0.7 * q,
            "Two things: try the other order; and the 70% are of all who hear P, whether they accept or not.",
        ),
        mistake(
            "accepters_alone_stop",
            q + (1 - 0.5 * 0.05) * p,
            "You let only those stop who accept. 95% of *all* who hear Q still listen.",
        ),
        mistake(
            "worth_first", p + 0.7 * q, "That is with the offer of higher worth first. Try the other order."
        ),
        mistake("all_listen", p + q, "Not everybody still listens to the second offer."),
        mistake("wrong_listeners", q + 0.7 * p, "After Q it is Q's share that still listens."),
        mistake("margins_alone", 4 + 0.95 * 15, "Not everybody accepts."),
        mistake("q_alone", q, "That is Q alone. P comes after it."),
        mistake("second_alone", 0.95 * p, "That is what the second offer brings. Q belongs to it."),
        mistake(
            "refusers_only",
            q + 0.5 * p,
            "You let those listen who refused Q. The task gives the share who still listen: 95%.",
        ),
        mistake(
            "index_of_q", q / 0.05, "That is the index that decides the order. What do both bring in it?"
        ),
        mistake(
            "both_heard_late",
            0.95 * q + 0.7 * p,
            "You let fewer listen to the *first* offer as well. Everybody hears that one.",
        ),
        mistake("p_alone", p, "That is P alone. Both are made."),
        mistake(
            "listens_twice",
            p + 0.7 * 0.95 * q,
            "P first, and you took both shares off Q. The second is heard by those who listen after the first.",
        ),
        mistake(
            "those_who_accept_gone",
            p + 0.8 * q,
            "P first, and you took off those who accepted. Who still listens is told: 70%.",
        ),
        mistake(
            "worth_first_with_other_listeners",
            p + 0.95 * q,
            "P first, and the listeners of Q. After P it is 70%; and try the other order.",
        ),
        mistake(
            "who_stop_listening",
            q + 0.05 * p,
            "You took the 5% who stop listening. P is heard by the others.",
        ),
    ]


@questions.add(
    "c",
    title="A discount week",
    expects=number(unit="money"),
    hints=[
        "How many further orders remain after all nine weeks?",
        "And on how many orders was the discount given?",
        "The orders that remain bring a margin; all orders of the discount weeks had it taken off. It "
        "comes out below zero.",
    ],
    meaning=(
        "The week looked like 500 further orders. It lost money: most of the discount went to "
        "orders that would have come."
    ),
)
def discount_week():
    right = 14 * (1500 - 1000 - 300) - 5 * 1500
    return right, [
        mistake(
            "week_before_discount",
            14 * 500,
            "Two things: that is before the discount, and it stops at the end of the week.",
        ),
        mistake(
            "week_only", 14 * 500 - 5 * 1500, "You stopped at the end of the week. What happened after it?"
        ),
        mistake(
            "discount_on_further", 14 * 200 - 5 * 500, "The discount was taken off every order of the week."
        ),
        mistake("discount_on_kept", (14 - 5) * 200, "The discount was taken off every order of the week."),
        mistake(
            "no_control", (14 - 5) * 1500 - 14 * 300, "1,000 of these orders would have come without it."
        ),
        mistake("no_discount", 14 * 200, "That is before the discount."),
        mistake(
            "missing_at_nine",
            9 * 1500 - 14 * 1000 - 9 * 300,
            "The discount was on all 1,500 orders of the week, and each of the 300 missing ones costs 14.",
        ),
        mistake("missing_added", 14 * 800 - 5 * 1500, "The 300 are fewer: they come off the further orders."),
        mistake(
            "nine_for_further", 9 * 500, "You left out the discount on the other 1,000, and the weeks after."
        ),
        mistake(
            "given_away",
            -5.0 * 1000,
            "That is what the orders that would have come cost. What did the further ones bring?",
        ),
        mistake("orders", 200.0, "Those are further orders. What did they bring, in money?"),
        mistake("per_customer", right / 10_000, "That is per customer. The question asks for all together."),
        mistake("per_order", right / 1500, "That is per order. The question asks for all together."),
        mistake(
            "later_at_nine_without_discount",
            14 * 500 - 9 * 300,
            "Two things at once: the discount is on the orders of the week, and not on the missing ones after it.",
        ),
        mistake(
            "off_every_customer",
            14 * 200 - 5 * 10_000,
            "You took 5 off for every customer. It is taken off each *order* of the week.",
        ),
        mistake(
            "off_both_groups",
            14 * 200 - 5 * 2500,
            "The other group paid in full: only 1,500 orders were reduced.",
        ),
        mistake(
            "missing_at_the_discount",
            14 * 500 - 5 * 1500 - 5 * 300,
            "The 300 missing orders would have brought 14 each.",
        ),
        mistake(
            "ratio_of_orders",
            1500 / 1000,
            "That is how many times as many orders the week had. What did it bring, in money?",
        ),
    ]


@questions.add(
    "1",
    title="A cross-selling rule",
    expects=parameters(rel=1e-3),
    hints=[
        "Which share of the home customers also has car insurance, and which share of all?",
        "The lift compares the two. What would be the count if the lift were 1?",
        "The two shares have different groups below the line. With a lift of 1 the home customers would "
        "have the share of all.",
    ],
    meaning=(
        "60% sounds like much; 40% of all have it. The 100 customers between are an "
        "association, no effect of any offer."
    ),
)
def cross_selling_rule():
    n = insurance_customers()
    rate, base = n["car and home"] / n["home"], n["car"] / n["all"]
    right = {"rate": rate, "lift": rate / base, "beyond": n["car and home"] - n["home"] * base}
    other = n["car and home"] / n["car"]
    return right, [
        mistake(
            "other_way_round",
            right | {"rate": other},
            "The rate of car customers with home was not asked: swap them.",
        ),
        mistake(
            "base_of_home",
            right | {"lift": rate / (n["home"] / n["all"])},
            "The lift is over the base rate of *car*.",
        ),
        mistake("lift_as_difference", right | {"lift": rate - base}, "A lift is a ratio, not a difference."),
        mistake(
            "all_of_both",
            right | {"beyond": 300.0},
            "Some of the 300 would be there if the two had nothing to do with each other.",
        ),
        mistake(
            "expected",
            right | {"beyond": n["home"] * base},
            "That is how many would have both if the one had nothing to do with the other. How many *more* have?",
        ),
        mistake(
            "base_for_rate",
            right | {"rate": base},
            "That is the base rate: the share of *all* who have car insurance.",
        ),
        mistake(
            "against_the_rest",
            right | {"lift": rate / (1300 / 3500)},
            "You compared with customers without home insurance. A lift compares with all customers.",
        ),
        mistake(
            "beyond_in_points",
            right | {"beyond": rate - base},
            "That is a difference of shares. The question asks for customers.",
        ),
        mistake(
            "beyond_of_all",
            right | {"beyond": (n["car and home"] - n["home"] * base) / n["all"]},
            "That is a share of all customers. The question asks for how many.",
        ),
        mistake(
            "rate_of_all",
            right | {"rate": n["car and home"] / n["all"], "lift": n["car and home"] / n["all"] / base},
            "You divided by all customers; the rate is among those with home insurance.",
        ),
        mistake(
            "lift_of_the_two_rates",
            right | {"lift": rate / other},
            "For `lift` you divided the two rates. The lift is the rate over the share of "
            "*all* who have car insurance.",
        ),
        mistake(
            "those_without_the_other",
            right | {"rate": n["car and home"] / (n["home"] + n["car and home"])},
            "For `rate` you divided by home and both together. Those who have both are among the 500.",
        ),
        mistake(
            "other_rate_and_its_lift",
            right | {"rate": other, "lift": other / base},
            "The rate of car customers with home was not asked: swap them. And a lift "
            "stands over the share of all who have what the rule offers.",
        ),
        mistake(
            "of_those_with_either",
            right | {"rate": n["car and home"] / (n["home"] + n["car"] - n["car and home"])},
            "For `rate` you divided by all who have one of the two or both. The rule is about those "
            "with home insurance.",
        ),
        mistake(
            "both_on_top",
            {
                "rate": n["car and home"] / (n["home"] + n["car and home"]),
                "lift": n["car and home"]
                * n["all"]
                / (n["home"] + n["car and home"])
                / (n["car"] + n["car and home"]),
                "beyond": n["car and home"]
                - (n["home"] + n["car and home"]) * (n["car"] + n["car and home"]) / n["all"],
            },
            "You added the 300 to the 1,600 and to the 500. Those who have both are among them.",
        ),
    ]


@questions.add(
    "2",
    title="Unprofitable cross-buyers",
    expects=items(),
    hints=[
        "Which part of the sales was kept? Returned goods go back on the shelf at their full cost.",
        (
            "Margin: kept share × (sales - goods) less 5 for each contact. Who bought in two "
            "categories or more?"
        ),
        "What is kept is 1 less the returned part of the sales. Two conditions, joined with `&`, pick the "
        "customers.",
    ],
    meaning=(
        "Three of six: two by their contacts, one by what comes back. The customer of five "
        "categories is not among them."
    ),
)
def unprofitable_cross_buyers():
    year = catalogue_year()
    everybody = list(year.index[margins_of_a_year() < 0])
    without_service = list(year.index[(year["categories"] > 1) & (margins_of_a_year(contact=0.0) < 0)])
    not_taken_back = cross_buyers_who_lose(returns="sales")
    more_than_two = list(year.index[(year["categories"] > 2) & (margins_of_a_year() < 0)])
    who_earn = list(year.index[(year["categories"] > 1) & (margins_of_a_year() >= 0)])
    return cross_buyers_who_lose(), [
        mistake(
            "goods_forgotten",
            list(
                year.index[
                    (year["categories"] > 1) & (year["sales"] - year["returned"] - 5 * year["contacts"] < 0)
                ]
            ),
            "You left out what the goods cost: nobody loses then.",
        ),
        mistake("single_category_too", everybody, "One of them bought in a single category: no cross-buyer."),
        mistake(
            "goods_lost",
            not_taken_back,
            "You took the returned sales off, but not the goods that came back with them.",
        ),
        mistake("more_than_two", more_than_two, "Two categories count, too: the task says two *or more*."),
        mistake(
            "who_earn", who_earn, "Those are the cross-buyers who bring something. Who brings less than that?"
        ),
        mistake(
            "service_forgotten",
            without_service,
            "Nobody loses before the service is counted. Each contact costs 5.",
        ),
        mistake(
            "returns_forgotten", cross_buyers_who_lose(returns="none"), "You left out what was returned."
        ),
        mistake(
            "all_cross_buyers",
            list(year.index[year["categories"] > 1]),
            "Those are all cross-buyers. Who of them brought less than nothing?",
        ),
        mistake(
            "everybody_without_returns",
            list(year.index[margins_of_a_year(returns="none") < 0]),
            "Two things at once: one of them bought in a single category, and you left out what was returned.",
        ),
        mistake(
            "everybody_goods_lost",
            list(year.index[margins_of_a_year(returns="sales") < 0]),
            "Two things at once: one of them bought in a single category, and the goods "
            "that came back were not taken off.",
        ),
        mistake(
            "goods_twice",
            list(
                year.index[
                    (year["categories"] > 1)
                    & (year["sales"] - year["returned"] - 2 * year["goods"] - 5 * year["contacts"] < 0)
                ]
            ),
            "You took the goods off twice.",
        ),
        mistake(
            "everybody_in_the_table",
            list(year.index),
            "That is everybody. Who bought in two categories or more, and brought less than nothing?",
        ),
        mistake_when(
            "some_only",
            lambda read: 0 < len(read) < 3 and set(read) < {name.lower() for name in cross_buyers_who_lose()},
            "What you have belongs here, and somebody is missing: compute the margin of every cross-buyer.",
        ),
    ]


@questions.add(
    "3",
    title="Where a larger plan stops paying",
    expects=number(unit="visits a month"),
    hints=[
        "At how many visits are the margins of the two plans equal?",
        "Write each margin as a line: fee less fixed cost, less cost per visit × visits.",
        "How far apart are the lines at no visit, and by how much do they come nearer with each? They "
        "meet before the 20th.",
    ],
    meaning=(
        "Long before this point the larger plan loses money too. Here it begins to lose more "
        "than the small one."
    ),
)
def where_the_plan_stops():
    def visits(
        fee_of_premium=58,
        fee_of_basic=28,
        month_of_premium=20,
        month_of_basic=11,
        visit_of_premium=2.5,
        visit_of_basic=1.4,
    ):
        more = (fee_of_premium - month_of_premium) - (fee_of_basic - month_of_basic)
        return more / (visit_of_premium - visit_of_basic)

    fixed = (58 - 20) - (28 - 11)
    return (
        visits(),
        [
            mistake(
                "premium_zero",
                38 / 2.5,
                "There premium's own margin is zero. It is still above that of basic.",
            ),
            mistake("basic_zero", 17 / 1.4, "There basic's margin is zero. Compare the two plans."),
            mistake(
                "fees_only",
                but(visits, month_of_premium=0, month_of_basic=0),
                "You left out what the month itself costs: 20 and 11.",
            ),
            mistake(
                "rounded_up", 20.0, "That is the next whole number of visits. Return where the two are equal."
            ),
            mistake(
                "visit_cost_of_basic", fixed / 1.4, "A visit costs more under premium: take the difference."
            ),
            mistake(
                "visit_costs_added",
                but(visits, visit_of_basic=-1.4),
                "Take the *difference* of the costs per visit.",
            ),
            mistake(
                "month_costs_added",
                but(visits, month_of_premium=-20, month_of_basic=-11),
                "A month on premium costs 9 more: take it *off*.",
            ),
            mistake("month_costs_only", 9 / (2.5 - 1.4), "You left out that premium's fee is higher by 30."),
            mistake(
                "fee_over_visit", 58 / 2.5, "That is one fee over one cost per visit. Compare two margins."
            ),
            mistake(
                "whole_visit_cost",
                but(visits, visit_of_basic=0),
                ("A visit costs under basic as well: only the difference counts."),
            ),
            mistake(
                "fees_and_whole_cost",
                30 / 2.5,
                "Compare margins: less the month's cost, and the *difference* of the costs per visit.",
            ),
            mistake(
                "difference_of_a_month",
                float(fixed),
                "That is what premium brings more before any visit. How many visits eat it up?",
            ),
            mistake(
                "costs_added_twice",
                (30 + 9) / (2.5 + 1.4),
                "Two things at once: a month on premium costs 9 more, take it *off*; and take "
                "the *difference* of the costs per visit.",
            ),
            mistake(
                "fees_added",
                (58 + 28) / (2.5 - 1.4),
                "You added the fees. What does premium bring *more* before any visit?",
            ),
            mistake(
                "month_cost_over_visit",
                20 / 2.5,
                "That is how many visits cost as much as the month. Compare the margins of the two plans.",
            ),
        ],
        visits,
    )


@questions.add(
    "4",
    title="Four offers in a row",
    expects=items(ordered=True),
    hints=[
        "Compute what each offer brings per listener: accepted × margin.",
        "Divide by the share of listeners that it uses up: 1 - listens.",
        "One number for each offer: what a listener brings, over the part of the listeners that it uses "
        "up. Sort by it.",
    ],
    meaning="The offer that is worth most stands third: it uses up three in ten listeners.",
)
def four_offers():
    offers = bank_offers()
    worth = offers["accepted"] * offers["margin"]

    def ranked(values, ascending=False):
        return list(values.sort_values(ascending=ascending, kind="stable").index)

    index = worth / (1 - offers["listens"])
    return best_order(), [
        mistake(
            "by_worth",
            ranked(worth),
            "By worth alone. The last in line are heard by few: what does each offer use up?",
        ),
        mistake(
            "by_acceptance", ranked(offers["accepted"]), "What is accepted most often need not bring most."
        ),
        mistake(
            "by_margin",
            ranked(offers["margin"]),
            "A large margin that hardly anybody accepts is worth little.",
        ),
        mistake(
            "by_listening", ranked(offers["listens"]), "By how few stop listening. What does an offer bring?"
        ),
        mistake("upside_down", ranked(index, ascending=True), "The right index, from the wrong end."),
        mistake(
            "acceptance_used_up",
            ranked(offers["accepted"] / (1 - offers["listens"])),
            "By acceptances for each listener used up. How much does an acceptance bring?",
        ),
        mistake("as_they_stand", list(offers.index), "That is the order of the table. Which brings most?"),
        mistake_when(
            "one_alone",
            lambda read: len(read) == 1,
            "You named one. The question asks for the order of all four.",
        ),
    ]


@questions.add(
    "5",
    title="Aimed at the rare",
    expects=parameters(rel=5e-3),
    hints=[
        "Both plans send to the rare. In whom do they differ?",
        "Not sending to the regular saves what sending does to them. They are three quarters of all.",
        "Turn the effect on the regular round, and count it for their share of all. The standard error, "
        "of a difference of two means, shrinks by the same share.",
    ],
    meaning="The gain is known without looking at those who get the offer either way.",
)
def aimed_at_the_rare():
    rare_effect, rare_error = effect_and_error("rare")
    regular_effect, regular_error = effect_and_error("regular")
    right = aimed_gain()
    per_head = aimed_gain(share=1.0)
    against_nobody = aimed_gain("rare", share=0.25, sign=1.0)
    whole = np.hypot(0.75 * regular_error, 0.25 * rare_error) / 0.75
    half = 0.75 * regular_error

    def around(gain, error):
        return {"gain": gain, "low": gain - 1.96 * error, "high": gain + 1.96 * error}

    return right, [
        mistake(
            "rare_per_head",
            around(rare_effect, rare_error),
            "That is what the offer changes in a rare customer. In whom do the two plans differ?",
        ),
        mistake(
            "share_of_the_rare",
            aimed_gain(share=0.25),
            "A quarter is the share of the rare. Left out are the regular: three quarters.",
        ),
        mistake(
            "per_rare_customer",
            around(right["gain"] / 0.25, half / 0.25),
            "That is per head of the rare. The question asks for per head of all customers.",
        ),
        mistake(
            "everybody_against_nobody",
            around(0.75 * regular_effect + 0.25 * rare_effect, np.hypot(half, 0.25 * rare_error)),
            "That is the offer to everybody against no offer.",
        ),
        mistake(
            "difference_of_effects",
            around(rare_effect - regular_effect, np.hypot(rare_error, regular_error)),
            "That is how far the two groups' effects are apart. In whom do the two *plans* differ?",
        ),
        mistake(
            "error_of_one_arm",
            around(right["gain"], half / np.sqrt(2)),
            "You took the error of one arm. Both arms have one: add their squares.",
        ),
        mistake(
            "errors_added",
            around(right["gain"], half * np.sqrt(2)),
            "You added the errors of the two arms. Add their squares, then take the root.",
        ),
        mistake(
            "in_all",
            around(8000 * right["gain"], 8000 * half),
            "That is for all 8,000 together. The question asks for per head.",
        ),
        mistake(
            "per_head_left_out",
            per_head,
            "That is per head of those left out. Per head of *all* it is their share of it.",
        ),
        mistake(
            "against_nobody",
            against_nobody,
            "That is the aimed offer against *no* offer. Against everybody was asked.",
        ),
        mistake(
            "wrong_sign",
            aimed_gain(sign=1.0),
            "You have what sending to the regular changes. Not sending saves it: turn the sign.",
        ),
        mistake(
            "errors_of_both",
            aimed_gain(error=whole),
            "The rare get it under both plans: their noise has no part in the difference.",
        ),
        mistake(
            "one_standard_error",
            right | {"low": right["gain"] - half, "high": right["gain"] + half},
            "A 95% interval reaches 1.96 standard errors to both sides.",
        ),
        mistake(
            "share_left_out_of_error",
            right
            | {
                "low": per_head["low"] - per_head["gain"] + right["gain"],
                "high": per_head["high"] - per_head["gain"] + right["gain"],
            },
            "The interval shrinks with the share, as the gain does.",
        ),
        mistake(
            "ninety_per_cent",
            right | {"low": right["gain"] - 1.645 * half, "high": right["gain"] + 1.645 * half},
            "1.645 standard errors make a 90% interval. For 95% it is 1.96.",
        ),
        mistake(
            "spread_for_error",
            around(right["gain"], 0.75 * np.hypot(30.0, 30.0)),
            "You took the standard deviations of customers. The error of a mean is that "
            "divided by the root of their number.",
        ),
        mistake(
            "half_width",
            right | {"low": 1.96 * half, "high": 1.96 * half},
            "You gave half the width for the ends. They lie that far below and above the gain.",
        ),
        mistake(
            "ninety_nine_per_cent",
            right | {"low": right["gain"] - 2.576 * half, "high": right["gain"] + 2.576 * half},
            "2.576 standard errors make a 99% interval. For 95% it is 1.96.",
        ),
        mistake(
            "rare_left_out",
            aimed_gain("rare", share=0.25),
            "That is what is lost if the *rare* do not get it. Both plans send to them; in whom do "
            "they differ?",
        ),
    ]


@questions.add(
    "6",
    title="Three campaigns in money",
    expects=series(by="campaign"),
    hints=[
        "Count further orders over both spans: the control group is the same size.",
        "What is given away on every order, and what did the campaign cost?",
        "An order's margin counts for the additional ones, of both spans together. What was taken off "
        "counts for every order of which span? And the cost once.",
    ],
    meaning=(
        "By clicks the film leads, by orders of the weeks the coupon, in money the guide: and "
        "only the guide earns anything."
    ),
)
def campaigns_in_money():
    table, right = three_campaigns(), campaign_values()
    now, later = table["orders"] - table["control_orders"], table["later_orders"] - table["control_later"]
    off, cost = table["money_off"], table["cost"]
    return right, [
        mistake(
            "weeks_only",
            15 * now - off * table["orders"] - cost,
            "You stopped when the campaign did. What came later?",
        ),
        mistake(
            "no_control",
            (15 - off) * table["orders"] - cost,
            "Part of these orders came without any campaign: take off the control group.",
        ),
        mistake(
            "discount_on_further",
            15 * (now + later) - off * now - cost,
            "The money off was given on every order of the campaign.",
        ),
        mistake("discount_left_out", 15 * (now + later) - cost, "You left out the money off."),
        mistake(
            "no_control_at_all",
            15 * (table["orders"] + table["later_orders"]) - off * table["orders"] - cost,
            "You took no control group off, neither in the weeks nor later.",
        ),
        mistake(
            "later_without_control",
            15 * (now + table["later_orders"]) - off * table["orders"] - cost,
            "You took the control group off in the weeks, and not in the half year after them.",
        ),
        mistake(
            "discount_later_too",
            right - off * table["later_orders"],
            "The money off was given in the weeks of the campaign, not in the half year after them.",
        ),
        mistake(
            "given_away_twice",
            right - off * table["control_orders"],
            "You took off twice what was given on orders that would have come: it is among the 1,800.",
        ),
        mistake("later_only", 15 * later - cost, "You left out the orders in the weeks of the campaign."),
        mistake(
            "cost_left_out",
            15 * (now + later) - off * table["orders"],
            "You left out what the campaigns cost.",
        ),
        mistake("per_head", right / 10_000, "That is per head; asked is the money of the whole campaign."),
        mistake("orders_not_money", now + later, "Those are further orders. Each brings 15."),
        mistake(
            "per_click",
            right / table["clicks"],
            "That is per click. The question asks for the campaign's money.",
        ),
        mistake(
            "return_on_cost",
            (right + cost) / cost,
            "That is money for each unit spent. What did it bring, its cost taken off?",
        ),
        mistake(
            "cost_added",
            15 * (now + later) - off * table["orders"] + cost,
            "You added the cost. It comes off.",
        ),
        mistake(
            "clicks_for_orders",
            15 * table["clicks"] - cost,
            "A click is no order: compare the orders with those of the control group.",
        ),
    ]


@questions.add(
    "7",
    title="What the next unit brings",
    expects=series(by="stage"),
    hints=[
        "The slope of each curve at today's spending: `curve.marginal_response(spend)`.",
        (
            "What is one more of the rate worth to those for whom it is bought? For acquire: a "
            "customer. For the others: the later years."
        ),
        "Work from the end: what the later years are worth to a pupil who is there for them, then a new "
        "pupil, who may be. One slope is multiplied by the one, two by the other.",
    ],
    meaning="The longest lever is retaining; the next unit spent on it brings less than itself.",
)
def next_unit_of_the_school():
    firm = music_school()
    found = economics.stage_returns(**firm)
    slope = pd.Series({s: firm["curves"][s].marginal_response(firm["spend"][s]) for s in found.index})
    average = pd.Series({s: found.at[s, "rate"] / firm["spend"][s] for s in found.index})
    worth = found["next_return"] / slope
    later = 200 / (1.1 - 0.88)
    costs_out = slope * [200 + 0.7 * later, later, later]
    return found["next_return"], [
        mistake(
            "later_years_today_but_for_retain",
            slope * [200 - 30 + 0.7 * 1.1 * worth["retain"], 1.1 * worth["retain"], worth["retain"]],
            "For `acquire` and `engage` you let the later years begin today. They begin in a year.",
        ),
        mistake(
            "later_years_today",
            slope * [200 - 30 + 0.7 * 1.1 * worth["retain"], *2 * [1.1 * worth["retain"]]],
            "You let the later years begin today. They begin in a year: 160 / (1 + 0.10 - 0.88) is their worth now.",
        ),
        mistake("elasticity", found["elasticity"], "Those are the elasticities. What does the money bring?"),
        mistake(
            "price",
            found["one_per_cent"],
            "That is what one per cent more costs. What does the next unit of money bring?",
        ),
        mistake("slopes", slope, "Those are the slopes. What is one more of each rate worth?"),
        mistake(
            "not_discounted",
            slope * [200 - 30 + 0.7 * 160 / 0.12, 160 / 0.12, 160 / 0.12],
            "You left out the discount rate: the later years are worth 160 / (1 + 0.10 - 0.88).",
        ),
        mistake(
            "one_year",
            slope * [200 - 30 + 0.7 * 160, 160, 160],
            "You counted one later year. Those who stay bring a margin every year.",
        ),
        mistake(
            "share_again",
            worth * slope * [1, 0.08, 0.08 * 0.7],
            "You multiplied by the shares who get so far. The unit is spent on those who are there.",
        ),
        mistake(
            "share_of_the_start",
            worth * slope * [1, 1, 0.7],
            "For `retain`: the unit is spent on those who are there, not on all who began.",
        ),
        mistake(
            "yearly_left_out",
            slope * [200 - 30 + 0.7 * later, later, later],
            "Take off the 40 that are spent on a customer in each later year.",
        ),
        mistake(
            "unit_every_year",
            worth * slope * [1, 1, 1 / 0.22],
            "For `retain`: a unit *every year* costs 1 / 0.22 in present value. What does one unit bring?",
        ),
        mistake(
            "later_for_acquire",
            slope * worth[["retain"] * 3].to_numpy(),
            "For `acquire`: a new customer brings her first year, too, and only 70% come to the later ones.",
        ),
        mistake(
            "start_left_out",
            worth * slope + slope * [30, 0, 0],
            "For `acquire`: the start of each new pupil costs 30.",
        ),
        mistake(
            "all_begin_a_second_year",
            slope * [200 - 30 + worth["retain"], worth["retain"], worth["retain"]],
            "For `acquire`: only 70% are there a year later.",
        ),
        mistake("margin_times_slope", 200 * slope, "A margin of one year is not all that a customer brings."),
        mistake(
            "average",
            average * worth,
            "Rate divided by spending is the average. What does the *next* unit do?",
        ),
        mistake(
            "spending_left_out",
            costs_out,
            "Take off what is spent on customers later: 30 at the start, 40 a year.",
        ),
        mistake(
            "net",
            found["next_return"] - 1,
            "You took the unit itself off. Asked is what it brings: above 1 it pays.",
        ),
        mistake(
            "worths",
            worth,
            "Those are what one more of each rate is worth. Multiply by the slope: how "
            "much of a rate does the next unit buy?",
        ),
        mistake(
            "first_year_alone",
            worth * slope - slope * [0.7 * worth["retain"], 0, 0],
            "For `acquire` you counted the first year alone. 70% stay for more.",
        ),
        mistake(
            "engage_with_its_first_year",
            worth * slope + slope * [0, 170, 0],
            "For `engage` you added the first year. She brings that whether she stays or not.",
        ),
        mistake(
            "no_spending_no_discount",
            slope * [200 + 0.7 * 200 / 0.12, 200 / 0.12, 200 / 0.12],
            "Two things at once: take off what is spent on customers later, and discount the later years.",
        ),
        mistake(
            "start_and_year_exchanged",
            slope * [200 - 40 + 0.7 * 170 / 0.22, 170 / 0.22, 170 / 0.22],
            "You exchanged the two: the start costs 30, each later year 40.",
        ),
        mistake(
            "later_years_a_year_late",
            slope * [200 - 30 + 0.7 * worth["retain"] / 1.1, *2 * [worth["retain"] / 1.1]],
            "You discounted the later years once more. 160 / (1 + 0.10 - 0.88) is their worth today already.",
        ),
        mistake(
            "approach_taken_off",
            slope * (worth - [12, 0, 0]),
            "For `acquire` you took the 12 of the approach off. They are what buys her: asked is "
            "what the next unit of it brings.",
        ),
    ]


@questions.add(
    "8",
    title="The owner's plan",
    expects=explanation(
        sides={
            "a": "agree: retention gets all of it",
            "b": "put it into acquisition: that matters more",
            "c": "ask first what one more point costs and brings, by lot",
        },
        points=(
            "Says that an elasticity has no costs in it, so that it cannot say where money goes.",
            (
                "Names two numbers to ask for: what one more point of retention costs, and "
                "what a kept customer brings."
            ),
            "Proposes a test by lot, with a control group, counted in margin over a named horizon.",
            (
                "Says for what kind of firm the owner would be right: high retention, and a "
                "curve that is still steep there."
            ),
        ),
        least_words=30,
    ),
    hints=[
        "What does the elasticity leave out?",
        "Which two numbers would settle it, and who could measure them?",
        "Describe the firm in which retention does get the next 1,000, and the test that would show it.",
    ],
)
def the_owners_plan():
    return "c", [
        mistake(
            "elasticity_without_costs",
            "a",
            "An elasticity has no costs in it. What does one more point cost where 88 of 100 stay"
            " already, and what does a pupil who is kept bring?",
        ),
        mistake(
            "same_mistake_other_stage",
            "b",
            "The same mistake with another stage: none matters more in itself. By the curves of "
            "the task it is so at today's spending; who has measured the curves, and what if "
            "keeping still had room?",
        ),
    ]
