"""The simulated company `club`: its tables hang together and give its true parameters back."""

import importlib.util
import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import curve_fit
from scipy.stats import norm
from statsmodels.base.model import GenericLikelihoodModel

from marketing_origin import data
from marketing_origin.data.package import FOLDER

TABLES = [name for name in data.NAMES if name.startswith("club_")]
PARAMETERS = data.parameters("club")
FIRST, LAST = pd.Timestamp("2022-01-01"), pd.Timestamp("2024-12-01")
PAID = ["search", "social", "partner", "outdoor"]
TYPES = ["equipment", "cleanliness", "billing", "staff"]


def value(name):
    return PARAMETERS[name]["value"]


def numbers(nested) -> np.ndarray:
    """A parameter's numbers in a row, whatever they hang on."""
    if isinstance(nested, dict):
        return np.concatenate([numbers(part) for part in nested.values()])
    return np.atleast_1d(np.asarray(nested, float))


def age(later, earlier) -> pd.Series:
    """Whole months from one first of a month to another."""
    return (later.dt.year - earlier.dt.year) * 12 + later.dt.month - earlier.dt.month


@pytest.fixture(scope="module")
def club() -> SimpleNamespace:
    """The tables by name without `club_`, and what the estimators share."""
    tables = SimpleNamespace(**{name.removeprefix("club_"): data.load(name) for name in TABLES})
    tables.people = tables.members.merge(tables.truth).merge(tables.plans, on="plan", how="left")
    tables.people = tables.people.sort_values("member_id", ignore_index=True)
    tables.panel = panel(tables)
    return tables


def panel(club) -> pd.DataFrame:
    """One row a member and month: traits, tenure, remembered incidents (late and on time), and who left."""
    rows = club.months.merge(club.people, on="member_id")
    rows["tenure"] = age(rows["month"], rows["join_month"])
    causes = club.truth_causes.set_index(["member_id", "month"])["cause"]
    rows = rows.join(causes, on=["member_id", "month"])
    rows["gone"] = rows["cause"].notna()
    rows = rows.merge(club.retention_costs[["month", "home_club", "care_per_member"]])
    timely = np.where(club.incidents["resolved_days"] <= value("service_standard"), "on_time", "late")
    when = [club.incidents["member_id"], club.incidents["month"]]
    counts = pd.crosstab(when, [club.incidents["type"], timely])
    counts.columns = ["_".join(pair) for pair in counts.columns]
    for lag in range(value("incident_months")):
        then = counts.rename(index=lambda month, lag=lag: month + pd.DateOffset(months=lag), level="month")
        lagged = rows[["member_id", "month"]].join(then, on=["member_id", "month"])[counts.columns]
        rows[counts.columns] = lagged.fillna(0).to_numpy() + (rows[counts.columns].to_numpy() if lag else 0)
    return rows


# The truth, recovered -----------------------------------------------------------------------------------
#
# An estimator names the parameters that it recovers and returns, for each, an estimate and its standard error
# (0: to be met exactly). The truth must lie within 3.5 standard errors, and these must be small enough to
# mean something: at most a third of the (largest) true value.

ESTIMATORS = {}


def recovers(*names):
    def register(estimator):
        ESTIMATORS[estimator] = names
        return estimator

    return register


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda function: function.__name__)
def test_estimates_cover_the_truth(estimator, club):
    found = estimator(club)
    assert set(found) == set(ESTIMATORS[estimator])
    for name, (estimate, error) in found.items():
        true, estimate = numbers(value(name)), numbers(estimate)
        error = np.broadcast_to(numbers(error), true.shape)
        np.testing.assert_array_less(np.abs(estimate - true), 3.5 * error + 1e-9, err_msg=name)
        assert error.max() <= np.abs(true).max() / 3, f"{name} is not pinned down: {estimate} ± {error}"


def test_every_parameter_is_recovered():
    assert sorted(itertools.chain(*ESTIMATORS.values())) == sorted(PARAMETERS)


def share(yes) -> tuple[float, float]:
    """A proportion and its standard error."""
    yes = np.asarray(yes, bool)
    return yes.mean(), np.sqrt(yes.mean() * (1 - yes.mean()) / len(yes))


