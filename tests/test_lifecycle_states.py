"""States against a customer's own rhythm: by hand, never looking ahead, and what cannot be read."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_origin import data
from marketing_origin.errors import CourseError
from marketing_origin.journeys import MarkovChain, memory_test
from marketing_origin.lifecycle import (
    STATES,
    customer_states,
    state_paths,
    states_by_month,
    transition_table,
)

WHO = {"customer": "who", "date": "day"}


def log(**orders):
    """A log from each customer's days (counted from the start of 2024)."""
    rows = [
        (name, pd.Timestamp("2024-01-01") + pd.Timedelta(day, "D")) for name in orders for day in orders[name]
    ]
    return pd.DataFrame(rows, columns=["who", "day"])


def states(frame, at=100, **settings):
    """The frame of states `at` days after the start of 2024."""
    day = pd.Timestamp("2024-01-01") + pd.Timedelta(at, "D")
    return customer_states(frame, **WHO, at=day, **{"typical_gap": 20, **settings})


logs = st.dictionaries(
    st.integers(1, 30), st.lists(st.integers(0, 300), min_size=1, max_size=8), min_size=1, max_size=12
).map(lambda found: log(**{str(name): days for name, days in found.items()}))


# A day ---------------------------------------------------------------------------------------------------


def test_a_rhythm_is_the_customers_own_with_one_typical_gap_borrowed():
    found = states(log(weekly=range(0, 71, 7), slow=[0, 50, 90], once=[95]))
    assert found.loc["weekly", "rhythm"] == pytest.approx((20 + 70) / 11)
    assert found.loc["slow", "rhythm"] == pytest.approx((20 + 90) / 3)
    assert found.loc["once", "rhythm"] == 20
    assert found["silence"].tolist() == [5, 10, 30]  # once, slow, weekly: sorted by name
    np.testing.assert_allclose(found["gaps"], found["silence"] / found["rhythm"])


def test_the_same_silence_is_another_state_in_another_rhythm():
    found = states(log(weekly=range(0, 71, 7), slow=[0, 40, 70], once=[70]))
    assert found["silence"].eq(30).all()
    assert found["state"].to_dict() == {"weekly": "dormant", "slow": "loyal", "once": "new"}
    assert states(log(weekly=range(0, 71, 7)), at=110)["state"].tolist() == ["churned"]


def test_a_threshold_is_passed_only_by_longer_silence():
    frame = log(once=[60])
    assert states(frame, dormant_after=2)["state"].tolist() == ["new"]
    assert states(frame, dormant_after=1.999)["state"].tolist() == ["dormant"]
    assert states(frame, dormant_after=1, churned_after=1.5)["state"].tolist() == ["churned"]
    assert states(log(two=[50, 95]), loyal_from=3)["state"].tolist() == ["new"]


def test_rows_of_a_day_are_one_order_and_exact_copies_do_not_count():
    frame = log(a=[10, 40, 80])
    doubled = pd.concat([frame, frame, frame.assign(day=frame["day"] + pd.Timedelta(5, "h"))])
    pd.testing.assert_frame_equal(states(doubled), states(frame))


def test_the_typical_gap_is_the_median_of_those_who_came_back():
    frame = log(a=[0, 10, 20], b=[0, 30], c=[0, 100], d=[50])
    assert states(frame, typical_gap=None).loc["d", "rhythm"] == 30
    early = states(frame, at=60, typical_gap=None)
    assert early.loc["d", "rhythm"] == 20  # c's gap is not over yet


def test_who_never_ordered_is_potential_only_where_the_list_has_her():
    frame = log(a=[10, 40, 80])
    found = states(frame, people=["a", "z"])
    assert found["state"].to_dict() == {"a": "loyal", "z": "potential"}
    assert found["orders"].to_dict() == {"a": 3, "z": 0} and found["orders"].dtype == "int64"
    assert found.loc["z", ["silence", "rhythm", "gaps"]].isna().all()
    assert "potential" not in set(states(frame)["state"])


def test_in_a_log_that_starts_in_mid_life_nobody_of_before_is_new():
    frame = log(before=[5], since=[60], gone=[1], often=[2, 50, 90])
    day = "2024-02-01"
    found = states(frame, at=70, typical_gap=60, dormant_after=1.1, churned_after=1.12, first_orders_from=day)
    assert found["state"].isna().to_dict() == {"before": True, "since": False, "gone": False, "often": False}
    assert found.loc["since", "state"] == "new"
    assert found.loc["gone", "state"] == "churned"
    assert found.loc["often", "state"] == "loyal"


@settings(max_examples=50)
@given(logs, st.integers(0, 300), st.floats(0.5, 3), st.floats(1.1, 4))
def test_states_are_monotone_in_silence_and_never_look_ahead(frame, at, dormant, times):
    if (frame["day"] - pd.Timestamp("2024-01-01")).min() > pd.Timedelta(at, "D"):
        return
    rules = {"dormant_after": dormant, "churned_after": dormant * times}
    found = states(frame, at, **rules)
    known = frame[frame["day"] <= pd.Timestamp("2024-01-01") + pd.Timedelta(at, "D")]
    pd.testing.assert_frame_equal(found, states(known, at, **rules))
    later = states(known, at + 30, **rules)
    order = {name: position for position, name in enumerate(STATES)}
    assert (later["state"].map(order) >= found["state"].map(order)).all()  # silence goes on: never back
    shuffled = states(frame.sample(frac=1, random_state=1), at, **rules)
    pd.testing.assert_frame_equal(found, shuffled)


