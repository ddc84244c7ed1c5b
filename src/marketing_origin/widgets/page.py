"""A widget as data, for a page without a kernel: its controls, first state and the states of its whole grid.

The builder draws the first picture when it makes the page, by the same front end that draws it in a browser,
so that it stands there before any script runs. The grid follows beside it, for `explore.js` to look up.
"""

import math

from marketing_origin.errors import CourseError
from marketing_origin.widgets import grid
from marketing_origin.widgets.explorable import Explorable, Limits

BUDGET = 256_000
MOST_STATES = 20_000


def page_data(explorable: Explorable) -> dict:
    """Return what a page shows of a widget: header, first state and packed grid.

    Parameters
    ----------
    explorable : the function with its controls; called here once for every position of the controls.

    Returns
    -------
    `title`, `name` and `controls` as in `Explorable.header`, `state` (what `Explorable.state` gives at the
    first values) and `grid` (all states, see `grid.pack`): all of it JSON.

    Raises
    ------
    CourseError : if the grid would take more than BUDGET bytes, saying which control to coarsen and by how
        much, or if the function fails at any position.
    """
    states, first = all_states(explorable)
    return {**explorable.header(), "state": states[first], "grid": packed(explorable, states)}


def all_states(explorable: Explorable) -> tuple[list[dict], int]:
    """Return the state at every position of the controls, and which of them the controls start at."""
    count = explorable.positions
    if count > MOST_STATES:
        raise CourseError(
            f"explore: the controls of {explorable.called} have {count} positions, more than the "
            f"{MOST_STATES} a page can hold. " + coarser(explorable, count / MOST_STATES)
        )
    values = list(explorable.states())
    pictures = [explorable.picture(chosen) for chosen in values]
    limits = Limits()
    for picture in pictures:
        limits.include(picture)
    states = [explorable.state(*pair, limits) for pair in zip(values, pictures, strict=True)]
    return states, values.index(explorable.start)


def packed(explorable: Explorable, states: list[dict]) -> str:
    """Return the grid as text, as exact as the budget allows, or raise CourseError."""
    for digits in grid.DIGITS:
        text = grid.pack(states, digits)
        if len(text) <= BUDGET:
            return text
    raise CourseError(
        f"explore: the grid of {explorable.called} takes {len(text) / 1000:.0f} kB, over the budget of "
        f"{BUDGET / 1000:.0f} kB a widget. " + coarser(explorable, len(text) / BUDGET)
    )


def coarser(explorable: Explorable, excess: float) -> str:
    """Say how to make the grid `excess` times smaller: on the control with most positions."""
    name, control = max(explorable.controls.items(), key=lambda item: len(item[1].values))
    positions = max(2, int(len(control.values) / excess))
    if control.kind != "slider":
        return f"Coarsen {name}: {len(control.values)} options become {positions}; or draw fewer points."
    step = control.values[1] - control.values[0]
    larger = step * math.ceil((len(control.values) - 1) / max(1, positions - 1))
    return (
        f"Coarsen {name}: a step of {larger:.6g} instead of {step:.6g} ({positions} positions instead of "
        f"{len(control.values)}); or draw fewer points."
    )
