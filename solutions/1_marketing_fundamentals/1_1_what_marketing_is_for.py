"""The questions of exercise 1.1: what customers give and gain, and who comes back."""

import numpy as np
import pandas as pd

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
    title="An evening at the cinema",
    expects=number(unit="money"),
    hints=[
        "What does the evening cost her in all?",
        "Ticket, hours and nuisance are all on one scale: together they are the full price.",
        "The hours become money first. Then there are three things that she gives, and one that she gets.",
    ],
    meaning="She gains, by little. The till knows only the ticket.",
)
def surplus_of_an_evening():
    worth, ticket, hours, hour, nuisance = 48, 14, 5, 4, 3
    full_price = ticket + hours * hour + nuisance
    return worth - full_price, [
        mistake(
            "money_only", worth - ticket, "You took the ticket off only. Time and attention are paid as well."
        ),
        mistake("time_forgotten", worth - ticket - nuisance, "You left out her hours."),
        mistake(
            "attention_forgotten", worth - ticket - hours * hour, "You left out the nuisance of booking."
        ),
        mistake("one_hour", worth - ticket - hour - nuisance, "You counted one hour. There are five."),
        mistake(
            "full_price", full_price, "That is what she pays in all. What is left of what she would give?"
        ),
        mistake(
            "effort",
            full_price - ticket,
            "That is her effort. The ticket and what she would give are missing.",
        ),
        mistake("ticket_forgotten", worth - full_price + ticket, "You left out the ticket."),
        mistake(
            "hours_for_money",
            worth - ticket - hours - nuisance,
            "You took off five, the number of her hours. What are they worth to her?",
        ),
        mistake(
            "attention_only",
            worth - nuisance,
            "You took the nuisance off only. Ticket and hours are paid as well.",
        ),
        mistake("time_only", worth - hours, "You took off five, the number of her hours, and nothing else."),
        mistake("worth_alone", worth, "That is what she would give in all. Take off what she gives."),
        mistake("full_price_added", worth + full_price, "You added what she gives. It comes off."),
        mistake(
            "nuisance_added",
            worth - full_price + 2 * nuisance,
            "You added the nuisance. It is something that she gives.",
        ),
        mistake(
            "hours_alone_as_money",
            worth - ticket - hours,
            "You took off five for the hours, and no nuisance. Each hour is worth 4 to her.",
        ),
        mistake(
            "one_hour_and_no_booking",
            worth - ticket - hour,
            "You counted one hour, and left out the nuisance of booking.",
        ),
        mistake(
            "one_hour_and_no_ticket",
            worth - hour - nuisance,
            "You counted one hour, and left out the ticket.",
        ),
        mistake(
            "ratio",
            full_price / worth,
            "You divided what she pays in all by what she would give. What is left of it, in money?",
        ),
        mistake(
            "hours_only",
            worth - hours * hour,
            "You took the hours off only. The ticket and the nuisance are paid as well.",
        ),
    ]


