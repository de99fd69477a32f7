# SPDX-License-Identifier: MPL-2.0
"""The panel's page in every state, on every screen, in every language."""

import json

import pytest
from conftest import TARGETS, TEXTS, scrolls_sideways, violations

SIGNS = [
    "ready", "ready-typed", "enter-number", "enter-number-short", "enter-number-long",
    "evacuation", "closing-soon", "held-open", "enter-pin", "enter-pin-empty", "enter-pin-long",
    "asking", "granted", "granted-companion", "granted-companion-danish",
    "wait", "wait-long", "closed", "out-of-service", "fire",
    "denied-out-of-service", "denied-closed", "denied-unreachable", "denied-wait",
    "denied-refused", "denied-no-pin", "denied-expired", "denied-blocked", "denied-too-young",
    "denied-not-enrolled", "denied-not-resident", "denied-no-consent",
    "denied-not-a-card", "denied-busy", "denied-pass-refused", "denied-pass-over",
]
SCREENS = ["small", "tall", "narrow"]
LANGUAGES = ["da", "en", "de", "uk", "ar"]
# Every language on the screen with the least room, three of them on the others.
VARIANTS = [("small", language) for language in LANGUAGES] + [
    (screen, language) for screen in ("tall", "narrow") for language in ("da", "uk", "ar")]
# Pixels of a font whose capital H spans 0.7 degrees at the reading distance.
FLOORS = {"small": 35.9, "tall": 37.1, "narrow": 20}
TARGET_MIN = 64

everywhere = pytest.mark.parametrize("screen", SCREENS)
in_every_variant = pytest.mark.parametrize("screen, language", VARIANTS)
each_sign = pytest.mark.parametrize("sign", SIGNS)


