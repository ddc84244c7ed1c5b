"""A lifecycle report: every table of it, computed once, and what can be written of it."""

import base64
import contextlib
import glob
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import narwhals as nw
import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from marketing_origin.errors import CourseError
from marketing_origin.experiments import detectable_difference
from marketing_origin.report import engines, forecast, tables
from marketing_origin.report.engines import OrderLog, open_log
from marketing_origin.report.forecast import Conventions, Fitted, Holdout

#: Those of `lifecycle.STATES` that an order log can show: who never ordered is not in it.
SHOWN_STATES = tables.STATES[:-1]
SHARES = (0.01, 0.05, 0.10, 0.20, 0.50)
TOP = SHARES[1]  # of the customers, of whom it is told what they did later
#: A year in whole weeks, so that it has the same weekdays.
WHOLE_WEEKS = 364
#: Fewest customers of a cohort whose curve is drawn.
LEAST_IN_CURVE = 30
#: Days without an order before the end, and orders that were due in them, from which a log seems cut short.
LEAST_SILENCE, LEAST_MISSED = 7, 20
#: Seconds after which a half-written file is nobody's any more.
ABANDONED = 3600
KEYS = ["frequency", "recency", "T"]
#: Decimals of what is written for people.
ROUNDED = dict.fromkeys(["monetary_value", "revenue", "value"], 2)
ROUNDED |= dict.fromkeys(["probability_alive", "expected_purchases", "expected_next_quarter"], 4)
STEPS = ("orders", "purchases", "months", "states", "hold-out", "forecast", "values")

Progress = Callable[[str, int, int], None]


