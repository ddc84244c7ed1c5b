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
"""

from marketing_origin.lifecycle.cohorts import cohort_table
from marketing_origin.lifecycle.states import (
    STATES,
    customer_states,
    state_paths,
    states_by_month,
    transition_table,
)
from marketing_origin.lifecycle.survival import BetaDiscreteWeibull, Geometric, ShiftedBetaGeometric

__all__ = [
    "STATES",
    "BetaDiscreteWeibull",
    "Geometric",
    "ShiftedBetaGeometric",
    "cohort_table",
    "customer_states",
    "state_paths",
    "states_by_month",
    "transition_table",
]
