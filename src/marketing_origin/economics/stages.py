"""Which lifecycle stage moves a prospect's value most, and at which the next unit of money earns most."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from marketing_origin.economics.budget import ResponseCurve
from marketing_origin.errors import CourseError
from marketing_origin.inputs import positive, rate

#: The stages, in the order in which a customer passes them.
STAGES = ("acquire", "engage", "retain")


def stage_returns(
    curves: Mapping[str, ResponseCurve],
    spend: Mapping[str, float],
    margin: float,
    discount_rate: float,
) -> pd.DataFrame:
    """Return each stage's elasticity of value, and what the next unit of money spent there brings.

    A prospect becomes a customer with probability a, which is bought with x per prospect, and brings the
    margin m now. The start costs y per new customer; a share b of them is there a year later. From then on
    z a year is spent on each, and a share r stays every year. All spending falls when the margin of its
    year does, and the discount rate is i a year. A prospect's value before x is ::

        V = a (m - y + b (m - z) / (1 + i - r))

    Parameters
    ----------
    curves : a `ResponseCurve` of ``"acquire"`` (a by x), ``"engage"`` (b by y) and ``"retain"`` (r by z):
        rates.
    spend : x, y and z under the same names: money per prospect, per new customer, and per customer and year.
    margin : m, money a customer and year, before y and z.
    discount_rate : i, a fraction a year.

    Returns a frame indexed by stage:

    - `spend` and `rate` as they stand;
    - `elasticity`: per cent more V for one per cent more of the rate, costs left out;
    - `one_per_cent`: money per prospect (present value) that one per cent more of the rate costs, on the
      curve's slope; inf where the curve is flat;
    - `next_return`: present value that one more unit of money (present value) brings at this stage, costs and
      all later spending taken off, but not the unit itself: above 1 it pays.

    At the best spending every `next_return` is 1, whatever the elasticities are: `next_return` is the
    elasticity times 0.01 V, divided by `one_per_cent`.

    Raises CourseError for stages missing, a margin that the spending eats up, rates that are none, and a
    retention rate of 1 + i or more.

    Source: the elasticities as in Gupta, S., Lehmann, D. R. & Stuart, J. A. (2004), "Valuing customers",
    Journal of Marketing Research 41(1), 7-18 (from memory); the condition of equal returns is that of
    Blattberg, R. C. &
    Deighton, J. (1996), Harvard Business Review 74(4) (from memory), with a stage between their two.
    """
    for name, given in (("curves", curves), ("spend", spend)):
        if set(given) != set(STAGES):
            raise CourseError(f"{name}: has {sorted(given)}; give one entry for each of {', '.join(STAGES)}.")
    money = {stage: positive(spend[stage], f"spend[{stage!r}]", zero=True, single=True) for stage in STAGES}
    m, i = positive(margin, "margin", single=True), rate(discount_rate, "discount_rate", single=True)
    a, b, r = (
        rate(curves[stage].response(money[stage]), f"rate of {stage!r}", single=True) for stage in STAGES
    )
    yearly = m - money["retain"]
    if yearly <= 0:
        raise CourseError(
            f"spend['retain']={money['retain']:g}: eats up the margin of {m:g}; spend less than it."
        )
    if r >= 1 + i:
        raise CourseError(f"rate of 'retain'={r:g}: with a discount rate of {i:g} the value is infinite.")
    later = yearly / (1 + i - r)
    customer = m - money["engage"] + b * later
    if customer <= 0:
        raise CourseError(
            f"spend['engage']={money['engage']:g}: a customer is worth {customer:g}; spend less."
        )
    # How many, in present value, each stage's money is paid for; and what one more of its rate is worth.
    payers = np.array([1.0, a, a * b / (1 + i - r)])
    per_rate = np.array([customer, later, later])
    slope = np.array([float(curves[stage].marginal_response(money[stage])) for stage in STAGES])
    rates = np.array([a, b, r])
    with np.errstate(divide="ignore"):
        one_per_cent = payers * 0.01 * rates / slope
    return pd.DataFrame(
        {
            "spend": [money[stage] for stage in STAGES],
            "rate": rates,
            "elasticity": payers * per_rate * rates / (a * customer),
            "one_per_cent": one_per_cent,
            "next_return": slope * per_rate,
        },
        index=pd.Index(STAGES, name="stage"),
    )


def _firm(margin: float, **stages: tuple[float, float, float, float]) -> dict[str, object]:
    """Return a firm as `stage_returns` takes it; a stage is spend, rate now, ceiling, floor."""
    return {
        "curves": {
            stage: ResponseCurve.from_point(spend, now, ceiling, floor)
            for stage, (spend, now, ceiling, floor) in stages.items()
        },
        "spend": {stage: point[0] for stage, point in stages.items()},
        "margin": margin,
        "discount_rate": 0.1,
    }


#: Three firms that are made up, for `stage_returns(**FIRMS["café"])`: what they spend and get, and the two
#: ends of each curve. Money a prospect, a new customer, and a customer and year.
FIRMS = {
    "café": _firm(
        90.0, acquire=(6.0, 0.10, 0.14, 0.02), engage=(4.0, 0.40, 0.70, 0.25), retain=(6.0, 0.50, 0.56, 0.35)
    ),
    "software house": _firm(
        300.0,
        acquire=(20.0, 0.05, 0.12, 0.0),
        engage=(60.0, 0.80, 0.85, 0.50),
        retain=(60.0, 0.90, 0.91, 0.70),
    ),
    "broker": _firm(
        120.0,
        acquire=(25.0, 0.20, 0.24, 0.05),
        engage=(20.0, 0.75, 0.78, 0.50),
        retain=(5.0, 0.80, 0.93, 0.75),
    ),
}
