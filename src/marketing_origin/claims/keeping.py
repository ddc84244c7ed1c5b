"""Claims about keeping customers and what they are worth later: C3 to C10."""

import numpy as np
import pandas as pd

from marketing_origin import data
from marketing_origin.claims.tables import WEEK_39, cdnow_orders
from marketing_origin.clv.formula import customer_lifetime_value, value_of_profile
from marketing_origin.economics.keeping import CREDIT_CARD, retention_gain

#: Why customers are said to leave, in per cent, as the table is usually repeated.
REASONS_TABLE = {"indifference": 68, "product": 14, "competition": 9, "friends": 5, "moving": 3, "death": 1}


def c3_retention_points() -> dict[str, float]:
    """Return what five more points of retention do to "profit", under different definitions.

    Discount rate 0.1 throughout. `if_retained_…`, `now_…`: customer value without and with the first margin,
    at retention rates of 0.50 and 0.94. `five_per_cent_…`: five per cent of the rate, not five points, first
    margin left out. `credit_card_gain`: Reichheld's profile, from 0.90. Firm profits at 0.60 and 0.90,
    winning a customer costing half a year's margin: `first_year_…`, `steady_…`, and with half of the margin
    as fixed cost `fixed_cost_…`. `near_zero_gain` and `sign_flip_gain`: the profile with an acquisition cost
    of 150, from 0.90 and from 0.80, where the value before is small, and negative.
    """
    low, high = 0.50, 0.94
    firm = {"acquisition_cost": 0.5}
    dear = {
        "discount_rate": 0.1,
        "definition": "value_of_profile",
        "profits": CREDIT_CARD["profits"],
        "acquisition_cost": 150,
    }
    gains = {
        "if_retained_50_gain": retention_gain(low, discount_rate=0.1, definition="value_if_retained"),
        "if_retained_94_gain": retention_gain(high, discount_rate=0.1, definition="value_if_retained"),
        "now_50_gain": retention_gain(low, discount_rate=0.1, definition="value_now"),
        "now_94_gain": retention_gain(high, discount_rate=0.1, definition="value_now"),
        "five_per_cent_50_gain": retention_gain(
            low, 0.05 * low, discount_rate=0.1, definition="value_if_retained"
        ),
        "five_per_cent_94_gain": retention_gain(
            high, 0.05 * high, discount_rate=0.1, definition="value_if_retained"
        ),
        "credit_card_gain": retention_gain(
            0.9, discount_rate=0.1, definition="value_of_profile", **CREDIT_CARD
        ),
    }
    for name, definition, extra in (
        ("first_year", "firm_first_year", {}),
        ("steady", "firm_steady_state", {}),
        ("fixed_cost", "firm_steady_state", {"fixed_cost_share": 0.5}),
    ):
        for rate in (0.6, 0.9):
            gains[f"{name}_{100 * rate:.0f}_gain"] = retention_gain(
                rate, definition=definition, **firm, **extra
            )
    return {
        **gains,
        "near_zero_gain": retention_gain(0.9, **dear),
        "sign_flip_gain": retention_gain(0.8, **dear),
    }


def c4_unit_error() -> dict[str, float]:
    """Return what "5 %" and "5 times" would be, for a customer who stays with 0.80.

    Discount rate 0.1, first margin now. `five_per_cent_gain`: retention rate five per cent higher (0.84).
    `five_points_gain`: five points (0.85). `never_leaves_ratio`: how many times as much a customer would be
    worth who never leaves: the most there is. `five_points_ratio`: how many times as much five points give.
    """
    never = customer_lifetime_value(1.0, [0.8, 1.0], 0.1, first_margin="now")
    points = retention_gain(0.8, discount_rate=0.1, definition="value_now")
    return {
        "five_per_cent_gain": retention_gain(0.8, 0.05 * 0.8, discount_rate=0.1, definition="value_now"),
        "five_points_gain": points,
        "five_points_ratio": 1 + points,
        "never_leaves_ratio": float(never[1] / never[0]),
    }


def c5_credit_card() -> dict[str, float]:
    """Return the worth of Reichheld and Sasser's credit-card customer, rebuilt, by defection.

    `worth_…_defection`: dollars at 20, 10 and 5 % defection, discount rate 0.038. `ten_to_five_gain`: from
    10 to 5 % at that rate; `discounted_10_gain`, `discounted_15_gain`: at discount rates of 0.10 and 0.15.
    `twenty_to_fifteen_gain`: from another start, at 0.038.
    """

    def value(defection: float, discount: float) -> float:
        return value_of_profile(
            retention_rate=1 - defection,
            discount_rate=discount,
            first_margin="period_end",
            last_repeats=True,
            **CREDIT_CARD,
        )

    def gain(discount: float, start: float = 0.10) -> float:
        return value(start - 0.05, discount) / value(start, discount) - 1

    return {
        "worth_20_defection": value(0.20, 0.038),
        "worth_10_defection": value(0.10, 0.038),
        "worth_5_defection": value(0.05, 0.038),
        "ten_to_five_gain": gain(0.038),
        "discounted_10_gain": gain(0.10),
        "discounted_15_gain": gain(0.15),
        "twenty_to_fifteen_gain": gain(0.038, 0.20),
    }


