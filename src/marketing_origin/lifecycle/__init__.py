"""How long customers stay, and which state they are in."""

from marketing_origin.lifecycle.states import (
    STATES,
    customer_states,
    state_paths,
    states_by_month,
    transition_table,
)
from marketing_origin.lifecycle.survival import ShiftedBetaGeometric

__all__ = [
    "STATES",
    "ShiftedBetaGeometric",
    "customer_states",
    "state_paths",
    "states_by_month",
    "transition_table",
]
