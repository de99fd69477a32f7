// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Roster
import Testing

@testable import PortnerStore

@Suite struct `The exchange of the card key` {
    private static let oldKey = Array(UInt8(0)..<32)
    private static let newKey = Array(UInt8(32)..<64)
    private static let pepper = Array(UInt8(100)..<132)

    private let folder = TemporaryFolder()
    private let old: CardHasher
    private let new: CardHasher
    private let keys: StationKeys

    init() throws {
        old = CardHasher(keys: try StationKeys(card: Self.oldKey, pepper: Self.pepper))
        keys = try StationKeys(
            card: Self.newKey,
            pepper: Self.pepper,
            previousCard: Self.oldKey
        )
        new = CardHasher(keys: keys)
    }

    private func card(_ number: Int) throws -> CardNumber {
        try #require(CardNumber("CARD\(number)"))
    }

    private func open() throws -> PatronCache {
        try PatronCache.open(in: folder.path, at: Sample.now).cache
    }

    /// A cache of forty patrons under the old key, the first of them with a verifier.
    private func fill(_ verifier: PINVerifier? = nil) throws {
        let cache = try open()
        #expect(try cache.claim(old, previous: nil) == .same)
        try cache.learn(
            try (1...40).map { (old.key(for: try card($0)), Sample.facts(patron: "P\($0)")) }
        )
        if let verifier { try cache.keepVerifier(verifier, for: old.key(for: try card(1))) }
        try cache.close()
    }

    private func look(_ reader: PatronCache.Reader, _ number: Int) throws -> CachedPatron? {
        let card = try card(number)
        let answer = reader.patron(
            for: reader.key(for: card),
            formerly: reader.formerKey(for: card)
        )
        guard case .known(let patron) = answer else { return nil }
        return patron
    }

