"""Reading amounts as exports write them: 1,234.56, 1.234,56 €, 1 234,56, (12.00), 12.00-, CHF 1'234.50."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders.once import KEPT, distinct, each_once

MINUS = "-−–"
BETWEEN = "'’ \u00a0\u202f\u2009"  # besides comma and point, what stands between thousands
SIGN = r"[^\d\s.,()+'’−–-]"
UNIT = rf"{SIGN}{{1,4}}(?:\.{SIGN}{{1,2}})?\.?"  # also ر.س, the Saudi riyal
WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[{MINUS}])?\+?\s*(?P<before>{UNIT})?\s*(?P<second>[{MINUS}])?\s*"
    rf"(?P<digits>[.,]?\d(?:[\d.,{BETWEEN}]*\d)?[.,]?)\s*(?P<after>{UNIT})?\s*(?P<behind>[{MINUS}])?\s*(?P<close>\))?"
)
POWER = re.compile(r"[-+]?\d+(\.\d+)?[eE][-+]?\d+")
GROUPED = re.compile(r"\d{1,3}(?P<sign>[^\d])(\d{2,3}(?P=sign))*\d{3}|\d+")
MOST = 1e13  # a value above is none
CURRENCIES = {"€": "EUR", "£": "GBP", "US$": "USD", "元": "CNY", "RMB": "CNY", "人民币": "CNY", "zł": "PLN"}


@dataclass(frozen=True)
class Written:
    """One amount as it is written: its sign, its digits with what stands between them, its unit."""

    negative: bool
    digits: str
    unit: str


def cents(amount: np.ndarray, index: pd.Index) -> pd.Series:
    """Return amounts in whole hundredths, rounded half away from zero, as Int64; missing where none is."""
    known = np.isfinite(amount) & (np.abs(amount) < MOST)
    amount = np.where(known, amount, 0.0)
    # A hair more, since 1.005 is a hair less than it is written.
    hundredths = (np.floor(np.abs(amount) * 100 + 0.5 + 1e-6) * np.sign(amount)).astype("int64")
    return pd.Series(hundredths, index=index).astype("Int64").where(known)


def amounts(values: pd.Series, decimal: str | None) -> np.ndarray:
    """Return amounts as floats, NaN where none can be read.

    Parameters
    ----------
    values : pandas.Series
        The amounts, as text or as numbers.
    decimal : {".", ","} or None
        The sign before the decimals, see `decimal_sign`; None is a point.
    """
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(dtype=float, na_value=np.nan)
    return each_once(values, lambda value: _number(value, decimal or "."), np.nan, float)


def _number(value: object, decimal: str) -> float:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(value)
    return _number_in(str(value), decimal)


@lru_cache(maxsize=KEPT)
def _number_in(text: str, decimal: str) -> float:
    plain = POWER.fullmatch(text.strip())
    if plain and decimal == ".":
        return float(text)
    amount = written(text)
    if amount is None:
        return np.nan
    whole, point, part = amount.digits.partition(decimal)
    if decimal in part or (part and not part.isdigit()) or not (whole or part):
        return np.nan
    if whole and not GROUPED.fullmatch(whole):
        return np.nan
    number = float(f"{re.sub(r'[^0-9]', '', whole) or 0}{'.' if point else ''}{part}")
    return -number if amount.negative else number


@lru_cache(maxsize=KEPT)
def written(text: str) -> Written | None:
    """Take an amount apart; None where it is none. A minus may stand behind, or be brackets."""
    found = WRITTEN.fullmatch(_unquoted(text))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    if found["before"] and found["after"]:
        return None
    behind = found["behind"] and found["digits"][-1] not in ".,"  # 12.– is 12.00
    minuses = sum(map(bool, (found["minus"], found["second"], behind, found["open"])))
    if minuses > 1:
        return None
    return Written(minuses == 1, found["digits"], (found["before"] or found["after"] or "").rstrip("."))


def _unquoted(text: str) -> str:
    """Return a value without what a spreadsheet program writes around it: `="12"`, an apostrophe in front."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()


def decimal_sign(values: pd.Series, column: str) -> str | None:
    """Return the sign before the decimals, as the values show it, or None where none has decimals.

    Raises
    ------
    CourseError
        The values contradict each other, or leave it open ("1.234" and nothing else).
    """
    if pd.api.types.is_numeric_dtype(values):
        return None
    texts = [one for one in distinct(values)[1] if isinstance(one, str)]
    digits = [one.digits for one in map(written, texts) if one]
    evidence: dict[str, str] = {}
    open_ones: dict[str, str] = {}
    for text in digits:
        sign, sure = _evidence(text)
        if sign:
            (evidence if sure else open_ones).setdefault(sign, text)
    if len(evidence) > 1:
        raise CourseError(
            f"{column}: {evidence['.']} has a decimal point and {evidence[',']} a decimal comma. Say which "
            'holds: answers={"decimal": "."} or answers={"decimal": ","}; what does not fit is then counted '
            "as unreadable."
        )
    if evidence:
        return next(iter(evidence))
    if not open_ones:
        return None
    return _settled(open_ones, digits, column)


def _evidence(digits: str) -> tuple[str, bool]:
    """Return which sign is before the decimals, if one tells, and whether that is sure."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return "", False
    sign = digits[last]
    other = "," if sign == "." else "."
    if other in digits:  # 1.234,56: the last is the decimal one
        return (sign, True) if GROUPED.fullmatch(digits[:last]) else ("", False)
    if digits.count(sign) > 1:  # 1.234.567
        return (other, True) if GROUPED.fullmatch(digits) else ("", False)
    if any(one in digits for one in BETWEEN):
        return sign, True  # 1 234,56
    three = len(digits) - last - 1 == 3 and 0 < last < 4 and not digits.startswith("0")
    return sign, not three


def _settled(open_ones: dict[str, str], digits: list[str], column: str) -> str:
    """Settle 1.234 and 1,234, where no other amount has decimals, by the numbers without a sign."""
    large = any(text.isdigit() and len(text) > 3 for text in digits)
    small = any(text.isdigit() and len(text) < 4 for text in digits)
    if len(open_ones) == 1:
        sign = next(iter(open_ones))
        if large:
            return sign  # thousands have no sign between them
        if small or sign == ",":
            return "," if sign == "." else "."
    example = next(iter(open_ones.values()))
    raise CourseError(
        f"{column}: {example} may be a number with three decimals or one above a thousand. Say which: "
        'answers={"decimal": "."} or answers={"decimal": ","}.'
    )


def units(values: pd.Series) -> pd.Series:
    """Return the currency that stands beside each amount, "" where none does."""
    if pd.api.types.is_numeric_dtype(values):
        return pd.Series("", index=values.index, dtype=object)
    return pd.Series(each_once(values, _unit, ""), index=values.index)


def _unit(value: object) -> str:
    amount = written(str(value))
    return currency(amount.unit) if amount else ""


def currency(name: str) -> str:
    """Return a currency's code for its sign, in capitals: `eur` and `€` are `EUR`."""
    name = name.strip()
    return CURRENCIES.get(name, CURRENCIES.get(name.upper(), name.upper()))
