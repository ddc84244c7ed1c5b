"""A made-up order log of customers who buy as the models say: to try the report, to test and to time it."""

import numpy as np
import pandas as pd

from marketing_origin.clv import BetaGeoNBD, GammaGamma
from marketing_origin.inputs import count, positive

#: As in chapter 4.2's music shop: more than half of the customers buy once.
BUYING = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
SPENDING = {"p": 6.25, "q": 3.74, "gamma": 15.44}


def simulated_log(
    customers: int,
    rng: np.random.Generator,
    *,
    start: str = "2023-01-01",
    days: int = 730,
    rows_an_order: float = 1.0,
    buying: dict[str, float] | None = None,
    name: str = "c",
    to_the_end: bool = False,
) -> pd.DataFrame:
    """Return a clean log: customer, order, day, cents, sorted by day.

    Customers come evenly over the time, buy as a BG/NBD says (time in weeks) and spend as a gamma-gamma says.

    Parameters
    ----------
    customers : how many.
    rng : random numbers.
    start, days : the first day, and how many days are observed; the last one need not have an order.
    to_the_end : whether the last day is observed to its end, and not only to its beginning.
    rows_an_order : rows of an order on average, 1 or more (its items, as an export may have them).
    buying : parameters of the BG/NBD.
    name : what customers' and orders' names begin with.

    Given when a customer's last purchase falls, the ones before it are spread evenly since the first.
    """
    size, observed = count(customers, "customers", least=1), count(days, "days", least=1)
    came = rng.integers(0, observed, size)
    summary = BetaGeoNBD.from_params(**(buying or BUYING)).simulate(
        (observed - came - (not to_the_end)) / 7, rng
    )
    repeats = summary["frequency"].to_numpy(np.intp)  # what `repeat` counts in, in a browser too
    who = np.repeat(np.arange(size, dtype="int64"), repeats + 1)
    at = rng.random(len(who)) * np.repeat(summary["recency"].to_numpy(), repeats + 1)
    last = np.cumsum(repeats + 1) - 1
    at[last] = summary["recency"]
    at[last - repeats] = 0.0
    day = came[who] + np.minimum(np.floor(at * 7).astype("int64"), observed - 1 - came[who])
    p, q, gamma = GammaGamma.from_params(**SPENDING).params_
    scale = rng.gamma(q, 1 / gamma, size)
    rows = 1 + rng.poisson(positive(rows_an_order, "rows_an_order", single=True) - 1, len(who)).astype(
        np.intp
    )
    cents = np.maximum(np.round(100 * rng.gamma(p, 1 / scale[who]) / rows), 1).astype("int64")
    order = np.argsort(day, kind="stable")
    order = np.repeat(order, rows[order])
    return pd.DataFrame(
        {
            "customer": name + pd.Series(who[order]).astype("str"),
            "order": name + pd.Series(order).astype("str"),
            "day": np.datetime64(start, "s") + day[order].astype("timedelta64[D]"),
            "cents": cents[order],
        }
    )