@dataclass
class LifecycleReport:
    """What `lifecycle_report` found.

    Attributes
    ----------
    title, currency : as given; the currency is "" where it is not known.
    orders, customers_count, revenue : of the log, up to `end`.
    first, end : the first day with an order, and the last day observed.
    conventions : margin, discount rate, horizon and thresholds that the values rest on.
    months : frame by month (the first day): customers, new, returning, purchases, orders, revenue,
        new_revenue, returning_revenue, complete.
    cohort_table : frame by cohort (quarters or months): customers who bought at each age, floats, missing
        where that is not over yet.
    curves : frame by cohort (years, or quarters) and age in months: customers, active, share, low, high.
    states : frame by month's end: customers in each state.
    moves : frame by from and to: moves, base, probability, low, high, from one month's end to the next.
    concentration : frame by share of customers: customers, revenue, share.
    lorenz : frame: share of customers (who spent most first), share of revenue.
    spread : the revenue of a customer, its mean and median, and the share of all of it that the largest one made.
    seasons : frame by calendar month: purchases against the year's mean, year by year; empty under two years.
    holdout : `Holdout`, or None where `problem` says why there is none.
    earlier : the `Holdout` of as many days before those, or None where the log is too short.
    ahead : purchases (low, high) and revenue expected of today's customers in as many days as were held out.
    seen : purchases and revenue of all customers in the last days, as many as were held out, and a year before the
        days that are ahead (by weeks, `year_ago`, with its first and last day); missing where the log has them not.
    active : customers who bought in these last days; `repeat_buyers` : who made a second purchase.
    fitted : the models of the whole log, or None.
    values : frame by state, and all: customers, alive, purchases, value, low, high, total.
    actions : frame by state: the next-action table. `spending`: the caller's own actions, in order, or None.
    account, findings, assumptions : of the cleaning, as they were given.

    Of 95 % intervals (`benchmarks/coverage.py`, made-up shops of 3,000 customers over two years) the two forecasts'
    held what came in 96 and 97 % of 300 shops, and in 94 and 94 % of as many whose months swing by 15 per cent; the
    moves' held the truth in 93 to 96 %, the curves' points' in 95 %, the values' in 93 to 96 %. Where no months swing,
    half of the shops seem to by luck, and none by less than nothing: their forecasts' intervals are a fifth too wide.
    """

    title: str
    currency: str
    orders: int
    customers_count: int
    revenue: float
    first: pd.Timestamp
    end: pd.Timestamp
    conventions: Conventions
    months: pd.DataFrame
    cohort_table: pd.DataFrame
    curves: pd.DataFrame
    states: pd.DataFrame
    moves: pd.DataFrame
    concentration: pd.DataFrame
    lorenz: pd.DataFrame
    spread: dict[str, float]
    seasons: pd.DataFrame
    holdout: Holdout | None
    earlier: Holdout | None
    fitted: Fitted | None
    problem: str
    ahead: dict[str, float]
    seen: dict[str, dict[str, float]]
    active: int
    repeat_buyers: int
    values: pd.DataFrame
    actions: pd.DataFrame
    spending: pd.DataFrame | None
    typical_gap: float
    late_orders: int
    account: object = None
    findings: object = None
    assumptions: object = None
    course: str = ""
    _log: OrderLog | None = field(default=None, repr=False)
    _customers: object = field(default=None, repr=False)

    @property
    def customers(self) -> pd.DataFrame:
        """A row for each customer, sorted: what is known of her and what is expected of her.

        `frequency` (repeat purchases), `recency` and `T` (days), `monetary_value` (mean repeat purchase, missing
        without one), `orders`, `revenue`, `state` on the last day and `days_silent` since her last purchase, and, where
        a model could be fitted, `probability_alive`, `expected_purchases` and `value` (money, discounted) within the
        horizon, and `expected_next_quarter` (purchases in 91 days).
        """
        found = self._log.collect(self._customers, ["customer"])
        return found.set_index("customer")

    def _repr_html_(self) -> str:
        """Show what was counted, the page to read, and a link that saves it: in a browser Python has no folder."""
        from marketing_origin.report.page import page

        text = page(self)
        content = base64.b64encode(text.encode()).decode()
        return (
            f"<p>{self.orders:,} orders of {self.customers_count:,} customers. "
            f'<a download="report.html" href="data:text/html;base64,{content}">Save the report</a></p>'
            "<details><summary>Read it here</summary>"
            f'<iframe title="{escape(self.title)}" srcdoc="{escape(text)}" loading="lazy" '
            'style="width: 100%; height: 85vh; border: 1px solid"></iframe></details>'
        )

    def write(self, path: str | Path) -> Path:
        """Write the report as one HTML file that needs no other; a killed run leaves no half of it."""
        from marketing_origin.report.page import page

        return _atomically(
            Path(path), lambda part: part.write_text(page(self), encoding="utf-8", newline="\n")
        )

    def write_customers(self, path: str | Path) -> Path:
        """Write `customers` to a Parquet or a CSV file; DuckDB writes Parquet by itself.

        A CSV file is for people: who is worth most comes first, and numbers are rounded.
        """
        path = Path(path)
        if path.suffix not in (".parquet", ".csv"):
            raise CourseError(f"{path.name}: customers are written as .parquet or .csv; end the name so.")
        if path.suffix == ".csv":
            first = "value" if len(self.values) else "revenue"
            listed = self.customers.sort_values(first, ascending=False, kind="stable").round(ROUNDED)
            return _atomically(path, lambda part: listed.to_csv(part, lineterminator="\n"))
        if self._log.engine == "duckdb":
            return _atomically(path, lambda part: self._customers.sink_parquet(str(part)))
        return _atomically(path, lambda part: self.customers.to_parquet(part))


def lifecycle_report(
    source: object,
    *,
    engine: str | None = None,
    master: str | None = None,
    memory: str | None = None,
    end: str | pd.Timestamp | None = None,
    title: str = "Lifecycle report",
    currency: str | None = None,
    conventions: Conventions | None = None,
    actions: pd.DataFrame | None = None,
    budget: float | None = None,
    course: str = "",
    progress: Progress | None = None,
) -> LifecycleReport:
    """Return the lifecycle report of a clean order log.

    Parameters
    ----------
    source, engine, master, memory : the log and where it is computed: see `engines.open_log`.
    end : last day observed; orders after it are left out and counted. By default the day of the last order.
    title : of the page.
    currency : told after money; by default that of the cleaned log.
    conventions : margin, discount rate, horizon and thresholds; `Conventions()` by default.
    actions, budget : actions whose effect was measured, for `decisions.order_of_spending`.
    course : address of the course's site, for the links to its chapters.
    progress : called with the name of each step, how many are done and how many there are.

    Raises CourseError as `open_log`, and for an `end` before the first order, or as long after the last one as a
    hold-out is. A log too short for a model has a report that says so.
    """
    rules = conventions or Conventions()
    tell = progress or (lambda name, done, of: None)
    tell(STEPS[0], 0, len(STEPS))
    log = open_log(source, engine, master, memory)
    if actions is not None:
        from marketing_origin.decisions import order_of_spending

        actions = order_of_spending(actions, budget)
    try:
        return _Making(log, rules, tell, end).report(
            title=title,
            currency=currency if currency is not None else getattr(source, "currency", "") or "",
            spending=actions,
            account=getattr(source, "account", None),
            findings=getattr(source, "findings", None),
            assumptions=getattr(source, "assumptions", None),
            course=course,
        )
    except BaseException:
        log.release()
        raise


