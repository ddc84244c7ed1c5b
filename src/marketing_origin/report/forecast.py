"""What customers will do: the last quarter held out and told first, then the value of each.

Works on the distinct histories that `tables` brings back, so that a fit costs by how many different ones
there are. Time is in weeks here, as in chapter 4.2; money is in cents until it is told.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import chdtrc, ndtri, stdtrit

from marketing_origin.clv import NBD, BetaGeoNBD, ConvergenceError, GammaGamma
from marketing_origin.clv._behaviour import BehaviourModel
from marketing_origin.errors import CourseError, CourseWarning
from marketing_origin.fitting.likelihood import Model
from marketing_origin.inputs import count, positive, rate
from marketing_origin.report.tables import STATES

WEEK = 7.0
YEAR = 365.25
#: Classes by purchases made: name and the fewest repeat purchases of it.
CLASSES = {"1": 0, "2": 1, "3 to 4": 2, "5 to 9": 4, "10 or more": 9}
#: Fewest customers, and repeat buyers, of a cohort that gets a model of its own.
LEAST_CUSTOMERS, LEAST_REPEATS = 200, 50
SAMPLED = 2000  # histories that the slopes and the spread by chance are measured on
#: Stretches as long as the forecast, before it, from which to tell how much they swing; two are the models' own.
LEAST_STRETCHES, FITTED_STRETCHES = 4, 2
MOST_DEGREES = 1e6  # of freedom: as good as known
POINTS = 4  # of a month, at which its new customers are taken to come
TOLD_APART = 0.01  # by how much less a forecast is off that is called nearer
FORECASTS = ("model", "same as last quarter", "own rate")


@dataclass(frozen=True)
class Conventions:
    """What a value depends on and the log cannot say; each of them stands in the report.

    Parameters
    ----------
    margin_rate : margin as a fraction of revenue; None where it is not known: values are then revenue.
    discount_rate : a year, a fraction.
    horizon_days : how far ahead purchases are counted.
    holdout_days : how many last days are held out; 91 are thirteen weeks, each weekday as often.
    level : confidence of the intervals.
    dormant_after, churned_after : a customer's own gaps of silence, as in `lifecycle.customer_states`.
    """

    margin_rate: float | None = None
    discount_rate: float = 0.10
    horizon_days: int = 365
    holdout_days: int = 91
    level: float = 0.95
    dormant_after: float = 2.0
    churned_after: float = 4.0

    def __post_init__(self):
        if self.margin_rate is not None:
            rate(self.margin_rate, "margin_rate", one=True, single=True)
        rate(self.discount_rate, "discount_rate", single=True)
        rate(self.level, "level", single=True)
        count(self.horizon_days, "horizon_days", least=1)
        count(self.holdout_days, "holdout_days", least=7)
        if positive(self.churned_after, "churned_after", single=True) <= positive(
            self.dormant_after, "dormant_after", single=True
        ):
            raise CourseError("churned_after: must be above dormant_after, for a customer is dormant first.")


@dataclass
class Fitted:
    """Models of purchases by cohort, and one of spend.

    Attributes
    ----------
    models : BG/NBD or, where nobody is seen to leave, NBD; by the name of the cohorts that share it, "all"
        where
        one serves all.
    edges : the first day of the cohorts of each model, by the same names, as day numbers.
    cohorts : every cohort's first day, by its name.
    gain, degrees, p_value : log-likelihood gained by a model for each cohort against one for all, parameters
        it
        takes, and the probability of so much where cohorts are alike (likelihood ratio; missing for one
        cohort).
    spend : the gamma-gamma model, or None; `mean_cents`, of a repeat purchase, is used then.
    correlation : of frequency and the logarithm of the mean purchase, over repeat buyers.
    notes : what else is to be said.
    """

    models: dict[str, BehaviourModel]
    edges: dict[str, int]
    cohorts: dict[str, int]
    gain: float
    degrees: int
    p_value: float
    spend: GammaGamma | None
    mean_cents: float
    correlation: float
    notes: list[str]

    def model_of(self, frame: pd.DataFrame, end: int) -> np.ndarray:
        """Return the number of the model of each row of histories up to the day `end`."""
        return _place(frame, self.edges, end)


@dataclass
class _Segment:
    """Neighbouring cohorts that share a model."""

    names: list[str]
    start: int
    rows: np.ndarray
    model: BehaviourModel

    @property
    def name(self) -> str:
        """The first and the last cohort's name."""
        return self.names[0] if len(self.names) == 1 else f"{self.names[0]} to {self.names[-1]}"


