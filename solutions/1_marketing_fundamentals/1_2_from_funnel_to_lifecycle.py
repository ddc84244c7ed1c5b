"""The questions of exercise 1.2: from funnel to lifecycle."""

import numpy as np
import pandas as pd

from marketing_origin import data, journeys
from marketing_origin.checks import Chapter, but, choice, explanation, mistake, mistake_when, number, series

questions = Chapter(__file__)


@questions.add(
    "a",
    title="A better reminder",
    expects=number(unit="people"),
    hints=[
        "Which of the three rates changes, and which stay?",
        "The last rate stays a rate: more guests, and the same share of them book.",
        "Which share of today's guests books? The same share of the guests there would be.",
    ],
    meaning="The guests grow by a quarter, and so do the bookings: a product does not care which factor grew.",
)
def bookings_with_a_reminder():
    invited, said, came, booked = 2000, 600, 240, 36
    better, booking = 0.5, booked / came
    points = better - came / said
    right = said * better * booking
    return right, [
        mistake("guests", said * better, "That is how many would come. Which share of them books?"),
        mistake("added", right - booked, "That is how many *more* would book."),
        mistake("unchanged", booked, "That is today's number. More guests book more."),
        mistake(
            "points_for_per_cent",
            booked * (1 + points),
            "You added ten per cent. From 40% to 50% is ten *points*; how much more is that of 40?",
        ),
        mistake("points_as_people", booked + 100 * points, "You added ten people for ten points."),
        mistake("of_the_invited", invited * better * booking, "You let half of all the invited come."),
        mistake(
            "of_the_guests", came * better, "You let half of the guests book: the reminder is a step earlier."
        ),
        mistake(
            "overall", right / invited, "That is the share of the invited. The question asks for people."
        ),
        mistake(
            "rate_alone", booking, "That is the share of the guests who book. How many guests would there be?"
        ),
        mistake(
            "half_of_the_invited", invited * better, "That is half of the invited. Half of the 600 come."
        ),
        mistake(
            "bookings_of_those_who_said_so",
            said * better * booked / said,
            "You divided the bookings by those who said so. They are a share of the guests who came.",
        ),
        mistake(
            "bookings_of_the_invited",
            said * better * booked / invited,
            "You divided the bookings by all the invited. They are a share of the guests who came.",
        ),
        mistake(
            "half_more_bookings",
            booked * (1 + better),
            "You gave the bookings half more. Half of those who said so come: how many more is that than today?",
        ),
        mistake(
            "twice_the_bookings",
            2 * booked,
            "You doubled the bookings. The guests do not double: 240 came before.",
        ),
        mistake(
            "half_of_the_bookings_more",
            (said * better + came) * booking,
            "You added the 300 to the 240. The 300 are all who would come, the 240 among them.",
        ),
        mistake(
            "all_come",
            said * booking,
            "You let all 600 come. The reminder would bring half of them.",
        ),
        mistake(
            "half_of_the_absent_too",
            (came + better * (said - came)) * booking,
            "You added half of those who stay away today. Half of all 600 come: 300, the 240 among them.",
        ),
        mistake(
            "half_of_the_invited_say_so",
            invited * better * came / said * booking,
            "You let half of the invited *say* that they will come. Half of the 600 who said so come.",
        ),
    ]


