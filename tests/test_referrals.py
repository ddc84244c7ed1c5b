"""Word of mouth: families of customers, their value, and k measured where most were seen only briefly."""

from math import exp, factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing_origin import data, economics
from marketing_origin.errors import CourseError

k_below_one = st.floats(0, 0.95)
money = st.floats(1, 1000)


def distributions():
    """Probabilities of bringing 0, 1, 2, … customers."""
    weights = st.lists(st.floats(0.01, 1), min_size=2, max_size=5)
    return weights.map(lambda found: np.array(found) / sum(found))


def poisson(k, most=40):
    return np.array([exp(-k) * k**j / factorial(j) for j in range(most)])


# Families ------------------------------------------------------------------------------------------------


def test_half_a_customer_each_makes_two_and_two_thirds_make_three():
    assert economics.total_progeny(0.5) == 2
    assert economics.total_progeny(2 / 3) == pytest.approx(3)
    assert economics.total_progeny(0) == 1


@given(k_below_one)
def test_a_family_is_its_first_customer_and_a_family_for_each_one_brought(k):
    total = economics.total_progeny(k)
    assert total == pytest.approx(1 + k * total)


@given(st.floats(0, 2), st.integers(0, 12))
def test_a_further_generation_adds_its_power_of_k(k, generations):
    more = economics.total_progeny(k, generations=generations + 1)
    assert more - economics.total_progeny(k, generations=generations) == pytest.approx(
        k ** (generations + 1), abs=1e-9 * more
    )


@given(k_below_one)
def test_generations_lead_to_the_whole(k):
    assert economics.total_progeny(k, generations=1000) == pytest.approx(economics.total_progeny(k))


@pytest.mark.parametrize("k", [1, 1.2, [0.3, 1.0]])
def test_no_limit_is_said_and_counting_generations_is_a_way_out(k):
    for call in (economics.total_progeny, lambda k: economics.value_with_referrals(10, k)):
        with pytest.raises(CourseError, match="has no limit.*generations=3"):
            call(k)
    with pytest.raises(CourseError, match="has no limit"):  # discounting does not rescue it
        economics.value_with_referrals(10, k, delay=50, discount_rate=0.2)
    for call in (
        economics.total_progeny,
        lambda k, generations: economics.value_with_referrals(10, k, generations=generations),
    ):
        assert np.all(call(k, generations=3) > 1)


@given(st.floats(0.05, 0.9))
@settings(max_examples=20)
def test_sizes_under_poisson_offspring_are_borels(k):
    """Borel (1942), from memory: P(n) = e^(-kn) (kn)^(n-1) / n!."""
    sizes = economics.total_progeny_distribution(poisson(k), 25)
    borel = [exp(-k * n) * (k * n) ** (n - 1) / factorial(n) for n in range(1, 26)]
    assert sizes.to_numpy() == pytest.approx(borel, rel=1e-6)


@given(distributions())
@settings(max_examples=30)
def test_sizes_agree_with_counting_trees(chances):
    sizes = economics.total_progeny_distribution(chances, 3)
    p = np.append(chances, np.zeros(3))
    assert sizes[1] == pytest.approx(p[0])
    assert sizes[2] == pytest.approx(p[1] * p[0])
    assert sizes[3] == pytest.approx(p[1] ** 2 * p[0] + p[2] * p[0] ** 2)


def test_the_mean_size_is_the_total_progeny():
    sizes = economics.total_progeny_distribution([0.75, 0.2, 0.05], 200)
    assert sizes.sum() == pytest.approx(1)
    assert (sizes * sizes.index).sum() == pytest.approx(economics.total_progeny(0.3))


def test_simulated_families_have_the_size_and_end_as_often_as_computed():
    rng = np.random.default_rng(4)
    chances = np.array([0.3, 0.3, 0.4])  # mean 1.1: some families never end
    ended = np.zeros(4000, bool)
    now = np.ones(4000, int)
    for _ in range(200):
        brought = [rng.multinomial(min(size, 10_000), chances) @ np.arange(3) for size in now]
        now = np.array(brought)
        ended |= now == 0
    assert ended.mean() == pytest.approx(economics.extinction_probability(chances), abs=0.03)
    assert economics.extinction_probability(chances) == pytest.approx(0.3 / 0.4)


@given(distributions())
def test_extinction_is_the_smallest_solution_of_its_equation(chances):
    q = economics.extinction_probability(chances)
    assert np.polyval(chances[::-1], q) == pytest.approx(q)
    below = np.linspace(0, q, 50)[:-1]
    assert (np.polyval(chances[::-1], below) > below - 1e-12).all()


def test_where_everybody_brings_exactly_one_the_family_goes_on():
    assert economics.extinction_probability([0, 1]) == 0
    assert economics.extinction_probability([1]) == 1
    assert economics.extinction_probability([0, 0.5, 0.5]) == 0


