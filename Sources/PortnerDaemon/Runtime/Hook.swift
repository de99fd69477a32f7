// SPDX-License-Identifier: MPL-2.0

import Dispatch
import Foundation
import PortnerCore

/// A program of the library's own that the daemon runs: to play a sound, to alert somebody.
struct Hook: Sendable {
    /// How long it may run before it is ended.
    static let timeLimit = Duration.seconds(30)
    /// How long it has to end by itself when it is told to.
    static let endLimit = Duration.seconds(2)

    /// Why it did not do its work.
    enum Failure: Error, Sendable, Hashable {
        /// It could not be started; the detail says why.
        case notStarted(String)
        /// It took too long and was ended.
        case timedOut
        /// It ended with this status.
        case status(Int32)
    }

    let path: String
    var timeLimit = Hook.timeLimit

    /// Runs it with arguments and waits for its end, on a thread that may wait.
    ///
    /// - Throws: ``Failure`` when it did not end with status 0 in time.
    func run(_ arguments: [String]) throws(Failure) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // It gets no more of the daemon than what finds its programs: credentials stay out.
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        let end = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in end.signal() }
        do {
            try process.run()
        } catch {
            throw .notStarted(error.localizedDescription)
        }
        guard end.wait(timeout: .now() + Self.seconds(timeLimit)) == .success else {
            process.terminate()
            if end.wait(timeout: .now() + Self.seconds(Self.endLimit)) == .timedOut {
                kill(process.processIdentifier, SIGKILL)
            }
            throw .timedOut
        }
        guard process.terminationStatus == 0 else { throw .status(process.terminationStatus) }
    }

    private static func seconds(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension Hook.Failure: CustomStringConvertible {
    /// What happened, for a technician.
    var description: String {
        switch self {
        case .notStarted(let detail): "could not be started: \(detail)"
        case .timedOut: "took too long"
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
}
