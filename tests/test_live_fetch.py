"""Fetching the packages of the reader's Python: resumed, shown, verified, asked for where they can be."""

import hashlib
import http.server
import io
import threading

import pytest
from rich.console import Console

from course_builder import build
from course_builder.browser_python import fetch, live_part
from course_builder.browser_python.packages import Package
from marketing_origin.errors import CourseError

WHEEL = bytes(range(256)) * 20_000
FILE = "numpy-2.4.3-cp314-cp314-wasm32.whl"


def package(content: bytes = WHEEL, file: str = FILE) -> Package:
    name, version = file.split("-")[:2]
    return Package(name, version, frozenset([hashlib.sha256(content).hexdigest()]), file)


class Server(http.server.BaseHTTPRequestHandler):
    """Answers with `content`, from where it is asked to; cuts the connection after `cut` bytes, if told."""

    content, cut, asked = WHEEL, [], []

    def do_GET(self):
        begin = int(self.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
        self.asked.append((self.path, begin))
        rest = self.content[begin:]
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: self.cut.pop(0)] if self.cut else rest)

    def log_message(self, *_):
        pass


@pytest.fixture
def address(monkeypatch):
    """A server of packages, named in PYODIDE_BASE_URL: the only source there is."""
    handler = type("Handler", (Server,), {"cut": [], "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PYODIDE_BASE_URL", f"http://127.0.0.1:{server.server_port}/packages")
        monkeypatch.setattr(fetch, "SOURCES", (fetch.folder, fetch.address))
        monkeypatch.delenv("PYODIDE_PACKAGES", raising=False)
        yield handler
        server.shutdown()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of packages, named in PYODIDE_PACKAGES: the only source there is."""
    place = tmp_path / "carried"
    place.mkdir()
    monkeypatch.setenv("PYODIDE_PACKAGES", str(place))
    monkeypatch.setattr(fetch, "SOURCES", (fetch.folder,))
    return place


def test_what_is_cached_is_not_asked_for_again(address, tmp_path):
    first = fetch.fetch([package()], tmp_path)
    assert first["numpy"].read_bytes() == WHEEL
    assert fetch.fetch([package()], tmp_path) == first
    assert address.asked == [(f"/packages/{FILE}", 0)]


def test_a_fetch_that_is_cut_off_goes_on_where_it_was(address, tmp_path):
    address.cut[:] = [1_000_000, 2_000_000]
    assert fetch.fetch([package()], tmp_path)["numpy"].read_bytes() == WHEEL
    assert [begin for _, begin in address.asked] == [0, 1_000_000, 3_000_000]


def test_a_fetch_that_was_killed_goes_on_where_it_was(address, tmp_path):
    (tmp_path / f"{FILE}.part").write_bytes(WHEEL[:1_000_000])
    assert fetch.fetch([package()], tmp_path)["numpy"].read_bytes() == WHEEL
    assert [begin for _, begin in address.asked] == [1_000_000]
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_terminal_shows_what_comes_and_how_much(address, tmp_path, monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(fetch, "CONSOLE", Console(file=shown, force_terminal=True, width=120))
    fetch.fetch([package()], tmp_path)
    assert FILE in shown.getvalue() and "5.1/5.1 MB" in shown.getvalue()


@pytest.mark.parametrize("delivered", [WHEEL[:-1] + b"!", WHEEL[:70_000]], ids=["tampered", "truncated"])
def test_another_file_than_the_locks_name_is_refused_by_name(delivered, address, tmp_path):
    address.content = delivered
    with pytest.raises(CourseError, match=rf"{FILE} from http.*refused.*{len(delivered):,} bytes"):
        fetch.fetch([package()], tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("delivered", [WHEEL[:-1] + b"!", WHEEL[:70_000]], ids=["tampered", "truncated"])
def test_another_file_in_a_folder_is_refused_by_name(delivered, folder, tmp_path):
    (folder / FILE).write_bytes(delivered)
    with pytest.raises(CourseError, match=rf"{FILE} from {folder} is refused"):
        fetch.fetch([package()], tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_file_damaged_in_the_cache_is_fetched_again_and_named(folder, tmp_path, capsys):
    (folder / FILE).write_bytes(WHEEL)
    (tmp_path / FILE).write_bytes(WHEEL[:1000])
    assert fetch.fetch([package()], tmp_path)["numpy"].read_bytes() == WHEEL
    assert f"{FILE} in the cache is damaged" in capsys.readouterr().err


def test_a_mistyped_folder_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PYODIDE_PACKAGES", str(tmp_path / "nowhere"))
    with pytest.raises(CourseError, match="PYODIDE_PACKAGES names '.*nowhere', which is not a folder"):
        fetch.fetch([package()], tmp_path / "cache")


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A machine that has no package of the reader's Python and reaches nobody."""
    asked = []

    def unreachable(*_):
        asked.append(1)
        raise fetch.Unreachable("the registry: does not answer")

    monkeypatch.setattr(live_part.packages, "needed", lambda: [package()])
    monkeypatch.setattr(fetch.fetch, "__defaults__", (tmp_path,))
    monkeypatch.setattr(live_part, "TOLD", tmp_path / "told")
    monkeypatch.setattr(fetch, "SOURCES", (unreachable,))
    return asked


def test_without_packages_a_build_goes_on_and_says_once_how_to_get_them(nowhere, capsys):
    for _ in range(2):
        with live_part.preparing("auto") as python:
            assert python is None
    said = " ".join(capsys.readouterr().err.split())
    assert said.count("without its live part") == 1 and len(nowhere) == 1
    assert "numpy 2.4.3" in said and "the registry: does not answer" in said
    assert "--live=require" in said and "PYODIDE_PACKAGES" in said and "PYODIDE_BASE_URL" in said


def test_required_packages_that_are_not_to_be_had_are_an_error_each_time(nowhere):
    for _ in range(2):
        with pytest.raises(fetch.NotToBeHad, match="numpy 2.4.3"), live_part.preparing("require"):
            pass
    assert len(nowhere) == 2


def test_a_site_without_its_live_part_on_purpose_is_not_what_auto_wants(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "STAMP", tmp_path / "stamp")
    for outcome, serves in {"live": ["auto", "require"], "without": ["auto", "off"], "off": ["off"]}.items():
        build.STAMP.write_text(f"inputs {outcome}")
        # One chapter built alone leaves the live part as it is, whatever it is.
        assert [live for live in build.SERVING if build.is_current("inputs", live)] == [*serves, "as it is"]
        assert not any(build.is_current("changed inputs", live) for live in build.SERVING)
