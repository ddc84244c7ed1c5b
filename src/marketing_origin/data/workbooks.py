"""The sheets of a workbook (Excel's, LibreOffice's) as text tables: a line a row, every value as its cell holds it."""

import csv
import datetime
import difflib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from marketing_origin.errors import CourseError

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
IN_ZIP = ("xl/", "content.xml")  # what tells a workbook from other zips: Excel's, LibreOffice's
OLDER = b"\xd0\xcf\x11\xe0"  # Excel's to 2003, and newer ones behind a password
# "EncryptedPackage" in UTF-16, whose codec a page would have to fetch.
BEHIND_PASSWORD = b"\0".join(b"%c" % letter for letter in b"EncryptedPackage") + b"\0"
SAVE = "open it in a spreadsheet program and save the sheet as CSV."
EXTENT = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
#: Excel's most rows with thirty columns: what is longer wants more memory than a page has.
MOST_CELLS = 32_000_000
#: What a spreadsheet program keeps of a number, and up to where a number holds each whole one.
DIGITS, WHOLE = 15, 2**53
LOOKED_AT, IN_A_ROW = 50, 3  # rows, for the columns' names; so many in a row with numbers or dates are data
#: A date that stayed text: 13/04/2024, 13.4.24, with a time or without.
AS_TEXT = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(?:\d{4}|\d{2})\b.*")
#: Days, from which a column shows that day and month were taken for each other; the share of dates that may be right
#: all the same (typed in later); and how many stayed text for each that did not: of random days 1.5.
LEAST_DAYS, MOST_RIGHT, LEAST_STAYED = 5, 0.02, 0.5
#: An amount with a decimal comma that is text among numbers: 1.234,50 or 12,5 €.
COMMA = re.compile(r"[^\d-]{0,4}(-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2})[^\d]{0,4}")


@dataclass(frozen=True)
class Sheet:
    """A sheet with a table: `text` is CSV in UTF-8, a line a row, `above` says how many stand above the names."""

    text: bytes
    above: int


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


