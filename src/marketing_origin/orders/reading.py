"""Getting an export into memory as it is: text where the file holds text, every line counted."""

import csv
import gzip
import io
import sqlite3
from pathlib import Path

import pandas as pd

from marketing_origin.data.own import decoded, separator_of
from marketing_origin.errors import CourseError, nearest

TEXTS = (".csv", ".tsv", ".txt")
DATABASES = {".duckdb": "DuckDB", ".sqlite": "SQLite", ".sqlite3": "SQLite", ".db": "SQLite"}


def read(source: object) -> pd.DataFrame:
    """Return an export's rows as they stand.

    Parameters
    ----------
    source : str, Path, list of them, or pandas.DataFrame
        A text table (CSV; also gzipped), a Parquet file, a table in a database as `shop.duckdb::orders` or
        `shop.sqlite::orders`; several files with the same columns; or a frame, which is copied.

    Returns
    -------
    pandas.DataFrame
        A row a line. The index is the line's number in a text file (the first below the names is 2), from
        several files preceded by the file's name; else the row's number from 1.

    Raises
    ------
    CourseError
        Nothing there can be read as a table; the message names the file and what to do.
    """
    if isinstance(source, pd.DataFrame):
        return source.reset_index(drop=True).rename(index=lambda row: row + 1)
    if isinstance(source, list | tuple):
        return _several(list(source))
    name = str(source)
    path, _, table = name.partition("::")
    path = Path(path)
    if not path.is_file():
        here = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
        raise CourseError(f"There is no file {str(path)!r}.{nearest(path.name, here)}")
    if path.suffix.lower() in DATABASES:
        return _numbered(_from_database(path, table))
    if path.suffix.lower() == ".parquet":
        return _numbered(_from_parquet(path))
    return _from_text(path)


def _several(sources: list) -> pd.DataFrame:
    if not sources:
        raise CourseError("No file is given: name at least one.")
    frames = [read(source) for source in sources]
    names = [Path(str(source)).name for source in sources]
    for name, frame in zip(names[1:], frames[1:], strict=True):
        if set(frame.columns) != set(frames[0].columns):
            odd = sorted(set(map(str, frame.columns)) ^ set(map(str, frames[0].columns)))
            raise CourseError(
                f"{names[0]} and {name} differ in their columns ({', '.join(odd)}): files are put together "
                "where all have the same ones. Give them one by one, or rename the columns."
            )
    return pd.concat(
        [frame.rename(index=lambda line, n=n: f"{n}:{line}") for n, frame in zip(names, frames, strict=True)]
    )


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:
        raise CourseError("The table has no rows.")
    return frame.reset_index(drop=True).rename(index=lambda row: row + 1)


def _from_text(path: Path) -> pd.DataFrame:
    """Read a text table, every value as text; short lines are filled up, long ones are an error."""
    if path.suffix == ".gz":
        try:
            content = gzip.decompress(path.read_bytes())
        except (OSError, EOFError) as error:
            raise CourseError(f"{path.name} cannot be unpacked ({error}): fetch it again.") from None
    else:
        content = path.read_bytes()
    text = decoded(content, path.name)
    skipped = 1
    if text.lower().startswith("sep="):  # a spreadsheet program's own first line
        text, skipped = text.partition("\n")[2], 2
    separator = separator_of(text, path.name)
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            dtype=str,
            keep_default_na=False,
            skip_blank_lines=False,
            quoting=csv.QUOTE_MINIMAL,
            index_col=False,
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise CourseError(f"{path.name} is no table that can be read: {error}.") from None
    frame.columns = [str(column).strip() for column in frame.columns]
    frame = frame.fillna("")
    if frame.empty:
        raise CourseError(f"{path.name} has the columns' names and no row below them.")
    return frame.rename(index=lambda row: row + 1 + skipped)


def _from_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except ImportError:
        raise CourseError(
            f"To read {path.name}, Python needs a package more: `pip install pyarrow`. Or save it as CSV."
        ) from None
    except Exception as error:
        raise CourseError(f"{path.name} is no Parquet file that can be read: {error}") from None


def _from_database(path: Path, table: str) -> pd.DataFrame:
    """Read one table of a database file."""
    kind = DATABASES[path.suffix.lower()]
    try:
        if kind == "DuckDB":
            import duckdb

            connection = duckdb.connect(str(path), read_only=True)
            tables = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
        else:
            connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            tables = [
                row[0]
                for row in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
                )
            ]
    except ImportError:
        raise CourseError(
            f"To read {path.name}, Python needs a package more: `pip install duckdb`."
        ) from None
    except Exception as error:
        raise CourseError(f"{path.name} is no {kind} database that can be read: {error}") from None
    try:
        if table not in tables:
            named = f"{path.name}::{tables[0]}" if tables else ""
            raise CourseError(
                f"{path.name} has no table {table!r}; it has: {', '.join(tables) or 'none'}."
                + (f" Name one behind two colons: {named}" if named else "")
            )
        chosen = f'SELECT * FROM "{table}"'
        return connection.execute(chosen).df() if kind == "DuckDB" else pd.read_sql(chosen, connection)
    finally:
        connection.close()
