"""How often the library's intervals hold the truth: customers made up many times, 95 % intervals counted.

Sizes are those that the course works with. A row is met where its share lies between 90 and 98 %; rows that
are to show where an interval fails (Wald's with few successes, Wilson's where a customer's moves are alike)
carry no target.
"""

import sys
import time
import warnings
from collections.abc import Callable, Iterator

import narwhals as nw
import numpy as np
import pandas as pd

from marketing_origin import clv, data, economics, experiments, journeys, lifecycle
from marketing_origin.errors import CourseError
from marketing_origin.report import LifecycleReport, forecast, lifecycle_report, simulated, tables

LOWEST, HIGHEST = 0.90, 0.98
Held = dict[
    str, bool | np.ndarray | None
]  # what of one draw held the truth; None where nothing could be fitted


def run(only: str = "") -> list[dict]:
    """Return a row for each interval: the share of draws in which it held the truth, and its luck.

    `only` asks for the cases with this in their name; each draws the same numbers as when all are run.
    """
    chosen = [what for what in CASES if only.lower() in what.lower()]
    if not chosen:
        raise CourseError(f"No case is called {only!r}; there are: {'; '.join(CASES)}.")
    rows = []
    with warnings.catch_warnings(action="ignore"):  # a flat likelihood in some draw
        for number, (what, (case, draws, judged)) in enumerate(CASES.items()):
            if what not in chosen:
                continue
            start = time.perf_counter()
            found = _counted(case, draws, np.random.default_rng([4, number]))
            rows += [_row(f"{what}: {name}", held, draws, judged) for name, held in found.items()]
            took = time.perf_counter() - start
            shares = ", ".join(f"{row['covered']:.3f}" for row in rows[-len(found) :])
            print(
                f"coverage {number + 1}/{len(CASES)}: {what}, {draws} draws, {took:.0f} s: {shares}",
                file=sys.stderr,
                flush=True,
            )
    return rows


def _counted(case: Callable, draws: int, rng: np.random.Generator) -> dict[str, list]:
    """Return for each interval of a case whether it held the truth, one entry a draw that gave one."""
    found: dict[str, list] = {}
    once = case(rng)
    for _ in range(draws):
        for name, held in next(once).items():
            found.setdefault(name, []).append(held)
    return found


def _row(what: str, held: list, draws: int, judged: bool) -> dict:
    """Return one row of the table."""
    told = np.array([one for one in held if one is not None], float)
    share = float(told.mean())
    row = {"what": what, "covered": share, "error": float(np.sqrt(share * (1 - share) / told.size))}
    row |= {"draws": draws, "no_maximum": draws - len(told)}
    return row | ({"target": f"{LOWEST} to {HIGHEST}", "ok": LOWEST <= share <= HIGHEST} if judged else {})


def _parameters(truth, made: Callable) -> Callable:
    """Return a case: the intervals of the parameters of `truth`, fitted to what `made` makes of it."""

    def case(rng: np.random.Generator) -> Iterator[Held]:
        while True:
            try:
                bounds = type(truth)().fit(made(truth, rng)).confidence_intervals()
            except clv.ConvergenceError:
                yield dict.fromkeys(truth.names)
                continue
            inside = (bounds["lower"] <= truth.params_) & (truth.params_ <= bounds["upper"])
            yield inside.to_dict()

    return case


def _sample() -> pd.DataFrame:
    """Return the summary of chapter 4.2: 2,357 customers of CDNOW over 27 to 39 weeks."""
    log = data.load("cdnow_sample")
    options = {"end": "1997-09-30", "after_end": "drop"}
    return clv.customer_summary(log, "customer_id", "date", "value", **options)


SAMPLE = _sample()
BUYING = {
    model: model().fit(SAMPLE) for model in (clv.BetaGeoNBD, clv.ModifiedBetaGeoNBD, clv.ParetoNBD, clv.NBD)
}
SPEND = clv.GammaGamma().fit(SAMPLE)
#: Fader, Hardie & Shang (2010): donors to a public radio, six yearly appeals.
DONORS = clv.BetaGeoBetaBinomial.from_params(alpha=1.204, beta=0.75, gamma=0.657, delta=2.783)


