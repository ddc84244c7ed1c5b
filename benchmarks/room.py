"""A room of thirty readers at the course's server: a page each, then the first start of Python by all of them.

A browser visits a chapter once, and the server notes what it asks for: for the page, and for the first output of a
cell in it. Then thirty readers, who all begin at the same moment with six connections each, ask a server in a process
of its own for the same. A page's time is that from the reader's arrival to the last byte of its last file; while all
of them start Python, more readers come, twenty a second, and open the page. Each round has a server that was just
started; the best of three counts, for the others tell what else the machine did.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from live import CHAPTER, ORDERS, in_page, write
from playwright.sync_api import sync_playwright

from course_builder.browser import FLAGS, find_browser
from course_builder.build import build
from course_builder.paths import HTML
from course_builder.server import HERE, Handler, Server
from marketing_origin.errors import CourseError

READERS, CONNECTIONS = 30, 6
ROUNDS = 3
PAUSE = 0.05  # seconds between those who come while Python starts
USUAL, LONGEST = 0.2, 1.0  # seconds: the 95th percentile of a page, and the slowest
SERVE = """
import sys
from pathlib import Path
from course_builder.server import server

with server(Path(sys.argv[1]), 0) as serving:
    print(serving.server_port, flush=True)
    serving.serve_forever()
"""


class Noting(Handler):
    """A handler that notes what was asked for."""

    asked = []

    def do_GET(self) -> None:
        """Note the address and answer."""
        self.asked.append(self.path)
        super().do_GET()


def run() -> list[dict]:
    """Return rows: what was measured, its value, the target and whether it was met."""
    build(live="require")
    page, python = visit()
    rounds = [one_round(page, python) for _ in range(ROUNDS)]
    best = {name: min((each[name] for each in rounds), key=usual) for name in rounds[0]}
    whole = f"{READERS} readers, {CONNECTIONS} connections each"
    meanwhile = f"{len(best['meanwhile'])} more come while Python starts"
    return [
        row(f"{whole}: a page of {len(page)} files, 95th percentile", usual(best["pages"]), USUAL),
        row(f"{whole}: a page, the slowest", max(best["pages"]), LONGEST),
        row(f"{meanwhile}: a page, 95th percentile", usual(best["meanwhile"]), USUAL),
        row(f"{meanwhile}: a page, the slowest", max(best["meanwhile"]), LONGEST),
        {
            "what": f"{whole}: the {len(python)} files of Python's first start, the slowest",
            "value": f"{max(best['starts']):.3f} s",
        },
    ]


def row(what: str, seconds: float, most: float) -> dict:
    """Return a row with an upper limit."""
    return {"what": what, "value": f"{seconds:.3f} s", "target": f"≤ {most} s", "ok": seconds <= most}


def one_round(page: list[str], python: list[str]) -> dict[str, list[float]]:
    """Return the seconds of all pages, of those while Python starts, and of the starts, at a new server."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, HTML], stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline())
        # Those who start Python are a process of their own: they read some hundred megabytes.
        with ProcessPoolExecutor(1, get_context("spawn")) as others:
            pages = others.submit(crowd, port, page).result()
            starting = others.submit(crowd, port, python)
            meanwhile = asyncio.run(newcomers(port, page, starting))
            return {"pages": pages, "meanwhile": meanwhile, "starts": starting.result()}
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def visit() -> tuple[list[str], list[str]]:
    """Return what a browser asks for: of a page, and from the click to the first output of pandas."""
    with (
        Server((HERE, 0), partial(Noting, directory=str(HTML))) as site,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=site.serve_forever, daemon=True).start()
        options = {"executable_path": find_browser(), "args": FLAGS}
        context = playwright.chromium.launch_persistent_context(profile, **options)
        context.pages[0].goto(f"http://{HERE}:{site.server_port}/{CHAPTER}.html", wait_until="networkidle")
        page, Noting.asked = Noting.asked, []
        write(context.pages[0], 0, ORDERS + "\norders.head()")
        in_page(context, context.pages[0])
        context.close()
        site.shutdown()
    return page, Noting.asked


def crowd(port: int, addresses: list[str]) -> list[float]:
    """Have all readers ask for these addresses at once; return the seconds of each."""

    async def together() -> list[float]:
        return await asyncio.gather(*(reader(port, addresses) for _ in range(READERS)))

    return asyncio.run(together())


async def newcomers(port: int, addresses: list[str], starting: Future) -> list[float]:
    """Have one reader after the other come until `starting` is done; return the seconds of each."""
    came = []
    while not starting.done():
        came.append(asyncio.create_task(reader(port, addresses)))
        await asyncio.sleep(PAUSE)
    return await asyncio.gather(*came)


def usual(seconds: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


async def reader(port: int, addresses: list[str]) -> float:
    """Ask for the first address, then for the others over all connections; return the seconds it took."""
    begun = time.perf_counter()
    connections = await asyncio.gather(*(asyncio.open_connection(HERE, port) for _ in range(CONNECTIONS)))
    waiting = addresses[::-1]
    await fetch(*connections[0], waiting.pop())

    async def ask(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        while waiting:
            await fetch(incoming, outgoing, waiting.pop())

    await asyncio.gather(*(ask(*connection) for connection in connections))
    for _, outgoing in connections:
        outgoing.close()
    return time.perf_counter() - begun


async def fetch(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter, address: str) -> None:
    """Ask for one file as a browser does, and read all of it; an answer other than 200 raises."""
    outgoing.write(f"GET {address} HTTP/1.1\r\nHost: room\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await incoming.readuntil(b"\r\n\r\n")).decode().lower()
    status = head.partition("\r\n")[0]
    if " 200 " not in status:
        raise CourseError(f"{address}: the server answered {status}.")
    left = int(head.partition("content-length:")[2].split()[0])
    while left and (came := await incoming.read(min(left, 1 << 20))):
        left -= len(came)
    if left:
        raise CourseError(f"{address}: {left:,} bytes did not come.")
