"""A reader's own file in chapter 5.1: chosen, asked about, reported on and saved, in Chromium as a reader does it."""

import gzip

import pytest
from made_workbooks import workbook
from page_at_work import DESK, START, cell, looked_at, output, run, watch, write
from playwright.sync_api import expect

from course_builder.audit import PHONE
from marketing_origin import data, orders
from marketing_origin.report import lifecycle_report

CHAPTER = "book/5_practice/5_1_your_own_orders"
EXPORTED = data.load("shop_export").fillna("").astype(str)
EXPORT = data.load("shop_export").to_csv(index=False, sep=";").encode("cp1252")
IN_EUROS = {"only_currency": "EUR"}


@pytest.fixture(scope="module")
def chapter(site_url, browser, live):
    context = browser.new_context(viewport=PHONE)
    opened = context.new_page()
    opened.troubles, opened.posted = watch(opened, site_url), []
    opened.on("request", lambda one: opened.posted.append(one.url) if one.post_data else None)
    opened.goto(f"{site_url}{CHAPTER}.html")
    yield opened
    context.close()


def choose(opened, where, *files: tuple[str, bytes]) -> None:
    with opened.expect_file_chooser() as chosen:
        where.get_by_role("button", name="Use a file of yours").click()
    chosen.value.set_files(
        [{"name": name, "mimeType": "", "buffer": content} for name, content in files],
    )
    expect(opened.locator(".mo-live-note")).to_contain_text("nothing leaves this device", timeout=START)


def test_the_shop_s_export_becomes_a_report_that_is_saved(chapter, tmp_path, axe):
    own = cell(chapter, "mine = None")
    choose(chapter, own, ("Orders & more.csv.gz", gzip.compress(EXPORT)))
    own = cell(chapter, "my_log")
    expect(own.locator(".cm-content")).to_contain_text('mine = "Orders & more.csv.gz"')
    run(own)
    expect(output(own)).to_contain_text('say which counts, answers={"only_currency": "EUR"}')
    # The answer that the message names, where the cell has a place for it.
    code = "\n".join(own.locator(".cm-line").all_inner_texts())
    write(chapter, own, code.replace("answers = {}", 'answers = {"only_currency": "EUR"}'))
    run(own)
    due = lifecycle_report(orders.clean(data.load("shop_export"), IN_EUROS))
    expect(output(own)).to_contain_text(f"{due.orders:,} orders of {due.customers_count:,} customers")
    with chapter.expect_download() as saved:
        output(own).get_by_role("link", name="Save the report").click()
    assert saved.value.suggested_filename == "report.html"
    saved.value.save_as(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for shown in (f"{due.customers_count:,}", "only_currency", "orders that came to nothing", "</html>"):
        assert shown in page
    # The same page is there to read.
    output(own).get_by_text("Read it here").click()
    inside = output(own).frame_locator("iframe")
    expect(inside.locator("h1")).to_be_visible()
    assert looked_at(chapter, axe) == []
    assert chapter.posted == [] and chapter.troubles == []


def test_several_files_and_the_answers_kept_beside_them_on_a_desk(chapter):
    chapter.set_viewport_size(DESK)
    lines = EXPORT.splitlines(keepends=True)
    half = len(lines) // 2
    while not lines[half].split(b";")[1]:  # not amid an order
        half += 1
    one, other = b"".join(lines[:half]), lines[0] + b"".join(lines[half:])
    kept = b'only_currency = "EUR"\n'
    choose(chapter, cell(chapter, "my_log"), ("a.csv", one), ("b.csv", other), ("a.answers.toml", kept))
    own = cell(chapter, "my_log")
    expect(own.locator(".cm-content")).to_contain_text('mine = ["a.csv","b.csv"]')
    code = "\n".join(own.locator(".cm-line").all_inner_texts())
    write(chapter, own, code.replace('{"only_currency": "EUR"}', "{}"))
    run(own)
    due = orders.clean(data.load("shop_export"), IN_EUROS).orders
    expect(output(own)).to_contain_text(f"{len(due):,} orders of {due['customer'].nunique():,} customers")


def test_a_workbook_is_read_and_its_reader_comes_with_it(chapter):
    sheets = {
        "About": [["The shop"]],
        "Orders": [[*EXPORTED], *EXPORTED.to_numpy().tolist()],
        "Staff": [["a", "b"], [1, 2]],
    }
    choose(chapter, cell(chapter, "my_log"), ("shop.xlsx", workbook(sheets)))
    own = cell(chapter, "my_log")
    expect(own.locator(".cm-content")).to_contain_text('mine = "shop.xlsx"')
    run(own)
    expect(output(own)).to_contain_text("several sheets with a table: Orders, Staff")
    code = "\n".join(own.locator(".cm-line").all_inner_texts()).replace(
        "answers = {}", f"answers = {IN_EUROS}"
    )
    write(chapter, own, code.replace('"shop.xlsx"', '"shop.xlsx::Orders"'))
    run(own)
    due = orders.clean(data.load("shop_export"), IN_EUROS).orders
    expect(output(own)).to_contain_text(f"{len(due):,} orders of {due['customer'].nunique():,} customers")


def test_a_file_that_is_gone_with_the_page_is_asked_for_again(chapter):
    own = cell(chapter, "my_log")
    write(chapter, own, 'from marketing_origin import orders\norders.clean("gone.csv") # my_log')
    run(own)
    expect(output(own)).to_contain_text("press *Use a file of yours* first")
