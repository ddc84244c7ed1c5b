"""The built site in Chromium: every page quiet, light to load, on a phone too, and open to everyone."""

import json
import re
import threading

import pytest
from page_at_work import UNFOLD
from playwright.sync_api import expect

from course_builder import audit, notebooks
from course_builder.accessibility import KEPT, figures
from course_builder.audit import PHONE, RULES
from course_builder.browser import weight
from course_builder.server import server

CHAPTER = next(page.name for page in notebooks.pages() if page.kind == "book" and page.number)
AUDITED = json.loads(KEPT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", audit.names())
def test_a_page_is_quiet_light_fits_a_phone_and_is_open_to_everyone(same_page, site, name):
    opened = same_page(f"{name}.html")
    opened.wait_for_load_state("networkidle")
    loaded, budget = weight(
        (site / f"{name}.html").read_text(encoding="utf-8"), opened.loaded, opened.weighed
    )
    found = [f"the first load is {loaded} bytes, more than {budget}"] if loaded > budget else []
    looked = audit.look(opened, whole=False)
    assert not found + looked.found + opened.troubles


KEEPS = "() => [Object.keys(localStorage), Object.keys(sessionStorage)]"


def test_what_is_looked_at_in_the_same_page_is_as_if_opened_alone(page, same_page, site):
    alone, html = page(f"{CHAPTER}.html"), (site / f"{CHAPTER}.html").read_text(encoding="utf-8")
    alone.wait_for_load_state("networkidle")
    for _ in range(2):
        opened = same_page(f"{CHAPTER}.html")
        opened.wait_for_load_state("networkidle")
        assert opened.evaluate(KEEPS) == alone.evaluate(KEEPS) and opened.troubles == []
        # A page may ask for a font late: what both have loaded weighs the same.
        both = {request.url for request in alone.loaded} & {request.url for request in opened.loaded}
        here, there = ([one for one in it.loaded if one.url in both] for it in (opened, alone))
        assert len(both) >= 5
        assert weight(html, here, opened.weighed) == pytest.approx(weight(html, there), rel=0.01)
        assert weight(html, there[::-1]) == weight(html, there)
        opened.evaluate("localStorage.theme = sessionStorage.theme = 'dark'")
    opened.evaluate("fetch('http://elsewhere.example/').catch(() => 0)")
    assert "asked another host for http://elsewhere.example/" in opened.troubles
    assert any(said.startswith("failed: http://elsewhere") for said in opened.troubles)


@pytest.mark.parametrize(
    "name",
    ["book/4_customer_lifetime_value/4_4_word_of_mouth", "book/5_practice/5_2_claims_ledger", "search"],
)
def test_the_figures_of_the_accessibility_statement_are_found_again(page, name):
    """A sample: two pages with all that a page can hold, and one that puts the focus somewhere itself."""
    opened = page(f"{name}.html")
    opened.wait_for_load_state("networkidle")
    looked, told = audit.look(opened), AUDITED["pages"][name]
    assert looked.found == told["found"] == [] and looked.rules <= set(AUDITED["rules"])
    assert looked.contrast == pytest.approx(told["contrast"], abs=0.1)
    # Whoever adds a link need not run the audit for it. Cells that run have buttons, if the site has Python.
    if name == "search" or opened.locator(".mo-run").count():
        assert looked.stops == pytest.approx(told["stops"], rel=0.1)


def test_the_accessibility_statement_is_of_this_site_s_pages_and_tells_the_audit_s_figures(page):
    assert list(AUDITED["pages"]) == audit.names(), "another page: run `python3 course.py audit`"
    opened = page("book/appendices/accessibility.html")
    shown = opened.locator("main").inner_text()
    for figure in figures(AUDITED).values():
        assert figure in shown
    opened.goto(opened.url.replace("book/appendices/accessibility", "index"))
    opened.get_by_role("contentinfo").get_by_role("link", name="Accessibility").click()
    expect(opened).to_have_title(re.compile("Accessibility"))


# A colour that is seen on one paper and is too pale on another.
CODE = "<style>.c { color: #999 }</style>" + "".join(
    f"<div class='highlight' style='background: {paper}'><pre><span class='c'># why</span></pre></div>"
    for paper in ("#000", "#fff")
)


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("<p style='color:#999;background:#fff'>pale</p>", "color-contrast"),
        (CODE, "color-contrast"),
        ("<img src='logo.png'>", "image-alt"),
        ("<p style='width:340px'>wide</p>", "320: .* pixels wider"),
        ("<button style='outline:none;border:0'>plain</button>", "nothing marks the focus"),
        ("<a href='#x' style='position:absolute;top:-99px'>away</a>", "the focus cannot be seen"),
        ("<button onkeydown='event.preventDefault()'>trap</button><a href='#x'>after</a>", "does not reach"),
    ],
)
def test_the_audit_finds_what_is_planted(page, planted, said):
    opened = page("404.html")
    opened.set_content(
        "<html lang='en' data-theme='light'><title>Planted</title><main><h1>Planted</h1>"
        f"<style>:focus-visible {{ outline: 2px solid }}</style>{planted}</main>"
        # In a block: the window is still that of the page before, whose script has a `dark` of its own.
        "<script>{ const dark = matchMedia('(prefers-color-scheme: dark)'); dark.onchange = () => "
        "document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light' }</script></html>"
    )
    looked = audit.look(opened, whole=planted != CODE)
    assert any(re.search(said, found) for found in looked.found)


