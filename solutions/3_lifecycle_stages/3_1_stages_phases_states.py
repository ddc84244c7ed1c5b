"""The questions of chapter and exercise 3.1: which state a customer is in, and what to do with it."""

from functools import cache

import numpy as np
import pandas as pd

from marketing_origin import clv, data, journeys, lifecycle
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

questions = Chapter(__file__)

AUTUMN, SUMMER = "1997-09-30", "1998-06-30"

#: The log of 3.1.1: each customer's orders, as days before the last day of 2024; ben has two rows on one day.
BEFORE = {
    "ana": [50],
    "ben": [202, 180, 150, 130, 130, 102],
    "eva": [46, 40],
    "kim": [390, 300, 150],
    "leo": [100, 95, 82, 70],
}


@cache
def cdnow_history() -> pd.DataFrame:
    """Return the history of the chapter."""
    log = data.load("cdnow")
    days = log[log["date"] <= AUTUMN].groupby("customer_id")["date"].agg(["min", "max", "nunique"])
    days = days[days["nunique"] > 1]
    typical = ((days["max"] - days["min"]).dt.days / (days["nunique"] - 1)).median()
    return lifecycle.states_by_month(log, "customer_id", "date", end=SUMMER, typical_gap=typical)


@questions.add(
    "a",
    title="In her own gaps",
    expects=number(unit="gaps"),
    hints=[
        "How many days lie between the first of her orders and the last? And how many gaps is that?",
        "Her two gaps and the typical one together, divided by three: that is her rhythm.",
        "The rhythm is a little more than a month. How often does it fit into her silence?",
    ],
    meaning="Just below two: she is loyal for another day or so.",
)
def silence_in_her_own_gaps():
    orders = pd.to_datetime(["2024-03-01", "2024-03-21", "2024-04-30"])
    today, typical = pd.Timestamp("2024-07-04"), 40
    span, silence = (orders[-1] - orders[0]).days, (today - orders[-1]).days
    rhythm = (typical + span) / len(orders)
    return silence / rhythm, [
        mistake(
            "as_much_lent_as_hers",
            silence / ((typical + span / 2) / 2),
            "You gave the typical gap as much weight as her own two together. It is one gap beside two of hers.",
        ),
        mistake("whole", 2, "Rounded this hides the answer: dormant begins *above* two. Do not round."),
        mistake(
            "nothing_lent", silence / (span / 2), "That is her own mean gap alone. Lend her one typical."
        ),
        mistake(
            "three_gaps_of_her_own",
            silence / (span / 3),
            "You divided her days by three and lent her nothing: three orders make two gaps of her own.",
        ),
        mistake("typical_for_all", silence / typical, "That is in typical gaps. Measure it in hers."),
        mistake(
            "divided_by_two",
            silence / ((typical + span) / 2),
            "With the loan there are three gaps, not two: divide by three.",
        ),
        mistake("rhythm", rhythm, "That is her rhythm in days. How often does it fit into the silence?"),
        mistake("days", silence, "That is her silence in days. Divide it by her rhythm."),
        mistake(
            "upside_down",
            rhythm / silence,
            "Upside down: divide the silence by the rhythm.",
        ),
        mistake(
            "a_day_too_many",
            (silence + 1) / rhythm,
            "A day too many: from 30 April to 4 July 65 days pass, as the task says.",
        ),
        mistake(
            "from_first_order",
            (silence + span) / rhythm,
            "You counted from her first order. Silence begins with the last one.",
        ),
    ]


