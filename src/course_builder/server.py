#!/usr/bin/env python3
"""Serve the course on this computer and open it in the browser.

    python3 start.py           for this computer
    python3 start.py --room    for everybody on the same network

Standard library only: a bundle of the course carries this file alone, beside the folder `site`;
`python3 course.py book` serves by the same code.
"""

from __future__ import annotations  # a bundle's Python may be 3.8

import argparse
import functools
import gzip
import http.server
import os
import socket
import sys
import threading
import webbrowser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".ipynb", ".inv", ".map", ".wasm"}
FIRST_PORT, PORTS = 8765, 50
HERE, ROOM = "127.0.0.1", "0.0.0.0"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files with gzip, validation by date, and the site's own page for what is missing."""

    # Said here, because what Windows believes of these types depends on the programs that it has.
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html",
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".ipynb": "application/json",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"
    # Head and body are written one after the other: else the body could wait for the head to be acknowledged.
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""

    def do_GET(self) -> None:
        """Answer with the file, compressed where the browser takes that and it helps."""
        path = Path(self.translate_path(self.path))
        try:
            if path.is_dir():
                if not self.path.partition("?")[0].endswith("/"):
                    return super().do_GET()  # leads to the address with a slash
                path = path / "index.html"
            if not path.is_file():
                return self.send_missing()
        except OSError:  # a name that no file can have
            return self.send_missing()
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if accepts and path.suffix in COMPRESSED and not self.is_unchanged(path):
            return self.send_bytes(200, _compressed(path, path.stat().st_mtime_ns), path, "gzip")
        return super().do_GET()

    def send_head(self) -> BinaryIO | None:
        """Answer the head of a request; a name that no file can have is missing."""
        try:
            return super().send_head()
        except ValueError:
            self.send_error(404)
            return None

    def is_unchanged(self, path: Path) -> bool:
        """Tell whether the browser has the file as it is, by the date that it names."""
        try:
            known = parsedate_to_datetime(self.headers.get("If-Modified-Since", ""))
        except (TypeError, ValueError):
            return False
        return int(path.stat().st_mtime) <= known.timestamp()

    def send_missing(self) -> None:
        """Answer 404 with the site's own page."""
        page = Path(self.directory) / "404.html"
        body = page.read_bytes() if page.exists() else b"Not found"
        self.send_bytes(404, body, page)

    def send_bytes(self, status: int, body: bytes, path: Path, encoding: str = "") -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if path.exists():
            self.send_header("Last-Modified", self.date_time_string(path.stat().st_mtime))
        if encoding:
            self.send_header("Content-Encoding", encoding)
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(body)

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:
        """Send a file's bytes: by the system itself where it can, which leaves this program free for others."""
        self.connection.sendfile(source)


def _compressed(path: Path, changed: int) -> bytes:
    """Return the file compressed; who asks for it while it is being compressed waits for that."""
    with _LOCK:
        lock = _BUSY.setdefault(path, threading.Lock())
    with lock:
        return _compress(path, changed)


@functools.lru_cache(maxsize=512)
def _compress(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


_LOCK = threading.Lock()
_BUSY: dict[Path, threading.Lock] = {}


class Server(http.server.ThreadingHTTPServer):
    """A server that takes it calmly when a reader leaves a page before it has loaded."""

    # Thirty readers who open a page together come with six connections each.
    request_queue_size = 512
    # Windows would let it share a port with another program.
    allow_reuse_address = os.name != "nt"

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error, unless it is only that the other side has gone."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int, host: str = HERE) -> Server:
    """Return a server of `folder`, ready for `serve_forever`; without `host` for this computer alone."""
    return Server((host, port), functools.partial(Handler, directory=str(folder)))


class PortTaken(OSError):
    """The port that was asked for cannot be used; the message says why and what to do."""


def on_port(folder: Path, wanted: int | None, host: str = HERE) -> Server:
    """Return a server on the wanted port, or without one on the first from 8765 that is free.

    Raises
    ------
    PortTaken
        The wanted port cannot be used.
    """
    ports = [wanted] if wanted is not None else [*range(FIRST_PORT, FIRST_PORT + PORTS), 0]
    for port in ports:
        try:
            return server(folder, port, host)
        except (OSError, OverflowError) as error:
            reason = error
    raise PortTaken(f"Port {ports[0]} cannot be used ({reason}): leave --port out, or name another one.")


def run(serving: Server, room: bool = False) -> None:
    """Say where the course is, open it in the browser and serve it until Ctrl-C."""
    address = f"http://{HERE}:{serving.server_port}/"
    print(f"The course is at {address} (Ctrl-C stops it)", flush=True)
    if room:
        print(f"In this room: http://{address_in_room()}:{serving.server_port}/", flush=True)
    try:
        webbrowser.open(address)
        serving.serve_forever()
    except KeyboardInterrupt:
        print()


def address_in_room() -> str:
    """Return the address under which the other computers of the network reach this one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only says from where it would be.
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return socket.gethostname()


def main() -> None:
    """Serve the bundle's site until Ctrl-C."""
    parser = argparse.ArgumentParser(
        description="Serve the course on this computer and open it in the browser."
    )
    parser.add_argument("--room", action="store_true", help="serve everybody on the same network, too")
    parser.add_argument(
        "--port", type=int, help=f"serve on this port (else the first free one from {FIRST_PORT})"
    )
    chosen = parser.parse_args()
    site = Path(__file__).resolve().parent / "site"
    if not (site / "index.html").is_file():
        sys.exit(
            f"There is no course in {site}: unpack the whole archive, then start this file in its folder."
        )
    try:
        serving = on_port(site, chosen.port, ROOM if chosen.room else HERE)
    except PortTaken as problem:
        sys.exit(str(problem))
    with serving:
        run(serving, chosen.room)


if __name__ == "__main__":
    main()
