"""Habits of machines and places: encodings, lines too long, archives, several files, names of files."""

import gzip
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from planted_faults import sound

from marketing_origin import orders
from marketing_origin.data.encodings import decode
from marketing_origin.errors import CourseError

# The same small table as shops of these places export it.
TEXTS = {
    "China": "订单编号,买家会员名,付款时间,金额\n1,小明,2024-01-01,3.50\n2,王小红,2024-01-02,4.00\n",
    "Taiwan": "訂單編號,買家帳號,付款時間,金額\n1,陳小明,2024-01-01,3.50\n2,王小紅,2024-01-02,4.00\n",
    "Germany": "Bestellnr;Kunde;Datum;Betrag\n1;Jörg Müller;01.02.2024;3,50 €\n2;Ännchen Groß;02.02.2024;4 €\n",
    "capitals": "BESTELLNR;KUNDE;DATUM;BETRAG\n1;BÄCKER;01.02.2024;3,50\n2;KÖHLER;02.02.2024;4,00\n",
    "France": "N° commande;Client;Date;Montant\n1;Lefèvre;01/02/2024;3,50\n2;Noël François;02/02/2024;4,00\n",
    "Spain": "Pedido;Cliente;Fecha;Importe\n1;Muñoz;01/02/2024;3,50\n2;José Peña;22/02/2024;4,00\n",
    "Poland": "Nr zamówienia;Klient;Data;Kwota\n1;Łukasz Wójcik;01.02.2024;3,50\n2;Dąbrowska;02.02.2024;4,00\n",
    "Russia": "Номер заказа;Клиент;Дата;Сумма\n1;Иванов Пётр;01.02.2024;3,50\n2;Сидорова;02.02.2024;4,00\n",
}
IN = {
    "China": ["gb18030", "gbk"],
    "Taiwan": ["big5", "cp950", "gb18030"],
    "Germany": ["cp1252", "mac_roman", "cp1250"],
    "capitals": ["cp1252"],
    "France": ["cp1252", "mac_roman"],
    "Spain": ["cp1252", "mac_roman"],
    "Poland": ["cp1250"],
    "Russia": ["cp1251"],
}
EVERYWHERE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize(
    ("place", "encoding"), [(place, one) for place in TEXTS for one in EVERYWHERE + IN[place]]
)
def test_a_text_is_read_in_the_encoding_that_it_is_in(place, encoding):
    for ends in ("\n", "\r\n", "\r"):
        text = TEXTS[place].replace("\n", ends)
        assert decode(text.encode(encoding), "orders.csv")[0].lstrip("\ufeff") == text


def test_the_encoding_is_told_and_another_can_be_said(tmp_path):
    path = tmp_path / "commandes.csv"
    czech = "číslo;zákazník;date;total\n1;Dvořák;2024-01-01;3,50\n2;Černý;2024-01-02;4,00\n"
    path.write_bytes(czech.encode("cp1250"))
    said = {"customer": "zákazník", "order": "číslo", "encoding": "cp1250"}
    clean = orders.clean(path, said)
    assert clean.orders["customer"].tolist() == ["Dvořák", "Černý"]
    assert "Its text was read as cp1250; as you said." in clean.assumptions
    path.write_bytes(TEXTS["Taiwan"].encode("big5"))
    told = orders.clean(path, {"customer": "買家帳號", "order": "訂單編號"}).assumptions
    assert any(one.startswith("Its text was read as big5hkscs; where letters are wrong") for one in told)
    for wrong in ("cp12", "ascii"):
        with pytest.raises(CourseError, match="is not in the encoding"):
            orders.clean(path, {"encoding": wrong})


def test_a_cut_character_at_the_end_does_not_change_the_encoding():
    whole = TEXTS["China"].encode()
    assert decode(whole[:-30] + "红".encode()[:2], "x")[1] == "utf-8"
    with pytest.raises(CourseError, match="is no text"):
        decode(bytes(range(256)) * 20, "x")


# Lines too long


def broken(rows: pd.DataFrame, at: dict[int, str]) -> bytes:
    lines = rows.to_csv(index=False).splitlines()
    for number, line in at.items():
        lines[number] = line
    return "\n".join(lines).encode()


def test_a_separator_inside_a_value_is_mended_where_one_way_fits(tmp_path):
    rows = sound().assign(note="thanks a lot")
    lines = rows.to_csv(index=False).splitlines()
    one = lines[5].replace("thanks a lot", "thanks, a lot")
    two = lines[9].replace("thanks a lot", "Ring, twice, please")
    lost = lines[7].replace("paid,EUR,", "paid,EUR,EUR,")  # a status, a currency, or a mail address of two?
    path = tmp_path / "orders.csv"
    path.write_bytes(broken(rows, {5: one, 9: two, 7: lost}))
    clean = orders.clean(path)
    mended, left_out = clean.findings
    assert mended.name == "lines with more cells than columns, mended" and mended.rows == 2
    assert mended.examples["note"].tolist() == ["thanks, a lot", "Ring, twice, please"]
    assert mended.examples.index.tolist() == [6, 10]
    assert left_out.name == "lines with more cells than columns" and left_out.rows == 1
    whole = orders.clean(rows).orders
    pd.testing.assert_frame_equal(
        clean.orders, whole[whole["order"] != rows["order_id"].iloc[6]].reset_index(drop=True)
    )
    # As the person says: out with them.
    without = orders.clean(path, {"long_lines": "leave out"})
    assert len(without.orders) == len(rows) - 3
    assert without.account["rows"].iloc[1:].sum() == len(rows)


