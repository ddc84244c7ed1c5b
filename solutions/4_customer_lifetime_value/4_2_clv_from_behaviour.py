"""Questions of exercise 4.2: all of CDNOW's customers, calibrated to the end of December 1997."""

from functools import cache

import numpy as np
import pandas as pd

from marketing_origin import clv, data
from marketing_origin.checks import (
    Chapter,
    but,
    explanation,
    function,
    mistake,
    mistake_when,
    number,
    parameters,
    table,
)

questions = Chapter(__file__)


@questions.add(
    "a",
    title="One customer's recency",
    expects=number(unit="weeks"),
    hints=[
        "Between which two days does recency lie?",
        "In this field it is the time from the first transaction to the last, not since the last.",
        "The two days are those of her first and of her last transaction; what comes after does not "
        "count. A week has seven days.",
    ],
    meaning="What everyday language calls recency is here her silence.",
)
def recency_in_weeks():
    days, end = (0, 28, 28, 70), 105
    first, last = min(days), max(days)
    return (last - first) / 7, [
        mistake("silence", (end - last) / 7, "That is her silence, the time *since* her last transaction."),
        mistake("observed", (end - first) / 7, "That is T, the time that we have watched her."),
        mistake("last_gap", (last - 28) / 7, "That is the time between her last two transactions."),
        mistake("days", last - first, "That is in days. A week has seven."),
        mistake("months", (last - first) / 30, "That is in months. Asked are weeks."),
        mistake(
            "from_the_first_repeat_on",
            (end - 28) / 7,
            "You counted from her first repeat to the end of the watch. Recency runs from the first transaction to the "
            "last.",
        ),
        mistake("first_gap", 28 / 7, "That is the time to her first repeat transaction."),
        mistake("frequency", 2, "That is her frequency: how often she came back."),
        mistake("rows", 3, "That is how many rows follow the first. Recency is a time."),
        mistake(
            "silence_in_days",
            end - last,
            "That is her silence, the time *since* her last transaction, and in days.",
        ),
        mistake(
            "last_gap_in_days", last - 28, "That is the time between her last two transactions, and in days."
        ),
        mistake(
            "of_the_time_watched",
            (last - first) / (end - first),
            "That is a share of the time that we have watched her. Give the weeks themselves.",
        ),
        mistake("working_weeks", (last - first) / 5, "A week has seven days, also at a shop."),
    ]


@questions.add(
    "b",
    title="Count out a silence",
    expects=number(unit="fraction"),
    hints=[
        "Who is silent? Two kinds of people.",
        "Those who left are silent for certain; of those who stayed, one in six is.",
        "Count the silent of both kinds. The question is which part of *all the silent* is still active.",
    ],
    meaning="Longer silence, or more frequent orders before it, would make this smaller.",
)
def share_active_among_the_silent():
    left, stayed, quiet = 10, 90, 1 / 6
    silent = stayed * quiet
    right = silent / (silent + left)
    return right, [
        mistake(
            "silent_among_all_gone",
            left / (100 * quiet + left),
            "Two things: one in six of those who *stayed* is silent by chance, and the share of the active is asked.",
        ),
        mistake(
            "before_silence", stayed / 100, "That is the share who stayed. How many of these are silent?"
        ),
        mistake(
            "quiet",
            quiet,
            "That is how often somebody active is silent. Asked is how often somebody silent is active.",
        ),
        mistake("of_everybody", silent / 100, "You divided by all 100. Divide by those who are silent."),
        mistake(
            "silent_among_all",
            100 * quiet / (100 * quiet + left),
            "You let one in six of all 100 be silent by chance. It is one in six of those who stayed.",
        ),
        mistake("odds", silent / left, "You divided by those who left. Divide by all who are silent."),
        mistake("gone", left / (silent + left), "That is the share of the silent who have left."),
        mistake("buyers", stayed * (1 - quiet) / 100, "You took those who bought. They are not silent."),
        mistake("persons", silent, "That is how many are silent and active. Out of how many who are silent?"),
    ]


END, HOLDOUT_END = pd.Timestamp("1997-12-30"), pd.Timestamp("1998-06-30")
WEEKS = 26
FOUR = [24, 608, 941, 2275]
COLUMNS = ["frequency", "recency", "T", "monetary_value"]
NEW_CUSTOMER = {"frequency": 0, "recency": 0, "T": 0, "monetary_value": np.nan}
YEARLY_RATE, HORIZON, MARGIN_RATE = 0.15, 156, 0.30


@cache
def _log() -> pd.DataFrame:
    return data.load("cdnow")


@cache
def _summary() -> pd.DataFrame:
    return clv.holdout_summary(_log(), "customer_id", "date", "value", end=END, holdout_end=HOLDOUT_END)


@cache
def _model() -> clv.BetaGeoNBD:
    return clv.BetaGeoNBD().fit(_summary())


@cache
def _september() -> clv.BetaGeoNBD:
    known = _log()[_log()["date"] <= "1997-09-30"]
    return clv.BetaGeoNBD().fit(clv.customer_summary(known, "customer_id", "date", end="1997-09-30"))


