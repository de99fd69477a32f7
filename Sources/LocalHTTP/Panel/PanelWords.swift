// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The texts of a panel's page that do not change with its state.
struct PanelWords: Sendable, Hashable, Codable {
    /// The name of the language, in that language.
    var language: String
    var help: String
    var helpText: String
    var close: String
    var cancel: String
    var clear: String
    var ok: String
    var keypad: String
    /// Read before the time of day.
    var clock: String
    var digitsTyped: Counted
    var seconds: Counted
    var minutes: Counted
    var closing: Counted
    var connecting: PanelSnapshot.Words
    var disconnected: PanelSnapshot.Words

    /// The texts in a language.
    init(_ language: Language, look: PanelLook) {
        switch language {
        case .danish: self = Self.danish
        case .english: self = Self.english
        }
        helpText = look.help[language]
    }

    private init(
        language: String,
        help: String,
        close: String,
        cancel: String,
        clear: String,
        keypad: String,
        clock: String,
        digitsTyped: Counted,
        seconds: Counted,
        minutes: Counted,
        closing: Counted,
        connecting: (String, String),
        disconnected: (String, String)
    ) {
        (self.language, self.help, self.close) = (language, help, close)
        (self.cancel, self.clear, self.keypad) = (cancel, clear, keypad)
        (self.clock, self.digitsTyped, self.closing) = (clock, digitsTyped, closing)
        (self.seconds, self.minutes) = (seconds, minutes)
        ok = "OK"
        helpText = ""
        self.connecting = .init(title: connecting.0, lead: connecting.1, hours: "")
        self.disconnected = .init(title: disconnected.0, lead: disconnected.1, hours: "")
    }

    private static let danish = PanelWords(
        language: "Dansk",
        help: "Hjælp",
        close: "Luk",
        cancel: "Afbryd",
        clear: "Slet",
        keypad: "Taltastatur",
        clock: "Klokken er",
        digitsTyped: Counted(one: "1 ciffer tastet", other: "{n} cifre tastet"),
        seconds: Counted(one: "Vent 1 sekund", other: "Vent {n} sekunder"),
        minutes: Counted(one: "Vent 1 minut", other: "Vent {n} minutter"),
        closing: Counted(one: "Lukker om 1 minut", other: "Lukker om {n} minutter"),
        connecting: ("Et øjeblik", "Panelet starter"),
        disconnected: ("Ingen forbindelse", "Panelet prøver igen af sig selv")
    )

    private static let english = PanelWords(
        language: "English",
        help: "Help",
        close: "Close",
        cancel: "Cancel",
        clear: "Delete",
        keypad: "Number pad",
        clock: "The time is",
        digitsTyped: Counted(one: "1 digit typed", other: "{n} digits typed"),
        seconds: Counted(one: "Wait 1 second", other: "Wait {n} seconds"),
        minutes: Counted(one: "Wait 1 minute", other: "Wait {n} minutes"),
        closing: Counted(one: "Closes in 1 minute", other: "Closes in {n} minutes"),
        connecting: ("One moment", "The panel is starting"),
        disconnected: ("No connection", "The panel will try again by itself")
    )
}
