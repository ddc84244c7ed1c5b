"""Simulate `club`, a fitness chain whose truth is known: 36 months, about 20,000 members.

    python datasets/club.py [FOLDER]    writes the tables, club_parameters.json and club.md (with its table
                                        of parameters renewed) into FOLDER; without one, into this folder
    python3 course.py data club         the same, and renews the Data Package that describes the files

The process in words, equations and a picture: `club.md`. The same seed gives the same content every time.
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
SEED = 20220101
MONTHS = 36  # the window that the company sees: January 2022 to December 2024
RUN_OUT = 240  # the simulation goes on, unseen, until nearly every first membership has ended
CALENDAR = pd.date_range("2022-01-01", periods=RUN_OUT, freq="MS")
PAID = ["search", "social", "partner", "outdoor"]
CHANNELS = [*PAID, "referral"]
PLANS = ["basic", "plus", "premium"]
CLUBS = ["abbey", "bridge", "canal", "dock", "elm", "forge", "garden", "harbour", "island", "kiln"]
INCIDENTS = ["equipment", "cleanliness", "billing", "staff"]
SCORES = ["likelihood_to_recommend", "csat"]
CAUSES = ["life", "habit", "price", "service"]
REASONS = ["price", "no_time", "moved", "service", "other", "none_given"]
MARKERS = ("<!-- parameters: written by club.py -->", "<!-- end of parameters -->")


# Every number that the process uses: name -> (value, unit, meaning).
# A value is a number, or one number for each channel, plan, type or calendar month.
PARAMETERS = {
    # Who joins
    "joiners_ceiling": (
        {"search": 220, "social": 260, "partner": 150, "outdoor": 110},
        "members a month",
        "joiners of an average month if advertising were unlimited and no discount campaign ran",
    ),
    "advertising_scale": (
        {"search": 9000, "social": 11000, "partner": 3500, "outdoor": 2600},
        "money a month",
        "spending that brings 63 % of the ceiling: joiners = ceiling (1 - exp(-advertising / scale))",
    ),
    "joining_season": (
        [1.70, 1.10, 1.00, 0.95, 0.90, 0.80, 0.75, 0.85, 1.25, 1.00, 0.90, 0.80],
        "factor, January to December",
        "paid channels' joiners relative to an average month",
    ),
    "advertising_mean": (
        {"search": 7500, "social": 8500, "partner": 2300, "outdoor": 5500},
        "money a month",
        "advertising budget before season and chance",
    ),
    "advertising_follows_season": (0.7, "power", "budget is proportional to joining_season to this power"),
    "advertising_sd": (0.5, "log points", "standard deviation of the budget's monthly chance, log-normal"),
    "campaign_months": (12, "months", "months with a discount campaign, drawn by lot from the 36"),
    "price_sensitive_share": (
        {"search": 0.30, "social": 0.45, "partner": 0.25, "outdoor": 0.35, "referral": 0.15},
        "share",
        "price-sensitive people among the joiners of a month without a campaign",
    ),
    "campaign_lift": (0.8, "share", "additional price-sensitive joiners of paid channels in a campaign"),
    "discount_share": (
        {
            "price_sensitive": 0.45,
            "price_sensitive_in_campaign": 0.85,
            "other": 0.12,
            "other_in_campaign": 0.40,
        },
        "share",
        "joiners who take a joining discount",
    ),
    "discount_whole_fee_share": (0.4, "share", "discounts worth the whole first fee; the rest: half"),
    "plan_share_price_sensitive": (
        {"basic": 0.65, "plus": 0.28, "premium": 0.07},
        "share",
        "plans of price-sensitive members",
    ),
    "plan_share_other": ({"basic": 0.35, "plus": 0.42, "premium": 0.23}, "share", "plans of the others"),
    # Fees and costs
    "list_fee": ({"basic": 28, "plus": 40, "premium": 58}, "money a month", "fee before discounts"),
    "cost_per_month": (
        {"basic": 11, "plus": 14, "premium": 20},
        "money a month",
        "variable cost of a member, whatever the visits",
    ),
    "cost_per_visit": ({"basic": 1.4, "plus": 1.8, "premium": 2.5}, "money", "variable cost of one visit"),
    "labour_fixed": (
        {"search": 900, "social": 1500, "partner": 1100, "outdoor": 600, "referral": 400},
        "money a month",
        "wages and training of acquisition that do not depend on the number of joiners",
    ),
    "labour_per_joiner": (6.0, "money", "wages of signing up one joiner"),
    "labour_sd": (0.05, "log points", "standard deviation of labour's monthly chance, log-normal"),
    "referral_reward": (15, "money", "paid to the referring member for each member won"),
    "nudge_cost": (3, "money", "one onboarding nudge"),
    "winback_contact_cost": (4, "money", "one win-back offer, whether or not it is taken"),
    # Visits
    "visit_rate_mean": (5.0, "visits a month", "mean of members' own visit rates, gamma over members"),
    "visit_rate_shape": (2.0, "none", "shape of that gamma: the smaller, the more unequal"),
    "visit_season": (
        [1.20, 1.10, 1.05, 1.00, 0.95, 0.90, 0.85, 0.80, 1.05, 1.05, 1.05, 1.00],
        "factor, January to December",
        "visits relative to an average month",
    ),
    "nudge_share": (0.5, "share", "joiners drawn by lot for the onboarding nudge"),
    "nudge_visits_ratio": (1.5, "factor", "causal effect of the nudge on visits while it lasts"),
    "nudge_months": (3, "months", "how long the nudge lasts, the month of joining included"),
    # Leaving: monthly probability of cancelling = 1 - exp(-hazard)
    "hazard_base": (0.125, "a month", "hazard of the reference member: average frailty, no visits, no care"),
    "frailty_shape": (2.0, "none", "shape of the gamma frailty over members, mean 1, constant for life"),
    "hazard_ratio_price_sensitive": (1.75, "factor", "price-sensitive against others"),
    "hazard_ratio_discount": (1.0, "factor", "CAUSAL effect of a joining discount on leaving: none"),
    "hazard_ratio_referred": (0.8, "factor", "causal effect of having been brought by a friend"),
    "hazard_ratio_january": (1.3, "factor", "joined in a January"),
    "hazard_ratio_summer": (1.15, "factor", "June, July and August, for everybody"),
    "hazard_ratio_satisfaction": (0.8, "factor", "one standard deviation more satisfaction"),
    "hazard_ratio_tenure": (1.0, "factor", "CAUSAL effect of one more year of membership: none"),
    "hazard_power_visits": (-0.45, "power", "hazard follows (1 + the month's visits) to this power"),
    "habit_reference": (8, "visits a month", "from here on lack of habit is no cause of leaving"),
    # Service
    "incident_per_visit": (
        {"equipment": 0.006, "cleanliness": 0.004, "billing": 0.0, "staff": 0.002},
        "a visit",
        "rate of service incidents",
    ),
    "incident_per_month": (
        {"equipment": 0.0, "cleanliness": 0.0, "billing": 0.015, "staff": 0.0},
        "a month",
        "rate of service incidents that need no visit",
    ),
    "hazard_ratio_incident": (
        {"equipment": 1.6, "cleanliness": 1.8, "billing": 2.5, "staff": 3.5},
        "factor",
        "causal effect of an incident resolved late, while its memory lasts",
    ),
    "incident_months": (3, "months", "how long an incident is remembered, its own month included"),
    "service_standard": (3, "days", "resolved within this is resolved on time"),
    "resolved_on_time_share": (0.65, "share", "incidents resolved on time, by chance"),
    "incident_power_on_time": (0.25, "power", "an incident resolved on time: its hazard ratio to this power"),
    # Care: what the company spends to keep its members
    "care_levels": ([0, 0.3, 0.8, 1.5], "money a member and month", "drawn by lot for each club and quarter"),
    "care_max_reduction": (0.30, "share", "share of the hazard that unlimited care would remove"),
    "care_scale": (0.5, "money a member and month", "hazard x (1 - max_reduction (1 - exp(-care / scale)))"),
    # Cancellations and win-back
    "stated_reason_share": (
        {
            cause: dict(zip(REASONS, shares, strict=True))
            for cause, *shares in [
                ("life", 0.15, 0.25, 0.40, 0.02, 0.08, 0.10),
                ("habit", 0.30, 0.45, 0.05, 0.02, 0.08, 0.10),
                ("price", 0.60, 0.15, 0.05, 0.02, 0.08, 0.10),
                ("service", 0.30, 0.15, 0.05, 0.30, 0.05, 0.15),
            ]
        },
        "share",
        "what people say, for each true cause",
    ),
    "winback_share": (0.5, "share", "first cancellations drawn by lot for the win-back offer"),
    "winback_months": (6, "months", "after the month of the offer, in which a member may return"),
    "return_rate": (
        {"control": 0.008, "offer_price_sensitive": 0.035, "offer_other": 0.012},
        "probability a month",
        "return of a cancelled member",
    ),
    "winback_discount_share": (0.5, "share", "first fee after returning that an offer takes off"),
    # Word of mouth and surveys
    "referral_rate": (0.012, "members a month", "members won by an active member of average satisfaction"),
    "referral_ratio_satisfaction": (1.5, "factor", "one standard deviation more satisfaction"),
    "survey_months": ([3, 9], "calendar months", "every active member is asked"),
    "survey_response_intercept": (-0.6, "log odds", "answering, at average satisfaction"),
    "survey_response_slope": (0.6, "log odds", "answering, one standard deviation more satisfaction"),
    "survey_incident_effect": (
        -0.6,
        "standard deviations",
        "felt satisfaction per log hazard ratio of remembered incidents",
    ),
    "recommend_scale": (
        {"mean": 7.3, "slope": 1.7, "sd": 1.2},
        "points",
        "0-10 answer before it is rounded and clipped",
    ),
    "csat_scale": (
        {"mean": 3.7, "slope": 0.75, "sd": 0.6},
        "points",
        "1-5 answer before it is rounded and clipped",
    ),
}


def truth() -> SimpleNamespace:
    """Return the parameters' values, lists and mappings as arrays in the order of the names above."""

    def numbers(value):
        if isinstance(value, dict):
            return np.array([numbers(item) for item in value.values()])
        return np.array(value) if isinstance(value, list) else value

    return SimpleNamespace(**{name: numbers(value) for name, (value, _, _) in PARAMETERS.items()})