@cache
def _spend() -> clv.GammaGamma:
    return clv.GammaGamma().fit(_summary()[_summary()["monetary_value"] > 0])


def _column(name: str, column: str, says: str, *made: pd.Series):
    """Recognise a table in which one column holds any of `made`, whatever the other columns hold."""

    def test(read: dict) -> bool:
        found = [read[float(customer), column] for customer in FOUR]
        return any(np.allclose(found, values.loc[FOUR], rtol=1e-3, equal_nan=True) for values in made)

    return mistake_when(name, test, says)


@questions.add(
    "1",
    title="Four customers, four numbers",
    expects=table(keys=("customer_id",)),
    hints=[
        "Look at the rows of customers 608 and 2275 that share a day, and at every row after 30 December "
        "1997.",
        "A day is one transaction; the first transaction makes a customer and is no repeat; the clock of T "
        "stops at the end of calibration.",
        "Keep rows up to `end`, add up `value` by customer and date, then group by customer: first day, "
        "last day, number of days; the mean value without each customer's first day.",
    ],
    meaning="Customer 24 has no repeat yet, so nothing is known of what she spends on one: missing, not 0. "
    "(She came back in January, as the log shows. On 30 December nobody knew.)",
)
def four_customers_four_numbers():
    right = _summary().loc[FOUR, COLUMNS]
    log = _log()[_log()["customer_id"].isin(FOUR)]
    known = log[log["date"] <= END]
    names = "customer_id", "date", "value"
    dropped = [
        clv.customer_summary(known.drop_duplicates(by), *names, end=END)["monetary_value"]
        for by in (None, ["customer_id", "date"])
    ]
    later = clv.customer_summary(log, *names, end=HOLDOUT_END)
    rows, all_rows = known.groupby("customer_id"), log.groupby("customer_id")
    days = known.groupby(["customer_id", "date"])["value"].sum().groupby("customer_id")
    first_day = known["customer_id"].map(rows["date"].min())
    repeat_rows = known[known["date"] > first_day].groupby("customer_id")["value"]
    repeat_days = known[known["date"] > first_day].groupby(["customer_id", "date"])[["value"]].sum()
    return right, [
        _column(
            "hold-out used",
            "frequency",
            "Your frequencies count purchases after 30 December 1997: on that day nobody knew of them.",
            later["frequency"],
            later["frequency"] + 1,
            all_rows.size() - 1,
            all_rows.size(),
        ),
        _column(
            "T to the end of the log",
            "T",
            "Your T runs to the end of the log. It ends with the calibration, on 30 December 1997.",
            later["T"],
            later["T"] * 7,
        ),
        _column(
            "rows not merged",
            "frequency",
            "You counted rows. A customer's rows of one day are one transaction: merge them first.",
            rows.size() - 1,
            rows.size(),
        ),
        _column(
            "first counted",
            "frequency",
            "Your frequency counts the first transaction, too. It made the customer; only later ones repeat.",
            right["frequency"] + 1,
        ),
        _column(
            "time since last",
            "recency",
            "Your recency is the time since the last transaction. These models want the time from the first "
            "transaction to the last.",
            right["T"] - right["recency"],
            7 * (right["T"] - right["recency"]),
        ),
        _column(
            "days",
            "T",
            "Your times are in days; the question asks for weeks: days divided by seven.",
            right["T"] * 7,
        ),
        mistake_when(
            "one T for all",
            lambda read: len({read[float(customer), "T"] for customer in FOUR}) == 1,
            "Your T is the same for all. Each customer's clock starts on the day of her first transaction.",
        ),
        _column(
            "a day too long",
            "T",
            "Your T is one day too long: take the first day from 30 December, and add nothing.",
            right["T"] + 1 / 7,
        ),
        _column(
            "whole weeks",
            "T",
            "You cut your times to whole weeks. Divide the days by seven and keep the fraction.",
            right["T"] // 1,
            right["T"].round(),
        ),
        _column(
            "first order in the mean",
            "monetary_value",
            "Your monetary value is the mean of all transactions. The first is no repeat: leave its day out.",
            days.mean(),
            rows["value"].mean(),
        ),
        _column(
            "copies dropped",
            "monetary_value",
            "You kept one row of each day and dropped the others, and their money with them: add values up.",
            *dropped,
        ),
        _column(
            "mean of rows",
            "monetary_value",
            "Your monetary value is the mean of *rows*. Add up each day's rows first.",
            repeat_rows.mean().reindex(FOUR),
            repeat_rows.mean().reindex(FOUR, fill_value=0),
        ),
        _column(
            "sum for the mean",
            "monetary_value",
            "Your monetary value is the *sum* of the repeat transactions. It is their mean.",
            right["monetary_value"] * right["frequency"],
            (right["monetary_value"] * right["frequency"]).fillna(0),
        ),
        _column(
            "median for the mean",
            "monetary_value",
            "Your monetary value is the median of the repeat transactions. It is their mean.",
            repeat_days.groupby("customer_id")["value"].median().reindex(FOUR),
        ),
        _column(
            "the chapter's end",
            "T",
            "Your T ends in September, as in the chapter. Here the calibration ends on 30 December 1997.",
            right["T"] - 13,
        ),
        _column(
            "first order for unknown",
            "monetary_value",
            "Customer 24 has the value of her first order. It is no repeat: leave it missing.",
            right["monetary_value"].fillna(days.first()),
        ),
        _column(
            "zero for unknown",
            "monetary_value",
            "You have 0 where there is no repeat transaction. Nothing is known there: leave it missing.",
            right["monetary_value"].fillna(0),
        ),
    ]


