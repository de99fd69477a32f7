// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Synchronization

/// A job with the moment after which it must not be printed any more.
struct QueuedJob: Sendable {
    let number: PrintNumber
    let bytes: [UInt8]
    let deadline: Uptime
}

/// The jobs that were handed over and that the driver's thread has not yet taken.
final class PrintQueue: Sendable {
    private let jobs = Mutex<[QueuedJob]>([])

    /// Adds a job; false when there is no room.
    func add(_ job: QueuedJob) -> Bool {
        jobs.withLock { jobs in
            guard jobs.count < ReceiptPrinter.jobsMax else { return false }
            jobs.append(job)
            return true
        }
    }

    /// Takes the first job out.
    func next() -> QueuedJob? { jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// Takes out the jobs whose time is over.
    func takeExpired(at now: Uptime) -> [QueuedJob] {
        jobs.withLock { jobs in
            defer { jobs.removeAll { $0.deadline <= now } }
            return jobs.filter { $0.deadline <= now }
        }
    }

    /// When the first of the jobs expires.
    var nextDeadline: Uptime? { jobs.withLock { $0.map(\.deadline).min() } }

    /// Whether a job waits.
    var isEmpty: Bool { jobs.withLock { $0.isEmpty } }
}
