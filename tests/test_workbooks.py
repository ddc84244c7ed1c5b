"""Workbooks: what a sheet holds is read as it would be from a text table, and what a sheet hides is told."""

import contextlib
import datetime
import io
import random
import re
import sqlite3
import zipfile

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
    sheet, _ = one_sheet(table)
    found = pd.read_csv(io.BytesIO(sheet.text), dtype=str, keep_default_na=False)
    assert found["number"].map(float).tolist() == [number for number, *_ in rows]
    assert found["time"].tolist() == [str(time).removesuffix(" 00:00:00") for _, time, _ in rows]
    assert found["text"].tolist() == [text for *_, text in rows]


def test_numbers_are_those_that_the_program_shows():
    table = [["id", "price"], [536365, 0.1 + 0.2], [12345678901234567890, 1e-7], [1.5, 2.0]]
    sheet, _ = one_sheet(table)
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
    assert "The sheet 'Read me' holds no table, and was not read." in clean.assumptions
    assert "Sheets that were read together: 2023, 2024; shop.xlsx::2023 reads one alone." in clean.assumptions
    towns = {**years, "Customers": [["email", "town"], ["a@b.example", "Ulm"]]}
    (tmp_path / "shop.xlsx").write_bytes(workbook(towns))
    assert len(read("shop.xlsx").rows) == len(rows)
    assert "The sheet 'Customers' is another table, and was not read." in read("shop.xlsx").notes
    (tmp_path / "shop.xlsx").write_bytes(workbook(years))
    with pytest.raises(CourseError, match=r"several sheets with a table: 2023, 2024\..*shop\.xlsx::2023"):
        data.own("shop.xlsx")
    assert len(data.own("shop.xlsx::2023")) == 600


def test_workbooks_in_a_zip_are_all_read_though_their_sheets_have_one_name(tmp_path):
    rows = sound()
    text = rows.astype(str).to_numpy().tolist()
    halves = {"jan.xlsx": text[:600], "feb.xlsx": text[600:]}
    inside = {name: workbook({"Sheet1": [[*rows], *part]}) for name, part in halves.items()}
    (tmp_path / "shop.zip").write_bytes(packed(inside | {"~$jan.xlsx": b"\x03Ann"}))
    pd.testing.assert_frame_equal(orders.clean(tmp_path / "shop.zip").orders, orders.clean(rows).orders)


def test_of_workbooks_in_a_zip_the_message_leads_to_one_s_sheet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    several = workbook({"Orders": rows_of(DUE), "Customers": [["name", "town"], ["Ann", "Ulm"]]})
    (tmp_path / "shop.zip").write_bytes(packed({"jan.xlsx": several, "feb.xlsx": several}))
    with pytest.raises(CourseError, match="Unpack shop.zip first. feb.xlsx has several sheets") as told:
        read("shop.zip")
    with zipfile.ZipFile("shop.zip") as inside:
        inside.extractall()
    assert len(read(str(told.value).split(": ")[-1]).rows) == len(DUE)


@pytest.mark.parametrize("asked", ["", "::orders", "::Customer", "::About", "::nothing"])
def test_of_several_tables_the_message_names_what_reads_one(tmp_path, monkeypatch, asked):
    monkeypatch.chdir(tmp_path)
    sheets = {
        "About": [["The shop"]],
        "Customers": [["name", "town"], ["Ann", "Ulm"]],
        "Orders ": rows_of(DUE),
    }
    (tmp_path / "shop.xlsx").write_bytes(workbook(sheets))
    for reading in (data.own, lambda name: read(name).rows):
        if asked == "::orders":  # in other capitals, without the blank
            assert len(reading(f"shop.xlsx{asked}")) == len(DUE)
            continue
        with pytest.raises(CourseError, match="Orders , Customers. Name one behind two colons") as told:
            reading(f"shop.xlsx{asked}")
        meant = str(told.value).split(": ")[-1]
        assert len(reading(meant)) == (1 if asked == "::Customer" else len(DUE))


