# SPDX-License-Identifier: MPL-2.0
"""The kiosk's page in use: by touch, by keyboard, by number pad and by ear.

Most of it runs against a kiosk that answers, whose scanner is told what to read.
"""

import pytest
from kiosk import apart, on_page, record_presses, sign_in, until

pytestmark = pytest.mark.usefixtures("forgive_what_a_test_lost")


def stop_at(page, key, wanted):
    """Presses a key until the focus is on an order."""
    for _ in range(40):
        if page.evaluate("document.activeElement.dataset.order ?? ''") == wanted:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} is not reached")


def test_a_complete_loan_of_ten_by_touch(visit, machine):
    page = visit(has_touch=True)
    page.tap("[data-order=loan]")
    on_page(page, "card")
    sign_in(page, machine, by_touch=True)
    assert page.inner_text("h1 >> nth=0") == "Hej \u2068Mette\u2069"
    page.tap("[data-order=loan]")
    on_page(page, "loan")
    for number in range(1, 11):
        machine.tell(f"item Bind {number}")
        until(page, f"document.getElementById('work-title').textContent === 'Bind {number}'")
        assert page.inner_text("#title") == "Lånt"
    assert page.locator(".row").count() == 10
    assert page.inner_text("#chips").strip() == "10 lånt"
    machine.tell("refused Bind 11")
    page.wait_for_selector("[data-order=seen-11]")
    machine.tell("item Bind 12")
    page.wait_for_selector("[data-key=row-12]")
    assert "Bind 11" in page.inner_text(".row >> nth=0")
    page.tap("[data-order=seen-11]")
    page.wait_for_selector("[data-order=seen-11]", state="detached")
    page.tap("#finish")
    on_page(page, "receipt")
    page.tap("[data-order=receipt-none]")
    on_page(page, "bye")
    machine.tell("end")
    on_page(page, "idle")


def test_a_double_tap_is_one_press(visit, machine):
    page = visit()
    sign_in(page, machine)
    sent = record_presses(page)
    page.dblclick("[data-order=loans]")
    on_page(page, "loans")
    assert [press["order"] for press in sent] == ["loans"]
    apart(page)
    page.dblclick("[data-order=renew-3]")
    page.wait_for_selector("[data-key=loan-3] [data-tone=yes]")
    assert [press["order"] for press in sent] == ["loans", "renew-3"]
    assert sent[0]["session"] == sent[1]["session"]
    assert len({press["id"] for press in sent}) == 2


def test_a_press_that_is_lost_is_sent_again_under_the_same_name(visit):
    page = visit()
    names = []

    def lose_once(route):
        names.append(route.request.post_data_json["id"])
        if len(names) == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/press", lose_once)
    page.click("[data-order=loan]")
    on_page(page, "card")
    assert len(names) == 2 and len(set(names)) == 1


# By keyboard and number pad.


@pytest.mark.parametrize("forward, choose", [("Tab", "Enter"), ("8", "5"), ("ArrowDown", "Enter")])
def test_a_complete_loan_without_touch(visit, machine, forward, choose):
    page = visit()
    stop_at(page, forward, "loan")
    page.keyboard.press(choose)
    on_page(page, "card")
    machine.tell("card")
    on_page(page, "pin")
    for digit in ["Numpad1", "2", "3", "4"]:
        page.keyboard.press(digit)
    page.keyboard.press("Backspace")
    page.keyboard.press("5")
    until(page, "document.querySelectorAll('#dots .on').length === 4")
    page.keyboard.press("Enter")
    on_page(page, "home")
    assert page.evaluate("document.activeElement.id") == "title"
    stop_at(page, forward, "loan")
    page.keyboard.press(choose)
    on_page(page, "loan")
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector("[data-key=row-1]")
    machine.tell("refused Måger i modvind")
    page.wait_for_selector("[data-order=seen-2]")
    stop_at(page, forward, "seen-2")
    page.keyboard.press(choose)
    page.wait_for_selector("[data-order=seen-2]", state="detached")
    assert page.evaluate("document.activeElement !== document.body")
    page.keyboard.press("#")
    on_page(page, "home")
    stop_at(page, forward, "loans")
    page.keyboard.press(choose)
    on_page(page, "loans")
    stop_at(page, forward, "renew-2")
    page.keyboard.press(choose)
    page.wait_for_selector("[data-order=renew-2]", state="detached")
    page.keyboard.press("Escape")
    on_page(page, "home")
    stop_at(page, forward, "finish")
    page.keyboard.press(choose)
    on_page(page, "receipt")
    stop_at(page, forward, "receipt-none")
    page.keyboard.press(choose)
    on_page(page, "bye")


