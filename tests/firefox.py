"""A Firefox to drive, by its own WebDriver BiDi: Playwright drives only a build of its own."""

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import websocket

KEYS = {
    "Control": "\ue009",
    "Enter": "\ue007",
    "End": "\ue010",
    "Escape": "\ue00c",
    "Tab": "\ue004",
    "Shift": "\ue008",
    "ArrowRight": "\ue014",
}
LOCAL_NAME = "course.local"
# What a page's cells and its Python say: told where something does not come.
SAID = "[...document.querySelectorAll('.mo-said, .mo-python')].map(one => one.textContent.trim()).filter(Boolean)"


class Firefox:
    """A headless Firefox with a profile of its own; a page is one of its tabs."""

    def __init__(self, program: str, profile: Path):
        # No word to its maker: this machine may reach nobody.
        (profile / "user.js").write_text(
            'user_pref("app.update.disabledForTesting", true);\n'
            'user_pref("network.captive-portal-service.enabled", false);\n'
            'user_pref("network.connectivity-service.enabled", false);\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
            # A name as a machine has it in a local network; it leads back to this one.
            f'user_pref("network.dns.localDomains", "{LOCAL_NAME}");\n'
        )
        # The browser's own window is reached, too: its settings for a site, and its private windows.
        port = ["--remote-debugging-port=0", "--remote-allow-system-access"]
        command = [program, "--headless", "--no-remote", *port, "--profile", profile]
        # To a file: a pipe that nobody empties is full one day, and whatever in the browser says more waits for ever.
        said = profile / "said.txt"
        with said.open("w") as saying:
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=saying)
        end = time.monotonic() + 60
        while not (
            address := re.search(r"ws://\S+(?=\n)", said.read_text(encoding="utf-8", errors="replace"))
        ):
            assert time.monotonic() < end, f"Firefox has not started: {said.read_text()[-500:]}"
            time.sleep(0.1)
        self.socket = websocket.create_connection(f"{address[0]}/session", suppress_origin=True, timeout=120)
        self.number = 0
        self.command("session.new", capabilities={})

    def command(self, method: str, **parameters) -> dict:
        """Send a command and return its result."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert answer["type"] == "success", f"{method}: {answer.get('message')}"
                return answer["result"]

    def contexts(self) -> list[str]:
        """List the open tabs."""
        return [tree["context"] for tree in self.command("browsingContext.getTree")["contexts"]]

    def new_tab(self) -> "Tab":
        """Open a tab."""
        return Tab(self, self.command("browsingContext.create", type="tab")["context"])

    def _in_its_window(self, expression: str):
        """Have the browser itself do something, and return what comes of it."""
        scope = {"moz:scope": "chrome"}
        window = self.command("browsingContext.getTree", **scope)["contexts"][0]["context"]
        target = {"context": window}
        done = self.command("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert done["type"] == "success", done.get("exceptionDetails", {}).get("text")
        return done["result"].get("value")

    def bytes_of(self, address: str) -> int:
        """Return what a page and the workers of its site hold, as about:memory reports it, rubbish collected."""
        start, host = address.partition("#")[0].replace("/", "\\"), address.split("/")[2].partition(":")[0]
        parts = json.dumps([f"top({start}", f"workers({host})"])
        return self._in_its_window(
            f"""new Promise((done) => {{
              const manager = Cc["@mozilla.org/memory-reporter-manager;1"].getService(Ci.nsIMemoryReporterManager);
              let sum = 0;
              const add = (process, path, kind, units, amount) => {{
                if ({parts}.some((part) => path.includes(part))) sum += amount;
              }};
              manager.minimizeMemoryUsage(() => manager.getReports(add, null, () => done(sum), null, false));
            }})"""
        )

    def private_tab(self) -> "Tab":
        """Open a private window and return its tab."""
        tab = self._opened(lambda: self._in_its_window("void OpenBrowserWindow({private: true})"))
        tab.wait("location.href === 'about:privatebrowsing' && document.readyState === 'complete'")
        return tab

    @contextmanager
    def keeping_nothing(self, origin: str) -> Iterator[None]:
        """Refuse a site all storage for a while, as a reader does who blocks its cookies."""
        principal = f"Services.scriptSecurityManager.createContentPrincipalFromOrigin({origin!r})"
        deny = "Ci.nsICookiePermission.ACCESS_DENY"
        self._in_its_window(f"Services.perms.addFromPrincipal({principal}, 'cookie', {deny})")
        yield
        self._in_its_window(f"Services.perms.removeFromPrincipal({principal}, 'cookie')")

    def _opened(self, act: Callable[[], None], seconds: float = 30) -> "Tab":
        before, end = set(self.contexts()), time.monotonic() + seconds
        act()
        while not (new := set(self.contexts()) - before):
            assert time.monotonic() < end, "no tab was opened"
            time.sleep(0.2)
        return Tab(self, new.pop())

    def close(self) -> None:
        """End the browser."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)


