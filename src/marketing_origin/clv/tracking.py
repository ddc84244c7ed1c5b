"""Forecast and outcome side by side: week by week, and by what was known of each customer."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from marketing_origin.clv.summary import DAYS
from marketing_origin.errors import CourseError
from marketing_origin.inputs import column, count, like, numbers
from marketing_origin.purchases import as_day, read_purchases


def tracking_table(
    log: pd.DataFrame,
    customer: str,
    date: str,
    models: Mapping[str, object],
    *,
    end: str | pd.Timestamp,
    holdout_end: str | pd.Timestamp,
    unit: str = "W",
) -> pd.DataFrame:
    """Return repeat transactions week by week, and what each model expects of the same customers.

    A model knows here when each customer was won, and nothing of what she did since. So its weeks after `end`
    do not add up to the forecasts that it makes from histories. Draw it with `plots.tracking`.

    Parameters
    ----------
    log, customer, date : as for `customer_summary`. Customers won after `end` are left out, for no model was
        fitted to them.
    models : name -> a fitted model of purchases.
    end, holdout_end : last days of calibration and of hold-out.
    unit : the models' unit of time, where they do not carry their own (`unit_`).

    Returns a frame indexed by `week`, 1, 2, … of seven days from the first day of the log, whole weeks up to
    `holdout_end` only: `actual` (int64) and a column for each model. `attrs["calibration"]` is the time from
    the first day to `end`, in weeks.

    Raises CourseError as `holdout_summary`, for names that occur twice, and where no whole week was observed.

    Source: the comparison is figure 2 of Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284 (from
    memory).
    """
    cut, last = as_day(end, "end"), as_day(holdout_end, "holdout_end")
    if last <= cut:
        raise CourseError(f"holdout_end={last}: must be later than end={cut}.")
    if "actual" in models:
        raise CourseError("models: 'actual' is the name of what happened; call the model something else.")
    orders = read_purchases(log, customer, date).upto(last, "holdout_end", "drop").by_customer_and_day()
    new = np.flatnonzero(np.diff(orders.customer, prepend=-1))
    born = np.repeat(orders.day[new], np.diff(new, append=len(orders.day)))
    if born.min() > cut:
        raise CourseError(f"end={cut}: every customer was won later, the first on {born.min()}.")
    start = born.min()
    weeks = int((last - start).astype("int64") + 1) // 7
    if not weeks:
        raise CourseError(f"holdout_end={last}: there is no whole week from {start} to then.")
    again = (born < orders.day) & (born <= cut)
    of_repeats = (orders.day[again] - start).astype("int64") // 7
    table = pd.DataFrame(
        {"actual": np.bincount(of_repeats, minlength=weeks)[:weeks].astype("int64")},
        index=pd.RangeIndex(1, weeks + 1, name="week"),
    )
    first = orders.day[new][orders.day[new] <= cut]
    days, customers = np.unique((first - start).astype("int64"), return_counts=True)
    ages = np.maximum(7 * np.arange(1, weeks + 1)[:, None] - 1 - days, 0)
    for name, model in models.items():
        each = model.expected_purchases_new_customer(ages / DAYS[model.unit_ or unit])
        table[name] = np.diff(each @ customers, prepend=0)
    table.attrs["calibration"] = float((cut - start).astype("int64") + 1) / 7
    return table


def frequency_table(
    summary: pd.DataFrame, forecasts: Mapping[str, pd.Series] | pd.DataFrame, *, most: int = 7
) -> pd.DataFrame:
    """Return mean forecast and outcome by frequency: whether the right customers were expected to buy.

    Parameters
    ----------
    summary : as from `holdout_summary`, with `frequency` and `holdout_frequency`.
    forecasts : name -> expected purchases in the hold-out, a Series with the index of `summary`.
    most : the last class holds this frequency and higher ones.

    Returns a frame indexed by `frequency` ("0", "1", …, "7+", those that occur): `customers` (int64),
    `actual` (mean `holdout_frequency`), `standard_error` of it (missing for one customer), and each
    forecast's mean. Draw it with `plots.frequency_classes`.

    Raises CourseError for missing columns, forecasts with another index or missing values, and `most` below 1.
    """
    top = count(most, "most", least=1)
    frequency = column(summary, "frequency", "summary")
    actual = column(summary, "holdout_frequency", "summary")
    told = {"actual": actual}
    for name in forecasts:
        like(summary, forecasts[name])
        told[name] = pd.Series(np.broadcast_to(numbers(forecasts[name], name), len(summary)), summary.index)
    groups = pd.DataFrame(told).groupby(frequency.clip(upper=top))
    table = groups.mean()
    table.insert(0, "customers", groups.size().astype("int64"))
    table.insert(2, "standard_error", groups["actual"].sem())
    names = [f"{value:.0f}{'+' if value == top else ''}" for value in table.index]
    return table.set_axis(pd.Index(names, name="frequency"))
