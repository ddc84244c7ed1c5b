"""The page of the claims ledger: every row with its result, found by filter and words, to be taken along."""

import csv
import html
import io
import re

import pandas as pd
import pytest
from playwright.sync_api import expect
from pybtex.database import parse_file

from marketing_origin import claims
from marketing_origin.claims.page import NO_VERDICT, shown

PAGE = "book/5_practice/5_2_claims_ledger.html"
LEDGER = claims.load()
COMPUTED = LEDGER.index[LEDGER["function"].notna()].tolist()
PHONE = {"width": 360, "height": 740}


def said(row):
    return NO_VERDICT if pd.isna(row["verdict"]) else row["verdict"]


@pytest.fixture(scope="module")
def cards(site):
    """Each claim's card on the page as text, by its id."""
    text = (site / PAGE).read_text(encoding="utf-8")
    found = re.findall(r"<article class='mo-claim' id='(C\d+)'.*?</article>", text, re.DOTALL)
    bodies = re.findall(r"<article class='mo-claim'.*?</article>", text, re.DOTALL)
    plain = [html.unescape(re.sub(r"<[^>]+>", "", body)) for body in bodies]
    return dict(zip(found, plain, strict=True)), dict(zip(found, bodies, strict=True))


def test_every_claim_stands_on_the_page_with_all_that_the_ledger_says(cards):
    texts, _ = cards
    assert list(texts) == LEDGER.index.tolist()
    told = ["statement", "statement_zh", "repeated_in", "primary_source", "measured", "source_status"]
    for claim, row in LEDGER.iterrows():
        for column in [*told, "verification", "evidence", "evidence_note"]:
            assert row[column] in texts[claim], f"{claim}: {column}"
        assert said(row) in texts[claim]
        assert pd.isna(row["conclusion"]) or row["conclusion"] in texts[claim]


@pytest.mark.parametrize("claim", COMPUTED)
def test_the_page_shows_what_each_function_computes(claim, cards):
    _, bodies = cards
    for name, number in claims.compute(claim).items():
        assert f"<dt><code>{name}</code></dt><dd>{shown(name, number)}</dd>" in bodies[claim]


def test_every_claim_of_a_written_chapter_links_to_its_check(cards, site):
    _, bodies = cards
    for claim, row in LEDGER[LEDGER["checked"]].iterrows():
        link = re.search(r"href='(\.\./[^']+)#claim-c\d+'>Its check in chapter ([\d.]+)<", bodies[claim])
        assert link and link[2] == row["chapter"].split()[0], claim
        check = (site / PAGE).parent / link[1]
        text = check.read_text(encoding="utf-8")
        place = text.index(f'id="claim-{claim.lower()}"')
        # What the link leads to names the claim at once.
        assert re.search(rf"\b{claim}\b", text[place : place + 1500]), claim


def test_the_ledger_can_be_taken_along(site):
    folder = site / "_static" / "downloads"
    rows = list(csv.DictReader(io.StringIO((folder / "claims.csv").read_text(encoding="utf-8"))))
    assert [row["id"] for row in rows] == LEDGER.index.tolist()
    assert "calls_after_success 2.79" in rows[0]["results"]
    assert rows[0]["statement_zh"] == LEDGER.at["C1", "statement_zh"]
    entries = re.findall(
        r"^@(\w+)\{([^,]+),$", (folder / "claims.bib").read_text(encoding="utf-8"), re.MULTILINE
    )
    keys = [key for _, key in entries]
    assert keys[: len(LEDGER)] == [f"claim-{claim.lower()}" for claim in LEDGER.index]
    named = {key for keys in LEDGER["references"].dropna() for key in keys.split()}
    assert named and named == set(keys[len(LEDGER) :]) and len(set(keys)) == len(keys)


def test_a_bibliography_program_reads_every_entry(site):
    entries = parse_file(site / "_static" / "downloads" / "claims.bib").entries
    for claim, row in LEDGER.iterrows():
        fields = entries[f"claim-{claim.lower()}"].fields
        assert claim in fields["title"] and said(row) in fields["note"]


# In the browser ------------------------------------------------------------------------------------------


@pytest.fixture
def opened(page):
    return page(PAGE)


def visible(opened):
    return opened.locator(".mo-claim:visible h3 a").all_inner_texts()


