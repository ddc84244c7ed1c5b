"""Getting an export into memory as it is: text where the file holds text, every row counted."""

import csv
import glob
import io
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from marketing_origin.data import workbooks
from marketing_origin.data.own import below, decoded_as, file_and_table, layout_of, missing, no_name_needed
from marketing_origin.data.unpacking import PACKED, TABLES, unpacked
from marketing_origin.errors import CourseError
from marketing_origin.orders.mending import mended

DATABASES = {".duckdb": "DuckDB", ".sqlite": "SQLite", ".sqlite3": "SQLite", ".db": "SQLite"}
PARQUET = (".parquet", ".pq")
ENDINGS = (*TABLES, *PACKED, *PARQUET)
OPEN = "~$"  # how Excel's note begins that a workbook is open
BEYOND = "\0"  # a column for what stands behind the last one
#: Digits of other scripts by their 0 (Arabic, Persian, Indian, full width), and the signs between them.
ZEROS = (0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10)
DIGITS = {zero + digit: str(digit) for zero in ZEROS for digit in range(10)}
DIGITS |= {ord(sign): plain for sign, plain in zip("٫٬，．", ".,,.", strict=True)}
OTHER_DIGIT = re.compile("[" + "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in ZEROS) + "]")
BARE = re.compile(r"[\s\d.,:/+-]*\d[\s\d.,:/+-]*")  # a number or a date, and no column's name


@dataclass
class Export:
    """What a source holds.

    Attributes
    ----------
    rows : pandas.DataFrame
        A row a line. The index is the line's number in a text file, where the file has a name in front of it
        if there are several; else the row's number from 1.
    file : numpy.ndarray
        From which file each row is, counted from 0.
    long : numpy.ndarray
        Whether a row has more cells than there are columns: the cells beyond are lost, and it is not known
        which ones stand in the wrong column.
    mended : numpy.ndarray
        Whether a row had, and some of its cells were put together again.
    notes : list of str
        What was noticed on the way, in sentences.
    lacking : list of (str, set of str)
        Of several files, those that lack columns of the others, and which.
    above : str
        What stands above the columns' names.
    """

    rows: pd.DataFrame
    file: np.ndarray
    long: np.ndarray
    mended: np.ndarray
    notes: list[str] = field(default_factory=list)
    lacking: list[tuple[str, set[str]]] = field(default_factory=list)
    above: str = ""

    @property
    def even(self) -> pd.DataFrame:
        """The rows whose cells stand in their own columns."""
        return self.rows if self.long.all() or not self.long.any() else self.rows[~self.long]


def read(source: object, encoding: str | None = None) -> Export:
    """Return an export's rows as they stand.

    Parameters
    ----------
    source : str, Path, list of them, or a frame
        A text table (CSV), also gzipped or zipped; a workbook, of which `shop.xlsx::Orders` is one sheet; a Parquet
        file; a table of a database as `shop.duckdb::orders` or `shop.sqlite::orders`; several files with much the
        same columns, as a list, a folder or a pattern (`orders-*.csv`); or a frame of pandas, or what makes one of
        itself (Polars, a DuckDB relation).
    encoding : str, optional
        Of text files; found from their bytes unless given.

    Raises
    ------
    CourseError
        Nothing there can be read as a table; the message names the file and what to do.
    """
    if not isinstance(source, str | Path | list | tuple):
        return _numbered(_frame_of(source))
    sources = _listed(source)
    if len(sources) == 1:
        return _one(sources[0], encoding)
    return _together([read(one, encoding) for one in sources], [Path(str(one)).name for one in sources])


def _frame_of(source: object) -> pd.DataFrame:
    if isinstance(source, pd.DataFrame):
        return source
    for maker in ("to_pandas", "df", "toPandas"):
        if callable(make := getattr(source, maker, None)):
            return make()
    raise CourseError(f"An export is due (a file's path, several, or a frame), not {type(source).__name__}.")


def _listed(source: object) -> list:
    """Return the files that a list, a folder or a pattern names, in order."""
    if isinstance(source, list | tuple):
        found = list(source)
    elif Path(source).is_dir():
        found = sorted(
            file
            for file in Path(source).iterdir()
            if file.suffix.lower() in ENDINGS and not file.name.startswith(OPEN)
        )
    elif any(sign in str(source) for sign in "*?") and not Path(source).exists():
        found = sorted(glob.glob(_pattern(source)))
    else:
        return [source]
    if not found:
        raise CourseError(f"No file is given by {str(source)!r}: name at least one, such as orders.csv.")
    return found


