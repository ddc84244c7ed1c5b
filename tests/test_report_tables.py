"""The report's tables: the same on pandas, DuckDB and Spark, and what the library says of small logs."""

import datetime
import importlib.util
import subprocess
import sys

import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketing_origin.clv import customer_summary, holdout_summary
from marketing_origin.errors import CourseError
from marketing_origin.lifecycle import cohort_table, states_by_month, transition_table
from marketing_origin.report import lifecycle_report, open_log, tables
from marketing_origin.report.engines import OrderLog

NO_SPARK = importlib.util.find_spec("pysail") is None
WITHOUT = (
    "Spark's packages are not installed: `python3 course.py test` installs them unless --no-spark is given"
)
ENGINES = ["pandas", "duckdb", pytest.param("spark", marks=pytest.mark.skipif(NO_SPARK, reason=WITHOUT))]

# Ends of months and years, leap days (of a century too), Sundays, several orders a day, equal sums, a refund.
ORDERS = [
    ("ann", "a1", "2023-12-31", 1000),
    ("ann", "a2", "2023-12-31", 250),
    ("ann", "a3", "2024-01-01", 999),
    ("ann", "a4", "2024-02-29", 1000),
    ("ann", "a5", "2024-12-31", 1),
    ("ben", "b1", "2024-01-31", 1250),
    ("ben", "b2", "2024-02-29", 1250),
    ("ben", "b3", "2024-03-31", 1250),
    ("cy", "c1", "2024-02-28", 500),
    ("di", "d1", "2024-02-29", 500),
    ("di", "d2", "2024-07-07", 333),
    ("di", "d3", "2024-07-14", 334),
    ("di", "d4", "2025-01-05", -34),
    ("ed", "e1", "2000-02-29", 77),
    ("ed", "e2", "2000-12-31", 78),
    ("ed", "e3", "2001-01-01", 78),
    ("fay", "f1", "2025-01-31", 2**40),
]
END = datetime.date(2025, 1, 31).toordinal()


def log(orders=ORDERS):
    frame = pd.DataFrame(orders, columns=["customer", "order", "day", "cents"])
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return frame.astype({"cents": "int64"})


def recent(frame):
    """The log without the customer of the year 2000, so that there are not three hundred months."""
    return frame[frame["customer"] != "ed"].reset_index(drop=True)


def everything(source, end=END, cut=None):
    """Every table of a log, as pandas frames."""
    cut = cut or end - 91
    found = {"bought": source.keep(tables.purchases(source.frame))}
    found["people"] = source.keep(tables.customers(found["bought"], cut, 91))
    found["active"] = source.keep(tables.activity(found["bought"]))
    people, active, bought = found["people"], found["active"], found["bought"]
    months = range(source.first.year * 12 + source.first.month - 1, end_month(end) + 1)
    spells = tables.spells(active, 30.0, months[-1], dormant_after=2.0, churned_after=4.0)
    history = ["frequency", "recency", "T"]
    asked = {
        "bought": (bought, ["customer", "day"]),
        "people": (people, ["customer"]),
        "active": (active, ["customer", "month"]),
        "summary": (tables.customer_summary(people, end), ["customer"]),
        "histories": (tables.histories(people, end), history),
        "spending": (tables.spending(people), ["frequency", "mean_cents"]),
        "holdout": (tables.holdout(people, cut, 91), [*history, "previous", "later"]),
        "first_seen": (tables.first_seen(people, cut), ["customers"]),
        "later_by_spend": (tables.later_by_spend(people, cut), ["cents"]),
        "between": (tables.between(bought, end - 90, end), ["purchases"]),
        "by_month": (tables.by_month(tables.cohort_months(active, 1)), ["month"]),
        "monthly": (tables.cohorts(tables.cohort_months(active, 3), 1), ["cohort", "age"]),
        "quarterly": (tables.cohorts(tables.cohort_months(active, 3), 3), ["cohort", "age"]),
        "known": (tables.known(people, cut), ["customer"]),
        "spells": (spells, [*tables.SPELL]),
        "concentration": (tables.concentration(people), ["cents"]),
    }
    result = {name: source.collect(table, by) for name, (table, by) in asked.items()}
    result["moves"] = tables.state_moves(result["spells"], months)
    source.release()
    return result


def end_month(end):
    """The number of the month that a day lies in."""
    day = datetime.date.fromordinal(end)
    return day.year * 12 + day.month - 1


