"""Claims about what marketing is and how customers come to buy: C16, C18, C23 to C31."""

import numpy as np
import pandas as pd

from marketing_origin import data, economics
from marketing_origin.claims.acquisition import c1_calls_per_sale
from marketing_origin.claims.keeping import c6_existing_share, c10_repeat_customers
from marketing_origin.claims.tables import (
    WEEK_39,
    WEEK_78,
    cdnow_orders,
    club_margin_and_retention,
    club_months,
)
from marketing_origin.experiments import difference_interval, two_proportion_test
from marketing_origin.journeys import funnel, kaplan_meier, time_until

#: Students who said they would buy, out of those asked: without and with a reminder of what else the money
#: buys (Frederick, Novemsky, Wang, Dhar & Nowlis 2009, as printed with the OpenIntro data
#: `opportunity_cost`).
REMINDER = {"control": (56, 75), "treatment": (41, 75)}


#: A customer's life from first hearing of a firm to recommending it, and the tables that hold each step.
EXPERIENCE = {
    "hears of it": {},
    "compares": {},
    "buys": {"club": "club_members", "cdnow": "cdnow", "journey": "journey_baskets"},
    "uses": {"club": "club_months"},
    "complains": {"club": "club_incidents"},
    "is asked": {"club": "club_surveys"},
    "is offered something": {"club": "club_winback", "journey": "journey_campaigns"},
    "leaves": {"club": "club_cancellations"},
    "recommends": {"club": "club_members"},
}


def c16_three_parts() -> dict[str, float]:
    """Return a number for each of the three parts, from the simulated club's ledger (chapter 1.1).

    The need: `satisfied_share`, of the answers to the survey 4 or 5 of 5 (about a third answer, the satisfied
    more often). The exchange: `firm_gains_share`, of the months at the full fee those in which the fee is
    above the variable cost; what the member gains is in no ledger. The relationship: `second_year_rate`, of
    the joiners whose first year can be seen those who begin a second.
    """
    answers = data.load("club_surveys")["csat"].dropna()
    months = club_months()
    full = months[months["fee"] == months["list_fee"]]
    return {
        "satisfied_share": float((answers >= 4).mean()),
        "firm_gains_share": float((full["margin"] >= 0).mean()),
        "second_year_rate": club_margin_and_retention()[1],
    }


def c18_three_stages() -> dict[str, float]:
    """Return what each stage brings at CDNOW, by a rule that a computer can apply (chapter 1.2).

    Acquiring ends with the first order, engaging with the second, what follows is retaining and growing.
    `engaged_share`: of the customers those who ordered a second time within 78 weeks. Shares of all revenue
    so far, at 39 and at 78 weeks: `acquire_…_share`, `engage_…_share`, `grow_…_share`.
    """
    orders = cdnow_orders()
    stage = orders["number"].clip(upper=2).map(dict(enumerate(("acquire", "engage", "grow"))))
    figures = {"engaged_share": float((orders["number"] == 1).sum() / orders["customer_id"].nunique())}
    for weeks, end in ((39, WEEK_39), (78, WEEK_78)):
        money = orders[orders["date"] <= end].groupby(stage)["value"].sum()
        figures |= {f"{name}_{weeks}_share": float(part / money.sum()) for name, part in money.items()}
    return figures


def c23_reminder() -> dict[str, float]:
    """Return the effect of a reminder ("you can keep the money") on buying: two arms, drawn by lot.

    `…_rate`: would buy. `fall_points` (negative: fewer buy), its Newcombe interval from
    `fall_low_points` to `fall_high_points`; `z` and `p_value` of the pooled two-sided test.
    """
    test = two_proportion_test(**REMINDER, variance="pooled")
    low, high = difference_interval(**REMINDER, method="newcombe")
    return {
        "control_rate": test.control_rate,
        "reminder_rate": test.treatment_rate,
        "fall_points": test.difference,
        "fall_low_points": low,
        "fall_high_points": high,
        "z": test.z,
        "p_value": test.p_value,
    }


def c24_what_is_broken() -> dict[str, float]:
    """Return how far the funnel is broken, and how far a better chain would repair it (chapter 1.2).

    `funnel_sees_share`: of CDNOW's revenue in 78 weeks, what a model that ends at the sale sees.
    `only_mixture_share`: of the seeming memory of Complete Journey's baskets (C27), what is left where their
    order was drawn by lot: this part no arrow from step to step repairs, as it is different people.
    """
    found = c27_after_the_sale()
    gaps = [
        found[f"{kind}_after_two_large_share"] - found[f"{kind}_after_small_and_large_share"]
        for kind in ("large", "shuffled")
    ]
    return {
        "funnel_sees_share": 1 - found["repeat_78_weeks_share"],
        "only_mixture_share": gaps[1] / gaps[0],
    }