@questions.add(
    "b",
    title="Who came again?",
    expects=number(unit="fraction"),
    hints=[
        "How many of the second course were in the first?",
        "The repeat rate asks of those who came once: not of those who got a leaflet.",
        "Both counts are of people of the first course: above the line those who came again, below it "
        "everybody.",
    ],
    meaning="Three quarters as many people as before, and fewer than that have come again.",
)
def share_who_came_again():
    leaflets, first, second, new = 1000, 80, 60, 12
    again = second - new
    return again / first, [
        mistake("new_ones_counted", second / first, "You counted the new ones. They cannot come *again*."),
        mistake(
            "of_the_leaflets",
            again / leaflets,
            "You divided by the leaflets. Who has come once can come again.",
        ),
        mistake(
            "second_of_the_leaflets",
            second / leaflets,
            "You divided the second course by the leaflets: which of its people were there before, and out of whom?",
        ),
        mistake(
            "of_the_second",
            again / second,
            "You divided by the second course: that is the share of it who were there before.",
        ),
        mistake("new_of_the_first", new / first, "You took the new ones for those who came again."),
        mistake("complement", 1 - again / first, "That is the share who did not come again."),
        mistake(
            "new_of_the_second",
            new / second,
            "That is the share of the second course who are new. Who came *again*?",
        ),
        mistake(
            "new_over_again",
            new / again,
            "You divided the new ones by those who came again. Divide those who came again by the first course.",
        ),
        mistake(
            "first_of_the_leaflets",
            first / leaflets,
            "That is the share of the leaflets that brought somebody.",
        ),
        mistake(
            "new_of_the_leaflets",
            new / leaflets,
            "You divided the new ones by the leaflets. Who came *again*?",
        ),
        mistake(
            "new_ones_added",
            (second + new) / first,
            "You added the new ones to the second course. They are in it: take them off.",
        ),
        mistake(
            "of_all_who_ever_came",
            again / (first + new),
            "You divided by everybody who ever came. The new ones had no first course to come back from.",
        ),
        mistake(
            "second_of_all_who_ever_came",
            second / (first + new),
            "You divided the second course by everybody who ever came. Who was in both, out of the first?",
        ),
        mistake("persons", again, "That is how many came again. Divide by those who came the first time."),
        mistake(
            "complement_in_per_cent",
            100 * (1 - again / first),
            "That is the share who did not come again, in per cent.",
        ),
        mistake(
            "change",
            second / first - 1,
            "That is by how much the second course is smaller. Who of the first came *again*?",
        ),
    ]


PRICE, HOURS, QUALITY = 90, 20, 0.8


def learners() -> pd.DataFrame:
    """Return the table of learners of questions 1.1.1 and 1.1.2."""
    return pd.DataFrame(
        {
            "need": [220, 180, 150, 250, 150, 140],
            "hour_worth": [2.0, 1.5, 1.0, 5.0, 0.5, 0.5],
            "attention": [6, 10, 4, 12, 3, 8],
            "cost_to_serve": [70, 70, 95, 60, 70, 100],
        },
        index=pd.Index(["Fay", "Gus", "Hana", "Ivo", "Jun", "Kim"], name="learner"),
    )