    @Test func `finds a previous key in its credential, and does without`() throws {
        for (name, key) in [
            (StationKeys.cardKeyName, Self.newKey), (StationKeys.pepperName, Self.pepper),
        ] {
            try folder.write(key, to: name)
        }
        #expect(try !StationKeys(credentials: folder.path).hasPrevious)
        try folder.write(Self.oldKey, to: StationKeys.previousCardKeyName)
        let keys = try StationKeys(credentials: folder.path)
        let previous = try #require(CardHasher(previousOf: keys))
        #expect(try previous.key(for: card(1)).matches(old.key(for: card(1))))
        try folder.write(Self.newKey, to: StationKeys.previousCardKeyName)
        #expect(throws: StationKeysError.equal) { try StationKeys(credentials: folder.path) }
        try folder.write([1, 2, 3], to: StationKeys.previousCardKeyName)
        #expect(throws: StationKeysError.malformed(StationKeys.previousCardKeyName)) {
            try StationKeys(credentials: folder.path)
        }
    }

    @Test func `loses nobody, and counts who is left`() throws {
        try fill()
        let cache = try open()
        #expect(try cache.claim(new, previous: old) == .previous)
        #expect(try cache.formerCount() == 40)
        let reader = try cache.reader(hasher: new, previous: old)
        for number in 1...40 {
            #expect(try look(reader, number)?.facts.patron == PatronNumber("P\(number)"))
        }
        #expect(try look(reader, 41) == nil)
        for number in 1...10 {
            try cache.rekey(old.key(for: card(number)), to: new.key(for: card(number)))
            #expect(try look(reader, number)?.facts.patron == PatronNumber("P\(number)"))
            #expect(try cache.patron(for: old.key(for: card(number))) == nil)
        }
        try cache.rekey(old.key(for: card(1)), to: new.key(for: card(1)))
        try cache.forget(old.key(for: card(11)))
        try cache.learn(old.key(for: card(12)), Sample.facts(patron: "P12", 50))
        #expect(try cache.formerCount() == 29)
        try cache.close()

        // The exchange goes on after a restart, and ends when the previous key is gone.
        let again = try open()
        #expect(try again.claim(new, previous: old) == .same)
        #expect(try again.formerCount() == 29)
        #expect(try again.claim(new, previous: nil) == .same)
        #expect(try again.formerCount() == 0)
        #expect(try again.statistics().patrons == 10)
        #expect(try again.check())
    }

    @Test func `takes each fact from the newer of two rows`() throws {
        try fill()
        let cache = try open()
        _ = try cache.claim(new, previous: old)
        let (former, key) = (old.key(for: try card(1)), new.key(for: try card(1)))
        try cache.learn(key, Sample.facts(patron: "P1", blocks: [.excluded], 100))
        let reader = try cache.reader(hasher: new, previous: old)
        #expect(try look(reader, 1)?.facts.blocks.value == [.excluded])
        try cache.rekey(former, to: key)
        #expect(try look(reader, 1)?.facts.blocks.value == [.excluded])
        // And a newer word about the former key is not lost to an older one about this.
        try cache.learn(former, Sample.facts(patron: "P1", blocks: [.cardStolen], 200))
        #expect(try look(reader, 1)?.facts.blocks.value == [.cardStolen])
        try cache.rekey(former, to: key)
        #expect(try look(reader, 1)?.facts.blocks.value == [.cardStolen])
    }

    @Test func `keeps a PIN, and has its verifier made anew`() throws {
        let cost = try #require(
            PINHasher.Cost(log2Rounds: PINHasher.Cost.log2RoundsLimits.lowerBound)
        )
        let hasher = PINHasher(keys: keys, cost: cost)
        let pin = try #require(PIN([0x31, 0x32, 0x33, 0x34]))
        let wrong = try #require(PIN([0x31, 0x32, 0x33, 0x35]))
        let (former, key) = (old.key(for: try card(1)), new.key(for: try card(1)))
        let made = try hasher.derive(pin, for: former)
        #expect(!hasher.isOutdated(made))
        try fill(made)
        let cache = try open()
        _ = try cache.claim(new, previous: old)
        let reader = try cache.reader(hasher: new, previous: old)
        for isRekeyed in [false, true] {
            if isRekeyed { try cache.rekey(former, to: key) }
            let verifier = try #require(try look(reader, 1)?.verifier)
            #expect(try hasher.check(pin, for: key, against: verifier))
            #expect(try !hasher.check(wrong, for: key, against: verifier))
            #expect(hasher.isOutdated(verifier))
        }
        try cache.keepVerifier(try hasher.derive(pin, for: key), for: key)
        let renewed = try #require(try look(reader, 1)?.verifier)
        #expect(!hasher.isOutdated(renewed) && renewed.bytes.count == made.bytes.count)
    }

    @Test func `is refused to a key that nobody knows, which the files say`() throws {
        try fill()
        let cache = try open()
        #expect(try cache.claim(new, previous: nil) == .foreign)
        let (empty, opening) = try cache.setAside(in: folder.path, at: Sample.now)
        guard case .keyChanged(let path) = opening else { throw RosterBench.Unexpected() }
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try empty.claim(new, previous: nil) == .same)
        #expect(try empty.statistics().patrons == 0)
    }

    /// What a process could not write is under the key that it had.
    @Test func `drops with the previous key of whom nothing is believed`() throws {
        try fill()
        let cache = try open()
        // One is in the cache, and one is known to the roster alone.
        let noted = try [3, 77].map { old.key(for: try card($0)) }
        #expect(try cache.claim(new, previous: old, doubting: noted) == .previous)
        let time = Sample.moment(500).timestamp
        for key in noted { try cache.doubt(key, asOf: time) }
        let kept = new.key(for: try card(5))
        try cache.rekey(old.key(for: card(5)), to: kept)
        try cache.doubt(kept, asOf: time)
        let reader = try cache.reader(hasher: new, previous: old)
        for number in [3, 5, 77] {
            #expect(try look(reader, number)?.facts == .ofUnknownCard(asOf: time))
        }
        #expect(try cache.formerCount() == 40)
        #expect(try cache.claim(new, previous: nil) == .same)
        for key in noted { #expect(try cache.patron(for: key) == nil) }
        #expect(try cache.patron(for: kept)?.facts == .ofUnknownCard(asOf: time))
        #expect(try cache.statistics().patrons == 1)
    }

    @Test func `drops with the previous key whom the library system does not know any more`()
        throws
    {
        try fill()
        let bench = try RosterBench(in: folder)
        // With a roster a card that was known is kept as unknown.
        try bench.take(try RosterBench.rows(1...2), 1000, cursor: "v1")
        let former = old.key(for: try card(3))
        #expect(try bench.cache.claim(new, previous: old) == .previous)
        let time = Sample.moment(2000).timestamp
        try bench.cache.disown(former, asOf: time, roster: bench.roster, isExchangingKey: true)
        #expect(try bench.cache.patron(for: former)?.facts == .ofUnknownCard(asOf: time))
        #expect(try bench.cache.claim(new, previous: nil) == .same)
        #expect(try bench.cache.patron(for: former) == nil)
        #expect(try bench.cache.statistics().patrons == 0)
        try bench.close()
    }

    @Test func `brings a roster over with its next full one`() throws {
        let bench = try RosterBench()
        let former = bench.hasher
        #expect(try bench.roster.claim(former, previous: nil) == .same)
        try bench.take(try RosterBench.rows(1...40), 1000, cursor: "v1")
        #expect(try bench.roster.claim(new, previous: nil) == .foreign)
        #expect(try bench.roster.claim(new, previous: former) == .previous)
        let reader = try bench.cache.reader(hasher: new, previous: former, roster: bench.roster)
        #expect(try look(reader, 7)?.facts.patron == PatronNumber("P7"))

        bench.terms.hasher = new
        // What a delta says would stand beside the old word about the same card.
        #expect(throws: RosterRefusal.gap(held: nil)) {
            try bench.take([try RosterBench.row(7, gone: true)], 2000, cursor: "v2", since: "v1")
        }
        // A roster that is cut short is refused as ever.
        #expect(throws: RosterRefusal.self) {
            try bench.take(try RosterBench.rows(1...30), 2000, cursor: "v2")
        }
        #expect(try look(reader, 7)?.facts.patron == PatronNumber("P7"))
        // The one that is held brings it over, too.
        let outcome = try bench.take(try RosterBench.rows(1...40), 1000, cursor: "v1")
        #expect(try bench.changes(outcome).written == 40)
        #expect(try bench.roster.claim(new, previous: nil) == .same)
        let plain = try bench.cache.reader(hasher: new, roster: bench.roster)
        #expect(try look(plain, 7)?.facts.patron == PatronNumber("P7"))
        #expect(try bench.roster.count() == 40)
        try bench.take([try RosterBench.row(7, gone: true)], 2000, cursor: "v2", since: "v1")
        #expect(try look(plain, 7) == nil)
    }

    @Test func `sheds no wrong attempt, not even when the previous key is dropped too soon`() throws
    {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        #expect(try ledger.claim(old, previous: nil) == nil)
        let subject = ThrottleSubject.card(old.key(for: try card(1)))
        try ledger.append(records: [], throttle: [ThrottleCount(subject: subject, failures: 7)])
        #expect(try ledger.claim(new, previous: old) == nil)
        let lost = try #require(try ledger.claim(new, previous: nil))
        #expect(lost.reason == .cardKeyChanged)
        try ledger.settle(lost, at: Sample.moment(1))
        try ledger.adopt(new)
        #expect(try ledger.claim(new, previous: nil) == nil)
        let throttle = Throttle(restoring: try ledger.throttleCounts(), at: Uptime(.zero))
        let wait = throttle.wait(for: .card(new.key(for: try card(1))), at: Uptime(.zero))
        #expect(wait == ThrottleRule.card.wait(after: 7))
    }

    @Test func `leaves a ledger in peace in which no card is counted`() throws {
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        #expect(try ledger.claim(old, previous: nil) == nil)
        #expect(try ledger.claim(new, previous: nil) == nil)
        #expect(try ledger.claim(new, previous: nil) == nil)
    }
}

