"""Which whole numbers of a namespace are kept in 32 bits: in sums and squares they wrap without a word."""

import numpy as np
import pandas as pd


def narrow(names: dict) -> list[str]:
    """Return where a namespace holds 32-bit integers: "orders", "orders[month]", "orders, index"."""
    found = []
    for name, value in names.items():
        if name.startswith("_"):
            continue
        if isinstance(value, pd.DataFrame):
            parts = {
                f"{name}[{column}]": value[column].dtype
                for column in value.columns.unique()
                if value[column].ndim == 1
            }
        elif isinstance(value, pd.Series | np.ndarray):
            parts = {name: value.dtype}
        else:
            continue
        if isinstance(value, pd.DataFrame | pd.Series) and value.index.nlevels == 1:
            parts[f"{name}, index"] = value.index.dtype
        found += [part for part, dtype in parts.items() if dtype in ("int32", "uint32")]
    return sorted(found)
