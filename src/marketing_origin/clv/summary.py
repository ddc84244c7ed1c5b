"""From a log of purchases to one row for each customer: frequency, recency, T, monetary value."""

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.inputs import one_of
from marketing_origin.purchases import Purchases, as_day, read_purchases

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

    `attrs["unit"]` of the frame is the unit; models remember it, and refuse to treat customers counted in
    another, or warn where a discount rate looks like one of another.

    Raises CourseError for missing columns, for dates or values that are missing, cannot be read or are
    negative, for rows after `end`, and for an empty log. Warns (CourseWarning), from 100 rows on, where one
    customer has a fifth of them or more (all guests under one id, say), and where every id occurs once (the
    number of the order, say, in place of the customer's).

    Source: Fader, P. S., Hardie, B. G. S. & Lee, K. L. (2005), "'Counting your customers' the easy way: an
    alternative to the Pareto/NBD model", Marketing Science 24(2), 275-284: (x, t_x, T) is all these models
    need.
    """
    purchases = read_purchases(log, customer, date, value).upto(as_day(end, "end"), "end", after_end)
    return _summary(purchases, as_day(end, "end"), unit)


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
    cut, last = as_day(end, "end"), as_day(holdout_end, "holdout_end")
    if last <= cut:
        raise CourseError(f"holdout_end={last}: must be later than end={cut}.")
    purchases = read_purchases(log, customer, date, value).upto(last, "holdout_end", after_end)
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


def _summary(purchases: Purchases, last: np.datetime64, unit: str) -> pd.DataFrame:
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
    frame = pd.DataFrame(columns, index=merged.names[merged.customer[first]])
    frame.attrs["unit"] = unit
    return frame
