"""Claims about stages, phases and states of a customer's life: C33 and C40."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import WEEK_39, club_months
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
