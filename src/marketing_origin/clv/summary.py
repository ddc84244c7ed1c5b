"""From a log of purchases to one row for each customer: frequency, recency, T, monetary value."""

import datetime
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.inputs import column, one_of

# Text that names one day in one way only; what follows it is a time.
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
DAYS = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}


def customer_summary(
    log: pd.DataFrame,
    customer: str,
    date: str,
    value: str | None = None,
    *,
    end: str | pd.Timestamp,
    unit: str = "W",
    after_end: str = "raise",
) -> pd.DataFrame:
    """Return each customer's frequency, recency, T and (with `value`) monetary value.

    All rows of one customer on one day are ONE transaction, their values added up: rows that repeat another
    exactly are therefore merged too, not dropped. Time is counted in days and divided by the length of the
    unit, so that a week is seven days from wherever one starts, not a page of the calendar.

    Parameters
    ----------
    log : one row for each purchase, in any order.
    customer, date, value : names of the columns with the customer, the day and the money spent (0 or more).
        Dates are datetimes without a time zone, or text that pandas can read; times of day are cut off.
    end : last day of observation.
    unit : unit of recency and T: ``"W"`` (7 days), ``"D"``, ``"M"`` (365.25/12 days) or ``"Y"`` (365.25
        days).
    after_end : ``"raise"`` refuses rows later than `end`, ``"drop"`` leaves them out; `holdout_summary`
        counts them.

    Returns a frame indexed by customer, sorted, one row for each with a purchase up to `end`:

    - `frequency`: transactions after the first (repeat transactions), an integer;
    - `recency`: time from the first transaction to the last, 0 where there is but one;
    - `T`: time from the first transaction to `end`;
    - `monetary_value`: mean value of the repeat transactions; missing (NaN) where there is none, since
      nothing is known of it (other tools write 0 there, which pulls every mean down).

    Raises CourseError for missing columns, for dates or values that are missing, cannot be read or are
    negative, for rows after `end`, and for an empty log.

    Source: Fader, P. S., Hardie, B. G. S. & Lee, K. L. (2005), "'Counting your customers' the easy way: an
    alternative to the Pareto/NBD model", Marketing Science 24(2), 275-284: (x, t_x, T) is all these models
    need.
    """
    purchases = _read(log, customer, date, value).upto(_day(end, "end"), "end", after_end)
    return _summary(purchases, _day(end, "end"), unit)


def holdout_summary(
    log: pd.DataFrame,
    customer: str,
    date: str,
    value: str | None = None,
    *,
    end: str | pd.Timestamp,
    holdout_end: str | pd.Timestamp,
    unit: str = "W",
    after_end: str = "raise",
) -> pd.DataFrame:
    """Return `customer_summary` up to `end`, and what the same customers did from then to `holdout_end`.

    Parameters as for `customer_summary`; `after_end` is about rows later than `holdout_end`. Customers whose
    first purchase is later than `end` are left out.

    Adds the columns `holdout_T` (time from `end` to `holdout_end`, the same for all), `holdout_frequency`
    (their transactions in it, an integer) and, with `value`, `holdout_value` (money spent in it, 0 where
    nothing was bought).

    Raises CourseError as `customer_summary`, and where `holdout_end` is not later than `end`.
    """
    cut, last = _day(end, "end"), _day(holdout_end, "holdout_end")
    if last <= cut:
        raise CourseError(f"holdout_end={last}: must be later than end={cut}.")
    purchases = _read(log, customer, date, value).upto(last, "holdout_end", after_end)
    summary = _summary(purchases.upto(cut, "end", "drop"), cut, unit)
    later = purchases.keep(purchases.day > cut).by_customer_and_day()
    summary["holdout_T"] = (last - cut) / np.timedelta64(1, "D") / DAYS[unit]
    found = np.bincount(later.customer, minlength=len(later.names)).astype(np.int64)
    counts = pd.Series(found, later.names)
    summary["holdout_frequency"] = counts.reindex(summary.index)
    if later.value is not None:
        spent = pd.Series(np.bincount(later.customer, later.value, len(later.names)), later.names)
        summary["holdout_value"] = spent.reindex(summary.index)
    return summary


