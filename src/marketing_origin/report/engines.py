"""One order log on pandas, DuckDB or Spark: opened, kept, brought back."""

import re
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import narwhals as nw
import pandas as pd

from marketing_origin.errors import CourseError, nearest
from marketing_origin.report import tables

ENGINES = ("pandas", "duckdb", "spark")
#: Orders from which a frame goes to DuckDB where that is installed.
MANY = 1_000_000
#: The least memory that a report can be held to, in MB, and DuckDB's part of it: while it makes the large tables, while
#: it counts histories and writes customers, and while Python works out values.
LEAST_MEMORY, OF_TABLES, OF_HISTORIES, OF_VALUES = 500, 0.6, 0.4, 0.25


@dataclass
class OrderLog:
    """A clean log on its engine, checked.

    Attributes
    ----------
    frame : narwhals LazyFrame, a row an order: customer, order, day, cents.
    engine : ``"pandas"``, ``"duckdb"`` or ``"spark"``.
    orders : how many there are.
    first, last : days of the first and the last order.
    megabytes : what the whole report is to make do with; 0 where nothing was said.
    """

    frame: nw.LazyFrame
    engine: str
    name: str
    orders: int = 0
    first: pd.Timestamp = pd.NaT
    last: pd.Timestamp = pd.NaT
    session: object = None
    megabytes: float = 0.0
    _numbers: Iterator[int] = field(default_factory=count)
    _kept: list[tuple[nw.LazyFrame, object]] = field(default_factory=list)

    def keep(self, frame: nw.LazyFrame) -> nw.LazyFrame:
        """Compute a frame once, where the engine is, for several tables to use."""
        if self.engine == "pandas":
            return frame.collect().lazy()
        native = frame.to_native()
        if self.engine == "spark":
            made = native.cache()
            kept = nw.from_native(made)
        else:
            made = f"mo_report_{id(self)}_{next(self._numbers)}"
            native.query("mo_kept", f"CREATE OR REPLACE TEMP TABLE {made} AS SELECT * FROM mo_kept")
            kept = nw.from_native(self.session.table(made))
        self._kept.append((kept, made))
        return kept

    def forget(self, frame: nw.LazyFrame) -> None:
        """Let the engine forget a frame that was kept; one that was not is no matter."""
        for kept, made in self._kept:
            if kept is frame and self.engine == "spark":
                made.unpersist()
            elif kept is frame:
                self.session.execute(f"DROP TABLE IF EXISTS {made}")
        self._kept = [pair for pair in self._kept if pair[0] is not frame]

    def collect(self, frame: nw.LazyFrame, by: str | list[str] | None = None) -> pd.DataFrame:
        """Return a table as a pandas frame of plain numbers and texts, sorted by columns."""
        if by:
            frame = frame.sort(by)
        if self.engine == "spark":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the client's own, about pandas 3 and 4
                found = frame.to_native().toPandas()
        elif self.engine == "duckdb":
            return _of_arrow(frame.collect("pyarrow").to_native())
        else:
            found = frame.collect("pandas").to_native()
        return pd.DataFrame({name: _plain(found[name]) for name in found}).reset_index(drop=True)

    def bring(self, frame: pd.DataFrame) -> nw.LazyFrame:
        """Return a small frame as a table of this engine, to join to others."""
        if self.engine == "pandas":
            return nw.from_native(frame).lazy()
        if self.engine == "spark":
            return nw.from_native(_to_spark(self.session, frame))
        return nw.from_native(self.session.from_df(frame))

    def take(self, part: float) -> None:
        """Take this part of the memory from here on, where there is a limit, and leave the rest to Python."""
        if self.megabytes:
            self.session.execute(f"SET memory_limit = '{self.megabytes * part:.0f}MB'")

    def release(self) -> None:
        """Let the engine forget all that was kept."""
        for frame, _ in list(self._kept):
            self.forget(frame)


def open_log(
    source: object, engine: str | None = None, master: str | None = None, memory: str | None = None
) -> OrderLog:
    """Return a clean log, ready for the report's tables.

    Parameters
    ----------
    source : what `orders.clean` returns; or a table with a row an order and the columns customer, order, day
        (a date) and cents (whole numbers): a pandas frame, a DuckDB relation, a Spark frame, or the path of a
        Parquet file.
    engine : where to compute. By default where the table is; a file on DuckDB, as is a frame of a million
        orders,
        if it is installed.
    master : with Spark: a Spark Connect address, ``sc://host:15002``. By default one of its own on this
        machine.
    memory : with DuckDB: what the report is to make do with, ``"3GB"``. DuckDB is held to three fifths of it, and
        to less once Python fits models, and writes to the temporary folder what does not fit; the rest is for Python,
        which nothing holds to it.

    Raises CourseError for what is none of these, columns that are not there, missing values, and an engine
    that is not installed.
    """
    source = getattr(source, "orders", source)
    if engine is not None and engine not in ENGINES:
        raise CourseError(f"engine={engine!r}: known are {', '.join(ENGINES)}.{nearest(engine, ENGINES)}")
    if master is not None and engine not in (None, "spark"):
        raise CourseError(f"master={master!r} is for Spark, and engine={engine!r}: take engine='spark'.")
    kind = _kind(source)
    chosen = engine or ("spark" if master else _usual(source, kind))
    log = {"pandas": _on_pandas, "duckdb": _on_duckdb, "spark": _on_spark}[chosen](source, kind, master)
    if memory is not None:
        _limit(log, memory)
    _require_columns(log)
    found = _statistics(source) if kind == "path" else None
    _require_values(log, found or log.collect(tables.extent(log.frame)).iloc[0].to_dict())
    return log


