"""The decision chain: its values against algebra, a long sum and every policy; its messages; the budget."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_origin.decisions import DecisionChain, order_of_spending
from marketing_origin.errors import CourseError

STATES = ["active", "left"]
WAIT = pd.DataFrame([[0.9, 0.1], [0.01, 0.99]], STATES, STATES)
CALL = pd.DataFrame([[0.06, 0.94]], ["left"], STATES)
REWARDS = pd.DataFrame({"wait": [10.0, 0.0], "call": [np.nan, -2.0]}, STATES)


def chain(wait=WAIT, call=CALL, rewards=REWARDS, discount_rate=0.01):
    return DecisionChain({"wait": wait, "call": call}, rewards, discount_rate)


def drawn_chain(seed, states=3, actions=2):
    rng = np.random.default_rng(seed)
    names, acts = list("abcd"[:states]), list("uvw"[:actions])
    chances = {a: pd.DataFrame(rng.dirichlet(np.ones(states), states), names, names) for a in acts}
    rewards = pd.DataFrame(rng.normal(0, 10, (states, actions)), names, acts)
    return DecisionChain(chances, rewards, float(rng.uniform(0.01, 0.3)))


def test_a_customer_who_never_returns_is_worth_the_clv_formula():
    gone = pd.DataFrame([[0.8, 0.2], [0, 1]], STATES, STATES)
    once = DecisionChain({"wait": gone}, pd.DataFrame({"wait": [100.0, 0.0]}, STATES), 0.1).solve()
    assert once.value["active"] == pytest.approx(100 * 1.1 / (1.1 - 0.8))
    assert once.value["left"] == 0
    assert once.gain.isna().all()


def test_evaluate_is_the_sum_of_all_later_periods():
    value = chain().evaluate({"active": "wait", "left": "call"})
    matrix = np.array([[0.9, 0.1], [0.06, 0.94]])
    here, total = np.eye(2), np.zeros(2)
    for period in range(3000):
        total += here @ [10, -2] / 1.01**period
        here = here @ matrix
    assert value.to_numpy() == pytest.approx(total)


def test_calls_stop_paying_where_they_cost_more_than_the_more_returns_are_worth():
    assert chain().solve().action["left"] == "call"
    dear = REWARDS.assign(call=[np.nan, -20.0])
    assert chain(rewards=dear).solve().action["left"] == "wait"
    assert chain().evaluate("call")["left"] == pytest.approx(chain().solve().value["left"])


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 3))
def test_no_policy_beats_the_plan_and_the_plan_earns_what_it_says(seed, states, actions):
    drawn = drawn_chain(seed, states, actions)
    plan = drawn.solve()
    assert drawn.evaluate(plan.action).to_numpy() == pytest.approx(plan.value.to_numpy(), abs=1e-6)
    for each in itertools.product(drawn.actions, repeat=states):
        policy = dict(zip(drawn.states, each, strict=True))
        assert (drawn.evaluate(policy) <= plan.value + 1e-6).all()
    if actions > 1:
        assert (plan.gain >= 0).all()


def test_the_order_of_states_and_columns_does_not_matter():
    turned = chain(wait=WAIT.loc[::-1, ::-1], rewards=REWARDS.loc[::-1])
    plan = turned.solve()
    assert plan.value["left"] == pytest.approx(chain().solve().value["left"])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: chain(wait=WAIT * 100), r"row of 'active' sums to 100, and must sum to 1.*div"),
        (lambda: chain(wait=WAIT.drop(columns="left")), "'active' sums to 0.9.*left out"),
        (lambda: chain(call=CALL.rename({"left": "leaft"})), "'leaft' is not known.*Did you mean 'left'"),
        (lambda: chain(wait=WAIT - 0.5), "must be at least 0"),
        (lambda: chain(wait=WAIT * np.nan), "missing or infinite"),
        (lambda: chain(wait=WAIT.loc[["left"]]), "'active' has no action"),
        (lambda: chain(rewards=REWARDS * np.nan), "no reward for 'wait' in state 'active'"),
        (lambda: chain(rewards=REWARDS.rename(columns={"call": "ring"})), "'call' is in one only"),
        (lambda: chain(rewards=REWARDS.astype(object).replace(10.0, "x")), "'x' is none"),
        (lambda: chain(discount_rate=0), "discount_rate=0: must be above 0"),
        (lambda: chain(discount_rate=1.5), "must be a fraction"),
        (lambda: chain(wait=[[1]]), "a DataFrame is needed, not list"),
        (lambda: DecisionChain({}, REWARDS, 0.1), "dict of DataFrames"),
        (lambda: DecisionChain({"wait": WAIT}, REWARDS["wait"], 0.1), "rewards: a DataFrame"),
        (lambda: chain(wait=pd.concat([WAIT, WAIT])), "occurs twice"),
        (lambda: chain().evaluate({"active": "wait"}), "'left' is missing"),
        (lambda: chain().evaluate({"active": "call", "left": "call"}), "not open in state 'active'; open"),
        (lambda: chain().evaluate("cal"), "Did you mean 'call'"),
        (lambda: chain().evaluate({"gone": "wait"}), "'gone' is not known"),
        (lambda: chain().evaluate(3), "policy: name an action"),
        (lambda: chain().solve(tolerance=0), "tolerance=0: must be above 0"),
        (lambda: order_of_spending(ACTIONS, -1), "budget=-1: must be at least 0"),
        (lambda: order_of_spending(ACTIONS.drop(columns="cost")), "there is no column 'cost'"),
        (lambda: order_of_spending(ACTIONS.assign(cost=0)), "cost=0: must be above 0"),
        (lambda: order_of_spending(ACTIONS.assign(cost=[4, 0, 2])), "'call' costs nothing.*'cost'\\] > 0"),
        (lambda: order_of_spending(ACTIONS.assign(customers=2.5)), "customers=2.5: must be a whole number"),
        (lambda: order_of_spending(ACTIONS, np.nan), "budget=nan: one finite number"),
        (
            lambda: order_of_spending(pd.concat([ACTIONS, ACTIONS[["cost"]]], axis=1)),
            "2 columns are named 'cost'",
        ),
        (lambda: order_of_spending(ACTIONS.head(0)), "a row for each action"),
    ],
)
def test_mistakes_are_named(make, message):
    with pytest.raises(CourseError, match=message):
        make()


ACTIONS = pd.DataFrame(
    {"customers": [100, 50, 80], "cost": [4.0, 10.0, 2.0], "value": [6.0, 25.0, 1.0]},
    index=["letter", "call", "gift"],
)


def test_money_goes_first_where_a_unit_of_it_brings_most():
    table = order_of_spending(ACTIONS, 601)
    assert table.index.tolist() == ["call", "letter", "gift"]
    assert table["treated"].tolist() == [50, 25, 0]
    assert table["earned"].tolist() == [750, 50, 0]
    assert table["spent"].sum() == 600


def test_a_budget_of_nothing_funds_nothing_and_none_funds_what_pays():
    assert order_of_spending(ACTIONS, 0)["treated"].sum() == 0
    assert order_of_spending(ACTIONS)["treated"].tolist() == [50, 100, 0]


@settings(max_examples=40)
@given(st.floats(0, 1500))
def test_never_more_than_the_budget_is_spent_and_more_of_it_never_earns_less(budget):
    table = order_of_spending(ACTIONS, budget)
    assert table["spent"].sum() <= budget + 1e-6
    assert order_of_spending(ACTIONS, budget + 100)["earned"].sum() >= table["earned"].sum()
