"""Claims about what to do by stage: C37, C42, C47."""

import numpy as np

from marketing_origin import data
from marketing_origin.claims.acquisition import c35_coupons
from marketing_origin.claims.tables import arms_differ, club_months


def c37_wearing_off() -> dict[str, float]:
    """Return what a half-life makes of value above expectation (chapter 3.3): arithmetic, nothing measured.

    An improvement of 10 (money a month) once a year, of which half wears off in so many months.
    `half_life_3_mean`, `half_life_12_mean`: mean surprise over the fourth year. `half_life_3_left_share`,
    `half_life_12_left_share`: of one improvement what is left of the surprise after a year.
    """
    figures = {}
    for half_life in (3, 12):
        age = np.arange(12) + 12 * np.arange(4)[:, None]  # months since each of the improvements so far
        figures[f"half_life_{half_life}_mean"] = float(10 * (2 ** (-age / half_life)).sum(axis=0).mean())
        figures[f"half_life_{half_life}_left_share"] = 2 ** (-12 / half_life)
    return figures


def c42_three_means() -> dict[str, float]:
    """Return a number for each of the three means: a target group, service, an offer. No effect but one.

    `target_ratio`: Bank Marketing, deposits per person called, of the kind of job with the most (students)
    over those of everybody; the bank chose whom to call. `redeemed_share`: Complete Journey, households that
    redeemed a coupon of a campaign with coupons chosen for them. `service_stay_points`: the simulated club,
    what a call to new members, drawn by lot, added to the share who stayed three months.
    """
    bank = data.load("bank")
    return {
        "target_ratio": float(
            bank.groupby("job", observed=True)["deposit"].mean().max() / bank["deposit"].mean()
        ),
        "redeemed_share": c35_coupons()["type_a_share"],
        "service_stay_points": c47_by_stage()["nudge_stay_points"],
    }


def c47_by_stage() -> dict[str, float]:
    """Return what two offers drawn by lot changed in the club: a call to the new, a letter to the former.

    Money per member of the arm, *before* the cost of the action, with the ends of a 95 % interval.
    `nudge_value`, `nudge_low`, `nudge_high`: margin of the first year, members who joined by November 2023.
    `letter_value`, `letter_low`, `letter_high`: margin until November 2024 of those to whom the letter was
    sent by June 2024, those who stayed away counted with 0. `nudge_stay_points`, `nudge_stay_low_points`,
    `nudge_stay_high_points`: the further share of the members of the call who stayed three months.
    """
    months = club_months()
    months = months[months["month"] < "2024-12-01"]
    joiners = data.load("club_members").query("join_month <= '2023-11-01'").copy()
    first_year = months[months["tenure"] < 12].groupby("member_id")["margin"].sum()
    joiners["margin"] = joiners["member_id"].map(first_year).fillna(0.0)
    joiners["stayed"] = joiners["member_id"].isin(months.loc[months["tenure"] == 3, "member_id"])
    nudge = arms_differ(joiners, "nudge", "margin", arm="onboarding")
    stay = arms_differ(joiners, "nudge", "stayed", arm="onboarding")
    winback = data.load("club_winback").query("offer_month <= '2024-06-01'").copy()
    back = months.merge(winback.dropna(subset="returned_month"), on="member_id")
    earned = back[back["month"] >= back["returned_month"]].groupby("member_id")["margin"].sum()
    winback["margin"] = winback["member_id"].map(earned).fillna(0.0)
    letter = arms_differ(winback, "offer", "margin")
    named = zip(("value", "low", "high"), nudge, letter, stay, strict=True)
    figures = {}
    for end, by_call, by_letter, stayed in named:
        figures |= {f"nudge_{end}": by_call, f"letter_{end}": by_letter}
        figures["nudge_stay_points" if end == "value" else f"nudge_stay_{end}_points"] = stayed
    return figures
