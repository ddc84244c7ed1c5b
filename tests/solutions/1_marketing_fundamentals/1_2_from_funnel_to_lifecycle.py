"""Answers to test the questions of exercise 1.2 with."""

import numpy as np
import pandas as pd

from marketing_origin import data, journeys
from marketing_origin.checks import questions_of

_questions = questions_of("1.2")
HOTEL = _questions.HOTEL
app_trials = _questions.app_trials
newsletter_readers = _questions.newsletter_readers
sample_orders = _questions.sample_orders
studio = _questions.studio

PEOPLE = pd.Series(HOTEL)
RATES = {"opened the site": 0.07, "chose a date": 0.35, "filled in the form": 0.25, "booked": 0.7}


def after_first(days=180, merge=True, of="value"):
    """The share after the first order, as a learner may compute it."""
    orders = sample_orders(merge)
    orders = orders[orders["age"] <= days]
    later = orders.groupby("customer_id").cumcount() > 0
    weight = orders[of] if of == "value" else later.astype(float) * 0 + 1
    return weight[later].sum() / weight.sum()


def one_calendar():
    orders = data.load("cdnow_sample").groupby(["customer_id", "date"], as_index=False)["value"].sum()
    orders = orders[orders["date"] <= "1997-06-30"]
    later = orders.groupby("customer_id").cumcount() > 0
    return orders.loc[later, "value"].sum() / orders["value"].sum()


def revenue(days):
    orders = sample_orders()
    return orders.loc[orders["age"] <= days, "value"].sum()


def second_only():
    orders = sample_orders()
    orders = orders[orders["age"] <= 180]
    return orders.loc[orders.groupby("customer_id").cumcount() == 1, "value"].sum() / orders["value"].sum()


def mean_order():
    orders = sample_orders()
    orders = orders[orders["age"] <= 180]
    return orders.loc[orders["age"] > 0, "value"].mean() / orders["value"].mean()


def mean_of_customers():
    orders = sample_orders()
    orders = orders[orders["age"] <= 180]
    first = orders[orders["age"] == 0].groupby("customer_id")["value"].sum()
    return (1 - first / orders.groupby("customer_id")["value"].sum()).mean()


def returned():
    orders = sample_orders()
    return (orders[orders["age"] <= 180].groupby("customer_id").size() > 1).mean()


def value(moves=None, start="trial", **money):
    """The studio's value, with one part exchanged."""
    worth = {"trial": 10, "member": 45, "paused": 5} | money
    return journeys.MarkovChain(studio() if moves is None else moves).expected_value(worth)[start]


def one_way():
    moves = studio()
    moves.loc["paused", ["member", "gone"]] = [0, 0.6]
    return moves


def waiting(last=14, day_5=4, start=10):
    """Who still waits: the product, with a step exchanged."""
    watched = {2: 10, 5: day_5 + 4, 8: 6, 12: 4}
    return np.prod([1 - 1 / n for day, n in watched.items() if day <= last])


def spent(half, newsletter=None):
    """Mean spend of a half, of all readers or of a newsletter's."""
    readers = newsletter_readers()
    readers = readers[readers["half"] == half]
    return (
        readers["spent"].mean()
        if newsletter is None
        else (readers.loc[readers["newsletter"] == newsletter, "spent"].mean())
    )


def best(half):
    readers = newsletter_readers()
    return readers[readers["half"] == half].groupby("newsletter")["spent"].mean().idxmax()


def lead(chosen, seen):
    return spent(seen, best(chosen)) / spent(seen) - 1


def lead_of_both(name=None):
    readers = newsletter_readers()
    means = readers.groupby("newsletter")["spent"].mean()
    return (means[name] if name else means.max()) / readers["spent"].mean() - 1


def median_of_the_best():
    readers = newsletter_readers().query("half == 'second'")
    own = readers.loc[readers["newsletter"] == best("first"), "spent"].median()
    return own / readers["spent"].median() - 1


def spent_by_the_others():
    readers = newsletter_readers().query("half == 'second'")
    return readers.loc[readers["newsletter"] != best("first"), "spent"].mean()


