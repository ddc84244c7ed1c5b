"""The questions of exercise 1.3: remedies, tests and defaults."""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from marketing_origin import experiments
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


@questions.add(
    "a",
    title="A voucher",
    expects=number(unit="money per additional buyer"),
    hints=[
        "Who gets a voucher, and who buys because of it?",
        "Those who buy anyway take the voucher too. Their vouchers are part of the bill.",
        "Above the line what all vouchers cost; below it only the buyers who would not have come anyway.",
    ],
    meaning="Three and a half times the face of the voucher: most of it went to those who come anyway.",
)
def voucher_per_additional_buyer():
    people, without, with_it, voucher = 1000, 100, 140, 5
    bill, added = with_it * voucher, with_it - without
    return bill / added, [
        mistake(
            "face_value",
            voucher,
            "You counted the vouchers of the additional buyers alone, or divided by all buyers: "
            "the others take one as well, and would have come.",
        ),
        mistake("old_buyers_only", without * voucher / added, "The additional buyers take a voucher, too."),
        mistake("per_old_buyer", bill / without, "You divided by those who buy anyway. Who was added?"),
        mistake("per_visitor", bill / people, "You divided by all visitors."),
        mistake("total", bill, "That is the whole bill. Divide it by the buyers who were added."),
        mistake("added_buyers", added, "That is how many were added. What did their bill come to?"),
        mistake(
            "vouchers_for_all_visitors",
            people * voucher / added,
            "You gave every visitor a voucher. Only those who buy take one.",
        ),
        mistake(
            "vouchers_for_all_visitors_per_buyer",
            people * voucher / with_it,
            "You gave every visitor a voucher, and divided by all buyers. Only those who buy take one; who was added?",
        ),
        mistake(
            "bill_of_the_added",
            added * voucher,
            "That is the bill of the added buyers alone. The others take a voucher, too.",
        ),
    ]


@questions.add(
    "b",
    title="The low end",
    expects=number(unit="fraction", rel=0.03),
    hints=[
        "Write down the two shares and their difference.",
        "The standard error takes each group's own share: p (1 - p) / n of either, added, and then the root.",
        "From the difference take 1.96 standard errors.",
    ],
    meaning="Just below zero: the new letter may be better by ten points, or no better at all.",
)
def low_end_of_the_interval():
    n, old, new = 400, 80 / 400, 100 / 400
    each = np.sqrt([old * (1 - old) / n, new * (1 - new) / n])
    error = np.hypot(*each)
    difference = new - old

    def end(errors=1.96, upper=False, turned=False, unit=1):
        middle = -difference if turned else difference
        return unit * (middle + errors * error if upper else middle - errors * error)

    return end(), [
        mistake("points", but(end, unit=100), "That is in percentage points. Give a fraction."),
        mistake("high_end", but(end, upper=True), "That is the upper end."),
        mistake("difference", difference, "That is the difference. How far down does its interval reach?"),
        mistake("one_error", but(end, errors=1), "You went one standard error only. 95% take 1.96."),
        mistake(
            "errors_added",
            difference - 1.96 * each.sum(),
            "You added the two standard errors. Add their squares, and take the root.",
        ),
        mistake("half_width", 1.96 * error, "That is how far the interval reaches to either side."),
        mistake("error", error, "That is the standard error."),
        mistake("old_less_new", but(end, turned=True), "That is the low end of old less new."),
        mistake(
            "one_group",
            difference - 1.96 * each[1],
            "You took the error of one group. Both shares vary.",
        ),
        mistake("root_forgotten", difference - 1.96 * error**2, "You forgot the root."),
        mistake("ninety", but(end, errors=1.645), "1.645 standard errors make a 90% interval."),
        mistake("ninety_nine", but(end, errors=2.576), "2.576 standard errors make a 99% interval."),
        mistake("two_errors", but(end, errors=2), "For 95% take 1.96 standard errors, not 2."),
        mistake(
            "both_groups_in_each",
            difference - 1.96 * error / np.sqrt(2),
            "You divided by 800 in each group. Each has its own 400.",
        ),
        mistake(
            "not_divided",
            difference - 1.96 * error * np.sqrt(n),
            "You left the 400 out: divide each variance by the people of its group.",
        ),
        mistake(
            "low_end_of_the_new",
            new - 1.96 * each[1],
            "That is the low end of the new letter's own share. Asked is that of the difference.",
        ),
        mistake(
            "ends_subtracted",
            difference - 1.96 * (each[1] - each[0]),
            "You took the one low end from the other. That lets both groups have the same luck.",
        ),
        mistake(
            "relative",
            (difference - 1.96 * error) / old,
            "You divided by the old share. Asked is the difference of the two shares.",
        ),
        mistake(
            "buyers",
            n * difference - 1.96 * error,
            "You took the difference in buyers and the error in shares. Take both in shares.",
        ),
    ]


