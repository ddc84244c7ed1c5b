"""Who may leave: a logistic model, whether its probabilities are true, and what a threshold on them earns."""

from collections.abc import Sequence
from typing import Self

import numpy as np
import pandas as pd
from scipy.special import expit

from marketing_origin.errors import CourseError
from marketing_origin.fitting.likelihood import ConvergenceError
from marketing_origin.inputs import count, numbers, of_booleans, positive, rate, zero_or_one

Values = Sequence[float] | np.ndarray | pd.Series

MOST_STEPS = 50


class ChurnModel:
    """A logistic model of leaving: the log odds are a constant plus a sum of coefficient x feature.

    Fitted by iteratively reweighted least squares (Newton's method), without penalty. After `fit`: `params_`,
    `standard_errors_` (Series by feature, `constant` first), `log_likelihood_` and `n_customers_`.

    Source: McCullagh, P. & Nelder, J. A. (1989), Generalized Linear Models, 2nd ed., section 4.4 (from
    memory); checked against statsmodels' `Logit`.
    """

    def fit(self, features: pd.DataFrame, left: Values) -> Self:
        """Find the coefficients that make the outcomes most likely, and return the model.

        `features` has a row for each customer and a column of numbers (or True and False) for each feature,
        known *before* the period in which `left` (1 or True: has left) is looked at. One level of a category
        has to be left out: `pd.get_dummies(…, drop_first=True)`.

        Of 300 samples of 3,000 customers, simulated (`benchmarks/coverage.py`), 1.96 standard errors to either
        side held the three coefficients in 96, 96 and 95 %.

        Raises CourseError where all left or none did, for features that say the same as each other, and
        ConvergenceError where a feature tells the leavers without error, so that its coefficient has no end.
        """
        names, columns = self._columns(features)
        outcome = _outcomes(left, len(columns))
        rank = np.linalg.matrix_rank(columns / np.maximum(np.abs(columns).max(axis=0), 1e-300))
        if rank < columns.shape[1]:
            raise CourseError(
                f"features: {columns.shape[1] - rank} of the columns can be computed from the others. Leave "
                "one level of each category out (`drop_first=True`), and sums of other columns."
            )
        beta = np.zeros(columns.shape[1])
        for _ in range(MOST_STEPS):
            probability = expit(columns @ beta)
            weight = probability * (1 - probability)
            information = (columns * weight[:, None]).T @ columns
            try:
                step = np.linalg.solve(information, columns.T @ (outcome - probability))
            except np.linalg.LinAlgError:  # every probability has come to 0 or 1
                break
            beta = beta + step
            if np.abs(step).max() <= 1e-9 * (1 + np.abs(beta).max()):
                return self._keep(names, columns, outcome, beta)
        raise ConvergenceError(
            "features: one of them, or several together, tell who left without error, so that a coefficient "
            f"grows without end ({names[int(np.abs(beta).argmax())]!r} is at {beta[np.abs(beta).argmax()]:.3g}). "
            "Is it known only after somebody has left? Leave it out."
        )

    def predict(self, features: pd.DataFrame) -> pd.Series:
        """Return the probability of leaving for each row of `features`, which has the columns of the fit."""
        if not hasattr(self, "params_"):
            raise CourseError("This model has not seen any customers; call `fit(features, left)` first.")
        wanted = list(self.params_.index[1:])
        missing = [name for name in wanted if name not in getattr(features, "columns", ())]
        if missing:
            raise CourseError(
                f"features: the column {missing[0]!r} is missing that the model was fitted with."
            )
        _, columns = self._columns(features[wanted])
        return pd.Series(expit(columns @ self.params_.to_numpy()), features.index)

    def _keep(self, names: list[str], columns: np.ndarray, outcome: np.ndarray, beta: np.ndarray) -> Self:
        """Write down the fit at its maximum."""
        logit = columns @ beta
        probability = expit(logit)
        information = (columns * (probability * (1 - probability))[:, None]).T @ columns
        errors = np.sqrt(np.diag(np.linalg.inv(information)))
        self.params_, self.standard_errors_ = pd.Series(beta, names), pd.Series(errors, names)
        self.log_likelihood_ = float((outcome * logit - np.logaddexp(0, logit)).sum())
        self.n_customers_ = outcome.size
        return self

    @staticmethod
    def _columns(features: pd.DataFrame) -> tuple[list[str], np.ndarray]:
        """Return the features' names and values, the constant before them."""
        if not isinstance(features, pd.DataFrame) or features.empty:
            raise CourseError("features: a DataFrame is needed, a row a customer and a column a feature.")
        values = [numbers(of_booleans(features[name]), str(name)) for name in features]
        return ["constant", *map(str, features)], np.column_stack([np.ones(len(features)), *values])


