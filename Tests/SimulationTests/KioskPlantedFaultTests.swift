// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerSimulator

/// Each checker of the kiosks sees the defect that it is there for.
@Suite struct `A defect planted at a kiosk` {
    /// Runs crowded halls with a defect until the checker complains.
    private func expectAtKiosks(
        _ invariant: Invariant,
        location: SourceLocation = #_sourceLocation,
        from plant: () -> Wiring
    ) throws {
        try expect(
            invariant,
            in: .kiosks,
            for: .seconds(1200),
            seeds: 1...40,
            location: location,
            from: plant
        )
    }

    /// Ports in which batches for the ledger are changed on their way.
    private func changing(_ change: @escaping (inout LedgerBatch) -> Void) -> Wiring {
        var wiring = Wiring()
        wiring.ports = { ports in
            var ports = ports
            let append = ports.append
            ports.append = { batch throws(RecordingFailure) in
                var batch = batch
                change(&batch)
                try append(batch)
            }
            return ports
        }
        return wiring
    }

    /// Answers of the library system that are changed on their way.
    private func answering(_ change: @escaping (LibraryOutcome) -> LibraryOutcome) -> Wiring {
        var wiring = Wiring()
        wiring.heard = { event in
            guard case .libraryAnswered(let answer) = event else { return [event] }
            let changed = LibraryAnswer(
                request: answer.request,
                outcome: change(answer.outcome),
                source: answer.source,
                asOf: answer.asOf
            )
            return [.libraryAnswered(changed)]
        }
        return wiring
    }

    // MARK: Transactions

    @Test func `that sends before the transaction is on disk violates I10`() throws {
        try expectAtKiosks(.transactions) { changing { $0.outbox = [] } }
    }

    @Test func `that forgets what was open before a crash violates I10`() throws {
        try expectAtKiosks(.transactions) {
            var wiring = Wiring()
            wiring.entries = { _ in [] }
            return wiring
        }
    }

    @Test func `that repeats after a crash without asking violates I10`() throws {
        try expectAtKiosks(.transactions) {
            var wiring = Wiring()
            wiring.entries = { entries in
                entries.map { entry in
                    var entry = entry
                    if entry.state == .sent || entry.state == .doubtful { entry.state = .queued }
                    return entry
                }
            }
            return wiring
        }
    }

    @Test func `that takes a lost answer for no loan violates I10`() throws {
        try expectAtKiosks(.transactions) {
            answering { $0 == .unknown ? .unavailable(.offline) : $0 }
        }
    }

    @Test func `that takes a refusal for a return violates I10`() throws {
        try expectAtKiosks(.transactions) {
            answering { outcome in
                guard case .refused(let refusal) = outcome, refusal.reason == .itemUnknown else {
                    return outcome
                }
                return .done(.checkin(Checkin(item: Item(number: nil))))
            }
        }
    }

    @Test func `that closes what waits for the library violates I10`() throws {
        try expectAtKiosks(.transactions) {
            changing { batch in
                batch.outbox = batch.outbox.map { change in
                    guard case .enter(let entry) = change, entry.state == .queued else {
                        return change
                    }
                    return .close(entry.id)
                }
            }
        }
    }

    // MARK: Screens

    @Test func `that shows the loans of the patron before is seen`() throws {
        try expectAtKiosks(.screen) {
            var before: LibraryOutcome?
            return answering { outcome in
                guard case .done(.loans(let loans, _)) = outcome, !loans.isEmpty else {
                    return outcome
                }
                defer { before = outcome }
                return before ?? outcome
            }
        }
    }

    @Test func `that leaves a name on the screen is seen`() throws {
        try expectAtKiosks(.screen) {
            var greeting: KioskView.Greeting?
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let send = ports.send
                ports.send = { action, moment in
                    guard case .showKiosk(var view) = action else { return send(action, moment) }
                    greeting = view.patron ?? greeting
                    view.patron = greeting
                    send(.showKiosk(view), moment)
                }
                return ports
            }
            return wiring
        }
    }

    @Test func `that shows what was scanned before the session is seen`() throws {
        try expectAtKiosks(.screen) {
            var rows: [KioskRow] = []
            var wiring = Wiring()
            wiring.ports = { ports in
                var ports = ports
                let send = ports.send
                ports.send = { action, moment in
                    guard case .showKiosk(var view) = action else { return send(action, moment) }
                    if case .loan(let shown) = view.page {
                        view.page = .loan(shown.isEmpty ? rows : shown)
                        rows = shown
                    }
                    send(.showKiosk(view), moment)
                }
                return ports
            }
            return wiring
        }
    }

    // MARK: Secrets and liveness

    @Test func `that writes the PIN beside a session violates I8`() throws {
        try expectAtKiosks(.secrets) {
            var typed = ""
            var wiring = changing { batch in
                for record in batch.records where record.kind == .session {
                    let moment = Moment(
                        uptime: Uptime(.zero),
                        timestamp: record.at,
                        civil: CopenhagenTime.civil(at: record.at),
                        clock: .trusted
                    )
                    batch.records.append(Record(.session, at: moment, [(.detail, typed)]))
                }
            }
            wiring.heard = { event in
                switch event {
                case .keyPressed(.digit(let digit), reader: "hall"):
                    typed = String((typed + "\(digit)").suffix(8))
                case .kioskPressed(let press, kiosk: "hall"):
                    guard case .key(.digit(let digit)) = press.input else { break }
                    typed = String((typed + "\(digit)").suffix(8))
                default: break
                }
                return [event]
            }
            return wiring
        }
    }

    @Test func `that reads no code serves nobody`() throws {
        try expectAtKiosks(.liveness) {
            var wiring = Wiring()
            wiring.heard = { event in
                if case .codeScanned = event { return [] }
                return [event]
            }
            return wiring
        }
    }
}
