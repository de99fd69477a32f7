// SPDX-License-Identifier: MPL-2.0

public import Foundation
internal import GRDB
public import PortnerCore

/// The bytes by which a person could still be found in the files of a station.
///
/// They are gathered before an erasure, because afterwards nobody knows them any more.
public struct PersonTraces: Sendable {
    /// What a trace is made of.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The keyed hash of a card, as bytes or in hexadecimal digits.
        case cardHash = "card-hash"
        /// The number of a card's row in the cache, which is part of its hash.
        case rowNumber = "row-number"
        /// The patron number.
        case patronNumber = "patron-number"
        /// The salt that binds a record to a card.
        case salt
        /// The verifier of a PIN.
        case verifier
    }

    /// The fewest bytes that are searched for; shorter ones would be found everywhere.
    ///
    /// A patron number that is shorter is looked up in its column alone.
    public static let lengthMin = 6

    /// The bytes, with their kind.
    private(set) var patterns: [(kind: Kind, bytes: [UInt8])] = []

    /// The traces of the holder of some cards.
    public init(
        cards: [CardKey],
        patrons: [CachedPatron],
        salts: [Data]
    ) {
        for key in cards {
            add(.cardHash, key.bytes)
            add(.cardHash, Array(hexadecimal(key.bytes).utf8))
            add(.rowNumber, Self.varint(key.rowNumber))
        }
        for patron in patrons {
            add(.patronNumber, Array((patron.facts.patron?.secret ?? "").utf8))
            add(.verifier, patron.verifier?.bytes ?? [])
        }
        for salt in salts { add(.salt, Array(salt)) }
    }

    /// How many different byte sequences are searched for.
    public var count: Int { patterns.count }

    private mutating func add(_ kind: Kind, _ bytes: [UInt8]) {
        guard bytes.count >= Self.lengthMin, !patterns.contains(where: { $0.bytes == bytes })
        else { return }
        patterns.append((kind, bytes))
    }

    /// A number as SQLite writes it into its pages: seven bits a byte, the ninth byte whole.
    static func varint(_ number: Int64) -> [UInt8] {
        let value = UInt64(bitPattern: number)
        if value >> 56 != 0 {
            var bytes = [UInt8(truncatingIfNeeded: value)]
            var rest = value >> 8
            for _ in 0..<8 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            return bytes.reversed()
        }
        var bytes = [UInt8(value & 0x7F)]
        var rest = value >> 7
        while rest != 0 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes.reversed()
    }
}

extension PersonTraces: CustomStringConvertible, CustomReflectable {
    /// A stand-in that shows no trace.
    public var description: String { "traces of a person" }
    /// Nothing, so that a dump shows no trace.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What a search of the store's files found, byte by byte.
public struct StoreSearch: Sendable, Hashable {
    /// One file that was searched.
    public struct File: Sendable, Hashable {
        /// The name in the state folder.
        public let name: String
        /// How many bytes it had.
        public let bytes: Int
        /// How often each kind of trace was found in it.
        public let found: [PersonTraces.Kind: Int]
    }

    /// The files, by name.
    public let files: [File]

    /// Whether no trace was found anywhere.
    public var isClean: Bool { files.allSatisfy(\.found.isEmpty) }

    /// Whether the only traces are row numbers.
    public var hasRowNumbersOnly: Bool {
        files.allSatisfy { $0.found.isEmpty || Set($0.found.keys) == [.rowNumber] }
    }

    private static let chunk = 1 << 20

    /// Searches every file in the state folder, whatever wrote it, those that were set aside too.
    ///
    /// - Throws: ``StoreError/noAccess`` when a file cannot be read; then nothing is proven.
    public init(for traces: PersonTraces, in folder: String) throws(StoreError) {
        do {
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
            let needles = Needles(traces.patterns.map(\.bytes))
            files = try names.filter { Self.isFile(folder + "/" + $0) }.map { name in
                let (bytes, hits) = try Self.count(needles, in: folder + "/" + name)
                var found: [PersonTraces.Kind: Int] = [:]
                for (index, hits) in hits { found[traces.patterns[index].kind, default: 0] += hits }
                return File(name: name, bytes: bytes, found: found)
            }
        } catch {
            throw .noAccess
        }
    }

    private static func isFile(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// Reads a file piece by piece, each with the end of the one before.
    private static func count(
        _ needles: Needles,
        in path: String
    ) throws -> (bytes: Int, hits: [Int: Int]) {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var total = 0
        var hits: [Int: Int] = [:]
        var window: [UInt8] = []
        while let piece = try file.read(upToCount: chunk), !piece.isEmpty {
            total += piece.count
            let overlap = window.count
            window += piece
            for (index, end) in needles.found(in: window) where end > overlap {
                hits[index, default: 0] += 1
            }
            window = Array(window.suffix(needles.lengthMax - 1))
        }
        return (total, hits)
    }
}

/// Many byte sequences that are looked for in one pass.
struct Needles {
    private let needles: [[UInt8]]
    /// The numbers of the sequences that begin with two bytes.
    private var byStart: [UInt16: [Int]] = [:]
    private var starts = [Bool](repeating: false, count: 1 << 16)
    /// The length of the longest sequence.
    private(set) var lengthMax = 1

    /// Sequences of two bytes and more.
    init(_ needles: [[UInt8]]) {
        self.needles = needles
        for (index, needle) in needles.enumerated() where needle.count >= 2 {
            let start = UInt16(needle[0]) << 8 | UInt16(needle[1])
            byStart[start, default: []].append(index)
            starts[Int(start)] = true
            lengthMax = max(lengthMax, needle.count)
        }
    }

    /// The number of each sequence that is found, and where it ends.
    func found(in bytes: [UInt8]) -> [(index: Int, end: Int)] {
        var found: [(index: Int, end: Int)] = []
        guard bytes.count >= 2 else { return found }
        for place in 0..<bytes.count - 1 {
            let start = UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
            guard starts[Int(start)] else { continue }
            for index in byStart[start] ?? [] {
                let end = place + needles[index].count
                if end <= bytes.count, bytes[place..<end].elementsEqual(needles[index]) {
                    found.append((index, end))
                }
            }
        }
        return found
    }
}
