"""What keeping customers does: to their number, to the value of one, to the profit of the firm."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from marketing_origin.clv.formula import customer_lifetime_value, value_of_profile
from marketing_origin.errors import CourseError
from marketing_origin.inputs import count, like, numbers, one_of, positive, rate

#: A credit-card customer: what winning one costs, then the profit of each year, the last going on.
#: Reconstructed for this course so that the figures ascribed to Reichheld & Sasser (1990) come out; the
#: article itself was not seen.
CREDIT_CARD = {"acquisition_cost": 51.0, "profits": (30.0, 42.0, 44.0, 49.0, 55.0)}

#: What may be meant by "profit" when retention is said to raise it.
DEFINITIONS = {
    "value_if_retained": "present value of a customer, margins from the first renewal on",
    "value_now": "present value of a customer, today's margin included",
    "value_of_profile": "present value of a customer whose profit changes with tenure, at each year's end",
    "firm_first_year": "profit of a firm in balance, in the first year with the higher retention",
    "firm_steady_state": "profit of the firm once its number of customers has settled again",
}


def leaky_bucket(
    won: float | Sequence[float],
    retention_rate: float | Sequence[float],
    *,
    start: float = 0.0,
    periods: int | None = None,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return a company's number of customers, period by period: some leave, some are won.

    In each period a share 1 - retention_rate of the customers there before leaves, then `won` new ones come;
    these can leave from the next period on.

    Parameters
    ----------
    won : customers won in a period: one number for all periods, or one for each.
    retention_rate : share of customers who stay from one period to the next: one for all, or one for each.
    start : customers before the first period.
    periods : how many periods; may be left out where `won` or `retention_rate` is a list.
    rng : None for expected numbers; a random generator draws whole customers instead: who leaves is binomial,
        who comes Poisson with mean `won`.

    Returns a frame indexed by `period` (1, 2, …): `customers_before`, `lost`, `won`, `customers`.

    Raises CourseError for rates that are no fractions, negative numbers and lists of different lengths.
    """
    joins, stays = positive(won, "won", zero=True), rate(retention_rate, "retention_rate", one=True)
    lengths = {array.size for array in (joins, stays) if array.ndim} | ({periods} if periods else set())
    if len(lengths) != 1:
        raise CourseError(
            f"periods: {'say how many (periods=24)' if not lengths else 'lists differ in length'}; won has "
            f"{joins.size}, retention_rate {stays.size}, periods={periods}."
        )
    n = count(lengths.pop(), "periods", least=1)
    joins, stays = np.broadcast_to(joins, n), np.broadcast_to(stays, n)
    there = positive(start, "start", zero=True, single=True)
    if rng is not None:
        there, joins = count(start, "start"), rng.poisson(joins)
    rows = []
    for new, stay in zip(joins, stays, strict=True):
        lost = there * (1 - stay) if rng is None else rng.binomial(int(there), 1 - stay)
        rows.append((there, lost, new, there - lost + new))
        there = rows[-1][-1]
    index = pd.RangeIndex(1, n + 1, name="period")
    return pd.DataFrame(rows, index, columns=["customers_before", "lost", "won", "customers"])


def steady_state(
    won: float | np.ndarray | pd.Series, retention_rate: float | np.ndarray | pd.Series
) -> float | np.ndarray | pd.Series:
    """Return the number of customers at which as many leave in a period as are won: won / (1 - retention).

    Whatever the start, `leaky_bucket` tends to it. Raises CourseError for a retention rate of 1: without
    leak there is no such number.
    """
    wrap = like(won, retention_rate)
    return wrap(positive(won, "won", zero=True) / (1 - rate(retention_rate, "retention_rate")))


