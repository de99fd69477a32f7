# SPDX-License-Identifier: MPL-2.0
"""The kiosk's page in use: by touch, by keyboard, by number pad, by ear, and when things go wrong.

Most of it runs against a kiosk that answers, whose scanner is told what to read.
"""

import json

import pytest
from kiosk import apart, on_page, record_presses, sign_in, until


@pytest.fixture(autouse=True)
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
        on_page(page, "idle")
        return page

    return opened


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


def patient(page):
    """Takes over the page's clock, under which the server's pulse seems to be missing."""
    page.clock.install()
    without_silence_of_the_line(page)


def without_silence_of_the_line(page):
    """Has the page bear an hour without a word."""
    def without_silence(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(
            "silenceMax&quot;:12000", "silenceMax&quot;:6000000"))

    page.route("**/kiosk/*", without_silence)


def hold(page):
    """Puts the page's line and its clock into the hands of the test."""
    page.clock.install()
    page.add_init_script(
        "window.EventSource = class { constructor() { window.source = this; } };")


def test_a_question_counts_down(open_kiosk):
    page = open_kiosk("still-there", is_awaited=False, before=hold)
    give(page, view_of(page, "still-there"))
    assert page.text_content("#seconds") == "30"
    page.clock.run_for(10_000)
    assert page.text_content("#seconds") in ("19", "20", "21")
    assert page.get_attribute("#ring", "aria-label") == (
        page.text_content("#seconds") + " sekunder tilbage")


def hold_long(page):
    """The same for longer than a page bears to hear nothing."""
    hold(page)
    without_silence_of_the_line(page)


def stop(page):
    """Stops the page's clock, which then goes on only when it is told to."""
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)


def closing_in(page, minutes, sequence=1):
    """The idle page's view with the library closing after so many minutes."""
    view = view_of(page, "idle")
    hours = {**view["hours"], "closesIn": minutes * 60_000}
    return {**view, "sequence": sequence, "hours": hours}


def test_an_idle_page_counts_to_closing_and_closes_on_time(open_kiosk):
    page = open_kiosk("idle", is_awaited=False, before=hold_long)
    stop(page)
    give(page, closing_in(page, 16))
    page.clock.run_for(500)
    shown = lambda: (page.text_content("#hours"), page.text_content("#closing"))
    assert shown() == ("Selvbetjening til kl.\u00a022", "")
    assert page.get_attribute("#hours-line", "data-soon") == "false"
    # What is read aloud changes at 15, 10 and 5 minutes, what is seen each minute.
    expected = {15: "15", 14: "15", 11: "15", 10: "10", 9: "10", 6: "10", 5: "5", 2: "5"}
    for left in range(15, 1, -1):
        page.clock.run_for(60_000)
        words, told = shown()
        assert words == f"Lukker om {left} minutter"
        if left in expected:
            assert told == f"Lukker om {expected[left]} minutter"
    assert page.get_attribute("#hours-line", "data-soon") == "true"
    page.clock.run_for(60_000)
    assert shown()[0] == "Lukker om 1 minut"
    page.clock.run_for(59_000)
    assert page.get_attribute("#hours-line", "data-open") == "true"
    page.clock.run_for(1_250)
    assert shown() == ("Lukket", "Lukket")
    assert page.get_attribute("#hours-line", "data-open") == "false"
    assert page.get_attribute("#hours-line", "data-soon") == "false"


def test_the_countdown_goes_on_from_what_was_heard_last(open_kiosk):
    page = open_kiosk("idle", is_awaited=False, before=hold_long)
    stop(page)
    give(page, closing_in(page, 10))
    page.clock.run_for(120_500)
    assert page.text_content("#hours") == "Lukker om 8 minutter"
    # The library stays open for longer today.
    give(page, closing_in(page, 70))
    assert page.text_content("#hours") == "Selvbetjening til kl.\u00a022"
    assert page.text_content("#closing") == ""