@questions.add(
    "b",
    title="Which base?",
    expects=number(unit="share"),
    hints=[
        "Of whom is the share asked? Pick those rows first.",
        '`history.loc[history["1998-04-30"] == "dormant", "1998-05-31"]` are their states in May.',
        'The mean of a mask is a share: of those states, how many equal "loyal"?',
    ],
    meaning="Most of the dormant of April stayed dormant; a few woke up.",
)
def dormant_in_april_loyal_in_may():
    history = cdnow_history()

    def share(before="dormant", after="loyal", month="1998-04-30", later="1998-05-31", of="before"):
        first, second = history[month] == before, history[later] == after
        base = {"before": first.sum(), "after": second.sum(), "all": len(history), "nobody": 1}[of]
        return float((first & second).sum() / base)

    april, may = history["1998-04-30"], history["1998-05-31"]
    moves = lifecycle.transition_table(history)
    right = share()
    return right, [
        mistake(
            "churned_by_june",
            but(share, before="churned", later="1998-06-30"),
            "Two things: the base is April's dormant ones, and after April comes May.",
        ),
        mistake(
            "no_longer_dormant",
            (may[april == "dormant"] != "dormant").mean(),
            "That share is no longer dormant: those called churned are in it, too.",
        ),
        mistake(
            "not_churned",
            (may[april == "dormant"] != "churned").mean(),
            "That share is not churned: most of it is still dormant.",
        ),
        mistake(
            "newly_dormant",
            (may[(april == "dormant") & (history["1998-03-31"] != "dormant")] == "loyal").mean(),
            "You took those who had just turned dormant. The base is all of April's dormant ones.",
        ),
        mistake(
            "numbers_of_two_months",
            (may == "loyal").sum() / (april == "dormant").sum(),
            "You divided all of May's loyal ones by April's dormant ones. Count those who were both.",
        ),
        mistake(
            "base_swapped",
            but(share, of="after"),
            "That is the share of May's *loyal* ones who were dormant in April. The base is April's dormant.",
        ),
        mistake(
            "of_all", but(share, of="all"), "You divided by all customers. The base is April's dormant ones."
        ),
        mistake(
            "count",
            but(share, of="nobody"),
            "That is how many. Divide by the number of dormant ones in April.",
        ),
        mistake("complement", 1 - right, "That is the share that did *not* turn loyal."),
        mistake("stayed", but(share, after="dormant"), "That is the share that stayed dormant."),
        mistake("churned", but(share, after="churned"), "That is the share that was called churned in May."),
        mistake(
            "from_churned",
            but(share, before="churned"),
            "These are the churned of April. Take the dormant ones.",
        ),
        mistake(
            "month_early",
            but(share, month="1998-03-31", later="1998-04-30"),
            "That is the move from March to April: a month too early.",
        ),
        mistake(
            "month_late",
            but(share, month="1998-05-31", later="1998-06-30"),
            "That is the move from May to June: a month too late.",
        ),
        mistake(
            "all_months",
            moves.loc[("dormant", "loyal"), "probability"],
            "That is the average over all months. The question asks for one.",
        ),
        mistake(
            "turned_round",
            but(share, before="loyal", after="dormant"),
            "That is the move the other way: loyal in April, dormant in May.",
        ),
    ]


