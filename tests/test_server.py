"""The server of the site: what it answers to many at once, and to what browsers and people ask wrongly."""

import ast
import gzip
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from email.utils import formatdate
from pathlib import Path

import pytest

from course_builder import server as start
from course_builder.server import server

START_HERE = Path(start.__file__).with_name("start_here.html")

TOGETHER = 180  # thirty readers who open a page come with six connections each


@pytest.fixture
def served(tmp_path):
    (tmp_path / "live").mkdir()
    for name in ("index.html", "live/index.html", "404.html"):
        (tmp_path / name).write_text(f"<h1>{name}</h1>" * 50)
    with server(tmp_path, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield tmp_path, serving.server_port
        serving.shutdown()


def ask(port: int, path: str, method: str = "GET", **headers: str):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_a_room_that_opens_a_page_together_finds_room_and_is_answered(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Welcome</h1>")
    with server(tmp_path, 0) as serving, ExitStack() as room:
        # Before anyone is answered, all have come in: who finds no room tries again after a second, then three.
        there = ("127.0.0.1", serving.server_port)
        readers = [room.enter_context(socket.create_connection(there, timeout=20)) for _ in range(TOGETHER)]
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        for reader in readers:
            reader.sendall(b"GET /index.html HTTP/1.0\r\n\r\n")
        assert {reader.makefile("rb").readline().split()[1] for reader in readers} == {b"200"}
        serving.shutdown()


def test_what_all_ask_for_at_once_is_compressed_once(served, monkeypatch):
    folder, port = served
    (folder / "python.wasm").write_bytes(os.urandom(1000) * 300)
    work, compress = [], gzip.compress

    def slow(*given):
        work.append(1)
        time.sleep(0.3)
        return compress(*given)

    monkeypatch.setattr(gzip, "compress", slow)
    with ThreadPoolExecutor(30) as room:
        answers = list(room.map(lambda _: ask(port, "/python.wasm", Accept_Encoding="gzip"), range(30)))
    assert all(answer.status == 200 for answer, _ in answers)
    assert {gzip.decompress(body) for _, body in answers} == {(folder / "python.wasm").read_bytes()}
    assert len(work) == 1


def test_a_file_that_is_not_compressed_comes_whole(served):
    folder, port = served
    for size in (0, 1, 3_000_000):
        (folder / "data.csv.gz").write_bytes(os.urandom(size))
        answer, body = ask(port, "/data.csv.gz", Accept_Encoding="gzip")
        assert answer.status == 200 and answer.headers["Content-Length"] == str(size)
        assert body == (folder / "data.csv.gz").read_bytes()


def test_a_folder_without_its_slash_leads_to_the_one_with(served):
    answer, _ = ask(served[1], "/live", Accept_Encoding="gzip")
    assert answer.status == 301 and answer.headers["Location"].endswith("/live/")
    answer, body = ask(served[1], "/live/", Accept_Encoding="gzip")
    assert answer.status == 200 and b"live/index.html" in gzip.decompress(body)


def test_a_name_that_no_file_can_have_is_missing(served):
    answer, body = ask(served[1], f"/{'x' * 300}.html")
    assert answer.status == 404 and b"404.html" in body


def test_what_a_browser_has_is_not_sent_again_and_what_has_changed_comes_compressed(served):
    folder, port = served
    path = folder / "index.html"
    known = formatdate(path.stat().st_mtime, usegmt=True)
    answer, body = ask(port, "/index.html", Accept_Encoding="gzip", If_Modified_Since=known)
    assert answer.status == 304 and body == b""
    later = path.stat().st_mtime + 5
    path.write_text("<h1>changed</h1>" * 50)
    os.utime(path, (later, later))
    answer, body = ask(port, "/index.html", Accept_Encoding="gzip", If_Modified_Since=known)
    assert answer.status == 200 and b"changed" in gzip.decompress(body)
    answer, body = ask(port, "/index.html", Accept_Encoding="gzip", If_Modified_Since="yesterday")
    assert answer.status == 200 and b"changed" in gzip.decompress(body)


def test_the_head_of_a_name_that_no_file_can_have_is_missing_too(served):
    answer, _ = ask(served[1], "/%00", "HEAD")
    assert answer.status == 404
    assert ask(served[1], "/index.html", "HEAD")[0].status == 200


def test_the_bundle_s_launcher_runs_where_its_page_says():
    """What older Pythons than this one cannot read or evaluate is told by ruff."""
    told = re.search(r"Python (3\.\d+) or newer", START_HERE.read_text(encoding="utf-8"))[1]
    launcher = Path(start.__file__)
    ast.parse(launcher.read_text(encoding="utf-8"), feature_version=tuple(map(int, told.split("."))))
    check = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=FA102"]
    check += [f"--target-version=py{told.replace('.', '')}", "-"]
    text = launcher.read_text(encoding="utf-8")
    assert subprocess.run(check, input=text, text=True, capture_output=True).returncode == 0
    later = text.replace("from __future__ import annotations", "")
    assert "FA102" in subprocess.run(check, input=later, text=True, capture_output=True).stdout
