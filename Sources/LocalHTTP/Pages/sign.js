// SPDX-License-Identifier: MPL-2.0

// Draws what the server says. It keeps no texts and no rules of its own.

import { counted, page } from "/assets/link.js";
import { add, speak as say } from "/assets/speech.js";

const at = (id) => document.getElementById(id);
const sign = at("sign");
const bar = at("drain").firstElementChild;
const calmMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Longer waits than this are told in minutes. */
const secondsMax = 90_000;

let language = page.languages[0];
let snapshot = null;
let heardAt = 0;
let isHelpOpen = false;
let isLost = false;
let spoken = "";

/** Takes a new snapshot, or the same one told again with newer clocks. */
export function show(next) {
  const isNew = isLost || snapshot === null || snapshot.sequence !== next.sequence;
  snapshot = next;
  heardAt = performance.now();
  isLost = false;
  if (isNew) isHelpOpen = false;
  draw();
}

/** Says that the server cannot be heard. */
export function lose() {
  isLost = true;
  isHelpOpen = false;
  draw();
}

/** Shows another language. */
export function speak(tag) {
  language = tag;
  spoken = "";
  draw();
}

/** Shows or puts away the help text. */
export function help(isOpen) {
  isHelpOpen = isOpen;
  draw();
  (isOpen ? at("close") : at("help")).focus({ focusVisible: false });
}

/** The language that is shown. */
export const shownLanguage = () => language;
/** Whether the help text is shown. */
export const isHelping = () => isHelpOpen;
/** Whether a key of the keypad would be taken now; the first one begins a number. */
export const takesKeys = () => !isLost && !isHelpOpen
  && ["keypad", "number"].some((offer) => snapshot?.offers.includes(offer) ?? false);

const labels = () => page.words[language];
const elapsed = () => performance.now() - heardAt;
const left = () => Math.max(0, (snapshot.remaining ?? 0) - elapsed());

function draw() {
  const shown = isLost || snapshot === null ? absent() : snapshot;
  const words = isHelpOpen
    ? { title: labels().help, lead: labels().helpText, hours: shown.words[language].hours }
    : shown.words[language];
  document.documentElement.lang = language;
  document.documentElement.dir = labels().direction;
  sign.dataset.sign = shown.sign;
  sign.dataset.voice = isHelpOpen ? "calm" : shown.voice;
  sign.dataset.mark = isHelpOpen ? "pin" : shown.mark;
  sign.toggleAttribute("data-help", isHelpOpen);
  sign.toggleAttribute("data-number", shown.offers.includes("number"));
  sign.toggleAttribute("data-keys", shown.offers.includes("keypad") && !isHelpOpen);
  if (shown.mark !== "card" && shown.mark !== "pin") {
    at("mark").setAttribute("href", `#mark-${shown.mark}`);
  }
  write(at("lead"), words.lead);
  write(at("hours"), words.hours);
  at("hours-line").hidden = words.hours === "";
  at("clock-line").hidden = !shown.clock.isTrusted;
  drawNote(words.note);
  drawDots(shown);
  drawButtons(shown);
  drawBar(shown);
  tick();
  announce(shown, words);
}

/** What is shown while there is nothing to show. */
function absent() {
  const state = isLost ? "disconnected" : "connecting";
  return {
    sign: state, voice: isLost ? "shut" : "calm", mark: isLost ? "spanner" : "dots",
    isUrgent: false, offers: [], words: { [language]: labels()[state] },
    clock: { isTrusted: false },
  };
}

/** What the library adds, which need not be in the language that is shown. */
function drawNote(note) {
  sign.toggleAttribute("data-note", note !== undefined);
  at("note").hidden = note === undefined;
  at("note").lang = note?.language ?? language;
  at("note").dir = note?.direction ?? labels().direction;
  write(at("note"), note?.text ?? "");
}

function drawDots(shown) {
  const dots = at("dots");
  dots.hidden = shown.typed === undefined;
  const count = shown.typed === undefined ? 0 : Math.max(shown.typed, shown.length ?? 0);
  while (dots.childElementCount > count) dots.lastElementChild.remove();
  while (dots.childElementCount < count) dots.append(document.createElement("i"));
  [...dots.children].forEach((dot, index) => dot.classList.toggle("on", index < shown.typed));
}

