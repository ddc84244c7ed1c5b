"""Figures: one style, a text alternative with every one, readable in print and in dark mode."""

import hashlib
import html
import io
import re

from marketing_origin.errors import CourseError
from marketing_origin.light_svg import lighter
from marketing_origin.palette import SERIES_LIGHT

# Colours that the saved SVG carries and the page's style sheet decides about.
_INK, _FAINT, _PAPER = "#010203", "#c8c9ca", "#fdfeff"
_ROLES = {
    _INK: "var(--mo-ink, #1b2733)",
    _FAINT: "var(--mo-faint, #c9d1d9)",
    _PAPER: "var(--mo-paper, transparent)",
    **{colour: f"var(--mo-series-{number}, {colour})" for number, colour in enumerate(SERIES_LIGHT, 1)},
}


def style() -> dict:
    """Return the course's matplotlib settings (rcParams)."""
    from cycler import cycler

    return {
        # Small, so that labels stay legible when a phone shrinks the picture; a desktop enlarges it.
        "figure.figsize": (5.2, 3.3),
        "figure.facecolor": "none",
        "figure.constrained_layout.use": True,
        "axes.facecolor": "none",
        "axes.edgecolor": _FAINT,
        "axes.labelcolor": _INK,
        "axes.titlecolor": _INK,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "axes.titleweight": "bold",
        "axes.labelsize": 11,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.prop_cycle": cycler(color=SERIES_LIGHT),
        "grid.color": _FAINT,
        "grid.linewidth": 0.6,
        "grid.alpha": 0.6,
        "lines.linewidth": 2.2,
        "text.color": _INK,
        "xtick.color": _INK,
        "ytick.color": _INK,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "legend.frameon": False,
        "legend.fontsize": 10,
        "font.size": 11,
        "svg.fonttype": "none",
        "svg.hashsalt": "marketing-origin",
    }


def use_style() -> None:
    """Make the course's style matplotlib's default in this session."""
    import matplotlib as mpl

    mpl.rcParams.update(style())


def show(figure, alt: str | None = None, caption: str = "") -> None:
    """Show a matplotlib figure as a picture that follows the page's light or dark mode.

    Parameters
    ----------
    figure : Figure or Axes
        The figure; of an `Axes` its figure is taken.
    alt : str
        What the picture tells, in a sentence with its numbers; read out in place of the picture. A figure of
        `plots` brings its own.
    caption : str, optional
        A line under the picture.

    Raises
    ------
    CourseError
        `alt` is empty or missing, or `figure` is not a matplotlib figure.
    """
    from IPython.display import HTML, display

    alt = getattr(getattr(figure, "figure", figure), "alt", "") if alt is None else alt
    display(HTML(picture(figure, alt, caption), metadata={"alt": alt}))


def picture(figure, alt: str, caption: str = "") -> str:
    """Return a matplotlib figure as the HTML that `show` shows, and close it; parameters as there."""
    import matplotlib.pyplot as plt

    figure = getattr(figure, "figure", figure)
    if not hasattr(figure, "savefig"):
        raise CourseError(f"show() takes a matplotlib figure or axes, not {type(figure).__name__}.")
    if not alt.strip():
        raise CourseError('show() needs alt="…": one sentence that tells what the picture shows.')
    under = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    drawn = f'<figure class="mo-figure">{_svg(figure, html.escape(alt, quote=True))}{under}</figure>'
    plt.close(figure)
    return drawn


def _svg(figure, label: str) -> str:
    """Return the figure as inline SVG whose neutral colours are the page's own."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    # The style element would reach the whole page; its settings go onto the picture's own tag.
    svg = re.sub(r"<(metadata|style)\b.*?</\1>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    # A tenth of a point is finer than what a screen shows, and half as long to send.
    svg = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number.group()):.1f}", svg)
    svg = re.sub(r"font(-family)?: ?([^;\"]*)'DejaVu Sans'[^;\"]*", _font, svg)
    for sentinel, role in _ROLES.items():
        svg = svg.replace(sentinel, role)
    # Classes and ids of one figure must not meet those of another on the page.
    svg = lighter(svg, "f" + hashlib.sha256(svg.encode()).hexdigest()[:6])
    width = figure.get_figwidth() * 112
    return re.sub(r"<svg ([^>]*?)>", lambda match: _open_tag(match.group(1), width, label), svg, count=1)


def _open_tag(attributes: str, width: float, label: str) -> str:
    kept = " ".join(re.findall(r'(?:viewBox|class|xmlns)="[^"]*"', attributes))
    return (
        f'<svg {kept} role="img" aria-label="{label}" '
        f'style="width:100%;max-width:{width:.0f}px;height:auto;stroke-linejoin:round;stroke-linecap:butt">'
    )


def _font(match: re.Match) -> str:
    """Keep size and weight of a font shorthand, and take the page's own family."""
    if match.group(1):
        return "font-family: var(--mo-font, sans-serif)"
    return f"font: {match.group(2)}var(--mo-font, sans-serif)"


# Whoever takes `show` is about to draw: from here on in the course's style.
use_style()
