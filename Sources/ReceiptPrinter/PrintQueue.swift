// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Synchronization

/// A job with the moment after which it must not be printed any more.
struct QueuedJob: Sendable {
    let number: PrintNumber
    let bytes: [UInt8]
    let deadline: Uptime
}

/// The jobs that were handed over and that the driver's thread has not yet taken, and those that
/// are wanted back.
final class PrintQueue: Sendable {
    private struct State {
        var jobs: [QueuedJob] = []
        var withdrawn: [PrintNumber] = []
    }

    private let state = Mutex(State())

    /// Adds a job; false when there is no room.
    func add(_ job: QueuedJob) -> Bool {
        state.withLock { state in
            guard state.jobs.count < ReceiptPrinter.jobsMax else { return false }
            state.jobs.append(job)
            return true
        }
    }

    /// Takes the first job out.
    func next() -> QueuedJob? {
        state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
    }

    /// Takes out the jobs whose time is over.
    func takeExpired(at now: Uptime) -> [QueuedJob] {
        state.withLock { state in
            defer { state.jobs.removeAll { $0.deadline <= now } }
            return state.jobs.filter { $0.deadline <= now }
        }
    }

    /// Notes that a job is wanted back, wherever it is by now.
    func withdraw(_ number: PrintNumber) {
        state.withLock { state in
            guard !state.withdrawn.contains(number) else { return }
            // Besides those that wait only one can be on its way to the paper.
            if state.withdrawn.count > ReceiptPrinter.jobsMax { state.withdrawn.removeFirst() }
            state.withdrawn.append(number)
        }
    }

    /// Takes out what is wanted back: the jobs that waited, and all their numbers.
    func takeWithdrawn() -> (waiting: [QueuedJob], numbers: [PrintNumber]) {
        state.withLock { state in
            let numbers = state.withdrawn
            state.withdrawn = []
            guard !numbers.isEmpty else { return ([], []) }
            let waiting = state.jobs.filter { numbers.contains($0.number) }
            state.jobs.removeAll { numbers.contains($0.number) }
            return (waiting, numbers)
        }
    }

    /// When the first of the jobs expires.
    var nextDeadline: Uptime? { state.withLock { $0.jobs.map(\.deadline).min() } }

    /// Whether a job waits.
    var isEmpty: Bool { state.withLock { $0.jobs.isEmpty } }
}
