"""A page's Python that comes out of a memory with pandas imported: as good as one that has imported it here."""

import pytest
from page_at_work import UNFOLD, output, run, write
from playwright.sync_api import expect

CHAPTER = "book/4_customer_lifetime_value/4_1_clv_formula"
LATER = """
import io
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scipy.optimize, scipy.stats

fitted = scipy.optimize.minimize(lambda x: ((x - 3) ** 2).sum(), np.zeros(2)).x
wave = np.fft.rfft(np.cos(np.linspace(0, 2 * np.pi, 8, endpoint=False))).real
drawing = io.StringIO()
plt.plot([1, 2])
plt.savefig(drawing, format="svg")
plt.close()
print(fitted.round(3), round(scipy.stats.norm.ppf(0.975), 4), abs(wave.round(3)), "</svg>" in drawing.getvalue())
"""
NATIVE = """
import importlib
import numpy as np
import pandas as pd
import pandas._libs.tslibs.timezones as zones

days = pd.to_datetime(["2024-03-09", "2024-03-10", "2024-03-11"])
table = pd.DataFrame({"who": ["a", "a", "b"], "when": days, "value": [1.5, 2, 3]})
table.to_csv("table.csv", index=False)
again = pd.read_csv("table.csv", parse_dates=["when"])
local = again["when"].dt.tz_localize("UTC").dt.tz_convert("America/New_York")
print(again.pivot_table(index="who", values="value", aggfunc="sum")["value"].tolist(), local.iloc[1])
print(np.linalg.solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 4.0]), np.random.default_rng(1).integers(9, size=3))
try:
    pd.Timestamp("no day")
except ValueError as error:
    print(type(error).__name__)
print(importlib.reload(zones).__name__, importlib.util.find_spec("pandas.core.frame").name)
"""
CHANCE = """
import random, numpy as np, os
print(random.random(), np.random.rand(), np.random.default_rng().random())
print(os.getcwd(), os.environ["HOME"])
"""
WAITING = """
import asyncio, time
async def later(): await asyncio.sleep(0.01); return "waited"
began = time.monotonic()
time.sleep(0.2)
print(0.1 < time.monotonic() - began < 5, asyncio.run(later()))
"""


@pytest.fixture
def woken(page, live):
    """Open the chapter with a Python of its own and return a function that runs code in it."""

    def opened():
        found = page(f"{CHAPTER}.html")
        found.evaluate(UNFOLD)
        where = found.locator(".cell:has(.mo-run)").first

        def printed(code: str) -> list[str]:
            write(found, where, code.strip())
            run(where)
            expect(where.locator(".mo-said").first).to_contain_text("Run in")
            return output(where).inner_text().strip().splitlines()

        return printed

    return opened


def test_libraries_that_come_later_link_with_those_that_were_put_back(woken):
    assert woken()(LATER) == ["[3. 3.] 1.96 [0. 4. 0. 0. 0.] True"]


def test_what_was_put_back_computes_raises_and_is_found(woken):
    assert woken()(NATIVE) == [
        "[3.5, 3.0] 2024-03-09 19:00:00-05:00",
        "[1. 1.] [4 4 6]",
        "DateParseError",
        "pandas._libs.tslibs.timezones pandas.core.frame",
    ]


def test_every_page_has_chances_of_its_own(woken):
    first, second = woken()(CHANCE), woken()(CHANCE)
    assert first[1:] == second[1:] == ["/home/pyodide /home/pyodide"]
    for one, other in zip(first[0].split(), second[0].split(), strict=True):
        assert one != other


def test_it_waits_in_the_midst_of_a_cell_where_the_browser_can(woken):
    assert woken()(WAITING) == ["True waited"]
