// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc

/// `portnerd` as a child of this process.
struct DaemonProcess {
    /// How many of its last lines are shown when it dies.
    static let lastLinesMax = 20

    private let process: Process
    private let log: URL

    /// Starts it with its output going to a file.
    ///
    /// - Parameters:
    ///   - executable: The program.
    ///   - configuration: Its configuration file.
    ///   - credentials: The folder of its credentials.
    ///   - log: The file for what it writes.
    ///   - ended: Hears of its end with the status a shell would give.
    /// - Throws: An error of the operating system when it cannot be started.
    init(
        _ executable: URL,
        configuration: URL,
        credentials: URL,
        log: URL,
        ended: @escaping @Sendable (Int32) -> Void
    ) throws {
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        self.log = log
        process = Process()
        process.executableURL = executable
        process.arguments = [
            "--config", configuration.path, "--credentials", credentials.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            ended(isSignal ? 128 + process.terminationStatus : process.terminationStatus)
        }
        try process.run()
    }

    /// Passes a signal on.
    func send(_ signal: Int32) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
    }

    /// The last lines that it wrote.
    var lastWords: String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(Self.lastLinesMax).joined(separator: "\n")
    }
}