@questions.add(
    "b",
    title="Close the loop",
    expects=number(unit="money per first-time buyer"),
    hints=[
        "How many repeat orders does somebody place who has placed one?",
        "That one, then another with three chances in four, and so on: 1 / (1 - q) in all.",
        "Not every buyer places a repeat order: the series begins with those who do. And the first order "
        "counts, too.",
    ],
    meaning="A funnel would have seen the first 20.",
)
def worth_with_the_loop():
    first, repeat, second_rate, again_rate = 20, 30, 0.5, 0.75
    loop = 1 / (1 - again_rate)
    return first + second_rate * loop * repeat, [
        mistake(
            "no_loop", first + second_rate * repeat, "You stopped at the second order. Others follow it."
        ),
        mistake("funnel", first, "That is the first order alone."),
        mistake(
            "one_order_short",
            first + second_rate * (loop - 1) * repeat,
            "You left out the second order itself: the sum begins with it.",
        ),
        mistake(
            "everybody_repeats",
            first + loop * repeat,
            "You let every first-time buyer order again. Only half of them do.",
        ),
        mistake("first_left_out", second_rate * loop * repeat, "You left out the first order."),
        mistake(
            "everybody_repeats_once",
            first + repeat,
            "You let everybody order a second time, and nobody a third.",
        ),
        mistake(
            "everybody_repeats_one_short",
            first + (loop - 1) * repeat,
            "You let every first-time buyer order again, where half of them do, and left out the second order itself.",
        ),
        mistake(
            "loop_alone",
            loop * repeat,
            "That is what a repeat customer brings from the second order on. Half get there, after a first order.",
        ),
        mistake(
            "one_order_short_without_the_first",
            second_rate * (loop - 1) * repeat,
            "You left out the first order and the second: the sum of repeat orders begins with the second.",
        ),
        mistake(
            "values_exchanged",
            repeat + second_rate * loop * first,
            "You took 30 for the first order and 20 for the others. It is the other way round.",
        ),
        mistake(
            "orders_for_money",
            second_rate * loop,
            "That is how many repeat orders a first-time buyer places on average. What do they and the first bring?",
        ),
        mistake(
            "orders_with_the_first",
            1 + second_rate * loop,
            "That is how many orders a first-time buyer places on average. What do they bring?",
        ),
        mistake(
            "stops_for_stays",
            first + second_rate / again_rate * repeat,
            "You divided by the chance of going on. Divide by the chance of stopping.",
        ),
        mistake(
            "one_more_only",
            first + second_rate * (1 + again_rate) * repeat,
            "You stopped at the third order. The arrow leads back each time.",
        ),
        mistake(
            "loop_on_all",
            second_rate * loop * (first + repeat),
            "You let the first order be repeated, too. It is placed once, and by everybody.",
        ),
    ]


HOTEL = {
    "saw the ad": 80_000,
    "opened the site": 5_600,
    "chose a date": 1_960,
    "filled in the form": 490,
    "booked": 343,
}


@questions.add(
    "1",
    title="A hotel's funnel",
    expects=series(by="step", unit="fraction"),
    hints=[
        "Of whom is a rate a share? Of the people who had a chance to take this step.",
        "Each number of people divided by the one just before it in the list.",
        "`.shift()` moves every number down by one row; the first step then has nobody before "
        "it: leave it out.",
    ],
    meaning="Multiplied, the four give the share of viewers who book; the bottleneck is the ad.",
)
def hotels_funnel():
    people = pd.Series(HOTEL)
    reached, before = people.iloc[1:], people.shift().iloc[1:]
    right = reached / before

    def rates(below=before, lost=False):
        return 1 - reached / below if lost else reached / below

    return right, [
        mistake_when(
            "labelled_by_the_start",
            lambda read: "saw the ad" in read and "booked" not in read,
            "Label each rate by the step that is *reached*, not by the one before: the last is `booked`.",
        ),
        mistake_when(
            "bookings_of_each_step",
            lambda read: abs(read.get("opened the site", 0) - people.iloc[-1] / people.iloc[1]) < 1e-4,
            "These are the shares of each step that book in the end. What share goes on to the *next* step?",
        ),
        mistake_when(
            "first_step_kept",
            lambda read: "saw the ad" in read,
            "Nobody comes before the first step, so it has no conversion rate. Leave it out.",
        ),
        mistake(
            "of_all_who_saw_the_ad",
            but(rates, below=people.iloc[0]),
            "These are shares of all who saw the ad. What share of those at the step *before* goes on?",
        ),
        mistake(
            "of_all_who_opened_the_site",
            but(rates, below=people.iloc[1]),
            "These are shares of all who opened the site. What share of those at the step *before* goes on?",
        ),
        mistake(
            "lost",
            but(rates, lost=True),
            "These are the shares that are lost. The question asks for those who go on.",
        ),
        mistake("turned_over", 1 / right, "You divided the other way round: people before by people after."),
        mistake(
            "people_lost", before - reached, "These are people lost. Divide those who go on by those before."
        ),
        mistake("people", reached, "These are people. Divide those who go on by those before."),
        mistake(
            "of_all_steps",
            but(rates, below=people.sum()),
            "You divided by the sum of all steps, so one visitor counts in several. Divide by the "
            "step before.",
        ),
        mistake(
            "product",
            float(right.prod()),
            "This is the product of all four. The question asks for each step's own rate.",
        ),
    ]


