"""What the steps of a question's own way tell of an answer: one of them done otherwise, or two put together."""

import functools
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np

from marketing_origin.checks.altered import Altered, altered
from marketing_origin.checks.diagnosis import Candidate
from marketing_origin.checks.quantities import quantities, together
from marketing_origin.checks.worked_way import Way, way_of

#: So long a learner waits while a way is gone again and again, in seconds; most take less than a tenth of it.
PATIENCE = 2.0
NAMES = "(the names are those of the worked way)"


class Steps:
    """The candidates that a question's way gives; each is computed when it is first asked for.

    Parameters
    ----------
    solve : callable
        The question's function: it returns (right answer, mistakes, ...).
    read : callable
        Turns a value into an answer's cells, or raises.
    right : callable
        Tells whether cells are those of a right answer.
    """

    def __init__(self, solve: Callable, read: Callable[[object], dict], right: Callable[[dict], bool]):
        self.solve, self.read, self.right = solve, read, right

    @functools.cached_property
    def way(self) -> Way | None:
        """The way, where it can be read."""
        return way_of(self.solve)

    @functools.cached_property
    def _altered(self) -> list[tuple[Altered, Candidate]]:
        """The steps done otherwise with what comes out; as many as can be had in PATIENCE seconds."""
        until = time.monotonic() + PATIENCE
        found = []
        for step in altered(self.way) if self.way else ():
            if time.monotonic() > until:
                break
            cells = self._quietly(lambda step=step: self.read(step.compute()))
            if cells and not self.right(cells):
                found.append((step, Candidate(f"{step.says} {NAMES}.", cells)))
        return found

    @property
    def otherwise(self) -> list[Candidate]:
        """What comes out with one step done otherwise."""
        return [way for step, way in self._altered if not step.exchanged]

    @property
    def decided(self) -> list[Candidate]:
        """What comes out with one condition done otherwise."""
        return [way for step, way in self._altered if step.decides]

    @property
    def exchanged(self) -> list[Candidate]:
        """What comes out with one name of the way in place of another."""
        return [way for step, way in self._altered if step.exchanged]

    @functools.cached_property
    def quantities(self) -> dict[str, dict]:
        """What the steps come to, by their code; the answer itself is none of them."""
        found = (self._quietly(lambda: quantities(self.way, self.read)) if self.way else None) or {}
        return {code: cells for code, cells in found.items() if not self.right(cells)}

    @functools.cached_property
    def alone(self) -> list[Candidate]:
        """One quantity of the way, handed in as it is."""
        return [
            Candidate(f"This is {code} {NAMES}: is that what is asked?", cells)
            for code, cells in self.quantities.items()
        ]

    @property
    def together(self) -> Iterator[Candidate]:
        """Two quantities of the way, put together as people do."""
        for says, cells in together(self.quantities):
            if not self.right(cells):
                yield Candidate(
                    f"This is {says} {NAMES}: which quantities does the question ask for, and how are they put "
                    "together?",
                    cells,
                )

    def _quietly(self, compute: Callable[[], dict]) -> dict | None:
        """Return what comes of a way, None where it cannot be gone."""
        try:
            with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
                return compute()
        except KeyboardInterrupt:
            raise
        except BaseException:
            return None
