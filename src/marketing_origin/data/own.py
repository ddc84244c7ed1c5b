"""A table of one's own: a text file as programs and spreadsheets save it, read without being told how."""

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pandas as pd

from marketing_origin.data import workbooks
from marketing_origin.data.encodings import decode
from marketing_origin.data.unpacking import PACKED, TABLES, holds_no_table, unpacked
from marketing_origin.errors import CourseError, nearest, warn

SEPARATORS = ",;\t|"
ENDINGS = (*TABLES, *PACKED)
LOOKED_AT = 50  # rows
TITLE = 15  # lines that may stand above the columns' names
EVEN = 0.6  # of the rows have as many cells, or one more or less
# 1.234,50 and 12,5: as large parts of Europe write numbers.
WITH_COMMA = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")


def own(name: str) -> pd.DataFrame:
    """Return a table of your own: `data.own("orders.csv")`, `data.own("shop.xlsx::Orders")`, also gzipped or zipped.

    Of a text file (CSV) separators (comma, semicolon, tab, bar), the encoding and a decimal comma are recognised, as a
    spreadsheet program saves them; a workbook's sheet is read as `data.workbooks.sheets` says. Columns that hold
    nothing but dates as 2024-03-31, with a time or without, become `datetime64`; nothing else is changed.

    Parameters
    ----------
    name : str
        The file: its path, or its name where it lies beside the notebook or was chosen in the page; of a workbook
        with several tables one sheet behind two colons.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    CourseError
        There is no such file or sheet, it is no table, or several are packed in it.
    """
    path, sheet = file_and_table(name)
    if path is None or not path.is_file():
        raise missing(name, ENDINGS)
    content, above = _only_table(path, sheet)
    text = decoded(content, path.name)
    separator, above = layout_of(text, path.name) if above is None else (",", above)
    text = below(text, above)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))[1 : LOOKED_AT + 1]
    comma = separator != "," and any(WITH_COMMA.fullmatch(value.strip()) for row in rows for value in row)
    numbers = {"decimal": ",", "thousands": "."} if comma else {}
    try:
        frame = pd.read_csv(io.StringIO(text), sep=separator, skipinitialspace=True, **numbers)
    except (ValueError, pd.errors.ParserError) as error:
        raise CourseError(f"{path.name} is no table that can be read: {error}.") from None
    for column in frame.select_dtypes(["object", "string"]):
        values = frame[column].dropna()
        if len(values) and values.astype(str).str.fullmatch(DATE).all():
            frame[column] = pd.to_datetime(frame[column], format="ISO8601", errors="coerce")
    return frame


def file_and_table(name: object) -> tuple[Path | None, str]:
    """Tell the file from what is named behind two colons, a sheet or a database's table: shop.xlsx::Orders."""
    if not isinstance(name, str | Path):
        return None, ""
    if Path(name).is_file():
        return Path(name), ""
    file, _, table = str(name).partition("::")
    return Path(file).expanduser(), table


def _only_table(path: Path, sheet: str) -> tuple[bytes, int | None]:
    """Return a file's one table as text, and how many lines stand above its names, where that is known."""
    tables = unpacked(path)
    if len(tables) > 1:
        first = next(iter(tables))
        raise CourseError(
            f"{path.name} holds {len(tables)} tables: {', '.join(tables)}. Unpack it and read one: import zipfile; "
            f"zipfile.ZipFile({str(path)!r}).extractall(); data.own({first!r})."
        )
    content = next(iter(tables.values()))
    if not workbooks.is_workbook(content):
        if sheet:
            raise no_name_needed(path, sheet)
        return content, None
    found, notes = workbooks.sheets(content, path.name, sheet)
    if len(found) > 1:
        raise workbooks.which_one(path.name, sorted(found, key=lambda title: -found[title].text.count(b"\n")))
    for note in notes:
        warn(f"{path.name}: {note}")
    only = next(iter(found.values()))
    return only.text, only.above


def no_name_needed(path: Path, table: str) -> CourseError:
    """Return what is said where a table of a file is named that holds but one."""
    return CourseError(
        f"{path.name} holds one table, and none that is called {table!r}: give {str(path)!r} alone."
    )


def missing(name: object, endings: tuple[str, ...]) -> CourseError:
    """Return what is said where there is no such file: the nearest name, or those that there are."""
    folder = Path(name).parent if isinstance(name, str | Path) else Path()
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    here = [file.name for file in found if file.suffix.lower() in endings]
    listed = f" There are: {', '.join(here[:10])}." if here else ""
    near = nearest(Path(name).name, here) if isinstance(name, str | Path) else ""
    return CourseError(
        f"There is no file {str(name)!r}.{near or listed} In a browser, press *Use a file of yours* first; on a "
        "laptop, put it beside the notebook, or give its whole path."
    )


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file that is named so; CourseError where it is none."""
    return decoded_as(content, name)[0]


def decoded_as(content: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Return a file's text, its lines ended as everywhere, and its encoding; CourseError where it is none."""
    if not content.strip():
        raise CourseError(f"{name} is empty: there is nothing in it to read; save or export it anew.")
    if told := holds_no_table(content):
        raise CourseError(f"{name} {told}")
    text, encoding = decode(content, name, encoding)
    return text if "\n" in text else text.replace("\r", "\n"), encoding


def layout_of(text: str, name: str) -> tuple[str, int]:
    """Return what separates the columns, and how many lines stand above their names.

    The separator is the sign that gives most rows the same number of cells; the names are in the first
    row that has as many. Lines above hold a title, say, or a spreadsheet program's `sep=;`.
    """
    if text[:4].lower() == "sep=":
        return text[4], 1
    lines = list(islice(io.StringIO(text[:100_000], newline=None), LOOKED_AT))
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):  # a mark that never ends hides the columns
        fits = [(*_fit(lines, separator, quoting), separator) for separator in SEPARATORS]
        cells, above, separator = max(fits, key=lambda fit: fit[0])
        if cells:
            return separator, above
    raise CourseError(
        f"{name} is no table with columns: its lines hold no comma, semicolon, tab or bar in equal "
        "numbers. Save it as CSV, with the columns' names in the first line."
    )


def _fit(lines: list[str], separator: str, quoting: int) -> tuple[int, int]:
    """Return how many cells stand in rows of one width, and how many lines above the names; 0 if none."""
    reader = csv.reader(lines, delimiter=separator, quoting=quoting)
    rows, ends = [], [0]
    for row in reader:
        filled = sum(bool(cell.strip()) for cell in row)
        rows.append((len(row), filled, ends[-1]))  # the lines above it
        ends.append(reader.line_num)
    rows = [row for row in rows if row[0]]
    widths = Counter(width for width, *_ in rows)
    width = max(widths, key=lambda one: (one > 1, widths[one], one), default=0)
    if width < 2:
        return 0, 0
    # Some programs leave the first column, of row numbers, without a name.
    unnamed = width > 2 and rows[0][0] == width - 1
    named = (at for at, row in enumerate(rows) if row[0] >= width and row[1] > row[0] / 2)
    first = 0 if unnamed else next(named, 0)
    fitting = sum(one > 1 and abs(one - width) < 2 for one, *_ in rows[first:])
    if first > TITLE or fitting < EVEN * len(rows[first:]):
        return 0, 0
    return widths[width] * width, rows[first][2]


def below(text: str, lines: int) -> str:
    """Return a text without its first lines."""
    start = 0
    for _ in range(lines):
        start = text.find("\n", start) + 1
    return text[start:]