def _buyers(truth, rng: np.random.Generator) -> pd.DataFrame:
    return truth.simulate(SAMPLE["T"], rng)


def _spenders(truth, rng: np.random.Generator) -> pd.DataFrame:
    frequency = SAMPLE["frequency"]
    return pd.DataFrame({"frequency": frequency, "monetary_value": truth.simulate(frequency, rng)})


def _donors(truth, rng: np.random.Generator) -> pd.DataFrame:
    return truth.simulate(np.full(2000, 6), rng)


def _survivors(periods: int) -> Callable:
    return lambda truth, rng: truth.simulate(1000, periods, rng)


def bootstrap(rng: np.random.Generator) -> Iterator[Held]:
    """Percentiles of the parameters of 60 refits."""
    truth = BUYING[clv.BetaGeoNBD]
    while True:
        made = _buyers(truth, rng)
        draws = clv.BetaGeoNBD().fit(made).bootstrap(made, 60, rng, failed="missing").dropna()
        low, high = draws.quantile([0.025, 0.975]).to_numpy()
        yield dict(zip(truth.names, (low <= truth.params_) & (truth.params_ <= high), strict=True))


def future(rng: np.random.Generator) -> Iterator[Held]:
    """Quantiles of the simulated total, the parameters known, against what the same customers then do."""
    truth = BUYING[clv.BetaGeoNBD]
    while True:
        made = truth.simulate(SAMPLE["T"], rng, holdout=39.0)
        low, high = np.quantile(truth.simulate_future(39, made, rng, draws=100).sum(axis=1), [0.025, 0.975])
        yield {"total purchases in 39 weeks": low <= made["holdout_frequency"].sum() <= high}


def independence(link: float) -> Callable:
    """Return a case: the correlation of spend and log frequency, money being multiplied by frequency ** link."""

    def made(rng: np.random.Generator, times: int = 1) -> pd.DataFrame:
        frequency = np.tile(SAMPLE["frequency"], times)
        money = SPEND.simulate(frequency, rng) * np.maximum(frequency, 1) ** link
        return pd.DataFrame({"frequency": frequency, "monetary_value": money})

    def case(rng: np.random.Generator) -> Iterator[Held]:
        truth = clv.independence_check(made(np.random.default_rng(1), 400)).correlation
        while True:
            found = clv.independence_check(made(rng))
            yield {"correlation": found.low <= truth <= found.high}

    return case


def churn(rng: np.random.Generator) -> Iterator[Held]:
    """Coefficients of who leaves, 3,000 customers, plus and minus 1.96 standard errors."""
    truth = np.array([-1.5, 0.8, -0.5])
    while True:
        features = pd.DataFrame({"late": rng.normal(size=3000), "member": rng.random(3000) < 0.4})
        logit = truth[0] + features.to_numpy(float) @ truth[1:]
        model = lifecycle.ChurnModel().fit(features, rng.random(3000) < 1 / (1 + np.exp(-logit)))
        z = np.abs(model.params_.to_numpy() - truth) / model.standard_errors_.to_numpy()
        yield dict(zip(("intercept", "late", "member"), z < 1.959964, strict=True))


def survival(rng: np.random.Generator) -> Iterator[Held]:
    """Kaplan-Meier of 500 people who leave at random, watched for 1 to 24 months; at 6 and 12 months."""
    while True:
        time_left, watched = rng.exponential(20, 500), rng.uniform(1, 24, 500)
        found = journeys.kaplan_meier(np.minimum(time_left, watched), time_left <= watched)
        rows = found.iloc[found.index.searchsorted([6, 12], side="right") - 1]
        truth = np.exp(-np.array([6, 12]) / 20)
        held = (rows["low"] <= truth) & (truth <= rows["high"])
        yield {"6 months": held.iloc[0], "12 months": held.iloc[1]}


def rates(share: float, size: int) -> Callable:
    """Return a case: a rate of `share` among `size` people."""

    def case(rng: np.random.Generator) -> Iterator[Held]:
        while True:
            got = rng.binomial(size, share)
            found = {
                method: experiments.proportion_interval(got, size, method=method)
                for method in ("wilson", "exact", "wald")
            }
            yield {method: one.low <= share <= one.high for method, one in found.items()}

    return case


