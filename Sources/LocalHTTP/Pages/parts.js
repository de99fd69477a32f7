// SPDX-License-Identifier: MPL-2.0

// Draws the half that is touched. It keeps no texts and no rules of its own.

import { page } from "/assets/link.js";

/** How many lines of a list are in the page at once; a hundred more cost nothing. */
const windowLength = 20;

let snapshot = null;
let start = 0;

export const at = (id) => document.getElementById(id);

/** Changes a text only when it is another one, so that nothing is read twice. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function element(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Words that may run the other way than the page, which they do not disturb. */
function text(tag, name, words) {
  return words ? element(tag, name, element("bdi", "", words)) : null;
}

function picture(id, name = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${id}`);
  svg.setAttribute("aria-hidden", "true");
  if (name) svg.setAttribute("class", name);
  svg.append(use);
  return svg;
}

/** Shows one element for each value, leaving alone those whose value is the same as before. */
export function fill(parent, values, make) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = values.map((value) => {
    const stamp = JSON.stringify(value);
    const old = before.get(value.key);
    if (old?.stamp === stamp) return old;
    const made = make(value);
    made.dataset.key = value.key;
    made.stamp = stamp;
    return made;
  });
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    const there = parent.children[index] ?? null;
    if (there !== child) parent.insertBefore(child, there);
  });
}

const keyed = (values, name) => values.map(
  (value, index) => ({ key: `${name}-${index}`, ...value }));
/** The mark that goes with a tone, so that a colour never stands alone. */
const marks = { yes: "mark-tick", no: "mark-octagon", heed: "mark-triangle" };
const turning = (icon) => (icon === "back" ? "turn" : "");

/** A button with its picture. */
export function button(value) {
  const made = element("button", value.isMain ? "button button-main" : "button",
    picture(`icon-${value.icon}`, turning(value.icon)), element("span", "", value.title));
  made.type = "button";
  made.dataset.order = value.order;
  return made;
}

function tile(value) {
  const words = element("span", "", element("strong", "", value.title),
    text("span", "", value.text));
  const made = element("button", value.isMain ? "tile tile-main" : "tile",
    picture(`icon-${value.icon}`), words, picture("icon-go", "go turn"));
  made.type = "button";
  if (value.order === undefined) made.disabled = true;
  else made.dataset.order = value.order;
  return element("li", "", made);
}

function chip(value) {
  const mark = marks[value.tone];
  const made = element("span", "chip", mark ? picture(mark) : null, value.text);
  made.dataset.tone = value.tone;
  return made;
}

function note(value) {
  const made = element("div", "note stop",
    picture(value.icon ? `icon-${value.icon}` : marks[value.tone]),
    element("div", "", element("strong", "", value.title), text("span", "", value.text)));
  made.dataset.tone = value.tone;
  made.tabIndex = -1;
  return made;
}

function slip(value) {
  const made = element("p", `slip slip-${value.kind} num`,
    element("small", "", value.caption), text("b", "", value.value), text("i", "", value.below));
  made.dataset.tone = value.tone;
  return made;
}

function row(value) {
  const title = text("b", value.isWork ? "work-title" : "name", value.title);
  title.id = `title-${value.key}`;
  const made = element("li", "row stop",
    marks[value.tone] ? picture(marks[value.tone], "mark") : null,
    element("div", "what", value.chip ? chip({ ...value.chip }) : null, title,
      text("span", "meta", value.text)),
    value.buttons.length > 0 ? element("div", "act", ...value.buttons.map(button)) : null,
    value.slip ? slip(value.slip) : null,
    value.amount ? element("p", "amount num", value.amount) : null);
  made.dataset.tone = value.tone;
  made.toggleAttribute("data-new", value.isNew);
  made.tabIndex = -1;
  for (const item of made.querySelectorAll("button")) {
    item.setAttribute("aria-describedby", title.id);
  }
  return made;
}

function group(value) {
  const list = element("ol", "list");
  const made = element("div", "group",
    value.heading ? element("h2", "", value.heading) : null, list);
  fill(list, value.rows, row);
  return made;
}

/** Takes a new snapshot. */
export function draw(next) {
  const isOther = snapshot?.cue.page !== next.cue.page;
  const isNews = snapshot?.cue.name !== next.cue.name;
  snapshot = next;
  const { work } = next;
  if (isOther || (isNews && work.groups.some((group) => group.rows[0]?.isNew))) {
    start = 0;
    at("scroll").scrollTop = 0;
  }
  at("work").setAttribute("aria-label", work.name);
  at("keys").setAttribute("aria-label", page.labels[next.language].keypad);
  drawBar(work);
  fill(at("notes"), keyed(work.notes, "note"), note);
  fill(at("tiles"), keyed(work.tiles, "tile"), tile);
  at("tiles").dataset.count = work.tiles.length;
  drawCode(work.code);
  at("keys").hidden = !work.hasKeypad;
  at("total").hidden = work.sum === undefined;
  write(at("total").firstElementChild, work.total?.text ?? "");
  write(at("total").lastElementChild, work.sum ?? "");
  at("remark").hidden = work.remark === undefined;
  write(at("remark"), work.remark ?? "");
  fill(at("orders"), keyed(work.foot.filter((item) => item.order !== undefined), "foot"), button);
  drawRows();
  if (isNews && !isOther) {
    at("groups").querySelector("[data-new]")?.scrollIntoView({ block: "nearest" });
  }
  measure();
}

/** Forgets what was shown. */
export function clear() {
  snapshot = null;
  for (const id of ["notes", "tiles", "groups", "orders", "chips", "next"]) {
    at(id).replaceChildren();
  }
  for (const id of ["bar", "heading", "total", "remark", "pay", "keys"]) at(id).hidden = true;
  write(at("total").lastElementChild, "");
}

function drawBar(work) {
  at("bar").hidden = work.next === undefined && work.chips.length === 0;
  fill(at("next"), work.next ? [{ key: "next", ...work.next }] : [], (value) => element("span", "",
    picture(`icon-${value.icon}`), element("span", "", value.title)));
  fill(at("chips"), keyed(work.chips, "chip"), chip);
  at("heading").hidden = work.heading === undefined;
  write(at("heading"), work.heading ?? "");
}

function drawCode(words) {
  at("pay").hidden = words === undefined || !page.code;
  if (at("pay").hidden) return;
  at("code").setAttribute("viewBox", `0 0 ${page.code.size} ${page.code.size}`);
  at("code").firstElementChild.setAttribute("d", page.code.path);
  write(at("pay-title"), words.title);
  write(at("pay-text"), words.lead);
}

/** Draws the lines of the window, under the headings that they stand under. */
function drawRows() {
  const { groups } = snapshot.work;
  let passed = 0;
  const shown = groups.map((group, index) => {
    const from = Math.max(0, start - passed);
    const rows = group.rows.slice(from, Math.max(from, start + windowLength - passed));
    passed += group.rows.length;
    return { key: `group-${index}`, heading: group.heading, rows };
  }).filter((group) => group.rows.length > 0);
  const same = [...at("groups").children].map((child) => child.dataset.key).join();
  if (same !== shown.map((group) => group.key).join()) fill(at("groups"), shown, group);
  // Lines that stay are left alone, and the focus with them.
  shown.forEach((value, index) => {
    fill(at("groups").children[index].querySelector("ol"), value.rows, row);
  });
}

const rowCount = () => (snapshot?.work.groups ?? [])
  .reduce((sum, group) => sum + group.rows.length, 0);
const scroll = at("scroll");
const isAtEnd = () => scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 2;

/** Shows what follows: further down, or the next lines. */
export function more() {
  if (!isAtEnd()) scroll.scrollTop += scroll.clientHeight * 0.8;
  else if (start + windowLength < rowCount()) turn(start + windowLength, 0);
  measure();
}

/** Shows what came before. */
export function previous() {
  if (scroll.scrollTop > 2) scroll.scrollTop -= scroll.clientHeight * 0.8;
  else if (start > 0) turn(Math.max(0, start - windowLength), scroll.scrollHeight);
  measure();
}

function turn(to, top) {
  start = to;
  drawRows();
  scroll.scrollTop = top;
}

/** Offers to go on and back where there is something. */
function measure() {
  const hasMore = !isAtEnd() || start + windowLength < rowCount();
  const isList = rowCount() > 0;
  at("more").hidden = !isList || !hasMore;
  at("previous").hidden = !isList || (scroll.scrollTop <= 2 && start === 0);
  // What scrolls can be reached, so that keys scroll it.
  if (scroll.scrollHeight > scroll.clientHeight + 2) {
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", snapshot?.work.name ?? "");
  } else {
    scroll.removeAttribute("tabindex");
    scroll.setAttribute("role", "group");
    scroll.removeAttribute("aria-label");
  }
  at("foot").hidden = [...at("foot").querySelectorAll("button")].every((item) => item.hidden);
}

scroll.addEventListener("scroll", measure, { passive: true });
addEventListener("resize", measure);
