"""The shifted beta-geometric: published figures, explicit sums, and what cannot be fitted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import hyp2f1

from marketing_origin import clv
from marketing_origin.errors import CourseError
from marketing_origin.lifecycle import ShiftedBetaGeometric

HIGH_END = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4]
REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3]
CONVENTIONS = ["now", "period_end", "if_retained"]
MODEL = ShiftedBetaGeometric.from_params(alpha=0.668, beta=3.806)

positives = st.floats(0.1, 30)
models = st.builds(
    lambda alpha, beta: ShiftedBetaGeometric.from_params(alpha=alpha, beta=beta), positives, positives
)


@pytest.mark.parametrize(
    ("survival", "params", "log_likelihood"),
    [(HIGH_END, [0.66809, 3.80610], -1611.158), (REGULAR, [0.70408, 1.18204], -1680.265)],
)
def test_fader_and_hardie_2007(survival, params, log_likelihood):
    found = ShiftedBetaGeometric().fit(survival[:8], customers=1000)
    np.testing.assert_allclose(found.params_, params, atol=1e-3)
    assert found.log_likelihood_ == pytest.approx(log_likelihood, abs=1e-3)
    assert found.n_customers_ == pytest.approx(1000)
    np.testing.assert_allclose(100 * found.survival(np.arange(13)), survival, atol=2.0)


def test_counts_shares_and_per_cents_of_the_same_customers_agree():
    counts = ShiftedBetaGeometric().fit([1000, 869, 743, 653])
    for shares in ([1, 0.869, 0.743, 0.653], [100, 86.9, 74.3, 65.3]):
        found = ShiftedBetaGeometric().fit(shares, customers=1000)
        np.testing.assert_allclose(found.params_, counts.params_, rtol=1e-6)
        np.testing.assert_allclose(found.standard_errors_, counts.standard_errors_, rtol=1e-5)


def test_cohorts_of_different_age_are_fitted_together():
    rng = np.random.default_rng(1)
    cohorts = pd.DataFrame({name: MODEL.simulate(5000, 8, rng).astype(float) for name in range(6)})
    for age, name in enumerate(cohorts):
        cohorts.loc[9 - age :, name] = np.nan
    found = ShiftedBetaGeometric().fit(cohorts)
    assert found.n_customers_ == 30_000
    z = (np.log(found.params_) - np.log(MODEL.params_)) / (found.standard_errors_ / found.params_)
    assert (z.abs() < 3.5).all()


def test_cohorts_that_differ_in_nothing_but_size_are_one_cohort():
    one, two = np.array([300.0, 200, 150, 120]), np.array([600.0, 400, 300, 240])
    together = ShiftedBetaGeometric().fit(pd.DataFrame({"a": one, "b": two}))
    alone = ShiftedBetaGeometric().fit(one + two)
    np.testing.assert_allclose(together.params_, alone.params_, rtol=1e-6)
    assert together.log_likelihood_ == pytest.approx(alone.log_likelihood_)


@settings(deadline=None)
@given(models)
def test_retention_rises_with_tenure_and_survival_is_its_product(model):
    periods = np.arange(1, 30)
    retention, survival = model.retention_rate(periods), model.survival(periods)
    assert ((retention > 0) & (retention < 1)).all()
    assert (np.diff(retention) > 0).all()
    np.testing.assert_allclose(np.cumprod(retention), survival, rtol=1e-9)
    assert model.survival(0) == 1


@settings(deadline=None)
@given(models, st.floats(0.0, 0.5), st.sampled_from(CONVENTIONS), st.integers(0, 10), st.integers(1, 25))
def test_discounted_lifetime_is_the_explicit_sum(model, rate, convention, renewals, periods):
    kept, late = {"now": (0, 0), "period_end": (0, 1), "if_retained": (1, 1)}[convention]
    terms = np.arange(periods)
    survival = model.survival(renewals + terms + kept) / model.survival(renewals)
    found = model.discounted_expected_lifetime(
        rate, first_margin=convention, renewals=renewals, periods=periods
    )
    assert found == pytest.approx((survival / (1 + rate) ** (terms + late)).sum(), rel=1e-8)


@settings(deadline=None)
@given(models, st.floats(0.02, 0.5), st.integers(0, 10))
def test_endless_lifetime_is_the_limit_of_long_ones(model, rate, renewals):
    endless, long = (
        model.discounted_expected_lifetime(rate, first_margin="now", renewals=renewals, periods=periods)
        for periods in (None, 2000)
    )
    assert endless == pytest.approx(long, rel=1e-8)


def test_discounted_lifetime_is_the_published_closed_form():
    alpha, beta = MODEL.params_
    renewals = np.arange(5)
    new = hyp2f1(1, beta + renewals, alpha + beta + renewals, 1 / 1.1)
    found = MODEL.discounted_expected_lifetime(0.1, first_margin="now", renewals=renewals)
    np.testing.assert_allclose(found, new, rtol=1e-10)


def test_without_differences_it_is_the_constant_retention_formula():
    alike = ShiftedBetaGeometric.from_params(alpha=2e6, beta=8e6)
    for convention in CONVENTIONS:
        found = alike.discounted_expected_lifetime(0.1, first_margin=convention)
        assert found == pytest.approx(clv.margin_multiple(0.8, 0.1, first_margin=convention), rel=1e-5)


def test_ignoring_differences_undervalues_those_who_have_stayed():
    first_renewal = MODEL.retention_rate(1)
    constant = clv.margin_multiple(first_renewal, 0.1, first_margin="now")
    assert MODEL.discounted_expected_lifetime(0.1, first_margin="now", renewals=4) > 1.4 * constant


def test_a_fit_recovers_the_parameters_that_made_the_data():
    made = MODEL.simulate(50_000, 10, np.random.default_rng(8))
    assert made[0] == 50_000
    np.testing.assert_allclose(made / 50_000, MODEL.survival(np.arange(11)), atol=0.01)
    found = ShiftedBetaGeometric().fit(made)
    z = (np.log(found.params_) - np.log(MODEL.params_)) / (found.standard_errors_ / found.params_)
    assert (z.abs() < 3.5).all()


def test_bootstrap_and_curvature_tell_about_the_same_uncertainty():
    model = ShiftedBetaGeometric().fit(HIGH_END[:8], customers=1000)
    draws = model.bootstrap(HIGH_END[:8], 200, np.random.default_rng(3), customers=1000)
    np.testing.assert_allclose(np.log(draws).std(), model.standard_errors_ / model.params_, rtol=0.3)


def test_single_periods_arrays_and_series_agree():
    periods = pd.Series([1, 4, 7], index=["a", "b", "c"])
    found = MODEL.survival(periods)
    assert list(found.index) == ["a", "b", "c"]
    assert found["b"] == MODEL.survival(4)
    assert isinstance(MODEL.retention_rate(2), float)
    rates = MODEL.discounted_expected_lifetime([0.1, 0.2], first_margin="now", renewals=[[0], [1], [2]])
    assert rates.shape == (3, 2)


@pytest.mark.parametrize(
    ("survivors", "message"),
    [
        ([100, 86.9, 74.3], r"look like shares or per cents.*customers=1000"),
        ([1, 0.9, 0.8], "look like shares"),
        ([100, 90, 95], "never grow"),
        ([100, 50, -1], "negative"),
        ([100, 90], "at least three periods"),
        ([100, 100, 100], "nobody has left"),
        ([0, 0, 0], "above 0"),
        ([], "list of numbers"),
        ("many", "list of numbers"),
        ([100, np.nan, 80], "missing"),
    ],
)
def test_survivors_that_cannot_be_are_refused(survivors, message):
    with pytest.raises(CourseError, match=message):
        ShiftedBetaGeometric().fit(survivors)


@pytest.mark.parametrize("survivors", [[1000, 500, 250, 125], [1000, 900, 700, 400], [1000, 0, 0]])
def test_retention_that_does_not_rise_has_no_maximum(survivors):
    with pytest.raises(clv.ConvergenceError, match="No maximum.*: alpha"):
        ShiftedBetaGeometric().fit(survivors)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: MODEL.retention_rate(0), "t=0: must be a whole number, 1 or more"),
        (lambda: MODEL.survival(1.5), "t=1.5"),
        (lambda: MODEL.discounted_expected_lifetime(10, first_margin="now"), r"discount_rate=10.*0\.1"),
        (lambda: MODEL.discounted_expected_lifetime(0, first_margin="now"), "no limit"),
        (lambda: MODEL.discounted_expected_lifetime(0.1, first_margin="later"), "first_margin='later'"),
        (lambda: ShiftedBetaGeometric().survival(3), "not fitted yet"),
    ],
)
def test_other_mistakes_are_told_in_one_message(call, message):
    with pytest.raises(CourseError, match=message):
        call()
