"""`course.py report`: a lifecycle report from a shop's export, or from a clean log in Parquet."""

import argparse
import os
import re
import tomllib
from pathlib import Path

from marketing_origin.errors import CourseError

#: Where the command was given: course.py itself runs in the project's folder.
STARTED_IN = "COURSE_STARTED_IN"


def add_options(options: argparse.ArgumentParser) -> None:
    """Describe the command's options."""
    options.add_argument(
        "orders",
        nargs="+",
        help="the export: CSV, workbook (of several sheets one as shop.xlsx::Orders), Parquet, database "
        "(shop.duckdb::orders), several of them; or a clean log in Parquet",
    )
    options.add_argument("--out", default="report.html", help="the page to write (report.html)")
    options.add_argument("--customers", metavar="FILE", help="a row for each customer, as .parquet or .csv")
    options.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what only you can say of the export, only_currency=EUR; kept beside it, so that it is said once",
    )
    options.add_argument("--engine", choices=["pandas", "duckdb", "spark"], help="where to compute")
    options.add_argument("--master", metavar="ADDRESS", help="Spark Connect's address, sc://host:15002")
    options.add_argument(
        "--memory",
        metavar="SIZE",
        help="with DuckDB: what to make do with, 3GB; up to three fifths are DuckDB's own (most of the machine's)",
    )
    options.add_argument("--title", help="the page's title")
    options.add_argument("--currency", help="told after money, where the export does not name it")
    options.add_argument(
        "--end", metavar="DAY", help="last day observed, 2025-12-31 (that of the last order)"
    )
    options.add_argument("--margin-rate", type=float, help="margin as a fraction of revenue, 0.4")
    options.add_argument("--discount-rate", type=float, help="a year, a fraction (0.1)")
    options.add_argument("--horizon-days", type=int, help="how far ahead purchases are counted (365)")
    options.add_argument(
        "--course", default="", help="address of the course's site, for links to its chapters"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the report."""
    from course_builder.extra_packages import bring
    from course_builder.progress_bars import step_bar
    from marketing_origin.report import Conventions, lifecycle_report

    if arguments.engine == "spark" or arguments.master:
        bring("spark")
    out = _place(arguments.out)
    customers = _place(arguments.customers) if arguments.customers else None
    _require_folder(out, "--out", (".html", ".htm"))
    if customers:
        _require_folder(customers, "--customers", (".parquet", ".csv"))
    named = ("margin_rate", "discount_rate", "horizon_days")
    given = {name: getattr(arguments, name) for name in named if getattr(arguments, name) is not None}
    paths = [_place(name) for name in arguments.orders]
    with step_bar("report") as progress:
        progress("reading", 0, 8)
        report = lifecycle_report(
            _source(paths, progress, _answers(arguments.answer)),
            engine=arguments.engine,
            master=arguments.master,
            memory=arguments.memory,
            end=arguments.end,
            title=arguments.title or f"Lifecycle report: {paths[0].name}",
            currency=arguments.currency,
            conventions=Conventions(**given),
            course=arguments.course,
            progress=lambda name, done, steps: progress(name, done, steps + 1),
        )
        progress("page", 7, 8)
        report.write(out)
        if customers:
            report.write_customers(customers)
    print(f"{out}: {report.orders:,} orders of {report.customers_count:,} customers. Open it in a browser.")
    return 0


def _answers(given: list[str]) -> dict:
    """Return answers by name, a value as TOML has it, or else as text."""
    found = {}
    for one in given:
        name, equals, value = (part.strip() for part in one.partition("="))
        if not equals:
            raise CourseError(f"--answer {one}: give a name and a value, such as --answer only_currency=EUR.")
        try:
            found[name] = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            found[name] = {"True": True, "False": False}.get(value, value)
    return found


def as_options(text: str) -> str:
    """Return a message with its answers as this command takes them: --answer only_currency=EUR."""

    def option(found: re.Match) -> str:
        name, value = found.groups()
        plain = re.fullmatch(r'"([^"]*)"', value)
        value = plain[1] if plain else {"True": "true", "False": "false"}.get(value, value)
        said = f"{name}={value}"
        if '"' in said:
            return f"--answer '{said}'"
        return f'--answer "{said}"' if re.search(r"[^\w.,:/=…-]", said) or not value else f"--answer {said}"

    return re.sub(r'answers=\{"(\w+)": (\[[^]]*\]|"[^"]*"|\w+)\}', option, text)


def _source(paths: list[Path], progress: object, answers: dict) -> object:
    """Return a clean log: the file itself where it is one, else what the cleaning makes of the export."""
    from marketing_origin import orders
    from marketing_origin.data.own import file_and_table
    from marketing_origin.orders.reading import DATABASES, ENDINGS

    files = [file_and_table(path)[0] for path in paths]
    missing = [path for path in files if not path.exists() and not {"*", "?"} & {*path.name}]
    if missing:
        known = (*ENDINGS, *DATABASES)
        near = sorted(path.name for path in missing[0].parent.glob("*") if path.suffix.lower() in known)
        there = f" There are: {', '.join(near[:10])}." if near else ""
        raise CourseError(f"There is no file {str(missing[0])!r}.{there}")
    if len(paths) == 1 and _is_clean(paths[0]):
        return paths[0]
    source = paths[0] if len(paths) == 1 else paths
    try:
        return orders.clean(
            source, answers, keep_answers=bool(answers), tell=lambda step: progress(step, 0, 8)
        )
    except CourseError as asked:
        if "answers=" not in str(asked):
            raise
        raise CourseError(as_options(str(asked))) from None


def _is_clean(path: Path) -> bool:
    """Tell whether a file is Parquet with the columns of a clean log."""
    if path.is_dir():
        return True
    if path.suffix.lower() not in (".parquet", ".pq"):
        return False
    import pyarrow.parquet as parquet

    from marketing_origin.report.tables import COLUMNS

    try:
        return {*COLUMNS} <= {*parquet.read_schema(path).names}
    except (OSError, ValueError) as error:
        raise CourseError(f"{path.name} is no Parquet file that can be read: {error}.") from None


def _place(name: str) -> Path:
    """Return a path, from where the command was given."""
    return Path(os.environ.get(STARTED_IN, os.getcwd())) / name


def _require_folder(path: Path, option: str, endings: tuple[str, ...]) -> None:
    """Refuse a name that cannot be written, before the work is done."""
    if path.suffix.lower() not in endings:
        raise CourseError(f"{option} {path.name}: end the name in {' or '.join(endings)}.")
    if not path.parent.is_dir():
        raise CourseError(f"{option}: there is no folder {str(path.parent)!r}; make it first.")
