// SPDX-License-Identifier: MPL-2.0

import Crypto
import Foundation
import GRDB
import PortnerCore
import Roster
import Testing

@testable import PortnerStore

@Suite struct `A station's roster` {
    private let bench: RosterBench

    init() throws { bench = try RosterBench() }

    @Test(arguments: RosterForm.allCases)
    func `gives every fact of a file to the door`(_ form: RosterForm) throws {
        var rows = try RosterBench.rows(0..<50)
        rows[7] = try RosterBench.row(7, blocks: [.excluded, .debt])
        rows[8].cards.append(try RosterBench.card(1008))
        let file = try bench.file(rows, 10, cursor: "a", form: form)
        let changes = try bench.changes(try bench.roster.take(file, bench.terms))
        #expect((changes.rows, changes.written, changes.removed) == (50, 51, 0))
        let expected = PatronFacts(
            patron: PatronNumber("P7"),
            blocks: [.excluded, .debt],
            validity: .valid,
            age: AgeFact(reached: 18, next: nil),
            consent: .given(through: CivilDate(iso8601: "2030-01-01")),
            enrolment: .given(through: nil),
            residence: .elsewhere,
            asOf: Sample.moment(10).timestamp,
            source: .roster
        )
        #expect(try bench.facts(7) == expected)
        #expect(try bench.facts(6)?.residence?.value == .resident)
        #expect(try bench.facts(1008)?.patron == PatronNumber("P8"))
        #expect(try bench.facts(50) == nil)
        let origin = try #require(try bench.roster.origin())
        #expect(origin.cursor.text == "a")
        #expect(origin.asOf == Sample.moment(10).timestamp)
        #expect(try bench.roster.count() == 51)
    }

    @Test func `renews every fact without writing a row when nothing changed`() throws {
        try bench.take(try RosterBench.rows(0..<500), 10, cursor: "a")
        try bench.roster.checkpoint()
        let before = bench.folder.bytes("roster.sqlite")
        let outcome = try bench.take(try RosterBench.rows(0..<500), 20, cursor: "b")
        let changes = try bench.changes(outcome)
        #expect((changes.written, changes.unchanged, changes.removed) == (0, 500, 0))
        #expect(try bench.facts(3)?.blocks.asOf == Sample.moment(20).timestamp)
        try bench.roster.checkpoint()
        let after = bench.folder.bytes("roster.sqlite")
        let pages = stride(from: 0, to: before.count, by: 4096).filter {
            before[$0..<$0 + 4096] != after[$0..<$0 + 4096]
        }
        // The header's page and the one row that says which roster is held.
        #expect(pages.count <= 2)
    }

    @Test func `brings the ages that doors ask for now, a delta those of its own rows`() throws {
        func reached(_ number: Int) throws -> Int? { try bench.facts(number)?.age?.value.reached }
        bench.terms.ageLimits = [15]
        try bench.take(try RosterBench.rows(0..<5), 10, cursor: "a")
        #expect(try reached(1) == 15)
        bench.terms.ageLimits = [15, 18]
        try bench.take(try RosterBench.rows(1..<2), 20, cursor: "b", since: "a")
        #expect(try reached(1) == 18)
        #expect(try reached(2) == 15)
        try bench.take(try RosterBench.rows(0..<5), 30, cursor: "c")
        #expect(try reached(2) == 18)
    }

    @Test func `changes nothing for a repeated or an older one`() throws {
        bench.terms.shrinkMax = 20
        try bench.take(try RosterBench.rows(0..<5), 10, cursor: "a")
        let heading = try bench.changes(
            try bench.take(try RosterBench.rows(1..<6), 20, cursor: "b")
        )
        .heading
        #expect(try bench.take(try RosterBench.rows(1..<6), 20, cursor: "b") == .repeated(heading))
        let older = RosterRefusal.older(held: Sample.moment(20).timestamp)
        #expect(throws: older) { try bench.take([], 15, cursor: "c") }
        #expect(throws: older) { try bench.take([], 20, cursor: "c") }
        #expect(throws: older) { try bench.take([], 15, cursor: "c", since: "b") }
        #expect(try bench.facts(5) != nil)
        #expect(try bench.facts(0) == nil)
    }

