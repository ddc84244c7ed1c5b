"""The questions of exercise 3.4, and the *Try it* of its chapter."""

import numpy as np
import pandas as pd

from marketing_origin.checks import Chapter, but, explanation, mistake, number, series

questions = Chapter(__file__)

DEPTHS = ["25%", "50%", "75%", "100%"]


def answers_by_score():
    """Return the answers of question 1: how many gave each score from 0 to 10."""
    return pd.Series([6, 2, 3, 4, 5, 15, 25, 40, 50, 45, 45], index=range(11), name="answers")


def asked_by_tenure():
    """Return the table of question 2."""
    return pd.DataFrame(
        {"members": [600, 300, 100], "answers": [60, 150, 80], "score": [-0.2, 0.3, 0.5]},
        index=["new", "regular", "long"],
    )


def risk_groups():
    """Return the table of question 4."""
    return pd.DataFrame(
        {"customers": [500, 300, 100, 60, 40], "risk": [0.05, 0.15, 0.25, 0.40, 0.60]},
        index=["A", "B", "C", "D", "E"],
    )


def bands_of_a_lot():
    """Return the table of question 5: each band has 100 customers with the call and 100 without."""
    return pd.DataFrame(
        {"stayed_called": [42, 70, 84, 95], "stayed_not": [40, 60, 76, 95]}, index=[1, 2, 3, 4]
    )


@questions.add(
    "a",
    title="What the silent could do",
    expects=number(unit="points"),
    hints=[
        "The lowest score: what would all who kept silent have to say?",
        "300 kept silent. Count them as detractors, and divide by all who were asked.",
        "Subtract the silent with the detractors, and divide by all who were asked. The score comes out "
        "below zero.",
    ],
    meaning="The score of those who answered was far above 0; the answers alone cannot exclude this one.",
)
def lowest_score_of_all():
    def score(promoters=90, detractors=40, silent=300, asked=500, points=100, silent_as=-1):
        return points * (promoters - detractors + silent_as * silent) / asked

    right = score()
    return (
        right,
        [
            mistake("of_the_answers", 100 * (90 - 40) / 200, "That is the score of the 200 who answered."),
            mistake("silent_as_passive", but(score, silent_as=0), "You counted the silent as passives."),
            mistake(
                "highest", but(score, silent_as=1), "That is the highest score they could have together."
            ),
            mistake(
                "passives_too", 100 * (90 - 40 - 70 - 300) / 500, "The passives have answered, and count 0."
            ),
            mistake("fraction", but(score, points=1), "That is a fraction. The task asks for points."),
            mistake(
                "answers_forgotten",
                100 * -300 / 500,
                "You counted the silent alone. The promoters and detractors who answered belong to it.",
            ),
            mistake(
                "detractors_forgotten",
                but(score, detractors=0),
                "You left out the detractors who answered.",
            ),
            mistake(
                "promoters_forgotten",
                but(score, promoters=0),
                "You took the detractors off, and left out the promoters who answered.",
            ),
            mistake(
                "the_silent_alone",
                -100,
                "That is the score of the silent alone, if all of them are detractors.",
            ),
            mistake(
                "two_shares_added",
                100 * ((90 - 40) / 200 - 300 / 500),
                "You subtracted a share of 500 from a score of 200. All parts go over those who were asked.",
            ),
            mistake(
                "mean_of_two_scores",
                100 * ((90 - 40) / 200 - 1) / 2,
                "You took the mean of two scores, and more kept silent than answered. Count people.",
            ),
            mistake("of_answers_only", but(score, asked=200), "Divide by all who were asked."),
        ],
        score,
    )