@questions.add(
    "c",
    title="Whom the tick added",
    expects=number(unit="fraction"),
    hints=[
        "How many more take it with the tick? How many more undo it?",
        "Nobody can say of one person whether the tick added her. The two arms are equally large: subtract.",
        "You have two differences, ticked less empty. The question is about a part of those whom the tick "
        "added: which of the two counts them?",
    ],
    meaning="Most of those whom the tick added did not want it.",
)
def undone_by_those_added():
    arm, took, undid = 500, (60, 260), (12, 132)
    added, undone_more = took[1] - took[0], undid[1] - undid[0]
    return undone_more / added, [
        mistake(
            "of_the_ticked",
            undid[1] / took[1],
            "That is the share among all who had it by the tick, also those who would have ticked the box.",
        ),
        mistake(
            "all_undone",
            undid[1] / added,
            "You counted all who undo it in the ticked arm. Some of these would have taken it, and undone it, anyway.",
        ),
        mistake("all_who_took", undone_more / took[1], "You divided by all who took it, not by those added."),
        mistake("of_the_arm", undid[1] / arm, "You divided by the whole arm."),
        mistake("more_of_the_arm", undone_more / arm, "You divided by the whole arm. How many were added?"),
        mistake(
            "of_the_empty", undid[0] / took[0], "That is the share among those who ticked the box themselves."
        ),
        mistake(
            "difference_of_shares",
            undid[1] / took[1] - undid[0] / took[0],
            "You took one share from the other. They are shares of different people.",
        ),
        mistake("complement", 1 - undone_more / added, "That is the share of the added who keep it."),
        mistake("added", added, "That is how many the tick added. Which share of them undoes it?"),
        mistake("persons", undone_more, "That is how many more undo it. Divide by how many were added."),
        mistake(
            "empty_box_added",
            (undid[0] + undid[1]) / (took[0] + took[1]),
            "You added the two arms. What the tick did is the *difference* between them.",
        ),
    ]


def customers() -> pd.DataFrame:
    """Return the customers of questions 1.3.1 and 1.3.2."""
    rng = np.random.default_rng(231)
    return pd.DataFrame(
        {
            "motivation": rng.uniform(0, 10, size=800),
            "ability": rng.uniform(0, 10, size=800),
            "asked": rng.random(800) < 0.5,
        }
    )


@questions.add(
    "1",
    title="Who only needs to be asked?",
    expects=number(unit="customers", rel=0, abs=1e-6),
    hints=[
        "Who switches today, and who would switch if asked? The question is about the difference.",
        "A prompt works above the action line. And who has been asked already is not added.",
        "One column of True and False compares a product with the line, the other says who has been "
        "asked; `~` turns it round, `&` joins the two.",
    ],
    meaning="So many lack nothing but the asking. For the others a prompt is noise.",
)
def who_only_needs_to_be_asked():
    table = customers()
    above, asked = table["motivation"] * table["ability"] > 25, table["asked"]
    added = int((above & ~asked).sum())
    return int((above & ~asked).sum()), [
        mistake(
            "all_who_switch",
            int(above.sum()),
            "So many switch *in the end*. Some of them switch already today.",
        ),
        mistake(
            "today",
            int((above & asked).sum()),
            "These switch already today: they are asked. Who is added?",
        ),
        mistake(
            "all_not_asked",
            int((~asked).sum()),
            "These are all who are not asked. Would each of them switch if asked?",
        ),
        mistake(
            "below_the_line",
            int((~above & ~asked).sum()),
            "These are not asked and below the line: asking them changes nothing.",
        ),
        mistake(
            "share",
            float((above & ~asked).mean()),
            "This is a share of all customers. The question asks for a number of customers.",
        ),
        mistake(
            "sum_for_product",
            int((((table["motivation"] + table["ability"]) > 25) & ~asked).sum()),
            "Do you add motivation and ability? It is their product that has to exceed 25.",
        ),
        mistake(
            "chapters_line",
            int(((table["motivation"] * table["ability"] > 20) & ~asked).sum()),
            "You drew the line at 20, as the chapter does. These customers switch above 25.",
        ),
        mistake(
            "asked_in_vain",
            int((~above & asked).sum()),
            "These are asked today and do not switch: they are below the line. Asking brings those above it.",
        ),
        mistake(
            "half_of_all",
            len(table) / 2,
            "That is half of the 800. Count in the table who is not asked, and lies above the line.",
        ),
        mistake(
            "all_below_the_line",
            int((~above).sum()),
            "These are all below the line, asked or not. A prompt brings those *above* it who were not asked.",
        ),
        mistake(
            "chapters_line_all",
            int((table["motivation"] * table["ability"] > 20).sum()),
            "You drew the line at 20, as the chapter does, and counted those who switch already.",
        ),
        mistake(
            "five_and_five",
            int(((table["motivation"] > 5) & (table["ability"] > 5) & ~asked).sum()),
            "You want both above 5. The *product* has to exceed 25: a high motivation makes up for a low ability.",
        ),
        mistake(
            "five_and_five_all",
            int(((table["motivation"] > 5) & (table["ability"] > 5)).sum()),
            "You want both above 5, and count those who are asked already. The *product* has to exceed 25.",
        ),
        mistake(
            "sum_above_ten",
            int(((table["motivation"] + table["ability"] > 10) & ~asked).sum()),
            "Do you add motivation and ability? It is their product that has to exceed 25.",
        ),
        mistake(
            "ratio_to_today",
            above.sum() / (above & asked).sum(),
            "That is how many times as many switch. The question asks how many more.",
        ),
        mistake(
            "half_of_the_willing",
            above.sum() / 2,
            "You took half of those above the line, since half are asked. Count who is not.",
        ),
        mistake(
            "share_of_the_unasked",
            added / (~asked).sum(),
            "This is a share of those not asked. The question asks for a number of customers.",
        ),
    ]


