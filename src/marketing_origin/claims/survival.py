"""Figures for the claims about staying: C14, C36 (chapter 3.2)."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.experiments import proportion_interval
from marketing_origin.lifecycle import ShiftedBetaGeometric, cohort_table

#: Survival in % of the first year's customers, years 0-12: Fader & Hardie (2007), table 1.
HIGH_END = (100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4)
REGULAR = (100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3)


def c14_renewal() -> dict[str, float]:
    """Return what a renewal rate of 0.95 says of how long clients stay (chapter 3.2).

    `constant`: years that a client stays, the first counted, where all renew with 0.95. `two_groups`: half
    renew with 0.99, half with 0.91, so that the first renewal is 0.95, too. `different`: a beta distribution
    of churn with mean 0.05 and alpha 2. `low_rate`, `high_rate`: the 95% interval (exact) of a rate seen in
    38 of 40 renewals. `all_stay_probability`: that 20 clients in a row renew, if each does with 0.95.
    """
    interval = proportion_interval(38, 40, method="exact")
    alpha, beta = 2.0, 38.0
    return {
        "constant": 1 / 0.05,
        "two_groups": (1 / 0.01 + 1 / 0.09) / 2,
        "different": (alpha + beta - 1) / (alpha - 1),
        "low_rate": interval.low,
        "high_rate": interval.high,
        "all_stay_probability": 0.95**20,
    }


def c36_early_years() -> dict[str, float]:
    """Return whether young relationships end more often, and what two groups without change do (chapter 3.2).

    `regular_first_rate`, `regular_last_rate`, `high_first_rate`, `high_last_rate`: retention in years 1 and
    12 of the two published cohorts. `club_first_rate`, `club_last_rate`: monthly retention of the club's
    joiners in their first six months and in months 19 to 24. `model_first_rate`, `model_last_rate`: the
    shifted beta-geometric, in which nobody changes, fitted to years 0 to 7 of Regular: years 1 and 12.
    """
    figures = {}
    for name, survival in (("regular", REGULAR), ("high", HIGH_END)):
        rates = np.array(survival[1:]) / np.array(survival[:-1])
        figures |= {f"{name}_first_rate": rates[0], f"{name}_last_rate": rates[-1]}
    members = data.load("club_members")
    paid = data.load("club_months").merge(members[["member_id", "join_month"]], on="member_id")
    table = cohort_table(paid, customer="member_id", time="month", start="join_month")

    def monthly(first: int, last: int) -> float:
        kept = table[last].dropna()
        return float((kept.sum() / table.loc[kept.index, first].sum()) ** (1 / (last - first)))

    model = ShiftedBetaGeometric().fit(REGULAR[:8], customers=1000)
    rates = model.retention_rate(pd.Series([1, 12]))
    return figures | {
        "club_first_rate": monthly(0, 6),
        "club_last_rate": monthly(18, 24),
        "model_first_rate": float(rates[0]),
        "model_last_rate": float(rates[1]),
    }
