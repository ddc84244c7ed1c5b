"""From a log to customers: what counts as one purchase, how time is measured, which logs are refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_origin import clv, data
from marketing_origin.errors import CourseError

COLUMNS = ("customer_id", "date", "value")


def small_log():
    rows = [
        ("ada", "2024-01-01", 10.0),
        ("ada", "2024-01-08", 20.0),
        ("ada", "2024-01-08", 5.0),
        ("ada", "2024-01-18", 35.0),
        ("bob", "2024-01-10", 99.0),
        ("cyd", "2024-01-31", 1.0),
        ("cyd", "2024-01-31", 1.0),
    ]
    log = pd.DataFrame(rows, columns=COLUMNS)
    log["date"] = pd.to_datetime(log["date"])
    return log


def test_a_small_log_by_hand():
    found = clv.customer_summary(small_log(), *COLUMNS, end="2024-01-31", unit="D")
    assert list(found.index) == ["ada", "bob", "cyd"]
    assert found.index.name == "customer_id"
    assert found["frequency"].tolist() == [2, 0, 0]
    assert found["recency"].tolist() == [17, 0, 0]
    assert found["T"].tolist() == [30, 21, 0]
    assert found.loc["ada", "monetary_value"] == (20 + 5 + 35) / 2
    assert found.loc[["bob", "cyd"], "monetary_value"].isna().all()


def test_units_are_lengths_of_time_not_pages_of_the_calendar():
    days, weeks, years = (
        clv.customer_summary(small_log(), *COLUMNS, end="2024-01-31", unit=unit) for unit in "DWY"
    )
    np.testing.assert_allclose(weeks[["recency", "T"]], days[["recency", "T"]] / 7)
    np.testing.assert_allclose(years[["recency", "T"]], days[["recency", "T"]] / 365.25)


def test_without_a_value_column_there_is_no_monetary_value():
    found = clv.customer_summary(small_log(), "customer_id", "date", end="2024-01-31")
    assert list(found.columns) == ["frequency", "recency", "T"]


def test_dates_as_text_and_times_of_day_are_days():
    log = small_log()
    text = log.assign(date=log["date"].dt.strftime("%Y-%m-%d"))
    hours = log.assign(date=log["date"] + pd.to_timedelta(np.arange(len(log)), unit="h"))
    expected = clv.customer_summary(log, *COLUMNS, end="2024-01-31")
    for other in (text, hours):
        pd.testing.assert_frame_equal(clv.customer_summary(other, *COLUMNS, end="2024-01-31"), expected)


@pytest.mark.parametrize(
    ("name", "rows", "people"), [("cdnow", 69_659, 23_570), ("cdnow_sample", 6_919, 2_357)]
)
def test_cdnow_has_the_published_sizes(name, rows, people):
    log = data.load(name)
    found = clv.customer_summary(log, *COLUMNS, end="1998-06-30")
    assert (len(log), len(found)) == (rows, people)


def test_cdnow_sample_customer_days_and_repeaters():
    log = data.load("cdnow_sample")
    assert (clv.customer_summary(log, *COLUMNS, end="1998-06-30")["frequency"] + 1).sum() == 6_696
    calibration = clv.customer_summary(log, *COLUMNS, end="1997-09-30", after_end="drop")
    assert (calibration["frequency"] > 0).sum() == 946


def test_cdnow_sample_against_plain_pandas():
    log = data.load("cdnow_sample")
    end, horizon = pd.Timestamp("1997-09-30"), pd.Timestamp("1998-06-30")
    days = log.groupby(["customer_id", "date"], as_index=False)["value"].sum()
    before, after = days[days["date"] <= end], days[days["date"] > end].groupby("customer_id")
    times = before.groupby("customer_id")["date"]
    repeats = before[before["customer_id"].duplicated()].groupby("customer_id")["value"]
    expected = pd.DataFrame(
        {
            "frequency": times.size() - 1,
            "recency": (times.max() - times.min()).dt.days / 7,
            "T": (end - times.min()).dt.days / 7,
            "monetary_value": repeats.mean(),
            "holdout_T": (horizon - end).days / 7,
        }
    )
    expected["holdout_frequency"] = after.size().reindex(expected.index, fill_value=0)
    expected["holdout_value"] = after["value"].sum().reindex(expected.index, fill_value=0.0)
    found = clv.holdout_summary(log, *COLUMNS, end=end, holdout_end=horizon)
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=1e-12)


purchases = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 60), st.integers(0, 50)), min_size=1, max_size=40
)


def log_of(rows, kind=int):
    log = pd.DataFrame(rows, columns=COLUMNS)
    log["customer_id"] = log["customer_id"].map(kind)
    log["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(log["date"], unit="D")
    return log


@given(purchases, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    found, again = (
        clv.customer_summary(log_of(order), *COLUMNS, end="2024-03-31") for order in (rows, shuffled)
    )
    pd.testing.assert_frame_equal(found, again)


@given(purchases)
def test_names_of_customers_may_be_numbers_or_text(rows):
    numbers = clv.customer_summary(log_of(rows), *COLUMNS, end="2024-03-31")
    text = clv.customer_summary(log_of(rows, str), *COLUMNS, end="2024-03-31")
    assert text.index.tolist() == numbers.index.map(str).tolist()
    np.testing.assert_array_equal(text.to_numpy(), numbers.to_numpy())


@given(purchases, st.integers(0, 60))
def test_calibration_and_holdout_share_out_every_transaction(rows, cut):
    log, end = log_of(rows), pd.Timestamp("2024-01-01") + pd.Timedelta(days=cut)
    if log["date"].min() > end:
        return
    parts = clv.holdout_summary(log, *COLUMNS, end=end, holdout_end="2024-03-31")
    whole = clv.customer_summary(log, *COLUMNS, end="2024-03-31").loc[parts.index]
    assert (parts["frequency"] + parts["holdout_frequency"]).tolist() == whole["frequency"].tolist()
    np.testing.assert_allclose(parts["T"] + parts["holdout_T"], whole["T"])
    spent = log[log["date"] > end].groupby("customer_id")["value"].sum().reindex(parts.index, fill_value=0)
    np.testing.assert_allclose(parts["holdout_value"], spent)


def test_one_customer_and_one_time_buyers_are_summarised():
    log = small_log()
    one = clv.customer_summary(log[log["customer_id"] == "ada"], *COLUMNS, end="2024-01-31")
    assert one.loc["ada", "frequency"] == 2
    once = clv.customer_summary(log[log["customer_id"] != "ada"], *COLUMNS, end="2024-01-31")
    assert (once["frequency"] == 0).all()


def changed(**columns):
    log = small_log()
    return log.assign(**{name: change(log[name]) for name, change in columns.items()})


def with_first(value):
    return lambda column: pd.Series([value, *column[1:]], index=column.index)


@pytest.mark.parametrize(
    ("log", "options", "message"),
    [
        (small_log(), {"date": "dat"}, r"date: there is no column 'dat'.*Did you mean 'date'"),
        (small_log(), {"customer": "id"}, "customer: there is no column 'id'; the columns are: customer_id"),
        (small_log().iloc[:0], {}, "no row"),
        (small_log().to_dict(), {}, "DataFrame is needed, not dict"),
        (small_log(), {"end": "2024-01-15"}, r"3 rows .*?after end=2024-01-15.*after_end='drop'"),
        (small_log(), {"end": "2023-12-31", "after_end": "drop"}, "every row of the log is later"),
        (small_log(), {"end": "31/31/2024"}, "end='31/31/2024'.*'1997-09-30'"),
        (small_log(), {"end": None}, "end=None"),
        (small_log(), {"end": 20240131}, "end=20240131"),
        (small_log(), {"unit": "weeks"}, "unit='weeks': must be one of 'D', 'W', 'M', 'Y'"),
        (small_log(), {"after_end": "cut"}, "after_end='cut'"),
        (changed(date=with_first(pd.NaT)), {}, r"1 of 7 rows .*1 missing.*row 0"),
        (changed(date=with_first("yesterday")), {}, r"date: 1 of 7 rows .*'yesterday' in row 0"),
        (changed(date=lambda dates: dates.dt.strftime("%Y%m%d").astype(int)), {}, "format='%Y%m%d'"),
        (changed(date=lambda dates: dates.dt.tz_localize("UTC")), {}, "time zone"),
        (changed(value=with_first(-10.0)), {}, r"1 rows are negative.*-10.0.*row 0.*refund"),
        (changed(value=with_first(np.nan)), {}, "1 rows have no number"),
        (changed(value=with_first("ten")), {}, "'ten' in row 0"),
        (changed(customer_id=with_first(None)), {}, "1 rows have no customer"),
    ],
)
def test_bad_logs_are_told_in_one_message(log, options, message):
    right = {"customer": "customer_id", "date": "date", "value": "value", "end": "2024-01-31"}
    with pytest.raises(CourseError, match=message):
        clv.customer_summary(log, **right | options)


def test_a_holdout_must_come_after_the_calibration():
    with pytest.raises(CourseError, match="holdout_end=2024-01-01: must be later than end=2024-01-31"):
        clv.holdout_summary(small_log(), *COLUMNS, end="2024-01-31", holdout_end="2024-01-01")
    with pytest.raises(CourseError, match="after holdout_end=2024-01-20"):
        clv.holdout_summary(small_log(), *COLUMNS, end="2024-01-15", holdout_end="2024-01-20")