@questions.add(
    "2",
    title="What does an additional customer cost?",
    expects=series(by="remedy", unit="money per additional switch"),
    hints=[
        "For each remedy you need two numbers: its whole cost, and how many more switch than today.",
        "Only those who are asked can switch, except with the reminder. The gift goes to everybody who "
        "switches with it, not only to those it added.",
        "For the gift raise `motivation` first; `.clip(upper=…)` keeps it on its scale. Everybody who "
        "then switches when asked gets one, and only those on top of today's stand below the line.",
    ],
    meaning="A remedy that is paid to everybody who acts is dear where few are added.",
)
def what_does_an_additional_customer_cost():
    table = customers()
    asked = table["asked"]

    def switches(capped=True, asked=asked, line=25):
        top = 10 if capped else None
        easier = (table["ability"] + 2).clip(upper=top)
        keener = (table["motivation"] + 2).clip(upper=top)
        return pd.Series(
            {
                "reminder": int((table["motivation"] * table["ability"] > line).sum()),
                "simpler": int((asked & (table["motivation"] * easier > line)).sum()),
                "gift": int((asked & (keener * table["ability"] > line)).sum()),
            }
        )

    def costs(gifts):
        return pd.Series({"reminder": 240.0, "simpler": 900.0, "gift": 3.0 * gifts})

    today = int((asked & (table["motivation"] * table["ability"] > 25)).sum())
    now, at_20, asked_all = switches(), switches(line=20), switches(asked=True)
    today_at_20 = int((asked & (table["motivation"] * table["ability"] > 20)).sum())
    right = costs(now["gift"]) / (now - today)

    def per_added(capped=True, everybody=False, base=today, gifts=None, reminders=800, upside_down=False):
        after = switches(capped, pd.Series(True, table.index) if everybody else asked)
        paid = {None: after["gift"], "added": after["gift"] - today, "all": 800}[gifts]
        found = (
            costs(paid) * pd.Series({"reminder": reminders / 800, "simpler": 1, "gift": 1}) / (after - base)
        )
        return 1 / found if upside_down else found

    return right, [
        mistake(
            "per_switch",
            but(per_added, base=0),
            "You divided by all who switch with the remedy. Most of them switch without it, too.",
        ),
        mistake(
            "gift_to_added_only",
            but(per_added, gifts="added"),
            "You pay the gift only to those it added. Nobody can tell them apart: everybody who switches "
            "gets it.",
        ),
        mistake(
            "gift_to_all",
            but(per_added, gifts="all"),
            "You pay a gift to all 800. Only those who switch get one.",
        ),
        mistake(
            "total_cost",
            costs(now["gift"]),
            "This is what each remedy costs in all. Divide by what it adds.",
        ),
        mistake("added", now - today, "This is how many each remedy adds. What does one of them cost?"),
        mistake(
            "not_capped",
            but(per_added, capped=False),
            "Motivation and ability end at 10: `clip(upper=10)`.",
        ),
        mistake(
            "everybody_asked",
            but(per_added, everybody=True),
            "With `simpler` and `gift` you let everybody switch who is above the line. Only those who are "
            "asked do.",
        ),
        mistake(
            "reminder_to_unasked",
            but(per_added, reminders=int((~asked).sum())),
            "You pay the reminder for those who were not asked. The task says: for each of the 800.",
        ),
        mistake(
            "asked_before_and_after",
            right.where(right.index == "reminder", costs(asked_all["gift"]) / (asked_all - now["reminder"])),
            "With `simpler` and `gift` you ask everybody, before and after. Each remedy is alone: half are asked.",
        ),
        mistake(
            "simpler_for_each",
            right.where(right.index != "simpler", 800 * right["simpler"]),
            "You pay the 900 for each of the 800. They are paid once.",
        ),
        mistake(
            "simpler_spread",
            right.where(right.index != "simpler", right["simpler"] / 800),
            "You spread the 900 over the 800, and divided once more. They are paid once, for all that is added.",
        ),
        mistake(
            "gift_to_those_of_today",
            right.where(right.index != "gift", 3 * today / (now["gift"] - today)),
            "You pay the gift to those who switch today. With the gift more switch, and each of them gets one.",
        ),
        mistake(
            "one_reminder",
            right.where(right.index != "reminder", 0.3),
            "That is the price of one reminder. All 800 get one, and few are added.",
        ),
        mistake(
            "reminder_to_those_who_switch",
            right.where(right.index != "reminder", 0.3 * now["reminder"] / (now["reminder"] - today)),
            "You pay the reminder for those who switch. It goes to each of the 800.",
        ),
        mistake(
            "reminder_to_asked",
            but(per_added, reminders=int(asked.sum())),
            "You pay the reminder for those who are asked already. It goes to each of the 800.",
        ),
        mistake(
            "chapters_prices",
            pd.Series({"reminder": 160.0, "simpler": 600.0, "gift": 4.0 * now["gift"]}) / (now - today),
            "These are the chapter's prices: 0.20, 600 and 4. Here they are 0.30, 900 and 3.",
        ),
        mistake(
            "chapters_line",
            costs(at_20["gift"]) / (at_20 - today_at_20),
            "You drew the line at 20, as the chapter does. These customers switch above 25.",
        ),
        mistake(
            "chapters_price",
            right.where(right.index != "reminder", right["reminder"] * 0.2 / 0.3),
            "Your reminder costs 0.20, as in the chapter. Here it is 0.30.",
        ),
        mistake(
            "turned_over",
            but(per_added, upside_down=True),
            "This is how many switches one unit of money adds. Turn it over: money per additional switch.",
        ),
    ]


