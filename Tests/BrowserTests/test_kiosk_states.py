# SPDX-License-Identifier: MPL-2.0
"""The kiosk's page in every state, at every size, in every way of being served."""

import pytest
from conftest import TARGETS, TEXTS, scrolls_sideways, violations
from kiosk import CUT, FLOORS, SIZES, STAGE, STATES, arrived

TARGET_MIN = 64
WEIGHT_MAX = 200 * 1024

everywhere = pytest.mark.parametrize("size", SIZES)
LANGUAGES = ["en", "de", "uk", "ar"]
# The states with the most words, for the languages whose words are longest.
WORDY = ["idle", "offline", "pin", "refused-wrong", "home-debt", "still-there", "hand-over",
         "another", "loan-refused", "loan-already", "return", "loans-renewed", "holds", "fees",
         "receipt"]


def show(page, kiosk, name, size):
    page.goto(f"{kiosk.origin}/kiosk/{name}{SIZES[size][2]}")
    arrived(page)


def check_layout(page, size, name):
    assert not scrolls_sideways(page), name
    least = TARGET_MIN if size != "narrow" else 44
    for target, side in page.evaluate(TARGETS):
        assert side >= least, (name, target)
    assert page.evaluate(CUT) == [], name
    assert page.evaluate(STAGE), name
    if size != "narrow":
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), name


@everywhere
@pytest.mark.parametrize("way", ["", "-large"])
@pytest.mark.parametrize("part", range(5))
def test_every_state_is_accessible_and_fits(open_kiosk, kiosk, axe, size, way, part):
    page = open_kiosk(f"idle{way}", size)
    for state in STATES[part::5]:
        name = f"{state}{way}"
        show(page, kiosk, name, size)
        check_layout(page, size, name)
        assert violations(axe, page) == [], name
        page.evaluate("scrollTo(0, 0)")
        for text, pixels, is_inside in page.evaluate(TEXTS):
            if way:
                assert pixels >= FLOORS[size] - 0.1, (name, text)
            assert is_inside, (name, text)


@everywhere
def test_every_state_is_drawn_in_forced_colours(open_kiosk, kiosk, size):
    page = open_kiosk("idle", size, forced_colors="active")
    for state in STATES:
        show(page, kiosk, state, size)
        assert page.locator("h1:visible").count() == 1, state
        check_layout(page, size, state)


@pytest.mark.parametrize("size", ["portrait", "small"])
@pytest.mark.parametrize("part", range(2))
def test_every_state_is_accessible_in_high_contrast(open_kiosk, kiosk, axe, size, part):
    page = open_kiosk("idle-high", size)
    for state in STATES[part::2]:
        show(page, kiosk, f"{state}-high", size)
        check_layout(page, size, state)
        assert violations(axe, page) == [], state


@everywhere
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["", "-large"])
def test_every_language_fits(open_kiosk, kiosk, size, language, way):
    page = open_kiosk(f"idle-{language}", size)
    for state in WORDY:
        name = f"{state}{way}-{language}"
        show(page, kiosk, name, size)
        assert page.get_attribute("html", "lang") == language
        check_layout(page, size, name)


@everywhere
def test_arabic_is_accessible_from_right_to_left(open_kiosk, kiosk, axe, size):
    page = open_kiosk("idle-ar", size)
    for state in WORDY:
        show(page, kiosk, f"{state}-ar", size)
        assert page.get_attribute("html", "dir") == "rtl"
        assert violations(axe, page) == [], state
    show(page, kiosk, "pin-ar", size)
    first, second = (page.locator(f"[data-order=key-{digit}]").bounding_box()["x"]
                     for digit in (1, 2))
    assert first < second, "a keypad keeps its order"


@everywhere
@pytest.mark.parametrize("sheet", ["language", "adjust", "help"])
@pytest.mark.parametrize("way", ["", "-large"])
def test_what_is_opened_on_top_is_accessible_and_fits(open_kiosk, kiosk, axe, size, sheet, way):
    page = open_kiosk(f"home{way}", size)
    page.click(f"#{sheet}")
    page.wait_for_selector("#ask:not([hidden])")
    assert violations(axe, page) == []
    check_layout(page, size, sheet)
    assert page.locator("#stage, #work").locator("visible=true").count() == 0


