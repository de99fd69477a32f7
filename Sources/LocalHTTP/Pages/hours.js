// SPDX-License-Identifier: MPL-2.0

// The opening hours in a kiosk's head, which go on by the page's own clock: an idle page counts the
// last minutes and says "closed" on time.

import { counted } from "/assets/link.js";
import { at, write } from "/assets/parts.js";

/** Minutes before closing at which it is told to ears as well. */
const toldAt = [15, 10, 5];

/** Shows nothing: no hours are known. */
export function hide() {
  at("hours-line").hidden = true;
  write(at("closing"), "");
}

/**
 * Shows the hours as they are now.
 * @param {object | undefined} hours the hours as they were heard
 * @param {number} elapsed milliseconds since they were heard
 * @param {object} words for the minutes that are left
 * @param {string} language of the words
 */
export function tick(hours, elapsed, words, language) {
  if (hours === undefined) return hide();
  const left = (hours.closesIn ?? Infinity) - elapsed;
  const minutes = Math.ceil(left / 60_000);
  const isSoon = left > 0 && left <= hours.warnsFrom;
  const line = at("hours-line");
  line.hidden = false;
  line.dataset.open = hours.isOpen && left > 0;
  line.dataset.soon = isSoon;
  const counting = isSoon ? counted(words, minutes, language) : "";
  write(at("hours"), left <= 0 ? hours.closed : counting || hours.now);
  if (left <= 0) return write(at("closing"), hours.closed);
  if (!isSoon) return write(at("closing"), "");
  if (toldAt.includes(minutes)) write(at("closing"), counting);
}