def last_day(month):
    return datetime.date((month + 1) // 12, (month + 1) % 12 + 1, 1).toordinal() - 1


def same(found, expected):
    """Counts and cents exactly, rates to 1e-9."""
    assert found.keys() == expected.keys()
    for name, table in found.items():
        whole = [column for column in table if table[column].dtype.kind in "iu"]
        assert whole == [column for column in table if expected[name][column].dtype.kind in "iu"], name
        pd.testing.assert_frame_equal(table, expected[name], rtol=1e-9, atol=0, check_like=True)


# One after another, against what is known ----------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_days_and_months_are_python_s_own(engine):
    source = open_log(log(), engine)
    found = source.collect(tables.purchases(source.frame), ["customer", "day"])
    expected = (
        log().groupby(["customer", "day"]).agg(orders=("cents", "size"), cents=("cents", "sum")).reset_index()
    )
    assert found["day"].tolist() == [day.toordinal() for day in expected["day"]]
    assert found["month"].tolist() == [day.year * 12 + day.month - 1 for day in expected["day"]]
    assert found["orders"].tolist() == expected["orders"].tolist()
    assert found["cents"].tolist() == expected["cents"].tolist()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_summary_is_that_of_the_models(engine):
    source = open_log(log(), engine)
    found = everything_summary(source)
    money = log().assign(value=lambda frame: frame["cents"].clip(lower=0) / 100)
    expected = customer_summary(money, "customer", "day", "value", end="2025-01-31", unit="D")
    for name in ("frequency", "recency", "T"):
        assert found[name].tolist() == expected[name].tolist()
    kept = found.index != "di"  # a refund, which the library's summary does not take
    np.testing.assert_allclose(found["monetary_value"][kept], expected["monetary_value"][kept], rtol=1e-12)
    assert found.at["di", "monetary_value"] == pytest.approx((333 + 334 - 34) / 3 / 100, rel=1e-12)
    assert np.isnan(found.at["cy", "monetary_value"])
    assert found.at["fay", "revenue"] == 2**40 / 100


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_day_and_its_money_are_right_at_the_ends_of_what_can_be_counted(engine):
    most = tables.MOST_CENTS - 1
    orders = [
        ("rich", "r1", "2024-02-29", most),
        ("rich", "r2", "2024-03-01", 7),
        ("late", "l1", "2024-12-31", -most),
        ("late", "l2", "2025-01-02", 9),
    ]
    source = open_log(log(orders), engine)
    people = tables.customers(tables.purchases(source.frame))
    found = source.collect(people, ["customer"]).set_index("customer")
    days = {name: datetime.date.fromordinal(day).isoformat() for name, day in found["first"].items()}
    assert days == {"rich": "2024-02-29", "late": "2024-12-31"}
    assert found["repeat_cents"].to_dict() == {"rich": 7, "late": 9}


def everything_summary(source):
    people = tables.customers(tables.purchases(source.frame))
    return source.collect(tables.customer_summary(people, END), ["customer"]).set_index("customer")


@pytest.mark.skipif(NO_SPARK, reason=WITHOUT)
def test_every_table_is_the_same_on_spark():
    same(everything(open_log(recent(log()), "spark")), everything(open_log(recent(log()), "pandas")))


def test_every_table_is_the_same_on_duckdb():
    same(everything(open_log(recent(log()), "duckdb")), everything(open_log(recent(log()), "pandas")))


logs = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "ä", "Z"]),
        st.dates(datetime.date(2023, 11, 25), datetime.date(2024, 4, 2)),
        st.integers(0, 300),
    ),
    min_size=1,
    max_size=25,
).map(lambda rows: log([(who, str(number), day, cents) for number, (who, day, cents) in enumerate(rows)]))


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(logs)
def test_any_log_has_the_same_tables_and_they_are_the_library_s(frame):
    end = datetime.date(2024, 4, 30)
    found = everything(open_log(frame, "pandas"), end.toordinal(), end.toordinal() - 60)
    same(everything(open_log(frame, "duckdb"), end.toordinal(), end.toordinal() - 60), found)
    assert found["by_month"]["orders"].sum() == len(frame)
    assert found["by_month"]["cents"].sum() == frame["cents"].sum() == found["people"]["cents"].sum()
    assert (
        found["histories"]["customers"].sum() == frame["customer"].nunique() == found["by_month"]["new"].sum()
    )
    assert found["concentration"]["customers"].sum() == frame["customer"].nunique()
    cohorts = cohort_table(frame, customer="customer", time="day", until=pd.Timestamp(end))
    counted = found["monthly"].set_index(["cohort", "age"])["customers"]
    for cohort, row in cohorts.iterrows():
        for age, customers in row.dropna().items():
            assert counted.get((cohort.year * 12 + cohort.month - 1, age), 0) == customers


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(logs)
def test_states_and_moves_are_those_of_the_lifecycle_module(frame):
    source = open_log(frame, "pandas")
    active = tables.activity(tables.purchases(source.frame))
    first, last = end_month(source.first.toordinal()), 2024 * 12 + 5
    ends = {month: last_day(month) for month in range(first, last + 1)}
    # Thresholds that no silence can meet exactly: rounding would decide ties.
    rules = {"dormant_after": 2.0001, "churned_after": 4.0003}
    found = tables.state_moves(source.collect(tables.spells(active, 20.0, last, **rules)), list(ends))
    history = states_by_month(frame, "customer", "day", end="2024-06-30", typical_gap=20, **rules)
    counted = found.groupby(["month", "state"])["customers"].sum()
    for month, states in zip(ends, history, strict=True):
        assert counted[month].to_dict() == history[states].value_counts().to_dict()
    moves = found[found["next_state"] != ""].groupby(["state", "next_state"])["customers"].sum()
    expected = transition_table(history)["moves"]
    assert {pair: count for pair, count in expected.items() if count} == moves.to_dict()


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(logs, st.integers(10, 60))
def test_the_hold_out_is_that_of_the_models(frame, days):
    end = frame["day"].max()
    cut = end - pd.Timedelta(days, "D")
    source = open_log(frame, "pandas")
    bought = tables.purchases(source.frame)
    people = tables.customers(bought, cut.toordinal(), days)
    found = source.collect(tables.holdout(people, cut.toordinal(), days), "T")
    if frame["day"].min() > cut:
        assert not len(found)
        return
    money = frame.assign(value=frame["cents"] / 100)
    expected = holdout_summary(money, "customer", "day", "value", end=cut, holdout_end=end, unit="D")
    assert found["customers"].sum() == len(expected)
    assert (found["customers"] * found["later"]).sum() == expected["holdout_frequency"].sum()
    assert found["later_cents"].sum() == round(expected["holdout_value"].sum() * 100)
    before = frame[(frame["day"] <= cut) & (frame["day"] > cut - pd.Timedelta(days, "D"))]
    # What was bought in that quarter again: all but each newcomer's first day.
    before = before[before["day"] > before["customer"].map(frame.groupby("customer")["day"].min())]
    assert (found["customers"] * found["previous"]).sum() == len(before.drop_duplicates(["customer", "day"]))
    assert found["previous_cents"].sum() == before["cents"].sum()
    late = source.collect(tables.first_seen(people, cut.toordinal())).fillna(0)
    assert late["customers"].iloc[0] == frame["customer"].nunique() - len(expected)


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_without_anybody_are_empty_not_an_error(engine):
    source = open_log(log([("ann", "1", "2024-02-29", 100), ("ben", "2", "2024-02-29", 100)]), engine)
    end = datetime.date(2024, 3, 31).toordinal()
    found = everything(source, end, end - 7)
    assert len(found["spending"]) == 0
    assert found["first_seen"].fillna(0).iloc[0].tolist() == [0, 0, 0]
    assert found["holdout"]["later"].tolist() == [0]
    assert found["histories"]["customers"].tolist() == [2]
    assert found["concentration"]["customers"].tolist() == [2]
    assert found["moves"]["state"].tolist() == ["new", "new"]  # in February and in March


