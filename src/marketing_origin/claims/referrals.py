"""Claims about word of mouth and publicity: C11, C12, C15, C38."""

from itertools import combinations

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import club_months
from marketing_origin.economics.costs import customer_acquisition_cost
from marketing_origin.economics.referrals import (
    blended_acquisition_cost,
    mean_cumulative_referrals,
    referrals_needed,
    referred_share_needed,
    total_progeny,
)

COIN = 4500.0  # money that the anecdote of C15 names
FOR_80_PER_CENT = 2.8  # standard errors that a difference must be, to be found at 5 % in four of five cases


def c11_referred_share() -> dict[str, float]:
    """Return what referrals do to the average cost of a new member.

    Blended cost = paid cost x (1 - share) + referral cost x share. `needed_free_share`: share of referred
    members that lowers it by 27 % if they cost nothing; `needed_share`: at the club's cost of a referred
    member. `club_share`, `cac_paid`, `cac_referral`, `cac_blended` (money per new member), `club_change`: the
    club in 2024, blended against paid; `club_free_change`: the same if its referred members had cost nothing.
    `implied_ratio`: total value over a customer's own, where referrals lower the cost by 27 % for nothing;
    `implied_at_cost_ratio`: where they do so at the club's cost (which is not taken off the value).
    """
    cac = customer_acquisition_cost(
        data.load("club_costs"),
        data.load("club_members"),
        start="2024-01",
        end="2024-12",
        promotion="cost",
    )
    paid = cac.drop(index="referral")
    cost = float((paid["cac"] * paid["new_customers"]).sum() / paid["new_customers"].sum())
    referral = float(cac.at["referral", "cac"])
    share = float(cac.at["referral", "new_customers"] / cac["new_customers"].sum())
    blended = blended_acquisition_cost(cost, share, referral_cost=referral)
    needed = referred_share_needed(0.27)
    needed_at_cost = referred_share_needed(0.27, cost, referral_cost=referral)
    return {
        "needed_free_share": needed,
        "needed_share": needed_at_cost,
        "club_share": share,
        "cac_paid": cost,
        "cac_referral": referral,
        "cac_blended": blended,
        "club_change": blended / cost - 1,
        "club_free_change": blended_acquisition_cost(cost, share) / cost - 1,
        "implied_ratio": total_progeny(needed),
        "implied_at_cost_ratio": total_progeny(needed_at_cost),
    }


def c12_word_of_mouth() -> dict[str, float]:
    """Return what referrals make of a customer's value: value / (1 - k), if each customer brings k others.

    `…_times_referrals`: k needed for two and for three times the value, the customer's own counted;
    `…_times_more_referrals`: if word of mouth alone is worth two or three times the value. `two_times_change`
    and `three_times_change`: what the former would do to the average cost of a new customer, referrals being
    free. `club_referrals`, `club_low`, `club_high`: k of the club's members by three years, with its 95 %
    interval; `club_ratio` what it makes. `truth_referrals`, `truth_ratio`: k of first memberships to their
    end (the simulation's truth). `conversion_worth`: money gained by turning a detractor (-1500) into a
    promoter (3667), in the exercise that a survey firm published.
    """
    measured = mean_cumulative_referrals(data.load("club_members"), end="2024-12").iloc[-1]
    club = float(measured["k"])
    truth = data.parameters("club")["referrals_per_member"]["value"]
    two, three = referrals_needed(2), referrals_needed(3)
    return {
        "two_times_referrals": two,
        "three_times_referrals": three,
        "two_times_more_referrals": referrals_needed(1 + 2),
        "three_times_more_referrals": referrals_needed(1 + 3),
        "two_times_change": -two,
        "three_times_change": -three,
        "club_referrals": club,
        "club_low": float(measured["low"]),
        "club_high": float(measured["high"]),
        "club_ratio": total_progeny(club),
        "truth_referrals": truth,
        "truth_ratio": total_progeny(truth),
        "conversion_worth": 3667.0 + 1500.0,
    }


def c15_gold_coin() -> dict[str, float]:
    """Return how many further customers a stunt must win, and how easily such a number appears by itself.

    The stunt costs 4500 of the club's money. `member_value`: margins of a member in her first 35 months,
    discounted at 10 % a year; `needed_count`: members that repay the stunt. The club's world has no
    publicity. Yet crediting each month with its joiners above the average of the three months before gives
    that many or more in `placebo_share` of the months, and up to `placebo_largest_count`.
    """
    value = _value_of_a_member()
    joiners = data.load("club_members").groupby("join_month").size()
    above = (joiners - joiners.rolling(3).mean().shift()).dropna()
    return {
        "member_value": value,
        "needed_count": float(np.ceil(COIN / value)),
        "placebo_share": float((above >= COIN / value).mean()),
        "placebo_largest_count": float(above.max()),
    }


def c38_publicity_first() -> dict[str, float]:
    """Return how large an effect of publicity would have to be for the club to see it.

    More joiners in three months than in the three before, so that a test at 5 % finds the effect in four of
    five cases: `before_after_gain`, from the club's swings when nothing of the kind happened, and
    `year_before_gain`, against the same three months of the year before; `by_lot_gain`: publicity in the
    towns of five clubs of ten, drawn by lot, the other five compared, from all possible draws.
    """
    joiners = data.load("club_members").groupby(["join_month", "home_club"], observed=True).size().unstack()
    quarters = joiners.groupby(np.arange(len(joiners)) // 3).sum()
    overall = np.log(quarters.sum(axis=1))
    drawn = np.array(list(combinations(range(10), 5)))
    counts = quarters.to_numpy(float)
    treated = counts[:, drawn].sum(axis=2)
    between = np.diff(np.log(treated / (counts.sum(axis=1)[:, None] - treated)), axis=0)
    return {
        "before_after_gain": float(np.expm1(FOR_80_PER_CENT * overall.diff().std())),
        "year_before_gain": float(np.expm1(FOR_80_PER_CENT * overall.diff(4).std())),
        "by_lot_gain": float(np.expm1(FOR_80_PER_CENT * between.std())),
    }


def _value_of_a_member(months: int = 35, discount_rate: float = 0.10) -> float:
    """Return a joiner's discounted margins; each month of age is averaged over those seen at it."""
    paid = club_months()
    end = pd.Timestamp("2024-12-01")
    joined = data.load("club_members")["join_month"].dt
    seen = 12 * (end.year - joined.year) + end.month - joined.month
    by_age = paid.groupby("tenure")["margin"].sum().reindex(range(months), fill_value=0)
    average = by_age / [(seen >= age).sum() for age in range(months)]
    return float((average / (1 + discount_rate) ** (np.arange(months) / 12)).sum())