@questions.add(
    "3",
    title="Read a test",
    expects=parameters(abs=5e-4),
    hints=[
        "Two rates, their difference, and how far luck may have moved it. Which comes first in the "
        "difference?",
        "By hand: 1.96 standard errors to either side; the standard error is the root of the sum of both "
        "arms' p(1 - p)/n.",
        "`experiments.difference_interval` takes two pairs (successes, people) and a `method`. Which arm "
        "goes first, so that a better one comes out positive?",
    ],
    meaning="Luck is a poor explanation; but the rise may be small or large, and money depends on which.",
)
def read_a_test():
    (x1, n), (x2, _) = (48, 1200), (78, 1200)
    p1, p2 = x1 / n, x2 / n
    difference = p2 - p1
    se = np.sqrt(p1 * (1 - p1) / n + p2 * (1 - p2) / n)
    e1, e2 = np.sqrt(p1 * (1 - p1) / n), np.sqrt(p2 * (1 - p2) / n)
    low, high = experiments.difference_interval((x1, n), (x2, n), method="newcombe")
    arms = [experiments.proportion_interval(x, n, method="wilson") for x in (x1, x2)]

    def answer(middle, one, other):
        return {"difference": middle, "low": one, "high": other}

    def around(half):
        return answer(difference, difference - half, difference + half)

    def by_hand(errors=1.96, reversed=False, per=1.0, people=n):
        middle = (p1 - p2 if reversed else p2 - p1) * per
        half = errors * per * np.sqrt(p1 * (1 - p1) / people + p2 * (1 - p2) / people)
        return answer(middle, middle - half, middle + half)

    return answer(difference, low, high), [
        mistake(
            "reversed",
            answer(-difference, -high, -low),
            "This is old less new. Take the old rate from the new one.",
        ),
        mistake(
            "ends_swapped",
            answer(difference, high, low),
            "`low` is the smaller end.",
        ),
        mistake(
            "one_standard_error",
            but(by_hand, errors=1.0),
            "You went one standard error to either side. For 95% it takes 1.96 of them.",
        ),
        mistake(
            "ninety",
            but(by_hand, errors=1.645),
            "1.645 standard errors make a 90% interval.",
        ),
        mistake(
            "doubts_added",
            answer(difference, arms[1].low - arms[0].high, arms[1].high - arms[0].low),
            "You added the doubts of the two arms, as if both were unlucky at once. That is rare: the "
            "*squares* of the standard errors add up, and then take the root.",
        ),
        mistake(
            "of_the_new_rate",
            answer(difference, arms[1].low, arms[1].high),
            "This is the interval of the new button's rate, not of the difference.",
        ),
        mistake(
            "of_the_new_rate_by_hand",
            answer(difference, *(p2 + side * 1.96 * np.sqrt(p2 * (1 - p2) / n) for side in (-1, 1))),
            "This is the interval of the new button's rate, not of the difference.",
        ),
        mistake(
            "everybody_in_each_arm",
            around(1.96 * se / np.sqrt(2)),
            "You divided by 2,400 in each arm. Each arm has its own 1,200.",
        ),
        mistake(
            "distance_to_the_ends",
            answer(difference, 1.96 * se, 1.96 * se),
            "1.96 standard errors are the way from the difference to either end. Go that way, down and up.",
        ),
        mistake(
            "per_arm",
            answer(n * difference, n * low, n * high),
            "These are sign-ups per 1,200 visitors. The question asks for fractions.",
        ),
        mistake(
            "relative",
            answer(difference / p1, low / p1, high / p1),
            "This is the relative lift. The question asks for the difference of the two rates.",
        ),
        mistake(
            "relative_by_hand",
            but(by_hand, per=1 / p1),
            "This is the relative lift. The question asks for the difference of the two rates.",
        ),
        mistake(
            "per_arm_by_hand",
            but(by_hand, per=n),
            "These are sign-ups per 1,200 visitors. The question asks for fractions.",
        ),
        mistake(
            "doubts_added_by_hand",
            around(1.96 * (e1 + e2)),
            "You added the doubts of the two arms, as if both were unlucky at once. That is rare: the "
            "*squares* of the standard errors add up, and then take the root.",
        ),
        mistake(
            "ends_less_ends",
            around(1.96 * (e2 - e1)),
            "You took the low ends from each other and the high ends. That lets both arms have the same luck.",
        ),
        mistake(
            "no_root",
            around(1.96 * se**2),
            "You forgot the root: the sum of the variances is the *square* of the standard error.",
        ),
        mistake(
            "spread_of_visitors",
            around(1.96 * se * np.sqrt(n)),
            "Your width is that of single visitors. Divide each arm's variance by its 1,200.",
        ),
        mistake(
            "new_rate_for_the_difference",
            answer(p2, p2 - 1.96 * e2, p2 + 1.96 * e2),
            "This is the new button's rate and its interval. The question asks for the difference from the old.",
        ),
        mistake("per_cent", but(by_hand, per=100), "These are per cent: 2.5 for 0.025. Give fractions."),
        mistake(
            "ninety_nine",
            but(by_hand, errors=2.576),
            "2.576 standard errors make a 99% interval.",
        ),
        mistake(
            "reversed_by_hand", but(by_hand, reversed=True), "This is old less new. Take the old rate off."
        ),
        mistake(
            "the_two_rates",
            answer(difference, p1, p2),
            "`low` and `high` are the two rates themselves. Asked are the ends of the interval.",
        ),
        mistake(
            "around_zero",
            answer(difference, -1.96 * se, 1.96 * se),
            "Your interval lies around 0. Lay it around the difference.",
        ),
    ]