def together(pairs) -> tuple[list, list]:
    """Pairs of estimate and error, as a row of estimates and a row of errors."""
    return tuple(map(list, zip(*pairs, strict=True)))


@recovers("joiners_ceiling", "advertising_scale", "joining_season", "campaign_lift")
def advertising_response(club):
    """Least squares on joiners by month, channel and type; the season's twelve factors average 1."""
    joiners = club.people.groupby(["join_month", "channel", "price_sensitive"], observed=False).size()
    paid = club.costs[club.costs["channel"].isin(PAID)].sort_values(["month", "channel"])
    count = joiners.unstack().reindex(pd.MultiIndex.from_frame(paid[["month", "channel"]])).to_numpy()
    spent = paid["advertising"].to_numpy().reshape(36, 4)
    campaign = paid["campaign"].to_numpy().reshape(36, 4)

    def model(_, *theta):
        ceiling, scale, sensitive, (lift,), season = np.split(np.array(theta), [4, 8, 12, 13])
        season = np.append(season, 12 - season.sum())
        reach = np.tile(season, 3)[:, None] * ceiling * (1 - np.exp(-spent / scale))
        return np.stack([reach * (1 - sensitive), reach * sensitive * (1 + lift * campaign)], -1).ravel()

    theta = [150] * 4 + [5000] * 4 + [0.3] * 4 + [0.5] + [1] * 11
    expected = count.ravel().mean()
    for _ in range(3):  # weights from the fit before, not from the counts themselves
        sigma = np.sqrt(expected) * np.ones(count.size)
        theta, cov = curve_fit(model, None, count.ravel(), theta, sigma, absolute_sigma=True)
        expected = model(None, *theta)
    error = np.sqrt(np.diag(cov))
    december = 12 - theta[13:].sum(), np.sqrt(cov[13:, 13:].sum())
    return {
        "joiners_ceiling": (theta[:4], error[:4]),
        "advertising_scale": (theta[4:8], error[4:8]),
        "joining_season": (np.append(theta[13:], december[0]), np.append(error[13:], december[1])),
        "campaign_lift": (theta[12], error[12]),
    }


@recovers("advertising_mean", "advertising_follows_season", "advertising_sd", "campaign_months")
def advertising_budgets(club):
    paid = club.costs[club.costs["channel"].isin(PAID)]
    season = np.log(np.array(value("joining_season"))[paid["month"].dt.month - 1])
    columns = pd.get_dummies(paid["channel"].astype(str), dtype=float)[PAID].assign(season=season)
    fit = sm.OLS(np.log(paid["advertising"]), columns).fit()
    mean, sd = np.exp(fit.params[PAID]), np.sqrt(fit.scale)
    return {
        "advertising_mean": (mean, mean * fit.bse[PAID]),
        "advertising_follows_season": (fit.params["season"], fit.bse["season"]),
        "advertising_sd": (sd, sd / np.sqrt(2 * len(paid))),
        "campaign_months": (club.costs.groupby("month")["campaign"].all().sum(), 0),
    }


@recovers(
    "price_sensitive_share",
    "discount_share",
    "discount_whole_fee_share",
    "plan_share_price_sensitive",
    "plan_share_other",
    "nudge_share",
)
def choices_at_joining(club):
    people = club.people.merge(
        club.costs[["month", "channel", "campaign"]],
        left_on=["join_month", "channel"],
        right_on=["month", "channel"],
    )
    sensitive, took = people["price_sensitive"], people["joining_discount"] > 0
    quiet = people[~people["campaign"]]
    cells = [
        sensitive & ~people["campaign"],
        sensitive & people["campaign"],
        ~sensitive & ~people["campaign"],
        ~sensitive & people["campaign"],
    ]

    def plans(who):
        return together(share(people.loc[who, "plan"] == plan) for plan in club.plans["plan"])

    return {
        "price_sensitive_share": together(
            share(quiet.loc[quiet["channel"] == channel, "price_sensitive"])
            for channel in value("price_sensitive_share")
        ),
        "discount_share": together(share(took[cell]) for cell in cells),
        "discount_whole_fee_share": share((people["joining_discount"] == people["list_fee"])[took]),
        "plan_share_price_sensitive": plans(sensitive),
        "plan_share_other": plans(~sensitive),
        "nudge_share": share(people["onboarding"] == "nudge"),
    }