def c6_existing_share() -> dict[str, float]:
    """Return the share of revenue from "existing customers" (CDNOW), by definition and company age.

    `repeat_39_weeks_share`, `repeat_78_weeks_share`: from orders after a customer's first, up to then.
    `from_april_share`: of the revenue from April 1997 on, from customers won before: all, since the data hold
    one quarter's new customers. The last three make a company of five quarters out of quarters like this one:
    `steady_share` (as many won each quarter) and `doubling_share` (twice as many as in the quarter before)
    from orders after the first; `steady_earlier_share` from customers won in an earlier quarter.
    """
    orders = cdnow_orders()
    repeat = orders["number"] > 0
    until_39 = orders["date"] <= WEEK_39
    later = orders["date"] >= "1997-04-01"
    won = orders.groupby("customer_id")["date"].transform("min")
    quarter = (orders["date"] - won).dt.days // 91
    by_age = orders["value"].groupby([quarter, repeat]).sum().unstack(fill_value=0.0).loc[:4]

    def share(existing: pd.Series, growth: float) -> float:
        weights = (1 + growth) ** -np.arange(5.0)
        return float(existing @ weights / (by_age.sum(axis=1) @ weights))

    value = orders["value"]
    return {
        "repeat_39_weeks_share": float(value[repeat & until_39].sum() / value[until_39].sum()),
        "repeat_78_weeks_share": float(value[repeat].sum() / value.sum()),
        "from_april_share": float(value[later & (won < "1997-04-01")].sum() / value[later].sum()),
        "steady_share": share(by_age[True], 0.0),
        "doubling_share": share(by_age[True], 1.0),
        "steady_earlier_share": share(by_age.sum(axis=1).where(by_age.index > 0, 0.0), 0.0),
    }


def c7_long_tenure() -> dict[str, float]:
    """Return whether orders grow with a customer's time, or who stays differs (CDNOW, 78 weeks).

    Dollars: `first_order` and `repeat_order`, means of all; `first_of_repeaters` and `first_of_one_timers`,
    means of the first orders of those who came back and who did not. `all_orders_change`: repeat against
    first orders. `within_ratio`: mean repeat order over first order of the same customers, each customer
    counting once; `within_by_order_ratio`: each repeat order counting once.
    """
    orders = cdnow_orders()
    first = orders[orders["number"] == 0].set_index("customer_id")["value"]
    repeat = orders[orders["number"] > 0]
    each = repeat.groupby("customer_id")["value"].mean()
    return {
        "first_order": float(first.mean()),
        "repeat_order": float(repeat["value"].mean()),
        "all_orders_change": float(repeat["value"].mean() / first.mean() - 1),
        "first_of_repeaters": float(first[each.index].mean()),
        "first_of_one_timers": float(first.drop(each.index).mean()),
        "within_ratio": float(each.mean() / first[each.index].mean()),
        "within_by_order_ratio": float(repeat["value"].mean() / repeat["customer_id"].map(first).mean()),
    }


def c8_customer_experience() -> dict[str, float]:
    """Return the gap in profit between firms that spend on customer experience and others, without an effect.

    Simulated, seeded: 20,000 firms with lognormal profit; the more a firm earns, the likelier it is to spend,
    by a strength that was chosen so that the gap is near 60 %. `gap_gain`: mean profit of those who spend
    against the others. `by_lot_gain`: the same if a lot decides who spends. The true effect is 0.
    """
    rng = np.random.default_rng(8)
    luck = rng.normal(size=20_000)
    profit = np.exp(0.5 * luck)
    spends = rng.random(luck.size) < 1 / (1 + np.exp(-1.25 * luck))
    by_lot = rng.random(luck.size) < 0.5
    gaps = [profit[who].mean() / profit[~who].mean() - 1 for who in (spends, by_lot)]
    return {"gap_gain": float(gaps[0]), "by_lot_gain": float(gaps[1])}


def c9_reasons() -> dict[str, float]:
    """Return what data say about why customers leave.

    `table_sum`: per cent that the usual table adds up to. IBM's fictional telephone company, churn of a
    month: `month_to_month_rate`, `two_year_rate` (contracts), `no_support_rate` (no technical support). The
    club, of all cancellations: `service_stated_share` (what members ticked) and `service_cause_share` (the
    simulation's truth).
    """
    telco = data.load("telco")
    churn = telco["churn"].groupby(telco["contract"], observed=True).mean()
    left = data.load("club_cancellations").merge(data.load("club_truth_causes"))
    return {
        "table_sum": float(sum(REASONS_TABLE.values())),
        "month_to_month_rate": float(churn["Month-to-month"]),
        "two_year_rate": float(churn["Two year"]),
        "no_support_rate": float(telco.loc[telco["tech_support"] == "No", "churn"].mean()),
        "service_stated_share": float((left["stated_reason"] == "service").mean()),
        "service_cause_share": float((left["cause"] == "service").mean()),
    }


def c10_repeat_customers() -> dict[str, float]:
    """Return how much more an order of a customer who comes back is worth.

    CDNOW: `all_orders_change`, repeat orders against first ones; `same_customer_change`, of the same
    customers. Complete Journey, which has no first orders: `basket_change`, baskets of July to December
    against January to June; `same_household_change`, of households that bought in both halves, each counting
    once.
    """
    tenure = c7_long_tenure()
    baskets = data.load("journey_baskets")
    half = baskets["timestamp"] >= "2017-07-01"
    of_half = baskets["sales_value"].groupby(half).mean()
    own = baskets.groupby(["household_id", half])["sales_value"].mean().unstack().dropna().mean()
    return {
        "all_orders_change": tenure["all_orders_change"],
        "same_customer_change": tenure["within_ratio"] - 1,
        "basket_change": float(of_half[True] / of_half[False] - 1),
        "same_household_change": float(own[True] / own[False] - 1),
    }