class Tab:
    """A tab; what is looked for in it is the first visible element of a selector that holds a text."""

    def __init__(self, browser: Firefox, context: str):
        self.browser, self.context = browser, context

    def goto(self, address: str) -> None:
        self.browser.command("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def opens(self, act: Callable[[], None]) -> "Tab":
        """Return the tab that something done in this one opens."""
        return self.browser._opened(act)

    def close(self) -> None:
        self.browser.command("browsingContext.close", context=self.context)

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Take the network away for a while."""
        for conditions in ({"type": "offline"}, None):
            self.browser.command(
                "emulation.setNetworkConditions", networkConditions=conditions, contexts=[self.context]
            )
            if conditions:
                yield

    def evaluate(self, expression: str):
        """Return the value of a JavaScript expression."""
        done = self.browser.command(
            "script.evaluate",
            expression=f"JSON.stringify({expression} ?? null)",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert done["type"] == "success", done.get("exceptionDetails", {}).get("text")
        return json.loads(done["result"]["value"])

    def wait(self, expression: str, seconds: float = 30) -> None:
        """Wait until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}\n{self.evaluate(SAID)}"
            time.sleep(0.2)

    def click(self, selector: str, text: str = "") -> None:
        """Click with the mouse, as soon as the element is there."""
        found = (
            f"[...document.querySelectorAll({json.dumps(selector)})].find(one => one.checkVisibility() &&"
            f" one.textContent.includes({json.dumps(text)}))"
        )
        self.wait(found)
        place = self.evaluate(
            f"(one => {{ one.scrollIntoView({{block: 'center'}}); const box = one.getBoundingClientRect();"
            f" return [box.x + Math.min(box.width / 2, 200), box.y + box.height / 2]; }})({found})"
        )
        move = {"type": "pointerMove", "x": round(place[0]), "y": round(place[1])}
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", [move, *button], parameters={"pointerType": "mouse"})

    def press(self, keys: str) -> None:
        """Press a key, or several at once: "Control+Enter"."""
        values = [KEYS.get(key, key) for key in keys.split("+")]
        down = [{"type": "keyDown", "value": value} for value in values]
        self._act("key", [*down, *({"type": "keyUp", "value": value} for value in reversed(values))])

    def write(self, text: str) -> None:
        """Type a text."""
        kinds = ("keyDown", "keyUp")
        self._act("key", [{"type": kind, "value": letter} for letter in text for kind in kinds])

    def paste(self, text: str) -> None:
        """Paste a text of several lines into what has the focus."""
        # Firefox takes what is pasted by names of its own.
        self.evaluate(
            "(text => { document.activeElement.dispatchEvent(new ClipboardEvent('paste', {data: text, "
            f"dataType: 'text/plain', bubbles: true, cancelable: true}})); }})({json.dumps(text)})"
        )

    def _act(self, kind: str, actions: list[dict], **more) -> None:
        source = {"type": kind, "id": kind, "actions": actions, **more}
        self.browser.command("input.performActions", context=self.context, actions=[source])
