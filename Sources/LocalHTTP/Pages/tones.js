// SPDX-License-Identifier: MPL-2.0

// Tones, so that the outcome is also heard. Every key sounds the same, so that nobody hears which
// one it was. A browser may keep them off until somebody has touched the page.

import { page } from "/assets/link.js";

let context = null;

function ready() {
  if (context === null) context = new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
  return context.state === "running";
}

/** Plays notes one after the other: [hertz, seconds]; 0 hertz is a rest. */
function play(shape, ...notes) {
  // A kiosk may stand where nobody wants to hear it.
  if (page.hasTones === false || !ready()) return;
  let at = context.currentTime + 0.01;
  for (const [hertz, seconds] of notes) {
    if (hertz > 0) note(shape, hertz, at, seconds);
    at += seconds;
  }
}

function note(shape, hertz, at, seconds) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = shape;
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.25, at + 0.01);
  volume.gain.setValueAtTime(0.25, at + seconds - 0.02);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
}

/** A key was taken. */
export const key = () => play("sine", [1000, 0.06]);
/** Come in: two notes that rise. */
export const granted = () => play("sine", [660, 0.14], [990, 0.28]);
/** No: two low notes of the same height, with a rest between. */
export const denied = () => play("triangle", [220, 0.22], [0, 0.08], [220, 0.22]);
/** Mind this: two notes of the same height. */
export const heed = () => play("sine", [520, 0.14], [0, 0.06], [520, 0.14]);
/** A question that waits for an answer: three notes up and down. */
export const question = () => play("sine", [587, 0.14], [784, 0.14], [587, 0.28]);

for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, ready);
