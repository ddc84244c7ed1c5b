"""The report's page and its files: one file, linked, readable everywhere; the command that writes it."""

import base64
import importlib.util
import io
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from page_at_work import AXE
from planted_faults import sound

from course_builder import cli, report_command
from marketing_origin import orders
from marketing_origin.course_files import ROOT, title_of
from marketing_origin.errors import CourseError
from marketing_origin.report import lifecycle_report
from marketing_origin.report.page import CHAPTERS, STYLE, page
from marketing_origin.report.simulated import simulated_log

NO_SPARK = importlib.util.find_spec("pysail") is None
WITHOUT = (
    "Spark's packages are not installed: `python3 course.py test` installs them unless --no-spark is given"
)
TABLES = (
    "months",
    "cohort_table",
    "curves",
    "states",
    "moves",
    "concentration",
    "lorenz",
    "values",
    "actions",
)
SITE_CSS = Path(cli.__file__).parent / "theme" / "site.css"


@pytest.fixture(scope="module")
def log():
    return simulated_log(1500, np.random.default_rng(12), days=500)


@pytest.fixture(scope="module")
def clean(log):
    """What the cleaning hands on."""
    examples = pd.DataFrame({"invoice": ["<i>7</i>"], "total": ["-12.50"]}, index=[3])
    finding = SimpleNamespace(
        name="refunds",
        rows=12,
        revenue=-125000,
        examples=examples,
        done="taken off",
        otherwise='refunds = "keep"',
    )
    account = pd.DataFrame(
        {
            "step": ["the file", "guests", "orders"],
            "rows": [900, 100, 800],
            "revenue": [1_000_00, 200_00, 800_00],
            "what was done": ["", "left out", "what the report counts"],
        }
    )
    return SimpleNamespace(
        orders=log,
        currency="EUR",
        account=account,
        findings=[finding],
        assumptions=["Days are Berlin's."],
        answers={},
    )


@pytest.fixture(scope="module")
def made(clean):
    return lifecycle_report(clean, title="Toys & <b>more</b>")


@pytest.fixture(scope="module")
def text(made):
    return page(made)


def downloads(text):
    """The tables that the page holds for download, by file name."""
    links = re.findall(r'download="([^"]+)" href="data:text/csv;charset=utf-8;base64,([^"]+)"', text)
    return {name: pd.read_csv(io.BytesIO(base64.b64decode(content))) for name, content in links}


# One file ------------------------------------------------------------------------------------------------


def test_the_page_needs_no_other_file_and_no_other_host(text):
    without = re.sub(r'xmlns(:xlink)?="[^"]*"', "", text)
    assert (
        "http:" not in without
        and "https:" not in without
        and "//" not in re.sub(r"base64,[^\"]*", "", without)
    )
    for tag in ("<script", "<link", "<img", "<iframe", "@import", "url(http"):
        assert tag not in without
    assert len(text) < 1_000_000


def test_every_section_of_the_report_is_there_in_order(text):
    names = [
        "months",
        "cohorts",
        "states",
        "concentration",
        "forecast",
        "value",
        "actions",
        "cannot",
        "counted",
    ]
    places = [text.index(f'<h2 id="{name}">') for name in names]
    assert places == sorted(places)
    forecast = text[places[4] : places[5]]
    assert forecast.index("First, how far off it would have been") < forecast.index("The next quarter")