@recovers("labour_fixed", "labour_per_joiner", "labour_sd")
def labour(club):
    joiners = club.people.groupby(["join_month", "channel"], observed=False).size()
    cost = club.costs.set_index(["month", "channel"])["labour"]
    joiners = joiners.reindex(cost.index).to_numpy()
    channels = cost.index.get_level_values("channel")
    columns = pd.get_dummies(channels.astype(str), dtype=float)[list(value("labour_fixed"))]
    columns = columns.assign(joiner=joiners).set_index(cost.index)
    fit = sm.WLS(cost, columns, weights=1 / cost**2).fit()
    fit = sm.WLS(cost, columns, weights=1 / fit.fittedvalues**2).fit()
    sd = np.sqrt(fit.scale)
    return {
        "labour_fixed": (fit.params.iloc[:5], fit.bse.iloc[:5]),
        "labour_per_joiner": (fit.params["joiner"], fit.bse["joiner"]),
        "labour_sd": (sd, sd / np.sqrt(2 * len(cost))),
    }


@recovers(
    "list_fee",
    "cost_per_month",
    "cost_per_visit",
    "referral_reward",
    "nudge_cost",
    "winback_contact_cost",
    "winback_discount_share",
    "care_levels",
    "survey_months",
)
def prices_and_plans(club):
    """What the books show without any chance."""
    plans, costs, kept = club.plans, club.costs, club.retention_costs
    offers = club.winback[club.winback["arm"] == "offer"].merge(club.people, on="member_id")
    return {
        **{name: (plans[name], 0) for name in ("list_fee", "cost_per_month", "cost_per_visit")},
        "referral_reward": (costs["referral_rewards"].sum() / club.members["referred_by"].count(), 0),
        "nudge_cost": (kept["nudge"].sum() / (club.members["onboarding"] == "nudge").sum(), 0),
        "winback_contact_cost": (kept["winback"].sum() / len(offers), 0),
        "winback_discount_share": ((offers["return_discount"] / offers["list_fee"]).mean(), 0),
        "care_levels": (np.unique(kept["care_per_member"]), 0),
        "survey_months": (np.unique(club.surveys["month"].dt.month), 0),
    }


@recovers("visit_rate_mean", "visit_rate_shape", "visit_season", "nudge_visits_ratio", "nudge_months")
def visits(club):
    rate, rows = club.truth["visit_rate"], club.panel
    shape = rate.mean() ** 2 / rate.var()
    settled = rows[(rows["onboarding"] == "control")].groupby(rows["month"].dt.month)
    seen, expected = settled["visits"].sum(), settled["visit_rate"].sum()
    arms = rows[rows["tenure"] == 0].groupby("onboarding", observed=True)["visits"]
    ratio = arms.mean()["nudge"] / arms.mean()["control"]
    early = rows[rows["tenure"] < 12].groupby(["tenure", "onboarding"], observed=True)
    lift = (early["visits"].sum() / early["visit_rate"].sum()).unstack()
    return {
        "visit_rate_mean": (rate.mean(), rate.sem()),
        "visit_rate_shape": (shape, np.sqrt(2 * shape * (shape + 1) / len(rate))),
        "visit_season": (seen / expected, np.sqrt(seen) / expected),
        "nudge_visits_ratio": (ratio, ratio * np.hypot(*(arms.sem() / arms.mean()))),
        "nudge_months": ((lift["nudge"] / lift["control"] > 1.2).sum(), 0),
    }


@recovers("frailty_shape")
def frailty(club):
    shape = 1 / club.truth["frailty"].var()
    return {"frailty_shape": (shape, np.sqrt(2 * shape * (shape + 1) / len(club.truth)))}


