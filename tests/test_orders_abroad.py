"""Exports of marketplaces, ledgers, banks and bills of many countries give the shop's orders, or ask one question."""

import re

import pandas as pd
import pytest
from shop_exports import due, shop, text
from shop_exports_abroad import ABROAD

from marketing_origin import orders
from marketing_origin.errors import CourseError
from marketing_origin.report import lifecycle_report

#: What each calls a customer, and what its money is a multiple of.
CALLED = {
    "nuvemshop": "c{}@post.org",
    "rakuten": "c{}@post.org",
    "zoho_books": "460000000008{:03d}",
    "salla": "عميل {}",
    "lexware": "1{:04d}",
    "datev": "1{:04d}",
    "bank_statement": "MEIER {}",
    "sheet_with_two_heads": "C{}",
    "chargebee": "AzqX{}",
    "etsy_adjusted": "c{}",
    "wp_all_export": "c{}@post.org",
    "youzan": "1380000{:04d}",
    "ebay_transactions": "buyer_{}",
    "tills_of_two_stores": "L{}",
    "tenders": "c{}@post.org",
    "naver": "nv{}",
    "trendyol": "Ayşe {}",
    "shopee": "teh{}",
}
TIMES = {"zoho_books": 40, "naver": 10_000, "shopee": 10_000}


@pytest.mark.parametrize("software", ABROAD)
def test_an_export_from_abroad_is_read_as_the_software_meant_it(software, tmp_path):
    sold = shop()
    name, content = ABROAD[software](sold)
    path = tmp_path / name
    path.write_bytes(content)
    clean = orders.clean(path)
    found = clean.orders.groupby(["customer", "day"])["cents"].sum()
    wanted = due(sold, CALLED[software]) * TIMES.get(software, 1)
    pd.testing.assert_series_equal(found, wanted, check_index_type=False)
    account = clean.account
    assert account["rows"].iloc[1:].sum() == account["rows"].iloc[0]
    assert account["revenue"].iloc[1:].sum() == account["revenue"].iloc[0]
    assert path.read_bytes() == content


def cleaned(tmp_path, rows, answers=None, **how):
    path = tmp_path / "orders.csv"
    path.write_bytes(rows if isinstance(rows, bytes) else text(rows, **how))
    return orders.clean(path, answers)


def named(clean, start):
    return [one for one in clean.findings if one.name.startswith(start)]


def test_a_day_without_a_year_is_asked_for_its_year_and_the_answer_works(tmp_path):
    rows = [
        {"Order": n, "Customer": n % 5, "Date": f"{n % 28 + 1:02d}.{n % 12 + 1:02d}.", "Total": n}
        for n in range(1, 40)
    ]
    with pytest.raises(CourseError, match="names no year") as asked:
        cleaned(tmp_path, rows)
    year = int(re.search(r'answers=\{"year": (\d+)\}', str(asked.value))[1])
    clean = cleaned(tmp_path, rows, {"year": year})
    assert set(clean.orders["day"].dt.year) == {year} and len(clean.orders) == 39
    with pytest.raises(CourseError, match="a year is needed"):
        cleaned(tmp_path, rows, {"year": "24"})


def test_the_lines_above_say_the_year(tmp_path):
    rows = [
        {"Order": n, "Customer": n % 5, "Date": f"{n % 12 + 1}/{n % 28 + 1}", "Total": n}
        for n in range(1, 40)
    ]
    clean = cleaned(tmp_path, b"Sales 2022,,,\n" + text(rows))
    assert set(clean.orders["day"].dt.year) == {2022}
    assert set(clean.orders["day"].dt.month) == set(range(1, 13))
    with pytest.raises(CourseError, match="names no year"):  # two years: which of them?
        cleaned(tmp_path, b"Sales 2022 to 2023,,,\n" + text(rows))


def test_a_total_changed_to_nothing_counts_where_others_are_blank(tmp_path):
    rows = [
        {"Order ID": n, "Customer": f"k{n % 7}", "Date": f"2024-01-{n % 28 + 1:02d}", "Order Total": "10.00"}
        | {"Adjusted Order Total": {3: "0.00", 5: "4.00"}.get(n, "")}
        for n in range(1, 60)
    ]
    clean = cleaned(tmp_path, rows)
    assert clean.orders["cents"].sum() == 57 * 1000 + 400
    assert named(clean, "orders whose total was changed later")[0].rows == 2
    assert cleaned(tmp_path, rows, {"adjusted": ""}).orders["cents"].sum() == 59_000