def test_probabilities_must_be_some():
    with pytest.raises(CourseError, match="add up to 30, not 1; divide them"):
        economics.total_progeny_distribution([20, 10], 3)
    assert economics.total_progeny_distribution(np.array([20, 10]) / 30, 3)[1] == pytest.approx(2 / 3)
    with pytest.raises(CourseError, match="at least 0"):
        economics.extinction_probability([1.5, -0.5])


# Value ---------------------------------------------------------------------------------------------------


@given(money, k_below_one, st.floats(0, 50), st.floats(0, 5), st.floats(0, 0.5))
def test_value_is_the_sum_over_generations(value, k, cost, delay, interest):
    d = (1 + interest) ** -delay
    generations = np.arange(2000)
    by_hand = (value * (k * d) ** generations).sum() - (cost * (k * d) ** generations[1:]).sum()
    found = economics.value_with_referrals(value, k, referral_cost=cost, delay=delay, discount_rate=interest)
    assert found == pytest.approx(by_hand)


@given(st.floats(1, 5), money, st.floats(0, 0.9), st.floats(0, 5), st.floats(0, 0.3))
def test_needed_referrals_give_the_multiple(multiple, value, cost, delay, interest):
    options = {"referral_cost": cost * value, "delay": delay, "discount_rate": interest}
    k = economics.referrals_needed(multiple, value=value, **options)
    if k < 1:
        assert economics.value_with_referrals(value, k, **options) == pytest.approx(multiple * value)


def test_needed_referrals_refuse_what_cannot_be():
    with pytest.raises(CourseError, match=r"counts the customer herself. Write 1.5 for"):
        economics.referrals_needed(0.5)
    with pytest.raises(CourseError, match="must be below multiple"):
        economics.referrals_needed(2, value=10, referral_cost=20)


@given(st.floats(0, 0.9), money, st.floats(0, 0.5))
def test_blended_cost_and_needed_share_are_inverse(reduction, paid, ratio):
    share = economics.referred_share_needed(reduction * (1 - ratio), paid, referral_cost=ratio * paid)
    blended = economics.blended_acquisition_cost(paid, share, referral_cost=ratio * paid)
    assert 1 - blended / paid == pytest.approx(reduction * (1 - ratio), abs=1e-9)


def test_free_referrals_lower_the_cost_by_their_share_and_dear_ones_do_not():
    assert economics.referred_share_needed(0.27) == pytest.approx(0.27)
    with pytest.raises(CourseError, match="every customer referred"):
        economics.referred_share_needed(0.27, 50, referral_cost=45)
    assert economics.referred_share_needed(0.0, 50, referral_cost=50) == 0


def test_in_the_long_run_the_referred_share_is_k():
    """Each month 100 are won by money, and everybody brings 0.3 others a month later."""
    won = [100.0]
    for _ in range(60):
        won.append(100 + 0.3 * won[-1])
    assert 1 - 100 / won[-1] == pytest.approx(0.3)


def test_results_have_the_form_of_what_is_given():
    series = pd.Series([0.1, 0.2], ["a", "b"])
    found = economics.value_with_referrals(100, series, referral_cost=[1, 2])
    assert list(found.index) == ["a", "b"]
    assert isinstance(economics.total_progeny(0.2), float)
    with pytest.raises(CourseError, match="different indexes"):
        economics.value_with_referrals(series, series.rename({"a": "c"}))


# k -------------------------------------------------------------------------------------------------------

FIVE = pd.DataFrame(
    {
        "member_id": [1, 2, 3, 4, 5],
        "join_month": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-03-01"]),
        "referred_by": [np.nan, np.nan, 1, 1, 3],
    }
)


def measured(customers=FIVE, end="2024-03", **options):
    return economics.mean_cumulative_referrals(customers, end=end, **options)


def test_each_age_is_averaged_over_those_seen_at_it():
    found = measured()
    assert found["customers"].tolist() == [5, 3, 2]
    assert found["referrals"].tolist() == [0, 2, 1]
    assert found["k"].tolist() == pytest.approx([0, 2 / 3, 2 / 3 + 1 / 2])
    assert (measured(of=FIVE["referred_by"].isna())["referrals"]).tolist() == [0, 1, 1]


def test_discounting_takes_off_by_age():
    assert measured(discount_rate=0.1)["k"].iloc[-1] == pytest.approx(2 / 3 / 1.1 + 1 / 2 / 1.21)


def test_the_order_of_rows_and_the_kind_of_ids_change_nothing():
    names = FIVE.assign(
        member_id=FIVE["member_id"].map(lambda number: f"m{number}"),
        referred_by=FIVE["referred_by"].map(lambda number: f"m{number:.0f}", na_action="ignore"),
    )
    pd.testing.assert_frame_equal(measured(), measured(FIVE[::-1]))
    pd.testing.assert_frame_equal(measured(), measured(names))