@dataclass
class _Purchases:
    """Columns of purchases: the customer as a position in the sorted `names`, the day, the value or None."""

    names: pd.Index
    customer: np.ndarray
    day: np.ndarray
    value: np.ndarray | None

    def keep(self, rows: np.ndarray) -> "_Purchases":
        """Return the chosen rows (a mask, positions or a slice)."""
        return _Purchases(
            self.names, self.customer[rows], self.day[rows], None if self.value is None else self.value[rows]
        )

    def upto(self, last: np.datetime64, argument: str, after_end: str) -> "_Purchases":
        """Return the rows of days up to `last`; later ones are refused or dropped, as `after_end` says."""
        one_of(after_end, "after_end", ("raise", "drop"))
        late = self.day > last
        if not late.any():
            return self
        if after_end == "raise":
            raise CourseError(
                f"{np.count_nonzero(late):,} rows are dated after {argument}={last}, the latest "
                f"{self.day.max()}. Move {argument}, pass after_end='drop' to leave them out, or count them "
                "with holdout_summary."
            )
        if late.all():
            raise CourseError(
                f"{argument}={last}: every row of the log is later, the earliest {self.day.min()}."
            )
        return self.keep(~late)

    def by_customer_and_day(self) -> "_Purchases":
        """Return one row for each customer and day, in that order, with the values added up."""
        if not len(self.day):
            return self
        day = self.day.astype(np.int64)
        start = day.min()
        key = self.customer * (day.max() - start + 1) + (day - start)
        if (key[1:] < key[:-1]).any():
            order = np.argsort(key)
            key, rows = key[order], self.keep(order)
        else:
            rows = self
        new = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
        merged = rows.keep(new)
        if rows.value is not None:
            merged.value = np.add.reduceat(rows.value, new)
        return merged


def _summary(purchases: _Purchases, last: np.datetime64, unit: str) -> pd.DataFrame:
    """Return the summary of `customer_summary` for purchases that are all up to the day `last`."""
    days = DAYS[one_of(unit, "unit", DAYS)]
    merged = purchases.by_customer_and_day()
    first = np.flatnonzero(np.diff(merged.customer, prepend=-1))
    # Counts are 64 bits long on every machine; NumPy's own would be 32 in a reader's browser.
    count = np.diff(first, append=len(merged.customer)).astype(np.int64)
    day, born = merged.day.astype(np.int64), merged.day[first].astype(np.int64)
    columns = {
        "frequency": count - 1,
        "recency": (day[first + count - 1] - born) / days,
        "T": (last.astype(np.int64) - born) / days,
    }
    if merged.value is not None:
        merged.value[first] = 0.0  # the mean is of repeat transactions only
        with np.errstate(invalid="ignore"):  # 0 / 0 is the missing value wanted for one-time buyers
            columns["monetary_value"] = np.add.reduceat(merged.value, first) / (count - 1)
    return pd.DataFrame(columns, index=merged.names[merged.customer[first]])


def _read(log: pd.DataFrame, customer: str, date: str, value: str | None) -> _Purchases:
    """Return the log's purchases, checked."""
    ids, dates = column(log, customer, "customer"), column(log, date, "date")
    if not len(log):
        raise CourseError("log: there is no row in it.")
    money = None if value is None else _money(column(log, value, "value"), value)
    if ids.isna().any():
        raise CourseError(
            f"{customer}: {ids.isna().sum():,} rows have no customer; {_first(ids.isna(), ids)}."
        )
    codes, names = _positions(ids)
    return _Purchases(names, codes, days_of(dates, date), money)


