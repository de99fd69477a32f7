// SPDX-License-Identifier: MPL-2.0

import Foundation
import Testing

@testable import PortnerCore

/// The states that people tell apart, each with the inputs that lead to it.
private enum Standing: String, CaseIterable {
    case secured = "secured, shut"
    case entry = "released for an entry"
    case passing = "released, opened"
    case propped = "secured, open"
    case held = "held by the hours"
    case leaving = "exit pressed"
    case down = "locked down"
    case fire = "fire"
    case evacuated = "everybody out"
    case lost = "lock lost"

    var way: [DoorInput] {
        switch self {
        case .secured: []
        case .entry: [.grant]
        case .passing: [.grant, .opened]
        case .propped: [.opened]
        case .held: [.holdOpen]
        case .leaving: [.exitPressed]
        case .down: [.lockDown]
        case .fire: [.fireOn]
        case .evacuated: [.evacuated]
        case .lost: [.lockLost]
        }
    }
}

@Suite struct `The transitions of a door` {
    private static let settings = DoorSettings(
        door: mainDoor,
        relock: .whenClosed,
        heldOpenWarning: .seconds(10),
        holdsOpenWhenStaffed: true,
        hasBoltSense: true
    )

    /// The events of the table, in the words of the document.
    private static let inputs: [(DoorInput, String)] = [
        (.grant, "a patron is let in"), (.staffUnlock, "staff unlock"),
        (.holdOpen, "the staffed hours hold it"), (.holdNoLonger, "the staffed hours end"),
        (.lockDown, "staff lock it down"), (.liftLockDown, "staff lift that"),
        (.opened, "contact: open"), (.closed, "contact: closed"),
        (.exitPressed, "exit button pressed"), (.exitLetGo, "exit button let go"),
        (.fireOn, "fire input active"), (.fireOff, "fire input idle"),
        (.evacuated, "staff order everybody out"), (.allClear, "staff say all clear"),
        (.boltThrown, "bolt thrown"), (.boltWithdrawn, "bolt withdrawn"),
        (.relayReleased, "feedback: released"), (.relaySecured, "feedback: secured"),
        (.tampered, "cabinet opened"), (.tamperOver, "cabinet closed"),
        (.lockLost, "lock lost"), (.lockReturned, "lock returned"),
        (.ledgerFailed, "ledger cannot be written"), (.theNextDeadline, "the next deadline"),
    ]

    private func model(_ standing: Standing) -> DoorModel {
        var model = DoorModel(Self.settings)
        for input in standing.way { _ = model.take(input) }
        return model
    }

    private func words(_ actions: [DoorMachine.Action]) -> String {
        let words = actions.map { action in
            switch action {
            case .release(let duration, _): "**release \(duration.components.seconds) s**"
            case .secure: "**secure**"
            case .note(let event, _): event.rawValue
            }
        }
        return words.isEmpty ? "–" : words.joined(separator: ", ")
    }

    private func cell(_ standing: Standing, _ input: DoorInput) -> String {
        var model = model(standing)
        guard model.allows(input) else { return "×" }
        return words(model.take(input))
    }

    /// The table as the document has it.
    private var table: String {
        let head =
            "| Event \\ State | " + Standing.allCases.map(\.rawValue).joined(separator: " | ")
        let rule = "| --- |" + String(repeating: " --- |", count: Standing.allCases.count)
        let rows = Self.inputs.map { input, name in
            "| \(name) | "
                + Standing.allCases.map { cell($0, input) }.joined(separator: " | ") + " |"
        }
        return ([head + " |", rule] + rows).joined(separator: "\n")
    }

    @Test func `are those of the document, every event in every state`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = "Sources/PortnerCore/PortnerCore.docc/Doors.md"
        let document = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        #expect(document.contains(table), "the document has another table than this:\n\(table)")
    }

    @Test(arguments: Standing.allCases)
    private func `obey the exit button and the fire input in every state`(
        _ standing: Standing
    ) {
        for input in [DoorInput.exitPressed, .fireOn] {
            var model = model(standing)
            if standing == .leaving { _ = model.take(.exitLetGo) }
            if standing == .fire, input == .fireOn { continue }
            guard case .release? = model.take(input).first else {
                Issue.record("\(input) in \(standing)")
                continue
            }
        }
    }
}
