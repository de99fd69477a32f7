// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
import Testing

@testable import PortnerStore

/// A door that reads and writes a real cache on a disk that fails.
private final class CachedDoor {
    private static let reader: ReaderName = "outside"
    static let day = Duration.seconds(86_400)

    /// What the loop's ports saw.
    private final class Sight {
        var questions: [LibraryQuestion] = []
        var outcomes: [String] = []
    }

    let cache: PatronCache
    let unwritten: UnwrittenChanges
    private let sight = Sight()
    private(set) var loop: StationLoop<PatronCache.Reader>

    init(_ folder: String) throws {
        let cache = try PatronCache.open(in: folder, at: Sample.now).cache
        let unwritten = try UnwrittenChanges(in: folder)
        let sight = sight
        (self.cache, self.unwritten) = (cache, unwritten)
        let settings = StationSettings(
            doors: [DoorSettings(door: "front", hasContact: false)],
            rules: [
                DoorRules(
                    door: "front",
                    schedule: .always(.selfService),
                    asksPIN: false,
                    ageMin: 15,
                    outage: .admitVerified(within: Self.day),
                    limits: FactLimits(blocks: Self.day, debts: Self.day, validity: Self.day)
                )
            ],
            readers: [ReaderSettings(reader: Self.reader, door: "front")],
            refreshAfter: .seconds(1)
        )
        loop = StationLoop(
            Station(settings, at: Sample.moment(0)),
            reading: try cache.reader(hasher: CardHasher(keys: try Sample.keys())),
            ports: StationPorts(
                append: { batch in sight.outcomes += batch.records.compactMap { $0[.outcome] } },
                drive: { _, _ in },
                change: { Self.write($0, to: cache) },
                distrust: { try? unwritten.keep($0) },
                trust: { cards in
                    let isDone: Void? = try? {
                        try cache.synchronize()
                        try unwritten.release(cards)
                    }()
                    return isDone != nil
                },
                send: { action, _ in
                    if case .ask(let question) = action { sight.questions.append(question) }
                }
            ),
            unwritten: unwritten.changes(asOf: Sample.moment(5).timestamp),
            hasLostChanges: unwritten.hasOverflowed
        )
    }

    private static func write(_ change: CacheChange, to cache: PatronCache) -> Bool {
        let isWritten: Void? =
            switch change {
            case .learn(let key, let facts): try? cache.learn(key, facts)
            case .refresh(let key, let facts): try? { _ = try cache.refresh(key, facts) }()
            case .saw(let keys, let day): try? cache.saw(keys, on: day)
            case .forget(let key), .disown(let key, _): try? cache.forget(key)
            case .dropVerifier(let key): try? cache.dropVerifier(of: key)
            case .doubt(let key, let asOf): try? cache.doubt(key, asOf: asOf)
            case .keepVerifier, .rekey: ()
            }
        return isWritten != nil
    }

    func present(_ card: CardNumber, at seconds: Int64) {
        loop.handle(.cardPresented(card, reader: Self.reader), at: Sample.moment(seconds))
    }

    /// The library system answers the newest question.
    func reply(_ reply: LibraryReply, at seconds: Int64) throws {
        let ticket = try #require(sight.questions.last).ticket
        loop.handle(.libraryReplied(reply, ticket), at: Sample.moment(seconds))
    }

    func advance(to seconds: Int64) { loop.advance(to: Sample.moment(seconds)) }

    var asked: Int { sight.questions.count }
    var grants: Int { sight.outcomes.count { $0 == "granted" } }

    /// The process ends without writing anything any more.
    func die() throws {
        try cache.pool.close()
    }
}

@Suite struct `A block that could not be written to the cache` {
    private let card = CardNumber("CARD1")

