"""What to do with each customer: a Markov decision chain, and the order of spending under a budget.

::

    DecisionChain(transitions, rewards, discount_rate)
        .evaluate(policy)                        worth of each state if the policy is followed for good
        .solve(tolerance=1e-9)                   Plan: value, action, action_values, gain, rounds
    order_of_spending(actions, budget=None)      the table of actions in the order to fund them in
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError, nearest
from marketing_origin.inputs import column, numbers, positive, rate, shown, whole


@dataclass(frozen=True)
class Plan:
    """The best policy of a `DecisionChain`.

    Attributes
    ----------
    value : Series by state, money: present value, now, of a customer in that state under the best actions.
    action : Series by state, the name of the best action; of equals the one named first.
    action_values : frame, states × actions, money: the worth of doing this action now and the best ones
        afterwards; missing where an action is not open.
    gain : Series by state, money: the best action's value less that of the next best; missing where only
        one action is open, since nothing is to be decided there.
    rounds : how many rounds of value iteration it took.
    """

    value: pd.Series
    action: pd.Series
    action_values: pd.DataFrame
    gain: pd.Series
    rounds: int


class DecisionChain:
    """Customers who move between states by chance, period by period, and a firm that acts on the chances.

    Parameters
    ----------
    transitions : a dict of frames, one an action: a row a state now, a column a state next period, in each
        cell a probability. An action that is open in some states only has rows for those.
    rewards : frame, a row a state, a column an action: the expected money of one period, costs of the action
        taken off, received at its *beginning*. Missing where an action is not open.
    discount_rate : per period, a fraction; above 0, or the values of customers who never leave have no sum.

    The value of a state is the largest, over actions, of reward + (expected value of the next state) /
    (1 + discount_rate): Bellman's equation. The chances depend on the state and action alone, not on how a
    customer came there.

    Raises CourseError for rows that do not sum to 1, negative probabilities, states without any action or
    that only one of the tables knows, and a discount rate that is not above 0.

    Source: Pfeifer, P. E. & Carraway, R. L. (2000), "Modeling customer relationships as Markov chains",
    Journal of Interactive Marketing 14(2), 43-55 (from memory); Bellman, R. (1957), "Dynamic Programming".
    """

    def __init__(
        self, transitions: Mapping[str, pd.DataFrame], rewards: pd.DataFrame, discount_rate: float
    ) -> None:
        if not isinstance(rewards, pd.DataFrame) or rewards.empty:
            raise CourseError("rewards: a DataFrame is needed, a row a state and a column an action.")
        if not isinstance(transitions, Mapping) or not transitions:
            raise CourseError('transitions: a dict of DataFrames is needed, such as {"wait": …, "call": …}.')
        self.states, self.actions = _labels(rewards.index), _labels(rewards.columns)
        self.discount_rate = rate(discount_rate, "discount_rate", single=True)
        if self.discount_rate == 0:
            raise CourseError(
                "discount_rate=0: must be above 0, or the sum over all periods need not end. "
                "0.01 a month is about 12 per cent a year."
            )
        unlike = set(map(str, transitions)) ^ set(self.actions)
        if unlike:
            raise CourseError(
                f"transitions and rewards do not have the same actions: {sorted(unlike)[0]!r} is in one only."
            )
        self._chances = np.zeros((len(self.actions), len(self.states), len(self.states)))
        self._open = np.zeros((len(self.states), len(self.actions)), dtype=bool)
        for number, action in enumerate(self.actions):
            self._read(number, action, transitions[action])
        self._rewards = self._read_rewards(rewards)
        closed = ~self._open.any(axis=1)
        if closed.any():
            raise CourseError(
                f"State {shown(self.states[closed.argmax()])} has no action: give it a row in one of the "
                'transitions (staying where she is, "wait", is an action too).'
            )

    def _read(self, number: int, action: str, chances: pd.DataFrame) -> None:
        """Read the probabilities of one action."""
        name = f"transitions[{action!r}]"
        if not isinstance(chances, pd.DataFrame):
            raise CourseError(f"{name}: a DataFrame is needed, not {type(chances).__name__}.")
        for label in [*_labels(chances.index), *_labels(chances.columns)]:
            _known(label, self.states, name)
        cells = positive(chances, name, zero=True)
        sums = cells.sum(axis=1)
        off = np.flatnonzero(np.abs(sums - 1) > 1e-8)
        if off.size:
            state, total = chances.index[off[0]], sums[off[0]]
            counts = (
                " If these are counts or per cent, `frame.div(frame.sum(axis=1), axis=0)` makes shares."
                if total > 1.5
                else " Is a state left out where customers go, such as those who have left?"
            )
            raise CourseError(
                f"{name}: the row of {shown(state)} sums to {total:g}, and must sum to 1.{counts}"
            )
        rows = [self.states.index(str(state)) for state in chances.index]
        columns = [self.states.index(str(state)) for state in chances.columns]
        self._chances[number][np.ix_(rows, columns)] = cells
        self._open[rows, number] = True

    def _read_rewards(self, rewards: pd.DataFrame) -> np.ndarray:
        """Return the rewards, checked: a number wherever an action is open."""
        missing = self._open & rewards.isna().to_numpy()
        if missing.any():
            state, action = np.argwhere(missing)[0]
            raise CourseError(
                f"rewards: there is no reward for {shown(self.actions[action])} in state {shown(self.states[state])}, "
                "and transitions has that action there. Write 0 if it brings and costs nothing."
            )
        read = np.full(self._open.shape, -np.inf)
        read[self._open] = numbers(rewards.astype(object).to_numpy()[self._open], "rewards")
        return read

    def _action_values(self, value: np.ndarray) -> np.ndarray:
        """Return the worth of each action now, if a state next period is worth `value`: Bellman's bracket."""
        later = (self._chances * value).sum(axis=2).T / (1 + self.discount_rate)
        return np.where(self._open, self._rewards + later, -np.inf)

    def evaluate(self, policy: Mapping[str, str] | pd.Series | str) -> pd.Series:
        """Return the worth of each state, money, if `policy` is followed for good.

        `policy` names an action for each state, or one action for all (where it is not open there, the only
        action that is). Raises CourseError for unknown states and actions, and states left out.
        """
        chosen = self._chosen(policy)
        each = np.arange(len(self.states), dtype="int64")
        chances, reward = self._chances[chosen, each], self._rewards[each, chosen]
        value = np.linalg.solve(np.eye(len(self.states)) - chances / (1 + self.discount_rate), reward)
        return pd.Series(value, index=pd.Index(self.states, name="state"))

    def _chosen(self, policy: Mapping[str, str] | pd.Series | str) -> list[int]:
        """Return the number of the action that `policy` chooses in each state."""
        one = isinstance(policy, str)
        if not one and not isinstance(policy, Mapping | pd.Series):
            raise CourseError('policy: name an action for each state, such as {"new": "call", …}.')
        if not one:
            for state in dict(policy):
                _known(state, self.states, "policy")
        chosen = []
        for number, state in enumerate(self.states):
            if not one and state not in policy:
                raise CourseError(f"policy: the state {shown(state)} is missing; name an action for it.")
            action = self.actions.index(_known(policy if one else policy[state], self.actions, "policy"))
            if one and not self._open[number, action] and self._open[number].sum() == 1:
                action = int(self._open[number].argmax())
            if not self._open[number, action]:
                can = [self.actions[a] for a in np.flatnonzero(self._open[number])]
                raise CourseError(
                    f"policy: {shown(self.actions[action])} is not open in state {shown(state)}; "
                    f"open are: {', '.join(can)}."
                )
            chosen.append(action)
        return chosen

    def solve(self, tolerance: float = 1e-9) -> Plan:
        """Return the best action in each state, found by value iteration.

        Begin with values of 0, replace each by its best action's value, and repeat until the values are
        within `tolerance` (money) of the true ones: the error shrinks by 1 / (1 + discount_rate) a round.
        """
        allowed = positive(tolerance, "tolerance", single=True) * self.discount_rate
        value, rounds, change = np.zeros(len(self.states)), 0, np.inf
        while change > allowed + 1e-14 * np.abs(value).max():
            better = self._action_values(value).max(axis=1)
            value, change, rounds = better, np.abs(better - value).max(), rounds + 1
        index = pd.Index(self.states, name="state")
        worth = self._action_values(value)
        best = np.argmax(worth >= worth.max(axis=1, keepdims=True) - 2 * tolerance, axis=1)
        ranked = np.sort(worth, axis=1)[:, ::-1]
        decided = self._open.sum(axis=1) > 1
        second = ranked[:, 1] if len(self.actions) > 1 else ranked[:, 0]
        return Plan(
            value=pd.Series(value, index),
            action=pd.Series([self.actions[a] for a in best], index),
            action_values=pd.DataFrame(np.where(self._open, worth, np.nan), index, self.actions),
            gain=pd.Series(np.where(decided, ranked[:, 0] - np.where(decided, second, 0), np.nan), index),
            rounds=rounds,
        )


