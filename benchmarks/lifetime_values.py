"""Lifetime values of customers who are all different, against the quadrature done for each of them.

The peer is how it was done before: 48 moments of time x 128 dropout probabilities for every history. Times are on
the wall, the longer one's once; memory is the peak of what Python, NumPy and pandas hold beside the summary.
"""

import statistics
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from marketing_origin.clv import BetaGeoNBD, GammaGamma, ParetoNBD, rate_per_period
from marketing_origin.clv._behaviour import NODES, WEIGHTS, BehaviourModel

WEEKLY = rate_per_period(0.15, 52)
MODELS = {
    "BG/NBD": BetaGeoNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426),
    "Pareto/NBD": ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67),
}
SPEND = GammaGamma.from_params(p=6.25, q=3.74, gamma=15.44)
SIZES = [10_000, 100_000, 1_000_000]
MOST = 0.1  # of the peer's time
SAME = 1e-9
CACHES = 1.5  # a million histories no longer lie in the processor's caches


def run() -> list[dict]:
    """Return rows: time, memory and agreement at 100,000 customers, and how time grows with their number."""
    rows = []
    for name, model in MODELS.items():
        summary = customers(model, 100_000)
        ours = partial(model.customer_lifetime_value, summary, SPEND, discount_rate=WEEKLY)
        peer = partial(by_history, model, summary)
        ours()
        values, mine = timed(ours, 3)
        old, theirs = timed(peer, 1)
        what = f"{name}, 100,000 histories"
        rows.append(row(f"{what}: seconds", mine, theirs, mine / theirs, MOST))
        mine, theirs = peak_megabytes(ours), peak_megabytes(peer)
        rows.append(row(f"{what}: peak megabytes", mine, theirs, mine / theirs, 1.0))
        apart = float((values / old - 1).abs().max())
        rows.append({"what": f"{what}: furthest apart", "ours": apart, "target": SAME, "ok": apart <= SAME})
        rows += growth(name, model)
    return rows


def growth(name: str, model: BehaviourModel) -> list[dict]:
    """Return a row for each number of customers; `ratio` is to the seconds of the smallest."""
    rows = []
    for size in SIZES:
        summary = customers(model, size)
        work = partial(model.customer_lifetime_value, summary, SPEND, discount_rate=WEEKLY)
        _, seconds = timed(work, 3)
        ratio = seconds / (rows[0]["ours"] if rows else seconds)
        found = {"what": f"{name}, {size:,} histories: seconds", "ours": seconds, "ratio": ratio}
        most = size / SIZES[0] * (1 if size == SIZES[0] else CACHES)
        rows.append(found | {"target": most, "ok": ratio <= most})
    return rows


def customers(model: BehaviourModel, size: int) -> pd.DataFrame:
    """Return a summary of made-up customers who joined at any moment of twelve weeks."""
    rng = np.random.default_rng(1)
    summary = model.simulate(rng.uniform(27, 39, size), rng)
    return summary.assign(monetary_value=SPEND.simulate(summary["frequency"], rng))


def by_history(model: BehaviourModel, summary: pd.DataFrame) -> pd.Series:
    """Return the same values, the discounted forecast being integrated for every customer."""
    force = np.log1p(WEEKLY)
    frequency, age = (summary[column].to_numpy(float) for column in ("frequency", "T"))
    params = model._updated(frequency, age)
    end, scale = 45 / force, params[model.names.index(model.time_scale)]
    half = np.log1p(end / scale) / 2
    moments = scale * np.expm1(half * (NODES[:, None] + 1))
    total = model._expected(moments, *params) * np.exp(-force * moments) * force * (scale + moments)
    purchases = half * (WEIGHTS @ total) + model._expected(end, *params) * np.exp(-force * end)
    return (
        model._alive(frequency, summary["recency"].to_numpy(), age)
        * purchases
        * SPEND.expected_spend(summary)
    )


def timed(work: Callable[[], pd.Series], times: int) -> tuple[pd.Series, float]:
    """Return what `work` returns, and the median of its seconds."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return result, statistics.median(seconds)


def peak_megabytes(work: Callable[[], pd.Series]) -> float:
    """Return the most memory that `work` held at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def row(what: str, ours: float, peer: float, ratio: float, target: float) -> dict:
    """Return a row that compares with the peer."""
    return {"what": what, "ours": ours, "peer": peer, "ratio": ratio, "target": target, "ok": ratio <= target}