@Suite struct `The exchange of the card key, for cards on the list,` {
    private let folder = TemporaryFolder()
    private let old: CardHasher
    private let new: CardHasher

    init() throws {
        let pepper = Array(UInt8(100)..<132)
        old = CardHasher(keys: try StationKeys(card: Array(0..<32), pepper: pepper))
        new = CardHasher(keys: try StationKeys(card: Array(32..<64), pepper: pepper))
    }

    private func key(_ number: Int, _ hasher: CardHasher) throws -> CardKey {
        hasher.key(for: try #require(CardNumber("CARD\(number)")))
    }

    private func open() throws -> AccessListFile {
        try AccessListFile.open(in: folder.path, at: Sample.now).file
    }

    private func list(_ keys: [(CardKey, Listing.Kind)]) -> AccessList {
        AccessList(
            keys.map { AccessList.Entry(card: $0, listing: Listing($1, reason: "", by: "anna")) }
        )
    }

    @Test func `counts who has not come, and says who is dropped when the key goes`() throws {
        var file = try open()
        #expect(try file.claim(old, previous: nil) == [:])
        let before = list([
            (try key(1, old), .deny), (try key(2, old), .allow), (try key(3, old), .deny),
            (try key(3, old), .assist),
        ])
        try file.keep(before)
        #expect(try file.formerCount() == 0)
        #expect(try file.claim(new, previous: old) == [:])
        #expect(try file.formerCount() == 3)
        // The second one has come, and somebody new is written down.
        let after = list([
            (try key(1, old), .deny), (try key(2, new), .allow), (try key(3, old), .deny),
            (try key(3, old), .assist), (try key(4, new), .deny),
        ])
        try file.keep(after)
        #expect(try file.formerCount() == 2)
        file = try open()
        #expect(try file.claim(new, previous: old) == [:])
        #expect(try file.formerCount() == 2)
        #expect(try file.claim(new, previous: nil) == [.deny: 2, .assist: 1])
        let left = try file.list().entries.map(\.card)
        #expect(try Set(left) == [key(2, new), key(4, new)])
        #expect(try file.claim(new, previous: nil) == [:])
    }

    @Test func `sets the list aside that is under a key nobody knows`() throws {
        let file = try open()
        #expect(try file.claim(old, previous: nil) == [:])
        try file.keep(list([(try key(1, old), .deny)]))
        #expect(try file.claim(new, previous: nil) == nil)
        let (empty, opening) = try file.setAside(in: folder.path, at: Sample.now)
        guard case .keyChanged(let path) = opening else { throw RosterBench.Unexpected() }
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(try empty.claim(new, previous: nil) == [:])
        #expect(try empty.list().count == 0)
    }
}

@Suite struct `Two cards of one patron` {
    private let folder = TemporaryFolder()
    private let first = Sample.key(1)
    private let second = Sample.key(2)

    @Test func `are known both, until the library system disowns one`() throws {
        let cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
        let verifier = PINVerifier(bytes: [1, 2, 3])
        for card in [first, second] { try cache.learn(card, Sample.facts(patron: "P1")) }
        try cache.keepVerifier(verifier, for: first)
        let number = try #require(PatronNumber("P1"))
        #expect(try Set(cache.cards(of: number)) == [first, second])
        // A PIN that was accepted with one card says nothing yet of the other.
        #expect(try cache.patron(for: second)?.verifier == nil)
        try cache.forget(first)
        #expect(try cache.patron(for: first) == nil)
        #expect(try cache.patron(for: second)?.facts.patron == number)
    }

    @Test func `count their wrong attempts apart`() {
        var throttle = Throttle(at: Uptime(.zero))
        for _ in 1...6 { _ = throttle.failed(.card(first), at: Uptime(.zero)) }
        #expect(throttle.wait(for: .card(first), at: Uptime(.zero)) == .seconds(60))
        #expect(throttle.wait(for: .card(second), at: Uptime(.zero)) == .zero)
    }
}
