"""Progress of long work: named bars on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from course_builder.set_up import now_and_then

CONSOLE = Console(stderr=True, highlight=False)
EVERY = 10.0  # seconds


@contextmanager
def execution_bars(pages: list) -> Iterator:
    """Show how many notebooks are executed and which are running; yields the function to report to."""
    columns = [TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=CONSOLE, transient=False, disable=not CONSOLE.is_terminal) as progress:
        overall = progress.add_task("execution", total=len(pages))
        running: list[str] = []

        def report(name: str, seconds: float | None) -> None:
            if seconds is None:
                running.append(name)
            else:
                progress.advance(overall)
                if name in running:
                    running.remove(name)
                if seconds:
                    CONSOLE.print(f"  {name}  {seconds:.1f} s")
            progress.update(overall, description=" ".join(["execution", *running]))

        if CONSOLE.is_terminal:
            yield report
        else:
            with told_now_and_then(lambda: " ".join(["execution of", *running])):
                yield report
        progress.update(overall, description="execution")


@contextmanager
def told_now_and_then(what: Callable[[], str]) -> Iterator[None]:
    """Print a line every ten seconds where there is no terminal: long silence looks like a standstill."""
    with now_and_then(lambda seconds: CONSOLE.print(f"{what()} … {seconds:.0f} s", markup=False), EVERY):
        yield


@contextmanager
def step(name: str) -> Iterator[None]:
    """Show that a step is running, then how long it took."""
    started = time.monotonic()
    if CONSOLE.is_terminal:
        with CONSOLE.status(f"{name} …"):
            yield
    else:
        with told_now_and_then(lambda: name):
            yield
    CONSOLE.print(f"{name}: {time.monotonic() - started:.1f} s")


@contextmanager
def step_bar(task: str) -> Iterator:
    """Show how many steps of a task are done and which is running; yields the function to report to."""
    columns = [TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=CONSOLE, transient=True, disable=not CONSOLE.is_terminal) as progress:
        bar = progress.add_task(task, total=None)

        def report(name: str, done: int, steps: int) -> None:
            progress.update(bar, description=f"{task}: {name}", completed=done, total=steps)
            if not CONSOLE.is_terminal:
                CONSOLE.print(f"{task} {done}/{steps} {name}")

        yield report
