"""Run the benchmarks, print one table, write _build/bench.json.

    python3 course.py bench             all but those that are asked for by name only
    python3 course.py bench models      one or more by name
    python3 course.py bench coverage --only forecasts
                                        of its cases those with this in their name

Each benchmark is a module here with `run()`, which returns rows: what was measured, the value with its unit,
the peer's value in the same run where there is one, the target and whether it was met.
"""

import importlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from course_builder.paths import BUILD
from marketing_origin.errors import CourseError, nearest

HERE = Path(__file__).parent
#: Those that take an hour.
BY_NAME_ONLY = {"report_hundred_million", "report_spark"}
#: The one whose cases can be asked for by name.
HAS_CASES = "coverage"
NAMES = sorted(path.stem for path in HERE.glob("*.py") if path.stem != "run")


def main(wanted: list[str]) -> int:
    """Run the named benchmarks; exit status 1 where a target was missed."""
    if {"-h", "--help"} & set(wanted):
        print(f"{__doc__}\nThere are: {', '.join(NAMES)}.")
        return 0
    only = {}
    if "--only" in wanted:
        place = wanted.index("--only")
        only = {"only": "".join(wanted[place + 1 : place + 2])}
        wanted = wanted[:place] + wanted[place + 2 :]
        if wanted != [HAS_CASES] or not only["only"]:
            print(f"--only goes with {HAS_CASES}: bench {HAS_CASES} --only forecasts", file=sys.stderr)
            return 2
    for name in wanted:
        if name not in NAMES:
            what = "option" if name.startswith("-") else "benchmark"
            known = f"There are: {', '.join(NAMES)}."
            print(f"There is no {what} {name!r}.{nearest(name, NAMES)} {known}", file=sys.stderr)
            return 2
    sys.path.insert(0, str(HERE))
    rows = []
    for name in wanted or [name for name in NAMES if name not in BY_NAME_ONLY]:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            found = importlib.import_module(name).run(**only)
        except CourseError as error:
            print(error, file=sys.stderr)
            return 2
        rows += [{"benchmark": name, **row} for row in found]
    BUILD.mkdir(parents=True, exist_ok=True)
    record = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows}
    (BUILD / "bench.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    Console(width=140).print(table(rows))
    return 0 if all(row.get("ok", True) for row in rows) else 1


def table(rows: list[dict]) -> Table:
    """Return the rows as a table to print."""
    columns = ["benchmark", *dict.fromkeys(key for row in rows for key in row if key != "benchmark")]
    result = Table(*columns)
    for row in rows:
        result.add_row(*(shown(row.get(column)) for column in columns))
    return result


def shown(value: object) -> str:
    """Return a cell's text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