@recovers(
    "hazard_base",
    "hazard_ratio_price_sensitive",
    "hazard_ratio_discount",
    "hazard_ratio_referred",
    "hazard_ratio_january",
    "hazard_ratio_summer",
    "hazard_ratio_satisfaction",
    "hazard_ratio_tenure",
    "hazard_power_visits",
    "hazard_ratio_incident",
    "incident_power_on_time",
    "care_max_reduction",
    "care_scale",
)
def leaving(club):
    """Discrete-time proportional hazards (complementary log-log), the frailty taken from the truth table."""
    rows = club.panel
    columns = pd.DataFrame(
        {
            "base": 1.0,
            "price_sensitive": rows["price_sensitive"],
            "discount": rows["joining_discount"] > 0,
            "referred": rows["referred_by"].notna(),
            "january": rows["join_month"].dt.month == 1,
            "summer": rows["month"].dt.month.isin([6, 7, 8]),
            "satisfaction": rows["satisfaction"],
            "tenure": rows["tenure"] / 12,
            "visits": np.log1p(rows["visits"]),
            **{f"care {level}": rows["care_per_member"] == level for level in value("care_levels")[1:]},
            **{f"{kind}_late": rows[f"{kind}_late"] for kind in TYPES},
            **{f"{kind}_on_time": rows[f"{kind}_on_time"] for kind in TYPES},
        }
    ).astype(float)
    family = sm.families.Binomial(sm.families.links.CLogLog())
    fit = sm.GLM(rows["gone"].astype(float), columns, family, offset=np.log(rows["frailty"] + 1e-4)).fit()
    ratio = np.exp(fit.params)
    found = {
        f"hazard_ratio_{name}": (ratio[name], ratio[name] * fit.bse[name])
        for name in ("price_sensitive", "discount", "referred", "january", "summer", "satisfaction", "tenure")
    }
    found["hazard_base"] = ratio["base"], ratio["base"] * fit.bse["base"]
    found["hazard_power_visits"] = fit.params["visits"], fit.bse["visits"]
    return found | incidents_felt(fit) | care_response(fit)


def incidents_felt(fit) -> dict:
    """Eight coefficients, two a type, are four log hazard ratios and one power."""
    names = [f"{kind}_{timely}" for timely in ("late", "on_time") for kind in TYPES]
    theta, cov = curve_fit(
        lambda _, *theta: np.append(theta[:4], np.array(theta[:4]) * theta[4]),
        None,
        fit.params[names],
        [0.5] * 5,
        fit.cov_params().loc[names, names],
        absolute_sigma=True,
    )
    error = np.sqrt(np.diag(cov))
    ratio = np.exp(theta[:4])
    return {
        "hazard_ratio_incident": (ratio, ratio * error[:4]),
        "incident_power_on_time": (theta[4], error[4]),
    }


def care_response(fit) -> dict:
    """Three coefficients, one a level of care, are a curve of two parameters."""
    levels = np.array(value("care_levels")[1:])
    names = [f"care {level}" for level in levels]
    theta, cov = curve_fit(
        lambda care, most, scale: np.log(1 - most * (1 - np.exp(-care / scale))),
        levels,
        fit.params[names],
        [0.2, 0.4],
        fit.cov_params().loc[names, names],
        absolute_sigma=True,
    )
    error = np.sqrt(np.diag(cov))
    return {"care_max_reduction": (theta[0], error[0]), "care_scale": (theta[1], error[1])}


@recovers("incident_per_visit", "incident_per_month", "resolved_on_time_share", "service_standard")
def incidents(club):
    days = club.incidents["resolved_days"].value_counts().sort_index()
    happened = pd.crosstab([club.incidents["member_id"], club.incidents["month"]], club.incidents["type"])
    rows = club.months.join(happened, on=["member_id", "month"]).fillna(0).groupby("visits")
    n, visits = rows.size().to_numpy(), rows.size().index.to_numpy()
    rates = []
    for kind in TYPES:
        seen = rows[kind].mean().to_numpy()
        usual = np.polynomial.Polynomial.fit(visits, seen, 1, w=np.sqrt(n))(visits).clip(1e-4)
        rates.append(
            curve_fit(
                lambda v, visit, month: 1 - np.exp(-visit * v - month),
                visits,
                seen,
                [0.01, 0.01],
                np.sqrt(usual * (1 - usual) / n),
                absolute_sigma=True,
            )
        )
    theta, error = zip(*((theta, np.sqrt(np.diag(cov))) for theta, cov in rates), strict=True)
    return {
        "incident_per_visit": (np.array(theta)[:, 0], np.array(error)[:, 0]),
        "incident_per_month": (np.array(theta)[:, 1], np.array(error)[:, 1]),
        "service_standard": (days.diff().idxmin() - 1, 0),  # the last day before the fall
        "resolved_on_time_share": share(club.incidents["resolved_days"] <= 3),
    }