@questions.add(
    "4",
    title="Plan the next one",
    expects=number(unit="visitors, both arms together", rel=3e-3),
    hints=[
        "Write down the two rates as fractions. What is their difference?",
        "From 4 in 100 to 5 in 100 is a difference of 0.01. The formula gives the people in one arm.",
        "`experiments.sample_size` has this formula: the two rates as fractions, and its name. What it "
        "gives is one arm, and nobody is a part of a person.",
    ],
    meaning="At 500 visitors a day this takes four weeks: better known before than after.",
)
def plan_the_next_one():
    def altogether(to=0.05, formula="pooled", today=0.04, **options):
        return 2 * float(np.ceil(experiments.sample_size(today, to, formula=formula, **options)))

    def planned(to=0.05, today=0.04, formula="pooled", alpha=0.05, power=0.8, arms=2):
        people = experiments.sample_size(today, to, formula=formula, alpha=alpha, power=power)
        return arms * float(np.ceil(people))

    right = altogether()
    return right, [
        mistake(
            "one_arm",
            but(planned, arms=1),
            "So many are needed in *one* arm. The question asks for both together.",
        ),
        mistake(
            "half_of_one_arm",
            but(planned, arms=0.5),
            "You halved the number of one arm. The formula gives the people in each arm.",
        ),
        mistake(
            "relative_lift",
            but(planned, to=0.04 * 1.05),
            "You planned for a relative lift of 5 per cent. From 4 to 5 in 100 is a difference of 0.01.",
        ),
        mistake(
            "one_per_cent_lift",
            but(planned, to=0.04 * 1.01),
            "You planned for a relative lift of 1 per cent. From 4 to 5 in 100 is one percentage *point*.",
        ),
        mistake(
            "one_sided",
            but(planned, alpha=0.10),
            "This is a one-sided test. Two-sided at 5% leaves 2.5% on either side: 1.96, not 1.645.",
        ),
        mistake(
            "no_power",
            but(planned, power=0.5),
            "With so few the rise is found half of the time: the 0.84 for a power of 80% is missing.",
        ),
        mistake(
            "power_90",
            but(planned, power=0.9),
            "This is for a power of 90%. The task asks for 80%.",
        ),
        mistake(
            "baseline",
            but(planned, formula="baseline"),
            "This is the *baseline* formula, with the control's variance. The task names another.",
        ),
        mistake(
            "rule_of_16",
            but(planned, formula="rule_of_16"),
            "This is the rule of 16: good for the head. The task names another formula.",
        ),
        mistake(
            "chapters_rates",
            altogether(0.12, today=0.10),
            "You planned for the chapter's rates, 10 and 12 in 100. Here they are 4 and 5 in 100.",
        ),
        mistake(
            "tenfold_rates",
            altogether(0.5, today=0.4),
            "You planned for 40 and 50 in 100. 4 in 100 is 0.04.",
        ),
        mistake(
            "four_arms", but(planned, arms=4), "You counted each arm twice. The formula is for *one* arm."
        ),
        mistake(
            "five_points_more",
            but(planned, to=0.09),
            "You planned for a rise *by* 5 points, to 9 in 100. It rises *to* 5.",
        ),
        mistake(
            "eighty_missed",
            but(planned, power=0.2),
            "So few find the rise in one test of five. It shall be found in four of five.",
        ),
        mistake(
            "eighty_per_cent_sure",
            but(planned, alpha=0.2),
            "You took the 80% for the test's level, 1.28 in place of 1.96. They are the power; the level is 5%.",
        ),
        mistake(
            "no_variance",
            2 * 2 * 2.8**2 / 0.01**2,
            "You left the variance p (1 - p) out. Rare sign-ups vary less than a coin.",
        ),
        mistake("ninety_nine", but(planned, alpha=0.01), "This is for a test at 1%. The task says 5%."),
        mistake(
            "next_point",
            altogether(0.06, today=0.05),
            "You planned for a rise from 5 to 6 in 100. Today it is 4.",
        ),
    ]