    @Test func `follows a delta, and asks for a full one after a gap`() throws {
        #expect(throws: RosterRefusal.gap(held: nil)) {
            try bench.take([], 10, cursor: "b", since: "a")
        }
        try bench.take(try RosterBench.rows(0..<10), 10, cursor: "a")
        let rows = [
            try RosterBench.row(1, blocks: [.excluded]), try RosterBench.row(2),
            try RosterBench.row(3, gone: true), try RosterBench.row(11),
        ]
        let changes = try bench.changes(try bench.take(rows, 20, cursor: "b", since: "a"))
        #expect((changes.written, changes.unchanged, changes.removed) == (2, 1, 1))
        #expect(try bench.facts(1)?.blocks.value == [.excluded])
        #expect(try bench.facts(3) == nil)
        #expect(try bench.facts(4)?.blocks.asOf == Sample.moment(20).timestamp)
        #expect(throws: RosterRefusal.gap(held: RosterCursor("b"))) {
            try bench.take([], 30, cursor: "d", since: "c")
        }
        #expect(try bench.roster.origin()?.cursor.text == "b")
        try bench.take(try RosterBench.rows(0..<12), 40, cursor: "e")
        #expect(try bench.facts(3) != nil)
    }

    @Test func `shrinks only as far as it may unless exactly this file is confirmed`() throws {
        try bench.take(try RosterBench.rows(0..<100), 10, cursor: "a")
        #expect(
            try bench.changes(bench.take(try RosterBench.rows(10..<100), 20, cursor: "b")).removed
                == 10
        )
        let file = try bench.file(try RosterBench.rows(20..<100), 30, cursor: "c")
        let refusal = #expect(throws: RosterRefusal.self) {
            try bench.roster.take(file, bench.terms)
        }
        guard case .shrinks(let shrinkage) = refusal else { throw RosterBench.Unexpected() }
        #expect((shrinkage.held, shrinkage.removed) == (90, 10))
        #expect(shrinkage.cursor.text == "c")
        #expect(try bench.facts(10) != nil)
        var terms = bench.terms
        terms.confirmed = shrinkage.digest
        let other = try bench.file(try RosterBench.rows(30..<100), 30, cursor: "c")
        #expect(throws: RosterRefusal.self) { try bench.roster.take(other, terms) }
        let same = try bench.file(try RosterBench.rows(20..<100), 30, cursor: "c")
        #expect(try bench.changes(try bench.roster.take(same, terms)).removed == 10)
        #expect(try bench.facts(10) == nil)
    }

    @Test func `lets the newer of roster and answer win, whichever comes first`() throws {
        var source = SplitMix64(seed: 12)
        for round in 0..<60 {
            let bench = try RosterBench()
            var updates: [(seconds: Int64, isRoster: Bool, isBlocked: Bool)] = []
            for seconds in 1...Int64(source.number(2...6)) {
                updates.append((seconds, source.oneIn(2), source.oneIn(2)))
            }
            let newest = try #require(updates.last)
            // Rosters come in order; an answer may come long after it was given.
            for update in updates.filter({ !$0.isRoster || round.isMultiple(of: 2) })
                + updates.filter({ $0.isRoster && !round.isMultiple(of: 2) })
            {
                let blocks: Set<BlockCode> = update.isBlocked ? [.excluded] : []
                if update.isRoster {
                    let row = try RosterBench.row(1, blocks: blocks)
                    try bench.take([row], update.seconds, cursor: "c\(update.seconds)")
                } else {
                    let facts = Sample.facts(blocks: blocks, update.seconds)
                    try bench.cache.learn(try bench.key(1), facts)
                }
            }
            let blocks = try #require(try bench.facts(1)?.blocks)
            #expect(blocks.value.contains(.excluded) == newest.isBlocked)
            #expect(blocks.source == (newest.isRoster ? .roster : .answer))
        }
    }

    @Test func `keeps a block that a delta does not name against an older answer`() throws {
        try bench.take([try RosterBench.row(1, blocks: [.excluded])], 10, cursor: "a")
        try bench.cache.learn(try bench.key(1), Sample.facts(patron: "P1", 15))
        #expect(try bench.facts(1)?.blocks.value == [])
        try bench.take([], 20, cursor: "b", since: "a")
        #expect(try bench.facts(1)?.blocks.value == [.excluded])
    }

    @Test func `keeps verifiers and what was learnt about others`() throws {
        let verifier = PINVerifier(bytes: [1, 2, 3])
        for number in [1, 2] {
            try bench.cache.learn(try bench.key(number), Sample.facts(patron: "P\(number)", 5))
            try bench.cache.keepVerifier(verifier, for: try bench.key(number))
        }
        try bench.take([try RosterBench.row(1, blocks: [.debt])], 10, cursor: "a")
        #expect(try bench.verifier(1) == verifier)
        #expect(try bench.facts(1)?.debts.value == [.debt])
        #expect(try bench.facts(2)?.patron == PatronNumber("P2"))
        #expect(try bench.verifier(2) == verifier)
    }

    @Test func `gives no verifier of a card's former patron`() throws {
        try bench.cache.learn(try bench.key(1), Sample.facts(patron: "former", 5))
        try bench.cache.keepVerifier(PINVerifier(bytes: [1]), for: try bench.key(1))
        try bench.take([try RosterBench.row(1)], 10, cursor: "a")
        #expect(try bench.facts(1)?.patron == PatronNumber("P1"))
        #expect(try bench.verifier(1) == nil)
    }

    @Test func `takes older answers about cards with it that it takes out`() throws {
        bench.terms.shrinkMax = 100
        try bench.take(try RosterBench.rows(0..<4), 10, cursor: "a")
        try bench.cache.learn(try bench.key(1), Sample.facts(patron: "P1", 15))
        try bench.cache.learn(try bench.key(2), Sample.facts(patron: "P2", 25))
        try bench.take([try RosterBench.row(3)], 20, cursor: "b")
        #expect(try bench.roster.settle(in: bench.cache) == 1)
        #expect(try bench.facts(1) == nil)
        #expect(try bench.facts(2)?.blocks.asOf == Sample.moment(25).timestamp)
        #expect(try bench.roster.settle(in: bench.cache) == 0)
        try bench.take([try RosterBench.row(2, gone: true)], 30, cursor: "c", since: "b")
        #expect(try bench.roster.settle(in: bench.cache) == 1)
        #expect(try bench.facts(2) == nil)
    }

    @Test func `says no more of a card that the library system does not know`() throws {
        try bench.take([try RosterBench.row(1)], 10, cursor: "a")
        #expect(try bench.roster.holds(try bench.key(1)))
        #expect(try !bench.roster.holds(try bench.key(2)))
        let unknown = PatronFacts.ofUnknownCard(asOf: Sample.moment(15).timestamp)
        try bench.cache.learn(try bench.key(1), unknown)
        #expect(try bench.facts(1)?.validity.value == .invalid)
        try bench.take([try RosterBench.row(1)], 20, cursor: "b")
        #expect(try bench.facts(1)?.validity.value == .valid)
    }

    @Test func `tells all cards of one holder and what it says of each`() throws {
        var rows = try RosterBench.rows(0..<5)
        rows[2].cards.append(try RosterBench.card(1002))
        try bench.take(rows, 10, cursor: "a")
        let number = try #require(bench.roster.patron(for: bench.key(2))?.facts.patron)
        #expect(
            try Set(bench.roster.cards(of: number)) == [bench.key(2), bench.key(1002)]
        )
        #expect(try bench.roster.patron(for: try bench.key(2))?.facts == bench.facts(2))
        #expect(try bench.roster.patron(for: try bench.key(9)) == nil)
    }

    @Test func `forgets a card, and all of them when it was not renewed`() throws {
        try bench.take(try RosterBench.rows(0..<3), 10, cursor: "a")
        try bench.roster.forget(try bench.key(1))
        #expect(try bench.facts(1) == nil)
        #expect(try !bench.roster.forget(asOfBefore: Sample.moment(10).timestamp))
        #expect(try bench.facts(2) != nil)
        #expect(try bench.roster.forget(asOfBefore: Sample.moment(11).timestamp))
        #expect(try bench.facts(2) == nil)
        #expect(try bench.roster.origin() == nil)
    }
}

