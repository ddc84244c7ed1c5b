"""Experiments: printed sample sizes, statsmodels' answers, and what the procedures promise, simulated."""

import math
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from marketing_origin import experiments
from marketing_origin.errors import CourseError

arms = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))

#: The reminder experiment: 56 of 75 bought without it, 41 of 75 with it.
CONTROL, REMINDED = (56, 75), (41, 75)


# Intervals -----------------------------------------------------------------------------------------------


@given(arm=arms, level=st.floats(0.5, 0.999))
@pytest.mark.parametrize(("method", "theirs"), [("wilson", "wilson"), ("wald", "normal"), ("exact", "beta")])
def test_intervals_of_a_rate_are_statsmodels(method, theirs, arm, level):
    found = experiments.proportion_interval(*arm, method=method, level=level)
    expected = proportion_confint(*arm, alpha=1 - level, method=theirs)
    if method == "wald":  # statsmodels cuts it off at 0 and 1; its leaving them is the lesson
        found = np.clip(found, 0, 1)
    np.testing.assert_allclose(found, expected, atol=1e-9)


@given(control=arms, treatment=arms, level=st.floats(0.5, 0.999))
@pytest.mark.parametrize(("method", "theirs"), [("newcombe", "newcomb"), ("wald", "wald")])
def test_intervals_of_a_difference_are_statsmodels(method, theirs, control, treatment, level):
    found = experiments.difference_interval(control, treatment, method=method, level=level)
    expected = confint_proportions_2indep(*treatment, *control, method=theirs, alpha=1 - level)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_newcombes_own_example():
    """Newcombe 1998, table II, first line: 56/70 against 48/80, method 10."""
    found = experiments.difference_interval((48, 80), (56, 70), method="newcombe")
    assert found == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_intervals_of_many_rates_at_once():
    clicks = pd.Series([38, 42, 0], index=["random", "bts", "nobody"])
    low, high = experiments.proportion_interval(clicks, 10_000, method="wilson")
    assert low.index.tolist() == ["random", "bts", "nobody"]
    assert low["nobody"] == 0 < high["nobody"]
    assert (low <= clicks / 10_000).all() and (clicks / 10_000 <= high).all()


def test_wilson_covers_where_wald_does_not():
    """With few successes the textbook interval misses the truth far more often than it says."""
    hits = np.random.default_rng(3).binomial(200, 0.01, 4000)
    covered = {}
    for method in ("wilson", "wald"):
        low, high = experiments.proportion_interval(hits, 200, method=method)
        covered[method] = ((low <= 0.01) & (high >= 0.01)).mean()
    assert covered["wilson"] > 0.93
    assert covered["wald"] < 0.89


# Tests ---------------------------------------------------------------------------------------------------


def test_the_reminder_experiment():
    found = experiments.two_proportion_test(CONTROL, REMINDED, variance="pooled")
    assert found.difference == pytest.approx(-0.2)
    assert found.z == pytest.approx(-2.5622, abs=1e-4)
    assert found.p_value == pytest.approx(0.0104, abs=5e-5)


@given(control=arms, treatment=arms)
def test_the_pooled_test_is_chi_square_and_does_not_care_which_arm_is_first(control, treatment):
    table = [[x, n - x] for x, n in (control, treatment)]
    if 0 in np.sum(table, axis=0):
        with pytest.raises(CourseError, match="each succeeded always or never"):
            experiments.two_proportion_test(control, treatment, variance="pooled")
        return
    one = experiments.two_proportion_test(control, treatment, variance="pooled")
    other = experiments.two_proportion_test(treatment, control, variance="pooled")
    expected = chi2_contingency(table, correction=False)
    assert one.z**2 == pytest.approx(expected.statistic, abs=1e-9)
    assert one.p_value == pytest.approx(expected.pvalue, abs=1e-9)
    assert (one.z, one.p_value) == pytest.approx((-other.z, other.p_value))


def test_the_unpooled_test_agrees_with_the_wald_interval():
    found = experiments.two_proportion_test(CONTROL, REMINDED, variance="unpooled")
    low, high = experiments.difference_interval(CONTROL, REMINDED, method="wald", level=1 - found.p_value)
    assert high == pytest.approx(0, abs=1e-12) and low < -0.3


# Sample size ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rates", "settings", "people"),
    [
        ((0.50, 0.75), {"formula": "pooled", "power": 0.9}, 76.7),  # the manual of R's power.prop.test
        ((0.10, 0.12), {"formula": "pooled"}, 3_840.8),
        ((0.20, 0.25), {"formula": "baseline"}, 1_030.2),
        ((0.20, 0.25), {"formula": "pooled"}, 1_093.7),
        ((0.05, 0.05 * 1.05), {"formula": "rule_of_16"}, 121_600),  # Kohavi
    ],
)
def test_printed_sample_sizes(rates, settings, people):
    assert experiments.sample_size(*rates, **settings) == pytest.approx(people, abs=0.06)