def test_an_amount_cut_at_its_comma_is_put_together(tmp_path):
    rows = sound().assign(total=lambda f: f["total"].str.replace(".", ","))
    lines = rows.to_csv(index=False).splitlines()
    path = tmp_path / "orders.csv"
    path.write_bytes(broken(rows, {3: lines[3].replace('"', "")}))
    clean = orders.clean(path)
    assert [one.name for one in clean.findings] == ["lines with more cells than columns, mended"]
    pd.testing.assert_frame_equal(clean.orders, orders.clean(sound()).orders)


def test_an_unquoted_comma_in_a_name_does_not_make_a_customer_of_the_first_half(tmp_path):
    rows = sound().drop(columns="email").assign(customer_id=lambda f: "Person " + f["customer_id"])
    path = tmp_path / "orders.csv"
    lines = rows.to_csv(index=False).splitlines()
    path.write_bytes(
        broken(rows, {4: lines[4].replace("Person ", "Person, "), 6: lines[6].replace(" ", ",")})
    )
    (finding,) = orders.clean(path).findings
    assert finding.rows == 2 and finding.examples["customer_id"].str.startswith("Person,").all()


# Archives and several files


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_of_several_tables_is_one_log(tmp_path):
    rows = sound()
    halves = {
        "export/2023-1.csv": rows.head(600).to_csv(index=False).encode(),
        "export/2023-2.csv": rows.tail(600).to_csv(index=False).encode(),
        "__MACOSX/export/._2023-1.csv": b"\0\5\26\7",
        "export/readme.pdf": b"%PDF",
    }
    path = tmp_path / "orders.zip"
    path.write_bytes(packed(halves))
    pd.testing.assert_frame_equal(orders.clean(path).orders, orders.clean(rows).orders)


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b"a,b\n" * 900, mtime=0)[:-20], gzip.compress(b"a" * 99, mtime=0)[:12]],
    ids=["at its end", "at its beginning"],
)
def test_an_archive_that_is_cut_off_is_one_message(content, tmp_path):
    (tmp_path / "orders.csv.gz").write_bytes(content)
    with pytest.raises(CourseError, match="cannot be unpacked"):
        orders.clean(tmp_path / "orders.csv.gz")


def test_files_whose_columns_differ_a_little_are_one_log_and_it_is_told(tmp_path):
    rows = sound()
    old = rows.head(600).drop(columns="email").rename(columns={"order_id": "Order ID", "total": "TOTAL"})
    old.to_csv(tmp_path / "2022.csv", index=False)
    rows.tail(600).assign(channel="web").to_csv(tmp_path / "2023.csv", index=False)
    clean = orders.clean(tmp_path)
    pd.testing.assert_frame_equal(clean.orders, orders.clean(rows).orders)
    told = "2022.csv: it has no column 'email', 'channel', which is blank in its rows."
    assert told in clean.assumptions
    # What says who ordered has to be in each.
    old.drop(columns="customer_id").to_csv(tmp_path / "2022.csv", index=False)
    with pytest.raises(CourseError, match=r"2022\.csv has no column 'customer_id'.*rename"):
        orders.clean(tmp_path, {"customer": "customer_id"})


# Names of files


@pytest.mark.parametrize(
    "name", ["März 2024 – Käufe [1].csv", "C:\\Users\\Zoë\\orders.csv", "订单.CSV", "a.b.csv"]
)
def test_any_name_of_a_file_is_read_and_has_its_own_answers(name, tmp_path):
    folder = tmp_path / "Ordner [alt] mit Lücken"
    folder.mkdir()
    path = folder / name
    sound().to_csv(path, index=False)
    assert len(orders.clean(str(path), {"zero": "keep"}, keep_answers=True).orders) == 1200
    kept = path.with_name(f"{path.name[:-4]}.answers.toml")
    assert kept.exists()
    assert orders.clean(path).answers == {"zero": "keep"}
    kept.unlink()
    assert len(orders.clean(f"{folder}/*.[cC]*").orders) == 1200 if name == "订单.CSV" else True
    assert len(orders.clean(folder).orders) == 1200


def test_a_pattern_means_its_stars_and_no_brackets_of_a_folder(tmp_path):
    folder = tmp_path / "shop [1]"
    folder.mkdir()
    sound().head(600).to_csv(folder / "a.csv", index=False)
    sound().tail(600).to_csv(folder / "b.csv", index=False)
    assert len(orders.clean(f"{folder}/*.csv").orders) == 1200


def test_the_locale_of_the_machine_changes_nothing(tmp_path):
    path = tmp_path / "Käufe.csv"
    rows = sound().assign(customer_id=lambda f: "Zoë " + f["customer_id"])
    rows.to_csv(path, index=False, sep=";", encoding="cp1252")
    code = (
        "import sys; from marketing_origin import orders\n"
        "clean = orders.clean(sys.argv[1], {'zero': 'keep', 'not_persons': ['Zo\\u00eb']}, keep_answers=True)\n"
        "print(len(clean.orders), clean.orders['customer'].str.startswith('Zo\\u00eb').all())"
    )
    for locale in (
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "cp1252"},
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, os.fsencode(path)],
            capture_output=True,
            env=os.environ | locale,
            cwd="/",
        )
        assert done.stdout.split() == [b"1200", b"True"], done.stderr
    assert "Zoë" in (Path(tmp_path) / "Käufe.answers.toml").read_text("utf-8")
