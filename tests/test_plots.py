"""Forecast and outcome side by side, and figures in one line with their text."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from marketing_origin import clv, data, lifecycle, plots, show
from marketing_origin.errors import CourseError
from marketing_origin.figures import picture

DATES = {"end": "1997-09-30", "holdout_end": "1998-06-30"}
FIELDS = ("customer_id", "date")


@cache
def summary():
    return clv.holdout_summary(data.load("cdnow_sample"), *FIELDS, "value", **DATES)


@cache
def model():
    return clv.BetaGeoNBD().fit(summary())


@cache
def weekly():
    return clv.tracking_table(data.load("cdnow_sample"), *FIELDS, {"BG/NBD": model()}, **DATES)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


# Tables


def test_weeks_hold_every_repeat_transaction_of_the_log():
    found, orders = weekly(), data.load("cdnow_sample").drop_duplicates(list(FIELDS))
    assert len(found) == 78 and found.attrs["calibration"] == 39
    assert found["actual"].sum() == len(orders) - orders["customer_id"].nunique()
    assert found.loc[:39, "actual"].sum() == summary()["frequency"].sum()
    assert found.loc[40:, "actual"].sum() == summary()["holdout_frequency"].sum()
    assert found["actual"].dtype == "int64"


def test_weeks_of_a_model_add_up_to_what_it_expects_of_new_customers():
    found = weekly()["BG/NBD"]
    at_end, later = (
        model().expected_purchases_new_customer(summary()["T"] + ahead).sum() for ahead in (0, 39)
    )
    assert found.loc[:39].sum() == pytest.approx(at_end)
    assert found.sum() == pytest.approx(later)


def test_models_in_days_and_in_weeks_are_tracked_alike():
    days = clv.customer_summary(
        data.load("cdnow_sample"), *FIELDS, end="1997-09-30", unit="D", after_end="drop"
    )
    both = {"weeks": model(), "days": clv.BetaGeoNBD().fit(days)}
    table = clv.tracking_table(data.load("cdnow_sample"), *FIELDS, both, **DATES)
    np.testing.assert_allclose(table["weeks"], table["days"], rtol=1e-3)
    given = clv.BetaGeoNBD.from_params(**both["days"].params_)
    table = clv.tracking_table(data.load("cdnow_sample"), *FIELDS, {"days": given}, unit="D", **DATES)
    np.testing.assert_allclose(table["days"], weekly()["BG/NBD"], rtol=1e-3)


def test_customers_won_in_the_hold_out_are_left_out():
    log = data.load("cdnow_sample")
    new = pd.DataFrame({"customer_id": -1, "date": pd.date_range("1997-11-01", periods=5), "value": 1.0})
    table = clv.tracking_table(pd.concat([log, new]), *FIELDS, {"BG/NBD": model()}, **DATES)
    pd.testing.assert_frame_equal(table, weekly())


def test_made_up_customers_are_tracked_without_bias():
    rng = np.random.default_rng(3)
    truth = clv.BetaGeoNBD.from_params(r=0.5, alpha=5.0, a=0.8, b=2.4)
    rows = []
    for customer, born in enumerate(rng.integers(0, 84, 4000)):
        at, leaves, rate = float(born), rng.beta(0.8, 2.4), rng.gamma(0.5, 1 / 5) / 7
        while at < 400:
            rows.append((customer, at))
            if at > born and rng.random() < leaves:
                break
            at += rng.exponential(1 / rate) if rate > 1e-12 else 1e9
    log = pd.DataFrame(rows, columns=["customer", "day"])
    log["date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(log["day"].astype("int64"), unit="D")
    end = pd.Timestamp("2024-01-01") + pd.Timedelta(days=272)
    table = clv.tracking_table(
        log, "customer", "date", {"true": truth}, end=end, holdout_end=end + pd.Timedelta(days=91)
    )
    # Two purchases on one day are one transaction, which takes off some per cent.
    assert table["actual"].sum() == pytest.approx(table["true"].sum(), rel=0.06)
    late = table.loc[table.index > 39]
    assert late["actual"].sum() == pytest.approx(late["true"].sum(), rel=0.12)


def test_classes_hold_all_customers_and_their_means():
    told = {"BG/NBD": model().expected_purchases(39, summary())}
    found = clv.frequency_table(summary(), told)
    assert list(found.index) == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert found["customers"].sum() == len(summary())
    for name, each in (("actual", summary()["holdout_frequency"]), ("BG/NBD", told["BG/NBD"])):
        assert found["customers"] @ found[name] == pytest.approx(each.sum())
    assert list(clv.frequency_table(summary(), told, most=2).index) == ["0", "1", "2+"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda log: clv.tracking_table(log, *FIELDS, {}, end="1997-09-30", holdout_end="1997-01-01"),
            "later",
        ),
        (lambda log: clv.tracking_table(log, *FIELDS, {"actual": model()}, **DATES), "'actual' is the name"),
        (lambda log: clv.tracking_table(log, "who", "date", {}, **DATES), "no column 'who'"),
        (lambda log: clv.tracking_table(log, *FIELDS, {"x": clv.NBD()}, **DATES), "not fitted yet"),
        (
            lambda log: clv.tracking_table(log, *FIELDS, {}, end="1996-01-01", holdout_end="1997-09-30"),
            "every customer was won later",
        ),
        (
            lambda log: clv.frequency_table(summary().drop(columns="holdout_frequency"), {}),
            "holdout_frequency",
        ),
        (lambda log: clv.frequency_table(summary(), {}, most=0), "most=0"),
        (
            lambda log: clv.frequency_table(summary(), {"x": pd.Series(1.0, index=range(3))}),
            "different indexes",
        ),
    ],
)
def test_what_cannot_be_tracked_is_refused(call, message):
    with pytest.raises(CourseError, match=message):
        call(data.load("cdnow_sample"))


# Figures


def share():
    table = lifecycle.cohort_table(data.load("cdnow_sample"), customer="customer_id", time="date")
    return table.div(table[0], axis=0)


FIGURES = {
    "tracking": lambda: plots.tracking(weekly()),
    "classes": lambda: plots.frequency_classes(
        clv.frequency_table(summary(), {"BG/NBD": model().expected_purchases(39, summary())})
    ),
    "alive": lambda: plots.customer_matrix(model(), T=39),
    "expected": lambda: plots.customer_matrix(model(), T=39, t=52),
    "nobody leaves": lambda: plots.customer_matrix(clv.NBD().fit(summary()), T=39),
    "cohorts": lambda: plots.cohort_heat_map(share().iloc[:3]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_shows_with_its_own_text_and_another_in_its_place(name, capsys):
    assert "aria-label" in picture(FIGURES[name](), FIGURES[name]().alt)
    show(FIGURES[name]())
    show(FIGURES[name](), alt="Something else.")
    assert len(FIGURES[name]().alt) < 700
    assert "nan" not in FIGURES[name]().alt and "float64" not in FIGURES[name]().alt


def test_a_figure_without_text_still_needs_one():
    for figure in (plt.figure(), plt.figure().subplots()):
        with pytest.raises(CourseError, match="needs alt="):
            show(figure)


def test_texts_tell_the_numbers_drawn():
    table = weekly()
    assert f"{table['actual'].sum():,} made" in FIGURES["tracking"]().alt
    assert f"{table['BG/NBD'].sum() / table['actual'].sum() - 1:+.1%}" in FIGURES["tracking"]().alt
    alive = model().probability_alive({"frequency": 20, "recency": 39, "T": 39})
    assert f"20 repeat purchases, the last after 39: {alive:.1%}" in FIGURES["alive"]().alt
    ahead = model().expected_purchases(52, {"frequency": 20, "recency": 39, "T": 39})
    assert f"20 repeat purchases, the last after 39: {ahead:.2f}" in FIGURES["expected"]().alt
    assert f"{share()[1].iloc[:3].max():.0%}" in FIGURES["cohorts"]().alt


def test_lines_are_those_of_the_table():
    top, bottom = FIGURES["tracking"]().axes
    np.testing.assert_allclose(top.lines[0].get_ydata(), weekly()["actual"].cumsum())
    np.testing.assert_allclose(bottom.lines[1].get_ydata(), weekly()["BG/NBD"])
    assert bottom.lines[2].get_xdata()[0] == 39


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.tracking(pd.DataFrame({"x": [1]})), "no column 'actual'"),
        (lambda: plots.tracking(weekly().assign(**dict.fromkeys("abcd", 1.0))), "drop.columns="),
        (lambda: plots.customer_matrix(model(), T=0), "T=0: must be above 0"),
        (lambda: plots.customer_matrix(model(), T=39, t=-1), "t=-1"),
        (lambda: plots.customer_matrix(model(), T=39, most=1), "most=1"),
        (lambda: plots.customer_matrix(clv.BetaGeoNBD(), T=39), "not fitted yet"),
        (lambda: plots.cohort_heat_map(share() * 100), "fractions of each cohort"),
        (lambda: plots.cohort_heat_map(pd.DataFrame()), "must not be empty"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, message):
    with pytest.raises(CourseError, match=message):
        call()


def test_counts_become_shares_as_the_message_says():
    table = lifecycle.cohort_table(data.load("cdnow_sample"), customer="customer_id", time="date").iloc[:3]
    with pytest.raises(CourseError, match=r"table\.div\(table\[0\], axis=0\)"):
        plots.cohort_heat_map(table)
    assert plots.cohort_heat_map(table.div(table[0], axis=0)).alt
