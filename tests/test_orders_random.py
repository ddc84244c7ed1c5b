"""Whatever a log holds: it adds up to the file, or one message says what to do."""

import contextlib
import io

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted_faults import FAULTS, sound

from marketing_origin import orders
from marketing_origin.errors import CourseError

SETTINGS = settings(max_examples=60, suppress_health_check=list(HealthCheck))
WORDS = st.text("abc 0123456789.,-/:()€$'\"=E+@\n\t", max_size=12)
DAYS = st.one_of(
    st.dates(pd.Timestamp("2019-01-01").date(), pd.Timestamp("2024-12-31").date()).map(str),
    st.sampled_from(["", "31.12.2023", "2024-01-05T23:30:00Z", "1700000000", "2099-01-01", "never"]),
)
MONEY = st.one_of(
    st.integers(-50_000, 90_000).map(lambda cents: f"{cents / 100:.2f}"),
    st.sampled_from(["", "0.00", "-", "(3.50)", "€ 4.00", "12.3.4", "1e400", "-0.00"]),
)
COLUMNS = {
    "order_id": st.one_of(
        st.integers(1, 12).map(str), st.sampled_from(["", "R1003", "1003", "5.3E+11"]), WORDS
    ),
    "customer_id": st.one_of(st.sampled_from(["a", "b", "A@x.org", "a@x.org", "", "0", "guest"]), WORDS),
    "created_at": DAYS,
    "total": st.one_of(MONEY, WORDS),
    "quantity": st.sampled_from(["1", "2", "-1", "", "x"]),
    "unit_price": MONEY,
    "status": st.sampled_from(["paid", "cancelled", "", "partially_refunded", "已取消"]),
    "type": st.sampled_from(["sale", "refund", "payout", ""]),
    "refunded_amount": MONEY,
    "cancelled_at": st.sampled_from(["", "", "2024-01-01"]),
}
ANSWERS = st.fixed_dictionaries(
    {"day_first": st.just(True), "decimal": st.just("."), "only_currency": st.just("EUR")},
    optional={
        "guests": st.sampled_from(["leave out", "each order its own customer"]),
        "refunds": st.sampled_from(["net", "leave out"]),
        "duplicates": st.sampled_from(["leave out", "keep"]),
        "zero": st.sampled_from(["leave out", "keep"]),
        "tests": st.sampled_from(["leave out", "keep"]),
        "totals": st.sampled_from(["once", "each row"]),
        "time_zone": st.just("Asia/Shanghai"),
        "order": st.just(""),
        "first_day": st.just("2020-06-01"),
        "last_day": st.just("2024-02-01"),
        "not_persons": st.just(["a"]),
    },
)


@st.composite
def logs(draw):
    """Draw a log with some of the columns, each of them wild."""
    optional = [name for name in COLUMNS if name not in ("customer_id", "created_at", "total")]
    names = ["customer_id", "created_at", "total", *draw(st.lists(st.sampled_from(optional), unique=True))]
    if draw(st.booleans()) and {"quantity", "unit_price"} <= set(names):
        names.remove("total")
    rows = draw(st.lists(st.tuples(*(COLUMNS[name] for name in names)), min_size=1, max_size=25))
    return pd.DataFrame(rows, columns=names, dtype=str)


def holds(source, answers=None):
    """Clean a log; what comes out must be sound, or the refusal must say something."""
    try:
        clean = orders.clean(source, answers)
    except CourseError as error:
        assert len(str(error)) > 20 and "Traceback" not in str(error)
        return None
    account = clean.account
    assert account["rows"].iloc[1:].sum() == account["rows"].iloc[0]
    assert account["revenue"].iloc[1:].sum() == account["revenue"].iloc[0]
    assert account["revenue"].iloc[-1] == clean.orders["cents"].sum()
    assert (account["rows"] >= 0).all()
    least = 0 if (answers or {}).get("zero") == "keep" else 1
    assert (clean.orders["cents"] >= least).all() and clean.orders["order"].is_unique
    assert clean.orders["day"].notna().all() and (clean.orders["customer"] != "").all()
    assert clean.orders.dtypes.astype(str).to_dict() | {"customer": "", "order": ""} == {
        "customer": "",
        "order": "",
        "day": "datetime64[s]",
        "cents": "int64",
    }
    for finding in clean.findings:
        assert 1 <= len(finding.examples) <= min(3, finding.rows) or finding.rows > 3
        assert finding.done
    return clean


@SETTINGS
@given(logs(), ANSWERS)
def test_a_wild_log_adds_up_or_is_one_message(log, answers):
    before = log.copy()
    holds(log, answers)
    pd.testing.assert_frame_equal(log, before)


@settings(SETTINGS, max_examples=20)
@given(logs(), ANSWERS)
def test_wild_rows_below_a_sound_log_do_not_stop_it(log, answers):
    rows = pd.concat([sound(), log.reindex(columns=[*sound().columns, *(set(log) - set(sound()))])]).fillna(
        ""
    )
    clean = holds(rows, answers | {"order": "order_id"})
    assert clean is None or len(clean.orders) > 100


@SETTINGS
@given(
    logs(),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_a_file_gives_what_its_frame_gives(tmp_path_factory, log, separator, ends, encoding):
    said = {"day_first": True, "decimal": ".", "only_currency": "EUR"}
    path = tmp_path_factory.mktemp("log") / "orders.csv"
    out = io.StringIO()
    log.replace(r"[\n\t]", " ", regex=True).to_csv(
        out, sep=separator, index=False, lineterminator=ends, quoting=1
    )
    path.write_bytes(out.getvalue().encode(encoding))
    clean = holds(path, said)
    frame = holds(log.replace(r"[\n\t]", " ", regex=True), said)
    assert (clean is None) == (frame is None)
    if clean is not None:
        own = clean.orders["order"].str.startswith("row ")
        pd.testing.assert_frame_equal(
            clean.orders[~own], frame.orders[~frame.orders["order"].str.startswith("row ")]
        )


@SETTINGS
@given(st.text(max_size=200))
def test_any_text_is_a_table_or_one_message(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("log") / "orders.csv"
    path.write_text(text, "utf-8", errors="replace")
    holds(path)


@SETTINGS
@given(st.binary(max_size=200), st.sampled_from(["orders.csv", "o.csv.gz", "o.zip", "o.parquet", "o.sqlite"]))
def test_any_bytes_are_a_table_or_one_message(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("log") / name
    path.write_bytes(content)
    holds(path)


@settings(SETTINGS, max_examples=20)
@given(st.lists(st.sampled_from(sorted(FAULTS)), min_size=2, max_size=5, unique=True))
def test_faults_together_add_up(names):
    rows = sound()
    for name in names:
        if {"total", "customer_id", "email"} <= set(rows):
            with contextlib.suppress(ValueError, TypeError):  # not to be planted in what another one has left
                rows = FAULTS[name](rows).rows.reset_index(drop=True)
    holds(rows, {"day_first": True, "decimal": "."})
