// SPDX-License-Identifier: MPL-2.0

// The demo of a kiosk: virtual cards and items for the scanner below its screen.

import { page, send } from "/assets/link.js";
import { drawStand } from "/assets/stand.js";

const at = (id) => document.getElementById(id);

const words = {
  da: {
    other: "English", door: "Til døren", cards: "Vælg et kort", items: "Vælg et materiale",
    code: "Eller scan en anden kode", scan: "Scan", screen: "Automatens skærm", pin: "Pinkode",
  },
  en: {
    other: "Dansk", door: "To the door", cards: "Choose a card", items: "Choose an item",
    code: "Or scan another code", scan: "Scan", screen: "The kiosk's screen", pin: "PIN",
  },
};

let language = location.hash === "#en" ? "en" : "da";

const scan = (text) => send(`/demo/kiosk/${page.kiosk}/scan`, { text });

/** An element with a class and what is in it. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function choices(things) {
  return things.map((thing) => {
    const picture = thing.kind === "item" ? "book" : `card ${thing.kind}`;
    const text = element("span", "text",
      element("b", "", thing.title[language]), element("span", "num", thing.text));
    const pin = thing.pin === undefined
      ? [] : [element("span", "pin", element("small", "", words[language].pin), thing.pin)];
    const button = element("button", "choice", element("i", picture), text, ...pin);
    button.type = "button";
    button.addEventListener("click", () => scan(thing.text));
    return element("li", "", button);
  });
}

function draw() {
  const said = words[language];
  document.documentElement.lang = language;
  at("language").lang = language === "da" ? "en" : "da";
  at("language").lastElementChild.textContent = said.other;
  at("door").textContent = said.door;
  at("cards-title").textContent = said.cards;
  at("items-title").textContent = said.items;
  at("code-label").textContent = said.code;
  at("scan-button").textContent = said.scan;
  at("screen-title").textContent = said.screen;
  at("screen").title = said.screen;
  at("cards").replaceChildren(...choices(page.cards));
  at("items").replaceChildren(...choices(page.items));
  drawStand(language);
}

/** Makes the machine's screen as small as its place on this page. */
function fit() {
  const { width } = at("screen").parentElement.getBoundingClientRect();
  at("screen").style.transform = `scale(${width / at("screen").offsetWidth})`;
}

new ResizeObserver(fit).observe(at("screen").parentElement);

at("scan").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = at("code").value.trim();
  if (code !== "") scan(code);
  at("code").value = "";
});

at("language").addEventListener("click", () => {
  language = language === "da" ? "en" : "da";
  location.replace(language === "en" ? "#en" : "#da");
  draw();
});

draw();