def cohort_edges(first: int, end: int) -> dict[str, int]:
    """Return cohorts, name → first day: years, or quarters in a log of less than two years."""
    start, last = pd.Timestamp.fromordinal(first), pd.Timestamp.fromordinal(end)
    period = "Y" if end - first >= 2 * YEAR else "Q"
    found = pd.period_range(start.to_period(period), last.to_period(period))
    return {_period_name(one): one.start_time.toordinal() for one in found}


def fit(histories: pd.DataFrame, spending: pd.DataFrame, first: int, end: int) -> Fitted:
    """Fit models of purchases to cohorts, gamma-gamma to all; CourseError where nobody repeats.

    Cohorts too small for a model join the one before. Neighbours then share a model where two would not gain
    what their parameters cost by the Bayesian information criterion, the pair with least to gain first.
    """
    weeks, customers = _weeks(histories), histories["customers"]
    pooled = _fit_one(weeks, customers)
    cohorts = _large_enough(histories, cohort_edges(first, end), end)
    spend = _fit_spend(histories, spending)
    number = _place(histories, cohorts, end)
    try:
        segments = [
            _Segment(
                [name],
                start,
                number == place,
                _fit_one(weeks[number == place], customers[number == place], pooled),
            )
            for place, (name, start) in enumerate(cohorts.items())
        ]
    except ConvergenceError:
        spend[-1].append("Some cohort cannot be fitted by itself; one model serves all.")
        segments = []
    if len(segments) < 2:
        return Fitted({"all": pooled}, {"all": first}, cohorts, 0.0, 0, np.nan, *spend)
    gain = sum(one.model.log_likelihood_ for one in segments) - pooled.log_likelihood_
    degrees = max(1, sum(len(one.model.names) for one in segments) - len(pooled.names))
    p_value = float(chdtrc(degrees, 2 * max(gain, 0)))
    joined = _joined(segments, weeks, customers)
    names = [one.name for one in joined] if len(joined) > 1 else ["all"]
    models = {name: one.model for name, one in zip(names, joined, strict=True)}
    edges = {name: one.start for name, one in zip(names, joined, strict=True)}
    return Fitted(models, edges, cohorts, gain, degrees, p_value, *spend)


def _joined(segments: list[_Segment], weeks: pd.DataFrame, customers: pd.Series) -> list[_Segment]:
    """Return the segments after joining neighbours that gain too little apart."""
    price = np.log(customers.sum()) / 2
    pairs: dict[tuple[int, int], tuple[float, _Segment]] = {}
    while len(segments) > 1:
        for left, right in zip(segments[:-1], segments[1:], strict=True):
            key = id(left), id(right)
            if key not in pairs:
                pairs[key] = _pair(left, right, weeks, customers, price)
        saved, place = max(
            (pairs[id(left), id(right)][0], place)
            for place, (left, right) in enumerate(zip(segments[:-1], segments[1:], strict=True))
        )
        if saved <= 0:
            break
        both = pairs[id(segments[place]), id(segments[place + 1])][1]
        segments = [*segments[:place], both, *segments[place + 2 :]]
    return segments


def _pair(
    left: _Segment, right: _Segment, weeks: pd.DataFrame, customers: pd.Series, price: float
) -> tuple[float, _Segment | None]:
    """Return what two segments save by sharing a model, in log-likelihood, and the two as one."""
    rows = left.rows | right.rows
    try:
        model = _fit_one(weeks[rows], customers[rows], left.model)
    except ConvergenceError:
        return -np.inf, None
    lost = left.model.log_likelihood_ + right.model.log_likelihood_ - model.log_likelihood_
    fewer = len(left.model.names) + len(right.model.names) - len(model.names)
    return price * fewer - lost, _Segment(left.names + right.names, left.start, rows, model)


def predict(fitted: Fitted, frame: pd.DataFrame, end: int, days: float) -> np.ndarray:
    """Return the purchases expected of one customer of each history in the next `days`."""
    return _by_model(fitted, frame, end, lambda model, rows: _expected(model, rows, [days])[0])


def spend_of(fitted: Fitted, frame: pd.DataFrame, spend: GammaGamma | None = None) -> np.ndarray:
    """Return the cents expected of a purchase, on average over the customers of each history."""
    weight, shift = spend_weights(fitted, frame["frequency"].to_numpy(float), spend)
    return weight * (shift + frame["repeat_cents"].to_numpy(float) / frame["customers"].to_numpy(float))


