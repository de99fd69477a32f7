// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import PortnerCore

/// The cards of a roster on their way into the table, brought into the order of its rows.
///
/// Rows written in order cost a fifth to a twelfth of rows written in any order. The keys are
/// spread evenly, so the first bits of a row's number sort the cards into parts that are small
/// enough to be sorted in memory. What memory may not hold goes into files; they hold what the
/// table will hold, never a card's number, and are deleted at the end or at the next start.
struct RosterSpool {
    /// The number of bytes held in memory before they go into files.
    static let memoryMax = 32 << 20
    /// The number of parts; a row's number has 63 bits, and the first six say in which it lies.
    static let parts = 64
    static let folderName = "roster-spool"

    private static let shift = 63 - 6

    private let folder: String
    private let memoryMax: Int
    private var held: [[UInt8]] = Array(repeating: [], count: parts)
    private var bytesHeld = 0
    private var hasFiles = false

    /// An empty spool beside the database; what an earlier one left is deleted.
    init(in folder: String, memoryMax: Int = RosterSpool.memoryMax) {
        self.folder = folder + "/" + Self.folderName
        self.memoryMax = memoryMax
        Self.deleteFiles(in: folder)
    }

    /// Deletes the files that a spool has left, also after a crash.
    static func deleteFiles(in folder: String) {
        try? FileManager.default.removeItem(atPath: folder + "/" + folderName)
    }

    /// The first and the last row number of a part.
    static func rows(of part: Int) -> ClosedRange<Int64> {
        let first = Int64(part) << shift
        return first...(first + ((1 << shift) - 1))
    }

    /// Takes a card; without facts the card is gone.
    mutating func add(_ key: CardKey, line: Int, _ facts: PatronFacts?) throws(StoreError) {
        let part = Int(key.rowNumber >> Self.shift)
        let before = held[part].count
        RosterImage.append(key, line: line, facts, to: &held[part])
        bytesHeld += held[part].count - before
        if bytesHeld > memoryMax { try writeFiles() }
    }

    /// Gives the cards of a part, in no order, and drops them.
    mutating func take(_ part: Int) throws(StoreError) -> [UInt8] {
        defer { held[part] = [] }
        guard hasFiles else { return held[part] }
        guard let file = FileHandle(forReadingAtPath: path(of: part)) else { return held[part] }
        defer { try? file.close() }
        do {
            return [UInt8](try file.readToEnd() ?? Data()) + held[part]
        } catch {
            throw .io(0)
        }
    }

    private mutating func writeFiles() throws(StoreError) {
        do {
            if !hasFiles {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700]
                )
                hasFiles = true
            }
            for part in held.indices where !held[part].isEmpty {
                try append(held[part], to: path(of: part))
                held[part].removeAll(keepingCapacity: true)
            }
            bytesHeld = 0
        } catch {
            throw .full
        }
    }

    private func append(_ bytes: [UInt8], to path: String) throws {
        let files = FileManager.default
        if !files.fileExists(atPath: path) {
            guard
                files.createFile(
                    atPath: path,
                    contents: nil,
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw StoreError.noAccess }
        }
        guard let file = FileHandle(forWritingAtPath: path) else { throw StoreError.noAccess }
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: bytes)
    }

    private func path(of part: Int) -> String { "\(folder)/\(part)" }
}
