"""Which whole numbers a notebook keeps in 32 bits: in a product or a running total they wrap without a word.

Run in the kernel of the builder and in that of the browser's Python. It imports nothing itself: what is imported
before a notebook changes what the notebook shows.
"""

import sys
from collections.abc import Iterator

NARROW = {"int32", "uint32"}


def narrow(names: dict) -> list[str]:
    """Return where a notebook's names hold 32-bit integers: "months", "orders[month]", "orders, index"."""
    if "pandas" not in sys.modules:
        return []
    found = [
        part
        for name, value in list(names.items())
        if not name.startswith("_") and name != "Out"
        for part, dtype in _whole(name, value)
        if str(dtype).lower() in NARROW
    ]
    return sorted(set(found))


def _whole(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Give the types in a value under a name, one by one where it is a dictionary of frames or arrays."""
    yield from _typed(name, value)
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _typed(f"{name}[{key}]", each)


def _typed(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Give the types of an array, of a column, of an index and of a frame's columns."""
    np, pd = sys.modules["numpy"], sys.modules["pandas"]
    if isinstance(value, pd.DataFrame):
        yield from ((f"{name}[{column}]", dtype) for column, dtype in value.dtypes.items())
        yield from _typed(f"{name}, columns", value.columns)
        yield from _typed(f"{name}, index", value.index)
    elif isinstance(value, pd.MultiIndex):
        yield from ((name, level.dtype) for level in value.levels)
    elif isinstance(value, pd.Series | pd.Index | np.ndarray):
        yield name, value.dtype
        if isinstance(value, pd.Series):
            yield from _typed(f"{name}, index", value.index)
