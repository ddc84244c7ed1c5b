"""What a widget shows, says and refuses: no browser needed."""

import json
import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_builder.node import run_node
from course_builder.widgets import drawn
from marketing_origin.errors import CourseError
from marketing_origin.widgets import (
    bars,
    choice,
    explore,
    grid,
    heat,
    lines,
    mark,
    number,
    points,
    several,
    slider,
    tick,
)
from marketing_origin.widgets.page import coarser, page_data
from marketing_origin.widgets.text import number_text
from marketing_origin.widgets.widget import STATIC, Explore


def margin_multiple(retention_rate, discount_rate=0.1):
    years = np.arange(1, 11)
    value = retention_rate**years / (1 + discount_rate) ** years
    return several(
        lines(years, {"Present value": value}, x_label="Year", y_label="Value of a margin"),
        number("Sum", value.sum(), format=".2f", unit="margins"),
    )


RETENTION = slider(0.5, 0.9, 0.1, value=0.8, format=".0%")


def data_of(widget: Explore) -> dict:
    """What the widget leaves for a page without a kernel."""
    return page_data(widget.explorable)


def html_of(widget: Explore) -> str:
    """The widget as a page of the site has it."""
    return drawn([data_of(widget) | {"place": "1"}])[0]


def model(html: str) -> dict:
    return json.loads(re.search(r'class="mo-model">(.*?)</script>', html, re.DOTALL)[1])