@questions.add(
    "2",
    title="When to doubt",
    expects=function(
        {"rate": (0.05, 2.0), "dropout": (0.02, 0.45)},
        cases=({"rate": 0.6, "dropout": 0.1}, {"rate": 0.1, "dropout": 0.1}),
        name="weeks_until_doubt",
        returns=number(unit="weeks"),
    ),
    hints=[
        "Look at the two explanations of silence in the chapter: she left, or she stayed and bought nothing.",
        "P(alive) is one half where both explanations have the same probability.",
        "Write the probability of each explanation; exp(-rate * weeks) belongs to one of them. Set them "
        "equal, and take logarithms.",
    ],
    meaning="Doubt comes in inverse proportion to the rate: who buys six times as often is doubted six "
    "times as soon. The story says so; question 4.2.5 tests it.",
)
def when_to_doubt():
    def rule(log=np.log, odds="stay", by="rate", per=1):
        def weeks_until_doubt(rate, dropout):
            inside = {"stay": (1 - dropout) / dropout, "turned": dropout / (1 - dropout)}
            inside |= {"alone": 1 / dropout, "half": 2.0, "left": 1 / (1 - dropout)}
            inside |= {"quiet": 2 * (1 - dropout)}
            weeks = log(inside[odds])
            return (
                per
                * {"rate": weeks / rate, "none": weeks, "times": weeks * rate, "dropout": weeks / dropout}[by]
            )

        return weeks_until_doubt

    return rule(), [
        mistake(
            "days",
            but(rule, per=7),
            "You return days. The rate is in purchases a week, so what comes out is weeks already.",
        ),
        mistake(
            "half-life of the drop-out",
            but(rule, odds="half", by="dropout"),
            "The drop-out happens after a purchase, not in time. Silence speaks through the rate.",
        ),
        mistake(
            "staying alone",
            but(rule, odds="left"),
            "You compared staying with silence. Compare leaving with staying *and* being silent.",
        ),
        mistake(
            "half-life over both",
            lambda rate, dropout: np.log(2) / (rate * dropout),
            "That is how long it takes until half have left, purchase by purchase. It asks nothing "
            "of silence.",
        ),
        mistake(
            "explanations exchanged",
            but(rule, odds="turned"),
            "Your weeks are negative: the two probabilities stand the wrong way round in the logarithm.",
        ),
        mistake_when(
            "negative",
            lambda read: max(read.values()) < 0,
            "Your weeks are negative. The logarithm of a probability is: which sign does the silence need?",
        ),
        mistake(
            "rate forgotten",
            but(rule, by="none"),
            "Your answer does not depend on how often she buys. Where has the rate gone?",
        ),
        mistake(
            "rate multiplied",
            but(rule, by="times"),
            "With your function somebody who buys often may be silent for *longer*. Solve for the weeks "
            "again.",
        ),
        mistake(
            "staying forgotten",
            but(rule, odds="alone"),
            "You compared leaving with silence alone. To be silent *and* active she must first have stayed, "
            "which has a probability of its own.",
        ),
        mistake(
            "half-life",
            but(rule, odds="half"),
            "That is when the chance of having bought nothing is one half. It leaves out that she may have "
            "left.",
        ),
        mistake(
            "half silent",
            but(rule, odds="quiet"),
            "You made the chance of having stayed *and* been silent one half. Compare it with that of having left.",
        ),
        mistake(
            "logarithm left out",
            but(rule, log=float),
            "A logarithm is missing: e to the power of minus rate × weeks is still to be solved for the weeks.",
        ),
        mistake(
            "between two purchases",
            lambda rate, dropout: 1 / rate,
            "That is the mean time between two purchases. Where does her drop-out probability come in?",
        ),
        mistake(
            "whole weeks",
            lambda rate, dropout: round(np.log(1 / dropout - 1) / rate),
            "You rounded to whole weeks. Return the number as it comes out.",
        ),
        mistake(
            "next whole week",
            lambda rate, dropout: float(np.ceil(np.log(1 / dropout - 1) / rate)),
            "You went to the next whole week. Return the number as it comes out.",
        ),
        mistake(
            "decimal logarithm",
            but(rule, log=np.log10),
            "The power has base e: its inverse is the natural logarithm, `np.log`.",
        ),
    ]


