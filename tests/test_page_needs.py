"""Which earlier cells a cell of a page needs: few, and those that make it say what the page says."""

import pytest

from course_builder.browser_python.in_page.needs import Order

LOAD = "import pandas as pd\ntable = pd.DataFrame({'x': [1, 2]})"
ADD = "table['y'] = table['x'] * 2"
OTHER = "fig, ax = plt.subplots()\nax.plot(other)"
ASK = "table['y'].sum()"


@pytest.mark.parametrize(
    ("cells", "needed"),
    [
        ([LOAD, ASK], [0]),
        ([LOAD, ADD, OTHER, ASK], [0, 1]),
        (["a = 1", "b = 2", "a + 1"], [0]),
        # What binds a name anew makes what bound it before superfluous.
        (["a = 1", "a = 2", "a + 1"], [1]),
        # What a cell makes before it uses it, it takes from nobody.
        (["a = 1", "a = 2\na + 1"], []),
        (["import pandas as pd\npd.DataFrame()", "import pandas as pd\npd.Series([1]).sum()"], []),
        (["a = 1", "print(a)\na = 2"], [0]),
        (["a = 1", "a = a + 1", "a"], [0, 1]),
        (["a = 1", "a += 1", "a"], [0, 1]),
        (["a = 1", "if True:\n    a = 2", "a"], [0, 1]),
        (["fig, ax = plt.subplots()", "fig, ax = plt.subplots()", "ax.set(x=1)", "ax"], [1, 2]),
        # A name inside a function counts.
        (["rate = 2", "def twice(x):\n    return rate * x", "twice(3)"], [0, 1]),
        # Every draw moves a stream on.
        (["rng = np.random.default_rng(1)", "first = rng.normal()", "second = rng.normal()"], [0, 1]),
        (["for i in range(3):\n    last = i", "last"], [0]),
        (["with open(x) as file:\n    text = file.read()", "text"], [0]),
        (["this is not python", "1 + 1"], []),
        (["glue('a', 1)", "2"], []),
    ],
)
def test_a_cell_needs_what_made_its_names(cells, needed):
    assert Order().before(cells, len(cells) - 1) == needed


def after(cells, *ran):
    order = Order()
    for index in ran:
        order.note(index, cells[index])
    return order


def test_what_has_been_run_is_not_run_again():
    cells = [LOAD, ADD, ASK]
    assert after(cells, 0, 1).before(cells, 2) == []
    assert after(cells, 0).before(cells, 2) == [1]


def test_a_cell_that_was_changed_since_is_run_again():
    order = after(["a = 1", "b = a", "b"], 0, 1)
    assert order.before(["a = 1", "b = a + 1", "b"], 2) == [1]
    # And what was made from it.
    assert order.before(["a = 5", "b = a", "b"], 2) == [0, 1]
    order.note(0, "a = 5")
    assert order.before(["a = 5", "b = a", "b"], 2) == [1]


def test_a_later_cell_does_not_leak_into_an_earlier_one():
    cells = ["a = 1", "a + 1", "a = 7"]
    assert after(cells, 0, 2).before(cells, 1) == [0]


def test_a_cell_that_changes_what_it_uses_says_the_same_when_run_twice():
    cells = ["a = [1]", "a.append(2)\nlen(a)"]
    assert after(cells, 0, 1).before(cells, 1) == [0]
