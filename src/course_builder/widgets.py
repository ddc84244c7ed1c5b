"""Widgets on pages: a kernel emits them as data, and here the front end's own code draws them, in Node."""

import copy
import json

import nbformat

from course_builder.in_kernel import WIDGET
from course_builder.node import run_node
from course_builder.widget_bundle import STATIC
from marketing_origin.errors import CourseError


def with_widgets(executed: dict[str, nbformat.NotebookNode]) -> dict[str, nbformat.NotebookNode]:
    """Return the notebooks with HTML in place of the widgets' data; one call of Node draws them all."""
    result = copy.deepcopy(executed)
    outputs, widgets = [], []
    for notebook in result.values():
        shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        shown = [output for output in shown if WIDGET in output.get("data", {})]
        outputs += shown
        widgets += [output.data.pop(WIDGET) | {"place": str(n)} for n, output in enumerate(shown, 1)]
    for output, html in zip(outputs, drawn(widgets), strict=True):
        output.data["text/html"] = html
    return result


def drawn(widgets: list[dict]) -> list[str]:
    """Return each widget's HTML: first picture, controls (asleep until the script wakes them) and grid.

    Parameters
    ----------
    widgets : list of dict
        What `marketing_origin.widgets.page.page_data` returns, and the widget's `place` on its page.
    """
    if not widgets:
        return []
    shown = json.dumps([{key: value for key, value in widget.items() if key != "grid"} for widget in widgets])
    program = [STATIC / "node.mjs", "draw"]
    done = run_node(*program, input=shown, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CourseError(
            "The widgets' pictures were not drawn. If their front end has not been bundled, "
            f"`python -m course_builder.widget_bundle` does it.\n{done.stderr.strip()[-2000:]}"
        )
    return [framed(*pair) for pair in zip(widgets, json.loads(done.stdout), strict=True)]


def framed(widget: dict, picture: str) -> str:
    """Return a drawn widget with what `explore.js` brings it to life from."""
    model = {key: value for key, value in widget.items() if key not in ("state", "place")}
    return (
        f'<div class="mo-explore" data-explore="{widget["name"]}">{picture}'
        f'<script type="application/json" class="mo-model">{to_json(model)}</script></div>'
    )


def to_json(value: object) -> str:
    """Return JSON fit for a script element: no spaces, no "<" that could end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")
