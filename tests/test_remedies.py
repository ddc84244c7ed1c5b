"""What a message of the library tells people to do, done to the very input that the message was about."""

import re

import numpy as np
import pandas as pd
import pytest

from marketing_origin import clv, economics, experiments, journeys
from marketing_origin.errors import CourseError


def said(call) -> str:
    with pytest.raises(CourseError) as caught:
        call()
    return str(caught.value)


def summary(log):
    return clv.customer_summary(log, "customer", "date", end="2024-06-30")


LOG = pd.DataFrame({"customer": [1, 1, 2], "date": ["2024-03-01", "2024-03-09", "2024-03-05"]})
DATES = {
    "numbers": [20240301, 20240309, 20240305],
    "zoned": pd.to_datetime(["2024-03-01", "2024-03-09", "2024-03-05"]).tz_localize("Europe/Berlin"),
    "zoned text": ["2024-03-01T00:30:00+01:00", "2024-03-09T00:30:00+01:00", "2024-03-05T00:30:00+01:00"],
    "text in two zones": [
        "2024-03-01T00:30:00+01:00",
        "2024-04-09T00:30:00+02:00",
        "2024-03-05T00:30:00+01:00",
    ],
    "months": pd.PeriodIndex(["2024-03", "2024-04", "2024-03"], freq="M"),
}


@pytest.mark.parametrize("kind", DATES)
def test_the_code_that_mends_a_column_of_dates_mends_it(kind):
    log = LOG.assign(date=pd.Series(DATES[kind]))
    message = said(lambda: summary(log))
    code = re.search(r"`([^`]+)`", message)[1]
    mended = summary(log.assign(date=eval(code, {"pd": pd, "log": log})))
    assert mended["frequency"].tolist() == [1, 0]


@pytest.mark.parametrize("end", ["03/04/2024", "03.04.2024", "2024-03", 20240301, "soon", None])
def test_an_end_that_could_be_two_days_is_refused_and_the_form_it_names_is_read(end):
    message = said(lambda: clv.customer_summary(LOG, "customer", "date", end=end))
    assert f"end={end!r}" in message
    assert "'1997-09-30', the year first" in message


@pytest.mark.parametrize(
    "end", ["2024-06-30", "2024-06-30 12:00", pd.Timestamp("2024-06-30"), np.datetime64("2024-06-30")]
)
def test_an_end_that_is_one_day_is_read(end):
    assert len(clv.customer_summary(LOG, "customer", "date", end=end)) == 2


def test_a_table_of_p_values_is_refused_and_one_row_of_them_is_adjusted():
    table = np.array([[0.01, 0.2], [0.03, 0.04]])
    assert "`np.ravel(…)`" in said(lambda: experiments.adjust_p_values(table, method="holm"))
    assert experiments.adjust_p_values(np.ravel(table), method="holm").shape == (4,)


def test_paths_with_a_missing_state_are_refused_and_cut_there_they_are_read():
    message = said(lambda: journeys.MarkovChain.from_paths([["a", np.nan, "b", "a"]]))
    assert "cut the path there" in message
    assert journeys.MarkovChain.from_paths([["a"], ["b", "a", "b"]]).states


def test_costs_are_not_counted_twice_and_customers_without_a_month_are_not_lost():
    costs = pd.DataFrame({"month": pd.to_datetime(["2024-01-01"]), "advertising": [100.0]})
    customers = pd.DataFrame({"join_month": pd.to_datetime(["2024-01-05", None])})
    cost = economics.customer_acquisition_cost
    options = {"start": "2024-01", "end": "2024-01", "promotion": "cost", "by": None}
    known = customers[customers["join_month"].notna()]
    assert "counted twice" in said(lambda: cost(costs, known, components=["advertising"] * 2, **options))
    assert "notna()" in said(lambda: cost(costs, customers, components="advertising", **options))
    assert cost(costs, known, components="advertising", **options)["cac"].tolist() == [100.0]


@pytest.mark.parametrize("frequency", [-2, 1.5])
def test_a_frequency_that_is_no_count_has_no_expected_spend(frequency):
    model = clv.GammaGamma.from_params(p=6.25, q=3.74, gamma=15.44)
    message = said(lambda: model.expected_spend({"frequency": frequency, "monetary_value": 30.0}))
    assert f"frequency={frequency:g}: must be a whole number" in message


def test_a_rate_of_zero_cannot_be_planned_with():
    assert "above 0" in said(lambda: experiments.sample_size(0, 0.01, formula="rule_of_16"))
    assert "above 0" in said(lambda: experiments.power(0, 0, 1000, formula="pooled"))
    assert "alpha=0.05" in said(lambda: experiments.sample_size(0.1, 0.12, formula="pooled", power=0.01))


def test_the_last_stage_of_a_funnel_gains_even_where_nobody_reached_it():
    table = journeys.funnel({"seen": 100, "order": 0})
    assert table.loc["order", "gain"] == pytest.approx(5.0)
