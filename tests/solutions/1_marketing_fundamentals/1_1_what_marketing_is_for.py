"""Answers to test the questions of exercise 1.1 with."""

import numpy as np
import pandas as pd

from marketing_origin.checks import questions_of

_questions = questions_of("1.1")
learners = _questions.learners
log_of_bookings = _questions.log_of_bookings

TABLE = learners()
SURPLUS = {"Fay": 40.0, "Gus": 14.0, "Hana": 6.0, "Ivo": -2.0, "Jun": 17.0, "Kim": 4.0}


def town(promise=0.9, delivered=0.5, effort_counts=True):
    """The bookers, and what everybody would gain, with one of the numbers exchanged."""
    rng = np.random.default_rng(113)
    frame = pd.DataFrame(
        {
            "need": rng.gamma(4, 40, size=3000),
            "effort": 20 * rng.uniform(0, 2, size=3000) + rng.uniform(0, 15, size=3000),
        }
    )
    books = frame["need"] * promise > 90 + frame["effort"] * effort_counts
    return books, frame["need"] * delivered - 90 - frame["effort"], frame


BOOKS, GAIN, TOWN = town()


def rates(above=(2,), below=(1,)):
    """Bookings of some courses out of those of others, by leaflet."""
    counts = log_of_bookings().groupby(["leaflet", "course"]).size().unstack()
    return counts[list(above)].sum(axis=1) / counts[list(below)].sum(axis=1)


def came_of_the_other():
    """The other leaflet's share of all who took course 2."""
    second = log_of_bookings().query("course == 2")["leaflet"].value_counts(normalize=True)
    return second.rename({"bold": "plain", "plain": "bold"})


def by_sets():
    """The repeat rate from sets of households, without a groupby."""
    log, found = log_of_bookings(), {}
    for leaflet in ("plain", "bold"):
        part = log[log["leaflet"] == leaflet]
        first, second = (set(part.loc[part["course"] == k, "household"]) for k in (1, 2))
        found[leaflet] = len(first & second) / len(first)
    return found


def closed(blocks, promise, quality, learning):
    return quality + (promise - quality) * (1 - learning) ** blocks


def looped(b, p, q, s):
    for _ in range(b):
        p = (1 - s) * p + s * q
    return np.float64(p)


def swapped(blocks, promise, quality, learning):
    for _ in range(blocks):
        promise = learning * promise + (1 - learning) * quality
    return promise


def steps_alone(blocks, promise, quality, learning):
    expectation = promise
    for _ in range(blocks):
        expectation = learning * (quality - expectation)
    return expectation


def away(blocks, promise, quality, learning):
    for _ in range(blocks):
        promise = promise - learning * (quality - promise)
    return promise


RIGHT = {
    "1.1.a": [11, 11.0, 48 - 14 - 5 * 4 - 3, [11]],
    "1.1.b": [0.6, 48 / 80, np.float64(0.6), [0.6]],
    "1.1.1": [
        SURPLUS,
        lambda: pd.Series(SURPLUS).sample(frac=1, random_state=1),
        lambda: pd.Series(SURPLUS).to_frame("surplus"),
        lambda: pd.Series(SURPLUS).rename_axis("learner").reset_index(name="surplus"),
    ],
    "1.1.2": [
        ["Fay", "Gus", "Jun"],
        {"Jun", "Gus", "Fay"},
        pd.Index(["Gus", "Fay", "Jun"]),
        ("fay", "gus", "jun"),
    ],
    "1.1.3": [GAIN[BOOKS].sum(), lambda: GAIN.where(BOOKS, 0).sum(), [float(GAIN[BOOKS].sum())]],
    "1.1.4": [lambda: rates(), lambda: by_sets(), lambda: rates().to_frame(), lambda: rates().round(4)],
    "1.1.5": [lambda: closed, lambda: looped],
    "1.1.6": [4, 4.0, np.int64(4), [4]],
    "1.1.7": ["c", "C", "the disappointed are not in the room"],
    "1.1.8": [
        (
            "c",
            "About a quarter of the bold leaflet's customers came again, three quarters of the plain one's, "
            "so from the "
            "fourth course on the plain one is ahead. The additional customers would not have come had they "
            "known.",
        ),
        (
            "decide by what customers bring over all courses, not by first bookings",
            "第一次预订不是全部：大胆传单的客户只有四分之一再来，朴素传单有四分之三。从第四期课程起，朴素传单总数领先。",
        ),
    ],
}