# What a log is, and is not -------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("column", ["customer", "day", "cents"])
def test_missing_values_are_counted_and_refused_on_every_engine(engine, column):
    frame = log()
    if column == "cents":
        frame["cents"] = frame["cents"].astype("Int64")
    frame.loc[[1, 4], column] = None
    with pytest.raises(CourseError, match=rf"2 of 17 orders have no {column}"):
        open_log(frame, engine)


def test_a_file_a_relation_and_a_frame_are_one_log(tmp_path):
    import duckdb

    path = tmp_path / "log.parquet"
    log().to_parquet(path)
    connection = duckdb.connect()
    frame = log()
    relation = connection.from_df(frame)
    expected = everything_summary(open_log(frame, "pandas"))
    for source, engine in ((path, None), (str(path), "pandas"), (relation, None), (relation, "pandas")):
        pd.testing.assert_frame_equal(everything_summary(open_log(source, engine)), expected, rtol=1e-12)
    assert open_log(path).engine == "duckdb" and open_log(relation).engine == "duckdb"
    assert open_log(frame).engine == "pandas"


def test_dates_of_a_database_are_days_on_every_engine(tmp_path):
    import duckdb

    frame = log()
    duckdb.from_df(frame).project('customer, "order", day::DATE AS day, cents').write_parquet(
        str(tmp_path / "d.parquet")
    )
    expected = everything_summary(open_log(frame, "pandas"))
    for engine in ("pandas", "duckdb"):
        found = everything_summary(open_log(tmp_path / "d.parquet", engine))
        pd.testing.assert_frame_equal(found, expected, rtol=1e-12)


