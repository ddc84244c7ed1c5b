"""The sheets of a workbook (Excel's, LibreOffice's) as text tables: a line a row, what a cell shows to 15 digits."""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from marketing_origin.errors import CourseError

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
IN_ZIP = ("xl/", "content.xml")  # what tells a workbook from other zips: Excel's, LibreOffice's
OLDER = b"\xd0\xcf\x11\xe0"  # Excel's to 2003, and newer ones behind a password
BEHIND_PASSWORD = "EncryptedPackage".encode("utf-16-le")
SAVE = "open it in a spreadsheet program and save the sheet as CSV."
DIGITS = 15  # that a spreadsheet program keeps of a number
# A date that stayed text: 13/04/2024, with a time or without.
AS_TEXT = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\b(.*)")
LEAST_DAYS = 5  # from which a column's dates show that day and month were taken for each other


@dataclass(frozen=True)
class Sheet:
    """A sheet with a table: `text` is CSV in UTF-8, its lines the sheet's rows; `notes` are sentences on it."""

    text: bytes
    notes: tuple[str, ...] = ()


def is_workbook(content: bytes) -> bool:
    """Tell whether a file's content is a workbook's."""
    if content.startswith(OLDER):
        return True
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(name.startswith(IN_ZIP) for name in packed.namelist())
    except zipfile.BadZipFile:
        return False


def sheets(content: bytes, name: str, wanted: str = "") -> dict[str, Sheet]:
    """Return the sheets that hold a table, by name: at least two columns and two rows.

    Dates are written as 2024-03-31, with 08:26:00 behind where the cell has a time, numbers with a point, cells of
    several lines in one. Where a program that writes the month first has opened dates that were written day first,
    those up to the 12th became dates of another day and the others stayed text; where a column shows that, they are
    written as they were, 03/04/2024 for the 4th of March that was made of the 3rd of April.

    Parameters
    ----------
    content : bytes
        The workbook.
    name : str
        The file's name, for messages.
    wanted : str, optional
        The one sheet to read; without it all that are visible.

    Raises
    ------
    CourseError
        The workbook cannot be read, has no such sheet, or none with a table.
    """
    book = _opened(content, name)
    visible = {one.name: str(one.visible).endswith("Visible") for one in book.sheets_metadata}
    rows = {sheet: _rows(book, sheet, name) for sheet in ([wanted] if wanted in visible else visible)}
    tables = [sheet for sheet, cells in rows.items() if _is_table(cells)]
    if tables and wanted and wanted not in visible:
        raise which_one(name, tables, wanted)
    shown = [sheet for sheet in tables if wanted or visible[sheet]]
    if not shown:
        hidden = f" A hidden one has: {name}::{tables[0]} reads it." if tables else ""
        raise CourseError(f"{name} has no sheet with a table, of two columns and two rows at least.{hidden}")
    notes = [
        _passed_over(sheet, name, sheet in tables) for sheet in rows if rows[sheet] and sheet not in shown
    ]
    return {sheet: _written(rows[sheet], notes if sheet == shown[0] else []) for sheet in shown}


def which_one(name: str, tables: list[str], wanted: str = "") -> CourseError:
    """Return what is said where a sheet has to be named, or another one than `wanted`."""
    has = f"no sheet {wanted!r}; there are" if wanted else "several sheets with a table:"
    return CourseError(
        f"{name} has {has} {', '.join(tables)}. Name one behind two colons: {name}::{tables[0]}"
    )


def _passed_over(sheet: str, name: str, is_table: bool) -> str:
    if is_table:
        return f"The sheet {sheet!r} is hidden, and was not read; {name}::{sheet} reads it."
    return f"The sheet {sheet!r} holds no table, and was not read."