def test_dark_mode_follows_the_system_until_the_reader_chooses(page):
    opened = page("index.html", color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = opened.evaluate(paper)
    opened.emulate_media(color_scheme="light")
    opened.wait_for_function(f"{paper} !== '{dark}'")
    button = opened.get_by_role("button", name="Dark colours")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    opened.goto(opened.url)
    assert opened.evaluate(paper) == dark  # the choice is kept
    opened.get_by_role("button", name="Dark colours").click()
    opened.emulate_media(color_scheme="dark")  # a choice that agreed with the system was none
    opened.wait_for_function(f"{paper} === '{dark}'")


def test_the_contents_open_on_a_phone_with_the_keyboard(page):
    opened = page(f"{CHAPTER}.html", viewport=PHONE)
    contents = opened.get_by_role("navigation", name="Contents")
    assert not contents.is_visible()
    opened.get_by_role("button", name="Contents").focus()
    opened.keyboard.press("Enter")
    assert contents.is_visible()
    assert contents.locator("[aria-current=page]").inner_text() == opened.title().split(" – ")[0]
    opened.evaluate(audit.axe())
    assert opened.evaluate(audit.AXE, [RULES, False])["found"] == []
    opened.keyboard.press("Escape")
    assert not contents.is_visible()


def test_the_list_of_sections_goes_when_one_is_chosen_on_a_phone(page):
    opened = page(f"{CHAPTER}.html", viewport=PHONE)
    opened.get_by_role("button", name="On this page").click()
    sections = opened.get_by_role("navigation", name="On this page")
    link = sections.get_by_role("link").nth(2)
    section = opened.locator(link.get_attribute("href"))
    link.click()
    sections.wait_for(state="hidden")
    assert section.bounding_box()["y"] < PHONE["height"]


def test_the_first_key_leads_past_the_navigation(page):
    opened = page(f"{CHAPTER}.html")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "content"


@pytest.mark.parametrize("words", ["retention", "留存率"])
def test_the_search_finds_english_and_chinese_from_the_keyboard(page, words):
    opened = page(f"{CHAPTER}.html")
    opened.keyboard.press("/")
    opened.keyboard.type(words)
    opened.keyboard.press("Enter")
    results = opened.locator("#search-results li a")
    results.first.wait_for()
    assert "Glossary" in results.all_inner_texts()
    results.first.click()
    assert "highlight" not in opened.url and not opened.troubles


@pytest.mark.parametrize(
    "words", ["客户终身价值", "客户", "终身价值", "终身", "价值", "身", "CLV 客户终身价值"]
)
def test_the_search_finds_the_parts_of_a_chinese_word(page, words):
    opened = page(f"search.html?q={words}")
    opened.get_by_text("Search finished").wait_for()
    found = opened.locator("#search-results li a")
    assert any("4.1" in title for title in found.all_inner_texts())
    term = opened.locator("#search-results a[href*='#term-customer-lifetime-value-CLV']")
    # The glossary's own entry is found by its name, or by more than half of it.
    assert term.count() == (words in ("客户终身价值", "终身价值"))
    assert not opened.troubles


def test_the_search_demands_every_chinese_word_and_shows_the_place(page):
    opened = page("search.html?q=客户终身价值 复购奖励")
    opened.get_by_text("did not match any documents").wait_for()
    opened = page("search.html?q=终身价值")
    ledger = opened.locator("#search-results li", has=opened.locator("a[href$='claims_ledger.html']"))
    expect(ledger.locator(".context")).to_contain_text("终身价值")


def test_the_search_says_when_it_finds_nothing(page):
    opened = page("search.html?q=xylophone")
    opened.get_by_text("did not match any documents").wait_for()
    assert not opened.troubles


def test_a_term_shows_its_card_to_mouse_keyboard_and_touch(page):
    opened = page(f"{CHAPTER}.html", has_touch=True)
    term = opened.locator(".mo-term").first
    card = term.get_by_role("tooltip", include_hidden=True)
    assert not card.is_visible()
    term.hover()
    card.wait_for()
    assert re.search("[\u4e00-\u9fff]", card.inner_text())
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    opened.keyboard.press("Escape")
    card.wait_for(state="hidden")
    opened.mouse.move(5, 5)
    term.locator("a").focus()
    card.wait_for()
    opened.locator("h1").click()
    card.wait_for(state="hidden")
    here = opened.url
    term.locator("a").tap()
    card.wait_for()
    assert opened.url == here
    term.locator("a").tap()
    opened.wait_for_url("**/glossary.html#term-*")


def test_code_can_be_copied(page):
    opened = page(f"{CHAPTER}.html", permissions=["clipboard-read", "clipboard-write"])
    block = opened.locator(".cell_input .highlight").filter(visible=True).first
    block.hover()
    block.get_by_role("button", name="Copy").click()
    block.get_by_role("button", name="Copied").wait_for()
    assert opened.evaluate("navigator.clipboard.readText()") == block.locator("pre").inner_text().rstrip()


def test_what_is_too_wide_for_a_phone_scrolls_with_the_keyboard(page):
    opened = page("book/0_start_here/data_journey.html", viewport=PHONE)
    opened.evaluate(UNFOLD)
    wide = opened.locator(".cell_output [tabindex='0']:is(pre, .text_html)").first
    wide.focus()
    opened.keyboard.press("ArrowRight")
    opened.wait_for_function("document.activeElement.scrollLeft > 0")


# The columns that decide, of tables which a phone cannot show whole.
DECIDING = {
    "2_acquisition_and_retention/2_1_what_a_customer_costs": (
        "cac",
        "fully_loaded",
        "of_the_next",
        "referral_rewards",
    ),
    "2_acquisition_and_retention/2_3_economics_of_keeping": (),
    "2_acquisition_and_retention/2_4_splitting_the_budget": ("next won", "next kept", "next costs"),
    "3_lifecycle_stages/3_1_stages_phases_states": ("to come", "churned", "Steps"),
    "3_lifecycle_stages/3_4_satisfaction_loyalty_churn": ("csat", "service", "points"),
    "4_customer_lifetime_value/4_2_clv_from_behaviour": (
        "expected",
        "actual",
        "P(alive)",
        "bought at all",
        "customers",
    ),
    "4_customer_lifetime_value/4_3_raising_clv": ("next_return", "elasticity"),
}
CUT_OFF = """(names) => names.filter((name) => {
  const heads = [...document.querySelectorAll("th")].filter((head) => head.textContent === name);
  const shown = (head) => head.getBoundingClientRect().right <= head.closest("div").getBoundingClientRect().right + 1;
  return !heads.length || !heads.every(shown);
})"""
LOST = """() => [...document.querySelectorAll(".output.text_html, .mo-scroll")].filter((box) => {
  if (!box.querySelector("table") || box.scrollWidth <= box.clientWidth) return false;
  box.scrollLeft = box.scrollWidth;
  const first = [...box.querySelectorAll("tr > :first-child:not([colspan])")];
  return first.some((cell) => Math.abs(cell.getBoundingClientRect().left - box.getBoundingClientRect().left) > 2);
}).length"""
PRINTED_TOO_WIDE = """() => [...document.querySelectorAll(".output pre")]
  .filter((text) => text.scrollWidth > text.clientWidth + 1).length"""


@pytest.mark.parametrize("name", DECIDING)
def test_a_phone_shows_what_decides_keeps_what_a_row_is_about_and_wraps_what_is_printed(page, name):
    opened = page(f"book/{name}.html", viewport=PHONE)
    opened.evaluate(UNFOLD)
    assert opened.evaluate(CUT_OFF, list(DECIDING[name])) == []
    assert opened.evaluate(LOST) == 0
    assert opened.evaluate(PRINTED_TOO_WIDE) == 0


HEIGHTS = """() => [...document.querySelectorAll(".mo-text .cell_output .mo-figure")]
  .map((figure) => figure.getBoundingClientRect().height)"""
UNPAINTED = """() => [...document.querySelectorAll(".mo-text .cell_output .mo-figure path")]
  .filter((path) => !path.checkVisibility({ contentVisibilityAuto: true })).length"""
PAINTED = ".mo-text .cell_output .mo-figure { content-visibility: visible !important }"


@pytest.mark.parametrize("viewport", [audit.WIDE, PHONE], ids=["wide", "phone"])
def test_a_figure_has_its_place_before_it_is_painted(page, viewport):
    """Else what has the focus moves out of sight as a figure above it is drawn; a caption's lines are not known."""
    opened = page("book/0_start_here/data_club.html", viewport=viewport)
    assert opened.evaluate(UNPAINTED) >= 1
    before = opened.evaluate(HEIGHTS)
    opened.add_style_tag(content=PAINTED)
    opened.evaluate(audit.DRAWN)
    assert opened.evaluate(UNPAINTED) == 0
    assert opened.evaluate(HEIGHTS) == pytest.approx(before, abs=48)


def test_without_scripts_a_page_can_be_read_and_its_widgets_say_so(page):
    opened = page(f"{CHAPTER}.html", java_script_enabled=False, color_scheme="dark")
    assert opened.locator("h1").is_visible()
    assert not opened.get_by_role("button", name="Dark colours").is_visible()
    widget = opened.locator(".mo-explore").first
    assert widget.locator("svg").filter(visible=True).count()
    assert "script" in widget.inner_text().lower()


def test_paper_is_a4_and_holds_the_text_alone_with_the_quiz_explained(page):
    opened = page(f"{CHAPTER}.html", color_scheme="dark")
    pdf = opened.pdf(prefer_css_page_size=True)
    width, height = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    assert (round(float(width)), round(float(height))) == (595, 842)
    opened.emulate_media(media="print")
    assert not opened.get_by_role("navigation").filter(visible=True).count()
    assert opened.locator(".mo-quiz-answers").first.is_visible()
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("folder", ["", "courses/marketing/"])
@pytest.mark.parametrize("missing", ["lost.html", "book/4_old/a/b.html"])
def test_a_missing_page_leads_home_from_any_depth_and_folder(browser, site, tmp_path, folder, missing):
    below = tmp_path / folder
    below.parent.mkdir(parents=True, exist_ok=True)
    if folder:
        below.symlink_to(site)
        (tmp_path / "404.html").write_bytes((site / "404.html").read_bytes())
    with server(tmp_path if folder else site, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{serving.server_port}/{folder}"
        opened = browser.new_page()
        assert opened.goto(home + missing).status == 404
        opened.wait_for_selector("base", state="attached")
        opened.get_by_role("link", name="Back to the origin of the course").click()
        expect(opened).to_have_url(f"{home}index.html")
        expect(opened).to_have_title(re.compile("Back to the Origin of Marketing"))
        opened.close()
        serving.shutdown()
