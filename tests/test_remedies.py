"""What a message of the library tells people to do, done to the very input that the message was about."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

from marketing_origin import clv, data, economics, experiments, journeys, lifecycle
from marketing_origin.checks.kinds import number
from marketing_origin.checks.question import Question
from marketing_origin.errors import CourseError, CourseWarning


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


def test_a_model_of_purchases_is_no_model_of_spend_and_the_one_named_is():
    customers = clv.customer_summary(
        data.load("cdnow_sample"), "customer_id", "date", "value", end="1998-06-30"
    )
    model = clv.BetaGeoNBD().fit(customers)
    message = said(lambda: model.customer_lifetime_value(customers, model, discount_rate=0.003))
    assert "spend=BetaGeoNBD" in message
    spend = code_in(message, clv=clv, summary=customers)
    assert model.customer_lifetime_value(customers, spend, discount_rate=0.003).notna().all()
    for other in (None, clv.GammaGamma, 30.0):
        assert "spend=" in said(
            lambda it=other: model.customer_lifetime_value(customers, it, discount_rate=0.003)
        )


def test_a_recency_that_exceeds_t_by_rounding_alone_is_t():
    model = clv.BetaGeoNBD.from_params(r=0.24, alpha=4.4, a=0.8, b=2.4)
    rounded = {"frequency": 1, "recency": 0.1 + 0.2, "T": 0.3}
    assert model.probability_alive(rounded) == model.probability_alive({**rounded, "recency": 0.3})
    assert "recency must lie" in said(lambda: model.probability_alive({**rounded, "recency": 0.301}))


@pytest.mark.parametrize(
    "call",
    [
        lambda: clv.customer_summary(
            LOG.assign(value=[5.0, -5, 3]), "customer", "date", "value", end="2024-06-30"
        ),
        lambda: clv.customer_summary(
            LOG.assign(value=[5.0, np.nan, 3]), "customer", "date", "value", end="2024-06-30"
        ),
        lambda: summary(LOG.set_index(pd.Index([7, 8, 9])).assign(date=["2024-03-01", None, "2024-03-05"])),
        lambda: clv.customer_summary(LOG, "customer", "date", end=np.int64(20240301)),
        lambda: lifecycle.customer_states(LOG, "customer", "date", at="2024-06-30", people=[2, 3]),
        lambda: lifecycle.cohort_table(
            LOG.assign(date=pd.to_datetime(LOG["date"]), start=pd.to_datetime(LOG["date"])),
            customer="customer",
            time="date",
            start="start",
        ),
        lambda: journeys.MarkovChain(pd.DataFrame([[0.5, 0.4], [0, 1]], [1, 2], [1, 2])),
    ],
    ids=["negative", "missing", "no date", "end", "people", "two starts", "transitions"],
)
def test_no_message_writes_a_number_as_numpy_does(call):
    assert "np." not in said(call)


def test_a_rate_of_zero_cannot_be_planned_with():
    assert "above 0" in said(lambda: experiments.sample_size(0, 0.01, formula="rule_of_16"))
    assert "above 0" in said(lambda: experiments.power(0, 0, 1000, formula="pooled"))
    assert "alpha=0.05" in said(lambda: experiments.sample_size(0.1, 0.12, formula="pooled", power=0.01))


def test_the_last_stage_of_a_funnel_gains_even_where_nobody_reached_it():
    table = journeys.funnel({"seen": 100, "order": 0})
    assert table.loc["order", "gain"] == pytest.approx(5.0)


def warned(call):
    """Return what a call warns of, in one text, and what it returns."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = call()
    assert all(one.category is CourseWarning and one.filename == __file__ for one in caught)
    return " ".join(str(one.message) for one in caught), result


def code_in(message: str, **names) -> object:
    """Run the code that a message prints."""
    return eval(re.findall(r"`([^`]+)`", message)[0], {"clv": clv, "lifecycle": lifecycle, **names})


SHORT = clv.ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67)


@pytest.mark.parametrize("model", [clv.ParetoNBD, clv.BetaGeoNBD])
def test_a_flat_likelihood_is_told_and_the_simpler_model_named_can_be_fitted(model):
    rng = np.random.default_rng(1)
    kinds = {"flat": 0, "none": 0, "sharp": 0}
    for _ in range(12):
        summary = SHORT.simulate(rng.uniform(6, 20, 500), rng)
        try:
            message, fitted = warned(lambda summary=summary: model().fit(summary))
        except clv.ConvergenceError as problem:
            message, fitted = str(problem), None
            kinds["none"] += 1
        else:
            wide = fitted.standard_errors_ / fitted.params_ > 1.5
            assert bool(message) == wide.any()
            assert all(f"{name} from" in message for name in wide.index[wide])
            kinds["flat" if message else "sharp"] += 1
        if message:
            simpler = code_in(message, summary=summary)
            assert set(simpler.params_.index) == {"r", "alpha"}
        if message and fitted:
            gap = fitted.log_likelihood_ - simpler.log_likelihood_
            assert f"{gap:.1f} lower" in message
            assert ("prefer it" in message) == (gap < 2)
    assert kinds["flat"] and kinds["none"]


def test_enough_customers_earn_no_warning():
    summary = SHORT.simulate(np.full(4000, 39.0), np.random.default_rng(1))
    assert not warned(lambda: clv.ParetoNBD().fit(summary))[0]


