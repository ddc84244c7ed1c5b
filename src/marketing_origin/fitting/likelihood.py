"""What the models have in common: maximum likelihood, its standard errors, the bootstrap."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations_with_replacement
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from scipy.special import ndtri, zeta

from marketing_origin.errors import CourseError, warn
from marketing_origin.fitting.roots import root
from marketing_origin.inputs import confidence, count, generator, one_of, positive

# Takes the parameters; returns the log-likelihood, its gradient and its Hessian with respect to them.
Likelihood = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]
Columns = tuple[np.ndarray, ...]

MOST_STEPS = 100
LONGEST_STEP = 1.5  # on the scale of logarithms
FARTHEST = 10.0  # from the start, on the same scale: a factor of 22,000
BLOCK = 4096  # rows worked out at once
LEAST_SURE = 20.0  # the largest standard error of a logarithm that still means something
UNSURE = 1.5  # from here on a 95 % interval spans a factor of more than 300: the fit says so


class ConvergenceError(CourseError):
    """A model could not be fitted: the likelihood has no maximum that could be reached."""


class Model(ABC):
    """An estimator whose parameters, all positive, are found by maximum likelihood.

    After `fit`: `params_` (Series), `log_likelihood_` (of all customers together, in the data's unit of
    time), `standard_errors_` (Series), `covariance_` (frame; both from the curvature of the likelihood at its
    maximum) and `n_customers_`.
    """

    names: ClassVar[tuple[str, ...]]
    _fitted: tuple[Columns, np.ndarray] | None = None  # what intervals are computed from

    @classmethod
    def from_params(cls, **params: float) -> Self:
        """Return the model with given parameters, ready to predict; CourseError unless all are positive."""
        if set(params) != set(cls.names):
            raise CourseError(
                f"{cls.__name__} has the parameters {', '.join(cls.names)}; given: {', '.join(params)}."
            )
        model = cls()
        model.params_ = pd.Series({name: positive(params[name], name, single=True) for name in cls.names})
        return model

    def fit(
        self,
        data: pd.DataFrame,
        weights: np.ndarray | pd.Series | None = None,
        start: np.ndarray | pd.Series | None = None,
        *,
        intervals: bool = True,
    ) -> Self:
        """Find the parameters that make the data most likely, and return the model.

        `data` is what the class describes; `weights` says how many customers each row stands for (one, if
        None); `start` parameters to look from, such as those of a fit to similar data: it saves steps. With
        ``intervals=False`` the model keeps none of the data, which saves memory where there are millions of
        histories: it has no confidence intervals, and warns of none. Raises
        CourseError for data the model cannot take, ConvergenceError where there is no maximum to be found. Warns
        (CourseWarning) where there is one so flat that a parameter's 95 % interval spans a factor of more than
        300; the warning names the parameter.
        """
        columns, counts = self._patterns(data, weights)
        begin = self._start(columns, counts) if start is None else positive(start, "start")
        if begin.shape != (len(self.names),):
            raise CourseError(f"start: a number for each of {', '.join(self.names)} is needed.")
        try:
            self._maximise(self._likelihood(columns, counts), begin, counts.sum())
        except ConvergenceError as problem:
            raise ConvergenceError(f"{problem}{self._instead(columns, counts)}") from None
        self._fitted = (columns, counts) if intervals else None
        if not intervals:
            return self
        widths = self.standard_errors_ / self.params_
        if (widths > UNSURE).any():
            told = self.confidence_intervals()[widths > UNSURE].itertuples()
            bounds = ", ".join(f"{row.Index} from {row.lower:.3g} to {row.upper:.3g}" for row in told)
            warn(
                f"{type(self).__name__}: the data hardly tell these parameters (95 % interval): {bounds}. Do "
                f"not read them one by one.{self._instead(columns, counts, self.log_likelihood_)}"
            )
        return self

    def bootstrap(
        self,
        data: pd.DataFrame,
        n: int,
        rng: np.random.Generator,
        weights: np.ndarray | pd.Series | None = None,
        *,
        failed: str = "raise",
    ) -> pd.DataFrame:
        """Return the parameters of `n` fits to customers drawn again with replacement, a row for each fit.

        `frame.quantile([0.025, 0.975])` is an interval for each parameter, and `from_params(**row)` a model
        whose predictions can be treated likewise. `data` and `weights` as for `fit`, which comes first.
        A drawn sample whose likelihood has no maximum raises ConvergenceError; with ``failed="missing"`` it
        gets a row of NaN instead, to be counted and reported.
        """
        one_of(failed, "failed", ("raise", "missing"))
        start, rng = self._values(), generator(rng)
        columns, counts = self._patterns(data, weights)
        size, chances = round(counts.sum()), counts / counts.sum()
        rows = np.full((count(n, "n", least=1), len(self.names)), np.nan)
        for row in rows:
            drawn = rng.multinomial(size, chances)
            some = drawn > 0
            sample, times = tuple(column[some] for column in columns), drawn[some]
            try:
                row[:] = _highest(self._likelihood(sample, times), start, self.names)[0]
            except ConvergenceError as problem:
                if failed == "raise":
                    raise ConvergenceError(
                        f"A bootstrap sample cannot be fitted. {problem} To count such samples and go on, "
                        "pass failed='missing'."
                    ) from None
        return pd.DataFrame(rows, columns=list(self.names))

    def confidence_intervals(self, level: float = 0.95) -> pd.DataFrame:
        """Return `lower` and `upper` bounds of each parameter: the values between them fit nearly as well.

        Profile likelihood: a bound is where the log-likelihood, at its highest over all other parameters, has
        fallen by half the chi-squared quantile (1.92 for 95 %). So the interval need not be symmetric on any
        scale, and is the same whatever the unit of time; a bound is 0 or infinite where the likelihood never
        falls so far. It takes as long as some ten fits. Raises CourseError for a level that is no fraction,
        and for a model that was not fitted.

        Plus and minus 1.96 standard errors, on the scale of logarithms, held the truth less often where one
        parameter is hardly told apart from another (MBG/NBD's `b`: 91 % of 800 samples against 95).

        Source: Venzon, D. J. & Moolgavkar, S. H. (1988), "A method for computing profile-likelihood-based
        confidence intervals", Applied Statistics 37(1), 87-94 (from memory; the search here is another).
        """
        self._values()
        if self._fitted is None:
            had = "kept no data" if hasattr(self, "standard_errors_") else "was given its parameters"
            raise CourseError(
                f"{type(self).__name__} {had}: only fitted ones have intervals, from .fit(data)."
            )
        reach = float(ndtri(0.5 + confidence(level) / 2))
        likelihood = self._likelihood(*self._fitted)
        rows = [
            [self._bound(likelihood, j, side * reach) for side in (-1, 1)] for j in range(len(self.names))
        ]
        return pd.DataFrame(rows, index=list(self.names), columns=["lower", "upper"])

    def _bound(self, likelihood: Likelihood, j: int, reach: float) -> float:
        """Return where the signed root of the deviance of parameter `j` is `reach`: 0 or infinite if nowhere."""
        params = self._values()
        others = np.arange(len(params)) != j
        names = tuple(np.array(self.names)[others])
        start = params[others]

        @cache
        def short_of(away: float) -> float:
            """Return by how much the root falls short of `reach`, the logarithm of `j` being `away` from its best."""
            nonlocal start
            if not away:
                return abs(reach)

            def of_others(some: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
                point = np.empty(len(params))
                point[j], point[others] = params[j] * np.exp(away), some
                value, gradient, hessian = likelihood(point)
                return value, gradient[others], hessian[np.ix_(others, others)]

            if names:
                start, value, _ = _newton(of_others, start, names)
            else:
                value = of_others(start)[0]
            fallen = max(self.log_likelihood_ - value, 0.0)
            return abs(reach) - min(np.sqrt(2 * fallen), 1e3)

        inner, outer = 0.0, reach * self.standard_errors_.iloc[j] / params[j]
        try:
            while short_of(outer) > 0:
                inner, outer = outer, 1.5 * outer
                if abs(outer) > FARTHEST:
                    return 0.0 if reach < 0 else np.inf
            return float(params[j] * np.exp(root(short_of, inner, outer, xtol=1e-9)))
        except ConvergenceError:  # the others run away: nothing refutes so small, or large, a value
            return 0.0 if reach < 0 else np.inf

    def __repr__(self) -> str:
        """Show the parameters, once there are some."""
        params = getattr(self, "params_", pd.Series(dtype=float))
        return f"{type(self).__name__}({', '.join(f'{name}={value:.4g}' for name, value in params.items())})"

    @abstractmethod
    def _patterns(self, data: pd.DataFrame, weights: object) -> tuple[Columns, np.ndarray]:
        """Return what the likelihood needs of each kind of customer, and how many there are of each."""

    @abstractmethod
    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        """Return parameters to start from."""

    @abstractmethod
    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Return the likelihood of the data as a function of the parameters."""

    def _instead(self, columns: Columns, counts: np.ndarray, reached: float | None = None) -> str:
        """Return what to do where the data do not tell the parameters: sentences after a space, or nothing.

        `reached` is the log-likelihood, None where there is no maximum.
        """
        return ""

    def _fitted_to(self, columns: Columns, counts: np.ndarray) -> Self | None:
        """Return this model fitted to what another has read already; None where that cannot be."""
        try:
            return self._maximise(
                self._likelihood(columns, counts), self._start(columns, counts), counts.sum()
            )
        except CourseError:
            return None

    def _values(self) -> np.ndarray:
        """Return the parameters in the order of `names`."""
        if not hasattr(self, "params_"):
            name = type(self).__name__
            raise CourseError(
                f"{name} is not fitted yet: call fit(…), or build it with {name}.from_params(…)."
            )
        return self.params_.to_numpy()

    def _maximise(self, likelihood: Likelihood, start: np.ndarray, count: float) -> Self:
        """Set what a fit learns: the parameters where `likelihood` is highest, and its curvature there."""
        params, value, of_logs = _highest(likelihood, np.asarray(start, float), self.names)
        names = list(self.names)
        covariance = of_logs * np.outer(params, params)
        self.params_ = pd.Series(params, index=names)
        self.log_likelihood_ = float(value)
        self.covariance_ = pd.DataFrame(covariance, index=names, columns=names)
        self.standard_errors_ = pd.Series(np.sqrt(np.diag(covariance)), index=names)
        self.n_customers_ = count
        return self


def _highest(
    likelihood: Likelihood, start: np.ndarray, names: tuple[str, ...]
) -> tuple[np.ndarray, float, np.ndarray]:
    """Return where `likelihood` is highest, its value, and the covariance of the logarithms; raise if unsure."""
    params, value, curvature = _newton(likelihood, start, names)
    of_logs = np.linalg.pinv(-curvature, hermitian=True)
    unsure = ~(np.diag(of_logs) < LEAST_SURE**2)
    if unsure.any():
        raise _no_maximum(names, unsure)
    return params, value, of_logs


def _newton(
    likelihood: Likelihood, start: np.ndarray, names: tuple[str, ...]
) -> tuple[np.ndarray, float, np.ndarray]:
    """Return where `likelihood` is highest, its value and its Hessian, both with respect to the logarithms.

    Newton's method on the logarithms of the parameters, each step cut back until it gains. It ends when a
    further step promises to add less than 1e-8: a test that does not depend on units, unlike one of the
    gradient's size (which is why this is not left to scipy.optimize.minimize; that also takes two evaluations
    a step for this one's one).
    """

    def evaluate(logs: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        params = np.exp(logs)
        value, gradient, hessian = likelihood(params)
        gradient = gradient * params
        return value, gradient, hessian * np.outer(params, params) + np.diag(gradient)

    origin = logs = np.log(start)
    value, gradient, curvature = evaluate(logs)
    for _ in range(MOST_STEPS):
        sizes, axes = np.linalg.eigh(curvature)
        # Where the likelihood curves upwards its slope is followed uphill all the same.
        step = axes @ (axes.T @ gradient / np.maximum(np.abs(sizes), 1e-9 * np.abs(sizes).max()))
        if gradient @ step < 1e-8 + 1e-14 * abs(value) and sizes.max() < 0:
            return np.exp(logs + step), value, curvature
        step *= min(1.0, LONGEST_STEP / np.abs(step).max())
        for _ in range(40):
            ahead = evaluate(logs + step)
            if ahead[0] > value:
                break
            step /= 2
        else:  # no step gains, and yet the likelihood is not level: it is flat but for rounding
            break
        logs, (value, gradient, curvature) = logs + step, ahead
        if np.abs(logs - origin).max() > FARTHEST:
            break
    moved = np.abs(logs - origin)
    raise _no_maximum(names, moved > moved.max() / 2)


def _no_maximum(names: tuple[str, ...], which: np.ndarray) -> ConvergenceError:
    """Return the error of parameters for which the likelihood has no maximum, or none that can be told."""
    return ConvergenceError(
        "No maximum: the likelihood hardly changes, or keeps rising, as these parameters grow or shrink "
        f"without end: {', '.join(np.array(names)[which])}. The data do not tell them; more customers "
        "or a longer time may."
    )


def counted(weights: object, size: int) -> np.ndarray:
    """Return how many customers each of `size` rows stands for, checked."""
    if weights is None:
        return np.ones(size)
    counts = positive(weights, "weights", zero=True)
    if counts.shape != (size,):
        raise CourseError(f"weights: one number for each of the {size} rows is needed, not {counts.shape}.")
    return counts


def grouped(columns: Columns, counts: np.ndarray) -> tuple[Columns, np.ndarray]:
    """Return the distinct rows of `columns` that count at all, and the sum of the counts of each."""
    codes, rows = distinct_rows(columns)
    totals = np.bincount(codes, counts)
    return tuple(row[totals > 0] for row in rows), totals[totals > 0]


def distinct(function: Callable[..., np.ndarray], *arrays: np.ndarray) -> np.ndarray:
    """Return function(*arrays), broadcast, but worked out only once for each distinct row."""
    spread = np.broadcast_arrays(*arrays)
    codes, rows = distinct_rows(tuple(array.ravel() for array in spread))
    values = np.empty(len(rows[0]))
    for block in blocks(len(values)):
        values[block] = function(*(row[block] for row in rows))
    return values[codes].reshape(spread[0].shape)[()]


def blocks(size: int) -> Iterator[slice]:
    """Yield slices that cover `size` rows, so few at a time that what is worked out of them stays small."""
    return (slice(start, start + BLOCK) for start in range(0, size, BLOCK))


def distinct_rows(columns: Columns) -> tuple[np.ndarray, Columns]:
    """Return the number of the distinct row that each row is, and the distinct rows; NaN is a value like others."""
    codes, values = pd.factorize(columns[0], use_na_sentinel=False)
    rows = (values,)
    for column in columns[1:]:
        more, values = pd.factorize(column, use_na_sentinel=False)
        codes, pairs = pd.factorize(codes * len(values) + more)
        before, last = np.divmod(pairs, len(values))
        rows = (*(row[before] for row in rows), values[last])
    return codes, rows


def trigamma(x: np.ndarray) -> np.ndarray:
    """Return the second derivative of the logarithm of the gamma function, at positive numbers.

    SciPy's polygamma(1, x) looks through what it is given first, which takes longer than the values of a short array.
    """
    return zeta(2, x)


def log_sum(
    terms: np.ndarray,
    slopes: np.ndarray,
    bends: dict[tuple[int, int], np.ndarray],
    counts: np.ndarray,
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the sum over customers of log(sum over k of exp(terms[k])), its gradient and its Hessian.

    `terms` has the shape (k, customers); `slopes` (parameters, k, customers) their first derivatives; `bends`
    the second ones that are not 0, for pairs i <= j; `counts` says how often each customer counts.
    """
    # einsum, not @: BLAS would spread these short products over threads and wait for them.
    top = terms.max(axis=0)
    share = np.exp(terms - top)
    total = share.sum(axis=0)
    share /= total
    weighted = share * counts
    gradient = np.einsum("kc,pkc->pc", share, slopes)
    hessian = -np.einsum("pc,qc,c->pq", gradient, gradient, counts)
    for i, j in combinations_with_replacement(range(len(slopes)), 2):
        mean = np.einsum("kc,kc,kc", weighted, slopes[i], slopes[j])
        if (i, j) in bends:
            mean += np.einsum("kc,kc", weighted, bends[i, j])
        hessian[i, j] += mean
        if i != j:
            hessian[j, i] += mean
    return np.einsum("c,c", counts, top + np.log(total)), np.einsum("pc,c->p", gradient, counts), hessian
