// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// How kiosks come to rest when the faults are over.
extension World {
    /// How long a doubt may take until it is settled or left to a person: the time after which a
    /// look is believed, the longest waits before it, and the sessions that come first.
    private static let doubtMax = Duration.seconds(400)

    /// Lets time pass until the kiosks' transactions have their ends, but no longer than they may
    /// take; then shows what is left to the checkers.
    func settleKiosks() {
        guard !isOver, !kiosks.isEmpty else { return }
        let end = now + Self.doubtMax * (waiting + 1)
        while !isOver, waiting > 0, now < end { run(until: now + .seconds(10)) }
        guard !isOver else { return }
        let entries = process?.station?.outbox.entries ?? []
        let views = kiosks.keys.sorted().compactMap { kiosks[$0]?.view }
        observe(.kiosksSettled(views, entries))
    }

    /// The transactions that wait for something else than a person.
    private var waiting: Int {
        guard let entries = process?.station?.outbox.entries else { return 1 }
        return entries.count { if case .conflict = $0.state { false } else { true } }
    }

    /// Has somebody borrow a copy who makes no mistakes.
    func lend(to person: Person) {
        guard !isOver, let name = kiosks.keys.min(), let kiosk = kiosks[name] else { return }
        let begun = now
        guard let item = steadyGuest(person, at: kiosk) else { return }
        let isLent = { [self] in library.collection[item]?.loan?.card == person.card }
        while !isLent(), !isOver, now - begun < KioskLivenessChecker.servedWithin * 2 {
            run(until: now + .milliseconds(100))
        }
        guard !isOver else { return }
        observe(.borrowed(isLent() ? now - begun : nil))
        run(until: now + .seconds(240))
    }
}
