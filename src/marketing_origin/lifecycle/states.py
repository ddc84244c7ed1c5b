"""Which state a customer is in: silence against her own rhythm, month by month, and the moves between."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.special import ndtri

from marketing_origin.errors import CourseError, nearest
from marketing_origin.inputs import confidence, count, generator, positive, shown
from marketing_origin.purchases import Purchases, as_day, read_purchases

#: The five states, in the order in which a life may pass through them.
STATES = ("potential", "new", "loyal", "dormant", "churned")

DAY = np.timedelta64(1, "D")


def customer_states(
    log: pd.DataFrame,
    customer: str,
    date: str,
    *,
    at: str | pd.Timestamp,
    typical_gap: float | None = None,
    dormant_after: float = 2.0,
    churned_after: float = 4.0,
    loyal_from: int = 2,
    people: Iterable | None = None,
    first_orders_from: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return each customer's state on a day, from her silence measured in her own gaps.

    A customer's *rhythm* is the usual time between her orders. Few orders tell it badly, so the typical
    customer's gap is counted as one more gap of hers: rhythm = (typical gap + time from first to last order)
    / (1 + repeat orders). With one order the typical gap is all there is. Somebody who goes on buying at
    random times at her rhythm is silent for more than k of her gaps with probability exp(-k).

    Only rows up to `at` are used: nobody's state knows what happened later.

    Parameters
    ----------
    log : one row for each purchase, in any order; rows of one customer and day are one order.
    customer, date : names of the columns with the customer and the day.
    at : the day, counted as over.
    typical_gap : days between two orders of a typical customer. By default the median, over those with two
        orders or more up to `at`, of each one's mean gap. That is too short in a log that has just begun, in
        which long gaps cannot have been seen.
    dormant_after, churned_after : the customer's own gaps of silence after which she is called dormant, and
        churned.
    loyal_from : orders from which an active customer is called loyal; with fewer she is new.
    people : everybody known, customer or not; those without an order up to `at` are called potential. Without
        it there are no potential ones: an order log cannot show who never ordered.
    first_orders_from : in a log that starts in mid-life, the day from which somebody's first row is taken as
        her first order. Who was there before is not called new: while she is active with fewer orders than
        `loyal_from` her state is missing.

    Returns a frame indexed by customer: `orders` (int64), `silence` (days since the last order), `rhythm`
    (days), `gaps` (silence / rhythm), `state`. For potential ones all but `orders` and `state` are missing.

    Raises CourseError for a log that cannot be read (as `clv.customer_summary`), thresholds that are not
    0 < dormant_after < churned_after, a day before the first order, and a log without repeat orders unless
    `typical_gap` is given.
    """
    rules = _Rules(typical_gap, dormant_after, churned_after, loyal_from, first_orders_from)
    orders = read_purchases(log, customer, date).by_customer_and_day()
    found = _states(orders, as_day(at, "at"), rules)
    return found if people is None else _with_potential(found, _names(people, orders, customer))


