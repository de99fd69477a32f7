# SPDX-License-Identifier: MPL-2.0
"""A kiosk's page as a browser without a screen: it reads views and presses what stands in them."""
import json
import re
import time
import html
import urllib.request


class KioskPage:
    """The page of one kiosk."""

    def __init__(self, port: int, kiosk: str):
        self.base = f"http://127.0.0.1:{port}/kiosk/{kiosk}"
        self.origin = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(self.base) as page:
            self.source = page.read().decode()
        meta = re.search(r'<meta name="portner" content="([^"]*)"', self.source)
        self.token = json.loads(html.unescape(meta[1]))["token"]
        self.presses = 0
        self.views: list[str] = []

    def view(self) -> dict:
        """What is shown now; everything that was shown is kept to be searched."""
        with urllib.request.urlopen(f"{self.base}/view?token={self.token}", timeout=5) as stream:
            for line in stream:
                if line.startswith(b"data:"):
                    self.views.append(line.decode())
                    return json.loads(line[5:])
        return {}

    def wait_for(self, page: str, limit: float = 30) -> dict:
        begun = time.monotonic()
        while (view := self.view())["page"] != page:
            if time.monotonic() - begun > limit:
                raise TimeoutError(f"the kiosk shows {view['page']}, not {page}")
            time.sleep(0.1)
        return view

    def press(self, order: str) -> None:
        self.presses += 1
        body = {"id": f"mark-{self.presses}", "session": self.view()["session"], "order": order}
        request = urllib.request.Request(
            f"{self.base}/press", json.dumps(body).encode(), method="POST",
            headers={"content-type": "application/json", "origin": self.origin,
                     "portner-token": self.token})
        urllib.request.urlopen(request, timeout=5).close()

    def type(self, digits: str) -> None:
        for digit in digits:
            self.press(f"key-{digit}")