def c25_funnel() -> dict[str, float]:
    """Return a funnel of Complete Journey's households, from all to those who redeem coupons again.

    `…_count`: households that `received` a campaign, `redeemed` a coupon, and did so in a second campaign
    (`again`). `…_rate`: of those at the stage before;
    `overall_rate`: of all households. `weakest_rate`: the bottleneck's.
    """
    received = data.load("journey_campaigns")["household_id"].nunique()
    used = data.load("journey_redemptions").groupby("household_id")["campaign_id"].nunique()
    everybody = data.load("journey_baskets")["household_id"].nunique()
    stages = funnel(
        {"all": everybody, "received": received, "redeemed": len(used), "again": int((used > 1).sum())}
    )
    return {
        **{f"{stage}_count": float(people) for stage, people in stages["people"].items()},
        **{f"{stage}_rate": float(rate) for stage, rate in stages["conversion"].dropna().items()},
        "overall_rate": float(stages["share_of_start"].iloc[-1]),
        "weakest_rate": float(stages["conversion"].min()),
    }


def c26_repeat_loop() -> dict[str, float]:
    """Return what a funnel that ends at the sale leaves out, per customer (CDNOW, 78 weeks).

    `first_order`: money in a customer's first order, all that the funnel sees. `all_orders`: money in all.
    `loop_ratio`: the second over the first.
    """
    orders = cdnow_orders()
    customers = orders["customer_id"].nunique()
    first = orders.loc[orders["number"] == 0, "value"].mean()
    return {
        "first_order": float(first),
        "all_orders": float(orders["value"].sum() / customers),
        "loop_ratio": float(orders["value"].sum() / customers / first),
    }


def c27_after_the_sale() -> dict[str, float]:
    """Return two tests of the funnel: what comes after the sale, and whether journeys remember.

    `repeat_39_weeks_share`, `repeat_78_weeks_share`: of CDNOW's revenue, from orders after a customer's
    first. Complete Journey's baskets, by thirds of their value: `large_after_two_large_share`: of baskets,
    large ones after two large ones; `large_after_small_and_large_share`: after a small one, then a large one.
    A chain without memory says that both are the same. `shuffled_…`: the same after each household's baskets
    were put in an order by lot, which leaves people different but takes away any memory: what remains of the
    difference is mixture.
    """
    existing = c6_existing_share()
    baskets = data.load("journey_baskets").sort_values(["household_id", "timestamp"], kind="stable")
    size = pd.qcut(baskets["sales_value"], 3, labels=False)
    household = baskets["household_id"]
    order = np.lexsort((np.random.default_rng(27).random(len(size)), household))
    shuffled = pd.Series(size.to_numpy()[order], size.index)
    two, mixed = _large_after(size, household)
    two_shuffled, mixed_shuffled = _large_after(shuffled, household)
    return {
        "repeat_39_weeks_share": existing["repeat_39_weeks_share"],
        "repeat_78_weeks_share": existing["repeat_78_weeks_share"],
        "large_after_two_large_share": two,
        "large_after_small_and_large_share": mixed,
        "shuffled_after_two_large_share": two_shuffled,
        "shuffled_after_small_and_large_share": mixed_shuffled,
    }


def _large_after(size: pd.Series, household: pd.Series) -> tuple[float, float]:
    """Return the shares of large baskets (2) after two large ones, and after a small (0) and a large one."""
    before, last = (size.groupby(household).shift(lag) for lag in (2, 1))
    return tuple(float((size[(before == b) & (last == 2)] == 2).mean()) for b in (2, 0))


def c28_existing_customers() -> dict[str, float]:
    """Return what was found of "existing customers are cheaper to sell to and buy more".

    `sale_ratio`: Bank Marketing's sale rate of earlier buyers over that of people never called;
    `same_month_ratio`: the same within months, by Mantel and Haenszel's average over those of 2008 to 2010.
    `order_change`: CDNOW's repeat orders against first orders, all of them; `same_customer_change`: of the
    same customers.
    """
    repeat = c10_repeat_customers()
    return {
        "sale_ratio": c1_calls_per_sale()["sale_ratio"],
        "same_month_ratio": _sale_ratio_within_months(),
        "order_change": repeat["all_orders_change"],
        "same_customer_change": repeat["same_customer_change"],
    }


