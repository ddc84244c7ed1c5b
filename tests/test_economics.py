"""Economics: what customers cost, what keeping them does, and that no other split of a budget is better."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from marketing_origin import clv, data, economics
from marketing_origin.economics import CREDIT_CARD, ResponseCurve
from marketing_origin.errors import CourseError

COSTS = pd.DataFrame(
    {
        "month": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-02-01", "2024-03-01"]),
        "channel": ["search", "friends", "search", "search"],
        "advertising": [100.0, 0.0, 60.0, 1000.0],
        "labour": [20.0, 10.0, 20.0, 1000.0],
        "promotion": [30.0, 0.0, 10.0, 1000.0],
        "referral_rewards": [0.0, 5.0, 0.0, 0.0],
    }
)
CUSTOMERS = pd.DataFrame(
    {
        "join_month": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-01-01", "2024-03-01", "2023-12-01"]),
        "channel": ["search", "search", "friends", "search", "search"],
    }
)


def cac(**changes):
    arguments = {"start": "2024-01", "end": "2024-02", "promotion": "cost"} | changes
    return economics.customer_acquisition_cost(
        arguments.pop("costs", COSTS), arguments.pop("customers", CUSTOMERS), **arguments
    )


# What a customer costs -----------------------------------------------------------------------------------


def test_cac_by_channel_counts_the_period_only_and_adds_its_components():
    found = cac()
    assert found.loc["search"].to_dict() == {
        "new_customers": 2,
        "advertising": 80,
        "labour": 20,
        "promotion": 20,
        "referral_rewards": 0,
        "cac": 120,
    }
    assert found.at["friends", "cac"] == 15


def test_a_discount_taken_off_revenue_is_no_cost_as_well():
    found = cac(promotion="taken off revenue")
    assert "promotion" not in found
    assert found.at["search", "cac"] == 100


def test_cac_of_all_customers_together_and_of_advertising_only():
    assert cac(by=None).at["all", "cac"] == pytest.approx((240 + 15) / 3)
    assert cac(components="advertising", by=None).at["all", "cac"] == pytest.approx(160 / 3)


def test_a_channel_that_won_nobody_has_no_finite_cost():
    assert cac(start="2024-02", end="2024-02", customers=CUSTOMERS[CUSTOMERS["channel"] == "friends"]).at[
        "search", "cac"
    ] == float("inf")


def test_the_clubs_cost_by_channel_adds_up_to_what_was_spent():
    costs, members = data.load("club_costs"), data.load("club_members")
    found = economics.customer_acquisition_cost(
        costs, members, start="2022-01", end="2024-12", promotion="cost"
    )
    spent = costs[list(economics.COMPONENTS)].to_numpy().sum()
    assert (found["cac"] * found["new_customers"]).sum() == pytest.approx(spent)
    assert found["new_customers"].sum() == len(members)


def test_cac_leaves_the_tables_as_they_were():
    before = COSTS.copy(), CUSTOMERS.copy()
    cac(by=None)
    pd.testing.assert_frame_equal(COSTS, before[0])
    pd.testing.assert_frame_equal(CUSTOMERS, before[1])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"promotion": "both"}, r"promotion='both': must be one of 'cost', 'taken off revenue'"),
        ({"components": ["advertisng"]}, r"components: there is no column 'advertisng'.*'advertising'"),
        ({"components": ["promotion"], "promotion": "taken off revenue"}, "nothing is left to count"),
        ({"start": "2024-03", "end": "2024-02"}, "end='2024-02': lies before start='2024-03'"),
        ({"start": "2025-01", "end": "2025-02"}, "no row lies between 2025-01 and 2025-02"),
        ({"start": "last year"}, "start='last year': is not a month"),
        ({"start": 2024}, "start=2024: is not a month"),
        ({"by": "club"}, r"by \(costs\): there is no column 'club'"),
        ({"joined": "joined"}, "joined: there is no column 'joined'"),
        ({"customers": CUSTOMERS.assign(channel="serch")}, "'serch' has customers but no row.*'search'"),
        ({"customers": CUSTOMERS.assign(join_month="2024-01")}, "column 'join_month' holds no dates"),
        ({"costs": COSTS.assign(labour=-1.0)}, "costs: labour=-1: must be at least 0"),
        ({"costs": [1, 2]}, "A pandas DataFrame is needed, not list"),
    ],
)
def test_mistakes_with_cac_are_named(changes, message):
    with pytest.raises(CourseError, match=message):
        cac(**changes)


def test_payback_counts_margins_of_the_average_customer_not_of_one_who_stays():
    stays = economics.payback_period(44, 10, first_margin="now")
    average = economics.payback_period(44, 10, first_margin="now", retention_rate=0.8)
    assert (stays, average) == (5, 10)
    assert economics.payback_period(51, 10, first_margin="now", retention_rate=0.8) == float("inf")
    assert economics.payback_period(0, 10, first_margin="now") == 0


def test_payback_of_a_list_of_margins_ends_with_the_list():
    margins = [10, 20, 30]
    assert economics.payback_period(30, margins, first_margin="now") == 2
    assert economics.payback_period(31, margins, first_margin="now") == 3
    assert economics.payback_period(61, margins, first_margin="now") == float("inf")


@given(
    cost=st.floats(0.1, 1000),
    retention=st.floats(0.0, 1.0),
    discount=st.floats(0.0, 0.5),
    first=st.sampled_from(["now", "period_end", "if_retained"]),
)
def test_payback_is_the_first_sum_that_covers_the_cost(cost, retention, discount, first):
    rates = {"retention_rate": retention, "discount_rate": discount, "first_margin": first}
    found = economics.payback_period(cost, 10, **rates)

    def earned(periods):
        return clv.customer_lifetime_value(10, **rates, periods=int(periods)) if periods else 0.0

    if np.isinf(found):
        assert earned(100_000) <= cost * (1 + 1e-9)
    else:
        assume(found < 1e6)
        assert earned(found) >= cost * (1 - 1e-6)
        assert earned(found - 1) < cost * (1 + 1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_margin": "later"}, "first_margin='later'"),
        ({"retention_rate": 80}, "retention_rate=80.*write 0.8"),
        ({"margin": 0}, "margin=0: must be above 0"),
        ({"acquisition_cost": -1}, "acquisition_cost=-1: must be at least 0"),
    ],
)
def test_mistakes_with_payback_are_named(changes, message):
    arguments = {"acquisition_cost": 50, "margin": 10, "first_margin": "now"} | changes
    with pytest.raises(CourseError, match=message):
        economics.payback_period(**arguments)


# Keeping -------------------------------------------------------------------------------------------------


def test_leaky_bucket_by_hand():
    found = economics.leaky_bucket([10, 20], [0.9, 0.5], start=100)
    assert found.to_numpy().tolist() == [[100, pytest.approx(10), 10, 100], [100, 50, 20, 70]]
    assert found.index.tolist() == [1, 2]


@given(won=st.floats(0, 1e4), retention=st.floats(0, 0.95), start=st.floats(0, 1e5))
def test_every_bucket_tends_to_its_steady_state(won, retention, start):
    settled = economics.leaky_bucket(won, retention, start=start, periods=600)["customers"].iloc[-1]
    assert settled == pytest.approx(economics.steady_state(won, retention), rel=1e-6, abs=1e-6)


def test_a_drawn_bucket_holds_whole_customers_and_the_expected_number_on_average():
    rng = np.random.default_rng(2)
    last = [
        economics.leaky_bucket(50, 0.8, start=300, periods=6, rng=rng)["customers"].iloc[-1]
        for _ in range(400)
    ]
    assert all(float(number).is_integer() for number in last)
    expected = economics.leaky_bucket(50, 0.8, start=300, periods=6)["customers"].iloc[-1]
    assert np.mean(last) == pytest.approx(expected, abs=4 * np.std(last) / 20)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"won": 10, "retention_rate": 0.8}, r"periods: say how many \(periods=24\)"),
        ({"won": [1, 2], "retention_rate": [0.5] * 3}, "lists differ in length; won has 2, retention_rate 3"),
        ({"won": [1, 2], "retention_rate": 0.5, "periods": 3}, "lists differ in length"),
        ({"won": 10, "retention_rate": 80, "periods": 3}, "retention_rate=80.*write 0.8"),
        ({"won": -1, "retention_rate": 0.8, "periods": 3}, "won=-1: must be at least 0"),
        ({"won": 1, "retention_rate": 0.8, "periods": 2.5}, "periods=2.5: must be a whole number"),
        (
            {"won": 1, "retention_rate": 0.8, "periods": 2, "start": 0.5, "rng": np.random.default_rng(1)},
            "start=0.5: must be a whole number",
        ),
    ],
)
def test_mistakes_with_the_bucket_are_named(arguments, message):
    with pytest.raises(CourseError, match=message):
        economics.leaky_bucket(**arguments)


def test_without_a_leak_there_is_no_steady_state():
    with pytest.raises(CourseError, match="retention_rate=1: must be a fraction from 0 to below 1"):
        economics.steady_state(10, 1.0)


@pytest.mark.parametrize(
    ("definition", "retention", "extra", "gain"),
    [
        ("value_if_retained", 0.50, {"discount_rate": 0.1}, 0.200),
        ("value_if_retained", 0.94, {"discount_rate": 0.1}, 0.532),
        ("value_now", 0.50, {"discount_rate": 0.1}, 0.091),
        ("value_now", 0.94, {"discount_rate": 0.1}, 0.455),
        ("value_of_profile", 0.90, {"discount_rate": 0.038, **CREDIT_CARD}, 0.745),
        ("value_of_profile", 0.90, {"discount_rate": 0.10, **CREDIT_CARD}, 0.494),
        ("value_of_profile", 0.90, {"discount_rate": 0.15, **CREDIT_CARD}, 0.411),
        ("firm_first_year", 0.60, {"acquisition_cost": 0.5}, 0.0625),
        ("firm_first_year", 0.90, {"acquisition_cost": 0.5}, 0.0526),
        ("firm_steady_state", 0.60, {"acquisition_cost": 0.5}, 0.179),
        ("firm_steady_state", 0.90, {"acquisition_cost": 0.5}, 1.053),
        ("firm_steady_state", 0.60, {"acquisition_cost": 0.5, "fixed_cost_share": 0.5}, 0.476),
        ("firm_steady_state", 0.90, {"acquisition_cost": 0.5, "fixed_cost_share": 0.5}, 2.222),
    ],
)
def test_five_points_of_retention_are_worth_what_the_definition_says(definition, retention, extra, gain):
    found = economics.retention_gain(retention, definition=definition, **extra)
    assert found == pytest.approx(gain, abs=5e-4)


def test_the_percentage_explodes_and_turns_its_sign_where_the_value_is_near_zero():
    dear = CREDIT_CARD | {"acquisition_cost": 150}
    found = economics.retention_gain(
        np.array([0.8, 0.9]), definition="value_of_profile", discount_rate=0.1, **dear
    )
    np.testing.assert_allclose(found, [-6.515, 1.083], atol=1e-3)


@given(retention=st.floats(0.1, 0.9), cost=st.floats(0, 0.8), fixed=st.floats(0, 0.1))
def test_a_firms_gain_is_what_its_bucket_says(retention, cost, fixed):
    """Year one and the far end of a leaky bucket, run step by step, give the same gains."""
    won = 100 * (1 - retention)
    run = economics.leaky_bucket(won, retention + 0.05, start=100, periods=2000)["customers"]
    assume(1 - cost * (1 - retention) - fixed > 0.01)

    def profit(customers):
        return customers - cost * won - fixed * 100

    for definition, customers in (("firm_first_year", run.iloc[0]), ("firm_steady_state", run.iloc[-1])):
        found = economics.retention_gain(
            retention, definition=definition, acquisition_cost=cost, fixed_cost_share=fixed
        )
        assert found == pytest.approx(profit(customers) / profit(100) - 1, rel=1e-6)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"definition": "profit"}, "definition='profit': must be one of 'value_if_retained'"),
        ({"definition": "value_now"}, "discount_rate: a present value needs one"),
        ({"definition": "value_of_profile", "discount_rate": 0.1}, "profits: this definition needs"),
        ({"definition": "firm_first_year", "points": 5}, r"points=5: moves .* out of 0 to 1\. Five points"),
        ({"definition": "firm_steady_state", "points": 0.2}, "a retention rate of 1 has no steady state"),
        ({"definition": "firm_first_year", "fixed_cost_share": 1}, "profit before the change is 0"),
    ],
)
def test_mistakes_with_retention_gain_are_named(arguments, message):
    with pytest.raises(CourseError, match=message):
        economics.retention_gain(0.8, **arguments)


# Response curves -----------------------------------------------------------------------------------------

curves = st.builds(
    lambda floor, span, k: ResponseCurve(floor + span, k, floor),
    st.floats(0, 0.4),
    st.floats(0.05, 0.55),
    st.floats(0.005, 1.0),
)


def test_response_curve_by_hand():
    curve = ResponseCurve(0.4, 0.05, floor=0.1)
    assert curve.response(0) == pytest.approx(0.1)
    assert curve.response(20) == pytest.approx(0.1 + 0.3 * (1 - np.exp(-1)))
    assert curve.marginal_cost(0) == pytest.approx(1 / (0.3 * 0.05))
    assert curve.average_cost(20) == pytest.approx(20 / curve.response(20))
    assert ResponseCurve(0.4, 0.05).average_cost(0) == pytest.approx(1 / (0.4 * 0.05))


@given(curve=curves, spend=st.floats(0.1, 50))
def test_the_next_customer_costs_more_than_the_average_one_and_slopes_are_slopes(curve, spend):
    assert curve.marginal_cost(spend) >= curve.average_cost(spend) * (1 - 1e-9)
    step = 1e-4
    slope = (curve.response(spend + step) - curve.response(spend - step)) / (2 * step)
    assert curve.marginal_response(spend) == pytest.approx(slope, rel=1e-3, abs=1e-9)
    assume(curve.k * spend < 20)
    assert curve.spend_where(curve.marginal_cost(spend)) == pytest.approx(spend, rel=1e-6)


def test_a_curve_goes_through_the_point_that_it_was_made_from():
    curve = ResponseCurve.from_point(5, 0.25, ceiling=0.4, floor=0.1)
    assert curve.response(5) == pytest.approx(0.25)


def test_a_curve_for_people_is_the_curve_for_one_times_their_number():
    one = ResponseCurve(0.4, 0.05, 0.1)
    assert one.for_people(200).response(200 * 7) == pytest.approx(200 * one.response(7))


def test_curves_take_and_give_series():
    spend = pd.Series([0.0, 10.0], index=["a", "b"])
    assert ResponseCurve(0.4, 0.05).average_cost(spend).index.tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ResponseCurve(0.4, 0), "k=0: must be above 0"),
        (lambda: ResponseCurve(0.1, 1, floor=0.2), "ceiling=0.1: must lie above floor=0.2"),
        (lambda: ResponseCurve(0.4, 1, floor=-0.1), "floor=-0.1: must be at least 0"),
        (lambda: ResponseCurve(0.4, 1).response(-1), "spend=-1: must be at least 0"),
        (lambda: ResponseCurve.from_point(5, 0.5, ceiling=0.4), "response=0.5: must lie between"),
        (lambda: ResponseCurve(0.4, 1).for_people(0), "number=0: must be above 0"),
    ],
)
def test_mistakes_with_curves_are_named(make, message):
    with pytest.raises(CourseError, match=message):
        make()


# The best split ------------------------------------------------------------------------------------------


def test_without_a_budget_the_marginal_cost_of_a_customer_is_what_it_is_worth():
    curves = {"win": ResponseCurve(400, 1e-4), "keep": ResponseCurve(400, 2e-4, floor=250)}
    split = economics.split_budget(curves, {"win": 60, "keep": 150})
    assert split.marginal_cost.to_dict() == {"win": pytest.approx(60), "keep": pytest.approx(150)}
    assert split.shadow_price == 0


def test_the_average_costs_say_nothing_about_the_best_split():
    """Two activities with average costs that differ by far, and nothing to gain from moving money."""
    curves = {"win": ResponseCurve(100, 1e-3), "keep": ResponseCurve(1000, 1e-3, floor=900)}
    split = economics.split_budget(curves, {"win": 50, "keep": 50}, budget=1000)
    assert split.spend.to_dict() == {"win": pytest.approx(500), "keep": pytest.approx(500)}
    assert split.average_cost["win"] / split.average_cost["keep"] > 20


problems = st.lists(st.tuples(curves, st.floats(1, 200)), min_size=1, max_size=4)


@settings(max_examples=60)
@given(problem=problems, budget=st.none() | st.floats(0.5, 300), seed=st.integers(0, 1000))
def test_no_other_split_is_better_and_the_certificate_says_so(problem, budget, seed):
    names = [f"activity {number}" for number in range(len(problem))]
    curve = dict(zip(names, (part[0] for part in problem), strict=True))
    worth = dict(zip(names, (part[1] for part in problem), strict=True))
    split = economics.split_budget(curve, worth, budget)
    proof = split.certificate
    scale = max(1.0, abs(split.value))
    assert proof["stationarity"] < 1e-6
    assert proof["unfunded"] <= 1e-9
    assert proof["over_budget"] <= 1e-6 * scale
    assert proof["curvature"] < 0
    assert proof["upper_bound"] == pytest.approx(split.value, abs=1e-6 * scale)
    assert split.shadow_price >= 0
    rng = np.random.default_rng(seed)
    money = rng.dirichlet(np.ones(len(names) + 1), 300)[:, :-1] * (budget or 2 * split.spend.sum() + 10)
    others = sum(worth[n] * curve[n].response(m) - m for n, m in zip(names, money.T, strict=True))
    assert others.max() <= split.value + 1e-7 * scale


@given(problem=problems, budget=st.floats(0.5, 50))
def test_the_shadow_price_is_what_one_more_unit_of_budget_adds(problem, budget):
    curve = {number: part[0] for number, part in enumerate(problem)}
    worth = {number: part[1] for number, part in enumerate(problem)}
    more, less = (economics.split_budget(curve, worth, budget + step).value for step in (1e-3, -1e-3))
    found = economics.split_budget(curve, worth, budget).shadow_price
    assert found == pytest.approx((more - less) / 2e-3, rel=1e-2, abs=2e-3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (({}, {}), "there is none"),
        (({"a": ResponseCurve(1, 1)}, {"b": 1}), "each activity needs both; a, b"),
        (({"a": 0.4}, {"a": 1}), "'a' must be a ResponseCurve, not float"),
        (({"a": ResponseCurve(1, 1)}, {"a": 0}), "values=0: must be above 0"),
        (({"a": ResponseCurve(1, 1)}, {"a": 1}, -5), "budget=-5: must be above 0"),
    ],
)
def test_mistakes_with_a_split_are_named(arguments, message):
    with pytest.raises(CourseError, match=message):
        economics.split_budget(*arguments)


# Blattberg and Deighton ----------------------------------------------------------------------------------

WIN, KEEP = ResponseCurve(0.4, 0.08), ResponseCurve(0.85, 0.15, floor=0.2)


def test_pfeifers_result_both_marginal_costs_are_customer_value_whatever_the_average_ratio():
    ratios = []
    for win in (ResponseCurve(0.1, 0.05), ResponseCurve(0.6, 0.5)):
        best = economics.blattberg_deighton(win, KEEP, margin=100, discount_rate=0.1)
        assert best.marginal_cost.to_numpy() == pytest.approx([best.customer_value] * 2)
        ratios.append(best.average_cost_ratio)
    assert max(ratios) > 2 * min(ratios)


def test_customer_value_is_the_sum_of_its_periods():
    best = economics.blattberg_deighton(WIN, KEEP, margin=100, discount_rate=0.1)
    kept, rate = best.spend["retention"], best.response["retention"]
    periods = np.arange(1, 2000)
    later = (rate**periods * 100 - rate ** (periods - 1) * kept) / 1.1**periods
    assert best.customer_value == pytest.approx(100 + later.sum())
    prospect = best.response["acquisition"] * best.customer_value - best.spend["acquisition"]
    assert best.prospect_value == pytest.approx(prospect)


prospects = st.tuples(
    st.builds(ResponseCurve, st.floats(0.02, 1.0), st.floats(0.005, 2.0)),
    curves,
    st.floats(1, 500),
    st.floats(0.02, 0.5),
)


@settings(max_examples=60)
@given(problem=prospects, share=st.none() | st.floats(0.02, 1.5))
def test_no_other_spending_is_worth_more_than_blattberg_and_deightons_optimum(problem, share):
    free = economics.blattberg_deighton(*problem)
    budget = None
    if share is not None:
        assume(free.spend["acquisition"] > 0.01)
        used = free.spend["acquisition"] + free.response["acquisition"] * free.spend["retention"]
        budget = share * used
    best = economics.blattberg_deighton(*problem, budget=budget)
    proof, scale = best.certificate, max(1.0, abs(free.prospect_value))
    assert proof["best_on_grid"] <= best.prospect_value + 1e-6 * scale
    assert proof["over_budget"] <= 1e-6
    for activity in ("acquisition", "retention"):
        slope = proof[f"{activity}_slope"]
        assert slope < 1e-5 and (best.spend[activity] == 0 or slope > -1e-5)
    assert (best.shadow_price > 0) == (budget is not None and share < 1)
    if best.spend["retention"] > 0 and best.shadow_price == 0:
        assert proof["curvature"] < 0 or not best.spend["acquisition"]
        assert best.marginal_cost["retention"] == pytest.approx(best.customer_value, rel=1e-6)


def test_who_is_worth_less_than_the_first_one_costs_is_not_won():
    best = economics.blattberg_deighton(ResponseCurve(0.1, 0.01), KEEP, margin=1, discount_rate=0.1)
    assert best.spend["acquisition"] == 0 and best.prospect_value == 0
    assert best.certificate["acquisition_slope"] < 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((ResponseCurve(40, 1), KEEP, 10, 0.1), "acquisition: a ResponseCurve of a rate is needed"),
        ((WIN, 0.8, 10, 0.1), "retention: a ResponseCurve of a rate is needed"),
        ((KEEP, KEEP, 10, 0.1), "acquisition: floor=0.2 must be 0"),
        ((WIN, ResponseCurve(1, 1), 10, 0), "a customer's value has no limit"),
        ((WIN, KEEP, 0, 0.1), "margin=0: must be above 0"),
        ((WIN, KEEP, 10, 10), "discount_rate=10.*write 0.1"),
        ((WIN, KEEP, 10, 0.1, 0), "budget=0: must be above 0"),
    ],
)
def test_mistakes_with_blattberg_and_deighton_are_named(arguments, message):
    with pytest.raises(CourseError, match=message):
        economics.blattberg_deighton(*arguments)


# Stages --------------------------------------------------------------------------------------------------


def value_of_prospect(firm, spend=None, **rates):
    """What a prospect of a firm is worth before the money that wins it, summed year by year."""
    given = economics.FIRMS[firm]
    money = given["spend"] | (spend or {})
    a, b, r = (
        rates.get(stage, given["curves"][stage].response(money[stage]))
        for stage in ("acquire", "engage", "retain")
    )
    years = np.arange(1, 2000)
    later = (given["margin"] - money["retain"]) * b * r ** (years - 1) / 1.1**years
    return a * (given["margin"] - money["engage"] + later.sum())


@pytest.mark.parametrize("firm", economics.FIRMS)
def test_elasticities_and_next_returns_are_what_a_small_step_does(firm):
    found, step = economics.stage_returns(**economics.FIRMS[firm]), 1e-6
    start = value_of_prospect(firm)
    for stage, line in found.iterrows():
        more = value_of_prospect(firm, **{stage: line["rate"] * (1 + step)})
        assert line["elasticity"] == pytest.approx((more / start - 1) / step, rel=1e-4)
        assert line["next_return"] == pytest.approx(
            line["elasticity"] * 0.01 * start / line["one_per_cent"], rel=1e-9
        )
        # One unit more for everybody who is there to get it: what the value changes by, net of that money.
        a, b, r = found["rate"]
        payers = {"acquire": 1.0, "engage": a, "retain": a * b / (1.1 - r)}[stage]
        later = value_of_prospect(firm, {stage: line["spend"] + step})
        spent = 0.0 if stage == "acquire" else 1.0  # the value is counted before the money that wins
        gain = (later - start) / (step * payers)
        assert gain == pytest.approx(line["next_return"] - spent, rel=1e-3, abs=1e-4)


def test_the_longest_lever_is_not_where_the_next_unit_earns_most():
    found = {name: economics.stage_returns(**firm) for name, firm in economics.FIRMS.items()}
    longest = {name: table["elasticity"].idxmax() for name, table in found.items()}
    best = {name: table["next_return"].idxmax() for name, table in found.items()}
    assert longest == {"café": "acquire", "software house": "retain", "broker": "retain"}
    assert best == {"café": "engage", "software house": "acquire", "broker": "retain"}


def test_at_the_best_spending_every_stage_returns_one():
    firm = economics.FIRMS["café"]

    def loss(logs):
        money = dict(zip(("acquire", "engage", "retain"), np.exp(logs), strict=True))
        return money["acquire"] - value_of_prospect("café", money)

    best = np.exp(
        minimize(
            loss, np.log([6.0, 10.0, 8.0]), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13}
        ).x
    )
    spend = dict(zip(("acquire", "engage", "retain"), best, strict=True))
    assert economics.stage_returns(**firm | {"spend": spend})["next_return"].to_numpy() == pytest.approx(
        1, abs=1e-4
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"curves": {}}, "curves: has .*give one entry for each of acquire, engage, retain"),
        ({"spend": {"acquire": 1.0}}, "spend: has .*give one entry"),
        ({"spend": {"acquire": 1.0, "engage": 1.0, "retain": 90.0}}, "eats up the margin of 90"),
        ({"spend": {"acquire": 1.0, "engage": 400.0, "retain": 6.0}}, r"spend\['engage'\]=400.*spend less"),
        ({"spend": {"acquire": -1.0, "engage": 4.0, "retain": 6.0}}, "must be at least 0"),
        ({"discount_rate": 10}, "discount_rate"),
        ({"margin": 0}, "margin=0: must be above 0"),
        (
            {"curves": economics.FIRMS["café"]["curves"] | {"acquire": ResponseCurve(140.0, 0.1)}},
            "rate of 'acquire'",
        ),
    ],
)
def test_mistakes_with_stages_are_named(changes, message):
    with pytest.raises(CourseError, match=message):
        economics.stage_returns(**economics.FIRMS["café"] | changes)
