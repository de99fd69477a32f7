// SPDX-License-Identifier: MPL-2.0

import Dispatch
import Foundation
import PortnerCore
import PortnerSettings
import PortnerStore
import ServiceLifecycle

/// Tells staff or guards of every alarm in the ledger, through a program of the library's own.
///
/// The ledger is the queue: nothing is lost while the program fails or the daemon is down, and
/// nothing is told twice once it has succeeded. One message holds what has come since the last, so
/// a storm of alarms is a few messages.
struct AlertService: Service {
    /// The most entries that are looked through for one message.
    static let entriesMax = 200
    /// The most alarms that one message spells out; it says how many more there are.
    static let linesMax = 20
    /// The longest pause after failures.
    static let pauseMax = Duration.seconds(900)

    let parts: Parts

    func run() async throws {
        guard let command = parts.settings.hooks.alert else { return try await gracefulShutdown() }
        let desk = AlertDesk(
            ledger: parts.outlets.stores.ledger,
            cursor: AlertCursor(directory: parts.settings.stateDirectory),
            branch: parts.settings.branch,
            hook: Hook(path: command),
            log: parts.log
        )
        let every = parts.settings.hooks.alertEvery
        try? await cancelWhenGracefulShutdown {
            var pause = every
            while true {
                // On a thread that may wait for the disk and the program.
                let isDelivered = await withCheckedContinuation { continuation in
                    DispatchQueue.global(qos: .utility).async {
                        continuation.resume(returning: desk.deliver())
                    }
                }
                pause = isDelivered ? every : min(pause * 2, max(Self.pauseMax, every))
                try await Task.sleep(for: pause)
            }
        }
    }
}

/// Delivers what has not been told yet.
struct AlertDesk: Sendable {
    let ledger: Ledger
    let cursor: AlertCursor
    let branch: String
    let hook: Hook
    let log: EventLog

    /// Tells the alarms since the last message; `false` when they have to be told again later.
    func deliver() -> Bool {
        do {
            guard let after = cursor.position else {
                // The first time: what happened before anybody was to be told is not told.
                try cursor.keep(ledger.head().sequence)
                return true
            }
            let entries = try ledger.entries(after: after, limit: AlertService.entriesMax)
            guard let last = entries.last else { return true }
            let alarms = entries.filter(\.isAlarm)
            if !alarms.isEmpty { try hook.run(Self.message(alarms, of: branch)) }
            try cursor.keep(last.sequence)
            return true
        } catch {
            log.write(.error, "alarms could not be told", [("detail", "\(error)")])
            return false
        }
    }

    /// Subject and text of a message: codes and places, and no card.
    static func message(_ alarms: [LedgerEntry], of branch: String) -> [String] {
        let lines = alarms.prefix(AlertService.linesMax).map { entry in
            [
                entry[.local] ?? "", entry.kind, entry[.door] ?? entry[.device] ?? "",
                entry[.outcome] ?? "", entry[.detail] ?? "",
            ].filter { !$0.isEmpty }.joined(separator: " ")
        }
        let rest = alarms.count - lines.count
        let more = rest > 0 ? ["and \(rest) more: portner events --alarms"] : []
        return ["\(branch): \(alarms.count)", (lines + more).joined(separator: "\n")]
    }
}

/// How far the ledger's alarms have been told, in a file that survives a restart.
struct AlertCursor: Sendable {
    let path: String

    init(directory: String) { path = directory + "/alerts.told" }

    /// The number of the last entry that was told; `nil` when none ever was.
    var position: Int64? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return Int64(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func keep(_ sequence: Int64) throws {
        try Data("\(sequence)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
