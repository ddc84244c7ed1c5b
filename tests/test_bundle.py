"""The course on a stick: one archive, unpacked elsewhere, started by its launcher, used in a browser."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from notebook_in_browser import cell_of, open_notebook, output_of, run_all, write
from playwright.sync_api import expect

from course_builder import browser as browsers
from course_builder.portable_site import NAME, pack

EXERCISE = "exercises/4_customer_lifetime_value/4_1_clv_formula"


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory) -> Path:
    """The bundle's folder, somewhere else than the project."""
    place = tmp_path_factory.mktemp("stick")
    archive = pack(site, place)
    with zipfile.ZipFile(archive) as opened:
        assert {name.split("/")[0] for name in opened.namelist()} == {NAME}
        opened.extractall(place)
    archive.unlink()
    return place / NAME


@pytest.fixture(scope="module", autouse=True)
def interruptible() -> Iterator[None]:
    """Have the launcher hear Ctrl-C, which a run that was started in the background hands on not to be heard.

    Set here, for the child to inherit: code between fork and exec would run beside other libraries' threads.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def launcher(folder: Path, *options: str) -> subprocess.Popen:
    """Start the launcher with a Python that has nothing but its standard library."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "start.py", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # In place of a browser: prints the address that it is sent to.
        env={**os.environ, "BROWSER": "echo opened %s"},
    )


@contextlib.contextmanager
def started(folder: Path, *options: str) -> Iterator[list[str]]:
    """Run the launcher; yields what it prints, up to the browser's opening."""
    process, said = launcher(folder, *options), []
    try:
        for line in process.stdout:
            said.append(line.strip())
            if line.startswith("opened"):
                break
        yield said
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def address_in(line: str) -> str:
    return re.search(r"http://\S+/", line)[0]


def test_the_launcher_serves_the_site_and_opens_the_browser(unpacked, browser):
    with started(unpacked) as said:
        address = address_in(said[0])
        assert said[-1] == f"opened {address}" and "127.0.0.1" in address
        page, asked = browser.new_page(), []
        page.on("response", lambda response: asked.append((response.status, response.url)))
        page.goto(f"{address}book/4_customer_lifetime_value/4_1_clv_formula.html", wait_until="networkidle")
        expect(page.locator("h1")).to_contain_text("4.1")
        assert asked and all(status == 200 and url.startswith(address) for status, url in asked)
        page.close()


def test_two_launchers_take_two_ports_and_a_taken_one_is_named(unpacked):
    with started(unpacked) as one, started(unpacked) as other:
        assert address_in(one[0]) != address_in(other[0])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = launcher(unpacked, "--port", port)
        told = refused.communicate(timeout=20)[0]
    assert refused.returncode == 1 and port in told and "--port" in told and "Traceback" not in told


def test_half_an_archive_says_so(unpacked, tmp_path):
    (tmp_path / "start.py").write_bytes((unpacked / "start.py").read_bytes())
    done = launcher(tmp_path)
    assert "unpack the whole archive" in done.communicate(timeout=20)[0] and done.returncode == 1


def test_the_page_of_the_start_leads_to_the_course_opened_as_files(unpacked, browser):
    page = browser.new_page()
    page.goto((unpacked / "START-HERE.html").as_uri())
    for system in ("Windows", "macOS", "Linux"):
        expect(page.locator("dt", has_text=system)).to_be_visible()
    page.get_by_role("link", name="Open the course as files").click()
    page.locator("#contents, main").first.wait_for()
    page.locator("main a[href*='4_1_clv_formula']").first.click()
    expect(page.locator("h1")).to_contain_text("4.1")
    expect(page.locator("main .katex").first).to_be_visible()
    page.close()


def test_a_page_opened_as_a_file_says_what_python_needs(live, unpacked, browser):
    page = browser.new_page()
    page.goto((unpacked / "site" / f"{EXERCISE}.html").as_uri())
    expect(page.get_by_text("Python needs a server")).to_be_visible()
    expect(page.get_by_role("link", name="Open as a notebook")).to_have_count(0)
    page.close()


def test_a_room_works_on_it_by_plain_http(live, unpacked, browser):
    """By a name of the network a page is not trusted as on localhost: no service workers, no cryptography."""
    with started(unpacked, "--room") as said:
        port = address_in(said[0]).rpartition(":")[2]
        flags = [*browsers.TEST_FLAGS, "--host-resolver-rules=MAP course.lan 127.0.0.1, MAP * ~NOTFOUND"]
        # Playwright takes one browser a thread: this one is asked for another.
        other = browser.browser_type.launch(executable_path=browsers.find_browser(), args=flags)
        context, home = other.new_context(), f"http://course.lan:{port}"
        page = open_notebook(context, home, EXERCISE)
        assert not page.evaluate("isSecureContext")
        run_all(page)
        question = cell_of(page, 'check("4.1.1"')
        write(page, question, 'check("4.1.1", 60 * 1.08 / (1.08 - 0.70))')
        expect(output_of(question)).to_contain_text("Right")
        page.wait_for_timeout(2500)
        page.reload()
        expect(cell_of(page, "60 * 1.08")).to_have_count(1, timeout=60_000)
        other.close()