def c29_whole_experience() -> dict[str, float]:
    """Return how many steps of the whole experience each log of this course holds (chapter 1.2).

    `steps_count`: from first hearing of a firm to recommending it, by our list. `club_count`, `journey_count`
    and `cdnow_count`: of these the steps with a table that has rows.
    """
    held = {
        log: sum(len(data.load(tables[log])) > 0 for tables in EXPERIENCE.values() if log in tables)
        for log in ("club", "journey", "cdnow")
    }
    return {"steps_count": float(len(EXPERIENCE))} | {f"{log}_count": float(n) for log, n in held.items()}


def _sale_ratio_within_months() -> float:
    """Return Mantel and Haenszel's ratio of sale rates, earlier buyers over people never called, by month."""
    bank = data.load("bank")
    position = pd.to_datetime(bank["month"].astype(str), format="%b").dt.month
    year = (position.diff() < 0).cumsum()  # rows go by time
    earlier = bank["poutcome"].astype(str) == "success"
    chosen = earlier | (bank["previous"] == 0)
    people = pd.DataFrame({"earlier": earlier, "sold": bank["deposit"], "year": year, "month": position})[
        chosen
    ]
    counts = people.groupby(["year", "month", "earlier"])["sold"].agg(["sum", "size"]).unstack(fill_value=0)
    sold, size = counts["sum"], counts["size"]
    everybody = size.sum(axis="columns")
    return float((sold[True] * size[False] / everybody).sum() / (sold[False] * size[True] / everybody).sum())


def c30_best_channel() -> dict[str, float]:
    """Return two traps in "copy what brought your best customers".

    Chance: CDNOW's customers are given one of 20 "channels" by lot, 200 to each, so no channel differs.
    `best_gain`: how much more than average the best channel's customers spent in 78 weeks; `next_gain`: how
    much more the next 200 of the same channel did (mean of 500 draws). Averages: at the mean budget of the
    club's 36 months (its true response curves), `…_average_cost` and `…_next_cost` in advertising money for
    an average and for the next joiner, search and outdoor.
    """
    spent = cdnow_orders().groupby("customer_id")["value"].sum().to_numpy()
    rng = np.random.default_rng(30)
    gains = []
    for _ in range(500):
        now, later = rng.choice(spent, (2, 20, 200), replace=False).mean(axis=2)
        best = now.argmax()
        gains.append((now[best] / spent.mean() - 1, later[best] / spent.mean() - 1))
    truth = {name: entry["value"] for name, entry in data.parameters("club").items()}
    costs = data.load("club_costs")
    spent_on = costs.groupby(costs["channel"].astype(str))["advertising"].mean()
    figures = dict(zip(("best_gain", "next_gain"), np.mean(gains, axis=0).tolist(), strict=True))
    for channel in ("search", "outdoor"):
        curve = economics.ResponseCurve(
            truth["joiners_ceiling"][channel], 1 / truth["advertising_scale"][channel]
        )
        budget = spent_on[channel]
        figures[f"{channel}_average_cost"] = curve.average_cost(budget)
        figures[f"{channel}_next_cost"] = curve.marginal_cost(budget)
    return figures


def c31_time_to_conversion() -> dict[str, float]:
    """Return how long customers take to a second order (CDNOW), and how engaged members are (club).

    `within_…_days_share`: ordered again by then. `quarter_days`: days until a quarter had. `never_share`: no
    second order by the end of the data, at most 78 weeks. `visits`: visits per month of membership at the
    club; `no_visit_share`: months of membership without one.
    """
    orders = cdnow_orders()
    first, second = (orders[orders["number"] == n].set_index("customer_id")["date"] for n in (0, 1))
    again = second.reindex(first.index)
    waited = (again.fillna(WEEK_78) - first).dt.days
    survival = kaplan_meier(waited, again.notna())
    within = {
        f"within_{days}_days_share": float(1 - survival["survival"][:days].iloc[-1]) for days in (30, 90, 365)
    }
    visits = data.load("club_months")["visits"]
    return {
        **within,
        "quarter_days": time_until(survival, 0.25),
        "never_share": float(again.isna().mean()),
        "visits": float(visits.mean()),
        "no_visit_share": float((visits == 0).mean()),
    }