def p_values_by_morning() -> pd.DataFrame:
    """Return the p values of question 1.3.5: a row for each test, a column for each morning."""
    rng = np.random.default_rng(235)
    mornings = np.arange(1, 22)
    one, two = (rng.binomial(200, 0.08, size=(1000, 21)).cumsum(axis=1) for _ in range(2))
    pooled = (one + two) / (2 * 200 * mornings)
    z = (two - one) / np.sqrt(2 * pooled * (1 - pooled) * 200 * mornings)
    return pd.DataFrame(2 * ndtr(-np.abs(z)), columns=mornings)


@questions.add(
    "5",
    title="The team that looks every morning",
    expects=number(unit="fraction of the tests"),
    hints=[
        "What has to happen in a row of the table for the team to declare a winner?",
        "One p value below 0.05, on whichever morning, is enough.",
        "Compare the whole table with 0.05 at once, then ask each row whether `any` of it is True: which "
        "`axis`? The share of such rows is a mean.",
    ],
    meaning="There is no winner in any of these tests: both buttons are the same.",
)
def team_that_looks_every_morning():
    table = p_values_by_morning()
    small = table < 0.05
    right = float(small.any(axis=1).mean())
    looks = {"any": list(range(21)), "last": [-1], "first": [0], "two weeks": list(range(14))}
    looks |= {"a week": list(range(7)), "from the second": list(range(1, 21))}

    def declared(mornings="any", limit=0.05, counted=False, nobody=False):
        found = (table.iloc[:, looks[mornings]] < limit).any(axis=1)
        found = ~found if nobody else found
        return float(found.sum() if counted else found.mean())

    return right, [
        mistake(
            "last_morning",
            but(declared, mornings="last"),
            "You looked at the last morning only. This team stops at the first success.",
        ),
        mistake(
            "first_morning",
            but(declared, mornings="first"),
            "You looked at the first morning only. The team goes on if it finds nothing there.",
        ),
        mistake(
            "all_cells",
            float(small.to_numpy().mean()),
            "This is the share of all mornings of all tests. A test counts once, if any of its mornings "
            "did it.",
        ),
        mistake(
            "no_winner",
            but(declared, nobody=True),
            "In these tests the team declares nobody. The others are asked for.",
        ),
        mistake(
            "count",
            but(declared, counted=True),
            "This is the number of tests. Which share of them is it?",
        ),
        mistake(
            "independent_looks",
            1 - 0.95**21,
            "You took the mornings as independent. Each holds the data of all before it, so it is fewer: "
            "count in the table.",
        ),
        mistake(
            "any_morning_of_all",
            float(small.any(axis=0).mean()),
            "`axis=0` asks each morning (column) whether any test had a small p value. Ask each test (row).",
        ),
        mistake(
            "one_look",
            0.05,
            "This is what is promised to a team that looks once. This one looks every morning: count.",
        ),
        mistake(
            "added_up",
            0.05 * 21,
            "You added up 21 times 5%. A test counts once, and more than all tests cannot be.",
        ),
        mistake(
            "all_alarms",
            float(small.to_numpy().sum() / 1000),
            "You added up all mornings with a small p value. A test counts once, however many it has.",
        ),
        mistake(
            "corrected_limit",
            but(declared, limit=0.05 / 21),
            "You divided the limit by 21. That is the remedy; this team has not heard of it.",
        ),
        mistake("two_weeks", but(declared, mornings="two weeks"), "You looked at 14 mornings. There are 21."),
        mistake("a_week", but(declared, mornings="a week"), "You looked at 7 mornings. There are 21."),
        mistake(
            "from_the_second_morning",
            but(declared, mornings="from the second"),
            "The first morning is missing. Does your count begin with the second column?",
        ),
        mistake(
            "limit_of_one", but(declared, limit=0.01), "You took 0.01 for the limit. The team takes 0.05."
        ),
        mistake(
            "limit_of_fifty", but(declared, limit=0.5), "You took 0.5 for the limit. The team takes 0.05."
        ),
        mistake(
            "mean_of_the_smallest",
            float(table.min(axis=1).mean()),
            "That is the mean of each test's smallest p value. In which share of the tests is it below 0.05?",
        ),
        mistake(
            "middle_p_value",
            float(np.median(table)),
            "That is the p value in the middle of all. In which share of the tests is any below 0.05?",
        ),
        mistake("limit_of_ten", but(declared, limit=0.1), "You took 0.1 for the limit. The team takes 0.05."),
        mistake(
            "two_mornings",
            float((small.sum(axis=1) >= 2).mean()),
            "You asked for a small p value on *two* mornings. This team stops at the first.",
        ),
        mistake(
            "every_morning",
            float(small.all(axis=1).mean()),
            "You asked for a small p value on *every* morning. One is enough for this team.",
        ),
    ]


