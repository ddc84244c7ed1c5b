"""The same as `report`, on ten million rows: for a machine with nothing else to do."""

from report import run as on_rows


def run() -> list[dict]:
    """Return the rows of `report`."""
    return on_rows(10_000_000)