def test_claims_are_filtered_by_verdict_chapter_and_evidence(opened):
    for name, fits in (
        ("Verdict", lambda row: row["verdict"] == "folklore"),
        ("Chapter", lambda row: "2.3" in row["chapter"].split()),
        ("Kind of evidence", lambda row: row["evidence"] == "public data"),
    ):
        value = {"Verdict": "folklore", "Chapter": "2.3"}.get(name, "public data")
        opened.get_by_label(name, exact=True).select_option(value)
        wanted = LEDGER.index[LEDGER.apply(fits, axis=1)].tolist()
        assert 0 < len(wanted) < len(LEDGER) and visible(opened) == wanted
        expect(opened.get_by_role("status")).to_have_text(f"{len(wanted)} of {len(LEDGER)} claims")
        opened.get_by_role("button", name="Show all").click()
        expect(opened.get_by_role("status")).to_have_text(f"{len(LEDGER)} claims")
    assert not opened.troubles


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("nine times", "C1"),
        ("Reichheld credit CARD", "C5"),
        ("calls_after_success", "C1"),  # a figure's name
        ("客户终身价值", "C20"),
        ("顾客获取成本", "C11"),  # simplified, where the text has 顧客獲取成本
        ("獲得新顧客", "C2"),
    ],
)
def test_words_are_found_in_both_languages(opened, words, claim):
    opened.get_by_label("Words, in English or 中文").fill(words)
    assert claim in visible(opened) and len(visible(opened)) < 6


def test_the_choice_is_kept_in_the_address_and_taken_from_it(opened, page):
    opened.get_by_label("Verdict", exact=True).select_option("holds under conditions")
    opened.get_by_label("Words, in English or 中文").fill("value")
    shown_now = visible(opened)
    assert "#words=value&verdict=holds+under+conditions" in opened.url
    again = page(opened.url.partition("//")[2].partition("/")[2])
    assert visible(again) == shown_now
    assert again.get_by_label("Verdict", exact=True).input_value() == "holds under conditions"
    # A link to another place on the page leaves the choice as it is.
    again.locator(".mo-skip").evaluate("link => link.click()")
    assert visible(again) == shown_now
    again.get_by_role("button", name="Show all").click()
    expect(again.get_by_role("status")).to_have_text(f"{len(LEDGER)} claims")
    assert "#" not in again.url and len(visible(again)) == len(LEDGER)


def test_what_fits_nothing_is_said_with_a_way_back(opened):
    opened.get_by_label("Words, in English or 中文").fill("xylophone")
    expect(opened.get_by_role("status")).to_contain_text("No claim fits")
    assert visible(opened) == []


def test_a_claim_that_a_link_names_is_shown_unfolded(page):
    opened = page(f"{PAGE}#C14")
    expect(opened.locator("#C14 details")).to_have_attribute("open", "")
    assert abs(opened.locator("#C14").bounding_box()["y"]) < 200
    assert len(visible(opened)) == len(LEDGER)


def test_the_filter_works_from_the_keyboard(opened):
    opened.get_by_label("Words, in English or 中文").focus()
    opened.keyboard.type("glue")
    assert visible(opened) == ["C15"]
    opened.keyboard.press("Enter")  # sends nothing, goes nowhere
    assert visible(opened) == ["C15"]
    for _ in range(4):
        opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.type") == "reset"
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("status")).to_have_text(f"{len(LEDGER)} claims")


def test_without_a_script_all_claims_can_be_read(page):
    opened = page(PAGE, java_script_enabled=False)
    assert visible(opened) == LEDGER.index.tolist()
    assert not opened.locator(".mo-ledger-find").is_visible()
    opened.locator("#C1 summary").click()
    assert opened.locator("#C1 dl").first.is_visible()


def test_opened_as_a_file_it_offers_no_filter_that_cannot_work(browser, site, opened):
    assert opened.locator(".mo-ledger-find").is_visible()
    as_file = browser.new_page()
    as_file.goto((site / PAGE).as_uri())
    assert visible(as_file) == LEDGER.index.tolist()
    assert not as_file.locator(".mo-ledger-find").is_visible()
    as_file.close()


def test_a_phone_gets_cards(page):
    opened = page(PAGE, viewport=PHONE)
    for detail in opened.locator(".mo-claim details").all():
        detail.evaluate("fold => fold.open = true")
    wide = opened.locator(".mo-claim").evaluate_all("all => Math.max(...all.map(one => one.scrollWidth))")
    assert wide <= PHONE["width"] and not opened.locator(".mo-ledger table").count()


def test_on_paper_it_is_whole_and_offers_no_filter(opened):
    assert opened.locator(".mo-ledger-find").is_visible()
    opened.emulate_media(media="print")
    assert not opened.locator(".mo-ledger-find").is_visible()
    assert opened.get_by_text("Where it is repeated").first.evaluate(
        "one => one.checkVisibility({contentVisibilityAuto: true})"
    )
