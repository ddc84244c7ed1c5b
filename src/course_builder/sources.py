"""What the author's files must be before anything is made of them: text in UTF-8, fences closed, YAML."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from course_builder.paths import ROOT
from marketing_origin.errors import CourseError

TEXTS = {".md", ".toml", ".py", ".json", ".yml", ".bib"}
FOLDERS = ("book", "solutions", "datasets")
TOP = ("_toc.yml", "_config.yml")
FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,}|:{3,})(?P<said>.*)")


def require_readable(root: Path = ROOT) -> None:
    """Raise CourseError, with file and line, for a file that cannot be read, or a fence that is never closed."""
    for path in sorted(files(root)):
        name = path.relative_to(root).as_posix()
        text = text_of(path, name)
        if path.suffix == ".md" and (line := open_fence(text)):
            said = text.splitlines()[line - 1].strip()
            raise CourseError(
                f"{name}, line {line}: {said!r} is never closed: write a line with its signs alone."
            )
        if path.suffix == ".yml":
            require_yaml(text, name)


def files(root: Path) -> Iterator[Path]:
    """Return the author's text files."""
    for folder in FOLDERS:
        yield from (path for path in (root / folder).rglob("*") if path.suffix in TEXTS and path.is_file())
    yield from (root / name for name in TOP if (root / name).exists())


def text_of(path: Path, name: str) -> str:
    """Return a file's text; CourseError where it is none."""
    content = path.read_bytes()
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CourseError(
            f"{name}, line {line}: the byte {content[error.start]:#04x} is no text in UTF-8: save the file as UTF-8."
        ) from None


def require_yaml(text: str, name: str) -> None:
    """Raise CourseError, with the line, for what is no YAML."""
    try:
        yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise CourseError(f"{name}{line}: it is no YAML: {getattr(error, 'problem', error)}.") from None


def open_fence(text: str) -> int:
    """Return the line of the innermost fence that a MyST page leaves open; 0 if none.

    Between backticks or tildes everything is code; colons may stand within more colons.
    """
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not (found := FENCE.fullmatch(line)):
            continue
        marks, said = found["marks"], found["said"].strip()
        inner = opened[-1][0] if opened else ""
        if not said and inner.startswith(marks[0]) and len(marks) >= len(inner):
            opened.pop()
        elif inner[:1] not in ("`", "~") and (said or marks[0] != ":"):
            opened.append((marks, number))
    return opened[-1][1] if opened else 0