@questions.add(
    "2",
    title="Which project?",
    expects=choice(("ads", "dates", "form")),
    hints=[
        "How many additional bookings does each project bring? And what does one of them cost?",
        "Bookings are a product. If one factor rises from 0.35 to 0.40, the product rises by 0.40 / 0.35.",
        "Take what each project adds to today's 343, by the growth of its own step. Then ask what one "
        "booking on top costs.",
    ],
    meaning="Neither the bottleneck nor the most bookings: the cheapest additional one.",
)
def which_project():
    return "dates", [
        mistake(
            "bottleneck",
            "ads",
            "The ad costs least and its step is the bottleneck, but it brings few bookings: for one "
            "of them the "
            "others are cheaper.",
        ),
        mistake(
            "most_bookings",
            "form",
            "It brings the most additional bookings. But what does one of them cost?",
        ),
    ]


def sample_orders(merge=True) -> pd.DataFrame:
    """Return the sample's orders with each one's age in days; `merge=False` leaves rows of a day apart."""
    rows = data.load("cdnow_sample")
    if merge:
        rows = rows.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    rows["age"] = (rows["date"] - rows.groupby("customer_id")["date"].transform("min")).dt.days
    return rows


@questions.add(
    "3",
    title="After the first sale",
    expects=number(unit="fraction of money", rel=5e-5),
    hints=[
        "Every customer has a clock of her own: it starts with her first order.",
        "Add up a customer's rows of one day first; then an order is a first one if its age is 0.",
        "The first 180 days stand in both sums. Which age must an order have to count in the upper one?",
    ],
    meaning="With the same 180 days for everybody the share no longer depends on when the customers came.",
)
def after_the_first_sale():
    orders, rows = sample_orders(), sample_orders(merge=False)
    young = orders[orders["age"] <= 180]
    right = young.loc[young["age"] > 0, "value"].sum() / young["value"].sum()
    later_rows = rows["value"].where(rows.groupby("customer_id").cumcount() > 0, 0)
    calendar = orders[orders["date"] <= orders["date"].min() + pd.Timedelta(days=180)]
    money = young.groupby("customer_id")["value"].sum()
    later_money = young["value"].where(young["age"] > 0, 0).groupby(young["customer_id"]).sum()
    quantity = data.load("cdnow_sample").groupby(["customer_id", "date"])["quantity"].sum()
    measures = {"money": orders["value"], "discs": quantity.to_numpy(), "orders": 1.0}

    def share(days=180, of="money", first=False, over_first=False, last=True):
        inside = orders["age"] <= days if last else orders["age"] < days
        if of == "customers":
            return (orders["age"].where(inside, 0).groupby(orders["customer_id"]).max() > 0).mean()
        worth = orders["age"] * 0 + measures[of]
        later, whole = worth[inside & (orders["age"] > 0)].sum(), worth[inside].sum()
        part = later / (whole - later) if over_first else later / whole
        return 1 - part if first else part

    copies = rows.drop_duplicates(["customer_id", "date", "value"])
    copies = copies[copies["age"] <= 180]
    return right, [
        mistake(
            "share_of_the_first",
            but(share, first=True),
            "This is the share of the *first* orders. Which share comes after?",
        ),
        mistake(
            "orders_for_money",
            but(share, of="orders"),
            "This is a share of the orders. The question asks for a share of the money.",
        ),
        mistake(
            "whole_log",
            but(share, days=10_000),
            "You looked at all 78 weeks. Stop 180 days after each customer's first order.",
        ),
        mistake(
            "one_calendar_for_all",
            calendar.loc[calendar["age"] > 0, "value"].sum() / calendar["value"].sum(),
            "You stopped on the same date for everybody. A customer who came late was then "
            "looked at for less "
            "time than one who came early.",
        ),
        mistake(
            "rows_of_one_day",
            later_rows[rows["age"] <= 180].sum() / rows.loc[rows["age"] <= 180, "value"].sum(),
            "Rows of the first day count as repeat orders here. Add up a customer's rows of one day first.",
        ),
        mistake(
            "last_day_left_out",
            but(share, last=False),
            "Day 180 is missing: it still counts.",
        ),
        mistake(
            "over_first_orders",
            but(share, over_first=True),
            "You divided by the first orders. The share is of all the revenue of these days.",
        ),
        mistake(
            "customers_for_money",
            but(share, of="customers"),
            "This is the share of customers who ordered again. The question asks for a share of the money.",
        ),
        mistake(
            "mean_of_customers",
            (later_money / money).mean(),
            "You averaged the customers' own shares, so one who spends little counts as much as "
            "one who spends a lot. Add up the money of all first.",
        ),
        mistake(
            "money_itself",
            later_money.sum(),
            "This is the money after the first order. Which share of all the revenue of these days is it?",
        ),
        mistake(
            "discs", but(share, of="discs"), "These are discs. The question asks for a share of the money."
        ),
        mistake(
            "a_year", but(share, days=365), "You looked at a year. Stop 180 days after each first order."
        ),
        mistake(
            "half_a_year",
            but(share, days=183),
            "Your window is a little longer than 180 days. Count days, not months.",
        ),
        mistake(
            "second_order_only",
            young[young["age"] > 0].groupby("customer_id")["value"].first().sum() / young["value"].sum(),
            "You count the second order only. Every order after the first belongs to it.",
        ),
        mistake(
            "rows_of_one_day_whole_log",
            later_rows.sum() / rows["value"].sum(),
            "Rows of the first day count as repeat orders here, and you looked at all 78 weeks.",
        ),
        mistake(
            "rows_for_money",
            (rows.groupby("customer_id").cumcount() > 0)[rows["age"] <= 180].mean(),
            "This is a share of rows. The question asks for a share of the money, a customer's rows of a day together.",
        ),
        mistake(
            "money_of_a_customer",
            later_money.mean(),
            "This is the money after the first order, per customer. Which share of all the revenue is it?",
        ),
        mistake(
            "mean_order_for_money",
            young.loc[young["age"] > 0, "value"].mean() / young["value"].mean(),
            "You compared the sizes of orders. Compare the money: all repeat orders over all orders.",
        ),
        mistake(
            "ninety_days",
            but(share, days=90),
            "You stopped after 90 days. Day 180 still counts.",
        ),
        mistake(
            "rows_dropped",
            copies.loc[copies["age"] > 0, "value"].sum() / copies["value"].sum(),
            "You dropped rows that look alike. They are purchases: add them up.",
        ),
        *(
            mistake(
                f"{name}_file",
                _after_first(log),
                "That is the share in the whole log. `sample` holds one customer in ten.",
            )
            for name, log in (("whole", data.load("cdnow")),)
        ),
        mistake(
            "over_the_whole_log",
            later_money.sum() / orders["value"].sum(),
            "You divided by the revenue of all 78 weeks. Take that of each customer's first 180 days.",
        ),
    ]


