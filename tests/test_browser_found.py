"""Finding a browser: what is tried in which order, and what is said when there is none."""

import pytest

from course_builder import browser
from marketing_origin.errors import CourseError

pytest_plugins = "pytester"
WAYS = ("on_path", "playwrights", "debians")


@pytest.fixture
def program(tmp_path):
    found = tmp_path / "my-browser"
    found.write_text("#!/bin/sh\n")
    found.chmod(0o755)
    return str(found)


@pytest.mark.parametrize("working", range(3))
def test_the_first_way_that_works_is_taken(monkeypatch, working):
    monkeypatch.delenv("CHROME", raising=False)
    tried = []
    for number, way in enumerate(WAYS):
        answer = f"/found/{way}" if number >= working else None
        monkeypatch.setattr(browser, way, lambda *_, way=way, answer=answer: tried.append(way) or answer)
    assert browser.find_browser() == f"/found/{WAYS[working]}"
    assert tried == list(WAYS[: working + 1])


def test_the_one_named_in_chrome_comes_before_all(monkeypatch, program):
    monkeypatch.setenv("CHROME", program)
    assert browser.find_browser() == program


def test_a_browser_without_its_window_is_taken_before_a_whole_one(monkeypatch, program, tmp_path):
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "chromium").symlink_to(program)
    assert browser.find_browser() == str(tmp_path / "chromium")
    (tmp_path / "chromium-headless-shell").symlink_to(program)
    assert browser.find_browser() == str(tmp_path / "chromium-headless-shell")


def test_debian_is_asked_for_a_browser_without_its_window_and_then_for_a_whole_one(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "apt-get").write_text("#!/bin/sh\n")
    (tmp_path / "apt-get").chmod(0o755)
    ran = []
    monkeypatch.setattr(browser, "run", lambda *command: ran.append(command))
    monkeypatch.setattr(browser, "playwrights", lambda: None)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    with pytest.raises(CourseError, match="No browser"):
        browser.find_browser()
    assert [command[-1] for command in ran] == ["update", "chromium-headless-shell", "update", "chromium"]


def test_a_chrome_that_is_no_program_is_told(monkeypatch):
    monkeypatch.setenv("CHROME", "/nowhere/chrome")
    with pytest.raises(CourseError, match="CHROME='/nowhere/chrome' is not a program"):
        browser.find_browser()


def test_without_any_the_message_says_what_to_do(monkeypatch):
    monkeypatch.delenv("CHROME", raising=False)
    for way in WAYS:
        monkeypatch.setattr(browser, way, lambda *_: None)
    with pytest.raises(CourseError, match="Install Chromium or Chrome.*--no-browser"):
        browser.find_browser()


def test_firefox_is_the_one_named_or_on_the_path_or_debians(monkeypatch, program, tmp_path):
    monkeypatch.setenv("FIREFOX", program)
    assert browser.find_firefox() == program
    monkeypatch.delenv("FIREFOX")
    asked = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "debians", lambda *which: asked.append(which) or "/found/debians")
    assert browser.find_firefox() == "/found/debians"
    assert asked == [("firefox-esr", browser.FIREFOXES)]
    own = tmp_path / "firefox"
    own.symlink_to(program)
    assert browser.find_firefox() == str(own)


def test_firefox_is_not_installed_by_who_may_not_and_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = []
    monkeypatch.setattr(browser, "run", lambda *command: ran.append(command))
    with pytest.raises(CourseError, match="apt-get install firefox-esr.*FIREFOX"):
        browser.find_firefox()
    (tmp_path / "apt-get").write_text("#!/bin/sh\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    with pytest.raises(CourseError, match="No Firefox"):
        browser.find_firefox()
    assert ran == []
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    with pytest.raises(CourseError, match="No Firefox"):
        browser.find_firefox()
    assert [command[-1] for command in ran] == ["update", "firefox-esr"]


@pytest.mark.parametrize(("options", "outcome"), [((), {"errors": 1}), (("--no-browser",), {"skipped": 1})])
def test_tests_fail_without_a_browser_unless_they_are_left_out(
    pytester, monkeypatch, request, options, outcome
):
    monkeypatch.setenv("CHROME", "/nowhere/chrome")
    pytester.makeconftest((request.config.rootpath / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile("def test_one(browser): pass")
    result = pytester.runpytest_subprocess(*options)
    result.assert_outcomes(**outcome)
    if not options:
        result.stdout.fnmatch_lines(["*CHROME='/nowhere/chrome' is not a program*"])
