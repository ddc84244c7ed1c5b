"""Forecast and value: held against made-up customers whose truth is known, and against the models' own."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from marketing_origin.clv import NBD, BetaGeoNBD, GammaGamma, customer_summary
from marketing_origin.errors import CourseError
from marketing_origin.experiments import detectable_difference
from marketing_origin.lifecycle import customer_states
from marketing_origin.report import Conventions, forecast, lifecycle_report
from marketing_origin.report.page import page
from marketing_origin.report.simulated import BUYING, simulated_log


@pytest.fixture(scope="module")
def log():
    return simulated_log(6000, np.random.default_rng(3), days=800)


@pytest.fixture(scope="module")
def made(log):
    return lifecycle_report(log, end="2025-03-10")


# The hold-out --------------------------------------------------------------------------------------------


def test_customers_who_buy_as_the_model_says_are_forecast_within_its_interval(made):
    held = made.holdout
    total = held.total["purchases"]
    assert held.low <= total["actual"] <= held.high
    assert abs(held.total.at["model", "off"]) < 0.12
    # Nobody leaves, by one's own rate; the quarter before, newcomers' first purchases left out, is nearer.
    for rival, least in (("same as last quarter", 0.1), ("own rate", 0.3)):
        assert held.total.at[rival, "off"] > least
        assert abs(held.total.at["model", "off"]) < abs(held.total.at[rival, "off"])
    # Customer by customer most buy nothing in a quarter, which the last quarter says of them as well.
    assert held.total.at["model", "error_per_customer"] < held.total.at["own rate", "error_per_customer"]
    assert not [said for said in held.failures if "interval" in said or "nearer" in said]


def test_the_hold_out_counts_what_came(log, made):
    end = pd.Timestamp("2025-03-10")
    cut = end - pd.Timedelta(91, "D")
    assert made.holdout.cut == cut.toordinal() and made.holdout.end == end.toordinal()
    first = log.groupby("customer")["day"].transform("min")
    later = log[log["day"] > cut].drop_duplicates(["customer", "day"])
    known = log[(log["day"] > cut) & (first <= cut)]
    total = made.holdout.total
    assert total.at["actual", "purchases"] == len(known.drop_duplicates(["customer", "day"]))
    assert total.at["actual", "revenue"] == pytest.approx(known["cents"].sum() / 100, abs=0.005)
    assert made.holdout.new_purchases == len(later) - len(known.drop_duplicates(["customer", "day"]))
    assert made.holdout.customers == first[first <= cut].index.map(log["customer"]).nunique()
    for table in (made.holdout.by_class, made.holdout.by_cohort):
        assert table["actual"].sum() == total.at["actual", "purchases"]
        assert table["customers"].sum() == made.holdout.customers
        for name in forecast.FORECASTS:
            assert table[name].sum() == pytest.approx(total.at[name, "purchases"])


def test_the_quarter_before_is_held_out_as_if_it_were_the_last(log, made):
    cut = pd.Timestamp.fromordinal(made.holdout.cut)
    then = lifecycle_report(log[log["day"] <= cut], end=cut).holdout
    pd.testing.assert_frame_equal(made.earlier.total, then.total)
    assert (made.earlier.low, made.earlier.high) == (then.low, then.high)
    assert made.earlier.top == then.top
    short = lifecycle_report(log[log["day"] <= "2023-10-01"], end="2023-10-01")
    assert short.holdout is not None and short.earlier is None
    assert "a log so short cannot show" in page(short) and "Of the same days a year before" in page(short)


def test_what_is_told_beside_the_forecast_is_counted_from_the_log(log, made):
    end, days = pd.Timestamp("2025-03-10"), pd.Timedelta(91, "D")
    bought = log[log["day"] <= end].groupby(["customer", "day"], as_index=False)["cents"].sum()
    for name, last in (("last", end), ("year_ago", end - pd.Timedelta(364, "D") + days)):
        some = bought[(bought["day"] > last - days) & (bought["day"] <= last)]
        told = made.seen[name]
        assert (told["purchases"], told["last"]) == (len(some), last)
        assert told["revenue"] == pytest.approx(some["cents"].sum() / 100)
    times = bought["customer"].value_counts()
    assert made.repeat_buyers == (times > 1).sum()
    assert made.active == bought.loc[bought["day"] > end - days, "customer"].nunique()
    text = page(made)
    assert (
        f"{made.repeat_buyers / len(times):.0%}" in text and f"{made.seen['year_ago']['purchases']:,}" in text
    )


def test_what_states_and_spenders_did_later_is_counted_from_the_log(log, made):
    cut, end = pd.Timestamp.fromordinal(made.holdout.cut), pd.Timestamp("2025-03-10")
    before, after = log[log["day"] <= cut], log[(log["day"] > cut) & (log["day"] <= end)]
    state = customer_states(before, "customer", "day", at=cut)["state"]
    later = after.groupby("customer")["cents"].sum().reindex(state.index).fillna(0)
    for name, row in made.holdout.by_state.iterrows():
        mine = later[state == name]
        assert row["customers"] == len(mine)
        assert row["bought"] == pytest.approx((mine > 0).mean())
        assert row["revenue"] == pytest.approx(mine.mean() / 100)
    spent = before.groupby("customer")["cents"].sum().sort_values(ascending=False, kind="stable")
    top = spent.index[: int(np.ceil(0.05 * len(spent)))]
    told = made.holdout.top
    assert told["before"] == pytest.approx(spent[top].sum() / spent.sum())
    assert told["after"] == pytest.approx(later[top].sum() / later.sum(), rel=0.02)
    assert told["came"] == pytest.approx((later[top] > 0).mean(), rel=0.02)


def test_mean_median_and_the_largest_are_counted_from_the_log(log, made):
    spent = log[log["day"] <= "2025-03-10"].groupby("customer")["cents"].sum() / 100
    due = {"mean": spent.mean(), "median": spent.median(), "largest": spent.max() / spent.sum()}
    assert made.spread == pytest.approx(due)


def test_a_test_of_a_state_finds_what_the_course_s_own_formula_says(made):
    row = made.actions.loc["loyal"]
    due = detectable_difference(row["bought_since"], row["customers"] / 2, formula="pooled")
    assert row["test_shows"] == pytest.approx(100 * due)


def test_an_end_long_after_the_last_order_is_asked_about(log):
    with pytest.raises(CourseError, match=r"the last order is 4,.* days before, on 20.*Is the year right\?"):
        lifecycle_report(log, end="2037-01-01")


def test_the_model_s_forecast_is_that_of_chapter_4_2(log, made):
    cut = pd.Timestamp.fromordinal(made.holdout.cut)
    before = log[log["day"] <= cut].assign(value=lambda frame: frame["cents"] / 100)
    summary = customer_summary(before, "customer", "day", "value", end=cut)
    model = BetaGeoNBD().fit(summary)
    expected = model.expected_purchases(13, summary)
    assert made.holdout.total.at["model", "purchases"] == pytest.approx(expected.sum(), rel=1e-6)
    spend = GammaGamma().fit(summary[summary["monetary_value"] > 0]).expected_spend(summary)
    assert made.holdout.total.at["model", "revenue"] == pytest.approx((expected * spend).sum(), rel=1e-4)


def test_a_season_in_the_last_quarter_is_told_as_the_model_s_failure(log):
    late = log["day"] > pd.Timestamp("2025-03-10") - pd.Timedelta(91, "D")
    more = log[late].assign(day=lambda frame: frame["day"] + pd.Timedelta(1, "D"))
    busy = pd.concat([log, more[more["day"] <= "2025-03-10"]])
    held = lifecycle_report(busy, end="2025-03-10").holdout
    assert held.total.at["model", "off"] < -0.35
    assert any("outside the model's interval" in said for said in held.failures)
    assert any(
        said.startswith("For customers with 1 purchase it was off by \N{MINUS SIGN}")
        for said in held.failures
    )


def test_a_forecast_is_called_nearer_where_it_is_by_a_per_cent(made):
    total = made.holdout.total.copy()
    total.loc["model", "off"], total.loc["own rate", "off"] = -0.3002, -0.2886
    minus = "\N{MINUS SIGN}"
    nearer = f"For the total, “own rate” was nearer ({minus}29% against {minus}30%)."
    assert nearer in forecast._failures(total, made.holdout.by_class, 0, np.inf)
    total.loc["model", "off"] = -0.2902
    assert not any(
        "“own rate” was nearer" in one for one in forecast._failures(total, made.holdout.by_class, 0, np.inf)
    )


def test_a_log_that_is_cut_short_of_its_end_is_told_before_the_model_is_blamed(log, made):
    assert not any("cut short" in said for said in made.holdout.failures)
    last = log["day"].max()
    early = log[log["day"] <= last - pd.Timedelta(days=60)]
    held = lifecycle_report(early, end=last).holdout
    assert "no order in its last 60 days" in held.failures[0]
    told = re.search(r"end = (\S+)\)", held.failures[0])[1]
    assert not any("cut short" in said for said in lifecycle_report(early, end=told).holdout.failures)


@pytest.mark.parametrize("days", [30])
def test_the_hold_out_is_as_long_as_asked(log, days):
    held = lifecycle_report(log, end="2025-03-10", conventions=Conventions(holdout_days=days)).holdout
    assert held.end - held.cut == days
    assert held.low <= held.total.at["actual", "purchases"] <= held.high


def test_months_that_swing_are_in_the_interval_of_the_forecasts(log, made):
    rng = np.random.default_rng(8)
    month = log["day"].dt.to_period("M")
    factor = np.exp(0.3 * rng.standard_normal(month.nunique()))
    kept = rng.random(len(log)) < (factor / factor.max())[pd.factorize(month, sort=True)[0]]
    swinging = log[kept | (log["day"] == log.groupby("customer")["day"].transform("min"))]
    other = lifecycle_report(swinging, end="2025-03-10")
    assert made.holdout.swing < 0.05 < 0.1 < other.holdout.swing < 0.5
    assert made.ahead["swing"] < 0.05 < 0.1 < other.ahead["swing"] < 0.5

    def width(one):
        return (one["high"] - one["low"]) / one["purchases"]

    assert width(other.ahead) > 1.5 * width(made.ahead)
    text = page(other)
    assert f"({other.holdout.swing:.1%}, a standard deviation)" in text


def test_what_the_models_expect_by_month_is_what_came_where_they_are_right(log, made):
    whole = made.months[made.months["complete"]]
    expected = forecast._by_month(made.fitted, whole)
    came = whole["purchases"] - whole["new"]
    assert expected.sum() == pytest.approx(came.sum(), rel=0.05)
    # The first months as well as the last ones: repeat purchases grow with the customers there are.
    assert expected[:6].sum() == pytest.approx(came[:6].sum(), rel=0.2)
    assert expected[-6:].sum() == pytest.approx(came[-6:].sum(), rel=0.1)


def test_a_log_too_short_to_tell_how_quarters_swing_says_so():
    short = lifecycle_report(simulated_log(3000, np.random.default_rng(21), days=400))
    assert np.isnan(short.holdout.swing) and short.holdout.low < short.holdout.high
    assert "the log before it is too short to tell" in page(short)


# Cohorts -------------------------------------------------------------------------------------------------


def test_cohorts_that_are_alike_share_a_model(made):
    assert list(made.fitted.models) == ["all"] and len(made.fitted.cohorts) > 1
    assert made.fitted.p_value > 0.001


def test_cohorts_that_differ_are_fitted_apart():
    rng = np.random.default_rng(4)
    early = simulated_log(3000, rng, days=800, name="e")
    first = early.groupby("customer")["day"].transform("min")
    early = early[first < "2024-01-01"]
    late = simulated_log(4000, rng, start="2024-01-01", days=435, name="l", buying={**BUYING, "alpha": 14.0})
    made = lifecycle_report(pd.concat([early, late]), end="2025-03-10")
    assert made.fitted.p_value < 1e-6
    assert list(made.fitted.models) == ["2023", "2024"]  # 2025 has too few repeat buyers
    assert made.fitted.models["2023"].params_["alpha"] < 7 < 10 < made.fitted.models["2024"].params_["alpha"]
    held = made.holdout
    # At the cut the log is under two years old: quarters, of which those alike share a model.
    assert list(held.fitted.models) == ["2023 Q1 to 2023 Q4", "2024 Q1 to 2024 Q3"]
    assert held.low <= held.total.at["actual", "purchases"] <= held.high


def test_a_cohort_too_small_for_a_model_joins_the_one_before():
    histories = pd.DataFrame(
        {
            "frequency": [0, 3] * 3,
            "recency": [0, 90] * 3,
            "T": [700, 700, 300, 300, 10, 10],
            "customers": [500, 90] * 2 + [500, 4],
        }
    )
    edges = {"a": 0, "b": 400, "c": 800}
    assert list(forecast._large_enough(histories, edges, 1000)) == ["a", "b"]


# Nobody leaves -------------------------------------------------------------------------------------------


def test_the_nbd_is_the_bg_nbd_without_leaving():
    truth = NBD.from_params(r=0.8, alpha=9.0)
    summary = truth.simulate(np.random.default_rng(6).uniform(5, 60, 20_000), np.random.default_rng(7))
    model = NBD().fit(summary)
    assert model.params_["r"] == pytest.approx(0.8, abs=3 * model.standard_errors_["r"])
    assert model.params_["alpha"] == pytest.approx(9.0, abs=3 * model.standard_errors_["alpha"])
    nearly = BetaGeoNBD.from_params(**model.params_, a=1e-6, b=1e3)
    for few in (summary.iloc[:200],):
        np.testing.assert_allclose(
            model.expected_purchases(13, few), nearly.expected_purchases(13, few), rtol=1e-5
        )
    assert (model.probability_alive(summary) == 1).all()


@pytest.mark.parametrize("at", [(0.8, 9.0), (2.5, 3.0)])
def test_the_nbd_s_derivatives_are_those_of_its_likelihood(at):
    summary = NBD.from_params(r=0.8, alpha=9.0).simulate(np.full(300, 30.0), np.random.default_rng(8))
    model = NBD()
    columns, counts = model._patterns(summary, None)
    likelihood = model._likelihood(columns, counts)
    _, gradient, hessian = likelihood(np.array(at))
    for place, step in enumerate(np.eye(2) * 1e-5):
        above, below = likelihood(at + step), likelihood(at - step)
        assert gradient[place] == pytest.approx((above[0] - below[0]) / 2e-5, rel=1e-5, abs=1e-5)
        np.testing.assert_allclose(hessian[place], (above[1] - below[1]) / 2e-5, rtol=1e-5, atol=1e-5)


def test_where_nobody_is_seen_to_leave_the_report_says_so():
    rng = np.random.default_rng(9)
    came = rng.integers(0, 500, 800)
    days = [
        np.unique(
            np.append(
                born, born + rng.integers(0, 501 - born, rng.poisson(rng.gamma(0.8, 0.03) * (500 - born)))
            )
        )
        for born in came
    ]
    log = pd.DataFrame(
        [(f"c{who}", day) for who, some in enumerate(days) for day in some], columns=["customer", "day"]
    )
    log["order"] = [str(row) for row in range(len(log))]
    log["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(log["day"], unit="D")
    log["cents"] = rng.integers(500, 5000, len(log))
    made = lifecycle_report(log)
    assert any(isinstance(model, NBD) for model in made.fitted.models.values())
    assert "the log shows nobody leaving" in page(made)


# Value ---------------------------------------------------------------------------------------------------


def test_a_value_is_that_of_the_model_s_own_formula(log, made):
    money = log.assign(value=log["cents"] / 100)
    summary = customer_summary(money, "customer", "day", "value", end="2025-03-10")
    model, spend = BetaGeoNBD().fit(summary), GammaGamma().fit(summary)
    yearly = 0.10
    expected = model.customer_lifetime_value(
        summary, spend, discount_rate=(1 + yearly) ** (7 / 365.25) - 1, horizon=365 / 7
    )
    found = made.customers["value"]
    np.testing.assert_allclose(found, expected.reindex(found.index), rtol=2e-4)
    assert found.sum() == pytest.approx(made.values.at["all", "total"], rel=1e-9)
    assert made.values.drop(index="all")["total"].sum() == pytest.approx(made.values.at["all", "total"])


def test_the_interval_is_that_of_refitting_to_customers_drawn_again(log, made):
    money = log.assign(value=log["cents"] / 100)
    summary = customer_summary(money, "customer", "day", "value", end="2025-03-10")
    rng = np.random.default_rng(10)
    model, spend = BetaGeoNBD().fit(summary), GammaGamma().fit(summary)
    buying, spending = model.bootstrap(summary, 60, rng), spend.bootstrap(summary, 60, rng)
    values = [
        (
            BetaGeoNBD.from_params(**one).expected_purchases(365 / 7, summary)
            * GammaGamma.from_params(**other).expected_spend(summary)
        ).mean()
        for (_, one), (_, other) in zip(buying.iterrows(), spending.iterrows(), strict=True)
    ]
    row = made.values.loc["all"]
    width = np.log(row["high"] / row["low"]) / 2 / 1.96
    assert width == pytest.approx(np.std(np.log(values), ddof=1), rel=0.35)
    assert row["low"] < row["value"] < row["high"]


def test_margin_discount_and_horizon_move_the_value_as_they_must(log, made):
    plain = made.values.at["all", "value"]
    half = lifecycle_report(log, end="2025-03-10", conventions=Conventions(margin_rate=0.5)).values
    assert half.at["all", "value"] == pytest.approx(plain / 2)
    more = lifecycle_report(log, end="2025-03-10", conventions=Conventions(discount_rate=0.0)).values
    assert plain < more.at["all", "value"] < plain * 1.06
    short = lifecycle_report(log, end="2025-03-10", conventions=Conventions(horizon_days=91)).values
    assert short.at["all", "purchases"] == pytest.approx(made.ahead["purchases"] / made.customers_count)


def test_states_on_the_last_day_are_those_of_the_lifecycle_module(log, made):
    typical = customer_states(log, "customer", "day", at="2025-03-10")
    assert (made.customers["state"] == typical["state"].reindex(made.customers.index)).all()
    again = typical[typical["orders"] > 1]
    days = (
        log.drop_duplicates(["customer", "day"])
        .groupby("customer")["day"]
        .agg(["min", "max"])
        .loc[again.index]
    )
    gaps = (days["max"] - days["min"]).dt.days / (again["orders"] - 1)
    assert made.typical_gap == gaps.median()


def test_the_next_action_table_says_what_an_action_must_add(made):
    table = made.actions
    assert table["customers"].sum() == made.customers_count
    for state, row in table.iterrows():
        mine = made.customers[made.customers["state"] == state]
        mean = mine["revenue"].sum() / (mine["frequency"] + 1).sum()
        assert row["mean_purchase"] == pytest.approx(mean)
        # 100 customers at 1.00 each cost 100: so many mean purchases pay it back.
        assert row["pays_from"] * mean == pytest.approx(100)


def test_actions_of_one_s_own_come_in_the_order_to_fund_them(log):
    actions = pd.DataFrame(
        {"customers": [100, 50], "cost": [2.0, 1.0], "value": [3.0, 4.0]}, index=["call", "letter"]
    )
    made = lifecycle_report(log, end="2025-03-10", actions=actions, budget=60)
    assert made.spending.index.tolist() == ["letter", "call"]
    assert made.spending["treated"].tolist() == [50, 5]


# Logs that are too small ---------------------------------------------------------------------------------


def small(rows):
    frame = pd.DataFrame(rows, columns=["customer", "day", "cents"])
    frame["order"] = [str(row) for row in range(len(frame))]
    frame["day"] = pd.to_datetime(frame["day"]).astype("datetime64[s]")
    return frame.astype({"cents": "int64"})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("a", "2024-02-29", 100)], "The log spans 1 days"),
        ([("a", "2024-01-01", 100), ("b", "2024-12-31", 100)], "No model of buying can be fitted, so"),
        ([("a", "2024-01-01", 0), ("a", "2024-06-30", 0), ("b", "2024-12-31", 0)], "No model of buying"),
        ([(who, f"2024-{month:02}-28", 500) for who in "abc" for month in range(1, 13)], "No model|"),
    ],
)
def test_a_log_that_is_too_small_has_a_report_that_says_so(rows, said, tmp_path):
    made = lifecycle_report(small(rows))
    assert made.problem.startswith(said.rstrip("|")) or (said.endswith("|") and made.holdout is not None)
    assert made.orders == len(rows) and len(made.customers) == len({row[0] for row in rows})
    text = made.write(tmp_path / "small.html").read_text(encoding="utf-8")
    assert "What this log cannot tell" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"margin_rate": 40}, "write 0.4 for 40 per cent"),
        ({"discount_rate": 10}, "discount_rate=10"),
        ({"holdout_days": 3}, "holdout_days=3"),
        ({"dormant_after": 4.0, "churned_after": 4.0}, "must be above dormant_after"),
        ({"level": 95}, "level=95"),
    ],
)
def test_conventions_that_cannot_be_are_one_message(given, said):
    with pytest.raises(CourseError, match=said):
        replace(Conventions(), **given)


@pytest.mark.parametrize("end", ["2022-12-31", "31.12.2024", 5])
def test_an_end_that_cannot_be_is_one_message(log, end):
    with pytest.raises(CourseError, match="end="):
        lifecycle_report(log, end=end)


def test_orders_after_the_end_are_left_out_and_counted(log):
    made = lifecycle_report(log, end="2024-12-31")
    late = log["day"] > "2024-12-31"
    assert made.late_orders == late.sum() and made.orders == (~late).sum()
    assert made.revenue == pytest.approx(log.loc[~late, "cents"].sum() / 100)
    assert len(made.customers) == log.loc[~late, "customer"].nunique()


def test_seasons_need_two_whole_years_and_are_found():
    days = pd.date_range("2022-01-01", "2023-12-31")
    log = pd.DataFrame({"day": days.repeat(np.where(days.month == 12, 6, 2)).astype("datetime64[s]")})
    log["customer"] = [f"c{row % 400}" for row in range(len(log))]
    log["order"], log["cents"] = log.index.astype("str"), 1000
    made = lifecycle_report(log)
    assert made.seasons.columns.tolist() == [2022, 2023]
    assert (made.seasons.idxmax() == 12).all()
    assert made.seasons.loc[12].tolist() == pytest.approx([6 * 31 * 12 / (2 * 334 + 6 * 31)] * 2)
    assert not len(lifecycle_report(log[log["day"] < "2023-12-01"]).seasons)