@questions.add(
    "1",
    title="What six learners gain",
    expects=series(by="learner", unit="money per learner"),
    hints=[
        "What does she get, and what are the three things that she gives?",
        "She gets need × quality. She gives the fee, her hours at what an hour is worth to her, and "
        "attention.",
        "Two of the four columns have to be multiplied before they are money. Add the full price up as a "
        "column; the surplus is another one.",
    ],
    meaning="By the fee alone all six would gain. Whose hours turn the sign?",
)
def what_six_learners_gain():
    table = learners()
    value = table["need"] * QUALITY
    time = HOURS * table["hour_worth"]
    right = value - PRICE - time - table["attention"]

    def gain(quality=QUALITY, fee=PRICE, hours=HOURS, attention=True, school=False):
        given = fee + hours * table["hour_worth"] + attention * table["attention"]
        return quality * table["need"] - given - school * table["cost_to_serve"]

    return (
        right,
        [
            mistake(
                "fee_only",
                value - PRICE,
                "You took off the fee alone. She also gives hours and attention.",
            ),
            mistake(
                "attention_forgotten",
                but(gain, attention=False),
                "Fee and hours are taken off; attention is not. It is the third thing that she gives.",
            ),
            mistake(
                "time_forgotten",
                but(gain, hours=0),
                "Fee and attention are taken off; the hours are not.",
            ),
            mistake(
                "one_hour",
                but(gain, hours=1),
                "You took off what *one* hour is worth to her. How many hours does the course take?",
            ),
            mistake(
                "need_for_value",
                but(gain, quality=1.0),
                "You gave her the whole need. The course delivers a share of it: its quality.",
            ),
            mistake(
                "full_price_only",
                PRICE + time + table["attention"],
                "This is what she gives. The question asks what is left of the value when she has given it.",
            ),
            mistake(
                "cost_to_serve_taken_off",
                but(gain, school=True),
                "You took off the school's cost as well. That is the other side of the exchange.",
            ),
            mistake(
                "together",
                right + PRICE - table["cost_to_serve"],
                "You added the school's margin. That is what both gain together; her part is asked for.",
            ),
            mistake(
                "value_only",
                value,
                "This is what she gets. Take off what she gives.",
            ),
            mistake(
                "hours_of_the_chapter",
                but(gain, hours=12),
                "Twelve hours is the chapter's course. How many does this one take?",
            ),
            mistake(
                "losses_cut",
                right.clip(lower=0),
                "You set a loss to zero. Whoever gives more than she gets has a gain below zero.",
            ),
            mistake(
                "school_s_side",
                PRICE - table["cost_to_serve"],
                "This is what the school gains. The question asks what the learner gains.",
            ),
            mistake(
                "attention_added",
                but(gain, attention=-1),
                "You added attention. She gives it: take it off.",
            ),
            mistake(
                "quality_of_the_chapter",
                but(gain, quality=0.7),
                "0.70 is the quality of the chapter's course. This one delivers 0.8.",
            ),
            mistake(
                "fee_of_the_chapter",
                but(gain, fee=60),
                "60 is the fee of the chapter's course. This one costs 90.",
            ),
            mistake(
                "quality_on_everything",
                QUALITY * (table["need"] - PRICE - time - table["attention"]),
                "You took 0.8 of what she gives as well. Only the need is met by a share.",
            ),
            mistake("fee_forgotten", but(gain, fee=0), "Hours and attention are taken off; the fee is not."),
            mistake(
                "attention_by_the_hour",
                value - PRICE - time - HOURS * table["attention"],
                "You took attention off once an hour. It is given once.",
            ),
            mistake(
                "what_is_not_delivered",
                but(gain, quality=1 - QUALITY),
                "You gave her the share that the course does *not* deliver.",
            ),
        ],
        gain,
    )


@questions.add(
    "2",
    title="Two yeses",
    expects=items(),
    hints=[
        "An exchange has two sides. Which column tells about the school's?",
        "The learner gains if her surplus is above zero, the school if the fee exceeds what she costs.",
        "A comparison of two columns is a column of True and False. `&` joins two of them, and "
        "`learners.index[…]` lists the labels of the rows where it is true.",
    ],
    meaning=(
        "Three of six. For two of the others there is another price at which both would gain: for which?"
    ),
)
def two_yeses():
    table = learners()
    value = table["need"] * QUALITY
    surplus = value - PRICE - HOURS * table["hour_worth"] - table["attention"]
    margin = PRICE - table["cost_to_serve"]

    def names(kept):
        return list(table.index[kept])

    def titled(read):
        return {str(item).title() for item in read}

    right = set(names((surplus > 0) & (margin > 0)))
    return names((surplus > 0) & (margin > 0)), [
        mistake_when(
            "mask_for_names",
            lambda read: {str(item) for item in read} <= {"True", "False"},
            "That is a mask: True and False, one for each learner. Take the names where it is True: "
            "`learners.index[mask]`.",
        ),
        mistake(
            "everybody",
            names(value > PRICE),
            "All six? Count all that she gives: the fee, twenty hours and attention; and what she costs the "
            "school. Both must gain: that is `&`, not `|`.",
        ),
        mistake(
            "customer_only",
            names(surplus > 0),
            "All of these gain. Does the school gain with each of them, too?",
        ),
        mistake(
            "school_only",
            names(margin > 0),
            "With all of these the school has a margin. Do they gain as well, with their hours counted?",
        ),
        mistake(
            "together",
            names(surplus + margin > 0),
            "With these the two gain *together*. At the price of 90 one of the two loses in some of these"
            " cases.",
        ),
        mistake(
            "losers",
            names((surplus <= 0) | (margin <= 0)),
            "These are the cases in which somebody loses. The others are asked for.",
        ),
        mistake(
            "either",
            names((surplus > 0) | (margin > 0)),
            "With each of these one of the two gains. An exchange needs both: `&`, not `|`.",
        ),
        mistake(
            "learner_gains_more",
            names(surplus > margin),
            "With these the learner gains more than the school. Asked is where each of the two gains anything.",
        ),
        mistake(
            "school_gains_more",
            names(margin > surplus),
            "With these the school gains more than the learner. Asked is where each of the two gains anything.",
        ),
        mistake(
            "nobody",
            [],
            "Somebody is left where both gain. Compare each side with 0, and join the two with `&`.",
        ),
        mistake(
            "only_the_learner",
            names((surplus > 0) & (margin <= 0)),
            "With these the learner alone gains. Asked is where the school gains as well.",
        ),
        mistake_when(
            "learner_loses",
            lambda read: not right < titled(read) and bool(titled(read) & set(names(surplus <= 0))),
            "With one of yours the learner loses. Are all her hours counted?",
        ),
        mistake_when(
            "school_loses",
            lambda read: right < titled(read) and len(titled(read) & set(names(margin <= 0))) == 1,
            "With one of yours the school pays more to serve her than the fee of 90.",
        ),
    ]


