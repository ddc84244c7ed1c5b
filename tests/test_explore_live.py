"""The live widget: with a real kernel, spoken to as a notebook's front end speaks to it."""

import pytest
from jupyter_client.manager import start_new_kernel

from marketing_origin.errors import CourseError
from marketing_origin.widgets import explore, lines, number, slider

CELL = """
from marketing_origin import explore
from marketing_origin.widgets import lines, slider
calls = []
def line(height):
    calls.append(height)
    if height == 9:
        raise ArithmeticError("too high")
    return lines([0, 1], {"y": [0, height]})
widget = explore(line, height=slider(1, 9, 1))
widget
"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def messages(client, request):
    """The messages that the kernel publishes while it works on a request."""
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request:
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return
            yield message


@pytest.fixture(scope="module")
def widget(kernel):
    """The widget's comm and its first state, as a front end gets them."""
    sent = list(messages(kernel, kernel.execute(CELL)))
    errors = [message["content"] for message in sent if message["msg_type"] == "error"]
    assert not errors
    opened = {
        m["content"]["comm_id"]: m["content"]["data"]["state"] for m in sent if m["msg_type"] == "comm_open"
    }
    (shown,) = (message["content"]["data"] for message in sent if message["msg_type"] == "execute_result")
    view = shown["application/vnd.jupyter.widget-view+json"]
    return view["model_id"], opened[view["model_id"]], shown


def move(kernel, comm, height):
    """Move the slider as the front end does; return what the kernel changes in answer."""
    data = {"method": "update", "state": {"values": {"height": height}}, "buffer_paths": []}
    request = kernel.session.send(kernel.shell_channel.socket, "comm_msg", {"comm_id": comm, "data": data})
    found = {}
    for message in messages(kernel, request["header"]["msg_id"]):
        if message["msg_type"] == "comm_msg" and message["content"]["data"]["method"] == "update":
            found |= message["content"]["data"]["state"]
    return found


def test_first_state_comes_with_the_front_end(widget):
    _, state, shown = widget
    assert state["state"]["parts"][0]["series"][0]["y"] == [0, 5]
    assert "render" in state["_esm"]
    assert ".mo-explore" in state["_css"]
    assert "text/html" not in shown
    assert "from 0 at 0 to 5 at 1" in shown["text/plain"]


def test_moving_a_slider_calls_the_function(kernel, widget):
    comm, *_ = widget
    assert move(kernel, comm, 7)["state"]["parts"][0]["series"][0]["y"] == [0, 7]
    (told,) = (
        m["content"]["data"]["text/plain"]
        for m in messages(kernel, kernel.execute("calls[-1], widget.values"))
        if m["msg_type"] == "execute_result"
    )
    assert told == "(7, {'height': 7})"


def test_failure_shows_in_the_widget_and_is_got_over(kernel, widget):
    comm, *_ = widget
    assert "line(height=9) raised ArithmeticError: too high" in move(kernel, comm, 9)["state"]["error"]
    assert "parts" in move(kernel, comm, 8)["state"]


def test_no_grid_is_computed():
    calls = []

    def line(a, b):
        calls.append((a, b))
        return lines([0, 1], {"y": [0, a * b]})

    explore(line, a=slider(1, 50), b=slider(1, 50))
    assert len(calls) == 5  # The first state and the corners, which bound the axes.


def test_axes_start_as_wide_as_the_corners_ask_and_grow():
    found = explore(lambda a: lines([0, 1], {"y": [0, a * (10 - a)]}), a=slider(1, 9, 1, value=2))
    assert found.state["parts"][0]["limits"]["y"] == [0, 16]
    found.values = {"a": 5}
    assert found.state["parts"][0]["limits"]["y"] == [0, 25]
    found.values = {"a": 1}
    assert found.state["parts"][0]["limits"]["y"] == [0, 25]


def test_values_can_be_set_and_observed_from_python():
    widget = explore(lambda rate: number("Rate", rate, format=".0%"), rate=slider(0, 1, 0.25, value=0.5))
    seen = []
    widget.observe(lambda change: seen.append(change["new"]), "values")
    widget.values = {"rate": 0.75}
    assert seen == [{"rate": 0.75}]
    assert widget.state["parts"][0]["text"] == "75%"


@pytest.mark.parametrize(
    "values, named", [({"rat": 0.5}, "Did you mean 'rate'"), ({"rate": 0.6}, "rate=0.6")]
)
def test_values_that_no_control_has_are_refused(values, named):
    widget = explore(lambda rate: number("Rate", rate), rate=slider(0, 1, 0.25))
    with pytest.raises(CourseError, match=named):
        widget.values = values


def test_layout_is_that_of_ipywidgets():
    widget = explore(lambda rate: number("Rate", rate), rate=slider(0, 1, 0.25))
    widget.layout.width = "50%"
    assert widget.layout.width == "50%"
