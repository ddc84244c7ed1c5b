"""Figures said in fewer words: nothing of what is seen changes, and what is sent is less."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketing_origin import figures
from marketing_origin.light_svg import by_steps, lighter

# What a reader sees of each shape, in the order in which they are drawn.
SEEN = """() => [...document.querySelectorAll("path, use, text:not(:has(tspan)), tspan, image, rect")]
  .filter((shape) => !shape.closest("defs, clipPath, pattern"))
  .map((shape) => {
    const look = getComputedStyle(shape), box = shape.getBoundingClientRect();
    const drawn = shape.tagName === "use" ? document.querySelector(shape.getAttribute("href") ||
      shape.getAttribute("xlink:href")) : shape;
    const clip = look.clipPath === "none" ? "none" :
      document.querySelector(look.clipPath.slice(5, -2)).innerHTML.replace(/[^0-9. ]| (?=\\/)|\\.0\\b/g, "").trim();
    const told = [shape.tagName, shape.textContent, look.fill.replace(/#[^)"]*/, "#"), look.fillOpacity, look.stroke,
      look.strokeWidth, look.strokeOpacity, look.strokeDasharray, look.strokeLinecap, look.strokeLinejoin, look.font,
      look.textAnchor, look.opacity, clip, getComputedStyle(drawn).stroke].join(" | ");
    return [told, [box.x, box.y, box.width, box.height]];
  })
  .filter(([told]) => !/^path \\|  \\| none \\| [^|]* \\| none /.test(told))"""


def curves():
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], [0.5, 0.1, 0.7], label="$x^2_i$")
    axes.plot([1, 2, 3], [0.5, 0.2, 0.9], "--", label="dashed & <more>")
    axes.fill_between([1, 2, 3], 0, [1, 2, 1], alpha=0.15, hatch="//")
    axes.legend()
    axes.set(title="Title", xlabel="x", ylabel="turned")
    return figure


def dots():
    figure, axes = plt.subplots()
    axes.scatter(np.arange(60), np.arange(60) ** 2 + 1, c=np.arange(60), s=np.arange(60))
    axes.set_yscale("log")
    return figure


def areas():
    figure, axes = plt.subplots()
    axes.pcolormesh(np.arange(12).reshape(3, 4), rasterized=True)
    axes.text(1, 1, "black", color="black")
    axes.contour(np.arange(12).reshape(3, 4), colors="white")
    axes.axvspan(0, 1, color="C2", alpha=0.3)
    return figure


def bars():
    figure, axes = plt.subplots()
    axes.bar(["a", "b"], [1, 2], hatch="x", edgecolor="C1")
    axes.errorbar([0, 1], [1, 2], [0.1, 0.2], fmt="oC1")
    axes.annotate("here", (0, 1), (0.5, 1.5), arrowprops={"arrowstyle": "->"}, rotation=30)
    return figure


KINDS = {kind.__name__: kind for kind in (curves, dots, areas, bars)}


@pytest.fixture(params=KINDS)
def pictures(request, monkeypatch):
    """A figure as matplotlib writes it and as it is shown, each as HTML."""
    light = figures.picture(KINDS[request.param](), "what it tells")
    monkeypatch.setattr(figures, "lighter", lambda svg, name: svg)
    return figures.picture(KINDS[request.param](), "what it tells"), light


def test_a_figure_looks_as_it_did(browser, pictures):
    page, seen = browser.new_page(), []
    for picture in pictures:
        page.set_content(f"<!doctype html><body style='width: 600px; --mo-ink: #123456'>{picture}")
        seen.append(page.evaluate(SEEN))
    page.close()
    (before, places), (after, new_places) = (zip(*shapes, strict=True) for shapes in seen)
    assert before == after and len(before) > 20
    np.testing.assert_allclose(new_places, places, atol=0.1)


def test_it_is_lighter_refers_to_what_it_has_and_says_no_style_twice(pictures):
    heavy, light = pictures
    assert len(light) < 0.7 * len(heavy)
    assert 'role="img" aria-label="what it tells"' in light
    assert set(re.findall(r'(?:url\(#|href="#)([^)"]+)', light)) == set(re.findall(r' id="([^"]+)"', light))
    styles = re.findall(r' style="([^"]*)"', light)
    assert len(styles) == len(set(styles))


def test_two_figures_of_a_page_share_no_name():
    one, two = (figures.picture(kind(), "what it tells") for kind in (curves, dots))
    names = [
        set(re.findall(r' id="([^"]+)"', one)) | set(re.findall(r"\.(f\w{6}) ", one)) for one in (one, two)
    ]
    assert names[0] and names[1] and not names[0] & names[1]


def points(path: str) -> list[tuple[str, tuple[float, ...]]]:
    """Return where each command of a path leads, by the rules of SVG."""
    found, command, here, start = [], "", (0.0, 0.0), (0.0, 0.0)
    parts = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", path)
    while parts:
        if parts[0].isalpha():
            command = parts.pop(0)
        base = (0.0, 0.0) if command.isupper() else here
        kind = command.upper()
        take = [
            float(parts.pop(0)) for _ in range({"H": 1, "V": 1, "M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}[kind])
        ]
        if kind == "Z":
            here = start
        elif kind in "HV":
            across = kind == "H"
            here = (base[0] + take[0], here[1]) if across else (here[0], base[1] + take[0])
        else:
            take = [value + base[at % 2] for at, value in enumerate(take)]
            here = tuple(take[-2:])
        told = take if kind not in "HVZ" else here
        found.append(("L" if kind in "HV" else kind, tuple(round(value, 2) for value in told)))
        start = here if kind == "M" else start
        if kind == "M":
            command = "l" if command == "m" else "L"
    return [(kind, where) for kind, where in found if kind != "Z"] + [("Z", ())] * path.upper().count("Z")


NUMBER = st.integers(-30_000, 30_000).map(lambda number: number / 100)
STEP = st.sampled_from(["L 2", "L 2", "Q 4", "C 6", "z 0", "M 2"])


@given(st.data())
def test_a_path_by_steps_leads_to_the_same_points(data):
    said = f"M {data.draw(NUMBER)} {data.draw(NUMBER)} "
    for step in data.draw(st.lists(STEP, max_size=12)):
        letter, take = step.split()
        said += " ".join([letter, *(str(data.draw(NUMBER)) for _ in range(int(take)))]) + " "
    assert points(by_steps(said)) == points(said)
    assert len(by_steps(said)) <= len(said)


def test_a_path_that_steps_would_lengthen_stays():
    assert by_steps("M 1.01 1.01 Q 0.0 0.0 0.0 0.0 ") == "M 1.01 1.01 Q 0.0 0.0 0.0 0.0 "


def test_steps_are_written_short():
    assert (
        by_steps("M 10.0 20.0 L 30.0 20.0 L 30.0 25.5 L 31.5 26.0 L 31.0 27.0 z ")
        == "m10 20h20v5.5l1.5 .5-.5 1z"
    )


def test_a_path_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="'A' is no command"):
        by_steps("M 0 0 A 1 1 0 0 0 2 2")


def test_what_only_holds_goes_and_what_does_something_stays():
    unseen = '<g/><path d="M 0 0 " style="fill: none"/>'
    svg = f'<svg><g id="x"><g clip-path="url(#c)"><text> a </text></g>{unseen}</g></svg>'
    assert lighter(svg, "n") == (
        '<svg class="n" xmlns="http://www.w3.org/2000/svg"><g clip-path="url(#n-1)"><text> a </text></g></svg>'
    )