@recovers("incident_months", "habit_reference", "stated_reason_share")
def causes(club):
    """How long an incident can be the cause, how few visits, and what people say of each cause."""
    service = club.truth_causes.query("cause == 'service'").merge(club.incidents, on="member_id")
    since = age(service["month_x"], service["month_y"])
    latest = since[since >= 0].groupby([service["member_id"], service["month_x"]]).min()
    said = club.truth_causes.merge(club.cancellations)
    table = value("stated_reason_share")
    return {
        "incident_months": (latest.max() + 1, 0),
        "habit_reference": (club.panel.query("cause == 'habit'")["visits"].max() + 1, 0),
        "stated_reason_share": together(
            share(said.loc[said["cause"] == cause, "stated_reason"] == reason)
            for cause in table
            for reason in table[cause]
        ),
    }


@recovers("winback_share", "winback_months", "return_rate", "winback_return_probability")
def win_back(club):
    months = value("winback_months")
    followed = club.winback[club.winback["offer_month"] <= "2024-06-01"].merge(club.truth, on="member_id")
    back, offer = followed["returned_month"].notna(), followed["arm"] == "offer"
    sensitive = followed["price_sensitive"]

    def monthly(who):
        within, error = share(back[who])
        return 1 - (1 - within) ** (1 / months), error / months * (1 - within) ** (1 / months - 1)

    return {
        "winback_share": share(club.winback["arm"] == "offer"),
        "winback_months": (age(followed["returned_month"], followed["offer_month"]).max(), 0),
        "return_rate": together([monthly(~offer), monthly(offer & sensitive), monthly(offer & ~sensitive)]),
        "winback_return_probability": together([share(back[~offer]), share(back[offer])]),
    }


@recovers("nudge_churn_within_3_months")
def onboarding_experiment(club):
    followed = club.people[club.people["join_month"] <= "2024-10-01"]
    left = followed["first_membership_months"] <= 3
    arms = followed["onboarding"]
    return {"nudge_churn_within_3_months": together(share(left[arms == arm]) for arm in ("control", "nudge"))}


@recovers("referral_rate", "referral_ratio_satisfaction", "referrals_per_member")
def word_of_mouth(club):
    won = club.members["referred_by"].value_counts().reindex(club.truth["member_id"], fill_value=0)
    months = club.months[club.months["month"] < LAST]["member_id"].value_counts()
    months = months.reindex(club.truth["member_id"], fill_value=0).to_numpy()
    seen = months > 0  # who joined in the last month has had no time
    columns = sm.add_constant(club.truth[["satisfaction"]])
    fit = sm.GLM(won.to_numpy()[seen], columns[seen], sm.families.Poisson(), exposure=months[seen]).fit()
    rate, ratio = np.exp(fit.params)
    per_member = (np.exp(columns @ fit.params) * club.truth["first_membership_months"]).mean()
    return {
        "referral_rate": (rate, rate * fit.bse["const"]),
        "referral_ratio_satisfaction": (ratio, ratio * fit.bse["satisfaction"]),
        "referrals_per_member": (per_member, per_member * fit.bse["const"]),
    }


