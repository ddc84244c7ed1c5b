"""How long customers under contract stay: retention and survival."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import betaln, polygamma

from marketing_origin.clv.formula import FIRST_MARGIN
from marketing_origin.errors import CourseError
from marketing_origin.fitting.likelihood import Columns, Likelihood, Model
from marketing_origin.fitting.quadrature import average_over_beta
from marketing_origin.inputs import count, like, numbers, one_of, positive, rate, whole

Survivors = Sequence[float] | np.ndarray | pd.Series | pd.DataFrame
Result = float | np.ndarray | pd.Series


class ShiftedBetaGeometric(Model):
    """Shifted beta-geometric: customers who at each renewal leave with a probability of their own.

    Each customer's probability of leaving never changes; the probabilities differ between customers as a beta
    distribution (`alpha`, `beta`). The retention rate of a cohort rises with its age all the same, because
    those likely to leave have left.

    `fit(survivors)` takes the number of customers still there in period 0, 1, 2, … (the first is all of
    them), or a frame with such a column for each cohort, missing (NaN) where it has not been observed yet.
    Shares or per cents of the first period need `customers`, their number, too: without it nobody knows how
    sure the figures are.

    Source: Fader, P. S. & Hardie, B. G. S. (2007), "How to project customer retention", Journal of
    Interactive Marketing 21(1), 76-90.
    """

    names = ("alpha", "beta")

    def fit(self, survivors: Survivors, customers: float | None = None) -> "ShiftedBetaGeometric":
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
            period; ``"if_retained"`` only those of renewals to come (discounted expected residual lifetime);
            ``"period_end"`` the current one and later ones, each a period later than ``"now"``.
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

    def simulate(self, customers: int, periods: int, rng: np.random.Generator) -> np.ndarray:
        """Return made-up survivors in periods 0 to `periods`, of `customers` in period 0."""
        alpha, beta = self._values()
        size = count(customers, "customers", least=1)
        lifetimes = rng.geometric(np.maximum(rng.beta(alpha, beta, size), 1e-12))
        last = count(periods, "periods", least=1)
        left = np.bincount(np.minimum(lifetimes, last + 1), minlength=last + 2)
        return size - np.cumsum(left)[:-1]

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
        if max(stayed) < 2:
            raise CourseError(
                "survivors: at least three periods are needed (0, 1 and 2) to tell two parameters."
            )
        if not (counts * left).any():
            raise CourseError("survivors: nobody has left yet, so nothing tells how many will.")
        some = counts > 0
        return (np.array(left, float)[some], np.array(stayed, float)[some]), counts[some]

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
    if (values % 1).any() or values[0] == 1:
        raise CourseError(
            f"survivors: {values[0]:g}, {', '.join(f'{value:g}' for value in values[1:3])}… look like shares "
            "or per cents; say of how many customers: fit(survivors, customers=1000)."
        )
    return values