def _pattern(source: object) -> str:
    """Return a pattern for `glob`, in which brackets in a name mean themselves."""
    parts = Path(str(source)).expanduser().parts
    return str(Path(*(part if {"*", "?"} & set(part) else glob.escape(part) for part in parts)))


def _together(parts: list[Export], names: list[str]) -> Export:
    """Put the rows of several files below each other; a column that one lacks is blank in its rows."""
    every = list(parts[0].rows.columns)
    lacking = []
    for name, part in zip(names, parts, strict=True):
        called = {_plain(column): column for column in every}
        part.rows = part.rows.rename(columns=lambda column, c=called: c.get(_plain(column), column))
        if _differ(parts[0], part):
            odd = sorted(set(part.rows.columns) ^ set(parts[0].rows.columns))
            raise CourseError(
                f"{names[0]} and {name} differ in their columns ({', '.join(odd)}): files are put together "
                "where most are the same. Give them one by one, or rename the columns."
            )
        every += [column for column in part.rows if column not in every]
    for name, part in zip(names, parts, strict=True):
        if lacks := [column for column in every if column not in part.rows]:
            lacking.append((name, set(lacks)))
            part.notes.append(f"it has no column {', '.join(map(repr, lacks))}, which is blank in its rows.")
        text = all(map(pd.api.types.is_string_dtype, part.rows.dtypes))
        part.rows = part.rows.reindex(columns=every, fill_value="" if text else None)
    rows = [
        part.rows.rename(index=lambda line, n=name: f"{n}:{line}")
        for name, part in zip(names, parts, strict=True)
    ]
    return Export(
        pd.concat(rows),
        np.repeat(np.arange(len(parts)), [len(part.rows) for part in parts]),
        np.concatenate([part.long for part in parts]),
        np.concatenate([part.mended for part in parts]),
        [f"{name}: {note}" for name, part in zip(names, parts, strict=True) for note in part.notes],
        lacking,
        "\n".join(part.above for part in parts),
    )


def _differ(one: Export, other: Export) -> bool:
    """Tell whether fewer than half of the first table's columns are in the other."""
    shared = {_plain(column) for column in one.rows} & {_plain(column) for column in other.rows}
    return len(shared) < 0.5 * len(one.rows.columns)


def _plain(column: object) -> str:
    """Return a column's name without what programs change about it: capitals, blanks, signs."""
    return re.sub(r"[\W_]+", "", str(column)).lower() or str(column)


def _numbered(frame: pd.DataFrame, notes: list[str] | None = None) -> Export:
    """Return a frame with its rows numbered from 1 and a name of its own for each column."""
    if frame.empty:
        raise CourseError("The table has no rows: there is nothing to report on.")
    # An index with a name is a column that somebody has put there.
    frame = frame.reset_index(drop=not any(frame.index.names))
    frame.index += 1
    frame.columns = _own_names(frame.columns)
    never = np.zeros(len(frame), bool)
    return Export(frame, np.zeros(len(frame), "int64"), never, never, notes or [])


def _own_names(columns: object) -> list[str]:
    """Return names as text, without blanks around them, numbered where two are the same or one is none."""
    found: dict[str, int] = {}  # a name, and the last number behind it
    for at, name in enumerate(columns, 1):
        plain = str(name).strip().strip("\ufeff").strip() or f"column {at}"
        own = plain
        while own in found:
            found[plain] += 1
            own = f"{plain} {found[plain]}"
        found[own] = 1
    return list(found)


def _one(source: object, encoding: str | None) -> Export:
    path, table = file_and_table(source)
    if path is None or not path.is_file():
        raise missing(path or source, (*ENDINGS, *DATABASES))
    if path.suffix.lower() in DATABASES:
        return _numbered(_from_database(path, table))
    if path.suffix.lower() in PARQUET:
        if table:
            raise no_name_needed(path, table)
        return _numbered(_from_parquet(path))
    parts, notes = {}, []
    inside = unpacked(path)
    for name, content in inside.items():
        if workbooks.is_workbook(content):
            found, said = _from_workbook(content, name, table, path.name if len(inside) > 1 else "")
            parts |= {f"{name}::{sheet}" if len(inside) > 1 else sheet: part for sheet, part in found.items()}
            notes += [f"{name}: {note}" if len(inside) > 1 else note for note in said]
        elif table:
            raise no_name_needed(path, table)
        else:
            parts[name] = _from_text(content, name, encoding)
    whole = _together(list(parts.values()), list(parts)) if len(parts) > 1 else next(iter(parts.values()))
    whole.notes = notes + whole.notes
    return whole


