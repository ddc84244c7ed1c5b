"""The appendices that say what the course's words and tables are: complete, and true of the code."""

import json
import re

import pytest

import marketing_origin
from course_builder import notebooks
from course_builder.catalogue import catalogue
from course_builder.guide import guide
from course_builder.paths import ROOT
from marketing_origin import clv, data, lifecycle
from marketing_origin.errors import CourseError

NOTATION = (ROOT / "book/appendices/notation.md").read_text(encoding="utf-8")
OURS = [row.split("|")[1] for row in NOTATION.splitlines() if row.startswith("| `")]
CATALOGUE = catalogue()


@pytest.mark.parametrize("row", OURS)
def test_the_names_that_the_notation_gives_are_the_codes(row):
    said, _, parameters = row.partition(":")
    models = (clv.BetaGeoNBD, clv.ParetoNBD, clv.GammaGamma, lifecycle.ShiftedBetaGeometric)
    summary = ("frequency", "recency", "T", "monetary_value")
    for name in re.findall(r"`([^`]+)`", said):
        module, _, last = name.rpartition(".")
        home = getattr(marketing_origin, module) if module else None
        known = hasattr(home, last) if home else last in summary or any(hasattr(m, last) for m in models)
        assert known, name
    if parameters:
        model = getattr(clv, re.search(r"clv\.(\w+)", said)[1])
        assert tuple(re.findall(r"`(\w+)`", parameters)) == model.names


def test_the_notation_defines_every_column_of_a_summary():
    columns = clv.customer_summary(
        data.load("cdnow_sample"), "customer_id", "date", "value", end="1997-09-30", after_end="drop"
    )
    assert all(f"· `{column}`" in NOTATION for column in columns)


def test_the_catalogue_has_every_table_with_its_rows_licence_and_caveats():
    for name in data.NAMES:
        told = data.describe(name)
        assert f"`{name}`, {told.rows:,} rows" in CATALOGUE
        plain = CATALOGUE.replace("\\", "")
        assert told.licence.rstrip(".") in plain and all(quirk in plain for quirk in told.quirks)


def test_the_catalogue_says_where_each_data_set_is_used():
    for path in (ROOT / "datasets").glob("*.resource.json"):
        name = path.name.removesuffix(".resource.json")
        section = CATALOGUE.split(f"## `{name}`")[1].split("\n## ")[0]
        assert json.loads(path.read_text(encoding="utf-8")) and "**Used in.** " in section
    assert "4_2_clv_from_behaviour" in CATALOGUE.split("## `cdnow`")[1].split("\n## ")[0]


def test_the_guide_has_a_section_a_chapter_with_what_the_chapter_says():
    chapters = [page for page in notebooks.pages() if page.kind == "book" and page.number]
    sections = guide().split("\n## ")
    assert len(sections) == len(chapters)
    for page, section in zip(chapters, sections, strict=True):
        assert f"(/{page.name})" in section.splitlines()[0]
        for said in (
            "At its end people can",
            "Sittings",
            "A question that helps",
            "On the board",
            "To discuss",
        ):
            assert f"**{said}" in section, (page.number, said)
        assert not re.search(r"\{\w+\}`|\(\d+ min\)\s*\(", section), page.number
    assert "What trips people" in sections[5]


def test_a_chapter_without_a_word_for_instructors_is_named(monkeypatch, tmp_path):
    written = tmp_path / "guide.toml"
    written.write_text('["0.1"]\nhelps = "?"\n')
    monkeypatch.setattr("course_builder.guide.WRITTEN", written)
    with pytest.raises(CourseError, match=r"has no section for chapter"):
        guide()
