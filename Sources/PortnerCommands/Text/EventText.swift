// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore

/// Entries of the ledger in words, one line each.
struct EventText: Sendable {
    private let style: TextStyle
    /// Columns grow and never shrink, so that a stream stays aligned.
    private var placeWidth = 8
    private var outcomeWidth = 8

    /// The widest that a column grows.
    private static let widthMax = 24

    /// Words for entries.
    init(style: TextStyle) { self.style = style }

    /// Makes room for entries that will be shown together.
    mutating func fit(_ events: some Sequence<EventReport>) {
        for event in events {
            placeWidth = min(max(placeWidth, Self.place(of: event).count), Self.widthMax)
            outcomeWidth = min(max(outcomeWidth, Self.outcome(of: event).count), Self.widthMax)
        }
    }

    /// The line for an entry, ending in a line break.
    mutating func line(_ event: EventReport) -> String {
        fit(CollectionOfOne(event))
        let columns = [
            "\(event.at.date) \(event.at.clock)",
            style.paint(event.isAlarm ? "!" : " ", .bad),
            Self.pad(event.kind.printable, 8),
            Self.pad(Self.place(of: event), placeWidth),
            style.paint(
                Self.pad(Self.outcome(of: event), outcomeWidth),
                event.isAlarm ? .bad : .plain
            ),
            Self.words(for: event).printable,
        ]
        var line = columns.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func place(of event: EventReport) -> String {
        (event[.door] ?? event[.kiosk] ?? event[.reader] ?? event[.device] ?? "-").printable
    }

    private static func outcome(of event: EventReport) -> String {
        (event[.outcome] ?? "-").printable
    }

    // MARK: Words

    private static func words(for event: EventReport) -> String {
        switch RecordKind(rawValue: event.kind) {
        case .decision: decision(event)
        case .door: door(event)
        case .staff: staff(event)
        case .session: session(event)
        case .transaction: transaction(event)
        case .device, .library, .station, .clock, nil: event[.detail] ?? ""
        }
    }

    private static func decision(_ event: EventReport) -> String {
        let denial = event[.denial].map { code in
            Denial(rawValue: code).map { "\(code): \($0.explanation)" } ?? code
        }
        let age = event[.age].flatMap { Int64($0) }.map { ", \(Duration.seconds($0).words) old" }
        let facts = event[.source].map { "facts from \($0)\(age ?? "")" }
        let parts = [
            denial, event[.blocks].map { "restrictions \($0)" }, facts,
            event[.reader].map { "reader \($0)" }, event.card.map { "card \($0)" }, event[.detail],
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    private static func door(_ event: EventReport) -> String {
        let meaning = event[.outcome].flatMap { DoorEvent(rawValue: $0) }?.words
        let reason = event[.reason].flatMap { ReleaseReason(rawValue: $0) }?.words
        let parts = [
            meaning.map { $0 + (reason.map { " \($0)" } ?? "") } ?? reason,
            event[.by].map { "by \($0)" }, event[.detail],
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    private static func session(_ event: EventReport) -> String {
        let denial = event[.denial].map { code in
            Denial(rawValue: code).map { "\(code): \($0.explanation)" } ?? code
        }
        let parts = [
            denial, event[.source].map { "facts from \($0)" }, event.card.map { "card \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    private static func transaction(_ event: EventReport) -> String {
        let parts = [event[.task], event[.reason], event[.request].map { "request \($0)" }]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    private static func staff(_ event: EventReport) -> String {
        let parts = [event[.by].map { "by \($0)" }, event[.reason]]
        let detail = event[.detail].map { " (\($0))" } ?? ""
        return parts.compactMap(\.self).joined(separator: ": ") + detail
    }
}

extension EventReport {
    /// The value under a name.
    fileprivate subscript(name: RecordField) -> String? { fields[name.rawValue] }
}

extension DoorEvent {
    /// What happened, for technicians.
    fileprivate var words: String {
        switch self {
        case .released: "the lock was released"
        case .secured: "the lock was secured"
        case .relocked: "the lock reports that it is locked"
        case .notRelocked: "the door is closed and the lock does not report that it is locked"
        case .opened: "the door was opened"
        case .closed: "the door closed"
        case .forcedOpen: "the door was opened although the lock was secured"
        case .heldOpenSoon: "the door will soon have stood open too long"
        case .heldOpen: "the door has stood open too long"
        case .notEntered: "nobody opened the door"
        case .tailgateHint: "the door was opened more often than patrons were let in"
        case .passbackHint: "the card came again so soon that it may have been handed on"
        case .contactStuck: "the door's contact does not move or contradicts the bolt"
        case .exitRequested: "the exit button was pressed"
        case .exitFailed: "the exit button was pressed and the door stayed shut; go and look"
        case .exitStuck: "the exit button is stuck or its line is shorted"
        case .fireActive: "the fire input is active; the lock is released"
        case .fireCleared: "the fire input is no longer active"
        case .lockLost: "the lock cannot be driven"
        case .lockReturned: "the lock can be driven again"
        case .relayWelded: "the lock's relay stays released; the door may be unlocked"
        case .relayFreed: "the lock's relay follows again"
        case .tampered: "the cabinet was opened"
        case .tamperOver: "the cabinet was closed"
        case .alarmArmed: "the intruder alarm was armed; nobody is let in"
        case .alarmDisarmed: "the intruder alarm was disarmed"
        case .lockedDown: "staff locked the door down"
        case .lockDownLifted: "staff lifted the lock-down"
        }
    }
}

extension ReleaseReason {
    /// Why a lock was released, to follow what happened.
    fileprivate var words: String {
        switch self {
        case .grant: "for a patron"
        case .staff: "for staff"
        case .exit: "for the exit button"
        case .schedule: "for the staffed hours"
        case .fire: "for the fire input"
        case .evacuation: "for everybody to leave"
        }
    }
}
