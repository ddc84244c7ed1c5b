"""Whom to treat: the uplift curve and its interval."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_origin.errors import CourseError
from marketing_origin.experiments import uplift_curve


def lot(seed, people=4000, effect=None):
    """A list in the order of `score`, half of it treated by lot; `effect(score)` is added to the outcome."""
    rng = np.random.default_rng(seed)
    score = rng.random(people)
    treated = rng.random(people) < 0.5
    changed = 0.0 if effect is None else effect(score)
    outcome = (rng.random(people) < 0.4 + changed * treated).astype(float)
    return score, treated, outcome


def curve(score, treated, outcome, **more):
    return uplift_curve(score, treated, outcome, rng=np.random.default_rng(1), **more)


def test_the_curve_is_what_one_counts_by_hand():
    score = [8, 7, 6, 5, 4, 3, 2, 1]
    treated = [1, 0, 0, 1, 1, 0, 1, 0]
    outcome = [1, 0, 0, 1, 1, 1, 0, 0]
    found = curve(score, treated, outcome, depths=2)
    # First half: both treated stay and neither control; all: 3 of 4 against 1 of 4.
    assert found["gain"].tolist() == pytest.approx([0.5 * (1 - 0), 0.75 - 0.25])
    assert found["by_lot"].tolist() == pytest.approx([0.25, 0.5])
    assert found["over_lot"].tolist() == pytest.approx([0.25, 0.0])
    assert found.attrs["qini"]["value"] == pytest.approx(0.25 / 2)
    assert found.index.tolist() == [0.5, 1.0]


def test_a_list_that_finds_those_who_respond_has_an_area_above_0_and_its_reverse_one_below():
    score, treated, outcome = lot(3, effect=lambda s: 0.5 * (s > 0.6))
    good = curve(score, treated, outcome).attrs["qini"]
    bad = curve(-score, treated, outcome).attrs["qini"]
    assert good["low"] > 0
    assert bad["high"] < 0


def test_an_order_without_merit_has_an_interval_over_0_about_as_often_as_it_says():
    held = [
        curve(*lot(seed, 800, effect=lambda s: 0.2), depths=5, draws=200).attrs["qini"] for seed in range(80)
    ]
    assert 0.87 < np.mean([one["low"] < 0 < one["high"] for one in held]) <= 1


def test_drawing_whole_cells_widens_the_interval_where_the_lot_was_drawn_by_cell():
    rng = np.random.default_rng(5)
    cell = np.repeat(np.arange(40), 100)
    treated = np.repeat(np.arange(40) % 2, 100)
    luck = np.repeat(rng.normal(0, 0.5, 40), 100)  # what else happened to a cell
    score, outcome = rng.random(4000), luck + rng.normal(size=4000)
    single, whole = curve(score, treated, outcome), curve(score, treated, outcome, cells=cell)

    def width(one):
        return one.at[1.0, "gain_high"] - one.at[1.0, "gain_low"]

    assert single["gain"].tolist() == pytest.approx(whole["gain"].tolist())
    assert width(whole) > 3 * width(single)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(2, 8), st.floats(0.5, 20), st.floats(-5, 5))
def test_gains_follow_the_unit_of_the_outcome_and_ignore_what_is_added_to_all(seed, depths, unit, added):
    score, treated, outcome = lot(seed, 300, effect=lambda s: 0.3 * s)
    first = curve(score, treated, outcome, depths=depths, draws=20)
    again = curve(score, treated, unit * outcome + added, depths=depths, draws=20)
    pd.testing.assert_frame_equal(unit * first, again, atol=1e-9)
    assert first["over_lot"].iloc[-1] == pytest.approx(0)
    effect = outcome[treated].mean() - outcome[~treated].mean()
    assert first["gain"].iloc[-1] == pytest.approx(effect)


def test_the_same_seed_gives_the_same_interval_and_any_labels_serve_as_cells():
    score, treated, outcome = lot(9, 400)
    by_number = np.arange(400) // 20
    by_name = pd.Categorical([f"club {number}" for number in by_number])
    pd.testing.assert_frame_equal(
        curve(score, treated, outcome, cells=by_number), curve(score, treated, outcome, cells=by_name)
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"treated": [0, 0, 0, 0]}, "nobody was treated"),
        ({"treated": [1, 1, 1, 1]}, "nobody was left untreated"),
        ({"treated": [0, 0.3, 1.5, 0]}, "neither 0 nor 1"),
        ({"outcome": [1, 0, 1]}, "outcome: has the shape"),
        ({"score": [1, 2, np.nan, 3]}, "score: 1 of 4 values are missing"),
        ({"score": ["a", "b", "c", "d"]}, "numbers are needed"),
        ({"treated": [1, 1, 0, 0], "depths": 2}, "holds only one"),
        ({"cells": ["a", None, "b", "b"]}, "cells: some are missing"),
        ({"depths": 1}, "depths=1"),
        ({"level": 95}, "0.95"),
    ],
)
def test_a_list_that_says_nothing_is_refused_with_what_to_do(change, says):
    given = {"score": [4, 3, 2, 1], "treated": [1, 0, 1, 0], "outcome": [1, 0, 1, 1], "depths": 2} | change
    with pytest.raises(CourseError, match=says):
        uplift_curve(**given, rng=np.random.default_rng(1))


def test_remedies_work_on_the_input_that_was_refused():
    amounts = np.array([0, 0.3, 1.5, 0])
    assert len(curve([4, 3, 2, 1], (amounts > 0)[[1, 0, 2, 3]], [1, 0, 1, 1], depths=2)) == 2
