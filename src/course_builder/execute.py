"""Execute notebooks in parallel, remembering what has not changed."""

import asyncio
import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course_builder import in_kernel, kept, notebooks
from course_builder.kernels import ENVIRONMENT, CourseKernelManager, reached_in
from course_builder.progress_bars import CONSOLE
from marketing_origin.errors import CourseError

CELL_SECONDS = 300
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# A widget that takes longer than this is worth a word to its author.
SLOW_SECONDS = 5.0
Report = Callable[[str, float | None], None]


def execute_pages(
    pages: Iterable[notebooks.Page], report: Report = lambda name, seconds: None, workers: int | None = None
) -> dict[str, nbformat.NotebookNode]:
    """Return each page's notebook with outputs, executing those whose code or sources changed (see `kept`).

    Parameters
    ----------
    pages : iterable of Page
        The pages to execute.
    report : callable
        Told a page's name and None when it starts, its seconds when it is done (0 from the cache).
    workers : int, optional
        How many kernels at a time; one a core unless said otherwise.

    Raises
    ------
    CourseError
        A cell raised; the message names the notebook, the cell and the error.
    """
    done, waiting = {}, []
    for page in pages:
        notebook = notebooks.read(page.path)
        if executed := kept.find(notebook):
            done[page.name] = notebooks.with_outputs(notebook, executed)
            report(page.name, 0.0)
        else:
            waiting.append((page, notebook))
    if waiting:
        done |= _run(_execute_all(waiting, report, workers or os.cpu_count() or 1))
    return done


def _run(work: Coroutine) -> dict:
    """Run asynchronous work to its end, even where this thread has an event loop, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _execute_all(waiting: list, report: Report, workers: int) -> dict:
    turn = asyncio.Semaphore(workers)
    # The longest first, so that no core idles at the end: size is a fair guess of length.
    waiting.sort(key=lambda item: -item[0].path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder:
        tasks = [asyncio.create_task(_execute_one(item, report, turn, folder)) for item in waiting]
        try:
            return dict(await asyncio.gather(*tasks))
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise


async def _execute_one(item: tuple, report: Report, turn: asyncio.Semaphore, folder: str) -> tuple:
    page, notebook = item
    async with turn:
        report(page.name, None)
        began, started = time.time(), time.monotonic()
        told = await execute_notebook(notebook, page, folder)
        tell_slow_widgets(notebook, page.name)
        kept.keep(notebook, told["used"], began, told["narrow"])
        report(page.name, time.monotonic() - started)
    return page.name, notebook


async def execute_notebook(notebook: nbformat.NotebookNode, page: notebooks.Page, folder: str) -> dict:
    """Execute a notebook in place, in a kernel of its own, in `folder`; return what `in_kernel.Record` tells."""
    begun, whole = [], copy(notebook)
    whole.cells = [*notebook.cells, nbformat.v4.new_code_cell(f"%{in_kernel.WRITE}")]
    with tempfile.TemporaryDirectory() as aside:
        record = Path(aside) / "used.json"
        client = NotebookClient(
            whole,
            kernel_manager_class=CourseKernelManager,
            config=reached_in(aside),
            shutdown_kernel="immediate",
            timeout=CELL_SECONDS,
            store_widget_state=False,
            record_timing=False,
            on_cell_execute=lambda cell, cell_index: begun.extend(
                notebook.cells[cell_index : cell_index + 1]
            ),
            resources={"metadata": {"path": folder}},
        )
        try:
            await client.async_execute(env={**os.environ, **ENVIRONMENT, in_kernel.RECORD: str(record)})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise CourseError(explain(notebook, page, begun[-1:], error)) from error
        except RuntimeError as error:
            raise CourseError(
                f"{page.name}: its kernel did not start ({error}). Kernels are reached over sockets in "
                f"{tempfile.gettempdir()}, on Windows over 127.0.0.1: a firewall or a sandbox must allow that."
            ) from error
        if any(map(_failed, notebook.cells)):
            raise CourseError(explain(notebook, page, begun[-1:]))
        return json.loads(record.read_text(encoding="utf-8"))


def tell_slow_widgets(notebook: nbformat.NotebookNode, name: str) -> None:
    """Say which widgets took long, and drop from the outputs what says how long."""
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        took = output.get("metadata", {}).pop(in_kernel.WIDGET, None)
        if took and took["seconds"] > SLOW_SECONDS:
            title, seconds, positions = (
                output.data[in_kernel.WIDGET]["title"],
                took["seconds"],
                took["positions"],
            )
            CONSOLE.print(
                f"  {name}: the widget “{title}” took {seconds:.1f} s: {took['function']} was called for "
                f"{positions} positions of its controls, {seconds / positions:.2g} s each. Fewer positions, "
                "or work done once outside of the function, make it quicker.",
                markup=False,
            )


def explain(
    notebook: nbformat.NotebookNode, page: notebooks.Page, begun: list, error: Exception | None = None
) -> str:
    """Say which cell of which notebook stopped the build, why, and where it stands in the author's file.

    `begun` holds the cell that ran last, if one did: one that never ends leaves no output.
    """
    ran = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cell = next((cell for cell in ran if _failed(cell)), (begun or ran)[-1])
    number, line = ran.index(cell) + 1, 1
    if isinstance(error, CellTimeoutError):
        why = f"it ran for more than {CELL_SECONDS} s"
    elif isinstance(error, DeadKernelError):
        why = "the kernel died"
    else:
        shown = next(output for output in cell.outputs if output.output_type == "error")
        why = f"{shown.ename}: {shown.evalue}"
        line = _line_of(shown)
    code = cell.source.splitlines()
    first = max(0, line - 10)
    around = "\n".join(f"    {text}" for text in code[first : first + 12])
    place = notebooks.line_of_code_cell(page.path, number)
    where = f" ({page.name}.md, line {place + line})" if place else ""
    return f"{page.name}: code cell {number} of {len(ran)} failed: {why}{where}\n{around}"


def _line_of(error: nbformat.NotebookNode) -> int:
    """Return the line of its cell at which an error was raised, by its traceback; 1 where that says none."""
    told = COLOURS.sub("", "\n".join(error.get("traceback", [])))
    found = re.search(r"Cell In\[\d+\], line (\d+)", told)
    return int(found[1]) if found else 1


def _failed(cell: nbformat.NotebookNode) -> bool:
    """Tell whether a cell raised that may not, in its code or where an output was made."""
    allowed = "raises-exception" in cell.metadata.get("tags", [])
    return not allowed and any(output.output_type == "error" for output in cell.get("outputs", []))
