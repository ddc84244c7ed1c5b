"""What BG/NBD and Pareto/NBD share: the data they take, what customers will buy, and its value."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.polynomial.legendre import leggauss

from marketing_origin.clv.gamma_gamma import GammaGamma
from marketing_origin.clv.summary import DAYS
from marketing_origin.errors import CourseError, warn
from marketing_origin.fitting.interpolation import interpolated
from marketing_origin.fitting.likelihood import Columns, Model, counted, distinct, grouped
from marketing_origin.inputs import count, generator, histories, like, positive, rate, shown, whole

Result = float | np.ndarray | pd.Series
Summary = pd.DataFrame | pd.Series | Mapping

NODES, WEIGHTS = leggauss(48)
DOMINANT = 0.3  # of all repeat purchases: the share from which on one customer rules a fit


class BehaviourModel(Model):
    """A model of when customers buy and when they stop, where no contract tells that they did.

    Both models have this in common: who is still active is, given the past, like a new customer with other
    parameters. So every forecast is P(alive) times a new customer's forecast.
    """

    time_scale: ClassVar[str]  # the parameter that says how fast a new customer's forecast bends
    unit_: str | None = None  # of time, where the summary told it

    def fit(
        self,
        data: pd.DataFrame,
        weights: np.ndarray | pd.Series | None = None,
        start: np.ndarray | pd.Series | None = None,
        *,
        intervals: bool = True,
    ) -> Self:
        """Find the parameters that make the customers' histories most likely, and return the model.

        `data` is a summary (see `customer_summary`); `weights` says how many customers each row stands for
        (one, if None); `start` parameters to look from, such as those of a fit to similar customers. The unit of
        time of the summary is kept as `unit_`. With ``intervals=False`` the model keeps none of the data, has
        no confidence intervals and warns of none.

        Raises CourseError for data the model cannot take, ConvergenceError where there is no maximum to be
        found. Warns (CourseWarning) where there is one so flat that a parameter's 95 % interval spans a
        factor of more than 300. Both name the parameters, and a simpler model where one can be fitted.
        """
        super().fit(data, weights, start, intervals=intervals)
        self.unit_ = _unit(data)
        return self

    def expected_purchases(self, t: float | np.ndarray, summary: Summary) -> Result:
        """Return how many purchases each customer is expected to make in the next `t` units of time after T.

        `t` is a number (0 or more), or one for each customer. Float, array or Series, as for
        `probability_alive`.
        """
        (frequency, recency, age), wrap = self._histories(summary)
        ahead = _of_each(positive(t, "t", zero=True), t, "t", summary, frequency)
        alive = distinct(self._alive, frequency, recency, age)
        return wrap(alive * distinct(self._expected, ahead, *self._updated(frequency, age)))

    def expected_purchases_new_customer(self, t: float | np.ndarray | pd.Series) -> Result:
        """Return how many repeat purchases a customer is expected to make by time `t` after the first one."""
        return like(t)(distinct(self._expected, positive(t, "t", zero=True), *self._values()))

    def probability_of_purchases(
        self, x: int | np.ndarray | pd.Series, t: float | np.ndarray | pd.Series, summary: Summary
    ) -> Result:
        """Return the probability that each customer makes exactly `x` purchases in the next `t` after T.

        `x` (whole numbers, 0 or more) and `t` (units of time, 0 or more) are single numbers, or one for each
        customer; with one customer given by numbers, an array of `x` gives her whole distribution. Form of the
        result as for `probability_alive`. Raises CourseError for histories that cannot be and for such `x`
        or `t`.

        Source: for the BG/NBD equation 8 of Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, with
        the parameters of a customer of that past; for the Pareto/NBD Fader, P. S. & Hardie, B. G. S. (2006),
        "Deriving an expression for P(X(t) = x) under the Pareto/NBD model" (both from memory), here integrated
        over the time of dropping out.
        """
        (frequency, recency, age), wrap = self._histories(summary)
        number = _of_each(whole(x, "x"), x, "x", summary, frequency)
        ahead = _of_each(positive(t, "t", zero=True), t, "t", summary, frequency)
        alive = distinct(self._alive, frequency, recency, age)
        active = distinct(self._probability, number, ahead, *self._updated(frequency, age))
        return wrap(alive * active + (1 - alive) * (number == 0))

    def probability_of_purchases_new_customer(
        self, x: int | np.ndarray | pd.Series, t: float | np.ndarray | pd.Series
    ) -> Result:
        """Return the probability of exactly `x` repeat purchases by time `t` after the first purchase.

        Numbers, arrays and Series mix and broadcast; sources and errors as for `probability_of_purchases`.
        """
        number, ahead = whole(x, "x"), positive(t, "t", zero=True)
        return like(x, t)(distinct(self._probability, number, ahead, *self._values()))

    def probability_of_any_purchase(self, t: float | np.ndarray | pd.Series, summary: Summary) -> Result:
        """Return the probability that each customer buys at all in the next `t` units of time after T.

        Unlike P(alive) it can be compared with what happened: whoever buys is seen. Parameters, form of the
        result and errors as for `expected_purchases`; 1 less the probability of no purchase.
        """
        return 1 - self.probability_of_purchases(0, t, summary)

    def probability_alive(self, summary: Summary) -> Result:
        """Return the probability that each customer is still active at T, given frequency, recency and T.

        `summary` is a frame with those columns (the result is a Series with its index), one row of it or a
        mapping of numbers (a float), or a mapping of arrays (an array). Raises CourseError for histories that
        cannot be.
        """
        (frequency, recency, age), wrap = self._histories(summary)
        return wrap(distinct(self._alive, frequency, recency, age))

    def discounted_expected_purchases(
        self, summary: Summary, *, discount_rate: float, horizon: float | None = None
    ) -> Result:
        """Return how many purchases after T are expected of each customer, each counted at its present value.

        A purchase u units of time after T counts 1 / (1 + discount_rate)^u: continuous time, no wait for the
        end of a period. `discount_rate` is per unit of time (a yearly one: `rate_per_period(0.15, 52)` for
        weeks); `horizon` is how far to look, None for ever. Form of the result as for `probability_alive`.

        For the Pareto/NBD without horizon this is DERT, for which Fader, P. S., Hardie, B. G. S. & Lee, K. L.
        (2005), "RFM and CLV: using iso-value curves for customer base analysis", Journal of Marketing
        Research 42(4), 415-430, give a closed form. Here it is integrated numerically, for both models.

        Raises CourseError where neither a discount rate nor a horizon bounds the sum. Warns (CourseWarning)
        where the rate, per unit of time of the summary, would be more than 100 % a year.
        """
        (frequency, recency, age), wrap = self._histories(summary)
        force = np.log1p(rate(discount_rate, "discount_rate", single=True))
        _rate_of_another_unit(discount_rate, force, _unit(summary) or self.unit_)
        limit = np.inf if horizon is None else positive(horizon, "horizon", single=True)
        if force == 0 and limit == np.inf:
            raise CourseError(
                "discount_rate=0 with horizon=None: the sum need not have a limit; give one of them."
            )

        alive = distinct(self._alive, frequency, recency, age)
        discounted = partial(self._discounted, force, limit)
        return wrap(alive * interpolated(discounted, (frequency, age), self._scales()))

    def _discounted(self, force: float, limit: float, frequency: np.ndarray, age: np.ndarray) -> np.ndarray:
        """Return discounted purchases until `limit` of customers known to be active, `force` being interest."""
        # By parts: the expected number so far, discounted, and the interest it bears until the horizon.
        params = self._updated(frequency, age)
        end = min(limit, 45 / force if force else np.inf)
        scale = params[self.names.index(self.time_scale)]
        half = np.log1p(end / scale) / 2
        time = scale * np.expm1(half * (NODES[:, None] + 1))
        total = self._expected(time, *params) * np.exp(-force * time) * force * (scale + time)
        return half * (WEIGHTS @ total) + self._expected(end, *params) * np.exp(-force * end)

    def customer_lifetime_value(
        self,
        summary: pd.DataFrame,
        spend: GammaGamma,
        *,
        discount_rate: float,
        horizon: float | None = None,
        margin_rate: float = 1.0,
    ) -> Result:
        """Return residual lifetime value: the present value, at T, of the margin still to come.

        Discounted expected purchases x expected spend on one x `margin_rate` (margin as a fraction of money
        spent). Purchases made up to T are not part of it, nor are costs of acquisition. `summary` has
        `monetary_value` too; `spend` is a fitted GammaGamma, which supposes that how much customers spend has
        nothing to do with how often they buy. Other parameters as for `discounted_expected_purchases`.
        """
        if not isinstance(spend, GammaGamma):
            raise CourseError(
                f"spend={shown(spend)}: a model of what customers spend is needed, such as "
                "`clv.GammaGamma().fit(summary)`."
            )
        purchases = self.discounted_expected_purchases(summary, discount_rate=discount_rate, horizon=horizon)
        margin = rate(margin_rate, "margin_rate", one=True, single=True)
        return margin * purchases * spend.expected_spend(summary)

    def simulate(
        self, T: np.ndarray | pd.Series, rng: np.random.Generator, *, holdout: float = 0.0
    ) -> pd.DataFrame:
        """Return made-up customers: a summary with a row for each age in `T`, and what was hidden.

        Columns: `frequency`, `recency` and `T` as in `customer_summary`; `alive`, whether the customer is
        still active at T; `holdout_frequency`, purchases in the `holdout` units of time after T.
        """
        ages = np.atleast_1d(positive(T, "T", zero=True))
        frame = self._simulated(ages, positive(holdout, "holdout", zero=True, single=True), generator(rng))
        return pd.DataFrame(frame, index=T.index if isinstance(T, pd.Series) else None)

    def simulate_future(
        self, t: float, summary: pd.DataFrame, rng: np.random.Generator, *, draws: int = 1
    ) -> np.ndarray:
        """Return made-up purchases of these very customers in the next `t` units of time after T.

        Whether a customer is still active is drawn with her P(alive), and her rates from what the model says
        of them given her history; `simulate` draws *new* customers instead. Each draw is a row, each customer
        a column, 64-bit integers: the sum of a row is a possible total, and the totals' quantiles an interval
        for chance alone, the parameters taken as known.

        Raises CourseError for histories that cannot be, and a `t` below 0.

        Source: the posterior distributions of Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284,
        appendix, and of Fader & Hardie (2005), "A note on deriving the Pareto/NBD model" (both from memory).
        """
        (frequency, recency, age), _ = self._histories(summary)
        ahead = positive(t, "t", zero=True, single=True)
        shape = (count(draws, "draws", least=1), frequency.size)
        alive = generator(rng).random(shape) < distinct(self._alive, frequency, recency, age)
        made = self._bought(ahead, self._updated(frequency, age), shape, rng)
        return np.where(alive, made, 0).astype(np.int64)

    def _histories(self, summary: Summary) -> tuple[list[np.ndarray], Callable]:
        """Return what `histories` does, of customers in the model's unit of time."""
        unit = _unit(summary)
        if unit and self.unit_ and unit != self.unit_:
            raise CourseError(
                f"summary: its unit of time is {unit!r}, and the model was fitted in {self.unit_!r}. Make it "
                f"with customer_summary(…, unit={self.unit_!r}); where recency and T were converted by hand, "
                f"say so: `summary.attrs['unit'] = {self.unit_!r}`."
            )
        return histories(summary)

    def _patterns(self, data: pd.DataFrame, weights: object) -> tuple[Columns, np.ndarray]:
        """Return the distinct frequencies, recencies and ages (T), and how many customers have each."""
        columns = tuple(np.atleast_1d(column) for column in histories(data)[0])
        like(data, weights)
        counts = counted(weights, columns[0].size)
        if counts.sum() < 2:
            raise CourseError("summary: one customer cannot show how customers differ; fit a model to many.")
        if not (columns[0] * counts).any():
            raise CourseError(
                f"summary: none of the {counts.sum():,.0f} customers bought a second time (all have "
                "frequency 0), so nothing tells how often they buy. Observe them for longer; or, where the "
                "column of customers numbers the orders, take the one that names the persons."
            )
        return grouped(columns, counts)

    def _instead(self, columns: Columns, counts: np.ndarray, reached: float | None = None) -> str:
        """Name the customer who buys most of all; or the NBD, and what it costs to do without leaving."""
        frequency = columns[0]
        most, total = frequency.max(), counts @ frequency
        if most > DOMINANT * total:
            return (
                f" One customer made {most / total:.0%} of all repeat purchases; that may be no person. "
                f"Without such: `summary[summary['frequency'] < {most:.0f}]`."
            )
        if len(self.names) == 2:
            return ""
        from marketing_origin.clv.nbd import NBD  # which is made from this class

        simpler = NBD()._fitted_to(columns, counts)
        if simpler is None:
            return " Nor do customers' rates differ enough for `clv.NBD`: one rate for all tells as much."
        told = " `clv.NBD().fit(summary)`, in which nobody leaves, can be fitted"
        if reached is None:
            return f"{told}."
        lost = reached - simpler.log_likelihood_
        if lost < len(self.names) - len(simpler.names):
            return f"{told}, and its log-likelihood is only {lost:.1f} lower: prefer it."
        return (
            f"{told}, but its log-likelihood is {lost:.1f} lower: some do leave, how fast is hardly known. "
            "Forecast no further ahead than these customers were observed."
        )

    @abstractmethod
    def _alive(self, frequency: np.ndarray, recency: np.ndarray, age: np.ndarray) -> np.ndarray:
        """Return the probability of being active at T."""

    @abstractmethod
    def _updated(self, frequency: np.ndarray, age: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return the parameters of a new customer like the ones with this past who are still active."""

    @abstractmethod
    def _scales(self) -> tuple[float, float]:
        """Return how far below 0 frequency and age would have to be for `_updated` to make no sense."""

    @staticmethod
    @abstractmethod
    def _bought(
        ahead: float, params: tuple[np.ndarray, ...], shape: tuple[int, int], rng: np.random.Generator
    ) -> np.ndarray:
        """Draw what new customers with these parameters, one set for each column, buy by time `ahead`."""

    @staticmethod
    @abstractmethod
    def _expected(t: np.ndarray, *params: np.ndarray) -> np.ndarray:
        """Return a new customer's expected repeat purchases by t, for arrays of parameters."""

    @staticmethod
    @abstractmethod
    def _probability(x: np.ndarray, t: np.ndarray, *params: np.ndarray) -> np.ndarray:
        """Return the probability of x repeat purchases by t, of new customers, for arrays of parameters."""

    def _expected_by(self, times: np.ndarray, *params: np.ndarray) -> np.ndarray:
        """Return the same for several times, a row each."""
        return np.stack([self._expected(t, *params) for t in times])

    @abstractmethod
    def _simulated(self, ages: np.ndarray, holdout: float, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """Return the columns of `simulate`."""


def _of_each(
    found: np.ndarray, given: object, argument: str, summary: Summary, frequency: np.ndarray
) -> np.ndarray:
    """Return numbers of which there is one for all customers, or one for each; else CourseError."""
    if isinstance(summary, pd.DataFrame):
        like(given, summary)
    if found.size > 1 and frequency.ndim and found.shape != frequency.shape:
        raise CourseError(
            f"{argument}: one number, or one for each of the {frequency.size} customers, is needed."
        )
    return found


def _unit(summary: Summary) -> str | None:
    """Return the unit of time that a summary carries, None where it carries none."""
    unit = getattr(summary, "attrs", {}).get("unit")
    return unit if unit in DAYS else None


def _rate_of_another_unit(discount_rate: float, force: float, unit: str | None) -> None:
    """Warn where a discount rate per `unit` would more than halve money within a year."""
    periods = round(DAYS["Y"] / DAYS[unit]) if unit else 1
    if force * periods > np.log(2) and periods > 1:
        warn(
            f"discount_rate={discount_rate:g} is per unit of time of the summary ({unit!r}); that is "
            f"{np.expm1(force * periods):,.0%} a year. A yearly rate is turned into one of these with "
            f"`clv.rate_per_period({discount_rate:g}, {periods})`."
        )
