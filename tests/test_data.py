"""Loading the data: types, what the quirks claim, and what a user's mistake is answered with."""

import os
import re
import subprocess
import sys
import zipfile
from inspect import getdoc
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from marketing_origin import data
from marketing_origin.data.package import FOLDER, RESOURCES
from marketing_origin.errors import CourseError

KINDS = {"integer": "iuf", "number": "f", "boolean": "b", "date": "M", "datetime": "M"}


def quirks(name):
    return " ".join(data.describe(name).quirks)


def plain(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", data.NAMES)
def test_a_table_has_the_columns_types_and_rows_it_is_described_with(name):
    frame = data.load(name)
    fields = RESOURCES[name]["schema"]["fields"]
    assert list(frame.columns) == [field["name"] for field in fields]
    assert len(frame) == data.describe(name).rows > 0
    for field in fields:
        column, constraints = frame[field["name"]], field.get("constraints", {})
        if field["type"] == "string":
            expected = pd.CategoricalDtype if "enum" in constraints else pd.StringDtype
            assert isinstance(column.dtype, expected), field
        else:
            assert column.dtype.kind in KINDS[field["type"]], field
        if constraints.get("required"):
            assert column.notna().all(), f"{field['name']}: a value got lost on the way"
            if field["type"] == "integer":
                assert column.dtype == "int64"


def test_dates_are_naive_and_days_are_whole():
    assert data.load("cdnow")["date"].dt.tz is None
    assert (data.load("cdnow")["date"] == data.load("cdnow")["date"].dt.normalize()).all()
    clock = data.load("journey_baskets")["timestamp"]
    assert clock.min() == pd.Timestamp("2017-01-01 11:53:26")
    assert clock.max() == pd.Timestamp("2018-01-01 04:01:20")


def test_changing_a_frame_does_not_change_the_next_load():
    first = data.load("bank")
    untouched = first.copy()
    first["balance"] *= 2
    first["job"] = first["job"].cat.rename_categories(str.upper)
    first.drop(index=range(1000), inplace=True)
    pd.testing.assert_frame_equal(data.load("bank"), untouched)


def test_ordered_words_compare_and_sort_by_meaning():
    bank, households = data.load("bank"), data.load("journey_demographics")
    assert list(bank["month"].cat.categories[:3]) == ["jan", "feb", "mar"]
    assert (households["income"] < "35-49K").sum() == 61 + 74 + 77
    assert households["income"].max() == "250K+"


# What the quirks claim, computed again -------------------------------------------------------------------


def test_cdnow_quirks():
    log = data.load("cdnow")
    assert (len(log), log["customer_id"].nunique()) == (69_659, 23_570)
    exact, same_day = log.duplicated().sum(), log.duplicated(["customer_id", "date"]).sum()
    assert (exact, same_day, (log["value"] == 0).sum()) == (255, 2_068, 80)
    assert f"{same_day:,} rows repeat a customer and day" in quirks("cdnow")
    assert f"{exact} of them exact copies" in quirks("cdnow")
    assert f"{len(log) - same_day:,} transactions" in quirks("cdnow")
    assert f"{(log['value'] == 0).sum()} rows cost nothing" in quirks("cdnow")
    first = log.groupby("customer_id")["date"].min()
    assert f"between {first.min():%Y-%m-%d} and {first.max():%Y-%m-%d}" in quirks("cdnow")


def test_cdnow_sample_is_those_customers_rows():
    log, sample = data.load("cdnow"), data.load("cdnow_sample")
    assert (len(sample), sample["sample_id"].nunique()) == (6_919, 2_357)
    days = sample.drop_duplicates(["customer_id", "date"])
    assert len(days) == 6_696
    columns = ["customer_id", "date", "quantity", "value"]
    same = log[log["customer_id"].isin(sample["customer_id"])][columns].sort_values(
        columns, ignore_index=True
    )
    pd.testing.assert_frame_equal(same, sample[columns].sort_values(columns, ignore_index=True))
    for claim in (
        f"{len(sample) - len(days)} repeat a customer and day",
        f"{sample.duplicated().sum()} of them exact",
        f"{(sample['value'] == 0).sum()} rows cost nothing",
    ):
        assert claim in quirks("cdnow_sample")


def test_the_published_number_of_repeaters():
    sample = data.load("cdnow_sample")
    days = sample[sample["date"] <= "1997-09-30"].drop_duplicates(["customer_id", "date"])
    assert (days.groupby("customer_id").size() > 1).sum() == 946


def test_bank_quirks():
    bank = data.load("bank")
    assert len(bank) == 36_168 + 9_043
    assert f"{bank['deposit'].mean():.2%}".replace("%", " %") + " of the rows end in a deposit" in quirks(
        "bank"
    )
    never = bank["pdays"] == -1
    assert f"({never.sum():,} rows" in quirks("bank")
    assert (never == (bank["previous"] == 0)).all()
    assert not bank.loc[bank["duration"] == 0, "deposit"].any()
    months = bank["month"].astype(str)
    runs = months[months != months.shift()].tolist()
    calendar = pd.period_range("2008-05", "2010-11", freq="M").strftime("%b").str.lower().tolist()
    calendar.remove("sep")  # nobody was called in September 2008
    assert runs == calendar


def test_telco_quirks():
    telco = data.load("telco")
    blank = telco["total_charges"].isna()
    assert (len(telco), blank.sum()) == (7_043, 11)
    assert (blank == (telco["tenure"] == 0)).all()
    alike = telco.drop(columns="customer_id").duplicated().sum()
    assert f"{alike} rows are the same" in quirks("telco")


def test_journey_quirks():
    baskets, sent = data.load("journey_baskets"), data.load("journey_campaigns")
    households = data.load("journey_demographics")["household_id"]
    assert len(baskets) == 155_848
    assert baskets["products"].sum() == 1_469_307
    spent = baskets.groupby("household_id")["sales_value"].sum()
    first = baskets.groupby("household_id")["timestamp"].min()
    assert (len(spent), sent["household_id"].nunique(), len(households)) == (2_469, 1_559, 801)
    assert f"{(first < '2017-02-01').mean():.0%}".replace("%", " %") in quirks("journey_baskets")
    assert f"{(baskets['sales_value'] == 0).sum()} baskets are worth nothing" in quirks("journey_baskets")
    known = spent.index.isin(households)
    times = spent[known].mean() / spent[~known].mean()
    assert f"{times:.1f} times as much" in quirks("journey_demographics")


def test_journey_clock_is_utc():
    clock = data.load("journey_baskets")["timestamp"]
    local = clock.dt.tz_localize("UTC").dt.tz_convert("America/New_York")

    def shift(times, night):
        """Difference in the mean hour of shopping, three weeks before and after the clocks went forward."""
        hour = (times.dt.hour + times.dt.minute / 60 - night) % 24  # count from when everybody sleeps
        before = (clock >= "2017-02-19") & (clock < "2017-03-12")
        after = (clock >= "2017-03-13") & (clock < "2017-04-03")
        return hour[after].mean() - hour[before].mean()

    assert shift(clock, night=8) == pytest.approx(-1, abs=0.25)
    assert shift(local, night=3) == pytest.approx(0, abs=0.25)


def test_journey_campaigns_lift_by_type():
    sent, used = data.load("journey_campaigns"), data.load("journey_redemptions")
    kinds = data.load("journey_campaign_descriptions")
    users = used[["campaign_id", "household_id"]].drop_duplicates().assign(used=True)
    rates = sent.merge(users, how="left").merge(kinds).groupby("campaign_type")["used"].count()
    rates = rates / sent.merge(kinds).groupby("campaign_type").size()
    assert rates.round(3).to_dict() == {"Type A": 0.166, "Type B": 0.065, "Type C": 0.059}
    assert f"Only {used['household_id'].nunique()} households" in quirks("journey_redemptions")
    outside = used.merge(kinds).query("redemption_date < start_date or redemption_date > end_date")
    assert outside.empty


def test_open_bandit_quirks():
    log = data.load("open_bandit")
    clicks = log.groupby("policy")["click"].sum()
    assert f"{clicks['random']} of 10,000 under the random policy, {clicks['bts']} of" in quirks(
        "open_bandit"
    )
    assert log["timestamp"].is_monotonic_increasing
    assert (log.loc[log["policy"] == "random", "propensity_score"] == 1 / 80).all()


def test_classroom_cases_quirks():
    club, catalogue = data.load("book_club"), data.load("cross_sell")
    assert f"{club['florence'].mean():.2%}".replace("%", " %") in quirks("book_club")
    assert (len(club), len(catalogue)) == (4_000, 4_998)
    assert catalogue["health_products"].all() and "`health_products`" in quirks("cross_sell")
    assert not catalogue["clothing"].all()


# Telling about a data set --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", data.NAMES)
def test_source_licence_and_quirks_are_told(name):
    page, resource = data.describe(name), RESOURCES[name]
    shown = ElementTree.fromstring(f"<div>{page._repr_html_()}</div>")
    html = plain("".join(shown.itertext()))
    for text in (repr(page), getdoc(data.load)):
        for fact in (resource["title"], resource["licence"], f"{page.rows:,}", *resource["quirks"]):
            assert plain(fact) in plain(text)
        assert all(source["title"] in plain(text) for source in resource["sources"])
    for fact in (resource["title"], resource["licence"], *resource["quirks"]):
        assert plain(re.sub(r"[`*]", "", fact)) in html.replace("*", "")
    columns = [cell.text for cell in shown.iterfind(".//tbody/tr/th/code")]
    assert columns == page.fields["column"].tolist() == list(data.load(name).columns)
    assert all(column in repr(page) for column in columns)


def test_the_licence_is_honest_where_there_is_none():
    assert "no formal licence" in data.describe("cdnow").licence
    assert "from memory" in data.describe("bank").licence
    assert "fictional" in data.describe("telco").description


# Mistakes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [data.load, data.describe])
def test_an_unknown_name_is_answered_with_the_nearest_and_the_list(ask):
    with pytest.raises(CourseError, match=r"No data set is named 'cdnw'\. Did you mean 'cdnow'\?") as error:
        ask("cdnw")
    assert all(name in str(error.value) for name in data.NAMES)


def test_a_data_set_of_several_tables_is_told_as_an_overview_and_loaded_by_table():
    page = data.describe("club")
    tables = [name for name in data.NAMES if name.startswith("club_")]
    shown = ElementTree.fromstring(f"<div>{page._repr_html_()}</div>")
    assert [cell.text for cell in shown.iterfind("./table/tbody/tr/th/code")] == tables
    assert [told.find("summary/code").text for told in shown.iterfind("details")] == tables
    for name in tables:
        assert re.search(rf"{name} +{data.describe(name).rows:,} rows", repr(page))
        assert data.describe(name)._repr_html_() in page._repr_html_()
    with pytest.raises(CourseError, match="'club' comes as several tables.*club_members"):
        data.load("club")


@pytest.mark.parametrize("name", [None, 3, "", ["cdnow"], {"cdnow"}, float("nan"), "CDNOW.csv"])
def test_an_odd_name_is_a_clear_mistake(name):
    for ask in (data.load, data.describe, data.parameters):
        with pytest.raises(CourseError, match="There are: "):
            ask(name)


def test_real_data_have_no_true_parameters():
    with pytest.raises(CourseError, match="'cdnow': only simulated data"):
        data.parameters("cdnow")


@pytest.mark.parametrize("content", [None, b"", b"version https://git-lfs", "half"])
def test_a_missing_or_damaged_file_is_named_with_the_remedy(content, monkeypatch, tmp_path):
    path = tmp_path / RESOURCES["cdnow"]["path"]
    if content is not None:
        whole = (FOLDER / path.name).read_bytes()
        path.write_bytes(whole[: len(whole) // 2] if content == "half" else content)
    monkeypatch.setattr(data, "FOLDER", tmp_path)
    with pytest.raises(CourseError, match=r"cdnow\.csv\.gz, cannot be read.*course.py data cdnow"):
        data.load("cdnow")


# The files -----------------------------------------------------------------------------------------------


def test_the_data_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 8_000_000


def test_the_data_travel_in_the_wheel(tmp_path):
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")
    ask = "from marketing_origin import data; print(data.__file__, *(len(data.load(n)) for n in data.NAMES))"
    told = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert told[0].startswith(str(tmp_path))
    assert list(map(int, told[1:])) == [data.describe(name).rows for name in data.NAMES]
