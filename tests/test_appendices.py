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


@pytest.mark.each_chapter
def test_the_guide_has_a_section_a_chapter_with_what_the_chapter_says():
    chapters = [page for page in notebooks.pages() if page.kind == "book" and page.number]
    sections = guide().split("\n## ")
    assert len(sections) == len(chapters)
    for page, section in zip(chapters, sections, strict=True):
        assert f"(/{page.name})" in section.splitlines()[0]
        for said in (
            "At its end people can",
            "Sittings",
            "What trips people",
            "A question that helps",
            "What you want to hear",
            "On the board",
            "To discuss",
            "When time is short, skip",
        ):
            assert f"**{said}" in section, (page.number, said)
        assert not re.search(r"\{\w+\}`|\(\d+ min\)\s*\(", section), page.number
        found = re.findall(r"^##+ (.+)$", page.path.read_text(encoding="utf-8"), re.MULTILINE)
        headings = {heading.strip("“”") for heading in found}
        skipped = re.search(r"\*\*When time is short, skip\.\*\* (.+)", section)[1]
        assert set(re.findall(r"\*([^*]+)\*", skipped)) <= headings, page.number


def test_a_chapter_without_a_word_for_instructors_is_named(monkeypatch, tmp_path):
    written = tmp_path / "guide.toml"
    written.write_text('["0.1"]\nhelps = "?"\n')
    monkeypatch.setattr("course_builder.guide.WRITTEN", written)
    with pytest.raises(CourseError, match=r"has no section for chapter"):
        guide()


GLOSSARY = (ROOT / "book/appendices/glossary.md").read_text(encoding="utf-8").split(":::{glossary}\n")[1]
ENTRIES = dict(re.findall(r"^(\S.*)\n  (.+)$", GLOSSARY, re.MULTILINE))
# What the training texts call their frameworks, and ours of each.
FRAMEWORKS = {
    "营销的本质": "essence of marketing",
    "价值交换": "value exchange",
    "客户终身价值": "customer lifetime value (CLV)",
    "获取、参与、留存与增长": "three stages",
    "行为引导": "behaviour guidance",
    "AIDA": "AIDA",
    "生命周期营销": "lifecycle marketing",
    "七步骤": "seven steps of lifecycle marketing",
    "客户关系生命周期": "four phases of a relationship",
    "识别期": "four phases of a relationship",
    "发展期": "four phases of a relationship",
    "稳定期": "four phases of a relationship",
    "衰退期": "four phases of a relationship",
    "转移成本": "switching cost",
    "潜在": "potential customer",
    "新客户": "new customer",
    "忠诚客户": "loyal customer",
    "休眠": "dormant customer",
    "流失": "churned customer",
    "客户获取成本": "customer acquisition cost (CAC)",
    "口碑": "word of mouth",
    "增值服务": "value-added service",
    "交叉销售": "cross-selling",
    "客单价": "average order value",
    "购买频次": "purchase frequency",
    "服务标准": "service standard",
    "误区": "three misconceptions of acquisition",
    "杠杆": "four levers of CLV",
}
PAGES = [page for page in notebooks.pages() if page.path.suffix == ".md"]


def test_every_entry_of_the_glossary_begins_with_its_chinese_term_and_they_are_in_order():
    assert len(ENTRIES) == GLOSSARY.count("\n\n") + 1
    for term, text in ENTRIES.items():
        chinese, _, definition = text.partition(". ")
        # Names that Chinese texts leave in Latin letters have a Chinese word beside them.
        assert re.search("[\u4e00-\u9fff]", chinese) and len(definition) > 20, term
    assert list(ENTRIES) == sorted(ENTRIES, key=str.casefold)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_term_that_a_page_marks_is_in_the_glossary(page):
    marked = re.findall(r"\{term\}`(?:[^`<]+<)?([^`>]+)>?`", page.path.read_text(encoding="utf-8"))
    known = {term.casefold() for term in ENTRIES}
    assert not {" ".join(term.split()).casefold() for term in marked} - known


@pytest.mark.parametrize("chinese", FRAMEWORKS)
def test_the_frameworks_of_the_training_texts_are_in_the_glossary_in_both_languages(chinese):
    assert chinese in ENTRIES[FRAMEWORKS[chinese]] or chinese == FRAMEWORKS[chinese]


BIBLIOGRAPHY = re.split(r"(?m)^(?=@)", (ROOT / "book/references.bib").read_text(encoding="utf-8"))[1:]


@pytest.mark.parametrize("entry", BIBLIOGRAPHY, ids=lambda entry: entry.partition(",")[0])
def test_every_source_is_cited_and_says_how_far_it_was_seen(entry):
    key = re.match(r"@\w+\{([^,]+),", entry)[1]
    texts = (page.path.read_text(encoding="utf-8") for page in PAGES)
    cited = {
        key
        for text in texts
        for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", text)
        for key in keys.split(",")
    }
    assert key in {one.strip() for one in cited}
    note = re.search(r"^ *note *= *\{(.+)\},?$", entry, re.MULTILINE)
    assert note and re.search(r"\b[Ss]een\b|[Kk]nown to us (?:by|as)", note[1])
