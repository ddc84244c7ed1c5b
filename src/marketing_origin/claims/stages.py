"""Claims about stages, phases and states of a customer's life: C32, C33, C39 and C40."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import WEEK_39, WEEK_78, cdnow_orders, club_months
from marketing_origin.lifecycle import customer_states

#: A member is new for so many paid months, and dormant after so many of her own visits left out.
NEW_MONTHS, VISITS_MISSED = 3, 2


def club_states() -> pd.DataFrame:
    """Return the club's paid months with each one's `state`, and whether it was the last (`leaves`).

    States of a contract: new in the first three paid months; dormant where the visits left out since the last
    one (months without a visit x her own visits a month before) are more than two; loyal otherwise. `leaves`:
    1.0 where the next month was not paid, missing in the last month of the data.
    """
    months = club_months().sort_values(["member_id", "month"], kind="stable")
    each = months.groupby("member_id")
    paid = each.cumcount()
    usual = (each["visits"].cumsum() - months["visits"]) / paid.where(paid > 0)
    came = months["visits"] > 0
    spell = came.groupby(months["member_id"]).cumsum()  # a visit begins a new spell of silence
    silent = (~came).groupby([months["member_id"], spell]).cumsum()
    months["state"] = np.where(paid < NEW_MONTHS, "new", "loyal")
    months.loc[silent * usual > VISITS_MISSED, "state"] = "dormant"
    follows = each["month"].shift(-1) == months["month"] + pd.offsets.MonthBegin(1)
    months["leaves"] = (~follows).astype(float).where(months["month"] < months["month"].max())
    return months


def c32_four_phases() -> dict[str, float]:
    """Return how far two rules agree on the phase of the same customers (CDNOW, 30 September 1997).

    Development: one order; stability: more; decline: silent too long, whatever went before. Who has not
    ordered, the first phase, is not in an order log. `decline_rhythm_share`: in decline by a silence of more
    than two of her own gaps (`lifecycle.customer_states`); `decline_90_days_share`: by one of more than 90
    days; `disagree_share`: customers whom the two rules put in different phases. Or decline as a slope:
    `loyal_on_slope_share`, of the loyal ones (more than one order, not silent) those who ordered at most half
    as often in the later half of their time as in the earlier.
    """
    state = customer_states(data.load("cdnow"), "customer_id", "date", at=WEEK_39)["state"]
    orders = cdnow_orders().query("date <= @WEEK_39")
    dates = orders.groupby("customer_id")["date"].agg(["min", "max"])
    by_rhythm = state.isin(["dormant", "churned"])
    by_days = (WEEK_39 - dates["max"]).dt.days.reindex(state.index) > 90
    middle = dates["min"] + (WEEK_39 - dates["min"]) / 2
    late = (
        (orders["date"] > orders["customer_id"].map(middle))
        .groupby(orders["customer_id"])
        .agg(["sum", "size"])
    )
    on_slope = late["sum"] <= 0.5 * (late["size"] - late["sum"])
    return {
        "decline_rhythm_share": float(by_rhythm.mean()),
        "decline_90_days_share": float(by_days.mean()),
        "disagree_share": float((by_rhythm != by_days).mean()),
        "loyal_on_slope_share": float(on_slope[state.index[state == "loyal"]].mean()),
    }


def c33_profit_by_phase() -> dict[str, float]:
    """Return what a member brings by phase, in the simulated club.

    Money a month of a paid month: `new_margin`, `loyal_margin`, `dormant_margin` (fee less variable cost;
    what winning cost is not in it). The share that does not pay the next month: `new_leave_rate`,
    `loyal_leave_rate`, `dormant_leave_rate`. `second_year_ratio`: mean monthly margin of the second year over
    that of months 4 to 12, of the members who paid for two years, each month counting once.
    """
    months = club_states()
    by_state = months.groupby("state")[["margin", "leaves"]].mean()
    figures = {}
    for state in ("new", "loyal", "dormant"):
        figures[f"{state}_margin"] = float(by_state.at[state, "margin"])
        figures[f"{state}_leave_rate"] = float(by_state.at[state, "leaves"])
    long = months[months.groupby("member_id")["tenure"].transform("max") >= 23]
    first = long.loc[long["tenure"].between(3, 11), "margin"].mean()
    second = long.loc[long["tenure"].between(12, 23), "margin"].mean()
    return {**figures, "second_year_ratio": float(second / first)}


def c39_what_a_log_shows() -> dict[str, float]:
    """Return how little of a customer's life a log shows.

    `one_order_share`: CDNOW's customers of whom the log knows one single day in up to 78 weeks.
    `silent_weeks_share`: of the weeks since each customer's first order, those without one. What she feels
    has to be asked: `not_answered_share`, of the questionnaires of the simulated club those not answered.
    """
    orders = cdnow_orders()
    first = orders.groupby("customer_id")["date"].transform("min")
    weeks = ((WEEK_78 - first[orders["number"] == 0]).dt.days // 7 + 1).sum()
    with_order = (orders["date"] - first).dt.days // 7
    ordered = pd.DataFrame({"who": orders["customer_id"], "week": with_order}).drop_duplicates()
    return {
        "one_order_share": float((orders.groupby("customer_id").size() == 1).mean()),
        "silent_weeks_share": float(1 - len(ordered) / weeks),
        "not_answered_share": float(data.load("club_surveys")["csat"].isna().mean()),
    }


def c40_five_states() -> dict[str, float]:
    """Return what customers of each state did in the 39 weeks after 30 September 1997 (CDNOW).

    States by `lifecycle.customer_states` as it is. `loyal_back_share`, `dormant_back_share`,
    `churned_back_share`: those who ordered again; `churned_money_share`: the share of all later money that
    came from customers called churned; `churned_count`: how many these are.
    """
    orders = data.load("cdnow")
    state = customer_states(orders, "customer_id", "date", at=WEEK_39)["state"]
    spent = orders[orders["date"] > WEEK_39].groupby("customer_id")["value"].sum()
    back = pd.Series(state.index.isin(spent.index), state.index)
    figures = {f"{name}_back_share": float(back[state == name].mean()) for name in sorted(set(state))}
    churned = state.index[state == "churned"]
    return figures | {
        "churned_money_share": float(spent.reindex(churned).sum() / spent.sum()),
        "churned_count": float(len(churned)),
    }
