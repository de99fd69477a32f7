# SPDX-License-Identifier: MPL-2.0
"""The receipt on a kiosk's page: printed, offered by e-mail without paper, and lost half-way."""

import pytest
from conftest import violations
from kiosk import apart, on_page, record_presses, sign_in, until


@pytest.fixture
def borrowed(open_page, machine):
    """A page on which a patron has borrowed an item."""
    def opened(*printer, size=(1080, 1920), **options):
        page = open_page(f"{machine.origin}/kiosk/machine", *size,
                         reduced_motion="reduce", has_touch=True, **options)
        on_page(page, "idle")
        for line in printer:
            machine.tell(line)
        sign_in(page, machine, by_touch=True)
        machine.tell("item Vinterhave")
        on_page(page, "loan")
        page.tap("#finish")
        on_page(page, "receipt")
        return page

    return opened


def tiles(page):
    return page.eval_on_selector_all(
        "[data-order^=receipt-]", "found => found.map(tile => tile.dataset.order)")


def test_a_receipt_is_printed_before_the_patron_is_told_to_take_it(borrowed, machine):
    page = borrowed()
    assert tiles(page) == ["receipt-none", "receipt-print", "receipt-mail"]
    page.tap("[data-order=receipt-print]")
    until(page, "document.getElementById('title').textContent === 'Udskriver'")
    assert tiles(page) == []
    assert not page.is_visible("#finish")
    machine.tell("printed")
    on_page(page, "bye")
    assert "Tag din kvittering" in page.inner_text("body")


def test_ending_twice_with_a_slow_hand_answers_nothing(borrowed):
    page = borrowed()
    page.tap("[data-order=back]")
    on_page(page, "home")
    sent = record_presses(page)
    box = page.locator("#finish").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(3):
        apart(page)
        page.touchscreen.tap(*middle)
        on_page(page, "receipt")
    apart(page)
    assert tiles(page) == ["receipt-none", "receipt-print", "receipt-mail"]
    assert [press["order"] for press in sent] == ["finish"]
    assert page.get_attribute("#speaks", "aria-pressed") == "false"


def test_without_paper_the_receipt_is_offered_by_mail(borrowed, axe):
    page = borrowed("no-paper")
    assert tiles(page) == ["receipt-none", "receipt-mail"]
    assert "Printeren mangler papir" in page.inner_text("main")
    assert "som e-mail i stedet" in page.inner_text("main")
    assert violations(axe, page) == []
    page.tap("[data-order=receipt-mail]")
    on_page(page, "bye")
    assert "på vej til din e-mail" in page.inner_text("body")


def test_paper_that_ends_half_way_leads_back_to_the_choice(borrowed, machine, axe):
    page = borrowed()
    page.tap("[data-order=receipt-print]")
    until(page, "document.getElementById('title').textContent === 'Udskriver'")
    machine.tell("no-paper")
    machine.tell("not-printed")
    until(page, "document.getElementById('title').textContent === 'Printeren mangler papir'")
    assert tiles(page) == ["receipt-none", "receipt-mail"]
    assert violations(axe, page) == []
    apart(page)
    page.tap("[data-order=receipt-mail]")
    on_page(page, "bye")


def test_a_printer_that_fails_and_comes_back_can_be_tried_again(borrowed, machine):
    page = borrowed()
    page.tap("[data-order=receipt-print]")
    until(page, "document.getElementById('title').textContent === 'Udskriver'")
    machine.tell("not-printed")
    until(page, "document.getElementById('title').textContent"
                " === 'Kvitteringen blev ikke udskrevet'")
    apart(page)
    page.tap("[data-order=receipt-print]")
    until(page, "document.getElementById('title').textContent === 'Udskriver'")
    machine.tell("printed")
    on_page(page, "bye")
