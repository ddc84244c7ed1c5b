"""The ledger of claims: its rows, and the way from a row to the figures that the data give."""

from collections.abc import Callable
from importlib import import_module

import pandas as pd

import marketing_origin
from marketing_origin import data
from marketing_origin.errors import CourseError, nearest

#: What the course concludes about a claim.
VERDICTS = {
    "holds": "the data and the algebra bear it out as it is said",
    "holds under conditions": "true where the conditions hold that the row names, and not in general",
    "folklore": "nobody was found who measured it",
    "wrong as stated": "a source or a computation contradicts what is said",
    "framework": "a definition, a list or a way of looking: neither true nor false, to be judged by its use",
}

#: What a verdict rests on outside a simulation, the strongest first; a claim has the strongest of its own.
EVIDENCE = {
    "experiment": "groups of real people drawn by lot; their counts are computed with here",
    "published study": "a study that others have published, seen at least as its abstract or recomputed",
    "public data": "records of real customers, computed here; nobody was drawn by lot",
    "arithmetic": "it follows from definitions; numbers put into it are examples",
    "simulation only": "made-up customers or firms: it illustrates and proves nothing about the world",
    "none": "nothing",
}

#: How a number is shown, by the end of its name; others by their size.
FORMATS = {
    "_share": ".1%",
    "_rate": ".1%",
    "_probability": ".1%",
    "_change": "+.1%",
    "_gain": "+.1%",
    "_points": ".1f",
    "_ratio": ".3g",
    "_count": ",.0f",
    "p_value": ".3g",
}


def load() -> pd.DataFrame:
    """Return the ledger: a row a claim, indexed by its id ("C1" to "C47").

    What each column means: `data.describe("claims")`.
    """
    return data.load("claims").set_index("id")


def function_of(claim: str) -> Callable[[], dict[str, float]] | None:
    """Return the function that computes a claim's figures; None where it is not written yet.

    Raises CourseError for an id that is not in the ledger.
    """
    ledger = load()
    if claim not in ledger.index:
        raise CourseError(
            f"No claim has the id {claim!r}; they go from C1 to C{len(ledger)}.{nearest(claim, ledger.index)}"
        )
    name = ledger.at[claim, "function"]
    if pd.isna(name):
        return None
    return getattr(import_module("marketing_origin.claims"), name.removeprefix("claims."))


def compute(claim: str) -> dict[str, float]:
    """Return a claim's figures by name, computed from the course's data and library.

    Raises CourseError for an id that is not in the ledger, and for a claim whose function is not written yet.
    """
    function = function_of(claim)
    if function is None:
        raise CourseError(
            f"Claim {claim} has no figures to compute: no function is written for it yet. "
            "`claims.load()` shows its row."
        )
    return {name: float(figure) for name, figure in function().items()}


def glue(claim: str, **specs: str) -> dict[str, float]:
    """Keep a claim's figures for the chapter's text, and return them.

    The text writes ``{glue:text}`c1_calls_per_sale_ratio` ``: the id in small letters, `_`, the figure's
    name. `specs` replaces the usual format of single figures: ``glue("C1", sale_ratio=".1f")``.

    Raises CourseError as `compute`, and for a name in `specs` that the claim does not have.
    """
    figures = compute(claim)
    for name in specs:
        if name not in figures:
            raise CourseError(
                f"glue: {claim} has no figure {name!r}.{nearest(name, figures)} It has: {', '.join(figures)}."
            )
    for name, number in figures.items():
        shown, spec = as_shown(name, number)
        marketing_origin.glue(f"{claim.lower()}_{name}", shown, specs.get(name, spec))
    return figures


def as_shown(name: str, number: float) -> tuple[float, str]:
    """Return a figure as the text shows it, and the format: by the end of its name, else by its size."""
    by_size = ",.0f" if abs(number) >= 1000 else ".1f" if abs(number) >= 10 else ".2f"
    spec = next((spec for end, spec in FORMATS.items() if name.endswith(end)), by_size)
    return (100 * number if name.endswith("_points") else number), spec
