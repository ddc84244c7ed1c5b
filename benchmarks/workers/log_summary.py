"""From a log in Parquet to a customer summary, or to the whole report: once, in a process of its own.

    python log_summary.py TOOL LOG END [MEMORY]

Prints seconds by the clock and of the processors (imports not counted), the most memory that the process had, and
what both sides must agree on.
"""

import json
import sys
import time
from pathlib import Path

TOOL, LOG, END = sys.argv[1:4]
#: What the whole report may take, "3GB"; the other tools take what they need.
MEMORY = (sys.argv[4:] or [None])[0]

BY_HAND = """
WITH bought AS (
  SELECT customer, day, sum(cents) AS cents, count(*) AS orders FROM read_parquet('{log}') GROUP BY ALL
), known AS (
  SELECT customer, min(day) AS first, max(day) AS last, count(*) AS purchases, sum(orders) AS orders,
         sum(cents)::BIGINT AS cents, arg_min(cents, day)::BIGINT AS first_cents
  FROM bought GROUP BY customer
)
SELECT customer, purchases - 1 AS frequency, date_diff('day', first, last) AS recency,
       date_diff('day', first, DATE '{end}') AS T,
       CASE WHEN purchases > 1 THEN (cents - first_cents) / (100.0 * (purchases - 1)) END AS monetary_value,
       orders::BIGINT AS orders, cents / 100 AS revenue
FROM known ORDER BY customer
"""


def lifetimes():
    """The peer: pandas reads, lifetimes summarises."""
    import pandas as pd
    from lifetimes.utils import summary_data_from_transaction_data

    def work():
        log = pd.read_parquet(LOG, columns=["customer", "day", "cents"])
        log["value"] = log["cents"] / 100
        return summary_data_from_transaction_data(
            log, "customer", "day", "value", observation_period_end=END, freq="D"
        )

    return work


def duckdb():
    """The peer: a statement by hand."""
    import duckdb
    import pandas  # noqa: F401 - not to be paid for within

    return lambda: duckdb.connect().sql(BY_HAND.format(log=LOG, end=END)).df()


def ours():
    """The course's own tables on DuckDB."""
    from datetime import date

    import duckdb  # noqa: F401 - not to be paid for within, as with the peers
    import pyarrow.parquet  # noqa: F401

    from marketing_origin.report import open_log, tables

    def work():
        log = open_log(LOG)
        people = tables.customers(tables.purchases(log.frame))
        return log.collect(tables.customer_summary(people, date.fromisoformat(END).toordinal()), ["customer"])

    return work


def report():
    """The course's whole report."""
    import tempfile

    from marketing_origin.report import lifecycle_report

    def work():
        made = lifecycle_report(LOG, end=END, memory=MEMORY)
        with tempfile.TemporaryDirectory() as folder:
            made.write(f"{folder}/report.html")
            made.write_customers(f"{folder}/customers.parquet")
        return made

    return work


def most_memory():
    """The most memory that this very program has had, in MB; what its parent had does not count (Linux)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )


work = {"lifetimes": lifetimes, "duckdb": duckdb, "ours": ours, "report": report}[TOOL]()
started, worked = time.perf_counter(), time.process_time()
found = work()
told = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - worked}
told["megabytes"] = most_memory()
if TOOL != "report":
    told |= {name: float(found[name].sum()) for name in ("frequency", "recency", "T", "monetary_value")}
    told["customers"] = len(found)
print(json.dumps(told))
