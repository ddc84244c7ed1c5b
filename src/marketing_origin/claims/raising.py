"""Claims about raising customers' value: C17, C41, C46."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import arms_differ, club_months

#: What the shop's goods are taken to cost, as a share of the shelf price: no table tells it.
GOODS_COST = 0.75


def club_plan_test() -> pd.DataFrame:
    """Return those in the club's test of the personal plan whose first year can be seen, a row a member.

    `arm` ("nudge" or "control"), `net` (margin of the first year less 3 for the call), `visits` (of the
    first three months), `stayed` (there three months after joining) and `brought` (members won in the first
    year).
    """
    months = club_months()
    first = months[(months["tenure"] < 12) & (months["month"] < "2024-12-01")].groupby("member_id")
    start = months[months["tenure"] < 3].groupby("member_id")["visits"].sum()
    members = data.load("club_members")
    people = members[members["join_month"] <= "2023-11-01"].rename(columns={"onboarding": "arm"})
    who = people["member_id"]
    friends = members.dropna(subset="referred_by").merge(
        members[["member_id", "join_month"]],
        left_on="referred_by",
        right_on="member_id",
        suffixes=("", "_of"),
    )
    in_year = friends["join_month"] <= friends["join_month_of"] + pd.DateOffset(years=1)
    return people.assign(
        net=who.map(first["margin"].sum()).fillna(0.0) - 3.0 * (people["arm"] == "nudge"),
        visits=who.map(start).fillna(0.0),
        stayed=who.isin(months.loc[months["tenure"] == 3, "member_id"]),
        brought=who.map(friends[in_year].groupby("referred_by").size()).fillna(0.0),
    )


def club_letter_test() -> pd.DataFrame:
    """Return the former members in the club's test of the letter, sent or not by June 2024.

    `arm` ("offer" or "control"), `net` (margin until November 2024 of those who returned, 0 for the others,
    less the cost of the letter), `own_margin` (what a month earned at the member's own mean visits and full
    fee).
    """
    months = club_months()
    months = months[months["month"] < "2024-12-01"]
    people = data.load("club_winback").query("offer_month <= '2024-06-01'")
    people = people.merge(data.load("club_members")[["member_id", "plan"]], on="member_id")
    people = people.merge(data.load("club_plans"), on="plan")
    when = months[["member_id", "month", "visits", "margin"]].merge(
        people[["member_id", "offer_month", "returned_month"]], on="member_id"
    )
    visits = when[when["month"] < when["offer_month"]].groupby("member_id")["visits"].mean()
    earned = when[when["month"] >= when["returned_month"]].groupby("member_id")["margin"].sum()
    served = people["cost_per_month"] + people["cost_per_visit"] * people["member_id"].map(visits)
    return people.assign(
        net=people["member_id"].map(earned).fillna(0.0) - people["contact_cost"],
        own_margin=people["list_fee"] - served,
    )


def aimed_against_everybody(
    people: pd.DataFrame, aimed: pd.Series, treated: str
) -> dict[str, tuple[float, float, float]]:
    """Return what treating only `aimed` people earns, per person of all, with 95 % intervals (large sample).

    "everybody" and "aimed" are against nobody; "difference" is aimed less everybody: minus what the
    treatment does for those left out, times their share. So the people aimed at have no part in its
    interval.
    """
    share = float(aimed.mean())
    everybody = arms_differ(people, treated, "net")
    inside, outside = (arms_differ(people[who], treated, "net") for who in (aimed, ~aimed))
    lost = tuple(-(1 - share) * end for end in outside)
    return {
        "everybody": everybody,
        "aimed": tuple(share * end for end in inside),
        "difference": (lost[0], lost[2], lost[1]),
    }


def journey_households() -> pd.DataFrame:
    """Return the journey's households, a row each.

    `breadth` (products a basket), `discount` (share off the shelf price that the shop gave: by its card,
    and by matching coupons), `sales` and `shelf` (US dollars of 2017, the latter before those discounts).
    """
    sums = (
        data.load("journey_baskets")
        .groupby("household_id")
        .agg(
            sales=("sales_value", "sum"),
            card=("retail_discount", "sum"),
            match=("coupon_match_discount", "sum"),
            breadth=("products", "mean"),
        )
    )
    given = sums["card"] + sums["match"]
    sums["shelf"] = sums["sales"] + given
    return sums.assign(discount=given / sums["shelf"])[["breadth", "discount", "sales", "shelf"]]


def redeemed(campaigns: tuple[int, int]) -> pd.DataFrame:
    """Return whether households redeemed a coupon of each of two campaigns: those who were sent both."""
    sent = data.load("journey_campaigns")
    used = (
        data.load("journey_redemptions")[["household_id", "campaign_id"]].drop_duplicates().assign(used=True)
    )
    marked = sent.merge(used, how="left").fillna({"used": False})
    wide = marked.pivot(index="household_id", columns="campaign_id", values="used")
    return wide[list(campaigns)].dropna().astype(bool)


def _named(name: str, ends: tuple[float, float, float], factor: float = 1.0) -> dict[str, float]:
    """Return a figure and the ends of its interval under their names."""
    return {
        f"{name}_{end}": factor * value for end, value in zip(("value", "low", "high"), ends, strict=True)
    }


def c17_five_things() -> dict[str, float]:
    """Return what the club's tests by lot say of three of the five things (the club is simulated).

    Each with the ends of a 95 % interval. `plan_…` (differentiated communication): margin of the first year
    that a personal plan adds per member, its cost taken off, in money. `care_…` (touchpoints): percentage
    points a month by which more members leave where a club spends 1.5 a member on care instead of 0, over
    clubs and quarters. `aimed_…` (prediction): what the letter sent only to those whose own visits left a
    margin earns above the letter to everybody, until November 2024, in money per former member. Of a
    loyalty programme there is no
    test, and a customer system is what made the tables.
    """
    letter = club_letter_test()
    aimed = aimed_against_everybody(letter, letter["own_margin"] > 0, "offer")
    return (
        _named("plan", arms_differ(club_plan_test(), "nudge", "net"))
        | _named("care", arms_differ(_care_test(), "most", "left"), 100)
        | _named("aimed", aimed["difference"])
    )


def _care_test() -> pd.DataFrame:
    """Return the club-quarters with least and most care: `arm` and `left`, the share leaving a month."""
    care = data.load("club_retention_costs")
    care = care[care["care_per_member"].isin([0.0, 1.5])]
    months = data.load("club_months").merge(
        data.load("club_members")[["member_id", "home_club"]], on="member_id"
    )
    left = data.load("club_cancellations")[["member_id", "month"]].assign(left=1.0)
    months = months.merge(left, how="left", on=["member_id", "month"]).fillna({"left": 0.0})
    months = months.merge(care, on=["home_club", "month"])
    months["quarter"] = months["month"].dt.to_period("Q")
    quarters = months.groupby(["home_club", "quarter", "care_per_member"], observed=True)["left"].mean()
    quarters = quarters.reset_index()
    return quarters.assign(arm=np.where(quarters["care_per_member"] > 0, "most", "control"))


def c41_four_benefits() -> dict[str, float]:
    """Return what the (simulated) club's personal plan, drawn by lot, did for three of the four benefits.

    Differences between the arms with the ends of 95 % intervals. `recommend_…`: points on the scale from 0
    to 10, of those who answered the first survey that they were asked (about a third). `stay_…`: percentage
    points more who stay three months. `brought_…`: members won in the first year, per member: they would
    lower the acquisition cost. `net_…`: margin of the first year less the plan's cost, in money. Nothing in
    the tables measures a brand.
    """
    people = club_plan_test()
    surveys = data.load("club_surveys").sort_values(["member_id", "month"], kind="stable")
    first = surveys.drop_duplicates("member_id").dropna(subset="likelihood_to_recommend")
    answered = people.merge(first, on="member_id")
    return (
        _named("recommend", arms_differ(answered, "nudge", "likelihood_to_recommend"))
        | _named("stay", arms_differ(people.astype({"stayed": float}), "nudge", "stayed"), 100)
        | _named("brought", arms_differ(people, "nudge", "brought"))
        | _named("net", arms_differ(people, "nudge", "net"))
    )


def c46_cross_selling() -> dict[str, float]:
    """Return what is bought together, who costs money, and what an offer drawn by lot added.

    Catalogue: `lift_ratio` of clothing and computers, the largest of all pairs, on `pair_count` customers
    of both; `electronics_rate` among computer buyers, `electronics_base_rate` among all. Journey: among
    households sent campaigns 8 and 13, those who redeemed in 13: `again_rate` of those who redeemed in 8,
    `base_rate` of all, and `again_ratio`, the lift. Of the households above the median of products a
    basket, `wide_costly_share` bring less than the goods cost (taken as 75 % of the shelf price: those to
    whom the shop gave more than a quarter off), of the others `narrow_costly_share`. Club (simulated, drawn
    by lot): a personal plan changed visits of the first three months by `visits_change`, and the first
    year's margin, its cost taken off, by `net_…` (money per member; `value`, and the ends `low`, `high` of
    a 95 % interval).
    """
    bought = data.load("cross_sell").set_index("customer_id")
    pair = bought["clothing"] & bought["computers"]
    again = redeemed((8, 13))
    households = journey_households()
    wide = households["breadth"] > households["breadth"].median()
    costly = households["sales"] < GOODS_COST * households["shelf"]
    people = club_plan_test()
    visits = people.groupby("arm", observed=True)["visits"].mean()
    again_rate, base_rate = again.loc[again[8], 13].mean(), again[13].mean()
    found = {
        "lift_ratio": pair.mean() / (bought["clothing"].mean() * bought["computers"].mean()),
        "pair_count": pair.sum(),
        "electronics_rate": bought.loc[bought["computers"], "personal_electronics"].mean(),
        "electronics_base_rate": bought["personal_electronics"].mean(),
        "again_rate": again_rate,
        "base_rate": base_rate,
        "again_ratio": again_rate / base_rate,
        "wide_costly_share": costly[wide].mean(),
        "narrow_costly_share": costly[~wide].mean(),
        "visits_change": visits["nudge"] / visits["control"] - 1,
    }
    return {name: float(value) for name, value in found.items()} | _named(
        "net", arms_differ(people, "nudge", "net")
    )
