"""What page and notebook make of the commands in a tutorial's cells."""

import asyncio

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


@pytest.mark.parametrize("code", INSTALLING)
def test_an_installation_is_asked_of_micropip(code):
    assert as_python([code, "1"]) == [INSTALLING[code], "1"]
    assert "".join(asyncio.run(in_notebook(code.splitlines(keepends=True)))) == INSTALLING[code]


@pytest.mark.parametrize("code", OTHERS)
def test_other_code_stays_as_it_is(code):
    assert as_python([code]) == [code]
    assert "".join(asyncio.run(in_notebook(code.splitlines(keepends=True)))) == code


def test_a_page_needs_no_word_about_figures():
    assert as_python(["%matplotlib inline\nimport matplotlib"]) == ["pass\nimport matplotlib"]