@questions.add(
    "b",
    title="From what risk on a call pays",
    expects=number(unit="a fraction"),
    hints=[
        "What does a call to somebody who would leave bring, on average?",
        "12% of the leavers called stay, and bring 160 each. The call costs whoever answers.",
        "At the risk you look for, what a call brings is what it costs. Solve it for the risk, which is "
        "above 0.2.",
    ],
    meaning="Below that risk even a perfect forecast does not pay for the call.",
)
def threshold_of_a_call():
    cost, saved, worth = 6, 0.12, 160
    right = cost / (saved * worth)
    return right, [
        mistake(
            "all_saved_per_cent",
            100 * cost / worth,
            "Two things: a call does not save every leaver who is called, and a fraction was asked for.",
        ),
        mistake("all_are_saved", cost / worth, "A call does not save every leaver who is called."),
        mistake("upside_down", 1 / right, "You divided the wrong way round: a probability is at most 1."),
        mistake("per_cent", 100 * right, "That is in per cent. A fraction was asked for: 5% is 0.05."),
        mistake(
            "one_half",
            0.5,
            "Leavers need not be the majority of those called. What does a call bring at a risk of one half?",
        ),
        mistake(
            "saved_worth",
            saved * worth,
            "That is what a call to a leaver brings. At which risk is it the cost?",
        ),
        mistake(
            "saved_worth_less_cost",
            saved * worth - cost,
            "That is what a call to a sure leaver earns. At which risk is it nothing?",
        ),
        mistake(
            "worth_left_out", cost / saved, "That is what it costs to keep one leaver. What is one worth?"
        ),
        mistake(
            "share_on_top",
            cost * saved / worth,
            "The smaller the share saved, the higher the risk must be: it belongs below the line.",
        ),
        mistake("share_saved", saved, "That is the share saved by a call, not the risk from which it pays."),
        mistake(
            "cost_off_the_worth",
            cost / (saved * (worth - cost)),
            "You took the cost off twice: it is paid for every call, once.",
        ),
        mistake(
            "of_the_text",
            5 / (0.1 * 200),
            "That is the rule of the text: a cost of 5, a tenth saved, 200 each.",
        ),
        mistake("the_others_left", cost / ((1 - saved) * worth), "12% of the leavers called stay, not 88%."),
    ]


@questions.add(
    "c",
    title="What points must do",
    expects=number(unit="a fraction"),
    hints=[
        "The worth with the programme must be what it was without.",
        "(margin - cost) / (discount rate + new churn) = margin / (discount rate + churn).",
        "Solve it for the new churn, which lies between 0.03 and 0.04. How large a part of the old one is "
        "gone?",
    ],
    meaning="One twentieth of the margin takes more than one twentieth off the churn.",
)
def fall_that_pays_for_points():
    margin, churn, discount, cost = 20, 0.04, 0.01, 1
    new = (discount + churn) * (margin - cost) / margin - discount
    right = (churn - new) / churn
    return right, [
        mistake("points_of_churn", churn - new, "That is the fall in points. What share of the churn is it?"),
        mistake(
            "no_discount",
            cost / margin,
            "That leaves the discount rate out: it does not fall with the churn.",
        ),
        mistake(
            "no_discount_in_points",
            churn * cost / margin,
            "That leaves the discount rate out, and it is in points. What share of the churn is it?",
        ),
        mistake(
            "of_the_margin_left",
            (churn + discount) * cost / (margin - cost) / churn,
            "You divided the cost by what is left of the margin. Divide by the margin before.",
        ),
        mistake(
            "points_in_per_cent",
            100 * (churn - new),
            "That is the fall in percentage points. What share of the churn is it?",
        ),
        mistake(
            "discount_alone",
            discount * cost / margin / churn,
            "That is the discount rate's part alone. The churn's own belongs to it.",
        ),
        mistake("new_rate", new, "That is the churn rate that is needed, not by how much it must fall."),
        mistake(
            "of_the_new_rate", (churn - new) / new, "You took the fall as a share of the *new* churn rate."
        ),
        mistake("what_is_left", new / churn, "That is the share of the churn that may remain."),
    ]