class _Making:
    """The tables of one report, in the order in which they need one another."""

    def __init__(self, log: OrderLog, rules: Conventions, tell: Progress, end: object):
        self.log, self.rules, self.tell = log, rules, tell
        self.end = _last_day(end, log, rules.holdout_days)
        self.last, self.first = self.end.toordinal(), log.first.toordinal()
        self.complete = _complete_months(log.first, self.end)

    def report(self, **told: object) -> LifecycleReport:
        """Compute everything."""
        log, rules = self.log, self.rules
        self._step(1)
        every = log.keep(tables.purchases(log.frame))
        self.bought = every.filter(nw.col("day") <= self.last)
        cut = self.last - rules.holdout_days
        people = log.keep(tables.customers(self.bought, cut, rules.holdout_days))
        after = every.filter(nw.col("day") > self.last).select(nw.col("orders").sum().cast(nw.Int64))
        late = log.collect(after).fillna(0)["orders"].iloc[0]
        histories = log.collect(tables.histories(people, self.last), KEYS)
        before, seen = self._look_back(every)
        self._step(2)
        active = log.keep(tables.activity(self.bought).drop("customer"))
        log.forget(every)
        # By months, or by quarters in a log of more than a year and a half.
        size = 1 if self.last - self.first <= 1.5 * forecast.YEAR else 3
        came_in = log.keep(tables.cohort_months(active, size))
        months = self._months(came_in)
        spent = log.collect(tables.concentration(people), "cents")
        concentration, lorenz = _concentration(spent)
        cohort_table, curves = self._cohort_table(came_in, size), self._curves(came_in)
        self._step(3)
        gap = forecast.typical_gap(histories)
        states, moves = self._states(active, gap)
        log.forget(active)
        log.take(engines.OF_HISTORIES)
        self._step(4)
        holdout, earlier, fitted, problem = self._forecasts(histories, people, months, before)
        log.take(engines.OF_VALUES)
        self._step(6)
        ahead, values, each = {}, pd.DataFrame(), histories[KEYS].copy()
        state = forecast.states_of(histories, gap if gap == gap else np.inf, rules)
        if fitted is not None:
            each = forecast.per_history(fitted, histories, self.last, rules)
            days, level = rules.holdout_days, rules.level
            ahead = forecast.ahead(fitted, histories, each, months, self.last, days, level)
            names = list(SHOWN_STATES)
            values = forecast.value_table(fitted, histories, each, state, names, self.last, rules)
            values = values.rename_axis("state")
        each["state"] = state
        log.take(engines.OF_HISTORIES)  # for a row for each customer
        self._step(7)
        return LifecycleReport(
            orders=int(histories["orders"].sum()),
            customers_count=int(histories["customers"].sum()),
            revenue=float(histories["cents"].sum() / 100),
            first=log.first,
            end=self.end,
            conventions=rules,
            months=months,
            cohort_table=cohort_table,
            curves=curves,
            states=states,
            moves=moves,
            concentration=concentration,
            lorenz=lorenz,
            spread=_spread(spent),
            seasons=_seasons(months),
            holdout=holdout,
            earlier=earlier,
            fitted=fitted,
            problem=problem,
            ahead=ahead,
            seen=seen,
            active=int(
                histories.loc[histories["T"] - histories["recency"] < rules.holdout_days, "customers"].sum()
            ),
            repeat_buyers=int(histories.loc[histories["frequency"] > 0, "customers"].sum()),
            values=values,
            actions=self._actions(histories, each, values, holdout),
            typical_gap=gap,
            late_orders=int(late),
            _log=log,
            _customers=_customers(log, people, each, self.last),
            **told,
        )

    def _step(self, done: int) -> None:
        self.tell(STEPS[min(done, len(STEPS) - 1)], done, len(STEPS))

    def _months(self, came_in: nw.LazyFrame) -> pd.DataFrame:
        """Return the months, those without an order too."""
        found = self.log.collect(tables.by_month(came_in), "month").set_index("month")
        every = range(_month(self.log.first), _month(self.end) + 1)
        found = found.reindex(every, fill_value=0)
        revenue, new = found["cents"] / 100, found["new_cents"] / 100
        table = pd.DataFrame(
            {
                "customers": found["customers"],
                "new": found["new"],
                "returning": found["customers"] - found["new"],
                "purchases": found["purchases"],
                "orders": found["orders"],
                "revenue": revenue,
                "new_revenue": new,
                "returning_revenue": (found["cents"] - found["new_cents"]) / 100,
                "complete": [month in self.complete for month in every],
            }
        )
        return table.set_axis(pd.Index([_first_day(month) for month in every], name="month"))

    def _cohort_table(self, came_in: nw.LazyFrame, size: int) -> pd.DataFrame:
        """Return customers by cohort and age, in periods of so many months."""
        found = self.log.collect(tables.cohorts(came_in, size), ["cohort", "age"])
        last = _month(self.end) // size
        every = range(_month(self.log.first) // size, last + 1)
        table = found.pivot(index="cohort", columns="age", values="customers")
        table = table.reindex(index=every, columns=range(len(every))).fillna(0.0).astype(float)
        not_yet = np.add.outer(np.asarray(table.index), np.asarray(table.columns)) > last
        names = pd.PeriodIndex(
            [_first_day(one * size) for one in every], freq="M" if size == 1 else "Q", name="cohort"
        )
        return table.mask(not_yet).set_axis(names).rename_axis(columns="age")

    def _curves(self, came_in: nw.LazyFrame) -> pd.DataFrame:
        """Return, for each cohort of years or quarters, the share who bought at each age in months.

        Only months that are over for the whole cohort count, so that every point is of the same people.
        """
        found = self.log.collect(tables.cohorts(came_in, 1), ["cohort", "age"])
        edges = forecast.cohort_edges(self.first, self.last)
        starts = [_month(pd.Timestamp.fromordinal(max(day, self.first))) for day in edges.values()]
        last = max(self.complete, default=-1)
        rows = {}
        for name, start, stop in zip(edges, starts, [*starts[1:], last + 1], strict=True):
            mine = found[(found["cohort"] >= start) & (found["cohort"] < stop)]
            size = mine.loc[mine["age"] == 0, "customers"].sum()
            if size < LEAST_IN_CURVE:
                continue
            for age in range(1, last - (stop - 1) + 1):
                here = mine.loc[mine["age"] == age, "customers"].sum()
                rows[name, age] = {"customers": int(size), "active": int(here)}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "active"]).astype("int64")
        frame.index = pd.MultiIndex.from_tuples(list(rows), names=["cohort", "age"]) if rows else frame.index
        frame["share"] = frame["active"] / frame["customers"]
        share, size = frame["share"].to_numpy(), frame["customers"].to_numpy(float)
        frame["low"], frame["high"] = _wilson(share, size, ndtri(0.5 + self.rules.level / 2))
        return frame

    def _states(self, active: nw.LazyFrame, gap: float) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return customers by month's end and state, and the moves from each to the next.

        One typical gap serves all months, that of the whole log: a log that has just begun shows short ones
        only.
        """
        if not self.complete or not gap > 0:
            return pd.DataFrame(), pd.DataFrame()
        rules = {"dormant_after": self.rules.dormant_after, "churned_after": self.rules.churned_after}
        spells = self.log.collect(tables.spells(active, gap, self.complete[-1], **rules))
        found = tables.state_moves(spells, self.complete)
        states = found.pivot_table(
            index="month", columns="state", values="customers", aggfunc="sum", fill_value=0, observed=True
        )
        states = states.reindex(columns=list(SHOWN_STATES), fill_value=0).astype("int64")
        states.index = pd.Index(
            [pd.Timestamp.fromordinal(_month_end(month)) for month in states.index], name="month"
        )
        return states.rename_axis(columns=None), _moves(found[found["next_state"] != ""], self.rules.level)

    def _look_back(self, every: nw.LazyFrame) -> tuple[dict, dict]:
        """Return what the hold-out of the quarter before the last needs, and what was bought when."""
        log, days = self.log, self.rules.holdout_days
        cut = self.last - days
        before = {}
        if self._long_enough(cut):
            then = every.filter(nw.col("day") <= cut)
            known = log.keep(tables.customers(then, cut - days, days))
            before = self._held(known, cut - days)
            log.forget(known)
        seen = {}
        for name, last in (("last", self.last), ("year_ago", self.last - WHOLE_WEEKS + days)):
            first = last - days + 1
            if first >= self.first:
                found = log.collect(tables.between(every, first, last)).fillna(0).iloc[0]
                seen[name] = {
                    "first": pd.Timestamp.fromordinal(first),
                    "last": pd.Timestamp.fromordinal(last),
                    "purchases": int(found["purchases"]),
                    "revenue": found["cents"] / 100,
                }
        return before, seen

    def _long_enough(self, last: int) -> bool:
        """Tell whether a log up to a day can spare a quarter and still learn from twice as long a time."""
        return last - self.first >= 3 * self.rules.holdout_days

    def _held(self, people: nw.LazyFrame, cut: int) -> dict[str, object]:
        """Return what was known of customers on the day `cut`, and what came after: what `_holdout` takes."""
        log, known = self.log, tables.known(people, cut)
        by = ["frequency", "recency", "T", "previous", "later"]
        return {
            "held": log.collect(tables.holdout(people, cut, self.rules.holdout_days), by),
            "histories": log.collect(tables.histories(known, cut), KEYS),
            "spending": log.collect(tables.spending(known), ["frequency", "mean_cents"]),
            "new": log.collect(tables.first_seen(people, cut)).fillna(0),
            # Of as many rows as there are sums: told at once, for memory's sake.
            "top": forecast.top_later(log.collect(tables.later_by_spend(people, cut), "cents"), TOP),
        }

    def _forecasts(
        self, histories: pd.DataFrame, people: nw.LazyFrame, months: pd.DataFrame, before: dict
    ) -> tuple[Holdout | None, Holdout | None, Fitted | None, str]:
        """Return the hold-outs and the models of the whole log, or why there are none."""
        days = self.rules.holdout_days
        if not self._long_enough(self.last):
            told = (
                f"The log spans {self.last - self.first + 1:,} days. To hold out the last {days} and learn "
                f"from the time before, {3 * days:,} are needed: there is no forecast, and no value, that "
                "could be checked."
            )
            return None, None, None, told
        earlier = None
        if before:
            with contextlib.suppress(CourseError):  # a shop that had just begun
                earlier = self._holdout(before, months, self.last - days)
            before.clear()  # its histories make room for the next ones
        spending = self.log.collect(tables.spending(people), ["frequency", "mean_cents"])
        try:
            last = self._holdout(self._held(people, self.last - days), months, self.last)
            if said := self._silence():
                last.failures.insert(0, said)
            self._step(5)
            fitted = forecast.fit(histories, spending, self.first, self.last)
        except CourseError as problem:
            return None, None, None, f"No model of buying can be fitted, so there is no forecast. {problem}"
        return last, earlier, fitted, ""

    def _holdout(self, told: dict[str, object], months: pd.DataFrame, end: int) -> Holdout:
        """Return what the forecasts of the days up to `end` are worth."""
        held, histories, spending = told["held"], told["histories"], told["spending"]
        cut = end - self.rules.holdout_days
        found = forecast.hold_out(held, histories, spending, months, self.first, cut, end, self.rules)
        new = told["new"].iloc[0]
        found.new_customers, found.new_purchases = int(new["customers"]), int(new["purchases"])
        found.new_revenue = new["cents"] / 100
        found.top = told["top"]
        return found

    def _silence(self) -> str:
        """Return what to say of an end so long after the last order that the log must be cut short; "" if it is not."""
        silent = self.last - self.log.last.toordinal()
        expected = silent * self.log.orders / (self.log.last.toordinal() - self.first + 1)
        if silent < LEAST_SILENCE or expected < LEAST_MISSED:
            return ""
        return (
            f"The log has no order in its last {silent} days, from {self.log.last + pd.Timedelta(days=1):%Y-%m-%d} on, "
            f"where some {expected:,.0f} are usual: if it is cut short and not the shop closed, take the day of its "
            f"last order for the end (end = {self.log.last:%Y-%m-%d})."
        )

    def _actions(
        self, histories: pd.DataFrame, each: pd.DataFrame, values: pd.DataFrame, holdout: Holdout | None
    ) -> pd.DataFrame:
        """Return the next-action table: who, how many, what they do anyway, and what an action must add."""
        bought = holdout.by_state["bought"] if holdout else {}
        margin = 1.0 if self.rules.margin_rate is None else self.rules.margin_rate
        state = each["state"].to_numpy()
        quarter = each.get("next_quarter", pd.Series(np.nan, each.index)).to_numpy()
        people, rows = histories["customers"].to_numpy(float), {}
        for name in SHOWN_STATES:
            mine = state == name
            size = people[mine].sum()
            if not size:
                continue
            purchases = people[mine] @ (histories["frequency"].to_numpy(float)[mine] + 1)
            mean = histories["cents"].to_numpy(float)[mine].sum() / purchases / 100
            rows[name] = {
                "customers": int(size),
                "bought_since": bought.get(name, np.nan),
                "purchases_next_quarter": people[mine] @ quarter[mine] / size,
                "mean_purchase": mean,
                "value": values.at[name, "value"] if len(values) else np.nan,
                "pays_from": 100 / (margin * mean) if margin * mean > 0 else np.nan,
                "test_shows": _test_shows(bought.get(name, np.nan), size / 2),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("state")


def _test_shows(bought: float, half: float) -> float:
    """Return the additional buyers among 100 that a test finds with a power of 80 % if half of a state is left alone.

    Missing where the share of those who buy anyway is not known, or a half is too small to find any.
    """
    if not 0 < bought < 1 or half < 1:
        return np.nan
    try:
        return 100 * detectable_difference(bought, half, formula="pooled")
    except CourseError:
        return np.nan


def _customers(log: OrderLog, people: nw.LazyFrame, each: pd.DataFrame, last: int) -> nw.LazyFrame:
    """Return each customer's summary with what her history says of her, on the engine."""
    told = each.drop(columns="ahead", errors="ignore").rename(
        columns={"next_quarter": "expected_next_quarter"}
    )
    found = tables.customer_summary(people, last, keep=["repeat_cents"]).join(
        log.bring(told), on=KEYS, how="left"
    )
    found = found.with_columns(days_silent=nw.col("T") - nw.col("recency"))
    if "value_weight" in each:
        money = nw.col("repeat_cents") + nw.col("value_shift")
        found = found.with_columns(value=nw.col("value_weight") * money).drop("value_weight", "value_shift")
    return found.drop("repeat_cents")


