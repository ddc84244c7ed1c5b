"""How long customers stay: published figures, explicit sums, cohorts counted by hand, what cannot be."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import hyp2f1

from marketing_origin import clv
from marketing_origin.errors import CourseError
from marketing_origin.lifecycle import BetaDiscreteWeibull, Geometric, ShiftedBetaGeometric, cohort_table

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


@given(models)
def test_retention_rises_with_tenure_and_survival_is_its_product(model):
    periods = np.arange(1, 30)
    retention, survival = model.retention_rate(periods), model.survival(periods)
    assert ((retention > 0) & (retention < 1)).all()
    assert (np.diff(retention) > 0).all()
    np.testing.assert_allclose(np.cumprod(retention), survival, rtol=1e-9)
    assert model.survival(0) == 1


@given(models, st.floats(0.0, 0.5), st.sampled_from(CONVENTIONS), st.integers(0, 10), st.integers(1, 25))
def test_discounted_lifetime_is_the_explicit_sum(model, rate, convention, renewals, periods):
    kept, late = {"now": (0, 0), "period_end": (0, 1), "if_retained": (1, 1)}[convention]
    terms = np.arange(periods)
    survival = model.survival(renewals + terms + kept) / model.survival(renewals)
    found = model.discounted_expected_lifetime(
        rate, first_margin=convention, renewals=renewals, periods=periods
    )
    assert found == pytest.approx((survival / (1 + rate) ** (terms + late)).sum(), rel=1e-8)


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
        ([100, 87, 74], r"100 customers, or per cents.*customers=100"),
        ([100, 90, 95], "never grow"),
        ([100, 50, -1], "negative"),
        ([200, 180], "at least three periods"),
        ([200, 200, 200], "nobody has left"),
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


def test_one_hundred_customers_are_believed_once_they_are_said_to_be_customers():
    found = ShiftedBetaGeometric().fit([100, 87, 74, 65], customers=100)
    assert found.n_customers_ == 100


@given(models, st.floats(0.02, 0.4), st.integers(0, 8))
def test_residual_lifetime_is_the_papers_sum(model, rate, renewals):
    later = np.arange(renewals + 1.0, renewals + 2000)
    explicit = model.survival(later) / model.survival(renewals) / (1 + rate) ** (later - renewals - 1)
    assert model.residual_lifetime(rate, renewals=renewals) == pytest.approx(explicit.sum(), rel=1e-4)
    now = model.discounted_expected_lifetime(rate, first_margin="if_retained", renewals=renewals)
    assert model.residual_lifetime(rate, renewals=renewals) == pytest.approx(now * (1 + rate))


def test_residual_lifetime_of_the_published_customers():
    assert MODEL.residual_lifetime(0.1, renewals=4) == pytest.approx(6.8966, abs=5e-4)


def test_residual_lifetime_takes_the_form_of_what_it_is_given():
    rates = pd.Series([0.1, 0.2], index=["low", "high"])
    assert list(MODEL.residual_lifetime(rates).index) == ["low", "high"]
    assert isinstance(MODEL.residual_lifetime(0.1), float)


# Beta-discrete-Weibull and geometric -----------------------------------------------------------------------

WEIBULL = BetaDiscreteWeibull.from_params(alpha=0.8, beta=4.0, c=1.6)


@given(models)
def test_without_dependence_on_age_it_is_the_shifted_beta_geometric(model):
    alike = BetaDiscreteWeibull.from_params(**model.params_, c=1.0)
    periods = np.arange(1, 20)
    np.testing.assert_allclose(alike.survival(periods), model.survival(periods), rtol=1e-9)
    np.testing.assert_allclose(alike.retention_rate(periods), model.retention_rate(periods), rtol=1e-9)


@settings(max_examples=30)
@given(positives, positives, st.floats(0.3, 3))
def test_weibull_slopes_are_those_of_its_likelihood(alpha, beta, c):
    survivors = [1000, 800, 500, 400, 350, 330]
    model = BetaDiscreteWeibull()
    at = np.array([alpha, beta, c])
    likelihood = model._likelihood(*model._patterns(survivors, None))
    value, gradient, hessian = likelihood(at)
    if not np.isfinite(value):
        return
    for i in range(3):
        step = np.zeros(3)
        step[i] = 1e-5 * at[i]
        ahead, behind = likelihood(at + step), likelihood(at - step)
        slope, bend = ((a - b) / (2 * step[i]) for a, b in zip(ahead[:2], behind[:2], strict=True))
        assert gradient[i] == pytest.approx(slope, rel=1e-3, abs=1e-3 * (1 + np.abs(gradient).max()))
        np.testing.assert_allclose(hessian[i], bend, rtol=1e-3, atol=1e-3 * (1 + np.abs(hessian).max()))


def test_weibull_survival_is_the_average_over_different_customers():
    chances = np.random.default_rng(5).beta(0.8, 4.0, 400_000)
    periods = np.arange(6)
    drawn = ((1 - chances[:, None]) ** periods**1.6).mean(axis=0)
    np.testing.assert_allclose(WEIBULL.survival(periods), drawn, atol=3e-3)


def test_weibull_recovers_the_parameters_that_made_the_data():
    made = WEIBULL.simulate(200_000, 12, np.random.default_rng(8))
    found = BetaDiscreteWeibull().fit(made)
    z = (np.log(found.params_) - np.log(WEIBULL.params_)) / (found.standard_errors_ / found.params_)
    assert (z.abs() < 3.5).all()
    assert found.log_likelihood_ > ShiftedBetaGeometric().fit(made).log_likelihood_ + 10


@pytest.mark.parametrize("survival", [HIGH_END, REGULAR])
def test_weibull_projects_the_published_cohorts_at_least_as_well_where_it_was_fitted(survival):
    simple = ShiftedBetaGeometric().fit(survival[:8], customers=1000)
    richer = BetaDiscreteWeibull().fit(survival[:8], customers=1000)
    assert richer.log_likelihood_ >= simple.log_likelihood_ - 1e-6


def test_weibull_agrees_with_a_figure_printed_elsewhere():
    # High End, years 0 to 4, projected to year 10: printed in the documentation of `retenmod`, a Python port of
    # the R package `foretell`. Its printings differ among themselves from the fourth digit on.
    found = BetaDiscreteWeibull().fit(HIGH_END[:5], customers=1000)
    np.testing.assert_allclose(found.params_, [0.2593, 1.7226, 1.5843], atol=2e-4)
    later = 100 * found.survival(np.arange(5, 11))
    np.testing.assert_allclose(later, [54.66, 51.04, 48.10, 45.67, 43.60, 41.82], atol=0.005)


def test_geometric_is_leavers_over_renewals():
    found = Geometric().fit([1000, 800, 600, 500])
    assert found.params_["churn_rate"] == pytest.approx(500 / (1000 + 800 + 600))
    assert found.survival(2) == pytest.approx((1 - 500 / 2400) ** 2)
    assert found.retention_rate(7) == pytest.approx(1 - 500 / 2400)
    assert found.standard_errors_["churn_rate"] == pytest.approx(
        np.sqrt(500 / 2400 * 1900 / 2400 / 2400), rel=1e-6
    )


@pytest.mark.parametrize(
    "model", [MODEL, WEIBULL, Geometric.from_params(churn_rate=0.3)], ids=lambda model: type(model).__name__
)
def test_simulated_survivors_are_64_bit_and_follow_the_curve(model):
    made = model.simulate(2_000_000, 6, np.random.default_rng(1))
    assert made.dtype == "int64"
    np.testing.assert_allclose(made / 2_000_000, model.survival(np.arange(7)), atol=2e-3)
    assert (np.diff(made) <= 0).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: BetaDiscreteWeibull().fit([1000, 800, 700]), "at least four periods.*three parameters"),
        (lambda: Geometric().fit([1000]), "at least two periods.*one parameter;"),
        (lambda: Geometric().fit([1000, 0, 0]), "all have left by period 1"),
        (lambda: Geometric.from_params(churn_rate=1.2), "churn_rate=1.2: must be a fraction"),
        (lambda: Geometric.from_params(churn_rate=5), "write 0.05"),
    ],
)
def test_mistakes_with_the_other_models_are_named(call, message):
    with pytest.raises(CourseError, match=message):
        call()


# Cohorts ---------------------------------------------------------------------------------------------------

LOG = pd.DataFrame(
    {
        "who": ["a", "a", "a", "b", "b", "c", "d", "d"],
        "day": pd.to_datetime(
            [
                "2024-01-03",
                "2024-01-20",
                "2024-03-01",
                "2024-01-31",
                "2024-02-01",
                "2024-03-05",
                "2024-03-06",
                "2024-04-30",
            ]
        ),
    }
)
ORDERS = {"customer": "who", "time": "day"}


def test_a_table_counts_customers_not_orders_and_leaves_the_future_empty():
    table = cohort_table(LOG, **ORDERS)
    assert [str(cohort) for cohort in table.index] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    nan = np.nan
    by_hand = [[2, 1, 1, 0], [0, 0, 0, nan], [2, 1, nan, nan], [0, nan, nan, nan]]
    np.testing.assert_array_equal(table, by_hand)


def test_by_calendar_the_same_cells_stand_under_their_dates():
    table = cohort_table(LOG, **ORDERS, by="calendar")
    nan = np.nan
    by_hand = [[2, 1, 1, 0], [nan, 0, 0, 0], [nan, nan, 2, 1], [nan, nan, nan, 0]]
    np.testing.assert_array_equal(table, by_hand)
    by_age = cohort_table(LOG, **ORDERS)
    assert np.nansum(table) == np.nansum(by_age)


def test_a_start_from_before_the_log_keeps_old_customers_apart():
    joined = LOG.assign(joined=LOG["who"].map({"a": "2023-12-05", "b": "2024-01-31", "c": "2024-03-05"}))
    joined["joined"] = pd.to_datetime(joined["joined"].fillna("2024-03-06"))
    table = cohort_table(joined, **ORDERS, start="joined")
    assert str(table.index[0]) == "2023-12"
    assert table.loc["2023-12", 0] == 0 and table.loc["2023-12", 1] == 1
    assert table.loc["2024-01", 0] == 1


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 500)), min_size=1, max_size=60),
    st.sampled_from(["month", "quarter", "week", "year"]),
)
def test_a_table_does_not_depend_on_order_or_duplicates(rows, period):
    log = pd.DataFrame(rows, columns=["who", "days"])
    log["day"] = pd.Timestamp("2023-01-01") + pd.to_timedelta(log["days"], unit="D")
    table = cohort_table(log, **ORDERS, period=period)
    pd.testing.assert_frame_equal(table, cohort_table(pd.concat([log, log])[::-1], **ORDERS, period=period))
    assert table[0].sum() == log["who"].nunique()
    assert (table.max(axis=1) <= table[0]).all()


def test_a_table_of_contracts_feeds_the_model():
    made = MODEL.simulate(300, 3, np.random.default_rng(2))
    rows = [(who, month) for month in range(4) for who in range(made[month])]
    log = pd.DataFrame(rows, columns=["who", "month"])
    log["day"] = pd.to_datetime({"year": 2024, "month": log["month"] + 1, "day": 1})
    table = cohort_table(log, **ORDERS)
    np.testing.assert_array_equal(table.iloc[0], made)
    np.testing.assert_allclose(
        ShiftedBetaGeometric().fit(table.T[table.index[0]]).params_, ShiftedBetaGeometric().fit(made).params_
    )


@pytest.mark.parametrize(
    ("log", "changed", "message"),
    [
        (LOG, {"customer": "whom"}, "no column 'whom'.*who"),
        (LOG, {"period": "day"}, "period='day': must be one of"),
        (LOG, {"by": "tenure"}, "by='tenure'"),
        (LOG[:0], {}, "no row"),
        (LOG.assign(day=LOG["day"].astype(str)), {}, "not dates"),
        (LOG.assign(day=LOG["day"].where(LOG["who"] != "b")), {}, r"2 rows of 'day' are missing.*dropna"),
        (LOG.assign(who=LOG["who"].where(LOG["who"] != "b")), {}, r"2 rows of 'who' are missing.*dropna"),
        (LOG, {"until": "2023-01-01"}, "before the first row"),
        (LOG, {"until": "03/04/2024"}, "a date is needed"),
        (LOG, {"until": 20240301}, "a date is needed"),
        (LOG.assign(joined=pd.Timestamp("2024-02-01")), {"start": "joined"}, "earlier than.*'a'"),
        (LOG.assign(joined=LOG["day"]), {"start": "joined"}, r"customer 'a' has 3 dates.*transform"),
    ],
)
def test_logs_that_give_no_table_are_refused(log, changed, message):
    with pytest.raises(CourseError, match=message):
        cohort_table(log, **(ORDERS | changed))


def test_the_interval_of_one_churn_rate_is_that_of_the_likelihood_ratio():
    model = Geometric().fit([120, 90, 80, 75])
    left, stayed = 45, 90 + 80 + 75
    bounds = model.confidence_intervals().loc["churn_rate"]

    def of(rate: float) -> float:
        return left * np.log(rate) + stayed * np.log1p(-rate)

    for bound in bounds:
        assert 2 * (of(left / (left + stayed)) - of(bound)) == pytest.approx(
            stats.chi2.ppf(0.95, 1), rel=1e-6
        )
    assert bounds["lower"] < left / (left + stayed) < bounds["upper"]
