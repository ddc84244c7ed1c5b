"""The built site as files: links lead somewhere, pages say what they are, nothing comes from elsewhere."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from course_builder import notebooks
from course_builder.exercises import BEGIN
from course_builder.paths import ROOT
from marketing_origin import data
from marketing_origin.course_files import chapter_number

PAGES = [page.name for page in notebooks.pages()]
CHAPTERS = [page.name for page in notebooks.pages() if page.kind == "book" and page.number]
ALL = [*PAGES, "search", "404"]
# Elements that load what their attribute names; an <a> does not.
LOADING = {"img", "script", "link", "source", "iframe", "audio", "video", "use", "image", "object", "embed"}
each_page = pytest.mark.parametrize("name", ALL)
each_chapter = pytest.mark.parametrize("name", CHAPTERS)


@dataclass
class Found(HTMLParser):
    """What the tests ask of a page."""

    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    pictures: list[dict] = field(default_factory=list)
    language: str = ""
    description: str = ""
    title: str = ""
    style: str = ""
    inside: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attributes):
        values = {key: value or "" for key, value in attributes}
        self.inside = tag
        if "id" in values:
            self.ids.append(values["id"])
        for key in ("href", "src", "xlink:href", "data-src", "action", "data"):
            if key in values:
                self.links.append((tag, values[key]))
        self.described += values.get("aria-describedby", "").split()
        self.described += values.get("aria-labelledby", "").split()
        self.described += [values["popovertarget"]] if "popovertarget" in values else []
        if tag in ("img", "svg"):
            self.pictures.append(values)
        if tag == "html":
            self.language = values.get("lang", "")
        if values.get("name") == "description":
            self.description = values["content"]
        self.style += values.get("style", "")

    def handle_data(self, data):
        if self.inside == "title":
            self.title += data
        if self.inside == "style":
            self.style += data

    def handle_endtag(self, tag):
        self.inside = ""


@pytest.fixture(scope="module")
def read(site):
    """Return what is on a page of the site, by its name; each page is parsed once."""
    known = {}

    def parsed(name: str) -> Found:
        if name not in known:
            known[name] = Found()
            known[name].feed((site / f"{name}.html").read_text(encoding="utf-8"))
        return known[name]

    return parsed


def target(site: Path, name: str, link: str) -> tuple[Path, str]:
    """Return the file and the anchor that a link on a page leads to."""
    parts = urlsplit(link)
    page = site / f"{name}.html"
    file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return (file / "index.html" if file.is_dir() else file), unquote(parts.fragment)


@each_page
def test_every_link_and_anchor_on_the_site_leads_somewhere(site, read, name):
    missing = []
    for tag, link in read(name).links:
        if urlsplit(link).scheme or link.startswith("//"):
            continue
        file, anchor = target(site, name, link)
        if not file.is_file():
            missing.append(f"<{tag}> {link}: no such file")
        elif anchor and file.suffix == ".html":
            other = read(str(file.relative_to(site.resolve()).with_suffix("")))
            if anchor not in other.ids:
                missing.append(f"<{tag}> {link}: no such anchor")
    assert not missing


@each_page
def test_a_page_loads_nothing_from_elsewhere(read, name):
    page = read(name)
    loaded = [link for tag, link in page.links if tag in LOADING or tag == "form"]
    assert not [link for link in loaded if urlsplit(link).scheme not in ("", "data") or link.startswith("//")]
    assert not re.findall(r"url\(['\"]?(?:https?:)?//[^)]*\)|@import", page.style)


class Unlinked(HTMLParser):
    """The sentences of a page that mention a chapter and lead nowhere."""

    # In a quiz the list or the page around it has the link.
    LEFT_OUT = {"a", "pre", "code", "form", "style", "script", "nav", "title", "h1"}

    def __init__(self):
        super().__init__()
        self.within, self.text = [], []

    def handle_starttag(self, tag, attributes):
        if tag in self.LEFT_OUT:
            self.within.append(tag)

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.text.append(data)


@each_page
def test_every_chapter_that_a_sentence_mentions_is_a_link(site, name):
    own = chapter_number(name.rpartition("/")[2]) or "-"
    page = Unlinked()
    if name.endswith("claims_ledger"):  # each claim has a link to the chapter that checks it
        page.LEFT_OUT = page.LEFT_OUT | {"dd"}
    body = (site / f"{name}.html").read_text(encoding="utf-8")
    # A term's card holds no links; what it says stands in the glossary, too.
    page.feed(re.sub(r'<span class="mo-card .*?</span></span>', "", body, flags=re.DOTALL))
    text = " ".join(" ".join(page.text).split())
    mentioned = re.findall(r".{0,40}\b[Cc]hapters? \d\.\d.{0,20}|.{0,40}\((?:\d\.\d, )+\d\.\d\)", text)
    assert not [said for said in mentioned if own not in said]


def test_style_sheets_and_scripts_of_the_site_name_no_other_host(site):
    for path in (site / "_static").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", text):
            if not address.startswith("data:"):
                assert (path.parent / address.split("?")[0]).is_file(), (path.name, address)
        assert "@import" not in text


WIDTH_QUERY = r"@(?:media|container)[^{]*width[^{]*\{(?P<rules>(?:[^{}]*\{[^{}]*\})*)"
COLOURED = r"([^{};]*)\{|\b(?:color|background|background-color|fill|stroke|opacity|filter):\s*([^;]+);"


def test_no_style_sheet_changes_a_colour_with_the_width(site):
    """So that contrast, looked at in one width for each scheme, holds in the other."""
    queries = 0
    for path in (site / "_static").rglob("*.css"):
        for query in re.finditer(WIDTH_QUERY, path.read_text(encoding="utf-8")):
            queries, selector = queries + 1, ""
            for rule, colour in re.findall(COLOURED, query["rules"]):
                selector = rule or selector
                # The paper's own colour, and the shade beside what lies on it.
                assert colour in ("", "var(--mo-paper)") or "::backdrop" in selector, (
                    path.name,
                    selector,
                    colour,
                )
    assert queries >= 5


@each_page
def test_a_page_says_what_it_is(read, name):
    page = read(name)
    assert page.language == "en"
    assert "Back to the Origin of Marketing" in page.title
    assert 20 < len(page.description) <= 165
    assert len(page.ids) == len(set(page.ids))
    assert set(page.described) <= set(page.ids)


def test_every_table_is_introduced_on_a_page_of_its_data_set(site):
    introduced = "".join(
        (site / f"{name}.html").read_text(encoding="utf-8")
        for name in PAGES
        # The shop's export has its chapter.
        if name.startswith(("book/0_start_here/data_", "book/5_practice/5_1_"))
    )
    # The claims are the course's own text: the ledger shows them.
    assert not [name for name in data.NAMES if f">{name}<" not in introduced and name != "claims"]


def test_titles_and_descriptions_tell_the_pages_apart(read):
    assert len({read(name).title for name in ALL}) == len(ALL)
    assert len({read(name).description for name in ALL}) == len(ALL)


@each_page
def test_every_picture_has_words_or_is_decoration(read, name):
    for picture in read(name).pictures:
        decoration = picture.get("aria-hidden") == "true" or picture.get("alt") == ""
        assert decoration or picture.get("alt") or picture.get("aria-label") or picture.get("aria-labelledby")


@each_chapter
def test_a_chapter_begins_with_objectives_minutes_and_prerequisites(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    header = re.search(r'<div class="mo-header.*?</div>', text, re.DOTALL).group(0)
    assert header.count("<li>") >= 3 and "You need: " in header
    whole = int(re.search(r"(\d+) minutes", header)[1])
    each = [int(told) for told in re.findall(r"</a> · (\d+) min", header)]
    # What takes one sitting has no list of them.
    assert (2 <= len(each) <= 3 and sum(each) == whole) or (not each and whole <= 25)
    begun = re.findall(
        r'<div class="mo-sitting.*?>\s*<p>Sitting (\d) of (\d) · (\d+) minutes', text, re.DOTALL
    )
    assert begun == [(str(at), str(len(each)), str(told)) for at, told in enumerate(each, 1)]


@pytest.mark.parametrize("name", [name for name in CHAPTERS if (ROOT / f"{name}.quiz.toml").exists()])
def test_a_chapter_ends_with_its_quiz_what_to_remember_and_the_way_to_its_exercise(name):
    text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
    number = Path(name).name[:3].replace("_", ".")
    parts = ["\n## Quiz\n", f'quiz("{number}")', "\n## What to remember\n", "\n## Further reading\n"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    link = f"](/exercises/{name.partition('/')[2]})"
    assert link in text.rstrip().rpartition("\n\n")[2], "the last paragraph leads to the exercise"


@pytest.mark.parametrize("name", [page.name for page in notebooks.pages() if page.executes])
def test_an_executed_page_offers_its_notebook_with_outputs_and_its_source(site, read, name):
    offered = {link for _, link in read(name).links if "_sources/" in link}
    notebook, source = (next(link for link in offered if link.endswith(end)) for end in (".ipynb", ".md.txt"))
    cells = nbformat.read(target(site, name, notebook)[0], as_version=4).cells
    assert any(cell.get("outputs") for cell in cells)
    assert target(site, name, source)[0].read_text("utf-8") == (ROOT / f"{name}.md").read_text("utf-8")


@each_chapter
def test_a_downloaded_chapter_reads_well_without_the_site(site, name):
    text = "\n".join(
        cell.source
        for cell in nbformat.read(site / f"_sources/{name}.ipynb", as_version=4).cells
        if cell.cell_type == "markdown"
    )
    assert not re.search(r":::|\{(glue:text|term|cite|doc|admonition)", text)


@each_chapter
def test_a_claim_check_shows_its_verdict(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    checks = re.findall(r'<p class="admonition-title">Claim check C', text)
    assert len(checks) == len(re.findall(r'<strong class="verdict verdict-[a-z-]+">Verdict', text))


@pytest.mark.parametrize("name", [page.name for page in notebooks.pages() if page.kind == "exercises"])
def test_an_exercise_offers_its_notebook_and_no_source(site, read, name):
    offered = [link for _, link in read(name).links if "_sources/" in link]
    assert [Path(link).suffix for link in offered] == [".ipynb"]
    assert BEGIN not in target(site, name, offered[0])[0].read_text("utf-8")


def test_every_page_is_reached_from_the_first(site, read):
    reached, waiting = set(), ["index"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        for tag, link in read(name).links:
            if tag == "a" and not urlsplit(link).scheme:
                file, _ = target(site, name, link)
                other = str(file.relative_to(site.resolve()).with_suffix(""))
                if file.suffix == ".html" and other not in reached:
                    waiting.append(other)
    assert set(PAGES) <= reached


def test_a_term_in_the_text_brings_its_chinese_term_and_definition(site):
    text = "".join((site / f"{name}.html").read_text(encoding="utf-8") for name in CHAPTERS)
    # Chinese words in a definition stand in elements of their own.
    plain = re.sub(r'<span lang="zh-Hans">([^<]*)</span>', r"\1", text)
    cards = re.findall(r'role="tooltip" id="[^"]+"><b lang="zh-Hans">([^<]+)</b> ([^<]+)', plain)
    assert cards and all(len(definition) > 20 for _, definition in cards)
    assert all(re.search("[\u4e00-\u9fff]", chinese) for chinese, _ in cards)


def test_chinese_in_the_text_is_marked_as_chinese(site):
    for name in PAGES:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        main = text[text.index("<main") : text.index("</main>")]
        main = re.sub(r"<(script|svg|pre|title)\b.*?</\1>", "", main, flags=re.DOTALL)
        unmarked = re.sub(r'<(\w+)[^>]*lang="zh[^>]*>[^<]*</\1>', "", main)
        outside = re.sub(r"<[^>]+>", "", unmarked)
        assert not re.findall("[\u4e00-\u9fff]+", outside), name


def test_the_search_index_knows_english_and_chinese(site):
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index[index.index("(") + 1 : index.rindex(")")])["terms"]
    assert "retent" in terms
    assert any(re.fullmatch("[\u4e00-\u9fff]+", term) for term in terms)