def spend_weights(
    fitted: Fitted, frequency: np.ndarray, spend: GammaGamma | None = None
) -> tuple[np.ndarray, np.ndarray | float]:
    """Return w and s so that w × (s + cents of repeat purchases) is what a purchase is expected to be."""
    model = spend or fitted.spend
    if model is None:
        return np.full(len(frequency), 0.0) + 1e-300, np.full(len(frequency), fitted.mean_cents) * 1e300
    p, q, gamma = model.params_
    return p / (p * frequency + q - 1), gamma


# The hold-out --------------------------------------------------------------------------------------------


@dataclass
class Holdout:
    """How far off the forecasts of the last quarter were.

    Attributes
    ----------
    cut, end : the last day known to the forecasts, and the last day of all.
    customers : how many were known by the cut.
    total : frame by forecast (and "actual"): purchases, off, error_per_customer, revenue, revenue_off.
    by_class, by_cohort : frame: customers, actual, and each forecast's purchases and how far it is off.
    by_state : frame by the state on the day of the cut: customers, the share who bought after it, purchases and
        revenue of one of them: what came unasked.
    top : of those who had spent most by the cut (`share` of the customers): the share of the revenue that they made
        before it (`before`) and of what the known ones made after it (`after`), and how many of them bought (`came`).
    low, high : interval of the model's total purchases: parameters, chance and swings together.
    swing : by how much a stretch as long as the hold-out lies off the models beyond chance, as a fraction (a
        standard deviation over the time before the cut); missing where that is too short to tell.
    failures : what the report says of the model first.
    new_customers, new_purchases, new_revenue : of those first seen after the cut, whom no forecast knows.
    """

    cut: int
    end: int
    customers: int
    total: pd.DataFrame
    by_class: pd.DataFrame
    by_cohort: pd.DataFrame
    by_state: pd.DataFrame
    low: float
    high: float
    swing: float
    fitted: Fitted
    failures: list[str]
    top: dict[str, float] = field(default_factory=dict)
    new_customers: int = 0
    new_purchases: int = 0
    new_revenue: float = 0.0


def hold_out(
    held: pd.DataFrame,
    histories: pd.DataFrame,
    spending: pd.DataFrame,
    months: pd.DataFrame,
    first: int,
    cut: int,
    end: int,
    conventions: Conventions,
) -> Holdout:
    """Fit to what was known at the cut and hold the forecasts against what came; see `tables.holdout`.

    `histories` and `spending` are those of the cut; `months` as in the report. CourseError where no model can be
    fitted.
    """
    fitted = fit(histories, spending, first, cut)
    days = end - cut
    each = {
        "model": predict(fitted, held, cut, days),
        "same as last quarter": held["previous"].to_numpy(float),
    }
    age = held["T"].to_numpy(float)
    own = np.divide(held["frequency"].to_numpy(float) * days, age, out=np.zeros(len(held)), where=age > 0)
    each["own rate"] = own
    people = held["customers"].to_numpy(float)
    repeats = np.maximum(held["frequency"].to_numpy(float), 1)
    cents = {
        "model": people * each["model"] * spend_of(fitted, held),
        "same as last quarter": held["previous_cents"].to_numpy(float),
        "own rate": own * held["repeat_cents"].to_numpy(float) / repeats,
    }
    actual = held["later"].to_numpy(float)
    rows = {"actual": [people @ actual, np.nan, held["later_cents"].sum() / 100]}
    for name in FORECASTS:
        error = people @ np.abs(each[name] - actual) / people.sum()
        rows[name] = [people @ each[name], error, cents[name].sum() / 100]
    total = pd.DataFrame.from_dict(
        rows, orient="index", columns=["purchases", "error_per_customer", "revenue"]
    )
    total = total.rename_axis("forecast")
    for column, off in (("purchases", "off"), ("revenue", "revenue_off")):
        known = total.at["actual", column]
        total[off] = total[column] / known - 1 if known else np.nan
    low, high, swing = _interval(fitted, held, each["model"], months, cut, days, conventions.level)
    classes = class_of(held["frequency"])
    cohorts = np.array(list(fitted.cohorts))[_place(held, fitted.cohorts, cut)]
    by_class = _by_group(classes, list(CLASSES), people, actual, each, "purchases_made")
    by_cohort = _by_group(cohorts, list(fitted.cohorts), people, actual, each, "came_in")
    by_state = _by_state(held, typical_gap(histories), conventions)
    failures = _failures(total, by_class, low, high)
    return Holdout(
        cut, end, int(people.sum()), total, by_class, by_cohort, by_state, low, high, swing, fitted, failures
    )


