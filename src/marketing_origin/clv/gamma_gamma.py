"""The gamma-gamma model: how much customers spend on a purchase."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln, polygamma

from marketing_origin.errors import CourseError
from marketing_origin.fitting.likelihood import Columns, Likelihood, Model, counted, grouped
from marketing_origin.inputs import column, customers, like, whole


class GammaGamma(Model):
    """Gamma-gamma: what customers spend on a transaction, drawn to the mean of all where little is known.

    A customer's transactions vary around a mean of their own as a gamma distribution of shape `p`; the means
    differ between customers, through a gamma distribution of shape `q` and scale parameter `gamma` (in
    money). Spend and frequency are supposed to be independent.

    `fit(summary)` takes a frame with `frequency` and `monetary_value`, and uses the customers with a repeat
    transaction: of one-time buyers nothing is known, and a 0 in their place would be wrong. `n_customers_`
    says how many these were. A repeat buyer whose mean is 0 raises CourseError: the model has no such
    customers.

    Source: Fader, P. S. & Hardie, B. G. S. (2013), "The gamma-gamma model of monetary value",
    http://www.brucehardie.com/notes/025/.
    """

    names = ("p", "q", "gamma")

    def expected_spend(self, summary: pd.DataFrame | pd.Series | Mapping) -> float | np.ndarray | pd.Series:
        """Return the expected mean value of each customer's future transactions, in money.

        `summary` as for `fit`; for a customer without a repeat transaction it is the mean of all customers.
        Series, array or float like the input. Raises CourseError where q <= 1, which has no mean.
        """
        p, q, gamma = self._values()
        if q <= 1:
            raise CourseError(
                f"GammaGamma with q={q:.3g}: spend has no mean where q is 1 or less; check for outliers."
            )
        frequency, money, wrap = _spending(summary)
        return wrap(p * (gamma + frequency * money) / (p * frequency + q - 1))

    def simulate(self, frequency: np.ndarray | pd.Series, rng: np.random.Generator) -> np.ndarray | pd.Series:
        """Return a made-up `monetary_value` for customers of these frequencies (NaN where it is 0)."""
        p, q, gamma = self._values()
        counts = np.atleast_1d(whole(frequency, "frequency"))
        scale = rng.gamma(q, 1 / gamma, counts.size)
        money = rng.gamma(np.maximum(p * counts, p)) / (np.maximum(counts, 1) * scale)
        return like(frequency)(np.where(counts > 0, money, np.nan))

    def _patterns(self, data: pd.DataFrame, weights: object) -> tuple[Columns, np.ndarray]:
        for name in ("frequency", "monetary_value"):
            column(data, name, "summary")
        like(data, weights)
        frequency, money, _ = _spending(data)
        counts = counted(weights, frequency.size)
        repeated = frequency > 0
        if counts[repeated].sum() < 2:
            raise CourseError(
                f"summary: {counts[repeated].sum():,.0f} of {counts.sum():,.0f} customers bought a second "
                "time (frequency above 0); the model needs many of them."
            )
        if (money[repeated] == 0).any():
            count = np.count_nonzero(money[repeated] == 0)
            raise CourseError(
                f"summary: {count:,} customers with repeat transactions have a monetary_value of 0, which "
                "the model cannot give; leave them out, and say so: summary[summary['monetary_value'] > 0]."
            )
        return grouped((frequency[repeated], money[repeated]), counts[repeated])

    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        p, q = 4.0, 4.0
        return np.array([p, q, np.average(columns[1], weights=counts) * (q - 1) / p])

    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Equation 1a of the note: the density of the mean of x transactions."""
        x, money = columns
        kinds, kind = np.unique(x, return_inverse=True)
        of_kind = np.bincount(kind, counts)
        total, spent = counts.sum(), x * money
        log_spent = (counts * x) @ np.log(spent)
        log_money = counts @ np.log(money)

        def likelihood(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            p, q, gamma = params
            shape, known, own = p * x + q, p * kinds + q, p * kinds
            log_sum, inverse = np.log(gamma + spent), 1 / (gamma + spent)
            value = (
                of_kind @ (gammaln(known) - gammaln(own))
                + total * (q * np.log(gamma) - gammaln(q))
                + p * log_spent
                - log_money
                - counts @ (shape * log_sum)
            )
            by_p = of_kind @ (kinds * (digamma(known) - digamma(own))) + log_spent - (counts * x) @ log_sum
            by_q = of_kind @ digamma(known) + total * (np.log(gamma) - digamma(q)) - counts @ log_sum
            by_gamma = total * q / gamma - counts @ (shape * inverse)
            bend = of_kind * polygamma(1, known)
            pp = kinds**2 @ (bend - of_kind * polygamma(1, own))
            pq, qq = kinds @ bend, bend.sum() - total * polygamma(1, q)
            p_gamma, q_gamma = -(counts * x) @ inverse, total / gamma - counts @ inverse
            gamma_gamma = -total * q / gamma**2 + counts @ (shape * inverse**2)
            hessian = np.array([[pp, pq, p_gamma], [pq, qq, q_gamma], [p_gamma, q_gamma, gamma_gamma]])
            return value, np.array([by_p, by_q, by_gamma]), hessian

        return likelihood


def _spending(summary: pd.DataFrame | pd.Series | Mapping) -> tuple[np.ndarray, np.ndarray, object]:
    """Return frequency, monetary value (0 where there is no repeat transaction), and what shapes a result."""
    (frequency,), wrap = customers(summary, ("frequency",))
    whole(frequency, "summary's frequency")
    if "monetary_value" not in summary:
        raise CourseError(
            "summary: monetary_value is missing: name the value column in customer_summary. For a customer "
            "without a repeat transaction give NaN."
        )
    money = np.where(frequency > 0, np.asarray(summary["monetary_value"], float), 0.0)
    missing = ~np.isfinite(money) | (money < 0)
    if missing.any():
        raise CourseError(
            f"summary: {np.count_nonzero(missing):,} customers with repeat transactions have a missing or "
            "negative monetary_value; leave them out."
        )
    return frequency, money, wrap
