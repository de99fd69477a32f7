// SPDX-License-Identifier: MPL-2.0

import CFaultVFS
import Foundation
import Testing

/// A folder on a disk that fails when a test says so, and that records what changes it.
final class FaultyDisk: Sendable {
    /// How a call fails.
    enum Fault: Sendable, CaseIterable {
        /// Any call: nothing is done.
        case io
        /// A write: nothing is written, the disk is full.
        case full
        /// A write: half is written, the disk is full.
        case shortWrite
        /// A sync: what waited to be written is lost, as Linux does it.
        case lostSync

        fileprivate var kind: fault_kind {
            switch self {
            case .io: FAULT_IO
            case .full: FAULT_FULL
            case .shortWrite: FAULT_SHORT
            case .lostSync: FAULT_SYNC
            }
        }
    }

    /// Which call fails.
    struct Plan: Sendable, CustomStringConvertible {
        var fault: Fault
        /// The number of the call, counted from 1 among those that the fault concerns.
        var call: Int32
        /// Whether all that follow fail, too.
        var lasts: Bool

        var description: String { "\(fault) at call \(call)\(lasts ? " and after it" : "")" }

        /// Each fault, once and lasting.
        static let kinds: [(fault: Fault, lasts: Bool)] = Fault.allCases.flatMap { fault in
            [(fault, false), (fault, true)]
        }
    }

    /// Where the files are: in memory where there is such a place, for no real disk is needed.
    private static let parent =
        FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

    /// The folder; SQLite's files in it are on the disk.
    let folder = TemporaryFolder(in: parent)
    private let records = TemporaryFolder(in: parent)
    private let number: Int32

    /// A disk that holds these files.
    init(_ image: DiskImage = DiskImage()) throws {
        try image.write(to: folder)
        try records.write([], to: "changes")
        number = unsafe fault_disk_attach(
            URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path,
            records.path + "/changes"
        )
        try #require(number >= 0, "there are too many disks at once")
    }

    deinit { fault_disk_detach(number) }

    /// Does something while calls fail.
    ///
    /// - Returns: Whether it was done, and whether the call was reached.
    func failing(_ plan: Plan, _ body: () throws -> Void) -> (isDone: Bool, isReached: Bool) {
        fault_disk_plan(number, plan.call, plan.fault.kind, plan.lasts ? 1 : 0)
        let isDone = (try? body()) != nil
        let isReached = fault_disk_calls(number) >= plan.call
        fault_disk_plan(number, 0, FAULT_IO, 0)
        return (isDone, isReached)
    }

    /// The number of changes so far.
    var changeCount: Int { Int(fault_disk_changes(number)) }

    /// What changed the disk since it was made.
    func changes() throws -> [DiskChange] {
        _ = changeCount
        return try DiskChange.read(records.bytes("changes"))
    }
}

/// One thing that changed a disk.
struct DiskChange: Sendable {
    enum Kind: Sendable {
        case create
        case write(offset: Int, bytes: Data)
        case truncate(size: Int)
        case sync
        case lose
        case delete
    }

    let file: String
    let kind: Kind

    /// Reads what the disk recorded.
    static func read(_ record: Data) throws -> [DiskChange] {
        var changes: [DiskChange] = []
        var rest = record
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[rest.index(after: end)...]
            try #require(words.count == 4)
            let first = try #require(Int(words[2]))
            let second = try #require(Int(words[3]))
            let kind: Kind
            switch words[0] {
            case "create": kind = .create
            case "write":
                kind = .write(offset: first, bytes: Data(rest.prefix(second)))
                rest = rest.dropFirst(second)
            case "truncate": kind = .truncate(size: first)
            case "sync": kind = .sync
            case "lose": kind = .lose
            default: kind = .delete
            }
            changes.append(DiskChange(file: String(words[1]), kind: kind))
        }
        return changes
    }
}

/// The files of a folder.
struct DiskImage: Sendable {
    var files: [String: Data] = [:]

    init() {}

    /// The files as they are now; not the shared memory, which no power cut leaves behind.
    init(of folder: TemporaryFolder) {
        for name in folder.names where !name.hasSuffix("-shm") { files[name] = folder.bytes(name) }
    }

    func write(to folder: TemporaryFolder) throws {
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true
        )
        for (name, bytes) in files { try folder.write(bytes, to: name) }
    }

    /// Whether a sequence of bytes stands in any of the files.
    func contains(_ bytes: Data) -> Bool {
        files.values.contains { $0.firstRange(of: bytes) != nil }
    }
}
