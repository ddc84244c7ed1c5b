"""A lifecycle report of a shop's own orders, on pandas, DuckDB or Spark.

::

    report = lifecycle_report(orders.clean("orders.csv"))      or a clean frame, a Parquet file, a DuckDB
    relation,
                                                               a Spark frame: customer, order, day, cents
    report.write("report.html")                                one file that needs no other
    report.customers                                           frame: a row for each customer
    report.write_customers("customers.parquet")                or .csv
    report.months, .cohort_table, .curves, .states, .moves, .concentration, .holdout, .values, .actions

    Conventions(margin_rate=None, discount_rate=0.10, horizon_days=365, holdout_days=91, level=0.95,
                dormant_after=2.0, churned_after=4.0)          what the log cannot say and values rest on

The tables themselves, written once for all engines, are in `report.tables`.
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "engines": ("open_log",),
        "forecast": ("Conventions",),
        "making": ("LifecycleReport", "lifecycle_report"),
    },
    modules=("tables",),
)
__all__ = __dir__()