def test_bootstrap_samples_do_not_warn_one_by_one():
    summary = SHORT.simulate(np.full(1500, 39.0), np.random.default_rng(1))
    model = clv.BetaGeoNBD().fit(summary)
    assert not warned(lambda: model.bootstrap(summary, 20, np.random.default_rng(1), failed="missing"))[0]


def test_one_account_that_makes_all_the_purchases_is_named_and_without_it_the_fit_works():
    summary = SHORT.simulate(np.full(3000, 39.0), np.random.default_rng(1))
    summary.loc[0] = [260_000, 38.9, 39.0, True, 0]
    message = said(lambda: clv.ParetoNBD().fit(summary))
    assert "One customer made" in message
    assert clv.ParetoNBD().fit(code_in(message, summary=summary)).n_customers_ == 2999


@pytest.mark.parametrize("survivors", [[1000, 900, 801, 700, 580], [1000, 800, 640, 512]])
def test_survivors_without_a_maximum_have_a_simpler_model(survivors):
    message = said(lambda: lifecycle.ShiftedBetaGeometric().fit(survivors))
    churn = code_in(message).fit(survivors).params_["churn_rate"]
    assert churn == pytest.approx(1 - sum(survivors[1:]) / sum(survivors[:-1]))


def long_log(ids):
    return pd.DataFrame(
        {"customer": ids, "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(ids)), "D")}
    )


@pytest.mark.parametrize("guest", [0, "guest"])
def test_one_id_with_a_third_of_all_orders_is_said_and_can_be_left_out(guest):
    persons = [f"c{number}" if guest else number for number in np.arange(400) % 150 + 1]
    log = long_log([guest if row % 3 == 0 else person for row, person in enumerate(persons)])
    message, found = warned(lambda: clv.customer_summary(log, "customer", "date", end="2025-12-31"))
    assert f"{guest!r} has 34%" in message
    assert guest in found.index
    others = code_in(message, log=log)
    message, found = warned(lambda: clv.customer_summary(others, "customer", "date", end="2025-12-31"))
    assert not message and guest not in found.index


def test_ids_that_occur_once_each_are_said():
    log = long_log(range(100))
    message, summary = warned(lambda: clv.customer_summary(log, "customer", "date", end="2025-12-31"))
    assert "each of the 100 rows has a customer of its own" in message
    assert "names the persons" in said(lambda: clv.BetaGeoNBD().fit(summary))
    assert not warned(lambda: clv.customer_summary(log[:99], "customer", "date", end="2025-12-31"))[0]


@pytest.mark.parametrize(("unit", "yearly"), [("D", 0.01), ("W", 0.05), ("M", 0.1)])
def test_a_yearly_rate_for_a_shorter_unit_is_told_and_the_conversion_is_right(unit, yearly):
    log = data.load("cdnow_sample")
    summary = clv.customer_summary(
        log, "customer_id", "date", "value", end="1997-09-30", unit=unit, after_end="drop"
    )
    model, spend = clv.BetaGeoNBD().fit(summary), clv.GammaGamma().fit(summary)
    assert model.unit_ == summary.attrs["unit"] == unit

    def value(rate):
        return model.customer_lifetime_value(summary, spend, discount_rate=rate).sum()

    message, wrong = warned(lambda: value(yearly))
    assert f"({unit!r})" in message and "a year" in message
    message, right = warned(lambda: value(code_in(message)))
    assert not message and right > 1.2 * wrong
    yearly_summary = clv.customer_summary(
        log, "customer_id", "date", "value", end="1997-09-30", unit="Y", after_end="drop"
    )
    in_years = clv.BetaGeoNBD().fit(yearly_summary)
    other = in_years.customer_lifetime_value(yearly_summary, spend, discount_rate=yearly).sum()
    assert right == pytest.approx(other, rel=2e-3)


def test_customers_counted_in_another_unit_than_the_model_are_refused_and_both_remedies_work():
    log = data.load("cdnow_sample")
    options = {"end": "1997-09-30", "after_end": "drop"}
    weeks = clv.customer_summary(log, "customer_id", "date", **options)
    days = clv.customer_summary(log, "customer_id", "date", unit="D", **options)
    model = clv.BetaGeoNBD().fit(weeks)
    for method in (model.probability_alive, lambda summary: model.expected_purchases(39, summary)):
        assert "unit of time is 'D', and the model was fitted in 'W'" in said(
            lambda method=method: method(days)
        )
    by_hand = days.assign(recency=days["recency"] / 7, T=days["T"] / 7)
    message = said(lambda: model.probability_alive(by_hand))
    exec(re.search(r"`([^`]+)`", message)[1], {"summary": by_hand})
    pd.testing.assert_series_equal(model.probability_alive(by_hand), model.probability_alive(weeks))


def test_what_a_check_works_out_wrongly_on_purpose_does_not_warn_who_answers():
    summary = SHORT.simulate(np.full(400, 12.0), np.random.default_rng(1))
    summary.attrs["unit"] = "W"

    def solve():
        return SHORT.discounted_expected_purchases(summary, discount_rate=0.15).sum(), []

    asked = Question("1", "Worth", ("", "", ""), number(), solve=solve)
    assert "a year" in warned(solve)[0]
    assert not warned(lambda: asked.solved)[0]
