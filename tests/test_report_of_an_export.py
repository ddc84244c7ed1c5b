"""A raw export, cleaned and reported: what the file lacks is blank on the page, and every finding is told."""

import base64
import re

from marketing_origin import data, orders
from marketing_origin.report import lifecycle_report


def test_the_courses_export_becomes_a_report(tmp_path):
    clean = orders.clean(data.load("shop_export"), {"only_currency": "EUR"})
    report = lifecycle_report(clean)
    page = report.write(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<td>nan</td>" not in page and "<td>None</td>" not in page
    assert all(
        f"<strong>{finding.name}</strong>".replace("'", "&#x27;") in page for finding in clean.findings
    )
    # In a page's Python the report is saved by a link.
    shown = report._repr_html_()
    content = re.search(r'download="report.html" href="data:text/html;base64,([^"]+)"', shown)[1]
    assert base64.b64decode(content).decode() == page and f"{report.orders:,} orders" in shown
