"""Answers to test the questions of exercise 2.2 with."""

import numpy as np
import pandas as pd

from marketing_origin import data, experiments
from marketing_origin.checks import questions_of

_questions = questions_of("2.2")
former_members = _questions.former_members


def cdnow():
    """CDNOW's rows with the first order's day, as the exercise gives them."""
    orders = data.load("cdnow")[["customer_id", "date"]]
    first = orders.groupby("customer_id")["date"].min()
    return orders.merge(first.rename("first"), on="customer_id"), first


def came_back(low=1, high=90):
    """Whether each customer has a row in a window of days, and the month of the first order."""
    orders, first = cdnow()
    days = (orders["date"] - orders["first"]).dt.days
    return days.between(low, high).groupby(orders["customer_id"]).any(), first.dt.month


def rates(*window):
    back, month = came_back(*window)
    return back.groupby(month).mean()


def rows(aggregate):
    orders, _ = cdnow()
    inside = (orders["date"] - orders["first"]).dt.days.between(1, 90)
    return inside.groupby(orders["first"].dt.month).agg(aggregate)


def customers():
    _, first = cdnow()
    return first.dt.month.value_counts().sort_index()


def orders_per_customer():
    orders, first = cdnow()
    days = orders.drop_duplicates()
    gap = (days["date"] - days["first"]).dt.days
    return gap.between(1, 90).groupby(days["first"].dt.month).sum() / customers()


def same_day_too():
    orders, first = cdnow()
    inside = orders[(orders["date"] - orders["first"]).dt.days <= 90]
    return (inside.groupby("customer_id").size() > 1).groupby(first.dt.month).mean()


def calendar_months():
    orders, first = cdnow()
    apart = orders["date"].dt.to_period("M").astype("int64") - orders["first"].dt.to_period("M").astype(
        "int64"
    )
    inside = orders[(orders["date"] > orders["first"]) & (apart <= 3)]
    return pd.Series(first.index.isin(inside["customer_id"]), first.index).groupby(first.dt.month).mean()


def two_rows():
    orders, first = cdnow()
    return (orders.groupby("customer_id").size() > 1).groupby(first.dt.month).mean()


def wald(width=1.96, level=False, turn=1, add=False, march_only=False):
    """The difference of March and January by hand, with one step exchanged."""
    p, n = rates(), customers()
    errors = np.sqrt(p * (1 - p) / n)
    half = width * (
        errors[1] + errors[3] if add else errors[3] if march_only else np.hypot(errors[1], errors[3])
    )
    centre = p[3] if level else turn * (p[3] - p[1])
    return {"low": centre - half, "high": centre + half}


def ends(slip):
    """The interval by hand, with a slip in its width."""
    p, n = rates(), customers()
    errors = np.sqrt(p * (1 - p) / n)
    if slip == "january":
        return {"low": p[1] - 1.96 * errors[1], "high": p[1] + 1.96 * errors[1]}
    half = (
        1.96
        * {
            "ends": errors[3] - errors[1],
            "no root": errors[3] ** 2 + errors[1] ** 2,
            "customers": np.sqrt(p[3] * (1 - p[3]) + p[1] * (1 - p[1])),
        }[slip]
    )
    return {"low": p[3] - p[1] - half, "high": p[3] - p[1] + half}


def newcombe(months=(1,), after=3):
    back, month = came_back()
    counts = back.groupby(month).agg(["sum", "size"])
    before = counts.loc[list(months)].sum()
    return experiments.difference_interval(tuple(before), tuple(counts.loc[after]), method="newcombe")


def of_ever():
    p, n = rates(1, 10_000), customers()
    half = 1.96 * np.sqrt((p * (1 - p) / n)[[1, 3]].sum())
    return {"low": p[3] - p[1] - half, "high": p[3] - p[1] + half}


def letters(step):
    """What a letter earns by plan, from the means of each plan and arm."""
    former = former_members()
    return step(former.groupby(["plan", "arm"], observed=True)["margin"].mean().unstack())


def returners(step):
    former = former_members()
    former = former[former["returned_month"].notna()]
    return step(former.groupby(["plan", "arm"], observed=True)["margin"].mean().unstack())


def control_of_all():
    return former_members().query("arm == 'control'")["margin"].mean()


def gainful(step):
    former = former_members()
    former = former[former["margin"] > 0]
    return step(former.groupby(["plan", "arm"], observed=True)["margin"].mean().unstack())


