"""What several claims compute with: orders merged by day, a club's months with their margin."""

import numpy as np
import pandas as pd

from marketing_origin import data

#: The two ends of CDNOW that the literature uses: 39 and 78 weeks after the first of January 1997.
WEEK_39, WEEK_78 = pd.Timestamp("1997-09-30"), pd.Timestamp("1998-06-30")


def cdnow_orders() -> pd.DataFrame:
    """Return CDNOW's orders, a customer's rows of a day added up: customer_id, date, value, number from 0."""
    orders = data.load("cdnow").groupby(["customer_id", "date"], as_index=False)["value"].sum()
    return orders.assign(number=orders.groupby("customer_id").cumcount())


def months_between(later: pd.Series, earlier: pd.Series) -> pd.Series:
    """Return whole months from one first of a month to another."""
    return (later.dt.year - earlier.dt.year) * 12 + later.dt.month - earlier.dt.month


def club_months() -> pd.DataFrame:
    """Return the club's months of membership with the member's data, cost, margin and tenure (months)."""
    months = data.load("club_months").merge(data.load("club_members"), on="member_id")
    months = months.merge(data.load("club_plans"), on="plan")
    months["cost"] = months["cost_per_month"] + months["cost_per_visit"] * months["visits"]
    months["margin"] = months["fee"] - months["cost"]
    months["tenure"] = months_between(months["month"], months["join_month"])
    return months


def club_first_year() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the club's members whose first year can be seen to its end, and their months in and after it."""
    members = data.load("club_members")
    joiners = members[members["join_month"] <= "2023-12-01"]
    months = club_months()
    return joiners, months[months["member_id"].isin(joiners["member_id"])]


def club_margin_and_retention() -> tuple[float, float]:
    """Return a joiner's margin in the first year, and the share of joiners who begin a second (as in 4.1)."""
    joiners, months = club_first_year()
    margin = months.loc[months["tenure"] < 12, "margin"].sum() / len(joiners)
    return float(margin), float((months["tenure"] == 12).sum() / len(joiners))


def half_width(values: pd.Series) -> float:
    """Return half the width of a mean's 95 % interval (large sample)."""
    return float(1.96 * values.std() / np.sqrt(len(values)))


def arms_differ(
    people: pd.DataFrame, treated: str, outcome: str, arm: str = "arm"
) -> tuple[float, float, float]:
    """Return an outcome's mean in the arm `treated` less that in "control", and its 95 % interval's ends.

    One row of `people` is one person drawn into an arm. The interval is for a large sample.
    """
    arms = people.groupby(arm, observed=True)[outcome].agg(["mean", "sem"])
    found = arms.at[treated, "mean"] - arms.at["control", "mean"]
    half = 1.96 * np.hypot(arms.at[treated, "sem"], arms.at["control", "sem"])
    return float(found), float(found - half), float(found + half)