@recovers(
    "survey_response_intercept",
    "survey_response_slope",
    "survey_incident_effect",
    "recommend_scale",
    "csat_scale",
    "nps_of_all_asked",
)
def survey(club):
    asked = club.surveys.merge(club.panel, on=["member_id", "month"])
    log_ratio = np.log(numbers(value("hazard_ratio_incident")))
    late, on_time = (asked[[f"{kind}_{timely}" for kind in TYPES]] for timely in ("late", "on_time"))
    asked["strain"] = late.to_numpy() @ log_ratio + value("incident_power_on_time") * (
        on_time.to_numpy() @ log_ratio
    )
    answered = asked["csat"].notna()
    columns = sm.add_constant(asked[["satisfaction", "strain"]])
    fit = sm.Logit(answered.astype(float), columns).fit(disp=0)
    intercept, slope, strain = fit.params
    effect = strain / slope
    felt = asked["satisfaction"] + value("survey_incident_effect") * asked["strain"]
    score = asked["likelihood_to_recommend"]
    vote = ((score >= 9).astype(float) - (score <= 6))[answered]
    weight = 1 / fit.predict(columns)[answered]
    nps = np.average(vote, weights=weight)
    return {
        "survey_response_intercept": (intercept, fit.bse["const"]),
        "survey_response_slope": (slope, fit.bse["satisfaction"]),
        "survey_incident_effect": (
            effect,
            np.hypot(fit.bse["strain"], effect * fit.bse["satisfaction"]) / slope,
        ),
        "recommend_scale": rounded_answers(score[answered], felt[answered], 0, 10),
        "csat_scale": rounded_answers(asked["csat"][answered], felt[answered], 1, 5),
        "nps_of_all_asked": (nps, np.sqrt((weight**2 * (vote - nps) ** 2).sum()) / weight.sum()),
    }


def rounded_answers(score, felt, lowest, highest) -> tuple:
    """Mean, slope and sd of a normal answer seen only after rounding and clipping: maximum likelihood."""

    class Rounded(GenericLikelihoodModel):
        def nloglikeobs(self, params):
            mean, slope, log_sd = params
            centre = mean + slope * self.exog[:, 0]
            upper = np.where(self.endog >= highest, np.inf, self.endog + 0.5)
            lower = np.where(self.endog <= lowest, -np.inf, self.endog - 0.5)
            sd = np.exp(log_sd)
            return -np.log(norm.cdf((upper - centre) / sd) - norm.cdf((lower - centre) / sd) + 1e-300)

    fit = Rounded(score.to_numpy(), felt.to_numpy()[:, None]).fit([score.mean(), 1, 0], method="bfgs", disp=0)
    sd = np.exp(fit.params[2])
    return [*fit.params[:2], sd], [*fit.bse[:2], sd * fit.bse[2]]


# Tables that hang together --------------------------------------------------------------------------------


def keys(frame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[["member_id", "month"]])


