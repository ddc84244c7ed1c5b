"""What page and notebook make of the commands in a tutorial's cells."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from course_builder.browser_python.in_page.commands import as_python, in_notebook

SCIPY = "await __import__('micropip').install(['scipy'])"
INSTALLING = {
    "%pip install scipy": SCIPY,
    "!pip install scipy": SCIPY,
    "! python3 -m pip install -q --upgrade 'scipy'  # for the fit": SCIPY,
    "import pandas\n%pip install scipy pandas>=2\n1": f"import pandas\n{SCIPY[:-2]}, 'pandas>=2'])\n1",
    "if True:\n    %pip install scipy": f"if True:\n    {SCIPY}",
}
OTHERS = [
    "1 + 1",
    'told = """\n%pip install scipy\n"""',
    "five = 5\nsix = (five\n% pip)",
    "%timeit 1",
    "!ls",
    "1 +",
]


def told_the_kernel(code):
    """Return a cell's code as the notebook's kernel gets it; another test's browser may hold this thread's loop."""
    with ThreadPoolExecutor(1) as thread:
        return "".join(thread.submit(asyncio.run, in_notebook(code.splitlines(keepends=True))).result())


@pytest.mark.parametrize("code", INSTALLING)
def test_an_installation_is_asked_of_micropip(code):
    assert as_python([code, "1"]) == [INSTALLING[code], "1"]
    assert told_the_kernel(code) == INSTALLING[code]


@pytest.mark.parametrize("code", OTHERS)
def test_other_code_stays_as_it_is(code):
    assert as_python([code]) == [code]
    assert told_the_kernel(code) == code


def test_a_page_needs_no_word_about_figures():
    assert as_python(["%matplotlib inline\nimport matplotlib"]) == ["pass\nimport matplotlib"]