def sheets(content: bytes, name: str, wanted: str = "") -> tuple[dict[str, Sheet], list[str]]:
    """Return the sheets that hold a table (two columns and two rows at least) by name, and sentences on them.

    Dates are written as 2024-03-31, with 08:26:00 behind where the cell has a time, numbers with a point, cells of
    several lines in one. A program that opens a text table takes 03/04/2024 as its country has it and leaves 13/04/2024
    as text, where it has no such month. A column that shows that day and month were so taken for each other is
    written as it was: most of its dates stayed text, and of the others none has a day past the 12th. Columns of
    one name are looked at together over all sheets.

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
    wanted = _meant(wanted, list(visible))
    rows = {sheet: _rows(book, sheet, name) for sheet in ([wanted] if wanted in visible else visible)}
    tables = _tables(rows)
    if wanted and wanted not in tables:
        raise _not_there(book, name, wanted, tables, wanted in visible)
    shown = [sheet for sheet in rows if sheet in tables and (wanted or visible[sheet])]
    if not shown:
        hidden = f" A hidden one has: {name}::{tables[0]} reads it." if tables else ""
        raise CourseError(f"{name} has no sheet with a table, of two columns and two rows at least.{hidden}")
    notes = [
        _passed_over(sheet, name, sheet in tables) for sheet in rows if rows[sheet] and sheet not in shown
    ]
    columns = {sheet: _columns(rows[sheet]) for sheet in shown}
    exchanged, said = _exchanged(columns)
    return {sheet: _written(rows[sheet], columns[sheet], exchanged) for sheet in shown}, notes + said


def which_one(name: str, tables: list[str]) -> CourseError:
    """Return what is said where a sheet has to be named."""
    return CourseError(
        f"{name} has several sheets with a table: {', '.join(tables)}. Name one behind two colons: {name}::{tables[0]}"
    )


def _meant(wanted: str, there: list[str]) -> str:
    """Return the sheet that is meant, in whatever capitals, with blanks around it or without."""
    alike = [sheet for sheet in there if sheet.strip().lower() == wanted.strip().lower()]
    return alike[0] if wanted not in there and len(alike) == 1 else wanted


def _not_there(book: object, name: str, wanted: str, tables: list[str], there: bool) -> CourseError:
    tables = tables or _tables({sheet: _rows(book, sheet, name) for sheet in book.sheet_names})
    if not tables:
        return CourseError(f"{name} has no sheet with a table, of two columns and two rows at least.")
    has = f"The sheet {wanted!r} of {name} holds no table" if there else f"{name} has no sheet {wanted!r}"
    meant = [*difflib.get_close_matches(wanted, tables, 1, cutoff=0.5), tables[0]][0]
    return CourseError(f"{has}; there are {', '.join(tables)}. Name one behind two colons: {name}::{meant}")


def _passed_over(sheet: str, name: str, is_table: bool) -> str:
    if is_table:
        return f"The sheet {sheet!r} is hidden, and was not read; {name}::{sheet} reads it."
    return f"The sheet {sheet!r} holds no table, and was not read."


# Getting at the cells --------------------------------------------------------------------------------------


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
    _refuse_too_large(content, name)
    return _asked(
        lambda: calamine.CalamineWorkbook.from_object(io.BytesIO(content)),
        f"{name} is no workbook that can be read",
    )


def _asked(ask: Callable, failed: str) -> object:
    """Return what calamine answers; where it cannot, or meets what it was not written for, say so."""
    import python_calamine as calamine

    try:
        return ask()
    except calamine.CalamineError as error:
        raise CourseError(f"{failed} ({error}): {SAVE}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # Rust's, no Exception
            raise
        raise CourseError(f"{failed}, for it is damaged: {SAVE}") from None


def _refuse_too_large(content: bytes, name: str) -> None:
    """Refuse a sheet that says it reaches further than memory does: one stray cell in a corner is enough."""
    if content.startswith(OLDER):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                continue
            with packed.open(part) as opened:
                found = EXTENT.search(opened.read(4096))
            if found and (cells := _column_number(found[1]) * int(found[2])) > MOST_CELLS:
                corner = (found[1] + found[2]).decode()
                raise CourseError(
                    f"{name}: a sheet reaches to {corner}, {cells:,} cells with the empty ones: delete "
                    "what stands far right or far below the table, or save the sheet as CSV."
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _rows(book: object, sheet: str, name: str) -> list[list]:
    """Return a sheet's rows from the first to the last that holds something, with empty ones for those above."""
    failed = f"{name}: its sheet {sheet!r} cannot be read"
    cells = _asked(lambda: book.get_sheet_by_name(sheet), failed)
    rows = _asked(lambda: cells.to_python(skip_empty_area=True), failed)
    while rows and not any(str(cell).strip() for cell in rows[-1]):
        rows.pop()
    return [[]] * cells.start[0] + rows if rows else []


def _tables(rows: dict[str, list[list]]) -> list[str]:
    """Return the sheets that hold a table, the longest first."""
    found = (
        name for name, cells in rows.items() if len(list(filter(None, cells))) > 1 and len(cells[-1]) > 1
    )
    return sorted(found, key=lambda name: -len(rows[name]))


@dataclass
class _Columns:
    """A sheet's columns: how many rows stand above their names, the names, and the cells below them."""

    above: int
    names: list[str]
    cells: list[list]


def _columns(rows: list[list]) -> _Columns:
    """Find the row with the columns' names: above the data the one with most texts, and no number among them."""

    def filled(row: list) -> list:
        return [cell for cell in row if not isinstance(cell, str) or cell.strip()]

    first, head = next(at for at, row in enumerate(rows) if row), [filled(row) for row in rows[:LOOKED_AT]]
    texts = [len(cells) if all(isinstance(cell, str) for cell in cells) else 0 for cells in head]
    numbered = [len(cells) > 1 and not text for cells, text in zip(head, texts, strict=True)]
    starts = (at for at in range(len(head)) if all(numbered[at : at + IN_A_ROW]))
    before = texts[: min(next(starts, len(head)), len(rows) - 1)]
    above = before.index(max(before)) if max(before, default=0) > 1 else first
    names = [str(name).strip() for name in rows[above]]
    return _Columns(above, names, [list(cells) for cells in zip(*rows[above + 1 :], strict=True)])


# Days taken for months -------------------------------------------------------------------------------------