@questions.add(
    "3",
    title="A promise and its customers",
    expects=number(unit="money"),
    hints=[
        "Two different numbers are at work, 0.9 and 0.5. What does each decide?",
        "The promise decides who books. What they gain follows from the quality that is delivered.",
        "Two columns: who books, a comparison with the one quality, and what each would gain, a "
        "difference with the other. Add up the second where the first is true; it comes out negative.",
    ],
    meaning="Together they lose, though nobody was forced: they believed a leaflet.",
)
def promise_and_its_customers():
    rng = np.random.default_rng(113)
    need = rng.gamma(4, 40, size=3000)
    effort = 20 * rng.uniform(0, 2, size=3000) + rng.uniform(0, 15, size=3000)
    promise, delivered, fee = 0.9, 0.5, 90

    books = need * promise > fee + effort
    gain = need * delivered - fee - effort
    would_book = gain > 0
    believed = {
        "leaflet": books,
        "all": need > 0,
        "known": would_book,
        "no effort": need * promise > fee,
        "whole need": need > fee + effort,
        "chapter's fee": need * promise > 60 + effort,
    }

    def total(who="leaflet", quality=delivered, price=fee, hours=1, how="sum"):
        return getattr((quality * need - price - hours * effort)[believed[who]], how)()

    return total(), [
        mistake(
            "hoped_for",
            but(total, quality=promise),
            "This is what they hope for: you used the promise for the gain, too.",
        ),
        mistake(
            "as_if_they_knew",
            but(total, who="known"),
            "These are the households that would book if they knew the quality, or only the winners among"
            " those who "
            "booked. Everybody who believed the leaflet is in the sum.",
        ),
        mistake(
            "everybody",
            but(total, who="all"),
            "You added up all 3,000 households, also those who never book.",
        ),
        mistake(
            "average",
            but(total, how="mean"),
            "This is the gain per booking. The question asks for the total.",
        ),
        mistake(
            "additional_only",
            gain[books & ~would_book].sum(),
            "These are only the losers. Some of those who booked gain: they are in the total, too.",
        ),
        mistake(
            "effort_forgotten",
            but(total, hours=0),
            "The gain lacks the effort. It is part of what they give.",
        ),
        mistake(
            "effort_ignored_in_booking",
            but(total, who="no effort"),
            "You let everybody book for whom the hope exceeds the fee. Households count their effort, too.",
        ),
        mistake(
            "promise_ignored_in_booking",
            but(total, who="whole need"),
            "You let everybody book whose whole need is worth more than fee and effort. The leaflet promises "
            "a share of it.",
        ),
        mistake(
            "quality_of_question_one",
            but(total, quality=QUALITY),
            "You used 0.8, the quality of question 1.1.1. What does this course deliver?",
        ),
        mistake(
            "bookings",
            books.sum(),
            "That many households book. The question asks what they gain, in money.",
        ),
        mistake(
            "fee_forgotten", but(total, price=0), "The gain lacks the fee. It is part of what they give."
        ),
        mistake(
            "quality_of_the_chapter",
            but(total, quality=0.7),
            "You used 0.7, the quality of the chapter's course. What does this one deliver?",
        ),
        mistake(
            "fee_of_the_chapter",
            but(total, price=60),
            "You used 60, the fee of the chapter's course. Here it is 90.",
        ),
        mistake(
            "fee_of_the_chapter_in_booking_too",
            but(total, who="chapter's fee", price=60),
            "You used 60, the fee of the chapter's course, to book and for the gain. Here it is 90.",
        ),
        mistake(
            "fees", fee * books.sum(), "These are the fees that the school gets. What do the households gain?"
        ),
        mistake(
            "disappointment",
            ((promise - delivered) * need)[books].sum(),
            "This is by how much they get less than they hoped for. It is no loss as long as they gain all the same: "
            "take what they give from what they get.",
        ),
        mistake(
            "losses_as_gains",
            np.abs(gain[books]).sum(),
            "You added losses as if they were gains. A loss has a minus in the sum.",
        ),
        mistake(
            "share_who_lose",
            (gain[books] < 0).mean(),
            "This is the share of those who book who lose. The question asks for money.",
        ),
        mistake("not_booked", gain[~books].sum(), "These are the households that do *not* book."),
        mistake(
            "median",
            np.median(gain[books]),
            "This is the gain in the middle. The question asks for the total.",
        ),
        mistake(
            "per_thousand",
            gain[books].sum() / 3,
            "This is per 1,000 households. The question asks for the total of the town.",
        ),
        mistake(
            "whole_need",
            but(total, quality=1.0),
            "You gave them the whole need. The course delivers a share of it.",
        ),
        mistake(
            "fee_left_out_everywhere",
            (delivered * need - effort)[need * promise > effort].sum(),
            "You left the fee out, of the booking and of the gain.",
        ),
    ]