def sums():
    former = former_members()
    arms = former.groupby(["plan", "arm"], observed=True)
    total, cost = arms["margin"].sum().unstack(), arms["contact_cost"].sum().unstack()
    return total["offer"] - total["control"] - cost["offer"]


def cost_over_both():
    cost = former_members().groupby("plan")["contact_cost"].mean()
    return letters(lambda mean: mean["offer"] - mean["control"] - cost)


def mixed():
    former = former_members()
    return former.assign(net=former["margin"] - former["contact_cost"]).groupby("plan")["net"].mean()


def shares_returned():
    former = former_members()
    former["back"] = former["returned_month"].notna()
    share = former.groupby(["plan", "arm"], observed=True)["back"].mean().unstack()
    return share["offer"] - share["control"]


def number_of_letters():
    former = former_members()
    return former[former["arm"] == "offer"].groupby("plan").size()


def together():
    mean = former_members().groupby("arm", observed=True)["margin"].mean()
    return mean["offer"] - mean["control"] - 4


def audit(step, method="wilson"):
    low, high = experiments.proportion_interval(60, 400, method=method)
    return {"cost": step(0.15), "low": step(low), "high": step(high)}


def true_cost(share):
    return 25 / (1 - share)


def audit_of(people):
    """The cost and its interval as if so many people had been looked at."""
    half = 1.96 * np.sqrt(0.15 * 0.85 / people)
    return {"cost": true_cost(0.15), "low": true_cost(0.15 - half), "high": true_cost(0.15 + half)}


def around_cost(times):
    """The cost, and to each side a multiple of the share's 1.96 standard errors."""
    half = times * 1.96 * np.sqrt(0.15 * 0.85 / 400)
    return {"cost": true_cost(0.15), "low": true_cost(0.15) - half, "high": true_cost(0.15) + half}


SCHOOL = {"naive": 104 / 400 - 105 / 600, "same kind": 0.6 * 0.02 - 0.4 * 0.01}


def quarter_after():
    orders, first = cdnow()
    month = orders["date"].dt.year * 12 + orders["date"].dt.month
    on = month - orders["first"].dt.month - 1997 * 12
    inside = orders[(on >= 1) & (on <= 3)]
    return pd.Series(first.index.isin(inside["customer_id"]), first.index).groupby(first.dt.month).mean()


RIGHT = {
    "2.2.a": [8, 8.0, 100 * (44 / 200 - 56 / 400), np.float64(8)],
    "2.2.b": [4, 4.0, (57 - 26) - (48 - 21), [4]],
    "2.2.c": [45, 45.0, 36 * 1000 / 800, np.array([45])],
    "2.2.1": [
        lambda: rates(),
        lambda: rates().to_dict(),
        lambda: rates().to_list(),
        lambda: rates().iloc[::-1],
        lambda: rates().to_frame("rate"),
    ],
    "2.2.2": [
        newcombe,
        wald,
        lambda: pd.Series(wald()),
        lambda: list(newcombe()),
        lambda: {"low": round(wald()["low"], 4), "high": round(wald()["high"], 4)},
    ],
    "2.2.3": [SCHOOL, pd.Series(SCHOOL), pd.Series(SCHOOL).iloc[::-1], pd.Series(SCHOOL).to_frame("more")],
    "2.2.4": ["c", "C", "a coin at the desk"],
    "2.2.5": [280, 280.0, np.float64(280), [280.0]],
    "2.2.6": [
        lambda: letters(lambda mean: mean["offer"] - mean["control"] - 4),
        lambda: letters(lambda mean: mean["offer"] - mean["control"] - 4).to_dict(),
        lambda: letters(lambda mean: mean["offer"] - mean["control"] - 4).iloc[::-1].to_frame("net"),
    ],
    "2.2.7": [
        lambda: audit(true_cost),
        lambda: pd.Series(audit(true_cost)),
        lambda: audit(true_cost, "wald"),
        lambda: audit(true_cost, "exact"),
        lambda: around_cost(25 / 0.85**2),
        lambda: pd.Series(audit(true_cost)).to_frame("money"),
    ],
    "2.2.8": [
        (
            "c",
            "The interval excludes chance, not selection. Price-sensitive people take any discount and leave "
            "sooner anyway, and our ledger does not record who they are, so comparing within plans does not "
            "help. What "
            "counts is what all joiners of a month bring. Draw the months by lot, and let a "
            "coin decide at the desk.",
        ),
        (
            "let a lot decide who gets one, and count what a month's joiners bring",
            "区间只说明差异不是偶然，并不说明折扣是原因。价格敏感的人本来就更爱用折扣，也更早离开，账本里看不出谁是这种人。应当比较整个月新会员带来的利润，再用抽签决定谁得到折扣，看结果再决定。",
        ),
    ],
}