def _exchanged(columns: dict[str, _Columns]) -> tuple[dict[str, str], list[str]]:
    """Return how dates are to be written that were read with day and month exchanged, by column; and what to say."""
    together: dict[str, list] = {}
    for sheet in columns.values():
        for name, cells in zip(sheet.names, sheet.cells, strict=True):
            if {str} < {*map(type, cells)} & {str, datetime.date, datetime.datetime}:
                together.setdefault(name, []).extend(cells)
    found, said = {}, []
    for name, cells in together.items():
        stayed = [match for cell in cells if isinstance(cell, str) and (match := AS_TEXT.fullmatch(cell))]
        dates = [cell for cell in cells if isinstance(cell, datetime.date)]
        first, second = ([int(match[at]) for match in stayed] for at in (1, 3))
        day_first, month_first = min(first, default=0) > 12, min(second, default=0) > 12
        right = sum(date.day > 12 for date in dates)
        if day_first == month_first or right > max(1, MOST_RIGHT * len(dates)):
            continue
        example = f"{len(stayed):,} stayed text ({stayed[0][0].strip()})"
        days = len({date.timetuple()[:3] for date in dates})
        if days < LEAST_DAYS or len(stayed) < LEAST_STAYED * len(dates):
            said.append(
                f"{name or 'A column'}: {len(dates):,} cells are dates and {example}: whether a program took day for "
                "month in the dates does not show, and they are read as they are."
            )
            continue
        sign, order = stayed[0][2], "day" if day_first else "month"
        found[name] = f"%m{sign}%d{sign}%Y" if day_first else f"%d{sign}%m{sign}%Y"
        said.append(
            f"{name or 'A column'}: a program took day for month in {len(dates) - right:,} dates, and {example}, for "
            f"which there is no such month. All are read with the {order} first."
        )
    return found, said


# Writing ---------------------------------------------------------------------------------------------------


def _written(rows: list[list], columns: _Columns, exchanged: dict[str, str]) -> Sheet:
    """Write a sheet's rows as text."""
    forms = {at: exchanged[name] for at, name in enumerate(columns.names) if name in exchanged}
    commas = [at for at, cells in enumerate(columns.cells) if _has_commas(cells)]
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(_lines(rows, forms, commas))
    return Sheet(made.getvalue().encode(), columns.above)


def _has_commas(cells: list) -> bool:
    """Tell whether a column's texts are all amounts with a decimal comma."""
    texts = {cell for cell in cells if isinstance(cell, str) and cell.strip()}
    return bool(texts) and all(map(COMMA.fullmatch, texts))


def _lines(rows: list[list], forms: dict[int, str], commas: list[int]) -> Iterator[list[str]]:
    for row in rows:
        line = [_text(cell) for cell in row]
        for at, form in forms.items() if row else ():
            if isinstance(row[at], datetime.date):
                line[at] = _as_it_was(row[at], form) + line[at][10:]
        for at in commas if row else ():
            if isinstance(row[at], str) and (found := COMMA.fullmatch(row[at])):
                line[at] = row[at].replace(found[1], found[1].replace(".", "").replace(",", "."))
        yield line


def _as_it_was(date: datetime.date, form: str) -> str:
    """Write a date with day and month exchanged back; one with a day past the 12th was not."""
    if date.day > 12:
        form = form.translate(str.maketrans("md", "dm"))
    return date.strftime(form)


def _text(cell: object) -> str:
    """Return what a cell holds as text, in one line."""
    if isinstance(cell, str):
        return " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= WHOLE else _number(cell)
    if isinstance(cell, datetime.datetime):
        return _seconds(cell).isoformat(" ").removesuffix(" 00:00:00")
    return str(cell)


def _number(value: float) -> str:
    """Write a number to the digits that a spreadsheet program shows."""
    return f"{Decimal(f'{value:.{DIGITS}g}'):f}"


def _seconds(time: datetime.datetime) -> datetime.datetime:
    """Return a time to the second, which a day's fraction holds up to a little; the day stays."""
    whole = time.replace(microsecond=0)
    last = (whole.hour, whole.minute, whole.second) == (23, 59, 59)
    return whole + datetime.timedelta(seconds=1) if time.microsecond >= 500_000 and not last else whole