def top_later(found: pd.DataFrame, share: float) -> dict[str, float]:
    """Return what became of those who had spent most: `found` as `tables.later_by_spend` gives it; see `Holdout.top`.

    Where the last of them have spent alike, as many as are asked for are taken to be like all of these.
    """
    found = found.sort_values("cents", ascending=False, kind="stable")
    people = found["customers"].to_numpy(float)
    upto = np.append(0, people.cumsum())
    size = np.ceil(share * upto[-1])

    def of_them(values: np.ndarray) -> tuple[float, float]:
        sums = np.append(0, values.cumsum())
        return np.interp(size, upto, sums), sums[-1]

    before, all_before = of_them(found["cents"].to_numpy(float) * people)
    after, all_after = of_them(found["later_cents"].to_numpy(float))
    came, _ = of_them(found["came"].to_numpy(float))
    if not (all_before > 0 and all_after > 0):
        return {}
    told = {"share": share, "customers": size, "came": came / size}
    return told | {"before": before / all_before, "after": after / all_after}


def _by_state(held: pd.DataFrame, gap: float, conventions: Conventions) -> pd.DataFrame:
    """Return what customers in each state on the day of the cut did after it; see `Holdout.by_state`."""
    state = states_of(held, gap if gap == gap else np.inf, conventions)
    found = held.assign(
        state=state,
        came=held["customers"].where(held["later"] > 0, 0),
        later=held["customers"] * held["later"],
    )
    sums = found.groupby("state")[["customers", "came", "later", "later_cents"]].sum()
    sums = sums.reindex([name for name in STATES if name in sums.index])
    size = sums["customers"]
    return pd.DataFrame(
        {
            "customers": size,
            "bought": sums["came"] / size,
            "purchases": sums["later"] / size,
            "revenue": sums["later_cents"] / size / 100,
        }
    )


def class_of(frequency: pd.Series) -> np.ndarray:
    """Return the class of each number of repeat purchases."""
    place = np.searchsorted(list(CLASSES.values()), frequency.to_numpy(), side="right") - 1
    return np.array(list(CLASSES))[place]


# The value of each ---------------------------------------------------------------------------------------


