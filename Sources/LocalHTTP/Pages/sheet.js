// SPDX-License-Identifier: MPL-2.0

// What a patron opens on top of the page: help, the languages, how the screen is adjusted.

import { page } from "/assets/link.js";
import { at, button, fill, write } from "/assets/parts.js";

/** What can be switched on and off, with its picture. */
const wishes = [
  ["larger-text", "largerText", "text"], ["high-contrast", "highContrast", "contrast"],
  ["more-time", "moreTime", "time"], ["speaks", "speaks", "ear"],
  ["hide-titles", "hidesTitles", "hide"],
];

let opened = "";

/** What is open; empty when nothing is. */
export const name = () => opened;
/** Opens a sheet. */
export const open = (which) => { opened = which; };
/** Closes what is open. */
export const close = () => { opened = ""; };

/** Draws what is open. */
export function draw(snapshot) {
  for (const id of ["help", "adjust"]) at(id).setAttribute("aria-expanded", opened === id);
  if (opened === "") return;
  const labels = page.labels[snapshot.language];
  const texts = {
    help: [labels.help, labels.helpText, labels.padHelp],
    language: [labels.chooseLanguage, "", ""],
    adjust: [labels.adjust, labels.adjustText, ""],
  }[opened];
  at("ask").setAttribute("role", "dialog");
  at("ask").dataset.name = opened;
  write(at("ask-title"), texts[0]);
  write(at("ask-lead"), texts[1]);
  write(at("ask-text"), texts[2]);
  at("ask-text").hidden = texts[2] === "";
  const choices = { help: [], language: languages(snapshot), adjust: switches(snapshot, labels) };
  const end = { key: "close", icon: "tick", title: labels.close, isMain: true };
  fill(at("choices"), [...choices[opened], end], choice);
}

const languages = (snapshot) => page.languages.map((tag) => ({
  key: tag, language: tag, icon: "globe", title: page.labels[tag].language,
  isOn: tag === snapshot.language,
}));

const switches = (snapshot, labels) => wishes.map(([wish, label, icon]) => ({
  key: wish, wish, icon, title: labels[label], isOn: snapshot.wishes[label],
}));

function choice(value) {
  const made = button(value);
  delete made.dataset.order;
  if (value.key === "close") made.id = "close";
  if (value.isOn !== undefined) made.setAttribute("aria-pressed", value.isOn);
  if (value.wish) made.dataset.wish = value.wish;
  if (value.language) {
    made.dataset.language = value.language;
    made.lang = value.language;
    made.dir = page.labels[value.language].direction;
  }
  return made;
}