@questions.add(
    "1",
    title="Five customers by hand",
    expects=series(by="customer"),
    hints=[
        "How many orders has ben? Rows of one day are one order.",
        "Rhythm = (30 + days from first to last order) / orders; gaps = silence / rhythm.",
        "Gaps above four and gaps above two decide first. Whoever has fewer is told apart by the number "
        "of orders.",
    ],
    meaning="Thirty-day rules would have called kim churned and eva loyal.",
)
def five_customers_by_hand():
    def states(typical=30.0, merged=True, loan=1, divide=0, own=True, since_first=False, limits=(2, 4)):
        found = {}
        for name, rows in BEFORE.items():
            days = sorted(set(rows)) if merged else sorted(rows)
            span, count = days[-1] - days[0], len(days)
            silence = days[-1] if since_first else days[0]
            gaps = count - 1 + loan - divide
            no_gap = np.inf if own else typical
            rhythm = (loan * typical + span) / gaps if own and gaps > 0 else no_gap
            passed = sum(silence > limit * rhythm for limit in limits)
            active = "loyal" if count > 1 else "new"
            found[name] = (active, "dormant", "churned")[passed]
        return found

    right = states()
    swap = {"dormant": "churned", "churned": "dormant"}
    return right, [
        mistake(
            "rows_and_other_limits",
            but(states, merged=False, limits=(1, 3)),
            "Two things: ben has two rows on one day, which are one order; and the limits are two gaps and four.",
        ),
        mistake(
            "divided_by_one_more",
            but(states, divide=-1),
            "With the loan there are as many gaps as orders: you divided by one more.",
        ),
        mistake(
            "rows_for_orders",
            but(states, merged=False),
            "ben has two rows on one day: that is one order, not two.",
        ),
        mistake(
            "nothing_lent",
            but(states, loan=0),
            "You measured each by her own mean gap alone. One typical gap of 30 days is lent to everybody.",
        ),
        mistake(
            "typical_for_all",
            but(states, own=False),
            "That is 30 days as a gap for all, nobody's own rhythm.",
        ),
        mistake(
            "divided_by_gaps",
            but(states, divide=1),
            "With the loan there are as many gaps as orders: divide by the orders, not by one less.",
        ),
        mistake(
            "since_first_order",
            but(states, since_first=True),
            "Silence is counted from the *last* order of each.",
        ),
        mistake(
            "names_swapped",
            {name: swap.get(state, state) for name, state in right.items()},
            "Dormant and churned are swapped: the longer silence is churned.",
        ),
        mistake(
            "one_threshold",
            but(states, limits=(4, 4)),
            "Nobody is dormant with you. Above two gaps of silence she is.",
        ),
        mistake(
            "orders_for_her_own_gaps",
            but(states, loan=0, divide=-1),
            "You divided each one's days by her orders and lent nothing: two orders make one gap of her own. With 30 "
            "days lent there are as many gaps as orders.",
        ),
        mistake(
            "limits_one_and_two",
            but(states, limits=(1, 2)),
            "Your limits are one gap and two. Above two she is dormant, above four churned.",
        ),
        mistake(
            "limits_four_and_eight",
            but(states, limits=(4, 8)),
            "Your limits are four gaps and eight. Above two she is dormant, above four churned.",
        ),
        mistake(
            "typical_for_all_since_the_first",
            but(states, own=False, since_first=True),
            "Two things: each has a rhythm of her own, and silence is counted from her *last* order.",
        ),
        mistake(
            "nothing_lent_and_limits",
            but(states, loan=0, limits=(1, 2)),
            "Two things: one typical gap is lent to everybody, and the limits are two gaps and four.",
        ),
        mistake_when(
            "mask",
            lambda read: {str(word).lower() for word in read.values()} <= {"true", "false"},
            "That is a mask, true or false for each. Give the state of each as a word.",
        ),
        mistake_when(
            "gaps_for_words",
            lambda read: all(str(word).replace(".", "", 1).isdigit() for word in read.values()),
            "Those are numbers of gaps. Turn each into a word: new, loyal, dormant or churned.",
        ),
        mistake(
            "one_order_loyal",
            right | {"ana": "loyal"},
            "ana has ordered once: as long as she is not silent for long she is new.",
        ),
        mistake(
            "never_churned",
            but(states, limits=(2, np.inf)),
            "Nobody is churned with you. Above four gaps she is.",
        ),
        mistake_when(
            "another_word",
            lambda read: not {str(word).lower() for word in read.values()} <= set(lifecycle.STATES),
            "A word is none of the rule's: its states are new, loyal, dormant and churned.",
        ),
    ]


