"""Explore a model by moving its assumptions: one Python function, in a live notebook and on a page alike.

    from marketing_origin import explore
    from marketing_origin.widgets import lines, mark, number, several, slider

    def value_by_retention(discount_rate, margin):
        r = np.linspace(0.5, 0.95, 60)
        return lines(r, {"CLV": margin * (1 + discount_rate) / (1 + discount_rate - r)},
                     x_label="Retention rate", y_label="Value per customer", x_format=".0%")

    explore(value_by_retention, discount_rate=slider(0.02, 0.2, 0.02, value=0.1, format=".0%"),
            margin=slider(50, 200, 10), title="What a customer is worth")

In a live notebook moving a slider calls the function. Where the site is built it is called once for every
position of the controls (`page.page_data`), and the page looks the pictures up; that grid may take 256 kB, so
some thousand positions of a chart with three lines of sixty points.

Controls: `slider(minimum, maximum, step, value)`, `choice(options)`, `tick(value)`.
Pictures: `lines` (with `bands`, `dots`, `steps`), `bars` (`stacked`, `horizontal`), `points`, `heat`,
`number`, and `several(…)` of them; `mark(x=…)`, `mark(y=…)` and `mark(x=…, y=…)` are reference lines and
dots. Axes keep their limits over all positions of the controls, so that a change is seen; `y_limits="auto"`
or a pair of numbers says otherwise. Every picture has words for those who do not see it: made from its
numbers, or `alt=`.
"""

from collections.abc import Callable

from marketing_origin.widgets.controls import Control, choice, slider, tick
from marketing_origin.widgets.explorable import Explorable
from marketing_origin.widgets.pictures import Picture, bars, heat, lines, mark, number, points, several

__all__ = [
    "Picture",
    "bars",
    "choice",
    "explore",
    "heat",
    "lines",
    "mark",
    "number",
    "points",
    "several",
    "slider",
    "tick",
]


def explore(
    function: Callable[..., Picture],
    *,
    title: str = "",
    alt: str | Callable[..., str] | None = None,
    name: str = "",
    **controls: Control,
):
    """Show what `function` returns, with a control for each of its parameters.

    Parameters
    ----------
    function : returns a picture; called with one value per control, by name.
    title : heading of the widget; by default made from the function's name.
    alt : the picture in words: text, or a function of the same parameters that returns text. By default the
        words that the picture itself has.
    name : what a link to a state of this widget calls it; by default made from the title.
    controls : parameter=slider(…), choice(…) or tick(…).

    Returns
    -------
    An ipywidgets widget (`widget.Explore`); its `values` can be read, set and observed.

    Raises
    ------
    CourseError : if controls and parameters do not go by the same names, or the function fails or returns
        something else than a picture.
    """
    from marketing_origin.widgets.widget import Explore  # The pictures alone need no ipywidgets.

    return Explore(Explorable(function, controls, title, alt, name))