def log_of_bookings() -> pd.DataFrame:
    """Return the log of question 1.1.4: household, leaflet, course."""
    rng = np.random.default_rng(114)
    first = pd.DataFrame(
        {"household": range(1, 701), "leaflet": ["bold"] * 420 + ["plain"] * 280, "course": 1}
    )
    chance = first["leaflet"].map({"bold": 0.25, "plain": 0.75})
    second = first[rng.random(len(first)) < chance].assign(course=2)
    third = second[rng.random(len(second)) < 0.7].assign(course=3)
    return pd.concat([first, second, third]).sort_values(
        ["household", "course"], kind="stable", ignore_index=True
    )


@questions.add(
    "4",
    title="Who came back?",
    expects=series(by="leaflet", unit="fraction"),
    hints=[
        "A rate is one count divided by another. Which two counts, for each leaflet?",
        "Above the line: rows of course 2. Below it: rows of course 1, the people who could come back.",
        "A mask picks the rows of one course, and `groupby(…).size()` counts them by leaflet. Two such "
        "Series divide label by label.",
    ],
    meaning=(
        "The chances that made the log were a quarter and three quarters: chance moved them by a few points."
    ),
)
def who_came_back():
    customers = log_of_bookings().groupby(["leaflet", "course"]).size().unstack()
    first, second, third = customers[1], customers[2], customers[3]

    def rate(above=second, below=first, lost=False):
        return 1 - above / below if lost else above / below

    return second / first, [
        mistake(
            "of_all_leaflets",
            but(rate, below=1000),
            "You divided by the leaflets. Only those who took course 1 can come back.",
        ),
        mistake(
            "counts",
            second,
            "These are the customers of course 2. Out of how many?",
        ),
        mistake(
            "share_of_all_bookings",
            but(rate, below=customers.sum(axis=1)),
            "You divided by all bookings, those of courses 2 and 3 included. Divide by those of course 1.",
        ),
        mistake(
            "all_later_bookings",
            but(rate, above=second + third),
            "You counted course 3, too. A household that came three times is then counted twice above the"
            " line.",
        ),
        mistake(
            "third_for_second",
            third / second,
            "This is the rate from course 2 to course 3. The one before is asked for.",
        ),
        mistake(
            "third_of_first",
            but(rate, above=third),
            "You counted who took course 3. The question asks who took course 2.",
        ),
        mistake(
            "lost",
            but(rate, lost=True),
            "These are the shares who did *not* come back.",
        ),
        mistake(
            "first_bookings",
            first / 1000,
            "This is the share of leaflets that brought a first booking, the agency's number.",
        ),
        mistake(
            "both_leaflets_together",
            second.sum() / first.sum(),
            "This is the rate over both leaflets. The question asks for each.",
        ),
        mistake(
            "upside_down",
            first / second,
            "Upside down: a share of those who took course 1 cannot exceed one.",
        ),
        mistake(
            "share_of_those_who_came_again",
            but(rate, below=second.sum()),
            "You divided by all who came again, from both leaflets. Divide by course 1 of the same leaflet.",
        ),
        mistake(
            "later_of_all_bookings",
            (second + third) / customers.sum(axis=1),
            "This is the share of later courses among all bookings. Count people: out of those who took "
            "course 1, who took course 2?",
        ),
        mistake(
            "of_both_first_courses",
            but(rate, below=first.sum()),
            "You divided by the first course of both leaflets. Divide by that of the same leaflet.",
        ),
        mistake(
            "mean_course",
            (first + 2 * second + 3 * third) / customers.sum(axis=1),
            "This is the mean of the column `course`. Count who took course 2, out of those who took course 1.",
        ),
        mistake(
            "chances_not_counts",
            pd.Series({"bold": 0.25, "plain": 0.75}),
            "These are the chances that made the log. What did chance make of them? Count in the log.",
        ),
        mistake(
            "second_of_later",
            second / (second + third),
            "You divided by the bookings of courses 2 and 3. Divide by those of course 1.",
        ),
        mistake(
            "exchanged_share_of_the_returners",
            pd.Series((second / second.sum()).to_numpy()[::-1], second.index),
            "You divided by all who came again, and each leaflet has the other's share. Divide by its own course 1.",
        ),
    ]


