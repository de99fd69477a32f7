# SPDX-License-Identifier: MPL-2.0
"""The demo page, with a real station behind it."""

import pytest
from conftest import scrolls_sideways, violations

LISTEN = """() => {
    window.tones = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
        this.begin = at;
        return start.call(this, at);
    };
    const stop = OscillatorNode.prototype.stop;
    OscillatorNode.prototype.stop = function (at) {
        window.tones.push(`${this.frequency.value} ${(at - this.begin).toFixed(2)}`);
        return stop.call(this, at);
    };
}"""


@pytest.fixture
def demo(open_page, fresh_ports):
    def opened(language="da", width=1280, height=900, **options):
        page = open_page(
            f"http://127.0.0.1:{fresh_ports['demo']}/demo#{language}", width, height, **options)
        page.frame_locator("#panel").locator(
            "main:not([data-sign=connecting])").wait_for()
        page.wait_for_selector("[data-lock]")
        return page

    return opened


def sign(page, name):
    page.frame_locator("#panel").locator(f"[data-sign={name}]").wait_for(timeout=15_000)


def show_card(page, title):
    page.locator(".choice", has_text=title).click()


def type_pin(page, digits):
    for digit in digits:
        page.click(f".pad [data-key='{digit}']")
    page.click(".pad [data-key=enter]")


def test_a_patron_goes_through_the_door(demo):
    page = demo()
    show_card(page, "Asta")
    sign(page, "enter-pin")
    assert "1234" in page.inner_text("#hint")
    type_pin(page, "1234")
    sign(page, "granted")
    page.wait_for_selector("[data-lock=released]")
    assert page.inner_text("#lock") == "Låst op"
    page.click("#doorway")
    page.wait_for_selector("[data-door=open]")
    page.click("#doorway")
    page.wait_for_selector("[data-door=closed]")
    page.locator("#events li", has_text="Adgang givet").first.wait_for()
    page.locator("#events li", has_text="Døren blev lukket").first.wait_for()
    sign(page, "ready")
    page.wait_for_selector("[data-lock=secured]")


def test_an_excluded_patron_is_refused_and_the_list_says_why(demo):
    page = demo("en")
    show_card(page, "Carl")
    sign(page, "enter-pin")
    type_pin(page, "2345")
    sign(page, "denied")
    page.locator("#events li", has_text="Refused: patron restricted").first.wait_for()
    assert "blocked" not in page.frame_locator("#panel").locator("body").inner_text()


def test_a_book_is_not_a_card(demo):
    page = demo()
    show_card(page, "En bog")
    sign(page, "denied")
    panel = page.frame_locator("#panel")
    assert panel.locator("h1").inner_text() == "Koden kan ikke bruges"


def test_the_exit_button_and_the_fire_alarm_release_the_lock(demo):
    page = demo()
    page.click("#exit")
    page.wait_for_selector("[data-lock=released]")
    page.locator("#events li", has_text="Udgangsknappen").first.wait_for()
    page.click("#fire")
    sign(page, "fire")
    assert page.get_attribute("#fire", "aria-pressed") == "true"
    page.click("#fire")
    sign(page, "ready")


def test_a_locked_door_rattles_and_can_be_forced(demo):
    page = demo()
    page.wait_for_selector("[data-lock=secured]", timeout=15_000)
    page.click("#doorway")
    assert page.inner_text("#hint").startswith("Døren er låst")
    page.click("#move")
    page.locator("#events li.alarm", has_text="Døren blev brudt op").first.wait_for()
    page.click("#move")
    page.wait_for_selector("[data-door=closed]")


def test_all_keys_sound_the_same_and_the_outcomes_do_not(demo):
    page = demo()
    page.frame("", url="**/door/**").evaluate(LISTEN)
    frame = page.frame("", url="**/door/**")
    show_card(page, "Bo skylder")
    sign(page, "enter-pin")
    panel = page.frame_locator("#panel")
    for digit in "5678":
        count = panel.locator("#dots .on").count()
        panel.locator(f".keys [data-key='{digit}']").click()
        panel.locator("#dots .on").nth(count).wait_for()
    keys = frame.evaluate("tones")
    assert len(keys) >= 3 and set(keys) == {"1000 0.06"}
    panel.locator(".keys [data-key=enter]").click()
    sign(page, "granted")
    granted = frame.evaluate("tones")[len(keys):]
    sign(page, "ready")
    heard = len(frame.evaluate("tones"))
    show_card(page, "En bog")
    sign(page, "denied")
    denied = frame.evaluate("tones")[heard:]
    assert granted and denied and not set(granted) & set(denied)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("width", [1280, 1000, 320])
def test_the_page_is_accessible_and_fits(demo, axe, language, width):
    page = demo(language, width)
    assert page.get_attribute("html", "lang") == language
    assert violations(axe, page) == []
    assert not scrolls_sideways(page)


def test_both_languages_have_the_same_texts(demo):
    page = demo()
    names = page.evaluate("""async () => {
        const { words } = await import("/assets/words.js");
        const names = (table) => Object.keys(table).sort().join();
        return [names(words.da), names(words.en), names(words.da.hints), names(words.en.hints)];
    }""")
    assert names[0] == names[1]
    assert names[2] == names[3]
