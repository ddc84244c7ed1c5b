"""Reading what a user passes in, and saying in one message what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError, nearest


def column(frame: pd.DataFrame, name: str, argument: str) -> pd.Series:
    """Return the column `name` of `frame`; `argument` is what the user calls it by.

    Raises CourseError where `frame` is no DataFrame, has no such column, or has several of that name.
    """
    if not isinstance(frame, pd.DataFrame):
        raise CourseError(f"A pandas DataFrame is needed, not {type(frame).__name__}.")
    if name not in frame.columns:
        known = ", ".join(map(str, frame.columns))
        raise CourseError(
            f"{argument}: there is no column {name!r}; the columns are: {known}."
            f"{nearest(name, map(str, frame))}"
        )
    found = frame[name]
    if isinstance(found, pd.DataFrame):
        raise CourseError(
            f"{argument}: {found.shape[1]} columns are named {name!r}; keep the first of each name: "
            "`frame.loc[:, ~frame.columns.duplicated()]`."
        )
    return found


def numbers(values: object, argument: str, *, single: bool = False) -> np.ndarray | float:
    """Return `values` as an array of floats, none of them missing, or with `single` the one number in it.

    Raises CourseError for what is no number (text, dates, time spans, yes and no), for missing or infinite
    values, and with `single` for more than one.
    """
    found = _floats(values, argument)
    if not np.isfinite(found).all():
        if single and found.size == 1:
            raise CourseError(f"{argument}={found.reshape(-1)[0]:g}: one finite number is needed.")
        count = np.count_nonzero(~np.isfinite(found))
        raise CourseError(
            f"{argument}: {count} of {found.size} values are missing or infinite; leave those rows out first."
        )
    if not single:
        return found
    if found.size != 1:
        raise CourseError(f"{argument}: one number is needed, not {found.size}.")
    return float(found.reshape(-1)[0])


def _floats(values: object, argument: str) -> np.ndarray:
    """Return numbers of any type as floats; NumPy alone would also cast dates, time spans, booleans, text."""
    if isinstance(getattr(values, "dtype", None), pd.api.extensions.ExtensionDtype):
        values = values.to_numpy(dtype=object, na_value=np.nan)
    try:
        array = np.asarray(values)
    except ValueError:
        raise CourseError(f"{argument}: numbers are needed, not lists of differing lengths.") from None
    if array.dtype.kind not in "iuf":
        _require_numbers(array, argument)
    try:
        return array.astype(float)
    except (TypeError, ValueError, OverflowError):
        first = next((value for value in array.flat if not _is_number(value)), array)
        raise CourseError(f"{argument}: numbers are needed, not {shown(first)}.") from None


def _require_numbers(array: np.ndarray, argument: str) -> None:
    """Refuse dates, time spans, booleans and text, with what makes numbers of them where something does."""
    first = next(iter(array.flat), None)
    if array.dtype.kind == "m" or isinstance(first, timedelta | np.timedelta64):
        raise CourseError(
            f"{argument}: these are time spans, and numbers are needed. `.dt.days` makes whole days of a "
            'Series of them, `/ np.timedelta64(1, "D")` days of any.'
        )
    if array.dtype.kind == "M" or isinstance(first, date | np.datetime64):
        raise CourseError(
            f"{argument}: these are dates, and numbers are needed. Subtract the first date from them and "
            'write `/ np.timedelta64(1, "D")` for the days since then.'
        )
    if array.dtype.kind == "b" or isinstance(first, bool | np.bool):
        raise CourseError(
            f'{argument}: numbers are needed, not True and False. `np.asarray(…, "int64")` makes 1 and 0 of them.'
        )
    if array.dtype.kind == "c" or isinstance(first, complex):
        raise CourseError(f"{argument}: numbers are needed, not complex ones such as {shown(first)}.")
    texts = [value for value in array.flat if isinstance(value, str)]
    for text in texts:
        try:
            float(text)
        except ValueError:
            raise CourseError(f"{argument}: numbers are needed, and {shown(text)} is none.") from None
    if texts:
        raise CourseError(
            f"{argument}: numbers are needed, not text such as {shown(texts[0])}. "
            "`pd.to_numeric` reads numbers from text."
        )


def _is_number(value: object) -> bool:
    """Tell whether `float` takes a value."""
    try:
        float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def shown(value: object) -> str:
    """Write a value for a message, short."""
    text = repr(value.item() if isinstance(value, np.generic) else value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def positive(value: object, argument: str, *, zero: bool = False, single: bool = False) -> np.ndarray | float:
    """Return `value` as floats, all above 0 (or, with `zero`, 0 or more); else CourseError. See `numbers`."""
    found = numbers(value, argument, single=single)
    least = np.min(found, initial=np.inf)
    if least < 0 or (not zero and least == 0):
        raise CourseError(f"{argument}={least:g}: must be {'at least' if zero else 'above'} 0.")
    return found


def whole(value: object, argument: str, *, least: int = 0) -> np.ndarray:
    """Return `value` as floats that are whole numbers of at least `least`; else CourseError."""
    found = numbers(value, argument)
    wrong = found[(found % 1 != 0) | (found < least)]
    if wrong.size:
        raise CourseError(f"{argument}={wrong.flat[0]:g}: must be a whole number, {least} or more.")
    return found


def count(value: object, argument: str, *, least: int = 0) -> int:
    """Return `value` where it is one whole number of at least `least`; else CourseError."""
    numbers(value, argument, single=True)
    return int(whole(value, argument, least=least).reshape(-1)[0])


def rate(
    value: object, argument: str, *, lowest: float = 0.0, one: bool = False, single: bool = False
) -> np.ndarray | float:
    """Return a rate (a fraction from `lowest` to below 1, or with `one` to 1) as floats; see `numbers`.

    Raises CourseError for anything else; a number such as 80 or 10 earns the hint to write 0.8 or 0.1.
    """
    found = numbers(value, argument, single=single)
    every = np.atleast_1d(found)
    wrong = every[(every < lowest) | (every > 1) | ((every == 1) & (not one))]
    if wrong.size:
        worst = wrong.flat[0]
        looks_per_cent = 1 <= abs(worst) <= 100 and not (one and worst < 1.5)
        remedy = (
            f" A rate is a fraction: write {worst / 100:g} for {worst:g} per cent." if looks_per_cent else ""
        )
        bounds = f"{lowest:g} to {'1' if one else 'below 1'}"
        raise CourseError(f"{argument}={worst:g}: must be a fraction from {bounds}.{remedy}")
    return found


def confidence(level: object, argument: str = "level") -> float:
    """Return a level of confidence, a fraction between 0 and 1; else CourseError. See `rate`."""
    fraction = rate(level, argument, one=True, single=True)
    if fraction in (0, 1):
        raise CourseError(
            f"{argument}={fraction:g}: must be above 0 and below 1, such as 0.95 (alpha: such as 0.05)."
        )
    return fraction


def of_booleans(values: object) -> object:
    """Return True and False as 1 and 0, where the values are of that type, and anything else as it is."""
    return np.asarray(values, dtype=float) if np.asarray(values).dtype.kind == "b" else values


def zero_or_one(values: object, argument: str, remedy: str) -> np.ndarray:
    """Return a row of outcomes (1 or True, 0 or False) as floats; else CourseError ends in `remedy`."""
    array = np.asarray(of_booleans(values), dtype=object)
    words = [value for value in array.flat if isinstance(value, str) and not _is_number(value)]
    if words:
        raise CourseError(f"{argument}: {shown(words[0])} is neither 0 nor 1. {remedy}")
    found = np.atleast_1d(numbers(of_booleans(values), argument))
    wrong = found[(found != 0) & (found != 1)]
    if wrong.size:
        raise CourseError(f"{argument}: {wrong[0]:g} is neither 0 nor 1. {remedy}")
    return found


def generator(rng: object) -> np.random.Generator:
    """Return `rng` where it is a generator of random numbers; else CourseError says how one is made."""
    if not isinstance(rng, np.random.Generator):
        seed = rng if isinstance(rng, int) and not isinstance(rng, bool) and rng >= 0 else 1
        raise CourseError(
            f"rng={shown(rng)}: a generator of random numbers is needed: `np.random.default_rng({seed})`."
        )
    return rng


def one_of(value: object, argument: str, choices: Iterable[str]) -> str:
    """Return `value` where it is one of `choices`; else CourseError lists them."""
    choices = list(choices)
    if value not in choices:
        known = ", ".join(map(repr, choices))
        raise CourseError(f"{argument}={value!r}: must be one of {known}.{nearest(value, choices)}")
    return value


def like(*inputs: object) -> Callable[[np.ndarray], float | np.ndarray | pd.Series]:
    """Return a function that gives a result the form of the inputs: float, array, or Series."""
    indexed = [value.index for value in inputs if isinstance(value, pd.Series | pd.DataFrame)]
    if any(not index.equals(indexed[0]) for index in indexed[1:]):
        raise CourseError(
            "The Series given have different indexes, and are not paired by position. "
            "`one.reindex(other.index)` pairs them by label; `.to_numpy()` says that their order is the same."
        )

    def wrap(result: np.ndarray) -> float | np.ndarray | pd.Series:
        if indexed:
            return pd.Series(np.broadcast_to(result, len(indexed[0])).copy(), index=indexed[0])
        return float(result) if np.ndim(result) == 0 else result

    return wrap


def customers(
    summary: pd.DataFrame | Mapping, names: Iterable[str]
) -> tuple[list[np.ndarray], Callable[[np.ndarray], float | np.ndarray | pd.Series]]:
    """Return the columns `names` of a customer summary as checked floats, and what shapes a result like it.

    `summary` is a frame with a row for each customer, one row of it, or a mapping of scalars or arrays.
    """
    if isinstance(summary, pd.DataFrame):
        if summary.empty:
            raise CourseError("summary: there is no customer in it.")
        columns, wrap = [column(summary, name, "summary") for name in names], like(summary)
    elif isinstance(summary, Mapping | pd.Series):
        missing = [name for name in names if name not in summary]
        if missing:
            raise CourseError(f"summary: {missing[0]!r} is missing; it needs {', '.join(names)}.")
        columns, wrap = [summary[name] for name in names], like(*(summary[name] for name in names))
    else:
        raise CourseError(
            f"summary: a customer summary with {', '.join(names)} is needed, not {type(summary).__name__}."
        )
    found = [numbers(values, f"summary's {name}") for values, name in zip(columns, names, strict=True)]
    return list(np.broadcast_arrays(*found)), wrap


def histories(summary: pd.DataFrame | Mapping) -> tuple[list[np.ndarray], Callable]:
    """Return frequency, recency and T of a summary, checked to be possible; see `customers`."""
    (frequency, recency, age), wrap = customers(summary, ("frequency", "recency", "T"))
    for wrong, what in (
        ((frequency < 0) | (frequency % 1 != 0), "frequency must be a whole number, 0 or more"),
        ((recency < 0) | (recency > age * (1 + 1e-9)), "recency must lie between 0 and T"),
        (
            (frequency == 0) != (recency == 0),
            "recency must be 0 for customers without a repeat, and only for them",
        ),
    ):
        if wrong.any():
            first = np.flatnonzero(wrong)[0]
            row = (
                f"frequency={frequency.flat[first]:g}, recency={recency.flat[first]:g}, T={age.flat[first]:g}"
            )
            raise CourseError(
                f"summary: {what}; {np.count_nonzero(wrong)} rows break this, the first has {row}."
            )
    return [frequency, np.minimum(recency, age), age], wrap  # 0.1 + 0.2 weeks are not above 0.3
