"""Answers to exercise 4.2: right ones in other forms, wrong ones with the hint that each must earn."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd

from marketing_origin import clv, data

END, HOLDOUT_END = "1997-12-30", "1998-06-30"
FOUR = [24, 608, 941, 2275]
NEW = {"frequency": 0, "recency": 0, "T": 0, "monetary_value": np.nan}


@cache
def log():
    return data.load("cdnow")


@cache
def known():
    return log()[log()["date"] <= END]


@cache
def summary():
    return clv.holdout_summary(log(), "customer_id", "date", "value", end=END, holdout_end=HOLDOUT_END)


@cache
def model():
    return clv.BetaGeoNBD().fit(summary())


@cache
def spend():
    return clv.GammaGamma().fit(summary()[summary()["monetary_value"] > 0])


def four(**changed):
    """Return the right table of the four customers, columns changed by functions of it."""
    columns = ["frequency", "recency", "T", "monetary_value"]
    right = summary().loc[FOUR, columns].astype({"frequency": float})
    return right.assign(**changed)


def of_four(rows):
    return rows[rows["customer_id"].isin(FOUR)].groupby("customer_id")


def days(rows):
    return rows.groupby(["customer_id", "date"], as_index=False)["value"].sum()


def repeat_rows():
    rows = known()
    return rows[rows["date"] > rows["customer_id"].map(rows.groupby("customer_id")["date"].min())]


@cache
def september():
    return fitted(log()[log()["date"] <= "1997-09-30"], end="1997-09-30")


def without_copies():
    rows = log().drop_duplicates()
    table = clv.customer_summary(rows[rows["date"] <= END], "customer_id", "date", "value", end=END)
    spent = clv.GammaGamma().fit(table[table["monetary_value"] > 0]).expected_spend(NEW)
    return 0.3 * (days(rows).groupby("customer_id")["value"].first().mean() + orders_to_come() * spent)


def fitted(rows, end=END, **options):
    return clv.BetaGeoNBD().fit(clv.customer_summary(rows, "customer_id", "date", end=end, **options))


def sample():
    return known()[known()["customer_id"].isin(data.load("cdnow_sample")["customer_id"])]


def mondays():
    rows = known()
    return rows.assign(date=rows["date"] - pd.to_timedelta(rows["date"].dt.weekday, unit="D"))


def miss(total):
    return total / summary()["holdout_frequency"].sum() - 1


def forecast(weeks=26):
    return model().expected_purchases(weeks, summary())


def given_up():
    return model().probability_alive(summary()) < 0.10


def bought():
    return summary()["holdout_frequency"] > 0


def once():
    return summary()["frequency"] == 0


def sales(weeks=26):
    return forecast(weeks) * spend().expected_spend(summary())


def orders_to_come(rate=None, horizon=156):
    rate = clv.rate_per_period(0.15, 52) if rate is None else rate
    return model().discounted_expected_purchases(NEW, discount_rate=rate, horizon=horizon)


def later(rate=None, horizon=156):
    return orders_to_come(rate, horizon) * spend().expected_spend(NEW)


def undiscounted():
    return model().expected_purchases_new_customer(156)


def first():
    return days(log()).groupby("customer_id")["value"].first().mean()


def existing():
    rate = clv.rate_per_period(0.15, 52)
    values = model().customer_lifetime_value(
        summary(), spend(), discount_rate=rate, horizon=156, margin_rate=0.3
    )
    return values.mean()


REPLY = """A total may be right although its parts are wrong, because misses cancel. More than one in ten of
the customers with a low P(alive) bought again, as I computed. I would rank them, and test."""

RIGHT = {
    "4.2.a": [10, 10.0, 70 / 7, [10]],
    "4.2.b": [0.6, 15 / 25, np.float64(0.6), [0.6]],
    "4.2.1": [
        lambda: four(),
        lambda: four().reset_index(),
        lambda: four().loc[[2275, 24, 941, 608]].round(4),
        lambda: summary().loc[FOUR],
    ],
    "4.2.2": [
        lambda: lambda rate, dropout: np.log(1 / dropout - 1) / rate,
        lambda: lambda rate, dropout: (np.log1p(-dropout) - np.log(dropout)) / rate,
        lambda: lambda dropout, rate: float(-np.log(dropout / (1 - dropout)) / rate),
    ],
    "4.2.3": [
        lambda: model(),
        lambda: model().params_.round(3),
        lambda: dict(model().params_),
        lambda: tuple(model().params_),
        lambda: SimpleNamespace(params_=model().params_),
    ],
    "4.2.4": [
        lambda: miss(forecast().sum()),
        lambda: round(miss(forecast().sum()), 3),
        lambda: pd.Series([miss(forecast().sum())]),
    ],
    "4.2.5": [
        lambda: bought()[given_up()].mean(),
        lambda: round(bought()[given_up()].mean(), 3),
        lambda: [float(bought()[given_up()].mean())],
    ],
    "4.2.6": [
        lambda: sales()[once()].sum() / sales().sum(),
        lambda: round(sales()[once()].sum() / sales().sum(), 3),
        lambda: np.array(1 - sales()[~once()].sum() / sales().sum()),
    ],
    "4.2.7": [
        lambda: 0.3 * (first() + later()),
        lambda: round(0.3 * (first() + later()), 2),
        lambda: np.float64(0.3 * first() + 0.3 * later()),
    ],
    "4.2.8": [
        ("b", REPLY),
        ("close none: use the order of the list, and test it on some by lot", REPLY * 2),
    ],
}

WRONG = {
    "4.2.a": [
        (5, "silence"),
        (15, "observed"),
        (6, "last_gap"),
        (70, "days"),
        (4, "first_gap"),
        (2, "frequency"),
        (3, "rows"),
        (-10, "sign"),
    ],
    "4.2.b": [
        (0.9, "before_silence"),
        (1 / 6, "quiet"),
        (0.15, "of_everybody"),
        (1.5, "odds"),
        (0.4, "gone"),
        (0.75, "buyers"),
        (15, "persons"),
        (60, "per cent"),
        (10 / (100 / 6 + 10), "silent_among_all_gone"),
    ],
    "4.2.1": [
        (lambda: four(frequency=of_four(days(log())).size() - 1), "hold-out used"),
        (
            lambda: clv.customer_summary(log(), "customer_id", "date", "value", end=HOLDOUT_END).loc[FOUR],
            "hold-out used",
        ),
        (lambda: four(frequency=of_four(log()).size()), "hold-out used"),
        (lambda: four(T=lambda f: f["T"] + 26), "T to the end of the log"),
        (lambda: four(T=lambda f: 7 * f["T"] + 182), "T to the end of the log"),
        (lambda: four(frequency=of_four(known()).size() - 1), "rows not merged"),
        (lambda: four(frequency=lambda f: f["frequency"] + 1), "first counted"),
        (lambda: four(recency=lambda f: f["T"] - f["recency"]), "time since last"),
        (lambda: four(recency=lambda f: f["recency"] * 7, T=lambda f: f["T"] * 7), "days"),
        (lambda: four(monetary_value=of_four(days(known()))["value"].mean()), "first order in the mean"),
        (
            lambda: clv.customer_summary(
                known().drop_duplicates(["customer_id", "date"]), "customer_id", "date", "value", end=END
            ).loc[FOUR],
            "copies dropped",
        ),
        (
            lambda: clv.customer_summary(
                known().drop_duplicates(), "customer_id", "date", "value", end=END
            ).loc[FOUR],
            "copies dropped",
        ),
        (lambda: four(monetary_value=of_four(repeat_rows())["value"].mean()), "mean of rows"),
        (lambda: four(monetary_value=lambda f: f["monetary_value"].fillna(47.28)), "first order for unknown"),
        (lambda: four(monetary_value=lambda f: f["monetary_value"] * f["frequency"]), "sum for the mean"),
        (
            lambda: four(monetary_value=days(repeat_rows()).groupby("customer_id")["value"].median()),
            "median for the mean",
        ),
        (
            lambda: clv.customer_summary(
                known()[known()["date"] <= "1997-09-30"], "customer_id", "date", "value", end="1997-09-30"
            ).loc[FOUR],
            "the chapter's end",
        ),
        (lambda: four(T=lambda f: f["T"] + 1 / 7), "a day too long"),
        (lambda: four(T=78.0), "one T for all"),
        (lambda: four(recency=lambda f: f["recency"] // 1, T=lambda f: f["T"] // 1), "whole weeks"),
        (lambda: four(monetary_value=lambda f: f["monetary_value"].fillna(0)), "zero for unknown"),
        (lambda: four().drop(columns="T"), "lacks the column"),
        (lambda: four().drop(index=24), "missing"),
        (lambda: four()["frequency"], "asks for a table"),
    ],
    "4.2.2": [
        (lambda: lambda rate, dropout: np.log(dropout / (1 - dropout)) / rate, "explanations exchanged"),
        (lambda: lambda rate, dropout: np.log(dropout) / rate, "negative"),
        (lambda: lambda rate, dropout: np.log((1 - dropout) / dropout), "rate forgotten"),
        (lambda: lambda rate, dropout: np.log((1 - dropout) / dropout) * rate, "rate multiplied"),
        (lambda: lambda rate, dropout: np.log(1 / dropout) / rate, "staying forgotten"),
        (lambda: lambda rate, dropout: np.log(2) / rate, "half-life"),
        (lambda: lambda rate, dropout: np.log10((1 - dropout) / dropout) / rate, "decimal logarithm"),
        (lambda: lambda rate, dropout: np.log(2 * (1 - dropout)) / rate, "half silent"),
        (lambda: lambda rate, dropout: (1 - dropout) / dropout / rate, "logarithm left out"),
        (lambda: lambda rate, dropout: 1 / rate, "between two purchases"),
        (lambda: lambda rate, dropout: round(np.log(1 / dropout - 1) / rate), "whole weeks"),
        (lambda: lambda rate, dropout: np.ceil(np.log(1 / dropout - 1) / rate), "next whole week"),
        (lambda: lambda rate: 1 / rate, "the question asks for (rate, dropout)"),
        (lambda: lambda rate, dropout: round(np.log(1 / dropout - 1) / rate, 2), "rounded too far"),
        (3.66, "asks for the function"),
    ],
    "4.2.3": [
        (lambda: dict(model().params_) | {"alpha": model().params_["alpha"] * 7 / 30.4}, "months"),
        (lambda: fitted(known(), unit="D"), "days"),
        (lambda: fitted(log(), end=HOLDOUT_END), "whole log"),
        (lambda: fitted(known()[known()["value"] > 0]), "free orders dropped"),
        (lambda: fitted(known()[known()["value"] > 0]).params_.round(3), "free orders dropped"),
        (lambda: september(), "september"),
        (
            lambda: fitted(known()[known()["customer_id"].isin(data.load("cdnow_sample")["customer_id"])]),
            "sample",
        ),
        (lambda: fitted(mondays(), end="1997-12-29"), "calendar weeks"),
        (lambda: clv.BetaGeoNBD().fit(summary()[summary()["frequency"] > 0]), "repeat buyers only"),
        (lambda: clv.ParetoNBD().fit(summary()), "pareto"),
        (lambda: model().standard_errors_, "standard errors"),
        (
            lambda: fitted(sample()[sample()["date"] <= "1997-09-30"], end="1997-09-30"),
            "the chapter's own",
        ),
        (lambda: clv.BetaGeoNBD(), "not fitted yet"),
        (lambda: model().params_["r"], "asks for a Series indexed by parameter"),
    ],
    "4.2.4": [
        (lambda: miss(forecast(6).sum()), "six weeks"),
        (lambda: miss(forecast(78).sum()), "78 weeks"),
        (
            lambda: (
                (forecast() - summary()["holdout_frequency"]).abs().sum()
                / summary()["holdout_frequency"].sum()
            ),
            "miss of each",
        ),
        (lambda: (forecast() - summary()["holdout_frequency"]).abs().mean(), "mean miss of each"),
        (
            lambda: forecast()[~once()].sum() / summary()["holdout_frequency"][~once()].sum() - 1,
            "returners alone",
        ),
        (lambda: 1 - summary()["holdout_frequency"].sum() / forecast().sum(), "against the forecast"),
        (lambda: summary()["holdout_frequency"].sum() / forecast().sum() - 1, "turned round"),
        (
            lambda: forecast().sum() - summary()["holdout_frequency"].sum(),
            "purchases, not a fraction",
        ),
        (lambda: forecast().sum(), "the forecast itself"),
        (lambda: miss(forecast(39).sum()), "39 weeks"),
        (lambda: miss(23570 * model().expected_purchases_new_customer(26)), "new customers"),
        (lambda: miss((summary()["frequency"] / summary()["T"] * 26).sum()), "own pace"),
        (lambda: forecast().sum() / summary()["frequency"].sum() - 1, "calibration as actual"),
        (lambda: forecast().sum() / summary()["holdout_frequency"].sum(), "ratio"),
        (lambda: miss(september().expected_purchases(26, summary()).sum()), "september"),
        (lambda: round(miss(forecast().sum()), 2), "rounded too far"),
        (lambda: -miss(forecast().sum()), "sign"),
        (lambda: 100 * miss(forecast().sum()), "per cent"),
    ],
    "4.2.5": [
        (
            lambda: (summary()["holdout_frequency"][model().probability_alive(summary()) < 0.2] > 0).mean(),
            "at two tenths",
        ),
        (
            lambda: (summary()["holdout_frequency"][model().probability_alive(summary()) < 0.01] > 0).mean(),
            "at one hundredth",
        ),
        (lambda: bought()[model().probability_alive(summary()) < 0.9].mean(), "at nine tenths"),
        (lambda: bought()[model().probability_alive(summary()) < 0.05].mean(), "at one twentieth"),
        (0.1, "largest possible"),
        (lambda: bought()[once()].mean(), "never came back"),
        (lambda: bought()[forecast() < 0.1].mean(), "by expected purchases"),
        (lambda: given_up().sum(), "how many given up"),
        (lambda: model().probability_alive(summary())[given_up()].mean(), "the model's own claim"),
        (lambda: (~bought())[given_up()].mean(), "complement"),
        (lambda: given_up()[bought()].mean(), "share of the buyers"),
        (lambda: given_up().mean(), "share given up"),
        (lambda: (given_up() & bought()).mean(), "share of everybody"),
        (lambda: (given_up() & bought()).sum(), "a count"),
        (lambda: summary()["holdout_frequency"][given_up()].mean(), "purchases per head"),
        (lambda: (summary()["holdout_frequency"][given_up()] == 1).mean(), "exactly once"),
        (lambda: bought()[september().probability_alive(summary()) < 0.10].mean(), "september"),
        (lambda: round(bought()[given_up()].mean(), 2), "rounded too far"),
        (lambda: bought().mean(), "everybody"),
        (lambda: 100 * bought()[given_up()].mean(), "per cent"),
    ],
    "4.2.6": [
        (lambda: once().mean(), "share of customers"),
        (lambda: forecast()[once()].sum() / forecast().sum(), "share of purchases"),
        (
            lambda: summary()["holdout_value"][once()].sum() / summary()["holdout_value"].sum(),
            "what happened",
        ),
        (lambda: sales()[once()].sum() / sales()[~once()].sum(), "against the rest"),
        (lambda: sales()[~once()].sum() / sales().sum(), "complement"),
        (lambda: (forecast() * summary()["monetary_value"].fillna(0))[once()].sum(), "zeros put in"),
        (
            lambda: 1 - (forecast() * summary()["monetary_value"].fillna(0)).sum() / sales().sum(),
            "colleague's total",
        ),
        (
            lambda: (
                (
                    filled := forecast()
                    * summary()["monetary_value"].fillna(summary()["monetary_value"].mean())
                )[once()].sum()
                / filled.sum()
            ),
            "mean put in",
        ),
        (lambda: sales()[summary()["frequency"] == 1].sum() / sales().sum(), "came back once"),
        (lambda: sales()[once()].mean() / sales().mean(), "per head"),
        (lambda: sales(39)[once()].sum() / sales(39).sum(), "39 weeks"),
        (lambda: round(sales()[once()].sum() / sales().sum(), 2), "rounded too far"),
        (lambda: sales()[once()].sum(), "dollars"),
    ],
    "4.2.7": [
        (lambda: 0.3 * first(), "first order alone"),
        (lambda: 0.3 * (first() + later(horizon=52)), "one year"),
        (lambda: 0.3 * (first() + later(horizon=26)), "26 weeks"),
        (lambda: 0.3 * (first() + later(horizon=36)), "36 weeks"),
        (lambda: 0.3 * (first() + later()) - 30, "less the offer"),
        (lambda: 0.7 * (first() + later()), "70 % margin"),
        (lambda: 0.3 * later(), "first order left out"),
        (lambda: first() + 0.3 * later(), "first order without margin"),
        (lambda: first() + later(), "sales, not margin"),
        (lambda: 0.3 * (first() + later(rate=0.15)), "yearly rate for a week"),
        (lambda: 0.3 * (first() + later(rate=0.15 / 52)), "rate divided by 52"),
        (lambda: 0.3 * (first() + later(horizon=3)), "three weeks"),
        (lambda: 0.3 * (first() + later(horizon=None)), "for ever"),
        (
            lambda: (
                0.3 * (first() + model().expected_purchases_new_customer(156) * spend().expected_spend(NEW))
            ),
            "not discounted",
        ),
        (lambda: 0.3 * first() + existing(), "existing customers"),
        (lambda: existing(), "existing customers alone"),
        (
            lambda: (
                0.3
                * (
                    first()
                    + model()
                    .discounted_expected_purchases(
                        summary(), discount_rate=clv.rate_per_period(0.15, 52), horizon=156
                    )
                    .mean()
                    * spend().expected_spend(NEW)
                )
            ),
            "existing customers' purchases",
        ),
        (lambda: 0.3 * first() + later(), "later sales, not margin"),
        (lambda: 0.3 * (first() + later(rate=clv.rate_per_period(0.15, 12))), "rate of a month"),
        (
            lambda: 0.3 * (first() + orders_to_come() * summary()["monetary_value"].mean()),
            "mean of monetary value",
        ),
        (
            lambda: 0.3 * (log().groupby("customer_id")["value"].first().mean() + later()),
            "first row",
        ),
        (lambda: 0.3 * (log()["value"].mean() + later()), "mean of all rows"),
        (lambda: 0.3 * (days(log())["value"].mean() + later()), "mean of all orders"),
        (lambda: 0.3 * (spend().expected_spend(NEW) + later()), "repeat spend first"),
        (lambda: 0.3 * first() * (1 + orders_to_come()), "first spend later"),
        (without_copies, "copies dropped"),
    ],
    "4.2.8": [
        (
            (
                "a",
                "With a Christmas in the data the forecast is right, as the total shows. A customer "
                "with a P(alive) below 0.10 is dead with more than nine chances in ten, so I agree "
                "that we close these accounts and save the cost.",
            ),
            "total_taken_for_its_parts",
        ),
        (
            (
                "c",
                "The model is worthless. Of the customers whom it had given up far more than one in "
                "ten bought again, so its P(alive) is wrong and nothing that it says can be used. We "
                "close no account and treat all customers alike.",
            ),
            "order_thrown_away",
        ),
        (("b", "Yes."), "very short"),
        ((None, RIGHT["4.2.8"][0][1]), "Mark the side"),
        (RIGHT["4.2.8"][0][1], "hand in the pair"),
        (("b", 0.257), "write your explanation as text"),
    ],
}
