"""From an export to a clean log: thirty faults found and counted, every form read, nothing lost."""

import gzip
import re
import sqlite3

import pandas as pd
import pytest
from planted_faults import FAULTS, sound

from marketing_origin import orders
from marketing_origin.errors import CourseError


def adds_up(clean: orders.CleanLog) -> bool:
    file, rest = clean.account.iloc[0], clean.account.iloc[1:]
    return rest["rows"].sum() == file["rows"] and rest["revenue"].sum() == file["revenue"]


def found(clean: orders.CleanLog) -> dict[str, int]:
    return {finding.name: finding.rows for finding in clean.findings}


def test_a_sound_log_is_taken_as_it_is():
    rows = sound()
    clean = orders.clean(rows)
    assert clean.findings == [] and len(clean.orders) == len(rows) and clean.currency == "EUR"
    assert clean.orders["cents"].sum() == round(rows["total"].astype(float).sum() * 100)
    assert clean.orders.dtypes.astype(str).to_dict()["day"] == "datetime64[s]"
    assert adds_up(clean)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_counted_and_shown(name):
    planted = FAULTS[name](sound())
    clean = orders.clean(planted.rows)
    assert found(clean).get(planted.name) == planted.count, found(clean)
    finding = next(finding for finding in clean.findings if finding.name == planted.name)
    assert finding.revenue == planted.worth
    # The examples are rows with the fault, as they stand in the file.
    shown = finding.examples
    assert len(shown) == min(3, planted.count) and finding.done
    assert planted.at[shown.index - 1].all()
    pd.testing.assert_frame_equal(
        shown.reset_index(drop=True), planted.rows.iloc[shown.index - 1].reset_index(drop=True)
    )
    assert adds_up(clean)
    # Nothing else is found that does not follow from the fault: of rows that share a number, that they do.
    share = "order_id" in planted.rows and planted.rows["order_id"].duplicated().any()
    follows = planted.also | ({"several rows an order"} if share else set())
    assert set(found(clean)) - {planted.name} <= follows


def test_thirty_faults_and_more_are_planted():
    assert len(FAULTS) >= 30


def test_all_row_faults_at_once_add_up():
    rows = sound()
    for name in ("blank_lines", "no_date", "no_amount", "cancelled", "guests_by_name", "refunds_as_rows"):
        rows = FAULTS[name](rows).rows.reset_index(drop=True)
    clean = orders.clean(rows)
    assert adds_up(clean) and len(found(clean)) >= 6


def test_refunds_are_taken_off_their_orders():
    rows = pd.DataFrame(
        {
            "order": ["1", "2", "R1", "3", "3"],
            "customer": ["a", "a", "a", "b", "b"],
            "date": ["2024-01-01", "2024-02-01", "2024-02-03", "2024-01-05", "2024-01-09"],
            "amount": ["10.00", "20.00", "-25.00", "8.00", "-3.00"],
        }
    )
    clean = orders.clean(rows)
    assert clean.orders.set_index("order")["cents"].to_dict() == {"1": 500, "3": 500}
    without = orders.clean(rows, {"refunds": "leave out"})
    assert without.orders["cents"].sum() == 3800
    alone = orders.clean(rows.assign(customer=["a", "a", "c", "b", "b"]))
    assert (
        alone.account.set_index("step").loc["refunds without an order to take them off", "revenue"] == -2500
    )
    assert adds_up(clean) and adds_up(without) and adds_up(alone)


