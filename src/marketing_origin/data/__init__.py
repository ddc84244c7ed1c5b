"""The course's data sets: `data.load("cdnow")`, `data.describe("cdnow")`, `data.NAMES`; `data.own("my.csv")`.

What a table's columns mean, and which type each has, stands in the Data Package beside the files and nowhere
else (datasets/datapackage.json); this module reads it.
"""

import json
import sys
from functools import cache
from inspect import cleandoc
from pathlib import Path

import pandas as pd

from marketing_origin.data.description import Description, Overview
from marketing_origin.data.own import own
from marketing_origin.data.package import FOLDER, RESOURCES, dtype_of, resource_of, tables_of
from marketing_origin.errors import CourseError, nearest

__all__ = ["NAMES", "describe", "load", "own", "parameters"]

#: The names that `load` and `describe` know.
NAMES = tuple(RESOURCES)

TRUE, FALSE = ["true", "True", "TRUE", "1"], ["false", "False", "FALSE", "0"]  # Table Schema's own


def load(name: str) -> pd.DataFrame:
    """Return a data set, one of `data.NAMES`, as a frame of its own with typed columns.

    Dates are `datetime64` (naive, UTC where the source has a time zone), yes and no are booleans, columns of
    few fixed words are categories in a sensible order, whole numbers are integers (floats with NaN where some
    are missing). Nothing is cleaned: each data set's quirks are its own, and stand below. Whatever you do
    to the frame, the next `load` starts afresh.

    Raises
    ------
    CourseError
        There is no such data set, or its file is missing or damaged.
    """
    resource = resource_of(name)
    path = FOLDER / resource["path"]
    try:
        status = path.stat()
        frame = _read(name, path, (status.st_mtime_ns, status.st_size))
    except (OSError, EOFError, ValueError) as error:
        if sys.platform == "emscripten" and isinstance(error, OSError):
            raise CourseError(
                f"The file of {name!r} did not arrive: look whether this device is connected, and run the cell again."
            ) from None
        raise CourseError(
            f"The file of {name!r}, {path}, cannot be read ({error}). "
            f"`python3 course.py data {name}` makes it anew."
        ) from None
    # Copy on write: nothing is copied until somebody writes, and then only what is written to.
    return frame.copy(deep=False)


@cache
def _read(name: str, path: Path, version: tuple[int, int]) -> pd.DataFrame:
    """Read a table once a session, and again where its file has another `version`."""
    schema = resource_of(name)["schema"]
    dtypes = {field["name"]: dtype_of(field) for field in schema["fields"]}
    clocks = [column for column, dtype in dtypes.items() if dtype == "datetime64[us]"]
    booleans = [field for field in schema["fields"] if field["type"] == "boolean"]
    frame = pd.read_csv(
        path,
        dtype={column: dtype for column, dtype in dtypes.items() if column not in clocks},
        parse_dates=clocks,
        date_format="ISO8601",
        keep_default_na=False,
        na_values=schema.get("missingValues", [""]),
        true_values=sorted({word for field in booleans for word in field.get("trueValues", TRUE)}),
        false_values=sorted({word for field in booleans for word in field.get("falseValues", FALSE)}),
    )
    return frame.astype(dict.fromkeys(clocks, "datetime64[us]"))


def describe(name: str) -> Description | Overview:
    """Tell what a data set is: source, licence, quirks and columns; a page in a notebook, text elsewhere.

    Its parts are attributes too: `title`, `description`, `source`, `licence`, `rows`, `quirks` and
    `fields`, a frame with a row for each column. The name of a data set that comes as several tables, such
    as "club", gives an overview of these.

    Raises
    ------
    CourseError
        There is no such data set.
    """
    if isinstance(name, str) and (tables := tables_of(name)):
        return Overview(name, [Description(resource_of(table)) for table in tables])
    return Description(resource_of(name))


def parameters(name: str) -> dict:
    """Return the true parameters of a simulated data set, such as "club", to hold an estimate against.

    Raises
    ------
    CourseError
        There are no parameters of that name; real data have none.
    """
    known = {path.name.removesuffix("_parameters.json"): path for path in FOLDER.glob("*_parameters.json")}
    if not isinstance(name, str) or name not in known:
        raise CourseError(
            f"No true parameters are known for {name!r}: only simulated data have them."
            f"{nearest(name, known)} There are: {', '.join(known) or 'none'}."
        )
    return json.loads(known[name].read_text(encoding="utf-8"))


load.__doc__ = "\n\n".join([cleandoc(load.__doc__ or ""), *(describe(name).summary() for name in NAMES)])