def test_without_censoring_it_is_the_mean_and_its_error_the_means():
    """Everybody has been seen for a year, and brought whom she brought in her second month."""
    rng = np.random.default_rng(1)
    number = rng.poisson(0.4, 3000)
    first = pd.DataFrame({"member_id": np.arange(3000), "join_month": pd.Timestamp("2023-01-01")})
    friends = pd.DataFrame({"referred_by": np.arange(3000).repeat(number)})
    friends["member_id"] = 3000 + friends.index
    friends["join_month"] = pd.Timestamp("2023-02-01")
    everybody = pd.concat([first, friends], ignore_index=True)
    found = measured(everybody, "2024-01", of=everybody["referred_by"].isna()).iloc[-1]
    assert found["k"] == pytest.approx(number.mean())
    width = found["high"] - found["low"]
    assert width == pytest.approx(2 * 1.959964 * number.std() / np.sqrt(3000), rel=1e-6)


def growing_company(rng, months=24, won=40):
    """Members who stay with 0.9 a month and bring 0.04 a month while they stay; no family is followed up."""
    month = np.arange(months).repeat(won)
    stay = rng.geometric(0.1, month.size)
    base = pd.Timestamp("2022-01-01")
    member = pd.DataFrame({"member_id": np.arange(month.size), "month": month, "referred_by": np.nan})
    rows = [
        (who, begun + age)
        for who, (begun, there) in enumerate(zip(month, stay, strict=True))
        for age in range(1, there + 1)
        for _ in range(rng.poisson(0.04))
        if begun + age < months
    ]
    friends = pd.DataFrame(rows, columns=["referred_by", "month"]).assign(
        member_id=lambda table: month.size + table.index
    )
    table = pd.concat([member, friends], ignore_index=True)
    calendar = pd.date_range(base, periods=months, freq="MS")
    return table.assign(join_month=calendar[table["month"].to_numpy()])


def test_the_interval_covers_the_truth_as_often_as_it_says_and_the_naive_share_never_does():
    truth = 0.04 * sum(0.9**age for age in range(12))
    covered, naive = 0, []
    for seed in range(400):
        table = growing_company(np.random.default_rng(seed))
        paid = table["referred_by"].isna()
        at_12 = measured(table, "2023-12", of=paid).loc[12]
        covered += at_12["low"] < truth < at_12["high"]
        naive.append((~paid).sum() / paid.sum())
    assert 0.93 < covered / 400 < 0.98
    assert max(naive) < 0.04 * sum(0.9**age for age in range(24))
    assert np.mean(naive) < 0.9 * truth


def test_the_clubs_k_by_three_years_is_the_simulations_and_k_for_ever_is_not_in_it():
    found = measured(data.load("club_members"), "2024-12").iloc[-1]
    known = {name: each["value"] for name, each in data.parameters("club").items()}
    hidden = data.load("club_truth")
    monthly = known["referral_rate"] * known["referral_ratio_satisfaction"] ** hidden["satisfaction"]
    by_35 = (monthly * hidden["first_membership_months"].clip(upper=35)).mean()
    assert found["low"] < by_35 < found["high"]
    assert known["referrals_per_member"] > 1.5 * found["high"]


@pytest.mark.parametrize(
    ("customers", "end", "message"),
    [
        (FIVE, "2024-02", "2 customers joined after 2024-02"),
        (FIVE.assign(member_id=1), "2024-03", "1 occurs twice"),
        (FIVE[1:], "2024-03", "2 referrers, the first 1.0, are not among"),
        (FIVE.assign(referred_by=[4, np.nan, np.nan, np.nan, np.nan]), "2024-03", "joined before who"),
        (FIVE.assign(join_month="2024-01"), "2024-03", "pd.to_datetime"),
        (FIVE.assign(member_id=[1, 2, 3, 4, np.nan]), "2024-03", "1 rows have no id"),
        (FIVE[:0], "2024-03", "nobody is left"),
        (FIVE.drop(columns="referred_by"), "2024-03", "no column 'referred_by'"),
        (FIVE, "soon", "is not a month; write it as '2024-01'"),
    ],
)
def test_what_cannot_be_counted_is_refused(customers, end, message):
    with pytest.raises(CourseError, match=message):
        measured(customers, end)


@pytest.mark.parametrize("of", [[True], [1, 0, 1, 1, 1], FIVE["referred_by"]])
def test_a_mask_that_is_none_is_refused_and_the_one_it_names_is_read(of):
    with pytest.raises(CourseError, match=r"customers\['referred_by'\]\.isna\(\)"):
        measured(of=of)
    assert measured(of=FIVE["referred_by"].isna())["customers"].iloc[0] == 2


def test_leaving_out_late_joiners_as_told_works():
    customers = FIVE
    with pytest.raises(CourseError, match="leave them out") as caught:
        measured(end="2024-02")
    code = str(caught.value).split("leave them out: ")[1].rstrip(".")
    assert len(measured(eval(code, {"customers": customers}), "2024-02")) == 2
