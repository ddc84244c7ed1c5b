"""Take the pictures of the course that the README and chapter 0.1 show.

    .venv/bin/python docs/screenshots.py

Builds the site if needed, opens each page in a browser, and writes the pictures beside this file.
"""

import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from marketing_origin.site.browser import FLAGS, find_browser
from marketing_origin.site.build import build
from marketing_origin.site.paths import HTML
from marketing_origin.site.serve import server

HERE = Path(__file__).parent
CLV = "book/4_customer_lifetime_value/4_1_clv_formula.html"
# File, page, what stands at the top of the picture, width and height.
SHOTS = [("screenshot.png", CLV, ".mo-explore", 1280, 860)]


def main() -> None:
    """Take every picture."""
    build()
    with server(HTML, 0) as site, sync_playwright() as playwright:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for name, page, top, width, height in SHOTS:
            opened = browser.new_page(viewport={"width": width, "height": height})
            opened.goto(f"http://127.0.0.1:{site.server_port}/{page}")
            opened.locator(top).first.evaluate("block => window.scrollTo(0, block.offsetTop - 120)")
            opened.wait_for_timeout(500)
            opened.screenshot(path=HERE / name)
            print(f"docs/{name}")
        browser.close()
        site.shutdown()


if __name__ == "__main__":
    main()