def states_by_month(
    log: pd.DataFrame,
    customer: str,
    date: str,
    *,
    end: str | pd.Timestamp,
    start: str | pd.Timestamp | None = None,
    typical_gap: float | None = None,
    dormant_after: float = 2.0,
    churned_after: float = 4.0,
    loyal_from: int = 2,
    people: Iterable | None = None,
    first_orders_from: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Return each customer's state at the end of every month: `customer_states`, a column a month.

    Parameters as for `customer_states`; `start` and `end` are days in (or ends of) the first and the last
    month; a month that `end` cuts short is left out. By default the first month is that of the first row.
    Months without an order are there like others: silence goes on in them.

    Returns a frame of texts, indexed by customer, with a Timestamp (the last day) for each month. Missing
    before a customer's first order, unless `people` makes her a potential one.

    Raises CourseError as `customer_states`, and where no month ends between `start` and `end`.
    """
    rules = _Rules(typical_gap, dormant_after, churned_after, loyal_from, first_orders_from)
    orders = read_purchases(log, customer, date).by_customer_and_day()
    first = orders.day.min() if start is None else as_day(start, "start")
    last = as_day(end, "end")
    months = pd.date_range(pd.Timestamp(first).replace(day=1), pd.Timestamp(last), freq="ME")
    if not len(months):
        raise CourseError(
            f"end={last}: no month ends between {first} and then; take the last day of a month or later."
        )
    if last < orders.day.min():
        raise CourseError(f"end={last}: the first order is later, on {orders.day.min()}.")
    names = _names(people, orders, customer)
    columns = {}
    for month in months:
        day = np.datetime64(month.date(), "D")
        if day < orders.day.min():
            found = pd.Series(index=names[:0], dtype=object)
        else:
            found = _states(orders, day, rules)["state"]
        columns[month] = found.reindex(names)
    history = pd.DataFrame(columns, index=names)
    return history if people is None else history.fillna("potential")


def state_paths(history: pd.DataFrame, states: Iterable[str] = STATES) -> pd.Series:
    """Return each customer's states in the order of time, for `MarkovChain.from_paths` and `memory_test`.

    `history` is a frame of states, a row a customer, a column a period (as from `states_by_month`); missing
    only before a customer's first period. Returns a Series of tuples, customers without any state left out.

    Raises CourseError for a state that is not among `states`, for one that is missing in between or at the
    end, and for a history without a period or with one period named twice.
    """
    table = _checked(history, states)
    there = table.notna().to_numpy()
    late = there.any(axis=1) & (np.diff(there.astype(np.int8), axis=1) < 0).any(axis=1)
    if late.any():
        raise CourseError(
            f"history: {np.count_nonzero(late):,} rows have a missing state after a known one, the first is "
            f"{shown(table.index[np.argmax(late)])}. Fill it in (churned, say), or drop those rows: "
            "history[history.T.ffill().T.isna().eq(history.isna()).all(axis=1)]."
        )
    rows = zip(table.to_numpy(object), there, strict=True)
    paths = [tuple(states[known]) for states, known in rows]
    return pd.Series(paths, table.index, name="path", dtype=object)[there.any(axis=1)]


def transition_table(
    history: pd.DataFrame,
    *,
    states: Iterable[str] = STATES,
    level: float = 0.95,
    rng: np.random.Generator | None = None,
    draws: int = 400,
) -> pd.DataFrame:
    """Return how often each state was followed by each other, as a probability with its interval.

    Parameters
    ----------
    history : a frame of states, a row a customer, a column a period (as from `states_by_month`). A pair of
        neighbouring columns is a move where both are known.
    states : the states that may occur, in the order wanted.
    level : confidence of the intervals.
    rng, draws : without `rng` the interval is Wilson's, which takes every move as a draw of its own. With it,
        customers (all of their moves together) are drawn again with replacement, `draws` times: right where a
        customer's moves are alike, as they nearly always are.

    Returns a frame indexed by `from` and `to`, all pairs of states that occur: `moves`, `base` (all moves
    from there; both int64), `probability`, `low`, `high`. States never left by a known move are left out as
    `from`.

    Raises CourseError for a state that is not among `states`, for a history without a period or with one
    named twice, where no move is known, and for a level that is not between 0 and 1.

    Of 150 samples of 800 customers who differ, over 12 months, simulated (`benchmarks/coverage.py`), the 95 %
    interval with `rng` held the truth in 95 %, Wilson's in 87 %.

    Source: Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 209-212 (from memory).
    """
    table, states = _checked(history, states), list(dict.fromkeys(states))
    fraction = confidence(level)
    found = [state for state in states if table.eq(state).any(axis=None)]
    size = len(found)
    codes = np.stack([pd.Categorical(table[column], found).codes for column in table], axis=1).astype("int64")
    before, after = codes[:, :-1], codes[:, 1:]
    known = (before >= 0) & (after >= 0)
    if not known.any():
        raise CourseError("history: no customer has a known state in two periods in a row; add a period.")
    who = np.nonzero(known)[0].astype("int64")
    cell = before[known] * size + after[known]
    counts = np.bincount(who * size**2 + cell, minlength=len(table) * size**2)
    counts = counts.astype("int64").reshape(len(table), size, size)
    moves = counts.sum(axis=0)
    base = np.broadcast_to(moves.sum(axis=1, keepdims=True), moves.shape)
    with np.errstate(invalid="ignore"):
        share = moves / base
        if rng is None:
            low, high = _wilson(moves, base, ndtri((1 + fraction) / 2))
        else:
            low, high = _resampled(counts, fraction, generator(rng), count(draws, "draws", least=20))
    index = pd.MultiIndex.from_product([found, found], names=["from", "to"])
    columns = {"moves": moves, "base": base, "probability": share, "low": low, "high": high}
    result = pd.DataFrame({name: values.reshape(-1) for name, values in columns.items()}, index)
    return result[result["base"] > 0]


class _Rules:
    """The thresholds, checked."""

    def __init__(self, typical_gap, dormant_after, churned_after, loyal_from, first_orders_from):
        self.typical_gap = typical_gap
        if typical_gap is not None:
            self.typical_gap = positive(typical_gap, "typical_gap", single=True)
        self.dormant_after = positive(dormant_after, "dormant_after", single=True)
        self.churned_after = positive(churned_after, "churned_after", single=True)
        if self.churned_after <= self.dormant_after:
            raise CourseError(
                f"churned_after={churned_after:g}: must be above dormant_after={dormant_after:g}, for a "
                "customer is dormant first."
            )
        self.loyal_from = count(loyal_from, "loyal_from", least=1)
        self.known_from = (
            None if first_orders_from is None else as_day(first_orders_from, "first_orders_from")
        )


def _states(orders: Purchases, at: np.datetime64, rules: _Rules) -> pd.DataFrame:
    """Return the frame of `customer_states` for those with an order up to `at`; orders merged by day."""
    kept = orders.upto(at, "at", "drop")
    first = np.flatnonzero(np.diff(kept.customer, prepend=-1))
    bought = np.diff(first, append=len(kept.customer)).astype("int64")
    born, last = kept.day[first], kept.day[first + bought - 1]
    span = (last - born) / DAY
    silence = (at - last) / DAY
    typical = rules.typical_gap
    if typical is None:
        if not (bought > 1).any():
            raise CourseError(
                f"typical_gap: nobody has ordered a second time by {at}, so the log cannot tell how long a "
                "gap is. Say how many days lie between two orders of a typical customer: typical_gap=60."
            )
        typical = float(np.median(span[bought > 1] / (bought[bought > 1] - 1)))
    rhythm = (typical + span) / bought  # n orders make n - 1 gaps, and one is borrowed
    gaps = silence / rhythm
    state = np.where(bought >= rules.loyal_from, "loyal", "new").astype(object)
    if rules.known_from is not None:
        state[(born < rules.known_from) & (bought < rules.loyal_from)] = None
    state[gaps > rules.dormant_after] = "dormant"
    state[gaps > rules.churned_after] = "churned"
    return pd.DataFrame(
        {"orders": bought, "silence": silence, "rhythm": rhythm, "gaps": gaps, "state": state},
        index=kept.names[kept.customer[first]],
    )


def _names(people: Iterable | None, orders: Purchases, customer: str) -> pd.Index:
    """Return everybody: `people`, or those with an order."""
    buyers = orders.names[np.unique(orders.customer)]
    if people is None:
        return buyers
    names = pd.Index(people if isinstance(people, pd.Series | pd.Index) else list(people), name=customer)
    if names.isna().any() or names.has_duplicates:
        raise CourseError(
            f"people: {names.isna().sum()} missing and {names.duplicated().sum()} double; give every person "
            "once: pd.Index(people).dropna().unique()."
        )
    strange = buyers.difference(names)
    if len(strange):
        raise CourseError(
            f"people: {len(strange):,} customers of the log are not in it, the first is {shown(strange[0])}. Give "
            "everybody, customers too."
        )
    return names


def _with_potential(found: pd.DataFrame, names: pd.Index) -> pd.DataFrame:
    """Return the frame with the people who have not ordered yet."""
    later = ~names.isin(found.index)
    everybody = found.reindex(names)
    everybody["orders"] = everybody["orders"].fillna(0).astype("int64")
    everybody.loc[later, "state"] = "potential"
    return everybody


def _checked(history: pd.DataFrame, states: Iterable[str]) -> pd.DataFrame:
    """Return the history where it is a frame of known states; else CourseError."""
    if not isinstance(history, pd.DataFrame):
        raise CourseError(
            f"history: a DataFrame is needed, a row a customer and a column a period, not "
            f"{type(history).__name__}."
        )
    if not history.shape[1]:
        raise CourseError("history: there is no period in it; a column for each is needed.")
    if history.columns.has_duplicates:
        raise CourseError(
            f"history: the column {history.columns[history.columns.duplicated()][0]!r} occurs twice; keep the "
            "first of each: history.loc[:, ~history.columns.duplicated()]."
        )
    if isinstance(states, str):
        raise CourseError(f"states={states!r}: a list of all states is needed, such as [{states!r}, …].")
    known = list(dict.fromkeys(states))
    found = pd.unique(history.to_numpy(object).ravel())
    strange = [state for state in found if not pd.isna(state) and state not in known]
    if strange:
        raise CourseError(
            f"history: {shown(strange[0])} is not among the states {', '.join(map(str, known))}."
            f"{nearest(strange[0], map(str, known))} Other states: states=[…]."
        )
    return history


def _wilson(moves: np.ndarray, base: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's interval of moves / base."""
    centre = (moves + z**2 / 2) / (base + z**2)
    half = z / (base + z**2) * np.sqrt(moves * (base - moves) / base + z**2 / 4)
    # Exact at the ends, where rounding would leave the share itself outside.
    return np.where(moves == 0, 0.0, centre - half), np.where(moves == base, 1.0, centre + half)


def _resampled(
    counts: np.ndarray, level: float, rng: np.random.Generator, draws: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return percentiles of the shares when whole customers are drawn again; equal histories are grouped."""
    kinds, number = np.unique(counts.reshape(len(counts), -1), axis=0, return_counts=True)
    drawn = rng.multinomial(number.sum(), number / number.sum(), draws)
    moves = (drawn @ kinds).reshape(draws, *counts.shape[1:]).astype(float)
    base = moves.sum(axis=2, keepdims=True)
    shares = np.divide(moves, base, out=np.full_like(moves, np.nan), where=base > 0)
    tails = [(1 - level) / 2, (1 + level) / 2]
    some = np.isfinite(shares).any(axis=0)
    low, high = np.nanquantile(np.where(some, shares, 0.0), tails, axis=0)
    return low, high
