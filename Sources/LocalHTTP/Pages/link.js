// SPDX-License-Identifier: MPL-2.0

// The line to the server: values come in, requests go out, and a silence is noticed.

/** What the server wrote into this page. */
export const page = JSON.parse(document.querySelector("meta[name=portner]").content);

/** How long after an error the line may take to come back before it counts as lost. */
const graceAfterError = 4000;
/** How long to wait before looking whether the server is there again. */
const retryAfter = 3000;

/**
 * Listens to a stream of values.
 * @param {string} path the stream's address
 * @param {(value: object) => void} hear takes each value
 * @param {() => void} miss is called when the line was silent for too long
 */
export function listen(path, hear, miss) {
  let timer = 0;
  const expect = (within) => {
    clearTimeout(timer);
    timer = setTimeout(miss, within);
  };
  const source = new EventSource(`${path}?token=${page.token}`);
  source.onmessage = (event) => {
    expect(page.silenceMax);
    hear(JSON.parse(event.data));
  };
  source.onerror = () => {
    expect(graceAfterError);
    // Refused for good: the server is another one than this page came from.
    if (source.readyState === EventSource.CLOSED) setTimeout(reloadWhenServed, retryAfter);
  };
  expect(page.silenceMax);
}

/** Loads the page anew, once there is one to load: a panel must not end on an error page. */
async function reloadWhenServed() {
  try {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (answer.ok) return location.reload();
  } catch {
    // No server yet.
  }
  setTimeout(reloadWhenServed, retryAfter);
}

let sending = Promise.resolve();

/**
 * Sends a request; requests arrive in the order in which they were made.
 * @param {string} path the address
 * @param {object} body what is sent
 * @param {number} attempts how often it is tried while no answer comes; more than once only for
 *   what may arrive twice
 */
export function send(path, body, attempts = 1) {
  sending = sending.then(() => deliver(path, body, attempts)).catch(() => {});
  return sending;
}

async function deliver(path, body, attempts) {
  for (let left = attempts; left > 0; left -= 1) {
    try {
      return await post(path, body);
    } catch (error) {
      if (left === 1) throw error;
    }
  }
  return undefined;
}

function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Portner-Token": page.token },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(3000),
  });
}

/** The digit that a key stands for; a numeric pad's keys count with and without its lock. */
export function digitOf(event) {
  return (/^[0-9]$/.exec(event.key) ?? /(?<=^Numpad)[0-9]$/.exec(event.code))?.[0] ?? null;
}

/** The words for a number: the form that its plural takes in the language. */
export function counted(words, number, language) {
  const form = new Intl.PluralRules(language).select(number);
  return (words[form] ?? words.other).replace("{n}", number);
}
