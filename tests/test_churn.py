"""Scores of a survey, a model of churn, its calibration, and the threshold that pays."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_origin import data
from marketing_origin.errors import CourseError
from marketing_origin.lifecycle import (
    ChurnModel,
    calibration_table,
    net_promoter_score,
    profit_by_threshold,
    satisfied_share,
)


def telco():
    rows = data.load("telco")
    features = pd.DataFrame(
        {
            "log_tenure": np.log1p(rows["tenure"]),
            "two_year": rows["contract"] == "Two year",
            "charges": rows["monthly_charges"],
        }
    )
    return features, rows["churn"]


def test_a_score_and_its_interval_are_those_of_a_mean_of_1_0_and_minus_1():
    found = net_promoter_score([10] * 5 + [8] * 3 + [6] * 2)
    points = np.array([1] * 5 + [0] * 3 + [-1] * 2)
    assert found.value == pytest.approx(0.3)
    assert found.high - found.value == pytest.approx(1.959964 * points.std(ddof=1) / np.sqrt(10))
    assert found.answered == 10


@settings(max_examples=50)
@given(st.lists(st.integers(0, 10), min_size=2, max_size=60))
def test_a_score_stays_on_its_scale_and_turns_round_with_promoters_and_detractors(answers):
    found = net_promoter_score(answers)
    assert -1 <= found.low <= found.value <= found.high <= 1
    turned = [0 if answer >= 9 else 10 if answer <= 6 else 8 for answer in answers]
    assert net_promoter_score(turned).value == pytest.approx(-found.value)


def test_an_interval_of_answers_drawn_by_chance_holds_the_score_of_all():
    rng = np.random.default_rng(2)
    held = []
    for _ in range(400):
        found = net_promoter_score(rng.choice([10, 8, 3], 150, p=[0.5, 0.3, 0.2]))
        held.append(found.low < 0.3 < found.high)
    assert 0.92 < np.mean(held) < 0.98


def test_the_satisfied_of_a_scale_are_counted_from_the_least():
    answers = [1, 3, 4, 5, 5]
    assert satisfied_share(answers).value == pytest.approx(0.6)
    assert satisfied_share(answers, least=5).value == pytest.approx(0.4)
    assert satisfied_share([7, 2], least=6, scale=(1, 7)).value == pytest.approx(0.5)
    everybody = satisfied_share([5, 5])
    assert everybody.high == 1
    assert everybody.low < 0.5  # two answers say little


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ([9, 11], "11 is not on the scale"),
        ([9, -1], "-1 is not on the scale"),
        ([9, 7.5], "7.5 is not on the scale"),
        ([9, 99], "do not know"),
        ([9, np.nan], "leave those rows out"),
        ([9], "too few"),
        ([], "too few"),
        (["9", "10"], "pd.to_numeric"),
    ],
)
def test_answers_off_the_scale_are_refused_with_what_to_do(answers, says):
    with pytest.raises(CourseError, match=says):
        net_promoter_score(answers)


@pytest.mark.parametrize("least", [1, 6])
def test_a_rule_by_which_all_or_none_are_satisfied_is_refused(least):
    with pytest.raises(CourseError, match="4 is usual"):
        satisfied_share([2, 4], least=least)


@pytest.mark.parametrize("scale", [(5, 1), (3, 3), 5, "15", (1, 2, 3), (1, 4.5)])
def test_a_scale_that_is_no_two_ends_is_refused(scale):
    with pytest.raises(CourseError, match="scale"):
        satisfied_share([2, 4], scale=scale)


@pytest.mark.parametrize("level", [0, 1])
def test_no_interval_is_promised_for_no_confidence_or_certainty(level):
    for score in (net_promoter_score, satisfied_share):
        with pytest.raises(CourseError, match=f"level={level}: must be above 0 and below 1, such as 0.95"):
            score([2, 4], level=level)


def test_words_for_who_left_are_told_how_to_become_1_and_0():
    words = pd.Series(["yes", "no", "yes", "no"])
    with pytest.raises(CourseError, match="'yes' is neither 0 nor 1. A comparison makes"):
        profit_by_threshold([0.2, 0.6, 0.9, 0.4], words, [0.5], cost=1, saved_share=0.1, worth=10)
    told = profit_by_threshold([0.2, 0.6, 0.9, 0.4], words == "yes", [0.5], cost=1, saved_share=0.1, worth=10)
    assert told.loc[0.5, "leavers"] == 1
    with pytest.raises(CourseError, match="thresholds: there is none"):
        profit_by_threshold([0.2, 0.6], [1, 0], [], cost=1, saved_share=0.1, worth=10)


def test_the_model_is_that_of_statsmodels():
    features, left = telco()
    ours = ChurnModel().fit(features, left)
    theirs = sm.Logit(left.astype(float), sm.add_constant(features.astype(float))).fit(disp=False, tol=1e-12)
    assert ours.params_.to_numpy() == pytest.approx(theirs.params.to_numpy(), rel=1e-6)
    assert ours.standard_errors_.to_numpy() == pytest.approx(theirs.bse.to_numpy(), rel=1e-6)
    assert ours.log_likelihood_ == pytest.approx(theirs.llf)
    assert ours.predict(features).mean() == pytest.approx(left.mean())


def test_a_model_finds_the_coefficients_that_made_the_data():
    rng = np.random.default_rng(4)
    features = pd.DataFrame({"a": rng.normal(size=40_000), "b": rng.random(40_000) < 0.3})
    odds = -1 + 0.7 * features["a"] - 0.5 * features["b"]
    left = rng.random(40_000) < 1 / (1 + np.exp(-odds))
    model = ChurnModel().fit(features, left)
    assert ((model.params_ - [-1, 0.7, -0.5]).abs() < 4 * model.standard_errors_).all()
    table = calibration_table(model.predict(features), left)
    assert (table["predicted"] - table["observed"]).abs().max() < 0.03
    assert table["customers"].sum() == 40_000


@pytest.mark.parametrize(
    ("features", "left", "says"),
    [
        ({"a": [1, 2, 3, 4]}, [0, 0, 0, 0], "nobody left"),
        ({"a": [1, 2, 3, 4]}, [1, 1, 1, 1], "all customers left"),
        ({"a": [1, 2, 3, 4]}, [1, 2, 1, 2], "codes == 2"),
        ({"a": [1, 2, 3, 4]}, [0, 1], "2 values for 4 customers"),
        ({"a": [1, 2, 3, 4]}, [0, 0, 1, 1], "tell who left without error"),
        ({"a": [1, 2, 3, 4], "b": [2, 4, 6, 8]}, [0, 1, 0, 1], "computed from the others"),
        ({"a": ["x", "y", "x", "y"]}, [0, 1, 0, 1], "a: numbers are needed"),
        ({}, [0, 1], "a DataFrame is needed"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_what_to_do(features, left, says):
    with pytest.raises(CourseError, match=says):
        ChurnModel().fit(pd.DataFrame(features), left)


def test_a_model_says_what_it_lacks_to_predict():
    with pytest.raises(CourseError, match="call `fit"):
        ChurnModel().predict(pd.DataFrame({"a": [1]}))
    model = ChurnModel().fit(pd.DataFrame({"a": [1, 2, 3, 4]}), [0, 1, 0, 1])
    with pytest.raises(CourseError, match="'a' is missing"):
        model.predict(pd.DataFrame({"b": [1]}))
    assert model.predict(pd.DataFrame({"b": [1], "a": [2]}, index=["x"])).index.tolist() == ["x"]


def test_profits_are_what_one_counts_by_hand():
    found = profit_by_threshold(
        [0.1, 0.3, 0.3, 0.8], [0, 1, 0, 1], [0.2, 0.3, 0.5, 0.9], cost=2, saved_share=0.5, worth=10
    )
    assert found["contacted"].tolist() == [3, 3, 1, 0]
    assert found["leavers"].tolist() == [2, 2, 1, 0]
    assert found["profit"].tolist() == pytest.approx([4, 4, 3, 0])


@settings(max_examples=20)
@given(st.integers(0, 1000), st.floats(1, 5))
def test_with_true_probabilities_the_rule_is_the_best_threshold(seed, cost):
    rng = np.random.default_rng(seed)
    chance = rng.random(60_000)
    left = rng.random(60_000) < chance
    rule = cost / (0.2 * 50)
    tried = np.linspace(0.01, 0.99, 99)
    money = {"cost": cost, "saved_share": 0.2, "worth": 50}
    best = profit_by_threshold(chance, left, tried, **money)["profit"].max()
    at_rule = profit_by_threshold(chance, left, [rule], **money)["profit"].iloc[0]
    assert at_rule > 0.97 * best


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"thresholds": [0, 0.5]}, "0 must lie between 0 and 1"),
        ({"thresholds": [0.5, 1]}, "1 must lie between 0 and 1"),
        ({"thresholds": [25]}, "Write 0.25 for 25 per cent"),
        ({"probability": [0.2, 30]}, "probability=30"),
        ({"left": [0, 0]}, "nobody left"),
        ({"saved_share": 15}, "0.15"),
        ({"cost": -1}, "cost=-1"),
        ({"worth": -1}, "worth=-1"),
    ],
)
def test_thresholds_and_money_that_make_no_sense_are_refused(change, says):
    given = {"probability": [0.2, 0.6], "left": [0, 1], "thresholds": [0.5]} | change
    money = {
        name: given.pop(name, default) for name, default in (("cost", 1), ("saved_share", 0.2), ("worth", 9))
    }
    with pytest.raises(CourseError, match=says):
        profit_by_threshold(**given, **money)


@pytest.mark.parametrize(
    ("probability", "left", "groups", "says"),
    [
        ([0.1, 0.2], [1, 1], 2, "all customers left"),
        ([0.1, 0.2], [0, 1], 3, "2 customers only"),
        ([0.1, 0.2], [0, 1], 1, "groups=1"),
        ([10, 20], [0, 1], 2, "0.1 for 10 per cent|0.2 for 20 per cent"),
    ],
)
def test_a_calibration_that_cannot_be_told_is_refused(probability, left, groups, says):
    with pytest.raises(CourseError, match=says):
        calibration_table(probability, left, groups=groups)
