"""What a page of the site costs a reader: bytes of its first load, and Lighthouse's judgement.

Lighthouse, pinned in package-lock.json beside this file and installed into `_build`, looks at the site as
`python3 course.py book` serves it (the first page, an exercise, the two heaviest pages), as on a desktop and
as on a phone with a slow connection.
"""

import json
import os
import shutil
import statistics
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from course_builder import notebooks
from course_builder.browser import FLAGS, TEXT_BUDGET, WIDGET_BUDGET, find_browser, weight
from course_builder.build import build
from course_builder.node import npm_cli, run_node
from course_builder.paths import BUILD, HTML
from course_builder.server import server

HERE = Path(__file__).parent
LIGHTHOUSE = BUILD / "lighthouse"
TARGET = 95
# Lighthouse varies with what else the machine does; its makers advise to take a median.
ROUNDS = 3
FORMS = {"desktop": ["--preset=desktop"], "mobile": []}


def run() -> list[dict]:
    """Return rows: what was measured, its value, the target and whether it was met."""
    build()
    install()
    names = [page.name for page in notebooks.pages()]
    with server(HTML, 0) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{site.server_port}/"
        loads = first_loads(home, names)
        heaviest = sorted(loads, key=lambda name: -loads[name][0])[:2]
        exercise = next(name for name in names if name.startswith("exercises/"))
        rows = [row for name in ("index", exercise, *heaviest) for row in scores(home, name)]
        site.shutdown()
    return [*weights(loads), *rows]


def install() -> None:
    """Install Lighthouse as its lock says, unless it is there."""
    LIGHTHOUSE.mkdir(parents=True, exist_ok=True)
    locks = [(HERE / name, LIGHTHOUSE / name) for name in ("package.json", "package-lock.json")]
    if all(copy.exists() and copy.read_bytes() == lock.read_bytes() for lock, copy in locks):
        return
    for lock, copy in locks:
        shutil.copyfile(lock, copy)
    try:
        run_node(npm_cli(), "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=LIGHTHOUSE, check=True)
    except BaseException:
        locks[1][1].unlink()
        raise


def scores(home: str, name: str) -> list[dict]:
    """Return a page's row for each form: the scores of the four categories, medians of ROUNDS."""
    rows = []
    for form, options in FORMS.items():
        rounds = [categories(f"{home}{name}.html", options) for _ in range(ROUNDS)]
        medians = {category: statistics.median(each[category] for each in rounds) for category in rounds[0]}
        told = ", ".join(f"{category} {score:.0f}" for category, score in medians.items())
        worst = min(medians.values())
        rows.append(
            {
                "what": f"Lighthouse, {form}: {name}",
                "value": told,
                "target": f"≥ {TARGET}",
                "ok": worst >= TARGET,
            }
        )
    return rows


def categories(address: str, options: list[str]) -> dict[str, float]:
    """Return Lighthouse's scores for one visit, 0 to 100 by category."""
    report = LIGHTHOUSE / "report.json"
    flags = f"--chrome-flags=--headless {' '.join(FLAGS)}"
    wanted = "--only-categories=performance,accessibility,best-practices,seo"
    program = LIGHTHOUSE / "node_modules" / "lighthouse" / "cli" / "index.js"
    output = ["--quiet", "--output=json", f"--output-path={report}"]
    environment = {**os.environ, "CHROME_PATH": find_browser()}
    run_node(program, address, *options, *output, wanted, flags, env=environment, check=True, timeout=180)
    found = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {category: 100 * judged["score"] for category, judged in found.items()}


def first_loads(home: str, names: list[str]) -> dict[str, tuple[int, int]]:
    """Return the bytes of each page's first load, and its budget."""
    loads = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for name in names:
            page, requests = browser.new_page(), []
            page.on("requestfinished", lambda request, seen=requests: seen.append(request))
            page.goto(f"{home}{name}.html", wait_until="networkidle")
            loads[name] = weight((HTML / f"{name}.html").read_text(encoding="utf-8"), requests)
            page.close()
        browser.close()
    return loads


def weights(loads: dict[str, tuple[int, int]]) -> list[dict]:
    """Return a row for the heaviest page of each budget."""
    rows = []
    for limit, kind in ((TEXT_BUDGET, "text"), (WIDGET_BUDGET, "with a widget")):
        heaviest, name = max((load, name) for name, (load, budget) in loads.items() if budget == limit)
        rows.append(
            {
                "what": f"first load, {kind}, the heaviest: {name}",
                "value": f"{heaviest / 1000:.0f} kB",
                "target": f"≤ {limit / 1000:.0f} kB",
                "ok": heaviest <= limit,
            }
        )
    return rows