def test_staying_can_be_chosen_as_often_as_one_likes(visit, machine):
    page = visit()
    sign_in(page, machine)
    for _ in range(10):
        machine.tell("ask")
        page.wait_for_selector("#ask[data-name=still-there]:not([hidden])")
        assert page.evaluate("document.activeElement.dataset.order") == "stay"
        page.keyboard.press("Enter")
        page.wait_for_selector("#ask", state="hidden")
        apart(page)
    assert page.get_attribute("body", "data-page") == "home"


def test_a_wait_counts_down_in_its_title(open_kiosk):
    page = open_kiosk("refused-wait", is_awaited=False, before=hold)
    give(page, {**view_of(page, "refused-wait"), "sequence": 1})
    assert page.inner_text("#title") == "Vent 30 sekunder"
    page.clock.run_for(10_000)
    assert page.inner_text("#title") in ("Vent 19 sekunder", "Vent 20 sekunder",
                                         "Vent 21 sekunder")


def test_what_was_opened_closes_by_itself(open_kiosk):
    page = open_kiosk("idle", before=patient)
    page.click("#help")
    page.clock.run_for(59_000)
    assert page.locator("#ask").is_visible()
    page.clock.run_for(2_000)
    assert not page.locator("#ask").is_visible()


def test_a_page_says_that_it_is_alive(open_kiosk):
    page = open_kiosk("idle", before=patient)
    with page.expect_request("**/beat"):
        page.clock.run_for(10_500)


def test_who_reads_is_there(visit, machine):
    page = visit()
    sign_in(page, machine)
    page.evaluate("""() => { const later = performance.now() + 11000;
        performance.now = () => later; }""")
    with page.expect_request(
            lambda request: request.url.endswith("/press")
            and request.post_data_json["order"] == "stay"):
        page.mouse.click(500, 300)


# When things go wrong.


def test_another_card_asks_and_the_next_turn_begins(visit, machine):
    page = visit()
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row")
    machine.tell("other-card")
    page.wait_for_selector("#ask[data-name=hand-over]")
    assert "Lyset" not in page.content()
    page.click("[data-order=yes]")
    on_page(page, "idle")


def test_an_item_scanned_after_the_question_is_asked_about(visit, machine):
    page = visit()
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row")
    machine.tell("ask")
    page.wait_for_selector("#ask[data-name=still-there]")
    machine.tell("other-item")
    page.wait_for_selector("#ask[data-name=another]")
    assert "Lyset" not in page.content()
    assert page.inner_text("#ask-title") == "Er du en anden end \u2068Mette\u2069?"
    # Which patron somebody is takes more than a touch to say.
    sent = record_presses(page)
    page.mouse.click(500, 300)
    assert not page.is_visible("#finish")
    page.click("[data-order=yes]")
    on_page(page, "idle")
    assert [press["order"] for press in sent] == ["yes"]


def test_escape_answers_that_nothing_is_to_change(visit, machine):
    page = visit()
    sign_in(page, machine)
    machine.tell("other-card")
    page.wait_for_selector("#ask[data-name=hand-over]")
    sent = record_presses(page)
    page.keyboard.press("Escape")
    page.wait_for_selector("#ask", state="hidden")
    assert [press["order"] for press in sent] == ["no"]
    assert page.get_attribute("body", "data-page") == "home"


def test_a_reload_shows_the_same(visit, machine):
    page = visit()
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row")
    before = page.inner_text("main")
    page.reload()
    page.wait_for_selector(".row")
    assert page.inner_text("main") == before


def test_a_page_that_died_shows_the_same_when_it_is_opened_again(visit, machine, browser):
    page = visit()
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row")
    before = page.inner_text("main")
    page.close()
    again = visit_again(browser, machine)
    assert again.inner_text("main") == before
    again.context.close()


def visit_again(browser, machine):
    page = browser.new_context(viewport={"width": 1080, "height": 1920}).new_page()
    page.goto(f"{machine.origin}/kiosk/machine")
    page.wait_for_selector(".row")
    return page