def _after_first(log: pd.DataFrame) -> float:
    """Return the share of the first 180 days' money that comes after the first order."""
    age = (log["date"] - log.groupby("customer_id")["date"].transform("min")).dt.days
    money = log["value"].where(age <= 180, 0)
    return money[age > 0].sum() / money.sum()


def studio() -> pd.DataFrame:
    """Return the studio's moves."""
    states = ["trial", "member", "paused", "gone"]
    table = [[0, 0.4, 0, 0.6], [0, 0.85, 0.1, 0.05], [0, 0.3, 0.4, 0.3], [0, 0, 0, 1]]
    return pd.DataFrame(table, states, states, dtype=float)


@questions.add(
    "4",
    title="A way back",
    expects=number(unit="money per trial"),
    hints=[
        "A trial brings 10 at once, and with 0.4 the value of being a member. What is that value?",
        "A member brings 45 now, and next month she is a member (0.85) or paused (0.10) with all "
        "that follows. "
        "Write the same for paused: two equations.",
        "Or let the library solve them: `journeys.MarkovChain(moves).expected_value({...})`.",
    ],
    meaning="A third of a member's value hangs on the way back from a pause.",
)
def way_back():
    money = {"trial": 10, "member": 45, "paused": 5}
    chain = journeys.MarkovChain(studio())
    worth = chain.expected_value(money)
    right = float(worth["trial"])

    def expected(trial=10.0, member=45.0, paused=5.0, start="trial", way_back=0.3, months=0):
        moves = studio()
        moves.loc["paused"] = [0, way_back, 0.4, 0.6 - way_back]
        worth = np.array([trial, member, paused, 0])
        if months:
            now, total = np.eye(4)[moves.index.get_loc(start)], 0.0
            for _ in range(months):
                total, now = total + now @ worth, now @ moves.to_numpy()
            return total
        inner = np.eye(3) - moves.to_numpy()[:3, :3]
        return float(np.linalg.solve(inner, worth[:3])[moves.index.get_loc(start)])

    return (
        right,
        [
            mistake(
                "without_the_trial",
                but(expected, trial=0.0),
                "The trial month itself is missing: it brings 10.",
            ),
            mistake(
                "value_of_a_member",
                but(expected, start="member"),
                "This is the value of a member. Only 4 in 10 trials become one.",
            ),
            mistake(
                "member_plus_trial",
                10 + worth["member"],
                "You give every trial the value of a member. Only 4 in 10 become one.",
            ),
            mistake(
                "paused_is_lost",
                10 + 0.4 * 45 / 0.15,
                "You count a pause as the end. Who pauses brings 5 a month and may come back.",
            ),
            mistake(
                "no_way_back",
                but(expected, way_back=0.0),
                "Your paused people never come back. With 0.30 they are members again next month.",
            ),
            mistake(
                "paused_is_member",
                10 + 0.4 * 45 / 0.05,
                "You let a member pay 45 until she is gone. In a paused month she brings 5, and more of "
                "those who pause are lost.",
            ),
            mistake("funnel", 10 + 0.4 * 45, "This is the funnel: it ends with the first month as a member."),
            mistake(
                "paused_for_free",
                but(expected, paused=0.0),
                "The paused months bring nothing in your sum. They bring 5 each.",
            ),
            mistake(
                "months_for_money",
                chain.expected_steps()["trial"],
                "This is a number of months. Give each month its money.",
            ),
            mistake("paused_pays_in_full", but(expected, paused=45.0), "A paused month brings 5, not 45."),
            mistake(
                "value_of_a_pause",
                but(expected, start="paused"),
                "This is the value of somebody who pauses. The question is about somebody who starts a trial.",
            ),
            mistake(
                "member_months_only",
                but(expected, trial=0.0, paused=0.0),
                "You count the months as a member only. The trial brings 10 and a paused month 5.",
            ),
            mistake(
                "member_until_a_pause",
                45 / 0.15,
                "This is what a member brings until she first pauses or is gone. Only 4 in 10 trials become one, and "
                "a pause is not the end.",
            ),
            mistake(
                "member_until_gone",
                45 / 0.05,
                "You let a member pay 45 until she is gone, and every trial become one.",
            ),
            mistake(
                "no_way_back_from_a_sure_member",
                10 + expected(start="member", way_back=0.0),
                "You give every trial the value of a member, and your paused people never come back.",
            ),
            mistake(
                "all_states_added",
                sum(worth[state] for state in money),
                "You added the values of all three states. Somebody who starts a trial has that of `trial`.",
            ),
            mistake(
                "trial_in_four_of_ten",
                0.4 * right,
                "You multiplied the trial by 0.4, too. Its month comes for certain, and its value has the 0.4 in it.",
            ),
            mistake(
                "arrows_turned",
                float(np.linalg.solve(np.eye(3) - studio().to_numpy()[:3, :3].T, list(money.values()))[0]),
                "You read the table by columns. A row says where one goes *from* a state.",
            ),
            *(
                mistake(
                    f"after_{months}_months",
                    but(expected, months=months),
                    f"You stopped after {months} months. Count until she is gone, however long that takes.",
                )
                for months in (2, 3, 6, 12)
            ),
        ],
        expected,
    )


