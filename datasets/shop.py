"""Make `shop_export`, the raw export of a shop that does not exist, with every kind of fault that such files have.

    python datasets/shop.py [FOLDER]    writes shop_export.csv.gz and shop_parameters.json; without a folder, here
    python3 course.py data shop         the same, and renews the Data Package that describes the files

Customers arrive and buy by the BG/NBD model (Fader, Hardie & Lee 2005, section 2), in a December that sells double.
Then the log is written as a shop's software would write it, and faults are planted; `shop_parameters.json` counts
them. The same seed gives the same content every time.
"""

import gzip
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
SEED = 20240517
FIRST, LAST = pd.Timestamp("2022-07-01"), pd.Timestamp("2024-11-17")
# name -> (value, meaning)
PARAMETERS = {
    "customers_before": (1200, "customers who came in the two years before the log begins"),
    "customers_within": (1400, "customers who came in the log's time"),
    "r": (0.9, "shape of the purchase rates (BG/NBD)"),
    "alpha": (70.0, "scale of the purchase rates, days"),
    "a": (0.8, "first parameter of the chance to leave after a purchase"),
    "b": (2.6, "second parameter of the chance to leave after a purchase"),
    "basket_mean": (46.0, "euros, mean worth of an order"),
    "basket_shape": (2.2, "shape of an order's worth (gamma)"),
    "december": (1.0, "orders added in December for each that comes by itself"),
}
ITEMS = ["Teapot", "Mug", "Candle", "Notebook", "Blanket", "Lamp", "Tray", "Vase"]


def value(name: str) -> float:
    return PARAMETERS[name][0]


def purchases(rng: np.random.Generator) -> pd.DataFrame:
    """Return who bought on which day, the first purchase included, up to the last day of the log."""
    before, within = value("customers_before"), value("customers_within")
    length = (LAST - FIRST).days
    arrives = np.concatenate([rng.uniform(-730, 0, before), rng.uniform(0, length, within)])
    rate = rng.gamma(value("r"), 1 / value("alpha"), before + within)
    leaves = rng.beta(value("a"), value("b"), before + within)
    rows = []
    for customer, (day, pace, chance) in enumerate(zip(arrives, rate, leaves, strict=True)):
        while day <= length:
            rows.append((customer, int(day)))
            if rng.random() < chance:
                break
            day += rng.exponential(1 / pace)
    log = pd.DataFrame(rows, columns=["customer", "day"])
    log["date"] = FIRST + pd.to_timedelta(log["day"], unit="D")
    # A customer who is there buys a second time in December.
    again = log[(log["date"].dt.month == 12) & (rng.random(len(log)) < value("december"))]
    later = np.minimum(again["date"].dt.day + rng.integers(1, 12, len(again)), 28)
    again = again.assign(
        date=again["date"].dt.normalize() + pd.to_timedelta(later - again["date"].dt.day, unit="D")
    )
    log = pd.concat([log, again], ignore_index=True)
    log = log[(log["date"] >= FIRST) & (log["date"] <= LAST)]
    return log.sort_values(["date", "customer"], kind="stable", ignore_index=True)[["customer", "date"]]


def euros(cents: np.ndarray) -> list[str]:
    """Write money as this shop's software does: 1.234,56."""
    return [f"{c / 100:,.2f}".translate(str.maketrans(",.", ".,")) for c in cents]


def export(log: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the sound export: a row for each item, the order's total on its first row alone."""
    count = len(log)
    cents = np.maximum(
        300,
        np.round(rng.gamma(value("basket_shape"), 100 * value("basket_mean") / value("basket_shape"), count)),
    )
    minutes = rng.integers(8 * 60, 22 * 60, count)
    stamp = (log["date"] + pd.to_timedelta(minutes, unit="m")).dt.strftime("%d.%m.%Y %H:%M")
    orders = pd.DataFrame(
        {
            "order_no": [f"B{20_000 + number}" for number in range(count)],
            "customer": [f"K{5_000 + customer}" for customer in log["customer"]],
            "e_mail": [
                f"k{5_000 + customer}@mail.example.org".replace("example.", "")
                for customer in log["customer"]
            ],
            "created": stamp,
            "item": rng.choice(ITEMS, count),
            "order_total": euros(cents),
            "status": "paid",
            "currency": "EUR",
        }
    )
    further = orders[rng.random(count) < 0.35].assign(
        **{"customer": "", "e_mail": "", "created": "", "order_total": "", "status": "", "currency": ""}
    )
    further = further.assign(item=rng.choice(ITEMS, len(further)))
    return pd.concat([orders, further]).sort_index(kind="stable")


def plant(rows: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, int]]:
    """Plant the faults in the export; returns it and how many rows hold each."""
    rows = rows.reset_index(drop=True)
    first = rows["order_total"] != ""
    alone = first & ~rows.duplicated("order_no", keep=False)
    free = rng.permutation(rows.index[alone]).tolist()

    def some(count: int) -> list[int]:
        return sorted(free.pop() for _ in range(count))

    planted = {}
    rows.loc[some(300), ["customer", "e_mail"]] = ["", ""]
    planted["guests without an id"] = 300
    rows.loc[some(90), "customer"] = "GAST"
    planted["one id for all guests"] = 90
    rows.loc[some(130), "status"] = "cancelled"
    rows.loc[some(45), "status"] = "payment failed"
    planted["cancelled or never paid"] = 175
    rows.loc[some(9), "e_mail"] = "test@mail.org"
    planted["test orders"] = 9
    rows.loc[some(24), "order_total"] = "0,00"
    planted["orders worth nothing"] = 24
    rows.loc[some(60), "currency"] = "CHF"
    planted["orders in francs"] = 60
    rows.loc[some(7), "created"] = "00.00.0000 00:00"
    planted["no date"] = 7
    rows.loc[some(2), "created"] = "31.12.2099 23:59"
    planted["orders in 2099"] = 2
    big = some(40)
    rows.loc[big, ["customer", "e_mail"]] = ["K9999", "einkauf@grosshandel.org"]
    rows.loc[big, "order_total"] = euros(rng.integers(400_000, 800_000, 40))
    planted["orders of a wholesaler"] = 40
    refunded = rows.loc[some(120)]
    refunds = refunded.assign(
        **{
            "order_no": [f"R{700 + n}" for n in range(120)],
            "order_total": ["-" + t for t in refunded["order_total"]],
        }
    )
    planted["refunds under their own numbers"] = 120
    copies = rows.loc[some(40)]
    planted["rows exported twice"] = 40
    return pd.concat([rows, refunds, copies]).sort_index(kind="stable", ignore_index=True), planted


def main(folder: Path) -> None:
    """Write the export and its parameters into a folder."""
    rng = np.random.default_rng(SEED)
    rows, planted = plant(export(purchases(rng), rng), rng)
    text = rows.to_csv(index=False, lineterminator="\n")
    (folder / "shop_export.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    told = {name: {"value": value, "meaning": meaning} for name, (value, meaning) in PARAMETERS.items()}
    record = json.dumps({"parameters": told, "planted": planted}, indent=1, ensure_ascii=False)
    (folder / "shop_parameters.json").write_text(record + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