def test_a_text_table_has_no_other_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text("customer,value\nAnn,2\nLi,3\n")
    for reading in (data.own, read):
        with pytest.raises(CourseError, match="holds one table, and none that is called 'Orders'") as told:
            reading("orders.csv::Orders")
        reading(re.search("give '(.+)' alone", str(told.value))[1])
    pd.DataFrame({"customer": ["Ann"]}).to_parquet(tmp_path / "orders.parquet")
    with pytest.raises(CourseError, match="give 'orders.parquet' alone"):
        read("orders.parquet::Orders")


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


def one_sheet(table: list[list]) -> tuple[workbooks.Sheet, list[str]]:
    found, notes = workbooks.sheets(workbook({"any": table}), "any.xlsx")
    assert list(found) == ["any"]
    return found["any"], notes


def read_as_months(day: datetime.datetime) -> datetime.datetime | str:
    """Return what a program that writes the month first makes of a day-first date."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else f"{day:%d/%m/%Y %H:%M}"


def read_as_days(day: datetime.datetime) -> datetime.datetime | str:
    """Return what a program that writes the day first makes of a month-first date, its year short."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else f"{day:%m/%d/%y %H:%M}"


def log(days: list[datetime.datetime], read_as=lambda day: day, tabs: int = 1) -> bytes:
    draw = random.Random(1)
    rows = [[at, f"C{draw.randrange(9)}", read_as(day), draw.randrange(5, 90)] for at, day in enumerate(days)]
    return workbook({f"Orders {tab}": [NAMES, *rows[tab::tabs]] for tab in range(tabs)})


@pytest.mark.parametrize("tabs", [1, 12])
@pytest.mark.parametrize("read_as", [read_as_months, read_as_days])
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_days_that_were_taken_for_months_are_put_right(tmp_path_factory, read_as, tabs, seed):
    draw = random.Random(seed)
    begin = datetime.datetime(2024, 1, 1, 8, 26)
    span = draw.choice([90, 200, 312, 730])
    days = [
        begin + datetime.timedelta(days=draw.randrange(span), minutes=draw.randrange(900)) for _ in range(120)
    ]
    folder = tmp_path_factory.mktemp("days")
    (folder / "true.xlsx").write_bytes(log(days))
    (folder / "shop.xlsx").write_bytes(log(days, read_as, tabs))
    found = orders.clean(folder / "shop.xlsx")
    due = orders.clean(folder / "true.xlsx").orders
    pd.testing.assert_frame_equal(found.orders, due)
    assert sum("took day for month in" in one for one in found.assumptions) == 1


@pytest.mark.parametrize(
    ("days", "by_hand", "told"),
    [
        ([(2024, 3, day) for day in range(1, 29)], ["29/03/2024"], False),
        ([(2024, 3, day) for day in range(1, 13)], ["13/03/2024", "14/03/2024"], True),
        ([(2024, month, 1) for month in range(1, 13)], ["15/01/2024", "28/02/2024"], True),
        ([(2024, 3, day) for day in range(1, 13)], ["03/04/2024"] * 20, False),
    ],
    ids=[
        "days past the 12th",
        "one month's first days",
        "the first of each month",
        "text that could be either",
    ],
)
def test_dates_beside_a_few_that_were_typed_stay_what_they_are(days, by_hand, told):
    rows = [[datetime.datetime(*day), 1] for day in days] + [[text, 1] for text in by_hand]
    sheet, notes = one_sheet([["day", "x"], *rows])
    assert [len(day) and f"{day[0]}-{day[1]:02}-{day[2]:02}" in sheet.text.decode() for day in days] == [
        True
    ] * len(days)
    assert [("does not show" in note) for note in notes] == [True] * told


def test_a_date_that_was_typed_later_stays_among_those_that_are_put_right():
    days = [datetime.datetime(2024, 1 + at % 12, 1 + at % 28) for at in range(120)]
    sheet, _ = one_sheet(
        [["day", "x"], *([read_as_months(day), 1] for day in days), [datetime.datetime(2024, 3, 29), 1]]
    )
    assert sheet.text.decode().splitlines()[-1] == "29/03/2024,1"


# What sheets are like ----------------------------------------------------------------------------------------


def test_long_numbers_of_orders_stay_whole():
    numbers = [2024031512345678 + at for at in range(3)]
    (sheet, _) = one_sheet([["order", "x"], *([number, 1.5] for number in numbers)])
    assert sheet.text.decode().splitlines()[1:] == [f"{number},1.5" for number in numbers]