def _moves(found: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return probabilities of the moves, and their intervals by a jackknife over groups of customers.

    A customer's moves are alike from month to month, so she is left out with all of them: her group is that
    of the day of her first purchase. A group is held against the one of the day before: whose silence is too long
    at a month's end hangs on the day, which is no chance (Wolter, 2007, Introduction to Variance Estimation, 2nd ed.,
    section 8.2, successive differences; from memory). The interval is Wilson's for as many independent moves as have
    that error (most silences grow too long by the rule and not by chance: they count for more); its quantile is
    Student's, for there are few groups.
    """
    if not len(found):
        return pd.DataFrame()
    named = [state for state in SHOWN_STATES if state in {*found["state"], *found["next_state"]}]
    cells = pd.MultiIndex.from_product([range(tables.GROUPS), named, named])
    counts = found.groupby(["group", "state", "next_state"])["customers"].sum().reindex(cells, fill_value=0)
    counts = counts.to_numpy(float).reshape(tables.GROUPS, len(named), len(named))
    moves = counts.sum(axis=0)
    base = np.broadcast_to(moves.sum(axis=1, keepdims=True), moves.shape)
    left = moves - counts
    with np.errstate(invalid="ignore", divide="ignore"):
        share = moves / base
        without = left / left.sum(axis=2, keepdims=True)
        spread = (without - np.roll(without, 1, axis=0)) ** 2 / 2
        error = (tables.GROUPS - 1) / tables.GROUPS * np.sqrt(spread.sum(axis=0))
        worth = np.where(error > 0, share * (1 - share) / error**2, base)
        # Successive differences are worth two thirds of as many that are independent.
        low, high = _wilson(share, worth, stdtrit(tables.GROUPS * 2 / 3, 0.5 + level / 2))
    index = pd.MultiIndex.from_product([named, named], names=["from", "to"])
    columns = {
        "moves": moves.astype("int64"),
        "base": base.astype("int64"),
        "probability": share,
        "low": low,
        "high": high,
    }
    table = pd.DataFrame({name: values.reshape(-1) for name, values in columns.items()}, index)
    return table[table["base"] > 0]


def _concentration(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the revenue of the top shares of customers, and the curve of all of them."""
    found = found.iloc[::-1]
    people, cents = (
        found["customers"].cumsum().to_numpy(),
        (found["cents"] * found["customers"]).cumsum().to_numpy(),
    )
    everybody, total = people[-1], cents[-1]
    upto, money = np.append(0, people), np.append(0, cents)
    rows = {}
    for share in SHARES:
        top = int(np.ceil(share * everybody))
        rows[share] = {"customers": top, "revenue": np.interp(top, upto, money) / 100}
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("share_of_customers")
    table["share_of_revenue"] = table["revenue"] * 100 / total if total else np.nan
    at = np.linspace(0, everybody, 101)
    curve = pd.DataFrame(
        {
            "share_of_customers": at / everybody,
            "share_of_revenue": np.interp(at, upto, money) / (total or np.nan),
        }
    )
    return table, curve