def _positions(ids: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return each row's position in a sorted index of customers, and that index."""
    if pd.api.types.is_integer_dtype(ids.dtype):
        numbers = ids.to_numpy(np.int64)
        lowest, highest = int(numbers.min()), int(numbers.max())
        if highest - lowest < 10 * len(numbers) + 1000:  # their distance from the lowest does: no hashing
            return numbers - lowest, pd.RangeIndex(lowest, highest + 1, name=ids.name)
    codes, names = pd.factorize(ids, sort=True)
    return codes, pd.Index(names, name=ids.name)


def days_of(dates: pd.Series, name: str) -> np.ndarray:
    """Return dates as days, without the time of day."""
    if pd.api.types.is_numeric_dtype(dates.dtype):
        raise CourseError(
            f"{name}: numbers such as {dates.iloc[0]} are not dates; if that is year, month and day, turn "
            f"them into dates first: `pd.to_datetime(log[{name!r}].astype(str), format='%Y%m%d')`."
        )
    if isinstance(dates.dtype, pd.PeriodDtype):
        raise CourseError(
            f"{name}: periods such as {dates.iloc[0]} are no days; orders of one period would be one. Where "
            f"only the period is known, say which day stands for it: `log[{name!r}].dt.start_time`."
        )
    found = dates
    clock = ".dt.tz_convert('Europe/Berlin').dt.tz_localize(None)`, with its own zone."
    if not pd.api.types.is_datetime64_any_dtype(dates.dtype):
        try:
            found = pd.to_datetime(dates, errors="coerce", format="ISO8601")
        except (ValueError, TypeError):  # several time zones
            read = f"`pd.to_datetime(log[{name!r}], format='ISO8601', utc=True)"
            raise CourseError(
                f"{name}: its dates are in several time zones. Name the shop's: {read}{clock}"
            ) from None
    if isinstance(found.dtype, pd.DatetimeTZDtype):
        read = f"`log[{name!r}]" if found is dates else f"`pd.to_datetime(log[{name!r}], format='ISO8601')"
        raise CourseError(
            f"{name}: has a time zone ({found.dtype.tz}), and which day an order falls on depends on the "
            f"clock. Name the shop's: {read}{clock}"
        )
    bad = found.isna()
    if bad.any():
        missing = dates.isna().sum()
        raise CourseError(
            f"{name}: {bad.sum():,} of {len(bad):,} rows have no readable date ({missing:,} missing); "
            f"{_first(bad, dates)}. Write dates as 1997-09-30, or leave those rows out."
        )
    return found.to_numpy().astype("datetime64[D]")


def _money(values: pd.Series, name: str) -> np.ndarray:
    """Return values as floats, none of them missing or negative."""
    found = pd.to_numeric(values, errors="coerce").to_numpy(float)
    unreadable = ~np.isfinite(found)
    if unreadable.any():
        raise CourseError(
            f"{name}: {np.count_nonzero(unreadable):,} rows have no number; {_first(unreadable, values)}. "
            "Fill in what was spent or leave those rows out."
        )
    if (found < 0).any():
        raise CourseError(
            f"{name}: {np.count_nonzero(found < 0):,} rows are negative; {_first(found < 0, values)}. "
            "A refund is not a purchase, and leaving it out keeps the order that it took back: "
            "`clv.net_refunds` takes it off that order."
        )
    return found


def _first(bad: np.ndarray | pd.Series, values: pd.Series) -> str:
    """Return where the first bad value stands and what it is."""
    at = int(np.argmax(np.asarray(bad)))
    return f"the first is {values.iloc[at]!r} in row {values.index[at]!r}"


def _day(moment: str | pd.Timestamp, argument: str) -> np.datetime64:
    """Return a moment as a day; text as strictly as in a column of dates: 1997-09-30, perhaps with a time."""
    text = isinstance(moment, str)
    day = pd.NaT
    if text and WRITTEN_DAY.match(moment):
        day = pd.to_datetime(moment, format="ISO8601", errors="coerce")
    elif isinstance(moment, datetime.date | np.datetime64):
        day = pd.Timestamp(moment)
    if day is pd.NaT:
        raise CourseError(f"{argument}={moment!r}: is not a day; write it as '1997-09-30', the year first.")
    return np.datetime64(day.date(), "D")