@questions.add(
    "1",
    title="A score and its interval",
    # The deviation may be taken with n or n - 1.
    expects=series(rel=0.02),
    hints=[
        "Promoters gave 9 or 10, detractors 0 to 6. Those who did not answer are not in it.",
        "Give each answer 1, 0 or -1. The score is the mean; how uncertain is a mean?",
        "The mean's interval reaches 1.96 standard errors to either side. Of how many numbers is it the "
        "mean?",
    ],
    meaning="The interval is wide, and it holds chance only: 560 of 800 said nothing.",
)
def score_and_interval():
    counts = answers_by_score()

    def scored(promoters=9, detractors=6, silent=0, root=True, width=1.96, per=1):
        points = np.where(counts.index >= promoters, 1, np.where(counts.index <= detractors, -1, 0))
        every = np.r_[np.repeat(points, counts), np.zeros(silent)].astype(float)
        half = width * every.std(ddof=1) / (np.sqrt(every.size) if root else 1)
        score = every.mean()
        return {"score": per * score, "low": per * (score - half), "high": per * (score + half)}

    right = scored()
    share = 90 / 240
    of_share = 1.96 * np.sqrt(share * (1 - share) / 240)
    one_error = (right["high"] - right["score"]) / 1.96
    promoters_only = {"score": share, "low": share - of_share, "high": share + of_share}
    score = right["score"]

    def within(half):
        return right | {"low": score - half, "high": score + half}

    of_asked = score * 240 / 800
    half_of_asked = 1.96 * np.sqrt((2 * share - score - of_asked**2) / 800)
    over_asked = {
        "score": of_asked,
        "low": of_asked - half_of_asked,
        "high": of_asked + half_of_asked,
    }

    shares = share * (1 - share) + (share - score) * (1 - share + score)  # promoters', detractors'
    return right, [
        mistake(
            "over_those_asked",
            over_asked,
            "You divided the score by the 800 who were asked. The silent gave no answer: it is a mean of 240.",
        ),
        mistake(
            "of_those_asked",
            within(np.sqrt(240 / 800) * one_error * 1.96),
            "You divided by all who were asked. Chance is in the 240 answers.",
        ),
        mistake(
            "root_forgotten",
            within(one_error * 1.96 / np.sqrt(240)),
            "You divided by 240, not by its root.",
        ),
        mistake(
            "score_as_a_share",
            within(1.96 * np.sqrt(score * (1 - score) / 240)),
            "You treated the score as one share. Each answer is 1, 0 or -1.",
        ),
        mistake(
            "two_shares_apart",
            within(1.96 * np.sqrt(shares / 240)),
            "You added the variances of two shares. Whoever is a promoter is no detractor: they hang together.",
        ),
        mistake(
            "mean_left_in",
            within(1.96 * np.sqrt((2 * share - score) / 240)),
            "That is the mean square. For a variance take the square of the score off.",
        ),
        mistake(
            "bounds_of_the_silent",
            {"score": score, "low": 0.3 * score - 0.7, "high": 0.3 * score + 0.7},
            "Those are the bounds of what the silent could do. Here the chance in the answers is asked for.",
        ),
        mistake("detractors_to_7", but(scored, detractors=7), "A 7 is no detractor's answer: it counts 0."),
        mistake("detractors_to_5", but(scored, detractors=5), "A 6 is a detractor's answer, too."),
        mistake("promoters_from_8", but(scored, promoters=8), "Promoters gave 9 or 10; an 8 counts 0."),
        mistake("silent_counted", but(scored, silent=560), "The score is that of the 240 who answered."),
        mistake("promoters_only", promoters_only, "That is the share of promoters. Take the detractors off."),
        mistake(
            "in_points",
            but(scored, per=100),
            "Those are points. Return fractions.",
        ),
        mistake("no_root", but(scored, root=False), "That is how far *answers* lie apart. A mean is surer."),
        mistake(
            "interval_of_a_share",
            right | {"low": right["score"] - of_share, "high": right["score"] + of_share},
            "Your interval is that of the promoters' share alone. The score has three values, 1, 0 and -1.",
        ),
        mistake(
            "one_standard_error",
            but(scored, width=1),
            "You went one standard error to each side. For 95% it takes 1.96.",
        ),
        mistake(
            "ninety_per_cent",
            but(scored, width=1.645),
            "You went 1.645 standard errors to each side: that is for 90%. For 95% it takes 1.96.",
        ),
    ]


