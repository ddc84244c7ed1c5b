"""Journeys: a funnel's bottleneck, chains against their own simulation, survival against statsmodels."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import SurvfuncRight

from marketing_origin import journeys
from marketing_origin.errors import CourseError
from marketing_origin.journeys import MarkovChain

STAGES = {"saw": 1000, "clicked": 400, "tried": 100, "bought": 50}

#: New customers and buyers, who come back or are lost.
SHOP = pd.DataFrame(
    [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.0, 0.0, 1.0]],
    index=["browses", "buys", "lost"],
    columns=["browses", "buys", "lost"],
)


# A funnel ------------------------------------------------------------------------------------------------


def test_a_funnel_by_hand():
    found = journeys.funnel(STAGES)
    assert found["conversion"].tolist()[1:] == [0.4, 0.25, 0.5]
    assert found["lost"].tolist()[1:] == [600, 300, 50]
    assert found.at["bought", "share_of_start"] == 0.05
    assert found["gain"].idxmax() == "tried"
    assert found.at["tried", "gain"] == pytest.approx(1000 * 0.4 * 0.30 * 0.5 - 50)


funnels = st.lists(st.integers(1, 10_000), min_size=2, max_size=6).map(lambda n: sorted(n, reverse=True))


@given(counts=funnels, points=st.floats(0.0, 0.3))
def test_conversions_multiply_to_the_whole_and_the_gain_is_what_the_funnel_run_again_gives(counts, points):
    found = journeys.funnel(pd.Series(counts), points=points)
    assert found["conversion"].prod() == pytest.approx(found["share_of_start"].iloc[-1])
    for stage in range(1, len(counts)):
        conversion = found["conversion"].to_numpy().copy()
        conversion[stage] = min(1, conversion[stage] + points)
        again = counts[0] * conversion[1:].prod() - counts[-1]
        assert found["gain"].iloc[stage] == pytest.approx(again, abs=1e-6)


@given(counts=funnels)
def test_the_lowest_conversion_gains_most_from_points_while_it_can_be_raised(counts):
    found = journeys.funnel(pd.Series(counts), points=0.01)
    assume(found["conversion"].min() < 0.98)
    assert found["gain"].max() == pytest.approx(found["gain"][found["conversion"].idxmin()])


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"saw": 10}, "a funnel needs two stages or more"),
        ({"saw": 10, "bought": 20}, "stage 'bought' has more people than the one before"),
        ({"saw": 10, "clicked": 0, "bought": 0}, "nobody reaches a stage that others follow"),
        ({"saw": 10, "bought": -1}, "counts=-1: must be at least 0"),
    ],
)
def test_mistakes_with_a_funnel_are_named(counts, message):
    with pytest.raises(CourseError, match=message):
        journeys.funnel(counts)


# Chains --------------------------------------------------------------------------------------------------


@st.composite
def absorbing_chains(draw):
    """A chain of two to four states with ways between all of them, and two ends."""
    n = draw(st.integers(2, 4))
    weights = [draw(st.lists(st.floats(0.05, 1), min_size=n + 2, max_size=n + 2)) for _ in range(n)]
    rows = [np.array(row) / sum(row) for row in weights]
    states = [f"state {number}" for number in range(n)] + ["stays", "leaves"]
    return MarkovChain(pd.DataFrame(np.vstack([rows, np.eye(n + 2)[n:]]), states, states))


@given(chain=absorbing_chains(), discount=st.floats(0, 0.5))
def test_a_chain_is_what_many_steps_make_of_it(chain, discount):
    """Ends, visits and value by the formulas equal those of running the distribution for a long time."""
    start = chain.states[0]
    run = chain.after(start, 2000)
    transient = [state for state in chain.states if state not in chain.absorbing]
    ends = chain.absorption_probabilities().loc[start]
    np.testing.assert_allclose(run[chain.absorbing].iloc[-1], ends[chain.absorbing], atol=1e-8)
    np.testing.assert_allclose(run[transient].sum(), chain.expected_visits().loc[start, transient], rtol=1e-8)
    assert chain.expected_steps()[start] == pytest.approx(run[transient].to_numpy().sum())
    money = {state: float(10 + at) for at, state in enumerate(transient)}
    discounted = run.mul((1 + discount) ** -run.index.to_numpy(float), axis=0)
    worth = sum(discounted[state].sum() * value for state, value in money.items())
    assert chain.expected_value(money, discount)[start] == pytest.approx(worth)


def test_a_repeat_loop_is_worth_the_geometric_series():
    chain = MarkovChain(pd.DataFrame([[0.75, 0.25], [0, 1]], ["buys", "lost"], ["buys", "lost"]))
    assert chain.expected_visits().at["buys", "buys"] == pytest.approx(4)
    assert chain.expected_value({"buys": 30})["buys"] == pytest.approx(120)
    assert chain.expected_value({"buys": 30}, 0.1)["buys"] == pytest.approx(30 / (1 - 0.75 / 1.1))


def test_the_steady_state_stays_as_it_is_and_is_the_share_of_time():
    chain = MarkovChain(pd.DataFrame([[0.9, 0.1], [0.4, 0.6]], ["in", "out"], ["in", "out"]))
    assert chain.steady_state().to_dict() == {"in": pytest.approx(0.8), "out": pytest.approx(0.2)}
    path = pd.Series(chain.simulate("in", 20_000, np.random.default_rng(7)))
    assert (path == "in").mean() == pytest.approx(0.8, abs=0.02)


def test_a_simulated_path_ends_where_there_is_no_way_on():
    path = MarkovChain(SHOP).simulate("browses", 10_000, np.random.default_rng(8))
    assert path[-1] == "lost" and "lost" not in path[:-1]


def test_a_chain_estimated_from_its_own_paths_comes_back():
    rng = np.random.default_rng(9)
    paths = [MarkovChain(SHOP).simulate("browses", 1000, rng) for _ in range(3000)]
    found = MarkovChain.from_paths(paths)
    assert found.absorbing == ["lost"]
    assert found.counts.to_numpy().sum() == sum(len(path) - 1 for path in paths)
    estimate = found.transitions.loc[SHOP.index, SHOP.columns]
    np.testing.assert_allclose(estimate, SHOP, atol=0.02)


def test_paths_come_out_of_a_log_in_the_order_of_time():
    log = pd.DataFrame({"who": ["b", "a", "a"], "when": [1, 2, 1], "what": ["sees", "buys", "sees"]})
    assert journeys.paths(log, "who", "when", "what").to_dict() == {"a": ("sees", "buys"), "b": ("sees",)}


def test_the_distribution_of_people_moves_on():
    found = MarkovChain(SHOP).after({"browses": 100, "buys": 10}, 1)
    assert found.iloc[1].to_dict() == {"browses": 62, "buys": 35, "lost": pytest.approx(13)}


def as_frame(rows, names="ab"):
    return pd.DataFrame(rows, list(names), list(names))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: MarkovChain([[1]]), "transitions: a DataFrame is needed, not list"),
        (
            lambda: MarkovChain(pd.DataFrame([[1.0]], ["a"], ["b"])),
            "rows and columns must be the same states",
        ),
        (lambda: MarkovChain(as_frame([[0.5, 0.4], [0, 1]])), "row of 'a' adds up to 0.9, not 1"),
        (lambda: MarkovChain(as_frame([[1.5, -0.5], [0, 1]])), "transitions=1.5: must be a fraction"),
        (lambda: MarkovChain(SHOP).after("bys", 2), "no state 'bys'.*Did you mean 'buys'"),
        (lambda: MarkovChain(SHOP).after("buys", -1), "steps=-1: must be a whole number"),
        (lambda: MarkovChain(SHOP).expected_value({"lost": 1}), "'lost' is never left and brings money"),
        (lambda: MarkovChain(SHOP).expected_value({"buys": 1}, 10), "discount_rate=10.*write 0.1"),
        (
            lambda: MarkovChain(as_frame([[0.5, 0.5], [0.5, 0.5]])).expected_visits(),
            "from 'a' no absorbing state is ever reached",
        ),
        (lambda: MarkovChain(as_frame([[1, 0], [0, 1]])).steady_state(), "long run depends on the start"),
        (lambda: MarkovChain.from_paths([["a"]]), "there is no move in them"),
        (lambda: MarkovChain.from_paths("abc"), "a list of paths is needed"),
        (lambda: MarkovChain.from_paths(["abc"]), "each path is a list of states, not 'abc'"),
        (
            lambda: MarkovChain.from_paths([["a", ["b", 1], "a"]]),
            r"not as in \['a', \['b', 1\], 'a'\]. Make names",
        ),
        (lambda: MarkovChain.from_paths([["a", ("b", [1]), "a"]]), r"not as in \['a', \('b', \[1\]\), 'a'\]"),
        (lambda: journeys.memory_test([["a", "b"]]), "there is no run of three states"),
        (lambda: journeys.memory_test([["a", "a", "a"]]), "nothing can be compared. Take finer states"),
        (
            lambda: journeys.paths(pd.DataFrame({"a": [None], "b": [1]}), "a", "b", "b"),
            "customer: 'a' has missing values",
        ),
        (lambda: journeys.paths(pd.DataFrame({"a": [1]}), "a", "b", "a"), "time: there is no column 'b'"),
    ],
)
def test_mistakes_with_chains_are_named(call, message):
    with pytest.raises(CourseError, match=message):
        call()


# Memory --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", [["b", 1], ("b", [1]), {"b": 1}])
def test_the_remedy_for_states_that_are_none_makes_a_chain(odd):
    paths = [["a", odd, "a"]]
    with pytest.raises(CourseError, match="Make names of them: ") as told:
        MarkovChain.from_paths(paths)
    named = eval(str(told.value).partition("Make names of them: ")[2].removesuffix("."), {"paths": paths})
    assert set(MarkovChain.from_paths(named).states) == {"a", str(odd)}


def test_the_memory_test_rejects_as_often_as_it_should_where_there_is_no_memory():
    chain, rng = MarkovChain(SHOP), np.random.default_rng(10)
    p = [
        journeys.memory_test([chain.simulate("browses", 100, rng) for _ in range(150)]).p_value
        for _ in range(200)
    ]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.05)
    assert np.mean(p) == pytest.approx(0.5, abs=0.08)


def test_the_memory_test_finds_a_memory_and_a_mixture_of_people_alike():
    rng = np.random.default_rng(11)
    remembers = [["a", "b"] * 30 if rng.random() < 0.5 else ["a", "a", "b", "b"] * 15 for _ in range(20)]
    assert journeys.memory_test(remembers).p_value < 1e-6
    people = rng.beta(0.5, 0.5, 200)  # each throws a coin of their own, without any memory
    mixture = [np.where(rng.random(40) < own, "a", "b").tolist() for own in people]
    assert journeys.memory_test(mixture).p_value < 1e-6


# How long it takes ---------------------------------------------------------------------------------------

watched = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=60)


@given(people=watched)
def test_survival_is_statsmodels(people):
    times, seen = map(np.array, zip(*people, strict=True))
    assume(seen.any() and times[seen].max() > 0)
    found = journeys.kaplan_meier(times, seen)
    theirs = SurvfuncRight(times, seen)
    events = found[found["events"] > 0]
    np.testing.assert_array_equal(events.index, theirs.surv_times)
    np.testing.assert_allclose(events["survival"], theirs.surv_prob, atol=1e-12)
    np.testing.assert_array_equal(events["at_risk"], theirs.n_risk)
    np.testing.assert_array_equal(events["events"], theirs.n_events)


@given(
    people=st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6), st.booleans()), min_size=2, max_size=60)
)
def test_survival_with_late_entry_is_the_product_over_those_watched(people):
    entry, stay, seen = map(np.array, zip(*people, strict=True))
    times = entry + stay
    found = journeys.kaplan_meier(times, seen, entry=entry)
    share = 1.0
    for time, row in found.iterrows():
        watched = ((entry < time) & (times >= time)).sum()
        share *= 1 - (seen & (times == time)).sum() / watched
        assert row["at_risk"] == watched
        assert row["survival"] == pytest.approx(share, abs=1e-12)
    assert found["at_risk"].dtype == found["events"].dtype == "int64"


@given(people=watched)
def test_everybody_watched_from_the_start_is_no_late_entry(people):
    times, seen = map(np.array, zip(*people, strict=True))
    plain = journeys.kaplan_meier(times, seen)
    pd.testing.assert_frame_equal(plain, journeys.kaplan_meier(times, seen, entry=np.zeros(len(times))))


@given(people=watched)
def test_survival_and_its_interval_are_scipys(people):
    times, seen = map(np.array, zip(*people, strict=True))
    found = journeys.kaplan_meier(times, seen)
    theirs = ecdf(CensoredData.right_censored(times, ~seen)).sf
    np.testing.assert_allclose(found["survival"], theirs.evaluate(found.index), atol=1e-12)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        interval = theirs.confidence_interval(0.95, method="log-log")
    np.testing.assert_allclose(found["low"], interval.low.evaluate(found.index), atol=1e-9)
    np.testing.assert_allclose(found["high"], interval.high.evaluate(found.index), atol=1e-9)


def test_the_remedy_for_spans_of_time_works_on_them():
    spans = pd.Series(pd.to_timedelta([3, 5], unit="D"))
    with pytest.raises(CourseError, match="duration: these are time spans.*/ np.timedelta64"):
        journeys.kaplan_meier(spans, [True, False])
    found = journeys.kaplan_meier(spans / np.timedelta64(1, "D"), [True, False])
    assert list(found.index) == [3, 5]


def test_survival_intervals_of_a_worked_example():
    """Durations 1, 2+, 3, 3, 5+; the log-log interval of Kalbfleisch and Prentice, by hand at time 1."""
    found = journeys.kaplan_meier([1, 2, 3, 3, 5], [True, False, True, True, False])
    assert found["survival"].tolist() == pytest.approx([0.8, 0.8, 4 / 15, 4 / 15])
    variance = 1 / (5 * 4) / np.log(0.8) ** 2
    by_hand = [0.8 ** np.exp(sign * 1.959964 * np.sqrt(variance)) for sign in (1, -1)]
    assert found.loc[1, ["low", "high"]].tolist() == pytest.approx(by_hand, abs=1e-6)


def test_censored_customers_count_for_as_long_as_they_were_watched():
    naive = np.mean([10, 10, 10, 2, 2])
    found = journeys.kaplan_meier([2, 2, 2, 2, 10], [True, True, False, False, True])
    assert found["survival"].iloc[0] == pytest.approx(0.6) and naive > 2


def test_time_until_a_share_has_converted():
    survival = journeys.kaplan_meier([1, 2, 3, 4, 9], [True, True, True, False, False])
    assert journeys.time_until(survival, 0.4) == 2
    assert journeys.time_until(survival, 0.5) == 3
    assert np.isnan(journeys.time_until(survival, 0.9))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: journeys.kaplan_meier([-1], [True]), "duration=-1: must be at least 0"),
        (lambda: journeys.kaplan_meier([1, np.nan], [True, True]), "duration: 1 of 2 values are missing"),
        (lambda: journeys.kaplan_meier([1, 2], [True]), "1 do not match 2 durations"),
        (lambda: journeys.kaplan_meier([1], ["yes"]), "observed: True .* or False"),
        (lambda: journeys.kaplan_meier([], []), "0 do not match 0"),
        (lambda: journeys.kaplan_meier([1], [True], level=95), "level=95.*write 0.95"),
        (lambda: journeys.kaplan_meier(pd.to_datetime(["2024-01-01"]), [True]), "these are dates"),
        (lambda: journeys.kaplan_meier([True], [3]), "not True and False"),
        (lambda: journeys.kaplan_meier([3, 4], [True, True], entry=[1, 4]), "1 people.*entry < duration"),
        (lambda: journeys.kaplan_meier([3, 4], [True, True], entry=[1]), "1 do not match 2"),
        (
            lambda: journeys.kaplan_meier(pd.Series([1, 2]), pd.Series([True, True], index=[1, 0])),
            "different indexes",
        ),
        (
            lambda: journeys.time_until(journeys.kaplan_meier([1], [True]), 50),
            "share=50.*write 0.5",
        ),
        (lambda: journeys.time_until([1, 2], 0.5), "A pandas DataFrame is needed"),
    ],
)
def test_mistakes_with_durations_are_named(call, message):
    with pytest.raises(CourseError, match=message):
        call()
