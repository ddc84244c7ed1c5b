"""BG/NBD, Pareto/NBD and gamma-gamma: published figures, the models' definitions integrated, bad data."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.special import betaln, expit, gammaln, hyp2f1, hyperu, log_expit

from marketing_origin import clv, data
from marketing_origin.errors import CourseError

BEHAVIOUR = [clv.BetaGeoNBD, clv.ModifiedBetaGeoNBD, clv.ParetoNBD]
EXAMPLE = {"frequency": 2, "recency": 30.43, "T": 38.86}
PUBLISHED = {
    clv.BetaGeoNBD: clv.BetaGeoNBD.from_params(r=0.2426, alpha=4.4136, a=0.7929, b=2.4259),
    clv.ModifiedBetaGeoNBD: clv.ModifiedBetaGeoNBD.from_params(r=0.5248, alpha=6.1831, a=0.8914, b=1.614),
    clv.ParetoNBD: clv.ParetoNBD.from_params(r=0.5534, alpha=10.58, s=0.6061, beta=11.656),
}


@cache
def sample():
    return clv.customer_summary(
        data.load("cdnow_sample"), "customer_id", "date", "value", end="1997-09-30", after_end="drop"
    )


@cache
def fitted(model):
    return model().fit(sample())


def log_likelihood(model, summary, weights=None):
    columns, counts = model._patterns(pd.DataFrame(summary), weights)
    return model._likelihood(columns, counts)(model._values())


# What was published


@pytest.mark.parametrize(
    ("model", "exact", "tolerances", "value"),
    [
        (clv.BetaGeoNBD, [0.242595, 4.413602, 0.792922, 2.425907], [5e-4] * 4, -9582.4292),
        (clv.ParetoNBD, [0.553277, 10.57768, 0.606240, 11.66874], [1e-3, 1e-3, 1e-3, 0.02], -9594.976),
    ],
)
def test_cdnow_sample_gives_the_published_parameters(model, exact, tolerances, value):
    found = fitted(model)
    assert (np.abs(found.params_ - exact) < tolerances).all()
    assert found.log_likelihood_ == pytest.approx(value, abs=0.05)
    assert found.n_customers_ == 2357


def test_bg_nbd_forecast_of_one_customer():
    assert fitted(clv.BetaGeoNBD).expected_purchases(39, EXAMPLE) == pytest.approx(1.226, abs=1e-3)


def test_pareto_nbd_forecast_of_a_new_customer():
    model = clv.ParetoNBD.from_params(r=0.5533971, alpha=10.5801985, s=0.6060625, beta=11.6562237)
    assert model.expected_purchases_new_customer(52) == pytest.approx(1.473, abs=1e-3)


# lifetimes 0.11.3 (ModifiedBetaGeoFitter, numpy 1.26, scipy 1.11) prints these.
LIFETIMES_MBG = {"r": 0.52484, "alpha": 6.18308, "a": 0.89136, "b": 1.61400}
LIFETIMES_MBG_CUSTOMERS = [  # frequency, recency, P(alive), purchases in 39 weeks; T = 38.86
    (0, 0.0, 0.539609509209886, 0.20675432747221045),
    (2, 30.43, 0.7679810846493417, 1.3915326796010072),
    (12, 20.0, 0.023394464506265415, 0.1985485819085325),
]


def test_mbg_nbd_of_the_sample_is_what_lifetimes_finds():
    found = fitted(clv.ModifiedBetaGeoNBD)
    np.testing.assert_allclose(found.params_, list(LIFETIMES_MBG.values()), rtol=2e-5)


def test_mbg_nbd_of_given_parameters_says_what_lifetimes_says():
    model = clv.ModifiedBetaGeoNBD.from_params(r=0.5, alpha=7, a=0.8, b=2.4)
    for frequency, recency, alive, purchases in LIFETIMES_MBG_CUSTOMERS:
        customer = {"frequency": frequency, "recency": recency, "T": 38.86}
        assert model.probability_alive(customer) == pytest.approx(alive, rel=1e-9)
        assert model.expected_purchases(39, customer) == pytest.approx(purchases, rel=1e-9)
    new = model.expected_purchases_new_customer(np.array([10, 39, 52]))
    np.testing.assert_allclose(new, [0.45595130244388754, 1.3543554252060217, 1.6602881138696353], rtol=1e-9)


def test_who_never_came_back_is_alive_for_certain_in_the_bg_nbd_alone():
    once = {"frequency": 0, "recency": 0, "T": np.array([0.01, 10, 39, 400])}
    assert (fitted(clv.BetaGeoNBD).probability_alive(once) == 1).all()
    for model in (clv.ModifiedBetaGeoNBD, clv.ParetoNBD):
        assert (np.diff(fitted(model).probability_alive(once)) < 0).all()
    params = fitted(clv.ModifiedBetaGeoNBD).params_
    at_once = fitted(clv.ModifiedBetaGeoNBD).probability_alive(once)[0]
    assert at_once == pytest.approx(params["b"] / (params["a"] + params["b"]), abs=1e-3)


def test_nbd_is_the_bg_nbd_in_which_hardly_anybody_leaves():
    nbd = fitted(clv.NBD)
    same = clv.BetaGeoNBD.from_params(**nbd.params_, a=1e-60, b=1.0)
    assert log_likelihood(same, sample())[0] == pytest.approx(nbd.log_likelihood_, abs=1e-6)
    r, alpha = nbd.params_
    pace = (r + sample()["frequency"]) / (alpha + sample()["T"])
    np.testing.assert_allclose(nbd.expected_purchases(39, sample()), 39 * pace)
    assert (nbd.probability_alive(sample()) == 1).all()
    assert nbd.log_likelihood_ < fitted(clv.BetaGeoNBD).log_likelihood_ - 100


def test_gamma_gamma_of_the_sample_gives_the_published_parameters():
    found = fitted(clv.GammaGamma)
    assert found.n_customers_ == 946
    np.testing.assert_allclose(found.params_, [6.24957, 3.74422, 15.44352], atol=6e-3)


def test_calendar_weeks_would_change_every_parameter():
    weekly = data.load("cdnow_sample")
    weekly["date"] = weekly["date"].dt.to_period("W").dt.start_time
    wrong = clv.BetaGeoNBD().fit(
        clv.customer_summary(weekly, "customer_id", "date", end="1997-09-30", after_end="drop")
    )
    assert ((wrong.params_ / fitted(clv.BetaGeoNBD).params_ - 1).abs() > 0.01).all()


# What the models say, integrated by brute force


LOGS = np.linspace(-40, 8, 1200)  # of rates: the trapezoidal rule on this scale is exact enough
LOGITS = np.linspace(-60, 60, 1500)  # of probabilities


def gamma_weights(shape, scale):
    return stats.gamma(shape, scale=scale).pdf(np.exp(LOGS)) * np.exp(LOGS) * (LOGS[1] - LOGS[0])


def beta_weights(a, b):
    density = a * log_expit(LOGITS) + b * log_expit(-LOGITS) - betaln(a, b)
    return np.exp(density) * (LOGITS[1] - LOGITS[0])


def bg_nbd_likelihood(r, alpha, a, b, x, recency, age):
    """Average over buying rates u and dropout probabilities p: alive at T, or gone at the last purchase."""
    u, p = np.exp(LOGS), expit(LOGITS)[:, None]
    stays = np.exp(x * log_expit(-LOGITS))[:, None] * u**x * np.exp(-u * age)
    leaves = p * np.exp((x - 1) * log_expit(-LOGITS))[:, None] * u**x * np.exp(-u * recency) if x else 0.0
    return beta_weights(a, b) @ (stays + leaves) @ gamma_weights(r, 1 / alpha)


def pareto_nbd_likelihood(r, alpha, s, beta, x, recency, age):
    """Average over buying rates u and dropout rates v: alive until T, or gone at some time before."""
    u, v = np.exp(LOGS), np.exp(LOGS)[:, None]
    both = u**x / (u + v) * (v * np.exp(-(u + v) * recency) + u * np.exp(-(u + v) * age))
    return gamma_weights(s, 1 / beta) @ both @ gamma_weights(r, 1 / alpha)


CASES = [(0, 0.0, 3.0), (2, 1.4, 3.0), (3, 2.0, 2.0), (5, 0.7, 4.0)]


@pytest.mark.parametrize(("x", "recency", "age"), CASES)
@pytest.mark.parametrize("params", [(1.6, 2.1, 1.3, 2.2), (2.5, 0.9, 2.0, 1.0)])
def test_bg_nbd_likelihood_is_its_definition(params, x, recency, age):
    model = clv.BetaGeoNBD.from_params(**dict(zip(clv.BetaGeoNBD.names, params, strict=True)))
    kinds = {"frequency": [x, 1], "recency": [recency, 1.0], "T": [age, 1.0]}
    value, *_ = log_likelihood(model, kinds, [1, 1])
    reference = [bg_nbd_likelihood(*params, *case) for case in ((x, recency, age), (1, 1.0, 1.0))]
    assert value == pytest.approx(np.log(reference).sum(), rel=1e-8)


def mbg_nbd_likelihood(r, alpha, a, b, x, recency, age):
    """As for the BG/NBD, with one more coin: that of the first purchase."""
    u, p = np.exp(LOGS), expit(LOGITS)[:, None]
    stays = np.exp((x + 1) * log_expit(-LOGITS))[:, None] * u**x * np.exp(-u * age)
    leaves = p * np.exp(x * log_expit(-LOGITS))[:, None] * u**x * np.exp(-u * recency)
    return beta_weights(a, b) @ (stays + leaves) @ gamma_weights(r, 1 / alpha)


@pytest.mark.parametrize(("x", "recency", "age"), CASES)
@pytest.mark.parametrize("params", [(1.6, 2.1, 1.3, 2.2), (2.5, 0.9, 2.0, 1.0)])
def test_mbg_nbd_likelihood_is_its_definition(params, x, recency, age):
    model = clv.ModifiedBetaGeoNBD.from_params(**dict(zip(clv.BetaGeoNBD.names, params, strict=True)))
    kinds = {"frequency": [x, 1], "recency": [recency, 1.0], "T": [age, 1.0]}
    value, *_ = log_likelihood(model, kinds, [1, 1])
    reference = [mbg_nbd_likelihood(*params, *case) for case in ((x, recency, age), (1, 1.0, 1.0))]
    assert value == pytest.approx(np.log(reference).sum(), rel=1e-8)


@pytest.mark.parametrize(("x", "recency", "age"), CASES)
@pytest.mark.parametrize("params", [(1.6, 2.1, 1.3, 3.0), (2.5, 1.9, 1.4, 0.8)])
def test_pareto_nbd_likelihood_is_its_definition(params, x, recency, age):
    model = clv.ParetoNBD.from_params(**dict(zip(clv.ParetoNBD.names, params, strict=True)))
    kinds = {"frequency": [x, 1], "recency": [recency, 1.0], "T": [age, 1.0]}
    value, *_ = log_likelihood(model, kinds, [1, 1])
    reference = [pareto_nbd_likelihood(*params, *case) for case in ((x, recency, age), (1, 1.0, 1.0))]
    assert value == pytest.approx(np.log(reference).sum(), rel=1e-8)


def test_gamma_gamma_likelihood_is_its_definition():
    model = clv.GammaGamma.from_params(p=3.0, q=4.0, gamma=20.0)
    frequency, money = [1, 4, 9], [30.0, 12.0, 41.0]
    value, *_ = log_likelihood(model, {"frequency": frequency, "monetary_value": money})

    def density(x, mean):
        def given_scale(nu):
            return stats.gamma(3 * x, scale=1 / (nu * x)).pdf(mean) * stats.gamma(4, scale=1 / 20).pdf(nu)

        return quad(given_scale, 0, 5, epsabs=0, epsrel=1e-10)[0]

    reference = sum(np.log(density(x, mean)) for x, mean in zip(frequency, money, strict=True))
    assert value == pytest.approx(reference, rel=1e-8)


@pytest.mark.parametrize("model", [*BEHAVIOUR, clv.GammaGamma])
def test_slope_and_curvature_are_those_of_the_likelihood(model):
    columns, counts = model()._patterns(sample(), None)
    likelihood = model()._likelihood(columns, counts)
    params = np.asarray(fitted(model).params_) * [0.8, 1.3, 1.1, 0.7][: len(model.names)]
    _, gradient, hessian = likelihood(params)
    for i, step in enumerate(1e-5 * params):
        ahead, behind = (likelihood(params + sign * step * np.eye(len(params))[i]) for sign in (1, -1))
        assert gradient[i] == pytest.approx((ahead[0] - behind[0]) / (2 * step), rel=1e-5)
        np.testing.assert_allclose(hessian[i], (ahead[1] - behind[1]) / (2 * step), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("params", [(0.55, 10.6, 0.6, 11.7), (0.8, 14.0, 1.9, 3.0), (0.8, 5.0, 1.9, 5.0)])
def test_pareto_nbd_is_alive_as_the_published_hypergeometric_form_says(params):
    r, alpha, s, beta = params
    model = clv.ParetoNBD.from_params(r=r, alpha=alpha, s=s, beta=beta)
    x, recency, age = (
        np.array([0, 1, 3, 8]),
        np.array([0.0, 4.0, 30.0, 10.0]),
        np.array([9.0, 30.0, 31.0, 35.0]),
    )
    total, most = r + s + x, max(alpha, beta)
    second = s + 1 if alpha >= beta else r + x

    def tail(time):
        span = most + time
        return hyp2f1(total, second, total + 1, abs(alpha - beta) / span) / span**total

    odds = s / total * (alpha + age) ** (r + x) * (beta + age) ** s * (tail(recency) - tail(age))
    found = model.probability_alive({"frequency": x, "recency": recency, "T": age})
    np.testing.assert_allclose(found, 1 / (1 + odds), rtol=1e-10)


def test_bg_nbd_forecast_is_the_published_closed_form():
    r, alpha, a, b = fitted(clv.BetaGeoNBD).params_
    x, recency, age = (sample()[name].to_numpy() for name in ("frequency", "recency", "T"))
    inside = hyp2f1(r + x, b + x, a + b + x - 1, 39 / (alpha + age + 39))
    reach = ((alpha + age) / (alpha + age + 39)) ** (r + x) * inside
    dropped = (x > 0) * a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + x)
    expected = (a + b + x - 1) / (a - 1) * (1 - reach) / (1 + dropped)
    np.testing.assert_allclose(fitted(clv.BetaGeoNBD).expected_purchases(39, sample()), expected, rtol=1e-9)


@pytest.mark.parametrize(("model", "name"), [(clv.BetaGeoNBD, "a"), (clv.ParetoNBD, "s")])
def test_forecasts_pass_smoothly_through_the_parameter_where_closed_forms_divide_by_zero(model, name):
    at, near = (
        model.from_params(**PUBLISHED[model].params_.to_dict() | {name: value}).expected_purchases(
            39, EXAMPLE
        )
        for value in (1.0, 1.0 + 1e-9)
    )
    assert at == pytest.approx(near, rel=1e-8)


def test_discounted_purchases_of_pareto_nbd_are_the_published_closed_form():
    model, interest = PUBLISHED[clv.ParetoNBD], clv.rate_per_period(0.15, 52)
    r, alpha, s, beta = model.params_
    x, recency, age = np.array([0, 2, 7]), np.array([0, 30.43, 10.0]), np.array([38.0, 38.86, 36.0])
    summary = {"frequency": x, "recency": recency, "T": age}
    waiting = np.log1p(interest) * (beta + age)
    expected = model.probability_alive(summary) * (r + x) / (alpha + age) * (beta + age)
    expected *= waiting ** (s - 1) * hyperu(s, s, waiting)
    found = model.discounted_expected_purchases(summary, discount_rate=interest)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("model", BEHAVIOUR)
@pytest.mark.parametrize("horizon", [26.0, None])
def test_discounted_purchases_are_the_forecast_day_by_day(model, horizon):
    model, rate = PUBLISHED[model], 0.01
    edges = np.linspace(0, horizon or 4000, 100_001)
    forecast = model.expected_purchases(edges, EXAMPLE)
    middles = (edges[1:] + edges[:-1]) / 2
    expected = (np.diff(forecast) / (1 + rate) ** middles).sum()
    found = model.discounted_expected_purchases(EXAMPLE, discount_rate=rate, horizon=horizon)
    assert found == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_without_discount_a_horizon_counts_purchases(model):
    model = PUBLISHED[model]
    found = model.discounted_expected_purchases(sample(), discount_rate=0, horizon=39)
    pd.testing.assert_series_equal(found, model.expected_purchases(39, sample()))


@settings(max_examples=15)
@given(
    st.sampled_from(BEHAVIOUR),
    st.tuples(*[st.floats(0.05, 20)] * 4),
    st.floats(0.5, 3.5),
    st.floats(0.1, 2000),
    st.floats(1e-4, 0.5),
    st.sampled_from([None, 0.5, 200.0]),
)
def test_many_customers_are_worth_what_each_is_worth_alone(model, params, busiest, oldest, rate, horizon):
    model = model.from_params(**dict(zip(model.names, params, strict=True)))
    rng = np.random.default_rng(3)
    frequency = np.floor(10 ** rng.uniform(-1, busiest, 6000))
    age = rng.uniform(oldest / 100, oldest, 6000)
    recency = np.where(frequency > 0, age * rng.random(6000), 0.0)
    summary = pd.DataFrame({"frequency": frequency, "recency": recency, "T": age})
    together = model.discounted_expected_purchases(summary, discount_rate=rate, horizon=horizon)
    # The extremes, where an approximation is worst, and some between: few enough to be worked out one by one.
    some = np.unique(
        np.concatenate([np.argsort(age)[[0, -1]], np.argsort(frequency)[[0, -1]], np.arange(40)])
    )
    alone = model.discounted_expected_purchases(summary.iloc[some], discount_rate=rate, horizon=horizon)
    np.testing.assert_allclose(together.iloc[some], alone, rtol=1e-9)


# What must hold whatever the numbers

positives = st.floats(0.05, 20)
parameters = st.tuples(positives, positives, positives, positives)
history = st.tuples(st.integers(0, 40), st.floats(0.05, 0.95), st.floats(0.1, 100))


def one_customer(history):
    x, share, age = history
    return {"frequency": x, "recency": share * age if x else 0.0, "T": age}


@given(st.sampled_from(BEHAVIOUR), parameters, history, st.floats(0.1, 200))
def test_forecasts_are_sane(model, params, history, t):
    model = model.from_params(**dict(zip(model.names, params, strict=True)))
    customer = one_customer(history)
    assert 0 <= model.probability_alive(customer) <= 1
    short, long = (model.expected_purchases(time, customer) for time in (t, 2 * t))
    more = 1 + 1e-9  # room for rounding
    assert 0 < short <= long * more <= 2 * short * more**2
    assert model.expected_purchases(0, customer) == 0
    poorer, richer = (
        model.discounted_expected_purchases(customer, discount_rate=rate, horizon=t) for rate in (0.02, 0.01)
    )
    assert 0 < poorer <= richer * more <= short * more**2
    assert 0 < model.expected_purchases_new_customer(t) <= params[0] / params[1] * t * more


@given(st.sampled_from(BEHAVIOUR), parameters, history)
def test_the_longer_the_silence_the_less_alive(model, params, history):
    model = model.from_params(**dict(zip(model.names, params, strict=True)))
    customer = one_customer(history)
    ages = customer["T"] * np.array([1.0, 1.5, 2.0, 4.0])
    alive = model.probability_alive(customer | {"T": ages})
    assert (np.diff(alive) <= 1e-12).all()


@given(st.sampled_from(BEHAVIOUR), parameters, history, st.floats(0.01, 100))
@settings(max_examples=30)
def test_the_unit_of_time_does_not_matter(model, params, history, factor):
    times = {"alpha", "beta"} & set(model.names)
    params = dict(zip(model.names, params, strict=True))
    other = {name: value * factor if name in times else value for name, value in params.items()}
    customer = one_customer(history)
    scaled = customer | {"recency": customer["recency"] * factor, "T": customer["T"] * factor}
    here, there = model.from_params(**params), model.from_params(**other)
    assert there.probability_alive(scaled) == pytest.approx(here.probability_alive(customer), rel=1e-9)
    assert there.expected_purchases(5 * factor, scaled) == pytest.approx(here.expected_purchases(5, customer))


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_fits_agree_in_any_unit_of_time(model):
    days = sample() * [1, 7, 7, 1]
    weeks, found = fitted(model), model().fit(days)
    scale = [7.0 if name in ("alpha", "beta") else 1.0 for name in model.names]
    np.testing.assert_allclose(found.params_, weeks.params_ * scale, rtol=1e-6)
    np.testing.assert_allclose(found.standard_errors_, weeks.standard_errors_ * scale, rtol=1e-5)
    assert found.log_likelihood_ + sample()["frequency"].sum() * np.log(7) == pytest.approx(
        weeks.log_likelihood_
    )


@pytest.mark.parametrize("model", [*BEHAVIOUR, clv.GammaGamma])
def test_weights_are_repetitions(model):
    few = sample().iloc[::5]
    weights = np.arange(len(few)) % 3
    repeated = few.loc[few.index.repeat(weights)]
    weighted, plain = model().fit(few, weights), model().fit(repeated)
    np.testing.assert_allclose(weighted.params_, plain.params_, rtol=1e-6)
    assert weighted.log_likelihood_ == pytest.approx(plain.log_likelihood_)
    assert weighted.n_customers_ == plain.n_customers_


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_frames_arrays_and_single_customers_agree(model):
    model, few = fitted(model), sample().iloc[:40]
    forecast = model.expected_purchases(39, few)
    assert forecast.index.equals(few.index)
    arrays = model.expected_purchases(39, {name: few[name].to_numpy() for name in few})
    np.testing.assert_array_equal(arrays, forecast.to_numpy())
    for customer, row in few.iterrows():
        one = model.expected_purchases(39, row)
        assert isinstance(one, float)
        assert one == pytest.approx(forecast[customer], rel=1e-12)
    mixed = model.expected_purchases(np.arange(40.0), few)
    assert mixed.iloc[7] == pytest.approx(model.expected_purchases(7, few.iloc[7]), rel=1e-12)


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_heavy_buyers_do_not_overflow(model):
    model = PUBLISHED[model]
    weeks = np.array([100.0, 100.0, 100.0])
    heavy = {"frequency": [50_000] * 3, "recency": [99.999, 99.0, 50.0], "T": weeks}
    alive = model.probability_alive(heavy)
    assert alive[0] > 0.99
    assert alive[1] < 1e-9
    forecast = model.expected_purchases(10, heavy)
    assert np.isfinite(forecast).all()
    assert forecast[0] == pytest.approx(alive[0] * 50_000 / 100 * 10, rel=0.2)
    value, gradient, hessian = log_likelihood(model, heavy)
    assert np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(hessian).all()


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_likelihood_of_a_heavy_buyer_who_has_just_bought(model):
    x, age = 50_000, 100.0
    value, *_ = log_likelihood(PUBLISHED[model], {"frequency": [x], "recency": [age], "T": [age]}, [2])
    r, alpha, *others = PUBLISHED[model].params_
    expected = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + age)
    if model is clv.ParetoNBD:  # no time to have dropped out in
        s, beta = others
        expected += s * np.log(beta / (beta + age))
    else:  # may have dropped out with this very purchase
        a, b = others
        coins = x + model.first_coins
        expected += betaln(a, b + coins) - betaln(a, b) + np.log1p(a / (b + coins - 1))
    assert value / 2 == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_a_heavy_buyer_among_others_can_be_fitted(model):
    heavy = pd.DataFrame({"frequency": [20_000], "recency": [38.0], "T": [38.5]})
    both = pd.concat([sample()[["frequency", "recency", "T"]], heavy], ignore_index=True)
    found = model().fit(both)
    assert found.log_likelihood_ > log_likelihood(fitted(model), both)[0]
    alive = found.probability_alive(both)
    assert alive.between(0, 1).all()
    assert alive.iloc[-1] < 1e-6  # silent for half a week, after 75 purchases a day


# Made-up customers


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_a_fit_recovers_the_parameters_that_made_the_data(model):
    truth = PUBLISHED[model]
    made = truth.simulate(np.linspace(30, 80, 40_000), np.random.default_rng(7))
    found = model().fit(made)
    z = (np.log(found.params_) - np.log(truth.params_)) / (found.standard_errors_ / found.params_)
    assert (z.abs() < 3.5).all()
    bounds = found.confidence_intervals(0.9999)
    assert ((bounds["lower"] < truth.params_) & (truth.params_ < bounds["upper"])).all()


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_made_up_customers_do_what_was_forecast(model):
    model = PUBLISHED[model]
    made = model.simulate(np.full(300_000, 40.0), np.random.default_rng(3), holdout=20.0)
    assert made["frequency"].mean() == pytest.approx(model.expected_purchases_new_customer(40), rel=0.02)
    made["forecast"], made["probability"] = model.expected_purchases(20, made), model.probability_alive(made)
    assert made["probability"].mean() == pytest.approx(made["alive"].mean(), abs=0.005)
    groups = made.groupby(pd.qcut(made["forecast"], 10, duplicates="drop"), observed=True)
    mean = groups[["forecast", "holdout_frequency", "probability", "alive"]].mean()
    error = groups["holdout_frequency"].std() / np.sqrt(groups.size())
    assert ((mean["forecast"] - mean["holdout_frequency"]).abs() < 5 * error + 1e-9).all()
    np.testing.assert_allclose(mean["probability"], mean["alive"], atol=0.015)


def test_made_up_spending_gives_its_parameters_back():
    truth = clv.GammaGamma.from_params(p=6.25, q=3.74, gamma=15.44)
    frequency = pd.Series(np.tile([0, 1, 2, 5], 10_000))
    money = truth.simulate(frequency, np.random.default_rng(5))
    assert money[frequency == 0].isna().all()
    summary = pd.DataFrame({"frequency": frequency, "monetary_value": money})
    found = clv.GammaGamma().fit(summary)
    z = (np.log(found.params_) - np.log(truth.params_)) / (found.standard_errors_ / found.params_)
    assert (z.abs() < 3.5).all()
    assert found.expected_spend(summary).mean() == pytest.approx(money.mean(), rel=0.02)


@pytest.mark.parametrize("model", [*BEHAVIOUR, clv.GammaGamma])
def test_bootstrap_and_curvature_tell_about_the_same_uncertainty(model):
    draws = fitted(model).bootstrap(sample(), 60, np.random.default_rng(2))
    assert list(draws.columns) == list(model.names)
    first = model.names[0]
    assert np.log(draws[first]).std() == pytest.approx(
        fitted(model).standard_errors_[first] / fitted(model).params_[first], rel=0.5
    )
    bounds = fitted(model).confidence_intervals()
    assert ((bounds["lower"] < draws.median()) & (draws.median() < bounds["upper"])).all()


def test_at_a_bound_the_best_of_the_other_parameters_falls_short_by_half_a_quantile():
    """Looked for by another search, without slopes, in a likelihood written out of the paper."""
    data = sample()
    x, recency, age = (data[name].to_numpy(float) for name in ("frequency", "recency", "T"))

    def loss(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
        alive = betaln(a, b + x) - (r + x) * np.log(alpha + age)
        gone = betaln(a + 1, b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + recency)
        return -(common + np.where(x > 0, np.logaddexp(alive, gone), alive)).sum()

    model = fitted(clv.BetaGeoNBD)
    bounds = model.confidence_intervals()
    best = np.log(model.params_.to_numpy())
    for place, name in enumerate(model.names):
        others = np.arange(4) != place
        for bound in bounds.loc[name]:

            def of_others(some: np.ndarray, place=place, others=others, bound=bound) -> float:
                point = np.full(4, np.log(bound))
                point[others] = some
                return loss(point)

            options = {"xatol": 1e-6, "fatol": 1e-7, "maxfev": 4000}
            found = minimize(of_others, best[others], method="Nelder-Mead", options=options)
            assert found.fun - loss(best) == pytest.approx(stats.chi2.ppf(0.95, 1) / 2, abs=1e-4)


def test_intervals_do_not_depend_on_the_unit_of_time():
    weeks = sample()
    days = weeks.assign(recency=7 * weeks["recency"], T=7 * weeks["T"])
    of_weeks = clv.ModifiedBetaGeoNBD().fit(weeks).confidence_intervals()
    of_days = clv.ModifiedBetaGeoNBD().fit(days).confidence_intervals()
    of_weeks.loc["alpha"] *= 7
    pd.testing.assert_frame_equal(of_weeks, of_days, rtol=1e-6)


def test_a_bound_that_nothing_refutes_is_infinite():
    """Customers who all buy at one rate: the differences between them may be as small as one likes."""
    frequency = np.random.default_rng(20).poisson(3, 300)
    recency = np.where(frequency > 0, 5.0, 0.0)
    bounds = clv.NBD().fit(pd.DataFrame({"frequency": frequency, "recency": recency, "T": 10.0}))
    bounds = bounds.confidence_intervals()
    assert np.isinf(bounds["upper"]).all()
    assert (bounds["lower"] > 1).all()


def test_bootstrap_is_repeatable():
    model = fitted(clv.BetaGeoNBD)
    first, again = (model.bootstrap(sample(), 3, np.random.default_rng(9)) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)


# Spending and value


def test_expected_spend_lies_between_own_and_common_mean():
    model = fitted(clv.GammaGamma)
    p, q, gamma = model.params_
    common = p * gamma / (q - 1)
    assert model.expected_spend({"frequency": 0, "monetary_value": np.nan}) == pytest.approx(common)
    own = np.array([5.0, 5.0, 200.0, 200.0])
    found = model.expected_spend({"frequency": [1, 50, 1, 50], "monetary_value": own})
    assert (np.minimum(own, common) < found).all() and (found < np.maximum(own, common)).all()
    assert abs(found[1] - 5) < abs(found[0] - 5) and abs(found[3] - 200) < abs(found[2] - 200)


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_customer_lifetime_value_multiplies_purchases_spend_and_margin(model):
    spend, terms = fitted(clv.GammaGamma), {"discount_rate": clv.rate_per_period(0.15, 52), "horizon": 52}
    value = fitted(model).customer_lifetime_value(sample(), spend, margin_rate=0.3, **terms)
    purchases = fitted(model).discounted_expected_purchases(sample(), **terms)
    pd.testing.assert_series_equal(value, purchases * spend.expected_spend(sample()) * 0.3)
    assert (value > 0).all()


# Whether spend depends on frequency


def test_spending_made_up_without_a_link_shows_none_and_with_one_shows_it():
    rng = np.random.default_rng(8)
    truth = clv.GammaGamma.from_params(p=6.25, q=3.74, gamma=15.44)
    summary = pd.DataFrame({"frequency": rng.geometric(0.3, 3000) - 1})
    holds = []
    for _ in range(200):
        summary["monetary_value"] = truth.simulate(summary["frequency"], rng)
        found = clv.independence_check(summary)
        assert found.customers == (summary["frequency"] > 0).sum() == found.by_frequency["customers"].sum()
        holds.append(found.low < 0 < found.high)
        assert abs(found.misvalued) < 0.12
    assert 0.9 < np.mean(holds) < 0.99
    summary["monetary_value"] *= np.sqrt(summary["frequency"])
    linked = clv.independence_check(summary)
    assert linked.low > 0.2 and linked.misvalued > 0.1
    assert linked.by_frequency["monetary_value"].is_monotonic_increasing


def test_spending_of_the_sample_is_linked_to_frequency_weakly():
    # Fader, Hardie & Lee (2005) print a correlation of .11 for these 946 customers, of the values themselves.
    found = clv.independence_check(sample())
    back = sample()[sample()["frequency"] > 0]
    assert found.customers == 946
    assert back["frequency"].corr(back["monetary_value"]) == pytest.approx(0.11, abs=0.005)
    assert found.low < found.correlation < found.high
    assert list(found.by_frequency.index) == ["1", "2", "3", "4-6", "7+"]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_link_among_hardly_anybody_is_refused(rows):
    summary = sample()[sample()["frequency"] > 0].iloc[: max(rows, 1)]
    with pytest.raises(CourseError, match=f"{max(rows, 1)} customers came back"):
        clv.independence_check(summary)
    with pytest.raises(CourseError, match="all alike"):
        clv.independence_check(sample().assign(frequency=1, monetary_value=3.0))
    with pytest.raises(CourseError, match="no column 'monetary_value'"):
        clv.independence_check(sample().drop(columns="monetary_value"))


# The whole distribution


@pytest.mark.parametrize("model", [*PUBLISHED, clv.NBD])
def test_chances_of_every_number_add_up_to_one_and_to_what_is_expected(model):
    model = PUBLISHED.get(model) or fitted(model)
    x = np.arange(400)
    for customer in (
        EXAMPLE,
        {"frequency": 0, "recency": 0, "T": 30},
        {"frequency": 12, "recency": 38, "T": 39},
    ):
        for t in (0.5, 39, 200):
            chances = model.probability_of_purchases(x, t, customer)
            assert chances.min() >= 0 and chances.sum() == pytest.approx(1, abs=1e-6)
            assert chances @ x == pytest.approx(model.expected_purchases(t, customer), rel=1e-5)
            assert model.probability_of_any_purchase(t, customer) == pytest.approx(1 - chances[0])
    new = model.probability_of_purchases_new_customer(x, 39)
    assert new.sum() == pytest.approx(1, abs=1e-6)
    assert new @ x == pytest.approx(model.expected_purchases_new_customer(39), rel=1e-4)


@pytest.mark.parametrize("model", [*PUBLISHED, clv.NBD])
def test_nobody_buys_in_no_time(model):
    model = PUBLISHED.get(model) or fitted(model)
    np.testing.assert_allclose(
        model.probability_of_purchases(np.arange(3), 0, EXAMPLE), [1, 0, 0], atol=1e-12
    )


@pytest.mark.parametrize("model", PUBLISHED)
@pytest.mark.parametrize(("x", "t"), [(0, 39.0), (1, 3.0), (6, 39.0)])
def test_chances_of_a_new_customer_are_their_definition(model, x, t):
    made = model.from_params(**dict(zip(model.names, (1.6, 8.1, 1.3, 3.2), strict=True)))
    r, alpha, *leaving = made.params_
    if model is clv.ParetoNBD:
        lifetime = stats.lomax(leaving[0], scale=leaving[1])

        def bought_before(moment):
            return stats.nbinom.pmf(x, r, alpha / (alpha + moment)) * lifetime.pdf(moment)

        found = stats.nbinom.pmf(x, r, alpha / (alpha + t)) * lifetime.sf(t) + quad(bought_before, 0, t)[0]
    else:
        p, of_p = expit(LOGITS), beta_weights(*leaving)
        so_many, so_many_or_more = (
            chance @ gamma_weights(r, 1 / alpha)
            for chance in (stats.poisson.pmf(x, np.exp(LOGS) * t), stats.poisson.sf(x - 1, np.exp(LOGS) * t))
        )
        coins = x + model.first_coins
        found = of_p @ (1 - p) ** coins * so_many
        if coins:
            found += of_p @ (p * (1 - p) ** (coins - 1)) * so_many_or_more
    assert made.probability_of_purchases_new_customer(x, t) == pytest.approx(found, rel=1e-6)


@pytest.mark.parametrize("model", PUBLISHED.values(), ids=["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_made_up_customers_buy_as_often_as_the_chances_say(model):
    customers = pd.DataFrame({"frequency": [0, 2, 7], "recency": [0, 30.43, 20], "T": [38.86] * 3})
    made = model.simulate_future(39, customers, np.random.default_rng(6), draws=20_000)
    for x in (0, 1, 2, 5):
        chance = model.probability_of_purchases(x, 39, customers)
        error = np.sqrt(chance * (1 - chance) / len(made)) + 1e-9
        assert (((made == x).mean(axis=0) - chance).abs() < 4.5 * error).all()


@pytest.mark.parametrize(("x", "t", "message"), [(-1, 39, "x=-1"), (1.5, 39, r"x=1\.5"), (1, -2, "t=-2")])
def test_chances_of_what_cannot_be_are_refused(x, t, message):
    for model in PUBLISHED.values():
        with pytest.raises(CourseError, match=message):
            model.probability_of_purchases(x, t, EXAMPLE)
        with pytest.raises(CourseError, match=message):
            model.probability_of_purchases_new_customer(x, t)
    with pytest.raises(CourseError, match="x: one number, or one for each of the 2357"):
        fitted(clv.BetaGeoNBD).probability_of_purchases([0, 1], 39, sample())


# Data that cannot be fitted, and other mistakes


def no_repeats():
    return pd.DataFrame({"frequency": 0, "recency": 0.0, "T": [10.0, 20.0, 30.0]})


@pytest.mark.parametrize("model", BEHAVIOUR)
@pytest.mark.parametrize(
    ("summary", "message"),
    [
        (no_repeats(), "none of the 3 customers bought a second time"),
        (sample().iloc[:1], "one customer"),
        (sample().iloc[:0], "no customer in it"),
        (sample().rename(columns={"recency": "Recency"}), "no column 'recency'.*Did you mean 'Recency'"),
        (sample().drop(columns="T"), "no column 'T'"),
        (sample().assign(recency=99.0), "recency must lie between 0 and T"),
        (sample().assign(frequency=1.5), "frequency must be a whole number"),
        (sample().assign(frequency=-1), "frequency must be a whole number"),
        (sample().assign(frequency=0), "recency must be 0 for customers without a repeat"),
        (sample().assign(T=np.nan), "summary's T: 2357 of 2357 values are missing"),
        ([1, 2, 3], "summary"),
    ],
)
def test_summaries_that_cannot_be_are_refused(model, summary, message):
    with pytest.raises(CourseError, match=message):
        model().fit(summary)


@pytest.mark.parametrize("model", BEHAVIOUR)
def test_customers_who_are_all_alike_have_no_maximum(model):
    rng = np.random.default_rng(1)
    x = rng.poisson(4.0, 400) + 1
    summary = pd.DataFrame({"frequency": x, "recency": 39.9 - rng.exponential(9, 400) / x, "T": 40.0})
    with pytest.raises(clv.ConvergenceError, match="No maximum.*(r, alpha|s|a)"):
        model().fit(summary)


def test_a_bootstrap_sample_without_maximum_is_said_or_counted():
    few = PUBLISHED[clv.ParetoNBD].simulate(np.full(800, 40.0), np.random.default_rng(4))
    model = clv.ParetoNBD().fit(few)
    with pytest.raises(clv.ConvergenceError, match="failed='missing'"):
        model.bootstrap(few, 100, np.random.default_rng(1))
    draws = model.bootstrap(few, 100, np.random.default_rng(1), failed="missing")
    assert 0 < draws.isna().any(axis=1).sum() < 100


@pytest.mark.parametrize(
    ("summary", "message"),
    [
        (sample().drop(columns="monetary_value"), "no column 'monetary_value'"),
        (no_repeats().assign(monetary_value=np.nan), "0 of 3 customers bought a second time"),
        (sample().assign(monetary_value=0.0), "946 customers.*monetary_value of 0.*leave them out"),
        (sample().assign(monetary_value=np.nan), "946 customers.*missing or negative monetary_value"),
    ],
)
def test_spending_that_cannot_be_is_refused(summary, message):
    with pytest.raises(CourseError, match=message):
        clv.GammaGamma().fit(summary)


def test_spending_without_a_mean_is_said():
    with pytest.raises(CourseError, match=r"q=0\.9"):
        clv.GammaGamma.from_params(p=6, q=0.9, gamma=15).expected_spend(sample())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: clv.BetaGeoNBD().expected_purchases(39, sample()), "not fitted yet.*fit"),
        (lambda: clv.BetaGeoNBD.from_params(r=1, alpha=2, a=1, beta=3), "parameters r, alpha, a, b"),
        (lambda: clv.BetaGeoNBD.from_params(r=1, alpha=-2, a=1, b=3), "alpha=-2: must be above 0"),
        (lambda: PUBLISHED[clv.BetaGeoNBD].confidence_intervals(), "only fitted ones"),
        (
            lambda: clv.BetaGeoNBD().fit(sample()).fit(sample(), intervals=False).confidence_intervals(),
            r"kept no data.*\.fit\(data\)",
        ),
        (lambda: fitted(clv.BetaGeoNBD).confidence_intervals(95), r"level=95.*write 0\.95"),
        (lambda: fitted(clv.BetaGeoNBD).expected_purchases(-1, sample()), "t=-1: must be at least 0"),
        (lambda: fitted(clv.BetaGeoNBD).expected_purchases([1, 2], sample()), "one for each of the 2357"),
        (lambda: fitted(clv.BetaGeoNBD).probability_alive({"frequency": 1, "T": 3}), "'recency' is missing"),
        (
            lambda: fitted(clv.BetaGeoNBD).discounted_expected_purchases(sample(), discount_rate=0),
            "discount_rate=0 with horizon=None",
        ),
        (
            lambda: fitted(clv.BetaGeoNBD).discounted_expected_purchases(sample(), discount_rate=15),
            r"discount_rate=15.*write 0\.15",
        ),
        (lambda: clv.BetaGeoNBD().fit(sample(), weights=[1, 2]), "weights: one number for each of the 2357"),
        (lambda: fitted(clv.BetaGeoNBD).bootstrap(sample(), 0, np.random.default_rng(1)), "n=0"),
    ],
)
def test_other_mistakes_are_told_in_one_message(call, message):
    with pytest.raises(CourseError, match=message):
        call()


@pytest.mark.parametrize("model", PUBLISHED.values(), ids=["BG/NBD", "MBG/NBD", "Pareto/NBD"])
def test_the_simulated_future_of_given_customers_is_what_is_expected_of_them(model):
    customers = pd.DataFrame({"frequency": [0, 2, 7, 12], "recency": [0, 30.43, 20, 38], "T": [38.86] * 4})
    made = model.simulate_future(39, customers, np.random.default_rng(1), draws=20_000)
    assert made.shape == (20_000, 4) and made.dtype == np.int64
    error = made.std(axis=0) / np.sqrt(len(made))
    assert (abs(made.mean(axis=0) - model.expected_purchases(39, customers)) < 4 * error).all()
    assert not model.simulate_future(0, customers, np.random.default_rng(1)).any()
    with pytest.raises(CourseError, match="t=-1"):
        model.simulate_future(-1, customers, np.random.default_rng(1))