@questions.add(
    "2",
    title="A score for all members",
    expects=number(unit="a fraction"),
    hints=[
        "Who is seldom heard, and how many of them are there?",
        "Let each group's score count as often as it has members.",
        "A mean with weights: members, not answers. It is lower than the mean of the 290 answers, for "
        "those who like it least answer least.",
    ],
    meaning="If, within a group, the silent think like the others: that was assumed, and nothing here tests it.",
)
def score_for_all_members():
    groups = asked_by_tenure()
    members, answers, score = (groups[name] for name in ("members", "answers", "score"))

    def weighted(weights):
        return float((weights * score).sum() / weights.sum())

    right = weighted(members)
    return right, [
        mistake(
            "by_silent_minus_lost",
            float(((members - answers) * score.abs()).sum() / (members - answers).sum()),
            "Two things: the score of the new is below 0, and those who answered belong to the members as well.",
        ),
        mistake(
            "by_answers", weighted(answers), "That is the score as it came in: the new are seldom heard."
        ),
        mistake("groups_alike", weighted(members * 0 + 1), "The groups have different numbers of members."),
        mistake(
            "by_response",
            weighted(answers / members),
            "You gave most weight to those who answer most readily.",
        ),
        mistake(
            "silent_as_zero",
            float((answers * score).sum() / members.sum()),
            "You counted everybody silent as a passive.",
        ),
        mistake(
            "silent_as_detractors",
            float(((answers * score).sum() - (members - answers).sum()) / members.sum()),
            "You counted everybody silent as a detractor. They were assumed to think like their group.",
        ),
        mistake(
            "minus_lost",
            float((members * score.abs()).sum() / members.sum()),
            "The score of the new is below 0.",
        ),
        mistake(
            "count", float((members * score).sum()), "That is a number of members. Divide by all of them."
        ),
        mistake(
            "by_silent", weighted(members - answers), "Those who answered belong to the members as well."
        ),
        mistake(
            "scores_added", float(score.sum()), "You added the three scores. Weight each by its members."
        ),
        mistake(
            "new_left_out",
            float((members * score)[1:].sum() / members[1:].sum()),
            "You left out the new members, of whom few answered. They are most of the 1,000.",
        ),
    ]


@questions.add(
    "3",
    title="From ticks to a cause",
    expects=number(unit="a fraction"),
    hints=[
        "Ticks come from two kinds of leavers. Which?",
        "Call the true share x. What share of all ticks “service”, written with x?",
        "What the two kinds tick adds up to all ticks: one equation. More left for this cause than ticked "
        "it.",
    ],
    meaning="More than the ticks say. It stands and falls with the follow-up: how people answer must not have changed.",
)
def service_as_a_cause():
    ticked, of_service, of_others = 0.12, 0.40, 0.05

    def cause(ticked=ticked, of_service=of_service, of_others=of_others, taken_off=True, others=False):
        found = (ticked - of_others * taken_off) / (of_service - of_others)
        return 1 - found if others else found

    right = cause()
    return (
        right,
        [
            mistake("ticks", ticked, "That is the share who tick it. Not all tick their cause."),
            mistake(
                "ticks_of_others_left_in",
                ticked / of_service,
                "Some tick service although it was another cause.",
            ),
            mistake("ticks_less_others", ticked - of_others, "And of those with the cause, not all tick it."),
            mistake(
                "others_taken_off_all",
                (ticked - of_others) / of_service,
                "The 5% is of the *other* leavers only, of 1 - x. Write the equation with x in both places.",
            ),
            mistake(
                "product", ticked * of_service, "Those are no shares of one another. Set up an equation."
            ),
            mistake(
                "ticks_read_backwards",
                ticked * of_service + (1 - ticked) * of_others,
                "40% of those with the cause ticked it; you took 40% of those who ticked. Call the share "
                "with the cause x.",
            ),
            mistake(
                "others_not_taken_off",
                but(cause, taken_off=False),
                "Take the 5% off the ticks, too.",
            ),
            mistake(
                "shares_added",
                ticked / (of_service + of_others),
                "You added 40% and 5%. They are shares of different people.",
            ),
            mistake(
                "of_those_who_tick",
                of_service * right / ticked,
                "That is the share of those who *tick* it. All who cancel are asked for.",
            ),
            mistake(
                "ticks_as_prior",
                ticked * of_service / (ticked * of_service + (1 - ticked) * of_others),
                "You took the share who tick it for the share with the cause. That is what is sought.",
            ),
            mistake(
                "others_of_those_without_a_tick",
                (ticked - of_others * (1 - ticked)) / of_service,
                "You took 5% of those who did *not* tick. It is of those with another cause, 1 - x.",
            ),
            mistake("other_causes", but(cause, others=True), "That is the share of the other causes."),
        ],
        cause,
    )


