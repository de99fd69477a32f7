# SPDX-License-Identifier: MPL-2.0
"""The kiosk's page in time: what counts down, who takes turns, and what is left behind.

Most of it runs against a kiosk that answers, whose scanner is told what to read.
"""

import json

import pytest
from kiosk import apart, on_page, record_presses, sign_in, until

pytestmark = pytest.mark.usefixtures("forgive_what_a_test_lost")


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