def test_papers_are_left_out_only_where_another_counts_the_same_sale(tmp_path):
    confirmed = [
        {
            "Type": "Sales Order",
            "No": f"S{n}",
            "Customer": f"k{n % 9}",
            "Date": f"2024-03-{n:02d}",
            "Total": 100 + n,
        }
        for n in range(1, 29)
    ]
    assert len(cleaned(tmp_path, confirmed, {"order": "No"}).orders) == 28
    invoices = [one | {"Type": "Invoice", "No": one["No"].replace("S", "I")} for one in confirmed[:20]]
    both = cleaned(tmp_path, confirmed + invoices, {"order": "No"})
    assert len(both.orders) == 20 and set(both.orders["order"].str[0]) == {"I"}
    (told,) = named(both, "papers of sales")
    assert told.rows == 28 and told.otherwise == 'answers={"kind": ""} counts them all'
    other = [one | {"Customer": f"x{n}"} for n, one in enumerate(invoices)]  # of others: both count
    assert len(cleaned(tmp_path, confirmed + other, {"order": "No"}).orders) == 48


def test_stores_that_number_for_themselves_are_told_and_can_be_one(tmp_path):
    path = tmp_path / "receipts.csv"
    path.write_bytes(ABROAD["tills_of_two_stores"](shop())[1])
    (told,) = named(orders.clean(path), "numbers of orders that several stores have")
    assert "'Store ID'" in told.done
    one = orders.clean(path, {"numbers_again": "one order"})
    assert not named(one, "numbers of orders that several stores have")
    assert len(one.orders) < len(orders.clean(path).orders)


def test_one_store_s_numbers_stay_as_they_are(tmp_path):
    rows = [
        {
            "Shop": "AB"[n % 2],
            "Order": 1000 + n,
            "Customer": f"k{n % 9}",
            "Date": f"2024-03-{n:02d}",
            "Total": 5,
        }
        for n in range(1, 29)
    ]
    clean = cleaned(tmp_path, rows)
    assert clean.orders["order"].tolist() == [str(1000 + n) for n in range(1, 29)]


def test_heads_in_two_lines_are_put_together_only_where_one_leaves_it_open(tmp_path):
    rows = "\n".join(f"K{n % 9},Jo,{n},2024-03-{n:02d},12.50" for n in range(1, 29))
    two = f"Customer,,Order,,\nNo.,Name,No.,Date,Amount\n{rows}\n"
    clean = cleaned(tmp_path, two.encode())
    assert any("what they are of" in one for one in clean.assumptions)
    assert set(clean.orders["customer"]) == {f"K{n}" for n in range(9)}
    one = f"Tea Shop,,2024,,\nCustomer,Name,Order,Date,Amount\n{rows}\n"
    told = orders.propose(_written(tmp_path, one))
    assert told["customer"].column == "Customer" and told["value"].column == "Amount"


def _written(tmp_path, content):
    path = tmp_path / "told.csv"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("digits", "zero"), [("Arabic", "٠"), ("Persian", "۰"), ("Indian", "०"), ("full width", "０")]
)
def test_digits_of_other_scripts_are_digits(digits, zero, tmp_path):
    script = str.maketrans("0123456789", "".join(chr(ord(zero) + at) for at in range(10)))
    rows = [
        {"Order": n, "Customer": f"k{n % 9}", "Date": f"2024-03-{n:02d}".translate(script)}
        | {"Total": f"{1000 + n}.25".translate(script)}
        for n in range(1, 29)
    ]
    clean = cleaned(tmp_path, rows)
    assert clean.orders["cents"].tolist() == [100_025 + 100 * n for n in range(1, 29)]
    assert any("another script" in one for one in clean.assumptions)


def test_a_report_of_an_export_from_abroad_is_made(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(ABROAD["salla"](shop())[1])
    made = lifecycle_report(orders.clean(path))
    assert made.currency == "ر.س"
    assert made.revenue == pytest.approx(due(shop(), "{}").sum() / 100)
    assert "ر.س" in made.write(tmp_path / "report.html").read_text(encoding="utf-8")
