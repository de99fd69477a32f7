// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

/// A clock that stands in 1970 or in 2038, and comes back.
@Suite struct `A wrong clock` {
    private static let day = Int64(86_400)
    /// 18 January 2038.
    private static let future = (2_147_400_000_000 - Sample.now.milliseconds) / 1000
    /// 2 January 1970.
    private static let past = (86_400_000 - Sample.now.milliseconds) / 1000

    private let folder = TemporaryFolder()

    private func time(days: Int64) -> Timestamp { Sample.moment(days * Self.day).timestamp }

    @Test func `is not deleted by when it starts far ahead`() throws {
        let future = Sample.moment(Self.future).timestamp
        var ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        #expect(try ledger.acceptsDeletion(at: time(days: 1), running: .seconds(Self.day)))
        // Any number of restarts make no week of running.
        for _ in 1...30 {
            try ledger.close()
            ledger = try Ledger.open(in: folder.path, at: future).ledger
            #expect(try !ledger.acceptsDeletion(at: future, running: .seconds(600)))
        }
        #expect(try ledger.acceptsDeletion(at: time(days: 3), running: .seconds(600)))
        #expect(try !ledger.acceptsDeletion(at: future, running: .seconds(6 * Self.day)))
    }

    @Test func `is believed in the end, for a machine may have been off for years`() throws {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        let later = time(days: 1000)
        var hours = 0
        while try !ledger.acceptsDeletion(at: later, running: .seconds(6 * 3600)) { hours += 6 }
        #expect(hours == 7 * 24 - 6)
        #expect(try ledger.acceptsDeletion(at: time(days: 1001), running: .zero))
        // Coming back from there is no reason for doubt.
        #expect(try ledger.acceptsDeletion(at: time(days: 2), running: .zero))
    }

    @Test func `is believed at once within weeks of the last time`() throws {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        for days in stride(from: Int64(0), to: 400, by: 44) {
            #expect(try ledger.acceptsDeletion(at: time(days: days), running: .zero))
        }
    }

    @Test func `keeps no entry for ever that it dated in 2038`() throws {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        let times = [Self.day, Self.future, Self.future + 5, 2 * Self.day, 40 * Self.day]
        for time in times {
            try ledger.append(records: [Sample.record(time, subject: Sample.key(1))])
        }
        // Nothing is 30 days old yet.
        #expect(try ledger.deletePersonalParts(before: time(days: 1), now: time(days: 31)) == 0)
        // The third and the fourth are no younger than the one of the second day.
        let deleted = try ledger.deletePersonalParts(before: time(days: 11), now: time(days: 41))
        #expect(deleted == 4)
        #expect(try ledger.entries(about: Sample.key(1)).map(\.sequence) == [5])
        #expect(try ledger.verify() == .intact(entries: 5))
    }

    @Test func `of 1970 takes no entry with it but its own`() throws {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        for time in [Self.day, Self.future, Self.past, 2 * Self.day] {
            try ledger.append(records: [Sample.record(time, subject: Sample.key(1))])
        }
        let past = Sample.moment(Self.past).timestamp
        #expect(try ledger.deletePersonalParts(before: past, now: past) == 0)
        #expect(try ledger.deletePersonalParts(before: time(days: 0), now: time(days: 3)) == 1)
        #expect(try ledger.entries(about: Sample.key(1)).map(\.sequence) == [1, 2, 4])
    }

    @Test func `leaves no facts of 2038 in the cache once it is right again`() throws {
        let cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
        try cache.learn(Sample.key(1), Sample.facts())
        try cache.learn(Sample.key(2), Sample.facts(Self.future))
        var mixed = Sample.facts()
        mixed.residence = Aged(.resident, asOf: Sample.moment(Self.future).timestamp)
        try cache.learn(Sample.key(3), mixed)
        #expect(try cache.forget(datedAfter: time(days: 1)) == 2)
        #expect(try cache.forget(datedAfter: time(days: 1)) == 0)
        #expect(try cache.patron(for: Sample.key(1)) != nil)
        #expect(try cache.patron(for: Sample.key(2)) == nil)
        #expect(try cache.patron(for: Sample.key(3)) == nil)
    }

    @Test func `serves no wait and lengthens none`() {
        let card = ThrottleSubject.card(Sample.key(1))
        for seconds in [Self.past, 0, Self.future] {
            // A throttle never sees the world's clock: these are moments of one uptime.
            let now = Moment(
                uptime: Uptime(.seconds(10)),
                timestamp: Sample.moment(seconds).timestamp,
                civil: Sample.moment(seconds).civil,
                clock: .trusted
            )
            var throttle = Throttle(
                restoring: [ThrottleCount(subject: card, failures: 6)],
                at: now.uptime
            )
            #expect(throttle.wait(for: card, at: now.uptime) == .seconds(60))
            #expect(throttle.forgive(at: now.uptime).isEmpty)
        }
    }
}