@questions.add(
    "2",
    title="Households that came back",
    expects=number(unit="share"),
    hints=[
        "First the states of 30 September, from nothing later. Then: whose is the share?",
        "`lifecycle.customer_states` tells the states `at` a day: pick the churned ones of 30 September.",
        "Which of their ids occur among the baskets after 30 September? `isin`, then the mean.",
    ],
    meaning="At a grocer's most of those called churned are only away: buying at home is no random clock.",
)
def households_that_came_back():
    baskets = data.load("journey_baskets")
    autumn = "2017-09-30"
    later = baskets[baskets["timestamp"] >= "2017-10-01"]

    def states(at=autumn, **settings):
        return lifecycle.customer_states(baskets, "household_id", "timestamp", at=at, **settings)["state"]

    found = states()
    back = pd.Series(found.index.isin(later["household_id"]), found.index)
    right = float(back[found == "churned"].mean())

    def came_back(called=("churned",), at=autumn, away=False):
        state = states(at)
        after = baskets.loc[baskets["timestamp"] >= pd.Timestamp(at) + pd.Timedelta(days=1), "household_id"]
        share = state.index[state.isin(called)].isin(after).mean()
        return float(1 - share if away else share)

    in_october = found.index.isin(later.loc[later["timestamp"] < "2017-11-01", "household_id"])
    december = states("2017-12-31")
    end = december.reindex(found.index)
    fixed = states(typical_gap=30)
    return right, [
        mistake(
            "dormant_of_later",
            (back & (found == "dormant")).sum() / later["household_id"].nunique(),
            "Two things: these are the dormant ones, and you divided by all who shopped later.",
        ),
        mistake("complement", but(came_back, away=True), "That is the share that stayed away."),
        mistake(
            "of_all_who_came",
            (back & (found == "churned")).sum() / later["household_id"].nunique(),
            "You divided by all who shopped later. The base is the churned ones.",
        ),
        mistake(
            "loyal_at_the_end",
            (end[found == "churned"] == "loyal").mean(),
            "You counted who was loyal in December. One basket after 30 September is enough.",
        ),
        mistake(
            "baskets_each",
            later["household_id"].map(found).eq("churned").sum() / (found == "churned").sum(),
            "Those are baskets per churned household. Count each household once.",
        ),
        *(
            mistake(
                f"on_{day}",
                but(came_back, at=day),
                "You stand on another day. The task says 30 September 2017.",
            )
            for day in ("2017-08-31", "2017-10-31")
        ),
        mistake(
            "how_many_churned", (found == "churned").sum(), "So many were called churned. How many came?"
        ),
        mistake(
            "base_swapped",
            (found[back] == "churned").mean(),
            "That is the share of churned ones among those who shopped later. The base is the churned ones.",
        ),
        mistake("of_all", (back & (found == "churned")).mean(), "You divided by all households."),
        mistake("count", (back & (found == "churned")).sum(), "That is how many. Which share is it?"),
        mistake("dormant", but(came_back, called=("dormant",)), "These are the dormant ones."),
        mistake(
            "dormant_too",
            but(came_back, called=("dormant", "churned")),
            "You took dormant and churned together. Take the churned ones alone.",
        ),
        mistake(
            "everybody", back.mean(), "That is the share of all households. Pick the churned ones first."
        ),
        mistake(
            "state_at_the_end",
            (end[found == "churned"] != "churned").mean(),
            "You looked at their state in December. Who shopped in October may be silent since.",
        ),
        mistake(
            "states_of_december",
            december.index[december == "churned"].isin(later["household_id"]).mean(),
            "You took the churned of December. A state must not know what happened later.",
        ),
        mistake(
            "october_only",
            in_october[found == "churned"].mean(),
            "That is October alone. Take all that follows.",
        ),
        mistake(
            "baskets_for_households",
            later["household_id"].map(found).eq("churned").mean(),
            "That is a share of baskets. Count each household once.",
        ),
        mistake(
            "cut_at_new_year",
            pd.Index(found.index[found == "churned"])
            .isin(later.loc[later["timestamp"] < "2018-01-01", "household_id"])
            .mean(),
            "The log goes on for some hours of the new year. The task asks for everything to its end.",
        ),
        mistake(
            "thirty_days",
            back[fixed == "churned"].mean(),
            "You gave a typical gap of 30 days. Leave it to the log.",
        ),
    ]


