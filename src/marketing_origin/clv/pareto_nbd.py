"""The Pareto/NBD model: customers buy at random and may drop out at any moment."""

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import digamma, gammaln

from marketing_origin.clv._behaviour import BehaviourModel
from marketing_origin.clv.nbd import chance_of
from marketing_origin.fitting.likelihood import Columns, Likelihood, log_sum, trigamma

NODES, WEIGHTS = leggauss(20)


class ParetoNBD(BehaviourModel):
    """Pareto/NBD: how often customers buy, and whether they still do, from a customer summary.

    While active, a customer buys at a constant rate of purchases per unit of time, and drops out at a
    constant rate. Buying rates differ between customers as a gamma distribution (shape `r`, scale 1/`alpha`),
    dropout rates as another (shape `s`, scale 1/`beta`), independently. `alpha` and `beta` are in the unit of
    time of the summary.

    `fit(summary)` takes a frame with `frequency`, `recency` and `T`. Everything is computed in logarithms, so
    that customers with tens of thousands of purchases do no harm. The likelihood is flat: `s` and `beta` can
    move together a long way with hardly a change, as their standard errors show.

    Of 300 samples of 2,357 customers like chapter 4.2's, simulated (`benchmarks/coverage.py`), the 95 %
    intervals of `r`, `alpha`, `s`, `beta` held the truth in 95, 94, 95 and 95 %.

    Source: Schmittlein, D. C., Morrison, D. G. & Colombo, R. (1987), "Counting your customers: who are they
    and what will they do next?", Management Science 33(1), 1-24; Fader, P. S. & Hardie, B. G. S. (2005), "A
    note on deriving the Pareto/NBD model and related expressions", http://www.brucehardie.com/notes/009/.
    """

    names = ("r", "alpha", "s", "beta")
    time_scale = "beta"

    def _start(self, columns: Columns, counts: np.ndarray) -> np.ndarray:
        frequency, _, age = columns
        return np.array(
            [0.5, 0.5 * (counts @ age) / (counts @ frequency), 0.5, 0.5 * np.average(age, weights=counts)]
        )

    def _likelihood(self, columns: Columns, counts: np.ndarray) -> Likelihood:
        """Return the likelihood: G(r+x) alpha^r beta^s / G(r) x the sum over times of dropout (`_terms`)."""
        x, recency, age = columns
        kinds, kind = np.unique(x, return_inverse=True)
        of_kind = np.bincount(kind, counts)
        total = counts.sum()

        def likelihood(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            r, alpha, s, beta = params
            times, terms = _terms(params, x, recency, age)
            buying, dropping = 1 / (alpha + times), 1 / (beta + times)
            died = np.ones((len(times), 1))  # one more factor, s / (beta + time), for those who dropped out
            died[0] = 0.0
            slopes = np.stack(
                [np.log(buying), -(r + x) * buying, died / s + np.log(dropping), -(s + died) * dropping]
            )
            bends = {
                (0, 1): -buying,
                (1, 1): (r + x) * buying**2,
                (2, 2): np.broadcast_to(-died / s**2, times.shape),
                (2, 3): -dropping,
                (3, 3): (s + died) * dropping**2,
            }
            value, gradient, hessian = log_sum(terms, slopes, bends, counts)
            value += of_kind @ gammaln(r + kinds) + total * (
                r * np.log(alpha) + s * np.log(beta) - gammaln(r)
            )
            gradient += [
                of_kind @ digamma(r + kinds) + total * (np.log(alpha) - digamma(r)),
                total * r / alpha,
                total * np.log(beta),
                total * s / beta,
            ]
            of_alpha, of_beta = total / alpha, total / beta
            hessian += [
                [of_kind @ trigamma(r + kinds) - total * trigamma(r), of_alpha, 0, 0],
                [of_alpha, -r * of_alpha / alpha, 0, 0],
                [0, 0, 0, of_beta],
                [0, 0, of_beta, -s * of_beta / beta],
            ]
            return value, gradient, hessian

        return likelihood

    def _alive(self, frequency: np.ndarray, recency: np.ndarray, age: np.ndarray) -> np.ndarray:
        _, terms = _terms(self._values(), frequency, recency, age)
        shares = np.exp(terms - terms.max(axis=0))
        return shares[0] / shares.sum(axis=0)

    def _updated(self, frequency: np.ndarray, age: np.ndarray) -> tuple[np.ndarray, ...]:
        r, alpha, s, beta = self._values()
        return r + frequency, alpha + age, s, beta + age

    def _scales(self) -> tuple[float, float]:
        r, alpha, _, beta = self._values()
        return r, min(alpha, beta)

    @staticmethod
    def _expected(t: np.ndarray, *params: np.ndarray) -> np.ndarray:
        """Return r beta/(alpha (s-1)) (1 - (beta/(beta+t))^(s-1)), written so that s may be 1."""
        r, alpha, s, beta = params
        log_time = np.log1p(t / beta)
        decay = (1 - s) * log_time
        average = np.where(np.abs(decay) < 1e-12, 1.0, np.expm1(decay) / np.where(decay == 0, 1.0, decay))
        return r * beta / alpha * log_time * average

    @staticmethod
    def _probability(x: np.ndarray, t: np.ndarray, *params: np.ndarray) -> np.ndarray:
        """Add buying x in all of t, and staying, to buying x before the time of dropping out, any up to t."""
        r, alpha, s, beta = params
        least = np.minimum(alpha, beta)
        half = np.log1p(t / least) / 2
        nodes, weights = leggauss(96)
        time = least * np.expm1(half * (nodes[:, None] + 1))
        log_density = np.log(s) + s * np.log(beta) - (s + 1) * np.log(beta + time)
        dropped = weights @ (chance_of(x, time, r, alpha) * np.exp(log_density) * (least + time)) * half
        return dropped + chance_of(x, t, r, alpha) * (beta / (beta + t)) ** s

    @staticmethod
    def _bought(
        ahead: float, params: tuple[np.ndarray, ...], shape: tuple[int, int], rng: np.random.Generator
    ) -> np.ndarray:
        r, alpha, s, beta = params
        lifetime = rng.exponential(size=shape) / np.maximum(rng.gamma(s, 1 / beta, shape), 1e-300)
        return rng.poisson(rng.gamma(r, 1 / alpha, shape) * np.minimum(lifetime, ahead))

    def _simulated(self, ages: np.ndarray, holdout: float, rng: np.random.Generator) -> dict[str, np.ndarray]:
        r, alpha, s, beta = self._values()
        buying_rate = rng.gamma(r, 1 / alpha, ages.size)
        death = rng.exponential(size=ages.size) / np.maximum(rng.gamma(s, 1 / beta, ages.size), 1e-300)
        active = np.minimum(death, ages)
        frequency = rng.poisson(buying_rate * active)
        return {
            "frequency": frequency,
            "recency": np.where(
                frequency > 0, active * rng.random(ages.size) ** (1 / np.maximum(frequency, 1)), 0.0
            ),
            "T": ages,
            "alive": death > ages,
            "holdout_frequency": rng.poisson(buying_rate * np.clip(death - ages, 0, holdout)),
        }


def _terms(
    params: np.ndarray, x: np.ndarray, recency: np.ndarray, age: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return times of dropout (k, customers), and the logarithm of what each adds to the likelihood.

    The first is T with the term of those still active, (alpha+T)^-(r+x) (beta+T)^-s. The others add up to
    s times the integral from recency to T of (alpha+y)^-(r+x) (beta+y)^-(s+1) dy, which the literature writes
    as a difference of two Gaussian hypergeometric functions; as a sum of positive terms it cannot cancel.
    In log(min(alpha, beta) + y) the integrand has no singularity within pi of the real line, so that few
    nodes do; where it falls steeply (many purchases) only the first 40 units of its logarithm are covered.
    """
    r, alpha, s, beta = params
    least = min(alpha, beta)
    span = np.log1p((age - recency) / (least + recency))
    fall = (least + recency) * ((r + x) / (alpha + recency) + (s + 1) / (beta + recency)) - 1
    half = np.minimum(span, 40 / np.maximum(fall, 1e-9)) / 2
    dropped = recency + (least + recency) * np.expm1(half * (NODES[:, None] + 1))
    times = np.concatenate([age[None], dropped])
    with np.errstate(divide="ignore"):  # no time to drop out in where recency is T: the logarithm of 0
        steps = np.log(s * WEIGHTS[:, None] * half * (least + dropped) / (beta + dropped))
    terms = -(r + x) * np.log(alpha + times) - s * np.log(beta + times)
    terms[1:] += steps
    return times, terms
