"""Workbooks: what a sheet holds is read as it would be from a text table, and what a sheet hides is told."""

import contextlib
import datetime
import io
import random
import sqlite3

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_workbooks import DUE, FORMS, NAMES, packed, rows_of, workbook
from planted_faults import sound

from course_builder import cli
from marketing_origin import data, orders
from marketing_origin.data import workbooks
from marketing_origin.errors import CourseError, CourseWarning
from marketing_origin.orders.reading import read


@pytest.mark.parametrize("name", FORMS)
def test_every_common_workbook_gives_the_same_table(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(FORMS[name])
    pd.testing.assert_frame_equal(data.own(name), DUE, check_dtype=False)
    pd.testing.assert_frame_equal(data.own(f"{name}::Orders"), DUE, check_dtype=False)
    assert read(name).rows["day"].tolist() == [
        "2024-03-01 08:26:00",
        "2024-03-02",
        "2024-12-31 23:59:59",
    ]


def test_a_log_in_a_workbook_is_the_log_of_its_text(tmp_path):
    rows = sound()
    text = [[*rows], *rows.astype(str).to_numpy().tolist()]
    (tmp_path / "shop.xlsx").write_bytes(workbook({"Orders": text}))
    pd.testing.assert_frame_equal(orders.clean(tmp_path / "shop.xlsx").orders, orders.clean(rows).orders)


NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=2).map(float),
)
TIMES = st.datetimes(datetime.datetime(1980, 1, 1), datetime.datetime(2100, 1, 1)).map(
    lambda t: t.replace(microsecond=0)
)


@settings(max_examples=40)
@given(st.lists(st.tuples(NUMBERS, TIMES, st.text("aä 0,;\"'", min_size=1)), min_size=1, max_size=8))
def test_what_a_cell_holds_is_read_to_the_last_digit_and_second(rows):
    table = [["number", "time", "text"], *map(list, rows)]
    (sheet,) = workbooks.sheets(workbook({"any": table}), "any.xlsx").values()
    found = pd.read_csv(io.BytesIO(sheet.text), dtype=str, keep_default_na=False)
    assert found["number"].map(float).tolist() == [number for number, *_ in rows]
    assert found["time"].tolist() == [str(time).removesuffix(" 00:00:00") for _, time, _ in rows]
    assert found["text"].tolist() == [text for *_, text in rows]


def test_numbers_are_those_that_the_program_shows():
    table = [["id", "price"], [536365, 0.1 + 0.2], [12345678901234567890, 1e-7], [1.5, 2.0]]
    (sheet,) = workbooks.sheets(workbook({"any": table}), "any.xlsx").values()
    assert sheet.text.decode().split() == [
        "id,price",
        "536365,0.3",
        "12345678901234600000,0.0000001",
        "1.5,2",
    ]


def test_a_row_is_told_by_its_number_in_the_sheet(tmp_path):
    rows = rows_of(DUE)
    rows[1][1] = "Ann\nof the corner"
    (tmp_path / "due.xlsx").write_bytes(workbook({"Orders": [["The shop"], [], [], *rows]}))
    found = read(tmp_path / "due.xlsx")
    assert (
        found.rows.index.tolist() == [5, 6, 7] and found.rows["customer"].tolist()[0] == "Ann of the corner"
    )


def test_sheets_with_the_same_columns_are_one_log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = sound()
    text = rows.astype(str).to_numpy().tolist()
    years = {
        "2023": [[*rows], *text[:600]],
        "2024": [[*rows], *text[600:]],
        "Read me": [["made by the shop"]],
    }
    (tmp_path / "shop.xlsx").write_bytes(workbook(years))
    clean = orders.clean("shop.xlsx")
    pd.testing.assert_frame_equal(clean.orders, orders.clean(rows).orders)
    assert "2023: The sheet 'Read me' holds no table, and was not read." in clean.assumptions
    with pytest.raises(CourseError, match=r"several sheets with a table: 2023, 2024\..*shop\.xlsx::2023"):
        data.own("shop.xlsx")
    assert len(data.own("shop.xlsx::2023")) == 600


def test_of_several_tables_the_message_names_what_reads_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheets = {
        "About": [["The shop"]],
        "Orders": rows_of(DUE),
        "Customers": [["name", "town"], ["Ann", "Ulm"]],
    }
    (tmp_path / "shop.xlsx").write_bytes(workbook(sheets))
    for source in ("shop.xlsx", "shop.xlsx::orders"):
        for reading in (data.own, lambda name: read(name).rows):
            with pytest.raises(CourseError, match="Orders, Customers. Name one behind two colons") as told:
                reading(source)
            assert len(reading(str(told.value).split(": ")[-1])) == len(DUE)


