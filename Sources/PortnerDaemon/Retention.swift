// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import PortnerStore

/// Deletes from a station's files what has had its time.
struct Retention {
    /// How much was deleted.
    struct Counts: Hashable {
        /// Entries that lost their personal part.
        var deleted: Int
        /// Patrons who were dropped from the cache.
        var forgotten: Int
        /// Rosters that nobody renewed.
        var rosters: Int
        /// Files that were set aside.
        var files: Int
    }

    /// What came of a run.
    enum Outcome {
        /// What was deleted, and what could not be.
        case done(Counts, failures: [String])
        /// Nothing was deleted, as the clock may be wrong.
        case clockDoubted(String)
        /// Nothing was deleted, and the clock may still become right by itself.
        case tooEarly
    }

    let stores: Stores
    let log: EventLog

    /// Deletes everything that is due, each kind by itself: what fails keeps nothing else.
    ///
    /// That is done by a clock that is believed: one that runs ahead would have everything deleted
    /// at once, and one that started far ahead looks like any other but for the time that was
    /// deleted by before. Soon after the start a clock may wait to be set.
    func enforce(_ settings: Settings, at now: Moment) -> Outcome {
        guard now.clock == .trusted else {
            let isStarting = now.uptime.sinceStart < Housekeeping.interval
            return isStarting ? .tooEarly : .clockDoubted("a clock that is not to be trusted")
        }
        let isBelieved = log.attempting("deletion clock") { () throws(StoreError) in
            try stores.ledger.acceptsDeletion(
                at: now.timestamp,
                running: min(now.uptime.sinceStart, Housekeeping.interval)
            )
        }
        guard isBelieved == true else {
            return .clockDoubted("a clock that is far ahead of the last deletion")
        }
        var failures = stores.refused.map { "\($0.name), which a newer release wrote" }
        func delete(_ name: String, _ step: () throws(StoreError) -> Int) -> Int {
            if let count = log.attempting(name, step) { return count }
            failures.append(name)
            return 0
        }
        let limit = now.timestamp.earlier(by: settings.retention)
        let unseen = now.timestamp.earlier(by: .seconds(settings.unseenDays * 86_400))
        let counts = Counts(
            deleted: delete("deletion in the ledger") { () throws(StoreError) in
                try StoreError.waitingWhileBusy { () throws(StoreError) in
                    try stores.ledger.deletePersonalParts(before: limit, now: now.timestamp)
                }
            },
            forgotten: delete("deletion in the cache") { () throws(StoreError) in
                try stores.usableCache?.forget(unseenFor: settings.unseenDays, at: now) ?? 0
            },
            rosters: delete("deletion of the roster") { () throws(StoreError) in
                try stores.usableRoster?.forget(asOfBefore: unseen) == true ? 1 : 0
            },
            files: delete("deletion of damaged files") { () throws(StoreError) in
                let folder = settings.stateDirectory
                return try Ledger.deleteSetAside(in: folder, before: limit)
                    + PatronCache.deleteSetAside(in: folder, before: limit)
                    + PatronRoster.deleteSetAside(in: folder, before: limit)
                    + AccessListFile.deleteSetAside(in: folder, before: limit)
            }
        )
        return .done(counts, failures: failures)
    }
}

extension PatronCache {
    /// Drops who was not seen for so many days, and what is dated in the future.
    fileprivate func forget(unseenFor days: Int, at now: Moment) throws(StoreError) -> Int {
        let ahead = now.timestamp.earlier(by: .zero - AgedLimit.skewMax)
        return try forget(datedAfter: ahead)
            + forget(
                unseenSince: now.civil.date.advanced(by: -days),
                // No fact is believed for longer than that, so no older roster is either.
                restrictedSince: now.civil.date.advanced(by: -30)
            )
    }
}
