"""Splitting a budget: response curves, and the split at which moving money gains nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.fitting.roots import root, roots
from marketing_origin.inputs import like, numbers, positive, rate

Numbers = float | np.ndarray | pd.Series


@dataclass(frozen=True)
class ResponseCurve:
    """What spending brings, with less and less from each further unit of money.

    response(spend) = floor + (ceiling - floor)(1 - exp(-k spend)).

    Attributes
    ----------
    ceiling : the response that unlimited spending would bring: a rate (a fraction of prospects won, of
        customers kept), or a number of people.
    k : how fast spending works, per unit of money: 1 / k brings 63 % of the way from floor to ceiling.
    floor : the response without any spending; customers stay, and some come, by themselves.

    Raises CourseError for a ceiling that does not lie above the floor, a negative floor or a k that is not
    positive.

    Source: Blattberg, R. C. & Deighton, J. (1996), "Manage marketing by the customer equity test", Harvard
    Business Review 74(4), 136-144 (with floor 0; from memory).
    """

    ceiling: float
    k: float
    floor: float = 0.0

    def __post_init__(self):
        positive(self.k, "k", single=True)
        floor = positive(self.floor, "floor", zero=True, single=True)
        if numbers(self.ceiling, "ceiling", single=True) <= floor:
            raise CourseError(f"ceiling={self.ceiling!r}: must lie above floor={self.floor!r}.")

    @classmethod
    def from_point(cls, spend: float, response: float, ceiling: float, floor: float = 0.0) -> "ResponseCurve":
        """Return the curve through one known point: what is spent now and what it brings now.

        The ceiling is a judgement ("what if money were no object?"). Raises CourseError unless the response
        lies between floor and ceiling.
        """
        at = positive(spend, "spend", single=True)
        if not floor < response < ceiling:
            raise CourseError(
                f"response={response!r}: must lie between floor={floor!r} and ceiling={ceiling!r}."
            )
        return cls(ceiling, float(-np.log1p(-(response - floor) / (ceiling - floor)) / at), floor)

    def for_people(self, number: float) -> "ResponseCurve":
        """Return the curve in people and total money, for this curve in rates and money per person."""
        people = positive(number, "number", single=True)
        return ResponseCurve(self.ceiling * people, self.k / people, self.floor * people)

    def response(self, spend: Numbers) -> Numbers:
        """Return what `spend` brings."""
        money = positive(spend, "spend", zero=True)
        return like(spend)(self.floor - (self.ceiling - self.floor) * np.expm1(-self.k * money))

    def marginal_response(self, spend: Numbers) -> Numbers:
        """Return what one more unit of money would bring (the slope at `spend`)."""
        money = positive(spend, "spend", zero=True)
        return like(spend)((self.ceiling - self.floor) * self.k * np.exp(-self.k * money))

    def average_cost(self, spend: Numbers) -> Numbers:
        """Return money per customer: spend / response, those counted who would have come without spending.

        At a spend of 0 it is the limit: 0, or with floor 0 the marginal cost of the first.
        """
        money = positive(spend, "spend", zero=True)
        brought = numbers(self.response(money), "spend")
        first = 1 / ((self.ceiling - self.floor) * self.k)
        return like(spend)(np.where(brought > 0, money / np.where(brought > 0, brought, 1), first)[()])

    def marginal_cost(self, spend: Numbers) -> Numbers:
        """Return the money that the next customer costs: 1 / marginal response."""
        return like(spend)(1 / numbers(self.marginal_response(spend), "spend"))

    def spend_where(self, marginal_cost: Numbers) -> Numbers:
        """Return the spending at which the next customer costs `marginal_cost`; 0 if the first costs more."""
        steepest = (self.ceiling - self.floor) * self.k
        return like(marginal_cost)(
            np.maximum(0.0, np.log(positive(marginal_cost, "marginal_cost") * steepest) / self.k)
        )


@dataclass(frozen=True)
class Split:
    """The best split of a budget between activities; see `split_budget`.

    Series indexed by activity: `spend` (money), `response`, `average_cost`, `marginal_cost` (money per
    customer), `marginal_value` (what the next unit of money brings, in money). `value`: the whole value of
    the responses less the money spent. `shadow_price`: what one more unit of budget would add to it, net of
    itself; 0 where the budget does not bind. `certificate`: why nothing better exists.
    """

    spend: pd.Series
    response: pd.Series
    average_cost: pd.Series
    marginal_cost: pd.Series
    marginal_value: pd.Series
    value: float
    shadow_price: float
    certificate: pd.Series = field(repr=False)


def split_budget(
    curves: Mapping[str, ResponseCurve], values: Mapping[str, float], budget: float | None = None
) -> Split:
    """Return the split of one period's money that earns most.

    It maximises the sum over activities of value x response(spend) - spend. At the best split the next unit
    of money brings the same in every activity that gets any, and not more in one that gets none; without
    a binding budget it brings exactly itself, so that the marginal cost of a customer equals its value.
    Average costs play no part.

    Parameters
    ----------
    curves : for each activity (a channel, retention, …) its `ResponseCurve` in people and total money.
    values : for each activity what one customer won or kept by it is worth.
    budget : the most that may be spent in all; None for as much as pays.

    The certificate holds `stationarity` (the largest difference between a funded activity's marginal value
    and 1 + shadow price; 0 at an optimum), `unfunded` (by how much an activity without money would beat that;
    at most 0), `over_budget` (money spent beyond the budget; at most 0), `curvature` (largest second
    derivative; negative: a maximum, and the only one) and `upper_bound` (a value that no split can exceed,
    from the dual problem; at the optimum it is the value itself).

    Raises CourseError for activities that are not the same in both mappings, and for values or a budget that
    are not positive.

    Source: the conditions of Karush, Kuhn and Tucker; Blattberg & Deighton (1996) as for `ResponseCurve`.
    """
    if not curves or set(curves) != set(values):
        odd = sorted(map(str, set(curves) ^ set(values)))
        raise CourseError(
            f"curves and values: each activity needs both; {', '.join(odd) or 'there is none'}."
        )
    names = list(curves)
    for name, curve in curves.items():
        if not isinstance(curve, ResponseCurve):
            raise CourseError(f"curves: {name!r} must be a ResponseCurve, not {type(curve).__name__}.")
    worth = positive([values[name] for name in names], "values")

    def spend_at(price: float) -> np.ndarray:
        """Spending if the next unit of money must bring `price`."""
        pairs = zip(curves.values(), worth, strict=True)
        return np.array([curve.spend_where(value / price) for curve, value in pairs])

    price = 1.0
    if budget is not None:
        limit = positive(budget, "budget", single=True)
        if spend_at(1.0).sum() > limit:
            # At the price of the best first unit of money nothing is spent; in between lies the budget.
            first = max(
                value * curve.marginal_response(0.0)
                for value, curve in zip(worth, curves.values(), strict=True)
            )
            price = root(lambda price: spend_at(price).sum() - limit, 1.0, first, xtol=1e-14)
    return _split(curves, worth, spend_at(price), price, budget)


def _split(
    curves: Mapping[str, ResponseCurve],
    worth: np.ndarray,
    spend: np.ndarray,
    price: float,
    budget: float | None,
) -> Split:
    """Return the split with what follows from it, and its certificate."""

    def by_activity(method: str) -> pd.Series:
        values = [getattr(curve, method)(money) for curve, money in zip(curves.values(), spend, strict=True)]
        return pd.Series(values, list(curves), name=method)

    response = by_activity("response")
    marginal_value = worth * by_activity("marginal_response")
    value = float(worth @ response - spend.sum())
    funded = spend > 0
    allowed = (price - 1) * budget if price > 1 else 0.0
    certificate = {
        "stationarity": float(np.abs(marginal_value[funded] - price).max()) if funded.any() else 0.0,
        "unfunded": float((marginal_value[~funded] - price).max()) if not funded.all() else 0.0,
        "over_budget": 0.0 if budget is None else float(spend.sum() - budget),
        "curvature": float((-marginal_value * [curve.k for curve in curves.values()]).max()),
        "upper_bound": float(worth @ response - price * spend.sum() + allowed),
    }
    return Split(
        pd.Series(spend, list(curves), name="spend"),
        response,
        by_activity("average_cost"),
        by_activity("marginal_cost"),
        marginal_value.rename("marginal_value"),
        value,
        price - 1,
        pd.Series(certificate, name="certificate"),
    )


@dataclass(frozen=True)
class BlattbergDeighton:
    """The best spending per prospect and per customer; see `blattberg_deighton`.

    `spend`, `response` (the acquisition and the retention rate), `average_cost` and `marginal_cost` are
    Series indexed by "acquisition" and "retention". `customer_value`: of one customer won, acquisition not
    taken off. `prospect_value`: of one prospect, acquisition taken off. `shadow_price` as for `Split`.
    """

    spend: pd.Series
    response: pd.Series
    average_cost: pd.Series
    marginal_cost: pd.Series
    customer_value: float
    prospect_value: float
    shadow_price: float
    certificate: pd.Series = field(repr=False)

    @property
    def average_cost_ratio(self) -> float:
        """Average cost of a customer won over that of a customer kept: the ratio that people quote."""
        return float(self.average_cost["acquisition"] / self.average_cost["retention"])


def blattberg_deighton(
    acquisition: ResponseCurve,
    retention: ResponseCurve,
    margin: float,
    discount_rate: float,
    budget: float | None = None,
) -> BlattbergDeighton:
    """Return what to spend on winning a prospect and, each period, on keeping a customer.

    A prospect on whom A is spent becomes a customer with probability a(A) and brings `margin` at once. From
    then on R is spent on each customer at the end of each period; a share r(R) stays and brings the margin
    again. A customer is worth

        V(R) = margin + (r margin - R) / (1 + i - r) = ((1 + i) margin - R) / (1 + i - r)

    and a prospect a(A) V(R) - A, which is maximised. Without a budget both marginal costs equal V at the
    optimum: the last customer won and the last one kept each cost what a customer is worth, whatever the
    average costs are.

    Parameters
    ----------
    acquisition, retention : response curves in rates (ceiling at most 1) and money per prospect, per customer
        and period.
    margin : of a customer, per period. `discount_rate`: per period.
    budget : the most that a prospect may cost, its acquisition and the first period's retention of those
        won: A + a(A) R; None for as much as pays.

    The certificate holds `acquisition_slope` and `retention_slope` (how much moving the money by one unit
    gains, the budget's price taken off: 0 at an optimum, below 0 where nothing is spent), `over_budget`,
    `best_on_grid` (the value at the best of 200 x 200 spendings within the budget: must not exceed
    `prospect_value`) and, where no budget binds, `curvature` (the largest second derivative: negative at a
    maximum).

    Raises CourseError for curves that are not rates, and a margin, rate or budget that makes no sense.

    Source: Blattberg & Deighton (1996) as for `ResponseCurve`; the equality of marginal costs and value:
    Pfeifer, P. E. (2005), "The optimal ratio of acquisition and retention costs", Journal of Targeting,
    Measurement and Analysis for Marketing 13(2), 179-188.
    """
    problem = _Prospect(acquisition, retention, margin, discount_rate)
    spend = problem.best()
    price = 0.0
    if budget is not None:
        limit = positive(budget, "budget", single=True)
        if problem.cost(*spend) > limit:
            spend = problem.best_within(limit)
            price = problem.shadow_price(*spend)
    a, r = acquisition.response(spend[0]), retention.response(spend[1])
    names = ["acquisition", "retention"]
    pairs = list(zip((acquisition, retention), spend, strict=True))
    return BlattbergDeighton(
        pd.Series(spend, names, name="spend"),
        pd.Series([a, r], names, name="response"),
        pd.Series([curve.average_cost(money) for curve, money in pairs], names, name="average_cost"),
        pd.Series([curve.marginal_cost(money) for curve, money in pairs], names, name="marginal_cost"),
        problem.customer_value(spend[1]),
        problem.value(*spend),
        price,
        problem.certificate(spend, price, budget),
    )


class _Prospect:
    """Blattberg and Deighton's problem: value, slopes and optimum."""

    def __init__(
        self, acquisition: ResponseCurve, retention: ResponseCurve, margin: float, discount_rate: float
    ):
        for name, curve in (("acquisition", acquisition), ("retention", retention)):
            if not isinstance(curve, ResponseCurve) or curve.ceiling > 1:
                raise CourseError(
                    f"{name}: a ResponseCurve of a rate is needed, with a ceiling of at most 1."
                )
        if acquisition.floor:
            raise CourseError(
                f"acquisition: floor={acquisition.floor:g} must be 0: who comes anyway is not won by it."
            )
        self.acquisition, self.retention = acquisition, retention
        self.margin = positive(margin, "margin", single=True)
        self.discount = 1 + rate(discount_rate, "discount_rate", single=True)
        if retention.ceiling >= self.discount:
            raise CourseError(
                "discount_rate=0: with a retention ceiling of 1 a customer's value has no limit."
            )

    def customer_value(self, kept: Numbers) -> Numbers:
        """Return V(R)."""
        return (self.discount * self.margin - kept) / (self.discount - self.retention.response(kept))

    def value(self, won: Numbers, kept: Numbers) -> Numbers:
        """Return the value of a prospect, acquisition taken off."""
        return self.acquisition.response(won) * self.customer_value(kept) - won

    def cost(self, won: Numbers, kept: Numbers) -> Numbers:
        """Return what the budget limits: A + a(A) R."""
        return won + self.acquisition.response(won) * kept

    def slopes(self, won: float, kept: float) -> tuple[float, float]:
        """Return how the value changes with the money spent on winning, on keeping."""
        gap = self.discount - self.retention.response(kept)
        value = self.customer_value(kept)
        of_value = (self.retention.marginal_response(kept) * value - 1) / gap
        return (
            self.acquisition.marginal_response(won) * value - 1,
            self.acquisition.response(won) * of_value,
        )

    def best(self) -> tuple[float, float]:
        """Return the optimum without a budget.

        Keeping does not depend on winning: the slope of V has the sign of r'(R)((1+i)m - R) - (1+i-r(R)),
        which falls as long as R < (1+i)m, so it changes sign once.
        """
        most = self.discount * self.margin

        def slope(kept: float) -> float:
            gap = self.discount - self.retention.response(kept)
            return self.retention.marginal_response(kept) * (most - kept) - gap

        kept = root(slope, 0.0, most, xtol=1e-13) if slope(0.0) > 0 else 0.0
        return float(self.acquisition.spend_where(self.customer_value(kept))), float(kept)

    def best_within(self, budget: float) -> tuple[float, float]:
        """Return the optimum that spends the whole budget: the best of a grid, then the root of the slope.

        A grid, because V bends upwards where little is spent on keeping, so that there may be two local
        optima. Keeping gets no more than it would without a budget.
        """

        def won(kept: Numbers) -> Numbers:
            return roots(lambda money, kept: self.cost(money, kept) - budget, 0.0, budget, kept)

        def slope(kept: float) -> float:
            """How much better money works for winning than for keeping."""
            money = float(won(kept))
            price_of_keeping = self.slopes(money, kept)[1] / self.acquisition.response(money)
            return self.shadow_price(money, kept) - price_of_keeping

        grid = np.linspace(0.0, self.best()[1], 1001)
        at = int(np.argmax(self.value(won(grid), grid)))
        if at == 0 and slope(0.0) >= 0:  # even the first unit is better spent on winning
            return budget, 0.0
        kept = root(slope, grid[max(at - 1, 0)], grid[min(at + 1, grid.size - 1)], xtol=1e-13)
        return float(won(kept)), float(kept)

    def shadow_price(self, won: float, kept: float) -> float:
        """Return what one more unit of budget adds to the value, if it goes to winning."""
        return self.slopes(won, kept)[0] / (1 + self.acquisition.marginal_response(won) * kept)

    def certificate(self, spend: tuple[float, float], price: float, budget: float | None) -> pd.Series:
        """Return the proof of the optimum; see `blattberg_deighton`."""
        won, kept = spend
        a, more = self.acquisition.response(won), self.acquisition.marginal_response(won)
        of_won, of_kept = self.slopes(won, kept)
        value, gap = self.customer_value(kept), self.discount - self.retention.response(kept)
        grid_won, grid_kept = np.meshgrid(
            np.linspace(0, 2 * won + 1 / self.acquisition.k, 200),
            np.linspace(0, min(2 * kept + 1 / self.retention.k, self.discount * self.margin), 200),
        )
        values = self.value(grid_won, grid_kept)
        if budget is not None:
            values = values[self.cost(grid_won, grid_kept) <= budget]
        proof = {
            "acquisition_slope": of_won - price * (1 + more * kept),
            "retention_slope": of_kept - price * a,
            "over_budget": 0.0 if budget is None else self.cost(won, kept) - budget,
            "best_on_grid": values.max(),
        }
        if price == 0:  # the mixed second derivative is 0 there
            bend = -self.retention.k * self.retention.marginal_response(kept) * value / gap
            proof["curvature"] = max(-self.acquisition.k * more * value, a * bend)
        return pd.Series(proof, name="certificate", dtype=float)
