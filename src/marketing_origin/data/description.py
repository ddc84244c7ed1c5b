"""What a data set is, told to a reader."""

import textwrap
from functools import cached_property
from html import escape

import pandas as pd

from marketing_origin.data.package import dtype_of
from marketing_origin.markup import to_html

WIDTH = 100


class Description:
    """A data set's page: shown rich in a notebook, as text in a terminal."""

    def __init__(self, resource: dict):
        self.name: str = resource["name"]
        self.title: str = resource["title"]
        self.description: str = resource["description"]
        self.source: str = "; ".join(dict.fromkeys(source["title"] for source in resource["sources"]))
        self.licence: str = resource["licence"]
        self.rows: int = resource["rows"]
        self.quirks: list[str] = resource.get("quirks", [])
        self._described = resource["schema"]["fields"]

    @cached_property
    def fields(self) -> pd.DataFrame:
        """The columns, a row each: name, type in the frame, unit, and what it means."""
        rows = [(f["name"], str(dtype_of(f)), f.get("unit", ""), _meaning(f)) for f in self._described]
        return pd.DataFrame(rows, columns=["column", "type", "unit", "meaning"])

    def summary(self) -> str:
        """Return source, licence and quirks as text."""
        quirks = [_wrap(quirk, "  - ", "    ") for quirk in self.quirks]
        return "\n".join(
            [
                f"{self.name}: {self.title}",
                _wrap(self.description, "  "),
                _wrap(f"Rows: {self.rows:,}", "  "),
                _wrap(f"Source: {self.source}.", "  "),
                _wrap(f"Licence: {self.licence}", "  "),
                *(["  Quirks:", *quirks] if quirks else []),
            ]
        )

    def __repr__(self) -> str:
        width = self.fields.drop(columns="meaning").map(len).max()
        lines = []
        for column, dtype, unit, meaning in self.fields.itertuples(index=False):
            start = f"  {column:<{width['column']}}  {dtype:<{width['type']}}  {unit:<{width['unit']}}  "
            lines.append(
                textwrap.fill(
                    meaning,
                    max(WIDTH, len(start) + 40),
                    initial_indent=start,
                    subsequent_indent=" " * len(start),
                )
            )
        return "\n".join([self.summary(), "  Columns:", *lines])

    def _repr_html_(self) -> str:
        facts = {"Rows": f"{self.rows:,}", "Source": self.source, "Licence": self.licence}
        described = "".join(f"<dt>{term}</dt><dd>{to_html(text)}</dd>" for term, text in facts.items())
        quirks = "".join(f"<li>{to_html(quirk)}</li>" for quirk in self.quirks)
        head = "".join(f'<th scope="col">{column}</th>' for column in self.fields)
        rows = "".join(
            f'<tr><th scope="row"><code>{column}</code></th><td>{escape(dtype)}</td>'
            f"<td>{escape(unit)}</td><td>{to_html(meaning)}</td></tr>"
            for column, dtype, unit, meaning in self.fields.itertuples(index=False)
        )
        return (
            f"<p><strong><code>{self.name}</code>: {to_html(self.title)}.</strong> "
            f"{to_html(self.description)}</p><dl>{described}</dl>"
            + (f"<p>Quirks:</p><ul>{quirks}</ul>" if quirks else "")
            + f"<table><caption>Columns of <code>{self.name}</code></caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


class Overview:
    """A data set of several tables: each with its rows, and unfolding to all that is known of it."""

    def __init__(self, name: str, tables: list[Description]):
        self.name, self.tables = name, tables

    def __repr__(self) -> str:
        width = max(len(table.name) for table in self.tables)
        lines = [
            _wrap(table.description, f"  {table.name:<{width}}  {table.rows:>9,} rows  ", " " * (width + 20))
            for table in self.tables
        ]
        return "\n".join([f"{self.name}: {len(self.tables)} tables, each with a page of its own", *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row"><code>{table.name}</code></th><td>{table.rows:,}</td>'
            f"<td>{to_html(table.description)}</td></tr>"
            for table in self.tables
        )
        pages = "".join(
            f"<details><summary>All about <code>{table.name}</code></summary>{table._repr_html_()}</details>"
            for table in self.tables
        )
        return (
            f"<table><caption>Tables of <code>{self.name}</code></caption>"
            '<thead><tr><th scope="col">table</th><th scope="col">rows</th><th scope="col">what it holds</th>'
            f"</tr></thead><tbody>{rows}</tbody></table>{pages}"
        )


def _meaning(field: dict) -> str:
    """Return what a column means, with the words that it may hold."""
    words = field.get("constraints", {}).get("enum", [])
    missing = "" if field.get("constraints", {}).get("required") else " May be missing."
    return field["description"] + (f" One of: {', '.join(map(str, words))}." if words else "") + missing


def _wrap(text: str, first: str, later: str | None = None) -> str:
    """Break a paragraph into lines that start as told."""
    indent = first if later is None else later
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=indent)