@questions.add(
    "3",
    title="Fit the model to everybody",
    # Nearer than the fit without the orders of 0, which differs by 0.12 % in `a`.
    expects=parameters(rel=8e-4),
    hints=[
        "Look at what goes in: every customer of the full log, one-time buyers too, up to 30 December 1997.",
        "The model needs frequency, recency and T in weeks, with a customer's day as one transaction.",
        "`clv.holdout_summary` makes the summary of both spans from the log, its two ends and the "
        "columns' names. `clv.BetaGeoNBD` is the model: which part of the summary does it see?",
    ],
    meaning="Compare with the chapter: alpha is larger here, a smaller. The smaller part of that is all "
    "customers instead of a tenth (fit them up to September, and see). The larger is three more months, with "
    "a Christmas: customers look as if they stayed longer. Parameters describe a period as much as people. "
    "One thing this check cannot see: whoever dropped copies of rows has the same days, and so the same "
    "parameters, but lost money.",
)
def fit_the_model_to_everybody():
    cut = _log()[_log()["date"] <= END]

    def fitted(log, end=END, **options):
        return dict(
            clv.BetaGeoNBD().fit(clv.customer_summary(log, "customer_id", "date", end=end, **options)).params_
        )

    sample = data.load("cdnow_sample")
    mondays = cut["date"] - pd.to_timedelta(cut["date"].dt.weekday, unit="D")
    monday = END - pd.Timedelta(days=END.weekday())
    back = _summary()[_summary()["frequency"] > 0]
    return dict(_model().params_), [
        mistake(
            "days",
            fitted(cut, unit="D"),
            "Your alpha is seven times what it should be: your time is in days, the question asks for weeks.",
        ),
        mistake(
            "whole log",
            fitted(_log(), end=HOLDOUT_END),
            "You fitted to all 78 weeks. Then nothing is left to test the model on: stop on 30 December "
            "1997.",
        ),
        mistake(
            "september",
            dict(_september().params_),
            "These are the parameters of a calibration that ends in September, as in the chapter. Here it "
            "ends on 30 December 1997.",
        ),
        mistake(
            "sample",
            fitted(sample[sample["date"] <= END]),
            "These are the parameters of the sample; the question is about all 23,570 customers.",
        ),
        mistake(
            "the chapter's own",
            fitted(sample[sample["date"] <= "1997-09-30"], end="1997-09-30"),
            "These are the chapter's parameters: a tenth of the customers, up to September. Take all, up to 30 "
            "December 1997.",
        ),
        mistake(
            "free orders dropped",
            fitted(cut[cut["value"] > 0]),
            "You left out the rows with a value of 0. What was free is an order all the same, and somebody came "
            "for it: keep them.",
        ),
        mistake(
            "standard errors",
            dict(_model().standard_errors_),
            "These are the standard errors. The parameters are in `params_`.",
        ),
        mistake(
            "calendar weeks",
            fitted(cut.assign(date=mondays), end=monday),
            "You cut time into calendar weeks, which merges the days of a week. Count days, divide by seven.",
        ),
        mistake(
            "repeat buyers only",
            dict(clv.BetaGeoNBD().fit(back).params_),
            "You left out the one-time buyers. That somebody did *not* come back is what the model learns "
            "from.",
        ),
        mistake(
            "modified model",
            dict(clv.ModifiedBetaGeoNBD().fit(_summary(), intervals=False).params_),
            "That is the *modified* BG/NBD, in which somebody may leave at once. Fit `clv.BetaGeoNBD`.",
        ),
        mistake_when(
            "months",
            lambda read: 0.22 < read.get("alpha", 0) / _model().params_["alpha"] < 0.24,
            "Your alpha is that of months. The question asks for weeks: days divided by seven.",
        ),
        mistake_when(
            "pareto",
            lambda read: {"s", "beta"} <= read.keys(),
            "This is a Pareto/NBD (it has s and beta). The question asks for the other story: "
            "`clv.BetaGeoNBD`.",
        ),
    ]


def _miss_of_the_sample() -> float:
    """Return by how much the forecast of the sample's total misses."""
    log = data.load("cdnow_sample")
    summary = clv.holdout_summary(log, "customer_id", "date", "value", end=END, holdout_end=HOLDOUT_END)
    forecast = clv.BetaGeoNBD().fit(summary).expected_purchases(WEEKS, summary)
    return forecast.sum() / summary["holdout_frequency"].sum() - 1


