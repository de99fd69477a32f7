// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSimulator

/// Each checker of what is known about patrons sees the defect that it is there for.
@Suite struct `A defect planted in what is known` {
    /// Changes of the cache that are altered on their way; `nil` for one that is lost.
    private func changing(_ alter: @escaping (CacheChange) -> CacheChange?) -> Wiring {
        var wiring = Wiring()
        wiring.ports = { ports in
            var ports = ports
            let change = ports.change
            ports.change = { alter($0).map(change) ?? true }
            return ports
        }
        return wiring
    }

    // MARK: Patrons who are not there

    @Test func `that asks about many at once violates I11`() throws {
        try expect(.bounds, saying: "at once") {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let send = ports.send
                ports.send = { action, moment in
                    send(action, moment)
                    if case .inquire = action { send(action, moment) }
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that drops whom the library knows violates I11`() throws {
        try expect(.bounds, saying: "whom the library system knows") {
            changing { change in
                guard case .refresh(let key, let facts) = change else { return change }
                return .disown(key, asOf: facts.validity.asOf)
            }
        }
    }

    @Test func `that keeps what nobody said violates I11`() throws {
        try expect(.bounds, saying: "not what was said") {
            changing { change in
                guard case .refresh(let key, var facts) = change else { return change }
                facts.blocks.value = []
                facts.debts.value = [.debt]
                return .refresh(key, facts)
            }
        }
    }

    @Test func `that loses an answer about somebody who is not there violates I9`() throws {
        try expect(.freshness, saying: "age or limit") {
            changing { change in
                if case .refresh = change { nil } else { change }
            }
        }
    }

    // MARK: What could not be written

    @Test func `that keeps no note of what it could not write violates I4`() throws {
        try expect(.newestFacts, saying: "was let in", in: .memory, seeds: 1...50) {
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                ports.distrust = { _ in }
                return ports
            }
            return wiring
        }
    }

    @Test func `that forgets at a restart what it could not write violates I4`() throws {
        try expect(.newestFacts, saying: "was let in", in: .memory, seeds: 1...50) {
            var wiring = Wiring()
            wiring.unwritten = { _ in [] }
            return wiring
        }
    }

    // MARK: Pace

    @Test func `that asks more quickly than its pace violates I11`() throws {
        try expect(.bounds, saying: "the next question comes after") {
            var wiring = Wiring()
            wiring.heard = { event in
                guard case .reconfigured(var settings, let detail) = event, settings.sync != nil
                else { return [event] }
                let pace = SyncSettings.questionsPerMinuteMax
                settings.sync = SyncSettings(questionsPerMinute: pace)
                return [.reconfigured(settings, detail: detail)]
            }
            return wiring
        }
    }
}
