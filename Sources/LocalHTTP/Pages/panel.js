// SPDX-License-Identifier: MPL-2.0

// The panel beside a door: joins the line, the sign, the tones and the keys.

import { digitOf, listen, page, send } from "/assets/link.js";
import * as sign from "/assets/sign.js";
import * as tones from "/assets/tones.js";

/** The version of the snapshots that this page can draw. */
const version = 1;
/** How long an untouched page at rest keeps another language than the first one, or the help. */
const patience = 30_000;

let shown = null;
let touchedAt = 0;

listen(`/door/${page.reader}/view`, hear, sign.lose);

function hear(snapshot) {
  // The program was replaced while this page was open.
  if (snapshot.version !== version) return location.reload();
  const earlier = shown;
  shown = snapshot;
  sign.show(snapshot);
  if (earlier !== null && earlier.sequence !== snapshot.sequence) change(earlier, snapshot);
  // The demo page frames this one and draws the door beside it.
  if (parent !== window) parent.postMessage(snapshot, location.origin);
}

function change(earlier, now) {
  if (isByKey(earlier, now)) tones.key();
  if (now.sign === earlier.sign) return;
  if (now.sign === "granted") tones.granted();
  if (now.sign === "denied" || now.sign === "wait") tones.denied();
  // Whoever was let in is gone; the next patron finds the first language.
  if (earlier.sign === "granted" && now.isAtRest) sign.speak(page.languages[0]);
}

const isTyping = (snapshot) => snapshot.offers.includes("keypad");

/** Whether a key led from one state to the next: a digit, a deletion, or OK. */
function isByKey(earlier, now) {
  if (!isTyping(earlier)) return now.sign === "enter-number";
  if (now.sign !== earlier.sign) return now.sign === "asking" || isTyping(now);
  return now.typed !== earlier.typed;
}

const press = (key) => {
  if (sign.takesKeys()) send(`/door/${page.reader}/key`, { key });
};

for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => press(button.dataset.key));
}
document.getElementById("help").addEventListener("click", () => sign.help(true));
document.getElementById("close").addEventListener("click", () => sign.help(false));
document.getElementById("language").addEventListener("click", () => {
  sign.speak(sign.otherLanguage());
});

const keys = { Enter: "enter", Backspace: "clear", Delete: "clear", Escape: "cancel" };

addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && sign.isHelping()) return sign.help(false);
  const digit = digitOf(event);
  if (digit !== null) return press(digit);
  // Enter on a button presses that button.
  if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
  if (event.key in keys) press(keys[event.key]);
});

for (const touch of ["pointerdown", "keydown"]) {
  addEventListener(touch, () => { touchedAt = performance.now(); });
}

setInterval(() => {
  sign.tick();
  const isLeft = (shown?.isAtRest ?? true) && performance.now() - touchedAt > patience;
  if (!isLeft) return;
  if (sign.isHelping()) sign.help(false);
  if (sign.shownLanguage() !== page.languages[0]) sign.speak(page.languages[0]);
}, 250);
