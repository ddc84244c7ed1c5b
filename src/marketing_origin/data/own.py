"""A table of one's own: a text file as programs and spreadsheets save it, read without being told how."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pandas as pd

from marketing_origin.errors import CourseError, nearest

SEPARATORS = ",;\t|"
ENDINGS = (".csv", ".tsv", ".txt")
LOOKED_AT = 50  # rows
# 1.234,50 and 12,5: as large parts of Europe write numbers.
WITH_COMMA = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")


def own(name: str) -> pd.DataFrame:
    """Return a table of your own from a text file (CSV), such as `data.own("orders.csv")`.

    Separators (comma, semicolon, tab, bar), the encoding and a decimal comma are recognised, as a spreadsheet
    program saves them. Columns that hold nothing but dates as 2024-03-31, with a time or without, become
    `datetime64`; nothing else is changed.

    Parameters
    ----------
    name : str
        The file: its path, or its name where it lies beside the notebook or was chosen in the page.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    CourseError
        There is no such file, or it is no text table.
    """
    path = Path(name) if isinstance(name, str | Path) else None
    if path is None or not path.is_file():
        here = sorted(file.name for file in Path.cwd().iterdir() if file.suffix.lower() in ENDINGS)
        listed = f" There are: {', '.join(here)}." if here else ""
        raise CourseError(
            f"There is no file {str(name)!r}.{nearest(str(name), here) or listed} On a page, press "
            "*Use a file of yours* first; on a laptop, put it beside the notebook, or give its whole path."
        )
    text = decoded(path.read_bytes(), path.name)
    if text.lower().startswith("sep="):  # a spreadsheet program's own first line
        text = text.partition("\n")[2]
    separator = separator_of(text, path.name)
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


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file that is named so; CourseError where it is none."""
    if not content.strip():
        raise CourseError(f"{name} is empty.")
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise CourseError(
            f"{name} is a workbook, not a text table: open it in a spreadsheet program and save the "
            "sheet as CSV."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content:
        raise CourseError(f"{name} is no text: a table is due, with a row a line, saved as CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator_of(text: str, name: str) -> str:
    """Return what separates the columns: the sign that gives most rows the same number of them."""
    best, found = 0, ""
    lines = "\n".join(text.splitlines()[:LOOKED_AT])
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(lines), delimiter=separator) if row)
        width, rows = widths.most_common(1)[0] if widths else (0, 0)
        if width > 1 and rows >= 0.9 * widths.total() and rows * width > best:
            best, found = rows * width, separator
    if not found:
        raise CourseError(
            f"{name} is no table with columns: its lines hold no comma, semicolon, tab or bar in equal "
            "numbers. Save it as CSV, with the columns' names in the first line."
        )
    return found
