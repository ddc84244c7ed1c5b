"""Where the data files are, and what the Data Package says of them."""

import json

import pandas as pd

from marketing_origin import course_files
from marketing_origin.errors import CourseError, nearest


def _resources() -> dict[str, dict]:
    """Return the Data Package's description of each table, by name."""
    path = FOLDER / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(
            f"The description of the data, {path}, cannot be read ({error}). Install the course anew, "
            "or run `python datasets/rebuild.py` in a checkout."
        ) from None
    return {resource["name"]: resource for resource in package["resources"]}


FOLDER = course_files.ROOT / "datasets"
RESOURCES = _resources()


def tables_of(name: str) -> list[str]:
    """Return the tables of a data set that comes as several, such as "club"; none for any other name."""
    return [] if name in RESOURCES else [known for known in RESOURCES if known.startswith(f"{name}_")]


def resource_of(name: str) -> dict:
    """Return the description of one table, or say which tables there are."""
    if isinstance(name, str) and name in RESOURCES:
        return RESOURCES[name]
    if tables := tables_of(str(name)):
        raise CourseError(f"{name!r} comes as several tables. Name one: {', '.join(tables)}.")
    raise CourseError(
        f"No data set is named {name!r}.{nearest(name, RESOURCES)} There are: {', '.join(RESOURCES)}."
    )


def dtype_of(field: dict) -> object:
    """Return the pandas type of a described column."""
    constraints = field.get("constraints", {})
    required = constraints.get("required", False)
    match field["type"]:
        case "integer":
            return "int64" if required else "float64"
        case "number":
            return "float64"
        case "boolean":
            return "bool" if required else "boolean"
        case "date" | "datetime":
            return "datetime64[us]"
        case "string" if "enum" in constraints:
            return pd.CategoricalDtype(constraints["enum"], ordered=field.get("categoriesOrdered", False))
        case "string":
            return "str"
        case other:
            raise ValueError(f"datapackage.json: column {field['name']!r} has the unknown type {other!r}")