@questions.add(
    "5",
    title="Whom did the voucher persuade?",
    expects=number(unit="orders"),
    hints=[
        "Who can be persuaded? Not those who come anyway.",
        "Of 100 buyers, how many of each kind would stop, and are persuaded? That is the mix "
        "of the persuaded.",
        "Somebody who goes on with probability q places 1 + q + q² + … orders from the second on: one sum "
        "for each kind. Which of the two mixes weighs them, that of the buyers or that of the persuaded?",
    ],
    meaning="Those who come by themselves place nearly five times as many. They were not for sale.",
)
def whom_did_the_voucher_persuade():
    again, persuaded = np.array([0.2, 0.9]), np.array([0.5, 0.25])
    orders, stops = 1 / (1 - again), 1 - again
    won = stops * persuaded
    right = np.average(orders, weights=won)
    kinds = {
        "won": won,
        "stop": stops,
        "persuaded": persuaded,
        "again": again,
        "half": None,
        "rare": [1, 0],
        "keen": [0, 1],
    }

    def placed(weights="won", mean_of="orders", extra=0):
        mean = orders if mean_of == "orders" else again
        mean = np.average(mean, weights=kinds[weights])
        return extra + (mean if mean_of == "orders" else 1 / (1 - mean))

    return right, [
        mistake(
            "all_who_would_stop",
            but(placed, weights="stop"),
            "That is the average of all who would have stopped, 1 less the mean probability below "
            "the line. The "
            "voucher persuades half of one kind and a quarter of the other.",
        ),
        mistake(
            "persuaded_alone",
            but(placed, weights="persuaded"),
            "You weighed with who is persuaded, as if all would have stopped. How many of each kind would?",
        ),
        mistake(
            "those_who_come_anyway",
            but(placed, weights="again"),
            "This is the average of those who order again *by themselves*. They need no voucher.",
        ),
        mistake(
            "half_and_half",
            but(placed, weights="half"),
            "You take the two kinds half and half. Among those who would have stopped they are not.",
        ),
        mistake(
            "mean_probability",
            1 / (1 - np.average(again, weights=again)),
            "You gave one mean probability to all. The two kinds never mix their probabilities.",
        ),
        mistake(
            "mean_probability_of_the_persuaded",
            1 / (1 - np.average(again, weights=won)),
            "The weights are right. But take the mean of the two numbers of *orders*, not of the two "
            "probabilities.",
        ),
        mistake(
            "only_the_rare",
            but(placed, weights="rare"),
            "You count the first kind only. Some of the keen ones happen to stop, too.",
        ),
        mistake(
            "only_the_keen",
            but(placed, weights="keen"),
            "You count the second kind only. Most of those who would have stopped are of the first.",
        ),
        mistake(
            "come_for_stop",
            np.average(orders, weights=again * persuaded),
            "You persuade those who come anyway. The voucher works on those who would have stopped: 1 less the "
            "probability.",
        ),
        mistake(
            "persuasion_exchanged",
            np.average(orders, weights=stops * persuaded[::-1]),
            "You gave a quarter to the first kind and half to the second. It is the other way round.",
        ),
        mistake(
            "persuaded_share",
            won.mean(),
            "That is the share of all buyers whom the voucher persuades. How many orders do they place?",
        ),
        mistake(
            "orders_of_all_buyers",
            (won * orders).mean(),
            "That is the orders of the persuaded over *all* buyers. Divide by those who were persuaded.",
        ),
        mistake(
            "orders_over_the_sum",
            (won * orders).sum(),
            "That is the orders of the persuaded, not divided by how many they are.",
        ),
        mistake(
            "share_of_the_first_kind",
            won[0] / won.sum(),
            "That is the share of the first kind among the persuaded. Take the mean of the orders with it.",
        ),
        mistake(
            "voucher_order_only",
            1,
            "You count the order with the voucher alone. After it all go on as they always do.",
        ),
        mistake(
            "first_order_counted",
            but(placed, extra=1),
            "You count the first order too. The question leaves it out.",
        ),
        mistake(
            "voucher_order_left_out",
            but(placed, extra=-1),
            "You left out the order with the voucher. It is the first of those counted.",
        ),
        mistake(
            "goes_on_for_stops",
            np.average(1 / again, weights=won),
            "You divided 1 by the chance to order again. It is 1 over the chance to *stop* that counts the orders.",
        ),
    ]