def _from_workbook(
    content: bytes, name: str, sheet: str, packed_in: str = ""
) -> tuple[dict[str, Export], list[str]]:
    """Read a workbook's tables, and what is to be said of them.

    Of several all that have much the same columns, where there are such; else the sheet that is named. One that is
    `packed_in` a zip with others has to be unpacked for that.
    """
    try:
        return _alike(content, name, sheet)
    except CourseError as error:
        raise CourseError(f"Unpack {packed_in} first. {error}" if packed_in else str(error)) from None


def _alike(content: bytes, name: str, sheet: str) -> tuple[dict[str, Export], list[str]]:
    """Read the sheets that belong together; see `_from_workbook`."""
    found, notes = workbooks.sheets(content, name, sheet)
    parts = {
        title: _from_text(table.text, f"{name}::{title}", "utf-8", table.above)
        for title, table in found.items()
    }
    largest = sorted(parts, key=lambda title: -len(parts[title].rows))
    alike = max(
        (
            [
                other
                for other in parts
                if not _differ(parts[title], parts[other]) and not _differ(parts[other], parts[title])
            ]
            for title in largest
        ),
        key=len,
    )
    if len(parts) == 1:
        return parts, notes
    if len(alike) == 1:
        raise workbooks.which_one(name, largest)
    notes.append(f"Sheets that were read together: {', '.join(alike)}; {name}::{alike[0]} reads one alone.")
    notes += [
        f"The sheet {other!r} is another table, and was not read." for other in parts if other not in alike
    ]
    return {title: parts[title] for title in alike}, notes


def _from_text(content: bytes, name: str, encoding: str | None, above: int | None = None) -> Export:
    """Read a text table, every value as text; short rows are filled up with nothing.

    `above`, how many lines stand above the names, is known of one that was written here, with commas.
    """
    text, found = decoded_as(content, name, encoding)
    notes = []
    if found not in ("utf-8", "utf-16"):
        other = (
            "as you said" if encoding else 'where letters are wrong, answers={"encoding": "…"} names another'
        )
        notes.append(f"Its text was read as {found}; {other}.")
    separator, above = (",", above) if above is not None else _layout(text, name)
    if above and not text.lower().startswith("sep="):
        notes.append(f"The first {above} lines stand above the columns' names, and are no rows.")
    title = text[: len(text) - len(below(text, above))]
    groups = title.rstrip("\n").rpartition("\n")[2]
    text = below(text, above)
    names, skipped = _names(text, separator)
    if grouped := _of_groups(names, groups, separator):
        names = grouped
        notes.append("The line above the columns' names says what they are of, and stands in front of them.")
    if skipped == 0:
        notes.append(
            f"Its first line holds no columns' names, so they are called {names[0]!r} to {names[-1]!r}."
        )
    frame, long, together = _rows(below(text, skipped), separator, names, name)
    if frame.empty:
        raise CourseError(f"{name} has the columns' names and no row below them.")
    if OTHER_DIGIT.search(text):
        frame = frame.apply(lambda column: column.str.translate(DIGITS))
        notes.append("Its digits are those of another script; they were read as 0 to 9.")
    one_each = text.count("\n") <= len(frame) + skipped
    frame.index = (np.arange(1, len(frame) + 1) if one_each else _lines(frame)) + above + skipped
    return Export(frame, np.zeros(len(frame), "int64"), long, together, notes, above=title)


def _layout(text: str, name: str) -> tuple[str, int]:
    """Return what separates the columns, and how many lines stand above their names."""
    try:
        return layout_of(text, name)
    except CourseError:
        if not _between_blanks(text):
            raise
        return r"\s+", 0


def _between_blanks(text: str) -> bool:
    """Tell whether a text is a table whose columns stand between blanks: as many words in each line."""
    words = [line.split() for line in text[:10_000].splitlines()[:-1] if line.strip()]
    return (
        len(words) > 1
        and len({len(line) for line in words}) == 1
        and len(words[0]) > 2
        and sum(bool(BARE.fullmatch(word)) for word in words[-1]) > 1
    )


def _names(text: str, separator: str) -> tuple[list[str], int]:
    """Return the columns' names and how many lines they take: none where the first row is one of orders."""
    if separator == r"\s+":
        rows = [line.split() for line in text.splitlines()[:2]]
        lines = 1
    else:
        reader = csv.reader(io.StringIO(text[:100_000], newline=None), delimiter=separator)
        rows = [next(reader)]
        lines = reader.line_num
        rows += [next((row for row in reader if row), [])]
    names = rows[0]
    if sum(bool(BARE.fullmatch(name)) for name in names) > 1:
        return [f"column {number}" for number in range(1, len(names) + 1)], 0
    if len(rows[1]) == len(names) + 1 and rows[1][-1].strip():
        names = ["row", *names]  # of a program that leaves the row numbers' column without a name
    return _own_names(names), lines