def _kind(source: object) -> str:
    """Tell what a source is."""
    if isinstance(source, pd.DataFrame):
        return "pandas"
    if isinstance(source, str | Path):
        path = Path(source)
        if not path.exists():
            raise CourseError(f"There is no file {str(source)!r}; give the path of a Parquet file.")
        if path.suffix.lower() not in (".parquet", ".pq") and not path.is_dir():
            raise CourseError(
                f"{path.name} is no Parquet file. An export as it is goes through "
                f"`orders.clean({path.name!r})` first; what that returns can be given here."
            )
        return "path"
    home = type(source).__module__.partition(".")[0]
    for name, packages in {"duckdb": ("duckdb", "_duckdb"), "spark": ("pyspark",)}.items():
        if home in packages:
            return name
    raise CourseError(
        "A clean log is needed: a pandas frame, a DuckDB relation, a Spark frame, a Parquet file or what "
        f"`orders.clean` returns, not {type(source).__name__}."
    )


def _usual(source: object, kind: str) -> str:
    """Return the engine for a source when none is asked for."""
    if kind in ("duckdb", "spark"):
        return kind
    large = kind == "path" or len(source) >= MANY
    return "duckdb" if large and _has("duckdb") else "pandas"


def _has(package: str) -> bool:
    """Tell whether a package is installed."""
    from importlib.util import find_spec

    return find_spec(package) is not None


def _on_pandas(source: object, kind: str, master: str | None) -> OrderLog:
    if kind == "path":
        frame, name = pd.read_parquet(source), Path(source).name
    elif kind == "duckdb":
        frame, name = source.df(), "log"
    else:
        frame, name = source if kind == "pandas" else source.toPandas(), "log"
    if "day" in frame and not pd.api.types.is_datetime64_any_dtype(frame["day"]):
        frame = frame.assign(day=_dates(frame["day"], name))
    return OrderLog(nw.from_native(frame).lazy(), "pandas", name)


def _on_duckdb(source: object, kind: str, master: str | None) -> OrderLog:
    if not _has("duckdb"):
        raise CourseError(
            "DuckDB is not installed: `pip install 'marketing-origin[duckdb]'` brings it, or take "
            "engine='pandas'."
        )
    import duckdb

    if kind == "duckdb":
        # A relation has its connection, and keeps it to itself: what is asked of the one asks the other.
        return OrderLog(nw.from_native(source), "duckdb", "log", session=_Beside(source))
    session = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
    session.execute(
        "SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET preserve_insertion_order = false; "
        # What a table took goes back to the machine as soon as the table is done with, and not at 512 MB.
        "SET allocator_bulk_deallocation_flush_threshold = '8MB'"
    )
    if kind == "path":
        path = Path(source)
        files = str(path / "**" / "*.parquet") if path.is_dir() else str(path)
        return OrderLog(nw.from_native(session.read_parquet(files)), "duckdb", path.name, session=session)
    frame = source if kind == "pandas" else source.toPandas()
    return OrderLog(nw.from_native(session.from_df(frame)), "duckdb", "log", session=session)


class _Beside:
    """The connection of a relation that somebody else made, as far as a report needs it."""

    def __init__(self, relation: object):
        self.relation = relation

    def table(self, name: str) -> object:
        return self.relation.query("mo_any", f"SELECT * FROM {name}")

    def execute(self, statement: str) -> None:
        self.relation.query("mo_any", statement)

    def from_df(self, frame: pd.DataFrame) -> object:
        return self.relation.query(
            "mo_any", "SELECT * FROM frame"
        )  # DuckDB finds Python's own frames by name


def _limit(log: OrderLog, memory: str) -> None:
    """Hold DuckDB to its part of the memory that a report may take; the other part is Python's."""
    said = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(MB|GB)\s*", str(memory), re.IGNORECASE)
    least = float(said[1]) * {"MB": 1, "GB": 1000}[said[2].upper()] if said else 0
    if least < LEAST_MEMORY:
        raise CourseError(f"memory={memory!r}: say how much, {LEAST_MEMORY}MB or more, such as '3GB'.")
    if log.engine != "duckdb":
        raise CourseError(f"memory={memory!r} is for DuckDB, and this log is on {log.engine}: leave it out.")
    log.megabytes = least
    log.take(OF_TABLES)


