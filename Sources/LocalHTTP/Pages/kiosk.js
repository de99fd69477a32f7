// SPDX-License-Identifier: MPL-2.0

// The kiosk: joins the line, the drawing, the voice and the keys.

import { listen, page, send } from "/assets/link.js";
import { operate } from "/assets/pad.js";
import * as parts from "/assets/parts.js";
import * as sheet from "/assets/sheet.js";
import * as stage from "/assets/stage.js";
import * as tones from "/assets/tones.js";
import * as voice from "/assets/voice.js";

/** The version of the snapshots that this page can draw. */
const version = 2;
/** How often a press is sent before it counts as lost; the name in it makes that safe. */
const attempts = 3;
/** Within how many milliseconds and pixels a second strike belongs to the first. */
const strike = { time: 400, reach: 48 };
/** How often a touch that presses nothing says that somebody is there. */
const stayInterval = 10_000;
/** How long an untouched page keeps what was opened on top of it. */
const patience = 60_000;

let shown = null;
let last = { order: "", at: -Infinity, x: 0, y: 0, sequence: -1 };
let saidAt = -Infinity;
let touchedAt = 0;

listen(`/kiosk/${page.kiosk}/view`, hear, lose);

function hear(snapshot) {
  // The program was replaced while this page was open.
  if (snapshot.version !== version) return location.reload();
  // What comes late belongs to somebody who may have left.
  if (shown !== null && snapshot.sequence < shown.sequence) return;
  const earlier = shown;
  shown = snapshot;
  const isNew = earlier === null || earlier.sequence !== snapshot.sequence;
  if (isNew && (snapshot.question || earlier?.session !== snapshot.session
    || earlier?.cue.page !== snapshot.cue.page)) sheet.close();
  draw(isNew ? earlier : snapshot);
}

function lose() {
  shown = null;
  sheet.close();
  stage.lose();
  parts.clear();
  voice.hush();
}

/** Draws what is shown, and moves the focus when it is another page than before. */
function draw(earlier = shown) {
  const focused = document.activeElement;
  const order = focused?.dataset.order;
  stage.draw(shown);
  parts.draw(shown);
  sheet.draw(shown);
  if (earlier?.cue.page !== shown.cue.page) {
    stage.focus();
  } else if (focused !== document.body && !focused.checkVisibility()) {
    (document.querySelector(`[data-order="${order}"]`) ?? stage.heading()).focus();
  }
  voice.say(shown);
}

/** Sends what was pressed, once for each strike. */
function press(order, event) {
  if (shown === null || !order) return;
  const now = { order, at: performance.now(), x: event?.clientX ?? 0, y: event?.clientY ?? 0 };
  now.sequence = shown.sequence;
  const isKey = order.startsWith("key-");
  if (!isKey && isSecondStrike(now, event?.detail > 0)) return;
  last = now;
  saidAt = now.at;
  if (isKey) tones.key();
  const id = crypto.randomUUID();
  send(`/kiosk/${page.kiosk}/press`, { id, session: shown.session, order }, attempts);
}

/** Whether a press comes of the same movement of the hand as the one before. */
function isSecondStrike(now, isPointed) {
  if (now.at - last.at > strike.time) return false;
  if (isPointed) return Math.hypot(now.x - last.x, now.y - last.y) < strike.reach;
  return now.order === last.order && now.sequence === last.sequence;
}

/** What leads back: from a question, the answer that changes nothing. */
const wayBack = () => shown?.question?.choices.find((choice) => choice.isMain).order ?? shown?.back;

/** Switches a wish over. */
const wish = (name) => {
  const key = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
    .replace("hideTitles", "hidesTitles");
  press(shown?.wishes[key] ? `no-${name}` : name);
};

/** Says that somebody is there who presses nothing: who reads, scrolls, or moves the focus. */
function stay() {
  const now = performance.now();
  // Which patron somebody is takes more than a touch to say.
  const isServed = (shown?.canFinish || shown?.back)
    && (!shown.question || shown.question.name === "still-there");
  if (!isServed || now - saidAt < stayInterval) return;
  saidAt = now;
  send(`/kiosk/${page.kiosk}/press`,
    { id: crypto.randomUUID(), session: shown.session, order: "stay" }, attempts);
}

addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return stay();
  if (button.dataset.order) return press(button.dataset.order, event);
  if (button.dataset.wish) return wish(button.dataset.wish);
  if (button.dataset.language) {
    sheet.close();
    press(`language-${button.dataset.language}`, event);
    return draw();
  }
  const acts = {
    language: () => openSheet("language"), adjust: () => openSheet("adjust"),
    help: () => openSheet("help"), close: closeSheet, more: parts.more, previous: parts.previous,
  };
  acts[button.id]?.();
  stay();
});

function openSheet(name) {
  if (shown === null || shown.question) return;
  // Two languages are switched between; of more, one is chosen.
  if (name === "language" && page.languages.length === 2) {
    return press(`language-${page.languages.find((tag) => tag !== shown.language)}`);
  }
  if (sheet.name() === name) return closeSheet();
  sheet.open(name);
  draw();
  stage.focus();
}

function closeSheet() {
  const name = sheet.name();
  sheet.close();
  draw();
  document.getElementById(name)?.focus();
}

operate({
  takesPIN: () => shown?.takesDigits && !sheet.name(),
  press,
  stay,
  help: () => openSheet("help"),
  back: () => (sheet.name() ? closeSheet() : press(wayBack())),
  repeat: () => (shown?.wishes.speaks ? voice.repeat(shown) : wish("speaks")),
});

for (const touch of ["pointerdown", "keydown"]) {
  addEventListener(touch, () => { touchedAt = performance.now(); }, true);
}
addEventListener("focusin", (event) => voice.name(event.target, shown));
document.getElementById("scroll").addEventListener("scroll", stay, { passive: true });

setInterval(() => {
  if (shown === null) return;
  stage.tick(shown);
  if (sheet.name() && performance.now() - touchedAt > patience) {
    sheet.close();
    draw();
  }
}, 250);

// A page that does not draw is not alive, whatever its timers do.
setInterval(() => {
  if (shown === null) return;
  requestAnimationFrame(() => send(`/kiosk/${page.kiosk}/beat`, {}));
}, page.beatInterval);
