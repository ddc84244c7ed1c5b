"""A raw export, cleaned and reported: what the file lacks is blank on the page, and every finding is told."""

from marketing_origin import data, orders
from marketing_origin.report import lifecycle_report


def test_the_courses_export_becomes_a_report(tmp_path):
    clean = orders.clean(data.load("shop_export"), {"only_currency": "EUR"})
    page = lifecycle_report(clean).write(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<td>nan</td>" not in page and "<td>None</td>" not in page
    assert all(
        f"<strong>{finding.name}</strong>".replace("'", "&#x27;") in page for finding in clean.findings
    )