@given(
    rates=st.tuples(st.floats(0.01, 0.98), st.floats(0.01, 0.98)).filter(lambda p: abs(p[0] - p[1]) > 0.005),
    wanted=st.floats(0.5, 0.99),
    alpha=st.floats(0.001, 0.2),
    formula=st.sampled_from(["pooled", "unpooled", "baseline", "arcsine"]),
    ratio=st.floats(0.05, 20),
)
def test_power_and_sample_size_are_inverse(rates, wanted, alpha, formula, ratio):
    people = experiments.sample_size(*rates, formula=formula, power=wanted, alpha=alpha, ratio=ratio)
    reached = experiments.power(*rates, people, formula=formula, alpha=alpha, ratio=ratio)
    assert reached == pytest.approx(wanted)


def at_distance(h, base=0.2):
    """Return two rates that lie h apart in Cohen's measure."""
    return base, np.sin(np.arcsin(np.sqrt(base)) + h / 2) ** 2


@pytest.mark.parametrize(
    ("h", "n", "ratio", "power"), [(0.3, 80, 1, 0.5996777), (0.3, 80, 245 / 80, 0.7532924)]
)
def test_the_arcsine_formula_agrees_with_the_examples_of_r(h, n, ratio, power):
    # The manual of R's pwr (from memory), pwr.2p.test and pwr.2p2n.test, one-sided at 5 %; after Cohen (1988), 6.1.
    found = experiments.power(*at_distance(h), n, formula="arcsine", alpha=0.1, ratio=ratio)
    assert found == pytest.approx(power, abs=1e-7)


@given(
    rates=st.tuples(st.floats(0.01, 0.98), st.floats(0.01, 0.98)).filter(lambda p: abs(p[0] - p[1]) > 0.005),
    ratio=st.floats(0.05, 20),
    formula=st.sampled_from(["pooled", "unpooled", "arcsine"]),
)
def test_arms_exchanged_need_the_same_people(rates, ratio, formula):
    people = experiments.sample_size(*rates, formula=formula, ratio=ratio)
    exchanged = experiments.sample_size(*rates[::-1], formula=formula, ratio=1 / ratio)
    assert ratio * people == pytest.approx(exchanged)


@pytest.mark.parametrize("formula", ["pooled", "arcsine"])
def test_unequal_arms_deliver_the_power_they_promise(formula):
    n = math.ceil(experiments.sample_size(0.10, 0.12, formula=formula, ratio=9))
    rng = np.random.default_rng(9)
    control, treatment = rng.binomial(n, 0.10, 2000), rng.binomial(9 * n, 0.12, 2000)
    pooled = (control + treatment) / (10 * n)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / (9 * n)))
    found = (treatment / (9 * n) - control / n) / error > 1.96
    assert found.mean() == pytest.approx(0.8, abs=0.027)  # three standard errors


@given(
    base=st.floats(0.001, 0.5),
    n=st.floats(200, 1e6),
    formula=st.sampled_from(["pooled", "unpooled", "baseline", "arcsine", "rule_of_16"]),
)
def test_the_detectable_difference_needs_just_these_people(base, n, formula):
    try:
        difference = experiments.detectable_difference(base, n, formula=formula)
    except CourseError:
        return  # with so few, even the rise to 1 may be missed
    assert experiments.sample_size(base, base + difference, formula=formula) == pytest.approx(n, rel=1e-6)


def test_the_pooled_formula_delivers_the_power_it_promises():
    n = math.ceil(experiments.sample_size(0.10, 0.12, formula="pooled"))
    rng = np.random.default_rng(4)
    control, treatment = rng.binomial(n, 0.10, 2000), rng.binomial(n, 0.12, 2000)
    found = [
        experiments.two_proportion_test((a, n), (b, n), variance="pooled").p_value < 0.05
        for a, b in zip(control, treatment, strict=True)
    ]
    assert np.mean(found) == pytest.approx(0.8, abs=3.5 * np.sqrt(0.8 * 0.2 / 2000))


def test_a_power_curve_rises_with_the_people():
    curve = experiments.power(0.0038, 0.0042, np.geomspace(1e3, 1e6, 30), formula="pooled")
    assert (np.diff(curve) > 0).all() and curve[0] < 0.05 and curve[-1] > 0.99


