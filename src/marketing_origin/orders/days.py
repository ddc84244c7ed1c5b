"""Reading dates as exports write them, to the day: 2024-03-31T23:30+02:00, 31.03.2024, 3/31/24, 45382.9."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from marketing_origin.errors import CourseError
from marketing_origin.orders.once import KEPT, distinct

YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:\d{4}|\d{6})?(?!\d)")
YEAR_LAST = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s+)?(?P<one>\d{1,2})(?P<sign>[-/. ])\s?(?P<two>\d{1,2})(?P=sign)\s?"
    r"(?P<year>\d{4}|\d{2})(?!\d)"
)
WITHOUT_YEAR = re.compile(
    r"(?P<one>\d{1,2})(?:[-/.](?P<two>\d{1,2})\.?|(?P<next>\d{2}))"
)  # 31.03., 3103, 103
SOME_YEAR = 2000  # a leap year, to see whether such days are any
OFFSET = re.compile(r"\d\s*(?P<offset>Z|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}(?::?\d{2})?)$")
IN_UTC = re.compile(r"\b(UTC|GMT)\b", re.IGNORECASE)
CLOCK = re.compile(r"\d{1,2}:\d{2}")
CENTURY = 70  # 69 is 2069, 70 is 1970
MONTHS = (
    "jan|ene|gen|janv",
    "feb|fév|fev|févr",
    "mar|mär|mrz|mars|maa",
    "apr|abr|avr|avril",
    "may|mai|mag|maj|mei|mayo",
    "jun|giu|juin|juni",
    "jul|lug|juil|juli",
    "aug|ago|août|aoû",
    "sep|set|sept",
    "oct|okt|ott|out",
    "nov",
    "dec|dez|dic|déc|des",
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split("|")}
NAMED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?:(?P<day1>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?(?P<name1>[^\W\d]{3,10})\.?"
    r"|(?P<name2>[^\W\d]{3,10})\.?[\s-]+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?:de\s+)?(?:\d{1,2}:\d{2}(?::\d{2})?\s+\S+\s+)?|-)(?P<year>\d{4}|\d{2})(?!\d)"
)
PARTS = ["year", "month", "day", "one", "two", "sign"]
NO_OFFSET = "{column}: its times name no offset, so that the day is as it is written, whatever the time_zone."
SECONDS = (3e8, 4e9)  # 1979 to 2096, in seconds since 1970
SHEET = (20_000, 80_000)  # 1954 to 2119, in a spreadsheet program's days since 1900


@dataclass
class Days:
    """Dates read to the day.

    Attributes
    ----------
    day : pandas.Series
        datetime64[s] at midnight, missing where nothing can be read.
    elsewhere : pandas.Series
        Whether the day was told by a clock that may not be the shop's: UTC, or one offset of several.
    either : pandas.Series
        Whether day and month could be the other way round, but for what the rest of the column shows.
    told : list of str
        How they were read, in sentences.
    day_first : bool or None
        Whether the day was taken to come first; None where nothing had to be chosen.
    reads_others : bool
        Whether some that are not read would be if it were the other way round.
    """

    day: pd.Series
    elsewhere: pd.Series
    either: pd.Series
    told: list[str] = field(default_factory=list)
    day_first: bool | None = None
    reads_others: bool = False


def days(
    values: pd.Series,
    column: str,
    day_first: bool | None = None,
    time_zone: str | None = None,
    year: int | None = None,
) -> Days:
    """Read dates to the day; a time is dropped.

    With an offset (+02:00, Z) the day is the one that is written, unless `time_zone` asks for that at a
    place.

    Parameters
    ----------
    values : pandas.Series
        The dates, as text, as datetimes or as numbers (seconds or milliseconds since 1970, a spreadsheet
        program's days).
    column : str
        Their column's name, for messages.
    day_first : bool, optional
        Whether 03/04/2024 is the 3rd of April; found from the values unless given.
    time_zone : str, optional
        Such as "Europe/Berlin".
    year : int, optional
        That of days that are written without one.

    Raises
    ------
    CourseError
        The values leave open whether the day or the month comes first, or the year, or there is no such time zone.
    """
    if time_zone:
        _zone(time_zone)
    if pd.api.types.is_datetime64_any_dtype(values):
        return _of_times(values, column, time_zone)
    codes, found = distinct(values)
    texts = pd.Series([_text(text) for text in found], dtype=object)
    told: list[str] = []
    in_utc = bool(IN_UTC.search(column))
    offset = pd.Series([_offset(text, in_utc) for text in texts], dtype=object, index=texts.index)
    both, first, sentence = _read(texts, codes, column, day_first)
    read = both["day"]
    told += [sentence] if sentence else []
    seconds = pd.Series(np.datetime64("NaT", "s"), index=texts.index)
    if read.isna().any():
        read, seconds = _read_rarer(texts, read, column, day_first, year, told)
    offset = offset.mask(seconds.notna(), "UTC")
    elsewhere = _elsewhere(offset.where(read.notna()))
    if time_zone and offset.notna().any():
        written = texts.where(offset.notna() & seconds.isna())
        instants = pd.to_datetime(written, utc=True, errors="coerce", format="mixed")
        instants = instants.fillna(seconds.dt.tz_localize("UTC"))
        placed = _at_place(instants, time_zone).dt.normalize()
        read = placed.fillna(read)
        elsewhere &= placed.isna()
        told.append(f"{column}: times with an offset are taken at their day in {time_zone}.")
    elif time_zone:
        told.append(NO_OFFSET.format(column=column))
    result = np.append(read.to_numpy("datetime64[s]"), np.datetime64("NaT", "s"))[codes]
    marks = [np.append(mark.to_numpy(bool), False)[codes] for mark in (elsewhere, both["either"])]
    return Days(
        pd.Series(result, index=values.index),
        *(pd.Series(mark, index=values.index) for mark in marks),
        told,
        first,
        _reads_others(texts[read.isna()], first),
    )


def _read_rarer(texts, read, column, day_first, year, told: list[str]) -> tuple[pd.Series, pd.Series]:
    """Read what is counted, or has no year, where nothing was read yet; and return the seconds since 1970."""
    seconds, sheet = _counted(texts.where(read.isna(), ""))
    for counted, what in (
        (seconds, "the time since 1970, in UTC"),
        (sheet, "days, as spreadsheet programs do"),
    ):
        if counted.notna().any():
            told.append(f"{column}: numbers such as {texts[counted.notna()].iloc[0]} count {what}.")
            read = read.fillna(counted.dt.normalize())
    short = _without_year(texts.where(read.isna(), ""), year or SOME_YEAR, day_first)
    if short.notna().any():
        if column and not year and short.notna().sum() > read.notna().sum():
            raise _no_year(column, texts[short.notna()].iloc[0])
        if year:
            told.append(f"{column}: days such as {texts[short.notna()].iloc[0]} are taken to be of {year}.")
            read = read.fillna(short)
    return read, seconds


def _without_year(texts: pd.Series, year: int, day_first: bool | None) -> pd.Series:
    """Read days of a month without a year: 31.03., 3103."""
    found = texts.str.extract(f"^{WITHOUT_YEAR.pattern}$")
    one, two = pd.to_numeric(found["one"]), pd.to_numeric(found["two"].fillna(found["next"]))
    first = day_first if day_first is not None else not ((two > 12).any() and not (one > 12).any())
    day, month = (one, two) if first else (two, one)
    return pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": day}), errors="coerce")


def _no_year(column: str, example: str) -> CourseError:
    """Say that days lack their year."""
    return CourseError(
        f'{column}: {example} names no year. Say which: answers={{"year": {date.today().year - 1}}}, or another. Where '
        "the log runs over New Year, export it a year at a time."
    )


def _offset(text: str, in_utc: bool) -> str | None:
    """Return the offset of a text with a time; None where it has none."""
    if ":" not in text or not CLOCK.search(text):
        return None
    found = OFFSET.search(text)
    return found["offset"] if found else "UTC" if in_utc else None


def _text(value: object) -> str:
    """Return one value as text, without what a spreadsheet program writes around it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return (text[2:-1] if text.startswith('="') else text).removeprefix("'").strip()


def _of_times(values: pd.Series, column: str, time_zone: str | None) -> Days:
    zoned = values.dt.tz is not None
    told = []
    if zoned and time_zone:
        values = _at_place(values, time_zone)
        told.append(f"{column}: its times are taken at their day in {time_zone}.")
    elif zoned:
        values = values.dt.tz_localize(None)
    elif time_zone:
        told.append(NO_OFFSET.format(column=column))
    elsewhere = values.notna() & bool(zoned and not time_zone)
    never = pd.Series(False, index=values.index)
    return Days(values.dt.normalize().astype("datetime64[s]"), elsewhere, never, told)


def _zone(time_zone: str) -> object:
    """Return a place's clock."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CourseError(
            f'answers["time_zone"]={time_zone!r}: there is no place of that name; they are named like '
            '"Europe/Berlin".'
        ) from None


def _at_place(times: pd.Series, time_zone: str) -> pd.Series:
    """Return times at a place, without their offset."""
    return times.dt.tz_convert(_zone(time_zone)).dt.tz_localize(None)


def _elsewhere(offset: pd.Series) -> pd.Series:
    """Tell which offsets are UTC, or so far apart that no one place's summer time explains them."""
    if offset.isna().all():
        return offset.notna()
    hours = pd.to_numeric(offset.str.extract(r"([+-]\d{1,2})")[0], errors="coerce")
    utc = offset.notna() & hours.fillna(0).eq(0)
    return utc | (hours.notna() & bool(hours.max() - hours.min() > 1))


def _read(texts: pd.Series, codes: np.ndarray, column: str, day_first: bool | None) -> tuple:
    """Read each day once; `codes` are the rows' texts in the order of the file.

    Returns the day of each text with whether it could be another (`either`), whether the day was taken to
    come first (None where nothing had to be chosen), and the sentence that says why.
    """
    # Of 2024-03-31T23:30:00 the time says nothing here, and most texts share their day with others.
    dated = [text[:10] if text[4:5] == "-" == text[7:8] and text[10:11] in "T " else text for text in texts]
    places, different = distinct(pd.Series(dated, dtype=object))
    codes = np.append(places, -1)[codes]
    read, first, sentence = _read_days(pd.Series(different, dtype=object), codes, column, day_first)
    return read.take(places).set_axis(texts.index), first, sentence


def _read_days(texts: pd.Series, codes: np.ndarray, column: str, day_first: bool | None) -> tuple:
    """Read texts that are each another; see `_read`."""
    parts = pd.DataFrame(map(_parts, texts), columns=PARTS, index=texts.index)
    first, sentence, either = None, "", pd.Series(False, index=texts.index)
    one, two = parts["one"], parts["two"]
    if one.notna().any():
        first, sentence = _is_day_first(
            one, two, parts["year"], parts["sign"], texts, codes, column, day_first
        )
        either = (one <= 12) & (two <= 12) & (one != two) & (parts["sign"] != ".")
        day, month = (one, two) if first else (two, one)
        parts = parts.fillna({"month": month, "day": day})
    day = pd.to_datetime(parts[["year", "month", "day"]], errors="coerce")
    return pd.DataFrame({"day": day, "either": either & day.notna()}), first, sentence


@lru_cache(maxsize=KEPT)
def _parts(text: str) -> tuple:
    """Take a day apart, as PARTS: by the first form that fits; one and two where either may be its month."""
    if found := YEAR_FIRST.match(text) or COMPACT.match(text):
        return int(found["year"]), int(found["month"]), int(found["day"]), np.nan, np.nan, None
    if found := YEAR_LAST.match(text):
        year = _whole_year(int(found["year"]))
        return year, np.nan, np.nan, int(found["one"]), int(found["two"]), found["sign"]
    if found := NAMED.match(text):
        name = (found["name1"] or found["name2"]).lower()
        # The longest that is known: juin and juillet begin alike.
        month = next((MONTH_OF[name[:n]] for n in (5, 4, 3) if name[:n] in MONTH_OF), np.nan)
        day = int(found["day1"] or found["day2"])
        return _whole_year(int(found["year"])), month, day, np.nan, np.nan, None
    return (*[np.nan] * 5, None)


def _reads_others(texts: pd.Series, first: bool | None) -> bool:
    """Tell whether the other order of day and month would read what is not read."""
    if first is None or not len(texts):
        return False
    read, _, _ = _read(texts.reset_index(drop=True), np.arange(len(texts)), "", not first)
    return bool(read["day"].notna().any())


def _whole_year(year: int) -> int:
    return year if year >= 100 else year + (2000 if year < CENTURY else 1900)


def _counted(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Read times that are counted: seconds or milliseconds since 1970; a spreadsheet program's days."""
    number = texts.where(texts.str.fullmatch(r"\d{5}(\.\d+)?|\d{9,13}(\.\d+)?"))
    number = pd.to_numeric(number).astype(float)
    seconds = number.where(number < SECONDS[1], number / 1000)
    seconds, sheet = seconds.where(seconds.between(*SECONDS)), number.where(number.between(*SHEET))
    return (
        pd.to_datetime(seconds, unit="s").astype("datetime64[s]"),
        pd.to_datetime(sheet, unit="D", origin="1899-12-30").astype("datetime64[s]"),
    )


def _is_day_first(one, two, year, sign, texts, codes, column, day_first) -> tuple[bool, str]:
    """Find whether the day stands first, and the sentence that says why."""
    if day_first is not None:
        return day_first, f"{column}: the {'day' if day_first else 'month'} comes first, as you said."
    day, month = (one > 12) & (one < 32) & (two < 13), (two > 12) & (two < 32) & (one < 13)
    if day.any() and month.any():
        raise CourseError(
            f"{column}: in {texts[day].iloc[0]} the day comes first, in {texts[month].iloc[0]} the "
            'month. Say which holds, answers={"day_first": True} or answers={"day_first": False}: what does '
            "not fit is then counted as unreadable."
        )
    if day.any() or month.any():
        first = bool(day.any())
        proof = texts[day if first else month].iloc[0]
        return first, f"{column}: the {'day' if first else 'month'} comes first, as {proof} shows."
    if sign.dropna().eq(".").all():
        return True, f"{column}: the day comes first, as always between full stops."
    if one.eq(two).where(one.notna(), True).all():
        return True, ""
    for first in (True, False):
        d, m = (one, two) if first else (two, one)
        at = (year * 10_000 + m * 100 + d).to_numpy(float)[codes[codes >= 0]]
        other = (year * 10_000 + d * 100 + m).to_numpy(float)[codes[codes >= 0]]
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
