"""A widget on a page without a kernel: its first picture, its controls, and the pictures of its whole grid.

The first picture is drawn when the page is made, by the same front end that draws it in a browser, so that it
stands there before any script runs. The grid follows in a script element, for `explore.js` to look up.
"""

import json
import math
import subprocess
from collections.abc import Mapping
from pathlib import Path

from marketing_origin.errors import CourseError
from marketing_origin.widgets import grid
from marketing_origin.widgets.explorable import Explorable, Limits, to_json

BUDGET = 256_000
MOST_STATES = 20_000
STATIC = Path(__file__).parent / "static"


class StaticExplore:
    """What `explore` returns while a site is being built: the widget's values are those it starts at.

    Parameters
    ----------
    explorable : the function with its controls; called here once for every position of the controls.

    Raises
    ------
    CourseError : if the grid would take more than BUDGET bytes, saying which control to coarsen and by how
        much, or if the function fails at any position.
    """

    def __init__(self, explorable: Explorable):
        self.explorable = explorable
        self.values = explorable.start
        states, first = all_states(explorable)
        self.alt = states[first]["alt"]
        self.html = html(explorable, states, first)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": f"{self.explorable.title}. {self.alt}"}


def all_states(explorable: Explorable) -> tuple[list[dict], int]:
    """Return the state at every position of the controls, and which of them the controls start at."""
    count = math.prod(len(control.values) for control in explorable.controls.values())
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


def html(explorable: Explorable, states: list[dict], first: int) -> str:
    """Return the widget as HTML: first picture, controls (asleep until the script wakes them) and grid."""
    model = to_json({**explorable.header(), "grid": packed(explorable, states)})
    shown = draw({**explorable.header(), "state": states[first]})
    return (
        f'<div class="mo-explore" data-explore="{explorable.name}">{shown}'
        f'<script type="application/json" class="mo-model">{model}</script></div>'
    )


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


def asset(name: str) -> str:
    """Return a file of the bundled front end, or raise CourseError where it has not been made."""
    try:
        return (STATIC / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(
            "The widget's front end has not been bundled. Run `python -m course_builder.widget_bundle` "
            "(`python3 course.py` does it when it sets up)."
        ) from None


def draw(model: Mapping) -> str:
    """Return the HTML of a widget at one state, drawn by the front end's own code in Node."""
    from course_builder.node import run_node  # A reader's browser has no Node, and does not come here.

    asset("node.mjs")
    done = run_node(
        STATIC / "node.mjs", "draw", input=json.dumps(model), capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, "node.mjs draw", done.stdout, done.stderr)
    return done.stdout
