"""Serve the built site on this machine, compressed as a real web server would."""

import functools
import gzip
import http.server
import socket
import sys
from pathlib import Path

from marketing_origin.errors import CourseError

COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".ipynb", ".inv", ".map", ".wasm"}
FIRST_PORT = 8765


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files with gzip, validation by date, and the site's own page for what is missing."""

    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".woff2": "font/woff2",
        ".ipynb": "application/json",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""

    def do_GET(self) -> None:
        """Answer with the file, compressed where the browser takes that and it helps."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path = path / "index.html"
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if not path.is_file():
            return self.send_missing()
        if accepts and path.suffix in COMPRESSED and "If-Modified-Since" not in self.headers:
            return self.send_bytes(200, _compressed(path, path.stat().st_mtime_ns), path, "gzip")
        return super().do_GET()

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


@functools.lru_cache(maxsize=512)
def _compressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


def free_port(wanted: int | None) -> int:
    """Return the port to serve on: the wanted one, or the first free one from 8765.

    Raises
    ------
    CourseError
        The wanted port is taken.
    """
    for port in [wanted] if wanted is not None else range(FIRST_PORT, FIRST_PORT + 50):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except (OSError, OverflowError) as error:
                reason = error
    if wanted is None:
        raise CourseError(f"No port from {FIRST_PORT} to {FIRST_PORT + 49} is free; name one with --port.")
    raise CourseError(f"Port {wanted} cannot be used ({reason}): leave --port out, or name another one.")


class Server(http.server.ThreadingHTTPServer):
    """A server that takes it calmly when a reader leaves a page before it has loaded."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error, unless it is only that the other side has gone."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int) -> Server:
    """Return a server of `folder` on the loopback interface, ready for `serve_forever`."""
    return Server(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))