def _spread(found: pd.DataFrame) -> dict[str, float]:
    """Return mean and median of what customers spent, and the share of the largest; see `LifecycleReport.spread`."""
    cents, people = found["cents"].to_numpy(float), found["customers"].to_numpy(float)
    upto, total = people.cumsum(), people @ cents
    middle = [
        cents[np.searchsorted(upto, place, side="right")] for place in ((upto[-1] - 1) // 2, upto[-1] // 2)
    ]
    largest = cents[-1] / total if total else np.nan
    return {"mean": total / upto[-1] / 100, "median": float(np.mean(middle)) / 100, "largest": largest}


def _seasons(months: pd.DataFrame) -> pd.DataFrame:
    """Return each year's months against that year's mean, for whole years; empty under two of them."""
    complete = months[months["complete"]]
    by_year = complete["purchases"].groupby(complete.index.year)
    whole = by_year.filter(lambda year: len(year) == 12)
    if whole.index.year.nunique() < 2:
        return pd.DataFrame()
    relative = whole / whole.groupby(whole.index.year).transform("mean")
    table = relative.to_frame("index").assign(year=whole.index.year, month=whole.index.month)
    return table.pivot(index="month", columns="year", values="index").rename_axis(columns=None)


def _wilson(share: np.ndarray, n: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """Return Wilson's interval of shares, each of `n` draws of their own; `z` is the quantile."""
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    wide = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(middle - wide, 0), np.minimum(middle + wide, 1)


def _last_day(end: object, log: OrderLog, days: int) -> pd.Timestamp:
    """Return the last day observed, fewer than so many `days` after the last order."""
    if end is None:
        return log.last
    try:
        last = pd.to_datetime(end, format="%Y-%m-%d") if isinstance(end, str) else pd.Timestamp(end)
    except (TypeError, ValueError):
        last = pd.NaT
    if isinstance(end, int | float) or pd.isna(last):
        raise CourseError(f'end={end!r}: a day is needed, such as end="{log.last:%Y-%m-%d}".')
    if last < log.first:
        raise CourseError(f"end={last:%Y-%m-%d}: the first order is later, on {log.first:%Y-%m-%d}.")
    if (silent := (last - log.last).days) >= days:
        raise CourseError(
            f"end={last:%Y-%m-%d}: the last order is {silent:,} days before, on {log.last:%Y-%m-%d}; there is nothing "
            "to hold a forecast against. Is the year right? Without an end, it is the day of the last order."
        )
    return last.normalize()


def _month(day: pd.Timestamp) -> int:
    """Return the month as `tables` counts."""
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> pd.Timestamp:
    return pd.Timestamp(year=month // 12, month=month % 12 + 1, day=1)


def _month_end(month: int) -> int:
    """Return the number of a month's last day."""
    return _first_day(month + 1).toordinal() - 1


def _complete_months(first: pd.Timestamp, end: pd.Timestamp) -> list[int]:
    """Return the months that the log has seen to their end."""
    return [month for month in range(_month(first), _month(end) + 1) if _month_end(month) <= end.toordinal()]


def _atomically(path: Path, write: Callable[[Path], object]) -> Path:
    """Write beside the file and move it there when it is whole; what a killed run has left there goes."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        if left.stat().st_mtime < time.time() - ABANDONED:
            left.unlink(missing_ok=True)
    try:
        write(part)
        part.replace(path)
    except FileNotFoundError:
        raise CourseError(f"There is no folder {str(path.parent)!r} to write {path.name} into.") from None
    finally:
        part.unlink(missing_ok=True)
    return path