# Month by month ------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(logs)
def test_every_month_is_what_was_known_on_its_last_day(frame):
    history = states_by_month(frame, **WHO, end="2024-12-31", typical_gap=20)
    assert len(history) == frame["who"].nunique()
    for month in history.columns[::3]:
        found = customer_states(frame, **WHO, at=month, typical_gap=20)["state"]
        pd.testing.assert_series_equal(history[month].dropna(), found, check_names=False, check_dtype=False)


def test_months_without_anybody_are_there_and_a_cut_month_is_not():
    history = states_by_month(log(a=[0, 30], b=[150]), **WHO, end="2024-07-20", typical_gap=20)
    assert [month.month for month in history] == [1, 2, 3, 4, 5, 6]
    assert history.loc["a"].tolist() == ["loyal", "loyal", "dormant", "dormant", "churned", "churned"]
    assert history.loc["b"].isna().tolist() == [True] * 4 + [False] * 2
    listed = states_by_month(log(a=[0]), **WHO, end="2024-02-29", typical_gap=20, people=["a", "z"])
    assert listed.loc["z"].tolist() == ["potential", "potential"]


# Moves ---------------------------------------------------------------------------------------------------

HISTORY = pd.DataFrame(
    [["new", "loyal", "loyal"], ["new", "dormant", "loyal"], [None, "new", "dormant"], [None, None, "new"]],
    columns=pd.period_range("2024-01", periods=3, freq="M"),
)


def test_moves_are_counted_from_state_to_state():
    table = transition_table(HISTORY)
    assert table.loc[("new", "loyal"), "moves"] == 1 and table.loc[("new", "dormant"), "moves"] == 2
    assert table.loc["new", "base"].eq(3).all() and table["moves"].dtype == "int64"
    assert table.loc[("new", "dormant"), "probability"] == pytest.approx(2 / 3)
    np.testing.assert_allclose(table.groupby("from")["probability"].sum(), 1)
    assert ((table["low"] <= table["probability"]) & (table["probability"] <= table["high"])).all()
    chain = MarkovChain.from_paths(state_paths(HISTORY)).transitions
    for (before, after), row in table.iterrows():
        assert chain.loc[before, after] == pytest.approx(row["probability"])


def test_wilsons_interval_is_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    table = transition_table(HISTORY, level=0.9)
    low, high = proportion.proportion_confint(table["moves"], table["base"], alpha=0.1, method="wilson")
    np.testing.assert_allclose(table["low"], low, atol=1e-9)
    np.testing.assert_allclose(table["high"], high, atol=1e-9)


def two_kinds(rng, customers=400, months=12):
    """Customers who are nearly always loyal, or nearly never: moves of one customer are alike."""
    stays = np.where(rng.random(customers) < 0.5, 0.95, 0.15)
    table = np.where(rng.random((customers, months)) < stays[:, None], "loyal", "dormant")
    return pd.DataFrame(table.astype(object))


def test_where_customers_differ_the_interval_of_customers_is_wider():
    rng = np.random.default_rng(3)
    history = two_kinds(rng)
    by_move, by_customer = transition_table(history), transition_table(history, rng=rng)
    width = by_customer["high"] - by_customer["low"]
    assert (width > 1.1 * (by_move["high"] - by_move["low"])).all()


def test_the_interval_of_customers_catches_the_truth():
    rng = np.random.default_rng(5)
    truth = transition_table(two_kinds(rng, 200_000)).loc[("loyal", "loyal"), "probability"]
    caught = 0
    for _ in range(60):
        row = transition_table(two_kinds(rng, 200), rng=rng, draws=200).loc[("loyal", "loyal")]
        caught += row["low"] <= truth <= row["high"]
    assert 50 <= caught <= 60


def test_one_state_stays_what_it_is():
    table = transition_table(pd.DataFrame([["loyal"] * 3] * 20))
    assert table["probability"].tolist() == [1.0] and 0.9 < table["low"].iloc[0] < 1
    with pytest.raises(CourseError, match="nothing can be compared"):
        memory_test(state_paths(pd.DataFrame([["loyal"] * 3] * 20)))


@settings(max_examples=30)
@given(logs)
def test_paths_are_the_known_states_in_order(frame):
    history = states_by_month(frame, **WHO, end="2024-12-31", typical_gap=20)
    paths = state_paths(history)
    assert (history.notna().sum(axis=1)[lambda known: known > 0] == paths.map(len)).all()
    assert all(path[-1] == history.loc[name].iloc[-1] for name, path in paths.items())


