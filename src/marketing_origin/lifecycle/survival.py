"""How long customers under contract stay: retention and survival, by three models.

::

    Geometric            one churn rate for all, at every age
    ShiftedBetaGeometric a churn rate of her own for each customer, the same at every age
    BetaDiscreteWeibull  the same, and each customer's rate may rise or fall with her age

All take the same `survivors`, and give `retention_rate(t)`, `survival(t)` and `simulate(…)`.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import betaln, polygamma, psi

from marketing_origin.clv.formula import FIRST_MARGIN
from marketing_origin.errors import CourseError
from marketing_origin.fitting.likelihood import Columns, Likelihood, Model, trigamma
from marketing_origin.fitting.quadrature import average_over_beta
from marketing_origin.inputs import count, generator, like, numbers, one_of, positive, rate, whole

Survivors = Sequence[float] | np.ndarray | pd.Series | pd.DataFrame
Result = float | np.ndarray | pd.Series


NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}


class Renewals(Model):
    """What the models of customers under contract have in common.

    `fit(survivors)` takes the number of customers still there in period 0, 1, 2, … (the first is all of
    them), or a frame with such a column for each cohort, missing (NaN) where it has not been observed yet.
    Shares or per cents of the first period need `customers`, their number, too: without it nobody knows how
    sure the figures are.
    """

    def fit(self, survivors: Survivors, customers: float | None = None) -> Self:
        """Find the parameters that make the survivors most likely, and return the model.

        `customers` is the number of customers in period 0 where `survivors` are shares or per cents of them.
        Raises CourseError for survivors that grow, or too few periods; ConvergenceError where there is no
        maximum to be found.
        """
        return super().fit(survivors, customers)

    def bootstrap(
        self,
        survivors: Survivors,
        n: int,
        rng: np.random.Generator,
        customers: float | None = None,
        *,
        failed: str = "raise",
    ) -> pd.DataFrame:
        """Return the parameters of `n` fits to customers drawn again with replacement, a row for each fit.

        `survivors` and `customers` as for `fit`; `failed` as for the models of `clv`.
        """
        return super().bootstrap(survivors, n, rng, customers, failed=failed)

    @abstractmethod
    def survival(self, t: int | np.ndarray | pd.Series) -> Result:
        """Return the share of all customers who are still there in period t (0, 1, …)."""

    def retention_rate(self, t: int | np.ndarray | pd.Series) -> Result:
        """Return the share of those still there in period t - 1 who are there in period t (1, 2, …)."""
        period = whole(t, "t", least=1)
        return like(t)(np.asarray(self.survival(period)) / np.asarray(self.survival(period - 1)))

    def simulate(self, customers: int, periods: int, rng: np.random.Generator) -> np.ndarray:
        """Return made-up survivors in periods 0 to `periods`, of `customers` in period 0 (int64)."""
        size = count(customers, "customers", least=1)
        last = count(periods, "periods", least=1)
        there = np.append(self.survival(np.arange(last + 1)), 0.0)
        # Rounding may leave a share a hair below 0, or the sum above 1: multinomial refuses both.
        leaving = np.maximum(-np.diff(there), 0)
        left = generator(rng).multinomial(size, leaving / leaving.sum())
        return size - np.append(0, np.cumsum(left[:-1], dtype="int64"))

    def _patterns(self, data: Survivors, weights: float | None) -> tuple[Columns, np.ndarray]:
        """Return (1, t - 1) for those who left in period t, (0, t) for those still there; and counts."""
        cohorts = [data[name] for name in data] if isinstance(data, pd.DataFrame) else [data]
        left, stayed, counts = [], [], []
        for cohort in cohorts:
            survivors = _survivors(cohort, weights)
            last = len(survivors) - 1
            left += [1] * last + [0]
            stayed += [*range(last), last]
            counts += [*-np.diff(survivors), survivors[-1]]
        counts = np.array(counts)
        needed = len(self.names) + 1
        if max(stayed) + 1 < needed:
            raise CourseError(
                f"survivors: at least {NUMBERS[needed]} periods are needed (from 0 to {needed - 1}) to tell "
                f"{NUMBERS[len(self.names)]} parameter{'s'[: len(self.names) > 1]}; take a longer time, or a "
                "model with fewer."
            )
        if not (counts * left).any():
            raise CourseError("survivors: nobody has left yet, so nothing tells how many will.")
        some = counts > 0
        return (np.array(left, float)[some], np.array(stayed, float)[some]), counts[some]

    def _instead(self, columns: Columns, counts: np.ndarray, reached: float | None = None) -> str:
        """Name the model in which customers do not differ, where that one can be fitted."""
        simpler = Geometric()._fitted_to(columns, counts) if len(self.names) > 1 else None
        if simpler is None:
            return ""
        lost = (
            ""
            if reached is None
            else f"; its log-likelihood is {reached - simpler.log_likelihood_:.1f} lower"
        )
        return f" `lifecycle.Geometric()`, one churn rate for all, can be fitted{lost}."


class Geometric(Renewals):
    """Geometric: at each renewal every customer leaves with the same probability, `churn_rate`.

    The model of whoever speaks of *the* retention rate: customers are alike, and do not change. With it the
    mean life is 1 / churn_rate periods, the first (paid by everybody) counted.

    Of 2,000 samples of 1,000 customers over 12 periods, simulated (`benchmarks/coverage.py`), the 95 % interval
    of `churn_rate` held the truth in 94 %.
    """

    names = ("churn_rate",)

    @classmethod
    def from_params(cls, **params: float) -> Self:
        """Return the model with a given churn rate; CourseError unless it is above 0 and below 1."""
        if "churn_rate" in params:
            rate(params["churn_rate"], "churn_rate")
        return super().from_params(**params)

    def survival(self, t: int | np.ndarray | pd.Series) -> Result:
        """Return the share of all customers who are still there in period t (0, 1, …)."""
        (churn,) = self._values()
        return like(t)((1 - churn) ** whole(t, "t"))

    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        left, stayed = columns
        chance = counts @ left / (counts @ (left + stayed))
        if chance >= 1:
            raise CourseError("survivors: all have left by period 1; there is no later churn to describe.")
        return np.array([chance])

    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Return the likelihood: churn_rate for who left, 1 - churn_rate for each renewal."""
        left, stayed = (counts @ column for column in columns)

        def likelihood(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            (churn,) = params
            if churn >= 1:  # out of bounds: a step that Newton's method takes back
                return -np.inf, np.zeros(1), -np.eye(1)
            value = left * np.log(churn) + stayed * np.log1p(-churn)
            slope = left / churn - stayed / (1 - churn)
            bend = -left / churn**2 - stayed / (1 - churn) ** 2
            return value, np.array([slope]), np.array([[bend]])

        return likelihood


class ShiftedBetaGeometric(Renewals):
    """Shifted beta-geometric: customers who at each renewal leave with a probability of their own.

    Each customer's probability of leaving never changes; the probabilities differ between customers as a beta
    distribution (`alpha`, `beta`). The retention rate of a cohort rises with its age all the same, because
    those likely to leave have left.

    Of 2,000 samples of 1,000 customers over 12 periods, simulated (`benchmarks/coverage.py`), the 95 %
    intervals of `alpha` and `beta` held the truth in 95 and 95 %.

    Source: Fader, P. S. & Hardie, B. G. S. (2007), "How to project customer retention", Journal of
    Interactive Marketing 21(1), 76-90.
    """

    names = ("alpha", "beta")

    def retention_rate(self, t: int | np.ndarray | pd.Series) -> Result:
        """Return the share of those still there in period t - 1 who are there in period t (1, 2, …)."""
        alpha, beta = self._values()
        period = whole(t, "t", least=1)
        return like(t)((beta + period - 1) / (alpha + beta + period - 1))

    def survival(self, t: int | np.ndarray | pd.Series) -> Result:
        """Return the share of all customers who are still there in period t (0, 1, …)."""
        alpha, beta = self._values()
        return like(t)(np.exp(betaln(alpha, beta + whole(t, "t")) - betaln(alpha, beta)))

    def discounted_expected_lifetime(
        self,
        discount_rate: float | np.ndarray | pd.Series,
        *,
        first_margin: str,
        renewals: int | np.ndarray | pd.Series = 0,
        periods: int | None = None,
    ) -> Result:
        """Return how many margins a customer is expected to bring, each counted at its present value.

        Multiplied by the margin of a period it is customer lifetime value.

        Parameters
        ----------
        discount_rate : per period, a fraction.
        first_margin : as for `clv.customer_lifetime_value`: ``"now"`` counts the margin of the current
            period; ``"if_retained"`` only those of renewals to come, the next of them a period from now;
            ``"period_end"`` the current one and later ones, each a period later than ``"now"``. What the
            paper calls DERL stands at the moment of the next renewal: `residual_lifetime`.
        renewals : how often the customer has renewed: 0 for a new one.
        periods : how many margins are counted, None for all.

        Numbers, arrays and Series broadcast. Raises CourseError where an endless sum has no limit.

        Source: Fader, P. S. & Hardie, B. G. S. (2010), "Customer-base valuation in a contractual setting: the
        perils of ignoring heterogeneity", Marketing Science 29(1), 85-93.
        """
        alpha, beta = self._values()
        interest = rate(discount_rate, "discount_rate")
        one_of(first_margin, "first_margin", FIRST_MARGIN)
        if periods is None and alpha <= 1 and (interest == 0).any():
            raise CourseError(
                "discount_rate=0: with alpha of 1 or less the expected lifetime has no limit; discount, or "
                "count a given number of periods (periods=10)."
            )
        terms = np.inf if periods is None else count(periods, "periods", least=1)

        def lifetime(leaving: np.ndarray, interest: np.ndarray) -> np.ndarray:
            # For a constant retention rate: the closed form, written so that nothing cancels.
            with np.errstate(divide="ignore"):  # sure to leave: the logarithm of 0
                ratio = np.log1p(-leaving) - np.log1p(interest)
            total = -np.expm1(terms * ratio) * (1 + interest) / (interest + leaving)
            first = {"now": 1.0, "period_end": 1 / (1 + interest), "if_retained": np.exp(ratio)}
            return total * first[first_margin]

        result = average_over_beta(lifetime, alpha, beta + whole(renewals, "renewals"), interest)
        return like(discount_rate, renewals)(result[()])

    def residual_lifetime(
        self, discount_rate: float | np.ndarray | pd.Series, *, renewals: int | np.ndarray | pd.Series = 0
    ) -> Result:
        """Return the discounted expected residual lifetime (DERL) just before a customer's next renewal.

        How many margins are still to come from a customer who has renewed `renewals` times and is about to be
        asked again; the first of them, if she renews, is earned at once and not discounted. It is (1 +
        discount_rate) times ``discounted_expected_lifetime(…, first_margin="if_retained")``, which looks at
        her a period earlier. Raises CourseError as that does.

        Source: Fader & Hardie (2010), as above: their customer "active for n periods" has renewed n - 1
        times.
        """
        ahead = self.discounted_expected_lifetime(
            discount_rate, first_margin="if_retained", renewals=renewals
        )
        return like(discount_rate, renewals)(
            np.asarray(ahead) * (1 + numbers(discount_rate, "discount_rate"))
        )

    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        return np.array([1.0, 2.0])

    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Return the likelihood: of each customer B(alpha+left, beta+stayed) / B(alpha, beta)."""
        left, stayed = columns
        total = counts.sum()

        def likelihood(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            alpha, beta = params
            value = counts @ betaln(alpha + left, beta + stayed) - total * betaln(alpha, beta)
            slopes, bends = [], []
            for order, into in ((0, slopes), (1, bends)):
                of_alpha, of_beta, of_both = (
                    counts @ polygamma(order, at) - total * polygamma(order, base)
                    for at, base in (
                        (alpha + left, alpha),
                        (beta + stayed, beta),
                        (alpha + beta + left + stayed, alpha + beta),
                    )
                )
                into += [of_alpha, of_beta, of_both]
            gradient = np.array([slopes[0] - slopes[2], slopes[1] - slopes[2]])
            return value, gradient, np.diag(bends[:2]) - bends[2]

        return likelihood


class BetaDiscreteWeibull(Renewals):
    """Beta-discrete-Weibull: customers differ, and each one's churn may change with her age.

    A customer is still there in period t with probability (1 - p)^(t^c), p a probability of her own. The p
    follow a beta distribution (`alpha`, `beta`). With `c` above 1 everybody's probability of leaving rises
    from renewal to renewal, below 1 it falls; 1 is the shifted beta-geometric. So a cohort's retention rate
    may fall first (c above 1) and rise later (differences between customers), which the shifted
    beta-geometric cannot follow.

    Needs four periods or more; with few of them `c` and the differences are hard to tell apart: look at
    `standard_errors_`.

    Of 300 samples of 1,000 customers over 12 periods, simulated (`benchmarks/coverage.py`), the 95 % intervals
    of `alpha`, `beta`, `c` held the truth in 97, 96 and 96 %.

    Source: Fader, P. S., Hardie, B. G. S., Liu, Y., Davin, J. & Steenburgh, T. (2018), "'How to project
    customer retention' revisited: the role of duration dependence", Journal of Interactive Marketing 43,
    1-16. Their gamma and delta are `alpha` and `beta` here.
    """

    names = ("alpha", "beta", "c")

    def survival(self, t: int | np.ndarray | pd.Series) -> Result:
        """Return the share of all customers who are still there in period t (0, 1, …)."""
        alpha, beta, c = self._values()
        return like(t)(np.exp(betaln(alpha, beta + whole(t, "t") ** c) - betaln(alpha, beta)))

    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        return np.array([1.0, 2.0, 1.0])

    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Return the likelihood: S(t - 1) - S(t) for who left in period t, S(t) for who is still there."""
        left, stayed = columns

        def likelihood(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            value, slopes, bends = _survival_and_slopes(stayed, params)
            later, later_slopes, later_bends = _survival_and_slopes(stayed + 1, params)
            chance = value - left * later
            if not (chance > 0).all():  # out of what floats can hold: a step to be taken back
                return -np.inf, np.zeros(3), -np.eye(3)
            slopes = (slopes - left * later_slopes) / chance
            bends = (bends - left * later_bends) / chance - slopes[:, None] * slopes[None]
            return counts @ np.log(chance), slopes @ counts, bends @ counts

        return likelihood


def _survival_and_slopes(t: np.ndarray, params: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return S(t) of the beta-discrete-Weibull, its first and its second derivatives by the parameters."""
    alpha, beta, c = params
    power = t**c
    log_t = np.log(np.maximum(t, 1))  # t = 0: the power is 0 whatever c
    by_c = power * log_t
    both, stay = alpha + beta, beta + power
    own = psi(stay) - psi(both + power)
    bend_own = trigamma(stay) - trigamma(both + power)
    of_both = trigamma(both) - trigamma(both + power)
    log_slopes = np.array([psi(both) - psi(both + power), own - psi(beta) + psi(both), by_c * own])
    across = -by_c * trigamma(both + power)
    log_bends = np.array(
        [
            [of_both, of_both, across],
            [of_both, bend_own - trigamma(beta) + trigamma(both), by_c * bend_own],
            [across, by_c * bend_own, by_c * log_t * own + by_c**2 * bend_own],
        ]
    )
    survival = np.exp(betaln(alpha, stay) - betaln(alpha, beta))
    return survival, survival * log_slopes, survival * (log_bends + log_slopes[:, None] * log_slopes[None])


def _survivors(cohort: Sequence[float] | np.ndarray | pd.Series, customers: float | None) -> np.ndarray:
    """Return one cohort's survivors as numbers of customers, checked, without what is not observed yet."""
    try:
        values = np.asarray(cohort, float)
    except (TypeError, ValueError):
        raise CourseError(f"survivors: a list of numbers is needed, not {cohort!r}.") from None
    observed = np.isfinite(values)
    values = values[: observed.sum()] if observed[: observed.sum()].all() else numbers(values, "survivors")
    if values.ndim != 1 or not values.size or values[0] <= 0:
        raise CourseError(
            "survivors: a list of numbers is needed, the first of them (all customers) above 0."
        )
    if (np.diff(values) > 0).any() or values[-1] < 0:
        raise CourseError("survivors: must never grow from one period to the next, nor be negative.")
    if customers is not None:
        return values / values[0] * positive(customers, "customers", single=True)
    shown = ", ".join(f"{value:g}" for value in values[:3])
    if (values % 1).any() or values[0] == 1:
        raise CourseError(
            f"survivors: {shown}… look like shares or per cents; say of how many customers: "
            "fit(survivors, customers=1000)."
        )
    if values[0] == 100:
        raise CourseError(
            f"survivors: {shown}…: 100 customers, or per cents of more? Say how many there were: "
            "fit(survivors, customers=100), or their true number."
        )
    return values
