# SPDX-License-Identifier: MPL-2.0
"""The gallery's server, a real Chromium, and what every page is held to."""

import contextlib
import os
import shutil
import subprocess
import time

import kiosk as kiosks
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Everything that is pressed, seen from the page.
TARGETS = """() => [...document.querySelectorAll("button, select, input")]
    .filter(element => element.checkVisibility())
    .map(element => [element.id || element.textContent.trim(), element.getBoundingClientRect()])
    .map(([name, box]) => [name, Math.min(box.width, box.height)])"""

# The size of every visible text, and whether it is cut off or lies outside of the window.
TEXTS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const holder = walker.currentNode.parentElement;
        if (text === "" || holder.closest(".away") || !holder.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const box = range.getBoundingClientRect();
        const isInside = box.left >= 0 && box.right <= innerWidth + 0.5 && box.top >= 0;
        found.push([text, parseFloat(getComputedStyle(holder).fontSize), isInside]);
    }
    return found;
}"""


@contextlib.contextmanager
def serving(folder):
    """Runs the test server and gives the ports of its gallery and of its demo."""
    file = folder / "ports"
    server = subprocess.Popen([os.environ["PANEL_GALLERY"], str(file)])
    try:
        for _ in range(400):
            if file.exists():
                break
            assert server.poll() is None, "the test server ended early"
            time.sleep(0.05)
        gallery, demo = file.read_text().split()
        yield {"gallery": gallery, "demo": demo}
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(scope="session")
def ports(tmp_path_factory):
    """One server for all pages that nothing changes."""
    with serving(tmp_path_factory.mktemp("gallery")) as ports:
        yield ports


@pytest.fixture
def fresh_ports(tmp_path):
    """A server with a station on which nothing has happened yet."""
    with serving(tmp_path) as ports:
        yield ports


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """Opens pages that must end without an error on their console."""
    contexts = []
    errors = []

    def opened(url, width=800, height=480, before=None, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="da-DK", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        if before:
            before(page)
        page.goto(url)
        return page

    opened.errors = errors
    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def open_sign(open_page, ports):
    """Opens the panel that shows a sign; screens are `small`, `tall` or `narrow`."""
    sizes = {"small": (800, 480), "tall": (1080, 1920), "narrow": (320, 640)}

    def opened(sign, screen="small", language="da", **options):
        width, height = sizes[screen]
        suffix = "-tall" if screen == "tall" else ""
        url = f"http://127.0.0.1:{ports['gallery']}/door/{sign}{suffix}"
        page = open_page(url, width, height, **options)
        page.wait_for_selector("main:not([data-sign=connecting])")
        # Not every sign offers the button; the page can be told all the same.
        while page.get_attribute("html", "lang") != language:
            page.evaluate("document.getElementById('language').click()")
        return page

    return opened


@pytest.fixture(scope="session")
def axe():
    return Axe()


def violations(axe, page):
    """The rules that a page breaks, with the places."""
    result = axe.run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        (rule["id"], [node["html"] for node in rule["nodes"]])
        for rule in result.response["violations"]
    ]


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.fixture(scope="session")
def kiosk(tmp_path_factory):
    """One server with every view of a kiosk."""
    with kiosks.running(tmp_path_factory.mktemp("kiosk")) as kiosk:
        yield kiosk


@pytest.fixture
def machine(tmp_path):
    """A server with a kiosk on which nothing has happened yet."""
    with kiosks.running(tmp_path) as kiosk:
        yield kiosk


@pytest.fixture
def open_kiosk(open_page, kiosk):
    """Opens the kiosk that shows a view, at a size."""
    def opened(name, size="portrait", is_awaited=True, **options):
        width, height, suffix = kiosks.SIZES[size]
        options.setdefault("reduced_motion", "reduce")
        page = open_page(f"{kiosk.origin}/kiosk/{name}{suffix}", width, height, **options)
        if is_awaited:
            page.wait_for_selector("body:not([data-page=connecting])")
        return page

    return opened


@pytest.fixture
def forgive_what_a_test_lost(open_page):
    """The browser reports requests and servers that a test cut off itself."""
    yield
    cuts = ["ERR_FAILED", "ERR_CONNECTION", "ERR_INCOMPLETE"]
    open_page.errors[:] = [line for line in open_page.errors
                           if not any(cut in line for cut in cuts)]


@pytest.fixture
def visit(open_page, machine):
    """A visit to the kiosk that answers."""
    def opened(size=(1080, 1920), **options):
        options.setdefault("reduced_motion", "reduce")
        page = open_page(f"{machine.origin}/kiosk/machine", *size, **options)
        kiosks.on_page(page, "idle")
        return page

    return opened
