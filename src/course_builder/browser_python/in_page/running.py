"""Runs a page's cells: their outputs go to the page as they come, errors with a short traceback."""

import gc
import io
import itertools
import json
import linecache
import sys
import time
import traceback
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from contextlib import redirect_stderr, redirect_stdout

from course_page import commands, needs, stand_ins
from pyodide.code import CodeRunner

MOST = 100_000  # characters that a cell may print
PATIENCE = 0.1  # seconds for which printed text is held back, to be sent together
# Runs after which garbage is looked for: figures are rings of objects, and a browser's memory that has grown stays so.
OFTEN = 10

names: dict = {"__name__": "__main__", "__builtins__": __builtins__}
order = needs.Order()
runs = itertools.count(1)


class Output:
    """What a cell puts out, on its way to the page.

    Parameters
    ----------
    emit : callable
        Takes an output as JSON.
    """

    def __init__(self, emit):
        self.emit, self.printed, self.held, self.stream, self.sent = emit, 0, [], "", 0.0

    def show(self, output: dict) -> None:
        """Send an output, after what was printed before it."""
        self.flush()
        self.emit(json.dumps(output, default=str))

    def print(self, stream: str, text: str) -> None:
        """Take printed text; of very much the beginning."""
        if stream != self.stream:
            self.flush()
            self.stream = stream
        room = MOST - self.printed
        self.printed += len(text)
        if room > 0:
            self.held.append(text[:room])
        if self.printed > MOST and room > 0:
            self.held.append(
                f"\n… more is printed, but a page shows {MOST:,} characters of a cell at most.\n"
            )
        if time.monotonic() - self.sent > PATIENCE:
            self.flush()

    def flush(self) -> None:
        """Send what is held back."""
        if self.held:
            text, self.held = "".join(self.held), []
            self.emit(json.dumps({"type": "stream", "name": self.stream, "text": text}))
        self.sent = time.monotonic()


class Stream(io.TextIOBase):
    """Standard output or standard error of a cell."""

    def __init__(self, output: Output, name: str):
        self.output, self.stream = output, name

    def writable(self) -> bool:
        """Tell that it takes text."""
        return True

    def write(self, text: str) -> int:
        """Take text."""
        self.output.print(self.stream, text)
        return len(text)


async def run(index: int, sources: str, quiet: bool, emit) -> bool:
    """Run cell number `index` of a page; returns whether it came to its end.

    Parameters
    ----------
    index : int
        The cell.
    sources : str
        The code of all cells, as JSON.
    quiet : bool
        Show errors alone: the cell is run for another's sake.
    emit : callable
        Takes an output as JSON.
    """
    written = json.loads(sources)
    cells = commands.as_python(written)
    output = Output(emit)
    stand_ins.published = (lambda _: None) if quiet else output.show
    stand_ins.begin(index, quiet)
    label = f"cell {index + 1}"
    sink = Output(lambda _: None) if quiet else output
    try:
        with redirect_stdout(Stream(sink, "stdout")), redirect_stderr(Stream(sink, "stderr")):
            code = CodeRunner(cells[index], filename=label, flags=PyCF_ALLOW_TOP_LEVEL_AWAIT).compile()
            # For tracebacks: the line as it was written.
            linecache.cache[label] = (
                len(written[index]),
                None,
                written[index].splitlines(keepends=True),
                label,
            )
            value = await code.run_async(names)
            if value is not None:
                names["_"] = value
                stand_ins.display(value)
            show_open_figures()
    except BaseException as error:  # also what would end Python: exit()
        output.show(described(error, label))
        return False
    finally:
        output.flush()
        let_go()
    order.note(index, cells[index], needs.streams_in(cells))
    return True


def before(index: int, sources: str) -> str:
    """Return the cells that have to be run before cell number `index`, as JSON."""
    return json.dumps(order.before(commands.as_python(json.loads(sources)), index))


def hint_html(question: str) -> str:
    """Return the next hint of a question as HTML."""
    from marketing_origin import hint

    return hint(question)._repr_html_()


def show_open_figures() -> None:
    """Show the figures that the cell has left open, as a notebook does."""
    plt = sys.modules.get("matplotlib.pyplot")
    for number in plt.get_fignums() if plt else []:
        figure = plt.figure(number)
        drawing = io.StringIO()
        figure.savefig(drawing, format="svg")
        stand_ins.display(stand_ins.SVG(drawing.getvalue()[drawing.getvalue().index("<svg") :]))
        plt.close(figure)


def let_go() -> None:
    """Let go of garbage, now and then, and of the texts that matplotlib has measured: thousands, of figures gone."""
    if next(runs) % OFTEN == 0:
        gc.collect()
    text = sys.modules.get("matplotlib.text")
    if measured := getattr(text, "_get_text_metrics_with_cache_impl", None):
        measured.cache_clear()


def described(error: BaseException, label: str) -> dict:
    """Return an error of the cell `label` as output: its words, and the lines of the reader's own cells."""
    told = {"type": "error", "name": type(error).__name__, "message": str(error), "lines": []}
    if isinstance(error, SyntaxError) and (error.filename or "").startswith("cell "):
        line = (error.text or "").rstrip("\n")
        told["message"] = commands.REFUSED if line.lstrip().startswith(("%", "!")) else error.msg
        told["lines"] = [place(error.lineno, line)]
    elif told["name"] != "CourseError":
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith("cell ")]
        told["lines"] = [place(f.lineno, f.line, f.filename == label) for f in own]
        if frames and frames[-1] not in own and own:
            told["within"] = f"{frames[-1].name} ({frames[-1].filename.partition('site-packages/')[2]})"
    if len(told["lines"]) > 6:
        told["lines"] = [*told["lines"][:3], {"where": "…", "code": ""}, *told["lines"][-2:]]
    return told


def place(line: int | None, code: str | None, here: bool = True) -> dict:
    """Return a line of a traceback."""
    return {"where": f"Line {line}" if here else f"An earlier cell, line {line}", "code": code or ""}