@questions.add(
    "4",
    title="What the best list earns",
    expects=number(unit="money"),
    hints=[
        "For one customer of a group: what does a call bring, and what does it cost?",
        "A call brings risk × 0.2 × 90. Which groups bring more than 4?",
        "Leave out the groups in which a call costs more than it brings. In the others everybody is "
        "called: add up what is left after the cost.",
    ],
    meaning="Most customers are not called, and nearly half of the leavers are among those.",
)
def profit_of_the_best_list():
    groups, cost, saved, worth = risk_groups(), 4, 0.2, 90
    customers, risk = groups["customers"], groups["risk"]
    net = customers * (risk * saved * worth - cost)

    def total(values):
        return float(values.sum())

    free = customers * (risk * worth - cost)
    right = total(net[net > 0])
    return right, [
        mistake("everybody", total(net), "You call groups in which a call brings less than it costs."),
        mistake("above_one_half", total(net[risk > 0.5]), "A call may pay below a risk of one half."),
        mistake(
            "stopped_early",
            total(net[risk >= 0.4]),
            "You stopped too early: a little more than the cost is more than the cost.",
        ),
        mistake(
            "one_too_many",
            total(net[risk >= 0.15]),
            "You called one group too many: there a call brings less than it costs.",
        ),
        mistake(
            "all_saved_of_those_called",
            total(free[net > 0]),
            "The groups are right, but you save every leaver who is called. A fifth stays.",
        ),
        mistake(
            "cost_of_leavers_called",
            total((customers * risk * (saved * worth - cost))[net > 0]),
            "The groups are right. But everybody in them costs a call, also those who would have stayed.",
        ),
        mistake(
            "cost_of_saved_called",
            total((customers * risk * saved * (worth - cost))[net > 0]),
            "The groups are right. But everybody in them costs a call, not only those whom it saves.",
        ),
        mistake(
            "cost_alone", total(cost * customers[net > 0]), "That is what the calls cost. What do they bring?"
        ),
        mistake(
            "people_saved",
            total((customers * risk * saved)[net > 0]),
            "That is how many stay. Each brings 90, and the calls cost.",
        ),
        mistake(
            "one_of_each_group",
            total((risk * saved * worth - cost)[net > 0]),
            "That is one customer of each group. How many are there?",
        ),
        mistake(
            "risk_left_out",
            total(customers[net > 0]) * (saved * worth - cost),
            "A fifth of the *leavers* stay, not of all called.",
        ),
        mistake(
            "a_call", right / total(customers[net > 0]), "That is the earning of one call. How many are made?"
        ),
        mistake("all_saved", total(free[free > 0]), "You save every leaver who is called. A fifth stays."),
        mistake(
            "cost_of_leavers_only",
            total(customers * risk * (saved * worth - cost)),
            "Everybody called costs, also those who would have stayed.",
        ),
        mistake(
            "cost_of_saved_only",
            total(customers * risk * saved * (worth - cost)),
            "Everybody called costs, not only those whom it saves.",
        ),
        mistake(
            "before_cost", total((net + cost * customers)[net > 0]), "That is before the cost of the calls."
        ),
    ]