def differences(control: float, treatment: float, size: int) -> Callable:
    """Return a case: the difference of two rates, `size` people an arm."""

    def case(rng: np.random.Generator) -> Iterator[Held]:
        while True:
            arms = [(rng.binomial(size, share), size) for share in (control, treatment)]
            found = {
                method: experiments.difference_interval(*arms, method=method)
                for method in ("newcombe", "wald")
            }
            truth = treatment - control
            yield {method: one.low <= truth <= one.high for method, one in found.items()}

    return case


def scores(rng: np.random.Generator) -> Iterator[Held]:
    """Net promoter score and share satisfied, of 400 who answer."""
    chances = np.array([2, 1, 1, 2, 3, 8, 8, 15, 22, 18, 20]) / 100
    truth = chances[9:].sum() - chances[:7].sum()
    while True:
        answers = rng.choice(11, 400, p=chances)
        promoters = lifecycle.net_promoter_score(answers)
        satisfied = lifecycle.satisfied_share(answers, least=8, scale=(0, 10))
        yield {
            "net promoter score": promoters.low <= truth <= promoters.high,
            "satisfied share": satisfied.low <= chances[8:].sum() <= satisfied.high,
        }


def moves(resampled: bool) -> Callable:
    """Return a case: 800 customers, 12 months, each with her own probability of becoming inactive."""
    states = ("active", "inactive")

    def history(size: int, rng: np.random.Generator) -> np.ndarray:
        leaves = rng.beta(0.5, 2, size)[:, None]
        table = np.zeros((size, 12), bool)
        for month in range(1, 12):
            table[:, month] = rng.random(size) < np.where(table[:, month - 1], 0.7, leaves[:, 0])
        return table

    def case(rng: np.random.Generator) -> Iterator[Held]:
        many = history(200_000, np.random.default_rng(1))
        truth = many[:, 1:][~many[:, :-1]].mean()
        while True:
            table = pd.DataFrame(np.where(history(800, rng), *states[::-1]))
            again = {"rng": rng, "draws": 120} if resampled else {}
            row = lifecycle.transition_table(table, states=states, **again).loc[("active", "inactive")]
            yield {"active to inactive": row["low"] <= truth <= row["high"]}

    return case


def referrals(rng: np.random.Generator) -> Iterator[Held]:
    """Referrals by 24 months of age of 400 customers won over 30 months, whose inclination differs."""
    end, truth = pd.Period("2024-12", "M"), 0.02 * 25
    while True:
        ages = rng.integers(0, 30, 400)
        each = rng.gamma(0.5, 0.04, 400)
        friends = rng.poisson(each[:, None], (400, 30)) * (np.arange(30) <= ages[:, None])
        who, age = np.nonzero(friends)
        who, age = (np.repeat(one, friends[who, age]) for one in (who, age))
        joined = [end - int(one) for one in (*ages, *(ages[who] - age))]
        table = pd.DataFrame({"id": range(len(joined)), "joined": [one.start_time for one in joined]})
        table["referred_by"] = pd.array([pd.NA] * 400 + list(who), dtype="Int64")
        first = table["referred_by"].isna()
        names = {"customer": "id", "joined": "joined", "referred_by": "referred_by"}
        found = economics.mean_cumulative_referrals(table, end="2024-12", **names, of=first).loc[24]
        yield {"k by 24 months": found["low"] <= truth <= found["high"]}


def uplift(rng: np.random.Generator) -> Iterator[Held]:
    """What a list gains: 4,000 customers by lot, the effect known by score; 120 samples of the bootstrap.

    With the effect 0.2 x score, the first d of the list gain 0.2 d (1 - d / 2) and as many by lot 0.1 d, so
    that the list is worth 0.1 d (1 - d) more; the area is that of the trapezia between the ten depths.
    """
    gain, by_lot = 0.2 * 0.3 * 0.85, 0.1 * 0.3
    depths = np.arange(11) / 10
    area = np.trapezoid(0.1 * depths * (1 - depths), depths)
    while True:
        score, treated = rng.random(4000), rng.random(4000) < 0.5
        stays = rng.random(4000) < 0.5 + 0.2 * score * treated
        curve = experiments.uplift_curve(score, treated, stays.astype(float), rng=rng, draws=120)
        row = curve.loc[0.3]
        truths = {"gain": gain, "by_lot": by_lot, "over_lot": gain - by_lot}
        held = {name: row[f"{name}_low"] <= truth <= row[f"{name}_high"] for name, truth in truths.items()}
        qini = curve.attrs["qini"]
        yield held | {"qini": qini["low"] <= area <= qini["high"]}


