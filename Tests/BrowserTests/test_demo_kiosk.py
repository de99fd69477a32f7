# SPDX-License-Identifier: MPL-2.0
"""The demo of a kiosk: the whole machine, and beside it what it prints on and reads from."""

import pytest
from conftest import scrolls_sideways, violations

WHOLE = [(1280, 900), (1600, 1000), (1920, 1080)]


@pytest.fixture
def demo(open_page, kiosk):
    def opened(width, height):
        page = open_page(f"{kiosk.origin}/demo/kiosk/machine", width, height,
                         reduced_motion="reduce")
        page.frame_locator("#screen").locator("body[data-page=idle]").wait_for()
        page.wait_for_selector("#tagged li")
        return page

    return opened


def inside(page, selector):
    """Whether something lies in the window whole."""
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    return (box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size["width"]
            and box["y"] + box["height"] <= size["height"])


@pytest.mark.parametrize("width, height", WHOLE)
def test_the_whole_machine_is_seen_with_printer_and_pad_beside_it(demo, width, height):
    page = demo(width, height)
    for part in ["#screen", "#printer", "#paper", "#tags", "#tagged li:last-child"]:
        assert inside(page, part), part
    screen, stand = (page.locator(part).bounding_box() for part in ["#screen", "#stand"])
    assert stand["x"] >= screen["x"] + screen["width"]
    frame = page.frame_locator("#screen")
    bottom = screen["y"] + screen["height"]
    for part in [".head", "#title", ".tile >> nth=-1", ".dock", "#help"]:
        box = frame.locator(part).bounding_box()
        assert box["y"] >= screen["y"] and box["y"] + box["height"] <= bottom + 1, part
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    # What is pressed in the picture is pressed on the machine.
    frame.locator("[data-order=loan]").click()
    frame.locator("body[data-page=card]").wait_for()
    frame.locator("[data-order=back]").first.click()
    frame.locator("body[data-page=idle]").wait_for()


@pytest.mark.parametrize("width, height", [*WHOLE, (1000, 900), (320, 640)])
def test_the_page_is_accessible_and_fits(demo, axe, width, height):
    page = demo(width, height)
    assert violations(axe, page) == []
    assert not scrolls_sideways(page)