@questions.add(
    "5",
    title="A qini curve by hand",
    expects=series(by="depth"),
    hints=[
        "At each depth pool all bands so far, the called and the others.",
        "The difference of the two shares is an effect per customer *treated*. What is it per customer of the list?",
        "At each depth: an effect per customer treated, and the part of the list that it has reached. At "
        "the end of the list it is the effect of calling everybody.",
    ],
    meaning="The first band hardly helps and the last not at all: the call works in the middle.",
)
def qini_curve():
    bands = bands_of_a_lot()

    def curve(called, others, depth=True):
        effect = called.cumsum() / (100 * np.arange(1, 5)) - others.cumsum() / (100 * np.arange(1, 5))
        return dict(zip(DEPTHS, effect * (np.arange(1, 5) / 4 if depth else 1), strict=True))

    called, others = bands["stayed_called"].to_numpy(), bands["stayed_not"].to_numpy()
    alone = (called - others) / 100

    def gained(safest_first=False, control=True, over_the_lot=False, part=4):
        """Return the gain of the bands so far; `part` is what a band is of what it is divided by."""
        each = alone if control else called / 100
        so_far = (each[::-1] if safest_first else each).cumsum() / part
        by_lot = np.arange(1, 5) / 4 * so_far[-1] if over_the_lot else 0
        return dict(zip(DEPTHS, so_far - by_lot, strict=True))

    return curve(called, others), [
        mistake(
            "stayed_of_the_called",
            dict(zip(DEPTHS, called.cumsum() / (100 * np.arange(1, 5)), strict=True)),
            "Two things: many stay without a call, so take them off; and give it per customer of the whole list.",
        ),
        mistake(
            "per_customer_treated",
            curve(called, others, depth=False),
            "That is per customer *treated*. Per customer of the whole list it is less: only a part is treated.",
        ),
        mistake(
            "band_alone", dict(zip(DEPTHS, alone, strict=True)), "Each band alone. Pool the bands so far."
        ),
        mistake(
            "band_alone_of_list",
            dict(zip(DEPTHS, alone / 4, strict=True)),
            "That is what each band adds. At a depth all bands so far count together.",
        ),
        mistake("no_control", but(gained, control=False), "Many stay without a call. Take them off."),
        mistake("safest_first", but(gained, safest_first=True), "You began with the safest band."),
        mistake(
            "effects_added",
            but(gained, part=1),
            "You added up the bands' effects. Each band is a quarter of the list.",
        ),
        mistake(
            "of_200",
            but(gained, part=2),
            "You divided by 200. 400 of the whole list were called, and 400 were not.",
        ),
        mistake(
            "of_800",
            but(gained, part=8),
            "You divided by the called and the others together. It is the difference of two shares, each of 400.",
        ),
        mistake(
            "depth_by_band",
            dict(zip(DEPTHS, alone * np.arange(1, 5) / 4, strict=True)),
            "Depth times the last band's effect. Pool all bands so far.",
        ),
        mistake(
            "over_the_lot",
            but(gained, over_the_lot=True),
            "That is how far the curve lies above as many drawn by lot. The curve itself is asked for.",
        ),
        mistake(
            "best_band_first",
            dict(zip(DEPTHS, np.sort(alone)[::-1].cumsum() / 4, strict=True)),
            "You began with the band that gains most. The list begins with band 1.",
        ),
        mistake(
            "in_counts",
            dict(zip(DEPTHS, (called - others).cumsum(), strict=True)),
            "Those are numbers of people. Give shares of the list.",
        ),
    ]


