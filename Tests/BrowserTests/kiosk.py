# SPDX-License-Identifier: MPL-2.0
"""A kiosk's page in a browser: the states, the sizes, and one that answers."""

import contextlib
import os
import subprocess
import time

STATES = [
    "idle", "idle-typed", "card-typed", "typing", "typing-full", "two-idle", "offline",
    "offline-returns", "offline-nothing", "out-of-order", "leave", "card",
    "pin", "pin-empty", "pin-again", "checking", "refused-wrong", "refused-wait",
    "refused-no-pin", "refused-ask-staff", "refused-unreachable", "refused-not-recorded", "home",
    "home-new", "home-debt", "home-ask-staff", "home-offline", "home-misplaced", "still-there",
    "hand-over", "another", "loan-empty", "loan-working", "loan", "loan-again", "loan-refused",
    "loan-many-refused", "loan-already", "loan-offline", "loan-hundred", "loan-hostile",
    "loan-hidden", "loan-incomplete", "loan-put-back", "loan-show-staff", "return-empty",
    "return", "return-reserved", "return-refused", "loans",
    "loans-renewed", "loans-renewed-all", "loans-asked", "loans-none", "loans-unavailable",
    "holds", "holds-none", "fees", "fees-none", "receipt", "receipt-working",
    "receipt-no-paper", "receipt-cannot-print", "receipt-printing", "receipt-not-printed",
    "receipt-not-mailed", "bye",
    "bye-printed", "bye-mailed",
]
SIZES = {
    "portrait": (1080, 1920, ""), "landscape": (1920, 1080, ""), "small": (1280, 800, "-small"),
    "narrow": (320, 640, ""),
}
# Pixels of a font whose capital H spans 0.7 degrees at the reading distance.
FLOORS = {"portrait": 37.1, "landscape": 37.1, "small": 32.5, "narrow": 24}

# What lies outside of its box, where a box cuts off.
CUT = """() => [...document.querySelectorAll(
        ".slip, .button, .tile, .tool, .end, .key, .note, .choices button")]
    .filter(box => box.checkVisibility())
    .filter(box => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)
    .map(box => box.className + ": " + box.textContent.trim())"""

# Whether the words of the stage are within it.
STAGE = """() => {
    const stage = document.getElementById("stage");
    if (!stage.checkVisibility()) return true;
    const box = stage.getBoundingClientRect();
    return [...stage.querySelectorAll(".words > *, .mark")].filter(part => part.checkVisibility())
        .map(part => part.getBoundingClientRect())
        .every(part => part.top >= box.top - 1 && part.bottom <= box.bottom + 1
            && part.left >= box.left - 1 && part.right <= box.right + 1);
}"""


class Kiosk:
    """A test server, whose scanner is told what to read."""

    def __init__(self, folder):
        file = folder / "kiosk-port"
        self.server = subprocess.Popen(
            [os.environ["KIOSK_GALLERY"], str(file)], stdin=subprocess.PIPE, text=True)
        for _ in range(400):
            if file.exists():
                break
            assert self.server.poll() is None, "the test server ended early"
            time.sleep(0.05)
        self.origin = f"http://127.0.0.1:{file.read_text().strip()}"

    def tell(self, line):
        """Does what a scanner or a clock would do."""
        self.server.stdin.write(line + "\n")
        self.server.stdin.flush()

    def stop(self):
        self.server.terminate()
        self.server.wait(timeout=10)


@contextlib.contextmanager
def running(folder):
    kiosk = Kiosk(folder)
    try:
        yield kiosk
    finally:
        kiosk.stop()


def arrived(page):
    """Waits until the page shows what the server says, and nothing moves any more."""
    page.wait_for_selector("body:not([data-page=connecting])")
    page.evaluate("""() => Promise.all(document.getAnimations()
        .map(motion => motion.finished.catch(() => {})))""")


def on_page(page, name):
    page.wait_for_selector(f"body[data-page={name}]")


def until(page, expression):
    """Waits until an expression holds; the page's policy allows no other way."""
    for _ in range(400):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(expression)


def apart(page):
    """Waits until another touch of the same place is a strike of its own."""
    page.wait_for_timeout(500)


def sign_in(page, machine, by_touch=False):
    """Signs the patron in whose card the scanner reads."""
    machine.tell("card")
    on_page(page, "pin")
    for digit in "1234":
        if by_touch:
            page.tap(f"[data-order=key-{digit}]")
        else:
            page.keyboard.press(digit)
        # A page that draws two digits at once speaks of the second alone.
        until(page, f"document.querySelectorAll('#dots .on').length === {digit}")
    if by_touch:
        page.tap("[data-order=key-enter]")
    else:
        page.keyboard.press("Enter")
    on_page(page, "home")


def record_presses(page):
    """The orders that a page sends, each there as soon as its request is."""
    sent = []

    def record(request):
        if request.url.endswith("/press") and request.post_data_json["order"] != "stay":
            sent.append(request.post_data_json)

    page.on("request", record)
    return sent
