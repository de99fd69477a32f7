// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
// GRDB has a type of this name, too.
public import struct PortnerCore.Record

/// What was taken over from a damaged ledger into the one that took its place.
public struct LedgerRescue: Sendable, Hashable {
    /// How many of the kiosks' transactions were.
    public let transactions: Int
    /// How many could be told from others, and not be read.
    public let leftOut: Int
    /// Whether all of them could be read; if not, staff compare the loans of the last hours.
    public let isWhole: Bool

    init(transactions: Int, leftOut: Int = 0, isWhole: Bool) {
        self.transactions = transactions
        self.leftOut = leftOut
        self.isWhole = isWhole && leftOut == 0
    }

    /// The record of it: an alarm where something is lost, none where there was nothing.
    func record(at now: Moment) -> Record? {
        guard transactions > 0 || !isWhole else { return nil }
        var detail = "kiosk transactions taken over from the damaged ledger: \(transactions)"
        if leftOut > 0 { detail += ", unreadable: \(leftOut)" }
        if !isWhole { detail += "; not all could be read: compare loans" }
        return Record(
            .station,
            at: now,
            isAlarm: !isWhole,
            [(.outcome, isWhole ? "outbox-rescued" : "outbox-lost"), (.detail, detail)]
        )
    }
}

extension Ledger {
    /// Records what was taken over from a damaged ledger.
    ///
    /// Until this is done each opening takes over again what is missing, and gives the same
    /// ``rescue``: nothing is lost when the station does not live to record it.
    public func record(_ rescue: LedgerRescue, at now: Moment) throws(StoreError) {
        try append(records: rescue.record(at: now).map { [$0] } ?? [])
        try LedgerRescueNote.delete(in: (pool.path as NSString).deletingLastPathComponent)
    }

    /// What could be read of a damaged file.
    struct Rescued {
        /// The counts; `nil` when it does not let them be read.
        let counts: [ThrottleCount]?
        let outbox: OutboxTable.Rescued
    }

    /// Reads what must go on out of a damaged file.
    static func rescue(from path: String) -> Rescued {
        var configuration = configuration
        configuration.readonly = true
        let queue = try? DatabaseQueue(path: path, configuration: configuration)
        return Rescued(
            counts: try? queue?.read(LedgerTables.throttleCounts),
            outbox: OutboxTable.rescue(from: queue)
        )
    }
}

/// That a damaged ledger is being set aside, and what must go on of it is not on record yet.
///
/// The file `ledger.rescue` names the damaged one. It is on the disk before that is renamed, and is
/// deleted when the new ledger tells what was taken over. A station that dies in between finds it
/// and goes on.
struct LedgerRescueNote: Hashable {
    static let fileName = "ledger.rescue"
    private static let lengthMax = 1024

    /// The number of the damaged file in its file system.
    let number: UInt64
    /// The name in the folder under which it is set aside.
    let name: String

    /// The note in a folder; `nil` when there is none that can be read.
    init?(in folder: String) {
        guard let file = FileHandle(forReadingAtPath: "\(folder)/\(Self.fileName)") else {
            return nil
        }
        defer { try? file.close() }
        let content = (try? file.read(upToCount: Self.lengthMax)) ?? Data()
        let lines = String(decoding: content, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        // Only a note that was written whole ends with its line.
        guard lines.count == 3, lines[2].isEmpty, let number = UInt64(lines[0]),
            lines[1].hasPrefix(Ledger.fileName + "."), !lines[1].contains("/")
        else { return nil }
        (self.number, name) = (number, String(lines[1]))
    }

    init(number: UInt64, name: String) { (self.number, self.name) = (number, name) }

    /// Writes the note and returns when it is on the disk.
    func write(in folder: String) throws(StoreError) {
        do {
            let path = "\(folder)/\(Self.fileName)"
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            guard
                FileManager.default.createFile(atPath: path, contents: nil, attributes: mode),
                let file = FileHandle(forUpdatingAtPath: path)
            else { throw StoreError.noAccess }
            defer { try? file.close() }
            try file.write(contentsOf: Data("\(number)\n\(name)\n".utf8))
            try file.synchronize()
            try StoreFile.synchronizeFolder(folder)
        } catch {
            throw (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .full : .noAccess
        }
    }

    /// Deletes the note, so that nothing is taken over once more that has come to its end since.
    static func delete(in folder: String) throws(StoreError) {
        let path = "\(folder)/\(fileName)"
        guard FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
            try StoreFile.synchronizeFolder(folder)
        } catch {
            throw .noAccess
        }
    }
}
