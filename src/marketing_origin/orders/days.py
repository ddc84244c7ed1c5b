"""Reading dates as exports write them, to the day: 2024-03-31T23:30+02:00, 31.03.2024, 3/31/24."""

import re

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError

YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
YEAR_LAST = re.compile(
    r"(?P<one>\d{1,2})(?P<sign>[-/. ])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?!\d)"
)
OFFSET = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})$")
CENTURY = 70  # 69 is 2069, 70 is 1970


def days(
    values: pd.Series, column: str, day_first: bool | None = None, time_zone: str | None = None
) -> tuple[pd.Series, list[str]]:
    """Return dates as days at midnight, and how they were read, in words.

    A time is dropped. With an offset (+02:00, Z) the day is the one that is written, unless `time_zone` asks
    for the day at a place.

    Parameters
    ----------
    values : pandas.Series
        The dates, as text or as datetimes.
    column : str
        Their column's name, for messages.
    day_first : bool, optional
        Whether 03/04/2024 is the 3rd of April; found from the values unless given.
    time_zone : str, optional
        Such as "Europe/Berlin".

    Returns
    -------
    (pandas.Series, list of str)
        datetime64[s], missing where nothing can be read; the sentences.

    Raises
    ------
    CourseError
        The values leave open whether the day or the month comes first, or there is no such time zone.
    """
    told = []
    if pd.api.types.is_datetime64_any_dtype(values):
        found = _at_place(values, time_zone) if time_zone else values
        found = found.dt.tz_localize(None) if found.dt.tz is not None else found
        return found.dt.normalize().astype("datetime64[s]"), told
    codes, texts = pd.factorize(values)
    texts = pd.Series([str(text).strip() for text in texts], dtype=object)
    if time_zone and (with_offset := texts.str.contains(OFFSET)).any():
        placed = _at_place(pd.to_datetime(texts[with_offset], utc=True, errors="coerce"), time_zone)
        texts[with_offset] = placed.dt.strftime("%Y-%m-%d")
        told.append(f"{column}: times with an offset are taken at their day in {time_zone}.")
    elif texts.str.contains(OFFSET).any() and texts.str.contains("T|:").any():
        told.append(
            f"{column}: of times with an offset (such as {_last(texts, OFFSET)}) the day as written counts."
        )
    read, sentence = _read(texts, codes, column, day_first)
    told += [sentence] if sentence else []
    result = np.append(read.to_numpy("datetime64[s]"), np.datetime64("NaT", "s"))[codes]
    return pd.Series(result, index=values.index), told


def _at_place(times: pd.Series, time_zone: str) -> pd.Series:
    """Return times at a place, without their offset."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CourseError(
            f'time_zone: there is none named {time_zone!r}; they are named like "Europe/Berlin".'
        ) from None
    known = times if times.dt.tz is not None else times.dt.tz_localize("UTC")
    return known.dt.tz_convert(zone).dt.tz_localize(None)


def _read(texts: pd.Series, codes: np.ndarray, column: str, day_first: bool | None) -> tuple[pd.Series, str]:
    """Read each text once; `codes` are the rows' texts in the order of the file."""
    parts = pd.DataFrame(index=texts.index, columns=["year", "month", "day"], dtype="Float64")
    for form in (YEAR_FIRST, COMPACT):
        found = texts.str.extract(f"^{form.pattern}")
        parts = parts.fillna(found[["year", "month", "day"]].apply(pd.to_numeric).astype("Float64"))
    last = texts.str.extract(f"^{YEAR_LAST.pattern}")
    sentence = ""
    if last["one"].notna().any():
        one, two, year = (pd.to_numeric(last[name]).astype("Float64") for name in ("one", "two", "year"))
        year = year.mask(year < CENTURY, year + 2000).mask((year >= CENTURY) & (year < 100), year + 1900)
        first, sentence = _is_day_first(one, two, year, last["sign"], texts, codes, column, day_first)
        day, month = (one, two) if first else (two, one)
        parts = parts.fillna(pd.DataFrame({"year": year, "month": month, "day": day}))
    read = pd.to_datetime(parts.astype(float), errors="coerce")
    # What is left is written with a month's name, or is no date.
    named = read.isna() & texts.str.contains(r"[A-Za-z]{3}.*\d{4}|\d{4}.*[A-Za-z]{3}")
    if named.any():
        read[named] = pd.to_datetime(texts[named], format="mixed", errors="coerce", utc=True).dt.tz_localize(
            None
        )
    return read.dt.normalize(), sentence


def _is_day_first(one, two, year, sign, texts, codes, column, day_first) -> tuple[bool, str]:
    """Find whether the day stands first, and the sentence that says why."""
    if day_first is not None:
        return day_first, f"{column}: the {'day' if day_first else 'month'} comes first, as you said."
    day, month = bool((one > 12).any()), bool((two > 12).any())
    if day and month:
        raise CourseError(
            f"{column}: in {texts[one > 12].iloc[0]} the day comes first, in {texts[two > 12].iloc[0]} the "
            'month. Say which holds, answers={"day_first": True} or answers={"day_first": False}: what does '
            "not fit is then counted as unreadable."
        )
    if day or month:
        proof = texts[(one if day else two) > 12].iloc[0]
        return day, f"{column}: the {'day' if day else 'month'} comes first, as {proof} shows."
    if sign.dropna().eq(".").all():
        return True, f"{column}: the day comes first, as always between full stops."
    for first in (True, False):
        d, m = (one, two) if first else (two, one)
        at = (year * 10_000 + m * 100 + d).to_numpy(dtype=float, na_value=np.nan)[codes[codes >= 0]]
        other = (year * 10_000 + d * 100 + m).to_numpy(dtype=float, na_value=np.nan)[codes[codes >= 0]]
        if _in_order(at) and not _in_order(other):
            return first, (
                f"{column}: the {'day' if first else 'month'} comes first, for only so are the rows in order."
            )
    raise CourseError(
        f"{column}: {texts[one.notna()].iloc[0]} may begin with its day or with its month, and no other date "
        'tells. Say which: answers={"day_first": True} or answers={"day_first": False}.'
    )


def _in_order(values: np.ndarray) -> bool:
    steps = np.diff(values[~np.isnan(values)])
    return len(steps) > 0 and (bool((steps >= 0).all()) or bool((steps <= 0).all()))


def _last(texts: pd.Series, form: re.Pattern) -> str:
    return texts[texts.str.contains(form)].iloc[-1]
