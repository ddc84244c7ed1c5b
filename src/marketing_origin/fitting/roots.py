"""Where a function is 0: SciPy's searches, imported when one is asked for, since much else comes with them."""

from collections.abc import Callable

import numpy as np


def root(function: Callable[[float], float], low: float, high: float, *, xtol: float) -> float:
    """Return where a function of one number is 0 between `low` and `high`.

    Parameters
    ----------
    function : callable
        Takes a float and returns one.
    low, high : float
        The ends; ValueError where the function has the same sign at both.
    xtol : float
        How far off the result may be, besides rounding.

    Source: Brent, R. P. (1973), Algorithms for Minimization Without Derivatives, chapter 4 (from memory).
    """
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=xtol))


def roots(function: Callable[..., np.ndarray], low: float, high: float, *columns: np.ndarray) -> np.ndarray:
    """Return where function(x, *columns) is 0 between `low` and `high`, for each of the columns' rows.

    Not a number where the function has the same sign at both ends.

    Source: Chandrupatla, T. R. (1997), Advances in Engineering Software 28(3), 145-149 (from memory), as SciPy
    has it.
    """
    from scipy.optimize.elementwise import find_root

    return find_root(function, (low, high), args=columns).x
