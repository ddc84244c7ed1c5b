"""What a page has in place of a notebook's parts: IPython's display, a widget that the page itself drives."""

import builtins
import json
import re
import sys
import threading
import types

WIDGET = "application/vnd.marketing-origin.explore+json"
PRINTED = (
    ("text/html", "_repr_html_"),
    ("image/svg+xml", "_repr_svg_"),
    ("image/png", "_repr_png_"),
    ("text/markdown", "_repr_markdown_"),
)
MINUS_ZERO = re.compile(r"(?<=<td>)-(?=0(?:\.0+)?</td>)")  # of a table that pandas writes
published = None  # what takes an output: set by `running`


class Shown:
    """Some content of one kind, as IPython.display's HTML, Markdown and SVG are."""

    kind = "text/html"

    def __init__(self, data: str = "", metadata: dict | None = None):
        self.data, self.metadata = data, metadata or {}

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {self.kind: self.data, "text/plain": repr(self)}, {self.kind: self.metadata}


class Markdown(Shown):
    """Text with Markdown: shown as it is written."""

    kind = "text/plain"


class SVG(Shown):
    """A drawing."""

    kind = "image/svg+xml"


def bundle_of(value: object) -> dict:
    """Return what is shown of a value: kind -> content."""
    if hasattr(value, "_repr_mimebundle_"):
        made = value._repr_mimebundle_()
        return made[0] if isinstance(made, tuple) else made
    bundle = {"text/plain": repr(value)}
    for kind, method in PRINTED:
        # A class has the method, too, but no value to show.
        if not isinstance(value, type) and (content := getattr(value, method, lambda: None)()) is not None:
            bundle[kind] = MINUS_ZERO.sub("", content) if kind == "text/html" else content
    return bundle


def display(*values: object, **ignored: object) -> None:
    """Show values in the page, as IPython's function of this name does."""
    for value in values:
        published({"type": "display", "data": bundle_of(value)})


def publish_display_data(data: dict, metadata: dict | None = None, **ignored: object) -> None:
    """Show content that is given by kind; what has no kind that a page shows (a glued number) is silent."""
    if shown := {
        kind: content for kind, content in data.items() if not kind.startswith("application/papermill")
    }:
        published({"type": "display", "data": shown})


def clear_output(wait: bool = False) -> None:
    """Take away what the cell has shown so far."""
    published({"type": "clear"})


class Explore:
    """A widget whose controls ask Python by `widget_state`."""

    widgets: dict[int, dict[str, "Explore"]] = {}  # by the cell that shows them
    shown: dict[str, "Explore"] = {}  # by the cell that runs

    def __init__(self, explorable):
        self.explorable, self.values = explorable, explorable.start
        first = explorable.picture(self.values)
        self.limits = explorable.likely_limits()
        self.limits.include(first)
        self.state = explorable.state(self.values, first, self.limits)

    def move(self, values: dict) -> dict:
        """Take the controls' values and return what to draw."""
        from marketing_origin.errors import CourseError

        try:
            self.values = self.explorable.checked(values)
            picture = self.explorable.picture(self.values)
            self.limits.include(picture)
            self.state = self.explorable.state(self.values, picture, self.limits)
        except CourseError as error:
            self.state = {"error": str(error)}
        return self.state

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        token = f"{id(self)}"
        self.shown[token] = self
        model = {**self.explorable.header(), "state": self.state, "token": token}
        return {WIDGET: model, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"{self.explorable.title}. {self.state.get('alt') or self.state.get('error')}"


def widget_state(token: str, values: str) -> str:
    """Move a widget's controls; JSON in, JSON out."""
    widget = next((shown[token] for shown in Explore.widgets.values() if token in shown), None)
    gone = {"error": "This widget belongs to a Python that has ended: run its cell again."}
    return json.dumps(widget.move(json.loads(values)) if widget else gone, allow_nan=False)


def begin(index: int, quiet: bool) -> None:
    """Let go of the widgets that a cell has shown, since it shows new ones; run quietly it shows none."""
    Explore.shown = {}
    if not quiet:
        Explore.widgets[index] = Explore.shown


def no_input(prompt: object = "") -> str:
    """Refuse to wait for the keyboard."""
    raise RuntimeError("input() cannot ask in a page: write the value into the code, such as name = 'Ada'.")


def no_thread(self) -> None:
    """Refuse to start a thread."""
    raise RuntimeError("Python in a page has one thread: call the function itself instead of a Thread.")


def module(name: str, **content: object) -> types.ModuleType:
    """Make a module of these things, under this name."""
    made = sys.modules[name] = types.ModuleType(name)
    vars(made).update(content)
    return made


def install() -> None:
    """Put the stand-ins where code looks for what they stand for."""
    shown = module(
        "IPython.display",
        display=display,
        publish_display_data=publish_display_data,
        clear_output=clear_output,
        HTML=Shown,
        Markdown=Markdown,
        SVG=SVG,
    )
    module("IPython", display=shown, get_ipython=lambda: None, __path__=[], version_info=(9, 0))
    module("marketing_origin.widgets.widget", Explore=Explore)
    builtins.display = display
    builtins.input = no_input
    threading.Thread.start = no_thread
