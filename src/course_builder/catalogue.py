"""The catalogue of the course's data, in MyST, made from the descriptors in `datasets/`."""

import json
import re

from course_builder import notebooks
from course_builder.paths import ROOT
from marketing_origin.errors import CourseError


def catalogue() -> str:
    """Return a section a data set: what it is, its tables, licence, source, caveats, and who uses it."""
    files = sorted((ROOT / "datasets").glob("*.resource.json"))
    return "\n\n".join(_section(path.name.removesuffix(".resource.json")) for path in files)


def _section(name: str) -> str:
    described = json.loads((ROOT / "datasets" / f"{name}.resource.json").read_text(encoding="utf-8"))
    tables = described if isinstance(described, list) else [described]
    rows = {table["name"]: table["rows"] for table in _package()}
    if unknown := [table["name"] for table in tables if table["name"] not in rows]:
        raise CourseError(
            f"datasets/datapackage.json does not know the table {unknown[0]!r} of {name}.resource.json: "
            f"python3 course.py data {name}"
        )
    lines = [f"## `{name}`", ""]
    for table in tables:
        lines += [
            f"`{table['name']}`, {rows[table['name']]:,} rows",
            f": {_plain(table['title'])}. {_plain(table['description'])}",
            "",
        ]
    sources = [source["title"] for table in tables for source in table["sources"]]
    quirks = dict.fromkeys(quirk for table in tables for quirk in table.get("quirks", []))
    licences = dict.fromkeys(table["licence"] for table in tables)
    lines += [f"**Source.** {_sentences(sources)}", "", f"**Licence.** {_sentences(licences)}", ""]
    if quirks:
        lines += ["**Caveats.**", "", *[f"- {_plain(quirk)}" for quirk in quirks], ""]
    return "\n".join([*lines, f"**Used in.** {_used_in(name)}."])


def _package() -> list[dict]:
    return json.loads((ROOT / "datasets" / "datapackage.json").read_text(encoding="utf-8"))["resources"]


def _used_in(name: str) -> str:
    """Return links to the page that introduces a data set and to the chapters that load it."""
    if name == "claims":
        return "{chapter}`5.2 The claims ledger`, and every claim check"
    if name == "shop":
        return "{chapter}`5.1 Your own orders`"
    # A page of chapter 0.2 introduces each; what is small shares one.
    own = ROOT / "book" / "0_start_here" / f"data_{name}.md"
    page = own.stem if own.exists() else "data_small"
    links = [f"[its page in 0.2](/book/0_start_here/{page})"]
    return ", ".join(links + [f"[{page.number}](/{page.name})" for page in notebooks.chapters_using(name)])


def _sentences(texts) -> str:
    return " ".join(f"{_plain(text).rstrip('.')}." for text in dict.fromkeys(texts))


def _plain(text: str) -> str:
    """Return a descriptor's text for MyST: `code` stays code, other signs of its own stay signs."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(
        part if part.startswith("`") else re.sub(r"([*_<>$\[\]])", r"\\\1", part) for part in parts
    )