def _opened(content: bytes, name: str) -> object:
    try:
        import python_calamine as calamine
    except ImportError:
        raise CourseError(
            f"To read {name}, Python needs a package more: `pip install python-calamine`. Or {SAVE}"
        ) from None
    if content.startswith(OLDER) and BEHIND_PASSWORD in content:
        raise CourseError(
            f"{name} is behind a password: open it and save it without, or save the sheet as CSV."
        )
    try:
        return calamine.CalamineWorkbook.from_object(io.BytesIO(content))
    except calamine.CalamineError as error:
        raise CourseError(f"{name} is no workbook that can be read ({error}): {SAVE}") from None


def _rows(book: object, sheet: str, name: str) -> list[list]:
    """Return a sheet's rows from the first to the last that holds something, with empty ones for those above."""
    import python_calamine as calamine

    try:
        cells = book.get_sheet_by_name(sheet)
        rows = cells.to_python(skip_empty_area=True)
    except calamine.CalamineError as error:
        raise CourseError(f"{name}: its sheet {sheet!r} cannot be read ({error}): {SAVE}") from None
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return [[]] * cells.start[0] + rows if rows else []


def _is_table(rows: list[list]) -> bool:
    return len(list(filter(None, rows))) > 1 and len(rows[-1]) > 1


def _written(rows: list[list], notes: list[str]) -> Sheet:
    """Write a sheet's rows as text."""
    first, signs = next(at for at, row in enumerate(rows) if row), {}
    for at in range(len(rows[first])):
        column = [row[at] for row in rows[first:]]
        if stayed := _day_for_month(column):
            signs[at] = stayed[0][2]
            notes.append(_of_days(column, stayed))
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(_lines(rows, signs))
    return Sheet(made.getvalue().encode(), tuple(notes))


def _of_days(column: list, stayed: list[re.Match]) -> str:
    """Say that a column's days and months were exchanged, and how it is seen."""
    read = [row for row, cell in enumerate(column) if isinstance(cell, datetime.date)]
    above = (cell for cell in column[read[0] :: -1] if isinstance(cell, str) and cell)
    name = next((cell for cell in above if not AS_TEXT.fullmatch(cell)), "A column")
    return (
        f"{name}: a program that writes the month first took day for month in {len(read):,} dates, and left "
        f"{len(stayed):,} as text ({stayed[0][0].strip()}), for which there is no such month. All are read with the "
        "day first."
    )


def _lines(rows: list[list], signs: dict[int, str]) -> Iterator[list[str]]:
    """Write cells as text; dates of the columns in `signs` as they were before day and month were exchanged."""
    for row in rows:
        line = [_text(cell) for cell in row]
        for at, sign in signs.items() if row else ():
            if isinstance(row[at], datetime.date):
                line[at] = f"{row[at]:%m{sign}%d{sign}%Y}" + line[at][10:]
        yield line


def _text(cell: object) -> str:
    """Return what a cell holds as text, in one line."""
    if isinstance(cell, str):
        return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**DIGITS else _number(cell)
    if isinstance(cell, datetime.datetime):
        if cell.microsecond:  # a day's fraction holds its seconds up to a little
            cell = (cell + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return str(cell)


def _number(value: float) -> str:
    return f"{Decimal(f'{value:.{DIGITS}g}'):f}"


def _day_for_month(column: list) -> list[re.Match]:
    """Return the dates of a column that stayed text while others were read with day and month exchanged; [] if none.

    Those that stayed text have no month by their first number; those that were read have a day up to the 12th, and that
    is, as a month, one of the others'.
    """
    if not {str} < set(map(type, column[1:])) & {str, datetime.date, datetime.datetime}:
        return []
    stayed = [found for cell in column if isinstance(cell, str) and (found := AS_TEXT.fullmatch(cell))]
    dates = {(cell.year, cell.month, cell.day) for cell in column if isinstance(cell, datetime.date)}
    exchanged = (
        len(dates) >= LEAST_DAYS
        and all(int(found[1]) > 12 for found in stayed)
        and {day for *_, day in dates} <= {int(found[3]) for found in stayed}
        and max(int(found[3]) for found in stayed) <= 12
    )
    return stayed if exchanged else []