def _of_groups(names: list[str], groups: str, separator: str) -> list[str]:
    """Return names with what a line above says of groups of columns; none where it is no such line.

    It is one where the names alone leave open what is what: `No.` of the customer and `No.` of the order.
    """
    above = next(csv.reader([groups], delimiter=separator), []) if len(separator) == 1 else []
    said = [cell.strip() for cell in above]
    again = bool({*names} & {re.sub(r" \d+$", "", name) for name in names if re.search(r" \d+$", name)})
    if not again or len(said) != len(names) or sum(map(bool, said)) < 2:
        return []
    found, group = [], ""
    for cell, name in zip(said, names, strict=True):
        group = cell or group
        # The number that told it from its namesake says nothing any more.
        bare = re.sub(r" \d+$", "", name) if re.sub(r" \d+$", "", name) in names else name
        found.append(f"{group} {bare}".strip())
    return _own_names(found)


def _rows(
    text: str, separator: str, names: list[str], file: str
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Return a row a line, which ones have more cells than there are names, and which ones were mended."""
    never = np.zeros(0, bool)
    if not text:
        return pd.DataFrame(columns=names), never, never
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error", pd.errors.ParserWarning
            )  # or a first row loses cells without a word
            frame = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                header=None,
                names=[*names, BEYOND],
                dtype=str,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                index_col=False,
            )
    except (ValueError, pd.errors.ParserError, pd.errors.ParserWarning):
        return _row_by_row(text, separator, names, file)
    if frame.pop(BEYOND).fillna("").str.strip().ne("").any():
        return _row_by_row(text, separator, names, file)
    never = np.zeros(len(frame), bool)
    return frame.fillna(""), never, never


def _row_by_row(text: str, separator: str, names: list[str], file: str) -> tuple:
    """Read what is no even table; slower. See `_rows`."""
    # A mark that never ends would make one value of all that follows.
    quoting = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    try:
        if separator == r"\s+":
            rows, separator = [line.split() for line in text.splitlines()], " "
        else:
            rows = list(csv.reader(io.StringIO(text, newline=None), delimiter=separator, quoting=quoting))
    except csv.Error as error:
        raise CourseError(f"{file} is no table that can be read: {error}. Save it as CSV anew.") from None
    rows, together, long = mended(rows, len(names), separator)
    return pd.DataFrame(rows, columns=names, dtype=str), np.array(long, bool), np.array(together, bool)


def _lines(frame: pd.DataFrame) -> np.ndarray:
    """Return the number of each row's first line, where values may hold ends of lines."""
    lines = np.ones(len(frame), "int64")
    for column in frame:
        lines += frame[column].str.count("\n").to_numpy("int64")
    return np.concatenate([[1], 1 + np.cumsum(lines)[:-1]])


def _from_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except ImportError:
        raise CourseError(
            f"To read {path.name}, Python needs a package more: `pip install pyarrow`. Or save it as CSV."
        ) from None
    except Exception as error:
        raise CourseError(
            f"{path.name} is no Parquet file that can be read ({error}): write it anew, or save it as CSV."
        ) from None


def _from_database(path: Path, table: str) -> pd.DataFrame:
    """Read one table of a database file."""
    kind = DATABASES[path.suffix.lower()]
    try:
        connection, tables = (_duckdb if kind == "DuckDB" else _sqlite)(path)
    except ImportError:
        raise CourseError(
            f"To read {path.name}, Python needs a package more: `pip install duckdb`. Or export the table "
            "as CSV."
        ) from None
    except Exception as error:
        raise CourseError(
            f"{path.name} is no {kind} database that can be read ({error}). Close what has it open, or "
            "export the table as CSV."
        ) from None
    try:
        if not table and len(tables) == 1:
            table = tables[0]
        if table not in tables:
            asked = f"no table {table!r}" if table else "several tables" if tables else "no table"
            named = f" Name one behind two colons: {path.name}::{tables[0]}" if tables else ""
            raise CourseError(f"{path.name} has {asked}; it has: {', '.join(tables) or 'none'}.{named}")
        quoted = table.replace('"', '""')
        chosen = f'SELECT * FROM "{quoted}"'
        return connection.execute(chosen).df() if kind == "DuckDB" else pd.read_sql(chosen, connection)
    finally:
        connection.close()


def _duckdb(path: Path) -> tuple:
    import duckdb

    connection = duckdb.connect(str(path), read_only=True)
    return connection, [row[0] for row in connection.execute("SHOW TABLES").fetchall()]


def _sqlite(path: Path) -> tuple:
    import sqlite3  # in a browser, a package of its own

    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    return connection, [row[0] for row in connection.execute(query)]
