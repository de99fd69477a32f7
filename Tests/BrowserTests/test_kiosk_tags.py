# SPDX-License-Identifier: MPL-2.0
"""A pad of tags on a kiosk's page: sets that are not complete, and items lifted too early."""

import pytest
from conftest import violations
from kiosk import on_page, sign_in, until


@pytest.fixture
def signed_in(open_page, machine):
    page = open_page(f"{machine.origin}/kiosk/machine", 1080, 1920, reduced_motion="reduce",
                     has_touch=True)
    on_page(page, "idle")
    sign_in(page, machine, by_touch=True)
    return page


def title(page, text):
    until(page, f"document.getElementById('title').textContent === '{text}'")


def test_a_set_that_is_not_complete_says_what_to_do(signed_in, machine, axe):
    page = signed_in
    machine.tell("incomplete Værket")
    title(page, "Der mangler en del")
    assert "Læg alle dele på pladen samtidig." in page.inner_text(".row >> nth=0")
    assert violations(axe, page) == []


def test_a_book_that_is_lifted_too_early_is_asked_back(signed_in, machine, axe):
    page = signed_in
    machine.tell("laid Vinterhave")
    title(page, "Lånt")
    assert "Lad den ligge lidt endnu." in page.inner_text(".row >> nth=0")
    machine.tell("lifted")
    title(page, "Læg den tilbage")
    assert "Den blev taget for tidligt." in page.inner_text(".row >> nth=0")
    assert violations(axe, page) == []
    machine.tell("settled")
    title(page, "Lånt")
    assert "Læg den tilbage" not in page.inner_text(".row >> nth=0")


def test_tags_that_are_not_as_they_should_be_lead_to_the_staff(signed_in, machine, axe):
    page = signed_in
    machine.tell("laid Vinterhave")
    machine.tell("tags-wrong")
    title(page, "Vis den til personalet")
    assert violations(axe, page) == []