def mean_of_means():
    return newsletter_readers().query("half == 'second'").groupby("newsletter")["spent"].mean().mean()


RIGHT = {
    "1.2.a": [45, 45.0, 600 * 0.5 * 36 / 240, [45]],
    "1.2.b": [80, 80.0, 20 + 0.5 * 30 / (1 - 0.75), np.float64(80)],
    "1.2.1": [
        RATES,
        pd.Series(RATES),
        pd.Series(RATES).iloc[::-1],
        lambda: journeys.funnel(HOTEL)["conversion"].dropna(),
        pd.DataFrame({"step": RATES.keys(), "rate": RATES.values()}),
    ],
    "1.2.2": ["dates", "Dates", np.str_("dates"), ["dates"]],
    "1.2.3": [after_first, lambda: np.array([after_first()]), lambda: pd.Series([after_first()])],
    "1.2.4": [value, lambda: 10 + 0.4 * value(start="member"), 580 / 3, 193.3333],
    "1.2.5": [30 / 17, (20 * 1.25 + 1.25 * 10) / 21.25, np.float32(1.7647059)],
    "1.2.6": [
        0.5078125,
        lambda: 1 - waiting(),
        lambda: 1 - journeys.kaplan_meier(app_trials()["days"], app_trials()["paid"])["survival"][14],
    ],
    "1.2.7": [lambda: lead("first", "second"), lambda: pd.Series([lead("first", "second")])],
    "1.2.8": [
        (
            "c",
            "The ten are chosen for being extreme, so one channel always leads, partly by luck. Look "
            "at all joiners "
            "of each channel, and at people with a call who left. Money decides about the next customer, not the "
            "best one. Move a small budget by lot for three months and compare who is still there.",
        ),
        (
            "look at everybody, not at the ten, and try both on new customers by lot",
            "前十名是按极端挑出来的，总有一个渠道领先，其中一部分只是运气。应当看每个渠道的全部新客户，也要看接到欢迎电话却离开的人。预算取决于下一位客户。先抽签试三个月，再比较留存。",
        ),
    ],
}