function drawButtons(shown) {
  const offers = (name) => shown.offers.includes(name) && !isHelpOpen;
  at("keys").hidden = !offers("keypad");
  at("keys").setAttribute("aria-label", labels().keypad);
  at("cancel").hidden = !offers("cancel");
  at("number").hidden = !offers("number");
  at("help").hidden = !offers("help");
  at("close").hidden = !isHelpOpen;
  at("language").hidden = !offers("language");
  const other = otherLanguage();
  at("language").lang = other;
  write(at("language").lastElementChild, page.words[other].language);
  for (const element of document.querySelectorAll("[data-word]")) {
    write(element, labels()[element.dataset.word]);
  }
}

/** The language that the button leads to. */
export function otherLanguage() {
  const index = page.languages.indexOf(language);
  return page.languages[(index + 1) % page.languages.length];
}

function drawBar(shown) {
  at("drain").hidden = shown.sign !== "granted";
  for (const motion of bar.getAnimations()) motion.cancel();
  if (shown.sign !== "granted" || calmMotion.matches) return;
  bar.animate(
    [{ transform: `scaleX(${left() / shown.total})` }, { transform: "scaleX(0)" }],
    { duration: left(), fill: "forwards" });
}

/** Draws what changes with the clock alone. */
export function tick() {
  const isShown = snapshot !== null && !isLost;
  write(at("title"), title());
  if (!isShown) {
    at("band").hidden = true;
    return;
  }
  if (calmMotion.matches) bar.style.transform = `scaleX(${left() / (snapshot.total || 1)})`;
  const second = Math.floor(snapshot.clock.secondOfDay + elapsed() / 1000) % 86_400;
  const clock = [second / 3600, (second / 60) % 60].map((part) => Math.floor(part));
  const separator = language === "da" ? "." : ":";
  write(at("clock"), `${clock[0]}${separator}${String(clock[1]).padStart(2, "0")}`);
  write(at("clock-label"), labels().clock);
  drawClosing();
}

function title() {
  if (isHelpOpen) return labels().help;
  if (isLost || snapshot === null) return absent().words[language].title;
  if (snapshot.sign !== "wait") return snapshot.words[language].title;
  const [unit, size] = left() > secondsMax ? ["minutes", 60_000] : ["seconds", 1000];
  return counted(labels()[unit], Math.max(1, Math.ceil(left() / size)), language);
}

function drawClosing() {
  const until = (snapshot.closesIn ?? Infinity) - elapsed();
  const isSoon = snapshot.isAtRest && !isHelpOpen && until > 0 && until <= snapshot.warnsFrom;
  if (isSoon) {
    write(at("closing"), counted(labels().closing, Math.ceil(until / 60_000), language));
  }
  at("band").hidden = !isSoon;
  at("lead").hidden = isSoon;
}

/** Reads a new sign aloud, once. */
function announce(shown, words) {
  let text = [title(), words.lead].filter((part) => part !== "").join(". ");
  if (shown.typed > 0 && !shown.isUrgent) {
    text = counted(labels().digitsTyped, shown.typed, language);
  }
  const mark = `${shown.sequence} ${isHelpOpen} ${language}`;
  if (mark === spoken) return;
  spoken = mark;
  // At rest a panel is silent; what it says itself, a screen reader does not say again.
  const isSaid = page.speaks && (!shown.isAtRest || isHelpOpen) && say(text, language);
  const note = isHelpOpen ? undefined : words.note;
  if (isSaid && note !== undefined) add(note.text, note.language);
  tell("urgently", shown.isUrgent && !isSaid ? text : "", note);
  tell("calmly", shown.isUrgent || isSaid ? "" : text, note);
}

/** Gives words to a screen reader, and the library's own with the language that they are in. */
function tell(id, text, note) {
  const added = text === "" || note === undefined ? "" : `. ${note.text}`;
  if (at(id).textContent === text + added) return;
  at(id).textContent = text;
  if (added === "") return;
  const words = document.createElement("span");
  words.lang = note.language;
  words.textContent = added;
  at(id).append(words);
}

/** Changes a text only when it is another one, so that nothing is read twice. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