def test_every_link_within_the_page_leads_somewhere(text):
    targets = set(re.findall(r' id="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= targets
    assert len(re.findall(r' id="([^"]+)"', text)) == len(targets)


def test_every_section_names_chapters_that_exist(text):
    sections = re.findall(r"<section.*?</section>", text, flags=re.DOTALL)
    assert len(sections) == 9 and all("Taught in chapter" in section for section in sections)
    for number, place in CHAPTERS.items():
        assert title_of(place) and (ROOT / "book" / f"{place}.md").exists()
        assert f"{number} {title_of(place)}" in text


def test_with_the_course_s_address_the_chapters_are_links(clean):
    text = page(lifecycle_report(clean, course="https://example.org/course/"))
    address = "https://example.org/course/book/4_customer_lifetime_value/4_2_clv_from_behaviour.html"
    assert f'<li id="chapter-4.2"><a href="{address}">' in text


def test_what_the_person_wrote_is_shown_as_text(text):
    assert "Toys &amp; &lt;b&gt;more&lt;/b&gt;" in text and "<b>more" not in text
    assert "&lt;i&gt;7&lt;/i&gt;" in text


def test_the_account_is_in_money_and_the_findings_have_their_examples(text):
    assert "1,000.00" in text and "what the report counts" in text
    assert "<strong>refunds</strong>: 12 rows, \N{MINUS SIGN}1,250.00; taken off" in text
    assert "Days are Berlin&#x27;s." in text and "EUR" in text


def test_what_can_be_said_of_a_finding_stands_there_as_code_and_how_to_say_it(tmp_path):
    rows = sound()
    rows.loc[3:9, "customer_id"] = "Guest"
    rows.to_csv(tmp_path / "orders.csv", index=False)
    text = page(lifecycle_report(orders.clean(tmp_path / "orders.csv")))
    assert (
        "<code>answers={&quot;guests&quot;: &quot;each order its own customer&quot;}</code>, or <code>"
        in text
    )
    assert "<code>--answer &quot;guests=each order its own customer&quot;</code>" in text
    assert "<code>guests = &quot;each order its own customer&quot;</code>" in text


@pytest.mark.parametrize(
    ("said", "option"),
    [
        ('answers={"only_currency": "EUR"}', "--answer only_currency=EUR"),
        ('say answers={"blanks": "as above"}; or', '--answer "blanks=as above"'),
        ('answers={"day_first": True}', "--answer day_first=true"),
        ('answers={"left_out_statuses": []} counts', '--answer "left_out_statuses=[]"'),
        ('answers={"not_persons": ["K 9", "0"]}', """--answer 'not_persons=["K 9", "0"]'"""),
        ('answers={"order": ""}', '--answer "order="'),
    ],
)
def test_an_answer_in_a_message_is_an_option_on_the_command_line_which_takes_it(said, option):
    answer = re.search(r"answers=(\{.*?\})", said)
    assert report_command.as_options(said) == said.replace(answer[0], option)
    assert report_command._answers(shlex.split(option)[1:]) == eval(answer[1])


def test_every_table_can_be_downloaded_and_is_the_report_s_own(made, text):
    found = downloads(text)
    assert len(re.findall("<table", text)) - 1 <= len(
        found
    )  # the examples of a finding are not a table of ours
    months = found["months.csv"]
    assert months["revenue"].tolist() == pytest.approx(made.months["revenue"].tolist())
    assert months["customers"].tolist() == made.months["customers"].tolist()
    assert found["states.csv"].iloc[:, 1:].to_numpy().tolist() == made.states.to_numpy().tolist()
    cohorts = found["cohorts.csv"].set_index("cohort").to_numpy(float)
    np.testing.assert_array_equal(cohorts, made.cohort_table.to_numpy())
    np.testing.assert_allclose(found["curves.csv"]["low"], made.curves["low"])
    assert found["value.csv"]["total"].tolist() == pytest.approx(made.values["total"].tolist())
    for name in (
        "account",
        "moves",
        "holdout",
        "holdout-by-class",
        "holdout-by-cohort",
        "concentration",
        "next-actions",
    ):
        assert f"{name}.csv" in found


def test_every_picture_is_told_in_words_with_its_numbers(made, text):
    labels = re.findall(r'<svg [^>]*role="img" aria-label="([^"]+)"', text)
    assert len(labels) == 6 == len(re.findall("<figure", text))
    assert all(re.search(r"\d", label) for label in labels)
    assert any(f"{made.states.iloc[-1]['loyal']:,} loyal" in label for label in labels)


def test_the_colours_are_those_of_the_site():
    def variables(path):
        root = re.search(r":root \{(.*?)\}", path.read_text(encoding="utf-8"), re.DOTALL).group(1)
        return {
            name: value for name, value in re.findall(r"(--mo-\w+): ([^;]+);", root) if "light-dark" in value
        }

    ours, theirs = variables(STYLE), variables(SITE_CSS)
    assert len(ours) > 7 and ours.items() <= theirs.items()


def test_a_month_that_is_not_over_is_marked(made, text):
    assert not made.months["complete"].iloc[-1]
    assert f"{made.months.index[-1]:%Y-%m} *</th>" in text
    assert made.months["complete"].iloc[:-1].all()
    assert made.states.index[-1] < made.end


# In a browser --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(made, tmp_path_factory):
    return made.write(tmp_path_factory.mktemp("report") / "report.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_phone_and_desktop_and_has_no_fault_that_axe_finds(browser, axe, written, width, scheme):
    opened = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    try:
        asked = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(written.as_uri())
        assert asked == [written.as_uri()]
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        opened.add_script_tag(content=axe)
        assert opened.evaluate(AXE) == []
    finally:
        opened.close()


def test_on_a_phone_the_account_shows_its_numbers_beside_each_step(browser, tmp_path):
    rows = sound()
    rows.loc[3, "total"] = "-9999.00"  # a step with a long name: refunds without an order to take them off
    path = page_of(rows, tmp_path)
    opened = browser.new_page(viewport={"width": 360, "height": 800})
    try:
        opened.goto(path.as_uri())
        ends = opened.evaluate(
            "[...document.querySelectorAll('thead th')].map(h => h.getBoundingClientRect().right)"
        )
        assert max(ends[:3]) <= 360
    finally:
        opened.close()


def page_of(rows, folder):
    """The report of an export, as a file."""
    rows.to_csv(folder / "orders.csv", index=False)
    return lifecycle_report(orders.clean(folder / "orders.csv")).write(folder / "report.html")


def test_printed_it_is_light_and_nothing_is_cut_off(browser, written):
    opened = browser.new_page(viewport={"width": 690, "height": 900}, color_scheme="dark")
    try:
        opened.goto(written.as_uri())
        opened.emulate_media(media="print")
        assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert opened.evaluate("document.documentElement.scrollWidth") <= 690
        hidden = opened.evaluate(
            "[...document.querySelectorAll('.download')].filter(a => a.offsetParent).length"
        )
        assert hidden == 0
        # On paper nothing can be opened: what is closed is left out, what was opened before is there.
        shown = "[...document.querySelectorAll('details')].map(one => one.checkVisibility())"
        closed = opened.evaluate(shown)
        assert closed and not any(closed)
        assert opened.evaluate(f"document.querySelector('details').open = true, {shown}")[0]
    finally:
        opened.close()


# Files ---------------------------------------------------------------------------------------------------


def test_a_run_that_ends_early_leaves_the_old_report_whole(made, tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("the old one", encoding="utf-8")

    def killed(self, *arguments, **options):
        with open(self, "w", encoding="utf-8") as half:
            half.write("half of it")
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", killed)
    with pytest.raises(KeyboardInterrupt):
        made.write(path)
    assert path.read_bytes() == b"the old one"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


# Writes a report and its customers as slowly as a full disk; says when half of the first is there.
SLOW = """
import sys, time
from pathlib import Path
from marketing_origin import data, orders
from marketing_origin.report import lifecycle_report

def slowly(path, text, **options):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        print("half", flush=True)
        time.sleep(600)

report = lifecycle_report(orders.clean(data.load("shop_export"), {"only_currency": "EUR"}))
Path.write_text = slowly
report.write(sys.argv[1])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no kill that nothing can catch")
@pytest.mark.parametrize("before", [None, "the old one"])
def test_a_run_that_is_killed_leaves_no_half_report(made, tmp_path, before):
    path = tmp_path / "report.html"
    if before:
        path.write_text(before, encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", SLOW, str(path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout.readline() == "half\n"
        os.kill(run.pid, signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    assert (path.read_text(encoding="utf-8") if path.exists() else None) == before
    # The half lies hidden beside it; a later run takes it away, unless it may be at work still.
    (half,) = (one for one in tmp_path.iterdir() if one != path)
    assert half.name.startswith(".")
    made.write(path)
    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>") and half.exists()
    os.utime(half, (0, 0))
    made.write(path)
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_customers_are_the_same_as_frame_parquet_and_csv(log, engine, tmp_path):
    made = lifecycle_report(log, engine=engine)
    frame = made.customers
    assert frame.index.is_unique and len(frame) == log["customer"].nunique()
    parquet = pd.read_parquet(made.write_customers(tmp_path / "c.parquet"))
    parquet = parquet if parquet.index.name == "customer" else parquet.set_index("customer")
    csv = pd.read_csv(made.write_customers(tmp_path / "c.csv"), index_col="customer")
    alike = {"check_dtype": False, "check_index_type": False}
    pd.testing.assert_frame_equal(parquet.sort_index()[frame.columns], frame, rtol=1e-12, **alike)
    # For people: most value first, numbers rounded.
    assert csv["value"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(csv.sort_index()[frame.columns], frame, atol=0.006, **alike)
    assert frame["revenue"].sum() == pytest.approx(log["cents"].sum() / 100)
    with pytest.raises(CourseError, match=r"\.parquet or \.csv"):
        made.write_customers(tmp_path / "c.xlsx")


def alike(one, other):
    """Counts exactly, rates to 1e-9."""
    for name in (*TABLES, "customers"):
        pd.testing.assert_frame_equal(
            getattr(one, name), getattr(other, name), rtol=1e-9, atol=0, check_index_type=False
        )
    for held, there in ((one.holdout, other.holdout), (one.earlier, other.earlier)):
        pd.testing.assert_frame_equal(held.total, there.total, rtol=1e-9)
        pd.testing.assert_frame_equal(held.by_state, there.by_state, rtol=1e-9)
        assert held.top == pytest.approx(there.top, rel=1e-9)
    assert (one.seen, one.active, one.repeat_buyers) == (other.seen, other.active, other.repeat_buyers)
    assert (one.orders, one.customers_count, one.revenue) == (
        other.orders,
        other.customers_count,
        other.revenue,
    )


def test_a_report_is_the_same_on_pandas_and_duckdb(log):
    alike(*(lifecycle_report(log, engine=engine) for engine in ("pandas", "duckdb")))


@pytest.mark.skipif(NO_SPARK, reason=WITHOUT)
def test_a_report_is_the_same_on_spark(log, tmp_path):
    one, other = (lifecycle_report(log, engine=engine) for engine in ("pandas", "spark"))
    alike(one, other)
    other.write_customers(tmp_path / "c.parquet")
    assert len(pd.read_parquet(tmp_path / "c.parquet")) == len(one.customers)
    assert "Lifecycle report" in page(other)


def test_progress_is_told_step_by_step(log):
    told = []
    lifecycle_report(log, progress=lambda name, done, of: told.append((done, of)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1]


# The command ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def parquet(log, tmp_path_factory):
    path = tmp_path_factory.mktemp("orders") / "orders.parquet"
    log.to_parquet(path)
    return path


def test_the_command_writes_report_and_customers(parquet, tmp_path, capsys):
    out, customers = tmp_path / "r.html", tmp_path / "c.csv"
    done = cli.main(
        ["report", str(parquet), "--out", str(out), "--customers", str(customers), "--margin-rate", "0.4"]
    )
    assert done == 0 and "Open it in a browser" in capsys.readouterr().out
    assert "Margin, 40% of revenue" in out.read_text(encoding="utf-8")
    assert len(pd.read_csv(customers)) == pd.read_parquet(parquet)["customer"].nunique()


def test_a_question_on_the_command_line_is_answered_there_and_asked_once(tmp_path, capsys):
    rows = pd.DataFrame(
        {
            "order": range(60),
            "customer": [f"c{one % 20}" for one in range(60)],
            "date": pd.date_range("2024-01-01", periods=60).strftime("%Y-%m-%d"),
            "total": "10.00",
            "currency": ["EUR", "CHF"] * 30,
        }
    )
    rows.to_csv(tmp_path / "orders.csv", index=False)
    asked = [
        "report",
        str(tmp_path / "orders.csv"),
        "--out",
        str(tmp_path / "report.html"),
        "--engine",
        "pandas",
    ]
    assert cli.main(asked) == 2
    said = capsys.readouterr().err
    assert "2 currencies" in said and "--answer only_currency=EUR," in said and "answers=" not in said
    assert not (tmp_path / "report.html").exists()
    assert cli.main([*asked, "--answer", "only_currency=EUR", "--answer", 'not_persons=["c0"]']) == 0
    assert cli.main(asked) == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "You said only_currency = &quot;EUR&quot;" in text and "not_persons" in text
    assert cli.main([*asked, "--answer", "EUR"]) == 2
    assert "give a name and a value" in capsys.readouterr().err


def test_paths_are_those_of_the_folder_where_the_command_is_given(parquet):
    command = [sys.executable, ROOT / "course.py", "report", parquet.name, "--out", "here.html"]
    done = subprocess.run(command, cwd=parquet.parent, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert (parquet.parent / "here.html").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["nowhere.csv"], "There is no file"),
        (["nowhere.xlsx::Orders"], "There is no file"),
        (["nowhere-*.csv"], "No file is given by"),
        (["{orders}", "--margin-rate", "40"], "write 0.4 for 40 per cent"),
        (["{orders}", "--end", "2020-01-01"], "the first order is later"),
        (["{orders}", "--end", "2099-01-01"], "Is the year right? Without an end"),
        (["{orders}", "--out", "report.pdf"], "end the name in .html"),
        (["{orders}", "--out", "{folder}/none/report.html"], "there is no folder"),
        (["{orders}", "--customers", "c.xlsx"], "end the name in .parquet or .csv"),
        (["{damaged}"], "no Parquet file that can be read"),
    ],
)
def test_a_mistake_is_one_message_and_nothing_is_written(parquet, tmp_path, given, said, capsys, monkeypatch):
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(parquet.read_bytes()[:500])
    monkeypatch.setenv("COURSE_STARTED_IN", str(tmp_path))
    places = {"orders": parquet, "folder": tmp_path, "damaged": damaged}
    assert cli.main(["report", *(one.format(**places) for one in given)]) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error
    assert sorted(os.listdir(tmp_path)) == ["damaged.parquet"]


def test_a_wrong_engine_or_option_is_one_message(parquet):
    command = [sys.executable, ROOT / "course.py", "report", parquet, "--engine", "polars"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2 and "duckdb" in done.stderr and "Traceback" not in done.stderr