@questions.add(
    "3",
    title="Where a matrix leads",
    expects=parameters(),
    hints=[
        "In the steady state a step changes nothing: shares before = shares after.",
        "Dormant: d = 0.15 a + 0.50 d. So d is a fixed part of a. The same for lost.",
        "With all three as parts of a: they add up to 1. Or a `journeys.MarkovChain` has its `steady_state`.",
    ],
    meaning="More than half of them inactive, though eight in ten active ones stay active each month.",
)
def where_a_matrix_leads():
    names = ["active", "dormant", "lost"]
    table = np.array([[0.80, 0.15, 0.05], [0.30, 0.50, 0.20], [0.10, 0.00, 0.90]])
    chain = journeys.MarkovChain(pd.DataFrame(table, names, names))

    def named(values):
        return dict(zip(names, map(float, values), strict=True))

    right = named(chain.steady_state())

    def shares(months=0, start="active", scaled=False, backwards=False, per=1):
        found = list(right.values()) if not months else list(chain.after(start, months).iloc[-1])
        found = [value / found[0] for value in found] if scaled else found
        return named([per * value for value in (found[::-1] if backwards else found)])

    return right, [
        mistake(
            "two_steps_from_equal_shares",
            named(np.full(3, 1 / 3) @ table @ table),
            "That is where equal shares are after two months. They do not stand still yet.",
        ),
        *(
            mistake(
                f"{months}_steps",
                but(shares, months=months),
                f"That is where they are after {months} months, all active at first. It does not stand still "
                "yet.",
            )
            for months in (2, 6)
        ),
        mistake("per_cent", but(shares, per=100), "These are per cent. The question asks for fractions."),
        mistake(
            "transposed",
            named(
                journeys.MarkovChain(pd.DataFrame((table / table.sum(axis=0)).T, names, names)).steady_state()
            ),
            "You exchanged rows and columns. A row says where the customers of a state go.",
        ),
        mistake(
            "lost_left_out",
            named([2 / 3, 1 / 3, 0]),
            "You left the lost out. They are customers of the matrix, too, and one in ten comes back.",
        ),
        mistake(
            "months_in_each",
            named(1 / (1 - np.diag(table))),
            "That is how many months somebody stays in each state. Which shares has the shop?",
        ),
        mistake("one_step", but(shares, months=1), "That is one step after everybody was active."),
        mistake(
            "twelve_steps",
            but(shares, months=12),
            "That is where they are after twelve steps, all active at first. It does not stand still yet.",
        ),
        mistake(
            "mean_of_rows",
            named(table.mean(axis=0)),
            "You averaged the rows as if each state held a third of the customers.",
        ),
        mistake(
            "diagonal", named(np.diag(table)), "Those are the chances of staying, not shares of customers."
        ),
        mistake(
            "diagonal_scaled",
            named(np.diag(table) / np.trace(table)),
            "You scaled the chances of staying. Where customers come from counts, too.",
        ),
        mistake("thirds", named([1 / 3] * 3), "Equal shares: a step would change them."),
        mistake(
            "no_way_back",
            named([0, 0, 1]),
            "Nobody would ever come back then. One in ten of the lost does each month.",
        ),
        mistake(
            "scaled_to_active",
            but(shares, scaled=True),
            "These are in parts of the active ones. Make them add up to 1.",
        ),
        mistake_when(
            "not_scaled",
            lambda read: (
                np.ptp([read[name] / right[name] for name in names]) < 0.01
                and not 0.99 < sum(read.values()) < 1.01
            ),
            "In proportion these are right. Shares of the shop add up to 1: divide by the sum.",
        ),
        mistake("reversed", but(shares, backwards=True), "Right shares, with the wrong names on them."),
    ]


