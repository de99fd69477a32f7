// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The patron cache` {
    private let folder = TemporaryFolder()
    private let cache: PatronCache
    private let reader: PatronCache.Reader

    init() throws {
        cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
        reader = try cache.reader(hasher: CardHasher(keys: try Sample.keys()))
    }

    @Test func `does not know a card that it never heard of`() {
        #expect(reader.patron(for: Sample.key(1)) == .unknown)
    }

    @Test func `gives back every fact as it was learnt`() throws {
        var source = SplitMix64(seed: 3)
        for number in UInt64(0)..<300 {
            let facts = RandomFacts.facts(&source)
            try cache.learn(Sample.key(number), facts)
            #expect(reader.facts(Sample.key(number)) == facts)
            #expect(reader.verifier(Sample.key(number)) == nil)
        }
    }

    @Test func `ends with the same facts in whichever order they arrive`() throws {
        var source = SplitMix64(seed: 4)
        for round in UInt64(0)..<60 {
            let updates = (0..<4).map { _ in RandomFacts.facts(&source) }
            let first = Sample.key(2 * round)
            let second = Sample.key(2 * round + 1)
            for facts in updates { try cache.learn(first, facts) }
            for facts in updates.shuffled(using: &source) { try cache.learn(second, facts) }
            #expect(reader.patron(for: first) == reader.patron(for: second))
        }
    }

    @Test func `never lets an old answer lift a newer block`() throws {
        try cache.learn(Sample.key(1), Sample.facts(blocks: [.excluded], 100))
        try cache.learn(Sample.key(1), Sample.facts(99))
        #expect(reader.facts(Sample.key(1))?.blocks.value == [.excluded])
        try cache.learn(Sample.key(1), Sample.facts(101))
        #expect(reader.facts(Sample.key(1))?.blocks.value == [])
    }

    @Test func `learns many patrons at once, more than one transaction holds`() throws {
        let count = UInt64(PatronCache.batchMax) + 50
        try cache.learn((0..<count).map { (Sample.key($0), Sample.facts(patron: "P\($0)")) })
        #expect(try cache.statistics().patrons == Int(count))
        #expect(reader.facts(Sample.key(0))?.patron == PatronNumber("P0"))
        #expect(reader.facts(Sample.key(count - 1))?.patron == PatronNumber("P\(count - 1)"))
    }

    @Test func `takes the same card twice in one batch`() throws {
        let key = Sample.key(1)
        try cache.learn([(key, Sample.facts(2)), (key, Sample.facts(blocks: [.excluded], 1))])
        #expect(reader.facts(key)?.blocks.value == [])
        #expect(try cache.statistics().patrons == 1)
    }

    @Test func `keeps no more restrictions than a patron can have`() throws {
        let codes = (0..<BlockCode.countMax).compactMap { BlockCode("a\(100 + $0)") }
        let more = (0..<BlockCode.countMax).compactMap { BlockCode("b\(100 + $0)") }
        try cache.learn(Sample.key(1), Sample.facts(blocks: Set(codes)))
        try cache.learn(Sample.key(1), Sample.facts(blocks: Set(more)))
        #expect(reader.facts(Sample.key(1))?.blocks.value == Set(codes))
    }

    @Test func `takes the newer of two cards that fall on one row, and confuses neither`() throws {
        let key = Sample.key(1)
        let twins = [
            CardKey(key.first ^ 1, key.second, key.third, key.fourth),
            CardKey(key.first, key.second ^ 1, key.third, key.fourth),
            CardKey(key.first, key.second, key.third, key.fourth ^ 1),
        ]
        for twin in twins {
            #expect(twin.rowNumber == key.rowNumber)
            try cache.learn(key, Sample.facts(patron: "first", 10))
            try cache.keepVerifier(PINVerifier(bytes: [1]), for: key)
            #expect(reader.patron(for: twin) == .unknown)
            try cache.learn(twin, Sample.facts(patron: "second", 5))
            #expect(reader.patron(for: key) == .unknown)
            #expect(reader.facts(twin) == Sample.facts(patron: "second", 5))
            #expect(reader.verifier(twin) == nil)
            try cache.forget(key)
            #expect(try !cache.keepVerifier(PINVerifier(bytes: [2]), for: key))
            #expect(reader.facts(twin)?.patron == PatronNumber("second"))
        }
    }

    @Test func `keeps a verifier only for a card that it knows`() throws {
        let verifier = PINVerifier(bytes: Array(repeating: 7, count: PINVerifier.lengthMax))
        #expect(try !cache.keepVerifier(verifier, for: Sample.key(1)))
        try cache.learn(Sample.key(1), Sample.facts())
        #expect(try cache.keepVerifier(verifier, for: Sample.key(1)))
        try cache.learn(Sample.key(1), Sample.facts(1))
        #expect(reader.verifier(Sample.key(1)) == verifier)
        try cache.dropVerifier(of: Sample.key(1))
        #expect(reader.verifier(Sample.key(1)) == nil)
        #expect(reader.facts(Sample.key(1)) == Sample.facts(1))
    }

    @Test func `drops the verifier of a card that has passed to another patron`() throws {
        let verifier = PINVerifier(bytes: [1, 2, 3])
        try cache.learn(Sample.key(1), Sample.facts(patron: "old", 10))
        try cache.keepVerifier(verifier, for: Sample.key(1))
        try cache.learn(Sample.key(1), Sample.facts(patron: "older", 5))
        #expect(reader.verifier(Sample.key(1)) == verifier)
        try cache.learn(Sample.key(1), Sample.facts(patron: "new", 20))
        #expect(reader.verifier(Sample.key(1)) == nil)
    }

    @Test func `forgets a card, and those that were not seen for long`() throws {
        for number in UInt64(0)..<20 {
            try cache.learn(Sample.key(number), Sample.facts(Int64(number) * 86_400))
        }
        try cache.forget(Sample.key(15))
        #expect(reader.patron(for: Sample.key(15)) == .unknown)
        let day = CivilTime(Sample.now, secondsAheadOfUTC: 0).date.advanced(by: 10)
        #expect(try cache.forget(unseenSince: day) == 10)
        #expect(reader.patron(for: Sample.key(9)) == .unknown)
        #expect(reader.facts(Sample.key(10)) != nil)
        #expect(try cache.statistics().patrons == 9)
    }

    @Test func `counts what it holds`() throws {
        #expect(
            try cache.statistics()
                == PatronCache.Statistics(patrons: 0, verifiers: 0, oldest: nil, newest: nil)
        )
        for number in UInt64(1)...3 {
            try cache.learn(Sample.key(number), Sample.facts(Int64(number)))
        }
        try cache.keepVerifier(PINVerifier(bytes: [1]), for: Sample.key(2))
        let expected = PatronCache.Statistics(
            patrons: 3,
            verifiers: 1,
            oldest: Sample.moment(1).timestamp,
            newest: Sample.moment(3).timestamp
        )
        #expect(try cache.statistics() == expected)
    }

    @Test func `answers the door while somebody writes`() throws {
        try cache.learn(Sample.key(1), Sample.facts(1))
        let other = try DatabaseQueue(path: folder.path + "/" + PatronCache.fileName)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN EXCLUSIVE; UPDATE patron SET validity = 'expired'")
            #expect(reader.facts(Sample.key(1)) == Sample.facts(1))
            try db.execute(sql: "COMMIT")
        }
        #expect(reader.facts(Sample.key(1))?.validity.value == .expired)
    }

    @Test func `hashes cards as the station does`() throws {
        let card = try #require(CardNumber("7101011234"))
        #expect(reader.key(for: card) == CardHasher(keys: try Sample.keys()).key(for: card))
    }
}

