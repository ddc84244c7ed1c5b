"""When: days beyond what was said, far from all others, still to come; clocks elsewhere; a log's ends."""

from datetime import date

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders.cleaning import Cleaning

AWAY = 180  # days between the log and what stands apart from it
FEW = 0.01  # of the rows may stand apart
BURST = 2.5  # new customers in the first month, against the later months' median
HARDLY = 0.02  # of all customers
ENOUGH = 50  # orders, to say anything of a log's shape


def clocks_elsewhere(work: Cleaning) -> None:
    """Note days that were told by another clock than the shop's."""
    if "time_zone" not in work.answers:
        work.find(
            "days told in UTC or in several offsets",
            work.table["elsewhere"],
            "kept, on the day as it is written: by the shop's own clock some are the day before or after",
            'answers={"time_zone": "Europe/Berlin"}, or the shop\'s own place; '
            'answers={"time_zone": ""} says that it is right so',
        )


def days_or_months(work: Cleaning) -> None:
    """Note dates whose day and month could be the other way round."""
    first = work.dates.day_first
    if first is not None:
        work.find(
            "dates that could be read the other way round",
            work.dates.either,
            f"kept: the {'day' if first else 'month'} was taken to come first, for what the other dates show",
            f'answers={{"day_first": {not first}}}',
        )


def outside_the_days(work: Cleaning) -> None:
    """Leave out orders outside of the days that were said, far from all others, or still to come."""
    day = work.table["day"]
    for name, said, rows in (
        ("orders before the first day", "first_day", lambda bound: day < bound),
        ("orders after the last day", "last_day", lambda bound: day > bound),
    ):
        if said in work.answers:
            bound = _bound(said, work.answers[said])
            otherwise = f'answers={{"{said}": …}} names another'
            work.leave_out(name, rows(bound), f"left out: {said} is {bound:%Y-%m-%d}", otherwise)
    early, late = _apart(day[work.left])
    if "first_day" not in work.answers:
        what, otherwise = "orders long before all others", 'answers={"first_day": "1970-01-01"} keeps them'
        work.leave_out(what, day < early, "left out: a date by mistake", otherwise)
    if "last_day" not in work.answers:
        otherwise = 'answers={"last_day": "2100-12-31"} keeps them'
        work.leave_out("orders long after all others", day > late, "left out: a date by mistake", otherwise)
        to_come = day > pd.Timestamp(date.today()) + pd.Timedelta(days=1)
        if to_come[work.left].mean() < 0.5:  # a log made up lies where it likes
            done = "left out: their day is still to come"
            work.leave_out("orders of days to come", to_come, done, otherwise)


def _bound(said: str, answer: object) -> pd.Timestamp:
    bound = pd.to_datetime(str(answer), errors="coerce", format="ISO8601")
    if pd.isna(bound):
        raise CourseError(f'answers["{said}"]={answer!r}: a day is needed, like "2024-12-31".')
    return bound.tz_localize(None)


def _apart(day: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the days between which the log lies; few of the rows may stand far away from all others."""
    ordered = np.sort(day.to_numpy("datetime64[D]"))
    if not len(ordered):
        return pd.Timestamp.min, pd.Timestamp.max
    few = int(len(ordered) * FEW)
    early, late = ordered[0], ordered[-1]
    gaps = np.diff(ordered).astype("int64")
    if len(head := np.flatnonzero(gaps[:few] > AWAY)):
        early = ordered[head[-1] + 1]
    if len(tail := np.flatnonzero(gaps[len(gaps) - few :] > AWAY)):
        late = ordered[len(gaps) - few + tail[0]]
    return pd.Timestamp(early), pd.Timestamp(late)


def ends(work: Cleaning, orders: pd.DataFrame) -> None:
    """Note what a log's first and last month do not show."""
    if len(orders) < ENOUGH:
        return
    month = work.table["day"].dt.to_period("M")
    first, last = orders["day"].min(), orders["day"].max()
    gaps = np.diff(np.unique(orders["day"].to_numpy("datetime64[D]"))).astype("int64")
    usual = np.quantile(gaps, 0.95) if len(gaps) else 0  # days without an order, at most as a rule
    _mid_life(work, orders, month)
    if len(gaps) and (first - first.replace(day=1)).days > usual:
        work.find(
            "a beginning in mid-month",
            work.left & (month == first.to_period("M")),
            f"kept: the log begins on {first:%Y-%m-%d}, and its first month is not whole",
            f'answers={{"first_day": "{first + pd.offsets.MonthBegin(1):%Y-%m-%d}"}} begins with a whole one',
        )
    if len(gaps) and (last + pd.offsets.MonthEnd(0) - last).days > usual:
        work.find(
            "an end in mid-month",
            work.left & (month == last.to_period("M")),
            f"kept: the log ends on {last:%Y-%m-%d}, and its last month is not whole",
            f'answers={{"last_day": "{last - pd.offsets.MonthEnd(1):%Y-%m-%d}"}} ends with a whole one',
        )


def _mid_life(work: Cleaning, orders: pd.DataFrame, month: pd.Series) -> None:
    """Note a log whose first customers were there before it, and one that nobody new comes into."""
    every = pd.period_range(orders["day"].min(), orders["day"].max(), freq="M")
    born = orders.groupby("customer")["day"].min().dt.to_period("M")
    new = born.value_counts().reindex(every, fill_value=0)
    if len(new) < 6:
        return
    if len(late := _nobody_new(new)):
        work.find(
            "months without new customers",
            work.left & (month >= late[0]),
            f"kept: hardly anybody orders for the first time from {late[0]} on; these are customers won "
            "before, and not all who were there",
            f'answers={{"last_day": "{late[0].start_time - pd.Timedelta(days=1):%Y-%m-%d}"}} ends with the last month '
            "that has new ones",
        )
    if len(late) > len(new) / 2:  # a log of those who were won in its first months
        return
    # A beginning on the 20th is not yet a month.
    at, later = new.iloc[:2].max(), new.iloc[3:-1].median()
    if at > BURST * max(later, 1):
        work.find(
            "a log that begins in mid-life",
            work.left & (month == new.iloc[:2].idxmax()),
            f"kept: {at:,} customers seem new in {new.iloc[:2].idxmax()}, against some {later:,.0f} in a "
            "month later on: most of them were there before, and their earlier orders are not in the log",
            f'answers={{"first_day": "{(every[0] + 3).start_time:%Y-%m-%d}"}} begins three months later',
        )


def _nobody_new(new: pd.Series) -> pd.PeriodIndex:
    """Return the months at the end, half a year or more, that bring next to no new customers."""
    rest = new[::-1].cumsum()[::-1]
    late = rest.index[rest <= HARDLY * new.sum()]
    return late if len(late) >= 6 else late[:0]