WRONG = {
    "1.2.a": [
        (300, "guests"),
        (9, "added"),
        (36, "unchanged"),
        (39.6, "points_for_per_cent"),
        (46, "points_as_people"),
        (150, "of_the_invited"),
        (120, "of_the_guests"),
        (0.0225, "overall"),
        (0.15, "rate_alone"),
        (1000, "half_of_the_invited"),
        (18, "bookings_of_those_who_said_so"),
        (5.4, "bookings_of_the_invited"),
        (54, "half_more_bookings"),
        (72, "twice_the_bookings"),
        (81, "half_of_the_bookings_more"),
        (90, "all_come"),
        (63, "half_of_the_absent_too"),
        (60, "half_of_the_invited_say_so"),
    ],
    "1.2.b": [
        (35, "no_loop"),
        (20, "funnel"),
        (65, "one_order_short"),
        (140, "everybody_repeats"),
        (60, "first_left_out"),
        (40, "stops_for_stays"),
        (46.25, "one_more_only"),
        (100, "loop_on_all"),
        (50, "everybody_repeats_once"),
        (110, "everybody_repeats_one_short"),
        (120, "loop_alone"),
        (45, "one_order_short_without_the_first"),
        (70, "values_exchanged"),
        (2, "orders_for_money"),
        (3, "orders_with_the_first"),
    ],
    "1.2.1": [
        (lambda: (PEOPLE / PEOPLE.iloc[0]).iloc[1:], "of_all_who_saw_the_ad"),
        (lambda: 1 - pd.Series(RATES), "lost"),
        (lambda: 1 / pd.Series(RATES), "turned_over"),
        (lambda: -PEOPLE.diff().dropna(), "people_lost"),
        (lambda: PEOPLE / PEOPLE.shift(), "first_step_kept"),
        (lambda: {"saw the ad": 1.0, **RATES}, "first_step_kept"),
        (343 / 80_000, "product"),
        (lambda: (PEOPLE.shift(-1) / PEOPLE).dropna(), "labelled_by_the_start"),
        (lambda: (343 / PEOPLE).iloc[1:], "bookings_of_each_step"),
        (lambda: (PEOPLE / PEOPLE.sum()).iloc[1:], "of_all_steps"),
        (lambda: 100 * pd.Series(RATES), "per cent"),
        (lambda: pd.Series(RATES).drop("booked"), "missing: 'booked'"),
    ],
    "1.2.2": [
        ("ads", "bottleneck"),
        ("form", "most_bookings"),
        ("calendar", "not among the options"),
        (58.3, "not among the options"),
        (["ads", "dates"], "one of"),
    ],
    "1.2.3": [
        (
            lambda: (lambda orders: orders.loc[orders["age"] > 0, "value"].sum() / orders["value"].sum())(
                sample_orders(merge=False).drop_duplicates().query("age <= 180")
            ),
            "rows_dropped",
        ),
        (lambda: 1 - after_first(), "share_of_the_first"),
        (lambda: after_first(of="orders"), "orders_for_money"),
        (lambda: after_first(days=1000), "whole_log"),
        (one_calendar, "one_calendar_for_all"),
        (lambda: after_first(merge=False), "rows_of_one_day"),
        (lambda: after_first(days=179), "last_day_left_out"),
        (lambda: after_first() / (1 - after_first()), "over_first_orders"),
        (returned, "customers_for_money"),
        (mean_of_customers, "mean_of_customers"),
        (lambda: after_first() * revenue(180), "money_itself"),
        (lambda: after_first() * revenue(180) / revenue(1000), "over_the_whole_log"),
        (lambda: 100 * after_first(), "per cent"),
        (lambda: after_first(days=365), "a_year"),
        (lambda: after_first(days=183), "half_a_year"),
        (lambda: after_first(days=90), "ninety_days"),
        (second_only, "second_order_only"),
        (lambda: after_first(days=1000, merge=False), "rows_of_one_day_whole_log"),
        (lambda: after_first(merge=False, of="rows"), "rows_for_money"),
        (
            lambda: after_first() * revenue(180) / sample_orders()["customer_id"].nunique(),
            "money_of_a_customer",
        ),
        (mean_order, "mean_order_for_money"),
    ],
    "1.2.4": [
        (lambda: 0.4 * value(start="member"), "without_the_trial"),
        (lambda: value(start="member"), "value_of_a_member"),
        (lambda: 10 + value(start="member"), "member_plus_trial"),
        (10 + 0.4 * 45 / (1 - 0.85), "paused_is_lost"),
        (lambda: value(one_way()), "no_way_back"),
        (10 + 0.4 * 45 / 0.05, "paused_is_member"),
        (28, "funnel"),
        (lambda: value(paused=0), "paused_for_free"),
        (lambda: value(trial=1, member=1, paused=1), "months_for_money"),
        (lambda: value(start="paused"), "value_of_a_pause"),
        (lambda: value(trial=0, paused=0), "member_months_only"),
        (300, "member_until_a_pause"),
        (900, "member_until_gone"),
        (lambda: 10 + value(one_way(), start="member"), "no_way_back_from_a_sure_member"),
        (lambda: sum(value(start=state) for state in ("trial", "member", "paused")), "all_states_added"),
        (lambda: 0.4 * value(), "trial_in_four_of_ten"),
        (
            lambda: float(np.linalg.solve(np.eye(3) - studio().iloc[:3, :3].T, [10, 45, 5])[0]),
            "arrows_turned",
        ),
        (28 + 0.4 * (0.85 * 45 + 0.1 * 5), "after_3_months"),
        (lambda: -value(), "sign"),
    ],
    "1.2.5": [
        ((0.4 / 0.2 + 0.025 / 0.9) / 0.425, "goes_on_for_stops"),
        (1 / (1 - 0.55), "all_who_would_stop"),
        ((0.5 * 1.25 + 0.25 * 10) / 0.75, "persuaded_alone"),
        ((10 * 1.25 + 45 * 10) / 55, "those_who_come_anyway"),
        ((1.25 + 10) / 2, "half_and_half"),
        (1 / (1 - (20 * 0.2 + 1.25 * 0.9) / 21.25), "mean_probability_of_the_persuaded"),
        (1 / (1 - (10 * 0.2 + 45 * 0.9) / 55), "mean_probability"),
        (1.25, "only_the_rare"),
        (10, "only_the_keen"),
        (1, "voucher_order_only"),
        (47 / 17, "first_order_counted"),
        (13 / 17, "voucher_order_left_out"),
        ((0.1 * 1.25 + 0.225 * 10) / 0.325, "come_for_stop"),
        ((0.2 * 1.25 + 0.05 * 10) / 0.25, "persuasion_exchanged"),
        (0.2125, "persuaded_share"),
        (0.375, "orders_of_all_buyers"),
        (0.75, "orders_over_the_sum"),
        (0.4 / 0.425, "share_of_the_first_kind"),
    ],
    "1.2.6": [
        (
            lambda: (
                1 - journeys.kaplan_meier(app_trials()["days"], app_trials()["paid"])["survival"].iloc[-1]
            ),
            "to_the_end",
        ),
        (0.4, "share_so_far"),
        (4 / 7, "waiting_left_out"),
        (4 / 6, "waiting_left_out_strictly"),
        (1, "only_those_who_paid"),
        (waiting, "still_waiting"),
        (lambda: 1 - waiting(day_5=3), "tie_on_day_5"),
        (lambda: 1 - waiting(last=8), "day_8"),
        (50.78125, "per cent"),
        (1 - 0.9**4, "nobody_taken_off"),
        (0.5, "all_payers"),
        (0.8, "of_those_who_paid"),
        (1 - 0.4921875 * 2 / 3, "last_seen_as_paid"),
        (1 - 8 / 9 * 6 / 7 * 4 / 5 * 2 / 3, "payer_not_watched"),
        (0.4 + 0.4, "whoever_left_as_paid"),
    ],
    "1.2.7": [
        (lambda: lead("first", "first"), "lead_of_the_first_half"),
        (lambda: lead("second", "second"), "best_of_the_second_half"),
        (lead_of_both, "both_halves"),
        (lambda: lead_of_both(best("first")), "chosen_one_of_both_halves"),
        (median_of_the_best, "median_of_the_best"),
        (lambda: spent("second", best("first")) - spent("first", best("first")), "fall_in_money"),
        (
            lambda: spent("second", best("first")) / spent("first", best("first")) - 1,
            "fall_from_the_first_half",
        ),
        (lambda: spent("second", best("first")) - spent("second"), "money_for_fraction"),
        (lambda: 1 + lead("first", "second"), "ratio"),
        (lambda: spent("second", best("first")), "mean_itself"),
        (
            lambda: spent("second", best("first")) / newsletter_readers()["spent"].mean() - 1,
            "mean_of_both_halves",
        ),
        (lambda: spent("second", best("first")) / spent("first") - 1, "mean_of_the_first_half"),
        (lambda: spent("second", best("first")) / spent_by_the_others() - 1, "the_others"),
        (lambda: spent("second", best("first")) / mean_of_means() - 1, "mean_of_means"),
        (lambda: -lead("first", "second"), "sign"),
    ],
    "1.2.8": [
        (
            (
                "a",
                "Our ten best customers came through the partners and none from a poster. So the "
                "posters bring people who are worth little. Close them, give the money to the partner"
                " programme, and we shall have more customers like these ten by the end of the year.",
            ),
            "read_off_the_best",
        ),
        (
            (
                "b",
                "The ten are too few to judge a channel, so I would leave the budgets as they are. "
                "But every one of the ten had the welcome call, and that cannot be chance. Call every"
                " new customer from Monday on, and more of them will stay with us.",
            ),
            "call_of_those_who_stayed",
        ),
        (("c", "Because of luck."), "very short"),
        ((None, RIGHT["1.2.8"][0][1]), "Mark the side"),
        (RIGHT["1.2.8"][0][1], "hand in the pair"),
        (("c", 10), "write your explanation as text"),
    ],
}
