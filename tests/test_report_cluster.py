"""The report on a real Spark cluster, a worker of which dies: `python3 course.py test --scale`."""

import sys
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

from course_builder import spark_cluster
from marketing_origin.errors import CourseError
from marketing_origin.report import lifecycle_report
from marketing_origin.report.simulated import simulated_log

TABLES = (
    "months",
    "cohort_table",
    "curves",
    "states",
    "moves",
    "concentration",
    "values",
    "actions",
    "customers",
)


@pytest.fixture(scope="module")
def cluster(request, tmp_path_factory):
    """A master, two workers and a Spark Connect server."""
    if not request.config.getoption("--scale"):
        pytest.skip("`python3 course.py test --scale` runs it")
    if not find_spec("pyspark"):
        pytest.skip(
            "Spark's client is not installed: `python3 course.py test --scale` without --no-spark does it"
        )
    with spark_cluster.SparkCluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """A log in Parquet, and the report that pandas makes of it."""
    path = tmp_path_factory.mktemp("log") / "orders.parquet"
    made = simulated_log(3000, np.random.default_rng(3), rows_an_order=1.5)
    made.astype({"day": "datetime64[us]"}).to_parquet(path)
    return path, lifecycle_report(path, engine="pandas")


def same(found, expected):
    """Counts and cents exactly, rates to 1e-9."""
    for name in TABLES:
        table, known = getattr(found, name), getattr(expected, name)
        pd.testing.assert_frame_equal(table, known, rtol=1e-9, atol=0, check_like=True, obj=name)


def test_the_report_is_right_on_a_cluster_though_a_worker_dies_meanwhile(cluster, log):
    path, expected = log
    killed = []

    def kill_one(step, done, steps):
        # The tables of purchases and customers are on both workers by then.
        if step == "states":
            cluster.kill_worker(0)
            killed.append(step)

    found = lifecycle_report(path, master=cluster.address, progress=kill_one)
    same(found, expected)
    assert killed == ["states"]
    assert cluster.processes["worker-0"].wait(10) != 0
    assert "Lost executor" in cluster.said("connect")  # it had work, and the server noticed


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for Java")
def test_without_a_java_that_starts_spark_one_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(CourseError, match=r"There is no Java in JAVA_HOME=.*apt install openjdk-17"):
        spark_cluster.java()
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    program.chmod(0o755)
    with pytest.raises(CourseError, match=r"too old or does not start \(openjdk version \"1\.8\.0_402\"\)"):
        spark_cluster.java()
    program.write_text("#!/bin/sh\necho 'openjdk version \"17.0.15\"' >&2\n")
    assert spark_cluster.java() == program
