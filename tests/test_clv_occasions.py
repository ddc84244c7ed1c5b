"""BG/BB: published figures, the definition added up over all histories, bad data."""

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_origin import clv
from marketing_origin.errors import CourseError

#: Donors to a public radio, won in 1995, over six yearly appeals: (x, t_x, donors). Fader, Hardie & Shang (2010), table
#: 2 (from memory; all 11,104 are there).
DONORS = pd.DataFrame(
    [
        *[(6, 6, 1203), (5, 6, 728), (4, 6, 512), (3, 6, 357), (2, 6, 234), (1, 6, 129)],
        *[(5, 5, 335), (4, 5, 284), (3, 5, 225), (2, 5, 173), (1, 5, 119)],
        *[(4, 4, 240), (3, 4, 181), (2, 4, 155), (1, 4, 78), (3, 3, 322), (2, 3, 255), (1, 3, 129)],
        *[(2, 2, 613), (1, 2, 277), (1, 1, 1091), (0, 0, 3464)],
    ],
    columns=["frequency", "recency", "donors"],
).assign(T=6)
PARAMS = st.fixed_dictionaries({name: st.floats(0.2, 8) for name in clv.BetaGeoBetaBinomial.names})


def of(**params):
    return clv.BetaGeoBetaBinomial.from_params(**params)


def log_likelihood(model, summary, weights=None):
    columns, counts = model._patterns(summary, weights)
    return model._likelihood(columns, counts)(model._values())


def every_history(occasions):
    """Return all (x, t_x) that so many occasions allow, and in how many orders each comes about."""
    pairs = [(0, 0, 1)] + [
        (x, last, comb(last - 1, x - 1)) for last in range(1, occasions + 1) for x in range(1, last + 1)
    ]
    return pd.DataFrame(pairs, columns=["frequency", "recency", "orders"]).assign(T=occasions)


def test_the_donors_give_the_published_parameters():
    assert DONORS["donors"].sum() == 11_104
    found = clv.BetaGeoBetaBinomial().fit(DONORS, DONORS["donors"])
    assert found.params_.tolist() == pytest.approx([1.204, 0.750, 0.657, 2.783], abs=6e-4)
    assert found.log_likelihood_ == pytest.approx(-33_225.6, abs=0.05)


def test_the_donors_published_forecasts():
    # Gifts expected in the five years after: of who never gave again .07, of who gave each year 3.75.
    model = of(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
    expected = model.expected_purchases(5, DONORS)
    assert expected.iloc[-1] == pytest.approx(0.07, abs=0.005)
    assert expected.iloc[0] == pytest.approx(3.75, abs=0.005)
    assert model.probability_alive(DONORS).iloc[0] == pytest.approx(0.93, abs=0.005)


@given(params=PARAMS, occasions=st.integers(1, 7))
def test_the_likelihood_of_all_histories_adds_up_to_one(params, occasions):
    model, histories = of(**params), every_history(occasions)
    chances = [np.exp(log_likelihood(model, histories.iloc[[i]])[0]) for i in range(len(histories))]
    assert np.dot(chances, histories["orders"]) == pytest.approx(1)
    # What is expected of a new customer is what the histories hold on average,
    bought = np.dot(chances, histories["orders"] * histories["frequency"])
    assert model.expected_purchases_new_customer(occasions) == pytest.approx(bought)
    # and forecasts given the past are, on average, the forecast of who is new.
    later = np.dot(chances, histories["orders"] * model.expected_purchases(3, histories))
    both = model.expected_purchases_new_customer(occasions + 3)
    assert later == pytest.approx(both - bought)


@settings(max_examples=20)
@given(params=PARAMS)
def test_slope_and_curvature_are_those_of_the_likelihood(params):
    values = np.array([params[name] for name in clv.BetaGeoBetaBinomial.names])
    columns, counts = of(**params)._patterns(DONORS, DONORS["donors"])
    likelihood = of(**params)._likelihood(columns, counts)
    _, slope, bend = likelihood(values)
    step = 1e-5 * np.diag(values)
    numeric = [(likelihood(values + h)[0] - likelihood(values - h)[0]) / (2 * h.sum()) for h in step]
    assert slope == pytest.approx(numeric, rel=1e-4, abs=0.05)
    curved = np.array([(likelihood(values + h)[1] - likelihood(values - h)[1]) / (2 * h.sum()) for h in step])
    assert bend == pytest.approx(curved, rel=1e-4, abs=0.05 * np.abs(bend).max() * 1e-3)


def test_made_up_customers_behave_as_the_model_expects():
    model = of(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783)
    made = model.simulate(np.full(40_000, 6), np.random.default_rng(3), holdout=5)
    assert made.dtypes.drop("alive").eq("int64").all()
    assert made["frequency"].mean() == pytest.approx(model.expected_purchases_new_customer(6), abs=0.05)
    for frequency, recency in ((6, 6), (0, 0), (2, 5)):
        alike = made[(made["frequency"] == frequency) & (made["recency"] == recency)]
        one = {"frequency": frequency, "recency": recency, "T": 6}
        error = 4 * alike["holdout_frequency"].sem()
        assert alike["holdout_frequency"].mean() == pytest.approx(model.expected_purchases(5, one), abs=error)
        assert alike["alive"].mean() == pytest.approx(model.probability_alive(one), abs=0.04)
    found = clv.BetaGeoBetaBinomial().fit(made)
    assert ((found.params_ - model.params_).abs() < 4 * found.standard_errors_).all()


def test_the_form_of_a_result_is_that_of_the_summary():
    model, one = of(alpha=1, beta=1, gamma=1, delta=3), {"frequency": 1, "recency": 2, "T": 4}
    assert isinstance(model.probability_alive(one), float)
    assert model.expected_purchases(0, one) == 0
    frame = pd.DataFrame([one] * 2, index=["a", "b"])
    assert model.expected_purchases(3, frame).index.tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ({"frequency": 3, "recency": 2, "T": 4}, "frequency is above recency.*frequency=3, recency=2"),
        ({"frequency": 1, "recency": 1.5, "T": 4}, "summary's recency=1.5: must be a whole number"),
        ({"frequency": 1, "recency": 2, "T": 4.5}, "summary's T=4.5: must be a whole number"),
        ({"frequency": 1, "recency": 5, "T": 4}, "recency must lie between 0 and T"),
        ({"frequency": 0, "recency": 2, "T": 4}, "recency must be 0 for customers without a repeat"),
        ({"frequency": 1, "T": 4}, "'recency' is missing"),
    ],
)
def test_a_history_that_cannot_be_is_refused(summary, said):
    with pytest.raises(CourseError, match=said):
        of(alpha=1, beta=1, gamma=1, delta=3).probability_alive(summary)


def test_customers_of_whom_none_came_back_cannot_be_fitted():
    never = pd.DataFrame({"frequency": [0] * 50, "recency": 0, "T": 6})
    with pytest.raises(CourseError):
        clv.BetaGeoBetaBinomial().fit(never)