START, END, AFTER = "2023-01-01", pd.Timestamp("2024-12-31"), 91
MONTHS = range(2023 * 12, 2025 * 12)
STATES = tables.STATES[:-1]


def shop(customers: int, rng: np.random.Generator, swing: float = 0.0) -> pd.DataFrame:
    """Return a made-up shop's two years and the 91 days after.

    With a `swing` all customers buy more in some months and less in others: of the repeat purchases as many are
    kept as a lognormal number of the month says, of that standard deviation on the log scale.
    """
    log = simulated.simulated_log(customers, rng, start=START, days=731 + AFTER, to_the_end=True)
    if not swing:
        return log
    month = log["day"].dt.to_period("M")
    factor = np.exp(swing * rng.standard_normal(month.nunique()))
    kept = rng.random(len(log)) < (factor / factor.max())[pd.factorize(month, sort=True)[0]]
    return log[kept | (log["day"] == log.groupby("customer")["day"].transform("min"))]


def report_of(log: pd.DataFrame) -> tuple[LifecycleReport, int]:
    """Return the report of a shop's two years, and what its customers bought in the 91 days after."""
    known = log[log["day"] <= END]
    after = log[(log["day"] > END) & log["customer"].isin(known["customer"])]
    return lifecycle_report(known, end=f"{END:%Y-%m-%d}"), len(after.drop_duplicates(["customer", "day"]))


def forecasts(swing: float) -> Callable:
    """Return a case: the two forecasts of a shop of 3,000 customers, whose months swing so much."""

    def case(rng: np.random.Generator) -> Iterator[Held]:
        while True:
            made, later = report_of(shop(3000, rng, swing))
            held, ahead = made.holdout, made.ahead
            yield {
                "quarter held out": held.low <= held.total.at["actual", "purchases"] <= held.high,
                "next quarter": ahead["low"] <= later <= ahead["high"],
            }

    return case


def told_by_report(rng: np.random.Generator) -> Iterator[Held]:
    """The other intervals of the report of a shop of 3,000 customers.

    Of cohorts the truth is that of a shop of 100,000, of moves that with the typical gap of the draw, which is
    part of the rule; of a value it is what the true models expect of the same histories.
    """
    large = shop(100_000, np.random.default_rng(1))
    large = large[large["day"] <= END]
    curves, moves = lifecycle_report(large, end=f"{END:%Y-%m-%d}").curves["share"], _moves_by_gap(large)
    while True:
        (made, _), held = report_of(shop(3000, rng)), {}
        for (before, after), row in made.moves.iterrows():
            truth = np.interp(made.typical_gap, *moves[before, after])
            if truth:
                held[f"{before} to {after}"] = row["low"] <= truth <= row["high"]
        truth = curves.reindex(made.curves.index)
        held["points of the cohorts' curves"] = float(
            truth.between(made.curves["low"], made.curves["high"]).mean()
        )
        yield held | _values_held(made)