@questions.add(
    "4",
    title="What the report expects, and what is seen",
    expects=parameters(),
    hints=[
        "Two different sums. One uses a month, the other looks at the log of nine months.",
        "Away for nine months, if each forgets the one before: (1 − monthly share) to the power of nine.",
        "The power is the share who stay away for nine months: expected are the others. What is seen "
        "takes the ids of 3.1.2 and the rows after that day, not a month's share.",
    ],
    meaning="The longer they have been away, the fewer come back. The share of one month promises too much.",
)
def report_and_log():
    log = data.load("cdnow")
    history = cdnow_history()
    churned = history["1997-09-30"] == "churned"
    monthly = float((history.loc[churned, "1997-10-31"] != "churned").mean())
    ids = history.index[churned]
    later = log[log["date"] > AUTUMN]
    seen = float(ids.isin(later["customer_id"]).mean())
    all_months = lifecycle.transition_table(history).loc[("churned", "loyal"), "probability"]
    right = {"expected": 1 - (1 - monthly) ** 9, "seen": seen}

    def changed(**parts):
        return right | parts

    until = lifecycle.transition_table(history.loc[:, :AUTUMN])
    later_months = lifecycle.transition_table(history.loc[:, AUTUMN:])
    from_autumn = later_months.loc[("churned", "loyal"), "probability"]
    october = journeys.MarkovChain.from_paths(lifecycle.state_paths(history.loc[:, AUTUMN:"1997-10-31"]))
    still = float(october.after("churned", 9)["churned"].iloc[-1])

    def reckoned(month=monthly, months=9, away=False, exchanged=False):
        share = (1 - month) ** months
        values = [share if away else 1 - share, 1 - seen if away == "both" else seen]
        return dict(zip(right, values[::-1] if exchanged else values, strict=True))

    rows_later = float(later["customer_id"].isin(ids).mean())
    return right, [
        mistake(
            "months_from_autumn_on",
            but(reckoned, month=from_autumn),
            "You took the mean monthly share of the nine months themselves. The report knows October's alone.",
        ),
        mistake("swapped", but(reckoned, exchanged=True), "The two labels are swapped."),
        mistake(
            "power_of_the_share",
            changed(expected=monthly**9),
            "That `expected` is coming back in each of nine months. Take those away through all nine, and the "
            "rest.",
        ),
        mistake("twelve_months", but(reckoned, months=12), "Twelve months. Count October to June."),
        mistake(
            "months_before",
            but(reckoned, month=until.loc[("churned", "loyal"), "probability"]),
            "You took the moves up to September. The report takes the one from September to October.",
        ),
        mistake(
            "those_who_came_as_base",
            but(
                reckoned,
                month=(history["1997-09-30"][history["1997-10-31"] != "churned"] == "churned").mean(),
            ),
            "Your monthly share has the wrong base: of those *churned* in September, who no longer was?",
        ),
        mistake(
            "chain_of_june",
            changed(expected=1 - still),
            "That `expected` leaves out who came back and fell silent again by June. The question is *at "
            "least once*.",
        ),
        mistake(
            "of_all_customers",
            changed(seen=seen * float(churned.mean())),
            "You divided `seen` by all customers. The base is those churned on 30 September.",
        ),
        mistake(
            "everybody",
            changed(seen=float(history.index.isin(later["customer_id"]).mean())),
            "That `seen` is the share of all customers who ordered. Take the churned ones.",
        ),
        mistake(
            "october_alone", changed(seen=monthly), "That `seen` is October alone. The log goes on to June."
        ),
        mistake(
            "stayed_away",
            but(reckoned, away="both"),
            "Both are shares that stayed away. The question asks who came back.",
        ),
        mistake("monthly", but(reckoned, months=1), "`expected` is the share of one month. Let nine pass."),
        mistake(
            "nine_times",
            changed(expected=9 * monthly),
            "Nine times the monthly share counts some people twice.",
        ),
        mistake(
            "still_away",
            but(reckoned, away=True),
            "That `expected` is the share still away after nine months.",
        ),
        mistake("eight_months", but(reckoned, months=8), "Eight months. Count October to June."),
        mistake("ten_months", but(reckoned, months=10), "Ten months. Count October to June."),
        mistake(
            "all_months",
            but(reckoned, month=all_months),
            "You took the monthly share of all months. The report takes the one from September to October.",
        ),
        mistake(
            "state_in_june",
            changed(seen=float((history.loc[churned, "1998-06-30"] != "churned").mean())),
            "`seen` is their state in June. Who ordered in November and fell silent again came back, too.",
        ),
        mistake(
            "base_swapped",
            changed(seen=float(pd.Index(later["customer_id"].unique()).isin(ids).mean())),
            "That `seen` is the share of the churned among those who ordered later.",
        ),
        mistake(
            "rows_for_customers",
            changed(seen=rows_later),
            "That `seen` is a share of rows, not of customers.",
        ),
    ]