FORMS = {
    "comma": (",", "{:.2f}", "%Y-%m-%d", "utf-8"),
    "semicolon": (";", "{:.2f}", "%d.%m.%Y", "cp1252"),
    "tab": ("\t", "{:.2f}", "%d/%m/%Y", "utf-16"),
    "bar": ("|", "{:,.2f}", "%m/%d/%y", "utf-8-sig"),
    "month's name": (",", "{:.2f}", "%d %b %Y", "utf-8"),
    "with time": (",", "{:.2f}", "%Y-%m-%dT23:30:00+02:00", "utf-8"),
    "compact": (",", "{:.2f}", "%Y%m%d", "utf-8"),
    "Chinese": (",", "¥{:.2f}", "%Y年%m月%d日", "utf-8"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_habit_of_a_file_gives_the_same_log(form, ends, tmp_path):
    separator, money, day, encoding = FORMS[form]
    rows = sound()
    rows["total"] = (rows["total"].astype(float) * 20).map(money.format)
    if form == "semicolon":
        rows["total"] = rows["total"].map(lambda text: f"{text.replace('.', ',')} €")
    rows["created_at"] = pd.to_datetime(rows["created_at"]).dt.strftime(day)
    path = tmp_path / "orders.csv.gz"
    text = rows.to_csv(sep=separator, index=False, lineterminator=ends)
    path.write_bytes(gzip.compress(text.encode(encoding)))
    clean = orders.clean(path)
    plain = orders.clean(sound().assign(total=lambda f: (f["total"].astype(float) * 20).map("{:.2f}".format)))
    pd.testing.assert_frame_equal(clean.orders, plain.orders)
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv.gz"]


def test_thousands_and_a_decimal_comma():
    rows = sound().assign(total="1.234,56 €")
    assert orders.clean(rows).orders["cents"].eq(123456).all()


def test_tables_of_other_kinds_and_several_files(tmp_path):
    rows = sound()
    halves = [tmp_path / "a.csv", tmp_path / "b.csv"]
    rows.head(600).to_csv(halves[0], index=False)
    rows.tail(600).to_csv(halves[1], index=False)
    whole = orders.clean(rows).orders
    pd.testing.assert_frame_equal(orders.clean(halves).orders, whole)
    rows.to_parquet(tmp_path / "orders.parquet")
    pd.testing.assert_frame_equal(orders.clean(tmp_path / "orders.parquet").orders, whole)
    with sqlite3.connect(tmp_path / "shop.sqlite") as connection:
        rows.to_sql("orders", connection, index=False)
    pd.testing.assert_frame_equal(orders.clean(f"{tmp_path}/shop.sqlite::orders").orders, whole)
    with pytest.raises(CourseError, match=r"no table 'order'; it has: orders.*shop\.sqlite::orders"):
        orders.clean(f"{tmp_path}/shop.sqlite::order")


def test_quantity_times_price_and_real_types():
    rows = sound()
    items = pd.DataFrame(
        {
            "InvoiceNo": rows["order_id"],
            "CustomerID": rows["customer_id"].str[1:].astype(float) + 1,
            "InvoiceDate": pd.to_datetime(rows["created_at"]) + pd.Timedelta(hours=23),
            "Quantity": 2,
            "UnitPrice": rows["total"].astype(float),
        }
    )
    clean = orders.clean(pd.concat([items, items.assign(Quantity=1)], ignore_index=True))
    assert clean.orders["cents"].sum() == 3 * round(rows["total"].astype(float).sum() * 100)
    assert clean.orders["customer"].str.fullmatch(r"\d+").all()
    assert any("2,400 rows make 1,200 orders" in finding.done for finding in clean.findings)


def test_a_time_zone_moves_an_order_to_its_day():
    rows = sound().assign(created_at="2024-03-31T23:30:00Z")
    assert orders.clean(rows).orders["day"].eq("2024-03-31").all()
    assert orders.clean(rows, {"time_zone": "Europe/Berlin"}).orders["day"].eq("2024-04-01").all()


# What only a person can say: the question, and the answer that the message gives.
OPEN = {
    "day or month": (
        lambda rows: rows.assign(created_at=["03/04/2024", "02/04/2024", "05/03/2024"] * 400),
        "day_first",
    ),
    "both": (
        lambda rows: rows.assign(created_at=["13/04/2024", "04/13/2024", "01/02/2024"] * 400),
        "day_first",
    ),
    "three decimals": (lambda rows: rows.assign(total="1.234"), "decimal"),
    "comma and point": (lambda rows: rows.assign(total=["1.5", "1,5", "2"] * 400), "decimal"),
    "currencies": (lambda rows: rows.assign(currency=["EUR", "USD", "EUR"] * 400), "only_currency"),
    "no customer": (lambda rows: rows.rename(columns={"customer_id": "who", "email": "at"}), "customer"),
    "no date": (lambda rows: rows.rename(columns={"created_at": "when"}).assign(also="2024-01-01"), "date"),
    "no value": (lambda rows: rows.rename(columns={"total": "worth"}), "value"),
}


@pytest.mark.parametrize("name", OPEN)
def test_an_open_question_is_asked_and_the_answer_that_it_names_settles_it(name):
    change, part = OPEN[name]
    rows = change(sound())
    with pytest.raises(CourseError) as asked:
        orders.clean(rows)
    answer = re.search(rf'answers=\{{"{part}": ([^}}]+)\}}', str(asked.value))[1]
    named = {"customer": "who", "date": "when", "value": "worth"}
    said = named.get(part) or {"True": True, "False": False}.get(answer) or answer.strip('"')
    clean = orders.clean(rows, {part: said if answer != "False" else False})
    assert adds_up(clean) and len(clean.orders)


def test_answers_are_kept_beside_the_log_and_asked_no_more(tmp_path):
    path = tmp_path / "orders.csv"
    sound().assign(created_at=["03/04/2024", "02/04/2024", "05/03/2024"] * 400).to_csv(path, index=False)
    before = path.read_bytes()
    first = orders.clean(path, {"day_first": True, "not_persons": ['C"1']}, keep_answers=True)
    assert orders.clean(path).answers == first.answers
    kept = tmp_path / "orders.answers.toml"
    assert "# whether 03/04/2024 is the 3rd of April\nday_first = true" in kept.read_text(encoding="utf-8")
    # A person edits it.
    kept.write_text(kept.read_text(encoding="utf-8").replace("day_first = true", "day_first = false"))
    assert orders.clean(path).orders["day"].dt.month.isin([2, 3, 5]).all()
    kept.write_text("day_first = perhaps")
    with pytest.raises(CourseError, match=r"orders\.answers\.toml cannot be read"):
        orders.clean(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"refund": "net"}, "Did you mean 'refunds'?"),
        ({"refunds": "gross"}, "must be 'net' or 'leave out'"),
        ({"day_first": "yes"}, "must be True or False"),
        ({"not_persons": "C0001"}, "a list is needed"),
        ({"customer": "customer"}, "Did you mean 'customer_id'?"),
        ({"last_day": "soon"}, "a day is needed"),
        ({"time_zone": "Berlin"}, "Europe/Berlin"),
        ({"only_currency": "USD"}, "there are EUR"),
    ],
)
def test_a_wrong_answer_is_one_message(answers, said):
    with pytest.raises(CourseError, match=re.escape(said)):
        orders.clean(sound().assign(created_at=lambda f: f["created_at"] + "T10:00:00Z"), answers)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 not really", "cut off or damaged: fetch it again"),
        (b"no table at all", "no table with columns"),
        (b"order,customer,date,total\n", "no row below"),
        (b"order,customer,date,total\n1,a,2024-01-01,x\n", "numbers"),
    ],
)
def test_a_file_that_is_no_export_is_one_message(content, said, tmp_path):
    (tmp_path / "orders.csv").write_bytes(content)
    with pytest.raises(CourseError, match=said):
        orders.clean(tmp_path / "orders.csv")


def test_a_missing_file_and_an_empty_result_say_what_to_do(tmp_path):
    sound().to_csv(tmp_path / "orders.csv", index=False)
    with pytest.raises(CourseError, match=r"Did you mean 'orders\.csv'"):
        orders.clean(tmp_path / "order.csv")
    with pytest.raises(CourseError, match="No order is left.*status"):
        orders.clean(sound().assign(status="cancelled"))