HEADLINES = {
    "A": 0.032,
    "B": 0.0044,
    "C": 0.27,
    "D": 0.0004,
    "E": 0.61,
    "F": 0.041,
    "G": 0.0048,
    "H": 0.12,
    "I": 0.83,
    "J": 0.011,
    "K": 0.44,
    "L": 0.019,
}


@questions.add(
    "6",
    title="Twelve headlines",
    expects=items(),
    hints=[
        "How many of twelve p values would be below 0.05 by luck alone, now and then?",
        "Holm multiplies the smallest by 12, the next by 11, the next by 10, and stops where the product "
        "exceeds 0.05.",
        "`experiments.adjust_p_values` knows the method by its name. Judge its answers, not the p values "
        "you began with.",
    ],
    meaning="And try them once more on fresh data: the best of twelve look better than they are.",
)
def twelve_headlines():
    p_values = pd.Series(HEADLINES)

    def kept(method):
        return list(p_values.index[experiments.adjust_p_values(p_values, method=method) < 0.05])

    right, large = kept("holm"), set(p_values.index[p_values > 0.1])
    return right, [
        mistake(
            "uncorrected",
            list(p_values.index[p_values < 0.05]),
            "These have p < 0.05 each. Of twelve questions some are lucky: correct for their number.",
        ),
        mistake(
            "bonferroni",
            kept("bonferroni"),
            "This is Bonferroni: every p value times 12. Holm's next is multiplied by 11, then by 10.",
        ),
        mistake(
            "benjamini_hochberg",
            kept("benjamini-hochberg"),
            "This is Benjamini and Hochberg: it lets 5% of your *claims* be false. The task allows a false "
            "claim in only 5 of 100 whole *searches*.",
        ),
        mistake(
            "the_others",
            [name for name in HEADLINES if name not in right],
            "These are the ones that you cannot claim. The others are asked for.",
        ),
        mistake(
            "one_too_many",
            list(p_values.sort_values().index[: len(right) + 1]),
            "You went one too far. Holm stops at the first p value whose product exceeds 0.05.",
        ),
        mistake_when(
            "stopped_too_early",
            lambda read: len(read) == 2 and {str(item).upper() for item in read} < set(right),
            "You stopped too early, or passed one over. The second smallest is multiplied by 11, the third by 10; go "
            "on while the product stays below 0.05.",
        ),
        mistake("nothing_claimed", [], "You claim nothing. The smallest p value, times 12, is below 0.05."),
        mistake(
            "all_claimed",
            list(HEADLINES),
            "You claim all twelve. Most p values are above 0.05 even before any correction.",
        ),
        mistake_when(
            "large_p_values",
            lambda read: bool(read) and {str(item).upper() for item in read} <= large,
            "These have the *largest* p values: luck does that often. A claim needs a small one.",
        ),
        mistake(
            "best_only",
            [p_values.sort_values().index[1]],
            "The p value of this one is the second smallest. Which has the smallest?",
        ),
        mistake_when(
            "mask_for_letters",
            lambda read: bool(read) and {str(item) for item in read} <= {"True", "False"},
            "That is a mask: True and False, one for each headline. Take the letters where it is True: "
            "`headlines.index[mask]`.",
        ),
        mistake_when(
            "values_for_letters",
            lambda read: bool(read) and all(0 <= float(item) <= 1 for item in read),
            "These are p values. The letters that belong to them stand in the index: `list(series.index)`.",
        ),
    ]


def cover() -> pd.DataFrame:
    """Return the three arms of question 1.3.7."""
    return pd.DataFrame(
        {"joiners": [2000, 1000, 1000], "took": [160, 520, 110], "cancelled": [8, 290, 5]},
        index=["empty box", "ticked box", "must answer"],
    )


