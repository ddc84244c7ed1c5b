"""A table of one's own: as programs and spreadsheets save it; what is none gets one clear message."""

import gzip
import io
import zipfile

import pandas as pd
import pytest

from marketing_origin import data
from marketing_origin.errors import CourseError

DUE = pd.DataFrame(
    {
        "customer": ["Ann", "Zoë", "Li"],
        "day": pd.to_datetime(["2024-03-01", "2024-03-02", None]),
        "value": [1234.5, 20.0, -3.25],
        "pieces": [1, 2, 3],
    }
)
COMMA = 'customer,day,value,pieces\nAnn,2024-03-01,1234.5,1\nZoë,2024-03-02,20,2\n"Li",,-3.25,3\n'
EUROPE = "customer;day;value;pieces\nAnn;2024-03-01;1.234,50;1\nZoë;2024-03-02;20,0;2\nLi;;-3,25;3\n"


def zipped(files: dict[str, str]) -> bytes:
    """Return a zip of texts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()


FORMS = {
    "plain": COMMA.encode(),
    "with a mark and Windows' lines": b"\xef\xbb\xbf" + COMMA.replace("\n", "\r\n").encode(),
    "semicolons and decimal commas": EUROPE.encode("cp1252"),
    "tabs in UTF-16": EUROPE.replace(";", "\t").encode("utf-16"),
    "sep=": b"sep=;\r\n" + EUROPE.replace("\n", "\r\n").encode(),
    "gzipped": gzip.compress(COMMA.encode()),
    "zipped, with a note": zipped(
        {"shop/orders.csv": EUROPE, "read me.pdf": "", "__MACOSX/._orders.csv": "x"}
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_common_form_gives_the_same_table(tmp_path, monkeypatch, form):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_bytes(FORMS[form])
    found = data.own("orders.csv")
    pd.testing.assert_frame_equal(found, DUE, check_dtype=False)
    assert found["day"].dtype.kind == "M"
    assert found["pieces"].dtype == "int64"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "cut off or damaged: fetch it again"),
        (zipped({"xl/workbook.xml": "<x/>"}), "is no workbook that can be read.*save the sheet as CSV"),
        (zipped({"photo.png": "x"}), r"no table in it \(photo.png\): unpack it"),
        (zipped({}), "is a zip with nothing in it: export it anew"),
        (gzip.compress(COMMA.encode())[:-9], "orders.csv cannot be unpacked .*fetch it again"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is no text"),
        (b"Dear Ann,\nhow are you? I am well\nYours\n", "no table with columns"),
    ],
)
def test_what_is_no_table_is_told(tmp_path, monkeypatch, content, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_bytes(content)
    with pytest.raises(CourseError, match=words):
        data.own("orders.csv")


def test_a_table_whose_first_column_is_called_pk_is_no_zip(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text("PK,customer\n1,Ann\n2,Li\n")
    assert data.own("orders.csv").columns.tolist() == ["PK", "customer"]


def test_of_several_tables_in_one_file_it_is_told_how_to_read_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop's.zip").write_bytes(zipped({"2024/b.csv": EUROPE, "2024/a.csv": COMMA}))
    with pytest.raises(CourseError, match=r"shop's\.zip holds 2 tables: 2024/a\.csv, 2024/b\.csv") as told:
        data.own("shop's.zip")
    code = str(told.value).partition("read one: ")[2].removesuffix(".")
    names = {"data": data}
    exec(code.replace("data.own", "found = data.own"), names)
    pd.testing.assert_frame_equal(names["found"], DUE, check_dtype=False)


@pytest.mark.parametrize("name", ["order.csv", "", 3, None])
def test_a_file_that_is_not_there_is_told_with_what_is(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_text(COMMA, encoding="utf-8")
    with pytest.raises(CourseError, match=r"orders\.csv.*Use a file"):
        data.own(name)