@Suite struct `The file of the patron cache` {
    private let folder = TemporaryFolder()

    private func open() throws -> (cache: PatronCache, opening: StoreOpening) {
        try PatronCache.open(in: folder.path, at: Sample.now)
    }

    @Test func `keeps what was learnt`() throws {
        let (first, opening) = try open()
        #expect(opening == .created)
        try first.learn(Sample.key(1), Sample.facts())
        try first.close()
        let (second, again) = try open()
        #expect(again == .existing)
        #expect(try second.statistics().patrons == 1)
    }

    @Test func `can be read by its owner alone`() throws {
        let (cache, _) = try open()
        try cache.learn(Sample.key(1), Sample.facts())
        #expect(try folder.mode() == 0o700)
        #expect(folder.names == ["cache.sqlite", "cache.sqlite-shm", "cache.sqlite-wal"])
        for name in folder.names { #expect(try folder.mode(name) == 0o600) }
    }

    @Test func `holds no card number and no trace of who was forgotten`() throws {
        let (cache, _) = try open()
        let card = try #require(CardNumber("7101011234"))
        let key = CardHasher(keys: try Sample.keys()).key(for: card)
        let trace = Data(key.bytes)
        try cache.learn(key, Sample.facts(patron: "WHO-IS-FORGOTTEN"))
        try cache.checkpoint()
        #expect(folder.bytes("cache.sqlite").range(of: trace) != nil)
        #expect(folder.bytes("cache.sqlite").range(of: Data("7101011234".utf8)) == nil)
        try cache.forget(key)
        try cache.checkpoint()
        for name in folder.names {
            #expect(folder.bytes(name).range(of: trace) == nil)
            #expect(folder.bytes(name).range(of: Data("WHO-IS-FORGOTTEN".utf8)) == nil)
        }
    }

    @Test func `is set aside when it is damaged, and only the newest such file is kept`() throws {
        let name = "cache.sqlite.damaged-20260921T141320Z"
        for garbage in ["this is no database at all, not even nearly", "and this is none either"] {
            try folder.write(Array(garbage.utf8), to: PatronCache.fileName)
            let (cache, opening) = try open()
            #expect(opening == .setAside(path: folder.path + "/" + name))
            #expect(folder.bytes(name) == Data(garbage.utf8))
            try cache.learn(Sample.key(1), Sample.facts())
            try cache.close()
        }
        #expect(
            StoreFile.setAsidePaths(of: folder.path + "/" + PatronCache.fileName)
                == [folder.path + "/" + name]
        )
    }

