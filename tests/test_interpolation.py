"""A function of two columns that is worked out on a grid: how exactly, how often, and when not."""

import numpy as np
import pytest

from marketing_origin.fitting.interpolation import interpolated

RNG = np.random.default_rng(11)


def counting(function):
    calls = []

    def counted(x, y):
        calls.append(len(x))
        return function(x, y)

    return counted, calls


def smooth(x, y):
    return (2 + x) ** 1.5 / (3 + y) ** 0.7 * np.exp(-0.01 * y)


@pytest.mark.parametrize("busiest", [1, 30, 3000])
def test_a_smooth_function_is_known_from_few_of_its_values(busiest):
    x, y = RNG.integers(0, busiest, 50_000).astype(float), RNG.uniform(0, 100, 50_000)
    function, calls = counting(smooth)
    np.testing.assert_allclose(interpolated(function, (x, y), (2.0, 3.0)), smooth(x, y), rtol=1e-11)
    assert sum(calls) <= 2000


def test_a_function_that_bends_sharply_is_worked_out_for_every_row():
    x, y = RNG.uniform(0, 10, 3000), RNG.uniform(0, 10, 3000)

    def bent(x, y):
        return 1 + np.abs(x - 5) + y

    np.testing.assert_array_equal(interpolated(bent, (x, y), (1.0, 1.0)), bent(x, y))


def test_a_function_that_is_zero_somewhere_is_worked_out_for_every_row():
    x, y = RNG.uniform(0, 10, 3000), RNG.uniform(0, 10, 3000)

    def vanishing(x, y):
        return np.where(x < 5, 0.0, x * y)

    np.testing.assert_array_equal(interpolated(vanishing, (x, y), (1.0, 1.0)), vanishing(x, y))


def test_few_rows_and_equal_rows_are_worked_out_once_each():
    function, calls = counting(smooth)
    x, y = np.tile([1.0, 2.0, 2.0], 1000), np.tile([5.0, 5.0, 6.0], 1000)
    np.testing.assert_array_equal(interpolated(function, (x, y), (2.0, 3.0)), smooth(x, y))
    assert calls == [3]
    assert interpolated(smooth, (np.float64(1), np.float64(5)), (2.0, 3.0)) == smooth(1.0, 5.0)
