// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

extension DoorMachine.Action {
    fileprivate var isNote: Bool {
        if case .note = self { return true }
        return false
    }
}

/// Visits every state that a door can reach in a number of steps, and tries every input in it.
private struct DoorSearch {
    var visited: Set<DoorModel> = []
    var steps = 0
    var notes: Set<DoorEvent> = []
    var reasons: Set<ReleaseReason> = []

    mutating func run(
        _ settings: DoorSettings,
        _ inputs: [DoorInput] = DoorInput.allCases,
        depth: Int
    ) throws {
        var frontier = [DoorModel(settings)]
        visited = [frontier[0]]
        for _ in 0..<depth {
            var next: [DoorModel] = []
            for model in frontier {
                for input in inputs where model.allows(input) {
                    let after = try step(model, input)
                    if visited.insert(after).inserted { next.append(after) }
                }
            }
            frontier = next
        }
    }

    private mutating func step(_ before: DoorModel, _ input: DoorInput) throws -> DoorModel {
        var model = before
        let actions = model.take(input)
        steps += 1
        for case .note(let event, let reason) in actions {
            notes.insert(event)
            if let reason { reasons.insert(reason) }
        }
        try checkClaims(model, input)
        try checkOrders(before, model, input, actions)
        return model
    }

    /// I1: released exactly while somebody may have it so, for no longer than the rules say.
    private func checkClaims(_ model: DoorModel, _ input: DoorInput) throws {
        let machine = model.machine
        try insist(machine.reasons == model.claims.keys.sorted(), "\(input) \(model)")
        try insist(machine.isReleased == !model.claims.isEmpty, "\(input) \(model)")
        try insist(machine.isFire == model.isFire, "\(input) \(model)")
        try insist(!model.isFire || machine.reasons.contains(.fire), "\(input) \(model)")
        try insist(machine.heldUntil == model.claims[.schedule], "\(input) \(model)")
        if let deadline = machine.nextDeadline, [.aSecond, .tenSeconds].contains(input) {
            try insist(deadline > model.now, "a deadline stands still: \(model)")
        }
        // What a lock that is lost was told last says nothing.
        guard machine.isLockPresent else { return }
        guard let end = model.releasedUntil else {
            return try insist(model.claims.isEmpty, "\(input) \(model)")
        }
        try insist(!model.claims.isEmpty, "\(input) \(model)")
        try insist(machine.isEvacuated == model.isEvacuated, "\(input) \(model)")
        if model.isFire || model.isEvacuated {
            try insist(model.now.duration(to: end) >= .seconds(30), "\(input) \(model)")
            try insist(end <= model.now + DoorMachine.renewal, "\(input) \(model)")
        } else {
            try insist(end == model.claims.values.max(), "\(input) \(model)")
        }
    }

    /// I7, and that a lock is secured before anything is written.
    private func checkOrders(
        _ before: DoorModel,
        _ after: DoorModel,
        _ input: DoorInput,
        _ actions: [DoorMachine.Action]
    ) throws {
        let isTampered = input == .tampered || before.machine.isTampered && input != .tamperOver
        try insist(after.machine.isTampered == isTampered, "\(input) \(before)")
        let isEscape =
            (input == .exitPressed && !before.isPressed && after.machine.settings.exitReleases)
            || (input == .fireOn && !before.isFire)
        if isEscape {
            guard case .release(let duration, _)? = actions.first else {
                return try insist(false, "escape is not obeyed at once: \(input) \(before)")
            }
            try insist(duration >= after.machine.settings.pulse)
        }
        for action in actions {
            if case .release(let duration, _) = action { try insist(duration > .zero) }
        }
        if let secured = actions.firstIndex(of: .secure) {
            let written = actions.firstIndex { $0.isNote } ?? actions.endIndex
            try insist(secured < written, "\(input) \(before)")
        }
    }
}

@Suite struct `Every state of a door` {
    /// What drives the lock: who may have it released, and what ends that.
    private static let drives = DoorInput.allCases.filter { !senses.contains($0) }
    /// What only tells of the lock and the cabinet.
    private static let senses: Set<DoorInput> = [
        .boltThrown, .boltWithdrawn, .relayReleased, .relaySecured, .tampered, .tamperOver,
        .staffCard,
    ]

    private static let settings: [DoorSettings] = [
        DoorSettings(door: mainDoor, heldOpenAfter: .seconds(10), holdsOpenWhenStaffed: true),
        DoorSettings(door: mainDoor, relock: .whenOpened, holdsOpenWhenStaffed: true),
        DoorSettings(door: mainDoor, relock: .whenClosed, exitReleases: false),
        DoorSettings(door: mainDoor, pulse: .seconds(3), relock: .whenOpened, hasContact: false),
    ]

    /// A door with everything that can be built in.
    private static let full = DoorSettings(
        door: mainDoor,
        heldOpenWarning: .seconds(10),
        holdsOpenWhenStaffed: true,
        waitsForStaffCard: true,
        hasBoltSense: true,
        passbackWithin: .seconds(600)
    )

    @Test(arguments: settings)
    func `releases the lock exactly while somebody may have it released`(
        _ settings: DoorSettings
    ) throws {
        var search = DoorSearch()
        try search.run(settings, Self.drives, depth: 6)
        #expect(search.visited.count > 5000)
        #expect(search.steps > search.visited.count)
    }

    @Test func `takes every event, with everything that can be built in`() throws {
        var search = DoorSearch()
        try search.run(Self.full, depth: 4)
        #expect(search.visited.count > 5000)
        #expect(search.reasons == Set(ReleaseReason.allCases))
        // What takes longer than any short way through the states, and what the station adds.
        let later: Set<DoorEvent> = [.contactStuck, .passbackHint, .alarmArmed, .alarmDisarmed]
        #expect(search.notes.union(later) == Set(DoorEvent.allCases))
    }
}