@questions.add(
    "5",
    title="What do they expect by now?",
    expects=function(
        {
            "blocks": (1, 12),
            "promise": (0.4, 1.0),
            "quality": (0.4, 1.0),
            "learning": (0.1, 0.9),
        },
        cases=(
            {"blocks": 0, "promise": 0.6, "quality": 0.7, "learning": 0.5},
            {"blocks": 2, "promise": 0.6, "quality": 0.7, "learning": 0.5},
            {"blocks": 3, "promise": 0.9, "quality": 0.7, "learning": 1.0},
        ),
        name="expectation_after",
        returns=number(unit="share of the need"),
    ),
    hints=[
        "Do one block by hand: from 0.60, with quality 0.70 and learning 0.5. Which number moves, and by "
        "how much?",
        "Each block takes away the share `learning` of the distance between what she expects and what she"
        " gets.",
        "A loop over `range(blocks)` in which one name changes, starting with the promise. Your block by "
        "hand must lead from 0.60 to 0.65.",
    ],
    meaning="It works from above as well: whoever stays after a broken promise expects less each time.",
)
def what_do_they_expect_by_now():
    def right(blocks, promise, quality, learning):
        return quality + (promise - quality) * (1 - learning) ** blocks

    def moved(blocks, promise, quality, learning):
        for _ in range(blocks):
            promise = promise - learning * (quality - promise)
        return promise

    def replaced(blocks, promise, quality, learning):
        for _ in range(blocks):
            promise = learning * (quality - promise)
        return promise

    return right, [
        mistake(
            "gap_only",
            lambda blocks, promise, quality, learning: right(blocks, promise, quality, learning) - quality,
            "You return how far expectation is from quality. The question asks for the expectation.",
        ),
        mistake(
            "gap_reversed",
            lambda blocks, promise, quality, learning: quality - right(blocks, promise, quality, learning),
            "You return by how much quality exceeds expectation. The question asks for the expectation.",
        ),
        mistake(
            "quality_alone",
            lambda blocks, promise, quality, learning: quality,
            "You return the quality. She comes nearer to it block by block, and begins at the promise.",
        ),
        mistake(
            "returned_inside_the_loop",
            lambda blocks, promise, quality, learning: (
                promise + (blocks > 0) * learning * (quality - promise)
            ),
            "You return after the first block. Does `return` stand inside the loop? It ends the function there.",
        ),
        mistake(
            "half_way",
            lambda blocks, promise, quality, learning: (promise + quality) / 2,
            "You return the middle of promise and quality, whatever `blocks` and `learning` say.",
        ),
        mistake(
            "change_only",
            lambda blocks, promise, quality, learning: right(blocks, promise, quality, learning) - promise,
            "You return by how much the expectation has moved. The question asks where it is.",
        ),
        mistake(
            "step_only",
            replaced,
            "Your loop replaces the expectation by the step. *Add* the step to the expectation.",
        ),
        mistake(
            "wrong_way",
            moved,
            "Your expectation moves away from what she lives through. Which is subtracted from which?",
        ),
        mistake(
            "one_block_only",
            lambda blocks, promise, quality, learning: promise + learning * (quality - promise),
            "You moved the expectation once, whatever `blocks` says.",
        ),
        mistake(
            "straight_line",
            lambda blocks, promise, quality, learning: promise + blocks * learning * (quality - promise),
            "You take the same step every time. The distance shrinks, so the steps must, too.",
        ),
        mistake(
            "one_half",
            lambda blocks, promise, quality, learning: right(blocks, promise, quality, 0.5),
            "You take one half of the distance, as the chapter did. Here the share is `learning`.",
        ),
        mistake(
            "weights_swapped",
            lambda blocks, promise, quality, learning: quality + (promise - quality) * learning**blocks,
            "You keep the share `learning` of the distance. It is the share that she takes away.",
        ),
        mistake(
            "one_too_many",
            lambda blocks, promise, quality, learning: right(blocks + 1, promise, quality, learning),
            "Your function learns once too often: after 0 blocks it must return the promise.",
        ),
        mistake(
            "one_too_few",
            lambda blocks, promise, quality, learning: right(max(blocks - 1, 0), promise, quality, learning),
            "Your function learns once too little: after one block the expectation has already moved.",
        ),
    ]