def app_trials() -> pd.DataFrame:
    """Return the app's ten trials."""
    paid = [True, False, True, False, True, False, True, False, True, False]
    return pd.DataFrame({"days": [2, 3, 5, 5, 8, 9, 12, 14, 20, 30], "paid": paid})


@questions.add(
    "6",
    title="Still waiting",
    expects=number(unit="fraction"),
    hints=[
        "Go from one day with a payment to the next: how many were still watched, and not paying yet, just "
        "before it?",
        "Each such day keeps (1 − 1 / watched) of those who wait. Multiply over the days up to 14.",
        "Watched on a day are all whose `days` is at least that day, whether they pay later or not. The "
        "product is the share still waiting: is that what is asked?",
    ],
    meaning="More than the four in ten who had paid by then: some who were watched briefly will pay too.",
)
def still_waiting():
    trials = app_trials()
    survival = journeys.kaplan_meier(trials["days"], trials["paid"])["survival"]
    right = 1 - float(survival.loc[14])
    by_14 = trials["paid"] & (trials["days"] <= 14)
    left_out = (
        "You left out those who were watched for less than 14 days and had not paid. They count as long as "
        "they were watched."
    )

    def paid_share(day=14, late=False, waiting=False):
        kept = 1.0
        for at in trials.loc[trials["paid"] & (trials["days"] <= day), "days"]:
            there = (trials["days"] > at).sum() + 1 if late else (trials["days"] >= at).sum()
            kept *= 1 - 1 / there
        return kept if waiting else 1 - kept

    return right, [
        mistake(
            "share_so_far",
            by_14.mean(),
            "You count those who are still waiting as if they would never pay.",
        ),
        mistake("waiting_left_out", by_14.sum() / (trials["paid"] | (trials["days"] >= 14)).sum(), left_out),
        mistake(
            "waiting_left_out_strictly",
            by_14.sum() / (trials["paid"] | (trials["days"] > 14)).sum(),
            left_out,
        ),
        mistake("only_those_who_paid", 1.0, "You count only people who paid. Of those, all have, of course."),
        mistake(
            "still_waiting",
            but(paid_share, waiting=True),
            "This is the share who still wait. Which share have paid?",
        ),
        mistake(
            "tie_on_day_5",
            but(paid_share, late=True),
            "On day 5 one pays and one is last seen. The latter was still watched on that day: count both.",
        ),
        mistake(
            "day_8",
            but(paid_share, day=8),
            "You stopped too early: there is a payment on day 12.",
        ),
        mistake(
            "hazards_added",
            sum(1 / (trials["days"] >= day).sum() for day in trials.loc[by_14, "days"]),
            "You added the shares of each day up. Each is a share of those who still wait: multiply "
            "what is kept.",
        ),
        mistake(
            "to_the_end",
            but(paid_share, day=30),
            "You went on to the end of the curve. The question stops at day 14.",
        ),
        mistake(
            "nobody_taken_off",
            1 - (1 - 1 / len(trials)) ** int(by_14.sum()),
            "You divided by ten on each day. Who has paid, or was last seen before, is no longer watched.",
        ),
        mistake(
            "all_payers",
            trials["paid"].mean(),
            "You count everybody who ever paid, over all ten. Stop at day 14, and count the others as long as they "
            "were watched.",
        ),
        mistake(
            "of_those_who_paid",
            by_14.sum() / trials["paid"].sum(),
            "You divided by those who paid at some time. Those who have not paid were watched, too.",
        ),
        mistake(
            "last_seen_as_paid",
            1
            - float(
                journeys.kaplan_meier(trials["days"], trials["paid"] | (trials["days"] == 14))[
                    "survival"
                ].loc[14]
            ),
            "You counted the one who was last seen on day 14 as having paid.",
        ),
        mistake(
            "payer_not_watched",
            1 - np.prod([1 - 1 / ((trials["days"] >= day).sum() - 1) for day in trials.loc[by_14, "days"]]),
            "You left the one who pays out of those watched. She was watched until she paid: count her.",
        ),
        mistake(
            "whoever_left_as_paid",
            (trials["days"] <= 14).mean(),
            "You counted everybody whose days are up by then, paid or not.",
        ),
        mistake("how_many", by_14.sum(), "That many have paid. Which share is it, of those watched?"),
    ]


