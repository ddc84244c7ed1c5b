"""How long a reader waits between moving a slider and seeing the new picture.

On a page without a kernel: a widget of 1,000 states (three lines of sixty points) in headless Chromium, from
the input event to the finished layout of the new picture. Live: what a kernel does for one move, beside
what it does where `interact` draws the same lines with matplotlib.
"""

import io
import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib.pyplot as plt
import numpy as np
from playwright.sync_api import sync_playwright

from course_builder.browser import FLAGS, find_browser
from course_builder.widgets import drawn
from marketing_origin.widgets import explore, lines, slider
from marketing_origin.widgets.page import page_data
from marketing_origin.widgets.widget import asset

TARGET = 0.016
POSITIONS = 100
REPEATS = 5
RETENTION = np.linspace(0.5, 0.95, 60)
CONTROLS = {
    "discount_rate": slider(0.02, 0.2, 0.02, format=".0%"),
    "margin": slider(10, 100, 10),
    "growth_rate": slider(0, 0.045, 0.005, format=".1%"),
}
# Goes through positions of the sliders, several times each, one a frame; each is timed from dispatching the
# event until the browser has laid out what it drew. Returns the median of each position.
MOVE = """
async ({ positions, repeats }) => {
  const inputs = [...document.querySelectorAll(".mo-explore input")];
  const chart = document.querySelector(".mo-explore .mo-picture");
  const waits = Array.from({ length: positions }, () => []);
  for (let i = 0; i < positions * repeats; i += 1) {
    await new Promise(requestAnimationFrame);
    const at = i % positions;
    const input = inputs[at % 3];
    input.value = (Number(input.value) + 1 + (at % 7)) % 10;
    const start = performance.now();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    chart.querySelector(".mo-svg .mo-line").getBoundingClientRect();
    waits[at].push(performance.now() - start);
  }
  return waits.map((times) => times.sort((a, b) => a - b)[Math.floor(repeats / 2)]);
}
"""


def run() -> list[dict]:
    """Return rows: what was measured, seconds, a peer's seconds, their ratio, target, whether it was met."""
    waits = page_waits()
    cuts = statistics.quantiles(waits, n=20)
    ours, peer = live_waits()
    return [
        row("widget on a page, input to redraw, median", statistics.median(waits), target=TARGET),
        row("widget on a page, input to redraw, 95th percentile", cuts[18], target=TARGET),
        row("live widget, a move in the kernel, beside matplotlib as in interact", ours, peer, target=0.2),
    ]


def row(what: str, seconds: float, peer: float | None = None, *, target: float) -> dict:
    """Return one row; the target is a ratio where there is a peer, else seconds."""
    ratio = seconds / peer if peer else None
    ok = (ratio if peer else seconds) <= target
    found = {"what": what, "ours_seconds": seconds, "peer_seconds": peer, "ratio": ratio}
    return found | {"target": target, "ok": ok}


def values(discount_rate: float, margin: float, growth_rate: float) -> dict[str, np.ndarray]:
    """Value of a customer by retention rate, under three conventions of timing."""
    kept = RETENTION * (1 + growth_rate)
    worth = margin / (1 + discount_rate - kept)
    return {"now": worth * (1 + discount_rate), "in a year": worth, "after renewal": worth * RETENTION}


def picture(discount_rate, margin, growth_rate):
    """The same as a picture of the widget."""
    return lines(RETENTION, values(discount_rate, margin, growth_rate), x_label="Retention", y_label="Value")


def page_waits() -> list[float]:
    """Return the seconds of each of POSITIONS moves on a page: the median of REPEATS."""
    html = drawn([page_data(explore(picture, **CONTROLS).explorable) | {"place": "1"}])[0]
    script, style = asset("explore.js"), asset("explore.css")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        # The script stands in the page: a browser loads no modules from files.
        Path(folder, "page.html").write_text(
            f"<!doctype html><html data-theme=light><meta charset=utf-8><style>{style}</style>{html}"
            f"<script type=module>{script}</script>",
            encoding="utf-8",
        )
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto(Path(folder, "page.html").as_uri())
        opened.wait_for_selector(".mo-explore[data-ready]")
        waits = opened.evaluate(MOVE, {"positions": POSITIONS, "repeats": REPEATS})
        browser.close()
    return [wait / 1000 for wait in waits]


def live_waits(repeats: int = 25) -> tuple[float, float]:
    """Return median seconds of one move in the kernel: ours, and matplotlib's as `interact` sends it."""
    widget = explore(picture, **CONTROLS)
    ours, peers = [], []
    for i in range(repeats):
        chosen = {
            name: control.values[(3 * i + k) % 10] for k, (name, control) in enumerate(CONTROLS.items())
        }
        ours.append(
            timed(lambda chosen=chosen: (setattr(widget, "values", chosen), json.dumps(widget.state)))
        )
        peers.append(timed(lambda chosen=chosen: figure(**chosen)))
    return statistics.median(ours), statistics.median(peers)


def figure(**chosen: float) -> bytes:
    """Draw the lines with matplotlib, as a PNG."""
    drawn, axes = plt.subplots()
    for label, series in values(**chosen).items():
        axes.plot(RETENTION, series, label=label)
    axes.set(xlabel="Retention", ylabel="Value")
    axes.legend()
    target = io.BytesIO()
    drawn.savefig(target, format="png")
    plt.close(drawn)
    return target.getvalue()


def timed(work) -> float:
    """Return how many seconds `work()` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    for line in run():
        print(json.dumps(line))
