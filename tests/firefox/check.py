"""The page in Firefox: hosted, with its server stopped, under a sub-path, in a private window, and from a disk.

    cargo build && cargo xtask build
    python3 tests/firefox/check.py firefox target/debug/eosin FILE...

Not part of `cargo xtask test`, since it needs a second browser. It speaks Marionette, Firefox's own protocol,
so that no driver is needed. What the page marks is compared with what the command line finds.
"""

import functools
import http.server
import itertools
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

FIREFOX, EOSIN, *FILES = sys.argv[1:]
FILES = [str(pathlib.Path(file).resolve()) for file in FILES]
DIST = pathlib.Path(__file__).resolve().parents[2] / "dist"
PORT = 2829
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    def __init__(self, private=False):
        self.profile = tempfile.TemporaryDirectory()
        lines = [f'user_pref("marionette.port", {PORT});', 'user_pref("browser.shell.checkDefaultBrowser", false);']
        lines += ['user_pref("datareporting.policy.dataSubmissionEnabled", false);']
        if private:
            lines.append('user_pref("browser.privatebrowsing.autostart", true);')
        pathlib.Path(self.profile.name, "user.js").write_text("\n".join(lines))
        command = [FIREFOX, "-headless", "-no-remote", "-marionette", "-profile", self.profile.name]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", PORT))
                break
            except OSError:
                assert time.monotonic() < end, "Firefox does not listen"
                time.sleep(0.2)
        self.numbers = itertools.count(1)
        self.receive()
        self.command("WebDriver:NewSession", {"strictFileInteractability": False})
        self.command("WebDriver:SetWindowRect", {"width": 1280, "height": 900})

    def receive(self):
        size = b""
        while not size.endswith(b":"):
            size += self.socket.recv(1)
        data = b""
        while len(data) < int(size[:-1]):
            data += self.socket.recv(int(size[:-1]) - len(data))
        return json.loads(data)

    def command(self, name, parameters=None):
        message = json.dumps([0, next(self.numbers), name, parameters or {}]).encode()
        self.socket.sendall(f"{len(message)}:".encode() + message)
        _, _, error, answer = self.receive()
        assert error is None, f"{name}: {error}"
        return answer

    def go(self, address):
        self.command("WebDriver:Navigate", {"url": address})
        self.until("return document.documentElement.dataset.state === 'ready'", "the page is ready")

    def js(self, script, *arguments):
        return self.command("WebDriver:ExecuteScript", {"script": script, "args": list(arguments)})["value"]

    def until(self, script, what, seconds=60):
        end = time.monotonic() + seconds
        while not (value := self.js(script)):
            assert time.monotonic() < end, f"not within {seconds} s: {what}: {self.js('return document.body.innerText.slice(0, 600)')}"
            time.sleep(0.05)
        return value

    def choose(self, path):
        field = self.command("WebDriver:FindElement", {"using": "css selector", "value": "#files"})["value"]
        self.command("WebDriver:ElementSendKeys", {"id": field[ELEMENT], "text": path})

    def close(self):
        self.command("Marionette:Quit", {"flags": ["eForceQuit"]})
        self.process.wait(30)
        self.socket.close()


# The mentions shown, each joined from its pieces: blanks that stand between two pieces are in neither.
MARKS = """const marks = new Map();
for (const mark of document.querySelectorAll('#text mark[data-id]')) {
  const one = marks.get(mark.dataset.id) || [mark.dataset.k, ''];
  one[1] += mark.textContent;
  marks.set(mark.dataset.id, one);
}
return [...marks.values()].map(([kind, text]) => [kind, text.replace(/\\s+/g, '')])"""


def wanted(path):
    line = subprocess.run([EOSIN, "extract", path, "--format", "jsonl"], check=True, capture_output=True).stdout
    return [[one["kind"], "".join(one["text"].split())] for one in json.loads(line)["mentions"]]


def reads(browser, where):
    for path in FILES:
        browser.choose(path)
        name = json.dumps(pathlib.Path(path).name)
        row = f"[...document.querySelectorAll('[data-document]')].find(row => row.textContent.includes({name}))"
        browser.until(f"return {row}?.dataset.status === 'done'", f"{name} is read {where}")
        browser.js(f"({row}.querySelector('button') || {row}).click()")
        browser.until(f"return document.querySelector('#text mark')", f"{name} is shown {where}")
        want = wanted(path)
        deadline = time.monotonic() + 20
        while (found := browser.js(MARKS)) != want and time.monotonic() < deadline:
            time.sleep(0.2)
        assert len(found) == len(want), (where, name, len(found), len(want))
        different = [pair for pair in zip(found, want) if pair[0] != pair[1]]
        # What is shown leaves escapes out; what is counted is the same.
        assert len(different) <= len(want) // 50, (where, name, different[:5])
    print(f"{where}: {len(FILES)} files, the same mentions as on the command line")


class Handler(http.server.SimpleHTTPRequestHandler):
    asked = []

    def translate_path(self, path):
        assert path.startswith("/some/path/"), path
        return super().translate_path(path.removeprefix("/some/path"))

    def log_message(self, form, *arguments):
        self.asked.append(arguments[0])


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=DIST))
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/some/path/"
try:
    private = Browser(private=True)
    private.go(address)
    private.until("return document.documentElement.dataset.sealed !== undefined", "the page is sealed in a private window")
    reads(private, "in a private window")
    private.close()
    browser = Browser()
    browser.go(address)
    browser.until("return document.documentElement.dataset.sealed !== undefined", "the page is sealed")
    before = len(Handler.asked)
    reads(browser, "under a sub-path")
    browser.js("document.querySelector('[data-action=export]').click()")
    formats = browser.until("return document.querySelectorAll('[data-format]').length", "formats are listed")
    print(f"formats offered: {formats}")
    assert len(Handler.asked) == before, Handler.asked[before:]
    out = browser.js("return fetch('x').then(() => 'sent', () => 'stopped')")
    assert out == "stopped", out
    browser.until("return navigator.serviceWorker.getRegistration().then(one => Boolean(one && one.active))", "offline is ready")
    server.shutdown()
    server.server_close()
    browser.go(address)
    reads(browser, "with the server stopped")
    single = DIST / "eosin.html"
    browser.go(single.as_uri())
    reads(browser, "as one file from a disk")
    browser.close()
    private = Browser(private=True)
    private.go(single.as_uri())
    reads(private, "as one file in a private window")
    private.close()
finally:
    for one in ("browser", "private"):
        if one in globals() and globals()[one].process.poll() is None:
            globals()[one].process.kill()
