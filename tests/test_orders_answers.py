"""What a person says of a log: every answer that is named can be given, and is kept beside the log."""

import re
import tomllib

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted_faults import FAULTS, sound

from marketing_origin import orders
from marketing_origin.errors import CourseError


def adds_up(clean: orders.CleanLog) -> bool:
    account = clean.account
    return bool(
        account["rows"].iloc[1:].sum() == account["rows"].iloc[0]
        and account["revenue"].iloc[1:].sum() == account["revenue"].iloc[0]
        and account["revenue"].iloc[-1] == clean.orders["cents"].sum()
    )


@pytest.mark.parametrize("name", FAULTS)
def test_what_else_can_be_said_of_a_finding_can_be_said(name):
    planted = FAULTS[name](sound())
    before = orders.clean(planted.rows)
    finding = next(finding for finding in before.findings if finding.name == planted.name)
    for text in re.findall(r"answers=(\{.*?\})", finding.otherwise):
        # For the customer a person names another column; here any other will do.
        said = eval(text.replace('"…"', '"status"'))
        after = orders.clean(planted.rows, said)
        assert adds_up(after)
        told = next((one for one in after.findings if one.name == planted.name), None)
        changed = told is None or told.done != finding.done
        assert changed or not after.orders.equals(before.orders)


def kept(tmp_path):
    path = tmp_path / "orders.csv"
    sound().assign(created_at=["03/04/2024", "02/04/2024", "05/03/2024"] * 400).to_csv(path, index=False)
    return path, tmp_path / "orders.answers.toml"


def test_answers_are_written_only_where_that_is_asked(tmp_path):
    path, file = kept(tmp_path)
    orders.clean(path, {"day_first": True})
    assert not file.exists()
    orders.clean(path, {"day_first": True}, keep_answers=True)
    assert tomllib.loads(file.read_text("utf-8")) == {"day_first": True}
    with pytest.raises(CourseError, match="a frame has no place"):
        orders.clean(sound(), keep_answers=True)


def test_what_a_person_has_written_into_the_file_stays(tmp_path):
    path, file = kept(tmp_path)
    orders.clean(path, {"day_first": True, "guests": "leave out"}, keep_answers=True)
    mine = file.read_text("utf-8").replace("day_first = true", "day_first = false  # asked Ann, 3 May")
    file.write_text("\ufeff# Mine.\n" + mine, "utf-8")
    clean = orders.clean(path, {"zero": "keep", "guests": "each order its own customer"}, keep_answers=True)
    assert clean.answers == {"day_first": False, "zero": "keep", "guests": "each order its own customer"}
    now = file.read_text("utf-8")
    assert "# Mine." in now and "day_first = false  # asked Ann, 3 May" in now
    assert tomllib.loads(now) == clean.answers
    # A list over several lines is not torn apart.
    file.write_text('day_first = true\nnot_persons = [\n  "a",\n  "b",\n]\n', "utf-8")
    clean = orders.clean(path, {"not_persons": ["c"]}, keep_answers=True)
    assert tomllib.loads(file.read_text("utf-8")) == {"day_first": True, "not_persons": ["c"]}


def test_a_day_may_be_written_as_one(tmp_path):
    path, file = kept(tmp_path)
    file.write_text("day_first = true\nfirst_day = 2024-04-01\n", "utf-8")
    clean = orders.clean(path, keep_answers=True)
    assert clean.orders["day"].min() == pd.Timestamp("2024-04-02")
    assert "first_day = 2024-04-01" in file.read_text("utf-8")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, max_size=3), TEXT, st.booleans())
def test_any_text_survives_the_file(tmp_path, names, name, day_first):
    path = tmp_path / "log.csv"
    path.write_text("x", "utf-8")
    said = {"not_persons": names, "only_currency": name, "day_first": day_first}
    for _ in range(2):
        kept_at = orders.kept_answers.keep(path, said)
        assert orders.kept_answers.known_answers(path, None) == said
    kept_at.unlink()


