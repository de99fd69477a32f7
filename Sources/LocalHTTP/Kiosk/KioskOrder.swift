// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// A press as a page sends it: `{"id": "…", "session": 7, "order": "renew-3"}`.
struct KioskOrder: Sendable, Hashable, Codable {
    /// Chosen by the page and the same however often it is sent.
    var id: String
    /// The session that the page was showing.
    var session: UInt64
    /// What was pressed: the word that the snapshot gave for it.
    var order: String

    /// The press, or `nil` when it is none.
    var press: KioskPress? {
        guard let id = RequestID(id), let input = KioskInput(word: order) else { return nil }
        return KioskPress(id: id, session: session, input: input)
    }
}

extension KioskOrder: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in: a press can be a digit of a PIN.
    var description: String { "kiosk press" }
    /// A stand-in: a press can be a digit of a PIN.
    var debugDescription: String { description }
    /// Nothing, so that a dump never shows a digit.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
