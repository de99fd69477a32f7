// SPDX-License-Identifier: MPL-2.0

public import Receipts

/// What became of a printer or of a job.
///
/// Events about the printer come once for each change. Every job that was taken ends in exactly one
/// of ``printed(_:)`` and ``dropped(_:_:)``.
public enum PrinterEvent: Sendable, Hashable {
    /// The printer can be reached.
    case available
    /// The printer cannot be reached; it is tried again by itself.
    case unavailable(PrinterError)
    /// The printer says another thing about itself than before.
    case state(PaperState)
    /// A job is on paper, as far as the printer says.
    case printed(PrintNumber)
    /// A job was given up and will not be printed.
    case dropped(PrintNumber, PrinterError)
}

/// The number of a job, which whoever hands it over chooses.
public struct PrintNumber: Sendable, Hashable {
    /// The number.
    public let rawValue: UInt64

    /// A number.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// Why something was not printed.
///
/// Two errors are equal when their codes are. No reason holds anything of a receipt.
public struct PrinterError: Error, Sendable {
    /// What went wrong; the raw values are stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The settings name no device, address or queue.
        case invalidSettings = "invalid-settings"
        /// The driver has been stopped or was never started.
        case notRunning = "not-running"
        /// Too many jobs wait.
        case queueFull = "queue-full"
        /// The receipt is longer than any paper.
        case tooLong = "too-long"
        /// No such device, or it is switched off.
        case notFound = "not-found"
        /// The service may not open the device.
        case accessDenied = "access-denied"
        /// Another program holds the device.
        case busy
        /// The connection was lost.
        case disconnected
        /// There is no paper.
        case noPaper = "no-paper"
        /// The cover is open.
        case coverOpen = "cover-open"
        /// The printer is off line.
        case offline
        /// The printer reports a fault that needs somebody's hand.
        case fault
        /// The job was not done in time.
        case timedOut = "timed-out"
        /// Whoever it was for has gone.
        case withdrawn
        /// The spooler refused the job.
        case spoolerFailed = "spooler-failed"
        /// The operating system refused for another reason.
        case failed
    }

    /// What went wrong.
    public let code: Code
    /// The reason as the system gave it; empty when there is none.
    public let reason: String

    init(_ code: Code, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// The meaning of a state in which nothing is printed.
    init(state: PaperState) {
        switch state {
        case .out: self.init(.noPaper)
        case .coverOpen: self.init(.coverOpen)
        case .error: self.init(.fault)
        case .ok, .nearEnd, .offline: self.init(.offline)
        }
    }
}

extension PrinterError: Hashable {
    /// Whether two errors have the same code.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension PrinterError: CustomStringConvertible {
    /// The code and the reason, for a technician.
    public var description: String {
        reason.isEmpty ? code.rawValue : "\(code.rawValue): \(reason)"
    }
}