WRONG = {
    "2.2.a": [
        (100 * 44 / 600, "takers_of_everybody"),
        (0, "what_it_does"),
        (20, "between_kinds"),
        (22, "takers_only"),
        (14, "rest_only"),
        (40, "who_takes"),
        (-2, "of_everybody"),
        (-12, "persons"),
        (57.14, "per_cent_more"),
        (12, "persons_reversed"),
        (44, "leavers_of_takers"),
        (22 - 100 / 6, "less_everybody"),
        (100 / 6, "all_leavers"),
        (100 / 3, "share_of_takers"),
        (0.6 * 30 - 0.2 * 10, "shares_for_people"),
        (22 / 14, "ratio"),
        (0.08, "fraction for a per cent"),
        (-8, "sign"),
    ],
    "2.2.b": [
        (31, "gap_after"),
        (27, "gap_before"),
        (9, "own_change"),
        (5, "others_change"),
        (14, "changes_added"),
        (57 / 48 - 26 / 21, "relative_changes"),
        (9 / 5, "ratio_of_changes"),
        (31 / 27, "ratio_of_gaps"),
        (58, "gaps_added"),
        (57 / 26, "ratio_after"),
        (57 / 48, "growth_of_redeemers"),
        (18.75, "per_cent_of_redeemers"),
        (36, "across"),
        (-4, "sign"),
    ],
    "2.2.c": [
        (0.8 * 36_000 / 200, "money_cut_over_the_old_ones"),
        (36 * 0.8 * 0.8, "money_cut_twice"),
        (36, "as_booked"),
        (30, "links_added"),
        (180, "old_ones"),
        (28.8, "money_cut"),
        (43.2, "both_cut"),
        (800, "new_ones"),
        (9, "difference_of_costs"),
        (28_800, "money_of_new_ones"),
        (800 / 36_000, "upside down"),
    ],
    "2.2.1": [
        (quarter_after, "three_calendar_months_after"),
        (lambda: rates() / rates(1, 10_000), "of_all_who_came_back"),
        (lambda: orders_per_customer(), "orders_per_customer"),
        (same_day_too, "same_day_counted"),
        (lambda: rates(1, 10_000), "no_limit"),
        (lambda: rates(0, 90), "first_order_counted"),
        (lambda: rows("mean"), "rows_for_customers"),
        (lambda: rows("sum") / customers(), "rows_per_customer"),
        (lambda: rates() * customers(), "counts"),
        (lambda: came_back()[0].mean(), "one_rate"),
        (lambda: 100 * rates(), "per cent"),
        (lambda: rates(1, 89), "day_90_left_out"),
        (two_rows, "any_second_row"),
        (lambda: rates(1, 91), "day_91_counted"),
        (calendar_months, "calendar_months"),
        (lambda: (rates() * customers()).cumsum() / customers().cumsum(), "months_added_up"),
        (lambda: rates(1, 30), "thirty_days"),
        (lambda: rates().rename({1: "January"}), "not those asked for"),
    ],
    "2.2.2": [
        (lambda: of_ever(), "no_limit"),
        (lambda: wald(turn=-1), "january_less_march"),
        (lambda: {"low": wald()["high"], "high": wald()["low"]}, "ends_exchanged"),
        (lambda: wald(width=1), "one_standard_error"),
        (lambda: wald(add=True), "errors_added"),
        (lambda: wald(level=True, march_only=True), "march_only"),
        (lambda: wald(march_only=True), "only_march_varies"),
        (lambda: wald(width=2), "two_errors"),
        (lambda: {name: value - rates()[3] + rates()[1] for name, value in wald().items()}, "width_alone"),
        (lambda: ends("ends"), "ends_less_ends"),
        (lambda: ends("no root"), "no_root"),
        (lambda: ends("customers"), "spread_of_customers"),
        (lambda: ends("january"), "january_only"),
        (lambda: newcombe(months=(1,), after=2), "february_less_january"),
        (lambda: {"low": wald()["low"]}, "missing: 'high'"),
        (lambda: {name: 100 * value for name, value in wald().items()}, "points_for_fractions"),
        (lambda: rates()[3] - rates()[1], "difference_alone"),
        (lambda: {name: value / rates()[1] for name, value in wald().items()}, "per_cent_of_january"),
        (lambda: newcombe(months=(2,)), "less_february"),
        (lambda: newcombe(months=(1, 2)), "less_both"),
    ],
    "2.2.3": [
        ({**SCHOOL, "same kind": -0.01}, "price_only"),
        ({**SCHOOL, "same kind": 0.005}, "unweighted"),
        ({**SCHOOL, "same kind": 0.25 * 0.02 - 0.75 * 0.01}, "weighted_by_takers"),
        ({**SCHOOL, "same kind": 5 / 6 * 0.02 - 1 / 6 * 0.01}, "weighted_by_others"),
        ({"naive": SCHOOL["same kind"], "same kind": SCHOOL["naive"]}, "exchanged"),
        ({**SCHOOL, "same kind": 0.01}, "sum_of_kinds"),
        ({**SCHOOL, "same kind": (0.02 * 92 - 0.01 * 117) / 209}, "weighted_by_gone"),
        ({**SCHOOL, "naive": -1}, "numbers_for_shares"),
        ({**SCHOOL, "naive": 0.26}, "with_voucher_only"),
        ({"naive": 0.26 / 0.175, "same kind": 0.6 * 17 / 15 + 0.4 * 29 / 30}, "ratios"),
        ({**SCHOOL, "naive": 0.005}, "naive_by_mean_of_shares"),
        ({**SCHOOL, "naive": 0.26 / 0.175}, "ratio"),
        ({**SCHOOL, "naive": 0.26 / 0.175 - 1}, "per_cent_more"),
        ({**SCHOOL, "naive": 0.104 - 0.105}, "shares_of_all"),
        ({name: -value for name, value in SCHOOL.items()}, "without_less_with"),
        ({name: 100 * value for name, value in SCHOOL.items()}, "per cent"),
        (list(SCHOOL.values()), "carry no labels"),
    ],
    "2.2.4": [
        ("a", "by_what_is_seen"),
        ("b", "lot_before_signing"),
        ("d", "stated_reasons"),
        ("e", "not among the options"),
        (["a", "c"], "one of"),
    ],
    "2.2.5": [
        (260 * 33, "one_week_without_parcels"),
        (-7, "averages"),
        (1680, "additional_only"),
        (2100, "additional_at_full_margin"),
        (580, "parcel_forgotten"),
        (260 * 28 - 200 * 40, "parcels_of_one_week"),
        (260 * 38 - 200 * 45, "parcels_added"),
        (260 * (26 - 5) - 200 * 35, "coupon_twice"),
        (280 / 7000, "per_cent_more"),
        (-1400, "given_away_only"),
        (1980, "additional_without_parcel"),
        (-420, "additional_at_the_difference"),
        (300, "parcels_alone"),
        (7000, "usual_week_only"),
        (2400, "additional_at_the_old_price"),
        (260 * 33 - 200 * 45, "parcels_of_the_usual_week"),
        (7280, "one_week_only"),
        (-280, "reversed"),
        ("more", "text"),
    ],
    "2.2.6": [
        (lambda: letters(lambda mean: (mean["offer"] - mean["control"] - 4) / 4), "per_unit_of_cost"),
        (lambda: letters(lambda mean: mean["offer"] - control_of_all() - 4), "control_of_all_plans"),
        (lambda: gainful(lambda mean: mean["offer"] - mean["control"] - 4), "gainful_returners_compared"),
        (lambda: letters(lambda mean: mean["offer"] - 4), "control_forgotten"),
        (lambda: letters(lambda mean: mean["offer"] - mean["control"]), "cost_forgotten"),
        (lambda: letters(lambda mean: mean["offer"] - mean["control"] + 4), "cost_added"),
        (cost_over_both, "cost_over_both_arms"),
        (lambda: letters(lambda mean: mean["control"]), "control_alone"),
        (lambda: former_members().groupby("plan")["margin"].mean() - 4, "arms_mixed_letter_off"),
        (
            lambda: letters(
                lambda mean: mean["offer"] - mean["control"] - former_members()["contact_cost"].mean()
            ),
            "mean_cost_of_all",
        ),
        (lambda: sums() / former_members().groupby("plan").size(), "per_former_member"),
        (shares_returned, "shares_returned"),
        (lambda: letters(lambda mean: mean["offer"] / 4), "margin_per_cost"),
        (mixed, "arms_mixed"),
        (lambda: letters(lambda mean: mean["offer"]), "neither"),
        (lambda: returners(lambda mean: mean["offer"] - 4), "per_returner"),
        (lambda: returners(lambda mean: mean["offer"] - mean["control"] - 4), "returners_compared"),
        (sums, "totals"),
        (
            lambda: letters(lambda mean: mean["offer"] - mean["control"] - 4) * number_of_letters(),
            "all_letters",
        ),
        (together, "all_plans"),
        (lambda: letters(lambda mean: mean["control"] - mean["offer"] - 4), "turned_over"),
        (lambda: letters(lambda mean: mean["offer"] - mean["control"] - 4).drop("plus"), "missing: 'plus'"),
    ],
    "2.2.7": [
        ({"cost": 300_000 / 10_200, "low": 0.815, "high": 0.885}, "interval_of_the_new_share"),
        (
            {
                "cost": 25 / 0.85,
                "low": 25 / (0.85 + 2.576 * 0.017854),
                "high": 25 / (0.85 - 2.576 * 0.017854),
            },
            "99_per_cent",
        ),
        (lambda: {"cost": 25 * 0.85, "low": 25 * (1 - 0.1883), "high": 25 * (1 - 0.1183)}, "cheaper"),
        (lambda: audit(lambda share: 25 * (1 + share)), "share_added"),
        (lambda: audit(lambda share: 25 / share), "old_customers_below"),
        (lambda: audit(lambda share: 750 / (1 - share)), "sample_for_file"),
        (
            lambda: {
                "cost": true_cost(0.15),
                "low": audit(true_cost)["high"],
                "high": audit(true_cost)["low"],
            },
            "ends_exchanged",
        ),
        (
            lambda: {
                "cost": true_cost(0.15),
                "low": true_cost(0.15 - 0.01785),
                "high": true_cost(0.15 + 0.01785),
            },
            "one_standard_error",
        ),
        (lambda: dict.fromkeys(("cost", "low", "high"), true_cost(0.15)), "no_interval"),
        (true_cost(0.15), "cost_only"),
        (lambda: dict.fromkeys(("cost", "low", "high"), 300_000 / 11_940), "sixty_of_the_file"),
        ({"cost": 300_000 / 11_940, "low": 25.09, "high": 25.16}, "sixty_of_the_file"),
        (
            lambda: {
                "cost": true_cost(0.15),
                "low": true_cost(0.15 - 0.00639),
                "high": true_cost(0.15 + 0.00639),
            },
            "sample_of_12_000",
        ),
        (lambda: audit(lambda share: share) | {"cost": true_cost(0.15)}, "interval_of_the_share"),
        (lambda: around_cost(25), "width_times_25"),
        (lambda: around_cost(1), "share_for_money"),
        (lambda: around_cost(true_cost(0.15)), "share_of_the_cost"),
        (lambda: audit_of(60), "sixty_looked_at"),
        (lambda: audit_of(1), "spread_of_one"),
        (lambda: {"cost": 25, "low": 25 * (1 - 0.035), "high": 25 * (1 + 0.035)}, "interval_of_the_25"),
        (lambda: audit(lambda share: 1 - share), "shares_new"),
        (lambda: audit(lambda share: share), "shares_old"),
        (lambda: audit(lambda share: 12_000 * (1 - share)), "numbers_new"),
        ({"cost": 25 / 0.15, "low": 25 / 0.185, "high": 25 / 0.115}, "old_customers_below_too"),
        ({"cost": 28.75, "low": 29.6, "high": 27.9}, "share_added_too"),
        (lambda: {"cost": true_cost(0.15)}, "missing"),
    ],
    "2.2.8": [
        (
            (
                "a",
                "The difference is significant and it is there within each plan, too, so neither "
                "chance nor the plan explains it. Members who joined with a discount leave sooner "
                "because they never paid the full price. We stop the discounts, and the rate of those"
                " who leave will fall by three or four points.",
            ),
            "selection_taken_for_cause",
        ),
        (
            (
                "b",
                "Correlation is not causation. People who take a discount are simply other people, "
                "who would leave sooner in any case, so the numbers say nothing at all about the "
                "discount itself. There is no reason to change anything, and we keep all our "
                "discounts as they are, this year and the next.",
            ),
            "no_cause_and_no_decision",
        ),
        (("c", "Correlation is not causation."), "very short"),
        ((None, RIGHT["2.2.8"][0][1]), "Mark the side"),
        (RIGHT["2.2.8"][0][1], "hand in the pair"),
        (("c", 3.6), "write your explanation as text"),
    ],
}
