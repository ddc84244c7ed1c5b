"""What the builder adds to a kernel in which it executes a notebook: an IPython extension.

Widgets come out as data, which is drawn when the pages are staged; and what the notebook used of the project,
its modules and files, is written down when the last cell has run, so that a later build knows what its outputs rest on.
Beside it stands what the notebook keeps in 32 bits, with which the tests compare the browser's Python.
"""

import json
import os
import sys
import time
from functools import cache
from importlib.util import source_from_cache
from pathlib import Path

from course_builder.narrow import narrow
from course_builder.paths import BUILD, ROOT

WIDGET = "application/vnd.marketing-origin.explore+json"
# Names the file in which a kernel writes down what it used.
RECORD = "COURSE_BUILDER_RECORD"
# The magic by which that is done.
WRITE = "write_what_was_used"
LIBRARY = "marketing_origin"
# The list of all questions is read from the files of questions without running them.
NAMES_ONLY = "#names"
# The builder has a key of its own for what it adds; a widget's front end leaves no trace in its data.
NOT_USED = ("node_modules/", "live/", "src/course_builder/", f"src/{LIBRARY}/widgets/static/")


def load_ipython_extension(shell) -> None:
    """Begin: called by IPython before the first cell."""
    bundles = shell.display_formatter.mimebundle_formatter
    bundles.for_type_by_name(f"{LIBRARY}.widgets.widget", "Explore", widget_as_data)
    record = Record(Path(os.environ[RECORD]), shell.user_ns)
    sys.addaudithook(record.hear)
    shell.register_magic_function(lambda _: record.write(), magic_name=WRITE)


def widget_as_data(widget) -> tuple[dict, dict]:
    """Return a widget as data and as text, and as metadata what computing its states took."""
    from marketing_origin.widgets.page import page_data

    started = time.monotonic()
    data = page_data(widget.explorable)
    took = {
        "seconds": time.monotonic() - started,
        "function": widget.explorable.called,
        "positions": widget.explorable.positions,
    }
    return {WIDGET: data, "text/plain": f"{data['title']}. {data['state']['alt']}"}, {WIDGET: took}


class Record:
    """What a kernel has used of the project: modules that it ran, files that it opened.

    Parameters
    ----------
    path : Path
        Where it is written down: under "used" paths below the project's folder, for a file of Python that was
        opened and not run with NAMES_ONLY after it; under "narrow" what `narrow` finds.
    names : dict
        The names of the notebook.
    """

    def __init__(self, path: Path, names: dict):
        self.path = path
        self.names = names
        self.ran: set[str] = set()
        self.opened: set[str] = set()

    def hear(self, event: str, arguments: tuple) -> None:
        """Take note of code being run and of files being opened; the hook of `sys.addaudithook`."""
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            self.opened.add(os.path.abspath(os.fsdecode(arguments[0])))
        elif event == "exec" and isinstance(getattr(arguments[0], "co_filename", None), str):
            self.ran.add(arguments[0].co_filename)

    def write(self) -> None:
        """Write down what has been used until now."""
        modules = {vars(module).get("__file__") for name, module in list(sys.modules.items()) if ours(name)}
        used = {*map(place, self.ran | modules - {None})} - {""}
        read = {*map(place, set(self.opened))} - {"", *used}
        used |= {f"{name}{NAMES_ONLY}" if name.endswith(".py") else name for name in read}
        told = {"used": sorted(used), "narrow": narrow(self.names)}
        self.path.write_text(json.dumps(told), encoding="utf-8")


def ours(module: str) -> bool:
    """Tell whether a module is the library's."""
    return module.partition(".")[0] == LIBRARY


@cache
def place(path: str) -> str:
    """Return where a file stands below the project's folder, "" for one that outputs do not rest on.

    A module that was compiled before is read from its cache: the file that counts is its source.
    """
    if path.endswith(".pyc"):
        try:
            path = source_from_cache(path)
        except ValueError:
            return ""
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(ROOT) or real.is_relative_to(BUILD) or not real.is_file():
        return ""
    name = real.relative_to(ROOT).as_posix()
    return "" if name.startswith((".", *NOT_USED)) else name
