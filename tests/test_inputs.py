"""Whatever stands in a number's place: every public function answers, or refuses it by name."""

import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_origin import clv, data, economics, experiments, journeys, lifecycle
from marketing_origin.errors import CourseError
from marketing_origin.inputs import numbers
from marketing_origin.lifecycle import ShiftedBetaGeometric

SUMMARY = pd.DataFrame(
    {
        "frequency": [0, 2, 5, 1, 0, 3],
        "recency": [0.0, 10.0, 30.0, 8.0, 0.0, 20.0],
        "T": [39.0, 38.0, 37.0, 36.0, 35.0, 34.0],
        "monetary_value": [0.0, 20.0, 35.0, 12.0, 0.0, 28.0],
    }
)
BG = clv.BetaGeoNBD.from_params(r=0.24, alpha=4.4, a=0.79, b=2.4)
GG = clv.GammaGamma.from_params(p=6.25, q=3.74, gamma=15.44)
SBG = ShiftedBetaGeometric.from_params(alpha=0.7, beta=1.2)

# What takes a number, or many of them, in one place: the argument's name and a call with something in it.
TAKERS = {
    "margin": lambda x: clv.customer_lifetime_value(x, 0.8, 0.1, first_margin="now"),
    "retention_rate": lambda x: clv.margin_multiple(x, 0.1, first_margin="if_retained"),
    "yearly_rate": lambda x: clv.rate_per_period(x, 12),
    "profits": lambda x: clv.value_of_profile(x, 0.8, 0.1, first_margin="now", last_repeats=False),
    "t": lambda x: BG.expected_purchases(x, SUMMARY),
    "summary's recency": lambda x: BG.probability_alive({**SUMMARY.to_dict("list"), "recency": x}),
    "weights": lambda x: clv.BetaGeoNBD().fit(SUMMARY, x),
    "duration": lambda x: journeys.kaplan_meier(x, np.ones(6, bool)),
    "won": lambda x: economics.steady_state(x, 0.8),
    "p_values": lambda x: experiments.adjust_p_values(x, method="holm"),
    "n": lambda x: experiments.power(0.1, 0.12, x, formula="pooled"),
    "survivors": lambda x: SBG.survival(x),
}
DAYS = pd.Series(pd.to_datetime(["2024-01-01"] * 3 + ["2024-03-01"] * 3))
NOT_NUMBERS = {
    "time spans": DAYS - DAYS.min(),
    "an array of time spans": (DAYS - DAYS.min()).to_numpy(),
    "dates": DAYS,
    "True and False": np.array([True, False] * 3),
    "words": ["a", "b", "c", "d", "e", "f"],
    "numbers as text": ["1", "2", "3", "4", "5", "6"],
    "complex": np.array([1j] * 6),
    "a dictionary": {"a": 1},
    "nothing": None,
    "missing": pd.array([1, None, 3, 4, 5, 6], "Int64"),
    "a nullable flag": pd.array([True, None] * 3, "boolean"),
    "lists of two lengths": [[1], [2, 3]],
}


@pytest.mark.parametrize("kind", NOT_NUMBERS)
@pytest.mark.parametrize("argument", TAKERS)
def test_what_is_no_number_is_refused_in_one_message(argument, kind):
    with pytest.raises(CourseError) as caught:
        TAKERS[argument](NOT_NUMBERS[kind])
    assert "np." not in str(caught.value).replace("np.timedelta64", "").replace("np.asarray", "")


def test_the_remedy_for_time_spans_works_on_them():
    spans = NOT_NUMBERS["time spans"]
    with pytest.raises(CourseError, match=r"duration: these are time spans.*`\.dt\.days`"):
        journeys.kaplan_meier(spans, np.ones(6, bool))
    days = journeys.kaplan_meier(spans.dt.days, np.ones(6, bool)).index
    assert list(days) == [0, 60]
    assert list(journeys.kaplan_meier(spans.to_numpy() / np.timedelta64(1, "D"), np.ones(6, bool)).index) == [
        0,
        60,
    ]


def test_the_remedies_for_dates_flags_and_text_work_on_them():
    since = (DAYS - DAYS.min()) / np.timedelta64(1, "D")
    assert list(numbers(since, "duration")) == [0, 0, 0, 60, 60, 60]
    assert list(numbers(np.asarray(NOT_NUMBERS["True and False"], "int64"), "x")) == [1, 0] * 3
    assert list(numbers(pd.to_numeric(NOT_NUMBERS["numbers as text"]), "x")) == [1, 2, 3, 4, 5, 6]


@given(
    st.lists(st.integers(-1000, 1000) | st.decimals(-99, 99, places=2) | st.floats(-9, 9), min_size=1),
    st.sampled_from([list, tuple, np.array, pd.Series, lambda x: pd.array(x, "Float64") if x else x]),
)
def test_numbers_of_any_type_are_numbers(values, form):
    plain = [float(value) for value in values]
    assert numbers(form([float(v) if isinstance(v, Decimal) else v for v in values]), "x").tolist() == plain
    assert numbers(values, "x").tolist() == plain


def test_weights_in_another_order_are_refused_and_the_remedies_work():
    orders = data.load("cdnow_sample").rename(columns={"date": "day"})
    named = clv.customer_summary(orders, "customer_id", "day", end="1997-09-30", after_end="drop")
    weights = pd.Series(1 + np.arange(len(named)) % 7, index=named.index[::-1])
    with pytest.raises(CourseError, match=re.escape("`one.reindex(other.index)`")):
        clv.BetaGeoNBD().fit(named, weights)
    by_label = clv.BetaGeoNBD().fit(named, weights.reindex(named.index)).params_
    assert by_label.equals(clv.BetaGeoNBD().fit(named, weights.iloc[::-1]).params_)
    assert not by_label.equals(clv.BetaGeoNBD().fit(named, weights.to_numpy()).params_)


@pytest.mark.parametrize("single", [True, False])
def test_one_number_is_one_number(single):
    assert numbers([5], "x", single=True) == 5.0
    with pytest.raises(CourseError, match="x: one number is needed, not 2"):
        numbers([5, 6], "x", single=True)


@pytest.mark.parametrize("seed", [42, None, "42", np.random])
def test_a_seed_for_a_generator_is_told_how_to_make_one(seed):
    model = lifecycle.Geometric.from_params(churn_rate=0.1)
    asked = [
        lambda: model.simulate(10, 5, seed),
        lambda: model.fit([120, 90, 80]).bootstrap([120, 90, 80], 2, seed),
        lambda: clv.NBD.from_params(r=1.0, alpha=2.0).simulate([3.0, 4.0], seed),
        lambda: clv.GammaGamma.from_params(p=6.0, q=4.0, gamma=15.0).simulate([1, 2], seed),
    ]
    for ask in asked:
        with pytest.raises(CourseError, match=r"rng=.*`np\.random\.default_rng\(\d+\)`"):
            ask()


def test_a_flag_that_is_missing_is_refused_by_name():
    flags = pd.Series([True, None, False], dtype="boolean")
    with pytest.raises(CourseError, match="observed: .*leave out who has neither"):
        journeys.kaplan_meier([1, 2, 3], flags)
    assert len(journeys.kaplan_meier(np.array([1, 2, 3])[flags.notna()], flags.dropna())) == 2
