// SPDX-License-Identifier: MPL-2.0

// The demo of a kiosk: its printer with the paper, the receipt that came out, the letter that was
// sent, and the pad of tags.

import { listen, page, send } from "/assets/link.js";

const at = (id) => document.getElementById(id);

const words = {
  da: {
    printer: "Printer", ready: "Klar", "no-paper": "Mangler papir",
    takePaper: "Tag papiret ud", givePaper: "Læg papir i", receipt: "Kvitteringen",
    noReceipt: "Her kommer kvitteringen ud.", letter: "E-mailen", to: "Til",
    noLetter: "Her vises den e-mail, der bliver sendt.",
    tags: "Plade med RFID", put: "Læg på", first: "Kun én del", lift: "Tag væk",
    snatch: "Tag for tidligt", lies: "Ligger på pladen", part: "{n} af {m} dele",
  },
  en: {
    printer: "Printer", ready: "Ready", "no-paper": "Out of paper",
    takePaper: "Take the paper out", givePaper: "Put paper in", receipt: "The receipt",
    noReceipt: "The receipt comes out here.", letter: "The e-mail", to: "To",
    noLetter: "The e-mail that is sent is shown here.",
    tags: "Pad with RFID", put: "Put down", first: "One part only", lift: "Lift",
    snatch: "Lift too early", lies: "Lies on the pad", part: "{n} of {m} parts",
  },
};

/** How many items are offered for the pad. */
const taggedMax = 5;

let stand = null;
let shown = 0;
let language = "da";

/** Draws what is around the kiosk, in a language. */
export function drawStand(spoken = language) {
  language = spoken;
  const said = words[language];
  at("stand").hidden = stand === null;
  if (stand === null) return;
  const isOut = stand.printer === "no-paper";
  at("printer-title").textContent = said.printer;
  at("printer-state").textContent = said[stand.printer] ?? stand.printer;
  at("printer-state").className = isOut ? "state heed" : "state";
  at("paper").textContent = isOut ? said.givePaper : said.takePaper;
  at("printer").hidden = stand.printer === undefined;
  drawPaper(said);
  drawPad(said);
  drawLetter(said);
}

function drawPaper(said) {
  at("no-receipt").textContent = said.noReceipt;
  at("no-receipt").hidden = stand.receipt > 0;
  at("receipt").hidden = stand.receipt === 0;
  at("receipt").alt = said.receipt;
  if (stand.receipt === shown) return;
  shown = stand.receipt;
  at("receipt").src = `/demo/kiosk/${page.kiosk}/receipt/${shown}`;
  at("slot").classList.remove("fresh");
  // The paper slides out anew for each receipt.
  void at("slot").offsetWidth;
  at("slot").classList.add("fresh");
}

function drawLetter(said) {
  const letter = stand.letter;
  at("letter-title").textContent = said.letter;
  at("no-letter").textContent = said.noLetter;
  at("no-letter").hidden = letter !== undefined;
  at("letter").hidden = letter === undefined;
  if (letter === undefined) return;
  at("letter-to").textContent = `${said.to}: ${letter.to}`;
  at("letter-subject").textContent = letter.subject;
  at("letter-text").textContent = letter.text;
}

/** The items with tags: what can be put down, and what lies there. */
function drawPad(said) {
  at("tags").hidden = stand.pad === undefined;
  at("tags-title").textContent = said.tags;
  if (stand.pad === undefined) return;
  at("tagged").replaceChildren(...page.items.slice(0, taggedMax).map((item) => {
    const lying = stand.pad[item.text] ?? 0;
    const acts = lying > 0 ? ["lift"] : item.parts > 1
      ? ["put", "put-first", "snatch"] : ["put", "snatch"];
    if (lying > 0 && lying < item.parts) acts.unshift("put");
    const line = document.createElement("li");
    const title = document.createElement("b");
    title.textContent = item.title[language];
    const state = document.createElement("span");
    state.className = "lies";
    state.textContent = lying === 0 ? "" : lying < item.parts
      ? said.part.replace("{n}", lying).replace("{m}", item.parts) : said.lies;
    line.append(title, state, ...acts.map((act) => hand(act, item, said)));
    return line;
  }));
}

function hand(act, item, said) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = said[act === "put-first" ? "first" : act];
  button.dataset.act = act;
  button.addEventListener("click", () => {
    send(`/demo/kiosk/${page.kiosk}/pad`, { act, item: item.text });
  });
  return button;
}

at("paper").addEventListener("click", () => {
  send(`/demo/kiosk/${page.kiosk}/paper`, { on: stand.printer === "no-paper" });
});

listen(`/demo/kiosk/${page.kiosk}/stand`, (told) => {
  stand = told;
  drawStand();
}, () => {});