def order_of_spending(actions: pd.DataFrame, budget: float | None = None) -> pd.DataFrame:
    """Return a table of actions in the order in which to fund them: most value per unit of money first.

    Parameters
    ----------
    actions : a row an action for a group of customers (its index names it), with the columns `customers`
        (how many there are), `cost` (money per customer treated, paid for everybody who is treated) and
        `value` (money per customer treated that the action causes, *before* its cost; a present value whose
        horizon the caller states).
    budget : money for all of it; None where every action that pays can be had. 0 funds nothing.

    Adds `net` (value less cost, per customer), `return` (net per unit of money spent), `treated` (customers
    funded), `spent`, and `earned` (net × treated), all in money but `treated`. An action with a net that is
    not above 0 is never funded; the last one that the budget reaches is funded for whole customers only.

    Raises CourseError for missing columns, a negative budget, a cost that is not above 0, customers that are no
    whole number, and no actions.
    """
    if not isinstance(actions, pd.DataFrame) or actions.empty:
        raise CourseError(
            "actions: a DataFrame with a row for each action is needed, and columns customers, cost, value."
        )
    people = whole(column(actions, "customers", "actions"), "actions' customers")
    cost = positive(column(actions, "cost", "actions"), "actions' cost", zero=True)
    if not cost.all():
        raise CourseError(
            f"actions' cost=0: must be above 0. {shown(actions.index[np.argmin(cost)])} costs nothing and needs no "
            "budget: do it for everybody, and leave it out here: actions[actions['cost'] > 0]."
        )
    value = numbers(column(actions, "value", "actions"), "actions' value")
    left = np.inf if budget is None else positive(budget, "budget", zero=True, single=True)
    table = actions.assign(net=value - cost)
    table["return"] = (value - cost) / cost
    order = np.argsort(-table["return"].to_numpy(), kind="stable")
    table, people, cost = table.iloc[order], people[order], cost[order]
    treated = np.zeros(len(table))
    for number, net in enumerate(table["net"]):
        if net > 0:
            treated[number] = min(people[number], np.floor(left / cost[number] + 1e-9))
            left -= treated[number] * cost[number]
    return table.assign(
        treated=treated.astype("int64"),
        spent=treated * cost,
        earned=np.where(treated > 0, treated * table["net"], 0.0),
    )


def _labels(index: pd.Index) -> list[str]:
    """Return labels as text, each once."""
    labels = [str(label) for label in index]
    for label in labels:
        if labels.count(label) > 1:
            raise CourseError(f"{label!r} occurs twice among the labels; each state and action has one row.")
    return labels


def _known(label: object, labels: list[str], argument: str) -> str:
    """Return a label that is one of `labels`; else CourseError lists them."""
    if str(label) not in labels:
        raise CourseError(
            f"{argument}: {label!r} is not known; known are: {', '.join(labels)}.{nearest(label, labels)}"
        )
    return str(label)