def test_a_kept_table_of_somebody_else_s_connection_goes_with_the_report():
    import duckdb

    connection = duckdb.connect()
    frame = log()
    source = open_log(connection.from_df(frame))
    kept = source.keep(tables.purchases(source.frame))
    assert len(source.collect(kept)) == len(frame.drop_duplicates(["customer", "day"]))
    assert connection.sql("SHOW TABLES").df()["name"].str.startswith("mo_report").any()
    source.release()
    assert not connection.sql("SHOW TABLES").df()["name"].str.startswith("mo_report").any()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.drop(columns="cents"), r"no column 'cents'.*orders\.clean"),
        (lambda frame: frame.assign(cents=frame["cents"] / 100), r"cents holds Float64.*astype\('int64'\)"),
        (lambda frame: frame.assign(day=frame["day"].dt.strftime("%d/%m/%Y")), "day cannot be read as dates"),
        (lambda frame: frame.iloc[:0], "there is no order in it"),
        (lambda frame: frame.assign(cents=2**41), "more than the report can count"),
        (lambda frame: [1, 2], "not list"),
        (lambda frame: "nowhere.parquet", "There is no file 'nowhere.parquet'"),
    ],
)
def test_what_is_no_clean_log_is_one_message(change, said):
    with pytest.raises(CourseError, match=said):
        open_log(change(log()))


def test_the_remedy_for_money_as_floats_works_on_that_very_log():
    frame = log().assign(value=lambda frame: frame["cents"] / 100)
    frame["cents"] = (frame["value"] * 100).round().astype("int64")
    assert open_log(frame).orders == len(frame)


def test_an_engine_that_is_not_known_is_answered_with_the_nearest():
    with pytest.raises(CourseError, match="Did you mean 'duckdb'"):
        open_log(log(), "duckdbs")
    with pytest.raises(CourseError, match="is for Spark"):
        open_log(log(), "pandas", master="sc://localhost:15002")


@pytest.mark.skipif(NO_SPARK, reason=WITHOUT)
@pytest.mark.parametrize(
    ("master", "said"),
    [("spark://localhost:7077", "start-connect-server.sh"), ("local[2]", "sc://localhost:15002")],
)
def test_an_address_that_is_not_spark_connect_s_is_one_message(master, said):
    with pytest.raises(CourseError, match=said):
        open_log(log(), master=master)


GONE = """
from pysail.spark import SparkConnectServer
from marketing_origin.report.spark import session
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
assert session("sc://{}:{}".format(*server.listening_address)).range(3).count() == 3
server.stop()
"""


@pytest.mark.skipif(NO_SPARK, reason=WITHOUT)
def test_a_server_that_is_gone_does_not_keep_the_program_from_ending():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GONE], timeout=120, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_expressions_are_written_once_and_lazily():
    """Nothing is computed before it is collected: a table of a log is a plan."""
    source = open_log(log(), "duckdb")
    assert isinstance(tables.histories(tables.customers(tables.purchases(source.frame)), END), nw.LazyFrame)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_of_no_row_comes_back_with_its_columns(engine):
    source = open_log(log(), engine)
    nobody = tables.customers(tables.purchases(source.frame)).filter(nw.col("first") < 0)
    found = source.collect(tables.customer_summary(nobody, END), ["customer"])
    told = {name: str(found[name].dtype) for name in ("customer", "T", "monetary_value")}
    assert (len(found), told) == (0, {"customer": "str", "T": "int64", "monetary_value": "float64"})


def test_a_log_held_to_some_memory_says_so_to_duckdb(monkeypatch):
    limits, take = [], OrderLog.take

    def told(source, part):
        take(source, part)
        limits.append(source.session.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])

    monkeypatch.setattr(OrderLog, "take", told)
    lifecycle_report(log(), engine="duckdb", memory="1GB")
    # Three fifths for the large tables, two for histories, a quarter once models are fitted, two for customers' rows.
    assert limits == ["572.2 MiB", "381.4 MiB", "238.4 MiB", "381.4 MiB"]


@pytest.mark.parametrize(
    ("memory", "engine", "said"),
    [
        ("3", "duckdb", "such as '3GB'"),
        ("100 MB", "duckdb", "500MB or more"),
        ("3GB", "pandas", "is for DuckDB, and this log is on pandas: leave it out"),
    ],
)
def test_memory_that_cannot_be_held_to_is_one_message(memory, engine, said):
    with pytest.raises(CourseError, match=said):
        open_log(log(), engine, memory=memory)
