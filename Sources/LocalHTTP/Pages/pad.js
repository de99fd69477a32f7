// SPDX-License-Identifier: MPL-2.0

// Everything by keyboard or by a number pad in the order of a telephone: 2 and 8 move up and down,
// 4 and 6 to the sides, 5 chooses, * is help, # is back, 0 reads aloud. On the page where a PIN is
// typed, digits are digits.

import { digitOf } from "/assets/link.js";

const pinKeys = { Enter: "key-enter", Backspace: "key-clear", Delete: "key-clear" };
const arrows = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 };
const steps = { 2: -1, 8: 1, 4: -1, 6: 1 };

/** What can be stopped at, in reading order. */
const stops = () => [...document.querySelectorAll("main button, main .stop, .dock button")]
  .filter((stop) => stop.checkVisibility() && !stop.disabled);

/** Moves the focus by one stop, around at the ends. */
function move(step) {
  const all = stops();
  if (all.length === 0) return;
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length;
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

/** In a script that runs the other way, the sides are the other ones. */
const sideways = (step) => (document.documentElement.dir === "rtl" ? -step : step);

/** Lets keys do what touch does. */
export function operate({ takesPIN, press, stay, help, back, repeat }) {
  const digits = (digit) => {
    if (takesPIN()) return press(`key-${digit}`);
    if (digit === "5") return document.activeElement.closest("button")?.click();
    if (digit === "0") return repeat();
    if (!(digit in steps)) return undefined;
    return move(digit === "4" || digit === "6" ? sideways(steps[digit]) : steps[digit]);
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isOnButton = event.target instanceof HTMLButtonElement;
    // A key that is held down must not press twice.
    if (event.repeat) {
      if (event.key === "Enter" || event.key === " ") event.preventDefault();
      return;
    }
    stay();
    const digit = digitOf(event);
    if (digit !== null) {
      event.preventDefault();
      digits(digit);
    } else if (event.key === "*") help();
    else if (event.key === "#" || event.key === "Escape") back();
    else if (takesPIN() && event.key in pinKeys && !(event.key === "Enter" && isOnButton)) {
      press(pinKeys[event.key]);
    } else if (event.key in arrows) {
      event.preventDefault();
      const step = arrows[event.key];
      move(event.key === "ArrowLeft" || event.key === "ArrowRight" ? sideways(step) : step);
    }
  });
}
