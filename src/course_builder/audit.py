"""The audit of the built site in Chromium: axe's rules in four views, widths, contrasts, and the keyboard.

`python3 course.py audit` goes through every page and keeps what it found in `book/appendices/`, from where the
accessibility statement takes its figures. The tests look at every page by the same code.
"""

import atexit
import json
import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from course_builder import browser, notebooks
from course_builder.accessibility import KEPT
from course_builder.paths import HTML, NODE_MODULES
from course_builder.server import server

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE_CORE = NODE_MODULES / "axe-core"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The scheme changes colours and nothing else: each width has all rules in one, and those of colour in both.
VIEWS = (
    (WIDE, "light", RULES),
    (WIDE, "dark", ["color-contrast"]),
    (PHONE, "dark", RULES),
    (PHONE, "light", ["color-contrast"]),
)
# Every width and every scheme once: as the style sheets change no colour with the width, what a page has of its own
# is seen in both schemes. The tests look at every page so, and at a sample in all views.
OPPOSITE = (VIEWS[0], VIEWS[2])
# What the standard asks for (criterion 1.4.10): no wider than this, which is 1280 pixels enlarged four times.
NARROW = {"width": 320, "height": 740}
# Everything that can be shown is shown: folds are opened, and in every quiz an option is chosen.
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const group of document.querySelectorAll(".mo-quiz fieldset")) group.querySelector("input").click();
}"""
# A widget starts when the reader comes near it.
WAKE = """async () => {
  for (const widget of document.querySelectorAll(".mo-explore[data-explore]")) {
    widget.scrollIntoView();
    while (!("ready" in widget.dataset)) await new Promise((done) => setTimeout(done, 20));
  }
  scrollTo(0, 0);
}"""
# Shadows at the edges of what scrolls are gradients, under which axe tells no contrast.
NO_GRADIENTS = "*, ::before, ::after { background-image: none !important; }"
# A colour of code is looked at once for each paper it stands on: a page has some thousand words of code, of ten kinds.
ONE_OF_EACH = """() => {
  const seen = new Set();
  for (const block of document.querySelectorAll(".highlight pre")) {
    const papers = [block, block.parentElement].map((box) => getComputedStyle(box).backgroundColor);
    for (const word of block.querySelectorAll("span")) {
      const kind = [word.className, ...papers].join();
      if (seen.has(kind) && !word.firstElementChild) word.replaceWith(...word.childNodes);
      seen.add(kind);
    }
    block.normalize();
  }
}"""
# What watches the sizes of boxes has been told of the new ones.
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
AXE = """async ([rules, whole]) => {
  const options = { runOnly: rules, preload: false, selectors: false };
  // What keeps the rules need not be told then, nor what is unsure: axe is the sooner done.
  if (!whole) options.resultTypes = ["violations"];
  const { violations, passes, incomplete, inapplicable } = await axe.run(document, options);
  const say = ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" ")}`;
  const ratios = passes.filter(({ id }) => id === "color-contrast")
    .flatMap(({ nodes }) => nodes.flatMap(({ any }) => any.map(({ data }) => data?.contrastRatio)));
  return {
    found: violations.map(say),
    rules: [violations, passes, incomplete, inapplicable].flat().map(({ id }) => id),
    unsure: incomplete.reduce((sum, { nodes }) => sum + nodes.length, 0),
    contrast: ratios.filter(Boolean),
  };
}"""
# Whether what has the focus can be seen, and seen to have it; null where the focus has left the page.
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  window.moReached ??= new Set();
  if (window.moReached.has(here)) return null;
  window.moReached.add(here);
  const say = here.outerHTML.slice(0, 160);
  const between = (low, high, most) => [0.1, 0.5, 0.9]
    .map((part) => Math.max(low, 0) + part * (Math.min(high, most) - Math.max(low, 0)));
  const seen = ({ left, right, top, bottom }) => between(left, right, innerWidth)
    .some((x) => between(top, bottom, innerHeight).some((y) => {
      const at = document.elementFromPoint(x, y);
      return at && (here.contains(at) || at.contains(here));
    }));
  if (![...here.getClientRects()].some(seen)) return `the focus cannot be seen: ${say}`;
  const marked = (element, pseudo) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, pseudo);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  return marked(here) || marked(here.parentElement) ? "" : `nothing marks the focus: ${say}`;
}"""
UNREACHED = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const chosen = ({ type, checked }) => type !== "radio" || checked;
  return [...document.querySelectorAll(wanted)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
    .filter((element) => element.tabIndex >= 0 && chosen(element) && !window.moReached?.has(element))
    .map((element) => `the Tab key does not reach ${element.outerHTML.slice(0, 160)}`);
}"""
MOST_STOPS = 3000
# What a process that looks at pages has started: its browser's version and page, and where the site is.
_STARTED: dict = {}


@dataclass
class Looked:
    """What the audit of one page found.

    Attributes
    ----------
    found : list of str
        Everything that is wrong, with the view in which it is.
    rules : set of str
        The names of axe's rules that were run.
    contrast : dict
        The smallest contrast of text to its background by colour scheme, to 1; none where there is no text.
    unsure : int
        Times that axe could not decide whether a rule is kept, over all views.
    stops : int
        Places that the Tab key reaches, with all folds open.
    """

    found: list[str] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    contrast: dict[str, float] = field(default_factory=dict)
    unsure: int = 0
    stops: int = 0


def look(opened: "Page", whole: bool = True) -> Looked:
    """Look at an open page with everything unfolded, in all views, and go through it with the Tab key.

    Where it need not be the `whole` audit, only what is wrong in two opposite views is found, and at no stop of the
    Tab key: no contrast, nothing that axe is unsure of, and of code each colour once.
    """
    looked = Looked()
    opened.evaluate(UNFOLD)
    opened.evaluate(WAKE)
    if not whole:
        opened.evaluate(ONE_OF_EACH)
    opened.evaluate(axe())
    opened.add_style_tag(content=NO_GRADIENTS)
    for where, scheme, rules in in_views(opened, VIEWS if whole else OPPOSITE):
        looked.found += too_wide(opened)
        told = opened.evaluate(AXE, [rules, whole])
        looked.found += [f"{where}: {said}" for said in told["found"]]
        looked.rules |= set(told["rules"])
        if not whole:
            continue
        looked.unsure += told["unsure"]
        before = [looked.contrast[scheme]] if scheme in looked.contrast else []
        if ratios := told["contrast"] + before:
            looked.contrast[scheme] = min(ratios)
    opened.set_viewport_size(NARROW)
    looked.found = list(dict.fromkeys(looked.found + too_wide(opened)))
    if whole:
        opened.set_viewport_size(WIDE)
        # Widgets draw themselves anew for the width.
        opened.evaluate(DRAWN)
        looked.stops, troubles = tabbed(opened)
        looked.found += [f"keyboard: {said}" for said in troubles]
    return looked


def in_views(opened: "Page", views: tuple = VIEWS) -> Iterator[tuple[str, str, list[str]]]:
    """Show an open page in each view; yield what the view is called, its scheme, and axe's rules for it."""
    for view, scheme, rules in views:
        opened.set_viewport_size(view)
        opened.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        opened.wait_for_function(f"document.documentElement.dataset.theme === '{scheme}'")
        opened.wait_for_function(f"innerWidth === {view['width']}")
        yield f"{view['width']} {scheme}", scheme, rules


def too_wide(opened: "Page") -> list[str]:
    """Wait until a page is drawn for its screen, and tell whether it is wider than that."""
    opened.evaluate(DRAWN)
    sideways = opened.evaluate(SIDEWAYS)
    width = opened.viewport_size["width"]
    return [f"{width}: {sideways} pixels wider than the screen"] if sideways else []


def tabbed(opened: "Page") -> tuple[int, list[str]]:
    """Press Tab until the focus leaves the page; return the stops and what was wrong at them, or never reached."""
    opened.evaluate("window.moReached = new Set(); document.activeElement?.blur(); scrollTo(0, 0);")
    # A page may put the focus somewhere itself: what is before that comes in a second lap.
    laps, stops, troubles = 1, 0, []
    while stops < MOST_STOPS:
        opened.keyboard.press("Tab")
        said = opened.evaluate(STOP)
        if said is None and laps == 2:
            return stops, troubles + opened.evaluate(UNREACHED)
        laps += said is None
        stops += said is not None
        troubles += [said] if said else []
    return stops, [*troubles, f"the Tab key does not leave the page in {MOST_STOPS} steps"]


@cache
def axe() -> str:
    """Return the source of axe-core."""
    return (AXE_CORE / "axe.min.js").read_text(encoding="utf-8")


def names() -> list[str]:
    """Return the names of all pages that are looked at: those of the table of contents, search and 404."""
    return [*(page.name for page in notebooks.pages()), "search", "404"]


def run() -> list[str]:
    """Look at every page of the built site, keep what was found, and return what is wrong.

    Raises
    ------
    CourseError
        No browser can be had.
    """
    from course_builder.progress_bars import step_bar

    program, pages = browser.find_browser(), {}
    with server(HTML, 0) as serving, step_bar("audit") as report:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{serving.server_port}/"
        # A process has a browser of its own: half of the time it waits for it.
        workers, context = (os.cpu_count() or 1) + 1, multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, _open_browser, (program, home)) as pool:
            for name, looked, version in pool.map(_look, names()):
                pages[name], program_version = looked, version
                report(name, len(pages), len(names()))
        serving.shutdown()
    kept = {
        "date": date.today().isoformat(),
        "browser": f"Chromium {program_version.partition('.')[0]}",
        "axe": json.loads((AXE_CORE / "package.json").read_text(encoding="utf-8"))["version"],
        "rules": sorted(set().union(*(looked.rules for looked in pages.values()))),
        "pages": {name: asdict(looked) | {"rules": len(looked.rules)} for name, looked in pages.items()},
    }
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return [f"{name}: {said}" for name, looked in pages.items() for said in looked.found]


def _open_browser(program: str, home: str) -> None:
    """Start this process's browser."""
    from playwright.sync_api import sync_playwright

    playwright = sync_playwright().start()
    chromium = playwright.chromium.launch(executable_path=program, args=browser.FLAGS)
    _STARTED.update(home=home, version=chromium.version, page=chromium.new_page(reduced_motion="reduce"))
    atexit.register(playwright.stop)
    atexit.register(chromium.close)


def _look(name: str) -> tuple[str, Looked, str]:
    """Look at a page in this process's browser."""
    page = _STARTED["page"]
    page.goto(f"{_STARTED['home']}{name}.html")
    page.wait_for_load_state("networkidle")
    return name, look(page), _STARTED["version"]