class Club:
    """The company and its members, month by month. Members count from 0; `m` holds an array per trait."""

    def __init__(self, seed: int = SEED):
        self.rng = np.random.default_rng(seed)
        self.p = truth()
        self.m = SimpleNamespace()
        self.referrers = np.array([], int)
        self.log = defaultdict(list)
        self.plan_the_calendar()

    def plan_the_calendar(self) -> None:
        """Fix what does not depend on members: advertising budgets, campaign months, the care lottery."""
        p, rng = self.p, self.rng
        season = np.resize(p.joining_season, MONTHS) ** p.advertising_follows_season
        chance = np.exp(rng.normal(0, p.advertising_sd, (MONTHS, len(PAID))))
        self.advertising = np.round(p.advertising_mean * season[:, None] * chance, -1)
        self.campaign = np.isin(np.arange(MONTHS), rng.choice(MONTHS, p.campaign_months, replace=False))
        self.labour_chance = np.exp(rng.normal(0, p.labour_sd, MONTHS * len(CHANNELS)))
        self.care = rng.choice(p.care_levels, (RUN_OUT // 3, len(CLUBS))).repeat(3, axis=0)

    def run(self) -> "Club":
        """Live through the months: the 36 that are recorded, then those that only the truth table knows."""
        for t in range(RUN_OUT):
            if t < MONTHS:
                self.join(t)
                self.welcome_back(t)
            who = np.flatnonzero(self.m.active)
            visits = self.visit(t, who)
            self.have_incidents(t, who, visits)
            if t < MONTHS:
                self.survey(t, who)
                self.refer(who)
            self.leave(t, who, visits)
        return self

    def record(self, table: str, t: int, **columns) -> None:
        """Keep rows of a table, as long as the company is looking."""
        if t < MONTHS:
            self.log[table].append(pd.DataFrame({**columns, "month": CALENDAR[t]}))

    def join(self, t: int) -> None:
        """Let a month's joiners in: through paid channels by advertising and campaign, or by a friend."""
        p, rng = self.p, self.rng
        reach = p.joiners_ceiling * (1 - np.exp(-self.advertising[t] / p.advertising_scale))
        reach = reach * p.joining_season[t % 12]
        sensitive = p.price_sensitive_share[:-1]
        means = [reach * (1 - sensitive), reach * sensitive * (1 + p.campaign_lift * self.campaign[t])]
        counts = rng.poisson(means)
        channel = np.concatenate([np.arange(len(PAID)).repeat(row) for row in counts])
        price_sensitive = np.arange(2).repeat(counts.sum(axis=1)) == 1
        friends = rng.random(len(self.referrers)) < p.price_sensitive_share[-1]
        joiners = self.describe(
            t,
            np.append(channel, np.full(len(friends), len(PAID))),
            np.append(price_sensitive, friends),
            np.append(np.full(len(channel), -1), self.referrers),
        )
        for name, values in joiners.items():
            old = getattr(self.m, name, values[:0])
            setattr(self.m, name, np.concatenate([old, values]))

    def describe(self, t: int, channel, price_sensitive, referred_by) -> dict:
        """Draw the traits of new members, in random order so that a number betrays nothing."""
        p, rng, n = self.p, self.rng, len(channel)
        order = rng.permutation(n)
        channel, price_sensitive, referred_by = channel[order], price_sensitive[order], referred_by[order]
        plan = np.where(
            price_sensitive,
            rng.choice(len(PLANS), n, p=p.plan_share_price_sensitive),
            rng.choice(len(PLANS), n, p=p.plan_share_other),
        )
        club = rng.integers(len(CLUBS), size=n)
        if referred_by.max(initial=-1) >= 0:  # a friend joins the friend's club
            club = np.where(referred_by >= 0, self.m.club[referred_by], club)
        takes = rng.random(n) < p.discount_share[2 * ~price_sensitive + self.campaign[t]]
        depth = np.where(rng.random(n) < p.discount_whole_fee_share, 1, 0.5)
        return {
            "join": np.full(n, t),
            "channel": channel,
            "price_sensitive": price_sensitive,
            "referred_by": referred_by,
            "plan": plan,
            "club": club,
            "discount": takes * depth * p.list_fee[plan],
            "nudged": rng.random(n) < p.nudge_share,
            "frailty": rng.gamma(p.frailty_shape, 1 / p.frailty_shape, n),
            "satisfaction": rng.normal(size=n),
            "visit_rate": rng.gamma(p.visit_rate_shape, p.visit_rate_mean / p.visit_rate_shape, n),
            "active": np.ones(n, bool),
            "money_off": takes * depth * p.list_fee[plan],  # due at the next fee
            "memory": np.zeros((n, p.incident_months)),  # log hazard ratios of recent incidents
            "first_end": np.full(n, -1),  # last month of the first membership
            "offered": np.zeros(n, bool),
            "has_returned": np.zeros(n, bool),  # nobody returns twice
        }

    def welcome_back(self, t: int) -> None:
        """Let former members return, in the months after the month in which the win-back offer is sent."""
        p, m = self.p, self.m
        since_offer = t - (m.first_end + 1)
        waiting = ~m.active & (since_offer >= 1) & (since_offer <= p.winback_months) & ~m.has_returned
        rate = np.where(m.offered, p.return_rate[np.where(m.price_sensitive, 1, 2)], p.return_rate[0])
        back = np.flatnonzero(waiting & (self.rng.random(len(rate)) < rate))
        m.active[back] = m.has_returned[back] = True
        m.money_off[back] = m.offered[back] * p.winback_discount_share * p.list_fee[m.plan[back]]
        self.record("returns", t, member=back, discount=m.money_off[back])

    def visit(self, t: int, who) -> np.ndarray:
        """Draw the month's visits and take the month's fee."""
        p, m = self.p, self.m
        visits = draw_visits(self.rng, p, m, t, who)
        self.record("months", t, member=who, fee=p.list_fee[m.plan[who]] - m.money_off[who], visits=visits)
        m.money_off[who] = 0
        return visits

    def have_incidents(self, t: int, who, visits) -> None:
        """Draw service incidents and the days until each was resolved."""
        p, rng = self.p, self.rng
        happens, late = draw_incidents(rng, p, self.m, who, visits)
        row, kind = np.nonzero(happens)
        on_time = rng.integers(0, p.service_standard + 1, len(row))
        too_late = p.service_standard + rng.geometric(0.2, len(row))
        days = np.where(late[row, kind], too_late, on_time)
        self.record("incidents", t, member=who[row], kind=kind, resolved_days=days)

    def survey(self, t: int, who) -> None:
        """Ask every active member; the satisfied answer more often."""
        p, rng = self.p, self.rng
        if t % 12 + 1 not in p.survey_months:
            return
        felt = self.m.satisfaction[who] + p.survey_incident_effect * self.m.memory[who].sum(axis=1)
        log_odds = p.survey_response_intercept + p.survey_response_slope * felt
        answers = rng.random(len(who)) < 1 / (1 + np.exp(-log_odds))
        scores = {}
        for name, scale, ends in zip(
            SCORES, (p.recommend_scale, p.csat_scale), ((0, 10), (1, 5)), strict=True
        ):
            mean, slope, sd = scale
            scores[name] = np.clip(np.round(mean + slope * felt + rng.normal(0, sd, len(who))), *ends)
        self.record("surveys", t, member=who, answers=answers, **scores)

    def refer(self, who) -> None:
        """Draw the friends who will join next month."""
        p = self.p
        rate = p.referral_rate * p.referral_ratio_satisfaction ** self.m.satisfaction[who]
        self.referrers = who.repeat(self.rng.poisson(rate))

    def leave(self, t: int, who, visits) -> None:
        """Draw the cancellations at the end of the month: cause, stated reason, win-back lottery."""
        p, m, rng = self.p, self.m, self.rng
        clocks = hazards(p, m, t, who, visits, self.care[t, m.club[who]])
        rings = rng.random(len(who)) < 1 - np.exp(-clocks[-1])
        gone, clocks = who[rings], clocks[:, rings]
        cause = (rng.random(len(gone)) * clocks[-1] > clocks[:-1]).sum(axis=0)
        spoken = (rng.random(len(gone))[:, None] > p.stated_reason_share.cumsum(axis=1)[cause]).sum(axis=1)
        first = m.first_end[gone] < 0
        m.active[gone] = False
        m.first_end[gone[first]] = t
        m.offered[gone[first]] = rng.random(first.sum()) < p.winback_share
        self.record("cancellations", t, member=gone, cause=cause, reason=spoken)


def draw_visits(rng, p, m, t, who) -> np.ndarray:
    """Draw the visits of members `who` in month t (one month, or each member's own); one a day is counted."""
    nudged = m.nudged[who] & (t - m.join[who] < p.nudge_months)
    mean = m.visit_rate[who] * p.visit_season[t % 12] * np.where(nudged, p.nudge_visits_ratio, 1)
    return np.minimum(rng.poisson(mean), CALENDAR.days_in_month.to_numpy()[t])


def draw_incidents(rng, p, m, who, visits) -> tuple[np.ndarray, np.ndarray]:
    """Draw which incidents happen and which are resolved late (a row a member, a column a type).

    Everybody's memory moves on by a month and takes them in: the log hazard ratio of a late incident in full,
    of one resolved on time in part.
    """
    rate = p.incident_per_month + np.multiply.outer(visits, p.incident_per_visit)
    happens = rng.random(rate.shape) < 1 - np.exp(-rate)
    late = rng.random(rate.shape) >= p.resolved_on_time_share
    felt = happens * np.where(late, 1, p.incident_power_on_time)
    m.memory = np.roll(m.memory, 1, axis=1)
    m.memory[:, 0] = 0
    m.memory[who, 0] = felt @ np.log(p.hazard_ratio_incident)
    return happens, late


def hazards(p, m, t, who, visits, care) -> np.ndarray:
    """Return the cumulated hazards of the four causes (rows, in the order of CAUSES); the last is the total.

    Each cause is a clock of its own: what its factor adds to the hazard of the causes before it.
    """
    joined = m.join[who]
    life = (
        p.hazard_base
        * m.frailty[who]
        * p.hazard_ratio_discount ** (m.discount[who] > 0)
        * p.hazard_ratio_referred ** (m.referred_by[who] >= 0)
        * p.hazard_ratio_january ** (joined % 12 == 0)
        * p.hazard_ratio_summer ** np.isin(t % 12, (5, 6, 7))
        * p.hazard_ratio_satisfaction ** m.satisfaction[who]
        * p.hazard_ratio_tenure ** ((t - joined) / 12)
        * (1 - p.care_max_reduction * (1 - np.exp(-care / p.care_scale)))
        * (1 + np.maximum(visits, p.habit_reference)) ** p.hazard_power_visits
    )
    habit = ((1 + visits) / (1 + np.maximum(visits, p.habit_reference))) ** p.hazard_power_visits
    price = p.hazard_ratio_price_sensitive ** m.price_sensitive[who]
    service = np.exp(m.memory[who].sum(axis=1))
    return np.cumprod([life, habit, price, service], axis=0)


def tables(club: Club) -> dict[str, pd.DataFrame]:
    """Return the tables as they are published: names for codes, dates for months, members from 1."""
    log = {name: pd.concat(frames, ignore_index=True) for name, frames in club.log.items()}
    for frame in log.values():
        frame["member_id"] = frame.pop("member") + 1
    ended, happened, asked = log["cancellations"], log["incidents"], log["surveys"]
    ended = ended.assign(
        stated_reason=np.take(REASONS, ended["reason"]), cause=np.take(CAUSES, ended["cause"])
    )
    answers = asked[SCORES].where(asked["answers"]).astype("Int64")
    tables = {
        "members": member_table(club.m),
        "plans": plan_table(),
        "months": log["months"][["member_id", "month", "fee", "visits"]],
        "costs": cost_table(club),
        "retention_costs": retention_cost_table(club, log["months"]),
        "surveys": asked[["member_id", "month"]].join(answers),
        "incidents": happened[["member_id", "month"]].assign(
            type=np.take(INCIDENTS, happened["kind"]), resolved_days=happened["resolved_days"]
        ),
        "cancellations": ended[["member_id", "month", "stated_reason"]],
        "winback": winback_table(club, log["returns"]),
        "truth": truth_table(club.m),
        "truth_causes": ended[["member_id", "month", "cause"]],
    }
    by_member = {
        k: v.sort_values(["member_id", "month"]) for k, v in tables.items() if {"member_id", "month"} <= {*v}
    }
    return {f"club_{name}": frame for name, frame in (tables | by_member).items()}


def member_table(m) -> pd.DataFrame:
    """Return what the company knows of a member on joining."""
    return pd.DataFrame(
        {
            "member_id": np.arange(len(m.join)) + 1,
            "join_month": CALENDAR[m.join],
            "channel": np.take(CHANNELS, m.channel),
            "home_club": np.take(CLUBS, m.club),
            "plan": np.take(PLANS, m.plan),
            "joining_discount": m.discount,
            "referred_by": pd.Series(m.referred_by + 1, dtype="Int64").where(m.referred_by >= 0),
            "onboarding": np.where(m.nudged, "nudge", "control"),
        }
    )


def plan_table() -> pd.DataFrame:
    """Return fee and variable costs of each plan."""
    columns = ["list_fee", "cost_per_month", "cost_per_visit"]
    return pd.DataFrame({name: PARAMETERS[name][0] for name in columns}).rename_axis("plan").reset_index()


def cost_table(club: Club) -> pd.DataFrame:
    """Return what each month's acquisition cost, by channel."""
    p, m = club.p, club.m
    cell = m.join * len(CHANNELS) + m.channel
    cells = MONTHS * len(CHANNELS)
    joiners = np.bincount(cell, minlength=cells)
    labour = (np.tile(p.labour_fixed, MONTHS) + p.labour_per_joiner * joiners) * club.labour_chance
    return pd.DataFrame(
        {
            "month": CALENDAR[:MONTHS].repeat(len(CHANNELS)),
            "channel": np.tile(CHANNELS, MONTHS),
            "advertising": np.pad(club.advertising, ((0, 0), (0, 1))).ravel(),  # none for referral
            "labour": labour.round(),
            "promotion": np.bincount(cell, m.discount, cells),
            "referral_rewards": p.referral_reward * np.bincount(cell, m.referred_by >= 0, cells),
            "campaign": club.campaign.repeat(len(CHANNELS)),
        }
    )


def retention_cost_table(club: Club, months: pd.DataFrame) -> pd.DataFrame:
    """Return what each month's retention cost, by home club."""
    p, m = club.p, club.m

    def count(month, member) -> np.ndarray:
        cell = month * len(CLUBS) + m.club[member]
        return np.bincount(cell[month < MONTHS], minlength=MONTHS * len(CLUBS))

    active = count(CALENDAR.get_indexer(months["month"]), months["member_id"].to_numpy() - 1)
    nudged, offered = np.flatnonzero(m.nudged), np.flatnonzero(m.offered)
    care = club.care[:MONTHS].ravel()
    return pd.DataFrame(
        {
            "month": CALENDAR[:MONTHS].repeat(len(CLUBS)),
            "home_club": np.tile(CLUBS, MONTHS),
            "care_per_member": care,
            "care": (care * active).round(2),
            "nudge": p.nudge_cost * count(m.join[nudged], nudged),
            "winback": p.winback_contact_cost * count(m.first_end[offered] + 1, offered),
        }
    )


def winback_table(club: Club, returns: pd.DataFrame) -> pd.DataFrame:
    """Return the win-back experiment: a row for each first cancellation, a month after it."""
    m = club.m
    drawn = np.flatnonzero((m.first_end >= 0) & (m.first_end + 1 < MONTHS))
    table = pd.DataFrame(
        {
            "member_id": drawn + 1,
            "offer_month": CALENDAR[m.first_end[drawn] + 1],
            "arm": np.where(m.offered[drawn], "offer", "control"),
            "contact_cost": club.p.winback_contact_cost * m.offered[drawn],
        }
    )
    returns = returns.rename(columns={"month": "returned_month", "discount": "return_discount"})
    return table.merge(returns, how="left", on="member_id")[[*table, "returned_month", "return_discount"]]


def truth_table(m) -> pd.DataFrame:
    """Return what no company sees: each member's type, and how long the first membership will have lasted."""
    last = np.where(m.first_end >= 0, m.first_end, RUN_OUT - 1)
    return pd.DataFrame(
        {
            "member_id": np.arange(len(m.join)) + 1,
            "price_sensitive": m.price_sensitive,
            "frailty": m.frailty.round(4),
            "satisfaction": m.satisfaction.round(3),
            "visit_rate": m.visit_rate.round(3),
            "first_membership_months": last - m.join + 1,
        }
    )


def derived(club: Club) -> dict:
    """Return truths that follow from the parameters and these members, in the parameters' form."""
    p, m = club.p, club.m
    asked = pd.concat(club.log["surveys"])[SCORES[0]]
    referrals = p.referral_rate * p.referral_ratio_satisfaction**m.satisfaction
    months = truth_table(m)["first_membership_months"]
    cancelled = (m.first_end >= 0) & (m.first_end < MONTHS)
    rates = {
        "control": p.return_rate[0],
        "offer": p.return_rate[np.where(m.price_sensitive[cancelled], 1, 2)],
    }
    return {
        "nps_of_all_asked": (
            round(float((asked >= 9).mean() - (asked <= 6).mean()), 4),
            "share",
            "net promoter score if everybody had answered: promoters' less detractors' share",
        ),
        "nudge_churn_within_3_months": (
            {arm: round(churn_after_joining(club, arm == "nudge"), 4) for arm in ("control", "nudge")},
            "probability",
            "average over all members had they been in that arm",
        ),
        "winback_return_probability": (
            {
                arm: round(float(np.mean(1 - (1 - rate) ** p.winback_months)), 4)
                for arm, rate in rates.items()
            },
            "probability",
            "return within winback_months, average over first cancellations had they been in that arm",
        ),
        "referrals_per_member": (
            round(float((referrals * months).mean()), 4),
            "members",
            "members that a member wins in a first membership, seen to its end",
        ),
    }


def churn_after_joining(club: Club, nudged: bool, months: int = 3) -> float:
    """Return the probability of leaving within `months` of joining if everybody (or nobody) were nudged."""
    rng, p, m = np.random.default_rng(SEED + 1), club.p, SimpleNamespace(**vars(club.m))
    who = np.arange(len(m.join))
    m.nudged, m.memory = np.full(len(who), nudged), np.zeros_like(m.memory)
    stays = 1
    for t in (m.join + age for age in range(months)):
        visits = draw_visits(rng, p, m, t, who)
        draw_incidents(rng, p, m, who, visits)
        stays = stays * np.exp(-hazards(p, m, t, who, visits, club.care[t, m.club])[-1])
    return float(1 - stays.mean())


def write(folder: Path) -> None:
    """Write the tables, club_parameters.json and club.md into a folder."""
    club = Club().run()
    for name, frame in tables(club).items():
        text = frame.to_csv(index=False, float_format="%.6g", date_format="%Y-%m-%d", lineterminator="\n")
        if len(frame) > 1000:
            (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        else:
            (folder / f"{name}.csv").write_bytes(text.encode())
    truths = PARAMETERS | derived(club)
    described = {
        name: {"value": value, "unit": unit, "meaning": meaning}
        for name, (value, unit, meaning) in truths.items()
    }
    (folder / "club_parameters.json").write_bytes((json.dumps(described, indent=1) + "\n").encode())
    page = renew_parameter_table((HERE / "club.md").read_text("utf-8"), truths)
    (folder / "club.md").write_bytes(page.encode())


def renew_parameter_table(page: str, truths: dict) -> str:
    """Return club.md with its table of parameters written anew between the two markers."""
    before, rest = page.split(MARKERS[0])
    after = rest.split(MARKERS[1])[1]
    rows = [
        f"| `{name}` | {show(value)} | {unit} | {meaning} |"
        for name, (value, unit, meaning) in truths.items()
    ]
    table = ["| Name | Value | Unit | Meaning |", "|---|---|---|---|", *rows]
    return "\n".join([before + MARKERS[0], *table, MARKERS[1] + after])


def show(value) -> str:
    """Return a parameter's value for the table: a number, a list, or a name with each number."""
    if isinstance(value, dict):
        return "; ".join(
            f"{name} ({show(v)})" if isinstance(v, dict) else f"{name} {v}" for name, v in value.items()
        )
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