def test_the_last_moment_of_a_day_is_of_that_day():
    last, ever = (
        datetime.datetime(2024, 3, 31, 23, 59, 59, 997000),
        datetime.datetime(9999, 12, 31, 23, 59, 59, 990000),
    )
    sheet, _ = one_sheet(
        [["day", "x"], [last, 1], [ever, 1], [datetime.datetime(2024, 3, 1, 8, 0, 0, 600000), 1]]
    )
    times = ["2024-03-31 23:59:59,1", "9999-12-31 23:59:59,1", "2024-03-01 08:00:01,1"]
    assert sheet.text.decode().splitlines()[1:] == times


def test_cells_with_the_signs_of_other_separators_are_cells(tmp_path):
    rows = rows_of(DUE.assign(items="tea; cup; tray; pot; spoon; jar|a|b|c|d|e|f"))
    (tmp_path / "shop.xlsx").write_bytes(workbook({"Orders": rows}))
    assert data.own(tmp_path / "shop.xlsx").shape == read(tmp_path / "shop.xlsx").rows.shape == (3, 5)


@pytest.mark.parametrize(
    "above",
    [
        [["From", datetime.datetime(2024, 1, 1), "To", datetime.datetime(2024, 12, 31)], []],
        [["Shop", "Acme", "Period"], ["Printed", datetime.datetime(2025, 1, 2)], [None, None, 3], []],
        [[f"line {at}"] for at in range(20)],
    ],
    ids=["dates", "texts", "twenty lines"],
)
def test_what_stands_above_the_names_is_no_row(tmp_path, above):
    (tmp_path / "shop.xlsx").write_bytes(workbook({"Orders": [*above, *rows_of(DUE)]}))
    found = read(tmp_path / "shop.xlsx").rows
    assert found.columns.tolist() == NAMES and len(found) == 3
    assert found.index.tolist() == [len(above) + 2 + at for at in range(3)]
    assert data.own(tmp_path / "shop.xlsx").columns.tolist() == NAMES


def test_a_note_far_right_and_a_blank_far_below_change_nothing(tmp_path):
    rows = rows_of(DUE)
    rows[2] = [*rows[2], None, None, None, "call her"]
    rows += [[None]] * 30 + [[" "]]
    (tmp_path / "shop.xlsx").write_bytes(workbook({"Orders": rows}))
    found = read(tmp_path / "shop.xlsx").rows
    assert len(found) == 3 and found.columns.tolist()[:4] == NAMES


def test_amounts_pasted_with_a_decimal_comma_are_amounts_among_numbers(tmp_path):
    rows = sound()
    text = rows.astype(str).to_numpy().tolist()
    at = rows.columns.get_loc("total")
    for number, row in enumerate(text):
        amount = f"{float(row[at]):,.2f}".translate(str.maketrans(",.", ".,"))
        row[at] = float(row[at]) if number % 2 else f"{amount} €" if number % 4 else amount
    (tmp_path / "shop.xlsx").write_bytes(workbook({"Orders": [[*rows], *text]}))
    pd.testing.assert_frame_equal(orders.clean(tmp_path / "shop.xlsx").orders, orders.clean(rows).orders)


def test_a_sheet_that_says_it_reaches_into_the_last_corner_is_refused(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORMS["due.xlsx"])) as due, zipfile.ZipFile(made, "w") as large:
        for name in due.namelist():
            large.writestr(name, due.read(name).replace(b'ref="A1:D4"', b'ref="A1:XFD1048576"'))
    (tmp_path / "shop.xlsx").write_bytes(made.getvalue())
    for reading in (data.own, read):
        with pytest.raises(
            CourseError, match="reaches to XFD1048576, 17,179,869,184 cells.*delete what stands far right"
        ):
            reading(tmp_path / "shop.xlsx")


def test_a_fault_of_the_reader_s_own_is_a_message_too(monkeypatch):
    import python_calamine

    class PanicException(BaseException):
        pass

    def panics(self):
        raise PanicException("index out of range")

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_object", panics)
    with pytest.raises(CourseError, match="no workbook that can be read, for it is damaged"):
        workbooks.sheets(FORMS["due.xlsx"], "due.xlsx")


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