def newsletter_readers() -> pd.DataFrame:
    """Return the readers of the exercise, newsletters and halves drawn by lot."""
    readers = data.load("cdnow_sample").groupby("customer_id")["value"].sum().to_frame("spent")
    rng = np.random.default_rng(41)
    readers["newsletter"] = rng.choice(list("ABCDEFGHIJKL"), size=len(readers))
    readers["half"] = rng.choice(["first", "second"], size=len(readers))
    return readers


def _median_lead(readers: pd.DataFrame) -> float:
    """Return what followed, with medians for means."""
    middles = readers.groupby(["half", "newsletter"])["spent"].median()
    whole = readers.loc[readers["half"] == "second", "spent"].median()
    return middles["second"][middles["first"].idxmax()] / whole - 1


@questions.add(
    "7",
    title="The best newsletter",
    expects=number(unit="fraction of the mean"),
    hints=[
        "Choose with the first half only, then look at the second half only.",
        "Mean of `spent` by half and newsletter; the largest of the first half gives a letter.",
        "Two means of the second half, one over the other: that of the letter you chose, and whose? A "
        "ratio of 1 would be no gain.",
    ],
    meaning="The lead did not last, since nothing but luck was behind it. Rank on one half, "
    "believe the other.",
)
def best_newsletter():
    readers = newsletter_readers()
    means = readers.groupby(["half", "newsletter"])["spent"].mean()
    overall = readers.groupby("half")["spent"].mean()
    best = means["first"].idxmax()
    later = means["second"][best]
    right = later / overall["second"] - 1
    both = readers.groupby("newsletter")["spent"].mean()
    middles = readers.groupby(["half", "newsletter"])["spent"].median()
    whole_middle = readers.loc[readers["half"] == "second", "spent"].median()
    others = readers.loc[(readers["half"] == "second") & (readers["newsletter"] != best), "spent"].mean()
    levels = {
        "second": overall["second"],
        "first": overall["first"],
        "both": readers["spent"].mean(),
        "others": others,
        "means": means["second"].mean(),
    }

    def followed(picked="first", largest=True, looked_at="second", against="second", result="fraction"):
        name = means[picked].idxmax() if largest else means[picked].idxmin()
        spent, level = means[looked_at][name], levels[against]
        if looked_at == "first" and against == "second":
            level = overall["first"]
        ways = {"fraction": spent / level - 1, "money": spent - level, "ratio": spent / level}
        return ways[result]

    return right, [
        mistake(
            "best_by_the_median",
            means["second"][middles["first"].idxmax()] / overall["second"] - 1,
            "You chose the newsletter by the median of its readers. The best is the one with the highest mean.",
        ),
        mistake(
            "lead_of_the_first_half",
            but(followed, looked_at="first"),
            "This is the lead in the first half, where you chose it for leading. What did it do "
            "in the second?",
        ),
        mistake(
            "best_of_the_second_half",
            but(followed, picked="second"),
            "You chose the best newsletter of the *second* half, or of both together. Choose with the first, look "
            "at the second.",
        ),
        mistake(
            "both_halves",
            both.max() / readers["spent"].mean() - 1,
            "You used both halves together, so the readers who made it the best are in it again.",
        ),
        mistake(
            "chosen_one_of_both_halves",
            both[best] / readers["spent"].mean() - 1,
            "You looked at both halves of the one you chose, so the readers who made it the best are in it again.",
        ),
        mistake(
            "median_of_the_best",
            middles["second"][best] / whole_middle - 1,
            "You chose by the mean and then compared medians. The question asks for means.",
        ),
        mistake(
            "fall_in_money",
            later - means["first"][best],
            "You compare it with itself in the first half, in money. Compare with all readers of the second half.",
        ),
        mistake(
            "fall_from_the_first_half",
            later / means["first"][best] - 1,
            "You compare it with itself in the first half. Compare with all readers of the second half.",
        ),
        mistake(
            "money_for_fraction",
            but(followed, result="money"),
            "This is a difference in money. The question asks for a fraction of the mean.",
        ),
        mistake(
            "ratio",
            but(followed, result="ratio"),
            "This is the ratio. Take 1 off: by how much does it differ?",
        ),
        mistake(
            "mean_itself", later, "This is what they spent. How far is it from the mean of the second half?"
        ),
        mistake(
            "mean_of_both_halves",
            but(followed, against="both"),
            "You compare with the readers of both halves. Take the mean of the second half.",
        ),
        mistake(
            "mean_of_the_first_half",
            but(followed, against="first"),
            "You compare with the readers of the first half. Take the mean of the second half.",
        ),
        mistake(
            "the_others",
            but(followed, against="others"),
            "You compare with the readers of the other eleven. Take all readers of the second half.",
        ),
        mistake(
            "mean_of_means",
            but(followed, against="means"),
            "You took the mean of twelve means. Take the mean of all readers of the second half.",
        ),
        mistake(
            "worst",
            but(followed, largest=False),
            "You followed the newsletter whose readers spent *least* in the first half.",
        ),
        mistake(
            "medians",
            _median_lead(readers),
            "These are medians. The question asks for means.",
        ),
    ]