def test_the_same_seed_makes_these_members_and_another_makes_others(club):
    spec = importlib.util.spec_from_file_location("datasets_club", FOLDER / "club.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    again, other = (script.tables(script.Club(seed).run())["club_months"] for seed in (script.SEED, 1))
    pd.testing.assert_frame_equal(again.reset_index(drop=True), club.months, check_dtype=False)
    assert len(other) != len(again)


def test_nothing_happens_before_joining_or_after_leaving(club):
    active = keys(club.months)
    for table in ("incidents", "surveys", "cancellations", "truth_causes"):
        assert keys(getattr(club, table)).isin(active).all(), table
    first = club.months.groupby("member_id")["month"].min()
    assert first.equals(club.members.set_index("member_id")["join_month"])


def test_a_membership_ends_by_cancelling_and_begins_again_only_by_returning(club):
    rows = club.panel.sort_values(["member_id", "month"])
    rows = rows.merge(club.winback, on="member_id", how="left")
    same = rows["member_id"] == rows["member_id"].shift(-1)
    goes_on = same & (age(rows["month"].shift(-1), rows["month"]) == 1)
    assert (goes_on == ~rows["gone"])[rows["month"] < LAST].all()
    later = rows[same.shift(fill_value=False) & ~goes_on.shift(fill_value=False)]
    assert (later["month"] == later["returned_month"]).all()
    assert len(later) == club.winback["returned_month"].count() > 0


def test_every_first_cancellation_is_in_the_winback_lottery(club):
    first = club.cancellations.groupby("member_id")["month"].min()
    first = first[first < LAST] + pd.DateOffset(months=1)
    assert first.equals(club.winback.set_index("member_id")["offer_month"].rename("month"))


def test_a_friend_was_a_member_the_month_before_and_in_the_same_club(club):
    friends = club.members.dropna(subset="referred_by")
    assert (friends["channel"] == "referral").all()
    assert len(friends) == (club.members["channel"] == "referral").sum()
    before = pd.MultiIndex.from_arrays(
        [friends["referred_by"], friends["join_month"] - pd.DateOffset(months=1)]
    )
    assert before.isin(keys(club.months)).all()
    homes = club.members.set_index("member_id")["home_club"]
    assert (friends["home_club"].to_numpy() == homes.loc[friends["referred_by"]].to_numpy()).all()


def test_the_first_membership_in_the_truth_is_the_one_in_the_months(club):
    first = club.cancellations.groupby("member_id")["month"].min().rename("left").reset_index()
    people = club.people.merge(first, how="left", on="member_id")
    seen = age(people["left"].fillna(LAST), people["join_month"]) + 1
    ended = people["left"].notna()
    assert (people["first_membership_months"] == seen)[ended].all()
    assert (people["first_membership_months"] > seen)[~ended].all()


def test_the_truth_about_causes_agrees_with_the_members(club):
    rows = club.panel.query("gone")
    assert rows.loc[rows["cause"] == "price", "price_sensitive"].all()
    remembered = rows[[f"{kind}_{timely}" for kind in TYPES for timely in ("late", "on_time")]].sum(axis=1)
    assert (remembered[rows["cause"] == "service"] > 0).all()


# Money ----------------------------------------------------------------------------------------------------


def test_promotion_is_the_discounts_granted_and_the_fees_are_without_them(club):
    granted = club.members.groupby(["join_month", "channel"], observed=False)["joining_discount"].sum()
    booked = club.costs.set_index(["month", "channel"])["promotion"]
    assert booked.eq(granted.reindex(booked.index)).all()
    forgone = (club.panel["list_fee"] - club.panel["fee"]).sum()
    assert forgone == club.costs["promotion"].sum() + club.winback["return_discount"].sum()
    joining = club.panel[club.panel["tenure"] == 0]
    assert (joining["list_fee"] - joining["fee"] == joining["joining_discount"]).all()


def test_retention_costs_are_their_unit_costs_times_members(club):
    books = club.retention_costs.set_index(["month", "home_club"])

    def count(frame, month):
        frame = frame if "home_club" in frame else frame.merge(club.members, on="member_id")
        return frame.groupby([month, "home_club"], observed=False).size().reindex(books.index, fill_value=0)

    np.testing.assert_allclose(
        books["care"], books["care_per_member"] * count(club.panel, "month"), atol=0.01
    )
    nudged = club.members[club.members["onboarding"] == "nudge"]
    assert books["nudge"].eq(value("nudge_cost") * count(nudged, "join_month")).all()
    offers = club.winback[club.winback["arm"] == "offer"]
    assert books["winback"].eq(offers["contact_cost"].max() * count(offers, "offer_month")).all()


def test_a_company_of_a_plausible_size(club):
    """What the chapters' stories start from, and what the repository has room for."""
    spent = club.costs[["advertising", "labour", "promotion", "referral_rewards"]].to_numpy().sum() / 36
    kept = club.retention_costs[["care", "nudge", "winback"]].to_numpy().sum() / 36
    assert 38_000 < spent < 44_000 and 4_500 < kept < 5_500
    assert 7.5 < spent / kept < 8.5  # "about eight times"
    assert 19_000 < len(club.members) < 21_000
    churn = club.panel.groupby("price_sensitive")["gone"].mean()
    assert 0.03 < churn[False] < churn[True] < 0.08
    assert sum(path.stat().st_size for path in FOLDER.glob("club*.csv*")) < 1_800_000


# What misleads, in the direction that club.md says --------------------------------------------------------


def crude_ratio(club, group) -> float:
    """Monthly churn of a group's member-months over everybody else's."""
    return club.panel.loc[group, "gone"].mean() / club.panel.loc[~group, "gone"].mean()


def test_discounts_look_harmful_and_do_nothing(club):
    discount = club.panel["joining_discount"] > 0
    assert crude_ratio(club, discount) > 1.15
    within = [
        crude_ratio(SimpleNamespace(panel=part), discount[part.index])
        for _, part in club.panel.groupby("price_sensitive")
    ]
    assert np.abs(np.log(within)).max() < 0.06


def test_members_with_incidents_look_safer(club):
    assert crude_ratio(club, club.panel["member_id"].isin(club.incidents["member_id"])) < 0.5


def test_churn_falls_with_tenure_though_nobody_changes(club):
    young, old = club.panel["tenure"] < 3, club.panel["tenure"] >= 24
    assert club.panel.loc[old, "gone"].mean() < 0.7 * club.panel.loc[young, "gone"].mean()


def test_friends_look_better_than_friendship_makes_them(club):
    assert crude_ratio(club, club.panel["referred_by"].notna()) < value("hazard_ratio_referred") - 0.05


def test_those_who_return_leave_sooner(club):
    back = club.winback.set_index("member_id")["returned_month"].reindex(club.panel["member_id"]).to_numpy()
    assert crude_ratio(club, club.panel["month"] >= back) > 1.2


def test_answers_flatter(club):
    score = club.surveys["likelihood_to_recommend"].dropna()
    assert (score >= 9).mean() - (score <= 6).mean() > value("nps_of_all_asked") + 0.1


def test_price_is_said_more_often_than_meant_and_service_less(club):
    said = club.cancellations["stated_reason"].value_counts(normalize=True)
    meant = club.truth_causes["cause"].value_counts(normalize=True)
    assert said["price"] > 1.3 * meant["price"]
    assert said["service"] < 0.7 * meant["service"]


def test_an_average_cost_like_the_others_hides_a_marginal_one_far_above(club):
    spent = club.costs.groupby("channel", observed=True)["advertising"].sum()
    average = spent / club.members["channel"].value_counts()
    scale, ceiling = pd.Series(value("advertising_scale")), pd.Series(value("joiners_ceiling"))
    marginal = scale / ceiling * np.exp(spent[PAID] / 36 / scale)
    assert average["outdoor"] < 1.2 * average["search"]
    assert marginal["outdoor"] > 2 * marginal["search"]


def test_advertising_gets_credit_for_the_season(club):
    joiners = club.members.groupby(["join_month", "channel"], observed=False).size().rename("joiners")
    paid = club.costs[club.costs["channel"].isin(PAID)].join(joiners, on=["month", "channel"])
    columns = pd.get_dummies(paid["channel"].astype(str), dtype=float)
    columns["advertising"] = np.log(paid["advertising"])
    months = pd.get_dummies(paid["month"].dt.month, prefix="month", drop_first=True, dtype=float)
    slopes = [
        sm.OLS(np.log(paid["joiners"]), design).fit().params["advertising"]
        for design in (columns, columns.join(months))
    ]
    assert slopes[0] > slopes[1] + 0.05


def margin(rows) -> pd.Series:
    return rows["fee"] - rows["cost_per_month"] - rows["cost_per_visit"] * rows["visits"]


def test_frequent_visitors_stay_longest_and_earn_least(club):
    often = club.panel["visit_rate"] > club.panel["visit_rate"].quantile(0.8)
    assert crude_ratio(club, often) < 0.9
    assert margin(club.panel[often]).mean() < 0.5 * margin(club.panel[~often]).mean()
    months = club.people["first_membership_months"]
    often = club.people["visit_rate"] > club.people["visit_rate"].quantile(0.8)
    assert months[often].mean() > months[~often].mean()


def test_the_nudge_lowers_churn_but_its_visits_cost_more_than_that_earns(club):
    rows = club.panel[club.panel["join_month"] < "2023-01-01"]
    earned = margin(rows).groupby([rows["onboarding"], rows["member_id"]], observed=True).sum()
    earned = earned.groupby("onboarding", observed=True).mean()
    churn = value("nudge_churn_within_3_months")
    assert churn["nudge"] < churn["control"]
    assert earned["nudge"] - value("nudge_cost") < earned["control"]


def test_the_page_shows_the_process_and_says_it_in_words():
    page, picture = ((FOLDER / name).read_text("utf-8") for name in ("club.md", "club_process.svg"))
    assert "](club_process.svg)" in page and "simulated" in page
    assert "<title" in picture and "<desc" in picture
    for name, parameter in PARAMETERS.items():
        assert f"| `{name}` |" in page and parameter["unit"] and parameter["meaning"], name
