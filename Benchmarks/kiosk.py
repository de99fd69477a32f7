#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""From the scan of an item to its row on the screen, in headless Chromium.

    kiosk.py --binaries DIR

DIR holds KioskGallery, whose library answers at once: what is measured is the way from the kiosk's
view through the server, the line and the page to the frame in which the row stands. The floor is the
same way with nothing in it: a line of text from a bare server, put into a bare page. A hundred items
are scanned in one session, twice over; the first and the last tens are printed apart.
"""
import argparse
import http.server
import pathlib
import queue
import shutil
import statistics
import subprocess
import tempfile
import threading
import time

from playwright.sync_api import sync_playwright

ITEMS = 100
ROUNDS = 2
LIMIT = 50.0
WATCH = """wanted => {
    const stamp = () => performance.timeOrigin + performance.now();
    window.seen = [];
    new MutationObserver(() => {
        const text = document.querySelector(wanted)?.textContent ?? "";
        requestAnimationFrame(() => window.seen.push([text.trim(), stamp()]));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
BARE = b"""<!doctype html><body><p id=row></p><script>
new EventSource("/line").onmessage = event => {
    document.getElementById("row").textContent = event.data;
};
</script>"""


class Bare(http.server.BaseHTTPRequestHandler):
    """A page, and a line of events from a queue."""

    lines = queue.Queue()

    def do_GET(self):
        self.send_response(200)
        kind = "text/event-stream" if self.path == "/line" else "text/html"
        self.send_header("content-type", kind)
        self.end_headers()
        if self.path != "/line":
            self.wfile.write(BARE)
            return
        while (line := self.lines.get()) is not None:
            self.wfile.write(f"data: {line}\n\n".encode())
            self.wfile.flush()

    def log_message(self, *_):
        pass


def milliseconds(page, selector, tell, texts):
    """How long each text takes from being told to the frame that shows it."""
    page.evaluate(WATCH, selector)
    spans = []
    for text in texts:
        begun = time.time() * 1000
        tell(text)
        for _ in range(2000):
            seen = page.evaluate("wanted => seen.find(([text]) => text === wanted)?.[1]", text)
            if seen is not None:
                spans.append(max(0.0, seen - begun))
                break
            page.wait_for_timeout(1)
        else:
            raise SystemExit(f"'{text}' never came")
    return spans


def p95(spans):
    return statistics.quantiles(spans, n=20)[-1]


def floor(browser):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.wait_for_timeout(200)
    spans = milliseconds(page, "#row", Bare.lines.put, [f"text {n}" for n in range(ITEMS)])
    Bare.lines.put(None)
    page.close()
    server.shutdown()
    return spans


def session(browser, binaries, folder, number):
    file = pathlib.Path(folder) / f"port-{number}"
    server = subprocess.Popen([f"{binaries}/KioskGallery", str(file)], stdin=subprocess.PIPE, text=True)
    try:
        while not file.exists():
            time.sleep(0.05)

        def tell(line):
            server.stdin.write(line + "\n")
            server.stdin.flush()

        page = browser.new_page(viewport={"width": 1080, "height": 1920})
        page.goto(f"http://127.0.0.1:{file.read_text().strip()}/kiosk/machine")
        page.wait_for_selector("body[data-page=idle]")
        tell("card")
        page.wait_for_selector("body[data-page=pin]")
        for digit in "1234":
            page.keyboard.press(digit)
        page.keyboard.press("Enter")
        page.wait_for_selector("body[data-page=home]")
        spans = milliseconds(
            page, ".row .work-title", lambda title: tell(f"item {title}"),
            [f"Bind {n}" for n in range(ITEMS)])
        page.close()
        return spans
    finally:
        server.terminate()
        server.wait(timeout=10)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--binaries", required=True)
    binaries = options.parse_args().binaries
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        bare = floor(browser)
        rounds = [session(browser, binaries, folder, number) for number in range(ROUNDS)]
        browser.close()
    spans = [span for one in rounds for span in one]
    first = statistics.median(span for one in rounds for span in one[:10])
    last = statistics.median(span for one in rounds for span in one[-10:])
    print(f"kiosk  scan to row: p50 {statistics.median(spans):.1f} ms, p95 {p95(spans):.1f} ms "
          f"(limit {LIMIT:.0f})  floor: p50 {statistics.median(bare):.1f} ms, p95 {p95(bare):.1f} ms")
    print(f"kiosk  items 1 to 10: p50 {first:.1f} ms, items {ITEMS - 9} to {ITEMS}: p50 {last:.1f} ms")
    raise SystemExit(0 if p95(spans) <= LIMIT else 1)


main()
