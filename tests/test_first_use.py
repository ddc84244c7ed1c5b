"""Packages whose public names are imported on first use: all are there, and none before it is asked for."""

import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ["claims", "clv", "economics", "experiments", "lifecycle", "report"]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_is_there_and_no_other(package):
    package = import_module(f"marketing_origin.{package}")
    assert package.__all__ == dir(package) == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = package.nonsense


@pytest.mark.parametrize("package", PACKAGES)
def test_no_public_name_is_that_of_a_module_too(package):
    """Python puts a module's name into its package when it is imported, in place of what stood there."""
    package = import_module(f"marketing_origin.{package}")
    modules = {file.stem for file in Path(package.__file__).parent.glob("*.py")}
    assert not [
        name for name in modules & set(package.__all__) if not inspect.ismodule(getattr(package, name))
    ]


def test_the_library_needs_nothing_that_takes_longer_to_import_than_itself():
    """In a browser it takes seconds, for which a check, or a chapter's first cell, would wait."""
    code = (
        "import pkgutil, sys, marketing_origin as course; from importlib import import_module\n"
        "for found in pkgutil.walk_packages(course.__path__, 'marketing_origin.'): import_module(found.name)\n"
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "marketing_origin.lifecycle.states" in loaded
    assert not {"scipy.stats", "scipy.optimize"} & {*loaded}


@pytest.mark.parametrize(
    ("package", "name", "home", "others"),
    [
        ("lifecycle", "cohort_table", "cohorts", ["churn", "satisfaction", "states", "survival"]),
        ("lifecycle", "customer_states", "states", ["churn", "cohorts", "satisfaction", "survival"]),
        ("experiments", "sample_size", "two_arms", ["uplift"]),
        ("economics", "ResponseCurve", "budget", ["costs", "keeping", "referrals"]),
    ],
)
def test_a_name_brings_its_own_module_and_not_the_others(package, name, home, others):
    code = f"import sys; from marketing_origin.{package} import {name}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert f"marketing_origin.{package}.{home}" in loaded
    assert not [other for other in others if f"marketing_origin.{package}.{other}" in loaded]