# Many tests, many looks ----------------------------------------------------------------------------------


@given(p=st.lists(st.floats(0, 1), min_size=1, max_size=30))
@pytest.mark.parametrize(
    ("method", "theirs"),
    [("holm", "holm"), ("bonferroni", "bonferroni"), ("benjamini-hochberg", "fdr_bh")],
)
def test_adjusted_p_values_are_statsmodels(method, theirs, p):
    found = experiments.adjust_p_values(p, method=method)
    with mock.patch("gc.collect"):  # which statsmodels calls for every list of Holm's: a tenth of a second
        expected = multipletests(p, method=theirs)[1]
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_adjusted_p_values_keep_their_names():
    p = pd.Series([0.04, 0.01], index=["colour", "price"])
    assert experiments.adjust_p_values(p, method="holm").to_dict() == {"colour": 0.04, "price": 0.02}


def test_peeking_raises_false_alarms_and_one_look_does_not():
    found = experiments.simulate_peeking(0.1, 500, 10, repeats=4000, rng=np.random.default_rng(5))
    assert found.index.tolist() == list(range(1, 11)) and found["n"].iloc[-1] == 5000
    error = 3.5 * np.sqrt(0.05 * 0.95 / 4000)
    assert found["significant_now"].to_numpy() == pytest.approx(np.full(10, 0.05), abs=error)
    # Armitage, McPherson & Rowe 1969: ten looks at 5 % give 19 %.
    assert found["significant_so_far"].iloc[-1] == pytest.approx(0.193, abs=0.025)


def test_peeking_with_a_real_lift_finds_it_and_the_same_seed_gives_the_same_looks():
    run = [
        experiments.simulate_peeking(0.1, 400, 5, repeats=300, rng=np.random.default_rng(6), lift=0.5)
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(*run)
    assert run[0]["significant_now"].iloc[-1] > 0.95


# Mistakes ------------------------------------------------------------------------------------------------

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: experiments.proportion_interval(5, 4, method="wald"), "successes: more than trials"),
        (lambda: experiments.proportion_interval(0, 0, method="wald"), "trials=0: must be a whole number, 1"),
        (lambda: experiments.proportion_interval(1, 4, method="wilsn"), "Did you mean 'wilson'"),
        (lambda: experiments.proportion_interval(1, 4, method="wald", level=95), "level=95.*write 0.95"),
        (lambda: experiments.proportion_interval(1, 4, method="wald", level=0), "level=0: must be above 0"),
        (lambda: experiments.difference_interval(5, (1, 2), method="wald"), r"control=5: give the pair"),
        (lambda: experiments.difference_interval((3, 2), (1, 2), method="wald"), "control's successes: more"),
        (lambda: experiments.two_proportion_test((1, 2), (1, 2), variance="equal"), "variance='equal'"),
        (lambda: experiments.sample_size(0.1, 0.1, formula="pooled"), "treatment_rate: equals control_rate"),
        (lambda: experiments.sample_size(10, 12, formula="pooled"), "control_rate=10.*write 0.1"),
        (lambda: experiments.sample_size(0.1, 0.2, formula="fleiss"), "formula='fleiss': must be one of"),
        (
            lambda: experiments.sample_size(0.1, 0.2, formula="rule_of_16", power=0.9),
            "holds for power=0.8 and alpha=0.05",
        ),
        (lambda: experiments.sample_size(0.1, 0.2, formula="rule_of_16", ratio=2), "one size .ratio=1."),
        (lambda: experiments.sample_size(0.1, 0.2, formula="pooled", ratio=0), "ratio=0: must be above 0"),
        (lambda: experiments.power(0.1, 0.2, 10, formula="rule_of_16"), "formula='rule_of_16'"),
        (lambda: experiments.power(0.1, 0.2, 0, formula="pooled"), "n=0: must be above 0"),
        (lambda: experiments.detectable_difference(0.5, 3, formula="unpooled"), "n=3: too few"),
        (lambda: experiments.adjust_p_values([0.1, 5], method="holm"), "p_values=5.*write 0.05"),
        (lambda: experiments.adjust_p_values([], method="holm"), "p_values: there is none"),
        (lambda: experiments.adjust_p_values([0.1], method="fdr"), "method='fdr'"),
        (lambda: experiments.simulate_peeking(0.1, 5.5, 2, repeats=2, rng=RNG), "n_per_look=5.5"),
        (
            lambda: experiments.simulate_peeking(0.9, 5, 2, repeats=2, rng=RNG, lift=1),
            "lift=1: moves the rate to 1.8",
        ),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(CourseError, match=message):
        call()
