"""The course's contents as its pages show them: in the navigation, and as the map on the first page."""

import json
from dataclasses import dataclass

from sphinx.environment import BuildEnvironment


@dataclass(frozen=True)
class Entry:
    """A page: its name, title, minutes, and the pages that belong to it."""

    name: str
    title: str
    minutes: int | None
    children: tuple["Entry", ...]

    def holds(self, name: str) -> bool:
        """Whether this is the page `name` or has it among its children."""
        return self.name == name or any(child.holds(name) for child in self.children)


@dataclass(frozen=True)
class Part:
    """A part of the course: its caption, "4 Customer lifetime value", and its pages."""

    caption: str
    entries: tuple[Entry, ...]

    @property
    def kind(self) -> str:
        """`chapters`, `appendices` or `solutions`."""
        if self.caption[:1].isdigit():
            return "chapters"
        return "solutions" if self.entries[0].name.startswith("solutions/") else "appendices"

    def holds(self, name: str) -> bool:
        """Whether the page `name` is in this part."""
        return any(entry.holds(name) for entry in self.entries)


def contents(env: BuildEnvironment) -> tuple[Part, ...]:
    """Return the parts of the table of contents, in order."""
    trees = env.external_site_map.root.subtrees
    return tuple(Part(tree.caption or "", _entries(env, tree)) for tree in trees)


def _entries(env: BuildEnvironment, tree) -> tuple[Entry, ...]:
    return tuple(_entry(env, name) for name in tree.files())


def _entry(env: BuildEnvironment, name: str) -> Entry:
    document = env.external_site_map[name]
    children = tuple(child for tree in document.subtrees for child in _entries(env, tree))
    title = document.title or env.titles[name].astext()
    return Entry(name, title, course_metadata(env, name).get("minutes"), children)


def course_metadata(env: BuildEnvironment, name: str) -> dict:
    """Return a page's `course:` metadata: objectives, minutes, prerequisites."""
    return json.loads(env.metadata[name].get("course", "{}"))