def test_two_browsers_on_one_kiosk_show_the_same_and_lose_nothing(visit, machine):
    one, other = visit(), visit()
    machine.tell("card")
    for page in (one, other):
        on_page(page, "pin")
    earlier = record_presses(one)
    for count, (page, digit) in enumerate(zip((one, other, one, other), "1234"), start=1):
        page.keyboard.press(digit)
        for each in (one, other):
            until(each, f"document.querySelectorAll('#dots .on').length === {count}")
    other.keyboard.press("Enter")
    for page in (one, other):
        on_page(page, "home")
    one.click("[data-order=loan]")
    on_page(other, "loan")
    for number in range(1, 4):
        machine.tell(f"item Bind {number}")
        for page in (one, other):
            page.wait_for_selector(f"[data-key=row-{number}]")
    assert one.inner_text("main") == other.inner_text("main")
    other.reload()
    other.wait_for_selector(".row")
    assert other.locator(".row").count() == 3
    one.click("#finish")
    for page in (one, other):
        on_page(page, "receipt")
    # Whoever answers first is heard; the other one's button may be gone, or is pressed too late.
    for page in (one, other):
        page.evaluate("document.querySelector('[data-order=receipt-none]')?.click()")
    for page in (one, other):
        on_page(page, "bye")
    machine.tell("end")
    for page in (one, other):
        on_page(page, "idle")
        assert "Bind" not in page.content() and "Mette" not in page.content()
    # What a browser still sends for the patron who has left does nothing to the next one.
    sign_in(one, machine)
    machine.tell("item Bind 9")
    one.wait_for_selector(".row")
    status = other.evaluate("""async (session) => {
        const page = JSON.parse(document.querySelector("meta[name=portner]").content);
        const answer = await fetch("/kiosk/machine/press", {
            method: "POST",
            headers: { "Content-Type": "application/json", "Portner-Token": page.token },
            body: JSON.stringify({ id: crypto.randomUUID(), session, order: "finish" }),
        });
        return answer.status;
    }""", earlier[0]["session"])
    assert status == 204
    for page in (one, other):
        page.wait_for_selector(".row")
        assert page.get_attribute("body", "data-page") == "loan"


def test_nothing_is_left_after_goodbye(visit, machine):
    page = visit()
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row")
    steps = page.evaluate("history.length")
    page.click("#finish")
    on_page(page, "receipt")
    page.click("[data-order=receipt-none]")
    on_page(page, "bye")
    machine.tell("end")
    on_page(page, "idle")
    content = page.content()
    for trace in ["Mette", "Lyset", "85,00", "7 lån"]:
        assert trace not in content
    assert page.evaluate("history.length") == steps
    assert page.evaluate("""async () => localStorage.length + sessionStorage.length
        + (await indexedDB.databases()).length + (await caches.keys()).length
        + document.cookie.length""") == 0


def test_a_lost_line_wipes_the_page(visit, machine):
    page = visit(before=lambda page: page.clock.install())
    sign_in(page, machine)
    machine.tell("item Lyset bag digerne")
    page.wait_for_selector(".row")
    machine.stop()
    page.clock.run_for(5_000)
    on_page(page, "disconnected")
    assert page.inner_text("#title") == "Et øjeblik"
    assert "Lyset" not in page.content() and "Mette" not in page.content()


def test_a_view_that_comes_late_is_not_shown(open_kiosk):
    page = open_kiosk("idle", is_awaited=False, before=hold)
    give(page, {**view_of(page, "idle"), "sequence": 9, "session": 8})
    on_page(page, "idle")
    give(page, {**view_of(page, "home"), "sequence": 8, "session": 7})
    assert page.get_attribute("body", "data-page") == "idle"
    assert "Mette" not in page.content()


def view_of(page, name):
    """The view that the server sends for a name."""
    return json.loads(page.evaluate("""async (name) => {
        const html = await (await fetch(`/kiosk/${name}`)).text();
        const token = /token&quot;:&quot;([0-9a-f]{32})/.exec(html)[1];
        const stream = await fetch(`/kiosk/${name}/view?token=${token}`);
        const reader = stream.body.getReader();
        let text = "";
        while (!text.includes("\\n\\n")) {
            text += new TextDecoder().decode((await reader.read()).value);
        }
        reader.cancel();
        return text.slice(6, text.indexOf("\\n\\n"));
    }""", name))


def give(page, view):
    page.evaluate("view => source.onmessage({ data: JSON.stringify(view) })", view)