def value_table(
    fitted: Fitted,
    histories: pd.DataFrame,
    each: pd.DataFrame,
    groups: np.ndarray,
    names: list[str],
    end: int,
    conventions: Conventions,
) -> pd.DataFrame:
    """Return what customers of each group are expected to bring within the horizon, with intervals.

    `each` is what `per_history` says of the histories. A frame by group and a last row "all": customers,
    alive (mean probability), purchases (a customer, not discounted), value, low, high (money a customer),
    total (money). The intervals carry the uncertainty of the parameters (delta method, on the logarithm), not
    that the model may be wrong.
    """
    people = histories["customers"].to_numpy(float)
    cents = each["value_shift"] * people + histories["repeat_cents"]
    worth = (each["value_weight"] * cents).to_numpy()
    bought = people * each["expected_purchases"].to_numpy()
    living = people * each["probability_alive"].to_numpy()
    spread = _log_errors(fitted, histories, groups, names, end, conventions)
    rows = {}
    for name in [*names, "all"]:
        mine = np.ones(len(groups), bool) if name == "all" else groups == name
        size = people[mine].sum()
        if not size:
            continue
        mean = worth[mine].sum() / size
        factor = np.exp(ndtri(0.5 + conventions.level / 2) * spread[name])
        rows[name] = {
            "customers": int(size),
            "alive": living[mine].sum() / size,
            "purchases": bought[mine].sum() / size,
            "value": mean,
            "low": mean / factor,
            "high": mean * factor,
            "total": worth[mine].sum(),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def ahead(
    fitted: Fitted,
    histories: pd.DataFrame,
    each: pd.DataFrame,
    months: pd.DataFrame,
    end: int,
    days: int,
    level: float,
) -> dict[str, float]:
    """Return what all customers are expected to buy in the next days: purchases, low, high, swing, revenue.

    `each` is what `per_history` says of the histories, `months` as in the report; `swing` as of a `Holdout`.
    """
    expected = each["ahead"].to_numpy()
    low, high, swing = _interval(fitted, histories, expected, months, end, days, level)
    bought = histories["customers"].to_numpy(float) * expected
    revenue = bought @ spend_of(fitted, histories) / 100
    told = {"days": days, "purchases": bought.sum(), "low": low, "high": high}
    return told | {"swing": swing, "revenue": revenue}


def per_history(fitted: Fitted, histories: pd.DataFrame, end: int, conventions: Conventions) -> pd.DataFrame:
    """Return, for each history, what makes a customer's own numbers: see `page`'s customers.

    value = value_weight × (value_shift + repeat_cents): a customer's value needs her own money. `ahead` and
    `next_quarter` are the purchases expected in as many days as are held out, and in 91.
    """
    parts, shares = _parts(conventions)
    days = [*parts, conventions.holdout_days, 91]

    def ask(model: BehaviourModel, weeks: pd.DataFrame) -> np.ndarray:
        expected = _expected(model, weeks, days)
        return np.stack(
            [_alive(model, weeks), expected[-3], expected[-2], expected[-1], shares @ expected[:-2]]
        )

    living, bought, ahead, quarter, worth = _by_model(fitted, histories, end, ask)
    weight, shift = spend_weights(fitted, histories["frequency"].to_numpy(float))
    margin = 1.0 if conventions.margin_rate is None else conventions.margin_rate
    return histories[["frequency", "recency", "T"]].assign(
        probability_alive=living,
        expected_purchases=bought,
        value_weight=margin * worth * weight / 100,
        value_shift=shift,
        ahead=ahead,
        next_quarter=quarter,
    )


def states_of(histories: pd.DataFrame, gap: float, conventions: Conventions) -> np.ndarray:
    """Return the state of each history on its last day; the rule of `tables.state_moves`."""
    bought = histories["frequency"].to_numpy(float) + 1
    silence = (histories["T"] - histories["recency"]).to_numpy(float) * bought
    span = gap + histories["recency"].to_numpy(float)
    state = np.where(bought > 1, "loyal", "new").astype(object)
    state[silence > conventions.dormant_after * span] = "dormant"
    state[silence > conventions.churned_after * span] = "churned"
    return state


def typical_gap(histories: pd.DataFrame) -> float:
    """Return the median over repeat buyers of their mean gap, in days; missing where nobody repeats."""
    again = histories[histories["frequency"] > 0]
    if not len(again):
        return np.nan
    gap = (again["recency"] / again["frequency"]).to_numpy()
    order = np.argsort(gap, kind="stable")
    upto = np.cumsum(again["customers"].to_numpy()[order])
    middle = [(upto[-1] - 1) // 2, upto[-1] // 2]
    return float(gap[order][np.searchsorted(upto, middle, side="right")].mean())


# Within --------------------------------------------------------------------------------------------------


def _expected(model: BehaviourModel, weeks: pd.DataFrame, days: Sequence[float]) -> np.ndarray:
    """Return the purchases expected in each of several next times: a row a time, a column a history.

    A forecast is P(alive) times that of a customer who is active for certain, which depends on frequency and
    T alone: it is asked once for each pair of them, for all times together.
    """
    frequency, age = weeks["frequency"].to_numpy(float), weeks["T"].to_numpy()
    key = (weeks["frequency"].to_numpy("int64") << 20) + np.rint(age * WEEK).astype("int64")
    codes, _ = pd.factorize(key)
    first = np.empty(codes.max(initial=-1) + 1, "int64")
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    params = np.broadcast_arrays(*model._updated(frequency[first], age[first]))
    if_active = model._expected_by(np.asarray(days, float) / WEEK, *params)
    return if_active[:, codes] * _alive(model, weeks)


def _alive(model: BehaviourModel, weeks: pd.DataFrame) -> np.ndarray:
    """Return each history's probability of being active; they are distinct, and known to be possible."""
    return model._alive(*weeks[["frequency", "recency", "T"]].to_numpy(float).T)


def _discounted(
    model: BehaviourModel, weeks: pd.DataFrame, conventions: Conventions, a_year: int = 12
) -> np.ndarray:
    """Return the discounted purchases of one model's customers within the horizon, by parts of a year."""
    days, shares = _parts(conventions, a_year)
    return shares @ _expected(model, weeks, days)


def _parts(conventions: Conventions, a_year: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the parts of the horizon, in days, and what the purchases until each count.

    Each part's purchases are discounted from its middle; by what is bought until each end it is the same sum.
    """
    steps = max(1, round(conventions.horizon_days / (YEAR / a_year)))
    days = np.linspace(0, conventions.horizon_days, steps + 1)
    worth = (1 + conventions.discount_rate) ** (-(days[:-1] + days[1:]) / 2 / YEAR)
    return days[1:], worth - np.append(worth[1:], 0)


def _rows_of(fitted: Fitted, frame: pd.DataFrame, end: int) -> dict[str, np.ndarray]:
    """Return which rows are whose model's, as masks by the model's name."""
    number = fitted.model_of(frame, end)
    return {name: number == place for place, name in enumerate(fitted.edges)}


def _by_model(fitted: Fitted, frame: pd.DataFrame, end: int, ask: Callable) -> np.ndarray:
    """Return what the model of each row's cohort answers: a number for each row, or several, each a row of them."""
    weeks = _weeks(frame)
    found = [
        (rows, ask(fitted.models[name], weeks[rows]))
        for name, rows in _rows_of(fitted, frame, end).items()
        if rows.any()
    ]
    result = np.zeros((*found[0][1].shape[:-1], len(frame)))
    for rows, answer in found:
        result[..., rows] = answer
    return result


def _place(frame: pd.DataFrame, edges: dict[str, int], end: int) -> np.ndarray:
    """Return which of the edges each history's first day comes after, histories being up to the day `end`."""
    born = end - frame["T"].to_numpy()
    return np.maximum(np.searchsorted(list(edges.values()), born, side="right") - 1, 0)


def _weeks(frame: pd.DataFrame) -> pd.DataFrame:
    """Return histories with recency and T in weeks."""
    return frame[["frequency", "recency", "T"]].assign(recency=frame["recency"] / WEEK, T=frame["T"] / WEEK)


def _fit_one(weeks: pd.DataFrame, customers: pd.Series, near: BehaviourModel | None = None) -> BehaviourModel:
    """Return the BG/NBD, or the NBD where nobody is seen to leave and the BG/NBD has no maximum.

    A model of similar customers, where there is one, tells where to look: half of the steps.
    """
    start = near.params_ if isinstance(near, BetaGeoNBD) else None
    with warnings.catch_warnings(action="ignore", category=CourseWarning):  # no parameter is read alone
        try:
            return BetaGeoNBD().fit(weeks, customers, start, intervals=False)
        except ConvergenceError:
            return NBD().fit(weeks, customers, intervals=False)


def _large_enough(histories: pd.DataFrame, edges: dict[str, int], end: int) -> dict[str, int]:
    """Return the cohorts, those too small for a model of their own joined to the one before."""
    born = end - histories["T"]
    kept: dict[str, int] = {}
    size = repeats = 0
    bounds = [*edges.values(), end + 1]
    for (name, start), stop in zip(edges.items(), bounds[1:], strict=True):
        mine = histories[(born >= start) & (born < stop)]
        people, again = mine["customers"].sum(), mine.loc[mine["frequency"] > 0, "customers"].sum()
        if not kept or (min(size, people) >= LEAST_CUSTOMERS and min(repeats, again) >= LEAST_REPEATS):
            kept[name], size, repeats = start, people, again
        else:
            size, repeats = size + people, repeats + again
    return kept


def _fit_spend(
    histories: pd.DataFrame, spending: pd.DataFrame
) -> tuple[GammaGamma | None, float, float, list]:
    """Return gamma-gamma (None where it cannot be had), the mean, the correlation and what to say."""
    notes = []
    repeats = (histories["frequency"] * histories["customers"]).sum()
    mean_cents = histories["repeat_cents"].sum() / repeats
    usable = spending[spending["mean_cents"] > 0]
    left_out = spending["customers"].sum() - usable["customers"].sum()
    if left_out:
        who = "repeat buyer" if left_out == 1 else "repeat buyers"
        notes.append(f"Left out of the model of spend: {left_out:,} {who} without positive money.")
    correlation = _correlation(usable)
    frame = pd.DataFrame(
        {"frequency": usable["frequency"], "monetary_value": usable["mean_cents"].astype(float)}
    )
    try:
        with warnings.catch_warnings(action="ignore", category=CourseWarning):  # no parameter is read alone
            spend = GammaGamma().fit(frame, usable["customers"], intervals=False)
        if spend.params_["q"] <= 1:
            raise ConvergenceError("q")
    except CourseError:
        notes.append("The model of spend cannot be fitted; every purchase is taken to be the mean one.")
        return None, mean_cents, correlation, notes
    return spend, mean_cents, correlation, notes


def _correlation(spending: pd.DataFrame) -> float:
    """Return the correlation of the logarithm of frequency with the mean purchase: 0, the model supposes.

    Of the mean itself, not of its logarithm, which rises with the number of purchases that it is a mean of.
    """
    if len(spending) < 3:
        return np.nan
    points = np.stack([np.log(spending["frequency"].to_numpy(float)), spending["mean_cents"].to_numpy(float)])
    covariance = np.cov(points, fweights=spending["customers"].to_numpy())
    spread = np.sqrt(covariance[0, 0] * covariance[1, 1])
    return float(covariance[0, 1] / spread) if spread else np.nan


def _sample(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return positions of some rows and what each stands for: all, or drawn by their weight."""
    if len(weights) <= SAMPLED:
        return np.arange(len(weights), dtype="int64"), weights
    drawn = np.random.default_rng(5).choice(len(weights), SAMPLED, p=weights / weights.sum())
    return drawn, np.full(SAMPLED, weights.sum() / SAMPLED)


def _interval(
    fitted: Fitted,
    held: pd.DataFrame,
    each: np.ndarray,
    months: pd.DataFrame,
    cut: int,
    days: int,
    level: float,
) -> tuple[float, float, float]:
    """Return the interval of what all known customers buy: parameters, chance and swings; and the swing.

    `each` is what a customer of each history is expected to buy.
    """
    people = held["customers"].to_numpy(float)
    total = people @ each
    rows, weight = _sample(people)
    some = held.iloc[rows]
    rng = np.random.default_rng(7)

    def spread(model: BehaviourModel, weeks: pd.DataFrame) -> np.ndarray:
        return model.simulate_future(days / WEEK, weeks, rng, draws=60).var(axis=0, ddof=1)

    chance = weight @ _by_model(fitted, some, cut, spread)

    weeks, rows_of = _weeks(some), _rows_of(fitted, some, cut)

    def forecast(name: str, model: BehaviourModel) -> np.ndarray:
        mine = rows_of[name]
        return np.atleast_1d(weight[mine] @ _expected(model, weeks[mine], [days])[0])

    variance = sum(_variance(model, partial(forecast, name)) for name, model in fitted.models.items())[0]
    swing, degrees = _swing(fitted, months, cut, days, chance / total if total else 0.0)
    swung = (total * np.nan_to_num(swing)) ** 2
    whole = chance + variance + swung
    # Of the parts the swing alone is told from few numbers: Welch and Satterthwaite's degrees of freedom.
    known = min(degrees * (whole / swung) ** 2, MOST_DEGREES) if swung > 0 else MOST_DEGREES
    wide = stdtrit(known, 0.5 + level / 2) * np.sqrt(whole)
    return max(0.0, total - wide), total + wide, swing


def _swing(
    fitted: Fitted, months: pd.DataFrame, cut: int, days: int, dispersion: float
) -> tuple[float, float]:
    """Return how far stretches of so many days lie off the models beyond chance, and its degrees of freedom.

    The first is a fraction; see `Holdout`.

    A season, a campaign or a strike moves all customers together, which no model of single ones knows. Repeat
    purchases by month up to the cut are held against what the models expect of the customers won by then;
    `dispersion` is the variance by chance of a purchase that is expected.
    """
    ends = np.array([(month + pd.offsets.MonthEnd(0)).toordinal() for month in months.index])
    whole = months[months["complete"].to_numpy(bool) & (ends <= cut)]
    wide = max(1, round(days * 12 / YEAR))
    stretches = len(whole) / wide
    degrees = stretches - FITTED_STRETCHES
    if stretches < LEAST_STRETCHES:
        return np.nan, degrees
    came = (whole["purchases"] - whole["new"]).to_numpy(float)
    came, expected = (np.convolve(one, np.ones(wide), "valid") for one in (came, _by_month(fitted, whole)))
    # The models were fitted to the same months: what is left of them is too near.
    off = ((came - expected) ** 2).sum() * stretches / degrees
    beyond = off - dispersion * expected.sum()
    swing = float(np.sqrt(max(beyond, 0.0) / (expected**2).sum())) if expected.any() else np.nan
    # The models' own level hangs on stretches that swung: what is ahead lies off both.
    return swing * np.sqrt(1 + FITTED_STRETCHES / stretches), degrees


def _by_month(fitted: Fitted, months: pd.DataFrame) -> np.ndarray:
    """Return the repeat purchases that the models expect in each month of those who were new in these months."""
    starts = np.array([month.toordinal() for month in months.index], float)
    edges = np.append(starts, (months.index[-1] + pd.offsets.MonthBegin(1)).toordinal())
    long = np.diff(edges)
    place = np.searchsorted(list(fitted.edges.values()), starts, side="right") - 1
    found = np.zeros(len(months))
    for number, model in enumerate(fitted.models.values()):
        mine = np.maximum(place, 0) == number
        if not mine.any():
            continue
        new = months["new"].to_numpy(float)[mine] / POINTS
        for point in (np.arange(POINTS) + 0.5) / POINTS:
            age = np.maximum(edges[:, None] - (starts + long * point)[mine], 0.0) / WEEK
            bought = model.expected_purchases_new_customer(age.ravel()).reshape(age.shape)
            found += np.diff(bought, axis=0) @ new
    return found


def _log_errors(
    fitted: Fitted,
    histories: pd.DataFrame,
    groups: np.ndarray,
    names: list[str],
    end: int,
    conventions: Conventions,
) -> dict[str, float]:
    """Return the standard error of the logarithm of each group's value, and of all."""
    rows, weight = _sample(histories["customers"].to_numpy(float))
    some = histories.iloc[rows]
    weeks, rows_of = _weeks(some), _rows_of(fitted, some, end)
    member = np.stack([*(groups[rows] == name for name in names), np.ones(len(rows), bool)]) * weight
    # Quarters will do for what is only compared with itself.
    quarterly = partial(_discounted, conventions=conventions, a_year=4)
    bought, spent = _by_model(fitted, some, end, quarterly), spend_of(fitted, some)

    def of_model(name: str, model: BehaviourModel) -> np.ndarray:
        mine = rows_of[name]
        return member[:, mine] @ (quarterly(model, weeks[mine]) * spent[mine])

    def of_spend(model: GammaGamma) -> np.ndarray:
        return member @ (bought * spend_of(fitted, some, model))

    variance = sum(_variance(model, partial(of_model, name)) for name, model in fitted.models.items())
    if fitted.spend:
        variance = variance + _variance(fitted.spend, of_spend)
    total = np.maximum(member @ (bought * spent), 1e-300)
    return dict(zip([*names, "all"], np.sqrt(variance) / total, strict=True))


def _variance(model: Model, forecast: Callable) -> np.ndarray:
    """Return the variance of forecasts that one model's parameters make (delta method)."""
    step, slopes = 1e-4, []
    for parameter in model.names:
        ends = [
            forecast(model.from_params(**{**model.params_, parameter: shifted}))
            for shifted in model.params_[parameter] * np.exp([step, -step])
        ]
        slopes.append((ends[0] - ends[1]) / (2 * step))
    values, slopes = model.params_.to_numpy(), np.array(slopes)
    of_logs = model.covariance_.to_numpy() / np.outer(values, values)
    return np.einsum("ig,ij,jg->g", slopes, of_logs, slopes)


def _by_group(
    groups: np.ndarray, names: list[str], people: np.ndarray, actual: np.ndarray, each: dict, index: str
) -> pd.DataFrame:
    """Return actual and forecast purchases by group."""
    rows = {}
    for name in names:
        mine = groups == name
        if not mine.any():
            continue
        bought = people[mine] @ actual[mine]
        rows[name] = {"customers": int(people[mine].sum()), "actual": int(bought)}
        for forecast in FORECASTS:
            made = people[mine] @ each[forecast][mine]
            rows[name] |= {forecast: made, f"{forecast}, off": made / bought - 1 if bought else np.nan}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(index)


def _failures(total: pd.DataFrame, by_class: pd.DataFrame, low: float, high: float) -> list[str]:
    """Return where the model failed, in sentences."""
    said = []
    bought = total.at["actual", "purchases"]
    if not low <= bought <= high:
        said.append(
            f"The {bought:,.0f} purchases that came lie outside the model's interval, {low:,.0f} to "
            f"{high:,.0f}: something moved that the model does not know, such as a season, a campaign or a "
            "change of prices."
        )
    for name in FORECASTS[1:]:
        if abs(total.at["model", "off"]) - abs(total.at[name, "off"]) >= TOLD_APART:
            said.append(
                f"For the total, “{name}” was nearer ({_signed(total.at[name, 'off'])} against "
                f"{_signed(total.at['model', 'off'])})."
            )
        if total.at[name, "error_per_customer"] < (1 - TOLD_APART) * total.at["model", "error_per_customer"]:
            said.append(
                f"Customer by customer, “{name}” was off by less ({total.at[name, 'error_per_customer']:.3f} "
                f"purchases against {total.at['model', 'error_per_customer']:.3f})."
            )
    wide = by_class[(by_class["model, off"].abs() > 0.25) & (by_class["actual"] >= 30)]
    for name, row in wide.iterrows():
        said.append(
            f"For customers with {name} purchase{'s' * (name != '1')} it was off by "
            f"{_signed(row['model, off'])}."
        )
    return said


def _signed(share: float) -> str:
    """Write a share in per cent, with a true minus."""
    return f"{share:+.0%}".replace("-", "\N{MINUS SIGN}")


def _period_name(period: pd.Period) -> str:
    """Name a year or a quarter."""
    return str(period.year) if period.freqstr.startswith("Y") else f"{period.year} Q{period.quarter}"
