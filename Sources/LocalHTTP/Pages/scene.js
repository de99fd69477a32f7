// SPDX-License-Identifier: MPL-2.0

// Draws the door, its lock and its panel on the demo page.

const at = (id) => document.getElementById(id);
const scene = at("scene");

/** How long a card is seen under the scanner, a hint stays, or a locked door rattles. */
const moment = 1200;

let snapshot = null;
let shownPIN = "";
let passing = null;

/** Draws a snapshot of the panel: the door and its lock follow it. */
export function show(next) {
  if (next.sequence !== snapshot?.sequence) passing = null;
  snapshot = next;
}

/** What the door can be made to do now. */
export function move() {
  if (snapshot?.isOpen) return "close";
  return snapshot?.isReleased ? "open" : "force";
}

/** Whether the door's fire alarm is on. */
export const isBurning = () => snapshot?.sign === "fire";

/** Shows a card under the scanner. */
export function scan(pin) {
  shownPIN = pin;
  flash("scanning");
}

/** Shows that a locked door stays shut. */
export function rattle() {
  passing = "locked";
  flash("rattling");
}

/** Shows that the line to the server is gone. */
export function lose() { passing = "disconnected"; }

function flash(name) {
  scene.classList.remove(name);
  // A restart of the motion needs the class to have been gone for a moment.
  requestAnimationFrame(() => {
    scene.classList.add(name);
    setTimeout(() => scene.classList.remove(name), moment);
  });
}

/** Draws the scene in a language. */
export function draw(words) {
  const isOpen = snapshot?.isOpen ?? false;
  if (snapshot !== null) {
    scene.dataset.lock = snapshot.isReleased ? "released" : "secured";
    scene.dataset.door = isOpen ? "open" : "closed";
    write(at("lock"), snapshot.isReleased ? words.released : words.secured);
    write(at("contact"), isOpen ? words.opened : words.closed);
  }
  scene.toggleAttribute("data-fire", isBurning());
  write(at("doorway-label"), isOpen ? words.close : words.open);
  write(at("move").lastElementChild, words[move()]);
  at("move").classList.toggle("risky", move() === "force");
  at("fire").setAttribute("aria-pressed", isBurning());
  const hint = words.hints[passing ?? snapshot?.sign ?? "ready"] ?? "";
  write(at("hint"), hint.replace("{pin}", shownPIN));
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