def _moves_by_gap(log: pd.DataFrame) -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Return for each move typical gaps, and its probability with each of them as the rule."""
    active = tables.activity(tables.purchases(nw.from_native(log).lazy())).collect().lazy()
    gaps, every = np.arange(40, 100, 2.0), pd.MultiIndex.from_product([STATES, STATES])
    shares = []
    for gap in gaps:
        found = tables.spells(active, gap, MONTHS[-1], dormant_after=2.0, churned_after=4.0)
        moved = tables.state_moves(found.collect().to_pandas(), MONTHS)
        moved = moved[moved["next_state"] != ""].groupby(["state", "next_state"])["customers"].sum()
        moved = moved.reindex(every, fill_value=0)
        shares.append(moved / moved.groupby(level=0).transform("sum"))
    table = np.stack(shares)
    return {move: (gaps, table[:, place]) for place, move in enumerate(every)}


def _values_held(made: LifecycleReport) -> Held:
    """Tell whether the values' intervals held what the true models expect of the same customers."""
    spend = clv.GammaGamma.from_params(
        **simulated.SPENDING | {"gamma": 100 * simulated.SPENDING["gamma"]}
    )  # in cents
    models, edges = {"all": clv.BetaGeoNBD.from_params(**simulated.BUYING)}, {"all": made.first.toordinal()}
    truth = forecast.Fitted(models, edges, edges, 0.0, 0, np.nan, spend, np.nan, np.nan, [])
    people = made.customers
    again = people["monetary_value"].fillna(0.0) * people["frequency"] * 100
    one_each = people.assign(customers=1, repeat_cents=again)
    told = forecast.per_history(truth, one_each, END.toordinal(), made.conventions)
    worth = told["value_weight"] * (told["value_shift"] + again)
    means = {**worth.groupby(people["state"]).mean(), "all": worth.mean()}
    return {
        f"value of {'a customer' if state == 'all' else f'the {state}'}": row["low"]
        <= means[state]
        <= row["high"]
        for state, row in made.values.iterrows()
    }


CHURNING = lifecycle.ShiftedBetaGeometric.from_params(alpha=0.668, beta=3.806)
AGEING = lifecycle.BetaDiscreteWeibull.from_params(alpha=0.668, beta=3.806, c=1.3)
ALIKE = lifecycle.Geometric.from_params(churn_rate=0.13)
#: What each is called: the case, how often it is drawn, and whether it is held to the target.
CASES = {
    "BG/NBD, 2,357 customers": (_parameters(BUYING[clv.BetaGeoNBD], _buyers), 600, True),
    "MBG/NBD, 2,357 customers": (_parameters(BUYING[clv.ModifiedBetaGeoNBD], _buyers), 600, True),
    "Pareto/NBD, 2,357 customers": (_parameters(BUYING[clv.ParetoNBD], _buyers), 300, True),
    "NBD, 2,357 customers": (_parameters(BUYING[clv.NBD], _buyers), 300, True),
    "gamma-gamma, 946 who came back": (_parameters(SPEND, _spenders), 300, True),
    "BG/BB, 2,000 customers, 6 occasions": (_parameters(DONORS, _donors), 300, True),
    "BG/NBD's bootstrap, 60 refits": (bootstrap, 80, True),
    "BG/NBD's simulated future": (future, 150, True),
    "shifted beta-geometric, 1,000 customers, 12 periods": (
        _parameters(CHURNING, _survivors(12)),
        2000,
        True,
    ),
    "beta-discrete-Weibull, 1,000 customers, 12 periods": (_parameters(AGEING, _survivors(12)), 300, True),
    "geometric, 1,000 customers, 12 periods": (_parameters(ALIKE, _survivors(12)), 2000, True),
    "independence check, 946 who came back, no link": (independence(0.0), 1000, True),
    "independence check, 946 who came back, a link": (independence(0.2), 1000, True),
    "logistic churn model, 3,000 customers": (churn, 300, True),
    "Kaplan-Meier, 500 people": (survival, 300, True),
    "rate of .23, 580 people": (rates(0.23, 580), 2000, True),
    "rate of .02, 60 people": (rates(0.02, 60), 2000, False),
    "rates of .10 and .12, 3,841 an arm": (differences(0.10, 0.12, 3841), 2000, True),
    "scores, 400 answers": (scores, 2000, True),
    "moves, whole customers drawn again": (moves(True), 150, True),
    "moves, Wilson's, each move for itself": (moves(False), 150, False),
    "mean cumulative referrals, 400 customers": (referrals, 300, True),
    "uplift at depth .3 and qini, 4,000 customers": (uplift, 300, True),
    "report, 3,000 customers": (told_by_report, 250, True),
    "report's forecasts, 3,000 customers, months that swing": (forecasts(0.15), 300, True),
    "report's forecasts, 3,000 customers": (forecasts(0.0), 300, True),
}
