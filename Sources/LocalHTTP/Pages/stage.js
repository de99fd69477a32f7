// SPDX-License-Identifier: MPL-2.0

// Draws the half that speaks, the head, the dock and the question.

import * as hours from "/assets/hours.js";
import { counted, page } from "/assets/link.js";
import { at, button, fill, write } from "/assets/parts.js";
import * as sheet from "/assets/sheet.js";

const root = document.documentElement;
/** Longer waits than this are told in minutes. */
const secondsMax = 90_000;

let heardAt = 0;
let heard = -1;
let language = page.languages[0];

/** The texts that do not change with the view. */
export const labels = () => page.labels[language];

/** Takes a new snapshot, or the same one told again with newer clocks. */
export function draw(snapshot) {
  if (heard !== snapshot) heardAt = performance.now();
  heard = snapshot;
  language = snapshot.language;
  root.lang = language;
  root.dir = labels().direction;
  root.dataset.text = snapshot.wishes.largerText ? "large" : "normal";
  root.dataset.contrast = snapshot.wishes.highContrast ? "high" : "normal";
  document.body.dataset.page = snapshot.page;
  const isOver = drawQuestion(snapshot.question);
  at("stage").hidden = isOver;
  at("work").hidden = isOver;
  drawStage(snapshot.stage);
  drawHead(snapshot);
  drawDock(snapshot);
  tick(snapshot);
}

/** Says that the server cannot be heard, and forgets what it said before. */
export function lose() {
  const { title, lead } = labels().disconnected;
  document.body.dataset.page = "disconnected";
  drawQuestion(undefined);
  at("stage").hidden = false;
  at("work").hidden = true;
  drawStage({ voice: "shut", shape: "full", mark: "cut", title, lead });
  hours.hide();
  at("clock-line").hidden = true;
  at("finish").hidden = true;
}

/** The heading that says what the page is. */
export const heading = () => (at("ask").hidden ? at("title") : at("ask-title"));

/** Moves the focus to what a new page begins with. */
export function focus() {
  const first = at("choices").querySelector("[data-order]");
  (at("ask").hidden || first === null ? heading() : first).focus({ focusVisible: false });
}

function drawStage(stage) {
  document.body.dataset.voice = stage.voice;
  document.body.dataset.shape = stage.shape;
  at("mark-frame").toggleAttribute("hidden", stage.mark === undefined);
  if (stage.mark !== undefined) at("mark").setAttribute("href", `#mark-${stage.mark}`);
  write(at("title"), stage.title);
  fit(stage.title);
  write(at("work-title"), stage.work ?? "");
  at("work-title").parentElement.hidden = stage.work === undefined;
  write(at("lead"), stage.lead);
  drawDots(stage.typed, stage.length);
}

/** Long words are set smaller: they cannot be broken in every language. */
function fit(title) {
  const longest = Math.max(...title.split(/\s+/).map((word) => word.length));
  at("title").dataset.words = longest > 14 ? "longest" : longest > 10 ? "long" : "short";
}

function drawDots(typed, length) {
  const dots = at("dots");
  dots.hidden = typed === undefined;
  const count = typed === undefined ? 0 : Math.max(typed, length ?? 0);
  while (dots.childElementCount > count) dots.lastElementChild.remove();
  while (dots.childElementCount < count) dots.append(document.createElement("i"));
  [...dots.children].forEach((dot, index) => dot.classList.toggle("on", index < typed));
  if (typed === undefined) return dots.removeAttribute("aria-label");
  dots.setAttribute("aria-label", counted(labels().digitsTyped, typed, language));
}

function drawHead(snapshot) {
  at("clock-line").hidden = !snapshot.clock.isTrusted;
}

function drawDock(snapshot) {
  // Named in another language than the page's: it is for those who do not read that one.
  const others = page.languages.filter((tag) => tag !== language);
  const other = others[0] ?? language;
  at("language").hidden = others.length === 0;
  at("language").lang = other;
  at("language").dir = page.labels[other].direction;
  write(at("language").lastElementChild,
    page.labels[other].language + (others.length > 1 ? "\u00A0…" : ""));
  at("larger").setAttribute("aria-pressed", snapshot.wishes.largerText);
  at("speaks").setAttribute("aria-pressed", snapshot.wishes.speaks);
  // Nothing comes up where a second strike of a slow hand would press it.
  at("speaks").hidden = snapshot.canFinish || snapshot.page === "receipt";
  at("finish").hidden = !snapshot.canFinish;
  for (const element of document.querySelectorAll("[data-label]")) {
    write(element, labels()[element.dataset.label]);
  }
}

/** Draws a question, or what was opened on top of the page; tells whether there is one. */
function drawQuestion(question) {
  const isOpen = question !== undefined;
  at("ask").hidden = !isOpen && !sheet.name();
  if (!isOpen) {
    if (!sheet.name()) fill(at("choices"), [], button);
    at("ring").toggleAttribute("hidden", true);
    return Boolean(sheet.name());
  }
  at("ask").setAttribute("role", "alertdialog");
  at("ask").dataset.name = question.name;
  at("ring").toggleAttribute("hidden", false);
  at("ask-text").hidden = true;
  write(at("ask-title"), question.title);
  write(at("ask-lead"), question.lead);
  fill(at("choices"), question.choices.map((choice) => ({ key: choice.order, ...choice })), button);
  return true;
}

/** Draws what changes with the clock alone. */
export function tick(snapshot) {
  const elapsed = performance.now() - heardAt;
  const second = Math.floor(snapshot.clock.secondOfDay + elapsed / 1000) % 86_400;
  const [hour, minute] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  const separator = language === "da" ? "." : ":";
  write(at("clock"), `${hour}${separator}${String(minute).padStart(2, "0")}`);
  write(at("clock-label"), labels().clock);
  hours.tick(snapshot.hours, elapsed, page.closing[language], language);
  if (snapshot.question) tickQuestion(snapshot.question, elapsed);
  if (snapshot.stage.wait === undefined) return;
  const left = Math.max(0, snapshot.stage.wait - elapsed);
  const [unit, size] = left > secondsMax ? ["minutes", 60_000] : ["seconds", 1000];
  const count = Math.ceil(left / size);
  write(at("title"), count > 0 ? counted(labels()[unit], count, language) : snapshot.stage.title);
}

function tickQuestion(question, elapsed) {
  const left = Math.max(0, question.remaining - elapsed);
  const count = Math.ceil(left / 1000);
  write(at("seconds"), String(count));
  at("ring").setAttribute("aria-label", counted(labels().secondsLeft, count, language));
  at("left").style.strokeDasharray = `${(100 * left) / question.total} 100`;
}
