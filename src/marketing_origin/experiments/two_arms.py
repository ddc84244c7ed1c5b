"""Two arms of an experiment: intervals, tests, and how many people it takes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import betaincinv, ndtr, ndtri

from marketing_origin.errors import CourseError
from marketing_origin.fitting.roots import root
from marketing_origin.inputs import confidence, count, like, numbers, one_of, positive, rate, whole

Numbers = float | np.ndarray | pd.Series
Arm = tuple[float, float]

#: What the formulas for the sample size take the variance of the difference to be.
FORMULAS = {
    "pooled": "the test at the mean of both rates, the truth at each arm's own (R's power.prop.test)",
    "unpooled": "each arm's own variance, for the test and for the truth",
    "baseline": "the test at the control rate in both arms, the truth at each arm's own",
    "arcsine": "none: on the scale 2 arcsin(root of the rate) every rate varies alike, by 1/n (Cohen's h)",
    "rule_of_16": "16 x control variance / difference²: 5 % two-sided and power 0.8, rounded",
}


class Interval(NamedTuple):
    """An interval: `low` and `high`."""

    low: Numbers
    high: Numbers


class Comparison(NamedTuple):
    """Two arms compared: rates, treatment less control, and the test of no difference."""

    control_rate: float
    treatment_rate: float
    difference: float
    z: float
    p_value: float


def proportion_interval(successes: Numbers, trials: Numbers, *, method: str, level: float = 0.95) -> Interval:
    """Return a confidence interval for a rate, from `successes` out of `trials`.

    Parameters
    ----------
    successes, trials : whole numbers; arrays and Series give intervals as arrays and Series.
    method : ``"wilson"`` (the score interval: good for small numbers too), ``"wald"`` (estimate plus and
        minus standard errors: too short, and leaves 0 to 1, where successes are few) or ``"exact"`` (Clopper
        and Pearson: never too short, often too long).
    level : of confidence, a fraction.

    Raises CourseError for more successes than trials, no trials, or a level that is no fraction.

    Of 2,000 samples, simulated (`benchmarks/coverage.py`), the 95 % intervals held a rate of .23 of 580 people
    in 95 (wilson), 96 (exact) and 95 % (wald), a rate of .02 of 60 in 97, 99 and 70 %.

    Source: Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212; Clopper, C. J.
    & Pearson, E. S. (1934), Biometrika 26, 404-413.
    """
    one_of(method, "method", ("wilson", "wald", "exact"))
    x, n = _counts(successes, trials, "successes", "trials")
    z, wrap = _z(level), like(successes, trials)
    p = x / n
    if method == "exact":
        tail = (1 - level) / 2
        low = np.where(x == 0, 0.0, betaincinv(np.maximum(x, 1), n - x + 1, tail))
        high = np.where(x == n, 1.0, betaincinv(x + 1, np.maximum(n - x, 1), 1 - tail))
        return Interval(wrap(low[()]), wrap(high[()]))
    if method == "wald":
        half = z * np.sqrt(p * (1 - p) / n)
        return Interval(wrap(p - half), wrap(p + half))
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # At 0 or n successes one end is exactly 0 or 1; rounding must not say otherwise.
    low, high = np.where(x == 0, 0.0, centre - half), np.where(x == n, 1.0, centre + half)
    return Interval(wrap(low[()]), wrap(high[()]))


def difference_interval(control: Arm, treatment: Arm, *, method: str, level: float = 0.95) -> Interval:
    """Return a confidence interval for the difference of two rates, treatment less control.

    Parameters
    ----------
    control, treatment : ``(successes, trials)``, independent groups.
    method : ``"newcombe"`` (built from the two Wilson intervals: good for small numbers too) or ``"wald"``
        (difference plus and minus standard errors).

    Raises CourseError as `proportion_interval`.

    Of 2,000 samples of 3,841 people an arm with rates of .10 and .12, simulated (`benchmarks/coverage.py`), both
    95 % intervals held the difference in 94 %.

    Source: Newcombe, R. G. (1998), "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17, 873-890, method 10.
    """
    one_of(method, "method", ("newcombe", "wald"))
    (x1, n1), (x2, n2) = _arm(control, "control"), _arm(treatment, "treatment")
    p1, p2 = x1 / n1, x2 / n2
    difference = p2 - p1
    if method == "wald":
        half = _z(level) * np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
        return Interval(float(difference - half), float(difference + half))
    low1, high1 = proportion_interval(x1, n1, method="wilson", level=level)
    low2, high2 = proportion_interval(x2, n2, method="wilson", level=level)
    return Interval(
        float(difference - np.hypot(p2 - low2, high1 - p1)),
        float(difference + np.hypot(high2 - p2, p1 - low1)),
    )


def two_proportion_test(control: Arm, treatment: Arm, *, variance: str) -> Comparison:
    """Return the two-sided z test of "both arms have the same rate".

    Parameters
    ----------
    control, treatment : ``(successes, trials)``, independent groups.
    variance : ``"pooled"`` (what the hypothesis says: one common rate; the usual choice for a test) or
        ``"unpooled"`` (each arm's own; agrees with the Wald interval).

    Returns rates, their difference (treatment less control), z and the p value. Raises CourseError as
    `proportion_interval`, and where nobody or everybody succeeded in both arms: nothing can be tested then.
    """
    one_of(variance, "variance", ("pooled", "unpooled"))
    (x1, n1), (x2, n2) = _arm(control, "control"), _arm(treatment, "treatment")
    p1, p2, pooled = x1 / n1, x2 / n2, (x1 + x2) / (n1 + n2)
    if variance == "pooled":
        spread = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    else:
        spread = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    if spread == 0:
        raise CourseError("control and treatment: each succeeded always or never; z has no value there.")
    z = (p2 - p1) / np.sqrt(spread)
    return Comparison(float(p1), float(p2), float(p2 - p1), float(z), float(2 * ndtr(-abs(z))))


def sample_size(
    control_rate: Numbers,
    treatment_rate: Numbers,
    *,
    formula: str,
    power: float = 0.8,
    alpha: float = 0.05,
    ratio: float = 1.0,
) -> Numbers:
    """Return how many people each arm needs, not rounded (round up: `math.ceil`).

    With `ratio` it is the control arm's people; the treatment arm needs `ratio` times as many.

    Parameters
    ----------
    control_rate, treatment_rate : the rates that the test is to tell apart, fractions.
    formula : one of `FORMULAS`, which say what each takes the variance to be: ``"pooled"``, ``"unpooled"``,
        ``"baseline"``, ``"arcsine"`` or ``"rule_of_16"``. Say which one you used: ``"baseline"`` and the rule
        take the control's variance for both arms, so that for a rise they ask for too few people (10 to 12 %
        with the rule of 16: the pooled test's power is 0.77; 1 to 2 %: 0.64) and for a fall for too many.
    power : probability that the test finds a difference that is there.
    alpha : probability, two-sided, that it finds one that is not. The rule of 16 knows one power and one
        alpha only, and arms of one size.
    ratio : people in the treatment arm for each in the control arm, 9 where a tenth is left out. Arms of one
        size take the fewest people in all.

    Raises CourseError for equal rates, rates that are no fractions, and another power, alpha or ratio with
    the rule.

    Source: Fleiss, J. L., Levin, B. & Paik, M. C. (2003), Statistical Methods for Rates and Proportions, 3rd
    ed., chapter 4 (pooled; from memory); Cohen, J. (1988), Statistical Power Analysis for the Behavioral
    Sciences, 2nd ed., chapter 6 (arcsine; from memory); Kohavi, R., Tang, D. & Xu, Y. (2020), Trustworthy
    Online Controlled Experiments, chapter 17 (rule of 16 with the control's variance; van Belle, G., 2002,
    Statistical Rules of Thumb, puts in the mean rate's; both from memory).
    """
    wrap = like(control_rate, treatment_rate)
    p1, p2 = _rates(control_rate, treatment_rate)
    if (p1 == p2).any():
        raise CourseError("treatment_rate: equals control_rate; no number of people tells those apart.")
    beta_level = rate(power, "power", single=True)
    if beta_level < alpha:
        raise CourseError(
            f"power={beta_level:g}: a test finds what is not there in alpha={alpha:g} of cases; a power "
            "below that needs no test. 0.8 is usual."
        )
    if one_of(formula, "formula", FORMULAS) == "rule_of_16":
        if (power, alpha, ratio) != (0.8, 0.05, 1):
            raise CourseError(
                "formula='rule_of_16': holds for power=0.8 and alpha=0.05, in arms of one size (ratio=1); "
                "name another formula."
            )
        return wrap(16 * p1 * (1 - p1) / (p2 - p1) ** 2)
    difference, of_test, of_truth = _spreads(p1, p2, formula, positive(ratio, "ratio", single=True))
    return wrap(((_z(1 - alpha) * of_test + ndtri(beta_level) * of_truth) / difference) ** 2)


def power(
    control_rate: Numbers,
    treatment_rate: Numbers,
    n: Numbers,
    *,
    formula: str,
    alpha: float = 0.05,
    ratio: float = 1.0,
) -> Numbers:
    """Return the probability that the test finds the difference, with `n` people in each arm.

    Parameters as for `sample_size`, whose inverse it is (with `ratio`, `n` are the control arm's people); the
    rule of 16 knows one power only and has none. The chance of finding the opposite difference by mistake is
    left out, as in the formulas. Numbers, arrays and Series broadcast.
    """
    one_of(formula, "formula", [name for name in FORMULAS if name != "rule_of_16"])
    p1, p2 = _rates(control_rate, treatment_rate)
    difference, of_test, of_truth = _spreads(p1, p2, formula, positive(ratio, "ratio", single=True))
    size = np.sqrt(positive(n, "n"))
    with np.errstate(divide="ignore"):
        found = ndtr((np.abs(difference) * size - _z(1 - alpha) * of_test) / of_truth)
    return like(control_rate, treatment_rate, n)(found)


def detectable_difference(
    control_rate: float, n: float, *, formula: str, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Return the smallest rise of the rate that a test with `n` people in each arm finds.

    "Finds" means: with probability `power`. Parameters as for `sample_size`. Raises CourseError where even a
    rise to 1 would be missed.
    """
    base = rate(control_rate, "control_rate", single=True)
    size = positive(n, "n", single=True)

    def missing(difference: float) -> float:
        return sample_size(base, base + difference, formula=formula, power=power, alpha=alpha) - size

    highest = (1 - base) * (1 - 1e-9)
    if missing(highest) > 0:
        raise CourseError(
            f"n={size:g}: too few to find any rise from control_rate={base:g}; take more people."
        )
    return root(missing, highest * 1e-9, highest, xtol=1e-15)


def adjust_p_values(p_values: Sequence[float] | np.ndarray | pd.Series, *, method: str) -> Numbers:
    """Return p values adjusted for how many tests were made: reject where the adjusted one is below alpha.

    Parameters
    ----------
    p_values : of all tests made, not of the interesting ones.
    method : ``"holm"`` or ``"bonferroni"`` (the chance of even one false alarm stays below alpha; Holm never
        rejects less), or ``"benjamini-hochberg"`` (the expected share of false alarms among the alarms does;
        tests independent or positively dependent).

    Returns an array, or a Series with the same index. Raises CourseError for values that are no probability.

    Source: Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini, Y. & Hochberg, Y. (1995),
    Journal of the Royal Statistical Society B 57, 289-300.
    """
    one_of(method, "method", ("holm", "bonferroni", "benjamini-hochberg"))
    p = np.atleast_1d(rate(p_values, "p_values", one=True))
    if not p.size:
        raise CourseError("p_values: there is none.")
    if p.ndim > 1:
        raise CourseError(
            f"p_values: one row of them is needed, not a table of {' x '.join(map(str, p.shape))}: all tests "
            "count together. `np.ravel(…)` puts them in one row."
        )
    wrap = like(p_values)
    if method == "bonferroni":
        return wrap(np.minimum(1, p * p.size))
    if method == "benjamini-hochberg":
        # Which takes longer to import than all of this package.
        from scipy.stats import false_discovery_control

        return wrap(false_discovery_control(p))
    order = np.argsort(p)
    steps = np.maximum.accumulate(p[order] * (p.size - np.arange(p.size)))
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(1, steps)
    return wrap(adjusted)


def simulate_peeking(
    control_rate: float,
    n_per_look: int,
    looks: int,
    *,
    repeats: int,
    rng: np.random.Generator,
    lift: float = 0.0,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Return how often an experiment looks significant if somebody looks at it again and again.

    Parameters
    ----------
    control_rate : of the control arm; the treatment's is control_rate x (1 + lift). With lift 0, the default,
        every significant result is a false alarm.
    n_per_look : people added to each arm between two looks. `looks`: how often the (pooled, two-sided) test
        is made.
    repeats : how many experiments are simulated.

    Returns a frame indexed by `look` (1, 2, …): `n` (people in each arm), `significant_now` (share of the
    experiments significant at this look) and `significant_so_far` (at this look or an earlier one: what
    stopping at the first success amounts to).

    Raises CourseError for rates that are no fractions and counts that are no whole numbers.
    """
    base = rate(control_rate, "control_rate", single=True)
    raised = base * (1 + numbers(lift, "lift", single=True))
    if not 0 <= raised <= 1:
        raise CourseError(f"lift={lift!r}: moves the rate to {raised:g}; it must stay from 0 to 1.")
    step, number, times = (
        count(value, name, least=1)
        for value, name in ((n_per_look, "n_per_look"), (looks, "looks"), (repeats, "repeats"))
    )
    n = step * np.arange(1, number + 1, dtype="int64")
    control, treatment = (rng.binomial(step, p, (times, number)).cumsum(axis=1) for p in (base, raised))
    pooled = (control + treatment) / (2 * n)
    with np.errstate(invalid="ignore", divide="ignore"):  # no success yet in either arm: not significant
        z = (treatment - control) / n / np.sqrt(pooled * (1 - pooled) * 2 / n)
    found = np.abs(z) > _z(1 - alpha)
    so_far = np.logical_or.accumulate(found, axis=1)
    columns = {"n": n, "significant_now": found.mean(axis=0), "significant_so_far": so_far.mean(axis=0)}
    return pd.DataFrame(columns, pd.RangeIndex(1, number + 1, name="look"))


def _rates(control_rate: Numbers, treatment_rate: Numbers) -> tuple[np.ndarray, np.ndarray]:
    """Return both rates; CourseError where one is 0, which no number of people can be planned from."""
    p1, p2 = rate(control_rate, "control_rate"), rate(treatment_rate, "treatment_rate")
    if (p1 == 0).any() or (p2 == 0).any():
        name = "control_rate" if (p1 == 0).any() else "treatment_rate"
        raise CourseError(
            f"{name}=0: the formulas need a rate above 0, since its variance would be 0. Put in the smallest "
            "rate that you think possible."
        )
    return p1, p2


def _z(level: float) -> float:
    """Return how many standard errors reach to both sides for a level of confidence."""
    return float(ndtri((1 + confidence(level)) / 2))


def _spreads(
    p1: np.ndarray, p2: np.ndarray, formula: str, ratio: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the difference, and sqrt(n) times its standard error as the test and as the truth have it.

    n is the size of the control arm; the treatment arm has `ratio` times as many people.
    """
    both = 1 + 1 / ratio
    if formula == "arcsine":
        spread = np.full(np.shape(p1), np.sqrt(both))
        return 2 * (np.arcsin(np.sqrt(p2)) - np.arcsin(np.sqrt(p1))), spread, spread
    mean = (p1 + ratio * p2) / (1 + ratio)
    own = p1 * (1 - p1) + p2 * (1 - p2) / ratio
    tested = {"pooled": mean * (1 - mean) * both, "unpooled": own, "baseline": p1 * (1 - p1) * both}
    return p2 - p1, np.sqrt(tested[formula]), np.sqrt(own)


def _counts(successes: object, trials: object, one: str, other: str) -> tuple[np.ndarray, np.ndarray]:
    """Return successes and trials as floats, checked to be possible."""
    x, n = whole(successes, one), whole(trials, other, least=1)
    if (x > n).any():
        raise CourseError(f"{one}: more than {other}; give (successes, trials), in this order.")
    return x, n


def _arm(arm: Arm, argument: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the successes and trials of one arm."""
    if np.shape(arm) != (2,):
        raise CourseError(f"{argument}={arm!r}: give the pair (successes, trials), such as (38, 10_000).")
    return _counts(*arm, f"{argument}'s successes", "trials")
