"""Files as programs write them give the same rows; amounts and dates are read as they were meant."""

import datetime
import gzip
import io
import re
import sqlite3
import subprocess
import sys
import zipfile
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from planted_faults import sound

from marketing_origin import orders
from marketing_origin.errors import CourseError
from marketing_origin.orders import days, money, reading

PLAIN = "order,customer,date,total\n1,Zoë,2024-01-01,3.50\n2,Li,2024-01-02,4.00\n3,Li,2024-01-09,5.00\n"
CHINESE = (
    "订单编号,买家会员名,付款时间,金额\n1,小明,2024-01-01,3.50\n"
    "2,小红,2024-01-02,4.00\n3,小红,2024-01-09,5.00\n"
)


def zipped(content: bytes, name: str = "inside.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, content)
    return out.getvalue()


FORMS = {
    "plain": PLAIN.encode(),
    "semicolons, Windows' lines, its encoding": PLAIN.replace(",", ";")
    .replace("\n", "\r\n")
    .encode("cp1252"),
    "a mark in front": PLAIN.encode("utf-8-sig"),
    "tabs in UTF-16": PLAIN.replace(",", "\t").encode("utf-16"),
    "lines of old machines": PLAIN.replace("\n", "\r").encode(),
    "no end to the last line": PLAIN.rstrip().encode(),
    "sep= of a spreadsheet program": ("sep=;\r\n" + PLAIN.replace(",", ";")).encode(),
    "gzipped": gzip.compress(PLAIN.encode()),
    "zipped": zipped(PLAIN.encode()),
    "a separator behind each line": PLAIN.replace("\n", ",\n").encode(),
    "a separator behind each row alone": (
        PLAIN.partition("\n")[0] + "\n" + PLAIN.partition("\n")[2].replace("\n", ",\n")
    ).encode(),
    "a title above": ("Orders of the shop\n2024\n\n" + PLAIN).encode(),
    "a title with as many cells": ("Orders of the shop,,,\n" + PLAIN).encode(),
    "all in quotation marks": re.sub(r"([^,\n]+)", r'"\1"', PLAIN).encode(),
    "blanks around": PLAIN.replace(",", " , ").encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_file_gives_the_same_orders(form, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(FORMS[form])
    clean = orders.clean(path)
    assert clean.orders["customer"].tolist() == ["Zoë", "Li", "Li"]
    assert clean.orders["order"].tolist() == ["1", "2", "3"]
    assert clean.orders["cents"].tolist() == [350, 400, 500]
    assert clean.orders["day"].astype(str).tolist() == ["2024-01-01", "2024-01-02", "2024-01-09"]


def test_chinese_encodings_are_told_from_western_ones(tmp_path):
    (tmp_path / "orders.csv").write_bytes(CHINESE.encode("gb18030"))
    assert orders.clean(tmp_path / "orders.csv").orders["customer"].tolist() == ["小明", "小红", "小红"]
    western = PLAIN.replace("Zoë", "Zoë Müller-Jäger é").encode("cp1252")
    (tmp_path / "orders.csv").write_bytes(western)
    assert orders.clean(tmp_path / "orders.csv").orders["customer"].iloc[0] == "Zoë Müller-Jäger é"


def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text('title\n\norder,customer,date,total\n1,"a\nb",2024-01-01,1.00\n2,c,never,2.00\n', "utf-8")
    finding = next(f for f in orders.clean(path).findings if f.name == "no date that can be read")
    assert finding.examples.index.tolist() == [6]
    assert path.read_text("utf-8").splitlines()[5].startswith("2,c,never")


def test_a_line_with_too_many_cells_is_found_and_left_out(tmp_path):
    path = tmp_path / "orders.csv"
    broken = PLAIN.replace("2,Li,", "2,Li, the second,")
    for content in (broken, broken.replace("3,Li,", "3,Li,a,b,c,d,")):
        path.write_text(content, "utf-8")
        clean = orders.clean(path)
        finding = next(f for f in clean.findings if f.name == "lines with more cells than columns")
        assert finding.rows == content.count("Li,") - content.count(",Li,2024")
        assert clean.account["rows"].iloc[0] == 3 == clean.account["rows"].iloc[1:].sum()


def test_a_quotation_mark_that_never_ends_does_not_swallow_the_file(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(PLAIN.replace("Zoë", '"Zoë'), "utf-8")
    assert len(orders.clean(path).orders) == 3


def test_columns_without_names_are_called_by_their_number(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(PLAIN.partition("\n")[2], "utf-8")
    with pytest.raises(CourseError, match="column 1, column 2"):
        orders.clean(path)
    said = {"order": "column 1", "customer": "column 2", "date": "column 3", "value": "column 4"}
    clean = orders.clean(path, said)
    assert clean.orders["cents"].tolist() == [350, 400, 500]
    assert any("no columns' names" in sentence for sentence in clean.assumptions)
    (tmp_path / "blanks.txt").write_text(
        " 0001 19970101 1 29.33\n 0001 19970118 2 14.96\n 0002 19970112 1 6.79\n"
    )
    said = {"customer": "column 1", "date": "column 2", "value": "column 4"}
    assert orders.clean(tmp_path / "blanks.txt", said).orders["cents"].tolist() == [2933, 679, 1496]


def test_row_numbers_without_a_name_are_a_column_of_their_own(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("customer,date,total\n1,a,2024-01-01,1.00\n2,b,2024-01-02,2.00\n", "utf-8")
    assert orders.clean(path).orders["customer"].tolist() == ["a", "b"]


def halves(folder):
    rows = sound()
    for name, part in (("jan.csv", rows.head(700)), ("feb.csv", rows.tail(700))):
        part.to_csv(folder / name, index=False)
    return rows


def test_several_files_are_one_log_and_what_two_hold_counts_once(tmp_path):
    rows = halves(tmp_path)
    whole = orders.clean(rows).orders
    for source in ([tmp_path / "jan.csv", tmp_path / "feb.csv"], tmp_path, f"{tmp_path}/*.csv"):
        clean = orders.clean(source)
        pd.testing.assert_frame_equal(clean.orders, whole)
        finding = next(f for f in clean.findings if f.name == "rows of a file that another holds, too")
        assert finding.rows == 200 and clean.account["rows"].iloc[0] == 1400
        assert clean.account["rows"].iloc[1:].sum() == 1400
        assert finding.examples.index[0].partition(":")[0] in ("jan.csv", "feb.csv")
    (tmp_path / "feb.csv").write_text("order,customer,when\n1,a,2024-01-01\n", "utf-8")
    with pytest.raises(CourseError, match="differ in their columns"):
        orders.clean(tmp_path)


def test_parquet_with_the_types_of_a_database(tmp_path):
    rows = sound()
    typed = rows.assign(
        total=[Decimal(total + "0") for total in rows["total"]],
        created_at=[datetime.date.fromisoformat(day) for day in rows["created_at"]],
        status=rows["status"].astype("category"),
    )
    typed.to_parquet(tmp_path / "orders.parquet")
    pd.testing.assert_frame_equal(orders.clean(tmp_path / "orders.parquet").orders, orders.clean(rows).orders)
    (tmp_path / "orders.parquet").write_bytes(b"no such thing")
    with pytest.raises(CourseError, match="no Parquet file that can be read"):
        orders.clean(tmp_path / "orders.parquet")


def test_zoned_times_of_a_table_fall_on_the_day_of_the_place_that_is_named():
    rows = sound()
    rows["created_at"] = pd.to_datetime("2024-03-31 23:30").tz_localize("UTC")
    clean = orders.clean(rows)
    assert clean.orders["day"].eq("2024-03-31").all()
    finding = clean.findings[0]
    assert finding.name == "days told in UTC or in several offsets" and finding.rows == len(rows)
    assert orders.clean(rows, {"time_zone": "Asia/Shanghai"}).orders["day"].eq("2024-04-01").all()


def test_a_database_of_one_table_needs_no_name(tmp_path):
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        sound().to_sql("the orders", connection, index=False)
    connection.close()
    for source in (tmp_path / "shop.db", f"{tmp_path / 'shop.db'}::the orders"):
        assert len(orders.clean(source).orders) == 1200
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        sound().to_sql("more", connection, index=False)
    connection.close()
    with pytest.raises(CourseError, match=r"several tables; it has: more, the orders.*shop\.db::more"):
        orders.clean(tmp_path / "shop.db")


def test_a_duckdb_file_is_read_or_says_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "shop.duckdb"
    try:
        import duckdb
    except ImportError:
        path.write_bytes(b"x")
    else:
        rows = sound()
        with duckdb.connect(str(path)) as connection:
            connection.register("rows", rows)
            connection.execute("create table orders as select * from rows")
        pd.testing.assert_frame_equal(orders.clean(path).orders, orders.clean(rows).orders)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(CourseError, match="pip install duckdb"):
        orders.clean(path)


def test_what_makes_a_frame_of_itself_is_read():
    class Table:
        def to_pandas(self):
            return sound()

    assert len(orders.clean(Table()).orders) == 1200
    for wrong in (3, None, object()):
        with pytest.raises(CourseError, match="An export is due"):
            orders.clean(wrong)


def test_two_columns_of_one_name_are_told_apart():
    rows = sound()
    rows.columns = ["order_id", "customer_id", "created_at", "total", "status", "currency", "status"]
    assert len(orders.clean(rows).orders) == 1200
    assert reading.read(rows).rows.columns[-1] == "status 2"


FRAMES = {
    "Arrow's types": lambda rows: rows.convert_dtypes(dtype_backend="pyarrow"),
    "categories": lambda rows: rows.astype("category"),
    "the number as index": lambda rows: rows.set_index("order_id"),
    "rows of another frame": lambda rows: rows.set_axis(rows.index * 7 + 3),
    "lists in a column": lambda rows: rows.assign(note=[["gift"]] * len(rows)),
    "its own numbers": lambda rows: rows.assign(total=rows["total"].astype(float)),
    "its own days": lambda rows: rows.assign(created_at=pd.to_datetime(rows["created_at"])),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_of_any_kind_gives_the_same_orders_and_is_not_changed(kind):
    rows = sound()
    frame = FRAMES[kind](rows)
    before = frame.copy()
    pd.testing.assert_frame_equal(orders.clean(frame).orders, orders.clean(rows).orders)
    pd.testing.assert_frame_equal(frame, before)


def test_nothing_but_pandas_is_needed(tmp_path):
    halves(tmp_path)
    code = (
        "import sys\n"
        "class Lacking:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.partition('.')[0] in ('pyarrow', 'duckdb', 'sqlite3'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, Lacking())\n"
        "from marketing_origin import orders\n"
        f"print(len(orders.clean({str(tmp_path / 'jan.csv')!r}).orders))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "700", done.stderr


# Amounts

AMOUNTS = {
    "1.234,56 €|12,00-|(3,10)|-5|€ 7": [123456, -1200, -310, -500, 700],
    "1,234.56|$12.00|-$3.50|$-3.50|+2": [123456, 1200, -350, -350, 200],
    "1\u202f234,56|12,5": [123456, 1250],
    "CHF 1'234.50|12.-": [123450, 1200],
    "1,23,456.00|12.5": [12345600, 1250],
    "¥1,234|¥980": [123400, 98000],
    "1.234|980": [123400, 98000],
    "1.234|1500": [123, 150000],
    "0.125|.5|5.": [13, 50, 500],
    "1.005|2.675|-1.005|0.5": [101, 268, -101, 50],
    "1e3|1.5E+2|2": [100000, 15000, 200],
    '="12.50"|\'3.00': [1250, 300],
    "12 34|1.50": [None, 150],
    "1.2.3|4.50|12abcde|--3|(4": [None, 450, None, None, None],
    "3 pcs|4 Stk.": [300, 400],
    "1e40|nan|inf|5.00": [None, None, None, 500],
    "−3,50|3,50": [-350, 350],
}


@pytest.mark.parametrize("texts", AMOUNTS)
def test_amounts_are_read_as_they_were_meant(texts):
    values = pd.Series(texts.split("|"), dtype=object)
    found = money.cents(money.amounts(values, money.decimal_sign(values, "total")), values.index)
    assert [None if pd.isna(one) else int(one) for one in found] == AMOUNTS[texts]


@pytest.mark.parametrize("texts", ["1.234", "1.234|2.500", "12.50|12,50"])
def test_amounts_that_could_be_two_are_asked_about(texts):
    values = pd.Series(texts.split("|"), dtype=object)
    with pytest.raises(CourseError, match=r'answers=\{"decimal": "\."\} or answers=\{"decimal": ","\}'):
        money.decimal_sign(values, "total")


def test_the_price_settles_what_the_quantity_leaves_open():
    rows = pd.DataFrame(
        {"customer": ["a", "b"], "date": ["2024-01-01", "2024-01-02"], "quantity": ["1.000", "2.500"]}
    )
    assert orders.clean(rows.assign(price=["2.50", "4.00"])).orders["cents"].tolist() == [250, 1000]
    assert orders.clean(rows.assign(price=["2,50", "4,00"])).orders["cents"].tolist() == [250000, 1000000]


def test_currencies_beside_the_amounts_are_told_apart():
    rows = sound().drop(columns="currency")
    rows["total"] = rows["total"] + np.where(rows.index % 3 == 0, " $", " €")
    with pytest.raises(CourseError, match=r"2 currencies: EUR \(800 rows\), \$ \(400 rows\)"):
        orders.clean(rows)
    clean = orders.clean(rows, {"only_currency": "€"})
    assert clean.currency == "EUR" and len(clean.orders) == 800


# Dates

DATES = {
    "2024-03-31T23:30:00+02:00|31.03.2024|3 Mar 2024": ["2024-03-31", "2024-03-31", "2024-03-03"],
    "Jan 5, 2024, 3:04:05 PM|05-Mär-24|5 de enero de 2024": ["2024-01-05", "2024-03-05", "2024-01-05"],
    "4 juillet 2023|juin 4, 2023|Mon, 06 Jan 2025 10:00": ["2023-07-04", "2023-06-04", "2025-01-06"],
    "2024年3月5日 10:00|20240301|20240301123000": ["2024-03-05", "2024-03-01", "2024-03-01"],
    "12/1/2010 8:26|12/13/2010 9:00": ["2010-12-01", "2010-12-13"],
    "1/12/2010|13/12/2010": ["2010-12-01", "2010-12-13"],
    "03/04/2024|04/04/2024|02/05/2024": ["2024-04-03", "2024-04-04", "2024-05-02"],
    "1/1/24|2/2/24": ["2024-01-01", "2024-02-02"],
    "1700000000|1700000000000": ["2023-11-14", "2023-11-14"],
    "45384.34789|45385": ["2024-04-02", "2024-04-03"],
    "2024-02-30|0000-00-00|soon|2024|29.02.2024": [None, None, None, None, "2024-02-29"],
    "13/13/2024|13/12/2024": [None, "2024-12-13"],
    "2023/1/5 9:00|2023.1.6": ["2023-01-05", "2023-01-06"],
}


@pytest.mark.parametrize("texts", DATES)
def test_dates_are_read_as_they_were_meant(texts):
    found = days.days(pd.Series(texts.split("|"), dtype=object), "date").day
    assert [None if pd.isna(one) else f"{one:%Y-%m-%d}" for one in found] == DATES[texts]
    assert found.dtype == "datetime64[s]"


@pytest.mark.parametrize("texts", ["03/04/2024", "03/04/2024|01/02/2024|01/05/2024", "13/12/2024|12/13/2024"])
def test_a_day_that_could_be_two_is_asked_about(texts):
    values = pd.Series(texts.split("|"), dtype=object)
    with pytest.raises(CourseError, match="day_first"):
        days.days(values, "date")
    assert days.days(values, "date", day_first=True).day.notna().any()


def test_which_of_day_and_month_comes_first_is_said():
    told = days.days(pd.Series(["1/12/2010", "13/12/2010"]), "date").told
    assert told == ["date: the day comes first, as 13/12/2010 shows."]


def test_clocks_elsewhere_are_noted_but_not_a_places_summer_time():
    def elsewhere(*texts, name="date"):
        return days.days(pd.Series(texts, dtype=object), name).elsewhere.tolist()

    assert elsewhere("2024-01-31 23:30 +0100", "2024-06-30 23:30 +0200") == [False, False]
    assert elsewhere("2024-01-31 23:30 +0100", "2024-06-30 23:30 -0500") == [True, True]
    assert elsewhere("2024-01-31 23:30 UTC", "2024-01-31T23:30Z", "2024-01-31") == [True, True, False]
    assert elsewhere("2024-01-31 23:30", name="Created (UTC)") == [True]