@questions.add(
    "4",
    title="The total on the hold-out",
    expects=number(unit="fraction of the actual purchases", abs=3e-4),
    hints=[
        "Look at `holdout_frequency`: what the same customers did in the 26 weeks after the calibration.",
        "A forecast uses each customer's own history; its miss is measured against what happened.",
        "`expected_purchases` takes the weeks and the summary, and gives a number for each customer. Of "
        "the two totals, which stands below the line?",
    ],
    meaning="Much nearer than the chapter's forecast from September. A better model? The story is the same; "
    "the calibration is another (it has a Christmas in it), and so is the period forecast. One good total "
    "cannot say why it is good.",
)
def total_on_the_hold_out():
    summary, model = _summary(), _model()
    actual = summary["holdout_frequency"].sum()
    forecast = model.expected_purchases(WEEKS, summary).sum()
    each = model.expected_purchases(WEEKS, summary) - summary["holdout_frequency"]
    back = summary["frequency"] > 0

    def off(total):
        return total / actual - 1

    def miss(weeks=WEEKS, result="actual", sign=1, fitted="december", customers="own"):
        fit = model if fitted == "december" else _september()
        said = fit.expected_purchases(weeks, summary).sum()
        if customers == "new":
            said = fit.expected_purchases_new_customer(weeks) * len(summary)
        ways = {"actual": said / actual - 1, "forecast": 1 - actual / said, "ratio": said / actual}
        ways |= {"number": said - actual, "itself": said, "upside down": actual / said}
        return sign * ways[result]

    return off(forecast), [
        mistake(
            "ratio",
            but(miss, result="ratio"),
            "That is forecast to actual, near 1. A miss is what this ratio differs from 1 by: take 1 off.",
        ),
        mistake(
            "september",
            but(miss, fitted="september"),
            "You forecast with parameters from September. Use the model of 4.2.3, fitted up to 30 December.",
        ),
        mistake(
            "against the forecast",
            but(miss, result="forecast"),
            "You divided by the forecast. A miss is measured against what happened: divide by the actual "
            "number.",
        ),
        mistake(
            "turned round",
            actual / forecast - 1,
            "You say how far reality missed the forecast. Say how far the forecast missed reality.",
        ),
        mistake(
            "the forecast itself",
            but(miss, result="itself"),
            "That is the forecast, in purchases. Say by which fraction of the actual number it misses.",
        ),
        mistake(
            "purchases, not a fraction",
            but(miss, result="number"),
            "That is the miss in purchases. Divide it by the actual number to get a fraction.",
        ),
        mistake(
            "39 weeks",
            but(miss, weeks=39),
            "You forecast 39 weeks as in the chapter; from 30 December 1997 to the end of the log there are "
            "26.",
        ),
        mistake(
            "new customers",
            but(miss, customers="new"),
            "You forecast as if all had been won on 30 December. Use each customer's history: "
            "`expected_purchases`.",
        ),
        mistake(
            "own pace",
            off((summary["frequency"] / summary["T"]).sum() * WEEKS),
            "You let everybody go on at her own pace. That forgets that some have left: use the fitted "
            "model.",
        ),
        mistake(
            "upside down",
            but(miss, result="upside down"),
            "That is actual to forecast. Take the forecast to the actual, and 1 off.",
        ),
        *(
            mistake(
                f"{name}", but(miss, weeks=weeks), f"You looked {name} ahead. The model counts in weeks: 26."
            )
            for name, weeks in (("182 weeks", 182), ("half a week", 0.5), ("six weeks", 6), ("78 weeks", 78))
        ),
        mistake(
            "miss of each",
            each.abs().sum() / actual,
            "You added up how far each customer's forecast is off, up or down. In a total these cancel.",
        ),
        mistake(
            "mean miss of each",
            each.abs().mean(),
            "That is how far a customer's forecast is off on average. The question is about the total.",
        ),
        mistake(
            "returners alone",
            model.expected_purchases(WEEKS, summary[back]).sum()
            / summary.loc[back, "holdout_frequency"].sum()
            - 1,
            "You left out those who never came back. Many of them do in the hold-out: take all customers.",
        ),
        mistake(
            "sample",
            _miss_of_the_sample(),
            "That is the miss for the sample. The question is about all 23,570 customers.",
        ),
        mistake(
            "calibration as actual",
            forecast / summary["frequency"].sum() - 1,
            "You compared with the purchases of the calibration. The hold-out's are in `holdout_frequency`.",
        ),
    ]


