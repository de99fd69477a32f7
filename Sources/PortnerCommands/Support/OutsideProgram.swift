// SPDX-License-Identifier: MPL-2.0

import Foundation

/// A program of the system whose words are wanted.
struct OutsideProgram: Sendable, Hashable {
    /// What a program wrote to both of its outputs, and how it ended.
    struct Answer: Sendable, Hashable {
        var status: Int32
        var text: String
    }

    /// How long it may take, in seconds.
    static let secondsMax = 60
    /// What `timeout` ends with when the program cannot be found.
    static let notFound: Int32 = 127

    /// Its name, looked for in `PATH`.
    var name: String
    var arguments: [String]

    /// Runs the program without input and waits for its end.
    func run() throws -> Answer {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = [String(Self.secondsMax), name] + arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["LC_ALL": "C.UTF-8", "SYSTEMD_PAGER": "", "SYSTEMD_COLORS": "0"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try output.fileHandleForWriting.close()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Answer(
            status: process.terminationStatus,
            text: String(decoding: bytes, as: UTF8.self)
        )
    }
}
