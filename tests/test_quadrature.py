"""Averages over a beta distribution: right for every row, whoever else has its parameters."""

import numpy as np
import pytest

from marketing_origin.fitting.quadrature import average_over_beta


def test_every_row_has_the_moments_of_its_own_distribution():
    rng = np.random.default_rng(3)
    a, b, times = np.exp(rng.uniform(np.log(0.1), np.log(1000), (3, 5000)))  # more rows than are done at once
    a[::2], b[::3] = a[0], b[0]  # some share both, some one, and their order is any
    found = average_over_beta(lambda p, times: np.stack([times * p, p**2]), a, b, times)
    mean = a / (a + b)
    assert found[0] == pytest.approx(times * mean, rel=1e-9)
    assert found[1] == pytest.approx(mean * (a + 1) / (a + b + 1), rel=1e-9)


def test_what_is_no_number_stays_none_and_spoils_no_other_row():
    found = average_over_beta(lambda p: p, np.array([1.0, np.nan, 3.0]), 1.0)
    assert found == pytest.approx([0.5, np.nan, 0.75], nan_ok=True)
