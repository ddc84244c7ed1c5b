"""Averages over a beta distribution."""

from collections.abc import Callable

import numpy as np
from scipy.special import log_expit

from marketing_origin.fitting.likelihood import distinct_rows

STEPS = np.linspace(0, 1, 128)
MOST_CELLS = 100_000  # numbers held at once: few enough for a processor's own memory


def average_over_beta(
    function: Callable[..., np.ndarray], a: np.ndarray, b: np.ndarray, *columns: np.ndarray
) -> np.ndarray:
    """Return the mean of function(p, *columns) where p is a beta(a, b) variable; all arguments broadcast.

    A function of several results returns them stacked, in a first dimension more; so is what comes back.

    The logit of p runs over even steps of a sinh, which widen towards the tails: the trapezoidal rule then
    converges geometrically, for small a and b (a pole at 0 or 1) and for large ones (a narrow peak) alike. The
    mean of p itself is exact to nine digits and more where a and b are 0.1 to 10,000; to six where one is 0.03, and
    to three where one is 0.01 and the other 100 or more.
    """
    shape = np.broadcast_shapes(*(np.shape(array) for array in (a, b, *columns)))
    a, b, *columns = (np.broadcast_to(array, shape).reshape(-1) for array in (a, b, *columns))
    parts = []
    for rows in np.array_split(np.arange(a.size), a.size * STEPS.size // MOST_CELLS + 1):
        # Customers share their a and b with many others: those with as many purchases.
        pair, pairs = distinct_rows((a[rows], b[rows]))
        p, weights = (of_pairs[pair] for of_pairs in nodes(*pairs))
        values = function(p, *(column[rows, np.newaxis] for column in columns))
        parts.append(np.einsum("...rc,rc->...r", values, weights))
    result = np.concatenate(parts, axis=-1)
    return result.reshape((*result.shape[:-1], *shape))


def nodes(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where to look at a function of a beta(a, b) variable, and the weights: a row for each a and b."""
    a, b = a[:, np.newaxis], b[:, np.newaxis]
    spread = np.sqrt(1 / a + 1 / b)
    lowest, highest = (np.arcsinh(50 / (end * spread) + 10) for end in (a, b))
    at = STEPS * (lowest + highest) - lowest
    logit = np.log(a / b) + spread * np.sinh(at)
    log_p = log_expit(logit)
    weights = a * log_p + b * (log_p - logit) + np.log(np.cosh(at))
    weights = np.exp(weights - weights.max(axis=1, keepdims=True))
    return np.exp(np.maximum(log_p, -600)), weights / weights.sum(axis=1, keepdims=True)
