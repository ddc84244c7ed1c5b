"""A costly smooth function of two numbers, worked out on a grid where many rows are asked for."""

from collections.abc import Callable

import numpy as np
from numpy.polynomial.chebyshev import chebval, chebvander

from marketing_origin.fitting.likelihood import blocks, distinct, distinct_rows

Function = Callable[[np.ndarray, np.ndarray], np.ndarray]

FIRST_ORDER = 16
ENOUGH = 1e-11  # the last coefficients of the logarithm, below which it is known to more than ten digits
ROWS_FOR_A_NODE = 2  # a grid has to save at least half of the work


def interpolated(
    function: Function, columns: tuple[np.ndarray, np.ndarray], scales: tuple[float, float]
) -> np.ndarray:
    """Return function(*columns) for two arrays of one shape, of which it is a positive and smooth function.

    Where there are many distinct rows, the logarithm of the function is expanded in Chebyshev polynomials of
    log(scale + column), column by column; a function whose nearest singularity is at -scale has none within
    pi of that line. Orders are doubled until the last coefficients are below `ENOUGH`; where that would take
    about as many nodes as there are rows, every row is worked out by itself.

    Source: Trefethen, L. N. (2013), "Approximation theory and approximation practice", chapters 3 and 8, on
    expansions and how fast their coefficients fall (from memory).
    """
    flat = tuple(np.ravel(column) for column in columns)
    codes, rows = distinct_rows(flat)
    axes = [_Axis(row, scale) for row, scale in zip(rows, scales, strict=True)]
    while axes[0].order * axes[1].order * ROWS_FOR_A_NODE <= len(rows[0]):
        coefficients = _expanded(function, axes)
        steep = [axis for axis, tail in zip(axes, _tails(coefficients), strict=True) if not tail <= ENOUGH]
        if not steep:
            return _evaluated(coefficients, rows, axes)[codes].reshape(np.shape(columns[0]))
        for axis in steep:
            axis.order *= 2
    return distinct(function, *columns)


class _Axis:
    """One column on the scale from -1 to 1, and how many nodes it has there."""

    def __init__(self, values: np.ndarray, scale: float) -> None:
        low, high = np.log(scale + values.min()), np.log(scale + values.max())
        self.scale, self.middle, self.half = scale, (low + high) / 2, (high - low) / 2
        self.order = FIRST_ORDER if high > low else 1

    def nodes(self) -> np.ndarray:
        at = np.cos(np.pi * (np.arange(self.order) + 0.5) / self.order)
        return np.exp(self.middle + self.half * at) - self.scale

    def placed(self, values: np.ndarray) -> np.ndarray:
        return (np.log(self.scale + values) - self.middle) / (self.half or 1.0)

    def to_coefficients(self) -> np.ndarray:
        """Return the matrix that makes coefficients of the values at the nodes."""
        degree, node = np.ogrid[: self.order, : self.order]
        matrix = 2 / self.order * np.cos(np.pi * degree * (node + 0.5) / self.order)
        matrix[0] /= 2
        return matrix


def _expanded(function: Function, axes: list[_Axis]) -> np.ndarray:
    """Return the coefficients of the function's logarithm: a row for each degree of the first column."""
    first, second = axes
    grid = np.meshgrid(first.nodes(), second.nodes(), indexing="ij")
    values = function(*(nodes.ravel() for nodes in grid)).reshape(first.order, second.order)
    with np.errstate(divide="ignore", invalid="ignore"):  # a value too small to tell from 0 is no use here
        return first.to_coefficients() @ np.log(values) @ second.to_coefficients().T


def _tails(coefficients: np.ndarray) -> tuple[float, float]:
    """Return the largest of the last two degrees' coefficients, along each axis; 0 where there is one."""
    sizes = np.abs(coefficients)
    return tuple(np.take(sizes, [-1, -2], axis).max() if sizes.shape[axis] > 1 else 0.0 for axis in (0, 1))


def _evaluated(coefficients: np.ndarray, rows: tuple[np.ndarray, ...], axes: list[_Axis]) -> np.ndarray:
    """Return the function at each row; what the first column contributes is worked out once a value."""
    first, second = axes
    kinds, kind = np.unique(rows[0], return_inverse=True)
    result = np.empty(len(kind))
    of_kind = coefficients.T @ chebvander(first.placed(kinds), first.order - 1).T
    for block in blocks(len(kind)):
        result[block] = chebval(second.placed(rows[1][block]), of_kind[:, kind[block]], tensor=False)
    return np.exp(result)
