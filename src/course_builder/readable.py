"""Turn a page of the book into a notebook that reads well in any notebook program.

The book's text is MyST-Markdown: directives, roles, labels. JupyterLab, VS Code and the browser's notebook
know plain Markdown only, so that what a learner downloads or opens is translated: an admonition becomes a
quotation with a bold title, a role its text, a link to a page a link to its notebook.
"""

import copy
import re
from functools import cache
from pathlib import PurePosixPath

import nbformat
from pybtex.database import parse_file

from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

FENCE = re.compile(r"^(?P<marks>:{3,}|`{3,})\{(?P<name>[\w:.-]+)\}[ \t]*(?P<argument>.*)$")
OPTION = re.compile(r"^:([\w-]+):\s*(.*)$")
ROLE = re.compile(r"\{(?P<name>[\w:.-]+)\}`(?P<text>[^`]+)`")
TARGET = re.compile(r"^\([\w.-]+\)=\s*$", re.MULTILINE)
ATTRIBUTES = re.compile(r"(?<=[\])])\{[.#][^}\n]*\}")
LINK = re.compile(r"\]\((?P<target>/?[\w./-]+?)(?:\.md|\.ipynb)?(?P<anchor>#[\w-]*)?\)")
BOXES = {
    "admonition",
    "note",
    "tip",
    "warning",
    "important",
    "seealso",
    "hint",
    "caution",
    "attention",
    "dropdown",
}
# Code that the page hides or leaves out stands folded in a notebook.
FOLDED = {"hide-input", "remove-input", "hide-cell", "remove-cell"}
PAGES = ("book/", "exercises/", "solutions/")


def readable(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Return a copy of the notebook of page `name` whose text is plain Markdown.

    Raises
    ------
    CourseError
        The text holds a directive or role that has no plain form here.
    """
    result = copy.deepcopy(notebook)
    for cell in result.cells:
        if cell.cell_type == "markdown":
            cell.source = plain_markdown(cell.source, name)
        elif FOLDED & set(cell.metadata.get("tags", [])):
            cell.metadata["jupyter"] = {"source_hidden": True}
    return result


def plain_markdown(text: str, name: str) -> str:
    """Translate MyST-Markdown of page `name` to plain Markdown."""
    lines = _blocks(TARGET.sub("", text).splitlines(), name)
    inline = ROLE.sub(lambda match: _role(match, name), "\n".join(lines))
    inline = ATTRIBUTES.sub("", inline)
    return LINK.sub(lambda match: _link(match, name), inline).strip()


def _blocks(lines: list[str], name: str) -> list[str]:
    """Translate directives, those inside others first."""
    result, position = [], 0
    while position < len(lines):
        opening = FENCE.match(lines[position])
        if not opening:
            result.append(lines[position])
            position += 1
            continue
        end = closing(lines, position, opening["marks"])
        body = lines[position + 1 : end]
        options = {}
        while body and (option := OPTION.match(body[0])):
            options[option[1]] = option[2]
            body = body[1:]
        result += _directive(opening["name"], opening["argument"].strip(), options, body, name)
        position = end + 1
    return result


def closing(lines: list[str], start: int, marks: str) -> int:
    """Return the line that closes the fence opened at `start` (the end of the text where none does)."""
    for position in range(start + 1, len(lines)):
        if lines[position].strip() == marks:
            return position
    return len(lines)


def _directive(kind: str, argument: str, options: dict, body: list[str], name: str) -> list[str]:
    if kind in BOXES:
        title = argument or kind.capitalize()
        inside = _blocks(body, name)
        return ["", f"> **{title}**", ">", *(f"> {line}".rstrip() for line in inside), ""]
    if kind in ("div", "grid", "grid-item", "grid-item-card", "card", "margin", "sidebar", "epigraph"):
        title = [f"**{argument}**", ""] if argument and kind.endswith("card") else []
        return [*title, *_blocks(body, name)]
    if kind == "math":
        return ["$$", *body, "$$"]
    if kind in ("figure", "image"):
        # The file stays with the site.
        return [f"*[In the picture: {options.get('alt', argument)}]*", "", *body]
    if kind == "code-block":
        return [f"```{argument}", *body, "```"]
    raise CourseError(
        f"{name}: the directive {{{kind}}} has no form for a plain notebook yet; "
        "give it one in src/course_builder/readable.py, or write the passage without it."
    )


def _role(match: re.Match, name: str) -> str:
    kind, text = match["name"], match["text"]
    shown = re.sub(r"\s*<[^>]*>$", "", text)
    if kind in ("term", "ref", "numref", "doc", "abbr", "bdg", "sup", "sub") or kind.startswith("bdg-"):
        return shown
    if kind == "math":
        return f"${text}$"
    if kind in ("cite", "cite:p", "cite:t", "cite:ts", "cite:ps"):
        return citation(text.split(","), in_text=kind.startswith("cite:t"))
    raise CourseError(
        f"{name}: the role {match[0]} has no form for a plain notebook yet (src/course_builder/readable.py)."
    )


def citation(keys: list[str], in_text: bool = False) -> str:
    """Return "(Fader et al., 2005)", or "Fader et al. (2005)" as part of a sentence."""
    cited = [_author_year(key.strip()) for key in keys]
    if in_text:
        return ", ".join(f"{author} ({year})" for author, year in cited)
    return "(" + "; ".join(f"{author}, {year}" for author, year in cited) + ")"


@cache
def _bibliography() -> dict:
    return parse_file(str(ROOT / "book" / "references.bib"), bib_format="bibtex").entries


def _author_year(key: str) -> tuple[str, str]:
    if key not in _bibliography():
        raise CourseError(f"{{cite}}`{key}`: book/references.bib has no such entry.")
    entry = _bibliography()[key]
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join(person.last_names).strip("{}") for person in people]
    if not names:
        names = [entry.fields.get("organization", entry.fields.get("title", key)).strip("{}")]
    joined = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return joined, entry.fields.get("year", "n.d.")


def _link(match: re.Match, name: str) -> str:
    """Point a link to another page of the book at that page's notebook."""
    target = match["target"]
    path = target.lstrip("/") if target.startswith("/") else _joined(PurePosixPath(name).parent, target)
    if not path.startswith(PAGES):
        return match[0]
    up = "../" * name.count("/")
    suffix = ".md" if path.startswith("book/appendices") else ".ipynb"
    return f"]({up}{path}{suffix}{match['anchor'] or ''})"


def _joined(folder: PurePosixPath, target: str) -> str:
    """Resolve `../` by the names alone."""
    parts = list(folder.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
