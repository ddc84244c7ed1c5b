#!/usr/bin/env bash
# dlt 1.31.0, DuckDB 2.0.1, CPython 3.11.
# Guess: each column of a row gets a column of the table: a sign that a name may not hold is written as x, so that
# "Umsatz €" becomes umsatz_x, and names that come out the same are told or numbered.
# Seen: what is not ASCII becomes an underscore, and underscores at the end one x. 客户 (customer) and 金额 (amount) are
# both called x, "Umsatz €" and "Umsatz %" both umsatzx; the later one overwrites the earlier in every row, nothing is
# said, and the customer's number is lost.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile dlt==1.31.0 duckdb==2.0.1
cd "$folder"
RUNTIME__DLTHUB_TELEMETRY=false "$folder/venv/bin/python" - <<'PYTHON'
import dlt


def loaded(name, row):
    """Return the columns and the row that a table has after loading, without dlt's own."""
    store = dlt.destinations.duckdb(f"{name}.duckdb")
    pipeline = dlt.pipeline(name, destination=store, dataset_name="shop", pipelines_dir="pipelines")
    pipeline.run([row], table_name="orders")
    with pipeline.sql_client() as client, client.execute_query("select * from orders") as found:
        names = [column[0] for column in found.description]
        return {name: value for name, value in zip(names, found.fetchone()) if not name.startswith("_dlt")}


chinese = loaded("chinese", {"客户": "A1", "金额": 12.5})
german = loaded("german", {"Umsatz €": 500, "Umsatz %": 0.2})
print(chinese, german)
assert chinese == {"x": 12.5}
assert german == {"umsatzx": 0.2}
PYTHON