    private var key: CardKey {
        get throws { CardHasher(keys: try Sample.keys()).key(for: try #require(card)) }
    }

    /// Every way in which the cache's disk refuses to go on, and both ways in which the process may
    /// end while it does.
    @Test(arguments: [FaultyDisk.Fault.io, .full, .shortWrite, .lostSync], [false, true])
    func `is not forgotten by a restart`(fault: FaultyDisk.Fault, staysFull: Bool) throws {
        let card = try #require(card)
        let disk = try FaultyDisk()
        let door = try CachedDoor(disk.folder.path)
        try door.cache.learn(try key, Sample.facts())
        door.present(card, at: 2)
        #expect(door.grants == 1)

        let failing = FaultyDisk.Plan(fault: fault, call: 1, lasts: true)
        _ = disk.failing(failing) {
            // The answer of the question that refreshed the facts.
            try door.reply(.known(Sample.facts(blocks: [.excluded], 3), pinAccepted: nil), at: 3)
        }
        let isLacking = !door.loop.trustsCache
        #expect(door.unwritten.cards == (isLacking ? [try key] : []))
        if fault == .io || fault == .full { #expect(isLacking) }
        try door.die()

        let again = try CachedDoor(disk.folder.path)
        again.present(card, at: 6)
        again.advance(to: 20)
        #expect(again.grants == 0, "the library system was not there to say otherwise")
        again.present(card, at: 40)
        #expect(again.grants == 0)
        try again.reply(.known(Sample.facts(41), pinAccepted: nil), at: 41)
        #expect(again.grants == 1)
        #expect(again.loop.trustsCache)
        #expect(again.unwritten.cards.isEmpty)
    }

    @Test func `closes the cache until it can be written again after a restart`() throws {
        let card = try #require(card)
        let disk = try FaultyDisk()
        let folder = disk.folder.path
        let first = try CachedDoor(folder)
        try first.cache.learn(try key, Sample.facts())
        let failing = FaultyDisk.Plan(fault: .full, call: 1, lasts: true)
        first.present(card, at: 2)
        _ = disk.failing(failing) {
            try first.reply(.known(Sample.facts(blocks: [.excluded], 3), pinAccepted: nil), at: 3)
        }
        try first.die()
        let second = try CachedDoor(folder)
        second.advance(to: 4)
        #expect(second.loop.trustsCache)
        try second.unwritten.keep(try key)
        let result = disk.failing(failing) {
            let third = try CachedDoor(folder)
            #expect(!third.loop.trustsCache)
            third.present(card, at: 6)
            third.advance(to: 20)
            #expect(third.grants == 0)
        }
        #expect(result.isDone)
    }

    @Test func `outlives any number of restarts in the file`() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true
        )
        for number in UInt64(1)...20 {
            let unwritten = try UnwrittenChanges(in: folder.path)
            #expect(unwritten.cards == (1..<number).map { Sample.key($0) })
            try unwritten.keep(Sample.key(number))
            try unwritten.keep(Sample.key(number))
        }
        let unwritten = try UnwrittenChanges(in: folder.path)
        try unwritten.release((1...19).map { Sample.key($0) })
        #expect(try UnwrittenChanges(in: folder.path).cards == [Sample.key(20)])
        #expect(try folder.mode(UnwrittenChanges.fileName) == 0o600)
        #expect(
            folder.bytes(UnwrittenChanges.fileName).firstRange(of: Data(Sample.key(1).bytes)) == nil
        )
    }

    @Test func `closes the whole cache when there are more than can be told`() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true
        )
        let unwritten = try UnwrittenChanges(in: folder.path)
        let size = folder.bytes(UnwrittenChanges.fileName).count
        for number in 1...UInt64(UnwrittenChanges.cardsMax) {
            try unwritten.keep(Sample.key(number))
        }
        #expect(!unwritten.hasOverflowed)
        try unwritten.keep(Sample.key(0))
        #expect(unwritten.hasOverflowed)
        #expect(folder.bytes(UnwrittenChanges.fileName).count == size)
        let door = try CachedDoor(folder.path)
        #expect(!door.loop.trustsCache)
    }

    @Test func `is in a file that was cut short while it was made`() throws {
        let folder = TemporaryFolder()
        try folder.write(Data(repeating: 0, count: 77), to: UnwrittenChanges.fileName)
        let unwritten = try UnwrittenChanges(in: folder.path)
        #expect(unwritten.cards.isEmpty && !unwritten.hasOverflowed)
        try unwritten.keep(Sample.key(1))
        #expect(try UnwrittenChanges(in: folder.path).cards == [Sample.key(1)])
    }
}