def unpack(*grids: tuple[str, int]) -> list[list]:
    """The states of each grid, as the front end reads them."""
    asked = json.dumps([{"grid": packed, "states": states} for packed, states in grids])
    done = run_node(STATIC / "node.mjs", "unpack", input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


class TestControls:
    def test_slider_has_the_numbers_that_were_typed(self):
        control = slider(0.5, 0.95, 0.05, value=0.8, format=".0%")
        assert control.values[6] == 0.8  # and not 0.8000000000000002
        assert len(control.values) == 10
        assert control.texts[control.start] == "80%"

    def test_slider_of_whole_numbers_gives_whole_numbers(self):
        control = slider(1, 12, unit="months")
        assert control.values == tuple(range(1, 13))
        assert all(isinstance(value, int) for value in control.values)
        assert control.texts[0] == "1 month" and control.texts[1] == "2 months"

    def test_slider_takes_numpy_numbers(self):
        assert slider(np.float64(0), np.int64(2), np.float32(0.5)).values == (0.0, 0.5, 1.0, 1.5, 2.0)

    @given(st.integers(-1000, 1000), st.integers(1, 200), st.sampled_from([0.001, 0.05, 0.3, 1, 2.5]))
    def test_slider_ends_at_its_maximum(self, first, steps, step):
        low = round(first * step, 6)
        control = slider(low, round(low + steps * step, 6), step)
        assert len(control.values) == steps + 1
        assert control.values[-1] == pytest.approx(low + steps * step)

    @pytest.mark.parametrize(
        "arguments, named",
        [
            ((0, 1, 0.3), "maximum"),
            ((1, 0, 0.1), "maximum"),
            ((0, 1, 0), "step"),
            ((0, math.inf, 1), "maximum"),
            (("0", 1, 1), "minimum"),
            ((0, 1, 0.1, 0.55), "nearest is 0."),
            ((0, 1, 0.0001), "step of at least"),
        ],
    )
    def test_slider_refuses(self, arguments, named):
        with pytest.raises(CourseError, match=named):
            slider(*arguments)

    def test_choice_from_text_to_value(self):
        control = choice({"start of the year": "start", "end of the year": "end"}, value="end")
        assert control.values[control.start] == "end"
        assert control.texts == ("start of the year", "end of the year")

    @pytest.mark.parametrize("options", [["one"], ["a", "a"], [None, "b"], [1.0, math.nan]])
    def test_choice_refuses(self, options):
        with pytest.raises(CourseError, match="choice"):
            choice(options)

    def test_choice_suggests_the_nearest(self):
        with pytest.raises(CourseError, match="Did you mean 'start'"):
            choice(["start", "end"], value="strat")

    def test_tick_wants_a_truth_value(self):
        with pytest.raises(CourseError, match="label="):
            tick("Show the interval")

    @pytest.mark.parametrize("spec", ["0.00", "{:.2f}", ".0f%", 2])
    def test_unknown_number_format(self, spec):
        with pytest.raises(CourseError, match="number format"):
            slider(0, 1, 0.1, format=spec)


class TestPictures:
    def test_series_and_frames_are_taken_as_they_are(self):
        frame = pd.DataFrame({"year": [1, 2, 3], "value": [10.0, np.nan, 30.0]})
        (part,) = lines(frame["year"], {"CLV": frame["value"]}).parts
        assert part.spec["series"][0]["y"] == [10.0, None, 30.0]
        (part,) = lines([1, 2], pd.Series([1, None], dtype="Int64")).parts
        assert part.spec["series"][0]["y"] == [1.0, None]

    @pytest.mark.parametrize(
        "draw, named",
        [
            (lambda: lines([1, 2], {"CLV": [1, 2, 3]}), "'CLV' has 3 values where 2"),
            (lambda: lines([1, 2], {"CLV": [1, math.inf]}), "'CLV' is infinite at position 1"),
            (lambda: lines([1, math.nan], {"CLV": [1, 2]}), "lines: x is missing"),
            (lambda: lines([1, 2], {"CLV": ["a", 2]}), "'CLV' must hold numbers"),
            (lambda: lines([1, 2], {}), "no series"),
            (lambda: lines([1], {str(i): [1] for i in range(13)}), "at most 12"),
            (lambda: lines([1, 2], [1, 2], bands={"90 %": [1, 2, 3]}), "'90 %' must be a pair"),
            (lambda: lines([1, 2], {"a": [1, 2]}, dots=["b"]), "'b', which is not a series"),
            (lambda: lines([1, 2], [0, 2], y_log=True), "logarithmic"),
            (lambda: lines([1, 2], [1, 2], y_limits=(2, 1)), "y_limits"),
            (lambda: lines([1, 2], [1, 2], y_limits=(0, 9), y_log=True), "y_limits.*positive"),
            (lambda: lines([1, 2], [1, 2], x_limits="fix"), "x_limits"),
            (lambda: lines([1, 2], [1, 2], y_format="percent"), "y_format"),
            (lambda: lines(3, [1, 2]), "lines: x must be a list"),
            (lambda: points({"a": ([1, 2], [1])}), "y of 'a'"),
            (lambda: points({"a": ([1], [1])}, names={"a": ["x", "y"]}), "2 names for the 1 points"),
            (lambda: points([1, 2]), "points: give a dictionary"),
            (lambda: bars(["a", "a"], [1, 2]), "different"),
            (lambda: bars(["a", "b"], [1, 2], marks=[mark(x=1)]), "mark\\(y="),
            (lambda: heat(["a"], ["b", "c"], [[1]]), "1 rows for 2 names"),
            (lambda: heat(["a"], ["b"], [[1, 2]]), "row 0 has 2 values"),
            (lambda: number("CLV", math.inf), "'CLV'.* infinite"),
            (
                lambda: lines(pd.date_range("1997", periods=2), [1, 2]),
                "x must hold numbers only, not Timestamp",
            ),
            (lambda: lines(np.array(["1997"], "datetime64[ns]"), [1]), "x must hold numbers only"),
            (lambda: lines(np.array([1], "timedelta64[D]"), [1]), "x must hold numbers only"),
            (lambda: number("CLV", "much"), "'CLV'.*numbers only"),
            (lambda: mark(label="here"), "mark"),
            (lambda: several([1, 2]), "several"),
        ],
    )
    def test_bad_input_is_named(self, draw, named):
        with pytest.raises(CourseError, match=named):
            draw()

    def test_years_as_categories_are_not_written_as_quantities(self):
        assert bars([1997, 1998], [1, 2]).parts[0].spec["categories"] == ["1997", "1998"]
        assert heat(pd.Index([1997.0]), ["a"], [[1]]).parts[0].spec["columns"] == ["1997"]

    def test_words_tell_the_numbers(self):
        alt = margin_multiple(0.8).alt
        assert "Present value: from 0.727 at 1 to 0.0414 at 10." in alt
        assert "Sum: 2.56 margins." in alt

    def test_words_tell_the_peak(self):
        assert "highest 3 at 2" in lines([1, 2, 3], {"Sales": [1, 3, 2]}).alt

    def test_undefined_number_has_no_unit(self):
        assert number("Payback", math.nan, unit="years").alt == "Payback: not defined."

    @pytest.mark.parametrize(
        "value, spec, text",
        [
            (40000, None, "40,000"),
            (-0.25, ".0%", "\u221225%"),
            (1234.5, ",.1f", "1,234.5"),
            (0.5, None, "0.5"),
            (2.0, "d", "2"),
            (0.012345, None, "0.0123"),
        ],
    )
    def test_numbers_are_written_as_in_the_course(self, value, spec, text):
        assert number_text(value, spec) == text

    @pytest.mark.parametrize(
        "value, unit, text",
        [(1, "years", "1 year"), (2, "years", "2 years"), (1, "% of all", "1 % of all"), (1, "kg", "1 kg")]
        + [(1, "class", "1 class"), (1, "classes", "1 class"), (1, "bus", "1 bus"), (1, "series", "1 series")]
        + [
            (1, "boxes", "1 box"),
            (1, "cities", "1 city"),
            (1, "percentage points", "1 percentage point"),
            (1, "visits a month", "1 visit a month"),
        ],
    )
    def test_one_of_a_unit_is_in_the_singular(self, value, unit, text):
        assert number_text(value, unit=unit) == text


class TestExplore:
    def test_values_go_to_the_function_by_name(self):
        seen = []

        def picture(retention_rate, timing, interval):
            seen.append((retention_rate, timing, interval))
            return number("Retention", retention_rate)

        widget = explore(
            picture, retention_rate=slider(0.5, 0.6, 0.1), timing=choice(["start", "end"]), interval=tick()
        )
        seen.clear()
        data_of(widget)
        assert len(seen) == 8
        assert set(seen) == {(r, t, i) for r in (0.5, 0.6) for t in ("start", "end") for i in (False, True)}

    def test_it_is_a_public_name_of_the_library(self):
        from marketing_origin import explore as from_the_top

        assert from_the_top(margin_multiple, retention_rate=RETENTION).values == {"retention_rate": 0.8}

    @pytest.mark.parametrize(
        "controls, named",
        [
            ({"retention": RETENTION}, "no parameter 'retention'. Did you mean 'retention_rate'"),
            ({"discount_rate": RETENTION}, "'retention_rate' of margin_multiple has neither"),
            ({"retention_rate": 0.8}, "retention_rate=0.8 is not a control"),
        ],
    )
    def test_controls_and_parameters_must_match(self, controls, named):
        with pytest.raises(CourseError, match=re.escape(named)):
            explore(margin_multiple, **controls)

    def test_no_control_at_all(self):
        with pytest.raises(CourseError, match="at least one control"):
            explore(lambda a=1: number("a", a))

    def test_not_a_function(self):
        with pytest.raises(CourseError, match="function"):
            explore(margin_multiple(0.8), retention_rate=RETENTION)

    def test_failure_is_told_with_its_values_and_its_line(self):
        def payback(margin):
            return number("Payback", 400 / margin)

        with pytest.raises(CourseError, match=r"payback\(margin=0\) raised ZeroDivisionError.*400 / margin"):
            explore(payback, margin=slider(0, 100, 50, value=0))

    def test_failure_at_any_position_stops_the_page(self):
        def payback(margin):
            return number("Payback", 400 / margin)

        widget = explore(payback, margin=slider(0, 100, 50, value=50))
        with pytest.raises(CourseError, match=r"payback\(margin=0\)"):
            data_of(widget)

    def test_something_else_than_a_picture(self):
        with pytest.raises(CourseError, match="returned float where a picture is expected"):
            explore(lambda rate: rate, rate=slider(0, 1, 0.1))

    def test_page_holds_the_state_of_every_position(self):
        widget = explore(margin_multiple, retention_rate=RETENTION, title="What a margin is worth")
        found = model(html_of(widget))
        (states,) = unpack((found["grid"], 5))
        for rate, state in zip(RETENTION.values, states, strict=True):
            drawn, total = margin_multiple(rate).parts
            expected = drawn.spec["series"][0]["y"]
            assert state["parts"][0]["series"][0]["y"] == pytest.approx(expected, abs=1e-5)
            assert state["parts"][1]["text"] == total.spec["text"]
            assert state["alt"] == margin_multiple(rate).alt

    def test_page_shows_the_first_state_without_a_script(self):
        html = html_of(explore(margin_multiple, retention_rate=RETENTION, title="Margins <now>"))
        before_script = html.split("<script")[0]
        assert "<svg" in before_script
        assert "2.56" in before_script
        assert "80%" in before_script
        assert "<noscript>" in before_script
        assert "Margins &lt;now&gt;" in before_script

    def test_axes_keep_their_limits_over_all_positions(self):
        def line(height, limits):
            return lines([0, 1], {"y": [0, height]}, y_limits=limits)

        def limits_of(limits):
            data = data_of(explore(lambda height: line(height, limits), height=slider(1, 9, 1)))
            (states,) = unpack((data["grid"], 9))
            return {tuple(state["parts"][0]["limits"]["y"]) for state in states}

        assert limits_of("fixed") == {(0, 9)}
        assert limits_of((0, 5)) == {(0, 5)}
        assert limits_of("auto") == {(0, height) for height in range(1, 10)}

    def test_alt_may_be_a_function_of_the_controls(self):
        widget = explore(
            margin_multiple, retention_rate=RETENTION, alt=lambda retention_rate: f"At {retention_rate}"
        )
        assert repr(widget).endswith(". At 0.8")
        assert 'aria-label="At 0.8"' in html_of(widget)

    def test_pages_are_the_same_text_every_time_with_an_identifier_for_every_picture(self):
        data = data_of(explore(margin_multiple, retention_rate=RETENTION))
        twice = [data | {"place": "1"}, data | {"place": "2"}]
        pages = drawn(twice)
        assert pages == drawn(twice)
        clips = [re.findall(r'<clipPath id="([^"]+)"', html) for html in pages]
        assert clips[0] and not set(clips[0]) & set(clips[1])

    @pytest.mark.parametrize("orders", [[1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8], [5, 5]])
    def test_between_two_whole_numbers_there_is_no_tick(self, orders):
        def bought(share):
            return lines(orders, {"again": [share**order for order in orders]}, y_format=".3f")

        html = html_of(explore(bought, share=slider(0.4, 0.6, 0.1)))
        ticks = set(re.findall(r'text-anchor="middle"[^>]*>([^<]+)</text>', html))
        assert {str(order) for order in orders} <= ticks and not [tick for tick in ticks if "." in tick]

    def test_grid_over_budget_says_what_to_coarsen(self):
        noise = np.random.default_rng(1)

        def rough(seed, level):
            return lines(range(200), {"y": noise.normal(size=200) + level})

        with pytest.raises(
            CourseError, match=r"kB, over the budget.*Coarsen seed: a step of \d+ instead of 1"
        ):
            data_of(explore(rough, seed=slider(1, 400), level=slider(0, 4)))

    def test_advice_for_a_coarser_grid_is_enough(self):
        explorable = explore(margin_multiple, retention_rate=RETENTION).explorable
        wide = slider(0, 1, 0.01)
        explorable.controls = {"retention_rate": wide}
        for excess in (1.01, 1.7, 4, 30):
            step = float(re.search(r"a step of ([\d.]+)", coarser(explorable, excess))[1])
            assert math.floor(round(1 / step, 6)) + 1 <= max(2, len(wide.values) / excess)

    def test_too_many_positions_are_refused_before_the_function_is_called(self):
        calls = []

        def picture(a, b, c):
            calls.append(1)
            return number("a", a)

        widget = explore(picture, a=slider(0, 99), b=slider(0, 99), c=slider(0, 99))
        calls.clear()
        with pytest.raises(CourseError, match="positions"):
            data_of(widget)
        assert not calls

    def test_missing_bundle_says_what_to_run(self, monkeypatch, tmp_path):
        monkeypatch.setattr("marketing_origin.widgets.widget.STATIC", tmp_path)
        with pytest.raises(CourseError, match=r"course_builder\.widget_bundle"):
            explore(margin_multiple, retention_rate=RETENTION)


numbers_and_gaps = st.lists(
    st.one_of(st.none(), st.floats(-1e12, 1e12, allow_subnormal=False), st.integers(-1000, 1000)),
    min_size=1,
    max_size=30,
)
leaves = st.one_of(st.text(max_size=8), st.booleans(), st.none(), numbers_and_gaps, st.floats(-1e9, 1e9))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text("abcxyz_", min_size=1, max_size=3), inner, max_size=4),
    ),
    max_leaves=10,
)
states = st.dictionaries(st.text("abc", min_size=1, max_size=2), trees, max_size=4)


