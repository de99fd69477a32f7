// SPDX-License-Identifier: MPL-2.0

// What is heard: a tone, and words for whoever does not see them, each once. A page that reads
// itself aloud leaves the live regions alone, so that a screen reader does not say it again.

import { at, write } from "/assets/parts.js";
import * as speech from "/assets/speech.js";
import * as tones from "/assets/tones.js";

let said = { page: "", question: "", place: "" };
let spoke = false;

/** Says a new snapshot: its tone and its words. */
export function say(snapshot) {
  const { cue, question } = snapshot;
  const kind = question ? "question" : "page";
  if (!question) said.question = "";
  const isStarted = snapshot.wishes.speaks && !spoke;
  spoke = snapshot.wishes.speaks;
  if (said[kind] === cue.name && !isStarted) return;
  // The first thing that a page shows is there already, not news.
  const isNews = said[kind] !== cue.name && said.place !== "";
  const isMoved = said.place !== cue.page;
  said[kind] = cue.name;
  said.place = cue.page;
  if (isNews) sound(cue.tone, question);
  if (snapshot.wishes.speaks && speech.speak(cue.text, snapshot.language)) {
    write(at("urgently"), "");
    write(at("calmly"), "");
    return;
  }
  // Where the focus went to the heading, that is read already.
  const isRead = isMoved && !cue.isUrgent;
  write(at("urgently"), cue.isUrgent ? cue.text : "");
  write(at("calmly"), cue.isUrgent || isRead ? "" : cue.text);
}

function sound(tone, question) {
  if (question) tones.question();
  else if (tone === "yes") tones.granted();
  else if (tone === "no") tones.denied();
  else if (tone === "heed") tones.heed();
}

/** Says the newest words again. */
export const repeat = (snapshot) => speech.speak(snapshot.cue.text, snapshot.language);

/** Names what the focus went to, for whoever moves by ear. What is masked is never named. */
export function name(target, snapshot) {
  if (!snapshot?.wishes.speaks || !target.matches("button, .stop")) return;
  if (target.dataset.order?.startsWith("key-") && /\d$/.test(target.dataset.order)) return;
  const about = target.getAttribute("aria-describedby");
  const words = [target, about ? at(about) : null].filter((part) => part !== null)
    .map((part) => [...part.querySelectorAll("strong, span, small, bdi")].filter(
      (piece) => piece.childElementCount === 0).map((piece) => piece.textContent).join(", ")
      || part.textContent.trim());
  speech.speak(words.join(", "), snapshot.language);
}

/** Falls silent and forgets what was said. */
export function hush() {
  speech.hush();
  said = { page: "", question: "", place: "" };
  write(at("urgently"), "");
  write(at("calmly"), "");
}
