"""Looking once at each of the values that a column holds many times."""

from collections.abc import Callable

import numpy as np
import pandas as pd

#: Texts of which it is kept what was read in them: a file is looked at more than once.
KEPT = 2**15


def each_once(values: pd.Series, read: Callable, missing: object, dtype: object = object) -> np.ndarray:
    """Return what `read` makes of each value, `missing` where there is none; equal values are read once."""
    codes, found = distinct(values)
    return np.array([*map(read, found), missing], dtype=dtype)[codes]


def distinct(values: pd.Series) -> tuple[np.ndarray, list]:
    """Return each value's place in a list of the different ones, -1 where it is missing, and that list."""
    try:
        codes, found = pd.factorize(values)
    except TypeError:  # lists or the like in a frame: as text
        codes, found = pd.factorize(values.map(str))
    return codes, list(np.asarray(found, dtype=object))
