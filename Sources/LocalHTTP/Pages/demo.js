// SPDX-License-Identifier: MPL-2.0

// The demo page: virtual cards, keys and buttons, and the door that answers.

import { digitOf, listen, page, send } from "/assets/link.js";
import * as scene from "/assets/scene.js";
import { words } from "/assets/words.js";

const at = (id) => document.getElementById(id);
const frame = at("panel");

/** How long the exit button is held down. */
const exitHeld = 400;
/** The greatest number of events in the list. */
const eventsMax = 40;

let language = location.hash === "#en" ? "en" : "da";
let entrance = page.entrances[0];
const lines = [];

// MARK: What comes in

listen("/demo/events", (line) => {
  if (lines.some((known) => known.number === line.number)) return;
  lines.unshift(line);
  lines.length = Math.min(lines.length, eventsMax);
  drawEvents();
}, () => { scene.lose(); drawScene(); });

// The panel's page, in its frame, passes on what it draws.
addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
  scene.show(event.data);
  drawScene();
});

// MARK: What goes out

const tell = (path, isOn) => send(`/demo/door/${entrance.door}/${path}`, { on: isOn });
const press = (key) => send(`/door/${entrance.reader}/key`, { key });

function present(text, pin = "") {
  send(`/demo/reader/${entrance.reader}/present`, { text });
  scene.scan(pin);
  drawScene();
}

for (const button of document.querySelectorAll("[data-key]")) {
  button.addEventListener("click", () => press(button.dataset.key));
}

at("scan").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = at("code").value.trim();
  if (code !== "") present(code);
  at("code").value = "";
});

at("move").addEventListener("click", () => tell("contact", scene.move() !== "close"));

at("doorway").addEventListener("click", () => {
  if (scene.move() !== "force") return tell("contact", scene.move() === "open");
  scene.rattle();
  drawScene();
});

at("exit").addEventListener("click", () => {
  tell("exit", true);
  setTimeout(() => tell("exit", false), exitHeld);
});

at("fire").addEventListener("click", () => tell("fire", !scene.isBurning()));

const keys = { Enter: "enter", Backspace: "clear", Escape: "cancel" };

addEventListener("keydown", (event) => {
  const isElsewhere = event.target.matches("input, select, button");
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input, select")) return;
  const digit = digitOf(event);
  if (digit !== null) return press(digit);
  if (event.key in keys && !(event.key === "Enter" && isElsewhere)) press(keys[event.key]);
});

// MARK: What is drawn

at("language").addEventListener("click", () => {
  language = language === "da" ? "en" : "da";
  location.replace(language === "en" ? "#en" : "#da");
  draw();
});

at("entrance").addEventListener("change", (event) => {
  entrance = page.entrances[event.target.selectedIndex];
  openPanel();
});

function openPanel() { frame.src = `/door/${entrance.reader}`; }

/** An element with a class and what is in it. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function drawCards() {
  at("cards").replaceChildren(...page.cards.map((card) => {
    const text = element("span", "text",
      element("b", "", card.title[language]), element("span", "", card.outcome[language]));
    const pin = card.pin === undefined
      ? [] : [element("span", "pin", element("small", "", words[language].pin), card.pin)];
    const button = element("button", "choice", element("i", `card ${card.kind}`), text, ...pin);
    button.type = "button";
    button.addEventListener("click", () => present(card.text, card.pin));
    return element("li", "", button);
  }));
}

function drawEvents() {
  const list = lines.map((line) => element("li", line.tone,
    element("time", "num", line.time), element("b", "", line.words[language]),
    element("code", "", line.detail)));
  const none = element("li", "none", words[language].noEvents);
  at("events").replaceChildren(...(list.length > 0 ? list : [none]));
}

function drawScene() { scene.draw(words[language]); }

function draw() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-word]")) {
    place.textContent = words[language][place.dataset.word];
  }
  at("language").lang = language === "da" ? "en" : "da";
  at("language").lastElementChild.textContent = words[language].other;
  at("pad").setAttribute("aria-label", words[language].pad);
  frame.title = words[language].panel;
  at("entrance").replaceChildren(
    ...page.entrances.map((one) => element("option", "", one.title[language])));
  at("entrance").selectedIndex = page.entrances.indexOf(entrance);
  at("entrance").parentElement.hidden = page.entrances.length < 2;
  at("kiosks").replaceChildren(...page.kiosks.map((kiosk) => {
    const link = element("a", "button", `${words[language].kiosk} ${kiosk}`);
    link.href = `/demo/kiosk/${kiosk}`;
    return link;
  }));
  drawCards();
  drawEvents();
  drawScene();
}

draw();
openPanel();