def _on_spark(source: object, kind: str, master: str | None) -> OrderLog:
    if kind == "spark":
        return OrderLog(nw.from_native(source), "spark", "log", session=source.sparkSession)
    from marketing_origin.report.spark import session as connect

    session = connect(master)
    if kind == "path":
        frame, name = session.read.parquet(str(Path(source).resolve())), Path(source).name
    else:
        local = source if kind == "pandas" else source.df()
        frame, name = _to_spark(session, local), "log"
    return OrderLog(nw.from_native(frame), "spark", name, session=session)


def _to_spark(session: object, frame: pd.DataFrame) -> object:
    """Return a frame on Spark, which takes text as objects and days in microseconds."""
    found = frame.copy()
    for name in frame:
        if pd.api.types.is_datetime64_any_dtype(frame[name]):
            found[name] = frame[name].astype("datetime64[us]")
        elif not pd.api.types.is_numeric_dtype(frame[name]):
            found[name] = frame[name].astype(object).where(frame[name].notna(), None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        return session.createDataFrame(found)


def _require_columns(log: OrderLog) -> None:
    """Refuse a log without the columns, or with others in their place."""
    schema = log.frame.collect_schema()
    for name in tables.COLUMNS:
        if name not in schema:
            raise CourseError(
                f"{log.name}: there is no column {name!r}; a clean log has customer, order, day and cents, "
                f"and this one has {', '.join(schema)}. `orders.clean` makes one of an export."
            )
    if not schema["cents"].is_integer():
        raise CourseError(
            f"{log.name}: cents holds {schema['cents']}, and must hold whole numbers: `(log['value'] * "
            "100).round().astype('int64')` makes cents of money."
        )
    if schema["day"] != nw.Date and not isinstance(schema["day"], nw.Datetime):
        raise CourseError(
            f"{log.name}: day holds {schema['day']}, not dates: `pd.to_datetime(log['day']).dt.normalize()`."
        )


def _require_values(log: OrderLog, found: dict) -> None:
    """Take what `tables.extent` tells of a log, and refuse one with missing values or impossible money."""
    log.orders = int(found["orders"])
    if not log.orders:
        raise CourseError(f"{log.name}: there is no order in it.")
    for name in ("customer", "day", "cents"):
        if found[f"no_{name}"]:
            raise CourseError(
                f"{log.name}: {int(found[f'no_{name}']):,} of {log.orders:,} orders have no {name}; leave "
                "them "
                "out, or have `orders.clean` read the export, which says how many and what they are worth."
            )
    largest = int(max(-found["least"], found["most"]))
    if largest >= tables.MOST_CENTS:
        raise CourseError(
            f"{log.name}: an order of {largest:,} cents is more than the report can count "
            f"({tables.MOST_CENTS - 1:,}); is `cents` in a smaller unit, or an order's number among the "
            "money?"
        )
    log.first, log.last = pd.Timestamp(found["first"]).normalize(), pd.Timestamp(found["last"]).normalize()


def _statistics(source: str | Path) -> dict | None:
    """Return what `tables.extent` would, from the statistics in Parquet files; None where they lack some."""
    import pyarrow.parquet as parquet

    path = Path(source)
    found: dict[str, list] = {name: [] for name in ("customer", "day", "cents")}
    orders = 0
    for file in sorted(path.rglob("*.parquet")) if path.is_dir() else [path]:
        about = parquet.read_metadata(file)
        orders += about.num_rows
        for group in range(about.num_row_groups):
            columns = [about.row_group(group).column(place) for place in range(about.num_columns)]
            for column in columns:
                if column.path_in_schema in found:
                    told = column.statistics
                    ends = column.path_in_schema == "customer" or (told and told.has_min_max)
                    if not (told and told.has_null_count and ends):
                        return None
                    found[column.path_in_schema].append(told)
    if not all(found.values()):
        return None
    result = {f"no_{name}": sum(one.null_count for one in told) for name, told in found.items()}
    for column, (least, most) in {"cents": ("least", "most"), "day": ("first", "last")}.items():
        result[least] = min(one.min for one in found[column])
        result[most] = max(one.max for one in found[column])
    return {"orders": orders, **result}


def _dates(days: pd.Series, name: str) -> pd.Series:
    """Return dates of Python's own as pandas' timestamps."""
    try:
        return pd.to_datetime(days, format="ISO8601").astype("datetime64[s]")
    except (TypeError, ValueError) as error:
        raise CourseError(f"{name}: day cannot be read as dates: {error}.") from None


def _of_arrow(table: object) -> pd.DataFrame:
    """Return an Arrow table as a frame, a column after the other; the table is used up.

    A third of the time and of the memory of a Python object for each text, and no column is there twice but the one
    that is at work.
    """
    found = {}
    for name in table.column_names:
        found[name] = _plain(table.column(name).to_pandas())
        table = table.drop_columns([name])
    return pd.DataFrame(found, copy=False)


def _plain(values: pd.Series) -> pd.Series:
    """Return a column as the same type from every engine: int64, float64 or text."""
    if pd.api.types.is_integer_dtype(values.dtype) and not values.isna().any():
        return values.astype("int64")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64")
    return values.astype("str")
