"""What types the public results have; run inside Pyodide, and by the tests in their own Python.

In the reader's browser NumPy's default integer has 32 bits: a column of those wraps in a product or a running sum,
without a word. Inside Pyodide the types are written to /disk/dtypes.json.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from marketing_origin import clv, data, decisions, economics, experiments, journeys, lifecycle

FIELDS = ("customer_id", "date", "value")
CUT = {"end": "1997-09-30", "holdout_end": "1998-06-30"}
CHAIN = pd.DataFrame([[0.2, 0.8], [0.0, 1.0]], ["in", "out"], ["in", "out"])


def results() -> dict[str, object]:
    """Return results of the library's public functions, by what was called."""
    rng = np.random.default_rng(1)
    log = data.load("cdnow_sample").head(600)
    summary = clv.holdout_summary(log, *FIELDS, **CUT)
    ages = summary["T"]
    buying = clv.BetaGeoNBD.from_params(r=0.24, alpha=4.4, a=0.8, b=2.4)
    dying = clv.ParetoNBD.from_params(r=0.55, alpha=10.6, s=0.6, beta=11.7)
    spend = clv.GammaGamma.from_params(p=6.2, q=3.7, gamma=15.4)
    modified = clv.ModifiedBetaGeoNBD.from_params(r=0.24, alpha=4.4, a=0.8, b=2.4)
    shifted = lifecycle.ShiftedBetaGeometric.from_params(alpha=0.7, beta=1.2)
    weibull = lifecycle.BetaDiscreteWeibull.from_params(alpha=0.7, beta=1.2, c=1.1)
    members = data.load("club_members")
    paid = data.load("club_months").merge(members[["member_id", "join_month"]], on="member_id").head(5000)
    states = lifecycle.states_by_month(log, *FIELDS[:2], end="1998-06-30")
    costs = {"start": "2024-01-01", "end": "2024-12-01", "promotion": "cost"}
    chance, lot = rng.random(400), rng.random(400) < 0.5
    actions = pd.DataFrame({"customers": [3, 4], "value": [5.0, 6.0], "cost": [1.0, 2.0]}, ["call", "letter"])
    chain = journeys.MarkovChain(CHAIN)
    return {
        "clv.customer_summary": clv.customer_summary(log, *FIELDS, end="1998-06-30"),
        "clv.holdout_summary": summary,
        "clv.frequency_table": clv.frequency_table(
            summary, {"model": buying.expected_purchases(39, summary)}
        ),
        "clv.tracking_table": clv.tracking_table(log, *FIELDS[:2], {"model": buying}, **CUT),
        "clv.BetaGeoNBD.simulate": buying.simulate(ages, rng, holdout=39),
        "clv.BetaGeoNBD.simulate_future": buying.simulate_future(39, summary, rng, draws=2),
        "clv.ModifiedBetaGeoNBD.simulate": modified.simulate(ages, rng, holdout=39),
        "clv.ParetoNBD.simulate": dying.simulate(ages, rng, holdout=39),
        "clv.NBD.simulate": clv.NBD.from_params(r=0.24, alpha=4.4).simulate(ages, rng, holdout=39),
        "clv.GammaGamma.simulate": spend.simulate(summary["frequency"], rng),
        "data.load": {
            name: data.load(name) for name in ("cdnow_sample", "club_months", "club_plans", "telco")
        },
        "decisions.order_of_spending": decisions.order_of_spending(actions, budget=7.0),
        "economics.customer_acquisition_cost": economics.customer_acquisition_cost(
            data.load("club_costs"), members, **costs
        ),
        "economics.leaky_bucket": economics.leaky_bucket(200, 0.8, start=1000, periods=5, rng=rng),
        "economics.mean_cumulative_referrals": economics.mean_cumulative_referrals(members, end="2024-12-01"),
        "economics.total_progeny_distribution": economics.total_progeny_distribution([0.8, 0.2], 5),
        "experiments.simulate_peeking": experiments.simulate_peeking(0.1, 100, 3, repeats=50, rng=rng),
        "experiments.uplift_curve": experiments.uplift_curve(
            chance, lot, chance, rng=rng, depths=4, draws=20
        ),
        "journeys.funnel": journeys.funnel({"seen": 100, "order": 7}),
        "journeys.kaplan_meier": journeys.kaplan_meier(rng.integers(1, 40, 400), lot),
        "journeys.MarkovChain.simulate": list(chain.simulate("in", 5, rng)),
        "journeys.memory_test": journeys.memory_test(
            [list(word) for word in ("abbab", "baabb", "aabba") * 20]
        ),
        "lifecycle.calibration_table": lifecycle.calibration_table(chance, lot, groups=4),
        "lifecycle.cohort_table": lifecycle.cohort_table(
            paid, customer="member_id", time="month", start="join_month"
        ),
        "lifecycle.customer_states": lifecycle.customer_states(
            log[log["date"] <= "1998-03-31"], *FIELDS[:2], at="1998-03-31"
        ),
        "lifecycle.states_by_month": states,
        "lifecycle.transition_table": lifecycle.transition_table(states, rng=rng, draws=20),
        "lifecycle.ShiftedBetaGeometric.simulate": shifted.simulate(50, 3, rng),
        "lifecycle.BetaDiscreteWeibull.simulate": weibull.simulate(50, 3, rng),
    }


def types(result: object) -> object:
    """Return the types in a result, by column where it has columns."""
    if isinstance(result, pd.DataFrame):
        return {str(name): str(result[name].dtype) for name in result} | {"index": str(result.index.dtype)}
    if isinstance(result, pd.Series):
        return {"values": str(result.dtype), "index": str(result.index.dtype)}
    if isinstance(result, np.ndarray):
        return str(result.dtype)
    if isinstance(result, list | tuple) and not hasattr(result, "_asdict"):
        return [types(value) for value in result]
    if isinstance(result, dict):
        return {str(name): types(value) for name, value in result.items()}
    if hasattr(result, "_asdict"):
        return types(result._asdict())
    return type(result).__name__


def found() -> dict[str, object]:
    """Return the types of all results."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {name: types(result) for name, result in results().items()}


if sys.platform == "emscripten":
    Path("/disk/dtypes.json").write_text(json.dumps(found()))