def retention_gain(
    retention_rate: float | np.ndarray | pd.Series,
    points: float | np.ndarray | pd.Series = 0.05,
    *,
    definition: str,
    margin: float = 1.0,
    discount_rate: float | None = None,
    acquisition_cost: float = 0.0,
    fixed_cost_share: float = 0.0,
    profits: Sequence[float] | None = None,
) -> float | np.ndarray | pd.Series:
    """Return by what fraction "profit" rises if retention rises by some points, under a named definition.

    A gain of 0.2 is +20 %. What raising retention costs is not counted, under no definition.

    Parameters
    ----------
    retention_rate : before, per year. `points`: added to it; 0.05 is five percentage points, from 0.80 to
        0.85. (Five per cent of the rate itself: points=0.05 * retention_rate.)
    definition : one of `DEFINITIONS`:

        - ``"value_if_retained"``, ``"value_now"``: customer lifetime value m·r/(1+i-r) or m(1+i)/(1+i-r);
          a positive `acquisition_cost` is taken off, and makes the fraction explode as the value nears 0;
        - ``"value_of_profile"``: the same with `profits` at the end of year 1, 2, … of a customer still
          there, the first certain, the last going on; ``**CREDIT_CARD`` passes Reichheld & Sasser's;
        - ``"firm_first_year"``: profit = margin x customers - acquisition cost x customers won - fixed cost,
          of a firm in balance (as many won as lost) whose retention rises while it goes on winning as many,
          in the first year;
        - ``"firm_steady_state"``: the same, once the number of customers has settled again.
    margin : a customer's, per year. `discount_rate`: per year; customer values need it, a firm's
        profit of one year does not.
    acquisition_cost : money to win a customer.
    fixed_cost_share : fixed cost as a share of the firm's margin before the change (firm profits only).

    Numbers, arrays and Series in, the same out. Raises CourseError where the base is 0 (no percentage of
    it exists), for rates that are no fractions and for an unknown definition. Where the base is a loss the
    fraction has the wrong sign: it is returned all the same, since that is what a careless analyst gets.

    Source: own formulation. Reichheld, F. F. & Sasser, W. E. (1990), "Zero defections: quality comes to
    services", Harvard Business Review 68(5), 105-111, computed a customer's present value.
    """
    one_of(definition, "definition", DEFINITIONS)
    before = rate(retention_rate, "retention_rate", one=True)
    after = before + numbers(points, "points")
    if (after > 1).any() or (after < 0).any():
        raise CourseError(
            f"points={points!r}: moves retention_rate={retention_rate!r} out of 0 to 1. Five points are 0.05."
        )
    cost = positive(acquisition_cost, "acquisition_cost", zero=True, single=True)
    if definition.startswith("firm"):
        old, new = _firm_profits(before, after, definition, margin, cost, fixed_cost_share)
    elif discount_rate is None:
        raise CourseError("discount_rate: a present value needs one per year, such as 0.1.")
    elif definition == "value_of_profile":
        if profits is None:
            raise CourseError(
                "profits: this definition needs a customer's yearly profits, such as **CREDIT_CARD."
            )
        old, new = (
            value_of_profile(
                profits, r, discount_rate, first_margin="period_end", last_repeats=True, acquisition_cost=cost
            )
            for r in (before, after)
        )
    else:
        first = definition.removeprefix("value_")
        old, new = (
            customer_lifetime_value(margin, r, discount_rate, first_margin=first, acquisition_cost=cost)
            for r in (before, after)
        )
    if np.any(np.abs(old) < 1e-12):
        raise CourseError("The profit before the change is 0: no percentage of it exists. Compare the money.")
    return like(retention_rate, points)(np.asarray(new) / old - 1)


def _firm_profits(
    before: np.ndarray,
    after: np.ndarray,
    definition: str,
    margin: float,
    cost: float,
    fixed_cost_share: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Return a firm's yearly profit before and after, per customer it had, with winning as many as before."""
    if (after >= 1).any() and definition == "firm_steady_state":
        raise CourseError("points: a retention rate of 1 has no steady state; take fewer points.")
    won = 1 - before
    customers = 1 + after - before if definition == "firm_first_year" else won / (1 - after)
    earned = positive(margin, "margin", single=True)
    fixed = earned * rate(fixed_cost_share, "fixed_cost_share", one=True, single=True)
    return earned - cost * won - fixed, earned * customers - cost * won - fixed