def calibration_table(probability: Values, left: Values, *, groups: int = 10) -> pd.DataFrame:
    """Return predicted against observed shares of leavers, in groups of the same size by probability.

    Returns a frame indexed by `group` (1: the lowest): `customers`, `predicted` (mean probability) and
    `observed` (share who left). The customers must not be those that the model was fitted to. Raises
    CourseError for probabilities that are no fractions, all or nobody left, and more groups than customers.
    """
    chance = np.atleast_1d(rate(probability, "probability", one=True))
    outcome = _outcomes(left, chance.size)
    number = count(groups, "groups", least=2)
    if number > chance.size:
        raise CourseError(f"groups={number}: there are {chance.size} customers only; take fewer groups.")
    order = np.argsort(chance, kind="stable")
    group = np.empty(chance.size, dtype="int64")
    group[order] = np.arange(chance.size) * number // chance.size + 1
    rows = pd.DataFrame({"group": group, "predicted": chance, "observed": outcome}).groupby("group")
    return rows.agg(
        customers=("observed", "size"), predicted=("predicted", "mean"), observed=("observed", "mean")
    )


def profit_by_threshold(
    probability: Values,
    left: Values,
    thresholds: Values,
    *,
    cost: float,
    saved_share: float,
    worth: float,
) -> pd.DataFrame:
    """Return what contacting everybody from a threshold up earns, for each threshold.

    Parameters
    ----------
    probability : of leaving, by the model. `left` : 1 or True for those who did leave, uncontacted.
    thresholds : probabilities above 0 and below 1: at 0 everybody is contacted and at 1 nobody, and no model
        is needed.
    cost : money for each customer contacted, leaver or not.
    saved_share : share of the contacted leavers who stay because of it: the same for all, which is an
        *assumption* unless a lot has measured it.
    worth : money that a saved customer brings over the horizon you have in mind.

    Returns a frame indexed by `threshold`: `contacted`, `leavers` (among those contacted) and `profit` =
    saved_share x worth x leavers - cost x contacted. With true probabilities it is largest at cost /
    (saved_share x worth), whatever the model.

    Raises CourseError for no thresholds, or some of 0 or 1 or outside, all or nobody left, and negative money.

    Source: Neslin, S. A., Gupta, S., Kamakura, W., Lu, J. & Mason, C. H. (2006), "Defection detection",
    Journal of Marketing Research 43(2), 204-211, without the discount for those contacted (from memory).
    """
    chance = np.atleast_1d(rate(probability, "probability", one=True))
    outcome = _outcomes(left, chance.size)
    limits = np.atleast_1d(numbers(thresholds, "thresholds"))
    if not limits.size:
        raise CourseError("thresholds: there is none. `np.linspace(0.05, 0.95, 19)` gives nineteen.")
    wrong = limits[(limits <= 0) | (limits >= 1)]
    if wrong.size:
        looks_per_cent = f" Write {wrong[0] / 100:g} for {wrong[0]:g} per cent." if 1 < wrong[0] < 100 else ""
        raise CourseError(
            f"thresholds: {wrong[0]:g} must lie between 0 and 1, without the ends: at 0 everybody is contacted "
            f"and at 1 nobody. `np.linspace(0.05, 0.95, 19)` gives thresholds from 0.05 to 0.95.{looks_per_cent}"
        )
    price, value = (
        positive(cost, "cost", zero=True, single=True),
        positive(worth, "worth", zero=True, single=True),
    )
    kept = rate(saved_share, "saved_share", one=True, single=True)
    order = np.argsort(chance, kind="stable")
    from_here = np.searchsorted(chance[order], limits, side="left")
    leavers = np.concatenate([outcome[order][::-1].cumsum()[::-1], [0.0]])[from_here]
    contacted = chance.size - from_here
    return pd.DataFrame(
        {
            "contacted": contacted.astype("int64"),
            "leavers": leavers.astype("int64"),
            "profit": kept * value * leavers - price * contacted,
        },
        pd.Index(limits, name="threshold"),
    )


def _outcomes(left: Values, size: int) -> np.ndarray:
    """Return who left as 1 and 0, checked: both occur, one for each customer."""
    outcome = zero_or_one(left, "left", "A comparison makes 1 and 0 of codes, such as `codes == 2`.")
    if outcome.shape != (size,):
        raise CourseError(f"left: {outcome.size} values for {size} customers; take both from the same rows.")
    if outcome.all() or not outcome.any():
        who = "all customers left" if outcome.all() else "nobody left"
        raise CourseError(
            f"left: {who}, so there is nothing to tell apart. Take a longer period, or rows of both kinds."
        )
    return outcome
