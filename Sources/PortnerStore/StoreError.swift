// SPDX-License-Identifier: MPL-2.0

internal import GRDB

/// Why the cache or the ledger could not do what it was asked.
///
/// The set is closed and every case has a stable ``code``. No text made from an error holds a
/// value from a database, because such a value may be personal.
public enum StoreError: Error, Sendable, Hashable {
    /// The disk is full, or the file has reached the size that it is limited to.
    case full
    /// The disk refused to read or write; the number is SQLite's extended result code.
    case io(Int32)
    /// The file is not a database, or parts of it contradict one another.
    case damaged
    /// Another program holds the file for longer than this one waits.
    case busy
    /// Another process runs on the same state folder.
    case inUse
    /// The file or its folder may not be opened, read or written by this user.
    case noAccess
    /// The database does not write to disk at every commit, although it was told to.
    case notDurable
    /// The database does not overwrite what is deleted, although it was told to.
    case notOverwriting
    /// A newer release wrote the file; the number is the version of its tables.
    case schemaTooNew(Int)
    /// The file belongs to another program.
    case foreign
    /// Too many damaged files have been set aside in the folder.
    case tooManySetAside
    /// SQLite refused for a reason that is a fault in this software; the number is its code.
    case unexpected(Int32)

    /// The stable code for records, journals and scripts.
    public var code: String {
        switch self {
        case .full: "disk-full"
        case .io: "io"
        case .damaged: "damaged"
        case .busy: "busy"
        case .inUse: "in-use"
        case .noAccess: "no-access"
        case .notDurable: "not-durable"
        case .notOverwriting: "not-overwriting"
        case .schemaTooNew: "schema-too-new"
        case .foreign: "foreign"
        case .tooManySetAside: "too-many-set-aside"
        case .unexpected: "unexpected"
        }
    }

    /// The cause and what to do about it, in English for technicians.
    public var explanation: String {
        switch self {
        case .full: "the disk is full or the file has reached its size limit; make room"
        case .io(let number): "the disk failed to read or write (SQLite \(number)); check it"
        case .damaged: "the database file is damaged; a restart sets it aside"
        case .busy: "another program holds the database file; stop that program"
        case .inUse:
            "another portnerd runs on this state folder; stop it, or configure another folder"
        case .noAccess: "the file or its folder cannot be opened; check owner and modes"
        case .notDurable: "the database does not write through to disk; check the file system"
        case .notOverwriting:
            "the database does not overwrite what is deleted; install Debian's own libsqlite3"
        case .schemaTooNew(let version):
            "a newer release wrote the file (tables version \(version)); install that release"
        case .foreign: "the file belongs to another program; check the state folder"
        case .tooManySetAside:
            "damaged files keep appearing; check the disk, then move the old ones away"
        case .unexpected(let number): "an unexpected SQLite error (\(number)); please report it"
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// The code and the explanation.
    public var description: String { "\(code): \(explanation)" }
}

extension StoreError {
    /// Sorts what GRDB throws into the closed set, without its texts.
    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            self = error as? StoreError ?? .unexpected(0)
            return
        }
        let number = error.extendedResultCode.rawValue
        switch error.resultCode {
        case .SQLITE_FULL: self = .full
        case .SQLITE_IOERR: self = .io(number)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .noAccess
        default: self = .unexpected(number)
        }
    }

    /// Runs a body and sorts whatever it throws.
    static func sorting<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
        do { return try body() } catch { throw StoreError(error) }
    }
}