WRONG = {
    "1.1.a": [
        (37 / 48, "ratio"),
        (17, "nuisance_added"),
        (29, "hours_alone_as_money"),
        (34, "money_only"),
        (31, "time_forgotten"),
        (14, "attention_forgotten"),
        (27, "one_hour"),
        (37, "full_price"),
        (23, "effort"),
        (25, "ticket_forgotten"),
        (26, "hours_for_money"),
        (45, "attention_only"),
        (43, "time_only"),
        (48, "worth_alone"),
        (85, "full_price_added"),
        (30, "one_hour_and_no_booking"),
        (41, "one_hour_and_no_ticket"),
        (28, "hours_only"),
        (-11, "sign"),
    ],
    "1.1.b": [
        (60 / 80 - 1, "change"),
        (100 * (1 - 48 / 80), "complement_in_per_cent"),
        (0.75, "new_ones_counted"),
        (0.048, "of_the_leaflets"),
        (0.06, "second_of_the_leaflets"),
        (0.8, "of_the_second"),
        (0.15, "new_of_the_first"),
        (0.4, "complement"),
        (48, "persons"),
        (0.2, "new_of_the_second"),
        (0.25, "new_over_again"),
        (0.08, "first_of_the_leaflets"),
        (0.012, "new_of_the_leaflets"),
        (0.9, "new_ones_added"),
        (48 / 92, "of_all_who_ever_came"),
        (60 / 92, "second_of_all_who_ever_came"),
        (60, "per cent"),
    ],
    "1.1.1": [
        (TABLE["need"] * 0.8 - 90, "fee_only"),
        (TABLE["need"] * 0.8 - 90 - 20 * TABLE["hour_worth"], "attention_forgotten"),
        (TABLE["need"] * 0.8 - 90 - TABLE["attention"], "time_forgotten"),
        (TABLE["need"] * 0.8 - 90 - TABLE["hour_worth"] - TABLE["attention"], "one_hour"),
        (TABLE["need"] - 90 - 20 * TABLE["hour_worth"] - TABLE["attention"], "need_for_value"),
        (90 + 20 * TABLE["hour_worth"] + TABLE["attention"], "full_price_only"),
        (lambda: pd.Series(SURPLUS) - TABLE["cost_to_serve"], "cost_to_serve_taken_off"),
        (lambda: pd.Series(SURPLUS) + 90 - TABLE["cost_to_serve"], "together"),
        (TABLE["need"] * 0.8, "value_only"),
        (
            TABLE["need"] * 0.8 - 90 - 12 * TABLE["hour_worth"] - TABLE["attention"],
            "hours_of_the_chapter",
        ),
        (lambda: pd.Series(SURPLUS).clip(lower=0), "losses_cut"),
        (90 - TABLE["cost_to_serve"], "school_s_side"),
        (lambda: pd.Series(SURPLUS) + 2 * TABLE["attention"], "attention_added"),
        (lambda: pd.Series(SURPLUS) - 0.1 * TABLE["need"], "quality_of_the_chapter"),
        (lambda: pd.Series(SURPLUS) + 30, "fee_of_the_chapter"),
        (0.8 * (TABLE["need"] - 90 - 20 * TABLE["hour_worth"] - TABLE["attention"]), "quality_on_everything"),
        (lambda: -pd.Series(SURPLUS), "right but for its sign"),
        (lambda: pd.Series(SURPLUS).drop("Kim"), "missing"),
        (40.0, "asks for a Series"),
        ("a lot", "text"),
    ],
    "1.1.2": [
        (["Hana", "Kim"], "only_the_learner"),
        (["Fay", "Gus", "Hana", "Jun", "Kim"], "customer_only"),
        (["Fay", "Gus", "Ivo", "Jun"], "school_only"),
        (["Fay", "Gus", "Hana", "Ivo", "Jun"], "together"),
        (["Hana", "Ivo", "Kim"], "losers"),
        (list(SURPLUS), "everybody"),
        (pd.Series(SURPLUS) > 0, "mask_for_names"),
        ([True, True, False, False, True, False], "mask_for_names"),
        (["Fay", "Gus"], "still to find"),
        (["Fay", "Gus", "Jun", "Kim"], "school_loses"),
        (["Fay", "Ivo"], "learner_loses"),
        (["Fay", "Gus", "Jun", "Lea"], "does not belong here"),
        (["Fay", "Hana", "Kim"], "learner_gains_more"),
        (["Gus", "Ivo", "Jun"], "school_gains_more"),
        ([], "nobody"),
        (3, "list"),
    ],
    "1.1.3": [
        (
            (0.5 * TOWN["need"] - TOWN["effort"] - 60)[TOWN["need"] * 0.9 > TOWN["effort"] + 60].sum(),
            "fee_of_the_chapter_in_booking_too",
        ),
        (
            (0.5 * TOWN["need"] - TOWN["effort"])[TOWN["need"] * 0.9 > TOWN["effort"]].sum(),
            "fee_left_out_everywhere",
        ),
        ((TOWN["need"] * 0.9 - 90 - TOWN["effort"])[BOOKS].sum(), "hoped_for"),
        (GAIN[GAIN > 0].sum(), "as_if_they_knew"),
        (GAIN[BOOKS].clip(lower=0).sum(), "as_if_they_knew"),
        (GAIN.sum(), "everybody"),
        (GAIN[BOOKS].mean(), "average"),
        (GAIN[BOOKS & (GAIN <= 0)].sum(), "additional_only"),
        ((TOWN["need"] * 0.5 - 90)[BOOKS].sum(), "effort_forgotten"),
        (lambda: GAIN[town(effort_counts=False)[0]].sum(), "effort_ignored_in_booking"),
        (-GAIN[BOOKS].sum(), "right but for its sign"),
        (int(BOOKS.sum()), "bookings"),
        (GAIN[TOWN["need"] > 90 + TOWN["effort"]].sum(), "promise_ignored_in_booking"),
        ((TOWN["need"] * 0.8 - 90 - TOWN["effort"])[BOOKS].sum(), "quality_of_question_one"),
        (90 * int(BOOKS.sum()), "fees"),
        (1e6, "too high"),
        ((TOWN["need"] * 0.7 - 90 - TOWN["effort"])[BOOKS].sum(), "quality_of_the_chapter"),
        (GAIN[BOOKS].sum() + 30 * int(BOOKS.sum()), "fee_of_the_chapter"),
        ((0.4 * TOWN["need"])[BOOKS].sum(), "disappointment"),
        (GAIN[BOOKS].abs().sum(), "losses_as_gains"),
        ((GAIN[BOOKS] < 0).mean(), "share_who_lose"),
        (GAIN[~BOOKS].sum(), "not_booked"),
        (GAIN[BOOKS].median(), "median"),
        (GAIN[BOOKS].sum() / 3, "per_thousand"),
        (GAIN[BOOKS], "one number"),
    ],
    "1.1.4": [
        (lambda: came_of_the_other(), "exchanged_share_of_the_returners"),
        (lambda: rates((2,), (2, 3)), "second_of_later"),
        (lambda: rates() * rates((1,), (1,)) * pd.Series({"bold": 0.42, "plain": 0.28}), "of_all_leaflets"),
        (lambda: log_of_bookings().query("course == 2").groupby("leaflet").size(), "counts"),
        (lambda: rates((2,), (1, 2, 3)), "share_of_all_bookings"),
        (lambda: rates((2, 3), (1,)), "all_later_bookings"),
        (lambda: rates((3,), (2,)), "third_for_second"),
        (lambda: rates((3,), (1,)), "third_of_first"),
        (lambda: 1 - rates(), "lost"),
        ({"bold": 0.42, "plain": 0.28}, "first_bookings"),
        (lambda: log_of_bookings().query("course == 2").shape[0] / 700, "both_leaflets_together"),
        (lambda: 100 * rates(), "per cent"),
        ({"bold": 0.25, "plain": 0.75}, "chances_not_counts"),
        (lambda: 1 / rates(), "upside_down"),
        (
            lambda: rates((2,), (1,)) * pd.Series({"bold": 420, "plain": 280}) / 316,
            "share_of_those_who_came_again",
        ),
        (lambda: rates((2, 3), (1, 2, 3)), "later_of_all_bookings"),
        (lambda: rates() * pd.Series({"bold": 0.6, "plain": 0.4}), "of_both_first_courses"),
        (lambda: log_of_bookings().groupby("leaflet")["course"].mean(), "mean_course"),
        ({"bold": 0.77, "plain": 0.24}, "Look again"),
    ],
    "1.1.5": [
        (lambda: lambda b, p, q, s: closed(b, p, q, s) - q, "gap_only"),
        (lambda: lambda b, p, q, s: q - closed(b, p, q, s), "gap_reversed"),
        (lambda: away, "wrong_way"),
        (lambda: lambda b, p, q, s: p + s * (q - p), "one_block_only"),
        (lambda: lambda b, p, q, s: looped(min(b, 1), p, q, s), "returned_inside_the_loop"),
        (lambda: lambda b, p, q, s: q, "quality_alone"),
        (lambda: lambda b, p, q, s: (p + q) / 2, "half_way"),
        (lambda: lambda b, p, q, s: closed(b, p, q, s) - p, "change_only"),
        (lambda: steps_alone, "step_only"),
        (lambda: lambda b, p, q, s: p + b * s * (q - p), "straight_line"),
        (lambda: swapped, "weights_swapped"),
        (lambda: lambda b, p, q, s: q - (q - p) / 2**b, "one_half"),
        (lambda: lambda b, p, q, s: closed(b + 1, p, q, s), "one_too_many"),
        (lambda: lambda b, p, q, s: closed(max(b - 1, 0), p, q, s), "one_too_few"),
        (lambda: lambda b, p, q, s: print(closed(b, p, q, s)) or "0.65", "text"),
        (0.65, "asks for the function"),
    ],
    "1.1.6": [
        (2, "single_course"),
        (3, "counted_from_zero"),
        (1000.0, "in_the_end"),
        (1, "from_the_start"),
        (5, "same_number_again"),
        (6, "too high"),
        (3.6, "not_a_course"),
        ("April", "text"),
    ],
    "1.1.7": [("a", "mood"), ("b", "too_few"), ("d", "not_money"), ("e", "not among the options")],
    "1.1.8": [
        (
            (
                "a",
                "Half as many customers again for the same cost is what marketing is for. We print "
                "the bold leaflet for all courses from Monday on and stop the plain one.",
            ),
            "first_bookings_only",
        ),
        (
            (
                "b",
                "The agency is dishonest. Its number is made up to sell us a leaflet that promises "
                "too much, and we should not print it nor work with such people again.",
            ),
            "true_number_called_dishonest",
        ),
        (("c", "The plain one."), "very short"),
        ((None, RIGHT["1.1.8"][0][1]), "Mark the side"),
        (RIGHT["1.1.8"][0][1], "hand in the pair"),
        (("c", 4), "write your explanation as text"),
    ],
}
