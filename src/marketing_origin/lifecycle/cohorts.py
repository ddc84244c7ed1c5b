"""Cohort tables: how many of the customers who came together are still there, by age or by calendar."""

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.inputs import column, one_of, shown

PERIODS = {"month": "M", "quarter": "Q", "year": "Y", "week": "W"}


def cohort_table(
    log: pd.DataFrame,
    *,
    customer: str,
    time: str,
    period: str = "month",
    by: str = "age",
    start: str | None = None,
    until: object = None,
) -> pd.DataFrame:
    """Return how many customers of each cohort were there in each period: customers, each counted once.

    A cohort is the customers who came in the same period. In an order log a customer *is there* in a period
    with one order or more, however many; in a log of paid months, in the months that she paid.

    Parameters
    ----------
    log : a row for each order, or for each paid month; several rows a customer and period are fine.
    customer, time : names of the columns that say who and when (dates).
    period : "week", "month", "quarter" or "year".
    by : "age": columns are periods since the first (0, 1, …), and customers of one age stand in a column;
        "calendar": columns are calendar periods, and what happened on one date stands in a column.
    start : column with each customer's date of joining. Without it the first row counts as the start, which
        is wrong for customers who were there before the log begins.
    until : the last date that was observed in full; by default that of the last row. Later rows are left out.

    Returns a frame of floats indexed by `cohort` (a PeriodIndex without holes). Cells that nobody could have
    seen yet, after `until`, are missing, not 0; cells before a cohort exist only by calendar, missing too. A
    0 says: observed, and nobody was there. The first column by age is the cohort's size for an order log.
    Divide by it (``table.div(table[0], axis=0)``) for shares, and hand ``table.T`` to a survival model where
    nobody can come back.

    Raises CourseError for missing columns, customers or dates, times that are no dates, an empty log, a
    customer with two starts or with rows before her start, and an `until` before the first row.
    """
    one_of(period, "period", PERIODS)
    one_of(by, "by", ("age", "calendar"))
    who, when = column(log, customer, "customer"), _dates(log, time, "time")
    if who.isna().any():
        raise CourseError(
            f"customer: {who.isna().sum()} rows of {customer!r} are missing; leave them out: "
            f"log.dropna(subset=[{customer!r}])."
        )
    unit = PERIODS[period]
    last = _until(until, when).to_period(unit)
    # As numbers: of a period pandas makes an object for each row that it compares.
    cohort, number = (
        pd.PeriodIndex(dates.dt.to_period(unit)).asi8 for dates in (_starts(log, who, when, start), when)
    )
    rows = pd.DataFrame({"who": who, "cohort": cohort, "period": number})
    early = rows["period"] < rows["cohort"]
    if early.any():
        raise CourseError(
            f"start: {early.sum()} rows are earlier than their customer's start, the first of customer "
            f"{shown(rows.loc[early, 'who'].iloc[0])}; correct {start!r}, or leave those rows out."
        )
    rows = rows[rows["period"] <= last.ordinal].drop_duplicates(["who", "period"])
    numbers = np.arange(rows["cohort"].min(), last.ordinal + 1)
    counts = rows.groupby(["cohort", "period"]).size().unstack(fill_value=0)
    counts = counts.reindex(index=numbers, columns=numbers, fill_value=0).astype(float)
    cohorts = pd.PeriodIndex.from_ordinals(numbers, freq=unit, name="cohort")
    counts = counts.set_axis(cohorts, axis=0).set_axis(cohorts, axis=1)
    seen = counts.where(numbers[:, None] <= numbers)
    if by == "calendar":
        return seen.rename_axis(columns=period)
    ages = [row.iloc[at:].reset_index(drop=True) for at, (_, row) in enumerate(seen.iterrows())]
    return pd.DataFrame(ages, index=cohorts).rename_axis(columns="age")


def _dates(log: pd.DataFrame, name: str, argument: str) -> pd.Series:
    """Return a column of dates, checked."""
    dates = column(log, name, argument)
    if not len(dates):
        raise CourseError("log: there is no row in it.")
    if not pd.api.types.is_datetime64_any_dtype(dates):
        raise CourseError(
            f"{argument}: {name!r} holds {dates.dtype}, not dates; turn it into dates first: "
            f"pd.to_datetime(log[{name!r}], format=…), with the format that the column is written in."
        )
    if dates.isna().any():
        raise CourseError(
            f"{argument}: {dates.isna().sum()} rows of {name!r} are missing; leave them out: "
            f"log.dropna(subset=[{name!r}])."
        )
    return dates.dt.tz_localize(None)


def _until(until: object, when: pd.Series) -> pd.Timestamp:
    """Return the last date observed."""
    if until is None:
        return when.max()
    if isinstance(until, pd.Timestamp):
        last = until
    else:
        try:
            last = pd.to_datetime(until, format="%Y-%m-%d") if isinstance(until, str) else pd.Timestamp(until)
        except (TypeError, ValueError):
            last = pd.NaT
        if isinstance(until, int | float) or pd.isna(last):
            raise CourseError(f'until={until!r}: a date is needed, such as "{when.max():%Y-%m-%d}".')
    if last < when.min():
        raise CourseError(
            f"until={last:%Y-%m-%d}: before the first row, {when.min():%Y-%m-%d}; there is nothing to count."
        )
    return last


def _starts(log: pd.DataFrame, who: pd.Series, when: pd.Series, start: str | None) -> pd.Series:
    """Return, for each row, when its customer came."""
    if start is None:
        return when.groupby(who).transform("min")
    starts = _dates(log, start, "start")
    several = starts.groupby(who).nunique()
    if (several > 1).any():
        raise CourseError(
            f"start: customer {shown(several.index[several > 1][0])} has {several.max()} dates in {start!r}; take "
            f"the first: log.groupby({who.name!r})[{start!r}].transform('min')."
        )
    return starts