def test_every_state_keeps_wcag_text_spacing_in_a_narrow_window(open_kiosk, kiosk):
    page = open_kiosk("idle", "narrow")
    for state in STATES:
        show(page, kiosk, state, "narrow")
        page.evaluate("""() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
            document.adoptedStyleSheets = [sheet];
        }""")
        assert not scrolls_sideways(page), state


def test_the_end_never_moves(open_kiosk, kiosk):
    page = open_kiosk("home", "portrait")
    places = set()
    for state in ["home", "loan", "loan-refused", "loans", "holds", "fees", "still-there"]:
        show(page, kiosk, state, "portrait")
        places.add(tuple(page.locator("#finish").bounding_box().values()))
    assert len(places) == 1


def test_what_is_touched_lies_in_the_lower_two_thirds(open_kiosk, kiosk):
    page = open_kiosk("home", "portrait")
    for state in STATES:
        show(page, kiosk, state, "portrait")
        tops = page.evaluate("""() => [...document.querySelectorAll("button")]
            .filter(button => button.checkVisibility())
            .map(button => button.getBoundingClientRect().top)""")
        assert min(tops) >= 1920 / 3, state


def test_nothing_moves_with_reduced_motion(open_kiosk, kiosk):
    page = open_kiosk("idle")
    for state in ["idle", "loan", "still-there"]:
        show(page, kiosk, state, "portrait")
        assert page.evaluate("document.getAnimations().length") == 0


def test_the_page_is_light_and_whole(open_kiosk, kiosk):
    sizes = []
    asked = []

    def before(page):
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfinished", lambda request: sizes.append(
            request.sizes()["responseBodySize"] if "/view" not in request.url else 0))

    page = open_kiosk("idle", before=before)
    page.wait_for_timeout(0)
    assert 10_000 < sum(sizes) <= WEIGHT_MAX
    assert all(url.startswith(f"{kiosk.origin}/") for url in asked)


def test_titles_are_text_whatever_stands_in_them(open_kiosk):
    page = open_kiosk("loan-hostile")
    title = page.inner_text(".row .work-title >> nth=0")
    assert title.startswith("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0
    assert "\u202e" not in page.content()
    assert "\x07" not in page.content()


def test_hidden_titles_are_nowhere_in_the_page(open_kiosk):
    assert "Lyset bag digerne" in open_kiosk("loan").content()
    page = open_kiosk("loan-hidden")
    assert "Lyset bag digerne" not in page.content()
    assert page.inner_text(".row .name >> nth=0") == "Materiale 3"


def test_a_question_leaves_nothing_of_the_patron_behind_it(open_kiosk):
    page = open_kiosk("still-there")
    text = page.inner_text("body")
    assert "Mette" not in text and "85,00" not in text
    assert page.locator(".row, .tile").count() == 0


def test_a_hundred_rows_cost_no_more_than_twenty(open_kiosk):
    page = open_kiosk("loan-hundred")
    assert page.locator(".row").count() == 20
    assert page.locator("*").count() < 700
    seen = set()
    for _ in range(200):
        seen.update(page.locator(".row .work-title").all_inner_texts())
        assert page.locator(".row").count() <= 20
        if not page.locator("#more").is_visible():
            break
        page.click("#more")
    assert len(seen) == 100
    while page.locator("#previous").is_visible():
        page.click("#previous")
    assert page.inner_text(".row .work-title >> nth=0") == "Bind 100"


def test_a_refusal_stays_on_top(open_kiosk):
    page = open_kiosk("loan-refused")
    first = page.locator(".row >> nth=0")
    assert "Ikke lånt" in first.inner_text()
    assert first.locator("button").get_attribute("data-order") == "seen-4"


@pytest.mark.parametrize("state, dots, on", [("pin", 4, 2), ("pin-empty", 0, 0)])
def test_dots_show_what_is_typed_and_no_more(open_kiosk, state, dots, on):
    page = open_kiosk(state)
    assert page.locator("#dots i").count() == dots
    assert page.locator("#dots .on").count() == on


@pytest.mark.parametrize("state, region, text", [
    ("loan-refused", "urgently", "Ikke lånt. Måger i modvind. Reserveret"),
    ("still-there", "urgently", "Er du der stadig?"), ("hand-over", "urgently", "Er du færdig"),
    ("refused-wrong", "urgently", "Ikke logget ind."), ("offline", "urgently", "Scan dit kort.")])
def test_a_state_is_read_aloud(open_kiosk, state, region, text):
    assert open_kiosk(state).text_content(f"#{region}").startswith(text)