def _lists_of_the_whole_log() -> dict[str, float]:
    """Return the profits of the four lists over all customers of CDNOW."""
    log, who = data.load("cdnow"), ("customer_id", "date")
    people = clv.holdout_summary(log, *who, "value", end=AUTUMN, holdout_end=SUMMER)
    people = people.join(lifecycle.customer_states(log, *who, at=AUTUMN))
    each = 0.20 * people["holdout_value"] - 5
    return {
        "everybody": each.sum(),
        "silent_60": each[people["silence"] <= 60].sum(),
        "silent_180": each[people["silence"] <= 180].sum(),
        "own_rhythm": each[people["state"] != "churned"].sum(),
    }


@questions.add(
    "5",
    title="Four lists, in money",
    expects=parameters(),
    hints=[
        "A list earns the margin on what its people spend later, less 5 dollars for each of them.",
        "Profit of a person: 0.20 × holdout_value − 5. Add it up over the people whom a list keeps.",
        "`clv.holdout_summary(…)` has what everybody spent later; join the states to it. Each list is a "
        "mask over the same people, and leaving somebody out earns 0.",
    ],
    meaning="The own rhythm beats the short rule and loses to the long one: see whom each strikes off.",
)
def four_lists_in_money():
    log = data.load("cdnow_sample")
    who = ("customer_id", "date")
    people = clv.holdout_summary(log, *who, "value", end=AUTUMN, holdout_end=SUMMER)
    people = people.join(lifecycle.customer_states(log, *who, at=AUTUMN))
    first = log[log["date"] <= AUTUMN].groupby("customer_id")["value"].sum()
    late = log[(log["date"] > AUTUMN) & (log["date"] <= "1997-12-31")]
    to_december = late.groupby("customer_id")["value"].sum().reindex(people.index, fill_value=0.0)
    kept = {
        "everybody": pd.Series(True, people.index),
        "silent_60": people["silence"] <= 60,
        "silent_180": people["silence"] <= 180,
        "own_rhythm": people["state"] != "churned",
    }

    def profit(
        money=people["holdout_value"],
        margin=0.20,
        cost=5.0,
        kept=kept,
        of=None,
        mean=False,
        others=False,
        sign=1,
    ):
        each = sign * (margin * money - cost * (1.0 if of is None else of))
        chosen = {name: each[~mask if others and name != others else mask] for name, mask in kept.items()}
        return {name: float(part.mean() if mean else part.sum()) for name, part in chosen.items()}

    right = profit()
    buyers = people["holdout_frequency"] > 0
    loyal_only = kept | {"own_rhythm": people["state"] == "loyal"}
    since_first = people["T"] * 7
    return right, [
        mistake(
            "chapters_cost",
            but(profit, cost=4.0),
            "You took the chapter's 4 dollars. Here it is 5 a catalogue.",
        ),
        mistake(
            "chapters_margin", but(profit, margin=0.30), "You took the chapter's 30 cents. Here 20 are left."
        ),
        mistake(
            "all_they_ever_spent",
            but(profit, money=log.groupby("customer_id")["value"].sum()),
            "You counted what they spent before October, too. The list is for what comes after.",
        ),
        mistake(
            "sent_to_all",
            {name: value - 5 * float((~kept[name]).sum()) for name, value in right.items()},
            "You charged each list for everybody's catalogue. It goes to those on the list.",
        ),
        mistake(
            "margin_of_the_cost",
            but(profit, cost=1.0),
            "You took 20 cents of what is left after the catalogue. Its 5 dollars are paid in full.",
        ),
        mistake(
            "a_month",
            {name: value / 9 for name, value in right.items()},
            "That is per month. Nine are asked.",
        ),
        mistake(
            "against_everybody",
            {name: value - right["everybody"] for name, value in right.items()},
            "That is each list less everybody. The question asks what each earns.",
        ),
        mistake(
            "revenue", but(profit, margin=1.0), "You took what they spend. Of a dollar, 20 cents are left."
        ),
        mistake(
            "cost_left_out",
            but(profit, cost=0.0),
            "The margin, and nothing was sent: take 5 dollars off each.",
        ),
        mistake(
            "revenue_without_cost",
            but(profit, margin=1.0, cost=0.0),
            "That is revenue: margin and cost are missing.",
        ),
        mistake(
            "cost_of_buyers",
            but(profit, of=buyers),
            "You charged the catalogue only to those who bought. It goes to everybody on the list.",
        ),
        mistake(
            "calibration_spending",
            but(profit, money=first),
            "That is what they spent before October. The list is for what comes after.",
        ),
        mistake(
            "struck_off",
            but(profit, others=True),
            "Those are the profits of the people struck off.",
        ),
        mistake(
            "struck_off_by_a_list",
            but(profit, others="everybody"),
            "Three of those are the profits of the people *struck off* each list. Take those who are on it.",
        ),
        mistake(
            "per_person",
            but(profit, mean=True),
            "Those are profits per person on the list. Add them up.",
        ),
        mistake(
            "dormant_struck_off",
            but(profit, kept=loyal_only),
            "`own_rhythm` keeps everybody who is not churned: the dormant ones, too.",
        ),
        mistake(
            "loyal_only_and_no_cost",
            but(profit, kept=loyal_only, cost=0.0),
            "Two things: the dormant ones are kept as well, and each catalogue costs 5 dollars.",
        ),
        mistake(
            "days_not_counted",
            but(
                profit,
                kept=kept | {"silent_60": people["silence"] < 60, "silent_180": people["silence"] < 180},
            ),
            "You left day 60 and day 180 out. They are included.",
        ),
        mistake(
            "other_limits",
            but(
                profit,
                kept=kept | {"silent_60": people["silence"] <= 90, "silent_180": people["silence"] <= 360},
            ),
            "Your limits are 90 and 360 days. Here they are 60 and 180.",
        ),
        mistake("eighty_cents", but(profit, margin=0.80), "You keep 80 cents of a dollar. Only 20 are left."),
        mistake(
            "to_the_new_year",
            but(profit, money=to_december),
            "You stopped at the end of December. The catalogue is for nine months, to 30 June.",
        ),
        mistake("turned_round", but(profit, sign=-1), "You took the margin from the cost."),
        mistake(
            "whole_log",
            _lists_of_the_whole_log(),
            "These are the customers of the whole log. Take the tenth of them in `cdnow_sample`.",
        ),
        mistake(
            "other_constants",
            but(profit, margin=0.30, cost=4.0),
            "Those are the chapter's 30 cents and 4 dollars. Here it is 20 cents and 5 dollars.",
        ),
        mistake(
            "since_the_first_order",
            but(profit, kept=kept | {"silent_60": since_first <= 60, "silent_180": since_first <= 180}),
            "You counted the days since the *first* order. Silence begins with the last.",
        ),
        mistake_when(
            "counts",
            lambda read: all(read[name] == mask.sum() for name, mask in kept.items() if name in read),
            "Those are numbers of people. What do they earn?",
        ),
    ]