class TestGrid:
    @settings(max_examples=8)
    @given(st.lists(st.lists(states, min_size=1, max_size=4), min_size=1, max_size=8))
    def test_node_unpacks_what_python_packed(self, grids):
        packed = [(grid.pack(states), len(states)) for states in grids]
        for found, states in zip(unpack(*packed), grids, strict=True):
            assert_alike(found, states)

    def test_a_curve_that_does_not_change_is_stored_once(self):
        curve = list(np.sqrt(np.arange(60.0)))
        one, many = (len(grid.pack([{"y": curve}] * count)) for count in (1, 500))
        assert many < 1.2 * one

    def test_small_values_survive_beside_large_ones(self):
        values = [1e-6 * 10**k for k in range(12)]
        ((found,),) = unpack((grid.pack([{"y": values}]), 1))
        assert found["y"] == pytest.approx(values, rel=1e-4)


def assert_alike(found, expected):
    """Equal, numbers in a list to 10^-5 of the list's range."""
    known = [item for item in expected if is_number(item)] if isinstance(expected, list) else []
    if known and all(item is None or is_number(item) for item in expected):
        fine = 1e-5 * ((max(known) - min(known)) or abs(known[0]))
        assert [item is None for item in found] == [item is None for item in expected]
        for a, b in zip(found, expected, strict=True):
            assert a is None or abs(a - b) <= fine or a == pytest.approx(b, rel=1e-4)
    elif isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for key, item in expected.items():
            assert_alike(found[key], item)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for a, b in zip(found, expected, strict=True):
            assert_alike(a, b)
    elif is_number(expected):
        assert found == pytest.approx(expected, rel=1e-9)
    else:
        assert found == expected


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)