def test_a_killed_run_leaves_no_half_file(tmp_path, monkeypatch):
    path, file = kept(tmp_path)
    orders.clean(path, {"day_first": True}, keep_answers=True)
    before = file.read_text("utf-8")
    monkeypatch.setattr(type(path), "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        orders.clean(path, {"zero": "keep"}, keep_answers=True)
    assert file.read_text("utf-8") == before


# Each trap that a person may see otherwise, and the answer with which it is handled so.
TRAPS = {
    "one_id_for_all_guests": (
        {"persons": ["C9999"]},
        lambda clean: clean.orders["customer"].eq("C9999").any(),
    ),
    "guests_by_name": ({"persons": ["Guest"]}, lambda clean: clean.orders["customer"].eq("Guest").any()),
    "guests_without_an_id": (
        {"guests": "each order its own customer"},
        lambda clean: clean.orders["customer"].str.startswith("guest ").sum() == 90,
    ),
    "ids_of_contacts_for_customers": (
        {"customer": "customer_id"},
        lambda clean: clean.orders["customer"].str.fullmatch(r"a\d+").all(),
    ),
    "orders_of_days_to_come": (
        {"last_day": "2100-12-31"},
        lambda clean: (clean.orders["day"] > pd.Timestamp.today()).any(),
    ),
    "dates_in_the_far_future": (
        {"last_day": "2100-12-31"},
        lambda clean: clean.orders["day"].max().year == 2099,
    ),
    "an_end_in_mid_month": (
        {"last_day": "2023-11-30"},
        lambda clean: clean.orders["day"].max() <= pd.Timestamp("2023-11-30"),
    ),
    "one_customer_with_much_of_the_revenue": (
        {"not_persons": [sound()["customer_id"].iloc[5]]},
        lambda clean: not clean.orders["customer"].eq(sound()["customer_id"].iloc[5]).any(),
    ),
    "a_beginning_in_mid_life": (
        {"first_day": "2023-09-01"},
        lambda clean: clean.orders["day"].min() >= pd.Timestamp("2023-09-01"),
    ),
    "days_in_utc": (
        {"time_zone": "Asia/Shanghai"},
        lambda clean: clean.orders["day"].max() == pd.Timestamp("2024-01-01"),
    ),
    "days_in_offsets_of_a_continent": ({"time_zone": ""}, lambda clean: clean.findings == []),
    "addresses_in_capitals": (
        {"spellings": "each its own"},
        lambda clean: clean.orders["customer"].str.isupper().any(),
    ),
    "customers_cut_by_a_spreadsheet_program": (
        {"cut_customers": "as it is"},
        lambda clean: clean.orders["customer"].eq("5.36E+11").sum() == 35,
    ),
    "orders_cut_by_a_spreadsheet_program": (
        {"cut_orders": "as it is"},
        lambda clean: clean.orders["order"].str.startswith("5.36E+11 (").any(),
    ),
    "customers_rounded_by_a_spreadsheet_program": (
        {"cut_customers": "no customer"},
        lambda clean: clean.orders["customer"].str.len().max() < 18,
    ),
    "orders_rounded_by_a_spreadsheet_program": (
        {"cut_orders": "a customer's day"},
        lambda clean: clean.orders["order"].str.fullmatch(r"C\d{4} 2023-\d\d-\d\d").all(),
    ),
    "numbers_used_again": (
        {"numbers_again": "one order"},
        lambda clean: not clean.orders["customer"].eq("D1").any(),
    ),
    "a_counter_that_began_anew": (
        {"numbers_again": "each time its own"},
        lambda clean: clean.orders["cents"].eq(700).sum() > 20,
    ),
    "sums_of_each_month_among_the_orders": (
        # They have no customer, and so become guests.
        {"sums": "keep", "guests": "each order its own customer"},
        lambda clean: clean.orders["customer"].str.startswith("guest ").sum() == 12,
    ),
    "nobody_new_any_more": (
        {"last_day": "2023-04-30"},
        lambda clean: clean.orders["day"].max() <= pd.Timestamp("2023-04-30"),
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_handled_as_the_person_says_and_the_report_tells_it(name, tmp_path):
    answer, holds = TRAPS[name]
    path = tmp_path / "orders.csv"
    FAULTS[name](sound()).rows.to_csv(path, index=False)
    before = orders.clean(path)
    assert not holds(before)
    after = orders.clean(path, answer, keep_answers=True)
    assert holds(after) and adds_up(after)
    # Asked nothing twice: the answer stands beside the log, and the report tells it.
    again = orders.clean(path)
    assert again.answers == answer and again.orders.equals(after.orders)
    for said in answer:
        assert any(sentence.startswith(f"You said {said} = ") for sentence in again.assumptions)


def test_a_refund_goes_with_the_time_of_its_number_that_it_follows():
    rows = sound().iloc[:60].reset_index(drop=True)
    again = rows.loc[[5]].assign(created_at="2023-11-01", total="40.00")
    back = rows.loc[[5]].assign(created_at="2023-11-20", total="-15.00")
    whole = pd.concat([rows, again, back], ignore_index=True)
    clean = orders.clean(whole, {"numbers_again": "each time its own"})
    mine = clean.orders[clean.orders["order"].str.startswith(rows.at[5, "order_id"])]
    assert mine["cents"].tolist() == [round(float(rows.at[5, "total"]) * 100), 2500] and adds_up(clean)


def test_what_is_called_a_sum_and_is_none_stays():
    rows = sound()
    rows.loc[[5, 50, 500], "customer_id"] = "Total"  # sells fuel
    clean = orders.clean(rows)
    assert clean.findings == [] and clean.orders["customer"].eq("Total").sum() == 3


def test_rows_without_a_currency_are_counted_but_not_in_silence():
    rows = sound()
    rows.loc[10:14, "currency"] = ""
    clean = orders.clean(rows)
    (finding,) = clean.findings
    assert finding.name == "rows without a currency among others with one" and finding.rows == 5
    assert finding.done == "kept: counted as EUR" and clean.currency == "EUR"
    assert orders.clean(rows, {"currency": ""}).findings == []


def test_where_all_customers_are_cut_the_message_says_so_and_its_answer_works():
    rows = sound().assign(customer_id=["1.23E+15", "1.24E+15", "1.25E+15"] * 400)
    with pytest.raises(CourseError, match="1,200 of 1,200 rows are “numbers of the customer cut") as told:
        orders.clean(rows)
    said = re.search(r'answers=(\{"cut_customers": "[^"]+"\})', str(told.value))[1]
    assert len(orders.clean(rows, eval(said)).orders) == 1200
