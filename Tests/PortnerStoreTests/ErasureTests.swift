// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The erasure of a person` {
    private let folder = TemporaryFolder()
    private let cache: PatronCache
    private let ledger: Ledger
    private let verifier = PINVerifier(bytes: Array("a verifier of a PIN".utf8))

    init() throws {
        cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
        ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
    }

    /// Many patrons, of whom number 1 has the cards 1 and 2, with visits and a wrong attempt.
    private func fill() throws {
        try cache.learn(
            (3..<400).map { (Sample.key($0), Sample.facts(patron: "OTHER-\($0)")) }
                + [1, 2].map { (Sample.key($0), Sample.facts(patron: "PERSON-1")) }
        )
        try cache.keepVerifier(verifier, for: Sample.key(1))
        for second in Int64(1)...40 {
            let card = UInt64(second % 4 + 1)
            try ledger.append(records: [Sample.record(second, subject: Sample.key(card))])
        }
        try ledger.append(
            records: [],
            throttle: [ThrottleCount(subject: .card(Sample.key(2)), failures: 3)]
        )
    }

    private func traces() throws -> PersonTraces {
        let number = try #require(PatronNumber("PERSON-1"))
        let cards = try cache.cards(of: number)
        return PersonTraces(
            cards: cards,
            patrons: try cards.compactMap { try cache.patron(for: $0) },
            salts: try cards.flatMap { try ledger.salts(about: $0) }
        )
    }

    private func search(_ traces: PersonTraces) throws -> StoreSearch {
        try StoreSearch(for: traces, in: folder.path)
    }

    @Test func `concerns all cards with the same patron number`() throws {
        try fill()
        let person = try #require(PatronNumber("PERSON-1"))
        let nobody = try #require(PatronNumber("NOBODY"))
        #expect(try Set(cache.cards(of: person)) == [Sample.key(1), Sample.key(2)])
        #expect(try cache.cards(of: nobody).isEmpty)
    }

    @Test func `reaches into the roster`() throws {
        let roster = try PatronRoster.open(in: folder.path, at: Sample.now).roster
        try fill()
        try roster.pool.write { db in
            let card: StatementArguments = [
                Sample.key(1).rowNumber, Data(Sample.key(1).bytes),
            ]
            try db.execute(sql: "INSERT INTO origin VALUES (1, 'one', 1, x'00')")
            try db.execute(sql: "INSERT INTO gone VALUES (?, ?)", arguments: card)
            try db.execute(
                sql: """
                    INSERT INTO patron VALUES
                        (?, ?, 'PERSON-1', '', '', 'valid', NULL, NULL, NULL, NULL, NULL, NULL,
                            NULL)
                    """,
                arguments: card
            )
        }
        let number = try #require(PatronNumber("PERSON-1"))
        #expect(try roster.cards(of: number) == [Sample.key(1)])
        #expect(try roster.patron(for: Sample.key(1))?.facts.patron == number)
        let traces = PersonTraces(cards: [Sample.key(1)], patrons: [], salts: [])
        func isInRoster() throws -> Bool {
            try search(traces).files.contains {
                $0.name.hasPrefix(PatronRoster.fileName) && !$0.found.isEmpty
            }
        }
        #expect(try isInRoster())
        try roster.forget(cards: [Sample.key(1)])
        #expect(try roster.compact())
        try roster.checkpoint()
        #expect(try !isInRoster())
        #expect(try roster.patron(for: Sample.key(1)) == nil)
    }

    @Test func `leaves no trace in any file, which a search shows that found all before`() throws {
        try fill()
        let traces = try traces()
        // Two cards thrice each, a number, a verifier and twenty salts.
        #expect(traces.count == 28)
        let before = try search(traces)
        let kinds = before.files.reduce(into: Set<PersonTraces.Kind>()) {
            $0.formUnion($1.found.keys)
        }
        #expect(kinds == Set(PersonTraces.Kind.allCases))
        #expect(!before.isClean && !before.hasRowNumbersOnly)

        for card in [Sample.key(1), Sample.key(2)] {
            try cache.forget(card)
            try ledger.deletePersonalParts(about: card)
        }
        try ledger.append(
            records: [],
            throttle: [ThrottleCount(subject: .card(Sample.key(2)), failures: 0)]
        )
        try ledger.emptyLog()
        try cache.checkpoint()
        var after = try search(traces)
        #expect(after.hasRowNumbersOnly)
        #expect(try cache.compact())
        try cache.checkpoint()
        after = try search(traces)
        #expect(after.isClean, "\(after.files.filter { !$0.found.isEmpty })")
        #expect(after.files.count >= 4)
        #expect(try ledger.verify() == .intact(entries: 40))
        #expect(try cache.statistics().patrons == 397)
    }

    @Test func `is searched for in files that were set aside, too`() throws {
        try fill()
        try folder.write(Sample.key(1).bytes, to: "ledger.sqlite.damaged-20260101T000000Z")
        let found = try search(try traces()).files.first { $0.name.contains("damaged") }
        #expect(found?.found == [.cardHash: 1])
    }

    @Test func `proves nothing where the files cannot be read`() throws {
        let traces = try traces()
        #expect(throws: StoreError.noAccess) {
            try StoreSearch(for: traces, in: folder.path + "/nowhere")
        }
    }

    @Test func `finds the numbers of rows that deleted rows leave in the tree`() throws {
        try cache.learn((1...2000).map { (Sample.key($0), Sample.facts(patron: "P\($0)")) })
        let cards = (1...2000).map { Sample.key($0) }
        for card in cards.prefix(500) { try cache.forget(card) }
        try cache.checkpoint()
        let traces = PersonTraces(cards: Array(cards.prefix(500)), patrons: [], salts: [])
        let before = try search(traces)
        #expect(before.hasRowNumbersOnly)
        #expect(try cache.compact())
        try cache.checkpoint()
        #expect(try search(traces).isClean)
    }
}