@questions.add(
    "6",
    title="The price of a standard",
    expects=number(unit="money a month"),
    hints=[
        "How many incidents a month does the team bring back into time?",
        "The share that is late falls from 35% to 5%: of 120 incidents.",
        "Count the incidents that are late no longer; each saves what a late one costs. Those still late "
        "change nothing.",
    ],
    meaning="That counts twelve months of margins. And it takes the loss as caused by lateness: was that drawn by lot?",
)
def worth_of_a_repair_team():
    incidents, before, after, lost = 120, 0.35, 0.05, 14
    right = incidents * (before - after) * lost
    return right, [
        mistake(
            "still_late_a_year",
            12 * incidents * after * lost,
            "Two things: that is the loss that remains, and the 14 are a year's margin already.",
        ),
        mistake("all_incidents", incidents * lost, "Most incidents were resolved in time without the team."),
        mistake("all_late", incidents * before * lost, "Some will still be late with the team."),
        mistake(
            "in_time_before",
            incidents * (1 - before) * lost,
            "Those are the incidents in time without the team: with it they do not change.",
        ),
        mistake(
            "in_time_after",
            incidents * (1 - after) * lost,
            "Most of those in time with the team were in time without it.",
        ),
        mistake(
            "shares_added", incidents * (before + after) * lost, "Late *falls* from 35% to 5%: subtract."
        ),
        mistake(
            "one_incident", (before - after) * lost, "That is for one incident. How many are there a month?"
        ),
        mistake(
            "a_twelfth",
            right / 12,
            "You took a month of the 14. All twelve months after each incident count.",
        ),
        mistake("still_late", incidents * after * lost, "That is the loss that remains."),
        mistake(
            "relative_fall",
            incidents * (before - after) / before * lost,
            "You took the fall as a share of the late ones and multiplied with *all* incidents.",
        ),
        mistake(
            "a_year", 12 * right, "The 14 are a year's margin of one incident; count a month's incidents."
        ),
        mistake(
            "repaired_only", incidents * (before - after), "That is how many incidents. What is each worth?"
        ),
        mistake(
            "by_five_per_cent_of_itself",
            incidents * before * (1 - after) * lost,
            "You let 5% of the late ones stay late. It is 5% of *all* incidents.",
        ),
    ]


@questions.add(
    "7",
    title="Whom to call",
    expects=explanation(
        sides={
            "a": "call band 1: the model is calibrated",
            "b": "never call the likeliest leavers",
            "c": "call where the lot shows that most are kept, and measure again",
            "d": "call nobody: the model is wrong",
        },
        points=(
            "Says that a churn model forecasts who leaves, and not whom a call keeps.",
            "Says what would show it: groups drawn by lot, compared along the list, with an interval.",
            "Says what the numbers of question 5 tell: here the middle of the list gains, the top hardly.",
            "Names money: the cost of a call, what a kept customer is worth, over which horizon.",
            "Does not make a law of it: elsewhere the likeliest leavers may be the right ones, as in the club.",
        ),
        least_words=30,
    ),
    hints=[
        "What does the model forecast, and what do you need to know?",
        "What did the lot of question 5 say? Would it say so elsewhere?",
        "A sentence on the model, one on the lot, one on money, one on what you will do next quarter.",
    ],
)
def whom_to_call():
    return "c", [
        mistake(
            "risk_for_effect",
            "a",
            "Calibrated means that its chances of leaving are right. Whom does a call keep? Read "
            "what the lot of question 5 said, band by band.",
        ),
        mistake(
            "one_lot_made_a_law",
            "b",
            "What the lot said of this list is no law, and neither is an article. What was found "
            "in the chapter's club? And how wide are the intervals with a hundred in a group?",
        ),
        mistake(
            "accuracy_for_effect",
            "d",
            "It may be perfect and still be the wrong list. What does it forecast, and what do "
            "you need to know?",
        ),
    ]
