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


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
