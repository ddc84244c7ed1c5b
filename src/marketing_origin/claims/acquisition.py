"""Claims about what customers cost and how they are won: C1, C2, C22, C34, C35, C43, C44."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import club_first_year, club_months, half_width, months_between
from marketing_origin.economics.costs import customer_acquisition_cost, payback_period
from marketing_origin.experiments import difference_interval

YEAR = {"start": "2024-01", "end": "2024-12"}


def c1_calls_per_sale() -> dict[str, float]:
    """Return telephone calls per deposit sold, by what came of an earlier campaign (Bank Marketing).

    `calls_never`, `calls_after_failure`, `calls_after_success`: calls for one sale to people never called
    before, who refused before, who bought before; `never_to_…_ratio`: the first over each of the others.
    `sale_…_rate`: deposits per person called; `sale_ratio`: of those who bought before over those never
    called. Whom the bank called was its choice: nothing here is an effect.
    """
    bank = data.load("bank")
    groups = bank.groupby(bank["poutcome"].astype(str).where(bank["previous"] > 0, "never"))
    calls = groups["campaign"].sum() / groups["deposit"].sum()
    sold = groups["deposit"].mean()
    return {
        "calls_never": calls["never"],
        "calls_after_failure": calls["failure"],
        "calls_after_success": calls["success"],
        "never_to_failure_ratio": calls["never"] / calls["failure"],
        "never_to_success_ratio": calls["never"] / calls["success"],
        "sale_never_rate": sold["never"],
        "sale_after_success_rate": sold["success"],
        "sale_ratio": sold["success"] / sold["never"],
    }


def c2_what_is_counted() -> dict[str, float]:
    """Return cost of winning over cost of keeping at the club in 2024, counted in five ways.

    `…_ratio`: advertising only, per member-year of keeping; fully loaded, per member-year; fully loaded, per
    member who was there a year before and still is; fully loaded, per member-*month*; fully loaded, with the
    cost of serving members booked as keeping them, per member-year. `cac_advertising` and `cac_loaded` (money
    per new member) and `keeping_cost` (money per member and year) are what the first two divide.
    """
    costs, members = data.load("club_costs"), data.load("club_members")
    one = {"promotion": "cost", "by": None, **YEAR}
    loaded = customer_acquisition_cost(costs, members, **one)["cac"].iloc[0]
    advertising = customer_acquisition_cost(costs, members, components=["advertising"], **one)["cac"].iloc[0]
    kept = data.load("club_retention_costs")
    spent = kept.loc[kept["month"] >= "2024-01-01", ["care", "nudge", "winback"]].sum().sum()
    months = club_months()
    year = months[months["month"] >= "2024-01-01"]
    there = {end: months.loc[months["month"] == end, "member_id"] for end in ("2023-12-01", "2024-12-01")}
    stayed = there["2023-12-01"].isin(there["2024-12-01"]).sum()
    member_years = len(year) / 12
    return {
        "cac_advertising": advertising,
        "cac_loaded": loaded,
        "keeping_cost": spent / member_years,
        "advertising_ratio": advertising / (spent / member_years),
        "loaded_ratio": loaded / (spent / member_years),
        "per_stayer_ratio": loaded / (spent / stayed),
        "per_month_ratio": loaded / (spent / len(year)),
        "with_service_ratio": loaded / ((spent + year["cost"].sum()) / member_years),
    }


def c22_signatures() -> dict[str, float]:
    """Return signatures of the misconceptions at the club, and what the naive comparison hides.

    `discount_share`: joiners who took a joining discount. `left_…_rate`: gone within three months, with and
    without one; `naive_points` their difference, `naive_low_points` and `naive_high_points` its interval.
    `same_type_points`: the same difference among people of the same hidden type (price-sensitive or not),
    averaged over all joiners: what the simulation's truth leaves of it. `payback_months`: which month's
    margin pays the cost of winning a member back, paid fees counted (so discounts are left out of the cost).
    """
    members = data.load("club_members").merge(data.load("club_truth"), on="member_id")
    ended = data.load("club_cancellations").groupby("member_id")["month"].min()
    seen = members[members["join_month"] <= "2024-10-01"]
    seen = seen.assign(end=seen["member_id"].map(ended), discount=seen["joining_discount"] > 0)
    gone = months_between(seen["end"], seen["join_month"]) < 3
    rates = gone.groupby(seen["discount"]).agg(["sum", "size", "mean"])
    arms = [(rates.at[group, "sum"], rates.at[group, "size"]) for group in (False, True)]
    low, high = difference_interval(*arms, method="newcombe")
    by_type = gone.groupby([seen["price_sensitive"], seen["discount"]]).mean().unstack()
    weights = seen["price_sensitive"].value_counts(normalize=True)
    joiners, months = club_first_year()
    margins = months[months["tenure"] < 12].groupby("tenure")["margin"].sum() / len(joiners)
    cac = customer_acquisition_cost(
        data.load("club_costs"),
        members,
        promotion="taken off revenue",
        by=None,
        start="2022-01",
        end="2023-12",
    )
    return {
        "discount_share": float(seen["discount"].mean()),
        "left_with_rate": float(rates.at[True, "mean"]),
        "left_without_rate": float(rates.at[False, "mean"]),
        "naive_points": float(rates.at[True, "mean"] - rates.at[False, "mean"]),
        "naive_low_points": low,
        "naive_high_points": high,
        "same_type_points": float(((by_type[True] - by_type[False]) * weights).sum()),
        "payback_months": payback_period(cac["cac"].iloc[0], margins, first_margin="now"),
    }


def c34_win_back() -> dict[str, float]:
    """Return what the club's win-back offer, drawn by lot, earned per former member to whom it was sent.

    `return_…_rate`: returned within six months, with the offer and without. `margin_offer`, `margin_control`:
    margin per former member of each arm until December 2024, those who did not return counted with 0.
    `net_worth` is the difference less the cost of the letter (`contact_cost`),
    `net_low` and `net_high` its 95 % interval; money throughout.
    """
    winback = data.load("club_winback")
    winback = winback[winback["offer_month"] <= "2024-06-01"]  # six months of follow-up for all
    back = club_months().merge(winback.dropna(subset="returned_month"), on="member_id")
    earned = back[back["month"] >= back["returned_month"]].groupby("member_id")["margin"].sum()
    margin = winback["member_id"].map(earned).fillna(0.0)
    offered = winback["arm"] == "offer"
    cost = float(winback.loc[offered, "contact_cost"].mean())
    net = margin[offered].mean() - margin[~offered].mean() - cost
    width = np.hypot(half_width(margin[offered]), half_width(margin[~offered]))
    returned = winback["returned_month"].notna()
    return {
        "return_offer_rate": float(returned[offered].mean()),
        "return_control_rate": float(returned[~offered].mean()),
        "margin_offer": float(margin[offered].mean()),
        "margin_control": float(margin[~offered].mean()),
        "contact_cost": cost,
        "net_worth": float(net),
        "net_low": float(net - width),
        "net_high": float(net + width),
    }


def c35_coupons() -> dict[str, float]:
    """Return the share of households that redeemed a coupon of a campaign they received (Complete Journey).

    One household in one campaign counts once. `type_a_share`: campaigns with coupons chosen for the
    household; `type_b_share`, `type_c_share`: the same coupons for all. Who received what was not drawn by
    lot.
    """
    received = data.load("journey_campaigns").merge(data.load("journey_campaign_descriptions"))
    used = data.load("journey_redemptions")[["campaign_id", "household_id"]].drop_duplicates()
    redeemed = pd.MultiIndex.from_frame(received[["campaign_id", "household_id"]]).isin(
        pd.MultiIndex.from_frame(used)
    )
    share = pd.Series(redeemed).groupby(received["campaign_type"].to_numpy()).mean()
    return {f"{kind.lower().replace(' ', '_')}_share": float(value) for kind, value in share.items()}


def c43_channels() -> dict[str, float]:
    """Return the club's cheapest and dearest channel in 2024, and what a member from each brings.

    `…_cac`: fully loaded money per new member, discounts left out of it, as the margins are of fees paid.
    `…_margin`: margin in the first year per joiner of 2022 and 2023.
    """
    cac = customer_acquisition_cost(
        data.load("club_costs"), data.load("club_members"), promotion="taken off revenue", **YEAR
    )["cac"]
    joiners, months = club_first_year()
    year = months[months["tenure"] < 12].groupby("channel", observed=True)["margin"].sum()
    margin = year / joiners["channel"].value_counts()
    return {
        "lowest_cac": float(cac.min()),
        "lowest_margin": float(margin[cac.idxmin()]),
        "highest_cac": float(cac.max()),
        "highest_margin": float(margin[cac.idxmax()]),
    }


def c44_components() -> dict[str, float]:
    """Return the club's cost of a new member in 2024, component by component.

    Money per new member: `advertising`, `labour`, `promotion`, `referral_rewards`. `loaded_cac`: all of it,
    revenue at list prices. `promotion_off_cac`: discounts left out, revenue as paid. `understated_ratio`:
    fully loaded against advertising only. `counted_twice`: what is taken off a member's worth once too often
    if discounts are counted in both.
    """
    costs, members = data.load("club_costs"), data.load("club_members")
    loaded = customer_acquisition_cost(costs, members, promotion="cost", by=None, **YEAR).iloc[0]
    return {
        "advertising": float(loaded["advertising"]),
        "labour": float(loaded["labour"]),
        "promotion": float(loaded["promotion"]),
        "referral_rewards": float(loaded["referral_rewards"]),
        "loaded_cac": float(loaded["cac"]),
        "promotion_off_cac": float(loaded["cac"] - loaded["promotion"]),
        "understated_ratio": float(loaded["cac"] / loaded["advertising"]),
        "counted_twice": float(loaded["promotion"]),
    }