    @Test(arguments: [
        "PRAGMA application_id = 1", "PRAGMA user_version = 0", "DROP TABLE patron",
        "ALTER TABLE patron ADD COLUMN name TEXT",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 99",
    ])
    func `is set aside when its tables are not the ones of this release`(sql: String) throws {
        let (cache, _) = try open()
        try cache.learn(Sample.key(1), Sample.facts())
        try cache.close()
        try folder.tamper("cache.sqlite", sql)
        let (fresh, opening) = try open()
        #expect(opening != .existing)
        #expect(try fresh.statistics().patrons == 0)
    }

    @Test(arguments: [
        "validity = 'good'", "blocks = 'two words'", "blocks = ','", "debts = ''||char(10)",
        "key = x'00'", "patron = 'æ'", "verifier = zeroblob(129)", "age_at = NULL",
        "age_next = 21",
    ])
    func `answers with a failure where a row breaks the rules`(change: String) throws {
        let (cache, _) = try open()
        let reader = try cache.reader(hasher: CardHasher(keys: try Sample.keys()))
        try cache.learn(Sample.key(1), Sample.facts(blocks: [.excluded, .debt]))
        try cache.close()
        try folder.tamper("cache.sqlite", "UPDATE patron SET \(change)")
        #expect(reader.patron(for: Sample.key(1)) == .failed)
    }

    @Test func `is sound as it was written`() throws {
        let (cache, _) = try open()
        #expect(try cache.check())
        try cache.learn((0..<500).map { (Sample.key($0), Sample.facts(patron: "P\($0)")) })
        #expect(try cache.check())
        try cache.close()
        #expect(try open().1 == .existing)
    }

