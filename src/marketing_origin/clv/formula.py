"""Customer lifetime value in closed form: a margin, a retention rate, a discount rate.

Three timing conventions are in use, and they differ by more than most campaigns achieve. Every function here
asks for one by name, as `first_margin`:

- ``"now"``: the first margin is earned today and is certain; the second one period on, if the customer stays.
- ``"period_end"``: margins fall at the end of each period; the first is certain, the second needs one
  renewal.
- ``"if_retained"``: the first margin counted falls one period on, and only if the customer is still there.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.fitting.roots import root
from marketing_origin.inputs import like, numbers, one_of, positive, rate, whole

FIRST_MARGIN = ("now", "period_end", "if_retained")
ROUNDING = 1e-9  # relative: what a target just out of reach is forgiven


def customer_lifetime_value(
    margin: float | np.ndarray | pd.Series,
    retention_rate: float | np.ndarray | pd.Series,
    discount_rate: float | np.ndarray | pd.Series,
    *,
    first_margin: str,
    periods: int | None = None,
    growth_rate: float | np.ndarray | pd.Series = 0.0,
    acquisition_cost: float | np.ndarray | pd.Series = 0.0,
) -> float | np.ndarray | pd.Series:
    """Return the present value of one customer's margins.

    With m the margin, r the retention rate, i the discount rate and no growth, the value over an endless
    horizon is m(1+i)/(1+i-r) for ``"now"``, m/(1+i-r) for ``"period_end"`` and m·r/(1+i-r) for
    ``"if_retained"``.

    Parameters
    ----------
    margin : money earned on the customer in a period, costs to serve taken off; the first margin that is
        counted.
    retention_rate : share of customers who stay from one period to the next, a constant fraction.
    discount_rate : per period, a fraction (for months: of a month; see `rate_per_period`).
    first_margin : ``"now"``, ``"period_end"`` or ``"if_retained"``: when the first margin counted is earned.
    periods : how many margins are counted; None for all, without end.
    growth_rate : each margin is (1 + growth_rate) times the one before.
    acquisition_cost : taken off, undiscounted. 0 values a customer already won (customer lifetime value
        before acquisition cost, what to compare with a cost of acquisition).

    Numbers, arrays and Series mix freely and broadcast. Returns a float, an array, or a Series with the same
    index.

    Raises CourseError for a rate that is no fraction, and where an endless sum has no limit.

    Source: Gupta, S. & Lehmann, D. R. (2003), "Customers as assets", Journal of Interactive Marketing 17(1),
    9-24 (``"if_retained"``); Berger, P. D. & Nasr, N. I. (1998), "Customer lifetime value: marketing models
    and applications", Journal of Interactive Marketing 12(1), 17-30, on the timing of cash flows.
    """
    wrap = like(margin, retention_rate, discount_rate, growth_rate, acquisition_cost)
    first, ratio = _first_and_ratio(retention_rate, discount_rate, growth_rate, first_margin)
    total = numbers(margin, "margin") * first * _geometric_sum(ratio, periods)
    return wrap(total - positive(acquisition_cost, "acquisition_cost", zero=True))


def margin_multiple(
    retention_rate: float | np.ndarray | pd.Series,
    discount_rate: float | np.ndarray | pd.Series,
    *,
    first_margin: str,
    periods: int | None = None,
    growth_rate: float | np.ndarray | pd.Series = 0.0,
) -> float | np.ndarray | pd.Series:
    """Return how many times one margin a customer is worth: `customer_lifetime_value` of a margin of 1.

    The margin multiple printed by Gupta & Lehmann, r/(1+i-r), is the one of ``first_margin="if_retained"``.
    Parameters, form of the result and errors as for `customer_lifetime_value`.
    """
    return customer_lifetime_value(
        1.0,
        retention_rate,
        discount_rate,
        first_margin=first_margin,
        periods=periods,
        growth_rate=growth_rate,
    )


def value_of_profile(
    profits: Sequence[float],
    retention_rate: float | np.ndarray | pd.Series,
    discount_rate: float | np.ndarray | pd.Series,
    *,
    first_margin: str,
    last_repeats: bool,
    acquisition_cost: float | np.ndarray | pd.Series = 0.0,
) -> float | np.ndarray | pd.Series:
    """Return the present value of a customer whose profit changes with tenure.

    Parameters
    ----------
    profits : profit of the first period, the second and so on, of a customer who is still there.
    retention_rate, discount_rate, first_margin, acquisition_cost : as for `customer_lifetime_value`.
    last_repeats : True if the last profit goes on for as long as the customer stays, False if it ends the
        list.

    Returns a float, or an array or Series like the rates. Raises CourseError as `customer_lifetime_value`.

    Source: the calculation behind Reichheld, F. F. & Sasser, W. E. (1990), "Zero defections: quality comes to
    services", Harvard Business Review 68(5), 105-111.
    """
    wrap = like(retention_rate, discount_rate, acquisition_cost)
    profile = np.atleast_1d(numbers(profits, "profits"))
    if not profile.size:
        raise CourseError("profits: at least one period's profit is needed.")
    first, ratio = _first_and_ratio(retention_rate, discount_rate, 0.0, first_margin)
    total = sum(profit * ratio**period for period, profit in enumerate(profile))
    if last_repeats:
        total = total + profile[-1] * ratio**profile.size * _geometric_sum(ratio, None)
    return wrap(first * total - positive(acquisition_cost, "acquisition_cost", zero=True))


def required_retention_rate(
    target_value: float | np.ndarray | pd.Series,
    margin: float | np.ndarray | pd.Series,
    discount_rate: float | np.ndarray | pd.Series,
    *,
    first_margin: str,
    periods: int | None = None,
    growth_rate: float | np.ndarray | pd.Series = 0.0,
    acquisition_cost: float | np.ndarray | pd.Series = 0.0,
) -> float | np.ndarray | pd.Series:
    """Return the retention rate that makes a customer worth `target_value`: the inverse of the formula.

    Parameters other than `target_value` (money) and form of the result as for `customer_lifetime_value`.
    Raises CourseError where no retention rate gives that value.
    """
    wrap = like(target_value, margin, discount_rate, growth_rate, acquisition_cost)
    target = numbers(target_value, "target_value") + positive(acquisition_cost, "acquisition_cost", zero=True)
    multiple = target / positive(margin, "margin")
    discount, growth = rate(discount_rate, "discount_rate"), rate(growth_rate, "growth_rate", lowest=-1)

    def solve(multiple: float, discount: float, growth: float) -> float:
        def at(retention: float) -> float:
            first, ratio = _first_and_ratio(retention, discount, growth, first_margin)
            return float(first * _geometric_sum(ratio, periods))

        # An endless sum has no value where the ratio reaches 1: stay just below.
        highest = 1.0 if periods else min(1.0, (1 + discount) / (1 + growth) * (1 - 1e-12))
        least, most = at(0.0), at(highest)
        if not least * (1 - ROUNDING) <= multiple <= most * (1 + ROUNDING):
            raise CourseError(
                f"target_value: {multiple:.4g} times the margin cannot be reached: from retention_rate 0 to "
                f"{highest:.4g} a customer is worth {least:.4g} to {most:.4g} times the margin "
                f"(discount_rate={discount:g}, growth_rate={growth:g}, first_margin={first_margin!r})."
            )
        wanted = np.clip(multiple, least, most)
        return root(lambda retention: at(retention) - wanted, 0.0, highest, xtol=1e-14)

    return wrap(np.vectorize(solve, otypes=[float])(multiple, discount, growth)[()])


def sensitivities(
    *,
    retention_rate: float,
    frequency: float,
    average_order_value: float,
    cost_to_serve: float,
    discount_rate: float,
    first_margin: str,
    gross_margin_rate: float = 1.0,
    change: float | Mapping[str, float] = 0.1,
    periods: int | None = None,
    growth_rate: float = 0.0,
    acquisition_cost: float = 0.0,
) -> pd.DataFrame:
    """Return what moving each of the four levers does to customer lifetime value, for a tornado chart.

    A period's margin is frequency x average_order_value x gross_margin_rate - cost_to_serve.

    Parameters
    ----------
    retention_rate, discount_rate, first_margin, periods, growth_rate, acquisition_cost :
        as for `customer_lifetime_value`.
    frequency : orders of a customer in a period.
    average_order_value : money in an order.
    cost_to_serve : money spent on serving a customer in a period.
    gross_margin_rate : share of an order's value that is left once the goods are paid.
    change : a fraction by which every lever is moved down and up (0.1: by a tenth of its value), or a mapping
        from lever to a step in the lever's own unit ({"retention_rate": 0.05}: five points); levers not named
        stay out.

    Returns a frame indexed by `lever`, the widest swing first: `base`, `low` and `high` (the lever's values),
    `value` (the customer's value at base), `value_at_low`, `value_at_high`, `swing` (the distance of these
    two) and `elasticity` (per cent change of value for one per cent of the lever, from the derivative at
    base).

    Raises CourseError as `customer_lifetime_value`, for a lever that is not one of the four, and for a margin
    of 0.
    """
    levers = {
        "retention_rate": retention_rate,
        "frequency": frequency,
        "average_order_value": average_order_value,
        "cost_to_serve": cost_to_serve,
    }
    base = {lever: positive(at, lever, zero=True, single=True) for lever, at in levers.items()}
    gross = rate(gross_margin_rate, "gross_margin_rate", one=True, single=True)
    if not isinstance(change, Mapping):
        fraction = rate(change, "change", single=True)
        change = {lever: at * fraction for lever, at in base.items()}
    timing = {"first_margin": first_margin, "periods": periods, "growth_rate": growth_rate}

    def value(**moved: float) -> float:
        at = base | moved
        margin = at["frequency"] * at["average_order_value"] * gross - at["cost_to_serve"]
        return customer_lifetime_value(
            margin, at["retention_rate"], discount_rate, acquisition_cost=acquisition_cost, **timing
        )

    value_at_base = value()
    revenue = base["frequency"] * base["average_order_value"] * gross
    if revenue == base["cost_to_serve"] or value_at_base == 0:
        raise CourseError("The customer is worth nothing at the base: an elasticity would divide by 0.")
    of_revenue = revenue / (revenue - base["cost_to_serve"])
    elasticity = {
        "retention_rate": _retention_elasticity(base["retention_rate"], discount_rate, **timing),
        "frequency": of_revenue,
        "average_order_value": of_revenue,
        "cost_to_serve": 1 - of_revenue,
    }
    before_cost = (value_at_base + acquisition_cost) / value_at_base
    rows = []
    for lever, step in change.items():
        at = base[one_of(lever, "change", base)]
        ends = {"low": at - step, "high": at + step}
        if at < step or (lever == "retention_rate" and at + step > 1):
            raise CourseError(f"change: {lever}={at:g} cannot be moved by {step:g} both ways; take less.")
        values = {f"value_at_{end}": value(**{lever: there}) for end, there in ends.items()}
        swing = abs(values["value_at_high"] - values["value_at_low"])
        rows.append(
            {"lever": lever, "base": at, **ends, "value": value_at_base, **values}
            | {"swing": swing, "elasticity": elasticity[lever] * before_cost}
        )
    return pd.DataFrame(rows).set_index("lever").sort_values("swing", ascending=False, kind="stable")


def rate_per_period(
    yearly_rate: float | np.ndarray | pd.Series, periods: float
) -> float | np.ndarray | pd.Series:
    """Return the rate per period that compounds to `yearly_rate` over the `periods` of a year (52 for weeks).

    The same holds for a yearly retention rate: months that keep rate_per_period(r - 1, 12) + 1 keep r a year.
    Raises CourseError for a rate that is no fraction.
    """
    yearly = np.log1p(rate(yearly_rate, "yearly_rate", lowest=-1))
    return like(yearly_rate)(np.expm1(yearly / positive(periods, "periods")))


def _first_and_ratio(
    retention_rate: object, discount_rate: object, growth_rate: object, first_margin: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the first margin's present value, per unit of it, and the ratio of each to the one before."""
    retention = rate(retention_rate, "retention_rate", one=True)
    growth = 1 + rate(growth_rate, "growth_rate", lowest=-1)
    discount = 1 + rate(discount_rate, "discount_rate")
    one_of(first_margin, "first_margin", FIRST_MARGIN)
    firsts = {"now": np.ones(()), "period_end": 1 / discount, "if_retained": retention / discount}
    return firsts[first_margin], retention * growth / discount


def _geometric_sum(ratio: np.ndarray, periods: int | None) -> np.ndarray:
    """Return 1 + ratio + ratio² + … with `periods` terms, or without end."""
    if periods is None:
        if (ratio >= 1).any():
            raise CourseError(
                "The value has no limit: with this retention_rate, discount_rate and growth_rate later "
                "margins are worth as much today as earlier ones, or more. Discount (discount_rate above 0), "
                "take a retention_rate below 1, or count a given number of periods (periods=10)."
            )
        return 1 / (1 - ratio)
    whole(periods, "periods", least=1)
    at_one = ratio == 1
    return np.where(at_one, periods, (1 - ratio**periods) / np.where(at_one, 1, 1 - ratio))


def _retention_elasticity(
    retention_rate: float, discount_rate: float, *, first_margin: str, periods: int | None, growth_rate: float
) -> float:
    """Return the elasticity of value before acquisition cost to the retention rate."""
    _, ratio = _first_and_ratio(retention_rate, discount_rate, growth_rate, first_margin)
    of_first = 1.0 if first_margin == "if_retained" else 0.0
    if periods is None:
        return float(of_first + ratio / (1 - ratio))
    terms = ratio ** np.arange(periods)
    return float(of_first + np.average(np.arange(periods), weights=terms))