@questions.add(
    "7",
    title="Whom the tick added",
    expects=number(unit="fraction"),
    hints=[
        "Nobody can say of a single customer whether the tick added her. What does the lot allow?",
        "What was cancelled more, over what was taken more. The arms differ in size: compare rates.",
        "Make rates of both columns first. Of the three rows take the two that differ by the tick alone, "
        "and subtract in both columns; then one difference is a part of the other.",
    ],
    meaning="About two of three. And when they must answer, 11 in 100 take the cover.",
)
def whom_the_tick_added():
    table = cover()
    counts = table.loc["ticked box"] - table.loc["empty box"]
    rate = table[["took", "cancelled"]].div(table["joiners"], axis="index")
    more = rate.loc["ticked box"] - rate.loc["empty box"]
    ticked, empty = rate.loc["ticked box"], rate.loc["empty box"]
    take = {form: rate.at[form, "took"] for form in rate.index}

    def regret(other="empty box", per="rate", above=1, below=1, kept=False):
        source = rate if per == "rate" else table
        one, two = source.loc["ticked box"], source.loc[other]
        share = (one["cancelled"] - above * two["cancelled"]) / (one["took"] - below * two["took"])
        return 1 - share if kept else share

    return more["cancelled"] / more["took"], [
        mistake(
            "counts",
            but(regret, per="count"),
            "You subtracted counts. The arms are of different size: divide by the joiners first.",
        ),
        mistake(
            "all_takers",
            ticked["cancelled"] / ticked["took"],
            "This is the share among *all* who took the cover in that arm, also those who would have taken "
            "it anyway.",
        ),
        mistake(
            "all_cancelled_over_added",
            but(regret, above=0),
            "Below the line you have the added ones, above it all who cancelled. Some would have cancelled "
            "with the empty box, too.",
        ),
        mistake(
            "difference_of_shares",
            ticked["cancelled"] / ticked["took"] - empty["cancelled"] / empty["took"],
            "You subtracted two shares among takers. Subtract above and below the line, each per joiner, and "
            "divide then.",
        ),
        mistake(
            "per_joiner",
            more["cancelled"],
            "This is how many more cancelled, per joiner. Out of how many more who took it?",
        ),
        mistake(
            "added_only",
            more["took"],
            "This is how many more took the cover, per joiner. Which share of them cancelled?",
        ),
        mistake(
            "against_must_answer",
            but(regret, other="must answer"),
            "You compared with the form that asks. The question compares with the empty box.",
        ),
        mistake(
            "kept",
            but(regret, kept=True),
            "This is the share of the added ones who keep the cover.",
        ),
        mistake(
            "turned_over",
            more["took"] / more["cancelled"],
            "More than all of them cannot have cancelled. Which number belongs below the line?",
        ),
        mistake(
            "more_cancelled_over_all",
            but(regret, below=0),
            "You took the empty box off above the line, not below it. Among the takers are some whom the "
            "tick did not add.",
        ),
        mistake(
            "would_choose",
            take["must answer"] / take["ticked box"],
            "This is the first of the three numbers: which part would have chosen it. The question is who of "
            "the added ones cancelled.",
        ),
        mistake(
            "cancelled_per_joiner",
            ticked["cancelled"],
            "This is the share of all joiners with the ticked box who cancelled. The question is about those "
            "whom the tick added.",
        ),
        mistake(
            "empty_box_twice",
            (290 - 2 * 8) / (520 - 2 * 160),
            "The empty box has *twice* the joiners of the ticked one. You doubled its numbers; halve them.",
        ),
        mistake(
            "counts_above_rates_below",
            counts["cancelled"] / (1000 * more["took"]),
            "Above the line you subtracted counts, below it rates. The arms differ in size: rates in both.",
        ),
        mistake(
            "would_not_choose",
            (take["ticked box"] - take["must answer"]) / more["took"],
            "This is who of the added ones would not have chosen it. The question is who of them cancelled.",
        ),
        mistake(
            "share_of_the_empty_box",
            empty["cancelled"] / empty["took"],
            "This is the share among those who ticked the box themselves.",
        ),
        mistake(
            "times_the_empty_box",
            (ticked["cancelled"] / ticked["took"]) / (empty["cancelled"] / empty["took"]),
            "This is how many times as often takers of the ticked box cancel. The question asks for a share.",
        ),
        mistake(
            "both_arms_together",
            (290 + 8) / (520 + 160),
            "You added the two arms. The empty box is there to be taken *off*.",
        ),
        mistake(
            "number_per_1000",
            1000 * more["cancelled"],
            "This is how many more cancelled, of 1,000 joiners. Out of how many more who took it?",
        ),
        mistake(
            "number",
            counts["cancelled"],
            "This is a number of customers, and from arms of different size. The question asks for a share.",
        ),
    ]


@questions.add(
    "8",
    title="Write to the product manager",
    expects=explanation(
        sides={
            "a": "the ticked box everywhere: the test is sound",
            "b": "no ticked box: the test is wrong",
            "c": "no ticked box: the test is sound and counts the wrong thing",
        },
        points=(
            "Grants that the test is sound, and says what it measures: what people leave alone.",
            "Uses the form that asks: how many choose the cover, and which part of the 52 in 100 that is.",
            "Gives the share of the added customers who cancelled, and notes that it takes a letter.",
            "Says when the tick would be help: chosen when asked, kept, and easy to undo.",
            "Says when it would even pay (few notice, few leave), and why that does not settle it.",
            "Names the form for Monday, what will be looked at, and on a date fixed beforehand.",
        ),
    ),
    hints=[
        "Nothing is wrong with the arithmetic. What did the test compare, and when did it stop looking?",
        "Use three numbers: the share who choose it when asked, the share of the added who cancel, the steps "
        "out.",
        "End with a form, a date, and the number that would change your mind.",
    ],
)
def to_the_product_manager():
    return "c", [
        mistake(
            "left_alone_taken_for_wanted",
            "a",
            "The test is sound; what does it count? Compare with how many choose the cover when "
            "they have to answer, and look at how many of those whom the tick added cancelled, "
            "although that takes a letter.",
        ),
        mistake(
            "arithmetic_doubted",
            "b",
            "The arithmetic holds and the lot was drawn: whoever doubts it is refuted by the next"
            " table. What did the test count, and when did it stop looking?",
        ),
    ]