@questions.add(
    "5",
    title="The customers given up for lost",
    expects=number(unit="fraction of these customers", abs=5e-4),
    hints=[
        "Look at the customers whose P(alive) on 30 December 1997 is below 0.10, and at nobody else.",
        "Whoever bought in the hold-out was alive. So the share that bought can be no larger than the share "
        "alive.",
        "A mask on P(alive) picks the rows. Of *them*, the share who bought at all: a mean of True and "
        "False.",
    ],
    meaning="The model allows at most one in ten. Far more came back within half a year: a larger fraction "
    "than of *all* customers. Its total is nearly right, and for these customers it is wrong: it takes a "
    "pause for a farewell.",
)
def customers_given_up_for_lost():
    summary = _summary()
    alive = _model().probability_alive(summary)
    lost, bought = alive < 0.10, summary["holdout_frequency"] > 0
    lost_in_september = _september().probability_alive(summary) < 0.10
    expected = _model().expected_purchases(WEEKS, summary)

    def share(below=0.10, of="these", bought_at_least=1, others=False, above=False):
        these = alive > below if above else alive < below
        came = summary["holdout_frequency"] >= bought_at_least
        came = ~came if others else came
        ways = {"these": came[these].mean(), "all": (came & these).mean(), "buyers": these[came].mean()}
        ways |= {"count": (came & these).sum(), "given up": these.mean(), "claim": alive[these].mean()}
        ways |= {"purchases": summary["holdout_frequency"][these].mean(), "expected": expected[these].mean()}
        return ways[of]

    return bought[lost].mean(), [
        mistake(
            "others",
            but(share, above=True),
            "These are the customers with a P(alive) *above* 0.10. Take those below.",
        ),
        mistake(
            "at one half", but(share, below=0.5), "You gave up at a P(alive) of 0.5. The desk stops at 0.10."
        ),
        mistake("at nine tenths", but(share, below=0.9), "You gave up at 0.9. The desk stops at 0.10."),
        mistake(
            "at one twentieth",
            but(share, below=0.05),
            "You gave up at 0.05, as in the chapter. The desk stops at 0.10.",
        ),
        mistake(
            "largest possible",
            0.10,
            "That is how large it can be, if the model is right. Now count how many did buy.",
        ),
        mistake(
            "never came back",
            bought[summary["frequency"] == 0].mean(),
            "You took those who had never come back. In this model they are alive for certain.",
        ),
        mistake(
            "by expected purchases",
            bought[expected < 0.10].mean(),
            "You chose by expected purchases below 0.10. The desk goes by P(alive).",
        ),
        mistake(
            "how many given up",
            lost.sum(),
            "That is how many the model gives up. Which fraction of them bought?",
        ),
        mistake("at one hundredth", but(share, below=0.01), "You gave up at 0.01. The desk stops at 0.10."),
        mistake("at two tenths", but(share, below=0.2), "You gave up at 0.2. The desk stops at 0.10."),
        mistake(
            "expected purchases",
            but(share, of="expected"),
            "That is what the model expects of each. Count who bought.",
        ),
        mistake(
            "the model's own claim",
            but(share, of="claim"),
            "That is the mean P(alive) of these customers: what the model claims. Count what they did.",
        ),
        mistake(
            "complement",
            but(share, others=True),
            "That is the share of them that did *not* buy.",
        ),
        mistake(
            "share of the buyers",
            but(share, of="buyers"),
            "You divided by all who bought. Of the customers given up for lost, how many bought?",
        ),
        mistake(
            "share given up",
            but(share, of="given up"),
            "That is the share of all customers whom the model gives up. Of *them*, how many bought?",
        ),
        mistake(
            "share of everybody",
            but(share, of="all"),
            "You divided by all customers. Divide by those with a P(alive) below 0.10.",
        ),
        mistake(
            "a count",
            but(share, of="count"),
            "That is how many of them bought; the question asks which fraction of them.",
        ),
        mistake(
            "purchases per head",
            but(share, of="purchases"),
            "That is purchases per head, and some bought several times. Count every customer who bought at "
            "least once, each one time.",
        ),
        mistake(
            "exactly once",
            (summary["holdout_frequency"] == 1)[lost].mean(),
            "That is the share that bought exactly once. Who bought more often came back, too.",
        ),
        mistake(
            "september",
            bought[lost_in_september].mean(),
            "Your P(alive) comes from a model of September. Use that of 4.2.3, fitted up to 30 December.",
        ),
        mistake(
            "everybody",
            bought.mean(),
            "That is the share of all customers. Choose those with a P(alive) below 0.10 first.",
        ),
    ]


@questions.add(
    "6",
    title="What a zero wipes out",
    expects=number(unit="fraction of expected sales", rel=2e-3),
    hints=[
        "Look at the customers with a frequency of 0: many people, each with a small forecast.",
        "Expected sales of a customer are expected purchases times expected spend; a spend of 0 makes them "
        "0.",
        "`expected_purchases` and `expected_spend` each have a number for every customer: multiply first, "
        "add up afterwards, once for the zeros and once for everybody.",
    ],
    meaning="All that would be gone through a single `fillna(0)`, and no error message would tell.",
)
def what_a_zero_wipes_out():
    summary = _summary()
    purchases = _model().expected_purchases(WEEKS, summary)
    sales = purchases * _spend().expected_spend(summary)
    once = summary["frequency"] == 0
    share = sales[once].sum() / sales.sum()
    colleague = (purchases * summary["monetary_value"].fillna(0)).sum()
    worth = _spend().expected_spend(summary)
    spends = {"expected": worth, "none": worth * 0 + 1, "own": summary["monetary_value"].fillna(0)}

    def wiped(weeks=WEEKS, spend="expected", over="all", left=False):
        of = _model().expected_purchases(weeks, summary) * spends[spend]
        part = of[once].sum() / (of.sum() if over == "all" else of[~once].sum())
        return 1 - part if left else part

    return share, [
        mistake(
            "colleague's total",
            1 - colleague / sales.sum(),
            "You compared with the colleague's total. It differs for those who came back, too (own mean "
            "instead of expected spend). Count the expected sales of those without a repeat.",
        ),
        mistake(
            "39 weeks",
            but(wiped, weeks=39),
            "You looked 39 weeks ahead, as in the chapter. Here it is 26.",
        ),
        mistake(
            "share of customers",
            once.mean(),
            "That is their share of all *customers*. They buy less than the others: take their share of "
            "sales.",
        ),
        mistake(
            "share of purchases",
            but(wiped, spend="none"),
            "That is their share of expected *purchases*. Multiply each customer's by her expected spend.",
        ),
        mistake(
            "what happened",
            summary.loc[once, "holdout_value"].sum() / summary["holdout_value"].sum(),
            "That is their share of the sales that came. On 30 December you only have the forecast.",
        ),
        mistake(
            "against the rest",
            but(wiped, over="rest"),
            "You divided by the sales of the *other* customers. Divide by the sales of all.",
        ),
        mistake(
            "complement",
            but(wiped, left=True),
            "That is what is left after the zero. The question asks for what it wipes out.",
        ),
        mistake(
            "mean put in",
            (mean_put_in := purchases * summary["monetary_value"].fillna(summary["monetary_value"].mean()))[
                once
            ].sum()
            / mean_put_in.sum(),
            "You put the mean in for the unknown and left the others their own means. `expected_spend` does both.",
        ),
        mistake(
            "came back once",
            sales[summary["frequency"] == 1].sum() / sales.sum(),
            "These came back once: their frequency is 1. Without a repeat it is 0.",
        ),
        mistake(
            "per head",
            sales[once].mean() / sales.mean(),
            "You compared means per head. Add up the sales of each group, then divide.",
        ),
        mistake(
            "zeros put in",
            0.0,
            "You have the colleague's zeros in your own forecast: use `expected_spend`, not "
            "`monetary_value`.",
        ),
        mistake(
            "dollars",
            sales[once].sum(),
            "That is the amount in dollars. Divide it by the expected sales of all customers.",
        ),
    ]