@questions.add(
    "6",
    title="When does the plain leaflet pull ahead?",
    expects=number(unit="number of the course", rel=0, abs=1e-6),
    hints=[
        "Write two rows: the bookings in course 1, 2, 3, …, once for each leaflet.",
        "Each entry is the one before times the repeat rate. The question asks for totals so far: add "
        "them up.",
        "`np.cumsum` adds a row of numbers up as it goes. Which is the first course in which the plain "
        "total is larger?",
    ],
    meaning="Whoever reports before that course recommends the bold leaflet, in good faith.",
)
def when_does_the_plain_leaflet_pull_ahead():
    course = np.arange(1, 13)
    bold, plain = 600 * 0.3 ** (course - 1), 400 * 0.6 ** (course - 1)
    right = int(course[plain.cumsum() > bold.cumsum()][0])
    same_again = 400 + 400 * 0.6 * (course - 1) > 600 + 600 * 0.3 * (course - 1)
    return right, [
        mistake(
            "single_course",
            int(course[plain > bold][0]),
            "In that course alone the plain leaflet brings more. In total, what the bold one won before "
            "is still "
            "ahead.",
        ),
        mistake(
            "counted_from_zero",
            right - 1,
            "Do you count the first course as 0? Python does; the question calls it 1. If you did not: "
            "the bold total "
            "is still ahead there.",
        ),
        mistake(
            "in_the_end",
            400 / (1 - 0.6),
            "This is what the plain leaflet brings in the end. The question asks from which course on it "
            "is ahead.",
        ),
        mistake(
            "from_the_start",
            1,
            "In the first course the bold leaflet brings half as many again. If you looked for the course in which "
            "the plain one brings more, and called the first 0: totals are asked, and the first course is 1.",
        ),
        mistake(
            "same_number_again",
            int(course[same_again][0]),
            "Do 180 and 240 come to every later course? Of those, too, only 3 or 6 in 10 book the next. "
            "If you did not let them: the plain leaflet is ahead before that already.",
        ),
        mistake_when(
            "not_a_course",
            lambda value: value > 12 or value < 1 or value != round(value),
            "The number of a course is a whole number, and a small one here: it happens within the first "
            "year.",
        ),
    ]


