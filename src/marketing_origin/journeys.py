"""Journeys: how people move through stages, how often they come back, and how long it takes.

::

    funnel(counts, *, points=0.05)               frame: people, conversion, lost, share_of_start, gain
    paths(log, customer, time, state)            Series: each customer's states in the order of time
    MarkovChain(transitions)                     frame of probabilities, from (rows) to (columns)
        .from_paths(paths)                       estimated; its .counts too
        .absorbing                               states that are never left
        .after(start, steps)                     distribution of states, after 0, 1, … steps
        .absorption_probabilities()              from each state: where it ends
        .expected_visits()                       from each state: visits to each before the end
        .expected_steps()                        from each state: steps to the end
        .expected_value(values, discount_rate=0.0)   from each state, for money per visit; loops are fine
        .steady_state()                          long-run shares of a chain without end
        .simulate(start, steps, rng)             one path
    memory_test(paths)                           does the state before last matter? order 2 against order 1
    kaplan_meier(duration, observed, *, entry=None, level=0.95)
                                                 frame by time: at_risk, events, survival, low, high
    time_until(survival, share)                  when a share has converted (or left); NaN if not yet
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtri

from marketing_origin.errors import CourseError, nearest
from marketing_origin.inputs import column, confidence, count, generator, like, numbers, positive, rate, shown

Paths = Iterable[Sequence]


# A funnel ------------------------------------------------------------------------------------------------


def funnel(counts: Mapping[str, float] | pd.Series, *, points: float = 0.05) -> pd.DataFrame:
    """Return a funnel's conversions, leaks and bottleneck.

    The share that reaches the end is the product of the stages' conversions. Raising one of them by some
    points multiplies the end by (c + points) / c: most where c is smallest. Raising one by some *per cent* of
    itself does the same for the end whichever it is.

    Parameters
    ----------
    counts : people who reached each stage, in order; the first stage is where they start.
    points : by how much `gain` raises a stage's conversion (0.05: five percentage points), to 1 at the most.

    Returns a frame indexed by `stage`: `people`, `conversion` (of those at the stage before; missing for the
    first), `lost` (people who went no further than the stage before), `share_of_start`, and `gain`:
    additional people at the end if this stage's conversion were `points` higher and all others stayed.

    Raises CourseError for fewer than two stages, and a stage with more people than the one before, or where
    nobody is left to convert.
    """
    people = pd.Series(counts, dtype=float).rename("people").rename_axis("stage")
    if len(people) < 2:
        raise CourseError("counts: a funnel needs two stages or more.")
    reached = positive(people, "counts", zero=True)
    if (reached[:-1] == 0).any():
        raise CourseError("counts: nobody reaches a stage that others follow; leave those stages out.")
    if (np.diff(reached) > 0).any():
        grown = people.index[1:][np.diff(reached) > 0][0]
        raise CourseError(
            f"counts: stage {grown!r} has more people than the one before. Put the stages in order, and "
            "count people who reached a stage, each once."
        )
    before = people.shift()
    conversion = people / before
    step = rate(points, "points", single=True)
    raised = np.minimum(1, conversion + step)
    # The share of those at this stage who reach the end: 1 at the end itself, also where nobody does.
    rest = reached[-1] / people
    rest.iloc[-1] = 1.0
    return pd.DataFrame(
        {
            "people": people,
            "conversion": conversion,
            "lost": before - people,
            "share_of_start": people / reached[0],
            "gain": (raised - conversion) * before * rest,
        }
    )


# Markov chains -------------------------------------------------------------------------------------------


def paths(log: pd.DataFrame, customer: str, time: str, state: str) -> pd.Series:
    """Return each customer's states in the order of time: a Series of tuples, indexed by customer.

    `log` has a row an event; rows of the same customer and time keep the order in which they stand. Raises
    CourseError for a missing column and missing values.
    """
    for name, argument in ((customer, "customer"), (time, "time"), (state, "state")):
        if column(log, name, argument).isna().any():
            raise CourseError(f"{argument}: {name!r} has missing values; leave those rows out first.")
    ordered = log.sort_values([customer, time], kind="stable")
    return ordered.groupby(customer, observed=True)[state].agg(tuple).rename("path")


class MarkovChain:
    """Moves between states whose probabilities depend on the present state alone.

    `transitions`: a square frame; row: from, column: to; each row adds up to 1. A state that leads only to
    itself is absorbing: "lost", say. A state left by its own arrow and others' is a loop: "buys again".

    Raises CourseError for a frame that is not square or whose rows are no probabilities.

    Source: Kemeny, J. G. & Snell, J. L. (1960), Finite Markov Chains, chapter 3 (absorbing chains, the
    fundamental matrix); Pfeifer, P. E. & Carraway, R. L. (2000), "Modeling customer relationships as Markov
    chains", Journal of Interactive Marketing 14(2), 43-55 (value; both from memory).
    """

    def __init__(self, transitions: pd.DataFrame):
        if not isinstance(transitions, pd.DataFrame):
            raise CourseError(f"transitions: a DataFrame is needed, not {type(transitions).__name__}.")
        names, columns = list(transitions.index), list(transitions.columns)
        if not names or len(set(names)) != len(names) or sorted(map(str, names)) != sorted(map(str, columns)):
            raise CourseError(
                "transitions: rows and columns must be the same states, each once; rows: "
                f"{', '.join(map(str, names))}; columns: {', '.join(map(str, columns))}."
            )
        self.transitions = transitions[names].astype(float)
        table = rate(self.transitions, "transitions", one=True)
        off = np.abs(table.sum(axis=1) - 1) > 1e-9
        if off.any():
            raise CourseError(
                f"transitions: the row of {shown(names[int(np.argmax(off))])} adds up to "
                f"{table.sum(axis=1)[off][0]:.4g}, not 1: the states that it leads to are not complete."
            )
        self.states = names
        self.counts: pd.DataFrame | None = None
        self.absorbing = [name for name, stay in zip(names, np.diag(table), strict=True) if stay == 1]

    @classmethod
    def from_paths(cls, paths: Paths) -> "MarkovChain":
        """Return the chain estimated from paths: the shares of the moves seen from each state.

        States from which no move was seen (the ends of paths, such as "lost") become absorbing. That is
        right where a path ends because there is no way on, wrong where the observation ended: cut such paths
        off or give them an end state of their own. Raises CourseError where no move was seen at all.
        """
        moves = _runs(paths, "from", "to")
        if moves.empty:
            raise CourseError("paths: there is no move in them; each needs two states or more.")
        counts = _crossed(moves, "from", "to")
        states = list(dict.fromkeys([*counts.index, *counts.columns]))
        counts = counts.reindex(index=states, columns=states, fill_value=0)
        seen = counts.sum(axis=1)
        shares = counts.div(seen.where(seen > 0, 1), axis=0).to_numpy(float, copy=True)
        ends = np.flatnonzero(seen == 0)
        shares[ends, ends] = 1
        chain = cls(pd.DataFrame(shares, states, states))
        chain.counts = counts
        return chain

    def after(self, start: str | Mapping[str, float], steps: int) -> pd.DataFrame:
        """Return the distribution over states after 0, 1, … `steps` steps, a row for each.

        `start`: a state, or how the start is spread over states (shares, or numbers of people).
        """
        shares = {start: 1.0} if not isinstance(start, Mapping | pd.Series) else dict(start)
        now = np.zeros(len(self.states))
        for state, share in shares.items():
            now[self._at(state)] = positive(share, "start", zero=True, single=True)
        rows = [now]
        for _ in range(count(steps, "steps")):
            rows.append(rows[-1] @ self.transitions.to_numpy())
        return pd.DataFrame(rows, columns=self.states).rename_axis("step")

    def absorption_probabilities(self) -> pd.DataFrame:
        """Return where each state that can be left (rows) ends: the probability of each absorbing state."""
        ends = self.transitions.loc[self._transient(), self.absorbing]
        return self.expected_visits() @ ends

    def expected_visits(self) -> pd.DataFrame:
        """Return how often each state (columns) is visited from each (rows) before the end, start too."""
        transient = self._transient()
        inner = self.transitions.loc[transient, transient].to_numpy()
        return pd.DataFrame(np.linalg.inv(np.eye(len(transient)) - inner), transient, transient)

    def expected_steps(self) -> pd.Series:
        """Return the number of steps from each state to the end."""
        return self.expected_visits().sum(axis=1).rename("expected_steps")

    def expected_value(self, values: Mapping[str, float], discount_rate: float = 0.0) -> pd.Series:
        """Return the present value of being in each state: its money now, and that of all steps to come.

        Parameters
        ----------
        values : money at each visit of a state; states not named bring 0.
        discount_rate : per step.

        Raises CourseError where the sum has no limit: an undiscounted chain that earns for ever.
        """
        money = np.zeros(len(self.states))
        for state, value in dict(values).items():
            money[self._at(state)] = numbers(value, f"values[{state!r}]", single=True)
        discount = 1 + rate(discount_rate, "discount_rate", single=True)
        if discount == 1:
            paid = [name for name in self.absorbing if money[self._at(name)] != 0]
            if paid:
                raise CourseError(
                    f"values: {shown(paid[0])} is never left and brings money for ever; give it 0, or discount."
                )
            worth = pd.Series(0.0, self.states)
            visits = self.expected_visits()
            worth[visits.index] = visits.to_numpy() @ money[[self._at(name) for name in visits.index]]
            return worth.rename("expected_value")
        table = np.eye(len(self.states)) - self.transitions.to_numpy() / discount
        return pd.Series(np.linalg.solve(table, money), self.states, name="expected_value")

    def steady_state(self) -> pd.Series:
        """Return the long-run share of time in each state; CourseError where it depends on the start."""
        table = self.transitions.to_numpy()
        gaps = np.vstack([np.eye(len(table)) - table.T, np.ones(len(table))])
        if np.linalg.matrix_rank(gaps) < len(table) or np.linalg.matrix_rank(gaps[:-1]) < len(table) - 1:
            raise CourseError(
                "transitions: the long run depends on the start, as there is more than one end; use "
                "absorption_probabilities()."
            )
        found = np.linalg.lstsq(gaps, np.append(np.zeros(len(table)), 1), rcond=None)[0]
        return pd.Series(np.clip(found, 0, 1), self.states, name="share")

    def simulate(self, start: str, steps: int, rng: np.random.Generator) -> list:
        """Return one path of at most `steps` steps from `start`; it stops in an absorbing state."""
        at, rng = self._at(start), generator(rng)
        path = [self.states[at]]
        table = self.transitions.to_numpy()
        for _ in range(count(steps, "steps")):
            if table[at, at] == 1:
                break
            at = rng.choice(len(table), p=table[at])
            path.append(self.states[at])
        return path

    def _at(self, state: str) -> int:
        """Return the position of a state."""
        if state not in self.states:
            known = [str(name) for name in self.states]
            raise CourseError(
                f"There is no state {state!r}; there are {', '.join(known)}.{nearest(state, known)}"
            )
        return self.states.index(state)

    def _transient(self) -> list:
        """Return the states that are left in the end; CourseError where some never lead to an end."""
        inner = [name for name in self.states if name not in self.absorbing]
        reach = self.transitions.to_numpy() > 0
        ends = np.array([name in self.absorbing for name in self.states])
        for _ in self.states:
            ends = ends | (reach & ends).any(axis=1)
        stuck = [name for name, ended in zip(self.states, ends, strict=True) if not ended]
        if stuck:
            raise CourseError(
                f"transitions: from {shown(stuck[0])} no absorbing state is ever reached, so visits have no "
                "limit. Give the chain an end (a state with probability 1 of staying), or use steady_state()."
            )
        return inner


class MemoryTest(NamedTuple):
    """Order 2 against order 1: likelihood-ratio statistic, degrees of freedom, p value, and the moves."""

    statistic: float
    degrees_of_freedom: int
    p_value: float
    moves: int


def memory_test(paths: Paths) -> MemoryTest:
    """Return the likelihood-ratio test of "where one goes next depends on the present state alone".

    The alternative is that it depends on the state before that, too (a chain of order 2). A small p value
    says that the funnel forgets something. It does not say that people remember: a mixture of different
    people, each without memory, fails the test just as well.

    `paths`: sequences of states; only runs of three states count. The statistic is twice the log of
    the ratio of likelihoods, compared with chi-square; degrees of freedom are counted over the combinations
    that were seen. Raises CourseError where there are no runs of three, or nothing is left to compare.

    Source: Anderson, T. W. & Goodman, L. A. (1957), "Statistical inference about Markov chains", Annals of
    Mathematical Statistics 28(1), 89-110.
    """
    runs = _runs(paths, "before", "now", "next")
    if runs.empty:
        raise CourseError("paths: there is no run of three states in them; the test needs longer paths.")
    statistic, freedom = 0.0, 0
    for _, part in runs.groupby("now", observed=True):
        seen = _crossed(part, "before", "next").to_numpy(float)
        expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
        some = seen > 0
        statistic += 2 * float((seen[some] * np.log(seen[some] / expected[some])).sum())
        freedom += (seen.shape[0] - 1) * (seen.shape[1] - 1)
    if not freedom:
        raise CourseError(
            "paths: from no state do two different ways lead in and out; nothing can be compared. Take finer "
            "states, or paths of more people: where all are in one state there is no memory to test."
        )
    return MemoryTest(statistic, freedom, float(chdtrc(freedom, statistic)), int(runs["times"].sum()))


def _runs(paths: Paths, *names: str) -> pd.DataFrame:
    """Return each run of as many states in a row as there are names, and how many `times` it was seen."""
    if isinstance(paths, str):
        raise CourseError("paths: a list of paths is needed, each a list of states, not one text.")
    found, known = Counter(), set()
    for path in paths:
        if isinstance(path, str) or not isinstance(path, Iterable):
            raise CourseError(f"paths: each path is a list of states, not {path!r}.")
        states = list(path)
        new = _distinct(states) - known
        known |= new
        if any(pd.isna(state) for state in new if not isinstance(state, tuple)):
            raise CourseError(
                f"paths: a state is missing (NaN) in {path!r}. Leave that state out of the path, or cut the "
                "path there: a move through it was not seen."
            )
        found.update(zip(*(states[start:] for start in range(len(names))), strict=False))
    return pd.DataFrame([(*run, times) for run, times in found.items()], columns=[*names, "times"])


def _crossed(runs: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """Return how many times each two states were seen, one in the rows and one in the columns."""
    seen = pd.crosstab(runs[row], runs[column], values=runs["times"], aggfunc="sum")
    return seen.fillna(0).astype("int64")


def _distinct(states: list) -> set:
    """Return the states of a path, each once."""
    try:
        return set(states)
    except TypeError:
        raise CourseError(
            f"paths: a state is a name, a number or a tuple of them, not as in {states!r}. Make names of them: "
            "[[str(state) for state in path] for path in paths]."
        ) from None


# How long it takes ---------------------------------------------------------------------------------------


def kaplan_meier(
    duration: Sequence[float] | np.ndarray | pd.Series,
    observed: Sequence[bool] | np.ndarray | pd.Series,
    *,
    entry: Sequence[float] | np.ndarray | pd.Series | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return the share of people to whom it has not happened yet, by time (Kaplan-Meier).

    Those to whom it had not happened when the observation ended (censored) count for as long as they were
    watched, no longer. Those who were watched only from some time after their start (late entry) count from
    then on, no earlier: whoever had left before is not in the data at all.

    Parameters
    ----------
    duration : time from each person's start to the event or to the end of observation.
    observed : True where the event was seen, False where observation ended first.
    entry : time from each person's start to when she was first watched; None: all from their start.
    level : confidence of the interval at each time (log-log transformed, pointwise, Greenwood's variance).

    Returns a frame indexed by `time`, each distinct duration: `at_risk` (watched just before then, without
    event), `events`, `survival` (share without event after this time), `low` and `high` (missing where the
    interval has no value: before the first event, and where nobody is left). Events come before the ends of
    observation at the same time; an entry at that time does not count yet. With late entry the first times
    have few at risk: where all of them have the event the estimate is 0 from there on, and says nothing.

    Raises CourseError for durations that are negative, missing, dates, spans of time or yes/no, flags that
    are not yes or no, lengths or indexes that differ, and people who enter when they have already left.

    Of 300 samples of 500 people, simulated (`benchmarks/coverage.py`), the 95 % interval held the truth in 95 %
    after 6 months and in 95 % after 12.

    Source: Kaplan, E. L. & Meier, P. (1958), Journal of the American Statistical Association 53, 457-481.
    Late entry: Klein, J. P. & Moeschberger, M. L. (2003), Survival Analysis, 2nd edition, section 4.6.
    """
    like(*(one for one in (duration, observed, entry) if isinstance(one, pd.Series)))
    times = np.atleast_1d(positive(duration, "duration", zero=True))
    seen = np.atleast_1d(np.asarray(observed))
    if times.ndim != 1 or seen.shape != times.shape or not times.size:
        raise CourseError(
            f"observed: one for each duration; {seen.size} do not match {times.size} durations."
        )
    if seen.dtype.kind in "mM" or pd.isna(seen).any() or not np.isin(seen, [0, 1]).all():
        raise CourseError(
            "observed: True (the event was seen) or False (observation ended first) only; leave out who has neither."
        )
    seen = seen.astype(bool)
    fraction = confidence(level)
    at, where = np.unique(times, return_inverse=True)
    at_risk = np.bincount(where).astype("int64")[::-1].cumsum()[::-1]
    if entry is not None:
        at_risk = at_risk - _not_yet_watched(entry, times, at)
    events = np.bincount(where[seen], minlength=at.size).astype("int64")
    with np.errstate(divide="ignore", invalid="ignore"):  # nobody left: the interval is missing there
        survival = np.cumprod(1 - events / at_risk)
        spread = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events)))) / np.log(survival)
        reach = ndtri(0.5 + fraction / 2) * spread
        low, high = (survival ** np.exp(sign * reach) for sign in (-1, 1))
    told = (survival > 0) & (survival < 1)
    return pd.DataFrame(
        {
            "at_risk": at_risk,
            "events": events,
            "survival": survival,
            "low": np.where(told, low, np.nan),
            "high": np.where(told, high, np.nan),
        },
        index=pd.Index(at, name="time"),
    )


def _not_yet_watched(entry: object, times: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return how many of those who stay until each time `at` or longer are not watched before it."""
    entered = np.atleast_1d(positive(entry, "entry", zero=True))
    if entered.shape != times.shape:
        raise CourseError(f"entry: one for each duration; {entered.size} do not match {times.size}.")
    late = (entered >= times) & (entered > 0)
    if late.any():
        raise CourseError(
            f"entry: {np.count_nonzero(late)} people were first watched when their duration was over; leave "
            "them out: they tell nothing (keep = entry < duration)."
        )
    # Watched from the very start (entry 0) is watched at time 0, too.
    starts = np.sort(np.where(entered == 0, -np.inf, entered))
    return (len(starts) - np.searchsorted(starts, at, side="left")).astype("int64")


def time_until(survival: pd.DataFrame, share: float) -> float:
    """Return the first time by which at least `share` of the people have had the event; NaN if never seen.

    `survival`: from `kaplan_meier`. With share 0.5 it is the median time to conversion (or of a membership).
    """
    remaining = column(survival, "survival", "survival")
    wanted = rate(share, "share", one=True, single=True)
    reached = remaining.index[remaining <= 1 - wanted + 1e-12]
    return float(reached[0]) if len(reached) else np.nan
