"""Reading money and amounts as exports write them: 1,234.56, 1.234,56 €, (12.00), 12.00-."""

import re

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError

# What stands around an amount: currencies, blanks of every kind, the Swiss apostrophe between thousands.
AROUND = re.compile(r"[A-Za-z¢-¥₠-⃀￥元\s\u00a0\u202f'’]+")
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")


def cents(values: pd.Series, column: str, decimal: str | None = None) -> tuple[pd.Series, str]:
    """Return amounts in whole hundredths (of a currency, or of a piece), and how they were read, in words.

    Parameters
    ----------
    values : pandas.Series
        The amounts, as text or as numbers.
    column : str
        Their column's name, for messages.
    decimal : {".", ","}, optional
        The sign before the decimals; found from the values unless given.

    Returns
    -------
    (pandas.Series, str)
        Hundredths as Int64, missing where nothing can be read; rounded half away from zero.

    Raises
    ------
    CourseError
        The values leave open which sign is the decimal one ("1.234" alone).
    """
    number, how = amounts(values, column, decimal)
    hundredths = np.floor(np.abs(number) * 100 + 0.5 + 1e-6) * np.sign(number)
    return pd.Series(hundredths, index=values.index).astype("Int64"), how


def amounts(values: pd.Series, column: str, decimal: str | None = None) -> tuple[np.ndarray, str]:
    """Return amounts as floats, NaN where none can be read, and how they were read; see `cents`."""
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(dtype=float, na_value=np.nan), ""
    # What occurs often is read once.
    codes, texts = pd.factorize(values)
    bare = [_bare(text) for text in map(str, texts)]
    sign = decimal or _decimal(bare, column)
    other = "," if sign == "." else "."
    read = [_float(text.replace(other, "").replace(sign, ".")) for text in bare]
    found = np.append(np.array(read, dtype=float), np.nan)[codes]
    commas = any(sign in text for text in bare) and sign == ","
    return found, f"{column}: the comma is the decimal sign, as in {_example(texts, ',')}" if commas else ""


def _bare(text: str) -> str:
    """Take off what stands around a number; a minus in front says what brackets or a minus behind say."""
    text = AROUND.sub("", text.strip().replace("−", "-"))
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    return f"-{text[:-1]}" if text.endswith("-") else text


def _float(text: str) -> float:
    return float(text) if NUMBER.fullmatch(text) else np.nan


def _decimal(bare: list[str], column: str) -> str:
    """Find the decimal sign of a column from its values."""
    signs = set()
    open_ones = []
    for text in bare:
        last = max(text.rfind("."), text.rfind(","))
        if last < 0:
            continue
        sign = text[last]
        other = "," if sign == "." else "."
        if other in text:
            signs.add(sign)  # 1.234,56: the last is the decimal one
        elif text.count(sign) > 1:
            signs.add(other)  # 1.234.567
        elif len(text) - last - 1 != 3 or last > 4 or text.lstrip("-+").startswith(("0", sign)):
            signs.add(sign)  # 12,5 or 0.125
        else:
            open_ones.append((sign, text))
    if len(signs) == 1:
        return signs.pop()
    if len(signs) > 1:
        raise CourseError(
            f"{column}: some amounts have a decimal comma and others a decimal point, so that none can be "
            f'trusted. Say which holds: answers={{"decimal": "."}} or answers={{"decimal": ","}}; '
            "what does not fit is then counted as it reads."
        )
    if open_ones and open_ones[0][0] == ".":
        raise CourseError(
            f"{column}: {open_ones[0][1]} may be a number with three decimals or one above a thousand. Say "
            'which: answers={"decimal": "."} or answers={"decimal": ","}.'
        )
    return "."


def _example(texts: object, sign: str) -> str:
    return next((str(text) for text in texts if sign in str(text)), "")
