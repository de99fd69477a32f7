// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Synchronization

/// How urgent a line is, as syslog counts.
enum LogPriority: Int, Sendable, Comparable {
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The daemon's log: the journal in its own form under systemd, plain lines elsewhere.
///
/// A message is a constant; values go into fields. Nobody's card number, PIN or name comes here,
/// nor whom a record concerns: nothing could take it back out of a journal when its time is over.
final class EventLog: Sendable {
    private let journal: UnixDatagram?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        journal =
            environment["JOURNAL_STREAM"] == nil
            ? nil : UnixDatagram(path: "/run/systemd/journal/socket")
    }

    /// Writes a line with fields.
    func write(
        _ priority: LogPriority,
        _ message: String,
        id: String? = nil,
        _ fields: [(String, String)] = []
    ) {
        guard let journal else { return writePlain(priority, message, fields) }
        var bytes: [UInt8] = []
        Self.append("MESSAGE", message, to: &bytes)
        Self.append("PRIORITY", "\(priority.rawValue)", to: &bytes)
        Self.append("SYSLOG_IDENTIFIER", "portnerd", to: &bytes)
        if let id { Self.append("MESSAGE_ID", id, to: &bytes) }
        for (name, value) in fields {
            Self.append("PORTNER_\(name.uppercased())", value, to: &bytes)
        }
        if !journal.send(bytes) { writePlain(priority, message, fields) }
    }

    /// Writes a record of the ledger.
    func write(_ record: Record) {
        var fields = record.fields.filter { $0.name != .local }.map { ($0.name.rawValue, $0.value) }
        fields.append(("kind", record.kind.rawValue))
        let message = "\(record.kind.rawValue) \(record[.outcome] ?? "")"
        write(record.isAlarm ? .warning : .info, message, id: record.kind.messageID, fields)
    }

    private func writePlain(
        _ priority: LogPriority,
        _ message: String,
        _ fields: [(String, String)]
    ) {
        let values = fields.map { " \($0.0)=\($0.1.contains(" ") ? "\"\($0.1)\"" : $0.1)" }
        FileHandle.standardError.write(
            Data("<\(priority.rawValue)>\(message)\(values.joined())\n".utf8)
        )
    }

    /// The journal's form: `NAME=value`, or the name alone and a counted value when it has lines.
    private static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        let value = Array(value.utf8)
        bytes += Array(name.utf8)
        if value.contains(0x0A) {
            bytes.append(0x0A)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.count >> ($0 * 8)) }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value
        bytes.append(0x0A)
    }
}

extension RecordKind {
    /// The journal's id for records of this kind, listed in the message catalogue.
    var messageID: String {
        switch self {
        case .decision: "6f5b1f0c3a7e4d2f9b1c5e8a70d24101"
        case .door: "6f5b1f0c3a7e4d2f9b1c5e8a70d24102"
        case .device: "6f5b1f0c3a7e4d2f9b1c5e8a70d24103"
        case .library: "6f5b1f0c3a7e4d2f9b1c5e8a70d24104"
        case .staff: "6f5b1f0c3a7e4d2f9b1c5e8a70d24105"
        case .station: "6f5b1f0c3a7e4d2f9b1c5e8a70d24106"
        case .clock: "6f5b1f0c3a7e4d2f9b1c5e8a70d24107"
        case .session: "6f5b1f0c3a7e4d2f9b1c5e8a70d24108"
        case .transaction: "6f5b1f0c3a7e4d2f9b1c5e8a70d24109"
        }
    }
}
