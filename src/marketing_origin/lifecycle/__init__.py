"""How long customers stay, and which state they are in.

Which state, from an order log (`lifecycle.states`)::

    customer_states(log, customer, date, *, at, typical_gap=None, dormant_after=2.0, churned_after=4.0,
                    loyal_from=2, people=None, first_orders_from=None)
                                                 frame by customer: orders, silence, rhythm, gaps, state
    states_by_month(log, customer, date, *, end, start=None, …)   frame: a column of states a month
    transition_table(history, *, level=0.95, rng=None, draws=400) frame by from and to: moves, base,
                                                 probability, low, high
    state_paths(history)                         for `MarkovChain.from_paths` and `memory_test`

How many of those who came together are still there (`lifecycle.cohorts`)::

    cohort_table(log, *, customer, time, period="month", by="age", start=None, until=None)
                                                 frame by cohort: customers by age, or by calendar

How long, under contract (`lifecycle.survival`): `Geometric`, `ShiftedBetaGeometric`, `BetaDiscreteWeibull`.

What they say (`lifecycle.satisfaction`)::

    net_promoter_score(answers, *, level=0.95)   Score: value, low, high, answered
    satisfied_share(answers, *, least=4, scale=(1, 5), level=0.95)

Who may leave (`lifecycle.churn`)::

    ChurnModel().fit(features, left)             params_, standard_errors_; predict(features)
    calibration_table(probability, left, *, groups=10)     frame by group: customers, predicted, observed
    profit_by_threshold(probability, left, thresholds, *, cost, saved_share, worth)
                                                 frame by threshold: contacted, leavers, profit
"""

from marketing_origin.first_use import on_first_use

__getattr__, __dir__ = on_first_use(
    __name__,
    {
        "churn": (
            "ChurnModel",
            "calibration_table",
            "profit_by_threshold",
        ),
        "cohorts": ("cohort_table",),
        "satisfaction": (
            "net_promoter_score",
            "satisfied_share",
        ),
        "states": (
            "STATES",
            "customer_states",
            "state_paths",
            "states_by_month",
            "transition_table",
        ),
        "survival": (
            "BetaDiscreteWeibull",
            "Geometric",
            "ShiftedBetaGeometric",
        ),
    },
)
__all__ = __dir__()
