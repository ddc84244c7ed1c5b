"""A log of purchases, read and checked: who bought on which day, and for how much.

What `clv` and `lifecycle` make of a log begins here, so that both read it alike and refuse the same::

    read_purchases(log, customer, date, value=None)   Purchases
    days_of(dates, name)                              a column of dates as days
    as_day(moment, argument)                          one moment as a day
"""

import datetime
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError, warn
from marketing_origin.inputs import column, one_of, shown

# Text that names one day in one way only; what follows it is a time.
WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
ENOUGH_ROWS = 100  # from here on a log is long enough to look odd
DOMINANT = 0.2  # of all rows: the share from which on one customer is hardly one person


@dataclass
class Purchases:
    """Columns of purchases, a row for each, in any order.

    Attributes
    ----------
    names : the customers, sorted; `customer` counts in it.
    customer : each row's position in `names`.
    day : the day, as `datetime64[D]`.
    value : the money spent, or None where no value was asked for.
    """

    names: pd.Index
    customer: np.ndarray
    day: np.ndarray
    value: np.ndarray | None

    def keep(self, rows: np.ndarray) -> "Purchases":
        """Return the chosen rows (a mask, positions or a slice)."""
        return Purchases(
            self.names, self.customer[rows], self.day[rows], None if self.value is None else self.value[rows]
        )

    def upto(self, last: np.datetime64, argument: str, after_end: str) -> "Purchases":
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

    def by_customer_and_day(self) -> "Purchases":
        """Return one row for each customer and day, in that order, with the values added up."""
        if not len(self.day):
            return self
        day = self.day.astype(np.int64)
        start = day.min()
        key = self.customer * (day.max() - start + 1) + (day - start)
        if (key[1:] < key[:-1]).any():
            order = np.argsort(key, kind="stable")  # equal keys are added up in one order everywhere
            key, rows = key[order], self.keep(order)
        else:
            rows = self
        new = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
        merged = rows.keep(new)
        if rows.value is not None:
            merged.value = np.add.reduceat(rows.value, new)
        return merged


def read_purchases(log: pd.DataFrame, customer: str, date: str, value: str | None = None) -> Purchases:
    """Return a log's purchases, checked.

    Parameters
    ----------
    log : one row for each purchase, in any order.
    customer, date, value : names of the columns with the customer, the day and the money spent (0 or more).
        Dates are datetimes without a time zone, or text that pandas can read; times of day are cut off.

    Raises CourseError for an empty log, missing columns, a customer, a date or a value that is missing or
    cannot be read, and for a negative value. Warns (CourseWarning), from 100 rows on, where one customer has
    a fifth of them or more, and where every id occurs once.
    """
    ids, dates = column(log, customer, "customer"), column(log, date, "date")
    if not len(log):
        raise CourseError("log: there is no row in it.")
    money = None if value is None else _money(column(log, value, "value"), value)
    if ids.isna().any():
        raise CourseError(
            f"{customer}: {ids.isna().sum():,} rows have no customer; {_first(ids.isna(), ids)}."
        )
    codes, names = _positions(ids)
    _look_odd(codes, names, customer)
    return Purchases(names, codes, days_of(dates, date), money)


def _look_odd(codes: np.ndarray, names: pd.Index, customer: str) -> None:
    """Warn where the column of customers can hardly name persons."""
    if len(codes) < ENOUGH_ROWS:
        return
    rows = np.bincount(codes)
    most = int(rows.argmax())
    if rows[most] == 1:
        warn(
            f"{customer}: each of the {len(codes):,} rows has a customer of its own, so nobody ever comes back. "
            "If that column numbers orders, take the one that names the persons."
        )
    elif rows[most] >= DOMINANT * len(codes):
        one = names[most].item() if isinstance(names[most], np.generic) else names[most]
        warn(
            f"{customer}: {one!r} has {rows[most] / len(codes):.0%} of the {len(codes):,} rows. If that is no "
            "person (all guests under one id, a test account), leave it out: "
            f"`log[log[{customer!r}] != {one!r}]`."
        )


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
    """Return dates as days (`datetime64[D]`), without the time of day.

    Raises CourseError, naming the column `name`, for numbers, periods, time zones, and dates that are missing
    or cannot be read.
    """
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
    return f"the first is {shown(values.iloc[at])} in row {shown(values.index[at])}"


def as_day(moment: str | pd.Timestamp, argument: str) -> np.datetime64:
    """Return a moment as a day; text as strictly as in a column of dates: 1997-09-30, perhaps with a time.

    Raises CourseError, naming the argument, for what is no day.
    """
    text = isinstance(moment, str)
    day = pd.NaT
    if text and WRITTEN_DAY.match(moment):
        day = pd.to_datetime(moment, format="ISO8601", errors="coerce")
    elif isinstance(moment, datetime.date | np.datetime64):
        day = pd.Timestamp(moment)
    if day is pd.NaT:
        raise CourseError(
            f"{argument}={shown(moment)}: is not a day; write it as '1997-09-30', the year first."
        )
    return np.datetime64(day.date(), "D")