@Suite struct `A roster on its way in` {
    private let bench: RosterBench

    init() throws { bench = try RosterBench() }

    @Test func `is refused as a whole for one card that stands there twice`() throws {
        var rows = try RosterBench.rows(0..<10)
        rows.append(RosterRow(cards: [try RosterBench.card(3)], patron: .init()))
        let error = RosterError(line: 12, field: .cards, .duplicateCard)
        #expect(throws: RosterRefusal.malformed(error)) { try bench.take(rows, 10, cursor: "a") }
        #expect(try bench.facts(3) == nil)
        #expect(try bench.roster.origin() == nil)
    }

    @Test func `is refused when it is malformed, cut off, too large, gone or of the future`() throws
    {
        let file = try bench.file(try RosterBench.rows(0..<10), 10, cursor: "a", sizeMax: 100)
        #expect(throws: RosterRefusal.tooLarge(max: 100)) {
            try bench.roster.take(file, bench.terms)
        }
        let whole = RosterFile(path: file.path, form: .ndjson, key: nil)
        let bytes = bench.folder.bytes("drop")
        try bench.folder.write(bytes.dropLast(5), to: "drop")
        #expect(throws: RosterRefusal.malformed(RosterError(line: 12, .malformed))) {
            try bench.roster.take(whole, bench.terms)
        }
        try bench.folder.write(bytes.dropLast(12), to: "drop")
        #expect(throws: RosterRefusal.malformed(RosterError(line: 12, .truncated))) {
            try bench.roster.take(whole, bench.terms)
        }
        try bench.folder.write([], to: "drop")
        #expect(throws: RosterRefusal.malformed(RosterError(line: 1, .truncated))) {
            try bench.roster.take(whole, bench.terms)
        }
        #expect(throws: RosterRefusal.unreadable) {
            try bench.roster.take(
                RosterFile(path: file.path + "-none", form: .ndjson, key: nil),
                bench.terms
            )
        }
        #expect(throws: RosterRefusal.fromFuture) {
            try bench.take([], 1_000_121, cursor: "a")
        }
        #expect(try bench.roster.origin() == nil)
    }

    @Test func `changes nothing when it is interrupted at any step`() throws {
        try bench.take(try RosterBench.rows(0..<20), 10, cursor: "a")
        let file = try bench.file(try RosterBench.rows(5..<200), 20, cursor: "b")
        bench.terms.shrinkMax = 100
        for stop in [0, 1, 2, 30, RosterSpool.parts] {
            var steps = 0
            #expect(throws: RosterRefusal.interrupted) {
                try bench.roster.take(file, bench.terms) { _ in
                    steps += 1
                    return steps <= stop
                }
            }
            #expect(try bench.roster.origin()?.cursor.text == "a")
            #expect(try bench.facts(0) != nil)
            #expect(try bench.facts(100) == nil)
        }
        #expect(try bench.changes(try bench.roster.take(file, bench.terms)).removed == 5)
    }

    @Test func `lets the door read and the station write while it is applied`() throws {
        try bench.take(try RosterBench.rows(0..<200), 10, cursor: "a")
        let file = try bench.file(try RosterBench.rows(1..<400), 20, cursor: "b")
        var looks = 0
        _ = try bench.roster.take(file, bench.terms) { step in
            guard step.phase == .applying, step.permille < 1000 else { return true }
            looks += 1
            do {
                try bench.cache.learn(try bench.key(900 + looks), Sample.facts())
                return try bench.facts(0)?.blocks.asOf == Sample.moment(10).timestamp
                    && bench.facts(399) == nil && bench.facts(900 + looks) != nil
            } catch {
                return false
            }
        }
        #expect(looks == RosterSpool.parts - 1)
        #expect(try bench.facts(399) != nil)
    }

    @Test func `leaves no file behind, nor does one that was cut off`() throws {
        var spool = RosterSpool(in: bench.folder.path, memoryMax: 1000)
        for number in 0..<200 {
            try spool.add(try bench.key(number), line: number, Sample.facts(patron: "SECRET"))
        }
        #expect(try bench.folder.mode(RosterSpool.folderName) == 0o700)
        #expect(try bench.folder.mode(RosterSpool.folderName + "/0") == 0o600)
        var keys: Set<[UInt8]> = []
        for part in 0..<RosterSpool.parts {
            let images = try spool.take(part)
            unsafe images.withUnsafeBytes { images in
                let places = unsafe RosterImage.sorted(images)
                for place in places {
                    keys.insert(unsafe Array(RosterImage.key(images, place)))
                    #expect(RosterSpool.rows(of: part).contains(place.row))
                }
                #expect(places.map(\.row) == places.map(\.row).sorted())
            }
        }
        #expect(try keys == Set((0..<200).map { try bench.key($0).bytes }))
        _ = try PatronRoster.open(in: bench.folder.path, at: Sample.now)
        #expect(!bench.folder.names.contains(RosterSpool.folderName))
    }

    @Test func `holds neither card numbers nor birth dates on any disk`() throws {
        try bench.take(try RosterBench.rows(0..<50), 10, cursor: "a")
        for name in bench.folder.names where name != "drop" {
            let bytes = bench.folder.bytes(name)
            for text in ["CARD", "1980-05-05"] {
                #expect(bytes.range(of: Data(text.utf8)) == nil)
            }
        }
    }

    @Test func `is no longer looked into once damage is found`() throws {
        try bench.take(try RosterBench.rows(0..<2000), 10, cursor: "a")
        try bench.roster.checkpoint()
        #expect(try bench.roster.check())
        let path = bench.folder.path + "/roster.sqlite"
        let size = bench.folder.bytes("roster.sqlite").count
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(size / 2))
        try file.write(contentsOf: Data(repeating: 0xFF, count: size / 4))
        try file.close()
        #expect(try !bench.roster.check())
        #expect(!bench.roster.isSound)
        #expect(bench.reader.patron(for: try bench.key(1)) == .failed)
        let (_, opening) = try PatronRoster.open(in: bench.folder.path, at: Sample.now)
        guard case .setAside = opening else { throw RosterBench.Unexpected() }
    }

    @Test func `is set aside with its file when that is damaged`() throws {
        try bench.take(try RosterBench.rows(0..<50), 10, cursor: "a")
        try bench.roster.close()
        try bench.folder.write([UInt8](repeating: 7, count: 9000), to: "roster.sqlite")
        let (roster, opening) = try PatronRoster.open(in: bench.folder.path, at: Sample.now)
        guard case .setAside = opening else { throw RosterBench.Unexpected() }
        #expect(try roster.origin() == nil)
        #expect(try roster.check())
    }
}