@questions.add(
    "6",
    title="A note to the head of the shop",
    expects=explanation(
        sides={
            "a": "delete them: they are gone",
            "b": "write to all as before: the word means nothing",
            "c": "delete nobody; send to those who are expected to bring more than it costs",
        },
        points=(
            "Says what a state without a contract is: a guess from silence, some of which is wrong.",
            "Gives a figure for how wrong: a share of the churned that came back, or what a rule cost.",
            "Separates the two questions: has something changed for her, and is she worth the catalogue?",
            "Says what the log cannot tell: who would have bought without it; and how to find out.",
            "Ends with a decision about the list.",
        ),
        least_words=40,
    ),
    hints=[
        "What is she to do on Monday, and what would change your mind?",
        "One figure from 3.1.4 or 3.1.5 says more than the names of the five states.",
        "A sentence on what “churned” means here, one figure, one on the two questions, one on what nobody "
        "knows, one with the decision.",
    ],
)
def note_to_the_shop():
    return "c", [
        mistake(
            "guess_taken_for_a_fact",
            "a",
            "Nobody has cancelled: the state is a guess from silence. How many of those called "
            "churned ordered again, within which time? And that she has changed does not say what"
            " she is worth.",
        ),
        mistake(
            "signal_thrown_away",
            "b",
            "It means something: so long a silence, by her own rhythm, is rarer among those who "
            "still buy. And a catalogue costs money. For whom does it bring more than that?",
        ),
    ]