@questions.add(
    "7",
    title="The most to pay for a new customer",
    expects=number(unit="dollars per new customer", rel=1e-3),
    hints=[
        "Look at what a new customer brings: the margin on her first order, at once, and that on later ones.",
        "A new customer has frequency 0, recency 0 and T 0. Discount by the week, count margin and not "
        "sales.",
        "She is a summary of one row with zeros, and no `monetary_value` yet. `clv.rate_per_period` makes "
        "the weekly rate, and `discounted_expected_purchases` counts what comes *after* her first order. "
        "Where does the margin go?",
    ],
    meaning="So the agency's 30 dollars leave something over, *if* its customers are like those of early "
    "1997 and 30 % is the margin. Ask for a small batch first, and look at its first months.",
)
def most_to_pay_for_a_new_customer():
    model, spend = _model(), _spend()
    days = _log().groupby(["customer_id", "date"], as_index=False)["value"].sum()
    first = days.groupby("customer_id")["value"].first().mean()
    first_row = _log().groupby("customer_id")["value"].first().mean()
    distinct = _log().drop_duplicates()
    kept = clv.customer_summary(distinct[distinct["date"] <= END], "customer_id", "date", "value", end=END)
    kept_spend = clv.GammaGamma().fit(kept[kept["monetary_value"] > 0]).expected_spend(NEW_CUSTOMER)
    kept_days = distinct.groupby(["customer_id", "date"])["value"].sum().groupby("customer_id")
    each = spend.expected_spend(NEW_CUSTOMER)
    weekly = clv.rate_per_period(YEARLY_RATE, 52)

    def later(rate=weekly, horizon=HORIZON, customer=NEW_CUSTOMER):
        return model.discounted_expected_purchases(customer, discount_rate=rate, horizon=horizon)

    existing = model.customer_lifetime_value(
        _summary(), spend, discount_rate=weekly, horizon=HORIZON, margin_rate=MARGIN_RATE
    ).mean()
    firsts = {"day": first, "row": first_row, "rows": _log()["value"].mean(), "none": 0.0, "repeat": each}
    firsts["orders"] = days["value"].mean()
    rates = {"root": weekly, "year": YEARLY_RATE, "52nd": YEARLY_RATE / 52}

    @cache
    def bought(discount, weeks):
        if discount == "none":
            return model.expected_purchases_new_customer(weeks)
        return later(rates[discount], weeks)

    def most(
        discount="root", weeks=HORIZON, margin_rate=MARGIN_RATE, first_order="day", later_at="model", full=0
    ):
        money = {"model": each, "first": first, "one": 1.0}[later_at]
        now = firsts[first_order]
        return margin_rate * (now + bought(discount, weeks) * money) + full * (1 - margin_rate) * now

    return MARGIN_RATE * (first + later() * each), [
        mistake("first order alone", MARGIN_RATE * first, "That is the first order alone. What comes later?"),
        mistake(
            "one year", but(most, weeks=52), "You looked one year ahead. The question stops after three."
        ),
        mistake(
            "26 weeks",
            but(most, weeks=26),
            "You looked 26 weeks ahead. The question stops after three years.",
        ),
        mistake(
            "36 weeks",
            but(most, weeks=36),
            "You looked 36 weeks ahead: those are months. Three years are 156.",
        ),
        mistake(
            "less the offer", most() - 30, "You took the agency's 30 off. The question is how much to pay."
        ),
        mistake("70 % margin", but(most, margin_rate=0.7), "You kept 70 %. Of sales 30 % are margin."),
        mistake(
            "first order left out",
            but(most, first_order="none"),
            "The first order is missing. She makes it on the day she is won: its margin counts in full.",
        ),
        mistake(
            "first order without margin",
            but(most, full=1),
            "You counted the whole first order. Only the margin on it is left to pay for winning her.",
        ),
        mistake(
            "sales, not margin",
            but(most, margin_rate=1.0),
            "These are sales. Of each dollar of sales 30 cents are margin; the rest pays for goods and "
            "shipping.",
        ),
        mistake(
            "yearly rate for a week",
            but(most, discount="year"),
            "You discounted by 15 % a *week*. Turn the yearly rate into a weekly one first.",
        ),
        mistake(
            "rate divided by 52",
            but(most, discount="52nd"),
            "You divided the yearly rate by 52. Interest compounds: 52 of those weeks make more than 15 % a "
            "year.",
        ),
        mistake(
            "three weeks",
            but(most, weeks=3),
            "Your horizon is three *weeks*; the model's time is in weeks, and three years are 156 of them.",
        ),
        mistake(
            "for ever",
            but(most, weeks=None),
            "You looked ahead for ever. The question stops after three years.",
        ),
        mistake(
            "not discounted",
            but(most, discount="none"),
            "You did not discount: money in three years' time counts as much as money today.",
        ),
        mistake(
            "existing customers",
            MARGIN_RATE * first + existing,
            "You took the customers whom the shop has, after a year in which many left. A new customer is "
            "still at the beginning: frequency 0, recency 0, T 0.",
        ),
        mistake(
            "later sales, not margin",
            MARGIN_RATE * first + later() * each,
            "You took the margin of the first order alone. Of later sales, too, 30 cents of a dollar are left.",
        ),
        mistake(
            "existing customers' purchases",
            MARGIN_RATE * (first + later(customer=_summary()).mean() * each),
            "You took the purchases still to come of the customers whom the shop has. A new customer is at the "
            "beginning: frequency 0, recency 0, T 0.",
        ),
        mistake(
            "existing customers alone",
            existing,
            "That is what a customer whom the shop has will still bring. A new one has her first order before her, "
            "and a frequency, recency and T of 0.",
        ),
        mistake(
            "rate of a month",
            MARGIN_RATE * (first + later(clv.rate_per_period(YEARLY_RATE, 12)) * each),
            "You discounted each week by a *month's* rate. The model's time is in weeks: 52 a year.",
        ),
        mistake(
            "mean of monetary value",
            MARGIN_RATE * (first + later() * _summary()["monetary_value"].mean()),
            "You took the plain mean of the monetary values for later orders. Take the gamma-gamma model's "
            "expected spend of somebody of whom nothing is known.",
        ),
        mistake(
            "first row",
            but(most, first_order="row"),
            "You took each customer's first row. Her first order is all she bought on her first day.",
        ),
        mistake(
            "mean of all rows",
            but(most, first_order="rows"),
            "You took the mean of all rows for the first order. Take the mean of all first days.",
        ),
        mistake(
            "mean of all orders",
            but(most, first_order="orders"),
            "You took the mean of all orders for the first one. Take the mean of all first days.",
        ),
        mistake(
            "repeat spend first",
            but(most, first_order="repeat"),
            "You valued the first order at the gamma-gamma model's spend. That is for repeat orders; first "
            "orders you have seen.",
        ),
        mistake(
            "first spend later",
            but(most, later_at="first"),
            "You valued later orders like the first. What they bring, the gamma-gamma model expects.",
        ),
        mistake(
            "copies dropped",
            MARGIN_RATE * (kept_days.first().mean() + later() * kept_spend),
            "Just short: you dropped rows that look like copies, and their money with them. Add rows up.",
        ),
    ]