@Suite struct `A signed roster` {
    private let bench: RosterBench
    private let secret = Curve25519.Signing.PrivateKey()
    private let key: RosterKey
    private let file: RosterFile

    init() throws {
        bench = try RosterBench()
        key = try #require(RosterKey(secret.publicKey.rawRepresentation.base64EncodedString()))
        file = try bench.file(try RosterBench.rows(0..<9000), 10, cursor: "a", key: key)
    }

    private func sign(_ encode: (Data) -> Data = { $0 }) throws {
        let signature = try secret.signature(for: bench.folder.bytes("drop"))
        try bench.folder.write(encode(signature), to: "drop.sig")
    }

    @Test func `is taken with its signature, as bytes or as base64`() throws {
        try sign()
        _ = try bench.changes(try bench.roster.take(file, bench.terms))
        try sign { Data(($0.base64EncodedString() + "\n").utf8) }
        guard case .repeated = try bench.roster.take(file, bench.terms) else {
            throw RosterBench.Unexpected()
        }
    }

    @Test func `is refused without one, with another's, and after any change`() throws {
        #expect(throws: RosterRefusal.unsigned) { try bench.roster.take(file, bench.terms) }
        for signature in [Data(), Data("no".utf8), Data(repeating: 0, count: 64)] {
            try bench.folder.write(signature, to: "drop.sig")
            #expect(throws: RosterRefusal.wrongSignature) {
                try bench.roster.take(file, bench.terms)
            }
        }
        try sign()
        var bytes = bench.folder.bytes("drop")
        bytes[bytes.count / 2] ^= 1
        try bench.folder.write(bytes, to: "drop")
        #expect(throws: RosterRefusal.wrongSignature) { try bench.roster.take(file, bench.terms) }
        #expect(try bench.roster.origin() == nil)
    }

    @Test func `is verified with a key in any of three forms`() throws {
        let raw = secret.publicKey.rawRepresentation
        let hex = raw.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(RosterKey(hex) == key)
        let prefix = Data([0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0])
        let body = (prefix + raw).base64EncodedString()
        let pem = "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----\n"
        #expect(RosterKey(pem) == key)
        #expect(RosterKey("\(raw.base64EncodedString())\n") == key)
        for text in ["", "00", hex + "00", "-----BEGIN PUBLIC KEY-----", "æ"] {
            #expect(RosterKey(text) == nil)
        }
    }

    @Test func `has a stable code and an explanation for each refusal`() {
        let refusals: [RosterRefusal] = [
            .unreadable, .tooLarge(max: 1), .unsigned, .wrongSignature,
            .malformed(RosterError(line: 1, .truncated)), .fromFuture, .older(held: Sample.now),
            .gap(held: nil), .interrupted, .store(.full),
        ]
        #expect(Set(refusals.map(\.code)).count == refusals.count)
        #expect(refusals.allSatisfy { !$0.explanation.isEmpty })
    }
}
