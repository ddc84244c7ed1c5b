"""Answers to exercise 0.2: right ones in other forms, and wrong ones with the hint that each must earn."""

from functools import cache

import numpy as np
import pandas as pd

from marketing_origin import data


def sample():
    return data.load("cdnow_sample")


def parcels():
    return sample().groupby(["customer_id", "date"], as_index=False).agg(value=("value", "sum"))


def in_parcels(how, rows=None):
    """A statistic of the rows of each parcel."""
    rows = sample() if rows is None else rows
    return rows.groupby(["customer_id", "date"])["value"].agg(how)


def contracts(picked="tenure >= 0", **changes):
    """The table of 0.2.2 from the picked rows, with columns replaced by functions of the groups."""
    groups = data.load("telco").query(picked).groupby("contract", observed=True)
    right = groups.agg(
        subscribers=("churn", "size"), churn_rate=("churn", "mean"), median_tenure=("tenure", "median")
    )
    return right.assign(**{name: make(groups) for name, make in changes.items()})


def baskets():
    return data.load("journey_baskets")


@cache
def local():
    return baskets()["timestamp"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")


@cache
def taken_for_the_shops():
    there = baskets()["timestamp"].dt.tz_localize("America/New_York", ambiguous="NaT", nonexistent="NaT")
    return there.dt.tz_convert("UTC")


def share(day, clock):
    sales = baskets()["sales_value"]
    return sales[clock.dt.day_name() == day].sum() / sales.sum()


def sundays():
    return baskets()[local().dt.day_name() == "Sunday"]


def households():
    """The sales of each household, and whether it is known."""
    spent = baskets().groupby("household_id")["sales_value"].sum().to_frame("spent")
    return spent.assign(known=spent.index.isin(data.load("journey_demographics")["household_id"]))


def three(of):
    """A Series of a function of all, known and unknown households' sales."""
    frame = households()
    known = frame["known"]
    return pd.Series(
        {
            "all": of(frame["spent"]),
            "known": of(frame.loc[known, "spent"]),
            "unknown": of(frame.loc[~known, "spent"]),
        }
    )


def per_basket():
    frame = baskets().merge(households(), on="household_id")
    groups = frame.groupby("known")["sales_value"].mean()
    return {"all": frame["sales_value"].mean(), "known": groups[True], "unknown": groups[False]}


def pieces_bought():
    units = baskets().groupby("household_id")["units"].sum()
    known = households()["known"]
    return {"all": units.mean(), "known": units[known].mean(), "unknown": units[~known].mean()}


def baskets_per_household():
    frame = (
        baskets()
        .merge(households(), on="household_id")
        .groupby("known")["household_id"]
        .agg(["size", "nunique"])
    )
    each = frame["size"] / frame["nunique"]
    return {"all": frame["size"].sum() / frame["nunique"].sum(), "known": each[True], "unknown": each[False]}


def of_outcome(keep, column="pdays"):
    bank = data.load("bank").query("previous > 0")
    return bank[keep(bank["poutcome"].astype(str))].groupby("deposit")[column].mean()


def called():
    bank = data.load("bank")
    return bank[bank["previous"] > 0].groupby("deposit")["pdays"]


def days(change):
    bank = data.load("bank")
    return change(bank["pdays"]).groupby(bank["deposit"]).mean()


WHICH = {"first months": "club", "second order": "cdnow", "calls": "bank", "coupons": "journey"}
USABLE = ["age", "balance", "housing", "poutcome", "previous"]
LETTER = (
    "Part of the fall is how the file was made: it holds only people who joined by March, so first orders "
    "end "
    "there. I would follow repeat orders per member. How the shops do it cannot tell, nor what the card "
    "changed."
)

RIGHT = {
    "0.2.a": [51, 255 / 5, lambda: np.float64(51), lambda: pd.Series([51.0])],
    "0.2.b": [70, 70.0, 0.6 * 90 + 0.4 * 40, [70]],
    "0.2.1": [
        lambda: (parcels()["value"] > 50).sum(),
        lambda: float(len(parcels().query("value > 50"))),
        lambda: [int((parcels()["value"] > 50).sum())],
    ],
    "0.2.2": [
        contracts,
        lambda: contracts().reset_index(),
        lambda: contracts().iloc[::-1].assign(extra=1),
    ],
    "0.2.3": [
        lambda: share("Sunday", local()),
        lambda: (
            baskets()["sales_value"].groupby(local().dt.dayofweek).sum().iloc[[6]]
            / baskets()["sales_value"].sum()
        ),
    ],
    "0.2.4": [
        lambda: three(pd.Series.mean),
        lambda: dict(three(pd.Series.mean)),
        lambda: three(pd.Series.mean).iloc[::-1].to_frame("mean"),
    ],
    "0.2.5": [
        lambda: called().mean(),
        lambda: dict(called().mean()),
        lambda: called().mean().reset_index(),
        lambda: called().mean().iloc[::-1],
    ],
    "0.2.6": [USABLE, lambda: set(USABLE), lambda: pd.Index(USABLE[::-1]), lambda: tuple(USABLE)],
    "0.2.7": [WHICH, lambda: pd.Series(WHICH), lambda: pd.Series(WHICH).str.upper().iloc[::-1]],
    "0.2.8": [
        ("c", LETTER),
        lambda: ("the file does not show what the card did, one way or the other", f"\n{LETTER}\n"),
    ],
}

WRONG = {
    "0.2.a": [
        (50, "nearest_ten"),
        (42.5, "rows"),
        (48.33, "customers_means"),
        ((30 + 80 + 35) / 3, "customers_means"),
        (85, "per_customer"),
        (40, "median"),
        (47, "mean_in_the_parcel"),
        (127.5, "per_day"),
        (255, "total"),
        (5, "parcels"),
        (6, "number_of_rows"),
        (3, "customers"),
        (45, "one_row_kept"),
        (45, "customers_row_means"),
        (49, "last_row_kept"),
        (100, "largest"),
        (32.5, "median_row"),
        (60, "median_customer"),
        (1 / 51, "upside down"),
    ],
    "0.2.b": [
        (27_000 / 800, "lost_as_zero_and_counted_twice"),
        (30_000, "exchanged_total"),
        ((300 * 90 + 500 * 40) / 800, "five_hundred_lost"),
        ((500 * 90 + 300 * 40) / 800, "lost_on_top"),
        ((500 * 90 + 200 * 40) / 700, "all_at_the_mean_of_the_kept"),
        ((200 * 90 + 300 * 40) / 300, "exchanged_over_the_kept"),
        (90, "kept_only"),
        (40, "lost_only"),
        (65, "plain_mean"),
        (54, "lost_as_zero"),
        (60, "weights_exchanged"),
        (35_000 / 300, "all_money_of_the_kept"),
        (35_000, "total"),
        (27_000, "money_of_the_kept"),
        (8_000, "money_of_the_lost"),
        (130, "means_added"),
        (50, "means_subtracted"),
        (16, "kept_as_zero"),
        (175, "all_money_of_the_lost"),
        (135, "money_of_the_kept_over_the_lost"),
    ],
    "0.2.1": [
        (lambda: (parcels()["value"] >= 50).sum(), "fifty_too"),
        (lambda: 10 * (parcels()["value"] > 50).sum(), "whole_file_by_guess"),
        (
            lambda: (sample().groupby(["customer_id", "date"])["quantity"].sum() > 50).sum(),
            "discs",
        ),
        (lambda: (sample().drop_duplicates(["customer_id", "date"])["value"] > 50).sum(), "one_row_kept"),
        (lambda: (parcels()["value"] > 0).sum(), "thirty_too"),
        (lambda: len(sample()), "rows"),
        (lambda: (sample()["value"] > 50).sum(), "paid_rows"),
        (lambda: len(sample().drop_duplicates()), "copies_dropped"),
        (lambda: (sample().drop_duplicates()["value"] > 50).sum(), "paid_copies_dropped"),
        (lambda: len(parcels()), "all_parcels"),
        (lambda: sample()["customer_id"].nunique(), "customers"),
        (lambda: (sample().groupby("customer_id")["value"].sum() > 50).sum(), "paying_customers"),
        (
            lambda: (data.load("cdnow").groupby(["customer_id", "date"])["value"].sum() > 50).sum(),
            "whole_file",
        ),
        (lambda: sample()["date"].nunique(), "days"),
        (lambda: (parcels()["value"] <= 50).sum(), "not_insured"),
        (lambda: (in_parcels("sum", sample().drop_duplicates()) > 50).sum(), "parcels_without_copies"),
        (lambda: (in_parcels("max") > 50).sum(), "dearest_row"),
        (lambda: (in_parcels("mean") > 50).sum(), "mean_row"),
        (
            lambda: sample().merge(parcels().query("value > 50"), on=["customer_id", "date"]).shape[0],
            "rows_in_insured_parcels",
        ),
        (lambda: parcels().query("value > 50")["customer_id"].nunique(), "customers_with_one"),
        (lambda: (sample().groupby("date")["value"].sum() > 50).sum(), "dear_days"),
        (lambda: (parcels()["value"] > 50).mean(), "share_insured"),
        (lambda: parcels().query("value > 50")["value"].sum(), "value_insured"),
        (lambda: parcels()["value"].mean(), "mean_parcel"),
        (lambda: (sample()["quantity"] > 50).sum(), "quantity_for_value"),
        (lambda: parcels()["value"] > 0, "one number"),
    ],
    "0.2.2": [
        (
            lambda: contracts(churn_rate=lambda groups: 100 * (1 - groups["churn"].mean())),
            "stayers_in_per_cent",
        ),
        (lambda: contracts(subscribers=lambda groups: groups["churn"].sum()), "leavers_counted"),
        (lambda: contracts("churn"), "only_leavers"),
        (
            lambda: contracts(
                churn_rate=lambda groups: 0 * groups.size() + data.load("telco")["churn"].mean()
            ),
            "churn_of_all",
        ),
        (lambda: contracts("total_charges.notna()"), "blank_dropped"),
        (lambda: contracts(churn_rate=lambda groups: groups["churn"].sum()), "counted_not_shared"),
        (
            lambda: contracts(churn_rate=lambda groups: groups["churn"].sum() / groups["churn"].sum().sum()),
            "share_of_all_leavers",
        ),
        (
            lambda: contracts(churn_rate=lambda groups: groups["churn"].sum() / groups.size().sum()),
            "share_of_all_subscribers",
        ),
        (lambda: contracts(churn_rate=lambda groups: 100 * groups["churn"].mean()), "per_cent"),
        (lambda: contracts(median_tenure=lambda groups: groups["tenure"].mean()), "mean_tenure"),
        (
            lambda: contracts(
                median_tenure=lambda groups: (
                    data.load("telco")
                    .query("not churn")
                    .groupby("contract", observed=True)["tenure"]
                    .median()
                )
            ),
            "tenure_of_stayers",
        ),
        (lambda: contracts(median_tenure=lambda groups: groups["tenure"].sum()), "total_tenure"),
        (lambda: contracts(median_tenure=lambda groups: groups["tenure"].max()), "longest_tenure"),
        (lambda: contracts().assign(median_tenure=data.load("telco")["tenure"].median()), "median_of_all"),
        (lambda: contracts().assign(churn_rate=data.load("telco")["churn"].mean()), "churn_of_all"),
        (
            lambda: contracts(subscribers=lambda groups: groups.size() - groups["churn"].sum()),
            "stayers_counted",
        ),
        (lambda: contracts().assign(median_tenure=contracts("churn")["median_tenure"]), "tenure_of_leavers"),
        (lambda: contracts().drop(columns="churn_rate"), "lacks the column"),
        (lambda: contracts().iloc[:2], "missing"),
        (lambda: contracts()["churn_rate"], "asks for a table"),
    ],
    "0.2.3": [
        (lambda: sundays()["units"].sum() / baskets()["units"].sum(), "units_not_sales"),
        (lambda: share("Sunday", taken_for_the_shops()), "taken_for_the_shops"),
        (lambda: share("Sunday", baskets()["timestamp"]), "world_time"),
        (lambda: share("Sunday", baskets()["timestamp"] + pd.Timedelta(hours=5)), "wrong_direction"),
        (lambda: share("Sunday", baskets()["timestamp"] - pd.Timedelta(hours=4)), "always_4_hours"),
        (lambda: share("Sunday", baskets()["timestamp"] - pd.Timedelta(hours=5)), "always_5_hours"),
        (lambda: share("sunday", local()), "nothing_picked"),
        (lambda: (baskets()["timestamp"].dt.day_name() == "Sunday").mean(), "two things at once"),
        (lambda: (local().dt.day_name() == "Sunday").mean(), "baskets_not_sales"),
        (lambda: round(share("Sunday", local()), 2), "rounded too far"),
        (lambda: share("Monday", local()), "monday"),
        (lambda: share("Saturday", local()), "saturday"),
        (lambda: baskets()["sales_value"][local().dt.day_name() == "Sunday"].sum(), "money"),
        (lambda: baskets()["sales_value"][local().dt.day_name() == "Sunday"].mean(), "mean_basket"),
        (lambda: 100 * share("Sunday", local()), "per cent"),
        (lambda: share("Tuesday", local()), "tuesday"),
        (lambda: share("Sunday", local()) + share("Saturday", local()), "weekend"),
        (lambda: sundays()["sales_value"].mean() / baskets()["sales_value"].mean(), "basket_against_basket"),
        (
            lambda: sundays()["household_id"].nunique() / baskets()["household_id"].nunique(),
            "households_on_sundays",
        ),
    ],
    "0.2.4": [
        (lambda: pieces_bought(), "units"),
        (lambda: three(pd.Series.std), "spreads"),
        (lambda: {"all": 1.0, "known": 801 / 2500, "unknown": 1699 / 2500}, "shares_of_households"),
        (
            lambda: {**three(pd.Series.mean), "all": three(pd.Series.sum)["all"] / 2500},
            "every_household_of_the_study",
        ),
        (per_basket, "per_basket"),
        (
            lambda: {**three(pd.Series.mean), "all": three(pd.Series.mean)["known"]},
            "lost_in_the_merge",
        ),
        (lambda: three(pd.Series.sum), "totals"),
        (lambda: {**(three(pd.Series.sum) / len(households()))}, "divided_by_all"),
        (lambda: three(pd.Series.median), "medians"),
        (lambda: three(pd.Series.mean).rename({"known": "unknown", "unknown": "known"}), "turned_round"),
        (
            lambda: {**three(pd.Series.mean), "all": three(pd.Series.mean).iloc[1:].mean()},
            "mean_of_the_two",
        ),
        (
            lambda: {
                **three(pd.Series.mean),
                "unknown": three(pd.Series.mean)["all"] - three(pd.Series.mean)["known"],
            },
            "means_subtracted",
        ),
        (
            lambda: {**three(pd.Series.mean), "all": three(pd.Series.mean).iloc[1:].sum()},
            "means_added",
        ),
        (lambda: {**three(pd.Series.mean), "unknown": 0}, "unknown_as_zero"),
        (lambda: three(pd.Series.sum) / len(data.load("journey_demographics")), "over_people"),
        (baskets_per_household, "baskets_per_household"),
        (lambda: three(pd.Series.mean).iloc[:2], "missing"),
        (lambda: three(pd.Series.mean).to_list(), "carry no labels"),
    ],
    "0.2.5": [
        (lambda: of_outcome(lambda outcome: outcome.isin(["failure", "success"])), "success_or_failure_only"),
        (lambda: days(lambda column: column), "code_counted"),
        (lambda: days(lambda column: column.replace(-1, 0)), "zero_instead"),
        (lambda: days(lambda column: column.abs()), "absolute_value"),
        (lambda: called().median(), "medians"),
        (lambda: called().mean().rename({True: False, False: True}), "turned_round"),
        (lambda: called().size(), "counts"),
        (lambda: of_outcome(lambda outcome: outcome == "success"), "success_only"),
        (lambda: of_outcome(lambda outcome: outcome == "failure"), "failure_only"),
        (lambda: of_outcome(lambda outcome: outcome != "success"), "without_success"),
        (lambda: of_outcome(lambda outcome: outcome != "", "previous"), "number_of_calls"),
        (lambda: of_outcome(lambda outcome: outcome != "", "duration"), "seconds"),
        (lambda: data.load("bank").groupby("deposit")["pdays"].median(), "medians_with_the_code"),
        (lambda: called().max(), "largest"),
        (lambda: called().sum(), "sums"),
        (lambda: days(lambda column: column + 1), "one_day_added"),
        (lambda: days(lambda column: column[column < 0]), "never_called_kept"),
        (lambda: data.load("bank").query("previous > 0")["pdays"].mean(), "both_together"),
        (lambda: called().mean().rename({True: "yes", False: "no"}), "None of its labels"),
    ],
    "0.2.6": [
        (["pdays", "balance"], "not_in_the_list"),
        (["age", "poutcome", "previous"], "client herself is missing"),
        ([*USABLE, "deposit"], "outcome_used"),
        ([*USABLE, "duration"], "duration_used"),
        ([*USABLE, "campaign"], "calls_of_this_campaign_used"),
        (["age", "balance", "housing"], "earlier_campaigns_left_out"),
        (["poutcome", "previous"], "only_earlier_campaigns"),
        (["age", "balance", "housing", "previous"], "one_of_two_left_out"),
        (["age", "balance", "poutcome", "previous"], "client_left_out"),
        (["age", "balance"], "client_alone_and_not_all"),
        ([], "empty"),
        ([*USABLE, "job"], "does not belong here"),
        ("age", "a list"),
    ],
    "0.2.7": [
        ({**WHICH, "first months": "telco"}, "cross_section"),
        ({**WHICH, "second order": "journey"}, "left_truncated"),
        ({**WHICH, "second order": "club"}, "payments_for_orders"),
        ({**WHICH, "first months": "cdnow"}, "orders_for_membership"),
        ({**WHICH, "first months": "journey"}, "no_membership"),
        ({**WHICH, "second order": "telco"}, "no_orders"),
        ({**WHICH, "coupons": "telco"}, "coupons_elsewhere"),
        ({**WHICH, "calls": "telco"}, "calls_elsewhere"),
        ({"first months": "club"}, "missing"),
        (["club", "cdnow", "bank", "journey"], "carry no labels"),
    ],
    "0.2.8": [
        (
            (
                "a",
                "Orders of our members fell by more than three quarters between March and October. "
                "People took the card and stopped buying, so it has failed and we should end it.",
            ),
            "fall_of_the_file",
        ),
        (
            (
                "b",
                "If we leave out the first orders, the members go on buying month after month, so "
                "there is no fall at all. The card has brought all these repeat orders and should be "
                "kept.",
            ),
            "no_comparison",
        ),
        (
            (
                "d",
                "The data are bad. Nobody who joined after March is in the file, so nothing can be "
                "learned from it and we should throw it away and ask for another one.",
            ),
            "good_data_for_another_question",
        ),
        (("c", "The file is bad."), "very short"),
        ((None, RIGHT["0.2.8"][0][1]), "Mark the side"),
        (RIGHT["0.2.8"][0][1], "hand in the pair"),
        (("c", 9000), "write your explanation as text"),
    ],
}
