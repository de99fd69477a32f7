// SPDX-License-Identifier: MPL-2.0

import Foundation
import GRDB
import PortnerCore
// GRDB has a type of this name, too.
import struct PortnerCore.Record
import PortnerStore
import Testing

/// A folder that lives as long as this value.
final class TemporaryFolder: Sendable {
    let path: String

    init(in parent: String = NSTemporaryDirectory()) {
        path = (parent as NSString).appendingPathComponent("portner-store-\(UUID().uuidString)")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The content of a file in the folder; empty when there is none.
    func bytes(_ name: String) -> Data {
        FileManager.default.contents(atPath: path + "/" + name) ?? Data()
    }

    /// The names of all files, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// Does to a database what a hand with a database tool can do.
    func tamper(_ name: String, _ sql: String, _ arguments: StatementArguments = []) throws {
        let queue = try DatabaseQueue(path: path + "/" + name)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: sql, arguments: arguments)
        }
        try queue.close()
    }

    /// The permission bits of a file in the folder, or of the folder.
    func mode(_ name: String = "") throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return try #require(attributes[.posixPermissions] as? Int)
    }
}

/// Made-up values.
enum Sample {
    static let now = Timestamp(milliseconds: 1_790_000_000_000)

    /// A moment this many seconds after ``now``.
    static func moment(_ seconds: Int64) -> Moment {
        let time = Timestamp(milliseconds: now.milliseconds + seconds * 1000)
        return Moment(
            uptime: Uptime(.seconds(seconds)),
            timestamp: time,
            civil: CivilTime(time, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }

    /// Different keys for different numbers, spread over all rows.
    static func key(_ number: UInt64) -> CardKey {
        var source = SplitMix64(seed: number)
        return CardKey(source.next(), source.next(), source.next(), source.next())
    }

    static func facts(
        patron: String = "P1",
        blocks: Set<BlockCode> = [],
        _ seconds: Int64 = 0
    ) -> PatronFacts {
        PatronFacts(
            patron: PatronNumber(patron),
            blocks: blocks,
            validity: .valid,
            age: AgeFact(reached: 18, next: nil),
            asOf: moment(seconds).timestamp
        )
    }

    static func record(_ seconds: Int64, subject: CardKey? = nil, isAlarm: Bool = false) -> Record {
        Record(
            .decision,
            at: moment(seconds),
            subject: subject,
            isAlarm: isAlarm,
            [(.door, "main"), (.outcome, "granted"), (.detail, "number \(seconds)")]
        )
    }

    /// Keys for tests; nothing else uses them.
    static func keys() throws -> StationKeys {
        try StationKeys(card: Array(0..<32), pepper: Array(100..<132))
    }
}

/// A small random generator that gives the same numbers for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number out of a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True once in so many times.
    mutating func oneIn(_ times: Int) -> Bool { number(1...times) == 1 }
}