def test_cdnow_as_the_chapter_tells_it():
    orders = data.load("cdnow")
    found = customer_states(orders, "customer_id", "date", at="1997-09-30")
    assert found["state"].value_counts().to_dict() == {"churned": 16115, "loyal": 4960, "dormant": 2495}
    later = orders[orders["date"] > "1997-09-30"]["customer_id"].unique()
    back = found.index.isin(later)
    assert back[found["state"] == "churned"].mean() == pytest.approx(0.1749, abs=5e-5)


# What cannot be read -------------------------------------------------------------------------------------

ONE = log(a=[0, 30], b=[5])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: states(ONE.iloc[:0]), "there is no row in it"),
        (lambda: customer_states(ONE, "whom", "day", at="2024-02-01"), "Did you mean 'who'"),
        (lambda: states(ONE, at=-5), "every row of the log is later"),
        (
            lambda: states(log(a=[0], b=[3]), typical_gap=None),
            "nobody has ordered a second.*typical_gap=60",
        ),
        (lambda: states(ONE, typical_gap=0), "typical_gap=0: must be above 0"),
        (lambda: states(ONE, dormant_after=0), "dormant_after=0: must be above 0"),
        (lambda: states(ONE, dormant_after=3, churned_after=3), "must be above dormant_after=3"),
        (lambda: states(ONE, loyal_from=0.5), "loyal_from=0.5"),
        (lambda: states(ONE, people=["a"]), "1 customers of the log are not in it, the first is 'b'"),
        (lambda: states(ONE, people=["a", "b", "b"]), "0 missing and 1 double"),
        (lambda: states(ONE, first_orders_from="soon"), "first_orders_from='soon'"),
        (lambda: states_by_month(ONE, **WHO, end="2024-01-20", typical_gap=20), "no month ends"),
        (lambda: states_by_month(ONE, **WHO, end="2023-05-31", start="2023-01-01"), "first order is later"),
        (lambda: transition_table(HISTORY.replace("loyal", "loyall")), "Did you mean 'loyal'"),
        (lambda: transition_table(HISTORY[HISTORY.columns[:1]]), "no customer has a known state in two"),
        (lambda: transition_table("new"), "history: a DataFrame is needed"),
        (lambda: transition_table(HISTORY, level=95), "write 0.95"),
        (lambda: transition_table(HISTORY, level=0), "level=0: must be above 0 and below 1"),
        (lambda: transition_table(HISTORY, level=1), "level=1: must be above 0 and below 1"),
        (lambda: transition_table(HISTORY, states="loyal"), r"states='loyal': a list"),
        (lambda: transition_table(HISTORY[[]]), "there is no period in it"),
        (lambda: state_paths(pd.concat([HISTORY, HISTORY], axis=1)), r"twice.*columns.duplicated"),
        (lambda: states(pd.concat([ONE, ONE], axis=1)), r"2 columns are named 'who'.*columns.duplicated"),
        (lambda: states(ONE, churned_after=np.inf), "churned_after=inf: one finite number"),
        (lambda: state_paths(HISTORY.iloc[:, ::-1]), "2 rows have a missing state after a known one"),
    ],
)
def test_bad_input_is_named_with_its_remedy(call, message):
    with pytest.raises(CourseError, match=message):
        call()


def test_the_remedies_work_on_the_very_input():
    assert len(states(log(a=[0], b=[3]), typical_gap=60)) == 2
    turned = HISTORY.iloc[:, ::-1]
    kept = turned[turned.T.ffill().T.isna().eq(turned.isna()).all(axis=1)]
    assert len(state_paths(kept)) == 2
    twice = pd.concat([HISTORY, HISTORY], axis=1)
    assert len(transition_table(twice.loc[:, ~twice.columns.duplicated()]))
    doubled = pd.concat([ONE, ONE], axis=1)
    assert len(states(doubled.loc[:, ~doubled.columns.duplicated()])) == 2
    asleep = HISTORY.replace("dormant", "asleep")
    assert "asleep" in transition_table(asleep, states=[*STATES, "asleep"]).index.get_level_values("from")


def test_a_state_named_twice_is_one_state():
    once, twice = transition_table(HISTORY), transition_table(HISTORY, states=[*STATES, *STATES])
    pd.testing.assert_frame_equal(once, twice)


def test_one_state_alone_is_never_left():
    loyal = pd.DataFrame(dict.fromkeys("abc", ["loyal"] * 3))
    for rng in (None, np.random.default_rng(1)):
        found = transition_table(loyal, rng=rng)
        assert found.index.to_list() == [("loyal", "loyal")]
        assert found["moves"].to_list() == [6] and found["probability"].to_list() == [1.0]


def test_months_without_anybody_are_months_of_silence():
    history = states_by_month(log(a=[0, 10], b=[200]), **WHO, end="2024-08-31", typical_gap=30)
    assert list(history.columns.month) == list(range(1, 9))
    assert history.loc["a"].tolist()[-1] == "churned" and history.loc["b"].notna().sum() == 2


def test_orders_given_twice_are_the_same_orders():
    pd.testing.assert_frame_equal(states(pd.concat([ONE, ONE])), states(ONE))
    double = pd.Index(["a", "b", None, "b"])
    assert len(states(ONE, people=double.dropna().unique())) == 2