def test_a_hidden_sheet_is_told_of_and_read_where_it_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheets = {"Orders": rows_of(DUE), "old": rows_of(DUE.head(1))}
    (tmp_path / "shop.xlsx").write_bytes(workbook(sheets, hidden=("old",)))
    with pytest.warns(CourseWarning, match="'old' is hidden, and was not read; shop.xlsx::old reads it"):
        assert len(data.own("shop.xlsx")) == 3
    assert "'old' is hidden" in read("shop.xlsx").notes[0]
    assert len(data.own("shop.xlsx::old")) == 1
    del sheets["Orders"]
    (tmp_path / "shop.xlsx").write_bytes(workbook({"empty": [], **sheets}, hidden=("old",)))
    with pytest.raises(CourseError, match="no sheet with a table.*shop.xlsx::old reads it"):
        data.own("shop.xlsx")


def exchanged(day: datetime.datetime) -> datetime.datetime | str:
    """Return what a program that writes the month first makes of a day-first date."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else f"{day:%d/%m/%Y %H:%M}"


def log(days: list[datetime.datetime], read_as=lambda day: day) -> bytes:
    draw = random.Random(1)
    rows = [[at, f"C{draw.randrange(9)}", read_as(day), draw.randrange(5, 90)] for at, day in enumerate(days)]
    return workbook({"Orders": [NAMES, *rows]})


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_days_that_were_taken_for_months_are_put_right(tmp_path_factory, seed):
    draw = random.Random(seed)
    begin = datetime.datetime(2024, 1, 1, 8, 26)
    days = [
        begin + datetime.timedelta(days=draw.randrange(730), minutes=draw.randrange(900)) for _ in range(200)
    ]
    folder = tmp_path_factory.mktemp("days")
    (folder / "true.xlsx").write_bytes(log(days))
    (folder / "shop.xlsx").write_bytes(log(days, exchanged))
    found = orders.clean(folder / "shop.xlsx")
    pd.testing.assert_frame_equal(found.orders, orders.clean(folder / "true.xlsx").orders)
    assert any("took day for month in" in one for one in found.assumptions)


@pytest.mark.parametrize(
    ("days", "by_hand"),
    [
        (range(1, 29), ["29/03/2024"]),
        (range(1, 13), ["13/03/2024", "14/03/2024"]),
        (range(1, 13), ["03/04/2024"]),
    ],
    ids=["days past the 12th", "one month's first days", "text that could be either"],
)
def test_dates_beside_a_few_that_were_typed_stay_what_they_are(days, by_hand):
    table = [
        ["day", "x"],
        *([datetime.datetime(2024, 3, day), 1] for day in days),
        *([text, 1] for text in by_hand),
    ]
    (sheet,) = workbooks.sheets(workbook({"any": table}), "any.xlsx").values()
    assert sheet.notes == () and sheet.text.decode().count("2024-03-") == len(days)


def test_what_cannot_be_read_is_one_message(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = {
        "is behind a password: open it and save it without": workbooks.OLDER
        + b"x" * 600
        + workbooks.BEHIND_PASSWORD,
        "is no workbook that can be read.*save the sheet as CSV": workbooks.OLDER + b"x" * 600,
        "a workbook of Numbers: open it in a spreadsheet program": packed({"Index/Document.iwa": b""}),
        "is a page or XML.*save the sheet as CSV": b"\xef\xbb\xbf\r\n<html><table><tr><td>1,2,3</td></tr></table>",
        "page or XML": b'<?xml version="1.0"?><Workbook/>',
        "no sheet with a table, of two columns": workbook({"Orders": [["only"], ["one"]]}),
    }
    for words, content in said.items():
        (tmp_path / "shop.xls").write_bytes(content)
        for reading in (data.own, orders.clean):
            with pytest.raises(CourseError, match=f"shop.xls.*{words}"):
                reading("shop.xls")


def test_the_command_takes_a_sheet_and_a_database_s_table_by_name(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_STARTED_IN", str(tmp_path))
    rows = sound()
    text = [[*rows], *rows.astype(str).to_numpy().tolist()]
    sheets = {"Orders": text, "Customers": [["name", "town"], ["Ann", "Ulm"]]}
    (tmp_path / "shop.xlsx").write_bytes(workbook(sheets))
    with contextlib.closing(sqlite3.connect(tmp_path / "shop.sqlite")) as connection:
        rows.to_sql("orders", connection, index=False)
        DUE.to_sql("other", connection, index=False)
    due = orders.clean(rows).orders
    for name, table in (("shop.xlsx", "Orders"), ("shop.sqlite", "orders")):
        asked = ["report", name, "--engine", "pandas"]
        assert cli.main(asked) == 2
        said = capsys.readouterr().err.split()[-1]
        assert said == f"{name}::{table}"
        assert cli.main([*asked[:1], said, *asked[2:]]) == 0
        assert f"{len(due):,} orders of {due['customer'].nunique():,} customers" in capsys.readouterr().out


def test_a_folder_s_workbooks_are_read_but_not_the_note_that_one_is_open(tmp_path):
    (tmp_path / "orders.xlsx").write_bytes(FORMS["due.xlsx"])
    (tmp_path / "~$orders.xlsx").write_bytes(b"\x03Ann" + b" " * 161)
    assert len(read(tmp_path).rows) == len(DUE)
