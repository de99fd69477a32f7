// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Synchronization

/// A program of the library's own that the daemon runs: to play a sound, to alert somebody.
final class Hook: Sendable {
    /// How long it may run before it is ended.
    static let timeLimit = Duration.seconds(30)
    /// How long it has to end by itself when it is told to.
    static let endLimit = Duration.seconds(2)

    /// Why it did not do its work.
    enum Failure: Error, Sendable, Hashable {
        /// It could not be started; the detail says why.
        case notStarted(String)
        /// It took too long and was ended, with everything that it had started.
        case timedOut
        /// It was ended because the daemon stops, or was not begun for that.
        case stopped
        /// It ended with this status.
        case status(Int32)
    }

    private struct State {
        var running: ChildProcess?
        var isStopped = false
    }

    private let path: String
    private let timeLimit: Duration
    private let state = Mutex(State())

    init(path: String, timeLimit: Duration = Hook.timeLimit) {
        self.path = path
        self.timeLimit = timeLimit
    }

    /// Runs it with arguments and waits for its end, on a thread that may wait; one run at a time.
    ///
    /// - Throws: ``Failure`` when it did not end with status 0 in time.
    func run(_ arguments: [String]) throws(Failure) {
        let program = try start(arguments)
        let isInTime = program.waitForEnd(atMost: timeLimit)
        if !isInTime { program.end(within: Self.endLimit) }
        let status = program.reap()
        let isStopped = state.withLock { state in
            state.running = nil
            return state.isStopped
        }
        guard isInTime else { throw .timedOut }
        guard status == 0 else { throw isStopped ? .stopped : .status(status) }
    }

    /// Ends what runs, without waiting for it, and lets nothing begin any more.
    func stop() {
        let running = state.withLock { state in
            state.isStopped = true
            return state.running
        }
        guard let running else { return }
        DispatchQueue.global(qos: .utility).async { running.end(within: Self.endLimit) }
    }

    private func start(_ arguments: [String]) throws(Failure) -> ChildProcess {
        try state.withLock { state throws(Failure) in
            guard !state.isStopped else { throw .stopped }
            let program = try ChildProcess(path: path, arguments: arguments)
            state.running = program
            return program
        }
    }
}

extension Hook.Failure: CustomStringConvertible {
    /// What happened, for a technician.
    var description: String {
        switch self {
        case .notStarted(let detail): "could not be started: \(detail)"
        case .timedOut: "took too long"
        case .stopped: "ended with the daemon"
        case .status(let status): "ended with status \(status)"
        }
    }
}

/// Runs a hook once for each order, one at a time, without anybody waiting for it.
final class HookQueue: Sendable {
    /// How many orders wait at most; what comes beyond that is dropped and logged.
    static let waitingMax = 4

    private let hook: Hook
    private let name: String
    private let log: EventLog
    private let queue: DispatchQueue
    private let places = DispatchSemaphore(value: waitingMax)

    /// A queue for the program at a path; nothing where there is none.
    init?(_ path: String?, name: String, log: EventLog) {
        guard let path else { return nil }
        hook = Hook(path: path)
        self.name = name
        self.log = log
        queue = DispatchQueue(label: "portner-\(name)")
    }

    /// Orders a run.
    func run(_ arguments: [String]) {
        guard places.wait(timeout: .now()) == .success else {
            return log.write(.warning, "hook is behind", [("part", name)])
        }
        queue.async { [self] in
            defer { places.signal() }
            do throws(Hook.Failure) {
                try hook.run(arguments)
            } catch {
                log.write(.error, "hook failed", [("part", name), ("detail", "\(error)")])
            }
        }
    }

    /// Ends what runs, and lets nothing begin any more.
    func stop() { hook.stop() }
}
