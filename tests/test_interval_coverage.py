"""Whoever returns an interval says how often it holds the truth, as the benchmark has measured it."""

import importlib
import inspect
import re

import pytest

PUBLIC = ("clv", "economics", "experiments", "journeys", "lifecycle", "report")
#: Speaks of intervals without returning one of its own: whose it is.
ELSEWHERE = {
    "Interval": "what proportion_interval and difference_interval return",
    "Score": "what net_promoter_score and satisfied_share return",
    "Independence": "what independence_check returns",
    "two_proportion_test": "agrees with an interval",
    "sensitivities": "a lever's low and high are values that are tried",
    "Conventions": "the level of the report's intervals",
}
TELLS = re.compile(r"\bintervals?\b|\blow\b.*\bhigh\b", re.IGNORECASE | re.DOTALL)


def told():
    """Yield (name, docstring) of every public function, class and method that speaks of an interval."""
    for package in PUBLIC:
        module = importlib.import_module(f"marketing_origin.{package}")
        for name in dir(module):
            one = getattr(module, name)
            ours = str(getattr(one, "__module__", "")).startswith("marketing_origin")
            if name.startswith("_") or not callable(one) or not ours:
                continue
            yield f"{package}.{name}", inspect.getdoc(one) or ""


INTERVALS = {name: text for name, text in told() if TELLS.search(text)}


def test_there_are_some():
    assert {"journeys.kaplan_meier", "experiments.uplift_curve", "clv.BetaGeoNBD"} <= INTERVALS.keys()


@pytest.mark.parametrize("name", INTERVALS)
def test_the_docstring_says_how_often_the_interval_held_the_truth(name):
    if name.rpartition(".")[2] in ELSEWHERE:
        return
    assert "benchmarks/coverage.py" in INTERVALS[name]
    assert re.search(r"\d\d(?:, \d\d)*(?: and \d\d)? %", INTERVALS[name])