@questions.add(
    "8",
    title="Close the channels?",
    expects=explanation(
        sides={
            "a": "close the posters and move their budget to the partners",
            "b": "leave the channels, and give everybody the welcome call",
            "c": "look at everybody, not at the ten, and try both on new customers by lot",
        },
        points=(
            "Says that ten customers chosen for being extreme are partly luck, and that of "
            "several channels one "
            "always leads.",
            "Asks about the others: all joiners of a channel, or those with a call who left.",
            "Says that the budget depends on the *next* customer of a channel, not on its best "
            "or average one.",
            "Says that long-standing customers have lived through more of everything, so a call "
            "that all of them "
            "had need not be a cause.",
            "Decides on a test on new customers or by lot: how much, for how long, and which result would "
            "decide.",
        ),
        least_words=30,
    ),
    hints=[
        "Imagine that a lot had decided which customer belongs to which channel. What would the "
        "list of the ten "
        "best look like?",
        "Which customers would you have to look at to see whether the call does anything?",
        "Two sentences on choosing by the best, one on the call, one on the next customer, two on a test.",
    ],
)
def close_the_channels():
    return "c", [
        mistake(
            "read_off_the_best",
            "a",
            "You read a channel off the ten at its top. If a lot had decided who comes from which"
            " channel, one of them would lead as well. How do all the others of each channel do, "
            "and what would the *next* customers of the partners cost?",
        ),
        mistake(
            "call_of_those_who_stayed",
            "b",
            "All ten had the call; how many of those who left had it, too? Whoever has been here "
            "for long has lived through more of everything.",
        ),
    ]
