"""The widget that `explore` returns: with a kernel behind it, moving a control calls the function."""

from pathlib import Path

import anywidget
import traitlets

from marketing_origin.errors import CourseError
from marketing_origin.widgets.explorable import Explorable

STATIC = Path(__file__).parent / "static"


def asset(name: str) -> str:
    """Return a file of the bundled front end, or raise CourseError where it has not been made."""
    try:
        return (STATIC / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(
            "The widget's front end has not been bundled. Run `python -m course_builder.widget_bundle` "
            "(`python3 course.py` does it when it sets up)."
        ) from None


class Explore(anywidget.AnyWidget):
    """What `explore` returns: an ipywidgets widget.

    `values` is a dictionary from each control's name to its value. It can be observed and set; setting it
    moves the controls and redraws. ipywidgets holds changes back while the function is at work and then sends
    the newest, so a slow function does not queue up.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, explorable: Explorable):
        self.explorable = explorable
        start = explorable.start
        first = explorable.picture(start)
        self.limits = explorable.likely_limits()
        self.limits.include(first)
        super().__init__(
            _esm=asset("widget.js"),
            _css=asset("explore.css"),
            header=explorable.header(),
            values=start,
            state=explorable.state(start, first, self.limits),
        )
        self.observe(self._redraw, "values")

    @traitlets.validate("values")
    def _check_values(self, proposal) -> dict:
        return self.explorable.checked(proposal["value"])

    def _redraw(self, change) -> None:
        try:
            picture = self.explorable.picture(change["new"])
            self.limits.include(picture)
            self.state = self.explorable.state(change["new"], picture, self.limits)
        except CourseError as error:
            self.state = {"error": str(error)}

    def __repr__(self) -> str:
        return f"{self.explorable.title}. {self.state.get('alt') or self.state.get('error')}"
