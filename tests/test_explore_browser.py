"""The widget in a real browser: on a page without a kernel, and live against a stand-in for its model."""

import json
import re
import threading

import numpy as np
import pytest

from course_builder.paths import NODE_MODULES
from course_builder.server import server
from course_builder.widgets import drawn
from marketing_origin.widgets import (
    bars,
    choice,
    explore,
    heat,
    lines,
    mark,
    number,
    points,
    several,
    slider,
    tick,
)
from marketing_origin.widgets.page import page_data
from marketing_origin.widgets.widget import asset

YEARS = np.arange(1, 11)


def value(retention_rate, timing, interval):
    """Value of a margin of 1 a year, year by year and in all."""
    age = YEARS - (timing == "start")
    flow = retention_rate**age / 1.1**age
    chart = lines(
        YEARS,
        {"Present value": flow, "Without discounting": retention_rate**age},
        bands={"Present value": (0.9 * flow, 1.1 * flow)} if interval else None,
        marks=[mark(x=3, label="three years"), mark(y=0.5, label="half")],
        x_label="Year",
        y_label="Value",
    )
    return several(chart, number("In all", flow.sum(), format=".3f", unit="margins"))


def channels(growth):
    """Every other kind of picture, below each other."""
    names = ["Search advertising", "Stores", "Referral by members"]
    new = {"2023": [10, 20, 30], "2024": [10 * growth, 20 * growth, 15]}
    points_ = {"Members": ([1, 2, 3], [growth, 2, 1])}
    share = [[growth / 9, 0.5], [0.2, np.nan]]
    return several(
        bars(names, new, label="New members"),
        bars(
            names, {"down": [-1, -2, -3], "up": [growth, 1, 2]}, stacked=True, horizontal=True, label="Change"
        ),
        points(points_, x_label="Months", y_label="Visits"),
        heat(["Month 1", "Month 2"], ["January", "February"], share, label="Still here", format=".0%"),
    )


