"""Claims about what a customer is worth: C13, C19 to C21."""

import numpy as np

from marketing_origin.claims.tables import club_first_year, club_margin_and_retention
from marketing_origin.clv.formula import customer_lifetime_value, required_retention_rate, sensitivities
from marketing_origin.economics.stages import FIRMS, stage_returns

DISCOUNT_RATE = 0.10


def c13_fitness_chain() -> dict[str, float]:
    """Return the retention rate that 35 % more customer value would take.

    Discount rate 0.1, first margin now. `from_60_rate`, `from_70_rate`, `from_80_rate`: needed instead of
    0.60, 0.70, 0.80, with the `…_points` it is more. `with_margin_rate`: instead of 0.70, if the margin rises
    by 10 %, too. `from_club_rate`: instead of the club's.
    """
    _, club = club_margin_and_retention()
    starts = {"60": 0.6, "70": 0.7, "80": 0.8, "club": club}
    values = {
        name: customer_lifetime_value(100, rate, DISCOUNT_RATE, first_margin="now")
        for name, rate in starts.items()
    }
    needed = {
        name: required_retention_rate(1.35 * value, 100, DISCOUNT_RATE, first_margin="now")
        for name, value in values.items()
    }
    return {
        **{f"from_{name}_rate": rate for name, rate in needed.items()},
        **{f"from_{name}_points": rate - starts[name] for name, rate in needed.items()},
        "with_margin_rate": required_retention_rate(
            1.35 * values["70"], 110, DISCOUNT_RATE, first_margin="now"
        ),
    }


def c19_stages() -> dict[str, float]:
    """Return which lifecycle stage moves a prospect's value most, at a low and at a high retention rate.

    A prospect becomes a customer with probability a and brings a margin m; of those a share b = 0.4 comes
    back after a period, and from then on a share r stays each period: value a m (1 + b / (1 + i - r)), i =
    0.1. Figures: per cent more value for one per cent more a (`acquire_at_…`), b (`engage_at_…`) and r
    (`retain_at_…`), at r = 0.5 and r = 0.9. `equal_retention`: r above which retaining moves it more than
    acquiring. For three made-up firms whose spending has bending curves (`economics.FIRMS`): `cafe_…`,
    `software_house_…` and `broker_…`, each with the stage's elasticity (`…_elasticity`) and what the next
    unit of money brings there in present value (`…_next`).
    """
    b, gross = 0.4, 1 + DISCOUNT_RATE
    figures = {}
    for r in (0.5, 0.9):
        later = b / (gross - r)
        figures[f"acquire_at_{100 * r:.0f}"] = 1.0
        figures[f"engage_at_{100 * r:.0f}"] = later / (1 + later)
        figures[f"retain_at_{100 * r:.0f}"] = later * r / (gross - r) / (1 + later)
    # Retaining: b r = (1 + i - r)² + b (1 + i - r), a quadratic in g = 1 + i - r: g² + 2 b g - b (1 + i) = 0.
    figures["equal_retention"] = gross - (np.sqrt(b**2 + b * gross) - b)
    for firm, known in FIRMS.items():
        name = firm.replace(" ", "_").replace("é", "e")
        for stage, found in stage_returns(**known).iterrows():
            figures[f"{name}_{stage}_elasticity"] = float(found["elasticity"])
            figures[f"{name}_{stage}_next"] = float(found["next_return"])
    return figures


def c20_formula() -> dict[str, float]:
    """Return the club member's value by the formula, under three timing conventions (money; chapter 4.1).

    `margin`: of a joiner in the first year. `retention_rate`: share of joiners who begin a second year.
    Discount rate 0.1 a year. `now`, `period_end`, `if_retained`: values by when the first margin counted is
    earned.
    """
    margin, retention = club_margin_and_retention()
    values = {
        first: customer_lifetime_value(margin, retention, DISCOUNT_RATE, first_margin=first)
        for first in ("now", "period_end", "if_retained")
    }
    return {"margin": margin, "retention_rate": retention, **values}


def c21_levers() -> dict[str, float]:
    """Return elasticities of customer value to the four levers (chapter 4.1).

    First margin now, discount rate 0.1. Per cent more value for one per cent more: `club_retention`,
    `club_frequency` (months paid; order value, the fee, has the same), `club_cost_to_serve`, and
    `software_retention` for a made-up firm whose customers stay with 0.90. `rate_for_five`: retention rate at
    which the elasticity is 5 where the first margin is not counted.
    """
    joiners, months = club_first_year()
    year = months[months["tenure"] < 12]
    _, retention = club_margin_and_retention()
    club = sensitivities(
        retention_rate=retention,
        frequency=len(year) / len(joiners),
        average_order_value=year["fee"].mean(),
        cost_to_serve=year["cost"].sum() / len(joiners),
        discount_rate=DISCOUNT_RATE,
        first_margin="now",
    )["elasticity"]
    software = sensitivities(
        retention_rate=0.9,
        frequency=12,
        average_order_value=25,
        gross_margin_rate=0.9,
        cost_to_serve=60,
        discount_rate=DISCOUNT_RATE,
        first_margin="now",
    )["elasticity"]
    return {
        "club_retention": float(club["retention_rate"]),
        "club_frequency": float(club["frequency"]),
        "club_cost_to_serve": float(club["cost_to_serve"]),
        "software_retention": float(software["retention_rate"]),
        "rate_for_five": (1 + DISCOUNT_RATE) * (1 - 1 / 5),
    }
