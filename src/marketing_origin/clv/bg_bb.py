"""The BG/BB model: customers who can buy on given occasions only, and leave without a word."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import betaln, logsumexp, psi

from marketing_origin.errors import CourseError
from marketing_origin.fitting.likelihood import (
    Columns,
    Likelihood,
    Model,
    counted,
    distinct,
    grouped,
    log_sum,
    trigamma,
)
from marketing_origin.inputs import count, generator, histories, like, whole

Summary = pd.DataFrame | pd.Series | Mapping


class BetaGeoBetaBinomial(Model):
    """Beta-geometric/beta-Bernoulli: buying or not at each of a row of occasions, without a contract.

    For a yearly appeal, a festival, a catalogue that comes twice a year. Before each occasion a customer leaves
    with a probability of her own (a beta distribution: `gamma`, `delta`); while active she buys on an occasion
    with a probability of her own (beta: `alpha`, `beta`). Neither ever changes. It is to the shifted
    beta-geometric what the BG/NBD is to a contract: nobody sees her leave.

    `fit(summary)` takes a frame with a row for each customer: `frequency`, on how many occasions after her
    first she bought; `recency`, the number of the last of these (0: none); `T`, how many there have been since
    her first. All are whole numbers, and `frequency` is at most `recency`.

    Of 300 samples of 2,000 customers over 6 occasions, simulated (`benchmarks/coverage.py`), the 95 % intervals
    of `alpha`, `beta`, `gamma`, `delta` held the truth in 94, 93, 96 and 95 %.

    Source: Fader, P. S., Hardie, B. G. S. & Shang, J. (2010), "Customer-base analysis in a discrete-time
    noncontractual setting", Marketing Science 29(6), 1086-1108 (the formulas from memory; the likelihood adds up
    to 1 over all histories, which a test holds).
    """

    names = ("alpha", "beta", "gamma", "delta")

    def probability_alive(self, summary: Summary) -> float | np.ndarray | pd.Series:
        """Return the probability that each customer is still active on the next occasion, T + 1.

        `summary` as for `fit`, or one customer as a mapping of numbers. Series, array or float like the input.
        Raises CourseError for histories that cannot be.
        """
        history, wrap = _occasions(summary)
        return wrap(distinct(self._alive, *history, np.ones_like(history[0])))

    def expected_purchases(self, occasions: int, summary: Summary) -> float | np.ndarray | pd.Series:
        """Return on how many of the next `occasions` (a whole number) each customer is expected to buy.

        Form of the result and errors as for `probability_alive`.
        """
        history, wrap = _occasions(summary)
        ahead = count(occasions, "occasions")

        def expected(x: np.ndarray, last: np.ndarray, so_far: np.ndarray) -> np.ndarray:
            alpha, beta, *_ = self._values()
            later = np.arange(1, ahead + 1)[:, None]
            return (alpha + x) / (alpha + beta + so_far) * self._alive(x, last, so_far, later).sum(axis=0)

        return wrap(distinct(expected, *history))

    def expected_purchases_new_customer(self, occasions: int) -> float:
        """Return on how many of `occasions` after her first purchase a customer is expected to buy."""
        nothing_yet = {"frequency": 0, "recency": 0, "T": 0}
        return self.expected_purchases(occasions, nothing_yet)

    def simulate(
        self, T: np.ndarray | pd.Series, rng: np.random.Generator, *, holdout: int = 0
    ) -> pd.DataFrame:
        """Return made-up customers: a summary with a row for each number of occasions in `T`.

        Columns: `frequency`, `recency`, `T` (int64); `alive`, whether she is active on the occasion after T;
        `holdout_frequency`, on how many of the `holdout` occasions after T she buys.
        """
        so_far, later = np.atleast_1d(whole(T, "T")).astype("int64"), count(holdout, "holdout")
        alpha, beta, gamma, delta = self._values()
        buys = generator(rng).beta(alpha, beta, so_far.size)
        leaves = np.maximum(rng.beta(gamma, delta, so_far.size), 1e-12)
        stays = rng.geometric(leaves) - 1  # on so many occasions she is active
        occasion = np.arange(1, so_far.max() + later + 1)
        bought = (rng.random((so_far.size, occasion.size)) < buys[:, None]) & (occasion <= stays[:, None])
        known = bought & (occasion <= so_far[:, None])
        ahead = bought & (occasion > so_far[:, None]) & (occasion <= so_far[:, None] + later)
        columns = {
            "frequency": known.sum(axis=1, dtype="int64"),
            "recency": (known * occasion).max(axis=1, initial=0).astype("int64"),
            "T": so_far,
            "alive": stays > so_far,
            "holdout_frequency": ahead.sum(axis=1, dtype="int64"),
        }
        return pd.DataFrame(columns, index=T.index if isinstance(T, pd.Series) else None)

    def _alive(self, x: np.ndarray, last: np.ndarray, so_far: np.ndarray, ahead: np.ndarray) -> np.ndarray:
        """Return the probability of being active on occasion T + `ahead`."""
        alpha, beta, gamma, delta = self._values()
        own = betaln(alpha + x, beta + so_far - x) - betaln(alpha, beta)
        stayed = betaln(gamma, delta + so_far + ahead) - betaln(gamma, delta)
        return np.exp(own + stayed - logsumexp(_Ways(x, last, so_far).terms(self._values()), axis=0))

    def _patterns(self, data: pd.DataFrame, weights: object) -> tuple[Columns, np.ndarray]:
        (x, last, so_far), _ = _occasions(data)
        like(data, weights)
        return grouped((x, last, so_far), counted(weights, x.size))

    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        return np.ones(4)

    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Return the likelihood, equation 5: the sum over the occasions before which she may have left."""
        ways = _Ways(*columns)

        def likelihood(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            return log_sum(ways.terms(params), *ways.derivatives(params), counts)

        return likelihood


class _Ways:
    """In which ways each customer's silence since her last purchase may have come about.

    She was active on 0, 1, 2, … occasions after it, and left, or on all of them; a row for each, a column for
    each customer.
    """

    def __init__(self, x: np.ndarray, last: np.ndarray, so_far: np.ndarray) -> None:
        silent = so_far - last
        after = np.arange(silent.max(initial=0) + 1)[:, None]
        self.x, self.possible = x, after <= silent
        self.active, self.left = last + after, (after < silent).astype(float)
        self.missed = self.active - x

    def terms(self, params: np.ndarray) -> np.ndarray:
        """Return the logarithm of the probability of each way, minus infinity where there is none."""
        alpha, beta, gamma, delta = params
        bought = betaln(alpha + self.x, beta + self.missed) - betaln(alpha, beta)
        stayed = betaln(gamma + self.left, delta + self.active) - betaln(gamma, delta)
        return np.where(self.possible, bought + stayed, -np.inf)

    def derivatives(self, params: np.ndarray) -> tuple[np.ndarray, dict[tuple[int, int], np.ndarray]]:
        """Return the first derivatives of the terms, and the second ones that are not 0."""
        alpha, beta, gamma, delta = params
        pairs = (
            (0, alpha, beta, np.broadcast_to(self.x, self.missed.shape), self.missed),
            (2, gamma, delta, self.left, self.active),
        )
        slopes, bends = [], {}
        for at, a, b, one, other in pairs:
            both = psi(a + b) - psi(a + b + one + other)
            slopes += [psi(a + one) - psi(a) + both, psi(b + other) - psi(b) + both]
            mixed = trigamma(a + b) - trigamma(a + b + one + other)
            bends[at, at] = trigamma(a + one) - trigamma(a) + mixed
            bends[at, at + 1] = mixed
            bends[at + 1, at + 1] = trigamma(b + other) - trigamma(b) + mixed
        return np.array(slopes), bends


def _occasions(summary: Summary) -> tuple[list[np.ndarray], object]:
    """Return frequency, recency and T of a summary, checked to be whole and possible."""
    (x, last, so_far), wrap = histories(summary)
    whole(last, "summary's recency")
    whole(so_far, "summary's T")
    if (x > last).any():
        first = np.flatnonzero(x > last)[0]
        raise CourseError(
            "summary: frequency is above recency, and on one occasion nobody buys twice; the first such row has "
            f"frequency={x.flat[first]:g}, recency={last.flat[first]:g}. recency is the number of the last "
            "occasion with a purchase, T how many there were."
        )
    return [x, last, so_far], wrap