CONTROLS = {
    "retention_rate": slider(0.5, 0.9, 0.1, value=0.8, format=".0%"),
    "timing": choice({"start of the year": "start", "end of the year": "end"}, label="First margin"),
    "interval": tick(True, label="Show the interval"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A page with two widgets, made as the site makes them."""
    found = tmp_path_factory.mktemp("explore")
    widgets = [
        explore(value, title="What a margin is worth", **CONTROLS),
        explore(channels, title="Where members come from", growth=slider(1, 9)),
    ]
    html = drawn([page_data(widget.explorable) | {"place": str(n)} for n, widget in enumerate(widgets)])
    for name in ("explore.js", "explore.css", "widget.js"):
        (found / name).write_text(asset(name), encoding="utf-8")
    (found / "axe.js").write_text((NODE_MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    filler = "<p style='height: 900px'>Text</p>"
    (found / "page.html").write_text(
        '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>Page</title>'
        '<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="explore.css"><style>body{margin:0 12px;font-family:sans-serif}'
        "html[data-theme=dark] body{background:#121212;color:#ddd}</style></head><body><main><h1>Page</h1>"
        f"{html[0]}<h2 id='later'>Later</h2>{html[1]}{filler}<h2 id='last'>Last</h2>{filler}"
        "</main><script type='module' src='explore.js'></script></body></html>",
        encoding="utf-8",
    )
    return found


@pytest.fixture(scope="module")
def address(folder):
    """Where the page is served."""
    with server(folder, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()


@pytest.fixture
def open_page(browser, address):
    """Open the page; every error that it logs fails the test."""
    contexts, errors = [], []

    def opened(at="page.html", **options):
        context = browser.new_context(**{"viewport": {"width": 800, "height": 900}} | options)
        contexts.append(context)
        found = context.new_page()
        found.on("pageerror", lambda error: errors.append(str(error)))
        found.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        found.goto(f"{address}/{at}")
        if options.get("java_script_enabled", True) and at.startswith("page") and at != "page.html#last":
            found.wait_for_function("document.querySelectorAll('[data-ready]').length === 2")
        return found

    yield opened
    for context in contexts:
        context.close()
    assert not errors


def first(opened):
    return opened.locator(".mo-explore").first


def total(opened):
    return first(opened).locator(".mo-numbers strong").inner_text()


def expected(retention_rate=0.8, timing="start", interval=True):
    return value(retention_rate, timing, interval).parts[1].spec["text"]


def test_first_state_shows_without_javascript(open_page):
    opened = open_page(java_script_enabled=False)
    chart = first(opened).locator(".mo-wide svg.mo-svg")
    assert chart.is_visible()
    assert chart.bounding_box()["height"] > 200
    assert first(opened).locator(".mo-wide .mo-numbers strong").inner_text() == expected()
    hint = first(opened).locator(".mo-hint")
    assert hint.is_visible()
    assert "The controls need JavaScript" in hint.inner_text()
    assert first(opened).locator("input[type=range]").is_disabled()
    assert "80%" in first(opened).locator(".mo-controls").inner_text()


@pytest.mark.parametrize("width", [360, 800])
def test_page_does_not_jump_when_the_script_starts(open_page, width):
    size = {"viewport": {"width": width, "height": 900}}
    boxes = [
        [widget.bounding_box() for widget in opened.locator(".mo-explore .mo-picture").all()]
        for opened in (open_page(**size, java_script_enabled=False), open_page(**size))
    ]
    before, after = boxes
    # Without scripts the hint takes a few lines more, below the picture.
    assert after[0]["y"] == pytest.approx(before[0]["y"], abs=1)
    assert 0 <= before[0]["height"] - after[0]["height"] < 90


def test_moving_by_keyboard_shows_what_python_computed(open_page):
    opened = open_page()
    first(opened).get_by_label("Retention rate").focus()
    opened.keyboard.press("ArrowRight")
    assert total(opened) == expected(0.9)
    assert first(opened).get_by_label("Retention rate").get_attribute("aria-valuetext") == "90%"
    first(opened).get_by_label("First margin").select_option("end of the year")
    assert total(opened) == expected(0.9, "end")
    bands = first(opened).locator(".mo-band")
    assert bands.count() == 1
    first(opened).get_by_label("Show the interval").press("Space")
    assert bands.count() == 0


def test_two_widgets_keep_their_own_state(open_page):
    opened = open_page()
    second = opened.locator(".mo-explore").nth(1)
    before = second.locator(".mo-picture").inner_html()
    first(opened).get_by_label("Retention rate").press("Home")
    assert total(opened) == expected(0.5)
    assert second.locator(".mo-picture").inner_html() == before
    second.get_by_label("Growth").press("End")
    assert second.locator(".mo-picture").inner_html() != before
    assert total(opened) == expected(0.5)


def test_reset(open_page):
    opened = open_page()
    first(opened).get_by_label("Retention rate").press("Home")
    first(opened).get_by_label("Show the interval").uncheck()
    first(opened).get_by_role("button", name="Reset").click()
    assert total(opened) == expected()
    assert first(opened).get_by_label("Show the interval").is_checked()


def test_link_restores_every_widget(open_page):
    opened = open_page()
    first(opened).get_by_label("Retention rate").press("Home")
    first(opened).get_by_label("First margin").select_option("end of the year")
    first(opened).get_by_role("button", name="Copy link").click()
    second = opened.locator(".mo-explore").nth(1)
    second.get_by_label("Growth").press("End")
    second.get_by_role("button", name="Copy link").click()
    assert "explore=where-members-come-from&growth=9" in opened.url
    other = open_page(opened.url.rsplit("/", 1)[1])
    assert total(other) == expected(0.5, "end")
    assert other.locator(".mo-explore").nth(1).get_by_label("Growth").input_value() == "8"
    top = other.locator(".mo-explore").nth(1).bounding_box()["y"]
    assert 0 <= top < 400  # Scrolled to the widget that the link was copied from.


def test_link_pasted_into_an_open_page(open_page):
    opened = open_page()
    opened.evaluate("location.hash = '#explore=what-a-margin-is-worth&retention_rate=0.6&nonsense=1'")
    opened.wait_for_function(
        f"document.querySelector('.mo-numbers strong').textContent === '{expected(0.6)}'"
    )


def test_anchors_of_headings_still_work_and_a_widget_wakes_when_the_reader_comes_near(open_page):
    opened = open_page("page.html#last")
    assert -1 < opened.locator("#last").bounding_box()["y"] < 100
    first = opened.locator(".mo-explore").first
    assert first.get_attribute("data-ready") is None
    first.scroll_into_view_if_needed()
    opened.wait_for_selector(".mo-explore[data-ready]")
    assert total(opened) == expected()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_accessible_in_both_themes(open_page, theme, width):
    opened = open_page(viewport={"width": width, "height": 900})
    opened.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    opened.add_script_tag(url="axe.js")
    rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    found = opened.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found["violations"]] == []
    paper = first(opened).evaluate("root => getComputedStyle(root).backgroundColor")
    assert (min(map(int, re.findall(r"\d+", paper))) > 200) == (theme == "light")


@pytest.mark.parametrize(
    "scheme, attributes, dark",
    [
        ("dark", {}, True),
        ("light", {}, False),
        ("dark", {"data-theme": "light"}, False),
        ("light", {"data-jp-theme-light": "false"}, True),
        ("dark", {"data-jp-theme-light": "true"}, False),
    ],
)
def test_theme_of_the_page_around_comes_first(open_page, scheme, attributes, dark):
    opened = open_page(color_scheme=scheme)
    opened.evaluate(
        """attributes => {
            delete document.documentElement.dataset.theme;
            for (const [name, value] of Object.entries(attributes))
              (name === "data-theme" ? document.documentElement : document.body).setAttribute(name, value);
        }""",
        attributes,
    )
    assert first(opened).evaluate("root => getComputedStyle(root).colorScheme") == (
        "dark" if dark else "light"
    )


def test_phone(open_page):
    opened = open_page(viewport={"width": 360, "height": 740})
    assert opened.evaluate("document.documentElement.scrollWidth") == 360
    beyond = opened.evaluate(
        "[...document.querySelectorAll('.mo-svg text')]"
        ".filter(text => text.getBoundingClientRect().right > 356"
        " || text.getBoundingClientRect().left < 4).map(text => text.textContent)"
    )
    assert beyond == []
    for control in opened.locator(".mo-explore :is(input, select, button)").all():
        assert min(control.bounding_box()["width"], control.bounding_box()["height"]) >= 24


def test_words_on_a_chart_do_not_lie_on_each_other(open_page):
    for width in (360, 800, 1280):
        opened = open_page(viewport={"width": width, "height": 900})
        overlaps = opened.evaluate(
            """() => [...document.querySelectorAll('.mo-svg')].flatMap(chart => {
                const boxes = [...chart.querySelectorAll('text')]
                  .map(text => [text.textContent, text.getBoundingClientRect()]);
                return boxes.flatMap(([a, p], i) => boxes.slice(i + 1)
                  .filter(([, q]) => Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
                    && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4)
                  .map(([b]) => [a, b]));
            })"""
        )
        assert overlaps == []


def test_redrawn_when_the_window_changes(open_page):
    opened = open_page()
    opened.set_viewport_size({"width": 400, "height": 800})
    opened.wait_for_function(
        "(() => { const svg = document.querySelector('.mo-explore .mo-svg');"
        " return Math.abs(svg.viewBox.baseVal.width - svg.getBoundingClientRect().width) < 2 })()"
    )
    assert first(opened).locator(".mo-legend li").count() == 2  # No room for labels at the lines' ends.


def test_values_can_be_read_with_a_pointer(open_page):
    opened = open_page()
    chart = first(opened).locator(".mo-part").first
    box = chart.bounding_box()
    opened.mouse.move(box["x"] + 45, box["y"] + box["height"] / 2)
    tip = chart.locator(".mo-tip")
    assert tip.is_visible()
    assert "Year 1" in tip.inner_text()
    assert "Without discounting" in tip.inner_text()
    opened.mouse.move(1, 1)
    assert tip.is_hidden()


def test_values_can_be_read_with_the_keyboard(open_page):
    opened = open_page()
    for chart in opened.locator(".mo-part[tabindex]").all():
        chart.focus()
        opened.keyboard.press("ArrowRight")
        tip = chart.locator(".mo-tip")
        said = (
            chart.locator("xpath=ancestor::*[contains(@class, 'mo-explore')]")
            .locator(".mo-live")
            .inner_text()
        )
        before = tip.inner_text()
        assert before.split("\n")[0] in said
        opened.keyboard.press("ArrowRight")
        assert tip.inner_text() != before
        opened.keyboard.press("Escape")
        assert tip.is_hidden()


def test_change_is_told_to_a_screen_reader(open_page):
    opened = open_page()
    live = first(opened).locator("[aria-live=polite]")
    assert live.inner_text() == ""
    first(opened).get_by_label("Retention rate").press("ArrowRight")
    opened.wait_for_function("document.querySelector('[aria-live=polite]').textContent !== ''")
    assert f"In all: {expected(0.9)} margins." in live.inner_text()
    assert expected(0.9) in first(opened).locator(".mo-svg").get_attribute("aria-label")


def test_print_shows_values_and_no_controls(open_page):
    opened = open_page()
    first(opened).get_by_label("Retention rate").press("ArrowRight")
    opened.emulate_media(media="print")
    for control in opened.locator(".mo-explore :is(input, select, button)").all():
        assert not control.is_visible()
    printed = first(opened).inner_text()
    assert "90%" in printed
    assert "start of the year" in printed
    assert first(opened).locator(".mo-svg").is_visible()


LIVE = """
async ({header, state, values}) => {
  const { default: widget } = await import("/widget.js");
  const held = { header, state, values }, listeners = {};
  window.sent = [];
  window.model = {
    get: (name) => held[name],
    set(name, value) { held[name] = value; listeners["change:" + name]?.(); },
    on: (event, call) => { listeners[event] = call; },
    off: (event) => { delete listeners[event]; },
    save_changes: () => sent.push(held.values),
  };
  document.body.innerHTML = "<main id=live></main>";
  window.remove = widget.render({ model, el: document.getElementById("live") });
}
"""


def test_live_widget_asks_its_model(open_page):
    live = explore(value, title="What a margin is worth", **CONTROLS)
    opened = open_page()
    opened.evaluate(
        LIVE, json.loads(json.dumps({name: getattr(live, name) for name in ("header", "state", "values")}))
    )
    assert total(opened) == expected()
    opened.get_by_label("Retention rate").press("ArrowRight")
    assert opened.evaluate("sent") == [{"retention_rate": 0.9, "timing": "start", "interval": True}]
    assert opened.get_by_role("button", name="Copy link").count() == 0
    live.values = opened.evaluate("sent[0]")
    opened.evaluate("state => model.set('state', state)", live.state)
    assert total(opened) == expected(0.9)
    opened.evaluate("model.set('state', {error: 'value(…) raised ValueError'})")
    assert opened.get_by_role("alert").inner_text() == "value(…) raised ValueError"
    opened.evaluate("state => model.set('state', state)", live.state)
    assert total(opened) == expected(0.9)
    opened.evaluate("model.set('values', {retention_rate: 0.5, timing: 'end', interval: false})")
    assert opened.get_by_label("Retention rate").input_value() == "0"
    assert not opened.get_by_label("Show the interval").is_checked()
    opened.evaluate("remove()")
