"""Customer lifetime value by formula: published figures, explicit sums, and how conventions hang together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketing_origin import clv
from marketing_origin.errors import CourseError

CONVENTIONS = ["now", "period_end", "if_retained"]

rates = st.floats(0.0, 0.97)
discounts = st.floats(0.01, 0.9)
growths = st.floats(-0.5, 0.1)
margins = st.floats(-1e4, 1e4)


def explicit_sum(margin, retention, discount, first_margin, periods, growth=0.0):
    """Each margin in turn: how likely, how large, how late."""
    kept_before, late = {"now": (0, 0), "period_end": (0, 1), "if_retained": (1, 1)}[first_margin]
    return sum(
        margin * (1 + growth) ** k * retention ** (k + kept_before) / (1 + discount) ** (k + late)
        for k in range(periods)
    )


@pytest.mark.parametrize(
    ("convention", "periods", "value"),
    [
        ("if_retained", None, 266.6667),
        ("now", None, 366.6667),
        ("period_end", None, 333.3333),
        ("now", 5, 292.0634),
        ("if_retained", 5, 212.4097),
    ],
)
def test_published_values(convention, periods, value):
    found = clv.customer_lifetime_value(100, 0.8, 0.1, first_margin=convention, periods=periods)
    assert found == pytest.approx(value, abs=5e-5)


def test_margin_multiples_of_gupta_and_lehmann():
    printed = [
        [1.20, 1.15, 1.11, 1.07],
        [1.75, 1.67, 1.59, 1.52],
        [2.67, 2.50, 2.35, 2.22],
        [4.50, 4.09, 3.75, 3.46],
    ]
    retention = np.array([[0.60], [0.70], [0.80], [0.90]])
    found = clv.margin_multiple(retention, [0.10, 0.12, 0.14, 0.16], first_margin="if_retained")
    np.testing.assert_allclose(found, printed, atol=0.005)


@pytest.mark.parametrize(("defection", "value"), [(0.20, 137.4), (0.10, 300.9), (0.05, 525.1)])
def test_credit_card_of_reichheld_and_sasser(defection, value):
    found = clv.value_of_profile(
        [30, 42, 44, 49, 55],
        1 - defection,
        0.038,
        first_margin="period_end",
        last_repeats=True,
        acquisition_cost=51,
    )
    assert found == pytest.approx(value, abs=0.05)


@pytest.mark.parametrize(("retention", "needed"), [(0.60, 0.7296), (0.70, 0.8037), (0.80, 0.8778)])
def test_retention_that_a_fitness_chain_needs_for_a_third_more(retention, needed):
    now = clv.customer_lifetime_value(30, retention, 0.1, first_margin="now")
    found = clv.required_retention_rate(1.35 * now, 30, 0.1, first_margin="now")
    assert found == pytest.approx(needed, abs=5e-5)


@given(margins, rates, discounts, st.sampled_from(CONVENTIONS), st.integers(1, 40), growths)
def test_finite_horizon_is_the_explicit_sum(margin, retention, discount, convention, periods, growth):
    found = clv.customer_lifetime_value(
        margin, retention, discount, first_margin=convention, periods=periods, growth_rate=growth
    )
    assert found == pytest.approx(
        explicit_sum(margin, retention, discount, convention, periods, growth), rel=1e-9, abs=1e-9
    )


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_finite_horizon_without_loss_or_discount_counts_the_periods(convention):
    assert clv.customer_lifetime_value(10, 1, 0, first_margin=convention, periods=7) == pytest.approx(70)


@given(margins, rates, discounts, st.sampled_from(CONVENTIONS), growths)
def test_endless_horizon_is_the_limit_of_long_ones(margin, retention, discount, convention, growth):
    ratio = retention * (1 + growth) / (1 + discount)
    assume(ratio < 0.95)
    endless, long = (
        clv.customer_lifetime_value(
            margin, retention, discount, first_margin=convention, growth_rate=growth, periods=periods
        )
        for periods in (None, 1000)
    )
    assert endless == pytest.approx(long, rel=1e-9, abs=1e-9)


@given(st.floats(1, 1e4), rates, discounts, growths)
def test_conventions_differ_by_exactly_one_margin_and_one_period(margin, retention, discount, growth):
    assume(retention * (1 + growth) < 1 + discount)
    now, period_end, if_retained = (
        clv.customer_lifetime_value(margin, retention, discount, first_margin=name, growth_rate=growth)
        for name in CONVENTIONS
    )
    assert now == pytest.approx(margin + (1 + growth) * if_retained)
    assert period_end == pytest.approx(now / (1 + discount))
    assert if_retained == pytest.approx(retention * period_end)


@given(st.lists(rates, min_size=2, max_size=6, unique=True), discounts, st.sampled_from(CONVENTIONS))
def test_value_rises_with_retention_and_falls_with_discount(retentions, discount, convention):
    values = clv.margin_multiple(np.sort(retentions), discount, first_margin=convention)
    assert (np.diff(values) >= 0).all()
    assert (clv.margin_multiple(retentions, discount / 2, first_margin=convention) >= values.min()).all()


def test_acquisition_cost_is_taken_off_undiscounted():
    gross = clv.customer_lifetime_value(100, 0.8, 0.1, first_margin="if_retained")
    net = clv.customer_lifetime_value(100, 0.8, 0.1, first_margin="if_retained", acquisition_cost=40)
    assert gross - net == pytest.approx(40)


def test_arrays_and_series_give_what_single_numbers_give():
    retention = pd.Series([0.6, 0.7, 0.8], index=["a", "b", "c"])
    found = clv.customer_lifetime_value(100, retention, 0.1, first_margin="now")
    assert list(found.index) == ["a", "b", "c"]
    for name, rate in retention.items():
        assert found[name] == clv.customer_lifetime_value(100, rate, 0.1, first_margin="now")
    assert isinstance(clv.margin_multiple(0.8, 0.1, first_margin="now"), float)
    grid = clv.margin_multiple(np.array([[0.6], [0.7]]), np.array([0.1, 0.2, 0.3]), first_margin="now")
    assert grid.shape == (2, 3)


def test_series_of_different_customers_are_not_mixed_up():
    margin = pd.Series([1.0, 2.0], index=["a", "b"])
    retention = pd.Series([0.5, 0.6], index=["b", "a"])
    with pytest.raises(CourseError, match="index"):
        clv.customer_lifetime_value(margin, retention, 0.1, first_margin="now")


@given(rates, discounts, st.sampled_from(CONVENTIONS), st.one_of(st.none(), st.integers(2, 30)))
def test_required_retention_undoes_the_formula(retention, discount, convention, periods):
    value = clv.customer_lifetime_value(
        50, retention, discount, first_margin=convention, periods=periods, acquisition_cost=20
    )
    found = clv.required_retention_rate(
        value, 50, discount, first_margin=convention, periods=periods, acquisition_cost=20
    )
    assert found == pytest.approx(retention, abs=1e-7)


def test_required_retention_that_does_not_exist_is_said():
    with pytest.raises(CourseError, match=r"target_value.*1 to 11 times"):
        clv.required_retention_rate(2000, 100, 0.1, first_margin="now")


@given(st.lists(margins, min_size=1, max_size=8), rates, discounts, st.sampled_from(CONVENTIONS))
def test_profile_that_stops_is_the_explicit_sum(profits, retention, discount, convention):
    found = clv.value_of_profile(profits, retention, discount, first_margin=convention, last_repeats=False)
    expected = sum(
        explicit_sum(profit, retention, discount, convention, k + 1)
        - explicit_sum(profit, retention, discount, convention, k)
        for k, profit in enumerate(profits)
    )
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(margins, st.integers(1, 5), rates, discounts, st.sampled_from(CONVENTIONS))
def test_level_profile_that_repeats_is_the_formula(margin, length, retention, discount, convention):
    found = clv.value_of_profile(
        [margin] * length, retention, discount, first_margin=convention, last_repeats=True
    )
    expected = clv.customer_lifetime_value(margin, retention, discount, first_margin=convention)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


LEVERS = {"retention_rate": 0.8, "frequency": 4.0, "average_order_value": 50.0, "cost_to_serve": 30.0}
TERMS = {"discount_rate": 0.1, "gross_margin_rate": 0.4, "growth_rate": 0.02}


def value_of(levers, convention, periods, cost):
    margin = levers["frequency"] * levers["average_order_value"] * 0.4 - levers["cost_to_serve"]
    return clv.customer_lifetime_value(
        margin,
        levers["retention_rate"],
        0.1,
        first_margin=convention,
        growth_rate=0.02,
        periods=periods,
        acquisition_cost=cost,
    )


@pytest.mark.parametrize("convention", CONVENTIONS)
@pytest.mark.parametrize("periods", [None, 6])
@pytest.mark.parametrize("cost", [0.0, 25.0])
def test_sensitivities_move_one_lever_at_a_time(convention, periods, cost):
    frame = clv.sensitivities(
        **LEVERS, **TERMS, first_margin=convention, periods=periods, acquisition_cost=cost
    )
    assert set(frame.index) == set(LEVERS)
    assert frame["swing"].is_monotonic_decreasing
    for lever, row in frame.iterrows():
        moved = [LEVERS | {lever: LEVERS[lever] * factor} for factor in (0.9, 1, 1.1, 1 - 1e-6, 1 + 1e-6)]
        low, base, high, below, above = (value_of(levers, convention, periods, cost) for levers in moved)
        assert row[["value_at_low", "value", "value_at_high"]].tolist() == pytest.approx([low, base, high])
        assert row["elasticity"] == pytest.approx((above - below) / base / 2e-6, rel=1e-5)
    assert frame.loc["cost_to_serve", "elasticity"] < 0 < frame.loc["retention_rate", "elasticity"]


def test_sensitivities_take_steps_in_the_levers_own_units():
    frame = clv.sensitivities(
        **LEVERS, **TERMS, first_margin="now", change={"retention_rate": 0.05, "frequency": 1}
    )
    assert set(frame.index) == {"retention_rate", "frequency"}
    assert frame.loc["retention_rate", ["low", "high"]].tolist() == pytest.approx([0.75, 0.85])


@pytest.mark.parametrize("change", [{"retention": 0.05}, {"retention_rate": 0.25}, {"frequency": 5}, 10])
def test_sensitivities_refuse_impossible_changes(change):
    with pytest.raises(CourseError, match="change"):
        clv.sensitivities(**LEVERS, **TERMS, first_margin="now", change=change)


def test_sensitivities_of_a_worthless_customer_have_no_elasticity():
    with pytest.raises(CourseError, match="worth nothing"):
        clv.sensitivities(**LEVERS | {"cost_to_serve": 80.0}, **TERMS, first_margin="now")


@given(st.floats(-0.5, 0.9), st.integers(1, 365))
def test_rate_per_period_compounds_to_the_yearly_rate(yearly, periods):
    assert (1 + clv.rate_per_period(yearly, periods)) ** periods - 1 == pytest.approx(yearly, abs=1e-9)


def test_the_timing_convention_must_be_said():
    with pytest.raises(TypeError, match="first_margin"):
        clv.customer_lifetime_value(100, 0.8, 0.1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"retention_rate": 80}, r"retention_rate=80.*write 0\.8"),
        ({"discount_rate": 10}, r"discount_rate=10.*write 0\.1"),
        ({"discount_rate": 1}, r"discount_rate=1.*write 0\.01"),
        ({"growth_rate": 3}, r"growth_rate=3.*write 0\.03"),
        ({"retention_rate": 1.05}, r"retention_rate=1\.05: must be a fraction from 0 to 1"),
        ({"retention_rate": -0.1}, "retention_rate=-0.1"),
        ({"retention_rate": 1, "discount_rate": 0}, "no limit.*discount_rate above 0"),
        ({"growth_rate": 0.4}, "no limit"),
        ({"first_margin": "immediately"}, "first_margin='immediately'.*'now', 'period_end', 'if_retained'"),
        ({"margin": "100 euros"}, "margin: numbers are needed"),
        ({"margin": np.nan}, "margin: 1 of 1 values are missing"),
        ({"periods": 0}, "periods=0: must be a whole number, 1 or more"),
        ({"periods": 2.5}, "periods=2.5"),
        ({"acquisition_cost": -5}, "acquisition_cost=-5: must be at least 0"),
    ],
)
def test_bad_input_is_told_in_one_message(arguments, message):
    right = {"margin": 100, "retention_rate": 0.8, "discount_rate": 0.1, "first_margin": "now"}
    with pytest.raises(CourseError, match=message):
        clv.customer_lifetime_value(**right | arguments)