def test_digits_are_digits_where_a_pin_is_typed(visit, machine):
    page = visit()
    machine.tell("card")
    on_page(page, "pin")
    sent = record_presses(page)
    for key in ["2", "8", "Numpad5", "0"]:
        page.keyboard.press(key)
    until(page, "document.querySelectorAll('#dots .on').length === 4")
    assert [press["order"] for press in sent] == ["key-2", "key-8", "key-5", "key-0"]
    page.keyboard.press("Escape")
    on_page(page, "idle")


def test_star_helps_and_hash_leads_back(visit):
    page = visit()
    page.keyboard.press("*")
    page.wait_for_selector("#ask[data-name=help]")
    assert page.inner_text("#ask-title") == "Hjælp"
    page.keyboard.press("#")
    page.wait_for_selector("#ask", state="hidden")
    assert page.evaluate("document.activeElement.id") == "help"
    page.click("[data-order=loan]")
    on_page(page, "card")
    page.keyboard.press("#")
    on_page(page, "idle")


def test_a_key_that_is_held_down_presses_once(visit):
    page = visit()
    sent = record_presses(page)
    stop_at(page, "Tab", "loan")
    page.evaluate("""() => {
        const held = { key: "Enter", bubbles: true, cancelable: true, repeat: true };
        window.kept = document.activeElement.dispatchEvent(new KeyboardEvent("keydown", held));
    }""")
    assert page.evaluate("window.kept") is False
    assert sent == []


def test_the_sides_are_the_other_way_round_in_arabic(open_kiosk):
    page = open_kiosk("idle-ar")
    stop_at(page, "4", "return")
    stop_at(page, "4", "loan")
    page.keyboard.press("6")
    assert page.evaluate("document.activeElement.dataset.order") == "return"


# How the patron wants to be served.


@pytest.mark.parametrize("wish, sign", [
    ("larger-text", "html[data-text=large]"), ("high-contrast", "html[data-contrast=high]")])
def test_a_wish_is_granted_and_taken_back(visit, wish, sign):
    page = visit()
    page.click("#adjust")
    page.click(f"#ask [data-wish={wish}]")
    page.wait_for_selector(sign)
    assert page.locator(f"#ask [data-wish={wish}]").get_attribute("aria-pressed") == "true"
    apart(page)
    page.click(f"#ask [data-wish={wish}]")
    page.wait_for_selector(sign, state="detached")
    page.click("#close")
    assert page.evaluate("document.activeElement.id") == "adjust"


def test_titles_can_be_hidden(visit, machine):
    page = visit()
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row .work-title")
    page.click("#adjust")
    page.click("#ask [data-wish=hide-titles]")
    page.click("#close")
    page.wait_for_selector(".row .name")
    assert "Lyset" not in page.content()


def test_a_language_is_chosen(visit):
    page = visit()
    page.click("#language")
    page.click("#ask [data-language=ar]")
    page.wait_for_selector("html[lang=ar][dir=rtl]")
    assert page.inner_text("h1 >> nth=0") == "امسح بطاقتك"


def test_two_languages_are_switched_between(open_kiosk):
    page = open_kiosk("two-idle")
    assert page.inner_text("#language") == "English"
    sent = record_presses(page)
    page.click("#language")
    page.wait_for_timeout(100)
    assert [press["order"] for press in sent] == ["language-en"]


def listen_in(page):
    """Takes down what is spoken instead of speaking it."""
    page.add_init_script("""
        window.spoken = [];
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        speechSynthesis.getVoices = () => [{ lang: "da-DK" }];
        speechSynthesis.speak = (utterance) => window.spoken.push(utterance.text);
        speechSynthesis.cancel = () => {};
    """)


def test_the_page_reads_itself_aloud_once_each_and_never_what_is_typed(visit, machine):
    page = visit(before=listen_in)
    page.keyboard.press("0")
    until(page, "spoken.length === 1")
    page.keyboard.press("0")
    until(page, "spoken.length === 2 && spoken[0] === spoken[1]")
    assert page.evaluate("spoken[0]").startswith("Scan dit kort.")
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    until(page, "spoken.at(-1).startsWith('Lånt. Lyset bag digerne.')")
    spoken = page.evaluate("spoken")
    assert [text for text in spoken if text.endswith("tastet.") or text.endswith("tastet")] == [
        "1 ciffer tastet", "2 cifre tastet", "3 cifre tastet", "4 cifre tastet"]
    assert spoken.count(spoken[-1]) == 1
    # A screen reader is not told the same again.
    assert page.text_content("#calmly") == "" and page.text_content("#urgently") == ""


def test_the_focus_is_named_for_whoever_moves_by_ear(visit, machine):
    page = visit(before=listen_in)
    page.keyboard.press("0")
    until(page, "spoken.length === 1")
    page.keyboard.press("8")
    assert page.evaluate("spoken.at(-1)") == (
        "Aflever, Scan bare materialet. Du skal ikke bruge kort.")
    machine.tell("card")
    on_page(page, "pin")
    before = page.evaluate("spoken.length")
    page.locator("[data-order=key-7]").focus()
    assert page.evaluate("spoken.length") == before