@questions.add(
    "7",
    title="Happier customers?",
    expects=choice(
        {
            "a": "the bold leaflet makes happier",
            "b": "too few answers",
            "c": "the disappointed are not in the room",
            "d": "ratings are not money",
        }
    ),
    hints=[
        "Who is in the room when the rating is taken?",
        "After the first course most customers of one leaflet were gone, and few of the other. Which ones"
        " go?",
        "Compare the two rooms with the two crowds of the first course: how large a part of each is left,"
        " and which "
        "part?",
    ],
    meaning="To compare the leaflets, ask all who took the first course, at its end.",
)
def happier_customers():
    return "c", [
        mistake(
            "mood",
            "a",
            "Then more of them should have come again, not fewer. Who rates, and who does not any more?",
        ),
        mistake(
            "too_few",
            "b",
            "Chance is ruled out, says the task. More answers from the same rooms would say the same.",
        ),
        mistake(
            "not_money",
            "d",
            "Ratings tell something, about those who give them. Who are they?",
        ),
    ]


@questions.add(
    "8",
    title="Write to the agency",
    expects=explanation(
        sides={
            "a": "print the bold leaflet: it brings half as many customers again",
            "b": "do not print it: the agency's number is dishonest",
            "c": "decide by what customers bring over all courses, not by first bookings",
        },
        points=(
            "Says which number is missing, the repeat rate out of those who came, and gives it for both "
            "leaflets.",
            "Gives the course from which the plain leaflet is ahead in total, and compares it with how "
            "long one looks.",
            "Says who the additional customers are: people who would not book if they knew, and so do not"
            " gain.",
            "Says when the agency would be right, for the till: customers who never come twice.",
            "Says what will be measured next, on whom, and when the decision is due.",
        ),
    ),
    hints=[
        "The agency's number is true. What does it count, and what does it not count?",
        "Use two of your results, 1.1.4 and 1.1.6, and one argument from the chapter about the additional"
        " customers.",
        "End with a rule that can be checked: we send … by lot, count … out of …, and print … if …",
    ],
)
def to_the_agency():
    return "c", [
        mistake(
            "first_bookings_only",
            "a",
            "You count first bookings, as the agency does. How many of the customers come a "
            "second time, leaflet by leaflet, and from which course on is the other one ahead? "
            "And what do those whom the promise adds gain?",
        ),
        mistake(
            "true_number_called_dishonest",
            "b",
            "Its number is true, and the agency can show the bookings. Which number is missing beside it?",
        ),
    ]