    @Test func `gives nobody any more once a check found damage, and is set aside next`() throws {
        let (whole, _) = try open()
        try whole.learn((0..<500).map { (Sample.key($0), Sample.facts(patron: "P\($0)")) })
        try whole.close()
        // The first cell of a leaf is led astray, which opening does not read.
        let file = try #require(FileHandle(forUpdatingAtPath: folder.path + "/cache.sqlite"))
        try file.seek(toOffset: 4096 * 8 + 8)
        try file.write(contentsOf: [0x0F, 0xF0])
        try file.close()

        let (cache, opening) = try open()
        #expect(opening == .existing)
        let reader = try cache.reader(hasher: CardHasher(keys: try Sample.keys()))
        func answers() -> Set<Bool> {
            Set((0..<500).map { reader.patron(for: Sample.key($0)) == .failed })
        }
        #expect(answers().contains(false))
        #expect(try !cache.check())
        #expect(answers() == [true])
        try cache.close()
        #expect(try open().1 != .existing)
    }

    @Test func `answers with a failure where the disk gives something else back`() throws {
        let (cache, _) = try open()
        try cache.learn((0..<500).map { (Sample.key($0), Sample.facts(patron: "P\($0)")) })
        try cache.close()
        let reader = try PatronCache.Reader(
            path: folder.path + "/cache.sqlite",
            hasher: CardHasher(keys: try Sample.keys())
        )
        let size = folder.bytes("cache.sqlite").count
        let file = try #require(FileHandle(forUpdatingAtPath: folder.path + "/cache.sqlite"))
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: size - 4096))
        try file.close()
        for number in UInt64(0)..<500 { #expect(reader.patron(for: Sample.key(number)) == .failed) }
    }

    @Test func `cannot be opened where the folder cannot be made`() {
        #expect(throws: StoreError.noAccess) {
            try PatronCache.open(in: "/proc/nowhere", at: Sample.now)
        }
    }
}

extension PatronCache.Reader {
    fileprivate func facts(_ key: CardKey) -> PatronFacts? {
        guard case .known(let patron) = patron(for: key) else { return nil }
        return patron.facts
    }

    fileprivate func verifier(_ key: CardKey) -> PINVerifier? {
        guard case .known(let patron) = patron(for: key) else { return nil }
        return patron.verifier
    }
}

/// Facts drawn from few times and codes, so that many of them meet.
private enum RandomFacts {
    static func facts(_ source: inout SplitMix64) -> PatronFacts {
        PatronFacts(
            patron: PatronNumber("P1"),
            blocks: Aged(codes([.excluded, .cardStolen, .deceased], &source), asOf: time(&source)),
            debts: Aged(codes([.debt, .excessiveFees], &source), asOf: time(&source)),
            validity: Aged(source.oneIn(3) ? .expired : .valid, asOf: time(&source)),
            age: source.oneIn(4) ? nil : Aged(age(&source), asOf: time(&source)),
            consent: permission(&source),
            enrolment: permission(&source),
            residence: source.oneIn(3)
                ? nil : Aged(source.oneIn(2) ? .resident : .elsewhere, asOf: time(&source))
        )
    }

    private static func permission(_ source: inout SplitMix64) -> Aged<Permission>? {
        guard !source.oneIn(3) else { return nil }
        return Aged(source.oneIn(2) ? .given(through: nil) : .notGiven, asOf: time(&source))
    }

    private static func codes(_ all: [BlockCode], _ source: inout SplitMix64) -> Set<BlockCode> {
        Set(all.filter { _ in source.oneIn(2) })
    }

    private static func age(_ source: inout SplitMix64) -> AgeFact {
        let reached = source.number(0...2) * 9
        guard reached < 18 else { return AgeFact(reached: reached, next: nil) }
        let from = CivilDate(dayNumber: 20_000 + reached)
        return AgeFact(reached: reached, next: AgeFact.Next(age: reached + 9, from: from))
    }

    private static func time(_ source: inout SplitMix64) -> Timestamp {
        Sample.moment(Int64(source.number(0...3))).timestamp
    }
}
