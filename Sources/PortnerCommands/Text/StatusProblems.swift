// SPDX-License-Identifier: MPL-2.0

import ControlAPI

/// Something in a status that is not as it should be.
struct StatusProblem: Sendable, Hashable {
    /// How bad it is.
    enum Severity: Int, Sendable, Comparable {
        /// A door does not do its work.
        case failure
        /// The doors work; somebody should look.
        case warning

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// How bad it is.
    let severity: Severity
    /// What it is about.
    let subject: String
    /// What is wrong.
    let text: String
    /// The command that comes next.
    let next: String

    /// Everything that is wrong in a status, worst first.
    static func list(_ status: StatusReport) -> [StatusProblem] {
        let all =
            whole(status) + status.doors.flatMap(door) + devices(status) + library(status)
            + retention(status) + outbox(status) + traces(status)
        // Sorted by severity alone; within one the order above holds.
        return all.filter { $0.severity == .failure } + all.filter { $0.severity == .warning }
    }

    private static let journal = "journalctl -u portnerd -n 50"

    /// What stops every door.
    private static func whole(_ status: StatusReport) -> [StatusProblem] {
        var found: [StatusProblem] = []
        if status.ledger.state == .failing {
            let text = "cannot be written: nobody is let in"
            found.append(Self(.failure, "ledger", text, next: "df -h; \(journal)"))
        }
        if status.clock != "trusted" {
            let state = status.clock == "unset" ? "is not set" : "has jumped"
            let text = "\(state): nobody is let in by card"
            found.append(Self(.failure, "clock", text, next: "timedatectl status"))
        }
        if !status.cache.isTrusted {
            let text = "cannot be used: every card is asked about at the library"
            found.append(Self(.failure, "cache", text, next: journal))
        }
        return found
    }

    private static func door(_ door: StatusReport.Door) -> [StatusProblem] {
        let subject = "door \(door.name)"
        var found: [StatusProblem] = []
        if door.reasons.contains("fire") {
            let text = "the fire input is active; the lock is released"
            found.append(Self(.failure, subject, text, next: "portner events --alarms"))
        }
        if door.reasons.contains("evacuation") {
            let text = "the lock is released: staff ordered everybody out"
            let next = "portner door all-clear --reason \"...\""
            found.append(Self(.failure, subject, text, next: next))
        }
        switch door.availability {
        case "in-service", "interlocked":
            break
        case "alarm-armed":
            let text = "nobody is let in: the intruder alarm is armed"
            found.append(Self(.warning, subject, text, next: "portner events --alarms"))
        case "locked-down":
            let next = "portner door resume \(door.name) --reason \"...\""
            found.append(Self(.warning, subject, "is locked down by staff", next: next))
        default:
            let text = "is out of service: nobody is let in here"
            found.append(Self(.failure, subject, text, next: "portner events --alarms"))
        }
        if door.contact == .open, door.lock == .secured {
            let text = "stands open although its lock is secured"
            found.append(Self(.warning, subject, text, next: "portner events --alarms"))
        }
        return found
    }

    private static func devices(_ status: StatusReport) -> [StatusProblem] {
        status.devices.filter { $0.state == .lost }.map { device in
            Self(.failure, device.name, "\(device.role) is lost: \(device.detail)", next: journal)
        }
    }

    private static func library(_ status: StatusReport) -> [StatusProblem] {
        guard status.library.isReachable == false else { return [] }
        let since = status.library.since.map {
            " since \($0.short(from: status.now)) (\(status.now.duration(since: $0).words))"
        }
        let text = "does not answer\(since ?? ""): \(status.library.detail)"
        return [Self(.warning, "library", text, next: journal)]
    }

    /// How long the deletion of old data may be late before somebody should look.
    ///
    /// It runs several times a day, but not while the clock cannot be believed.
    static let deletionLateAfter = Duration.seconds(2 * 86_400)

    private static func retention(_ status: StatusReport) -> [StatusProblem] {
        guard let retention = status.retention else { return [] }
        if let failure = retention.failure {
            let text = "old data was not deleted in time: \(failure)"
            return [Self(.warning, "privacy", text, next: journal)]
        }
        let since = retention.lastDone ?? status.startedAt
        let late = status.now.duration(since: since)
        guard late > deletionLateAfter else { return [] }
        let text = "old data has not been deleted for \(late.words)"
        return [Self(.warning, "privacy", text, next: journal)]
    }

    private static func outbox(_ status: StatusReport) -> [StatusProblem] {
        guard let waiting = status.outbox?.forStaff, waiting > 0 else { return [] }
        let text = "\(waiting) transactions of kiosks wait for a person"
        return [Self(.warning, "outbox", text, next: "portner outbox list --staff")]
    }

    /// What went wrong earlier.
    private static func traces(_ status: StatusReport) -> [StatusProblem] {
        var found: [StatusProblem] = []
        if let error = status.configuration.lastError {
            let text = "the newer file was refused, the old settings hold: \(error)"
            let next = "portner config check \(status.configuration.path)"
            found.append(Self(.warning, "settings", text, next: next))
        }
        if status.counters.recordsLost > 0 {
            let text = "\(status.counters.recordsLost) writes failed since the start"
            found.append(Self(.warning, "ledger", text, next: "portner ledger verify"))
        }
        if status.counters.eventsDropped > 0 {
            let text = "\(status.counters.eventsDropped) events were dropped since the start"
            found.append(Self(.warning, "load", text, next: journal))
        }
        return found
    }

    private init(_ severity: Severity, _ subject: String, _ text: String, next: String) {
        self.severity = severity
        self.subject = subject
        self.text = text
        self.next = next
    }
}