@questions.add(
    "8",
    title="A reply to the finance director",
    expects=explanation(
        sides={
            "a": "close them: the total is right, so the model is",
            "b": "close none: use the order of the list, and test it on some by lot",
            "c": "close none: the model is worthless",
        },
        points=(
            "Says that a right total does not make its parts right: misses in both directions cancel in a "
            "sum.",
            "Uses your own evidence: of the customers with a P(alive) below 0.10 far more than one in ten "
            "bought again.",
            "Says why the better total does not show that the model has become right: the story is the same, "
            "calibration and period both changed, and one good total cannot say why it is good.",
            "Weighs the two mistakes in money: what a closed account would have brought against what an "
            "open one costs.",
            "Proposes what to do instead: an order of priority rather than a cut, and a test (leave some "
            "accounts alone at random) before acting on all.",
        ),
    ),
    hints=[
        "Look at your answers to 4.2.4 and 4.2.5 side by side.",
        "A sum can be right while its parts are wrong; and a P(alive) is a statement of the model, not a "
        "fact.",
        "Answer in three steps: what the total shows, what the customers given up for lost show, what you "
        "would do instead.",
    ],
)
def reply_to_the_finance_director():
    return "b", [
        mistake(
            "total_taken_for_its_parts",
            "a",
            "A total says nothing of its parts: what is too high for some and too low for others "
            "cancels in the sum. How many customers with a P(alive) below 0.10 bought again? And "
            "what does a closed account lose, an open one cost?",
        ),
        mistake(
            "order_thrown_away",
            "c",
            "That its level is wrong for a group does not say that its order is. What could the "
            "order be used for, and what would show whether it pays to leave those at the end of "
            "the list alone?",
        ),
    ]