@each_sign
@in_every_variant
def test_every_sign_is_accessible_and_fits(open_sign, axe, sign, screen, language):
    page = open_sign(sign, screen, language)
    assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert violations(axe, page) == []
    assert not scrolls_sideways(page)
    for name, size in page.evaluate(TARGETS):
        assert size >= TARGET_MIN, name
    for text, size, is_inside in page.evaluate(TEXTS):
        assert size >= FLOORS[screen] - 0.1, text
        assert is_inside, text
    if screen != "narrow":
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@each_sign
def test_every_sign_keeps_wcag_text_spacing_in_a_narrow_window(open_sign, sign):
    page = open_sign(sign, "narrow")
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
        document.adoptedStyleSheets = [sheet];
    }""")
    assert not scrolls_sideways(page)


@each_sign
def test_every_sign_is_drawn_in_forced_colours(open_sign, sign):
    page = open_sign(sign, forced_colors="active")
    assert page.locator("h1").is_visible()
    assert not scrolls_sideways(page)


def test_the_time_bar_runs_down(open_sign):
    page = open_sign("granted")
    running = "document.getElementById('drain').firstElementChild.getAnimations().length"
    assert page.evaluate(running) == 1


def test_nothing_moves_with_reduced_motion(open_sign):
    page = open_sign("granted", reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("#drain").is_visible()


def patient(page):
    """Takes over the page's clock, under which the server's pulse seems to be missing."""
    page.clock.install()

    def without_silence(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(
            "silenceMax&quot;:12000", "silenceMax&quot;:600000"))

    page.route("**/door/*", without_silence)


def test_the_language_returns_when_nobody_touches_the_panel(open_sign):
    page = open_sign("ready", before=patient)
    page.click("#language")
    assert page.inner_text("h1") == "Scan your card"
    page.clock.run_for(29_000)
    assert page.inner_text("h1") == "Scan your card"
    page.clock.run_for(2_000)
    assert page.inner_text("h1") == "Scan dit kort"
    assert page.get_attribute("html", "lang") == "da"


def test_help_opens_and_closes(open_sign):
    page = open_sign("closed")
    page.click("#help")
    assert page.inner_text("h1") == "Hjælp"
    assert page.evaluate("document.activeElement.id") == "close"
    page.keyboard.press("Escape")
    assert page.inner_text("h1") == "Lukket"
    assert page.evaluate("document.activeElement.id") == "help"


@in_every_variant
def test_help_is_accessible_and_fits(open_sign, axe, screen, language):
    page = open_sign("ready", screen, language)
    page.click("#help")
    assert violations(axe, page) == []
    assert not scrolls_sideways(page)
    assert all(is_inside for _, _, is_inside in page.evaluate(TEXTS))


def test_help_closes_by_itself(open_sign):
    page = open_sign("ready", before=patient)
    page.click("#help")
    page.clock.run_for(31_000)
    assert page.inner_text("h1") == "Scan dit kort"


def record_keys(page):
    """The keys the page sends, each there as soon as its request is."""
    sent = []

    def record(request):
        if request.url.endswith("/key"):
            sent.append(request.post_data_json["key"])

    page.on("request", record)
    page.route("**/key", lambda route: route.fulfill(status=204))
    return sent


def test_the_touch_keypad_sends_its_keys(open_sign):
    page = open_sign("enter-pin-empty", has_touch=True)
    sent = record_keys(page)
    for key in ["1", "5", "0", "clear", "enter", "cancel"]:
        with page.expect_request("**/key"):
            page.locator(f"[data-key='{key}']:visible").tap()
    assert sent == ["1", "5", "0", "clear", "enter", "cancel"]


def test_a_keyboard_and_a_numeric_pad_work_the_same(open_sign):
    page = open_sign("enter-pin-empty")
    sent = record_keys(page)
    for key in ["7", "Numpad8", "Backspace", "Enter", "Escape"]:
        with page.expect_request("**/key"):
            page.keyboard.press(key)
    assert sent == ["7", "8", "clear", "enter", "cancel"]


def test_the_keypad_can_be_reached_and_pressed_by_tab_and_space(open_sign):
    page = open_sign("enter-pin-empty")
    sent = record_keys(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.key") == "1"
    with page.expect_request("**/key"):
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    with page.expect_request("**/key"):
        page.keyboard.press("Enter")
    assert sent == ["1", "2"]


def test_no_key_is_sent_when_no_pin_is_asked_for(open_sign):
    page = open_sign("ready")
    sent = record_keys(page)
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.route("**/last", lambda route: route.fulfill(status=204))
    with page.expect_request("**/last"):
        page.evaluate("() => { fetch('/last'); }")
    assert sent == []


def test_a_number_begins_with_its_first_digit_or_with_the_button(open_sign):
    page = open_sign("ready-typed")
    sent = record_keys(page)
    with page.expect_request("**/key"):
        page.keyboard.press("5")
    with page.expect_request("**/key"):
        page.locator("#number").click()
    assert sent == ["5", "enter"]


def test_a_number_is_no_digit_on_the_screen(open_sign):
    page = open_sign("enter-number-long")
    assert page.locator("#dots .on").count() == 16
    assert not any(letter.isdigit() for letter in page.text_content(".body"))


@pytest.mark.parametrize("sign, dots, on", [
    ("enter-number", 10, 10),
    ("enter-pin", 4, 2), ("enter-pin-empty", 0, 0), ("enter-pin-long", 8, 8)])
def test_dots_show_what_is_typed_and_no_more(open_sign, sign, dots, on):
    page = open_sign(sign)
    assert page.locator("#dots i").count() == dots
    assert page.locator("#dots .on").count() == on


@pytest.mark.parametrize("sign, region, text", [
    ("denied", "urgently", "Ingen adgang."), ("granted", "urgently", "Velkommen."),
    ("wait", "urgently", "Vent 30 sekunder."), ("fire", "urgently", "Brandalarm."),
    ("enter-pin", "calmly", "2 cifre tastet"), ("enter-number", "calmly", "10 cifre tastet"),
    ("enter-number-short", "urgently", "Tast kortnummer. For kort."),
    ("evacuation", "urgently", "Forlad bygningen."), ("asking", "calmly", "Et øjeblik.")])
def test_a_sign_is_read_aloud(open_sign, sign, region, text):
    page = open_sign(sign)
    assert page.text_content(f"#{region}").startswith(text)


def spoken_by(page, languages=("da-DK", "en-GB")):
    """Takes down what is spoken instead of speaking it, by a page that is told to speak."""
    voices = [{"lang": language} for language in languages]
    page.add_init_script("""
        window.spoken = [];
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        speechSynthesis.getVoices = () => %s;
        speechSynthesis.speak = ({ text, lang }) => window.spoken.push([lang, text]);
        speechSynthesis.cancel = () => {};
    """ % json.dumps(voices))

    def talkative(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(
            "speaks&quot;:false", "speaks&quot;:true"))

    page.route("**/door/*", talkative)


@pytest.mark.parametrize("sign, text", [
    ("denied-blocked", "Henvend dig i den betjente"), ("granted", "Velkommen. Døren er låst op"),
    ("enter-pin", "2 cifre tastet"), ("wait", "Vent 30 sekunder.")])
def test_a_panel_that_speaks_says_what_it_shows(open_sign, sign, text):
    page = open_sign(sign, before=spoken_by)
    [[language, words]] = page.evaluate("spoken")
    assert language == "da" and text in words
    # A screen reader is not told the same again.
    assert page.text_content("#calmly") == "" and page.text_content("#urgently") == ""


def test_whoever_is_let_in_reads_what_the_library_adds(open_sign):
    page = open_sign("granted-companion-danish")
    assert page.inner_text("#note") == "Du hæfter for dem, du lukker ind."
    assert page.text_content("#urgently").endswith(". Du hæfter for dem, du lukker ind.")
    assert not open_sign("granted").locator("#note").is_visible()


def test_what_the_library_wrote_in_danish_alone_is_shown_and_read_as_danish(open_sign):
    page = open_sign("granted-companion-danish", language="ar")
    assert page.get_attribute("#note", "lang") == "da"
    assert page.get_attribute("#note", "dir") == "ltr"
    assert page.get_attribute("#urgently span", "lang") == "da"


@in_every_variant
def test_the_longest_addition_covers_nothing_not_even_in_capitals(open_sign, screen, language):
    page = open_sign("granted-companion", screen, language)
    for text in [None, "ÆBLEMOS OG SMØR " * 5]:
        # In one go, for the next pulse draws the library's own text again.
        edges = page.evaluate("""text => {
            if (text !== null) document.getElementById("note").textContent = text;
            return [...document.querySelectorAll(".top, h1, #lead, #note, #drain")]
                .map(part => part.getBoundingClientRect()).map(box => [box.top, box.bottom]);
        }""", text)
        assert len(edges) == 5
        for (_, bottom), (top, _) in zip(edges, edges[1:]):
            assert bottom <= top
        if screen != "narrow":
            assert edges[-1][1] <= page.viewport_size["height"]


@pytest.mark.parametrize("language, said", [
    ("da", ["da", "Velkommen. Døren er låst op"]), ("en", ["en", "Welcome. The door is unlocked"])])
def test_a_panel_that_speaks_says_what_the_library_adds(open_sign, language, said):
    page = open_sign("granted-companion-danish", language=language, before=spoken_by)
    added = ["da", "Du hæfter for dem, du lukker ind."]
    assert page.evaluate("spoken")[-2:] == [said, added]
    assert page.text_content("#urgently") == ""


def test_a_panel_speaks_the_language_that_it_shows(open_sign):
    page = open_sign("denied-blocked", language="en", before=spoken_by)
    assert page.evaluate("spoken.at(-1)[0]") == "en"


def test_a_panel_at_rest_is_silent_until_help_is_asked_for(open_sign):
    page = open_sign("ready", before=spoken_by)
    assert page.evaluate("spoken") == []
    page.click("#help")
    assert page.evaluate("spoken.length") == 1


def test_a_panel_without_a_voice_leaves_the_words_to_the_screen_reader(open_sign):
    page = open_sign("denied", before=lambda page: spoken_by(page, languages=["de-DE"]))
    assert page.evaluate("spoken") == []
    assert page.text_content("#urgently").startswith("Ingen adgang.")


def test_a_closing_door_says_so(open_sign):
    page = open_sign("closing-soon")
    assert page.inner_text("#band").strip() == "Lukker om 14 minutter"
    assert not page.locator("#lead").is_visible()


def test_a_long_wait_is_told_in_minutes(open_sign):
    assert open_sign("wait-long").inner_text("h1") == "Vent 15 minutter"


@everywhere
def test_a_lost_line_is_shown(open_page, ports, axe, screen):
    sizes = {"small": (800, 480), "tall": (1080, 1920), "narrow": (320, 640)}
    stop = lambda page: (page.clock.install(),
                         page.route("**/view?**", lambda route: route.fulfill(
                             status=200, content_type="text/event-stream", body="")))
    page = open_page(
        f"http://127.0.0.1:{ports['gallery']}/door/ready", *sizes[screen], before=stop)
    page.clock.run_for(13_000)
    assert page.inner_text("h1") == "Ingen forbindelse"
    assert page.get_attribute("#sign", "data-voice") == "shut"
    assert not scrolls_sideways(page)
    assert violations(axe, page) == []


def test_a_page_from_before_a_restart_loads_anew(open_page, ports):
    loads = []

    def before(page):
        page.on("framenavigated", lambda frame: loads.append(frame.url))
        page.clock.install()
        page.route("**/view?**", lambda route: route.fulfill(status=403) if len(loads) < 2
                   else route.continue_())

    page = open_page(f"http://127.0.0.1:{ports['gallery']}/door/ready", before=before)
    page.clock.run_for(4_000)
    page.wait_for_selector("[data-sign=ready]")
    assert len(loads) == 2
    # The browser reports the refusal that this test made.
    open_page.errors[:] = [line for line in open_page.errors if "403" not in line]


def test_nothing_is_fetched_from_elsewhere(open_page, ports):
    asked = []
    page = open_page(
        f"http://127.0.0.1:{ports['gallery']}/door/ready",
        before=lambda page: page.on("request", lambda request: asked.append(request.url)))
    page.wait_for_selector("[data-sign=ready]")
    assert asked and all(url.startswith(f"http://127.0.0.1:{ports['gallery']}/") for url in asked)
