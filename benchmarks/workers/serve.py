"""What both workers do: read `task log` lines, time the task, answer with a line of JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

END = "1997-09-30"


def serve(summarise: Callable, fits: dict[str, Callable]) -> None:
    """Answer until the input ends.

    `summarise(log)` returns a customer summary up to END; `fits[task](summary)` fits a model and returns a
    function that gives the log-likelihood of all customers together, with weeks as the unit of time.
    """
    folder, logs, summaries = Path(sys.argv[1]), {}, {}
    for line in sys.stdin:
        task, name = line.split()
        if name not in logs:
            logs[name] = pd.read_csv(folder / f"{name}.csv", parse_dates=["date"])
            summaries[name] = summarise(logs[name])
        summary = summaries[name]
        if task == "gamma_gamma":  # both models know only customers who came back and paid
            summary = summary[(summary["frequency"] > 0) & (summary["monetary_value"] > 0)]
        started = time.perf_counter()
        result = summarise(logs[name]) if task == "summary" else fits[task](summary)
        answer = {"seconds": time.perf_counter() - started}
        if task != "summary":
            answer["log_likelihood"] = result()
        print(json.dumps(answer), flush=True)