@Suite struct `A search for bytes` {
    @Test func `finds what SQLite writes for a number`() throws {
        for number in [0, 1, 127, 128, 16_384, Int64.max, Int64.max >> 7, 1 << 56, 1 << 55] {
            var decoded: UInt64 = 0
            let bytes = PersonTraces.varint(number)
            for (index, byte) in bytes.enumerated() {
                decoded =
                    index == 8 ? decoded << 8 | UInt64(byte) : decoded << 7 | UInt64(byte & 0x7F)
            }
            #expect(decoded == UInt64(number))
            #expect(bytes.count <= 9)
            #expect(bytes.dropLast().allSatisfy { $0 & 0x80 != 0 })
        }
    }

    @Test func `finds sequences that share their beginning, overlap, or end the text`() {
        let needles = Needles([Array("abcd".utf8), Array("abce".utf8), Array("ceab".utf8)])
        let found = needles.found(in: Array("abcdabceabceab".utf8))
        #expect(found.map(\.index) == [0, 1, 2, 1, 2])
        #expect(found.map(\.end) == [4, 8, 10, 12, 14])
        #expect(needles.lengthMax == 4)
    }

    @Test func `finds what lies across two pieces of a file, once`() throws {
        let folder = TemporaryFolder()
        let key = Sample.key(7)
        var bytes = [UInt8](repeating: 0, count: (1 << 20) - 16)
        bytes += key.bytes + [UInt8](repeating: 0, count: 5000) + key.bytes
        try folder.write(bytes, to: Ledger.fileName)
        let traces = PersonTraces(cards: [key], patrons: [], salts: [])
        let search = try StoreSearch(for: traces, in: folder.path)
        #expect(search.files.map(\.found) == [[.cardHash: 2]])
        #expect(search.files.map(\.bytes) == [bytes.count])
    }
}

@Suite struct `Every database of the store` {
    @Test func `is asked whether it overwrites what is deleted`() throws {
        let queue = try DatabaseQueue()
        try queue.inDatabase { db in
            try db.overwriteDeleted()
            #expect(try Int.fetchOne(db, sql: "PRAGMA secure_delete") == 1)
        }
        let folder = TemporaryFolder()
        let cache = try PatronCache.open(in: folder.path, at: Sample.now).cache
        let ledger = try Ledger.open(in: folder.path, at: Sample.now).ledger
        for value in [
            try cache.pool.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA secure_delete")
            },
            try ledger.pool.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA secure_delete")
            },
        ] {
            #expect(value == 1)
        }
    }
}
