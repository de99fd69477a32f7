// SPDX-License-Identifier: MPL-2.0

// The demo page's texts. The panel itself brings its texts from the server.

export const words = {
  da: {
    other: "English", entrance: "Indgang", cards: "Vælg et kort", otherCode: "Eller scan en anden kode",
    scan: "Scan", scene: "Døren", scanner: "Scanner", clear: "Slet", pad: "Tastatur ved døren",
    panel: "Panelet ved døren", pin: "Pinkode", events: "Hændelser", noEvents: "Intet er sket endnu",
    lock: "Lås", secured: "Låst", released: "Låst op", door: "Dør", closed: "Lukket", opened: "Åben",
    open: "Åbn døren", close: "Luk døren", force: "Bryd døren op", exit: "Udgangsknap",
    fire: "Brandalarm",
    hints: {
      "ready": "Vælg et kort til venstre. Det holdes foran scanneren ved døren.",
      "held-open": "Døren holdes åben i den betjente tid. Åbn den uden kort.",
      "enter-pin": "Tast pinkoden {pin} på tastaturet eller på panelet, og tryk OK.",
      "asking": "Portner spørger bibliotekets system.",
      "granted": "Låsen er åben. Åbn døren, før tiden er gået.",
      "denied": "Adgang nægtet. Hændelsen forneden siger hvorfor; panelet gør ikke.",
      "wait": "For mange forkerte forsøg giver ventetid.",
      "closed": "Lukket efter planen. Udgangsknappen virker stadig.",
      "out-of-service": "Døren er ude af drift. Udgangsknappen virker stadig.",
      "fire": "Brandalarm: låsen er åben, til alarmen er slut.",
      "locked": "Døren er låst. Brug et kort, eller bryd den op.",
      "disconnected": "Ingen forbindelse til Portner. Siden prøver igen af sig selv.",
    },
  },
  en: {
    other: "Dansk", entrance: "Entrance", cards: "Choose a card", otherCode: "Or scan another code",
    scan: "Scan", scene: "The door", scanner: "Scanner", clear: "Delete", pad: "Keypad at the door",
    panel: "The panel at the door", pin: "PIN", events: "Events", noEvents: "Nothing has happened yet",
    lock: "Lock", secured: "Secured", released: "Released", door: "Door", closed: "Closed", opened: "Open",
    open: "Open the door", close: "Close the door", force: "Force the door", exit: "Exit button",
    fire: "Fire alarm",
    hints: {
      "ready": "Choose a card on the left. It is held under the scanner at the door.",
      "held-open": "The door is held open in staffed hours. Open it without a card.",
      "enter-pin": "Type the PIN {pin} on the keypad or on the panel, then press OK.",
      "asking": "Portner is asking the library's system.",
      "granted": "The lock is released. Open the door before the time is up.",
      "denied": "Refused. The event below says why; the panel does not.",
      "wait": "Too many wrong attempts cost time.",
      "closed": "Closed by the schedule. The exit button still works.",
      "out-of-service": "The door is out of service. The exit button still works.",
      "fire": "Fire alarm: the lock stays released until the alarm is over.",
      "locked": "The door is locked. Use a card, or force it.",
      "disconnected": "No connection to Portner. The page will try again by itself.",
    },
  },
};
