"""What several test files share: the built site, where it is served, and a browser."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

from course_builder import browser as browsers
from course_builder import notebooks
from course_builder.browser_python.fetch import NotToBeHad
from course_builder.build import build
from course_builder.execute import execute_pages
from course_builder.paths import BUILD, HTML, NODE_MODULES
from course_builder.server import server
from marketing_origin.errors import CourseError

# How long an example takes is the machine's business.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.load_profile("course")
WITHOUT_LIVE = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-browser", action="store_true", help="leave out the tests that need a browser")
    parser.addoption("--scale", action="store_true", help="run the report on a real Spark cluster, too")
    parser.addoption("--no-live", action="store_true", help="leave out Python in the reader's browser")
    parser.addoption("--only", metavar="4.1", help="what one chapter has to hold, without the built site")


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what the first minutes go to, and what is quicker."""
    if config.getoption("--only"):
        return ["one chapter's tests: the site is not built for them"]
    return [
        "the site is built first for the tests that look at it: on a fresh clone that takes minutes",
        "what one chapter has to hold, without the site: python3 course.py test --only 4.1",
    ]


class ToldAtOnce:
    """Tells of a failure when it happens: the run goes on for minutes, and its end holds the rest."""

    def __init__(self, config: pytest.Config):
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write which test failed and the first line of why."""
        if report.failed:
            why = getattr(getattr(report.longrepr, "reprcrash", None), "message", report.longreprtext)
            terminal = self.config.pluginmanager.get_plugin("terminalreporter")
            line = why.strip().partition("\n")[0][:300]
            terminal.write_line(f"\n{report.nodeid} ({report.when}): {line}")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # a process among others hands its reports on
        config.pluginmanager.register(ToldAtOnce(config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    from in_groups import InGroups

    # Whoever asks for another distribution gets it.
    return InGroups(config, log) if config.getvalue("dist") == "worksteal" else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test after its bytes' argument: what is packed holds the second it was packed in.

    Test processes that collect in two different seconds would have different tests.
    """
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if number := config.getoption("--only"):
        of_chapter = re.compile(rf"\[.*(?<![\d.]){re.sub(r'[.]', '[._]', number)}(?!\d)")
        chosen = [
            item
            for item in items
            if of_chapter.search(item.nodeid) or item.get_closest_marker("each_chapter")
        ]
        # The whole site is built for those that look at its pages.
        chosen = [item for item in chosen if "site" not in item.fixturenames]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
    if hasattr(config, "workerinput"):  # a process among others
        from in_groups import put_in_order

        put_in_order(items)


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The folder of the built site; one test process builds it, the others wait."""
    no_live = request.config.getoption("--no-live")
    try:
        build(live="off" if no_live else "require")
    except NotToBeHad as error:
        # Told by the tests that need it; the others have a site.
        request.config.stash[WITHOUT_LIVE] = str(error)
        build(live="off")
    return HTML


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest, site: Path) -> Path:
    """The folder of the site's live part."""
    if request.config.getoption("--no-live"):
        pytest.skip("--no-live was asked for")
    if WITHOUT_LIVE in request.config.stash:
        remedy = "`python3 course.py test --no-live` leaves out what needs them."
        pytest.fail(f"{request.config.stash[WITHOUT_LIVE]}\n{remedy}", pytrace=False)
    return site / "live"


@pytest.fixture(scope="session")
def executed(site: Path) -> dict:
    """Every executed notebook with its outputs, by page name."""
    return execute_pages(page for page in notebooks.pages() if page.executes)


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The address of the site, with a slash at its end."""
    with server(site, 0) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_port}/"
        serving.shutdown()


def program_of(request: pytest.FixtureRequest, find: Callable[[], str]) -> str:
    """Return a browser's path; of several test processes one installs it."""
    if request.config.getoption("--no-browser"):
        pytest.skip("--no-browser was asked for")
    BUILD.mkdir(parents=True, exist_ok=True)
    with FileLock(BUILD / "browser.lock"):
        return find()


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest):
    """Chromium, driven by Playwright, which reaches this machine alone."""
    try:
        program = program_of(request, browsers.find_browser)
    except CourseError as error:
        pytest.fail(str(error), pytrace=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=program, args=browsers.TEST_FLAGS, proxy=browsers.NOWHERE
        )


@pytest.fixture(scope="session")
def firefox_program(request: pytest.FixtureRequest) -> str:
    """The path of Firefox, which Debian alone lets us install: elsewhere it may be missing."""
    try:
        return program_of(request, browsers.find_firefox)
    except CourseError as error:
        pytest.skip(str(error))


@pytest.fixture
def context(live, site_url, browser):
    """The browser of a reader who has not been here before."""
    from page_at_work import of_a_reader

    with of_a_reader(browser, site_url) as context:
        yield context


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def page(browser, site_url: str) -> Iterator[Callable]:
    """Open pages of the site: `page("index.html", viewport=…)`.

    The page that comes back has `troubles`: what failed or was logged, and every request to another host
    (which fails); and `loaded`: the requests that were answered.
    """
    from page_at_work import watch

    contexts = []

    def opened(path: str, **options):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options))
        found = contexts[-1].new_page()
        found.troubles, found.loaded = watch(found, site_url), []
        found.on("requestfinished", lambda request: found.loaded.append(request))
        found.goto(site_url + path)
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def same_page(browser, site_url: str) -> Iterator[Callable]:
    """Open pages of the site one after another in one page, which fetches once what they share.

    What comes back has `troubles` and `loaded` as from `page`, and `weighed`: the bytes that came for each
    address. Nothing that a page has kept is there for the next one.
    """
    from page_at_work import watch

    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    one, weighed = context.new_page(), {}
    devtools, loaded = context.new_cdp_session(one), []
    troubles = watch(one, site_url)

    one.on("requestfinished", lambda request: loaded.append(request))

    def opened(path: str):
        one.evaluate("window.sessionStorage?.clear()" if one.url.startswith(site_url) else "0")
        one.goto("about:blank")
        devtools.send("Storage.clearDataForOrigin", {"origin": site_url.rstrip("/"), "storageTypes": "all"})
        one.set_viewport_size({"width": 1280, "height": 900})
        one.emulate_media(color_scheme="light", reduced_motion="null")
        troubles.clear()
        loaded.clear()
        one.goto(site_url + path)
        one.troubles, one.loaded, one.weighed = troubles, loaded, weighed
        return one

    yield opened
    context.close()
