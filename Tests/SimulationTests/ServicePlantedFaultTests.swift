// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSimulator

/// Each checker of what is done to the machine, and of what its locks report, sees the defect that
/// it is there for.
@Suite struct `A defect planted in what service meets` {
    // MARK: The card key

    @Test func `that drops the former card key at once loses everybody`() throws {
        try expect(.cardKey, saying: "is lost") {
            var wiring = Wiring()
            wiring.keepsFormerKey = false
            return wiring
        }
    }

    @Test func `that forgives wrong PINs with a new card key violates I6`() throws {
        try expect(.attempts, in: .memory, seeds: 1...50) {
            var wiring = Wiring()
            wiring.former = { _ in nil }
            return wiring
        }
    }

    @Test func `that goes on under the former card key is seen`() throws {
        let person = Person(
            number: 0,
            card: "6101011234",
            firstPIN: "12345678",
            born: CivilDate(dayNumber: 0),
            isPatron: true
        )
        let card = try #require(CardNumber(person.card))
        var ring = try KeyRing()
        let before = ring
        let first = before.keys(of: card)[0]
        let register = Register([person]) { before.keys(of: $0)[0] }
        var checker = KeyChecker(register)
        let situation = Situation(released: [], at: .zero)
        let verifier = PINVerifier(bytes: [1])
        let change = Observation.changed(.keepVerifier(first, verifier), isWritten: true)
        #expect(checker.see(change, in: situation) == nil)
        try ring.begin()
        let after = ring
        register.exchange { after.keys(of: $0)[0] }
        #expect(checker.see(change, in: situation) != nil)
        #expect(checker.see(.exchangeFinished(left: [first]), in: situation) != nil)
    }

    // MARK: Older copies

    @Test func `that says nothing of an older ledger violates I5`() throws {
        try expect(.crash, saying: "nobody is told") {
            var wiring = Wiring()
            wiring.settlesLedger = false
            return wiring
        }
    }

    @Test func `that forgives what an older ledger does not know violates I6`() throws {
        try expect(.attempts, saying: "too early") {
            var wiring = Wiring()
            wiring.restored = { counts in
                counts.filter { $0.subject != .everyCard && $0.subject != .everyReader }
            }
            return wiring
        }
    }

    @Test func `that tells anew what an older ledger holds violates I10`() throws {
        try expect(.transactions, saying: "was carried out 2 times") {
            var wiring = Wiring()
            wiring.entries = { entries in
                entries.map { entry in
                    var entry = entry
                    if entry.wasQueued { entry.state = .queued }
                    return entry
                }
            }
            return wiring
        }
    }

    // MARK: What the locks report

    @Test func `that does not hear of an armed alarm lets in whom it must not`() throws {
        try expect(.entry, saying: "the alarm is armed") {
            var wiring = Wiring()
            wiring.heard = { event in
                guard case .alarmChanged(isArmed: true, let door) = event else { return [event] }
                return [event, .alarmChanged(isArmed: false, door: door)]
            }
            return wiring
        }
    }

    @Test func `that does not tell of an armed alarm is seen`() throws {
        try expect(.lockReports, saying: "alarm-armed is not told") {
            deaf { if case .alarmChanged = $0 { true } else { false } }
        }
    }

    @Test func `that does not tell of an opened cabinet is seen`() throws {
        try expect(.lockReports, saying: "tampered is not told") {
            deaf { if case .tamperChanged = $0 { true } else { false } }
        }
    }

    @Test func `that does not tell of a welded relay is seen`() throws {
        try expect(.lockReports, saying: "the welded relay") {
            deaf { if case .relayChanged(isReleased: true, _) = $0 { true } else { false } }
        }
    }

    @Test func `that does not tell of a bolt that stays in is seen`() throws {
        try expect(.lockReports, saying: "the lock that does not lock") {
            deaf { if case .boltChanged(isThrown: false, _) = $0 { true } else { false } }
        }
    }

    /// A station that does not hear of some events.
    private func deaf(_ misses: @escaping (Event) -> Bool) -> Wiring {
        var wiring = Wiring()
        wiring.heard = { misses($0) ? [] : [$0] }
        return wiring
    }
}
