"""Claims about satisfaction, loyalty programmes and churn: C45."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import club_months, months_between
from marketing_origin.lifecycle.satisfaction import net_promoter_score


def c45_four_means() -> dict[str, float]:
    """Return a number for each of the four means, from the simulated club (chapter 3.4).

    Satisfaction: `score_answered_points`, net promoter score of those who answered the surveys, and
    `score_all_points`, of all who were asked, as the simulation's truth has it. Prevention of churn:
    `care_stay_points`, the further share of members who stayed a quarter where a lot gave their club care of
    0.8 or more a month, against no care. Service standards: `late_leave_points`, the further share who left
    within the month of an incident and the two after it, of incidents that chance resolved late. A loyalty
    programme: `points_needed_share`, by how much of itself churn would have to fall for points of 2 a month,
    given to everybody, to pay for themselves (at 1 % a month, for good): nothing of that kind was measured.
    """
    months = club_months()
    first = data.load("club_cancellations").groupby("member_id")["month"].min()
    answers = data.load("club_surveys")["likelihood_to_recommend"].dropna()
    truth = data.parameters("club")["nps_of_all_asked"]["value"]
    margin, rate = months["margin"].mean(), len(data.load("club_cancellations")) / len(months)
    return {
        "score_answered_points": net_promoter_score(answers).value,
        "score_all_points": float(truth),
        "care_stay_points": _care(months, first),
        "late_leave_points": _late(first),
        "points_needed_share": needed_fall(2.0, float(margin), rate, 0.01),
    }


def needed_fall(cost: float, margin: float, churn_rate: float, discount_rate: float) -> float:
    """Return by how much of itself churn must fall for a programme that costs so much a period to break even.

    `cost` and `margin` are money per customer and period, the programme given to everybody; `churn_rate` is
    per period. A customer's worth, margin x (1 + discount) / (discount + churn), is then as before.
    """
    return (churn_rate + discount_rate) * cost / margin / churn_rate


def _care(months: pd.DataFrame, first_left: pd.Series) -> float:
    """Return the share who stay a quarter with care of 0.8 or more less that without care."""
    start = months[months["month"].dt.month.isin([1, 4, 7, 10]) & (months["tenure"] >= 3)]
    start = start.merge(data.load("club_retention_costs"), on=["month", "home_club"])
    gone = start["member_id"].map(first_left)
    start = start[gone.isna() | (gone >= start["month"])].copy()  # first memberships only
    start["stayed"] = ~(months_between(start["member_id"].map(first_left), start["month"]) < 3)
    arms = start["stayed"].groupby(
        np.select([start["care_per_member"] == 0, start["care_per_member"] >= 0.8], [0, 1], 2)
    )
    return float(arms.mean()[1] - arms.mean()[0])


def _late(first_left: pd.Series) -> float:
    """Return the share who leave soon after an incident resolved late less that after one resolved in time."""
    incidents = data.load("club_incidents")
    after = months_between(incidents["member_id"].map(first_left), incidents["month"])
    standard = data.parameters("club")["service_standard"]["value"]
    left = after.between(0, 2).groupby(incidents["resolved_days"] > standard).mean()
    return float(left[True] - left[False])
