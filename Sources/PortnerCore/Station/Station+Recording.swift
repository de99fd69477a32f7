// SPDX-License-Identifier: MPL-2.0

/// What a clock that jumps and a ledger that cannot be written mean for everything else.
extension Station {
    mutating func noteClock(_ now: Moment) -> [Action] {
        guard now.clock != lastClock else { return [] }
        lastClock = now.clock
        return [
            .record(
                Record(
                    .clock,
                    at: now,
                    isAlarm: now.clock != .trusted,
                    [(.outcome, now.clock.rawValue)]
                )
            )
        ]
    }

    /// Secures every lock that is not released for escape, tells the patrons, and orders anew
    /// whatever the lost batch may have held for locks and panels.
    mutating func recordingFailed(_ orders: Set<Ticket>, at now: Moment) -> [Action] {
        isRecording = false
        counters.recordsLost += 1
        shown = [:]
        shownKiosks = [:]
        let held = holdAgain(orders, at: now)
        // What an order was meant to keep, and what locks are to do, waits for no record.
        var actions: [Action] = orders.isEmpty ? [] : [.keepOrders(standing)]
        for name in doors.keys.sorted() {
            let drops = doors[name]?.abandonRelease(at: now.uptime) ?? []
            actions += translate(drops, door: name, at: now)
        }
        actions += held
        // A PIN whose attempt could not be counted was not tried.
        for (name, reader) in readers.sorted(by: { $0.key < $1.key }) {
            guard let patron = reader.presentation, reader.isWaiting(for: orders) else { continue }
            actions += deny(.notRecorded, [], patron, reader: name, at: now)
        }
        for (name, reader) in readers {
            guard case .granted? = reader.sign(at: now.uptime) else { continue }
            readers[name]?.conclude(
                .denied(Denial.notRecorded.message),
                until: now.uptime + reader.settings.denialShownFor
            )
        }
        return actions
    }
}
